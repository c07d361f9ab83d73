//! Orders: what a list is sorted by, and the sorting itself. Several keys; what is missing comes
//! last in both directions; what is equal stays in the order of ids. A first page is picked without
//! sorting the rest.

use super::Now;
use super::column::{Column, Keys};
use super::mark::{Place, compare};
use super::stamp::IdOrder;
use crate::domain::problem::quoted;
use crate::domain::{Problem, RecordKind, Rule, Uuid};
use crate::workspace::Workspace;
use satchel_scan::{by_digits, sort_rows};
use std::fmt;
use std::rc::Rc;

/// How many keys a list is sorted by at most.
const KEYS_MAX: usize = 8;
/// The longest page that is picked rather than sorted out.
const PICKED_MAX: usize = 1000;

/// One key of an order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SortKey {
    /// The field.
    pub field: Box<str>,
    /// Whether the greatest comes first.
    pub is_descending: bool,
}

/// What a list is sorted by: `-amount,name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort(pub Vec<SortKey>);

impl Sort {
    /// Reads `-amount,name`; nothing is the order of ids.
    ///
    /// # Errors
    /// A problem of `sort` for an empty or a repeated field, or too many.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut keys: Vec<SortKey> = Vec::new();
        if text.is_empty() {
            return Ok(Self(keys));
        }
        for key in text.split(',') {
            let (field, is_descending) = match key.strip_prefix('-') {
                Some(field) => (field, true),
                None => (key, false),
            };
            if field.is_empty() || keys.iter().any(|key| *key.field == *field) {
                let value = quoted(key);
                return Err(Problem::new("sort", Rule::NotAnOption { value }));
            }
            keys.push(SortKey {
                field: field.into(),
                is_descending,
            });
        }
        if keys.len() > KEYS_MAX {
            return Err(Problem::new("sort", Rule::TooMany { max: KEYS_MAX }));
        }
        Ok(Self(keys))
    }
}

impl fmt::Display for Sort {
    /// Writes what [`Sort::parse`] reads.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, key) in self.0.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let sign = if key.is_descending { "-" } else { "" };
            write!(out, "{comma}{sign}{}", key.field)?;
        }
        Ok(())
    }
}

/// An order made ready: keys by row, each with whether the greatest comes first, then ids.
pub(super) struct Order {
    keys: Vec<(Keys, bool)>,
    ids: Rc<IdOrder>,
}

/// An order by named fields: it also knows where a row stood that is none any more.
pub(super) struct Sorter {
    order: Order,
    /// The columns that the keys are of.
    columns: Vec<(Column, bool)>,
}

