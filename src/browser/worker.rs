//! The worker, seen from both sides: the page starts it on first need and keeps it; the worker's
//! program answers. One request is one message with the end of a channel, over which the answer
//! comes in pieces, so that neither side has to take a whole file at once.
//!
//! A request for text is `{encoding, pieces, port}`. Its answer is `{problem, kind, bytes, limit}`, or
//! `{length, malformed, encoding, mark, confidence, reason}` and then pieces of UTF-8 until that
//! length is there. A request to learn is `{table, port}`, the table in the pieces of
//! `scoring::model::wire`; its answer is one piece of the same. A request for a key is `{passphrase,
//! memory, passes, salt, port}`; its answer is one piece, empty where there is none. Whoever no longer waits for what is
//! learnt stops the worker, unless others wait for it too.

use super::object::{number, object, text, value};
use super::{site, task};
use crate::session::ports::{
    Confidence, DecodeError, Decoded, Detection, Encoding, FileKind, FileProblem, LearnError,
    Learnt, Reason, Table, wire,
};
use crate::session::sync::Stretching;
use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort, Worker};

/// How much goes into one piece: a copy that the thread does not notice.
const PIECE_BYTES: usize = 1 << 20;

thread_local! {
    /// The promise of the one worker of this page.
    static STARTED: RefCell<Option<Promise>> = const { RefCell::new(None) };
    /// How many wait for an answer of it.
    static WAITING: Cell<u32> = const { Cell::new(0) };
}

/// The worker; started if there is none.
async fn worker() -> Result<Worker, String> {
    let started = STARTED.with_borrow(Clone::clone);
    let promise = match started {
        Some(promise) => promise,
        None => {
            let start = site::boot("startWorker").and_then(|start| start.dyn_into().ok());
            let start: Function = start.ok_or("this page has no worker")?;
            let promise = start
                .call0(&JsValue::UNDEFINED)
                .map_err(|error| told(&error))?;
            let promise = Promise::resolve(&promise);
            STARTED.with_borrow_mut(|started| *started = Some(promise.clone()));
            promise
        }
    };
    match JsFuture::from(promise).await {
        Ok(worker) => worker.dyn_into().map_err(|other| told(&other)),
        Err(error) => {
            forget();
            Err(told(&error))
        }
    }
}

/// Whoever asks next starts another worker.
fn forget() {
    STARTED.with_borrow_mut(|started| *started = None);
}

fn told(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    )
}

/// What has come of an answer.
#[derive(Default)]
struct Answer {
    head: Option<Head>,
    text: String,
}

struct Head {
    length: usize,
    malformed: u64,
    detection: Detection,
}

/// Lets the worker make text of bytes.
///
/// # Errors
/// [`DecodeError`].
pub(super) async fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, DecodeError> {
    let failed = |error: JsValue| DecodeError::Worker(told(&error));
    let worker = worker().await.map_err(DecodeError::Worker)?;
    let (pieces, given) = (Array::new(), Array::new());
    for piece in bytes.chunks(PIECE_BYTES) {
        hand_over(piece, &pieces, &given).await;
    }
    let channel = MessageChannel::new().map_err(failed)?;
    given.push(&channel.port2());
    let encoding = chosen.map_or(JsValue::NULL, |encoding| encoding.code().into());
    let request = object(&[
        ("encoding", encoding),
        ("pieces", pieces.into()),
        ("port", channel.port2().into()),
    ]);
    let answer = Rc::new(RefCell::new(Ok(Answer::default())));
    let kept = Rc::clone(&answer);
    let heard = hear(
        Waiting::of(worker, channel.port1()),
        |worker| worker.post_message_with_transfer(&request, &given),
        move |data| {
            let mut answer = kept.borrow_mut();
            let Ok(before) = answer.as_mut() else {
                return true;
            };
            match take(before, data) {
                Ok(is_whole) => is_whole,
                Err(error) => {
                    *answer = Err(error);
                    true
                }
            }
        },
    );
    heard.await.map_err(DecodeError::Worker)?;
    let Answer { head, text } = answer.replace(Ok(Answer::default()))?;
    let head = head.ok_or_else(|| DecodeError::Worker("no answer".into()))?;
    Ok(Decoded {
        detection: head.detection,
        malformed: head.malformed,
        text,
    })
}

/// Lets the worker learn from a table.
///
/// # Errors
/// [`LearnError`].
pub(super) async fn learn(mut table: Table) -> Result<Learnt, LearnError> {
    let failed = |error: JsValue| LearnError::Worker(told(&error));
    let worker = worker().await.map_err(LearnError::Worker)?;
    let (pieces, given) = (Array::new(), Array::new());
    hand_over(&wire::head(&table), &pieces, &given).await;
    hand_over(&wire::outcomes(&table), &pieces, &given).await;
    for filling in std::mem::take(&mut table.fillings) {
        hand_over(&wire::column(filling), &pieces, &given).await;
    }
    let channel = MessageChannel::new().map_err(failed)?;
    given.push(&channel.port2());
    let request = object(&[("table", pieces.into()), ("port", channel.port2().into())]);
    let answer = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&answer);
    let mut waiting = Waiting::of(worker, channel.port1());
    waiting.is_long = true;
    let heard = hear(
        waiting,
        |worker| worker.post_message_with_transfer(&request, &given),
        move |data| {
            *kept.borrow_mut() = Uint8Array::new(data).to_vec();
            true
        },
    );
    heard.await.map_err(LearnError::Worker)?;
    let answer = wire::answered(&answer.take());
    let answer = answer.ok_or_else(|| LearnError::Worker("an answer that is none".into()))?;
    answer.map_err(LearnError::Unfit)
}

