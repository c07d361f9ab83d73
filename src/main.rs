//! The page's program: wires the layers once and mounts the app. What they do is in the library.

#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::prelude::*;
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <main><h1>"Satchel"</h1></main> });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("Satchel runs in a browser: start it with `cargo xtask serve`.");
}
