//! The focus, where the page itself would lose it.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Does something that may move, within the page, what has the focus: a browser takes it away from
/// what is moved, and here it is given back.
pub fn keep_focus(act: impl FnOnce()) {
    let held = document().active_element();
    act();
    focus_next_frame(move || {
        let held = held.and_then(|held| held.dyn_into::<HtmlElement>().ok());
        held.filter(|held| held.is_connected())
    });
}

/// Gives the focus to what the next frame draws, unless it has gone elsewhere by then: who has begun
/// to type in another place goes on there.
pub fn focus_next_frame(find: impl FnOnce() -> Option<HtmlElement> + 'static) {
    let before = document().active_element();
    request_animation_frame(move || {
        let now = document().active_element();
        // What held it and is gone leaves it to the body.
        let is_left = now.is_none() || now == before || now.as_ref() == body().as_ref();
        if let Some(element) = find().filter(|_| is_left) {
            // What cannot take it leaves it where it is.
            let _ = element.focus();
        }
    });
}

/// Takes the focus from what is about to go with its screen. A browser that finds what has the focus
/// gone lays the whole page out for it at once, the old and the new. Who types is left alone: what is
/// typed is settled where the field goes.
pub fn let_go_of_screen() {
    const SETTLED: &str = "main :not(input, textarea, select, [contenteditable])";
    let held = document().active_element();
    let held = held.filter(|held| held.matches(SETTLED).is_ok_and(|is_settled| is_settled));
    if let Some(held) = held.and_then(|held| held.dyn_into::<HtmlElement>().ok()) {
        // What cannot give it away keeps it until it goes.
        let _ = held.blur();
    }
}

/// Scrolls no further than it takes to see an element.
pub fn into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

fn body() -> Option<Element> {
    document().body().map(Into::into)
}
