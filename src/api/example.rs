//! A worked example of each call, with records that are there: for the page that tries each one. Every
//! example is a request that works as it stands wherever the records that it needs are there; the
//! words in them are plain English, as those of the documents.

use super::route::Action;
use crate::domain::{Date, RecordId, RecordKind};
use crate::workspace::Workspace;

/// What stands in the place of a record that is not there.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// What a call is tried with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// The record in the address, where it names one and there is one.
    pub id: Option<RecordId>,
    /// The parameters behind the question mark that have a value.
    pub query: Vec<(&'static str, String)>,
    /// The body; none where there is none, or where it is a file that no text shows.
    pub body: Option<String>,
}

/// The record of a kind that was made last.
#[must_use]
pub fn newest(workspace: &Workspace, kind: RecordKind) -> Option<RecordId> {
    let table = workspace.table(kind);
    table.live_rows().filter_map(|row| table.id(row)).max()
}

/// An example of what a route does, of records of this kind where it is about a collection.
#[must_use]
pub fn example(action: Action, kind: RecordKind, workspace: &Workspace, today: Date) -> Example {
    let of = |name: &'static str, value: &str| (name, value.to_owned());
    let id = || newest(workspace, kind);
    let body = |text: String| Some(text);
    match action {
        Action::Customer | Action::Read | Action::Delete | Action::Fit | Action::Scores => {
            Example {
                id: id(),
                ..Example::default()
            }
        }
        Action::List => Example {
            query: vec![of("limit", "5")],
            ..Example::default()
        },
        Action::Create => Example {
            body: body(made(kind, workspace, today)),
            ..Example::default()
        },
        Action::Patch => Example {
            id: id(),
            body: body(changed(kind).to_owned()),
            ..Example::default()
        },
        Action::PatchSettings => Example {
            body: body(changed(RecordKind::Settings).to_owned()),
            ..Example::default()
        },
        Action::Undo | Action::Redo => Example {
            body: body("{}".to_owned()),
            ..Example::default()
        },
        Action::Changes => Example {
            query: vec![of("limit", "5")],
            ..Example::default()
        },
        Action::Export => Example {
            query: vec![of("format", "csv"), of("limit", "20")],
            ..Example::default()
        },
        Action::Restore => Example {
            query: vec![of("mode", "merge")],
            ..Example::default()
        },
        Action::Import => Example {
            query: vec![
                of("record", "customers"),
                of("dry_run", "true"),
                of("name", "customers.csv"),
            ],
            body: body(FILE.to_owned()),
            ..Example::default()
        },
        Action::Status => Example {
            query: vec![of("hash", "false")],
            ..Example::default()
        },
        Action::ReadSettings | Action::Report | Action::Backup => Example::default(),
    }
}

/// A file of customers.
const FILE: &str = "Name,Kind,E-mail,Industry
Kanal & Co,company,office@kanal.example,hospitality
Hotel Bellavista,company,desk@bellavista.example,hospitality
";

/// The members of a document, a line each.
fn document(members: &[(&str, String)]) -> String {
    let lines: Vec<String> = members
        .iter()
        .map(|(name, json)| format!("  \"{name}\": {json}"))
        .collect();
    format!("{{\n{}\n}}", lines.join(",\n"))
}

/// A text without anything that JSON would have to escape.
fn text(text: &str) -> String {
    format!("\"{text}\"")
}

