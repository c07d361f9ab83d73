//! Loading: pages and the journal's tail into a workspace, piece by piece. What is damaged is kept
//! aside and named; the rest loads.

use super::open::Opened;
use super::showing::Showing;
use super::{Damage, SaveState, Session};
use crate::document::page::Page;
use crate::domain::{ReplicaId, Stamp};
use crate::session::history::History;
use crate::session::machine::{Machine, Reading};
use crate::session::ports::Ports;
use crate::session::writer::STAGING;
use crate::storage::{Found, Manifest, Sequence, Storage, StorageError};
use crate::sync::both;
use crate::workspace::change::{Body, Change, PageId};
use crate::workspace::{Workspace, entry};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// How often loading begins anew where other tabs fold the journal meanwhile.
const LOADS_MAX: usize = 8;
/// How many edits of a change are applied in one step.
const EDITS_AT_ONCE: usize = 256;
/// How many entries of the history are read in one task.
const ENTRIES_AT_ONCE: usize = 32;

/// How far loading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Records read.
    pub records: u64,
    /// Records there are.
    pub of: u64,
}

/// What loading gave.
pub(super) struct Loaded {
    workspace: Workspace,
    manifest: Option<Manifest>,
    changes: Vec<(Sequence, Change)>,
    highest: Stamp,
    pub(super) heard: Sequence,
    /// The pages that the journal's tail refers to.
    staged: Vec<PageId>,
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// Opens a store: reads everything into memory.
    ///
    /// # Errors
    /// [`StorageError`] where nothing could be read at all.
    pub async fn open(
        storage: S,
        ports: P,
        progress: impl Fn(Progress),
    ) -> Result<Self, StorageError> {
        let replica = ReplicaId(ports.random() as u64);
        let now = ports.now();
        let nothing = Machine::new(Workspace::default(), replica, Stamp::default(), 0);
        let session = Self {
            storage,
            ports,
            machine: RefCell::new(nothing),
            manifest: RefCell::default(),
            damages: RefCell::default(),
            gaps: Cell::new(0),
            shortfall: Cell::new(None),
            state: RefCell::new(SaveState::Saved),
            lost: RefCell::default(),
            failed: RefCell::default(),
            outcomes: RefCell::default(),
            listeners: RefCell::default(),
            wakers: RefCell::default(),
            is_settling: Cell::new(false),
            refits: RefCell::default(),
            trash: Cell::default(),
            is_history_loaded: Cell::new(false),
            first_written: Cell::new(None),
            rested: Cell::new(now),
            reloads: Cell::new(0),
            showing: Showing::default(),
        };
        let (loaded, noted) = both(session.load(&progress), session.ports.recall()).await;
        let mut loaded = loaded?;
        if session.missing(&loaded, noted) > 0 {
            // Another tab may have written between the one and the other.
            loaded = session.load(&progress).await?;
        }
        let missing = session.missing(&loaded, noted);
        let mut machine = Machine::new(loaded.workspace, replica, loaded.highest, loaded.heard);
        let changes = loaded.changes.into_iter();
        changes.for_each(|(_, change)| machine.history_mut().add(change, true));
        *session.machine.borrow_mut() = machine;
        *session.manifest.borrow_mut() = loaded.manifest;
        session.measure(missing, noted);
        let mut referred = loaded.staged;
        referred.extend(session.damaged_pages().into_iter().map(|page| page.id));
        // What a crashed import left goes, unless an import of another tab is under way. An entry
        // that cannot be read, or is missing, may refer to any of it.
        if !session.has_damaged_entry()
            && missing == 0
            && let Some(_guard) = session.ports.lock(STAGING).await
        {
            let _ = session.sweep_after(loaded.heard, referred).await;
        }
        Ok(session)
    }

    /// Whether there is an entry of which nobody knows what it refers to.
    pub(super) fn has_damaged_entry(&self) -> bool {
        let damages = self.damages.borrow();
        damages
            .iter()
            .any(|damage| matches!(damage, Damage::Entry { .. }))
    }

