//! How value is spread over customers: a histogram in which half and the top are marked, and the curve of
//! how much of it the most valuable hold.

use super::places::customers;
use super::words::{count, major, money, money_short, percent, row, sentences};
use crate::domain::Currency;
use crate::message;
use crate::scoring::condition::valued;
use crate::scoring::value::{Bin, Spread};
use crate::ui::app::{App, say};
use crate::ui::components::{
    Bar, BarCategory, BarChart, BarData, BarSeries, ChartCell, ChartLine, ChartState, ChartTable,
    Line, LineAt, LineChart, LineData, LinePoint, Series,
};
use crate::ui::figure::Figure;
use crate::ui::lists::scored::analysed;
use leptos::prelude::*;

/// How V is spread, and of which currency it is.
pub(super) fn spread(app: App) -> Memo<(Spread, Option<Currency>)> {
    Memo::new(move |_| {
        let analysis = analysed(app);
        (analysis.spread().clone(), analysis.values.currency)
    })
}

fn place(app: App, bin: &Bin, currency: Option<Currency>) -> Option<String> {
    Some(customers(app, valued(bin, currency)?))
}

fn bars(app: App, spread: &Spread, currency: Option<Currency>) -> BarData {
    let page = app.page();
    let range = |bin: &Bin| {
        let (from, to) = (bin.from, bin.to);
        (money(app, from, currency), money(app, to, currency))
    };
    let category = |bin: &Bin| {
        let (from, to) = range(bin);
        let said = message!(
            "insights-value-bar",
            count = bin.count,
            from = from,
            to = to
        );
        // The part that holds most of the value is darker: above where the top fifth begins.
        let is_top = bin.from as f64 >= spread.top_from;
        BarCategory {
            bars: vec![Bar {
                value: bin.count as f64,
                said: page.text(&said),
                href: place(app, bin, currency),
                series: (!is_top).then_some(Series::Pale),
            }],
            ..BarCategory::default()
        }
    };
    let width = spread
        .bins
        .first()
        .map_or(1, |bin| bin.to - bin.from)
        .max(1) as f64;
    let mut lines = Vec::new();
    if !spread.bins.is_empty() {
        let median = money_short(app, spread.median.round() as i64, currency);
        lines.push(ChartLine {
            at: LineAt::Place(spread.median / width),
            label: page.text(&message!("insights-half-below", amount = median)),
        });
    }
    let edges = spread.bins.iter().map(|bin| bin.from);
    let last = spread.bins.last().map(|bin| bin.to);
    BarData {
        series: vec![BarSeries {
            name: page.text(&message!("nav-customers")),
            series: Series::First,
        }],
        categories: spread.bins.iter().map(category).collect(),
        edges: edges
            .chain(last)
            .map(|edge| money_short(app, edge, currency))
            .collect(),
        lines,
        ..BarData::default()
    }
}

fn table(app: App, spread: &Spread, currency: Option<Currency>) -> ChartTable {
    let line = |bin: &Bin| {
        let head = format!(
            "{} – {}",
            money(app, bin.from, currency),
            money(app, bin.to, currency)
        );
        let cell = ChartCell::new(count(app, bin.count)).number(bin.count);
        row(head, vec![cell.link(place(app, bin, currency))])
    };
    ChartTable {
        heads: vec![
            app.page().messages().field("customer", "value"),
            app.page().text(&message!("nav-customers")),
        ],
        rows: spread.bins.iter().map(line).collect(),
    }
}

/// The sentence below: what the top fifth hold, what is not shown.
fn below(app: App, spread: &Spread) -> Option<String> {
    let page = app.page();
    let held = spread
        .top_fifth
        .map(|share| page.text(&message!("insights-top-fifth", share = percent(app, share))));
    let hidden = spread.above + spread.below;
    let hidden = (hidden > 0).then(|| page.text(&message!("insights-not-shown", count = hidden)));
    let said: Vec<String> = held.into_iter().chain(hidden).collect();
    (!said.is_empty()).then(|| sentences(app, &said))
}

