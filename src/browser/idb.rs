//! A workspace's store in IndexedDB: pages, journal, packed history, first screen. Acknowledges what
//! was written when the transaction has completed with strict durability, never before. What is
//! written when is the session's matter. Only this module knows indexed_db_futures.

mod fault;
mod link;
mod load;
pub(super) mod single;
mod write;

use crate::browser::place::Place;
use crate::browser::task::{Pace, sleep};
use crate::domain::order;
use crate::storage::history::unpack;
use crate::storage::{
    Cached, Found, Manifest, PageId, PageRef, Sequence, Settlement, Storage, StorageError,
};
use fault::{Fault, Remedy};
use indexed_db_futures::database::Database;
use indexed_db_futures::factory::DBFactory;
use indexed_db_futures::future::BasicRequest;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use indexed_db_futures::{KeyRange, error};
use js_sys::Uint8Array;
pub use link::StoreEvent;
use link::{Link, RETRIES_MS};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// The version of the stores. A higher one comes with an upgrade in [`link`].
const VERSION: u32 = 1;

/// Page id in 16 hexadecimal digits → page.
const PAGES: &str = "pages";
/// Sequence → entry. The browser counts, and takes a number back with a failed transaction.
const JOURNAL: &str = "journal";
/// First sequence → the packed entries of one fold.
const HISTORY: &str = "history";
/// `first` → the cache of the first screen.
const BOOT: &str = "boot";
/// Checksum → attachment.
const BLOBS: &str = "blobs";
/// `manifest` → which pages count; `note-` and a number → a note of sync.
const META: &str = "meta";

const MANIFEST: &str = "manifest";
const NOTE: &str = "note-";
const FIRST: &str = "first";

/// How many entries of the history are read at once, where there are so many.
const HISTORY_MIN: u64 = 5000;

/// A workspace's store in IndexedDB. Clones share the connection.
#[derive(Clone)]
pub struct IndexedDb(Rc<Shared>);

struct Shared {
    link: Rc<Link>,
    /// The highest entry that is known to be there.
    newest: Cell<Sequence>,
    /// The entry up to which the owner of this store has got everything.
    heard: Cell<Sequence>,
}

impl IndexedDb {
    /// Opens the store of a workspace, and makes it where there is none. `tell` hears what happens
    /// to it outside of any operation.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn open(
        place: &Place,
        tell: impl Fn(StoreEvent) + 'static,
    ) -> Result<Self, StorageError> {
        let link = Link::open(place.name(), Box::new(tell)).await?;
        Ok(Self(Rc::new(Shared {
            link,
            newest: Cell::new(0),
            heard: Cell::new(0),
        })))
    }

    /// Whether opening made the store: there was nothing before.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.0.link.is_new()
    }

    /// Lets the store go; what is under way is still finished.
    pub fn close(&self) {
        self.0.link.shut(StorageError::Unavailable("closed".into()));
    }

    /// Closes the connection as a dying browser does, for tests.
    #[cfg(feature = "contract")]
    pub fn sever(&self) {
        self.0.link.sever();
    }

    /// The last entry of the journal, for a tab that slept and may have missed what others said,
    /// also where it was folded since.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn newest(&self) -> Result<Sequence, StorageError> {
        let folded = self.manifest().await?.map_or(0, |one| one.sequence);
        let newest = self.0.newest.get().max(folded);
        let entries = self.read_entries(newest).await?;
        Ok(entries.last().map_or(newest, |(sequence, _)| *sequence))
    }

    /// Runs an operation that may be run twice, until it is done or trying again cannot help.
    async fn attempt<T>(
        &self,
        work: impl AsyncFn(&Database) -> Result<T, Fault>,
    ) -> Result<T, StorageError> {
        let mut waits = RETRIES_MS.iter();
        loop {
            let database = self.0.link.database().await?;
            match work(&database).await {
                Err(fault) if fault.remedy == Remedy::Again => {
                    self.0.link.lose();
                    match waits.next() {
                        Some(ms) => sleep(*ms).await,
                        None => return Err(fault.error),
                    }
                }
                outcome => return outcome.map_err(|fault| fault.error),
            }
        }
    }

    /// Entries of this number are known to be there.
    fn saw(&self, newest: Sequence) {
        self.0.newest.set(self.0.newest.get().max(newest));
    }

    async fn read_entries(
        &self,
        after: Sequence,
    ) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError> {
        let entries = self
            .attempt(async |database| {
                let transaction = read(database, &[JOURNAL])?;
                let journal = transaction.object_store(JOURNAL)?;
                all(&journal, KeyRange::LowerBound(after as f64, true))?
                    .entries()
                    .await
            })
            .await?;
        self.saw(entries.last().map_or(0, |(sequence, _)| *sequence));
        Ok(entries)
    }
}

