//! Objects of JavaScript with named values: made, and read as what is expected of them.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// An object with these values.
pub(super) fn object(parts: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in parts {
        // Of an object just made, setting cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// The value under a name; none where there is none.
pub(super) fn value(of: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(of, &name.into()).ok()?;
    (!found.is_undefined()).then_some(found)
}

/// The text under a name.
pub(super) fn text(of: &JsValue, name: &str) -> Option<String> {
    value(of, name)?.as_string()
}

/// The number under a name.
pub(super) fn number(of: &JsValue, name: &str) -> Option<f64> {
    value(of, name)?.as_f64()
}
