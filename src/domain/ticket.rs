//! Tickets: what customers ask and report, each with its promises of a first reply and a solution.
//! The clocks behind the promises are `sla`'s.

use super::field::{Field, FieldIx, Type, fields};
use super::kind::RecordKind;

/// How far a ticket has come.
pub const STATUSES: &[&str] = &[
    "new",
    "open",
    "waiting_customer",
    "on_hold",
    "escalated",
    "resolved",
    "closed",
];
/// The statuses in which nobody waits for us: the clocks stand still.
pub const PAUSED: &[&str] = &["waiting_customer", "on_hold"];
/// The statuses in which nothing is left to do.
pub const DONE: &[&str] = &["resolved", "closed"];
/// How much a ticket matters, from least to most.
pub const PRIORITIES: &[&str] = &["low", "normal", "high", "urgent"];
/// What sort of ticket.
pub const TYPES: &[&str] = &[
    "question",
    "incident",
    "problem",
    "complaint",
    "feature_request",
    "return",
];
/// The way it came.
pub const ORIGINS: &[&str] = &["phone", "email", "web", "chat", "in_person", "other"];

fields! {
    /// What it is about, in a line.
    SUBJECT = Field::text("subject", 255).required();
    /// Its running number, given when it is made.
    NUMBER = Field::one("number", Type::Number);
    /// What was asked or reported.
    DESCRIPTION = Field::one("description", Type::LongText);
    /// Whose it is.
    CUSTOMER = Field::reference("customer", &[RecordKind::Customer]);
    /// Who of a company asked.
    PERSON = Field::reference("person", &[RecordKind::Customer]);
    /// How far it has come.
    STATUS = Field::closed_choice("status", STATUSES).required();
    /// How much it matters.
    PRIORITY = Field::closed_choice("priority", PRIORITIES).required();
    /// What sort of ticket.
    TYPE = Field::choice("type", TYPES);
    /// The way it came.
    ORIGIN = Field::choice("origin", ORIGINS);
    /// What was behind it.
    REASON = Field::choice("reason", &[]);
    /// The deal it is about.
    DEAL = Field::reference("deal", &[RecordKind::Deal]);
    /// The product it is about.
    PRODUCT = Field::reference("product", &[RecordKind::Product]);
    /// The ticket it is a part of.
    PARENT = Field::reference("parent", &[RecordKind::Ticket]);
    /// The promises that hold for it.
    SLA_POLICY = Field::reference("sla_policy", &[RecordKind::SlaPolicy]);
    /// By when the first reply is promised.
    FIRST_RESPONSE_DUE = Field::one("first_response_due", Type::Instant);
    /// When the first reply went out.
    FIRST_RESPONSE_AT = Field::one("first_response_at", Type::Instant);
    /// By when a solution is promised.
    RESOLVE_DUE = Field::one("resolve_due", Type::Instant);
    /// When it was solved.
    RESOLVED_AT = Field::one("resolved_at", Type::Instant);
    /// Since when the clocks stand still.
    PAUSED_SINCE = Field::one("paused_since", Type::Instant);
    /// How many minutes they stood still before.
    PAUSED_MINUTES = Field::one("paused_minutes", Type::Number);
    /// How it was solved.
    RESOLUTION = Field::one("resolution", Type::LongText);
    /// How content the customer was, from 1 to 5.
    CSAT = Field::one("csat", Type::Number);
    /// What the customer said about it.
    CSAT_COMMENT = Field::one("csat_comment", Type::LongText);
    /// When it was closed.
    CLOSED_AT = Field::one("closed_at", Type::Instant);
    /// What was answered to advice on it, by the rule that gave it.
    ADVICE = super::advice::FIELD;
}

/// What is written with the change that causes it, and seldom by hand: when what was done, and what is
/// promised.
pub const FOLLOWING: &[FieldIx] = &[
    NUMBER,
    FIRST_RESPONSE_DUE,
    FIRST_RESPONSE_AT,
    RESOLVE_DUE,
    RESOLVED_AT,
    PAUSED_SINCE,
    PAUSED_MINUTES,
    CLOSED_AT,
];
