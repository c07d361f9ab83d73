//! Names as duplicates are told by: folded, without punctuation and, of companies, without the
//! legal form.

use crate::workspace::fold::{fold, fold_into};
use crate::workspace::likeness::distance;

/// Legal forms at the end of a company's name, folded, without dots and spaces.
const FORMS: &[&str] = &[
    "gmbh",
    "gmbhcokg",
    "cokg",
    "ag",
    "kg",
    "ohg",
    "ug",
    "ev",
    "eg",
    "se",
    "ltd",
    "limited",
    "llc",
    "llp",
    "plc",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "sa",
    "sarl",
    "sas",
    "srl",
    "spa",
    "bv",
    "nv",
    "ab",
    "as",
    "aps",
    "oy",
    "oyj",
    "spzoo",
    "zoo",
    "sro",
    "doo",
    "kft",
    "lda",
    "ltda",
    "pty",
    "pvt",
    "sl",
    "kk",
    "pte",
    "sdnbhd",
];

/// Legal forms in Chinese and Japanese, which follow or precede a name without a space; the longer
/// first.
const HAN_FORMS: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "集团有限公司",
    "有限公司",
    "株式会社",
    "有限会社",
    "公司",
];

/// Below so many letters a slip makes another name.
const SLIP_LETTERS_MIN: usize = 5;
/// From so many letters on two slips still leave the same name.
const SLIPS_LETTERS_MIN: usize = 12;

/// A name, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// Its words in order of the alphabet.
    words: Vec<String>,
    /// Its letters in a row, as they are written.
    letters: Vec<char>,
}

impl Name {
    pub(super) fn new(name: &str, is_person: bool) -> Self {
        let mut words = words(&fold(name));
        if !is_person {
            strip_form(&mut words);
        }
        let letters = words.iter().flat_map(|word| word.chars()).collect();
        words.sort_unstable();
        Self { words, letters }
    }

    /// Whether both have the same words, or the same letters in a row (`GTX Pro`, `GTXPro`).
    pub(super) fn is_same(&self, other: &Self) -> bool {
        !self.letters.is_empty() && (self.words == other.words || self.letters == other.letters)
    }

    /// Whether a slip or two lie between them. Digits do not slip: they number branches and years.
    pub(super) fn is_close(&self, other: &Self) -> bool {
        let slips = self.slips();
        let digits = |name: &Self| {
            name.letters
                .iter()
                .filter(|c| c.is_numeric())
                .collect::<String>()
        };
        slips > 0
            && self.letters.len().abs_diff(other.letters.len()) <= slips
            && digits(self) == digits(other)
            && distance(&self.letters, &other.letters) <= slips
    }

    fn slips(&self) -> usize {
        match self.letters.len() {
            SLIPS_LETTERS_MIN.. => 2,
            SLIP_LETTERS_MIN.. => 1,
            _ => 0,
        }
    }

    /// The name's words, for an index.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// The name's letters in a row, for an index.
    pub(super) fn letters(&self) -> &[char] {
        &self.letters
    }

    /// A quick test that folded names pass which may be the same or close: by which letters occur
    /// and how often, which a slip changes little and another order not at all.
    pub(super) fn near(&self) -> impl Fn(&[u8]) -> bool + use<> {
        let mut text = Vec::new();
        let letters: String = self.letters.iter().collect();
        fold_into(&mut text, letters.as_bytes());
        // A slip changes one letter, which outside Latin is of three bytes.
        let bytes = if text.is_ascii() { 1 } else { 3 };
        let slack = bytes * self.slips() as u32;
        let (own, own_classes, own_len) = (counts(&text), classes(&text), text.len() as u32);
        move |name: &[u8]| {
            let lacks = (own_classes & !classes(name)).count_ones();
            if own_len == 0 || lacks > slack || own_len > name.len() as u32 + slack {
                return false;
            }
            let (missing, surplus) = difference(&own, &counts(name));
            // What is more may be the legal form.
            missing <= slack
                && (surplus <= slack || {
                    let (missing, surplus) = difference(&own, &counts(without_form(name)));
                    missing <= slack && surplus <= slack
                })
        }
    }
}

/// How many letters one has more than the other, and the other more than the one.
fn difference(one: &[u8; CLASSES], other: &[u8; CLASSES]) -> (u32, u32) {
    let pairs = || one.iter().zip(other);
    let sum = |more: &dyn Fn((&u8, &u8)) -> u8| pairs().map(|pair| u32::from(more(pair))).sum();
    (
        sum(&|(one, other)| one.saturating_sub(*other)),
        sum(&|(one, other)| other.saturating_sub(*one)),
    )
}

/// How many classes letters are told apart by; the last is for what is no letter.
const CLASSES: usize = 32;

