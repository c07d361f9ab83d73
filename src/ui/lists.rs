//! What the lists of all kinds of record have in common: their state in the address, filters,
//! orders, columns, saved views, edits in cells, actions on a selection. Which columns a list
//! begins with and how its rows look is each area's own.

pub mod address;
pub mod asking;
pub mod bulk;
pub mod cell;
pub mod clause;
pub mod columns;
pub mod create;
pub mod depend;
pub mod empty;
pub mod export;
pub mod export_menu;
pub mod field;
pub mod filters;
pub mod groups;
pub mod layout;
pub mod listing;
pub mod plain;
pub mod scored;
pub mod several;
pub mod sorting;
pub mod table;
pub mod tabs;
pub mod toolbar;
pub mod trail;
pub mod value;
pub mod views;
