//! What is done to whole servers from outside, and what tests look at: backups put back, databases
//! made anew, compaction, replication between servers, leaves and documents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::body::Body;
use crate::database::Database;
use crate::server::Server;
use crate::switches::Flavour;
use crate::tree::{Branch, Tree};
use crate::write::Writing;

/// All databases of a server at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot(BTreeMap<String, Database>);

/// One leaf of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// Its revision, as text.
    pub revision: String,
    /// What it says.
    pub body: Arc<Body>,
}

impl Server {
    /// Which server is played.
    pub fn flavour(&self) -> Flavour {
        self.flavour
    }

    /// A backup of all databases.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.databases.clone())
    }

    /// Puts a backup back: databases, their epochs and their sequences are as they were then.
    /// Clients have seen sequences that lie ahead now, and the server does not tell them.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.databases = snapshot.0.clone();
    }

    /// Deletes a database and makes it again, empty and of another epoch.
    pub fn recreate(&mut self, db: &str) {
        let epoch = self.new_epoch();
        let mut database = Database::new(self.flavour, epoch);
        if let Some(known) = self.databases.remove(db) {
            database.security = known.security;
        }
        self.databases.insert(db.to_owned(), database);
    }

    /// Forgets the bodies of all revisions that something follows.
    pub fn compact(&mut self, db: &str) {
        if let Some(database) = self.databases.get_mut(db) {
            for document in database.documents.values_mut() {
                document.tree.compact();
            }
        }
    }

    /// The leaves of a document that live, the winner first.
    pub fn leaves(&self, db: &str, id: &str) -> Vec<Leaf> {
        let Some(tree) = self.tree(db, id) else {
            return Vec::new();
        };
        let live = tree.ranked().into_iter().filter_map(|leaf| {
            let body = tree.body(leaf).filter(|_| !tree.is_tombstone(leaf))?;
            Some(Leaf {
                revision: leaf.to_string(),
                body: body.clone(),
            })
        });
        live.collect()
    }

    /// All revisions of a document.
    pub fn tree(&self, db: &str, id: &str) -> Option<&Tree> {
        self.databases.get(db)?.tree(id)
    }

    /// The fields of each document that lives, by id: those of its winner, without special ones.
    pub fn documents(&self, db: &str) -> BTreeMap<String, Map<String, Value>> {
        let Some(database) = self.databases.get(db) else {
            return BTreeMap::new();
        };
        let live = database.documents.iter().filter_map(|(id, document)| {
            let tree = &document.tree;
            let winner = tree.winner().filter(|_| !tree.is_deleted())?;
            Some((id.to_string(), tree.body(winner)?.fields.clone()))
        });
        live.collect()
    }
}

/// Copies what one server has of a database and another lacks, as nodes of a cluster or
/// `_replicate` do: leaves with their histories, conflicts and tombstones, but no bodies of
/// ancestors and no local documents. Nothing is validated, and a database that is missing stays so.
/// The answer is how many revisions were copied.
pub fn replicate(from: &Server, to: &mut Server, db: &str) -> usize {
    let (Some(source), flavour) = (from.databases.get(db), to.flavour) else {
        return 0;
    };
    let revisions_max = to.switches.revisions_max;
    let Some(target) = to.databases.get_mut(db) else {
        return 0;
    };
    let mut writing = Writing {
        flavour,
        db,
        validation: None,
        strict_local: false,
        revisions_max,
        changed: BTreeSet::new(),
    };
    let mut copied = 0;
    // In the order of their changes, as a replication reads them.
    for id in source.by_sequence.values() {
        let Some(tree) = source.tree(id) else {
            continue;
        };
        let missing: Vec<Branch> = tree
            .leaves()
            .filter(|leaf| target.tree(id).is_none_or(|known| !known.has(leaf)))
            .filter_map(|leaf| tree.branch(leaf))
            .collect();
        copied += missing.len();
        for branch in &missing {
            target.graft(id, branch, &mut writing);
        }
    }
    copied
}
