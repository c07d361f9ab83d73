//! What follows from a task that is done and comes again: the one for the next time, whoever says
//! that it is done. It has an identity that follows from the task's, so that it is made once.

use super::Draft;
use crate::domain::repeat::Repeat;
use crate::domain::{
    FieldIx, Instant, Key, Record, RecordId, RecordKind, Standing, Value, activity, field,
};

/// What goes along to the next.
const KEPT: [FieldIx; 6] = [
    activity::KIND,
    activity::SUBJECT,
    activity::BODY,
    activity::ABOUT,
    activity::PRIORITY,
    field::OWNER,
];

const DAY_MS: i64 = 86_400_000;

/// A task that is to be there, and its values.
type Next = (RecordId, Vec<(Key, Option<Value>)>);

/// The tasks that come after those that are done with this change, with their values.
pub(super) fn of_done(draft: &Draft<'_>) -> Vec<Next> {
    let touched = draft.order.iter().filter_map(|id| draft.records.get(id));
    let next = touched.filter_map(|(before, after)| {
        let was_open = before.as_ref().is_some_and(|before| !is_done(before));
        let is_done = is_done(after) && after.standing() == Standing::Live;
        (was_open && is_done).then(|| next(draft, after)).flatten()
    });
    next.collect()
}

fn is_done(task: &Record) -> bool {
    task.id.kind == RecordKind::Activity && task.text(activity::STATUS) == "done"
}

/// The task after one; none where it is there already. One that was thrown away comes back.
fn next(draft: &Draft<'_>, task: &Record) -> Option<Next> {
    let id = RecordId::new(RecordKind::Activity, task.id.uuid.successor());
    let there = draft.record(id).map(|there| there.standing());
    if there.is_some_and(|standing| standing != Standing::Trashed) {
        return None;
    }
    let repeat = Repeat::parse(task.text(activity::REPEAT))?;
    let due = task.value(activity::DUE).and_then(Value::as_date)?;
    let day = repeat.next(due, draft.context.today);
    let rule = repeat.rule_after(due, day);
    let kept = KEPT.into_iter();
    let mut fields: Vec<_> = kept
        .map(|field| (Key::one(field), task.value(field).cloned()))
        .collect();
    for field in [activity::AT, activity::REMIND_AT] {
        let moved = match task.value(field) {
            Some(Value::Instant(at)) => Some(moved(draft, *at, due.days_until(day))),
            _ => None,
        };
        fields.push((Key::one(field), moved.map(Value::Instant)));
    }
    fields.extend([
        (Key::one(activity::DUE), Some(Value::Date(day))),
        (Key::one(activity::REPEAT), Some(Value::text(rule))),
        (Key::one(activity::STATUS), Some(Value::text("not_started"))),
        (Key::one(field::DELETED_AT), None),
    ]);
    Some((id, fields))
}

/// The same time of the reader's clock so many days later, whether or not the clocks change between.
fn moved(draft: &Draft<'_>, at: Instant, days: i32) -> Instant {
    let zone = (draft.context.zones)("").unwrap_or_default();
    zone.moment(zone.shown(at).add_ms(i64::from(days) * DAY_MS))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::Date;
    use crate::workspace::command::Command;
    use crate::workspace::desk::Desk;

    fn sets(desk: &mut Desk, id: RecordId, status: &str) {
        desk.does(&Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(activity::STATUS), Some(Value::text(status)))],
            revision: None,
        });
    }

    fn tasks(desk: &Desk) -> usize {
        let table = desk.workspace.table(RecordKind::Activity);
        table.live_rows().count()
    }

    #[test]
    fn whoever_says_that_a_task_is_done_the_next_comes_once() {
        let mut desk = Desk::new();
        let id = desk.id(RecordKind::Activity);
        let due = Date::parse("4000-01-31").unwrap();
        let at = Instant::from_date(due).add_ms(9 * 3_600_000);
        desk.does(&Command::Create {
            id,
            fields: vec![
                (Key::one(activity::KIND), Some(Value::text("task"))),
                (Key::one(activity::SUBJECT), Some(Value::text("Invoice"))),
                (Key::one(activity::DUE), Some(Value::Date(due))),
                (Key::one(activity::REMIND_AT), Some(Value::Instant(at))),
                (
                    Key::one(activity::REPEAT),
                    Some(Value::text("FREQ=MONTHLY")),
                ),
            ],
        });
        sets(&mut desk, id, "done");
        assert_eq!(tasks(&desk), 2);
        let next = RecordId::new(RecordKind::Activity, id.uuid.successor());
        let typed = |desk: &Desk, ix| {
            let record = desk.workspace.record(next).unwrap();
            record.value(ix).map(Value::typed).unwrap_or_default()
        };
        assert_eq!(typed(&desk, activity::SUBJECT), "Invoice");
        assert_eq!(typed(&desk, activity::STATUS), "not_started");
        assert_eq!(typed(&desk, activity::DUE), "4000-02-29");
        assert_eq!(typed(&desk, activity::REMIND_AT), "4000-02-29T09:00:00Z");
        // Begun again and done again: the next is there already.
        sets(&mut desk, id, "not_started");
        sets(&mut desk, id, "done");
        assert_eq!(tasks(&desk), 2);
        // Thrown away with the task begun again, it comes back.
        sets(&mut desk, id, "not_started");
        desk.does(&Command::Trash { ids: vec![next] });
        sets(&mut desk, id, "done");
        assert_eq!(tasks(&desk), 2);
        sets(&mut desk, next, "done");
        assert_eq!(tasks(&desk), 3);
    }
}
