//! The switch between the ways a list is shown: rows, a board, a forecast. Which one it is stands in the
//! address; what each looks like is the page's.

use super::address::ListState;
use crate::i18n::Message;
use crate::ui::app::{App, say};
use crate::ui::components::{Glyph, Segment, Segmented};
use leptos::prelude::*;

/// A way of showing: its code in the address, its words, what stands for it.
pub type Layout = (&'static str, fn() -> Message, Glyph);

/// The layout that an address asks for; the first where it names none of them.
#[must_use]
pub fn layout(state: ListState, layouts: &[Layout]) -> &'static str {
    let address = state.read();
    let address = address.read();
    let codes = || layouts.iter().map(|(code, ..)| *code);
    let asked = codes().find(|code| address.layout.as_deref() == Some(code));
    asked.or_else(|| codes().next()).unwrap_or_default()
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
    layouts: &'static [Layout],
) -> impl IntoView {
    let page = app.page();
    let segments = Signal::derive(move || {
        let segment =
            |(code, words, glyph): &Layout| Segment::new(*code, page.text(&words())).glyph(*glyph);
        layouts.iter().map(segment).collect::<Vec<_>>()
    });
    let usual = layouts.first().map_or("", |(code, ..)| *code);
    let set = move |to: String| {
        state.change(false, |address| {
            address.layout = (to != usual).then_some(to);
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
