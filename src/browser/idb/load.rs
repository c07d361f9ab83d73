//! Reading a whole workspace: one snapshot, everything asked for at once, and taken a few pages a
//! task. What cannot be read is handed on empty, so that the rest opens and it is named.

use super::fault::{Fault, Remedy};
use super::link::RETRIES_MS;
use super::{
    IndexedDb, JOURNAL, META, PAGES, all, array, get, key, manifest, read, sequence, shared,
};
use crate::browser::task::{Pace, sleep};
use crate::storage::{Found, Manifest, Sequence, StorageError};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// How often reading the same thing may fail before it is left out.
const STRIKES_MAX: usize = 3;

/// How far reading has come: what was handed on is not read again.
#[derive(Default)]
struct Reached {
    manifest: Option<Option<Manifest>>,
    pages: usize,
}

impl Reached {
    /// Whether all pages are through, so that the journal is what remains.
    fn is_past_pages(&self) -> bool {
        let count = |manifest: &Option<Manifest>| manifest.as_ref().map_or(0, |m| m.pages.len());
        self.manifest
            .as_ref()
            .is_some_and(|manifest| self.pages >= count(manifest))
    }
}

pub(super) async fn load(
    store: &IndexedDb,
    each: &mut dyn FnMut(Found),
) -> Result<(), StorageError> {
    let mut reached = Reached::default();
    let mut strikes = 0;
    loop {
        let database = store.0.link.database().await?;
        let before = (reached.manifest.is_some(), reached.pages);
        let fault = match read_on(&database, &mut reached, each).await {
            Ok(last) => {
                let folded = reached
                    .manifest
                    .flatten()
                    .map_or(0, |manifest| manifest.sequence);
                store.saw(last.max(folded));
                store.0.heard.set(last.max(folded));
                return Ok(());
            }
            Err(fault) => fault,
        };
        if before != (reached.manifest.is_some(), reached.pages) {
            strikes = 0;
        }
        strikes += 1;
        let is_hopeless = fault.remedy == Remedy::Skip || strikes >= STRIKES_MAX;
        match (fault.remedy, reached.manifest.as_ref()) {
            (Remedy::None, _) | (_, None) if is_hopeless || fault.remedy == Remedy::None => {
                return Err(fault.error);
            }
            (_, Some(manifest)) if is_hopeless => {
                if reached.is_past_pages() {
                    return read_journal_singly(store, each).await;
                }
                let page = manifest.iter().flat_map(|m| &m.pages).nth(reached.pages);
                if let Some(page) = page {
                    each(Found::Page(page.clone(), Rc::default()));
                    reached.pages += 1;
                }
                strikes = 0;
            }
            _ => {
                store.0.link.lose();
                sleep(RETRIES_MS.get(strikes - 1).copied().unwrap_or(0)).await;
            }
        }
    }
}

/// Reads from where the last attempt ended, and says the number of the last entry.
async fn read_on(
    database: &Database,
    reached: &mut Reached,
    each: &mut dyn FnMut(Found),
) -> Result<Sequence, Fault> {
    let transaction = read(database, &[META, PAGES, JOURNAL])?;
    let stored = manifest(&transaction.object_store(META)?).await?;
    match &reached.manifest {
        None => {
            each(Found::Manifest(stored.clone()));
            reached.manifest = Some(stored.clone());
        }
        Some(before) if *before != stored => {
            let error = StorageError::Aborted("somebody settled meanwhile".into());
            return Err(Fault::last(error));
        }
        Some(_) => {}
    }
    let pages = transaction.object_store(PAGES)?;
    let mut asked = Vec::new();
    for page in stored.iter().flat_map(|m| &m.pages).skip(reached.pages) {
        asked.push((page, get(&pages, &key(page.id))?));
    }
    let journal = transaction.object_store(JOURNAL)?;
    let entries = all(&journal, KeyRange::LowerBound(0.0, true))?;
    // The answers come in the order of the questions, and often many in one task.
    let pace = Pace::default();
    for (page, request) in asked {
        let bytes = request.await?.and_then(array);
        let bytes = bytes.as_ref().map(shared).unwrap_or_default();
        each(Found::Page(page.clone(), bytes));
        reached.pages += 1;
        pace.step().await;
    }
    let mut last = 0;
    for (sequence, entry) in entries.entries().await? {
        last = sequence;
        each(Found::Entry(sequence, entry));
    }
    Ok(last)
}

/// Reads the journal entry by entry, where it could not be read as a whole.
async fn read_journal_singly(
    store: &IndexedDb,
    each: &mut dyn FnMut(Found),
) -> Result<(), StorageError> {
    let sequences = store
        .attempt(async |database| {
            let transaction = read(database, &[JOURNAL])?;
            let journal = transaction.object_store(JOURNAL)?;
            let keys = journal.get_all_keys::<JsValue>().primitive()?.await?;
            Ok(keys
                .filter_map(|key| sequence(&key.ok()?))
                .collect::<Vec<_>>())
        })
        .await?;
    for number in sequences {
        let entry = store
            .attempt(async |database| {
                let transaction = read(database, &[JOURNAL])?;
                let journal = transaction.object_store(JOURNAL)?;
                let found = journal
                    .get::<JsValue, f64, _>(number as f64)
                    .primitive()?
                    .await?;
                Ok(found.and_then(array).map(|bytes| bytes.to_vec()))
            })
            .await;
        each(Found::Entry(
            number,
            entry.ok().flatten().unwrap_or_default(),
        ));
        store.saw(number);
        store.0.heard.set(number);
    }
    Ok(())
}
