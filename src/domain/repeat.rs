//! After which rule a task comes again: the part of RFC 5545's RRULE that people say (every day, every
//! two weeks, every month, on the 31st). Rules that say more are kept as they are, and then nothing comes by itself.

use super::Date;
use std::fmt;

/// How often, and how many units lie between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    unit: &'static str,
    every: u16,
    /// The day of the month that is meant, where the month it is due in is too short for it.
    day: Option<u8>,
}

/// The units of a rule.
pub const UNITS: [&str; 4] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

impl Repeat {
    /// Reads `FREQ=WEEKLY`, `FREQ=WEEKLY;INTERVAL=2` or `FREQ=MONTHLY;BYMONTHDAY=31`; none of any
    /// other rule. Of days only those are read that not every month has: they are what
    /// [`Repeat::rule_after`] writes.
    #[must_use]
    pub fn parse(rule: &str) -> Option<Self> {
        let (mut unit, mut every, mut day) = (None, 1, None);
        for part in rule.split(';') {
            match part.split_once('=')? {
                ("FREQ", value) => unit = UNITS.into_iter().find(|unit| *unit == value),
                ("INTERVAL", value) => every = value.parse().ok().filter(|every| *every > 0)?,
                ("BYMONTHDAY", value) => {
                    let known = |day: &u8| (29..=31).contains(day);
                    day = Some(value.parse().ok().filter(known)?);
                }
                _ => return None,
            }
        }
        let unit = unit.filter(|unit| day.is_none() || *unit == "MONTHLY")?;
        Some(Self { unit, every, day })
    }

    /// Whether it says no more than one of the [`UNITS`].
    #[must_use]
    pub fn is_each(self, unit: &str) -> bool {
        self.unit == unit && self.every == 1
    }

    /// The day of the month that is meant, by a task that is due on a day.
    fn day_meant(self, due: Date) -> u8 {
        let is_cut = due == due.last_of_month();
        let meant = self.day.filter(|day| is_cut && *day > due.day());
        meant.unwrap_or_else(|| due.day())
    }

    /// The rule of the next task, due on `next`, after the one due on `due`: where the month is too
    /// short, it keeps which day is meant.
    #[must_use]
    pub fn rule_after(self, due: Date, next: Date) -> String {
        let day = self.day_meant(due);
        let day = Some(day).filter(|day| self.unit == "MONTHLY" && *day > next.day());
        Self { day, ..self }.to_string()
    }

    /// The rule without the day of the month.
    #[must_use]
    pub fn plain(self) -> Self {
        Self { day: None, ..self }
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
                "MONTHLY" => {
                    let last = due.add_months(count).last_of_month();
                    let day = Date::from_ymd(last.year(), last.month(), self.day_meant(due));
                    day.unwrap_or(last)
                }
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

impl fmt::Display for Repeat {
    /// Writes what [`Repeat::parse`] reads.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "FREQ={}", self.unit)?;
        if self.every > 1 {
            write!(out, ";INTERVAL={}", self.every)?;
        }
        match self.day {
            Some(day) => write!(out, ";BYMONTHDAY={day}"),
            None => Ok(()),
        }
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
    fn a_short_month_does_not_change_the_day_that_is_meant() {
        let date = |text| Date::parse(text).unwrap();
        let (mut due, mut rule) = (date("2026-01-31"), "FREQ=MONTHLY".to_owned());
        let mut series = Vec::new();
        for _ in 0..4 {
            let repeat = Repeat::parse(&rule).unwrap();
            let next = repeat.next(due, due);
            rule = repeat.rule_after(due, next);
            due = next;
            series.push(format!("{due} {rule}"));
        }
        assert_eq!(
            series,
            [
                "2026-02-28 FREQ=MONTHLY;BYMONTHDAY=31",
                "2026-03-31 FREQ=MONTHLY",
                "2026-04-30 FREQ=MONTHLY;BYMONTHDAY=31",
                "2026-05-31 FREQ=MONTHLY",
            ]
        );
        // Put on another day, it is that day that is meant.
        let repeat = Repeat::parse("FREQ=MONTHLY;BYMONTHDAY=31").unwrap();
        let moved = date("2026-02-20");
        assert_eq!(repeat.next(moved, moved), date("2026-03-20"));
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
            "FREQ=MONTHLY;BYMONTHDAY=15",
            "FREQ=YEARLY;BYMONTHDAY=29",
        ] {
            assert_eq!(Repeat::parse(rule), None, "{rule}");
        }
    }
}
