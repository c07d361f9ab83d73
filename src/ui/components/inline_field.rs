//! A value that is edited where it stands: a button that becomes an input. Enter saves, Esc
//! takes back, Tab goes on; leaving it saves too, since nothing is lost that undo can return.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

use super::{Choice, element_id};
use crate::ui::focus::focus_next_frame;
use crate::ui::follow::{follow, shown, whenever};

/// What kind of input the value becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum InlineKind {
    /// One line of any text.
    #[default]
    Text,
    /// One line for which a phone shows other keys: email, tel, url, or decimal.
    Keys(&'static str),
    /// A calendar date as `2026-11-28`.
    Date,
    /// A date with the time on the reader's clock, as `2026-11-28T14:30`.
    Moment,
    /// One of several values; choosing saves.
    Choice(Vec<Choice>),
    /// Several lines; Enter makes a new one, Ctrl Enter saves.
    Lines,
}

/// A label and a value that can be edited in place.
#[component]
pub fn InlineField(
    /// What the value is.
    #[prop(into)]
    label: Signal<String>,
    /// The value as it is read.
    #[prop(into)]
    value: Signal<String>,
    /// The value as it is typed, where that differs from how it is read.
    #[prop(optional, into)]
    draft: MaybeProp<String>,
    /// What stands for a missing value: "Add".
    #[prop(into)]
    empty: Signal<String>,
    /// The word that ends the button's name, after label and value: "edit".
    #[prop(into)]
    edit_label: Signal<String>,
    /// The word inside while editing: "Esc cancels".
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// The input.
    #[prop(optional, into)]
    kind: Signal<InlineKind>,
    /// Takes what was typed, and gives back the sentence that refuses it, if any.
    #[prop(into)]
    on_commit: Callback<String, Option<String>>,
) -> impl IntoView {
    let is_editing = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let started = StoredValue::new(String::new());
    let error = RwSignal::new(None::<String>);
    let button = NodeRef::<html::Button>::new();
    let field = NodeRef::<html::Div>::new();
    let id = StoredValue::new(element_id("inline-note"));

    // The button is drawn anew by the next effect; only then can it take the focus.
    let focus_button = move || {
        focus_next_frame(move || button.try_get_untracked().flatten().map(Into::into));
    };
    let start = move || {
        let text = draft
            .get_untracked()
            .unwrap_or_else(|| value.get_untracked());
        started.set_value(text.clone());
        typed.set(text);
        error.set(None);
        is_editing.set(true);
    };
    let take_back = move || {
        is_editing.set(false);
        focus_button();
    };
    // Gives back whether the value is settled: saved, or the same as before.
    let commit = move || {
        if is_editing.try_get_untracked() != Some(true) {
            return true;
        }
        let text = typed.get_untracked();
        let refused = if started.with_value(|started| *started == text) {
            None
        } else {
            on_commit.run(text)
        };
        let is_settled = refused.is_none();
        // What was committed may have taken the field away with it.
        let _ = error.try_set(refused);
        let _ = is_editing.try_set(!is_settled);
        is_settled
    };
    // Runs where the input is drawn, and so once it stands on the page.
    let focus_input = move || {
        let input = field.get().and_then(|field| field.first_element_child());
        let Some(input) = input.and_then(|node| node.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let _ = input.focus();
        if let Some(input) = input.dyn_ref::<leptos::web_sys::HtmlInputElement>() {
            // The binding fills it in a moment later, and an empty input selects nothing.
            input.set_value(&typed.get_untracked());
            input.select();
        }
    };

    let keys = move |event: leptos::ev::KeyboardEvent| {
        // While an input method composes, Enter and Esc are its own.
        if event.is_composing() {
            return;
        }
        let is_lines = matches!(*kind.read_untracked(), InlineKind::Lines);
        match event.key().as_str() {
            "Enter" if !is_lines || event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                event.stop_propagation();
                if commit() {
                    focus_button();
                }
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                take_back();
            }
            _ => {}
        }
    };
    let note = move || id.get_value();
    let invalid = move || error.read().is_some().then_some("true");
    let described = move || error.read().is_some().then(note);
    let type_in = move |text: String| {
        typed.set(text);
        error.set(None);
    };

    let input = move || match kind.get() {
        InlineKind::Choice(choices) => {
            let options = choices.into_iter().map(|choice| {
                let is_chosen = typed.read_untracked().as_str() == choice.value;
                view! { <option value=choice.value prop:selected=is_chosen>{choice.label}</option> }
            });
            view! {
                <select
                    class="inline-field__input"
                    aria-label=label
                    aria-invalid=invalid
                    aria-describedby=described
                    on:change=move |event| {
                        type_in(event_target_value(&event));
                        if commit() {
                            focus_button();
                        }
                    }
                >
                    {options.collect_view()}
                </select>
            }
            .into_any()
        }
        InlineKind::Lines => view! {
            <textarea
                class="inline-field__input"
                rows="4"
                aria-label=label
                aria-invalid=invalid
                aria-describedby=described
                prop:value=typed
                on:input=move |event| type_in(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
        other => {
            let (native, mode) = match other {
                InlineKind::Date => ("date", None),
                InlineKind::Moment => ("datetime-local", None),
                InlineKind::Keys(mode) => ("text", Some(mode)),
                _ => ("text", None),
            };
            view! {
                <input
                    class="inline-field__input"
                    type=native
                    inputmode=mode
                    autocomplete="off"
                    aria-label=label
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=typed
                    on:input=move |event| type_in(event_target_value(&event))
                />
            }
            .into_any()
        }
    };
    let editor = move || {
        whenever(focus_input);
        view! {
            <div
                class="inline-field__box"
                node_ref=field
                on:keydown=keys
                on:focusout=move |_| {
                    commit();
                }
            >
                {input()}
                {move || hint.get().map(|hint| view! {
                    <span class="inline-field__hint" aria-hidden="true">{hint}</span>
                })}
            </div>
            {move || error.get().map(|words| view! {
                <p class="inline-field__error" id=note()>{words}</p>
            })}
        }
    };
    let words = move || {
        let value = value.read();
        if value.is_empty() {
            view! { <span class="inline-field__empty" data-empty="">{empty.get()}</span> }
                .into_any()
        } else {
            broken(&value)
        }
    };
    let name = move || {
        let value = value.read();
        let words = if value.is_empty() {
            &*empty.read()
        } else {
            &*value
        };
        format!("{} {words} {}", label.read(), edit_label.read())
    };
    // A page has dozens of these: what follows signals here is as little as can be.
    view! {
        <div class="inline-field">
            <span class="inline-field__label" aria-hidden="true">{label}</span>
            {shown(move || if is_editing.get() {
                editor().into_any()
            } else {
                view! {
                    <button
                        class="inline-field__value"
                        node_ref=button
                        type="button"
                        aria-label=follow(name)
                        on:click=move |_| start()
                    >
                        {shown(words)}
                    </button>
                }
                .into_any()
            })}
        </div>
    }
}

/// A value with the places where an address or a name of a host may go on in the next line.
fn broken(value: &str) -> AnyView {
    let is_address = !value.contains(char::is_whitespace) && value.contains(['@', '/', '.']);
    let pieces = if is_address {
        value.split_inclusive(['@', '/', '.']).collect()
    } else {
        vec![value]
    };
    let pieces = pieces.into_iter().map(|piece| {
        view! { {piece.to_owned()} <wbr /> }
    });
    pieces.collect_view().into_any()
}
