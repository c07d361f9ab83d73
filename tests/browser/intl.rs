//! The browser's formats and those that need no browser write the same: what the native tests of
//! the formats show therefore holds on the screens.

use satchel::browser::intl::{BrowserIntl, wanted_languages};
use satchel::domain::date::{Date, Weekday};
use satchel::domain::{Currency, Instant, Money, Number};
use satchel::i18n::format::{NameLength, WallTime};
use satchel::i18n::plain::Plain;
use satchel::i18n::{Format, Intl, Locale, Messages};
use std::cmp::Ordering;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

/// The browser's formats and the plain ones, in both languages.
fn pairs() -> [[Format; 2]; 2] {
    [(Locale::En, "EUR"), (Locale::ZhCn, "CNY")].map(|(locale, code)| {
        let intl: [Rc<dyn Intl>; 2] = [
            Rc::new(BrowserIntl::new(locale)),
            Rc::new(Plain::new(locale)),
        ];
        intl.map(|intl| Format::new(Messages::new(locale), intl, currency(code)))
    })
}

fn agree(what: &str, write: impl Fn(&Format) -> String) {
    for [browser, plain] in pairs() {
        assert_eq!(write(&browser), write(&plain), "{what}");
    }
}

#[wasm_bindgen_test]
fn numbers_and_amounts_are_written_alike() {
    for text in [
        "0",
        "7",
        "-3",
        "1100.04",
        "1234567.125",
        "999999999999999",
        "-0.5",
    ] {
        let number = Number::parse(text).unwrap();
        agree(text, |format| format.number(number));
    }
    for code in ["EUR", "CNY", "CHF", "JPY", "KWD"] {
        for minor in [0, 5, 100, 4_860_000, -120_000, 9_007_199_254_740_991] {
            let money = Money::from_minor(minor, currency(code)).unwrap();
            // In each language its own currency has a sign, and the others have codes.
            agree(&format!("{minor} {code}"), |format| format.money(money));
            agree(&format!("{minor} {code}, short"), |format| {
                format.money_compact(money)
            });
        }
    }
    for value in [
        0.0,
        999.0,
        9_999.0,
        48_600.0,
        160_000.0,
        999_999.0,
        4_620_000.0,
        1.2e8,
        3e9,
    ] {
        agree(&value.to_string(), |format| format.compact(value));
        agree("a range", |format| format.compact_range(value / 2.0, value));
    }
    agree("a percentage", |format| format.percent(94.4));
    agree("a change", |format| format.change(-3));
    agree("a size", |format| format.bytes(1_900_000));
}

#[wasm_bindgen_test]
fn dates_are_written_alike() {
    let today = Date::parse("2026-11-19").unwrap();
    for days in -400..400 {
        let date = today.add_days(days);
        agree(&date.to_string(), |format| format.date_near(date, today));
        agree(&date.to_string(), |format| format.date_long(date));
    }
    for locale in Locale::ALL {
        let (browser, plain) = (BrowserIntl::new(locale), Plain::new(locale));
        for weekday in Weekday::ALL {
            for length in [NameLength::Short, NameLength::Long] {
                assert_eq!(
                    browser.weekday(weekday, length),
                    plain.weekday(weekday, length)
                );
            }
        }
    }
}

#[wasm_bindgen_test]
fn names_are_joined_alike_and_ordered_by_language() {
    for count in 0..5 {
        let names: Vec<String> = ["Ann", "Bob", "Cy", "王雪"].map(str::to_owned).into();
        agree("a list", |format| {
            format.list(names.get(..count).unwrap_or_default())
        });
    }
    let english = BrowserIntl::new(Locale::En);
    assert_eq!(english.compare("Ödegaard", "Zorn"), Ordering::Less);
    assert_eq!(english.compare("Room 10", "Room 9"), Ordering::Greater);
    let chinese = BrowserIntl::new(Locale::ZhCn);
    // By their sound: 陈 chén, 李 lǐ, 王 wáng.
    assert_eq!(chinese.compare("陈", "李"), Ordering::Less);
    assert_eq!(chinese.compare("王", "李"), Ordering::Greater);
    assert_eq!(english.currency_name(currency("CHF")), "Swiss Franc");
    assert_eq!(chinese.country_name("CN"), "中国");
    assert_eq!(english.country_name("nowhere"), "nowhere");
    assert!(!wanted_languages().is_empty());
}

#[wasm_bindgen_test]
fn a_wall_clock_and_an_instant_are_one_another() {
    let intl = BrowserIntl::new(Locale::En);
    // Every hour and a bit of a year, so that any change of the clock is met.
    for step in 0..8_000 {
        let instant = Instant::from_ms(1_767_225_600_000 + step * 3_960_000).unwrap();
        let time = intl.wall_time(instant);
        let again = intl.instant(time);
        assert_eq!(intl.wall_time(again), time, "{instant}");
        // An hour that comes twice in autumn may be either of the two.
        let apart = again.ms_until(instant).abs();
        assert!(
            !(60_000..3_600_000).contains(&apart),
            "{instant} became {again}"
        );
    }
    let date = Date::parse("2026-03-29").unwrap();
    let left_out = intl.instant(WallTime {
        date,
        hour: 2,
        minute: 30,
    });
    assert_eq!(intl.wall_time(left_out).date, date);
}
