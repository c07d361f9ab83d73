//! Deals: possible sales, each at a stage of a pipeline.

use super::customer::SOURCES;
use super::field::{Field, PartField, Type, fields};
use super::kind::RecordKind;

/// What sort of sale.
pub const TYPES: &[&str] = &["new_business", "existing_business", "renewal"];
/// Why a deal was lost.
pub const LOST_REASONS: &[&str] = &[
    "price",
    "competitor",
    "no_budget",
    "no_decision",
    "timing",
    "no_fit",
    "no_contact",
    "other",
];
/// How a forecast counts a deal.
pub const FORECAST_CATEGORIES: &[&str] = &["omitted", "pipeline", "best_case", "commit", "closed"];

/// A product in a deal or a transaction.
pub const LINE_PARTS: &[PartField] = &[
    PartField {
        name: "product",
        of: Type::Ref(&[RecordKind::Product]),
    },
    PartField {
        name: "quantity",
        of: Type::Number,
    },
    PartField {
        name: "unit_price",
        of: Type::Money,
    },
    PartField {
        name: "discount",
        of: Type::Number,
    },
];
/// A person with a part in the deal.
pub const PEOPLE_PARTS: &[PartField] = &[
    PartField {
        name: "customer",
        of: Type::Ref(&[RecordKind::Customer]),
    },
    PartField {
        name: "role",
        of: Type::Text(120),
    },
];

fields! {
    /// What is to be sold, in a few words.
    NAME = Field::text("name", 255).required();
    /// For whom.
    CUSTOMER = Field::reference("customer", &[RecordKind::Customer]);
    /// For how much.
    AMOUNT = Field::one("amount", Type::Money);
    /// The path the deal takes.
    PIPELINE = Field::reference("pipeline", &[RecordKind::Pipeline]).required();
    /// Where on the path: the element id of one of the pipeline's stages.
    STAGE = Field::text("stage", 60).required().unsearched();
    /// The day the deal came to its stage.
    STAGE_SINCE = Field::one("stage_since", Type::Date);
    /// A chance in percent that overrides the stage's.
    PROBABILITY = Field::one("probability", Type::Number);
    /// The day the deal is expected to close.
    EXPECTED_CLOSE = Field::one("expected_close", Type::Date);
    /// The day it was won or lost.
    CLOSED_AT = Field::one("closed_at", Type::Date);
    /// The day work on it began.
    STARTED_AT = Field::one("started_at", Type::Date);
    /// Why it was lost.
    LOST_REASON = Field::choice("lost_reason", LOST_REASONS);
    /// What sort of sale.
    TYPE = Field::choice("type", TYPES);
    /// What to do next.
    NEXT_STEP = Field::text("next_step", 255);
    /// When to do it.
    NEXT_FOLLOW_UP = Field::one("next_follow_up", Type::Date);
    /// Where it came from.
    SOURCE = Field::choice("source", SOURCES);
    /// How a forecast counts it, where the stage does not say.
    FORECAST_CATEGORY = Field::closed_choice("forecast_category", FORECAST_CATEGORIES);
    /// The products.
    LINES = Field::list("lines", Type::Part(LINE_PARTS));
    /// Who has a part in it.
    PEOPLE = Field::list("people", Type::Part(PEOPLE_PARTS));
    /// The campaign it came from.
    CAMPAIGN = Field::reference("campaign", &[RecordKind::Campaign]);
    /// Who else wants to sell.
    COMPETITOR = Field::reference("competitor", &[RecordKind::Customer]);
    /// Anything else.
    DESCRIPTION = Field::one("description", Type::LongText);
    /// The place among the cards of its stage: smaller is higher.
    POSITION = Field::one("position", Type::Number);
    /// What was answered to advice on it, by the rule that gave it.
    ADVICE = super::advice::FIELD;
}
