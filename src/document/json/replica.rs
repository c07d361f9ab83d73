//! The replica form: everything a record is, as one JSON object. Fields stand at its top level by
//! name; sets, lists and maps are objects by element, so that merging never needs places. `stamps`
//! holds the stamp of making under `*`, those of registers written later, and those of values that
//! were taken away; all others have the stamp of making.

use super::text::{Json, JsonWriter, Members, NotJson, look, parse};
use super::value::{read_value, write_value};
use crate::document::upgrade;
use crate::document::{self, DocumentError, VERSION, key_named, stored_name};
use crate::domain::problem::quoted;
use crate::domain::{
    Key, Record, RecordId, RecordKind, Register, Shape, Stamp, Type, Value, field,
};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use thiserror::Error;

/// The names that are not fields.
const ID: &str = "_id";
const COLLECTION: &str = "collection";
const V: &str = "v";
const STAMPS: &str = "stamps";
/// Where a value goes whose name a field of another shape has.
const DISPLACED: &str = "displaced";
/// The stamp of making.
const MADE: &str = "*";

/// Why a text is no record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReplicaError {
    /// It is no JSON.
    #[error(transparent)]
    NotJson(#[from] NotJson),
    /// It is JSON, but not an object.
    #[error("not an object")]
    NotAnObject,
    /// It has no `_id`, or one that names no record of a known kind.
    #[error("not the id of a record: {value:?}")]
    NotAnId {
        /// What stood there.
        value: String,
    },
    /// A stamp that is none.
    #[error("not a stamp: {value:?}")]
    NotAStamp {
        /// What stood there.
        value: String,
    },
    /// A newer Satchel wrote it.
    #[error("written by a newer version: {version}")]
    TooNew {
        /// Its version.
        version: u32,
    },
}

impl ReplicaError {
    /// The stable name, as in answers and messages.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotJson(_) => "not_json",
            Self::NotAnObject => "not_an_object",
            Self::NotAnId { .. } => "not_an_id",
            Self::NotAStamp { .. } => "not_a_stamp",
            Self::TooNew { .. } => "too_new",
        }
    }
}

/// Writes a record with its stamps.
pub fn write_replica(out: &mut JsonWriter, record: &Record) {
    let kind = record.id.kind;
    out.object().name(ID).show(&record.id);
    out.name(COLLECTION).text(kind.collection());
    out.name(V).literal(VERSION);
    let mut fields: Vec<(&str, Option<&str>, &Key, &Register)> = record
        .registers()
        .map(|(key, register)| {
            let (name, element) = stored_name(kind, key);
            (name, element, key, register)
        })
        .collect();
    // A newer version's elements of one field stand side by side under one name, which may be one
    // that has another shape here.
    let has_foreign = fields
        .iter()
        .any(|(_, _, key, _)| key.field == field::UNKNOWN);
    if has_foreign {
        fields.sort_by(|a, b| (a.2.field, a.0, a.1).cmp(&(b.2.field, b.0, b.1)));
    }
    let mut displaced = Vec::new();
    let mut open: Option<&str> = None;
    for (name, element, key, register) in &fields {
        let Some(value) = &register.value else {
            continue;
        };
        let of = type_of(kind, key);
        let Some(element) = element else {
            let is_taken = || {
                let is_known = key.field == field::UNKNOWN && kind.field_named(name).is_some();
                let mut others = fields.iter();
                is_known
                    || is_reserved(name)
                    || others.any(|(other, at, ..)| other == name && at.is_some())
            };
            if has_foreign && is_taken() {
                displaced.push((name, of, value));
                continue;
            }
            if open.take().is_some() {
                out.end_object();
            }
            out.name(name);
            write_value(out, of, value);
            continue;
        };
        if open != Some(*name) {
            if open.is_some() {
                out.end_object();
            }
            out.name(name).object();
            open = Some(name);
        }
        out.name(element);
        write_value(out, of, value);
    }
    if open.is_some() {
        out.end_object();
    }
    if !displaced.is_empty() {
        out.name(DISPLACED).object();
        for (name, of, value) in displaced {
            out.name(name);
            write_value(out, of, value);
        }
        out.end_object();
    }
    write_stamps(out, record.created, &fields);
    out.end_object();
}

fn is_reserved(name: &str) -> bool {
    name.starts_with('_') || [COLLECTION, V, STAMPS, DISPLACED].contains(&name)
}

fn type_of(kind: RecordKind, key: &Key) -> Type {
    kind.field(key.field)
        .map_or(Type::Unknown, |field| field.of)
}

