//! Logistic regression by maximum likelihood: Newton's method on standardised columns, with step
//! halving and, where asked for, a ridge (P. McCullagh and J. A. Nelder, “Generalized Linear Models”,
//! 1989, 4.4; ridge: S. le Cessie and J. C. van Houwelingen, Applied Statistics 41, 1992). Coefficients
//! and errors are given in the units of the columns. Whether a ridge is needed is left to `ridge`, and
//! what a column means to whoever made it.

use crate::information::{Design, Pass, Spread, spreads};
use crate::matrix::{Cholesky, Rows, Symmetric, dot};
use crate::normal::{Z95, two_sided};

const ITERATIONS_MAX: u32 = 60;
/// Twice what a step can still gain in log-likelihood when the fit counts as settled; the step is taken.
const SETTLED: f64 = 1e-10;
/// Below this gain, steps that go on moving rows by more than `RUNAWAY` in log odds lead to
/// infinity.
const FLAT: f64 = 1e-8;
const RUNAWAY: f64 = 0.1;
/// Near the maximum each gain is the square of the one before; towards infinity it is about a third.
const LINEAR: f64 = 0.01;
/// A column of whose variance the columns before leave less than this is a combination of them.
const COLLINEAR: f64 = 1e-10;
const HALVINGS_MAX: u32 = 30;

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There are no rows.
    Empty,
    /// Not as many outcomes as rows.
    Uneven,
    /// All outcomes are the same.
    OneOutcome,
    /// A number is NaN or infinite, or too large or small for its coefficient to be neither.
    NotFinite,
    /// Some combination of columns parts the outcomes, so that coefficients would be infinite.
    Separated,
    /// The steps did not come to rest.
    Unsettled,
}

/// A fitted logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The intercept, then one for each column, in log odds by unit of the column; 0 of a dropped one.
    pub coefficients: Vec<f64>,
    /// Of each coefficient, by the inverse of the (with a ridge: penalised) information.
    pub standard_errors: Vec<f64>,
    /// Of the coefficients, in their order.
    pub covariance: Symmetric,
    /// The means of the columns in the fitted rows.
    pub means: Vec<f64>,
    /// The standard deviations (over n) of the columns in the fitted rows.
    pub deviations: Vec<f64>,
    /// The log-likelihood, without the ridge's penalty.
    pub log_likelihood: f64,
    /// That of the intercept alone.
    pub null_log_likelihood: f64,
    /// How many steps were taken.
    pub iterations: u32,
    /// Half of this times the squared standardised coefficients was taken off; 0 is plain likelihood.
    pub ridge: f64,
    /// How many rows were fitted.
    pub rows: usize,
    /// How many of them had the outcome.
    pub events: usize,
    /// Columns that say nothing or nothing new: constant, or a combination of columns before them.
    pub dropped: Vec<usize>,
}

/// How a coefficient multiplies the odds by unit of its column, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OddsRatio {
    /// The ratio.
    pub ratio: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

impl Fit {
    /// The log odds of a row.
    #[must_use]
    pub fn log_odds(&self, row: &[f64]) -> f64 {
        match self.coefficients.split_first() {
            Some((intercept, slopes)) => intercept + dot(slopes, row),
            None => 0.0,
        }
    }

    /// The probability of the outcome for a row, 0 to 1.
    #[must_use]
    pub fn predict(&self, row: &[f64]) -> f64 {
        probability(self.log_odds(row))
    }

    /// The probability of the outcome for each row.
    #[must_use]
    pub fn predict_rows(&self, rows: &Rows) -> Vec<f64> {
        rows.iter().map(|row| self.predict(row)).collect()
    }

    /// Wald's 95 % interval of a coefficient, 0 being the intercept.
    #[must_use]
    pub fn interval(&self, at: usize) -> Option<(f64, f64)> {
        let (value, error) = (self.coefficients.get(at)?, self.standard_errors.get(at)?);
        Some((value - Z95 * error, value + Z95 * error))
    }

