//! Journeys over collections, the log and the status; and each route of each collection once.

use super::house::{House, encoded, id_of};
use crate::domain::RecordKind;
use serde_json::{Value as Json, json};

#[test]
fn lists_are_searched_filtered_sorted_and_cut() {
    let house = House::new();
    house.makes(
        "custom-fields",
        json!({"object": "deal", "key": "seats", "label": "Seats", "type": "number"}),
    );
    let companies: Vec<Json> = [("Kanal", "food"), ("Fjord", "retail"), ("Moreau", "food")]
        .map(|(name, industry)| {
            house.makes(
                "customers",
                json!({"kind": "company", "name": name, "industry": industry}),
            )
        })
        .to_vec();
    house.makes(
        "customers",
        json!({"kind": "person", "name": "Anna Kanal",
        "companies": [{"customer": id_of(&companies[0])}], "phones": ["030 901820"]}),
    );
    for (name, company, amount, stage, seats) in [
        ("Beans", 0, 1000, "proposal", 3),
        ("Cups", 1, 2000, "won", 1),
        ("Machine", 2, 3000, "new", 2),
        ("Sugar", 0, 500, "lost", 9),
    ] {
        house.makes(
            "deals",
            json!({"name": name, "customer": id_of(&companies[company]), "stage": stage,
            "amount": {"minor": amount, "currency": "EUR"}, "custom": {"seats": seats}}),
        );
    }
    let names = |path: &str| -> Vec<String> {
        let found = house.gets(path);
        let items = found["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let filtered = |collection: &str, filter: Json, more: &str| {
        names(&format!(
            "/api/{collection}?filter={}{more}",
            encoded(&filter)
        ))
    };
    assert_eq!(
        names("/api/customers?q=kanal&sort=name"),
        ["Anna Kanal", "Kanal"]
    );
    assert_eq!(names("/api/customers?q=901820"), ["Anna Kanal"]);
    assert_eq!(
        names("/api/deals?sort=-amount"),
        ["Machine", "Cups", "Beans", "Sugar"]
    );
    assert_eq!(
        names("/api/deals?sort=-custom.seats"),
        ["Sugar", "Beans", "Machine", "Cups"]
    );
    assert_eq!(
        names("/api/deals?sort=customer.industry,-name"),
        ["Sugar", "Machine", "Beans", "Cups"]
    );
    assert_eq!(
        filtered(
            "deals",
            json!({"field": "outcome", "is": "open"}),
            "&sort=-weighted"
        ),
        ["Beans", "Machine"]
    );
    assert_eq!(
        filtered(
            "deals",
            json!({"field": "customer.industry", "is": "food"}),
            "&sort=name"
        ),
        ["Beans", "Machine", "Sugar"]
    );
    assert_eq!(
        filtered(
            "customers",
            json!({"field": "company.industry", "is": "food"}),
            ""
        ),
        ["Anna Kanal"]
    );
    assert_eq!(
        filtered(
            "deals",
            json!({"and": [{"field": "amount", "gte": {"minor": 1000, "currency": "EUR"}},
        {"not": {"field": "stage", "in": ["won"]}}]}),
            "&sort=name"
        ),
        ["Beans", "Machine"]
    );
    assert_eq!(
        filtered(
            "customers",
            json!({"field": "completeness", "gt": 0}),
            "&sort=-completeness,name"
        )
        .len(),
        4
    );
    assert_eq!(
        filtered(
            "deals",
            json!({"field": "customer", "is": id_of(&companies[1])}),
            ""
        ),
        ["Cups"]
    );
    let shown =
        house.gets("/api/deals?fields=name,outcome,weighted,customer.name&sort=name&limit=1");
    assert_eq!(
        shown["items"][0],
        json!({"id": shown["items"][0]["id"], "name": "Beans", "outcome": "open",
        "weighted": {"minor": 600, "currency": "EUR"}, "customer.name": "Kanal"})
    );
    assert_eq!(shown["total"], 4);
    let next = shown["next"].as_str().unwrap();
    assert_eq!(
        names(&format!("/api/deals?sort=name&limit=2&cursor={next}")),
        ["Cups", "Machine"]
    );
    assert_eq!(house.gets("/api/deals?limit=4")["next"], Json::Null);
    assert_eq!(
        house.gets("/api/deals?limit=0"),
        json!({"total": 4, "items": [], "next": null})
    );
}

#[test]
fn the_log_says_what_was_done_and_takes_it_back() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let id = id_of(&kanal).to_owned();
    let path = format!("/api/customers/{id}");
    let renamed = house.asks("PATCH", &path, r#"{"name":"Kanal & Co","tags":["vip"]}"#);
    let change = renamed.header("Satchel-Change").to_owned();
    house.asks("PATCH", &path, r#"{"domain":"kanal.example"}"#);
    let log = house.gets(&format!("/api/changes?record={id}"));
    assert_eq!((&log["total"], &log["next"]), (&json!(3), &Json::Null));
    assert_eq!(log["items"][1]["id"], json!(change));
    assert_eq!(
        log["items"][1]["records"],
        json!([{"id": id, "is_new": false, "fields": {
        "name": {"before": "Kanal", "after": "Kanal & Co"}, "tags.vip": {"before": false, "after": true}}}])
    );
    let page = house.gets(&format!("/api/changes?record={id}&limit=1"));
    let since = page["next"].as_str().unwrap();
    assert_eq!(
        house.gets(&format!("/api/changes?since={since}"))["total"],
        2
    );
    assert_eq!(
        house.gets("/api/changes?since=2030-01-01T00:00:00Z")["total"],
        0
    );

    let undone = house.asks("POST", "/api/undo", &json!({"change": change}).to_string());
    assert_eq!(
        (undone.status, &undone.json["undone"]["id"]),
        (200, &json!(change)),
        "{}",
        undone.text
    );
    assert_eq!(undone.json["kept"], json!([]));
    let now = house.gets(&path);
    assert_eq!(
        (&now["name"], &now["domain"], now.get("tags")),
        (&json!("Kanal"), &json!("kanal.example"), None)
    );
    let redone = house.asks("POST", "/api/redo", "");
    assert_eq!(
        (redone.status, &house.gets(&path)["name"]),
        (200, &json!("Kanal & Co")),
        "{}",
        redone.text
    );
    assert_eq!(
        house.asks("POST", "/api/redo", "{}").told(),
        (409, "nothing_to_do", vec![])
    );
    // The last one, where none is named; what was written since stays and is said.
    house.asks("PATCH", &path, r#"{"name":"Canal"}"#);
    let kept = house.asks("POST", "/api/undo", &json!({"batch": change}).to_string());
    assert_eq!(kept.json["kept"], json!([{"record": id, "field": "name"}]));
    assert_eq!(house.gets(&path).get("tags"), None);
    let last = house.asks("POST", "/api/undo", "");
    assert_eq!(last.status, 200);
    let unknown = json!({"change": "0000000000000001-0000000000000001"}).to_string();
    assert_eq!(
        house.asks("POST", "/api/undo", &unknown).told(),
        (404, "not_found", vec![])
    );
    assert_eq!(
        house
            .asks("POST", "/api/undo", r#"{"chang":"x","batch":1}"#)
            .told(),
        (
            422,
            "invalid",
            vec![("batch", "wrong_type"), ("chang", "unknown_field")]
        )
    );
    assert_eq!(
        house.asks("GET", "/api/changes?record=x", "").told(),
        (400, "bad_request", vec![("record", "not_an_id")])
    );
    let erased = house.asks("DELETE", &format!("{path}?forever=true"), "");
    let erased = json!({"change": erased.header("Satchel-Change")}).to_string();
    assert_eq!(
        house.asks("POST", "/api/undo", &erased).told(),
        (409, "not_undoable", vec![])
    );
}

#[test]
fn the_status_says_how_it_stands() {
    let house = House::new();
    house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let status = house.gets("/api/status");
    assert_eq!(status["records"]["customers"], 1);
    assert_eq!(
        (&status["workspace"], &status["sequence"]),
        (&json!("kaffeehaus"), &json!(2))
    );
    assert_eq!(
        status["content_hash"],
        json!(format!("{:032x}", house.session.workspace().content_hash()))
    );
    assert_eq!(
        house.reopened().gets("/api/status")["replica_hash"],
        status["replica_hash"]
    );
    assert_eq!(
        house.gets("/api/status?hash=false").get("content_hash"),
        None
    );
}

#[test]
fn every_collection_is_made_listed_written_exported_and_erased() {
    let house = House::new();
    for kind in crate::api::route::COLLECTIONS {
        let collection = kind.collection();
        let body = match kind {
            RecordKind::Customer => json!({"kind": "company", "name": "Kanal"}),
            RecordKind::Activity => json!({"kind": "task", "subject": "Call", "due": "2026-03-06"}),
            RecordKind::Transaction => json!({"date": "2026-03-05", "amount": "5 EUR"}),
            RecordKind::View => json!({"name": "Mine", "object": "customers"}),
            RecordKind::CustomField => {
                json!({"object": "deal", "key": "seats", "label": "Seats", "type": "number"})
            }
            RecordKind::Pipeline => {
                json!({"name": "Service", "stages": [{"id": "a", "name": "A", "category": "open"}]})
            }
            RecordKind::Ticket => json!({"subject": "It leaks"}),
            RecordKind::Need => json!({"subject": "Softer water", "importance": 4}),
            RecordKind::Model => json!({"name": "Key", "record": "customers", "method": "rules",
                "rules": [{"label": "Food", "condition": {"field": "industry", "is": "food"}, "points": 5}]}),
            RecordKind::Template => {
                json!({"name": "Thanks", "kind": "reply", "body": "Dear {{customer.name}}"})
            }
            RecordKind::Segment => json!({"name": "Key accounts", "kind": "static"}),
            RecordKind::Message => {
                let ticket = house.makes("tickets", json!({"subject": "It leaks"}));
                json!({"ticket": id_of(&ticket), "body": "Where?", "direction": "out"})
            }
            RecordKind::Member => {
                let campaign = house.makes("campaigns", json!({"name": "Spring"}));
                let customer =
                    house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
                json!({"campaign": id_of(&campaign), "customer": id_of(&customer)})
            }
            _ => json!({"name": "One"}),
        };
        let made = house.makes(collection, body);
        let path = format!("/api/{collection}/{}", id_of(&made));
        assert_eq!(house.gets(&path), made);
        // Unchanged, it changes nothing.
        let back = house.asks("PATCH", &path, &made.to_string());
        assert_eq!((back.status, &back.json), (200, &made), "{}", back.text);
        let page = house.gets(&format!("/api/{collection}?fields=id,rev"));
        assert!(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .any(|item| item["rev"] == made["rev"])
        );
        for format in ["csv", "json"] {
            let file = house.asks(
                "GET",
                &format!("/api/export/{collection}?format={format}"),
                "",
            );
            assert_eq!(file.status, 200);
        }
        assert_eq!(house.asks("DELETE", &path, "").status, 200);
        assert_eq!(
            house
                .asks("DELETE", &format!("{path}?forever=true"), "")
                .status,
            204
        );
    }
}
