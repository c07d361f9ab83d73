//! Sync of an open workspace: what the screens ask and see of it. How a round goes is `sync`'s;
//! when one begins, and where its records are, is told below.

pub mod desk;
mod devices;
pub mod keeper;
pub mod keys;
pub mod look;
mod pace;
pub mod step;
mod waiting;

use crate::domain::{Instant, RecordId};
use crate::session::writer::Waiting;
use crate::storage::StorageError;
use crate::sync::Http;
pub use crate::sync::remote::{Remote, RemoteProblem, Secret};
pub use crate::sync::seal::Seal;
pub use crate::sync::seal::keys::{PassphraseProblem, Stretching, Unlocked, judge, stretch};
pub use crate::sync::status::{Found, Hindrance, Phase, Status};
pub use crate::sync::wire::{Answer, Unreachable};
pub use crate::sync::{StoreError, Trouble};
pub use devices::{Device, DeviceKind, Devices, Farewell};

/// A database as the workspace remembers it: all but what is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The database.
    pub remote: Remote,
    /// The name of this device there.
    pub device: String,
    /// Whether somebody paused it.
    pub is_paused: bool,
    /// Whether the database is encrypted: nothing is sent there as it is.
    pub is_sealed: bool,
    /// When the last round came to its end.
    pub last: Option<Instant>,
}

/// What a device keeps so that nobody has to type it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What signs in.
    pub secret: Secret,
    /// The data key of an encrypted database.
    pub key: Option<Unlocked>,
}

impl From<Secret> for Kept {
    fn from(secret: Secret) -> Self {
        Self { secret, key: None }
    }
}

/// How what is sent is kept from those who only have the database, by a passphrase.
#[derive(Clone, PartialEq, Eq)]
pub enum Encryption {
    /// The database is empty, and gets a key under this one.
    New(String),
    /// It is encrypted, and this opens its key.
    Known(String),
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

    /// What kind of device this is.
    fn device(&self) -> DeviceKind;

    /// Waits for so long, but not beyond the moment when the network comes back or the page is looked
    /// at again.
    async fn wait(&self, ms: u32);

    /// The database that the workspace is connected to.
    fn connection(&self) -> Option<Connection>;

    /// Remembers it, or forgets it.
    fn set_connection(&self, connection: Option<&Connection>);

    /// What signs in and opens, where it is remembered on this device and can be read.
    async fn secret(&self) -> Option<Kept>;

    /// Remembers it, as nobody can read it outside this browser; none forgets it.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn keep_secret(&self, kept: Option<&Kept>) -> Result<(), StorageError>;

    /// Makes a key of a passphrase, as [`stretch`] does, without holding the page.
    ///
    /// # Errors
    /// What went wrong, where it could not be done.
    async fn stretch(&self, passphrase: &str, way: &Stretching) -> Result<[u8; 32], String>;
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
    /// Makes or opens the key of a database that is to be connected.
    fn key<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
        by: &'a Encryption,
    ) -> Waiting<'a, Result<Unlocked, Hindrance>>;
    /// Keeps the workspace in step with a database from now on, under a key where what is sent is to be
    /// encrypted. `is_kept` says whether the secret is remembered on this device.
    ///
    /// # Errors
    /// [`StorageError`] where that could not be remembered.
    fn connect<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
        key: Option<Unlocked>,
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
    /// Opens the key of the database that the workspace is connected to.
    fn unlock<'a>(&'a self, passphrase: &'a str) -> Waiting<'a, Result<(), Hindrance>>;
    /// Lets another passphrase open the database from now on.
    fn change_passphrase<'a>(&'a self, passphrase: &'a str) -> Waiting<'a, Result<(), Hindrance>>;
    /// Makes the database anew that the workspace is connected to and that is gone, and begins a round.
    /// That of an encrypted one has its keys before anything else is sent.
    fn restore(&self) -> Waiting<'_, Result<(), Hindrance>>;
    /// Begins a round now.
    fn sync_now(&self);
    /// Pauses it, or goes on.
    fn pause(&self, is_paused: bool);
    /// Answers the question of [`Phase::Asking`]: whether the deletions are to be done here too.
    fn answer(&self, may_delete: bool);
    /// Lists the devices that work with the database. One request; nothing is kept of it.
    fn devices(&self) -> Waiting<'_, Result<Devices, Hindrance>>;
    /// Is no longer kept in step. The data stay here and there; the list of devices has this one no more,
    /// where the server can be reached.
    ///
    /// # Errors
    /// [`StorageError`].
    fn disconnect(&self) -> Waiting<'_, Result<Farewell, StorageError>>;
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
