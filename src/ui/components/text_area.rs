//! Several lines of text: notes, bodies. It grows with what is written.

use leptos::prelude::*;

use super::field::{Field, FieldState};

/// A labelled input of several lines.
#[component]
pub fn TextArea(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// What was typed, as it was typed.
    value: RwSignal<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it now; shown once the field was left or `reveal` is set.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Whether errors show at once, since the form was sent.
    #[prop(optional, into)]
    reveal: Signal<bool>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// How many lines show while it is empty.
    #[prop(default = 3)]
    lines: u8,
    /// The input itself, for moving the focus there.
    #[prop(optional)]
    node_ref: NodeRef<leptos::html::Textarea>,
) -> impl IntoView {
    let state = FieldState::new(hint, error, reveal);
    view! {
        <Field label=label input=state.id() hint=hint error=Signal::derive(move || state.error())>
            <div class="field__box">
                <textarea
                    class="text-area__input"
                    node_ref=node_ref
                    id=state.id()
                    style:--text-area-lines=lines.to_string()
                    aria-required=required.then_some("true")
                    aria-invalid=move || state.invalid()
                    aria-describedby=move || state.described()
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                    on:blur=move |_| state.leave()
                ></textarea>
            </div>
        </Field>
    }
}
