//! The expected purchases of the BG/NBD model, which is one integral over the chance of leaving. It
//! is summed as a series where that is quick, and integrated by double exponential quadrature where
//! it is not. The model around it is `bgnbd`.

use statrs::function::beta::ln_beta;

/// Up to this share of the time ahead in all time the series is quick: some two hundred terms.
const SERIES_MAX: f64 = 0.9;
/// The same where several times ahead share the factors: some seventeen hundred terms.
const SHARED_MAX: f64 = 0.98;
const TERMS_MAX: u32 = 2000;
/// Where a + b + x - 1 is 0 the series is nought times infinity, and near it digits are lost.
const LOWEST: f64 = 0.05;
/// Far below 0 its first parameter lets terms of both signs grow large, and their sum loses digits.
const FIRST_MIN: f64 = -12.0;
/// A term below this share of the sum ends it; what follows is a multiple of it.
const ENOUGH: f64 = 1e-15;

/// The expected purchases in the time ahead of a customer who has not left: purchases at the rate
/// Gamma(`shape`, `time`), after each of which the customer leaves with the probability Beta(`a`,
/// `beta`). That is formula (10) of Fader, Hardie and Lee (2005) without its denominator, with
/// `shape` for r + x, `time` for α + T, `beta` for b + x.
pub(crate) fn expected(shape: f64, time: f64, a: f64, beta: f64, ahead: f64) -> f64 {
    if ahead <= 0.0 {
        0.0
    } else if is_quick(shape, time, a, beta, ahead) {
        series(shape, time, a, beta, ahead)
    } else {
        integral(shape, time, a, beta, ahead)
    }
}

/// The same for several times ahead. They share the factors of their series, which take longest to
/// work out, so that many more terms are still quick.
pub(crate) fn expected_at<const N: usize>(
    shape: f64,
    time: f64,
    a: f64,
    beta: f64,
    aheads: &[f64; N],
) -> [f64; N] {
    let c = a + beta - 1.0;
    let first = c - shape;
    let is_summed = |ahead: f64| {
        let is_quick = ahead / (time + ahead) <= SHARED_MAX;
        is_quick && c > LOWEST && first > FIRST_MIN
    };
    // Noughts stay noughts: those that are not summed do no harm.
    let zs = aheads.map(|ahead| {
        if is_summed(ahead) {
            ahead / (time + ahead)
        } else {
            0.0
        }
    });
    let mut factor = first / c;
    let mut powers = zs;
    let mut sums = zs.map(|z| factor * z);
    let longest = zs.iter().copied().fold(0.0, f64::max);
    let (mut power, mut sum) = (longest, factor * longest);
    for n in (1..TERMS_MAX).map(f64::from) {
        factor *= (first + n) * (a + n - 1.0) / ((c + n) * (n + 1.0));
        for ((sum, power), z) in sums.iter_mut().zip(&mut powers).zip(&zs) {
            *power *= z;
            *sum += factor * *power;
        }
        power *= longest;
        sum += factor * power;
        if (factor * power).abs() <= ENOUGH * sum.abs() {
            break;
        }
    }
    for (found, ahead) in sums.iter_mut().zip(aheads) {
        *found = if *ahead > 0.0 && is_summed(*ahead) {
            closed(time, a, c, *ahead, *found)
        } else {
            expected(shape, time, a, beta, *ahead)
        };
    }
    sums
}

fn is_quick(shape: f64, time: f64, a: f64, beta: f64, ahead: f64) -> bool {
    let c = a + beta - 1.0;
    ahead / (time + ahead) <= SERIES_MAX && c > LOWEST && c - shape > FIRST_MIN
}

/// Formula (10) by Euler's transformation of its ₂F₁ (Abramowitz and Stegun, 15.3.3), after which
/// (1-z)^(a-1) ₂F₁(a+b-1-r, a-1; a+b+x-1; z) is left. The second parameter's a-1 is taken out of
/// all terms but the first, since it cancels with the formula's; so nothing happens where a is 1.
fn series(shape: f64, time: f64, a: f64, beta: f64, ahead: f64) -> f64 {
    let z = ahead / (time + ahead);
    let c = a + beta - 1.0;
    let first = c - shape;
    let mut term = z * first / c;
    let mut sum = term;
    for n in (1..TERMS_MAX).map(f64::from) {
        term *= z * (first + n) * (a + n - 1.0) / ((c + n) * (n + 1.0));
        sum += term;
        if term.abs() <= ENOUGH * sum.abs() {
            break;
        }
    }
    closed(time, a, c, ahead, sum)
}