/// The document of a new record. What it refers to is there, or else is named by an id of nobody.
fn made(kind: RecordKind, workspace: &Workspace, today: Date) -> String {
    let a = |kind: RecordKind| match newest(workspace, kind) {
        Some(id) => text(&id.to_string()),
        None => text(&format!("{}:{NOBODY}", kind.code())),
    };
    let day = |days: i32| text(&today.add_days(days).to_string());
    let raw = str::to_owned;
    match kind {
        RecordKind::Customer => document(&[
            ("kind", text("company")),
            ("name", text("Kanal & Co")),
            ("industry", text("hospitality")),
            (
                "emails",
                raw(r#"[{ "value": "office@kanal.example", "type": "work" }]"#),
            ),
            ("annual_revenue", text("1200000")),
            ("tags", raw(r#"["vip"]"#)),
            ("external_ids", raw(r#"{ "erp": "K-1001" }"#)),
        ]),
        RecordKind::Deal => document(&[
            ("name", text("Two grinders for the bar")),
            ("customer", a(RecordKind::Customer)),
            ("amount", text("4800")),
            ("expected_close", day(30)),
        ]),
        RecordKind::Ticket => document(&[
            ("subject", text("The grinder is loud")),
            ("customer", a(RecordKind::Customer)),
            ("priority", text("high")),
            ("origin", text("phone")),
        ]),
        RecordKind::Message => document(&[
            ("ticket", a(RecordKind::Ticket)),
            ("direction", text("internal")),
            ("body", text("The spare part is on its way.")),
        ]),
        RecordKind::Campaign => document(&[
            ("name", text("Spring tasting")),
            ("type", text("event")),
            ("start", day(14)),
            ("budget", text("1500")),
        ]),
        RecordKind::Member => document(&[
            ("campaign", a(RecordKind::Campaign)),
            ("customer", a(RecordKind::Customer)),
            ("note", text("Asked for an invitation")),
        ]),
        RecordKind::Segment => document(&[
            ("name", text("Hotels and bars")),
            ("kind", text("dynamic")),
            (
                "filter",
                raw(r#""{\"field\":\"industry\",\"is\":\"hospitality\"}""#),
            ),
        ]),
        RecordKind::Activity => document(&[
            ("kind", text("task")),
            ("subject", text("Call about the order")),
            ("about", a(RecordKind::Customer)),
            ("due", day(1)),
        ]),
        RecordKind::Transaction => document(&[
            ("kind", text("order")),
            ("number", text("SO-1001")),
            ("customer", a(RecordKind::Customer)),
            ("date", day(0)),
            ("amount", text("129")),
        ]),
        RecordKind::Product => document(&[
            ("name", text("Grinder G2")),
            ("code", text("G2")),
            ("price", text("2400")),
        ]),
        RecordKind::Need => document(&[
            ("subject", text("A quieter grinder")),
            ("customer", a(RecordKind::Customer)),
            ("importance", raw("4")),
        ]),
        RecordKind::Owner => document(&[
            ("name", text("Ann Keller")),
            ("email", text("ann@kaffee.example")),
        ]),
        RecordKind::Pipeline => document(&[
            ("name", text("Rentals")),
            (
                "stages",
                raw(r#"[
    { "name": "Asked", "order": 1, "probability": 20, "category": "open" },
    { "name": "Rented", "order": 2, "probability": 100, "category": "won" },
    { "name": "Declined", "order": 3, "probability": 0, "category": "lost" }
  ]"#),
            ),
        ]),
        RecordKind::Template => document(&[
            ("name", text("We received it")),
            ("kind", text("reply")),
            ("body", text("Thank you, we will look into it today.")),
        ]),
        RecordKind::SlaPolicy => document(&[
            ("name", text("Within a day")),
            (
                "promises",
                raw(r#"[{ "priority": "urgent", "first_response": 60, "resolve": 480 }]"#),
            ),
        ]),
        RecordKind::View => document(&[
            ("name", text("Hot customers")),
            ("object", text("customers")),
            ("layout", text("table")),
        ]),
        RecordKind::CustomField => document(&[
            ("object", text("customer")),
            ("key", text(&unused_key(workspace))),
            ("label", text("Roast")),
            ("type", text("text")),
        ]),
        RecordKind::Tag => document(&[
            ("name", text("Tasting")),
            ("description", text("Came to a tasting")),
        ]),
        RecordKind::Model => document(&[
            ("name", text("Points of hotels")),
            ("record", text("customers")),
            ("method", text("rules")),
            (
                "rules",
                raw(r#"[{
    "label": "A hotel or a bar",
    "condition": { "field": "industry", "is": "hospitality" },
    "points": 10
  }]"#),
            ),
        ]),
        RecordKind::Settings => changed(RecordKind::Settings).to_owned(),
    }
}

/// A key that no own field has: of those in the trash neither, which come back with theirs.
fn unused_key(workspace: &Workspace) -> String {
    let fields = workspace.table(RecordKind::CustomField);
    format!("roast_{}", fields.live() + fields.trashed() + 1)
}

/// What changes a little of a record.
const fn changed(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Customer => "{\n  \"rating\": \"hot\",\n  \"source\": \"web\"\n}",
        RecordKind::Deal => "{\n  \"next_step\": \"Send the offer\"\n}",
        RecordKind::Ticket => "{\n  \"priority\": \"urgent\"\n}",
        RecordKind::Message => "{\n  \"channel\": \"phone\"\n}",
        RecordKind::Campaign => "{\n  \"expected_response\": 12\n}",
        RecordKind::Member => "{\n  \"note\": \"Asked for an invitation\"\n}",
        RecordKind::Activity => "{\n  \"outcome\": \"Wants two grinders\"\n}",
        RecordKind::Transaction => "{\n  \"status\": \"paid\"\n}",
        RecordKind::Need => "{\n  \"importance\": 5\n}",
        RecordKind::Owner => "{\n  \"active\": true\n}",
        RecordKind::Pipeline | RecordKind::SlaPolicy | RecordKind::View => "{\n  \"order\": 1\n}",
        RecordKind::Template => "{\n  \"language\": \"en\"\n}",
        RecordKind::CustomField => "{\n  \"order\": 1\n}",
        RecordKind::Segment | RecordKind::Product | RecordKind::Tag => {
            "{\n  \"description\": \"Changed over the API\"\n}"
        }
        RecordKind::Model => "{\n  \"name\": \"Renamed over the API\"\n}",
        RecordKind::Settings => "{\n  \"first_weekday\": \"monday\"\n}",
    }
}
