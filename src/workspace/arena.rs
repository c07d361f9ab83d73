//! An arena: folded texts of rows behind each other in one run of bytes, scanned for substrings and
//! sorted by. Which text belongs to a row is its owner's matter; the search text of a table is its
//! own ([`super::table`]).

use satchel_scan::Word;
use std::collections::HashMap;

/// Ends each field's text in a row, so that no match spans two.
pub const UNIT: u8 = 0x1f;

/// The folded texts of rows.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    /// Rows whose text changed since, with their new text.
    changed: HashMap<u32, Vec<u8>>,
}

impl Arena {
    /// An arena with room for so many rows and bytes.
    #[must_use]
    pub fn with_capacity(rows: usize, bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            ends: Vec::with_capacity(rows),
            changed: HashMap::new(),
        }
    }

    /// The arena of texts that lie in the order of their rows, with where each row's ends.
    #[must_use]
    pub fn of(bytes: Vec<u8>, ends: Vec<u32>) -> Self {
        Self {
            bytes,
            ends,
            changed: HashMap::new(),
        }
    }

    /// Appends to the text of the row that comes next.
    pub fn text(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Ends the row that was appended to.
    pub fn end_row(&mut self) {
        self.ends.push(self.bytes.len() as u32);
    }

    /// How many rows were ended.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ends.len()
    }

    /// Replaces the text of a row.
    pub fn change(&mut self, row: u32, text: Vec<u8>) {
        self.changed.insert(row, text);
    }

    /// How many rows were replaced: the owner builds anew after some thousand.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.changed.len()
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The text of a row.
    #[must_use]
    pub fn at(&self, row: u32) -> &[u8] {
        match self.changed.get(&row) {
            Some(text) => text,
            None => self.row_text(row as usize),
        }
    }

    fn row_text(&self, row: usize) -> &[u8] {
        let end = self.ends.get(row).map_or(0, |end| *end as usize);
        let start = row
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |end| *end as usize);
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Calls back with every row whose text contains a word, which must be folded; in the order of
    /// rows, but for the changed ones, which come last.
    pub fn search(&self, word: &str, visit: impl FnMut(u32)) {
        self.search_to(&Word::of(word), &mut { visit });
    }

    fn search_to(&self, word: &Word<'_>, visit: &mut dyn FnMut(u32)) {
        let mut rows = vec![0; self.ends.len().div_ceil(64)];
        word.find(&self.bytes, &self.ends, &mut rows);
        let found = satchel_scan::rows(&rows).into_iter();
        found
            .filter(|row| self.changed.is_empty() || !self.changed.contains_key(row))
            .for_each(&mut *visit);
        let changed = self.changed.iter().filter(|(_, text)| word.is_in(text));
        let mut changed: Vec<u32> = changed.map(|(row, _)| *row).collect();
        satchel_scan::sort_rows(&mut changed);
        changed.into_iter().for_each(visit);
    }

    /// The same with nothing replaced: what was lies in its place.
    #[must_use]
    pub fn plain(&self) -> Self {
        let beyond = self.changed.keys().max().map_or(0, |row| *row as usize + 1);
        let mut plain = Self::with_capacity(self.rows(), self.len());
        for row in 0..self.rows().max(beyond) as u32 {
            plain.bytes.extend_from_slice(self.at(row));
            plain.end_row();
        }
        plain
    }

    /// The texts for sorting their rows; none while some were replaced.
    #[must_use]
    pub fn texts(&self) -> Option<satchel_scan::Texts<'_>> {
        self.changed.is_empty().then_some(satchel_scan::Texts {
            bytes: &self.bytes,
            ends: &self.ends,
            unit: UNIT,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arena(rows: &[&str]) -> Arena {
        let mut arena = Arena::default();
        for row in rows {
            arena.text().extend_from_slice(row.as_bytes());
            arena.text().push(UNIT);
            arena.end_row();
        }
        arena
    }

    fn found(arena: &Arena, word: &str) -> Vec<u32> {
        let mut rows = Vec::new();
        arena.search(word, |row| rows.push(row));
        rows
    }

    #[test]
    fn finds_each_row_once() {
        let arena = arena(&["anna hannah", "", "ann", "bob", "joanna bob", "王雪 bob"]);
        assert_eq!(found(&arena, "ann"), [0, 2, 4]);
        assert_eq!(found(&arena, "雪"), [5]);
        assert_eq!(found(&arena, "zzz"), [0; 0]);
    }

    #[test]
    fn changed_rows_are_searched_in_their_new_text() {
        let mut arena = arena(&["anna", "bob", "carl"]);
        arena.change(0, b"dora".to_vec());
        arena.change(7, b"anna".to_vec());
        assert_eq!(found(&arena, "anna"), [7]);
        assert_eq!(found(&arena, "dora"), [0]);
    }

    #[test]
    fn agrees_with_a_plain_scan() {
        let rows: Vec<String> = (0..5000u64)
            .map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect();
        let texts: Vec<&str> = rows.iter().map(String::as_str).collect();
        let arena = arena(&texts);
        for word in ["a", "1f", "77", "abc", "9e37", "0000", "f"] {
            let plain: Vec<u32> = (0..)
                .zip(&texts)
                .filter(|(_, text)| text.contains(word))
                .map(|(row, _)| row)
                .collect();
            assert_eq!(found(&arena, word), plain, "{word}");
        }
    }
}
