//! Own fields of every type: made, filled, refused, filtered, exported and imported again.

use super::house::{House, encoded, id_of};
use crate::domain::custom_field::TYPES;
use serde_json::{Value as Json, json};

/// A house whose customers have an own field of every type, named as its type.
fn house() -> House {
    let house = House::new();
    for of in TYPES {
        let mut field = json!({"object": "customer", "key": of, "label": of, "type": of});
        if *of == "formula" {
            field["formula"] = json!("days_between(custom.date, custom.datetime)");
        }
        if *of == "relation" {
            field["target"] = json!("customer");
        }
        if matches!(*of, "choice" | "multi") {
            let option = |(order, name): (usize, &str)| json!({"name": name, "order": order});
            let options = ["Red", "Blue, light"].into_iter().enumerate().map(option);
            field["options"] = options.collect();
        }
        let made = house.asks("POST", "/api/custom-fields", &field.to_string());
        assert_eq!(made.status, 201, "{}", made.text);
    }
    house
}

/// A value of every type, but for the relation, and the formula, which nobody writes.
fn values() -> Json {
    json!({"text": "One line", "long": "Two\nlines", "number": 12.5, "date": "2026-03-05",
        "money": {"minor": 120_000, "currency": "EUR"}, "datetime": "2026-03-05T14:30:00Z",
        "bool": true, "choice": "Red", "multi": ["Blue, light", "Red"],
        "url": "https://kanal.example/a", "email": "ann@kanal.example", "phone": "+49 30 901820"})
}

fn made(house: &House, body: &Json) -> Json {
    let made = house.asks("POST", "/api/customers", &body.to_string());
    assert_eq!(made.status, 201, "{}", made.text);
    made.json
}

/// Two companies, the second with a value of every type: the relation leads to the first.
fn filled(house: &House) -> (Json, Json) {
    let first = made(house, &json!({"kind": "company", "name": "Bellavista"}));
    let mut custom = values();
    custom["relation"] = json!(id_of(&first));
    let body = json!({"kind": "company", "name": "Kanal", "custom": custom});
    let second = made(house, &body);
    (first, second)
}

