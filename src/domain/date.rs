//! Calendar dates: a birthday, the day a deal should close.
//!
//! A date is a day on the calendar and no point in time, so it never comes from
//! a clock or a JavaScript `Date`, and no time zone can move it. How a date is
//! shown to people is told by `i18n`; the orders of day and month found in
//! files are read by `exchange`.

use std::fmt;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;

use super::problem::{Rule, quoted};

const SECONDS_PER_DAY: i64 = 86_400;

/// A day of the calendar, from 1700 to 4000: the range that other CRMs take.
///
/// It is kept as the number of days since 1970-01-01, so that a column of dates
/// takes four bytes a row and sorts as it stands.
///
/// ```
/// # use satchel::domain::date::Date;
/// let date = Date::parse("2024-02-29")?;
/// assert_eq!(date.add_months(12).to_string(), "2025-02-28");
/// # Ok::<(), satchel::domain::problem::Rule>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// A day of the week, in the order of ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the days of the week explain themselves")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Days since Monday: 0 to 6.
    pub fn days_since_monday(self) -> u8 {
        self as u8
    }
}

impl Date {
    /// 1700-01-01, the first day taken.
    pub const MIN: Self = Self(-98_615);
    /// 4000-12-31, the last day taken.
    pub const MAX: Self = Self(741_807);

    /// Reads `YYYY-MM-DD`, with nothing around it but white space.
    ///
    /// # Errors
    /// [`Rule::NotADate`] for another form, [`Rule::DoesNotExist`] for a day
    /// that no calendar has, [`Rule::OutOfRange`] for a year outside 1700 to
    /// 4000.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let not_a_date = || Rule::NotADate {
            value: quoted(text),
        };
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.trim().as_bytes() else {
            return Err(not_a_date());
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |sum, digit| {
                digit
                    .is_ascii_digit()
                    .then(|| sum * 10 + u16::from(digit - b'0'))
            })
        };
        let (Some(year), Some(month), Some(day)) = (
            number(&[y1, y2, y3, y4]),
            number(&[m1, m2]),
            number(&[d1, d2]),
        ) else {
            return Err(not_a_date());
        };
        Self::from_ymd(i32::from(year), month as u8, day as u8)
    }

    /// The day of this year, month and day of month.
    ///
    /// # Errors
    /// [`Rule::DoesNotExist`] or [`Rule::OutOfRange`], as [`Date::parse`].
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Result<Self, Rule> {
        if !(1700..=4000).contains(&year) {
            return Err(Rule::OutOfRange {
                min: Self::MIN.to_string(),
                max: Self::MAX.to_string(),
            });
        }
        civil::Date::new(year as i16, month as i8, day as i8)
            .ok()
            .and_then(Self::from_civil)
            .ok_or_else(|| Rule::DoesNotExist {
                value: format!("{year:04}-{month:02}-{day:02}"),
            })
    }

    /// Year, month and day of month.
    pub fn to_ymd(self) -> (i32, u8, u8) {
        let date = self.to_civil();
        (i32::from(date.year()), date.month() as u8, date.day() as u8)
    }

    /// The day that is `days` after 1970-01-01, as a column keeps it; nothing
    /// outside the range that is taken.
    pub const fn from_days(days: i32) -> Option<Self> {
        if Self::MIN.0 <= days && days <= Self::MAX.0 {
            Some(Self(days))
        } else {
            None
        }
    }

    /// Days since 1970-01-01.
    pub const fn to_days(self) -> i32 {
        self.0
    }

    /// Year of the calendar.
    pub fn year(self) -> i32 {
        self.to_ymd().0
    }

    /// Month of the year, 1 to 12.
    pub fn month(self) -> u8 {
        self.to_ymd().1
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.to_ymd().2
    }

    /// Quarter of the year, 1 to 4.
    pub fn quarter(self) -> u8 {
        (self.month() - 1) / 3 + 1
    }

    /// Day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        let days_since_monday = (self.0 + 3).rem_euclid(7) as usize;
        Weekday::ALL
            .get(days_since_monday)
            .copied()
            .unwrap_or(Weekday::Monday)
    }

    /// The day `days` later, or earlier when negative; at the ends of the range
    /// it stays there.
    pub fn add_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Days from this day to `other`, negative when that was before.
    pub fn days_until(self, other: Self) -> i32 {
        other.0 - self.0
    }

    /// The same day `months` later, or the last day of that month where it has
    /// fewer days; at the ends of the range it stays there.
    pub fn add_months(self, months: i32) -> Self {
        let (year, month, day) = self.to_ymd();
        let months = (year * 12 + i32::from(month) - 1).saturating_add(months);
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let first = if year < 1700 {
            return Self::MIN;
        } else if year > 4000 {
            return Self::MAX;
        } else {
            civil::date(year as i16, month as i8, 1)
        };
        let day = (day as i8).min(first.days_in_month());
        Self::from_civil(civil::date(year as i16, month as i8, day)).unwrap_or(self)
    }

    /// First day of the month.
    pub fn first_of_month(self) -> Self {
        Self::from_civil(self.to_civil().first_of_month()).unwrap_or(self)
    }

    /// Last day of the month.
    pub fn last_of_month(self) -> Self {
        Self::from_civil(self.to_civil().last_of_month()).unwrap_or(self)
    }

    /// First day of the quarter.
    pub fn first_of_quarter(self) -> Self {
        let months_into_quarter = i32::from((self.month() - 1) % 3);
        self.first_of_month().add_months(-months_into_quarter)
    }

    /// First day of the year.
    pub fn first_of_year(self) -> Self {
        Self::from_civil(self.to_civil().first_of_year()).unwrap_or(self)
    }

    /// Monday of the week.
    pub fn first_of_week(self) -> Self {
        self.add_days(-i32::from(self.weekday().days_since_monday()))
    }

    /// Goes by way of the UTC offset, where jiff counts seconds: its own
    /// arithmetic on dates brings spans and their rounding, which are larger
    /// than all the rest of this file.
    fn from_civil(date: civil::Date) -> Option<Self> {
        let timestamp = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
        Self::from_days((timestamp.as_second() / SECONDS_PER_DAY) as i32)
    }

    fn to_civil(self) -> civil::Date {
        // Never the fallback: every day in the range is one of jiff's too.
        let timestamp = Timestamp::from_second(i64::from(self.0) * SECONDS_PER_DAY);
        Offset::UTC
            .to_datetime(timestamp.unwrap_or(Timestamp::UNIX_EPOCH))
            .date()
    }
}

