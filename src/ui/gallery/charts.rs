//! The charts, each in its card, with made figures: what is expected beside what is there, edges and
//! lines, values below zero, lines, heat, rows, factors, and what shows where there is nothing.

use leptos::prelude::*;

use super::Specimen;
use super::grids::{Cohorts, Funnel, Recency, Score};
use crate::i18n::{Locale, Messages};
use crate::ui::components::{
    Bar, BarCategory, BarChart, BarData, BarMarker, BarSeries, Button, ChartCell, ChartLine,
    ChartRow, ChartState, ChartTable, Line, LineAt, LineChart, LineData, LinePoint, Series,
};
use crate::ui::figure::Figure;

/// Where marks lead here: to the page they are on.
pub(super) const HERE: &str = "#page-title";

/// The specimens of charts.
#[component]
pub(super) fn Charts(words: Messages) -> impl IntoView {
    view! {
        <Specimen title=say!(words, "gallery-chart-bars") wide=true>
            <Forecast words=words />
        </Specimen>
        <Specimen title=say!(words, "gallery-chart-heat")><Recency words=words /></Specimen>
        <Specimen title=say!(words, "gallery-chart-ragged")><Cohorts words=words /></Specimen>
        <Specimen title=say!(words, "gallery-chart-rows")><Funnel words=words /></Specimen>
        <Specimen title=say!(words, "gallery-chart-lines")><Needs words=words /></Specimen>
        <Specimen title=say!(words, "gallery-chart-histogram")><Values words=words /></Specimen>
        <Specimen title=say!(words, "gallery-chart-negative")><Changes words=words /></Specimen>
        <Specimen title=say!(words, "gallery-chart-curve")><Spread words=words /></Specimen>
        <Specimen title=say!(words, "gallery-chart-points")><Score words=words /></Specimen>
        <Specimen title=say!(words, "gallery-chart-states")><States words=words /></Specimen>
    }
}

/// A month as charts name it.
fn month(words: Messages, number: usize) -> String {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    match words.locale() {
        Locale::En => NAMES
            .get((number + 11) % 12)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        Locale::ZhCn => format!("{number}月"),
    }
}

/// So many thousand euros, as charts write them.
fn money(words: Messages, thousands: f64) -> String {
    let sign = if thousands < 0.0 { "−" } else { "" };
    let amount = thousands.abs();
    match words.locale() {
        Locale::En if amount == 0.0 => "€0".to_owned(),
        Locale::En => format!("{sign}€{amount} k"),
        Locale::ZhCn => format!("{sign}€{}万", (amount * 10.0).round() / 100.0),
    }
}

/// Heads of a table.
pub(super) fn heads<const COUNT: usize>(heads: [String; COUNT]) -> Vec<String> {
    heads.to_vec()
}

/// A row of a table.
pub(super) fn row(head: String, cells: Vec<ChartCell>) -> ChartRow {
    ChartRow {
        head: ChartCell::new(head),
        cells,
        is_total: false,
    }
}

