//! What is to come: the models of purchases and spend with their parameters and what these mean, and what
//! customers are expected to bring.

use super::spread::amount_cell;
use super::words::{count, money, number, percent};
use crate::i18n::Message;
use crate::message;
use crate::scoring::condition;
use crate::scoring::lifetime::Lifetimes;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, ChartTable};
use crate::ui::follow::shown;
use crate::ui::lists::scored::analysed;
use leptos::prelude::*;
use satchel_stats::{bgnbd, gamma_gamma};

/// Why purchases could not be modelled.
fn no_purchases(unfit: &bgnbd::Unfit) -> Message {
    match unfit {
        bgnbd::Unfit::TooFewRepeaters { repeaters } => message!(
            "insights-too-few-repeaters",
            count = *repeaters,
            least = bgnbd::REPEATERS_MIN
        ),
        bgnbd::Unfit::NotTimes | bgnbd::Unfit::Unsettled => message!("insights-model-unsettled"),
    }
}

/// Why spend could not be modelled.
fn no_spend(unfit: &gamma_gamma::Unfit) -> Message {
    match unfit {
        gamma_gamma::Unfit::TooFew { customers } => message!(
            "insights-too-few-spenders",
            count = *customers,
            least = gamma_gamma::CUSTOMERS_MIN
        ),
        gamma_gamma::Unfit::NotFinite | gamma_gamma::Unfit::Unsettled => {
            message!("insights-spend-unsettled")
        }
    }
}

fn parameters(app: App, lifetimes: &Lifetimes) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let write = |value: f64| number(app, value, 3);
    let mut all = Vec::new();
    if let Ok(fit) = &lifetimes.purchases {
        let model = &fit.model;
        all.push((
            "BG/NBD",
            vec![
                ("r", write(model.r)),
                ("α", write(model.alpha)),
                ("a", write(model.a)),
                ("b", write(model.b)),
                ("LL", number(app, fit.log_likelihood, 1)),
            ],
        ));
    }
    if let Ok(fit) = &lifetimes.spend {
        let model = &fit.model;
        all.push((
            "Gamma-Gamma",
            vec![
                ("p", write(model.p)),
                ("q", write(model.q)),
                ("γ", write(model.gamma)),
                ("LL", number(app, fit.log_likelihood, 1)),
            ],
        ));
    }
    all
}

