//! Journeys over the REST surface of a session on a store in memory. Every request and every answer
//! is held against `public/openapi.json`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice
)]

mod openapi;
mod properties;
mod schema;

use super::*;
use crate::api::route::kind_of;
use crate::document::page::PageBuilder;
use crate::domain::{Date, Instant, Record, RecordKind};
use crate::session::block_on;
use crate::session::found::Founding;
use crate::session::ports::{DecodeError, Decoded, Encoding, Sentinel};
use crate::storage::manifest::page_ref;
use crate::storage::memory::Memory;
use crate::workspace::change::{Body, Change, Label, PageRef, Verb};
use crate::workspace::command::Context;
use serde_json::{Value as Json, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Ports without an outside.
#[derive(Default)]
pub(super) struct Quiet(Cell<u64>);

impl Ports for Quiet {
    type Guard = ();
    fn now(&self) -> Instant {
        self.0.set(self.0.get() + 1);
        Instant::from_ms(1_700_000_000_000 + self.0.get() as i64).unwrap()
    }
    fn today(&self) -> Date {
        Date::parse("2026-03-05").unwrap()
    }
    fn random(&self) -> u128 {
        self.0.set(self.0.get() + 1);
        u128::from(self.0.get()).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060)
    }
    fn announce(&self, _: u64) {}
    async fn rest(&self) {}
    async fn lock(&self, _: &str) -> Option<()> {
        Some(())
    }
    fn remember(&self, _: Sentinel) {}
    async fn decode(&self, bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, DecodeError> {
        Ok(crate::exchange::encoding::decode(bytes, chosen)?)
    }
}

/// An answer, its body read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) json: Json,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        let header = headers.find(|(other, _)| other == name);
        header.map_or("", |(_, value)| value)
    }

    /// The code of a refusal, and its problems by field and code.
    fn told(&self) -> (u16, &str, Vec<(&str, &str)>) {
        let problems = self.json["problems"].as_array().unwrap();
        let problem = |problem: &'_ Json| -> (String, String) {
            let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
            assert!(text("reason").ends_with('.'), "{problem}");
            (text("field"), text("code"))
        };
        problems.iter().map(problem).for_each(drop);
        let problems = problems.iter().map(|problem| {
            (
                problem["field"].as_str().unwrap_or_default(),
                problem["code"].as_str().unwrap(),
            )
        });
        assert!(
            self.json["reason"].as_str().unwrap().ends_with('.'),
            "{}",
            self.json
        );
        (
            self.status,
            self.json["error"].as_str().unwrap(),
            problems.collect(),
        )
    }
}

/// A workspace that is asked over REST.
pub(super) struct House {
    pub(super) store: Memory,
    pub(super) session: Rc<Session<Memory, Quiet>>,
    api: Api<Memory, Quiet>,
    description: Json,
    /// The operations that were asked, with the statuses they answered.
    seen: RefCell<BTreeSet<(String, u16)>>,
}

impl House {
    pub(super) fn new() -> Self {
        let house = Self::over(Memory::default());
        let founding = Founding {
            name: "Kaffeehaus".into(),
            currency: crate::domain::Currency::parse("EUR").unwrap(),
            region: "DE".into(),
            owner: "Me".into(),
            pipeline: "Sales".into(),
            stages: Vec::new(),
        };
        let session = &house.session;
        let owner = session.new_id(RecordKind::Owner);
        let pipeline = session.new_id(RecordKind::Pipeline);
        session.execute(&founding.command(owner, pipeline)).unwrap();
        session.set_author(Some(owner));
        block_on(session.run_until_idle());
        house
    }

    pub(super) fn over(store: Memory) -> Self {
        let session = Session::open(store.clone(), Quiet::default(), |_| {});
        let session = Rc::new(block_on(session).unwrap());
        Self {
            store,
            api: Api::new(Rc::clone(&session), "kaffeehaus", "0.1.0"),
            session,
            description: openapi::stored(),
            seen: RefCell::default(),
        }
    }

    /// The same store, opened again.
    pub(super) fn reopened(&self) -> Self {
        Self::over(self.store.clone())
    }

    pub(super) fn sends(&self, request: Request) -> Answer {
        let reply = self.beside(self.api.answer(request.clone()));
        let text = String::from_utf8(reply.body).unwrap();
        let answer = Answer {
            status: reply.status,
            headers: reply.headers,
            json: serde_json::from_str(&text).unwrap_or(Json::Null),
            text,
        };
        self.holds(&request, &answer);
        answer
    }

    pub(super) fn asks(&self, method: &str, path: &str, body: &str) -> Answer {
        self.sends(Request {
            method: method.into(),
            path: path.into(),
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        })
    }

    pub(super) fn gets(&self, path: &str) -> Json {
        let answer = self.asks("GET", path, "");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json
    }

    pub(super) fn makes(&self, collection: &str, body: Json) -> Json {
        let answer = self.asks("POST", &format!("/api/{collection}"), &body.to_string());
        assert_eq!(answer.status, 201, "{body}: {}", answer.text);
        answer.json
    }

    fn with_header(&self, method: &str, path: &str, body: &str, header: (&str, &str)) -> Answer {
        self.sends(Request {
            method: method.into(),
            path: path.into(),
            headers: vec![(header.0.into(), header.1.into())],
            body: body.as_bytes().to_vec(),
        })
    }

