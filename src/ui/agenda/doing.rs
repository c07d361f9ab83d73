//! What is done with an entry of the agenda: it is finished, begun again, put on another day, thrown
//! away. Each is one change, so one undo takes it back.

use crate::domain::{Date, Instant, Key, RecordId, Value, activity};
use crate::message;
use crate::ui::agenda::reading::title;
use crate::ui::app::App;
use crate::ui::records::form::Fields;
use crate::workspace::command::Command;

fn edit(id: RecordId, fields: Fields) -> Command {
    Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    }
}

/// What an activity is called, without following it.
pub fn name(app: App, id: RecordId) -> String {
    let live = app.live();
    let workspace = live.peek();
    let record = workspace.record(id);
    record.map(|record| title(app, &record)).unwrap_or_default()
}

/// Finishes a task, or begins it again. The next of one that comes again follows from the change.
pub fn finish(app: App, id: RecordId, is_done: bool) {
    let status = if is_done { "done" } else { "not_started" };
    let done_at = is_done.then(|| Value::Instant(app.page().host().now()));
    let done = edit(
        id,
        vec![
            (Key::one(activity::STATUS), Some(Value::text(status))),
            (Key::one(activity::DONE_AT), done_at),
        ],
    );
    if app.execute(&done).is_ok() && is_done {
        app.say(&message!("toast-task-done", name = name(app, id)), true);
    }
}

/// The same time of the reader's clock so many days later, whether or not the clocks change between.
fn moved(app: App, at: Instant, days: i32) -> Instant {
    let intl = app.page().host().intl(app.page().locale_now());
    let mut time = intl.wall_time(at);
    time.date = time.date.add_days(days);
    intl.instant(time)
}

/// Puts an entry on another day, at the same time; its reminder goes along.
pub fn put_on(app: App, id: RecordId, day: Date) {
    let live = app.live();
    let fields: Fields = {
        let workspace = live.peek();
        let Some(record) = workspace.record(id) else {
            return;
        };
        let due = record.value(activity::DUE).and_then(Value::as_date);
        let instant = |field| match record.value(field) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        let is_task = record.text(activity::KIND) == "task";
        let from = due.or_else(|| instant(activity::AT).map(|at| app.clock().day_of(at)));
        let mut fields: Fields = Vec::new();
        if is_task || due.is_some() {
            fields.push((Key::one(activity::DUE), Some(Value::Date(day))));
        }
        for field in [activity::AT, activity::END, activity::REMIND_AT] {
            if let (Some(at), Some(from)) = (instant(field), from) {
                let at = moved(app, at, from.days_until(day));
                fields.push((Key::one(field), Some(Value::Instant(at))));
            }
        }
        fields
    };
    if app.execute(&edit(id, fields)).is_ok()
        && let Some(format) = app.format()
    {
        let day = format.date_within(day, app.today());
        app.say(
            &message!("toast-put-on", name = name(app, id), day = day),
            true,
        );
    }
}

/// Sets when one is reminded of an activity, or takes that away.
pub fn remind(app: App, id: RecordId, at: Option<Instant>) {
    let fields = vec![(Key::one(activity::REMIND_AT), at.map(Value::Instant))];
    // A refusal was said.
    let _ = app.execute(&edit(id, fields));
}

/// Throws an activity away.
pub fn throw_away(app: App, id: RecordId) {
    let name = name(app, id);
    if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
        app.say(&message!("toast-trashed", name = name), true);
    }
}
