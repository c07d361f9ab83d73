//! A sheet that opens at an element and closes by itself: the native popover, placed where it
//! fits. The browser closes it on Esc and on pressing elsewhere. What it is made of is fetched when
//! one is first opened.

use crate::ui::follow::shown;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{DomRect, Element, HtmlElement};

use crate::ui::app::use_page;
use crate::ui::measure::observe;
use crate::ui::parts;
use std::sync::Arc;

/// How far the sheet stands off its opener and the window's edge.
const GAP: f64 = 4.0;
const EDGE: f64 = 8.0;

/// Chooses the corner of a sheet of `width` × `height` that opens at `at` in a window of
/// `window_width` × `window_height`: below and flush with the start; above or flush with the
/// end where there is no room.
fn corner(
    (start, end, top, bottom): (f64, f64, f64, f64),
    (width, height): (f64, f64),
    (window_width, window_height): (f64, f64),
) -> (f64, f64) {
    let x = if start + width + EDGE <= window_width {
        start
    } else {
        end - width
    };
    let has_room_below = bottom + GAP + height + EDGE <= window_height;
    let y = if has_room_below || top - GAP - height < EDGE {
        bottom + GAP
    } else {
        top - GAP - height
    };
    (
        x.min(window_width - width - EDGE).max(EDGE),
        y.min(window_height - height - EDGE).max(EDGE),
    )
}

/// Puts the sheet at the rectangle of its opener.
fn place(sheet: &HtmlElement, at: &DomRect) {
    let window = window();
    let size = |value: Result<leptos::wasm_bindgen::JsValue, _>| {
        value
            .ok()
            .and_then(|value| value.as_f64())
            .unwrap_or_default()
    };
    let (x, y) = corner(
        (at.left(), at.right(), at.top(), at.bottom()),
        (
            f64::from(sheet.offset_width()),
            f64::from(sheet.offset_height()),
        ),
        (size(window.inner_width()), size(window.inner_height())),
    );
    let style = leptos::web_sys::HtmlElement::style(sheet);
    // A property that cannot be set leaves the sheet in the corner, where it can still be read.
    let _ = style.set_property("--popover-left", &format!("{x}px"));
    let _ = style.set_property("--popover-top", &format!("{y}px"));
}

/// Focuses what asks for it, else the first thing that Tab leads to, else the first command of a
/// menu, or nothing.
fn focus_first(sheet: &HtmlElement) {
    let found = |what| {
        let node = sheet.query_selector(what).ok().flatten()?;
        node.dyn_into::<HtmlElement>().ok()
    };
    let first = found("[autofocus]")
        .or_else(|| stops(sheet).into_iter().next())
        .or_else(|| found("button:not(:disabled), a[href]"));
    if let Some(first) = first {
        let _ = first.focus();
    }
}

/// What the Tab key leads to in the sheet, in its order. Of radios it leads to the one that is on.
fn stops(sheet: &HtmlElement) -> Vec<HtmlElement> {
    let found = sheet.query_selector_all(
        "a[href], button, input:not([type='radio']:not(:checked)), select, textarea, [tabindex='0']",
    );
    let Ok(nodes) = found else {
        return Vec::new();
    };
    let nodes = (0..nodes.length()).filter_map(|at| nodes.item(at)?.dyn_into::<HtmlElement>().ok());
    let is_stop = |node: &HtmlElement| {
        node.tab_index() >= 0
            && node.offset_width() > 0
            && !node.matches(":disabled").unwrap_or_default()
    };
    nodes.filter(is_stop).collect()
}

/// Gives the focus to what opened the sheet, or to the button inside of that.
fn focus_opener(opener: Element) {
    let opener = opener.dyn_into::<HtmlElement>().ok();
    let button = opener.and_then(|opener| {
        if opener.tab_index() >= 0 {
            return Some(opener);
        }
        let inside = opener.query_selector("button, a[href]").ok().flatten()?;
        inside.dyn_into::<HtmlElement>().ok()
    });
    if let Some(button) = button {
        let _ = button.focus();
    }
}