    /// The odds ratio of a coefficient, 0 being the intercept.
    #[must_use]
    pub fn odds_ratio(&self, at: usize) -> Option<OddsRatio> {
        let (low, high) = self.interval(at)?;
        // A number that a screen can show, even where e to the power of it is not one.
        let power = |value: f64| value.exp().min(f64::MAX);
        Some(OddsRatio {
            ratio: power(*self.coefficients.get(at)?),
            low: power(low),
            high: power(high),
        })
    }

    /// The two-sided probability, by Wald's test, that chance alone gives such a coefficient; none of
    /// a dropped column.
    #[must_use]
    pub fn chance(&self, at: usize) -> Option<f64> {
        let (value, error) = (self.coefficients.get(at)?, *self.standard_errors.get(at)?);
        (error > 0.0).then(|| two_sided(value / error))
    }
}

/// The probability of log odds.
#[must_use]
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Fits outcomes by rows. The ridge is on standardised coefficients and never on the intercept;
/// 0 is plain maximum likelihood.
///
/// # Errors
/// See [`Unfit`].
pub fn fit(rows: &Rows, outcomes: &[bool], ridge: f64) -> Result<Fit, Unfit> {
    if rows.count() == 0 {
        return Err(Unfit::Empty);
    }
    if outcomes.len() != rows.count() {
        return Err(Unfit::Uneven);
    }
    if !rows.values().iter().all(|value| value.is_finite()) || !ridge.is_finite() || ridge < 0.0 {
        return Err(Unfit::NotFinite);
    }
    let events = outcomes.iter().filter(|outcome| **outcome).count();
    if events == 0 || events == outcomes.len() {
        return Err(Unfit::OneOutcome);
    }
    let spreads = spreads(rows);
    let varying = spreads.iter().enumerate();
    let varying = varying.filter(|(_, spread)| spread.deviation > 0.0);
    let columns: Vec<usize> = varying.map(|(column, _)| column).collect();
    let mut design = Design::new(rows, outcomes, &spreads, columns);
    let share = events as f64 / outcomes.len() as f64;
    let mut start = vec![0.0; design.width()];
    if let Some(intercept) = start.first_mut() {
        *intercept = (share / (1.0 - share)).ln();
    }
    // All weights are the same here, so that the information is the columns' correlations.
    let mut pass = design.pass(&start);
    let null_log_likelihood = pass.log_likelihood;
    let independent = pass.information.independent(COLLINEAR);
    if independent.iter().any(|independent| !independent) {
        let columns = design.columns.iter().zip(independent.iter().skip(1));
        let columns: Vec<usize> = columns
            .filter_map(|(column, independent)| independent.then_some(*column))
            .collect();
        start.truncate(columns.len() + 1);
        design = Design::new(rows, outcomes, &spreads, columns);
        pass = design.pass(&start);
    }
    let settled = climb(&design, start, pass, ridge)?;
    let fit = settled.in_units(rows.width(), &design.columns, &spreads);
    let fit = Fit {
        null_log_likelihood,
        ridge,
        rows: outcomes.len(),
        events,
        dropped: (0..rows.width())
            .filter(|column| !design.columns.contains(column))
            .collect(),
        ..fit
    };
    let numbers = fit.coefficients.iter().chain(&fit.standard_errors);
    if numbers.chain([&fit.log_likelihood]).all(|x| x.is_finite()) {
        Ok(fit)
    } else {
        Err(Unfit::NotFinite)
    }
}

/// Where Newton's method came to rest, in standardised units.
struct Settled {
    coefficients: Vec<f64>,
    log_likelihood: f64,
    covariance: Symmetric,
    iterations: u32,
}

/// Likelihood less penalty, its gradient, and its information.
fn penalise(pass: &mut Pass, at: &[f64], ridge: f64) -> f64 {
    let slopes = at.get(1..).unwrap_or(&[]);
    for (place, (gradient, slope)) in pass.gradient.iter_mut().skip(1).zip(slopes).enumerate() {
        *gradient -= ridge * slope;
        pass.information.add_to_diagonal(place + 1, ridge);
    }
    pass.log_likelihood - 0.5 * ridge * dot(slopes, slopes)
}

