//! Waiting: for a time, or only until the thread has done what else there is. Why somebody waits is
//! theirs to know.

use js_sys::{Date, Function, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessagePort};

/// Waits so many milliseconds.
pub async fn sleep(ms: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        let global = js_sys::global();
        // The page and the worker have it, each in its own global object.
        if let Ok(set) = Reflect::get(&global, &"setTimeout".into())
            && let Ok(set) = set.dyn_into::<Function>()
        {
            let _ = set.call2(&global, &resolve, &ms.into());
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// A wait that somebody may end before its time. Not in a worker.
pub(super) struct Alarm {
    rung: Promise,
    ring: Function,
    timer: Option<i32>,
}

impl Alarm {
    /// Rings by itself after so many milliseconds.
    pub(super) fn new(ms: u32) -> Self {
        let mut ring = None;
        let rung = Promise::new(&mut |resolve, _| ring = Some(resolve));
        // The executor has run by now.
        let ring: Function = ring.unwrap_or_default();
        let timer = web_sys::window().and_then(|window| {
            let ms = i32::try_from(ms).unwrap_or(i32::MAX);
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&ring, ms)
                .ok()
        });
        Self { rung, ring, timer }
    }

    /// What ends the wait, with a value.
    pub(super) fn ringer(&self) -> Function {
        self.ring.clone()
    }

    /// Waits; the value with which it was ended, undefined where the time was up.
    pub(super) async fn wait(&self) -> JsValue {
        let rung = JsFuture::from(self.rung.clone()).await;
        rung.unwrap_or_default()
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some((window, timer)) = web_sys::window().zip(self.timer) {
            window.clear_timeout_with_handle(timer);
        }
    }
}

/// A channel to oneself: its messages are tasks, which come one after the other with room for
/// input and drawing between. Timers would wait 4 ms each; a promise would not let go at all.
struct Turns {
    out: MessagePort,
    waiting: RefCell<VecDeque<Function>>,
}

thread_local! {
    static TURNS: Option<Turns> = turns();
}

fn turns() -> Option<Turns> {
    let channel = MessageChannel::new().ok()?;
    let take = Closure::<dyn FnMut()>::new(|| {
        let next = TURNS.with(|turns| turns.as_ref()?.waiting.borrow_mut().pop_front());
        if let Some(next) = next {
            let _ = next.call0(&JsValue::UNDEFINED);
        }
    });
    channel
        .port1()
        .set_onmessage(Some(take.as_ref().unchecked_ref()));
    // It lives as long as the thread does.
    take.forget();
    Some(Turns {
        out: channel.port2(),
        waiting: RefCell::default(),
    })
}

/// Lets the thread do what else there is.
pub async fn rest() {
    let turn = TURNS.with(|turns| {
        let turns = turns.as_ref()?;
        let promise = Promise::new(&mut |resolve, _| turns.waiting.borrow_mut().push_back(resolve));
        turns.out.post_message(&JsValue::NULL).ok()?;
        Some(promise)
    });
    match turn {
        Some(turn) => drop(JsFuture::from(turn).await),
        None => sleep(0).await,
    }
}

/// How long work may hold the thread before it lets go: half of a frame, for the browser needs some
/// of it too.
const HOLD_MS: f64 = 8.0;

/// Lets the thread go in time, however the work is divided: the browser may hand over many answers
/// in one task.
pub struct Pace(Cell<f64>);

impl Default for Pace {
    fn default() -> Self {
        Self(Cell::new(Date::now()))
    }
}

impl Pace {
    /// Between two pieces of work: rests where they have taken long enough.
    pub async fn step(&self) {
        // The clock may be set back meanwhile.
        if (Date::now() - self.0.get()).abs() >= HOLD_MS {
            rest().await;
            self.0.set(Date::now());
        }
    }
}
