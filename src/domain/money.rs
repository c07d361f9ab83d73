//! Amounts of money: whole minor units of a currency, never a binary fraction.
//!
//! Sums of several currencies are kept apart here; converting between them is
//! for who has a dated rate.

use std::collections::BTreeMap;
use std::fmt;

use super::currency::Currency;
use super::decimal::{Decimal, Separators};
use super::problem::{Rule, quoted};

/// The greatest amount, in minor units: what a JSON number of any other system
/// still holds exactly.
const MINOR_MAX: i64 = (1 << 53) - 1;

/// An amount of a currency.
///
/// There is no order between amounts, since there is none between currencies;
/// within one, compare `minor`.
///
/// ```
/// # use satchel::domain::{currency::Currency, money::Money};
/// let euro = Currency::parse("EUR")?;
/// let price = Money::parse("1100.04", euro)?;
/// assert_eq!((price.minor(), price.to_string().as_str()), (110_004, "1100.04"));
/// # Ok::<(), satchel::domain::problem::Rule>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// So many minor units (cents) of a currency.
    ///
    /// # Errors
    /// [`Rule::OutOfRange`] beyond what a JSON number holds exactly.
    pub fn from_minor(minor: i64, currency: Currency) -> Result<Self, Rule> {
        let money = Self { minor, currency };
        if minor.unsigned_abs() > MINOR_MAX.unsigned_abs() {
            return Err(money.out_of_range());
        }
        Ok(money)
    }

    /// Nothing, of a currency.
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads a plain decimal: `1100.04`.
    ///
    /// # Errors
    /// [`Rule::NotAnAmount`] for another form, [`Rule::TooPrecise`] for more
    /// decimal places than the currency has (zeros aside: rounding would
    /// change what was written), [`Rule::OutOfRange`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Rule> {
        Self::parse_with(text, currency, Separators::PLAIN)
    }

    /// Reads an amount as people of some language write it: `1,100.04`.
    ///
    /// # Errors
    /// As [`Money::parse`].
    pub fn parse_with(
        text: &str,
        currency: Currency,
        separators: Separators,
    ) -> Result<Self, Rule> {
        let decimal = Decimal::read(text, separators).ok_or_else(|| Rule::NotAnAmount {
            value: quoted(text),
        })?;
        let digits = currency.minor_digits();
        if decimal.fraction.len() > digits {
            return Err(Rule::TooPrecise {
                value: quoted(text),
                digits,
            });
        }
        decimal
            .scaled(digits)
            .ok_or_else(|| Self::zero(currency).out_of_range())
            .and_then(|minor| Self::from_minor(minor, currency))
    }

    /// The amount in minor units.
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// What it is an amount of.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The sum of two amounts of one currency, where it is in range; nothing
    /// for two currencies.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| self.minor.checked_add(other.minor))
            .flatten()
            .and_then(|minor| Self::from_minor(minor, self.currency).ok())
    }

    /// So many percent of it, halves rounded away from zero: a weighted amount.
    pub fn percent(self, percent: u8) -> Self {
        let hundredfold = i128::from(self.minor) * i128::from(percent);
        let rounded = (hundredfold + 50 * hundredfold.signum()) / 100;
        Self {
            minor: clamp(rounded),
            currency: self.currency,
        }
    }

    /// Its value in major units, for charts and statistics.
    pub fn to_f64(self) -> f64 {
        self.minor as f64 / 10_f64.powi(self.currency.minor_digits() as i32)
    }

    fn out_of_range(self) -> Rule {
        let end = |minor| {
            Self {
                minor,
                currency: self.currency,
            }
            .to_string()
        };
        Rule::OutOfRange {
            min: end(-MINOR_MAX),
            max: end(MINOR_MAX),
        }
    }
}

impl fmt::Display for Money {
    /// Writes the plain decimal that [`Money::parse`] reads, without currency.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.minor_digits();
        let unit = 10_u64.pow(digits as u32);
        let (minor, sign) = (
            self.minor.unsigned_abs(),
            if self.minor < 0 { "-" } else { "" },
        );
        write!(f, "{sign}{}", minor / unit)?;
        if digits > 0 {
            write!(f, ".{:0digits$}", minor % unit)?;
        }
        Ok(())
    }
}

/// One sum per currency, which records can be added to and taken from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoneySums(BTreeMap<Currency, i128>);

impl MoneySums {
    /// Adds an amount.
    pub fn add(&mut self, money: Money) {
        self.add_minor(money.currency, i128::from(money.minor));
    }

    /// Takes an amount out that was added before.
    pub fn subtract(&mut self, money: Money) {
        self.add_minor(money.currency, -i128::from(money.minor));
    }

