//! The way to a server on which every request of one endpoint meets a fault, as the browser's relay tells
//! of it; and what a device remembers of its connection.

use super::time::Time;
use super::*;
use crate::session::sync::{
    Connection, DeviceKind, Kept, Line, Outside, Secret, Stretching, stretch,
};
use crate::storage::StorageError;

/// What is asked for: the requests of a client, by what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// `GET /`
    Welcome,
    /// `GET /db`
    Database,
    /// `PUT /db`
    Create,
    /// `POST /db/_revs_diff`
    Permission,
    /// `GET /db/settings:…`
    Settings,
    /// `GET /db/_all_docs`
    First,
    /// `GET /db/_local/…`
    Greet,
    /// `PUT /db/_local/…`
    Keep,
    /// `GET /db/_changes`
    Feed,
    /// `GET /db/_changes?feed=longpoll`
    Longpoll,
    /// `POST /db/_bulk_get`
    Leaves,
    /// `POST /db/_bulk_docs`
    Send,
    /// `POST /db/_bulk_docs` that ends branches
    Prune,
    /// `GET` and `PUT /db/device:…`
    Device,
    /// `GET /db/_all_docs?include_docs=true`
    Devices,
}

impl Endpoint {
    fn of(request: &Request) -> Self {
        let path = request.path.split('?').next().unwrap_or_default();
        let body = request.body.as_deref().unwrap_or_default();
        match (request.method, path) {
            (wire::Method::Get, "") => Self::Database,
            (wire::Method::Put, "") => Self::Create,
            (_, "_revs_diff") => Self::Permission,
            (_, "_all_docs") if request.path.contains("device") => Self::Devices,
            (_, "_all_docs") => Self::First,
            (_, path) if path.starts_with("device%3A") => Self::Device,
            (_, "_changes") if request.path.contains("feed=longpoll") => Self::Longpoll,
            (_, "_changes") => Self::Feed,
            (_, "_bulk_get") => Self::Leaves,
            (_, "_bulk_docs") if body.contains(r#""_deleted":true"#) => Self::Prune,
            (_, "_bulk_docs") => Self::Send,
            (wire::Method::Put, _) => Self::Keep,
            (_, path) if path.starts_with("_local/") => Self::Greet,
            _ => Self::Settings,
        }
    }
}

/// Where an answer is cut off: after the first of these, or before the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Opening,
    InName,
    AfterColon,
    AfterComma,
    InNumber,
    InLetter,
    Half,
    BeforeTheLast,
}

/// Every kind of byte that an answer can end at.
pub(super) const CUTS: [Cut; 8] = [
    Cut::Opening,
    Cut::InName,
    Cut::AfterColon,
    Cut::AfterComma,
    Cut::InNumber,
    Cut::InLetter,
    Cut::Half,
    Cut::BeforeTheLast,
];

impl Cut {
    pub(super) fn of(self, body: &str) -> String {
        let bytes = body.trim_end().as_bytes();
        let after = |is: fn(&u8) -> bool| bytes.iter().position(is).map(|at| at + 1);
        let end = match self {
            Self::Opening => Some(1),
            Self::InName => after(|byte| *byte == b'"').map(|at| at + 1),
            Self::AfterColon => after(|byte| *byte == b':'),
            Self::AfterComma => after(|byte| *byte == b','),
            Self::InNumber => after(u8::is_ascii_digit),
            Self::InLetter => after(|byte| !byte.is_ascii()),
            Self::Half => None,
            Self::BeforeTheLast => Some(bytes.len().saturating_sub(1)),
        };
        let end = end.unwrap_or(bytes.len() / 2).min(bytes.len() - 1);
        String::from_utf8_lossy(&bytes[..end]).into_owned()
    }
}

/// What becomes of a request or its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A refusal with this status, as the server or what stands before it says it.
    Status(u16),
    /// The same, with a page of what stands before the server.
    Page(u16),
    /// 302 to a page to log in on.
    Login,
    /// The answer up to a byte, as if that were all.
    Truncated(Cut),
    /// 200 and other JSON.
    Shape(&'static str),
    /// 200 and nothing.
    Empty,
    /// What says it is gzip and is not.
    Gzip,
    /// The answer, a byte each second.
    Drip,
    /// Nothing, and the connection stays.
    Hang,
    /// Nothing, and the connection ends.
    Reset,
    /// What was asked is done; then the connection ends.
    Lost,
    /// No such host.
    Dns,
    /// No handshake.
    Tls,
    /// The browser may not read it.
    Cors,
}

