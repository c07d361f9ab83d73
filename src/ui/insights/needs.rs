//! Needs: how many of each category are noted by month, which of them grow, and which the same customers
//! have.

use super::places::{customers, records};
use super::words::{count, linked, month, month_short, number, percent, row};
use crate::domain::{Date, RecordKind, need};
use crate::message;
use crate::scoring::need::{Category, Needs, needs};
use crate::scoring::together::Together;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, Card, ChartCell, ChartState, ChartTable, Line, LineChart, LineData, LinePoint, Series,
};
use crate::ui::figure::Figure;
use crate::ui::follow::shown;
use crate::ui::lists::value::show;
use leptos::prelude::*;

/// So many months show.
const MONTHS: usize = 12;
/// So many lines show: more cannot be told apart.
const LINES: usize = 5;
/// Rarer by chance than this, a trend is said to be one.
const CHANCE_MAX: f64 = 0.05;

fn found(app: App) -> Memo<Needs> {
    Memo::new(move |_| {
        let live = app.live();
        for field in [need::CATEGORY, need::STATUS, need::NOTED_AT, need::CUSTOMER] {
            drop(live.field(RecordKind::Need, field));
        }
        needs(&live.peek(), app.today(), MONTHS)
    })
}

/// A category as people call it.
fn name(app: App, category: &Category) -> String {
    match &category.name {
        Some(name) => {
            let value = crate::domain::Value::text(&**name);
            show(app, RecordKind::Need, "category", &value)
        }
        None => app.page().text(&message!("insights-no-category")),
    }
}

fn place(app: App, category: &Category, from: Date) -> String {
    let noted = category.noted_in(from, app.today());
    records(app, RecordKind::Need, noted)
}

fn lines(app: App, found: &Needs) -> LineData {
    let page = app.page();
    const SERIES: [Series; LINES] = [
        Series::First,
        Series::Second,
        Series::Third,
        Series::Fourth,
        Series::Fifth,
    ];
    let line = |(category, series): (&Category, Series)| {
        let name = name(app, category);
        let point = |(at, (from, needs)): (usize, &(Date, u32))| {
            let said = message!(
                "insights-need-point",
                month = month(app, *from),
                category = name.clone(),
                count = *needs as usize
            );
            Some(LinePoint {
                at: at as f64,
                value: f64::from(*needs),
                said: page.text(&said),
                href: Some(place(app, category, *from)),
            })
        };
        let last = category.months.last().map_or(0, |(_, needs)| *needs);
        Line {
            label: format!("{} {name}", count(app, last as usize)),
            series,
            points: category.months.iter().enumerate().map(point).collect(),
            has_dots: false,
        }
    };
    let months = found.categories.first().map(|of| of.months.iter());
    LineData {
        labels: months
            .into_iter()
            .flatten()
            .map(|(from, _)| month_short(app, *from))
            .collect(),
        lines: found.categories.iter().zip(SERIES).map(line).collect(),
        ..LineData::default()
    }
}

fn table(app: App, found: &Needs) -> ChartTable {
    let shown = || found.categories.iter();
    let months = found.categories.first().map_or(0, |of| of.months.len());
    let line = |at: usize| {
        let from = shown()
            .find_map(|of| of.months.get(at))
            .map(|(from, _)| *from);
        let cells = shown().map(|category| {
            let needs = category.months.get(at).map_or(0, |(_, needs)| *needs);
            let href = from.map(|from| place(app, category, from));
            ChartCell::new(count(app, needs as usize))
                .number(needs)
                .link(href)
        });
        row(
            from.map(|from| month(app, from)).unwrap_or_default(),
            cells.collect(),
        )
    };
    let corner = app.page().text(&message!("chart-month"));
    ChartTable {
        heads: std::iter::once(corner)
            .chain(shown().map(|category| name(app, category)))
            .collect(),
        rows: (0..months).map(line).collect(),
    }
}

/// The lines.
#[component]
pub(super) fn NeedLines(app: App) -> impl IntoView {
    let page = app.page();
    let found = found(app);
    let state = Signal::derive(move || {
        if found.read().total == 0 {
            ChartState::Empty
        } else {
            ChartState::Shown
        }
    });
    let below = Signal::derive(move || {
        let found = found.read();
        found.categories.iter().find_map(|category| {
            let trend = category.trend.as_ref()?;
            let is_trend = trend.chance < CHANCE_MAX && trend.growth > 0.0;
            is_trend.then(|| {
                page.text(&message!(
                    "insights-need-grows",
                    category = name(app, category),
                    growth = percent(app, trend.growth)
                ))
            })
        })
    });
    view! {
        <Figure
            title=say(page, || message!("insights-needs-title"))
            below=below
            state=state
            empty=say(page, || message!("insights-no-needs"))
            way_out=move || view! {
                <Button label=say(page, || message!("needs-title")) href=app.href("needs") />
            }
            table=Signal::derive(move || table(app, &found.read()))
            file="needs-by-month"
        >
            <LineChart
                label=say(page, || message!("insights-needs-label"))
                data=Signal::derive(move || lines(app, &found.read()))
                tick=move |number: f64| count(app, number.round().max(0.0) as usize)
            />
        </Figure>
    }
}

