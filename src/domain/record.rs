//! Records: sets of registers, each a value with the stamp of its writing. Merging two versions
//! of a record is merging their registers one by one. Which registers a kind may have is its
//! table's matter; what makes a record right is [`super::check`]'s.

use super::custom_field;
use super::field::{self, FieldIx, Shape};
use super::id::RecordId;
use super::kind::RecordKind;
use super::stamp::Stamp;
use super::value::Value;
use std::cmp::Ordering;
use std::sync::Arc;

/// What names a register of a record: the field and, for sets, lists and maps, the element.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The field.
    pub field: FieldIx,
    /// The element: a member, the id of a list's element, a name in a map.
    pub element: Option<Arc<str>>,
}

impl Key {
    /// The register of a field with one value.
    #[must_use]
    pub const fn one(field: FieldIx) -> Self {
        Self {
            field,
            element: None,
        }
    }

    /// The register of an element.
    #[must_use]
    pub fn of(field: FieldIx, element: impl Into<Arc<str>>) -> Self {
        Self {
            field,
            element: Some(element.into()),
        }
    }

    /// The member of a set that the register says is there: a tag, one of the options of a custom
    /// field.
    #[must_use]
    pub fn member(&self, kind: RecordKind) -> Option<&str> {
        let element = self.element.as_deref()?;
        match kind.field(self.field)?.shape {
            Shape::Set => Some(element),
            Shape::Map if self.field == field::CUSTOM => custom_field::split(element).1,
            _ => None,
        }
    }
}

/// A value, or the absence of one, with the stamp of its writing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Register {
    /// What was written; none where the value was taken away.
    pub value: Option<Value>,
    /// When and where.
    pub stamp: Stamp,
}

impl Register {
    /// Whether this register wins over another of the same key: the larger stamp does, and of
    /// equal stamps (a replica that lied, or a file edited by hand) the value that is larger as
    /// text, so that every replica decides alike.
    #[must_use]
    pub fn wins_over(&self, other: &Self) -> bool {
        match self.stamp.cmp(&other.stamp) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => format!("{:?}", self.value) > format!("{:?}", other.value),
        }
    }
}

/// A record: its identity, the stamp of its making, and its registers in the order of their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What names it.
    pub id: RecordId,
    /// When and where it was made.
    pub created: Stamp,
    registers: Vec<(Key, Register)>,
}

impl Record {
    /// A record without registers.
    #[must_use]
    pub const fn new(id: RecordId, created: Stamp) -> Self {
        Self {
            id,
            created,
            registers: Vec::new(),
        }
    }

    /// A record with these registers, which must be in the order of their keys.
    pub(crate) fn from_sorted(
        id: RecordId,
        created: Stamp,
        registers: Vec<(Key, Register)>,
    ) -> Self {
        debug_assert!(
            registers.is_sorted_by(|a, b| a.0 < b.0),
            "registers in order"
        );
        Self {
            id,
            created,
            registers,
        }
    }

    fn place(&self, field: FieldIx, element: Option<&str>) -> Result<usize, usize> {
        self.registers.binary_search_by(|(key, _)| {
            key.field
                .cmp(&field)
                .then_with(|| key.element.as_deref().cmp(&element))
        })
    }

    /// The register of a key.
    #[must_use]
    pub fn register(&self, key: &Key) -> Option<&Register> {
        let at = self.place(key.field, key.element.as_deref()).ok()?;
        self.registers.get(at).map(|(_, register)| register)
    }

    /// The value of a field that has one.
    #[must_use]
    pub fn value(&self, field: FieldIx) -> Option<&Value> {
        self.element(field, None)
    }

    /// The text of a field that has one; empty where it has none.
    #[must_use]
    pub fn text(&self, field: FieldIx) -> &str {
        self.value(field)
            .and_then(Value::as_text)
            .unwrap_or_default()
    }

    /// The value of an element of a set, list or map.
    #[must_use]
    pub fn element(&self, field: FieldIx, element: Option<&str>) -> Option<&Value> {
        let at = self.place(field, element).ok()?;
        self.registers
            .get(at)
            .and_then(|(_, register)| register.value.as_ref())
    }

