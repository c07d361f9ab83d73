//! How alike two names are, for offering `GTX Pro` where a file says `GTXPro`.
//!
//! It only orders what is offered; nothing is decided by it unless somebody said so.

use super::fold::fold;

/// From here on two names are so alike that a suggestion may be taken without looking.
pub const ALIKE: u8 = 85;

/// From here on it is worth offering.
pub const WORTH: u8 = 55;

/// Longer names are compared by their beginnings.
const LETTERS_MAX: usize = 80;

/// How alike two names are, from 0 to 100; 100 is the same but for case, accents, spaces and
/// punctuation.
///
/// ```
/// use satchel::workspace::likeness::{ALIKE, WORTH, likeness};
/// assert_eq!(likeness("GTXPro", "GTX Pro"), 100);
/// assert!(likeness("technolgy", "Technology") >= ALIKE);
/// assert!(likeness("Tom O.", "Tom Okafor") >= WORTH);
/// assert!(likeness("GTX Basic", "GTK 500") < WORTH);
/// ```
pub fn likeness(one: &str, other: &str) -> u8 {
    let (a, b) = (letters(one), letters(other));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b {
        return 100;
    }
    let longer = a.len().max(b.len());
    let edits = distance(&a, &b);
    let by_edits = 100 - (100 * edits / longer).min(100);
    let best = by_edits.max(usize::from(by_words(one, other)));
    // Numbers mark models and years: `GTX 500` is not `GTX 600` with a slip.
    let cap = if digits(&a) == digits(&b) {
        99
    } else {
        usize::from(ALIKE) - 1
    };
    best.min(cap) as u8
}

/// How many sorts of letters a sketch tells apart.
const SORTS: usize = 32;

/// The letters of a name without their order: tells quickly of most pairs that they are not worth
/// comparing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sketch {
    counts: [u8; SORTS],
    letters: u8,
}

impl Sketch {
    /// The sketch of a name.
    pub fn of(name: &str) -> Self {
        let letters = letters(name);
        let mut counts = [0u8; SORTS];
        for letter in &letters {
            let sort = *letter as usize % SORTS;
            if let Some(count) = counts.get_mut(sort) {
                *count += 1;
            }
        }
        Sketch {
            counts,
            letters: letters.len() as u8,
        }
    }

    /// Whether [`likeness`] may find two names worth offering. What one has and the other lacks
    /// takes an edit each; where one has all letters of the other, it may be its short form.
    pub fn may_be_like(&self, other: &Sketch) -> bool {
        let (mut here, mut there) = (0u32, 0u32);
        for (one, other) in self.counts.iter().zip(&other.counts) {
            here += u32::from(one.saturating_sub(*other));
            there += u32::from(other.saturating_sub(*one));
        }
        let longer = u32::from(self.letters.max(other.letters)).max(1);
        let least = here.max(there);
        here == 0 || there == 0 || 100 - 100 * least / longer >= u32::from(WORTH)
    }
}

fn letters(text: &str) -> Vec<char> {
    fold(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(LETTERS_MAX)
        .collect()
}

fn digits(letters: &[char]) -> String {
    letters.iter().filter(|c| c.is_numeric()).collect()
}

/// Names whose words agree in another order or are cut short: `Okafor, Tom`, `Tom O.`
fn by_words(one: &str, other: &str) -> u8 {
    let words = |text: &str| -> Vec<String> {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (mut a, mut b) = (words(one), words(other));
    if a.len() < 2 || b.len() < 2 {
        return 0;
    }
    let begin = a.len() == b.len()
        && a.iter()
            .zip(&b)
            .all(|(x, y)| x.starts_with(y.as_str()) || y.starts_with(x.as_str()));
    a.sort_unstable();
    b.sort_unstable();
    if a == b {
        return 95;
    }
    let has_all = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    if begin {
        75
    } else if has_all(&a, &b) || has_all(&b, &a) {
        70
    } else {
        0
    }
}

/// How many letters must be put in, taken out, changed or swapped with the next.
pub fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&last, j + 1) + 1)
                .min(at(&row, j) + 1)
                .min(at(&last, j) + usize::from(x != y));
            let is_swap = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if is_swap {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_alike_and_other_names_are_not() {
        for (one, other) in [
            ("GTXPro", "GTX Pro"),
            ("technolgy", "technology"),
            ("Philipines", "Philippines"),
            ("Café Grão", "cafe grao"),
            ("Okafor, Tom", "Tom Okafor"),
            ("华为技术有限公司", "华为技术有限公司 "),
        ] {
            assert!(
                likeness(one, other) >= ALIKE,
                "{one} {other} {}",
                likeness(one, other)
            );
            assert_eq!(likeness(one, other), likeness(other, one));
        }
        for (one, other) in [
            ("GTX Basic", "GTX Plus Basic"),
            ("Tom O.", "Tom Okafor"),
            ("GTX 500", "GTX 600"),
        ] {
            let found = likeness(one, other);
            assert!((WORTH..ALIKE).contains(&found), "{one} {other} {found}");
        }
        for (one, other) in [
            ("Acme", "Zebra"),
            ("", "x"),
            ("Prospecting", "Engaging"),
            ("MG Special", "GTK 500"),
        ] {
            assert!(
                likeness(one, other) < WORTH,
                "{one} {other} {}",
                likeness(one, other)
            );
        }
    }

    #[test]
    fn a_sketch_passes_over_nothing_that_is_worth_offering() {
        let mut random = crate::domain::random::Random::seeded(7);
        let words = [
            "GTX", "Pro", "Plus", "Basic", "Acme", "Kaffee", "Grão", "华为", "500",
        ];
        let mut passed_over = 0;
        for _ in 0..2_000 {
            let mut name = || {
                let count = 1 + random.below(3);
                let words: Vec<&str> = (0..count).map(|_| *random.pick(&words)).collect();
                let mut name: Vec<char> = words.join(" ").chars().collect();
                let at = random.below(name.len() as u64) as usize;
                name.remove(at);
                name.into_iter().collect::<String>()
            };
            let (one, other) = (name(), name());
            let is_passed_over = !Sketch::of(&one).may_be_like(&Sketch::of(&other));
            passed_over += u32::from(is_passed_over);
            let has_same_letters = distance(&letters(&one), &letters(&other)) * 100
                <= (100 - usize::from(WORTH)) * letters(&one).len().max(letters(&other).len());
            assert!(!(is_passed_over && has_same_letters), "{one:?} {other:?}");
        }
        assert!(passed_over > 500, "{passed_over}");
    }
}
