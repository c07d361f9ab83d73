//! The document form: a record as REST and files show it. Fields by name in the order of the
//! tables, sets and lists as arrays, no stamps but the highest as `rev`.

use super::text::JsonWriter;
use super::value::{write_part, write_plain};
use crate::document::stored_name;
use crate::domain::field::COMMON_LEN;
use crate::domain::{
    Field, FieldIx, Instant, Part, Record, Register, Shape, Standing, Type, Value, custom_field,
    field,
};
use std::sync::Arc;

/// When the record was made, as documents show it.
#[must_use]
pub(super) fn created_at(record: &Record) -> Instant {
    match record.value(field::CREATED_AT) {
        Some(Value::Instant(at)) => *at,
        _ => Instant::from_clock_ms(record.created.ms() as i64),
    }
}

/// When it was last written to, as documents show it.
#[must_use]
pub(super) fn updated_at(record: &Record) -> Instant {
    Instant::from_clock_ms(record.revision().ms() as i64)
}

/// Writes the members of a document into an object that was begun, `id` first. `is_wanted` says
/// which of the others, by name.
pub fn write_document(out: &mut JsonWriter, record: &Record, is_wanted: impl Fn(&str) -> bool) {
    let kind = record.id.kind;
    out.name("id").show(&record.id);
    let own = kind.fields().filter(|(ix, _)| ix.0 >= COMMON_LEN);
    let common = kind.fields().filter(|(ix, _)| ix.0 < COMMON_LEN);
    for (ix, of) in own.chain(common) {
        if !is_wanted(of.name) {
            continue;
        }
        match ix {
            field::GONE | field::UNKNOWN => {}
            field::CREATED_AT => {
                out.name(of.name).show(&created_at(record));
            }
            field::DELETED_AT if record.standing() != Standing::Trashed => {}
            ix => write_field(out, record, ix, of),
        }
    }
    if is_wanted("updated_at") {
        out.name("updated_at").show(&updated_at(record));
    }
    if is_wanted("rev") {
        out.name("rev").show(&record.revision());
    }
    write_unknown(out, record, &is_wanted);
}

fn write_field(out: &mut JsonWriter, record: &Record, ix: FieldIx, of: &Field) {
    if of.is_single() {
        if let Some(value) = record.value(ix) {
            out.name(of.name);
            write_plain(out, of.of, value);
        }
        return;
    }
    let mut elements = record.elements(ix).peekable();
    if elements.peek().is_none() {
        return;
    }
    out.name(of.name);
    match of.shape {
        Shape::Set => {
            out.array();
            for (member, _) in elements {
                out.text(member);
            }
            out.end_array();
        }
        Shape::List => {
            out.array();
            elements.for_each(|(id, value)| write_element(out, id, of.of, value));
            out.end_array();
        }
        Shape::Map if of.of == Type::Custom => {
            out.object();
            write_own(out, elements);
            out.end_object();
        }
        Shape::Map | Shape::One => {
            out.object();
            for (name, value) in elements {
                out.name(name);
                write_plain(out, of.of, value);
            }
            out.end_object();
        }
    }
}

/// Writes the values of custom fields; the members of one stand side by side, as an array. Where
/// another device wrote a single value under the same key, that is what is shown.
fn write_own<'r>(out: &mut JsonWriter, elements: impl Iterator<Item = (&'r Arc<str>, &'r Value)>) {
    let mut elements = elements.peekable();
    let mut last = "";
    while let Some((element, value)) = elements.next() {
        let (key, member) = custom_field::split(element);
        match member {
            _ if key == last => {}
            None => {
                out.name(key);
                write_plain(out, Type::Custom, value);
            }
            Some(member) => {
                out.name(key).array().text(member);
                let is_next =
                    |(element, _): &(&Arc<str>, &Value)| custom_field::split(element).0 == key;
                while let Some((element, _)) = elements.next_if(is_next) {
                    out.text(custom_field::split(element).1.unwrap_or_default());
                }
                out.end_array();
            }
        }
        last = key;
    }
}

fn write_element(out: &mut JsonWriter, id: &str, of: Type, value: &Value) {
    out.object().name("id").text(id);
    match (value, of) {
        (Value::Part(part), Type::Part(parts)) => write_part(out, parts, part, write_plain),
        (Value::Part(part), _) => write_part(out, &[], part, write_plain),
        (value, of) => {
            out.name("value");
            write_plain(out, of, value);
        }
    }
    out.end_object();
}

/// What a newer version wrote, under the names it gave, but for those that mean something here.
fn write_unknown(out: &mut JsonWriter, record: &Record, is_wanted: impl Fn(&str) -> bool) {
    let kind = record.id.kind;
    let mut foreign: Vec<(&str, Option<&str>, &Value)> = record
        .registers()
        .filter(|(key, _)| key.field == field::UNKNOWN)
        .filter_map(|(key, Register { value, .. })| {
            let (name, element) = stored_name(kind, key);
            Some((name, element, value.as_ref()?))
        })
        .filter(|(name, ..)| {
            let is_taken = kind.field_named(name).is_some() || RESERVED.contains(name);
            !is_taken && is_wanted(name)
        })
        .collect();
    foreign.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    for elements in foreign.chunk_by(|a, b| a.0 == b.0) {
        let Some((name, ..)) = elements.first() else {
            continue;
        };
        out.name(name);
        if let [(_, None, value), ..] = elements {
            write_plain(out, Type::Unknown, value);
            continue;
        }
        out.object();
        for (_, element, value) in elements {
            out.name(element.as_deref().unwrap_or_default());
            write_plain(out, Type::Unknown, value);
        }
        out.end_object();
    }
}

/// The names in a document that are no fields.
pub(super) const RESERVED: [&str; 4] = ["id", "rev", "updated_at", "related"];

/// Whether a part has nothing in it.
#[must_use]
pub(super) fn is_blank(part: &Part) -> bool {
    part.iter().all(|(place, _)| place == Part::UNKNOWN)
}
