//! What can be done with the records that are selected: set a field, tag them, give them an owner,
//! export them, throw them away. All of it is one change each, so one undo takes it back.

use super::field::{self, ListField, Of};
use super::several::Several;
use super::value;
use crate::domain::{Key, RecordId, RecordKind, Value};
use crate::message;
use crate::query::cell::own_key;
use crate::query::segment::carried;
use crate::ui::app::{App, say};
use crate::ui::components::{
    BulkBar, Button, ButtonKind, Choice, DateField, Glyph, Menu, MenuItem, Popover, SelectField,
    TextField,
};
use crate::ui::follow::whenever;
use crate::ui::parts;
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The bar.
#[component]
pub fn Bulk(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
    /// What is selected.
    selected: RwSignal<BTreeSet<RecordId>>,
    /// All that the list finds, in its order.
    ids: Memo<Arc<Vec<RecordId>>>,
    /// Gives records as a file.
    #[prop(into)]
    on_export: Callback<Vec<RecordId>>,
) -> impl IntoView {
    let page = app.page();
    let count = Memo::new(move |_| selected.read().len());
    let field_at = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let tag_at = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let (field_opener, tag_opener) = (NodeRef::<html::Span>::new(), NodeRef::<html::Span>::new());
    // In the order of the list, whatever the order of selecting was.
    let chosen = move || {
        let selected = selected.read_untracked();
        let ids = ids.read_untracked();
        ids.iter()
            .filter(|id| selected.contains(id))
            .copied()
            .collect::<Vec<RecordId>>()
    };
    let edited = move |label: String, count: usize| {
        app.say(
            &message!("toast-edited-many", field = label, count = count),
            true,
        );
    };
    let owner_label = Signal::derive(move || page.messages().field(kind.code(), "owner"));
    let owners = Signal::derive(move || {
        drop(app.live().kind(RecordKind::Owner));
        let choices = field::choices(app, kind, "owner").into_iter();
        let own = choices.map(|choice| MenuItem::new(choice.value, choice.label));
        // Nobody's word is no id.
        let nobody = MenuItem::new("", page.text(&message!("field-no-choice"))).group();
        own.chain([nobody]).collect::<Vec<_>>()
    });
    let set_owner = move |owner: String| {
        let ids = chosen();
        let count = ids.len();
        let key = Key::one(crate::domain::field::OWNER);
        let command = Command::Edit {
            ids,
            fields: vec![(key, RecordId::parse(&owner).ok().map(Value::Ref))],
            revision: None,
        };
        // A refusal is said.
        let _ = app.execute_many(command, move || edited(owner_label.get_untracked(), count));
    };
    // Only customers are in segments.
    let segments = Signal::derive(move || {
        let none = kind != RecordKind::Customer;
        let own = field::segments(app, |kind| !none && kind == "static").into_iter();
        own.map(|choice| MenuItem::new(choice.value, choice.label))
            .collect::<Vec<_>>()
    });
    let put_into = move |segment: String| {
        let Ok(segment) = RecordId::parse(&segment) else {
            return;
        };
        let ids = chosen();
        let count = ids.len();
        let name = app.live().peek().name(segment).into_owned();
        let command = Command::Edit {
            ids,
            fields: vec![(carried(segment), Some(Value::Bool(true)))],
            revision: None,
        };
        let _ = app.execute_many(command, move || {
            app.say(
                &message!("segments-put-into", count = count, name = name.as_str()),
                true,
            );
        });
    };
    let trash = move |()| {
        let ids = chosen();
        let (count, first) = (ids.len(), ids.first().copied());
        let name = first
            .map(|id| app.live().peek().name(id).into_owned())
            .unwrap_or_default();
        let _ = app.execute_many(Command::Trash { ids }, move || {
            selected.set(BTreeSet::new());
            let message = match count {
                1 => message!("toast-trashed", name = name),
                count => message!("toast-trashed-many", count = count),
            };
            app.say(&message, true);
        });
    };
    let all_label = Signal::derive(move || {
        let total = ids.read().len();
        (count.get() < total)
            .then(|| page.text(&message!("list-select-all-matching", count = total)))
    });
    let open = |anchor: RwSignal<Option<Element>, LocalStorage>, opener: NodeRef<html::Span>| {
        anchor.set(opener.get_untracked().map(Into::into));
    };
    let field_done = Callback::new(move |(label, count): (String, usize)| edited(label, count));
    let tag_done = Callback::new(move |count: usize| {
        edited(page.messages().field(kind.code(), "tags"), count);
    });
    let close_field = Callback::new(move |()| field_at.set(None));
    let close_tag = Callback::new(move |()| tag_at.set(None));
    view! {
        <Show when=move || { count.get() > 0 }>
            <BulkBar
                label=say(page, || message!("landmark-selection"))
                count=say(page, move || message!("list-selected", count = count.get()))
                all_label=all_label
                on_all=move |()| selected.update(|selected| selected.extend(ids.read_untracked().iter()))
                clear_label=say(page, || message!("list-clear-selection"))
                on_clear=move |()| selected.set(BTreeSet::new())
            >
                <span node_ref=field_opener>
                    <Button
                        label=say(page, || message!("list-set-field"))
                        icon=Glyph::Edit
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=move |()| open(field_at, field_opener)
                    />
                </span>
                <span node_ref=tag_opener>
                    <Button
                        label=say(page, || message!("kind-tag"))
                        icon=Glyph::Tag
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=move |()| open(tag_at, tag_opener)
                    />
                </span>
                <Menu
                    label=owner_label
                    icon=Glyph::Person
                    kind=ButtonKind::Quiet
                    small=true
                    items=owners
                    on_choose=set_owner
                />
                <Show when=move || !segments.read().is_empty()>
                    <Menu
                        label=say(page, || message!("segments-put"))
                        icon=Glyph::Segment
                        kind=ButtonKind::Quiet
                        small=true
                        items=segments
                        on_choose=put_into
                    />
                </Show>
                <Button
                    label=say(page, || message!("action-export"))
                    icon=Glyph::Upload
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=move |()| on_export.run(chosen())
                />
                <Button
                    label=say(page, || message!("action-delete"))
                    icon=Glyph::Trash
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=trash
                />
            </BulkBar>
        </Show>
        <Popover anchor=field_at label=say(page, || message!("list-set-field"))>
            {parts::field_form(page, app, kind, fields, chosen(), close_field, field_done)}
        </Popover>
        <Popover anchor=tag_at label=say(page, move || message!("list-set-tag", count = count.get()))>
            {parts::tag_form(page, app, kind, chosen(), close_tag, tag_done)}
        </Popover>
    }
}