    /// Makes records visible as one batch, as an import does.
    pub(super) fn publishes(&self, records: &[Record], context: Context) {
        let mut pages: Vec<(PageRef, Rc<[u8]>)> = Vec::new();
        for kind in RecordKind::ALL {
            let mut builder = PageBuilder::new(kind);
            let of_kind = records.iter().filter(|record| record.id.kind == kind);
            of_kind.for_each(|record| builder.push(record));
            if builder.rows() > 0 {
                let bytes: Rc<[u8]> = builder.finish(0).into();
                let page = page_ref(self.session.new_page_id(), &bytes).unwrap();
                pages.push((page, bytes));
            }
        }
        let staged: Vec<_> = pages
            .iter()
            .map(|(page, bytes)| (page.id, Rc::clone(bytes)))
            .collect();
        block_on(self.session.storage().stage(&staged)).unwrap();
        let (pages, bytes): (Vec<_>, Vec<_>) = pages.into_iter().unzip();
        let change = Change {
            id: context.stamp,
            at: context.at,
            author: context.author,
            label: Label {
                verb: Verb::Import,
                count: records.len() as u32,
                name: String::new(),
            },
            undoes: None,
            body: Body::Batch {
                pages,
                restored: Vec::new(),
                edits: Vec::new(),
            },
        };
        self.beside(self.session.publish(change, bytes)).unwrap();
    }

    /// Does work beside the session's own.
    fn beside<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        let mut own = std::pin::pin!(self.session.run());
        block_on(std::future::poll_fn(|context| {
            let done = work.as_mut().poll(context);
            let _ = own.as_mut().poll(context);
            done
        }))
    }

    /// Holds a request and its answer against the description.
    fn holds(&self, request: &Request, answer: &Answer) {
        let root = &self.description;
        let path = request.path.split('?').next().unwrap();
        let method = match request.method.as_str() {
            "HEAD" => "get".to_owned(),
            method => method.to_lowercase(),
        };
        let parts: Vec<&str> = path.split('/').collect();
        let template = match parts.as_slice() {
            ["", "api", "customer", _] => "/api/customer/{id}".to_owned(),
            ["", "api", collection, _] if kind_of(collection).is_some() => {
                format!("/api/{collection}/{{id}}")
            }
            _ => path.to_owned(),
        };
        let operation = &root["paths"][&template][&method];
        let at = format!("{} {path} {}", request.method, answer.status);
        let general = [404, 405].contains(&answer.status) && operation.is_null();
        let schema = if general {
            root.pointer("/components/schemas/Error").unwrap()
        } else {
            let response = &operation["responses"][answer.status.to_string()];
            assert!(
                !response.is_null(),
                "{at} is not described: {}",
                answer.text
            );
            let response = match response["$ref"].as_str() {
                Some(reference) => schema::resolve(root, reference),
                None => response,
            };
            let media = answer.header("Content-Type").split(';').next().unwrap();
            let content = &response["content"];
            if content.is_null() {
                assert!(answer.text.is_empty(), "{at}");
                &Json::Bool(true)
            } else {
                assert!(content[media].is_object(), "{at}: {media} is not described");
                &content[media]["schema"]
            }
        };
        let value = if answer.json.is_null() {
            &json!(answer.text)
        } else {
            &answer.json
        };
        let findings = schema::check(root, schema, value, "answer");
        assert_eq!(findings, Vec::<String>::new(), "{at}: {}", answer.text);
        if answer.status < 300 {
            let body: Json = serde_json::from_slice(&request.body).unwrap_or(Json::Null);
            let media = &operation["requestBody"]["content"]["application/json"];
            if !body.is_null() && media.is_object() {
                let findings = schema::check(root, &media["schema"], &body, "body");
                assert_eq!(findings, Vec::<String>::new(), "{at}");
            }
            let query = request.path.split_once('?').map_or("", |(_, query)| query);
            for (name, _) in crate::query::address::pairs(query) {
                let parameters = operation["parameters"].as_array().unwrap();
                let resolved = |one: &'_ Json| match one["$ref"].as_str() {
                    Some(reference) => schema::resolve(root, reference)["name"].clone(),
                    None => one["name"].clone(),
                };
                let is_known = parameters.iter().any(|one| resolved(one) == json!(name));
                assert!(is_known, "{at}: {name} is not described");
            }
        }
        let id = operation["operationId"].as_str().unwrap_or_default();
        let id = id.to_owned();
        self.seen.borrow_mut().insert((id, answer.status));
    }
}

fn encoded(json: &Json) -> String {
    crate::query::address::encode(&json.to_string())
}

fn id_of(document: &Json) -> &str {
    document["id"].as_str().unwrap()
}

