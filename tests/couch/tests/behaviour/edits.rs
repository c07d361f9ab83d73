//! Edits: what conflicts, what is made again after a deletion, batches, attachments and local
//! documents.

use satchel_couch::{Flavour, Request};
use serde_json::{Value, json};

use crate::{BOTH, delete, get, graft, made, post, put, server, write};

#[test]
fn an_edit_follows_a_leaf_or_conflicts() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        let first = write(server, "d:1", &json!({"a": 1}));
        let second = write(server, "d:1", &json!({"a": 2, "_rev": first}));
        for stale in [
            json!({"a": 3, "_rev": first}),
            json!({"a": 3}),
            json!({"_rev": "2-x"}),
        ] {
            assert_eq!(put(server, "/crm/d:1", &stale).0, 409, "{stale}");
        }
        let unknown = put(server, "/crm/d:2", &json!({"_rev": "1-a"}));
        assert_eq!(unknown.0, 409);
        let by_query = put(server, &format!("/crm/d:1?rev={second}"), &json!({"a": 3}));
        assert_eq!(by_query.0, 201);
        let both = put(server, "/crm/d:1?rev=1-a", &json!({"_rev": "1-b"}));
        assert_eq!(both.0, 400);
        assert_eq!(server.leaves("crm", "d:1").len(), 1);
    }
}

#[test]
fn a_losing_branch_can_be_edited_and_deleted() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        graft(
            server,
            &[
                made("d:1", 2, &["b", "a"], &json!({"says": "b"})),
                made("d:1", 2, &["c", "a"], &json!({"says": "c"})),
            ],
        );
        assert_eq!(server.leaves("crm", "d:1").len(), 2);
        assert_eq!(put(server, "/crm/d:1", &json!({"_rev": "1-a"})).0, 409);
        assert_eq!(delete(server, "/crm/d:1?rev=2-b").0, 200);
        let leaves = server.leaves("crm", "d:1");
        assert_eq!(leaves.len(), 1);
        assert_eq!(leaves[0].revision, "2-c");
        assert_eq!(get(server, "/crm/d:1").1["says"], "c");
        let (_, shown) = get(server, "/crm/d:1?conflicts=true&deleted_conflicts=true");
        assert!(shown.get("_conflicts").is_none());
        assert_eq!(shown["_deleted_conflicts"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn what_is_written_anew_follows_the_tombstone() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        let first = write(server, "d:1", &json!({"a": 1}));
        let (status, deleted) = delete(server, &format!("/crm/d:1?rev={first}"));
        assert_eq!(status, 200);
        let tombstone = deleted["rev"].as_str().unwrap().to_owned();
        assert!(tombstone.starts_with("2-"));
        assert_eq!(delete(server, "/crm/d:1").0, 404);
        assert_eq!(get(server, "/crm/d:1").1["reason"], "deleted");
        // A stale revision does not bring it back, and CouchDB does not take the tombstone's.
        assert_eq!(put(server, "/crm/d:1", &json!({"_rev": first})).0, 409);
        if flavour == Flavour::Couch {
            assert_eq!(put(server, "/crm/d:1", &json!({"_rev": tombstone})).0, 409);
        }
        let anew = write(server, "d:1", &json!({"a": 2}));
        assert!(anew.starts_with("3-"));
        let (_, shown) = get(server, "/crm/d:1?revs=true");
        assert_eq!(shown["_revisions"]["start"], 3);
        assert_eq!(shown["_revisions"]["ids"].as_array().unwrap().len(), 3);
    }
    let server = &mut server(Flavour::PouchServer);
    let first = write(server, "d:1", &json!({"a": 1}));
    let (_, deleted) = delete(server, &format!("/crm/d:1?rev={first}"));
    let named = put(server, "/crm/d:1", &json!({"_rev": deleted["rev"]}));
    assert_eq!(
        named.0, 201,
        "pouchdb-server follows a tombstone that is named"
    );
}

