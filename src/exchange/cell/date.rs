//! Dates and times as files have them: `2024-03-05`, `3/5/2024`, `05.03.24`, `2024年3月5日`,
//! `Oct 7, 2025 6:55 PM`, `2024-07-08T14:56:28.000+0000`.
//!
//! A cell is taken apart first; `3/5/2024` becomes a day only once it is known for the whole
//! column what stands first, which is decided in `column`. A day that does not exist is an
//! error and never rolls over into the next month. More than 600 lines with its tests:
//! the forms that files come in are many.

use crate::domain::problem::quoted;
use crate::domain::{Date, Instant, Rule, Zone};

use super::number::fold;

/// What stands first in dates written in digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateOrder {
    /// `2024-03-05`
    YearMonthDay,
    /// `3/5/2024` is 5 March.
    MonthDayYear,
    /// `5.3.2024` is 5 March.
    DayMonthYear,
}

impl DateOrder {
    /// All orders.
    pub const ALL: [DateOrder; 3] = [
        DateOrder::YearMonthDay,
        DateOrder::MonthDayYear,
        DateOrder::DayMonthYear,
    ];

    /// The stable name of this order, for messages and saved mappings.
    pub fn code(self) -> &'static str {
        match self {
            DateOrder::YearMonthDay => "ymd",
            DateOrder::MonthDayYear => "mdy",
            DateOrder::DayMonthYear => "dmy",
        }
    }

    /// The order with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        DateOrder::ALL
            .into_iter()
            .find(|order| order.code() == code)
    }
}

/// The day of a cell, as far as it alone tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    /// Year, month and day are certain: ISO, the name of a month, 年月日.
    Known { year: i32, month: u8, day: u8 },
    /// Two numbers and a year of four digits.
    YearLast { first: u8, second: u8, year: i32 },
    /// Three numbers of at most two digits.
    Short { numbers: [u8; 3] },
}

/// The time of a cell, in minutes and so on, with its offset from UTC where it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Clock {
    ms: i64,
    offset_minutes: Option<i32>,
}

/// A date, with or without a time, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateText {
    day: Day,
    clock: Option<Clock>,
    /// Whether points stand between the numbers, as where the day comes first.
    pub has_points: bool,
    /// Whether it is eight digits on end, which could be a plain number too.
    pub is_compact: bool,
}

impl DateText {
    /// Takes a cell apart; `None` where it is not written like a date.
    pub fn scan(text: &str) -> Option<DateText> {
        // Longer than any date; also keeps cells of megabytes out.
        if text.len() > 64 || !text.contains(|c: char| c.is_numeric()) {
            return None;
        }
        let folded = fold(text);
        let (day, time) = split_time(folded.trim());
        let (clock, day) = match time {
            Some(time) => {
                let (day, is_late) = split_half(day);
                (Some(read_clock(time, is_late)?), day)
            }
            None => (None, day),
        };
        let (day, has_points, is_compact) = read_day(day)?;
        Some(DateText {
            day,
            clock,
            has_points,
            is_compact,
        })
    }

    /// Whether a time stands with it.
    pub fn has_time(&self) -> bool {
        self.clock.is_some()
    }

    /// Whether year, month and day are certain whatever the order of the column.
    pub fn is_certain(&self) -> bool {
        matches!(self.day, Day::Known { .. })
    }

    /// Whether day and month are the same number, so that their order does not matter.
    pub fn is_same_either_way(&self) -> bool {
        match self.day {
            Day::Known { .. } => true,
            Day::YearLast { first, second, .. } => first == second,
            Day::Short { numbers: [a, b, c] } => a == b && b == c,
        }
    }

    /// In which orders it is a day that exists.
    pub fn orders(&self) -> impl Iterator<Item = DateOrder> {
        let date = *self;
        DateOrder::ALL
            .into_iter()
            .filter(move |order| matches!(date.read(*order), Some(Ok(_))))
    }

