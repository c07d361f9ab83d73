//! Tests that run as wasm in a browser: what only a browser can answer and no page is needed for.
//! What a person sees is tested end to end. `cargo xtask test --only browser` runs them.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub
)]

mod intl;
mod page;
mod platform;
mod session;
mod storage;
mod support;
mod sync;
mod zone;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
