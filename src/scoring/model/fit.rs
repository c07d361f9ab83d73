//! Fits a model to features and outcomes: what is refused before anything is learnt, and what was learnt
//! under the names of the features. The learning itself is [`super::learn`]'s.

#[cfg(test)]
mod tests;

use super::design::{Column, Design};
use super::learn::{Learnt, Table, Unfit};
use super::{Base, Estimate, Model, Refusal, Term, Warning};

/// Each outcome must be there so many times, so that each part that is held back has one.
pub const OUTCOMES_MIN: usize = 5;
/// So many coefficients a model may have beside the intercept.
pub const COEFFICIENTS_MAX: usize = 190;

/// Whether there is anything to learn of outcomes.
///
/// # Errors
/// Why not.
pub fn check_outcomes(outcomes: &[bool]) -> Result<(), Refusal> {
    let events = outcomes.iter().filter(|outcome| **outcome).count();
    let others = outcomes.len() - events;
    match (events, others) {
        (0, 0) => Err(Refusal::NoRecords),
        (0, _) => Err(Refusal::OneOutcome(false)),
        (_, 0) => Err(Refusal::OneOutcome(true)),
        _ if events.min(others) < OUTCOMES_MIN => Err(Refusal::TooFew { events, others }),
        _ => Ok(()),
    }
}

/// The table of a design, which gives its numbers away and keeps what they are.
///
/// # Errors
/// Too many columns, or none.
pub fn table(
    design: &mut Design,
    outcomes: Vec<bool>,
    ridge: Option<f64>,
) -> Result<Table, Refusal> {
    let width = design.columns.len();
    if width > COEFFICIENTS_MAX {
        return Err(Refusal::TooManyCoefficients(width));
    }
    if width == 0 {
        return Err(Refusal::NoFeature);
    }
    Ok(Table {
        fillings: std::mem::take(&mut design.fillings),
        outcomes,
        ridge,
    })
}

/// The model that was learnt of the table of a design.
///
/// # Errors
/// See [`Refusal`].
pub fn model(design: Design, answer: Result<Learnt, Unfit>) -> Result<Model, Refusal> {
    let learnt = answer.map_err(refused)?;
    if learnt.dropped.len() == design.columns.len() {
        return Err(Refusal::NoFeature);
    }
    let Design {
        columns,
        mut bases,
        mut warnings,
        ..
    } = design;
    warnings.extend(learnt.chosen.clone());
    let terms = terms(columns, &learnt, &mut bases, &mut warnings);
    if let Some(rows) = learnt.checked_on {
        warnings.push(Warning::CheckedOnPart { rows });
    }
    if learnt.quality.is_none() {
        warnings.push(Warning::NotChecked);
    }
    let intercept = learnt.coefficients.first().zip(learnt.errors.first());
    let (value, error) = intercept.map_or((0.0, 0.0), |(value, error)| (*value, *error));
    Ok(Model {
        intercept: Estimate { value, error },
        terms,
        bases,
        rows: learnt.rows,
        events: learnt.events,
        log_likelihood: learnt.log_likelihood,
        null_log_likelihood: learnt.null_log_likelihood,
        quality: learnt.quality,
        ridge: learnt.ridge,
        warnings,
    })
}

const fn refused(unfit: Unfit) -> Refusal {
    match unfit {
        Unfit::Empty | Unfit::Uneven => Refusal::NoRecords,
        Unfit::OneOutcome => Refusal::OneOutcome(true),
        Unfit::Separated => Refusal::Separated,
        Unfit::NotFinite | Unfit::Unsettled => Refusal::Unsettled,
    }
}

/// The terms of the columns that were kept. A level whose column was dropped has no coefficient, as what
/// it would be compared with.
fn terms(
    columns: Vec<Column>,
    learnt: &Learnt,
    bases: &mut Vec<Base>,
    warnings: &mut Vec<Warning>,
) -> Vec<Term> {
    let slopes = learnt.coefficients.iter().zip(&learnt.errors).skip(1);
    let spreads = learnt.means.iter().zip(&learnt.deviations);
    let mut terms = Vec::new();
    for (at, ((column, (value, error)), (mean, deviation))) in
        columns.into_iter().zip(slopes).zip(spreads).enumerate()
    {
        let Column {
            feature,
            level,
            level_name,
        } = column;
        if !learnt.dropped.contains(&at) {
            terms.push(Term {
                feature,
                level,
                level_name,
                estimate: Estimate {
                    value: *value,
                    error: *error,
                },
                mean: *mean,
                deviation: *deviation,
            });
            continue;
        }
        if let Some(level) = level.clone() {
            bases.push(Base {
                feature: feature.clone(),
                level,
                level_name,
            });
        }
        warnings.push(if *deviation > 0.0 {
            Warning::Redundant { feature, level }
        } else {
            Warning::Constant { feature }
        });
    }
    terms
}
