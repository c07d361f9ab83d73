//! Templates: texts that are used again and again, with names of fields in double braces
//! (`{{customer.given_name}}`), which are filled in where they are used.

use super::field::{Field, Type, fields};

/// What a template is for.
pub const KINDS: &[&str] = &["reply", "email", "sms"];

fields! {
    /// What the template is called.
    NAME = Field::text("name", 120).required();
    /// What it is for.
    KIND = Field::closed_choice("kind", KINDS).required();
    /// The subject line.
    SUBJECT = Field::text("subject", 255);
    /// The text.
    BODY = Field::one("body", Type::LongText).required();
    /// The language it is written in: `en`, `zh-CN`.
    LANGUAGE = Field::choice("language", &["en", "zh-CN"]);
}
