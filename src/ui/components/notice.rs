//! A notice: one or two sentences in place, with at most two actions.

use crate::ui::follow::shown;
use leptos::prelude::*;

use super::{Glyph, Icon, Tone};

/// What stands in the way or is worth knowing.
#[component]
pub fn Notice(
    /// What it means; the icon follows unless one is given.
    #[prop(optional)]
    tone: Tone,
    /// Another icon.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The point, in a few words, before the sentence.
    #[prop(optional, into)]
    title: MaybeProp<String>,
    /// At most two actions.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Whether it is said as soon as it appears.
    #[prop(optional)]
    urgent: bool,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    let glyph = icon.unwrap_or(match tone {
        Tone::Neutral | Tone::Info => Glyph::Info,
        Tone::Accent => Glyph::Bolt,
        Tone::Positive => Glyph::Check,
        Tone::Warning | Tone::Negative => Glyph::Warning,
    });
    let tone = if tone == Tone::Neutral {
        Tone::Info
    } else {
        tone
    };
    view! {
        <div class="notice" data-tone=tone.code() role=urgent.then_some("alert")>
            <Icon glyph=glyph />
            <div class="notice__body">
                {shown(move || title.get().map(|title| view! { <p class="notice__title">{title}</p> }))}
                {children()}
            </div>
            {actions.map(|actions| view! { <div class="notice__actions">{actions.run()}</div> })}
        </div>
    }
}
