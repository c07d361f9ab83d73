//! How good probabilities are: whether they rank (area under the curve), whether they are sharp
//! (logarithmic loss, Brier's score), and whether they mean what they say (calibration). The figures
//! are those of scikit-learn, with whose examples they are tested.

use crate::quantile::{midranks, quantile, sorted};

/// The share of pairs, one with the outcome and one without, of which the one with it has the higher
/// score; ties count half (J. Hanley and B. McNeil, Radiology 143, 1982). None where all outcomes are the
/// same or a score is NaN.
#[must_use]
pub fn auc(scores: &[f64], outcomes: &[bool]) -> Option<f64> {
    if scores.len() != outcomes.len() || scores.iter().any(|score| score.is_nan()) {
        return None;
    }
    let events = outcomes.iter().filter(|outcome| **outcome).count() as f64;
    let others = outcomes.len() as f64 - events;
    let ranks = midranks(scores);
    let of_events = ranks.iter().zip(outcomes).filter(|(_, outcome)| **outcome);
    let sum: f64 = of_events.map(|(rank, _)| rank).sum();
    let pairs = events * others;
    (pairs > 0.0).then(|| (sum - events * (events + 1.0) / 2.0) / pairs)
}

/// The mean of minus the logarithm of the probability that was given to what came; probabilities are
/// held off 0 and 1 by the precision of doubles. None of no rows.
#[must_use]
pub fn log_loss(probabilities: &[f64], outcomes: &[bool]) -> Option<f64> {
    mean(probabilities, outcomes, |probability, outcome| {
        let probability = probability.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
        if outcome {
            -probability.ln()
        } else {
            -(1.0 - probability).ln()
        }
    })
}

/// The mean squared distance of probabilities from what came (G. Brier, Monthly Weather Review 78,
/// 1950). None of no rows.
#[must_use]
pub fn brier(probabilities: &[f64], outcomes: &[bool]) -> Option<f64> {
    mean(probabilities, outcomes, |probability, outcome| {
        (f64::from(u8::from(outcome)) - probability).powi(2)
    })
}

fn mean(probabilities: &[f64], outcomes: &[bool], of: impl Fn(f64, bool) -> f64) -> Option<f64> {
    if probabilities.len() != outcomes.len() || probabilities.is_empty() {
        return None;
    }
    let both = probabilities.iter().zip(outcomes);
    let sum: f64 = both.map(|(p, outcome)| of(*p, *outcome)).sum();
    let mean = sum / outcomes.len() as f64;
    (!mean.is_nan()).then_some(mean)
}

/// How probabilities are put into bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binning {
    /// Bins of equal width from 0 to 1.
    Uniform,
    /// Bins of about as many rows each.
    Quantile,
}

/// What was said and what came in one bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The mean probability.
    pub predicted: f64,
    /// The share that had the outcome.
    pub observed: f64,
    /// How many rows are in it.
    pub count: usize,
    /// How many of them had the outcome.
    pub events: usize,
}

/// What was said and what came by bins, low to high; empty bins are left out. Probabilities beyond 0
/// and 1 are in the first and last; NaN is in none.
#[must_use]
pub fn calibration(
    probabilities: &[f64],
    outcomes: &[bool],
    bins: usize,
    binning: Binning,
) -> Vec<Bin> {
    let inner = (1..bins).map(|at| at as f64 / bins as f64);
    let edges: Vec<f64> = match binning {
        Binning::Uniform => inner.collect(),
        Binning::Quantile => {
            let sorted = sorted(probabilities);
            inner.filter_map(|share| quantile(&sorted, share)).collect()
        }
    };
    let mut sums = vec![(0.0, 0, 0); bins];
    for (probability, outcome) in probabilities.iter().zip(outcomes) {
        if probability.is_nan() {
            continue;
        }
        // What lies on an edge belongs below it.
        let bin = edges.partition_point(|edge| edge < probability);
        if let Some((sum, count, events)) = sums.get_mut(bin) {
            *sum += probability;
            *count += 1;
            *events += usize::from(*outcome);
        }
    }
    let full = sums.into_iter().filter(|(_, count, _)| *count > 0);
    full.map(|(sum, count, events)| Bin {
        predicted: sum / count as f64,
        observed: events as f64 / count as f64,
        count,
        events,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The example of `sklearn.metrics.roc_auc_score` and its definition, pair by pair.
    #[test]
    fn the_area_is_that_of_scikit_learn() {
        let outcomes = [false, false, true, true];
        assert_eq!(auc(&[0.1, 0.4, 0.35, 0.8], &outcomes), Some(0.75));
        assert_eq!(auc(&[0.5; 4], &outcomes), Some(0.5));
        assert_eq!(auc(&[0.5; 4], &[true; 4]), None);
        assert_eq!(auc(&[0.5, f64::NAN, 0.1, 0.2], &outcomes), None);
    }

    /// The example of `sklearn.metrics.log_loss`; of 1 for what did not come, its bound.
    #[test]
    fn the_logarithmic_loss_is_that_of_scikit_learn() {
        let spam = [true, false, false, true];
        let loss = log_loss(&[0.9, 0.1, 0.2, 0.65], &spam).unwrap();
        assert!((loss - 0.216_16).abs() < 5e-6, "{loss}");
        let bound = log_loss(&[1.0], &[false]).unwrap();
        assert!((bound - 36.043_653_389_117_15).abs() < 1e-9, "{bound}");
        assert_eq!(log_loss(&[], &[]), None);
        assert_eq!(log_loss(&[f64::NAN], &[true]), None);
    }

    /// The example of `sklearn.metrics.brier_score_loss`.
    #[test]
    fn briers_score_is_that_of_scikit_learn() {
        let score = brier(&[0.1, 0.9, 0.8, 0.3], &[false, true, true, false]).unwrap();
        assert!((score - 0.0375).abs() < 1e-12, "{score}");
    }

    /// The example of `sklearn.calibration.calibration_curve`.
    #[test]
    fn calibration_is_that_of_scikit_learn() {
        let probabilities = [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1.0];
        let outcomes = [false, false, false, false, true, true, true, true, true];
        for binning in [Binning::Uniform, Binning::Quantile] {
            let bins = calibration(&probabilities, &outcomes, 3, binning);
            let observed: Vec<f64> = bins.iter().map(|bin| bin.observed).collect();
            let predicted: Vec<f64> = bins.iter().map(|bin| bin.predicted).collect();
            let wanted = match binning {
                Binning::Uniform => ([0.0, 0.5, 1.0], [0.2, 0.525, 0.85]),
                // As scikit-learn 1.5 gives it.
                Binning::Quantile => ([0.0, 2.0 / 3.0, 1.0], [0.2, 0.583_333_333, 0.9]),
            };
            for (ours, wanted) in observed.iter().zip(wanted.0) {
                assert!((ours - wanted).abs() < 1e-9, "{bins:?}");
            }
            for (ours, wanted) in predicted.iter().zip(wanted.1) {
                assert!((ours - wanted).abs() < 1e-9, "{bins:?}");
            }
            assert_eq!(bins.iter().map(|bin| bin.count).sum::<usize>(), 9);
        }
        assert!(calibration(&[], &[], 5, Binning::Quantile).is_empty());
        assert!(calibration(&[0.5], &[true], 0, Binning::Uniform).is_empty());
    }
}
