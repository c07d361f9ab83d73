//! The lists behind the figures: each figure is a count or a sum of what is found at its place.

use crate::domain::{Currency, Date, Money, RecordKind};
use crate::query::{Filter, Operand, Test};
use crate::ui::app::App;
use crate::ui::customers::tab_filter;
use crate::ui::deals;
use crate::ui::lists::address::Shown;
use crate::ui::place::Place;

/// The columns that say most about what a customer is worth.
const OF_VALUE: &str = "name,rfm_group,value,purchases,last_purchase,lifetime_value,churn_risk";

/// Customers under conditions, with what they are worth, the most valuable first.
pub(in crate::ui) fn customers(app: App, filter: Filter) -> String {
    let place = Place::new(RecordKind::Customer, tab_filter, Some(filter));
    place
        .with(|address| {
            address.columns = Shown::parse_all(OF_VALUE);
            address.sort = crate::query::Sort::parse("-value").unwrap_or_default();
        })
        .href(app)
}

/// Deals under conditions, whatever their outcome and pipeline, as a table.
pub(in crate::ui) fn deals(app: App, filter: Filter) -> String {
    let place = Place::new(RecordKind::Deal, deals::tab_filter, Some(filter));
    place
        .with(|address| {
            address.tab = Some("all".to_owned());
            address.layout = Some("table".to_owned());
        })
        .href(app)
}

/// Records of a kind without tabs, under conditions.
pub(in crate::ui) fn records(app: App, kind: RecordKind, filter: Filter) -> String {
    Place::new(kind, |_, _| None, Some(filter)).href(app)
}

/// A whole number is this.
pub(in crate::ui) fn is(field: &str, number: i64) -> Filter {
    Filter::test(field, Test::Is(Operand::text(&number.to_string())))
}

/// A text or choice is this.
pub(in crate::ui) fn is_text(field: &str, text: &str) -> Filter {
    Filter::test(field, Test::Is(Operand::text(text)))
}

/// There is one.
pub(in crate::ui) fn is_there(field: &str) -> Filter {
    Filter::test(field, Test::Empty(false))
}

/// There is none.
pub(in crate::ui) fn is_missing(field: &str) -> Filter {
    Filter::test(field, Test::Empty(true))
}

/// A day lies between two, both included.
pub(in crate::ui) fn between(field: &str, from: Date, to: Date) -> Filter {
    let day = |date: Date| Operand::text(&date.to_string());
    Filter::test(field, Test::Between(day(from), day(to)))
}

/// An amount is at least one and less than another, in minor units.
pub(in crate::ui) fn amount(
    field: &str,
    from: i64,
    below: Option<i64>,
    currency: Currency,
) -> Option<Filter> {
    let money = |minor| Money::from_minor(minor, currency).ok().map(Operand::Money);
    let from = money(from)?;
    let test = match below {
        Some(below) => Test::Between(from, money(below - 1)?),
        None => Test::Gte(from),
    };
    Some(Filter::test(field, test))
}
