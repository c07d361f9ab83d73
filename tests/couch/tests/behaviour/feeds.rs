//! Feeds of changes and reading many documents: every position covers what came after it, sequences
//! that differ, rewinds, what of a document each way of asking shows.

use std::collections::{BTreeMap, BTreeSet};

use satchel_couch::{Answer, Flavour, Request, Server};
use serde_json::{Value, json};

use crate::{BOTH, delete, get, graft, made, post, server, write};

/// How a sequence goes back into a query.
fn since(sequence: &Value) -> String {
    match sequence.as_str() {
        Some(text) => text.to_owned(),
        None => sequence.to_string(),
    }
}

fn rows(server: &mut Server, query: &str) -> Vec<Value> {
    let (status, page) = get(server, &format!("/crm/_changes?{query}"));
    assert_eq!(status, 200, "{page}");
    page["results"].as_array().unwrap().clone()
}

/// Forty changes of a dozen documents, some deleted.
fn busy(flavour: Flavour) -> Server {
    let mut server = server(flavour);
    let mut revisions: BTreeMap<String, String> = BTreeMap::new();
    for step in 0..40_u64 {
        let id = format!("d:{:02}", (step * 5 + step / 12) % 12);
        let mut body = json!({"step": step});
        if let Some(revision) = revisions.get(&id) {
            body["_rev"] = revision.clone().into();
            if step % 5 == 0 {
                delete(&mut server, &format!("/crm/{id}?rev={revision}"));
                revisions.remove(&id);
                continue;
            }
        }
        let revision = write(&mut server, &id, &body);
        revisions.insert(id, revision);
    }
    server
}

#[test]
fn from_every_position_each_document_that_changed_comes_once() {
    for flavour in BOTH {
        let server = &mut busy(flavour);
        let all = rows(server, "since=0");
        let ids: BTreeSet<&str> = all.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), all.len());
        for (place, row) in all.iter().enumerate() {
            let after = rows(server, &format!("since={}", since(&row["seq"])));
            assert_eq!(after, all[place + 1..], "{flavour:?} {place}");
        }
        let deleted = all.iter().filter(|row| row["deleted"] == true).count();
        let (_, about) = get(server, "/crm");
        assert_eq!(about["doc_count"], all.len() - deleted);
        assert!(deleted > 0 && deleted < all.len());
    }
}

#[test]
fn pages_of_any_size_cover_all_changes() {
    for flavour in BOTH {
        let server = &mut busy(flavour);
        let all = rows(server, "since=0");
        for limit in 1..=all.len() + 1 {
            let (mut at, mut seen) = ("0".to_owned(), Vec::new());
            loop {
                let (_, page) = get(server, &format!("/crm/_changes?since={at}&limit={limit}"));
                let rows = page["results"].as_array().unwrap();
                seen.extend(rows.iter().cloned());
                at = since(&page["last_seq"]);
                if flavour == Flavour::Couch {
                    assert_eq!(page["pending"], all.len() - seen.len());
                }
                if rows.len() < limit {
                    break;
                }
            }
            assert_eq!(seen, all);
        }
    }
}

