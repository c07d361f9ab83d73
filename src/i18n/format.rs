//! How values are written for people: numbers, money, dates, spans of time.
//!
//! What depends on a language's data comes through the port [`Intl`], which in
//! the browser is the browser's own; how it is put together is one table for
//! both languages here. Nothing here asks a clock: today and now are given.
//!
//! Over 600 lines because its tests write every form out in both languages.

use std::cmp::Ordering;
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::rc::Rc;

use super::locale::Locale;
use super::message::message;
use super::messages::Messages;
use super::style::{Dates, Style, Unit};
use crate::domain::currency::Currency;
use crate::domain::date::{Date, Weekday};
use crate::domain::instant::Instant;
use crate::domain::money::Money;
use crate::domain::number::Number;
use crate::domain::zone::Zone;

/// How many decimal places to write: at least, and at most.
pub type Decimals = RangeInclusive<usize>;

/// How a currency is named beside an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CurrencyDisplay {
    /// By its sign: `€48,600`. Signs are ambiguous, so only for the
    /// workspace's own currency.
    Sign,
    /// By its code: `CHF 1,200`.
    Code,
}

/// How long a month or a weekday is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameLength {
    /// Nov, Tue.
    Short,
    /// November, Tuesday. In Chinese, months are 11月 all the same.
    Long,
}

/// What a clock on the wall shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WallTime {
    /// The day.
    pub date: Date,
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute, 0 to 59.
    pub minute: u8,
}

impl WallTime {
    /// What the clock shows whose time was passed off as that of UTC.
    #[must_use]
    pub fn of(local: Instant) -> Self {
        let date = local.date();
        let minutes = Instant::from_date(date).ms_until(local) / 60_000;
        Self {
            date,
            hour: (minutes / 60) as u8,
            minute: (minutes % 60) as u8,
        }
    }
}

/// What depends on a language's data and on where the reader is: a port, which
/// the browser's `Intl` serves there and [`plain`](super::plain) in tests.
pub trait Intl {
    /// A number that is not negative, with its digits grouped.
    fn number(&self, value: f64, decimals: Decimals) -> String;
    /// An amount in major units that is not negative.
    fn money(
        &self,
        value: f64,
        currency: Currency,
        display: CurrencyDisplay,
        decimals: Decimals,
    ) -> String;
    /// The name of a month, 1 to 12.
    fn month(&self, month: u8, length: NameLength) -> String;
    /// The name of a day of the week.
    fn weekday(&self, weekday: Weekday, length: NameLength) -> String;
    /// Names joined as a sentence has them: “Ann, Bob and Cy”.
    fn list(&self, names: &[String]) -> String;
    /// The order of two names for a reader of this language.
    fn compare(&self, left: &str, right: &str) -> Ordering;
    /// The name of a currency: “Swiss Franc”.
    fn currency_name(&self, currency: Currency) -> String;
    /// The name of a country by its two letters; the letters where it has none.
    fn country_name(&self, code: &str) -> String;
    /// The zone of the reader's clock.
    fn zone(&self) -> Zone;
    /// What the reader's clock shows at an instant.
    fn wall_time(&self, instant: Instant) -> WallTime {
        WallTime::of(self.zone().shown(instant))
    }
    /// The instant at which the reader's clock shows this.
    fn instant(&self, time: WallTime) -> Instant {
        let minutes = i64::from(time.hour) * 60 + i64::from(time.minute);
        let shown = Instant::from_date(time.date).add_ms(minutes * 60_000);
        self.zone().moment(shown)
    }
}

/// Writes values in a language, with the currency of the workspace.
#[derive(Clone)]
pub struct Format {
    messages: Messages,
    intl: Rc<dyn Intl>,
    currency: Currency,
    style: Style,
}

impl Format {
    /// Writes in the language of the messages, with the formats of `intl`.
    pub fn new(messages: Messages, intl: Rc<dyn Intl>, currency: Currency) -> Self {
        Self {
            messages,
            intl,
            currency,
            style: Style::default(),
        }
    }

