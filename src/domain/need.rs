//! Needs: what customers lack or ask for, as they said it.

use super::field::{Field, Type, fields};
use super::kind::RecordKind;

/// How far a need has come.
pub const STATUSES: &[&str] = &["open", "met", "dropped"];

fields! {
    /// What is needed, in a line.
    SUBJECT = Field::text("subject", 255).required();
    /// Who needs it.
    CUSTOMER = Field::reference("customer", &[RecordKind::Customer]);
    /// The group of needs it belongs to.
    CATEGORY = Field::choice("category", &[]);
    /// How much it matters to them, from 1 to 5.
    IMPORTANCE = Field::one("importance", Type::Number);
    /// How far it has come.
    STATUS = Field::closed_choice("status", STATUSES).required();
    /// What they said or did that shows it.
    EVIDENCE = Field::one("evidence", Type::LongText);
    /// The day it was noted.
    NOTED_AT = Field::one("noted_at", Type::Date);
    /// The product that would meet it.
    PRODUCT = Field::reference("product", &[RecordKind::Product]);
    /// The deal it may lead to.
    DEAL = Field::reference("deal", &[RecordKind::Deal]);
    /// The ticket it was noted from.
    TICKET = Field::reference("ticket", &[RecordKind::Ticket]);
}
