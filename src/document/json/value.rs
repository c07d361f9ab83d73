//! Values as JSON. A value of its field's type stands plainly: `"2026-03-05"` in a field of dates.
//! Where the type does not say what a string is (a field of the user's own, a value that does not
//! fit), the value names it: `{"date":"2026-03-05"}`. So every value reads back as it was, and
//! what is no value of ours stays as the JSON it came as.

use super::text::{Json, JsonWriter, Members, compact, look, parse};
use crate::domain::{
    Currency, Date, Instant, Money, Number, Part, PartField, RecordId, Type, Value,
};
use serde_json::value::RawValue;

/// The names of values that say what they are.
const DATE: &str = "date";
const INSTANT: &str = "instant";
const REF: &str = "ref";
const TEXT: &str = "text";
const PART: &str = "part";
/// Where something that is no object was kept for what a newer version adds to a part.
const UNKNOWN: &str = "unknown";

/// Writes a value so that [`read_value`] gives the same again.
pub fn write_value(out: &mut JsonWriter, of: Type, value: &Value) {
    match (value, of) {
        (Value::Date(_), Type::Date)
        | (Value::Instant(_), Type::Instant)
        | (Value::Ref(_), Type::Ref(_))
        | (Value::Bool(_) | Value::Number(_) | Value::Money(_) | Value::Unknown(_), _) => {
            write_plain(out, of, value);
        }
        (Value::Text(_), of) if is_text(of) => write_plain(out, of, value),
        (Value::Part(part), Type::Part(parts)) => {
            out.object();
            write_part(out, parts, part, write_value);
            out.end_object();
        }
        (Value::Part(part), _) => {
            out.object().name(PART).object();
            write_part(out, &[], part, write_value);
            out.end_object().end_object();
        }
        (Value::Date(_), _) => tagged(out, DATE, of, value),
        (Value::Instant(_), _) => tagged(out, INSTANT, of, value),
        (Value::Ref(_), _) => tagged(out, REF, of, value),
        (Value::Text(_), _) => tagged(out, TEXT, of, value),
    }
}

fn tagged(out: &mut JsonWriter, tag: &str, of: Type, value: &Value) {
    out.object().name(tag);
    write_plain(out, of, value);
    out.end_object();
}

/// Writes a value as a document shows it.
pub fn write_plain(out: &mut JsonWriter, of: Type, value: &Value) {
    match value {
        Value::Bool(is_yes) => out.literal(is_yes),
        Value::Number(number) => out.literal(number),
        Value::Date(date) => out.show(date),
        Value::Instant(instant) => out.show(instant),
        Value::Ref(id) => out.show(id),
        Value::Text(text) => out.text(text),
        Value::Unknown(json) => out.raw(json),
        Value::Money(money) => {
            write_money(out, *money);
            out
        }
        Value::Part(part) => {
            let parts = match of {
                Type::Part(parts) => parts,
                _ => &[],
            };
            out.object();
            write_part(out, parts, part, write_plain);
            out.end_object()
        }
    };
}

/// Writes an amount: `{"minor":120000,"currency":"EUR"}`.
pub(super) fn write_money(out: &mut JsonWriter, money: Money) {
    out.object().name("minor").literal(money.minor());
    out.name("currency").text(money.currency().code());
    out.end_object();
}

/// Writes the members of a part into an object that was begun.
pub(super) fn write_part(
    out: &mut JsonWriter,
    parts: &[PartField],
    part: &Part,
    write: impl Fn(&mut JsonWriter, Type, &Value),
) {
    for (place, value) in part.iter() {
        if place == Part::UNKNOWN {
            write_members(out, value);
        } else if let Some(field) = parts.get(usize::from(place)) {
            out.name(field.name);
            write(out, field.of, value);
        } else {
            // A newer version's: its name is not known here, its place is.
            out.name(&place.to_string());
            write(out, Type::Unknown, value);
        }
    }
}

/// Writes what a newer version added to a part: its members among the others.
fn write_members(out: &mut JsonWriter, value: &Value) {
    if let Value::Unknown(json) = value
        && let Ok(raw) = parse(json)
        && let Ok(Json::Object(members)) = look(raw)
    {
        for (name, raw) in members.iter() {
            out.name(name).raw(raw.get());
        }
    } else {
        out.name(UNKNOWN);
        write_value(out, Type::Unknown, value);
    }
}

/// Whether strings of a type are texts.
const fn is_text(of: Type) -> bool {
    matches!(
        of,
        Type::Text(_)
            | Type::LongText
            | Type::Choice(_)
            | Type::Email
            | Type::Phone
            | Type::Url
            | Type::Currency
            | Type::Custom
            | Type::Unknown
    )
}

