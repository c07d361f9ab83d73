//! The search text of a table: the folded text of every record, in pieces of a page each, so that
//! they can be made one at a time with rests between, and so that a batch's are made before it is
//! seen. What is in a piece and how it is scanned is [`super::piece`]'s.

use super::piece::{Piece, record_text};
use super::{RowHash, Segment, Table};
use crate::document::page::Page;
use crate::domain::order;
use crate::workspace::change::PageId;
use satchel_scan::Word;
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
    ready: HashMap<PageId, Piece>,
}

impl SearchText {
    /// Replaces the text of a row.
    pub(super) fn change(&mut self, row: u32, text: Vec<u8>) {
        self.changed.insert(row, text);
    }

    /// A page was appended whose text may be ready.
    pub(super) fn append(&mut self, id: PageId, start: u32) {
        if let Some(mut piece) = self.ready.remove(&id) {
            piece.start = start;
            self.put(piece.rows(), vec![piece]);
        }
    }

    /// Puts pieces in the place of those of the same rows.
    fn put(&mut self, rows: Range<u32>, pieces: Vec<Piece>) {
        let before = |row: u32| self.pieces.partition_point(|piece| piece.start < row);
        let places = before(rows.start)..before(rows.end);
        self.pieces.splice(places, pieces);
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
    fn search(&self, words: &[&str], visit: &mut dyn FnMut(u32)) {
        let mut words: Vec<Word<'_>> = words.iter().map(|word| Word::of(word)).collect();
        // The longest is probably the rarest: without it the others are not looked for.
        order::sort_by(&mut words, |a, b| b.len().cmp(&a.len()));
        for piece in &self.pieces {
            for row in piece.search(&words) {
                let row = piece.start + row;
                if self.changed.is_empty() || !self.changed.contains_key(&row) {
                    visit(row);
                }
            }
        }
        let has_all = |text: &[u8]| !words.is_empty() && words.iter().all(|word| word.is_in(text));
        let changed = self.changed.iter().filter(|(_, text)| has_all(text));
        let mut changed: Vec<u32> = changed.map(|(row, _)| *row).collect();
        satchel_scan::sort_rows(&mut changed);
        changed.into_iter().for_each(visit);
    }
}

impl Table {
    /// Calls back with every row whose record contains all words, which must be folded, whatever
    /// its standing. Makes what is missing of the search text.
    pub fn search(&self, words: &[&str], mut visit: impl FnMut(u32)) {
        while self.make_missing() {}
        if let Some(text) = self.search.borrow().as_ref() {
            text.search(words, &mut visit);
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
            self.make_pieces(rows.clone());
        }
        outdated.is_some()
    }

    /// Makes the search text of a page that is going to be appended, where the table has any.
    pub fn prepare_page(&self, id: PageId, page: &Page) {
        if let Some(text) = self.search.borrow_mut().as_mut() {
            let piece = Piece::of(self.kind, page, 0..page.rows(), 0, &|_| None);
            text.ready.insert(id, piece);
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
            self.make_pieces(rows.clone());
        }
        missing.is_some()
    }

    /// Makes the pieces of some rows that lie in pages, one for each page.
    fn make_pieces(&self, rows: Range<u32>) {
        let first = self
            .segments
            .partition_point(|segment| segment.start <= rows.start);
        let mut pieces = Vec::new();
        for segment in self.segments.iter().skip(first.saturating_sub(1)) {
            let end = segment.start + segment.page.rows() as u32;
            let some = rows.start.max(segment.start)..rows.end.min(end);
            if some.is_empty() {
                break;
            }
            let places = (some.start - segment.start) as usize..(some.end - segment.start) as usize;
            let changed = |place: usize| self.changed.get(&(segment.start + place as u32));
            let piece = Piece::of(self.kind, &segment.page, places, some.start, &changed);
            pieces.push(piece);
        }
        if let Some(text) = self.search.borrow_mut().as_mut() {
            text.put(rows, pieces);
        }
    }
}
