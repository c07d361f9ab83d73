//! The seam to the disk: what a store must do, its errors, and the manifest that says which pages
//! count. IndexedDB does it in the browser, a map in tests; both pass `contract`. What is stored
//! and when is the session's matter.

#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod history;
pub mod manifest;
#[cfg(any(test, feature = "contract"))]
pub mod memory;

use crate::document::DocumentError;
pub use crate::workspace::change::{PageId, PageRef};
pub use manifest::Manifest;
use std::rc::Rc;
use thiserror::Error;

/// The number of a journal entry: rises by the order of commits.
pub type Sequence = u64;

/// The cache of the first screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cached {
    /// What was written.
    pub boot: Vec<u8>,
    /// What the journal held when it was read.
    pub entries: Vec<(Sequence, Vec<u8>)>,
}

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StorageError {
    /// There is no store, or the browser forbids it.
    #[error("storage is not available: {0}")]
    Unavailable(String),
    /// Another tab with an older version holds the store open.
    #[error("another tab holds the storage")]
    Blocked,
    /// The disk, or what the browser grants of it, is full.
    #[error("storage is full")]
    Quota,
    /// A newer version made the store.
    #[error("a newer version made the storage")]
    TooNew,
    /// The transaction was taken back; trying again may help.
    #[error("the transaction was taken back: {0}")]
    Aborted(String),
    /// What was read is not what was written.
    #[error("damaged: {0}")]
    Damaged(String),
}

impl From<DocumentError> for StorageError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::TooNew { .. } => Self::TooNew,
            DocumentError::Damaged | DocumentError::Malformed => Self::Damaged(error.to_string()),
        }
    }
}

/// What [`Storage::load`] finds, in this order: the manifest once, its pages, the entries that are
/// not folded into them.
#[derive(Debug)]
pub enum Found {
    /// Which pages count; none in a store that was never settled.
    Manifest(Option<Manifest>),
    /// One of the manifest's pages; empty where it is not there or cannot be read.
    Page(PageRef, Rc<[u8]>),
    /// An entry of the journal.
    Entry(Sequence, Vec<u8>),
}

/// A fold of the journal into pages: one transaction, all or nothing.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// The manifest it starts from: where the store has another by now, it must not happen.
    pub before: Option<Manifest>,
    /// The manifest after it. Entries up to its sequence go to the packed history.
    pub after: Manifest,
    /// The pages that are new in it.
    pub pages: Vec<(PageRef, Rc<[u8]>)>,
}

/// A store of one workspace.
#[allow(async_fn_in_trait, reason = "everything here runs on one thread")]
pub trait Storage {
    /// Reads everything, as it is at one moment; calls back piece by piece, so that the thread is
    /// free between two.
    ///
    /// # Errors
    /// [`StorageError`]; what was called back before is then to be forgotten.
    async fn load(&self, each: &mut dyn FnMut(Found)) -> Result<(), StorageError>;

    /// Reads the journal after a sequence, as far as it is there: a fold may have taken some, which
    /// the caller sees by the gap.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn entries(&self, after: Sequence) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError>;

    /// Reads which pages count now.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn manifest(&self) -> Result<Option<Manifest>, StorageError>;

    /// Reads pages, in the order given; none where one is not there, because a fold took it.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn pages(&self, pages: &[PageRef]) -> Result<Vec<Option<Rc<[u8]>>>, StorageError>;

    /// Appends an entry to the journal and returns its sequence, once it is on the disk for good:
    /// after the transaction completed with strict durability, not before. `pages` are the staged
    /// ones that it makes count.
    ///
    /// # Errors
    /// [`StorageError`], [`StorageError::Damaged`] where a page is not there; the entry is then not
    /// in the journal.
    async fn commit(&self, entry: &[u8], pages: &[PageId]) -> Result<Sequence, StorageError>;

    /// Puts pages aside that nothing refers to yet.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn stage(&self, pages: &[(PageId, Rc<[u8]>)]) -> Result<(), StorageError>;

    /// Folds the journal into pages, and forgets the cache of the first screen, which names an entry
    /// that is no longer there.
    ///
    /// # Errors
    /// [`StorageError::Aborted`] where somebody else settled first.
    async fn settle(&self, settlement: &Settlement) -> Result<(), StorageError>;

    /// Throws away staged pages that neither the manifest nor these refer to.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn sweep(&self, referred: &[PageId]) -> Result<usize, StorageError>;

    /// Throws away staged pages that nothing will refer to: of an import that was cancelled.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn discard(&self, pages: &[PageId]) -> Result<(), StorageError>;

    /// Reads the packed history that was folded last, before a sequence, newest fold first.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn history(&self, before: Sequence) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError>;

    /// Reads the cache of the first screen with the journal of the same moment.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn boot(&self) -> Result<Option<Cached>, StorageError>;

    /// Reads the notes that sync made, in the order they were made.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn notes(&self) -> Result<Vec<Vec<u8>>, StorageError>;

    /// Adds a note of sync, on the disk for good when it returns: behind those that are there, or in
    /// the place of all of them.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn note(&self, note: &[u8], is_only: bool) -> Result<(), StorageError>;

    /// Adds a note of sync that may be lost with the power, but not alone: what is written after it is
    /// then lost too.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn note_soon(&self, note: &[u8]) -> Result<(), StorageError> {
        self.note(note, false).await
    }

    /// Writes the cache of the first screen; losing it costs nothing but time.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn set_boot(&self, boot: &[u8]) -> Result<(), StorageError>;
}
