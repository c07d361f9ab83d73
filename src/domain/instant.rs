//! Points in time: when something was created, when a call took place.
//!
//! An instant is the same moment everywhere; the hour a person reads depends on
//! a time zone, which `i18n` asks the browser for. Nothing here asks a clock.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Time, date};
use jiff::tz::Offset;

use super::date::Date;
use super::problem::{Rule, quoted};

const MS_PER_DAY: i64 = 86_400_000;

/// A point in time, kept as milliseconds since 1970-01-01T00:00Z.
///
/// ```
/// # use satchel::domain::instant::Instant;
/// let instant = Instant::parse("2024-03-05T09:30:00+01:00")?;
/// assert_eq!(instant.to_string(), "2024-03-05T08:30:00Z");
/// # Ok::<(), satchel::domain::problem::Rule>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The first moment taken: the beginning of [`Date::MIN`] in UTC.
    pub const MIN: Self = Self(Date::MIN.to_days() as i64 * MS_PER_DAY);
    /// The last moment taken: the end of [`Date::MAX`] in UTC.
    pub const MAX: Self = Self((Date::MAX.to_days() as i64 + 1) * MS_PER_DAY - 1);

    /// Reads RFC 3339 with `Z` or an offset; also a space for the `T`, offsets
    /// without a colon (`+0000`, as Salesforce writes) and times without
    /// seconds. Digits below the millisecond are dropped.
    ///
    /// # Errors
    /// [`Rule::NotAnInstant`] for another form, also for one without an offset,
    /// since that is a different moment in every time zone;
    /// [`Rule::DoesNotExist`] and [`Rule::OutOfRange`] as for dates.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let not_an_instant = || Rule::NotAnInstant {
            value: quoted(text),
        };
        let trimmed = text.trim();
        let (day, time) = trimmed.split_at_checked(10).ok_or_else(not_an_instant)?;
        let day = Date::parse(day).map_err(|rule| match rule {
            Rule::NotADate { .. } => not_an_instant(),
            other => other,
        })?;
        let written = Written::read(time).ok_or_else(not_an_instant)?;
        let (year, month, day) = day.to_ymd();
        // A leap second is a moment that UTC counts and clocks do not: it is
        // taken as the last millisecond before the next minute.
        let (second, ms) = if written.second == 60 {
            (59, 999)
        } else {
            (written.second, written.ms)
        };
        let time = Time::new(
            written.hour,
            written.minute,
            second,
            i32::from(ms) * 1_000_000,
        )
        .map_err(|_| not_an_instant())?;
        let local = date(year as i16, month as i8, day as i8).to_datetime(time);
        Offset::from_seconds(written.offset_minutes * 60)
            .and_then(|offset| offset.to_timestamp(local))
            .ok()
            .and_then(|timestamp| Self::from_ms(timestamp.as_millisecond()))
            .ok_or_else(|| Rule::OutOfRange {
                min: Self::MIN.to_string(),
                max: Self::MAX.to_string(),
            })
    }

    /// The moment so many milliseconds after 1970-01-01T00:00Z; nothing outside
    /// the range that is taken.
    pub const fn from_ms(ms: i64) -> Option<Self> {
        if ms < Self::MIN.0 || ms > Self::MAX.0 {
            return None;
        }
        Some(Self(ms))
    }

    /// As [`Instant::from_ms`], with the nearest end for what lies outside: for
    /// clocks, which may be set to anything and must not stop the work.
    pub fn from_clock_ms(ms: i64) -> Self {
        Self(ms.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Midnight UTC at the beginning of a day.
    pub fn from_date(date: Date) -> Self {
        Self(i64::from(date.to_days()) * MS_PER_DAY)
    }

    /// Milliseconds since 1970-01-01T00:00Z.
    pub fn to_ms(self) -> i64 {
        self.0
    }

    /// The day it is in UTC at this moment.
    pub fn date(self) -> Date {
        // Never the fallback: the ranges of dates and instants are the same.
        Date::from_days(self.0.div_euclid(MS_PER_DAY) as i32).unwrap_or(Date::MIN)
    }

    /// The moment `ms` milliseconds later, or earlier when negative; at the ends
    /// of the range it stays there.
    pub fn add_ms(self, ms: i64) -> Self {
        Self::from_clock_ms(self.0.saturating_add(ms))
    }

    /// Milliseconds from this moment to `other`, negative when that was before.
    pub fn ms_until(self, other: Self) -> i64 {
        other.0 - self.0
    }
}

impl fmt::Display for Instant {
    /// Writes RFC 3339 in UTC, with milliseconds only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the fallback: every instant in the range is one of jiff's too.
        let timestamp = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        let utc = Offset::UTC.to_datetime(timestamp);
        write!(
            f,
            "{}T{:02}:{:02}:{:02}",
            self.date(),
            utc.hour(),
            utc.minute(),
            utc.second()
        )?;
        match utc.millisecond() {
            0 => f.write_str("Z"),
            ms => write!(f, ".{ms:03}Z"),
        }
    }
}

/// The time and the offset as they were written, before they are checked
/// against the clock.
struct Written {
    hour: i8,
    minute: i8,
    second: i8,
    ms: i16,
    offset_minutes: i32,
}

