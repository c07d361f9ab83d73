//! The rule for what is planned and due, which customers and deals have in common.

use super::customer::turn_to;
use super::{Action, Why, day, days_since, read};
use crate::domain::{Date, RecordId};
use crate::workspace::situation::{Step, Ways};

/// What was planned for a day that has come.
pub(super) fn why(step: Option<&Step>, today: Date) -> Option<Why> {
    let step = step?;
    Some(Why::StepDue {
        on: step.due,
        days: days_since(Some(step.due), today)?,
        words: step.words.clone(),
    })
}

/// What the rule has read.
pub(super) fn reads(step: Option<&Step>) -> String {
    let id = step.map(|step| step.record.to_string());
    read(&[&id.unwrap_or_default(), &day(step.map(|step| step.due))])
}

/// A follow-up of the record itself is to be in touch; any other step is looked at.
pub(super) fn action(step: Option<&Step>, of: RecordId, ways: Option<Ways>) -> Option<Action> {
    let step = step?;
    let own = || turn_to(ways).unwrap_or(Action::Plan(of));
    Some(if step.record == of {
        own()
    } else {
        Action::Open(step.record)
    })
}
