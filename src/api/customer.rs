//! The customer with what belongs to it: the answer that integrations ask for.

use super::Desk;
use super::document::{resolve, shown};
use super::reply::{Refusal, Reply};
use super::request::Request;
use crate::document::json::{JsonWriter, write_document, write_plain};
use crate::domain::{Record, RecordId, RecordKind, Type, Value, customer};
use crate::query::related::{self as of_customer, Membership};
use crate::query::timeline::{What, timeline};

/// How many of the latest activities are shown.
const ACTIVITIES: usize = 20;

pub(super) fn read(desk: &Desk<'_>, request: &Request, id: &str) -> Result<Reply, Refusal> {
    let record = resolve(desk, RecordKind::Customer, id)?;
    let mut out = JsonWriter::default();
    out.object();
    write_document(&mut out, &record, |_| true);
    out.name("related").raw(&related(desk, &record));
    out.end_object();
    Ok(shown(Some(request), &record, 200, out.finish()))
}

/// What belongs to a customer, as JSON.
pub(super) fn related(desk: &Desk<'_>, record: &Record) -> String {
    let mut out = JsonWriter::default();
    out.object();
    if record.text(customer::KIND) == "person" {
        out.name("companies");
        write_memberships(
            &mut out,
            desk,
            of_customer::companies(desk.workspace, record.id),
        );
    } else {
        out.name("people");
        write_memberships(
            &mut out,
            desk,
            of_customer::people(desk.workspace, record.id),
        );
    }
    let deals = of_customer::deals(desk.workspace, record.id, desk.now);
    let table = desk.workspace.table(RecordKind::Deal);
    let open = deals.rows.iter().take(deals.open);
    out.name("open_deals");
    write_records(&mut out, desk, open.filter_map(|row| table.id(*row)));
    let tickets = of_customer::open_tickets(desk.workspace, record.id);
    let table = desk.workspace.table(RecordKind::Ticket);
    out.name("open_tickets");
    write_records(
        &mut out,
        desk,
        tickets.iter().filter_map(|row| table.id(*row)),
    );
    // What is still to be done stands first, then the latest of what was.
    let (entries, _) = timeline(desk.workspace, record.id, &[], desk.now, usize::MAX);
    let activities = entries.into_iter().filter_map(|entry| match entry.what {
        What::Activity { id, .. } => Some(id),
        _ => None,
    });
    out.name("activities");
    write_records(&mut out, desk, activities.take(ACTIVITIES));
    write_transactions(&mut out, desk, record.id);
    out.end_object();
    out.finish()
}

fn write_memberships(out: &mut JsonWriter, desk: &Desk<'_>, memberships: Vec<Membership>) {
    out.array();
    for membership in memberships {
        out.object().name("id").show(&membership.customer);
        out.name("name")
            .text(&desk.workspace.name(membership.customer));
        if let Some(role) = &membership.role {
            out.name("role").text(role);
        }
        out.name("primary").literal(membership.is_primary);
        out.end_object();
    }
    out.end_array();
}

fn write_records(out: &mut JsonWriter, desk: &Desk<'_>, ids: impl Iterator<Item = RecordId>) {
    out.array();
    for record in ids.filter_map(|id| desk.workspace.record(id)) {
        out.object();
        write_document(out, &record, |_| true);
        out.end_object();
    }
    out.end_array();
}

fn write_transactions(out: &mut JsonWriter, desk: &Desk<'_>, customer: RecordId) {
    let transactions = of_customer::transactions(desk.workspace, customer);
    out.name("transactions").object();
    out.name("count").literal(transactions.rows.len());
    out.name("sum").array();
    for sum in transactions.total.iter() {
        write_plain(out, Type::Money, &Value::Money(sum));
    }
    out.end_array();
    for (name, day) in [("first", transactions.first), ("last", transactions.last)] {
        if let Some(day) = day {
            out.name(name).show(&day);
        }
    }
    out.end_object();
}
