//! Shares of a whole, and whether two of them differ by more than chance: how many answered of those
//! who got one text or the other.
//!
//! The interval is Wilson's score interval (E. B. Wilson, “Probable inference, the law of succession,
//! and statistical inference”, JASA 22, 1927), which holds for small numbers and near 0 and 1, where
//! the textbook's does not. The test is the two-sided z-test with the pooled share.

use satchel_stats::normal::{Z95, two_sided};

/// Below this probability a difference is said to be more than chance.
pub const ALPHA: f64 = 0.05;
/// Fewer than this expected in any of the four cells, and the test says nothing (Cochran's rule).
const EXPECTED_MIN: f64 = 5.0;

/// So many of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: usize,
    /// Of how many.
    pub of: usize,
}

impl Share {
    /// The share, 0 to 1; none of nothing.
    #[must_use]
    pub fn rate(self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 / self.of as f64)
    }

    /// Wilson's 95 % interval.
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        let rate = self.rate()?;
        let n = self.of as f64;
        let z2 = Z95 * Z95;
        let middle = (rate + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z95 / (1.0 + z2 / n) * (rate * (1.0 - rate) / n + z2 / (4.0 * n * n)).sqrt();
        Some(((middle - half).max(0.0), (middle + half).min(1.0)))
    }
}

/// The probability that chance alone gives a difference at least this large; none where there are too
/// few for the test to hold.
#[must_use]
pub fn chance_of_difference(a: Share, b: Share) -> Option<f64> {
    let (rate_a, rate_b) = (a.rate()?, b.rate()?);
    let (n_a, n_b) = (a.of as f64, b.of as f64);
    let pooled = (a.part + b.part) as f64 / (n_a + n_b);
    let expected = [
        n_a * pooled,
        n_a * (1.0 - pooled),
        n_b * pooled,
        n_b * (1.0 - pooled),
    ];
    if expected.iter().any(|expected| *expected < EXPECTED_MIN) {
        return None;
    }
    let deviation = (pooled * (1.0 - pooled) * (1.0 / n_a + 1.0 / n_b)).sqrt();
    Some(two_sided((rate_a - rate_b) / deviation))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn close(one: f64, other: f64, within: f64) -> bool {
        (one - other).abs() <= within
    }

    /// R. G. Newcombe, “Two-sided confidence intervals for the single proportion”, Statistics in
    /// Medicine 17 (1998), table I, method 3.
    #[test]
    fn intervals_are_those_of_newcombe() {
        let published = [
            ((81, 263), (0.2553, 0.3662)),
            ((15, 148), (0.0624, 0.1605)),
            ((0, 20), (0.0, 0.1611)),
            ((1, 29), (0.0061, 0.1718)),
        ];
        for ((part, of), (low, high)) in published {
            let (from, to) = Share { part, of }.interval().unwrap();
            assert!(
                close(from, low, 5e-5) && close(to, high, 5e-5),
                "{part} of {of}: {from} {to}"
            );
        }
    }

    #[test]
    fn normal_tails_are_those_of_the_tables() {
        for (z, tail) in [
            (0.0, 1.0),
            (1.0, 0.317_310_5),
            (1.96, 0.049_995_8),
            (2.575_829_3, 0.01),
            (3.290_526_7, 0.001),
        ] {
            assert!(close(two_sided(z), tail, 1e-6), "{z}: {}", two_sided(z));
        }
    }

    #[test]
    fn two_shares_differ_by_more_than_chance_or_not() {
        let of = |part, of| Share { part, of };
        // Physicians' Health Study, as in A. Agresti, “An Introduction to Categorical Data Analysis”,
        // 2.2: Pearson's chi-square of the two shares is 25.01, the square of this test's z.
        let p = chance_of_difference(of(189, 11_034), of(104, 11_037)).unwrap();
        assert!(close(p, two_sided(25.01_f64.sqrt()), 1e-8), "{p}");
        let p = chance_of_difference(of(26, 606), of(48, 606)).unwrap();
        assert!(close(p, 0.008, 5e-4), "{p}");
        assert!(chance_of_difference(of(20, 100), of(21, 100)).unwrap() > 0.8);
    }

    /// The examples in the manual of statsmodels: `proportions_ztest([5, 12], [83, 99])`, and Wilson's
    /// interval of the first.
    #[test]
    fn shares_and_their_difference_are_those_of_statsmodels() {
        let one = Share { part: 5, of: 83 };
        let p = chance_of_difference(one, Share { part: 12, of: 99 }).unwrap();
        assert!(close(p, 0.159_181_292, 1e-7), "{p}");
        assert!(close(p, two_sided(1.407_830_415), 1e-8), "{p}");
        let (low, high) = one.interval().unwrap();
        assert!(close(low, 0.026_003_401, 1e-9) && close(high, 0.133_384_281, 1e-9));
    }

    #[test]
    fn of_few_nothing_is_said() {
        let of = |part, of| Share { part, of };
        assert_eq!(chance_of_difference(of(1, 10), of(3, 10)), None);
        assert_eq!(chance_of_difference(of(0, 0), of(3, 10)), None);
        assert_eq!(of(0, 0).interval(), None);
    }
}
