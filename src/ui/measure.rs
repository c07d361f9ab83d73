//! Tells when an element changes its size. The browser's own observer, and its end.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::Element;
use web_sys::ResizeObserver;

/// Calls `on_change` now and then whenever one of the elements changes its size, until the
/// owner goes.
pub fn observe(elements: &[Element], on_change: impl Fn() + 'static) {
    let heard = Closure::<dyn Fn()>::new(on_change);
    let Ok(observer) = ResizeObserver::new(heard.as_ref().unchecked_ref()) else {
        return;
    };
    for element in elements {
        observer.observe(element);
    }
    // The closure lives as long as the observer that calls it.
    let kept = StoredValue::new_local((observer, heard));
    on_cleanup(move || {
        kept.with_value(|(observer, _)| observer.disconnect());
    });
}
