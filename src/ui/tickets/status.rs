//! How far a ticket has come: its words and colours, and what brings it further.

use crate::domain::{Key, RecordId, Value, ticket};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::{Chip, Tone};
use crate::workspace::command::Command;
use leptos::prelude::*;

/// The status of a ticket.
pub(super) fn status_of(app: App, id: RecordId) -> String {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    record
        .map(|record| record.text(ticket::STATUS).to_owned())
        .unwrap_or_default()
}

/// A status in words.
pub(super) fn status_words(app: App, status: &str) -> String {
    app.page().messages().option("ticket", "status", status)
}

fn tone(status: &str) -> Tone {
    match status {
        "new" => Tone::Info,
        "open" => Tone::Accent,
        "escalated" => Tone::Negative,
        "resolved" | "closed" => Tone::Positive,
        _ => Tone::Neutral,
    }
}

/// The status as a chip.
pub(super) fn status_chip(app: App, id: Signal<Option<RecordId>>) -> impl IntoView {
    let status = Memo::new(move |_| id.get().map(|id| status_of(app, id)).unwrap_or_default());
    let label = Signal::derive(move || status_words(app, &status.read()));
    view! { <Chip label=label tone=Signal::derive(move || tone(&status.read())) /> }
}

/// The command that brings tickets to a status.
pub(super) fn to_status(ids: Vec<RecordId>, status: &str) -> Command {
    Command::Edit {
        ids,
        fields: vec![(Key::one(ticket::STATUS), Some(Value::text(status)))],
        revision: None,
    }
}

/// Brings a ticket to a status, and says so with a way back.
pub(super) fn set_status(app: App, id: RecordId, status: &str) {
    if status_of_now(app, id) == status {
        return;
    }
    if app.execute(&to_status(vec![id], status)).is_ok() {
        let name = app.live().peek().name(id).into_owned();
        let status = status_words(app, status);
        app.say(&message!("ticket-now", name = name, status = status), true);
    }
}

fn status_of_now(app: App, id: RecordId) -> String {
    untrack(|| status_of(app, id))
}

/// How much a ticket matters, as rising bars with the word.
pub(super) fn priority_view(app: App, priority: Memo<String>) -> impl IntoView {
    let words = move || {
        app.page()
            .messages()
            .option("ticket", "priority", &priority.read())
    };
    view! {
        <span class="priority" data-level=move || priority.get()>
            <span class="priority__bars" aria-hidden="true"><i></i><i></i><i></i><i></i></span>
            <span class="truncate">{words}</span>
        </span>
    }
}

/// How much a ticket matters.
pub(super) fn priority_of(app: App, id: RecordId) -> String {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    record
        .map(|record| record.text(ticket::PRIORITY).to_owned())
        .unwrap_or_default()
}
