//! What the command palette offers for a few letters: records by name, commands by label. What
//! starts with the letters comes before what only has them somewhere; every letter counts, so
//! `ncu` finds "New customer".

use super::list::search::search;
use super::text::{TextOrder, TextSource, Texts};
use crate::domain::{RecordId, RecordKind, Standing};
use crate::workspace::Workspace;
use crate::workspace::fold::fold;

/// How many records that search finds are looked at for how well they fit.
const LOOKED_AT_MAX: usize = 400;

/// The kinds of record that one goes to by name.
pub const KINDS: [RecordKind; 7] = [
    RecordKind::Customer,
    RecordKind::Deal,
    RecordKind::Ticket,
    RecordKind::Campaign,
    RecordKind::Segment,
    RecordKind::Product,
    RecordKind::Owner,
];

/// Something the palette offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer<C> {
    /// A record to go to.
    Record {
        /// The record.
        id: RecordId,
        /// How well it fits: more is better.
        score: u32,
    },
    /// A command to run.
    Command {
        /// Whatever the caller named it by.
        command: C,
        /// How well it fits.
        score: u32,
    },
}

impl<C> Offer<C> {
    /// How well it fits.
    #[must_use]
    pub const fn score(&self) -> u32 {
        match self {
            Self::Record { score, .. } | Self::Command { score, .. } => *score,
        }
    }
}

/// What the palette offers for a text: at most so many, the best first. Commands come with the
/// labels they have in the language of the screen; for no text all are offered in their order.
#[must_use]
pub fn palette<'l, C>(
    workspace: &Workspace,
    text: &str,
    commands: impl IntoIterator<Item = (C, &'l str)>,
    most: usize,
) -> Vec<Offer<C>> {
    let folded = fold(text.trim());
    let mut offers: Vec<Offer<C>> = commands
        .into_iter()
        .filter_map(|(command, label)| {
            let score = fit(&folded, &fold(label))?;
            Some(Offer::Command { command, score })
        })
        .collect();
    if !folded.is_empty() {
        for kind in KINDS {
            offers.extend(
                records(workspace, kind, &folded)
                    .into_iter()
                    .map(|(id, score)| Offer::Record { id, score }),
            );
        }
    }
    offers.sort_by_key(|offer| std::cmp::Reverse(offer.score()));
    offers.truncate(most);
    offers
}

/// The live records of a kind that fit a folded text.
fn records(workspace: &Workspace, kind: RecordKind, folded: &str) -> Vec<(RecordId, u32)> {
    let table = workspace.table(kind);
    if table.live() == 0 {
        return Vec::new();
    }
    let source = TextSource::names(kind);
    let names = Texts::of(workspace, kind, &source);
    // Names that begin so are near each other in the order; the others are found by search.
    let order = TextOrder::of(workspace, kind, &source);
    let beginning = order.beginning(&names, folded).iter().copied();
    let mut rows: Vec<u32> = beginning.take(LOOKED_AT_MAX).collect();
    if let Some(found) = search(workspace, kind, folded) {
        rows.extend(found.rows().take(LOOKED_AT_MAX));
    }
    rows.sort_unstable();
    rows.dedup();
    rows.retain(|row| table.standing(*row) == Standing::Live);
    let scored = rows.into_iter().filter_map(|row| {
        let name = String::from_utf8_lossy(names.first(row));
        // What is found in other fields fits too, but less than any name.
        let score = fit_words(folded, &name).unwrap_or(FOUND);
        Some((table.id(row)?, score))
    });
    scored.collect()
}

/// The same from the first letter to the last.
const SAME: u32 = 1000;
/// Begins with it.
const BEGINS: u32 = 800;
/// All words begin words of it.
const BEGINS_WORDS: u32 = 600;
/// All words are somewhere in it.
const CONTAINS: u32 = 400;
/// The letters begin words of it, one after another.
const INITIALS: u32 = 300;
/// Has the letters in order.
const LETTERS: u32 = 200;
/// Found in another field.
const FOUND: u32 = 100;

/// How well a folded label fits a folded text: also by initials or letters in order.
fn fit(text: &str, label: &str) -> Option<u32> {
    if text.is_empty() {
        return Some(0);
    }
    fit_words(text, label).or_else(|| {
        let initials: String = label
            .split(|letter: char| !letter.is_alphanumeric())
            .filter_map(|word| word.chars().next())
            .collect();
        let letters = || text.chars().filter(|letter| !letter.is_whitespace());
        if initials.starts_with(&letters().collect::<String>()) {
            return Some(INITIALS);
        }
        let mut rest = label.chars();
        let mut is_in_order = letters().map(|letter| rest.any(|other| other == letter));
        // Nearly any sentence has two letters somewhere in order.
        let is_long = letters().count() >= 3;
        let starts_alike = letters().next() == label.chars().next();
        (is_long && starts_alike && is_in_order.all(|is| is)).then_some(LETTERS)
    })
}

/// How well a folded name fits by whole words of a folded text; short names fit better.
fn fit_words(text: &str, name: &str) -> Option<u32> {
    let shortness = 99u32.saturating_sub(name.chars().count() as u32);
    if text == name {
        return Some(SAME);
    }
    if name.starts_with(text) {
        return Some(BEGINS + shortness);
    }
    let begins = |word: &str| {
        name.match_indices(word).any(|(at, _)| {
            let before = name.get(..at).and_then(|before| before.chars().next_back());
            before.is_none_or(|before| !before.is_alphanumeric())
        })
    };
    let mut words = text.split_whitespace();
    if words.clone().all(begins) {
        return Some(BEGINS_WORDS + shortness);
    }
    words
        .all(|word| name.contains(word))
        .then_some(CONTAINS + shortness)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::desk::Desk;

    #[test]
    fn names_that_begin_so_come_first_then_words_then_the_rest() {
        let mut desk = Desk::new();
        let mut named = |name| desk.company(name);
        let (joanna, anna, ann, bob) = (
            named("Joanna"),
            named("Café Anna"),
            named("Ann"),
            named("Bob"),
        );
        let tag = crate::domain::Value::Bool(true);
        let field = crate::domain::Key::of(crate::domain::field::TAGS, "Anniversary");
        desk.does(&crate::workspace::command::Command::Edit {
            ids: vec![bob],
            fields: vec![(field, Some(tag))],
            revision: None,
        });
        let offers: Vec<Offer<u8>> = palette(&desk.workspace, "ANN", [], 10);
        let ids: Vec<RecordId> = offers
            .iter()
            .filter_map(|offer| match offer {
                Offer::Record { id, .. } => Some(*id),
                Offer::Command { .. } => None,
            })
            .collect();
        assert_eq!(ids, [ann, anna, joanna, bob]);
    }

    #[test]
    fn commands_are_found_by_words_and_by_initials() {
        let desk = Desk::new();
        let commands = [
            ("new", "New customer"),
            ("import", "Import a file"),
            ("dark", "Dark colours"),
            ("neu", "新建客户"),
        ];
        for (text, expected) in [
            ("", vec!["new", "import", "dark", "neu"]),
            ("cust", vec!["new"]),
            ("nc", vec!["new"]),
            ("imfi", vec!["import"]),
            ("客户", vec!["neu"]),
            ("colours dark", vec!["dark"]),
            ("xyz", vec![]),
        ] {
            let offers = palette(&desk.workspace, text, commands, 10);
            let found: Vec<&str> = offers
                .into_iter()
                .filter_map(|offer| match offer {
                    Offer::Command { command, .. } => Some(command),
                    Offer::Record { .. } => None,
                })
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
