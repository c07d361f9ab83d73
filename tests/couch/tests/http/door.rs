//! The door of the tests: what it does to the server, what it tells, and to whom.

use satchel_couch::Flavour;
use serde_json::{Value, json};

use crate::client::Client;
use crate::service;

#[test]
fn requests_are_remembered_without_their_secrets_until_they_are_cleared() {
    let service = service(Flavour::Couch);
    let mut door = Client::new(&service.control());
    door.ask("DELETE", "/log", "");
    let mut client = Client::new(&service.address());
    client.send(
        "GET",
        "/crm?token=hunter2",
        &[("authorization", "Bearer hunter2")],
        "",
    );
    assert_eq!(client.answer(false).unwrap().status, 400);
    door.ask("POST", "/fault", r#"{"kind":"lost","count":1}"#);
    let mut client = Client::new(&service.address());
    client.send("PUT", "/crm/a", &[], "{}");
    assert!(client.answer(false).is_none());
    let log = door.ask("GET", "/log", "");
    assert!(
        !String::from_utf8(log.body.clone())
            .unwrap()
            .contains("hunter2")
    );
    let mut seen = log.json();
    for entry in seen.as_array_mut().unwrap() {
        assert!(entry["at_ms"].as_u64().unwrap() > 1_600_000_000_000);
        entry.as_object_mut().unwrap().remove("at_ms");
    }
    let expected = json!([
        {"method": "GET", "path": "/crm?token=***", "authorized": true, "fault": null,
            "status": 400},
        {"method": "PUT", "path": "/crm/a", "authorized": false, "fault": "lost", "status": null},
    ]);
    assert_eq!(seen, expected);
    door.ask("DELETE", "/log", "");
    assert_eq!(door.ask("GET", "/log", "").json(), json!([]));
}

#[test]
fn a_backup_is_put_back_and_a_database_made_anew() {
    let service = service(Flavour::Couch);
    let mut door = Client::new(&service.control());
    let mut client = Client::new(&service.address());
    assert_eq!(door.ask("POST", "/restore", "").status, 409);
    client.ask("PUT", "/crm/a", "{}");
    assert_eq!(door.ask("POST", "/snapshot", "").status, 200);
    client.ask("PUT", "/crm/b", "{}");
    let before = client.ask("GET", "/crm", "").json();
    assert_eq!(door.ask("POST", "/restore", "").status, 200);
    let after = client.ask("GET", "/crm", "").json();
    assert_eq!(
        (&before["doc_count"], &after["doc_count"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(before["instance_start_time"], after["instance_start_time"]);
    assert_eq!(door.ask("POST", "/recreate", "{}").status, 400);
    assert_eq!(door.ask("POST", "/recreate", r#"{"db":"crm"}"#).status, 200);
    let anew = client.ask("GET", "/crm", "").json();
    assert_eq!(anew["doc_count"], 0);
    assert_ne!(before["instance_start_time"], anew["instance_start_time"]);
}

#[test]
fn who_must_sign_in_is_changed_while_it_runs() {
    let service = service(Flavour::Couch);
    let mut door = Client::new(&service.control());
    let mut client = Client::new(&service.address());
    let mut status = |headers: &[(&str, &str)]| {
        client.send("GET", "/crm", headers, "");
        client.answer(false).unwrap().status
    };
    // ann:secret
    let basic = [("authorization", "Basic YW5uOnNlY3JldA==")];
    assert_eq!(status(&[]), 200);
    assert_eq!(door.ask("POST", "/require", r#"{"auth":true}"#).status, 400);
    let asked = r#"{"auth":true,"user":"ann:secret"}"#;
    assert_eq!(door.ask("POST", "/require", asked).status, 200);
    assert_eq!((status(&[]), status(&basic)), (401, 200));
    door.ask("POST", "/require", r#"{"expire":true}"#);
    assert_eq!(status(&basic), 401);
    door.ask("POST", "/require", r#"{"expire":false}"#);
    assert_eq!(status(&basic), 200);
    door.ask("POST", "/require", r#"{"auth":false}"#);
    assert_eq!(status(&[]), 200);
}

#[test]
fn faults_are_shown_and_cleared_and_switches_turned() {
    let service = service(Flavour::Couch);
    let mut door = Client::new(&service.control());
    let mut client = Client::new(&service.address());
    door.ask("POST", "/fault", r#"{"kind":500,"count":3}"#);
    assert_eq!(client.ask("GET", "/crm", "").status, 500);
    assert_eq!(door.ask("GET", "/fault", "").json()[0]["count"], 2);
    door.ask("DELETE", "/fault", "");
    assert_eq!(client.ask("GET", "/crm", "").status, 200);
    assert_eq!(door.ask("POST", "/fault", r#"{"kind":"none"}"#).status, 400);
    assert_eq!(door.ask("POST", "/fault", "{").status, 400);
    door.ask("POST", "/switch", r#"{"nodedown":1}"#);
    let down = client.ask("GET", "/crm/_changes", "");
    assert_eq!(
        (down.status, &down.json()["error"]),
        (412, &json!("nodedown"))
    );
    assert_eq!(client.ask("GET", "/crm/_changes", "").status, 200);
    assert_eq!(door.ask("GET", "/nothing", "").status, 404);
}

#[test]
fn pages_of_this_machine_come_in_and_no_others() {
    let service = service(Flavour::Couch);
    let mut door = Client::new(&service.control());
    let mut plant = |origin: &str| {
        door.send("POST", "/fault", &[("origin", origin)], r#"{"kind":500}"#);
        let answer = door.answer(false).unwrap();
        let allowed = answer
            .header("access-control-allow-origin")
            .map(str::to_owned);
        (answer.status, allowed)
    };
    let local = "http://127.0.0.1:8080";
    assert_eq!(plant(local), (200, Some(local.to_owned())));
    for origin in [
        "https://evil.example",
        "http://127.0.0.1.evil.example",
        "null",
    ] {
        assert_eq!(plant(origin), (403, None));
    }
    let planted = door.ask("GET", "/fault", "").json();
    assert_eq!(planted.as_array().map(Vec::len), Some(1));
    let missing: Value = door.ask("GET", "/log", "").json();
    assert_eq!(missing.as_array().map(Vec::len), Some(1));
}