    /// Throws away staged pages that nothing refers to. To be called while [`STAGING`] is held:
    /// nobody publishes a batch then, so that the journal names all pages that count.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn sweep(&self) -> Result<usize, StorageError> {
        self.sweep_after(0, Vec::new()).await
    }

    /// Throws away staged pages but these and those of later entries: another tab may have
    /// published a batch since this one last read the journal.
    async fn sweep_after(
        &self,
        heard: Sequence,
        mut referred: Vec<PageId>,
    ) -> Result<usize, StorageError> {
        for (_, bytes) in self.storage.entries(heard).await? {
            if let Body::Batch { pages, .. } = entry::read(&bytes)?.body {
                referred.extend(pages.iter().map(|page| page.id));
            }
        }
        self.storage.sweep(&referred).await
    }

    /// Reads everything, anew where another tab folded the journal meanwhile.
    async fn load(&self, progress: &impl Fn(Progress)) -> Result<Loaded, StorageError> {
        let mut error = StorageError::Aborted("it is folded again and again".into());
        for _ in 0..LOADS_MAX {
            self.damages.borrow_mut().clear();
            match self.load_once(progress).await {
                Ok(Some(loaded)) => return Ok(loaded),
                Ok(None) => {}
                Err(StorageError::Aborted(why)) => error = StorageError::Aborted(why),
                Err(error) => return Err(error),
            }
        }
        Err(error)
    }

    /// Reads everything; none where another tab folded the journal meanwhile.
    async fn load_once(
        &self,
        progress: &impl Fn(Progress),
    ) -> Result<Option<Loaded>, StorageError> {
        let mut workspace = Workspace::default();
        let mut manifest: Option<Manifest> = None;
        let mut entries = Vec::new();
        let mut records = 0;
        self.storage
            .load(&mut |found| match found {
                Found::Manifest(found) => {
                    if let Some(found) = &found {
                        workspace.reserve(&found.pages);
                    }
                    manifest = found;
                }
                Found::Page(page, bytes) => {
                    records += u64::from(page.rows);
                    match Page::open(bytes) {
                        Ok(opened) => workspace.append(opened, page),
                        Err(error) => self.damages.borrow_mut().push(Damage::Page { page, error }),
                    }
                    let of = manifest.as_ref().map_or(0, Manifest::records);
                    progress(Progress { records, of });
                }
                Found::Entry(sequence, bytes) => entries.push((sequence, bytes)),
            })
            .await?;
        let mut loaded = Loaded {
            workspace,
            changes: Vec::with_capacity(entries.len()),
            highest: manifest.as_ref().map(|one| one.stamp).unwrap_or_default(),
            heard: manifest.as_ref().map_or(0, |one| one.sequence),
            staged: Vec::new(),
            manifest,
        };
        let mut gaps = 0;
        for (at, (sequence, bytes)) in entries.into_iter().enumerate() {
            if at % ENTRIES_AT_ONCE == ENTRIES_AT_ONCE - 1 {
                self.pause().await;
            }
            gaps += sequence.saturating_sub(loaded.heard + 1);
            loaded.heard = loaded.heard.max(sequence);
            let counted = || loaded.manifest.clone();
            let opened = self.open_entry(sequence, &bytes, counted).await?;
            match opened {
                Opened::Whole(change, pages) => {
                    self.take(&mut loaded, sequence, change, pages).await
                }
                Opened::Damaged(damage) => self.damages.borrow_mut().push(damage),
                Opened::Folded => return Ok(None),
            }
        }
        if gaps > 0 && self.storage.manifest().await? != loaded.manifest {
            // Read one by one, entries may be folded between the one and the other.
            return Ok(None);
        }
        self.gaps.set(gaps);
        Ok(Some(loaded))
    }

    /// Applies a change to what is not shown yet: of a batch page by page.
    async fn take(
        &self,
        loaded: &mut Loaded,
        sequence: Sequence,
        change: Change,
        pages: Vec<Page>,
    ) {
        if let Body::Batch {
            pages: references, ..
        } = &change.body
        {
            loaded.workspace.reserve(references);
            for (page, reference) in pages.into_iter().zip(references) {
                loaded.staged.push(reference.id);
                loaded.workspace.append(page, reference.clone());
                self.pause().await;
            }
        }
        let edits = change.body.edits().len();
        let mut done = 0;
        while edits - done > EDITS_AT_ONCE {
            let some = done..done + EDITS_AT_ONCE;
            done = some.end;
            loaded.workspace.apply_some(&change, some);
            self.pause().await;
        }
        loaded.workspace.apply_rest(&change, Vec::new(), done);
        // Not what it writes: that came from others or rises above what they wrote, by clocks which may be
        // years off.
        loaded.highest = loaded.highest.max(change.id);
        loaded.changes.push((sequence, change));
    }

    /// Reads everything again, because the journal was folded past what this tab has heard.
    pub(super) async fn reload(&self) -> Result<(), StorageError> {
        let heard = self.machine.borrow().heard();
        let loaded = self.load(&|_| {}).await?;
        let folded = loaded.manifest.as_ref().map_or(0, |one| one.sequence);
        // A help for undo and the timeline: without it they know less.
        let mut missed = self.folded_changes(folded + 1).await.unwrap_or_default();
        missed.extend(loaded.changes);
        let missed = missed.into_iter().filter(|(sequence, _)| *sequence > heard);
        let reading = Reading {
            workspace: loaded.workspace,
            heard: loaded.heard,
            highest: loaded.highest,
            missed: missed.map(|(_, change)| change).collect(),
        };
        self.reloads.set(self.reloads.get() + 1);
        self.machine.borrow_mut().reloaded(reading);
        *self.manifest.borrow_mut() = loaded.manifest;
        self.notify();
        Ok(())
    }

    /// Reads the changes that were folded away before the journal's tail, so that undo and the
    /// timeline reach over a restart. Called when there is time; later calls do nothing.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn load_history(&self) -> Result<(), StorageError> {
        if self.is_history_loaded.replace(true) {
            return Ok(());
        }
        let folded = self
            .manifest
            .borrow()
            .as_ref()
            .map_or(0, |manifest| manifest.sequence);
        let older = self.folded_changes(folded + 1).await;
        let older = older.inspect_err(|_| self.is_history_loaded.set(false))?;
        let mut history = History::default();
        for (at, (_, change)) in older.into_iter().enumerate() {
            history.add(change, true);
            if at % ENTRIES_AT_ONCE == ENTRIES_AT_ONCE - 1 {
                self.pause().await;
            }
        }
        let mut machine = self.machine.borrow_mut();
        history.append(std::mem::take(machine.history_mut()));
        *machine.history_mut() = history;
        drop(machine);
        self.notify();
        Ok(())
    }

    /// The changes of the packed history before an entry, oldest first, as far as they can be read.
    async fn folded_changes(
        &self,
        before: Sequence,
    ) -> Result<BTreeMap<Sequence, Change>, StorageError> {
        let entries = self.storage.history(before).await?;
        let mut changes = BTreeMap::new();
        for (at, (sequence, bytes)) in entries.into_iter().enumerate() {
            if let Ok(change) = entry::read(&bytes) {
                changes.insert(sequence, change);
            }
            if at % ENTRIES_AT_ONCE == ENTRIES_AT_ONCE - 1 {
                self.pause().await;
            }
        }
        Ok(changes)
    }
}
