//! Sending a call by the page's own door for scripts, `satchel.fetch`, so that what is tried here is what a
//! script of the page gets.

use crate::api::snippet::{Sent, Written};
use crate::ui::host::ChosenFile;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::Response;
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;

/// What came back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Answered {
    pub(super) status: u16,
    /// Names in small letters, and values.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// From the asking until all of it was there.
    pub(super) ms: f64,
    /// Whether what it did cannot be taken back.
    pub(super) is_final: bool,
}

impl Answered {
    /// The value of a header, by its name in small letters.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let header = headers.find(|(other, _)| other == name);
        header.map(|(_, value)| value.as_str())
    }
}

/// Asks, and waits for all of the answer.
///
/// # Errors
/// What the browser says where nothing was answered.
pub(super) async fn ask(
    written: &Written,
    file: Option<Rc<dyn ChosenFile>>,
) -> Result<Answered, String> {
    let body = body(written, file).await?;
    send(written, &body).await.map_err(|error| said(&error))
}

fn said(error: &JsValue) -> String {
    let message = Reflect::get(error, &JsValue::from_str("message")).ok();
    let message = message.and_then(|message| message.as_string());
    message.unwrap_or_else(|| format!("{error:?}"))
}

async fn body(written: &Written, file: Option<Rc<dyn ChosenFile>>) -> Result<JsValue, String> {
    let bytes = match &written.body {
        Sent::Nothing => return Ok(JsValue::UNDEFINED),
        Sent::Json(text) | Sent::Text(text) => text.clone().into_bytes(),
        Sent::Chosen => {
            let mut bytes = Vec::new();
            if let Some(file) = file {
                let mut source = file.open();
                while let Some(piece) = source.next().await? {
                    bytes.extend(piece);
                }
            }
            bytes
        }
        Sent::Backup => {
            let backup = Written {
                method: "GET",
                path: "/api/backup".to_owned(),
                ..Written::default()
            };
            let answered = send(&backup, &JsValue::UNDEFINED).await;
            answered.map_err(|error| said(&error))?.body
        }
    };
    Ok(Uint8Array::from(bytes.as_slice()).into())
}

fn put(object: &Object, name: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &JsValue::from_str(name), value).map(drop)
}

async fn send(written: &Written, body: &JsValue) -> Result<Answered, JsValue> {
    let headers = Object::new();
    if matches!(written.body, Sent::Json(_)) {
        put(&headers, "Content-Type", &"application/json".into())?;
    }
    for (name, value) in &written.headers {
        put(&headers, name, &value.as_str().into())?;
    }
    let init = Object::new();
    put(&init, "method", &written.method.into())?;
    put(&init, "headers", &headers)?;
    put(&init, "body", body)?;
    let door = Reflect::get(&window(), &JsValue::from_str("satchel"))?;
    let fetch: Function = Reflect::get(&door, &JsValue::from_str("fetch"))?.dyn_into()?;
    let began = now();
    let answer: Promise = fetch
        .call2(&door, &written.path.as_str().into(), &init)?
        .dyn_into()?;
    let answer: Response = JsFuture::from(answer).await?.dyn_into()?;
    let bytes = JsFuture::from(answer.array_buffer()?).await?;
    let ms = now() - began;
    let headers = Reflect::get(&answer, &JsValue::from_str("headers"))?;
    let pair = |pair: JsValue| {
        let pair = Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    Ok(Answered {
        status: answer.status(),
        headers: Array::from(&headers).iter().filter_map(pair).collect(),
        body: Uint8Array::new(&bytes).to_vec(),
        ms,
        ..Answered::default()
    })
}

/// Milliseconds of a clock that nobody sets.
fn now() -> f64 {
    let read = || -> Option<f64> {
        let clock = Reflect::get(&window(), &JsValue::from_str("performance")).ok()?;
        let now = Reflect::get(&clock, &JsValue::from_str("now")).ok()?;
        let now: Function = now.dyn_into().ok()?;
        now.call0(&clock).ok()?.as_f64()
    };
    read().unwrap_or_default()
}
