//! What the workspace knows, by the names, numbers and ids that files use for it. Made once for
//! an import, a slice of rows at a time, since every record of a kind is looked at; then each
//! question is one look.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::domain::{
    Key, Record, RecordId, RecordKind, Value, customer, field, owner, product, transaction,
};
use crate::exchange::likeness::Sketch;
use crate::workspace::Workspace;
use crate::workspace::fold::fold;

use super::Evidence;

/// One word by which a record is found, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Word(u64);

/// What a word is; words of different sorts never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
enum Sort {
    Name = 1,
    Letters = 2,
    Email = 3,
    Phone = 4,
    External = 5,
    AnyExternal = 6,
    Code = 7,
}

fn word(sort: Sort, scope: u64, text: &str) -> Word {
    Word(xxh3_64_with_seed(
        text.as_bytes(),
        (sort as u64) << 8 | scope,
    ))
}

fn scope_of(kind: RecordKind, is_person: bool) -> u64 {
    match (kind, is_person) {
        (RecordKind::Customer, true) => 2,
        (RecordKind::Customer, false) => 1,
        _ => 0,
    }
}

impl Word {
    /// A name as it is written, but for case, accents and spaces. Of customers, persons and
    /// companies are apart.
    pub fn name(kind: RecordKind, is_person: bool, name: &str) -> Word {
        let folded = fold(name.trim());
        let scope = scope_of(kind, is_person);
        // Most names have single spaces, which is soon seen.
        if folded.contains("  ") || folded.contains(|c: char| c.is_whitespace() && c != ' ') {
            let words: Vec<&str> = folded.split_whitespace().collect();
            return word(Sort::Name, scope, &words.join(" "));
        }
        word(Sort::Name, scope, &folded)
    }

    /// The letters and digits of a name alone: `GTX Pro` and `GTXPro` are the same.
    pub fn letters(kind: RecordKind, is_person: bool, name: &str) -> Word {
        let letters: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
        word(Sort::Letters, scope_of(kind, is_person), &letters)
    }

    /// An e-mail address.
    pub fn email(address: &str) -> Word {
        word(Sort::Email, 0, &address.trim().to_lowercase())
    }

    /// A phone number in international form.
    pub fn phone(e164: &str) -> Word {
        word(Sort::Phone, 0, e164)
    }

    /// An id in another system.
    pub fn external(system: &str, id: &str) -> Word {
        word(
            Sort::External,
            0,
            &format!("{system}\u{1f}{}", short_id(system, id)),
        )
    }

    /// An id in whatever system.
    pub fn any_external(id: &str) -> Word {
        word(Sort::AnyExternal, 0, id)
    }

    /// A product's code, an invoice's number.
    pub fn code(code: &str) -> Word {
        word(Sort::Code, 0, &fold(code.trim()))
    }
}

/// Salesforce writes ids with 15 or 18 characters; the last three only repeat the case of the
/// others.
fn short_id<'i>(system: &str, id: &'i str) -> &'i str {
    match id.get(..15) {
        Some(short) if system == "salesforce" && id.len() == 18 => short,
        _ => id,
    }
}

/// The records of one kind by their words.
#[derive(Clone, Debug)]
pub struct Index {
    kind: RecordKind,
    /// None where several records have the word.
    words: HashMap<Word, Option<RecordId>>,
    /// Names for suggestions, of kinds that files refer to by name.
    names: Vec<NameEntry>,
}

/// A name that may be what a file means.
#[derive(Clone, Debug)]
pub struct NameEntry {
    /// The record.
    pub id: RecordId,
    /// Its name.
    pub name: Box<str>,
    /// The letters of the name, so that most comparing can be spared.
    pub sketch: Sketch,
}

/// How many names are kept for suggestions.
const NAMES_MAX: usize = 20_000;

impl Index {
    /// An empty index.
    pub fn new(kind: RecordKind) -> Self {
        Index {
            kind,
            words: HashMap::new(),
            names: Vec::new(),
        }
    }

    /// Adds the live records of up to `rows_max` rows, from a row on; the row to go on with, or
    /// none at the end.
    pub fn add_rows(&mut self, workspace: &Workspace, from: u32, rows_max: u32) -> Option<u32> {
        let table = workspace.table(self.kind);
        let rows = u32::try_from(table.rows()).unwrap_or(u32::MAX);
        let end = from.saturating_add(rows_max).min(rows);
        for row in from..end {
            if table.standing(row) == crate::domain::Standing::Live
                && let Some(record) = table.record(row)
            {
                self.add(&record);
            }
        }
        (end < rows).then_some(end)
    }

    /// An index of all live records of a kind.
    pub fn of(workspace: &Workspace, kind: RecordKind) -> Self {
        let mut index = Index::new(kind);
        let mut from = Some(0);
        while let Some(row) = from {
            from = index.add_rows(workspace, row, u32::MAX);
        }
        index
    }

