//! What stands for the names of fields in a canned reply: what is known of the ticket, of who asked,
//! of whoever answers. What is not known stays as a mark in brackets, to be looked at before it is sent.

use crate::domain::template::{Piece, pieces};
use crate::domain::{RecordId, RecordKind, Value, customer, field, ticket};
use crate::query::cell::at;
use crate::ui::app::App;
use crate::ui::lists::value::show;
use crate::ui::records::ref_fact::customer_of;

/// Who asked: the person, where one is known, else the customer.
pub(super) fn asker(app: App, id: RecordId) -> Option<RecordId> {
    customer_of(app, id, ticket::PERSON).or_else(|| customer_of(app, id, ticket::CUSTOMER))
}

/// The record that the first part of a path means.
fn record(app: App, id: RecordId, name: &str) -> Option<RecordId> {
    match name {
        "ticket" => Some(id),
        "customer" | "person" => asker(app, id),
        "company" => customer_of(app, id, ticket::CUSTOMER),
        "deal" => customer_of(app, id, ticket::DEAL),
        "product" => customer_of(app, id, ticket::PRODUCT),
        // A reply is signed by whoever writes it.
        "owner" => {
            let author = app.live().history().author();
            author.or_else(|| customer_of(app, id, field::OWNER))
        }
        _ => None,
    }
}

/// What stands for a path; none where it is not known.
fn value(app: App, id: RecordId, path: &str) -> Option<String> {
    let (first, rest) = path.split_once('.')?;
    let of = record(app, id, first)?;
    let live = app.live();
    if rest == "name" && of.kind == RecordKind::Customer {
        return Some(live.record(of).name(of).into_owned());
    }
    let workspace = live.record(of);
    let value = at(&*workspace.record(of)?, rest)?;
    let text = match &value {
        // A number is said as it is typed: no thousands in what names a ticket.
        Value::Number(_) => value.typed(),
        value => show(app, of.kind, rest, value),
    };
    (!text.trim().is_empty()).then_some(text)
}

/// A field's name for people: "Given name".
pub fn label(app: App, path: &str) -> String {
    let messages = app.page().messages();
    let (first, rest) = path.split_once('.').unwrap_or(("customer", path));
    let kind = match first {
        "person" | "company" => "customer",
        kind => kind,
    };
    let known = RecordKind::from_code(kind).and_then(|kind| kind.field_named(rest));
    match known {
        Some(_) if rest == "name" => messages.kind(kind),
        Some(_) => messages.field(kind, rest),
        None => path.to_owned(),
    }
}

/// A template's text for a ticket.
pub fn fill(app: App, id: RecordId, text: &str) -> String {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Field { path, otherwise } => match (value(app, id, path), otherwise) {
                (Some(value), _) => filled.push_str(&value),
                (None, Some(otherwise)) => filled.push_str(otherwise),
                (None, None) => {
                    filled.push('[');
                    filled.push_str(&label(app, path));
                    filled.push(']');
                }
            },
        }
    }
    filled
}

/// The name under which somebody is greeted in the composer's head.
pub(super) fn name(app: App, id: RecordId) -> Option<String> {
    let asker = asker(app, id)?;
    Some(app.live().record(asker).name(asker).into_owned()).filter(|name| !name.is_empty())
}

/// Whether a record is a person.
pub(super) fn is_person(app: App, id: RecordId) -> bool {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    record.is_some_and(|record| record.text(customer::KIND) == "person")
}