/// JSON of other shapes than any that is asked for; the last are answers to something else.
pub(super) const SHAPES: [&str; 14] = [
    "{}",
    "[]",
    "null",
    "0",
    r#""ok""#,
    r#"{"status":"success","data":[null,42,{"rows":"none"}]}"#,
    r#"{"ok":true}"#,
    r#"{"results":[]}"#,
    r#"{"results":{},"last_seq":[]}"#,
    r#"{"results":[{"id":"customer:1","docs":[],"changes":[]}],"last_seq":null}"#,
    r#"[{"id":1,"rev":2}]"#,
    r#"[{"ok":true,"id":"customer:018bcfe5-6800-7000-8000-000000000000","rev":"1-a"}]"#,
    r#"{"total_rows":0,"offset":0,"rows":[]}"#,
    NOTHING_NEW,
];

/// What a feed without news says.
pub(super) const NOTHING_NEW: &str = r#"{"results":[],"last_seq":"0","pending":0}"#;

/// A request that came.
pub(super) struct Asked {
    pub(super) at_ms: i64,
    pub(super) address: String,
    /// Whether it met the fault.
    pub(super) is_struck: bool,
}

/// How long the relay goes on without a byte, and in all; and for what waits for news.
const SILENT_MS: i64 = 60_000;
const WHOLE_MS: i64 = 120_000;
const LONGPOLL_MS: i64 = 35_000;
/// How long a request takes one way.
const WAY_MS: i64 = 20;
/// No test asks so often.
const ASKED_MAX: usize = 100_000;

/// A server, and what is planted before it.
pub(super) struct Web {
    pub(super) time: Rc<Time>,
    pub(super) server: Rc<RefCell<Server>>,
    /// A fault, at one endpoint or at all.
    pub(super) planted: Cell<Option<(Option<Endpoint>, Fault)>>,
    pub(super) log: RefCell<Vec<Asked>>,
    /// Who does not know it is not let in.
    pub(super) password: RefCell<&'static str>,
}

impl Web {
    fn fault(&self, endpoint: Endpoint) -> Option<Fault> {
        let (at, fault) = self.planted.get()?;
        at.is_none_or(|at| at == endpoint).then_some(fault)
    }

    fn good(&self, method: couch::Method, path: &str, body: Option<&str>) -> Answer {
        let mut asked = couch::Request::new(method, path);
        let json = ("content-type".to_owned(), "application/json".to_owned());
        asked.headers.push(json);
        asked.body = body.unwrap_or_default().as_bytes().to_vec();
        let mut server = self.server.borrow_mut();
        let answer = server.answer(&asked);
        let reply = answer.reply().unwrap();
        Answer {
            status: reply.status,
            body: String::from_utf8(reply.body.clone()).unwrap(),
            retry_after_s: None,
        }
    }
}

