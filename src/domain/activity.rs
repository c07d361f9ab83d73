//! Activities: what was done, or is to be done, with someone: tasks, calls, meetings, e-mails,
//! notes, visits.

use super::Instant;
use super::field::{Field, PartField, Type, fields};
use super::kind::RecordKind;

/// The kinds of activity.
pub const KINDS: &[&str] = &["task", "call", "meeting", "email", "note", "visit"];
/// How far a task has come.
pub const STATUSES: &[&str] = &[
    "not_started",
    "in_progress",
    "waiting",
    "done",
    "deferred",
    "cancelled",
];
/// How much a task matters.
pub const PRIORITIES: &[&str] = &["low", "normal", "high"];

/// Somebody who took part.
pub const PARTICIPANT_PARTS: &[PartField] = &[PartField {
    name: "customer",
    of: Type::Ref(&[RecordKind::Customer]),
}];

fields! {
    /// Which kind.
    KIND = Field::closed_choice("kind", KINDS).required();
    /// What it is about, in a line.
    SUBJECT = Field::text("subject", 255);
    /// What was said or written.
    BODY = Field::one("body", Type::LongText);
    /// The record it belongs to.
    ABOUT = Field::reference("about", &[RecordKind::Customer, RecordKind::Deal, RecordKind::Ticket, RecordKind::Campaign]);
    /// Who else took part.
    PARTICIPANTS = Field::list("participants", Type::Part(PARTICIPANT_PARTS));
    /// When it took place.
    AT = Field::one("at", Type::Instant);
    /// When it ends.
    END = Field::one("end", Type::Instant);
    /// The day a task is due.
    DUE = Field::one("due", Type::Date);
    /// How far a task has come.
    STATUS = Field::closed_choice("status", STATUSES);
    /// How much it matters.
    PRIORITY = Field::closed_choice("priority", PRIORITIES);
    /// After which rule it comes again: a part of RFC 5545's RRULE.
    REPEAT = Field::text("repeat", 120).unsearched();
    /// When to be reminded.
    REMIND_AT = Field::one("remind_at", Type::Instant);
    /// How many minutes it took.
    DURATION = Field::one("duration", Type::Number);
    /// Who began: in or out.
    DIRECTION = Field::closed_choice("direction", &["in", "out"]);
    /// How it ended.
    OUTCOME = Field::text("outcome", 255);
    /// When a task was done.
    DONE_AT = Field::one("done_at", Type::Instant);
}

/// The end of what is moved from one begin to another: as long after it as before. What has no begin
/// any more has no end.
#[must_use]
pub fn end_moved(end: Instant, from: Option<Instant>, to: Option<Instant>) -> Option<Instant> {
    match (from, to) {
        (Some(from), Some(to)) => Some(end.add_ms(from.ms_until(to))),
        (Some(_), None) => None,
        (None, _) => Some(end),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_moved_is_as_long_as_before() {
        let at = |text| Instant::parse(text).unwrap();
        let (from, end) = (at("2026-11-18T09:30:00Z"), at("2026-11-18T10:15:00Z"));
        let to = at("2026-11-20T14:00:00Z");
        let moved = end_moved(end, Some(from), Some(to));
        assert_eq!(moved, Some(at("2026-11-20T14:45:00Z")));
        assert_eq!(
            end_moved(end, Some(to), Some(from)),
            Some(at("2026-11-16T05:45:00Z"))
        );
        assert_eq!(end_moved(end, Some(from), Some(from)), Some(end));
        assert_eq!(end_moved(end, Some(from), None), None);
        assert_eq!(end_moved(end, None, None), Some(end));
    }
}
