//! What Satchel takes for granted of every browser. Where one of these is missing, storage or tabs
//! would fail in ways that are harder to read than this list.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// Follows a dotted name from the global object; undefined where it leads nowhere.
fn global(name: &str) -> JsValue {
    let mut value: JsValue = js_sys::global().unchecked_into();
    for part in name.split('.') {
        value = js_sys::Reflect::get(&value, &part.into()).unwrap_or(JsValue::UNDEFINED);
    }
    value
}

#[wasm_bindgen_test]
fn the_browser_offers_what_storage_and_tabs_stand_on() {
    let missing: Vec<&str> = [
        "indexedDB",
        "navigator.locks",
        "navigator.storage.estimate",
        "navigator.serviceWorker",
        "BroadcastChannel",
        "MessageChannel",
        "crypto.subtle",
        "crypto.getRandomValues",
        "Intl.NumberFormat",
        "Intl.DateTimeFormat",
        "Intl.Collator",
        "TextDecoder",
    ]
    .into_iter()
    .filter(|name| global(name).is_undefined())
    .collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    assert!(global("noSuchThing.at.all").is_undefined());
}

#[wasm_bindgen_test]
fn the_browser_decodes_what_files_come_in() {
    let decoder = js_sys::Function::new_with_args("name", "return new TextDecoder(name).encoding");
    for (name, canonical) in [
        ("utf-8", "utf-8"),
        ("utf-16le", "utf-16le"),
        ("utf-16be", "utf-16be"),
        ("gb18030", "gb18030"),
        ("windows-1252", "windows-1252"),
    ] {
        let encoding = decoder.call1(&JsValue::NULL, &name.into()).unwrap();
        assert_eq!(encoding.as_string().as_deref(), Some(canonical));
    }
}