#[test]
fn a_delete_without_a_revision_conflicts_in_one_and_works_in_the_other() {
    for (flavour, expected) in BOTH.into_iter().zip([409, 200]) {
        let server = &mut server(flavour);
        write(server, "d:1", &json!({"a": 1}));
        assert_eq!(delete(server, "/crm/d:1").0, expected);
    }
}

#[test]
fn a_batch_answers_each_row_and_the_second_of_an_id_conflicts() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        let batch = json!({"docs": [
            {"_id": "a", "n": 1}, {"_id": "b", "n": 1}, {"_id": "a", "n": 2}, {"n": 3},
        ]});
        let (status, rows) = post(server, "/crm/_bulk_docs", &batch);
        assert_eq!(status, 201);
        assert_eq!(
            (&rows[0]["ok"], &rows[1]["ok"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(
            (&rows[2]["id"], &rows[2]["error"]),
            (&json!("a"), &json!("conflict"))
        );
        assert_eq!(rows[3]["id"].as_str().unwrap().len(), 32);
        assert_eq!(get(server, "/crm/a").1["n"], 1);
        assert_eq!(server.documents("crm").len(), 3);
    }
}

#[test]
fn the_same_edit_is_the_same_revision_everywhere() {
    let (mut one, mut other) = (server(Flavour::Couch), server(Flavour::Couch));
    let body = json!({"a": [1, {"b": null}]});
    assert_eq!(
        write(&mut one, "d:1", &body),
        write(&mut other, "d:1", &body)
    );
    let second = write(&mut one, "d:2", &json!({"a": 2}));
    assert_ne!(second, write(&mut other, "d:2", &json!({"a": 3})));
}

#[test]
fn what_was_made_elsewhere_never_conflicts_and_must_say_what_it_is() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        write(server, "d:1", &json!({"a": 1}));
        graft(server, &[json!({"_id": "d:1", "_rev": "1-zz", "a": 2})]);
        assert_eq!(server.leaves("crm", "d:1").len(), 2);
        let put_one = put(
            server,
            "/crm/d:1?new_edits=false",
            &json!({"_rev": "3-q", "a": 3}),
        );
        assert_eq!(put_one.0, 201);
        assert_eq!(server.leaves("crm", "d:1").len(), 3);
        let nameless = json!({"new_edits": false, "docs": [{"_id": "d:2"}]});
        let (status, refused) = post(server, "/crm/_bulk_docs", &nameless);
        assert_eq!((status, &refused["error"]), (400, &json!("bad_request")));
    }
}

#[test]
fn ids_may_hold_colons_slashes_and_letters_of_any_script() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        write(server, "file%3Aa%2Fb%20%C3%A4", &json!({"a": 1}));
        let (status, shown) = get(server, "/crm/file:a%2Fb%20%C3%A4");
        assert_eq!((status, &shown["_id"]), (200, &json!("file:a/b ä")));
        let (status, refused) = put(server, "/crm/_odd", &json!({}));
        assert_eq!((status, &refused["error"]), (400, &json!("illegal_docid")));
    }
}

#[test]
fn files_stay_by_stub_and_are_read_alone() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        let inline = json!({"_attachments": {"a b.txt": {
            "content_type": "text/plain", "data": "aGVsbG8=",
        }}});
        let first = write(server, "f:1", &inline);
        let stub = json!({"_rev": first, "x": 1, "_attachments": {"a b.txt": {"stub": true}}});
        let second = write(server, "f:1", &stub);
        let file = server.answer(&Request::get("/crm/f:1/a%20b.txt"));
        let reply = file.reply().unwrap();
        assert_eq!(
            (reply.status, reply.body.as_slice()),
            (200, b"hello".as_slice())
        );
        assert_eq!(file.header("content-type"), Some("text/plain"));
        let (_, shown) = get(server, "/crm/f:1?attachments=true");
        assert_eq!(shown["_attachments"]["a b.txt"]["data"], "aGVsbG8=");
        assert_eq!(shown["_attachments"]["a b.txt"]["revpos"], 1);
        let alone = Request::put(&format!("/crm/f:1/b.bin?rev={second}"))
            .with_header("content-type", "image/png")
            .with_body(vec![1, 2, 3]);
        assert_eq!(server.answer(&alone).status(), 201);
        let (_, shown) = get(server, "/crm/f:1");
        assert_eq!(shown["x"], 1);
        assert_eq!(shown["_attachments"].as_object().unwrap().len(), 2);
        assert_eq!(get(server, "/crm/f:1/none").0, 404);
    }
}

