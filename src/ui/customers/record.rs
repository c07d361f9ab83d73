//! The page of a customer: who it is, what is known, what happened.

use super::facts::Facts;
use super::{place, shape};
use crate::domain::{Key, RecordId, RecordKind, Uuid, Value, activity};
use crate::message;
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{
    Avatar, AvatarSize, Button, ButtonKind, EmptyState, Glyph, PageHeader, TextArea, Timeline,
    TimelineEntry, Weight,
};
use crate::workspace::change::Change;
use crate::workspace::command::Command;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};

/// The page.
#[component]
pub fn CustomerPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let uuid = Uuid::parse(&params.read().get("id")?).ok()?;
        Some(RecordId::new(RecordKind::Customer, uuid))
    });
    move || {
        let app = use_app()?;
        let page = app.page();
        let there = id
            .get()
            .filter(|id| app.live().kind(RecordKind::Customer).live(*id).is_some());
        Some(match there {
            Some(id) => view! { <Customer app=app id=id /> }.into_any(),
            None => view! {
                <EmptyState
                    glyph=Glyph::People
                    title=say(page, || message!("customers-title"))
                    text=say(page, || message!("customer-page-missing"))
                >
                    <Button label=say(page, || message!("nav-customers")) href=app.href("customers") />
                </EmptyState>
            }
            .into_any(),
        })
    }
}

#[component]
fn Customer(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
    let shape = Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(id);
        workspace
            .record(id)
            .map(|record| shape(&record))
            .unwrap_or_default()
    });
    let note = Signal::derive(move || {
        let live = app.live();
        let workspace = live.record(id);
        workspace
            .record(id)
            .map(|record| place(&record))
            .unwrap_or_default()
    });
    let navigate = use_navigate();
    let trash = move |()| {
        if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
            app.say(
                &message!("toast-trashed", name = name.get_untracked()),
                true,
            );
            navigate(
                &format!("/w/{}/customers", page.host().slug()),
                Default::default(),
            );
        }
    };
    view! {
        <div class="page customer">
            <PageHeader
                title=name
                note=note
                line=true
                lead=move || view! { <Avatar name=name seed=id.to_string() shape=shape size=AvatarSize::Large /> }
            >
                <Button
                    label=say(page, || message!("action-delete"))
                    icon=Glyph::Trash
                    kind=ButtonKind::Quiet
                    on_press=trash
                />
            </PageHeader>
            <div class="customer__columns">
                <section class="customer__facts" aria-label=say(page, || message!("customer-details"))>
                    <h2 class="customer__head">{move || page.text(&message!("customer-details"))}</h2>
                    <Facts app=app id=id />
                </section>
                <section class="customer__timeline" aria-label=say(page, || message!("customer-timeline"))>
                    <Composer app=app id=id />
                    <Happened app=app id=id />
                </section>
            </div>
        </div>
    }
}

/// Writes a note down.
#[component]
fn Composer(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let text = RwSignal::new(String::new());
    let add = move || {
        let body = text.get_untracked();
        if body.trim().is_empty() {
            return;
        }
        let note = app.live().writer().new_id(RecordKind::Activity);
        let fields = vec![
            (Key::one(activity::KIND), Some(Value::text("note"))),
            (Key::one(activity::ABOUT), Some(Value::Ref(id))),
            (Key::one(activity::BODY), Some(Value::text(body.trim()))),
            (
                Key::one(activity::AT),
                Some(Value::Instant(page.host().now())),
            ),
        ];
        if app.execute(&Command::Create { id: note, fields }).is_ok() {
            text.set(String::new());
            app.say(&message!("toast-activity-logged"), true);
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            add();
        }
    };
    view! {
        <div class="composer" on:keydown=on_key>
            <TextArea label=say(page, || message!("composer-note")) value=text />
            <Button
                label=say(page, || message!("action-add"))
                kind=ButtonKind::Primary
                key="Ctrl Enter"
                on_press=move |()| add()
            />
        </div>
    }
}

