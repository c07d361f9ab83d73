//! What a column of a file becomes: a field of a record, a value of one of its parts, a
//! reference by name or by id, or something about the whole row.
//!
//! Targets are written as paths, in mappings over REST as in saved ones: `name`, `emails.work`,
//! `addresses.billing.city`, `customer.id`, `custom.machine`. Which column gets which target is
//! decided in `mapping`.

use std::sync::Arc;

use crate::domain::field;
use crate::domain::{FieldIx, PartField, RecordKind, Shape, Type, activity, customer, deal};

/// The element that a single value of a list goes to: the same in all records, so that pages
/// keep them in one column.
pub const FIRST_ELEMENT: &str = "1";

/// What a column becomes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A value of the record.
    Slot(Slot),
    /// The record's own id, in files that Satchel wrote.
    Id,
    /// The currency of the row's amounts.
    Currency,
    /// Whether the row was deleted in its source; such rows are passed over.
    Deleted,
}

/// A place in a record that a cell fills.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    /// The field.
    pub field: FieldIx,
    /// The element of a list or map; none for a field with one value and for members of a set.
    pub element: Option<Arc<str>>,
    /// The named value of a part.
    pub part: Option<u8>,
    /// Whether a reference is meant by the id it has in the source, rather than by a name.
    pub is_by_id: bool,
}

impl Target {
    /// Reads a path; `None` where the kind has no such place for a file to write.
    pub fn parse(kind: RecordKind, path: &str) -> Option<Target> {
        let path = path.trim();
        match path {
            "currency" if kind.field_named("currency").is_none() => return Some(Target::Currency),
            "deleted" => return Some(Target::Deleted),
            "id" => return Some(Target::Id),
            // Words of other collections for the same place.
            "product" if kind == RecordKind::Deal => return Target::parse(kind, "lines.product"),
            "company" if kind == RecordKind::Customer => return Target::parse(kind, "companies"),
            "email" if kind == RecordKind::Customer => return Target::parse(kind, "emails"),
            "phone" if kind == RecordKind::Customer => return Target::parse(kind, "phones"),
            _ => {}
        }
        let mut words = path.split('.');
        let name = words.next()?;
        let ix = kind.field_named(name)?;
        let field = kind.field(ix)?;
        if field.is_internal || matches!(field.of, Type::Unknown) || ix == field::UNRESOLVED {
            return None;
        }
        let mut slot = Slot {
            field: ix,
            element: None,
            part: None,
            is_by_id: false,
        };
        let rest: Vec<&str> = words.collect();
        match (field.shape, field.of, rest.as_slice()) {
            (Shape::One, Type::Ref(_), ["id"]) => slot.is_by_id = true,
            (Shape::One, Type::Part(parts), [part]) => slot.part = Some(place_of(parts, part)?),
            (Shape::One, of, []) if !matches!(of, Type::Part(_)) => {}
            (Shape::Set, _, []) => {}
            (Shape::Map, _, [element]) if !element.is_empty() => {
                slot.element = Some((*element).into())
            }
            (Shape::Map, Type::Custom, [element, "id"]) if !element.is_empty() => {
                slot.element = Some((*element).into());
                slot.is_by_id = true;
            }
            (Shape::List, Type::Part(parts), rest) => {
                let (element, part) = split_element(ix, kind, parts, rest)?;
                slot.element = Some(element.into());
                slot.part = Some(part.0);
                slot.is_by_id = part.1;
            }
            _ => return None,
        }
        Some(Target::Slot(slot))
    }

