//! A task in words, as one types it in a hurry: "call Brandt Fri 10:00!", "周五上午10点给张三打电话". When
//! it is due is taken out of the text, in English and Chinese; the rest is what it is about. What is
//! recognised is told with its place, so that the screen can show how it was understood.

mod chinese;
mod english;
mod whose;

pub use whose::whose;

use crate::domain::Date;
use crate::domain::date::Weekday;
use std::ops::Range;

/// A task in words, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quick {
    /// What it is about: the text without what was recognised.
    pub subject: String,
    /// The day it is due.
    pub day: Option<Date>,
    /// At what time of that day: hours and minutes.
    pub time: Option<(u8, u8)>,
    /// Whether it matters more than others: marked with "!".
    pub is_important: bool,
    /// Where in the text something was recognised, in order.
    pub recognised: Vec<Range<usize>>,
    /// The words of a day that no calendar has ("31 Feb"): they stay in the subject.
    pub impossible: Option<String>,
}

/// What a piece of the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Day(Date),
    /// Hour and minute; the hour 24 is the first of the next day.
    Time(u8, u8),
    /// Both in one.
    DayTime(Date, u8, u8),
    /// A day that does not exist.
    Impossible,
}

/// A piece of the text that was recognised: how many bytes it has, and what it says.
type Piece = (usize, Said);

/// Reads a task in words, on this day.
#[must_use]
pub fn quick(text: &str, today: Date) -> Quick {
    // Lower case of Latin letters alone keeps every byte in its place.
    let lower = text.to_ascii_lowercase();
    let mut quick = Quick::default();
    let mut at = 0;
    while let Some(rest) = lower.get(at..).filter(|rest| !rest.is_empty()) {
        let found = starts_here(&lower, at)
            .then(|| english::piece(rest, today))
            .flatten()
            .or_else(|| chinese::piece(rest, today));
        match found {
            Some((length, said)) if quick.take(said, text.get(at..at + length)) => {
                quick.recognised.push(at..at + length);
                at += length;
            }
            Some((length, _)) => at += length,
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    quick.finish(text, today);
    quick
}

/// Whether a Latin word may begin here.
fn starts_here(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|before| !is_word(before))
}

/// What Latin words are made of. Han characters stand for themselves.
const fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '\u{C0}'..='\u{24F}' | '\'' | '’')
}

impl Quick {
    /// Takes what was said; says whether it is taken out of the subject.
    fn take(&mut self, said: Said, words: Option<&str>) -> bool {
        match said {
            // Who says two days means the first; the second belongs to what it is about.
            Said::Day(day) if self.day.is_none() => self.day = Some(day),
            Said::Time(hour, minute) if self.time.is_none() => self.time = Some((hour, minute)),
            Said::Impossible => {
                self.impossible = self.impossible.take().or_else(|| Some(words?.to_owned()));
                return false;
            }
            Said::DayTime(day, hour, minute) if self.day.is_none() && self.time.is_none() => {
                self.day = Some(day);
                self.time = Some((hour, minute));
            }
            Said::Day(_) | Said::Time(..) | Said::DayTime(..) => return false,
        }
        true
    }

    /// Makes the subject of what is left. A time without a day is today's.
    fn finish(&mut self, text: &str, today: Date) {
        let mut left = String::new();
        let mut at = 0;
        for range in &self.recognised {
            left.push_str(text.get(at..range.start).unwrap_or_default());
            at = range.end;
        }
        left.push_str(text.get(at..).unwrap_or_default());
        let words: Vec<&str> = left.split_whitespace().collect();
        let subject = words.join(" ");
        let subject = subject.trim_matches([',', ';', '，', '；', '、', ' ']);
        let plain = subject.trim_end_matches(['!', '！']);
        self.is_important = plain.len() < subject.len();
        self.subject = plain.trim_end().to_owned();
        if self.time.is_some() && self.day.is_none() {
            self.day = Some(today);
        }
        if let (Some(day), Some((24, minute))) = (self.day, self.time) {
            self.day = Some(day.add_days(1));
            self.time = Some((0, minute));
        }
    }
}

/// The next day that is this one of the week: today, where it is.
fn coming(today: Date, weekday: Weekday) -> Date {
    let ahead =
        i32::from(weekday.days_since_monday()) - i32::from(today.weekday().days_since_monday());
    today.add_days(ahead.rem_euclid(7))
}

