//! What follows from a customer's records and those that refer to it: completeness, the last
//! contact, open deals, the next step.

use super::Now;
use super::activity::About;
use super::contact::last_contacts;
use super::deal::{OPEN, outcomes};
use super::link::{Links, NO_ROW};
use crate::document::value::ordered_bits;
use crate::domain::{
    Date, FieldIx, Key, Record, RecordId, RecordKind, Standing, activity, customer, deal, field,
    order, pipeline, ticket,
};
use crate::workspace::Workspace;
use crate::workspace::columns::{Column as _, Ints};
use crate::workspace::derived::{Fields, Source};
use std::collections::HashMap;
use std::rc::Rc;

/// A fact that makes a customer's record complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The field that says it.
    pub field: FieldIx,
    /// Its weight in percent.
    pub weight: u8,
}

const fn fact(field: FieldIx, weight: u8) -> Fact {
    Fact { field, weight }
}

/// What a complete record of a person says: how to reach them, where they belong, who looks after
/// them. The weights make 100.
pub const PERSON_FACTS: [Fact; 8] = [
    fact(customer::EMAILS, 20),
    fact(customer::PHONES, 20),
    fact(customer::COMPANIES, 15),
    fact(customer::TITLE, 10),
    fact(customer::ADDRESSES, 10),
    fact(customer::LIFECYCLE, 10),
    fact(field::OWNER, 10),
    fact(customer::SOURCE, 5),
];

/// What a complete record of a company says. The weights make 100.
pub const COMPANY_FACTS: [Fact; 9] = [
    fact(customer::INDUSTRY, 15),
    fact(customer::ADDRESSES, 15),
    fact(customer::PHONES, 15),
    fact(customer::EMAILS, 15),
    fact(customer::WEBSITE, 10),
    fact(customer::LIFECYCLE, 10),
    fact(field::OWNER, 10),
    fact(customer::SIZE, 5),
    fact(customer::SOURCE, 5),
];

/// The facts that a customer of a kind should have.
#[must_use]
pub fn facts(kind: &str) -> &'static [Fact] {
    if kind == "person" {
        &PERSON_FACTS
    } else {
        &COMPANY_FACTS
    }
}

/// How complete a customer's record is, in percent.
#[must_use]
pub fn completeness(record: &Record) -> u8 {
    let all = facts(record.text(customer::KIND)).iter();
    all.filter(|fact| has(record, fact.field))
        .map(|fact| fact.weight)
        .sum()
}

/// What a customer's record does not say yet, the weightiest first.
#[must_use]
pub fn missing(record: &Record) -> Vec<Fact> {
    let all = facts(record.text(customer::KIND)).iter();
    let mut missing: Vec<Fact> = all
        .filter(|fact| !has(record, fact.field))
        .copied()
        .collect();
    missing.sort_by_key(|fact| std::cmp::Reverse(fact.weight));
    missing
}

fn has(record: &Record, field: FieldIx) -> bool {
    let mut registers = record.registers().filter(|(key, _)| key.field == field);
    registers.any(|(_, register)| register.value.is_some())
}

/// How complete each customer's record is.
pub(super) fn completenesses(workspace: &Workspace) -> Rc<Ints> {
    let kind = RecordKind::Customer;
    let table = workspace.table(kind);
    let weights = || PERSON_FACTS.iter().chain(&COMPANY_FACTS);
    let mut fields: Vec<FieldIx> = weights().map(|fact| fact.field).collect();
    fields.extend([customer::KIND, field::GONE]);
    let sources = [Source::new(kind, Fields::of(&fields))];
    let make = || {
        let mut of_person = vec![0u8; table.rows()];
        let mut of_company = of_person.clone();
        order::sort(&mut fields);
        fields.dedup();
        for field in fields.iter().copied() {
            let weight = |facts: &[Fact]| {
                let found = facts.iter().find(|fact| fact.field == field);
                found.map_or(0, |fact| fact.weight)
            };
            let weights = (weight(&PERSON_FACTS), weight(&COMPANY_FACTS));
            if weights == (0, 0) {
                continue;
            }
            // A list may have several elements, which count once.
            let mut is_counted = vec![false; table.rows()];
            table.each_element(field, |row, _, _| {
                let row = row as usize;
                if let (Some(counted @ false), Some(person), Some(company)) = (
                    is_counted.get_mut(row),
                    of_person.get_mut(row),
                    of_company.get_mut(row),
                ) {
                    *counted = true;
                    *person += weights.0;
                    *company += weights.1;
                }
            });
        }
        let kinds = table.texts(&Key::one(customer::KIND));
        let mut column = Ints::empty(table.rows());
        for (row, (person, company)) in (0u32..).zip(of_person.iter().zip(&of_company)) {
            let is_person = kinds.at(row).is_some_and(|kind| &**kind == "person");
            let percent = if is_person { *person } else { *company };
            column.set(row, Some(ordered_bits(f64::from(percent))));
        }
        column
    };
    let patch = |column: &mut Ints, written: &[(RecordKind, u32)]| {
        for (_, row) in written {
            let percent = table.record(*row).map(|record| completeness(&record));
            column.set(
                *row,
                percent.map(|percent| ordered_bits(f64::from(percent))),
            );
        }
        true
    };
    workspace.derived("completeness of customers", 0, &sources, make, patch)
}

