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
    let mut search = Search::begin(start, tolerance, step_max, objective);
    loop {
        if let Some(ended) = search.step(objective) {
            return ended;
        }
    }
}

/// A search on its way, for whoever lets others work between its steps. All steps are of the same
/// function.
#[derive(Clone, Debug)]
pub struct Search {
    at: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
    inverse: Symmetric,
    is_fresh: bool,
    iterations: u32,
    tolerance: f64,
    step_max: f64,
}

impl Search {
    /// Begins at `start`, as [`minimise`] does.
    #[must_use]
    pub fn begin(start: &[f64], tolerance: f64, step_max: f64, objective: &Objective) -> Self {
        let mut gradient = vec![0.0; start.len()];
        Self {
            at: start.to_vec(),
            value: objective(start, &mut gradient),
            gradient,
            inverse: identity(start.len(), 1.0),
            is_fresh: true,
            iterations: 0,
            tolerance,
            step_max,
        }
    }

    fn found(&self) -> Minimum {
        Minimum {
            at: self.at.clone(),
            value: self.value,
            iterations: self.iterations,
        }
    }

    /// Goes on from where it is over another function that is much like the one before.
    fn turn_to(&mut self, tolerance: f64, objective: &Objective) {
        self.value = objective(&self.at, &mut self.gradient);
        self.tolerance = tolerance;
    }

    /// Takes a step, or says how the search ended.
    pub fn step(&mut self, objective: &Objective) -> Option<Result<Minimum, Unsettled>> {
        let steepest = largest(&self.gradient);
        if !self.value.is_finite() || !steepest.is_finite() || self.iterations > ITERATIONS_MAX {
            return Some(Err(Unsettled));
        }
        if steepest <= self.tolerance {
            return Some(Ok(self.found()));
        }
        let mut step: Vec<f64> = self
            .inverse
            .times(&self.gradient)
            .iter()
            .map(|x| -x)
            .collect();
        let mut slope = dot(&step, &self.gradient);
        if slope >= 0.0 {
            // Rounding made the matrix useless; straight down is always right.
            self.inverse = identity(self.at.len(), 1.0);
            self.is_fresh = true;
            step = self.gradient.iter().map(|x| -x).collect();
            slope = -dot(&self.gradient, &self.gradient);
        }
        let mut size = (self.step_max / largest(&step)).min(1.0);
        let mut next_gradient = vec![0.0; self.at.len()];
        let mut halvings = 0;
        let (next, next_value) = loop {
            let next = self.at.iter().zip(&step).map(|(x, by)| x + size * by);
            let next: Vec<f64> = next.collect();
            let next_value = objective(&next, &mut next_gradient);
            let flatter = largest(&next_gradient);
            let is_lower = next_value <= self.value + ARMIJO * size * slope;
            // Near the minimum the value is all rounding, while the gradient still tells.
            let is_level = (next_value - self.value).abs() <= LEVEL * self.value.abs();
            if flatter.is_finite() && (is_lower || is_level && flatter < steepest) {
                break (next, next_value);
            }
            size *= 0.5;
            halvings += 1;
            if halvings > HALVINGS_MAX {
                return Some(if steepest <= STALLED {
                    Ok(self.found())
                } else {
                    Err(Unsettled)
                });
            }
        };
        let is_flat = largest(&next_gradient) >= 0.5 * steepest;
        if next_value >= self.value && is_flat && steepest <= STALLED {
            return Some(Ok(self.found()));
        }
        let moved: Vec<f64> = step.iter().map(|by| size * by).collect();
        let turned = next_gradient.iter().zip(&self.gradient);
        let turned: Vec<f64> = turned.map(|(new, old)| new - old).collect();
        let curvature = dot(&moved, &turned);
        // Backtracking does not promise a positive curvature; without one nothing is learnt.
        if curvature > 1e-12 * dot(&turned, &turned).sqrt() * dot(&moved, &moved).sqrt() {
            if self.is_fresh {
                self.inverse = identity(self.at.len(), curvature / dot(&turned, &turned));
                self.is_fresh = false;
            }
            update(&mut self.inverse, &moved, &turned, curvature);
        }
        (self.at, self.value, self.gradient) = (next, next_value, next_gradient);
        self.iterations += 1;
        None
    }
}

