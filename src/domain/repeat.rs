//! After which rule a task comes again: the part of RFC 5545's RRULE that people say (every day, every
//! two weeks, every month). Rules that say more are kept as they are, and then nothing comes by itself.

use super::Date;

/// How often, and how many units lie between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    unit: &'static str,
    every: u16,
}

/// The units of a rule.
pub const UNITS: [&str; 4] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

impl Repeat {
    /// Reads `FREQ=WEEKLY` or `FREQ=WEEKLY;INTERVAL=2`; none of any other rule.
    #[must_use]
    pub fn parse(rule: &str) -> Option<Self> {
        let (mut unit, mut every) = (None, 1);
        for part in rule.split(';') {
            match part.split_once('=')? {
                ("FREQ", value) => unit = UNITS.into_iter().find(|unit| *unit == value),
                ("INTERVAL", value) => every = value.parse().ok().filter(|every| *every > 0)?,
                _ => return None,
            }
        }
        Some(Self { unit: unit?, every })
    }

    /// The first day of the rule after a day, counted from the day it was due: who was late is not asked
    /// for what has passed.
    #[must_use]
    pub fn next(self, due: Date, after: Date) -> Date {
        let day = |times: i32| {
            let count = times.saturating_mul(i32::from(self.every));
            match self.unit {
                "DAILY" => due.add_days(count),
                "WEEKLY" => due.add_days(count.saturating_mul(7)),
                "MONTHLY" => due.add_months(count),
                _ => due.add_months(count.saturating_mul(12)),
            }
        };
        // A day far back is stepped over at once: no unit is longer than 366 days.
        let apart = i32::from(self.every) * 366;
        let begun = (due.days_until(after) / apart).max(1);
        let mut times = (begun..).take_while(|times| day(*times) <= after);
        let passed = times.by_ref().last();
        day(passed.map_or(begun, |times| times + 1))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_comes_again_comes_after_today() {
        for (rule, due, after, next) in [
            ("FREQ=DAILY", "2026-11-18", "2026-11-18", "2026-11-19"),
            ("FREQ=DAILY", "2026-11-10", "2026-11-18", "2026-11-19"),
            ("FREQ=WEEKLY", "2026-11-18", "2026-11-18", "2026-11-25"),
            (
                "FREQ=WEEKLY;INTERVAL=2",
                "2026-11-04",
                "2026-11-20",
                "2026-12-02",
            ),
            // The day of the month is that of the first, however short the months between.
            ("FREQ=MONTHLY", "2026-01-31", "2026-02-28", "2026-03-31"),
            ("FREQ=YEARLY", "2024-02-29", "2026-11-18", "2027-02-28"),
            // Done before it was due: the next is still the next.
            ("FREQ=WEEKLY", "2026-11-18", "2026-11-11", "2026-11-25"),
            ("FREQ=DAILY", "1990-01-01", "2026-11-18", "2026-11-19"),
        ] {
            let day = |text| Date::parse(text).unwrap();
            let found = Repeat::parse(rule).unwrap().next(day(due), day(after));
            assert_eq!(found.to_string(), next, "{rule} from {due} after {after}");
        }
    }

    #[test]
    fn a_rule_that_says_more_is_not_understood_by_half() {
        for rule in [
            "",
            "FREQ=HOURLY",
            "FREQ=WEEKLY;BYDAY=MO,TH",
            "FREQ=DAILY;INTERVAL=0",
            "INTERVAL=2",
            "weekly",
        ] {
            assert_eq!(Repeat::parse(rule), None, "{rule}");
        }
    }
}