    /// The day in this order; `None` where it is not written in this order.
    fn read(&self, order: DateOrder) -> Option<Result<Date, Rule>> {
        let (year, month, day) = match (self.day, order) {
            (Day::Known { year, month, day }, _) => (year, month, day),
            (
                Day::YearLast {
                    first,
                    second,
                    year,
                },
                DateOrder::MonthDayYear,
            ) => (year, first, second),
            (
                Day::YearLast {
                    first,
                    second,
                    year,
                },
                DateOrder::DayMonthYear,
            ) => (year, second, first),
            (Day::YearLast { .. }, DateOrder::YearMonthDay) => return None,
            (Day::Short { numbers: [a, b, c] }, order) => match order {
                DateOrder::YearMonthDay => (full_year(a), b, c),
                DateOrder::MonthDayYear => (full_year(c), a, b),
                DateOrder::DayMonthYear => (full_year(c), b, a),
            },
        };
        Some(Date::from_ymd(year, month, day))
    }
}

/// Reads a cell of a column of dates; a time that stands with it is left aside.
///
/// # Errors
/// [`Rule::NotADate`] for another form or order, [`Rule::DoesNotExist`] for 31 February,
/// [`Rule::OutOfRange`] outside the years that are kept.
pub fn read_date(text: &str, order: DateOrder) -> Result<Date, Rule> {
    let not_a_date = || Rule::NotADate {
        value: quoted(text),
    };
    let date = DateText::scan(text).ok_or_else(not_a_date)?;
    // The cell is quoted as it stands in the file, not as it was understood.
    // A day that no order has is told as such, also where the column has another form.
    let or_never = || {
        let exists = date.orders().next().is_some();
        (!exists).then(|| date.read(DateOrder::DayMonthYear))?
    };
    date.read(order)
        .or_else(or_never)
        .ok_or_else(not_a_date)?
        .map_err(|rule| match rule {
            Rule::DoesNotExist { .. } => Rule::DoesNotExist {
                value: quoted(text),
            },
            rule => rule,
        })
}

/// Reads a cell of a column of moments. One without an offset is a time of `zone`, one without a
/// time the beginning of its day there.
///
/// # Errors
/// As [`read_date`], with [`Rule::NotAnInstant`].
pub fn read_instant(text: &str, order: DateOrder, zone: Zone) -> Result<Instant, Rule> {
    let not_an_instant = || Rule::NotAnInstant {
        value: quoted(text),
    };
    let date = DateText::scan(text).ok_or_else(not_an_instant)?;
    let day = read_date(text, order).map_err(|rule| match rule {
        Rule::NotADate { .. } => not_an_instant(),
        rule => rule,
    })?;
    let (ms, offset) = date
        .clock
        .map_or((0, None), |clock| (clock.ms, clock.offset_minutes));
    let local = Instant::from_date(day).to_ms() + ms;
    let read = match offset {
        Some(offset) => Instant::from_ms(local - i64::from(offset) * 60_000),
        None => Instant::from_ms(local).map(|shown| zone.moment(shown)),
    };
    read.ok_or_else(not_an_instant)
}

