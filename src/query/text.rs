//! Texts of a field by row, folded, in one run of bytes: what conditions on texts scan and orders
//! of names compare. Made when first asked for, then patched. The search over all fields of a
//! record is the table's.

use crate::document::value::Packed;
use crate::domain::{FieldIx, Key, Record, RecordKind, Value};
use crate::workspace::Workspace;
use crate::workspace::arena::{Arena, UNIT};
use crate::workspace::columns::{Bits, NONE};
use crate::workspace::derived::{Fields, Source};
use crate::workspace::fold::{fold, fold_into};
use satchel_scan::ByText;
use std::rc::Rc;

/// After so many changed rows all are read anew.
const CHANGES_MAX: usize = 2048;
/// How many rows are sorted in one step.
const ROWS_AT_ONCE: usize = 16_384;
/// How far apart ranks are at first, so that there is room between them. A power of two to the 22:
/// the digits of the sort's passes, of eleven bits each, then skip it.
const RANK_STEP: i64 = 1 << 22;

/// Where the texts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextSource {
    /// The text of a register.
    Register(Key),
    /// Members of a set or values of a map or list; of parts, the values at this place, or all
    /// texts where none is named.
    Elements(FieldIx, Option<u8>),
    /// The text at a place of a list's first part, or of the one that a place says is the primary.
    Primary {
        /// The list.
        field: FieldIx,
        /// The place of the text.
        place: u8,
        /// The place of the yes that marks the primary part.
        primary: u8,
    },
}

impl TextSource {
    const fn field(&self) -> FieldIx {
        match self {
            Self::Register(key) => key.field,
            Self::Elements(field, _) | Self::Primary { field, .. } => *field,
        }
    }

    /// The texts of a record.
    pub(super) fn of_record<'r>(&self, record: &'r Record) -> Vec<&'r str> {
        match self {
            Self::Register(key) => record
                .element(key.field, key.element.as_deref())
                .and_then(Value::as_text)
                .into_iter()
                .collect(),
            Self::Elements(field, place) => {
                let registers = record.registers().filter(|(key, _)| key.field == *field);
                registers
                    .filter_map(|(key, register)| Some((key, register.value.as_ref()?)))
                    .flat_map(|(key, value)| match value {
                        Value::Text(text) => vec![&**text],
                        Value::Bool(true) => key.element.as_deref().into_iter().collect(),
                        Value::Part(part) => part
                            .iter()
                            .filter(|(at, _)| place.is_none_or(|place| place == *at))
                            .filter_map(|(_, value)| value.as_text())
                            .collect(),
                        _ => Vec::new(),
                    })
                    .collect()
            }
            Self::Primary {
                field,
                place,
                primary,
            } => primary_text(record, *field, *place, *primary)
                .into_iter()
                .collect(),
        }
    }
}

/// The text at a place of a list's primary part, or of its first one that has it.
pub(super) fn primary_text(
    record: &Record,
    field: FieldIx,
    place: u8,
    primary: u8,
) -> Option<&str> {
    let parts = || {
        record
            .elements(field)
            .filter_map(|(_, value)| value.as_part())
    };
    let text = |part: &'_ crate::domain::Part| part.value(place).is_some();
    parts()
        .filter(|part| text(part))
        .find(|part| part.value(primary).is_some_and(Value::is_yes))
        .or_else(|| parts().find(|part| text(part)))
        .and_then(|part| part.value(place))
        .and_then(Value::as_text)
}

/// The folded texts of a field by row.
#[derive(Clone, Debug)]
pub(super) struct Texts(Arena);

/// What a text must be; folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextTest {
    /// One of these.
    Is(Vec<String>),
    /// Contains this.
    Contains(String),
    /// Starts with this.
    Starts(String),
}

impl TextTest {
    /// Whether a folded text is so.
    pub(super) fn holds(&self, text: &[u8]) -> bool {
        match self {
            Self::Is(texts) => texts.iter().any(|one| one.as_bytes() == text),
            Self::Contains(part) => {
                !part.is_empty() && memchr::memmem::find(text, part.as_bytes()).is_some()
            }
            Self::Starts(start) => !start.is_empty() && text.starts_with(start.as_bytes()),
        }
    }

