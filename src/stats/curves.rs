//! The expected purchases of many customers by one model. What is expected of one who has not left
//! depends on the number of repeats, and on time only by w = ln((α+T+t) / (α+T)): in the formula
//! (10) of Fader, Hardie and Lee (2005) all times stand in z = 1 - e^-w. So each number of repeats
//! has one curve over w, the same for all who have it, kept as a Chebyshev series (L. N. Trefethen,
//! “Approximation Theory and Approximation Practice”, 2013, chapters 3 and 8). Its singularities
//! are π away from the real w, so that some twenty terms hold ten digits. The formula itself is left
//! to `expectation`.

use crate::bgnbd::{History, Model};
use crate::expectation::expected_at;
use std::collections::HashMap;
use std::f64::consts::PI;

/// So many terms a series has.
const TERMS: usize = 28;

/// The coefficients of a series, the constant first.
type Curve = [f64; TERMS];

/// The curves of a model, each made when a customer first has so many repeats.
#[derive(Clone, Debug)]
pub struct Curves {
    model: Model,
    /// The longest w.
    most: f64,
    of: HashMap<u32, Curve>,
}

impl Curves {
    /// No curves yet, for times up to `ahead_max` ahead, in the unit of the model.
    #[must_use]
    pub fn new(model: Model, ahead_max: f64) -> Self {
        Self {
            model,
            most: (ahead_max.max(0.0) / model.alpha).ln_1p(),
            of: HashMap::new(),
        }
    }

    /// The purchases to be expected of a customer by each of these times ahead, as
    /// [`Model::expected`] has them.
    #[must_use]
    pub fn expected_at<const N: usize>(
        &mut self,
        history: &History,
        aheads: &[f64; N],
    ) -> [f64; N] {
        let (model, most) = (self.model, self.most);
        let time = model.alpha + history.age;
        let places = aheads.map(|ahead| 2.0 * (ahead / time).ln_1p() / most - 1.0);
        // Beyond its end a series is no curve any more.
        if !places.iter().all(|place| *place <= 1.0 + 1e-9) {
            return aheads.map(|ahead| model.expected(history, ahead));
        }
        let curve = self.of.entry(history.repeats);
        let curve = curve.or_insert_with(|| made(&model, history.repeats, most));
        let alive = model.alive(history);
        sums(curve, &places).map(|expected| alive * expected.max(0.0))
    }
}

/// The sum of a series at some places from -1 to 1 (C. W. Clenshaw, 1955).
fn sums<const N: usize>(curve: &Curve, places: &[f64; N]) -> [f64; N] {
    let (mut one, mut two) = ([0.0; N], [0.0; N]);
    let (constant, rest) = curve.split_first().unwrap_or((&0.0, &[]));
    for term in rest.iter().rev() {
        for ((one, two), place) in one.iter_mut().zip(&mut two).zip(places) {
            let next = term + 2.0 * place * *one - *two;
            *two = *one;
            *one = next;
        }
    }
    for ((one, two), place) in one.iter_mut().zip(two).zip(places) {
        *one = constant + place * *one - two;
    }
    one
}

/// The series through the curve at the roots of the next Chebyshev polynomial.
fn made(model: &Model, repeats: u32, most: f64) -> Curve {
    let x = f64::from(repeats);
    let mut angles = [0.0; TERMS];
    for (at, angle) in angles.iter_mut().enumerate() {
        *angle = PI * (at as f64 + 0.5) / TERMS as f64;
    }
    // With a time of 1 until now, the time ahead is e^w - 1.
    let aheads = angles.map(|angle| (most * 0.5 * (angle.cos() + 1.0)).exp_m1());
    let at = expected_at(model.r + x, 1.0, model.a, model.b + x, &aheads);
    let mut curve = [0.0; TERMS];
    for (degree, term) in curve.iter_mut().enumerate() {
        let waves = angles.iter().map(|angle| (degree as f64 * angle).cos());
        let sum: f64 = waves.zip(at).map(|(wave, at)| wave * at).sum();
        let share = if degree == 0 { 1.0 } else { 2.0 };
        *term = share * sum / TERMS as f64;
    }
    curve
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_what_is_expected_of_each() {
        let cdnow = Model {
            r: 0.243,
            alpha: 4.414,
            a: 0.793,
            b: 2.426,
        };
        let models = [
            cdnow,
            Model {
                alpha: 0.3,
                ..cdnow
            },
            Model {
                r: 2.1,
                alpha: 40.0,
                a: 0.2,
                b: 6.0,
            },
        ];
        let mut compared = 0;
        for model in models {
            let mut curves = Curves::new(model, 261.0);
            for repeats in [0, 1, 2, 7, 40, 300] {
                for age in [0.0, 0.4, 5.0, 39.0, 156.0] {
                    let history = History {
                        repeats,
                        last: age * 0.7,
                        age,
                    };
                    let aheads = [0.0, 0.5, 4.345, 52.0, 156.0, 261.0];
                    let found = curves.expected_at(&history, &aheads);
                    let longest = model.expected(&history, 261.0);
                    for (ours, ahead) in found.iter().zip(&aheads) {
                        let alone = model.expected(&history, *ahead);
                        assert!(
                            (ours - alone).abs() <= 1e-8 * longest,
                            "{model:?} {history:?} {ahead}: {ours} {alone}"
                        );
                        compared += 1;
                    }
                }
            }
        }
        assert_eq!(compared, 3 * 6 * 5 * 6);
    }

    #[test]
    fn further_ahead_than_the_curves_reach_the_formula_answers() {
        let model = Model {
            r: 0.243,
            alpha: 4.414,
            a: 0.793,
            b: 2.426,
        };
        let history = History {
            repeats: 2,
            last: 3.0,
            age: 4.0,
        };
        let mut curves = Curves::new(model, 10.0);
        let [found] = curves.expected_at(&history, &[500.0]);
        let alone = model.expected(&history, 500.0);
        assert!((found - alone).abs() < 1e-12 * alone);
    }
}
