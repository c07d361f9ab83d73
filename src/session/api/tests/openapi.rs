//! What `public/openapi.json` must say, made from the tables of fields and routes, so that neither
//! a field nor a route is ever missing there. `SATCHEL_WRITE=1 cargo test openapi` writes the file.

use crate::api::collection::Format;
use crate::api::route::{Action, COLLECTIONS, ROUTES, Route};
use crate::api::transfer::IMPORTED;
use crate::domain::field::Options;
use crate::domain::{Field, PartField, RecordKind, Shape, Type, field};
use crate::query::column::derived_fields;
use serde_json::{Map, Value as Json, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/public/openapi.json");

/// The description as it stands in the file.
pub(super) fn stored() -> Json {
    let text = std::fs::read_to_string(FILE).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or(Json::Null)
}

#[test]
fn openapi_json_says_what_the_tables_say() {
    let made = description();
    if std::env::var("SATCHEL_WRITE").is_ok() {
        let text = serde_json::to_string_pretty(&made).unwrap();
        std::fs::write(FILE, text + "\n").unwrap();
    }
    assert_eq!(
        stored(),
        made,
        "run `SATCHEL_WRITE=1 cargo test openapi` and look at what changed"
    );
}

/// The name of a kind's schemas: `CustomField`.
pub(super) fn title(kind: RecordKind) -> String {
    kind.code()
        .split('-')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Which side a schema is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// What is answered.
    Out,
    /// What is sent to make a record.
    In,
    /// What is sent to change one.
    Patch,
}

fn of_type(of: Type, side: Side) -> Json {
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
        (RecordKind::Deal, "pipeline" | "stage") | (RecordKind::Customer, "name")
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

fn text() -> Json {
    json!({"type": "string"})
}

fn schemas() -> Json {
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
        json!({"anyOf": [text(), {"type": "number"}, {"type": "boolean"}, reference("Money")]}),
    );
    add(
        "CustomInput",
        json!({"anyOf": [text(), {"type": "number"}, {"type": "boolean"}, reference("MoneyInput")]}),
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
        "open_deals": list(reference("Deal")), "activities": list(reference("Activity")),
        "transactions": object(json!({"count": count(), "sum": list(reference("Money")),
            "first": day, "last": day}), &["first", "last"])}),
            &["companies", "people"],
        ),
    );
    add_log(&mut add);
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
            &["used_bytes", "granted_bytes"])}),
            &["content_hash", "replica_hash"],
        ),
    );
    let verbs: Vec<&str> = crate::workspace::change::Verb::ALL
        .iter()
        .map(|verb| verb.code())
        .collect();
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

/// What a parameter is.
fn parameter(name: &str, action: Action) -> Json {
    let choice = |codes: &[&str]| json!({"type": "string", "enum": codes});
    let (schema, description) = match name {
        "workspace" => (
            text(),
            "The workspace that is meant; the tab's own where none is said.",
        ),
        "q" => (
            text(),
            "Words that must all be found, anywhere in a record.",
        ),
        "filter" => (
            text(),
            "Conditions as JSON: {\"field\":\"amount\",\"gte\":{\"minor\":100000,\"currency\":\"EUR\"}}, joined by and, or, not. Operators: is, in, contains, starts, gt, gte, lt, lte, between, empty, within. A field may follow a relation: company.industry.",
        ),
        "sort" => (
            text(),
            "Fields, the first first; a minus before one for the greatest first: -amount,name.",
        ),
        "limit" => (
            json!({"type": "integer", "minimum": 0, "maximum": 1000}),
            if action == Action::Export {
                "How many records at most; all where none is said."
            } else {
                "How many at most; 50 where none is said."
            },
        ),
        "cursor" => (
            text(),
            "Where the page before ended: its `next`. It holds while records are edited.",
        ),
        "fields" => (
            text(),
            "The fields to be shown, also those that are worked out, parted by commas.",
        ),
        "trash" => (
            choice(&["without", "with", "only"]),
            "Whether records of the trash are shown.",
        ),
        "forever" => (
            json!({"type": "boolean"}),
            "Erases the record for good, rather than putting it into the trash.",
        ),
        "record" if action == Action::Import => (
            choice(&IMPORTED.map(RecordKind::collection)),
            "What the rows are.",
        ),
        "record" => (text(), "The record whose log is meant, by its id."),
        "since" => (
            text(),
            "A change's id, or a moment: what comes after it is shown.",
        ),
        "hash" => (
            json!({"type": "boolean"}),
            "Whether the hashes of the state are worked out, which reads every record.",
        ),
        "format" => (choice(&Format::CODES), "The form of the file."),
        "mode" => (
            choice(&["merge", "replace"]),
            "Whether the backup is added to what is there, or becomes all that is there.",
        ),
        "dry_run" => (
            json!({"type": "boolean"}),
            "Says what would become of the file, and writes nothing.",
        ),
        "name" => (text(), "What the file is called."),
        "encoding" => (
            text(),
            "The encoding of the file, where it is not to be found out: utf-8, gbk, windows-1252.",
        ),
        "mapping" => (
            text(),
            "The fields of columns as JSON: {\"Account Name\":\"name\",\"Region\":\"custom.region\",\"Notes\":null}. Columns that are not named are as suggested.",
        ),
        "on_duplicate" => (
            choice(&["skip", "update", "create"]),
            "What happens with a row that is a record which is there; update where none is said.",
        ),
        "on_unknown" => (
            choice(&["add", "reject"]),
            "What happens with stages and options that are not known; add where none is said.",
        ),
        "on_reference" => (
            choice(&["suggested", "create", "text"]),
            "What happens with names that no record has: the nearly same is taken, a record is made, or the name is kept as text, as where none is said.",
        ),
        "currency" => (
            of_type(Type::Currency, Side::Out),
            "The currency of amounts that name none.",
        ),
        other => panic!("what is {other}?"),
    };
    let is_required = matches!(
        (name, action),
        ("record", Action::Import) | ("format", Action::Export) | ("mode", Action::Restore)
    );
    json!({"name": name, "in": "query", "required": is_required, "schema": schema,
        "description": description})
}