    /// The same in the reader's own style.
    #[must_use]
    pub fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// The messages of the same language.
    pub fn messages(&self) -> Messages {
        self.messages
    }

    /// The port behind it, for names and orders.
    pub fn intl(&self) -> &dyn Intl {
        &*self.intl
    }

    /// What stands where there is no value: an en dash.
    pub fn none(&self) -> String {
        self.messages.text(&message!("value-none"))
    }

    /// Yes or no.
    pub fn yes_or_no(&self, is_yes: bool) -> String {
        let word = if is_yes {
            message!("value-yes")
        } else {
            message!("value-no")
        };
        self.messages.text(&word)
    }

    /// A count: 4,218.
    pub fn count(&self, count: usize) -> String {
        self.intl.number(count as f64, 0..=0)
    }

    /// A number with the decimal places it has: 1,100.04.
    pub fn number(&self, number: Number) -> String {
        let text = number.to_string();
        let decimals = text
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        signed(number.to_f64(), |value| {
            self.intl.number(value, decimals..=decimals)
        })
    }

    /// A large number, short: 160 k, 16万.
    pub fn compact(&self, value: f64) -> String {
        signed(value, |value| {
            self.scaled(value, self.unit(value), |n, d| self.intl.number(n, d))
        })
    }

    /// From one number to another, short: 62–128 k, 62–128万.
    pub fn compact_range(&self, from: f64, to: f64) -> String {
        let unit = self.unit(to.abs());
        let number = |value: f64| {
            let sign = unit.map_or("", |unit| unit.sign);
            let text = self.scaled(value.abs(), unit, |n, d| self.intl.number(n, d));
            text.strip_suffix(sign).unwrap_or(&text).to_owned()
        };
        let sign = unit.map_or("", |unit| unit.sign);
        format!("{}–{}{sign}", signed(from, number), signed(to, number))
    }

    /// A percentage, without decimal places: 94%.
    pub fn percent(&self, percent: f64) -> String {
        signed(percent.round(), |value| {
            self.intl.number(value, 0..=0) + "%"
        })
    }

    /// A change for better or worse: +6, −3, 0.
    pub fn change(&self, change: i64) -> String {
        let text = signed(change as f64, |value| self.intl.number(value, 0..=0));
        if change > 0 { format!("+{text}") } else { text }
    }

    /// An amount, with decimal places only where there are any: €48,600,
    /// €1,100.04, CHF 1,200.
    pub fn money(&self, money: Money) -> String {
        let digits = money.currency().minor_digits();
        let is_whole = money.minor() % 10_i64.pow(digits as u32) == 0;
        let decimals = if is_whole { 0 } else { digits };
        signed(money.to_f64(), |value| {
            self.intl.money(
                value,
                money.currency(),
                self.display(money),
                decimals..=decimals,
            )
        })
    }

    /// A large amount for cards and charts: €4.62 M, ¥3,696万.
    pub fn money_compact(&self, money: Money) -> String {
        signed(money.to_f64(), |value| {
            self.scaled(value, self.unit(value), |n, decimals| {
                self.intl
                    .money(n, money.currency(), self.display(money), decimals)
            })
        })
    }

    /// A sum on a card or below a list: short from where its digits are hard to read, or by the
    /// reader's style; else as [`Format::money`] has it: €485,800, €4.62 M, ¥38.6万.
    pub fn money_sum(&self, money: Money) -> String {
        let value = money.to_f64().abs();
        let from = self.style.amounts.sums_from(self.messages.locale());
        if value < from || self.unit(value).is_none() {
            self.money(money)
        } else {
            self.money_compact(money)
        }
    }

    /// A day: 12 Nov in the year of today, else 12 Nov 2025.
    pub fn date(&self, date: Date, today: Date) -> String {
        if self.style.dates == Dates::Iso {
            return date.to_string();
        }
        let (day, month) = (date.day().to_string(), self.month(date, NameLength::Short));
        let message = if date.year() == today.year() {
            message!("date-day-month", day = day, month = month)
        } else {
            let year = date.year().to_string();
            message!("date-day-month-year", day = day, month = month, year = year)
        };
        self.messages.text(&message)
    }

