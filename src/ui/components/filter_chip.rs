//! One condition of a list as a part of a sentence: field, operator, value, and a cross. Which
//! fields and operators there are, and how they are edited, is the page's.

use leptos::html;
use leptos::prelude::*;

use super::{Glyph, Icon};

/// The parts of a condition that can be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterPart {
    /// What is compared.
    Field,
    /// How.
    Operator,
    /// With what.
    Value,
}

/// A condition: four targets in one frame.
#[component]
pub fn FilterChip(
    /// The whole condition, as its name.
    #[prop(into)]
    label: Signal<String>,
    /// What is compared.
    #[prop(into)]
    field: Signal<String>,
    /// How.
    #[prop(into)]
    operator: Signal<String>,
    /// With what; absent where the operator needs nothing ("is empty").
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// What the cross does, as its name.
    #[prop(into)]
    remove_label: Signal<String>,
    /// What pressing a part does.
    #[prop(into)]
    on_edit: Callback<FilterPart>,
    /// What the cross and the Delete key do.
    #[prop(into)]
    on_remove: Callback<()>,
    /// The frame, as the place where an editor opens.
    #[prop(optional)]
    node_ref: NodeRef<html::Div>,
) -> impl IntoView {
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Delete" || event.key() == "Backspace" {
            event.prevent_default();
            on_remove.run(());
        }
    };
    view! {
        <div
            class="filter-chip"
            node_ref=node_ref
            role="group"
            aria-label=label
            on:keydown=keys
        >
            <button
                class="filter-chip__part"
                type="button"
                on:click=move |_| on_edit.run(FilterPart::Field)
            >
                {field}
            </button>
            <button
                class="filter-chip__part"
                type="button"
                on:click=move |_| on_edit.run(FilterPart::Operator)
            >
                {operator}
            </button>
            {move || value.get().map(|value| view! {
                <button
                    class="filter-chip__part"
                    type="button"
                    on:click=move |_| on_edit.run(FilterPart::Value)
                >
                    <span class="filter-chip__value">{value}</span>
                </button>
            })}
            <button
                class="filter-chip__part filter-chip__remove"
                type="button"
                aria-label=remove_label
                title=remove_label
                on:click=move |_| on_remove.run(())
            >
                <Icon glyph=Glyph::Cross />
            </button>
        </div>
    }
}

/// Conditions of which one is enough.
#[component]
pub fn FilterGroup(
    /// The conditions, with joiners between.
    children: Children,
) -> impl IntoView {
    view! { <div class="filter-chip__group">{children()}</div> }
}

/// The word between two conditions.
#[component]
pub fn FilterJoiner(
    /// And, or.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! { <span class="filter-chip__joiner">{label}</span> }
}
