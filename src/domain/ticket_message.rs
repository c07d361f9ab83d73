//! Messages of a ticket: what the customer wrote, what was answered, and what is for the team only.

use super::field::{Field, Type, fields};
use super::kind::RecordKind;
use super::ticket::ORIGINS;

/// Which way a message went; `internal` goes to nobody outside.
pub const DIRECTIONS: &[&str] = &["in", "out", "internal"];

fields! {
    /// What was written.
    BODY = Field::one("body", Type::LongText).required();
    /// The ticket it belongs to.
    TICKET = Field::reference("ticket", &[RecordKind::Ticket]).required();
    /// When it was written.
    AT = Field::one("at", Type::Instant);
    /// Which way it went.
    DIRECTION = Field::closed_choice("direction", DIRECTIONS).required();
    /// Who wrote it.
    AUTHOR = Field::reference("author", &[RecordKind::Owner, RecordKind::Customer]);
    /// The way it came or went.
    CHANNEL = Field::choice("channel", ORIGINS);
}