    /// A day by how near it is: Today, Yesterday, Tue, Fri 20 Nov, 12 Nov 2025.
    pub fn date_near(&self, date: Date, today: Date) -> String {
        match today.days_until(date) {
            0 => self.messages.text(&message!("date-today")),
            1 => self.messages.text(&message!("date-tomorrow")),
            -1 => self.messages.text(&message!("date-yesterday")),
            -6..=-2 => self.intl.weekday(date.weekday(), NameLength::Short),
            2..=6 if self.messages.locale() == Locale::En => {
                self.date_with_weekday(date, NameLength::Short)
            }
            _ => self.date(date, today),
        }
    }

    /// A day by how near it is, inside a sentence: today, tomorrow, Fri 20 Nov.
    pub fn date_within(&self, date: Date, today: Date) -> String {
        match today.days_until(date) {
            0 => self.messages.text(&message!("date-today-within")),
            1 => self.messages.text(&message!("date-tomorrow-within")),
            -1 => self.messages.text(&message!("date-yesterday-within")),
            _ => self.date_near(date, today),
        }
    }

    /// The day at the head of a page: Thursday 19 November.
    pub fn date_heading(&self, date: Date) -> String {
        self.date_with_weekday(date, NameLength::Long)
    }

    /// A day in full: Thursday 19 November 2026.
    pub fn date_long(&self, date: Date) -> String {
        if self.style.dates == Dates::Iso {
            return self.date_with_weekday(date, NameLength::Long);
        }
        self.messages.text(&message!(
            "date-long",
            day = date.day().to_string(),
            month = self.month(date, NameLength::Long),
            weekday = self.intl.weekday(date.weekday(), NameLength::Long),
            year = date.year().to_string(),
        ))
    }

    /// A month: March 2022.
    pub fn month_and_year(&self, date: Date) -> String {
        let (month, year) = (self.month(date, NameLength::Long), date.year().to_string());
        self.messages
            .text(&message!("date-month-year", month = month, year = year))
    }

    /// The time of day: 14:00.
    pub fn time(&self, instant: Instant) -> String {
        let time = self.intl.wall_time(instant);
        format!("{:02}:{:02}", time.hour, time.minute)
    }

    /// Day and time by how near they are: Yesterday 14:00.
    pub fn date_and_time(&self, instant: Instant, today: Date) -> String {
        let date = self.date_near(self.intl.wall_time(instant).date, today);
        self.with_time(date, instant)
    }

    /// Day and time by how near they are, inside a sentence: yesterday 14:00.
    pub fn date_and_time_within(&self, instant: Instant, today: Date) -> String {
        let date = self.date_within(self.intl.wall_time(instant).date, today);
        self.with_time(date, instant)
    }

    fn with_time(&self, date: String, instant: Instant) -> String {
        let time = self.time(instant);
        self.messages
            .text(&message!("date-with-time", date = date, time = time))
    }

    /// How long ago: just now, 2 min ago, 3 h ago, 2 days ago.
    pub fn ago(&self, instant: Instant, now: Instant) -> String {
        // A clock that was set back must not make the past the future.
        let minutes = instant.ms_until(now).max(0) / 60_000;
        self.messages.text(&match minutes {
            0 => message!("ago-now"),
            1..60 => message!("ago-minutes", count = minutes),
            60..1_440 => message!("ago-hours", count = minutes / 60),
            _ => message!("ago-days", count = minutes / 1_440),
        })
    }

    /// A length of time in its two largest units: 38 min, 1 h 52, 1 d 3 h.
    pub fn span(&self, minutes: u32) -> String {
        let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
        self.messages.text(&match (days, hours, rest) {
            (0, 0, minutes) => message!("span-minutes", minutes = minutes),
            (0, hours, 0) => message!("span-hours", hours = hours),
            (0, hours, minutes) => {
                message!("span-hours-minutes", hours = hours, minutes = minutes)
            }
            (days, 0, _) => message!("span-days", days = days),
            (days, hours, _) => message!("span-days-hours", days = days, hours = hours),
        })
    }

