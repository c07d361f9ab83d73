//! The recorded probe, line by line, for both servers: status and names of fields, and values where
//! they do not hang on hashes and clocks. The records are `probe_couchdb.txt` and
//! `probe_pouchserver.txt`, which `probe.py` made from CouchDB 3.5.0 and pouchdb-server 4.2.0.

use satchel_couch::{Answer, Flavour, Method, Request, Server};
use serde_json::{Value, json};

use crate::{BOTH, NOW_MS, ask, get, keys, post, put};

const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
const C: &str = "cccccccccccccccccccccccccccccccc";
const D: &str = "dddddddddddddddddddddddddddddddd";

struct Probe {
    server: Server,
    flavour: Flavour,
    first: String,
}

impl Probe {
    fn get(&mut self, path: &str) -> (u16, Value) {
        get(&mut self.server, &format!("/probe{path}"))
    }

    fn post(&mut self, path: &str, body: &Value) -> (u16, Value) {
        post(&mut self.server, &format!("/probe{path}"), body)
    }

    fn put(&mut self, path: &str, body: &Value) -> (u16, Value) {
        put(&mut self.server, &format!("/probe{path}"), body)
    }

    fn is_couch(&self) -> bool {
        self.flavour == Flavour::Couch
    }
}

/// The probe up to its conflict on `deal:9`.
fn probe(flavour: Flavour) -> Probe {
    let mut probe = Probe {
        server: Server::new(flavour, 1, NOW_MS),
        flavour,
        first: String::new(),
    };
    assert_eq!(probe.put("", &json!({})), (201, json!({"ok": true})));
    let (status, stored) = probe.put("/customer:1", &json!({"name": "A"}));
    assert_eq!((status, keys(&stored)), (201, vec!["id", "ok", "rev"]));
    assert_eq!(stored["id"], "customer:1");
    probe.first = stored["rev"].as_str().unwrap().to_owned();
    assert!(probe.first.starts_with("1-") && probe.first.len() == 34);
    let (status, refused) = probe.put("/customer:1", &json!({"name": "X"}));
    let reason = match flavour {
        Flavour::Couch => "Document update conflict.",
        Flavour::PouchServer => "Document update conflict",
    };
    assert_eq!(
        (status, refused),
        (409, json!({"error": "conflict", "reason": reason}))
    );
    let first = probe.first.clone();
    let (status, stored) = probe.put("/customer:1", &json!({"_rev": first, "name": "B"}));
    assert_eq!(status, 201);
    assert!(stored["rev"].as_str().unwrap().starts_with("2-"));
    probe
}

fn conflict() -> Value {
    json!({"new_edits": false, "docs": [
        {"_id": "deal:9", "_rev": format!("2-{B}"), "stage": "won",
            "_revisions": {"start": 2, "ids": [B, A]}},
        {"_id": "deal:9", "_rev": format!("2-{C}"), "stage": "lost",
            "_revisions": {"start": 2, "ids": [C, A]}},
    ]})
}

#[test]
fn the_welcome_names_the_server() {
    let (status, welcome) = get(&mut probe(Flavour::Couch).server, "/");
    assert_eq!(status, 200);
    let expected = [
        "couchdb", "features", "git_sha", "uuid", "vendor", "version",
    ];
    assert_eq!(keys(&welcome), expected);
    let (status, welcome) = get(&mut probe(Flavour::PouchServer).server, "/");
    assert_eq!(status, 200);
    let expected = [
        "express-pouchdb",
        "pouchdb-adapters",
        "uuid",
        "vendor",
        "version",
    ];
    assert_eq!(keys(&welcome), expected);
}

