//! What was done, in order: for undo and redo, for the timeline, and to know what undos restored.
//! The journal is the truth; this is its tail in memory.

use crate::domain::{Instant, RecordId, Stamp};
use crate::workspace::change::{Change, RecordEdit, Verb};
use crate::workspace::invert::Origins;
use std::collections::{HashMap, HashSet};

/// How many changes stay in memory.
const CHANGES_MAX: usize = 5000;

/// The changes that are known, and which of them undo and redo would take.
#[derive(Default)]
pub struct History {
    changes: Vec<Change>,
    places: HashMap<Stamp, usize>,
    undo: Vec<Stamp>,
    redo: Vec<Stamp>,
    origins: Origins,
    /// What the next `forget` puts back.
    before: Vec<(Stamp, Vec<Stamp>, Vec<Stamp>)>,
}

impl History {
    /// Adds a change of this tab that is on its way to the disk and may have to be forgotten again.
    pub fn begin(&mut self, change: Change) {
        self.before
            .push((change.id, self.undo.clone(), self.redo.clone()));
        if self.before.len() > 32 {
            self.before.remove(0);
        }
        self.add(change, true);
    }

    /// Adds a change that was applied. `is_own` says whether undo may take it: a change made on
    /// this device, not one that another tab made meanwhile.
    pub fn add(&mut self, change: Change, is_own: bool) {
        self.add_rest(change, is_own, 0);
    }

    /// Learns from edits of a change that are applied before the rest of it.
    pub fn learn(&mut self, edits: &[RecordEdit]) {
        self.origins.learn(edits);
    }

    /// Adds a change of which so many edits were learned from.
    pub fn add_rest(&mut self, change: Change, is_own: bool, learned: usize) {
        let rest = change.body.edits().get(learned..).unwrap_or_default();
        self.origins.learn(rest);
        if is_own {
            match (change.label.verb, change.undoes) {
                (Verb::Undo, Some(undone)) => {
                    self.undo.retain(|id| *id != undone);
                    self.redo.push(change.id);
                }
                (Verb::Redo, Some(undone)) => {
                    self.redo.retain(|id| *id != undone);
                    self.undo.push(change.id);
                }
                // What others wrote is theirs to take back, and nobody here did anything.
                (Verb::Sync | Verb::Expire, _) => {}
                (Verb::Erase | Verb::Found, _) => self.redo.clear(),
                _ => {
                    self.undo.push(change.id);
                    self.redo.clear();
                }
            }
        }
        self.places.insert(change.id, self.changes.len());
        self.changes.push(change);
        if self.changes.len() > CHANGES_MAX * 2 {
            self.trim();
        }
    }

    /// Drops the oldest changes.
    fn trim(&mut self) {
        self.changes.drain(..CHANGES_MAX);
        self.places = self
            .changes
            .iter()
            .enumerate()
            .map(|(place, change)| (change.id, place))
            .collect();
        let places = &self.places;
        self.undo.retain(|id| places.contains_key(id));
        self.redo.retain(|id| places.contains_key(id));
    }

    /// Takes a change out again whose commit failed; the latest is forgotten first.
    pub fn forget(&mut self, id: Stamp) {
        if let Some(place) = self.places.remove(&id) {
            self.changes.remove(place);
            for at in self.places.values_mut().filter(|at| **at > place) {
                *at -= 1;
            }
        }
        match self.before.iter().rposition(|(change, ..)| *change == id) {
            Some(at) => {
                let (_, undo, redo) = self.before.remove(at);
                // A batch that was saved meanwhile stays.
                let since = std::mem::replace(&mut self.undo, undo);
                let known: HashSet<Stamp> = self.undo.iter().copied().chain([id]).collect();
                self.undo
                    .extend(since.into_iter().filter(|since| !known.contains(since)));
                self.redo = redo;
            }
            // So many were on their way that it is not known what was there before it.
            None => self.pass_over(id),
        }
    }

    /// The change that undo would take back.
    #[must_use]
    pub fn undoable(&self) -> Option<Stamp> {
        self.undo.last().copied()
    }

    /// The undo that redo would take back.
    #[must_use]
    pub fn redoable(&self) -> Option<Stamp> {
        self.redo.last().copied()
    }

    /// Takes a change out of the way of undo and redo.
    pub fn pass_over(&mut self, id: Stamp) {
        self.undo.retain(|other| *other != id);
        self.redo.retain(|other| *other != id);
    }

    /// A change by its id.
    #[must_use]
    pub fn change(&self, id: Stamp) -> Option<&Change> {
        self.changes.get(*self.places.get(&id)?)
    }

    /// What a change is about: the one that it took back or did again, over however many undos and
    /// redos of each other; of any other change itself.
    #[must_use]
    pub fn about(&self, id: Stamp) -> Option<&Change> {
        let mut about = self.change(id)?;
        while let Some(before) = about.undoes.filter(|before| *before < about.id) {
            let Some(change) = self.change(before) else {
                break;
            };
            about = change;
        }
        Some(about)
    }

    /// All known changes, oldest first.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The known changes that touched a record, oldest first.
    pub fn of(&self, id: RecordId) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.body.edits().iter().any(|edit| edit.id == id))
    }

    /// Adds later changes behind these, with what undo and redo would take of them.
    pub fn append(&mut self, later: Self) {
        let undone: HashSet<Stamp> = later
            .changes
            .iter()
            .filter_map(|change| change.undoes)
            .collect();
        for change in later.changes {
            self.origins.learn(change.body.edits());
            self.places.insert(change.id, self.changes.len());
            self.changes.push(change);
        }
        self.undo.retain(|id| !undone.contains(id));
        self.undo.extend(later.undo);
        if !self.changes.is_empty() && self.redo.is_empty() {
            self.redo = later.redo;
        }
    }

    /// When a backup was restored last.
    #[must_use]
    pub fn restored_at(&self) -> Option<Instant> {
        let changes = self.changes.iter();
        let restores = changes.filter(|change| change.label.verb == Verb::RestoreBackup);
        restores.map(|change| change.at).max()
    }

    /// The highest stamp of a change.
    #[must_use]
    pub fn highest(&self) -> Stamp {
        self.changes
            .iter()
            .map(|change| change.id)
            .max()
            .unwrap_or_default()
    }

    /// What undos restored.
    #[must_use]
    pub const fn origins(&self) -> &Origins {
        &self.origins
    }
}
