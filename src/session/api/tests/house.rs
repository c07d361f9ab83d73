//! A workspace that tests ask over REST, with a judge that holds what goes in and out against the
//! description.

use super::{openapi, schema};
use crate::api::Request;
use crate::api::route::kind_of;
use crate::document::page::PageBuilder;
use crate::domain::{Date, Instant, Record, RecordKind};
use crate::query::Now;
use crate::scoring::model::learn::learn;
use crate::session::api::Api;
use crate::session::found::Founding;
use crate::session::ports::{
    DecodeError, Decoded, Encoding, LearnError, Learnt, Ports, Sentinel, Table,
};
use crate::session::sync::Status;
use crate::session::{Session, block_on};
use crate::storage::Storage;
use crate::storage::manifest::page_ref;
use crate::storage::memory::Memory;
use crate::workspace::change::{Body, Change, Label, PageRef, Verb};
use crate::workspace::command::Context;
use serde_json::{Value as Json, json};
use std::cell::Cell;
use std::rc::Rc;

/// Ports without an outside.
#[derive(Default)]
pub(super) struct Quiet(Cell<u64>);

impl Ports for Quiet {
    type Guard = ();
    const ZONES: crate::domain::zone::Zones = crate::domain::zone::only_utc;
    fn now(&self) -> Instant {
        self.0.set(self.0.get() + 1);
        Instant::from_ms(1_700_000_000_000 + self.0.get() as i64).unwrap()
    }
    fn clock(&self) -> Now {
        Now {
            at: self.now(),
            ..Now::utc(Date::parse("2026-03-05").unwrap())
        }
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
    async fn recall(&self) -> Option<Sentinel> {
        None
    }
    async fn forget(&self) {}
    async fn decode(&self, bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, DecodeError> {
        Ok(crate::exchange::encoding::decode(bytes, chosen)?)
    }

    async fn learn(&self, table: Table) -> Result<Learnt, LearnError> {
        Ok(learn(&table)?)
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
    pub(super) fn told(&self) -> (u16, &str, Vec<(&str, &str)>) {
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
            sample: None,
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
        }
    }

    /// The same, of a workspace that is connected to a database.
    pub(super) fn synced(self, stands: impl Fn() -> Option<Status> + 'static) -> Self {
        Self {
            api: self.api.synced_by(Box::new(stands)),
            ..self
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

    pub(super) fn with_header(
        &self,
        method: &str,
        path: &str,
        body: &str,
        header: (&str, &str),
    ) -> Answer {
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
            ["", "api", "reports", _] => "/api/reports/{name}".to_owned(),
            ["", "api", "models", _, "fit"] => "/api/models/{id}/fit".to_owned(),
            ["", "api", "scores", _, _] => "/api/scores/{record}/{id}".to_owned(),
            ["", "api", collection, _] if kind_of(collection).is_some() => {
                format!("/api/{collection}/{{id}}")
            }
            _ => path.to_owned(),
        };
        let operation = &root["paths"][&template][&method];
        let at = format!("{} {path} {}", request.method, answer.status);
        if request.method == "OPTIONS" && answer.status == 204 {
            assert_eq!(
                (answer.text.as_str(), answer.header("Allow").is_empty()),
                ("", false)
            );
            return;
        }
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
    }
}

pub(super) fn encoded(json: &Json) -> String {
    crate::query::address::encode(&json.to_string())
}

pub(super) fn id_of(document: &Json) -> &str {
    document["id"].as_str().unwrap()
}
