//! The tree of conditions: groups of which all, any or none must hold, each line with how many it
//! finds alone. Lines move by keys (Alt with arrows, or M) from group to group.

use super::draft::Draft;
use super::line::Line;
use crate::message;
use crate::query::tree::{Join, Way, What};
use crate::ui::app::say;
use crate::ui::components::{Button, ButtonKind, Glyph, IconButton, Segment, Segmented};
use crate::ui::focus::focus_next_frame;
use crate::ui::follow::follow;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// Gives the focus to a part of a node that is drawn next.
pub(super) fn focus_node(id: u32, part: &'static str) {
    focus_next_frame(move || {
        let found = document().query_selector(&format!("[data-node='{id}'] {part}"));
        found.ok().flatten()?.dyn_into().ok()
    });
}

/// The handle that keys move a node by; of a group its own comes before those of its lines.
const HANDLE: &str = ".segment-node__handle button";

/// Adds a line at the end of a group, and gives it the focus.
pub(super) fn add_line(draft: Draft, group: u32) {
    let mut id = 0;
    draft.change(|tree| id = tree.add_line(group, draft.blank()));
    focus_node(id, "select");
}

/// What keys do with a node: Alt and arrows move it; after M arrows alone do, until Enter or Esc.
pub(super) fn move_by_key(draft: Draft, id: u32, event: &KeyboardEvent) {
    let is_carried = draft
        .carried
        .with_untracked(|held| held.as_ref().is_some_and(|(held, _)| *held == id));
    let key = event.key();
    let way = match key.as_str() {
        "ArrowUp" if event.alt_key() || is_carried => Some(Way::Up),
        "ArrowDown" if event.alt_key() || is_carried => Some(Way::Down),
        _ => None,
    };
    let on_handle = event
        .target()
        .and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok())
        .is_some_and(|target| {
            target
                .closest(".segment-node__handle")
                .ok()
                .flatten()
                .is_some()
        });
    if let Some(way) = way {
        let step = |tree: &mut crate::query::tree::Tree<_>| {
            tree.shift(id, way);
        };
        if is_carried {
            draft.tree.update(step);
        } else {
            draft.change(step);
        }
        focus_node(id, if on_handle { HANDLE } else { "select" });
    } else if on_handle
        && !is_carried
        && key.eq_ignore_ascii_case("m")
        && !event.ctrl_key()
        && !event.meta_key()
    {
        let from = draft.tree.get_untracked();
        draft.change(|_| {});
        draft.carried.set(Some((id, from)));
    } else if is_carried && (key == "Enter" || key == " " || key == "Escape") {
        let held = draft.carried.get_untracked();
        draft.carried.set(None);
        if let (Some((_, from)), "Escape") = (held, key.as_str()) {
            draft.tree.set(from);
        }
        focus_node(id, HANDLE);
    } else {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
}

/// The word that joins a node with the one before it in its group; none for the first.
pub(super) fn joiner(draft: Draft, group: u32, id: u32) -> impl Fn() -> Option<String> + Copy {
    move || {
        let tree = draft.tree.read();
        let What::Group(join, nodes) = &tree.find(group)?.of else {
            return None;
        };
        let at = nodes.iter().position(|node| node.id == id)?;
        let word = match join {
            Join::All => message!("segment-and"),
            Join::Any | Join::None => message!("segment-or"),
        };
        (at > 0).then(|| draft.app.page().text(&word))
    }
}

/// How many a node finds.
pub(super) fn counted(draft: Draft, id: u32) -> Memo<Option<String>> {
    Memo::new(move |_| {
        let count = draft.count(id)?;
        Some(draft.app.format()?.count(count))
    })
}

