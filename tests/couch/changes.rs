//! The feed of changes: each document once, at its newest position. The kinds of feed differ in how
//! they are written only: here a longpoll or continuous feed answers at once with what there is, and
//! going on with it is left to `watch`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::answer::{Refusal, Reply};
use crate::database::{Database, Document};
use crate::request::Target;
use crate::sequence::Scale;
use crate::switches::Flavour;
use crate::view::Shown;

/// What CouchDB takes where no limit is given.
const NO_LIMIT: usize = 1_000_000_000_000_000;

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    Longpoll,
    Continuous,
    EventSource,
}

/// What of the changes is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    pub(crate) kind: Kind,
    /// The position after which it starts.
    pub(crate) since: u64,
    pub(crate) limit: usize,
    is_all_leaves: bool,
    /// Only each so many rows tell their sequence.
    interval: Option<usize>,
    documents: Option<Shown>,
    /// Only these documents.
    ids: Option<BTreeSet<String>>,
}

impl Feed {
    pub(crate) fn parse(
        target: &Target,
        body: Option<&Value>,
        database: &Database,
        scale: Scale,
    ) -> Result<Self, Refusal> {
        let is_couch = scale.flavour == Flavour::Couch;
        let kind = match target.query("feed").unwrap_or("normal") {
            "normal" => Kind::Normal,
            "longpoll" => Kind::Longpoll,
            "continuous" | "live" => Kind::Continuous,
            "eventsource" if is_couch => Kind::EventSource,
            _ if !is_couch => Kind::Normal,
            _ => {
                return Err(Refusal::bad_request(
                    "Supported `feed` types: normal, continuous, live, longpoll, eventsource",
                ));
            }
        };
        let since = match target.query("since").unwrap_or("0") {
            "now" => database.sequence,
            text => scale.parse(text).ok_or_else(|| {
                Refusal::bad_request("Malformed sequence supplied in 'since' parameter.")
            })?,
        };
        let limit = target.number("limit")?.unwrap_or(NO_LIMIT);
        let ids = match (target.query("filter"), body) {
            (Some("_doc_ids"), Some(body)) => body.get("doc_ids").and_then(Value::as_array),
            (None, Some(body)) if !is_couch => body.get("doc_ids").and_then(Value::as_array),
            (None, _) => None,
            (Some(_), _) => return Err(Refusal::bad_request("no such filter here")),
        };
        Ok(Self {
            kind,
            since,
            limit: if is_couch { limit } else { limit.max(1) },
            is_all_leaves: target.query("style") == Some("all_docs"),
            interval: target
                .number("seq_interval")?
                .filter(|interval| is_couch && *interval > 0),
            documents: target.is_on("include_docs").then(|| Shown::parse(target)),
            ids: ids.map(|ids| {
                ids.iter()
                    .filter_map(|id| id.as_str().map(str::to_owned))
                    .collect()
            }),
        })
    }
}

/// The changes that one answer tells.
pub(crate) struct Page {
    pub(crate) rows: Vec<Value>,
    pub(crate) last: u64,
    pub(crate) pending: usize,
}

impl Database {
    pub(crate) fn changes(&self, feed: &Feed, scale: Scale) -> Page {
        let mut page = Page {
            rows: Vec::new(),
            // A position that lies ahead, as after a restored backup, stays where it is.
            last: feed.since,
            pending: 0,
        };
        let is_asked = |id: &str| feed.ids.as_ref().is_none_or(|ids| ids.contains(id));
        for (position, id) in self.by_sequence.range(feed.since.saturating_add(1)..) {
            if page.rows.len() >= feed.limit {
                break;
            }
            page.last = *position;
            let Some(document) = self.documents.get(id).filter(|_| is_asked(id)) else {
                continue;
            };
            let left = feed.limit - page.rows.len();
            let is_told = feed
                .interval
                .is_none_or(|interval| left.is_multiple_of(interval));
            let sequence = match is_told {
                true => scale.write(*position),
                false => Value::Null,
            };
            page.rows
                .push(row(id, document, sequence, feed, scale.flavour));
        }
        page.pending = self.pending(page.last);
        page
    }
}

fn row(id: &str, document: &Document, sequence: Value, feed: &Feed, flavour: Flavour) -> Value {
    let tree = &document.tree;
    let mut leaves = tree.ranked();
    if !feed.is_all_leaves {
        leaves.truncate(1);
    } else if flavour == Flavour::PouchServer {
        // By generation, the greatest first; siblings in the order of their hashes.
        leaves.sort_by(|one, other| {
            let generations = other.generation.cmp(&one.generation);
            generations.then_with(|| one.hash.cmp(&other.hash))
        });
    }
    let changes: Vec<Value> = leaves
        .iter()
        .map(|leaf| json!({"rev": leaf.to_string()}))
        .collect();
    let mut row = json!({"seq": sequence, "id": id, "changes": changes});
    if let Some(row) = row.as_object_mut() {
        if tree.is_deleted() {
            row.insert("deleted".to_owned(), true.into());
        }
        if let Some((shown, winner)) = feed.documents.zip(tree.winner()) {
            let document = shown.document(id, tree, winner).unwrap_or_default();
            row.insert("doc".to_owned(), document);
        }
    }
    row
}

impl Page {
    /// The page of a feed with nothing to tell.
    pub(crate) fn empty(last: u64) -> Self {
        Self {
            rows: Vec::new(),
            last,
            pending: 0,
        }
    }

    pub(crate) fn reply(&self, kind: Kind, scale: Scale) -> Reply {
        let last = scale.write(self.last);
        let end = match scale.flavour {
            Flavour::Couch => json!({"last_seq": last, "pending": self.pending}),
            Flavour::PouchServer => json!({"last_seq": last}),
        };
        match kind {
            Kind::Normal | Kind::Longpoll => {
                let mut body = end;
                if let Some(body) = body.as_object_mut() {
                    body.insert("results".to_owned(), self.rows.clone().into());
                }
                Reply::of(200, &body)
            }
            Kind::Continuous => {
                let mut body = lines(&self.rows);
                // pouchdb-server never ends this feed, so it never says where it ended.
                if scale.flavour == Flavour::Couch {
                    body.push_str(&format!("{end}\n"));
                }
                Reply::text(200, "application/json", body.into_bytes())
            }
            Kind::EventSource => {
                let body: String = self.rows.iter().map(event).collect();
                Reply::text(200, "text/event-stream", body.into_bytes())
            }
        }
    }
}

/// One change as an event.
pub(crate) fn event(row: &Value) -> String {
    let sequence = row.get("seq").unwrap_or(&Value::Null);
    format!("data: {row}\nid: {sequence}\n\n")
}

/// Changes one a line.
pub(crate) fn lines(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}
