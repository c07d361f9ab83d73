//! What is known today of one customer, deal or ticket that may call for something to be done: who waits
//! for whom, what is planned, what is late. Found for one record at a time, for its page; what is to be
//! done about it is the scoring's matter.

mod contact;
#[cfg(test)]
mod tests;

use super::Now;
use super::customer::{last_contact, next_step, open_task};
use super::deal::{LOST, OPEN, WON, outcomes};
use super::link::Links;
use super::related::{deals, open_tickets, pairs_to, referring};
use super::stamp::created_at;
use super::ticket::TicketState;
use crate::domain::{
    FieldIx, Instant, Key, Number, Record, RecordId, RecordKind, Standing, Value, activity,
    customer, deal, field, need, pipeline, ticket, ticket_message,
};
use crate::workspace::Workspace;
use crate::workspace::derived::{Fields, Source};
use crate::workspace::situation::{
    Calls, CustomerSituation, DealSituation, LateTicket, OpenDeal, OpenNeed, Situation, Step,
    TicketSituation,
};
use contact::{asked, reach, ways};
use std::collections::HashMap;
use std::rc::Rc;

/// The fields that this depends on beside those of [`super::engagement::READ`], by kind.
pub const READ: [(RecordKind, &[FieldIx]); 6] = [
    (
        RecordKind::Activity,
        &[activity::DUE, activity::STATUS, activity::SUBJECT],
    ),
    (
        RecordKind::Customer,
        &[
            customer::NAME,
            customer::LIFECYCLE,
            customer::NEXT_FOLLOW_UP,
        ],
    ),
    (
        RecordKind::Deal,
        &[
            deal::NAME,
            deal::EXPECTED_CLOSE,
            deal::NEXT_STEP,
            deal::NEXT_FOLLOW_UP,
            deal::PEOPLE,
        ],
    ),
    (
        RecordKind::Ticket,
        &[
            ticket::SUBJECT,
            ticket::PERSON,
            ticket::FIRST_RESPONSE_AT,
            ticket::FIRST_RESPONSE_DUE,
            ticket::RESOLVE_DUE,
            ticket::PAUSED_SINCE,
        ],
    ),
    (
        RecordKind::Message,
        &[
            ticket_message::TICKET,
            ticket_message::DIRECTION,
            ticket_message::AT,
        ],
    ),
    (
        RecordKind::Need,
        &[need::SUBJECT, need::IMPORTANCE, need::PRODUCT, need::DEAL],
    ),
];

/// What is known of a live record; none of a kind of which no advice is given.
#[must_use]
pub fn situation(workspace: &Workspace, now: Now, id: RecordId) -> Option<Situation> {
    let record = workspace.live(id)?;
    match id.kind {
        RecordKind::Customer => Some(Situation::Customer(of_customer(workspace, now, &record))),
        RecordKind::Deal => Some(Situation::Deal(of_deal(workspace, now, &record))),
        RecordKind::Ticket => Some(Situation::Ticket(of_ticket(workspace, now, &record))),
        _ => None,
    }
}

fn of_customer(workspace: &Workspace, now: Now, record: &Record) -> CustomerSituation {
    let id = record.id;
    let open = open_deals(workspace, now, id);
    // Not in the order of their names: that of all customers would have to be made for it.
    let people: Vec<RecordId> = {
        let table = workspace.table(RecordKind::Customer);
        let rows = pairs_to(workspace, RecordKind::Customer, customer::COMPANIES, id);
        let ids = rows.into_iter().filter_map(|row| table.id(row));
        ids.filter(|id| is_there(workspace, *id)).collect()
    };
    let about = [id].into_iter().chain(open.iter().map(|deal| deal.id));
    let about: Vec<RecordId> = about.chain(people.iter().copied()).collect();
    let asked = asked(workspace, now, &about, id);
    let first = asked.map(|asked| asked.who);
    CustomerSituation {
        at: now.at,
        today: now.today,
        name: record.name().into(),
        is_former: record.text(customer::LIFECYCLE) == "former",
        reach: reach(record),
        ways: ways(workspace, first.into_iter().chain([id]).chain(people)),
        asked,
        contact: last_contact(workspace, id, now),
        step: step_of_customer(workspace, id),
        late: late_ticket(workspace, now, id),
        need: if open.is_empty() {
            open_need(workspace, id)
        } else {
            None
        },
        deals: open,
    }
}

fn open_deals(workspace: &Workspace, now: Now, customer: RecordId) -> Vec<OpenDeal> {
    let found = deals(workspace, customer, now);
    let table = workspace.table(RecordKind::Deal);
    let open = found.rows.into_iter().take(found.open);
    let records = open.filter_map(|row| table.record(row));
    records
        .map(|record| OpenDeal {
            id: record.id,
            name: record.name().into(),
            closes: record.value(deal::EXPECTED_CLOSE).and_then(Value::as_date),
        })
        .collect()
}

