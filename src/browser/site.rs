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

/// Calls one of its functions; a page that it did not start has none.
fn call(name: &str, with: &JsValue) {
    if let Some(function) = boot(name).and_then(|found| found.dyn_into::<Function>().ok()) {
        let _ = function.call1(&JsValue::UNDEFINED, with);
    }
}

/// Says in the place of the program that it did not arrive whole, and why.
pub fn fail(reason: &str) {
    call("fail", &reason.into());
}

/// Says that a screen is there: what only the next start needs may be fetched now.
pub fn shown() {
    call("shown", &JsValue::UNDEFINED);
}

/// Which build this is: the hash in the name of the page's script; none in a page that it did not start.
#[must_use]
pub fn build() -> Option<String> {
    let script = boot("script")?.as_string()?;
    let name = script.rsplit('/').next()?.split('.').next()?;
    name.rsplit_once('-').map(|(_, hash)| hash.to_owned())
}

/// The path the site is under; begins and ends with `/`.
#[must_use]
pub fn base() -> String {
    boot("base")
        .and_then(|base| base.as_string())
        .unwrap_or_else(|| "/".to_owned())
}
