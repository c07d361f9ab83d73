//! Fits a model to features and outcomes. Plain likelihood where the rarer outcome is there five times or
//! more for each coefficient, with a warning below ten (E. Vittinghoff and C. McCulloch, American Journal
//! of Epidemiology 165, 2007, on the ten of P. Peduzzi and others, 1996); else, and where fields part the
//! outcomes, with a ridge. How good it is is found out on rows that were held back, five parts in turn.
//! The same rows give the same model.

#[cfg(test)]
mod tests;

use super::design::{Column, Design};
use super::{Base, Bin, Estimate, Model, Quality, Refusal, Term, Warning};
use crate::workspace::feature::Feature;
use satchel_stats::logistic::{Fit, Unfit, fit as fit_rows};
use satchel_stats::matrix::Rows;
use satchel_stats::quality::{Binning, auc, brier, calibration, log_loss};
use satchel_stats::ridge::{EVENTS_PER_COLUMN, fit_or_ridge};
use satchel_stats::validate::{FOLDS, folds, known, out_of_fold, part_of};

/// Each outcome must be there so many times, so that each part that is held back has one.
pub const OUTCOMES_MIN: usize = 5;
/// Fewer of the rarer outcome for each coefficient than this ask for a ridge.
pub const EVENTS_FOR_PLAIN: usize = 5;
/// So many coefficients a model may have beside the intercept.
pub const COEFFICIENTS_MAX: usize = 190;
/// The quality is found out on no more rows than this.
const CHECKED_MAX: usize = 20_000;
/// The parts of the calibration.
const BINS: usize = 10;
/// What folds are drawn by: any number, but always the same.
const SEED: u64 = 1958;
/// The ridge of a part that cannot be fitted plainly.
const RIDGE_OF_PARTS: f64 = 1.0;

/// A fit with the table that it is of.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The model.
    pub model: Model,
    /// The table that was fitted.
    pub design: Design,
    /// What was fitted to it.
    pub fit: Fit,
}

/// Fits features of as many rows as there are outcomes. A ridge of 0 is plain likelihood; without one
/// the fit chooses.
///
/// # Errors
/// See [`Refusal`].
pub fn fit(features: &[Feature], outcomes: &[bool], ridge: Option<f64>) -> Result<Fitted, Refusal> {
    let events = outcomes.iter().filter(|outcome| **outcome).count();
    let others = outcomes.len() - events;
    match (events, others) {
        (0, 0) => return Err(Refusal::NoRecords),
        (0, _) => return Err(Refusal::OneOutcome(false)),
        (_, 0) => return Err(Refusal::OneOutcome(true)),
        _ if events.min(others) < OUTCOMES_MIN => {
            return Err(Refusal::TooFew { events, others });
        }
        _ => {}
    }
    let mut design = Design::of(features, outcomes.len());
    let width = design.columns.len();
    if width > COEFFICIENTS_MAX {
        return Err(Refusal::TooManyCoefficients(width));
    }
    if width == 0 {
        return Err(Refusal::NoFeature);
    }
    let mut warnings = std::mem::take(&mut design.warnings);
    let fit = choose(&design.rows, outcomes, ridge, &mut warnings).map_err(refused)?;
    if fit.dropped.len() == width {
        return Err(Refusal::NoFeature);
    }
    let mut bases = design.bases.clone();
    let terms = terms(&design.columns, &fit, &mut bases, &mut warnings);
    let quality = check(&design.rows, outcomes, fit.ridge, &mut warnings);
    let estimate = |at: usize| Estimate {
        value: fit.coefficients.get(at).copied().unwrap_or(0.0),
        error: fit.standard_errors.get(at).copied().unwrap_or(0.0),
    };
    let model = Model {
        intercept: estimate(0),
        terms,
        bases,
        rows: fit.rows,
        events: fit.events,
        log_likelihood: fit.log_likelihood,
        null_log_likelihood: fit.null_log_likelihood,
        quality,
        ridge: fit.ridge,
        warnings,
    };
    Ok(Fitted { model, design, fit })
}