impl Storage for IndexedDb {
    async fn load(&self, each: &mut dyn FnMut(Found)) -> Result<(), StorageError> {
        load::load(self, each).await
    }

    async fn entries(&self, after: Sequence) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError> {
        let entries = self.read_entries(after).await?;
        if let Some((last, _)) = entries.last()
            && after <= self.0.heard.get()
        {
            self.0.heard.set(self.0.heard.get().max(*last));
        }
        Ok(entries)
    }

    async fn manifest(&self) -> Result<Option<Manifest>, StorageError> {
        self.attempt(async |database| {
            let transaction = read(database, &[META])?;
            manifest(&transaction.object_store(META)?).await
        })
        .await
    }

    async fn pages(&self, pages: &[PageRef]) -> Result<Vec<Option<Rc<[u8]>>>, StorageError> {
        self.attempt(async |database| {
            let transaction = read(database, &[PAGES])?;
            let store = transaction.object_store(PAGES)?;
            let requests = pages
                .iter()
                .map(|page| get(&store, &key(page.id)))
                .collect::<Result<Vec<_>, _>>()?;
            let mut read = Vec::with_capacity(requests.len());
            let pace = Pace::default();
            for request in requests {
                let bytes = request.await?.and_then(array);
                read.push(bytes.as_ref().map(shared));
                pace.step().await;
            }
            Ok(read)
        })
        .await
    }

    async fn commit(&self, entry: &[u8], pages: &[PageId]) -> Result<Sequence, StorageError> {
        write::commit(self, entry, pages).await
    }

    async fn stage(&self, pages: &[(PageId, Rc<[u8]>)]) -> Result<(), StorageError> {
        write::stage(self, pages.iter().map(|(id, bytes)| (*id, bytes))).await
    }

    async fn settle(&self, settlement: &Settlement) -> Result<(), StorageError> {
        write::settle(self, settlement).await
    }

    async fn sweep(&self, referred: &[PageId]) -> Result<usize, StorageError> {
        write::sweep(self, referred).await
    }

    async fn discard(&self, pages: &[PageId]) -> Result<(), StorageError> {
        write::discard(self, pages).await
    }

    async fn history(&self, before: Sequence) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError> {
        self.attempt(async |database| {
            let transaction = read(database, &[HISTORY])?;
            let store = transaction.object_store(HISTORY)?;
            let earlier = KeyRange::UpperBound(before as f64, true);
            let keys = store
                .get_all_keys()
                .with_query::<f64, _>(earlier)
                .primitive()?;
            let mut firsts: Vec<Sequence> =
                keys.await?.filter_map(|key| sequence(&key.ok()?)).collect();
            order::sort_by(&mut firsts, |a, b| b.cmp(a));
            // The numbers of entries have no gaps, so a fold's first tells how many come before.
            let from = before
                .min(self.0.newest.get() + 1)
                .saturating_sub(HISTORY_MIN);
            let needed = firsts.iter().position(|first| *first <= from);
            firsts.truncate(needed.map_or(firsts.len(), |last| last + 1));
            let requests = firsts
                .iter()
                .map(|first| Ok(store.get::<JsValue, f64, _>(*first as f64).primitive()?))
                .collect::<Result<Vec<_>, Fault>>()?;
            let mut found = Vec::new();
            for request in requests {
                let bytes = request.await?.and_then(array).ok_or_else(missing)?;
                // One that is damaged does not take the others with it: history is a help.
                let entries = unpack(&bytes.to_vec()).unwrap_or_default();
                found.extend(entries.into_iter().filter(|(at, _)| *at < before));
            }
            Ok(found)
        })
        .await
    }

