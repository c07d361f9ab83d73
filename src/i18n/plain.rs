//! [`Intl`] without a browser: for tests and for native programs. It knows
//! English and Chinese as far as the formats need them, reads every clock in
//! UTC and orders names by their letters.

use std::cmp::Ordering;

use super::format::{CurrencyDisplay, Decimals, Intl, NameLength};
use super::locale::Locale;
use crate::domain::currency::Currency;
use crate::domain::date::Weekday;
use crate::domain::zone::Zone;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const CHINESE_DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// Formats of a language that need no browser.
#[derive(Debug, Clone, Copy)]
pub struct Plain(Locale);

impl Plain {
    /// The formats of a language.
    pub const fn new(locale: Locale) -> Self {
        Self(locale)
    }
}

impl Intl for Plain {
    fn number(&self, value: f64, decimals: Decimals) -> String {
        let text = format!("{value:.*}", *decimals.end());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let mut fraction = fraction.to_owned();
        while fraction.len() > *decimals.start() && fraction.ends_with('0') {
            fraction.pop();
        }
        if fraction.is_empty() {
            grouped
        } else {
            format!("{grouped}.{fraction}")
        }
    }

    fn money(
        &self,
        value: f64,
        currency: Currency,
        display: CurrencyDisplay,
        decimals: Decimals,
    ) -> String {
        let number = self.number(value, decimals);
        let sign = match (display, currency.code()) {
            (CurrencyDisplay::Sign, "EUR") => "€",
            (CurrencyDisplay::Sign, "GBP") => "£",
            (CurrencyDisplay::Sign, "USD") => "$",
            (CurrencyDisplay::Sign, "CNY" | "JPY") => "¥",
            (_, code) => return format!("{code}\u{a0}{number}"),
        };
        format!("{sign}{number}")
    }

    fn month(&self, month: u8, length: NameLength) -> String {
        let name = MONTHS
            .get(usize::from(month).wrapping_sub(1))
            .copied()
            .unwrap_or_default();
        match (self.0, length) {
            (Locale::En, NameLength::Short) => name.chars().take(3).collect(),
            (Locale::En, NameLength::Long) => name.to_owned(),
            (Locale::ZhCn, _) => format!("{month}月"),
        }
    }

    fn weekday(&self, weekday: Weekday, length: NameLength) -> String {
        let place = usize::from(weekday.days_since_monday());
        let name = WEEKDAYS.get(place).copied().unwrap_or_default();
        let chinese = CHINESE_DAYS.get(place).copied().unwrap_or_default();
        match (self.0, length) {
            (Locale::En, NameLength::Short) => name.chars().take(3).collect(),
            (Locale::En, NameLength::Long) => name.to_owned(),
            (Locale::ZhCn, NameLength::Short) => format!("周{chinese}"),
            (Locale::ZhCn, NameLength::Long) => format!("星期{chinese}"),
        }
    }

    fn list(&self, names: &[String]) -> String {
        let (comma, and) = match self.0 {
            Locale::En => (", ", " and "),
            Locale::ZhCn => ("、", "和"),
        };
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [others @ .., last] => format!("{}{and}{last}", others.join(comma)),
        }
    }

    fn compare(&self, left: &str, right: &str) -> Ordering {
        let folded = |text: &str| text.to_lowercase();
        folded(left)
            .cmp(&folded(right))
            .then_with(|| left.cmp(right))
    }

    fn currency_name(&self, currency: Currency) -> String {
        currency.code().to_owned()
    }

    fn country_name(&self, code: &str) -> String {
        code.to_owned()
    }

    fn zone(&self) -> Zone {
        Zone::UTC
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant::Instant;

    #[test]
    fn a_wall_clock_and_an_instant_are_one_another() {
        let plain = Plain::new(Locale::En);
        for ms in [
            0,
            59_999,
            60_000,
            86_399_999,
            -1,
            -86_400_000,
            1_763_560_800_000,
        ] {
            let Some(instant) = Instant::from_ms(ms) else {
                continue;
            };
            let time = plain.wall_time(instant);
            assert_eq!(plain.instant(time).to_ms(), ms - ms.rem_euclid(60_000));
        }
    }

    #[test]
    fn names_of_all_months_and_days_are_there() {
        for month in 1..=12 {
            assert!(
                !Plain::new(Locale::En)
                    .month(month, NameLength::Short)
                    .is_empty()
            );
        }
        for day in Weekday::ALL {
            assert_eq!(
                Plain::new(Locale::ZhCn)
                    .weekday(day, NameLength::Short)
                    .chars()
                    .count(),
                2
            );
        }
    }
}
