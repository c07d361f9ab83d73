//! Spans of days as people say them: `today`, `last 30 days`, `this quarter`. A span is a value
//! that is written back as it was read; which days it means is asked with the day it is.

use crate::domain::date::Weekday;
use crate::domain::problem::quoted;
use crate::domain::{Date, Rule};
use std::fmt;

/// The longest span in words: more says a slip of the keys.
const COUNT_MAX: u16 = 1000;

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the units explain themselves")]
pub enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Unit {
    const ALL: [(&'static str, Self); 5] = [
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("year", Self::Year),
    ];

    fn word(self) -> &'static str {
        let named = Self::ALL.iter().find(|(_, unit)| *unit == self);
        named.map_or("day", |(word, _)| word)
    }

    /// The unit that a word says, in the singular or the plural.
    pub(super) fn of_word(word: &str, is_plural: bool) -> Option<Self> {
        let word = match word.strip_suffix('s') {
            Some(singular) if is_plural => singular,
            _ => word,
        };
        let named = Self::ALL.iter().find(|(name, _)| *name == word);
        named.map(|(_, unit)| *unit)
    }

    /// The first day of the unit in which a day lies.
    pub(super) fn first(self, day: Date, first_weekday: Weekday) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let since = i32::from(day.weekday().days_since_monday())
                    - i32::from(first_weekday.days_since_monday());
                day.add_days(-since.rem_euclid(7))
            }
            Self::Month => day.first_of_month(),
            Self::Quarter => day.first_of_quarter(),
            Self::Year => day.first_of_year(),
        }
    }

    /// So many units later.
    pub(super) fn add(self, day: Date, count: i32) -> Date {
        match self {
            Self::Day => day.add_days(count),
            Self::Week => day.add_days(count.saturating_mul(7)),
            Self::Month => day.add_months(count),
            Self::Quarter => day.add_months(count.saturating_mul(3)),
            Self::Year => day.add_months(count.saturating_mul(12)),
        }
    }
}

/// A span of days around the day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// One unit of the calendar: this one (0), the last (-1), the next (1). Of days: `today`,
    /// `yesterday`, `tomorrow`.
    Whole(Unit, i8),
    /// So many units back from today, which is the last day of them.
    Last(u16, Unit),
    /// So many units on from today, which is the first day of them.
    Next(u16, Unit),
}

impl Period {
    /// Reads `today`, `yesterday`, `tomorrow`, `this week`, `last quarter`, `next year`,
    /// `last 30 days`, `next 2 weeks`.
    ///
    /// # Errors
    /// [`Rule::NotAnOption`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let refused = || Rule::NotAnOption {
            value: quoted(text),
        };
        let lower = text.trim().to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        match words.as_slice() {
            ["today"] => Ok(Self::Whole(Unit::Day, 0)),
            ["yesterday"] => Ok(Self::Whole(Unit::Day, -1)),
            ["tomorrow"] => Ok(Self::Whole(Unit::Day, 1)),
            [which, unit] => {
                let offset = match *which {
                    "this" => 0,
                    "last" => -1,
                    "next" => 1,
                    _ => return Err(refused()),
                };
                let unit = Unit::of_word(unit, false).ok_or_else(refused)?;
                Ok(Self::Whole(unit, offset))
            }
            [which, count, unit] => {
                let count: u16 = count.parse().map_err(|_| refused())?;
                if !(1..=COUNT_MAX).contains(&count) {
                    return Err(Rule::OutOfRange {
                        min: "1".into(),
                        max: COUNT_MAX.to_string(),
                    });
                }
                let unit = Unit::of_word(unit, true).ok_or_else(refused)?;
                match *which {
                    "last" => Ok(Self::Last(count, unit)),
                    "next" => Ok(Self::Next(count, unit)),
                    _ => Err(refused()),
                }
            }
            _ => Err(refused()),
        }
    }

    /// Its first and last day.
    #[must_use]
    pub fn days(self, today: Date, first_weekday: Weekday) -> (Date, Date) {
        match self {
            Self::Whole(unit, offset) => {
                let first = unit.add(unit.first(today, first_weekday), i32::from(offset));
                (first, unit.add(first, 1).add_days(-1))
            }
            Self::Last(count, unit) => (unit.add(today, -i32::from(count)).add_days(1), today),
            Self::Next(count, unit) => (today, unit.add(today, i32::from(count)).add_days(-1)),
        }
    }
}

