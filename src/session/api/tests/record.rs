//! Journeys of single records: made, read by any of their ids, changed by several, thrown away.

use super::house::{House, id_of};
use serde_json::json;

#[test]
fn a_customer_is_made_read_changed_and_thrown_away() {
    let house = House::new();
    let made = house.asks(
        "POST",
        "/api/customers",
        r#"{"kind":"person","given_name":"Ingrid","family_name":"Solberg","tags":["vip"],
        "emails":["ingrid@fjord.example",{"value":"i@home.example","type":"home"}],
        "phones":[{"value":"030 90182000","type":"work"}],"birthday":"1984-02-29",
        "annual_revenue":{"amount":"1200.05","currency":"NOK"},"external_ids":{"salesforce":"0015"}}"#,
    );
    assert_eq!(made.status, 201, "{}", made.text);
    let id = id_of(&made.json).to_owned();
    assert_eq!(made.header("Location"), format!("customers/{id}"));
    assert_eq!(
        made.header("ETag"),
        format!("\"{}\"", made.json["rev"].as_str().unwrap())
    );
    // Answered only when it was on the disk.
    assert_eq!(house.session.machine().waiting(), 0);
    assert_eq!(made.json["name"], "Ingrid Solberg");
    assert_eq!(made.json["phones"][0]["e164"], "+493090182000");
    assert_eq!(
        made.json["annual_revenue"],
        json!({"minor": 120_005, "currency": "NOK"})
    );
    let path = format!("/api/customers/{id}");
    assert_eq!(house.reopened().gets(&path), made.json);

    let changed = house.asks("PATCH", &path, r#"{"title":"CEO","birthday":null}"#);
    assert_eq!(
        (changed.status, &changed.json["title"]),
        (200, &json!("CEO"))
    );
    assert_eq!(changed.json.get("birthday"), None);
    assert_ne!(changed.json["rev"], made.json["rev"]);

    let thrown = house.asks("DELETE", &path, "");
    assert_eq!(thrown.status, 200);
    assert!(thrown.json["deleted_at"].is_string());
    assert_eq!(house.gets("/api/customers")["total"], 0);
    assert_eq!(house.gets("/api/customers?trash=only")["total"], 1);
    assert_eq!(house.gets("/api/customers?trash=with&limit=0")["total"], 1);
    assert_eq!(house.asks("DELETE", &path, "").json, thrown.json, "again");
    let back = house.asks("PATCH", &path, r#"{"deleted_at":null,"title":"CFO"}"#);
    assert_eq!((back.status, &back.json["title"]), (200, &json!("CFO")));
    assert_eq!(back.json.get("deleted_at"), None);

    let erased = house.asks("DELETE", &format!("{path}?forever=true"), "");
    assert_eq!((erased.status, erased.text.as_str()), (204, ""));
    assert_eq!(
        house.asks("GET", &path, "").told(),
        (404, "not_found", vec![])
    );
    assert_eq!(house.asks("DELETE", &path, "").status, 404);
    let again = house.asks(
        "POST",
        "/api/customers",
        &json!({"id": id, "kind": "person", "name": "I"}).to_string(),
    );
    assert_eq!(again.told(), (409, "erased", vec![]));
}

#[test]
fn a_repeat_with_an_id_of_its_own_is_harmless() {
    let house = House::new();
    let body = r#"{"id":"0192f0a7-1111-7222-8333-444455556666","kind":"company","name":"Kanal"}"#;
    let first = house.asks("POST", "/api/customers", body);
    let second = house.asks("POST", "/api/customers", body);
    assert_eq!((first.status, second.status), (201, 200));
    assert_eq!(first.json, second.json);
    assert_eq!(house.gets("/api/customers?limit=0")["total"], 1);
    assert_eq!(house.store.entry_count(), 2);
}

#[test]
fn a_customer_comes_with_what_belongs_to_it_by_any_of_its_ids() {
    let house = House::new();
    let kanal = house.makes(
        "customers",
        json!({"kind": "company", "name": "Kanal & Co",
        "external_ids": {"salesforce": "001A", "zoho": "77"}}),
    );
    let kanal = id_of(&kanal);
    let anna = house.makes(
        "customers",
        json!({"kind": "person", "name": "Anna",
        "companies": [{"customer": kanal, "role": "Buyer", "primary": true}],
        "external_ids": {"zoho": "001A x"}}),
    );
    house.makes(
        "customers",
        json!({"kind": "person", "name": "Bob", "external_ids": {"hubspot": "77"}}),
    );
    let open = house.makes(
        "deals",
        json!({"name": "Beans", "customer": kanal, "amount": "12.50 EUR"}),
    );
    house.makes(
        "deals",
        json!({"name": "Old", "customer": kanal, "stage": "won"}),
    );
    for (day, amount) in [
        ("2025-01-02", "5 EUR"),
        ("2025-06-01", "7.25 EUR"),
        ("2024-12-31", "3 USD"),
    ] {
        house.makes(
            "transactions",
            json!({"date": day, "amount": amount, "customer": kanal}),
        );
    }
    for n in 0..25 {
        house.makes(
            "activities",
            json!({"kind": "note", "body": format!("note {n}"), "about": kanal}),
        );
    }
    let whole = house.gets(&format!("/api/customer/{kanal}"));
    let related = &whole["related"];
    assert_eq!(
        related["people"],
        json!([{"id": anna["id"], "name": "Anna", "role": "Buyer", "primary": true}])
    );
    assert_eq!(related.get("companies"), None);
    assert_eq!(related["open_deals"], json!([open]));
    assert_eq!(related["activities"].as_array().unwrap().len(), 20);
    assert_eq!(related["activities"][0]["body"], "note 24");
    assert_eq!(
        related["transactions"],
        json!({"count": 3,
        "sum": [{"minor": 1225, "currency": "EUR"}, {"minor": 300, "currency": "USD"}],
        "first": "2024-12-31", "last": "2025-06-01"})
    );
    let uuid = kanal.strip_prefix("customer:").unwrap();
    let percent = kanal.replace(':', "%3A");
    for id in [
        uuid,
        &percent,
        "salesforce:001A",
        "salesforce%3A001A",
        "001A",
        "zoho:77",
    ] {
        assert_eq!(house.gets(&format!("/api/customer/{id}")), whole, "{id}");
    }
    let of_anna = house.gets("/api/customer/001A%20x");
    assert_eq!(of_anna["related"]["companies"][0]["name"], "Kanal & Co");
    assert_eq!(
        house.asks("GET", "/api/customer/77", "").told(),
        (409, "ambiguous", vec![])
    );
    for id in [
        "78",
        "salesforce:77",
        "customer:1",
        "deal:0192f0a7-1111-7222-8333-444455556666",
    ] {
        assert_eq!(
            house.asks("GET", &format!("/api/customer/{id}"), "").status,
            404,
            "{id}"
        );
    }
    // What was read may come back, with what belongs to it.
    let back = house.asks(
        "PATCH",
        &format!("/api/customers/{kanal}"),
        &whole.to_string(),
    );
    assert_eq!(
        (back.status, &back.json["rev"]),
        (200, &whole["rev"]),
        "{}",
        back.text
    );
    let mut other = whole.clone();
    other["related"]["transactions"]["count"] = json!(4);
    let refused = house.asks(
        "PATCH",
        &format!("/api/customers/{kanal}"),
        &other.to_string(),
    );
    assert_eq!(
        refused.told(),
        (422, "invalid", vec![("related", "not_allowed")])
    );
    // The settings are a record too.
    let settings = house.gets("/api/settings");
    assert_eq!(settings["currency"], "EUR");
    let renamed = house.asks("PATCH", "/api/settings", r#"{"name":"Rösterei"}"#);
    assert_eq!(renamed.json["name"], "Rösterei");
    assert_eq!(house.gets("/api/status")["name"], "Rösterei");
}

#[test]
fn revisions_guard_and_merge_field_by_field() {
    let house = House::new();
    let seen = house.makes(
        "customers",
        json!({"kind": "company", "name": "Kanal",
        "domain": "kanal.example", "emails": ["a@kanal.example"]}),
    );
    let path = format!("/api/customers/{}", id_of(&seen));
    let old = format!("\"{}\"", seen["rev"].as_str().unwrap());
    let first = house.with_header(
        "PATCH",
        &path,
        r#"{"name":"Kanal & Co"}"#,
        ("if-match", &old),
    );
    assert_eq!(first.status, 200);
    let stale = house.with_header(
        "PATCH",
        &path,
        r#"{"domain":"x.example"}"#,
        ("if-match", &old),
    );
    assert_eq!(stale.told(), (412, "stale", vec![]));
    assert_eq!(stale.header("ETag"), first.header("ETag"));
    assert_eq!(
        house
            .with_header("DELETE", &path, "", ("if-match", &old))
            .status,
        412
    );
    let tags = format!("W/\"x\", {}", first.header("ETag"));
    for tag in ["*", tags.as_str()] {
        let done = house.with_header("PATCH", &path, "{}", ("if-match", tag));
        assert_eq!(done.status, 200, "{tag}");
    }
    let same = house.with_header("GET", &path, "", ("if-none-match", first.header("ETag")));
    assert_eq!((same.status, same.text.as_str()), (304, ""));
    assert_eq!(
        house
            .with_header("GET", &path, "", ("if-none-match", &old))
            .status,
        200
    );

    // The document of before the rename, with another domain and one more address: both sides' live.
    let mut mine = seen.clone();
    mine["domain"] = json!("kanal.gent");
    mine["emails"]
        .as_array_mut()
        .unwrap()
        .push(json!("b@kanal.example"));
    let merged = house.asks("PATCH", &path, &mine.to_string());
    assert_eq!(merged.status, 200, "{}", merged.text);
    assert_eq!(merged.json["name"], "Kanal & Co");
    assert_eq!(merged.json["domain"], "kanal.gent");
    assert_eq!(merged.json["emails"].as_array().unwrap().len(), 2);

    // The same field on both sides is a conflict that shows all three.
    let conflict = house.asks(
        "PATCH",
        &path,
        &json!({"rev": seen["rev"], "name": "Canal", "title": null}).to_string(),
    );
    assert_eq!(
        conflict.told(),
        (409, "conflict", vec![("name", "conflict")])
    );
    assert_eq!(
        (
            &conflict.json["mine"],
            &conflict.json["theirs"],
            &conflict.json["base"]
        ),
        (
            &json!({"name": "Canal"}),
            &json!({"name": "Kanal & Co"}),
            &json!({"name": "Kanal"})
        )
    );
    let rev = &house.gets(&path)["rev"];
    let taken = house.asks(
        "PATCH",
        &path,
        &json!({"rev": rev, "name": "Canal"}).to_string(),
    );
    assert_eq!(taken.json["name"], "Canal");
}
