//! Upgrades: what older versions stored, brought to today's form, one version at a time. A step
//! sees registers by the names they were stored under, whether they come from a page, an entry of
//! the journal or JSON, and may rename, split or turn them. It must compute only from what it
//! sees and keep the stamps, so that every replica makes the same of the same.

use super::json::adopt;
use super::page::{Page, PageBuilder};
use super::{DocumentError, VERSION, key_named, stored_name};
use crate::domain::{Key, Record, RecordKind, Register, Type};

/// A register under the name it is stored by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The field's name.
    pub name: String,
    /// The element of a set, list or map.
    pub element: Option<String>,
    /// Value and stamp.
    pub register: Register,
}

/// A step from one version to the next.
pub type Step = fn(RecordKind, &mut Vec<Stored>);

/// The steps: the first leads from version 1 to 2.
const STEPS: &[Step] = &[];

const _: () = assert!(
    STEPS.len() + 1 == VERSION as usize,
    "a step for every version"
);

fn registers_by(steps: &[Step], version: u32, kind: RecordKind, registers: &mut Vec<Stored>) {
    let done = version.saturating_sub(1) as usize;
    for step in steps.iter().skip(done) {
        step(kind, registers);
    }
    for stored in registers {
        let key = key_named(kind, &stored.name, stored.element.as_deref());
        let of = kind
            .field(key.field)
            .map_or(Type::Unknown, |field| field.of);
        stored.register.value = stored.register.value.take().map(|value| adopt(of, value));
    }
}

/// Brings keyed registers to today's form: those of a page's record, of an entry, or of JSON.
pub fn keyed(version: u32, kind: RecordKind, keyed: Vec<(Key, Register)>) -> Vec<(Key, Register)> {
    // As below: what no version wrote need not be read.
    if STEPS.is_empty() {
        return keyed;
    }
    keyed_by(STEPS, version, kind, keyed)
}

fn keyed_by(
    steps: &[Step],
    version: u32,
    kind: RecordKind,
    keyed: Vec<(Key, Register)>,
) -> Vec<(Key, Register)> {
    let mut registers: Vec<Stored> = keyed
        .into_iter()
        .map(|(key, register)| {
            let (name, element) = stored_name(kind, &key);
            Stored {
                name: name.to_owned(),
                element: element.map(str::to_owned),
                register,
            }
        })
        .collect();
    registers_by(steps, version, kind, &mut registers);
    registers
        .into_iter()
        .map(|stored| {
            let key = key_named(kind, &stored.name, stored.element.as_deref());
            (key, stored.register)
        })
        .collect()
}

/// Packs a page that an older version wrote anew.
///
/// # Errors
/// [`DocumentError`], if the new page cannot be opened.
pub fn page(version: u32, page: Page) -> Result<Page, DocumentError> {
    // Without a step nothing packs pages where they are read, and the first program does without
    // what packs them.
    if STEPS.is_empty() {
        return Ok(page);
    }
    page_by(STEPS, version, page)
}

fn page_by(steps: &[Step], version: u32, page: Page) -> Result<Page, DocumentError> {
    if steps.len() < version as usize {
        return Ok(page);
    }
    let kind = page.kind();
    let mut builder = PageBuilder::new(kind);
    for old in (0..page.rows()).filter_map(|row| page.record(row)) {
        let registers = old
            .registers()
            .map(|(key, register)| (key.clone(), register.clone()));
        let mut record = Record::new(old.id, old.created);
        for (key, register) in keyed_by(steps, version, kind, registers.collect()) {
            record.put(key, Some(register));
        }
        builder.push(&record);
    }
    Page::open(builder.finish(page.change()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Date, RecordId, ReplicaId, Stamp, Uuid, Value, customer, field};

    /// A made-up second version that calls `born` what was `birth`, and writes it as a date.
    fn birth_is_birthday(kind: RecordKind, registers: &mut Vec<Stored>) {
        for stored in registers {
            if kind == RecordKind::Customer && stored.name == "birth" {
                "birthday".clone_into(&mut stored.name);
            }
        }
    }

    fn old() -> Record {
        let id = RecordId::new(RecordKind::Customer, Uuid::v7(1, 1));
        let mut record = Record::new(id, Stamp::new(1, 0, ReplicaId(1)));
        let stamp = Stamp::new(2, 0, ReplicaId(1));
        for (key, value) in [
            (Key::one(customer::NAME), "Ann"),
            (Key::of(field::UNKNOWN, "birth"), "1984-02-29"),
            (Key::of(field::UNKNOWN, "mood"), "sunny"),
        ] {
            let value = Some(Value::text(value));
            record.put(key, Some(Register { value, stamp }));
        }
        record
    }

    #[test]
    fn a_step_renames_and_keeps_the_stamp() {
        let mut builder = PageBuilder::new(RecordKind::Customer);
        builder.push(&old());
        let page = Page::open(builder.finish(3)).unwrap();
        let new = page_by(&[birth_is_birthday], 1, page).unwrap();
        let record = new.record(0).unwrap();
        assert_eq!(new.change(), 3);
        assert_eq!(
            record.register(&Key::one(customer::BIRTHDAY)),
            Some(&Register {
                value: Some(Value::Date(Date::parse("1984-02-29").unwrap())),
                stamp: Stamp::new(2, 0, ReplicaId(1)),
            })
        );
        assert_eq!(record.name(), "Ann");
        assert_eq!(record.register(&Key::of(field::UNKNOWN, "birth")), None);
        assert!(record.register(&Key::of(field::UNKNOWN, "mood")).is_some());
    }

    #[test]
    fn a_version_takes_only_the_steps_above_it() {
        fn never(_: RecordKind, registers: &mut Vec<Stored>) {
            registers.clear();
        }
        let mut registers: Vec<Stored> = vec![Stored {
            name: "birth".into(),
            element: None,
            register: Register {
                value: Some(Value::text("1984-02-29")),
                stamp: Stamp::default(),
            },
        }];
        registers_by(
            &[never, birth_is_birthday],
            2,
            RecordKind::Customer,
            &mut registers,
        );
        assert_eq!(registers.len(), 1);
        assert!(registers.iter().all(|stored| stored.name == "birthday"));
    }
}