/// The class of each byte.
const CLASS: [u8; 256] = {
    let mut classes = [31u8; 256];
    let mut byte = 0;
    // Const evaluation checks the bounds while compiling.
    #[expect(clippy::indexing_slicing, reason = "checked while compiling")]
    while byte < 256 {
        classes[byte] = match byte as u8 {
            letter @ b'a'..=b'z' => letter - b'a',
            b'0'..=b'9' => 26,
            other @ 128.. => 27 + other % 4,
            _ => 31,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(31)
}

/// Which classes occur, as bits; signs do not count.
fn classes(text: &[u8]) -> u32 {
    let bits = text
        .iter()
        .fold(0, |bits, byte| bits | 1u32 << class(*byte));
    bits & (u32::MAX >> 1)
}

/// How often each class occurs; signs do not count.
fn counts(text: &[u8]) -> [u8; CLASSES] {
    let mut counts = [0u8; CLASSES];
    for byte in text {
        if let Some(count) = counts.get_mut(usize::from(class(*byte))) {
            *count = count.saturating_add(1);
        }
    }
    if let Some(signs) = counts.last_mut() {
        *signs = 0;
    }
    counts
}

/// A folded name without its legal form, roughly: the exact way is [`Name::new`]'s.
fn without_form(name: &[u8]) -> &[u8] {
    let Ok(text) = std::str::from_utf8(name) else {
        return name;
    };
    let mut rest = text;
    let mut tail = String::new();
    while let Some((before, last)) = rest.trim_end().rsplit_once(' ') {
        let word: String = last
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let ends = |tail: &str| FORMS.iter().any(|form| form.ends_with(tail));
        let longer = format!("{word}{tail}");
        tail = if ends(&longer) { longer } else { word };
        if !ends(&tail) {
            break;
        }
        rest = before;
    }
    for form in HAN_FORMS {
        if let Some(stripped) = rest.strip_suffix(form).or_else(|| rest.strip_prefix(form)) {
            return stripped.as_bytes();
        }
    }
    rest.as_bytes()
}

/// The words of a folded name.
fn words(folded: &str) -> Vec<String> {
    folded
        .split(|letter: char| letter.is_whitespace() || "-/,;:()（），、·|".contains(letter))
        .map(|word| {
            word.chars()
                .filter(|letter| letter.is_alphanumeric())
                .collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// Takes the legal form off, as long as something is left.
fn strip_form(words: &mut Vec<String>) {
    let may_end = |words: &[String]| {
        let last = words.last().map_or("", String::as_str);
        FORMS.iter().any(|form| form.ends_with(last))
    };
    while may_end(words) {
        let ends = |count: usize| {
            let tail: String = words
                .iter()
                .rev()
                .take(count)
                .rev()
                .map(String::as_str)
                .collect();
            FORMS.contains(&tail.as_str()).then_some(count)
        };
        let longest = (1..=4).rev().filter(|count| *count < words.len());
        let Some(count) = longest.filter_map(ends).next() else {
            break;
        };
        words.truncate(words.len() - count);
    }
    for form in HAN_FORMS {
        for at in [words.len().checked_sub(1), Some(0)].into_iter().flatten() {
            let is_alone = words.len() == 1;
            let Some(word) = words.get_mut(at) else {
                continue;
            };
            let rest = word.strip_suffix(form).or_else(|| word.strip_prefix(form));
            if let Some(rest) = rest.map(str::to_owned) {
                if rest.is_empty() && is_alone {
                    return;
                }
                *word = rest;
                words.retain(|word| !word.is_empty());
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::new(text, false)
    }

    #[test]
    fn legal_forms_order_and_signs_make_no_difference() {
        for (one, other) in [
            ("Kanal GmbH", "KANAL"),
            ("Kanal GmbH & Co. KG", "Kanal"),
            ("Müller-Lüdenscheidt", "Muller Ludenscheidt"),
            ("Acme Ltd.", "Acme, Inc."),
            ("Acme S.p.A.", "acme"),
            ("华为技术有限公司", "华为技术"),
            ("株式会社トヨタ", "トヨタ"),
            ("GTX Pro", "GTXPro"),
            ("Łódź Trading Sp. z o.o.", "Lodz Trading"),
        ] {
            assert!(name(one).is_same(&name(other)), "{one} {other}");
            let near = name(one).near();
            assert!(near(fold(other).as_bytes()), "{one} {other}");
            let near = name(other).near();
            assert!(near(fold(one).as_bytes()), "{other} {one}");
        }
        let person = |text| Name::new(text, true);
        assert!(person("Wang Xue").is_same(&person("Xue Wang")));
        assert!(!person("Ag").is_same(&person("")));
        for (one, other) in [("GmbH", "AG"), ("Kanal", "Kanu"), ("有限公司", "株式会社")] {
            assert!(!name(one).is_same(&name(other)), "{one} {other}");
        }
    }

    #[test]
    fn slips_are_close_and_other_names_are_not() {
        for (one, other) in [
            ("Bellavista", "Belavista"),
            ("Hotel Bellavista", "Hotle Belavista"),
            ("Katharina", "Katherina"),
        ] {
            assert!(name(one).is_close(&name(other)), "{one} {other}");
            let near = name(one).near();
            assert!(near(fold(other).as_bytes()), "{one} {other}");
        }
        for (one, other) in [
            ("Anna", "Hanna"),
            ("Store 12", "Store 13"),
            ("王雪", "王霞"),
            ("Kanal", "Bellavista"),
        ] {
            assert!(!name(one).is_close(&name(other)), "{one} {other}");
        }
    }
}