/// The fields that say whether a record is live, with these.
macro_rules! live {
    ($($field:path),* $(,)?) => {
        Fields::of(&[$($field,)* field::GONE, field::DELETED_AT])
    };
}

/// How many open deals each customer has.
pub(super) fn open_deals(workspace: &Workspace) -> Rc<Ints> {
    let sources = [
        Source::new(
            RecordKind::Deal,
            live![deal::CUSTOMER, deal::PIPELINE, deal::STAGE],
        ),
        Source::new(RecordKind::Pipeline, live![pipeline::STAGES]),
        Source::new(RecordKind::Customer, live![]),
    ];
    let make = || {
        let rows = workspace.table(RecordKind::Customer).rows();
        let mut counts = vec![0u32; rows];
        each_open_deal(workspace, |_, customer| {
            if let Some(count) = counts.get_mut(customer as usize) {
                *count += 1;
            }
        });
        let mut column = Ints::empty(rows);
        for (row, count) in (0u32..).zip(counts) {
            column.set(row, Some(ordered_bits(f64::from(count))));
        }
        column
    };
    workspace.derived("open deals of customers", 0, &sources, make, |_, _| false)
}

/// Calls back with the row of each live open deal and that of its customer ([`NO_ROW`] for none).
pub(super) fn each_open_deal(workspace: &Workspace, mut visit: impl FnMut(u32, u32)) {
    let table = workspace.table(RecordKind::Deal);
    let key = Key::one(deal::CUSTOMER);
    let links = Links::of(workspace, RecordKind::Deal, &key, RecordKind::Customer);
    let outcomes = outcomes(workspace);
    let open = outcomes.code(&OPEN.into()).unwrap_or_default();
    let columns = links.as_slice().iter().zip(outcomes.as_slice());
    for (row, ((customer, outcome), standing)) in (0u32..).zip(columns.zip(table.standings())) {
        if *outcome == open && *standing == Standing::Live {
            visit(row, *customer);
        }
    }
}

/// Where the next step of a customer is written, and when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NextStep {
    /// When.
    pub due: Date,
    /// The task; or the customer or deal whose next follow-up it is.
    pub record: RecordId,
}

/// The fields that say what comes next.
const TASK_FIELDS: Fields = live![
    activity::KIND,
    activity::ABOUT,
    activity::DUE,
    activity::STATUS,
    activity::DONE_AT,
];

/// The day of the next step with each customer: the earliest due day of an open task about it or
/// one of its deals, or next follow-up of it or one of its open deals.
pub(super) fn next_steps(workspace: &Workspace) -> Rc<Ints> {
    let sources = [
        Source::new(RecordKind::Activity, TASK_FIELDS),
        Source::new(
            RecordKind::Deal,
            live![
                deal::CUSTOMER,
                deal::PIPELINE,
                deal::STAGE,
                deal::NEXT_FOLLOW_UP,
            ],
        ),
        Source::new(RecordKind::Pipeline, live![pipeline::STAGES]),
        Source::new(RecordKind::Ticket, live![ticket::CUSTOMER]),
        Source::new(RecordKind::Customer, live![customer::NEXT_FOLLOW_UP]),
    ];
    let make = || {
        let rows = workspace.table(RecordKind::Customer).rows();
        let mut days = vec![i64::MAX; rows];
        each_step(workspace, |customer, due, _, _| {
            if let Some(slot) = days.get_mut(customer as usize) {
                *slot = (*slot).min(due);
            }
        });
        let mut column = Ints::empty(rows);
        for (row, day) in (0u32..).zip(days) {
            column.set(row, Some(day).filter(|day| *day != i64::MAX));
        }
        column
    };
    workspace.derived("next steps of customers", 0, &sources, make, |_, _| false)
}