/// This day of the next week, by weeks that begin on Monday.
fn of_next_week(today: Date, weekday: Weekday) -> Date {
    let monday = today.add_days(7 - i32::from(today.weekday().days_since_monday()));
    monday.add_days(i32::from(weekday.days_since_monday()))
}

/// A day of a month without a year: the next one that comes.
fn day_of_month(today: Date, month: u8, day: u8) -> Said {
    let this = Date::from_ymd(today.year(), month, day);
    let next = Date::from_ymd(today.year() + 1, month, day);
    match (this, next) {
        (Ok(this), _) if this >= today => Said::Day(this),
        (_, Ok(next)) => Said::Day(next),
        // The 29th of February, in the year that has it.
        (Ok(_), Err(_)) | (Err(_), Err(_)) => Said::Impossible,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A Wednesday.
    const TODAY: &str = "2026-11-18";

    fn check(text: &str, subject: &str, day: &str, time: &str) {
        let read = quick(text, Date::parse(TODAY).unwrap());
        let said_day = read.day.map(|day| day.to_string()).unwrap_or_default();
        let said_time = read
            .time
            .map(|(hour, minute)| format!("{hour:02}:{minute:02}"));
        assert_eq!(
            (
                read.subject.as_str(),
                said_day.as_str(),
                said_time.unwrap_or_default().as_str()
            ),
            (subject, day, time),
            "{text}"
        );
    }

    #[test]
    fn english_days_and_times_are_read() {
        for (text, subject, day, time) in [
            (
                "call Brandt Fri 10:00",
                "call Brandt",
                "2026-11-20",
                "10:00",
            ),
            (
                "Call Brandt on Friday at 10",
                "Call Brandt",
                "2026-11-20",
                "10:00",
            ),
            ("send quote today", "send quote", "2026-11-18", ""),
            (
                "send quote tomorrow 3pm",
                "send quote",
                "2026-11-19",
                "15:00",
            ),
            (
                "send quote tmr 3:30 pm",
                "send quote",
                "2026-11-19",
                "15:30",
            ),
            ("visit Kanal & Co Wed", "visit Kanal & Co", "2026-11-18", ""),
            (
                "visit Kanal & Co next wed",
                "visit Kanal & Co",
                "2026-11-25",
                "",
            ),
            ("tasting next week", "tasting", "2026-11-23", ""),
            ("renewal next month", "renewal", "2026-12-01", ""),
            ("follow up in 3 days", "follow up", "2026-11-21", ""),
            ("follow up in a week", "follow up", "2026-11-25", ""),
            ("follow up in two weeks", "follow up", "2026-12-02", ""),
            ("follow up in 1 month", "follow up", "2026-12-18", ""),
            ("contract 3 Dec", "contract", "2026-12-03", ""),
            ("contract Dec 3", "contract", "2026-12-03", ""),
            ("contract 3rd of December", "contract", "2026-12-03", ""),
            ("contract 5 March", "contract", "2027-03-05", ""),
            ("contract 5 March 2028", "contract", "2028-03-05", ""),
            (
                "contract 2026-12-03 9:15",
                "contract",
                "2026-12-03",
                "09:15",
            ),
            ("lunch noon", "lunch", "2026-11-18", "12:00"),
            ("call at 12am", "call", "2026-11-18", "00:00"),
            ("call at 12pm", "call", "2026-11-18", "12:00"),
            (
                "day after tomorrow: call Ingrid",
                ": call Ingrid",
                "2026-11-20",
                "",
            ),
            ("Friday, call Ingrid", "call Ingrid", "2026-11-20", ""),
        ] {
            check(text, subject, day, time);
        }
    }

    #[test]
    fn chinese_days_and_times_are_read() {
        for (text, subject, day, time) in [
            (
                "周五10点给张三打电话",
                "给张三打电话",
                "2026-11-20",
                "10:00",
            ),
            (
                "周五上午10点给张三打电话",
                "给张三打电话",
                "2026-11-20",
                "10:00",
            ),
            (
                "明天下午3点半拜访蓝港酒店",
                "拜访蓝港酒店",
                "2026-11-19",
                "15:30",
            ),
            ("后天发送报价", "发送报价", "2026-11-20", ""),
            ("大后天发送报价", "发送报价", "2026-11-21", ""),
            ("下周一开会", "开会", "2026-11-23", ""),
            ("下星期三 续约", "续约", "2026-11-25", ""),
            ("星期天 复盘", "复盘", "2026-11-22", ""),
            ("本周五 复盘", "复盘", "2026-11-20", ""),
            ("3天后回访", "回访", "2026-11-21", ""),
            ("两周后回访", "回访", "2026-12-02", ""),
            ("三个月后回访", "回访", "2027-02-18", ""),
            ("12月3日签合同", "签合同", "2026-12-03", ""),
            ("十二月三号签合同", "签合同", "2026-12-03", ""),
            ("3月5日签合同", "签合同", "2027-03-05", ""),
            ("2028年3月5日签合同", "签合同", "2028-03-05", ""),
            ("晚上 8:30 电话", "电话", "2026-11-18", "20:30"),
            ("今晚8点 电话", "电话", "2026-11-18", "20:00"),
            ("中午12点 电话", "电话", "2026-11-18", "12:00"),
            ("中午11点 电话", "电话", "2026-11-18", "11:00"),
            ("中午1点 电话", "电话", "2026-11-18", "13:00"),
            ("明晚8点 电话", "电话", "2026-11-19", "20:00"),
            ("明晚 8:30 电话", "电话", "2026-11-19", "20:30"),
            ("明晚聚餐", "聚餐", "2026-11-19", ""),
            ("明天晚上8点 电话", "电话", "2026-11-19", "20:00"),
            ("晚上12点 发布", "发布", "2026-11-19", "00:00"),
            ("今晚12点 发布", "发布", "2026-11-19", "00:00"),
            ("明晚12点半 发布", "发布", "2026-11-20", "00:30"),
            ("周五晚上12点 发布", "发布", "2026-11-21", "00:00"),
            ("凌晨12点 发布", "发布", "2026-11-18", "00:00"),
            ("明天凌晨12点 发布", "发布", "2026-11-19", "00:00"),
            ("今天十点一刻 电话", "电话", "2026-11-18", "10:15"),
            ("明天9:30 电话", "电话", "2026-11-19", "09:30"),
            ("下个月 对账", "对账", "2026-12-01", ""),
            ("下周 对账", "对账", "2026-11-23", ""),
        ] {
            check(text, subject, day, time);
        }
    }

    #[test]
    fn what_is_no_day_stays_in_the_subject() {
        for text in [
            "send the Friedrich quote",
            "part B10:00x",
            "order 12 wands",
            "price of 3.5",
            "call 5551",
            "marchand contract",
            "decide about the second may stand",
            "一号店盘点",
            "周大福回访",
            "三点意见",
        ] {
            let read = quick(text, Date::parse(TODAY).unwrap());
            assert_eq!((read.day, read.time), (None, None), "{text}");
            assert_eq!(read.subject, text);
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_told_and_stays() {
        for (text, words) in [
            ("call 31 Feb", "31 feb"),
            ("call Feb 30", "feb 30"),
            ("2月31日 电话", "2月31日"),
            ("call 2026-02-31", "2026-02-31"),
        ] {
            let read = quick(text, Date::parse(TODAY).unwrap());
            assert_eq!(
                read.impossible.map(|words| words.to_lowercase()).as_deref(),
                Some(words),
                "{text}"
            );
            assert_eq!((read.day, read.subject.as_str()), (None, text));
        }
    }

    #[test]
    fn an_exclamation_mark_says_that_it_matters() {
        let read = quick("call Brandt Fri!", Date::parse(TODAY).unwrap());
        assert!(read.is_important && read.subject == "call Brandt");
        let read = quick("给张三打电话！", Date::parse(TODAY).unwrap());
        assert!(read.is_important && read.subject == "给张三打电话");
        assert!(!quick("call Brandt", Date::parse(TODAY).unwrap()).is_important);
    }

    #[test]
    fn any_text_is_taken_apart_and_put_together_again() {
        use crate::domain::random::Random;
        let bits = [
            "fri", "10", ":", "00", " ", "周", "五", "点", "3", "月", "日", "in", "days", "é", "!",
            "半", "下", "next", "-", "年",
        ];
        let today = Date::parse(TODAY).unwrap();
        for seed in 0..3000 {
            let mut random = Random::seeded(seed);
            let text: String = (0..random.below(9)).map(|_| *random.pick(&bits)).collect();
            let read = quick(&text, today);
            let mut last = 0;
            for range in &read.recognised {
                assert!(
                    range.start >= last && text.get(range.clone()).is_some(),
                    "{text}"
                );
                last = range.end;
            }
        }
    }
}
