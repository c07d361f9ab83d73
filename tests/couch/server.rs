//! The server itself: what it holds, how it is set up, and the way of a request through its bad days
//! to an answer. Paths are left to `route`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::access::{Identity, Login, Token};
use crate::answer::{Answer, Refusal, Reply, date};
use crate::cors;
use crate::database::Database;
use crate::random::Random;
use crate::request::{Method, Request, Target};
use crate::sequence::Scale;
use crate::switches::{Flavour, Switches, spend};
use crate::watch::Watch;

/// Says of a document of a database whether it may be stored, or why not.
pub type Validation = Arc<dyn Fn(&str, &Value) -> Result<(), String> + Send + Sync>;

/// A CouchDB in memory.
#[derive(Clone)]
pub struct Server {
    /// What is different from a good day.
    pub switches: Switches,
    pub(crate) flavour: Flavour,
    pub(crate) now_ms: u64,
    pub(crate) started_ms: u64,
    pub(crate) random: Random,
    pub(crate) databases: BTreeMap<String, Database>,
    /// The last epoch that was given, so that none is given twice.
    pub(crate) epoch: u64,
    pub(crate) validation: Option<Validation>,
    logins: Vec<Login>,
    tokens: Vec<Token>,
    /// The feed that the last request opened.
    pub(crate) opened: Option<Watch>,
}

impl fmt::Debug for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Server")
            .field("flavour", &self.flavour)
            .field("switches", &self.switches)
            .field("databases", &self.databases)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// An empty server on a good day. The same seed, times and requests give the same answers.
    pub fn new(flavour: Flavour, seed: u64, now_ms: u64) -> Self {
        Self {
            switches: Switches::of(flavour),
            flavour,
            now_ms,
            started_ms: now_ms,
            random: Random::new(seed),
            databases: BTreeMap::new(),
            epoch: 0,
            validation: None,
            logins: Vec::new(),
            tokens: Vec::new(),
            opened: None,
        }
    }

    /// Sets the time, which the `date` header and new epochs tell.
    pub fn set_time_ms(&mut self, now_ms: u64) {
        self.now_ms = now_ms;
    }

    /// Starts chance anew.
    pub fn set_seed(&mut self, seed: u64) {
        self.random = Random::new(seed);
    }

    /// Stops and starts it: all that was stored stays.
    pub fn restart(&mut self, now_ms: u64) {
        self.now_ms = now_ms;
        self.started_ms = now_ms;
    }

    /// Lets a function refuse documents, as a `validate_doc_update` would.
    pub fn set_validation(&mut self, validation: Option<Validation>) {
        self.validation = validation;
    }

    /// Adds a login. From the first one on, who gives none is nobody.
    pub fn add_login(&mut self, login: Login) {
        self.logins.push(login);
    }

    /// Forgets all logins and tokens, so that everybody may do everything.
    pub fn clear_access(&mut self) {
        self.logins.clear();
        self.tokens.clear();
    }

    /// Adds a bearer token.
    pub fn add_token(&mut self, token: Token) {
        self.tokens.push(token);
    }

    /// Answers a request.
    pub fn answer(&mut self, request: &Request) -> Answer {
        self.opened = None;
        let preflight = cors::preflight(request, self.flavour, &self.switches);
        let answer = match preflight {
            Some(reply) => Ok(Answer::Reply(reply)),
            None => self.handle(request),
        };
        let mut answer = answer.unwrap_or_else(|refusal| {
            let mut reply = Reply::of(refusal.status, &refusal.body());
            if refusal.status == 429 {
                let seconds = self.switches.retry_after_s.to_string();
                reply.headers.push(("retry-after", seconds));
            }
            Answer::Reply(reply)
        });
        if let Answer::Reply(reply) = &mut answer {
            self.dress(reply, request);
            if request.method == Method::Head {
                reply.body.clear();
            }
        }
        answer
    }

    /// Adds the headers that every answer has.
    pub(crate) fn dress(&self, reply: &mut Reply, request: &Request) {
        let is_json = |header: &&mut (&str, String)| header.1 == "application/json";
        let accepted = request.header("accept").unwrap_or_default();
        if self.flavour == Flavour::PouchServer && !accepted.contains("application/json") {
            // To it everything takes text, and gets JSON as text, that does not ask for JSON.
            for (_, value) in reply.headers.iter_mut().filter(is_json) {
                "text/plain; charset=utf-8".clone_into(value);
            }
        }
        if self.flavour == Flavour::PouchServer && request.method != Method::Options {
            reply.headers.push(("vary", "Accept-Encoding".to_owned()));
        }
        reply.headers.push(("date", date(self.now_ms)));
        cors::expose(reply, request, self.flavour, &self.switches);
    }

    fn handle(&mut self, request: &Request) -> Result<Answer, Refusal> {
        if spend(&mut self.switches.busy) {
            return Err(Refusal::new(429, "too_many_requests", "Too many requests"));
        }
        let bytes_max = self.switches.request_bytes_max.unwrap_or(usize::MAX);
        if request.body.len() > bytes_max {
            return Err(Refusal::new(
                413,
                "too_large",
                "the request entity is too large",
            ));
        }
        let identity = Identity::parse(request, &self.logins, &self.tokens, self.now_ms)?;
        let target = Target::parse(&request.path, self.flavour);
        self.route(request, &target, &identity)
    }

    /// An epoch that no database has had.
    pub(crate) fn new_epoch(&mut self) -> u64 {
        self.epoch = (self.now_ms / 1000).max(self.epoch + 1);
        self.epoch
    }

    /// How a database writes its sequences in this answer.
    pub(crate) fn scale(&mut self, epoch: u64) -> Scale {
        let salt = match self.switches.opaque_sequences {
            true => self.random.next() as u32 | 1,
            false => 0,
        };
        Scale {
            flavour: self.flavour,
            epoch,
            salt,
        }
    }

    /// The refusal of a database that is not there.
    pub(crate) fn no_database(&self) -> Refusal {
        let reason = match self.flavour {
            Flavour::Couch => "Database does not exist.",
            Flavour::PouchServer => "no_db_file",
        };
        Refusal::new(404, "not_found", reason)
    }
}
