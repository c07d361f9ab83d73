//! The worker's program: what takes long, away from the page's thread. It never decides.

fn main() {}