#[test]
fn only_each_so_many_rows_tell_their_sequence_where_asked() {
    let server = &mut busy(Flavour::Couch);
    let (_, page) = get(server, "/crm/_changes?since=0&limit=8&seq_interval=4");
    let told: Vec<bool> = page["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| !row["seq"].is_null())
        .collect();
    assert_eq!(told, [true, false, false, false, true, false, false, false]);
    let after = rows(server, &format!("since={}", since(&page["last_seq"])));
    assert_eq!(after.len() + 8, rows(server, "since=0").len());
}

#[test]
fn opaque_sequences_differ_by_call_and_stand_for_the_same() {
    let server = &mut busy(Flavour::Couch);
    let plain = rows(server, "since=0");
    server.switches.opaque_sequences = true;
    let (one, other) = (rows(server, "since=0"), rows(server, "since=0"));
    for place in 0..plain.len() {
        assert_ne!(one[place]["seq"], other[place]["seq"]);
        let ids =
            |rows: Vec<Value>| -> Vec<Value> { rows.iter().map(|row| row["id"].clone()).collect() };
        let mine = ids(rows(
            server,
            &format!("since={}", since(&one[place]["seq"])),
        ));
        assert_eq!(mine, ids(plain[place + 1..].to_vec()));
    }
}

#[test]
fn a_sequence_that_is_none_is_refused_and_one_of_a_former_database_starts_over() {
    let server = &mut busy(Flavour::Couch);
    for bad in ["5", "abc", "5-abc"] {
        let (status, refused) = get(server, &format!("/crm/_changes?since={bad}"));
        assert_eq!(
            (status, &refused["error"]),
            (400, &json!("bad_request")),
            "{bad}"
        );
    }
    let (_, page) = get(server, "/crm/_changes?since=now");
    assert_eq!(page["results"], json!([]));
    let late = since(&page["last_seq"]);
    server.recreate("crm");
    write(server, "new", &json!({}));
    assert_eq!(rows(server, &format!("since={late}")).len(), 1);
}

#[test]
fn a_rewind_repeats_changes_but_never_leaves_one_out() {
    for flavour in BOTH {
        let server = &mut busy(flavour);
        let all = rows(server, "since=0");
        server.switches.rewind_max = 5;
        let mut repeated = 0;
        for (place, row) in all.iter().enumerate() {
            let after = rows(server, &format!("since={}", since(&row["seq"])));
            assert!(after.ends_with(&all[place + 1..]) && all.ends_with(&after));
            repeated += after.len() - (all.len() - place - 1);
        }
        assert!(repeated > 0);
    }
}

#[test]
fn an_edit_moves_a_document_to_the_end_and_a_known_graft_does_not() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        let first = write(server, "a", &json!({"n": 1}));
        write(server, "b", &json!({"n": 1}));
        write(server, "a", &json!({"n": 2, "_rev": first}));
        let ids = |server: &mut Server| -> Vec<String> {
            rows(server, "")
                .iter()
                .map(|row| row["id"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(ids(server), ["b", "a"]);
        graft(server, &[made("b", 1, &["x"], &json!({}))]);
        assert_eq!(ids(server), ["a", "b"]);
        let at = since(&get(server, "/crm/_changes?since=now").1["last_seq"]);
        graft(server, &[made("b", 1, &["x"], &json!({}))]);
        assert_eq!(rows(server, &format!("since={at}")), Vec::<Value>::new());
    }
}

#[test]
fn documents_may_come_with_their_changes_tombstones_too() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        let first = write(server, "a", &json!({"n": 1}));
        write(server, "b", &json!({"n": 2}));
        delete(server, &format!("/crm/a?rev={first}"));
        let rows = rows(server, "include_docs=true");
        assert_eq!(rows[0]["doc"]["n"], 2);
        assert_eq!(
            (&rows[1]["deleted"], &rows[1]["doc"]["_deleted"]),
            (&json!(true), &json!(true))
        );
        let some = post(
            server,
            "/crm/_changes?filter=_doc_ids",
            &json!({"doc_ids": ["b"]}),
        )
        .1;
        assert_eq!(some["results"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_longpoll_with_nothing_to_tell_hangs_where_it_does() {
    let request = Request::get("/crm/_changes?feed=longpoll&since=now");
    let couch = &mut server(Flavour::Couch);
    assert_eq!(couch.answer(&request).status(), 200);
    couch.switches.hang_longpoll = true;
    assert_eq!(couch.answer(&request), Answer::Hang);
    write(couch, "a", &json!({}));
    let told = couch.answer(&Request::get("/crm/_changes?feed=longpoll&since=0"));
    assert_eq!(told.status(), 200);
}

#[test]
fn many_documents_are_read_as_each_server_does() {
    let asked = json!({"docs": [
        {"id": "a"}, {"id": "none"}, {"id": "a", "rev": "2-b"}, {"id": "a", "rev": "7-q"},
        {"id": "a", "rev": "garbage"},
    ]});
    let history = [
        made("a", 3, &["c", "b", "a"], &json!({"says": "c"})),
        made("a", 2, &["x", "a"], &json!({"says": "x", "_deleted": true})),
        made("a", 2, &["b", "a"], &json!({"says": "b"})),
    ];
    let couch = &mut server(Flavour::Couch);
    graft(couch, &history);
    let (_, read) = post(couch, "/crm/_bulk_get?latest=true", &asked);
    let docs: Vec<&Value> = read["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| &result["docs"])
        .collect();
    // Without a revision it is all leaves; with one, what came of it.
    assert_eq!(
        (&docs[0][0]["ok"]["_rev"], &docs[0][1]["ok"]["_rev"]),
        (&json!("2-x"), &json!("3-c"))
    );
    assert_eq!(docs[0][0]["ok"]["_deleted"], true);
    assert_eq!(docs[1][0]["error"]["rev"], "undefined");
    assert_eq!(docs[2][0]["ok"]["_rev"], "3-c");
    assert_eq!(docs[3][0]["error"]["reason"], "missing");
    assert_eq!(docs[4][0]["error"]["reason"], "Invalid rev format");
    let (_, read) = post(
        couch,
        "/crm/_bulk_get",
        &json!({"docs": [{"id": "a", "rev": "2-b"}]}),
    );
    assert_eq!(read["results"][0]["docs"][0]["ok"]["_rev"], "2-b");

    let pouch = &mut server(Flavour::PouchServer);
    graft(pouch, &history);
    let asked =
        json!({"docs": [{"id": "a", "rev": "2-b"}, {"id": "none"}, {"id": "a", "rev": "7-q"}]});
    let (_, read) = post(pouch, "/crm/_bulk_get?latest=true", &asked);
    let expected = json!([
        {"id": "a", "docs": [{"ok": {"_id": "a", "_rev": "3-c", "says": "c"}}]},
        {"id": "a", "docs": [{"missing": "7-q"}]},
        {"id": "none", "docs": [{}]},
    ]);
    assert_eq!(read["results"], expected);
    let (_, read) = post(pouch, "/crm/_bulk_get", &json!({"docs": [{"id": "a"}]}));
    assert_eq!(read["results"][0]["docs"][0]["ok"]["_rev"], "3-c");
}

#[test]
fn revisions_are_opened_by_name_with_what_came_of_them_where_asked() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        graft(
            server,
            &[
                made("a", 2, &["b", "a"], &json!({"says": "b"})),
                made("a", 3, &["c", "b", "a"], &json!({"says": "c"})),
                made("a", 2, &["x", "a"], &json!({"says": "x"})),
            ],
        );
        let mut check = |query: &str, expected: Value| {
            let (status, rows) = get(server, &format!("/crm/a?{query}"));
            let shown: Vec<Value> = rows
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row.get("missing").unwrap_or(&row["ok"]["_rev"]).clone())
                .collect();
            assert_eq!((status, Value::from(shown)), (200, expected), "{query}");
        };
        check("open_revs=%5B%222-b%22,%229-q%22%5D", json!(["2-b", "9-q"]));
        check("open_revs=%5B%222-b%22%5D&latest=true", json!(["3-c"]));
        let all = match flavour {
            Flavour::Couch => json!(["2-x", "3-c"]),
            Flavour::PouchServer => json!(["3-c", "2-x"]),
        };
        check("open_revs=all", all);
        // Of two branches the one takes both, and the other the one with the greater hash.
        let both = match flavour {
            Flavour::Couch => json!(["2-x", "3-c"]),
            Flavour::PouchServer => json!(["2-x"]),
        };
        check("open_revs=%5B%221-a%22%5D&latest=true", both);
        let (_, one) = get(server, "/crm/a?rev=2-b&latest=true");
        assert_eq!(one["_rev"], "3-c");
        assert_eq!(get(server, "/crm/a?rev=odd").0, 400);
        assert_eq!(get(server, "/crm/none?open_revs=all").0, 404);
    }
}

#[test]
fn missing_revisions_name_what_they_might_follow_in_couchdb() {
    let asked = json!({"a": ["3-q", "2-b", "3-c"], "b": ["1-a"]});
    for flavour in BOTH {
        let server = &mut server(flavour);
        graft(
            server,
            &[
                made("a", 3, &["c", "b", "a"], &json!({})),
                made("a", 2, &["x", "a"], &json!({})),
            ],
        );
        let (_, diff) = post(server, "/crm/_revs_diff", &asked);
        let expected = match flavour {
            Flavour::Couch => json!({"missing": ["3-q"], "possible_ancestors": ["2-x"]}),
            // An ancestor whose body it never saw is missing here.
            Flavour::PouchServer => json!({"missing": ["3-q", "2-b"]}),
        };
        assert_eq!(
            (&diff["a"], &diff["b"]["missing"]),
            (&expected, &json!(["1-a"]))
        );
    }
}

#[test]
fn lists_follow_their_bounds_and_keys() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        for id in ["a:1", "a:2", "b:1", "b:2", "c:1"] {
            write(server, id, &json!({"n": id}));
        }
        let rev = get(server, "/crm/b:2").1["_rev"]
            .as_str()
            .unwrap()
            .to_owned();
        delete(server, &format!("/crm/b:2?rev={rev}"));
        let mut check = |query: &str, expected: &[&str]| {
            let (status, list) = get(server, &format!("/crm/_all_docs?{query}"));
            let ids: Vec<&str> = list["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["key"].as_str().unwrap())
                .collect();
            assert_eq!((status, ids), (200, expected.to_vec()), "{query}");
            assert_eq!(list["total_rows"], 4);
        };
        check("", &["a:1", "a:2", "b:1", "c:1"]);
        check(
            "startkey=%22a:2%22&endkey=%22b:%EF%BF%B0%22",
            &["a:2", "b:1"],
        );
        check(
            "startkey=%22b:1%22&endkey=%22a:1%22&descending=true",
            &["b:1", "a:2", "a:1"],
        );
        check("endkey=%22b:1%22&inclusive_end=false&skip=1", &["a:2"]);
        check("key=%22c:1%22", &["c:1"]);
        check("limit=1", &["a:1"]);
        let asked = json!({"keys": ["c:1", "b:2", "no"]});
        let (_, list) = post(server, "/crm/_all_docs?include_docs=true", &asked);
        assert_eq!(list["rows"][0]["doc"]["n"], "c:1");
        assert_eq!(
            (
                &list["rows"][1]["value"]["deleted"],
                &list["rows"][1]["doc"]
            ),
            (&json!(true), &Value::Null)
        );
        assert_eq!(list["rows"][2], json!({"key": "no", "error": "not_found"}));
    }
}
