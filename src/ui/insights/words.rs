//! Figures in words, as the charts here write them.

use crate::domain::{Currency, Date, Money, Number};
use crate::i18n::Locale;
use crate::i18n::format::NameLength;
use crate::i18n::{Message, Piece};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::{ChartCell, ChartRow};
use leptos::prelude::*;

/// How many.
pub(in crate::ui) fn count(app: App, count: usize) -> String {
    app.format()
        .map(|format| format.count(count))
        .unwrap_or_default()
}

/// A share, 0 to 1, in whole percent; below ten percent with a decimal place.
pub(in crate::ui) fn percent(app: App, share: f64) -> String {
    app.format()
        .map(|format| format.percent(share * 100.0))
        .unwrap_or_default()
}

/// An amount in minor units.
pub(in crate::ui) fn money(app: App, minor: i64, currency: Option<Currency>) -> String {
    let money = currency.and_then(|currency| Money::from_minor(minor, currency).ok());
    money
        .and_then(|money| app.format().map(|format| format.money(money)))
        .unwrap_or_default()
}

/// An amount in minor units, as axes and narrow places write it.
pub(in crate::ui) fn money_short(app: App, minor: i64, currency: Option<Currency>) -> String {
    let money = currency.and_then(|currency| Money::from_minor(minor, currency).ok());
    money
        .and_then(|money| app.format().map(|format| format.money_compact(money)))
        .unwrap_or_default()
}

/// A number with so many decimal places at most.
pub(in crate::ui) fn number(app: App, number: f64, places: i32) -> String {
    let scale = 10f64.powi(places);
    let rounded = Number::from_f64((number * scale).round() / scale);
    rounded
        .and_then(|rounded| app.format().map(|format| format.number(rounded)))
        .unwrap_or_default()
}

/// The name of a month, short: Nov.
pub(in crate::ui) fn month_short(app: App, date: Date) -> String {
    app.format()
        .map(|format| format.intl().month(date.month(), NameLength::Short))
        .unwrap_or_default()
}

/// A month with its year: November 2026.
pub(in crate::ui) fn month(app: App, date: Date) -> String {
    app.format()
        .map(|format| format.month_and_year(date))
        .unwrap_or_default()
}

/// The name of a month as charts have it: Nov, and where a year begins Jan 2027.
pub(in crate::ui) fn month_along(app: App, date: Date) -> String {
    let month = month_short(app, date);
    if date.month() > 1 {
        return month;
    }
    let year = date.year().to_string();
    app.page()
        .text(&message!("date-month-year", month = month, year = year))
}

/// From one amount in minor units to another, short: 32–60 k.
pub(in crate::ui) fn range(app: App, from: Money, to: Money) -> String {
    app.format()
        .map(|format| format.compact_range(from.to_f64(), to.to_f64()))
        .unwrap_or_default()
}

/// A sentence in which some of the values lead somewhere.
pub(in crate::ui) fn linked(
    app: App,
    message: &Message,
    href: impl Fn(&str) -> Option<String>,
) -> AnyView {
    let piece = |piece: Piece| match piece {
        Piece::Words(text) => text.into_any(),
        Piece::Argument(name, text) => match href(name) {
            Some(href) => view! { <a class="link" href=href>{text}</a> }.into_any(),
            None => text.into_any(),
        },
    };
    let pieces = app.page().messages().pieces(message).into_iter();
    pieces.map(piece).collect_view().into_any()
}

/// A row of the table behind a chart.
pub(in crate::ui) fn row(head: impl Into<String>, cells: Vec<ChartCell>) -> ChartRow {
    ChartRow {
        head: ChartCell::new(head),
        cells,
        is_total: false,
    }
}

/// An amount in minor units as the number of whole ones, for files.
pub(in crate::ui) fn major(minor: i64, currency: Option<Currency>) -> f64 {
    let money = currency.and_then(|currency| Money::from_minor(minor, currency).ok());
    money.map(Money::to_f64).unwrap_or_default()
}

/// Sentences one after the other: Chinese parts them by their marks alone.
pub(in crate::ui) fn sentences(app: App, sentences: &[String]) -> String {
    sentences.join(match app.page().locale() {
        Locale::ZhCn => "",
        Locale::En => " ",
    })
}
