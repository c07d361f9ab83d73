//! Recency and frequency: the grid of customers by both scores, whose cells open their customers, and the
//! groups with what they bought.

use super::places::{customers, is, is_text};
use super::words::{count, major, money, percent, row};
use crate::message;
use crate::scoring::overview::Bought;
use crate::scoring::rfm::{GRID, Group};
use crate::ui::app::{App, say};
use crate::ui::components::{
    BarRow, BarWord, Bars, ChartCell, ChartState, ChartTable, HeatCell, HeatData, HeatGrid, HeatRow,
};
use crate::ui::figure::Figure;
use crate::ui::lists::scored::analysed;
use leptos::prelude::*;

/// Customers by recency (5 first) and frequency (1 first).
type Counts = [[u32; 5]; 5];

/// Where the name of a group stands in the grid: in the corners and the middle, so that one finds the way.
const NAMED: [(usize, usize); 6] = [(0, 0), (0, 3), (0, 4), (2, 2), (4, 0), (4, 4)];

fn name(app: App, group: Group) -> String {
    app.page()
        .messages()
        .option("customer", "rfm_group", group.code())
}

fn place(app: App, row: usize, column: usize) -> String {
    let recency = is("recency", 5 - row as i64);
    customers(app, recency.and(is("frequency", column as i64 + 1)))
}

fn heat(app: App, counts: Counts) -> HeatData {
    let page = app.page();
    let cell = |row: usize, column: usize, number: u32| {
        let group = GRID.get(row).and_then(|groups| groups.get(column)).copied();
        let said = message!(
            "insights-rfm-cell",
            recency = 5 - row,
            frequency = column + 1,
            count = count(app, number as usize),
            group = group.map(|group| name(app, group)).unwrap_or_default()
        );
        Some(HeatCell {
            value: f64::from(number),
            text: count(app, number as usize),
            word: group
                .filter(|_| NAMED.contains(&(row, column)))
                .map(|group| name(app, group)),
            said: page.text(&said),
            href: Some(place(app, row, column)),
        })
    };
    let line = |(row, counts): (usize, [u32; 5])| HeatRow {
        head: page.text(&message!("insights-recency-score", score = 5 - row)),
        leads: Vec::new(),
        cells: counts
            .into_iter()
            .enumerate()
            .map(|(column, number)| cell(row, column, number))
            .collect(),
    };
    let column = |at: usize| page.text(&message!("insights-frequency-score", score = at + 1));
    HeatData {
        corner: page.text(&message!("insights-recency")),
        columns: (0..5).map(column).collect(),
        rows: counts.into_iter().enumerate().map(line).collect(),
        is_root: true,
        heads_below: true,
        is_tall: true,
        ..HeatData::default()
    }
}

fn table(app: App, data: &HeatData) -> ChartTable {
    let rows = data.rows.iter().map(|of| {
        let cells = of.cells.iter().flatten();
        let cells = cells.map(|cell| {
            ChartCell::new(cell.text.clone())
                .number(cell.value)
                .link(cell.href.clone())
        });
        row(of.head.clone(), cells.collect())
    });
    let corner = app.page().text(&message!("insights-recency"));
    ChartTable {
        heads: std::iter::once(corner)
            .chain(data.columns.clone())
            .collect(),
        rows: rows.collect(),
    }
}

/// The grid.
#[component]
pub(super) fn RecencyGrid(app: App) -> impl IntoView {
    let page = app.page();
    let counts = Memo::new(move |_| analysed(app).rfm.grid());
    let buyers = Memo::new(move |_| counts.read().iter().flatten().sum::<u32>() as usize);
    let data = Memo::new(move |_| heat(app, counts.get()));
    let state = Signal::derive(move || {
        if buyers.get() == 0 {
            ChartState::Empty
        } else {
            ChartState::Shown
        }
    });
    let note =
        Signal::derive(move || Some(page.text(&message!("insights-buyers", count = buyers.get()))));
    view! {
        <Figure
            title=say(page, || message!("insights-rfm-title"))
            note=note
            state=state
            empty=super::assumptions::no_purchases(app)
            way_out=move || super::assumptions::way_out(app)
            table=Signal::derive(move || table(app, &data.read()))
            is_text=true
            file="recency-frequency"
        >
            <HeatGrid label=say(page, || message!("insights-rfm-label")) data=data />
        </Figure>
    }
}

/// The groups.
#[component]
pub(super) fn GroupBars(app: App) -> impl IntoView {
    let page = app.page();
    let groups = Memo::new(move |_| {
        let analysis = analysed(app);
        (analysis.groups(), analysis.histories.currency)
    });
    let rows = Signal::derive(move || {
        let (groups, currency) = groups.get();
        let most = groups
            .iter()
            .map(|of| of.customers)
            .max()
            .unwrap_or(0)
            .max(1);
        let total: i64 = groups.iter().map(|of| of.minor).sum();
        let bar = |of: Bought| BarRow {
            name: name(app, of.group),
            number: count(app, of.customers),
            words: vec![
                BarWord {
                    text: money(app, of.minor, currency),
                    ..BarWord::default()
                },
                BarWord {
                    text: percent(app, of.minor as f64 / total.max(1) as f64),
                    ..BarWord::default()
                },
            ],
            share: of.customers as f64 / most as f64,
            href: Some(customers(app, is_text("rfm_group", of.group.code()))),
            ..BarRow::default()
        };
        groups.into_iter().map(bar).collect::<Vec<_>>()
    });
    let table = Signal::derive(move || {
        let (groups, currency) = groups.get();
        let line = |of: Bought| {
            let href = Some(customers(app, is_text("rfm_group", of.group.code())));
            let cells = vec![
                ChartCell::new(count(app, of.customers))
                    .number(of.customers)
                    .link(href),
                ChartCell::new(money(app, of.minor, currency)).number(major(of.minor, currency)),
            ];
            row(name(app, of.group), cells)
        };
        ChartTable {
            heads: vec![
                page.messages().field("customer", "rfm_group"),
                page.text(&message!("nav-customers")),
                page.messages().field("customer", "revenue"),
            ],
            rows: groups.into_iter().map(line).collect(),
        }
    });
    view! {
        <Figure
            title=say(page, || message!("insights-groups-title"))
            below=say(page, || message!("insights-groups-below"))
            table=table
            is_text=true
            file="groups"
        >
            <Bars label=say(page, || message!("insights-groups-title")) rows=rows />
        </Figure>
    }
}
