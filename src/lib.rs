//! Satchel: a CRM that lives in the browser.
//!
//! The modules stand in the order of the layers: each may use those above it, as
//! ARCHITECTURE.md says and `tests/tidy` checks. This file names them and nothing else.

#[cfg(target_arch = "wasm32")]
pub mod ui;
