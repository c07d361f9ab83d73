//! One database: its documents in the order of their last changes, its local documents and its epoch.
//! How documents are written, read and listed is left to `write`, `read`, `list` and `changes`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::sequence::Scale;
use crate::switches::Flavour;
use crate::tree::Tree;

/// One document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    pub(crate) tree: Tree,
    /// The position of its last change.
    pub(crate) sequence: u64,
}

/// A document that is not replicated.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub(crate) number: u64,
    pub(crate) fields: Map<String, Value>,
}

/// A database.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    /// When it was made, in seconds, and never the same for two of one name.
    pub(crate) epoch: u64,
    /// The position of the last change.
    pub(crate) sequence: u64,
    pub(crate) purges: u64,
    pub(crate) documents: BTreeMap<Arc<str>, Document>,
    /// Documents by the position of their last change.
    pub(crate) by_sequence: BTreeMap<u64, Arc<str>>,
    pub(crate) locals: BTreeMap<String, Local>,
    pub(crate) security: Value,
    /// Documents whose winner lives.
    pub(crate) live: usize,
}

impl Database {
    pub(crate) fn new(flavour: Flavour, epoch: u64) -> Self {
        let security = match flavour {
            Flavour::Couch => json!({
                "members": {"roles": ["_admin"]},
                "admins": {"roles": ["_admin"]},
            }),
            Flavour::PouchServer => json!({}),
        };
        Self {
            epoch,
            sequence: 0,
            purges: 0,
            documents: BTreeMap::new(),
            by_sequence: BTreeMap::new(),
            locals: BTreeMap::new(),
            security,
            live: 0,
        }
    }

    /// A document's revisions.
    pub(crate) fn tree(&self, id: &str) -> Option<&Tree> {
        self.documents.get(id).map(|document| &document.tree)
    }

    /// Changes a document's tree, and with it the counts and the place among the changes. Without
    /// `is_new_position` it keeps its place.
    pub(crate) fn change(
        &mut self,
        id: &str,
        is_new_position: bool,
        change: impl FnOnce(&mut Tree) -> bool,
    ) -> bool {
        if !self.documents.contains_key(id) {
            self.documents.insert(id.into(), Document::default());
        }
        let Some(document) = self.documents.get_mut(id) else {
            return false;
        };
        let was_live = !document.tree.is_deleted();
        let has_changed = change(&mut document.tree);
        let is_live = !document.tree.is_deleted();
        self.live = self.live + usize::from(is_live) - usize::from(was_live);
        if document.tree.is_empty() {
            self.by_sequence.remove(&document.sequence);
            self.documents.remove(id);
        } else if has_changed && is_new_position {
            let place = self.by_sequence.remove(&document.sequence);
            self.sequence += 1;
            document.sequence = self.sequence;
            let place = place.unwrap_or_else(|| id.into());
            self.by_sequence.insert(self.sequence, place);
        }
        has_changed
    }

    /// How many documents changed after a position.
    pub(crate) fn pending(&self, position: u64) -> usize {
        self.by_sequence.range(position.saturating_add(1)..).count()
    }

    /// What `GET /db` tells.
    pub(crate) fn describe(&self, name: &str, scale: Scale, started_ms: u64) -> Value {
        match scale.flavour {
            Flavour::Couch => json!({
                "instance_start_time": self.epoch.to_string(),
                "db_name": name,
                "purge_seq": scale.write(self.purges),
                "update_seq": scale.write(self.sequence),
                "sizes": {"file": 0, "external": 0, "active": 0},
                "props": {},
                "doc_del_count": self.documents.len() - self.live,
                "doc_count": self.live,
                "disk_format_version": 8,
                "compact_running": false,
                "cluster": {"q": 2, "n": 1, "w": 1, "r": 1},
            }),
            // Here it is when the server was started, which says nothing about the database.
            Flavour::PouchServer => json!({
                "doc_count": self.live,
                "update_seq": self.sequence,
                "backend_adapter": "LevelDOWN",
                "db_name": name,
                "auto_compaction": false,
                "adapter": "leveldb",
                "disk_size": 0,
                "instance_start_time": started_ms.to_string(),
            }),
        }
    }
}
