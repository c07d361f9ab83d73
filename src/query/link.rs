//! References as rows: which row of another table each row refers to, so that a condition or a key
//! of the other table is looked up without its ids. Made when first asked for, then patched.

use crate::document::value::{Packed, Tag};
use crate::domain::{FieldIx, Key, RecordId, RecordKind, Standing, Value, customer, field, order};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use crate::workspace::derived::{Fields, Source};
use crate::workspace::table::Table;
use std::rc::Rc;

/// The row that stands for "no row".
pub(super) const NO_ROW: u32 = u32::MAX;

/// The rows of one table that the rows of another refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Links(Vec<u32>);

impl Links {
    /// Where a register of references leads in the table of a kind.
    pub(super) fn of(
        workspace: &Workspace,
        kind: RecordKind,
        key: &Key,
        target: RecordKind,
    ) -> Rc<Self> {
        let (table, to) = (workspace.table(kind), workspace.table(target));
        let sources = [
            Source::new(kind, Fields::of(&[key.field, field::GONE])),
            Source::new(target, Fields::of(&[field::GONE])),
        ];
        let row_of = |id: &RecordId| {
            let row = to.row(id.uuid).filter(|_| id.kind == target);
            row.filter(|row| to.standing(*row) != Standing::Gone)
                .unwrap_or(NO_ROW)
        };
        let make = || {
            let refs = table.refs(key);
            let mut rows = vec![NO_ROW];
            rows.extend(refs.values().iter().map(row_of));
            let codes = refs.as_slice().iter();
            Self(
                codes
                    .map(|code| rows.get(*code as usize).copied().unwrap_or(NO_ROW))
                    .collect(),
            )
        };
        let patch = |links: &mut Self, written: &[(RecordKind, u32)]| {
            let refs = table.refs(key);
            let is_dangling = |(row, to): (u32, &u32)| {
                *to == NO_ROW && refs.at(row).is_some_and(|id| id.kind == target)
            };
            // A record may be gone, or one that was referred to before it was there is there now.
            for (_, row) in written.iter().filter(|(of, _)| *of == target) {
                let is_moot = if to.standing(*row) == Standing::Gone {
                    links.0.contains(row)
                } else {
                    (0u32..).zip(&links.0).any(is_dangling)
                };
                if is_moot {
                    return false;
                }
            }
            for (_, row) in written.iter().filter(|(of, _)| *of == kind) {
                links.set(*row, refs.at(*row).map_or(NO_ROW, row_of));
            }
            true
        };
        let name = format!("links of {key:?} of {} to {}", kind.code(), target.code());
        workspace.derived(&name, 0, &sources, make, patch)
    }

    /// The primary company of each person.
    pub(super) fn to_company(workspace: &Workspace) -> Rc<Self> {
        let kind = RecordKind::Customer;
        let table = workspace.table(kind);
        let companies = company_refs(workspace);
        let sources = [Source::new(
            kind,
            Fields::of(&[customer::COMPANIES, field::GONE]),
        )];
        let make = || {
            let row_of = |id: &Option<RecordId>| {
                let row = id.and_then(|id| table.row(id.uuid));
                row.filter(|row| table.standing(*row) != Standing::Gone)
            };
            let rows = companies.0.iter().map(row_of);
            Self(rows.map(|row| row.unwrap_or(NO_ROW)).collect())
        };
        workspace.derived("links to companies", 0, &sources, make, |_, _| false)
    }

    fn set(&mut self, row: u32, to: u32) {
        let row = row as usize;
        if row >= self.0.len() {
            self.0.resize(row + 1, NO_ROW);
        }
        if let Some(slot) = self.0.get_mut(row) {
            *slot = to;
        }
    }

    /// The row that a row refers to.
    pub(super) fn at(&self, row: u32) -> Option<u32> {
        self.0
            .get(row as usize)
            .copied()
            .filter(|row| *row != NO_ROW)
    }

    /// The rows referred to, by row; [`NO_ROW`] where there is none.
    pub(super) fn as_slice(&self) -> &[u32] {
        &self.0
    }

    /// The rows that refer to one of these.
    pub(super) fn select(&self, targets: &Bits) -> Bits {
        Bits::of(&self.0, |row| targets.at(*row))
    }
}

/// The primary company of each person, by row.
#[derive(Clone, Debug)]
pub(super) struct CompanyRefs(pub(super) Vec<Option<RecordId>>);

