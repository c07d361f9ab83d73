//! What a row would change in a record that is there, and whether the two are likely the same.
//!
//! Lists are compared by their values, not their places, so that the same number never comes
//! twice; values that belong together are merged one by one.

use crate::domain::field::{self, UNRESOLVED};
use crate::domain::{Key, Part, Record, RecordKind, Value, customer, deal};

use super::compose::Fields;
use super::{Evidence, FieldChange, OnConflict};
use crate::exchange::likeness::{WORTH, likeness};

/// The values of a record.
pub(super) fn fields_of(record: &Record) -> Fields {
    record
        .registers()
        .filter_map(|(key, register)| Some((key.clone(), register.value.clone()?)))
        .collect()
}

/// Whether a row and a record that share an address, a number or a name are likely the same.
pub(super) fn is_alike(
    kind: RecordKind,
    before: &Fields,
    after: &Fields,
    evidence: Evidence,
) -> bool {
    let text = |fields: &Fields, ix| {
        fields
            .get(&Key::one(ix))
            .and_then(Value::as_text)
            .unwrap_or_default()
            .to_owned()
    };
    if kind != RecordKind::Customer {
        return true;
    }
    if text(before, customer::KIND) != text(after, customer::KIND) {
        return false;
    }
    // People of one office share a number and a mailbox, and have names of their own.
    if evidence != Evidence::Name {
        let (one, other) = (text(before, customer::NAME), text(after, customer::NAME));
        return likeness(&one, &other) >= WORTH || one.contains('@') || other.contains('@');
    }
    if text(after, customer::KIND) != "person" {
        return true;
    }
    // Two people of one name are told apart by what they cannot share, and taken for one only
    // where something else agrees or nothing else is said.
    let values = |fields: &Fields, ix, place| -> Vec<String> {
        let parts = fields.iter().filter(|(key, _)| key.field == ix);
        let value = |(_, value): (&Key, &Value)| match value.as_part()?.value(place)? {
            Value::Ref(id) => Some(id.to_string()),
            value => value.as_text().map(str::to_lowercase),
        };
        parts.filter_map(value).collect()
    };
    let agree = |ix, place| -> Option<bool> {
        let (one, other) = (values(before, ix, place), values(after, ix, place));
        let is_told = !one.is_empty() && !other.is_empty();
        is_told.then(|| one.iter().any(|value| other.contains(value)))
    };
    let birthday = |fields: &Fields| fields.get(&Key::one(customer::BIRTHDAY)).cloned();
    let birthdays = match (birthday(before), birthday(after)) {
        (Some(one), Some(other)) => Some(one == other),
        _ => None,
    };
    let own = [
        birthdays,
        agree(customer::EMAILS, 0),
        agree(customer::PHONES, 3),
    ];
    if own.contains(&Some(false)) {
        return false;
    }
    let shared = [agree(customer::COMPANIES, 0), agree(customer::ADDRESSES, 1)];
    let says_more = |fields: &Fields| {
        let ways = [
            customer::EMAILS,
            customer::PHONES,
            customer::ADDRESSES,
            customer::COMPANIES,
        ];
        birthday(fields).is_some() || fields.keys().any(|key| ways.contains(&key.field))
    };
    own.contains(&Some(true))
        || shared.contains(&Some(true))
        || !says_more(before)
        || !says_more(after)
}

/// What a row would change in a record.
pub(super) fn differences(
    kind: RecordKind,
    before: &Fields,
    after: &Fields,
    policy: OnConflict,
) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    if policy == OnConflict::Mine {
        return changes;
    }
    for (key, value) in after {
        // When and by whom a record that is there was made is no matter of a later file.
        if matches!(key.field, field::CREATED_BY | field::CREATED_AT) {
            continue;
        }
        let there = before.get(key);
        let (Value::Part(part), Some(_)) = (value, &key.element) else {
            let is_gap = there.is_none();
            if there != Some(value) && (is_gap || policy == OnConflict::File) {
                let (key, before) = (key.clone(), there.cloned());
                changes.push(FieldChange {
                    key,
                    before,
                    after: Some(value.clone()),
                });
            }
            continue;
        };
        if is_listed(kind, key, part, before) {
            continue;
        }
        let merged = merge_parts(there.and_then(Value::as_part), part, policy);
        let merged = Value::Part(merged);
        if there != Some(&merged) {
            let (key, before) = (key.clone(), there.cloned());
            changes.push(FieldChange {
                key,
                before,
                after: Some(merged),
            });
        }
    }
    // A name that was kept as text is answered by the value that came.
    for (key, value) in before.iter().filter(|(key, _)| key.field == UNRESOLVED) {
        let name = key.element.as_deref().unwrap_or_default();
        let name = name.strip_suffix("_id").unwrap_or(name);
        let answered = match name.split_once('.') {
            Some((_, own)) => Some(Key::of(field::CUSTOM, own)),
            None => kind.field_named(name).map(Key::one),
        };
        let is_answered =
            answered.is_some_and(|key| after.contains_key(&key)) && !after.contains_key(key);
        if is_answered {
            changes.push(FieldChange {
                key: key.clone(),
                before: Some(value.clone()),
                after: None,
            });
        }
    }
    changes
}

/// Whether a list has the value of a part already, in whichever element.
fn is_listed(kind: RecordKind, key: &Key, part: &Part, before: &Fields) -> bool {
    if kind != RecordKind::Customer && kind != RecordKind::Deal {
        return false;
    }
    let place = match (kind, key.field) {
        (RecordKind::Customer, customer::EMAILS | customer::PHONES | customer::COMPANIES) => 0,
        (RecordKind::Deal, deal::PEOPLE) => 0,
        _ => return false,
    };
    let is_same = |one: &Value, other: &Value| match (one, other) {
        (Value::Text(one), Value::Text(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one == other,
    };
    let wanted = part.value(place);
    let wanted_number = (key.field == customer::PHONES)
        .then(|| part.value(3))
        .flatten();
    before.iter().filter(|(other, _)| other.field == key.field).any(|(_, value)| {
        let Some(there) = value.as_part() else { return false };
        let same = |place, wanted: Option<&Value>| {
            matches!((there.value(place), wanted), (Some(one), Some(other)) if is_same(one, other))
        };
        // The role of the same company is merged, so that only equal parts are passed over.
        let has_more = key.field == customer::COMPANIES && part.value(1).is_some_and(|role| there.value(1) != Some(role));
        !has_more && (same(place, wanted) || same(3, wanted_number))
    })
}

/// The values of a part over those that stand there.
fn merge_parts(there: Option<&Part>, part: &Part, policy: OnConflict) -> Part {
    let mut merged = there.cloned().unwrap_or_default();
    for (place, value) in part.iter() {
        if merged.value(place).is_none() || policy == OnConflict::File {
            merged.set(place, Some(value.clone()));
        }
    }
    merged
}
