//! The worker's program: what takes long, or needs what the page's program does not carry, away
//! from the page's thread. It never decides.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    // The tables of encodings, the learning and the making of keys are linked here and nowhere else.
    satchel::browser::worker::serve(
        satchel::exchange::encoding::decode,
        satchel::scoring::model::wire::answer,
        satchel::session::sync::stretch,
    );
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("Satchel's worker runs in a browser: start Satchel with `cargo xtask serve`.");
}
