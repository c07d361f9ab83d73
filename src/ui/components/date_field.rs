//! A calendar date, by the browser's own picker, or a date with the time on the reader's clock. The
//! value is text, `2026-11-28` or `2026-11-28T14:30`: whoever takes it knows the clock.

use leptos::prelude::*;

use super::field::{Field, FieldState};
use super::{Glyph, Icon};

/// A labelled date.
#[component]
pub fn DateField(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The date as `YYYY-MM-DD`, with `THH:MM` where it has a time, or empty.
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
    /// Whether the form needs it.
    #[prop(optional)]
    required: bool,
    /// Whether it has a time.
    #[prop(optional)]
    has_time: bool,
) -> impl IntoView {
    let state = FieldState::new(hint, error, reveal);
    view! {
        <Field label=label input=state.id() hint=hint error=Signal::derive(move || state.error())>
            <div class="field__box">
                <input
                    class="field__input date-field__input"
                    id=state.id()
                    type=if has_time { "datetime-local" } else { "date" }
                    aria-required=required.then_some("true")
                    aria-invalid=move || state.invalid()
                    aria-describedby=move || state.described()
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                    on:blur=move |_| state.leave()
                />
                <span class="date-field__mark"><Icon glyph=Glyph::Calendar /></span>
            </div>
        </Field>
    }
}
