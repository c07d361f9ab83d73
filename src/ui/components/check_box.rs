//! A check: yes, no, or some of them. It waits for the form; what acts at once is a switch.

use leptos::prelude::*;

/// A native check with its words.
#[component]
pub fn CheckBox(
    /// The words beside it.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// Whether some of what it stands for is on.
    #[prop(optional, into)]
    mixed: Signal<bool>,
    /// Whether the words are said and not shown.
    #[prop(optional)]
    label_hidden: bool,
    /// Whether it is round: a task that is done.
    #[prop(optional)]
    round: bool,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// How it looks whatever the pointer does; for the gallery.
    #[prop(optional)]
    state: Option<&'static str>,
    /// What changing does.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check-box" data-shape=round.then_some("round")>
            <input
                class="check-box__input"
                type="checkbox"
                data-state=state
                disabled=disabled
                prop:checked=checked
                prop:indeterminate=mixed
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class:visually-hidden=label_hidden>
                {label}
            </span>
        </label>
    }
}
