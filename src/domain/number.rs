//! Plain numbers: the size of a company, a custom number field.
//!
//! Money is no number (`money`), and what an analysis computes on the way is an
//! `f64`; this is a number that somebody entered and wants back as it was.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::decimal::{Decimal, Separators};
use super::problem::{Rule, quoted};

/// Decimal digits that every `f64` keeps exactly.
const DIGITS_MAX: usize = 15;
const LIMIT: f64 = 1e15;

/// A finite decimal number of at most fifteen digits.
///
/// It is an `f64` inside, chosen over a scaled integer: a decimal of up to
/// fifteen digits survives the way into an `f64` and back unchanged, and the
/// same holds for JSON, JavaScript and a spreadsheet's cell, so 1100.04 stays
/// 1100.04 wherever the record goes; a column of them sorts and sums without
/// conversion. Digits beyond the fifteenth are rounded away after the point
/// (`0.30000000000000004`, which other programs export, is 0.3) and refused
/// before it, where they would be an identifier rather than a quantity.
///
/// ```
/// # use satchel::domain::number::Number;
/// assert_eq!(Number::parse("1100.04")?.to_string(), "1100.04");
/// # Ok::<(), satchel::domain::problem::Rule>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Number(f64);

impl Number {
    /// Nought.
    pub const ZERO: Self = Self(0.0);

    /// Reads `1100.04`: digits, a point, a sign.
    ///
    /// # Errors
    /// [`Rule::NotANumber`], or [`Rule::OutOfRange`] from fifteen digits before
    /// the point.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        Self::parse_with(text, Separators::PLAIN)
    }

    /// Reads a number as people of some language write it: `1,100.04`.
    ///
    /// # Errors
    /// As [`Number::parse`]; also for groups that are not of three digits.
    pub fn parse_with(text: &str, separators: Separators) -> Result<Self, Rule> {
        let not_a_number = || Rule::NotANumber {
            value: quoted(text),
        };
        let Decimal {
            is_negative,
            whole,
            fraction,
        } = Decimal::read(text, separators).ok_or_else(not_a_number)?;
        if whole.len() > DIGITS_MAX {
            return Err(Self::out_of_range());
        }
        let value = nearest(&whole, &fraction);
        let value = if is_negative { -value } else { value };
        Self::from_f64(value).ok_or_else(Self::out_of_range)
    }

    /// The number nearest to a computed or a JSON value; nothing for what is
    /// not finite or has more than fifteen digits before the point.
    pub fn from_f64(value: f64) -> Option<Self> {
        // Also not for NaN, which is not less than anything.
        if !matches!(value.abs().partial_cmp(&LIMIT), Some(Ordering::Less)) {
            return None;
        }
        let is_whole = value.fract() == 0.0;
        let rounded = if is_whole { value } else { round(value) };
        // Adding zero turns -0 into 0, which are one number with two patterns.
        (rounded.abs() < LIMIT).then_some(Self(rounded + 0.0))
    }

    /// Its value for calculation.
    pub fn to_f64(self) -> f64 {
        self.0
    }

    /// The sum, where it is in range. Each step is rounded to fifteen digits,
    /// so that 0.1 and 0.2 make 0.3.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_f64(self.0 + other.0)
    }

    fn out_of_range() -> Rule {
        let max = "9".repeat(DIGITS_MAX);
        Rule::OutOfRange {
            min: format!("-{max}"),
            max,
        }
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(f64::from(value))
    }
}

// Decimals are made and rounded here, as whole numbers below 10^15 over powers of ten up to 10^22:
// an `f64` has both exactly, so that their quotient is the nearest there is. The standard library
// reads any decimal, with a table of powers that is a fortieth of the page's program.

/// The greatest power of ten up to which an `f64` has all.
const EXACT_MAX: usize = 22;

fn power_of_ten(decimals: usize) -> f64 {
    (0..decimals).fold(1.0, |power, _| power * 10.0)
}

/// A number over a power of ten. Beyond the exact ones, where nobody enters anything, it is nearly
/// right, and at last nought.
fn over(number: f64, decimals: usize) -> f64 {
    let exact = decimals.min(EXACT_MAX);
    number / power_of_ten(exact) / power_of_ten((decimals - exact).min(400))
}

/// The number nearest to a decimal of at most fifteen digits before the point, rounded to fifteen
/// in all.
fn nearest(whole: &str, fraction: &str) -> f64 {
    let (mut number, mut digits, mut decimals) = (0_u64, 0, 0);
    let mut rest = whole.bytes().chain(fraction.bytes()).enumerate();
    while let Some((place, byte)) = rest.next() {
        let digit = u64::from(byte.saturating_sub(b'0'));
        if digits == DIGITS_MAX {
            // A half goes to the even one.
            let is_half = digit == 5 && rest.next().is_none();
            number += u64::from(digit > 4 && !(is_half && number.is_multiple_of(2)));
            break;
        }
        number = number * 10 + digit;
        digits += usize::from(number > 0);
        decimals += usize::from(place >= whole.len());
    }
    over(number as f64, decimals)
}

