//! What follows for a ticket: its number, the promises that hold for it, when its clocks stand
//! still, when it was answered, solved and closed. Written with the change that causes it, so that
//! undoing takes both.

#[cfg(test)]
mod tests;

use super::Draft;
use super::derive::has_changed;
use crate::document::value::float_of;
use crate::domain::ticket::{self, DONE, PAUSED};
use crate::domain::worktime::WorkTime;
use crate::domain::{
    FieldIx, Instant, Key, Number, Part, Record, RecordId, RecordKind, Standing, Value, field,
    sla_policy::{self, WEEKDAYS},
    ticket_message,
};

/// Values that follow, as a command would write them.
type Follows = Vec<(Key, Option<Value>)>;

/// What follows for a ticket that is made or edited.
pub(super) fn of_ticket(
    draft: &Draft<'_>,
    before: Option<&Record>,
    after: &Record,
    fields: &mut Follows,
) {
    let mut ticket = Ticket {
        before,
        after,
        fields: std::mem::take(fields),
    };
    if before.is_none() {
        ticket.fill(ticket::STATUS, || Some(Value::text("new")));
        ticket.fill(ticket::PRIORITY, || Some(Value::text("normal")));
        ticket.fill(ticket::NUMBER, || next_number(draft));
        ticket.fill(ticket::SLA_POLICY, || {
            policy_for(draft, after).map(Value::Ref)
        });
    }
    let policy = ticket.value(ticket::SLA_POLICY).and_then(Value::as_ref_id);
    let policy = policy
        .and_then(|id| draft.record(id))
        .filter(|policy| policy.standing() != Standing::Gone);
    let work = policy.as_deref().map(|policy| work_time(policy, draft));
    ticket.stop_and_go(draft.context.at, work.as_ref());
    ticket.promise(draft.context.at, policy.as_deref().zip(work.as_ref()));
    *fields = ticket.fields;
}

/// What follows for the ticket of a message that is made: an answer is the first reply, and what a
/// customer writes opens it again.
pub(super) fn of_message(draft: &Draft<'_>, message: &Record) -> Option<(RecordId, Follows)> {
    let id = message
        .value(ticket_message::TICKET)
        .and_then(Value::as_ref_id)?;
    let ticket = draft.record(id)?;
    let at = match message.value(ticket_message::AT) {
        Some(Value::Instant(at)) => *at,
        _ => draft.context.at,
    };
    let status = ticket.text(ticket::STATUS);
    let mut fields = Vec::new();
    match message.text(ticket_message::DIRECTION) {
        "out" => {
            if ticket.value(ticket::FIRST_RESPONSE_AT).is_none() {
                fields.push((
                    Key::one(ticket::FIRST_RESPONSE_AT),
                    Some(Value::Instant(at)),
                ));
            }
            if status == "new" {
                fields.push((Key::one(ticket::STATUS), Some(Value::text("open"))));
            }
        }
        "in" if PAUSED.contains(&status) || DONE.contains(&status) => {
            fields.push((Key::one(ticket::STATUS), Some(Value::text("open"))));
        }
        _ => {}
    }
    (!fields.is_empty()).then_some((id, fields))
}

/// A ticket as it is being written.
struct Ticket<'r> {
    before: Option<&'r Record>,
    after: &'r Record,
    fields: Follows,
}

