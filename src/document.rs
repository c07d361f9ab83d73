//! The only serialized form of a record: columnar pages and tagged values on disk, JSON for REST,
//! backups and sync. Fields are stored by name, so that what this version does not know survives
//! it, and every form says the version that wrote it. When something is stored is left to others.

pub mod bytes;
pub mod conflict;
pub mod hash;
pub mod json;
pub mod page;
pub mod upgrade;
pub mod value;

use crate::domain::field::UNKNOWN;
use crate::domain::{FieldIx, Key, RecordKind, Shape};
use thiserror::Error;

/// The version of the forms that this Satchel writes.
pub const VERSION: u32 = 1;

/// Why something stored could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// A newer Satchel wrote it: it must not be touched.
    #[error("written by a newer version: {version}")]
    TooNew {
        /// The version that wrote it.
        version: u32,
    },
    /// Its checksum does not agree: the disk or the browser changed it.
    #[error("checksum does not agree")]
    Damaged,
    /// It agrees with its checksum and yet makes no sense.
    #[error("malformed")]
    Malformed,
}

/// Whether this Satchel can read what that version wrote.
///
/// # Errors
/// [`DocumentError::TooNew`] where it cannot.
pub fn readable(version: u64) -> Result<u32, DocumentError> {
    let version = u32::try_from(version).map_err(|_| DocumentError::Malformed)?;
    if version > VERSION {
        Err(DocumentError::TooNew { version })
    } else {
        Ok(version)
    }
}

/// Separates the name of an unknown field from its element in [`UNKNOWN`]'s elements.
const UNIT: char = '\u{1f}';

/// The field that a stored name means, and whether it is unknown here: the name is not in the
/// kind's table, or the table has another shape for it.
#[must_use]
pub(crate) fn field_named(kind: RecordKind, name: &str, has_element: bool) -> (FieldIx, bool) {
    let known = kind.field_named(name).filter(|ix| {
        *ix != UNKNOWN
            && kind
                .field(*ix)
                .is_some_and(|field| (field.shape != Shape::One) == has_element)
    });
    known.map_or((UNKNOWN, true), |ix| (ix, false))
}

/// The element of [`UNKNOWN`] under which a stored field is kept.
#[must_use]
pub(crate) fn unknown_element(name: &str, element: Option<&str>) -> String {
    element.map_or_else(
        || name.to_owned(),
        |element| format!("{name}{UNIT}{element}"),
    )
}

/// The register that a stored name and element mean.
#[must_use]
pub(crate) fn key_named(kind: RecordKind, name: &str, element: Option<&str>) -> Key {
    match (field_named(kind, name, element.is_some()), element) {
        ((field, true), element) => Key::of(field, unknown_element(name, element)),
        ((field, false), Some(element)) => Key::of(field, element),
        ((field, false), None) => Key::one(field),
    }
}

/// The name and element that a register is stored under.
#[must_use]
pub(crate) fn stored_name(kind: RecordKind, key: &Key) -> (&str, Option<&str>) {
    let element = key.element.as_deref();
    if key.field == UNKNOWN {
        let element = element.unwrap_or_default();
        return match element.split_once(UNIT) {
            Some((name, element)) => (name, Some(element)),
            None => (element, None),
        };
    }
    let name = kind.field(key.field).map_or("", |field| field.name);
    (name, element)
}

/// The name of a register in filters, sorts and messages: `name`, `custom.machine`, `tags.vip`.
#[must_use]
pub fn path(kind: RecordKind, key: &Key) -> String {
    match stored_name(kind, key) {
        (name, Some(element)) => format!("{name}.{element}"),
        (name, None) => name.to_owned(),
    }
}
