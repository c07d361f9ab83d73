//! Days and times in Chinese.

use super::{Piece, Said, coming, day_of_month, of_next_week};
use crate::domain::Date;
use crate::domain::date::Weekday;

/// Words that are a day by themselves, the longer before those they begin with.
const DAYS: [(&str, i32); 9] = [
    ("大后天", 3),
    ("后天", 2),
    ("明天", 1),
    ("明日", 1),
    ("今天", 0),
    ("今日", 0),
    ("明早", 1),
    ("今晚", 0),
    ("明晚", 1),
];

/// Parts of the day, and by how many hours they put a small hour later.
const HALVES: [(&str, u8); 7] = [
    ("上午", 0),
    ("早上", 0),
    ("凌晨", 0),
    ("中午", 12),
    ("下午", 12),
    ("傍晚", 12),
    EVENING,
];

/// The evening, which ends at midnight.
const EVENING: (&str, u8) = ("晚上", 12);

/// What the beginning of a text says.
pub(super) fn piece(text: &str, today: Date) -> Option<Piece> {
    let whole = Rest { text, at: 0 };
    day(whole, today).or_else(|| time(whole))
}

fn day(whole: Rest<'_>, today: Date) -> Option<Piece> {
    for (word, days) in DAYS {
        if let Some(after) = whole.skip(word) {
            let day = today.add_days(days);
            // Of which evening it is, the word says with the hour: `明晚8点`.
            let evening = word.ends_with('晚').then(|| hour(after, Some(EVENING)));
            return Some(match evening.flatten() {
                Some((end, hour, minute)) => (end, Said::DayTime(day, hour, minute)),
                None => (after.at, Said::Day(day)),
            });
        }
    }
    week(whole, today)
        .or_else(|| later(whole, today))
        .or_else(|| calendar(whole, today))
}

/// `周五`, `下周一`, `本星期三`, `下周`, `下个月`.
fn week(whole: Rest<'_>, today: Date) -> Option<Piece> {
    let next = whole.skip("下个").or_else(|| whole.skip("下"));
    if let Some(after) = next.and_then(|next| next.skip("月")) {
        let day = today.first_of_month().add_months(1);
        return Some((after.at, Said::Day(day)));
    }
    let start = next
        .or_else(|| whole.skip("本"))
        .or_else(|| whole.skip("这"));
    let named = ["周", "星期", "礼拜"]
        .into_iter()
        .find_map(|word| start.unwrap_or(whole).skip(word))?;
    let weekday = named
        .one_of("一二三四五六")
        .map(|(at, after)| (Weekday::ALL.get(at), after));
    let sunday = || {
        named
            .one_of("日天")
            .map(|(_, after)| (Weekday::ALL.last(), after))
    };
    match (weekday.or_else(sunday), next) {
        (Some((Some(weekday), after)), Some(_)) => {
            Some((after.at, Said::Day(of_next_week(today, *weekday))))
        }
        (Some((Some(weekday), after)), None) => {
            Some((after.at, Said::Day(coming(today, *weekday))))
        }
        (_, Some(_)) => Some((named.at, Said::Day(of_next_week(today, Weekday::Monday)))),
        _ => None,
    }
}

/// `3天后`, `两周后`, `三个月后`.
fn later(whole: Rest<'_>, today: Date) -> Option<Piece> {
    let (count, after) = whole.number()?;
    let count = i32::from(count);
    let (unit, after) = ["天", "周", "个星期", "个月"]
        .into_iter()
        .find_map(|unit| Some((unit, after.skip(unit)?)))?;
    let after = after
        .skip("后")
        .or_else(|| after.skip("之后"))
        .or_else(|| after.skip("以后"))?;
    let day = match unit {
        "天" => today.add_days(count),
        "个月" => today.add_months(count),
        _ => today.add_days(7 * count),
    };
    Some((after.at, Said::Day(day)))
}

/// `12月3日`, `十二月三号`, `2028年3月5日`.
fn calendar(whole: Rest<'_>, today: Date) -> Option<Piece> {
    let year = whole
        .digits(4)
        .and_then(|(year, after)| Some((year, after.skip("年")?)));
    let (month, after) = year.map_or(whole, |(_, after)| after).number()?;
    let (day, after) = after.skip("月")?.number()?;
    let after = after.skip("日").or_else(|| after.skip("号"))?;
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let said = match year {
        Some((year, _)) => {
            let date = Date::from_ymd(i32::from(year), month, day);
            date.map_or(Said::Impossible, Said::Day)
        }
        None => day_of_month(today, month, day),
    };
    Some((after.at, said))
}