#[component]
fn Forecast(words: Messages) -> impl IntoView {
    // The three parts, what is expected, and from where to where.
    const MONTHS: [(usize, [f64; 3], [f64; 3]); 5] = [
        (11, [46.0, 20.0, 10.0], [46.0, 32.0, 60.0]),
        (12, [62.0, 56.0, 40.0], [78.0, 50.0, 108.0]),
        (1, [16.0, 48.0, 58.0], [46.0, 22.0, 74.0]),
        (2, [4.0, 26.0, 46.0], [28.0, 10.0, 52.0]),
        (3, [0.0, 15.0, 39.0], [17.0, 4.0, 38.0]),
    ];
    let parts = [
        (
            say!(words, "option-forecast_category-commit"),
            Series::First,
        ),
        (
            say!(words, "option-forecast_category-best_case"),
            Series::Third,
        ),
        (
            say!(words, "option-forecast_category-pipeline"),
            Series::Quiet,
        ),
    ];
    let names = parts.clone().map(|(name, _)| name);
    let said = |place: &str, what: &str, amount: f64| {
        let amount = money(words, amount);
        say!(
            words,
            "gallery-chart-said",
            place = place,
            what = what,
            amount = amount
        )
    };
    let category =
        |(at, (number, amounts, [value, low, high])): (usize, (usize, [f64; 3], [f64; 3]))| {
            let label = month(words, number);
            let bars = amounts.iter().zip(&names).map(|(amount, name)| Bar {
                value: amount * 1000.0,
                said: said(&label, name, *amount),
                href: Some(HERE.to_owned()),
                series: None,
            });
            let said = say!(
                words,
                "gallery-chart-band-said",
                place = label.clone(),
                amount = money(words, value),
                low = money(words, low),
                high = money(words, high)
            );
            BarCategory {
                bars: bars.collect(),
                is_current: at == 0,
                marker: Some(BarMarker {
                    value: value * 1000.0,
                    band: (low * 1000.0, high * 1000.0),
                    label: value.to_string(),
                    said,
                    href: Some(HERE.to_owned()),
                }),
                label,
            }
        };
    let series = parts.into_iter();
    let data = BarData {
        series: series
            .map(|(name, series)| BarSeries { name, series })
            .collect(),
        categories: MONTHS.into_iter().enumerate().map(category).collect(),
        edges: Vec::new(),
        lines: vec![ChartLine {
            at: LineAt::Value(60_000.0),
            label: say!(words, "gallery-chart-target"),
        }],
        marker_name: Some(say!(words, "gallery-chart-weighted-key")),
        band_name: Some(say!(words, "forecast-band-key")),
    };
    let cell = |amount: f64| ChartCell::new(money(words, amount)).number(amount * 1000.0);
    let mut rows: Vec<ChartRow> = MONTHS
        .into_iter()
        .map(|(number, amounts, [value, low, high])| {
            let range = ChartCell::new(format!("{low}–{high}"));
            let mut cells: Vec<ChartCell> = amounts.map(cell).to_vec();
            cells.extend([cell(value).link(Some(HERE.to_owned())), range]);
            row(month(words, number), cells)
        })
        .collect();
    let sums = [128.0, 165.0, 193.0, 215.0];
    let mut total = row(say!(words, "forecast-total"), sums.map(cell).to_vec());
    total.cells.push(ChartCell::new("168–262"));
    total.is_total = true;
    rows.push(total);
    let [commit, best, pipeline] = names;
    let table = ChartTable {
        heads: heads([
            say!(words, "chart-month"),
            commit,
            best,
            pipeline,
            say!(words, "forecast-weighted"),
            say!(words, "forecast-band"),
        ]),
        rows,
    };
    view! {
        <Figure
            title=say!(words, "forecast-title")
            note=say!(words, "gallery-chart-forecast-note")
            below=say!(words, "gallery-chart-forecast-below")
            table=table
            file="forecast"
        >
            <BarChart
                label=say!(words, "gallery-chart-forecast-label")
                data=data.clone()
                tick=move |amount: f64| money(words, amount / 1000.0)
                height=306.0
            />
        </Figure>
    }
}

