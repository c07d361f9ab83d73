//! Sync with a CouchDB database: one document for each record, merged register by register, so that
//! two who worked apart lose no edit. What is said to the server and what its answers mean is here
//! ([`Client`]), over two seams: [`Http`] carries a request, [`Store`] holds the records. What holds
//! them, who sends, and when a round begins are left to the session and the browser.
//!
//! The server never decides: a document that somebody else wrote meanwhile is refused with 409, is
//! read, merged here, and sent again. Merging needs no common ancestor, so that what is repeated, lost,
//! out of order or put back to an older state does no harm.

mod alias;
mod both;
mod changes;
mod client;
mod device;
mod first;
mod guard;
mod ledger;
mod lines;
mod meet;
mod pull;
mod push;
pub mod remote;
pub mod seal;
mod sealed;
pub mod status;
#[cfg(test)]
mod tests;
mod trouble;
pub mod wire;

pub(crate) use both::both;
pub use changes::{a_sealed_one, encoded, has_rows};
pub use client::{Client, Round};
pub use device::{Device, DeviceKind, Listed, Own, devices, remove_device};
pub use first::{documents_in, made, server};
pub use ledger::Ledger;
pub use meet::Replaced;
pub use remote::{Remote, Secret};
pub use seal::Seal;
pub use trouble::Trouble;

use crate::document::DocumentError;
use crate::domain::{Key, Record, RecordId, Register};
use thiserror::Error;
use wire::{Answer, Request, Unreachable};

/// The number of an entry of the store's journal.
pub type Sequence = u64;

/// What carries requests to the database. Paths are below its address.
#[allow(async_fn_in_trait, reason = "everything here runs on one thread")]
pub trait Http {
    /// Sends a request and waits for its answer.
    ///
    /// # Errors
    /// [`Unreachable`] where there was none; whether the request arrived is not known then.
    async fn send(&self, request: Request) -> Result<Answer, Unreachable>;
}

/// What holds the records of the device.
#[allow(async_fn_in_trait, reason = "everything here runs on one thread")]
pub trait Store {
    /// The record as it is here; none where there is none of this id.
    fn record(&self, id: RecordId) -> Option<Record>;

    /// All records there are, whatever their standing.
    fn all(&self) -> Vec<RecordId>;

    /// What was written here since an entry of the journal, but for what sync brought.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn written(&self, after: Sequence) -> Result<Written, StoreError>;

    /// Whose writing of now it would be.
    fn author(&self) -> Option<RecordId>;

    /// Merges records register by register: the larger stamp stays. On the disk when it returns. A record
    /// that is no longer as it was seen stays as it is: those are given back, to be looked at once more.
    ///
    /// # Errors
    /// [`StoreError`]; records that are here are then as they were.
    async fn merge(&self, records: Vec<Arriving>) -> Result<Vec<RecordId>, StoreError>;

    /// Shows what was merged, where that was left for later.
    async fn show(&self) {}

    /// The notes of the ledger, in the order they were made.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn notes(&self) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Adds a note to the ledger. On the disk when it returns.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn note(&self, note: Vec<u8>) -> Result<(), StoreError>;

    /// Adds a note to the ledger that may be lost with the power, though never if one that was added
    /// later is there.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn note_soon(&self, note: Vec<u8>) -> Result<(), StoreError> {
        self.note(note).await
    }

    /// Puts a note in the place of all that were read. On the disk when it returns.
    ///
    /// # Errors
    /// [`StoreError`]; they then stand as before.
    async fn fold(&self, note: Vec<u8>) -> Result<(), StoreError>;

    /// Whether the record shows what is not on the disk yet, and might be taken back.
    fn is_writing(&self, id: RecordId) -> bool;

    /// Lets the thread do other work before going on, where it has been held for a while.
    async fn rest(&self);
}

/// A record on its way into the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arriving {
    /// What there was of it here when it was looked at.
    pub seen: Option<Record>,
    /// What is to be merged with that.
    pub record: Record,
}

/// What was written to the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The last entry of the journal that was looked at.
    pub up_to: Sequence,
    /// The registers that were written, each with what its author saw there; none where nothing was.
    /// In the order of writing.
    pub registers: Vec<(RecordId, Key, Option<Register>)>,
    /// Of everything: where the journal no longer reaches back so far, all records may have changed.
    pub everything: Option<Vec<RecordId>>,
}

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("storage is full")]
    Full,
    /// Anything else.
    #[error("storage: {0}")]
    Other(String),
    /// A note cannot be read.
    #[error(transparent)]
    Damaged(#[from] DocumentError),
}