/// The formula from the sum of its series.
fn closed(time: f64, a: f64, c: f64, ahead: f64, sum: f64) -> f64 {
    // The logarithm of 1 - z.
    let log = -(ahead / time).ln_1p();
    let power = (a - 1.0) * log;
    let whole = if power == 0.0 {
        -log
    } else {
        -log * power.exp_m1() / power
    };
    c * (whole - power.exp() * sum)
}

/// The integral over p of (1 - (1 + p t / (α+T))^-(r+x)) / p by its density Beta(a, b+x), with p as
/// the logistic function of π sinh u (H. Takahasi and M. Mori, 1974).
fn integral(shape: f64, time: f64, a: f64, beta: f64, ahead: f64) -> f64 {
    const STEP: f64 = 0.0625;
    const STEPS: i32 = 112;
    const NEGLIGIBLE: f64 = -60.0;
    let part = ahead / time;
    let norm = ln_beta(a, beta);
    let mut sum = 0.0;
    for at in -STEPS..=STEPS {
        let u = STEP * f64::from(at);
        let odds = std::f64::consts::PI * u.sinh();
        // Both logarithms from the odds, so that neither end loses its digits.
        let (ln_p, ln_q) = (-softplus(-odds), -softplus(odds));
        let p = ln_p.exp();
        // The density times p's own slope, p (1-p) π cosh u.
        let density = a * ln_p + beta * ln_q - norm;
        if density < NEGLIGIBLE {
            continue;
        }
        let bought = if p > 1e-200 {
            -(-shape * (part * p).ln_1p()).exp_m1() / p
        } else {
            shape * part
        };
        sum += bought * density.exp() * std::f64::consts::PI * u.cosh();
    }
    sum * STEP
}

/// The logarithm of 1 + e^x.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two ways that share nothing: they agree over all kinds of parameters.
    #[test]
    fn series_and_integral_agree() {
        for (r, x) in [
            (0.05, 0.0),
            (0.243, 2.0),
            (2.2, 7.0),
            (0.8, 30.0),
            (9.0, 250.0),
        ] {
            for (a, b) in [
                (0.1, 1.3),
                (0.793, 2.4),
                (1.0, 2.0),
                (1.0 + 1e-9, 2.0),
                (3.0, 40.0),
            ] {
                for (time, ahead) in [(3.0, 0.01), (43.3, 39.0), (10.0, 90.0), (1.0, 30.0)] {
                    let one = series(r + x, time, a, b + x, ahead);
                    let other = integral(r + x, time, a, b + x, ahead);
                    assert!(
                        (one - other).abs() < 1e-10 * other.abs(),
                        "{r} {x} {a} {b} {time} {ahead}: {one} {other}"
                    );
                }
            }
        }
    }

    /// Formula (10) itself by mpmath, with thirty digits; the last two have signs both ways in
    /// their series.
    #[test]
    fn both_are_the_formula() {
        for ((shape, time, a, beta, ahead), wanted) in [
            ((2.243, 43.274, 0.793, 4.426, 39.0), 1.687_399_305_805_313),
            ((0.05, 3.0, 3.0, 40.0, 0.01), 1.666_463_220_419_159_3e-4),
            ((0.05, 1.0, 0.1, 1.3, 30.0), 1.207_577_297_304_793),
            ((250.5, 43.274, 0.1, 0.3, 10.0), 32.095_940_798_697_4),
            ((250.5, 60.0, 0.1, 1.3, 10.0), 31.332_044_638_556_33),
        ] {
            let ours = expected(shape, time, a, beta, ahead);
            assert!((ours - wanted).abs() < 1e-11 * wanted, "{ours} {wanted}");
        }
    }

    #[test]
    fn several_times_are_each_as_alone() {
        let aheads = [0.0, 1.0, 4.345, 12.0, 52.14, 110.0, 261.0];
        for (shape, time) in [(2.243, 43.274), (0.243, 4.5), (30.0, 40.0), (0.5, 6.0)] {
            let found = expected_at(shape, time, 0.793, 4.426, &aheads);
            for (ours, ahead) in found.iter().zip(&aheads) {
                let alone = expected(shape, time, 0.793, 4.426, *ahead);
                assert!(
                    (ours - alone).abs() <= 1e-11 * alone,
                    "{ahead}: {ours} {alone}"
                );
            }
        }
    }

    #[test]
    fn nothing_is_expected_of_no_time_and_all_is_finite() {
        assert!(expected(0.2, 4.0, 0.8, 2.4, 0.0).abs() < 1e-300);
        // Here the series divides by nought.
        let middle = expected(0.2, 4.0, 0.5, 0.5, 4.0);
        assert!((middle - 0.160_163_737_473_242).abs() < 1e-12, "{middle}");
        let long = expected(0.2, 1e-3, 0.8, 2.4, 1e6);
        assert!(long.is_finite() && long > 0.0);
    }
}