    /// Whether a text is so when it is folded.
    pub(super) fn holds_for(&self, text: &str) -> bool {
        self.holds(fold(text).as_bytes())
    }
}

impl Texts {
    /// The texts of a kind's field.
    pub(super) fn of(workspace: &Workspace, kind: RecordKind, source: &TextSource) -> Rc<Self> {
        let fields = Fields::of(&[source.field()]);
        let table = workspace.table(kind);
        workspace.derived(
            &format!("texts of {source:?} in {}", kind.code()),
            0,
            &[Source::new(kind, fields)],
            || Self::made(workspace, kind, source),
            |texts, rows| {
                for (_, row) in rows {
                    let mut text = Vec::new();
                    if let Some(record) = table.record(*row) {
                        for entry in source.of_record(&record) {
                            push_entry(&mut text, entry);
                        }
                    }
                    texts.0.change(*row, text);
                }
                texts.0.changes() < CHANGES_MAX
            },
        )
    }

    fn made(workspace: &Workspace, kind: RecordKind, source: &TextSource) -> Self {
        let table = workspace.table(kind);
        let mut bytes = Vec::new();
        // Where each entry begins and ends, with its row and what comes first among its row's.
        let mut entries: Vec<(u32, u32, u32)> = Vec::with_capacity(table.rows());
        let mut add = |row: u32, text: &str| {
            let start = bytes.len() as u32;
            push_entry(&mut bytes, text);
            entries.push((row, start, bytes.len() as u32));
        };
        match source {
            TextSource::Register(key) => table.each_text(key, add),
            TextSource::Elements(field, place) => {
                table.each_element(*field, |row, element, value| match value.text() {
                    Some(text) => add(row, text),
                    None if value.is_yes() => add(row, element),
                    None => value.each(|at, value| {
                        if let (true, Packed::Text(text)) =
                            (place.is_none_or(|place| place == at), value)
                        {
                            add(row, text);
                        }
                    }),
                });
            }
            TextSource::Primary {
                field,
                place,
                primary,
            } => {
                // Whether it is the primary, its element and its text.
                type First = (bool, Box<str>, Box<str>);
                let mut firsts: Vec<Option<First>> = vec![None; table.rows()];
                table.each_element(*field, |row, element, value| {
                    let (mut text, mut is_primary) = (None, false);
                    value.each(|at, value| match value {
                        Packed::Text(value) if at == *place => text = Some(value),
                        Packed::Int(_, 1) if at == *primary => is_primary = true,
                        _ => {}
                    });
                    let (Some(text), Some(first)) = (text, firsts.get_mut(row as usize)) else {
                        return;
                    };
                    let is_before = first.as_ref().is_none_or(|(was_primary, before, _)| {
                        (!is_primary, element) < (!was_primary, before)
                    });
                    if is_before {
                        *first = Some((is_primary, element.into(), text.into()));
                    }
                });
                for (row, first) in (0u32..).zip(&firsts) {
                    if let Some((_, _, text)) = first {
                        add(row, text);
                    }
                }
            }
        }
        if entries.is_sorted_by_key(|(row, ..)| *row) {
            // They lie in the order of rows as they came.
            let mut ends = vec![0u32; table.rows()];
            for (row, _, end) in entries {
                if let Some(slot) = ends.get_mut(row as usize) {
                    *slot = end;
                }
            }
            let mut last = 0;
            for end in &mut ends {
                last = last.max(*end);
                *end = last;
            }
            return Self(Arena::of(bytes, ends));
        }
        entries.sort_unstable();
        let mut arena = Arena::with_capacity(table.rows(), bytes.len());
        let mut entries = entries.into_iter().peekable();
        for row in 0..table.rows() as u32 {
            while let Some((_, start, end)) = entries.next_if(|(of, ..)| *of == row) {
                let entry = bytes.get(start as usize..end as usize);
                arena.text().extend_from_slice(entry.unwrap_or_default());
            }
            arena.end_row();
        }
        Self(arena)
    }