/// A fact of the card, which may open its list.
#[component]
fn Fact(label: String, value: String, #[prop(optional)] href: Option<String>) -> impl IntoView {
    let value = match href {
        Some(href) => view! { <a class="link" href=href>{value}</a> }.into_any(),
        None => value.into_any(),
    };
    view! {
        <div class="insights__fact">
            <dt>{label}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// The card.
#[component]
pub(super) fn LifetimeCard(app: App) -> impl IntoView {
    let page = app.page();
    let body = move || {
        let analysis = analysed(app);
        let lifetimes = &analysis.lifetimes;
        let currency = lifetimes.currency;
        let ahead = analysis.ahead();
        let months = analysis.assumptions.outlook.months.round() as usize;
        let facts = ahead.map(|ahead| {
            let share = ahead.alive / (ahead.customers.max(1) as f64);
            view! {
                <dl class="insights__facts">
                    <Fact
                        label=page.text(&message!("insights-still-customers"))
                        value=format!(
                            "{} ({})",
                            count(app, ahead.alive.round() as usize),
                            percent(app, share)
                        )
                    />
                    <Fact
                        label=page.text(&message!("insights-expected-in", count = months))
                        value=number(app, ahead.expected, 0)
                    />
                    {ahead.value.map(|value| view! {
                        <Fact
                            label=page.text(&message!("insights-lifetime-total"))
                            value=money(app, value, currency)
                            href=super::places::customers(app, condition::ever_bought())
                        />
                    })}
                </dl>
            }
        });
        let mut problems: Vec<String> = Vec::new();
        if let Err(unfit) = &lifetimes.purchases {
            problems.push(page.text(&no_purchases(unfit)));
        }
        if let Err(unfit) = &lifetimes.spend {
            problems.push(page.text(&no_spend(unfit)));
        }
        let models = parameters(app, lifetimes)
            .into_iter()
            .map(|(name, values)| {
                let values = values.into_iter().map(|(name, value)| {
                    view! { <span class="insights__parameter"><i>{name}</i>" "{value}</span> }
                });
                view! {
                    <p class="insights__model">
                        <span class="medium">{name}</span>
                        {values.collect_view()}
                    </p>
                }
            });
        let fitted = message!(
            "insights-fitted-to",
            count = lifetimes.fitted_to,
            unit = page
                .messages()
                .option("settings", "time_unit", lifetimes.unit.code())
        );
        view! {
            {facts}
            {problems.into_iter().map(|words| view! { <p class="soft">{words}</p> }).collect_view()}
            {models.collect_view()}
            <p class="insights__note">{page.text(&fitted)}</p>
            <p class="insights__note">{page.text(&message!("insights-lifetime-how"))}</p>
        }
    };
    view! {
        <Card title=say(page, || message!("insights-lifetime-title"))>
            {shown(body)}
        </Card>
    }
}

/// The most valuable customers, as a table of the page's own.
#[component]
pub(super) fn TopCustomers(app: App) -> impl IntoView {
    let page = app.page();
    let table = Memo::new(move |_| top(app));
    let lines = move || {
        let table = table.get();
        let rows = table.rows.into_iter().map(|row| {
            let href = row.head.href.clone().unwrap_or_default();
            view! {
                <tr>
                    <th scope="row"><a class="link" href=href>{row.head.text}</a></th>
                    {row.cells
                        .into_iter()
                        .map(|cell| view! { <td class="insights__number">{cell.text}</td> })
                        .collect_view()}
                </tr>
            }
        });
        let heads = table.heads.into_iter().enumerate().map(|(at, head)| {
            let class = if at == 0 { "" } else { "insights__number" };
            view! { <th scope="col" class=class>{head}</th> }
        });
        view! {
            <div class="insights__scroll" tabindex="0" role="group" aria-label=say(page, || message!("insights-top-title"))>
                <table class="insights__table">
                    <thead><tr>{heads.collect_view()}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
    };
    let all = super::places::customers(app, condition::bought());
    view! {
        <Card
            title=say(page, || message!("insights-top-title"))
            flush=true
            actions=move || view! {
                <a class="link" href=all>{say(page, || message!("insights-all-customers"))}</a>
            }
        >
            {shown(lines)}
        </Card>
    }
}

/// So many customers are listed.
const TOP: usize = 10;

fn top(app: App) -> ChartTable {
    use crate::domain::RecordKind;
    use crate::ui::components::{ChartCell, ChartRow};
    let page = app.page();
    let analysis = analysed(app);
    let currency = analysis.values.currency;
    let best = analysis.values.best(TOP);
    let live = app.live();
    let workspace = live.field(RecordKind::Customer, RecordKind::Customer.name_field());
    let table = workspace.table(RecordKind::Customer);
    let rows = best.into_iter().filter_map(|of| {
        let id = table.id(of.row)?;
        let alive = analysis
            .lifetimes
            .life(of.row)
            .and_then(|life| analysis.lifetimes.alive(life));
        Some(ChartRow {
            head: ChartCell::new(workspace.name(id)).link(Some(app.record_href(id))),
            cells: vec![
                amount_cell(app, of.average().round() as i64, currency),
                ChartCell::new(count(app, of.count as usize)),
                ChartCell::new(number(app, of.weight, 2)),
                amount_cell(app, of.value(), currency),
                ChartCell::new(alive.map(|alive| percent(app, alive)).unwrap_or_default()),
            ],
            is_total: false,
        })
    });
    ChartTable {
        heads: vec![
            page.text(&message!("insights-customer")),
            page.text(&message!("insights-r")),
            page.text(&message!("insights-n")),
            page.text(&message!("insights-p")),
            page.text(&message!("insights-v")),
            page.text(&message!("insights-alive")),
        ],
        rows: rows.collect(),
    }
}
