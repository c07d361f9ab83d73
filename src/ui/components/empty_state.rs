//! What a place says while nothing is in it: what will be here, and two ways to begin. Empty
//! and filtered empty are two different states with different words.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// An icon, two sentences, and at most two actions.
#[component]
pub fn EmptyState(
    /// What belongs here, as a drawing.
    glyph: Glyph,
    /// That nothing is here.
    #[prop(into)]
    title: Signal<String>,
    /// What will be here, or what hides it.
    #[prop(into)]
    text: Signal<String>,
    /// The ways to begin; the primary one first.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <Icon glyph=glyph />
            <div class="empty-state__words">
                <p class="empty-state__title">{title}</p>
                <p class="empty-state__text">{text}</p>
            </div>
            <div class="empty-state__actions">{children()}</div>
        </div>
    }
}
