//! An index over all customers by what duplicates are told by: built once for a file, asked once a
//! row, added to as rows become customers. It holds hashes only; what it finds is compared.

use super::{CANDIDATES_MAX, Match, Traits, best};
use crate::document::value::Packed;
use crate::domain::{Key, RecordId, RecordKind, customer};
use crate::workspace::Workspace;
use crate::workspace::fold::fold;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The end of a chain.
const END: u32 = u32::MAX;

/// An index over customers; rows of a file are told from rows of the table by the caller.
pub struct Index {
    /// The first entry of each chain, by the lower bits of the hash.
    heads: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    hash: u64,
    row: u32,
    next: u32,
}

/// What a hash is of, so that an e-mail is not taken for a name.
#[derive(Clone, Copy)]
enum Of {
    Email = 1,
    Phone = 2,
    Letters = 3,
    Words = 4,
    Word = 5,
    Start = 6,
    End = 7,
}

fn hash(of: Of, text: &str) -> u64 {
    xxh3_64_with_seed(text.as_bytes(), of as u64)
}

impl Index {
    /// An index over all customers of a workspace.
    #[must_use]
    pub fn new(workspace: &Workspace) -> Self {
        let table = workspace.table(RecordKind::Customer);
        let mut index = Self {
            heads: vec![END; (table.rows() * 4).next_power_of_two().max(1024)],
            entries: Vec::with_capacity(table.rows() * 6),
        };
        let kinds = table.texts(&Key::one(customer::KIND));
        table.each_text(&Key::one(customer::NAME), |row, name| {
            let is_person = kinds.at(row).is_some_and(|kind| &**kind == "person");
            for hash in name_hashes(&super::Name::new(name, is_person)) {
                index.push(hash, row);
            }
        });
        table.each_element(customer::EMAILS, |row, _, value| {
            value.each(|place, value| {
                if let (0, Packed::Text(text)) = (place, value) {
                    index.push(hash(Of::Email, &fold(text)), row);
                }
            });
        });
        table.each_element(customer::PHONES, |row, _, value| {
            value.each(|place, value| {
                if let (3, Packed::Text(text)) = (place, value) {
                    index.push(hash(Of::Phone, text), row);
                }
            });
        });
        index
    }

    /// Adds a customer at a row, such as one that a row of the file has just become.
    pub fn add(&mut self, row: u32, traits: &Traits) {
        for hash in hashes(traits) {
            self.push(hash, row);
        }
    }

    fn push(&mut self, hash: u64, row: u32) {
        let at = self.entries.len() as u32;
        let slot = hash as usize & (self.heads.len() - 1);
        if let Some(head) = self.heads.get_mut(slot) {
            let next = std::mem::replace(head, at);
            self.entries.push(Entry { hash, row, next });
        }
    }

