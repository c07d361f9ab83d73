//! What `public/openapi.json` must say, made from the tables of fields and routes, so that neither
//! a field nor a route is ever missing there. `SATCHEL_WRITE=1 cargo test openapi` writes the file.

use super::describe::{Side, of_type, reference, schemas, text, title};
use crate::api::parameter::{Takes, is_required, takes};
use crate::api::report::REPORTS;
use crate::api::route::{Action, COLLECTIONS, ROUTES, Route};
use crate::domain::{RecordKind, Type, model};
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
        let mut text = String::new();
        print(&made, 0, &mut text);
        std::fs::write(FILE, text + "\n").unwrap();
    }
    assert_eq!(
        stored(),
        made,
        "run `SATCHEL_WRITE=1 cargo test openapi` and look at what changed"
    );
}

/// Writes JSON for people: what fits a line stands on one.
fn print(json: &Json, depth: usize, out: &mut String) {
    let line = json.to_string();
    let (open, close) = match json {
        Json::Object(_) => ('{', '}'),
        _ => ('[', ']'),
    };
    let is_flat = !(json.is_object() || json.is_array());
    if is_flat || (depth > 1 && line.len() + depth * 2 <= 118) {
        out.push_str(&line);
        return;
    }
    out.push(open);
    let members: Vec<(Option<&String>, &Json)> = match json {
        Json::Object(members) => members
            .iter()
            .map(|(name, one)| (Some(name), one))
            .collect(),
        other => other
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (None, one))
            .collect(),
    };
    for (at, (name, member)) in members.into_iter().enumerate() {
        out.push_str(if at > 0 { ",\n" } else { "\n" });
        out.push_str(&"  ".repeat(depth + 1));
        if let Some(name) = name {
            out.push_str(&Json::from(name.as_str()).to_string());
            out.push_str(": ");
        }
        print(member, depth + 1, out);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(close);
}

/// What a parameter takes, as a schema.
fn schema_of(takes: &Takes) -> Json {
    match takes {
        Takes::Text | Takes::Json => text(),
        Takes::Flag => json!({"type": "boolean"}),
        Takes::Date => of_type(Type::Date, Side::Out),
        Takes::Currency => of_type(Type::Currency, Side::Out),
        Takes::Whole(low, high) => json!({"type": "integer", "minimum": low, "maximum": high}),
        Takes::Number(low, None) => json!({"type": "number", "minimum": low}),
        Takes::Number(low, Some(high)) => {
            json!({"type": "number", "minimum": low, "maximum": high})
        }
        Takes::OneOf(codes) => json!({"type": "string", "enum": codes}),
    }
}

