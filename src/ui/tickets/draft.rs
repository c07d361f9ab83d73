//! What is being written on a ticket's page: a reply, a note of the team, or what the customer said
//! elsewhere, with its way from the form to the disk. What was typed survives a reload until it was sent
//! and is on the disk. How the form looks is left to [`super::composer`].

use super::merge::asker;
use super::status::to_status;
use crate::domain::template::marks;
use crate::domain::ticket::{DONE, ORIGINS, PAUSED};
use crate::domain::{Key, RecordId, RecordKind, Value, ticket, ticket_message};
use crate::exchange::eml::{Mail, mailto};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::App;
use crate::ui::caret;
use crate::ui::follow::whenever;
use crate::ui::host::Preference;
use crate::workspace::command::{Command, CommandError};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// An answer to the customer.
pub(super) const REPLY: &str = "reply";
/// What only the team sees.
pub(super) const NOTE: &str = "note";
/// What the customer said, entered by hand.
pub(super) const FROM: &str = "from";

/// The form's state.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    app: App,
    id: RecordId,
    /// What is written.
    pub(super) kind: RwSignal<String>,
    /// By which way the customer said it.
    pub(super) channel: RwSignal<String>,
    /// As it was typed.
    pub(super) text: RwSignal<String>,
    /// What was sent and is on its way to the disk.
    pending: RwSignal<Option<String>>,
    /// Why it was not sent.
    pub(super) error: RwSignal<Option<String>>,
    /// The text that was to be sent with marks in it: sent once more, it goes as it is.
    warned: RwSignal<Option<String>>,
    /// Where one writes.
    pub(super) field: NodeRef<html::Textarea>,
}

/// How a draft is kept: what is written, the way, the text, which alone has several lines.
fn parse(kept: &str) -> (&str, &str, &str) {
    let (head, text) = kept.split_once('\n').unwrap_or((REPLY, ""));
    let (kind, channel) = head.split_once(' ').unwrap_or((head, ""));
    let kind = [REPLY, NOTE, FROM].into_iter().find(|own| *own == kind);
    let channel = ORIGINS.iter().find(|own| **own == channel);
    (
        kind.unwrap_or(REPLY),
        channel.copied().unwrap_or("phone"),
        text,
    )
}

impl Draft {
    /// What was begun to be written on a ticket's page, or nothing yet.
    pub(super) fn new(app: App, id: RecordId) -> Self {
        let kept = app.page().host().preference(Preference::Draft(id));
        let kept = kept.unwrap_or_default();
        let (kind, channel, text) = parse(&kept);
        let draft = Self {
            app,
            id,
            kind: RwSignal::new(kind.to_owned()),
            channel: RwSignal::new(channel.to_owned()),
            text: RwSignal::new(text.to_owned()),
            pending: RwSignal::new(None),
            error: RwSignal::new(None),
            warned: RwSignal::new(None),
            field: NodeRef::new(),
        };
        whenever(move || {
            let text = draft.text.get();
            let text = Some(text).filter(|text| !text.is_empty());
            let text = text.or_else(|| draft.pending.get());
            let kept =
                text.map(|text| format!("{} {}\n{text}", draft.kind.read(), draft.channel.read()));
            app.page()
                .host()
                .set_preference(Preference::Draft(id), kept.as_deref());
        });
        draft
    }

    /// Whether this is what is written.
    pub(super) fn is(self, kind: &str) -> bool {
        *self.kind.read() == kind
    }

    /// Begins to write, at the end of what is there.
    pub(super) fn begin(self, kind: &str) {
        self.kind.set(kind.to_owned());
        self.focus();
    }

    fn focus(self) {
        if let Some(field) = self.field.get_untracked() {
            // Where it cannot take the focus, it is still what one comes to next.
            let _ = field.focus();
        }
    }

    /// Puts text where one writes.
    pub(super) fn insert(self, words: &str) {
        caret::insert(self.field, self.text, |_, _| words.to_owned());
    }

    /// What is written, as a command: the message, and with it the ticket's next status. What a
    /// message from the customer does to the ticket is decided with it.
    fn command(self, kind: &str, body: &str, waits: bool) -> Command {
        let Self { app, id, .. } = self;
        let new = app.live().writer().new_id(RecordKind::Message);
        let one = |ix, value| (Key::one(ix), Some(value));
        let author = app.live().writer().machine().author();
        let (direction, author, channel) = match kind {
            NOTE => ("internal", author, None),
            FROM => {
                let channel = self.channel.get_untracked();
                ("in", untrack(|| asker(app, id)), Some(channel))
            }
            _ => ("out", author, Some("email".to_owned())),
        };
        let mut fields = vec![
            one(ticket_message::TICKET, Value::Ref(id)),
            one(ticket_message::BODY, Value::text(body)),
            one(ticket_message::DIRECTION, Value::text(direction)),
            one(ticket_message::AT, Value::Instant(app.page().host().now())),
        ];
        fields.extend(author.map(|author| one(ticket_message::AUTHOR, Value::Ref(author))));
        fields.extend(channel.map(|channel| one(ticket_message::CHANNEL, Value::text(channel))));
        let message = Command::Create { id: new, fields };
        if !waits {
            return message;
        }
        Command::All(vec![message, to_status(vec![id], "waiting_customer")])
    }

