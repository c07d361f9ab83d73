//! [`Intl`] by the browser: numbers, names and orders of a language come from
//! its own data, so that the wasm carries none.
//!
//! A formatter costs the browser some hundred microseconds to make and a
//! fraction of one to use, so each is made once and kept. Which language and
//! currency are wanted is told from outside.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use js_sys::Intl::{Collator, DateTimeFormat, DisplayNames, ListFormat, NumberFormat};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::JsValue;

use super::zone;
use crate::domain::currency::Currency;
use crate::domain::date::Weekday;
use crate::domain::zone::Zone;
use crate::i18n::Locale;
use crate::i18n::format::{CurrencyDisplay, Decimals, Intl, NameLength};

const MS_PER_DAY: f64 = 86_400_000.0;

/// What a kept formatter writes: decimal places and, for amounts, the currency.
type Form = (usize, usize, Option<(Currency, CurrencyDisplay)>);

/// The browser's formats of a language.
pub struct BrowserIntl {
    locale: Locale,
    numbers: RefCell<BTreeMap<Form, Function>>,
    months: [Vec<String>; 2],
    weekdays: [Vec<String>; 2],
    lists: ListFormat,
    compare: Function,
    currencies: DisplayNames,
    countries: DisplayNames,
}

impl BrowserIntl {
    /// The formats of a language.
    pub fn new(locale: Locale) -> Self {
        // Chinese says 11月 for short and 十一月 for long; dates are written with figures.
        let months = match locale {
            Locale::En => ["short", "long"],
            Locale::ZhCn => ["short", "short"],
        };
        // 2024 began with a Monday; the middle of a month is the same month everywhere.
        let middle = |month: i32| f64::from(month) * 30.4 * MS_PER_DAY + 19_737.0 * MS_PER_DAY;
        let day = |day: i32| f64::from(day) * MS_PER_DAY + 19_723.0 * MS_PER_DAY;
        let collation = options(&[("numeric", JsValue::TRUE)]);
        let names = |of: &str| {
            let options = options(&[("type", of.into()), ("fallback", "code".into())]);
            DisplayNames::new(&tags(locale.code()), &options)
        };
        // American English sets a comma before “and”; the messages do not.
        let list_tag = match locale {
            Locale::En => "en-GB",
            Locale::ZhCn => locale.code(),
        };
        Self {
            locale,
            numbers: RefCell::default(),
            months: months.map(|length| date_names(locale, "month", length, (0..12).map(middle))),
            weekdays: ["short", "long"]
                .map(|length| date_names(locale, "weekday", length, (0..7).map(day))),
            lists: ListFormat::new(&tags(list_tag), &Object::new()),
            compare: Collator::new(&tags(locale.code()), &collation).compare(),
            currencies: names("currency"),
            countries: names("region"),
        }
    }

    fn write(&self, value: f64, form: Form) -> String {
        let mut numbers = self.numbers.borrow_mut();
        let format = numbers.entry(form).or_insert_with(|| {
            let (least, most, currency) = form;
            let options = options(&[
                ("minimumFractionDigits", (least as f64).into()),
                ("maximumFractionDigits", (most as f64).into()),
            ]);
            if let Some((currency, display)) = currency {
                let display = match display {
                    CurrencyDisplay::Sign => "narrowSymbol",
                    CurrencyDisplay::Code => "code",
                };
                set(&options, "style", "currency".into());
                set(&options, "currency", currency.code().into());
                set(&options, "currencyDisplay", display.into());
            }
            NumberFormat::new(&tags(self.locale.code()), &options).format()
        });
        // Given as text, since the browser would take the shortest decimal for the number, which
        // loses a cent from some ten billion up.
        let value = format!("{value:.*}", form.1);
        called(format.call1(&JsValue::UNDEFINED, &value.into()))
    }
}

impl Intl for BrowserIntl {
    fn number(&self, value: f64, decimals: Decimals) -> String {
        self.write(value, (*decimals.start(), *decimals.end(), None))
    }

    fn money(
        &self,
        value: f64,
        currency: Currency,
        display: CurrencyDisplay,
        decimals: Decimals,
    ) -> String {
        let form = (
            *decimals.start(),
            *decimals.end(),
            Some((currency, display)),
        );
        self.write(value, form)
    }

    fn month(&self, month: u8, length: NameLength) -> String {
        name(&self.months, length, usize::from(month).wrapping_sub(1))
    }

    fn weekday(&self, weekday: Weekday, length: NameLength) -> String {
        name(
            &self.weekdays,
            length,
            usize::from(weekday.days_since_monday()),
        )
    }

    fn list(&self, names: &[String]) -> String {
        let names: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
        self.lists.format(&names).into()
    }

    fn compare(&self, left: &str, right: &str) -> Ordering {
        let order = self
            .compare
            .call2(&JsValue::UNDEFINED, &left.into(), &right.into());
        order
            .ok()
            .and_then(|order| order.as_f64())
            .unwrap_or_default()
            .total_cmp(&0.0)
    }

    fn currency_name(&self, currency: Currency) -> String {
        self.currencies
            .of(currency.code())
            .map_or_else(|| currency.to_string(), String::from)
    }

    fn country_name(&self, code: &str) -> String {
        // The browser throws at what is not of two letters.
        let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        let name = is_code.then(|| self.countries.of(code)).flatten();
        name.map_or_else(|| code.to_owned(), String::from)
    }

    fn zone(&self) -> Zone {
        zone::own()
    }
}

/// The languages the reader asks for, best first.
pub fn wanted_languages() -> Vec<String> {
    let languages = web_sys::window().map(|window| window.navigator().languages());
    languages
        .iter()
        .flat_map(Array::iter)
        .filter_map(|tag| tag.as_string())
        .collect()
}

fn date_names(
    locale: Locale,
    part: &str,
    length: &str,
    moments: impl Iterator<Item = f64>,
) -> Vec<String> {
    let options = options(&[(part, length.into()), ("timeZone", "UTC".into())]);
    let format = DateTimeFormat::new(&tags(locale.code()), &options).format();
    moments
        .map(|ms| called(format.call1(&JsValue::UNDEFINED, &ms.into())))
        .collect()
}

fn name(names: &[Vec<String>; 2], length: NameLength, place: usize) -> String {
    let [short, long] = names;
    let names = match length {
        NameLength::Short => short,
        NameLength::Long => long,
    };
    names.get(place).cloned().unwrap_or_default()
}

fn tags(tag: &str) -> Array {
    Array::of1(&tag.into())
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    pairs
        .iter()
        .for_each(|(key, value)| set(&options, key, value.clone()));
    options
}

fn set(options: &Object, key: &str, value: JsValue) {
    // Setting a property of a plain object does not fail.
    let _ = Reflect::set(options, &key.into(), &value);
}

/// What a formatter answered. They do not throw at numbers.
fn called(answer: Result<JsValue, JsValue>) -> String {
    answer
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
