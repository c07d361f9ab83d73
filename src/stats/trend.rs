//! Whether a number by months grows, and by how much: a log-linear Poisson regression on the month,
//! and the score test of its slope, both with the dispersion that the counts have (P. McCullagh and
//! J. A. Nelder, “Generalized Linear Models”, 1989, 6.2; the test is D. Cox's, JRSS B 17, 1955).
//! Counts that waver more than chance alone would have them need a larger slope. Which months are
//! whole is left to whoever counts.

use crate::normal::student_two_sided;

/// Fewer months than this have no trend that could be told from wavering.
pub const MONTHS_MIN: usize = 4;

const ITERATIONS_MAX: u32 = 50;
const SETTLED: f64 = 1e-12;

/// A trend over equally long, successive months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The growth from one month to the next: 0.05 is 5 % more.
    pub growth: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end of its 95 % interval.
    pub high: f64,
    /// How many times as much as by chance alone the counts waver about the trend; at least 1.
    pub dispersion: f64,
    /// The probability that wavering alone gives so much of a trend either way.
    pub chance: f64,
}

/// The trend of counts by month; none of fewer than [`MONTHS_MIN`], of none counted, or where a
/// count is below 0 or not finite.
#[must_use]
pub fn trend(counts: &[f64]) -> Option<Trend> {
    let n = counts.len() as f64;
    let sum: f64 = counts.iter().sum();
    let are_counts = counts.iter().all(|count| *count >= 0.0) && sum.is_finite();
    if counts.len() < MONTHS_MIN || !are_counts || sum <= 0.0 {
        return None;
    }
    let middle = (n - 1.0) / 2.0;
    let months = || (0..counts.len()).map(|month| month as f64 - middle);
    // Given their sum, the likelihood is that of the months that the counted fell on: only the
    // slope is left, and Newton's method on it cannot go wrong for long.
    let weights = |slope: f64| -> (f64, Vec<f64>) {
        let tops = months().map(|month| slope * month);
        let top = tops.fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = months().map(|month| (slope * month - top).exp()).collect();
        (weights.iter().sum(), weights)
    };
    let moments = |slope: f64| {
        let (whole, weights) = weights(slope);
        let mean = months().zip(&weights).map(|(t, w)| t * w).sum::<f64>() / whole;
        let squares = months().zip(&weights).map(|(t, w)| (t - mean).powi(2) * w);
        (mean, squares.sum::<f64>() / whole)
    };
    let observed = months()
        .zip(counts)
        .map(|(t, count)| t * count)
        .sum::<f64>()
        / sum;
    let mut slope: f64 = 0.0;
    for _ in 0..ITERATIONS_MAX {
        let (mean, variance) = moments(slope);
        // At most e-fold a step; all in one end month has no finite slope and stops at the last.
        let step = ((observed - mean) / variance.max(f64::MIN_POSITIVE)).clamp(-1.0, 1.0);
        slope += step;
        if step.abs() < SETTLED {
            break;
        }
    }
    let (whole, weights) = weights(slope);
    let pearson: f64 = counts
        .iter()
        .zip(&weights)
        .map(|(count, weight)| {
            let fitted = (sum * weight / whole).max(f64::MIN_POSITIVE);
            (count - fitted).powi(2) / fitted
        })
        .sum();
    let degrees = n - 2.0;
    let dispersion = (pearson / degrees).clamp(1.0, f64::MAX);
    // Under no trend each month's variance is the mean count.
    let (_, spread) = moments(0.0);
    let score = observed * (sum / spread / dispersion).sqrt();
    let error = (dispersion / (sum * moments(slope).1.max(f64::MIN_POSITIVE))).sqrt();
    let reach = student95(degrees) * error;
    let growth = |slope: f64| slope.exp_m1().min(f64::MAX);
    Some(Trend {
        growth: growth(slope),
        low: growth(slope - reach),
        high: growth(slope + reach),
        dispersion,
        chance: student_two_sided(score, degrees),
    })
}

/// Student's quantile of 95 %, two-sided, by halving.
fn student95(degrees: f64) -> f64 {
    let (mut low, mut high) = (1.9, 13.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if student_two_sided(middle, degrees) > 0.05 {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::random::Random;

    /// Deaths of AIDS in Australia by quarters, 1983 to 1986 (Whyte and others, 1987, in A. Dobson,
    /// “An Introduction to Generalized Linear Models”), as statsmodels fits them with the scale of
    /// Pearson's statistic.
    #[test]
    fn growing_deaths_are_those_of_statsmodels() {
        let counts = [
            0.0, 1.0, 2.0, 3.0, 1.0, 4.0, 9.0, 18.0, 23.0, 31.0, 20.0, 25.0, 37.0, 45.0,
        ];
        let trend = trend(&counts).unwrap();
        assert!((trend.growth - 0.292_429_258_65).abs() < 1e-9, "{trend:?}");
        assert!((trend.dispersion - 2.403_942_083).abs() < 1e-8, "{trend:?}");
        assert!((trend.low - 0.199_700_149).abs() < 1e-7, "{trend:?}");
        assert!((trend.high - 0.392_325_732).abs() < 1e-7, "{trend:?}");
        assert!(trend.chance < 1e-4);
    }

    #[test]
    fn exact_growth_is_found() {
        let counts: Vec<f64> = (0..12).map(|month| 100.0 * 1.05_f64.powi(month)).collect();
        let trend = trend(&counts).unwrap();
        assert!((trend.growth - 0.05).abs() < 1e-10, "{trend:?}");
        assert!((trend.dispersion - 1.0).abs() < 1e-12);
        assert!((student95(10.0) - 2.228_138_852).abs() < 1e-6);
    }

    #[test]
    fn of_few_months_or_nothing_there_is_no_trend() {
        assert_eq!(trend(&[1.0, 2.0, 3.0]), None);
        assert_eq!(trend(&[0.0; 12]), None);
        assert_eq!(trend(&[1.0, 2.0, f64::NAN, 3.0]), None);
        assert_eq!(trend(&[1.0, 2.0, -1.0, 3.0]), None);
        let last = trend(&[0.0, 0.0, 0.0, 0.0, 0.0, 9.0]).unwrap();
        for number in [
            last.growth,
            last.low,
            last.high,
            last.dispersion,
            last.chance,
        ] {
            assert!(number.is_finite(), "{last:?}");
        }
    }

    /// Counts without a trend, that waver by chance and three times as much: one in twenty is taken
    /// for a trend, or fewer.
    #[test]
    fn wavering_is_seldom_taken_for_a_trend() {
        let mut random = Random::new(17);
        for spread in [1.0_f64, 3.0] {
            let mut found = 0;
            for _ in 0..600 {
                let counts: Vec<f64> = (0..12)
                    .map(|_| {
                        (50.0 + (50.0 * spread).sqrt() * random.normal())
                            .round()
                            .max(0.0)
                    })
                    .collect();
                found += usize::from(trend(&counts).unwrap().chance < 0.05);
            }
            assert!((3..=42).contains(&found), "{spread}: {found}");
        }
    }
}