fn names(house: &House, query: &str) -> Vec<String> {
    let list = house.gets(&format!("/api/customers?{query}"));
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_value_of_every_type_is_written_read_and_taken_away() {
    let house = house();
    let (first, second) = filled(&house);
    let mut custom = values();
    custom["relation"] = json!(id_of(&first));
    assert_eq!(second["custom"], custom);
    let path = format!("/api/customers/{}", id_of(&second));
    let same = house.asks("PATCH", &path, &json!({"custom": custom}).to_string());
    assert_eq!(same.json["rev"], second["rev"], "nothing changed");
    let less = house.asks("PATCH", &path, r#"{"custom":{"multi":["Red"],"url":null}}"#);
    assert_eq!(less.json["custom"]["multi"], json!(["Red"]));
    assert_eq!(less.json["custom"].get("url"), None);
    let log = house.gets(&format!("/api/changes?record={}&limit=1", id_of(&second)));
    assert!(
        log.to_string().contains("custom.multi.Blue, light"),
        "{log}"
    );
    let undone = house.asks("POST", "/api/undo", "");
    assert_eq!(undone.status, 200, "{}", undone.text);
    let back = house.gets(&path);
    assert_eq!(back["custom"], second["custom"]);
    let none = house.asks("PATCH", &path, r#"{"custom":null}"#);
    assert_eq!(none.json.get("custom"), None);
}

#[test]
fn what_is_no_value_of_its_type_is_refused_by_its_name() {
    let house = house();
    let customer = made(&house, &json!({"kind": "company", "name": "Kanal"}));
    let path = format!("/api/customers/{}", id_of(&customer));
    let long = "x".repeat(1001);
    for (of, value, code) in [
        ("text", json!(long), "too_long"),
        ("number", json!("many"), "wrong_type"),
        ("money", json!("1 EURO"), "not_an_amount"),
        ("date", json!("2026-02-30"), "does_not_exist"),
        ("datetime", json!("yesterday"), "not_an_instant"),
        ("bool", json!("perhaps"), "wrong_type"),
        ("choice", json!(["Red"]), "wrong_type"),
        ("multi", json!("Red"), "wrong_type"),
        ("multi", json!(["a; b"]), "not_an_option"),
        ("url", json!("no address"), "not_a_url"),
        ("email", json!("ann@"), "not_an_email"),
        ("phone", json!("x"), "not_a_phone"),
        ("relation", json!("Bellavista"), "not_an_id"),
        ("relation", json!(id_of(&customer)), "circular"),
        (
            "relation",
            json!("customer:0192f0a7-1111-7222-8333-444455556666"),
            "no_such_record",
        ),
        (
            "relation",
            json!("deal:0192f0a7-1111-7222-8333-444455556666"),
            "wrong_kind",
        ),
        ("multi.Red", json!(true), "unknown_field"),
        ("formula", json!(1), "not_allowed"),
    ] {
        let body = json!({"custom": {of: value}}).to_string();
        let refused = house.asks("PATCH", &path, &body);
        let (status, error, problems) = refused.told();
        assert_eq!((status, error), (422, "invalid"), "{of} {body}");
        let (field, said) = problems[0];
        assert!(field.starts_with(&format!("custom.{of}")), "{field}");
        assert_eq!(said, code, "{of} {value}");
    }
    let refused = house.asks("PATCH", &path, r#"{"custom":{"multi":["Red",5,""]}}"#);
    let problems = refused.told().2;
    assert_eq!(
        problems,
        [
            ("custom.multi[1]", "wrong_type"),
            ("custom.multi[2]", "required")
        ]
    );
}

#[test]
fn own_fields_are_filtered_sorted_and_searched_as_built_in_ones() {
    let house = house();
    let (first, _) = filled(&house);
    let is = |field: &str, op: &str, value: Json| {
        let filter = encoded(&json!({"field": format!("custom.{field}"), op: value}));
        names(&house, &format!("filter={filter}"))
    };
    for (field, op, value) in [
        ("text", "contains", json!("line")),
        ("long", "contains", json!("lines")),
        ("number", "gte", json!(12)),
        ("money", "gt", json!("1000 EUR")),
        ("date", "is", json!("2026-03-05")),
        ("datetime", "is", json!("2026-03-05")),
        ("datetime", "lt", json!("2026-03-05T14:31:00Z")),
        ("bool", "is", json!(true)),
        ("choice", "in", json!(["Red", "Green"])),
        ("multi", "in", json!(["Blue, light"])),
        ("multi", "is", json!("Red")),
        ("multi", "empty", json!(false)),
        ("url", "contains", json!("kanal.example")),
        ("email", "starts", json!("ann@")),
        ("phone", "contains", json!("30 90")),
        ("formula", "is", json!(0)),
        ("formula", "empty", json!(false)),
        ("relation", "is", json!(id_of(&first))),
        ("relation", "is", json!("Bellavista")),
        ("relation.name", "contains", json!("bella")),
    ] {
        assert_eq!(is(field, op, value.clone()), ["Kanal"], "{field} {value}");
    }
    assert_eq!(is("multi", "in", json!(["Green"])), [""; 0]);
    assert_eq!(is("relation", "empty", json!(true)), ["Bellavista"]);
    for of in TYPES.iter().filter(|of| **of != "multi") {
        let sorted = names(&house, &format!("sort=-custom.{of}"));
        assert_eq!(sorted[0], "Kanal", "{of}");
    }
    for word in ["light", "lines", "ann@kanal"] {
        assert_eq!(names(&house, &format!("q={word}")), ["Kanal"], "{word}");
    }
    let shown = house.gets("/api/customers?fields=custom.formula&sort=-custom.formula");
    assert_eq!(shown["items"][0]["custom.formula"], json!(0));
    assert_eq!(shown["items"][1].get("custom.formula"), None);
    let shown = house.gets("/api/customers?fields=name,custom.multi,custom.relation&q=kanal");
    assert_eq!(
        shown["items"][0]["custom.multi"],
        json!(["Blue, light", "Red"])
    );
}

#[test]
fn a_file_of_every_type_comes_back_as_it_was() {
    let house = house();
    let (first, second) = filled(&house);
    let export = |house: &House| {
        let file = house.asks("GET", "/api/export/customers?format=csv&sort=name", "");
        file.text
    };
    let file = export(&house);
    let header = file.lines().next().unwrap();
    assert!(header.contains("custom.formula"), "{header}");
    let import = |house: &House, text: &str| {
        let path = "/api/import?record=customers&name=customers.csv";
        house.asks("POST", path, text).json
    };
    let again = import(&house, &file);
    assert_eq!(
        (&again["skipped"], &again["problems"]),
        (&json!(2), &json!([])),
        "{again}"
    );
    // What was taken away comes back by the file; a member that the file adds is added.
    let path = format!("/api/customers/{}", id_of(&second));
    house.asks("PATCH", &path, r#"{"custom":null}"#);
    assert_eq!(import(&house, &file)["updated"], 1);
    assert_eq!(house.gets(&path)["custom"], second["custom"]);
    import(&house, &file.replace("light; Red", "light; Green; Red"));
    assert_eq!(
        house.gets(&path)["custom"]["multi"],
        json!(["Blue, light", "Green", "Red"])
    );
    house.asks("POST", "/api/undo", "");
    // Where the same fields are, the records are made as they were; relations by their ids.
    let other = self::house();
    let done = import(&other, &file);
    assert_eq!(
        (&done["created"], &done["problems"]),
        (&json!(2), &json!([])),
        "{done}"
    );
    assert_eq!(other.gets(&path)["custom"], second["custom"]);
    // Where there are none, they are made, and the relation leads where it led.
    let empty = House::new();
    let done = import(&empty, &file);
    assert_eq!(
        (&done["created"], &done["problems"]),
        (&json!(2), &json!([]))
    );
    let custom = &empty.gets(&path)["custom"];
    for of in ["relation", "datetime", "date", "number", "long", "text"] {
        assert_eq!(custom[of], second["custom"][of], "{of}");
    }
    let fields = empty.gets("/api/custom-fields?limit=100");
    let fields = fields["items"].as_array().unwrap();
    let relation = fields.iter().find(|field| field["key"] == "relation");
    assert_eq!(relation.unwrap()["target"], "customer");
    assert_eq!(
        fields
            .iter()
            .filter(|field| field["key"] == "relation")
            .count(),
        1
    );
    assert_eq!(
        empty.gets(&format!("/api/customers/{}", id_of(&first)))["name"],
        "Bellavista"
    );
}

#[test]
fn a_file_leaves_out_what_is_worked_out() {
    let house = house();
    let import = |query: &str, text: &str| {
        let path = format!("/api/import?record=customers{query}");
        house.asks("POST", &path, text)
    };
    // By its path, and by what people call it.
    for (name, header) in [("Roma", "custom.formula"), ("Siena", "Formula")] {
        let file = format!("name,{header}\n{name},5\n");
        let done = import("", &file).json;
        assert_eq!(
            (&done["created"], &done["problems"]),
            (&json!(1), &json!([])),
            "{done}"
        );
        assert_eq!(done["mapping"][header], Json::Null, "{done}");
    }
    let list = house.gets("/api/customers?filter={\"field\":\"custom.formula\",\"empty\":false}");
    assert_eq!(list["total"], 0);
    let mapping = encoded(&json!({"name": "name", "days": "custom.formula"}));
    let refused = import(&format!("&mapping={mapping}"), "name,days\nPisa,5\n");
    assert_eq!(refused.status, 400, "{}", refused.text);
    assert!(refused.text.contains("custom.formula"), "{}", refused.text);
}

#[test]
fn a_formula_is_refused_with_the_place_of_what_is_wrong() {
    let house = house();
    let body = |formula: &str| {
        json!({"object": "customer", "key": "twice", "label": "Twice", "type": "formula",
            "formula": formula})
    };
    let asks = |formula: &str| house.asks("POST", "/api/custom-fields", &body(formula).to_string());
    for (formula, code, reason) in [
        ("", "required", "A value is needed."),
        (
            "custom.number *",
            "formula_unfinished",
            "The formula ends at character 16, where something is missing.",
        ),
        (
            "custom.number * twice",
            "formula_unknown_name",
            "At character 17 of the formula: \"twice\" is no field.",
        ),
        (
            "custom.formula * 2",
            "formula_of_formula",
            "At character 1 of the formula: \"custom.formula\" is worked out by a formula itself.",
        ),
    ] {
        let refused = asks(formula);
        assert_eq!(refused.told(), (422, "invalid", vec![("formula", code)]));
        assert_eq!(refused.json["problems"][0]["reason"], reason);
    }
    let made = asks("custom.number * 2");
    assert_eq!((made.status, &made.json["result"]), (201, &json!("number")));
    let path = format!("/api/custom-fields/{}", id_of(&made.json));
    let changed = house.asks("PATCH", &path, r#"{"formula":"custom.money * 2"}"#);
    assert_eq!(changed.json["result"], "money", "{}", changed.text);
    let refused = house.asks("PATCH", &path, r#"{"result":"date"}"#);
    assert_eq!(
        refused.told(),
        (422, "invalid", vec![("result", "not_allowed")])
    );
    // A document that comes back as it was read changes nothing.
    let same = house.asks("PATCH", &path, &changed.json.to_string());
    assert_eq!(same.json["rev"], changed.json["rev"]);
}

#[test]
fn a_relation_in_a_file_is_asked_for_as_other_references_are() {
    let house = house();
    made(&house, &json!({"kind": "company", "name": "Bellavista"}));
    made(
        &house,
        &json!({"kind": "company", "name": "Kanal", "external_ids": {"hubspot": "77"}}),
    );
    let import = |query: &str, text: &str| {
        let path = format!("/api/import?record=customers&{query}");
        house.asks("POST", &path, text).json
    };
    let custom = |name: &str| {
        let list = house.gets(&format!("/api/customers?q={name}"));
        list["items"][0].clone()
    };
    let mapping = encoded(&json!({"name": "name", "partner": "custom.relation"}));
    let file = "name,partner\nRoma,bellavista\nSiena,Belavista\nPisa,Nobody\n";
    let done = import(&format!("mapping={mapping}&on_reference=suggested"), file);
    assert_eq!(done["created"], 3, "{done}");
    let id = |name: &str| custom(name)["id"].clone();
    assert_eq!(custom("Roma")["custom"]["relation"], id("Bellavista"));
    assert_eq!(custom("Siena")["custom"]["relation"], id("Bellavista"));
    assert_eq!(custom("Pisa").get("custom"), None);
    assert_eq!(
        custom("Pisa")["unresolved"],
        json!({"custom.relation": "Nobody"})
    );
    // Made on the way, and what was kept as text is answered.
    let done = import(
        &format!("mapping={mapping}&on_reference=create"),
        "name,partner\nPisa,Nobody\n",
    );
    assert_eq!(done["updated"], 1, "{done}");
    assert_eq!(custom("Pisa")["custom"]["relation"], id("Nobody"));
    assert_eq!(custom("Pisa").get("unresolved"), None);
    // By the id that it has elsewhere.
    let mapping = encoded(&json!({"name": "name", "partner": "custom.relation.id"}));
    import(&format!("mapping={mapping}"), "name,partner\nLucca,77\n");
    assert_eq!(custom("Lucca")["custom"]["relation"], id("Kanal"));
    let refused = house.asks(
        "POST",
        &format!(
            "/api/import?record=customers&mapping={}",
            encoded(&json!({"partner": "custom.text.id"}))
        ),
        "name,partner\nLucca,77\n",
    );
    assert_eq!(refused.status, 400, "{}", refused.text);
}

#[test]
fn what_a_field_is_stays_while_records_have_values() {
    let house = house();
    let (_, second) = filled(&house);
    let fields = house.gets("/api/custom-fields?limit=100");
    let path = |key: &str| {
        let fields = fields["items"].as_array().unwrap().iter();
        let mut found = fields.filter(|field| field["key"] == key);
        format!("/api/custom-fields/{}", id_of(found.next().unwrap()))
    };
    let patch = |key: &str, body: Json| house.asks("PATCH", &path(key), &body.to_string());
    for (key, body, field) in [
        ("number", json!({"type": "money"}), "type"),
        ("text", json!({"key": "words"}), "key"),
        ("multi", json!({"object": "deal"}), "object"),
        ("relation", json!({"target": "deal"}), "target"),
    ] {
        assert_eq!(
            patch(key, body).told(),
            (422, "invalid", vec![(field, "still_used")]),
            "{key}"
        );
    }
    // What loses nothing may be, and all once nobody has a value.
    assert_eq!(patch("email", json!({"type": "text"})).status, 200);
    let customer = format!("/api/customers/{}", id_of(&second));
    house.asks("PATCH", &customer, r#"{"custom":{"number":null}}"#);
    assert_eq!(patch("number", json!({"type": "money"})).status, 200);
    let body = json!({"object": "deal", "key": "a", "label": "A", "type": "relation"});
    let refused = house.asks("POST", "/api/custom-fields", &body.to_string());
    assert_eq!(
        refused.told(),
        (422, "invalid", vec![("target", "required")])
    );
    // A field in the trash hides its values, and they come back with it.
    house.asks("DELETE", &path("multi"), "");
    let filter = encoded(&json!({"field": "custom.multi", "empty": false}));
    let asked = house.asks("GET", &format!("/api/customers?filter={filter}"), "");
    assert_eq!(asked.status, 400);
    house.asks("POST", "/api/undo", "");
    assert_eq!(names(&house, &format!("filter={filter}")), ["Kanal"]);
}

#[test]
fn what_is_required_is_asked_over_rest_and_of_the_rows_of_a_file() {
    let house = House::new();
    let field = json!({"object": "customer", "key": "roast", "label": "Roast", "type": "choice",
        "required": true});
    let made = house.asks("POST", "/api/custom-fields", &field.to_string());
    assert_eq!((made.status, &made.json["required"]), (201, &json!(true)));
    let asks = |custom: Json| {
        let body = json!({"kind": "company", "name": "Kanal", "custom": custom});
        house.asks("POST", "/api/customers", &body.to_string())
    };
    let refused = asks(json!({}));
    assert_eq!(
        refused.told(),
        (422, "invalid", vec![("custom.roast", "required")])
    );
    assert_eq!(asks(json!({"roast": "Dark"})).status, 201);
    let import = |text: &str| {
        let path = "/api/import?record=customers";
        house.asks("POST", path, text).json
    };
    let done = import("name,Roast\nRoma,Light\nSiena,\n");
    assert_eq!(
        (&done["created"], &done["rejected"]),
        (&json!(1), &json!(1))
    );
    let problem = &done["problems"][0];
    assert_eq!(
        (&problem["row"], &problem["field"], &problem["code"]),
        (&json!(3), &json!("custom.roast"), &json!("required"))
    );
    // Who is there stays, and is updated without it.
    let path = format!("/api/custom-fields/{}", id_of(&made.json));
    house.asks("PATCH", &path, r#"{"required":null}"#);
    import("name,Roast\nSiena,\n");
    house.asks("PATCH", &path, r#"{"required":true}"#);
    let done = import("name,Title\nSiena,Owner\n");
    assert_eq!(
        (&done["updated"], &done["rejected"]),
        (&json!(1), &json!(0)),
        "{done}"
    );
}

#[test]
fn a_relation_outlives_the_trash_and_not_the_erasing() {
    let house = house();
    let (first, second) = filled(&house);
    let path = format!("/api/customers/{}", id_of(&first));
    house.asks("DELETE", &path, "");
    let filter = encoded(&json!({"field": "custom.relation", "is": id_of(&first)}));
    assert_eq!(names(&house, &format!("filter={filter}")), ["Kanal"]);
    house.asks("DELETE", &format!("{path}?forever=true"), "");
    // As with built-in references: the id stays until somebody writes another, the name is gone.
    let shown = house.gets(&format!("/api/customers/{}", id_of(&second)));
    assert_eq!(shown["custom"]["relation"], json!(id_of(&first)));
    let filter = encoded(&json!({"field": "custom.relation.name", "is": "Bellavista"}));
    assert_eq!(names(&house, &format!("filter={filter}")), [""; 0]);
}
