//! What was won in each quarter and month, and why deals were lost.

use super::places::deals;
use super::sales::{drawn_in, window};
use super::words::{count, major, money, money_short, month, month_along, percent, row};
use crate::domain::{Currency, Date, RecordKind, Value};
use crate::message;
use crate::query::sales::outcome::{Group, Outcomes, Reason};
use crate::ui::app::{App, say};
use crate::ui::components::{
    Bar, BarCategory, BarChart, BarData, BarRow, BarSeries, BarWord, Bars, Button, ChartCell,
    ChartState, ChartTable, Series,
};
use crate::ui::figure::Figure;
use crate::ui::lists::value::{show, whole_sums};
use leptos::prelude::*;

/// A quarter in words.
fn quarter(app: App, from: Date) -> String {
    app.page().text(&message!(
        "insights-quarter",
        quarter = usize::from(from.quarter()),
        year = from.year().to_string()
    ))
}

/// All months or quarters of the frame in their order, those without deals too.
fn spans(app: App, found: &Outcomes, by_month: bool) -> Vec<(Date, Option<&Group>)> {
    let window = window(app);
    let (Some(from), Some(to)) = (window.from, window.to) else {
        return Vec::new();
    };
    let (first, step, groups) = if by_month {
        (from.first_of_month(), 1, &found.months)
    } else {
        (from.first_of_quarter(), 3, &found.quarters)
    };
    let dates = std::iter::successors(Some(first), |date| Some(date.add_months(step)));
    let of = |date: Date| {
        let group = groups
            .iter()
            .find(|group| group.value == Some(Value::Date(date)));
        (date, group)
    };
    dates.take_while(|date| *date <= to).map(of).collect()
}

fn won(group: Option<&Group>, currency: Option<Currency>) -> i64 {
    let won = group.zip(currency);
    won.map_or(0, |(group, currency)| {
        group.won.amounts.of(currency).minor()
    })
}

fn bars(app: App, found: &Outcomes, by_month: bool) -> BarData {
    let page = app.page();
    let currency = drawn_in(app, found);
    let category = |(from, group): (Date, Option<&Group>)| {
        let minor = won(group, currency);
        let deals_won = group.map_or(0, |group| group.won.count);
        let name = if by_month {
            month(app, from)
        } else {
            quarter(app, from)
        };
        let said = message!(
            "sales-won-bar",
            span = name.clone(),
            amount = money(app, minor, currency),
            count = deals_won
        );
        BarCategory {
            label: if by_month {
                month_along(app, from)
            } else {
                name
            },
            bars: vec![Bar {
                value: major(minor, currency),
                said: page.text(&said),
                href: group.map(|group| deals(app, group.won.condition.clone())),
                series: None,
            }],
            ..BarCategory::default()
        }
    };
    BarData {
        series: vec![BarSeries {
            name: page.text(&message!("sales-won-amount")),
            series: Series::Third,
        }],
        categories: spans(app, found, by_month)
            .into_iter()
            .map(category)
            .collect(),
        ..BarData::default()
    }
}

fn table(app: App, found: &Outcomes, by_month: bool) -> ChartTable {
    let page = app.page();
    let currency = drawn_in(app, found);
    let outcome = |code| page.messages().option("deal", "outcome", code);
    let line = |(from, group): (Date, Option<&Group>)| {
        let name = if by_month {
            month(app, from)
        } else {
            quarter(app, from)
        };
        let figure = |of: fn(&Group) -> &crate::query::sales::Figure| {
            let number = group.map_or(0, |group| of(group).count);
            ChartCell::new(count(app, number))
                .number(number)
                .link(group.map(|group| deals(app, of(group).condition.clone())))
        };
        let minor = won(group, currency);
        let rate = group.and_then(|group| group.rate().rate());
        let rate = rate.map_or_else(ChartCell::default, |rate| {
            ChartCell::new(percent(app, rate)).number(rate)
        });
        let amount = ChartCell::new(money(app, minor, currency)).number(major(minor, currency));
        let cells = vec![figure(|of| &of.won), amount, figure(|of| &of.lost), rate];
        row(name, cells)
    };
    ChartTable {
        heads: vec![
            page.text(&if by_month {
                message!("chart-month")
            } else {
                message!("sales-quarter")
            }),
            outcome("won"),
            page.text(&message!("sales-won-amount")),
            outcome("lost"),
            page.text(&message!("sales-rate")),
        ],
        rows: spans(app, found, by_month).into_iter().map(line).collect(),
    }
}

