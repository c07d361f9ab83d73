//! What is learnt of a table of numbers: coefficients, and how good they are of rows that were held back.
//! Plain likelihood where the rarer outcome is there five times or more for each coefficient, with a
//! warning below ten (E. Vittinghoff and C. McCulloch, American Journal of Epidemiology 165, 2007, on the
//! ten of P. Peduzzi and others, 1996); else, and where columns part the outcomes, with a ridge. The same
//! table gives the same, wherever it is learnt: nothing here knows what the columns mean, so that another
//! program may do it. How a table gets there and back is [`super::wire`]'s matter.

use super::{Bin, Quality, Warning};
pub use satchel_stats::logistic::Unfit;
use satchel_stats::logistic::{Fit, fit as fit_rows};
use satchel_stats::matrix::Rows;
use satchel_stats::quality::{Binning, auc, brier, calibration, log_loss};
use satchel_stats::ridge::{EVENTS_PER_COLUMN, fit_or_ridge};
use satchel_stats::validate::{FOLDS, folds, known, out_of_fold, part_of};

/// Fewer of the rarer outcome for each coefficient than this ask for a ridge.
pub const EVENTS_FOR_PLAIN: usize = 5;
/// The quality is found out on no more rows than this.
const CHECKED_MAX: usize = 20_000;
/// The parts of the calibration.
const BINS: usize = 10;
/// What folds are drawn by: any number, but always the same.
const SEED: u64 = 1958;
/// The ridge of a part that cannot be fitted plainly.
const RIDGE_OF_PARTS: f64 = 1.0;

/// Columns side by side that come of one field.
#[derive(Clone, Debug, PartialEq)]
pub enum Filling {
    /// One column: the numbers.
    Numbers(Vec<f64>),
    /// So many columns of noughts and ones: of each row which of them is 1, counted from 1; 0 of none.
    Levels(Vec<u8>, u8),
}

impl Filling {
    /// How many columns it is.
    #[must_use]
    pub fn width(&self) -> usize {
        match self {
            Self::Numbers(_) => 1,
            Self::Levels(_, count) => usize::from(*count),
        }
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Levels(levels, _) => levels.len(),
        }
    }

    /// Sets its columns in rows of this width that are noughts, from a column on.
    fn fill(&self, values: &mut [f64], width: usize, start: usize) {
        let lines = values.chunks_exact_mut(width.max(1));
        match self {
            Self::Numbers(numbers) => {
                for (line, number) in lines.zip(numbers) {
                    if let Some(slot) = line.get_mut(start) {
                        *slot = *number;
                    }
                }
            }
            Self::Levels(levels, count) => {
                let is_one = |level: &u8| (1..=*count).contains(level);
                for (line, level) in lines.zip(levels).filter(|(_, level)| is_one(level)) {
                    if let Some(slot) = line.get_mut(start + usize::from(*level) - 1) {
                        *slot = 1.0;
                    }
                }
            }
        }
    }
}

/// What is to be learnt from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns, each of as many rows as there are outcomes.
    pub fillings: Vec<Filling>,
    /// Whether each row had the outcome.
    pub outcomes: Vec<bool>,
    /// The ridge that was asked for; 0 is plain likelihood, and without one the fit chooses.
    pub ridge: Option<f64>,
}

impl Table {
    /// The numbers row after row.
    pub(super) fn rows(&self) -> Rows {
        let count = self.outcomes.len();
        let width = self.fillings.iter().map(Filling::width).sum();
        let mut values = vec![0.0; width * count];
        let mut start = 0;
        for filling in &self.fillings {
            filling.fill(&mut values, width, start);
            start += filling.width();
        }
        Rows::new(values, width).unwrap_or_else(|_| Rows::bare(count))
    }
}

/// What was learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// The intercept, then one for each column, in log odds by unit of the column; 0 of a dropped one.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub errors: Vec<f64>,
    /// The means of the columns.
    pub means: Vec<f64>,
    /// Their standard deviations (over n).
    pub deviations: Vec<f64>,
    /// Columns that say nothing or nothing new.
    pub dropped: Vec<usize>,
    /// The log-likelihood, without a ridge's penalty.
    pub log_likelihood: f64,
    /// That of the intercept alone.
    pub null_log_likelihood: f64,
    /// The ridge; 0 of a plain fit.
    pub ridge: f64,
    /// How many rows.
    pub rows: usize,
    /// How many of them had the outcome.
    pub events: usize,
    /// Why there is a ridge, or that there should perhaps be one.
    pub chosen: Option<Warning>,
    /// How good it is; none where no part could be held back.
    pub quality: Option<Quality>,
    /// On how many rows that was found out, where it was not all.
    pub checked_on: Option<usize>,
}

