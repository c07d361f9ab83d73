//! The clipboard, which a browser may keep to itself.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Puts a text into the clipboard; says whether the browser let it.
pub async fn copy(text: &str) -> bool {
    let written = || -> Result<Promise, JsValue> {
        let navigator = window().navigator();
        let clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard"))?;
        let write = Reflect::get(&clipboard, &JsValue::from_str("writeText"))?;
        let write: Function = write.dyn_into()?;
        write
            .call1(&clipboard, &JsValue::from_str(text))?
            .dyn_into()
    };
    match written() {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        // Pages that came by plain http have no clipboard.
        Err(_) => false,
    }
}
