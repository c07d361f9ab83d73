//! A square button for the few icons that may stand alone: close, more, previous, next, add,
//! search, drag. Its name is said and shown on pointing.

use crate::ui::follow::follow;
use leptos::prelude::*;

use super::{Glyph, Icon};

/// A button that is an icon.
#[component]
pub fn IconButton(
    /// What it does, for the reader and as the tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// What is drawn.
    glyph: Glyph,
    /// Whether it has an edge.
    #[prop(optional)]
    plain: bool,
    /// Whether it has the height of a toolbar.
    #[prop(optional)]
    small: bool,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Option<Signal<bool>>,
    /// Whether it is a state that is on, for a button that switches one.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// What pressing does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |_| {
        let is_disabled = disabled.is_some_and(|disabled| disabled.get_untracked());
        if let (false, Some(on_press)) = (is_disabled, on_press) {
            on_press.run(());
        }
    };
    view! {
        <button
            class="icon-button"
            type="button"
            data-kind=plain.then_some("plain")
            data-size=small.then_some("small")
            aria-label=label
            title=label
            aria-disabled=disabled.map(|disabled| follow(move || disabled.get().then_some("true")))
            aria-pressed=pressed.map(|pressed| follow(move || if pressed.get() { "true" } else { "false" }))
            on:click=press
        >
            <Icon glyph=glyph />
        </button>
    }
}
