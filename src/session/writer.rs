//! The door for writing, whatever an open workspace is stored in: what the screens, the imports and
//! the REST surface do to it. A session is the one that opens it; what needs no writing is had
//! from a [`Reader`], so that a page can show a workspace before the door is there.

use super::driver::{Checked, Going, Refused, Undone};
use super::machine::Machine;
use super::ports::{DecodeError, Decoded, Encoding, LearnError, Learnt, Ports, Table};
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

/// What can be had of an open workspace without writing to it.
pub trait Reader {
    /// The workspace, to read once.
    fn workspace(&self) -> Ref<'_, Workspace>;
    /// The machine, for its history.
    fn machine(&self) -> Ref<'_, Machine>;
    /// How the data stand.
    fn state(&self) -> SaveState;
    /// How many changes a failed save took back that nobody has tried again.
    fn lost(&self) -> usize;
    /// How many pages and entries were found damaged.
    fn damaged(&self) -> usize;
    /// The last entry of the journal that is folded into pages.
    fn folded(&self) -> Sequence;
    /// A new id.
    fn new_id(&self, kind: RecordKind) -> RecordId;
    /// A new key for a page to be staged.
    fn new_page_id(&self) -> PageId;
    /// The stamp and context of a batch that is going to be made.
    fn begin_batch(&self) -> Context;
    /// The same for a batch that brings records with stamps of their own, up to `highest`.
    fn begin_batch_above(&self, highest: Stamp) -> Context;
    /// Lets the thread do other work before going on.
    fn rest(&self) -> Waiting<'_, ()>;
    /// Why a model was not fitted anew, where that was tried since it was fitted.
    fn refused(&self, id: RecordId) -> Option<Refused>;
}

/// What screens do to an open workspace, whatever it is stored in.
pub trait Writer: Reader {
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
    /// Does again what a failed save took back.
    fn try_again(&self);
    /// Forgets one of them, since whoever made it still has what it said.
    fn forget_lost(&self, id: Stamp);
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
    /// Reads everything that is stored once more and counts what is damaged.
    fn check(&self) -> Waiting<'_, Result<Checked, StorageError>>;
    /// Says who the changes of this tab are by.
    fn set_author(&self, author: Option<RecordId>);
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
    /// Learns from a table of numbers; called off where it is dropped before.
    fn learn(&self, table: Table) -> Waiting<'_, Result<Learnt, LearnError>>;
}

/// The door as long as what opens it is not there: whatever is to be written is refused, and stays
/// with whoever wants it.
pub struct Shut(pub Rc<dyn Reader>);

const SHUT: &str = "what writes is not there yet";

fn refused<'a, T: 'a>() -> Waiting<'a, Result<T, StorageError>> {
    let error = StorageError::Unavailable(SHUT.to_owned());
    Box::pin(std::future::ready(Err(error)))
}

impl Reader for Shut {
    fn workspace(&self) -> Ref<'_, Workspace> {
        self.0.workspace()
    }
    fn machine(&self) -> Ref<'_, Machine> {
        self.0.machine()
    }
    fn state(&self) -> SaveState {
        self.0.state()
    }
    fn lost(&self) -> usize {
        self.0.lost()
    }
    fn damaged(&self) -> usize {
        self.0.damaged()
    }
    fn folded(&self) -> Sequence {
        self.0.folded()
    }
    fn new_id(&self, kind: RecordKind) -> RecordId {
        self.0.new_id(kind)
    }
    fn new_page_id(&self) -> PageId {
        self.0.new_page_id()
    }
    fn begin_batch(&self) -> Context {
        self.0.begin_batch()
    }
    fn begin_batch_above(&self, highest: Stamp) -> Context {
        self.0.begin_batch_above(highest)
    }
    fn rest(&self) -> Waiting<'_, ()> {
        self.0.rest()
    }
    fn refused(&self, id: RecordId) -> Option<Refused> {
        self.0.refused(id)
    }
}

