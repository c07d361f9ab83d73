//! The door for writing, whatever an open workspace is stored in: what the screens, the imports and
//! the REST surface do to it. A session is the one that opens it.

use super::driver::{Checked, Going, Undone};
use super::machine::Machine;
use super::ports::{DecodeError, Decoded, Encoding, Ports};
use super::{SaveState, Session};
use crate::domain::{RecordId, RecordKind, Stamp};
use crate::storage::{Sequence, Storage, StorageError};
use crate::workspace::Workspace;
use crate::workspace::change::{Change, PageId};
use crate::workspace::command::{Command, CommandError, Context};
use crate::workspace::invert::Inverse;
use std::cell::Ref;
use std::pin::Pin;
use std::rc::Rc;

/// A future that a screen waits for.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A lock among all tabs, held until it is dropped.
pub type Held<'a> = Box<dyn Hold + 'a>;

/// Whatever holds a lock.
pub trait Hold {}

impl<T> Hold for T {}

/// The lock that whoever stages pages holds until they are published or swept: another tab throws
/// away staged pages that nothing refers to.
pub const STAGING: &str = "import";

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
    /// Does what a command wants, in steps where it is about very many records; none where it was
    /// stopped.
    fn execute_in_steps<'a>(
        &'a self,
        command: &'a Command,
        going: Going<'a>,
    ) -> Waiting<'a, Result<Option<Stamp>, CommandError>>;
    /// Takes one change back, in steps where it is large; none where it was stopped.
    fn take_back_in_steps<'a>(
        &'a self,
        id: Stamp,
        going: Going<'a>,
    ) -> Waiting<'a, Result<Option<Undone>, CommandError>>;
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
    /// How many changes a failed save took back that nobody has tried again.
    fn lost(&self) -> usize;
    /// Does again what a failed save took back.
    fn try_again(&self);
    /// Forgets one of them, since whoever made it still has what it said.
    fn forget_lost(&self, id: Stamp);
    /// How many pages and entries were found damaged.
    fn damaged(&self) -> usize;
    /// Puts pages aside for a batch.
    fn stage<'a>(
        &'a self,
        pages: &'a [(PageId, Rc<[u8]>)],
    ) -> Waiting<'a, Result<(), StorageError>>;
    /// Throws away pages that were put aside, since their batch will not be made.
    fn discard<'a>(&'a self, pages: &'a [PageId]) -> Waiting<'a, Result<(), StorageError>>;
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
    /// Takes a lock among all tabs of the workspace; none where somebody has it, this tab too.
    fn lock<'a>(&'a self, name: &'a str) -> Waiting<'a, Option<Held<'a>>>;
    /// Throws away staged pages that nothing refers to; only while [`STAGING`] is held.
    fn sweep(&self) -> Waiting<'_, Result<usize, StorageError>>;
    /// Makes text of the bytes of a file.
    fn decode<'a>(
        &'a self,
        bytes: &'a [u8],
        chosen: Option<Encoding>,
    ) -> Waiting<'a, Result<Decoded, DecodeError>>;
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
    fn execute_in_steps<'a>(
        &'a self,
        command: &'a Command,
        going: Going<'a>,
    ) -> Waiting<'a, Result<Option<Stamp>, CommandError>> {
        Box::pin(self.execute_in_steps(command, going))
    }
    fn take_back_in_steps<'a>(
        &'a self,
        id: Stamp,
        going: Going<'a>,
    ) -> Waiting<'a, Result<Option<Undone>, CommandError>> {
        Box::pin(self.take_back_in_steps(id, going))
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
    fn lost(&self) -> usize {
        self.lost()
    }
    fn try_again(&self) {
        self.try_again();
    }
    fn forget_lost(&self, id: Stamp) {
        self.forget_lost(id);
    }
    fn damaged(&self) -> usize {
        self.damages().len()
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
        self.folded().1
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
    fn lock<'a>(&'a self, name: &'a str) -> Waiting<'a, Option<Held<'a>>> {
        Box::pin(async move {
            let guard = self.ports().lock(name).await?;
            Some(Box::new(guard) as Held<'a>)
        })
    }
    fn sweep(&self) -> Waiting<'_, Result<usize, StorageError>> {
        Box::pin(self.sweep())
    }
    fn decode<'a>(
        &'a self,
        bytes: &'a [u8],
        chosen: Option<Encoding>,
    ) -> Waiting<'a, Result<Decoded, DecodeError>> {
        Box::pin(self.ports().decode(bytes, chosen))
    }
}
