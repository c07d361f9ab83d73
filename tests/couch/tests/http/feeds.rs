//! Feeds that wait: for a change, for their time, and without holding up anybody.

use satchel_couch::Flavour;
use serde_json::Value;

use crate::client::Client;
use crate::service;

fn feed(address: &str, query: &str) -> Client {
    let mut client = Client::new(address);
    client.send("GET", &format!("/crm/_changes?{query}"), &[], "");
    client
}

#[test]
fn a_longpoll_waits_for_a_change_while_others_are_answered() {
    for flavour in [Flavour::Couch, Flavour::PouchServer] {
        let service = service(flavour);
        let address = service.address();
        let mut polls: Vec<Client> = (0..20)
            .map(|_| feed(&address, "feed=longpoll&since=now"))
            .collect();
        let mut starts = Vec::new();
        for poll in &mut polls {
            assert_eq!(poll.head().unwrap().status, 200);
            starts.push(poll.chunk().unwrap());
        }
        let stored = Client::new(&address).ask("PUT", "/crm/deal:1", "{}").json();
        for (poll, mut text) in polls.iter_mut().zip(starts) {
            assert!(!text.contains("deal:1"));
            while let Some(chunk) = poll.chunk() {
                text.push_str(&chunk);
            }
            let told: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(told["results"][0]["changes"][0]["rev"], stored["rev"]);
        }
    }
}

#[test]
fn a_longpoll_with_something_to_tell_does_not_wait() {
    let service = service(Flavour::PouchServer);
    let mut client = Client::new(&service.address());
    client.ask("PUT", "/crm/deal:1", "{}");
    let told = client.ask("GET", "/crm/_changes?feed=longpoll&since=0", "");
    assert_eq!(told.json()["results"][0]["id"], "deal:1");
    // The connection goes on behind it.
    assert_eq!(client.ask("GET", "/crm", "").status, 200);
}

#[test]
fn couchdb_ends_a_feed_when_its_time_is_over() {
    let service = service(Flavour::Couch);
    let mut poll = feed(&service.address(), "feed=longpoll&since=now&timeout=30");
    let told = poll.answer(false).unwrap();
    let text = String::from_utf8(told.body.clone()).unwrap();
    assert!(
        text.starts_with("{\"results\":[\n\n\n],\n\"last_seq\":\"0-"),
        "{text}"
    );
    assert!(text.ends_with(",\"pending\":0}\n\n"), "{text}");
    let mut continuous = feed(&service.address(), "feed=continuous&timeout=30");
    let told = continuous.answer(false).unwrap();
    assert_eq!(told.json()["pending"], 0);
    let mut events = feed(&service.address(), "feed=eventsource&timeout=30");
    let told = events.answer(false).unwrap();
    assert_eq!(told.header("content-type"), Some("text/event-stream"));
}

#[test]
fn a_heartbeat_keeps_a_feed_open_past_its_time() {
    for flavour in [Flavour::Couch, Flavour::PouchServer] {
        let service = service(flavour);
        let query = "feed=longpoll&since=now&timeout=20&heartbeat=5";
        let mut poll = feed(&service.address(), query);
        assert_eq!(poll.head().unwrap().status, 200);
        poll.chunk().unwrap();
        for _ in 0..3 {
            assert_eq!(poll.chunk().as_deref(), Some("\n"));
        }
        Client::new(&service.address()).ask("PUT", "/crm/a", "{}");
        let mut text = String::new();
        while let Some(chunk) = poll.chunk() {
            text.push_str(&chunk);
        }
        assert!(text.contains("\"id\":\"a\""), "{text}");
    }
}

#[test]
fn a_continuous_feed_tells_changes_as_they_come() {
    for flavour in [Flavour::Couch, Flavour::PouchServer] {
        let service = service(flavour);
        let mut client = Client::new(&service.address());
        client.ask("PUT", "/crm/a", "{}");
        let mut feed = feed(
            &service.address(),
            "feed=continuous&since=0&heartbeat=60000",
        );
        assert_eq!(feed.head().unwrap().status, 200);
        assert!(feed.chunk().unwrap().contains("\"id\":\"a\""));
        for id in ["b", "c"] {
            client.ask("PUT", &format!("/crm/{id}"), "{}");
            let told: Value = serde_json::from_str(&feed.chunk().unwrap()).unwrap();
            assert_eq!(told["id"], id);
        }
        // Without its database it is over.
        client.ask("DELETE", "/crm", "");
        while feed.chunk().is_some() {}
    }
}