impl fmt::Display for Date {
    /// Writes `YYYY-MM-DD`, which [`Date::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
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

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn every_day_of_the_range_is_itself_again_after_text() {
        let (mut year, mut month, mut day) = (1700, 1, 1);
        for days in Date::MIN.0..=Date::MAX.0 {
            let date = Date::from_days(days).unwrap();
            assert_eq!(date.to_ymd(), (year, month, day));
            assert_eq!(Date::from_ymd(year, month, day), Ok(date));
            // The twin counts days by itself, so that the two cannot err alike.
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u8::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day += 1;
            if day > length {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
        assert_eq!((year, month, day), (4001, 1, 1));
        assert_eq!(Date::MIN.to_string(), "1700-01-01");
        assert_eq!(Date::MAX.to_string(), "4000-12-31");
        assert_eq!(date("1970-01-01").to_days(), 0);
        assert_eq!(date(" 2024-02-29\n").to_string(), "2024-02-29");
    }

    #[test]
    fn days_that_do_not_exist_are_told_apart_from_text() {
        for text in [
            "2023-02-29",
            "2024-02-31",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
        ] {
            assert_eq!(
                Date::parse(text),
                Err(Rule::DoesNotExist { value: text.into() })
            );
        }
        for text in [
            "",
            "tomorrow",
            "2024-1-1",
            "24-01-01",
            "2024/01/01",
            "31.02.",
            "20240101",
            "2024-01-01T00:00",
            "+024-01-01",
            "２０２４-01-01",
            "2024-01-1x",
            "----------",
            "2024-01-01 0",
            "2024\u{2010}01-01",
        ] {
            assert_eq!(
                Date::parse(text),
                Err(Rule::NotADate { value: text.into() }),
                "{text}"
            );
        }
        for text in ["1699-12-31", "4001-01-01", "0000-00-00", "9999-99-99"] {
            assert!(
                matches!(Date::parse(text), Err(Rule::OutOfRange { .. })),
                "{text}"
            );
        }
        assert!(Date::from_ymd(2024, 200, 1).is_err());
        assert!(Date::from_ymd(2024, 1, 200).is_err());
        assert_eq!(Date::from_days(i32::MAX), None);
    }

    #[test]
    fn weeks_months_and_quarters_are_counted_on_the_calendar() {
        assert_eq!(date("2026-07-24").weekday(), Weekday::Friday);
        assert_eq!(date("1700-01-01").weekday(), Weekday::Friday);
        assert_eq!(date("2026-07-26").first_of_week(), date("2026-07-20"));
        assert_eq!(date("2024-01-31").add_months(1), date("2024-02-29"));
        assert_eq!(date("2024-03-31").add_months(-13), date("2023-02-28"));
        assert_eq!(date("2024-12-15").add_months(1), date("2025-01-15"));
        assert_eq!(date("2024-02-10").last_of_month(), date("2024-02-29"));
        assert_eq!(date("2024-11-12").first_of_quarter(), date("2024-10-01"));
        assert_eq!(date("2024-11-12").quarter(), 4);
        assert_eq!(date("2024-11-12").first_of_year(), date("2024-01-01"));
        assert_eq!(date("2024-02-28").days_until(date("2024-03-01")), 2);
    }

    #[test]
    fn arithmetic_stays_in_the_range() {
        assert_eq!(date("2024-01-01").add_days(i32::MAX), Date::MAX);
        assert_eq!(date("2024-01-01").add_days(i32::MIN), Date::MIN);
        assert_eq!(date("2024-01-01").add_months(i32::MAX), Date::MAX);
        assert_eq!(date("2024-01-01").add_months(i32::MIN), Date::MIN);
    }
}