/// The name under which a parameter is described once for all who take it.
fn parameter_key(name: &str, action: Action) -> String {
    match (name, action) {
        ("record" | "limit", action) => format!("{name}Of{action:?}"),
        (name, _) => name.to_owned(),
    }
}

fn parameters() -> Json {
    let mut all = Map::new();
    for route in &ROUTES {
        for name in route.parameters.iter().copied().chain(["workspace"]) {
            all.insert(
                parameter_key(name, route.action),
                parameter(name, route.action),
            );
        }
    }
    Json::Object(all)
}

fn content(media: &str, schema: Json) -> Json {
    json!({ media: {"schema": schema} })
}

/// What a route is for, what it takes, and what it answers by status.
fn operation(route: &Route, kind: Option<RecordKind>) -> Json {
    let name = kind.map(title).unwrap_or_default();
    let of = kind.map_or("", RecordKind::collection);
    let one = kind.map_or("", RecordKind::code);
    let own = |suffix: &str| reference(&format!("{name}{suffix}"));
    let document = || content("application/json", own(""));
    let file =
        || json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}});
    let as_json = |schema| content("application/json", schema);
    let (summary, body, answers, refusals): (String, Option<Json>, Vec<(u16, Option<Json>)>, &[u16]) = match route.action {
        Action::Customer => ("A customer with what belongs to it: by our id, its bare uuid, or an id elsewhere (salesforce:001…, or the bare one where only one customer has it).".into(), None,
            vec![(200, Some(as_json(reference("CustomerWithRelated")))), (304, None)], &[400, 404, 409]),
        Action::List => (format!("A page of {of}."), None, vec![(200, Some(as_json(own("Page"))))], &[400, 404]),
        Action::Create => (format!("Makes a record of {of}. With an id made by the sender a repeat is harmless and answers 200."), Some(as_json(own("Input"))),
            vec![(201, Some(document())), (200, Some(document()))], &[400, 404, 409, 413, 415, 422, 500, 507]),
        Action::Read => (format!("One {one}, by our id, its bare uuid, or an id elsewhere."), None,
            vec![(200, Some(document())), (304, None)], &[400, 404, 409]),
        Action::Patch => (format!("Changes a {one} by a merge patch (RFC 7396). If-Match is honoured; with the `rev` that was read in the body, only fields that both sides changed are a conflict. A null `deleted_at` takes it out of the trash."), Some(as_json(own("Patch"))),
            vec![(200, Some(document()))], &[400, 404, 409, 412, 413, 415, 422, 500, 507]),
        Action::Delete => (format!("Puts a {one} into the trash, or erases it for good."), None,
            vec![(200, Some(document())), (204, None)], &[400, 404, 409, 412, 422, 500, 507]),
        Action::ReadSettings => ("The workspace's settings.".into(), None,
            vec![(200, Some(as_json(reference("Settings")))), (304, None)], &[400, 404]),
        Action::PatchSettings => ("Changes the workspace's settings.".into(), Some(as_json(reference("SettingsPatch"))),
            vec![(200, Some(as_json(reference("Settings"))))], &[400, 404, 409, 412, 413, 415, 422, 500, 507]),
        Action::Undo => ("Takes a change back, or the last one where none is named. What was written again since stays, and is listed.".into(), Some(as_json(reference("UndoInput"))),
            vec![(200, Some(as_json(reference("Inverted"))))], &[400, 404, 409, 413, 415, 422, 500, 507]),
        Action::Redo => ("Does again what was taken back last.".into(), Some(as_json(reference("RedoInput"))),
            vec![(200, Some(as_json(reference("Inverted"))))], &[400, 404, 409, 413, 415, 422, 500, 507]),
        Action::Changes => ("The log of changes, oldest first.".into(), None,
            vec![(200, Some(as_json(reference("ChangePage"))))], &[400, 404]),
        Action::Status => ("How much there is, and how it stands.".into(), None,
            vec![(200, Some(as_json(reference("Status"))))], &[400, 404]),
        Action::Export => (format!("A list of {of} as a file."), None,
            vec![(200, Some(json!({"text/csv": {"schema": {"type": "string"}},
                "application/json": {"schema": own("List")}})))], &[400, 404]),
        Action::Backup => ("The whole workspace as one file.".into(), None,
            vec![(200, Some(json!({"application/jsonl": {"schema": {"type": "string"}}})))], &[400, 404]),
        Action::Restore => ("Reads a backup.".into(), Some(file()),
            vec![(200, Some(as_json(reference("RestoreAnswer"))))], &[400, 404, 409, 413, 415, 422, 500, 507]),
        Action::Import => ("Imports a CSV file. What was read is always what was created, updated, skipped and rejected.".into(), Some(file()),
            vec![(200, Some(as_json(reference("ImportAnswer"))))], &[400, 404, 409, 413, 415, 422, 500, 507]),
    };
    let mut responses = Map::new();
    for (status, content) in answers {
        let description = match status {
            201 => "Made.",
            204 => "Erased.",
            304 => "Still as the If-None-Match says.",
            _ => "Done.",
        };
        let mut response = json!({"description": description});
        if let Some(content) = content {
            response["content"] = content;
        }
        responses.insert(status.to_string(), response);
    }
    for status in refusals {
        let refusal = json!({"$ref": format!("#/components/responses/{status}")});
        responses.insert(status.to_string(), refusal);
    }
    let mut parameters: Vec<Json> = Vec::new();
    if route.path.ends_with("{id}") {
        parameters.push(json!({"name": "id", "in": "path", "required": true, "schema": text()}));
    }
    let headers: &[&str] = match route.action {
        Action::Customer | Action::Read | Action::ReadSettings => &["If-None-Match"],
        Action::Patch | Action::PatchSettings | Action::Delete => &["If-Match"],
        _ => &[],
    };
    parameters.extend(
        headers
            .iter()
            .map(|name| json!({"name": name, "in": "header", "schema": text()})),
    );
    let named = route.parameters.iter().copied().chain(["workspace"]);
    parameters.extend(named.map(|name| {
        json!({"$ref": format!("#/components/parameters/{}", parameter_key(name, route.action))})
    }));
    let mut operation = json!({"summary": summary, "parameters": parameters, "responses": responses,
        "operationId": format!("{:?}{name}", route.action)});
    if let Some(content) = body {
        let is_needed = !matches!(route.action, Action::Undo | Action::Redo);
        operation["requestBody"] = json!({"required": is_needed, "content": content});
    }
    operation
}

