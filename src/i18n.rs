//! What Satchel says, in the reader's language: messages and formats.
//!
//! Messages are Fluent files, one per language, compiled with the library so
//! that a missing key or argument stops the build. Numbers, money, dates and
//! names are written by the browser's `Intl` behind a port; the wasm carries no
//! data about languages. What users name themselves (stages, tags, own fields)
//! is data and never translated.

mod compiled {
    //! What `build.rs` makes of the message files.
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
pub mod format;
mod labels;
mod locale;
mod message;
mod messages;
pub mod plain;
pub mod style;

pub use format::{Format, Intl};
pub use locale::Locale;
pub use message::{Argument, Key, Message, message};
pub use messages::{Messages, Piece, Words, WordsApart};
pub use style::Style;
