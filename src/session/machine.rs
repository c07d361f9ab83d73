//! The single writer as a machine: events in, effects out, no waiting. A change is applied at once
//! and announced only when it is on the disk; if that fails, it and all that were made after it are
//! taken back. What other tabs wrote is applied below what is still on its way.

use super::history::History;
use crate::document::page::Page;
use crate::domain::zone::Zones;
use crate::domain::{Date, FieldIx, Instant, RecordId, RecordKind, ReplicaId, Stamp, Uuid};
use crate::storage::{Sequence, StorageError};
use crate::workspace::Workspace;
use crate::workspace::apply::Reversal;
use crate::workspace::change::{Body, Change, PageId, PageRef, Verb};
use crate::workspace::clock::Clock;
use crate::workspace::command::{Command, CommandError, Context};
use crate::workspace::decide::decide;
use crate::workspace::entry;
use crate::workspace::invert::{Inverse, invert};
use crate::workspace::table::Packing;
use std::collections::{BTreeSet, HashSet, VecDeque};

/// The time at which an event happens.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The device's time.
    pub now: Instant,
    /// The day it is for the user.
    pub today: Date,
    /// How far the clocks of a time zone are from UTC.
    pub zones: Zones,
}

/// What the machine wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Commit this entry, which makes these pages count, then say [`Machine::saved`] or
    /// [`Machine::failed`].
    Commit(Vec<u8>, Vec<PageId>),
    /// The same for a large change: its entry is written by [`Machine::write_entry`], and before it
    /// is said to be saved it is applied by [`Machine::spread`].
    CommitLarge(Vec<PageId>),
    /// Tell the other tabs.
    Announce(Sequence),
    /// Read the journal after this entry, then say [`Machine::read`] or [`Machine::unread`].
    Read(Sequence),
    /// Read everything again, for the journal was folded past what this tab has heard; then say
    /// [`Machine::reloaded`] or [`Machine::unread`].
    Reload,
}

/// An entry of the journal as it was read: its number, and its change with the opened pages of a
/// batch; none where it could not be read.
pub type Heard = (Sequence, Option<(Change, Vec<Page>)>);

/// Everything read anew.
pub struct Reading {
    /// The records.
    pub workspace: Workspace,
    /// The last entry that is in them.
    pub heard: Sequence,
    /// The highest stamp in them.
    pub highest: Stamp,
    /// What was done since this tab heard something last, as far as it is known, oldest first.
    pub missed: Vec<Change>,
}

/// A table that was packed anew: its pages in order, without the bytes of those that stayed.
pub struct Repacked {
    /// The kind of its records.
    pub kind: RecordKind,
    /// How it was packed.
    pub packing: Packing,
    /// The pages.
    pub pages: Vec<(PageRef, Option<Page>)>,
}

/// What changed since somebody last asked: what may have to be drawn anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Everything may have changed.
    pub all: bool,
    /// Kinds of which many records changed at once.
    pub kinds: BTreeSet<RecordKind>,
    /// Records that changed.
    pub records: BTreeSet<RecordId>,
    /// Fields in which records changed; being made or taken away counts as all of a kind's.
    pub fields: BTreeSet<(RecordKind, FieldIx)>,
}

impl Touched {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.kinds.is_empty() && self.records.is_empty()
    }

    fn change(&mut self, change: &Change) {
        match &change.body {
            Body::Edits(_) => {}
            Body::Batch { pages, .. } => self.kinds.extend(pages.iter().map(|page| page.kind)),
            Body::Withdrawal { .. } => self.all = true,
        }
        if change.body.is_large() {
            // Of so many records nobody asks one by one.
            for kinds in change.body.edits().chunk_by(|a, b| a.id.kind == b.id.kind) {
                self.kinds.extend(kinds.first().map(|edit| edit.id.kind));
            }
            return;
        }
        for edit in change.body.edits() {
            self.records.insert(edit.id);
            if edit.is_new {
                self.kinds.insert(edit.id.kind);
            }
            self.fields.extend(
                edit.edits
                    .iter()
                    .map(|field| (edit.id.kind, field.key.field)),
            );
        }
    }
}

