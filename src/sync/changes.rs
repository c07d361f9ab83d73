//! The feed of changes and the documents behind it, as the server tells them: which documents have which
//! leaves, and what stands in these. What they mean for the records is `meet`'s.

use super::Http;
use super::trouble::Trouble;
use super::wire::{Answer, Request, Unreachable};
use crate::document::json::{Json, JsonWriter, Members, look};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// So long a server is let wait for a change: less than what proxies cut off.
const WAITED_MS: u32 = 25_000;

/// What is said of a document that is larger than an answer may be.
const TOO_LARGE: &str = "larger than what is read";
/// What is said of a document that is none.
const NO_DOCUMENT: &str = "not a document";

/// A document of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its id.
    pub(super) id: String,
    /// The revisions at its leaves, the server's winner first.
    pub(super) leaves: Vec<String>,
}

/// A part of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Documents that changed.
    pub(super) rows: Vec<Row>,
    /// Where the next part begins: what it is made of is the server's.
    pub(super) last: String,
    /// How many documents are to come, where the server says so.
    pub(super) pending: Option<u64>,
}

/// A leaf of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The id of the document.
    pub(super) id: String,
    /// The revision.
    pub(super) rev: String,
    /// Whether the document was deleted there.
    pub(super) is_deleted: bool,
    /// The document.
    pub(super) text: String,
}

/// Asks for one change that is not there yet, and waits for it.
pub(super) fn waiting(since: &str) -> Request {
    let since = encoded(since);
    Request::get(format!(
        "_changes?feed=longpoll&timeout={WAITED_MS}&limit=1&since={since}"
    ))
}

/// What was found of documents.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    /// The leaves.
    pub(super) found: Vec<Leaf>,
    /// The ids of documents that are none, or are larger than all that is read, with what is wrong.
    pub(super) wrong: Vec<(String, String)>,
    /// How many leaves that were asked for are not there, nor what came of them.
    pub(super) missing: u64,
}

/// A part of the feed that was asked for.
pub(super) fn found(answer: &Answer) -> Result<Page, Trouble> {
    whole(answer)?;
    page(&answer.body).ok_or_else(Trouble::unexpected)
}

/// Reads a part of the feed.
pub(super) async fn changes(http: &impl Http, since: &str, limit: usize) -> Result<Page, Trouble> {
    let since = encoded(since);
    let path = format!("_changes?style=all_docs&limit={limit}&seq_interval={limit}&since={since}");
    found(&http.send(Request::get(path)).await?)
}

/// The sealed documents of a database in the order of their ids, from one on, each with its winner.
pub(super) async fn names(http: &impl Http, from: &str, limit: usize) -> Result<Vec<Row>, Trouble> {
    // A semicolon is what comes after a colon.
    let from = if from.is_empty() {
        super::seal::PREFIX
    } else {
        from
    };
    let (from, to) = (encoded(&format!("\"{from}\"")), encoded("\"r;\""));
    let path = format!("_all_docs?limit={limit}&startkey={from}&endkey={to}");
    let answer = http.send(Request::get(path)).await?;
    whole(&answer)?;
    listed(&answer.body).ok_or_else(Trouble::unexpected)
}

/// Asks whether a database has a sealed document.
#[must_use]
pub fn a_sealed_one() -> Request {
    let (from, to) = (encoded("\"r:\""), encoded("\"r;\""));
    Request::get(format!("_all_docs?limit=1&startkey={from}&endkey={to}"))
}

/// Whether a list of documents has any; none where it is no list.
#[must_use]
pub fn has_rows(answer: &Answer) -> Option<bool> {
    Some(!listed(&answer.body)?.is_empty())
}

/// A list of documents as the server writes it.
#[derive(Deserialize)]
struct List {
    rows: Vec<ListRow>,
}

#[derive(Deserialize)]
struct ListRow {
    id: String,
    value: Revision,
}

/// The rows of a list of documents.
fn listed(body: &str) -> Option<Vec<Row>> {
    let list: List = serde_json::from_str(body).ok()?;
    let rows = list.rows.into_iter().map(|row| Row {
        id: row.id,
        leaves: vec![row.value.rev],
    });
    Some(rows.collect())
}

/// Reads the leaves of documents; one that is gone by now is not among them. Where they are too much for
/// one answer they are asked for in halves, so that one document does not keep the others.
pub(super) async fn leaves(http: &impl Http, rows: &[Row]) -> Result<Leaves, Trouble> {
    let mut leaves = Leaves::default();
    let mut left = vec![rows];
    while let Some(rows) = left.pop() {
        if rows.is_empty() {
            continue;
        }
        // Whoever writes meanwhile leaves a newer leaf, and the ones that are asked for may be gone.
        let request = Request::post("_bulk_get?latest=true", asked(rows));
        match (http.send(request).await, rows) {
            (Ok(answer), _) => {
                whole(&answer)?;
                found_in(&answer.body, rows, &mut leaves).ok_or_else(Trouble::unexpected)?;
            }
            (Err(Unreachable::TooLarge), [one]) => {
                leaves.wrong.push((one.id.clone(), TOO_LARGE.to_owned()));
            }
            (Err(Unreachable::TooLarge), rows) => {
                let (first, second) = rows.split_at(rows.len() / 2);
                left.extend([second, first]);
            }
            (Err(error), _) => return Err(error.into()),
        }
    }
    Ok(leaves)
}

