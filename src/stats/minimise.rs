//! The least value of a smooth function: BFGS with backtracking (J. Nocedal and S. Wright,
//! “Numerical Optimization”, 2nd edition, 2006, algorithms 6.1 and 3.1). For few variables, as the
//! models of buying have; what is minimised, and in which units, is left to them.

use crate::matrix::{Symmetric, dot};

const ITERATIONS_MAX: u32 = 200;
/// The share of the promised descent that a step has to bring (3.4 there).
const ARMIJO: f64 = 1e-4;
const HALVINGS_MAX: u32 = 40;
/// Values that differ by less than this share differ by rounding (W. Hager and H. Zhang, SIAM
/// Journal on Optimization 16, 2005, say the same in their approximate condition).
const LEVEL: f64 = 1e-14;
/// Where rounding stops the descent, a gradient below this still counts as settled.
const STALLED: f64 = 1e-6;

/// A function of some variables: writes its gradient and returns its value. A value that is not
/// finite is a place where the search does not go.
pub type Objective<'a> = dyn Fn(&[f64], &mut [f64]) -> f64 + 'a;

/// Where a function is least.
#[derive(Clone, Debug, PartialEq)]
pub struct Minimum {
    /// The variables.
    pub at: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// How many steps were taken.
    pub iterations: u32,
}

/// The search came to no minimum: the function goes on falling, or is not finite where it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled;

/// Searches from `start` until no entry of the gradient is above `tolerance`. No step changes a
/// variable by more than `step_max`.
///
/// # Errors
/// [`Unsettled`].
pub fn minimise(
    start: &[f64],
    tolerance: f64,
    step_max: f64,
    objective: &Objective,
) -> Result<Minimum, Unsettled> {
    let mut at = start.to_vec();
    let mut gradient = vec![0.0; at.len()];
    let mut value = objective(&at, &mut gradient);
    let mut inverse = identity(at.len(), 1.0);
    let mut is_fresh = true;
    for iterations in 0..=ITERATIONS_MAX {
        let steepest = largest(&gradient);
        if !value.is_finite() || !steepest.is_finite() {
            return Err(Unsettled);
        }
        let found = |at| Minimum {
            at,
            value,
            iterations,
        };
        if steepest <= tolerance {
            return Ok(found(at));
        }
        let mut step: Vec<f64> = inverse.times(&gradient).iter().map(|x| -x).collect();
        let mut slope = dot(&step, &gradient);
        if slope >= 0.0 {
            // Rounding made the matrix useless; straight down is always right.
            inverse = identity(at.len(), 1.0);
            is_fresh = true;
            step = gradient.iter().map(|x| -x).collect();
            slope = -dot(&gradient, &gradient);
        }
        let mut size = (step_max / largest(&step)).min(1.0);
        let mut next_gradient = vec![0.0; at.len()];
        let mut halvings = 0;
        let (next, next_value) = loop {
            let next: Vec<f64> = at.iter().zip(&step).map(|(x, by)| x + size * by).collect();
            let next_value = objective(&next, &mut next_gradient);
            let flatter = largest(&next_gradient);
            let is_lower = next_value <= value + ARMIJO * size * slope;
            // Near the minimum the value is all rounding, while the gradient still tells.
            let is_level = (next_value - value).abs() <= LEVEL * value.abs();
            if flatter.is_finite() && (is_lower || is_level && flatter < steepest) {
                break (next, next_value);
            }
            size *= 0.5;
            halvings += 1;
            if halvings > HALVINGS_MAX {
                return if steepest <= STALLED {
                    Ok(found(at))
                } else {
                    Err(Unsettled)
                };
            }
        };
        if next_value >= value && largest(&next_gradient) >= 0.5 * steepest && steepest <= STALLED {
            return Ok(found(at));
        }
        let moved: Vec<f64> = step.iter().map(|by| size * by).collect();
        let turned = next_gradient.iter().zip(&gradient);
        let turned: Vec<f64> = turned.map(|(new, old)| new - old).collect();
        let curvature = dot(&moved, &turned);
        // Backtracking does not promise a positive curvature; without one nothing is learnt.
        if curvature > 1e-12 * dot(&turned, &turned).sqrt() * dot(&moved, &moved).sqrt() {
            if is_fresh {
                inverse = identity(at.len(), curvature / dot(&turned, &turned));
                is_fresh = false;
            }
            update(&mut inverse, &moved, &turned, curvature);
        }
        (at, value, gradient) = (next, next_value, next_gradient);
    }
    Err(Unsettled)
}

/// The matrix's next estimate of the inverse Hessian (6.17 there).
fn update(inverse: &mut Symmetric, moved: &[f64], turned: &[f64], curvature: f64) {
    let across = inverse.times(turned);
    let own = (1.0 + dot(turned, &across) / curvature) / curvature;
    for (row, (s, h)) in moved.iter().zip(&across).enumerate() {
        for (column, (t, k)) in moved.iter().zip(&across).enumerate().take(row + 1) {
            let by = own * s * t - (h * t + s * k) / curvature;
            inverse.set(row, column, inverse.at(row, column) + by);
        }
    }
}

fn identity(size: usize, value: f64) -> Symmetric {
    let mut matrix = Symmetric::zero(size);
    for at in 0..size {
        matrix.set(at, at, value);
    }
    matrix
}

/// The largest entry without its sign; NaN where one is.
fn largest(values: &[f64]) -> f64 {
    let sizes = values.iter().map(|value| value.abs());
    sizes.fold(
        0.0,
        |largest, size| {
            if size <= largest { largest } else { size }
        },
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    /// H. Rosenbrock's valley, whose least value lies at (1, 1).
    #[test]
    fn the_bottom_of_rosenbrocks_valley_is_found() {
        let found = minimise(&[-1.2, 1.0], 1e-9, 10.0, &|at, gradient| {
            let (x, y) = (at[0], at[1]);
            gradient[0] = -400.0 * x * (y - x * x) - 2.0 * (1.0 - x);
            gradient[1] = 200.0 * (y - x * x);
            100.0 * (y - x * x).powi(2) + (1.0 - x).powi(2)
        });
        let found = found.unwrap();
        assert!((found.at[0] - 1.0).abs() < 1e-8 && (found.at[1] - 1.0).abs() < 1e-8);
        assert!(found.iterations < 60, "{}", found.iterations);
    }

    #[test]
    fn a_function_that_falls_for_ever_is_said_to() {
        let fall = |at: &[f64], gradient: &mut [f64]| {
            gradient[0] = -1.0;
            -at[0]
        };
        assert_eq!(minimise(&[0.0], 1e-9, 1.0, &fall), Err(Unsettled));
        let nothing = |_: &[f64], gradient: &mut [f64]| {
            gradient[0] = f64::NAN;
            f64::NAN
        };
        assert_eq!(minimise(&[0.0], 1e-9, 1.0, &nothing), Err(Unsettled));
    }

    #[test]
    fn the_search_turns_back_where_there_is_no_value() {
        let found = minimise(&[3.0], 1e-10, 100.0, &|at, gradient| {
            gradient[0] = 1.0 - 1.0 / at[0];
            if at[0] > 0.0 {
                at[0] - at[0].ln()
            } else {
                f64::NAN
            }
        });
        assert!((found.unwrap().at[0] - 1.0).abs() < 1e-8);
    }
}
