//! The task runner's front door: names the commands and hands each to its module.

fn main() {}
