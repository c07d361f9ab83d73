//! The sentinel: a note outside IndexedDB of how much a workspace held, in localStorage and in Cache
//! Storage. Browsers answer damage by emptying IndexedDB alone; the note tells that from a new start.
//! What is done then is the caller's matter.

use super::object::{number, object};
use super::place::Place;
use super::prefs;
use super::task::{rest, sleep};
use crate::domain::Instant;
use crate::session::ports::Sentinel;
use js_sys::{Array, JSON, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Cache, CacheStorage, Response};

/// How long to gather before the second copy is written: a write to Cache Storage costs more than
/// the edit itself.
const GATHER_MS: u32 = 2000;

/// Keeps the sentinel of one workspace.
pub(super) struct Sentry(Rc<State>);

struct State {
    place: Place,
    latest: RefCell<Option<Sentinel>>,
    is_noting: Cell<bool>,
    pending: RefCell<Option<Sentinel>>,
    is_waiting: Cell<bool>,
}

impl Sentry {
    pub(super) fn new(place: Place) -> Self {
        Self(Rc::new(State {
            place,
            latest: RefCell::default(),
            is_noting: Cell::new(false),
            pending: RefCell::default(),
            is_waiting: Cell::new(false),
        }))
    }

    pub(super) fn remember(&self, sentinel: Sentinel) {
        *self.0.latest.borrow_mut() = Some(sentinel);
        if !self.0.is_noting.replace(true) {
            // Whoever waits for an edit to be safe does not wait for the note too.
            let state = Rc::clone(&self.0);
            spawn_local(async move {
                rest().await;
                state.is_noting.set(false);
                let latest = state.latest.borrow_mut().take();
                if let Some(sentinel) = latest {
                    prefs::write(&key(&state.place), &to_json(sentinel));
                }
            });
        }
        *self.0.pending.borrow_mut() = Some(sentinel);
        if self.0.is_waiting.replace(true) {
            return;
        }
        let state = Rc::clone(&self.0);
        spawn_local(async move {
            sleep(GATHER_MS).await;
            state.is_waiting.set(false);
            let pending = state.pending.borrow_mut().take();
            if let Some(sentinel) = pending {
                let _ = state.cache(&to_json(sentinel)).await;
            }
        });
    }

    pub(super) async fn recall(&self) -> Option<Sentinel> {
        let kept = prefs::read(&key(&self.0.place))
            .as_ref()
            .and_then(from_json);
        let cached = self.0.cached().await.as_ref().and_then(from_json);
        kept.into_iter()
            .chain(cached)
            // One of them may have come to the disk later than the other when the power went; and
            // the clock may have been set back.
            .max_by_key(|sentinel| (sentinel.sequence, sentinel.at))
    }

    pub(super) async fn forget(&self) {
        self.0.latest.borrow_mut().take();
        self.0.pending.borrow_mut().take();
        prefs::remove(&key(&self.0.place));
        let place = &self.0.place;
        if let Some(caches) = caches() {
            let _ = JsFuture::from(caches.delete(&place.name())).await;
        }
    }
}

impl State {
    async fn open(&self) -> Option<Cache> {
        let opened = JsFuture::from(caches()?.open(&self.place.name()))
            .await
            .ok()?;
        opened.dyn_into().ok()
    }

    /// An address that nobody answers: it only names the note.
    fn address(&self) -> String {
        format!("{}sentinel/{}", self.place.base(), self.place.slug())
    }

    async fn cache(&self, value: &JsValue) -> Option<()> {
        let cache = self.open().await?;
        let text = String::from(JSON::stringify(value).ok()?);
        let response = Response::new_with_opt_str(Some(&text)).ok()?;
        JsFuture::from(cache.put_with_str(&self.address(), &response))
            .await
            .ok()?;
        Some(())
    }

    /// Opening a cache makes one, and a place that is only asked about shall have none.
    async fn cached(&self) -> Option<JsValue> {
        let found = JsFuture::from(caches()?.match_with_str(&self.address()))
            .await
            .ok()?;
        let text = found.dyn_into::<Response>().ok()?.text().ok()?;
        let text = JsFuture::from(text).await.ok()?.as_string()?;
        JSON::parse(&text).ok()
    }
}

/// The names of the places that begin so and have a note in Cache Storage.
pub(super) async fn noted(prefix: &str) -> Vec<String> {
    let Some(caches) = caches() else {
        return Vec::new();
    };
    let Ok(names) = JsFuture::from(caches.keys()).await else {
        return Vec::new();
    };
    let names = names.dyn_into::<Array>().unwrap_or_default();
    let names = names.iter().filter_map(|name| name.as_string());
    names.filter(|name| name.starts_with(prefix)).collect()
}

/// Cache Storage, in the page as in a worker; none where the browser forbids it.
fn caches() -> Option<CacheStorage> {
    let caches = Reflect::get(&js_sys::global(), &JsValue::from("caches")).ok()?;
    caches.dyn_into().ok()
}

fn key(place: &Place) -> String {
    place.name_of("sentinel")
}

/// Its counts stay far below 2^53, up to which JavaScript's numbers are whole.
fn to_json(sentinel: Sentinel) -> JsValue {
    object(&[
        ("records", (sentinel.records as f64).into()),
        ("sequence", (sentinel.sequence as f64).into()),
        ("at", (sentinel.at.to_ms() as f64).into()),
    ])
}

fn from_json(note: &JsValue) -> Option<Sentinel> {
    let whole = |name| number(note, name).filter(|number| number.fract() == 0.0);
    let count = |name| whole(name).filter(|count| *count >= 0.0);
    Some(Sentinel {
        records: count("records")? as u64,
        sequence: count("sequence")? as u64,
        at: Instant::from_ms(whole("at")? as i64)?,
    })
}
