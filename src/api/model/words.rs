//! What models say, as English sentences for people who read what their program was told. The screens say
//! the same in the user's language.

use crate::scoring::model::fit::{COEFFICIENTS_MAX, OUTCOMES_MIN};
use crate::scoring::model::predict::{Change, Factor, Told};
use crate::scoring::model::{Refusal, Warning};
use crate::workspace::feature::Meaning;

/// Why there is no model.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoRecords => "There are no such records.".into(),
        Refusal::OneOutcome(true) => "All of the records have the outcome; some must not.".into(),
        Refusal::OneOutcome(false) => "None of the records has the outcome.".into(),
        Refusal::TooFew { events, others } => format!(
            "{events} records have the outcome and {others} do not; at least {OUTCOMES_MIN} of each \
             are needed."
        ),
        Refusal::NoFeature => {
            "No field differs between the records, or all of its values are rare.".into()
        }
        Refusal::Leak(fields) => format!(
            "Known only with the outcome, so of no use to foresee it: {}.",
            fields.join(", ")
        ),
        Refusal::TooManyCoefficients(count) => {
            format!("There would be {count} coefficients; {COEFFICIENTS_MAX} may be.")
        }
        Refusal::Separated => {
            "Some field parts the outcomes, so that without a ridge coefficients would be infinite."
                .into()
        }
        Refusal::Unsettled => "The fit did not come to rest; leave out fields.".into(),
    }
}

/// What to know of a fit.
pub(super) fn warning(warning: &Warning) -> String {
    match warning {
        Warning::FewEvents { for_each } => format!(
            "There are {for_each:.1} records of the rarer outcome for each coefficient; below ten the \
             intervals are rough."
        ),
        Warning::RidgeForFewEvents { for_each } => format!(
            "There are only {for_each:.1} records of the rarer outcome for each coefficient, so a ridge \
             holds the coefficients back."
        ),
        Warning::Separated => {
            "Some field parts the outcomes, so a ridge holds the coefficients back.".into()
        }
        Warning::Constant { feature } => {
            format!("{feature} is the same in all records and was left out.")
        }
        Warning::Redundant { feature, level } => {
            let level = level
                .as_deref()
                .map(|level| format!(" ({level})"))
                .unwrap_or_default();
            format!("{feature}{level} follows from the fields before it and was left out.")
        }
        Warning::Pooled { feature, levels } => {
            format!("{levels} rare values of {feature} are counted together.")
        }
        Warning::OtherCurrency { feature, rows } => {
            format!("{feature} of {rows} records is in another currency and counts as not known.")
        }
        Warning::Missing { feature, share } => {
            format!(
                "{feature} is not known of {:.0} % of the records.",
                share * 100.0
            )
        }
        Warning::CheckedOnPart { rows } => {
            format!("How good it is was found out on {rows} of the records.")
        }
        Warning::NotChecked => "How good it is could not be found out.".into(),
    }
}

/// A number with as many places as tell something.
fn short(number: f64) -> String {
    let places = match number.abs() {
        size if size >= 100.0 || number.fract() == 0.0 => 0,
        size if size >= 1.0 => 2,
        _ => 4,
    };
    format!("{number:.places$}")
}

fn told(value: &Told, meaning: Meaning) -> String {
    match (value, meaning) {
        (Told::Number(number), Meaning::Money(currency)) => {
            format!("{} {}", short(*number), currency.code())
        }
        (Told::Number(days), Meaning::Days) if *days < 0.0 => {
            format!("{} days ahead", short(-days))
        }
        (Told::Number(days), Meaning::Days) => format!("{} days ago", short(*days)),
        (Told::Number(number), _) => short(*number),
        (Told::YesNo(true), _) => "yes".into(),
        (Told::YesNo(false), _) => "no".into(),
        (Told::Level(level), _) => {
            let name = level.name.as_ref().unwrap_or(&level.code);
            format!("\"{name}\"")
        }
        (Told::Blank, _) => "not known".into(),
    }
}

/// What a feature makes of the probability.
pub(in crate::api) fn factor(factor: &Factor) -> String {
    let value = told(&factor.value, factor.meaning);
    let times = factor.contribution.abs().exp().min(1e6);
    // The odds are what a contribution multiplies, whatever the rest.
    let does = match factor.contribution {
        added if added > 0.01 => format!("multiplies the odds by {times:.2}"),
        added if added < -0.01 => format!("divides the odds by {times:.2}"),
        _ => "makes no difference".to_owned(),
    };
    format!("{} is {value}, which {does}.", factor.feature)
}

/// What a change would do.
pub(in crate::api) fn changed(change: &Change) -> String {
    format!(
        "If {} were {}, the probability were {:.0} %.",
        change.feature,
        told(&change.to, change.meaning),
        change.probability * 100.0
    )
}

/// What a rule gives.
pub(in crate::api) fn points(label: &str, points: f64, holds: bool) -> String {
    if holds {
        format!("{label}: {} points.", short(points))
    } else {
        format!("{label}: does not hold.")
    }
}
