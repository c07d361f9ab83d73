//! The agenda: what is to be done, apart by how pressing it is, and what stands on which days of the
//! calendar. Read from columns; what an entry is about is left to whoever shows it.

use super::Now;
use super::activity::days;
use super::customer::{is_over, open_task};
use super::period::{Period, Unit};
use super::plan::first_weekday;
use crate::domain::date::Weekday;
use crate::domain::{Date, Instant, Key, RecordId, RecordKind, activity};
use crate::workspace::Workspace;

/// Something to do, or that takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The activity.
    pub id: RecordId,
    /// The day on which it stands.
    pub day: Option<Date>,
    /// At what moment of that day.
    pub at: Option<Instant>,
    /// Whether it is a task, which is done or not; else it takes place.
    pub is_task: bool,
    /// Whether it is a task that is done.
    pub is_done: bool,
}

/// What is to be done, each part in the order in which it is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// Tasks whose day has passed.
    pub overdue: Vec<Entry>,
    /// What is due or takes place today, and what was due and was done.
    pub today: Vec<Entry>,
    /// The rest of this week.
    pub week: Vec<Entry>,
    /// All after it.
    pub later: Vec<Entry>,
    /// Tasks without a day.
    pub undated: Vec<Entry>,
}

impl Agenda {
    /// How many tasks and appointments there are that are not done.
    #[must_use]
    pub fn open(&self) -> usize {
        let parts = [
            &self.overdue,
            &self.today,
            &self.week,
            &self.later,
            &self.undated,
        ];
        let entries = parts.into_iter().flatten();
        entries.filter(|entry| !entry.is_done).count()
    }
}

/// The first day of the week, as the workspace has it.
#[must_use]
pub fn week_begins(workspace: &Workspace) -> Weekday {
    first_weekday(workspace)
}

/// What is to be done as it stands at this moment.
#[must_use]
pub fn agenda(workspace: &Workspace, now: Now) -> Agenda {
    let week = Period::Whole(Unit::Week, 0).days(now.today, first_weekday(workspace));
    let mut agenda = Agenda::default();
    for entry in entries(workspace, now) {
        let is_open = entry.is_task && !entry.is_done;
        let part = match entry.day {
            None if is_open => &mut agenda.undated,
            None => continue,
            Some(day) if day == now.today => &mut agenda.today,
            Some(_) if entry.is_done => continue,
            Some(day) if day < now.today && is_open => &mut agenda.overdue,
            Some(day) if day < now.today => continue,
            Some(day) if day <= week.1 => &mut agenda.week,
            Some(_) => &mut agenda.later,
        };
        part.push(entry);
    }
    for part in [
        &mut agenda.overdue,
        &mut agenda.today,
        &mut agenda.week,
        &mut agenda.later,
        &mut agenda.undated,
    ] {
        sort(part);
    }
    agenda
}

/// What stands on the days from one to another, both included, in the order of time; what was done
/// stands there too.
#[must_use]
pub fn calendar(workspace: &Workspace, (first, last): (Date, Date), now: Now) -> Vec<Entry> {
    let is_there = |entry: &Entry| entry.day.is_some_and(|day| (first..=last).contains(&day));
    let mut entries: Vec<Entry> = entries(workspace, now).filter(is_there).collect();
    sort(&mut entries);
    entries
}

/// By day; of a day last what has no time; then by id, which is by when it was made.
fn sort(entries: &mut [Entry]) {
    entries.sort_by_key(|entry| (entry.day, entry.at.is_none(), entry.at, entry.id));
}

/// The tasks and appointments of which one was to be reminded by now, the latest first; what was done
/// or called off is left out.
#[must_use]
pub fn due_reminders(workspace: &Workspace, now: Instant) -> Vec<RecordId> {
    let table = workspace.table(RecordKind::Activity);
    let reminders = table.ints(&Key::one(activity::REMIND_AT));
    let is_over = is_over(workspace);
    let is_due = |row: u32| {
        let at = reminders.at(row).filter(|at| *at <= now.to_ms())?;
        (!is_over(&row)).then_some((at, table.id(row)?))
    };
    let mut due: Vec<(i64, RecordId)> = table.live_rows().filter_map(is_due).collect();
    due.sort_by_key(|(at, id)| (std::cmp::Reverse(*at), *id));
    due.into_iter().map(|(_, id)| id).collect()
}

