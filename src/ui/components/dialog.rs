//! The native dialog, for the few questions that must be answered before going on. Esc closes
//! it and keeps what was typed; the focus goes back by itself.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::{Glyph, IconButton, element_id};
use crate::ui::focus::focus_next_frame;

/// What is to be filled in, in the order of the page.
const FIELDS: &str = ":is(input, select, textarea):not([disabled])";

/// Opens and closes the native element as `open` says, and says so when the browser closes it.
pub(super) fn follow(dialog: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move |_| {
        let is_open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if is_open && !dialog.open() {
            // It fails only where the element has left the page, and then there is nothing to show.
            let _ = dialog.show_modal();
            // The browser gives the focus to the cross, which comes first; who was asked wants to answer.
            focus_next_frame(move || dialog.query_selector(FIELDS).ok()??.dyn_into().ok());
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
}

/// The browser has closed the element, which it says a moment later: by then it may be open again.
pub(super) fn closed(dialog: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    let is_open = dialog.get_untracked().is_some_and(|dialog| dialog.open());
    if !is_open {
        open.set(false);
    }
}

/// A modal question.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What the cross does, as its name.
    #[prop(into)]
    close_label: Signal<String>,
    /// The answers; the primary one last.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Whether there is only something to read, which keys scroll.
    #[prop(optional)]
    reads: bool,
    /// What is asked about; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, open);
    let id = StoredValue::new(element_id("dialog"));
    let children = StoredValue::new(children);
    let actions = StoredValue::new(actions);
    view! {
        <dialog
            class="dialog"
            data-reads=reads.then_some("")
            node_ref=dialog
            aria-labelledby=id.get_value()
            on:close=move |_| closed(dialog, open)
        >
            {move || open.get().then(|| view! {
                <header class="dialog__head">
                    <h2 class="dialog__title" id=id.get_value()>{title}</h2>
                    <IconButton
                        label=close_label
                        glyph=Glyph::Cross
                        small=true
                        on_press=move || open.set(false)
                    />
                </header>
                <div class="dialog__body" tabindex=reads.then_some("0")>{children.with_value(|children| children())}</div>
                {actions.get_value().map(|actions| view! {
                    <footer class="dialog__foot">{actions.run()}</footer>
                })}
            })}
        </dialog>
    }
}
