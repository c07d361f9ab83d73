//! How the whole service does: what is at risk and late, how soon customers are answered, how much is
//! solved in time, how content they are. Each figure is of tickets that a list can show.

use super::Now;
use super::period::{Period, Unit};
use super::stamp;
use super::ticket::{dues, is_at_risk, slas};
use crate::document::value::float_of;
use crate::domain::date::Weekday;
use crate::domain::{Instant, Key, RecordKind, ticket};
use crate::workspace::Workspace;

/// Over which days the figures of what is over are counted.
pub const LATELY: Period = Period::Last(30, Unit::Day);

const MINUTE_MS: i64 = 60_000;

/// The figures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Service {
    /// How many are at risk, or late already.
    pub at_risk: usize,
    /// How many are late.
    pub late: usize,
    /// By how many minutes the latest of them is.
    pub late_by: i64,
    /// The middle of the minutes from question to first reply, of those answered lately.
    pub first_reply: Option<i64>,
    /// How many those are.
    pub replied: usize,
    /// How many were solved lately for which a solution was promised.
    pub solved: usize,
    /// How many of them in time.
    pub in_time: usize,
    /// How content customers were, from 1 to 5, on average.
    pub satisfaction: Option<f64>,
    /// How many said so.
    pub answers: usize,
}

impl Service {
    /// The figures at a moment.
    #[must_use]
    pub fn of(workspace: &Workspace, now: Now) -> Self {
        let kind = RecordKind::Ticket;
        let table = workspace.table(kind);
        let ints = |field| table.ints(&Key::one(field));
        let (at_risk, slas, dues) = (
            is_at_risk(workspace, now),
            slas(workspace, now),
            dues(workspace),
        );
        let (replied, solved) = (ints(ticket::FIRST_RESPONSE_AT), ints(ticket::RESOLVED_AT));
        let (solve_due, marks) = (ints(ticket::RESOLVE_DUE), ints(ticket::CSAT));
        let asked = stamp::created(workspace, kind);
        let at = now.at.to_ms();
        let (first, last) = LATELY.days(now.today, Weekday::Monday);
        let is_lately = |ms: &i64| {
            let day = Instant::from_ms(*ms).map(|at| now.day_of(at));
            day.is_some_and(|day| (first..=last).contains(&day))
        };
        let mut found = Self::default();
        let (mut waits, mut content) = (Vec::new(), 0.0);
        for row in table.live_rows() {
            found.at_risk += usize::from(at_risk.at(row) == Some(1));
            if slas.at(row).is_some_and(|sla| **sla == *"late") {
                found.late += 1;
                let by = dues.at(row).map_or(0, |due| (at - due) / MINUTE_MS);
                found.late_by = found.late_by.max(by);
            }
            if let (Some(replied), Some(asked)) = (replied.at(row).filter(is_lately), asked.at(row))
            {
                waits.push((replied - asked).max(0) / MINUTE_MS);
            }
            if let (Some(solved), Some(due)) = (solved.at(row).filter(is_lately), solve_due.at(row))
            {
                found.solved += 1;
                found.in_time += usize::from(solved <= due);
            }
            if let Some(mark) = marks.at(row) {
                found.answers += 1;
                content += float_of(mark);
            }
        }
        waits.sort_unstable();
        found.replied = waits.len();
        found.first_reply = median(&waits);
        found.satisfaction = (found.answers > 0).then(|| content / found.answers as f64);
        found
    }
}

/// The middle of numbers in order, or what is between the two in the middle.
fn median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some(lower.midpoint(upper))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{FieldIx, Number, Value, field};
    use crate::workspace::command::Command;
    use crate::workspace::desk::Desk;

    fn at(hours: i64) -> Instant {
        Instant::from_ms(1_700_000_000_000 + hours * 3_600_000).unwrap()
    }

    fn makes(desk: &mut Desk, status: &str, times: &[(FieldIx, i64)], mark: Option<u32>) {
        let id = desk.id(RecordKind::Ticket);
        let one = |ix, value| (Key::one(ix), Some(value));
        let mut fields = vec![
            one(ticket::SUBJECT, Value::text("It leaks")),
            one(ticket::STATUS, Value::text(status)),
        ];
        let times = times.iter();
        fields.extend(times.map(|(ix, hours)| one(*ix, Value::Instant(at(*hours)))));
        if let Some(mark) = mark {
            fields.push(one(ticket::CSAT, Value::Number(Number::from(mark))));
        }
        desk.does(&Command::Create { id, fields });
    }

    #[test]
    fn the_figures_are_those_of_the_tickets() {
        let mut desk = Desk::new();
        let asked = field::CREATED_AT;
        let (reply_due, replied) = (ticket::FIRST_RESPONSE_DUE, ticket::FIRST_RESPONSE_AT);
        let (solve_due, solved) = (ticket::RESOLVE_DUE, ticket::RESOLVED_AT);
        let now = Now::of(at(1000), crate::domain::Zone::UTC);
        assert_eq!(Service::of(&desk.workspace, now), Service::default());
        makes(&mut desk, "new", &[(asked, 990), (reply_due, 998)], None);
        makes(&mut desk, "new", &[(asked, 990), (reply_due, 1003)], None);
        makes(
            &mut desk,
            "open",
            &[(asked, 900), (replied, 903), (solve_due, 2000)],
            None,
        );
        for (end, mark) in [(950, 5), (970, 4)] {
            let times = [
                (asked, 940),
                (replied, 941),
                (solved, end),
                (solve_due, 960),
            ];
            makes(&mut desk, "closed", &times, Some(mark));
        }
        // Long ago: only how content they were still counts.
        let times = [(asked, 10), (replied, 20), (solved, 30), (solve_due, 20)];
        makes(&mut desk, "closed", &times, Some(3));
        let found = Service::of(&desk.workspace, now);
        assert_eq!((found.at_risk, found.late, found.late_by), (2, 1, 120));
        assert_eq!((found.first_reply, found.replied), (Some(60), 3));
        assert_eq!((found.solved, found.in_time), (2, 1));
        assert_eq!((found.satisfaction, found.answers), (Some(4.0), 3));
    }

    #[test]
    fn the_middle_of_two_is_between_them() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[5]), Some(5));
        assert_eq!(median(&[10, 60]), Some(35));
        assert_eq!(median(&[10, 20, 40, 90]), Some(30));
    }

    #[test]
    fn lately_is_of_whole_days_as_in_the_list_that_is_linked() {
        // 22:13 of the 14th of November: the 30 days begin with the 16th of October.
        let now = Now::of(at(0), crate::domain::Zone::UTC);
        let mut desk = Desk::new();
        for hours in [-30 * 24 + 2, -30 * 24 + 1] {
            let times = [
                (field::CREATED_AT, -1000),
                (ticket::FIRST_RESPONSE_AT, hours),
                (ticket::RESOLVED_AT, hours),
                (ticket::RESOLVE_DUE, 0),
            ];
            makes(&mut desk, "closed", &times, None);
        }
        let found = Service::of(&desk.workspace, now);
        assert_eq!((found.replied, found.solved), (1, 1));
    }
}
