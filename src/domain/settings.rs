//! The workspace's settings: one record with an identity of its own, so that two devices never
//! make two.

use super::field::{Field, Type, fields};
use super::id::{RecordId, Uuid};
use super::kind::RecordKind;
use super::model::RULE_PARTS;

/// What the value of a customer is weighted by: the same for all, by segment, or the probability of
/// still being a customer.
pub const VALUE_WEIGHTS: &[&str] = &["constant", "segments", "alive"];
/// The units in which the models of purchases count time.
pub const TIME_UNITS: &[&str] = &["day", "week", "month"];

/// The one settings record of a workspace.
pub const ID: RecordId =
    RecordId::new(RecordKind::Settings, Uuid::from_bytes(*b"satchel.settings"));

fields! {
    /// What the workspace is called.
    NAME = Field::text("name", 120).required();
    /// The currency of amounts that name none.
    CURRENCY = Field::one("currency", Type::Currency);
    /// Where telephone numbers without a country code are dialled: an ISO 3166 code.
    REGION = Field::text("region", 2).unsearched();
    /// The first day of the week: `monday`, `sunday` or `saturday`.
    FIRST_WEEKDAY = Field::closed_choice("first_weekday", &["monday", "sunday", "saturday"]);
    /// Whether it was founded with sample data.
    SAMPLE = Field::one("sample", Type::Bool);
    /// The day that analyses of customers are as of; today where none is said.
    ANALYSIS_DATE = Field::one("analysis_date", Type::Date);
    /// How many months they look back.
    ANALYSIS_MONTHS = Field::one("analysis_months", Type::Number);
    /// What the value of a customer is weighted by.
    VALUE_WEIGHT = Field::closed_choice("value_weight", VALUE_WEIGHTS);
    /// The weight that is the same for all, and that of customers in no segment with one.
    VALUE_FACTOR = Field::one("value_factor", Type::Number);
    /// The unit of time of the models of purchases.
    TIME_UNIT = Field::closed_choice("time_unit", TIME_UNITS);
    /// How many months lifetime values look ahead.
    LIFETIME_MONTHS = Field::one("lifetime_months", Type::Number);
    /// By how many percent a year a later purchase is worth less.
    DISCOUNT = Field::one("discount", Type::Number);
    /// How many percent of what is spent are earned.
    MARGIN = Field::one("margin", Type::Number);
    /// The limits between the scores of recency, in days: four numbers that rise.
    RECENCY_LIMITS = Field::text("recency_limits", 120).unsearched();
    /// The limits between the scores of frequency, in purchases.
    FREQUENCY_LIMITS = Field::text("frequency_limits", 120).unsearched();
    /// The limits between the scores of monetary value, in whole units of the currency.
    MONETARY_LIMITS = Field::text("monetary_limits", 120).unsearched();
    /// What is to be won in a month.
    MONTHLY_TARGET = Field::one("monthly_target", Type::Money);
    /// The points of the score's steps where they are not as they come, by the rule and the step.
    SCORE_POINTS = Field::map("score_points", Type::Number);
    /// The rules of the score that give nothing.
    SCORE_OFF = Field::set("score_off", Type::Text(60)).unsearched();
    /// Further rules of the score: points for customers of whom a condition holds.
    SCORE_RULES = Field::list("score_rules", Type::Part(RULE_PARTS));
}
