//! The records that belong to a customer or a deal: deals, transactions, activities, people, read
//! once for a page. What they say is the page's matter.

use crate::domain::{
    Date, FieldIx, Instant, Key, Money, Number, RecordId, RecordKind, Value, activity, customer,
    deal, need, ticket, transaction,
};
use crate::query::deal::OPEN;
use crate::query::ticket::TicketState;
use crate::ui::app::App;
use std::cmp::Reverse;
use std::collections::HashSet;

/// A deal of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedDeal {
    /// The deal.
    pub id: RecordId,
    /// What it is called.
    pub name: String,
    /// For how much.
    pub amount: Option<Money>,
    /// The name of its stage.
    pub stage: String,
    /// Whether it can still be won.
    pub is_open: bool,
    /// The day it is expected to close.
    pub closes: Option<Date>,
}

/// A ticket of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedTicket {
    /// The ticket.
    pub id: RecordId,
    /// What it is about.
    pub name: String,
    /// How far it has come.
    pub status: String,
    /// The clock that counts.
    pub clock: &'static str,
    /// When the promise of that clock is due.
    pub due: Option<Instant>,
    /// Whether anything is left to do.
    pub is_open: bool,
}

/// A transaction with a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedTransaction {
    /// The transaction.
    pub id: RecordId,
    /// Its number in the books.
    pub number: String,
    /// Its kind.
    pub kind: String,
    /// How much.
    pub amount: Option<Money>,
    /// The day it counts for.
    pub date: Option<Date>,
}

/// A need of a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedNeed {
    /// The need.
    pub id: RecordId,
    /// What is needed.
    pub name: String,
    /// How far it has come.
    pub status: String,
    /// The group of needs it belongs to.
    pub category: String,
    /// How much it matters, from 1 to 5.
    pub importance: Option<Number>,
    /// The day it was noted.
    pub noted: Option<Date>,
}

/// A person of a company, or a company of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedCustomer {
    /// The customer.
    pub id: RecordId,
    /// What they are called.
    pub name: String,
    /// What they do there.
    pub role: String,
}

/// The records of a kind whose reference in a field leads to `to`.
pub fn referring(app: App, kind: RecordKind, field: FieldIx, to: RecordId) -> Vec<RecordId> {
    let live = app.live();
    let workspace = live.field(kind, field);
    let table = workspace.table(kind);
    let refs = table.refs(&Key::one(field));
    table
        .live_rows()
        .filter(|row| refs.at(*row) == Some(&to))
        .filter_map(|row| table.id(row))
        .collect()
}

fn money(value: Option<&Value>) -> Option<Money> {
    match value {
        Some(Value::Money(money)) => Some(*money),
        _ => None,
    }
}

fn date(value: Option<&Value>) -> Option<Date> {
    match value {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    }
}

/// The deals of a customer, open ones first, by the day they are expected to close.
pub fn deals(app: App, id: RecordId) -> Vec<RelatedDeal> {
    let live = app.live();
    let mut deals: Vec<RelatedDeal> = referring(app, RecordKind::Deal, deal::CUSTOMER, id)
        .into_iter()
        .filter_map(|id| {
            let workspace = live.record(id);
            let record = workspace.record(id)?;
            let pipeline = record.value(deal::PIPELINE).and_then(Value::as_ref_id)?;
            drop(live.record(pipeline));
            let stage = workspace.stage(pipeline, record.text(deal::STAGE));
            Some(RelatedDeal {
                id,
                name: record.name().to_owned(),
                amount: money(record.value(deal::AMOUNT)),
                is_open: stage.as_ref().is_some_and(|stage| stage.category() == OPEN),
                stage: stage
                    .map(|stage| stage.name().to_owned())
                    .unwrap_or_default(),
                closes: date(record.value(deal::EXPECTED_CLOSE)),
            })
        })
        .collect();
    deals.sort_by_key(|deal| (!deal.is_open, deal.closes.is_none(), deal.closes, deal.id));
    deals
}

/// The tickets of a customer, open ones first by their next promise, then those solved last. To a person
/// belong those that the person wrote for a company.
pub fn tickets(app: App, id: RecordId) -> Vec<RelatedTicket> {
    let live = app.live();
    let mut ids = referring(app, RecordKind::Ticket, ticket::CUSTOMER, id);
    ids.extend(referring(app, RecordKind::Ticket, ticket::PERSON, id));
    ids.sort_unstable();
    ids.dedup();
    let mut all: Vec<RelatedTicket> = ids
        .into_iter()
        .filter_map(|id| {
            let workspace = live.record(id);
            let record = workspace.record(id)?;
            let state = TicketState::of(&record);
            Some(RelatedTicket {
                id,
                name: record.name().to_owned(),
                status: record.text(ticket::STATUS).to_owned(),
                clock: state.clock,
                due: state.due,
                is_open: state.is_open(),
            })
        })
        .collect();
    all.sort_by_key(|one| (!one.is_open, one.due.is_none(), one.due, Reverse(one.id)));
    all
}

