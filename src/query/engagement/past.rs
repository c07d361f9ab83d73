//! How things stood with a few customers on the days before today, from what has a day: what was done and
//! bought, when deals were begun, moved and closed, when tickets were opened and solved, when needs were
//! noted. As of today it is what [`super::engagement`] finds.
//!
//! What has no day counts as it is now: whether somebody can be reached, whether a ticket is urgent, the
//! chance that a deal has of its own, whose anything is. What was done without a day is not counted for
//! the days before: a deal closed, a ticket solved without a day, and every need that is no longer open.
//! A ticket that was opened again counts as open all the while.
//! A deal says since when it is at its stage; at which it was before is in the journal, and where that no
//! longer tells it was at the first.

use super::{each_of, engagement};
use crate::domain::{Key, Number, RecordId, RecordKind, Value, activity, deal, need, ticket};
use crate::query::Now;
use crate::query::contact::{Activities, each_trade};
use crate::query::deal::{OPEN, begun, chance as chance_at, chances, outcomes};
use crate::query::link::Links;
use crate::query::stamp;
use crate::workspace::change::Change;
use crate::workspace::engagement::{Past, PastDeal, PastTicket};
use crate::workspace::{Stage, Workspace};
use std::collections::HashMap;

/// How things stood with the customers of some rows, in the order of the rows, in one walk over each table
/// that tells of it. `changes` are those that the journal still has.
#[must_use]
pub fn pasts(workspace: &Workspace, rows: &[u32], changes: &[Change], now: Now) -> Vec<Past> {
    let mut finding = Finding {
        workspace,
        now,
        today: now.today.to_days(),
        places: rows.iter().zip(0..).map(|(row, at)| (*row, at)).collect(),
        found: vec![Past::default(); rows.len()],
    };
    finding.contacts();
    finding.deals(changes);
    finding.tickets();
    finding.needs();
    let today = engagement(workspace, now);
    for (row, past) in rows.iter().zip(&mut finding.found) {
        let of = today.get(*row as usize);
        past.reach = of.map(|of| of.reach).unwrap_or_default();
    }
    finding.found
}

struct Finding<'w> {
    workspace: &'w Workspace,
    now: Now,
    today: i32,
    /// The places of the customers by their rows.
    places: HashMap<u32, usize>,
    found: Vec<Past>,
}

/// A day as the columns have it.
fn short(day: i64) -> i32 {
    day.clamp(i32::MIN.into(), i32::MAX.into()) as i32
}