/// Reads what [`write_value`] wrote; `null` is no value, and what is no value of the type is kept
/// as the JSON it is.
#[must_use]
pub fn read_value(of: Type, raw: &RawValue) -> Option<Value> {
    let kept = || Value::Unknown(compact(raw.get()).into());
    Some(match look(raw) {
        Ok(Json::Null) => return None,
        Ok(Json::Bool(is_yes)) => Value::Bool(is_yes),
        Ok(Json::Number(text)) => read_number(text).map_or_else(kept, Value::Number),
        Ok(Json::Text(text)) => read_text(of, &text).unwrap_or_else(kept),
        Ok(Json::Object(members)) => read_object(of, &members).unwrap_or_else(kept),
        Ok(Json::Array(_)) | Err(_) => kept(),
    })
}

/// A number that is written back as it is read; others stay JSON, since rounding would change
/// what somebody else wrote.
fn read_number(text: &str) -> Option<Number> {
    let number = Number::from_f64(text.parse().ok()?)?;
    (number.to_string() == text).then_some(number)
}

fn read_text(of: Type, text: &str) -> Option<Value> {
    match of {
        Type::Date => exactly(Date::parse(text).ok()?, text).map(Value::Date),
        Type::Instant => exactly(Instant::parse(text).ok()?, text).map(Value::Instant),
        Type::Ref(_) => exactly(RecordId::parse(text).ok()?, text).map(Value::Ref),
        of => is_text(of).then(|| Value::text(text)),
    }
}

/// A value, if it is written as it was read.
fn exactly<T: ToString>(value: T, text: &str) -> Option<T> {
    (value.to_string() == text).then_some(value)
}

fn read_object(of: Type, members: &Members<'_>) -> Option<Value> {
    if let Type::Part(parts) = of {
        let is_own = |name: &str| parts.iter().any(|part| part.name == name);
        if members.keys().any(is_own) || read_tagged(members).is_none() {
            return Some(Value::Part(read_part(parts, members)));
        }
    }
    read_tagged(members)
}

/// Reads an amount, or a value that names what it is.
fn read_tagged(members: &Members<'_>) -> Option<Value> {
    let mut names = members.iter();
    let (name, raw) = names.next()?;
    if let Some((other, minor)) = names.next() {
        let is_money = name == "currency" && other == "minor" && names.next().is_none();
        return is_money.then(|| read_money(raw, minor)).flatten();
    }
    let inner = look(raw).ok()?;
    match (name, inner) {
        (DATE, Json::Text(text)) => read_text(Type::Date, &text),
        (INSTANT, Json::Text(text)) => read_text(Type::Instant, &text),
        (REF, Json::Text(text)) => read_text(Type::Ref(&[]), &text),
        (TEXT, Json::Text(text)) => Some(Value::text(text)),
        (PART, Json::Object(members)) => Some(Value::Part(read_part(&[], &members))),
        _ => None,
    }
}

fn read_money(currency: &RawValue, minor: &RawValue) -> Option<Value> {
    let Json::Text(code) = look(currency).ok()? else {
        return None;
    };
    let currency = Currency::parse(&code)
        .ok()
        .filter(|currency| currency.code() == code)?;
    let minor = exactly(minor.get().parse::<i64>().ok()?, minor.get())?;
    Money::from_minor(minor, currency).ok().map(Value::Money)
}

fn read_part(parts: &[PartField], members: &Members<'_>) -> Part {
    let mut part = Part::default();
    let mut unknown = JsonWriter::default();
    for (name, raw) in members.iter() {
        let place = parts
            .iter()
            .position(|part| part.name == name)
            .or_else(|| exactly(name.parse::<u8>().ok()?, name).map(usize::from))
            .and_then(|place| u8::try_from(place).ok())
            .filter(|place| *place != Part::UNKNOWN);
        let value = place.and_then(|place| {
            let of = parts
                .get(usize::from(place))
                .map_or(Type::Unknown, |part| part.of);
            let value = read_value(of, raw)?;
            // Parts do not nest.
            Some((place, value)).filter(|(_, value)| !matches!(value, Value::Part(_)))
        });
        match value {
            Some((place, value)) => part.set(place, Some(value)),
            None => {
                if unknown.is_empty() {
                    unknown.object();
                }
                unknown.name(name).raw(raw.get());
            }
        }
    }
    if !unknown.is_empty() {
        unknown.end_object();
        part.set(Part::UNKNOWN, Some(Value::Unknown(unknown.finish().into())));
    }
    part
}

