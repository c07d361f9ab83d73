//! One line of text. What was typed is never removed or corrected: the draft is the page's.

use leptos::prelude::*;

use super::field::{Field, FieldState};
use super::{Glyph, Icon};

/// A labelled input of one line.
#[component]
pub fn TextField(
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
    /// The native type: text, email, tel, url, password.
    #[prop(default = "text")]
    kind: &'static str,
    /// The unit at the end: a currency, a percent sign.
    #[prop(optional, into)]
    unit: MaybeProp<String>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keys a phone shows: decimal, numeric, email, tel, url.
    #[prop(optional)]
    input_mode: Option<&'static str>,
    /// Whether the form needs it.
    #[prop(optional)]
    required: bool,
    /// Whether it can only be read now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The input itself, for moving the focus there.
    #[prop(optional)]
    node_ref: NodeRef<leptos::html::Input>,
) -> impl IntoView {
    let state = FieldState::new(hint, error, reveal);
    view! {
        <Field label=label input=state.id() hint=hint error=Signal::derive(move || state.error())>
            <div class="field__box">
                <input
                    class="field__input"
                    node_ref=node_ref
                    id=state.id()
                    type=kind
                    autocomplete=autocomplete
                    inputmode=input_mode
                    aria-required=required.then_some("true")
                    aria-invalid=move || state.invalid()
                    aria-describedby=move || state.described()
                    disabled=disabled
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                    on:blur=move |_| state.leave()
                />
                {move || unit.get().map(|unit| view! { <span class="text-field__unit">{unit}</span> })}
                {move || state.error().map(|_| view! { <Icon glyph=Glyph::Warning /> })}
            </div>
        </Field>
    }
}
