//! The win rate by a field of deals: of which more are won than of the others, and whether that is more
//! than chance.

use super::funnel::days;
use super::places::deals;
use super::sales::closed;
use super::words::{count, number, percent};
use crate::domain::proportion::ALPHA;
use crate::domain::{RecordKind, Value};
use crate::message;
use crate::query::sales::Figure;
use crate::query::sales::outcome::{By, Group};
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Choice, SelectField, Tone};
use crate::ui::follow::shown;
use crate::ui::lists::field::{Of, fields};
use crate::ui::lists::value::{show, whole_sums};
use leptos::prelude::*;

/// What deals are grouped by at first, and what else is offered beside the user's own choices.
const FIELDS: [&str; 7] = [
    "owner",
    "customer",
    "product",
    "source",
    "type",
    "customer.industry",
    "competitor",
];
/// So many groups show.
const ROWS: usize = 20;

/// What is offered: a field and its words.
fn offered(app: App) -> Vec<Choice> {
    let page = app.page();
    let label = |path: &str| match path {
        "product" => page.text(&message!("sales-product")),
        "customer.industry" => page.messages().field("customer", "industry"),
        path => page.messages().field("deal", path),
    };
    let built_in = FIELDS.map(|path| Choice::new(path, label(path)));
    let own = fields(app, RecordKind::Deal).into_iter().filter(|field| {
        matches!(field.of, Of::Choice | Of::Bool) && field.path.starts_with("custom.")
    });
    let own = own.map(|field| Choice::new(field.path, field.label));
    let live = app.live();
    let workspace = live.peek();
    let makes_groups = |choice: &Choice| By::parse(&workspace, &choice.value, app.clock()).is_ok();
    built_in
        .into_iter()
        .chain(own)
        .filter(makes_groups)
        .collect()
}

/// A value as people call it.
fn name(app: App, path: &str, value: Option<&Value>) -> String {
    match (path, value) {
        (_, None) => app.page().text(&message!("sales-no-value")),
        ("customer.industry", Some(value)) => show(app, RecordKind::Customer, "industry", value),
        (path, Some(value)) => show(app, RecordKind::Deal, path, value),
    }
}

/// Whether a group differs from the others, in a word.
fn verdict(app: App, group: &Group, all: f64) -> Option<(String, Tone)> {
    let page = app.page();
    let chance = group.difference?;
    let rate = group.rate().rate()?;
    (chance < ALPHA).then(|| {
        if rate > all {
            (page.text(&message!("sales-above")), Tone::Positive)
        } else {
            (page.text(&message!("sales-below")), Tone::Warning)
        }
    })
}

fn figure(app: App, text: String, of: &Figure) -> AnyView {
    let href = deals(app, of.condition.clone());
    let inside = if of.count == 0 {
        text.into_any()
    } else {
        view! { <a class="link" href=href>{text}</a> }.into_any()
    };
    view! { <td class="insights__number">{inside}</td> }.into_any()
}

fn line(app: App, head: String, group: &Group, all: f64) -> impl IntoView + use<> {
    let page = app.page();
    let none = || app.format().map(|format| format.none()).unwrap_or_default();
    let rate = group.rate();
    let interval = rate.interval().map(|(low, high)| {
        let words = message!(
            "sales-interval",
            low = percent(app, low),
            high = percent(app, high)
        );
        view! { <span class="insights__interval">{page.text(&words)}</span> }
    });
    let amount = match group.won.count {
        0 => none(),
        _ => whole_sums(app, &group.won.amounts),
    };
    let time = group.days.map_or_else(none, |of| days(app, Some(of)));
    let verdict = verdict(app, group, all).map(|(words, tone)| {
        view! { <span class="insights__verdict" data-tone=tone.code()>{words}</span> }
    });
    view! {
        <tr>
            <th scope="row">{head}</th>
            {figure(app, count(app, group.won.count), &group.won)}
            {figure(app, count(app, group.lost.count), &group.lost)}
            <td class="insights__number">
                {rate.rate().map(|rate| percent(app, rate))}
                " "
                {interval}
            </td>
            {figure(app, amount, &group.won)}
            <td class="insights__number">{time}</td>
            <td>{verdict}</td>
        </tr>
    }
}

/// The card.
#[component]
pub(super) fn WinRates(app: App) -> impl IntoView {
    let page = app.page();
    let choices = Memo::new(move |_| offered(app));
    let chosen = RwSignal::new(String::from("owner"));
    // The field may be gone since it was chosen.
    let by = Memo::new(move |_| {
        let chosen = chosen.get();
        let is_there = choices.read().iter().any(|choice| choice.value == chosen);
        if is_there {
            chosen
        } else {
            String::from("owner")
        }
    });
    let found = Memo::new(move |_| closed(app, Some(&by.read())));
    let label = Signal::derive(move || {
        let choices = choices.read();
        let choice = choices.iter().find(|choice| choice.value == *by.read());
        choice
            .map(|choice| choice.label.clone())
            .unwrap_or_default()
    });
    let title = say(page, || message!("sales-rates-title"));
    let table = move || {
        let found = found.read();
        let by = by.read();
        let all = found.totals.rate().rate().unwrap_or_default();
        if found.totals.rate().of == 0 {
            let nothing = page.text(&message!("sales-none-closed"));
            return view! { <p class="insights__note insights__note--in">{nothing}</p> }.into_any();
        }
        let groups = found.groups.iter().take(ROWS);
        let lines = groups.map(|group| {
            let head = name(app, &by, group.value.as_ref());
            line(app, head, group, all)
        });
        let lines = lines.collect_view();
        let total = page.text(&message!("forecast-total"));
        let totals = line(app, total, &found.totals, all);
        let hidden = found.groups.len().saturating_sub(ROWS);
        let hidden = (hidden > 0).then(|| {
            let words = page.text(&message!("sales-more-groups", count = hidden));
            view! { <p class="insights__note insights__note--in">{words}</p> }
        });
        let outcome = |code| page.messages().option("deal", "outcome", code);
        let heads = [
            outcome("won"),
            outcome("lost"),
            page.text(&message!("sales-rate")),
            page.text(&message!("sales-won-amount")),
            page.text(&message!("sales-days-to-won")),
        ];
        let heads = heads.map(|head| {
            view! { <th scope="col" class="insights__number">{head}</th> }
        });
        view! {
            <div class="insights__scroll" tabindex="0" role="group" aria-label=title>
                <table class="insights__table">
                    <thead>
                        <tr>
                            <th scope="col">{label}</th>
                            {heads.collect_view()}
                            <th scope="col">{page.text(&message!("sales-difference"))}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                    <tfoot class="insights__total">{totals}</tfoot>
                </table>
            </div>
            {hidden}
        }
        .into_any()
    };
    let select = move || {
        view! {
            <SelectField
                label=say(page, || message!("sales-by"))
                value=by
                choices=choices
                on_change=move |path: String| chosen.set(path)
                quiet=true
            />
        }
    };
    let said = move || {
        let found = found.read();
        let rate = found.totals.rate();
        let words = message!(
            "sales-won-of",
            won = rate.part,
            closed = rate.of,
            rate = number(app, rate.rate()? * 100.0, 4)
        );
        Some(page.text(&words))
    };
    view! {
        <Card title=title actions=select flush=true>
            <p class="insights__note insights__note--in">{said}</p>
            {shown(table)}
            <p class="insights__note insights__note--in">{say(page, || message!("sales-rates-how"))}</p>
        </Card>
    }
}
