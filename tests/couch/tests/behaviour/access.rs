//! Who may read and write: logins, members, tokens, and a server that only reads.

use satchel_couch::{Flavour, Login, Request, Server, Token};
use serde_json::json;

use crate::{BOTH, NOW_MS, ask, get, put, server, write};

fn guarded(flavour: Flavour) -> Server {
    let mut server = server(flavour);
    for (name, roles) in [
        ("admin", vec!["_admin"]),
        ("ann", vec!["sales"]),
        ("bob", vec![]),
    ] {
        server.add_login(Login {
            name: name.to_owned(),
            password: "secret:1".to_owned(),
            roles: roles.into_iter().map(str::to_owned).collect(),
        });
    }
    server
}

fn status(server: &mut Server, request: Request, name: &str) -> (u16, String) {
    let request = match name {
        "" => request,
        name => request.with_basic(name, "secret:1"),
    };
    let (status, body) = ask(server, &request);
    (
        status,
        body["reason"].as_str().unwrap_or_default().to_owned(),
    )
}

#[test]
fn only_members_come_in() {
    let server = &mut guarded(Flavour::Couch);
    let security = json!({"members": {"names": [], "roles": ["sales"]}});
    let secure = |security| Request::put("/crm/_security").with_json(security);
    assert_eq!(status(server, secure(&security), "bob").0, 403);
    assert_eq!(status(server, secure(&security), "admin").0, 200);
    assert_eq!(status(server, Request::get("/crm"), "ann").0, 200);
    let refused = status(server, Request::get("/crm/a"), "bob");
    assert_eq!(
        refused,
        (403, "You are not allowed to access this db.".to_owned())
    );
    let refused = status(server, Request::put("/crm/a").with_json(&json!({})), "");
    assert_eq!(
        refused,
        (401, "You are not authorized to access this db.".to_owned())
    );
    let wrong = Request::get("/crm").with_basic("ann", "wrong");
    let refused = status(server, wrong, "");
    assert_eq!(refused, (401, "Name or password is incorrect.".to_owned()));
    assert_eq!(status(server, Request::put("/other"), "ann").0, 401);
    assert_eq!(status(server, Request::delete("/crm"), "ann").0, 401);
    assert_eq!(status(server, Request::get("/"), "").0, 200);
    assert_eq!(status(server, Request::get("/none"), "").0, 404);
}

#[test]
fn a_database_without_members_is_open_in_pouchdb_server_and_closed_in_couchdb() {
    for (flavour, expected) in BOTH.into_iter().zip([401, 201]) {
        let server = &mut guarded(flavour);
        let anonymous = Request::put("/crm/a").with_json(&json!({}));
        assert_eq!(status(server, anonymous, "").0, expected);
    }
}

#[test]
fn sessions_say_who_asks() {
    let server = &mut guarded(Flavour::Couch);
    let (_, session) = ask(
        server,
        &Request::get("/_session").with_basic("ann", "secret:1"),
    );
    assert_eq!(
        session["userCtx"],
        json!({"name": "ann", "roles": ["sales"]})
    );
    assert_eq!(session["info"]["authenticated"], "default");
    let (status, session) = get(server, "/_session");
    assert_eq!(
        (status, &session["userCtx"]),
        (200, &json!({"name": null, "roles": []}))
    );
}

#[test]
fn tokens_end() {
    let server = &mut guarded(Flavour::Couch);
    server.add_token(Token {
        text: "abc.def".to_owned(),
        name: "ann".to_owned(),
        roles: vec!["_admin".to_owned()],
        expires_ms: NOW_MS + 1000,
    });
    let request = Request::get("/crm").with_header("Authorization", "Bearer abc.def");
    assert_eq!(server.answer(&request).status(), 200);
    server.set_time_ms(NOW_MS + 1000);
    let expected = json!({"error": "unauthorized", "reason": "exp not in future"});
    assert_eq!(ask(server, &request), (401, expected));
}

#[test]
fn a_server_that_only_reads_refuses_writes_as_a_whole() {
    let server = &mut server(Flavour::Couch);
    write(server, "a", &json!({"x": 1}));
    server.switches.read_only = Some("read only".to_owned());
    let expected = json!({"error": "forbidden", "reason": "read only"});
    for path in ["/crm/b", "/crm/_local/c"] {
        assert_eq!(put(server, path, &json!({})), (403, expected.clone()));
    }
    let batch = Request::post("/crm/_bulk_docs").with_json(&json!({"docs": [{"_id": "b"}]}));
    assert_eq!(ask(server, &batch), (403, expected));
    assert_eq!(get(server, "/crm/a").0, 200);
    let diff = Request::post("/crm/_revs_diff").with_json(&json!({}));
    assert_eq!(ask(server, &diff).0, 200);
}
