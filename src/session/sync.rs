//! Sync of an open workspace: what the screens ask and see of it. How a round goes is `sync`'s;
//! when one begins, and where its records are, is told below.

pub mod desk;
pub mod keeper;
pub mod look;
mod pace;
mod waiting;

use crate::domain::{Instant, RecordId};
use crate::session::writer::Waiting;
use crate::storage::StorageError;
use crate::sync::Http;
pub use crate::sync::remote::{Remote, RemoteProblem, Secret};
pub use crate::sync::status::{Found, Hindrance, Phase, Status};
pub use crate::sync::wire::{Answer, Unreachable};
pub use crate::sync::{StoreError, Trouble};

/// A database as the workspace remembers it: all but what is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The database.
    pub remote: Remote,
    /// The name of this device there.
    pub device: String,
    /// Whether somebody paused it.
    pub is_paused: bool,
    /// When the last round came to its end.
    pub last: Option<Instant>,
}

/// What carries requests to one database, signed in, and can say more about it than its answers do.
#[allow(async_fn_in_trait, reason = "everything here runs on one thread")]
pub trait Line: Http {
    /// Asks the server itself what it is: what is at its address, above all databases.
    ///
    /// # Errors
    /// [`Unreachable`].
    async fn welcome(&self) -> Result<Answer, Unreachable>;

    /// Whether anything answers at the address, even where the browser may not read it.
    async fn is_there(&self) -> bool;

    /// Whether browsers refuse such a request from this page: it came by `https`, and goes by `http`
    /// to another machine.
    fn is_mixed(&self) -> bool;
}

/// What sync needs from outside, beside the session's ports.
#[allow(async_fn_in_trait, reason = "everything here runs on one thread")]
pub trait Outside {
    /// What carries requests.
    type Line: Line + 'static;

    /// A line to a database. Nothing is sent yet.
    fn line(&self, remote: &Remote, secret: &Secret) -> Self::Line;

    /// Whether this device has a network, as far as it knows.
    fn is_online(&self) -> bool;

    /// Whether somebody looks at the page.
    fn is_seen(&self) -> bool;

    /// Waits for so long, but not beyond the moment when the network comes back or the page is looked
    /// at again.
    async fn wait(&self, ms: u32);

    /// The database that the workspace is connected to.
    fn connection(&self) -> Option<Connection>;

    /// Remembers it, or forgets it.
    fn set_connection(&self, connection: Option<&Connection>);

    /// The secret, where it is remembered on this device and can be read.
    async fn secret(&self) -> Option<Secret>;

    /// Remembers the secret, as nobody can read it outside this browser; none forgets it.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn keep_secret(&self, secret: Option<&Secret>) -> Result<(), StorageError>;
}

/// What the screens do about sync.
pub trait Office {
    /// How it stands.
    fn status(&self) -> Status;
    /// Calls back whenever that changes, until the page is left.
    fn watch(&self, listener: Box<dyn Fn()>);
    /// Looks whether a database can be used. Nothing is written there.
    fn look<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
    ) -> Waiting<'a, Result<Found, Hindrance>>;
    /// Makes the database.
    fn create<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
    ) -> Waiting<'a, Result<(), Hindrance>>;
    /// Keeps the workspace in step with a database from now on. `is_kept` says whether the secret is
    /// remembered on this device.
    ///
    /// # Errors
    /// [`StorageError`] where that could not be remembered.
    fn connect<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
        is_kept: bool,
    ) -> Waiting<'a, Result<(), StorageError>>;
    /// Signs in anew at the database that the workspace is connected to.
    ///
    /// # Errors
    /// [`StorageError`] where the secret could not be remembered.
    fn sign_in<'a>(
        &'a self,
        secret: &'a Secret,
        is_kept: bool,
    ) -> Waiting<'a, Result<(), StorageError>>;
    /// Begins a round now.
    fn sync_now(&self);
    /// Pauses it, or goes on.
    fn pause(&self, is_paused: bool);
    /// Answers the question of [`Phase::Asking`]: whether the deletions are to be done here too.
    fn answer(&self, may_delete: bool);
    /// Is no longer kept in step. The data stay here and there.
    ///
    /// # Errors
    /// [`StorageError`].
    fn disconnect(&self) -> Waiting<'_, Result<(), StorageError>>;
    /// Some of the records that wait, the longest waiting first; no more than `most`.
    fn unsent(&self, most: usize) -> Waiting<'_, Vec<RecordId>>;
    /// The records that are not on the server, as a backup file that can be restored anywhere.
    ///
    /// # Errors
    /// [`StoreError`].
    fn pending(&self) -> Waiting<'_, Result<Vec<u8>, StoreError>>;
}

#[cfg(test)]
mod tests;
