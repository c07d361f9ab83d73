//! Whole servers: backups put back, databases made anew, and servers that replicate with each other.

use satchel_couch::{Flavour, Request, Server, replicate};
use serde_json::{Value, json};

use crate::{BOTH, get, graft, made, post, put, server, write};

#[test]
fn a_backup_brings_back_documents_epoch_and_sequences() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        let first = write(server, "a", &json!({"n": 1}));
        put(server, "/crm/_local/c", &json!({"n": 1}));
        let before = get(server, "/crm");
        let backup = server.snapshot();
        write(server, "a", &json!({"n": 2, "_rev": first}));
        write(server, "b", &json!({"n": 1}));
        put(server, "/crm/_local/c", &json!({"n": 2, "_rev": "0-1"}));
        let (_, late) = get(server, "/crm/_changes?since=now");
        server.restore(&backup);
        assert_eq!(get(server, "/crm"), before);
        assert_eq!(get(server, "/crm/a").1["n"], 1);
        assert_eq!(get(server, "/crm/b").0, 404);
        assert_eq!(get(server, "/crm/_local/c").1["n"], 1);
        // A sequence from after the backup is still taken, and hides what is written now.
        let told = late["last_seq"].clone();
        let late = match &told {
            Value::String(text) => text.clone(),
            number => number.to_string(),
        };
        write(server, "c", &json!({"n": 1}));
        let (status, page) = get(server, &format!("/crm/_changes?since={late}"));
        assert_eq!((status, &page["results"]), (200, &json!([])));
        assert_eq!(page["last_seq"], told);
    }
}

#[test]
fn a_snapshot_is_not_touched_by_what_comes_after() {
    let server = &mut server(Flavour::Couch);
    let backup = server.snapshot();
    for _ in 0..2 {
        write(server, "a", &json!({"n": 1}));
        server.restore(&backup);
        assert!(server.documents("crm").is_empty());
    }
}

#[test]
fn a_database_made_anew_is_empty() {
    let server = &mut server(Flavour::Couch);
    write(server, "a", &json!({"n": 1}));
    put(server, "/crm/_local/c", &json!({}));
    server.recreate("crm");
    assert_eq!(get(server, "/crm").1["doc_count"], 0);
    assert_eq!(get(server, "/crm/a").1["reason"], "missing");
    assert_eq!(get(server, "/crm/_local/c").0, 404);
}

#[test]
fn replication_brings_leaves_with_their_history_and_no_bodies_of_ancestors() {
    let (mut one, mut other) = (server(Flavour::Couch), server(Flavour::PouchServer));
    let first = write(&mut one, "a", &json!({"n": 1}));
    let second = write(&mut one, "a", &json!({"n": 2, "_rev": first}));
    assert_eq!(replicate(&one, &mut other, "crm"), 1);
    assert_eq!(replicate(&one, &mut other, "crm"), 0);
    assert_eq!(replicate(&other, &mut one, "crm"), 0);
    let (_, shown) = get(&mut other, "/crm/a?revs=true");
    assert_eq!((&shown["_rev"], &shown["n"]), (&json!(second), &json!(2)));
    assert_eq!(shown["_revisions"]["ids"].as_array().unwrap().len(), 2);
    assert_eq!(get(&mut other, &format!("/crm/a?rev={first}")).0, 404);
    assert_eq!(
        replicate(&one, &mut Server::new(Flavour::Couch, 1, 0), "crm"),
        0
    );
}

fn next(seed: &mut u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// All that a database shows of its documents, whichever way it came.
fn shown(server: &mut Server) -> Vec<Value> {
    let (_, page) = get(server, "/crm/_changes?style=all_docs");
    let mut shown = Vec::new();
    for row in page["results"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        let (_, mut leaves) = get(server, &format!("/crm/{id}?open_revs=all&revs=true"));
        leaves
            .as_array_mut()
            .unwrap()
            .sort_by_key(|leaf| leaf.to_string());
        shown.push(json!({"id": id, "deleted": row["deleted"], "leaves": leaves}));
    }
    shown.sort_by_key(|row| row["id"].to_string());
    shown
}

#[test]
fn servers_that_replicate_come_to_show_the_same() {
    for start in 0..200 {
        let mut seed = start;
        let mut servers = [
            server(Flavour::Couch),
            server(Flavour::PouchServer),
            server(Flavour::Couch),
        ];
        for step in 0..60_u64 {
            let at = next(&mut seed) as usize % 3;
            let id = format!("d:{}", next(&mut seed) % 4);
            match next(&mut seed) % 6 {
                0 => {
                    let from = servers[next(&mut seed) as usize % 3].clone();
                    replicate(&from, &mut servers[at], "crm");
                }
                kind => {
                    // An edit of whichever leaf, or a new document.
                    let leaves = servers[at].leaves("crm", &id);
                    let mut body = json!({"_id": id, "step": step});
                    if !leaves.is_empty() {
                        let leaf = &leaves[next(&mut seed) as usize % leaves.len()];
                        body["_rev"] = leaf.revision.clone().into();
                        body["_deleted"] = (kind == 1).into();
                    }
                    let batch = json!({"docs": [body]});
                    let (_, rows) = post(&mut servers[at], "/crm/_bulk_docs", &batch);
                    assert_eq!(rows[0]["ok"], true, "seed {start} step {step}: {rows}");
                }
            }
        }
        for (from, to) in [(0, 1), (1, 2), (2, 1), (1, 0)] {
            let from = servers[from].clone();
            replicate(&from, &mut servers[to], "crm");
        }
        let [one, two, three] = &mut servers;
        assert_eq!(shown(one), shown(two), "seed {start}");
        assert_eq!(shown(two), shown(three), "seed {start}");
        assert_eq!(one.documents("crm"), three.documents("crm"), "seed {start}");
    }
}

#[test]
fn the_same_requests_give_the_same_answers() {
    let run = || {
        let server = &mut server(Flavour::Couch);
        server.set_seed(9);
        server.switches.opaque_sequences = true;
        server.switches.shuffle_rows = true;
        server.switches.rewind_max = 3;
        let mut answers = Vec::new();
        for step in 0..10 {
            let batch = json!({"docs": [{"n": step}, {"n": -step}, {"_id": "a", "n": step}]});
            answers.push(post(server, "/crm/_bulk_docs", &batch));
            answers.push(get(server, "/crm/_changes?since=now"));
        }
        graft(server, &[made("b", 2, &["b", "a"], &json!({}))]);
        answers.push(get(server, "/crm/_all_docs"));
        answers
    };
    assert_eq!(run(), run());
}

#[test]
fn requests_that_are_none_are_refused() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        for request in [
            Request::post("/crm/_bulk_docs")
                .with_json(&json!({}))
                .with_body(b"{".to_vec()),
            Request::post("/crm/_bulk_docs").with_json(&json!({"docs": 1})),
            Request::post("/crm/_bulk_docs").with_json(&json!({"docs": [1]})),
            Request::post("/crm/_bulk_docs").with_json(&json!({"docs": [], "new_edits": 1})),
            Request::post("/crm/_bulk_get").with_json(&json!({})),
            Request::put("/crm/a").with_json(&json!([])),
            Request::put("/A"),
        ] {
            assert_eq!(server.answer(&request).status(), 400, "{request:?}");
        }
        assert_eq!(
            server.answer(&Request::delete("/crm/_bulk_docs")).status(),
            405
        );
        assert_eq!(server.answer(&Request::post("/")).status(), 405);
    }
}
