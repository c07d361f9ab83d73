//! The traps that were found by running real servers (section 3.3 of the record), as far as they are
//! the server's: 1 to 5, 7, 8 and 11. The others belong to the browser or to setting a server up.

use std::sync::Arc;

use satchel_couch::{Answer, Flavour, Method, Request};
use serde_json::{Value, json};

use crate::{BOTH, NOW_MS, get, post, put, server, write};

fn batch(bad: Value) -> Value {
    json!({"docs": [{"_id": "a"}, bad, {"_id": "c"}]})
}

#[test]
fn one_document_that_is_too_large_refuses_the_batch_by_name() {
    let server = &mut server(Flavour::Couch);
    server.switches.document_bytes_max = Some(100);
    let large = batch(json!({"_id": "b", "x": "y".repeat(200)}));
    let (status, refused) = post(server, "/crm/_bulk_docs", &large);
    let expected = json!({"error": "document_too_large", "reason": "b"});
    assert_eq!((status, refused), (413, expected));
    assert!(server.documents("crm").is_empty());
    // A batch may be longer than any of its documents.
    let (status, _) = post(
        server,
        "/crm/_bulk_docs",
        &batch(json!({"_id": "b", "x": "y".repeat(80)})),
    );
    assert_eq!(status, 201);
    server.switches.request_bytes_max = Some(30);
    let (status, refused) = post(server, "/crm/_bulk_docs", &batch(json!({"_id": "d"})));
    assert_eq!((status, &refused["error"]), (413, &json!("too_large")));
}

#[test]
fn a_special_field_that_nobody_knows_refuses_the_batch() {
    for (flavour, expected) in BOTH.into_iter().zip([400, 500]) {
        for new_edits in [true, false] {
            let server = &mut server(flavour);
            let mut batch = batch(json!({"_id": "b", "_rev": "1-a", "_odd": 1}));
            batch["new_edits"] = new_edits.into();
            for document in batch["docs"].as_array_mut().unwrap() {
                if !new_edits {
                    document["_rev"] = "1-a".into();
                }
            }
            let (status, refused) = post(server, "/crm/_bulk_docs", &batch);
            let reason = json!("Bad special document member: _odd");
            assert_eq!(
                (status, &refused["error"]),
                (expected, &json!("doc_validation"))
            );
            assert_eq!(refused["reason"], reason);
            assert!(server.documents("crm").is_empty());
        }
    }
    let server = &mut server(Flavour::Couch);
    let known = json!({"_id": "a", "_conflicts": [], "_revs_info": [], "_local_seq": 1});
    let (status, _) = post(server, "/crm/_bulk_docs", &json!({"docs": [known]}));
    assert_eq!(
        (status, get(server, "/crm/a").1.as_object().unwrap().len()),
        (201, 2)
    );
}

#[test]
fn a_malformed_revision_or_half_a_letter_refuses_the_batch() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        for bad in ["abc", "x-abc", "-1"] {
            let (status, refused) = post(
                server,
                "/crm/_bulk_docs",
                &batch(json!({"_id": "b", "_rev": bad})),
            );
            assert_eq!(
                (status, &refused["error"]),
                (400, &json!("bad_request")),
                "{bad}"
            );
        }
        let half = br#"{"docs":[{"_id":"a"},{"_id":"b","name":"\ud800"}]}"#;
        let answer = server.answer(
            &Request::post("/crm/_bulk_docs")
                .with_json(&json!({}))
                .with_body(half.to_vec()),
        );
        assert_eq!(
            (answer.status(), &answer.json()["error"]),
            (400, &json!("bad_request"))
        );
        let name = json!([{"_id": "a"}]);
        assert_eq!(post(server, "/crm/_bulk_docs", &name).0, 400);
        assert!(server.documents("crm").is_empty());
    }
}

