//! A logistic regression that is fitted plainly where the rows allow it, and with a ridge where
//! they are too few or part the outcomes. Which of the two it was is in the result, so that a
//! screen can say so.

use crate::logistic::{Fit, Unfit, fit};
use crate::matrix::Rows;
use crate::quality::log_loss;
use crate::validate::{FOLDS, folds, known, out_of_fold, part_of};

/// Fewer outcomes of the rarer kind than this for each column make plain coefficients unreliable
/// (P. Peduzzi and others, Journal of Clinical Epidemiology 49, 1996).
pub const EVENTS_PER_COLUMN: usize = 10;

/// The ridges that are tried, on standardised coefficients.
const GRID: [f64; 8] = [0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0];
/// The ridge where no fold can be fitted, as of two rows: a standard deviation moves log odds by
/// about one.
const FALLBACK: f64 = 1.0;

/// Ridges are tried on no more rows than this: forty fits to all of 100,000 would take seconds.
const TRIED_MAX: usize = 5000;

/// Why there is a ridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Plain coefficients would be infinite, or did not come to rest.
    Separated,
    /// The rarer outcome is there fewer than [`EVENTS_PER_COLUMN`] times for each column.
    FewRows,
}

/// A fit, and whether it needed a ridge.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The fit.
    pub fit: Fit,
    /// Why it has a ridge; none of a plain one.
    pub why: Option<Why>,
}

/// Fits plainly, or with the ridge that does best on rows not seen, by the logarithmic loss over
/// five stratified folds from the seed.
///
/// # Errors
/// See [`Unfit`]; `Separated` is never one, as a ridge mends it.
pub fn fit_or_ridge(rows: &Rows, outcomes: &[bool], seed: u64) -> Result<Chosen, Unfit> {
    let why = match fit(rows, outcomes, 0.0) {
        Ok(fit) => {
            let rarer = fit.events.min(fit.rows - fit.events);
            let columns = rows.width() - fit.dropped.len();
            if rarer >= EVENTS_PER_COLUMN * columns {
                return Ok(Chosen { fit, why: None });
            }
            Why::FewRows
        }
        Err(Unfit::Separated | Unfit::Unsettled) => Why::Separated,
        Err(unfit) => return Err(unfit),
    };
    let fit = fit(rows, outcomes, choose(rows, outcomes, seed))?;
    Ok(Chosen {
        fit,
        why: Some(why),
    })
}

/// The ridge of the grid with the least loss on rows not seen; of equal ones the first.
fn choose(rows: &Rows, outcomes: &[bool], seed: u64) -> f64 {
    // A ridge is a belief about coefficients, which is the same for a part of the rows.
    if let Some((rows, outcomes)) = part_of(rows, outcomes, TRIED_MAX, seed) {
        return choose(&rows, &outcomes, seed);
    }
    let folds = folds(outcomes, FOLDS, seed);
    let mut best = (f64::INFINITY, FALLBACK);
    for ridge in GRID {
        let found = out_of_fold(rows, outcomes, &folds, &|rows, outcomes, held| {
            Some(fit(rows, outcomes, ridge).ok()?.predict_rows(held))
        });
        let (found, known) = known(&found, outcomes);
        let loss = log_loss(&found, &known).unwrap_or(f64::INFINITY);
        if loss < best.0 {
            best = (loss, ridge);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::random::Random;
    use crate::samples::{admissions, orings};

    #[test]
    fn where_rows_suffice_the_fit_is_plain() {
        let (rows, outcomes) = admissions();
        let chosen = fit_or_ridge(&rows, &outcomes, 1).unwrap();
        assert_eq!(chosen.why, None);
        assert_eq!(chosen.fit, fit(&rows, &outcomes, 0.0).unwrap());
    }

    #[test]
    fn a_ridge_says_why_it_is_there() {
        let (rows, outcomes) = orings();
        let chosen = fit_or_ridge(&rows, &outcomes, 1).unwrap();
        assert_eq!(chosen.why, Some(Why::FewRows));
        assert!(GRID.contains(&chosen.fit.ridge));
        assert!((-0.24..0.0).contains(&chosen.fit.coefficients[1]));

        let parted = Rows::new((0..20).map(f64::from).collect(), 1).unwrap();
        let outcomes: Vec<bool> = (0..20).map(|row| row >= 12).collect();
        let chosen = fit_or_ridge(&parted, &outcomes, 1).unwrap();
        assert_eq!(chosen.why, Some(Why::Separated));
        assert!(chosen.fit.predict(&[19.0]) > 0.9 && chosen.fit.predict(&[0.0]) < 0.1);
    }

    /// A group of whom all bought, among many rows.
    #[test]
    fn of_many_rows_some_tell_the_ridge() {
        let mut random = Random::new(5);
        let (mut values, mut outcomes) = (Vec::new(), Vec::new());
        for at in 0..3 * TRIED_MAX {
            let is_group = at % 300 == 0;
            values.push(f64::from(u8::from(is_group)));
            outcomes.push(is_group || random.uniform() < 0.3);
        }
        let rows = Rows::new(values, 1).unwrap();
        let chosen = fit_or_ridge(&rows, &outcomes, 1).unwrap();
        assert_eq!(
            (chosen.why, chosen.fit.rows),
            (Some(Why::Separated), 3 * TRIED_MAX)
        );
        assert!(chosen.fit.predict(&[1.0]) > 0.8);
        assert!((chosen.fit.predict(&[0.0]) - 0.3).abs() < 0.02);
    }

    #[test]
    fn two_rows_have_a_fit_too() {
        let rows = Rows::new(vec![1.0, 2.0], 1).unwrap();
        let chosen = fit_or_ridge(&rows, &[false, true], 1).unwrap();
        assert_eq!(chosen.fit.ridge.to_bits(), FALLBACK.to_bits());
        assert_eq!(
            fit_or_ridge(&rows, &[true, true], 1),
            Err(Unfit::OneOutcome)
        );
    }

    /// Of thirty columns of noise nothing is left to be believed, which plain coefficients do not
    /// know.
    #[test]
    fn noise_is_shrunk() {
        let mut random = Random::new(11);
        let rows = Rows::new((0..60 * 30).map(|_| random.normal()).collect(), 30).unwrap();
        let outcomes: Vec<bool> = (0..60).map(|_| random.uniform() < 0.5).collect();
        let chosen = fit_or_ridge(&rows, &outcomes, 1).unwrap();
        assert!(
            chosen.why.is_some() && chosen.fit.ridge >= 30.0,
            "{}",
            chosen.fit.ridge
        );
    }
}
