//! How sync stands, over REST: all that a program needs to know, and nothing secret.

use super::house::House;
use crate::domain::Instant;
use crate::session::sync::{Phase, Remote, Status, Trouble};
use serde_json::{Value as Json, json};

fn at(text: &str) -> Option<Instant> {
    Instant::parse(text).ok()
}

fn told(status: Option<Status>) -> Json {
    let house = House::new().synced(move || status.clone());
    house.gets("/api/status?hash=false")["sync"].take()
}

#[test]
fn a_workspace_of_this_device_alone_says_so() {
    let status = House::new().gets("/api/status");
    assert_eq!(status["sync"], json!({"state": "off"}));
    assert_eq!(told(None), json!({"state": "starting"}));
}

#[test]
fn what_waits_since_when_and_why_is_told() {
    let status = Status {
        remote: Remote::parse("https://couch.example.org", "crm", "ann").ok(),
        phase: Phase::Stopped(Trouble::SignIn("name or password is incorrect".into())),
        waiting: 3,
        oldest: at("2026-03-05T08:30:00Z"),
        last: at("2026-03-05T08:00:00Z"),
        ..Status::default()
    };
    assert_eq!(
        told(Some(status)),
        json!({"state": "stopped", "database": "https://couch.example.org/crm", "pending": 3,
            "pending_since": "2026-03-05T08:30:00Z", "last_success": "2026-03-05T08:00:00Z",
            "refused": 0, "unread": 0,
            "reason": "Not signed in: name or password is incorrect."})
    );
    let phases = [
        (Phase::Paused, "paused"),
        (Phase::Elsewhere, "elsewhere"),
        (Phase::Syncing { done: 1, of: None }, "syncing"),
        (Phase::InStep, "in_step"),
        (Phase::Asking { deletions: 40 }, "asking"),
    ];
    for (phase, state) in phases {
        let status = Status {
            phase,
            ..Status::default()
        };
        assert_eq!(told(Some(status))["state"], state);
    }
}
