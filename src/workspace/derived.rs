//! What is worked out from tables and kept: an order of names, the open deals of each customer. It
//! is made when first asked for; when rows were written since, only those are worked out again.
//! What there is to work out is the caller's matter.

use super::Workspace;
use crate::domain::{FieldIx, RecordKind};
use crate::workspace::columns::Column;
use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Some fields of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields(u128);

impl Fields {
    /// Every field.
    pub const ALL: Self = Self(u128::MAX);

    /// These fields.
    #[must_use]
    pub const fn of(fields: &[FieldIx]) -> Self {
        let mut rest = fields;
        let mut bits = 0;
        while let [first, others @ ..] = rest {
            bits |= 1 << first.0;
            rest = others;
        }
        Self(bits)
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// These but not those.
    #[must_use]
    pub const fn without(self, others: &[FieldIx]) -> Self {
        Self(self.0 & !Self::of(others).0)
    }

    /// Whether a field is among them.
    #[must_use]
    pub const fn has(self, field: FieldIx) -> bool {
        self.0 >> field.0 & 1 == 1
    }
}

/// Where something is derived from. Rows that are made or go are written in
/// [`crate::domain::field::GONE`].
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The table.
    pub kind: RecordKind,
    /// The fields that matter.
    pub fields: Fields,
}

impl Source {
    /// These fields of a table.
    #[must_use]
    pub const fn new(kind: RecordKind, fields: Fields) -> Self {
        Self { kind, fields }
    }
}

/// Everything that was derived, by name.
#[derive(Default)]
pub(super) struct Derived(RefCell<HashMap<String, Slot>>);

struct Slot {
    parameter: i64,
    seen: Vec<u64>,
    value: Rc<dyn Any>,
}