#[test]
fn changes_tell_the_sequence_in_each_servers_way() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        for path in ["?since=0&style=all_docs&limit=10", "?since=0&limit=1"] {
            let (status, page) = probe.get(&format!("/_changes{path}"));
            let row = &page["results"][0];
            assert_eq!((status, keys(row)), (200, vec!["changes", "id", "seq"]));
            assert_eq!(row["id"], "customer:1");
            assert_eq!(page["results"].as_array().unwrap().len(), 1);
            if probe.is_couch() {
                assert_eq!(keys(&page), ["last_seq", "pending", "results"]);
                assert!(row["seq"].as_str().unwrap().starts_with("2-g1AAAA"));
                assert_eq!(
                    (&page["last_seq"], &page["pending"]),
                    (&row["seq"], &json!(0))
                );
            } else {
                assert_eq!(keys(&page), ["last_seq", "results"]);
                assert_eq!((&row["seq"], &page["last_seq"]), (&json!(2), &json!(2)));
            }
        }
    }
}

#[test]
fn revisions_that_are_missing_are_named() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        let dead = "2-deadbeefdeadbeefdeadbeefdeadbeef";
        let first = probe.first.clone();
        let asked = json!({"customer:1": [first, dead], "deal:9": [format!("1-{A}")]});
        let expected = json!({
            "customer:1": {"missing": [dead]},
            "deal:9": {"missing": [format!("1-{A}")]},
        });
        assert_eq!(probe.post("/_revs_diff", &asked), (200, expected));
    }
}

#[test]
fn a_planted_conflict_is_taken_shown_and_taken_again() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        for _ in 0..2 {
            assert_eq!(probe.post("/_bulk_docs", &conflict()), (201, json!([])));
        }
        let winner = json!({
            "_id": "deal:9", "_rev": format!("2-{C}"), "stage": "lost",
            "_conflicts": [format!("2-{B}")],
        });
        assert_eq!(probe.get("/deal:9?conflicts=true"), (200, winner));
        let leaf = |hash: &str, stage: &str| {
            json!({"ok": {"_id": "deal:9", "_rev": format!("2-{hash}"), "stage": stage,
                "_revisions": {"start": 2, "ids": [hash, A]}}})
        };
        let (won, lost) = (leaf(B, "won"), leaf(C, "lost"));
        let opened = probe.get("/deal:9?open_revs=all&revs=true");
        assert_eq!(opened, (200, json!([won, lost])));
        let asked = json!({"docs": [
            {"id": "deal:9", "rev": format!("2-{C}")},
            {"id": "deal:9", "rev": format!("2-{B}")},
            {"id": "nope", "rev": "1-x"},
        ]});
        let miss = match flavour {
            Flavour::Couch => json!({"error": {
                "rev": "1-x", "reason": "missing", "id": "nope", "error": "not_found",
            }}),
            Flavour::PouchServer => json!({"missing": "1-x"}),
        };
        let expected = json!({"results": [
            {"id": "deal:9", "docs": [lost]},
            {"id": "deal:9", "docs": [won]},
            {"id": "nope", "docs": [miss]},
        ]});
        let answered = probe.post("/_bulk_get?revs=true&latest=true", &asked);
        assert_eq!(answered, (200, expected));
    }
}