/// The part.
#[component]
pub(super) fn NeedsPart(app: App) -> impl IntoView {
    view! {
        <div class="insights__cards">
            <NeedLines app=app />
            <Categories app=app />
            <Together app=app />
        </div>
    }
}

/// The categories with how they stand and whether they grow.
#[component]
fn Categories(app: App) -> impl IntoView {
    let page = app.page();
    let found = found(app);
    let status = |at: usize| need::STATUSES.get(at).copied().unwrap_or_default();
    let rows = move || {
        let found = found.get();
        let line = |category: &Category| {
            let cell = |at: usize| {
                let of = category.at_status(at, app.today());
                let number = category.statuses.get(at).copied().unwrap_or_default();
                let href = records(app, RecordKind::Need, of);
                view! {
                    <td class="insights__number"><a class="link" href=href>{count(app, number)}</a></td>
                }
            };
            let trend = match &category.trend {
                Some(trend) if trend.chance < CHANCE_MAX => {
                    let growth = percent(app, trend.growth.abs());
                    page.text(&if trend.growth > 0.0 {
                        message!("insights-trend-up", growth = growth)
                    } else {
                        message!("insights-trend-down", growth = growth)
                    })
                }
                Some(_) => page.text(&message!("insights-trend-none")),
                None => page.text(&message!("insights-trend-few")),
            };
            let all = records(app, RecordKind::Need, category.all(app.today()));
            view! {
                <tr>
                    <th scope="row"><a class="link" href=all>{name(app, category)}</a></th>
                    {(0..3).map(cell).collect_view()}
                    <td>{trend}</td>
                </tr>
            }
        };
        let head = |at: usize| page.messages().option("need", "status", status(at));
        view! {
            <div class="insights__scroll" tabindex="0" role="group" aria-label=say(page, || message!("insights-categories-title"))>
                <table class="insights__table">
                    <thead>
                        <tr>
                            <th scope="col">{page.messages().field("need", "category")}</th>
                            {(0..3).map(|at| view! {
                                <th scope="col" class="insights__number">{head(at)}</th>
                            }).collect_view()}
                            <th scope="col">{page.text(&message!("insights-trend"))}</th>
                        </tr>
                    </thead>
                    <tbody>{found.categories.iter().map(line).collect_view()}</tbody>
                </table>
            </div>
        }
    };
    view! {
        <Card title=say(page, || message!("insights-categories-title")) flush=true>
            {shown(rows)}
            <p class="insights__note insights__note--in">{say(page, || message!("insights-trend-how"))}</p>
        </Card>
    }
}

/// Which needs the same customers have.
#[component]
fn Together(app: App) -> impl IntoView {
    let page = app.page();
    let found = found(app);
    let body = move || {
        let found = found.get();
        if found.together.is_empty() {
            let nothing = page.text(&message!("insights-together-none"));
            return view! { <p class="insights__note insights__note--in">{nothing}</p> }.into_any();
        }
        let words = |name: &str| {
            let value = crate::domain::Value::text(name);
            show(app, RecordKind::Need, "category", &value)
        };
        let line = |of: &Together<Box<str>>| {
            let said = message!(
                "insights-together-line",
                one = words(&of.names.0),
                other = words(&of.names.1),
                share = percent(app, of.pair.confidence()),
                lift = number(app, of.pair.lift(), 1),
                count = of.pair.both
            );
            let both = found.both(of).map(|both| customers(app, both));
            let likely = customers(app, of.likely());
            let open = message!("insights-together-likely", other = words(&of.names.1));
            view! {
                <li class="card__row insights__together">
                    <span>{linked(app, &said, |name| both.clone().filter(|_| name == "count"))}</span>
                    <a class="link" href=likely>{page.text(&open)}</a>
                </li>
            }
        };
        view! { <ul class="insights__list">{found.together.iter().map(line).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <Card title=say(page, || message!("insights-together-title")) flush=true>
            {shown(body)}
        </Card>
    }
}
