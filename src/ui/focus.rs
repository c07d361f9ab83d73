//! The focus, where the page itself would lose it.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Does something that may move, within the page, what has the focus: a browser takes it away from
/// what is moved, and here it is given back.
pub fn keep_focus(act: impl FnOnce()) {
    let held = document().active_element();
    act();
    request_animation_frame(move || {
        let held = held.and_then(|held| held.dyn_into::<HtmlElement>().ok());
        if let Some(held) = held.filter(|held| held.is_connected()) {
            let _ = held.focus();
        }
    });
}
