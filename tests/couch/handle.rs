//! The requests that write, and the feed of changes: read from the request, done to the database,
//! answered as each server does. Which edits conflict is left to `write`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::answer::{Answer, Refusal};
use crate::attachment::{Attachment, Incoming};
use crate::changes::{Feed, Kind};
use crate::draft::{Bounds, Draft};
use crate::request::Method;
use crate::revision::Revision;
use crate::route::{Call, ok};
use crate::server::Server;
use crate::switches::{Flavour, spend};
use crate::view::parse_revision;
use crate::watch::Watch;
use crate::write::Writing;

impl Server {
    pub(crate) fn put_document(&mut self, id: &str, call: &Call<'_>) -> Result<Answer, Refusal> {
        let mut draft = Draft::parse(self.body(call)?, self.bounds(call))?;
        if !id.is_empty() {
            draft.id = id.to_owned();
        }
        name_revision(&mut draft, call)?;
        let is_new_edit = call.target.query("new_edits") != Some("false");
        self.check_named(&draft, is_new_edit)?;
        self.store(draft, is_new_edit, 201, call)
    }

    pub(crate) fn delete_document(&mut self, id: &str, call: &Call<'_>) -> Result<Answer, Refusal> {
        // What is not there, or is deleted already, is not deleted again.
        let database = self.database(call.db)?;
        if id.starts_with("_local/") {
            database.read(id, call.target, self.flavour)?;
        } else {
            let tree = database.tree(id).ok_or_else(Refusal::missing)?;
            if tree.is_deleted() {
                return Err(Refusal::deleted());
            }
        }
        let mut draft = Draft::parse(json!({"_deleted": true}), self.bounds(call))?;
        draft.id = id.to_owned();
        name_revision(&mut draft, call)?;
        if self.flavour == Flavour::PouchServer && !draft.is_local() {
            self.name_read(&mut draft, call)?;
        }
        self.store(draft, true, 200, call)
    }

    /// pouchdb-server reads what it deletes, so the winner goes where no revision is named.
    fn name_read(&self, draft: &mut Draft, call: &Call<'_>) -> Result<(), Refusal> {
        let tree = self.database(call.db)?.tree(&draft.id);
        let revision = draft.revision().or_else(|| tree?.winner().cloned());
        let known = tree.zip(revision);
        let (_, revision) = known
            .filter(|(tree, revision)| tree.body(revision).is_some())
            .ok_or_else(Refusal::missing)?;
        draft.name(revision);
        Ok(())
    }

    /// Stores a file on its own; the document's fields stay as they are.
    pub(crate) fn put_attachment(
        &mut self,
        id: &str,
        name: &str,
        call: &Call<'_>,
    ) -> Result<Answer, Refusal> {
        let mut draft = Draft::parse(json!({}), self.bounds(call))?;
        draft.id = id.to_owned();
        name_revision(&mut draft, call)?;
        let known = draft.revision().and_then(|revision| {
            let tree = self.database(call.db).ok()?.tree(id)?;
            tree.body(&revision).cloned()
        });
        if let Some(body) = known {
            draft.fields = body.fields.clone();
            let others = body.attachments.keys().filter(|other| *other != name);
            draft.attachments = others
                .map(|other| (other.clone(), Incoming::Stub))
                .collect();
        }
        let content_type = call.request.header("content-type");
        let attachment = Attachment::new(
            content_type.unwrap_or("application/octet-stream"),
            call.request.body.clone(),
        );
        draft
            .attachments
            .push((name.to_owned(), Incoming::Whole(attachment)));
        self.store(draft, true, 201, call)
    }

    fn store(
        &mut self,
        draft: Draft,
        is_new_edit: bool,
        status: u16,
        call: &Call<'_>,
    ) -> Result<Answer, Refusal> {
        let drafts = self.named(vec![draft]);
        let id = drafts.first().map(|draft| draft.id.clone());
        let mut revision = None;
        for row in self.write_all(drafts, is_new_edit, call)? {
            revision = Some(row?);
        }
        let stored = json!({"ok": true, "id": id, "rev": revision});
        ok(self.written(status), &stored)
    }

