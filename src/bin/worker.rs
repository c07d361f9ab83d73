//! The worker's program: what takes long, away from the page's thread. It never decides.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("Satchel's worker runs in a browser: start Satchel with `cargo xtask serve`.");
}