/// The histogram.
#[component]
pub(super) fn ValueBars(app: App) -> impl IntoView {
    let page = app.page();
    let found = spread(app);
    let state = Signal::derive(move || {
        if found.read().0.customers == 0 {
            ChartState::Empty
        } else {
            ChartState::Shown
        }
    });
    let note = Signal::derive(move || {
        Some(page.text(&message!(
            "insights-customers-count",
            count = found.read().0.customers
        )))
    });
    view! {
        <Figure
            title=say(page, || message!("insights-value-title"))
            note=note
            below=Signal::derive(move || below(app, &found.read().0))
            state=state
            empty=super::assumptions::no_purchases(app)
            way_out=move || super::assumptions::way_out(app)
            table=Signal::derive(move || {
                let found = found.read();
                table(app, &found.0, found.1)
            })
            file="customer-value"
        >
            <BarChart
                label=say(page, || message!("insights-value-label"))
                data=Signal::derive(move || {
                    let found = found.read();
                    bars(app, &found.0, found.1)
                })
                tick=move |number: f64| count(app, number.round().max(0.0) as usize)
            />
        </Figure>
    }
}

fn curve(app: App, spread: &Spread) -> LineData {
    let page = app.page();
    let last = spread.lorenz.len().saturating_sub(1).max(1) as f64;
    let point = |(at, (customers, value)): (usize, &(f64, f64))| {
        let said = message!(
            "insights-lorenz-point",
            customers = percent(app, *customers),
            value = percent(app, *value)
        );
        Some(LinePoint {
            at: at as f64 / last * 5.0,
            value: *value,
            said: page.text(&said),
            href: None,
        })
    };
    LineData {
        labels: (0..=5)
            .map(|at| percent(app, f64::from(at) / 5.0))
            .collect(),
        lines: vec![Line {
            points: spread.lorenz.iter().enumerate().map(point).collect(),
            ..Line::default()
        }],
        diagonal: Some(page.text(&message!("insights-lorenz-equal"))),
        top: Some(1.0),
        ..LineData::default()
    }
}

/// The curve of how much the most valuable hold.
#[component]
pub(super) fn LorenzCurve(app: App) -> impl IntoView {
    let page = app.page();
    let found = spread(app);
    let state = Signal::derive(move || {
        if found.read().0.lorenz.is_empty() {
            ChartState::Empty
        } else {
            ChartState::Shown
        }
    });
    let table = Signal::derive(move || {
        let found = found.read();
        let lines = found.0.lorenz.iter().map(|(customers, value)| {
            let cell = ChartCell::new(percent(app, *value)).number(*value);
            row(percent(app, *customers), vec![cell])
        });
        ChartTable {
            heads: vec![
                page.text(&message!("nav-customers")),
                page.messages().field("customer", "value"),
            ],
            rows: lines.collect(),
        }
    });
    let below = Signal::derive(move || {
        let found = found.read();
        let share = found.0.top_fifth?;
        let gini = found.0.gini?;
        Some(page.text(&message!(
            "insights-lorenz-below",
            share = percent(app, share),
            gini = super::words::number(app, gini, 2)
        )))
    });
    view! {
        <Figure
            title=say(page, || message!("insights-lorenz-title"))
            below=below
            state=state
            empty=super::assumptions::no_purchases(app)
            way_out=move || super::assumptions::way_out(app)
            table=table
            file="value-concentration"
        >
            <LineChart
                label=say(page, || message!("insights-lorenz-label"))
                data=Signal::derive(move || curve(app, &found.read().0))
                tick=move |share: f64| percent(app, share)
            />
        </Figure>
    }
}

/// An amount as files have it.
pub(super) fn amount_cell(app: App, minor: i64, currency: Option<Currency>) -> ChartCell {
    ChartCell::new(money(app, minor, currency)).number(major(minor, currency))
}
