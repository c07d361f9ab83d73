//! A cell of a table while it is edited. Enter and leaving save, Esc takes back; the focus goes
//! back to the table.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use super::{Choice, element_id};

/// An input in the place of a cell's value.
#[component]
pub fn CellEditor(
    /// What is edited: column and row.
    #[prop(into)]
    label: Signal<String>,
    /// What it starts with.
    #[prop(into)]
    value: String,
    /// The native type: text, date.
    #[prop(default = "text")]
    kind: &'static str,
    /// The values to choose from, where only some are allowed.
    #[prop(optional, into)]
    choices: Option<Vec<Choice>>,
    /// Takes what was typed, and gives back the sentence that refuses it, if any.
    #[prop(into)]
    on_commit: Callback<String, Option<String>>,
    /// Ends the editing, saved or not.
    #[prop(into)]
    on_end: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(value.clone());
    let started = StoredValue::new(value);
    let error = RwSignal::new(None::<String>);
    let has_ended = StoredValue::new(false);
    let frame = NodeRef::<html::Div>::new();
    let note = StoredValue::new(element_id("cell"));

    // The focus goes back to the table where a key ended it, and stays where a press took it.
    let end = move |by_key: bool| {
        if has_ended.get_value() {
            return;
        }
        has_ended.set_value(true);
        let grid = frame
            .get_untracked()
            .and_then(|frame| frame.closest("[role=grid]").ok().flatten());
        on_end.run(());
        if let Some(grid) = grid
            .filter(|_| by_key)
            .and_then(|node| node.dyn_into::<HtmlElement>().ok())
        {
            let _ = grid.focus();
        }
    };
    let commit = move |by_key: bool| {
        if has_ended.get_value() {
            return;
        }
        let text = typed.get_untracked();
        let is_same = started.with_value(|started| *started == text);
        let refused = if is_same { None } else { on_commit.run(text) };
        if refused.is_none() {
            end(by_key);
        }
        error.set(refused);
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        // What is typed here is not for the table's own keys.
        event.stop_propagation();
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                commit(true);
            }
            "Escape" => {
                event.prevent_default();
                end(true);
            }
            _ => {}
        }
    };
    Effect::new(move |_| {
        let input = frame.get().and_then(|frame| frame.first_element_child());
        let Some(input) = input.and_then(|node| node.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let _ = input.focus();
        if let Some(input) = input.dyn_ref::<leptos::web_sys::HtmlInputElement>() {
            // The binding fills it in a moment later, and an empty input selects nothing.
            input.set_value(&typed.get_untracked());
            input.select();
        }
    });
    let invalid = move || error.read().is_some().then_some("true");
    let described = move || error.read().is_some().then(|| note.get_value());
    let type_in = move |text: String| {
        typed.set(text);
        error.set(None);
    };
    let input = match choices {
        Some(choices) => {
            let options = choices.into_iter().map(|choice| {
                let is_chosen = typed.read_untracked().as_str() == choice.value;
                view! { <option value=choice.value prop:selected=is_chosen>{choice.label}</option> }
            });
            view! {
                <select
                    class="cell-editor__input"
                    aria-label=label
                    aria-invalid=invalid
                    aria-describedby=described
                    on:change=move |event| {
                        type_in(event_target_value(&event));
                        commit(true);
                    }
                >
                    {options.collect_view()}
                </select>
            }
            .into_any()
        }
        None => view! {
            <input
                class="cell-editor__input"
                type=kind
                autocomplete="off"
                aria-label=label
                aria-invalid=invalid
                aria-describedby=described
                prop:value=typed
                on:input=move |event| type_in(event_target_value(&event))
            />
        }
        .into_any(),
    };
    view! {
        <div class="cell-editor" node_ref=frame on:keydown=keys on:focusout=move |_| commit(false)>
            {input}
            {move || error.get().map(|words| view! {
                <p class="cell-editor__error" id=note.get_value() role="alert">{words}</p>
            })}
        </div>
    }
}