/// `10点`, `下午3点半`, `十点一刻`, `晚上 8:30`. A bare hour in Chinese numerals is a
/// time only with a part of the day, a half or minutes: `三点意见` are three points.
fn time(whole: Rest<'_>) -> Option<Piece> {
    let half = HALVES
        .into_iter()
        .find_map(|half| Some((half, whole.skip(half.0)?)));
    let (end, hour, minute) = hour(
        half.map_or(whole, |(_, after)| after),
        half.map(|(half, _)| half),
    )?;
    Some((end, Said::Time(hour, minute)))
}

/// An hour and its minutes behind a part of the day, or behind none, and where they end. Midnight
/// at the end of a day is its hour 24.
fn hour(start: Rest<'_>, half: Option<(&str, u8)>) -> Option<(usize, u8, u8)> {
    let start = half.map_or(start, |_| start.skip(" ").unwrap_or(start));
    let (hour, after) = start.number()?;
    let is_digits = start.digits(1).is_some();
    let (minute, after) = match after.skip("点").or_else(|| after.skip("时")) {
        Some(after) => tail(after),
        None => {
            // `9:30` by itself is read as in English.
            half?;
            let after = after.skip(":").or_else(|| after.skip("："))?;
            let (minute, after) = after.digits(2)?;
            (Some(minute), after)
        }
    };
    if half.is_none() && !is_digits && minute.is_none() {
        return None;
    }
    let hour = u8::try_from(hour).ok().filter(|hour| *hour < 24)?;
    let minute = u8::try_from(minute.unwrap_or(0))
        .ok()
        .filter(|minute| *minute < 60)?;
    let hour = match (half, hour) {
        (Some(EVENING), 0 | 12) => 24,
        (Some(("凌晨", _)), 12) => 0,
        // At noon it is twelve, and one, but eleven in the morning.
        (Some(("中午", _)), 11) => 11,
        (Some((_, hours)), ..12) => hour + hours,
        _ => hour,
    };
    Some((after.at, hour, minute))
}

/// What follows an hour: `半`, `一刻`, `三刻`, `30分`, `30`; also `整` and `钟`, which say nothing more.
fn tail(after: Rest<'_>) -> (Option<u16>, Rest<'_>) {
    for (word, minute) in [("半", 30), ("一刻", 15), ("三刻", 45)] {
        if let Some(after) = after.skip(word) {
            return (Some(minute), after);
        }
    }
    if let Some((minute, end)) = after.number() {
        if let Some(end) = end.skip("分") {
            return (Some(minute), end);
        }
        if after.digits(2).is_some() {
            return (Some(minute), end);
        }
    }
    let plain = after.skip("整").or_else(|| after.skip("钟"));
    plain.map_or((None, after), |plain| (Some(0), plain))
}

/// What is left of a text.
#[derive(Clone, Copy)]
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Rest<'t> {
    fn text(self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn on(self, bytes: usize) -> Self {
        Self {
            at: self.at + bytes,
            ..self
        }
    }

    /// Behind a word, where it is there.
    fn skip(self, word: &str) -> Option<Self> {
        self.text().starts_with(word).then(|| self.on(word.len()))
    }

    /// Which of some characters is there.
    fn one_of(self, characters: &str) -> Option<(usize, Self)> {
        let first = self.text().chars().next()?;
        let place = characters
            .chars()
            .position(|character| character == first)?;
        Some((place, self.on(first.len_utf8())))
    }

    /// A number of just so many digits, or, of one, of at least one.
    fn digits(self, count: usize) -> Option<(u16, Self)> {
        let text = self.text();
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        let is_right = if count == 1 {
            length >= 1
        } else {
            length == count
        };
        let number = text.get(..length)?.parse().ok().filter(|_| is_right)?;
        Some((number, self.on(length)))
    }

    /// A number up to ninety-nine in Chinese numerals, or one in digits.
    fn number(self) -> Option<(u16, Self)> {
        if let Some(found) = self.digits(1) {
            return Some(found);
        }
        let unit = |rest: Self| {
            let ones = rest
                .one_of("一二三四五六七八九")
                .map(|(at, after)| (at as u16 + 1, after));
            ones.or_else(|| rest.skip("两").map(|after| (2, after)))
        };
        let (tens, after) = match unit(self) {
            Some((number, after)) => match after.skip("十") {
                Some(after) => (number * 10, after),
                None => return Some((number, after)),
            },
            None => (10, self.skip("十")?),
        };
        let ones = unit(after);
        Some(ones.map_or((tens, after), |(ones, after)| (tens + ones, after)))
    }
}
