//! The tree of one document's revisions: grafting branches, the leaves, the winner, and what
//! compaction, stemming and purging take away. Which edits are allowed is left to `write`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::body::Body;
use crate::revision::Revision;

/// A revision to be grafted, with the hashes of the revisions that it came from.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The generation of the revision itself.
    pub generation: u64,
    /// Its hash, then its parent's, and so on down; never empty in a useful branch.
    pub hashes: Vec<Arc<str>>,
    /// Whether it is a tombstone.
    pub is_deleted: bool,
    /// What it says.
    pub body: Arc<Body>,
}

/// What the tree knows of one revision.
#[derive(Clone, Debug)]
struct Node {
    /// The parent's hash; its generation is one less. `None` at a root, or where nothing is known.
    parent: Option<Arc<str>>,
    is_deleted: bool,
    /// `None` for an ancestor that only is named, or whose body compaction took.
    body: Option<Arc<Body>>,
}

/// All revisions of a document that a server knows of.
///
/// CouchDB keeps two nodes where one revision is claimed to have two different parents. Here the
/// first parent stays: a hash that is derived from its parent cannot have two.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: BTreeMap<Revision, Node>,
    /// Revisions that nothing follows, ascending.
    leaves: BTreeSet<Revision>,
}

impl Tree {
    /// Adds a revision and what is not yet known of its ancestors; says whether that changed
    /// anything.
    pub fn graft(&mut self, branch: &Branch) -> bool {
        let Some((head, ancestors)) = branch.hashes.split_first() else {
            return false;
        };
        let mut child = Revision {
            generation: branch.generation,
            hash: head.clone(),
        };
        let mut has_changed = match self.nodes.get_mut(&child) {
            // An ancestor that was only named gets its body, as CouchDB prefers what it can show.
            Some(known) if known.body.is_none() => {
                known.body = Some(branch.body.clone());
                known.is_deleted = branch.is_deleted;
                true
            }
            Some(_) => false,
            None => {
                let node = Node {
                    parent: None,
                    is_deleted: branch.is_deleted,
                    body: Some(branch.body.clone()),
                };
                self.nodes.insert(child.clone(), node);
                self.leaves.insert(child.clone());
                true
            }
        };
        for hash in ancestors {
            if child.generation <= 1 {
                break;
            }
            let parent = Revision {
                generation: child.generation - 1,
                hash: hash.clone(),
            };
            match self.nodes.get_mut(&child) {
                Some(node) if node.parent.is_none() => node.parent = Some(hash.clone()),
                Some(node) if node.parent.as_ref() == Some(hash) => {
                    child = parent;
                    continue;
                }
                _ => break,
            }
            has_changed = true;
            self.leaves.remove(&parent);
            self.nodes.entry(parent.clone()).or_insert(Node {
                parent: None,
                is_deleted: false,
                body: None,
            });
            child = parent;
        }
        has_changed
    }

    /// Whether the revision is known, with or without a body.
    pub fn has(&self, revision: &Revision) -> bool {
        self.nodes.contains_key(revision)
    }

    /// Whether nothing follows the revision.
    pub fn is_leaf(&self, revision: &Revision) -> bool {
        self.leaves.contains(revision)
    }

    /// Whether the revision is a tombstone.
    pub fn is_tombstone(&self, revision: &Revision) -> bool {
        self.nodes.get(revision).is_some_and(|node| node.is_deleted)
    }

    /// What the revision says, where that is still known.
    pub fn body(&self, revision: &Revision) -> Option<&Arc<Body>> {
        self.nodes.get(revision)?.body.as_ref()
    }

    /// The leaves in ascending order.
    pub fn leaves(&self) -> impl DoubleEndedIterator<Item = &Revision> {
        self.leaves.iter()
    }

