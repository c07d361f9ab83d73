//! The screens: components without knowledge of the product, the frame around every page, and
//! the gallery that shows the components in all their states. What the pages say and read comes
//! from `i18n` and `live`; nothing here touches storage.

// The properties that `#[component]` makes are `pub`, however small the component's own circle.
#![allow(unreachable_pub)]

pub mod components;
pub mod gallery;
pub mod shell;
