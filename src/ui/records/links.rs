//! A list of the customers that a record leads to, and the search that adds another.

use super::finder::Finder;
use super::related::RelatedCustomer;
use crate::domain::{FieldIx, Key, Part, RecordId, Value, customer};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, AvatarSize, Glyph, IconButton, Popover};
use crate::ui::customers::shape_of;
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// The customer and role that an element of a list says.
fn said(value: &Value) -> Option<(RecordId, &str)> {
    let part = value.as_part()?;
    let role = part.value(1).and_then(Value::as_text).unwrap_or_default();
    Some((part.value(0).and_then(Value::as_ref_id)?, role))
}

/// The customers that the elements of a record's list lead to.
#[must_use]
pub fn linked(app: App, id: RecordId, list: FieldIx) -> Vec<RelatedCustomer> {
    let live = app.live();
    let workspace = live.record(id);
    let Some(record) = workspace.record(id) else {
        return Vec::new();
    };
    let links = record.elements(list).filter_map(|(_, value)| said(value));
    links
        .map(|(to, role)| RelatedCustomer {
            id: to,
            name: live.record(to).name(to).into_owned(),
            role: role.to_owned(),
        })
        .collect()
}

/// The value of an element that leads to a customer.
fn leading(to: RecordId) -> Option<Value> {
    Some(Value::Part(Part::new([(0, Value::Ref(to))])))
}

/// Makes a record's list lead to a customer, by an element with this id.
pub fn link(app: App, id: RecordId, list: FieldIx, element: &str, to: RecordId) {
    write(app, id, vec![(Key::of(list, element), leading(to))]);
}

/// Makes a customer with this id, of a kind and name, and a record's list lead to them, as one change.
pub fn link_new(
    app: App,
    id: RecordId,
    (list, element): (FieldIx, &str),
    to: RecordId,
    (kind, name): (&str, &str),
) {
    let command = Command::All(vec![
        newcomer(to, kind, name),
        edit(id, vec![(Key::of(list, element), leading(to))]),
    ]);
    // A refusal was said; the list stays as it was.
    let _ = app.execute(&command);
}

/// Makes a customer of a kind and name whose own list leads to another.
pub fn link_from_new(
    app: App,
    id: RecordId,
    (list, element): (FieldIx, &str),
    to: RecordId,
    (kind, name): (&str, &str),
) {
    // Made on the way to the link, as the other way round: no form asks for more than a name.
    let command = Command::All(vec![
        newcomer(id, kind, name),
        edit(id, vec![(Key::of(list, element), leading(to))]),
    ]);
    let _ = app.execute(&command);
}

fn newcomer(id: RecordId, kind: &str, name: &str) -> Command {
    let fields = vec![
        (Key::one(customer::KIND), Some(Value::text(kind))),
        (Key::one(customer::NAME), Some(Value::text(name))),
    ];
    Command::Create { id, fields }
}

/// Takes away what leads to a customer.
pub fn unlink(app: App, id: RecordId, list: FieldIx, to: RecordId) {
    let fields = {
        let live = app.live();
        let workspace = live.peek();
        let Some(record) = workspace.record(id) else {
            return;
        };
        let is_them = |value: &Value| said(value).is_some_and(|(held, _)| held == to);
        let held = record.elements(list).filter(|(_, value)| is_them(value));
        held.map(|(element, _)| (Key::of(list, element.clone()), None))
            .collect()
    };
    write(app, id, fields);
}

fn write(app: App, id: RecordId, fields: Vec<(Key, Option<Value>)>) {
    // A refusal was said; the list stays as it was.
    let _ = app.execute(&edit(id, fields));
}

fn edit(id: RecordId, fields: Vec<(Key, Option<Value>)>) -> Command {
    Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    }
}

/// A list of customers with the search that adds one.
#[component]
pub fn Links(
    /// The app.
    app: App,
    /// What they are.
    title: Signal<String>,
    /// Who they are.
    all: Memo<Vec<RelatedCustomer>>,
    /// The tab of the customers that are offered.
    tab: &'static str,
    /// What adding is called.
    add_label: Signal<String>,
    /// Adds one.
    #[prop(into)]
    on_add: Callback<RecordId>,
    /// Makes and adds one of a name.
    #[prop(into)]
    on_make: Callback<String>,
    /// Takes one away.
    #[prop(into)]
    on_remove: Callback<RecordId>,
) -> impl IntoView {
    let page = app.page();
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let line = move |one: RelatedCustomer| {
        let id = one.id;
        let shape = shape_of(app, id);
        let name = one.name.clone();
        view! {
            <li class="links__line">
                <Avatar name=Signal::stored(one.name.clone()) seed=id.to_string() shape=shape size=AvatarSize::Small />
                <a class="links__name truncate" href=app.record_href(id)>{one.name}</a>
                <span class="links__role soft small truncate">{one.role}</span>
                <IconButton
                    label=say(page, move || message!("field-remove-value", value = name.clone()))
                    glyph=Glyph::Cross
                    small=true
                    on_press=move |()| on_remove.run(id)
                />
            </li>
        }
    };
    let held = move || {
        let all = all.get_untracked().into_iter();
        all.map(|one| one.id).collect::<Vec<RecordId>>()
    };
    let count = move || {
        let count = all.read().len();
        app.format()
            .filter(|_| count > 0)
            .map(|format| format.count(count))
    };
    view! {
        <section class="links">
            <div class="links__head">
                <h3 class="record__head">{title}</h3>
                <span class="faint">{count}</span>
                <span class="push" node_ref=opener>
                    <IconButton
                        label=add_label
                        glyph=Glyph::Plus
                        small=true
                        on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
                    />
                </span>
            </div>
            {move || all.read().is_empty().then(|| view! {
                <p class="faint">{page.text(&message!("links-none"))}</p>
            })}
            <ul class="links__lines">{move || all.get().into_iter().map(line).collect_view()}</ul>
        </section>
        <Popover anchor=anchor label=add_label>
            <Finder
                app=app
                tab=tab
                held=held()
                on_choose=move |id| {
                    anchor.set(None);
                    on_add.run(id);
                }
                on_make=move |name| {
                    anchor.set(None);
                    on_make.run(name);
                }
            />
        </Popover>
    }
}
