//! The documents and answers of `public/openapi.json` as schemas, made from the tables of fields.

mod models;
mod reports;

use crate::api::route::COLLECTIONS;
use crate::api::status::SYNC_STATES;
use crate::domain::field::Options;
use crate::domain::{Field, PartField, RecordKind, Shape, Type, field};
use crate::query::column::derived_fields;
use crate::workspace::change::Verb;
use serde_json::{Map, Value as Json, json};

/// The name of a kind's schemas: `CustomField`.
pub(super) fn title(kind: RecordKind) -> String {
    kind.code()
        .split('-')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

pub(super) fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Which side a schema is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// What is answered.
    Out,
    /// What is sent to make a record.
    In,
    /// What is sent to change one.
    Patch,
}

pub(super) fn of_type(of: Type, side: Side) -> Json {
    match of {
        Type::Text(max) => json!({"type": "string", "maxLength": max}),
        Type::LongText => json!({"type": "string", "maxLength": 100_000}),
        Type::Number => json!({"type": "number"}),
        Type::Bool => json!({"type": "boolean"}),
        Type::Date => json!({"type": "string", "format": "date"}),
        Type::Instant => json!({"type": "string", "format": "date-time"}),
        Type::Money => reference(if side == Side::Out {
            "Money"
        } else {
            "MoneyInput"
        }),
        Type::Choice(Options { codes, open: false }) if side == Side::Out => {
            json!({"type": "string", "enum": codes})
        }
        Type::Choice(Options { codes, .. }) => {
            json!({"type": "string", "maxLength": 120, "examples": codes})
        }
        Type::Ref(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
            let pattern = format!("^({}):[0-9a-f-]{{36}}$", kinds.join("|"));
            json!({"type": "string", "pattern": pattern})
        }
        Type::Email => json!({"type": "string", "format": "email"}),
        Type::Phone => json!({"type": "string", "maxLength": 60}),
        Type::Url => json!({"type": "string", "format": "uri"}),
        Type::Currency => json!({"type": "string", "pattern": "^[A-Z]{3}$"}),
        Type::Part(parts) => part(parts, side, Map::new()),
        Type::Custom => reference(if side == Side::Out {
            "CustomValue"
        } else {
            "CustomInput"
        }),
        Type::Unknown => json!(true),
    }
}

fn nullable(schema: Json) -> Json {
    json!({"anyOf": [schema, {"type": "null"}]})
}

