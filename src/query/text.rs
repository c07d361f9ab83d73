//! Texts of a field by row, folded, in one run of bytes: what conditions on texts scan and orders
//! of names compare. Made when first asked for, then patched. The search over all fields of a
//! record is the table's.

mod order;

pub(super) use order::{Ordering, TextOrder};

use super::pinyin;
use crate::document::value::Packed;
use crate::domain::field::CUSTOM;
use crate::domain::{FieldIx, Key, Record, RecordKind, Value, custom_field};
use crate::workspace::Workspace;
use crate::workspace::arena::{Arena, UNIT};
use crate::workspace::columns::Bits;
use crate::workspace::derived::{Fields, Source};
use crate::workspace::fold::{fold, fold_into};
use std::rc::Rc;

/// After so many changed rows all are read anew.
const CHANGES_MAX: usize = 2048;

/// Where the texts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextSource {
    /// The text of a register.
    Register(Key),
    /// Members of a set or values of a map or list; of parts, the values at this place, or all
    /// texts where none is named.
    Elements(FieldIx, Option<u8>),
    /// Members of a custom field with several values, by its key.
    Members(Box<str>),
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
    /// The names of a kind's records.
    pub(super) const fn names(kind: RecordKind) -> Self {
        Self::Register(Key::one(kind.name_field()))
    }

    pub(super) const fn field(&self) -> FieldIx {
        match self {
            Self::Register(key) => key.field,
            Self::Elements(field, _) | Self::Primary { field, .. } => *field,
            Self::Members(_) => CUSTOM,
        }
    }

    /// Whether a record may have several of them.
    pub(super) const fn is_several(&self) -> bool {
        matches!(self, Self::Elements(..) | Self::Members(_))
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
            Self::Members(key) => custom_field::members(record, key).collect(),
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
            TextSource::Members(key) => {
                table.each_element(CUSTOM, |row, element, value| {
                    if let (of, Some(member)) = custom_field::split(element)
                        && of == &**key
                        && value.is_yes()
                    {
                        add(row, member);
                    }
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
        // Those of one row lie in the order they came in.
        let rows: Vec<u64> = entries.iter().map(|(row, ..)| u64::from(*row)).collect();
        let order = satchel_scan::by_key(&rows).into_iter();
        let entries = order.filter_map(|at| entries.get(at as usize).copied());
        let mut arena = Arena::with_capacity(table.rows(), bytes.len());
        let mut entries = entries.peekable();
        for row in 0..table.rows() as u32 {
            while let Some((_, start, end)) = entries.next_if(|(of, ..)| *of == row) {
                let entry = bytes.get(start as usize..end as usize);
                arena.text().extend_from_slice(entry.unwrap_or_default());
            }
            arena.end_row();
        }
        Self(arena)
    }

    /// The first text of each row, as it is sorted by people: Han by its sound.
    fn collated(workspace: &Workspace, kind: RecordKind, source: &TextSource) -> Rc<Self> {
        let texts = Self::of(workspace, kind, source);
        let push = |out: &mut Vec<u8>, row: u32| {
            let text = String::from_utf8_lossy(texts.first(row));
            if !text.is_empty() {
                out.extend_from_slice(pinyin::collated(&text).as_bytes());
                out.push(UNIT);
            }
        };
        workspace.derived(
            &format!("collated texts of {source:?} in {}", kind.code()),
            pinyin::version(),
            &[Source::new(kind, Fields::of(&[source.field()]))],
            || {
                let rows = workspace.table(kind).rows();
                let mut arena = Arena::with_capacity(rows, texts.0.len());
                for row in 0..rows as u32 {
                    push(arena.text(), row);
                    arena.end_row();
                }
                Self(arena)
            },
            |collated, written| {
                for (_, row) in written {
                    let mut text = Vec::new();
                    push(&mut text, *row);
                    collated.0.change(*row, text);
                }
                collated.0.changes() < CHANGES_MAX
            },
        )
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
            self.0.search(word, |row| {
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
