//! How one looks ahead, and lifetime values under it: the margin of what a customer is expected to spend
//! over a horizon, each purchase discounted to today,
//! CLV = margin × spend × Σ (E[Y(t)] - E[Y(t-1)]) / (1+d)^t over the periods t of the horizon
//! (Fader and Hardie 2013; `lifetimes`, `customer_lifetime_value`).
//!
//! The sum is linear in E[Y] at the ends of the periods, and E[Y] is smooth in time. So E[Y] is worked
//! out once for each customer at the few nodes of a Chebyshev interpolation, and another discount,
//! horizon or margin is another combination of the same numbers: as quick as a scalar product.

/// So many nodes beside the one at the time 0, where nothing is expected.
pub const NODES: usize = 9;

/// How one looks ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// How many months ahead.
    pub months: f64,
    /// By how much a later purchase is worth less, a year: 0.1 for 10 %.
    pub discount: f64,
    /// The part of what is spent that is earned: 0.3 for 30 %.
    pub margin: f64,
}

/// How one looks ahead where the user says nothing: three years, a tenth a year, all of it.
pub const USUAL: Outlook = Outlook {
    months: 36.0,
    discount: 0.1,
    margin: 1.0,
};

/// Days in a year and in a month of it.
const YEAR_DAYS: f64 = 365.25;
const MONTH_DAYS: f64 = YEAR_DAYS / 12.0;

/// The expected purchases of customers at the nodes, and their spend.
#[derive(Clone, Debug)]
pub struct Nodes {
    scale: f64,
    /// The times of the nodes, with the one at 0 first.
    times: [f64; NODES + 1],
    expected: Vec<[f64; NODES]>,
    spends: Vec<f64>,
    /// What is expected of all customers together.
    sums: [f64; NODES],
}

impl Nodes {
    /// No customers yet. `scale` is the time in which expectations bend, `ahead_max` the longest horizon;
    /// both in the unit of time of the model.
    #[must_use]
    pub fn new(scale: f64, ahead_max: f64) -> Self {
        let scale = scale.max(1e-9);
        let most = (ahead_max / scale).ln_1p();
        // The extrema of a Chebyshev polynomial, laid over 0 to the horizon.
        let place = |at: usize| {
            let turn = std::f64::consts::PI * at as f64 / NODES as f64;
            most * 0.5 * (1.0 - turn.cos())
        };
        let mut times = [0.0; NODES + 1];
        for (at, time) in times.iter_mut().enumerate() {
            *time = scale * place(at).exp_m1();
        }
        Self {
            scale,
            times,
            expected: Vec::new(),
            spends: Vec::new(),
            sums: [0.0; NODES],
        }
    }

    /// The times of the nodes, in the unit of the model; the one at 0, where nothing is expected, is
    /// not among them.
    #[must_use]
    pub fn times(&self) -> [f64; NODES] {
        let mut times = [0.0; NODES];
        for (slot, time) in times.iter_mut().zip(self.times.iter().skip(1)) {
            *slot = *time;
        }
        times
    }

    /// Adds a customer: the spend of one purchase, and what is expected up to each of the times.
    pub fn push(&mut self, spend: f64, expected: [f64; NODES]) {
        for (sum, expected) in self.sums.iter_mut().zip(expected) {
            *sum += expected;
        }
        self.expected.push(expected);
        self.spends.push(spend);
    }

    /// How much the expectation at each node counts for one at a time (barycentric interpolation, J.-P.
    /// Berrut and L. N. Trefethen, SIAM Review 46, 2004, formula 4.2).
    fn weights_at(&self, time: f64) -> [f64; NODES + 1] {
        let bend = |time: f64| (time / self.scale).ln_1p();
        let place = bend(time);
        let mut weights = [0.0; NODES + 1];
        let mut sum = 0.0;
        for (at, node) in self.times.iter().enumerate() {
            let away = place - bend(*node);
            if away.abs() < 1e-12 {
                let mut only = [0.0; NODES + 1];
                if let Some(slot) = only.get_mut(at) {
                    *slot = 1.0;
                }
                return only;
            }
            let sign = if at % 2 == 0 { 1.0 } else { -1.0 };
            let half = if at == 0 || at == NODES { 0.5 } else { 1.0 };
            let weight = sign * half / away;
            if let Some(slot) = weights.get_mut(at) {
                *slot = weight;
            }
            sum += weight;
        }
        weights.map(|weight| weight / sum)
    }

    /// How much the expectation at each node counts in the discounted sum over the periods of the
    /// horizon, which are as long as the unit, of `unit_days`.
    fn combined(&self, outlook: &Outlook, unit_days: f64) -> [f64; NODES] {
        let longest = self.times.last().copied().unwrap_or_default();
        let horizon = (outlook.months.max(0.0) * MONTH_DAYS / unit_days).min(longest);
        let yearly = (1.0 + outlook.discount.max(0.0)).ln();
        let factor = |time: f64| (-yearly * time * unit_days / YEAR_DAYS).exp();
        let mut combined = [0.0; NODES + 1];
        let mut add = |time: f64, by: f64| {
            let weights = self.weights_at(time);
            for (slot, weight) in combined.iter_mut().zip(weights) {
                *slot += by * weight;
            }
        };
        // Σ (E(t) - E(t-1)) f(t), with E(t) taken out of both its terms; the last period may be a part.
        let whole = horizon.floor() as u32;
        for period in 1..=whole {
            let time = f64::from(period);
            let next = (time + 1.0).min(horizon);
            let after = if next > time { factor(next) } else { 0.0 };
            add(time, factor(time) - after);
        }
        if horizon > f64::from(whole) {
            add(horizon, factor(horizon));
        }
        let mut without_start = [0.0; NODES];
        for (slot, weight) in without_start.iter_mut().zip(combined.iter().skip(1)) {
            *slot = *weight;
        }
        without_start
    }

