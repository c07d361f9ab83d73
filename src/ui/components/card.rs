//! A card: a thing that stands alone. No cards in cards.

use leptos::prelude::*;

use super::element_id;

/// A titled box; without a title, only the box.
#[component]
pub fn Card(
    /// What it is about.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// A quiet word beside the title.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// What can be done with it, at the end of the head.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Whether its content comes up to the edges: rows, a table.
    #[prop(optional)]
    flush: bool,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let id = element_id("card");
    let labelled = title.map(|_| id.clone());
    let head = title.map(|title| {
        view! {
            <header class="card__head">
                <h2 id=id>{title}</h2>
                {move || note.get().map(|note| view! { <span class="card__note">{note}</span> })}
                {actions.map(|actions| view! {
                    <div class="card__actions">{actions.run()}</div>
                })}
            </header>
        }
    });
    let body = if flush {
        children().into_any()
    } else {
        view! { <div class="card__body">{children()}</div> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby=labelled>
            {head}
            {body}
        </section>
    }
}

/// A line of a flush card: what it is about at the start, what one can do at the end.
#[component]
pub fn CardRow(
    /// Both, in reading order.
    children: Children,
) -> impl IntoView {
    view! { <div class="card__row">{children()}</div> }
}
