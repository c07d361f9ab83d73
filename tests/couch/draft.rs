//! A document as a request brings it: its special fields taken apart and checked. Whether it may be
//! stored is left to `write`.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::answer::Refusal;
use crate::attachment::{self, Incoming};
use crate::revision::{Revision, parse_hash};
use crate::switches::Flavour;

/// A document that is to be written.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Empty where the request names none.
    pub(crate) id: String,
    /// The generation of the revision it names.
    pub(crate) generation: u64,
    /// The hash of that revision, then of its ancestors; empty where it names none.
    pub(crate) hashes: Vec<Arc<str>>,
    pub(crate) is_deleted: bool,
    pub(crate) fields: Map<String, Value>,
    pub(crate) attachments: Vec<(String, Incoming)>,
}

/// What a document may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) flavour: Flavour,
    /// The longest body; `None` where none of the request can be too long.
    pub(crate) document_bytes_max: Option<usize>,
}

impl Draft {
    pub(crate) fn parse(value: Value, bounds: Bounds) -> Result<Self, Refusal> {
        let Value::Object(fields) = value else {
            return Err(Refusal::bad_request("Document must be a JSON object"));
        };
        let mut draft = Self {
            id: String::new(),
            generation: 0,
            hashes: Vec::new(),
            is_deleted: false,
            fields: Map::new(),
            attachments: Vec::new(),
        };
        let mut revisions = None;
        for (name, value) in fields {
            match (name.as_str(), value) {
                ("_id", value) => draft.id = parse_id(&value)?,
                ("_rev", Value::String(text)) => {
                    draft.name(Revision::parse(&text).ok_or_else(Refusal::invalid_revision)?);
                }
                ("_rev", Value::Null) if bounds.flavour == Flavour::PouchServer => {}
                ("_rev", _) => return Err(Refusal::invalid_revision()),
                ("_revisions", Value::Object(value)) => revisions = Some(value),
                ("_deleted", Value::Bool(is_deleted)) => draft.is_deleted = is_deleted,
                ("_attachments", Value::Object(value)) => {
                    draft.attachments = attachment::parse(&value)?;
                }
                ("_revs_info" | "_local_seq" | "_conflicts" | "_deleted_conflicts", _) => {}
                ("_removed" | "_rev_tree", _) if bounds.flavour == Flavour::PouchServer => {}
                (_, value) if !name.starts_with('_') || is_kept(&name) => {
                    draft.fields.insert(name, value);
                }
                _ => {
                    let status = match bounds.flavour {
                        Flavour::Couch => 400,
                        Flavour::PouchServer => 500,
                    };
                    let reason = format!("Bad special document member: {name}");
                    return Err(Refusal::new(status, "doc_validation", reason));
                }
            }
        }
        // The history says more than the revision alone, whichever stands first.
        if let Some(revisions) = revisions {
            draft.take_history(&revisions)?;
        }
        draft.measure(bounds)?;
        Ok(draft)
    }

    /// The revision that it names.
    pub(crate) fn revision(&self) -> Option<Revision> {
        Some(Revision {
            generation: self.generation,
            hash: self.hashes.first()?.clone(),
        })
    }

    /// Sets the revision that it names, without a history.
    pub(crate) fn name(&mut self, revision: Revision) {
        self.generation = revision.generation;
        self.hashes = vec![revision.hash];
    }

    pub(crate) fn is_local(&self) -> bool {
        self.id.starts_with("_local/")
    }

    pub(crate) fn has_stubs(&self) -> bool {
        self.attachments
            .iter()
            .any(|(_, incoming)| matches!(incoming, Incoming::Stub))
    }

    fn take_history(&mut self, revisions: &Map<String, Value>) -> Result<(), Refusal> {
        let invalid = |reason: &'static str| Refusal::new(400, "doc_validation", reason);
        self.generation = revisions
            .get("start")
            .and_then(Value::as_u64)
            .ok_or_else(|| invalid("_revisions.start isn't an integer."))?;
        let hashes = revisions
            .get("ids")
            .and_then(Value::as_array)
            .ok_or_else(|| invalid("_revisions.ids isn't a array."))?;
        let parse = |hash: &Value| {
            let hash = hash
                .as_str()
                .ok_or_else(|| invalid("RevId isn't a string"))?;
            parse_hash(hash).ok_or_else(|| invalid("RevId isn't a valid hexadecimal"))
        };
        self.hashes = hashes.iter().map(parse).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn measure(&self, bounds: Bounds) -> Result<(), Refusal> {
        let Some(bytes_max) = bounds.document_bytes_max else {
            return Ok(());
        };
        let bytes = serde_json::to_vec(&self.fields).map_or(usize::MAX, |bytes| bytes.len());
        if bytes <= bytes_max {
            return Ok(());
        }
        Err(Refusal::new(413, "document_too_large", self.id.clone()))
    }
}

/// Special fields that belong to the body.
fn is_kept(name: &str) -> bool {
    matches!(
        name,
        "_access"
            | "_replication_id"
            | "_replication_state"
            | "_replication_state_time"
            | "_replication_state_reason"
            | "_replication_stats"
    )
}

fn parse_id(value: &Value) -> Result<String, Refusal> {
    let invalid = |reason: &'static str| Refusal::new(400, "illegal_docid", reason);
    let id = value
        .as_str()
        .ok_or_else(|| invalid("Document id must be a string"))?;
    check_id(id)?;
    Ok(id.to_owned())
}

/// Refuses names that no document may have.
pub(crate) fn check_id(id: &str) -> Result<(), Refusal> {
    let reason = match id {
        "" => "Document id must not be empty",
        "_local/" => "Illegal document id `_local/`",
        "_design/" => "Illegal document id `_design/`",
        _ if id.starts_with("_local/") || id.starts_with("_design/") => return Ok(()),
        _ if id.starts_with('_') => "Only reserved document ids may start with underscore.",
        _ => return Ok(()),
    };
    Err(Refusal::new(400, "illegal_docid", reason))
}