fn climb(design: &Design, start: Vec<f64>, pass: Pass, ridge: f64) -> Result<Settled, Unfit> {
    let (mut at, mut pass) = (start, pass);
    let mut height = penalise(&mut pass, &at, ridge);
    let mut before = f64::INFINITY;
    for iterations in 1..=ITERATIONS_MAX {
        let triangle = triangle(&pass, ridge)?;
        let step = triangle.solve(&pass.gradient);
        let gain = dot(&step, &pass.gradient);
        if !gain.is_finite() {
            return Err(Unfit::Unsettled);
        }
        let reach = if gain < FLAT {
            design.reach(&step)
        } else {
            0.0
        };
        if reach > RUNAWAY && gain > LINEAR * before {
            return Err(Unfit::Separated);
        }
        let is_last = gain < SETTLED && reach <= RUNAWAY;
        before = gain;
        let mut size = 1.0;
        let mut halvings = 0;
        loop {
            let next: Vec<f64> = at
                .iter()
                .zip(&step)
                .map(|(at, by)| at + size * by)
                .collect();
            let mut there = design.pass(&next);
            let reached = penalise(&mut there, &next, ridge);
            // What is lost by rounding is no loss.
            let slack = 1e-12 * (1.0 + height.abs());
            if reached >= height - slack || is_last {
                (at, pass, height) = (next, there, reached);
                break;
            }
            size *= 0.5;
            halvings += 1;
            if halvings > HALVINGS_MAX {
                return Err(Unfit::Unsettled);
            }
        }
        if is_last {
            return Ok(Settled {
                covariance: self::triangle(&pass, ridge)?.inverse(),
                coefficients: at,
                log_likelihood: pass.log_likelihood,
                iterations,
            });
        }
    }
    Err(Unfit::Unsettled)
}

/// The information as a triangle. It has one while any weights are left, as collinear columns are gone.
fn triangle(pass: &Pass, ridge: f64) -> Result<Cholesky, Unfit> {
    pass.information.cholesky().map_err(|_| {
        if ridge > 0.0 {
            Unfit::Unsettled
        } else {
            Unfit::Separated
        }
    })
}