#[test]
fn a_customer_is_made_read_changed_and_thrown_away() {
    let house = House::new();
    let made = house.asks(
        "POST",
        "/api/customers",
        r#"{"kind":"person","given_name":"Ingrid","family_name":"Solberg","tags":["vip"],
        "emails":["ingrid@fjord.example",{"value":"i@home.example","type":"home"}],
        "phones":[{"value":"030 90182000","type":"work"}],"birthday":"1984-02-29",
        "annual_revenue":{"amount":"1200.05","currency":"NOK"},"external_ids":{"salesforce":"0015"}}"#,
    );
    assert_eq!(made.status, 201, "{}", made.text);
    let id = id_of(&made.json).to_owned();
    assert_eq!(made.header("Location"), format!("customers/{id}"));
    assert_eq!(
        made.header("ETag"),
        format!("\"{}\"", made.json["rev"].as_str().unwrap())
    );
    // Answered only when it was on the disk.
    assert_eq!(house.session.machine().waiting(), 0);
    assert_eq!(made.json["name"], "Ingrid Solberg");
    assert_eq!(made.json["phones"][0]["e164"], "+493090182000");
    assert_eq!(
        made.json["annual_revenue"],
        json!({"minor": 120_005, "currency": "NOK"})
    );
    let path = format!("/api/customers/{id}");
    assert_eq!(house.reopened().gets(&path), made.json);

    let changed = house.asks("PATCH", &path, r#"{"title":"CEO","birthday":null}"#);
    assert_eq!(
        (changed.status, &changed.json["title"]),
        (200, &json!("CEO"))
    );
    assert_eq!(changed.json.get("birthday"), None);
    assert_ne!(changed.json["rev"], made.json["rev"]);

    let thrown = house.asks("DELETE", &path, "");
    assert_eq!(thrown.status, 200);
    assert!(thrown.json["deleted_at"].is_string());
    assert_eq!(house.gets("/api/customers")["total"], 0);
    assert_eq!(house.gets("/api/customers?trash=only")["total"], 1);
    assert_eq!(house.gets("/api/customers?trash=with&limit=0")["total"], 1);
    assert_eq!(house.asks("DELETE", &path, "").json, thrown.json, "again");
    let back = house.asks("PATCH", &path, r#"{"deleted_at":null,"title":"CFO"}"#);
    assert_eq!((back.status, &back.json["title"]), (200, &json!("CFO")));
    assert_eq!(back.json.get("deleted_at"), None);

    let erased = house.asks("DELETE", &format!("{path}?forever=true"), "");
    assert_eq!((erased.status, erased.text.as_str()), (204, ""));
    assert_eq!(
        house.asks("GET", &path, "").told(),
        (404, "not_found", vec![])
    );
    assert_eq!(house.asks("DELETE", &path, "").status, 404);
    let again = house.asks(
        "POST",
        "/api/customers",
        &json!({"id": id, "kind": "person", "name": "I"}).to_string(),
    );
    assert_eq!(again.told(), (409, "erased", vec![]));
}

#[test]
fn a_repeat_with_an_id_of_its_own_is_harmless() {
    let house = House::new();
    let body = r#"{"id":"0192f0a7-1111-7222-8333-444455556666","kind":"company","name":"Kanal"}"#;
    let first = house.asks("POST", "/api/customers", body);
    let second = house.asks("POST", "/api/customers", body);
    assert_eq!((first.status, second.status), (201, 200));
    assert_eq!(first.json, second.json);
    assert_eq!(house.gets("/api/customers?limit=0")["total"], 1);
    assert_eq!(house.store.entry_count(), 2);
}

#[test]
fn a_customer_comes_with_what_belongs_to_it_by_any_of_its_ids() {
    let house = House::new();
    let kanal = house.makes(
        "customers",
        json!({"kind": "company", "name": "Kanal & Co",
        "external_ids": {"salesforce": "001A", "zoho": "77"}}),
    );
    let kanal = id_of(&kanal);
    let anna = house.makes(
        "customers",
        json!({"kind": "person", "name": "Anna",
        "companies": [{"customer": kanal, "role": "Buyer", "primary": true}],
        "external_ids": {"zoho": "001A x"}}),
    );
    house.makes(
        "customers",
        json!({"kind": "person", "name": "Bob", "external_ids": {"hubspot": "77"}}),
    );
    let open = house.makes(
        "deals",
        json!({"name": "Beans", "customer": kanal, "amount": "12.50 EUR"}),
    );
    house.makes(
        "deals",
        json!({"name": "Old", "customer": kanal, "stage": "won"}),
    );
    for (day, amount) in [
        ("2025-01-02", "5 EUR"),
        ("2025-06-01", "7.25 EUR"),
        ("2024-12-31", "3 USD"),
    ] {
        house.makes(
            "transactions",
            json!({"date": day, "amount": amount, "customer": kanal}),
        );
    }
    for n in 0..25 {
        house.makes(
            "activities",
            json!({"kind": "note", "body": format!("note {n}"), "about": kanal}),
        );
    }
    let whole = house.gets(&format!("/api/customer/{kanal}"));
    let related = &whole["related"];
    assert_eq!(
        related["people"],
        json!([{"id": anna["id"], "name": "Anna", "role": "Buyer", "primary": true}])
    );
    assert_eq!(related.get("companies"), None);
    assert_eq!(related["open_deals"], json!([open]));
    assert_eq!(related["activities"].as_array().unwrap().len(), 20);
    assert_eq!(related["activities"][0]["body"], "note 24");
    assert_eq!(
        related["transactions"],
        json!({"count": 3,
        "sum": [{"minor": 1225, "currency": "EUR"}, {"minor": 300, "currency": "USD"}],
        "first": "2024-12-31", "last": "2025-06-01"})
    );
    let uuid = kanal.strip_prefix("customer:").unwrap();
    let percent = kanal.replace(':', "%3A");
    for id in [
        uuid,
        &percent,
        "salesforce:001A",
        "salesforce%3A001A",
        "001A",
        "zoho:77",
    ] {
        assert_eq!(house.gets(&format!("/api/customer/{id}")), whole, "{id}");
    }
    let of_anna = house.gets("/api/customer/001A%20x");
    assert_eq!(of_anna["related"]["companies"][0]["name"], "Kanal & Co");
    assert_eq!(
        house.asks("GET", "/api/customer/77", "").told(),
        (409, "ambiguous", vec![])
    );
    for id in [
        "78",
        "salesforce:77",
        "customer:1",
        "deal:0192f0a7-1111-7222-8333-444455556666",
    ] {
        assert_eq!(
            house.asks("GET", &format!("/api/customer/{id}"), "").status,
            404,
            "{id}"
        );
    }
    // What was read may come back, with what belongs to it.
    let back = house.asks(
        "PATCH",
        &format!("/api/customers/{kanal}"),
        &whole.to_string(),
    );
    assert_eq!(
        (back.status, &back.json["rev"]),
        (200, &whole["rev"]),
        "{}",
        back.text
    );
    let mut other = whole.clone();
    other["related"]["transactions"]["count"] = json!(4);
    let refused = house.asks(
        "PATCH",
        &format!("/api/customers/{kanal}"),
        &other.to_string(),
    );
    assert_eq!(
        refused.told(),
        (422, "invalid", vec![("related", "not_allowed")])
    );
    // The settings are a record too.
    let settings = house.gets("/api/settings");
    assert_eq!(settings["currency"], "EUR");
    let renamed = house.asks("PATCH", "/api/settings", r#"{"name":"Rösterei"}"#);
    assert_eq!(renamed.json["name"], "Rösterei");
    assert_eq!(house.gets("/api/status")["name"], "Rösterei");
}

#[test]
fn revisions_guard_and_merge_field_by_field() {
    let house = House::new();
    let seen = house.makes(
        "customers",
        json!({"kind": "company", "name": "Kanal",
        "domain": "kanal.example", "emails": ["a@kanal.example"]}),
    );
    let path = format!("/api/customers/{}", id_of(&seen));
    let old = format!("\"{}\"", seen["rev"].as_str().unwrap());
    let first = house.with_header(
        "PATCH",
        &path,
        r#"{"name":"Kanal & Co"}"#,
        ("if-match", &old),
    );
    assert_eq!(first.status, 200);
    let stale = house.with_header(
        "PATCH",
        &path,
        r#"{"domain":"x.example"}"#,
        ("if-match", &old),
    );
    assert_eq!(stale.told(), (412, "stale", vec![]));
    assert_eq!(stale.header("ETag"), first.header("ETag"));
    assert_eq!(
        house
            .with_header("DELETE", &path, "", ("if-match", &old))
            .status,
        412
    );
    let tags = format!("W/\"x\", {}", first.header("ETag"));
    for tag in ["*", tags.as_str()] {
        let done = house.with_header("PATCH", &path, "{}", ("if-match", tag));
        assert_eq!(done.status, 200, "{tag}");
    }
    let same = house.with_header("GET", &path, "", ("if-none-match", first.header("ETag")));
    assert_eq!((same.status, same.text.as_str()), (304, ""));
    assert_eq!(
        house
            .with_header("GET", &path, "", ("if-none-match", &old))
            .status,
        200
    );

    // The document of before the rename, with another domain and one more address: both sides' live.
    let mut mine = seen.clone();
    mine["domain"] = json!("kanal.gent");
    mine["emails"]
        .as_array_mut()
        .unwrap()
        .push(json!("b@kanal.example"));
    let merged = house.asks("PATCH", &path, &mine.to_string());
    assert_eq!(merged.status, 200, "{}", merged.text);
    assert_eq!(merged.json["name"], "Kanal & Co");
    assert_eq!(merged.json["domain"], "kanal.gent");
    assert_eq!(merged.json["emails"].as_array().unwrap().len(), 2);

    // The same field on both sides is a conflict that shows all three.
    let conflict = house.asks(
        "PATCH",
        &path,
        &json!({"rev": seen["rev"], "name": "Canal", "title": null}).to_string(),
    );
    assert_eq!(
        conflict.told(),
        (409, "conflict", vec![("name", "conflict")])
    );
    assert_eq!(
        (
            &conflict.json["mine"],
            &conflict.json["theirs"],
            &conflict.json["base"]
        ),
        (
            &json!({"name": "Canal"}),
            &json!({"name": "Kanal & Co"}),
            &json!({"name": "Kanal"})
        )
    );
    let rev = &house.gets(&path)["rev"];
    let taken = house.asks(
        "PATCH",
        &path,
        &json!({"rev": rev, "name": "Canal"}).to_string(),
    );
    assert_eq!(taken.json["name"], "Canal");
}

#[test]
fn what_is_wrong_is_told_with_its_status_and_place() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let path = format!("/api/customers/{}", id_of(&kanal));
    let ask = |method: &str, path: &str, body: &str| house.asks(method, path, body);
    let invalid = ask(
        "POST",
        "/api/customers",
        r#"{"nam":"x","birthday":"1985-02-29","size":"12","rev":"1"}"#,
    );
    assert_eq!(
        invalid.told(),
        (
            422,
            "invalid",
            vec![
                ("birthday", "does_not_exist"),
                ("nam", "unknown_field"),
                ("rev", "not_allowed"),
                ("size", "wrong_type")
            ]
        )
    );
    assert_eq!(
        ask("POST", "/api/customers", "{}").told(),
        (
            422,
            "invalid",
            vec![("kind", "required"), ("name", "required")]
        )
    );
    assert_eq!(
        ask(
            "PATCH",
            &path,
            r#"{"parent":"customer:0192f0a7-1111-7222-8333-444455556666"}"#
        )
        .told(),
        (422, "invalid", vec![("parent", "no_such_record")])
    );
    assert_eq!(
        ask("PATCH", &path, r#"{"custom":{"machine":"x"}}"#).told(),
        (422, "invalid", vec![("custom.machine", "unknown_field")])
    );
    for body in ["", "[1]", "{", "nul", "\"x\""] {
        assert_eq!(
            ask("POST", "/api/customers", body).told(),
            (400, "not_json", vec![]),
            "{body}"
        );
        assert_eq!(
            ask("PATCH", &path, body).told(),
            (400, "not_json", vec![]),
            "{body}"
        );
    }
    let filter = encoded(
        &json!({"and": [{"field": "size", "contains": "x"}, {"field": "colour", "is": 1}]}),
    );
    for (query, problems) in [
        ("colour=red&limit=2000", vec![("colour", "unknown_field")]),
        ("limit=2000", vec![("limit", "out_of_range")]),
        ("limit=1&limit=2", vec![("limit", "not_unique")]),
        ("offset=5", vec![("offset", "unknown_field")]),
        ("sort=colour", vec![("colour", "unknown_field")]),
        ("sort=emails", vec![("sort", "not_an_option")]),
        ("fields=name,colour", vec![("colour", "unknown_field")]),
        ("cursor=x", vec![("cursor", "not_an_option")]),
        (
            "sort=name&cursor=0192f0a7-1111-7222-8333-444455556666",
            vec![("cursor", "not_an_option")],
        ),
        ("trash=maybe", vec![("trash", "not_an_option")]),
        ("filter=%7B", vec![("filter", "wrong_type")]),
        (
            &format!("filter={filter}"),
            vec![
                ("size.contains", "not_an_operator"),
                ("colour", "unknown_field"),
            ],
        ),
    ] {
        let told = ask("GET", &format!("/api/customers?{query}"), "");
        assert_eq!(told.told(), (400, "bad_request", problems), "{query}");
    }
    for (path, status) in [
        ("/api/customers?forever=true", 400),
        ("/api/tickets", 404),
        ("/api", 404),
        ("/api/customers/x/y", 404),
        ("/api/settings/x", 404),
        ("/api/customer", 404),
        ("/api/export/tickets?format=csv", 404),
        ("/api/export/customers", 400),
        ("/api/export/customers?format=xlsx", 400),
        ("/api/status?workspace=other", 404),
    ] {
        assert_eq!(ask("GET", path, "").status, status, "{path}");
    }
    assert_eq!(
        ask("GET", "/api/status?workspace=other", "").told(),
        (404, "no_workspace", vec![])
    );
    assert_eq!(
        ask("GET", "/api/customers?workspace=kaffeehaus", "").status,
        200
    );
    assert_eq!(ask("HEAD", "/api/customers", "").status, 200);
    for (method, path, allow) in [
        ("PUT", path.as_str(), "GET, PATCH, DELETE"),
        ("DELETE", "/api/customers", "GET, POST"),
        ("PATCH", "/api/customer/1", "GET"),
        ("GET", "/api/undo", "POST"),
        ("POST", "/api/status", "GET"),
    ] {
        let refused = ask(method, path, "");
        assert_eq!(
            (refused.told(), refused.header("Allow")),
            ((405, "method_not_allowed", vec![]), allow)
        );
    }
    let typed = |media: &str| {
        house
            .with_header(
                "POST",
                "/api/tags",
                r#"{"name":"vip"}"#,
                ("content-type", media),
            )
            .status
    };
    assert_eq!(typed("text/csv"), 415);
    assert_eq!(typed("text/plain"), 415);
    // What a browser says of a text by itself says nothing.
    for media in [
        "application/json; charset=utf-8",
        "application/merge-patch+json",
        "text/plain;charset=UTF-8",
    ] {
        assert_eq!(typed(media), 201, "{media}");
    }
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(5 << 20));
    assert_eq!(
        ask("POST", "/api/tags", &large).told(),
        (413, "too_large", vec![])
    );
    // What others use cannot go, and what the disk refuses is not said to be there.
    let pipeline = house.gets("/api/pipelines")["items"][0].clone();
    house.makes("deals", json!({"name": "Beans"}));
    for forever in ["", "?forever=true"] {
        let used = ask(
            "DELETE",
            &format!("/api/pipelines/{}{forever}", id_of(&pipeline)),
            "",
        );
        assert_eq!(used.told(), (409, "in_use", vec![]), "{forever}");
    }
    for (error, status, code) in [
        (StorageError::Quota, 507, "storage_full"),
        (StorageError::Aborted("gone".into()), 500, "not_saved"),
    ] {
        house.store.fail_after(0, error);
        assert_eq!(
            ask("POST", "/api/products", r#"{"name":"Beans"}"#).told(),
            (status, code, vec![])
        );
        assert_eq!(house.gets("/api/products")["total"], 0);
    }
}

#[test]
fn lists_are_searched_filtered_sorted_and_cut() {
    let house = House::new();
    house.makes(
        "custom-fields",
        json!({"object": "deal", "key": "seats", "label": "Seats", "type": "number"}),
    );
    let companies: Vec<Json> = [("Kanal", "food"), ("Fjord", "retail"), ("Moreau", "food")]
        .map(|(name, industry)| {
            house.makes(
                "customers",
                json!({"kind": "company", "name": name, "industry": industry}),
            )
        })
        .to_vec();
    house.makes(
        "customers",
        json!({"kind": "person", "name": "Anna Kanal",
        "companies": [{"customer": id_of(&companies[0])}], "phones": ["030 901820"]}),
    );
    for (name, company, amount, stage, seats) in [
        ("Beans", 0, 1000, "proposal", 3),
        ("Cups", 1, 2000, "won", 1),
        ("Machine", 2, 3000, "new", 2),
        ("Sugar", 0, 500, "lost", 9),
    ] {
        house.makes(
            "deals",
            json!({"name": name, "customer": id_of(&companies[company]), "stage": stage,
            "amount": {"minor": amount, "currency": "EUR"}, "custom": {"seats": seats}}),
        );
    }
    let names = |path: &str| -> Vec<String> {
        let found = house.gets(path);
        let items = found["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let filtered = |collection: &str, filter: Json, more: &str| {
        names(&format!(
            "/api/{collection}?filter={}{more}",
            encoded(&filter)
        ))
    };
    assert_eq!(
        names("/api/customers?q=kanal&sort=name"),
        ["Anna Kanal", "Kanal"]
    );
    assert_eq!(names("/api/customers?q=901820"), ["Anna Kanal"]);
    assert_eq!(
        names("/api/deals?sort=-amount"),
        ["Machine", "Cups", "Beans", "Sugar"]
    );
    assert_eq!(
        names("/api/deals?sort=-custom.seats"),
        ["Sugar", "Beans", "Machine", "Cups"]
    );
    assert_eq!(
        names("/api/deals?sort=customer.industry,-name"),
        ["Sugar", "Machine", "Beans", "Cups"]
    );
    assert_eq!(
        filtered(
            "deals",
            json!({"field": "outcome", "is": "open"}),
            "&sort=-weighted"
        ),
        ["Beans", "Machine"]
    );
    assert_eq!(
        filtered(
            "deals",
            json!({"field": "customer.industry", "is": "food"}),
            "&sort=name"
        ),
        ["Beans", "Machine", "Sugar"]
    );
    assert_eq!(
        filtered(
            "customers",
            json!({"field": "company.industry", "is": "food"}),
            ""
        ),
        ["Anna Kanal"]
    );
    assert_eq!(
        filtered(
            "deals",
            json!({"and": [{"field": "amount", "gte": {"minor": 1000, "currency": "EUR"}},
        {"not": {"field": "stage", "in": ["won"]}}]}),
            "&sort=name"
        ),
        ["Beans", "Machine"]
    );
    assert_eq!(
        filtered(
            "customers",
            json!({"field": "completeness", "gt": 0}),
            "&sort=-completeness,name"
        )
        .len(),
        4
    );
    assert_eq!(
        filtered(
            "deals",
            json!({"field": "customer", "is": id_of(&companies[1])}),
            ""
        ),
        ["Cups"]
    );
    let shown =
        house.gets("/api/deals?fields=name,outcome,weighted,customer.name&sort=name&limit=1");
    assert_eq!(
        shown["items"][0],
        json!({"id": shown["items"][0]["id"], "name": "Beans", "outcome": "open",
        "weighted": {"minor": 600, "currency": "EUR"}, "customer.name": "Kanal"})
    );
    assert_eq!(shown["total"], 4);
    let next = shown["next"].as_str().unwrap();
    assert_eq!(
        names(&format!("/api/deals?sort=name&limit=2&cursor={next}")),
        ["Cups", "Machine"]
    );
    assert_eq!(house.gets("/api/deals?limit=4")["next"], Json::Null);
    assert_eq!(
        house.gets("/api/deals?limit=0"),
        json!({"total": 4, "items": [], "next": null})
    );
}

#[test]
fn the_log_says_what_was_done_and_takes_it_back() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let id = id_of(&kanal).to_owned();
    let path = format!("/api/customers/{id}");
    let renamed = house.asks("PATCH", &path, r#"{"name":"Kanal & Co","tags":["vip"]}"#);
    let change = renamed.header("Satchel-Change").to_owned();
    house.asks("PATCH", &path, r#"{"domain":"kanal.example"}"#);
    let log = house.gets(&format!("/api/changes?record={id}"));
    assert_eq!((&log["total"], &log["next"]), (&json!(3), &Json::Null));
    assert_eq!(log["items"][1]["id"], json!(change));
    assert_eq!(
        log["items"][1]["records"],
        json!([{"id": id, "is_new": false, "fields": {
        "name": {"before": "Kanal", "after": "Kanal & Co"}, "tags.vip": {"before": false, "after": true}}}])
    );
    let page = house.gets(&format!("/api/changes?record={id}&limit=1"));
    let since = page["next"].as_str().unwrap();
    assert_eq!(
        house.gets(&format!("/api/changes?since={since}"))["total"],
        2
    );
    assert_eq!(
        house.gets("/api/changes?since=2030-01-01T00:00:00Z")["total"],
        0
    );

    let undone = house.asks("POST", "/api/undo", &json!({"change": change}).to_string());
    assert_eq!(
        (undone.status, &undone.json["undone"]["id"]),
        (200, &json!(change)),
        "{}",
        undone.text
    );
    assert_eq!(undone.json["kept"], json!([]));
    let now = house.gets(&path);
    assert_eq!(
        (&now["name"], &now["domain"], now.get("tags")),
        (&json!("Kanal"), &json!("kanal.example"), None)
    );
    let redone = house.asks("POST", "/api/redo", "");
    assert_eq!(
        (redone.status, &house.gets(&path)["name"]),
        (200, &json!("Kanal & Co")),
        "{}",
        redone.text
    );
    assert_eq!(
        house.asks("POST", "/api/redo", "{}").told(),
        (409, "nothing_to_do", vec![])
    );
    // The last one, where none is named; what was written since stays and is said.
    house.asks("PATCH", &path, r#"{"name":"Canal"}"#);
    let kept = house.asks("POST", "/api/undo", &json!({"batch": change}).to_string());
    assert_eq!(kept.json["kept"], json!([{"record": id, "field": "name"}]));
    assert_eq!(house.gets(&path).get("tags"), None);
    let last = house.asks("POST", "/api/undo", "");
    assert_eq!(last.status, 200);
    let unknown = json!({"change": "0000000000000001-0000000000000001"}).to_string();
    assert_eq!(
        house.asks("POST", "/api/undo", &unknown).told(),
        (404, "not_found", vec![])
    );
    assert_eq!(
        house
            .asks("POST", "/api/undo", r#"{"chang":"x","batch":1}"#)
            .told(),
        (
            422,
            "invalid",
            vec![("batch", "wrong_type"), ("chang", "unknown_field")]
        )
    );
    assert_eq!(
        house.asks("GET", "/api/changes?record=x", "").told(),
        (400, "bad_request", vec![("record", "not_an_id")])
    );
    let erased = house.asks("DELETE", &format!("{path}?forever=true"), "");
    let erased = json!({"change": erased.header("Satchel-Change")}).to_string();
    assert_eq!(
        house.asks("POST", "/api/undo", &erased).told(),
        (409, "not_undoable", vec![])
    );
}

#[test]
fn the_status_says_how_it_stands() {
    let house = House::new();
    house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let status = house.gets("/api/status");
    assert_eq!(status["records"]["customers"], 1);
    assert_eq!(
        (&status["workspace"], &status["sequence"]),
        (&json!("kaffeehaus"), &json!(2))
    );
    assert_eq!(
        status["content_hash"],
        json!(format!("{:032x}", house.session.workspace().content_hash()))
    );
    assert_eq!(
        house.reopened().gets("/api/status")["replica_hash"],
        status["replica_hash"]
    );
    assert_eq!(
        house.gets("/api/status?hash=false").get("content_hash"),
        None
    );
}

#[test]
fn a_list_is_a_file_for_spreadsheets_or_programs() {
    let house = House::new();
    let kanal = house.makes(
        "customers",
        json!({"kind": "company", "name": "=Kanal", "tags": ["b", "a"],
        "emails": ["a@kanal.example"], "addresses": [{"city": "Gent"}]}),
    );
    house.makes(
        "customers",
        json!({"kind": "person", "name": "Anna", "companies": [{"customer": id_of(&kanal)}]}),
    );
    let file = house.asks(
        "GET",
        "/api/export/customers?format=csv&sort=name&fields=name,email,company,tags,addresses.city",
        "",
    );
    assert_eq!(
        file.header("Content-Disposition"),
        "attachment; filename=\"customers-2026-03-05.csv\""
    );
    assert_eq!(
        file.text,
        "\u{feff}name,email,company,tags,addresses.city\r\n'=Kanal,a@kanal.example,,\"a, b\",Gent\r\nAnna,,'=Kanal,,\r\n"
    );
    let whole = house.asks("GET", "/api/export/customers?format=csv&q=anna", "");
    assert_eq!(whole.text.lines().count(), 2);
    assert!(
        whole.text.starts_with("\u{feff}id,kind,name,given_name"),
        "{}",
        whole.text
    );
    let documents = house.asks("GET", "/api/export/customers?format=json&sort=-name", "");
    assert_eq!(documents.json.as_array().unwrap().len(), 2);
    assert_eq!(
        documents.json[1],
        house.gets(&format!("/api/customers/{}", id_of(&kanal)))
    );
}

/// Accounts, products, sellers and a pipeline in the manner of files that people have.
const ACCOUNTS: &str = "account,sector,year_established,revenue,employees,office_location\n\
    Acme,technolgy,1996,1100.04,2822,United States\nBeta,medical,1999,251.41,495,Kenya\n";
const PRODUCTS: &str = "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n";
const SELLERS: &str =
    "sales_agent,manager,regional_office\nMoses Frase,Dustin,Central\nAnna Snelling,Cara,East\n";
const PIPELINE: &str = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
    A1,Moses Frase,GTXPro,Acme,Won,10/20/2016,3/1/2017,4514\n\
    A2,Anna Snelling,MG Special,,Prospecting,,,\n\
    A3,Nobody,MG Special,Beta,Lost,10/25/2016,3/7/2017,0\n\
    A4,Moses Frase,MG Special,Acme,Engaging,10/26/2016,,\n\
    A5,Moses Frase,MG Special,Acme,Won,10/25/2016,13/45/2017,50\n";

#[test]
fn files_are_imported_and_say_what_became_of_every_row() {
    let house = House::new();
    let import =
        |query: &str, file: &str| house.asks("POST", &format!("/api/import?{query}"), file);
    let dry = import(
        "record=customers&name=accounts.csv&currency=USD&dry_run=true",
        ACCOUNTS,
    );
    assert_eq!(
        (dry.status, &dry.json["created"]),
        (200, &json!(2)),
        "{}",
        dry.text
    );
    assert_eq!(dry.json["batch"], Json::Null);
    assert_eq!(house.gets("/api/customers")["total"], 0);
    let mapping = encoded(
        &json!({"account": "name", "sector": "industry", "revenue": null,
        "year_established": "custom.founded"}),
    );
    let done = import(
        &format!("record=customers&name=accounts.csv&mapping={mapping}"),
        ACCOUNTS,
    );
    assert_eq!(done.json["mapping"]["account"], "name");
    assert_eq!(done.json["mapping"]["year_established"], "custom.founded");
    assert!(
        done.json["unmapped"]
            .as_array()
            .unwrap()
            .contains(&json!("revenue"))
    );
    assert_eq!(
        (&done.json["encoding"], &done.json["header_row"]),
        (&json!("utf-8"), &json!(1))
    );
    let acme = house.gets("/api/customers?q=acme&fields=name,kind,custom.founded");
    assert_eq!(acme["items"][0]["custom.founded"], json!(1996));
    assert_eq!(acme["items"][0]["kind"], "company");
    assert_eq!(
        import("record=products&currency=USD", PRODUCTS).json["created"],
        2
    );
    let offices = encoded(
        &json!({"sales_agent": "name", "manager": "custom.manager", "regional_office": "custom.office"}),
    );
    assert_eq!(
        import(&format!("record=owners&mapping={offices}"), SELLERS).json["created"],
        2
    );
    let deals = import(
        "record=deals&on_reference=suggested&currency=USD&name=sales_pipeline.csv",
        PIPELINE,
    );
    let count = |name: &str| deals.json[name].as_u64().unwrap();
    assert_eq!(count("read"), 5, "{}", deals.text);
    assert_eq!(
        count("read"),
        count("created") + count("updated") + count("skipped") + count("rejected")
    );
    assert_eq!((count("created"), count("rejected")), (4, 1));
    let problem = &deals.json["problems"][0];
    assert_eq!(
        (&problem["row"], &problem["column"]),
        (&json!(6), &json!("close_date")),
        "{problem}"
    );
    let unknown = deals.json["unknown"].as_array().unwrap();
    let became = |value: &str| {
        unknown
            .iter()
            .find(|one| one["value"] == json!(value))
            .map(|one| one["became"].clone())
    };
    assert_eq!(became("GTXPro"), Some(json!("record")));
    assert_eq!(became("Nobody"), Some(json!("text")));
    assert_eq!(became("Engaging"), Some(json!("added")));
    let won = encoded(&json!({"field": "outcome", "is": "won"}));
    assert_eq!(
        house.gets(&format!("/api/deals?filter={won}"))["items"][0]["amount"],
        json!({"minor": 451_400, "currency": "USD"})
    );
    let without = encoded(&json!({"field": "customer", "empty": true}));
    assert_eq!(
        house.gets(&format!("/api/deals?filter={without}"))["total"],
        1
    );
    // The same file again changes nothing; one undo takes the first one back.
    let again = import(
        "record=deals&on_reference=suggested&currency=USD&name=sales_pipeline.csv",
        PIPELINE,
    );
    assert_eq!(
        (&again.json["created"], &again.json["skipped"]),
        (&json!(0), &json!(4)),
        "{}",
        again.text
    );
    let undone = house.asks(
        "POST",
        "/api/undo",
        &json!({"batch": deals.json["batch"]}).to_string(),
    );
    assert_eq!(
        (undone.status, &house.gets("/api/deals")["total"]),
        (200, &json!(0)),
        "{}",
        undone.text
    );
    let log = house.gets("/api/changes?limit=1000");
    assert!(
        log["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|change| change["made"]["deals"] == json!(4))
    );

    assert_eq!(
        import("record=tickets", PIPELINE).told(),
        (400, "bad_request", vec![("record", "not_an_option")])
    );
    assert_eq!(
        import("dry_run=true", PIPELINE).told(),
        (400, "bad_request", vec![("record", "required")])
    );
    assert_eq!(
        import("record=deals&on_duplicate=x&on_unknown=y", PIPELINE).status,
        400
    );
    let mapping = encoded(&json!({"colour": "name"}));
    assert_eq!(
        import(&format!("record=deals&mapping={mapping}"), PIPELINE).told(),
        (400, "bad_request", vec![("mapping", "no_such_column")])
    );
    let mapping = encoded(&json!({"account": "colour"}));
    assert_eq!(
        import(&format!("record=deals&mapping={mapping}"), PIPELINE).told(),
        (400, "bad_request", vec![("mapping", "no_such_field")])
    );
    assert_eq!(
        import("record=deals", "").told(),
        (422, "file_empty", vec![])
    );
    assert_eq!(
        import("record=deals", "PK\u{3}\u{4}xl/workbook.xml").told(),
        (422, "file_not_text", vec![])
    );
    let form = house.with_header(
        "POST",
        "/api/import?record=deals",
        PIPELINE,
        ("content-type", "multipart/form-data; boundary=x"),
    );
    assert_eq!(form.status, 415);
}

#[test]
fn a_backup_is_restored_into_what_is_there_or_in_its_place() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let backup = house.asks("GET", "/api/backup", "");
    assert_eq!(
        backup.header("Content-Disposition"),
        "attachment; filename=\"kaffeehaus-2026-03-05.satchel.jsonl\""
    );
    let hash = house.gets("/api/status")["content_hash"].clone();
    house.makes("customers", json!({"kind": "company", "name": "Fjord"}));
    house.asks(
        "PATCH",
        &format!("/api/customers/{}", id_of(&kanal)),
        r#"{"name":"Canal"}"#,
    );
    let replaced = house.asks("POST", "/api/restore?mode=replace", &backup.text);
    assert_eq!(
        (replaced.status, &replaced.json["trashed"]),
        (200, &json!(1)),
        "{}",
        replaced.text
    );
    assert_eq!(
        (&replaced.json["is_whole"], &replaced.json["updated"]),
        (&json!(true), &json!(1))
    );
    assert_eq!(house.gets("/api/status")["content_hash"], hash);
    let undone = house.asks(
        "POST",
        "/api/undo",
        &json!({"batch": replaced.json["batch"]}).to_string(),
    );
    assert_eq!(
        (undone.status, &house.gets("/api/customers")["total"]),
        (200, &json!(2)),
        "{}",
        undone.text
    );
    let empty = House::over(Memory::default());
    let merged = empty.asks("POST", "/api/restore?mode=merge", &backup.text);
    assert_eq!(
        merged.json["created"], merged.json["read"],
        "{}",
        merged.text
    );
    assert_eq!(empty.gets("/api/status")["content_hash"], hash);
    assert_eq!(empty.reopened().gets("/api/status")["content_hash"], hash);
    assert_eq!(
        empty
            .asks("POST", "/api/restore?mode=merge", "name\nAnn\n")
            .told(),
        (422, "not_a_backup", vec![])
    );
    assert_eq!(
        empty.asks("POST", "/api/restore", &backup.text).told(),
        (400, "bad_request", vec![("mode", "required")])
    );
    let torn = &backup.text[..backup.text.len() / 2];
    let told = empty.asks("POST", "/api/restore?mode=merge", torn);
    assert_eq!(
        (told.status, &told.json["is_whole"]),
        (200, &json!(false)),
        "{}",
        told.text
    );
}

#[test]
fn every_route_was_asked_and_every_status_was_seen() {
    // One house walks through all, so that what is described is what is answered.
    let house = House::new();
    for kind in crate::api::route::COLLECTIONS {
        let collection = kind.collection();
        let body = match kind {
            RecordKind::Customer => json!({"kind": "company", "name": "Kanal"}),
            RecordKind::Activity => json!({"kind": "task", "subject": "Call", "due": "2026-03-06"}),
            RecordKind::Transaction => json!({"date": "2026-03-05", "amount": "5 EUR"}),
            RecordKind::View => json!({"name": "Mine", "object": "customers"}),
            RecordKind::CustomField => {
                json!({"object": "deal", "key": "seats", "label": "Seats", "type": "number"})
            }
            RecordKind::Pipeline => {
                json!({"name": "Service", "stages": [{"id": "a", "name": "A", "category": "open"}]})
            }
            _ => json!({"name": "One"}),
        };
        let made = house.makes(collection, body);
        let path = format!("/api/{collection}/{}", id_of(&made));
        assert_eq!(house.gets(&path), made);
        // Unchanged, it changes nothing.
        let back = house.asks("PATCH", &path, &made.to_string());
        assert_eq!((back.status, &back.json), (200, &made), "{}", back.text);
        let page = house.gets(&format!("/api/{collection}?fields=id,rev"));
        assert!(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .any(|item| item["rev"] == made["rev"])
        );
        for format in ["csv", "json"] {
            let file = house.asks(
                "GET",
                &format!("/api/export/{collection}?format={format}"),
                "",
            );
            assert_eq!(file.status, 200);
        }
        assert_eq!(house.asks("DELETE", &path, "").status, 200);
        assert_eq!(
            house
                .asks("DELETE", &format!("{path}?forever=true"), "")
                .status,
            204
        );
    }
}
