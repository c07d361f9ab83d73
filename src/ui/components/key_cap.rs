//! Key caps: the keys that do the same as the button or the line they stand at.

use leptos::prelude::*;

/// One key.
#[component]
pub fn KeyCap(
    /// What stands on it.
    #[prop(into)]
    key: Signal<String>,
) -> impl IntoView {
    view! { <kbd class="key-cap">{key}</kbd> }
}

/// Several keys, given as words apart: "Ctrl K", "L C".
#[component]
pub fn Keys(
    /// The keys, one word each.
    #[prop(into)]
    keys: String,
) -> impl IntoView {
    keys.split_whitespace()
        .map(|key| view! { <KeyCap key=key.to_owned() /> })
        .collect_view()
}
