//! The page's program: wires the layers once and mounts the screens. What they do is in the
//! library. Over 600 lines because all that the screens ask of the page they are in is answered
//! here, by a line or two each.

#[cfg(target_arch = "wasm32")]
#[path = "main/founding.rs"]
mod founding;
#[cfg(target_arch = "wasm32")]
#[path = "main/host.rs"]
mod host;
#[cfg(target_arch = "wasm32")]
#[path = "main/page.rs"]
mod page;
#[cfg(target_arch = "wasm32")]
#[path = "main/parts.rs"]
mod parts;
#[cfg(target_arch = "wasm32")]
#[path = "main/sync.rs"]
mod sync;

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(page::start());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("Satchel runs in a browser: start it with `cargo xtask serve`.");
}
