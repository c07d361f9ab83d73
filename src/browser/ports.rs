//! The session's ports in a browser: the device's clock, its randomness, the other tabs, locks among
//! them, the sentinel. What is said over them is the session's matter.

use super::place::Place;
use super::sentinel::Sentry;
use super::{task, worker, zone};
use crate::domain::Instant;
use crate::domain::zone::Zones;
use crate::session::ports::{
    DecodeError, Decoded, Encoding, LearnError, Learnt, Now, Ports, Sentinel, Table,
};
use crate::storage::Sequence;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, Crypto, MessageEvent};

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// The browser, as one workspace's session sees it.
pub struct Browser {
    place: Place,
    channel: Option<BroadcastChannel>,
    listener: RefCell<Option<Listener>>,
    sentry: Sentry,
}

impl Browser {
    /// The ports of a workspace.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self {
            channel: BroadcastChannel::new(&place.name()).ok(),
            listener: RefCell::default(),
            sentry: Sentry::new(place.clone()),
            place,
        }
    }

    /// The names of the workspace.
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// Calls back when another tab says that the journal has an entry of a number; in the place of
    /// what was called back before.
    pub fn listen(&self, listener: impl Fn(Sequence) + 'static) {
        let Some(channel) = &self.channel else {
            return;
        };
        let listener = Listener::new(move |event: MessageEvent| {
            // Whatever a tab of another version says: only a number is understood.
            if let Some(sequence) = event.data().as_f64().filter(|number| *number >= 1.0) {
                listener(sequence as Sequence);
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        *self.listener.borrow_mut() = Some(listener);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}

impl Ports for Browser {
    type Guard = Guard;
    const ZONES: Zones = zone::find;

    fn now(&self) -> Instant {
        now()
    }

    fn clock(&self) -> Now {
        clock()
    }

    fn random(&self) -> u128 {
        random()
    }

    fn announce(&self, sequence: Sequence) {
        if let Some(channel) = &self.channel {
            // A tab that does not hear it reads the journal when it is looked at again.
            let _ = channel.post_message(&JsValue::from_f64(sequence as f64));
        }
    }

    async fn rest(&self) {
        task::rest().await;
    }

    async fn lock(&self, name: &str) -> Option<Guard> {
        Guard::take(&self.place.name_of(name)).await
    }

    fn remember(&self, sentinel: Sentinel) {
        self.sentry.remember(sentinel);
    }

    async fn recall(&self) -> Option<Sentinel> {
        self.sentry.recall().await
    }

    async fn forget(&self) {
        self.sentry.forget().await;
    }

    async fn decode(&self, bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, DecodeError> {
        worker::decode(bytes, chosen).await
    }

    async fn learn(&self, table: Table) -> Result<Learnt, LearnError> {
        worker::learn(table).await
    }
}

/// The device's time.
#[must_use]
pub fn now() -> Instant {
    Instant::from_clock_ms(js_sys::Date::now() as i64)
}

/// What time it is in the reader's time zone.
#[must_use]
pub fn clock() -> Now {
    Now::of(now(), zone::own())
}

/// Random bits of the browser's cryptographic source.
#[must_use]
pub fn random() -> u128 {
    let mut bytes = [0; 16];
    let filled = Reflect::get(&js_sys::global(), &"crypto".into())
        .ok()
        .and_then(|crypto| crypto.dyn_into::<Crypto>().ok())
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        // No browser that runs this is without; ids must differ even there.
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    u128::from_le_bytes(bytes)
}

/// Holds a lock among all tabs of the origin, until it is dropped or the tab is gone.
pub struct Guard {
    release: Function,
}

impl Guard {
    /// Takes a lock if nobody has it. None too where the browser has no locks: what needs one is
    /// then not done, rather than done twice.
    pub async fn take(name: &str) -> Option<Self> {
        // Not by web-sys, whose locks are behind a flag of the compiler.
        let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
        let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
        let request = Reflect::get(&locks, &"request".into()).ok()?;
        let request = request.dyn_into::<Function>().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;

        let (held, release) = promise();
        let (answered, answer) = promise();
        let refuse = answer.clone();
        let granted = Closure::once_into_js(move |lock: JsValue| {
            let _ = answer.call1(&JsValue::UNDEFINED, &JsValue::from_bool(lock.is_truthy()));
            // The browser holds the lock until this promise is settled.
            if lock.is_truthy() {
                JsValue::from(held)
            } else {
                JsValue::UNDEFINED
            }
        });
        let done = request
            .call3(&locks, &name.into(), &options, &granted)
            .ok()?;
        spawn_local(async move {
            if let Ok(done) = done.dyn_into::<Promise>()
                && JsFuture::from(done).await.is_err()
            {
                let _ = refuse.call1(&JsValue::UNDEFINED, &JsValue::FALSE);
            }
        });
        let is_granted = JsFuture::from(answered).await.ok()?.is_truthy();
        is_granted.then_some(Self { release })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// A promise with what fulfils it.
fn promise() -> (Promise, Function) {
    let mut fulfil = None;
    let promise = Promise::new(&mut |resolve, _| fulfil = Some(resolve));
    // The executor has run by now.
    (promise, fulfil.unwrap_or_default())
}