/// The day that a number of Excel stands for, which counts from 1900 (and thinks that year had a
/// leap day); `None` where it is no such number.
pub fn from_excel_serial(text: &str) -> Option<Date> {
    let (days, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let is_number =
        days.len() == 5 && (days.bytes().chain(fraction.bytes())).all(|byte| byte.is_ascii_digit());
    let days: i32 = if is_number {
        days.parse().ok()?
    } else {
        return None;
    };
    // 1954 to 2119; day 25,569 is 1970-01-01.
    (20_000..80_000)
        .contains(&days)
        .then(|| Date::from_days(days - 25_569))
        .flatten()
}

/// The moment that a number of Excel stands for: its fraction is the part of the day that has
/// passed in the zone.
pub fn instant_from_excel_serial(text: &str, zone: Zone) -> Option<Instant> {
    let day = from_excel_serial(text)?;
    let fraction = text.trim().split_once('.').map_or("", |(_, digits)| digits);
    let passed: f64 = format!("0.{fraction}0").parse().ok()?;
    // A spreadsheet keeps a little less than the second that was meant.
    let seconds = (passed * 86_400.0).round() as i64;
    let local = Instant::from_date(day).to_ms() + seconds * 1000;
    Instant::from_ms(local).map(|shown| zone.moment(shown))
}

/// Two digits of a year: 69 to 99 are of the last century, as POSIX has it.
fn full_year(year: u8) -> i32 {
    i32::from(year) + if year >= 69 { 1900 } else { 2000 }
}

/// Parts a cell before the hour of its time.
fn split_time(text: &str) -> (&str, Option<&str>) {
    let colon = text.find([':', '时', '點', '点']);
    let Some(colon) = colon else {
        return (text, None);
    };
    let Some(before) = text.get(..colon) else {
        return (text, None);
    };
    let hour = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let (day, time) = text.split_at_checked(hour.len()).unwrap_or((text, ""));
    let day = day.trim_end();
    let day = day.strip_suffix(['T', ',']).unwrap_or(day).trim_end();
    (day, Some(time))
}

/// Takes 上午 or 下午 off the end of a day; whether it was the later half.
fn split_half(day: &str) -> (&str, Option<bool>) {
    for (word, is_late) in [
        ("上午", false),
        ("下午", true),
        ("晚上", true),
        ("早上", false),
    ] {
        if let Some(cut) = day.strip_suffix(word) {
            return (cut.trim_end(), Some(is_late));
        }
    }
    (day, None)
}

fn read_clock(text: &str, mut is_late: Option<bool>) -> Option<Clock> {
    let time = text
        .replace(['时', '點', '点', '分'], ":")
        .replace('秒', "");
    let end = time
        .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .unwrap_or(time.len());
    let (digits, mut rest) = time.split_at_checked(end)?;
    rest = rest.trim();
    let mut numbers = digits.trim_end_matches(':').splitn(3, ':');
    let two = |text: &str| -> Option<i64> {
        (matches!(text.len(), 1 | 2))
            .then(|| text.parse().ok())
            .flatten()
    };
    let mut hour = two(numbers.next()?)?;
    let minute = numbers.next().map_or(Some(0), two)?;
    let (second, fraction) = match numbers.next() {
        Some(seconds) => {
            let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
            (two(second)?, fraction)
        }
        None => (0, ""),
    };
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let ms: i64 = fraction
        .chars()
        .chain("000".chars())
        .take(3)
        .collect::<String>()
        .parse()
        .ok()?;
    for (word, late) in [("am", false), ("a.m.", false), ("pm", true), ("p.m.", true)] {
        let cut = rest
            .get(..word.len())
            .filter(|start| start.eq_ignore_ascii_case(word));
        if cut.is_some() && is_late.is_none() {
            is_late = Some(late);
            rest = rest.get(word.len()..)?.trim();
        }
    }
    if let Some(is_late) = is_late {
        // 12 AM is midnight; some Chinese programs write 下午 14:00 all the same.
        hour = match (is_late, hour) {
            (false, 12) => 0,
            (true, 1..=11) => hour + 12,
            _ => hour,
        };
    }
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some(Clock {
        ms: ((hour * 60 + minute) * 60 + second.min(59)) * 1000 + ms,
        offset_minutes: read_offset(rest)?,
    })
}

/// An offset from UTC; `Some(None)` where there is none.
fn read_offset(text: &str) -> Option<Option<i32>> {
    if text.is_empty() {
        return Some(None);
    }
    let rest = text
        .strip_prefix("GMT")
        .or_else(|| text.strip_prefix("UTC"))
        .unwrap_or(text);
    if rest.is_empty() || rest == "Z" {
        return Some(Some(0));
    }
    let (sign, digits) = match rest.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits
        .get(2..)
        .filter(|rest| !rest.is_empty())
        .map_or(Ok(0), str::parse)
        .ok()?;
    (hours <= 14 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
}

/// Reads the day: whether points stand in it, and whether it is eight digits on end.
fn read_day(text: &str) -> Option<(Day, bool, bool)> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut month: Option<(u8, usize)> = None;
    let mut has_points = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end =
            |is_part: fn(char) -> bool| rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        let (token, after) = if first.is_ascii_digit() {
            let (token, after) = rest.split_at_checked(end(|c| c.is_ascii_digit()))?;
            if token.len() > 8 || numbers.len() == 3 {
                return None;
            }
            numbers.push((token.parse().ok()?, token.len()));
            (token, after)
        } else if first.is_alphabetic() && !matches!(first, '年' | '月' | '日' | '号' | '號') {
            let (word, after) = rest.split_at_checked(end(|c| {
                c.is_alphabetic() && !matches!(c, '年' | '月' | '日' | '号' | '號')
            }))?;
            match month_of(word) {
                Some(named) if month.is_none() => month = Some((named, numbers.len())),
                _ if is_filler(word) => {}
                _ => return None,
            }
            (word, after)
        } else if matches!(
            first,
            '-' | '/' | '.' | ',' | ' ' | '年' | '月' | '日' | '号' | '號'
        ) {
            has_points |= first == '.';
            rest.split_at_checked(first.len_utf8())?
        } else {
            return None;
        };
        debug_assert!(!token.is_empty(), "each round takes something");
        rest = after;
    }
    let small = |number: u32| u8::try_from(number).ok();
    let day = match (month, numbers.as_slice()) {
        (None, &[(year, 4), (month, 1 | 2), (day, 1 | 2)]) => Day::Known {
            year: year as i32,
            month: small(month)?,
            day: small(day)?,
        },
        (None, &[(first, 1 | 2), (second, 1 | 2), (year, 4)]) => Day::YearLast {
            first: small(first)?,
            second: small(second)?,
            year: year as i32,
        },
        (None, &[(a, 1 | 2), (b, 1 | 2), (c, 2)]) | (None, &[(a, 2), (b, 1 | 2), (c, 1)]) => {
            Day::Short {
                numbers: [small(a)?, small(b)?, small(c)?],
            }
        }
        (None, &[(digits, 8)]) => {
            let (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100);
            let is_near = (1900..=2100).contains(&year);
            let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
            if !is_near || !is_day {
                return None;
            }
            let day = Day::Known {
                year: year as i32,
                month: small(month)?,
                day: small(day)?,
            };
            return Some((day, false, true));
        }
        (Some((month, _)), &[(year, 4), (day, 1 | 2)])
        | (Some((month, _)), &[(day, 1 | 2), (year, 4)]) => Day::Known {
            year: year as i32,
            month,
            day: small(day)?,
        },
        (Some((month, _)), &[(day, 1 | 2), (year, 2)]) => Day::Known {
            year: full_year(small(year)?),
            month,
            day: small(day)?,
        },
        _ => return None,
    };
    Some((day, has_points, false))
}

