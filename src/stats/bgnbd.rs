//! Who is still a customer, and how many purchases are to come: the BG/NBD model of P. Fader, B.
//! Hardie and K. L. Lee, “‘Counting your customers’ the easy way: an alternative to the Pareto/NBD
//! model”, Marketing Science 24 (2005). Customers buy at rates of their own (Gamma(r, α)) and after
//! each purchase leave for good with a probability of their own (Beta(a, b)). What counts as a
//! purchase, and the unit of time, are left to whoever asks: days and weeks give the same model.

use crate::expectation;
use crate::minimise::{Limits, Minimum, SearchOver, Unsettled};
use statrs::function::gamma::{digamma, ln_gamma};

/// Fewer customers who came back than this say nothing about four parameters.
pub const REPEATERS_MIN: usize = 20;

/// The mean time is brought to this many units, so that the search starts near from any unit.
const MEAN_TIME: f64 = 10.0;
/// Of the logarithms of the parameters, in those units.
const LIMITS: Limits = Limits {
    tolerance: 1e-9,
    step_max: 2.0,
    bound: 12.0,
};

/// What one customer bought, in any unit of time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct History {
    /// How many purchases after the first: x.
    pub repeats: u32,
    /// The time from the first purchase to the last: t_x; 0 without repeats.
    pub last: f64,
    /// The time from the first purchase to now: T.
    pub age: f64,
}

/// So many customers of one history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// What each bought.
    pub history: History,
    /// How many they are.
    pub count: f64,
}

/// The parameters of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// The shape of the rates of buying.
    pub r: f64,
    /// The scale of the rates of buying, in units of time: the mean rate is r / alpha.
    pub alpha: f64,
    /// Of the probability to leave: its mean is a / (a + b).
    pub a: f64,
    /// Of the probability to leave.
    pub b: f64,
}

/// A fitted model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The parameters.
    pub model: Model,
    /// The log-likelihood in the unit of time that was given.
    pub log_likelihood: f64,
    /// How many steps were taken.
    pub iterations: u32,
    /// How many customers were fitted.
    pub customers: usize,
    /// How many of them came back.
    pub repeaters: usize,
}

/// Why there is no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Fewer than [`REPEATERS_MIN`] customers came back.
    TooFewRepeaters {
        /// How many did.
        repeaters: usize,
    },
    /// A time is NaN, infinite or below 0, or the last purchase is not between the first and now.
    NotTimes,
    /// The parameters run off: these customers do not buy as the model has it, such as where all
    /// buy alike or nobody ever leaves.
    Unsettled,
}

/// Customers of the same history together, in the order of their repeats.
#[must_use]
pub fn grouped(histories: &[History]) -> Vec<Group> {
    let key = |history: &History| (history.repeats, history.age, history.last);
    let mut sorted = histories.to_vec();
    sorted.sort_unstable_by(|one, other| {
        let (one, other) = (key(one), key(other));
        let ages = one.1.total_cmp(&other.1);
        one.0
            .cmp(&other.0)
            .then(ages)
            .then(one.2.total_cmp(&other.2))
    });
    let same = sorted.chunk_by(|one, other| one == other);
    same.filter_map(|same| {
        Some(Group {
            history: *same.first()?,
            count: same.len() as f64,
        })
    })
    .collect()
}

/// Fits the model to customers by maximum likelihood.
///
/// # Errors
/// See [`Unfit`].
pub fn fit(histories: &[History]) -> Result<Fit, Unfit> {
    let mut fitting = Fitting::of(histories)?;
    loop {
        if let Some(found) = fitting.step() {
            return found;
        }
    }
}

/// A fit on its way, for whoever lets others work between its steps.
#[derive(Clone, Debug)]
pub struct Fitting {
    groups: Vec<Group>,
    scale: f64,
    customers: usize,
    repeaters: usize,
    search: SearchOver<Group>,
}

