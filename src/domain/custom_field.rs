//! Custom fields: fields that the user adds to a kind of record. Their values stand in the
//! record's `custom` map under the field's key, the members of one with several options under the
//! key and the member (`colours.Red`). What a definition says is turned here into the shape and
//! type that built-in fields have, and from there on nothing tells them apart, but that the values
//! of a formula are worked out ([`super::formula`]) and stand in no record.

use super::field::{CUSTOM, Field, Options, PartField, Shape, Type, fields};
use super::kind::RecordKind;
use super::order;
use super::record::{Key, Record};
use super::value::{Part, Value};

/// The types a custom field may have.
pub const TYPES: &[&str] = &[
    "text", "long", "number", "money", "date", "datetime", "bool", "choice", "multi", "url",
    "email", "phone", RELATION, FORMULA,
];

/// The type that leads to another record.
pub const RELATION: &str = "relation";

/// The type whose values are worked out of other fields of the record.
pub const FORMULA: &str = "formula";

/// What a formula may give: types of own fields.
const RESULTS: &[&str] = &["number", "money", "date"];

/// The kinds of record that a relation may lead to.
pub const TARGETS: &[&str] = &["customer", "deal", "product", "owner", "ticket", "campaign"];

/// The longest line of text.
const LINE_MAX: u16 = 1000;

/// One option of a choice.
pub const OPTION_PARTS: &[PartField] = &[
    PartField {
        name: "name",
        of: Type::Text(60),
    },
    PartField {
        name: "order",
        of: Type::Number,
    },
];

fields! {
    /// The kind of record it belongs to, by its code.
    OBJECT = Field::closed_choice("object", &["customer", "deal", "product", "owner", "transaction", "activity", "ticket", "campaign", "need"]).required();
    /// Its name in documents: lower-case letters, digits and underscores.
    KEY = Field::text("key", 60).required();
    /// What people read.
    LABEL = Field::text("label", 120).required();
    /// What its values may be.
    TYPE = Field::closed_choice("type", TYPES).required();
    /// The options of a choice.
    OPTIONS = Field::list("options", Type::Part(OPTION_PARTS));
    /// Its place among the fields.
    ORDER = Field::one("order", Type::Number);
    /// The kind of record that a relation leads to, by its code.
    TARGET = Field::closed_choice("target", TARGETS);
    /// What the values of a formula are worked out by.
    FORMULA_TEXT = Field::text("formula", 1000).unsearched();
    /// What a formula gives, by the code of a type: follows from it.
    RESULT = Field::closed_choice("result", RESULTS).internal();
    /// Whether a record cannot be made without a value of it.
    REQUIRED = Field::one("required", Type::Bool);
}

/// The kinds whose forms ask for what a record cannot be made without. A need and an activity are also
/// made by a key, from what was just written, where nothing could ask for more.
pub const ASKED: &[RecordKind] = &[
    RecordKind::Customer,
    RecordKind::Deal,
    RecordKind::Product,
    RecordKind::Owner,
    RecordKind::Transaction,
    RecordKind::Ticket,
    RecordKind::Campaign,
];

/// Whether a record cannot be made without a value of a field.
#[must_use]
pub fn is_required(definition: &Record) -> bool {
    definition.value(REQUIRED).is_some_and(Value::is_yes) && !is_formula(definition)
}

/// Whether a record has a value of a field.
#[must_use]
pub fn has_value(record: &Record, key: &str) -> bool {
    let mut elements = record.elements(CUSTOM);
    elements.any(|(element, _)| split(element).0 == key)
}

/// Whether a text may be a field's key.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let is_in_key = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !text.is_empty() && text.len() <= 60 && text.bytes().all(is_in_key)
}

/// How many values a field has and of what type, by its type's code; of a relation also by the
/// kind that it leads to.
#[must_use]
pub fn shape_and_type(code: &str, target: &str) -> (Shape, Type) {
    const OPTIONS: Type = Type::Choice(Options {
        codes: &[],
        open: true,
    });
    let of = match code {
        "text" => Type::Text(LINE_MAX),
        "number" => Type::Number,
        "money" => Type::Money,
        "date" => Type::Date,
        "datetime" => Type::Instant,
        "bool" => Type::Bool,
        "choice" => OPTIONS,
        "multi" => return (Shape::Set, OPTIONS),
        "url" => Type::Url,
        "email" => Type::Email,
        "phone" => Type::Phone,
        RELATION => Type::Ref(match target {
            "customer" => &[RecordKind::Customer],
            "deal" => &[RecordKind::Deal],
            "product" => &[RecordKind::Product],
            "owner" => &[RecordKind::Owner],
            "ticket" => &[RecordKind::Ticket],
            "campaign" => &[RecordKind::Campaign],
            _ => &[],
        }),
        _ => Type::LongText,
    };
    (Shape::One, of)
}

/// The same of a definition; of a formula what it gives.
#[must_use]
pub fn values_of(definition: &Record) -> (Shape, Type) {
    match definition.text(TYPE) {
        FORMULA => match definition.text(RESULT) {
            "" => (Shape::One, Type::Number),
            result => shape_and_type(result, ""),
        },
        code => shape_and_type(code, definition.text(TARGET)),
    }
}

/// Whether the values of a field are worked out, so that no record has one.
#[must_use]
pub fn is_formula(definition: &Record) -> bool {
    definition.text(TYPE) == FORMULA
}