/// Asks for the leaves of documents.
fn asked(rows: &[Row]) -> String {
    let mut body = JsonWriter::default();
    body.object().name("docs").array();
    for row in rows {
        for rev in &row.leaves {
            body.object().name("id").text(&row.id);
            body.name("rev").text(rev).end_object();
        }
    }
    body.end_array().end_object();
    body.finish()
}

/// An answer that did what was asked.
pub(super) fn whole(answer: &Answer) -> Result<(), Trouble> {
    if answer.is_ok() {
        Ok(())
    } else {
        Err(Trouble::of(answer))
    }
}

/// The text as a part of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

pub(super) fn object(raw: &RawValue) -> Option<Members<'_>> {
    match look(raw) {
        Ok(Json::Object(members)) => Some(members),
        _ => None,
    }
}

pub(super) fn array(raw: &RawValue) -> Option<Vec<&RawValue>> {
    match look(raw) {
        Ok(Json::Array(items)) => Some(items),
        _ => None,
    }
}

pub(super) fn text(members: &Members<'_>, name: &str) -> Option<String> {
    match look(members.get(name)?) {
        Ok(Json::Text(text)) => Some(text),
        _ => None,
    }
}

/// A sequence is a text or a number.
fn sequence(raw: &RawValue) -> Option<String> {
    match look(raw) {
        Ok(Json::Text(text)) => Some(text),
        Ok(Json::Number(number)) => Some(number.to_owned()),
        _ => None,
    }
}

/// A part of the feed as the server writes it.
#[derive(Deserialize)]
struct Feed<'a> {
    results: Vec<FeedRow>,
    #[serde(borrow)]
    last_seq: &'a RawValue,
    #[serde(borrow, default)]
    pending: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct FeedRow {
    id: String,
    changes: Vec<Revision>,
}

#[derive(Deserialize)]
struct Revision {
    rev: String,
}

fn page(body: &str) -> Option<Page> {
    let feed: Feed<'_> = serde_json::from_str(body).ok()?;
    let rows = feed.results.into_iter().map(|row| Row {
        id: row.id,
        leaves: row.changes.into_iter().map(|change| change.rev).collect(),
    });
    Some(Page {
        rows: rows.collect(),
        last: sequence(feed.last_seq)?,
        pending: feed.pending.and_then(|raw| raw.get().parse().ok()),
    })
}

/// What of a document is the database's.
#[derive(Deserialize)]
struct Head {
    _id: String,
    _rev: String,
    #[serde(default)]
    _deleted: bool,
}

/// A document with its revision.
pub(super) fn leaf(raw: &RawValue) -> Option<Leaf> {
    let head: Head = serde_json::from_str(raw.get()).ok()?;
    Some(Leaf {
        id: head._id,
        rev: head._rev,
        is_deleted: head._deleted,
        text: raw.get().to_owned(),
    })
}

/// An answer with documents as the server writes it, gone through once however large it is.
#[derive(Deserialize)]
struct Documents<'a> {
    #[serde(borrow)]
    results: Vec<DocumentsOf<'a>>,
}

#[derive(Deserialize)]
struct DocumentsOf<'a> {
    id: String,
    #[serde(borrow)]
    docs: Vec<Members<'a>>,
}

/// Adds what an answer has of the documents that were asked for; none where it is another. Each has to be
/// told of: what a server passes over would be taken for read, and never be asked for again. A document of
/// which not even the names can be read keeps nobody: it is told by the id that stands beside it.
fn found_in(body: &str, asked: &[Row], leaves: &mut Leaves) -> Option<()> {
    let answer: Documents<'_> = serde_json::from_str(body).ok()?;
    let mut told = HashSet::new();
    for DocumentsOf { id, docs } in answer.results {
        for found in docs {
            let Some(raw) = found.get("ok") else {
                if is_gone(&found) {
                    leaves.missing += 1;
                    continue;
                }
                return None;
            };
            let Some(leaf) = leaf(raw) else {
                leaves.wrong.push((id.clone(), NO_DOCUMENT.to_owned()));
                continue;
            };
            // The newest of two that were asked for may be the same.
            let mut others = leaves.found.iter().rev().take(16);
            if !others.any(|other| *other == leaf) {
                leaves.found.push(leaf);
            }
        }
        told.insert(id);
    }
    let is_whole = asked.iter().all(|row| told.contains(&row.id));
    is_whole.then_some(())
}

/// Whether a leaf is not there any more, which is said in ways that differ from server to server, and not
/// just out of reach.
fn is_gone(found: &Members<'_>) -> bool {
    let error = found.get("error").and_then(object);
    let is_missing =
        error.is_some_and(|error| text(&error, "error").as_deref() == Some("not_found"));
    // The text of pouchdb-server's errors is lost on the way.
    is_missing || found.contains_key("missing") || found.is_empty()
}