impl Fitting {
    /// Begins to fit the model to customers.
    ///
    /// # Errors
    /// Too few came back, or something is no time.
    pub fn of(histories: &[History]) -> Result<Self, Unfit> {
        let are_times = histories.iter().all(|history| {
            let has_last = history.repeats == 0 || history.last >= 0.0;
            has_last && history.last <= history.age && history.age.is_finite() && history.age >= 0.0
        });
        if !are_times {
            return Err(Unfit::NotTimes);
        }
        let repeaters = histories.iter().filter(|own| own.repeats > 0).count();
        if repeaters < REPEATERS_MIN {
            return Err(Unfit::TooFewRepeaters { repeaters });
        }
        let groups = grouped(histories);
        let customers = histories.len() as f64;
        let mean = histories.iter().map(|own| own.age / customers).sum::<f64>();
        let scale = MEAN_TIME / mean;
        if !scale.is_finite() {
            return Err(Unfit::NotTimes);
        }
        let scaled: Vec<Group> = groups
            .iter()
            .map(|group| Group {
                history: History {
                    last: group.history.last * scale,
                    age: group.history.age * scale,
                    ..group.history
                },
                count: group.count,
            })
            .collect();
        let search = SearchOver::begin(scaled, &[0.0; 4], LIMITS, unlikelihood);
        Ok(Self {
            groups,
            scale,
            customers: histories.len(),
            repeaters,
            search,
        })
    }

    /// Takes a step, or gives the fit.
    pub fn step(&mut self) -> Option<Result<Fit, Unfit>> {
        let found = self.search.step()?;
        Some(self.end(found))
    }

    fn end(&self, found: Result<Minimum, Unsettled>) -> Result<Fit, Unfit> {
        let found = found.map_err(|_| Unfit::Unsettled)?;
        let model = Model::of_logs(&found.at);
        let model = Model {
            alpha: model.alpha / self.scale,
            ..model
        };
        let log_likelihood = model.likelihood(&self.groups).0;
        if !log_likelihood.is_finite() {
            return Err(Unfit::Unsettled);
        }
        Ok(Fit {
            model,
            log_likelihood,
            iterations: found.iterations,
            customers: self.customers,
            repeaters: self.repeaters,
        })
    }
}

/// Minus the mean log-likelihood at the logarithms of the parameters, and its slopes.
fn unlikelihood(groups: &[Group], logs: &[f64], slopes: &mut [f64]) -> f64 {
    let customers: f64 = groups.iter().map(|group| group.count).sum();
    let (value, by_parameter) = Model::of_logs(logs).likelihood(groups);
    for ((entry, slope), log) in slopes.iter_mut().zip(by_parameter).zip(logs) {
        *entry = -slope * log.exp() / customers;
    }
    -value / customers
}

impl Model {
    fn of_logs(logs: &[f64]) -> Self {
        let mut values = logs.iter().map(|log| log.exp());
        let mut next = || values.next().unwrap_or(1.0);
        Self {
            r: next(),
            alpha: next(),
            a: next(),
            b: next(),
        }
    }

    /// The probability that a customer has not left (P. Fader and B. Hardie, “Computing P(alive)
    /// using the BG/NBD model”, 2008). Without repeats it is 1, as the model lets nobody leave at
    /// the first purchase.
    #[must_use]
    pub fn alive(&self, history: &History) -> f64 {
        if history.repeats == 0 {
            return 1.0;
        }
        let x = f64::from(history.repeats);
        let silence = ((history.age - history.last).max(0.0) / (self.alpha + history.last)).ln_1p();
        let against = self.a / (self.b + x - 1.0) * ((self.r + x) * silence).exp();
        1.0 / (1.0 + against)
    }

    /// The expected purchases of a customer in the time to come (formula 10 there); of a history of
    /// nothing those of a new customer (formula 9).
    #[must_use]
    pub fn expected(&self, history: &History, ahead: f64) -> f64 {
        let x = f64::from(history.repeats);
        let (shape, time) = (self.r + x, self.alpha + history.age);
        self.alive(history) * expectation::expected(shape, time, self.a, self.b + x, ahead)
    }

