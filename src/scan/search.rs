//! Searching texts that lie behind each other for a word, and telling the rows they are in.

use memchr::memmem::Finder;

/// A word that is looked for in many texts.
pub struct Word<'w> {
    finder: Finder<'w>,
    grams: Vec<usize>,
}

impl<'w> Word<'w> {
    /// This word.
    #[must_use]
    pub fn of(word: &'w str) -> Self {
        let mut grams = Vec::new();
        each_gram(word.as_bytes(), |gram| grams.push(gram));
        Self {
            finder: Finder::new(word.as_bytes()),
            grams,
        }
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.finder.needle().len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a text contains it.
    #[must_use]
    pub fn is_in(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    /// Sets the bits of the rows whose text contains it; `ends` says where the text of each row
    /// ends in `bytes`. Rows whose bits are set already are passed over.
    pub fn find(&self, bytes: &[u8], ends: &[u32], rows: &mut [u64]) {
        let start = |row: usize| {
            let before = row.checked_sub(1).and_then(|before| ends.get(before));
            before.map_or(0, |end| *end as usize)
        };
        let len = self.len();
        let mut row = next_unset(rows, 0);
        let mut at = start(row);
        while row < ends.len() {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = self.finder.find(rest) else {
                return;
            };
            let found = at + found;
            row = row_at(ends, row, found);
            let Some(end) = ends.get(row) else { return };
            if found + len > *end as usize {
                // It reaches into the next text.
                at = found + 1;
                continue;
            }
            set(rows, row);
            row = next_unset(rows, row + 1);
            at = start(row);
        }
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

fn set(rows: &mut [u64], row: usize) {
    if let Some(word) = rows.get_mut(row / 64) {
        *word |= 1 << (row % 64);
    }
}

/// The first row from one on whose bit is not set.
fn next_unset(rows: &[u64], row: usize) -> usize {
    let mut at = row / 64;
    let mut seen = (1u64 << (row % 64)) - 1;
    while let Some(word) = rows.get(at) {
        let unset = !(word | seen);
        if unset != 0 {
            return at * 64 + unset.trailing_zeros() as usize;
        }
        seen = 0;
        at += 1;
    }
    row.max(at * 64)
}

/// Texts of rows, with what they have of three bytes in a row, by which most of them need not be
/// read for a word: telephone numbers for letters, a page of names for a rare one.
pub struct Run {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    grams: Option<Grams>,
}

/// Reading less is as quick as asking whether to.
const GRAMS_FROM: usize = 2048;

impl Run {
    /// Texts that lie behind each other, with where each row's ends.
    #[must_use]
    pub fn of(mut bytes: Vec<u8>, mut ends: Vec<u32>) -> Self {
        bytes.shrink_to_fit();
        ends.shrink_to_fit();
        let grams = (bytes.len() >= GRAMS_FROM).then(|| Grams::of(&bytes));
        Self { bytes, ends, grams }
    }

    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ends.len()
    }

    /// Sets the bits of the rows whose text contains a word; of those that are set already it is
    /// not asked.
    pub fn find(&self, word: &Word<'_>, rows: &mut [u64]) {
        if self.grams.as_ref().is_none_or(|grams| grams.may_have(word)) {
            word.find(&self.bytes, &self.ends, rows);
        }
    }
}

/// A set of runs of three bytes, by a number that several may share.
struct Grams(Box<[u64; GRAMS / 64]>);

/// How many numbers there are: some thousand are in a page of e-mail addresses.
const GRAMS: usize = 1 << 15;

impl Grams {
    fn of(bytes: &[u8]) -> Self {
        let mut bits = Box::new([0u64; GRAMS / 64]);
        each_gram(bytes, |gram| set(bits.as_mut_slice(), gram));
        Self(bits)
    }

    fn may_have(&self, word: &Word<'_>) -> bool {
        let has = |gram: &usize| {
            let bits = self.0.get(gram / 64);
            bits.is_some_and(|bits| bits >> (gram % 64) & 1 != 0)
        };
        word.grams.iter().all(has)
    }
}

fn each_gram(bytes: &[u8], mut visit: impl FnMut(usize)) {
    for three in bytes.windows(3) {
        if let [a, b, c] = three {
            let gram = u32::from_le_bytes([*a, *b, *c, 0]);
            let mixed = gram.wrapping_mul(0x9e37_79b1);
            visit((mixed >> 17) as usize & (GRAMS - 1));
        }
    }
}

/// Sets the bits of the rows whose code passes; codes count from 1, and 0 never passes.
pub fn coded(codes: &[u8], passes: &[u64], rows: &mut [u64]) {
    let mut table = [0u64; 256];
    for (code, slot) in table.iter_mut().skip(1).enumerate() {
        let bits = passes.get(code / 64);
        *slot = bits.map_or(0, |bits| bits >> (code % 64) & 1);
    }
    for (codes, word) in codes.chunks(64).zip(rows) {
        for (at, code) in codes.iter().enumerate() {
            let is_in = table.get(usize::from(*code)).copied().unwrap_or(0);
            *word |= is_in << at;
        }
    }
}

/// Appends a text in small letters where all of it is ASCII, and says whether it was.
pub fn push_ascii(out: &mut Vec<u8>, text: &[u8]) -> bool {
    let is_ascii = text.is_ascii();
    if is_ascii {
        let start = out.len();
        out.extend_from_slice(text);
        if let Some(new) = out.get_mut(start..) {
            new.make_ascii_lowercase();
        }
    }
    is_ascii
}

/// Where the first byte that is not ASCII is.
#[must_use]
pub fn beyond_ascii(bytes: &[u8]) -> Option<usize> {
    let is_ascii = |chunk: &[u8]| chunk.iter().fold(0, |all, byte| all | byte) < 0x80;
    let start = bytes.chunks(64).take_while(|chunk| is_ascii(chunk)).count() * 64;
    let found = bytes.get(start..)?.iter().position(|byte| *byte >= 0x80)?;
    Some(start + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random, always the same.
    fn numbers() -> impl FnMut(u64) -> u64 {
        let mut state = 7u64;
        move |below| {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            (state >> 33) % below
        }
    }

    #[test]
    fn a_run_agrees_with_a_plain_scan() {
        let mut next = numbers();
        for rows in [0usize, 1, 63, 64, 65, 900] {
            let letters = |next: &mut dyn FnMut(u64) -> u64, len: u64| -> String {
                (0..next(len))
                    .map(|_| char::from(b'a' + next(5) as u8))
                    .collect()
            };
            let texts: Vec<String> = (0..rows).map(|_| letters(&mut next, 9)).collect();
            let mut ends = Vec::new();
            let mut bytes = Vec::new();
            for text in &texts {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len() as u32);
            }
            let run = Run::of(bytes, ends);
            for _ in 0..200 {
                let word = format!("a{}", letters(&mut next, 5));
                let mut found = vec![0u64; rows.div_ceil(64)];
                let mut expected = found.clone();
                for row in (0..rows).filter(|_| next(4) == 0).collect::<Vec<_>>() {
                    set(&mut found, row);
                    set(&mut expected, row);
                }
                for (row, text) in texts.iter().enumerate() {
                    if text.contains(&word) {
                        set(&mut expected, row);
                    }
                }
                run.find(&Word::of(&word), &mut found);
                assert_eq!(found, expected, "{word} in {rows} rows");
            }
        }
    }

    #[test]
    fn what_has_not_all_threes_of_a_word_is_not_read() {
        let text = "a demo in spring, prefers e-mail; ".repeat(100);
        let ends = vec![text.len() as u32];
        let run = Run::of(text.into_bytes(), ends);
        let grams = run.grams.as_ref().map(|grams| {
            let may_have = |word: &str| grams.may_have(&Word::of(word));
            ["spring", "mail", "in", "qvistgaard", "4711"].map(may_have)
        });
        assert_eq!(grams, Some([true, true, true, false, false]));
    }

    #[test]
    fn codes_pass_by_their_entries() {
        let codes: Vec<u8> = (0..=255).chain(0..10).collect();
        let mut rows = vec![0u64; 5];
        coded(&codes, &[1 << 1, 0, 0, 1 << 62], &mut rows);
        assert_eq!(crate::rows(&rows), [2, 255, 258]);
    }

    #[test]
    fn the_first_byte_that_is_not_ascii_is_found() {
        for at in [0usize, 1, 63, 64, 65, 200] {
            let mut bytes = vec![b'a'; 300];
            assert_eq!(beyond_ascii(&bytes), None);
            bytes.splice(at..at + 2, [0xc3, 0xa3]);
            assert_eq!(beyond_ascii(&bytes), Some(at));
        }
        assert_eq!(beyond_ascii(b""), None);
    }

    #[test]
    fn only_ascii_is_made_small() {
        let mut out = b"x".to_vec();
        assert!(push_ascii(&mut out, b"Anna M. GR"));
        assert!(!push_ascii(&mut out, "Grão".as_bytes()));
        assert_eq!(out, b"xanna m. gr");
    }
}
