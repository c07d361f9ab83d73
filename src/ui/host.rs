//! What the screens need of the page they are in, besides the workspace: preferences, files, the
//! reader's formats, other workspaces. The page's program provides it, so that the screens know no
//! browser adapters.

use crate::domain::{Date, Instant, RecordKind};
use crate::i18n::{Intl, Locale};
use crate::live::StorageError;
use crate::live::Waiting;
use crate::session::found::Founding;
use crate::session::sample::Language;
use leptos::web_sys::File;
use std::rc::Rc;

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
    /// `compact` or `roomy`; none is the default.
    Density,
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
    /// The part of the address that names the open workspace.
    fn slug(&self) -> String;
    /// The workspaces of this browser.
    fn workspaces(&self) -> Waiting<'_, Vec<WorkspaceEntry>>;
    /// Founds a workspace, with sample data in a language where that is wanted, and gives its slug.
    ///
    /// # Errors
    /// [`StorageError`] where it could not be saved.
    fn found(
        &self,
        founding: Founding,
        sample: Option<Language>,
    ) -> Waiting<'_, Result<String, StorageError>>;
    /// Goes to an address as a link of another page would: everything starts anew.
    fn go(&self, address: &str);
    /// A preference.
    fn preference(&self, of: Preference) -> Option<String>;
    /// Remembers a preference; none forgets it.
    fn set_preference(&self, of: Preference, value: Option<&str>);
    /// How values are written in a language.
    fn intl(&self, locale: Locale) -> Rc<dyn Intl>;
    /// Reads a file that somebody chose or dropped; none where the browser cannot.
    fn read_file(&self, file: File) -> Waiting<'_, Option<PickedFile>>;
    /// Gives the user a file to keep.
    fn download(&self, name: &str, mime: &str, bytes: Vec<u8>);
    /// The day it is.
    fn today(&self) -> Date;
    /// The device's time.
    fn now(&self) -> Instant;
}