    /// The first text of a row; empty where it has none.
    pub(super) fn first(&self, row: u32) -> &[u8] {
        self.entries(row).next().unwrap_or_default()
    }

    /// The texts of a row.
    pub(super) fn entries(&self, row: u32) -> impl Iterator<Item = &[u8]> {
        let text = self.0.at(row);
        let text = text.strip_suffix(&[UNIT]).unwrap_or(text);
        let is_there = !self.0.at(row).is_empty();
        text.split(|byte| *byte == UNIT).filter(move |_| is_there)
    }

    /// The rows of which a text passes a test.
    pub(super) fn select(&self, test: &TextTest) -> Bits {
        let mut bits = Bits::default();
        let mut search = |word: &str| {
            self.0.search(&[word], |row| {
                let passes = matches!(test, TextTest::Contains(_))
                    || self.entries(row).any(|entry| test.holds(entry));
                if passes {
                    bits.set(row, true);
                }
            });
        };
        match test {
            TextTest::Is(texts) => texts
                .iter()
                .filter(|text| !text.is_empty())
                .for_each(|text| search(text)),
            TextTest::Contains(text) | TextTest::Starts(text) if !text.is_empty() => search(text),
            TextTest::Contains(_) | TextTest::Starts(_) => {}
        }
        bits
    }

    /// The rows that have a text.
    pub(super) fn present(&self, rows: usize) -> Bits {
        let mut bits = Bits::default();
        for row in (0..rows as u32).filter(|row| !self.0.at(*row).is_empty()) {
            bits.set(row, true);
        }
        bits
    }
}

fn push_entry(out: &mut Vec<u8>, text: &str) {
    fold_into(out, text.as_bytes());
    out.push(UNIT);
}

/// The order of a field's texts: a rank for each row that has one. Equal texts have equal ranks.
#[derive(Clone, Debug, Default)]
pub(super) struct TextOrder {
    /// The rows that have a text, by rank.
    rows: Vec<u32>,
    ranks: Vec<i64>,
}

impl TextOrder {
    /// The order of a kind's field.
    pub(super) fn of(workspace: &Workspace, kind: RecordKind, source: &TextSource) -> Rc<Self> {
        let texts = Texts::of(workspace, kind, source);
        let rows = workspace.table(kind).rows();
        workspace.derived(
            &Self::name(kind, source),
            0,
            &Self::sources(kind, source),
            || Self::made(&texts, rows),
            |order, written| {
                // Each costs a walk over the order: many are sorted anew.
                let is_few = written.len() < 64;
                if is_few {
                    // All are taken out before one is put back: the rest is still in order.
                    written.iter().for_each(|(_, row)| order.take(*row));
                }
                is_few && written.iter().all(|(_, row)| order.put(&texts, *row))
            },
        )
    }

    fn name(kind: RecordKind, source: &TextSource) -> String {
        format!("order of {source:?} in {}", kind.code())
    }

    fn sources(kind: RecordKind, source: &TextSource) -> [Source; 1] {
        [Source::new(kind, Fields::of(&[source.field()]))]
    }

    fn made(texts: &Texts, rows: usize) -> Self {
        let plain;
        let arena = if texts.0.changes() == 0 {
            &texts.0
        } else {
            plain = texts.0.plain();
            &plain
        };
        let Some(texts) = arena.texts() else {
            return Self::default();
        };
        let mut sorting = ByText::of(texts);
        while sorting.step(texts, rows) {}
        Self::ranked(sorting.finish(), rows)
    }

    /// The order of rows that are sorted, each with whether its text is another than the one
    /// before.
    fn ranked(sorted: Vec<(u32, bool)>, rows: usize) -> Self {
        let mut ranks = vec![NONE; rows];
        let mut rank = 0;
        for (row, is_new) in &sorted {
            if *is_new {
                rank += RANK_STEP;
            }
            if let Some(slot) = ranks.get_mut(*row as usize) {
                *slot = rank;
            }
        }
        Self {
            rows: sorted.into_iter().map(|(row, _)| row).collect(),
            ranks,
        }
    }