#[component]
fn Values(words: Messages) -> impl IntoView {
    const COUNTS: [f64; 16] = [
        612.0, 741.0, 688.0, 514.0, 402.0, 331.0, 236.0, 178.0, 121.0, 84.0, 60.0, 41.0, 27.0,
        19.0, 12.0, 8.0,
    ];
    let edge = |at: usize| money(words, at as f64 * 5.0);
    let bar = |(at, count): (usize, f64)| Bar {
        value: count,
        said: say!(
            words,
            "gallery-chart-value-said",
            from = edge(at),
            to = edge(at + 1),
            count = count as usize
        ),
        href: Some(HERE.to_owned()),
        series: (at > 8).then_some(Series::First),
    };
    let category = |bar: Bar| BarCategory {
        bars: vec![bar],
        ..BarCategory::default()
    };
    let data = BarData {
        series: vec![BarSeries {
            name: say!(words, "nav-customers"),
            series: Series::Pale,
        }],
        categories: COUNTS
            .into_iter()
            .enumerate()
            .map(bar)
            .map(category)
            .collect(),
        edges: (0..=COUNTS.len()).map(edge).collect(),
        lines: vec![
            ChartLine {
                at: LineAt::Place(15.7 / 5.0),
                label: say!(words, "gallery-chart-half"),
            },
            ChartLine {
                at: LineAt::Place(9.0),
                label: say!(words, "gallery-chart-few"),
            },
        ],
        ..BarData::default()
    };
    let range = |at: usize| {
        say!(
            words,
            "gallery-chart-range",
            from = edge(at),
            to = edge(at + 1)
        )
    };
    let count = |(at, count): (usize, f64)| {
        row(
            range(at),
            vec![ChartCell::new(count.to_string()).number(count)],
        )
    };
    let table = ChartTable {
        heads: heads([
            say!(words, "gallery-chart-value-head"),
            say!(words, "nav-customers"),
        ]),
        rows: COUNTS.into_iter().enumerate().map(count).collect(),
    };
    view! {
        <Figure
            title=say!(words, "insights-value-title")
            note=say!(words, "gallery-chart-value-note")
            below=say!(words, "gallery-chart-value-below")
            table=table
            file="customer-value"
        >
            <BarChart
                label=say!(words, "gallery-chart-value-label")
                data=data.clone()
                tick=|count: f64| count.to_string()
            />
        </Figure>
    }
}

#[component]
fn Changes(words: Messages) -> impl IntoView {
    const CHANGES: [f64; 6] = [24.0, 9.0, -14.0, -7.0, 18.0, -21.0];
    let said = |label: &str, change: f64| {
        let what = say!(words, "gallery-chart-net-head");
        say!(
            words,
            "gallery-chart-said",
            place = label,
            what = what,
            amount = money(words, change)
        )
    };
    let category = |(at, change): (usize, f64)| {
        let label = month(words, at + 1);
        BarCategory {
            bars: vec![Bar {
                value: change * 1000.0,
                said: said(&label, change),
                href: None,
                series: (change < 0.0).then_some(Series::Second),
            }],
            label,
            ..BarCategory::default()
        }
    };
    let data = BarData {
        series: vec![BarSeries::default()],
        categories: CHANGES.into_iter().enumerate().map(category).collect(),
        ..BarData::default()
    };
    let change = |(at, change): (usize, f64)| {
        let cell = ChartCell::new(money(words, change)).number(change * 1000.0);
        row(month(words, at + 1), vec![cell])
    };
    let table = ChartTable {
        heads: heads([
            say!(words, "chart-month"),
            say!(words, "gallery-chart-net-head"),
        ]),
        rows: CHANGES.into_iter().enumerate().map(change).collect(),
    };
    view! {
        <Figure title=say!(words, "gallery-chart-net") table=table file="open-amount">
            <BarChart
                label=say!(words, "gallery-chart-net-label")
                data=data.clone()
                tick=move |amount: f64| money(words, amount / 1000.0)
            />
        </Figure>
    }
}

