//! The search text of a table: the folded text of every record, in pieces of a page each, so that
//! they can be made one at a time with rests between, and so that a batch's are made before it is
//! seen. How a piece is scanned is the arena's matter.

use super::{RowHash, Segment, Table};
use crate::document::page::Page;
use crate::document::value::Tag;
use crate::domain::{Key, Record, RecordKind, Value, field};
use crate::workspace::arena::{Arena, UNIT, Words};
use crate::workspace::change::PageId;
use crate::workspace::fold::fold_into;
use std::collections::HashMap;
use std::ops::Range;

/// From so many changed rows on, pieces are made anew.
const CHANGES_MAX: usize = 1024;
/// Where so many rows of one piece changed.
const PIECE_CHANGES_MAX: usize = 32;

/// The folded text of a table's records.
#[derive(Default)]
pub(super) struct SearchText {
    /// By their first rows; none reaches into the next.
    pieces: Vec<Piece>,
    /// Rows that were written since their piece was made, or that have none, with their text.
    changed: HashMap<u32, Vec<u8>, RowHash>,
    /// Of pages that are going to be appended.
    ready: HashMap<PageId, Arena>,
}

struct Piece {
    start: u32,
    arena: Arena,
}

impl Piece {
    fn rows(&self) -> Range<u32> {
        self.start..self.start + self.arena.rows() as u32
    }
}

impl SearchText {
    /// Replaces the text of a row.
    pub(super) fn change(&mut self, row: u32, text: Vec<u8>) {
        self.changed.insert(row, text);
    }

    /// A page was appended whose text may be ready.
    pub(super) fn append(&mut self, id: PageId, start: u32) {
        if let Some(arena) = self.ready.remove(&id) {
            self.put(Piece { start, arena });
        }
    }

    fn put(&mut self, piece: Piece) {
        let rows = piece.rows();
        let at = self
            .pieces
            .partition_point(|other| other.start < piece.start);
        let is_same = self
            .pieces
            .get(at)
            .is_some_and(|other| other.start == piece.start);
        self.pieces.splice(at..at + usize::from(is_same), [piece]);
        self.changed.retain(|row, _| !rows.contains(row));
    }

    /// The first rows of a segment that no piece has.
    fn missing(&self, segment: &Segment) -> Option<Range<u32>> {
        let end = segment.start + segment.page.rows() as u32;
        let mut row = segment.start;
        while row < end {
            let next = self.pieces.partition_point(|piece| piece.start <= row);
            let before = next.checked_sub(1).and_then(|at| self.pieces.get(at));
            match before.map(Piece::rows).filter(|rows| rows.contains(&row)) {
                Some(rows) => row = rows.end,
                None => {
                    let until = self
                        .pieces
                        .get(next)
                        .map_or(end, |piece| piece.start.min(end));
                    return Some(row..until);
                }
            }
        }
        None
    }

    /// The rows of a piece of which too many changed.
    fn outdated(&self) -> Option<Range<u32>> {
        if self.changed.len() < CHANGES_MAX {
            return None;
        }
        let mut changes = vec![0usize; self.pieces.len()];
        for row in self.changed.keys() {
            let at = self.pieces.partition_point(|piece| piece.start <= *row);
            let piece = at.checked_sub(1).and_then(|at| self.pieces.get(at));
            if piece.is_some_and(|piece| piece.rows().contains(row))
                && let Some(count) = changes.get_mut(at - 1)
            {
                *count += 1;
            }
        }
        let most = self
            .pieces
            .iter()
            .zip(changes)
            .max_by_key(|(_, count)| *count);
        most.filter(|(_, count)| *count >= PIECE_CHANGES_MAX)
            .map(|(piece, _)| piece.rows())
    }

    /// Calls back with every row whose text contains all words; in the order of rows, but for the
    /// changed ones, which come last.
    fn search(&self, words: &[&str], mut visit: impl FnMut(u32)) {
        let Some(words) = Words::of(words) else {
            return;
        };
        for piece in &self.pieces {
            piece.arena.search_for(&words, |row| {
                let row = piece.start + row;
                if self.changed.is_empty() || !self.changed.contains_key(&row) {
                    visit(row);
                }
            });
        }
        let changed = self.changed.iter().filter(|(_, text)| words.are_in(text));
        let mut changed: Vec<u32> = changed.map(|(row, _)| *row).collect();
        satchel_scan::sort_rows(&mut changed);
        changed.into_iter().for_each(visit);
    }
}

impl Table {
    /// Calls back with every row whose record contains all words, which must be folded, whatever
    /// its standing. Makes what is missing of the search text.
    pub fn search(&self, words: &[&str], visit: impl FnMut(u32)) {
        while self.make_missing() {}
        if let Some(text) = self.search.borrow().as_ref() {
            text.search(words, visit);
        }
    }

    /// Makes the search text, and makes anew what too much of changed.
    pub fn prepare_search(&self) {
        while self.prepare_search_step() {}
    }

    /// Makes one piece of the search text, some milliseconds' work; says whether there was one to
    /// make.
    pub fn prepare_search_step(&self) -> bool {
        if self.make_missing() {
            return true;
        }
        let outdated = self.search.borrow().as_ref().and_then(SearchText::outdated);
        if let Some(rows) = &outdated {
            self.make_piece(rows.clone());
        }
        outdated.is_some()
    }

    /// Makes the search text of a page that is going to be appended, where the table has any.
    pub fn prepare_page(&self, id: PageId, page: &Page) {
        if let Some(text) = self.search.borrow_mut().as_mut() {
            let mut arena = Arena::with_capacity(page.rows(), page.bytes().len() * 2 / 3);
            page_text(self.kind, page, 0..page.rows(), |_| None, &mut arena);
            arena.shrink();
            text.ready.insert(id, arena);
        }
    }

