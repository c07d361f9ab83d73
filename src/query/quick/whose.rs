//! Whose a task in words is: the customers whose names stand in its subject, by a whole name or by words
//! of it ("call Brandt" means Kaffeehaus Brandt). Who is meant where several could be is for the reader
//! to say.

use crate::domain::{RecordId, RecordKind, Standing};
use crate::query::text::{TextSource, Texts};
use crate::workspace::Workspace;
use crate::workspace::fold::fold;
use memchr::memmem::Finder;

/// So many are offered where several may be meant; of more, none says anything.
const OFFERED_MAX: usize = 4;
/// Shorter words of Latin letters name nobody.
const LETTERS_MIN: usize = 3;
/// Words that stand in names and in sentences alike, as `fold` writes them, in order: they name nobody
/// unless the whole name is there.
const COMMON: [&str; 85] = [
    "all", "and", "are", "auf", "aus", "aux", "avec", "bei", "but", "can", "chez", "con", "dans",
    "das", "del", "della", "dem", "den", "der", "des", "die", "een", "ein", "eine", "einem",
    "einen", "einer", "for", "from", "fuer", "fur", "has", "have", "her", "het", "his", "how",
    "ihr", "ist", "its", "las", "les", "los", "mit", "nach", "new", "nicht", "not", "oder", "off",
    "our", "out", "para", "per", "por", "pour", "sie", "sur", "that", "the", "their", "them",
    "they", "this", "uber", "ueber", "una", "und", "une", "van", "vom", "von", "voor", "was",
    "what", "when", "who", "why", "will", "wir", "with", "you", "your", "zum", "zur",
];

/// The customers whose names stand in a text best. One: it is the one. Several: the text does not say
/// which.
#[must_use]
pub fn whose(workspace: &Workspace, subject: &str) -> Vec<RecordId> {
    let folded = fold(subject);
    let words: Vec<Finder<'_>> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() >= LETTERS_MIN && word.is_ascii())
        .filter(|word| COMMON.binary_search(word).is_err())
        .map(Finder::new)
        .collect();
    let kind = RecordKind::Customer;
    let table = workspace.table(kind);
    let names = TextSource::names(kind);
    let names = Texts::of(workspace, kind, &names);
    let (mut best, mut found) = (0, Vec::new());
    for row in 0..table.rows() as u32 {
        let name = names.first(row);
        let likeness = likeness(name, folded.as_bytes(), &words);
        if likeness < best.max(1) || table.standing(row) != Standing::Live {
            continue;
        }
        if likeness > best {
            best = likeness;
            found.clear();
        }
        found.extend(table.id(row));
    }
    if found.len() > OFFERED_MAX {
        found.clear();
    }
    found
}

/// How well a name stands in a text: twice its letters where it is there as a whole, else the letters
/// of its words that are.
fn likeness(name: &[u8], text: &[u8], words: &[Finder<'_>]) -> usize {
    let is_han = name.iter().any(|byte| *byte >= 128);
    if name.len() >= LETTERS_MIN
        && name.len() <= text.len()
        && let Some(at) = memchr::memmem::find(text, name)
        && (is_han || is_apart(text, at, name.len()))
    {
        return name.len() * 2;
    }
    let found = words.iter().filter(|word| {
        let length = word.needle().len();
        word.find(name).is_some_and(|at| is_apart(name, at, length))
    });
    found.map(|word| word.needle().len()).sum()
}

/// Whether no letter goes on before or behind a place.
fn is_apart(text: &[u8], at: usize, length: usize) -> bool {
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| text.get(at))
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    !is_letter(at.checked_sub(1)) && !is_letter(Some(at + length))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::workspace::desk::Desk;

    #[test]
    fn a_name_in_the_subject_says_whose_it_is() {
        let mut desk = Desk::new();
        let ids = [
            "Kaffeehaus Brandt",
            "Kanal & Co",
            "Hotel Bellavista",
            "Hotel Alpenblick",
            "Hotel",
            "张三",
            "蓝港酒店",
        ]
        .map(|name| desk.company(name));
        for (subject, expected) in [
            ("call Brandt", &[0][..]),
            ("call kaffeehaus brandt", &[0]),
            ("visit Kanal & Co", &[1]),
            ("call the Bellavista hotel", &[2]),
            // The whole name is there, but words of longer ones say more only by more letters.
            ("call hotel", &[4]),
            ("给张三打电话", &[5]),
            ("拜访蓝港酒店", &[6]),
            ("call Brandts", &[]),
            ("send the quote", &[]),
            ("", &[]),
        ] {
            let found = whose(&desk.workspace, subject);
            let expected: Vec<RecordId> = expected
                .iter()
                .filter_map(|at| ids.get(*at).copied())
                .collect();
            assert_eq!(found, expected, "{subject}");
        }
    }

    #[test]
    fn common_words_name_nobody() {
        let mut desk = Desk::new();
        let coffee = desk.company("The Coffee Co");
        desk.company("Brot und Wein");
        desk.company("Für Dich");
        desk.company("Les Amis");
        for subject in [
            "send the quote",
            "Tee und Kuchen holen",
            "Angebot für den Chef",
            "les factures",
        ] {
            assert_eq!(whose(&desk.workspace, subject), [], "{subject}");
        }
        assert_eq!(whose(&desk.workspace, "call the coffee people"), [coffee]);
        assert_eq!(whose(&desk.workspace, "call The Coffee Co"), [coffee]);
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn of_several_none_is_taken_and_of_many_none_is_offered() {
        let mut desk = Desk::new();
        let two = ["Hotel Bellavista", "Hotel Alpenblick"].map(|name| desk.company(name));
        assert_eq!(whose(&desk.workspace, "call the hotel"), two);
        for place in ["North", "South", "East"] {
            desk.company(&format!("Hotel {place}"));
        }
        assert_eq!(whose(&desk.workspace, "call the hotel"), []);
    }
}
