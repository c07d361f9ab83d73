//! The head of a ticket's page: what it is about and how far it has come, and what brings it further.

use super::cell::number_of;
use super::status::{priority_of, set_status, status_chip, status_of};
use super::thread::capture_latest;
use crate::domain::ticket::{DONE, PAUSED};
use crate::domain::{Key, RecordId, Value, ticket};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Chip, Glyph, Icon, Menu, MenuItem, PageHeader, Tone};
use crate::ui::frame::{Making, is_typing};
use crate::ui::records::head::conflicts;
use crate::ui::records::neighbours::{Neighbours, use_trash};
use crate::ui::records::tags::Tags;
use crate::workspace::command::Command;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Says that it is urgent and needs somebody above.
fn escalate(app: App, id: RecordId) {
    let fields = vec![
        (Key::one(ticket::STATUS), Some(Value::text("escalated"))),
        (Key::one(ticket::PRIORITY), Some(Value::text("urgent"))),
    ];
    let command = Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    };
    if app.execute(&command).is_ok() {
        let name = app.live().peek().name(id).into_owned();
        app.say(&message!("ticket-escalated", name = name), true);
    }
}

/// A presses the field of the owner.
fn assign() {
    let button = document()
        .query_selector("[data-field='owner'] button")
        .ok()
        .flatten()
        .and_then(|button| button.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        button.click();
    }
}

/// The keys of the page: Shift R solves, A gives it to somebody, T makes another.
fn listen(app: App, id: RecordId) {
    let making = use_context::<Making>();
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        match (event.key().as_str(), making) {
            ("R", _) => set_status(app, id, "resolved"),
            ("a", _) => assign(),
            ("t", Some(making)) => making.begin_ticket(None),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || press.remove());
}

/// The head.
#[component]
pub(super) fn TicketHead(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    listen(app, id);
    let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
    let number = move || number_of(app, Some(id));
    let status = Memo::new(move |_| status_of(app, id));
    let is_done = Memo::new(move |_| DONE.contains(&status.read().as_str()));
    let is_paused = Memo::new(move |_| PAUSED.contains(&status.read().as_str()));
    let priority = Memo::new(move |_| priority_of(app, id));
    let weight = move || {
        let priority = priority.get();
        let tone = match priority.as_str() {
            "urgent" => Tone::Negative,
            "high" => Tone::Warning,
            _ => return None,
        };
        let label = page.messages().option("ticket", "priority", &priority);
        Some(view! { <Chip label=label tone=tone /> })
    };
    let trash = use_trash(app, id);
    let items = Signal::derive(move || {
        let item =
            |value: &str, message, glyph| MenuItem::new(value, page.text(&message)).glyph(glyph);
        let now = status.get();
        let mut items = Vec::new();
        if !is_done.get() {
            if now != "escalated" {
                items.push(item(
                    "escalate",
                    message!("ticket-escalate"),
                    Glyph::ArrowUp,
                ));
            }
            if now != "on_hold" {
                items.push(item("on_hold", message!("ticket-hold"), Glyph::Clock));
            }
        }
        if now != "closed" {
            items.push(item("closed", message!("ticket-close"), Glyph::Lock));
        }
        items.push(item("need", message!("need-capture"), Glyph::Need).keys("C"));
        items.push(
            item("trash", message!("action-delete"), Glyph::Trash)
                .danger()
                .group(),
        );
        items
    });
    let choose = move |what: String| match what.as_str() {
        "escalate" => escalate(app, id),
        "need" => capture_latest(app, id),
        "trash" => trash(()),
        status => set_status(app, id, status),
    };
    let waiting = move || {
        if is_paused.get() {
            view! {
                <Button
                    label=say(page, || message!("ticket-resume"))
                    icon=Glyph::ArrowRight
                    on_press=move |()| set_status(app, id, "open")
                />
            }
            .into_any()
        } else {
            view! {
                <Button
                    label=say(page, || message!("ticket-wait"))
                    icon=Glyph::Clock
                    on_press=move |()| set_status(app, id, "waiting_customer")
                />
            }
            .into_any()
        }
    };
    view! {
        <PageHeader
            title=name
            lead=|| ()
            beside=move || view! {
                {status_chip(app, Signal::stored(Some(id)))}
                {weight}
                {conflicts(app, id)}
                <Tags app=app id=id />
            }
            below=move || view! {
                <p class="ticket__where soft small">
                    <a class="record__link" href=app.href("tickets")>
                        {move || page.text(&message!("tickets-title"))}
                    </a>
                    <Icon glyph=Glyph::ChevronRight />
                    {number}
                </p>
            }
        >
            <span class="record__place"><Neighbours app=app id=id /></span>
            <Show
                when=move || !is_done.get()
                fallback=move || view! {
                    <Button
                        label=say(page, || message!("ticket-reopen"))
                        icon=Glyph::Undo
                        on_press=move |()| set_status(app, id, "open")
                    />
                }
            >
                {waiting}
                <Button
                    label=say(page, || message!("ticket-resolve"))
                    icon=Glyph::Check
                    key="Shift R"
                    on_press=move |()| set_status(app, id, "resolved")
                />
            </Show>
            <Menu
                label=say(page, || message!("action-more"))
                icon=Glyph::More
                icon_only=true
                items=items
                on_choose=choose
            />
        </PageHeader>
    }
}
