//! The order of what the settings list: one place up or down, by buttons. What is written for it is
//! each list's own.

use crate::message;
use crate::ui::app::{Page, say};
use crate::ui::components::{Glyph, IconButton};
use crate::ui::focus::keep_focus;
use leptos::prelude::*;

/// Puts what stands at a place one further up or down; nothing where there is no such place.
pub(super) fn swapped<T>(mut order: Vec<T>, at: usize, is_down: bool) -> Option<Vec<T>> {
    let to = if is_down { at + 1 } else { at.checked_sub(1)? };
    (at < order.len() && to < order.len()).then(|| {
        order.swap(at, to);
        order
    })
}

/// The buttons that move a line. The focus stays on the one that was pressed.
#[component]
pub(super) fn Moves(
    /// The page it is in.
    page: Page,
    /// What the line is called.
    name: Signal<String>,
    /// Its place.
    at: Memo<Option<usize>>,
    /// How many lines there are.
    #[prop(into)]
    count: Signal<usize>,
    /// Moves it: down, or else up.
    #[prop(into)]
    on_shift: Callback<bool>,
) -> impl IntoView {
    let is_last = move || at.get().is_none_or(|at| at + 1 >= count.get());
    view! {
        <IconButton
            label=say(page, move || message!("settings-move-up", name = name.get()))
            glyph=Glyph::ArrowUp
            small=true
            disabled=Signal::derive(move || at.get() == Some(0))
            on_press=move |()| keep_focus(|| on_shift.run(false))
        />
        <IconButton
            label=say(page, move || message!("settings-move-down", name = name.get()))
            glyph=Glyph::ArrowDown
            small=true
            disabled=Signal::derive(is_last)
            on_press=move |()| keep_focus(|| on_shift.run(true))
        />
    }
}
