//! The state of the data in one quiet line: saved, synced, waiting. It speaks up only when
//! something is owed, and opens the page about data.

use crate::ui::follow::{follow, shown};
use leptos::prelude::*;

use super::{Glyph, Icon, Tone};

/// One fact of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavePart {
    /// The words.
    pub text: String,
    /// The icon before them.
    pub glyph: Option<Glyph>,
    /// The colour of the icon.
    pub tone: Tone,
}

impl SavePart {
    /// A fact with its icon.
    pub fn new(glyph: Glyph, tone: Tone, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            glyph: Some(glyph),
            tone,
        }
    }

    /// A fact in words alone.
    pub fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// The line. A failure stands until it is solved and offers its one next step.
#[component]
pub fn SaveLine(
    /// The facts: what is on this device, then what is elsewhere.
    #[prop(into)]
    parts: Signal<Vec<SavePart>>,
    /// Whether a change could not be saved; then the first part says why.
    #[prop(optional, into)]
    failed: Signal<bool>,
    /// The one next step after a failure.
    #[prop(optional, into)]
    action: MaybeProp<String>,
    /// What the next step does.
    #[prop(optional, into)]
    on_action: Option<Callback<()>>,
    /// Opens the page about data.
    #[prop(into)]
    on_open: Callback<()>,
) -> impl IntoView {
    let facts = move |from: usize, most: usize| {
        shown(move || {
            let parts = parts.get().into_iter().skip(from).take(most);
            parts
                .map(|part| {
                    let mark = part.glyph.map(|glyph| {
                        view! { <Icon glyph=glyph /> }
                    });
                    let tone = (part.tone != Tone::Neutral).then_some(part.tone.code());
                    view! {
                        <span class="save-line__part" data-tone=tone>
                            {mark}
                            <span class="save-line__text">{part.text}</span>
                        </span>
                    }
                })
                .collect_view()
        })
    };
    let act = shown(move || {
        let words = failed.get().then(|| action.get()).flatten()?;
        on_action.map(|on_action| {
            view! {
                <button class="save-line__act" type="button" on:click=move |_| on_action.run(())>
                    {words}
                </button>
            }
        })
    });
    view! {
        <div class="save-line" data-state=follow(move || failed.get().then_some("failed"))>
            <button class="save-line__open" type="button" on:click=move |_| on_open.run(())>
                <span
                    class="save-line__part"
                    role=follow(move || if failed.get() { "alert" } else { "status" })
                >
                    {facts(0, 1)}
                </span>
                {facts(1, usize::MAX)}
            </button>
            {act}
        </div>
    }
}
