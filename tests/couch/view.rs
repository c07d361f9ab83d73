//! Documents as answers show them: a revision's fields with the special ones that were asked for.
//! Which revisions are shown is left to whoever asks.

use serde_json::{Map, Value, json};

use crate::answer::Refusal;
use crate::request::Target;
use crate::revision::Revision;
use crate::tree::Tree;

/// What of a document is shown beside its fields.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shown {
    pub(crate) history: bool,
    pub(crate) conflicts: bool,
    pub(crate) deleted_conflicts: bool,
    pub(crate) attachments: bool,
}

impl Shown {
    pub(crate) fn parse(target: &Target) -> Self {
        let is_meta = target.is_on("meta");
        Self {
            history: target.is_on("revs"),
            conflicts: target.is_on("conflicts") || is_meta,
            deleted_conflicts: target.is_on("deleted_conflicts") || is_meta,
            attachments: target.is_on("attachments"),
        }
    }

    /// One revision of a document; `None` where its body is not known.
    pub(crate) fn document(self, id: &str, tree: &Tree, revision: &Revision) -> Option<Value> {
        let body = tree.body(revision)?;
        let mut fields = body.fields.clone();
        fields.insert("_id".to_owned(), id.into());
        fields.insert("_rev".to_owned(), revision.to_string().into());
        if tree.is_tombstone(revision) {
            fields.insert("_deleted".to_owned(), true.into());
        }
        if self.history {
            let hashes: Vec<Value> = tree
                .path(revision)
                .iter()
                .map(|hash| Value::from(&**hash))
                .collect();
            let history = json!({"start": revision.generation, "ids": hashes});
            fields.insert("_revisions".to_owned(), history);
        }
        let mut conflicts = |name: &str, is_deleted: bool| {
            let ranked = tree.ranked();
            let losers: Vec<Value> = ranked
                .into_iter()
                .skip(1)
                .filter(|leaf| tree.is_tombstone(leaf) == is_deleted)
                .map(|leaf| leaf.to_string().into())
                .collect();
            if !losers.is_empty() {
                fields.insert(name.to_owned(), losers.into());
            }
        };
        if self.conflicts {
            conflicts("_conflicts", false);
        }
        if self.deleted_conflicts {
            conflicts("_deleted_conflicts", true);
        }
        if !body.attachments.is_empty() {
            let shown: Map<String, Value> = body
                .attachments
                .iter()
                .map(|(name, attachment)| (name.clone(), attachment.view(self.attachments)))
                .collect();
            fields.insert("_attachments".to_owned(), shown.into());
        }
        Some(fields.into())
    }
}

/// Reads the revision that a query names.
pub(crate) fn parse_revision(target: &Target) -> Result<Option<Revision>, Refusal> {
    let parse = |text| Revision::parse(text).ok_or_else(Refusal::invalid_revision);
    target.query("rev").map(parse).transpose()
}
