//! When records were made and last written, by row: from their stamps, which no column holds.

use crate::domain::{Instant, Key, Record, RecordKind, Stamp, Value, field};
use crate::workspace::Workspace;
use crate::workspace::columns::{Column as _, Ints};
use crate::workspace::derived::{Fields, Source};
use std::rc::Rc;

/// The moment of a stamp.
#[must_use]
pub fn moment(stamp: Stamp) -> Instant {
    Instant::from_clock_ms(i64::try_from(stamp.ms()).unwrap_or(i64::MAX))
}

/// When a record was made: what it says itself, or when it came into this workspace.
#[must_use]
pub fn created_at(record: &Record) -> Instant {
    match record.value(field::CREATED_AT) {
        Some(Value::Instant(at)) => *at,
        _ => moment(record.created),
    }
}

/// When a record was last written.
#[must_use]
pub fn updated_at(record: &Record) -> Instant {
    moment(record.revision())
}

/// When each record was made.
pub(super) fn created(workspace: &Workspace, kind: RecordKind) -> Rc<Ints> {
    let table = workspace.table(kind);
    let make = || {
        let said = table.ints(&Key::one(field::CREATED_AT));
        let mut column = Ints::empty(table.rows());
        table.each_stamp(|row, created, _| {
            let ms = said.at(row).unwrap_or_else(|| moment(created).to_ms());
            column.set(row, Some(ms));
        });
        column
    };
    let fields = Fields::of(&[field::CREATED_AT, field::GONE]);
    derived(workspace, kind, "made", fields, make, created_at)
}

/// When each record was last written.
pub(super) fn updated(workspace: &Workspace, kind: RecordKind) -> Rc<Ints> {
    let table = workspace.table(kind);
    let make = || {
        let mut column = Ints::empty(table.rows());
        table.each_stamp(|row, _, revised| column.set(row, Some(moment(revised).to_ms())));
        column
    };
    derived(workspace, kind, "updated", Fields::ALL, make, updated_at)
}

/// When any record of a kind was last written, also by going into the trash.
#[must_use]
pub fn last_written(workspace: &Workspace, kind: RecordKind) -> Option<Instant> {
    let column = updated(workspace, kind);
    let rows = 0..workspace.table(kind).rows() as u32;
    Instant::from_ms(rows.filter_map(|row| column.at(row)).max()?)
}

fn derived(
    workspace: &Workspace,
    kind: RecordKind,
    what: &str,
    fields: Fields,
    make: impl FnOnce() -> Ints,
    of_record: impl Fn(&Record) -> Instant,
) -> Rc<Ints> {
    let table = workspace.table(kind);
    let name = format!("when {} were {what}", kind.collection());
    let sources = [Source::new(kind, fields)];
    workspace.derived(&name, 0, &sources, make, |column: &mut Ints, written| {
        for (_, row) in written {
            let at = table.record(*row).map(|record| of_record(&record).to_ms());
            column.set(*row, at);
        }
        true
    })
}

/// The order of records by their ids: how rows that are equal otherwise are told apart.
#[derive(Clone, Debug, Default)]
pub(super) struct IdOrder {
    /// The rows by id.
    rows: Vec<u32>,
    /// The place of each row among them; empty where rows are in the order of their ids already,
    /// as they are where one device made them.
    ranks: Vec<i64>,
}

impl IdOrder {
    /// The order of a kind's ids.
    pub(super) fn of(workspace: &Workspace, kind: RecordKind) -> Rc<Self> {
        let table = workspace.table(kind);
        let id = |row: &u32| table.id(*row).map(|id| id.uuid);
        let make = || {
            let rows: Vec<u32> = (0..table.rows() as u32).collect();
            if rows.is_sorted_by_key(id) {
                return Self::ranked(rows);
            }
            // By the second half first, and then, keeping that order of equal ones, by the first.
            let half = |row: &u32, at: usize| {
                let bytes = id(row)?.as_bytes().get(at..)?.first_chunk::<8>().copied()?;
                Some(u64::from_be_bytes(bytes))
            };
            let by_half = |rows: Vec<u32>, at: usize| {
                let keys = rows.iter().map(|row| half(row, at).unwrap_or_default());
                let order = satchel_scan::by_key(&keys.collect::<Vec<u64>>()).into_iter();
                let sorted = order.filter_map(|place| rows.get(place as usize).copied());
                sorted.collect::<Vec<u32>>()
            };
            Self::ranked(by_half(by_half(rows, 8), 0))
        };
        let patch = |order: &mut Self, _: &[(RecordKind, u32)]| {
            let mut rows = std::mem::take(&mut order.rows);
            for row in rows.len() as u32..table.rows() as u32 {
                let at = rows.partition_point(|other| id(other) < id(&row));
                rows.insert(at, row);
            }
            *order = Self::ranked(rows);
            true
        };
        let name = format!("order of the ids of {}", kind.collection());
        let sources = [Source::new(kind, Fields::of(&[field::GONE]))];
        workspace.derived(&name, 0, &sources, make, patch)
    }

    fn ranked(rows: Vec<u32>) -> Self {
        let mut ranks = Vec::new();
        if !rows.is_sorted() {
            ranks.resize(rows.len(), 0);
            for (rank, row) in (0i64..).zip(&rows) {
                if let Some(slot) = ranks.get_mut(*row as usize) {
                    *slot = rank;
                }
            }
        }
        Self { rows, ranks }
    }

    /// The rank of each row; nothing where rows are in order already.
    pub(super) fn ranks(&self) -> Option<&[i64]> {
        (!self.ranks.is_empty()).then_some(&self.ranks)
    }
}
