//! A store in memory at which something happens before pages are read, or that cannot be read for a
//! while.

use crate::storage::memory::Memory;
use crate::storage::{Cached, Found, Manifest, Sequence, Settlement, Storage, StorageError};
use crate::workspace::change::{PageId, PageRef};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Something that happens once.
type Happening = Option<Box<dyn FnOnce()>>;

/// The store; clones are the same tab's.
#[derive(Clone, Default)]
pub(super) struct Interrupted {
    pub(super) store: Memory,
    pub(super) before_pages: Rc<RefCell<Happening>>,
    /// How many reads of the journal fail.
    pub(super) failing: Rc<Cell<u32>>,
}

impl Storage for Interrupted {
    async fn load(&self, each: &mut dyn FnMut(Found)) -> Result<(), StorageError> {
        self.store.load(each).await
    }

    async fn entries(&self, after: Sequence) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError> {
        if let Some(left) = self.failing.get().checked_sub(1) {
            self.failing.set(left);
            return Err(StorageError::Aborted("a bad moment".into()));
        }
        self.store.entries(after).await
    }

    async fn manifest(&self) -> Result<Option<Manifest>, StorageError> {
        self.store.manifest().await
    }

    async fn pages(&self, pages: &[PageRef]) -> Result<Vec<Option<Rc<[u8]>>>, StorageError> {
        let happening = self.before_pages.borrow_mut().take();
        if let Some(happening) = happening {
            happening();
        }
        self.store.pages(pages).await
    }

    async fn commit(&self, entry: &[u8], pages: &[PageId]) -> Result<Sequence, StorageError> {
        self.store.commit(entry, pages).await
    }

    async fn stage(&self, pages: &[(PageId, Rc<[u8]>)]) -> Result<(), StorageError> {
        self.store.stage(pages).await
    }

    async fn settle(&self, settlement: &Settlement) -> Result<(), StorageError> {
        self.store.settle(settlement).await
    }

    async fn sweep(&self, referred: &[PageId]) -> Result<usize, StorageError> {
        self.store.sweep(referred).await
    }

    async fn discard(&self, pages: &[PageId]) -> Result<(), StorageError> {
        self.store.discard(pages).await
    }

    async fn history(&self, before: Sequence) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError> {
        self.store.history(before).await
    }

    async fn boot(&self) -> Result<Option<Cached>, StorageError> {
        self.store.boot().await
    }

    async fn notes(&self) -> Result<Vec<Vec<u8>>, StorageError> {
        self.store.notes().await
    }
    async fn note(&self, note: &[u8], is_only: bool) -> Result<(), StorageError> {
        self.store.note(note, is_only).await
    }
    async fn set_boot(&self, boot: &[u8]) -> Result<(), StorageError> {
        self.store.set_boot(boot).await
    }
}
