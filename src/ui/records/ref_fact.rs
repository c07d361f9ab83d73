//! A field that leads to another record, of a kind with many: the link, the search that puts another in
//! its place, and the cross that takes it away.

use super::finder::Finder;
use crate::domain::{FieldIx, Key, RecordId, RecordKind, Value};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Glyph, IconButton, Popover, element_id};
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// The customer that a field of a record leads to.
#[must_use]
pub fn customer_of(app: App, id: RecordId, field: FieldIx) -> Option<RecordId> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    record.value(field).and_then(Value::as_ref_id)
}

/// The field.
#[component]
pub fn RefFact(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
    /// Which register.
    key: Key,
    /// What it is called.
    label: Signal<String>,
    /// The kind that it leads to.
    kind: RecordKind,
) -> impl IntoView {
    let page = app.page();
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Div>::new();
    let key = StoredValue::new(key);
    let held = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let key = key.read_value();
        let value = record.element(key.field, key.element.as_deref());
        value.and_then(Value::as_ref_id)
    });
    let put = move |to: Option<RecordId>| {
        let command = Command::Edit {
            ids: vec![id],
            fields: vec![(key.get_value(), to.map(Value::Ref))],
            revision: None,
        };
        // A refusal was said; the field stays as it was.
        let _ = app.execute(&command);
    };
    let open = move || anchor.set(opener.get_untracked().map(Into::into));
    let own = StoredValue::new(element_id("ref-fact"));
    let part = move |name: &str| format!("{}-{name}", own.get_value());
    let value = move || match held.get() {
        Some(to) => {
            let name = Signal::derive(move || app.live().record(to).name(to).into_owned());
            view! {
                <a class="record__link facts__lines truncate" href=app.record_href(to)>{name}</a>
                <IconButton
                    label=say(page, move || message!("field-change", field = label.get()))
                    glyph=Glyph::Search
                    small=true
                    on_press=move |()| open()
                />
                <IconButton
                    label=say(page, move || message!("field-remove-value", value = name.get()))
                    glyph=Glyph::Cross
                    small=true
                    on_press=move |()| put(None)
                />
            }
            .into_any()
        }
        None => view! {
            <button
                class="facts__lines"
                type="button"
                data-empty=""
                id=part("value")
                aria-labelledby=format!("{} {}", part("label"), part("value"))
                on:click=move |_| open()
            >
                {move || page.text(&message!("field-add-value"))}
            </button>
        }
        .into_any(),
    };
    view! {
        <div class="facts__customer" node_ref=opener>
            <span class="facts__label" id=part("label")>{label}</span>
            {value}
        </div>
        <Popover anchor=anchor label=label>
            <Finder
                app=app
                kind=kind
                held=held.get_untracked().into_iter().collect()
                on_choose=move |to| {
                    anchor.set(None);
                    put(Some(to));
                }
            />
        </Popover>
    }
}
