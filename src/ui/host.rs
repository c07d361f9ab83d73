//! What the screens need of the page they are in, besides the workspace: preferences, files, the
//! reader's formats, other workspaces. The page's program provides it, so that the screens know no
//! browser adapters.

use crate::domain::phone::Region;
use crate::domain::{Date, Instant, RecordId, RecordKind};
use crate::i18n::{Intl, Locale};
use crate::live::{Reader, StorageError, Waiting};
use crate::query::Now;
use crate::session::backup::{BackupError, Source, Watch};
use crate::session::found::Founding;
use crate::session::sync::{Found, Hindrance, Office, Remote, Secret};
use leptos::web_sys::File;
use std::rc::Rc;

/// A file of the user's, to be read piece by piece, more than once.
pub trait ChosenFile {
    /// What it is called.
    fn name(&self) -> String;
    /// Begins to read it.
    fn open(&self) -> Box<dyn Source>;
}

/// How much the browser keeps for Satchel's origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageUse {
    /// Bytes that are used.
    pub used: Option<u64>,
    /// Bytes of these that the program's files take; none where the browser cannot say.
    pub program: Option<u64>,
    /// Bytes that the browser says it allows.
    pub allowed: Option<u64>,
    /// Whether it has promised not to clear them by itself; none where it cannot say.
    pub is_protected: Option<bool>,
}

/// Another workspace in this browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceEntry {
    /// Its part of the address.
    pub slug: String,
    /// What people call it.
    pub name: String,
}

/// A preference of this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// `light` or `dark`; none follows the device.
    Theme,
    /// The language's tag.
    Locale,
    /// The time zone by its IANA name; none follows the device.
    TimeZone,
    /// How large amounts are made short: a code of `Amounts`; none is as the language has it.
    Amounts,
    /// How days are written: a code of `Dates`; none is as the language has it.
    Dates,
    /// `compact` or `roomy`; none is the default.
    Density,
    /// When the last backup of the open workspace was made, and up to which entry.
    Backup,
    /// Whether it was asked to have the open workspace protected.
    Protection,
    /// `off` where single letters do nothing.
    Letters,
    /// Whose changes those made in the open workspace on this device are: an owner's id; none is the
    /// first owner.
    Author,
    /// What was begun to be written about a record of the open workspace and not added yet.
    Draft(RecordId),
    /// The columns that were last chosen for the lists of a kind.
    Columns(RecordKind),
    /// What the columns of files of a shape became, by the shape's fingerprint.
    Mapping(u64),
}

/// A file that somebody chose.
#[derive(Clone, Debug)]
pub struct PickedFile {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The page that the screens are in.
pub trait Host {
    /// The path under which Satchel is served: `/` or `/crm/`.
    fn base(&self) -> String;
    /// Which build of the program this is, where that is known.
    fn build(&self) -> Option<String>;
    /// The part of the address that names the open workspace.
    fn slug(&self) -> String;
    /// The workspaces of this browser.
    fn workspaces(&self) -> Waiting<'_, Vec<WorkspaceEntry>>;
    /// Founds a workspace, with sample data where it asks for them, and gives its slug.
    ///
    /// # Errors
    /// [`StorageError`] where it could not be saved.
    fn found(&self, founding: Founding) -> Waiting<'_, Result<String, StorageError>>;
    /// What keeps the open workspace in step with a database; none where its part of the program did
    /// not arrive.
    fn office(&self) -> Waiting<'_, Option<Rc<dyn Office>>>;
    /// Looks whether a database can be joined, where no workspace is open. Nothing is written there.
    ///
    /// # Errors
    /// [`Hindrance`].
    fn look<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
    ) -> Waiting<'a, Result<Found, Hindrance>>;
    /// Makes a workspace on this device of what is in a database, reads enough of it to open it, and
    /// gives its slug. The rest comes once it is open. One that is encrypted is opened by a passphrase.
    ///
    /// # Errors
    /// [`Hindrance`]; nothing is left behind then.
    fn join<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
        passphrase: Option<String>,
        is_kept: bool,
    ) -> Waiting<'a, Result<String, Hindrance>>;
    /// Writes down what the open workspace is called now, for the list of workspaces.
    fn note_name(&self, name: &str);
    /// Deletes a workspace with everything in it.
    ///
    /// # Errors
    /// [`StorageError`] where it is still there.
    fn delete_workspace<'a>(&'a self, slug: &'a str) -> Waiting<'a, Result<(), StorageError>>;
    /// The workspace of this address as it was found, where some of it is missing: it was read, and
    /// nothing is done with it yet.
    fn found_short(&self) -> Option<Rc<dyn Reader>>;
    /// Takes what was found there for all there is.
    ///
    /// # Errors
    /// [`StorageError`]; it is asked again then.
    fn go_on(&self) -> Waiting<'_, Result<(), StorageError>>;
    /// Makes a workspace of a backup, or of the one that was emptied where `slug` names it, and gives
    /// its slug. Where it fails nothing new stays.
    ///
    /// # Errors
    /// [`BackupError`].
    fn restore_new<'a>(
        &'a self,
        slug: Option<&'a str>,
        file: &'a dyn ChosenFile,
        watch: Watch<'a>,
    ) -> Waiting<'a, Result<String, BackupError>>;
    /// Lets the user choose a file; none where they did not. Has to be called while a click or a key
    /// is being handled.
    fn choose_file(&self, accept: &str) -> Waiting<'static, Option<Rc<dyn ChosenFile>>>;
    /// How much is kept here, and how safely.
    fn storage_use(&self) -> Waiting<'static, StorageUse>;
    /// Asks the browser not to clear its storage by itself.
    fn protect(&self) -> Waiting<'static, Option<bool>>;
    /// Calls back when a newer version of Satchel waits to be let in.
    fn watch_updates(&self, listener: Rc<dyn Fn()>);
    /// Lets the newer version in and starts it.
    fn update(&self);
    /// Starts the page anew.
    fn reload(&self);
    /// Lets the thread do other work.
    fn rest(&self) -> Waiting<'static, ()>;
    /// Goes to an address as a link of another page would: everything starts anew.
    fn go(&self, address: &str);
    /// A preference.
    fn preference(&self, of: Preference) -> Option<String>;
    /// Remembers a preference; none forgets it.
    fn set_preference(&self, of: Preference, value: Option<&str>);
    /// The country that the browser's languages name, where one does.
    fn region(&self) -> Option<Region>;
    /// The IANA names of the time zones that the browser knows.
    fn zones(&self) -> Vec<String>;
    /// The IANA name of the device's time zone, where the browser tells.
    fn device_zone(&self) -> Option<String>;
    /// How values are written in a language.
    fn intl(&self, locale: Locale) -> Rc<dyn Intl>;
    /// Reads a file that somebody chose or dropped; none where the browser cannot.
    fn read_file(&self, file: File) -> Waiting<'_, Option<PickedFile>>;
    /// Gives the user a file to keep.
    fn download(&self, name: &str, mime: &str, bytes: Vec<u8>) {
        self.download_parts(name, mime, &[bytes]);
    }
    /// Gives the user a file to keep, of parts that are joined outside.
    fn download_parts(&self, name: &str, mime: &str, parts: &[Vec<u8>]);
    /// What time it is for the reader.
    fn clock(&self) -> Now;
    /// The day it is.
    fn today(&self) -> Date {
        self.clock().today
    }
    /// The device's time.
    fn now(&self) -> Instant {
        self.clock().at
    }
}
