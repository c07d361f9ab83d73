//! One of a few values that can all be read at once.

use leptos::prelude::*;

use super::{Choice, element_id};

/// A group of native radios under a question.
#[component]
pub fn RadioGroup(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the question is said and not shown.
    #[prop(optional)]
    label_hidden: bool,
    /// The value that is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// The values to choose from.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Whether they stand side by side.
    #[prop(optional)]
    row: bool,
    /// What choosing does.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let name = element_id("radio");
    let options = move || {
        let name = name.clone();
        choices
            .get()
            .into_iter()
            .map(move |choice| {
                let (own, kept) = (choice.value.clone(), choice.value.clone());
                view! {
                    <label class="radio-group__choice">
                        <input
                            class="radio-group__input"
                            type="radio"
                            name=name.clone()
                            value=choice.value
                            prop:checked=move || value.get() == own
                            on:change=move |_| on_change.run(kept.clone())
                        />
                        {choice.label}
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="radio-group" data-direction=row.then_some("row")>
            <legend class="radio-group__legend" class:visually-hidden=label_hidden>
                {label}
            </legend>
            {options}
        </fieldset>
    }
}
