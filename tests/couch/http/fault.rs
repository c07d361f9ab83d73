//! Faults that a test plants: which requests they meet, how often, and what becomes of an answer.
//! Getting the spoilt answer onto the wire is left to `connection`.

use serde_json::{Value, json};

use crate::answer::{Refusal, Reply};

/// What happens to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A refusal with this status.
    Status(u16),
    /// 302 to a page to log in on.
    Login,
    /// An answer that says it is whole, but whose body ends early.
    Truncated,
    /// An answer whose connection ends within its body.
    Cut,
    /// JSON that says something else.
    Shape,
    /// 200 and no body.
    Empty,
    /// A body that says it is gzip, and is not.
    Gzip,
    /// A body byte by byte.
    Drip,
    /// Nothing, ever.
    Hang,
    /// The connection ends without an answer, and nothing was done.
    Reset,
    /// No headers for other origins.
    NoCors,
    /// What was asked is done; then the connection ends without an answer.
    Lost,
}

impl Kind {
    fn parse(kind: &Value) -> Option<Self> {
        let text = match kind {
            Value::String(text) => text.clone(),
            kind => kind.to_string(),
        };
        Some(match text.as_str() {
            "login" | "302" => Self::Login,
            "truncated" => Self::Truncated,
            "cut" => Self::Cut,
            "shape" => Self::Shape,
            "empty" => Self::Empty,
            "gzip" => Self::Gzip,
            "drip" => Self::Drip,
            "hang" => Self::Hang,
            "reset" => Self::Reset,
            "no-cors" => Self::NoCors,
            "lost" => Self::Lost,
            text => match text.parse().ok()? {
                status @ (401 | 403 | 404 | 409 | 412 | 413 | 429 | 500 | 502 | 503) => {
                    Self::Status(status)
                }
                _ => return None,
            },
        })
    }

    /// Whether what was asked is done all the same.
    fn is_done(self) -> bool {
        let done = [
            Self::Truncated,
            Self::Cut,
            Self::Drip,
            Self::NoCors,
            Self::Lost,
        ];
        done.contains(&self)
    }

    fn name(self) -> String {
        let name = match self {
            Self::Status(status) => return status.to_string(),
            Self::Login => "login",
            Self::Truncated => "truncated",
            Self::Cut => "cut",
            Self::Shape => "shape",
            Self::Empty => "empty",
            Self::Gzip => "gzip",
            Self::Drip => "drip",
            Self::Hang => "hang",
            Self::Reset => "reset",
            Self::NoCors => "no-cors",
            Self::Lost => "lost",
        };
        name.to_owned()
    }
}

/// A fault that waits for its requests.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    /// Part of the paths that it meets, query and all.
    path: Option<String>,
    method: Option<String>,
    /// How many requests it still meets; `None` where it meets all.
    left: Option<u64>,
    /// Whether what was asked is done.
    pub(crate) is_done: bool,
    /// Whether pages of other origins may read what it answers, as they may on good days.
    is_shared: bool,
    body: Option<String>,
    /// How many bytes of a body come.
    at: Option<usize>,
    interval_ms: u64,
    retry_after_s: u64,
}

