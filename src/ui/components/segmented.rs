//! Two to four ways to see the same thing: native radios, so that arrows work by themselves.

use leptos::prelude::*;

use super::{Glyph, Icon, element_id};

/// One way of seeing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// What is kept.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The icon before the words.
    pub glyph: Option<Glyph>,
    /// How many there are that way, already written.
    pub count: Option<String>,
}

impl Segment {
    /// Pairs a value with its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// Puts an icon before the words.
    #[must_use]
    pub const fn glyph(mut self, glyph: Glyph) -> Self {
        self.glyph = Some(glyph);
        self
    }
}

/// A choice between ways of seeing; acts at once. Not for navigation.
#[component]
pub fn Segmented(
    /// What is chosen, said and not shown.
    #[prop(into)]
    label: Signal<String>,
    /// The way that is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// The ways.
    #[prop(into)]
    segments: Signal<Vec<Segment>>,
    /// Whether it stands in a row or a card.
    #[prop(optional)]
    small: bool,
    /// What choosing does.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let name = element_id("segmented");
    let choices = move || {
        let name = name.clone();
        segments
            .get()
            .into_iter()
            .map(move |segment| {
                let (own, kept) = (segment.value.clone(), segment.value.clone());
                view! {
                    <label class="segmented__choice">
                        <input
                            class="segmented__input"
                            type="radio"
                            name=name.clone()
                            value=segment.value
                            prop:checked=move || value.get() == own
                            on:change=move |_| on_change.run(kept.clone())
                        />
                        {segment.glyph.map(|glyph| view! { <Icon glyph=glyph /> })}
                        {segment.label}
                        {segment.count.map(|count| view! {
                            <span class="segmented__count">{count}</span>
                        })}
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <div
            class="segmented"
            role="radiogroup"
            data-size=small.then_some("small")
            aria-label=label
        >
            {choices}
        </div>
    }
}
