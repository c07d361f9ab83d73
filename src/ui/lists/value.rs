//! Values of records as they are read in lists and forms, and what somebody typed into them.

use super::field::{self, register};
use crate::domain::money::MoneySums;
use crate::domain::{Money, RecordId, RecordKind, Value};
use crate::i18n::Format;
pub use crate::query::cell::at;
use crate::ui::app::App;
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{InputContext, parse, type_of};

/// A value of a field as it is read.
#[must_use]
pub fn show(app: App, kind: RecordKind, path: &str, value: &Value) -> String {
    let Some(format) = app.format() else {
        return typed(value);
    };
    match value {
        Value::Number(number) => format.number(*number),
        Value::Money(money) => format.money(*money),
        Value::Date(date) => format.date(*date, app.today()),
        Value::Instant(at) => format.date_and_time(*at, app.today()),
        Value::Bool(is_yes) => format.yes_or_no(*is_yes),
        Value::Ref(id) => app.live().record(*id).name(*id).into_owned(),
        Value::Text(text) if path.contains('.') => text.to_string(),
        Value::Text(text) if (kind, path) == (RecordKind::Deal, "stage") => {
            field::stage_name(app, text)
        }
        Value::Text(text) => app.page().messages().option(kind.code(), path, text),
        Value::Part(_) | Value::Unknown(_) => typed(value),
    }
}

/// A value as it is typed.
#[must_use]
pub fn typed(value: &Value) -> String {
    value.typed()
}

/// A value as somebody edits it. An amount in another currency than the workspace's names it, so
/// that it stays in that currency.
#[must_use]
pub fn draft(app: App, value: &Value) -> String {
    match value {
        Value::Money(money) if app.currency() != Some(money.currency()) => {
            format!("{money} {}", money.currency())
        }
        value => typed(value),
    }
}

/// Sums in words, one for each currency, large ones short; a dash where there is none.
#[must_use]
pub fn sums(app: App, sums: &MoneySums) -> String {
    join(app, sums, Format::money_sum)
}

/// Sums in words to the last digit.
#[must_use]
pub fn whole_sums(app: App, sums: &MoneySums) -> String {
    join(app, sums, Format::money)
}

fn join(app: App, sums: &MoneySums, write: impl Fn(&Format, Money) -> String) -> String {
    let Some(format) = app.format() else {
        return String::new();
    };
    let words: Vec<String> = sums.iter().map(|sum| write(&format, sum)).collect();
    if words.is_empty() {
        return format.none();
    }
    words.join(app.page().locale().between_values())
}

/// Writes what somebody typed into a field of a record; gives back the sentence that refuses it.
pub fn write(app: App, ids: &[RecordId], path: &str, text: &str) -> Option<String> {
    write_many(app, ids, path, text, || {})
}

/// The same for however many records; calls back when it is done.
pub fn write_many(
    app: App,
    ids: &[RecordId],
    path: &str,
    text: &str,
    then: impl FnOnce() + 'static,
) -> Option<String> {
    let messages = app.page().messages();
    let kind = ids.first()?.kind;
    let key = register(kind, path)?;
    let parsed = {
        let live = app.live();
        let workspace = live.peek();
        let of = type_of(&workspace, kind, &key)?;
        parse(of, text, &InputContext::of(&workspace))
    };
    let value = match parsed {
        Ok(value) => value,
        Err(rule) => return Some(messages.rule(&rule)),
    };
    let command = Command::Edit {
        ids: ids.to_vec(),
        fields: vec![(key, value)],
        revision: None,
    };
    match app.execute_many(command, then) {
        Err(CommandError::Invalid(problems)) => {
            problems.first().map(|problem| messages.rule(&problem.rule))
        }
        _ => None,
    }
}
