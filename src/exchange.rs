//! Files as values: what stands in a CSV file and how it becomes records, and the way back.
//!
//! Nothing here reads a disk, waits or draws. Bytes become text (`encoding`), text becomes rows
//! (`shape`, `table`), rows say what their columns hold (`column`, `cell`), and lists become a
//! file (`csv_write`). Which button was pressed and where a file came from is left to others.

pub mod backup;
pub mod cell;
pub mod column;
pub mod csv_write;
pub mod eml;
pub mod encoding;
pub mod file;
pub mod icalendar;
pub mod import;
pub mod inspect;
pub mod mapping;
pub mod results;
pub mod shape;
pub mod source;
pub mod table;
pub mod target;
pub mod zip;

pub use crate::workspace::likeness;

/// How sure a guess is; the order is from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Something had to be assumed: worth asking.
    Doubtful,
    /// Nothing speaks against it.
    Likely,
    /// Proven by what stands in the file.
    Sure,
}

impl Confidence {
    /// The stable name of this value in messages and answers.
    pub fn code(self) -> &'static str {
        match self {
            Confidence::Doubtful => "doubtful",
            Confidence::Likely => "likely",
            Confidence::Sure => "sure",
        }
    }

    /// The value with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Confidence::Doubtful, Confidence::Likely, Confidence::Sure]
            .into_iter()
            .find(|confidence| confidence.code() == code)
    }
}
