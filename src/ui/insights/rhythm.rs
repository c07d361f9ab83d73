//! When customers buy: the days between purchases, the months and the days of the week.

use super::places::transactions;
use super::words::{count, month, month_short, number, percent, row};
use crate::domain::{Currency, Date};
use crate::message;
use crate::scoring::frame::Frame;
use crate::scoring::rhythm::Seasons;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Bar, BarCategory, BarChart, BarData, BarSeries, ChartCell, ChartState, ChartTable, Series,
};
use crate::ui::figure::Figure;
use crate::ui::lists::scored::analysed;
use leptos::prelude::*;

fn found(app: App) -> Memo<(Seasons, Option<Currency>, Frame)> {
    Memo::new(move |_| {
        let analysis = analysed(app);
        let frame = analysis.assumptions.frame;
        let currency = analysis.histories.currency;
        (analysis.seasons().clone(), currency, frame)
    })
}

fn bars(app: App, seasons: &Seasons, frame: Frame) -> BarData {
    let page = app.page();
    let category = |(from, share): &(Date, crate::scoring::rhythm::Share)| {
        let said = message!(
            "insights-month-bar",
            month = month(app, *from),
            count = share.count as usize
        );
        BarCategory {
            label: month_short(app, *from),
            bars: vec![Bar {
                value: f64::from(share.count),
                said: page.text(&said),
                href: Some(transactions(app, frame.purchases_in(*from))),
                series: None,
            }],
            ..BarCategory::default()
        }
    };
    BarData {
        series: vec![BarSeries {
            name: page.messages().field("customer", "purchases"),
            series: Series::First,
        }],
        categories: seasons.months.iter().map(category).collect(),
        ..BarData::default()
    }
}

/// What one knows of the intervals, in a sentence.
fn sentence(app: App) -> Option<String> {
    let analysis = analysed(app);
    let intervals = analysis.intervals();
    let days = |share: f64| Some(number(app, intervals.quantile(share)?, 0));
    let buyers = intervals.once + intervals.repeating;
    let again = intervals.repeating as f64 / buyers.max(1) as f64;
    Some(app.page().text(&message!(
        "insights-rhythm-below",
        half = days(0.5)?,
        most = days(0.9)?,
        share = percent(app, again)
    )))
}

/// Purchases by month.
#[component]
pub(super) fn MonthBars(app: App) -> impl IntoView {
    let page = app.page();
    let found = found(app);
    let state = Signal::derive(move || {
        let found = found.read();
        if found.0.months.iter().all(|(_, share)| share.count == 0) {
            ChartState::Empty
        } else {
            ChartState::Shown
        }
    });
    let table = Signal::derive(move || {
        let found = found.read();
        let lines = found.0.months.iter().map(|(from, share)| {
            let cells = vec![
                ChartCell::new(count(app, share.count as usize))
                    .number(share.count)
                    .link(Some(transactions(app, found.2.purchases_in(*from)))),
                super::spread::amount_cell(app, share.minor, found.1)
                    .link(Some(transactions(app, found.2.revenue_in(*from)))),
            ];
            row(month(app, *from), cells)
        });
        ChartTable {
            heads: vec![
                page.text(&message!("chart-month")),
                page.messages().field("customer", "purchases"),
                page.messages().field("customer", "revenue"),
            ],
            rows: lines.collect(),
        }
    });
    view! {
        <Figure
            title=say(page, || message!("insights-months-title"))
            below=Signal::derive(move || sentence(app))
            state=state
            empty=super::assumptions::no_purchases(app)
            way_out=move || super::assumptions::way_out(app)
            table=table
            file="purchases-by-month"
        >
            <BarChart
                label=say(page, || message!("insights-months-label"))
                data=Signal::derive(move || {
                    let found = found.read();
                    bars(app, &found.0, found.2)
                })
                tick=move |number: f64| count(app, number.round().max(0.0) as usize)
            />
        </Figure>
    }
}
