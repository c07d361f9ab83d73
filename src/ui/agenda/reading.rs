//! The agenda as the screens read it: the answer of the query, with all it depends on, and an entry as a
//! line: in words, by how near it is.

use crate::domain::{Date, FieldIx, RecordId, RecordKind, Value, activity, field, settings};
use crate::i18n::Format;
use crate::i18n::format::NameLength;
use crate::message;
use crate::query::Now;
use crate::query::agenda::Entry;
use crate::ui::app::App;
use crate::ui::components::Glyph;
use crate::workspace::Workspace;

use leptos::prelude::*;

/// What an agenda depends on.
const FIELDS: [FieldIx; 6] = [
    activity::KIND,
    activity::DUE,
    activity::AT,
    activity::STATUS,
    activity::DONE_AT,
    field::GONE,
];

/// Asks the workspace something about its agenda, and remembers what that depends on.
pub fn ask<T>(app: App, question: impl FnOnce(&Workspace) -> T) -> T {
    let live = app.live();
    for field in FIELDS {
        drop(live.field(RecordKind::Activity, field));
    }
    let workspace = live.record(settings::ID);
    question(&workspace)
}

/// The time, told anew with every minute.
#[must_use]
pub fn use_now(app: App) -> Signal<Now> {
    Memo::new(move |_| Now::of(app.minute(), app.clock().zone)).into()
}

/// An entry in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The entry.
    pub entry: Entry,
    /// What it is about, or what kind it is.
    pub subject: String,
    /// Whom or what it belongs to, with its name.
    pub about: Option<(RecordId, String)>,
    /// Its time, or its day where that is another.
    pub time: String,
    /// How late it is, in words.
    pub late: Option<String>,
    /// How long it takes, in words.
    pub span: Option<String>,
    /// Whether it matters more than others.
    pub is_important: bool,
    /// The picture of its kind.
    pub glyph: Glyph,
}

/// An entry as a line; none of what is not there.
#[must_use]
pub fn line(app: App, entry: Entry, now: Now) -> Option<Line> {
    let page = app.page();
    let format = app.format()?;
    let live = app.live();
    let workspace = live.record(entry.id);
    let record = workspace.record(entry.id)?;
    let kind = record.text(activity::KIND).to_owned();
    let about = record.value(activity::ABOUT).and_then(Value::as_ref_id);
    let about = about.map(|id| (id, live.record(id).name(id).into_owned()));
    let minutes = record
        .value(activity::DURATION)
        .and_then(Value::as_number)
        .map(|minutes| minutes.to_f64().clamp(0.0, 1e6) as u32);
    let subject = title(app, &record);
    let late = entry
        .day
        .filter(|day| entry.is_task && !entry.is_done && *day < now.today)
        .map(|day| page.text(&message!("date-overdue", days = day.days_until(now.today))));
    Some(Line {
        entry,
        subject,
        about,
        time: time(&format, entry, now.today),
        late,
        span: minutes
            .filter(|minutes| *minutes > 0)
            .map(|minutes| format.span(minutes)),
        is_important: record.text(activity::PRIORITY) == "high",
        glyph: glyph(&kind),
    })
}

/// What an activity is called: its subject, the beginning of its text, or its kind.
#[must_use]
pub fn title(app: App, record: &crate::domain::Record) -> String {
    let subject = record.text(activity::SUBJECT);
    let first = record.text(activity::BODY).lines().next();
    let first: String = first.unwrap_or_default().chars().take(80).collect();
    match (subject, first) {
        ("", first) if first.is_empty() => {
            let kind = record.text(activity::KIND);
            app.page().messages().option("activity", "kind", kind)
        }
        ("", first) => first,
        (subject, _) => subject.to_owned(),
    }
}

/// The time of what is today; of another day, that day.
fn time(format: &Format, entry: Entry, today: Date) -> String {
    match (entry.day, entry.at) {
        (Some(day), at) if day == today => at.map(|at| format.time(at)).unwrap_or_default(),
        (Some(day), _) => brief(format, day, today),
        (None, _) => String::new(),
    }
}

/// A day in a narrow column: Tue, within a week; else 12 Nov.
fn brief(format: &Format, day: Date, today: Date) -> String {
    if today.days_until(day).abs() < 7 {
        return format.intl().weekday(day.weekday(), NameLength::Short);
    }
    format.date(day, today)
}

/// The picture of a kind of activity.
#[must_use]
pub fn glyph(kind: &str) -> Glyph {
    match kind {
        "call" => Glyph::Phone,
        "meeting" => Glyph::People,
        "email" => Glyph::Mail,
        "visit" => Glyph::Visit,
        "task" => Glyph::Task,
        _ => Glyph::Note,
    }
}
