//! Tags: free labels. Records carry a tag's name; this record gives the name a colour and words.

use super::field::{Field, Type, fields};

fields! {
    /// The label, as records carry it.
    NAME = Field::text("name", 60).required();
    /// Its tone.
    COLOR = Field::text("color", 20).unsearched();
    /// When to use it.
    DESCRIPTION = Field::one("description", Type::LongText);
}
