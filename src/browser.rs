//! The adapters of the browser: its storage, its tabs, its clock, its files, as what the layers
//! above asked for. Nothing here decides anything about customers.

pub mod api_port;
pub mod files;
pub mod idb;
pub mod intl;
pub mod line;
mod object;
pub mod outside;
pub mod place;
pub mod ports;
pub mod prefs;
pub mod quota;
mod relay;
mod secret;
mod sentinel;
pub mod site;
pub mod tab;
pub mod task;
pub mod update;
pub mod worker;
pub mod workspaces;
pub mod zone;

pub use idb::{IndexedDb, StoreEvent};
pub use line::BrowserLine;
pub use outside::BrowserOutside;
pub use place::Place;
pub use ports::Browser;
pub use prefs::{Pref, Prefs};
