//! Segments: groups of customers, chosen one by one or by conditions that are asked anew each time.
//! Who was chosen one by one carries the segment (`customer.segments`), as a tag is carried.

use super::field::{Field, Type, fields};

/// Chosen one by one, or by conditions.
pub const KINDS: &[&str] = &["static", "dynamic"];

fields! {
    /// What the segment is called.
    NAME = Field::text("name", 120).required();
    /// How its customers are chosen.
    KIND = Field::closed_choice("kind", KINDS).required();
    /// The conditions, as a filter of the address bar.
    FILTER = Field::one("filter", Type::LongText).unsearched();
    /// What it is for.
    DESCRIPTION = Field::one("description", Type::LongText);
    /// How much what its customers buy counts in their value, where values are weighted by segment.
    VALUE_WEIGHT = Field::one("value_weight", Type::Number);
}
