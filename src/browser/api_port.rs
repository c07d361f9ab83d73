//! The door for REST requests: what scripts of the page and the service worker ask comes in here, as
//! plain values, and goes out again as the program's answer. What is answered is the API's matter.

use super::object::object;
use super::site;
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

/// A request as it came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiRequest {
    /// `GET`, `POST` …
    pub method: String,
    /// From `/api` on, with its query.
    pub path: String,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// Empty where there is none.
    pub body: Vec<u8>,
}

/// What goes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiReply {
    /// The status code.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// Empty where there is none.
    pub body: Vec<u8>,
}

/// Says who answers requests from now on. The page's start takes one handler, once: who answers
/// for another workspace later is decided within it.
pub fn answer<F>(handler: impl Fn(ApiRequest) -> F + 'static)
where
    F: Future<Output = ApiReply> + 'static,
{
    let Some(take) = site::boot("answer").and_then(|take| take.dyn_into::<Function>().ok()) else {
        return;
    };
    let handler = Rc::new(handler);
    let handle = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |asked: JsValue| {
        let handler = Rc::clone(&handler);
        future_to_promise(async move {
            let reply = handler(request(&asked)).await;
            Ok(to_js(&reply))
        })
        .into()
    });
    let _ = take.call1(&JsValue::UNDEFINED, handle.as_ref());
    // It answers for as long as the page lives.
    handle.forget();
}

fn text(from: &JsValue, name: &str) -> String {
    let found = Reflect::get(from, &name.into()).ok();
    found
        .and_then(|found| found.as_string())
        .unwrap_or_default()
}

fn request(asked: &JsValue) -> ApiRequest {
    let headers = Reflect::get(asked, &"headers".into())
        .ok()
        .and_then(|headers| headers.dyn_into::<Object>().ok())
        .map(|headers| Object::entries(&headers))
        .unwrap_or_default();
    let pair = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    let body = Reflect::get(asked, &"body".into()).unwrap_or_default();
    ApiRequest {
        method: text(asked, "method"),
        path: text(asked, "path"),
        headers: headers.iter().filter_map(pair).collect(),
        body: if body.is_object() {
            Uint8Array::new(&body).to_vec()
        } else {
            Vec::new()
        },
    }
}

fn to_js(reply: &ApiReply) -> JsValue {
    let headers = Object::new();
    for (name, value) in &reply.headers {
        let _ = Reflect::set(&headers, &name.into(), &value.into());
    }
    let body = Uint8Array::new_from_slice(&reply.body).buffer();
    object(&[
        ("status", reply.status.into()),
        ("headers", headers.into()),
        ("body", body.into()),
    ])
}