impl Written {
    /// Reads `T09:30[:00[.123]]` and the offset after it.
    fn read(text: &str) -> Option<Self> {
        let mut rest = text.as_bytes();
        if !matches!(take(&mut rest)?, b'T' | b't' | b' ') {
            return None;
        }
        let hour = two_digits(&mut rest)?;
        skip(&mut rest, b':')?;
        let minute = two_digits(&mut rest)?;
        let (mut second, mut ms) = (0, 0);
        if skip(&mut rest, b':').is_some() {
            second = two_digits(&mut rest)?;
            if skip(&mut rest, b'.')
                .or_else(|| skip(&mut rest, b','))
                .is_some()
            {
                ms = fraction(&mut rest)?;
            }
        }
        let offset_minutes = match take(&mut rest)? {
            b'Z' | b'z' => 0,
            b'+' => offset(&mut rest)?,
            b'-' => -offset(&mut rest)?,
            _ => return None,
        };
        rest.is_empty().then_some(Self {
            hour,
            minute,
            second,
            ms,
            offset_minutes,
        })
    }
}

fn take(rest: &mut &[u8]) -> Option<u8> {
    let (first, others) = rest.split_first()?;
    *rest = others;
    Some(*first)
}

fn skip(rest: &mut &[u8], expected: u8) -> Option<()> {
    *rest = rest.strip_prefix(&[expected])?;
    Some(())
}

fn digit(rest: &mut &[u8]) -> Option<u8> {
    let (first, others) = rest.split_first()?;
    let digit = first.is_ascii_digit().then(|| first - b'0')?;
    *rest = others;
    Some(digit)
}

fn two_digits(rest: &mut &[u8]) -> Option<i8> {
    Some((digit(rest)? * 10 + digit(rest)?) as i8)
}

/// The first three digits after the point as milliseconds.
fn fraction(rest: &mut &[u8]) -> Option<i16> {
    let mut ms = i16::from(digit(rest)?) * 100;
    for weight in [10, 1] {
        ms += digit(rest).map_or(0, |digit| i16::from(digit) * weight);
    }
    while digit(rest).is_some() {}
    Some(ms)
}

/// `01:00`, `0100` or `01` as minutes; more than a day of offset is no offset.
fn offset(rest: &mut &[u8]) -> Option<i32> {
    let hours = two_digits(rest)?;
    let has_colon = skip(rest, b':').is_some();
    let minutes = if has_colon || !rest.is_empty() {
        two_digits(rest)?
    } else {
        0
    };
    (hours < 24 && minutes < 60).then(|| i32::from(hours) * 60 + i32::from(minutes))
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

    fn check(text: &str, expected: &str) {
        assert_eq!(
            Instant::parse(text).unwrap().to_string(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn the_forms_of_other_systems_are_the_same_moment() {
        check("2024-03-05T09:30:00Z", "2024-03-05T09:30:00Z");
        check("2024-03-05t09:30:00z", "2024-03-05T09:30:00Z");
        check("2024-03-05T09:30:00.000+0000", "2024-03-05T09:30:00Z");
        check("2024-03-05T09:30:00.120+0100", "2024-03-05T08:30:00.120Z");
        check("2024-03-05 09:30+08", "2024-03-05T01:30:00Z");
        check("2024-01-01T00:30:00+05:30", "2023-12-31T19:00:00Z");
        check("2024-12-31T23:00:00-11:30", "2025-01-01T10:30:00Z");
        check("2024-03-05T09:30:00.1Z", "2024-03-05T09:30:00.100Z");
        check("2024-03-05T09:30:00.123999999Z", "2024-03-05T09:30:00.123Z");
        check("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999Z");
        check(" 1969-12-31T23:59:59.999Z ", "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2024-03-05",
            "2024-03-05T09:30:00",
            "2024-03-05 09:30",
            "2024-03-05T24:00:00Z",
            "2024-03-05T09:60:00Z",
            "2024-03-05T09:30:61Z",
            "2024-03-05T9:30:00Z",
            "2024-03-05T09:30:00.Z",
            "2024-03-05T09:30:00+25:00",
            "2024-03-05T09:30:00+1",
            "2024-03-05T09:30:00+01:",
            "2024-03-05T09:30:00Zjunk",
            "Oct 7, 2025 6:55 PM",
            "1709631000000",
            "２０２４-03-05T09:30:00Z",
            "2024-03-05T09:30:00 Z",
        ] {
            let refused = Err(Rule::NotAnInstant { value: text.into() });
            assert_eq!(Instant::parse(text), refused, "{text}");
        }
        assert!(matches!(
            Instant::parse("2023-02-29T00:00:00Z"),
            Err(Rule::DoesNotExist { .. })
        ));
        assert!(matches!(
            Instant::parse("1700-01-01T00:00:00+01:00"),
            Err(Rule::OutOfRange { .. })
        ));
    }

    #[test]
    fn text_and_milliseconds_agree_over_the_whole_range() {
        // A stride that is prime to the day visits every time of day.
        let stride = 7_919_000_003;
        let mut ms = Instant::MIN.to_ms();
        while let Some(instant) = Instant::from_ms(ms) {
            assert_eq!(Instant::parse(&instant.to_string()), Ok(instant));
            assert_eq!(
                Instant::from_date(instant.date()).to_ms(),
                ms - ms.rem_euclid(MS_PER_DAY)
            );
            ms += stride;
        }
        assert_eq!(Instant::MIN.to_string(), "1700-01-01T00:00:00Z");
        assert_eq!(Instant::MAX.to_string(), "4000-12-31T23:59:59.999Z");
        assert_eq!(Instant::from_clock_ms(i64::MAX), Instant::MAX);
        assert_eq!(Instant::MAX.add_ms(1), Instant::MAX);
    }
}