/// The value as its field's type wants it, where it came in another form: JSON that an older
/// version kept without knowing what it was, or a text that is a date now. What does not fit stays.
#[must_use]
pub fn adopt(of: Type, value: Value) -> Value {
    let json = match (&value, of) {
        (_, Type::Unknown | Type::Custom) => return value,
        (Value::Unknown(json), _) => json.to_string(),
        (Value::Text(_), of) if !is_text(of) => {
            let mut out = JsonWriter::default();
            write_plain(&mut out, Type::Unknown, &value);
            out.finish()
        }
        _ => return value,
    };
    let read = parse(&json).ok().and_then(|raw| read_value(of, raw));
    match read {
        Some(Value::Unknown(_)) | None => value,
        Some(read) => read,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::customer::{CONSENT_PARTS, EMAIL_PARTS};
    use crate::domain::{RecordKind, Uuid};

    fn written(of: Type, value: &Value) -> String {
        let mut out = JsonWriter::default();
        write_value(&mut out, of, value);
        out.finish()
    }

    fn read(of: Type, json: &str) -> Option<Value> {
        read_value(of, parse(json).unwrap())
    }

    fn values() -> Vec<Value> {
        let euro = Currency::parse("EUR").unwrap();
        vec![
            Value::Bool(true),
            Value::Bool(false),
            Value::Number(Number::parse("-0.07").unwrap()),
            Value::Number(Number::parse("999999999999999").unwrap()),
            Value::Date(Date::parse("2026-03-05").unwrap()),
            Value::Instant(Instant::parse("2026-03-05T08:30:00.125Z").unwrap()),
            Value::Money(Money::from_minor(-120_000, euro).unwrap()),
            Value::Ref(RecordId::new(RecordKind::CustomField, Uuid::v7(1, 2))),
            Value::text("2026-03-05"),
            Value::text("owner:0192f0a7-1111-7222-8333-444455556666"),
            Value::text(""),
            Value::text("a\u{0}\n\"客户"),
            Value::Part(Part::default()),
            Value::Part(Part::new([
                (0, Value::text("ann@x.example")),
                (2, Value::Bool(true)),
                (9, Value::Date(Date::parse("2026-03-05").unwrap())),
                (Part::UNKNOWN, Value::Unknown("{\"mood\":[1]}".into())),
            ])),
            Value::Unknown("[1,{\"a\":1e400}]".into()),
            Value::Unknown("{\"date\":1}".into()),
            Value::Unknown("12345678901234567890".into()),
            Value::Unknown("1.50".into()),
        ]
    }

    #[test]
    fn every_value_reads_back_in_a_field_of_any_type() {
        let types = [
            Type::Text(20),
            Type::Number,
            Type::Bool,
            Type::Date,
            Type::Instant,
            Type::Money,
            Type::Ref(&[RecordKind::Owner]),
            Type::Email,
            Type::Part(EMAIL_PARTS),
            Type::Part(CONSENT_PARTS),
            Type::Custom,
            Type::Unknown,
        ];
        for of in types {
            for value in values() {
                let json = written(of, &value);
                if let (Type::Part(_), Value::Unknown(raw)) = (of, &value)
                    && raw.starts_with('{')
                {
                    // An object in a field of parts is a part.
                    continue;
                }
                assert_eq!(read(of, &json), Some(value), "{of:?} {json}");
            }
        }
    }

    #[test]
    fn values_of_their_fields_type_stand_plainly() {
        for (of, json) in [
            (Type::Date, "\"2026-03-05\""),
            (Type::Custom, "\"2026-03-05\""),
            (Type::Custom, "{\"date\":\"2026-03-05\"}"),
            (Type::Money, "{\"minor\":5,\"currency\":\"JPY\"}"),
            (
                Type::Part(EMAIL_PARTS),
                "{\"value\":\"a@b.example\",\"primary\":true,\"seen\":{\"by\":1}}",
            ),
            // A day that no calendar has was somebody's: it is kept.
            (Type::Date, "\"2026-02-31\""),
            (Type::Number, "\"many\""),
            (Type::Bool, "[]"),
        ] {
            assert_eq!(written(of, &read(of, json).unwrap()), json);
        }
        assert_eq!(read(Type::Date, "null"), None);
    }

    #[test]
    fn what_an_older_version_kept_becomes_a_value() {
        let day = Value::Date(Date::parse("2026-03-05").unwrap());
        assert_eq!(adopt(Type::Date, Value::text("2026-03-05")), day);
        assert_eq!(
            adopt(Type::Date, Value::Unknown("\"2026-03-05\"".into())),
            day
        );
        assert_eq!(adopt(Type::Date, Value::text("soon")), Value::text("soon"));
        assert_eq!(
            adopt(
                Type::Part(EMAIL_PARTS),
                Value::Unknown("{\"value\":\"a@b.example\"}".into())
            ),
            Value::Part(Part::new([(0, Value::text("a@b.example"))]))
        );
    }
}
