//! The door of the tests: faults are planted and cleared, requests looked at, backups made and put
//! back, databases made anew, who must sign in is changed, and the switches of bad days are turned.
//! Pages of this machine may come in too, and no others.

use std::io::{self, BufWriter, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::connection::{GLANCE, converse};
use super::fault::Fault;
use super::wire::{Length, write_head};
use super::{Shared, State};
use crate::access::{Login, Token};
use crate::answer::Reply;
use crate::request::{Method, Request};
use crate::server::Server;

/// Who gets in.
#[derive(Clone, Debug)]
pub(super) struct Access {
    user: Option<(String, String)>,
    token: Option<String>,
    /// Whether anybody must sign in.
    is_required: bool,
    /// Whether what got in before gets in no more.
    is_expired: bool,
}

impl Access {
    pub(super) fn new(user: Option<(String, String)>) -> Self {
        Self {
            is_required: user.is_some(),
            user,
            token: None,
            is_expired: false,
        }
    }

    pub(super) fn apply(&self, server: &mut Server) {
        server.clear_access();
        if !self.is_required {
            return;
        }
        let roles = vec!["_admin".to_owned()];
        if let Some((name, password)) = &self.user {
            // A password does not end; it gets another, which nobody knows.
            let suffix = if self.is_expired { "\u{0}changed" } else { "" };
            server.add_login(Login {
                name: name.clone(),
                password: format!("{password}{suffix}"),
                roles: roles.clone(),
            });
        }
        if let Some(text) = &self.token {
            server.add_token(Token {
                text: text.clone(),
                name: "token".to_owned(),
                roles,
                expires_ms: if self.is_expired { 0 } else { u64::MAX },
            });
        }
    }

    /// Takes what is asked for; the error says what is wrong with it.
    fn require(&mut self, asked: &Value) -> Result<(), &'static str> {
        let mut next = self.clone();
        let Some(fields) = asked.as_object() else {
            return Err(REQUIRE);
        };
        for (name, value) in fields {
            match (name.as_str(), value) {
                ("auth", Value::Bool(is_required)) => next.is_required = *is_required,
                ("expire", Value::Bool(is_expired)) => next.is_expired = *is_expired,
                ("token", Value::String(token)) => next.token = Some(token.clone()),
                ("user", Value::String(user)) => {
                    next.user = Some(parse_user(user).ok_or(REQUIRE)?);
                }
                _ => return Err(REQUIRE),
            }
        }
        if next.is_required && next.user.is_none() && next.token.is_none() {
            return Err("nobody could sign in: give `user` or `token`");
        }
        *self = next;
        Ok(())
    }
}

const REQUIRE: &str =
    "`auth` and `expire` are true or false, `user` is \"name:password\", `token` a text";

/// Reads `name:password`.
pub(super) fn parse_user(text: &str) -> Option<(String, String)> {
    let (name, password) = text.split_once(':')?;
    (!name.is_empty()).then(|| (name.to_owned(), password.to_owned()))
}

/// Serves a connection to the door.
pub(super) fn serve(shared: &Shared, stream: TcpStream) -> io::Result<()> {
    converse(shared, &stream, false, |heard| {
        let reply = answer(shared, &heard.request);
        let mut out = BufWriter::new(&stream);
        let length = match reply.status {
            204 => Length::Nothing,
            _ => Length::Of(reply.body.len()),
        };
        write_head(&mut out, &reply, length, heard.is_kept)?;
        out.write_all(&reply.body)?;
        out.flush()?;
        Ok(heard.is_kept)
    })
}

fn answer(shared: &Shared, request: &Request) -> Reply {
    let origin = request.header("origin");
    let is_local = origin.is_none_or(|origin| {
        let host = origin.strip_prefix("http://").unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default();
        host == "127.0.0.1" || host == "localhost"
    });
    let mut reply = match is_local {
        true => {
            let mut state = shared.state();
            let could_keep = state.faults.lets_keep();
            let reply = act(&mut state, request);
            let must_renew = could_keep && !state.faults.lets_keep();
            drop(state);
            shared.changed.notify_all();
            if must_renew {
                // When this is answered, no connection waits that has answered before.
                shared.renewals.fetch_add(1, Ordering::SeqCst);
                std::thread::sleep(3 * GLANCE);
            }
            reply
        }
        false => refused(403, "this door is for pages of this machine"),
    };
    if let Some(origin) = origin.filter(|_| is_local) {
        let allow = [
            ("access-control-allow-origin", origin),
            ("access-control-allow-methods", "GET, POST, DELETE"),
            ("access-control-allow-headers", "content-type"),
        ];
        let allow = allow.map(|(name, value)| (name, value.to_owned()));
        reply.headers.extend(allow);
    }
    reply
}

fn done() -> Reply {
    Reply::of(200, &json!({"ok": true}))
}

fn refused(status: u16, reason: &str) -> Reply {
    Reply::of(status, &json!({"error": reason}))
}