/// The button that moves a node.
#[component]
pub(super) fn Handle(draft: Draft, id: u32) -> impl IntoView {
    let page = draft.app.page();
    let pressed = Signal::derive(move || {
        draft
            .carried
            .with(|held| held.as_ref().is_some_and(|(held, _)| *held == id))
    });
    view! {
        <span class="segment-node__handle">
            <IconButton
                label=say(page, || message!("segment-move"))
                glyph=Glyph::Drag
                plain=true
                small=true
                pressed=pressed
            />
        </span>
    }
}

/// A group with all that is in it.
#[component]
pub(in crate::ui) fn Group(
    /// The conditions.
    draft: Draft,
    /// The group.
    id: u32,
    /// The group that it is in; none for the whole.
    within: Option<u32>,
) -> impl IntoView {
    let page = draft.app.page();
    let join = Memo::new(
        move |_| match draft.tree.read().find(id).map(|node| &node.of) {
            Some(What::Group(join, _)) => *join,
            _ => Join::All,
        },
    );
    let nodes = Memo::new(
        move |_| match draft.tree.read().find(id).map(|node| &node.of) {
            Some(What::Group(_, nodes)) => nodes
                .iter()
                .map(|node| (node.id, matches!(node.of, What::Group(..))))
                .collect::<Vec<_>>(),
            _ => Vec::new(),
        },
    );
    let count = counted(draft, id);
    let matching = move || {
        count
            .get()
            .map(|count| page.text(&message!("segment-matching", count = count)))
    };
    let ways = Signal::derive(move || {
        let all = [
            (Join::All, message!("segment-all-of")),
            (Join::Any, message!("segment-any-of")),
            (Join::None, message!("segment-none-of")),
        ];
        all.map(|(join, words)| Segment::new(join.code(), page.text(&words)))
            .to_vec()
    });
    let choose = move |to: String| {
        if let Some(to) = Join::of_code(&to).filter(|to| *to != join.get_untracked()) {
            draft.change(|tree| tree.join(id, to));
        }
    };
    let add_group = move |()| {
        let mut line = 0;
        draft.change(|tree| {
            line = tree.add_group(id, draft.blank());
        });
        focus_node(line, "select");
    };
    let word = within.map(|within| joiner(draft, within, id));
    let head = view! {
        <div class="segment-group__head">
            {word.map(|word| view! { <span class="segment-node__join">{word}</span> })}
            <Segmented
                label=say(page, || message!("segment-how"))
                value=Signal::derive(move || join.get().code().to_owned())
                segments=ways
                small=true
                on_change=choose
            />
            <span class="segment-group__count soft small">{matching}</span>
            {within.map(|_| view! {
                <Handle draft=draft id=id />
                <IconButton
                    label=say(page, || message!("segment-remove-group"))
                    glyph=Glyph::Cross
                    plain=true
                    small=true
                    on_press=move |()| draft.change(|tree| tree.remove(id))
                />
            })}
        </div>
    };
    view! {
        <div
            class="segment-group"
            role="group"
            aria-label=follow(move || page.text(&match join.get() {
                Join::All => message!("segment-all-of"),
                Join::Any => message!("segment-any-of"),
                Join::None => message!("segment-none-of"),
            }))
            data-node=id
            data-join=move || join.get().code()
            data-inner=within.map(|_| "")
            on:keydown=move |event| {
                if within.is_some() {
                    move_by_key(draft, id, &event);
                }
            }
        >
            {head}
            <For
                each=move || nodes.get()
                key=|node| *node
                children=move |(node, is_group)| if is_group {
                    view! { <Group draft=draft id=node within=Some(id) /> }.into_any()
                } else {
                    view! { <Line draft=draft id=node group=id /> }.into_any()
                }
            />
            <div class="segment-group__foot">
                <Button
                    label=say(page, || message!("segment-add-line"))
                    icon=Glyph::Plus
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=move |()| add_line(draft, id)
                />
                <Button
                    label=say(page, || message!("segment-add-group"))
                    icon=Glyph::Plus
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=add_group
                />
            </div>
        </div>
    }
    .into_any()
}
