//! The palette: one field for search and commands. It shows what it is given in groups, moves
//! through them by keys while the focus stays in the field, and says how many were found once
//! the typing pauses. What is found is the page's.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::{Avatar, AvatarShape, Glyph, Icon, KeyCap, Keys, dialog, element_id};
use crate::ui::focus::into_view;

/// How long the typing pauses before the number of results is said.
const QUIET: Duration = Duration::from_millis(500);

/// A run of text, and whether it is what was searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it matched.
    pub is_match: bool,
}

impl Piece {
    /// A text of which nothing matched.
    pub fn plain(text: impl Into<String>) -> Vec<Self> {
        vec![Self {
            text: text.into(),
            is_match: false,
        }]
    }
}

/// What stands before a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaletteMark {
    /// A drawing.
    Glyph(Glyph),
    /// Initials: the name, the id, person or company.
    Avatar(String, String, AvatarShape),
}

/// One line to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteChoice {
    /// What is given back when it is chosen.
    pub value: String,
    /// What stands before it.
    pub mark: PaletteMark,
    /// What it is.
    pub title: Vec<Piece>,
    /// Where it was found, or what tells it from others.
    pub meta: Vec<Piece>,
    /// What choosing does, where that is not the title: "Open".
    pub does: Option<String>,
    /// The keys that do the same.
    pub keys: Option<String>,
}

/// Lines under a head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaletteGroup {
    /// The head.
    pub label: String,
    /// The lines.
    pub choices: Vec<PaletteChoice>,
}

/// The palette's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaletteText {
    /// What it is.
    pub label: String,
    /// What stands in the empty field.
    pub placeholder: String,
    /// What closing it is called.
    pub close: String,
    /// What is said when nothing was found.
    pub empty: String,
    /// The keys at the foot: the keys, and what they do.
    pub hints: Vec<(String, String)>,
    /// What can be found, at the end of the foot.
    pub note: String,
}