impl Writer for Shut {
    fn execute(&self, _: &Command) -> Result<Stamp, CommandError> {
        Err(CommandError::NotReady)
    }
    fn undo(&self) -> Result<Inverse, CommandError> {
        Err(CommandError::NotReady)
    }
    fn redo(&self) -> Result<Inverse, CommandError> {
        Err(CommandError::NotReady)
    }
    fn take_back(&self, _: Stamp) -> Result<Inverse, CommandError> {
        Err(CommandError::NotReady)
    }
    fn execute_in_steps<'a>(
        &'a self,
        _: &'a Command,
        _: Going<'a>,
    ) -> Waiting<'a, Result<Option<Stamp>, CommandError>> {
        Box::pin(std::future::ready(Err(CommandError::NotReady)))
    }
    fn take_back_in_steps<'a>(
        &'a self,
        _: Stamp,
        _: Going<'a>,
    ) -> Waiting<'a, Result<Option<Undone>, CommandError>> {
        Box::pin(std::future::ready(Err(CommandError::NotReady)))
    }
    fn try_again(&self) {}
    fn forget_lost(&self, _: Stamp) {}
    fn stage<'a>(&'a self, _: &'a [(PageId, Rc<[u8]>)]) -> Waiting<'a, Result<(), StorageError>> {
        refused()
    }
    fn discard<'a>(&'a self, _: &'a [PageId]) -> Waiting<'a, Result<(), StorageError>> {
        refused()
    }
    fn publish(&self, _: Change, _: Vec<Rc<[u8]>>) -> Waiting<'_, Result<u64, StorageError>> {
        refused()
    }
    fn saved(&self, _: Stamp) -> Waiting<'_, Result<u64, StorageError>> {
        refused()
    }
    fn check(&self) -> Waiting<'_, Result<Checked, StorageError>> {
        refused()
    }
    fn set_author(&self, _: Option<RecordId>) {}
    fn lock<'a>(&'a self, _: &'a str) -> Waiting<'a, Option<Held<'a>>> {
        Box::pin(std::future::ready(None))
    }
    fn sweep(&self) -> Waiting<'_, Result<usize, StorageError>> {
        refused()
    }
    fn decode<'a>(
        &'a self,
        _: &'a [u8],
        _: Option<Encoding>,
    ) -> Waiting<'a, Result<Decoded, DecodeError>> {
        Box::pin(std::future::ready(Err(DecodeError::Worker(
            SHUT.to_owned(),
        ))))
    }
    fn learn(&self, _: Table) -> Waiting<'_, Result<Learnt, LearnError>> {
        Box::pin(std::future::ready(Err(LearnError::Worker(SHUT.to_owned()))))
    }
}

impl<S: Storage, P: Ports> Reader for Session<S, P> {
    fn workspace(&self) -> Ref<'_, Workspace> {
        self.workspace()
    }
    fn machine(&self) -> Ref<'_, Machine> {
        self.machine()
    }
    fn state(&self) -> SaveState {
        self.state()
    }
    fn lost(&self) -> usize {
        self.lost()
    }
    fn damaged(&self) -> usize {
        self.damages().len()
    }
    fn folded(&self) -> Sequence {
        self.folded().1
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
    fn rest(&self) -> Waiting<'_, ()> {
        Box::pin(self.ports().rest())
    }
    fn refused(&self, id: RecordId) -> Option<Refused> {
        self.refused(id)
    }
}

impl<S: Storage, P: Ports> Writer for Session<S, P> {
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
    fn try_again(&self) {
        self.try_again();
    }
    fn forget_lost(&self, id: Stamp) {
        self.forget_lost(id);
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
    fn check(&self) -> Waiting<'_, Result<Checked, StorageError>> {
        Box::pin(self.check())
    }
    fn set_author(&self, author: Option<RecordId>) {
        self.set_author(author);
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
    fn learn(&self, table: Table) -> Waiting<'_, Result<Learnt, LearnError>> {
        Box::pin(self.ports().learn(table))
    }
}
