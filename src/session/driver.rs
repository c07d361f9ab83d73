//! Drives the machine against a store and the ports: loads, commits, reads what other tabs wrote,
//! folds the journal when there is time. One loop does all writing, in order.

mod load;
mod settle;

use super::machine::{Effect, Heard, Machine, Moment, Touched};
use super::ports::{Ports, Sentinel};
use crate::document::DocumentError;
use crate::document::page::Page;
use crate::domain::{RecordId, RecordKind, Stamp, Uuid};
use crate::storage::manifest::checksum;
use crate::storage::{Manifest, Sequence, Storage, StorageError};
use crate::workspace::Workspace;
use crate::workspace::change::{Body, Change, PageId};
use crate::workspace::command::{Command, CommandError, Context};
use crate::workspace::{entry, invert::Inverse};
pub use load::{Damage, Progress, first_customers};
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::task::{Poll, Waker};

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
    state: RefCell<SaveState>,
    /// What failed saves took back, oldest first, until it is tried again.
    lost: RefCell<Vec<Change>>,
    /// Why the last of them was not saved.
    failed: RefCell<Option<StorageError>>,
    outcomes: RefCell<HashMap<Stamp, Outcome>>,
    listeners: RefCell<Vec<Listener>>,
    wakers: RefCell<Vec<Waker>>,
    is_settling: Cell<bool>,
    is_history_loaded: Cell<bool>,
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

    fn moment(&self) -> Moment {
        Moment {
            now: self.ports.now(),
            today: self.ports.today(),
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

    /// Makes a batch visible whose pages are staged; `pages` are their bytes, in its order.
    ///
    /// # Errors
    /// [`StorageError`] where it could not be saved: nothing of it is then visible.
    pub async fn publish(&self, change: Change, pages: Vec<Rc<[u8]>>) -> Outcome {
        let mut opened = Vec::with_capacity(pages.len());
        for bytes in pages {
            let damaged = |error: DocumentError| StorageError::Damaged(error.to_string());
            opened.push(Page::open(bytes).map_err(damaged)?);
            self.ports.rest().await;
        }
        let id = self.machine.borrow_mut().submit(change, opened);
        self.after(true);
        self.saved(id).await
    }

    /// Waits until a change is on the disk.
    ///
    /// # Errors
    /// [`StorageError`] where it could not be saved and was taken back.
    pub async fn saved(&self, id: Stamp) -> Outcome {
        std::future::poll_fn(|context| match self.outcomes.borrow_mut().remove(&id) {
            Some(outcome) => Poll::Ready(outcome),
            None => {
                self.wakers.borrow_mut().push(context.waker().clone());
                Poll::Pending
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
                Effect::Commit(entry) => {
                    let outcome = self.storage.commit(&entry).await;
                    self.committed(outcome);
                }
                Effect::Announce(sequence) => {
                    self.ports.announce(sequence);
                    self.remember();
                }
                Effect::Read(after) => match self.storage.entries(after).await {
                    Ok(entries) => {
                        let read = self.open_entries(entries).await;
                        self.machine.borrow_mut().read(read);
                        self.notify();
                    }
                    Err(error) => self.unreadable(error),
                },
                Effect::Reload => self.reload().await,
            }
            self.wake();
        }
    }

    fn committed(&self, outcome: Outcome) {
        let front = self.machine.borrow().next_id();
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
        self.notify();
    }

    /// Nobody may ever ask what became of a change: the answers of the oldest go.
    fn forget_outcomes(&self) {
        let mut outcomes = self.outcomes.borrow_mut();
        if outcomes.len() > 512 {
            let mut ids: Vec<Stamp> = outcomes.keys().copied().collect();
            ids.sort_unstable();
            ids.truncate(256);
            ids.iter().for_each(|id| drop(outcomes.remove(id)));
        }
    }

    fn remember(&self) {
        let machine = self.machine.borrow();
        let live = |kind| machine.workspace().table(kind).live() as u64;
        let records = live(RecordKind::Customer) + live(RecordKind::Deal);
        self.ports.remember(Sentinel {
            records,
            sequence: machine.heard(),
            at: self.ports.now(),
        });
    }

    /// Opens entries of the journal, with the pages of batches.
    async fn open_entries(&self, entries: Vec<(Sequence, Vec<u8>)>) -> Vec<Heard> {
        let mut opened = Vec::with_capacity(entries.len());
        for (sequence, bytes) in entries {
            match self.open_entry(&bytes).await {
                Ok(entry) => opened.push((sequence, Some(entry))),
                Err(error) => {
                    self.damages
                        .borrow_mut()
                        .push(Damage::Entry { sequence, error });
                    opened.push((sequence, None));
                }
            }
        }
        opened
    }

    async fn open_entry(&self, bytes: &[u8]) -> Result<(Change, Vec<Page>), StorageError> {
        let damaged = |error: DocumentError| StorageError::Damaged(error.to_string());
        let change = entry::read(bytes).map_err(damaged)?;
        let mut pages = Vec::new();
        if let Body::Batch {
            pages: references, ..
        } = &change.body
        {
            let stored = self.storage.pages(references).await?;
            for (reference, bytes) in references.iter().zip(stored) {
                if checksum(&bytes) != reference.checksum {
                    return Err(StorageError::Damaged("a page of another batch".into()));
                }
                pages.push(Page::open(bytes).map_err(damaged)?);
            }
        }
        Ok((change, pages))
    }

    fn unreadable(&self, error: StorageError) {
        self.machine.borrow_mut().unread();
        *self.state.borrow_mut() = SaveState::Failed(error);
        self.notify();
    }
}
