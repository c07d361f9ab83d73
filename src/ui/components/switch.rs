//! A switch: acts at once.

use leptos::prelude::*;

/// A native check that is said and drawn as a switch.
#[component]
pub fn Switch(
    /// The words beside it.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the words are said and not shown.
    #[prop(optional)]
    label_hidden: bool,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What switching does.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <input
                class="switch__input"
                type="checkbox"
                role="switch"
                disabled=disabled
                prop:checked=on
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class:visually-hidden=label_hidden>{label}</span>
        </label>
    }
}