/// Calls back with the row of a customer, the due day and the record of every step to come.
fn each_step(workspace: &Workspace, mut visit: impl FnMut(u32, i64, RecordKind, u32)) {
    let table = workspace.table(RecordKind::Activity);
    let about = About::of(workspace);
    let dues = table.ints(&Key::one(activity::DUE));
    for row in table.live_rows().filter(open_task(workspace)) {
        if let (Some(customer), Some(due)) = (about.customer(row), dues.at(row)) {
            visit(customer, due, RecordKind::Activity, row);
        }
    }
    let follow_ups = workspace
        .table(RecordKind::Deal)
        .ints(&Key::one(deal::NEXT_FOLLOW_UP));
    each_open_deal(workspace, |row, customer| {
        if let Some(due) = follow_ups.at(row).filter(|_| customer != NO_ROW) {
            visit(customer, due, RecordKind::Deal, row);
        }
    });
    let table = workspace.table(RecordKind::Customer);
    let follow_ups = table.ints(&Key::one(customer::NEXT_FOLLOW_UP));
    for row in table.live_rows() {
        if let Some(due) = follow_ups.at(row) {
            visit(row, due, RecordKind::Customer, row);
        }
    }
}

/// Whether the activity of a row is a task that is still to be done.
pub(super) fn open_task(workspace: &Workspace) -> impl Fn(&u32) -> bool {
    let table = workspace.table(RecordKind::Activity);
    let kinds = table.texts(&Key::one(activity::KIND));
    let is_over = is_over(workspace);
    move |row| {
        let is_task = kinds.at(*row).is_some_and(|kind| &**kind == "task");
        is_task && !is_over(row)
    }
}

/// Whether the activity of a row, of whatever kind, was done or called off.
pub(super) fn is_over(workspace: &Workspace) -> impl Fn(&u32) -> bool {
    let table = workspace.table(RecordKind::Activity);
    let statuses = table.texts(&Key::one(activity::STATUS));
    let done_at = table.ints(&Key::one(activity::DONE_AT));
    move |row| {
        let is_said = statuses
            .at(*row)
            .is_some_and(|status| matches!(&**status, "done" | "cancelled"));
        is_said || done_at.at(*row).is_some()
    }
}

/// The next step with one customer.
#[must_use]
pub fn next_step(workspace: &Workspace, customer: RecordId) -> Option<NextStep> {
    let of = workspace.table(RecordKind::Customer).row(customer.uuid)?;
    let mut steps = Vec::new();
    each_step(workspace, |customer, due, kind, row| {
        let id = workspace.table(kind).id(row);
        let due = i32::try_from(due).ok().and_then(Date::from_days);
        if let (true, Some(record), Some(due)) = (customer == of, id, due) {
            steps.push(NextStep { due, record });
        }
    });
    steps.into_iter().min()
}

/// The next steps with some customers, found in one walk over all steps there are.
#[must_use]
pub fn next_steps_of(workspace: &Workspace, customers: &[RecordId]) -> HashMap<RecordId, NextStep> {
    let table = workspace.table(RecordKind::Customer);
    let rows = customers
        .iter()
        .filter_map(|id| Some((table.row(id.uuid)?, *id)));
    let wanted: HashMap<u32, RecordId> = rows.collect();
    let mut steps: HashMap<RecordId, NextStep> = HashMap::new();
    each_step(workspace, |customer, due, kind, row| {
        let Some(customer) = wanted.get(&customer) else {
            return;
        };
        let id = workspace.table(kind).id(row);
        let due = i32::try_from(due).ok().and_then(Date::from_days);
        if let (Some(record), Some(due)) = (id, due) {
            let step = NextStep { due, record };
            let held = steps.entry(*customer).or_insert(step);
            *held = step.min(*held);
        }
    });
    steps
}

/// The day of the latest contact with one customer.
#[must_use]
pub fn last_contact(workspace: &Workspace, customer: RecordId, now: Now) -> Option<Date> {
    let row = workspace.table(RecordKind::Customer).row(customer.uuid)?;
    let days = last_contacts(workspace, now).at(row)?;
    Date::from_days(i32::try_from(days).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_make_a_hundred() {
        for kind in ["person", "company"] {
            let sum: u8 = facts(kind).iter().map(|fact| fact.weight).sum();
            assert_eq!(sum, 100, "{kind}");
        }
    }
}
