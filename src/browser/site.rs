//! What the page's start offers the program: the path the site is under and its other means. The
//! start itself is `xtask/web/page.js`.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Something that the page's start offers under a name; none in a page that it did not start.
pub(super) fn boot(name: &str) -> Option<JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"satchelBoot".into()).ok()?;
    let found = Reflect::get(&boot, &name.into()).ok()?;
    (!found.is_undefined()).then_some(found)
}

/// Says in the place of the program that it did not arrive whole, and why.
pub fn fail(reason: &str) {
    if let Some(fail) = boot("fail").and_then(|fail| fail.dyn_into::<Function>().ok()) {
        let _ = fail.call1(&JsValue::UNDEFINED, &reason.into());
    }
}

/// The path the site is under; begins and ends with `/`.
#[must_use]
pub fn base() -> String {
    boot("base")
        .and_then(|base| base.as_string())
        .unwrap_or_else(|| "/".to_owned())
}
