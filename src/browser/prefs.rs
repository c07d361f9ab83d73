//! Small preferences of this browser: how things look, where one was last. What a team shares is in
//! the workspace. A browser that forbids them has none, and nothing else suffers.

use crate::domain::RecordId;
use gloo_storage::{LocalStorage, Storage};
use js_sys::JSON;
use std::borrow::Cow;
use wasm_bindgen::JsValue;

/// The preferences of the Satchel under one path.
#[derive(Clone, Debug)]
pub struct Prefs {
    base: String,
}

/// What one can prefer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pref<'a> {
    /// Light, dark, or as the device has it.
    Theme,
    /// The language.
    Locale,
    /// The time zone, by its IANA name.
    TimeZone,
    /// How large amounts are made short.
    Amounts,
    /// How days are written.
    Dates,
    /// How close the lines of a table stand.
    Density,
    /// The columns of the lists of a kind, by the kind's code.
    Columns(&'a str),
    /// What the columns of files of a shape became, by the shape's fingerprint.
    Mapping(u64),
    /// The workspace that opens first.
    Workspace,
    /// The last backup of a workspace, by its slug.
    Backup(&'a str),
    /// Whether a workspace's owner was asked to have it protected, by its slug.
    Protection(&'a str),
    /// The database that a workspace is kept in step with, by its slug. Nothing secret.
    Sync(&'a str),
    /// Whose changes those made in a workspace on this device are, by its slug.
    Author(&'a str),
    /// Whether single letters do something.
    Letters,
    /// What was begun to be written about a record and not added yet, by the workspace's slug.
    Draft(&'a str, RecordId),
}

impl Pref<'_> {
    fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Theme => "theme",
            Self::Locale => "locale",
            Self::TimeZone => "time-zone",
            Self::Amounts => "amounts",
            Self::Dates => "dates",
            Self::Density => "density",
            Self::Workspace => "workspace",
            Self::Letters => "letters",
            Self::Backup(slug) => return format!("backup-{slug}").into(),
            Self::Protection(slug) => return format!("protection-{slug}").into(),
            Self::Sync(slug) => return format!("remote-{slug}").into(),
            Self::Author(slug) => return format!("edits-as-{slug}").into(),
            Self::Columns(kind) => return format!("columns-{kind}").into(),
            Self::Draft(slug, id) => return format!("{}{id}", drafts(slug)).into(),
            Self::Mapping(shape) => return format!("mapping-{shape:016x}").into(),
        })
    }
}

/// What the drafts of a workspace begin with; a slug has no slash.
fn drafts(slug: &str) -> String {
    format!("draft/{slug}/")
}

impl Prefs {
    /// The preferences of the Satchel under a path.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
        }
    }

    fn key(&self, pref: Pref<'_>) -> String {
        format!("satchel{}{}", self.base, pref.name())
    }

    /// What is preferred; none where nothing was said.
    #[must_use]
    pub fn get(&self, pref: Pref<'_>) -> Option<String> {
        read(&self.key(pref))?.as_string()
    }

    /// Remembers what is preferred; none forgets it.
    pub fn set(&self, pref: Pref<'_>, value: Option<&str>) {
        match value {
            Some(value) => write(&self.key(pref), &value.into()),
            None => remove(&self.key(pref)),
        }
    }

    /// Forgets all drafts of a workspace.
    pub fn forget_drafts(&self, slug: &str) {
        let prefix = format!("satchel{}{}", self.base, drafts(slug));
        let is_draft = |key: &String| key.starts_with(&prefix);
        keys()
            .into_iter()
            .filter(is_draft)
            .for_each(|key| remove(&key));
    }
}

/// Whether the browser lets one use it: asking it where it does not is an exception.
fn is_available() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

/// The keys of all that is remembered under this origin.
fn keys() -> Vec<String> {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    let Some(storage) = storage else {
        return Vec::new();
    };
    let places = 0..storage.length().unwrap_or_default();
    places
        .filter_map(|place| storage.key(place).ok().flatten())
        .collect()
}

/// What is kept under a key: JSON, read by the browser, which needs no reader of ours.
pub(super) fn read(key: &str) -> Option<JsValue> {
    if !is_available() {
        return None;
    }
    let text = LocalStorage::raw().get_item(key).ok().flatten()?;
    JSON::parse(&text).ok()
}

pub(super) fn write(key: &str, value: &JsValue) {
    if let (true, Ok(text)) = (is_available(), JSON::stringify(value)) {
        // Full, or forbidden: what is kept here can be done without.
        let _ = LocalStorage::raw().set_item(key, &String::from(text));
    }
}

pub(super) fn remove(key: &str) {
    if is_available() {
        LocalStorage::delete(key);
    }
}