/// What comes next with a customer, be it about them or one of their deals.
fn step_of_customer(workspace: &Workspace, id: RecordId) -> Option<Step> {
    let next = next_step(workspace, id)?;
    let record = workspace.record(next.record)?;
    Some(Step {
        due: next.due,
        record: next.record,
        words: match next.record.kind {
            RecordKind::Activity => record.text(activity::SUBJECT).into(),
            RecordKind::Deal => record.text(deal::NEXT_STEP).into(),
            _ => "".into(),
        },
    })
}

fn late_ticket(workspace: &Workspace, now: Now, customer: RecordId) -> Option<LateTicket> {
    let table = workspace.table(RecordKind::Ticket);
    let rows = open_tickets(workspace, customer).into_iter();
    let mut records = rows.filter_map(|row| table.record(row));
    records.find_map(|record| {
        let state = TicketState::of(&record);
        Some(LateTicket {
            id: record.id,
            name: record.name().into(),
            due: state.due.filter(|_| state.sla(now.at) == Some("late"))?,
        })
    })
}

/// The most important open need that a product would meet and no deal is about.
fn open_need(workspace: &Workspace, customer: RecordId) -> Option<OpenNeed> {
    let table = workspace.table(RecordKind::Need);
    let rows = referring(workspace, RecordKind::Need, need::CUSTOMER, customer).into_iter();
    let found = rows.filter_map(|row| {
        let record = table.record(row)?;
        let product = record.value(need::PRODUCT).and_then(Value::as_ref_id)?;
        let product = workspace.live(product)?;
        let is_open = record.text(need::STATUS) == "open" && record.value(need::DEAL).is_none();
        let weight = record.value(need::IMPORTANCE).and_then(Value::as_number);
        let found = OpenNeed {
            id: record.id,
            subject: record.name().into(),
            product: product.name().into(),
        };
        is_open.then(|| (weight.map_or(0.0, Number::to_f64), found))
    });
    // Of equals the one noted first.
    let most = found.reduce(|most, one| if one.0 > most.0 { one } else { most });
    most.map(|(_, need)| need)
}

fn of_deal(workspace: &Workspace, now: Now, record: &Record) -> DealSituation {
    let date = |field: FieldIx| record.value(field).and_then(Value::as_date);
    let reference = |field: FieldIx| record.value(field).and_then(Value::as_ref_id);
    let customer = reference(deal::CUSTOMER);
    let pipeline = reference(deal::PIPELINE);
    let stage = pipeline.and_then(|id| workspace.stage(id, record.text(deal::STAGE)));
    let parts = record.elements(deal::PEOPLE);
    let people: Vec<RecordId> = parts
        .filter_map(|(_, part)| part.as_part()?.value(0)?.as_ref_id())
        .collect();
    let asked = asked(workspace, now, &[record.id], customer.unwrap_or(record.id));
    let first = asked.map(|asked| asked.who);
    let first = first.into_iter().chain(people).chain(customer);
    let step = step_of_deal(workspace, record);
    DealSituation {
        at: now.at,
        today: now.today,
        is_open: stage.as_ref().is_none_or(|stage| stage.category() == OPEN),
        ways: ways(workspace, first),
        asked,
        contact: customer.and_then(|id| last_contact(workspace, id, now)),
        stage: stage.as_ref().map_or("", |stage| stage.name()).into(),
        since: date(deal::STAGE_SINCE),
        limit_days: stage
            .as_ref()
            .and_then(|stage| stage.rot_days())
            .map(|days| days.max(0.0) as u32),
        closes: date(deal::EXPECTED_CLOSE),
        is_planned: step.is_some() || !record.text(deal::NEXT_STEP).trim().is_empty(),
        step,
        calls: pipeline
            .and_then(|id| calls(workspace).get(&id).copied())
            .unwrap_or_default(),
    }
}

/// What comes next for a deal: the earliest of its next follow-up and the open tasks about it.
fn step_of_deal(workspace: &Workspace, record: &Record) -> Option<Step> {
    let own = record.value(deal::NEXT_FOLLOW_UP).and_then(Value::as_date);
    let own = own.map(|due| Step {
        due,
        record: record.id,
        words: record.text(deal::NEXT_STEP).into(),
    });
    let table = workspace.table(RecordKind::Activity);
    let rows = referring(workspace, RecordKind::Activity, activity::ABOUT, record.id);
    let tasks = rows.into_iter().filter(open_task(workspace));
    let tasks = tasks.filter_map(|row| {
        let task = table.record(row)?;
        Some(Step {
            due: task.value(activity::DUE).and_then(Value::as_date)?,
            record: task.id,
            words: task.text(activity::SUBJECT).into(),
        })
    });
    own.into_iter()
        .chain(tasks)
        .min_by_key(|step| (step.due, step.record))
}