    /// The path of this target, which reads back the same.
    pub fn path(&self, kind: RecordKind) -> String {
        let slot = match self {
            Target::Currency => return "currency".to_owned(),
            Target::Deleted => return "deleted".to_owned(),
            Target::Id => return "id".to_owned(),
            Target::Slot(slot) => slot,
        };
        let Some(field) = kind.field(slot.field) else {
            return String::new();
        };
        let mut path = field.name.to_owned();
        let mut push = |word: &str| {
            path.push('.');
            path.push_str(word);
        };
        if let Some(element) = slot
            .element
            .as_deref()
            .filter(|element| field.shape == Shape::Map || *element != FIRST_ELEMENT)
        {
            push(element);
        }
        let main = main_place(field.parts());
        if let Some(part) = slot
            .part
            .filter(|part| *part != main || field.shape == Shape::One)
            && let Some(part) = field.parts().get(usize::from(part))
        {
            push(part.name);
        }
        if slot.is_by_id {
            push("id");
        }
        path
    }

    /// The slot, where it is one.
    pub fn slot(&self) -> Option<&Slot> {
        match self {
            Target::Slot(slot) => Some(slot),
            Target::Id | Target::Currency | Target::Deleted => None,
        }
    }

    /// Every place of a kind that a file may fill and that has a name of its own; own fields and
    /// ids of other systems come with the workspace and the file.
    pub fn all(kind: RecordKind) -> Vec<Target> {
        let mut paths: Vec<String> = Vec::new();
        for (_, field) in kind.fields() {
            if field.is_internal || matches!(field.shape, Shape::Map) {
                continue;
            }
            match (field.shape, field.of) {
                (Shape::List, Type::Part(parts)) => {
                    let uses: &[&str] = match field.name {
                        "emails" => &["", "work", "home", "other"],
                        "phones" => &["", "work", "mobile", "home", "fax", "other"],
                        "addresses" => &["", "billing", "shipping", "home", "other"],
                        _ => &[""],
                    };
                    for usage in uses {
                        for part in parts.iter().filter(|part| is_offered(field.name, part)) {
                            let words = [field.name, usage, part.name];
                            let words: Vec<&str> =
                                words.into_iter().filter(|word| !word.is_empty()).collect();
                            paths.push(words.join("."));
                        }
                    }
                }
                (Shape::One, Type::Part(parts)) => {
                    paths.extend(
                        parts
                            .iter()
                            .map(|part| format!("{}.{}", field.name, part.name)),
                    );
                }
                _ => paths.push(field.name.to_owned()),
            }
            if matches!((field.shape, field.of), (Shape::One, Type::Ref(_))) {
                paths.push(format!("{}.id", field.name));
            }
        }
        paths.extend(["id", "currency", "deleted"].map(str::to_owned));
        paths
            .iter()
            .filter_map(|path| Target::parse(kind, path))
            .collect()
    }
}

impl Slot {
    /// What a cell for this place must be; of custom fields only their definition knows.
    pub fn of(&self, kind: RecordKind) -> Option<Type> {
        let field = kind.field(self.field)?;
        match (self.part, field.of) {
            (Some(place), Type::Part(parts)) => parts.get(usize::from(place)).map(|part| part.of),
            (_, of) => Some(of),
        }
    }

    /// The key of the own field whose value it is, if it is one's.
    pub fn own_key(&self) -> Option<&str> {
        let element = self.element.as_deref();
        element.filter(|_| self.field == field::CUSTOM)
    }

    /// Whether several values may stand there, an element each.
    pub fn is_list(&self, kind: RecordKind) -> bool {
        let field = kind.field(self.field);
        field.is_some_and(|field| field.shape == Shape::List)
    }

    /// Whether it is the stage of a deal, which is one of its pipeline's.
    pub fn is_stage(&self, kind: RecordKind) -> bool {
        kind == RecordKind::Deal && self.field == deal::STAGE
    }

    /// The key under which a value is kept as text until somebody resolves it.
    pub fn unresolved_key(&self, kind: RecordKind) -> String {
        let name = kind.field(self.field).map_or("", |field| field.name);
        match (name, self.own_key()) {
            ("lines", _) => "product".to_owned(),
            ("companies", _) => "company".to_owned(),
            (name, Some(key)) => format!("{name}.{key}"),
            (name, None) => name.to_owned(),
        }
    }
}

/// Parts that files have columns for; whether an address is the primary one is not among them.
fn is_offered(field: &str, part: &PartField) -> bool {
    match field {
        "emails" | "phones" => part.name == "value",
        "addresses" => part.name != "type",
        _ => part.name != "primary",
    }
}

