//! The screens: components without knowledge of the product, the frame around every page, and one
//! folder for each area. What the pages say and read comes from `i18n` and `live`; nothing here
//! touches storage.

// The properties that `#[component]` makes are `pub`, however small the component's own circle.
#![allow(unreachable_pub)]

pub mod actions;
mod advice;
pub mod agenda;
pub mod api;
pub mod app;
pub mod backup;
pub mod campaigns;
mod caret;
mod clipboard;
pub mod components;
pub mod customers;
pub mod deals;
mod drawing;
pub mod figure;
pub mod first_run;
pub mod focus;
mod follow;
mod foretold;
pub mod founding;
pub mod frame;
pub mod gallery;
pub mod home;
pub mod host;
pub mod import;
pub mod insights;
pub mod keys;
pub mod lists;
pub mod measure;
pub mod needs;
pub mod notice;
pub mod owners;
pub mod page;
pub mod palette;
pub mod parts;
pub mod place;
pub mod products;
pub mod records;
pub mod restore;
pub mod routes;
pub mod segments;
pub mod settings;
pub mod shell;
pub mod shortcuts;
pub mod strip;
pub mod sync;
mod threshold;
pub mod tickets;
pub mod transactions;
pub mod trash;
pub mod trouble;
mod wear;