/// Lets the worker make a key of a passphrase.
///
/// # Errors
/// What went wrong.
pub(super) async fn stretch(passphrase: &str, way: &Stretching) -> Result<[u8; 32], String> {
    let worker = worker().await?;
    let channel = MessageChannel::new().map_err(|error| told(&error))?;
    let request = object(&[
        ("passphrase", passphrase.into()),
        ("memory", way.memory_kib.into()),
        ("passes", way.passes.into()),
        ("salt", Uint8Array::from(&way.salt[..]).into()),
        ("port", channel.port2().into()),
    ]);
    let answer = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&answer);
    let heard = hear(
        Waiting::of(worker, channel.port1()),
        |worker| worker.post_message_with_transfer(&request, &Array::of1(&channel.port2())),
        move |data| {
            *kept.borrow_mut() = Uint8Array::new(data).to_vec();
            true
        },
    );
    heard.await?;
    let key = answer.take().try_into();
    key.map_err(|_| "this device has not the memory for it".to_owned())
}

/// Puts a piece among those that are given away, and rests.
async fn hand_over(piece: &[u8], pieces: &Array, given: &Array) {
    let buffer = Uint8Array::new_from_slice(piece).buffer();
    pieces.push(&buffer);
    given.push(&buffer);
    task::rest().await;
}

/// Who waits for an answer. Dropped before it is there, what takes long is called off.
struct Waiting {
    worker: Worker,
    port: MessagePort,
    on_error: Option<Closure<dyn FnMut()>>,
    on_message: Option<Closure<dyn FnMut(MessageEvent)>>,
    is_answered: bool,
    /// Whether the worker is stopped where nobody waits for it any more.
    is_long: bool,
}

impl Waiting {
    fn of(worker: Worker, port: MessagePort) -> Self {
        WAITING.set(WAITING.get() + 1);
        Self {
            worker,
            port,
            on_error: None,
            on_message: None,
            is_answered: false,
            is_long: false,
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let waiting = WAITING.get().saturating_sub(1);
        WAITING.set(waiting);
        self.port.set_onmessage(None);
        self.port.close();
        if let Some(on_error) = &self.on_error {
            let on_error = on_error.as_ref().unchecked_ref();
            let _ = (self.worker).remove_event_listener_with_callback("error", on_error);
        }
        if self.is_long && !self.is_answered && waiting == 0 {
            self.worker.terminate();
            forget();
        }
    }
}

/// Asks, and hands on what is answered until `take` says that it is whole, or the worker is gone.
async fn hear(
    mut waiting: Waiting,
    ask: impl FnOnce(&Worker) -> Result<(), JsValue>,
    mut take: impl FnMut(&JsValue) -> bool + 'static,
) -> Result<(), String> {
    let is_gone = Rc::new(Cell::new(false));
    let mut finish = None;
    let done = Promise::new(&mut |resolve, _| finish = Some(resolve));
    let finish: Function = finish.unwrap_or_default();
    let end = finish.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if take(&event.data()) {
            let _ = end.call0(&JsValue::UNDEFINED);
        }
    });
    let (gone, stopped) = (Rc::clone(&is_gone), waiting.worker.clone());
    let on_error = Closure::<dyn FnMut()>::new(move || {
        // What stopped may have left its memory in any state.
        stopped.terminate();
        forget();
        gone.set(true);
        let _ = finish.call0(&JsValue::UNDEFINED);
    });
    let listener = on_error.as_ref().unchecked_ref();
    let _ = (waiting.worker).add_event_listener_with_callback("error", listener);
    (waiting.port).set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    (waiting.on_error, waiting.on_message) = (Some(on_error), Some(on_message));
    let asked = ask(&waiting.worker);
    if asked.is_ok() {
        let _ = JsFuture::from(done).await;
    }
    waiting.is_answered = true;
    asked.map_err(|error| told(&error))?;
    if is_gone.get() {
        return Err("it stopped".into());
    }
    Ok(())
}

/// Takes a message of an answer; whether it is whole.
fn take(answer: &mut Answer, data: &JsValue) -> Result<bool, DecodeError> {
    let wrong = || DecodeError::Worker("an answer that is none".into());
    let Some(head) = &answer.head else {
        if let Some(problem) = problem_of(data) {
            return Err(problem.into());
        }
        let head = head_of(data).ok_or_else(wrong)?;
        let reserved = answer.text.try_reserve_exact(head.length);
        reserved.map_err(|error| DecodeError::Worker(error.to_string()))?;
        let is_whole = head.length == 0;
        answer.head = Some(head);
        return Ok(is_whole);
    };
    let bytes = Uint8Array::new(data).to_vec();
    answer
        .text
        .push_str(std::str::from_utf8(&bytes).map_err(|_| wrong())?);
    Ok(answer.text.len() >= head.length)
}