/// What a call, meeting or visit went with: the closed deals of each pipeline, and how many were won.
fn calls(workspace: &Workspace) -> Rc<HashMap<RecordId, Calls>> {
    let sources = [
        Source::new(
            RecordKind::Deal,
            Fields::of(&[deal::PIPELINE, deal::STAGE, field::GONE, field::DELETED_AT]),
        ),
        Source::new(RecordKind::Pipeline, Fields::of(&[pipeline::STAGES])),
        Source::new(
            RecordKind::Activity,
            Fields::of(&[
                activity::KIND,
                activity::ABOUT,
                field::GONE,
                field::DELETED_AT,
            ]),
        ),
    ];
    let make = || {
        let table = workspace.table(RecordKind::Deal);
        let mut is_called = vec![false; table.rows()];
        let activities = workspace.table(RecordKind::Activity);
        let kinds = activities.texts(&Key::one(activity::KIND));
        let about = Key::one(activity::ABOUT);
        let about = Links::of(workspace, RecordKind::Activity, &about, RecordKind::Deal);
        for row in activities.live_rows() {
            let is_call = kinds
                .at(row)
                .is_some_and(|kind| matches!(&**kind, "call" | "meeting" | "visit"));
            let to = about.at(row).filter(|_| is_call);
            if let Some(called) = to.and_then(|deal| is_called.get_mut(deal as usize)) {
                *called = true;
            }
        }
        let pipelines = table.refs(&Key::one(deal::PIPELINE));
        let outcomes = outcomes(workspace);
        let mut found: HashMap<RecordId, Calls> = HashMap::new();
        for row in table.live_rows() {
            let outcome = outcomes.at(row).map_or(OPEN, |outcome| outcome);
            let (Some(pipeline), WON | LOST) = (pipelines.at(row), outcome) else {
                continue;
            };
            let calls = found.entry(*pipeline).or_default();
            let (all, won) = if is_called.get(row as usize) == Some(&true) {
                (&mut calls.with, &mut calls.with_won)
            } else {
                (&mut calls.without, &mut calls.without_won)
            };
            *all += 1;
            *won += u32::from(outcome == WON);
        }
        found
    };
    workspace.derived("calls of closed deals", 0, &sources, make, |_, _| false)
}

fn of_ticket(workspace: &Workspace, now: Now, record: &Record) -> TicketSituation {
    let instant = |field: FieldIx| moment(record, field);
    let state = TicketState::of(record);
    let (mut heard, mut written) = (Some(created_at(record)), instant(ticket::FIRST_RESPONSE_AT));
    let table = workspace.table(RecordKind::Message);
    let rows = referring(
        workspace,
        RecordKind::Message,
        ticket_message::TICKET,
        record.id,
    );
    for message in rows.into_iter().filter_map(|row| table.record(row)) {
        let at = moment(&message, ticket_message::AT).unwrap_or_else(|| created_at(&message));
        match message.text(ticket_message::DIRECTION) {
            "in" => heard = heard.max(Some(at)),
            "out" => written = written.max(Some(at)),
            _ => {}
        }
    }
    let is_running = matches!(state.clock, "reply" | "solve");
    TicketSituation {
        at: now.at,
        status: record.text(ticket::STATUS).into(),
        priority: record.text(ticket::PRIORITY).into(),
        clock: state.clock,
        due: state.due,
        left_minutes: state.minutes_left(now.at),
        is_at_risk: state.is_at_risk(now.at),
        waits_since: heard.filter(|heard| is_running && written.is_none_or(|at| at < *heard)),
        solved: instant(ticket::RESOLVED_AT).filter(|_| record.text(ticket::STATUS) == "resolved"),
        written,
        is_marked: record.value(ticket::CSAT).is_some(),
    }
}

/// The moment in a field of a record.
fn moment(record: &Record, field: FieldIx) -> Option<Instant> {
    match record.value(field) {
        Some(Value::Instant(at)) => Some(*at),
        _ => None,
    }
}

/// Whether a record is there, in the trash or not.
fn is_there(workspace: &Workspace, id: RecordId) -> bool {
    let table = workspace.table(id.kind);
    let row = table.row(id.uuid);
    row.is_some_and(|row| table.standing(row) == Standing::Live)
}
