//! Comparisons as ranges of whole numbers, both ends included: what columns are tested against.

use crate::domain::{Currency, Money, Number};
use crate::workspace::columns::NONE;

/// Whole numbers from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) low: i64,
    pub(super) high: i64,
}

impl Range {
    pub(super) const fn one(int: i64) -> Self {
        Self {
            low: int,
            high: int,
        }
    }

    pub(super) const fn has(&self, int: i64) -> bool {
        self.low <= int && int <= self.high
    }
}

/// A comparison with values read as a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Compare<T> {
    Is(Vec<T>),
    Gt(T),
    Gte(T),
    Lt(T),
    Lte(T),
    Between(T, T),
}

impl<T> Compare<T> {
    /// The ranges that pass; `of` says which range a value is, if any.
    pub(super) fn ranges(&self, of: impl Fn(&T) -> Option<Range>) -> Vec<Range> {
        // The number that stands for no value is in no range.
        const LOW: i64 = NONE + 1;
        let one = |range: Option<Range>| range.into_iter().collect();
        match self {
            Self::Is(values) => values.iter().filter_map(of).collect(),
            Self::Gt(value) => one(of(value).map(|range| Range {
                low: range.high.saturating_add(1).max(LOW),
                high: i64::MAX,
            })),
            Self::Gte(value) => one(of(value).map(|range| Range {
                low: range.low.max(LOW),
                high: i64::MAX,
            })),
            Self::Lt(value) => one(of(value).map(|range| Range {
                low: LOW,
                high: range.low.saturating_sub(1),
            })),
            Self::Lte(value) => one(of(value).map(|range| Range {
                low: LOW,
                high: range.high,
            })),
            Self::Between(low, high) => one(of(low).zip(of(high)).map(|(low, high)| Range {
                low: low.low.max(LOW),
                high: high.high,
            })),
        }
    }
}

/// An amount to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// Of a currency.
    Money(Money),
    /// A number of a currency; of any, where the workspace has none of its own.
    Number(Number, Option<Currency>),
}

impl Amount {
    /// The minor units of a currency that are this amount: none of another currency. A number with
    /// more decimals than the currency has lies between two, where no amount is.
    pub(super) fn range(&self, currency: Currency) -> Option<Range> {
        match self {
            Self::Money(money) => (money.currency() == currency).then(|| Range::one(money.minor())),
            Self::Number(_, Some(own)) if *own != currency => None,
            Self::Number(number, _) => {
                if let Ok(money) = Money::parse(&number.to_string(), currency) {
                    return Some(Range::one(money.minor()));
                }
                let minor = number.to_f64() * 10f64.powi(currency.minor_digits() as i32);
                Some(Range {
                    low: minor.ceil() as i64,
                    high: minor.floor() as i64,
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_amount_between_two_cents_is_none_and_yet_compares() {
        let euro = Currency::parse("EUR").unwrap();
        let number = |float| Amount::Number(Number::from_f64(float).unwrap(), None);
        let passes = |compare: Compare<Amount>, minor| {
            let ranges = compare.ranges(|amount| amount.range(euro));
            ranges.iter().any(|range| range.has(minor))
        };
        assert!(!passes(Compare::Is(vec![number(0.005)]), 0));
        assert!(!passes(Compare::Is(vec![number(0.005)]), 1));
        assert!(passes(Compare::Gt(number(0.005)), 1) && !passes(Compare::Gt(number(0.005)), 0));
        assert!(passes(Compare::Lte(number(0.005)), 0) && !passes(Compare::Lte(number(0.005)), 1));
        assert!(passes(Compare::Is(vec![number(1100.04)]), 110_004));
        assert!(!passes(Compare::Lt(number(1.0)), NONE));
        let dollar = Currency::parse("USD").unwrap();
        let other = Amount::Money(Money::from_minor(5, dollar).unwrap());
        assert!(!passes(Compare::Gt(other), 100));
    }
}
