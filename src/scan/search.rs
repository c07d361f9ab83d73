//! Searching folded texts that lie behind each other for words, and telling the rows they are in.

use crate::text;
use memchr::memmem::Finder;

/// Words that are looked for together.
pub struct Words<'w> {
    /// The longest is probably the rarest: the others are only looked for where it is.
    first: Finder<'w>,
    others: Vec<Finder<'w>>,
}

impl<'w> Words<'w> {
    /// These words; none where there are none.
    #[must_use]
    pub fn of(words: &[&'w str]) -> Option<Self> {
        let first = words.iter().max_by_key(|word| word.len())?;
        let others = words.iter().filter(|word| *word != first);
        Some(Self {
            first: Finder::new(first.as_bytes()),
            others: others.map(|word| Finder::new(word.as_bytes())).collect(),
        })
    }

    /// Whether a text contains all of them.
    #[must_use]
    pub fn are_in(&self, text: &[u8]) -> bool {
        self.first.find(text).is_some() && self.others_are_in(text)
    }

    fn others_are_in(&self, text: &[u8]) -> bool {
        self.others.iter().all(|other| other.find(text).is_some())
    }

    /// The rows whose text contains all of them, in order; `ends` says where the text of each row
    /// ends in `bytes`.
    #[must_use]
    pub fn rows(&self, bytes: &[u8], ends: &[u32]) -> Vec<u32> {
        let mut rows = Vec::new();
        let mut at = 0usize;
        let mut row = 0usize;
        while let Some(found) = bytes.get(at..).and_then(|rest| self.first.find(rest)) {
            row = row_at(ends, row, at + found);
            let Some(end) = ends.get(row) else { break };
            at = *end as usize;
            if self.others.is_empty() || self.others_are_in(text(bytes, ends, row)) {
                rows.push(row as u32);
            }
            row += 1;
        }
        rows
    }
}

/// The row in which a byte lies, looked for from a row that is not after it: by doubling steps,
/// since matches of a rare word are far apart and of a frequent one near.
fn row_at(ends: &[u32], from: usize, byte: usize) -> usize {
    let is_before = |row: usize| ends.get(row).is_some_and(|end| *end as usize <= byte);
    if !is_before(from) {
        return from;
    }
    let mut step = 1;
    while is_before(from + step) {
        step <<= 1;
    }
    let low = from + (step >> 1);
    let high = (from + step).min(ends.len());
    let ends = ends.get(low..high).unwrap_or_default();
    low + ends.partition_point(|end| *end as usize <= byte)
}
