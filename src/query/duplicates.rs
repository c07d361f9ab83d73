//! Likely duplicates of a customer: same e-mail, same telephone number, same or nearly the same
//! name. One way of comparing two, and two ways of finding whom to compare with: a scan of the
//! search text for the one record somebody is typing, an index of all for a file of many.

mod index;
mod name;

pub use index::Index;

use super::text::{TextSource, Texts};
use crate::domain::{Key, Record, RecordId, RecordKind, Standing, Value, customer};
use crate::workspace::Workspace;
use crate::workspace::fold::fold;
use name::Name;

/// More candidates than these have a common name or a shared mailbox, and tell nothing.
const CANDIDATES_MAX: usize = 200;

/// Why two customers may be the same, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// They have an e-mail address in common.
    SameEmail,
    /// They have a telephone number in common.
    SamePhone,
    /// Their names are the same, but for case, accents, punctuation, order and legal form.
    SameName,
    /// Their names differ by a slip of the keys.
    CloseName,
}

impl Evidence {
    /// The stable word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SameEmail => "same_email",
            Self::SamePhone => "same_phone",
            Self::SameName => "same_name",
            Self::CloseName => "close_name",
        }
    }

    /// How likely two customers are the same by this alone, in percent.
    const fn weight(self) -> u8 {
        match self {
            Self::SameEmail => 90,
            Self::SamePhone => 70,
            Self::SameName => 60,
            Self::CloseName => 35,
        }
    }
}

/// A customer that another may be the same as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The customer.
    pub id: RecordId,
    /// Why, the strongest first.
    pub evidence: Vec<Evidence>,
    /// How likely, in percent.
    pub percent: u8,
}

/// What of a customer is compared: of a record, a form that is being filled in, a row of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    is_person: bool,
    name: Name,
    emails: Vec<String>,
    phones: Vec<String>,
}

impl Traits {
    /// Of a customer of a kind (`person`, `company`) with this name, these e-mail addresses, and
    /// these telephone numbers in international form.
    #[must_use]
    pub fn new<'a>(
        kind: &str,
        name: &str,
        emails: impl IntoIterator<Item = &'a str>,
        phones: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let is_person = kind == "person";
        let phones = phones.into_iter().filter(|phone| phone.starts_with('+'));
        let emails = emails.into_iter().map(|email| fold(email.trim()));
        Self {
            is_person,
            name: Name::new(name, is_person),
            emails: emails.filter(|email| !email.is_empty()).collect(),
            phones: phones.map(str::to_owned).collect(),
        }
    }

    /// Of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let texts = |field, place| {
            record
                .elements(field)
                .filter_map(move |(_, value)| value.as_part()?.value(place)?.as_text())
        };
        Self::new(
            record.text(customer::KIND),
            record.name(),
            texts(customer::EMAILS, 0),
            texts(customer::PHONES, 3),
        )
    }

    /// Of the fields of a command, as a form or a row of a file would write them.
    #[must_use]
    pub fn of_fields(fields: &[(Key, Option<Value>)]) -> Self {
        let text = |field| {
            let found = fields.iter().find(|(key, _)| *key == Key::one(field));
            let value = found.and_then(|(_, value)| value.as_ref());
            value.and_then(Value::as_text).unwrap_or_default()
        };
        let texts = |field, place| {
            fields
                .iter()
                .filter(move |(key, _)| key.field == field)
                .filter_map(move |(_, value)| value.as_ref()?.as_part()?.value(place)?.as_text())
        };
        let is_family_first = text(customer::DISPLAY_ORDER) == "family_first";
        let made = customer::person_name(
            text(customer::GIVEN_NAME),
            text(customer::FAMILY_NAME),
            is_family_first,
        );
        let name = match text(customer::NAME) {
            "" => made.as_str(),
            name => name,
        };
        Self::new(
            text(customer::KIND),
            name,
            texts(customer::EMAILS, 0),
            texts(customer::PHONES, 3),
        )
    }

    /// What speaks for the two being the same; nothing where nothing does.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Vec<Evidence> {
        let has_common = |a: &[String], b: &[String]| a.iter().any(|one| b.contains(one));
        let mut evidence = Vec::new();
        if has_common(&self.emails, &other.emails) {
            evidence.push(Evidence::SameEmail);
        }
        if has_common(&self.phones, &other.phones) {
            evidence.push(Evidence::SamePhone);
        }
        // A person and a company of one name are two.
        if self.is_person == other.is_person {
            if self.name.is_same(&other.name) {
                evidence.push(Evidence::SameName);
            } else if self.name.is_close(&other.name) {
                evidence.push(Evidence::CloseName);
            }
        }
        evidence
    }

    fn matched(&self, id: RecordId, other: &Self) -> Option<Match> {
        let evidence = self.compare(other);
        if evidence.is_empty() {
            return None;
        }
        // As if each were wrong by itself.
        let wrong = evidence.iter().fold(1.0, |wrong, one| {
            wrong * (1.0 - f64::from(one.weight()) / 100.0)
        });
        let percent = ((1.0 - wrong) * 100.0).round() as u8;
        Some(Match {
            id,
            evidence,
            percent,
        })
    }
}

/// The live customers that one may be the same as, the likeliest first: for the one record that
/// somebody is typing. `own` is left out: the record itself, where there is one already.
#[must_use]
pub fn similar(workspace: &Workspace, traits: &Traits, own: Option<RecordId>) -> Vec<Match> {
    let kind = RecordKind::Customer;
    let table = workspace.table(kind);
    let mut rows: Vec<u32> = Vec::new();
    for exact in traits.emails.iter().chain(&traits.phones) {
        let mut found = Vec::new();
        table.search(&[exact.trim_start_matches('+')], |row| found.push(row));
        rows.extend(found.into_iter().take(CANDIDATES_MAX));
    }
    let names = TextSource::Register(Key::one(customer::NAME));
    let names = Texts::of(workspace, kind, &names);
    let is_near = traits.name.near();
    let near = (0..table.rows() as u32).filter(|row| is_near(names.first(*row)));
    rows.extend(near.take(CANDIDATES_MAX));
    best(workspace, traits, own, rows)
}

/// The matches among some rows, the likeliest first.
fn best(
    workspace: &Workspace,
    traits: &Traits,
    own: Option<RecordId>,
    mut rows: Vec<u32>,
) -> Vec<Match> {
    let table = workspace.table(RecordKind::Customer);
    rows.sort_unstable();
    rows.dedup();
    let mut matches: Vec<Match> = rows
        .into_iter()
        .filter(|row| table.standing(*row) == Standing::Live)
        .filter_map(|row| table.record(row))
        .filter(|record| Some(record.id) != own)
        .filter_map(|record| traits.matched(record.id, &Traits::of(&record)))
        .collect();
    matches.sort_by_key(|one| (std::cmp::Reverse(one.percent), one.id));
    matches
}
