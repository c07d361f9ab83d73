//! A word about a record: where it stands, or a tag. Not a button unless it has a cross.

use crate::ui::follow::follow;
use leptos::prelude::*;

use super::{Glyph, Icon, Tone};

/// A chip.
#[component]
pub fn Chip(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
    /// What it means.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// Whether it is a tag: a line and no ground.
    #[prop(optional)]
    tag: bool,
    /// The icon before the word.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// What the cross does, as its name. Without it there is no cross.
    #[prop(optional, into)]
    remove_label: MaybeProp<String>,
    /// What the cross does.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let cross = on_remove.map(|on_remove| {
        view! {
            <button
                class="chip__remove"
                type="button"
                aria-label=remove_label
                title=remove_label
                on:click=move |_| on_remove.run(())
            >
                <Icon glyph=Glyph::Cross />
            </button>
        }
    });
    view! {
        <span
            class="chip"
            data-kind=tag.then_some("tag")
            data-tone=follow(move || tone.get().code())
        >
            {icon.map(|glyph| view! { <Icon glyph=glyph /> })}
            <span class="chip__label">{label}</span>
            {cross}
        </span>
    }
}