impl Workspace {
    /// Something derived from tables: kept from before, brought in step by `patch`, which is given
    /// the written rows and says whether it could, or made by `make`. The `parameter` is whatever
    /// else it depends on, such as the day; only the latest is kept.
    pub fn derived<T: Clone + 'static>(
        &self,
        name: &str,
        parameter: i64,
        sources: &[Source],
        make: impl FnOnce() -> T,
        patch: impl FnOnce(&mut T, &[(RecordKind, u32)]) -> bool,
    ) -> Rc<T> {
        // Taken out while it is worked on: making it may ask for other things derived.
        let slot = self.derived.0.borrow_mut().remove(name);
        let kept = slot.and_then(|slot| {
            let value = Rc::downcast::<T>(slot.value).ok()?;
            let rows = self.written_since(sources, &slot.seen)?;
            (slot.parameter == parameter).then_some((value, rows))
        });
        let value = match kept {
            Some((value, rows)) if rows.is_empty() => value,
            Some((mut value, rows)) => {
                if patch(Rc::make_mut(&mut value), &rows) {
                    value
                } else {
                    Rc::new(make())
                }
            }
            None => Rc::new(make()),
        };
        let seen = self.writes_of(sources);
        let slot = Slot {
            parameter,
            seen,
            value: Rc::<T>::clone(&value),
        };
        self.derived.0.borrow_mut().insert(name.to_owned(), slot);
        value
    }

    /// Whether something derived is kept and in step with the tables.
    #[must_use]
    pub fn has_derived(&self, name: &str, parameter: i64, sources: &[Source]) -> bool {
        let derived = self.derived.0.borrow();
        derived.get(name).is_some_and(|slot| {
            let written = self.written_since(sources, &slot.seen);
            slot.parameter == parameter && written.is_some_and(|rows| rows.is_empty())
        })
    }

    /// A column of a kind that is derived row by row from fields of its own table.
    pub fn derived_rows<C: Column + 'static>(
        &self,
        name: &str,
        parameter: i64,
        kind: RecordKind,
        fields: Fields,
        set: impl Fn(&mut C, u32),
    ) -> Rc<C> {
        let rows = self.table(kind).rows();
        self.derived(
            name,
            parameter,
            &[Source::new(kind, fields)],
            || {
                let mut column = C::empty(rows);
                (0..rows as u32).for_each(|row| set(&mut column, row));
                column
            },
            |column, written| {
                written.iter().for_each(|(_, row)| set(column, *row));
                true
            },
        )
    }

    /// How far tables are written, for [`Workspace::keep_derived`].
    pub fn writes_of(&self, sources: &[Source]) -> Vec<u64> {
        let writes = sources.iter().map(|source| self.table(source.kind));
        writes.map(|table| table.written().now()).collect()
    }

    /// Keeps something derived that was made some steps at a time, from tables as they stood when
    /// they were written as far as `seen`; what was written since is patched when it is asked for.
    pub fn keep_derived<T: 'static>(&self, name: &str, parameter: i64, seen: Vec<u64>, value: T) {
        let slot = Slot {
            parameter,
            seen,
            value: Rc::new(value),
        };
        self.derived.0.borrow_mut().insert(name.to_owned(), slot);
    }

    /// Takes something half made out that is still in step with the tables; whoever goes on with it
    /// keeps it again ([`Workspace::keep_derived`]).
    #[must_use]
    pub fn take_derived<T: 'static>(
        &self,
        name: &str,
        parameter: i64,
        sources: &[Source],
    ) -> Option<T> {
        let is_kept = self.has_derived(name, parameter, sources);
        let slot = self.derived.0.borrow_mut().remove(name);
        let value = slot.filter(|_| is_kept)?.value;
        Rc::downcast::<T>(value).ok().and_then(Rc::into_inner)
    }

    /// The rows written since, each once; none where they are not known.
    fn written_since(&self, sources: &[Source], seen: &[u64]) -> Option<Vec<(RecordKind, u32)>> {
        let mut rows = Vec::new();
        for (source, then) in sources.iter().zip(seen) {
            let writes = self.table(source.kind).written().since(*then)?;
            let written = writes
                .iter()
                .filter(|(_, field)| source.fields.has(*field))
                .map(|(row, _)| (source.kind, *row));
            rows.extend(written);
        }
        crate::domain::order::sort(&mut rows);
        rows.dedup();
        Some(rows)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Value, customer};
    use crate::workspace::desk::Desk;
    use std::cell::Cell;

    #[test]
    fn what_is_derived_is_made_once_and_then_told_what_was_written() {
        let mut desk = Desk::new();
        let id = desk.company("Kanal");
        let (made, told) = (Cell::new(0), RefCell::new(Vec::new()));
        let ask = |desk: &Desk, parameter| {
            let source = Source::new(RecordKind::Customer, Fields::of(&[customer::NAME]));
            let make = || {
                made.set(made.get() + 1);
                7
            };
            let patch = |value: &mut i32, rows: &[(RecordKind, u32)]| {
                told.borrow_mut().extend_from_slice(rows);
                *value += 1;
                true
            };
            *desk
                .workspace
                .derived("seven", parameter, &[source], make, patch)
        };
        assert_eq!((ask(&desk, 0), ask(&desk, 0), made.get()), (7, 7, 1));
        desk.set(id, customer::TITLE, Some(Value::text("not asked for")));
        assert_eq!((ask(&desk, 0), made.get()), (7, 1));
        desk.set(id, customer::NAME, Some(Value::text("Kanal & Co")));
        assert_eq!((ask(&desk, 0), made.get()), (8, 1));
        assert_eq!(*told.borrow(), [(RecordKind::Customer, 0)]);
        assert_eq!((ask(&desk, 1), made.get()), (7, 2));
    }

    #[test]
    fn what_is_half_made_is_gone_on_with_until_something_is_written() {
        let mut desk = Desk::new();
        let id = desk.company("Kanal");
        let sources = [Source::new(
            RecordKind::Customer,
            Fields::of(&[customer::NAME]),
        )];
        let take = |desk: &Desk, day| desk.workspace.take_derived::<u8>("half", day, &sources);
        let keep = |desk: &Desk| {
            let seen = desk.workspace.writes_of(&sources);
            desk.workspace.keep_derived("half", 3, seen, 7_u8);
        };
        assert_eq!(take(&desk, 3), None);
        keep(&desk);
        assert_eq!((take(&desk, 3), take(&desk, 3)), (Some(7), None));
        keep(&desk);
        assert_eq!(take(&desk, 4), None);
        keep(&desk);
        desk.set(id, customer::NAME, Some(Value::text("Kanal & Co")));
        assert_eq!(take(&desk, 3), None);
    }
}
