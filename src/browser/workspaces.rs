//! The list of this browser's workspaces: what they are called and where they are. What is in them
//! is in their stores; one whose line here was lost is found by its database, and one whose database
//! is lost too by the note that was made of it.

use super::object::{object, text};
use super::place::Place;
use super::ports::Browser;
use super::{Pref, Prefs, idb, prefs, sentinel};
use crate::domain::order;
use crate::session::ports::Ports;
use crate::storage::StorageError;
use js_sys::Array;
use wasm_bindgen::JsCast;

/// A workspace of this browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceEntry {
    /// What it is called in addresses, and in the names of its stores.
    pub slug: String,
    /// What people call it; the slug where that is not known.
    pub name: String,
}

fn key(base: &str) -> String {
    format!("satchel{base}workspaces")
}

/// The lines that are written down, oldest first.
fn noted(base: &str) -> Vec<WorkspaceEntry> {
    let lines = prefs::read(&key(base)).and_then(|lines| lines.dyn_into::<Array>().ok());
    lines
        .unwrap_or_default()
        .iter()
        .filter_map(|line| {
            Some(WorkspaceEntry {
                slug: text(&line, "slug")?,
                name: text(&line, "name")?,
            })
        })
        .collect()
}

fn note(base: &str, entries: &[WorkspaceEntry]) {
    let line = |entry: &WorkspaceEntry| {
        object(&[
            ("slug", (&entry.slug).into()),
            ("name", (&entry.name).into()),
        ])
    };
    let lines: Array = entries.iter().map(line).collect();
    prefs::write(&key(base), &lines);
}

/// All workspaces of the Satchel under a path, oldest first.
pub async fn list(base: &str) -> Vec<WorkspaceEntry> {
    let mut entries = noted(base);
    let prefix = Place::prefix(base);
    let stored = idb::names(&prefix).await;
    let remembered = sentinel::noted(&prefix).await;
    for name in stored.into_iter().chain(remembered) {
        let slug = name.strip_prefix(&prefix).unwrap_or_default();
        if !entries.iter().any(|entry| entry.slug == slug) {
            entries.push(WorkspaceEntry {
                slug: slug.to_owned(),
                name: slug.to_owned(),
            });
        }
    }
    entries
}

/// The workspaces that an address which names none may mean, the likeliest first: those whose store is
/// there before those of which only a note is, and the one that was written to last before others.
pub async fn by_use(base: &str) -> Vec<String> {
    let stored = idb::names(&Place::prefix(base)).await;
    let mut ranked = Vec::new();
    for WorkspaceEntry { slug, .. } in list(base).await {
        let place = Place::new(base, &slug);
        let is_stored = stored.contains(&place.name());
        let noted = Browser::new(place).recall().await.map(|noted| noted.at);
        ranked.push(((is_stored, noted), slug));
    }
    order::sort_by(&mut ranked, |(one, _), (other, _)| other.cmp(one));
    ranked.into_iter().map(|(_, slug)| slug).collect()
}

/// Writes down a workspace, or its new name.
pub fn put(base: &str, entry: &WorkspaceEntry) {
    let mut entries = noted(base);
    match entries.iter_mut().find(|other| other.slug == entry.slug) {
        Some(other) => *other = entry.clone(),
        None => entries.push(entry.clone()),
    }
    note(base, &entries);
}

/// Deletes a workspace with everything in it.
///
/// # Errors
/// [`StorageError`]; its line then stays.
pub async fn delete(place: &Place) -> Result<(), StorageError> {
    idb::single::delete(&place.keys()).await?;
    idb::delete(place).await?;
    let prefs = Prefs::new(place.base());
    prefs.set(Pref::Sync(place.slug()), None);
    prefs.set(Pref::Author(place.slug()), None);
    Browser::new(place.clone()).forget().await;
    let mut entries = noted(place.base());
    entries.retain(|entry| entry.slug != place.slug());
    note(place.base(), &entries);
    Ok(())
}
