//! The forecast as a table: a row for each month, for what is overdue, comes later or has no date, and
//! the total. Each sum opens its list.

use super::chart::{category_name, likely};
use super::{Seen, amount, count_cell, span_name, weighted};
use crate::message;
use crate::query::sales::forecast::{ForecastRow, Span};
use crate::ui::app::say;
use crate::ui::components::{Card, ChartCell, ChartRow, ChartTable};
use crate::ui::follow::shown;
use crate::ui::insights::places::deals;
use crate::ui::insights::words::range;
use leptos::prelude::*;

/// Whether a row shows: months always, others where there are such deals.
fn shows(row: &ForecastRow) -> bool {
    matches!(row.span, Span::Month(_) | Span::All) || row.counted.count > 0
}

fn line(seen: Seen, row: &ForecastRow) -> ChartRow {
    let currency = seen.currency.get();
    let counted = &row.counted;
    let mut cells = vec![count_cell(seen, counted)];
    let categories = row.categories.iter().filter(|(code, _)| *code != "omitted");
    cells.extend(categories.map(|(_, figure)| seen.cell(figure, amount(figure, currency))));
    cells.push(seen.cell(counted, weighted(counted, currency)));
    let band = likely(&row.likely, currency).filter(|_| counted.count > 0);
    cells.push(band.map_or_else(
        || seen.none(),
        |band| ChartCell::new(range(seen.app, band.low, band.high)),
    ));
    let won = row.won.as_ref().filter(|won| won.count > 0);
    cells.push(won.map_or_else(|| seen.none(), |won| seen.cell(won, amount(won, currency))));
    ChartRow {
        head: ChartCell::new(span_name(seen.app, row.span)),
        cells,
        is_total: row.span == Span::All,
    }
}

/// The table.
pub(super) fn table(seen: Seen) -> ChartTable {
    let page = seen.app.page();
    let found = seen.found.read();
    let category = |code| category_name(seen, code);
    ChartTable {
        heads: vec![
            page.text(&message!("chart-month")),
            page.text(&message!("deals-title")),
            category("commit"),
            category("best_case"),
            category("pipeline"),
            page.text(&message!("forecast-weighted")),
            page.text(&message!("forecast-band")),
            page.text(&message!("forecast-won-so-far")),
        ],
        rows: found
            .rows
            .iter()
            .chain([&found.totals])
            .filter(|row| shows(row))
            .map(|row| line(seen, row))
            .collect(),
    }
}

/// The table in its card, and what it leaves out.
#[component]
pub(super) fn Months(seen: Seen) -> impl IntoView {
    let app = seen.app;
    let cell = |cell: ChartCell| match cell.href {
        Some(href) => view! { <a class="forecast__figure" href=href>{cell.text}</a> }.into_any(),
        None => cell.text.into_any(),
    };
    let row = move |row: ChartRow| {
        let cells = row.cells.into_iter();
        let cells = cells.map(|of| view! { <td>{cell(of)}</td> });
        view! {
            <tr data-total=row.is_total.then_some("")>
                <th scope="row">{row.head.text}</th>
                {cells.collect_view()}
            </tr>
        }
    };
    let parts = move || {
        let ChartTable { heads, rows } = table(seen);
        let heads = heads
            .into_iter()
            .map(|head| view! { <th scope="col">{head}</th> });
        view! {
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        }
    };
    let omitted = move || {
        let found = seen.found.read();
        let mut categories = found.totals.categories.iter();
        let (_, omitted) = categories.find(|(code, _)| *code == "omitted")?;
        let href = deals(app, omitted.condition.clone());
        let words = message!("forecast-omitted", count = omitted.count);
        (omitted.count > 0).then(|| {
            view! {
                <p class="forecast__note"><a class="link" href=href>{app.page().text(&words)}</a></p>
            }
        })
    };
    view! {
        <Card flush=true>
            <div class="forecast__scroll">
                <table class="forecast__table">
                    <caption class="visually-hidden">
                        {say(app.page(), || message!("forecast-title"))}
                    </caption>
                    {shown(parts)}
                </table>
            </div>
            {shown(omitted)}
        </Card>
    }
}
