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

/// The day that February has in leap years only.
const LEAP_DAY: u8 = 29;

/// The units of a rule.
pub const UNITS: [&str; 4] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

impl Repeat {
    /// Reads `FREQ=WEEKLY`, `FREQ=WEEKLY;INTERVAL=2`, `FREQ=MONTHLY;BYMONTHDAY=31` or
    /// `FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29`; none of any other rule. Of days only those are read that
    /// not every month, or not every year, has: they are what [`Repeat::rule_after`] writes.
    #[must_use]
    pub fn parse(rule: &str) -> Option<Self> {
        let (mut unit, mut every, mut day, mut is_february) = (None, 1, None, false);
        for part in rule.split(';') {
            match part.split_once('=')? {
                ("FREQ", value) => unit = UNITS.into_iter().find(|unit| *unit == value),
                ("INTERVAL", value) => every = value.parse().ok().filter(|every| *every > 0)?,
                ("BYMONTHDAY", value) => {
                    let known = |day: &u8| (29..=31).contains(day);
                    day = Some(value.parse().ok().filter(known)?);
                }
                ("BYMONTH", "2") => is_february = true,
                _ => return None,
            }
        }
        let unit = unit.filter(|unit| match *unit {
            "MONTHLY" => !is_february,
            "YEARLY" => is_february == day.is_some() && day.is_none_or(|day| day == LEAP_DAY),
            _ => !is_february && day.is_none(),
        })?;
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
        let has_day = matches!(self.unit, "MONTHLY" | "YEARLY");
        let day = Some(day).filter(|day| has_day && *day > next.day());
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
            let months = match self.unit {
                "DAILY" => return due.add_days(count),
                "WEEKLY" => return due.add_days(count.saturating_mul(7)),
                "MONTHLY" => count,
                _ => count.saturating_mul(12),
            };
            let last = due.add_months(months).last_of_month();
            let day = Date::from_ymd(last.year(), last.month(), self.day_meant(due));
            day.unwrap_or(last)
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
        if self.day.is_some() && self.unit == "YEARLY" {
            // Without it, it would be the 29th of every month.
            out.write_str(";BYMONTH=2")?;
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
    fn the_day_that_leap_years_have_comes_on_the_last_of_february() {
        let date = |text| Date::parse(text).unwrap();
        let (mut due, mut rule) = (date("2024-02-29"), "FREQ=YEARLY".to_owned());
        let mut series = Vec::new();
        for _ in 0..5 {
            let repeat = Repeat::parse(&rule).unwrap();
            let next = repeat.next(due, due);
            rule = repeat.rule_after(due, next);
            assert_eq!(
                Repeat::parse(&rule).unwrap().plain().to_string(),
                "FREQ=YEARLY"
            );
            due = next;
            series.push(format!("{due} {rule}"));
        }
        assert_eq!(
            series,
            [
                "2025-02-28 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                "2026-02-28 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                "2027-02-28 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                "2028-02-29 FREQ=YEARLY",
                "2029-02-28 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            ]
        );
        // Who was late for years, or looks every four, is not asked for another day either.
        let cut = Repeat::parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29").unwrap();
        let late = cut.next(date("2025-02-28"), date("2027-11-18"));
        assert_eq!(late, date("2028-02-29"));
        let fourth = Repeat::parse("FREQ=YEARLY;INTERVAL=4").unwrap();
        assert_eq!(
            fourth.next(date("2024-02-29"), date("2024-03-01")),
            date("2028-02-29")
        );
        // Of any other day nothing is remembered, and put on another day it is that day.
        let yearly = Repeat::parse("FREQ=YEARLY").unwrap();
        let (due, next) = (date("2026-02-28"), date("2027-02-28"));
        assert_eq!(yearly.next(due, due), next);
        assert_eq!(yearly.rule_after(due, next), "FREQ=YEARLY");
        assert_eq!(yearly.next(next, next), date("2028-02-28"));
        let moved = date("2027-03-05");
        assert_eq!(cut.next(moved, moved), date("2028-03-05"));
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
            "FREQ=YEARLY;BYMONTH=2",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=29",
            "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=DAILY;BYMONTH=2",
        ] {
            assert_eq!(Repeat::parse(rule), None, "{rule}");
        }
    }
}