/// Makes text of bytes, in the encoding that was chosen or else detected.
pub type Decode = fn(&[u8], Option<Encoding>) -> Result<Decoded, FileProblem>;
/// Learns from a table in pieces, and answers in one.
pub type Learn = fn(Vec<Vec<u8>>) -> Vec<u8>;

/// Makes a key of a passphrase.
pub type Stretch = fn(&str, &Stretching) -> Option<[u8; 32]>;

/// Answers requests of the page, in the worker's program, by what only that program carries.
pub fn serve(decode: Decode, learn: Learn, stretch: Stretch) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let request = event.data();
        let Some(port) = value(&request, "port").and_then(|port| port.dyn_into().ok()) else {
            return;
        };
        if let Some(table) = value(&request, "table").filter(JsValue::is_object) {
            let pieces = Array::from(&table);
            let pieces = pieces.iter().map(|piece| Uint8Array::new(&piece).to_vec());
            return give_piece(&port, &learn(pieces.collect()));
        }
        if let Some(passphrase) = text(&request, "passphrase") {
            let way = way_of(&request);
            let key = way.and_then(|way| stretch(&passphrase, &way));
            return give_piece(&port, key.as_ref().map_or(&[][..], |key| key));
        }
        let chosen = text(&request, "encoding").and_then(|code| Encoding::parse(&code));
        let pieces = value(&request, "pieces").map(|pieces| Array::from(&pieces));
        let mut bytes = Vec::new();
        for piece in pieces.unwrap_or_default().iter() {
            bytes.extend_from_slice(&Uint8Array::new(&piece).to_vec());
        }
        give(&port, decode(&bytes, chosen));
    });
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    // It answers for as long as the worker lives.
    answer.forget();
}

fn way_of(request: &JsValue) -> Option<Stretching> {
    let salt = Uint8Array::new(&value(request, "salt")?).to_vec();
    Some(Stretching {
        memory_kib: number(request, "memory")? as u32,
        passes: number(request, "passes")? as u32,
        salt: salt.try_into().ok()?,
    })
}

/// Sends an answer. Whoever no longer listens has closed the port, which is no error here.
fn give(port: &MessagePort, answer: Result<Decoded, FileProblem>) {
    let decoded = match answer {
        Ok(decoded) => decoded,
        Err(problem) => return drop(port.post_message(&problem_to_js(problem))),
    };
    let Detection {
        encoding,
        has_mark,
        confidence,
        reason,
    } = decoded.detection;
    let head = object(&[
        ("length", (decoded.text.len() as f64).into()),
        ("malformed", (decoded.malformed as f64).into()),
        ("encoding", encoding.code().into()),
        ("mark", has_mark.into()),
        ("confidence", confidence.code().into()),
        ("reason", reason.code().into()),
    ]);
    let _ = port.post_message(&head);
    let mut rest = decoded.text.as_str();
    while !rest.is_empty() {
        let mut end = rest.len().min(PIECE_BYTES);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, after) = rest.split_at(end);
        give_piece(port, piece.as_bytes());
        rest = after;
    }
}

fn give_piece(port: &MessagePort, piece: &[u8]) {
    let buffer = Uint8Array::new_from_slice(piece).buffer();
    let _ = port.post_message_with_transferable(&buffer, &Array::of1(&buffer));
}

fn head_of(data: &JsValue) -> Option<Head> {
    Some(Head {
        length: number(data, "length")? as usize,
        malformed: number(data, "malformed")? as u64,
        detection: Detection {
            encoding: Encoding::parse(&text(data, "encoding")?)?,
            has_mark: value(data, "mark")?.is_truthy(),
            confidence: Confidence::from_code(&text(data, "confidence")?)?,
            reason: Reason::from_code(&text(data, "reason")?)?,
        },
    })
}

fn problem_to_js(problem: FileProblem) -> JsValue {
    let mut parts: Vec<(&str, JsValue)> = vec![("problem", problem.code().into())];
    match problem {
        FileProblem::Empty => {}
        FileProblem::NotText(kind) => parts.push(("kind", kind.code().into())),
        FileProblem::TooLarge { bytes, limit } => {
            parts.push(("bytes", (bytes as f64).into()));
            parts.push(("limit", (limit as f64).into()));
        }
    }
    object(&parts)
}

fn problem_of(data: &JsValue) -> Option<FileProblem> {
    text(data, "problem")?;
    Some(match (text(data, "kind"), number(data, "bytes")) {
        (Some(kind), _) => FileProblem::NotText(FileKind::from_code(&kind)?),
        (None, Some(bytes)) => FileProblem::TooLarge {
            bytes: bytes as u64,
            limit: number(data, "limit")? as u64,
        },
        (None, None) => FileProblem::Empty,
    })
}