fn write_stamps(
    out: &mut JsonWriter,
    created: Stamp,
    fields: &[(&str, Option<&str>, &Key, &Register)],
) {
    out.name(STAMPS).object().name(MADE).show(&created);
    for (name, element, key, register) in fields {
        // Only its stamp tells that an object here is a field's elements and not one value.
        let is_foreign_element = key.field == field::UNKNOWN && element.is_some();
        if register.stamp != created || register.value.is_none() || is_foreign_element {
            out.name(&path(name, *element)).show(&register.stamp);
        }
    }
    out.end_object();
}

/// `tags.vip`; what means something here is marked by a backslash in a name that is not ours.
pub(in crate::document) fn path(name: &str, element: Option<&str>) -> String {
    let mut path = String::with_capacity(name.len());
    for letter in name.chars() {
        if matches!(letter, '\\' | '.' | '*') {
            path.push('\\');
        }
        path.push(letter);
    }
    if let Some(element) = element {
        path.push('.');
        path.push_str(element);
    }
    path
}

/// Takes a path apart again.
pub(in crate::document) fn split_path(path: &str) -> (String, Option<String>) {
    let mut name = String::new();
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => name.extend(letters.next()),
            '.' => return (name, Some(letters.as_str().to_owned())),
            letter => name.push(letter),
        }
    }
    (name, None)
}

/// Reads what [`write_replica`] wrote, and what another program made of it: names that begin with
/// an underscore are the database's and no field's.
///
/// # Errors
/// [`ReplicaError`]; what is wrong with a single value is none, the value is kept as it is.
pub fn read_replica(text: &str) -> Result<Record, ReplicaError> {
    let Ok(members) = serde_json::from_str::<Members<'_>>(text) else {
        parse(text)?;
        return Err(ReplicaError::NotAnObject);
    };
    let version = read_version(&members)?;
    let id = read_id(&members)?;
    let (created, stamps) = read_stamps(id.kind, &members)?;
    let mut reading = Reading {
        kind: id.kind,
        created,
        stamps,
        registers: Vec::with_capacity(members.len()),
    };
    for (name, raw) in members.iter() {
        if !is_reserved(name) {
            reading.field(name, raw);
        }
    }
    if let Some(Ok(Json::Object(displaced))) = members.get(DISPLACED).map(look) {
        for (name, raw) in displaced.iter() {
            reading.register(name, None, raw);
        }
    }
    let mut registers = reading.registers;
    // What is left was taken away.
    let taken = reading.stamps.into_iter();
    registers.extend(taken.map(|(key, stamp)| (key, Register { value: None, stamp })));
    if version < VERSION {
        registers = upgrade::keyed(version, id.kind, registers);
    }
    let mut record = Record::new(id, created);
    for (key, register) in registers {
        record.put(key, Some(register));
    }
    Ok(record)
}

/// A record whose registers are being read.
struct Reading {
    kind: RecordKind,
    created: Stamp,
    stamps: Stamps,
    registers: Vec<(Key, Register)>,
}

impl Reading {
    fn field(&mut self, name: &str, raw: &RawValue) {
        let known = self.kind.field_named(name);
        let known = known.and_then(|ix| self.kind.field(ix));
        let shape = known.map(|field| field.shape);
        let has_elements = match shape {
            Some(Shape::One) | None => self.has_stamped_elements(name),
            Some(_) => true,
        };
        match look(raw) {
            Ok(Json::Object(elements)) if has_elements => {
                for (element, raw) in elements.iter() {
                    self.register(name, Some(element), raw);
                }
            }
            Ok(Json::Array(items)) if shape == Some(Shape::Set) => match members_of(&items) {
                Some(members) => {
                    for member in members.iter() {
                        let key = key_named(self.kind, name, Some(member));
                        self.push(key, Some(Value::Bool(true)));
                    }
                }
                None => self.register(name, None, raw),
            },
            _ => self.register(name, None, raw),
        }
    }

    /// Whether elements of a field that has none here were written later, or taken away.
    fn has_stamped_elements(&self, name: &str) -> bool {
        if self.stamps.is_empty() {
            return false;
        }
        let from = key_named(self.kind, name, Some(""));
        let next = self.stamps.range(&from..).next();
        let prefix = from.element.as_deref().unwrap_or_default();
        let is_of = |element: &str| element.starts_with(prefix);
        next.is_some_and(|(key, _)| {
            key.field == from.field && key.element.as_deref().is_some_and(is_of)
        })
    }

    fn register(&mut self, name: &str, element: Option<&str>, raw: &RawValue) {
        let key = key_named(self.kind, name, element);
        let value = read_value(type_of(self.kind, &key), raw);
        self.push(key, value);
    }

    fn push(&mut self, key: Key, value: Option<Value>) {
        let stamp = self.stamps.remove(&key).unwrap_or(self.created);
        self.registers.push((key, Register { value, stamp }));
    }
}

