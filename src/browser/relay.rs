//! The page's end of the relay of sync: a worker of its own (`xtask/web/sync-worker.js`), which sends to
//! one origin and nowhere else. Starts it on first need, and another one where it died. What is
//! asked is the line's matter.

use super::object::{number, object};
use super::site;
use super::task::Alarm;
use crate::session::sync::Unreachable;
use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Event, MessageEvent, Worker};

/// How much longer than the worker was given one waits for it: a worker that stands still answers
/// nothing, and no browser says so.
const GRACE_MS: u32 = 10_000;

/// A worker that sends to one origin. Its requests end with it.
pub(super) struct Relay(Rc<State>);

struct State {
    origin: String,
    authorization: Option<String>,
    /// The promise of a worker, or of null where none could be started.
    started: RefCell<Option<Promise>>,
    link: RefCell<Option<Link>>,
    /// Who waits for an answer, by the request's number.
    waiting: RefCell<BTreeMap<u32, Function>>,
    last: Cell<u32>,
    is_ended: Cell<bool>,
}

struct Link {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Relay {
    /// A relay to an origin, with what signs in there. Nothing is started yet.
    pub(super) fn new(origin: &str, authorization: Option<String>) -> Self {
        Self(Rc::new(State {
            origin: origin.to_owned(),
            authorization,
            started: RefCell::default(),
            link: RefCell::default(),
            waiting: RefCell::default(),
            last: Cell::default(),
            is_ended: Cell::default(),
        }))
    }

    /// Asks the worker something that it has `whole_ms` for, giving it some bytes for good, and waits for what
    /// it answers. Dropped before, the request is called off.
    pub(super) async fn ask(
        &self,
        parts: &[(&str, JsValue)],
        bytes: Option<&Uint8Array>,
        whole_ms: u32,
    ) -> Result<JsValue, Unreachable> {
        let worker = self.worker().await.ok_or(Unreachable::Network)?;
        let alarm = Alarm::new(whole_ms + GRACE_MS);
        let asked = Asked::new(&self.0, alarm.ringer());
        let own = [
            ("id", asked.id.into()),
            ("whole_ms", JsValue::from(whole_ms)),
        ];
        let message = object(&[&own, parts].concat());
        let given: Array = bytes.iter().map(|bytes| bytes.buffer()).collect();
        let posted = worker.post_message_with_transfer(&message, &given);
        posted.map_err(|_| Unreachable::Network)?;
        let answer = alarm.wait().await;
        if answer.is_undefined() {
            self.0.lose();
            return Err(Unreachable::TimedOut);
        }
        // Null is said for a worker that died.
        (!answer.is_null())
            .then_some(answer)
            .ok_or(Unreachable::Network)
    }

    /// The worker; started if there is none.
    async fn worker(&self) -> Option<Worker> {
        let started = self.0.started.borrow().clone();
        let promise = started.unwrap_or_else(|| {
            let state = Rc::clone(&self.0);
            let promise = future_to_promise(async move {
                let worker = start(&state).await;
                if worker.is_none() {
                    state.started.take();
                }
                Ok(worker.map_or(JsValue::NULL, JsValue::from))
            });
            *self.0.started.borrow_mut() = Some(promise.clone());
            promise
        });
        JsFuture::from(promise).await.ok()?.dyn_into().ok()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.0.is_ended.set(true);
        self.0.lose();
    }
}

/// Starts a worker and says to it where it may send.
async fn start(state: &Rc<State>) -> Option<Worker> {
    let start: Function = site::boot("startSyncWorker")?.dyn_into().ok()?;
    let started = start.call0(&JsValue::UNDEFINED).ok()?;
    let worker = JsFuture::from(Promise::resolve(&started)).await.ok()?;
    let worker: Worker = worker.dyn_into().ok()?;
    if state.is_ended.get() {
        worker.terminate();
        return None;
    }
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
        let state = Rc::downgrade(state);
        move |event: MessageEvent| {
            let (data, state) = (event.data(), state.upgrade());
            let id = number(&data, "id").map(|id| id as u32);
            let asked = state.zip(id).and_then(|(state, id)| {
                let mut waiting = state.waiting.borrow_mut();
                waiting.remove(&id)
            });
            if let Some(answer) = asked {
                let _ = answer.call1(&JsValue::UNDEFINED, &data);
            }
        }
    });
    let on_error = Closure::<dyn FnMut(Event)>::new({
        let state = Rc::downgrade(state);
        move |event: Event| {
            // It is dealt with here: no error of the page's.
            event.prevent_default();
            if let Some(state) = state.upgrade() {
                state.lose();
            }
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let authorization = state.authorization.as_ref();
    let confirmed = object(&[
        ("confirm", (&state.origin).into()),
        (
            "authorization",
            authorization.map_or(JsValue::NULL, Into::into),
        ),
    ]);
    let posted = worker.post_message(&confirmed);
    *state.link.borrow_mut() = Some(Link {
        worker: worker.clone(),
        _on_message: on_message,
        _on_error: on_error,
    });
    posted.is_ok().then_some(worker)
}

impl State {
    /// Ends the worker; whoever waits for an answer of it is told. The next request starts another.
    fn lose(&self) {
        self.started.take();
        if let Some(link) = self.link.take() {
            link.worker.set_onmessage(None);
            link.worker.set_onerror(None);
            link.worker.terminate();
            // A closure must not be freed while it runs, and it may be one of these that runs.
            spawn_local(async move { drop(link) });
        }
        for (_, answer) in self.waiting.take() {
            let _ = answer.call1(&JsValue::UNDEFINED, &JsValue::NULL);
        }
    }
}

/// A request that somebody waits for.
struct Asked<'a> {
    state: &'a State,
    id: u32,
}

impl<'a> Asked<'a> {
    fn new(state: &'a State, answer: Function) -> Self {
        let id = state.last.get().wrapping_add(1);
        state.last.set(id);
        state.waiting.borrow_mut().insert(id, answer);
        Self { state, id }
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        let is_waiting = self.state.waiting.borrow_mut().remove(&self.id).is_some();
        if let (true, Some(link)) = (is_waiting, &*self.state.link.borrow()) {
            let cancel = object(&[("cancel", self.id.into())]);
            // One that is gone sends nothing any more.
            let _ = link.worker.post_message(&cancel);
        }
    }
}