/// The words of a formula that may name fields, without reading it: what follows a record's fields
/// has to know them, and what reads formulas comes later.
pub fn words(formula: &str) -> impl Iterator<Item = String> + '_ {
    let words = formula
        .split(|character: char| !character.is_alphanumeric() && !matches!(character, '_' | '.'));
    words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
}

/// Whether every value of one type is one of the other as well, so that a field may become it
/// though records have values.
#[must_use]
pub fn widens(from: &str, to: &str) -> bool {
    let is_line = matches!(from, "text" | "choice" | "url" | "email" | "phone");
    from == to || (is_line && matches!(to, "text" | "long"))
}

/// The names of a definition's options, in their order.
#[must_use]
pub fn options(definition: &Record) -> Vec<&str> {
    let mut options: Vec<&Part> = definition
        .elements(OPTIONS)
        .filter_map(|(_, value)| value.as_part())
        .collect();
    order::sort_by_key(&mut options, |part| {
        part.value(1).and_then(Value::as_number)
    });
    let names = options.into_iter();
    names.filter_map(|part| part.value(0)?.as_text()).collect()
}

/// The register that says that a member is among the values of a field with several.
#[must_use]
pub fn member(key: &str, member: &str) -> Key {
    Key::of(CUSTOM, format!("{key}.{member}"))
}

/// The key that an element of `custom` belongs to, and the member that it is, if any: keys have no
/// points.
#[must_use]
pub fn split(element: &str) -> (&str, Option<&str>) {
    match element.split_once('.') {
        Some((key, member)) => (key, Some(member)),
        None => (element, None),
    }
}

/// The members that a record has of a field with several values.
pub fn members<'r>(record: &'r Record, key: &str) -> impl Iterator<Item = &'r str> {
    let yes = record.elements(CUSTOM).filter(|(_, value)| value.is_yes());
    yes.filter_map(move |(element, _)| match split(element) {
        (of, Some(member)) if of == key => Some(member),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{RecordId, Register, Stamp, Uuid};

    #[test]
    fn every_type_is_one_that_built_in_fields_have() {
        for code in TYPES.iter().filter(|code| **code != FORMULA) {
            let (shape, of) = shape_and_type(code, "deal");
            assert!(
                !matches!(of, Type::Custom | Type::Unknown | Type::Part(_)),
                "{code}"
            );
            assert_eq!(shape == Shape::Set, *code == "multi");
        }
        assert_eq!(shape_and_type("long", ""), (Shape::One, Type::LongText));
        assert_eq!(
            shape_and_type(RELATION, "deal").1,
            Type::Ref(&[RecordKind::Deal])
        );
        for target in TARGETS {
            let kind = RecordKind::from_code(target);
            let kinds = match shape_and_type(RELATION, target).1 {
                Type::Ref(kinds) => kinds,
                _ => &[],
            };
            assert_eq!(kinds.first().copied(), kind, "{target}");
        }
        // A relation that says no kind leads nowhere, and takes no value.
        assert_eq!(shape_and_type(RELATION, "").1, Type::Ref(&[]));
    }

    #[test]
    fn a_formula_has_values_of_what_it_gives() {
        let id = RecordId::new(RecordKind::CustomField, Uuid::v7(1, 2));
        let mut record = Record::new(id, Stamp::default());
        let mut put = |key, value: &str| {
            let (value, stamp) = (Some(Value::text(value)), Stamp::default());
            record.put(Key::one(key), Some(Register { value, stamp }));
            values_of(&record)
        };
        assert_eq!(put(TYPE, FORMULA), (Shape::One, Type::Number));
        for (result, of) in [("money", Type::Money), ("date", Type::Date)] {
            assert_eq!(put(RESULT, result), (Shape::One, of));
        }
        for result in RESULTS {
            assert!(TYPES.contains(result), "{result}");
        }
    }

    #[test]
    fn the_words_of_a_formula_are_all_names_in_it() {
        let text = "round((Amount-custom.cost)/amount*100，1) + days_between(today,custom.2nd)";
        let found: Vec<String> = words(text).collect();
        let formula = super::super::formula::Formula::parse(text).unwrap();
        for name in formula.names() {
            assert!(found.contains(&name.path), "{name:?}");
        }
        assert!(found.contains(&"today".to_owned()));
    }

    #[test]
    fn only_what_loses_nothing_widens() {
        for (from, to, does) in [
            ("text", "long", true),
            ("choice", "text", true),
            ("email", "long", true),
            ("long", "text", false),
            ("text", "choice", false),
            ("multi", "text", false),
            ("number", "money", false),
            ("date", "date", true),
        ] {
            assert_eq!(widens(from, to), does, "{from} {to}");
        }
    }

    #[test]
    fn members_stand_beside_the_values_of_other_fields() {
        let id = RecordId::new(RecordKind::Customer, Uuid::v7(1, 2));
        let mut record = Record::new(id, Stamp::default());
        let mut put = |key, value| {
            let stamp = Stamp::default();
            record.put(key, Some(Register { value, stamp }));
        };
        put(member("colour", "Red"), Some(Value::Bool(true)));
        put(member("colour", "v. dark"), Some(Value::Bool(true)));
        put(member("colour", "Blue"), None);
        put(member("colour_2", "Green"), Some(Value::Bool(true)));
        put(Key::of(CUSTOM, "colours"), Some(Value::text("Pink")));
        let members: Vec<&str> = members(&record, "colour").collect();
        assert_eq!(members, ["Red", "v. dark"]);
        assert_eq!(split("colours"), ("colours", None));
        assert_eq!(
            member("colour", "Red").member(RecordKind::Customer),
            Some("Red")
        );
    }
}
