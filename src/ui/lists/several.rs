//! The options of a field with several values, in a form: each is chosen or not.

use super::field::choices;
use crate::domain::RecordKind;
use crate::query::cell::BETWEEN_MEMBERS;
use crate::ui::app::App;
use crate::ui::components::{CheckBox, element_id};
use leptos::prelude::*;

/// The options of a field with several values.
#[component]
pub fn Several(
    /// The app.
    app: App,
    /// Of which kind of record.
    kind: RecordKind,
    /// The field.
    path: String,
    /// What it is called.
    label: Signal<String>,
    /// What was chosen, as files have it.
    text: RwSignal<String>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let chosen = move || -> Vec<String> {
        let text = text.read();
        let members = text.split(BETWEEN_MEMBERS).map(str::to_owned);
        members.filter(|member| !member.is_empty()).collect()
    };
    let id = element_id("options");
    let named = id.clone();
    let wrong = StoredValue::new(element_id("options-error"));
    let checks = choices(app, kind, &path).into_iter().map(|choice| {
        let (own, value) = (choice.value.clone(), choice.value);
        let checked = Signal::derive(move || chosen().contains(&own));
        let toggle = move |is_on: bool| {
            let mut members = untrack(chosen);
            members.retain(|member| *member != value);
            if is_on {
                members.push(value.clone());
            }
            text.set(members.join(BETWEEN_MEMBERS));
        };
        view! { <CheckBox label=choice.label checked=checked on_change=toggle /> }
    });
    view! {
        <div
            class="field"
            role="group"
            aria-labelledby=named
            aria-describedby=move || error.read().is_some().then(|| wrong.get_value())
        >
            <span class="field__label" id=id>{label}</span>
            <div class="several__options">{checks.collect_view()}</div>
            {move || error.get().map(|words| view! {
                <p class="field__error" role="alert" id=wrong.get_value()>{words}</p>
            })}
        </div>
    }
}