/// The primary company of each person.
pub(super) fn company_refs(workspace: &Workspace) -> Rc<CompanyRefs> {
    let kind = RecordKind::Customer;
    let table = workspace.table(kind);
    let sources = [Source::new(
        kind,
        Fields::of(&[customer::COMPANIES, field::GONE]),
    )];
    let make = || {
        let mut firsts: Vec<Option<(bool, Box<str>, RecordId)>> = vec![None; table.rows()];
        table.each_element(customer::COMPANIES, |row, element, value| {
            let (mut id, mut is_primary) = (None, false);
            value.each(|place, value| match value {
                Packed::Ref(to) => id = Some(to),
                Packed::Int(Tag::Bool, 1) if place == 2 => is_primary = true,
                _ => {}
            });
            if let (Some(id), Some(first)) = (id, firsts.get_mut(row as usize)) {
                let is_before = first.as_ref().is_none_or(|(was_primary, before, _)| {
                    (!is_primary, element) < (!was_primary, before)
                });
                if is_before {
                    *first = Some((is_primary, element.into(), id));
                }
            }
        });
        CompanyRefs(
            firsts
                .into_iter()
                .map(|first| first.map(|(_, _, id)| id))
                .collect(),
        )
    };
    let patch = |refs: &mut CompanyRefs, written: &[(RecordKind, u32)]| {
        for (_, row) in written {
            let id = table.record(*row).and_then(|record| company_of(&record));
            let at = *row as usize;
            if at >= refs.0.len() {
                refs.0.resize(at + 1, None);
            }
            if let Some(slot) = refs.0.get_mut(at) {
                *slot = id;
            }
        }
        true
    };
    workspace.derived("companies of persons", 0, &sources, make, patch)
}

/// The primary company of a person, or the first.
pub(super) fn company_of(record: &crate::domain::Record) -> Option<RecordId> {
    let parts = || {
        record
            .elements(customer::COMPANIES)
            .filter_map(|(_, value)| value.as_part())
            .filter(|part| part.value(0).is_some())
    };
    parts()
        .find(|part| part.value(2).is_some_and(Value::is_yes))
        .or_else(|| parts().next())
        .and_then(|part| part.value(0))
        .and_then(Value::as_ref_id)
}

/// The references at a place of a list's parts, each with its row, in the order of rows.
pub(super) fn ref_pairs(
    workspace: &Workspace,
    kind: RecordKind,
    field: FieldIx,
    place: u8,
) -> Rc<Vec<(u32, RecordId)>> {
    let table = workspace.table(kind);
    pairs(workspace, kind, field, place, "references", |table_row| {
        let mut pairs = Vec::new();
        each_at(table, field, place, table_row, |row, value| {
            if let Packed::Ref(id) = value {
                pairs.push((row, id));
            }
        });
        pairs
    })
}

/// The whole numbers at a place of a list's parts, each with its row, in the order of rows.
pub(super) fn int_pairs(
    workspace: &Workspace,
    kind: RecordKind,
    field: FieldIx,
    place: u8,
) -> Rc<Vec<(u32, i64)>> {
    let table = workspace.table(kind);
    pairs(workspace, kind, field, place, "numbers", |table_row| {
        let mut pairs = Vec::new();
        each_at(table, field, place, table_row, |row, value| {
            if let Packed::Int(_, int) = value {
                pairs.push((row, int));
            }
        });
        pairs
    })
}

/// Derives pairs of rows and values: `read` gives those of one row, or of all.
fn pairs<T: Copy + Ord + 'static>(
    workspace: &Workspace,
    kind: RecordKind,
    field: FieldIx,
    place: u8,
    what: &str,
    read: impl Fn(Option<u32>) -> Vec<(u32, T)>,
) -> Rc<Vec<(u32, T)>> {
    let name = format!("{what} at {place} of {field:?} of {}", kind.code());
    let sources = [Source::new(kind, Fields::of(&[field, field::GONE]))];
    let make = || {
        let mut pairs = read(None);
        sort(&mut pairs);
        pairs
    };
    let patch = |pairs: &mut Vec<(u32, T)>, written: &[(RecordKind, u32)]| {
        let is_written = |row: u32| written.binary_search(&(kind, row)).is_ok();
        pairs.retain(|(row, _)| !is_written(*row));
        pairs.extend(written.iter().flat_map(|(_, row)| read(Some(*row))));
        sort(pairs);
        true
    };
    workspace.derived(&name, 0, &sources, make, patch)
}

/// Sorts pairs, which mostly come in order.
fn sort<T: Ord>(pairs: &mut Vec<T>) {
    if !pairs.is_sorted() {
        order::sort(pairs);
    }
}

/// Calls back with the values at a place of a field's parts: of one row, or of all.
fn each_at(
    table: &Table,
    field: FieldIx,
    place: u8,
    of: Option<u32>,
    mut visit: impl FnMut(u32, Packed<'_>),
) {
    let Some(row) = of else {
        return table.each_element(field, |row, _, value| {
            value.each(|at, value| {
                if at == place {
                    visit(row, value);
                }
            });
        });
    };
    let Some(record) = table.record(row) else {
        return;
    };
    for (_, register) in record.registers().filter(|(key, _)| key.field == field) {
        let part = register.value.as_ref().and_then(Value::as_part);
        if let Some(value) = part.and_then(|part| part.value(place)) {
            visit(row, Packed::of(value));
        }
    }
}