    /// The leaves, the winner first: what lives before tombstones, then the greater revision.
    pub fn ranked(&self) -> Vec<&Revision> {
        let mut leaves: Vec<&Revision> = self.leaves.iter().collect();
        leaves.sort_by_key(|leaf| Reverse(self.rank(leaf)));
        leaves
    }

    fn rank<'a>(&self, leaf: &'a Revision) -> (bool, &'a Revision) {
        (!self.is_tombstone(leaf), leaf)
    }

    /// The revision that stands for the document; `None` only in a tree without any.
    pub fn winner(&self) -> Option<&Revision> {
        self.leaves.iter().max_by_key(|leaf| self.rank(leaf))
    }

    /// Whether the document is deleted: no leaf lives.
    pub fn is_deleted(&self) -> bool {
        self.winner().is_none_or(|winner| self.is_tombstone(winner))
    }

    /// Whether there is no revision at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The hashes of a revision and its known ancestors, itself first.
    pub fn path(&self, revision: &Revision) -> Vec<Arc<str>> {
        let mut path = vec![revision.hash.clone()];
        let mut at = revision.clone();
        while let Some(parent) = self.parent(&at) {
            path.push(parent.hash.clone());
            at = parent;
        }
        path
    }

    fn parent(&self, revision: &Revision) -> Option<Revision> {
        Some(Revision {
            generation: revision.generation.checked_sub(1)?,
            hash: self.nodes.get(revision)?.parent.clone()?,
        })
    }

    /// The leaves that came from a revision, ascending; itself where it is one.
    pub fn descendants(&self, revision: &Revision) -> Vec<&Revision> {
        let is_descendant = |leaf: &&Revision| {
            let mut at = Some((*leaf).clone());
            while let Some(reached) = at {
                if reached == *revision {
                    return true;
                }
                at = self.parent(&reached);
            }
            false
        };
        self.leaves.iter().filter(is_descendant).collect()
    }

    /// The branch that brings a known revision to another tree.
    pub(crate) fn branch(&self, revision: &Revision) -> Option<Branch> {
        let node = self.nodes.get(revision)?;
        Some(Branch {
            generation: revision.generation,
            hashes: self.path(revision),
            is_deleted: node.is_deleted,
            body: node.body.clone()?,
        })
    }

    /// Forgets what ancestors said; their names stay.
    pub fn compact(&mut self) {
        for (revision, node) in &mut self.nodes {
            if !self.leaves.contains(revision) {
                node.body = None;
            }
        }
    }

    /// Forgets ancestors that lie further than `depth_max` revisions behind each leaf.
    pub fn stem(&mut self, depth_max: usize) {
        // Only a tree with more nodes than that can have such a path.
        if self.nodes.len() <= depth_max {
            return;
        }
        let mut kept = BTreeSet::new();
        for leaf in &self.leaves {
            let mut at = Some(leaf.clone());
            for _ in 0..depth_max {
                let Some(revision) = at else { break };
                at = self.parent(&revision);
                kept.insert(revision);
            }
        }
        self.nodes.retain(|revision, _| kept.contains(revision));
        for (revision, node) in &mut self.nodes {
            let parent = node.parent.clone().map(|hash| Revision {
                generation: revision.generation.saturating_sub(1),
                hash,
            });
            if parent.is_some_and(|parent| !kept.contains(&parent)) {
                node.parent = None;
            }
        }
    }

    /// Removes a leaf with the ancestors that it shares with no other; says whether it was one.
    pub fn purge(&mut self, leaf: &Revision) -> bool {
        if !self.leaves.remove(leaf) {
            return false;
        }
        let mut shared = BTreeSet::new();
        for other in &self.leaves {
            let mut at = Some(other.clone());
            while let Some(revision) = at {
                at = self.parent(&revision);
                shared.insert(revision);
            }
        }
        let mut at = Some(leaf.clone());
        while let Some(revision) = at.filter(|revision| !shared.contains(revision)) {
            at = self.parent(&revision);
            self.nodes.remove(&revision);
        }
        true
    }
}
