//! The switch between the ways a list is shown: rows or a board. Which one it is stands in the address;
//! what each looks like is the page's.

use super::address::ListState;
use crate::i18n::Message;
use crate::ui::app::{App, say};
use crate::ui::components::{Glyph, Segment, Segmented};
use leptos::prelude::*;

/// A way of showing: its code in the address, its words, what stands for it.
pub type Layout = (&'static str, fn() -> Message, Glyph);

/// The layout that an address asks for, of two; the first where it names none.
#[must_use]
pub fn layout(state: ListState, layouts: &[Layout; 2]) -> &'static str {
    let [(usual, ..), (other, ..)] = layouts;
    let is_other = state.read().read().layout.as_deref() == Some(other);
    if is_other { other } else { usual }
}

/// The switch.
#[component]
pub fn LayoutSwitch(
    /// The app.
    app: App,
    /// The list.
    state: ListState,
    /// What it is called.
    label: fn() -> Message,
    /// The layouts, the usual one first.
    layouts: &'static [Layout; 2],
) -> impl IntoView {
    let page = app.page();
    let segments = Signal::derive(move || {
        let segment =
            |(code, words, glyph): &Layout| Segment::new(*code, page.text(&words())).glyph(*glyph);
        layouts.iter().map(segment).collect::<Vec<_>>()
    });
    let [(usual, ..), _] = layouts;
    let set = move |to: String| {
        state.change(false, |address| {
            address.layout = (to != *usual).then_some(to);
        });
    };
    view! {
        <Segmented
            label=say(page, label)
            value=Signal::derive(move || layout(state, layouts).to_owned())
            segments=segments
            on_change=set
        />
    }
}