    async fn boot(&self) -> Result<Option<Cached>, StorageError> {
        self.attempt(async |database| {
            let transaction = read(database, &[BOOT, JOURNAL])?;
            let found = get(&transaction.object_store(BOOT)?, FIRST)?;
            let journal = transaction.object_store(JOURNAL)?;
            let entries = all(&journal, KeyRange::LowerBound(0.0, true))?;
            let Some(bytes) = found.await?.and_then(array) else {
                return Ok(None);
            };
            Ok(Some(Cached {
                boot: bytes.to_vec(),
                entries: entries.entries().await?,
            }))
        })
        .await
    }

    async fn notes(&self) -> Result<Vec<Vec<u8>>, StorageError> {
        self.attempt(async |database| {
            let transaction = read(database, &[META])?;
            let store = transaction.object_store(META)?;
            let range = noted();
            let found = store.get_all::<JsValue>().with_query::<String, _>(range);
            let notes = found.primitive()?.await?;
            Ok(notes
                .filter_map(|note| Some(array(note.ok()?)?.to_vec()))
                .collect())
        })
        .await
    }

    async fn note(&self, note: &[u8], is_only: bool) -> Result<(), StorageError> {
        write::note(self, note, is_only, TransactionDurability::Strict).await
    }

    async fn note_soon(&self, note: &[u8]) -> Result<(), StorageError> {
        write::note(self, note, false, TransactionDurability::Relaxed).await
    }

    async fn set_boot(&self, boot: &[u8]) -> Result<(), StorageError> {
        self.attempt(async |database| {
            let transaction = write(database, &[BOOT], TransactionDurability::Relaxed)?;
            put(&transaction.object_store(BOOT)?, FIRST, boot)?;
            finish(transaction).await
        })
        .await
    }
}

/// The names of the workspaces' stores that begin so; none where the browser does not say. What a place
/// has beside its store is none.
pub async fn names(prefix: &str) -> Vec<String> {
    let Ok(Ok(listed)) = DBFactory::new().map(|factory| factory.databases()) else {
        return Vec::new();
    };
    let Ok(databases) = listed.await else {
        return Vec::new();
    };
    databases
        .filter_map(|database| Some(database.ok()?.name().to_owned()))
        .filter(|name| name.starts_with(prefix) && Place::is_of_store(name))
        .collect()
}

/// Deletes a workspace's store. Other tabs that have it open are told and let it go.
///
/// # Errors
/// [`StorageError`].
pub async fn delete(place: &Place) -> Result<(), StorageError> {
    let request =
        Database::delete_by_name(&place.name()).map_err(|error| Fault::from(error).error)?;
    request.await.map_err(|error| Fault::from(error).error)
}

fn read<'a>(database: &'a Database, stores: &[&str]) -> Result<Transaction<'a>, Fault> {
    Ok(database
        .transaction(stores)
        .with_mode(TransactionMode::Readonly)
        .build()?)
}

fn write<'a>(
    database: &'a Database,
    stores: &[&str],
    durability: TransactionDurability,
) -> Result<Transaction<'a>, Fault> {
    Ok(database
        .transaction(stores)
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(durability))
        .build()?)
}