fn part(parts: &[PartField], side: Side, mut properties: Map<String, Json>) -> Json {
    for part in parts {
        let of = of_type(part.of, side);
        let of = if side == Side::Out { of } else { nullable(of) };
        properties.insert(part.name.into(), of);
    }
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn of_field(of: &Field, side: Side) -> Json {
    match (of.shape, of.of) {
        (Shape::One, of) => of_type(of, side),
        (Shape::Set, of) => {
            json!({"type": "array", "items": of_type(of, Side::Out), "uniqueItems": side == Side::Out})
        }
        (Shape::List, Type::Part(parts)) => {
            let id = json!({"type": "string", "maxLength": 120,
                "description": "Names the element for as long as it lives."});
            let mut element = part(parts, side, Map::from_iter([("id".to_owned(), id)]));
            if side == Side::Out {
                element["required"] = json!(["id"]);
                json!({"type": "array", "items": element})
            } else {
                let main = json!({"type": "string",
                    "description": "The element's main value: an address, a number, an id."});
                json!({"type": "array", "items": {"anyOf": [element, main]}})
            }
        }
        (Shape::List, of) => json!({"type": "array", "items": of_type(of, side)}),
        (Shape::Map, of) => {
            let of = of_type(of, side);
            let of = if side == Side::Out { of } else { nullable(of) };
            json!({"type": "object", "additionalProperties": of})
        }
    }
}

/// What follows from other values where it is not said.
fn is_derived(kind: RecordKind, name: &str) -> bool {
    matches!(
        (kind, name),
        (RecordKind::Deal, "pipeline" | "stage")
            | (RecordKind::Customer | RecordKind::Model, "name")
            | (RecordKind::Ticket, "status" | "priority")
            | (
                RecordKind::Need | RecordKind::Campaign | RecordKind::Member,
                "status"
            )
    )
}

fn document(kind: RecordKind, side: Side) -> Json {
    let mut properties = Map::new();
    let mut required = vec!["id", "created_at", "updated_at", "rev"];
    let id = of_type(
        Type::Ref(match kind {
            RecordKind::Settings => &[RecordKind::Settings],
            RecordKind::Owner => &[RecordKind::Owner],
            RecordKind::Tag => &[RecordKind::Tag],
            RecordKind::CustomField => &[RecordKind::CustomField],
            RecordKind::View => &[RecordKind::View],
            RecordKind::Product => &[RecordKind::Product],
            RecordKind::Pipeline => &[RecordKind::Pipeline],
            RecordKind::Customer => &[RecordKind::Customer],
            RecordKind::Deal => &[RecordKind::Deal],
            RecordKind::Transaction => &[RecordKind::Transaction],
            RecordKind::Activity => &[RecordKind::Activity],
            RecordKind::Ticket => &[RecordKind::Ticket],
            RecordKind::Message => &[RecordKind::Message],
            RecordKind::SlaPolicy => &[RecordKind::SlaPolicy],
            RecordKind::Template => &[RecordKind::Template],
            RecordKind::Segment => &[RecordKind::Segment],
            RecordKind::Campaign => &[RecordKind::Campaign],
            RecordKind::Member => &[RecordKind::Member],
            RecordKind::Need => &[RecordKind::Need],
            RecordKind::Model => &[RecordKind::Model],
        }),
        Side::Out,
    );
    let own = json!({"type": "string",
        "description": "Made by the sender: a uuid, with or without the kind before it."});
    properties.insert("id".into(), if side == Side::In { own } else { id });
    for (ix, of) in kind.fields() {
        let is_shown = !matches!(ix, field::GONE | field::UNKNOWN);
        let is_sent = side == Side::Patch || (side == Side::In && !of.is_internal);
        if is_shown && (side == Side::Out || is_sent) {
            let schema = of_field(of, side);
            let schema = if side == Side::Out {
                schema
            } else {
                nullable(schema)
            };
            properties.insert(of.name.into(), schema);
        }
    }
    if kind == RecordKind::Model {
        models::shape(&mut properties, side);
    }
    if kind == RecordKind::Settings {
        models::shape_of_settings(&mut properties, side);
    }
    if side != Side::In {
        properties.insert("updated_at".into(), of_type(Type::Instant, side));
        properties.insert("rev".into(), reference("Revision"));
    }
    if side == Side::In {
        let fields = kind.fields().map(|(_, of)| of);
        required = fields
            .filter(|of| of.is_required && !is_derived(kind, of.name))
            .map(|of| of.name)
            .collect();
    }
    if side == Side::Patch {
        required.clear();
        if kind == RecordKind::Customer {
            properties.insert(
                "related".into(),
                json!({"type": "object",
                "description": "May stand there as it was read."}),
            );
        }
    }
    json!({"type": "object", "properties": properties, "required": required,
        "additionalProperties": false})
}

/// A document of a list: with `fields` only some of its members, and what is worked out.
fn item(kind: RecordKind) -> Json {
    let mut item = document(kind, Side::Out);
    for derived in derived_fields(kind) {
        if kind.field_named(derived.name).is_none() && derived.name != "id" {
            item["properties"][derived.name] = of_type(derived.of, Side::Out);
        }
    }
    item["required"] = json!(["id"]);
    item["patternProperties"] = json!({r"\.": true});
    item
}

fn object(properties: Json, optional: &[&str]) -> Json {
    let names = properties.as_object().unwrap().keys();
    let required: Vec<&String> = names
        .filter(|name| !optional.contains(&name.as_str()))
        .collect();
    json!({"type": "object", "properties": properties, "required": required,
        "additionalProperties": false})
}

fn list(of: Json) -> Json {
    json!({"type": "array", "items": of})
}

fn count() -> Json {
    json!({"type": "integer", "minimum": 0})
}

pub(super) fn text() -> Json {
    json!({"type": "string"})
}

pub(super) fn schemas() -> Json {
    let mut schemas = Map::new();
    let mut add = |name: &str, schema: Json| drop(schemas.insert(name.to_owned(), schema));
    let currency = of_type(Type::Currency, Side::Out);
    add(
        "Revision",
        json!({"type": "string", "pattern": "^[0-9a-f]{16}-[0-9a-f]{16}$",
        "description": "When, and in which open tab, something was last written."}),
    );
    add(
        "Money",
        object(
            json!({"minor": {"type": "integer",
        "description": "In the currency's smallest unit: cents of a euro, whole yen."},
        "currency": currency}),
            &[],
        ),
    );
    add(
        "MoneyInput",
        json!({"anyOf": [
        reference("Money"),
        object(json!({"minor": {"type": "integer"}}), &[]),
        object(json!({"amount": {"type": ["string", "number"]}, "currency": currency}), &["currency"]),
        {"type": "string", "examples": ["1200.05 EUR"],
            "description": "A plain decimal; without a currency it has the workspace's."}]}),
    );
    add(
        "CustomValue",
        json!({"anyOf": [text(), {"type": "number"}, {"type": "boolean"}, reference("Money"),
        {"type": "array", "items": text(), "uniqueItems": true}]}),
    );
    add(
        "CustomInput",
        json!({"anyOf": [text(), {"type": "number"}, {"type": "boolean"}, reference("MoneyInput"),
        {"type": "array", "items": text()}]}),
    );
    for kind in COLLECTIONS {
        let name = title(kind);
        add(&name, document(kind, Side::Out));
        add(&format!("{name}Item"), item(kind));
        add(&format!("{name}Input"), document(kind, Side::In));
        add(&format!("{name}Patch"), document(kind, Side::Patch));
        add(
            &format!("{name}Page"),
            object(
                json!({"total": count(),
            "items": list(reference(&format!("{name}Item"))),
            "next": {"type": ["string", "null"], "description": "The cursor of the next page."}}),
                &[],
            ),
        );
        add(
            &format!("{name}List"),
            list(reference(&format!("{name}Item"))),
        );
    }
    add("Settings", document(RecordKind::Settings, Side::Out));
    add("SettingsPatch", document(RecordKind::Settings, Side::Patch));
    let mut related = document(RecordKind::Customer, Side::Out);
    related["properties"]["related"] = reference("Related");
    related["required"]
        .as_array_mut()
        .unwrap()
        .push(json!("related"));
    add("CustomerWithRelated", related);
    let day = of_type(Type::Date, Side::Out);
    let member = list(object(
        json!({"id": text(), "name": text(), "role": text(),
        "primary": {"type": "boolean"}}),
        &["role"],
    ));
    add(
        "Related",
        object(
            json!({"companies": member, "people": member,
        "open_deals": list(reference("Deal")), "open_tickets": list(reference("Ticket")),
        "activities": list(reference("Activity")),
        "transactions": object(json!({"count": count(), "sum": list(reference("Money")),
            "first": day, "last": day}), &["first", "last"])}),
            &["companies", "people"],
        ),
    );
    add_log(&mut add);
    reports::add(&mut add);
    models::add(&mut add);
    add_transfer(&mut add);
    Json::Object(schemas)
}

fn add_log(add: &mut impl FnMut(&str, Json)) {
    let problem = object(
        json!({"field": text(), "row": count(), "column": text(),
        "code": text(), "reason": text()}),
        &["field", "row", "column"],
    );
    add("Problem", problem);
    add(
        "Error",
        object(
            json!({"error": text(), "reason": text(),
        "problems": list(reference("Problem")), "mine": {"type": "object"},
        "theirs": {"type": "object"}, "base": {"type": "object"}}),
            &["mine", "theirs", "base"],
        ),
    );
    let counts: Map<String, Json> = COLLECTIONS
        .into_iter()
        .map(|kind| (kind.collection().to_owned(), count()))
        .collect();
    let hash = json!({"type": "string", "pattern": "^[0-9a-f]{32}$"});
    add(
        "Status",
        object(
            json!({"workspace": text(), "name": text(), "build": text(),
        "records": object(Json::Object(counts), &[]), "trashed": count(), "sequence": count(),
        "content_hash": hash, "replica_hash": hash,
        "storage": object(json!({"state": {"enum": ["saved", "saving", "failed"]}, "waiting": count(),
            "pages": count(), "folded": count(), "damaged": count(),
            "used_bytes": {"type": "number"}, "granted_bytes": {"type": "number"}}),
            &["used_bytes", "granted_bytes"]),
        "sync": object(json!({"state": {"enum": SYNC_STATES}, "database": text(), "pending": count(),
            "pending_since": of_type(Type::Instant, Side::Out),
            "last_success": of_type(Type::Instant, Side::Out),
            "refused": count(), "unread": count(), "reason": text()}),
            &["database", "pending", "pending_since", "last_success", "refused", "unread", "reason"])}),
            &["content_hash", "replica_hash"],
        ),
    );
    let verbs: Vec<&str> = Verb::ALL.iter().map(|verb| verb.code()).collect();
    let head = json!({"id": reference("Revision"), "at": of_type(Type::Instant, Side::Out),
        "author": text(), "verb": {"enum": verbs}, "count": count(), "name": text(),
        "undoes": reference("Revision")});
    add(
        "ChangeHead",
        object(head.clone(), &["author", "name", "undoes"]),
    );
    let mut change = head;
    for (name, schema) in [
        (
            "made",
            json!({"type": "object", "additionalProperties": count()}),
        ),
        ("withdraws", reference("Revision")),
        ("brings_back", reference("Revision")),
        ("more_records", count()),
        (
            "records",
            list(object(
                json!({"id": text(), "is_new": {"type": "boolean"},
            "fields": {"type": "object", "additionalProperties":
                object(json!({"before": true, "after": true}), &[])}}),
                &[],
            )),
        ),
    ] {
        change[name] = schema;
    }
    let optional = [
        "author",
        "name",
        "undoes",
        "made",
        "withdraws",
        "brings_back",
    ];
    add("Change", object(change, &optional));
    add(
        "ChangePage",
        object(
            json!({"total": count(), "items": list(reference("Change")),
        "next": {"type": ["string", "null"], "description": "What to give as `since` next."}}),
            &[],
        ),
    );
    let kept = list(object(json!({"record": text(), "field": text()}), &[]));
    add(
        "Inverted",
        object(
            json!({"undone": reference("ChangeHead"), "redone": reference("ChangeHead"),
        "change": reference("Revision"), "kept": kept}),
            &["undone", "redone"],
        ),
    );
    add(
        "UndoInput",
        json!({"type": "object", "additionalProperties": false, "properties": {
        "change": reference("Revision"), "batch": reference("Revision")}}),
    );
    add(
        "RedoInput",
        json!({"type": "object", "additionalProperties": false, "properties": {}}),
    );
}

fn add_transfer(add: &mut impl FnMut(&str, Json)) {
    let unknown = object(
        json!({"field": text(), "column": text(), "value": text(), "rows": count(),
        "first_row": count(), "became": {"enum": ["record", "option", "added", "text", "empty", "rejected"]},
        "taken_for": text()}),
        &["column", "taken_for"],
    );
    add(
        "ImportAnswer",
        object(
            json!({"source": text(), "format": {"enum": ["csv"]}, "encoding": text(),
        "header_row": {"type": ["integer", "null"]},
        "mapping": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        "unmapped": list(text()), "read": count(), "created": count(), "updated": count(),
        "skipped": count(), "rejected": count(), "problems": list(reference("Problem")),
        "problem_count": count(), "unknown": list(unknown),
        "batch": {"anyOf": [reference("Revision"), {"type": "null"}]}}),
            &[],
        ),
    );
    add(
        "RestoreAnswer",
        object(
            json!({"mode": {"enum": ["merge", "replace"]},
        "workspace": text(), "at": of_type(Type::Instant, Side::Out), "is_whole": {"type": "boolean"},
        "read": count(), "created": count(), "updated": count(), "unchanged": count(), "trashed": count(),
        "stays_deleted": count(),
        "problems": list(reference("Problem")), "problem_count": count(),
        "batch": {"anyOf": [reference("Revision"), {"type": "null"}]}}),
            &[],
        ),
    );
}
