//! Making a model: a question that the records can answer, and the fields that may tell. What is known
//! only with the outcome is not offered.

use super::fitting::{Fitting, FittingLine};
use super::unfitted;
use crate::domain::{RecordKind, need};
use crate::message;
use crate::query::feature::Features;
use crate::scoring::model::ask::{Ask, Unfitted, spelled};
use crate::scoring::model::leak::leaks;
use crate::scoring::model::stored::{asked, fields as fitted_fields};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, CheckBox, Choice, SelectField, TextField};
use crate::ui::follow::shown;
use crate::ui::foretold::field_name;
use crate::ui::lists::field::{Of, fields};
use crate::workspace::command::Command;
use crate::workspace::feature::Reader as _;
use leptos::prelude::*;

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    kind: RecordKind,
    /// What counts as the outcome, as [`spelled`] takes it.
    target: String,
    /// Of which records; of all where nothing is said.
    population: Option<&'static str>,
    /// The question in words.
    label: String,
}

/// What is looked at unless somebody chooses otherwise, as far as it is there.
const USUAL: [&str; 13] = [
    "owner",
    "source",
    "type",
    "amount",
    "customer.industry",
    "lines.product",
    "industry",
    "size",
    "lifecycle",
    "purchases",
    "recency",
    "origin",
    "customer.rfm_group",
];
/// What of the customer that a record belongs to is offered too.
const OF_CUSTOMER: [&str; 5] = [
    "customer.industry",
    "customer.kind",
    "customer.source",
    "customer.lifecycle",
    "customer.rfm_group",
];
/// Members of a campaign who had the chance to answer.
const SENT: &str = r#"{"field":"status","in":["sent","opened","clicked","responded","converted"]}"#;
const ANSWERED: &str = r#"{"field":"status","in":["responded","converted"]}"#;
const URGENT: &str = r#"{"field":"priority","is":"urgent"}"#;