    /// The size of a file: 212 kB, 1.9 MB.
    pub fn bytes(&self, bytes: u64) -> String {
        let (size, unit) = match bytes as f64 {
            bytes if bytes < 1e3 => (bytes, "B"),
            bytes if bytes < 999_500.0 => (bytes / 1e3, "kB"),
            bytes if bytes < 999.5e6 => (bytes / 1e6, "MB"),
            bytes => (bytes / 1e9, "GB"),
        };
        let decimals = usize::from(size < 9.95 && unit != "B");
        format!("{} {unit}", self.intl.number(size, 0..=decimals))
    }

    /// Names joined as a sentence has them.
    pub fn list(&self, names: &[String]) -> String {
        match self.messages.locale() {
            // Before a figure, the word for "and" would need a space that Intl does not know of.
            Locale::ZhCn => names.join(Locale::ZhCn.between_values()),
            Locale::En => self.intl.list(names),
        }
    }

    fn date_with_weekday(&self, date: Date, length: NameLength) -> String {
        if self.style.dates == Dates::Iso {
            let weekday = self.intl.weekday(date.weekday(), length);
            let date = date.to_string();
            return (self.messages).text(&message!(
                "date-weekday-iso",
                date = date,
                weekday = weekday
            ));
        }
        self.messages.text(&message!(
            "date-weekday-day-month",
            day = date.day().to_string(),
            month = self.month(date, length),
            weekday = self.intl.weekday(date.weekday(), length),
        ))
    }

    fn month(&self, date: Date, length: NameLength) -> String {
        self.intl.month(date.month(), length)
    }

    fn display(&self, money: Money) -> CurrencyDisplay {
        if money.currency() == self.currency {
            CurrencyDisplay::Sign
        } else {
            CurrencyDisplay::Code
        }
    }

    /// The unit in which a value that is not negative is written short.
    fn unit(&self, value: f64) -> Option<&'static Unit> {
        self.style.amounts.unit(self.messages.locale(), value)
    }

    fn scaled(
        &self,
        value: f64,
        unit: Option<&Unit>,
        write: impl Fn(f64, Decimals) -> String,
    ) -> String {
        let Some(unit) = unit else {
            return write(value, 0..=0);
        };
        let scaled = value / unit.size;
        write(scaled, 0..=(unit.decimals)(scaled)) + unit.sign
    }
}

/// Writes the amount and, where it is negative, the true minus before it.
fn signed(value: f64, write: impl Fn(f64) -> String) -> String {
    let text = write(value.abs());
    // What rounds to nought has no sign.
    let is_nought = !text.contains(|c: char| ('1'..='9').contains(&c));
    if value < 0.0 && !is_nought {
        format!("−{text}")
    } else {
        text
    }
}