    fn make_missing(&self) -> bool {
        let mut slot = self.search.borrow_mut();
        let text = slot.get_or_insert_with(|| {
            let mut text = SearchText::default();
            // What lies in pages comes with their pieces.
            let unpacked = self
                .changed
                .iter()
                .filter(|(row, _)| self.packed(**row).is_none());
            for (row, record) in unpacked {
                let mut words = Vec::new();
                record_text(self.kind, record, &mut words);
                text.change(*row, words);
            }
            text
        });
        let missing = self
            .segments
            .iter()
            .find_map(|segment| text.missing(segment));
        drop(slot);
        if let Some(rows) = &missing {
            self.make_piece(rows.clone());
        }
        missing.is_some()
    }

    /// Makes the piece of some rows that lie in pages.
    fn make_piece(&self, rows: Range<u32>) {
        let len = (rows.end - rows.start) as usize;
        let mut arena = Arena::with_capacity(len, len * 80);
        let first = self
            .segments
            .partition_point(|segment| segment.start <= rows.start);
        for segment in self.segments.iter().skip(first.saturating_sub(1)) {
            if segment.start >= rows.end {
                break;
            }
            let place = |row: u32| (row.max(segment.start) - segment.start) as usize;
            let places = place(rows.start)..place(rows.end).min(segment.page.rows());
            let changed = |place: usize| self.changed.get(&(segment.start + place as u32));
            page_text(self.kind, &segment.page, places, changed, &mut arena);
        }
        arena.shrink();
        if let Some(text) = self.search.borrow_mut().as_mut() {
            let start = rows.start;
            text.put(Piece { start, arena });
        }
    }
}

/// Appends the folded text of a record: every searched field, and of telephone numbers also the
/// bare digits.
pub(super) fn record_text(kind: RecordKind, record: &Record, out: &mut Vec<u8>) {
    for (key, register) in record.registers() {
        let is_searched = kind.field(key.field).is_some_and(|field| field.is_searched);
        if let (true, Some(value)) = (is_searched, &register.value) {
            value_text(key, value, out);
        }
    }
}

fn value_text(key: &Key, value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) => unit(text.as_bytes(), out),
        Value::Part(part) => {
            for (_, value) in part.iter() {
                if let Value::Text(text) = value {
                    unit(text.as_bytes(), out);
                    digits(text.as_bytes(), out);
                }
            }
        }
        // A tag is its element.
        Value::Bool(true) if key.field == field::TAGS => {
            unit(key.element.as_deref().unwrap_or_default().as_bytes(), out);
        }
        _ => {}
    }
}

fn unit(text: &[u8], out: &mut Vec<u8>) {
    fold_into(out, text);
    out.push(UNIT);
}

/// Appends the digits of something that looks like a telephone number typed with spaces or signs.
fn digits(text: &[u8], out: &mut Vec<u8>) {
    let is_number = text
        .iter()
        .all(|byte| byte.is_ascii_digit() || b" +-()./".contains(byte));
    if is_number && text.iter().any(|byte| !byte.is_ascii_digit()) {
        out.extend(text.iter().filter(|byte| byte.is_ascii_digit()));
        out.push(UNIT);
    }
}

/// Appends the folded text of some records of a page, row by row; of those that changed since, as
/// they are now.
fn page_text<'r>(
    kind: RecordKind,
    page: &Page,
    places: Range<usize>,
    changed: impl Fn(usize) -> Option<&'r Record>,
    arena: &mut Arena,
) {
    let bytes = page.bytes();
    let searched = page.columns().iter().filter(|column| {
        kind.field(column.key().field)
            .is_some_and(|field| field.is_searched)
    });
    // Column by column into lists of slices, then row by row into the arena: each column's
    // dictionary and presence are resolved once, not once a row.
    let rows = page.rows();
    let mut texts: Vec<(Tag, Vec<&[u8]>)> = Vec::new();
    for column in searched {
        let mut slots: Vec<&[u8]> = vec![&[]; rows];
        match column.tag() {
            Tag::Text | Tag::Part => column.each_blob(bytes, |row, blob| {
                if let Some(slot) = slots.get_mut(row) {
                    *slot = blob;
                }
            }),
            Tag::Bool if column.key().field == field::TAGS => {
                let name = column.key().element.as_deref().unwrap_or_default();
                column.each_int(bytes, |row, is_set| {
                    if let (Some(slot), true) = (slots.get_mut(row), is_set != 0) {
                        *slot = name.as_bytes();
                    }
                });
            }
            _ => continue,
        }
        texts.push((column.tag(), slots));
    }
    let mut loose: HashMap<usize, Vec<u8>> = HashMap::new();
    for field in page
        .loose_fields()
        .filter(|field| kind.field(*field).is_some_and(|field| field.is_searched))
    {
        page.each_loose(field, |row, element, register| {
            if let Some(value) = &register.value {
                let key = Key::of(field, element);
                value_text(&key, value, loose.entry(row).or_default());
            }
        });
    }
    for row in places {
        if let Some(record) = changed(row) {
            record_text(kind, record, arena.text());
            arena.end_row();
            continue;
        }
        for (tag, slots) in &texts {
            match slots.get(row).copied() {
                Some([]) | None => {}
                Some(blob) if *tag == Tag::Part => part_text(blob, arena.text()),
                Some(blob) => unit(blob, arena.text()),
            }
        }
        if let Some(text) = loose.get(&row) {
            arena.text().extend_from_slice(text);
        }
        arena.end_row();
    }
}

/// Appends the texts of a packed part.
fn part_text(blob: &[u8], out: &mut Vec<u8>) {
    crate::document::value::each_text(blob, |text| {
        unit(text, out);
        digits(text, out);
    });
}