#[component]
fn Needs(words: Messages) -> impl IntoView {
    const COUNTS: [[u8; 12]; 4] = [
        [6, 7, 7, 9, 11, 12, 14, 16, 19, 23, 28, 34],
        [22, 24, 21, 20, 18, 19, 17, 15, 16, 14, 13, 12],
        [9, 8, 10, 12, 13, 12, 14, 15, 17, 18, 19, 21],
        [4, 5, 4, 6, 5, 7, 6, 7, 6, 7, 8, 7],
    ];
    let names = [
        say!(words, "gallery-chart-decaf"),
        say!(words, "gallery-chart-repair"),
        say!(words, "gallery-chart-training"),
        say!(words, "gallery-chart-packs"),
    ];
    let series = [Series::First, Series::Second, Series::Third, Series::Fourth];
    // From December to November.
    let label = |at: usize| month(words, (at + 11) % 12 + 1);
    let line = |((counts, name), series): (([u8; 12], &String), Series)| {
        let last = counts.last().copied().unwrap_or_default();
        let point = |(at, count): (usize, u8)| {
            let said = say!(
                words,
                "gallery-chart-said",
                place = label(at),
                what = name.clone(),
                amount = count.to_string()
            );
            Some(LinePoint {
                at: at as f64,
                value: f64::from(count),
                said,
                href: Some(HERE.to_owned()),
            })
        };
        Line {
            label: format!("{last} {name}"),
            series,
            points: counts.into_iter().enumerate().map(point).collect(),
            has_dots: false,
        }
    };
    let data = LineData {
        labels: (0..12).map(label).collect(),
        lines: COUNTS
            .into_iter()
            .zip(&names)
            .zip(series)
            .map(line)
            .collect(),
        ..LineData::default()
    };
    let count = |at: usize| {
        let cells = COUNTS.iter().filter_map(|counts| counts.get(at));
        let cell = |count: &u8| ChartCell::new(count.to_string()).number(count);
        row(label(at), cells.map(cell).collect())
    };
    let table = ChartTable {
        heads: std::iter::once(say!(words, "chart-month"))
            .chain(names)
            .collect(),
        rows: (0..12).map(count).collect(),
    };
    view! {
        <Figure title=say!(words, "insights-needs-title") table=table file="needs">
            <LineChart
                label=say!(words, "gallery-chart-needs-label")
                data=data.clone()
                tick=|count: f64| count.to_string()
            />
        </Figure>
    }
}

#[component]
fn Spread(words: Messages) -> impl IntoView {
    const SHARES: [f64; 11] = [
        0.0, 0.005, 0.015, 0.03, 0.055, 0.09, 0.14, 0.22, 0.36, 0.58, 1.0,
    ];
    let percent = |share: f64| format!("{}%", (share * 1000.0).round() / 10.0);
    let point = |(at, share): (usize, f64)| {
        Some(LinePoint {
            at: at as f64 / 2.0,
            value: share,
            said: say!(
                words,
                "gallery-chart-lorenz-said",
                customers = percent(at as f64 / 10.0),
                revenue = percent(share)
            ),
            href: None,
        })
    };
    let data = LineData {
        labels: (0..6).map(|at| percent(f64::from(at) / 5.0)).collect(),
        lines: vec![Line {
            points: SHARES.into_iter().enumerate().map(point).collect(),
            has_dots: true,
            ..Line::default()
        }],
        diagonal: Some(say!(words, "gallery-chart-equal")),
        top: Some(1.0),
        ..LineData::default()
    };
    let share = |(at, share): (usize, f64)| {
        let cell = ChartCell::new(percent(share)).number(share);
        row(percent(at as f64 / 10.0), vec![cell])
    };
    let table = ChartTable {
        heads: heads([
            say!(words, "gallery-chart-share"),
            say!(words, "gallery-chart-revenue"),
        ]),
        rows: SHARES.into_iter().enumerate().map(share).collect(),
    };
    view! {
        <Figure
            title=say!(words, "gallery-chart-lorenz")
            below=say!(words, "gallery-chart-lorenz-below")
            table=table
            file="revenue-spread"
        >
            <LineChart
                label=say!(words, "gallery-chart-lorenz-label")
                data=data.clone()
                tick=move |share: f64| percent(share)
            />
        </Figure>
    }
}

#[component]
fn States(words: Messages) -> impl IntoView {
    let title = say!(words, "forecast-title");
    view! {
        <Figure
            title=title.clone()
            state=ChartState::Loading
            table=ChartTable::default()
            file="forecast"
        >
            ""
        </Figure>
        <Figure
            title=title
            state=ChartState::Empty
            empty=say!(words, "gallery-chart-empty")
            way_out=move || view! { <Button label=say!(words, "action-new") /> }
            table=ChartTable::default()
            file="forecast"
        >
            ""
        </Figure>
    }
}
