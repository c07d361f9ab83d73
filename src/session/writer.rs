//! The door for writing, whatever an open workspace is stored in: what the screens, the imports and
//! the REST surface do to it. A session is the one that opens it.

use super::driver::Checked;
use super::machine::Machine;
use super::ports::Ports;
use super::{SaveState, Session};
use crate::domain::{RecordId, RecordKind, Stamp};
use crate::storage::{Sequence, Storage, StorageError};
use crate::workspace::Workspace;
use crate::workspace::change::{Change, PageId};
use crate::workspace::command::{Command, CommandError, Context};
use crate::workspace::invert::Inverse;
use std::any::Any;
use std::cell::Ref;
use std::pin::Pin;
use std::rc::Rc;

/// A future that a screen waits for.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A lock, for as long as it lives.
pub type Lock = Box<dyn Any>;

/// The name of the lock of all that stages pages.
pub(super) const IMPORT_LOCK: &str = "import";

/// What screens do to an open workspace, whatever it is stored in.
pub trait Writer {
    /// The workspace, to read once.
    fn workspace(&self) -> Ref<'_, Workspace>;
    /// The machine, for its history.
    fn machine(&self) -> Ref<'_, Machine>;
    /// Does what a command wants, at once.
    ///
    /// # Errors
    /// Why it was refused.
    fn execute(&self, command: &Command) -> Result<Stamp, CommandError>;
    /// Takes back what was done last.
    ///
    /// # Errors
    /// Where there is nothing.
    fn undo(&self) -> Result<Inverse, CommandError>;
    /// Does again what was taken back last.
    ///
    /// # Errors
    /// Where there is nothing.
    fn redo(&self) -> Result<Inverse, CommandError>;
    /// Takes one change back.
    ///
    /// # Errors
    /// Why it stays.
    fn take_back(&self, id: Stamp) -> Result<Inverse, CommandError>;
    /// A new id.
    fn new_id(&self, kind: RecordKind) -> RecordId;
    /// A new key for a page to be staged.
    fn new_page_id(&self) -> PageId;
    /// The stamp and context of a batch that is going to be made.
    fn begin_batch(&self) -> Context;
    /// The same for a batch that brings records with stamps of their own, up to `highest`.
    fn begin_batch_above(&self, highest: Stamp) -> Context;
    /// How the data stand.
    fn state(&self) -> SaveState;
    /// Takes what a failed save took back.
    fn take_lost(&self) -> Vec<Change>;
    /// Puts pages aside for a batch.
    fn stage<'a>(
        &'a self,
        pages: &'a [(PageId, Rc<[u8]>)],
    ) -> Waiting<'a, Result<(), StorageError>>;
    /// Throws away pages that were put aside, since their batch will not be made.
    fn discard<'a>(&'a self, pages: &'a [PageId]) -> Waiting<'a, Result<(), StorageError>>;
    /// Holds the lock of all that stages pages while what it gives lives: a tab that opens meanwhile
    /// must not take them for rubbish. None where another tab holds it.
    fn lock_import(&self) -> Waiting<'_, Option<Lock>>;
    /// Makes a batch visible.
    fn publish(
        &self,
        change: Change,
        pages: Vec<Rc<[u8]>>,
    ) -> Waiting<'_, Result<u64, StorageError>>;
    /// Waits until a change is on the disk.
    fn saved(&self, id: Stamp) -> Waiting<'_, Result<u64, StorageError>>;
    /// The last entry of the journal that is folded into pages.
    fn folded(&self) -> Sequence;
    /// Reads everything that is stored once more and counts what is damaged.
    fn check(&self) -> Waiting<'_, Result<Checked, StorageError>>;
    /// Says who the changes of this tab are by.
    fn set_author(&self, author: Option<RecordId>);
    /// Lets the thread do other work before going on.
    fn rest(&self) -> Waiting<'_, ()>;
}

impl<S: Storage, P: Ports> Writer for Session<S, P> {
    fn workspace(&self) -> Ref<'_, Workspace> {
        self.workspace()
    }
    fn machine(&self) -> Ref<'_, Machine> {
        self.machine()
    }
    fn execute(&self, command: &Command) -> Result<Stamp, CommandError> {
        self.execute(command)
    }
    fn undo(&self) -> Result<Inverse, CommandError> {
        self.undo()
    }
    fn redo(&self) -> Result<Inverse, CommandError> {
        self.redo()
    }
    fn take_back(&self, id: Stamp) -> Result<Inverse, CommandError> {
        self.take_back(id)
    }
    fn new_id(&self, kind: RecordKind) -> RecordId {
        self.new_id(kind)
    }
    fn new_page_id(&self) -> PageId {
        self.new_page_id()
    }
    fn begin_batch(&self) -> Context {
        self.begin_batch()
    }
    fn begin_batch_above(&self, highest: Stamp) -> Context {
        self.begin_batch_above(highest)
    }
    fn state(&self) -> SaveState {
        self.state()
    }
    fn take_lost(&self) -> Vec<Change> {
        self.take_lost()
    }
    fn stage<'a>(
        &'a self,
        pages: &'a [(PageId, Rc<[u8]>)],
    ) -> Waiting<'a, Result<(), StorageError>> {
        Box::pin(self.storage().stage(pages))
    }
    fn discard<'a>(&'a self, pages: &'a [PageId]) -> Waiting<'a, Result<(), StorageError>> {
        Box::pin(self.storage().discard(pages))
    }
    fn lock_import(&self) -> Waiting<'_, Option<Lock>> {
        Box::pin(async {
            let guard = self.ports().lock(IMPORT_LOCK).await?;
            let lock: Lock = Box::new(guard);
            Some(lock)
        })
    }
    fn publish(
        &self,
        change: Change,
        pages: Vec<Rc<[u8]>>,
    ) -> Waiting<'_, Result<u64, StorageError>> {
        Box::pin(self.publish(change, pages))
    }
    fn saved(&self, id: Stamp) -> Waiting<'_, Result<u64, StorageError>> {
        Box::pin(self.saved(id))
    }
    fn folded(&self) -> Sequence {
        self.folded()
    }
    fn check(&self) -> Waiting<'_, Result<Checked, StorageError>> {
        Box::pin(self.check())
    }
    fn set_author(&self, author: Option<RecordId>) {
        self.set_author(author);
    }
    fn rest(&self) -> Waiting<'_, ()> {
        Box::pin(self.ports().rest())
    }
}
