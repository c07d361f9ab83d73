//! Satchel: a CRM that lives in the browser.
//!
//! The modules stand in the order of the layers: each may use those above it, as
//! ARCHITECTURE.md says and `tests/tidy` checks. This file names them and nothing else.

pub mod domain;

pub mod document;

pub mod workspace;

pub mod query;

pub mod scoring;

pub mod exchange;

pub mod api;

pub mod sync;

pub mod storage;

pub mod session;

pub mod live;

pub mod i18n;

#[cfg(target_arch = "wasm32")]
pub mod browser;

#[cfg(all(target_arch = "wasm32", feature = "screens"))]
pub mod ui;

// The screens' unit tests run where the screens do.
#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