/// The month that a word names, in English or German, in full or in three letters.
fn month_of(word: &str) -> Option<u8> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "januar", "jän", "jänner"],
        &["february", "februar"],
        &["march", "märz", "mär", "mrz"],
        &["april"],
        &["may", "mai"],
        &["june", "juni"],
        &["july", "juli"],
        &["august"],
        &["september", "sept"],
        &["october", "oktober", "okt"],
        &["november"],
        &["december", "dezember", "dez"],
    ];
    let word = word.to_lowercase();
    let is_month = |names: &[&str]| {
        names.iter().any(|name| {
            *name == word
                || (word.chars().count() == 3 && name.is_ascii() && name.starts_with(&word))
        })
    };
    MONTHS
        .into_iter()
        .position(is_month)
        .and_then(|at| u8::try_from(at + 1).ok())
}

/// Words that stand in dates and say nothing: days of the week, the ends of ordinals.
fn is_filler(word: &str) -> bool {
    const WORDS: [&str; 18] = [
        "st", "nd", "rd", "th", "of", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di",
        "mi", "do", "fr", "星期",
    ];
    let word = word.to_lowercase();
    WORDS.contains(&word.as_str())
        || (word.ends_with("day") && word.len() <= 9)
        || word.starts_with("星期")
        || word.starts_with("周")
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
    use crate::domain::zone::known;
    use DateOrder::{DayMonthYear as Dmy, MonthDayYear as Mdy, YearMonthDay as Ymd};

    #[track_caller]
    fn check(text: &str, order: DateOrder, expected: &str) {
        match read_date(text, order) {
            Ok(date) => assert_eq!(date.to_string(), expected, "{text:?}"),
            Err(rule) => assert_eq!(rule.code(), expected, "{text:?}"),
        }
    }

    #[test]
    fn dates_of_many_forms_are_read() {
        for text in [
            "2024-03-05",
            "2024/3/5",
            "2024.3.5",
            "20240305",
            "2024年3月5日",
            "2024年03月05号",
            "5 Mar 2024",
            "Mar 5, 2024",
            "March 5th, 2024",
            "5-Mar-24",
            "5. März 2024",
            "Tue, 5 Mar 2024",
            "2024-03-05T10:11:12Z",
            "2024-03-05 10:11",
            "２０２４－０３－０５",
            "2024-03-05T23:59:59.000+0000",
            "Mar 5, 2024 6:55 PM",
            "2024年3月5日 下午3:20",
            "星期二 2024-03-05",
        ] {
            check(text, Ymd, "2024-03-05");
            // A form that is certain is read alike in every column.
            check(text, Dmy, "2024-03-05");
        }
        for text in [
            "3/5/2024",
            "03-05-2024",
            "3.5.2024",
            "3/5/24",
            "3/5/2024 2:30 PM",
        ] {
            check(text, Mdy, "2024-03-05");
            check(text, Dmy, "2024-05-03");
        }
        check("24/3/5", Ymd, "2024-03-05");
        check("1/2/85", Mdy, "1985-01-02");
        check("3/5/2024", Ymd, "not_a_date");
    }

    #[test]
    fn impossible_days_are_errors_and_never_roll_over() {
        for (text, order) in [
            ("31.02.2024", Dmy),
            ("2023-02-29", Ymd),
            ("13/13/2024", Mdy),
            ("31/12/2024", Mdy),
            ("2024-00-10", Ymd),
            ("2024年2月30日", Ymd),
            ("30 Feb 2024", Ymd),
        ] {
            check(text, order, "does_not_exist");
        }
        check("2024-02-29", Ymd, "2024-02-29");
        check("0000-01-01", Ymd, "out_of_range");
        let rule = read_date("31.02.1979", Dmy).unwrap_err();
        assert_eq!(
            rule,
            Rule::DoesNotExist {
                value: "31.02.1979".into()
            }
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "31.02.",
            "2024-05",
            "10.0.0.1",
            "P3-中",
            "12:30",
            "abc",
            "1.5",
            "123456789",
            "99999999",
            "05/14",
            "+49 30 1234",
            "2024-03-05T25:00",
            "1.2.3.4",
            "Maybe 5, 2024",
            "1/2/3",
        ] {
            for order in DateOrder::ALL {
                assert!(read_date(text, order).is_err(), "{text:?}");
            }
        }
    }

    #[test]
    fn moments_are_read_with_and_without_an_offset() {
        let zone = known::berlin();
        for (text, expected) in [
            ("2026-07-08T14:56:28.000+0000", "2026-07-08T14:56:28Z"),
            ("2026-07-08T14:56:28Z", "2026-07-08T14:56:28Z"),
            ("2026-07-08T14:56:28+02:00", "2026-07-08T12:56:28Z"),
            ("2026-07-08T14:56:28GMT+01:00", "2026-07-08T13:56:28Z"),
            ("2026-07-08 14:56:28", "2026-07-08T12:56:28Z"),
            ("2026-12-08 14:56", "2026-12-08T13:56:00Z"),
            ("Oct 7, 2026 6:55 PM", "2026-10-07T16:55:00Z"),
            ("12/1/2026 12:05 AM", "2026-11-30T23:05:00Z"),
            ("2026-07-08", "2026-07-07T22:00:00Z"),
        ] {
            assert_eq!(
                read_instant(text, Mdy, zone).unwrap().to_string(),
                expected,
                "{text}"
            );
        }
        assert_eq!(
            read_instant("2026-07-08 14:56", Ymd, Zone::UTC)
                .unwrap()
                .to_string(),
            "2026-07-08T14:56:00Z"
        );
        assert_eq!(
            read_instant("soon", Ymd, zone).unwrap_err().code(),
            "not_an_instant"
        );
    }

    #[test]
    fn excel_serials_are_days_since_1899() {
        assert_eq!(
            from_excel_serial("45356").unwrap().to_string(),
            "2024-03-05"
        );
        assert_eq!(
            from_excel_serial("45356.75").unwrap().to_string(),
            "2024-03-05"
        );
        for text in ["1", "99999", "45,356", "4535x", "453561"] {
            assert_eq!(from_excel_serial(text), None);
        }
    }
}