    /// The probability that a customer buys at all in the time to come. By the likelihood of one who has
    /// not left (formula 3 there), their rate is Gamma(r + x, α + T) and what they leave by Beta(a, b + x),
    /// each whatever the other is. Nobody leaves between two purchases, so that the first one ahead comes
    /// as of somebody who stays, with P(none in t) = ((α + T) / (α + T + t))^(r + x); of a new customer
    /// that is P(X(t) = 0) of formula 8. Who has left buys nothing: P(buys) = P(alive) × (1 − P(none)).
    #[must_use]
    pub fn buys(&self, history: &History, ahead: f64) -> f64 {
        let shape = self.r + f64::from(history.repeats);
        let log_none = -shape * (ahead.max(0.0) / (self.alpha + history.age)).ln_1p();
        self.alive(history) * -log_none.exp_m1()
    }

    /// The log-likelihood of customers (formula 6 there, in the form of its section 4), and how it
    /// changes with r, α, a, b. Groups are best in the order of their repeats: what depends on
    /// these alone is worked out where they change.
    fn likelihood(&self, groups: &[Group]) -> (f64, [f64; 4]) {
        let Self { r, alpha, a, b } = *self;
        let (ln_alpha, ln_a) = (alpha.ln(), a.ln());
        let start = ln_gamma(a + b) - ln_gamma(b) - ln_gamma(r) + r * ln_alpha;
        let (psi_r, psi_ab, psi_b) = (digamma(r), digamma(a + b), digamma(b));
        let mut value = 0.0;
        let mut slopes = [0.0; 4];
        let mut of = Repeats::default();
        let mut repeats = None;
        for Group { history, count } in groups {
            let x = f64::from(history.repeats);
            if repeats != Some(history.repeats) {
                repeats = Some(history.repeats);
                of = Repeats {
                    value: start + ln_gamma(r + x) + ln_gamma(b + x) - ln_gamma(a + b + x),
                    r: digamma(r + x) - psi_r + ln_alpha,
                    a: psi_ab - digamma(a + b + x),
                    b: psi_ab - psi_b + digamma(b + x) - digamma(a + b + x),
                    left: ln_a - (b + x - 1.0).ln(),
                };
            }
            let (age, last) = (alpha + history.age, alpha + history.last);
            let ln_age = age.ln();
            // Either still there, or left at the last purchase.
            let stayed = -(r + x) * ln_age;
            let [slope_r, slope_alpha, slope_a, slope_b] = &mut slopes;
            if history.repeats == 0 {
                value += count * (of.value + stayed);
                *slope_r += count * (of.r - ln_age);
                *slope_alpha += count * (r / alpha - r / age);
                *slope_a += count * of.a;
                *slope_b += count * of.b;
                continue;
            }
            let ln_last = last.ln();
            let left = of.left - (r + x) * ln_last;
            let far = (-(left - stayed).abs()).exp();
            let both = stayed.max(left) + far.ln_1p();
            let more = 1.0 / (1.0 + far);
            let (share, rest) = if left > stayed {
                (more, far * more)
            } else {
                (far * more, more)
            };
            value += count * (of.value + both);
            *slope_r += count * (of.r - rest * ln_age - share * ln_last);
            *slope_alpha += count * (r / alpha - (r + x) * (rest / age + share / last));
            *slope_a += count * (of.a + share / a);
            *slope_b += count * (of.b - share / (b + x - 1.0));
        }
        (value, slopes)
    }
}

/// What depends on the number of repeats alone.
#[derive(Default)]
struct Repeats {
    value: f64,
    r: f64,
    a: f64,
    b: f64,
    left: f64,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::random::Random;
    use crate::samples::cdnow;

    const PUBLISHED: Model = Model {
        r: 0.243,
        alpha: 4.414,
        a: 0.793,
        b: 2.426,
    };

    fn is_near(one: f64, other: f64, share: f64) -> bool {
        (one - other).abs() <= share * other.abs()
    }

