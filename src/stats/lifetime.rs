//! What a customer is still worth: the purchases to come, period by period, each discounted to
//! today, times what is spent at a time. The sum over whole periods is that of the Python package
//! `lifetimes`. How often and how much is left to `bgnbd` and `gamma_gamma`; what a period and a
//! discount are, to whoever asks.

use crate::bgnbd::{History, Model};

/// How far to look, and what later purchases are worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Horizon {
    /// How many periods.
    pub periods: u32,
    /// How many units of the model's time one period is, such as 30 days or 4.345 weeks for a
    /// month.
    pub length: f64,
    /// The discount of one period: 0.01 is 1 %; above -1.
    pub discount: f64,
}

/// The purchases that are expected of a customer within the horizon, each discounted by the end of
/// its period: the sum over i of (E[Y(i)] - E[Y(i-1)]) / (1+d)^i.
#[must_use]
pub fn purchases(model: &Model, history: &History, horizon: &Horizon) -> f64 {
    let ends: Vec<f64> = (1..=horizon.periods)
        .map(|period| f64::from(period) * horizon.length)
        .collect();
    let factor = 1.0 / (1.0 + horizon.discount);
    let (mut sum, mut before, mut discount) = (0.0, 0.0, 1.0);
    for until in model.expected_by(history, &ends) {
        discount *= factor;
        sum += (until - before) * discount;
        before = until;
    }
    sum
}

/// The purchases times what is spent at a time and the part of it that is left as margin, 0 to 1.
#[must_use]
pub fn value(model: &Model, history: &History, horizon: &Horizon, spend: f64, margin: f64) -> f64 {
    purchases(model, history, horizon) * spend * margin
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: Model = Model {
        r: 0.243,
        alpha: 4.414,
        a: 0.793,
        b: 2.426,
    };
    const HISTORY: History = History {
        repeats: 2,
        last: 30.43,
        age: 38.86,
    };

    /// The sum written out, by `expected` alone.
    #[test]
    fn the_sum_is_that_over_the_periods() {
        let horizon = Horizon {
            periods: 12,
            length: 4.345,
            discount: 0.01,
        };
        let brute: f64 = (1..=12)
            .map(|month| {
                let month = f64::from(month);
                let within = MODEL.expected(&HISTORY, month * 4.345)
                    - MODEL.expected(&HISTORY, (month - 1.0) * 4.345);
                within / 1.01_f64.powf(month)
            })
            .sum();
        let ours = purchases(&MODEL, &HISTORY, &horizon);
        assert!((ours - brute).abs() < 1e-12, "{ours} {brute}");
        // As `lifetimes` 0.11 gives it, for $22.35 at a time.
        let worth = value(&MODEL, &HISTORY, &horizon, 22.35, 1.0);
        assert!((worth - 32.884_904_18).abs() < 1e-6, "{worth}");
    }

    #[test]
    fn without_discount_it_is_what_is_expected() {
        let horizon = Horizon {
            periods: 39,
            length: 1.0,
            discount: 0.0,
        };
        let ours = purchases(&MODEL, &HISTORY, &horizon);
        assert!((ours - MODEL.expected(&HISTORY, 39.0)).abs() < 1e-12);
        let none = Horizon {
            periods: 0,
            ..horizon
        };
        assert!(purchases(&MODEL, &HISTORY, &none).abs() < 1e-300);
    }
}
