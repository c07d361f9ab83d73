//! An own field with several values: a chip for each, with a cross, and the button behind which all
//! options are chosen from.

use crate::domain::{RecordId, Value, custom_field};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{CheckBox, Chip, Glyph, IconButton, Popover, element_id};
use crate::ui::lists::field::choices;
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// The field.
#[component]
pub fn Members(
    /// The app.
    app: App,
    /// Whose.
    id: RecordId,
    /// The field's key.
    own: String,
    /// What it is called.
    label: Signal<String>,
) -> impl IntoView {
    let page = app.page();
    let own = StoredValue::new(own);
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let held = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let Some(record) = workspace.record(id) else {
            return Vec::<String>::new();
        };
        let own = own.read_value();
        let members = custom_field::members(&record, &own);
        members.map(str::to_owned).collect()
    });
    let put = move |member: &str, is_on: bool| {
        let key = own.with_value(|own| custom_field::member(own, member));
        let command = Command::Edit {
            ids: vec![id],
            fields: vec![(key, is_on.then_some(Value::Bool(true)))],
            revision: None,
        };
        // A refusal was said; the field stays as it was.
        let _ = app.execute(&command);
    };
    let chip = move |member: String| {
        let (gone, named) = (member.clone(), member.clone());
        view! {
            <Chip
                label=member
                tag=true
                remove_label=say(page, move || message!("field-remove-value", value = named.clone()))
                on_remove=move |()| put(&gone, false)
            />
        }
    };
    let options = move || {
        let path = own.with_value(|own| format!("custom.{own}"));
        let all = choices(app, id.kind, &path);
        if all.is_empty() {
            let words = move || page.text(&message!("field-no-options"));
            return view! { <p class="facts__options soft">{words}</p> }.into_any();
        }
        let checks = all.into_iter().map(|choice| {
            let (named, value) = (choice.value.clone(), choice.value);
            let checked = Signal::derive(move || held.read().contains(&named));
            view! {
                <CheckBox
                    label=choice.label
                    checked=checked
                    on_change=move |is_on: bool| put(&value, is_on)
                />
            }
        });
        view! {
            <div class="facts__options" role="group" aria-label=label>{checks.collect_view()}</div>
        }
        .into_any()
    };
    let name = element_id("members");
    let named = name.clone();
    view! {
        <div class="facts__members" role="group" aria-labelledby=named>
            <span class="facts__label" id=name>{label}</span>
            <span class="facts__chips">
                <For each=move || held.get() key=Clone::clone children=chip />
                <span class="record__add-tag" node_ref=opener>
                    <IconButton
                        label=say(page, move || message!("field-change", field = label.get()))
                        glyph=Glyph::Plus
                        plain=true
                        on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
                    />
                </span>
            </span>
        </div>
        <Popover anchor=anchor label=label>{options()}</Popover>
    }
}