/// The transactions with a customer, or of a deal, newest first.
pub fn transactions(app: App, id: RecordId) -> Vec<RelatedTransaction> {
    let live = app.live();
    let by = match id.kind {
        RecordKind::Deal => transaction::DEAL,
        _ => transaction::CUSTOMER,
    };
    let ids = referring(app, RecordKind::Transaction, by, id);
    let mut all: Vec<RelatedTransaction> = ids
        .into_iter()
        .filter_map(|id| {
            let workspace = live.record(id);
            let record = workspace.record(id)?;
            Some(RelatedTransaction {
                id,
                number: record.text(transaction::NUMBER).to_owned(),
                kind: record.text(transaction::KIND).to_owned(),
                amount: money(record.value(transaction::AMOUNT)),
                date: date(record.value(transaction::DATE)),
            })
        })
        .collect();
    all.sort_by_key(|one| (std::cmp::Reverse(one.date), one.id));
    all
}

/// The needs of a customer, open ones first by how much they matter, then by the day they were noted.
pub fn needs(app: App, id: RecordId) -> Vec<RelatedNeed> {
    let live = app.live();
    let ids = referring(app, RecordKind::Need, need::CUSTOMER, id);
    let mut all: Vec<RelatedNeed> = ids
        .into_iter()
        .filter_map(|id| {
            let workspace = live.record(id);
            let record = workspace.record(id)?;
            Some(RelatedNeed {
                id,
                name: record.name().to_owned(),
                status: record.text(need::STATUS).to_owned(),
                category: record.text(need::CATEGORY).to_owned(),
                importance: record.value(need::IMPORTANCE).and_then(Value::as_number),
                noted: date(record.value(need::NOTED_AT)),
            })
        })
        .collect();
    all.sort_by_key(|one| {
        let is_open = one.status == "open";
        (
            !is_open,
            Reverse(one.importance),
            Reverse(one.noted),
            one.id,
        )
    });
    all
}

/// The activities about a record, each with what it is about. To a customer belongs what is about its
/// deals, to a company also what is about its people.
pub fn activities(app: App, id: RecordId) -> Vec<(RecordId, RecordId)> {
    let mut about = HashSet::from([id]);
    if id.kind == RecordKind::Customer {
        about.extend(referring(app, RecordKind::Deal, deal::CUSTOMER, id));
        about.extend(people(app, id).into_iter().map(|one| one.id));
    }
    let live = app.live();
    let workspace = live.field(RecordKind::Activity, activity::ABOUT);
    let table = workspace.table(RecordKind::Activity);
    let refs = table.refs(&Key::one(activity::ABOUT));
    let of_row = |row| {
        let to = refs.at(row).filter(|to| about.contains(to))?;
        Some((table.id(row)?, *to))
    };
    table.live_rows().filter_map(of_row).collect()
}

/// The people of a company.
pub fn people(app: App, id: RecordId) -> Vec<RelatedCustomer> {
    let live = app.live();
    drop(live.field(RecordKind::Customer, customer::COMPANIES));
    let workspace = live.field(RecordKind::Customer, customer::NAME);
    let table = workspace.table(RecordKind::Customer);
    let mut rows: Vec<u32> = Vec::new();
    table.each_element(customer::COMPANIES, |row, _, _| rows.push(row));
    rows.sort_unstable();
    rows.dedup();
    let mut people: Vec<RelatedCustomer> = rows
        .into_iter()
        .filter_map(|row| table.record(row))
        .filter(|record| workspace.live(record.id).is_some())
        .filter_map(|record| {
            let mut parts = record
                .elements(customer::COMPANIES)
                .filter_map(|(_, value)| value.as_part());
            let part = parts.find(|part| part.value(0).and_then(Value::as_ref_id) == Some(id))?;
            let role = part.value(1).and_then(Value::as_text).unwrap_or_default();
            let role = if role.is_empty() {
                record.text(customer::TITLE)
            } else {
                role
            };
            Some(RelatedCustomer {
                id: record.id,
                name: record.name().to_owned(),
                role: role.to_owned(),
            })
        })
        .collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    people
}
