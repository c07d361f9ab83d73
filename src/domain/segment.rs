//! Segments: groups of customers, chosen one by one or by conditions that are asked anew each time.

use super::field::{Field, PartField, Type, fields};
use super::kind::RecordKind;

/// Chosen one by one, or by conditions.
pub const KINDS: &[&str] = &["static", "dynamic"];

/// A customer who was chosen.
pub const MEMBER_PARTS: &[PartField] = &[PartField {
    name: "customer",
    of: Type::Ref(&[RecordKind::Customer]),
}];

fields! {
    /// What the segment is called.
    NAME = Field::text("name", 120).required();
    /// How its customers are chosen.
    KIND = Field::closed_choice("kind", KINDS).required();
    /// The conditions, as a filter of the address bar.
    FILTER = Field::one("filter", Type::LongText).unsearched();
    /// Who was chosen, in a static one.
    MEMBERS = Field::list("members", Type::Part(MEMBER_PARTS));
    /// What it is for.
    DESCRIPTION = Field::one("description", Type::LongText);
}