    /// The purchases to be expected of all customers in so many months.
    #[must_use]
    pub fn expected_in_all(&self, months: f64, unit_days: f64) -> f64 {
        let longest = self.times.last().copied().unwrap_or_default();
        let ahead = (months.max(0.0) * MONTH_DAYS / unit_days).min(longest);
        let weights = self.weights_at(ahead);
        let nodes = weights.iter().skip(1).zip(&self.sums);
        nodes.map(|(weight, sum)| weight * sum).sum()
    }

    /// The lifetime values, in the unit of the spend.
    pub fn values(&self, outlook: &Outlook, unit_days: f64) -> impl Iterator<Item = f64> {
        let combined = self.combined(outlook, unit_days);
        let margin = outlook.margin;
        let customers = self.expected.iter().zip(&self.spends);
        customers.map(move |(expected, spend)| worth(expected, *spend, &combined, margin))
    }

    /// The lifetime value of one customer, by their place.
    #[must_use]
    pub fn value_at(&self, outlook: &Outlook, unit_days: f64, place: usize) -> Option<f64> {
        let combined = self.combined(outlook, unit_days);
        let (expected, spend) = (self.expected.get(place)?, self.spends.get(place)?);
        Some(worth(expected, *spend, &combined, outlook.margin))
    }
}

/// The discounted purchases of a customer times what each brings.
fn worth(expected: &[f64; NODES], spend: f64, combined: &[f64; NODES], margin: f64) -> f64 {
    let purchases: f64 = expected.iter().zip(combined).map(|(e, w)| e * w).sum();
    (purchases * spend * margin).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use satchel_stats::bgnbd::{History, Model};

    /// Something that bends like the expectation of a customer.
    fn expected(time: f64) -> f64 {
        3.0 * (1.0 - (1.0 + time / 40.0).powf(-0.6))
    }

    fn by_hand(outlook: &Outlook, unit_days: f64) -> f64 {
        let horizon = outlook.months * MONTH_DAYS / unit_days;
        let at = |time: f64| expected(time * unit_days / 7.0);
        let (mut sum, mut before) = (0.0, 0.0);
        while before < horizon {
            let time = (before + 1.0_f64).min(horizon);
            let factor = (1.0 + outlook.discount).powf(-time * unit_days / YEAR_DAYS);
            sum += (at(time) - at(before)) * factor;
            before = time;
        }
        sum * outlook.margin * 25.0
    }

    #[test]
    fn the_combination_of_nodes_is_the_sum_over_the_periods() {
        let mut compared = 0;
        for unit_days in [1.0, 7.0, MONTH_DAYS] {
            let mut nodes = Nodes::new(35.0 / unit_days, 60.0 * MONTH_DAYS / unit_days);
            let at = nodes.times().map(|time| expected(time * unit_days / 7.0));
            nodes.push(25.0, at);
            for months in [0.0, 1.0, 9.0, 36.0, 60.0] {
                for discount in [0.0, 0.1, 0.5] {
                    let outlook = Outlook {
                        months,
                        discount,
                        margin: 0.3,
                    };
                    let found = nodes.values(&outlook, unit_days).next().unwrap_or(-1.0);
                    let by_hand = by_hand(&outlook, unit_days);
                    let off = (found - by_hand).abs();
                    assert!(
                        off <= 1e-4 * by_hand.max(1e-9),
                        "{months} {discount}: {found} {by_hand}"
                    );
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, 45);
    }

    /// The published model of CDNOW (Fader, Hardie and Lee 2005) and its customer with two repeats, over
    /// twelve periods of 4.345 weeks at 1 % each, as `lifetimes` 0.11 gives it for $22.35 at a time.
    #[test]
    fn the_value_is_that_of_lifetimes() {
        let model = Model {
            r: 0.243,
            alpha: 4.414,
            a: 0.793,
            b: 2.426,
        };
        let history = History {
            repeats: 2,
            last: 30.43,
            age: 38.86,
        };
        const WEEKS: f64 = 4.345;
        let unit_days = WEEKS * 7.0;
        let outlook = Outlook {
            months: 12.0 * unit_days / MONTH_DAYS,
            discount: 1.01_f64.powf(YEAR_DAYS / unit_days) - 1.0,
            margin: 1.0,
        };
        let mut nodes = Nodes::new(model.alpha / WEEKS, 60.0);
        let times = nodes.times().map(|periods| periods * WEEKS);
        nodes.push(22.35, times.map(|time| model.expected(&history, time)));
        let found = nodes.value_at(&outlook, unit_days, 0);
        assert!(
            (found.unwrap_or_default() - 32.884_904).abs() < 1e-4,
            "{found:?}"
        );
        assert_eq!(nodes.value_at(&outlook, unit_days, 1), None);
    }
}