impl fmt::Display for Period {
    /// Writes what [`Period::parse`] reads.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(Unit::Day, 0) => out.write_str("today"),
            Self::Whole(Unit::Day, -1) => out.write_str("yesterday"),
            Self::Whole(Unit::Day, _) => out.write_str("tomorrow"),
            Self::Whole(unit, offset) => {
                let which = match offset {
                    0 => "this",
                    ..0 => "last",
                    _ => "next",
                };
                write!(out, "{which} {}", unit.word())
            }
            Self::Last(count, unit) => write!(out, "last {count} {}s", unit.word()),
            Self::Next(count, unit) => write!(out, "next {count} {}s", unit.word()),
        }
    }
}

/// The day that a text says: `2026-03-05`, `today`, `yesterday`, `tomorrow`, `30 days ago`,
/// `in 2 weeks`.
///
/// # Errors
/// [`Rule::NotADate`], or as [`Date::parse`].
pub fn parse_day(text: &str, today: Date) -> Result<Date, Rule> {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let away = |count: &str, unit: &str, sign: i32| {
        let count: u16 = count.parse().ok().filter(|count| *count <= COUNT_MAX)?;
        Some(Unit::of_word(unit, true)?.add(today, sign * i32::from(count)))
    };
    let said = match words.as_slice() {
        ["today"] => Some(today),
        ["yesterday"] => Some(today.add_days(-1)),
        ["tomorrow"] => Some(today.add_days(1)),
        [count, unit, "ago"] => away(count, unit, -1),
        ["in", count, unit] => away(count, unit, 1),
        _ => None,
    };
    said.map_or_else(|| Date::parse(text), Ok)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn spans_mean_the_days_that_people_mean() {
        // A Thursday.
        let today = date("2026-03-05");
        for (text, first, last) in [
            ("today", "2026-03-05", "2026-03-05"),
            ("yesterday", "2026-03-04", "2026-03-04"),
            ("tomorrow", "2026-03-06", "2026-03-06"),
            ("this week", "2026-03-02", "2026-03-08"),
            ("last week", "2026-02-23", "2026-03-01"),
            ("this month", "2026-03-01", "2026-03-31"),
            ("last month", "2026-02-01", "2026-02-28"),
            ("next month", "2026-04-01", "2026-04-30"),
            ("this quarter", "2026-01-01", "2026-03-31"),
            ("last quarter", "2025-10-01", "2025-12-31"),
            ("this year", "2026-01-01", "2026-12-31"),
            ("last 1 days", "2026-03-05", "2026-03-05"),
            ("last 30 days", "2026-02-04", "2026-03-05"),
            ("next 7 days", "2026-03-05", "2026-03-11"),
            ("last 3 months", "2025-12-06", "2026-03-05"),
            ("next 2 weeks", "2026-03-05", "2026-03-18"),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(
                period.days(today, Weekday::Monday),
                (date(first), date(last)),
                "{text}"
            );
        }
        let week = Period::parse("This  Week").unwrap();
        assert_eq!(
            week.days(today, Weekday::Sunday),
            (date("2026-03-01"), date("2026-03-07"))
        );
        assert_eq!(
            week.days(date("2026-03-07"), Weekday::Saturday).0,
            date("2026-03-07")
        );
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in [
            "",
            "week",
            "this",
            "this 3 days",
            "last days",
            "last x days",
            "now",
            "本周",
        ] {
            assert!(
                matches!(Period::parse(text), Err(Rule::NotAnOption { .. })),
                "{text}"
            );
        }
        assert!(matches!(
            Period::parse("last 0 days"),
            Err(Rule::OutOfRange { .. })
        ));
    }

    #[test]
    fn days_may_be_said_from_today() {
        let today = date("2026-03-05");
        for (text, day) in [
            ("2026-01-31", "2026-01-31"),
            ("today", "2026-03-05"),
            ("30 days ago", "2026-02-03"),
            ("in 1 month", "2026-04-05"),
            ("Tomorrow", "2026-03-06"),
        ] {
            assert_eq!(parse_day(text, today), Ok(date(day)), "{text}");
        }
        assert!(parse_day("soon", today).is_err());
        assert!(parse_day("2026-02-30", today).is_err());
    }
}