    /// The elements of a set, list or map that have a value, in the order of their ids.
    pub fn elements(&self, field: FieldIx) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        let from = self.registers.partition_point(|(key, _)| key.field < field);
        self.registers
            .iter()
            .skip(from)
            .take_while(move |(key, _)| key.field == field)
            .filter_map(|(key, register)| Some((key.element.as_ref()?, register.value.as_ref()?)))
    }

    /// All registers, also those whose value was taken away, in the order of their keys.
    pub fn registers(&self) -> impl ExactSizeIterator<Item = (&Key, &Register)> {
        self.registers.iter().map(|(key, register)| (key, register))
    }

    /// Writes a register whatever its stamp, and returns the one that was there.
    pub fn put(&mut self, key: Key, register: Option<Register>) -> Option<Register> {
        match (self.place(key.field, key.element.as_deref()), register) {
            (Ok(at), Some(register)) => self
                .registers
                .get_mut(at)
                .map(|slot| std::mem::replace(&mut slot.1, register)),
            (Ok(at), None) => Some(self.registers.remove(at).1),
            (Err(at), Some(register)) => {
                self.registers.insert(at, (key, register));
                None
            }
            (Err(_), None) => None,
        }
    }

    /// Gives a register that is there another stamp.
    pub fn restamp(&mut self, key: &Key, stamp: Stamp) {
        if let Ok(at) = self.place(key.field, key.element.as_deref())
            && let Some((_, register)) = self.registers.get_mut(at)
        {
            register.stamp = stamp;
        }
    }

    /// Merges one register: it is written if it wins over the one that is there.
    /// Returns whether it was.
    pub fn merge(&mut self, key: Key, register: Register) -> bool {
        match self.place(key.field, key.element.as_deref()) {
            Ok(at) => match self.registers.get_mut(at) {
                Some((_, there)) if register.wins_over(there) => {
                    *there = register;
                    true
                }
                _ => false,
            },
            Err(at) => {
                self.registers.insert(at, (key, register));
                true
            }
        }
    }

    /// The highest stamp of the record: its revision.
    #[must_use]
    pub fn revision(&self) -> Stamp {
        self.registers
            .iter()
            .map(|(_, register)| register.stamp)
            .max()
            .unwrap_or(self.created)
            .max(self.created)
    }

    /// How the record stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.value(field::GONE).is_some_and(Value::is_yes) {
            Standing::Gone
        } else if self.value(field::DELETED_AT).is_some() {
            Standing::Trashed
        } else {
            Standing::Live
        }
    }

    /// The text of the field that names the record to people.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text(self.id.kind.name_field())
    }
}

/// How a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Standing {
    /// In use.
    Live = 0,
    /// In the trash, from where it can come back.
    Trashed = 1,
    /// Its making was undone, or it was erased: listed nowhere.
    Gone = 2,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::customer;
    use crate::domain::id::Uuid;
    use crate::domain::kind::RecordKind;
    use crate::domain::stamp::ReplicaId;

    fn at(ms: u64, replica: u64) -> Stamp {
        Stamp::new(ms, 0, ReplicaId(replica))
    }

    fn name(text: &str, stamp: Stamp) -> (Key, Register) {
        (
            Key::one(customer::NAME),
            Register {
                value: Some(Value::text(text)),
                stamp,
            },
        )
    }

    #[test]
    fn merging_takes_the_larger_stamp_in_any_order() {
        let id = RecordId::new(RecordKind::Customer, Uuid::v7(1, 1));
        let writes = [
            name("a", at(1, 1)),
            name("b", at(3, 1)),
            name("c", at(2, 9)),
            name("d", at(3, 2)),
        ];
        for rotation in 0..writes.len() {
            let mut record = Record::new(id, at(1, 1));
            for (key, register) in writes.iter().cycle().skip(rotation).take(writes.len()) {
                record.merge(key.clone(), register.clone());
            }
            assert_eq!(record.name(), "d");
            assert_eq!(record.revision(), at(3, 2));
        }
    }

    #[test]
    fn a_value_taken_away_leaves_its_stamp() {
        let id = RecordId::new(RecordKind::Customer, Uuid::v7(1, 1));
        let mut record = Record::new(id, at(1, 1));
        record.merge(
            Key::one(customer::NAME),
            Register {
                value: None,
                stamp: at(5, 1),
            },
        );
        assert!(!record.merge(
            Key::one(customer::NAME),
            Register {
                value: Some(Value::text("old")),
                stamp: at(4, 1)
            }
        ));
        assert_eq!(record.value(customer::NAME), None);
    }
}