    /// The rank of each row, [`NONE`] where it has no text.
    pub(super) fn ranks(&self) -> &[i64] {
        &self.ranks
    }

    /// The rows whose text begins so, in order.
    pub(super) fn beginning<'o>(&'o self, texts: &Texts, start: &str) -> &'o [u32] {
        let start = start.as_bytes();
        let from = self.rows.partition_point(|row| texts.first(*row) < start);
        let rest = self.rows.get(from..).unwrap_or_default();
        let until = rest.partition_point(|row| texts.first(*row).starts_with(start));
        rest.get(..until).unwrap_or_default()
    }

    fn rank(&self, row: u32) -> i64 {
        self.ranks.get(row as usize).copied().unwrap_or(NONE)
    }

    /// Takes a row out.
    fn take(&mut self, row: u32) {
        if self.ranks.len() <= row as usize {
            self.ranks.resize(row as usize + 1, NONE);
        }
        let was = self.rank(row);
        if was == NONE {
            return;
        }
        let from = self.rows.partition_point(|other| self.rank(*other) < was);
        let found = self.rows.iter().skip(from).position(|other| *other == row);
        if let Some(at) = found {
            self.rows.remove(from + at);
        }
        self.set_rank(row, NONE);
    }

    /// Puts a row where its text belongs. Says no where there is no room between the ranks of its
    /// neighbours.
    fn put(&mut self, texts: &Texts, row: u32) -> bool {
        let text = texts.first(row);
        let rank = if text.is_empty() {
            NONE
        } else {
            let at = self.rows.partition_point(|other| {
                (texts.first(*other).cmp(text))
                    .then(other.cmp(&row))
                    .is_lt()
            });
            let neighbour = |at: Option<usize>| at.and_then(|at| self.rows.get(at)).copied();
            let (before, after) = (neighbour(at.checked_sub(1)), neighbour(Some(at)));
            let same = [before, after]
                .into_iter()
                .flatten()
                .find(|other| texts.first(*other) == text);
            let rank = match same {
                Some(same) => self.rank(same),
                None => {
                    let low = before.map_or(0, |row| self.rank(row));
                    let high = after.map_or(low + 2 * RANK_STEP, |row| self.rank(row));
                    if high - low < 2 {
                        return false;
                    }
                    low.midpoint(high)
                }
            };
            self.rows.insert(at, row);
            rank
        };
        self.set_rank(row, rank);
        true
    }

    fn set_rank(&mut self, row: u32, rank: i64) {
        if let Some(slot) = self.ranks.get_mut(row as usize) {
            *slot = rank;
        }
    }
}

/// Makes the order of a field's texts some milliseconds at a time, so that the list which first
/// asks for it finds it ready.
pub(super) struct Ordering {
    kind: RecordKind,
    source: TextSource,
    phase: Phase,
}

/// What comes next.
enum Phase {
    Texts,
    Sorting {
        texts: Rc<Texts>,
        sorting: ByText,
        seen: Vec<u64>,
        rows: usize,
    },
    Done,
}

impl Ordering {
    /// Begins with the order of a kind's field.
    pub(super) const fn of(kind: RecordKind, source: TextSource) -> Self {
        Self {
            kind,
            source,
            phase: Phase::Texts,
        }
    }

    /// Does one step on the workspace that all steps are done on; says whether there are more.
    pub(super) fn step(&mut self, workspace: &Workspace) -> bool {
        let Self { kind, source, .. } = self;
        self.phase = match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Texts => {
                let seen = workspace.writes_of(&TextOrder::sources(*kind, source));
                let rows = workspace.table(*kind).rows();
                let texts = Texts::of(workspace, *kind, source);
                match texts.0.texts().map(ByText::of) {
                    Some(sorting) => Phase::Sorting {
                        texts,
                        sorting,
                        seen,
                        rows,
                    },
                    // So many were written to: whoever asks has it made.
                    None => Phase::Done,
                }
            }
            Phase::Sorting {
                texts,
                mut sorting,
                seen,
                rows,
            } => {
                let more = texts.0.texts();
                if more.is_some_and(|texts| sorting.step(texts, ROWS_AT_ONCE)) {
                    Phase::Sorting {
                        texts,
                        sorting,
                        seen,
                        rows,
                    }
                } else {
                    let order = TextOrder::ranked(sorting.finish(), rows);
                    let name = TextOrder::name(*kind, source);
                    workspace.keep_derived(&name, 0, seen, order);
                    Phase::Done
                }
            }
            Phase::Done => Phase::Done,
        };
        !matches!(self.phase, Phase::Done)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::random::Random;
    use crate::domain::{Key, customer};
    use crate::workspace::desk::{Desk, repacked};

