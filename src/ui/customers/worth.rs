//! What a customer is worth: recency, frequency and monetary value with their scores, the value as
//! R × N × P with each factor readable, and what is to come of them.

use crate::domain::{Currency, Date, RecordId};
use crate::message;
use crate::scoring::rhythm::pace;
use crate::scoring::scores::Analysis;
use crate::ui::app::{App, say};
use crate::ui::components::Card;
use crate::ui::follow::shown;
use crate::ui::insights::words::money;
use crate::ui::lists::scored::analysed_soon;
use leptos::prelude::*;

/// What is known of a customer's purchases.
#[derive(Clone, Debug, PartialEq)]
struct Worth {
    /// Scores of recency, frequency and monetary value, with days, purchases and minor units.
    scores: Option<[(u8, i64); 3]>,
    group: &'static str,
    /// R in minor units, N, P and V in minor units.
    value: Option<(i64, u32, f64, i64)>,
    lifetime: Option<i64>,
    churn: Option<f64>,
    last: Date,
    next: Option<Date>,
    months: usize,
    months_ahead: usize,
    currency: Option<Currency>,
}

fn worth(analysis: &Analysis, row: u32) -> Option<Worth> {
    let frame = analysis.assumptions.frame;
    let pace = pace(&analysis.histories, row, frame.as_of)?;
    let of = analysis
        .rfm
        .of
        .binary_search_by_key(&row, |(did, _)| did.row);
    let of = of.ok().and_then(|at| analysis.rfm.of.get(at));
    let valued = analysis.values.of.binary_search_by_key(&row, |of| of.row);
    let valued = valued.ok().and_then(|at| analysis.values.of.get(at));
    let lifetimes = &analysis.lifetimes;
    let place = lifetimes
        .of
        .binary_search_by_key(&row, |life| life.row)
        .ok();
    let life = place.and_then(|at| lifetimes.of.get(at));
    Some(Worth {
        scores: of.map(|(did, scores)| {
            [
                (scores.recency, i64::from(did.days)),
                (scores.frequency, i64::from(did.count)),
                (scores.monetary, did.minor),
            ]
        }),
        group: of.map_or("", |(_, scores)| scores.group().code()),
        value: valued.map(|of| (of.average().round() as i64, of.count, of.weight, of.value())),
        lifetime: place.and_then(|at| analysis.lifetime_value(at)),
        churn: life
            .and_then(|life| lifetimes.alive(life))
            .map(|alive| 1.0 - alive),
        last: frame.as_of.add_days(-pace.silent),
        next: pace.next(frame.as_of),
        months: analysis.assumptions.months as usize,
        months_ahead: analysis.assumptions.outlook.months.round() as usize,
        currency: analysis.histories.currency,
    })
}

/// The card; absent where the customer never bought anything.
#[component]
pub(super) fn WorthCard(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let found = Memo::new(move |_| {
        let analysis = analysed_soon(app)?;
        let row = app.live().peek().table(id.kind).row(id.uuid)?;
        worth(&analysis, row)
    });
    let card = move |of: Worth| {
        let href = app.href("insights/customers");
        let body = view! {
            {of.scores.map(|scores| tiles(app, scores, of.currency))}
            {value(app, &of)}
            {ahead(app, &of)}
        };
        view! {
            <Card
                title=say(page, || message!("customer-worth"))
                actions=move || view! {
                    <a class="link" href=href>{say(page, || message!("value-assumptions"))}</a>
                }
            >
                {body}
            </Card>
        }
    };
    shown(move || found.get().map(card))
}

/// The three scores, as deep in colour as they are high.
fn tiles(app: App, scores: [(u8, i64); 3], currency: Option<Currency>) -> impl IntoView {
    let page = app.page();
    let words = |at: usize, number: i64| match at {
        0 => page.text(&message!("customer-worth-days", count = number as usize)),
        1 => page.text(&message!(
            "customer-worth-purchases",
            count = number as usize
        )),
        _ => money(app, number, currency),
    };
    let letters = ["R", "F", "M"];
    let names = ["recency", "frequency", "monetary"];
    let tile = |(at, (score, number)): (usize, (u8, i64))| {
        let name = names.get(at).copied().unwrap_or_default();
        let label = page.messages().field("customer", name);
        let letter = letters.get(at).copied().unwrap_or_default();
        view! {
            <li class="worth__tile" data-score=score>
                <span class="worth__letter" aria-hidden="true">{letter}</span>
                <span class="visually-hidden">{label}</span>
                <span class="worth__score">{score}</span>
                <span class="worth__words">{words(at, number)}</span>
            </li>
        }
    };
    let tiles = scores.into_iter().enumerate().map(tile).collect_view();
    view! { <ul class="worth__tiles">{tiles}</ul> }
}

/// V with its factors; or that nothing was bought in these months.
fn value(app: App, of: &Worth) -> impl IntoView + use<> {
    let page = app.page();
    let Some((average, count, weight, total)) = of.value else {
        let day = app
            .format()
            .map(|format| format.date(of.last, app.today()))
            .unwrap_or_default();
        let words = message!("customer-worth-nothing", count = of.months, day = day);
        return view! { <p class="soft worth__note">{page.text(&words)}</p> }.into_any();
    };
    let weight = (weight * 100.0).round() / 100.0;
    let group = page.messages().option("customer", "rfm_group", of.group);
    let note = message!("customer-worth-over", count = of.months);
    let factor = |value: String, word: String| {
        view! {
            <span class="worth__factor"><b>{value}</b><small>{word}</small></span>
        }
    };
    view! {
        <p class="worth__value">
            <span class="worth__total">{money(app, total, of.currency)}</span>
            <span class="soft">{page.text(&note)}</span>
        </p>
        <p class="worth__formula">
            <span>"V ="</span>
            {factor(money(app, average, of.currency), page.text(&message!("customer-worth-r")))}
            <span>"×"</span>
            {factor(count.to_string(), page.text(&message!("customer-worth-n")))}
            <span>"×"</span>
            {factor(weight.to_string(), page.text(&message!("customer-worth-p")))}
        </p>
        <p class="worth__note">{page.text(&message!("customer-worth-group", group = group))}</p>
    }
    .into_any()
}

/// What is to come, as far as it is known.
fn ahead(app: App, of: &Worth) -> impl IntoView + use<> {
    let page = app.page();
    let format = app.format();
    let percent = |share: f64| {
        format
            .as_ref()
            .map(|format| format.percent(share * 100.0))
            .unwrap_or_default()
    };
    let day = |date: Date| {
        format
            .as_ref()
            .map(|format| format.date(date, app.today()))
            .unwrap_or_default()
    };
    let lines = [
        of.next
            .map(|date| message!("customer-worth-next", day = day(date))),
        of.churn
            .map(|share| message!("customer-worth-churn", share = percent(share))),
        of.lifetime.map(|minor| {
            message!(
                "customer-worth-lifetime",
                amount = money(app, minor, of.currency),
                count = of.months_ahead
            )
        }),
    ];
    let lines = lines.into_iter().flatten();
    let lines = lines.map(|line| view! { <li>{page.text(&line)}</li> });
    view! { <ul class="worth__ahead soft">{lines.collect_view()}</ul> }
}
