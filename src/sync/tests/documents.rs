//! The documents of `docs/integration.md`: what the page tells others to write is what the app reads,
//! without a value that it does not understand, and the alias is the one that the engine writes.

use super::cases::Desk;
use super::device::Device;
use crate::document::json::read_replica;
use crate::domain::{Part, RecordId, Value, customer, field};
use satchel_couch::Request;
use serde_json::Value as Json;

const GUIDE: &str = include_str!("../../../docs/integration.md");

/// The JSON blocks of the page.
fn blocks() -> Vec<&'static str> {
    let begun = GUIDE.split("```json\n").skip(1);
    begun
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect()
}

fn block(kind: &str) -> &'static str {
    let begin = format!("\"_id\": \"{kind}:");
    let found = blocks().into_iter().find(|text| text.contains(&begin));
    found.unwrap()
}

fn is_understood(value: &Value) -> bool {
    match value {
        Value::Unknown(_) => false,
        Value::Part(part) => part
            .iter()
            .all(|(place, value)| place != Part::UNKNOWN && is_understood(value)),
        _ => true,
    }
}

#[test]
fn what_the_page_tells_others_to_write_is_read_as_records() {
    let mut kinds = Vec::new();
    for text in blocks() {
        let document: Json = serde_json::from_str(text).unwrap();
        let id = document["_id"].as_str().unwrap();
        if id.starts_with("alias:") {
            assert!(RecordId::parse(id).is_err());
            continue;
        }
        let record = read_replica(text).unwrap();
        assert_eq!(record.id.to_string(), id, "as CouchDB names it");
        assert!(record.id.uuid.ms().is_some(), "{id} tells when it was made");
        let collection = record.id.kind.collection();
        assert_eq!(document["collection"], Json::from(collection));
        for (key, register) in record.registers() {
            let value = register.value.as_ref().unwrap();
            assert_ne!(key.field, field::UNKNOWN, "{id} {key:?}");
            assert!(is_understood(value), "{id} {key:?} {value:?}");
        }
        for (ix, known) in record
            .id
            .kind
            .fields()
            .filter(|(_, known)| known.is_required)
        {
            assert!(record.value(ix).is_some(), "{id} has no {}", known.name);
        }
        kinds.push(record.id.kind.code());
    }
    assert_eq!(kinds, ["customer", "transaction", "ticket"]);
}

#[test]
fn the_alias_on_the_page_is_the_one_that_the_engine_writes() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    let text = block("customer");
    let id = read_replica(text).unwrap().id;
    desk.put(id, &serde_json::from_str(text).unwrap());
    desk.sync(&anna);
    assert_eq!(anna.records()[&id].text(customer::NAME), "Kanal & Co");
    let alias: Json = serde_json::from_str(block("alias")).unwrap();
    let path = format!("/crm/{}?attachments=true", alias["_id"].as_str().unwrap());
    let request = Request::get(&path);
    let written = desk.link.server.borrow_mut().answer(&request).json();
    for name in ["_rev", "customer"] {
        assert_eq!(written[name], alias[name]);
    }
    for name in ["content_type", "data"] {
        let file = |document: &Json| document["_attachments"]["customer"][name].clone();
        assert_eq!(file(&written), file(&alias));
    }
}
