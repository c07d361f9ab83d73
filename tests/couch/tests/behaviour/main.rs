//! The behaviour of the server in memory, seen through its requests: revision trees, what was
//! recorded from the real servers, the traps of their bad days, feeds and peers. What single modules
//! promise is tested in them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub
)]

mod access;
mod edits;
mod feeds;
mod peers;
mod probe;
mod traps;
mod trees;

use satchel_couch::{Answer, Flavour, Method, Request, Server};
use serde_json::{Value, json};

pub const BOTH: [Flavour; 2] = [Flavour::Couch, Flavour::PouchServer];
pub const NOW_MS: u64 = 1_795_342_636_000;

/// A server with an empty database `crm`.
pub fn server(flavour: Flavour) -> Server {
    let mut server = Server::new(flavour, 1, NOW_MS);
    let created = server.answer(&Request::put("/crm"));
    assert_eq!(
        (created.status(), created.json()),
        (201, json!({"ok": true}))
    );
    server
}

pub fn get(server: &mut Server, path: &str) -> (u16, Value) {
    ask(server, &Request::get(path))
}

pub fn put(server: &mut Server, path: &str, body: &Value) -> (u16, Value) {
    ask(server, &Request::put(path).with_json(body))
}

pub fn post(server: &mut Server, path: &str, body: &Value) -> (u16, Value) {
    ask(server, &Request::post(path).with_json(body))
}

pub fn delete(server: &mut Server, path: &str) -> (u16, Value) {
    ask(server, &Request::new(Method::Delete, path))
}

pub fn ask(server: &mut Server, request: &Request) -> (u16, Value) {
    match server.answer(request) {
        Answer::Reply(reply) => (reply.status, reply.json()),
        Answer::Hang => panic!("no answer to {request:?}"),
    }
}

/// Writes a document; the answer is its revision.
pub fn write(server: &mut Server, id: &str, body: &Value) -> String {
    let (status, stored) = put(server, &format!("/crm/{id}"), body);
    assert!(matches!(status, 201 | 202), "{status} {stored}");
    stored["rev"].as_str().unwrap().to_owned()
}

/// A revision made elsewhere, with its history.
pub fn made(id: &str, generation: u64, hashes: &[&str], body: &Value) -> Value {
    let mut document = body.clone();
    document["_id"] = id.into();
    document["_rev"] = format!("{generation}-{}", hashes[0]).into();
    document["_revisions"] = json!({"start": generation, "ids": hashes});
    document
}

/// Stores revisions made elsewhere.
pub fn graft(server: &mut Server, documents: &[Value]) {
    let batch = json!({"new_edits": false, "docs": documents});
    let (status, rows) = post(server, "/crm/_bulk_docs", &batch);
    assert_eq!((status, rows), (201, json!([])));
}

pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(|key| &**key)
        .collect();
    keys.sort_unstable();
    keys
}
