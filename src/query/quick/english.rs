//! Days and times in English.

use super::{Piece, Said, coming, day_of_month, is_word, of_next_week};
use crate::domain::Date;
use crate::domain::date::Weekday;

const WEEKDAYS: [(&[&str], Weekday); 7] = [
    (&["monday", "mon"], Weekday::Monday),
    (&["tuesday", "tues", "tue"], Weekday::Tuesday),
    (&["wednesday", "wed"], Weekday::Wednesday),
    (&["thursday", "thurs", "thur", "thu"], Weekday::Thursday),
    (&["friday", "fri"], Weekday::Friday),
    (&["saturday", "sat"], Weekday::Saturday),
    (&["sunday", "sun"], Weekday::Sunday),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const NUMBERS: [&str; 10] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// What the beginning of a text in small letters says. A word begins there.
pub(super) fn piece(text: &str, today: Date) -> Option<Piece> {
    let words = Words { text, at: 0 };
    let (first, after) = words.next()?;
    // "on Friday", "at 10", "by tomorrow": the little word goes with what follows it.
    if matches!(first, "on" | "at" | "by" | "this") {
        let is_hour_enough = first == "at";
        let said = after
            .rest()
            .and_then(|rest| plain(rest, today, is_hour_enough));
        return said.map(|(length, said)| (after.start() + length, said));
    }
    plain(text, today, false)
}

/// Without a little word before it. A bare number is an hour only after "at".
fn plain(text: &str, today: Date, is_hour_enough: bool) -> Option<Piece> {
    day(text, today)
        .or_else(|| iso(text))
        .or_else(|| time(text, is_hour_enough))
}

fn day(text: &str, today: Date) -> Option<Piece> {
    let words = Words { text, at: 0 };
    let (first, second) = words.next()?;
    let found = |after: Words<'_>, said| Some((after.at, said));
    match first {
        "today" => return found(second, Said::Day(today)),
        "tomorrow" | "tmr" | "tmrw" => return found(second, Said::Day(today.add_days(1))),
        _ => {}
    }
    if let Some(weekday) = weekday(first) {
        return found(second, Said::Day(coming(today, weekday)));
    }
    let month_first = |month: u8| {
        let (day, after) = second.next()?;
        let day = ordinal(day)?;
        Some(with_year(after, today, month, day))
    };
    if let Some(month) = month(first) {
        return month_first(month);
    }
    let (next, third) = second.next()?;
    match (first, next) {
        ("next", "week") => found(third, Said::Day(of_next_week(today, Weekday::Monday))),
        ("next", "month") => {
            let day = today.first_of_month().add_months(1);
            found(third, Said::Day(day))
        }
        ("next", name) => found(third, Said::Day(of_next_week(today, weekday(name)?))),
        ("in", count) => {
            let count = self::count(count)?;
            let (unit, after) = third.next()?;
            let day = match unit.strip_suffix('s').unwrap_or(unit) {
                "day" => today.add_days(count),
                "week" => today.add_days(7 * count),
                "month" => today.add_months(count),
                _ => return None,
            };
            found(after, Said::Day(day))
        }
        ("day", "after") => {
            let (tomorrow, after) = third.next()?;
            let is_it = matches!(tomorrow, "tomorrow" | "tmr");
            is_it.then_some((after.at, Said::Day(today.add_days(2))))
        }
        (day, "of") => {
            let (name, after) = third.next()?;
            Some(with_year(after, today, month(name)?, ordinal(day)?))
        }
        (day, name) => Some(with_year(third, today, month(name)?, ordinal(day)?)),
    }
}

/// A day and month, with the year that may follow.
fn with_year(after: Words<'_>, today: Date, month: u8, day: u8) -> Piece {
    let year = after.next().and_then(|(word, end)| {
        let year: i32 = word.parse().ok().filter(|_| word.len() == 4)?;
        Some((year, end))
    });
    match year {
        Some((year, end)) => {
            let date = Date::from_ymd(year, month, day);
            (end.at, date.map_or(Said::Impossible, Said::Day))
        }
        None => (after.at, day_of_month(today, month, day)),
    }
}

/// `2026-12-03`.
fn iso(text: &str) -> Option<Piece> {
    let word = text.get(..10)?;
    let is_shaped = word.char_indices().all(|(at, letter)| match at {
        4 | 7 => letter == '-',
        _ => letter.is_ascii_digit(),
    });
    let ends = text
        .get(10..)?
        .chars()
        .next()
        .is_none_or(|next| !is_word(next));
    let said = Date::parse(word).map_or(Said::Impossible, Said::Day);
    (is_shaped && ends).then_some((10, said))
}

/// `10:00`, `3pm`, `3:30 pm`, `noon`; a bare hour where that is enough.
fn time(text: &str, is_hour_enough: bool) -> Option<Piece> {
    let words = Words { text, at: 0 };
    let (first, after) = words.next()?;
    if first == "noon" {
        return Some((after.at, Said::Time(12, 0)));
    }
    let digits = first.chars().take_while(char::is_ascii_digit).count();
    let hour: u8 = first.get(..digits)?.parse().ok().filter(|_| digits <= 2)?;
    let half = first.get(digits..)?;
    let (minute, half, end) = match half {
        "" => minutes(text, digits)?,
        half => (None, half, after),
    };
    // "3 pm": the half of the day may stand apart.
    let (half, end) = match half {
        "" => match end.next() {
            Some((word @ ("am" | "pm"), end)) => (word, end),
            _ => ("", end),
        },
        half => (half, end),
    };
    let hour = match half {
        "am" if (1..=12).contains(&hour) => hour % 12,
        "pm" if (1..=12).contains(&hour) => hour % 12 + 12,
        "" if hour < 24 && (minute.is_some() || is_hour_enough) => hour,
        _ => return None,
    };
    Some((end.at, Said::Time(hour, minute.unwrap_or(0))))
}

/// The minutes after so many digits of hours, with the half of the day that may be written to them.
fn minutes(text: &str, digits: usize) -> Option<(Option<u8>, &str, Words<'_>)> {
    let Some(rest) = text.get(digits..).and_then(|rest| rest.strip_prefix(':')) else {
        return Some((None, "", Words { text, at: digits }));
    };
    let minute = rest.get(..2)?;
    let is_minute = minute.bytes().all(|digit| digit.is_ascii_digit());
    let value: u8 = minute
        .parse()
        .ok()
        .filter(|value| is_minute && *value < 60)?;
    let at = digits + 3;
    let half = ["am", "pm"].into_iter().find(|half| {
        let rest = rest.get(2..).and_then(|rest| rest.strip_prefix(*half));
        rest.is_some_and(|rest| !rest.starts_with(is_word))
    });
    let end = at + half.map_or(0, str::len);
    let is_over = text
        .get(end..)?
        .chars()
        .next()
        .is_none_or(|next| !is_word(next));
    is_over.then_some((
        Some(value),
        half.unwrap_or_default(),
        Words { text, at: end },
    ))
}

fn weekday(word: &str) -> Option<Weekday> {
    let named = WEEKDAYS.iter().find(|(names, _)| names.contains(&word));
    named.map(|(_, weekday)| *weekday)
}

/// A month by its name or the first three letters of it.
fn month(word: &str) -> Option<u8> {
    let named = MONTHS
        .iter()
        .position(|name| *name == word || name.get(..3) == Some(word));
    named
        .or((word == "sept").then_some(8))
        .map(|at| at as u8 + 1)
}

/// `3`, `3rd`.
fn ordinal(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let tail = word.get(digits.len()..)?;
    let is_ordinal = matches!(tail, "" | "st" | "nd" | "rd" | "th");
    digits
        .parse()
        .ok()
        .filter(|day| is_ordinal && (1..=31).contains(day))
}

/// `3`, `three`, `a`; at most three digits.
fn count(word: &str) -> Option<i32> {
    let named = NUMBERS.iter().position(|name| *name == word);
    let named = named.map(|at| at as i32 + 1);
    let named = named.or(matches!(word, "a" | "an").then_some(1));
    named.or_else(|| word.parse().ok().filter(|count| (0..1000).contains(count)))
}

/// The Latin words of a text, one after the other, with one space between.
#[derive(Clone, Copy)]
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    /// Where the next word begins.
    fn start(self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at + (rest.len() - rest.trim_start_matches(' ').len())
    }

    /// The text from the next word on.
    fn rest(self) -> Option<&'t str> {
        self.text.get(self.start()..)
    }

    /// The next word, and what is after it.
    fn next(self) -> Option<(&'t str, Self)> {
        let rest = self.rest()?;
        let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        let word = rest.get(..end).filter(|word| !word.is_empty())?;
        let at = self.start() + end;
        Some((word, Self { at, ..self }))
    }
}