    pub(crate) fn bulk_documents(&mut self, call: &Call<'_>) -> Result<Answer, Refusal> {
        let Value::Object(mut body) = self.body(call)? else {
            return Err(Refusal::bad_request("Request body must be a JSON object"));
        };
        let is_new_edit = match body.get("new_edits") {
            None => true,
            Some(Value::Bool(is_new_edit)) => *is_new_edit,
            Some(_) => {
                let reason = "`new_edits` parameter must be a boolean.";
                return Err(Refusal::bad_request(reason));
            }
        };
        let documents = match (body.remove("docs"), self.flavour) {
            (Some(Value::Array(documents)), _) => documents,
            (None, Flavour::Couch) => {
                let reason = "POST body must include `docs` parameter.";
                return Err(Refusal::bad_request(reason));
            }
            (Some(_), Flavour::Couch) => {
                return Err(Refusal::bad_request("`docs` parameter must be an array."));
            }
            (_, Flavour::PouchServer) => {
                return Err(Refusal::bad_request("Missing JSON list of 'docs'"));
            }
        };
        // All are read before one is stored: what is refused here, refuses the batch.
        let bounds = self.bounds(call);
        let mut drafts = Vec::with_capacity(documents.len());
        for document in documents {
            let draft = Draft::parse(document, bounds)?;
            self.check_named(&draft, is_new_edit)?;
            drafts.push(draft);
        }
        let drafts = self.named(drafts);
        let named: Vec<(String, Option<Revision>)> = drafts
            .iter()
            .map(|draft| (draft.id.clone(), draft.revision()))
            .collect();
        let results = self.write_all(drafts, is_new_edit, call)?;
        let mut rows = Vec::with_capacity(results.len());
        for ((id, revision), result) in named.into_iter().zip(results) {
            let mut row = Map::new();
            row.insert("id".to_owned(), id.into());
            match result {
                Ok(_) if !is_new_edit && !self.switches.ok_rows => continue,
                Ok(revision) => {
                    row.insert("ok".to_owned(), true.into());
                    row.insert("rev".to_owned(), revision.into());
                    if self.switches.accepted && is_new_edit {
                        row.insert("accepted".to_owned(), true.into());
                    }
                }
                Err(refusal) => {
                    if let Some(revision) = revision.filter(|_| !is_new_edit) {
                        row.insert("rev".to_owned(), revision.to_string().into());
                    }
                    row.insert("error".to_owned(), refusal.error.into());
                    row.insert("reason".to_owned(), refusal.reason.into());
                }
            }
            rows.push(Value::Object(row));
        }
        if self.switches.shuffle_rows {
            self.random.shuffle(&mut rows);
        }
        ok(self.written(201), &rows.into())
    }

    /// Writes documents one after the other; each has its own outcome.
    fn write_all(
        &mut self,
        drafts: Vec<Draft>,
        is_new_edit: bool,
        call: &Call<'_>,
    ) -> Result<Vec<Result<String, Refusal>>, Refusal> {
        let no_database = self.no_database();
        let mut writing = Writing {
            flavour: self.flavour,
            db: call.db,
            validation: self.validation.as_ref(),
            strict_local: self.switches.strict_local,
            revisions_max: self.switches.revisions_max,
            changed: BTreeSet::new(),
        };
        let database = self.databases.get_mut(call.db).ok_or(no_database)?;
        database.check_stubs(&drafts)?;
        let write = |draft| database.write(draft, is_new_edit, &mut writing);
        Ok(drafts.into_iter().map(write).collect())
    }