    /// The rows that may be the same, each once, in order. Those that too many share a trait with
    /// are left out for that trait.
    #[must_use]
    pub fn candidates(&self, traits: &Traits) -> Vec<u32> {
        let mut rows = Vec::new();
        for hash in hashes(traits) {
            let start = rows.len();
            let slot = hash as usize & (self.heads.len() - 1);
            let mut at = self.heads.get(slot).copied().unwrap_or(END);
            while let Some(entry) = self.entries.get(at as usize) {
                if entry.hash == hash {
                    rows.push(entry.row);
                }
                at = entry.next;
            }
            if rows.len() - start > CANDIDATES_MAX {
                rows.truncate(start);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The live customers of the workspace that one may be the same as, the likeliest first.
    #[must_use]
    pub fn similar(
        &self,
        workspace: &Workspace,
        traits: &Traits,
        own: Option<RecordId>,
    ) -> Vec<Match> {
        best(workspace, traits, own, self.candidates(traits))
    }
}

/// The hashes under which a customer is found.
fn hashes(traits: &Traits) -> Vec<u64> {
    let emails = traits.emails.iter().map(|email| hash(Of::Email, email));
    let phones = traits.phones.iter().map(|phone| hash(Of::Phone, phone));
    emails
        .chain(phones)
        .chain(name_hashes(&traits.name))
        .collect()
}

/// The hashes of a name: whole, its words in any order, and what a slip leaves as it was. Of
/// several words that is one of them with the first letters of the others, of one its beginning or
/// its end.
fn name_hashes(name: &super::Name) -> Vec<u64> {
    let letters: String = name.letters().iter().collect();
    if letters.is_empty() {
        return Vec::new();
    }
    let words = name.words();
    let mut hashes = vec![
        hash(Of::Letters, &letters),
        hash(Of::Words, &words.join(" ")),
    ];
    if let [_, _, ..] = words {
        for (at, word) in words.iter().enumerate() {
            let others = words.iter().enumerate().filter(|(other, _)| *other != at);
            let initials: String = others.filter_map(|(_, word)| word.chars().next()).collect();
            hashes.push(hash(Of::Word, &format!("{word} {initials}")));
        }
    } else if name.letters().len() >= 6 {
        let start: String = name.letters().iter().take(4).collect();
        let end: String = name.letters().iter().rev().take(4).collect();
        hashes.extend([hash(Of::Start, &start), hash(Of::End, &end)]);
    }
    hashes
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Evidence, similar};
    use super::*;
    use crate::domain::random::Random;
    use crate::domain::{Part, Value};
    use crate::workspace::desk::{Desk, text};

    fn customer(
        desk: &mut Desk,
        kind: &str,
        name: &str,
        email: Option<&str>,
        phone: Option<&str>,
    ) -> RecordId {
        let part = |place, text: &str| Some(Value::Part(Part::new([(place, Value::text(text))])));
        let mut fields = vec![
            (Key::one(customer::KIND), text(kind)),
            (Key::one(customer::NAME), text(name)),
        ];
        if let Some(email) = email {
            fields.push((Key::of(customer::EMAILS, "1"), part(0, email)));
        }
        if let Some(phone) = phone {
            fields.push((Key::of(customer::PHONES, "1"), part(3, phone)));
        }
        desk.creates(RecordKind::Customer, fields)
    }

    #[test]
    fn both_ways_find_the_same_for_the_same_reasons() {
        let mut desk = Desk::new();
        let hotel = customer(
            &mut desk,
            "company",
            "Hotel Bellavista GmbH",
            Some("Info@Bellavista.example"),
            Some("+4930901820"),
        );
        let wang = customer(&mut desk, "person", "王雪", Some("xue@x.example"), None);
        let ingrid = customer(
            &mut desk,
            "person",
            "Ingrid Solberg",
            None,
            Some("+4755511"),
        );
        customer(&mut desk, "person", "Somebody Else", None, None);
        let index = Index::new(&desk.workspace);
        use Evidence::{CloseName, SameEmail, SameName, SamePhone};
        for (kind, name, email, phone, expected) in [
            (
                "company",
                "hotel bellavista",
                "",
                "",
                vec![(hotel, vec![SameName])],
            ),
            (
                "company",
                "Hotel Belavista AG",
                "",
                "",
                vec![(hotel, vec![CloseName])],
            ),
            ("person", "Hotel Bellavista", "", "", vec![]),
            (
                "company",
                "",
                "INFO@bellavista.example",
                "",
                vec![(hotel, vec![SameEmail])],
            ),
            (
                "company",
                "X",
                "",
                "+4930901820",
                vec![(hotel, vec![SamePhone])],
            ),
            (
                "person",
                "Solberg, Ingrid",
                "",
                "",
                vec![(ingrid, vec![SameName])],
            ),
            (
                "person",
                "Ingrid Solbreg",
                "",
                "",
                vec![(ingrid, vec![CloseName])],
            ),
            (
                "person",
                "王雪",
                "",
                "+4755511",
                vec![(ingrid, vec![SamePhone]), (wang, vec![SameName])],
            ),
            ("person", "", "", "", vec![]),
            (
                "person",
                "王霞",
                "info@bellavista.exampl",
                "+49309018",
                vec![],
            ),
        ] {
            let traits = Traits::new(kind, name, [email], [phone]);
            let said = |matches: Vec<Match>| -> Vec<(RecordId, Vec<Evidence>)> {
                matches
                    .into_iter()
                    .map(|one| (one.id, one.evidence))
                    .collect()
            };
            let scanned = said(similar(&desk.workspace, &traits, None));
            assert_eq!(scanned, expected, "{name} {email} {phone}");
            let found = said(index.similar(&desk.workspace, &traits, None));
            assert_eq!(found, expected, "{name} {email} {phone}, by the index");
        }
        let own = Traits::of(&desk.record(hotel));
        assert_eq!(similar(&desk.workspace, &own, Some(hotel)), []);
        let strong = Traits::new(
            "company",
            "Bellavista Hotel",
            ["info@bellavista.example"],
            [],
        );
        let found = similar(&desk.workspace, &strong, None);
        assert_eq!(found.first().map(|one| one.percent), Some(96));
    }

    #[test]
    fn the_index_misses_nothing_that_comparing_all_finds() {
        let mut random = Random::seeded(3);
        let mut desk = Desk::new();
        let given = ["Anna", "Katharina", "Bob", "Søren", "Ingrid", "Wei"];
        let family = ["Müller", "Solberg", "Okafor", "Wang", "Lindqvist"];
        for _ in 0..120 {
            let name = format!("{} {}", random.pick(&given), random.pick(&family));
            let email = format!("{}@x.example", random.below(60));
            customer(&mut desk, "person", &name, Some(&email), None);
        }
        let index = Index::new(&desk.workspace);
        let table = desk.workspace.table(RecordKind::Customer);
        let all: Vec<Traits> = (0..table.rows() as u32)
            .map(|row| Traits::of(&table.record(row).unwrap()))
            .collect();
        let mut found = 0;
        for traits in &all {
            let candidates = index.candidates(traits);
            for (row, other) in (0u32..).zip(&all) {
                if !traits.compare(other).is_empty() {
                    assert!(candidates.contains(&row), "{traits:?} {other:?}");
                    found += 1;
                }
            }
        }
        assert!(found > 200, "only {found} pairs");
    }

    #[test]
    fn rows_that_were_added_are_found_too() {
        let desk = Desk::new();
        let mut index = Index::new(&desk.workspace);
        let traits = Traits::new("person", "Anna Solberg", ["anna@x.example"], []);
        index.add(1_000_007, &traits);
        assert_eq!(index.candidates(&traits), [1_000_007]);
        let other = Traits::new("person", "Anne Solberg", [], []);
        assert_eq!(index.candidates(&other), [1_000_007]);
    }
}