/// Rounds what has a fraction to fifteen digits; what is below 10^-7 stays as it is.
fn round(value: f64) -> f64 {
    // A whole number of 53 bits over a power of two, so that every digit of it is exact.
    let bits = value.to_bits();
    let mantissa = u128::from(bits & ((1 << 52) - 1) | 1 << 52);
    let below = 1075_u64.saturating_sub(bits >> 52 & 0x7ff);
    let Some(one) = u32::try_from(below)
        .ok()
        .and_then(|below| 1_u128.checked_shl(below))
    else {
        return value;
    };
    for decimals in 0..=EXACT_MAX {
        let exact = mantissa * 10_u128.pow(decimals as u32);
        let (digits, rest) = ((exact / one) as u64, exact % one * 2);
        if digits >= 10_u64.pow(DIGITS_MAX as u32 - 1) {
            let is_up = rest > one || rest == one && !digits.is_multiple_of(2);
            return over((digits + u64::from(is_up)) as f64, decimals).copysign(value);
        }
    }
    value
}

impl fmt::Display for Number {
    /// Writes the shortest decimal, which [`Number::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        // Neither NaN nor -0 gets in, so this is the order of numbers.
        self.0.total_cmp(&other.0)
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;
    use crate::domain::random::Random;

    #[test]
    fn every_decimal_of_fifteen_digits_comes_back_as_it_was_typed() {
        let mut random = Random::seeded(15);
        for _ in 0..50_000 {
            let digits = 1 + random.below(15) as usize;
            let mut text: String = (0..digits).map(|_| random.digit()).collect();
            text.insert(random.below(digits as u64 + 1) as usize, '.');
            let text = text.trim_start_matches('0').trim_end_matches('0');
            let mut canonical = text.trim_end_matches('.').to_owned();
            if canonical.starts_with('.') || canonical.is_empty() {
                canonical.insert(0, '0');
            }
            if canonical != "0" && random.below(2) == 0 {
                canonical.insert(0, '-');
            }
            let number = Number::parse(&canonical).unwrap();
            assert_eq!(number.to_string(), canonical);
            assert_eq!(Number::from_f64(number.to_f64()), Some(number));
        }
        assert_eq!(Number::parse("1100.04").unwrap().to_string(), "1100.04");
        assert_eq!(Number::parse("-0").unwrap(), Number::ZERO);
        assert_eq!(
            Number::parse("1.10").unwrap(),
            Number::parse("1.1").unwrap()
        );
    }

    #[test]
    fn rounding_happens_after_the_point_only() {
        assert_eq!(
            Number::parse("0.30000000000000004").unwrap().to_string(),
            "0.3"
        );
        assert_eq!(
            Number::parse("33.333333333333336").unwrap().to_string(),
            "33.3333333333333"
        );
        assert_eq!(
            Number::parse("999999999999999").unwrap().to_string(),
            "999999999999999"
        );
        for text in [
            "1000000000000000",
            "123456789012345678",
            "999999999999999.99",
        ] {
            assert!(
                matches!(Number::parse(text), Err(Rule::OutOfRange { .. })),
                "{text}"
            );
        }
        let huge = "9".repeat(5_000);
        assert!(matches!(Number::parse(&huge), Err(Rule::OutOfRange { .. })));
        let tiny = format!("0.{}1", "0".repeat(5_000));
        assert_eq!(Number::parse(&tiny), Ok(Number::ZERO));
    }

    #[test]
    fn decimals_are_read_and_rounded_as_the_standard_library_does() {
        let mut random = Random::seeded(22);
        for _ in 0..50_000 {
            let digits = 1 + random.below(22) as usize;
            let mut text: String = (0..digits).map(|_| random.digit()).collect();
            text.insert(random.below(digits.min(15) as u64) as usize, '.');
            let plain: f64 = format!("0{text}0").parse().unwrap();
            let rounded: f64 = format!("{plain:.14e}").parse().unwrap();
            let number = Number::from_f64(plain).unwrap();
            // Half of the fifteenth digit.
            let read = Number::parse(&text).unwrap().to_f64();
            assert!((read - plain).abs() <= plain * 5.1e-15, "{text}");
            if plain >= 1e-7 {
                assert_eq!(number.to_f64().to_bits(), rounded.to_bits(), "{text}");
            }
        }
    }

    #[test]
    fn values_that_are_no_numbers_do_not_get_in() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e15, -1e300] {
            assert_eq!(Number::from_f64(value), None);
        }
        assert_eq!(
            Number::from_f64(-0.0).map(|n| n.to_f64().to_bits()),
            Some(0)
        );
        assert!(matches!(Number::parse("n/a"), Err(Rule::NotANumber { .. })));
    }

    #[test]
    fn numbers_sort_and_add_as_numbers() {
        let number = |text| Number::parse(text).unwrap();
        let mut numbers = ["10", "-3", "2", "0", "2.5", "-3.01"].map(number);
        numbers.sort();
        assert_eq!(
            numbers.map(|n| n.to_string()),
            ["-3.01", "-3", "0", "2", "2.5", "10"]
        );
        assert_eq!(
            number("0.1").checked_add(number("0.2")),
            Some(number("0.3"))
        );
        assert_eq!(number("999999999999999").checked_add(number("1")), None);
    }
}
