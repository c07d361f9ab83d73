//! Loading: pages and the journal's tail into a workspace, piece by piece. What is damaged is kept
//! aside and named; the rest loads.

use super::{SaveState, Session};
use crate::document::DocumentError;
use crate::document::page::Page;
use crate::domain::{Record, ReplicaId, Stamp};
use crate::session::boot::Boot;
use crate::session::history::History;
use crate::session::machine::Machine;
use crate::session::ports::Ports;
use crate::session::writer::STAGING;
use crate::storage::{Found, Manifest, Sequence, Storage, StorageError};
use crate::workspace::change::{Body, PageId, PageRef};
use crate::workspace::{Workspace, entry};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Something stored that could not be read: it stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A page, with how many records it held.
    Page {
        /// The page.
        page: PageRef,
        /// What is wrong.
        error: DocumentError,
    },
    /// An entry of the journal.
    Entry {
        /// Its number.
        sequence: Sequence,
        /// What is wrong.
        error: StorageError,
    },
}

/// How far loading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Records read.
    pub records: u64,
    /// Records there are.
    pub of: u64,
}

/// What loading gave.
struct Loaded {
    workspace: Workspace,
    manifest: Option<Manifest>,
    history: History,
    highest: Stamp,
    heard: Sequence,
    damages: Vec<Damage>,
    batch_pages: Vec<PageId>,
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
        let session = Self {
            storage,
            ports,
            machine: RefCell::new(Machine::new(
                Workspace::default(),
                replica,
                Stamp::default(),
                0,
            )),
            manifest: RefCell::default(),
            damages: RefCell::default(),
            state: RefCell::new(SaveState::Saved),
            lost: RefCell::default(),
            failed: RefCell::default(),
            outcomes: RefCell::default(),
            listeners: RefCell::default(),
            wakers: RefCell::default(),
            is_settling: Cell::new(false),
            is_history_loaded: Cell::new(false),
        };
        let loaded = session.load(&progress).await?;
        let mut machine = Machine::new(loaded.workspace, replica, loaded.highest, loaded.heard);
        *machine.history_mut() = loaded.history;
        *session.machine.borrow_mut() = machine;
        *session.manifest.borrow_mut() = loaded.manifest;
        *session.damages.borrow_mut() = loaded.damages;
        // What a crashed import left goes, unless an import of another tab is under way. An entry
        // that cannot be read may refer to any of it.
        let is_whole = !session
            .damages
            .borrow()
            .iter()
            .any(|damage| matches!(damage, Damage::Entry { .. }));
        if is_whole && let Some(_guard) = session.ports.lock(STAGING).await {
            let _ = session.sweep_after(loaded.heard, loaded.batch_pages).await;
        }
        Ok(session)
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

    async fn load(&self, progress: &impl Fn(Progress)) -> Result<Loaded, StorageError> {
        let mut workspace = Workspace::default();
        let mut manifest: Option<Manifest> = None;
        let mut damages = Vec::new();
        let mut entries = Vec::new();
        let mut records = 0;
        self.storage
            .load(&mut |found| match found {
                Found::Manifest(found) => manifest = found,
                Found::Page(reference, bytes) => {
                    records += u64::from(reference.rows);
                    match Page::open(bytes) {
                        Ok(page) => workspace.append(page, reference),
                        Err(error) => damages.push(Damage::Page {
                            page: reference,
                            error,
                        }),
                    }
                    let of = manifest.as_ref().map_or(0, Manifest::records);
                    progress(Progress { records, of });
                }
                Found::Entry(sequence, bytes) => entries.push((sequence, bytes)),
            })
            .await?;
        let mut highest = manifest
            .as_ref()
            .map(|manifest| manifest.stamp)
            .unwrap_or_default();
        let mut heard = manifest.as_ref().map_or(0, |manifest| manifest.sequence);
        let mut history = History::default();
        let mut batch_pages = Vec::new();
        for (sequence, opened) in self.open_entries(entries).await {
            heard = heard.max(sequence);
            let Some((change, pages)) = opened else {
                continue;
            };
            let stamps = change
                .body
                .edits()
                .iter()
                .flat_map(|edit| &edit.edits)
                .map(|edit| edit.after.stamp);
            highest = stamps.fold(highest.max(change.id), Stamp::max);
            if let Body::Batch { pages, .. } = &change.body {
                batch_pages.extend(pages.iter().map(|page| page.id));
            }
            workspace.apply(&change, pages);
            history.add(change, true);
        }
        // Those of entries were found while they were opened.
        damages.append(&mut self.damages.borrow_mut());
        Ok(Loaded {
            workspace,
            manifest,
            history,
            highest,
            heard,
            damages,
            batch_pages,
        })
    }

    /// Reads everything again, because the journal was folded past what this tab has heard.
    pub(super) async fn reload(&self) {
        match self.load(&|_| {}).await {
            Ok(loaded) => {
                self.machine
                    .borrow_mut()
                    .reloaded(loaded.workspace, loaded.heard);
                *self.manifest.borrow_mut() = loaded.manifest;
                *self.damages.borrow_mut() = loaded.damages;
                self.notify();
            }
            Err(error) => self.unreadable(error),
        }
    }

    /// Writes the boot record, when there is time and nothing on its way.
    ///
    /// # Errors
    /// [`StorageError`]; the record before then stays, and is still right.
    pub async fn write_boot(&self) -> Result<(), StorageError> {
        let boot = {
            let machine = self.machine.borrow();
            if machine.waiting() > 0 {
                return Ok(());
            }
            Boot::of(machine.workspace(), machine.heard()).write()
        };
        self.storage.set_boot(&boot).await
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
        let before = self
            .manifest
            .borrow()
            .as_ref()
            .map_or(0, |manifest| manifest.sequence + 1);
        let older: Vec<_> = self
            .storage
            .history(before)
            .await
            .inspect_err(|_| self.is_history_loaded.set(false))?;
        let older: HashMap<Sequence, _> = older
            .into_iter()
            .filter_map(|(sequence, bytes)| {
                Some((sequence, crate::workspace::entry::read(&bytes).ok()?))
            })
            .collect();
        let mut older: Vec<_> = older.into_iter().collect();
        older.sort_by_key(|(sequence, _)| *sequence);
        let mut history = History::default();
        older
            .into_iter()
            .for_each(|(_, change)| history.add(change, true));
        let mut machine = self.machine.borrow_mut();
        history.append(std::mem::take(machine.history_mut()));
        *machine.history_mut() = history;
        drop(machine);
        self.notify();
        Ok(())
    }
}

/// The first `count` customers by name, from the boot record and the journal's tail alone; none
/// where a full load must answer.
///
/// # Errors
/// [`StorageError`] where the store could not be read.
pub async fn first_customers(
    storage: &impl Storage,
    count: usize,
) -> Result<Option<(Boot, Vec<Record>)>, StorageError> {
    let Some(boot) = storage
        .boot()
        .await?
        .and_then(|bytes| Boot::read(&bytes).ok())
    else {
        return Ok(None);
    };
    let entries = storage.entries(boot.sequence).await?;
    // The journal was folded past what the record reflects: entries between may be gone from it.
    if entries
        .first()
        .is_some_and(|(sequence, _)| *sequence != boot.sequence + 1)
    {
        return Ok(None);
    }
    let changes: Result<Vec<_>, _> = entries
        .iter()
        .map(|(_, bytes)| entry::read(bytes))
        .collect();
    let Ok(changes) = changes else {
        return Ok(None);
    };
    Ok(boot.first(&changes, count).map(|records| (boot, records)))
}