/// The day and time of a wall clock as a form's `datetime-local` field has it.
pub fn wall_text(time: WallTime) -> String {
    let mut text = time.date.to_string();
    // Writing to a String does not fail.
    let _ = write!(text, "T{:02}:{:02}", time.hour, time.minute);
    text
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
    use crate::i18n::plain::Plain;
    use crate::i18n::style::Amounts;

    fn formats() -> [Format; 2] {
        [(Locale::En, "EUR"), (Locale::ZhCn, "CNY")].map(|(locale, currency)| {
            let currency = Currency::parse(currency).unwrap();
            Format::new(Messages::new(locale), Rc::new(Plain::new(locale)), currency)
        })
    }

    /// What both languages write, English first.
    fn both(write: impl Fn(&Format) -> String) -> [String; 2] {
        // The space between code and amount does not break; here it is shown as one.
        formats().map(|format| write(&format).replace('\u{a0}', " "))
    }

    fn money(format: &Format, text: &str) -> Money {
        Money::parse(text, format.currency).unwrap()
    }

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_table_of_the_screens_is_written_as_it_stands() {
        assert_eq!(both(|f| f.count(4_218)), ["4,218", "4,218"]);
        let compact = |text: &'static str| both(move |f| f.money_compact(money(f, text)));
        assert_eq!(compact("4620000")[0], "€4.62 M");
        assert_eq!(compact("160000"), ["€160 k", "¥16万"]);
        assert_eq!(compact("36960000")[1], "¥3,696万");
        assert_eq!(compact("120000000")[1], "¥1.2亿");
        assert_eq!(compact("386000")[1], "¥38.6万");
        assert_eq!(compact("1050000")[1], "¥105万");
        assert_eq!(both(|f| f.money(money(f, "48600"))), ["€48,600", "¥48,600"]);
        let franc = Money::parse("1200", Currency::parse("CHF").unwrap()).unwrap();
        assert_eq!(both(|f| f.money(franc)), ["CHF 1,200", "CHF 1,200"]);
        assert_eq!(both(|f| f.percent(94.0)), ["94%", "94%"]);
        assert_eq!(both(|f| f.change(6)), ["+6", "+6"]);
        assert_eq!(both(|f| f.change(-3)), ["−3", "−3"]);
        assert_eq!(
            both(|f| f.compact_range(62_000.0, 128_000.0))[0],
            "62–128 k"
        );
        assert_eq!(
            both(|f| f.compact_range(620_000.0, 1_280_000.0))[1],
            "62–128万"
        );
        assert_eq!(both(Format::none), ["–", "–"]);
        assert_eq!(both(|f| f.span(112)), ["1 h 52", "1 小时 52 分"]);
        assert_eq!(both(|f| f.span(38)), ["38 min", "38 分钟"]);
        assert_eq!(both(|f| f.span(27 * 60)), ["1 d 3 h", "1 天 3 小时"]);
    }

    #[test]
    fn large_amounts_are_short_as_the_reader_likes_it() {
        let written = |amounts: Amounts, text: &'static str| {
            let style = Style {
                amounts,
                ..Style::default()
            };
            both(move |f| {
                let f = f.clone().styled(style);
                f.money_compact(money(&f, text))
            })
        };
        for (amounts, text, en, zh) in [
            (Amounts::Language, "4620000", "€4.62 M", "¥462万"),
            (Amounts::Language, "120000000", "€120 M", "¥1.2亿"),
            (Amounts::Thousands, "9400", "€9,400", "¥9,400"),
            (Amounts::Thousands, "160000", "€160 k", "¥160 k"),
            (Amounts::Thousands, "999999", "€1 M", "¥1 M"),
            (Amounts::Thousands, "4620000", "€4.62 M", "¥4.62 M"),
            (Amounts::Thousands, "-3000000000", "−€3 B", "−¥3 B"),
            (Amounts::Myriads, "9400", "€9,400", "¥9,400"),
            (Amounts::Myriads, "160000", "€16万", "¥16万"),
            (Amounts::Myriads, "386000", "€38.6万", "¥38.6万"),
            (Amounts::Myriads, "-120000000", "−€1.2亿", "−¥1.2亿"),
            (Amounts::Full, "9400", "€9,400", "¥9,400"),
            (Amounts::Full, "160000", "€160,000", "¥160,000"),
            (Amounts::Full, "4620000.4", "€4,620,000", "¥4,620,000"),
            (
                Amounts::Full,
                "-120000000",
                "−€120,000,000",
                "−¥120,000,000",
            ),
        ] {
            assert_eq!(written(amounts, text), [en, zh], "{amounts:?} of {text}");
            assert_eq!(Amounts::from_code(amounts.code()), Some(amounts));
        }
        let range = |amounts: Amounts| {
            let style = Style {
                amounts,
                ..Style::default()
            };
            both(move |f| f.clone().styled(style).compact_range(62_000.0, 128_000.0))
        };
        assert_eq!(range(Amounts::Thousands), ["62–128 k", "62–128 k"]);
        assert_eq!(range(Amounts::Myriads), ["6.2–12.8万", "6.2–12.8万"]);
        assert_eq!(range(Amounts::Full), ["62,000–128,000", "62,000–128,000"]);
        let sum = |amounts: Amounts, text: &'static str| {
            let style = Style {
                amounts,
                ..Style::default()
            };
            both(move |f| {
                let f = f.clone().styled(style);
                f.money_sum(money(&f, text))
            })
        };
        for (amounts, text, en, zh) in [
            (Amounts::Language, "1100.04", "€1,100.04", "¥1,100.04"),
            (Amounts::Language, "48600", "€48,600", "¥48,600"),
            (Amounts::Language, "386000", "€386,000", "¥38.6万"),
            (Amounts::Language, "-485800.5", "−€485,800.50", "−¥48.6万"),
            (Amounts::Language, "4620000", "€4.62 M", "¥462万"),
            (Amounts::Thousands, "1100.04", "€1,100.04", "¥1,100.04"),
            (Amounts::Thousands, "48600", "€48.6 k", "¥48.6 k"),
            (Amounts::Myriads, "48600", "€4.9万", "¥4.9万"),
            (Amounts::Full, "4620000.5", "€4,620,000.50", "¥4,620,000.50"),
        ] {
            assert_eq!(sum(amounts, text), [en, zh], "{amounts:?} sum of {text}");
        }
        // What stands in tables and forms is in full in any case.
        let style = Style {
            amounts: Amounts::Myriads,
            ..Style::default()
        };
        let amount = both(move |f| f.clone().styled(style).money(money(f, "160000")));
        assert_eq!(amount, ["€160,000", "¥160,000"]);
    }

    #[test]
    fn dates_are_in_figures_for_those_who_like_it() {
        let style = Style {
            dates: Dates::Iso,
            ..Style::default()
        };
        let today = date("2026-11-19");
        let near = |text: &'static str| {
            both(move |f| f.clone().styled(style).date_near(date(text), today))
        };
        // What is near is told by how near it is all the same.
        assert_eq!(near("2026-11-19"), ["Today", "今天"]);
        assert_eq!(near("2026-11-17"), ["Tue", "周二"]);
        assert_eq!(near("2026-11-12"), ["2026-11-12", "2026-11-12"]);
        assert_eq!(near("2026-11-23"), ["Mon 2026-11-23", "2026-11-23"]);
        assert_eq!(near("2025-01-02"), ["2025-01-02", "2025-01-02"]);
        let heading = both(|f| f.clone().styled(style).date_heading(today));
        assert_eq!(heading, ["Thursday 2026-11-19", "2026-11-19 星期四"]);
        let long = both(|f| f.clone().styled(style).date_long(today));
        assert_eq!(long, heading);
        for dates in Dates::ALL {
            assert_eq!(Dates::from_code(dates.code()), Some(dates));
        }
    }

    #[test]
    fn dates_are_told_by_how_near_they_are() {
        let today = date("2026-11-19");
        let near = |text: &'static str| both(move |f| f.date_near(date(text), today));
        assert_eq!(near("2026-11-19"), ["Today", "今天"]);
        assert_eq!(near("2026-11-18"), ["Yesterday", "昨天"]);
        assert_eq!(near("2026-11-20"), ["Tomorrow", "明天"]);
        assert_eq!(near("2026-11-17"), ["Tue", "周二"]);
        assert_eq!(near("2026-11-13"), ["Fri", "周五"]);
        assert_eq!(near("2026-11-12"), ["12 Nov", "11月12日"]);
        assert_eq!(near("2026-11-23"), ["Mon 23 Nov", "11月23日"]);
        assert_eq!(near("2026-11-26"), ["26 Nov", "11月26日"]);
        assert_eq!(near("2025-11-12"), ["12 Nov 2025", "2025年11月12日"]);
        let heading = both(|f| f.date_heading(today));
        assert_eq!(heading, ["Thursday 19 November", "11月19日 星期四"]);
        let long = both(|f| f.date_long(today));
        assert_eq!(long, ["Thursday 19 November 2026", "2026年11月19日 星期四"]);
        assert_eq!(
            both(|f| f.month_and_year(today)),
            ["November 2026", "2026年11月"]
        );
    }

    #[test]
    fn times_are_told_by_the_readers_clock() {
        let now = Instant::parse("2026-11-19T14:00:00Z").unwrap();
        let at = |text| Instant::parse(text).unwrap();
        assert_eq!(both(|f| f.time(now)), ["14:00", "14:00"]);
        let yesterday = both(|f| f.date_and_time(at("2026-11-18T09:05:00Z"), now.date()));
        assert_eq!(yesterday, ["Yesterday 09:05", "昨天 09:05"]);
        let ago = |text| both(move |f| f.ago(at(text), now));
        assert_eq!(ago("2026-11-19T13:59:30Z"), ["just now", "刚刚"]);
        assert_eq!(ago("2026-11-19T14:30:00Z"), ["just now", "刚刚"]);
        assert_eq!(ago("2026-11-19T13:58:00Z"), ["2 min ago", "2 分钟前"]);
        assert_eq!(ago("2026-11-19T11:00:00Z"), ["3 h ago", "3 小时前"]);
        assert_eq!(ago("2026-11-18T13:00:00Z"), ["1 day ago", "1 天前"]);
        assert_eq!(ago("2026-11-17T13:00:00Z"), ["2 days ago", "2 天前"]);
        assert_eq!(
            wall_text(Plain::new(Locale::En).wall_time(now)),
            "2026-11-19T14:00"
        );
    }

    #[test]
    fn the_unit_is_that_of_the_rounded_value() {
        let compact = |value: f64| both(move |f| f.compact(value));
        for (value, en, zh) in [
            (0.0, "0", "0"),
            (-0.4, "0", "0"),
            (9_999.0, "9,999", "9,999"),
            (9_400.0, "9,400", "9,400"),
            (48_600.0, "48.6 k", "4.9万"),
            (99_999.0, "100 k", "10万"),
            (999_400.0, "999 k", "99.9万"),
            (999_999.0, "1 M", "100万"),
            (-4_620_000.0, "−4.62 M", "−462万"),
            (99_999_999.0, "100 M", "1亿"),
            (1e10, "10 B", "100亿"),
        ] {
            assert_eq!(compact(value), [en, zh], "{value}");
        }
    }

    #[test]
    fn amounts_show_cents_only_where_there_are_any() {
        let written = |text: &'static str| both(move |f| f.money(money(f, text)));
        assert_eq!(written("1100.04"), ["€1,100.04", "¥1,100.04"]);
        assert_eq!(written("0.5"), ["€0.50", "¥0.50"]);
        assert_eq!(written("-1200"), ["−€1,200", "−¥1,200"]);
        assert_eq!(written("0"), ["€0", "¥0"]);
        let number = |text| Number::parse(text).unwrap();
        assert_eq!(
            both(|f| f.number(number("1100.04"))),
            ["1,100.04", "1,100.04"]
        );
        assert_eq!(both(|f| f.number(number("-0.125"))), ["−0.125", "−0.125"]);
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (212_000, "212 kB"),
            (1_900_000, "1.9 MB"),
            (68_000_000, "68 MB"),
            (999_900, "1 MB"),
            (12_000_000_000, "12 GB"),
        ] {
            assert_eq!(both(|f| f.bytes(bytes)), [text, text]);
        }
    }

    #[test]
    fn names_are_joined_and_ordered() {
        let names = ["Ann", "Bob", "Cy"].map(str::to_owned);
        assert_eq!(
            both(|f| f.list(&names)),
            ["Ann, Bob and Cy", "Ann、Bob、Cy"]
        );
        assert_eq!(both(|f| f.list(&names[..1])), ["Ann", "Ann"]);
        assert_eq!(both(|f| f.list(&[])), ["", ""]);
        assert_eq!(formats()[0].intl().compare("ann", "Bob"), Ordering::Less);
    }
}