#[test]
fn a_validation_refuses_rows_only() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        server.set_validation(Some(Arc::new(|db, document| {
            assert_eq!(db, "crm");
            match document["_id"].as_str() {
                Some("b") => Err("not b".to_owned()),
                _ => Ok(()),
            }
        })));
        let (status, rows) = post(server, "/crm/_bulk_docs", &batch(json!({"_id": "b"})));
        assert_eq!(
            (status, rows[0]["ok"].clone(), rows[2]["ok"].clone()),
            (201, json!(true), json!(true))
        );
        let expected = json!({"id": "b", "error": "forbidden", "reason": "not b"});
        assert_eq!(rows[1], expected);
        let grafted = json!({"new_edits": false, "docs": [
            {"_id": "b", "_rev": "1-x"}, {"_id": "d", "_rev": "1-x"},
        ]});
        let (status, rows) = post(server, "/crm/_bulk_docs", &grafted);
        assert_eq!((status, rows.as_array().unwrap().len()), (201, 1));
        assert_eq!(
            (&rows[0]["id"], &rows[0]["error"]),
            (&json!("b"), &json!("forbidden"))
        );
        assert_eq!(put(server, "/crm/b", &json!({})).0, 403);
        let ids: Vec<String> = server.documents("crm").into_keys().collect();
        assert_eq!(ids, ["a", "c", "d"]);
    }
}

#[test]
fn changes_fail_for_a_while_when_a_node_went() {
    let server = &mut server(Flavour::Couch);
    server.switches.nodedown = 2;
    let down = json!({"error": "nodedown", "reason": "progress not possible"});
    for _ in 0..2 {
        assert_eq!(get(server, "/crm/_changes"), (412, down.clone()));
    }
    assert_eq!(get(server, "/crm/_changes").0, 200);
}

#[test]
fn a_database_is_missing_for_a_while_and_comes_back_as_it_was() {
    let server = &mut server(Flavour::Couch);
    write(server, "a", &json!({"x": 1}));
    let before = get(server, "/crm");
    server.switches.missing_database = 3;
    let missing = json!({"error": "not_found", "reason": "Database does not exist."});
    assert_eq!(get(server, "/crm"), (404, missing.clone()));
    assert_eq!(get(server, "/crm/a"), (404, missing.clone()));
    assert_eq!(
        post(server, "/crm/_bulk_docs", &json!({"docs": []})),
        (404, missing)
    );
    assert_eq!(get(server, "/crm"), before);
}

#[test]
fn accepted_is_stored() {
    let server = &mut server(Flavour::Couch);
    server.switches.accepted = true;
    assert_eq!(put(server, "/crm/a", &json!({})).0, 202);
    let (status, rows) = post(server, "/crm/_bulk_docs", &json!({"docs": [{"_id": "b"}]}));
    assert_eq!(status, 202);
    assert_eq!(
        (&rows[0]["ok"], &rows[0]["accepted"]),
        (&json!(true), &json!(true))
    );
    let grafted = json!({"new_edits": false, "docs": [{"_id": "c", "_rev": "1-x"}]});
    assert_eq!(post(server, "/crm/_bulk_docs", &grafted), (202, json!([])));
    assert_eq!(server.documents("crm").len(), 3);
}

#[test]
fn rows_come_in_another_order_by_the_seed() {
    let documents: Vec<Value> = (0..20)
        .map(|n| json!({"_id": format!("d:{n:02}")}))
        .collect();
    let order = |seed: u64| {
        let server = &mut server(Flavour::PouchServer);
        server.switches.shuffle_rows = true;
        server.set_seed(seed);
        let (_, rows) = post(server, "/crm/_bulk_docs", &json!({"docs": documents}));
        let rows = rows.as_array().unwrap();
        let ids: Vec<String> = rows
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect();
        let mut sorted = ids.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), 20);
        assert_ne!(ids, sorted);
        ids
    };
    assert_eq!(order(7), order(7));
    assert_ne!(order(7), order(8));
}

#[test]
fn taken_revisions_answer_rows_where_the_switch_says_so() {
    let server = &mut server(Flavour::Couch);
    server.switches.ok_rows = true;
    let grafted = json!({"new_edits": false, "docs": [{"_id": "c", "_rev": "1-x"}]});
    let expected = json!([{"ok": true, "id": "c", "rev": "1-x"}]);
    assert_eq!(post(server, "/crm/_bulk_docs", &grafted), (201, expected));
}

