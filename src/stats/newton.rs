//! The climb of a logistic regression to its maximum: Newton's method with step halving, and how it
//! is told that there is no maximum. Which columns there are, and in which units, is left to
//! `logistic`.

use crate::information::{Design, Pass};
use crate::logistic::Unfit;
use crate::matrix::{Cholesky, Symmetric, dot};

const ITERATIONS_MAX: u32 = 60;
/// Twice what a step can still gain in log-likelihood when the fit counts as settled; the step is
/// taken.
const SETTLED: f64 = 1e-10;
/// Below this gain, steps that go on moving rows by more than `RUNAWAY` in log odds lead to
/// infinity.
const FLAT: f64 = 1e-8;
const RUNAWAY: f64 = 0.1;
/// Near the maximum each gain is the square of the one before; towards infinity it is about a
/// third.
const LINEAR: f64 = 0.01;
const HALVINGS_MAX: u32 = 30;

/// Where Newton's method came to rest, in standardised units.
pub(crate) struct Settled {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) log_likelihood: f64,
    pub(crate) covariance: Symmetric,
    pub(crate) iterations: u32,
}

/// Climbs from `start`, whose pass is given.
///
/// # Errors
/// `Separated` or `Unsettled`.
pub(crate) fn climb(
    design: &Design,
    start: Vec<f64>,
    pass: Pass,
    ridge: f64,
) -> Result<Settled, Unfit> {
    let (mut at, mut pass) = (start, pass);
    let mut height = penalise(&mut pass, &at, ridge);
    let mut before = f64::INFINITY;
    for iterations in 1..=ITERATIONS_MAX {
        let triangle = triangle_of(&pass, ridge)?;
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
                covariance: triangle_of(&pass, ridge)?.inverse(),
                coefficients: at,
                log_likelihood: pass.log_likelihood,
                iterations,
            });
        }
    }
    Err(Unfit::Unsettled)
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

/// The information as a triangle. It has one while any weights are left, as collinear columns are
/// gone.
fn triangle_of(pass: &Pass, ridge: f64) -> Result<Cholesky, Unfit> {
    pass.information.cholesky().map_err(|_| {
        if ridge > 0.0 {
            Unfit::Unsettled
        } else {
            Unfit::Separated
        }
    })
}