impl Settled {
    /// The fit in the units of the columns: each slope is divided by its deviation, and the intercept
    /// is the one at the means brought back to 0.
    fn in_units(&self, width: usize, columns: &[usize], spreads: &[Spread]) -> Fit {
        let chosen: Vec<Spread> = columns
            .iter()
            .filter_map(|column| spreads.get(*column).copied())
            .collect();
        let divided = |row: &[f64]| -> Vec<f64> {
            let (intercept, slopes) = row.split_first().unwrap_or((&0.0, &[]));
            let slopes = slopes.iter().zip(&chosen);
            let slopes: Vec<f64> = slopes.map(|(b, spread)| b / spread.deviation).collect();
            let shift: f64 = slopes.iter().zip(&chosen).map(|(b, s)| b * s.mean).sum();
            std::iter::once(intercept - shift).chain(slopes).collect()
        };
        let places: Vec<usize> = std::iter::once(0)
            .chain(columns.iter().map(|column| column + 1))
            .collect();
        let mut coefficients = vec![0.0; width + 1];
        for (place, value) in places.iter().zip(divided(&self.coefficients)) {
            if let Some(coefficient) = coefficients.get_mut(*place) {
                *coefficient = value;
            }
        }
        let size = places.len();
        let half: Vec<Vec<f64>> = (0..size)
            .map(|row| {
                divided(
                    &(0..size)
                        .map(|at| self.covariance.at(row, at))
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        let mut covariance = Symmetric::zero(width + 1);
        for (column, place) in places.iter().enumerate() {
            let values: Vec<f64> = half
                .iter()
                .map(|row| row.get(column).copied().unwrap_or(0.0))
                .collect();
            for (other, value) in places.iter().zip(divided(&values)) {
                covariance.set(*other, *place, value);
            }
        }
        Fit {
            coefficients,
            standard_errors: covariance.roots(),
            covariance,
            means: spreads.iter().map(|spread| spread.mean).collect(),
            deviations: spreads.iter().map(|spread| spread.deviation).collect(),
            log_likelihood: self.log_likelihood,
            null_log_likelihood: 0.0,
            iterations: self.iterations,
            ridge: 0.0,
            rows: 0,
            events: 0,
            dropped: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::quality;
    use crate::random::Random;
    use crate::samples::{admissions, hours, orings};

    fn assert_close(ours: &[f64], published: &[f64], within: f64) {
        assert_eq!(ours.len(), published.len());
        for (one, other) in ours.iter().zip(published) {
            assert!((one - other).abs() < within, "{ours:?} {published:?}");
        }
    }

    /// S. Dalal, E. Fowlkes, B. Hoadley, “Risk analysis of the space shuttle”, JASA 84 (1989), as
    /// refitted by R's glm.
    #[test]
    fn the_challengers_seals_are_those_of_the_textbooks() {
        let (rows, outcomes) = orings();
        let fit = fit(&rows, &outcomes, 0.0).unwrap();
        assert_close(&fit.coefficients, &[15.042_902, -0.232_163], 1e-6);
        assert_close(&fit.standard_errors, &[7.378_636, 0.108_237], 1e-6);
        assert!((fit.log_likelihood + 10.157_596).abs() < 1e-6);
        assert!((fit.predict(&[31.0]) - 0.999_61).abs() < 5e-6);
        let auc = quality::auc(&fit.predict_rows(&rows), &outcomes).unwrap();
        assert!((auc - 0.781_25).abs() < 1e-9, "{auc}");
    }

    /// Wikipedia's article “Logistic regression”.
    #[test]
    fn hours_of_study_are_those_of_wikipedia() {
        let (rows, outcomes) = hours();
        let fit = fit(&rows, &outcomes, 0.0).unwrap();
        assert_close(&fit.coefficients, &[-4.077_713, 1.504_645], 1e-6);
        assert_close(&fit.standard_errors, &[1.760_994, 0.628_721], 1e-6);
        assert!((fit.log_likelihood + 8.029_878).abs() < 1e-6);
        assert!((fit.null_log_likelihood - 20.0 * 0.5_f64.ln()).abs() < 1e-12);
        assert!((fit.chance(1).unwrap() - 0.0167).abs() < 5e-5);
        assert!((fit.odds_ratio(1).unwrap().ratio - 4.5025).abs() < 5e-4);
    }

    /// UCLA's “Logit regression”, its output of R's glm.
    #[test]
    fn admissions_are_those_of_ucla() {
        let (rows, outcomes) = admissions();
        let fit = fit(&rows, &outcomes, 0.0).unwrap();
        let published = [
            -3.989_979, 0.002_264, 0.804_038, -0.675_443, -1.340_204, -1.551_464,
        ];
        assert_close(&fit.coefficients, &published, 1e-6);
        let errors = [
            1.139_951, 0.001_094, 0.331_819, 0.316_490, 0.345_306, 0.417_832,
        ];
        assert_close(&fit.standard_errors, &errors, 1e-6);
        assert!((fit.log_likelihood + 229.258_746).abs() < 1e-6);
    }

    #[test]
    fn what_cannot_be_fitted_says_why() {
        let column = |values: &[f64]| Rows::new(values.to_vec(), 1).unwrap();
        let outcomes = [false, false, false, true, true, true];
        let parted = column(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(fit(&parted, &outcomes, 0.0), Err(Unfit::Separated));
        // Both outcomes at 3, none of one on either side.
        let quasi = column(&[1.0, 2.0, 3.0, 3.0, 5.0, 6.0]);
        assert_eq!(fit(&quasi, &outcomes, 0.0), Err(Unfit::Separated));
        assert_eq!(fit(&parted, &[true; 6], 0.0), Err(Unfit::OneOutcome));
        assert_eq!(fit(&parted, &[true; 5], 0.0), Err(Unfit::Uneven));
        assert_eq!(fit(&Rows::bare(0), &[], 0.0), Err(Unfit::Empty));
        for wrong in [f64::NAN, f64::INFINITY] {
            let rows = column(&[1.0, 2.0, 3.0, wrong, 5.0, 6.0]);
            assert_eq!(fit(&rows, &outcomes, 0.0), Err(Unfit::NotFinite));
        }
        let mended = fit(&parted, &outcomes, 1.0).unwrap();
        assert!(mended.coefficients[1] > 0.0 && mended.predict(&[6.0]) > 0.8);
    }

    /// A group of whom all bought, among many rows: only its own column is infinite.
    #[test]
    fn a_group_with_one_outcome_is_separated_among_many_rows() {
        let mut random = Random::new(5);
        let (mut values, mut outcomes) = (Vec::new(), Vec::new());
        for at in 0..5000 {
            let x = random.normal();
            let is_group = at % 100 == 0;
            values.extend([x, f64::from(u8::from(is_group))]);
            outcomes.push(is_group || random.uniform() < probability(x - 1.0));
        }
        let rows = Rows::new(values, 2).unwrap();
        assert_eq!(fit(&rows, &outcomes, 0.0), Err(Unfit::Separated));
    }

    /// One row far out has no weight in the end, and moves far in log odds while the rest settles.
    #[test]
    fn a_row_far_out_is_not_taken_for_separation() {
        let (rows, mut outcomes) = hours();
        let mut values = rows.values().to_vec();
        values.push(1e5);
        outcomes.push(true);
        let fit = fit(&Rows::new(values, 1).unwrap(), &outcomes, 0.0).unwrap();
        assert_close(&fit.coefficients, &[-4.077_713, 1.504_645], 1e-6);
    }

    #[test]
    fn columns_that_say_nothing_new_are_dropped_and_named() {
        let (rows, outcomes) = admissions();
        let plain = fit(&rows, &outcomes, 0.0).unwrap();
        let mut values = Vec::new();
        for row in rows.iter() {
            values.push(7.1);
            values.extend_from_slice(row);
            values.push(row[0] - 3.0 * row[1] + 0.1);
        }
        let fit = fit(&Rows::new(values, 7).unwrap(), &outcomes, 0.0).unwrap();
        assert_eq!(fit.dropped, [0, 6]);
        assert_eq!((fit.coefficients[1], fit.standard_errors[7]), (0.0, 0.0));
        assert_eq!((fit.chance(1), fit.chance(7)), (None, None));
        assert_close(&fit.coefficients[2..7], &plain.coefficients[1..], 1e-9);
        let constant = Rows::new(vec![3.0; 20], 1).unwrap();
        let (_, outcomes) = hours();
        let fit = self::super::fit(&constant, &outcomes, 0.0).unwrap();
        assert_eq!(fit.dropped, [0]);
        assert!((fit.predict(&[3.0]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn units_do_not_matter() {
        let (rows, outcomes) = hours();
        let plain = fit(&rows, &outcomes, 0.0).unwrap();
        for (scale, shift) in [
            (1e6, 0.0),
            (1e-6, 0.0),
            (1.0, 1e6),
            (1e150, 0.0),
            (1e-150, 0.0),
        ] {
            let values = rows.values().iter().map(|x| x * scale + shift).collect();
            let scaled = Rows::new(values, 1).unwrap();
            let fit = fit(&scaled, &outcomes, 0.0).unwrap();
            let slope = fit.coefficients[1] * scale;
            assert!(
                (slope - plain.coefficients[1]).abs() < 1e-8,
                "{scale}: {slope}"
            );
            let error = fit.standard_errors[1] * scale;
            assert!((error - plain.standard_errors[1]).abs() < 1e-8, "{scale}");
            assert!((fit.log_likelihood - plain.log_likelihood).abs() < 1e-9);
        }
    }

    /// At the maximum of the penalised likelihood its gradient is 0, the intercept's without penalty.
    #[test]
    fn a_ridge_shrinks_standardised_slopes_and_no_intercept() {
        let (rows, outcomes) = admissions();
        let ridge = 20.0;
        let fit = fit(&rows, &outcomes, ridge).unwrap();
        let mut gradient = vec![0.0; 6];
        for (row, outcome) in rows.iter().zip(&outcomes) {
            let residual = f64::from(u8::from(*outcome)) - fit.predict(row);
            gradient[0] += residual;
            for (at, value) in row.iter().enumerate() {
                gradient[at + 1] += residual * (value - fit.means[at]) / fit.deviations[at];
            }
        }
        for at in 0..5 {
            gradient[at + 1] -= ridge * fit.coefficients[at + 1] * fit.deviations[at];
        }
        assert_close(&gradient, &[0.0; 6], 1e-9);
    }
}
