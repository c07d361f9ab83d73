//! What a customer spends at a time: the Gamma-Gamma model of P. Fader and B. Hardie, “The
//! Gamma-Gamma model of monetary value” (2013), after P. Fader, B. Hardie and K. L. Lee, “RFM and
//! CLV” (Journal of Marketing Research 42, 2005). It pulls the mean of few purchases towards
//! everybody's. It holds only where who buys more often does not spend more at a time, so their
//! correlation is given; how many purchases there will be is left to `bgnbd`.

use crate::minimise::{Limits, Minimum, SearchOver, Unsettled};
use statrs::function::gamma::{digamma, ln_gamma};

/// Fewer customers than this say nothing about three parameters.
pub const CUSTOMERS_MIN: usize = 20;

/// Of the logarithms of the parameters.
const LIMITS: Limits = Limits {
    tolerance: 1e-8,
    step_max: 2.0,
    bound: 12.0,
};

/// What one customer spent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spending {
    /// How many purchases the mean is of: x.
    pub purchases: u32,
    /// The mean of what was spent at a time, in any unit of money.
    pub mean: f64,
}

/// The parameters of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// The shape of a customer's purchases.
    pub p: f64,
    /// The shape of the customers' rates.
    pub q: f64,
    /// The scale of the customers' rates, in units of money.
    pub gamma: f64,
}

/// A fitted model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The parameters.
    pub model: Model,
    /// The log-likelihood in the unit of money that was given.
    pub log_likelihood: f64,
    /// How many steps were taken.
    pub iterations: u32,
    /// How many customers were fitted: those who bought, and for more than nothing.
    pub customers: usize,
    /// The correlation of how often and how much at a time; none where one of them does not vary.
    /// The model takes it to be 0.
    pub correlation: Option<f64>,
}

/// Why there is no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Fewer than [`CUSTOMERS_MIN`] customers bought something.
    TooFew {
        /// How many did.
        customers: usize,
    },
    /// A mean is NaN or infinite.
    NotFinite,
    /// The parameters run off, as where all spend the same or the mean has no bound (q up to 1).
    Unsettled,
}

/// Fits the model by maximum likelihood to the customers who bought for more than nothing; others
/// are left out.
///
/// # Errors
/// See [`Unfit`].
pub fn fit(spendings: &[Spending]) -> Result<Fit, Unfit> {
    let mut fitting = Fitting::of(spendings)?;
    loop {
        if let Some(found) = fitting.step() {
            return found;
        }
    }
}

/// A fit on its way, for whoever lets others work between its steps.
#[derive(Clone, Debug)]
pub struct Fitting {
    bought: Vec<Spending>,
    scale: f64,
    search: SearchOver<Spending>,
}

