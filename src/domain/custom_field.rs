//! Custom fields: fields that the user adds to a kind of record. Their values stand in the
//! record's `custom` map under the field's key.

use super::field::{Field, PartField, Type, fields};

/// The types a custom field may have.
pub const TYPES: &[&str] = &["text", "number", "money", "date", "bool", "choice"];

/// One option of a choice.
pub const OPTION_PARTS: &[PartField] = &[
    PartField {
        name: "name",
        of: Type::Text(60),
    },
    PartField {
        name: "order",
        of: Type::Number,
    },
];

fields! {
    /// The kind of record it belongs to, by its code.
    OBJECT = Field::closed_choice("object", &["customer", "deal", "product", "owner", "transaction", "activity", "ticket", "campaign", "need"]).required();
    /// Its name in documents: lower-case letters, digits and underscores.
    KEY = Field::text("key", 60).required();
    /// What people read.
    LABEL = Field::text("label", 120).required();
    /// What its values may be.
    TYPE = Field::closed_choice("type", TYPES).required();
    /// The options of a choice.
    OPTIONS = Field::list("options", Type::Part(OPTION_PARTS));
    /// Its place among the fields.
    ORDER = Field::one("order", Type::Number);
}

/// Whether a text may be a field's key.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let is_in_key = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !text.is_empty() && text.len() <= 60 && text.bytes().all(is_in_key)
}
