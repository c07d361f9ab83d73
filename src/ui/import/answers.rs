//! What a file calls by names that are not known: one question per value, answered for all its
//! rows at once.

use super::sheet::Sheet;
use crate::domain::RecordId;
use crate::exchange::import::question::{Answer, Question, QuestionKind};
use crate::exchange::target::Target;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Choice, SelectField};
use leptos::prelude::*;

/// How many questions show at first, and more at each press.
const SHOWN: usize = 10;

/// Of how many records the names are all offered.
const RECORDS_MAX: usize = 100;

/// The questions of a file; nothing where there is none.
#[component]
pub(super) fn Questions(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let limit = RwSignal::new(SHOWN);
    let count = move || sheet.questions.read().len();
    let rest = Signal::derive(move || count().saturating_sub(limit.get()));
    let each = move || {
        let questions = sheet.questions.get();
        questions.into_iter().take(limit.get()).collect::<Vec<_>>()
    };
    let title = move || page.text(&message!("import-values-title", count = count()));
    view! {
        <Show when=move || { count() > 0 }>
            <section class="card import__questions" aria-labelledby="import-questions">
                <header class="card__head">
                    <h2 id="import-questions">{title}</h2>
                    <span class="card__note">{move || page.text(&message!("import-values-hint"))}</span>
                </header>
                <ul class="import__answers">
                    <For
                        each=move || groups(&sheet.questions.read())
                        key=|(first, count)| (first.field.clone(), *count)
                        let:group
                    >
                        <AskedOfAll app=app sheet=sheet first=group.0 count=group.1 />
                    </For>
                    <For
                        each=each
                        key=|question| (question.field.clone(), question.text.clone())
                        let:question
                    >
                        <Asked app=app sheet=sheet question=question />
                    </For>
                </ul>
                <Show when=move || { rest.get() > 0 }>
                    <p class="import__rest">
                        <Button
                            label=say(page, move || message!("import-show-more", count = rest.get()))
                            small=true
                            on_press=move |()| limit.update(|limit| *limit += SHOWN)
                        />
                    </p>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Asked(app: App, sheet: Sheet, question: Question) -> impl IntoView {
    let page = app.page();
    let field = field_name(app, sheet, &question);
    let text = question.text.clone();
    let rows = page.text(&message!("import-value-rows", count = question.rows));
    let (asked, answered) = (question.clone(), question.clone());
    let value = Signal::derive(move || code(&sheet.answer(&asked)));
    let choices = Signal::derive({
        let question = question.clone();
        move || choices(app, sheet, &question)
    });
    let label = {
        let (field, text) = (field.clone(), text.clone());
        say(page, move || {
            message!(
                "import-value-label",
                field = field.as_str(),
                value = text.as_str()
            )
        })
    };
    view! {
        <li class="import__answer">
            <span class="import__value">
                <span class="medium truncate">{text}</span>
                <span class="soft small">{field}</span>
            </span>
            <span class="soft small import__rows">{rows}</span>
            <SelectField
                label=label
                quiet=true
                value=value
                choices=choices
                on_change=move |code: String| {
                    if let Some(answer) = of_code(&code) {
                        sheet.set_answer(&answered, answer);
                    }
                }
            />
        </li>
    }
}

/// Whether what is not known can be made.
fn can_add(kind: QuestionKind) -> bool {
    use crate::domain::RecordKind::{Customer, Owner, Product};
    match kind {
        QuestionKind::Stage => true,
        QuestionKind::Option { is_open } => is_open,
        QuestionKind::Reference(kinds) => kinds
            .first()
            .is_some_and(|kind| matches!(kind, Customer | Owner | Product)),
    }
}

/// The fields of which several values are not known, with how many, in the order of the questions.
fn groups(questions: &[Question]) -> Vec<(Question, usize)> {
    let mut groups: Vec<(Question, usize)> = Vec::new();
    for question in questions {
        match groups
            .iter_mut()
            .find(|(first, _)| first.field == question.field)
        {
            Some((_, count)) => *count += 1,
            None => groups.push((question.clone(), 1)),
        }
    }
    groups.retain(|(_, count)| *count > 1);
    groups
}

/// One answer for all values of a field.
#[component]
fn AskedOfAll(app: App, sheet: Sheet, first: Question, count: usize) -> impl IntoView {
    let page = app.page();
    let field = field_name(app, sheet, &first);
    let label = {
        let field = field.clone();
        say(page, move || {
            message!("import-all-values", count = count, field = field.as_str())
        })
    };
    let kind = first.kind;
    let choices = Signal::derive(move || {
        let choice = |code: &str, message| Choice::new(code, page.text(&message));
        let mut all = vec![choice("", message!("import-all-suggested"))];
        if can_add(kind) {
            all.push(choice("add", message!("import-all-add")));
        }
        if !matches!(kind, QuestionKind::Stage) {
            all.push(choice("text", message!("import-all-text")));
        }
        all.push(choice("empty", message!("import-all-empty")));
        all.push(choice("reject", message!("import-all-reject")));
        all
    });
    let field_path = first.field.clone();
    // What all have in common is shown.
    let value = {
        let path = field_path.clone();
        Signal::derive(move || {
            let answers = sheet.answers.read();
            let questions = sheet.questions.read();
            let mut codes = questions
                .iter()
                .filter(|question| question.field == path)
                .map(|question| {
                    let name = (question.field.clone(), question.text.clone());
                    answers.get(&name).map(code).unwrap_or_default()
                });
            let first = codes.next().unwrap_or_default();
            if codes.all(|other| other == first) {
                first
            } else {
                String::new()
            }
        })
    };
    view! {
        <li class="import__answer import__answer--all">
            <span class="import__value"><span class="medium">{move || label.get()}</span></span>
            <SelectField
                label=label
                quiet=true
                value=value
                choices=choices
                on_change=move |code: String| sheet.set_answers(&field_path, of_code(&code))
            />
        </li>
    }
}

/// The name of the field that a question is about.
fn field_name(app: App, sheet: Sheet, question: &Question) -> String {
    let kind = sheet.kind();
    let target = Target::parse(kind, &question.field);
    let own = untrack(|| sheet.own_fields());
    target.map_or_else(
        || question.field.clone(),
        |target| super::words::target(app, kind, &target, &own),
    )
}

/// The answers to choose from: what is nearly the same first.
fn choices(app: App, sheet: Sheet, question: &Question) -> Vec<Choice> {
    let page = app.page();
    let read_as = |name: &str| page.text(&message!("import-value-map", name = name));
    let mut all: Vec<Choice> = question
        .suggestions
        .iter()
        .map(|one| {
            Choice::new(
                code(&one.answer),
                read_as(&named(app, sheet, question, one.answer.clone(), &one.name)),
            )
        })
        .collect();
    if can_add(question.kind) {
        let label = page.text(&message!("import-value-add", name = question.text.as_str()));
        all.push(Choice::new(code(&Answer::Add), label));
    }
    if !matches!(question.kind, QuestionKind::Stage) {
        all.push(Choice::new(
            code(&Answer::Text),
            page.text(&message!("import-value-keep-text")),
        ));
    }
    all.push(Choice::new(
        code(&Answer::Empty),
        page.text(&message!("import-value-empty")),
    ));
    all.push(Choice::new(
        code(&Answer::Reject),
        page.text(&message!("import-value-reject")),
    ));
    let others = others(app, sheet, question);
    let others = others
        .into_iter()
        .map(|(answer, name)| Choice::new(code(&answer), read_as(&name)));
    for choice in others {
        if !all.iter().any(|known| known.value == choice.value) {
            all.push(choice);
        }
    }
    all
}

/// The words of a suggestion: those of an option come from the language.
fn named(app: App, sheet: Sheet, question: &Question, answer: Answer, name: &str) -> String {
    match (answer, question.kind) {
        (Answer::Code(code), QuestionKind::Option { .. }) => {
            app.page()
                .messages()
                .option(sheet.kind().code(), &question.field, &code)
        }
        _ => name.to_owned(),
    }
}

/// Everything else that it could be, where that is not too much to choose from.
fn others(app: App, sheet: Sheet, question: &Question) -> Vec<(Answer, String)> {
    let live = app.live();
    let workspace = live.peek();
    match question.kind {
        QuestionKind::Stage => {
            let pipeline = workspace.default_pipeline();
            let stages = pipeline.map(|pipeline| workspace.stages(pipeline));
            stages
                .unwrap_or_default()
                .iter()
                .map(|stage| (Answer::Code(stage.id.to_string()), stage.name().to_owned()))
                .collect()
        }
        QuestionKind::Option { .. } => {
            let choices = crate::ui::lists::field::choices(app, sheet.kind(), &question.field);
            choices
                .into_iter()
                .map(|choice| (Answer::Code(choice.value), choice.label))
                .collect()
        }
        QuestionKind::Reference(kinds) => kinds
            .iter()
            .filter(|kind| workspace.table(**kind).live() <= RECORDS_MAX)
            .flat_map(|kind| {
                let table = workspace.table(*kind);
                let ids = table.live_rows().filter_map(|row| table.id(row));
                ids.map(|id| (Answer::Record(id), workspace.name(id).into_owned()))
                    .collect::<Vec<_>>()
            })
            .collect(),
    }
}

fn code(answer: &Answer) -> String {
    match answer {
        Answer::Record(id) => format!("record {id}"),
        Answer::Code(code) => format!("code {code}"),
        Answer::Add => "add".to_owned(),
        Answer::Text => "text".to_owned(),
        Answer::Empty => "empty".to_owned(),
        Answer::Reject => "reject".to_owned(),
    }
}

fn of_code(code: &str) -> Option<Answer> {
    Some(match code.split_once(' ').unwrap_or((code, "")) {
        ("record", id) => Answer::Record(RecordId::parse(id).ok()?),
        ("code", code) => Answer::Code(code.to_owned()),
        ("add", _) => Answer::Add,
        ("text", _) => Answer::Text,
        ("empty", _) => Answer::Empty,
        ("reject", _) => Answer::Reject,
        _ => return None,
    })
}
