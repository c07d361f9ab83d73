//! What follows from a ticket's status and promises: which clock runs, when the next promise is due,
//! how long that is, and whether it is at risk, late or was kept. Nobody writes these; they are worked
//! out from columns. When promises are due, with working time and pauses, is decided with the change
//! (`workspace::decide`); how a whole service does is [`super::service`]'s.

use super::Now;
use crate::document::value::int_of;
use crate::domain::ticket::{self, DONE, PAUSED};
use crate::domain::{Instant, Key, Number, Record, RecordKind, Value, field};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column, Ints};
use crate::workspace::derived::Fields;
use std::rc::Rc;

/// The clocks of a ticket: the first reply is owed, a solution is owed, nobody waits for us, nothing
/// is left to do.
pub const CLOCKS: &[&str] = &["reply", "solve", "paused", "done"];

/// How the promises of a ticket stand: broken or about to be while a clock runs, in time, paused; of one
/// that is done, whether all were kept.
pub const SLAS: &[&str] = &["late", "at_risk", "in_time", "paused", "kept", "broken"];

/// A promise is at risk from so many milliseconds before it is due: four hours.
const AT_RISK_MS: i64 = 4 * 3_600_000;

const MINUTE_MS: i64 = 60_000;

const SOURCE_FIELDS: Fields = Fields::of(&[
    ticket::STATUS,
    ticket::FIRST_RESPONSE_AT,
    ticket::FIRST_RESPONSE_DUE,
    ticket::RESOLVE_DUE,
    ticket::RESOLVED_AT,
    ticket::PAUSED_SINCE,
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
    /// Since when the clocks stand still.
    paused: Option<Instant>,
    /// Of one that is done and had promises, whether all were kept.
    is_kept: Option<bool>,
}

/// When what was promised for a ticket, and when it was done.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    replied: Option<Instant>,
    reply_due: Option<Instant>,
    solved: Option<Instant>,
    solve_due: Option<Instant>,
    paused: Option<Instant>,
}

impl Times {
    /// Whether the promises were kept, of a ticket that is done; none where there were none. What was
    /// solved without a reply was answered by the solution.
    fn are_kept(self) -> Option<bool> {
        let in_time = |due: Option<Instant>, at: Option<Instant>| {
            due.map(|due| at.is_some_and(|at| at <= due))
        };
        let reply = in_time(self.reply_due, self.replied.or(self.solved));
        let solution = in_time(self.solve_due, self.solved);
        match (reply, solution) {
            (None, None) => None,
            (reply, solution) => Some(reply.unwrap_or(true) && solution.unwrap_or(true)),
        }
    }
}

impl TicketState {
    fn new(status: &str, times: Times) -> Self {
        let is_replied = times.replied.is_some();
        let owed = if is_replied { "solve" } else { "reply" };
        let due = if is_replied {
            times.solve_due
        } else {
            times.reply_due.or(times.solve_due)
        };
        let state = Self {
            clock: owed,
            due,
            paused: None,
            is_kept: None,
        };
        match status {
            status if DONE.contains(&status) => Self {
                clock: "done",
                due: None,
                is_kept: times.are_kept(),
                ..state
            },
            status if PAUSED.contains(&status) => Self {
                clock: "paused",
                paused: times.paused,
                ..state
            },
            _ => state,
        }
    }