fn questions(app: App) -> Vec<Question> {
    let page = app.page();
    let of = |kind, target: &str, population, label| Question {
        kind,
        target: target.to_owned(),
        population,
        label: page.text(&label),
    };
    let mut all = vec![
        of(
            RecordKind::Deal,
            "outcome",
            None,
            message!("models-ask-won"),
        ),
        of(
            RecordKind::Member,
            ANSWERED,
            Some(SENT),
            message!("models-ask-answer"),
        ),
        of(
            RecordKind::Ticket,
            URGENT,
            None,
            message!("models-ask-urgent"),
        ),
    ];
    for category in categories(app) {
        let code = serde_json::Value::from(category.0);
        let target = format!(r#"{{"field":"needs.category","is":{code}}}"#);
        let label = message!("models-ask-need", category = category.1);
        all.push(of(RecordKind::Customer, &target, None, label));
    }
    // Yes and no that people made fields for.
    for kind in [RecordKind::Customer, RecordKind::Deal, RecordKind::Ticket] {
        for field in fields(app, kind) {
            if field.of == Of::Bool && field.path.starts_with("custom.") {
                let label = message!(
                    "models-ask-field",
                    records = page.messages().kinds(kind.code()),
                    field = field.label
                );
                all.push(of(kind, &field.path, None, label));
            }
        }
    }
    all
}

/// The categories of needs that are noted: codes, and as people call them.
fn categories(app: App) -> Vec<(String, String)> {
    let live = app.live();
    let workspace = live.field(RecordKind::Need, need::CATEGORY);
    let table = workspace.table(RecordKind::Need);
    let records = table.live_rows().filter_map(|row| table.record(row));
    let mut codes: Vec<String> = records
        .map(|record| record.text(need::CATEGORY).to_owned())
        .filter(|code| !code.is_empty())
        .collect();
    codes.sort();
    codes.dedup();
    let named = |code: String| {
        let name = app.page().messages().option("need", "category", &code);
        (code, name)
    };
    codes.into_iter().map(named).collect()
}

/// The fields that may answer a question: their paths and names.
fn offered(app: App, question: &Question) -> Vec<(String, String)> {
    let live = app.live();
    let workspace = live.peek();
    let reader = Features::new(&workspace, app.clock());
    let kind = question.kind;
    let target = spelled(&reader, kind, &question.target).map(|spelled| spelled.target);
    let target = target.unwrap_or_default();
    let own = fields(app, kind);
    let own = own
        .iter()
        .filter(|field| field.is_filter && field.of != Of::Text);
    let has_customer = kind != RecordKind::Customer;
    let of_customer = OF_CUSTOMER.into_iter().filter(|_| has_customer);
    let paths = own.map(|field| field.path.clone());
    let mut paths: Vec<String> = paths.chain(of_customer.map(str::to_owned)).collect();
    paths.retain(|path| {
        let is_read = reader.feature(kind, path, &[]).is_ok();
        is_read && leaks(&reader, kind, &target, std::slice::from_ref(path)).is_empty()
    });
    let named = |path: String| {
        let name = field_name(app, kind, &path);
        (path, name)
    };
    paths.into_iter().map(named).collect()
}

/// What a question asks for.
fn ask_of(app: App, question: &Question, features: Vec<String>) -> Result<Ask, Unfitted> {
    let live = app.live();
    let workspace = live.peek();
    let reader = Features::new(&workspace, app.clock());
    let spelled = spelled(&reader, question.kind, &question.target)
        .map_err(|problem| Unfitted::Problems(vec![problem]))?;
    Ok(Ask {
        kind: question.kind,
        target: spelled.target,
        population: spelled
            .population
            .or(question.population.map(str::to_owned)),
        features,
        ridge: None,
    })
}

/// The form.
#[component]
pub(super) fn Making(app: App) -> impl IntoView {
    let page = app.page();
    let questions = Memo::new(move |_| questions(app));
    let chosen = RwSignal::new(0_usize);
    let question = Memo::new(move |_| {
        let questions = questions.read();
        questions
            .get(chosen.get())
            .or_else(|| questions.first())
            .cloned()
    });
    let offered = Memo::new(move |_| {
        question
            .get()
            .map(|of| offered(app, &of))
            .unwrap_or_default()
    });
    let usual = move || -> Vec<String> {
        let offered = offered.get();
        let paths = offered.iter().map(|(path, _)| path.clone());
        paths
            .filter(|path| USUAL.contains(&path.as_str()))
            .collect()
    };
    let looked_at = RwSignal::new(Vec::<String>::new());
    // Another question has other fields.
    Effect::new(move |_| looked_at.set(usual()));
    let name = RwSignal::new(String::new());
    let fitting = Fitting::new(app);
    let choices = Signal::derive(move || {
        let questions = questions.get().into_iter().enumerate();
        questions
            .map(|(at, question)| Choice::new(at.to_string(), question.label))
            .collect::<Vec<_>>()
    });
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(question) = question.get_untracked() else {
            return;
        };
        let typed = name.get_untracked().trim().to_owned();
        let called = if typed.is_empty() {
            question.label.clone()
        } else {
            typed
        };
        let kind = question.kind;
        let ask = match ask_of(app, &question, looked_at.get_untracked()) {
            Ok(ask) => ask,
            Err(why) => return fitting.refuse(unfitted(app, kind, &why)),
        };
        let asks = ask.clone();
        fitting.begin(kind, ask, move |model| {
            let id = app.live().writer().new_id(RecordKind::Model);
            let mut fields = asked(&called, &asks);
            fields.extend(fitted_fields(&model, app.clock().at, None));
            // A refusal of the writing is said.
            if app.execute(&Command::Create { id, fields }).is_ok() {
                app.say(&message!("toast-created", name = called), true);
                let _ = name.try_set(String::new());
            }
        });
    };
    let boxes = move || {
        let check = |(path, label): (String, String)| {
            let own = path.clone();
            let checked = Signal::derive(move || looked_at.read().contains(&own));
            let change = move |is_on: bool| {
                looked_at.update(|all| {
                    all.retain(|other| *other != path);
                    if is_on {
                        all.push(path.clone());
                    }
                });
            };
            view! { <CheckBox label=label checked=checked on_change=change /> }
        };
        offered.get().into_iter().map(check).collect_view()
    };
    view! {
        <div class="insights__wide">
            <Card title=say(page, || message!("models-new"))>
                <form class="insights__form" on:submit=make>
                    <SelectField
                        label=say(page, || message!("models-question"))
                        value=Signal::derive(move || chosen.get().to_string())
                        choices=choices
                        on_change=move |at: String| chosen.set(at.parse().unwrap_or_default())
                    />
                    <TextField
                        label=say(page, || message!("field-model-name"))
                        value=name
                        hint=say(page, || message!("models-name-hint"))
                    />
                    <fieldset class="insights__checks">
                        <legend>{say(page, || message!("field-model-features"))}</legend>
                        {shown(boxes)}
                    </fieldset>
                    <FittingLine app=app fitting=fitting />
                    <div class="insights__act">
                        <Button
                            label=say(page, || message!("models-fit"))
                            kind=ButtonKind::Primary
                            submit=true
                        />
                    </div>
                </form>
            </Card>
        </div>
    }
}
