//! What is read of a database before anything else: whether it can be used and what is in it, and the
//! few records without which a workspace cannot be opened. The feed brings them again, which does no
//! harm.

use super::changes::{Leaf, Row, array, encoded, leaf, leaves, object, text, whole};
use super::meet::{Here, meet};
use super::trouble::{Said, Trouble};
use super::wire::{Answer, Request, Unreachable};
use super::{Arriving, Client, Http, Store};
use crate::document::json::{Json, look, parse};
use crate::domain::{RecordId, RecordKind};

/// The kinds whose records a workspace needs to be opened: what it is called, who works in it, and
/// how its records look.
const FIRST: [RecordKind; 6] = [
    RecordKind::Settings,
    RecordKind::Owner,
    RecordKind::Pipeline,
    RecordKind::CustomField,
    RecordKind::Tag,
    RecordKind::View,
];
/// So many documents of a kind are read first.
const MOST: usize = 1000;
/// So many names of an encrypted database are read at a time.
const NAMES_AT_ONCE: usize = 10_000;

impl<H: Http, S: Store> Client<H, S> {
    /// Reads the records without which a workspace cannot be opened, ahead of all others.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn first(&mut self) -> Result<(), Trouble> {
        if self.seal.is_some() {
            return self.first_sealed().await;
        }
        for kind in FIRST {
            let answer = match self.http.send(all_of(kind)).await {
                // The feed brings them in parts.
                Err(Unreachable::TooLarge) => continue,
                answer => answer?,
            };
            whole(&answer)?;
            let leaves = documents(&answer.body).ok_or_else(Trouble::unexpected)?;
            let named = leaves.iter();
            // One that cannot be read is told when the feed brings it.
            let named = named.filter_map(|leaf| Some((RecordId::parse(&leaf.id).ok()?, leaf)));
            self.take_first(named.collect()).await?;
        }
        Ok(())
    }

    async fn take_first(&self, leaves: Vec<(RecordId, &Leaf)>) -> Result<(), Trouble> {
        let mut records = Vec::new();
        for (id, leaf) in leaves {
            let seen = self.store.record(id);
            let here = Here {
                record: seen.as_ref(),
                unsent: None,
                author: None,
            };
            let met = meet(id, here, &[leaf], self.session).ok().flatten();
            records.extend(met.map(|met| Arriving {
                record: met.record,
                seen,
            }));
        }
        // What somebody writes to meanwhile is met when the feed brings it.
        self.store.merge(records).await?;
        Ok(())
    }

    /// The same of an encrypted database: it does not know which document is of which kind, so all names are
    /// looked through.
    async fn first_sealed(&mut self) -> Result<(), Trouble> {
        let mut from = String::new();
        loop {
            let page = super::changes::names(&*self.http, &from, NAMES_AT_ONCE).await?;
            // The first of a part is the last of the one before.
            let before = std::mem::take(&mut from);
            if let Some(last) = page.last() {
                from.clone_from(&last.id);
            }
            // A server that does not get on would be asked without end.
            let is_last = page.len() < NAMES_AT_ONCE || from <= before;
            let records = self.records_of(&page)?.records.into_iter();
            let first = records.filter(|(id, row)| FIRST.contains(&id.kind) && row.id != before);
            let first: Vec<(RecordId, Row)> = first.map(|(id, row)| (id, row.clone())).collect();
            for some in first.chunks(MOST) {
                let rows: Vec<Row> = some.iter().map(|(_, row)| row.clone()).collect();
                let found = leaves(&*self.http, &rows).await?;
                let found = self.opened(found).await.found;
                let named = found.iter().filter_map(|leaf| {
                    let (id, _) = some.iter().find(|(_, row)| row.id == leaf.id)?;
                    Some((*id, leaf))
                });
                self.take_first(named.collect()).await?;
            }
            if is_last {
                return Ok(());
            }
        }
    }
}

/// Asks for the documents of a kind.
fn all_of(kind: RecordKind) -> Request {
    // A semicolon is what comes after a colon.
    let bound = |end: char| encoded(&format!("\"{}{end}\"", kind.code()));
    let (from, to) = (bound(':'), bound(';'));
    Request::get(format!(
        "_all_docs?include_docs=true&limit={MOST}&startkey={from}&endkey={to}"
    ))
}

fn documents(body: &str) -> Option<Vec<Leaf>> {
    let members = object(parse(body).ok()?)?;
    let rows = array(members.get("rows")?)?;
    let documents = rows.into_iter().filter_map(|row| {
        let row = object(row)?;
        leaf(row.get("doc")?)
    });
    Some(documents.collect())
}

/// What a server calls itself; none where it is no CouchDB.
#[must_use]
pub fn server(welcome: &Answer) -> Option<String> {
    let members = object(parse(&welcome.body).ok()?)?;
    let greeting = members
        .get("couchdb")
        .or_else(|| members.get("express-pouchdb"))?;
    matches!(look(greeting), Ok(Json::Text(_))).then_some(())?;
    let vendor = members.get("vendor").and_then(object);
    let name = vendor.as_ref().and_then(|vendor| text(vendor, "name"));
    let version = text(&members, "version").or_else(|| text(vendor.as_ref()?, "version"));
    let name = match name.as_deref() {
        None | Some("The Apache Software Foundation") => "CouchDB".to_owned(),
        Some(name) => name.to_owned(),
    };
    Some(match version {
        Some(version) => format!("{name} {version}"),
        None => name,
    })
}

/// Whether a database was made, or was there already.
///
/// # Errors
/// [`Trouble`].
pub fn made(answer: &Answer) -> Result<(), Trouble> {
    if answer.status == 412 && Said::of(&answer.body).error == "file_exists" {
        return Ok(());
    }
    whole(answer)?;
    let members = parse(&answer.body).ok().and_then(object);
    let is_made = members.is_some_and(|members| members.contains_key("ok"));
    is_made.then_some(()).ok_or_else(Trouble::unexpected)
}

/// How many documents a database has, as it says itself.
#[must_use]
pub fn documents_in(answer: &Answer) -> Option<u64> {
    let members = object(parse(&answer.body).ok()?)?;
    members.get("doc_count")?.get().parse().ok()
}