/// A change on its way to the disk.
struct Pending {
    change: Change,
    /// The pages of a batch.
    pages: Vec<Page>,
    /// What it replaced; none while it is not applied: a batch shows only when it is saved.
    reversal: Option<Reversal>,
}

/// How many edits of a large change are written or applied in one step.
const EDITS_AT_ONCE: usize = if cfg!(test) { 2 } else { 256 };

/// Whether a change shows before it is on the disk. Thousands of records are shown when they are
/// safe, so that nothing has to take them back.
fn is_shown_at_once(change: &Change) -> bool {
    matches!(change.body, Body::Edits(_)) && !change.body.is_large()
}

/// The state of a session.
pub struct Machine {
    workspace: Workspace,
    clock: Clock,
    author: Option<RecordId>,
    history: History,
    pending: VecDeque<Pending>,
    is_committing: bool,
    is_reading: bool,
    heard: Sequence,
    /// The highest entry that is said to be there.
    told: Sequence,
    /// What was said to be there when everything was to be read again: once it is read, what is
    /// not in it is gone.
    told_before_reload: Sequence,
    /// Own changes that are applied, so that the journal does not bring them again.
    own: HashSet<Stamp>,
    effects: Vec<Effect>,
    touched: Touched,
    /// The large change that is being applied some edits at a time, and how many are.
    spread: Option<(Stamp, usize)>,
}

impl Machine {
    /// A machine over a loaded workspace whose journal was read up to `heard`.
    #[must_use]
    pub fn new(workspace: Workspace, replica: ReplicaId, highest: Stamp, heard: Sequence) -> Self {
        Self {
            workspace,
            clock: Clock::new(replica, highest),
            author: None,
            history: History::default(),
            pending: VecDeque::new(),
            is_committing: false,
            is_reading: false,
            heard,
            told: heard,
            told_before_reload: heard,
            own: HashSet::new(),
            effects: Vec::new(),
            touched: Touched::default(),
            spread: None,
        }
    }

    /// The workspace as this tab shows it: with what is still on its way.
    #[must_use]
    pub const fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// What was done, for undo and the timeline.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// For the loader, which knows the changes of the journal's tail.
    pub fn history_mut(&mut self) -> &mut History {
        &mut self.history
    }

    /// Who the changes of this tab are by.
    #[must_use]
    pub const fn author(&self) -> Option<RecordId> {
        self.author
    }

    /// Says who the changes of this tab are by.
    pub const fn set_author(&mut self, author: Option<RecordId>) {
        self.author = author;
    }

    /// The last entry of the journal that is applied here.
    #[must_use]
    pub const fn heard(&self) -> Sequence {
        self.heard
    }

