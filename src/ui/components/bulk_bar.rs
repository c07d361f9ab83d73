//! What can be done with everything that is selected. It floats while anything is.

use leptos::prelude::*;

use super::{Glyph, IconButton};

/// Count, select all, actions, clear.
#[component]
pub fn BulkBar(
    /// What the bar is, for the reader.
    #[prop(into)]
    label: Signal<String>,
    /// How many are selected, in words: "3 selected". Announced when it changes.
    #[prop(into)]
    count: Signal<String>,
    /// Selects everything that matches: "Select all 214". Absent when everything is.
    #[prop(optional, into)]
    all_label: MaybeProp<String>,
    /// What that does.
    #[prop(optional, into)]
    on_all: Option<Callback<()>>,
    /// What the cross does, as its name.
    #[prop(into)]
    clear_label: Signal<String>,
    /// What the cross does.
    #[prop(into)]
    on_clear: Callback<()>,
    /// The actions.
    children: Children,
) -> impl IntoView {
    let all = move || {
        let (words, on_all) = (all_label.get()?, on_all?);
        Some(view! {
            <button class="bulk-bar__all" type="button" on:click=move |_| on_all.run(())>
                {words}
            </button>
        })
    };
    view! {
        <div class="bulk-bar" role="region" aria-label=label>
            <span class="bulk-bar__count" role="status">{count}</span>
            {all}
            <span class="bulk-bar__rule"></span>
            {children()}
            <span class="bulk-bar__rule"></span>
            <IconButton
                label=clear_label
                glyph=Glyph::Cross
                small=true
                on_press=on_clear
            />
        </div>
    }
}
