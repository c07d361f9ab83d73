//! The paths of the interface: which request is which, and who may make it. Requests that write, and
//! the feed of changes, are left to `handle`.

use serde_json::{Value, json};

use crate::access::Identity;
use crate::answer::{Answer, Refusal, Reply};
use crate::database::Database;
use crate::draft::check_id;
use crate::request::{Method, Request, Target};
use crate::server::Server;
use crate::switches::{Flavour, spend};
use crate::view::parse_revision;

/// One request to a database, with all that answering it needs.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) target: &'a Target,
    pub(crate) identity: &'a Identity,
    pub(crate) db: &'a str,
}

impl Server {
    pub(crate) fn route(
        &mut self,
        request: &Request,
        target: &Target,
        identity: &Identity,
    ) -> Result<Answer, Refusal> {
        let method = match request.method {
            Method::Head => Method::Get,
            method => method,
        };
        let segments: Vec<&str> = target.segments.iter().map(String::as_str).collect();
        match (method, segments.as_slice()) {
            (Method::Get, []) => ok(200, &self.welcome()),
            (Method::Get, ["_session"]) => ok(200, &identity.session(self.flavour)),
            (Method::Get, ["_up"]) => ok(200, &json!({"status": "ok", "seeds": {}})),
            (Method::Get, ["_all_dbs"]) => {
                identity.check_admin()?;
                let names: Vec<&String> = self.databases.keys().collect();
                ok(200, &json!(names))
            }
            (Method::Put, [db]) => self.create(db, identity),
            (_, [] | ["_session" | "_up" | "_all_dbs", ..]) => Err(Refusal::method("GET,HEAD")),
            (_, [db, path @ ..]) => {
                let call = Call {
                    request,
                    target,
                    identity,
                    db,
                };
                self.route_database(method, path, &call)
            }
        }
    }

    fn welcome(&self) -> Value {
        match self.flavour {
            Flavour::Couch => json!({
                "couchdb": "Welcome",
                "version": "3.5.0",
                "git_sha": "11f0d36",
                "uuid": "8f3c0a1f2b7d4c5e9a6b7c8d9e0f1a2b",
                "features": ["quickjs", "access-ready", "partitioned",
                    "pluggable-storage-engines", "reshard", "scheduler"],
                "vendor": {"name": "The Apache Software Foundation"},
            }),
            Flavour::PouchServer => json!({
                "express-pouchdb": "Welcome!",
                "version": "4.2.0",
                "pouchdb-adapters": ["leveldb"],
                "vendor": {"name": "PouchDB authors", "version": "4.2.0"},
                "uuid": "be008238-5118-452b-958b-336556a3d929",
            }),
        }
    }

    fn create(&mut self, db: &str, identity: &Identity) -> Result<Answer, Refusal> {
        identity.check_admin()?;
        let is_plain = |letter: char| {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_$()+-/".contains(letter)
        };
        if !db.starts_with(|letter: char| letter.is_ascii_lowercase()) || !db.chars().all(is_plain)
        {
            let reason = format!(
                "Name: '{db}'. Only lowercase characters (a-z), digits (0-9), and any of the \
                 characters _, $, (, ), +, -, and / are allowed. Must begin with a letter."
            );
            return Err(Refusal::new(400, "illegal_database_name", reason));
        }
        if self.databases.contains_key(db) {
            let reason = match self.flavour {
                Flavour::Couch => "The database could not be created, the file already exists.",
                Flavour::PouchServer => "The database could not be created.",
            };
            return Err(Refusal::new(412, "file_exists", reason));
        }
        let epoch = self.new_epoch();
        let database = Database::new(self.flavour, epoch);
        self.databases.insert(db.to_owned(), database);
        ok(self.written(201), &json!({"ok": true}))
    }

