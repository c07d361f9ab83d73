//! Activities as an iCalendar file (RFC 5545): what has a time as an event, what has a day it is due
//! as a task. Which activities go into it, and the words for what they are about, are the caller's.

use crate::domain::repeat::Repeat;
use crate::domain::{Date, Instant, Record, Value, activity};
use std::fmt::Write;

/// The longest line in bytes, without its end (RFC 5545, 3.1).
const LINE_MAX: usize = 75;

/// An activity with the words that its file needs beside it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The activity.
    pub activity: &'a Record,
    /// What it is called where it has no subject: “Call”.
    pub kind: &'a str,
    /// Whom or what it is about.
    pub about: Option<&'a str>,
}

/// A file of activities; those without a time and a day are left out. `now` is when it was made.
#[must_use]
pub fn calendar<'a>(entries: impl IntoIterator<Item = Entry<'a>>, now: Instant) -> String {
    let mut file = File(String::new());
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//Satchel//Satchel//EN");
    for entry in entries {
        file.entry(entry, now);
    }
    file.line("END", "VCALENDAR");
    file.0
}

struct File(String);

impl File {
    fn entry(&mut self, entry: Entry<'_>, now: Instant) {
        let activity = entry.activity;
        let instant = |ix| match activity.value(ix) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        let due = activity.value(activity::DUE).and_then(Value::as_date);
        let is_task = activity.text(activity::KIND) == "task";
        let at = instant(activity::AT);
        let component = match (is_task, at, due) {
            (true, _, Some(_)) => "VTODO",
            (_, Some(_), _) | (false, None, Some(_)) => "VEVENT",
            _ => return,
        };
        self.line("BEGIN", component);
        self.line("UID", &format!("{}@satchel", activity.id));
        self.line("DTSTAMP", &moment(now));
        match (component, at, due) {
            ("VTODO", _, Some(due)) => {
                let (kind, value) = match at {
                    Some(at) => ("", moment(at)),
                    None => (";VALUE=DATE", day(due)),
                };
                // A rule is counted from a start (RFC 5545, 3.8.5.3). What is over comes no more: its
                // next is a task of its own.
                if let Some(rule) = rule_of(activity) {
                    self.line(&format!("DTSTART{kind}"), &value);
                    self.line("RRULE", &rule);
                }
                self.line(&format!("DUE{kind}"), &value);
                self.status(activity.text(activity::STATUS));
                if let Some(done) = instant(activity::DONE_AT) {
                    self.line("COMPLETED", &moment(done));
                }
                self.line("PRIORITY", priority(activity.text(activity::PRIORITY)));
            }
            (_, Some(at), _) => {
                self.line("DTSTART", &moment(at));
                if let Some(end) = end_of(activity, at, instant(activity::END)) {
                    self.line("DTEND", &moment(end));
                }
            }
            (_, None, Some(due)) => {
                self.line("DTSTART;VALUE=DATE", &day(due));
                self.line("DTEND;VALUE=DATE", &day(due.add_days(1)));
            }
            _ => {}
        }
        let subject = activity.text(activity::SUBJECT);
        let subject = if subject.is_empty() {
            entry.kind
        } else {
            subject
        };
        let summary = match entry.about {
            Some(about) if !about.is_empty() => format!("{subject} · {about}"),
            _ => subject.to_owned(),
        };
        self.line("SUMMARY", &escaped(&summary));
        let body = activity.text(activity::BODY);
        if !body.is_empty() {
            self.line("DESCRIPTION", &escaped(body));
        }
        if component == "VEVENT" && activity.text(activity::STATUS) == "cancelled" {
            self.line("STATUS", "CANCELLED");
        }
        if let Some(remind) = instant(activity::REMIND_AT) {
            self.line("BEGIN", "VALARM");
            self.line("ACTION", "DISPLAY");
            self.line("DESCRIPTION", &escaped(&summary));
            self.line("TRIGGER;VALUE=DATE-TIME", &moment(remind));
            self.line("END", "VALARM");
        }
        self.line("END", component);
    }

    fn status(&mut self, status: &str) {
        let status = match status {
            "done" => "COMPLETED",
            "cancelled" => "CANCELLED",
            "in_progress" => "IN-PROCESS",
            _ => "NEEDS-ACTION",
        };
        self.line("STATUS", status);
    }

    /// Writes a line, folded where it is long, between characters.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            let bytes = letter.len_utf8();
            if length + bytes > LINE_MAX {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += bytes;
        }
        self.0.push_str("\r\n");
    }
}

/// After which rule an open task comes again. A day of the month that its month is too short for is
/// not said: a rule has to agree with its start.
fn rule_of(task: &Record) -> Option<String> {
    let rule = task.text(activity::REPEAT);
    let is_over = ["done", "cancelled"].contains(&task.text(activity::STATUS));
    if is_over || rule.is_empty() || rule.contains(['\r', '\n']) {
        return None;
    }
    let plain = Repeat::parse(rule).map(|repeat| repeat.plain().to_string());
    Some(plain.unwrap_or_else(|| rule.to_owned()))
}

/// When an activity ends: as it says, or after as many minutes as it took.
fn end_of(activity: &Record, at: Instant, end: Option<Instant>) -> Option<Instant> {
    let minutes = activity
        .value(activity::DURATION)
        .and_then(Value::as_number);
    let after = minutes.map(|minutes| at.add_ms((minutes.to_f64() * 60_000.0) as i64));
    end.or(after).filter(|end| *end > at)
}

/// RFC 5545 counts from 1, the highest, to 9.
fn priority(code: &str) -> &'static str {
    match code {
        "high" => "1",
        "low" => "9",
        _ => "5",
    }
}