    /// Of a ticket's record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let instant = |field| match record.value(field) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        let times = Times {
            replied: instant(ticket::FIRST_RESPONSE_AT),
            reply_due: instant(ticket::FIRST_RESPONSE_DUE),
            solved: instant(ticket::RESOLVED_AT),
            solve_due: instant(ticket::RESOLVE_DUE),
            paused: instant(ticket::PAUSED_SINCE),
        };
        Self::new(record.text(ticket::STATUS), times)
    }

    /// How many minutes are left until the promise that counts is due; below zero where it is broken.
    /// Of one that is paused, how many were left then.
    #[must_use]
    pub fn minutes_left(self, now: Instant) -> Option<i64> {
        let from = self.paused.unwrap_or(now);
        Some(from.ms_until(self.due?).div_euclid(MINUTE_MS))
    }

    /// How its promises stand: one of [`SLAS`]; none where nothing was promised.
    #[must_use]
    pub fn sla(self, now: Instant) -> Option<&'static str> {
        match self.clock {
            "done" => self
                .is_kept
                .map(|is_kept| if is_kept { "kept" } else { "broken" }),
            "paused" => self.due.map(|_| "paused"),
            _ if now > self.due? => Some("late"),
            _ if self.is_at_risk(now) => Some("at_risk"),
            _ => Some("in_time"),
        }
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
    let (replied, solved) = (ints(ticket::FIRST_RESPONSE_AT), ints(ticket::RESOLVED_AT));
    let (reply_due, solve_due) = (ints(ticket::FIRST_RESPONSE_DUE), ints(ticket::RESOLVE_DUE));
    let paused = ints(ticket::PAUSED_SINCE);
    let set = |column: &mut C, row: u32| {
        let status = statuses.at(row).map_or("", |status| status);
        let at = |column: &Ints| column.at(row).and_then(Instant::from_ms);
        let times = Times {
            replied: at(&replied),
            reply_due: at(&reply_due),
            solved: at(&solved),
            solve_due: at(&solve_due),
            paused: at(&paused),
        };
        value(column, row, TicketState::new(status, times));
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

/// The minute that it is: what depends on the time is worked out once for each.
fn minute_of(now: Now) -> (i64, Instant) {
    let minute = now.at.to_ms().div_euclid(MINUTE_MS);
    (minute, Instant::from_clock_ms(minute * MINUTE_MS))
}

/// Whether each ticket is at risk at this minute.
pub(super) fn is_at_risk(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let (minute, at) = minute_of(now);
    let set = |column: &mut Ints, row, state: TicketState| {
        column.set(row, Some(i64::from(state.is_at_risk(at))));
    };
    derived(workspace, "tickets at risk", minute, set)
}

/// How many minutes each ticket has left at this minute.
pub(super) fn minutes_left(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let (minute, at) = minute_of(now);
    let set = |column: &mut Ints, row, state: TicketState| {
        let left = state.minutes_left(at).map(|left| left as f64);
        let left = left.and_then(Number::from_f64).map(Value::Number);
        column.set(row, left.as_ref().and_then(int_of));
    };
    derived(workspace, "minutes that tickets have left", minute, set)
}

/// How the promises of each ticket stand at this minute.
pub(super) fn slas(workspace: &Workspace, now: Now) -> Rc<Codes<Box<str>>> {
    let (minute, at) = minute_of(now);
    let set = |column: &mut Codes<Box<str>>, row, state: TicketState| {
        column.set(row, state.sla(at).map(Box::from).as_ref());
    };
    derived(workspace, "promises of tickets", minute, set)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(hours: i64) -> Instant {
        Instant::from_ms(hours * 3_600_000).unwrap()
    }

    /// A reply is promised for ten o'clock, a solution for twenty.
    fn promised(replied: Option<i64>, solved: Option<i64>) -> Times {
        Times {
            replied: replied.map(at),
            reply_due: Some(at(10)),
            solved: solved.map(at),
            solve_due: Some(at(20)),
            paused: None,
        }
    }

    #[test]
    fn the_clock_that_counts_is_the_one_that_somebody_waits_for() {
        let (reply, solve) = (Some(at(10)), Some(at(20)));
        for (status, replied, clock, due) in [
            ("new", None, "reply", reply),
            ("open", Some(5), "solve", solve),
            ("escalated", Some(5), "solve", solve),
            ("waiting_customer", Some(5), "paused", solve),
            ("on_hold", None, "paused", reply),
            ("resolved", Some(5), "done", None),
            ("closed", None, "done", None),
        ] {
            let state = TicketState::new(status, promised(replied, None));
            assert_eq!((state.clock, state.due), (clock, due), "{status}");
            assert_eq!(state.is_open(), clock != "done", "{status}");
        }
        // Where only a solution was promised, that is what counts from the start.
        let times = Times {
            reply_due: None,
            ..promised(None, None)
        };
        let state = TicketState::new("new", times);
        assert_eq!((state.clock, state.due), ("reply", solve));
    }

    #[test]
    fn a_promise_is_at_risk_from_four_hours_before_it_is_due_while_its_clock_runs() {
        let state = |status| TicketState::new(status, promised(None, None));
        for (status, hour, is_at_risk, sla) in [
            ("new", 5, false, "in_time"),
            ("new", 6, true, "at_risk"),
            ("new", 10, true, "at_risk"),
            ("new", 30, true, "late"),
            ("on_hold", 30, false, "paused"),
            ("resolved", 30, false, "broken"),
        ] {
            let state = state(status);
            let found = (state.is_at_risk(at(hour)), state.sla(at(hour)));
            assert_eq!(found, (is_at_risk, Some(sla)), "{status} at {hour}");
        }
        let state = TicketState::new("new", Times::default());
        assert_eq!((state.is_at_risk(at(30)), state.sla(at(30))), (false, None));
    }

    #[test]
    fn what_is_done_kept_its_promises_or_broke_one() {
        for (replied, solved, sla) in [
            (Some(9), Some(19), "kept"),
            (Some(10), Some(20), "kept"),
            (Some(11), Some(19), "broken"),
            (Some(9), Some(21), "broken"),
            // Solved at once: that was the answer.
            (None, Some(9), "kept"),
            (None, Some(15), "broken"),
        ] {
            let state = TicketState::new("closed", promised(replied, solved));
            assert_eq!(state.sla(at(40)), Some(sla), "{replied:?} {solved:?}");
            assert_eq!(state.minutes_left(at(40)), None);
        }
    }

    #[test]
    fn time_left_stands_still_while_the_customer_is_asked() {
        let running = TicketState::new("new", promised(None, None));
        assert_eq!(running.minutes_left(at(8)), Some(120));
        assert_eq!(running.minutes_left(at(11)), Some(-60));
        let times = Times {
            paused: Some(at(7)),
            ..promised(None, None)
        };
        let paused = TicketState::new("waiting_customer", times);
        assert_eq!(paused.minutes_left(at(8)), Some(180));
        assert_eq!(paused.minutes_left(at(50)), Some(180));
    }
}