/// What a parameter is.
fn parameter(name: &str, action: Action) -> Json {
    let description = match name {
        "workspace" => "The workspace that is meant; the tab's own where none is said.",
        "q" => "Words that must all be found, anywhere in a record.",
        "filter" => {
            "Conditions as JSON: {\"field\":\"amount\",\"gte\":{\"minor\":100000,\"currency\":\"EUR\"}}, joined by and, or, not. Operators: is, in, contains, starts, gt, gte, lt, lte, between, empty, within. A field may follow a relation: company.industry."
        }
        "sort" => {
            "Fields, the first first; a minus before one for the greatest first: -amount,name."
        }
        "limit" => {
            if action == Action::Export {
                "How many records at most; all where none is said."
            } else {
                "How many at most; 50 where none is said."
            }
        }
        "cursor" => "Where the page before ended: its `next`. It holds while records are edited.",
        "fields" => "The fields to be shown, also those that are worked out, parted by commas.",
        "trash" => "Whether records of the trash are shown.",
        "forever" => "Erases the record for good, rather than putting it into the trash.",
        "record" if action == Action::Import => "What the rows are.",
        "record" => "The record whose log is meant, by its id.",
        "since" => "A change's id, or a moment: what comes after it is shown.",
        "hash" => "Whether the hashes of the state are worked out, which reads every record.",
        "format" => "The form of the file.",
        "mode" => "Whether the backup is added to what is there, or becomes all that is there.",
        "dry_run" => "Says what would become of the file, and writes nothing.",
        "name" => "What the file is called.",
        "encoding" => {
            "The encoding of the file, where it is not to be found out: utf-8, gbk, windows-1252."
        }
        "mapping" => {
            "The fields of columns as JSON: {\"Account Name\":\"name\",\"Region\":\"custom.region\",\"Notes\":null}. Columns that are not named are as suggested."
        }
        "on_duplicate" => {
            "What happens with a row that is a record which is there; update where none is said."
        }
        "on_unknown" => {
            "What happens with stages and options that are not known; add where none is said."
        }
        "on_reference" => {
            "What happens with names that no record has: the nearly same is taken, a record is made, or the name is kept as text, as where none is said."
        }
        "currency" => "The currency of amounts that name none.",
        "as_of" => {
            "The last day that counts; that of the settings, else today, where none is said."
        }
        "months" => {
            "How many months up to that day count, 12 where none is said; of a forecast how many it has, 3 to 24, 6 where none is said."
        }
        "weight" => "What the value of a customer is weighted by.",
        "factor" => {
            "The weight that is the same for all, and that of customers in no segment with one."
        }
        "unit" => "The unit in which the models count time.",
        "horizon" => "How many such units are looked ahead.",
        "discount" => "By how many percent a year a later purchase is worth less.",
        "margin" => "How many percent of what is spent are earned.",
        "by" => {
            "The field that closed deals are grouped by (owner, product, customer.industry, custom.tier, closed_at.quarter); of cohorts month or quarter, which they are by where none is said."
        }
        "from" => "The first day: on which a deal was begun (funnel) or closed (won-lost).",
        "to" => "The last day.",
        "order" => {
            "Whether the group with the most won money or the most won deals comes first; the money where none is said."
        }
        "pipeline" => {
            "The pipeline that is meant, by its id or its name; where none is said all, and of a funnel that of new deals."
        }
        "target" => "What the quarter is to bring: 250000, 250000 EUR.",
        other => panic!("what is {other}?"),
    };
    json!({"name": name, "in": "query", "required": is_required(name, action),
        "schema": schema_of(&takes(name, action)),
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
struct Told {
    summary: String,
    body: Option<Json>,
    answers: Vec<(u16, Option<Json>)>,
    refusals: &'static [u16],
}

/// What every request may be refused for, and what writes may be besides.
const READS: &[u16] = &[400, 404, 503, 504];
const READS_ONE: &[u16] = &[400, 404, 409, 503, 504];
const WRITES: &[u16] = &[400, 404, 409, 413, 415, 422, 500, 503, 504, 507];
const WRITES_OVER: &[u16] = &[400, 404, 409, 412, 413, 415, 422, 500, 503, 504, 507];

impl Told {
    fn new(summary: impl Into<String>, refusals: &'static [u16]) -> Self {
        Self {
            summary: summary.into(),
            body: None,
            answers: Vec::new(),
            refusals,
        }
    }

    fn takes(self, schema: Json) -> Self {
        Self {
            body: Some(content("application/json", schema)),
            ..self
        }
    }

    fn takes_file(self) -> Self {
        let schema = json!({"type": "string", "format": "binary"});
        Self {
            body: Some(content("application/octet-stream", schema)),
            ..self
        }
    }

    fn answers(mut self, status: u16, content: Option<Json>) -> Self {
        self.answers.push((status, content));
        self
    }

    fn shows(self, status: u16, schema: Json) -> Self {
        self.answers(status, Some(content("application/json", schema)))
    }
}

fn told(action: Action, kind: Option<RecordKind>) -> Told {
    let name = kind.map(title).unwrap_or_default();
    let of = kind.map_or("", RecordKind::collection);
    let one = kind.map_or("", RecordKind::code);
    let own = |suffix: &str| reference(&format!("{name}{suffix}"));
    let ids = "by our id, its bare uuid, or an id elsewhere (salesforce:001, or bare where only one \
        record has it)";
    let text = || content("text/csv", json!({"type": "string"}));
    match action {
        Action::Customer => Told::new(
            format!("A customer with what belongs to it, {ids}."),
            READS_ONE,
        )
        .shows(200, reference("CustomerWithRelated"))
        .answers(304, None),
        Action::List => Told::new(format!("A page of {of}."), READS).shows(200, own("Page")),
        Action::Create => Told::new(
            format!(
                "Makes one of {of}. With an id of the sender's making a repeat is harmless: 200.{}",
                if kind == Some(RecordKind::Model) {
                    " It is fitted with it: the target is a filter, `outcome` of deals, or a \
                     yes-or-no field; why it cannot be fitted is a problem (422)."
                } else {
                    ""
                }
            ),
            WRITES,
        )
        .takes(own("Input"))
        .shows(201, own(""))
        .shows(200, own("")),
        Action::Read => Told::new(format!("One {one}, {ids}."), READS_ONE)
            .shows(200, own(""))
            .answers(304, None),
        Action::Patch => Told::new(
            format!(
                "Changes a {one} by a merge patch (RFC 7396). If-Match is honoured; with the `rev` \
                 that was read in the body only fields that both sides changed are a conflict. A \
                 null `deleted_at` takes it out of the trash."
            ),
            WRITES_OVER,
        )
        .takes(own("Patch"))
        .shows(200, own("")),
        Action::Delete => Told::new(
            format!("Puts a {one} into the trash, or erases it for good."),
            WRITES_OVER,
        )
        .shows(200, own(""))
        .answers(204, None),
        Action::ReadSettings => Told::new("The workspace's settings.", READS)
            .shows(200, reference("Settings"))
            .answers(304, None),
        Action::PatchSettings => Told::new("Changes the workspace's settings.", WRITES_OVER)
            .takes(reference("SettingsPatch"))
            .shows(200, reference("Settings")),
        Action::Undo => Told::new(
            "Takes a change back, or the last one where none is named. What was written again \
             since stays, and is listed.",
            WRITES,
        )
        .takes(reference("UndoInput"))
        .shows(200, reference("Inverted")),
        Action::Redo => Told::new("Does again what was taken back last.", WRITES)
            .takes(reference("RedoInput"))
            .shows(200, reference("Inverted")),
        Action::Changes => Told::new("The log of changes, oldest first.", READS)
            .shows(200, reference("ChangePage")),
        Action::Report => Told::new(
            "The rows and totals of a report, as a screen shows them.",
            READS,
        )
        .shows(200, reference("Report")),
        Action::Status => Told::new("How much there is, and how it stands.", READS)
            .shows(200, reference("Status")),
        Action::Export => {
            let mut files = text();
            files["application/json"] = json!({"schema": own("List")});
            Told::new(format!("A list of {of} as a file."), READS).answers(200, Some(files))
        }
        Action::Backup => {
            let lines = content("application/jsonl", json!({"type": "string"}));
            Told::new("The whole workspace as one file.", READS).answers(200, Some(lines))
        }
        Action::Restore => Told::new("Reads a backup.", WRITES)
            .takes_file()
            .shows(200, reference("RestoreAnswer")),
        Action::Fit => Told::new(
            "Fits a model anew to the records as they are. Why it cannot be is a problem (422).",
            WRITES_OVER,
        )
        .shows(200, reference("Model")),
        Action::Scores => Told::new(
            format!("What the models say of a record with what that is made of, the points of rules, and of customers what is known of their purchases; {ids}."),
            READS_ONE,
        )
        .shows(200, reference("Scores")),
        Action::Import => Told::new(
            "Imports a CSV file. What was read is always what was created, updated, skipped and \
             rejected.",
            WRITES,
        )
        .takes_file()
        .shows(200, reference("ImportAnswer")),
    }
}

/// A route as an operation.
fn operation(route: &Route, kind: Option<RecordKind>) -> Json {
    let name = kind.map(title).unwrap_or_default();
    let Told {
        summary,
        body,
        answers,
        refusals,
    } = told(route.action, kind);
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
    if route.path.contains("{record}") {
        let names = json!({"type": "string", "enum": model::RECORDS});
        parameters.push(json!({"name": "record", "in": "path", "required": true, "schema": names}));
    }
    if route.path.contains("{id}") {
        parameters.push(json!({"name": "id", "in": "path", "required": true, "schema": text()}));
    }
    if route.path.ends_with("{name}") {
        let names = json!({"type": "string",
            "enum": REPORTS.iter().map(|report| report.name).collect::<Vec<_>>()});
        parameters.push(json!({"name": "name", "in": "path", "required": true, "schema": names}));
    }
    let headers = route.action.headers();
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
        (
            503,
            "No tab has a workspace open, or a part of the program did not arrive: ask again when one has.",
        ),
        (
            504,
            "The tab that was asked did not answer, or was closed before it did; whether it was done is not known.",
        ),
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
            "description": "The REST surface of an open workspace, answered inside the browser: by the service worker for pages of the same origin while a tab has Satchel open, and by window.satchel.fetch(path, init) without it. An address with a method it does not know answers 405 with Allow, and OPTIONS with Allow alone; where GET is answered HEAD is. docs/rest.md is the guide.",
        },
        "servers": [{"url": ".", "description": "The path under which Satchel is hosted."}],
        "paths": paths,
        "components": {"schemas": schemas(), "parameters": parameters(), "responses": responses},
    })
}