/// What stands in the way of a server, as both speak.
fn refusal(status: u16) -> Answer {
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
    let body = match status {
        502 => "<html>\n<head><title>502 Bad Gateway</title></head></html>\n".to_owned(),
        503 => "upstream connect error or disconnect/reset before headers".to_owned(),
        _ => format!(r#"{{"error":"{error}","reason":"{reason}"}}"#),
    };
    Answer {
        status,
        body,
        retry_after_s: (status == 429).then_some(7),
    }
}

/// A line of one who signs in.
pub(super) struct Cable {
    web: Rc<Web>,
    remote: Remote,
    secret: Secret,
}

impl Cable {
    async fn request(
        &self,
        endpoint: Endpoint,
        address: String,
        request: Request,
    ) -> Result<Answer, Unreachable> {
        let (web, time) = (&self.web, &self.web.time);
        let fault = web.fault(endpoint);
        web.log.borrow_mut().push(Asked {
            at_ms: time.now_ms(),
            address,
            is_struck: fault.is_some(),
        });
        assert!(web.log.borrow().len() < ASKED_MAX, "it asks without end");
        time.wait(WAY_MS).await;
        let is_longpoll = endpoint == Endpoint::Longpoll;
        let within = |ms: i64| if is_longpoll { LONGPOLL_MS } else { ms };
        let good = async {
            let answer = self.good(endpoint, &request).await;
            time.wait(WAY_MS).await;
            answer
        };
        let said = |status: u16, body: &str| Answer {
            status,
            body: body.to_owned(),
            retry_after_s: None,
        };
        Ok(match fault {
            None => good.await,
            Some(Fault::Status(status)) => refusal(status),
            Some(Fault::Page(status)) => said(status, "<html><h1>Not here</h1></html>"),
            Some(Fault::Login) => return Err(Unreachable::Redirected),
            Some(Fault::Truncated(cut)) => {
                let mut answer = good.await;
                answer.body = cut.of(&answer.body);
                answer
            }
            Some(Fault::Shape(body)) => said(200, body),
            Some(Fault::Empty) => said(200, ""),
            Some(Fault::Drip) => {
                let answer = good.await;
                let takes = answer.body.len() as i64 * 1000;
                time.wait(takes.min(within(WHOLE_MS))).await;
                if takes > within(WHOLE_MS) {
                    return Err(Unreachable::TimedOut);
                }
                answer
            }
            Some(Fault::Hang) => {
                time.wait(within(SILENT_MS)).await;
                return Err(Unreachable::TimedOut);
            }
            Some(Fault::Lost) => {
                good.await;
                return Err(Unreachable::Network);
            }
            Some(Fault::Gzip | Fault::Reset | Fault::Dns | Fault::Tls | Fault::Cors) => {
                return Err(Unreachable::Network);
            }
        })
    }

    async fn good(&self, endpoint: Endpoint, request: &Request) -> Answer {
        let is_let_in = match &self.secret {
            Secret::Password(password) => password == *self.web.password.borrow(),
            Secret::Token(_) => false,
        };
        if !is_let_in {
            return refusal(401);
        }
        let method = match request.method {
            wire::Method::Get => couch::Method::Get,
            wire::Method::Put => couch::Method::Put,
            wire::Method::Post => couch::Method::Post,
        };
        let path = match (endpoint, request.path.as_str()) {
            (Endpoint::Welcome, _) => "/".to_owned(),
            (_, "") => "/crm".to_owned(),
            (_, path) => format!("/crm/{path}"),
        };
        let ask = || self.web.good(method, &path, request.body.as_deref());
        let mut answer = ask();
        if endpoint == Endpoint::Longpoll {
            // The server says nothing until there is something, or for as long as it was asked to.
            let end = self.web.time.now_ms() + 25_000;
            while answer.body.contains(r#""results":[]"#) && self.web.time.now_ms() < end {
                self.web.time.wait(1000).await;
                answer = ask();
            }
        }
        answer
    }
}

impl Http for Cable {
    async fn send(&self, request: Request) -> Result<Answer, Unreachable> {
        let address = self.remote.address(&request.path);
        self.request(Endpoint::of(&request), address, request).await
    }
}

impl Line for Cable {
    async fn welcome(&self) -> Result<Answer, Unreachable> {
        let address = format!("{}/", self.remote.server());
        self.request(Endpoint::Welcome, address, Request::get(""))
            .await
    }

    async fn is_there(&self) -> bool {
        let fault = self.web.planted.get().map(|(_, fault)| fault);
        !matches!(
            fault,
            Some(Fault::Hang | Fault::Reset | Fault::Lost | Fault::Dns | Fault::Tls)
        )
    }

    fn is_mixed(&self) -> bool {
        false
    }
}

/// What is outside of the sync of a device.
pub(super) struct Street {
    pub(super) web: Rc<Web>,
    pub(super) connection: RefCell<Option<Connection>>,
    pub(super) secret: RefCell<Option<Kept>>,
}

impl Outside for Street {
    type Line = Cable;

    fn line(&self, remote: &Remote, secret: &Secret) -> Cable {
        Cable {
            web: Rc::clone(&self.web),
            remote: remote.clone(),
            secret: secret.clone(),
        }
    }

    fn is_online(&self) -> bool {
        true
    }

    fn is_seen(&self) -> bool {
        true
    }

    fn device(&self) -> DeviceKind {
        DeviceKind::of_agent("Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0", false)
    }

    async fn wait(&self, ms: u32) {
        self.web.time.wait(i64::from(ms)).await;
    }

    fn connection(&self) -> Option<Connection> {
        self.connection.borrow().clone()
    }

    fn set_connection(&self, connection: Option<&Connection>) {
        *self.connection.borrow_mut() = connection.cloned();
    }

    async fn secret(&self) -> Option<Kept> {
        self.secret.borrow().clone()
    }

    async fn keep_secret(&self, kept: Option<&Kept>) -> Result<(), StorageError> {
        *self.secret.borrow_mut() = kept.cloned();
        Ok(())
    }

    async fn stretch(&self, passphrase: &str, way: &Stretching) -> Result<[u8; 32], String> {
        stretch(passphrase, way).ok_or_else(|| "no memory".to_owned())
    }
}