    pub(crate) fn changes(&mut self, method: Method, call: &Call<'_>) -> Result<Answer, Refusal> {
        if spend(&mut self.switches.nodedown) {
            return Err(Refusal::new(412, "nodedown", "progress not possible"));
        }
        let body = self.body_of(method, call)?;
        let epoch = self.database(call.db)?.epoch;
        let scale = self.scale(epoch);
        let back = match self.switches.rewind_max {
            0 => 0,
            max => self.random.up_to(max),
        };
        let database = self.database(call.db)?;
        let mut feed = Feed::parse(call.target, body.as_ref(), database, scale)?;
        feed.since = feed.since.saturating_sub(back);
        if feed.kind != Kind::Normal {
            let (flavour, switches) = (self.flavour, &self.switches);
            let watch = Watch::new(call.db, epoch, feed.clone(), call.target, flavour, switches);
            self.opened = Some(watch);
        }
        let database = self.database(call.db)?;
        let page = database.changes(&feed, scale);
        if feed.kind == Kind::Longpoll && page.rows.is_empty() && self.switches.hang_longpoll {
            return Ok(Answer::Hang);
        }
        Ok(Answer::Reply(page.reply(feed.kind, scale)))
    }

    pub(crate) fn purge(&mut self, call: &Call<'_>) -> Result<Answer, Refusal> {
        call.identity.check_admin()?;
        let Value::Object(asked) = self.body(call)? else {
            return Err(Refusal::bad_request("Request body must be a JSON object"));
        };
        let mut leaves = Vec::new();
        for (id, revisions) in asked {
            let revisions = revisions
                .as_array()
                .ok_or_else(|| Refusal::bad_request("Invalid list of revisions"))?;
            let parse = |text: &Value| {
                let revision = text.as_str().and_then(Revision::parse);
                revision.ok_or_else(Refusal::invalid_revision)
            };
            let revisions: Vec<Revision> = revisions.iter().map(parse).collect::<Result<_, _>>()?;
            leaves.push((id, revisions));
        }
        let database = self.database_mut(call.db)?;
        let mut purged = Map::new();
        for (id, revisions) in leaves {
            let gone = database.purge(&id, &revisions);
            let gone: Vec<Value> = gone.iter().map(|one| one.to_string().into()).collect();
            purged.insert(id, gone.into());
        }
        ok(
            self.written(201),
            &json!({"purge_seq": null, "purged": purged}),
        )
    }

    fn bounds(&self, call: &Call<'_>) -> Bounds {
        Bounds {
            flavour: self.flavour,
            // No document of a shorter request can be too long.
            document_bytes_max: self
                .switches
                .document_bytes_max
                .filter(|bytes_max| call.request.body.len() > *bytes_max),
        }
    }

    /// Refuses what was made elsewhere but does not say which revision it is.
    fn check_named(&self, draft: &Draft, is_new_edit: bool) -> Result<(), Refusal> {
        if is_new_edit || draft.revision().is_some() {
            return Ok(());
        }
        Err(match self.flavour {
            Flavour::Couch => Refusal::bad_request(
                "When `new_edits: false`, the document needs `_rev` or `_revisions` specified",
            ),
            Flavour::PouchServer => Refusal::invalid_revision(),
        })
    }

    /// Gives ids to documents that have none.
    fn named(&mut self, mut drafts: Vec<Draft>) -> Vec<Draft> {
        for draft in drafts.iter_mut().filter(|draft| draft.id.is_empty()) {
            draft.id = format!("{:016x}{:016x}", self.random.next(), self.random.next());
        }
        drafts
    }
}

/// Takes the revision that the query or a header names, where the body names none.
fn name_revision(draft: &mut Draft, call: &Call<'_>) -> Result<(), Refusal> {
    let of_query = parse_revision(call.target)?;
    let of_header = call.request.header("if-match");
    let named = match (of_query, of_header) {
        (Some(revision), _) => revision,
        (None, Some(text)) => {
            Revision::parse(text.trim_matches('"')).ok_or_else(Refusal::invalid_revision)?
        }
        (None, None) => return Ok(()),
    };
    match draft.revision() {
        None => draft.name(named),
        Some(revision) if revision == named => {}
        Some(_) => {
            return Err(Refusal::bad_request(
                "Document rev from request body and query string have different values",
            ));
        }
    }
    Ok(())
}