impl Fitting {
    /// Begins to fit the model to the customers who bought for more than nothing.
    ///
    /// # Errors
    /// Too few bought, or a mean is no number.
    pub fn of(spendings: &[Spending]) -> Result<Self, Unfit> {
        if !spendings.iter().all(|own| own.mean.is_finite()) {
            return Err(Unfit::NotFinite);
        }
        let mut bought: Vec<Spending> = spendings.to_vec();
        bought.retain(|own| own.purchases > 0 && own.mean > 0.0);
        let customers = bought.len();
        if customers < CUSTOMERS_MIN {
            return Err(Unfit::TooFew { customers });
        }
        // What depends on the number of purchases alone is worked out where it changes.
        bought.sort_unstable_by_key(|own| own.purchases);
        let n = customers as f64;
        let scale = bought.iter().map(|own| own.mean / n).sum::<f64>();
        if !scale.is_normal() {
            return Err(Unfit::NotFinite);
        }
        let scaled: Vec<Spending> = bought
            .iter()
            .map(|own| Spending {
                mean: own.mean / scale,
                ..*own
            })
            .collect();
        let start = [0.0, 1.0, 0.0];
        let search = SearchOver::begin(scaled, &start, LIMITS, unlikelihood);
        Ok(Self {
            bought,
            scale,
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
            gamma: model.gamma * self.scale,
            ..model
        };
        let log_likelihood = model.likelihood(&self.bought).0;
        if !(model.q > 1.0 && log_likelihood.is_finite()) {
            return Err(Unfit::Unsettled);
        }
        Ok(Fit {
            model,
            log_likelihood,
            iterations: found.iterations,
            customers: self.bought.len(),
            correlation: correlation(&self.bought),
        })
    }
}

/// Minus the mean log-likelihood at the logarithms of the parameters, and its slopes.
fn unlikelihood(spendings: &[Spending], logs: &[f64], slopes: &mut [f64]) -> f64 {
    let n = spendings.len() as f64;
    let (value, by_parameter) = Model::of_logs(logs).likelihood(spendings);
    for ((entry, slope), log) in slopes.iter_mut().zip(by_parameter).zip(logs) {
        *entry = -slope * log.exp() / n;
    }
    -value / n
}

/// Pearson's correlation of how often customers bought and how much at a time; none where one of
/// them does not vary.
#[must_use]
pub fn correlation(spendings: &[Spending]) -> Option<f64> {
    let n = spendings.len() as f64;
    let pairs = || {
        spendings
            .iter()
            .map(|own| (f64::from(own.purchases), own.mean))
    };
    let (often, much) = pairs().fold((0.0, 0.0), |(x, m), pair| (x + pair.0 / n, m + pair.1 / n));
    let (mut xx, mut mm, mut xm) = (0.0, 0.0, 0.0);
    for (x, m) in pairs() {
        xx += (x - often).powi(2);
        mm += (m - much).powi(2);
        xm += (x - often) * (m - much);
    }
    let correlation = xm / (xx.sqrt() * mm.sqrt());
    correlation
        .is_finite()
        .then(|| correlation.clamp(-1.0, 1.0))
}

impl Model {
    fn of_logs(logs: &[f64]) -> Self {
        let mut values = logs.iter().map(|log| log.exp());
        let mut next = || values.next().unwrap_or(1.0);
        Self {
            p: next(),
            q: next(),
            gamma: next(),
        }
    }

    /// What customers spend at a time on average (above formula 3 there).
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.p * self.gamma / (self.q - 1.0)
    }

    /// What this customer is expected to spend at a time (formula 5 there): between their own mean
    /// and everybody's, nearer their own the more often they bought. Without a purchase it is
    /// everybody's.
    #[must_use]
    pub fn expected(&self, spending: &Spending) -> f64 {
        let shape = self.p * f64::from(spending.purchases);
        let own = if shape > 0.0 {
            shape * spending.mean
        } else {
            0.0
        };
        (self.p * self.gamma + own) / (shape + self.q - 1.0)
    }

