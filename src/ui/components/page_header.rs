//! The head of a page: its one title, a note beside it, and what can be done with all of it.

use crate::ui::follow::{shown, whenever};
use leptos::html;
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    /// Whether a page has shown before: only a change of page moves the focus.
    static HAS_SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// Calls the window by the title of the page, and moves the focus to the title when the page has
/// changed, unless the page has put it somewhere already.
pub fn use_title(title: Signal<String>) -> NodeRef<html::H1> {
    let node = NodeRef::<html::H1>::new();
    whenever(move || {
        let title = title.get();
        if !title.is_empty() {
            document().set_title(&format!("{title} · Satchel"));
        }
    });
    whenever(move || {
        let Some(title) = node.get() else { return };
        if !HAS_SHOWN.replace(true) {
            return;
        }
        let is_taken = document().active_element().is_some_and(|active| {
            active
                .closest("main, dialog")
                .is_ok_and(|within| within.is_some())
        });
        if !is_taken {
            // A title that cannot take the focus is still read.
            let _ = title.focus();
        }
    });
    node
}

/// The title of a page.
#[component]
pub fn PageHeader(
    /// The title; the only `h1` of the page.
    #[prop(into)]
    title: Signal<String>,
    /// A quiet word after the title: "214 of 4,218".
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// What stands right after the title: chips, a switch between pipelines.
    #[prop(optional, into)]
    beside: Option<ViewFnOnce>,
    /// A line below the title.
    #[prop(optional, into)]
    below: Option<ViewFnOnce>,
    /// What stands before the title: an avatar.
    #[prop(optional, into)]
    lead: Option<ViewFnOnce>,
    /// Whether a line parts it from what follows.
    #[prop(optional)]
    line: bool,
    /// Whether the phone's top bar shows the same title, so that the page need not.
    #[prop(optional)]
    in_bar: bool,
    /// What stands for the actions where there is little room: a menu.
    #[prop(optional, into)]
    narrow: Option<ViewFnOnce>,
    /// The actions at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let node = use_title(title);
    view! {
        <header class="page-header" data-line=line.then_some("") data-in-bar=in_bar.then_some("")>
            {lead.map(|lead| lead.run())}
            <div class="page-header__words">
                <div class="page-header__title">
                    <h1 id="page-title" tabindex="-1" node_ref=node>{title}</h1>
                    {shown(move || note.get().map(|note| view! {
                        <span class="page-header__note">{note}</span>
                    }))}
                    {beside.map(|beside| beside.run())}
                </div>
                {below.map(|below| below.run())}
            </div>
            {narrow.map(|narrow| view! {
                <div class="page-header__narrow">{narrow.run()}</div>
            })}
            {children.map(|children| view! {
                <div class="page-header__actions">{children()}</div>
            })}
        </header>
    }
}
