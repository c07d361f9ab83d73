//! The client against a server in memory: at random, with everything that goes wrong, and case by case.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod cases;
mod device;
mod judge;
mod link;
mod plans;
mod world;
