//! Models: what makes an outcome likely, learnt from the records that are there. A model says which
//! records it is of, what counts as the outcome and which fields it may look at; what was fitted to the
//! records stands beside that and is written by the fit alone. How it is fitted is the scoring's matter.

use super::field::{Field, FieldIx, Options, PartField, Type, fields};
use super::kind::RecordKind;

/// The collections whose records a model may be of.
pub const RECORDS: &[&str] = &[
    "customers",
    "deals",
    "tickets",
    "members",
    "needs",
    "activities",
    "transactions",
    "campaigns",
];

/// How a model scores: by a logistic regression, or by points that the user gives.
pub const METHODS: &[&str] = &["logistic", RULES_ONLY];
/// The method without a fit.
pub const RULES_ONLY: &str = "rules";

/// What a fit may warn of.
pub const WARNINGS: &[&str] = &[
    "few_events",
    "ridge_for_few_events",
    "separated",
    "constant",
    "redundant",
    "pooled",
    "other_currency",
    "missing",
    "checked_on_part",
    "not_checked",
];

const fn part(name: &'static str, of: Type) -> PartField {
    PartField { name, of }
}

/// A field that the model looks at.
pub const FEATURE_PARTS: &[PartField] = &[part("path", Type::Text(255))];

/// Points for what holds.
pub const RULE_PARTS: &[PartField] = &[
    part("label", Type::Text(120)),
    part("condition", Type::LongText),
    part("points", Type::Number),
];

/// What multiplies a field, or a level of one: the intercept is the first.
pub const COEFFICIENT_PARTS: &[PartField] = &[
    part("feature", Type::Text(255)),
    part("level", Type::Text(255)),
    part("level_name", Type::Text(255)),
    part("estimate", Type::Number),
    part("standard_error", Type::Number),
    part("low", Type::Number),
    part("high", Type::Number),
    part("mean", Type::Number),
    part("deviation", Type::Number),
];

/// A level without a coefficient, which the others of its field are compared with.
pub const LEVEL_PARTS: &[PartField] = &[
    part("feature", Type::Text(255)),
    part("level", Type::Text(255)),
    part("level_name", Type::Text(255)),
];

/// What was said and what came, of records that were not seen.
pub const BIN_PARTS: &[PartField] = &[
    part("predicted", Type::Number),
    part("observed", Type::Number),
    part("count", Type::Number),
];

/// Something to know of a fit.
pub const WARNING_PARTS: &[PartField] = &[
    part(
        "code",
        Type::Choice(Options {
            codes: WARNINGS,
            open: false,
        }),
    ),
    part("feature", Type::Text(255)),
    part("level", Type::Text(255)),
    part("number", Type::Number),
];

fields! {
    /// What the model is called.
    NAME = Field::text("name", 120).required();
    /// The records that it is of.
    RECORD = Field::closed_choice("record", RECORDS).required();
    /// What counts as the outcome: a filter in JSON.
    TARGET = Field::one("target", Type::LongText).unsearched();
    /// Of which records: a filter in JSON; of all where there is none.
    POPULATION = Field::one("population", Type::LongText).unsearched();
    /// The fields that it looks at, in their order.
    FEATURES = Field::list("features", Type::Part(FEATURE_PARTS));
    /// Half of this times the squared standardised coefficients is taken off the log-likelihood; where
    /// it is not said, the fit chooses.
    RIDGE = Field::one("ridge", Type::Number);
    /// How it scores.
    METHOD = Field::closed_choice("method", METHODS);
    /// Points by rules of the user.
    RULES = Field::list("rules", Type::Part(RULE_PARTS));
    /// When it was fitted.
    FITTED_AT = Field::one("fitted_at", Type::Instant).internal();
    /// To how many records.
    N = Field::one("n", Type::Number).internal();
    /// How many of them had the outcome.
    EVENTS = Field::one("events", Type::Number).internal();
    /// What was fitted.
    COEFFICIENTS = Field::list("coefficients", Type::Part(COEFFICIENT_PARTS)).internal();
    /// What the levels of fields are compared with.
    REFERENCE_LEVELS = Field::list("reference_levels", Type::Part(LEVEL_PARTS)).internal();
    /// The logarithm of the likelihood.
    LOG_LIKELIHOOD = Field::one("log_likelihood", Type::Number).internal();
    /// That of the intercept alone.
    NULL_LOG_LIKELIHOOD = Field::one("null_log_likelihood", Type::Number).internal();
    /// The area under the curve, of records not seen.
    AUC = Field::one("auc", Type::Number).internal();
    /// Brier's score, of records not seen.
    BRIER = Field::one("brier", Type::Number).internal();
    /// The logarithmic loss, of records not seen.
    LOG_LOSS = Field::one("log_loss", Type::Number).internal();
    /// What was said and what came, of records not seen.
    CALIBRATION = Field::list("calibration", Type::Part(BIN_PARTS)).internal();
    /// What to know of the fit.
    WARNED = Field::list("warnings", Type::Part(WARNING_PARTS)).internal();
    /// The ridge that was used; 0 of a plain fit.
    USED_RIDGE = Field::one("used_ridge", Type::Number).internal();
}

/// What a fit follows from: where one of these changes it is another model.
pub const DEFINING: &[FieldIx] = &[RECORD, TARGET, POPULATION, FEATURES, RIDGE, METHOD];

/// What a fit writes.
pub const FITTED: &[FieldIx] = &[
    FITTED_AT,
    N,
    EVENTS,
    COEFFICIENTS,
    REFERENCE_LEVELS,
    LOG_LIKELIHOOD,
    NULL_LOG_LIKELIHOOD,
    AUC,
    BRIER,
    LOG_LOSS,
    CALIBRATION,
    WARNED,
    USED_RIDGE,
];

/// The kind of the records that a model is of, by its collection.
#[must_use]
pub fn kind_of(collection: &str) -> Option<RecordKind> {
    RecordKind::from_collection(collection).filter(|_| RECORDS.contains(&collection))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_collection_that_a_model_may_be_of_is_one() {
        for collection in RECORDS {
            assert!(kind_of(collection).is_some(), "{collection}");
        }
        assert_eq!(kind_of("settings"), None);
    }

    #[test]
    fn a_field_is_either_said_or_fitted() {
        for (ix, field) in RecordKind::Model.fields() {
            if RecordKind::Model.own_fields().contains(field) {
                assert_eq!(FITTED.contains(&ix), field.is_internal, "{}", field.name);
            }
        }
    }
}