    fn assert_published(model: &Model, scale: f64) {
        assert!(is_near(model.r, PUBLISHED.r, 0.005), "{model:?}");
        assert!(
            is_near(model.alpha, PUBLISHED.alpha * scale, 0.005),
            "{model:?}"
        );
        assert!(is_near(model.a, PUBLISHED.a, 0.005), "{model:?}");
        assert!(is_near(model.b, PUBLISHED.b, 0.005), "{model:?}");
    }

    /// Table 2 of the paper, and the customer of its note for Excel.
    #[test]
    fn cdnows_customers_are_those_of_the_paper() {
        let histories: Vec<History> = cdnow().iter().map(|(history, _)| *history).collect();
        assert_eq!(histories.len(), 2357);
        let fit = fit(&histories).unwrap();
        assert_published(&fit.model, 1.0);
        assert!((fit.log_likelihood + 9582.4).abs() < 0.05, "{fit:?}");
        assert_eq!(fit.repeaters, 946);
        let one = History {
            repeats: 2,
            last: 30.43,
            age: 38.86,
        };
        let (alive, expected) = (fit.model.alive(&one), fit.model.expected(&one, 39.0));
        assert!((alive - 0.726_58).abs() < 2e-4, "{alive}");
        assert!((expected - 1.2260).abs() < 2e-4, "{expected}");
    }

    #[test]
    fn the_unit_of_time_does_not_matter() {
        for scale in [7.0, 7.0 * 86_400.0, 1.0 / 52.0] {
            let histories: Vec<History> = cdnow()
                .iter()
                .map(|(history, _)| History {
                    last: history.last * scale,
                    age: history.age * scale,
                    ..*history
                })
                .collect();
            let model = fit(&histories).unwrap().model;
            assert_published(&model, scale);
        }
    }

    #[test]
    fn slopes_are_those_of_the_likelihood() {
        let groups = grouped(&cdnow().iter().map(|(own, _)| *own).collect::<Vec<_>>());
        let value = |at: [f64; 4]| Model::of_logs(&at.map(f64::ln)).likelihood(&groups);
        let at = [0.3, 5.0, 0.7, 2.0];
        let (_, slopes) = value(at);
        for place in 0..4 {
            let moved = |by: f64| {
                let mut moved = at;
                moved[place] += by;
                value(moved).0
            };
            let step = 1e-5;
            let wanted = (moved(step) - moved(-step)) / (2.0 * step);
            assert!(
                is_near(slopes[place], wanted, 1e-6),
                "{place}: {slopes:?} {wanted}"
            );
        }
    }

    /// Customers made by the model itself, followed for as long again.
    #[test]
    fn made_up_customers_do_as_expected() {
        let mut random = Random::new(3);
        let truth = Model {
            r: 1.0,
            alpha: 10.0,
            a: 1.0,
            b: 3.0,
        };
        let (mut expected, mut came) = (0.0, 0.0);
        let (mut likely, mut bought) = (0.0, 0.0);
        let mut histories = Vec::new();
        for _ in 0..4000 {
            // Exponential is Gamma(1), and the power of a uniform number is Beta(1, 3).
            let rate = -(1.0 - random.uniform()).ln() / truth.alpha;
            let leaves = 1.0 - random.uniform().powf(1.0 / 3.0);
            let mut history = History {
                age: 50.0,
                ..History::default()
            };
            let mut time = 0.0;
            let mut is_seen = false;
            loop {
                time -= (1.0 - random.uniform()).ln() / rate;
                if time > 100.0 {
                    break;
                }
                if time > 50.0 {
                    came += 1.0;
                    is_seen |= time <= 60.0;
                } else {
                    history.repeats += 1;
                    history.last = time;
                }
                if random.uniform() < leaves {
                    break;
                }
            }
            expected += truth.expected(&history, 50.0);
            likely += truth.buys(&history, 10.0);
            bought += f64::from(u8::from(is_seen));
            histories.push(history);
        }
        assert!(is_near(expected, came, 0.06), "{expected} {came}");
        assert!(is_near(likely, bought, 0.06), "{likely} {bought}");
        let model = fit(&histories).unwrap().model;
        assert!(
            is_near(model.r, 1.0, 0.15) && is_near(model.alpha, 10.0, 0.15),
            "{model:?}"
        );
        assert!(
            is_near(model.a, 1.0, 0.3) && is_near(model.b, 3.0, 0.35),
            "{model:?}"
        );
    }

