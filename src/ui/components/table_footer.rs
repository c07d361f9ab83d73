//! The foot of a table: the rows in view of all, sums of the filtered set, and the keys.

use crate::ui::follow::shown;
use leptos::prelude::*;

use super::Keys;

/// One quiet line under a table.
#[component]
pub fn TableFooter(
    /// The rows in view: "Rows 1–18 of 214".
    #[prop(into)]
    rows: Signal<String>,
    /// Sums of the filtered set: what, and how much.
    #[prop(optional, into)]
    sums: Signal<Vec<(String, String)>>,
    /// The keys that work here: the keys, and what they do.
    #[prop(optional, into)]
    keys: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let totals = shown(move || {
        sums.get()
            .into_iter()
            .map(|(name, sum)| view! { <span>{name} " " <b class="table-footer__sum">{sum}</b></span> })
            .collect_view()
    });
    let hints = shown(move || {
        keys.get()
            .into_iter()
            .map(|(keys, does)| {
                view! { <span class="table-footer__key"><Keys keys=keys /> {does}</span> }
            })
            .collect_view()
    });
    view! {
        <footer class="table-footer">
            <span>{rows}</span>
            {totals}
            <span class="table-footer__keys" aria-hidden="true">{hints}</span>
        </footer>
    }
}
