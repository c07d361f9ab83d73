//! Conflicts: where two wrote the same register, neither having seen the other, the value with the larger
//! stamp stays, and the other is kept in the record beside it until somebody says which is right. When
//! that has happened is what merging finds out; what is shown and done about it is left to the screens.

use super::json::{JsonWriter, parse, path, read_value, split_path, write_value};
use super::{key_named, stored_name};
use crate::domain::{Key, Part, Record, RecordId, RecordKind, Register, Stamp, Type, Value, field};

/// The places of [`field::CONFLICT_PARTS`].
const VALUE: u8 = 0;
const BY: u8 = 1;

/// What stands between the stamp and the path in the element of a conflict.
const BETWEEN: char = '/';

/// A value that did not stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Under which register of the record it is kept.
    pub kept: Key,
    /// Where it stood.
    pub key: Key,
    /// What stood there, and when it was written; no value where it was taken away.
    pub lost: Register,
    /// Who wrote it, where that is known.
    pub author: Option<RecordId>,
}

/// The register that keeps what did not stay. Whoever finds out comes to the same one, and what was
/// settled does not come back.
#[must_use]
pub fn keep(
    kind: RecordKind,
    key: &Key,
    lost: &Register,
    author: Option<RecordId>,
) -> (Key, Register) {
    let (name, element) = stored_name(kind, key);
    let path = path(name, element);
    let json = lost.value.as_ref().map(|value| {
        let mut out = JsonWriter::default();
        write_value(&mut out, type_of(kind, key), value);
        Value::text(out.finish())
    });
    let mut part = Part::default();
    part.set(VALUE, json);
    part.set(BY, author.map(Value::Ref));
    let register = Register {
        value: Some(Value::Part(part)),
        stamp: lost.stamp,
    };
    let element = format!("{}{BETWEEN}{path}", lost.stamp);
    (Key::of(field::CONFLICTS, element), register)
}

/// The conflicts of a record that nobody has settled, in the order in which the values were written.
pub fn conflicts(record: &Record) -> impl Iterator<Item = Conflict> {
    let kind = record.id.kind;
    let kept = record.elements(field::CONFLICTS);
    kept.filter_map(move |(element, value)| read(kind, element, value))
}

fn read(kind: RecordKind, element: &str, value: &Value) -> Option<Conflict> {
    let (stamp, path) = element.split_once(BETWEEN)?;
    let (name, of) = split_path(path);
    let key = key_named(kind, &name, of.as_deref());
    let part = value.as_part()?;
    let lost = match part.value(VALUE) {
        Some(json) => {
            let json = json.as_text()?;
            Some(read_value(type_of(kind, &key), parse(json).ok()?)?)
        }
        None => None,
    };
    Some(Conflict {
        kept: Key::of(field::CONFLICTS, element),
        key,
        lost: Register {
            value: lost,
            stamp: Stamp::parse(stamp)?,
        },
        author: part.value(BY).and_then(Value::as_ref_id),
    })
}

fn type_of(kind: RecordKind, key: &Key) -> Type {
    kind.field(key.field)
        .map_or(Type::Unknown, |field| field.of)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::document::json::{read_replica, write_replica};
    use crate::domain::customer::{self, EMAILS};
    use crate::domain::{Date, ReplicaId, Uuid};

    #[test]
    fn whatever_did_not_stay_is_kept_and_read_again() {
        let kind = RecordKind::Customer;
        let ann = RecordId::new(RecordKind::Owner, Uuid::v7(1, 1));
        let mail = Part::new([(0, Value::text("ann@x.example"))]);
        let lost = [
            (
                Key::one(customer::NAME),
                Some(Value::text("Kanal / Co")),
                None,
            ),
            (Key::one(customer::NAME), None, Some(ann)),
            (Key::of(EMAILS, "a/b.c"), Some(Value::Part(mail)), Some(ann)),
            (
                Key::of(field::CUSTOM, "due"),
                Some(Value::Date(Date::parse("2026-03-05").unwrap())),
                None,
            ),
            (Key::of(field::TAGS, "vip"), Some(Value::Bool(true)), None),
            (
                Key::of(field::UNKNOWN, "planet"),
                Some(Value::Unknown("[1]".into())),
                None,
            ),
        ];
        let mut record = Record::new(RecordId::new(kind, Uuid::v7(1, 2)), Stamp::default());
        let mut told = Vec::new();
        for (at, (key, value, author)) in lost.into_iter().enumerate() {
            let stamp = Stamp::new(at as u64 + 1, 0, ReplicaId(7));
            let lost = Register { value, stamp };
            let (kept, register) = keep(kind, &key, &lost, author);
            assert!(record.merge(kept.clone(), register));
            told.push(Conflict {
                kept,
                key,
                lost,
                author,
            });
        }
        assert_eq!(conflicts(&record).collect::<Vec<_>>(), told);
        let mut out = JsonWriter::default();
        write_replica(&mut out, &record);
        let there = read_replica(&out.finish()).unwrap();
        assert_eq!(there, record);
        // What is settled stays so, whoever keeps it once more.
        let first = &told[0];
        let settled = Register {
            value: None,
            stamp: Stamp::new(50, 0, ReplicaId(8)),
        };
        assert!(record.merge(first.kept.clone(), settled));
        let (kept, register) = keep(kind, &first.key, &first.lost, Some(ann));
        assert!(!record.merge(kept, register));
        assert_eq!(conflicts(&record).collect::<Vec<_>>(), told[1..]);
    }

    #[test]
    fn what_another_program_left_there_is_none() {
        let kind = RecordKind::Customer;
        for element in ["", "/", "name", "0000000000010000-0000000000000007"] {
            assert_eq!(
                read(kind, element, &Value::Part(Part::default())),
                None,
                "{element}"
            );
        }
        let element = "0000000000010000-0000000000000007/name";
        assert_eq!(read(kind, element, &Value::text("x")), None);
        let part = Part::new([(VALUE, Value::text("{"))]);
        assert_eq!(read(kind, element, &Value::Part(part)), None);
        assert!(read(kind, element, &Value::Part(Part::default())).is_some());
    }
}
