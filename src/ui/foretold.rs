//! What models say of a record: how likely the outcome is, what speaks for it and what against, and what
//! would change it. Models are made and looked at among the insights.

use crate::domain::{Money, Record, RecordId, RecordKind, Value, model};
use crate::i18n::{Message, Messages, WordsApart};
use crate::message;
use crate::query::Query;
use crate::query::feature::Features;
use crate::query::score::reads_scores;
use crate::scoring::model::ask::{features, predict};
use crate::scoring::model::predict::{Change, Factor as Found, Prediction, Told};
use crate::scoring::model::stored::model_of;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Factor, Factors};
use crate::ui::follow::shown;
use crate::ui::insights::words::{number, percent};
use crate::ui::lists::field::fields;
use crate::ui::lists::scored::soon_ready;
use crate::ui::lists::value::show;
use crate::workspace::feature::Meaning;
use leptos::prelude::*;

/// So many factors show.
const FACTORS: usize = 6;
/// What adds less than this to the log odds makes no difference that anyone would see.
const SMALL: f64 = 0.01;

/// What people call a field that a model looks at.
pub(in crate::ui) fn field_name(app: App, kind: RecordKind, path: &str) -> String {
    let messages = app.page().messages();
    if let Some(field) = fields(app, kind)
        .into_iter()
        .find(|field| field.path == path)
    {
        return field.label;
    }
    match path.split_once('.') {
        Some(("customer", of)) => {
            let own = messages.field("customer", of);
            let customer = messages.kind("customer");
            app.page()
                .text(&message!("models-field-of", record = customer, field = own))
        }
        _ => messages.field(kind.code(), path),
    }
}

/// What people call a level: an option's words, a record's name.
pub(in crate::ui) fn level_name(
    app: App,
    kind: RecordKind,
    path: &str,
    code: &str,
    name: Option<&str>,
) -> String {
    if let Some(name) = name {
        return name.to_owned();
    }
    let value = Value::text(code);
    match path.split_once('.') {
        Some(("customer", of)) => show(app, RecordKind::Customer, of, &value),
        _ => show(app, kind, path, &value),
    }
}

/// Sees to it that what is read of scores is there; says whether it is. Whoever asks where signals are
/// followed is asked anew when it is.
pub(in crate::ui) fn ready(app: App, kind: RecordKind, paths: &[String]) -> bool {
    let mut query = Query::new(kind);
    query.fields = paths.to_vec();
    let reads = reads_scores(&app.live().peek(), &query);
    !reads || soon_ready(app)
}

/// A model that says something of a record.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    model: RecordId,
    name: String,
    prediction: Prediction,
}

/// What the fitted models of a kind say of a record, the newest model first.
fn said(app: App, id: RecordId) -> Vec<Said> {
    let live = app.live();
    let models: Vec<Record> = {
        let workspace = live.kind(RecordKind::Model);
        let table = workspace.table(RecordKind::Model);
        let ids = table.live_rows().filter_map(|row| table.id(row));
        let records = ids.filter_map(|id| Some(workspace.record(id)?.into_owned()));
        records
            .filter(|record| model::kind_of(record.text(model::RECORD)) == Some(id.kind))
            .collect()
    };
    drop(live.record(id));
    let mut found: Vec<Said> = Vec::new();
    for record in models {
        let Some(fitted) = model_of(&record) else {
            continue;
        };
        let features = features(&record);
        if !ready(app, id.kind, &features) {
            continue;
        }
        let workspace = live.peek();
        let Some(row) = workspace.table(id.kind).row(id.uuid) else {
            continue;
        };
        let reader = Features::new(&workspace, app.clock());
        found.push(Said {
            model: record.id,
            name: record.text(model::NAME).to_owned(),
            prediction: predict(&reader, &fitted, id.kind, &features, row),
        });
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.model));
    found
}

/// A value as a sentence has it.
fn told(app: App, kind: RecordKind, path: &str, value: &Told, meaning: Meaning) -> String {
    let page = app.page();
    let whole = |number: f64| number.abs().round() as usize;
    match (value, meaning) {
        (Told::Number(amount), Meaning::Money(currency)) => {
            let unit = 10_f64.powi(currency.minor_digits() as i32);
            let money = Money::from_minor((amount * unit).round() as i64, currency).ok();
            let shown = money.and_then(|money| app.format().map(|format| format.money(money)));
            shown.unwrap_or_default()
        }
        (Told::Number(days), Meaning::Days) if *days < 0.0 => {
            page.text(&message!("models-days-ahead", count = whole(*days)))
        }
        (Told::Number(days), Meaning::Days) => {
            page.text(&message!("models-days-ago", count = whole(*days)))
        }
        (Told::Number(plain), _) => number(app, *plain, 2),
        (Told::YesNo(is_yes), _) => app
            .format()
            .map(|format| format.yes_or_no(*is_yes))
            .unwrap_or_default(),
        (Told::Level(level), _) => level_name(app, kind, path, &level.code, level.name.as_deref()),
        (Told::Blank, _) => page.text(&message!("models-unknown")),
    }
}

fn factor(app: App, kind: RecordKind, of: &Found) -> Factor {
    let times = of.contribution.abs().exp().min(1e6);
    let sign = if of.contribution < 0.0 { "÷" } else { "×" };
    let said = message!(
        "models-is",
        field = field_name(app, kind, &of.feature),
        value = told(app, kind, &of.feature, &of.value, of.meaning)
    );
    Factor {
        text: app.page().text(&said),
        points: of.contribution,
        shown: format!("{sign} {}", number(app, times, 2)),
        href: None,
    }
}

fn change(app: App, kind: RecordKind, of: &Change) -> Message {
    message!(
        "models-if",
        field = field_name(app, kind, &of.feature),
        value = told(app, kind, &of.feature, &of.to, of.meaning),
        share = percent(app, of.probability)
    )
}

/// A card for each model that says something of the record; nothing where there is none.
#[component]
pub(in crate::ui) fn Foretold(app: App, id: RecordId) -> impl IntoView {
    Messages::learn_apart(WordsApart::models());
    let page = app.page();
    let found = Memo::new(move |_| said(app, id));
    let card = move |of: Said| {
        let prediction = &of.prediction;
        let strong = prediction
            .factors
            .iter()
            .filter(|factor| factor.contribution.abs() >= SMALL);
        let factors: Vec<Factor> = strong
            .take(FACTORS)
            .map(|of| factor(app, id.kind, of))
            .collect();
        let usual = message!("models-usual", share = percent(app, prediction.baseline));
        let changes = prediction
            .changes
            .iter()
            .map(|of| view! { <li>{page.text(&change(app, id.kind, of))}</li> })
            .collect_view();
        let has_changes = !prediction.changes.is_empty();
        let href = app.href("insights/models");
        let body = view! {
            <p class="foretold__head">
                <span class="foretold__share">{percent(app, prediction.probability)}</span>
                <span class="soft">{page.text(&usual)}</span>
            </p>
            <Factors label=say(page, || message!("models-speaks")) factors=factors />
            {has_changes.then(|| view! {
                <p class="foretold__sub">{page.text(&message!("models-would-change"))}</p>
                <ul class="foretold__changes">{changes}</ul>
            })}
        };
        view! {
            <Card
                title=Signal::stored(of.name)
                actions=move || view! {
                    <a class="link" href=href>{say(page, || message!("models-how"))}</a>
                }
            >
                {body}
            </Card>
        }
    };
    shown(move || found.get().into_iter().map(card).collect_view())
}