fn act(state: &mut State, request: &Request) -> Reply {
    let path = request.path.split('?').next().unwrap_or_default();
    let asked: Value = match request.body.as_slice() {
        [] => json!({}),
        body => match serde_json::from_slice(body) {
            Ok(asked) => asked,
            Err(_) => return refused(400, "the body is no JSON"),
        },
    };
    match (request.method, path) {
        (Method::Options, _) => Reply {
            status: 204,
            headers: Vec::new(),
            body: Vec::new(),
        },
        (Method::Get, "/fault") => Reply::of(200, &state.faults.view()),
        (Method::Post, "/fault") => match Fault::parse(&asked) {
            Ok(fault) => {
                state.faults.plant(fault);
                done()
            }
            Err(reason) => refused(400, reason),
        },
        (Method::Delete, "/fault") => {
            state.faults.clear();
            done()
        }
        (Method::Get, "/log") => Reply::of(200, &state.log.view()),
        (Method::Delete, "/log") => {
            state.log.clear();
            done()
        }
        (Method::Post, "/snapshot") => {
            state.snapshot = Some(state.server.snapshot());
            done()
        }
        (Method::Post, "/restore") => match &state.snapshot {
            Some(snapshot) => {
                state.server.restore(snapshot);
                done()
            }
            None => refused(409, "no snapshot was made"),
        },
        (Method::Post, "/recreate") => match asked.get("db").and_then(Value::as_str) {
            Some(db) => {
                state.server.recreate(db);
                done()
            }
            None => refused(400, "`db` names the database"),
        },
        (Method::Post, "/require") => match state.access.require(&asked) {
            Ok(()) => {
                state.access.apply(&mut state.server);
                done()
            }
            Err(reason) => refused(400, reason),
        },
        (Method::Post, "/switch") => match turn(&mut state.server, &asked) {
            true => done(),
            false => refused(400, SWITCH),
        },
        _ => refused(404, "no such thing behind this door"),
    }
}

const SWITCH: &str = "numbers: `nodedown`, `missing_database`, `busy`, `rewind_max`; true or \
    false: `shuffle_rows`, `accepted`, `opaque_sequences`, `hang_longpoll`; a text or null: \
    `read_only`; a number or null: `document_bytes_max`, `request_bytes_max`";

/// Turns switches: all that are asked for, or none.
fn turn(server: &mut Server, asked: &Value) -> bool {
    let mut switches = server.switches.clone();
    let Some(fields) = asked.as_object() else {
        return false;
    };
    for (name, value) in fields {
        let number = value.as_u64();
        match (name.as_str(), number, value) {
            ("nodedown", Some(number), _) => switches.nodedown = number as u32,
            ("missing_database", Some(number), _) => switches.missing_database = number as u32,
            ("busy", Some(number), _) => switches.busy = number as u32,
            ("rewind_max", Some(number), _) => switches.rewind_max = number,
            ("shuffle_rows", _, Value::Bool(is_on)) => switches.shuffle_rows = *is_on,
            ("accepted", _, Value::Bool(is_on)) => switches.accepted = *is_on,
            ("opaque_sequences", _, Value::Bool(is_on)) => switches.opaque_sequences = *is_on,
            ("hang_longpoll", _, Value::Bool(is_on)) => switches.hang_longpoll = *is_on,
            ("read_only", _, Value::String(reason)) => switches.read_only = Some(reason.clone()),
            ("read_only", _, Value::Null) => switches.read_only = None,
            ("document_bytes_max", bytes_max, Value::Number(_) | Value::Null) => {
                switches.document_bytes_max = bytes_max.map(|bytes_max| bytes_max as usize);
            }
            ("request_bytes_max", bytes_max, Value::Number(_) | Value::Null) => {
                switches.request_bytes_max = bytes_max.map(|bytes_max| bytes_max as usize);
            }
            _ => return false,
        }
    }
    server.switches = switches;
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::switches::Flavour;

    fn status(server: &mut Server, request: Request) -> u16 {
        server.answer(&request).status()
    }

    #[test]
    fn signing_in_is_required_ended_and_no_longer_asked_for() {
        let server = &mut Server::new(Flavour::Couch, 1, 1_700_000_000_000);
        let mut access = Access::new(None);
        assert!(access.require(&json!({"auth": true})).is_err());
        let asked = json!({"auth": true, "user": "ann:pass:word", "token": "abc"});
        access.require(&asked).unwrap();
        access.apply(server);
        let basic = || Request::put("/crm").with_basic("ann", "pass:word");
        let bearer = || Request::get("/crm").with_header("authorization", "Bearer abc");
        assert_eq!(status(server, basic()), 201);
        assert_eq!(status(server, bearer()), 200);
        assert_eq!(status(server, Request::get("/crm")), 401);
        access.require(&json!({"expire": true})).unwrap();
        access.apply(server);
        assert_eq!(
            (status(server, basic()), status(server, bearer())),
            (401, 401)
        );
        access.require(&json!({"expire": false})).unwrap();
        access.apply(server);
        assert_eq!(
            (status(server, basic()), status(server, bearer())),
            (412, 200)
        );
        access.require(&json!({"auth": false})).unwrap();
        access.apply(server);
        assert_eq!(status(server, Request::delete("/crm")), 200);
    }

    #[test]
    fn switches_are_turned_together_or_not_at_all() {
        let server = &mut Server::new(Flavour::Couch, 1, 1_700_000_000_000);
        assert!(turn(
            server,
            &json!({"nodedown": 2, "read_only": "why", "document_bytes_max": null})
        ));
        assert_eq!(server.switches.nodedown, 2);
        assert_eq!(server.switches.read_only.as_deref(), Some("why"));
        assert_eq!(server.switches.document_bytes_max, None);
        assert!(!turn(server, &json!({"busy": 3, "nonsense": true})));
        assert!(!turn(server, &json!({"busy": "3"})));
        assert_eq!(server.switches.busy, 0);
    }

    #[test]
    fn a_user_has_a_name_and_perhaps_an_empty_password() {
        assert_eq!(
            parse_user("a:b:c"),
            Some(("a".to_owned(), "b:c".to_owned()))
        );
        assert_eq!(parse_user("a:"), Some(("a".to_owned(), String::new())));
        assert_eq!((parse_user("a"), parse_user(":b")), (None, None));
    }
}