impl Finding<'_> {
    fn past(&mut self, customer: u32) -> Option<&mut Past> {
        self.found.get_mut(*self.places.get(&customer)?)
    }

    /// The day of a moment, or today where it is still to come: what is there today was there by then.
    fn by_today(&self, day: i64) -> i32 {
        short(day).min(self.today)
    }

    fn contacts(&mut self) {
        let workspace = self.workspace;
        let companies = Links::to_company(workspace);
        let table = workspace.table(RecordKind::Activity);
        let directions = table.texts(&Key::one(activity::DIRECTION));
        let incoming = directions.code(&"in".into());
        let (mut at, mut met) = (u32::MAX, Vec::new());
        let rows = |kind| workspace.table(kind).rows() as u32;
        let trades = 0..rows(RecordKind::Transaction);
        each_trade(workspace, trades, &mut |customer, day| {
            self.contact(&companies, customer, short(day));
        });
        let activities = Activities::of(workspace, self.now);
        activities.each(
            0..rows(RecordKind::Activity),
            &mut |customer, day, activity| {
                let day = short(day);
                self.contact(&companies, customer, day);
                let direction = directions.as_slice().get(activity as usize).copied();
                // Whoever an activity is about may be named among those who took part, too.
                if std::mem::replace(&mut at, activity) != activity {
                    met.clear();
                }
                let is_new = !met.contains(&customer);
                if is_new && incoming.is_some() && direction == incoming {
                    met.push(customer);
                    if let Some(past) = self.past(customer) {
                        past.incoming.push(day);
                    }
                }
            },
        );
    }

    /// What was done with a person counts for their company too.
    fn contact(&mut self, companies: &Links, customer: u32, day: i32) {
        for customer in companies.at(customer).into_iter().chain([customer]) {
            if let Some(past) = self.past(customer) {
                past.contacts.push(day);
            }
        }
    }

    fn deals(&mut self, changes: &[Change]) {
        let workspace = self.workspace;
        let table = workspace.table(RecordKind::Deal);
        let begun = begun(workspace, self.now);
        let closed = table.ints(&Key::one(deal::CLOSED_AT));
        let since = table.ints(&Key::one(deal::STAGE_SINCE));
        let (outcomes, chance) = (outcomes(workspace), chances(workspace));
        let mut rows = Vec::new();
        each_of(
            workspace,
            RecordKind::Deal,
            deal::CUSTOMER,
            |row, customer| {
                if self.places.contains_key(&customer) {
                    rows.push((row, customer));
                }
            },
        );
        let ids = rows.iter().filter_map(|(row, _)| table.id(*row));
        let moves = moves(&ids.collect::<Vec<_>>(), changes, self.now);
        for (row, customer) in rows {
            let is_open = outcomes.at(row).is_none_or(|outcome| &**outcome == OPEN);
            let moves = table.id(row).and_then(|id| moves.get(&id));
            // One that is closed, nobody knows when, was open nobody knows until when.
            if !is_open && closed.at(row).is_none() && moves.is_none() {
                continue;
            }
            let from = begun.at(row).map_or(self.today, |day| self.by_today(day));
            let now = is_open.then(|| percent(chance(row).parts() / 100));
            let since = match is_open {
                true => since.at(row).map_or(from, |day| self.by_today(day)),
                false => closed.at(row).map_or(self.today, |day| self.by_today(day)),
            };
            let mut chances = self.before(row, moves.map_or(&[], Vec::as_slice));
            chances.push((since, now));
            if let Some(past) = self.past(customer) {
                past.deals.push(PastDeal { from, chances });
            }
        }
    }

    /// The chances of a deal at the stages that it had before, with the days from which it had them.
    fn before(&self, row: u32, moves: &[Move]) -> Vec<(i32, Option<u8>)> {
        let record = self.workspace.table(RecordKind::Deal).record(row);
        let Some(record) = record else {
            return Vec::new();
        };
        let pipeline = record.value(deal::PIPELINE).and_then(Value::as_ref_id);
        let stages = pipeline.map(|id| self.workspace.stages(id));
        let stages = stages.unwrap_or_default();
        let own = record.value(deal::PROBABILITY).and_then(Value::as_number);
        let chance = |stage: Option<&Stage>| {
            let chance = chance_at(stage, own.map(Number::to_f64));
            let is_open = stage.is_none_or(|stage| stage.category() == OPEN);
            is_open.then(|| percent(chance.parts() / 100))
        };
        let named = |code: &str| stages.iter().find(|stage| *stage.id == *code);
        let first = || stages.iter().find(|stage| stage.category() == OPEN);
        let begin = moves.first().and_then(|of| named(of.before.as_deref()?));
        let after = |of: &Move| chance(of.after.as_deref().and_then(named));
        let begin = (i32::MIN, chance(begin.or_else(first)));
        let later = moves.iter().map(|of| (of.day, after(of)));
        std::iter::once(begin).chain(later).collect()
    }

    fn tickets(&mut self) {
        let workspace = self.workspace;
        let kind = RecordKind::Ticket;
        let table = workspace.table(kind);
        let statuses = table.texts(&Key::one(ticket::STATUS));
        let priorities = table.texts(&Key::one(ticket::PRIORITY));
        let made = stamp::created(workspace, kind);
        let ends = [ticket::RESOLVED_AT, ticket::CLOSED_AT].map(|ix| table.ints(&Key::one(ix)));
        let now = self.now;
        each_of(workspace, kind, ticket::CUSTOMER, |row, customer| {
            let day = |ms: Option<i64>| ms.map(|ms| now.day_of_ms(ms));
            let from = day(made.at(row)).map_or(self.today, |day| self.by_today(day));
            let status = statuses.at(row);
            let is_done = status.is_some_and(|status| ticket::DONE.contains(&&**status));
            let end = ends.iter().filter_map(|ends| day(ends.at(row))).min();
            let until = end.map(|day| self.by_today(day)).filter(|_| is_done);
            let is_urgent = priorities.at(row).is_some_and(|of| &**of == "urgent");
            // One that is solved, nobody knows when, was open nobody knows until when.
            if is_done && until.is_none() {
                return;
            }
            if let Some(past) = self.past(customer) {
                past.tickets.push(PastTicket {
                    from,
                    until,
                    is_urgent,
                });
            }
        });
    }

    fn needs(&mut self) {
        let workspace = self.workspace;
        let kind = RecordKind::Need;
        let table = workspace.table(kind);
        let statuses = table.texts(&Key::one(need::STATUS));
        let noted = table.ints(&Key::one(need::NOTED_AT));
        let made = stamp::created(workspace, kind);
        let now = self.now;
        each_of(workspace, kind, need::CUSTOMER, |row, customer| {
            let made = || made.at(row).map(|ms| now.day_of_ms(ms));
            let from = noted.at(row).or_else(made);
            let from = from.map_or(self.today, |day| self.by_today(day));
            let is_open = statuses.at(row).is_some_and(|status| &**status == "open");
            if let Some(past) = self.past(customer).filter(|_| is_open) {
                past.needs.push(from);
            }
        });
    }
}

/// A chance in whole percent.
fn percent(parts: i64) -> u8 {
    u8::try_from(parts).unwrap_or_default()
}

/// A deal came from one stage to another.
struct Move {
    day: i32,
    before: Option<Box<str>>,
    after: Option<Box<str>>,
}

/// How some deals were moved, the earliest move first.
fn moves(deals: &[RecordId], changes: &[Change], now: Now) -> HashMap<RecordId, Vec<Move>> {
    let mut found: HashMap<RecordId, Vec<Move>> = HashMap::new();
    let key = Key::one(deal::STAGE);
    let told = |value: Option<&Value>| value.and_then(Value::as_text).map(Box::from);
    for change in changes {
        let edits = change.body.edits().iter();
        for edit in edits.filter(|edit| deals.contains(&edit.id)) {
            for field in edit.edits.iter().filter(|field| field.key == key) {
                let before = field
                    .before
                    .as_ref()
                    .and_then(|before| before.value.as_ref());
                found.entry(edit.id).or_default().push(Move {
                    day: short(now.day_of_ms(change.at.to_ms())),
                    before: told(before),
                    after: told(field.after.value.as_ref()),
                });
            }
        }
    }
    found
}
