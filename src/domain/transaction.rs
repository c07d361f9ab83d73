//! Transactions: orders, invoices, payments and refunds, as they come from the books.

use super::deal::LINE_PARTS;
use super::field::{Field, Type, fields};
use super::kind::RecordKind;

/// The kinds of transaction.
pub const KINDS: &[&str] = &["order", "invoice", "payment", "refund"];

fields! {
    /// Its number in the books.
    NUMBER = Field::text("number", 60);
    /// Which kind.
    KIND = Field::closed_choice("kind", KINDS);
    /// With whom.
    CUSTOMER = Field::reference("customer", &[RecordKind::Customer]);
    /// The day it counts for.
    DATE = Field::one("date", Type::Date).required();
    /// How much.
    AMOUNT = Field::one("amount", Type::Money).required();
    /// What it cost us.
    COST = Field::one("cost", Type::Money);
    /// How far it has come.
    STATUS = Field::choice("status", &["open", "paid", "cancelled"]);
    /// The way it came.
    CHANNEL = Field::choice("channel", &["shop", "web", "phone", "partner", "other"]);
    /// The deal it came from.
    DEAL = Field::reference("deal", &[RecordKind::Deal]);
    /// The campaign it came from.
    CAMPAIGN = Field::reference("campaign", &[RecordKind::Campaign]);
    /// The products.
    LINES = Field::list("lines", Type::Part(LINE_PARTS));
    /// Anything else.
    DESCRIPTION = Field::one("description", Type::LongText);
}
