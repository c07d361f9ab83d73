//! Values of records as they are read in lists and forms, and what somebody typed into them.

use super::field;
use crate::domain::money::MoneySums;
use crate::domain::{
    Date, Instant, Key, Money, Number, RecordId, RecordKind, Rule, Shape, Type, Value, custom_field,
};
use crate::i18n::Format;
use crate::i18n::format::WallTime;
pub use crate::query::cell::at;
use crate::query::cell::{BETWEEN_MEMBERS, own_key, register};
use crate::ui::app::App;
use crate::workspace::Workspace;
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{InputContext, own_field, parse, type_of};

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
        Value::Text(text) if is_several(app, kind, path) => {
            text.replace(BETWEEN_MEMBERS, app.page().locale().between_values())
        }
        Value::Text(text) if path.contains('.') => text.to_string(),
        Value::Text(text) if (kind, path) == (RecordKind::Deal, "stage") => {
            field::stage_name(app, text)
        }
        Value::Text(text) => app.page().messages().option(kind.code(), path, text),
        // An element that leads to a record, as a line of a deal does to its product, is told by it.
        Value::Part(part) => match part.value(0) {
            Some(to @ Value::Ref(_)) => show(app, kind, path, to),
            _ => typed(value),
        },
        Value::Unknown(_) => typed(value),
    }
}

/// Whether a path is an own field's with several values.
fn is_several(app: App, kind: RecordKind, path: &str) -> bool {
    let live = app.live();
    let own = own_key(path).and_then(|key| own_field(&live.peek(), kind, key));
    matches!(own, Some((Shape::Set, _)))
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
        Value::Instant(at) => on_the_clock(app, *at),
        value => typed(value),
    }
}

/// A moment as the reader's clock showed it, in the form that the browser's own input has.
fn on_the_clock(app: App, at: Instant) -> String {
    let intl = app.page().host().intl(app.page().locale_now());
    let WallTime { date, hour, minute } = intl.wall_time(at);
    format!("{date}T{hour:02}:{minute:02}")
}

/// The moment at which the reader's clock shows what was typed; none where that names another zone
/// or is no moment at all.
fn moment(app: App, text: &str) -> Option<Instant> {
    let (day, clock) = text.trim().split_once(['T', ' '])?;
    let date = Date::parse(day).ok()?;
    let (hour, rest) = clock.split_once(':')?;
    let (hour, minute) = (hour.parse().ok()?, rest.get(..2)?.parse().ok()?);
    let is_clock = rest
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b':');
    if !is_clock || hour > 23 || minute > 59 {
        return None;
    }
    let intl = app.page().host().intl(app.page().locale_now());
    Some(intl.instant(WallTime { date, hour, minute }))
}

/// Sums in words, one for each currency, large ones short; a dash where there is none.
#[must_use]
pub fn sums(app: App, sums: &MoneySums) -> String {
    join(app, sums, Format::money_sum)
}

/// A mean in words, with one decimal place.
#[must_use]
pub fn mean(app: App, mean: Number) -> String {
    let tenths = Number::from_f64((mean.to_f64() * 10.0).round() / 10.0);
    let format = app.format().zip(tenths);
    format
        .map(|(format, tenths)| format.number(tenths))
        .unwrap_or_default()
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
    let fields = match read(app, kind, path, text) {
        Ok(fields) => fields,
        Err(rule) => return Some(messages.rule(&rule)),
    };
    let command = Command::Edit {
        ids: ids.to_vec(),
        fields,
        revision: None,
    };
    match app.execute_many(command, then) {
        Err(CommandError::Invalid(problems)) => {
            problems.first().map(|problem| messages.rule(&problem.rule))
        }
        _ => None,
    }
}

/// What was typed into a field, as the registers to write.
///
/// # Errors
/// The rule that it breaks.
pub fn read(
    app: App,
    kind: RecordKind,
    path: &str,
    text: &str,
) -> Result<Vec<(Key, Option<Value>)>, Rule> {
    if let Some(key) = own_key(path).filter(|_| is_several(app, kind, path)) {
        return Ok(members(app, kind, path, key, text));
    }
    let live = app.live();
    let workspace = live.peek();
    let key = register(&workspace, kind, path).ok_or(Rule::UnknownField)?;
    let value = value(app, &workspace, kind, &key, text)?;
    Ok(vec![(key, value)])
}

/// What was typed into a field with one value.
fn value(
    app: App,
    workspace: &Workspace,
    kind: RecordKind,
    key: &Key,
    text: &str,
) -> Result<Option<Value>, Rule> {
    let of = type_of(workspace, kind, key).ok_or(Rule::UnknownField)?;
    if let (Type::Instant, Some(at)) = (of, moment(app, text)) {
        return Ok(Some(Value::Instant(at)));
    }
    parse(of, text, &InputContext::of(workspace))
}

/// The members that were typed or chosen, as all that a record has: others go.
fn members(
    app: App,
    kind: RecordKind,
    path: &str,
    key: &str,
    text: &str,
) -> Vec<(Key, Option<Value>)> {
    let chosen = text.split(BETWEEN_MEMBERS.trim()).map(str::trim);
    let chosen: Vec<&str> = chosen.filter(|member| !member.is_empty()).collect();
    let known = field::choices(app, kind, path).into_iter();
    let mut all: Vec<String> = known.map(|choice| choice.value).collect();
    all.extend(chosen.iter().map(|member| (*member).to_owned()));
    all.sort_unstable();
    all.dedup();
    let members = all.into_iter().map(|member| {
        let is_chosen = chosen.contains(&member.as_str());
        let value = is_chosen.then_some(Value::Bool(true));
        (custom_field::member(key, &member), value)
    });
    members.collect()
}
