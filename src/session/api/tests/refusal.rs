//! What is refused, with its status, its code and its place.

use super::house::{House, encoded, id_of};
use crate::storage::StorageError;
use serde_json::json;

#[test]
fn what_is_wrong_is_told_with_its_status_and_place() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let path = format!("/api/customers/{}", id_of(&kanal));
    let ask = |method: &str, path: &str, body: &str| house.asks(method, path, body);
    let invalid = ask(
        "POST",
        "/api/customers",
        r#"{"nam":"x","birthday":"1985-02-29","size":"12","rev":"1"}"#,
    );
    assert_eq!(
        invalid.told(),
        (
            422,
            "invalid",
            vec![
                ("birthday", "does_not_exist"),
                ("nam", "unknown_field"),
                ("rev", "not_allowed"),
                ("size", "wrong_type")
            ]
        )
    );
    assert_eq!(
        ask("POST", "/api/customers", "{}").told(),
        (
            422,
            "invalid",
            vec![("kind", "required"), ("name", "required")]
        )
    );
    assert_eq!(
        ask(
            "PATCH",
            &path,
            r#"{"parent":"customer:0192f0a7-1111-7222-8333-444455556666"}"#
        )
        .told(),
        (422, "invalid", vec![("parent", "no_such_record")])
    );
    assert_eq!(
        ask("PATCH", &path, r#"{"custom":{"machine":"x"}}"#).told(),
        (422, "invalid", vec![("custom.machine", "unknown_field")])
    );
    for body in ["", "[1]", "{", "nul", "\"x\""] {
        assert_eq!(
            ask("POST", "/api/customers", body).told(),
            (400, "not_json", vec![]),
            "{body}"
        );
        assert_eq!(
            ask("PATCH", &path, body).told(),
            (400, "not_json", vec![]),
            "{body}"
        );
    }
    let filter = encoded(
        &json!({"and": [{"field": "size", "contains": "x"}, {"field": "colour", "is": 1}]}),
    );
    for (query, problems) in [
        ("colour=red&limit=2000", vec![("colour", "unknown_field")]),
        ("limit=2000", vec![("limit", "out_of_range")]),
        ("limit=1&limit=2", vec![("limit", "not_unique")]),
        ("offset=5", vec![("offset", "unknown_field")]),
        ("sort=colour", vec![("colour", "unknown_field")]),
        ("sort=emails", vec![("sort", "not_an_option")]),
        ("fields=name,colour", vec![("colour", "unknown_field")]),
        ("cursor=x", vec![("cursor", "not_an_option")]),
        (
            "sort=name&cursor=0192f0a7-1111-7222-8333-444455556666",
            vec![("cursor", "not_an_option")],
        ),
        ("trash=maybe", vec![("trash", "not_an_option")]),
        ("filter=%7B", vec![("filter", "wrong_type")]),
        (
            &format!("filter={filter}"),
            vec![
                ("size.contains", "not_an_operator"),
                ("colour", "unknown_field"),
            ],
        ),
    ] {
        let told = ask("GET", &format!("/api/customers?{query}"), "");
        assert_eq!(told.told(), (400, "bad_request", problems), "{query}");
    }
    for (path, status) in [
        ("/api/customers?forever=true", 400),
        ("/api/articles", 404),
        ("/api", 404),
        ("/api/customers/x/y", 404),
        ("/api/settings/x", 404),
        ("/api/customer", 404),
        ("/api/export/articles?format=csv", 404),
        ("/api/export/customers", 400),
        ("/api/export/customers?format=xlsx", 400),
        ("/api/status?workspace=other", 404),
    ] {
        assert_eq!(ask("GET", path, "").status, status, "{path}");
    }
    assert_eq!(
        ask("GET", "/api/status?workspace=other", "").told(),
        (404, "no_workspace", vec![])
    );
    assert_eq!(
        ask("GET", "/api/customers?workspace=kaffeehaus", "").status,
        200
    );
    assert_eq!(ask("HEAD", "/api/customers", "").status, 200);
    for (method, path, allow) in [
        ("PUT", path.as_str(), "GET, PATCH, DELETE, HEAD, OPTIONS"),
        ("DELETE", "/api/customers", "GET, POST, HEAD, OPTIONS"),
        ("PATCH", "/api/customer/1", "GET, HEAD, OPTIONS"),
        ("GET", "/api/undo", "POST, OPTIONS"),
        ("POST", "/api/status", "GET, HEAD, OPTIONS"),
    ] {
        let refused = ask(method, path, "");
        assert_eq!(
            (refused.told(), refused.header("Allow")),
            ((405, "method_not_allowed", vec![]), allow)
        );
    }
    let typed = |media: &str| {
        house
            .with_header(
                "POST",
                "/api/tags",
                r#"{"name":"vip"}"#,
                ("content-type", media),
            )
            .status
    };
    assert_eq!(typed("text/csv"), 415);
    assert_eq!(typed("text/plain"), 415);
    // What a browser says of a text by itself says nothing.
    for media in [
        "application/json; charset=utf-8",
        "application/merge-patch+json",
        "text/plain;charset=UTF-8",
    ] {
        assert_eq!(typed(media), 201, "{media}");
    }
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(5 << 20));
    assert_eq!(
        ask("POST", "/api/tags", &large).told(),
        (413, "too_large", vec![])
    );
    // What others use cannot go, and what the disk refuses is not said to be there.
    let pipeline = house.gets("/api/pipelines")["items"][0].clone();
    house.makes("deals", json!({"name": "Beans"}));
    for forever in ["", "?forever=true"] {
        let used = ask(
            "DELETE",
            &format!("/api/pipelines/{}{forever}", id_of(&pipeline)),
            "",
        );
        assert_eq!(used.told(), (409, "in_use", vec![]), "{forever}");
    }
    for (error, status, code) in [
        (StorageError::Quota, 507, "storage_full"),
        (StorageError::Aborted("gone".into()), 500, "not_saved"),
    ] {
        house.store.fail_after(0, error);
        assert_eq!(
            ask("POST", "/api/products", r#"{"name":"Beans"}"#).told(),
            (status, code, vec![])
        );
        assert_eq!(house.gets("/api/products")["total"], 0);
    }
}

