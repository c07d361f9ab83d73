//! Journeys over the REST surface of a session on a store in memory. Every request and every answer
//! is held against `public/openapi.json`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice
)]

mod advice;
mod describe;
mod example;
mod file;
mod house;
mod list;
mod models;
mod openapi;
mod own;
mod properties;
mod record;
mod refusal;
mod report;
mod sales;
mod schema;
mod scoring;
mod status;