impl Fault {
    /// Reads a fault; the error says what it may be.
    pub(crate) fn parse(asked: &Value) -> Result<Self, &'static str> {
        let kind = asked.get("kind").and_then(Kind::parse).ok_or(
            "`kind` is 401, 403, 404, 409, 412, 413, 429, 500, 502, 503, login, truncated, cut, \
             shape, empty, gzip, drip, hang, reset, no-cors or lost",
        )?;
        let known = [
            "kind",
            "path",
            "method",
            "count",
            "done",
            "cors",
            "body",
            "at",
            "interval_ms",
            "retry_after_s",
        ];
        let names = asked.as_object().into_iter().flatten();
        if names
            .map(|(name, _)| name)
            .any(|name| !known.contains(&name.as_str()))
        {
            return Err(
                "a fault has `kind`, `path`, `method`, `count`, `done`, `cors`, `body`, `at`, \
                 `interval_ms` and `retry_after_s`",
            );
        }
        let text = |name: &str| match asked.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err("`path`, `method` and `body` are texts"),
        };
        let number = |name: &str| match asked.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(number) => match number.as_u64() {
                Some(number) => Ok(Some(number)),
                None => Err("`count`, `at`, `interval_ms` and `retry_after_s` are whole numbers"),
            },
        };
        let is_on = |name: &str, default: bool| match asked.get(name) {
            None | Some(Value::Null) => Ok(default),
            Some(Value::Bool(is_on)) => Ok(*is_on),
            Some(_) => Err("`done` and `cors` are true or false"),
        };
        Ok(Self {
            kind,
            path: text("path")?,
            method: text("method")?,
            left: number("count")?,
            is_done: is_on("done", kind.is_done())?,
            is_shared: is_on("cors", true)?,
            body: text("body")?,
            at: number("at")?.map(|at| at as usize),
            interval_ms: number("interval_ms")?.unwrap_or(1000),
            retry_after_s: number("retry_after_s")?.unwrap_or(1),
        })
    }

    fn meets(&self, method: &str, path: &str) -> bool {
        let is_method = match &self.method {
            Some(asked) => asked.eq_ignore_ascii_case(method),
            // A preflight would use up what is meant for the request behind it.
            None => method != "OPTIONS" || self.kind == Kind::NoCors,
        };
        is_method && self.path.as_ref().is_none_or(|part| path.contains(part))
    }

    /// Whether the connection ends without an answer. A browser asks again by itself where that
    /// happens on a connection that has answered before, so it must happen on a new one.
    pub(crate) fn is_of_connections(&self) -> bool {
        matches!(self.kind, Kind::Reset | Kind::Lost)
    }

    /// Whether the answer stays what it is, but for its headers.
    pub(crate) fn is_of_headers(&self) -> bool {
        self.kind == Kind::NoCors
    }

    pub(crate) fn name(&self) -> String {
        self.kind.name()
    }

    pub(crate) fn view(&self) -> Value {
        json!({"kind": self.name(), "path": self.path, "method": self.method, "count": self.left})
    }

    /// What comes of the answer. Where nothing was done, `good` has no more than its headers.
    pub(crate) fn spoil(&self, good: Reply) -> Delivery {
        let mut reply = match self.kind {
            Kind::Status(status) => self.refusal(good, status),
            Kind::Login => {
                let mut reply = replaced(good, 302, "text/html", b"");
                reply.headers.push(("location", LOGIN.to_owned()));
                reply
            }
            Kind::Truncated => {
                let at = self.cut_at(&good);
                let mut reply = good;
                reply.body.truncate(at);
                reply
            }
            Kind::Shape => {
                let other = self.body.as_deref().unwrap_or(OTHER);
                replaced(good, 200, "application/json", other.as_bytes())
            }
            Kind::Empty => replaced(good, 200, "application/json", b""),
            Kind::Gzip => {
                // It begins as gzip does, so that whoever decodes it has begun when it turns out.
                let garbage = b"\x1f\x8b\x08\x00garbage that is no gzip at all";
                let mut reply = replaced(good, 200, "application/json", garbage);
                reply.headers.push(("content-encoding", "gzip".to_owned()));
                reply
            }
            _ => good,
        };
        if self.kind == Kind::NoCors || !self.is_shared {
            reply
                .headers
                .retain(|(name, _)| !name.starts_with("access-control-"));
        }
        match self.kind {
            Kind::Cut => Delivery::Cut(self.cut_at(&reply), reply),
            Kind::Drip => Delivery::Drip(self.interval_ms, reply),
            Kind::Hang => Delivery::Hang,
            Kind::Reset | Kind::Lost => Delivery::Close,
            _ => Delivery::Whole(reply),
        }
    }

    fn cut_at(&self, reply: &Reply) -> usize {
        self.at.unwrap_or(reply.body.len() / 2)
    }

    fn refusal(&self, good: Reply, status: u16) -> Reply {
        let (error, reason) = match status {
            401 => ("unauthorized", "Name or password is incorrect."),
            403 => ("forbidden", "You are not allowed to access this db."),
            404 => ("not_found", "Database does not exist."),
            409 => ("conflict", "Document update conflict."),
            412 => ("nodedown", "progress not possible"),
            413 => ("too_large", "the request entity is too large"),
            429 => ("too_many_requests", "Too many requests"),
            _ => ("internal_server_error", "No DB shards could be opened."),
        };
        let json = Refusal::new(status, error, reason).body().to_string();
        // What stands in front of a server speaks HTML or plain text.
        let (content_type, body) = match status {
            502 => ("text/html", BAD_GATEWAY),
            503 => (
                "text/plain",
                "upstream connect error or disconnect/reset before headers",
            ),
            _ => ("application/json", json.as_str()),
        };
        let body = self.body.as_deref().unwrap_or(body);
        let mut reply = replaced(good, status, content_type, body.as_bytes());
        if status == 429 {
            reply
                .headers
                .push(("retry-after", self.retry_after_s.to_string()));
        }
        reply
    }
}