/// One thing that happened, ready to be drawn.
struct Entry {
    at: crate::domain::Instant,
    glyph: Glyph,
    weight: Weight,
    title: String,
    body: Option<String>,
    undo: Option<crate::domain::Stamp>,
}

/// What happened, newest first: activities and changes in one feed.
#[component]
fn Happened(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let entries = move || {
        let live = app.live();
        let messages = page.messages();
        let mut entries: Vec<Entry> = Vec::new();
        {
            let workspace = live.kind(RecordKind::Activity);
            let table = workspace.table(RecordKind::Activity);
            let about = table.refs(&Key::one(activity::ABOUT));
            let of_customer = table.live_rows().filter(|row| about.at(*row) == Some(&id));
            for record in of_customer.filter_map(|row| table.record(row)) {
                let kind = record.text(activity::KIND).to_owned();
                let at = match record.value(activity::AT) {
                    Some(Value::Instant(at)) => *at,
                    _ => crate::domain::Instant::from_clock_ms(record.created.ms() as i64),
                };
                let title = match record.text(activity::SUBJECT) {
                    "" => messages.option("activity", "kind", &kind),
                    subject => subject.to_owned(),
                };
                let body =
                    Some(record.text(activity::BODY).to_owned()).filter(|body| !body.is_empty());
                entries.push(Entry {
                    at,
                    glyph: glyph(&kind),
                    weight: Weight::Activity,
                    title,
                    body,
                    undo: None,
                });
            }
        }
        let machine = live.history();
        for change in machine.history().of(id) {
            entries.push(Entry {
                at: change.at,
                glyph: Glyph::Edit,
                weight: Weight::Change,
                title: title_of(app, change, id),
                body: None,
                undo: Some(change.id),
            });
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        entries.truncate(60);
        entries
    };
    let draw = move |entry: Entry| {
        let time = app
            .format()
            .map(|format| format.date_and_time(entry.at, app.today()))
            .unwrap_or_default();
        let title = entry.title.clone();
        let undo = entry.undo;
        view! {
            <TimelineEntry
                glyph=entry.glyph
                weight=entry.weight
                title=move || title
                time=time
                datetime=entry.at.to_string()
                body=entry.body
                undo_label=undo.map(|_| page.text(&message!("action-undo")))
                undo_name=undo.map(|_| page.text(&message!("timeline-undo", label = entry.title.clone())))
                on_undo=Callback::new(move |()| {
                    if let Some(undo) = undo
                        && let Err(error) = app.live().writer().take_back(undo)
                    {
                        app.say_refusal(&error);
                    }
                })
            />
        }
    };
    view! {
        <Timeline label=say(page, || message!("customer-timeline"))>
            {move || entries().into_iter().map(draw).collect_view()}
        </Timeline>
    }
}

/// What a change did to a record, in words: the one field and its value, or how many fields.
fn title_of(app: App, change: &Change, id: RecordId) -> String {
    let messages = app.page().messages();
    let fields: Vec<String> = change
        .body
        .edits()
        .iter()
        .filter(|edit| edit.id == id && !edit.is_new)
        .flat_map(|edit| &edit.edits)
        .filter_map(|edit| id.kind.field(edit.key.field))
        .filter(|field| !field.is_internal)
        .map(|field| messages.field(id.kind.code(), field.name))
        .collect();
    let label = messages.change(
        change.label.verb.code(),
        change.label.count,
        &change.label.name,
    );
    match fields.as_slice() {
        [] => label,
        [field] => format!("{label}: {field}"),
        [field, ..] => format!("{label}: {field} +{}", fields.len() - 1),
    }
}

/// The picture of a kind of activity.
fn glyph(kind: &str) -> Glyph {
    match kind {
        "call" => Glyph::Phone,
        "meeting" => Glyph::People,
        "email" => Glyph::Mail,
        "visit" => Glyph::Visit,
        "task" => Glyph::Task,
        _ => Glyph::Note,
    }
}
