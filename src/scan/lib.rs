//! The loops over many rows: searching texts, testing columns, picking, sorting and finding rows. A crate of
//! its own because it alone is compiled for speed (docs/adr/0013); so nothing here is generic, for
//! what is generic is compiled where it is used. What rows and columns mean is left to `workspace`
//! and `query`.

mod index;
mod order;
mod search;

pub use index::Index;
pub use order::{ByText, Texts, by_digits, by_key, first, sort_rows};
pub use search::{Run, Word, beyond_ascii, coded, push_ascii};

use std::rc::Rc;

/// The whole number that stands for "no value".
pub const NONE: i64 = i64::MIN;

/// A bit for each number, the first lowest in the first word: whether it lies in a range, both ends
/// included.
#[must_use]
pub fn in_range(ints: &[i64], low: i64, high: i64) -> Vec<u64> {
    let word = |ints: &[i64]| {
        let bits = ints.iter().enumerate();
        bits.fold(0, |word, (at, int)| {
            word | u64::from(low <= *int && *int <= high) << at
        })
    };
    ints.chunks(64).map(word).collect()
}

/// A bit for each code: whether `passes` says so of it; codes beyond it do not pass.
#[must_use]
pub fn passing(codes: &[u32], passes: &[bool]) -> Vec<u64> {
    let passes = |code: &u32| passes.get(*code as usize).copied().unwrap_or(false);
    let word = |codes: &[u32]| {
        let bits = codes.iter().enumerate();
        bits.fold(0, |word, (at, code)| word | u64::from(passes(code)) << at)
    };
    codes.chunks(64).map(word).collect()
}

/// The places of the bits that are set, in order.
#[must_use]
pub fn rows(words: &[u64]) -> Vec<u32> {
    let count: u32 = words.iter().map(|word| word.count_ones()).sum();
    let mut rows = Vec::with_capacity(count as usize);
    for (start, word) in (0u32..).step_by(64).zip(words) {
        let mut rest = *word;
        while rest != 0 {
            rows.push(start + rest.trailing_zeros());
            rest &= rest - 1;
        }
    }
    rows
}

/// As many bytes of nought.
#[must_use]
pub fn noughts(count: usize) -> Rc<[u8]> {
    std::iter::repeat_n(0, count).collect()
}

/// The text of a row, of texts that lie behind each other.
fn text<'t>(bytes: &'t [u8], ends: &[u32], row: usize) -> &'t [u8] {
    let end = ends.get(row).map_or(0, |end| *end as usize);
    let before = row.checked_sub(1).and_then(|before| ends.get(before));
    let start = before.map_or(0, |end| *end as usize);
    bytes.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_say_what_passes() {
        let ints: Vec<i64> = (0..200).map(|at| (at * 37) % 101 - 50).collect();
        let expected: Vec<u32> = (0..200)
            .zip(&ints)
            .filter(|(_, int)| (-3..=20).contains(*int))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(rows(&in_range(&ints, -3, 20)), expected);
        let codes: Vec<u32> = (0..200).map(|at| at % 5).collect();
        let passed = rows(&passing(&codes, &[false, true, false, true]));
        assert!(passed.iter().all(|row| matches!(row % 5, 1 | 3)));
        assert_eq!(passed.len(), 80);
    }
}