/// Learns from a table.
///
/// # Errors
/// See [`Unfit`].
pub fn learn(table: &Table) -> Result<Learnt, Unfit> {
    let (rows, outcomes) = (table.rows(), &table.outcomes);
    let (fit, chosen) = choose(&rows, outcomes, table.ridge)?;
    let part = part_of(&rows, outcomes, CHECKED_MAX, SEED);
    let quality = match &part {
        Some((rows, outcomes)) => check(rows, outcomes, fit.ridge),
        None => check(&rows, outcomes, fit.ridge),
    };
    Ok(Learnt {
        coefficients: fit.coefficients,
        errors: fit.standard_errors,
        means: fit.means,
        deviations: fit.deviations,
        dropped: fit.dropped,
        log_likelihood: fit.log_likelihood,
        null_log_likelihood: fit.null_log_likelihood,
        ridge: fit.ridge,
        rows: fit.rows,
        events: fit.events,
        chosen,
        quality,
        checked_on: part.map(|(_, outcomes)| outcomes.len()),
    })
}

/// Fits by the ridge that was asked for, or plainly, or by the ridge that does best; with what to know of
/// that.
fn choose(
    rows: &Rows,
    outcomes: &[bool],
    ridge: Option<f64>,
) -> Result<(Fit, Option<Warning>), Unfit> {
    let for_each = |fit: &Fit| {
        let columns = rows.width() - fit.dropped.len();
        fit.events.min(fit.rows - fit.events) as f64 / columns.max(1) as f64
    };
    let few = |fit: &Fit| {
        let for_each = for_each(fit);
        (for_each < EVENTS_PER_COLUMN as f64).then_some(Warning::FewEvents { for_each })
    };
    if let Some(ridge) = ridge {
        let fit = fit_rows(rows, outcomes, ridge)?;
        let warning = few(&fit);
        return Ok((fit, warning));
    }
    let warning = match fit_rows(rows, outcomes, 0.0) {
        Ok(fit) if for_each(&fit) >= EVENTS_FOR_PLAIN as f64 => {
            let warning = few(&fit);
            return Ok((fit, warning));
        }
        Ok(fit) => Warning::RidgeForFewEvents {
            for_each: for_each(&fit),
        },
        Err(Unfit::Separated | Unfit::Unsettled) => Warning::Separated,
        Err(unfit) => return Err(unfit),
    };
    Ok((fit_or_ridge(rows, outcomes, SEED)?.fit, Some(warning)))
}

/// How good such fits are of rows that they have not seen.
fn check(rows: &Rows, outcomes: &[bool], ridge: f64) -> Option<Quality> {
    let parts = folds(outcomes, FOLDS, SEED);
    let found = out_of_fold(rows, outcomes, &parts, &|rows, outcomes, held| {
        let fit = fit_rows(rows, outcomes, ridge);
        // A part may be parted by its columns where the whole is not.
        let fit = fit.or_else(|_| fit_rows(rows, outcomes, RIDGE_OF_PARTS));
        Some(fit.ok()?.predict_rows(held))
    });
    let (found, known) = known(&found, outcomes);
    let bins = calibration(&found, &known, BINS, Binning::Quantile);
    let bins = bins.into_iter().map(|bin| Bin {
        predicted: bin.predicted,
        observed: bin.observed,
        count: bin.count,
    });
    Some(Quality {
        auc: auc(&found, &known)?,
        brier: brier(&found, &known)?,
        log_loss: log_loss(&found, &known)?,
        calibration: bins.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_numbers_and_of_levels_stand_side_by_side() {
        let table = Table {
            fillings: vec![
                Filling::Levels(vec![0, 1, 2], 2),
                Filling::Numbers(vec![7.0, 8.0, 9.0]),
                // A level that there is no column of is none.
                Filling::Levels(vec![1, 4, 0], 1),
            ],
            outcomes: vec![true, false, true],
            ridge: None,
        };
        let rows = table.rows();
        assert_eq!(rows.row(0), [0.0, 0.0, 7.0, 1.0]);
        assert_eq!(rows.row(1), [1.0, 0.0, 8.0, 0.0]);
        assert_eq!(rows.row(2), [0.0, 1.0, 9.0, 0.0]);
    }

    #[test]
    fn a_table_without_columns_or_rows_is_refused() {
        assert_eq!(learn(&Table::default()), Err(Unfit::Empty));
    }
}