#[test]
fn ancestors_odd_hashes_local_documents_and_tombstones_are_kept() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        let first = probe.first.clone();
        let old = probe.get(&format!("/customer:1?rev={first}"));
        let expected = json!({"_id": "customer:1", "_rev": first, "name": "A"});
        assert_eq!(old, (200, expected));
        let odd = json!({"new_edits": false, "docs": [{"_id": "n:1", "_rev": "1-zzz",
            "_revisions": {"start": 1, "ids": ["zzz"]}, "a": 1}]});
        assert_eq!(probe.post("/_bulk_docs", &odd), (201, json!([])));
        let expected = json!({"_id": "n:1", "_rev": "1-zzz", "a": 1});
        assert_eq!(probe.get("/n:1"), (200, expected));
        let stored = json!({"ok": true, "id": "_local/ckpt1", "rev": "0-1"});
        let put = probe.put("/_local/ckpt1", &json!({"last_seq": 3}));
        assert_eq!(put, (201, stored));
        let expected = json!({"_id": "_local/ckpt1", "_rev": "0-1", "last_seq": 3});
        assert_eq!(probe.get("/_local/ckpt1"), (200, expected));
        let tombstone = json!({"new_edits": false, "docs": [{"_id": "deal:10",
            "_rev": format!("1-{D}"), "_revisions": {"start": 1, "ids": [D]},
            "_deleted": true, "hlc": "0001"}]});
        assert_eq!(probe.post("/_bulk_docs", &tombstone), (201, json!([])));
        let shown = json!({"_id": "deal:10", "_rev": format!("1-{D}"), "hlc": "0001",
            "_deleted": true});
        let by_revision = probe.get(&format!("/deal:10?rev=1-{D}"));
        assert_eq!(by_revision, (200, shown));
        let (status, refused) = probe.get("/deal:10");
        assert_eq!((status, &refused["reason"]), (404, &json!("deleted")));
        let purged = probe.post("/_purge", &json!({"deal:10": [format!("1-{D}")]}));
        let expected = match flavour {
            Flavour::Couch => (
                201,
                json!({"purge_seq": null, "purged": {"deal:10": [format!("1-{D}")]}}),
            ),
            Flavour::PouchServer => (
                400,
                json!({"error": "bad_request", "reason": "only_multipart_accepted"}),
            ),
        };
        assert_eq!(purged, expected);
        let (status, refused) = probe.get("/deal:10");
        let reason = if probe.is_couch() {
            "missing"
        } else {
            "deleted"
        };
        assert_eq!((status, &refused["reason"]), (404, &json!(reason)));
    }
}

#[test]
fn attachments_are_stubs_and_all_documents_are_listed() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        probe.post("/_bulk_docs", &conflict());
        let inline = json!({"_attachments": {"a.txt": {
            "content_type": "text/plain", "data": "aGVsbG8=",
        }}});
        let (status, stored) = probe.put("/att:1", &inline);
        assert_eq!((status, keys(&stored)), (201, vec!["id", "ok", "rev"]));
        let (status, shown) = probe.get("/att:1");
        let stub = json!({"content_type": "text/plain", "revpos": 1, "length": 5, "stub": true,
            "digest": "md5-XUFAKrxLKna5cZ2REBfFkg=="});
        assert_eq!((status, &shown["_attachments"]["a.txt"]), (200, &stub));
        let (status, list) = probe.get("/_all_docs?limit=2");
        assert_eq!(
            (status, keys(&list)),
            (200, vec!["offset", "rows", "total_rows"])
        );
        assert_eq!(
            (&list["offset"], &list["total_rows"]),
            (&json!(0), &json!(3))
        );
        let row = json!({"id": "att:1", "key": "att:1", "value": {"rev": stored["rev"]}});
        assert_eq!(
            (&list["rows"][0], &list["rows"][1]["id"]),
            (&row, &json!("customer:1"))
        );
        let (status, found) = probe.post("/_find", &json!({"selector": {"stage": "won"}}));
        assert_eq!((status, &found["docs"]), (200, &json!([])));
        let expected: &[&str] = match flavour {
            Flavour::Couch => &["bookmark", "docs", "warning"],
            Flavour::PouchServer => &["docs", "warning"],
        };
        assert_eq!(keys(&found), expected);
    }
}

#[test]
fn all_leaves_come_in_each_servers_order_and_sequences_count_as_recorded() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        probe.post("/_bulk_docs", &conflict());
        probe.post("/_bulk_docs", &conflict());
        probe.put("/n:1", &json!({"a": 1}));
        let (_, page) = probe.get("/_changes?since=0&style=all_docs");
        let row = |id: &str| {
            let mut rows = page["results"].as_array().unwrap().iter();
            rows.find(|row| row["id"] == id).unwrap().clone()
        };
        let leaves =
            |hashes: [&str; 2]| json!(hashes.map(|hash| json!({"rev": format!("2-{hash}")})));
        let deal = row("deal:9");
        match flavour {
            // Two revisions of one document in a batch count once here, and twice there.
            Flavour::Couch => {
                assert_eq!(deal["changes"], leaves([C, B]));
                // A purge counts too, though it leaves nothing to tell.
                probe.post(
                    "/_purge",
                    &json!({"n:1": [row("n:1")["changes"][0]["rev"]]}),
                );
                probe.put("/att:1", &json!({}));
                let (_, later) = probe.get("/_changes?since=now");
                assert!(later["last_seq"].as_str().unwrap().starts_with("6-"));
                assert!(deal["seq"].as_str().unwrap().starts_with("3-"));
                assert!(row("n:1")["seq"].as_str().unwrap().starts_with("4-"));
            }
            Flavour::PouchServer => {
                assert_eq!(deal["changes"], leaves([B, C]));
                assert_eq!((&deal["seq"], &row("n:1")["seq"]), (&json!(4), &json!(5)));
            }
        }
    }
}

