//! Whether this tab is being looked at. A tab that was asleep may have missed what others said, and
//! one that is left may be gone for good.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, VisibilityState};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Whether the tab is in sight.
#[must_use]
pub fn is_visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Calls back whenever the tab comes into sight (true) or goes out of it (false), for as long as it
/// lives.
pub fn watch_visibility(listener: impl Fn(bool) + 'static) {
    let Some(document) = document() else {
        return;
    };
    let listen = Closure::<dyn FnMut()>::new(move || listener(is_visible()));
    let callback = listen.as_ref().unchecked_ref();
    let _ = document.add_event_listener_with_callback("visibilitychange", callback);
    listen.forget();
}
