//! What follows from a ticket's status and promises: which clock runs, when the next promise is due,
//! and whether it is at risk. Nobody writes these; they are worked out from columns. When promises are
//! due, with working time and pauses, is decided with the change (`workspace::decide`).

use super::Now;
use crate::domain::ticket::{self, DONE, PAUSED};
use crate::domain::{Instant, Key, Record, RecordKind, Value, field};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column, Ints};
use crate::workspace::derived::Fields;
use std::rc::Rc;

/// The clocks of a ticket: the first reply is owed, a solution is owed, nobody waits for us, nothing
/// is left to do.
pub const CLOCKS: &[&str] = &["reply", "solve", "paused", "done"];

/// A promise is at risk from so many milliseconds before it is due: four hours.
const AT_RISK_MS: i64 = 4 * 3_600_000;

const MINUTE_MS: i64 = 60_000;

const SOURCE_FIELDS: Fields = Fields::of(&[
    ticket::STATUS,
    ticket::FIRST_RESPONSE_AT,
    ticket::FIRST_RESPONSE_DUE,
    ticket::RESOLVE_DUE,
    field::GONE,
]);

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketState {
    /// The clock that counts: one of [`CLOCKS`].
    pub clock: &'static str,
    /// When the promise of that clock is due; none where nothing was promised, or nothing is left
    /// to do.
    pub due: Option<Instant>,
}

impl TicketState {
    fn new(
        status: &str,
        replied: bool,
        reply_due: Option<Instant>,
        solve_due: Option<Instant>,
    ) -> Self {
        let owed = if replied { "solve" } else { "reply" };
        let due = if replied {
            solve_due
        } else {
            reply_due.or(solve_due)
        };
        match status {
            status if DONE.contains(&status) => Self {
                clock: "done",
                due: None,
            },
            status if PAUSED.contains(&status) => Self {
                clock: "paused",
                due,
            },
            _ => Self { clock: owed, due },
        }
    }

    /// Of a ticket's record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let instant = |field| match record.value(field) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        Self::new(
            record.text(ticket::STATUS),
            instant(ticket::FIRST_RESPONSE_AT).is_some(),
            instant(ticket::FIRST_RESPONSE_DUE),
            instant(ticket::RESOLVE_DUE),
        )
    }

    /// Whether anything is left to do.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.clock != "done"
    }

    /// Whether its clock runs and the promise is broken, or will be within [four
    /// hours](AT_RISK_MS).
    #[must_use]
    pub fn is_at_risk(self, now: Instant) -> bool {
        let is_running = matches!(self.clock, "reply" | "solve");
        let is_near = |due| now.ms_until(due) <= AT_RISK_MS;
        is_running && self.due.is_some_and(is_near)
    }
}

/// Derives a column of tickets row by row.
fn derived<C: Column + 'static>(
    workspace: &Workspace,
    name: &str,
    parameter: i64,
    value: impl Fn(&mut C, u32, TicketState),
) -> Rc<C> {
    let table = workspace.table(RecordKind::Ticket);
    let statuses = table.texts(&Key::one(ticket::STATUS));
    let ints = |field| table.ints(&Key::one(field));
    let replied = ints(ticket::FIRST_RESPONSE_AT);
    let (reply_due, solve_due) = (ints(ticket::FIRST_RESPONSE_DUE), ints(ticket::RESOLVE_DUE));
    let set = |column: &mut C, row: u32| {
        let status = statuses.at(row).map_or("", |status| status);
        let due = |column: &Ints| column.at(row).and_then(Instant::from_ms);
        let is_replied = replied.at(row).is_some();
        let state = TicketState::new(status, is_replied, due(&reply_due), due(&solve_due));
        value(column, row, state);
    };
    workspace.derived_rows(name, parameter, RecordKind::Ticket, SOURCE_FIELDS, set)
}

/// The clock of each ticket.
pub(super) fn clocks(workspace: &Workspace) -> Rc<Codes<Box<str>>> {
    let set = |column: &mut Codes<Box<str>>, row, state: TicketState| {
        column.set(row, Some(&Box::from(state.clock)));
    };
    derived(workspace, "clocks of tickets", 0, set)
}

/// When the next promise of each ticket is due.
pub(super) fn dues(workspace: &Workspace) -> Rc<Ints> {
    let set = |column: &mut Ints, row, state: TicketState| {
        column.set(row, state.due.map(Instant::to_ms));
    };
    derived(workspace, "next promises of tickets", 0, set)
}

/// Whether anything is left to do of each ticket.
pub(super) fn is_open(workspace: &Workspace) -> Rc<Ints> {
    let set = |column: &mut Ints, row, state: TicketState| {
        column.set(row, Some(i64::from(state.is_open())));
    };
    derived(workspace, "open tickets", 0, set)
}

/// Whether each ticket is at risk at this minute.
pub(super) fn is_at_risk(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let minute = now.at.to_ms().div_euclid(MINUTE_MS);
    let at = Instant::from_clock_ms(minute * MINUTE_MS);
    let set = |column: &mut Ints, row, state: TicketState| {
        column.set(row, Some(i64::from(state.is_at_risk(at))));
    };
    derived(workspace, "tickets at risk", minute, set)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_clock_that_counts_is_the_one_that_somebody_waits_for() {
        let at = |hours: i64| Instant::from_ms(hours * 3_600_000);
        let (reply, solve) = (at(10), at(20));
        for (status, replied, clock, due) in [
            ("new", false, "reply", reply),
            ("open", true, "solve", solve),
            ("escalated", true, "solve", solve),
            ("waiting_customer", true, "paused", solve),
            ("on_hold", false, "paused", reply),
            ("resolved", true, "done", None),
            ("closed", false, "done", None),
        ] {
            let state = TicketState::new(status, replied, reply, solve);
            assert_eq!((state.clock, state.due), (clock, due), "{status}");
            assert_eq!(state.is_open(), clock != "done", "{status}");
        }
        // Where only a solution was promised, that is what counts from the start.
        let state = TicketState::new("new", false, None, solve);
        assert_eq!((state.clock, state.due), ("reply", solve));
    }

    #[test]
    fn a_promise_is_at_risk_from_four_hours_before_it_is_due_while_its_clock_runs() {
        let at = |hours: i64| Instant::from_ms(hours * 3_600_000).unwrap();
        let state = |status| TicketState::new(status, false, Some(at(10)), None);
        for (status, hour, is_at_risk) in [
            ("new", 5, false),
            ("new", 6, true),
            ("new", 9, true),
            ("new", 30, true),
            ("on_hold", 30, false),
            ("resolved", 30, false),
        ] {
            let found = state(status).is_at_risk(at(hour));
            assert_eq!(found, is_at_risk, "{status} at {hour}");
        }
        assert!(!TicketState::new("new", false, None, None).is_at_risk(at(30)));
    }
}
