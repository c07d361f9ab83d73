//! Activities as a file for other calendars: all that stand in the agenda and the calendar, or one.

use super::reading::title;
use crate::domain::{Record, RecordId, RecordKind, Value, activity};
use crate::exchange::file::name_of;
use crate::exchange::icalendar::{Entry, calendar};
use crate::message;
use crate::ui::app::App;

/// Gives activities as a file to keep. Those without a day and a time have no place in one.
pub fn export(app: App, ids: &[RecordId]) {
    let messages = app.page().messages();
    let live = app.live();
    let workspace = live.peek();
    let records: Vec<(Record, String, Option<String>)> = ids
        .iter()
        .filter_map(|id| workspace.live(*id))
        .map(|record| {
            let kind = messages.option("activity", "kind", record.text(activity::KIND));
            let about = record.value(activity::ABOUT).and_then(Value::as_ref_id);
            let about = about.map(|id| workspace.name(id).into_owned());
            (record.into_owned(), kind, about)
        })
        .filter(|(record, ..)| {
            let fields = [activity::AT, activity::DUE];
            fields.iter().any(|field| record.value(*field).is_some())
        })
        .collect();
    drop(workspace);
    if records.is_empty() {
        return app.say(&message!("export-nothing"), false);
    }
    let entries = records.iter().map(|(activity, kind, about)| Entry {
        activity,
        kind,
        about: about.as_deref(),
    });
    let host = app.page().host();
    let text = calendar(entries, host.now());
    let file = match records.as_slice() {
        [(one, ..)] => format!("{}.ics", name_of(&title(app, one))),
        _ => format!("satchel-{}.ics", app.today()),
    };
    host.download(&file, "text/calendar", text.into_bytes());
    app.say(
        &message!("toast-exported", count = records.len(), file = file),
        false,
    );
}

/// All activities, for a file of everything.
pub fn all(app: App) -> Vec<RecordId> {
    let live = app.live();
    let workspace = live.peek();
    let table = workspace.table(RecordKind::Activity);
    let rows = table.live_rows();
    rows.filter_map(|row| table.id(row)).collect()
}