/// Waits until a transaction is complete. Requests that succeeded say nothing: at the quota they
/// do, and the transaction is taken back all the same.
async fn finish(transaction: Transaction<'_>) -> Result<(), Fault> {
    // The wrapper says that it was aborted, and only the transaction itself says why.
    let sys = transaction.as_sys().clone();
    match transaction.commit().await {
        Ok(()) => Ok(()),
        Err(error) => Err(sys.error().map_or_else(|| error.into(), Fault::from)),
    }
}

type Get = BasicRequest<Option<JsValue>>;

fn get(store: &ObjectStore<'_>, key: &str) -> Result<Get, Fault> {
    Ok(store.get::<JsValue, &str, _>(key).primitive()?)
}

fn put(store: &ObjectStore<'_>, key: &str, value: &[u8]) -> Result<(), error::Error> {
    let value: JsValue = Uint8Array::new_from_slice(value).into();
    // The transaction tells what became of it.
    store
        .put(value)
        .with_key(key)
        .without_key_type()
        .primitive()?;
    Ok(())
}

/// Entries of the journal that were asked for: their numbers and bodies.
struct Asked {
    keys: indexed_db_futures::future::GetAllPrimitiveRequest<JsValue>,
    values: indexed_db_futures::future::GetAllPrimitiveRequest<JsValue>,
}

fn all(journal: &ObjectStore<'_>, range: KeyRange<f64>) -> Result<Asked, Fault> {
    Ok(Asked {
        keys: journal
            .get_all_keys()
            .with_query::<f64, _>(range.clone())
            .primitive()?,
        values: journal.get_all().with_query::<f64, _>(range).primitive()?,
    })
}

impl Asked {
    /// What is there under other than numbers is not ours and stays out.
    async fn entries(self) -> Result<Vec<(Sequence, Vec<u8>)>, Fault> {
        let keys = self.keys.await?;
        let values = self.values.await?;
        Ok(keys
            .zip(values)
            .filter_map(|(key, value)| {
                let bytes = array(value.ok()?).map(|bytes| bytes.to_vec());
                Some((sequence(&key.ok()?)?, bytes.unwrap_or_default()))
            })
            .collect())
    }
}

/// The key of a note, so that keys stand in the order of numbers.
fn note_key(number: u64) -> String {
    format!("{NOTE}{number:016x}")
}

/// The keys that notes may have.
fn noted() -> KeyRange<String> {
    KeyRange::Bound(note_key(0), false, note_key(u64::MAX), false)
}

/// The key of a page.
fn key(id: PageId) -> String {
    format!("{:016x}", id.0)
}

fn sequence(key: &JsValue) -> Option<Sequence> {
    let number = key.as_f64()?;
    (number >= 1.0 && number.fract() == 0.0).then_some(number as Sequence)
}

/// The bytes of a stored value; none where it is something else.
fn array(value: JsValue) -> Option<Uint8Array> {
    match value.dyn_into::<Uint8Array>() {
        Ok(array) => Some(array),
        Err(other) => other
            .dyn_into::<js_sys::ArrayBuffer>()
            .ok()
            .map(|buffer| Uint8Array::new(&buffer)),
    }
}

/// Bytes in our own memory, copied once.
fn shared(array: &Uint8Array) -> Rc<[u8]> {
    let mut bytes = satchel_scan::noughts(array.length() as usize);
    if let Some(bytes) = Rc::get_mut(&mut bytes) {
        array.copy_to(bytes);
    }
    bytes
}

fn missing() -> Fault {
    Fault::last(StorageError::Damaged("a page is missing".into()))
}

/// The manifest as it is stored.
async fn manifest(store: &ObjectStore<'_>) -> Result<Option<Manifest>, Fault> {
    match get(store, MANIFEST)?.await? {
        Some(value) => {
            let bytes = array(value).map(|bytes| bytes.to_vec()).unwrap_or_default();
            Ok(Some(Manifest::read(&bytes).map_err(StorageError::from)?))
        }
        None => Ok(None),
    }
}