#[test]
fn feeds_have_the_recorded_forms() {
    let couch = &mut probe(Flavour::Couch).server;
    let (status, page) = get(
        couch,
        "/probe/_changes?feed=longpoll&since=now&timeout=1500",
    );
    assert_eq!(
        (status, keys(&page)),
        (200, vec!["last_seq", "pending", "results"])
    );
    let events = couch.answer(&Request::get("/probe/_changes?feed=eventsource&since=0"));
    assert_eq!(events.header("content-type"), Some("text/event-stream"));
    let text = String::from_utf8(events.reply().unwrap().body.clone()).unwrap();
    assert!(text.starts_with("data: {") && text.contains("\nid: \"2-g1AAAA"));
    let lines = couch.answer(&Request::get(
        "/probe/_changes?feed=continuous&since=0&timeout=1",
    ));
    let text = String::from_utf8(lines.reply().unwrap().body.clone()).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(keys(&lines[0]), ["changes", "id", "seq"]);
    assert_eq!(keys(&lines[1]), ["last_seq", "pending"]);

    let pouch = &mut probe(Flavour::PouchServer).server;
    let hung = pouch.answer(&Request::get(
        "/probe/_changes?feed=longpoll&since=now&timeout=1500",
    ));
    assert_eq!(hung, Answer::Hang);
    let (status, page) = get(
        pouch,
        "/probe/_changes?feed=eventsource&since=0&timeout=1000",
    );
    assert_eq!((status, keys(&page)), (200, vec!["last_seq", "results"]));
    let (_, page) = get(pouch, "/probe/_changes?feed=longpoll&since=0");
    assert_eq!(page["last_seq"], 2);
}

#[test]
fn other_origins_are_answered_as_configured_and_by_pouchdb_server_always() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        probe.server.switches.cors_origins = vec!["https://app.example".to_owned()];
        let preflight = Request::new(Method::Options, "/probe")
            .with_header("Origin", "https://app.example")
            .with_header("Access-Control-Request-Method", "POST")
            .with_header(
                "Access-Control-Request-Headers",
                "content-type,authorization",
            );
        let answer = probe.server.answer(&preflight);
        assert_eq!(answer.status(), 204);
        let of = |name| answer.header(name);
        assert_eq!(
            of("access-control-allow-origin"),
            Some("https://app.example")
        );
        assert_eq!(of("access-control-allow-credentials"), Some("true"));
        assert!(of("access-control-allow-methods").unwrap().contains("POST"));
        let taken = match flavour {
            Flavour::Couch => "content-type,authorization",
            // Whatever was asked for.
            Flavour::PouchServer => {
                "accept,accept-language,content-language,content-type,authorization,origin,referer"
            }
        };
        assert_eq!(of("access-control-allow-headers"), Some(taken));
        assert_eq!(of("access-control-max-age").is_some(), probe.is_couch());
        let plain = Request::get("/probe").with_header("Origin", "https://app.example");
        let answer = probe.server.answer(&plain);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("https://app.example")
        );
        let exposed = answer.header("access-control-expose-headers");
        assert_eq!(exposed.is_some(), probe.is_couch());
        let vary = (!probe.is_couch()).then_some("Accept-Encoding");
        assert_eq!(answer.header("vary"), vary);
    }
}