/// A sheet that is opened by a signal, at the element that the signal holds.
#[component]
pub fn Popover(
    /// The element it is open at; none while it is closed.
    anchor: RwSignal<Option<Element>, LocalStorage>,
    /// What the sheet is.
    #[prop(into)]
    label: Signal<String>,
    /// The role of the sheet itself; none where its content has one.
    #[prop(default = "dialog")]
    role: &'static str,
    /// What is on it; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let page = use_page();
    let is_open = Signal::derive(move || anchor.read().is_some());
    parts::once_wanted(is_open, move || {
        let children = Arc::clone(&children);
        page.map(|page| parts::popover(page, anchor, label, role, children))
            .into_any()
    })
}

/// The sheet of a [`Popover`], which comes in a part of the program.
#[component]
pub fn PopoverSheet(
    /// The element it is open at; none while it is closed.
    anchor: RwSignal<Option<Element>, LocalStorage>,
    /// What the sheet is.
    #[prop(into)]
    label: Signal<String>,
    /// The role of the sheet itself; none where its content has one.
    #[prop(default = "dialog")]
    role: &'static str,
    /// What is on it; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let sheet = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(sheet) = sheet.get() else { return };
        let is_shown = sheet.matches(":popover-open").unwrap_or_default();
        match anchor.get() {
            Some(opener) => {
                if !is_shown {
                    let _ = sheet.show_popover();
                }
                place(&sheet, &opener.get_bounding_client_rect());
                focus_first(&sheet);
            }
            None if is_shown => {
                let _ = sheet.hide_popover();
            }
            None => {}
        }
    });
    // What is on it may come a moment later, or grow: it is placed anew, and the focus that found
    // nothing at first goes into it.
    Effect::new(move |_| {
        let Some(sheet) = sheet.get() else { return };
        let placed = sheet.clone();
        let has_grown = move || {
            let Some(opener) = anchor.get_untracked() else {
                return;
            };
            place(&placed, &opener.get_bounding_client_rect());
            if !placed.contains(document().active_element().as_deref()) {
                focus_first(&placed);
            }
        };
        observe(&[sheet.into()], has_grown);
    });
    // The browser closed it: by Esc, or because something else was pressed. On Esc it gives the
    // focus back by itself, if what had it is still there; the opener is the better place.
    let closed = move |event: leptos::ev::Event| {
        let Some(sheet) = sheet.get_untracked() else {
            return;
        };
        if sheet.matches(":popover-open").unwrap_or_default() {
            return;
        }
        let _ = event;
        let opener = anchor.try_update(Option::take).flatten();
        let is_lost = document()
            .active_element()
            .is_none_or(|node| node.tag_name() == "BODY");
        if let (true, Some(opener)) = (is_lost, opener) {
            focus_opener(opener);
        }
    };
    // Esc closes the sheet, and not also the form that it stands in. Tab stays on it: what lies below
    // would have the focus unseen. On a menu, where arrows lead, it closes it and goes on from the opener.
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let Some(sheet) = sheet.get_untracked() else {
            return;
        };
        if event.key() == "Escape" {
            event.stop_propagation();
        }
        if event.key() != "Tab" || event.default_prevented() {
            return;
        }
        let stops = stops(&sheet);
        let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
            if let Some(opener) = anchor.try_update(Option::take).flatten() {
                focus_opener(opener);
            }
            return;
        };
        let held = document().active_element();
        let is_at = |stop: &HtmlElement| held.as_ref() == Some(stop.as_ref());
        let to = match event.shift_key() {
            true if is_at(first) => last,
            false if is_at(last) => first,
            _ => return,
        };
        event.prevent_default();
        let _ = to.focus();
    };
    let children = StoredValue::new(children);
    view! {
        <div
            class="popover"
            node_ref=sheet
            popover="auto"
            role=role
            aria-label=label
            on:toggle=closed
            on:keydown=keys
        >
            {shown(move || anchor.read().is_some().then(|| children.with_value(|children| children())))}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_sheet_stays_in_the_window() {
        let window = (400.0, 300.0);
        let check = |at, size, expected| assert_eq!(corner(at, size, window), expected);
        // Below, flush with the start.
        check((20.0, 60.0, 10.0, 40.0), (100.0, 80.0), (20.0, 44.0));
        // No room to the end: flush with the opener's end.
        check((340.0, 390.0, 10.0, 40.0), (100.0, 80.0), (290.0, 44.0));
        // No room below: above.
        check((20.0, 60.0, 250.0, 280.0), (100.0, 80.0), (20.0, 166.0));
        // No room anywhere: at the edge.
        check((20.0, 60.0, 100.0, 130.0), (500.0, 290.0), (8.0, 8.0));
    }
}
