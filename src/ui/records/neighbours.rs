//! The place of a record in the list one came from: the way to its neighbours, and back.

use crate::domain::RecordId;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Glyph, IconButton};
use crate::ui::frame::is_typing;
use crate::ui::lists::trail::Trails;
use crate::workspace::command::Command;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Puts a record into the trash, says so, and goes back to the list one came from.
pub fn use_trash(app: App, id: RecordId) -> impl Fn(()) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    let trail = use_context::<Trails>();
    move |()| {
        let name = app.live().peek().name(id).into_owned();
        if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
            app.say(&message!("toast-trashed", name = name), true);
            let trail = trail.map(|trails| trails.0.get_untracked());
            let path = trail
                .filter(|trail| trail.ids.contains(&id))
                .map_or_else(|| id.kind.collection().to_owned(), |trail| trail.path);
            navigate(&app.path(&path), Default::default());
        }
    }
}

/// The place in the list one came from, and the way to its neighbours.
///
/// `[` and `]` go there as well.
#[component]
pub fn Neighbours(
    /// The app.
    app: App,
    /// The record.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let trail = use_context::<Trails>().map(|trails| trails.0);
    let place = Memo::new(move |_| {
        let trail = trail?.read();
        let at = trail.ids.iter().position(|other| *other == id)?;
        Some((at, trail.ids.len()))
    });
    let navigate = use_navigate();
    let go = Callback::new(move |is_next: bool| {
        let Some(((at, total), trail)) = place.get_untracked().zip(trail) else {
            return;
        };
        let to = if is_next { at + 1 } else { at.wrapping_sub(1) };
        let other = trail.read_untracked().ids.get(to).copied();
        if let Some(other) = other.filter(|_| to < total) {
            navigate(&app.record_path(other), Default::default());
        }
    });
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "[" => go.run(false),
            "]" => go.run(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || press.remove());
    let words = move || {
        let (at, total) = place.get()?;
        Some(page.text(&message!(
            "customer-place-in-list",
            place = at + 1,
            total = total
        )))
    };
    let is_known = Memo::new(move |_| place.get().is_some_and(|(_, total)| total > 1));
    view! {
        <Show when=move || is_known.get()>
            <span class="soft small">{words}</span>
            <IconButton
                label=say(page, || message!("shortcut-previous-record"))
                glyph=Glyph::ArrowUp
                small=true
                disabled=Signal::derive(move || place.get().is_none_or(|(at, _)| at == 0))
                on_press=move |()| go.run(false)
            />
            <IconButton
                label=say(page, || message!("shortcut-next-record"))
                glyph=Glyph::ArrowDown
                small=true
                disabled=Signal::derive(move || place.get().is_none_or(|(at, total)| at + 1 >= total))
                on_press=move |()| go.run(true)
            />
        </Show>
    }
}