#[test]
fn pouchdb_server_takes_no_headers_beside_its_list_from_other_origins() {
    let mut server = probe(Flavour::PouchServer).server;
    let preflight = Request::new(Method::Options, "/probe")
        .with_header("Origin", "https://app.example")
        .with_header("Access-Control-Request-Method", "POST")
        .with_header("Access-Control-Request-Headers", "content-encoding");
    let answer = server.answer(&preflight);
    assert_eq!(answer.header("access-control-allow-headers"), None);
}

#[test]
fn json_is_called_text_by_pouchdb_server_where_none_is_asked_for() {
    let plain = Request::get("/probe/_changes?since=0");
    let asked = plain
        .clone()
        .with_header("Accept", "application/json, text/html");
    for flavour in BOTH {
        let mut probe = probe(flavour);
        let mut of = |request| {
            let answer = probe.server.answer(request);
            answer.header("content-type").unwrap().to_owned()
        };
        let expected = match flavour {
            Flavour::Couch => "application/json",
            Flavour::PouchServer => "text/plain; charset=utf-8",
        };
        assert_eq!(
            (of(&plain).as_str(), of(&asked).as_str()),
            (expected, "application/json")
        );
    }
}

#[test]
fn sessions_and_the_database_describe_themselves() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        let (status, session) = get(&mut probe.server, "/_session");
        assert_eq!(
            (status, keys(&session)),
            (200, vec!["info", "ok", "userCtx"])
        );
        assert_eq!(
            session["userCtx"],
            json!({"name": null, "roles": ["_admin"]})
        );
        let (status, about) = probe.get("");
        assert_eq!(status, 200);
        let expected: &[&str] = match flavour {
            Flavour::Couch => &[
                "cluster",
                "compact_running",
                "db_name",
                "disk_format_version",
                "doc_count",
                "doc_del_count",
                "instance_start_time",
                "props",
                "purge_seq",
                "sizes",
                "update_seq",
            ],
            Flavour::PouchServer => &[
                "adapter",
                "auto_compaction",
                "backend_adapter",
                "db_name",
                "disk_size",
                "doc_count",
                "instance_start_time",
                "update_seq",
            ],
        };
        assert_eq!(keys(&about), expected);
        assert_eq!(
            (&about["db_name"], &about["doc_count"]),
            (&json!("probe"), &json!(1))
        );
        let time = match flavour {
            Flavour::Couch => "1795342636",
            Flavour::PouchServer => "1795342636000",
        };
        assert_eq!(about["instance_start_time"], time);
        let head = probe.server.answer(&Request::new(Method::Head, "/probe"));
        assert_eq!((head.status(), head.reply().unwrap().body.len()), (200, 0));
    }
}

#[test]
fn nine_megabytes_are_too_much_for_one_of_them() {
    let large = format!("{{\"x\":\"{}\"}}", "y".repeat(9_000_000)).into_bytes();
    let request = Request::put("/probe/big:1").with_body(large);
    for flavour in BOTH {
        let mut probe = probe(flavour);
        let (status, body) = ask(&mut probe.server, &request);
        match flavour {
            // A path is not looked at, so the refusal does not know the document's name.
            Flavour::Couch => assert_eq!(
                (status, body),
                (413, json!({"error": "document_too_large", "reason": ""}))
            ),
            Flavour::PouchServer => assert_eq!(status, 201),
        }
    }
}

#[test]
fn databases_are_made_once_and_missed_when_gone() {
    for flavour in BOTH {
        let mut probe = probe(flavour);
        let (status, refused) = probe.put("", &json!({}));
        assert_eq!((status, &refused["error"]), (412, &json!("file_exists")));
        let deleted = ask(&mut probe.server, &Request::delete("/probe"));
        assert_eq!(deleted, (200, json!({"ok": true})));
        let reason = match flavour {
            Flavour::Couch => "Database does not exist.",
            Flavour::PouchServer => "no_db_file",
        };
        let missed = json!({"error": "not_found", "reason": reason});
        assert_eq!(probe.get(""), (404, missed.clone()));
        assert_eq!(probe.get("/_changes"), (404, missed));
    }
}
