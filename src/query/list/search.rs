//! The words of a search, as they are looked for in a table's folded text: all must be found. What
//! looks like a telephone number is also looked for by its bare digits.

use crate::domain::RecordKind;
use crate::query::pinyin;
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use crate::workspace::fold::fold;
use crate::workspace::table::Table;

/// Fewer digits are no telephone number.
const DIGITS_MIN: usize = 4;
/// Words beyond these are not looked for: a search is no text.
const WORDS_MAX: usize = 16;

/// The rows in which all words are found; none where there are no words. Words of Latin letters are
/// also found in how Chinese names sound.
pub(in crate::query) fn search(
    workspace: &Workspace,
    kind: RecordKind,
    text: &str,
) -> Option<Bits> {
    let table = workspace.table(kind);
    let folded = fold(text);
    let words: Vec<&str> = folded.split_whitespace().take(WORDS_MAX).collect();
    if words.is_empty() {
        return None;
    }
    let mut bits = Bits::default();
    for variant in variants(&folded, &words) {
        let words: Vec<&str> = variant.iter().map(String::as_str).collect();
        table.search(&words, |row| bits.set(row, true));
    }
    let sounds: Vec<Option<Bits>> = words
        .iter()
        .map(|word| pinyin::search(workspace, kind, word).filter(|found| found.count() > 0))
        .collect();
    if sounds.iter().any(Option::is_some) {
        bits.or(&by_sound(table, &words, sounds));
    }
    Some(bits)
}

/// The rows that have each word, written or in how the name sounds.
fn by_sound(table: &Table, words: &[&str], sounds: Vec<Option<Bits>>) -> Bits {
    let each = words.iter().zip(sounds).map(|(word, sound)| {
        let mut bits = sound.unwrap_or_default();
        table.search(&[*word], |row| bits.set(row, true));
        bits
    });
    let all = each.reduce(|mut all, bits| {
        all.and(&bits);
        all
    });
    all.unwrap_or_default()
}

/// The ways in which the words may be written in a record.
fn variants(folded: &str, words: &[&str]) -> Vec<Vec<String>> {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let mut variants: Vec<Vec<String>> = vec![owned(words)];
    let bare: Vec<String> = words
        .iter()
        .map(|word| digits(word).unwrap_or_else(|| (*word).to_owned()))
        .collect();
    variants.push(bare);
    // A number typed with spaces is one number.
    if words.len() > 1 {
        variants.extend(digits(folded).map(|digits| vec![digits]));
    }
    variants.dedup();
    variants
}

/// The digits of what looks like a telephone number, without the noughts it may begin with in its
/// own country and not in others.
fn digits(text: &str) -> Option<String> {
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b" +-()./".contains(&byte));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let has_signs = text.len() > digits.len();
    (is_number && has_signs && digits.len() >= DIGITS_MIN).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_looked_for_by_their_digits_too() {
        let said = |text: &str| {
            let folded = fold(text);
            let words: Vec<&str> = folded.split_whitespace().collect();
            let variants = variants(&folded, &words);
            variants
                .into_iter()
                .map(|words| words.join("|"))
                .collect::<Vec<_>>()
        };
        assert_eq!(said("Anna Grão"), ["anna|grao"]);
        assert_eq!(said("030-901820"), ["030-901820", "30901820"]);
        assert_eq!(said("+49 (30) 901820"), ["+49|(30)|901820", "4930901820"]);
        assert_eq!(said("anna 030/9018"), ["anna|030/9018", "anna|309018"]);
        assert_eq!(said("12-3"), ["12-3"]);
        assert_eq!(said("4711"), ["4711"]);
    }
}
