//! The normal distribution and Student's: areas, quantiles and tails. The functions behind them are
//! those of `statrs`.

use statrs::function::{beta, erf, gamma};
use std::f64::consts::{PI, SQRT_2};

/// The normal quantile of 95 %, two-sided.
pub const Z95: f64 = 1.959_963_984_540_054;

/// The probability of a standard normal value up to this one.
#[must_use]
pub fn cdf(z: f64) -> f64 {
    let tail = 0.5 * two_sided(z);
    if z > 0.0 { 1.0 - tail } else { tail }
}

/// The standard normal value up to which this probability lies; infinite at 0 and 1.
#[must_use]
pub fn quantile(probability: f64) -> f64 {
    // From the nearer tail, whose digits are all there.
    let tail = probability.min(1.0 - probability).clamp(0.0, 0.5);
    let rough = SQRT_2 * erf::erfc_inv(2.0 * tail);
    // A step of Newton's method brings the digits that the approximation lacks.
    let density = (-0.5 * rough * rough).exp() / (2.0 * PI).sqrt();
    let exact = if density > 0.0 {
        rough + (0.5 * two_sided(rough) - tail) / density
    } else {
        rough
    };
    if probability < 0.5 { -exact } else { exact }
}

/// The probability of a standard normal value at least this far from 0.
#[must_use]
pub fn two_sided(z: f64) -> f64 {
    // `erfc` itself has eleven digits only.
    let square = 0.5 * z * z;
    if square > 0.0 {
        gamma::checked_gamma_ur(0.5, square).unwrap_or(0.0)
    } else {
        1.0
    }
}

/// The probability of a value of Student's distribution at least this far from 0; of no degrees of
/// freedom nothing is known, and it is 1.
#[must_use]
pub fn student_two_sided(t: f64, degrees: f64) -> f64 {
    // Written so that NaN gives 1.
    if !(degrees > 0.0 && t.is_finite()) {
        return if t.is_infinite() { 0.0 } else { 1.0 };
    }
    let share = degrees / (degrees + t * t);
    beta::checked_beta_reg(0.5 * degrees, 0.5, share).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_and_quantiles_are_those_of_the_tables() {
        for (z, tail) in [
            (0.0, 1.0),
            (1.0, 0.317_310_507_862_914),
            (Z95, 0.05),
            (3.290_526_731_491_926, 0.001),
        ] {
            assert!((two_sided(z) - tail).abs() < 1e-12, "{z}: {}", two_sided(z));
            assert!((cdf(-z) - tail / 2.0).abs() < 1e-12);
            assert!((quantile(tail / 2.0) + z).abs() < 1e-9);
        }
    }

    #[test]
    fn what_is_far_out_or_no_number_gives_a_number() {
        for z in [40.0, -1e3, 1e200, f64::INFINITY] {
            assert!(
                (0.0..1e-300).contains(&two_sided(z)),
                "{z}: {}",
                two_sided(z)
            );
        }
        assert!(two_sided(f64::NAN) >= 1.0 && student_two_sided(f64::NAN, 3.0) >= 1.0);
        assert!(quantile(0.0) < -1e3 && quantile(1.0) > 1e3 && quantile(0.5).abs() < 1e-12);
    }

    /// The quantiles that every textbook prints for 95 %.
    #[test]
    fn students_tails_are_those_of_the_tables() {
        for (degrees, t) in [
            (1.0, 12.706_204_736),
            (10.0, 2.228_138_852),
            (22.0, 2.073_873_068),
        ] {
            assert!((student_two_sided(t, degrees) - 0.05).abs() < 1e-9);
        }
        assert!((student_two_sided(1.0, 1e4) - two_sided(1.0)).abs() < 1e-4);
        assert!(student_two_sided(5.0, 0.0) >= 1.0);
    }
}