/// Another program's set: the texts of an array.
fn members_of(items: &[&RawValue]) -> Option<Vec<String>> {
    let mut members = Vec::new();
    for raw in items {
        match look(raw) {
            Ok(Json::Text(member)) => members.push(member),
            _ => return None,
        }
    }
    Some(members)
}

fn read_version(members: &Members<'_>) -> Result<u32, ReplicaError> {
    // Another program's record has none: it means the version that is read here.
    let version = members
        .get(V)
        .and_then(|raw| raw.get().parse::<u64>().ok())
        .unwrap_or(u64::from(VERSION));
    document::readable(version).map_err(|error| match error {
        DocumentError::TooNew { version } => ReplicaError::TooNew { version },
        DocumentError::Damaged | DocumentError::Malformed => {
            ReplicaError::TooNew { version: u32::MAX }
        }
    })
}

fn read_id(members: &Members<'_>) -> Result<RecordId, ReplicaError> {
    match members.get(ID).map(|raw| (raw, look(raw))) {
        Some((_, Ok(Json::Text(text)))) => {
            RecordId::parse(&text).map_err(|_| ReplicaError::NotAnId {
                value: quoted(&text),
            })
        }
        Some((raw, _)) => Err(ReplicaError::NotAnId {
            value: quoted(raw.get()),
        }),
        None => Err(ReplicaError::NotAnId {
            value: String::new(),
        }),
    }
}

/// The stamps of registers.
type Stamps = BTreeMap<Key, Stamp>;

