//! Names as runs of Han letters, searched by what is typed of their sound. Each letter may be typed as
//! the beginning of any of its syllables, so one walk over a run finds whole pinyin, initials and
//! everything between.

use super::{READING, beginning, is_han, version};
use crate::domain::RecordKind;
use crate::query::text::{TextSource, Texts};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use crate::workspace::derived::{Fields, Source};
use std::collections::HashMap;
use std::rc::Rc;

/// Longer words are no names.
const WORD_MAX: usize = 31;
/// From so many changed rows on it is made anew.
const CHANGES_MAX: usize = 1024;
/// Stands between two runs.
const GAP: u16 = 0;

/// The rows whose name sounds like a folded word; none where it is no word of Latin letters, and where
/// no readings are known.
pub(in crate::query) fn search(
    workspace: &Workspace,
    kind: RecordKind,
    word: &str,
) -> Option<Bits> {
    let is_word = word.len() <= WORD_MAX && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_word || READING.get().is_none() {
        return None;
    }
    let index = Index::of(workspace, kind);
    (!index.is_empty()).then(|| index.search(word))
}

/// The Han letters of names by row.
#[derive(Clone, Debug, Default)]
struct Index {
    /// The letters, by their codes less one.
    letters: Vec<Letter>,
    codes: HashMap<Letter, u16>,
    /// The codes of all rows behind each other.
    runs: Vec<u16>,
    /// The rows that have any, each with where its codes end.
    rows: Vec<(u32, u32)>,
    /// Rows that changed since.
    changed: HashMap<u32, Vec<u16>>,
}

/// A letter, and how it is read at the beginning of some names.
type Letter = (char, Option<&'static str>);

impl Index {
    fn of(workspace: &Workspace, kind: RecordKind) -> Rc<Self> {
        let source = TextSource::names(kind);
        let names = Texts::of(workspace, kind, &source);
        workspace.derived(
            &format!("pinyin of {}", kind.code()),
            version(),
            &[Source::new(kind, Fields::of(&[source.field()]))],
            || {
                let mut index = Self::default();
                for row in 0..workspace.table(kind).rows() as u32 {
                    let before = index.runs.len();
                    let mut runs = std::mem::take(&mut index.runs);
                    index.push(&mut runs, names.first(row));
                    index.runs = runs;
                    if index.runs.len() > before {
                        index.rows.push((row, index.runs.len() as u32));
                    }
                }
                index
            },
            |index, written| {
                for (_, row) in written {
                    let mut runs = Vec::new();
                    index.push(&mut runs, names.first(*row));
                    index.changed.insert(*row, runs);
                }
                index.changed.len() < CHANGES_MAX
            },
        )
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.changed.is_empty()
    }

    /// Appends the codes of a folded name, if it has Han letters.
    fn push(&mut self, out: &mut Vec<u16>, name: &[u8]) {
        if name.is_ascii() {
            return;
        }
        let name = String::from_utf8_lossy(name);
        let mut own = beginning(&name).iter().copied();
        let start = out.len();
        for letter in name.chars() {
            let read = own.next();
            if is_han(letter) {
                out.push(self.code((letter, read)));
            } else if out.len() > start && out.last() != Some(&GAP) {
                out.push(GAP);
            }
        }
    }

    fn code(&mut self, letter: Letter) -> u16 {
        if let Some(code) = self.codes.get(&letter) {
            return *code;
        }
        // More letters than there are codes have no sound: they are found as they are written.
        let Ok(code) = u16::try_from(self.letters.len() + 1) else {
            return GAP;
        };
        self.letters.push(letter);
        self.codes.insert(letter, code);
        code
    }

    fn search(&self, word: &str) -> Bits {
        let steps = Steps::of(&self.letters, word);
        let mut bits = Bits::default();
        let mut start = 0;
        for (row, end) in &self.rows {
            let codes = self.runs.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            if !self.changed.contains_key(row) && steps.are_in(codes) {
                bits.set(*row, true);
            }
        }
        let changed = self.changed.iter().filter(|(_, codes)| steps.are_in(codes));
        changed.for_each(|(row, _)| bits.set(*row, true));
        bits
    }
}

/// How far each letter leads in a word: from each place in it, the places that the beginning of one of
/// its syllables may lead to, as bits.
struct Steps {
    len: usize,
    of: Vec<u32>,
}

impl Steps {
    fn of(letters: &[Letter], word: &str) -> Self {
        let word = word.as_bytes();
        let len = word.len();
        let mut of = vec![0u32; len];
        of.reserve(letters.len() * len);
        for letter in letters {
            let begin = of.len();
            of.resize(begin + len, 0);
            let mut take = |syllable: &str| {
                for (at, places) in of.iter_mut().skip(begin).enumerate() {
                    let rest = word.get(at..).unwrap_or_default();
                    let pairs = rest.iter().zip(syllable.as_bytes());
                    let same = pairs.take_while(|(one, other)| one == other).count();
                    (1..=same).for_each(|by| *places |= 1 << (at + by));
                }
            };
            each_spelling(*letter, &mut take);
        }
        Self { len, of }
    }

    /// The places that a letter leads to from a place.
    fn from(&self, code: u16, at: usize) -> u32 {
        let places = self.of.get(code as usize * self.len + at);
        places.copied().unwrap_or(0)
    }

    /// Whether the word is the sound of some letters that follow each other.
    fn are_in(&self, codes: &[u16]) -> bool {
        let end = 1u32 << self.len;
        (0..codes.len()).any(|start| {
            let mut places = 1u32;
            for code in codes.iter().skip(start) {
                let mut next = 0;
                let mut rest = places;
                while rest != 0 {
                    next |= self.from(*code, rest.trailing_zeros() as usize);
                    rest &= rest - 1;
                }
                if next & end != 0 {
                    return true;
                }
                if next == 0 {
                    return false;
                }
                places = next;
            }
            false
        })
    }
}

/// Calls back with all ways to type the sound of a letter: ü is typed as v or u, too.
fn each_spelling((letter, own): Letter, visit: &mut dyn FnMut(&str)) {
    let mut spell = |syllable: &str| match syllable.split_once('ü') {
        None => visit(syllable),
        Some((before, after)) => {
            for vowel in ["v", "u", "yu"] {
                visit(&[before, vowel, after].concat());
            }
        }
    };
    if let Some(own) = own {
        spell(own);
    }
    if let Some(reading) = READING.get() {
        reading(letter, &mut |syllable| spell(syllable));
    }
}