/// The place that a path without a part means: the value, the street, the record referred to.
fn main_place(parts: &[PartField]) -> u8 {
    let is_main = |part: &PartField| part.name == "value";
    let at = parts.iter().position(is_main).unwrap_or(0);
    // An address begins with its use, which is no main value.
    if parts.first().is_some_and(|part| part.name == "type") {
        u8::MAX
    } else {
        at as u8
    }
}

fn place_of(parts: &[PartField], name: &str) -> Option<u8> {
    parts
        .iter()
        .position(|part| part.name == name)
        .and_then(|at| u8::try_from(at).ok())
}

/// The element and part that the rest of a path names: `billing.city`, `city`, `work`, `id`.
fn split_element<'p>(
    ix: FieldIx,
    kind: RecordKind,
    parts: &[PartField],
    rest: &[&'p str],
) -> Option<(&'p str, (u8, bool))> {
    let main = main_place(parts);
    let by_id = |place: u8| {
        let of = parts.get(usize::from(place)).map(|part| part.of);
        matches!(of, Some(Type::Ref(_))).then_some((place, true))
    };
    let part = |name: &str| match name {
        "id" => by_id(main),
        name => place_of(parts, name).map(|place| (place, false)),
    };
    let has_uses = kind == RecordKind::Customer
        && matches!(
            ix,
            customer::EMAILS | customer::PHONES | customer::ADDRESSES
        );
    match rest {
        [] if main != u8::MAX => Some((FIRST_ELEMENT, (main, false))),
        [name] => match part(name) {
            Some(part) => Some((FIRST_ELEMENT, part)),
            None if has_uses && main != u8::MAX => Some((name, (main, false))),
            None => None,
        },
        [element, name] if has_uses || is_number(element) => Some((element, part(name)?)),
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Companies.
    Company,
    /// Persons.
    Person,
    /// Persons who are not customers yet, as separate lists of leads have them.
    Lead,
    /// Possible sales.
    Deal,
    /// What is sold.
    Product,
    /// Who is responsible.
    Owner,
    /// What was done or is to be done; the kind is told by a column.
    Activity,
    /// Tasks.
    Task,
    /// Notes.
    Note,
    /// Calls.
    Call,
    /// Meetings.
    Meeting,
    /// Orders, invoices, payments.
    Transaction,
}

impl Subject {
    /// All subjects.
    pub const ALL: [Subject; 12] = [
        Subject::Company,
        Subject::Person,
        Subject::Lead,
        Subject::Deal,
        Subject::Product,
        Subject::Owner,
        Subject::Activity,
        Subject::Task,
        Subject::Note,
        Subject::Call,
        Subject::Meeting,
        Subject::Transaction,
    ];

    /// The stable name of this subject, for messages and saved mappings.
    pub fn code(self) -> &'static str {
        match self {
            Subject::Company => "company",
            Subject::Person => "person",
            Subject::Lead => "lead",
            Subject::Deal => "deal",
            Subject::Product => "product",
            Subject::Owner => "owner",
            Subject::Activity => "activity",
            Subject::Task => "task",
            Subject::Note => "note",
            Subject::Call => "call",
            Subject::Meeting => "meeting",
            Subject::Transaction => "transaction",
        }
    }

    /// The subject with this name.
    pub fn from_code(code: &str) -> Option<Subject> {
        Subject::ALL
            .into_iter()
            .find(|subject| subject.code() == code)
    }

    /// The kind of record that a row becomes.
    pub fn kind(self) -> RecordKind {
        match self {
            Subject::Company | Subject::Person | Subject::Lead => RecordKind::Customer,
            Subject::Deal => RecordKind::Deal,
            Subject::Product => RecordKind::Product,
            Subject::Owner => RecordKind::Owner,
            Subject::Activity
            | Subject::Task
            | Subject::Note
            | Subject::Call
            | Subject::Meeting => RecordKind::Activity,
            Subject::Transaction => RecordKind::Transaction,
        }
    }

    /// What every new record of this subject has unless a column says otherwise.
    pub fn fixed(self) -> &'static [(FieldIx, &'static str)] {
        match self {
            Subject::Company => &[(customer::KIND, "company")],
            Subject::Person => &[(customer::KIND, "person")],
            Subject::Lead => &[(customer::KIND, "person"), (customer::LIFECYCLE, "lead")],
            Subject::Task => &[(activity::KIND, "task")],
            Subject::Note | Subject::Activity => &[(activity::KIND, "note")],
            Subject::Call => &[(activity::KIND, "call")],
            Subject::Meeting => &[(activity::KIND, "meeting")],
            Subject::Deal | Subject::Product | Subject::Owner | Subject::Transaction => &[],
        }
    }

    /// The order in which files of several subjects are imported, so that what is referred to is
    /// there before.
    pub fn rank(self) -> u8 {
        match self {
            Subject::Owner => 0,
            Subject::Product => 1,
            Subject::Company => 2,
            Subject::Person | Subject::Lead => 3,
            Subject::Deal => 4,
            Subject::Transaction => 5,
            _ => 6,
        }
    }
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

    #[test]
    fn every_target_reads_back_from_its_path() {
        for kind in RecordKind::ALL {
            for target in Target::all(kind) {
                let path = target.path(kind);
                assert_eq!(Target::parse(kind, &path).as_ref(), Some(&target), "{path}");
            }
        }
    }

    #[test]
    fn paths_name_places_of_records() {
        use RecordKind::{Customer, Deal};
        for (kind, path, same) in [
            (Customer, "name", "name"),
            (Customer, "emails", "emails"),
            (Customer, "email", "emails"),
            (Customer, "emails.home", "emails.home"),
            (Customer, "phones.mobile", "phones.mobile"),
            (Customer, "addresses.city", "addresses.city"),
            (Customer, "addresses.billing.city", "addresses.billing.city"),
            (Customer, "companies", "companies"),
            (Customer, "companies.id", "companies.id"),
            (Customer, "companies.role", "companies.role"),
            (Customer, "consent.email", "consent.email"),
            (Customer, "parent.id", "parent.id"),
            (Customer, "custom.machine", "custom.machine"),
            (
                Customer,
                "external_ids.salesforce",
                "external_ids.salesforce",
            ),
            (Customer, "tags", "tags"),
            (Deal, "product", "lines"),
            (Deal, "lines.product", "lines"),
            (Deal, "lines.quantity", "lines.quantity"),
            (Deal, "customer.id", "customer.id"),
            (Deal, "owner", "owner"),
            (Deal, "stage", "stage"),
            (Deal, "currency", "currency"),
        ] {
            let target = Target::parse(kind, path).unwrap_or_else(|| panic!("{path}"));
            assert_eq!(target.path(kind), same);
        }
        for path in [
            "",
            "nothing",
            "gone",
            "deleted_at",
            "unresolved.owner",
            "addresses",
            "name.id",
            "custom",
            "consent",
            "emails.a.b",
        ] {
            assert_eq!(Target::parse(Customer, path), None, "{path}");
        }
    }

    #[test]
    fn slots_know_what_they_take() {
        let slot = |kind, path| Target::parse(kind, path).unwrap().slot().unwrap().clone();
        let city = slot(RecordKind::Customer, "addresses.city");
        assert_eq!(city.of(RecordKind::Customer), Some(Type::Text(120)));
        let product = slot(RecordKind::Deal, "lines.product");
        assert_eq!(
            product.of(RecordKind::Deal),
            Some(Type::Ref(&[RecordKind::Product]))
        );
        assert!(slot(RecordKind::Deal, "stage").is_stage(RecordKind::Deal));
        let account = slot(RecordKind::Customer, "custom.account.id");
        assert_eq!(account.own_key(), Some("account"));
        assert!(account.is_by_id && !account.is_list(RecordKind::Customer));
    }
}
