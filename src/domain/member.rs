//! Members: customers in a campaign, and how far each has come in it.

use super::field::{Field, FieldIx, Type, fields};
use super::kind::RecordKind;

/// How far a member has come. The first six follow each other; the last two end it.
pub const STATUSES: &[&str] = &[
    "targeted",
    "sent",
    "opened",
    "clicked",
    "responded",
    "converted",
    "bounced",
    "opted_out",
];

fields! {
    /// The campaign.
    CAMPAIGN = Field::reference("campaign", &[RecordKind::Campaign]).required();
    /// The customer.
    CUSTOMER = Field::reference("customer", &[RecordKind::Customer]).required();
    /// How far they have come.
    STATUS = Field::closed_choice("status", STATUSES).required();
    /// Which of the campaign's texts they get: the element id of a variant.
    VARIANT = Field::text("variant", 60).unsearched();
    /// When it was sent to them.
    SENT_AT = Field::one("sent_at", Type::Instant);
    /// When it was recorded as opened.
    OPENED_AT = Field::one("opened_at", Type::Instant);
    /// When it was recorded as clicked.
    CLICKED_AT = Field::one("clicked_at", Type::Instant);
    /// When they answered.
    RESPONDED_AT = Field::one("responded_at", Type::Instant);
    /// The deal that came of it.
    DEAL = Field::reference("converted_deal", &[RecordKind::Deal]);
    /// What they said.
    NOTE = Field::text("note", 255);
}

/// The date of each step that has one, in the order of the steps.
pub const DATES: [(&str, FieldIx); 4] = [
    ("sent", SENT_AT),
    ("opened", OPENED_AT),
    ("clicked", CLICKED_AT),
    ("responded", RESPONDED_AT),
];

/// How far a status is among all; what is no status is not far.
#[must_use]
pub fn rank(status: &str) -> usize {
    let at = STATUSES.iter().position(|known| *known == status);
    at.unwrap_or(0)
}