#[test]
fn an_address_says_what_it_answers_to() {
    let house = House::new();
    for (path, allowed) in [
        ("/api/customers", "GET, POST, HEAD, OPTIONS"),
        ("/api/customers/x", "GET, PATCH, DELETE, HEAD, OPTIONS"),
        ("/api/status?hash=false", "GET, HEAD, OPTIONS"),
        ("/api/undo", "POST, OPTIONS"),
    ] {
        let asked = house.asks("OPTIONS", path, "");
        assert_eq!((asked.status, asked.header("Allow")), (204, allowed));
        let refused = house.asks("PUT", path, "{}");
        assert_eq!((refused.status, refused.header("Allow")), (405, allowed));
    }
    assert_eq!(house.asks("OPTIONS", "/api/nothing", "").status, 404);
}

#[test]
fn the_making_of_a_workspace_is_not_undone() {
    for house in [House::new(), House::new().reopened()] {
        assert_eq!(
            house.asks("POST", "/api/undo", "").told(),
            (409, "nothing_to_do", vec![])
        );
        let founding = house.gets("/api/changes")["items"][0].clone();
        assert_eq!(founding["verb"], "found");
        let body = json!({"change": founding["id"]}).to_string();
        assert_eq!(
            house.asks("POST", "/api/undo", &body).told(),
            (409, "not_undoable", vec![])
        );
        assert_eq!(house.gets("/api/settings")["name"], "Kaffeehaus");
    }
}

#[test]
fn of_two_changes_that_differ_none_is_undone() {
    let house = House::new();
    let made = |name: &str| {
        let body = json!({"name": name}).to_string();
        let made = house.asks("POST", "/api/tags", &body);
        made.header("Satchel-Change").to_owned()
    };
    let (one, other) = (made("one"), made("other"));
    let both = json!({"change": one, "batch": other}).to_string();
    assert_eq!(
        house.asks("POST", "/api/undo", &both).told(),
        (422, "invalid", vec![("change", "not_allowed")])
    );
    let same = json!({"change": one, "batch": one}).to_string();
    assert_eq!(house.asks("POST", "/api/undo", &same).status, 200);
}