    /// The log-likelihood (formula 1a there), and how it changes with p, q, γ.
    fn likelihood(&self, spendings: &[Spending]) -> (f64, [f64; 3]) {
        let Self { p, q, gamma } = *self;
        let (ln_gamma_q, psi_q, ln_scale) = (ln_gamma(q), digamma(q), gamma.ln());
        let mut value = 0.0;
        let mut slopes = [0.0; 3];
        let mut purchases = None;
        let (mut x, mut ln_x, mut start, mut psi_both, mut psi_own) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for own in spendings {
            if purchases != Some(own.purchases) {
                purchases = Some(own.purchases);
                x = f64::from(own.purchases);
                ln_x = x.ln();
                start = ln_gamma(p * x + q) - ln_gamma(p * x) - ln_gamma_q;
                (psi_both, psi_own) = (digamma(p * x + q), digamma(p * x));
            }
            let (ln_mean, whole) = (own.mean.ln(), gamma + x * own.mean);
            let ln_whole = whole.ln();
            value +=
                start + q * (ln_scale - ln_whole) + p * x * (ln_x + ln_mean - ln_whole) - ln_mean;
            let [slope_p, slope_q, slope_gamma] = &mut slopes;
            *slope_p += x * (psi_both - psi_own + ln_x + ln_mean - ln_whole);
            *slope_q += psi_both - psi_q + ln_scale - ln_whole;
            *slope_gamma += q / gamma - (p * x + q) / whole;
        }
        (value, slopes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::samples::cdnow;

    fn spendings() -> Vec<Spending> {
        let of = |(history, mean): &(crate::bgnbd::History, f64)| Spending {
            purchases: history.repeats,
            mean: *mean,
        };
        cdnow().iter().map(of).collect()
    }

    fn is_near(one: f64, other: f64, share: f64) -> bool {
        (one - other).abs() <= share * other.abs()
    }

    /// The note's section 4.
    #[test]
    fn cdnows_spending_is_that_of_the_note() {
        let fit = fit(&spendings()).unwrap();
        let Model { p, q, gamma } = fit.model;
        assert_eq!(fit.customers, 946);
        assert!(
            is_near(p, 6.25, 0.005) && is_near(q, 3.74, 0.005),
            "{fit:?}"
        );
        assert!(is_near(gamma, 15.44, 0.005), "{fit:?}");
        assert!(
            (fit.model.mean() - 35.17).abs() < 0.05,
            "{}",
            fit.model.mean()
        );
        assert!((fit.correlation.unwrap() - 0.11).abs() < 0.01, "{fit:?}");
    }

    #[test]
    fn the_unit_of_money_does_not_matter() {
        let plain = fit(&spendings()).unwrap().model;
        for scale in [1e-3, 1e6] {
            let mut scaled = spendings();
            for own in &mut scaled {
                own.mean *= scale;
            }
            let model = fit(&scaled).unwrap().model;
            assert!(is_near(model.p, plain.p, 1e-4) && is_near(model.q, plain.q, 1e-4));
            assert!(is_near(model.gamma, plain.gamma * scale, 1e-4));
        }
    }

    #[test]
    fn slopes_are_those_of_the_likelihood() {
        let mut all = spendings();
        all.retain(|own| own.purchases > 0);
        let at = [6.0, 3.5, 14.0];
        let value = |at: [f64; 3]| Model::of_logs(&at.map(f64::ln)).likelihood(&all);
        let (_, slopes) = value(at);
        for place in 0..3 {
            let moved = |by: f64| {
                let mut moved = at;
                moved[place] += by;
                value(moved).0
            };
            let wanted = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!(is_near(slopes[place], wanted, 1e-5), "{slopes:?} {wanted}");
        }
    }

    /// The note's weighted mean: (q-1) / (px+q-1) of everybody's and the rest of their own.
    #[test]
    fn expected_spending_lies_between_ones_own_and_everybodys() {
        let model = Model {
            p: 6.25,
            q: 3.74,
            gamma: 15.44,
        };
        let own = Spending {
            purchases: 2,
            mean: 22.35,
        };
        let weight = 2.74 / (12.5 + 2.74);
        let wanted = weight * model.mean() + (1.0 - weight) * 22.35;
        assert!((model.expected(&own) - wanted).abs() < 1e-10);
        let nothing = Spending {
            purchases: 0,
            mean: 99.0,
        };
        assert!((model.expected(&nothing) - model.mean()).abs() < 1e-10);
    }

    #[test]
    fn what_cannot_be_fitted_says_why() {
        let one = |purchases, mean| Spending { purchases, mean };
        assert_eq!(fit(&[]), Err(Unfit::TooFew { customers: 0 }));
        let unpaid = vec![one(0, 5.0); 50];
        assert_eq!(fit(&unpaid), Err(Unfit::TooFew { customers: 0 }));
        assert_eq!(fit(&[one(1, f64::NAN)]), Err(Unfit::NotFinite));
        assert_eq!(fit(&vec![one(3, 10.0); 50]), Err(Unfit::Unsettled));
    }
}
