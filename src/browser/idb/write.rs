//! Writing: entries, staged pages, folds, sweeps. Each is one transaction, or where it is more, one
//! that can be run again without harm.

use super::fault::{Fault, Remedy};
use super::link::RETRIES_MS;
use super::{
    BOOT, HISTORY, IndexedDb, JOURNAL, MANIFEST, META, NOTE, PAGES, all, finish, key, manifest,
    missing, note_key, noted, put, write,
};
use crate::browser::task::sleep;
use crate::storage::history::pack;
use crate::storage::{PageId, PageRef, Sequence, Settlement, Storage, StorageError};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;
use js_sys::Uint8Array;
use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// How many bytes of pages one transaction takes: what copies no longer than a frame.
const SLICE_BYTES: usize = 1 << 20;

pub(super) async fn commit(
    store: &IndexedDb,
    entry: &[u8],
    pages: &[PageId],
) -> Result<Sequence, StorageError> {
    let newest = store.0.newest.get();
    let mut waits = RETRIES_MS.iter();
    let mut is_unsure = false;
    loop {
        let database = store.0.link.database().await?;
        // The last attempt may have reached the disk without our hearing of it.
        let found = if is_unsure {
            find(store, entry, newest).await?
        } else {
            None
        };
        let outcome = match found {
            Some(sequence) => Ok(sequence),
            None => append(&database, entry, pages).await,
        };
        match outcome {
            Ok(sequence) => {
                store.saw(sequence);
                if sequence == store.0.heard.get() + 1 {
                    store.0.heard.set(sequence);
                }
                return Ok(sequence);
            }
            Err(fault) if fault.remedy == Remedy::Again => {
                is_unsure = true;
                store.0.link.lose();
                match waits.next() {
                    Some(ms) => sleep(*ms).await,
                    None => return Err(fault.error),
                }
            }
            Err(fault) => return Err(fault.error),
        }
    }
}

async fn append(database: &Database, entry: &[u8], pages: &[PageId]) -> Result<Sequence, Fault> {
    let stores: &[&str] = if pages.is_empty() {
        &[JOURNAL]
    } else {
        &[JOURNAL, PAGES]
    };
    let transaction = write(database, stores, TransactionDurability::Strict)?;
    if !pages.is_empty() {
        let store = transaction.object_store(PAGES)?;
        let keys = store.get_all_keys::<String>().primitive()?;
        let staged: HashSet<String> = keys.await?.filter_map(Result::ok).collect();
        if pages.iter().any(|id| !staged.contains(&key(*id))) {
            return Err(missing());
        }
    }
    let request = {
        let value: JsValue = Uint8Array::new_from_slice(entry).into();
        let journal = transaction.object_store(JOURNAL)?;
        journal.add(value).with_key_type::<f64>().primitive()?
    };
    // The number is asked for when the entry is safe: success alone is no acknowledgement.
    finish(transaction).await?;
    Ok(request.await? as Sequence)
}

/// Looks for an entry after a sequence, in the journal or where a fold has taken it. Entries carry
/// the stamp of their change, so that no two are equal.
async fn find(
    store: &IndexedDb,
    entry: &[u8],
    after: Sequence,
) -> Result<Option<Sequence>, StorageError> {
    let is_it = |(sequence, bytes): &(Sequence, Vec<u8>)| *sequence > after && bytes == entry;
    if let Some((sequence, _)) = store.read_entries(after).await?.iter().find(|e| is_it(e)) {
        return Ok(Some(*sequence));
    }
    let folded = store.history(Sequence::MAX).await?;
    Ok(folded
        .iter()
        .find(|e| is_it(e))
        .map(|(sequence, _)| *sequence))
}

/// Adds a note of sync. Noted twice, where the first time reached the disk without our hearing of it,
/// it does no harm.
pub(super) async fn note(
    store: &IndexedDb,
    note: &[u8],
    is_only: bool,
    durability: TransactionDurability,
) -> Result<(), StorageError> {
    store
        .attempt(async |database| {
            let transaction = write(database, &[META], durability)?;
            let meta = transaction.object_store(META)?;
            let keys = meta
                .get_all_keys::<String>()
                .with_query::<String, _>(noted());
            let last = keys.primitive()?.await?.filter_map(Result::ok).last();
            let number = last.and_then(|key| u64::from_str_radix(key.strip_prefix(NOTE)?, 16).ok());
            if is_only {
                meta.delete::<String, _>(noted()).primitive()?.await?;
            }
            put(&meta, &note_key(number.map_or(0, |last| last + 1)), note)?;
            drop(meta);
            finish(transaction).await
        })
        .await
}

/// Puts pages aside, with strict durability: Chromium keeps values of this size in files of their
/// own, and syncs them only so (100 of 100 such files; relaxed 0, also after a strict transaction
/// that refers to them).
pub(super) async fn stage<'a>(
    store: &IndexedDb,
    pages: impl Iterator<Item = (PageId, &'a Rc<[u8]>)>,
) -> Result<(), StorageError> {
    let mut pages = pages.peekable();
    while pages.peek().is_some() {
        let mut slice = Vec::new();
        let mut bytes = 0;
        while let Some((id, page)) =
            pages.next_if(|(_, page)| bytes == 0 || bytes + page.len() <= SLICE_BYTES)
        {
            bytes += page.len();
            slice.push((id, page));
        }
        store
            .attempt(async |database| {
                let transaction = write(database, &[PAGES], TransactionDurability::Strict)?;
                let pages = transaction.object_store(PAGES)?;
                for (id, page) in &slice {
                    put(&pages, &key(*id), page)?;
                }
                drop(pages);
                finish(transaction).await
            })
            .await?;
    }
    Ok(())
}