    /// Sends what is written; `waits` says that the customer is to answer now.
    pub(super) fn send(self, waits: bool, address: Option<String>) {
        let Self { app, id, .. } = self;
        let page = app.page();
        let body = self.text.get_untracked();
        if body.trim().is_empty() {
            self.error
                .set(Some(page.text(&message!("ticket-write-first"))));
            return self.focus();
        }
        let kind = self.kind.get_untracked();
        let is_reply = kind == REPLY;
        let to_check: Vec<String> = marks(&body)
            .filter_map(|mark| body.get(mark).map(str::to_owned))
            .collect();
        let was_warned = self.warned.get_untracked().as_deref() == Some(&body);
        if is_reply && !to_check.is_empty() && !was_warned {
            let marks = to_check.join(page.locale().between_values());
            let words = page.text(&message!("ticket-check-first", marks = marks));
            self.warned.set(Some(body));
            self.error.set(Some(words));
            return self.focus();
        }
        let done = done(app, id, &kind);
        let begun = app.begin(&self.command(&kind, body.trim(), waits && is_reply));
        let change = match begun {
            Ok(change) => change,
            Err(CommandError::Invalid(problems)) => {
                let first = problems.first();
                let words = first.map(|problem| page.messages().rule(&problem.rule));
                return self.error.set(words);
            }
            // Any other refusal was said.
            Err(_) => return,
        };
        if let Some(address) = address.filter(|_| is_reply) {
            // While the press is being handled: later a browser would not let it.
            open_mail(&mail(app, id, &address, body.trim()));
        }
        self.error.set(None);
        self.warned.set(None);
        self.pending.set(Some(body.clone()));
        self.text.set(String::new());
        spawn_local(async move {
            match app.saved(change).await {
                Ok(()) => app.say(&done, true),
                Err(failed) => {
                    app.say_failure(&app.taken_back(&failed));
                    // It comes back, unless something else was begun meanwhile.
                    let is_free = self.text.try_get_untracked();
                    if is_free.is_some_and(|text| text.is_empty()) {
                        let _ = self.text.try_set(body);
                    }
                }
            }
            let _ = self.pending.try_set(None);
        });
    }
}

/// The address that opens a letter in the mail program.
fn mail(app: App, id: RecordId, address: &str, body: &str) -> String {
    let live = app.live();
    let workspace = live.peek();
    let subject = workspace.record(id).map(|record| {
        let number = record.value(ticket::NUMBER).map(Value::typed);
        let number = number.map(|number| format!("[#{number}] "));
        format!("{}{}", number.unwrap_or_default(), record.name())
    });
    mailto(Mail {
        name: "",
        address,
        subject: &subject.unwrap_or_default(),
        body,
    })
}

fn open_mail(address: &str) {
    // Where no program takes letters the browser says so; the reply is kept all the same.
    let _ = window().location().set_href(address);
}

/// Whether a message from the customer opens the ticket again, or lets its clocks go on.
pub(super) fn is_at_rest(app: App, id: RecordId) -> bool {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    record.is_some_and(|record| {
        let status = record.text(ticket::STATUS);
        PAUSED.contains(&status) || DONE.contains(&status)
    })
}

/// What is said once it is kept.
fn done(app: App, id: RecordId, kind: &str) -> Message {
    match kind {
        NOTE => message!("ticket-noted"),
        FROM if untrack(|| is_at_rest(app, id)) => message!("ticket-answered-open"),
        FROM => message!("ticket-answered"),
        _ => message!("ticket-replied"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_kept_draft_says_what_was_written_and_the_way_it_came() {
        assert_eq!(
            parse("from chat\nYes\nplease"),
            (FROM, "chat", "Yes\nplease")
        );
        assert_eq!(parse("note phone\nSame"), (NOTE, "phone", "Same"));
        // As it was kept before there were ways.
        assert_eq!(parse("note\nSame"), (NOTE, "phone", "Same"));
        assert_eq!(parse("what by\nSame"), (REPLY, "phone", "Same"));
        assert_eq!(parse(""), (REPLY, "phone", ""));
    }
}