#[test]
fn a_stub_for_a_file_that_is_not_there_refuses_the_batch() {
    for flavour in BOTH {
        let server = &mut server(flavour);
        let batch = json!({"docs": [
            {"_id": "a"}, {"_id": "b", "_attachments": {"x": {"stub": true}}},
        ]});
        let (status, refused) = post(server, "/crm/_bulk_docs", &batch);
        assert_eq!((status, &refused["error"]), (412, &json!("missing_stub")));
        assert_eq!(server.documents("crm").len(), 0);
        let first = write(server, "b", &json!({}));
        let batch = json!({"docs": [{"_id": "a"}, {"_id": "b", "_rev": first,
            "_attachments": {"x": {"stub": true}}}]});
        assert_eq!(post(server, "/crm/_bulk_docs", &batch).0, 412);
        assert_eq!(server.documents("crm").len(), 1);
    }
}

#[test]
fn local_documents_count_and_refuse_a_stale_revision_where_they_do() {
    let rev = |answer: (u16, Value)| (answer.0, answer.1["rev"].clone());
    for flavour in BOTH {
        let server = &mut server(flavour);
        let path = "/crm/_local/c1";
        assert_eq!(get(server, path).0, 404);
        assert_eq!(
            rev(put(server, path, &json!({"n": 1}))),
            (201, json!("0-1"))
        );
        let second = put(server, path, &json!({"n": 2, "_rev": "0-1"}));
        assert_eq!(rev(second), (201, json!("0-2")));
        let stale = put(server, path, &json!({"n": 3, "_rev": "0-1"}));
        match flavour {
            // CouchDB 3 counts on from what it is told.
            Flavour::Couch => assert_eq!(rev(stale), (201, json!("0-2"))),
            Flavour::PouchServer => assert_eq!(stale.0, 409),
        }
        server.switches.strict_local = true;
        assert_eq!(put(server, path, &json!({"n": 4})).0, 409);
        let (_, page) = get(server, "/crm/_changes");
        assert_eq!(page["results"], json!([]));
        assert_eq!(delete(server, &format!("{path}?rev=0-2")).0, 200);
        assert_eq!(get(server, path).0, 404);
    }
}

#[test]
fn a_purge_takes_a_document_out_of_everything() {
    let server = &mut server(Flavour::Couch);
    let rev = write(server, "d:1", &json!({"a": 1}));
    write(server, "d:2", &json!({"a": 1}));
    let (status, _) = post(
        server,
        "/crm/_purge",
        &json!({"d:1": [rev, "9-x"], "d:3": ["1-a"]}),
    );
    assert_eq!(status, 201);
    assert_eq!(get(server, "/crm/d:1").1["reason"], "missing");
    let (_, page) = get(server, "/crm/_changes");
    assert_eq!(page["results"].as_array().unwrap().len(), 1);
    assert_eq!(get(server, "/crm").1["doc_count"], 1);
    let (_, diff) = post(server, "/crm/_revs_diff", &json!({"d:1": [rev]}));
    assert_eq!(diff["d:1"]["missing"], json!([rev]));
}

#[test]
fn compaction_forgets_what_ancestors_said() {
    let server = &mut server(Flavour::Couch);
    let first = write(server, "d:1", &json!({"a": 1}));
    write(server, "d:1", &json!({"a": 2, "_rev": first}));
    server.compact("crm");
    assert_eq!(get(server, &format!("/crm/d:1?rev={first}")).0, 404);
    assert_eq!(get(server, "/crm/d:1").1["a"], 2);
    let (_, diff) = post(server, "/crm/_revs_diff", &json!({"d:1": [first]}));
    assert_eq!(diff, json!({}));
}
