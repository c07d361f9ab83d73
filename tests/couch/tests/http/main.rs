//! The server over loopback, seen from the wire: connections, feeds that wait, faults, the door of the
//! tests, and the program. What is answered is tested in `behaviour`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub
)]

mod client;
mod door;
mod faults;
mod feeds;
mod program;

use client::Client;
use satchel_couch::Flavour;
use satchel_couch::http::{Options, Service};

/// A service with an empty database `crm`.
pub fn service(flavour: Flavour) -> Service {
    let options = Options {
        flavour,
        origins: vec!["http://app.example".to_owned()],
        exposed: vec!["date".to_owned()],
        ..Options::default()
    };
    let service = Service::start(&options).unwrap();
    let created = Client::new(&service.address()).ask("PUT", "/crm", "");
    assert_eq!(created.status, 201);
    service
}

#[test]
fn a_connection_is_kept_for_the_next_request() {
    let service = service(Flavour::Couch);
    let mut client = Client::new(&service.address());
    let stored = client.ask("PUT", "/crm/deal:1", r#"{"name":"Roof"}"#);
    assert_eq!(
        (stored.status, stored.header("connection")),
        (201, Some("keep-alive"))
    );
    let chunked = "PUT /crm/deal:2 HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n\
        8\r\n{\"name\":\r\n7\r\n\"Shed\"}\r\n0\r\n\r\n";
    client.write(chunked);
    assert_eq!(client.answer(false).unwrap().status, 201);
    let read = client.ask("GET", "/crm/deal:2", "");
    assert_eq!(read.json()["name"], "Shed");
    let head = client.ask("HEAD", "/crm/deal:2", "");
    assert_eq!(
        head.header("content-length").unwrap(),
        read.body.len().to_string()
    );
    client.send("GET", "/crm", &[("connection", "close")], "");
    assert_eq!(client.answer(false).unwrap().json()["doc_count"], 2);
    assert!(client.answer(false).is_none());
}

#[test]
fn a_body_that_is_too_long_is_refused_before_it_comes() {
    let service = service(Flavour::PouchServer);
    let mut client = Client::new(&service.address());
    client.write("PUT /crm/a HTTP/1.1\r\ncontent-length: 100000000\r\n\r\n");
    // Who is in the middle of sending hears it all the same.
    for _ in 0..100 {
        client.write(&"x".repeat(100_000));
    }
    let refused = client.answer(false).unwrap();
    assert_eq!(
        (refused.status, refused.header("connection")),
        (413, Some("close"))
    );
    assert!(client.answer(false).is_none());
    let info = Client::new(&service.address()).ask("GET", "/crm", "");
    assert_eq!(info.json()["doc_count"], 0);
}

#[test]
fn pages_of_other_origins_are_answered_as_configured() {
    let service = service(Flavour::Couch);
    let mut client = Client::new(&service.address());
    let mut preflight = |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "PUT"),
            ("access-control-request-headers", "authorization"),
        ];
        client.send("OPTIONS", "/crm", &headers, "");
        client.answer(false).unwrap()
    };
    let allowed = preflight("http://app.example");
    assert_eq!(allowed.status, 204);
    assert_eq!(
        allowed.header("access-control-allow-headers"),
        Some("authorization")
    );
    let refused = preflight("http://evil.example");
    assert_eq!(refused.header("access-control-allow-origin"), None);
    client.send("GET", "/crm", &[("origin", "http://app.example")], "");
    let read = client.answer(false).unwrap();
    assert!(
        read.header("access-control-expose-headers")
            .unwrap()
            .ends_with(", date")
    );
}

#[test]
fn only_loopback_is_listened_on() {
    let service = service(Flavour::Couch);
    assert!(service.address().starts_with("http://127.0.0.1:"));
    assert!(service.control().starts_with("http://127.0.0.1:"));
    assert_ne!(service.address(), service.control());
}

#[test]
fn a_service_that_is_dropped_answers_no_more() {
    let service = service(Flavour::Couch);
    let (address, mut kept) = (service.address(), Client::new(&service.address()));
    assert_eq!(kept.ask("GET", "/", "").status, 200);
    drop(service);
    assert!(std::net::TcpStream::connect(address.strip_prefix("http://").unwrap()).is_err());
    kept.send("GET", "/", &[], "");
    assert!(kept.answer(false).is_none());
}
