//! The timeline: activities and changes in one feed, in two weights.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::{Button, ButtonKind, Glyph, Icon};

/// How much an entry weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Something done with somebody: a filled disc.
    #[default]
    Activity,
    /// A field that changed: a bare icon.
    Change,
}

/// The feed around the entries. Page Up and Page Down go by entry.
#[component]
pub fn Timeline(
    /// Whose timeline.
    #[prop(into)]
    label: Signal<String>,
    /// Whether entries are being read.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The entries, newest first.
    children: Children,
) -> impl IntoView {
    let go = move |event: leptos::ev::KeyboardEvent| {
        let entry = event
            .target()
            .and_then(|node| node.dyn_into::<Element>().ok())
            .and_then(|node| node.closest("article").ok().flatten());
        let to = match (event.key().as_str(), entry) {
            ("PageDown", Some(entry)) => entry.next_element_sibling(),
            ("PageUp", Some(entry)) => entry.previous_element_sibling(),
            _ => return,
        };
        event.prevent_default();
        if let Some(entry) = to.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
            // An entry that left the feed meanwhile takes no focus, which is right.
            let _ = entry.focus();
        }
    };
    view! {
        <div
            role="feed"
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            on:keydown=go
        >
            {children()}
        </div>
    }
}

/// One entry of the feed.
#[component]
pub fn TimelineEntry(
    /// What kind of thing it was, as a drawing.
    glyph: Glyph,
    /// Activity or change.
    #[prop(optional)]
    weight: Weight,
    /// What happened, in one line; names in bold.
    #[prop(into)]
    title: ViewFnOnce,
    /// When, in words.
    #[prop(into)]
    time: Signal<String>,
    /// When, for machines: `2026-11-18T11:20:00Z`.
    #[prop(optional, into)]
    datetime: Option<String>,
    /// What was said or written.
    #[prop(optional, into)]
    body: MaybeProp<String>,
    /// The word on the button that takes this change back.
    #[prop(optional, into)]
    undo_label: MaybeProp<String>,
    /// What taking back means, in full: "Undo: Size from 80 to 120".
    #[prop(optional, into)]
    undo_name: MaybeProp<String>,
    /// What taking back does; without it there is no button.
    #[prop(optional, into)]
    on_undo: Option<Callback<()>>,
    /// What finds the record it tells of, for the keys that work on it.
    #[prop(optional, into)]
    key: MaybeProp<String>,
    /// What else can be done with it, at the end of the line.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
) -> impl IntoView {
    // Without its word there is nothing to take back, and no button.
    let undo = move || {
        let on_undo = on_undo.filter(|_| undo_label.read().is_some())?;
        Some(view! {
            <Button
                label=Signal::derive(move || undo_label.get().unwrap_or_default())
                kind=ButtonKind::Quiet
                icon=Glyph::Undo
                small=true
                on_press=on_undo
                attr:aria-label=undo_name
            />
        })
    };
    view! {
        <article
            class="timeline-entry"
            tabindex="0"
            data-entry=move || key.get()
            data-weight=(weight == Weight::Change).then_some("change")
        >
            <span class="timeline-entry__mark"><Icon glyph=glyph /></span>
            <div>
                <div class="timeline-entry__head">
                    <div class="timeline-entry__title">{title.run()}</div>
                    <time class="timeline-entry__time" datetime=datetime>{time}</time>
                    {undo}
                    {actions.map(|actions| actions.run())}
                </div>
                {move || body.get().map(|body| view! {
                    <p class="timeline-entry__body">{body}</p>
                })}
            </div>
        </article>
    }
}