    const NAME: TextSource = TextSource::Register(Key::one(customer::NAME));

    fn sorted(order: &TextOrder) -> Vec<u32> {
        let mut rows: Vec<u32> = (0..order.ranks.len() as u32)
            .filter(|row| order.rank(*row) != NONE)
            .collect();
        rows.sort_by_key(|row| (order.rank(*row), *row));
        rows
    }

    #[test]
    fn an_order_kept_in_step_equals_one_made_anew() {
        for seed in 0..20 {
            let mut random = Random::seeded(seed);
            let mut desk = Desk::new();
            let alphabet: Vec<char> = "abÄ王Z ".chars().collect();
            let mut ids = Vec::new();
            for step in 0..120 {
                let name = format!("x{}", random.text(&alphabet, 12));
                if random.below(3) > 0 && !ids.is_empty() {
                    let id = *random.pick(&ids);
                    let _ = desk.tries(&crate::workspace::command::Command::Edit {
                        ids: vec![id],
                        fields: vec![(Key::one(customer::NAME), Some(Value::text(&*name)))],
                        revision: None,
                    });
                } else {
                    ids.push(desk.company(&name));
                }
                if step == 60 {
                    desk.workspace = repacked(&desk.workspace);
                }
                if random.below(3) == 0 {
                    let order = TextOrder::of(&desk.workspace, RecordKind::Customer, &NAME);
                    let texts = Texts::of(&desk.workspace, RecordKind::Customer, &NAME);
                    let anew = TextOrder::made(&texts, ids.len());
                    assert_eq!(order.rows, anew.rows, "seed {seed}, step {step}");
                    assert_eq!(sorted(&order), sorted(&anew), "seed {seed}, step {step}");
                    for pair in order.rows.windows(2) {
                        let is_same = texts.first(pair[0]) == texts.first(pair[1]);
                        assert_eq!(order.rank(pair[0]) == order.rank(pair[1]), is_same);
                    }
                }
            }
        }
    }

    #[test]
    fn an_order_made_in_steps_is_the_same_and_is_kept_in_step() {
        let mut desk = Desk::new();
        let ids: Vec<_> = (0..300)
            .map(|at| desk.company(&format!("Customer {}", at * 7919 % 100)))
            .collect();
        let mut ordering = Ordering::of(RecordKind::Customer, NAME);
        let mut steps = 0;
        while ordering.step(&desk.workspace) {
            steps += 1;
            if steps == 1 {
                // Somebody writes between two steps.
                desk.set(ids[7], customer::NAME, Some(Value::text("Aardvark")));
            }
        }
        assert!(steps > 0);
        let order = TextOrder::of(&desk.workspace, RecordKind::Customer, &NAME);
        let texts = Texts::of(&desk.workspace, RecordKind::Customer, &NAME);
        assert_eq!(order.rows.first(), Some(&7));
        assert_eq!(order.rows, TextOrder::made(&texts, ids.len()).rows);
    }

    #[test]
    fn the_beginning_of_names_is_found_by_halving() {
        let mut desk = Desk::new();
        for name in ["Ännchen", "Bob", "anna", "Annabel", "Zoë"] {
            desk.company(name);
        }
        let texts = Texts::of(&desk.workspace, RecordKind::Customer, &NAME);
        let order = TextOrder::of(&desk.workspace, RecordKind::Customer, &NAME);
        assert_eq!(order.beginning(&texts, "ann"), [2, 3, 0]);
        assert_eq!(order.beginning(&texts, "zz"), [0; 0]);
    }
}
