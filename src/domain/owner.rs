//! Owners: the people who are responsible for records and the authors of changes.

use super::field::{Field, Type, fields};

/// What somebody does here.
pub const ROLES: &[&str] = &["admin", "sales", "service", "marketing", "read_only"];

fields! {
    /// Their name.
    NAME = Field::text("name", 120).required();
    /// Their e-mail address.
    EMAIL = Field::one("email", Type::Email);
    /// What they do here.
    ROLE = Field::choice("role", ROLES);
    /// Whether they still work here.
    ACTIVE = Field::one("active", Type::Bool);
}