impl Ticket<'_> {
    /// A value as it will be.
    fn value(&self, ix: FieldIx) -> Option<&Value> {
        let written = self.fields.iter().rev().find(|(key, _)| key.field == ix);
        match written {
            Some((_, value)) => value.as_ref(),
            None => self.after.value(ix),
        }
    }

    fn text(&self, ix: FieldIx) -> &str {
        self.value(ix).and_then(Value::as_text).unwrap_or("")
    }

    fn instant(&self, ix: FieldIx) -> Option<Instant> {
        match self.value(ix) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        }
    }

    fn write(&mut self, ix: FieldIx, value: Option<Value>) {
        self.fields.push((Key::one(ix), value));
    }

    fn fill(&mut self, ix: FieldIx, value: impl FnOnce() -> Option<Value>) {
        if self.after.value(ix).is_none() {
            let value = value();
            self.write(ix, value);
        }
    }

    /// Whether the command itself, or what followed so far, writes a field.
    fn is_written(&self, ix: FieldIx) -> bool {
        has_changed(self.before, self.after, ix)
            || self.fields.iter().any(|(key, _)| key.field == ix)
    }

    /// Stops the clocks where nobody waits for us, and lets them go on.
    fn stop_and_go(&mut self, at: Instant, work: Option<&WorkTime>) {
        if !self.is_written(ticket::STATUS) {
            return;
        }
        let status = self.text(ticket::STATUS).to_owned();
        let is_done = DONE.contains(&status.as_str());
        let stands_still = is_done || PAUSED.contains(&status.as_str());
        match (self.instant(ticket::PAUSED_SINCE), stands_still) {
            (None, true) => self.write(ticket::PAUSED_SINCE, Some(Value::Instant(at))),
            (Some(since), false) => {
                let minutes = match work {
                    Some(work) => work.between(since, at),
                    None => since.ms_until(at) / 60_000,
                };
                let paused = self.paused_minutes() + minutes.max(0);
                let paused = Number::from_f64(paused as f64).map(Value::Number);
                self.write(ticket::PAUSED_MINUTES, paused);
                self.write(ticket::PAUSED_SINCE, None);
            }
            _ => {}
        }
        if is_done && self.value(ticket::RESOLVED_AT).is_none() {
            self.write(ticket::RESOLVED_AT, Some(Value::Instant(at)));
        } else if !is_done && self.value(ticket::RESOLVED_AT).is_some() {
            self.write(ticket::RESOLVED_AT, None);
        }
        let closed = (status == "closed").then_some(at);
        match (closed, self.value(ticket::CLOSED_AT).is_some()) {
            (Some(at), false) => self.write(ticket::CLOSED_AT, Some(Value::Instant(at))),
            (None, true) => self.write(ticket::CLOSED_AT, None),
            _ => {}
        }
    }

    /// By when is promised what: worked out where something changed that it depends on, and moved
    /// by how long the clocks stood still, unless the command says it itself.
    fn promise(&mut self, at: Instant, policy: Option<(&Record, &WorkTime)>) {
        let depends = [ticket::PRIORITY, ticket::SLA_POLICY, field::CREATED_AT];
        let is_anew = depends.into_iter().any(|ix| self.is_written(ix));
        let paused = self.paused_minutes() - self.before.map_or(0, paused_minutes);
        let before = |ix| self.before.and_then(|before| before.value(ix));
        let is_let_go = policy.is_none() && before(ticket::SLA_POLICY).is_some();
        let is_answered = before(ticket::FIRST_RESPONSE_AT).is_some();
        let made = self.instant(field::CREATED_AT).or(match self.before {
            None => Some(at),
            Some(before) => Instant::from_ms(before.created.ms() as i64),
        });
        for (due, part) in [
            (ticket::FIRST_RESPONSE_DUE, FIRST_RESPONSE),
            (ticket::RESOLVE_DUE, RESOLVE),
        ] {
            // Whether an answer came in time is not changed by what happens after it.
            let is_over = is_answered && part == FIRST_RESPONSE;
            if is_over || has_changed(self.before, self.after, due) {
                continue;
            }
            let there = self.instant(due);
            let moment = match policy {
                Some((policy, work)) if is_anew => made.and_then(|made| {
                    let minutes = promised(policy, self.text(ticket::PRIORITY), part)?;
                    work.after(made, minutes + self.paused_minutes())
                }),
                None if is_anew && is_let_go => None,
                _ => there.map(|there| later(there, paused, policy.map(|(_, work)| work))),
            };
            if moment != there {
                self.write(due, moment.map(Value::Instant));
            }
        }
    }

    fn paused_minutes(&self) -> i64 {
        let paused = self
            .value(ticket::PAUSED_MINUTES)
            .and_then(Value::as_number);
        paused.map_or(0, |paused| paused.to_f64() as i64)
    }
}

/// How many minutes of working time the clocks of a ticket have stood still.
fn paused_minutes(ticket: &Record) -> i64 {
    let paused = ticket
        .value(ticket::PAUSED_MINUTES)
        .and_then(Value::as_number);
    paused.map_or(0, |paused| paused.to_f64() as i64)
}

/// A moment so many minutes later, of working time where there is a policy.
fn later(moment: Instant, minutes: i64, work: Option<&WorkTime>) -> Instant {
    if minutes <= 0 {
        return moment;
    }
    let worked = work.and_then(|work| work.after(moment, minutes));
    worked.unwrap_or_else(|| moment.add_ms(minutes * 60_000))
}