    /// The same by adding up over all rates and all ways to leave, without the algebra.
    #[test]
    fn the_probability_to_buy_is_that_of_all_customers_with_this_history() {
        const CELLS: usize = 600;
        let model = Model {
            r: 1.6,
            alpha: 9.0,
            a: 1.3,
            b: 2.7,
        };
        let cells = |most: f64| (0..CELLS).map(move |at| (at as f64 + 0.5) * most / CELLS as f64);
        for (repeats, last, age, ahead) in [
            (0, 0.0, 20.0, 4.0),
            (1, 3.0, 30.0, 4.0),
            (5, 26.0, 30.0, 1.0),
            (5, 26.0, 30.0, 12.0),
            (7, 15.0, 40.0, 4.0),
        ] {
            let history = History { repeats, last, age };
            let (mut all, mut buying) = (0.0, 0.0);
            for rate in cells(2.0) {
                let of_rate = rate.powf(model.r - 1.0) * (-model.alpha * rate).exp();
                let of_rate = of_rate * rate.powi(repeats as i32);
                for leaves in cells(1.0) {
                    let stays: f64 = 1.0 - leaves;
                    let prior = leaves.powf(model.a - 1.0) * stays.powf(model.b - 1.0) * of_rate;
                    let there = prior * stays.powi(repeats as i32) * (-rate * age).exp();
                    let left = match repeats {
                        0 => 0.0,
                        _ => prior * leaves * stays.powi(repeats as i32 - 1) * (-rate * last).exp(),
                    };
                    all += there + left;
                    buying += there * (1.0 - (-rate * ahead).exp());
                }
            }
            let (found, sum) = (model.buys(&history, ahead), buying / all);
            assert!(is_near(found, sum, 2e-3), "{history:?}: {found} {sum}");
        }
        assert_eq!(model.buys(&History::default(), 0.0), 0.0);
    }

    #[test]
    fn what_cannot_be_fitted_says_why() {
        let one = |repeats, last, age| History { repeats, last, age };
        // Twenty-nine purchases of ten customers.
        let few: Vec<History> = (0..10).map(|at| one(at % 5, f64::from(at), 40.0)).collect();
        assert_eq!(fit(&few), Err(Unfit::TooFewRepeaters { repeaters: 8 }));
        assert_eq!(fit(&[]), Err(Unfit::TooFewRepeaters { repeaters: 0 }));
        for wrong in [
            one(1, f64::NAN, 5.0),
            one(1, 6.0, 5.0),
            one(0, 0.0, f64::INFINITY),
            one(2, -1.0, 5.0),
        ] {
            assert_eq!(fit(&[wrong]), Err(Unfit::NotTimes), "{wrong:?}");
        }
        assert_eq!(fit(&[one(1, 0.0, 0.0); 30]), Err(Unfit::NotTimes));
        // Everybody buys once a week for ever: rates without spread, and nobody leaves.
        assert_eq!(fit(&[one(40, 40.0, 40.0); 50]), Err(Unfit::Unsettled));
    }

    #[test]
    fn probabilities_stay_probabilities() {
        for repeats in [0, 1, 5, 10_000] {
            for (last, age) in [(0.0, 0.0), (0.0, 1e6), (1e6, 1e6)] {
                let history = History { repeats, last, age };
                let alive = PUBLISHED.alive(&history);
                assert!((0.0..=1.0).contains(&alive), "{history:?}: {alive}");
                let buys = PUBLISHED.buys(&history, 1e4);
                assert!((0.0..=alive).contains(&buys), "{history:?}: {buys}");
                let expected = PUBLISHED.expected(&history, 1e4);
                assert!(expected >= 0.0 && expected.is_finite(), "{history:?}");
            }
        }
    }
}