    /// Sums that are not zero, in the order of the currencies' codes. A sum
    /// beyond the range is shown as its end.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0.iter().map(|(currency, minor)| Money {
            minor: clamp(*minor),
            currency: *currency,
        })
    }

    /// The sum of one currency.
    pub fn of(&self, currency: Currency) -> Money {
        Money {
            minor: self.0.get(&currency).copied().map_or(0, clamp),
            currency,
        }
    }

    /// Adds so many minor units of a currency, which may be more than one amount can be.
    pub fn add_minor(&mut self, currency: Currency, minor: i128) {
        let sum = self.0.entry(currency).or_default();
        *sum += minor;
        // So that sums are equal whenever what they sum up is.
        if *sum == 0 {
            self.0.remove(&currency);
        }
    }
}

impl FromIterator<Money> for MoneySums {
    fn from_iter<T: IntoIterator<Item = Money>>(amounts: T) -> Self {
        let mut sums = Self::default();
        amounts.into_iter().for_each(|money| sums.add(money));
        sums
    }
}

fn clamp(minor: i128) -> i64 {
    minor.clamp(i128::from(-MINOR_MAX), i128::from(MINOR_MAX)) as i64
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

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    fn money(text: &str, code: &str) -> Money {
        Money::parse(text, currency(code)).unwrap()
    }

    #[test]
    fn amounts_are_exact() {
        for (text, code, minor, written) in [
            ("1100.04", "EUR", 110_004, "1100.04"),
            ("0.1", "USD", 10, "0.10"),
            ("-0.05", "USD", -5, "-0.05"),
            ("-12", "CNY", -1200, "-12.00"),
            ("386000", "JPY", 386_000, "386000"),
            ("5.000", "JPY", 5, "5"),
            ("1.5", "KWD", 1500, "1.500"),
            ("1.0001", "CLF", 10_001, "1.0001"),
            ("90071992547409.91", "EUR", MINOR_MAX, "90071992547409.91"),
        ] {
            let money = money(text, code);
            assert_eq!(
                (money.minor(), money.to_string().as_str()),
                (minor, written),
                "{text}"
            );
        }
        let typed = Money::parse_with("1,234,567.89", currency("EUR"), Separators::POINT);
        assert_eq!(typed, Ok(money("1234567.89", "EUR")));
    }

    #[test]
    fn amounts_that_would_have_to_be_changed_are_refused() {
        let parse = |text, code| Money::parse(text, currency(code));
        let too_precise = Rule::TooPrecise {
            value: "1.005".into(),
            digits: 2,
        };
        assert_eq!(parse("1.005", "EUR"), Err(too_precise));
        assert!(matches!(
            parse("0.5", "JPY"),
            Err(Rule::TooPrecise { digits: 0, .. })
        ));
        for text in ["", "n/a", "1e3", "1,100.04", "€5", "5 EUR", "NaN", "--5"] {
            assert_eq!(
                parse(text, "EUR"),
                Err(Rule::NotAnAmount { value: text.into() })
            );
        }
        for text in ["90071992547409.92", "-90071992547409.92", &"9".repeat(400)] {
            assert!(
                matches!(parse(text, "EUR"), Err(Rule::OutOfRange { .. })),
                "{text}"
            );
        }
        assert!(Money::from_minor(i64::MIN, currency("EUR")).is_err());
    }

    #[test]
    fn text_and_minor_units_agree_for_every_number_of_digits() {
        let mut random = Random::seeded(4217);
        let currencies: Vec<_> = Currency::all().collect();
        for _ in 0..20_000 {
            let minor = (random.next() as i64) >> (10 + random.below(54));
            let Ok(money) = Money::from_minor(minor, *random.pick(&currencies)) else {
                continue;
            };
            assert_eq!(
                Money::parse(&money.to_string(), money.currency()),
                Ok(money)
            );
        }
    }

    #[test]
    fn sums_keep_currencies_apart() {
        let amounts = [
            money("0.1", "EUR"),
            money("100", "JPY"),
            money("0.2", "EUR"),
        ];
        let mut sums: MoneySums = amounts.into_iter().collect();
        let written: Vec<_> = sums
            .iter()
            .map(|sum| format!("{sum} {}", sum.currency()))
            .collect();
        assert_eq!(written, ["0.30 EUR", "100 JPY"]);
        sums.subtract(money("100", "JPY"));
        assert_eq!(sums, [money("0.3", "EUR")].into_iter().collect());
        assert_eq!(sums.of(currency("JPY")), Money::zero(currency("JPY")));
        assert_eq!(amounts[0].checked_add(amounts[1]), None);
        assert_eq!(
            amounts[0].checked_add(amounts[2]),
            Some(money("0.3", "EUR"))
        );
        let most = Money::from_minor(MINOR_MAX, currency("EUR")).unwrap();
        assert_eq!(most.checked_add(amounts[0]), None);
    }

    #[test]
    fn weighted_amounts_round_to_the_nearest_minor_unit() {
        assert_eq!(money("0.05", "EUR").percent(50), money("0.03", "EUR"));
        assert_eq!(money("-0.05", "EUR").percent(50), money("-0.03", "EUR"));
        assert_eq!(money("48600", "EUR").percent(80), money("38880", "EUR"));
        assert_eq!(money("0.01", "EUR").percent(0), money("0", "EUR"));
    }
}
