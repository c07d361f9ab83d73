//! One of several values, by the browser's own list.

use leptos::prelude::*;

use super::field::{Field, FieldState};
use super::{Choice, Glyph, Icon};

/// A labelled choice. Without room for a label (a toolbar, a row of a table) it is `quiet`, and
/// the label is only said.
#[component]
pub fn SelectField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The value that is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// The values to choose from.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What choosing does.
    #[prop(into)]
    on_change: Callback<String>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with the choice; shown once the field was left or `reveal` is set.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Whether errors show at once, since the form was sent.
    #[prop(optional, into)]
    reveal: Signal<bool>,
    /// Whether the label is said and not shown.
    #[prop(optional)]
    quiet: bool,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let state = FieldState::new(hint, error, reveal);
    let options = move || {
        choices
            .get()
            .into_iter()
            .map(|choice| {
                let own = choice.value.clone();
                view! {
                    <option value=choice.value prop:selected=move || value.get() == own>
                        {choice.label}
                    </option>
                }
            })
            .collect_view()
    };
    let input = view! {
        <div class="field__box" data-kind=quiet.then_some("quiet")>
            <select
                class="field__input select-field__input"
                id=state.id()
                aria-label=move || quiet.then(|| label.get())
                aria-required=required.then_some("true")
                aria-invalid=move || state.invalid()
                aria-describedby=move || state.described()
                disabled=disabled
                on:change=move |event| on_change.run(event_target_value(&event))
                on:blur=move |_| state.leave()
            >
                {options}
            </select>
            <span class="select-field__arrow"><Icon glyph=Glyph::ChevronDown /></span>
        </div>
    };
    if quiet {
        return input.into_any();
    }
    view! {
        <Field label=label input=state.id() hint=hint error=Signal::derive(move || state.error())>
            {input}
        </Field>
    }
    .into_any()
}
