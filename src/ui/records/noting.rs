//! Notes what somebody said as a need of the customer: the first sentence, or the one that is marked,
//! with the whole as what shows it. Where it is said, and by which key, is left to others.

use super::ref_fact::customer_of;
use crate::domain::{Key, RecordId, RecordKind, Value, activity, deal, need, ticket};
use crate::message;
use crate::ui::app::App;
use crate::workspace::command::Command;
use leptos::prelude::*;

/// What is marked on the page, where it is a part of this text.
fn marked_of(text: &str) -> Option<String> {
    let selection = window().get_selection().ok().flatten()?;
    let part = String::from(selection.to_string());
    let part = part.trim();
    (!part.is_empty() && text.contains(part)).then(|| part.to_owned())
}

/// The command that notes a need from what was said about a record, and how the need reads. Of what
/// was said, `part` is the need; all of it where there is none.
#[must_use]
pub fn need_of(app: App, about: RecordId, part: Option<&str>, said: &str) -> (Command, String) {
    let subject = need::line(part.unwrap_or(said));
    let one = |ix, value| (Key::one(ix), Some(value));
    let mut fields = vec![
        one(need::SUBJECT, Value::text(subject.clone())),
        one(need::EVIDENCE, Value::text(said)),
        one(need::STATUS, Value::text("open")),
        one(need::NOTED_AT, Value::Date(app.today())),
    ];
    let of = |ix| untrack(|| customer_of(app, about, ix));
    let (own, customer, product) = match about.kind {
        RecordKind::Customer => (None, Some(about), None),
        RecordKind::Deal => (Some(need::DEAL), of(deal::CUSTOMER), None),
        RecordKind::Ticket => (
            Some(need::TICKET),
            of(ticket::CUSTOMER),
            of(ticket::PRODUCT),
        ),
        _ => (None, None, None),
    };
    let refs = [
        (own, Some(about)),
        (Some(need::CUSTOMER), customer),
        (Some(need::PRODUCT), product),
    ];
    let refs = refs.into_iter().filter_map(|(ix, to)| ix.zip(to));
    fields.extend(refs.map(|(ix, to)| one(ix, Value::Ref(to))));
    let id = app.live().writer().new_id(RecordKind::Need);
    (Command::Create { id, fields }, subject)
}

/// Notes a need from what was said about a record, and says so with a way back.
pub fn note_need(app: App, about: RecordId, said: &str) {
    let part = marked_of(said);
    let (command, subject) = need_of(app, about, part.as_deref(), said);
    if app.execute(&command).is_ok() {
        app.say(&message!("need-noted", need = subject), true);
    }
}

/// The same from what an activity says, where it says something.
pub fn note_from(app: App, id: RecordId) {
    let said = untrack(|| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let about = record.value(activity::ABOUT).and_then(Value::as_ref_id)?;
        let body = record.text(activity::BODY).trim();
        (!body.is_empty()).then(|| (about, body.to_owned()))
    });
    match said {
        Some((about, said)) => note_need(app, about, &said),
        None => app.say_failure(&message!("need-nothing-said")),
    }
}