/// All that can stand in an agenda: tasks that were not called off, and what has a time but is not
/// only a note of what was.
fn entries(workspace: &Workspace, now: Now) -> impl Iterator<Item = Entry> {
    let table = workspace.table(RecordKind::Activity);
    let kinds = table.texts(&Key::one(activity::KIND));
    let statuses = table.texts(&Key::one(activity::STATUS));
    let ats = table.ints(&Key::one(activity::AT));
    let days = days(workspace, now);
    let is_open = open_task(workspace);
    table.live_rows().filter_map(move |row| {
        let kind = kinds.at(row).map_or("", |kind| kind);
        let status = statuses.at(row).map_or("", |status| status);
        let day = days.at(row).and_then(|day| Date::from_days(day as i32));
        let at = ats.at(row).and_then(Instant::from_ms);
        let is_task = kind == "task";
        let is_written = matches!(kind, "note" | "email");
        if status == "cancelled" || is_written && at.is_none_or(|at| at < now.at) {
            return None;
        }
        Some(Entry {
            id: table.id(row)?,
            day,
            at: at.filter(|at| Some(now.day_of(*at)) == day),
            is_task,
            is_done: is_task && !is_open(&row),
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::Value;
    use crate::domain::zone::known::berlin;
    use crate::workspace::desk::Desk;

    /// A Wednesday, before noon.
    fn now() -> Now {
        Now::of(Instant::parse("2026-11-18T10:42:00Z").unwrap(), berlin())
    }

    fn text(text: &str) -> Option<Value> {
        Some(Value::text(text))
    }

    fn make(desk: &mut Desk, kind: &str, subject: &str, due: &str, at: &str) -> RecordId {
        let mut fields = vec![
            (Key::one(activity::KIND), text(kind)),
            (Key::one(activity::SUBJECT), text(subject)),
        ];
        if !due.is_empty() {
            let due = Date::parse(due).unwrap();
            fields.push((Key::one(activity::DUE), Some(Value::Date(due))));
        }
        if !at.is_empty() {
            let at = Instant::parse(at).unwrap();
            fields.push((Key::one(activity::AT), Some(Value::Instant(at))));
        }
        desk.creates(RecordKind::Activity, fields)
    }

    fn names(desk: &Desk, entries: &[Entry]) -> Vec<String> {
        let name = |entry: &Entry| {
            let record = desk.workspace.record(entry.id).unwrap();
            record.text(activity::SUBJECT).to_owned()
        };
        entries.iter().map(name).collect()
    }

    fn filled() -> Desk {
        let mut desk = Desk::new();
        for (kind, subject, due, at) in [
            ("task", "late", "2026-11-16", ""),
            ("task", "later today", "2026-11-18", "2026-11-18T16:00:00Z"),
            ("task", "some time today", "2026-11-18", ""),
            ("meeting", "review", "", "2026-11-18T09:30:00Z"),
            // On the reader's clock this is tomorrow.
            ("call", "after midnight", "", "2026-11-18T23:30:00Z"),
            ("task", "sunday", "2026-11-22", ""),
            ("task", "monday", "2026-11-23", ""),
            ("task", "one day", "", ""),
            ("note", "what was said", "", "2026-11-18T08:00:00Z"),
            ("meeting", "last week", "", "2026-11-11T09:30:00Z"),
        ] {
            make(&mut desk, kind, subject, due, at);
        }
        desk
    }

    #[test]
    fn what_is_to_be_done_is_apart_by_how_pressing_it_is() {
        let desk = filled();
        let agenda = agenda(&desk.workspace, now());
        let names = |part: &[Entry]| names(&desk, part);
        assert_eq!(names(&agenda.overdue), ["late"]);
        assert_eq!(
            names(&agenda.today),
            ["review", "later today", "some time today"]
        );
        assert_eq!(names(&agenda.week), ["after midnight", "sunday"]);
        assert_eq!(names(&agenda.later), ["monday"]);
        assert_eq!(names(&agenda.undated), ["one day"]);
        assert_eq!(agenda.open(), 8);
    }

    #[test]
    fn what_is_done_stays_for_its_day_and_what_is_called_off_does_not() {
        let mut desk = Desk::new();
        let done = make(&mut desk, "task", "done", "2026-11-18", "");
        let late = make(&mut desk, "task", "done late", "2026-11-10", "");
        let off = make(&mut desk, "task", "called off", "2026-11-18", "");
        for id in [done, late] {
            desk.set(id, activity::STATUS, text("done"));
        }
        desk.set(off, activity::STATUS, text("cancelled"));
        let agenda = agenda(&desk.workspace, now());
        assert_eq!(names(&desk, &agenda.today), ["done"]);
        assert!(agenda.today.iter().all(|entry| entry.is_done));
        assert_eq!((agenda.overdue.len(), agenda.open()), (0, 0));
    }

    #[test]
    fn one_is_reminded_of_what_is_still_to_be_done() {
        let mut desk = Desk::new();
        let at = |text| Some(Value::Instant(Instant::parse(text).unwrap()));
        let ids = ["first", "second", "done", "ahead"]
            .map(|subject| make(&mut desk, "task", subject, "2026-11-18", ""));
        for (id, moment) in ids.into_iter().zip([
            "2026-11-18T08:00:00Z",
            "2026-11-18T10:42:00Z",
            "2026-11-18T08:00:00Z",
            "2026-11-18T10:43:00Z",
        ]) {
            desk.set(id, activity::REMIND_AT, at(moment));
        }
        desk.set(ids[2], activity::STATUS, text("done"));
        let due = due_reminders(&desk.workspace, now().at);
        assert_eq!(due, [ids[1], ids[0]]);
    }

    #[test]
    fn nobody_is_reminded_of_what_was_done_or_called_off_whatever_it_is() {
        let mut desk = Desk::new();
        let at = Instant::parse("2026-11-18T09:00:00Z").unwrap();
        let mut open = Vec::new();
        for kind in ["task", "meeting", "call"] {
            for status in ["", "done", "cancelled"] {
                let id = make(&mut desk, kind, kind, "", "2026-11-18T09:30:00Z");
                desk.set(id, activity::REMIND_AT, Some(Value::Instant(at)));
                if status.is_empty() {
                    open.push(id);
                } else {
                    desk.set(id, activity::STATUS, text(status));
                }
            }
        }
        open.sort();
        assert_eq!(due_reminders(&desk.workspace, now().at), open);
    }

    #[test]
    fn a_calendar_has_what_was_and_what_will_be() {
        let desk = filled();
        let day = |text| Date::parse(text).unwrap();
        let days = (day("2026-11-09"), day("2026-11-18"));
        let found = calendar(&desk.workspace, days, now());
        let expected = [
            "last week",
            "late",
            "review",
            "later today",
            "some time today",
        ];
        assert_eq!(names(&desk, &found), expected);
    }
}