/// Asks for a field and its value.
#[component]
pub fn FieldForm(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
    /// The records.
    ids: Vec<RecordId>,
    /// Called when what was typed is taken.
    #[prop(into)]
    on_taken: Callback<()>,
    /// Called with the name of the field and how many records there are, when it is done.
    #[prop(into)]
    on_done: Callback<(String, usize)>,
) -> impl IntoView {
    let page = app.page();
    // Only what is one register can be the same for many; names are not.
    let offered = Memo::new(move |_| {
        let name = kind.name_field();
        let mut offered = fields.get();
        offered.retain(|field| {
            let key = field::writable(app, kind, &field.path);
            let is_one = key.is_some_and(|key| key.field != name) && field.path != "owner";
            is_one || (field.is_several() && own_key(&field.path).is_some())
        });
        offered
    });
    let first = {
        let offered = offered.read_untracked();
        let usual = ["lifecycle", "stage"];
        let usual = usual
            .into_iter()
            .find_map(|path| field::named(&offered, path));
        let usual = usual.or_else(|| offered.first());
        usual.map(|field| field.path.clone())
    };
    let path = RwSignal::new(first.unwrap_or_default());
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let choices = Signal::derive(move || {
        let offered = offered.read();
        offered
            .iter()
            .map(|field| Choice::new(field.path.clone(), field.label.clone()))
            .collect::<Vec<_>>()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let path = path.get_untracked();
        let label = {
            let offered = offered.read_untracked();
            field::named(&offered, &path).map(|field| field.label.clone())
        };
        let (label, count) = (label.unwrap_or_else(|| path.clone()), ids.len());
        let done = move || on_done.run((label, count));
        match value::write_many(app, &ids, &path, &text.get_untracked(), done) {
            Some(refused) => error.set(Some(refused)),
            None => on_taken.run(()),
        }
    };
    let refusal = Signal::derive(move || error.get());
    // What was refused was another value.
    whenever(move || {
        text.track();
        error.set(None);
    });
    let value = move || {
        let path = path.get();
        let field = field::named(&offered.read(), &path).cloned();
        let of = field.as_ref().map_or(Of::Text, |field| field.of);
        let label = say(page, || message!("op-value"));
        match of {
            _ if field.is_some_and(|field| field.is_several()) => {
                view! { <Several app=app kind=kind path=path label=label text=text error=refusal /> }
                    .into_any()
            }
            Of::Choice | Of::Bool => {
                let choices = Signal::derive(move || {
                    let none = Choice::new("", page.text(&message!("field-no-choice")));
                    let own = if of == Of::Bool {
                        vec![
                            Choice::new("true", page.text(&message!("value-yes"))),
                            Choice::new("false", page.text(&message!("value-no"))),
                        ]
                    } else {
                        field::choices(app, kind, &path)
                    };
                    std::iter::once(none).chain(own).collect::<Vec<_>>()
                });
                view! {
                    <SelectField
                        label=label
                        value=text
                        choices=choices
                        error=refusal
                        reveal=Signal::stored(true)
                        on_change=move |to| text.set(to)
                    />
                }
                .into_any()
            }
            Of::Date | Of::Instant => view! {
                <DateField
                    label=label
                    value=text
                    error=refusal
                    reveal=Signal::stored(true)
                    has_time=of == Of::Instant
                />
            }
            .into_any(),
            _ => view! {
                <TextField label=label value=text error=refusal reveal=Signal::stored(true) />
            }
            .into_any(),
        }
    };
    view! {
        <form class="bulk-form" on:submit=submit>
            <SelectField
                label=say(page, || message!("list-field"))
                value=path
                choices=choices
                on_change=move |to| {
                    path.set(to);
                    text.set(String::new());
                    error.set(None);
                }
            />
            {value}
            <Button label=say(page, || message!("action-apply")) kind=ButtonKind::Primary submit=true />
        </form>
    }
}

/// Asks for a tag.
#[component]
pub fn TagForm(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The records.
    ids: Vec<RecordId>,
    /// Called when what was typed is taken.
    #[prop(into)]
    on_taken: Callback<()>,
    /// Called with how many records there are, when it is done.
    #[prop(into)]
    on_done: Callback<usize>,
) -> impl IntoView {
    let page = app.page();
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let ids = StoredValue::new(ids);
    let add = move |tag: &str| {
        let tag = tag.trim();
        if tag.is_empty() {
            let rule = page.messages().rule(&crate::domain::Rule::Required);
            return error.set(Some(rule));
        }
        let ids = ids.get_value();
        let count = ids.len();
        match add_tag(app, &ids, tag, move || on_done.run(count)) {
            Some(refused) => error.set(Some(refused)),
            None => on_taken.run(()),
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        add(&name.get_untracked());
    };
    let known = field::choices(app, kind, "tags").into_iter().map(|choice| {
        let tag = choice.value;
        view! {
            <Button label=choice.label small=true on_press=move |()| add(&tag) />
        }
    });
    view! {
        <form class="bulk-form" on:submit=submit>
            <TextField
                label=say(page, || message!("kind-tag"))
                value=name
                error=Signal::derive(move || error.get())
                reveal=Signal::stored(true)
            />
            <div class="bulk-form__tags">{known.collect_view()}</div>
            <Button label=say(page, || message!("action-add-tag")) kind=ButtonKind::Primary submit=true />
        </form>
    }
}

/// Puts a tag on records and calls back when that is done; gives back the sentence that refuses it.
pub fn add_tag(
    app: App,
    ids: &[RecordId],
    tag: &str,
    then: impl FnOnce() + 'static,
) -> Option<String> {
    use crate::workspace::command::CommandError;
    let command = Command::Edit {
        ids: ids.to_vec(),
        fields: vec![(
            Key::of(crate::domain::field::TAGS, tag),
            Some(Value::Bool(true)),
        )],
        revision: None,
    };
    match app.execute_many(command, then) {
        Err(CommandError::Invalid(problems)) => problems
            .first()
            .map(|problem| app.page().messages().rule(&problem.rule)),
        _ => None,
    }
}
