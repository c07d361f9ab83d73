//! Campaigns: what is done to reach many customers, with its cost, its members and what came of it.

use super::field::{Field, Options, PartField, Type, fields};
use super::kind::RecordKind;

/// What sort of campaign.
pub const TYPES: &[&str] = &[
    "email", "event", "webinar", "call", "mail", "social", "ad", "referral", "partner", "other",
];
/// How far it has come.
pub const STATUSES: &[&str] = &["planned", "active", "completed", "aborted"];

/// A segment whose customers are reached, or left out.
pub const AUDIENCE_PARTS: &[PartField] = &[
    PartField {
        name: "segment",
        of: Type::Ref(&[RecordKind::Segment]),
    },
    PartField {
        name: "use",
        of: Type::Choice(Options {
            codes: &["include", "exclude"],
            open: false,
        }),
    },
];

/// One of the texts that are compared with each other.
pub const VARIANT_PARTS: &[PartField] = &[
    PartField {
        name: "name",
        of: Type::Text(120),
    },
    PartField {
        name: "template",
        of: Type::Ref(&[RecordKind::Template]),
    },
    PartField {
        name: "order",
        of: Type::Number,
    },
    PartField {
        name: "subject",
        of: Type::Text(255),
    },
];

fields! {
    /// What the campaign is called.
    NAME = Field::text("name", 255).required();
    /// What sort of campaign.
    TYPE = Field::choice("type", TYPES);
    /// How far it has come.
    STATUS = Field::closed_choice("status", STATUSES).required();
    /// The first day.
    START = Field::one("start", Type::Date);
    /// The last day.
    END = Field::one("end", Type::Date);
    /// What it may cost.
    BUDGET = Field::one("budget", Type::Money);
    /// What it did cost.
    ACTUAL_COST = Field::one("actual_cost", Type::Money);
    /// What it is to bring.
    EXPECTED_REVENUE = Field::one("expected_revenue", Type::Money);
    /// How many of a hundred are expected to answer.
    EXPECTED_RESPONSE = Field::one("expected_response", Type::Number);
    /// The way it goes out.
    CHANNEL = Field::choice("channel", &["email", "phone", "mail", "web", "social", "in_person", "other"]);
    /// The campaign it is a part of.
    PARENT = Field::reference("parent", &[RecordKind::Campaign]);
    /// Who is reached, and who is left out.
    AUDIENCE = Field::list("audience", Type::Part(AUDIENCE_PARTS));
    /// The texts; with several, members are dealt out among them.
    VARIANTS = Field::list("variants", Type::Part(VARIANT_PARTS));
    /// Anything else.
    DESCRIPTION = Field::one("description", Type::LongText);
}