/// The places of a promise's parts ([`sla_policy::PROMISE_PARTS`]).
const FIRST_RESPONSE: u8 = 1;
const RESOLVE: u8 = 2;

/// The working time of a policy.
fn work_time(policy: &Record, draft: &Draft<'_>) -> WorkTime {
    let minute = |span: &Part, place| Some(span.value(place)?.as_number()?.to_f64() as i64);
    let hours = policy.elements(sla_policy::WORKING_HOURS);
    let hours = hours.filter_map(|(_, value)| {
        let span = value.as_part()?;
        let name = span.value(0)?.as_text()?;
        let day = WEEKDAYS.iter().position(|day| *day == name)?;
        Some((day as u8, minute(span, 1)?, minute(span, 2)?))
    });
    let holidays = policy.elements(sla_policy::HOLIDAYS);
    let holidays = holidays.filter_map(|(_, value)| value.as_part()?.value(0)?.as_date());
    let zone = policy.text(sla_policy::TIME_ZONE);
    // A zone that nobody knows is taken for UTC.
    let zone = (draft.context.zones)(zone).unwrap_or_default();
    WorkTime::new(hours, holidays, zone)
}

/// The number after the highest there is.
fn next_number(draft: &Draft<'_>) -> Option<Value> {
    let numbers = draft
        .workspace
        .table(RecordKind::Ticket)
        .ints(&Key::one(ticket::NUMBER));
    let rows = 0..numbers.as_slice().len() as u32;
    let there = rows.filter_map(|row| numbers.at(row)).map(float_of);
    // Those that the same command makes come after each other too.
    let made = draft.records.values().filter_map(|(before, record)| {
        let is_new = before.is_none() && record.id.kind == RecordKind::Ticket;
        let number = record.value(ticket::NUMBER).filter(|_| is_new)?;
        Some(number.as_number()?.to_f64())
    });
    let highest = there.chain(made).fold(0.0, f64::max);
    Number::from_f64(highest.floor() + 1.0).map(Value::Number)
}

/// How many minutes of working time a policy promises for a priority.
fn promised(policy: &Record, priority: &str, part: u8) -> Option<i64> {
    let promises = policy.elements(sla_policy::PROMISES);
    let mut promises = promises.filter_map(|(_, value)| value.as_part());
    let promise =
        promises.find(|promise| promise.value(0).and_then(Value::as_text) == Some(priority))?;
    let minutes = promise.value(part)?.as_number()?.to_f64();
    (minutes > 0.0).then_some(minutes as i64)
}

/// The policy that holds for a new ticket: the first that is active and applies.
fn policy_for(draft: &Draft<'_>, ticket: &Record) -> Option<RecordId> {
    let table = draft.workspace.table(RecordKind::SlaPolicy);
    let customer = [ticket::CUSTOMER, ticket::PERSON]
        .into_iter()
        .filter_map(|ix| draft.record(ticket.value(ix)?.as_ref_id()?))
        .collect::<Vec<_>>();
    let applies = |policy: &Record| {
        let types: Vec<_> = policy.elements(sla_policy::TYPES).collect();
        let tags: Vec<_> = policy.elements(sla_policy::CUSTOMER_TAGS).collect();
        let of_type = types
            .iter()
            .any(|(name, _)| ***name == *ticket.text(ticket::TYPE));
        let of_tag = customer.iter().any(|customer| {
            tags.iter()
                .any(|(tag, _)| customer.element(field::TAGS, Some(tag)).is_some())
        });
        policy.value(sla_policy::ACTIVE).is_some_and(Value::is_yes)
            && (types.is_empty() || of_type)
            && (tags.is_empty() || of_tag)
    };
    let order = |policy: &Record| {
        let order = policy.value(sla_policy::ORDER).and_then(Value::as_number);
        order.map_or(f64::MAX, Number::to_f64)
    };
    let mut first: Option<(f64, RecordId)> = None;
    for row in table.live_rows() {
        let Some(policy) = table.record(row).filter(|policy| applies(policy)) else {
            continue;
        };
        let here = (order(&policy), policy.id);
        if first.is_none_or(|there| here < there) {
            first = Some(here);
        }
    }
    first.map(|(_, id)| id)
}
