//! The thread of a ticket: what was written to and fro, what is for the team only, and between them
//! what was changed. What a customer needs is noted from a message by one key.

use super::clock::instant;
use super::merge::{asker, is_person};
use crate::domain::{Instant, RecordId, RecordKind, Value, ticket, ticket_message};
use crate::message;
use crate::query::stamp::created_at;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, AvatarShape, Button, ButtonKind, Glyph};
use crate::ui::customers::shape_of;
use crate::ui::frame::is_typing;
use crate::ui::records::noting::note_need;
use crate::ui::records::related::referring;
use crate::ui::records::timeline::{Entry, draw, of_changes};
use leptos::prelude::*;

/// A message, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
struct Message {
    key: String,
    at: Instant,
    author: Option<RecordId>,
    direction: String,
    channel: String,
    body: String,
}

/// What stands in the thread.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Message(Message),
    Change(Box<Entry>),
}

impl Item {
    const fn at(&self) -> Instant {
        match self {
            Self::Message(message) => message.at,
            Self::Change(entry) => entry.at,
        }
    }
}

/// The messages of a ticket, the first first. What was asked in the ticket's own form comes first,
/// unless it came as a message.
fn messages(app: App, id: RecordId) -> Vec<Message> {
    let live = app.live();
    let ids = referring(app, RecordKind::Message, ticket_message::TICKET, id);
    let mut all: Vec<Message> = ids
        .into_iter()
        .filter_map(|one| {
            let workspace = live.record(one);
            let record = workspace.record(one)?;
            let author = record.value(ticket_message::AUTHOR);
            Some(Message {
                key: one.to_string(),
                at: instant(&record, ticket_message::AT).unwrap_or_else(|| created_at(&record)),
                author: author.and_then(Value::as_ref_id),
                direction: record.text(ticket_message::DIRECTION).to_owned(),
                channel: record.text(ticket_message::CHANNEL).to_owned(),
                body: record.text(ticket_message::BODY).to_owned(),
            })
        })
        .collect();
    let workspace = live.record(id);
    if let Some(record) = workspace.record(id) {
        let asked = record.text(ticket::DESCRIPTION).trim();
        if !asked.is_empty() && !all.iter().any(|message| message.body.trim() == asked) {
            all.push(Message {
                key: id.to_string(),
                at: created_at(&record),
                author: asker(app, id),
                direction: "in".to_owned(),
                channel: record.text(ticket::ORIGIN).to_owned(),
                body: asked.to_owned(),
            });
        }
    }
    all.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
    all
}

/// Notes what the customer wrote last as a need.
pub(super) fn capture_latest(app: App, id: RecordId) {
    let messages = untrack(|| messages(app, id));
    let of_customer = |message: &&Message| message.direction == "in";
    match messages.iter().rev().find(of_customer) {
        Some(message) => note_need(app, id, &message.body),
        None => app.say_failure(&message!("ticket-no-message")),
    }
}

/// C notes a need: of the message that has the focus, else of the one the customer wrote last.
fn listen(app: App, id: RecordId, items: Memo<Vec<Item>>) {
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) || event.key() != "c" {
            return;
        }
        event.prevent_default();
        let held = document()
            .active_element()
            .and_then(|held| held.closest("[data-message]").ok().flatten())
            .and_then(|held| held.get_attribute("data-message"));
        let items = items.get_untracked();
        let message = items.iter().find_map(|item| match item {
            Item::Message(message) if Some(&message.key) == held.as_ref() => Some(message),
            _ => None,
        });
        match message {
            Some(message) => note_need(app, id, &message.body),
            None => capture_latest(app, id),
        }
    });
    on_cleanup(move || press.remove());
}

/// The thread.
#[component]
pub(super) fn Thread(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let items = Memo::new(move |_| {
        let messages = messages(app, id).into_iter().map(Item::Message);
        let changes = of_changes(app, id).into_iter();
        let mut items: Vec<Item> = messages
            .chain(changes.map(|entry| Item::Change(Box::new(entry))))
            .collect();
        items.sort_by_key(Item::at);
        items
    });
    listen(app, id, items);
    let drawn = move || {
        let items = items.get().into_iter();
        let of = |item| match item {
            Item::Message(message) => message_view(app, id, message).into_any(),
            Item::Change(entry) => draw(app, *entry).into_any(),
        };
        items.map(of).collect_view()
    };
    let is_empty = Memo::new(move |_| items.read().is_empty());
    view! {
        <div class="ticket__messages" role="feed" aria-label=say(page, || message!("ticket-thread"))>
            {drawn}
        </div>
        <Show when=move || is_empty.get()>
            <p class="soft">{move || page.text(&message!("ticket-thread-empty"))}</p>
        </Show>
    }
}

fn message_view(app: App, id: RecordId, message: Message) -> impl IntoView {
    let page = app.page();
    let live = app.live();
    let author = message.author;
    let name = author.map(|author| live.record(author).name(author).into_owned());
    let name = name
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| page.text(&message!("author-unknown")));
    let is_person =
        author.is_none_or(|author| author.kind != RecordKind::Customer || is_person(app, author));
    let shape = match author {
        Some(author) if !is_person => shape_of(app, author),
        _ => Signal::stored(AvatarShape::Person),
    };
    let seed = author.map(|author| author.to_string()).unwrap_or_default();
    let when = app
        .format()
        .map(|format| format.date_and_time(message.at, app.today()))
        .unwrap_or_default();
    let is_internal = message.direction == "internal";
    let time = if is_internal || message.channel.is_empty() {
        when
    } else {
        let channel = page.messages().option("ticket", "origin", &message.channel);
        page.text(&message!("ticket-time-by", time = when, channel = channel))
    };
    let label = if is_internal {
        page.text(&message!("ticket-internal"))
    } else {
        String::new()
    };
    let body = message.body.clone();
    let note = (message.direction == "in").then(|| {
        view! {
            <Button
                label=say(page, || message!("need-capture"))
                icon=Glyph::Need
                kind=ButtonKind::Quiet
                small=true
                on_press=move |()| note_need(app, id, &body)
            />
        }
    });
    view! {
        <article
            class="ticket-message"
            tabindex="0"
            data-message=message.key
            data-direction=message.direction
        >
            <Avatar name=Signal::stored(name.clone()) seed=seed shape=shape />
            <div class="ticket-message__words">
                <header class="ticket-message__head">
                    <b>{name}</b>
                    {is_internal.then(|| view! { <span class="ticket-message__label">{label}</span> })}
                    <time class="push soft small" datetime=message.at.to_string()>{time}</time>
                </header>
                <p class="ticket-message__body">{message.body}</p>
                {note}
            </div>
        </article>
    }
}