const fn refused(unfit: Unfit) -> Refusal {
    match unfit {
        Unfit::Empty | Unfit::Uneven => Refusal::NoRecords,
        Unfit::OneOutcome => Refusal::OneOutcome(true),
        Unfit::Separated => Refusal::Separated,
        Unfit::NotFinite | Unfit::Unsettled => Refusal::Unsettled,
    }
}

/// Fits by the ridge that was asked for, or plainly, or by the ridge that does best.
fn choose(
    rows: &Rows,
    outcomes: &[bool],
    ridge: Option<f64>,
    warnings: &mut Vec<Warning>,
) -> Result<Fit, Unfit> {
    let for_each = |fit: &Fit| {
        let columns = rows.width() - fit.dropped.len();
        fit.events.min(fit.rows - fit.events) as f64 / columns.max(1) as f64
    };
    let warn = |fit: &Fit, warnings: &mut Vec<Warning>| {
        let for_each = for_each(fit);
        if for_each < EVENTS_PER_COLUMN as f64 {
            warnings.push(Warning::FewEvents { for_each });
        }
    };
    if let Some(ridge) = ridge {
        let fit = fit_rows(rows, outcomes, ridge)?;
        warn(&fit, warnings);
        return Ok(fit);
    }
    match fit_rows(rows, outcomes, 0.0) {
        Ok(fit) if for_each(&fit) >= EVENTS_FOR_PLAIN as f64 => {
            warn(&fit, warnings);
            Ok(fit)
        }
        Ok(fit) => {
            let for_each = for_each(&fit);
            warnings.push(Warning::RidgeForFewEvents { for_each });
            Ok(fit_or_ridge(rows, outcomes, SEED)?.fit)
        }
        Err(Unfit::Separated | Unfit::Unsettled) => {
            warnings.push(Warning::Separated);
            Ok(fit_or_ridge(rows, outcomes, SEED)?.fit)
        }
        Err(unfit) => Err(unfit),
    }
}

/// The terms of the columns that were kept. A level whose column was dropped has no coefficient, as what
/// it would be compared with.
fn terms(
    columns: &[Column],
    fit: &Fit,
    bases: &mut Vec<Base>,
    warnings: &mut Vec<Warning>,
) -> Vec<Term> {
    let slopes = fit.coefficients.iter().zip(&fit.standard_errors).skip(1);
    let spreads = fit.means.iter().zip(&fit.deviations);
    let mut terms = Vec::new();
    for (at, ((column, (value, error)), (mean, deviation))) in
        columns.iter().zip(slopes).zip(spreads).enumerate()
    {
        let Column {
            feature,
            level,
            level_name,
        } = column.clone();
        if !fit.dropped.contains(&at) {
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

/// How good such fits are of rows that they have not seen.
fn check(
    rows: &Rows,
    outcomes: &[bool],
    ridge: f64,
    warnings: &mut Vec<Warning>,
) -> Option<Quality> {
    if let Some((rows, outcomes)) = part_of(rows, outcomes, CHECKED_MAX, SEED) {
        warnings.push(Warning::CheckedOnPart {
            rows: outcomes.len(),
        });
        return check(&rows, &outcomes, ridge, warnings);
    }
    let parts = folds(outcomes, FOLDS, SEED);
    let found = out_of_fold(rows, outcomes, &parts, &|rows, outcomes, held| {
        let fit = fit_rows(rows, outcomes, ridge);
        // A part may be parted by its fields where the whole is not.
        let fit = fit.or_else(|_| fit_rows(rows, outcomes, RIDGE_OF_PARTS));
        Some(fit.ok()?.predict_rows(held))
    });
    let (found, known) = known(&found, outcomes);
    let quality = || {
        Some(Quality {
            auc: auc(&found, &known)?,
            brier: brier(&found, &known)?,
            log_loss: log_loss(&found, &known)?,
            calibration: calibration(&found, &known, BINS, Binning::Quantile)
                .into_iter()
                .map(|bin| Bin {
                    predicted: bin.predicted,
                    observed: bin.observed,
                    count: bin.count,
                })
                .collect(),
        })
    };
    let quality = quality();
    if quality.is_none() {
        warnings.push(Warning::NotChecked);
    }
    quality
}