/// The stamp of making, and the others.
fn read_stamps(kind: RecordKind, members: &Members<'_>) -> Result<(Stamp, Stamps), ReplicaError> {
    let not_a_stamp = |value: &str| ReplicaError::NotAStamp {
        value: quoted(value),
    };
    let Some(raw) = members.get(STAMPS) else {
        return Ok(Default::default());
    };
    let Ok(Json::Object(members)) = look(raw) else {
        return Err(not_a_stamp(raw.get()));
    };
    let (mut created, mut stamps) = (Stamp::default(), Stamps::new());
    for (path, raw) in members.iter() {
        let Ok(Json::Text(text)) = look(raw) else {
            return Err(not_a_stamp(raw.get()));
        };
        let stamp = Stamp::parse(&text).ok_or_else(|| not_a_stamp(&text))?;
        if path == MADE {
            created = stamp;
        } else {
            let (name, element) = split_path(path);
            stamps.insert(key_named(kind, &name, element.as_deref()), stamp);
        }
    }
    Ok((created, stamps))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::random::Random;
    use crate::domain::{Currency, Date, Instant, Money, Number, Part, ReplicaId, Uuid, customer};

    fn any_value(random: &mut Random) -> Option<Value> {
        Some(match random.below(11) {
            0 => return None,
            1 => Value::Bool(random.below(2) == 0),
            2 => Value::Number(Number::from_f64(random.next() as i32 as f64 / 100.0).unwrap()),
            3 => Value::Date(Date::from_days(random.next() as i32 % 90_000).unwrap()),
            4 => Value::Instant(Instant::from_ms(random.below(1 << 42) as i64).unwrap()),
            5 => {
                let currency = Currency::parse(random.pick::<&str>(&["EUR", "JPY"][..])).unwrap();
                Value::Money(Money::from_minor(random.next() as i32 as i64, currency).unwrap())
            }
            6 => Value::Ref(RecordId::new(RecordKind::Owner, Uuid::v7(1, 0))),
            7 => Value::text(*random.pick(&["", "a", "王雪", "\u{0}\u{1f}\n", "2026-01-01"][..])),
            8 => Value::Part(Part::new([
                (0, Value::text("x@y.example")),
                (2, Value::Bool(true)),
            ])),
            9 => Value::Part(Part::new([(
                Part::UNKNOWN,
                Value::Unknown("{\"a\":1}".into()),
            )])),
            _ => Value::Unknown("[{\"a\":[1,2]}]".into()),
        })
    }

    fn any_record(random: &mut Random) -> Record {
        let kind = *random.pick(&RecordKind::ALL);
        let stamp =
            |random: &mut Random| Stamp::new(random.below(1000), 0, ReplicaId(random.below(3)));
        let created = stamp(random);
        let mut record = Record::new(RecordId::new(kind, Uuid::v7(1, 2)), created);
        let fields: Vec<_> = kind.fields().collect();
        for _ in 0..random.below(25) {
            let (ix, shape) = {
                let (ix, field) = random.pick(&fields);
                (*ix, field.shape)
            };
            let foreign = [
                "mood",
                "a.b",
                "*",
                "\\x",
                "v",
                "stamps",
                "collection",
                "tags",
                "name",
                "created_at",
            ];
            let element = *random.pick(&["a", "", "1", "a.b", "数", "*", "\\"][..]);
            let key = match (ix == field::UNKNOWN, shape) {
                (true, _) if random.below(2) == 0 => {
                    let name = *random.pick(&foreign[..3]);
                    Key::of(ix, document::unknown_element(name, Some(element)))
                }
                // A field that is known here, but as one value or as several.
                (true, _) if random.below(3) == 0 => {
                    if kind.field_named("name").is_some() {
                        Key::of(ix, document::unknown_element("name", Some(element)))
                    } else {
                        Key::of(ix, "tags")
                    }
                }
                (true, _) => Key::of(ix, *random.pick(&foreign[..8])),
                (false, Shape::One) => Key::one(ix),
                (false, _) => Key::of(ix, element),
            };
            let stamp = if random.below(3) == 0 {
                stamp(random)
            } else {
                created
            };
            let value = any_value(random);
            record.put(key, Some(Register { value, stamp }));
        }
        record
    }

    fn written(record: &Record) -> String {
        let mut out = JsonWriter::default();
        write_replica(&mut out, record);
        out.finish()
    }

    #[test]
    fn random_records_read_back_from_their_replica_form() {
        for seed in 0..4000 {
            let record = any_record(&mut Random::seeded(seed));
            let text = written(&record);
            assert!(!text.contains('\n'), "one line: {text}");
            assert_eq!(
                read_replica(&text).as_ref(),
                Ok(&record),
                "seed {seed}: {text}"
            );
        }
    }

    #[test]
    fn the_form_is_what_other_systems_read() {
        let id = RecordId::parse("customer:0192f0a7-1111-7222-8333-444455556666").unwrap();
        let created = Stamp::new(1000, 0, ReplicaId(1));
        let later = Stamp::new(2000, 0, ReplicaId(2));
        let mut record = Record::new(id, created);
        let email = Value::Part(Part::new([
            (0, Value::text("ann@x.example")),
            (1, Value::text("work")),
        ]));
        for (key, value, stamp) in [
            (Key::one(customer::NAME), Some(Value::text("Ann")), later),
            (
                Key::of(field::TAGS, "vip"),
                Some(Value::Bool(true)),
                created,
            ),
            (Key::of(field::TAGS, "old"), None, later),
            (Key::of(customer::EMAILS, "1"), Some(email), created),
        ] {
            record.put(key, Some(Register { value, stamp }));
        }
        assert_eq!(
            written(&record),
            concat!(
                r#"{"_id":"customer:0192f0a7-1111-7222-8333-444455556666","#,
                r#""collection":"customers","v":1,"tags":{"vip":true},"name":"Ann","#,
                r#""emails":{"1":{"value":"ann@x.example","type":"work"}},"#,
                r#""stamps":{"*":"0000000003e80000-0000000000000001","#,
                r#""tags.old":"0000000007d00000-0000000000000002","#,
                r#""name":"0000000007d00000-0000000000000002"}}"#
            )
        );
    }

    #[test]
    fn another_programs_record_is_read_without_stamps() {
        let record = read_replica(
            r#"{"_id":"customer:0192f0a7-1111-7222-8333-444455556666","_rev":"3-abc",
                "name":"Ann","tags":["vip"],"size":"many","shoes":{"size":38},"companies":[]}"#,
        )
        .unwrap();
        assert_eq!(record.created, Stamp::default());
        assert_eq!(record.name(), "Ann");
        assert!(record.element(field::TAGS, Some("vip")).is_some());
        assert_eq!(
            record.value(customer::SIZE),
            Some(&Value::Unknown("\"many\"".into()))
        );
        let text = written(&record);
        assert!(text.contains(r#""shoes":{"size":38}"#), "{text}");
        assert!(text.contains(r#""displaced":{"companies":[]}"#), "{text}");
        assert!(!text.contains("_rev"), "{text}");
    }

    #[test]
    fn what_is_no_record_is_refused_with_a_reason() {
        for (text, code) in [
            ("", "not_json"),
            ("{\"_id\":", "not_json"),
            ("[]", "not_an_object"),
            ("{}", "not_an_id"),
            ("{\"_id\":5}", "not_an_id"),
            (
                "{\"_id\":\"robot:0192f0a7-1111-7222-8333-444455556666\"}",
                "not_an_id",
            ),
            (
                "{\"_id\":\"tag:0192f0a7-1111-7222-8333-444455556666\",\"v\":2}",
                "too_new",
            ),
            (
                "{\"_id\":\"tag:0192f0a7-1111-7222-8333-444455556666\",\"stamps\":{\"*\":\"now\"}}",
                "not_a_stamp",
            ),
        ] {
            assert_eq!(read_replica(text).unwrap_err().code(), code, "{text}");
        }
    }
}
