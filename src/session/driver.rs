//! Drives the machine against a store and the ports: loads, commits, reads what other tabs wrote,
//! folds the journal when there is time. One loop does all writing, in order.

mod batch;
mod check;
mod first;
mod large;
mod load;
mod open;
mod refit;
mod settle;
mod shortfall;
mod showing;
mod trash;

use super::machine::{Effect, Machine, Moment, Touched};
use super::ports::Ports;
use crate::domain::order;
use crate::domain::{Instant, RecordId, RecordKind, Stamp, Uuid};
use crate::storage::{Manifest, Sequence, Storage, StorageError};
use crate::workspace::Workspace;
use crate::workspace::change::{Body, Change, PageId};
use crate::workspace::command::{Command, CommandError, Context};
use crate::workspace::invert::Inverse;
pub use check::Checked;
pub use first::first_customers;
pub use large::{Going, Undone};
pub use load::Progress;
pub use open::Damage;
use open::Opened;
use refit::Refits;
pub use refit::Refused;
pub use shortfall::Shortfall;
use showing::Showing;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::task::{Poll, Waker};
use trash::Looked;

/// How the data of this tab stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Everything is on the disk.
    Saved,
    /// So many changes are on their way.
    Saving(usize),
    /// A change could not be saved and was taken back; it stands until it is tried again.
    Failed(StorageError),
}

/// How many entries of other tabs are applied in one task.
const ENTRIES_AT_ONCE: usize = 32;
/// How long work may hold the thread before it lets go: half of a frame, for the browser needs some
/// of it too.
const HOLD_MS: i64 = 8;

/// What became of a change.
type Outcome = Result<Sequence, StorageError>;

/// Who hears of what may change what is shown.
type Listener = Rc<dyn Fn(&Touched)>;