fn marked(pieces: Vec<Piece>) -> impl IntoView {
    pieces
        .into_iter()
        .map(|piece| {
            if piece.is_match {
                view! { <mark>{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        })
        .collect_view()
}

/// The palette.
#[component]
pub fn CommandPalette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What was typed.
    query: RwSignal<String>,
    /// What was found, in groups; an empty group does not show.
    #[prop(into)]
    groups: Signal<Vec<PaletteGroup>>,
    /// How much was found, in words: "6 results in 2 ms".
    #[prop(into)]
    status: Signal<String>,
    /// Its own words.
    #[prop(into)]
    text: Signal<PaletteText>,
    /// What choosing a line does; the palette has closed by then.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    // A closed palette says nothing.
    let status = Signal::derive(move || {
        if open.get() {
            status.get()
        } else {
            String::new()
        }
    });
    let frame = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    dialog::follow(frame, open);
    let id = StoredValue::new(element_id("palette"));
    let option_id = move |at: usize| format!("{}-{at}", id.get_value());
    let list_id = move || format!("{}-list", id.get_value());

    let values = Memo::new(move |_| {
        let groups = groups.read();
        let choices = groups.iter().flat_map(|group| &group.choices);
        choices
            .map(|choice| choice.value.clone())
            .collect::<Vec<_>>()
    });
    let at = RwSignal::new(0_usize);
    // What was found anew begins at its top.
    Effect::new(move |_| {
        values.track();
        at.set(0);
    });
    Effect::new(move |_| {
        if open.get() {
            at.set(0);
            if let Some(field) = field.get() {
                field.select();
            }
        }
    });
    Effect::new(move |_| {
        let option = document().get_element_by_id(&option_id(at.get()));
        if let (true, Some(option)) = (open.get_untracked(), option) {
            into_view(&option);
        }
    });

    // The reader hears the number once the typing pauses, not at every letter.
    let said = RwSignal::new(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let hush = move || {
        if let Some(running) = timer.try_update_value(Option::take).flatten() {
            running.clear();
        }
    };
    Effect::new(move |_| {
        let words = status.get();
        hush();
        if words.is_empty() {
            return said.set(words);
        }
        let running = set_timeout_with_handle(move || said.set(words.clone()), QUIET);
        timer.set_value(running.ok());
    });
    on_cleanup(hush);

    let choose = move |at: usize| {
        // Read out first: what is called may change what was found.
        let value = values.read_untracked().get(at).cloned();
        if let Some(value) = value {
            open.set(false);
            on_choose.run(value);
        }
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let last = values.read_untracked().len().saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = if *at == 0 { last } else { *at - 1 }),
            "Enter" => choose(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };

    let line = move |number: usize, choice: PaletteChoice| {
        let PaletteChoice {
            value: _,
            mark,
            title,
            meta,
            does,
            keys,
        } = choice;
        let mark = match mark {
            PaletteMark::Glyph(glyph) => view! { <Icon glyph=glyph /> }.into_any(),
            PaletteMark::Avatar(name, seed, shape) => {
                view! { <Avatar name=name seed=seed shape=shape /> }.into_any()
            }
        };
        view! {
            <div
                class="command-palette__choice"
                id=option_id(number)
                role="option"
                aria-selected=move || if at.get() == number { "true" } else { "false" }
                on:click=move |_| choose(number)
                on:pointermove=move |_| {
                    if at.get_untracked() != number {
                        at.set(number);
                    }
                }
            >
                {mark}
                <span class="command-palette__words">
                    <span class="command-palette__title">{marked(title)}</span>
                    <span class="command-palette__meta">{marked(meta)}</span>
                </span>
                {does.map(|does| view! {
                    <span class="command-palette__does" aria-hidden="true">
                        {does} <KeyCap key="Enter" />
                    </span>
                })}
                {keys.map(|keys| view! {
                    <span class="command-palette__keys" aria-hidden="true"><Keys keys=keys /></span>
                })}
            </div>
        }
    };
    let list = move || {
        let mut number = 0;
        groups
            .get()
            .into_iter()
            .filter(|group| !group.choices.is_empty())
            .map(|group| {
                let first = number;
                number += group.choices.len();
                let name_id = format!("{}-group-{first}", id.get_value());
                let lines = group.choices.into_iter().enumerate();
                let lines = lines.map(|(at, choice)| line(first + at, choice)).collect_view();
                view! {
                    <div role="group" aria-labelledby=name_id.clone()>
                        <div class="command-palette__group-name" id=name_id.clone()>{group.label}</div>
                        {lines}
                    </div>
                }
            })
            .collect_view()
    };
    let is_empty = move || values.read().is_empty();
    let has_nothing = move || open.get() && is_empty();
    let hints = move || {
        let hints = text.read().hints.clone().into_iter();
        let hints = hints.map(|(keys, does)| {
            view! { <span class="command-palette__hint"><Keys keys=keys /> {does}</span> }
        });
        hints.collect_view()
    };
    view! {
        <dialog
            class="command-palette"
            node_ref=frame
            aria-label=move || text.read().label.clone()
            on:close=move |_| dialog::closed(frame, open)
            on:click=move |event| {
                // A press on the backdrop is a press on the dialog itself.
                let own = frame.get_untracked();
                let is_backdrop = own.is_some_and(|own| {
                    event.target().as_ref() == Some(own.as_ref())
                });
                if is_backdrop {
                    open.set(false);
                }
            }
        >
            <div class="command-palette__head">
                <Icon glyph=Glyph::Search />
                <input
                    class="command-palette__input"
                    node_ref=field
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    role="combobox"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls=list_id()
                    aria-activedescendant=move || (!is_empty()).then(|| option_id(at.get()))
                    aria-label=move || text.read().placeholder.clone()
                    placeholder=move || text.read().placeholder.clone()
                    prop:value=query
                    on:input=move |event| query.set(event_target_value(&event))
                    on:keydown=press
                />
                <span class="command-palette__status" aria-hidden="true">{status}</span>
                <span class="visually-hidden" role="status">{said}</span>
                <button
                    class="command-palette__close"
                    type="button"
                    on:click=move |_| open.set(false)
                >
                    <span class="visually-hidden">{move || text.read().close.clone()}" "</span>
                    <KeyCap key="Esc" />
                    <span class="command-palette__cross"><Icon glyph=Glyph::Cross /></span>
                </button>
            </div>
            <div
                class="command-palette__list"
                id=list_id()
                role="listbox"
                // Arrows go through it from the field; Tab must not stop at what scrolls.
                tabindex="-1"
                aria-label=move || text.read().label.clone()
                hidden=is_empty
            >
                {list}
            </div>
            {move || has_nothing().then(|| view! {
                <p class="command-palette__empty">{move || text.read().empty.clone()}</p>
            })}
            <div class="command-palette__foot" aria-hidden="true">
                {hints}
                <span class="push">{move || text.read().note.clone()}</span>
            </div>
        </dialog>
    }
}
