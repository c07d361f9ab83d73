//! Writing documents: which edits conflict, what grafting takes in, and the local documents. The
//! requests that bring them are left to `route`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::answer::Refusal;
use crate::attachment::{Attachment, Incoming};
use crate::body::Body;
use crate::database::{Database, Local};
use crate::draft::Draft;
use crate::revision::Revision;
use crate::server::Validation;
use crate::switches::Flavour;
use crate::tree::{Branch, Tree};

/// What holds while a request writes.
pub(crate) struct Writing<'a> {
    pub(crate) flavour: Flavour,
    /// The name of the database, for the validation.
    pub(crate) db: &'a str,
    pub(crate) validation: Option<&'a Validation>,
    pub(crate) strict_local: bool,
    pub(crate) revisions_max: usize,
    /// Documents that have changed in this request. CouchDB counts them once each.
    pub(crate) changed: BTreeSet<String>,
}

impl Writing<'_> {
    pub(crate) fn conflict(&self) -> Refusal {
        let reason = match self.flavour {
            Flavour::Couch => "Document update conflict.",
            Flavour::PouchServer => "Document update conflict",
        };
        Refusal::new(409, "conflict", reason)
    }

    /// The revision that an edit follows, `None` for a first one.
    fn parent(&self, tree: Option<&Tree>, draft: &Draft) -> Result<Option<Revision>, Refusal> {
        let Some(tree) = tree else {
            // A revision that nobody knows can only be another's.
            return match draft.revision() {
                Some(_) => Err(self.conflict()),
                None => Ok(None),
            };
        };
        match draft.revision() {
            // What is written anew follows the tombstone that won, so that it wins everywhere.
            None if tree.is_deleted() && !draft.is_deleted => Ok(tree.winner().cloned()),
            None => Err(self.conflict()),
            Some(revision) if !tree.is_leaf(&revision) => Err(self.conflict()),
            // CouchDB does not follow a tombstone that is named, where no leaf lives.
            Some(_) if self.flavour == Flavour::Couch && tree.is_deleted() => Err(self.conflict()),
            Some(revision) => Ok(Some(revision)),
        }
    }

    fn validate(&self, id: &str, revision: &Revision, branch: &Branch) -> Result<(), Refusal> {
        let Some(validation) = self.validation else {
            return Ok(());
        };
        let mut fields = branch.body.fields.clone();
        fields.insert("_id".to_owned(), id.into());
        fields.insert("_rev".to_owned(), revision.to_string().into());
        if branch.is_deleted {
            fields.insert("_deleted".to_owned(), true.into());
        }
        validation(self.db, &Value::Object(fields)).map_err(Refusal::forbidden)
    }
}

impl Database {
    /// Writes one document; the answer is its revision.
    pub(crate) fn write(
        &mut self,
        draft: Draft,
        is_new_edit: bool,
        writing: &mut Writing<'_>,
    ) -> Result<String, Refusal> {
        if draft.is_local() {
            self.write_local(draft, writing)
        } else if is_new_edit {
            self.edit(draft, writing)
        } else {
            self.take(draft, writing)
        }
    }

    /// Stores an edit that was made against a revision.
    fn edit(&mut self, draft: Draft, writing: &mut Writing<'_>) -> Result<String, Refusal> {
        let tree = self.tree(&draft.id);
        let parent = writing.parent(tree, &draft)?;
        let generation = parent.as_ref().map_or(0, |parent| parent.generation) + 1;
        let known = tree.zip(parent.as_ref());
        let (id, is_deleted) = (draft.id.clone(), draft.is_deleted);
        let body = body(draft, known, generation, true)?;
        let revision = Revision::derive(parent.as_ref(), is_deleted, &body);
        if tree.is_some_and(|tree| tree.has(&revision)) {
            return Err(writing.conflict());
        }
        let mut hashes = vec![revision.hash.clone()];
        hashes.extend(parent.map(|parent| parent.hash));
        let branch = Branch {
            generation,
            hashes,
            is_deleted,
            body: Arc::new(body),
        };
        writing.validate(&id, &revision, &branch)?;
        self.graft(&id, &branch, writing);
        Ok(revision.to_string())
    }