/// An open workspace: one in each tab.
pub struct Session<S, P> {
    storage: S,
    ports: P,
    machine: RefCell<Machine>,
    manifest: RefCell<Option<Manifest>>,
    damages: RefCell<Vec<Damage>>,
    /// How many entries between others were not there when everything was read.
    gaps: Cell<u64>,
    /// How far what was found stands behind what should be there.
    shortfall: Cell<Option<Shortfall>>,
    state: RefCell<SaveState>,
    /// What failed saves took back, oldest first, until it is tried again.
    lost: RefCell<Vec<Change>>,
    /// Why the last of them was not saved.
    failed: RefCell<Option<StorageError>>,
    outcomes: RefCell<HashMap<Stamp, Outcome>>,
    listeners: RefCell<Vec<Listener>>,
    wakers: RefCell<Vec<Waker>>,
    is_settling: Cell<bool>,
    refits: RefCell<Refits>,
    /// When the trash was last looked through.
    trash: Cell<Option<Looked>>,
    is_history_loaded: Cell<bool>,
    /// The entry up to which the first screen was written down.
    first_written: Cell<Option<Sequence>>,
    /// When the thread was last free between two pieces of work.
    rested: Cell<Instant>,
    /// How often everything was read anew.
    reloads: Cell<u64>,
    /// What of that which comes in parts is shown.
    showing: Showing,
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// The workspace as it is shown, with what is still on its way to the disk.
    pub fn workspace(&self) -> Ref<'_, Workspace> {
        Ref::map(self.machine.borrow(), Machine::workspace)
    }

    /// The machine, to read from.
    pub fn machine(&self) -> Ref<'_, Machine> {
        self.machine.borrow()
    }

    /// The store.
    pub const fn storage(&self) -> &S {
        &self.storage
    }

    /// The ports.
    pub const fn ports(&self) -> &P {
        &self.ports
    }

    /// How the data stand.
    pub fn state(&self) -> SaveState {
        self.state.borrow().clone()
    }

    /// How many pages there are, and the entry up to which the journal is folded into them.
    pub fn folded(&self) -> (usize, Sequence) {
        let manifest = self.manifest.borrow();
        let manifest = manifest.as_ref();
        manifest.map_or((0, 0), |manifest| (manifest.pages.len(), manifest.sequence))
    }

    /// What was found damaged, and kept aside.
    pub fn damages(&self) -> Vec<Damage> {
        self.damages.borrow().clone()
    }

    /// How many changes failed saves took back that nobody has tried again.
    pub fn lost(&self) -> usize {
        self.lost.borrow().len()
    }

    /// Does again what failed saves took back, as it was: what was written since in the same places
    /// is later, and stays.
    pub fn try_again(&self) {
        for change in std::mem::take(&mut *self.lost.borrow_mut()) {
            self.outcomes.borrow_mut().remove(&change.id);
            self.machine.borrow_mut().submit(change, Vec::new());
        }
        if self.machine.borrow().waiting() == 0 {
            *self.state.borrow_mut() = SaveState::Saved;
        }
        // It may have been reading what another tab wrote that failed.
        self.machine.borrow_mut().told(0);
        self.after(true);
    }

    /// Forgets a change that a failed save took back: whoever made it still has what it said.
    pub fn forget_lost(&self, id: Stamp) {
        self.lost.borrow_mut().retain(|change| change.id != id);
        if self.lost() == 0 && self.machine.borrow().waiting() == 0 {
            *self.state.borrow_mut() = SaveState::Saved;
        }
        self.notify();
    }

    /// Calls back after everything that may change what is shown, with what that is.
    pub fn listen(&self, listener: impl Fn(&Touched) + 'static) {
        self.listeners.borrow_mut().push(Rc::new(listener));
    }

    /// Says who the changes of this tab are by.
    pub fn set_author(&self, author: Option<RecordId>) {
        self.machine.borrow_mut().set_author(author);
    }

    /// A new id.
    pub fn new_id(&self, kind: RecordKind) -> RecordId {
        RecordId::new(kind, self.new_uuid())
    }

    /// A new identity.
    pub fn new_uuid(&self) -> Uuid {
        Machine::new_uuid(self.moment(), self.ports.random())
    }

    /// Between two pieces of work: lets the thread do other work where this one has held it for long
    /// enough, or was away.
    pub(in crate::session) async fn pause(&self) {
        let held_ms = self.rested.get().ms_until(self.ports.now());
        // The clock may be set back meanwhile.
        if !(0..HOLD_MS).contains(&held_ms) {
            self.ports.rest().await;
            self.rested.set(self.ports.now());
        }
    }

    fn moment(&self) -> Moment {
        Moment {
            now: self.ports.now(),
            today: self.ports.today(),
            zones: P::ZONES,
        }
    }

    /// Does what a command wants, at once; it is saved soon after ([`Session::saved`]).
    ///
    /// # Errors
    /// Why it was refused.
    pub fn execute(&self, command: &Command) -> Result<Stamp, CommandError> {
        let moment = self.moment();
        let done = self.machine.borrow_mut().execute(command, moment);
        self.after(done.is_ok());
        done
    }

    /// Takes back what was done last.
    ///
    /// # Errors
    /// [`CommandError::NothingToDo`] where there is nothing.
    pub fn undo(&self) -> Result<Inverse, CommandError> {
        let moment = self.moment();
        let done = self.machine.borrow_mut().undo(moment);
        self.after(done.is_ok());
        done
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// [`CommandError::NothingToDo`] where there is nothing.
    pub fn redo(&self) -> Result<Inverse, CommandError> {
        let moment = self.moment();
        let done = self.machine.borrow_mut().redo(moment);
        self.after(done.is_ok());
        done
    }

    /// Takes one change back.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn take_back(&self, id: Stamp) -> Result<Inverse, CommandError> {
        let moment = self.moment();
        let done = self.machine.borrow_mut().invert(id, moment);
        self.after(done.is_ok());
        done
    }

    /// The stamp and context of a batch that is going to be made: its records carry the stamp.
    pub fn begin_batch(&self) -> Context {
        let moment = self.moment();
        self.machine.borrow_mut().context(moment)
    }

    /// The same for a batch that brings records with stamps of their own, up to `highest`.
    pub fn begin_batch_above(&self, highest: Stamp) -> Context {
        let moment = self.moment();
        self.machine.borrow_mut().context_above(highest, moment)
    }

    /// A new key for a page to be staged.
    pub fn new_page_id(&self) -> PageId {
        PageId(self.ports.random() as u64)
    }

    /// Waits until a change is on the disk. Of one that was saved long ago it is no longer known
    /// under which number: it is then told the last one.
    ///
    /// # Errors
    /// [`StorageError`] where it could not be saved and was taken back.
    pub async fn saved(&self, id: Stamp) -> Outcome {
        std::future::poll_fn(|context| {
            if let Some(outcome) = self.outcomes.borrow().get(&id) {
                return Poll::Ready(outcome.clone());
            }
            let machine = self.machine.borrow();
            match machine.is_saved(id) {
                Some(true) => Poll::Ready(Ok(machine.heard())),
                Some(false) => {
                    let error = StorageError::Aborted("it was taken back before".into());
                    Poll::Ready(Err(error))
                }
                None => {
                    self.wakers.borrow_mut().push(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// Another tab says that the journal has an entry of this number.
    pub fn told(&self, sequence: Sequence) {
        self.machine.borrow_mut().told(sequence);
        self.after(false);
    }

    /// Draws and goes on with the work.
    fn after(&self, has_changed: bool) {
        let waiting = self.machine.borrow().waiting();
        if has_changed && waiting > 0 {
            *self.state.borrow_mut() = SaveState::Saving(waiting);
        }
        if has_changed {
            self.notify();
        }
        self.wake();
    }

    fn notify(&self) {
        let touched = self.machine.borrow_mut().touched();
        let listeners: Vec<Listener> = self.listeners.borrow().clone();
        listeners.iter().for_each(|listener| listener(&touched));
    }

    fn wake(&self) {
        let wakers = std::mem::take(&mut *self.wakers.borrow_mut());
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Does the machine's work for as long as the tab lives.
    pub async fn run(&self) {
        loop {
            let effects = std::future::poll_fn(|context| {
                let effects = self.machine.borrow_mut().effects();
                if effects.is_empty() {
                    self.wakers.borrow_mut().push(context.waker().clone());
                    return Poll::Pending;
                }
                Poll::Ready(effects)
            })
            .await;
            self.perform(effects).await;
        }
    }

    /// Does the machine's work until there is none.
    pub async fn run_until_idle(&self) {
        loop {
            let effects = self.machine.borrow_mut().effects();
            if effects.is_empty() {
                return;
            }
            self.perform(effects).await;
        }
    }

    async fn perform(&self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Commit(entry, pages) => {
                    let outcome = self.storage.commit(&entry, &pages).await;
                    self.committed(outcome).await;
                }
                Effect::CommitLarge(pages) => {
                    let begun = self.machine.borrow().begin_entry();
                    let Some(mut writing) = begun else { continue };
                    while self.machine.borrow().write_entry(&mut writing) {
                        self.pause().await;
                    }
                    let outcome = self.storage.commit(&writing.finish(), &pages).await;
                    if outcome.is_ok() {
                        while self.machine.borrow_mut().spread() {
                            self.pause().await;
                        }
                    }
                    self.committed(outcome).await;
                }
                Effect::Announce(sequence) => {
                    self.ports.announce(sequence);
                    self.remember(sequence);
                }
                Effect::Read(after) => {
                    if let Err(error) = self.read(after).await {
                        self.unreadable(error);
                    }
                }
                Effect::Reload => {
                    if let Err(error) = self.reload().await {
                        self.unreadable(error);
                    }
                }
            }
            self.wake();
        }
    }

    async fn committed(&self, outcome: Outcome) {
        let front = self.machine.borrow().next_id();
        let has_many = outcome.is_ok() && self.machine.borrow().shows_many();
        let is_part = has_many && self.machine.borrow().shows_part();
        match &outcome {
            Ok(sequence) => {
                self.machine.borrow_mut().saved(*sequence);
                let waiting = self.machine.borrow().waiting();
                let failed = self.failed.borrow().clone().filter(|_| self.lost() > 0);
                *self.state.borrow_mut() = match (waiting, failed) {
                    (0, Some(error)) => SaveState::Failed(error),
                    (0, None) => SaveState::Saved,
                    (waiting, _) => SaveState::Saving(waiting),
                };
                if let Some(id) = front {
                    self.outcomes.borrow_mut().insert(id, outcome);
                }
            }
            Err(error) => {
                let lost = self.machine.borrow_mut().failed(error);
                for change in &lost {
                    self.outcomes
                        .borrow_mut()
                        .insert(change.id, Err(error.clone()));
                }
                // A batch is tried again by whoever has its pages.
                let edits = |change: &Change| matches!(change.body, Body::Edits(_));
                self.lost
                    .borrow_mut()
                    .extend(lost.into_iter().filter(edits));
                *self.failed.borrow_mut() = Some(error.clone());
                *self.state.borrow_mut() = SaveState::Failed(error.clone());
            }
        }
        self.forget_outcomes();
        if is_part {
            return self.show_part().await;
        }
        if has_many {
            self.prepare_list().await;
        }
        self.notify();
    }

    /// Nobody may ever ask what became of a change: the answers of the oldest go.
    fn forget_outcomes(&self) {
        let mut outcomes = self.outcomes.borrow_mut();
        if outcomes.len() > 512 {
            let mut ids: Vec<Stamp> = outcomes.keys().copied().collect();
            order::sort(&mut ids);
            ids.truncate(256);
            ids.iter().for_each(|id| drop(outcomes.remove(id)));
        }
    }

    /// Writes down outside the store that it holds what is here, up to an entry that is there.
    fn remember(&self, sequence: Sequence) {
        let mut sentinel = self.stands();
        sentinel.sequence = sentinel.sequence.max(sequence);
        self.ports.remember(sentinel);
    }

    /// Reads what other tabs wrote, and hands it on part by part.
    async fn read(&self, after: Sequence) -> Result<(), StorageError> {
        let mut entries = self.storage.entries(after).await?.into_iter().peekable();
        if entries.peek().is_none() {
            self.machine.borrow_mut().read(Vec::new(), false);
            return Ok(());
        }
        let mut opened = Vec::new();
        let mut has_many = false;
        while let Some((sequence, bytes)) = entries.next() {
            let counted = || self.manifest.borrow().clone();
            match self.open_entry(sequence, &bytes, counted).await? {
                Opened::Whole(change, pages) => {
                    self.prepare(&change, &pages).await;
                    let is_large = change.body.is_large();
                    if is_large || !matches!(change.body, Body::Edits(_)) {
                        has_many = true;
                    }
                    if is_large && !opened.is_empty() {
                        // What it writes to may be made by what came before it.
                        let part = std::mem::take(&mut opened);
                        self.machine.borrow_mut().read(part, true);
                    }
                    while is_large && self.machine.borrow_mut().spread_heard(sequence, &change) {
                        self.pause().await;
                    }
                    opened.push((sequence, Some((change, pages))));
                }
                Opened::Damaged(damage) => {
                    self.damages.borrow_mut().push(damage);
                    opened.push((sequence, None));
                }
                Opened::Folded => {
                    // What was read before is in the fold too.
                    self.machine.borrow_mut().reload();
                    return Ok(());
                }
            }
            let has_more = entries.peek().is_some();
            // What is applied already is not to wait for others to be shown.
            if opened.len() >= ENTRIES_AT_ONCE || !has_more || has_many {
                let part = std::mem::take(&mut opened);
                self.machine.borrow_mut().read(part, has_more);
                if std::mem::take(&mut has_many) {
                    self.prepare_list().await;
                }
                self.notify();
                self.pause().await;
            }
        }
        Ok(())
    }

    /// Says that what waits cannot be written yet. It is as soon as [`Session::run`] is called.
    pub fn hold_up(&self, error: StorageError) {
        if self.machine.borrow().waiting() > 0 {
            *self.state.borrow_mut() = SaveState::Failed(error);
            self.notify();
        }
    }

    fn unreadable(&self, error: StorageError) {
        self.machine.borrow_mut().unread();
        *self.state.borrow_mut() = SaveState::Failed(error);
        self.notify();
    }
}

#[cfg(test)]
pub(in crate::session) mod tests;