#[test]
fn a_preflight_of_a_stranger_is_refused_without_a_word_to_the_page() {
    let server = &mut server(Flavour::Couch);
    server.switches.cors_origins = vec!["https://crm.example".to_owned()];
    server.add_login(satchel_couch::Login {
        name: "ann".to_owned(),
        password: "x".to_owned(),
        roles: Vec::new(),
    });
    let preflight = Request::new(Method::Options, "/crm")
        .with_header("origin", "https://other.example")
        .with_header("access-control-request-method", "GET");
    let answer = server.answer(&preflight);
    assert_eq!(
        (
            answer.status(),
            answer.header("access-control-allow-origin")
        ),
        (401, None)
    );
}

#[test]
fn the_date_is_sent_but_not_exposed_by_itself() {
    let server = &mut server(Flavour::Couch);
    server.switches.cors_origins = vec!["https://crm.example".to_owned()];
    let request = Request::get("/crm").with_header("origin", "https://crm.example");
    let exposed = |answer: &Answer| {
        answer
            .header("access-control-expose-headers")
            .unwrap()
            .split(", ")
            .any(|name| name == "date")
    };
    let answer = server.answer(&request);
    assert_eq!(answer.header("date"), Some("Sun, 22 Nov 2026 10:17:16 GMT"));
    assert!(!exposed(&answer));
    server.switches.cors_exposed = vec!["date".to_owned()];
    assert!(exposed(&server.answer(&request)));
}

#[test]
fn the_epoch_stays_over_a_restart_and_is_another_after_a_new_start() {
    let epoch =
        |server: &mut satchel_couch::Server| get(server, "/crm").1["instance_start_time"].clone();
    let server = &mut server(Flavour::Couch);
    let first = epoch(server);
    server.restart(NOW_MS + 5_000);
    assert_eq!(epoch(server), first);
    // Even within one second.
    server.set_time_ms(NOW_MS);
    server.recreate("crm");
    let second = epoch(server);
    assert_ne!(second, first);
    server.answer(&Request::delete("/crm"));
    server.answer(&Request::put("/crm"));
    assert!(![first, second].contains(&epoch(server)));
}

#[test]
fn pouchdb_server_tells_its_own_start_as_epoch() {
    let server = &mut server(Flavour::PouchServer);
    let epoch =
        |server: &mut satchel_couch::Server| get(server, "/crm").1["instance_start_time"].clone();
    let first = epoch(server);
    server.recreate("crm");
    assert_eq!(epoch(server), first);
    server.restart(NOW_MS + 5_000);
    assert_ne!(epoch(server), first);
}

#[test]
fn a_busy_server_says_when_to_come_back() {
    let server = &mut server(Flavour::Couch);
    server.switches.busy = 1;
    server.switches.retry_after_s = 7;
    let answer = server.answer(&Request::get("/crm"));
    assert_eq!(
        (answer.status(), answer.header("retry-after")),
        (429, Some("7"))
    );
    assert_eq!(
        server.answer(&Request::get("/crm")).header("retry-after"),
        None
    );
}

#[test]
fn couchdb_wants_what_is_posted_to_call_itself_json() {
    let server = &mut server(Flavour::Couch);
    let body = br#"{"docs":[{"_id":"a"}]}"#.to_vec();
    let bare = Request::post("/crm/_bulk_docs").with_body(body.clone());
    let refused = server.answer(&bare);
    assert_eq!(
        (refused.status(), &refused.json()["error"]),
        (415, &json!("bad_content_type"))
    );
    let typed = bare.with_header("Content-Type", "application/json; charset=utf-8");
    assert_eq!(server.answer(&typed).status(), 201);
    assert_eq!(
        server
            .answer(&Request::put("/crm/b").with_body(b"{}".to_vec()))
            .status(),
        201
    );
}