pub(super) async fn settle(store: &IndexedDb, settlement: &Settlement) -> Result<(), StorageError> {
    let current = store.manifest().await?;
    if current != settlement.before {
        return Err(settled_first());
    }
    // The pages first, in small transactions: as one it would hold the thread for too long.
    stage(
        store,
        settlement
            .pages
            .iter()
            .map(|(page, bytes)| (page.id, bytes)),
    )
    .await?;
    let is_unsure = Cell::new(false);
    store
        .attempt(async |database| fold(database, settlement, is_unsure.replace(true)).await)
        .await?;
    store.saw(settlement.after.sequence);
    Ok(())
}

fn settled_first() -> StorageError {
    StorageError::Aborted("somebody else settled first".into())
}

async fn fold(database: &Database, settlement: &Settlement, is_unsure: bool) -> Result<(), Fault> {
    let stores = [META, PAGES, JOURNAL, HISTORY, BOOT];
    let transaction = write(database, &stores, TransactionDurability::Strict)?;
    let meta = transaction.object_store(META)?;
    let stored = manifest(&meta).await?;
    if is_unsure && stored.as_ref() == Some(&settlement.after) {
        // The attempt before this one did it, and its connection died before it could say so.
        return Ok(());
    }
    if stored != settlement.before {
        return Err(settled_first().into());
    }
    let pages = transaction.object_store(PAGES)?;
    let journal = transaction.object_store(JOURNAL)?;
    let folded = KeyRange::UpperBound(settlement.after.sequence as f64, false);
    let keys = pages.get_all_keys::<String>().primitive()?;
    let entries = all(&journal, folded.clone())?;
    let staged: HashSet<String> = keys.await?.filter_map(Result::ok).collect();
    let entries = entries.entries().await?;

    // A tab that opened meanwhile may have swept what it saw nothing refer to.
    for (page, bytes) in &settlement.pages {
        if !staged.contains(&key(page.id)) {
            put(&pages, &key(page.id), bytes)?;
        }
    }
    let kept: HashSet<PageId> = settlement.after.pages.iter().map(|page| page.id).collect();
    let pages_before = settlement
        .before
        .iter()
        .flat_map(|manifest| &manifest.pages);
    for PageRef { id, .. } in pages_before.filter(|page| !kept.contains(&page.id)) {
        delete(&pages, &key(*id))?;
    }
    if let Some((first, _)) = entries.first() {
        let value: JsValue = Uint8Array::new_from_slice(&pack(&entries)).into();
        let history = transaction.object_store(HISTORY)?;
        history
            .put(value)
            .with_key(*first as f64)
            .without_key_type()
            .primitive()?;
        journal.delete::<f64, _>(folded).primitive()?;
    }
    put(&meta, MANIFEST, &settlement.after.write())?;
    // It stands on a manifest that is gone.
    transaction.object_store(BOOT)?.clear()?;
    drop((meta, pages, journal));
    finish(transaction).await
}

fn delete(store: &ObjectStore<'_>, key: &str) -> Result<(), Fault> {
    store.delete::<&str, _>(key).primitive()?;
    Ok(())
}

pub(super) async fn sweep(store: &IndexedDb, referred: &[PageId]) -> Result<usize, StorageError> {
    store
        .attempt(async |database| {
            let stores = [META, PAGES, JOURNAL];
            let transaction = write(database, &stores, TransactionDurability::Relaxed)?;
            let newer = {
                let journal = transaction.object_store(JOURNAL)?;
                let newer = KeyRange::LowerBound(store.0.heard.get() as f64, true);
                journal.count().with_query::<f64, _>(newer).primitive()?
            };
            let pages = transaction.object_store(PAGES)?;
            let keys = pages.get_all_keys::<String>().primitive()?;
            let named = manifest(&transaction.object_store(META)?).await?;
            if newer.await? > 0 {
                // Another tab wrote since this one read: an entry it does not know may refer to
                // what it takes for rubbish. The next opening sweeps.
                return Ok(0);
            }
            let named = named
                .iter()
                .flat_map(|manifest| &manifest.pages)
                .map(|page| page.id);
            let kept: HashSet<String> = named.chain(referred.iter().copied()).map(key).collect();
            let mut swept = 0;
            for found in keys.await?.filter_map(Result::ok) {
                if !kept.contains(&found) {
                    delete(&pages, &found)?;
                    swept += 1;
                }
            }
            drop(pages);
            finish(transaction).await?;
            Ok(swept)
        })
        .await
}

pub(super) async fn discard(store: &IndexedDb, ids: &[PageId]) -> Result<(), StorageError> {
    store
        .attempt(async |database| {
            let transaction = write(database, &[PAGES], TransactionDurability::Relaxed)?;
            let pages = transaction.object_store(PAGES)?;
            for id in ids {
                delete(&pages, &key(*id))?;
            }
            drop(pages);
            finish(transaction).await
        })
        .await
}