/// A function that is the mean over many entries: of entries and variables, as [`Objective`] is.
pub type MeanOf<T> = fn(&[T], &[f64], &mut [f64]) -> f64;

/// Up to so many entries are searched over as they are.
const ENTRIES_FEW: usize = 4000;
/// Of more every so many are searched over first.
const EVERY: usize = 8;
/// How near to their own minimum that has to come: theirs and that of all lie further apart.
const ROUGH: f64 = 1e-4;
/// So near to the bound slopes are so small that a search comes to rest on its way.
const SHORE: f64 = 1.0;

/// Where and how a search over entries goes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// No entry of the gradient is above it where the search ends.
    pub tolerance: f64,
    /// No step changes a variable by more.
    pub step_max: f64,
    /// Variables beyond ± this run off to where there is no minimum.
    pub bound: f64,
}

/// A search for the least mean over entries. Of many some come first: most steps are taken over these,
/// and over all only the last ones, from near the minimum and with the curvature that was learnt. The
/// minimum is that of all entries, by the same tolerance.
#[derive(Clone, Debug)]
pub struct SearchOver<T> {
    entries: Vec<T>,
    /// Those that come first, while they are searched over.
    some: Option<Vec<T>>,
    /// Whether they were where it began.
    is_led: bool,
    mean: MeanOf<T>,
    start: Vec<f64>,
    limits: Limits,
    search: Search,
}

impl<T: Clone> SearchOver<T> {
    /// Begins at `start`.
    #[must_use]
    pub fn begin(entries: Vec<T>, start: &[f64], limits: Limits, mean: MeanOf<T>) -> Self {
        let some = (entries.len() > ENTRIES_FEW)
            .then(|| entries.iter().step_by(EVERY).cloned().collect::<Vec<T>>());
        let (first, tolerance) = match &some {
            Some(some) => (some, ROUGH),
            None => (&entries, limits.tolerance),
        };
        let Limits {
            step_max, bound, ..
        } = limits;
        let search = Search::begin(start, tolerance, step_max, &within(first, bound, mean));
        Self {
            is_led: some.is_some(),
            entries,
            some,
            mean,
            start: start.to_vec(),
            limits,
            search,
        }
    }

    /// Takes a step, or says how the search ended.
    pub fn step(&mut self) -> Option<Result<Minimum, Unsettled>> {
        let Limits {
            tolerance,
            step_max,
            bound,
        } = self.limits;
        let some = self.some.take();
        let asked = some.as_ref().unwrap_or(&self.entries);
        let Some(ended) = self.search.step(&within(asked, bound, self.mean)) else {
            self.some = some;
            return None;
        };
        let is_off = |x: &f64| x.abs() > bound - SHORE;
        let ended = ended.and_then(|found| {
            let has_run_off = found.at.iter().any(is_off);
            if has_run_off {
                Err(Unsettled)
            } else {
                Ok(found)
            }
        });
        let all = within(&self.entries, bound, self.mean);
        if ended.is_err() && self.is_led {
            // Some may say nothing, or lead nowhere, where all have a minimum.
            self.is_led = false;
            self.search = Search::begin(&self.start, tolerance, step_max, &all);
        } else if some.is_some() {
            self.search.turn_to(tolerance, &all);
        } else {
            return Some(ended);
        }
        None
    }
}