/// The deals, where nothing was closed.
fn to_deals(app: App) -> impl IntoView {
    view! { <Button label=say(app.page(), || message!("sales-to-deals")) href=app.href("deals") /> }
}

/// What was won by quarter, or by month.
#[component]
pub(super) fn WonBars(app: App, found: Memo<Outcomes>, by_month: bool) -> impl IntoView {
    let page = app.page();
    let title = say(page, move || {
        if by_month {
            message!("sales-won-by-month")
        } else {
            message!("sales-won-by-quarter")
        }
    });
    let state = Signal::derive(move || match found.read().totals.won.count {
        0 => ChartState::Empty,
        _ => ChartState::Shown,
    });
    let note = Signal::derive(move || {
        let found = found.read();
        let sums = whole_sums(app, &found.totals.won.amounts);
        (found.totals.won.count > 0).then_some(sums)
    });
    view! {
        <Figure
            title=title
            note=note
            state=state
            empty=say(page, || message!("sales-none-won"))
            way_out=move || to_deals(app)
            table=Signal::derive(move || table(app, &found.read(), by_month))
            file=if by_month { "won-by-month" } else { "won-by-quarter" }
        >
            <BarChart
                label=title
                data=Signal::derive(move || bars(app, &found.read(), by_month))
                tick=move |value: f64| {
                    let currency = drawn_in(app, &found.read());
                    let minor = (value / major(1, currency)).round() as i64;
                    money_short(app, minor, currency)
                }
            />
        </Figure>
    }
}

fn reason_name(app: App, reason: &Reason) -> String {
    match &reason.value {
        Some(code) => {
            let value = Value::text(&**code);
            show(app, RecordKind::Deal, "lost_reason", &value)
        }
        None => app.page().text(&message!("sales-no-reason")),
    }
}

/// Why deals were lost.
#[component]
pub(super) fn LostReasons(app: App, found: Memo<Outcomes>) -> impl IntoView {
    let page = app.page();
    let state = Signal::derive(move || {
        if found.read().reasons.is_empty() {
            ChartState::Empty
        } else {
            ChartState::Shown
        }
    });
    let rows = Signal::derive(move || {
        let found = found.read();
        let most = found
            .reasons
            .first()
            .map_or(1, |reason| reason.lost.count)
            .max(1);
        let word = |text: String| BarWord {
            text,
            ..BarWord::default()
        };
        let bar = |reason: &Reason| BarRow {
            name: reason_name(app, reason),
            number: count(app, reason.lost.count),
            words: vec![
                word(percent(app, reason.share.rate().unwrap_or_default())),
                word(crate::ui::lists::value::sums(app, &reason.lost.amounts)),
            ],
            share: reason.lost.count as f64 / most as f64,
            series: Series::Fourth,
            href: Some(deals(app, reason.lost.condition.clone())),
        };
        found.reasons.iter().map(bar).collect::<Vec<_>>()
    });
    let table = Signal::derive(move || {
        let found = found.read();
        let line = |reason: &Reason| {
            let share = reason.share.rate().unwrap_or_default();
            let cells = vec![
                ChartCell::new(count(app, reason.lost.count))
                    .number(reason.lost.count)
                    .link(Some(deals(app, reason.lost.condition.clone()))),
                ChartCell::new(percent(app, share)).number(share),
                ChartCell::new(whole_sums(app, &reason.lost.amounts)),
            ];
            row(reason_name(app, reason), cells)
        };
        ChartTable {
            heads: vec![
                page.messages().field("deal", "lost_reason"),
                page.text(&message!("deals-title")),
                page.text(&message!("sales-share")),
                page.messages().field("deal", "amount"),
            ],
            rows: found.reasons.iter().map(line).collect(),
        }
    });
    view! {
        <Figure
            title=say(page, || message!("sales-reasons-title"))
            state=state
            empty=say(page, || message!("sales-none-lost"))
            table=table
            is_text=true
            file="lost-reasons"
        >
            <Bars label=say(page, || message!("sales-reasons-title")) rows=rows />
        </Figure>
    }
}
