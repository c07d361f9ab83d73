//! The list of this browser's workspaces: what they are called and where they are. What is in them
//! is in their stores; one whose line here was lost is found by its database.

use super::place::Place;
use super::ports::Browser;
use super::{idb, prefs};
use crate::storage::StorageError;
use serde_json::{Value, json};

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
    let text = |line: &Value, name: &str| Some(line.get(name)?.as_str()?.to_owned());
    let lines = prefs::read(&key(base));
    let lines = lines.as_ref().and_then(Value::as_array);
    lines
        .into_iter()
        .flatten()
        .filter_map(|line| {
            Some(WorkspaceEntry {
                slug: text(line, "slug")?,
                name: text(line, "name")?,
            })
        })
        .collect()
}

fn note(base: &str, entries: &[WorkspaceEntry]) {
    let line = |entry: &WorkspaceEntry| json!({ "slug": entry.slug, "name": entry.name });
    prefs::write(&key(base), &entries.iter().map(line).collect());
}

/// All workspaces of the Satchel under a path, oldest first.
pub async fn list(base: &str) -> Vec<WorkspaceEntry> {
    let mut entries = noted(base);
    let prefix = Place::prefix(base);
    for name in idb::names(&prefix).await {
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
    idb::delete(place).await?;
    Browser::new(place.clone()).forget().await;
    let mut entries = noted(place.base());
    entries.retain(|entry| entry.slug != place.slug());
    note(place.base(), &entries);
    Ok(())
}
