//! Planted faults, as they look on the wire.

use std::time::Duration;

use satchel_couch::Flavour;
use satchel_couch::http::Service;

use crate::client::{Answer, Client};
use crate::service;

fn plant(service: &Service, fault: &str) {
    let planted = Client::new(&service.control()).ask("POST", "/fault", fault);
    assert_eq!(planted.status, 200, "{:?}", planted.json());
}

/// What a request that meets this fault is answered, and the database afterwards.
fn met(fault: &str) -> (Option<Answer>, u64) {
    let service = service(Flavour::Couch);
    plant(&service, fault);
    let mut client = Client::new(&service.address());
    client.send("PUT", "/crm/a", &[("origin", "http://app.example")], "{}");
    let answer = client.answer(false);
    let info = Client::new(&service.address())
        .ask("GET", "/crm", "")
        .json();
    (answer, info["doc_count"].as_u64().unwrap_or(99))
}

#[test]
fn a_refusal_is_answered_once_and_nothing_is_done() {
    for status in [401, 403, 404, 409, 412, 413, 429, 500, 502, 503] {
        let (answer, documents) = met(&format!(r#"{{"kind":{status},"count":1}}"#));
        let answer = answer.unwrap();
        assert_eq!((answer.status, documents), (status, 0));
        let origin = answer.header("access-control-allow-origin");
        assert_eq!(origin, Some("http://app.example"));
        assert_eq!(answer.header("retry-after").is_some(), status == 429);
    }
    let (answer, _) = met(r#"{"kind":502,"count":1,"cors":false}"#);
    let answer = answer.unwrap();
    assert!(answer.body.starts_with(b"<html>"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[test]
fn answers_are_not_what_was_asked_for() {
    let (login, documents) = met(r#"{"kind":"login","count":1}"#);
    let login = login.unwrap();
    assert_eq!(
        (login.status, login.header("location"), documents),
        (302, Some("/_login"), 0)
    );
    let (cut, documents) = met(r#"{"kind":"truncated","count":1}"#);
    let cut = cut.unwrap();
    assert_eq!((cut.status, cut.is_whole, documents), (201, true, 1));
    assert!(!cut.body.is_empty() && cut.json().is_null());
    let (shape, _) = met(r#"{"kind":"shape","count":1}"#);
    assert!(shape.unwrap().json()["data"].is_array());
    let (empty, documents) = met(r#"{"kind":"empty","count":1}"#);
    let empty = empty.unwrap();
    assert_eq!((empty.status, empty.body.len(), documents), (200, 0, 0));
    let (garbled, _) = met(r#"{"kind":"gzip","count":1,"done":true}"#);
    let garbled = garbled.unwrap();
    assert_eq!(garbled.header("content-encoding"), Some("gzip"));
    assert!(garbled.json().is_null());
    let (hidden, documents) = met(r#"{"kind":"no-cors","count":1}"#);
    let hidden = hidden.unwrap();
    assert_eq!((hidden.status, documents), (201, 1));
    assert_eq!(hidden.header("access-control-allow-origin"), None);
}

#[test]
fn connections_end_before_within_and_instead_of_an_answer() {
    let (reset, documents) = met(r#"{"kind":"reset","count":1}"#);
    assert_eq!((reset.is_none(), documents), (true, 0));
    let (lost, documents) = met(r#"{"kind":"lost","count":1}"#);
    assert_eq!((lost.is_none(), documents), (true, 1));
    let (cut, documents) = met(r#"{"kind":"cut","at":3,"count":1}"#);
    let cut = cut.unwrap();
    assert_eq!((cut.body.len(), cut.is_whole, documents), (3, false, 1));
}

/// A browser asks again by itself where a connection that has answered before ends.
#[test]
fn connections_end_without_an_answer_only_if_they_are_new() {
    for kind in ["reset", "lost"] {
        let service = service(Flavour::Couch);
        let mut kept = Client::new(&service.address());
        assert_eq!(
            kept.ask("GET", "/crm", "").header("connection"),
            Some("keep-alive")
        );
        plant(
            &service,
            &format!(r#"{{"kind":"{kind}","path":"/crm/a","count":1}}"#),
        );
        assert!(kept.is_closed());
        let mut other = Client::new(&service.address());
        assert_eq!(
            other.ask("GET", "/crm", "").header("connection"),
            Some("close")
        );
        let mut new = Client::new(&service.address());
        new.send("PUT", "/crm/a", &[], "{}");
        assert!(new.answer(false).is_none());
        let mut after = Client::new(&service.address());
        assert_eq!(
            after.ask("GET", "/crm", "").header("connection"),
            Some("keep-alive")
        );
    }
}

#[test]
fn an_answer_drips_and_is_whole_in_the_end() {
    let (answer, documents) = met(r#"{"kind":"drip","interval_ms":1,"count":1}"#);
    let answer = answer.unwrap();
    assert_eq!((&answer.json()["ok"], documents), (&true.into(), 1));

    let service = service(Flavour::Couch);
    plant(&service, r#"{"kind":"drip"}"#);
    let mut client = Client::new(&service.address());
    client.send("GET", "/", &[], "");
    assert_eq!(client.head().unwrap().status, 200);
    assert!(client.is_silent(Duration::from_millis(300)));
}

#[test]
fn what_hangs_holds_up_nobody() {
    let service = service(Flavour::Couch);
    plant(&service, r#"{"kind":"hang","path":"/crm/a"}"#);
    let mut client = Client::new(&service.address());
    client.send("PUT", "/crm/a", &[], "{}");
    assert!(client.is_silent(Duration::from_millis(100)));
    let mut other = Client::new(&service.address());
    assert_eq!(other.ask("PUT", "/crm/b", "{}").status, 201);
    assert_eq!(other.ask("GET", "/crm", "").json()["doc_count"], 1);
}

#[test]
fn a_fault_meets_feeds_too() {
    let service = service(Flavour::PouchServer);
    plant(&service, r#"{"kind":503,"path":"_changes","count":1}"#);
    let mut client = Client::new(&service.address());
    assert_eq!(
        client.ask("GET", "/crm/_changes?feed=longpoll", "").status,
        503
    );
    client.ask("PUT", "/crm/a", "{}");
    plant(
        &service,
        r#"{"kind":"truncated","path":"_changes","count":1}"#,
    );
    let cut = client.ask("GET", "/crm/_changes?feed=longpoll", "");
    assert!(!cut.body.is_empty() && cut.json().is_null());
    let told = client.ask("GET", "/crm/_changes?feed=longpoll", "");
    assert_eq!(told.json()["last_seq"], 1);
}