    /// Adds one record.
    pub fn add(&mut self, record: &Record) {
        let text = |field| record.text(field);
        let fields: Vec<(&Key, &Value)> = record
            .registers()
            .filter_map(|(key, register)| Some((key, register.value.as_ref()?)))
            .collect();
        if self.names.len() < NAMES_MAX && !text(self.kind.name_field()).is_empty() {
            let name = text(self.kind.name_field());
            self.names.push(NameEntry {
                id: record.id,
                name: name.into(),
                sketch: Sketch::of(name),
            });
        }
        for (word, _) in words_of(self.kind, &fields) {
            self.add_word(word, record.id);
        }
    }

    /// Adds one word of a record; a word of several records is of none.
    pub fn add_word(&mut self, word: Word, id: RecordId) {
        let known = self.words.entry(word).or_insert(Some(id));
        if *known != Some(id) {
            *known = None;
        }
    }

    /// The one record with this word.
    pub fn find(&self, word: Word) -> Option<RecordId> {
        self.words.get(&word).copied().flatten()
    }

    /// The names of its records, as far as they are kept.
    pub fn names(&self) -> &[NameEntry] {
        &self.names
    }
}

/// The words by which a record with these values can be found, the stronger first, and what each
/// is evidence of; none where it only helps others to refer to it.
pub fn words_of(kind: RecordKind, fields: &[(&Key, &Value)]) -> Vec<(Word, Option<Evidence>)> {
    let text = |ix| {
        let value = fields
            .iter()
            .find(|(key, _)| key.field == ix && key.element.is_none());
        value
            .and_then(|(_, value)| value.as_text())
            .unwrap_or_default()
    };
    let mut words = Vec::new();
    let elements = |ix| fields.iter().filter(move |(key, _)| key.field == ix);
    for (key, value) in elements(field::EXTERNAL_IDS) {
        if let (Some(system), Some(id)) = (key.element.as_deref(), value.as_text()) {
            words.push((Word::external(system, id), Some(Evidence::Id)));
            words.push((Word::any_external(id), None));
        }
    }
    let is_person = text(customer::KIND) == "person";
    let name = text(kind.name_field());
    let named = |evidence, alike| {
        let name = Some(name).filter(|name| !name.trim().is_empty())?;
        let exact = (Word::name(kind, is_person, name), evidence);
        Some([exact, (Word::letters(kind, is_person, name), alike)])
    };
    match kind {
        RecordKind::Customer => {
            let part = |value: &Value, place| {
                value
                    .as_part()
                    .and_then(|part| part.value(place)?.as_text().map(str::to_owned))
            };
            for (_, value) in elements(customer::EMAILS) {
                if let Some(address) = part(value, 0) {
                    words.push((Word::email(&address), Some(Evidence::Email)));
                }
            }
            for (_, value) in elements(customer::PHONES) {
                if let Some(number) = part(value, 3) {
                    words.push((Word::phone(&number), Some(Evidence::Phone)));
                }
            }
            words.extend(
                named(Some(Evidence::Name), Some(Evidence::Name))
                    .into_iter()
                    .flatten(),
            );
        }
        RecordKind::Owner => {
            words.extend(named(Some(Evidence::Key), None).into_iter().flatten());
            if !text(owner::EMAIL).is_empty() {
                words.push((Word::email(text(owner::EMAIL)), Some(Evidence::Key)));
            }
        }
        RecordKind::Product => {
            words.extend(named(Some(Evidence::Key), None).into_iter().flatten());
            if !text(product::CODE).is_empty() {
                words.push((Word::code(text(product::CODE)), Some(Evidence::Key)));
            }
        }
        RecordKind::Transaction if !text(transaction::NUMBER).is_empty() => {
            words.push((Word::code(text(transaction::NUMBER)), Some(Evidence::Key)));
        }
        RecordKind::Deal | RecordKind::Pipeline => {
            words.extend(named(None, None).into_iter().flatten())
        }
        _ => {}
    }
    words
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;
    use crate::domain::Uuid;

    fn id(number: u128) -> RecordId {
        RecordId::new(RecordKind::Customer, Uuid::v7(1, number))
    }

    #[test]
    fn a_word_of_several_records_is_of_none() {
        let mut index = Index::new(RecordKind::Customer);
        let name = Word::name(RecordKind::Customer, false, "Acme");
        index.add_word(name, id(1));
        index.add_word(name, id(1));
        assert_eq!(index.find(name), Some(id(1)));
        index.add_word(name, id(2));
        assert_eq!(index.find(name), None);
    }

    #[test]
    fn words_are_the_same_where_people_write_them_differently() {
        let company = |name| Word::name(RecordKind::Customer, false, name);
        assert_eq!(company("Café  Grão "), company("cafe grao"));
        assert_ne!(company("GTXPro"), company("GTX Pro"));
        let letters = |name| Word::letters(RecordKind::Product, false, name);
        assert_eq!(letters("GTXPro"), letters("GTX Pro"));
        assert_ne!(
            company("Ann"),
            Word::name(RecordKind::Customer, true, "Ann")
        );
        assert_eq!(
            Word::email(" Ann@Example.com"),
            Word::email("ann@example.com")
        );
        assert_eq!(
            Word::external("salesforce", "0015e00001AbCdE"),
            Word::external("salesforce", "0015e00001AbCdEAAT")
        );
        assert_ne!(Word::external("zoho", "1"), Word::external("hubspot", "1"));
    }
}