    fn route_database(
        &mut self,
        method: Method,
        path: &[&str],
        call: &Call<'_>,
    ) -> Result<Answer, Refusal> {
        if spend(&mut self.switches.missing_database) {
            return Err(Refusal::new(404, "not_found", "Database does not exist."));
        }
        let database = self.databases.get(call.db);
        let database = database.ok_or_else(|| self.no_database())?;
        call.identity.check_member(database)?;
        self.check_writable(method, path)?;
        match (method, path) {
            (Method::Get, []) => {
                let epoch = database.epoch;
                let scale = self.scale(epoch);
                let described = self
                    .database(call.db)?
                    .describe(call.db, scale, self.started_ms);
                ok(200, &described)
            }
            (Method::Delete, []) => {
                call.identity.check_admin()?;
                self.databases.remove(call.db);
                ok(self.written(200), &json!({"ok": true}))
            }
            (Method::Post, []) => self.put_document("", call),
            (Method::Post, ["_bulk_docs"]) => self.bulk_documents(call),
            (Method::Post, ["_bulk_get"]) => {
                let body = self.body(call)?;
                ok(200, &database.bulk_get(&body, call.target, self.flavour)?)
            }
            (Method::Post, ["_revs_diff"]) => {
                let body = self.body(call)?;
                ok(200, &database.revisions_diff(&body, self.flavour)?)
            }
            (Method::Get | Method::Post, ["_changes"]) => self.changes(method, call),
            (Method::Get | Method::Post, ["_all_docs"]) => {
                let body = self.body_of(method, call)?;
                let listed = database.all_documents(call.target, body.as_ref(), self.flavour);
                ok(200, &listed?)
            }
            (Method::Post, ["_find"]) => {
                let body = self.body(call)?;
                ok(200, &database.find(&body, self.flavour)?)
            }
            (Method::Post, ["_ensure_full_commit"]) => {
                let since = database.epoch.to_string();
                ok(201, &json!({"ok": true, "instance_start_time": since}))
            }
            (Method::Get, ["_security"]) => ok(200, &database.security),
            (Method::Put, ["_security"]) => {
                call.identity.check_db_admin(database)?;
                let security = self.body(call)?;
                self.database_mut(call.db)?.security = security;
                ok(200, &json!({"ok": true}))
            }
            (Method::Post, ["_compact"]) => {
                call.identity.check_db_admin(database)?;
                self.compact(call.db);
                ok(202, &json!({"ok": true}))
            }
            (Method::Post, ["_purge"]) if self.flavour == Flavour::Couch => self.purge(call),
            (Method::Post, _) if self.flavour == Flavour::PouchServer => {
                Err(Refusal::bad_request("only_multipart_accepted"))
            }
            (_, ["_bulk_docs" | "_bulk_get" | "_revs_diff" | "_purge", ..]) => {
                Err(Refusal::method("POST"))
            }
            (_, ["_changes" | "_all_docs"]) => Err(Refusal::method("GET,HEAD,POST")),
            (_, [kind @ ("_local" | "_design"), name, file @ ..]) => {
                self.route_document(method, &format!("{kind}/{name}"), file, call)
            }
            (_, [id, file @ ..]) => self.route_document(method, id, file, call),
            _ => Err(Refusal::method("DELETE,GET,HEAD,POST")),
        }
    }

    fn route_document(
        &mut self,
        method: Method,
        id: &str,
        file: &[&str],
        call: &Call<'_>,
    ) -> Result<Answer, Refusal> {
        check_id(id)?;
        let database = self.database(call.db)?;
        match (method, file) {
            (Method::Get, []) => {
                let shown = match call.target.query("open_revs") {
                    Some(asked) => database.open_revisions(id, asked, call.target, self.flavour)?,
                    None => database.read(id, call.target, self.flavour)?,
                };
                ok(200, &shown)
            }
            (Method::Put, []) => self.put_document(id, call),
            (Method::Delete, []) => self.delete_document(id, call),
            (Method::Get, name) => {
                let revision = parse_revision(call.target)?;
                let tree = database.tree(id).ok_or_else(Refusal::missing)?;
                let winner = tree.winner().filter(|_| !tree.is_deleted());
                let attachment = revision
                    .as_ref()
                    .or(winner)
                    .and_then(|revision| tree.body(revision)?.attachments.get(&name.join("/")))
                    .ok_or_else(|| {
                        Refusal::new(404, "not_found", "Document is missing attachment")
                    })?;
                let bytes = attachment.bytes.clone();
                let reply = Reply::text(200, &attachment.content_type, bytes);
                Ok(Answer::Reply(reply))
            }
            (Method::Put, name) => self.put_attachment(id, &name.join("/"), call),
            _ => Err(Refusal::method("DELETE,GET,HEAD,PUT")),
        }
    }

    /// Refuses writes to a server that only reads.
    fn check_writable(&self, method: Method, path: &[&str]) -> Result<(), Refusal> {
        let is_reading = match method {
            Method::Post => !matches!(path, [] | ["_bulk_docs" | "_purge" | "_compact"]),
            method => !matches!(method, Method::Put | Method::Delete),
        };
        match &self.switches.read_only {
            Some(reason) if !is_reading => Err(Refusal::forbidden(reason.clone())),
            _ => Ok(()),
        }
    }

    pub(crate) fn database(&self, db: &str) -> Result<&Database, Refusal> {
        self.databases.get(db).ok_or_else(|| self.no_database())
    }

    pub(crate) fn database_mut(&mut self, db: &str) -> Result<&mut Database, Refusal> {
        let no_database = self.no_database();
        self.databases.get_mut(db).ok_or(no_database)
    }

    pub(crate) fn body(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let content_type = call.request.header("content-type").unwrap_or_default();
        let is_json = content_type.split(';').next() == Some("application/json");
        // CouchDB looks at it where something is posted, and takes any for what is put.
        let is_checked = self.flavour == Flavour::Couch && call.request.method == Method::Post;
        if is_checked && !is_json {
            return Err(Refusal::new(
                415,
                "bad_content_type",
                "Content-Type must be application/json",
            ));
        }
        call.request.json(self.flavour)
    }

    /// The body of a request that may have none.
    pub(crate) fn body_of(
        &self,
        method: Method,
        call: &Call<'_>,
    ) -> Result<Option<Value>, Refusal> {
        let has_body = method == Method::Post && !call.request.body.is_empty();
        has_body.then(|| self.body(call)).transpose()
    }

    pub(crate) fn written(&self, status: u16) -> u16 {
        if self.switches.accepted { 202 } else { status }
    }
}

pub(crate) fn ok(status: u16, body: &Value) -> Result<Answer, Refusal> {
    Ok(Answer::Reply(Reply::of(status, body)))
}
