//! Searching within what is shown, as one types. Esc empties it.

use crate::ui::follow::shown;
use leptos::prelude::*;

use super::{Glyph, Icon};

/// A search input for a toolbar.
#[component]
pub fn SearchField(
    /// What is searched, for the reader and inside while empty.
    #[prop(into)]
    label: Signal<String>,
    /// What the cross does.
    #[prop(into)]
    clear_label: Signal<String>,
    /// What was typed.
    value: RwSignal<String>,
    /// The input itself, for moving the focus there.
    #[prop(optional)]
    node_ref: NodeRef<leptos::html::Input>,
) -> impl IntoView {
    let clear = move || {
        value.set(String::new());
        if let Some(input) = node_ref.get_untracked() {
            // Focus is a courtesy: an input that is gone needs none.
            let _ = input.focus();
        }
    };
    view! {
        <div class="search-field" role="search">
            <Icon glyph=Glyph::Search />
            <input
                class="search-field__input"
                node_ref=node_ref
                type="search"
                autocomplete="off"
                aria-label=label
                placeholder=label
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" && !value.read_untracked().is_empty() {
                        event.prevent_default();
                        clear();
                    }
                }
            />
            {shown(move || {
                (!value.read().is_empty()).then(|| view! {
                    <button
                        class="search-field__clear"
                        type="button"
                        aria-label=clear_label
                        title=clear_label
                        on:click=move |_| clear()
                    >
                        <Icon glyph=Glyph::Cross />
                    </button>
                })
            })}
        </div>
    }
}