    /// Takes a revision that was made elsewhere; it never conflicts.
    fn take(&mut self, draft: Draft, writing: &mut Writing<'_>) -> Result<String, Refusal> {
        let revision = draft.revision().ok_or_else(Refusal::invalid_revision)?;
        let tree = self.tree(&draft.id);
        if tree.is_some_and(|tree| tree.body(&revision).is_some()) {
            return Ok(revision.to_string());
        }
        let (id, is_deleted) = (draft.id.clone(), draft.is_deleted);
        let hashes = draft.hashes.clone();
        let parent = ancestor(tree, &draft);
        let known = tree.zip(parent.as_ref());
        let body = body(draft, known, revision.generation, false)?;
        let branch = Branch {
            generation: revision.generation,
            hashes,
            is_deleted,
            body: Arc::new(body),
        };
        writing.validate(&id, &revision, &branch)?;
        self.graft(&id, &branch, writing);
        Ok(revision.to_string())
    }

    pub(crate) fn graft(&mut self, id: &str, branch: &Branch, writing: &mut Writing<'_>) {
        let is_counted = writing.flavour == Flavour::PouchServer || !writing.changed.contains(id);
        let revisions_max = writing.revisions_max;
        let has_changed = self.change(id, is_counted, |tree| {
            let has_changed = tree.graft(branch);
            tree.stem(revisions_max);
            has_changed
        });
        if has_changed {
            writing.changed.insert(id.to_owned());
        }
    }

    /// Refuses a batch in which a stub stands for a file that is not there.
    pub(crate) fn check_stubs(&self, drafts: &[Draft]) -> Result<(), Refusal> {
        for draft in drafts.iter().filter(|draft| draft.has_stubs()) {
            let tree = self.tree(&draft.id);
            let parent = ancestor(tree, draft);
            let known = tree.zip(parent.as_ref());
            // A stale revision is a conflict of its row, not a reason to refuse the others.
            if tree.is_none() || known.is_some() {
                body(draft.clone(), known, draft.generation, false)?;
            }
        }
        Ok(())
    }

    fn write_local(&mut self, draft: Draft, writing: &Writing<'_>) -> Result<String, Refusal> {
        let given = match draft.revision() {
            Some(revision) => Some(
                revision
                    .hash
                    .parse::<u64>()
                    .map_err(|_| Refusal::invalid_revision())?,
            ),
            None => None,
        };
        let known = self.locals.get(&draft.id).map(|local| local.number);
        if writing.strict_local && known != given {
            return Err(writing.conflict());
        }
        if draft.is_deleted {
            self.locals.remove(&draft.id);
            return Ok("0-0".to_owned());
        }
        let local = Local {
            number: given.unwrap_or(0) + 1,
            fields: draft.fields,
        };
        let revision = format!("0-{}", local.number);
        self.locals.insert(draft.id, local);
        Ok(revision)
    }

    /// Removes leaves of a document for good; the answer is those that were there.
    pub(crate) fn purge(&mut self, id: &str, revisions: &[Revision]) -> Vec<Revision> {
        let mut purged = Vec::new();
        self.change(id, true, |tree| {
            for revision in revisions {
                if tree.purge(revision) {
                    purged.push(revision.clone());
                }
            }
            !purged.is_empty()
        });
        if !purged.is_empty() && self.tree(id).is_none() {
            // A document that is gone has no place among the changes, but counts as one.
            self.sequence += 1;
        }
        self.purges += u64::from(!purged.is_empty());
        purged
    }
}

/// The nearest known revision in a draft's history whose body is known.
fn ancestor(tree: Option<&Tree>, draft: &Draft) -> Option<Revision> {
    let tree = tree?;
    let revision = |(back, hash): (u64, &Arc<str>)| Revision {
        generation: draft.generation.saturating_sub(back),
        hash: hash.clone(),
    };
    (0..)
        .zip(&draft.hashes)
        .map(revision)
        .find(|revision| tree.body(revision).is_some())
}

/// A draft's body, with the files of the revision it follows where it has stubs for them.
fn body(
    draft: Draft,
    parent: Option<(&Tree, &Revision)>,
    generation: u64,
    is_new_edit: bool,
) -> Result<Body, Refusal> {
    let mut attachments: BTreeMap<String, Arc<Attachment>> = BTreeMap::new();
    for (name, incoming) in draft.attachments {
        let attachment = match incoming {
            Incoming::Whole(mut attachment) => {
                if is_new_edit || attachment.generation == 0 {
                    attachment.generation = generation;
                }
                Arc::new(attachment)
            }
            Incoming::Stub => parent
                .and_then(|(tree, revision)| tree.body(revision)?.attachments.get(&name))
                .cloned()
                .ok_or_else(|| {
                    let reason = format!("Invalid attachment stub in {} for {name}", draft.id);
                    Refusal::new(412, "missing_stub", reason)
                })?,
        };
        attachments.insert(name, attachment);
    }
    Ok(Body {
        fields: draft.fields,
        attachments,
    })
}