/// How an answer gets onto the wire.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Delivery {
    /// All of it.
    Whole(Reply),
    /// So many bytes of its body; then the connection ends.
    Cut(usize, Reply),
    /// A byte of its body each so many milliseconds.
    Drip(u64, Reply),
    /// Nothing, and the connection stays.
    Hang,
    /// Nothing, and the connection ends.
    Close,
}

/// The page to log in on, where no database can be.
pub(crate) const LOGIN: &str = "/_login";

/// JSON that is no answer of a CouchDB.
const OTHER: &str = r#"{"status":"success","data":[null,42,{"rows":"none"}]}"#;

const BAD_GATEWAY: &str = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n\
    <center><h1>502 Bad Gateway</h1></center>\n</body>\n</html>\n";

/// The page to log in on.
pub(crate) fn login_page(good: Reply) -> Reply {
    let page = b"<!doctype html>\n<title>Sign in</title>\n<form method=\"post\"><input name=\"name\"></form>\n";
    replaced(good, 200, "text/html", page)
}

/// An answer with another body, and the headers that do not speak of it.
pub(crate) fn replaced(good: Reply, status: u16, content_type: &str, body: &[u8]) -> Reply {
    let mut reply = Reply::text(status, content_type, body.to_vec());
    let others = good.headers.into_iter();
    reply
        .headers
        .extend(others.filter(|(name, _)| !matches!(*name, "content-type" | "retry-after")));
    reply
}