/// The mean as a function that has no value beyond a bound.
fn within<T>(
    entries: &[T],
    bound: f64,
    mean: MeanOf<T>,
) -> impl Fn(&[f64], &mut [f64]) -> f64 + '_ {
    move |at, gradient| {
        if at.iter().any(|x| x.abs() > bound) {
            return f64::INFINITY;
        }
        mean(entries, at, gradient)
    }
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
    use crate::random::Random;
    use statrs::function::gamma::{digamma, ln_gamma};
    use std::cell::Cell;

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

    fn over<T: Clone>(
        entries: Vec<T>,
        start: &[f64],
        mean: MeanOf<T>,
    ) -> Result<Minimum, Unsettled> {
        let limits = Limits {
            tolerance: 1e-9,
            step_max: 2.0,
            bound: 12.0,
        };
        let mut search = SearchOver::begin(entries, start, limits, mean);
        loop {
            if let Some(ended) = search.step() {
                return ended;
            }
        }
    }

    /// An entry, and how often any was looked at.
    type Counted<'a> = (f64, &'a Cell<usize>);

    /// Minus the mean log-likelihood of a gamma distribution at the logarithms of its shape and rate.
    fn unlikely(entries: &[Counted], at: &[f64], gradient: &mut [f64]) -> f64 {
        let (shape, rate, n) = (at[0].exp(), at[1].exp(), entries.len() as f64);
        let (mut sum, mut logs) = (0.0, 0.0);
        for (entry, looked) in entries {
            looked.set(looked.get() + 1);
            sum += entry / n;
            logs += entry.ln() / n;
        }
        gradient[0] = -shape * (rate.ln() + logs - digamma(shape));
        gradient[1] = -shape + rate * sum;
        ln_gamma(shape) - shape * rate.ln() - (shape - 1.0) * logs + rate * sum
    }

    #[test]
    fn many_entries_have_the_minimum_of_all_and_are_seldom_looked_at() {
        let mut random = Random::new(11);
        let looked = Cell::new(0);
        let mut drawn = || -(1.0 - random.uniform()).ln() - (1.0 - random.uniform()).ln();
        let entries: Vec<Counted> = (0..30_000).map(|_| (3.0 * drawn(), &looked)).collect();
        let of_all = |at: &[f64], gradient: &mut [f64]| unlikely(&entries, at, gradient);
        let plain = minimise(&[0.0; 2], 1e-9, 2.0, &of_all).unwrap();
        let plainly = looked.replace(0);
        let found = over(entries.clone(), &[0.0; 2], unlikely).unwrap();
        let apart = found
            .at
            .iter()
            .zip(&plain.at)
            .map(|(one, other)| one - other);
        assert!(
            largest(&apart.collect::<Vec<f64>>()) < 1e-7,
            "{found:?} {plain:?}"
        );
        assert!(looked.get() * 3 < plainly * 2, "{} {plainly}", looked.get());
    }

    /// Where every eighth entry says nothing, all of them are searched from the start.
    #[test]
    fn some_entries_without_a_minimum_leave_it_to_all() {
        let mean: MeanOf<f64> = |entries, at, gradient| {
            let wanted = entries.iter().sum::<f64>() / entries.len() as f64;
            gradient[0] = if wanted == 0.0 { -1.0 } else { at[0] - wanted };
            if wanted == 0.0 {
                -at[0]
            } else {
                0.5 * (at[0] - wanted).powi(2)
            }
        };
        let entries = (0..8000).map(|at| f64::from(at % 8 != 0)).collect();
        let found = over(entries, &[0.0], mean).unwrap();
        assert!((found.at[0] - 0.875).abs() < 1e-9, "{found:?}");
        assert_eq!(over(vec![0.0; 8000], &[0.0], mean), Err(Unsettled));
    }

    /// Where every eighth entry leads to a place from which the search over all finds no way.
    #[test]
    fn some_entries_that_lead_astray_leave_it_to_all() {
        let mean: MeanOf<f64> = |entries, at, gradient| {
            let is_some = entries.iter().sum::<f64>() == 0.0;
            let wanted = if is_some { 5.0 } else { -1.0 };
            gradient[0] = at[0] - wanted;
            if !is_some && at[0] > 4.0 {
                return f64::NAN;
            }
            0.5 * gradient[0].powi(2)
        };
        let entries = (0..8000).map(|at| f64::from(at % 8 != 0)).collect();
        let found = over(entries, &[0.0], mean).unwrap();
        assert!((found.at[0] + 1.0).abs() < 1e-9, "{found:?}");
    }
}