fn day(date: Date) -> String {
    let (year, month, day) = date.to_ymd();
    format!("{year:04}{month:02}{day:02}")
}

/// A moment in UTC, to the second.
fn moment(at: Instant) -> String {
    let date = at.date();
    let seconds = Instant::from_date(date).ms_until(at) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let mut text = day(date);
    let _ = write!(text, "T{hours:02}{minutes:02}{seconds:02}Z");
    text
}

/// Text as a value (RFC 5545, 3.3.11); control characters have no place in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            letter if letter.is_control() && letter != '\t' => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{FieldIx, Key, Number, RecordId, RecordKind, Register, Stamp, Uuid};

    fn activity(fields: &[(FieldIx, Value)]) -> Record {
        let id = RecordId::new(RecordKind::Activity, Uuid::from_bytes([7; 16]));
        let mut record = Record::new(id, Stamp::default());
        for (ix, value) in fields {
            let register = Register {
                value: Some(value.clone()),
                stamp: Stamp::default(),
            };
            record.put(Key::one(*ix), Some(register));
        }
        record
    }

    fn written(fields: &[(FieldIx, Value)], about: Option<&str>) -> String {
        let activity = activity(fields);
        let entry = Entry {
            activity: &activity,
            kind: "Call",
            about,
        };
        calendar([entry], at("2026-11-28T08:00:00Z"))
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_task_is_due_on_a_day_and_a_call_takes_its_time() {
        let task = written(
            &[
                (activity::KIND, Value::text("task")),
                (
                    activity::SUBJECT,
                    Value::text("Send offer; ask, then call\nback"),
                ),
                (
                    activity::DUE,
                    Value::Date(Date::parse("2026-12-01").unwrap()),
                ),
                (activity::PRIORITY, Value::text("high")),
                (activity::STATUS, Value::text("in_progress")),
                (
                    activity::REMIND_AT,
                    Value::Instant(at("2026-12-01T07:30:00Z")),
                ),
            ],
            Some("Nordwind"),
        );
        let uid = RecordId::new(RecordKind::Activity, Uuid::from_bytes([7; 16]));
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Satchel//Satchel//EN",
            "BEGIN:VTODO",
            &format!("UID:{uid}@satchel"),
            "DTSTAMP:20261128T080000Z",
            "DUE;VALUE=DATE:20261201",
            "STATUS:IN-PROCESS",
            "PRIORITY:1",
            "SUMMARY:Send offer\\; ask\\, then call\\nback · Nordwind",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Send offer\\; ask\\, then call\\nback · Nordwind",
            "TRIGGER;VALUE=DATE-TIME:20261201T073000Z",
            "END:VALARM",
            "END:VTODO",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(task, expected.join("\r\n"));
        let timed = written(
            &[
                (activity::KIND, Value::text("task")),
                (
                    activity::DUE,
                    Value::Date(Date::parse("2026-12-01").unwrap()),
                ),
                (activity::AT, Value::Instant(at("2026-12-01T09:00:00Z"))),
            ],
            None,
        );
        assert!(timed.contains("\r\nDUE:20261201T090000Z\r\n"), "{timed}");
        let call = written(
            &[
                (activity::KIND, Value::text("call")),
                (activity::AT, Value::Instant(at("2026-12-01T23:50:00Z"))),
                (activity::DURATION, Value::Number(Number::from(25))),
            ],
            None,
        );
        assert!(call.contains("\r\nSUMMARY:Call\r\n"), "{call}");
        assert!(call.contains("\r\nDTSTART:20261201T235000Z\r\nDTEND:20261202T001500Z\r\n"));
    }

    #[test]
    fn a_rule_is_that_of_an_open_task_and_what_is_cancelled_says_so() {
        let task = |kind: &str, status: &str| {
            let due = Value::Date(Date::parse("2026-12-01").unwrap());
            let fields = [
                (activity::KIND, Value::text(kind)),
                (activity::DUE, due),
                (activity::STATUS, Value::text(status)),
                (activity::REPEAT, Value::text("FREQ=WEEKLY;INTERVAL=2")),
            ];
            written(&fields, None)
        };
        let open = task("task", "not_started");
        let rule = "\r\nDTSTART;VALUE=DATE:20261201\r\nRRULE:FREQ=WEEKLY;INTERVAL=2\r\n\
                    DUE;VALUE=DATE:20261201\r\n";
        assert!(open.contains(rule), "{open}");
        assert!(!task("task", "done").contains("RRULE"));
        assert!(!task("task", "cancelled").contains("RRULE"));
        let cancelled = task("visit", "cancelled");
        assert!(cancelled.contains("\r\nSTATUS:CANCELLED\r\n"));
        assert!(!cancelled.contains("RRULE"), "{cancelled}");
        assert!(!task("visit", "not_started").contains("STATUS"));
    }

    #[test]
    fn what_has_no_time_is_left_out_and_long_lines_are_folded_between_characters() {
        let note = written(&[(activity::KIND, Value::text("note"))], None);
        assert!(!note.contains("BEGIN:VEVENT"));
        let long = "客户需求".repeat(40);
        let visit = written(
            &[
                (activity::KIND, Value::text("visit")),
                (activity::AT, Value::Instant(at("2026-12-01T09:00:00Z"))),
                (activity::SUBJECT, Value::text(long.as_str())),
            ],
            None,
        );
        assert!(visit.lines().all(|line| line.len() <= LINE_MAX), "{visit}");
        let unfolded = visit.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("\r\nSUMMARY:{long}\r\n")));
    }
}