/// The faults that wait, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn plant(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Whether connections may answer more than once.
    pub(crate) fn lets_keep(&self) -> bool {
        !self.0.iter().any(Fault::is_of_connections)
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn view(&self) -> Value {
        self.0.iter().map(Fault::view).collect()
    }

    /// The fault that a request meets: the oldest that fits.
    pub(crate) fn meet(&mut self, method: &str, path: &str) -> Option<Fault> {
        self.0.retain(|fault| fault.left != Some(0));
        let mut waiting = self.0.iter_mut();
        let fault = waiting.find(|fault| fault.meets(method, path))?;
        fault.left = fault.left.map(|left| left - 1);
        let met = fault.clone();
        self.0.retain(|fault| fault.left != Some(0));
        Some(met)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]
    use super::*;

    fn fault(asked: Value) -> Fault {
        Fault::parse(&asked).unwrap()
    }

    fn good() -> Reply {
        let mut reply = Reply::of(200, &json!({"ok": true, "id": "deal:1"}));
        let origin = ("access-control-allow-origin", "http://a.example".to_owned());
        reply.headers.push(origin);
        reply
    }

    fn whole(asked: Value) -> Reply {
        match fault(asked).spoil(good()) {
            Delivery::Whole(reply) => reply,
            other => panic!("{other:?}"),
        }
    }

    fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
        let mut headers = reply.headers.iter();
        let (_, value) = headers.find(|(other, _)| *other == name)?;
        Some(value)
    }

    #[test]
    fn a_fault_meets_what_it_names_and_as_often_as_it_says() {
        let mut faults = Faults::default();
        faults.plant(fault(
            json!({"kind": 503, "path": "_bulk_docs", "method": "post", "count": 2}),
        ));
        faults.plant(fault(
            json!({"kind": "hang", "path": "_changes", "count": null}),
        ));
        assert!(faults.meet("GET", "/crm/_bulk_docs").is_none());
        assert!(faults.meet("POST", "/crm/_revs_diff").is_none());
        for _ in 0..2 {
            let met = faults.meet("POST", "/crm/_bulk_docs").unwrap();
            assert_eq!(met.kind, Kind::Status(503));
        }
        assert!(faults.meet("POST", "/crm/_bulk_docs").is_none());
        for _ in 0..5 {
            assert!(faults.meet("GET", "/crm/_changes?since=0").is_some());
        }
        faults.clear();
        assert!(faults.meet("GET", "/crm/_changes").is_none());
    }

    #[test]
    fn preflights_are_spared_but_where_they_are_meant() {
        let mut faults = Faults::default();
        faults.plant(fault(json!({"kind": 401, "count": 1})));
        assert!(faults.meet("OPTIONS", "/crm").is_none());
        assert!(faults.meet("GET", "/crm").is_some());
        faults.plant(fault(json!({"kind": "no-cors"})));
        assert!(faults.meet("OPTIONS", "/crm").is_some());
        faults.clear();
        faults.plant(fault(json!({"kind": 500, "method": "OPTIONS"})));
        assert!(faults.meet("OPTIONS", "/crm").is_some());
        assert!(faults.meet("GET", "/crm").is_none());
    }

    #[test]
    fn refusals_have_their_status_and_the_headers_of_other_origins() {
        for status in [401, 403, 404, 409, 412, 413, 429, 500, 502, 503] {
            let reply = whole(json!({"kind": status}));
            assert_eq!(reply.status, status);
            assert!(header(&reply, "access-control-allow-origin").is_some());
            assert_eq!(reply.json().is_null(), status > 500, "{status}");
        }
        let reply = whole(json!({"kind": "429", "retry_after_s": 7, "cors": false}));
        assert_eq!(header(&reply, "retry-after"), Some("7"));
        assert_eq!(header(&reply, "access-control-allow-origin"), None);
        assert_eq!(
            header(&whole(json!({"kind": "login"})), "location"),
            Some(LOGIN)
        );
    }

    #[test]
    fn bodies_are_cut_replaced_emptied_and_garbled() {
        let cut = whole(json!({"kind": "truncated", "at": 5}));
        assert_eq!(cut.body.len(), 5);
        assert!(good().body.starts_with(&cut.body));
        let half = whole(json!({"kind": "truncated"}));
        assert!(!half.body.is_empty() && half.json().is_null());
        let other = whole(json!({"kind": "shape"}));
        assert!(other.json().is_object() && other.json() != good().json());
        assert_eq!(whole(json!({"kind": "shape", "body": "[]"})).body, b"[]");
        assert_eq!(whole(json!({"kind": "empty"})).body, b"");
        let garbled = whole(json!({"kind": "gzip"}));
        assert_eq!(header(&garbled, "content-encoding"), Some("gzip"));
        assert_eq!(whole(json!({"kind": "no-cors"})).headers.len(), 1);
    }

    #[test]
    fn connections_are_cut_held_and_closed() {
        let spoilt = |asked| fault(asked).spoil(good());
        assert_eq!(
            spoilt(json!({"kind": "cut", "at": 3})),
            Delivery::Cut(3, good())
        );
        let drip = spoilt(json!({"kind": "drip", "interval_ms": 9}));
        assert_eq!(drip, Delivery::Drip(9, good()));
        assert_eq!(spoilt(json!({"kind": "hang"})), Delivery::Hang);
        for (kind, is_done) in [("reset", false), ("lost", true)] {
            assert_eq!(spoilt(json!({"kind": kind})), Delivery::Close);
            assert_eq!(fault(json!({"kind": kind})).is_done, is_done);
        }
        assert!(fault(json!({"kind": 500, "done": true})).is_done);
    }

    #[test]
    fn what_is_no_fault_is_told_what_is() {
        for asked in [
            json!({}),
            json!({"kind": 418}),
            json!({"kind": "Hang"}),
            json!({"kind": "hang", "count": -1}),
            json!({"kind": "hang", "paths": "x"}),
            json!({"kind": "hang", "path": 7}),
        ] {
            assert!(Fault::parse(&asked).is_err(), "{asked}");
        }
    }
}