fn description() -> Json {
    let mut paths = Map::new();
    for route in &ROUTES {
        let kinds: Vec<Option<RecordKind>> = match route.action {
            _ if !route.path.contains("{collection}") => vec![None],
            _ => COLLECTIONS.into_iter().map(Some).collect(),
        };
        for kind in kinds {
            let path = match kind {
                Some(kind) => route.path.replace("{collection}", kind.collection()),
                None => route.path.to_owned(),
            };
            let operations = paths.entry(path).or_insert_with(|| json!({}));
            operations[route.method.to_lowercase()] = operation(route, kind);
        }
    }
    let mut responses = Map::new();
    for (status, description) in [
        (400, "The address or the body cannot be read."),
        (404, "There is no such record, address or open workspace."),
        (
            409,
            "It conflicts with what is there: another id, a field that both sides changed, a record in use, nothing to do.",
        ),
        (
            412,
            "The record was changed since the revision in If-Match.",
        ),
        (413, "The body is too large."),
        (415, "The body is of another kind of media."),
        (422, "Some values are not right."),
        (500, "It could not be saved and was taken back."),
        (507, "The disk is full."),
    ] {
        responses.insert(
            status.to_string(),
            json!({"description": description,
            "content": content("application/json", reference("Error"))}),
        );
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Satchel",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The REST surface of an open workspace, answered inside the browser: by the service worker for pages of the same origin while a tab has Satchel open, and by window.satchel.fetch(path, init) without it. An address with a method it does not know answers 405 with Allow; without an open tab everything answers 503 no_workspace. docs/rest.md is the guide.",
        },
        "servers": [{"url": ".", "description": "The path under which Satchel is hosted."}],
        "paths": paths,
        "components": {"schemas": schemas(), "parameters": parameters(), "responses": responses},
    })
}