    /// How many changes are on their way to the disk.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.pending.len()
    }

    /// Whether nothing is on its way to the disk, and nothing that is there is still to be read: the
    /// workspace is what the journal says up to [`Machine::heard`].
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.pending.is_empty() && self.told <= self.heard && !self.is_reading
    }

    /// What is known of a change of this tab: whether it is saved, none while it is on its way.
    #[must_use]
    pub fn is_saved(&self, id: Stamp) -> Option<bool> {
        let is_pending = self.pending.iter().any(|pending| pending.change.id == id);
        (!is_pending).then(|| self.own.contains(&id))
    }

    /// Whether the record shows what is on its way to the disk, and is taken back where that fails.
    #[must_use]
    pub fn is_writing(&self, id: RecordId) -> bool {
        let shown = self.pending.iter().filter(|one| one.reversal.is_some());
        let mut edits = shown.flat_map(|one| one.change.body.edits());
        edits.any(|edit| edit.id == id)
    }

    /// The change that is committed next.
    #[must_use]
    pub fn next_id(&self) -> Option<Stamp> {
        self.pending.front().map(|pending| pending.change.id)
    }

    /// Takes what changed since this was last asked.
    #[must_use]
    pub fn touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }

    /// Takes what is to be done.
    #[must_use]
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// A new identity.
    #[must_use]
    pub fn new_uuid(moment: Moment, random: u128) -> Uuid {
        Uuid::v7(moment.now.to_ms().max(0) as u64, random)
    }

    /// The stamp and context of a change made at a moment.
    pub fn context(&mut self, moment: Moment) -> Context {
        let stamp = self.clock.tick(moment.now.to_ms().max(0) as u64);
        Context {
            stamp,
            at: moment.now,
            today: moment.today,
            author: self.author,
            zones: moment.zones,
        }
    }

    /// The stamp and context of a change that brings records with stamps of their own, up to
    /// `highest`: what is written after it must be known as later.
    pub fn context_above(&mut self, highest: Stamp, moment: Moment) -> Context {
        self.clock.rise(highest);
        self.context(moment)
    }

    /// Decides a command, applies its change and sends it on its way.
    ///
    /// # Errors
    /// Why the command was refused; nothing changed then.
    pub fn execute(&mut self, command: &Command, moment: Moment) -> Result<Stamp, CommandError> {
        let context = self.context(moment);
        let change = decide(&self.workspace, command, context)?;
        Ok(self.submit(change, Vec::new()))
    }

    /// Takes back the change that was done last, or does again what was taken back last.
    ///
    /// # Errors
    /// [`CommandError::NothingToDo`] where there is none.
    pub fn undo(&mut self, moment: Moment) -> Result<Inverse, CommandError> {
        let id = self.history.undoable().ok_or(CommandError::NothingToDo)?;
        self.invert(id, moment)
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// [`CommandError::NothingToDo`] where there is none.
    pub fn redo(&mut self, moment: Moment) -> Result<Inverse, CommandError> {
        let id = self.history.redoable().ok_or(CommandError::NothingToDo)?;
        self.invert(id, moment)
    }

    /// Takes one change back, wherever it stands in the history.
    ///
    /// # Errors
    /// [`CommandError`]: it is not known, cannot be undone, or nothing of it is left.
    pub fn invert(&mut self, id: Stamp, moment: Moment) -> Result<Inverse, CommandError> {
        let context = self.context(moment);
        let change = self.history.change(id).ok_or(CommandError::NothingToDo)?;
        let inverse = match invert(&self.workspace, change, self.history.origins(), context) {
            Err(CommandError::NothingToDo) => {
                // Others wrote over all of it: it is out of the way of the undo before it.
                self.history.pass_over(id);
                return Err(CommandError::NothingToDo);
            }
            inverse => inverse?,
        };
        self.submit(inverse.change.clone(), Vec::new());
        Ok(inverse)
    }

    /// Sends a change on its way, with the opened pages of a batch.
    pub fn submit(&mut self, change: Change, pages: Vec<Page>) -> Stamp {
        let id = change.id;
        self.own.insert(id);
        let reversal = is_shown_at_once(&change).then(|| {
            self.history.begin(change.clone());
            self.touched.change(&change);
            self.workspace.apply(&change, Vec::new())
        });
        self.pending.push_back(Pending {
            change,
            pages,
            reversal,
        });
        self.commit_next();
        id
    }

    fn commit_next(&mut self) {
        if self.is_committing {
            return;
        }
        if let Some(next) = self.pending.front() {
            self.is_committing = true;
            let pages = match &next.change.body {
                Body::Batch { pages, .. } => pages.iter().map(|page| page.id).collect(),
                Body::Edits(_) | Body::Withdrawal { .. } => Vec::new(),
            };
            self.effects.push(if next.change.body.is_large() {
                Effect::CommitLarge(pages)
            } else {
                Effect::Commit(entry::write(&next.change), pages)
            });
        }
    }

    /// The entry that was committed last is on the disk.
    pub fn saved(&mut self, sequence: Sequence) {
        self.is_committing = false;
        if let Some(mut saved) = self.pending.pop_front()
            && saved.reversal.is_none()
        {
            let pages = std::mem::take(&mut saved.pages);
            self.touched.change(&saved.change);
            let done = self.spread_of(saved.change.id);
            self.below_pending(|workspace, history| {
                workspace.apply_rest(&saved.change, pages, done);
                history.add_rest(saved.change, true, done);
            });
        }
        self.effects.push(Effect::Announce(sequence));
        // The journal's numbers have no gaps in time: where this one is not the next, other tabs
        // wrote the ones between.
        if sequence == self.heard + 1 {
            self.heard = sequence;
        }
        self.told(sequence);
        self.commit_next();
    }

    /// Whether the change that is being committed shows very many records at once.
    #[must_use]
    pub fn shows_many(&self) -> bool {
        let next = self.pending.front();
        next.is_some_and(|pending| !is_shown_at_once(&pending.change))
    }

    /// Whether the change that is being committed is one of many that sync brings.
    #[must_use]
    pub fn shows_part(&self) -> bool {
        let next = self.pending.front();
        next.is_some_and(|pending| pending.change.label.verb == Verb::Sync)
    }

    /// The entry of the large change that is to be committed, to be written in steps.
    #[must_use]
    pub fn begin_entry(&self) -> Option<entry::Writing> {
        let next = self.pending.front();
        next.map(|pending| entry::Writing::of(&pending.change))
    }

    /// Writes some edits into the entry; says whether there are more.
    pub fn write_entry(&self, writing: &mut entry::Writing) -> bool {
        let next = self.pending.front();
        next.is_some_and(|pending| writing.step(&pending.change, EDITS_AT_ONCE))
    }

    /// Applies some edits of the large change whose entry is on the disk; says whether there are
    /// more before [`Machine::saved`] shows it.
    pub fn spread(&mut self) -> bool {
        let Some(front) = self.pending.pop_front() else {
            return false;
        };
        let has_more = self.spread_some(&front.change);
        self.pending.push_front(front);
        has_more
    }

    /// The same for the entry that comes next, which another tab made, before [`Machine::read`] is
    /// given it.
    pub fn spread_heard(&mut self, sequence: Sequence, change: &Change) -> bool {
        sequence == self.heard + 1 && !self.own.contains(&change.id) && self.spread_some(change)
    }

    fn spread_some(&mut self, change: &Change) -> bool {
        if !change.body.is_large() {
            return false;
        }
        let done = self.spread_of(change.id);
        let edits = change.body.edits();
        let end = (done + EDITS_AT_ONCE).min(edits.len());
        self.below_pending(|workspace, history| {
            workspace.apply_some(change, done..end);
            history.learn(edits.get(done..end).unwrap_or_default());
        });
        self.spread = Some((change.id, end));
        end < edits.len()
    }

    /// How many edits of a change are applied already.
    fn spread_of(&self, id: Stamp) -> usize {
        let spread = self.spread.filter(|(change, _)| *change == id);
        spread.map_or(0, |(_, done)| done)
    }

    /// The entry that was to be committed is not on the disk: it and all that were made after it are
    /// taken back. Returns their changes, oldest first, so that nothing that was typed is lost.
    pub fn failed(&mut self, _: &StorageError) -> Vec<Change> {
        self.is_committing = false;
        let mut changes = Vec::new();
        while let Some(pending) = self.pending.pop_back() {
            if let Some(reversal) = pending.reversal {
                self.workspace.take_back(reversal);
                self.history.forget(pending.change.id);
                self.touched.change(&pending.change);
            }
            self.own.remove(&pending.change.id);
            changes.push(pending.change);
        }
        changes.reverse();
        changes
    }

    /// Another tab, or this one, says that the journal has an entry of this number.
    pub fn told(&mut self, sequence: Sequence) {
        self.told = self.told.max(sequence);
        if self.told > self.heard && !self.is_reading {
            self.is_reading = true;
            self.effects.push(Effect::Read(self.heard));
        }
    }

    /// What was to be read could not be: it is tried again when somebody tells of an entry.
    pub fn unread(&mut self) {
        self.is_reading = false;
    }

    /// The entries after the one that [`Effect::Read`] named, each with the opened pages of a batch.
    /// An entry that could not be read is none: it counts as heard and is reported elsewhere. They
    /// may come in several parts, so that the thread is free between two; `has_more` says that
    /// another follows.
    pub fn read(&mut self, entries: Vec<Heard>, has_more: bool) {
        self.is_reading = has_more;
        let has_gap = match entries.first() {
            Some((first, _)) => *first > self.heard + 1,
            None => self.told > self.heard,
        };
        // Failed commits leave no gaps, so a gap means that somebody folded the journal meanwhile.
        if has_gap {
            self.reload();
            return;
        }
        let last = entries.last().map_or(self.heard, |(sequence, _)| *sequence);
        let news: Vec<(Change, Vec<Page>)> = entries
            .into_iter()
            .filter_map(|(_, entry)| entry)
            .filter(|(change, _)| !self.own.contains(&change.id))
            .collect();
        if !news.is_empty() {
            news.iter()
                .for_each(|(change, _)| self.touched.change(change));
            let spread = self.spread;
            self.below_pending(|workspace, history| {
                for (change, pages) in news {
                    let done = spread.filter(|(id, _)| *id == change.id);
                    let done = done.map_or(0, |(_, done)| done);
                    workspace.apply_rest(&change, pages, done);
                    history.add_rest(change, false, done);
                }
            });
        }
        self.heard = self.heard.max(last);
        self.told(self.told);
    }

    /// Asks for everything to be read again: what this tab has does not lead on.
    pub fn reload(&mut self) {
        self.is_reading = true;
        self.told_before_reload = self.told;
        self.effects.push(Effect::Reload);
    }

    /// Puts a freshly loaded workspace in the place of this one, with what is still on its way on
    /// top of it.
    pub fn reloaded(&mut self, reading: Reading) {
        self.is_reading = false;
        for pending in &mut self.pending {
            pending.reversal = None;
        }
        self.workspace = reading.workspace;
        self.spread = None;
        self.clock.rise(reading.highest);
        for change in reading.missed {
            if !self.own.contains(&change.id) && self.history.change(change.id).is_none() {
                self.history.add(change, false);
            }
        }
        for pending in &mut self.pending {
            if is_shown_at_once(&pending.change) {
                pending.reversal = Some(self.workspace.apply(&pending.change, Vec::new()));
            }
        }
        self.heard = reading.heard;
        self.touched.all = true;
        if self.told == self.told_before_reload {
            self.told = reading.heard;
        }
        self.told(reading.heard);
    }

    /// Writes to the workspace as if what is on its way had not been applied yet: takes it back,
    /// writes, applies it again. So a failed commit can always be taken back exactly, and nothing
    /// that was heard meanwhile goes with it.
    fn below_pending(&mut self, write: impl FnOnce(&mut Workspace, &mut History)) {
        for pending in self.pending.iter_mut().rev() {
            if let Some(reversal) = pending.reversal.take() {
                self.workspace.take_back(reversal);
            }
        }
        write(&mut self.workspace, &mut self.history);
        for pending in &mut self.pending {
            if is_shown_at_once(&pending.change) {
                pending.reversal = Some(self.workspace.apply(&pending.change, Vec::new()));
            }
        }
    }

    /// Puts tables that were packed anew in the place of those before.
    pub fn repacked(&mut self, tables: Vec<Repacked>) {
        let mut have_moved = false;
        self.below_pending(|workspace, _| {
            for table in tables {
                let packed = workspace.table_mut(table.kind);
                have_moved |= packed.repacked(&table.packing, table.pages);
            }
        });
        self.touched.all |= have_moved;
    }
}

#[cfg(test)]
mod tests;
