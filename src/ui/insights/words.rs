//! Figures in words, as the charts here write them.

use crate::domain::{Currency, Date, Money, Number};
use crate::i18n::format::NameLength;
use crate::ui::app::App;
use crate::ui::components::{ChartCell, ChartRow};

/// How many.
pub(super) fn count(app: App, count: usize) -> String {
    app.format()
        .map(|format| format.count(count))
        .unwrap_or_default()
}

/// A share, 0 to 1, in whole percent; below ten percent with a decimal place.
pub(super) fn percent(app: App, share: f64) -> String {
    app.format()
        .map(|format| format.percent(share * 100.0))
        .unwrap_or_default()
}

/// An amount in minor units.
pub(super) fn money(app: App, minor: i64, currency: Option<Currency>) -> String {
    let money = currency.and_then(|currency| Money::from_minor(minor, currency).ok());
    money
        .and_then(|money| app.format().map(|format| format.money(money)))
        .unwrap_or_default()
}

/// An amount in minor units, as axes and narrow places write it.
pub(super) fn money_short(app: App, minor: i64, currency: Option<Currency>) -> String {
    let money = currency.and_then(|currency| Money::from_minor(minor, currency).ok());
    money
        .and_then(|money| app.format().map(|format| format.money_compact(money)))
        .unwrap_or_default()
}

/// A number with so many decimal places at most.
pub(super) fn number(app: App, number: f64, places: i32) -> String {
    let scale = 10f64.powi(places);
    let rounded = Number::from_f64((number * scale).round() / scale);
    rounded
        .and_then(|rounded| app.format().map(|format| format.number(rounded)))
        .unwrap_or_default()
}

/// The name of a month, short: Nov.
pub(super) fn month_short(app: App, date: Date) -> String {
    app.format()
        .map(|format| format.intl().month(date.month(), NameLength::Short))
        .unwrap_or_default()
}

/// A month with its year: November 2026.
pub(super) fn month(app: App, date: Date) -> String {
    app.format()
        .map(|format| format.month_and_year(date))
        .unwrap_or_default()
}

/// A row of the table behind a chart.
pub(super) fn row(head: impl Into<String>, cells: Vec<ChartCell>) -> ChartRow {
    ChartRow {
        head: ChartCell::new(head),
        cells,
        is_total: false,
    }
}

/// An amount in minor units as the number of whole ones, for files.
pub(super) fn major(minor: i64, currency: Option<Currency>) -> f64 {
    let money = currency.and_then(|currency| Money::from_minor(minor, currency).ok());
    money.map(Money::to_f64).unwrap_or_default()
}