impl Sorter {
    pub(super) fn new(
        workspace: &Workspace,
        kind: RecordKind,
        sort: &Sort,
        now: Now,
    ) -> Result<Self, Vec<Problem>> {
        let (mut keys, mut columns, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        for SortKey {
            field,
            is_descending,
        } in &sort.0
        {
            let column = Column::find(workspace, kind, field, now);
            let found = column
                .map_err(|rule| Problem::new(&**field, rule))
                .and_then(|column| {
                    let value = quoted(field);
                    // A row with several values has no place of its own.
                    let keys = column
                        .keys(workspace)
                        .ok_or_else(|| Problem::new("sort", Rule::NotAnOption { value }))?;
                    Ok((column, keys))
                });
            match found {
                Ok((column, found)) => {
                    columns.push((column, *is_descending));
                    keys.extend(
                        found
                            .into_iter()
                            .map(|(key, is_fixed)| (key, *is_descending && !is_fixed)),
                    );
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            let order = Order::by(workspace, kind, keys);
            Ok(Self { order, columns })
        } else {
            Err(problems)
        }
    }

    /// Where a row stands in this order.
    pub(super) fn place(&self, workspace: &Workspace, row: u32, id: Uuid) -> Place {
        let marks = self.columns.iter();
        let marks = marks.flat_map(|(column, _)| column.marks(workspace, Some(row)));
        Place {
            marks: marks.map(|(mark, _)| mark).collect(),
            id,
        }
    }

    /// How many of sorted rows stand up to a place; none where it is one of another order.
    pub(super) fn up_to(
        &self,
        workspace: &Workspace,
        kind: RecordKind,
        rows: &[u32],
        place: &Place,
    ) -> Option<usize> {
        if place.marks.len() != self.order.keys.len() {
            return None;
        }
        let table = workspace.table(kind);
        let is_up_to = |row: &u32| {
            let mut marks = place.marks.iter();
            for (column, is_descending) in &self.columns {
                for (mark, is_fixed) in column.marks(workspace, Some(*row)) {
                    let other = marks.next().and_then(Option::as_ref);
                    let order = compare(mark.as_ref(), other, *is_descending && !is_fixed);
                    if order.is_ne() {
                        return order.is_lt();
                    }
                }
            }
            table.id(*row).is_none_or(|id| id.uuid <= place.id)
        };
        Some(rows.partition_point(is_up_to))
    }

    /// As [`Order::sorted`].
    pub(super) fn sorted(&self, rows: Vec<u32>, first: Option<usize>) -> Vec<u32> {
        self.order.sorted(rows, first)
    }
}

impl Order {
    /// An order by keys that are at hand.
    pub(super) fn by(workspace: &Workspace, kind: RecordKind, keys: Vec<(Keys, bool)>) -> Self {
        let ids = IdOrder::of(workspace, kind);
        Self { keys, ids }
    }

    /// The rows, given in the order of the table, in this order: all, or the first so many.
    pub(super) fn sorted(&self, rows: Vec<u32>, first: Option<usize>) -> Vec<u32> {
        match first {
            Some(first) if first <= PICKED_MAX && first * 4 < rows.len() => {
                self.picked(rows, first)
            }
            Some(first) => {
                let mut rows = self.all(rows);
                rows.truncate(first);
                rows
            }
            None => self.all(rows),
        }
    }

    fn keys(&self) -> impl DoubleEndedIterator<Item = (&[i64], bool)> {
        let ids = self.ids.ranks().map(|ranks| (ranks, false));
        self.keys
            .iter()
            .map(|(keys, is_descending)| (keys.as_slice(), *is_descending))
            .chain(ids)
    }

    fn all(&self, mut rows: Vec<u32>) -> Vec<u32> {
        // From the last key to the first: each sort keeps the order of the one before among equals.
        for (keys, is_descending) in self.keys().rev() {
            rows = by_digits(rows, keys, is_descending);
        }
        rows
    }

    /// The first so many of many rows: picked by the first key, where it leaves that open by the
    /// next, and only then sorted.
    fn picked(&self, mut rows: Vec<u32>, first: usize) -> Vec<u32> {
        let mut picked = Vec::with_capacity(first);
        for (keys, is_descending) in self.keys() {
            if picked.len() + rows.len() <= first {
                break;
            }
            let rest = first - picked.len();
            let (before, equal) = satchel_scan::first(&rows, keys, is_descending, rest);
            picked.extend(before);
            rows = equal;
        }
        sort_rows(&mut rows);
        rows.truncate(first - picked.len());
        picked.extend(rows);
        sort_rows(&mut picked);
        self.all(picked)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::random::Random;
    use crate::workspace::columns::NONE;
    use std::cmp::Ordering;

    #[test]
    fn an_order_is_written_as_it_is_read() {
        for text in [
            "",
            "name",
            "-amount,name",
            "custom.machine,-customer.industry",
        ] {
            assert_eq!(Sort::parse(text).unwrap().to_string(), text);
        }
        for text in [",", "-", "name,", "name,-name", "a,b,c,d,e,f,g,h,i"] {
            assert_eq!(Sort::parse(text).unwrap_err().field, "sort", "{text}");
        }
    }

    /// A sort as one would write it on a blackboard.
    fn plainly(rows: &[u32], keys: &[(Vec<i64>, bool)]) -> Vec<u32> {
        let mut rows = rows.to_vec();
        rows.sort_by(|a, b| {
            let orders = keys.iter().map(|(keys, is_descending)| {
                match (keys[*a as usize], keys[*b as usize]) {
                    (NONE, NONE) => Ordering::Equal,
                    (NONE, _) => Ordering::Greater,
                    (_, NONE) => Ordering::Less,
                    (a, b) if *is_descending => b.cmp(&a),
                    (a, b) => a.cmp(&b),
                }
            });
            orders.fold(Ordering::Equal, Ordering::then).then(a.cmp(b))
        });
        rows
    }

    #[test]
    fn sorting_by_digits_and_picking_agree_with_a_plain_sort() {
        for seed in 0..60 {
            let mut random = Random::seeded(seed);
            let count = random.below(3000) as usize;
            let keys: Vec<(Vec<i64>, bool)> = (0..1 + random.below(3))
                .map(|_| {
                    let spread = *random.pick(&[2u64, 50, 1 << 20, u64::MAX]);
                    let made = (0..count).map(|_| match random.below(5) {
                        0 => NONE,
                        _ => ((random.next() % spread) as i64)
                            .wrapping_sub((spread / 3) as i64)
                            .max(NONE + 1),
                    });
                    (made.collect(), random.below(2) == 0)
                })
                .collect();
            let rows: Vec<u32> = (0..count as u32).filter(|_| random.below(4) > 0).collect();
            let order = Order {
                keys: keys
                    .iter()
                    .map(|(keys, is)| (Keys::Made(keys.clone()), *is))
                    .collect(),
                ids: Rc::default(),
            };
            let plain = plainly(&rows, &keys);
            assert_eq!(order.sorted(rows.clone(), None), plain, "seed {seed}");
            for first in [0, 1, 7, 50, 2000] {
                let page = order.sorted(rows.clone(), Some(first));
                let expected = &plain[..first.min(plain.len())];
                assert_eq!(page, expected, "seed {seed}, first {first}");
            }
        }
    }
}
