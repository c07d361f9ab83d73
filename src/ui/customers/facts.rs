//! What is known of a customer, edited in place: a line for each field, in the order people read.

use crate::domain::{FieldIx, Key, RecordId, RecordKind, Type, Value, customer};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Choice, InlineField, InlineKind};
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{FIRST_ELEMENT, InputContext, parse, type_of};
use leptos::prelude::*;

/// The registers that a person's page shows, in order.
fn of_person() -> Vec<Key> {
    let one = |field: FieldIx| Key::one(field);
    let first = |field: FieldIx| Key::of(field, FIRST_ELEMENT);
    vec![
        one(customer::GIVEN_NAME),
        one(customer::FAMILY_NAME),
        one(customer::TITLE),
        one(customer::DEPARTMENT),
        first(customer::PHONES),
        first(customer::EMAILS),
        one(customer::WEBSITE),
        one(customer::LIFECYCLE),
        one(customer::SOURCE),
        one(customer::RATING),
        one(customer::PREFERRED_LANGUAGE),
        one(customer::BIRTHDAY),
        one(customer::NEXT_FOLLOW_UP),
        one(customer::DESCRIPTION),
    ]
}

/// The registers that a company's page shows, in order.
fn of_company() -> Vec<Key> {
    let one = |field: FieldIx| Key::one(field);
    let first = |field: FieldIx| Key::of(field, FIRST_ELEMENT);
    vec![
        one(customer::NAME),
        first(customer::PHONES),
        first(customer::EMAILS),
        one(customer::WEBSITE),
        one(customer::INDUSTRY),
        one(customer::SIZE),
        one(customer::ANNUAL_REVENUE),
        one(customer::TYPE),
        one(customer::LIFECYCLE),
        one(customer::SOURCE),
        one(customer::RATING),
        one(customer::LEGAL_NAME),
        one(customer::TAX_ID),
        one(customer::NEXT_FOLLOW_UP),
        one(customer::DESCRIPTION),
    ]
}

/// The fields of a customer.
#[component]
pub(super) fn Facts(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let keys = move || {
        let live = app.live();
        let is_person = live
            .record(id)
            .record(id)
            .is_some_and(|record| record.text(customer::KIND) == "person");
        if is_person { of_person() } else { of_company() }
    };
    let keys = Memo::new(move |_| keys());
    view! {
        <div class="facts">
            {move || keys.get().into_iter().map(|key| view! { <Fact app=app id=id key=key /> }).collect_view()}
        </div>
    }
}

/// One field.
#[component]
fn Fact(app: App, id: RecordId, key: Key) -> impl IntoView {
    let page = app.page();
    let kind = id.kind;
    let field = kind.field(key.field).map_or("", |field| field.name);
    let label = Signal::derive(move || page.messages().field(kind.code(), field));
    let of = type_of(&app.live().peek(), kind, &key);
    let read = {
        let key = key.clone();
        move || {
            let live = app.live();
            let workspace = live.record(id);
            workspace
                .record(id)
                .and_then(|record| record.element(key.field, key.element.as_deref()).cloned())
        }
    };
    let shown = {
        let read = read.clone();
        Signal::derive(move || {
            read()
                .map(|value| show(app, field, &value))
                .unwrap_or_default()
        })
    };
    let draft = Signal::derive(move || read().map(|value| typed(&value)));
    let commit = {
        let key = key.clone();
        move |text: String| {
            let parsed = {
                let live = app.live();
                let workspace = live.peek();
                of.map_or(Ok(None), |of| {
                    parse(of, &text, &InputContext::of(&workspace))
                })
            };
            let value = match parsed {
                Ok(value) => value,
                Err(rule) => return Some(page.messages().rule(&rule)),
            };
            let command = Command::Edit {
                ids: vec![id],
                fields: vec![(key.clone(), value)],
                revision: None,
            };
            match app.execute(&command) {
                Err(CommandError::Invalid(problems)) => problems
                    .first()
                    .map(|problem| page.messages().rule(&problem.rule)),
                _ => None,
            }
        }
    };
    let kind = Signal::derive(move || match of {
        Some(Type::Choice(options)) => InlineKind::Choice(
            std::iter::once(Choice::new("", page.text(&message!("format-none"))))
                .chain(options.codes.iter().map(|code| {
                    Choice::new(*code, page.messages().option("customer", field, code))
                }))
                .collect(),
        ),
        Some(Type::Date) => InlineKind::Date,
        Some(Type::LongText) => InlineKind::Lines,
        _ => InlineKind::Text,
    });
    view! {
        <InlineField
            label=label
            value=shown
            draft=draft
            empty=say(page, || message!("inline-add"))
            edit_label=say(page, || message!("action-edit"))
            kind=kind
            on_commit=commit
        />
    }
}

/// A value as it is read.
fn show(app: App, field: &str, value: &Value) -> String {
    let Some(format) = app.format() else {
        return typed(value);
    };
    match value {
        Value::Number(number) => format.number(*number),
        Value::Money(money) => format.money(*money),
        Value::Date(date) => format.date(*date, app.today()),
        Value::Bool(is_yes) => format.yes_or_no(*is_yes),
        Value::Text(text) => app
            .page()
            .messages()
            .option(RecordKind::Customer.code(), field, text),
        other => typed(other),
    }
}

/// A value as it is typed.
fn typed(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Money(money) => money.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => instant.to_string(),
        Value::Bool(is_yes) => is_yes.to_string(),
        Value::Ref(id) => id.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Part(part) => part.value(0).map(typed).unwrap_or_default(),
        Value::Unknown(json) => json.to_string(),
    }
}
