//! The tags of a record, each with a cross, and the button that adds one.

use crate::domain::{Key, RecordId, field};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Chip, Glyph, IconButton, Popover, TextField};
use crate::ui::lists::bulk::add_tag;
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// The labels, each with a cross, and the button that adds one.
#[component]
pub fn Tags(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let tags = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let Some(record) = workspace.record(id) else {
            return Vec::new();
        };
        record
            .elements(field::TAGS)
            .map(|(tag, _)| tag.to_string())
            .collect::<Vec<_>>()
    });
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let remove = move |tag: &str| {
        let command = Command::Edit {
            ids: vec![id],
            fields: vec![(Key::of(field::TAGS, tag), None)],
            revision: None,
        };
        // A refusal was said; the label stays.
        let _ = app.execute(&command);
    };
    let label = move |tag: String| {
        let (gone, named) = (tag.clone(), tag.clone());
        view! {
            <Chip
                label=tag
                tag=true
                remove_label=say(page, move || message!("field-remove-value", value = named.clone()))
                on_remove=move |()| remove(&gone)
            />
        }
    };
    let form = move || {
        let name = RwSignal::new(String::new());
        let error = RwSignal::new(None::<String>);
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let tag = name.get_untracked().trim().to_owned();
            if tag.is_empty() {
                return;
            }
            match add_tag(app, &[id], &tag, || {}) {
                Some(refused) => error.set(Some(refused)),
                None => anchor.set(None),
            }
        };
        view! {
            <form class="facts__form" on:submit=submit>
                <TextField
                    label=say(page, || message!("kind-tag"))
                    value=name
                    error=Signal::derive(move || error.get())
                    reveal=Signal::stored(true)
                />
                <Button label=say(page, || message!("action-add-tag")) kind=ButtonKind::Primary submit=true />
            </form>
        }
    };
    view! {
        <span class="record__tags">
            <For each=move || tags.get() key=Clone::clone children=label />
            <span class="record__add-tag" node_ref=opener>
                <IconButton
                    label=say(page, || message!("action-add-tag"))
                    glyph=Glyph::Plus
                    plain=true
                    on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
                />
            </span>
        </span>
        <Popover anchor=anchor label=say(page, || message!("action-add-tag"))>{form()}</Popover>
    }
}
