//! The forecast as stacked bars by close month, with the weighted amount beside each in the band where
//! eight of ten outcomes fall.

use super::{Seen, amount, span_name, weighted};
use crate::domain::Currency;
use crate::message;
use crate::query::Filter;
use crate::query::sales::forecast::{Forecast, ForecastRow, Likely, Span};
use crate::ui::app::say;
use crate::ui::components::{
    Bar, BarCategory, BarChart, BarData, BarMarker, BarSeries, Button, ChartLine, ChartState,
    LineAt, Series,
};
use crate::ui::figure::Figure;
use crate::ui::follow::shown;
use crate::ui::insights::places::deals;
use crate::ui::insights::words::{major, money_short, month_along};
use leptos::prelude::*;

/// The colours of the categories that are counted, the surest first.
const SERIES: [Series; 3] = [Series::First, Series::Third, Series::Quiet];

/// What is likely to come of a row in a currency.
pub(super) fn likely(of: &[Likely], currency: Option<Currency>) -> Option<Likely> {
    let mut of = of.iter();
    of.find(|likely| Some(likely.expected.currency()) == currency)
        .copied()
}

/// A category as people call it.
pub(super) fn category_name(seen: Seen, code: &str) -> String {
    seen.app.page().messages().option("deal", "forecast", code)
}

fn category(seen: Seen, row: &ForecastRow) -> Option<BarCategory> {
    let Span::Month(first) = row.span else {
        return None;
    };
    let (app, currency) = (seen.app, seen.currency.get());
    let page = app.page();
    let whole = |minor: i64| major(minor, currency);
    let month = span_name(app, row.span);
    let bars = row
        .categories
        .iter()
        .zip(SERIES)
        .map(|((code, figure), _)| {
            let said = message!(
                "forecast-bar",
                month = month.clone(),
                category = category_name(seen, code),
                amount = seen.money(amount(figure, currency)),
                count = figure.count
            );
            Bar {
                value: whole(amount(figure, currency)),
                said: page.text(&said),
                href: (figure.count > 0).then(|| deals(app, figure.condition.clone())),
                series: None,
            }
        });
    let minor = weighted(&row.counted, currency);
    let band = likely(&row.likely, currency);
    let marker = band.map(|band| {
        let said = message!(
            "forecast-marker",
            month = month.clone(),
            amount = seen.money(minor),
            low = seen.money(band.low.minor()),
            high = seen.money(band.high.minor())
        );
        let label = app.format().map(|format| format.compact(whole(minor)));
        BarMarker {
            value: whole(minor),
            band: (band.low.to_f64(), band.high.to_f64()),
            label: label.unwrap_or_default(),
            said: page.text(&said),
            href: Some(deals(app, row.counted.condition.clone())),
        }
    });
    Some(BarCategory {
        label: month_along(app, first),
        is_current: first == app.today().first_of_month(),
        bars: bars.collect(),
        marker,
    })
}

fn bars(seen: Seen, found: &Forecast) -> BarData {
    let (app, page) = (seen.app, seen.app.page());
    let names = found.totals.categories.iter().zip(SERIES);
    let target = seen.target().map(|target| {
        let amount = money_short(app, target.minor(), Some(target.currency()));
        ChartLine {
            at: LineAt::Value(target.to_f64()),
            label: page.text(&message!("forecast-target-line", amount = amount)),
        }
    });
    BarData {
        series: names
            .map(|((code, _), series)| BarSeries {
                name: category_name(seen, code),
                series,
            })
            .collect(),
        categories: found
            .rows
            .iter()
            .filter_map(|row| category(seen, row))
            .collect(),
        lines: target.into_iter().collect(),
        marker_name: Some(page.text(&message!("forecast-weighted"))),
        band_name: Some(page.text(&message!("forecast-band-key"))),
        ..BarData::default()
    }
}

/// The chart.
#[component]
pub(super) fn Chart(seen: Seen) -> impl IntoView {
    let app = seen.app;
    let page = app.page();
    let state = Signal::derive(move || {
        let found = seen.found.read();
        let currency = seen.currency.get();
        let is_there = |row: &ForecastRow| {
            matches!(row.span, Span::Month(_)) && amount(&row.counted, currency) != 0
        };
        if found.rows.iter().any(is_there) {
            ChartState::Shown
        } else {
            ChartState::Empty
        }
    });
    // Deals of which nobody said when, or whose day is over, want a day.
    let dateless = move || -> Option<Filter> {
        let found = seen.found.read();
        let mut rows = found.rows.iter().filter(|row| {
            matches!(row.span, Span::Undated | Span::Overdue) && row.counted.count > 0
        });
        rows.next_back().map(|row| row.counted.condition.clone())
    };
    let way_out = move || {
        shown(move || {
            dateless().map(|filter| {
                view! {
                    <Button
                        label=say(page, || message!("forecast-give-dates"))
                        href=deals(app, filter)
                    />
                }
            })
        })
    };
    view! {
        <Figure
            title=say(page, || message!("forecast-title"))
            below=say(page, || message!("forecast-draws"))
            state=state
            empty=say(page, || message!("forecast-no-months"))
            way_out=way_out
            table=Signal::derive(move || super::table::table(seen))
            file="forecast"
        >
            <BarChart
                label=say(page, || message!("forecast-label"))
                data=Signal::derive(move || bars(seen, &seen.found.read()))
                tick=move |value: f64| {
                    let currency = seen.currency.get();
                    let units = major(1, currency);
                    money_short(app, (value / units).round() as i64, currency)
                }
                height=300.0
            />
        </Figure>
    }
}
