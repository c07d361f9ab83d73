//! An activity as it is typed: a signal for each field of its form, what they begin with, and the
//! registers that they become.

use crate::domain::{
    Date, Instant, Key, Number, Problem, RecordId, RecordKind, Rule, Value, activity,
};
use crate::i18n::format::WallTime;
use crate::ui::app::App;
use crate::ui::frame::Asked;
use crate::ui::records::form::Fields;
use crate::ui::records::record_field::Picked;
use leptos::prelude::*;

/// How many minutes before one can be reminded.
pub const REMINDERS: [i64; 5] = [0, 15, 60, 120, 1_440];
/// When one is reminded of what has no time of its own: at nine.
const MORNING: (u8, u8) = (9, 0);

/// The fields. Copying it is free.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Which kind.
    pub kind: RwSignal<String>,
    /// What is to be done.
    pub subject: RwSignal<String>,
    /// What it belongs to, where that was said before.
    pub about: RwSignal<Option<RecordId>>,
    /// The customer, as it is typed.
    pub words: RwSignal<String>,
    /// The customer who is meant.
    pub picked: RwSignal<Picked>,
    /// The day it is due, or was.
    pub day: RwSignal<String>,
    /// At what time.
    pub time: RwSignal<String>,
    /// How long it took.
    pub minutes: RwSignal<String>,
    /// How much it matters.
    pub priority: RwSignal<String>,
    /// After which rule it comes again.
    pub repeat: RwSignal<String>,
    /// How many minutes before one is reminded; `kept` for the moment that was set.
    pub remind: RwSignal<String>,
    /// The moment of the reminder, where it is none of those that can be chosen.
    pub reminded: RwSignal<Option<Instant>>,
    /// What else there is to say.
    pub body: RwSignal<String>,
    /// When it began and ended before it was changed; the end is not typed, but goes along.
    span: StoredValue<(Option<Instant>, Option<Instant>)>,
    /// The texts that it began with.
    begun: StoredValue<Vec<String>>,
    /// The day and the time that it began with.
    moment: StoredValue<(String, String)>,
}

impl Draft {
    /// Nothing typed.
    #[must_use]
    pub fn new() -> Self {
        Self {
            kind: RwSignal::new("task".to_owned()),
            subject: RwSignal::default(),
            about: RwSignal::new(None),
            words: RwSignal::default(),
            picked: RwSignal::new(Picked::None),
            day: RwSignal::default(),
            time: RwSignal::default(),
            minutes: RwSignal::default(),
            priority: RwSignal::new("normal".to_owned()),
            repeat: RwSignal::default(),
            remind: RwSignal::default(),
            reminded: RwSignal::new(None),
            body: RwSignal::default(),
            span: StoredValue::default(),
            begun: StoredValue::default(),
            moment: StoredValue::default(),
        }
    }

    /// Begins with what is asked for: an empty one of a kind, one on a day, or what is there.
    pub fn begin(self, app: App, asked: Asked) {
        for text in [
            self.subject,
            self.words,
            self.day,
            self.time,
            self.minutes,
            self.repeat,
            self.remind,
            self.body,
        ] {
            text.set(String::new());
        }
        self.priority.set("normal".to_owned());
        self.about.set(None);
        self.picked.set(Picked::None);
        self.reminded.set(None);
        self.span.set_value((None, None));
        match asked {
            Asked::New(kind) => self.kind.set(kind.to_owned()),
            Asked::Task(_) => self.kind.set("task".to_owned()),
            Asked::Edit(id) => self.take(app, id),
        }
        self.set_moment(app, asked);
        self.begun.set_value(self.texts());
    }

    /// Day and time as a new one begins with them: of what was, the present moment.
    pub fn set_moment(self, app: App, asked: Asked) {
        match asked {
            Asked::New(kind) if kind != "task" => self.at(app, app.page().host().now()),
            Asked::Task(day) => self.day.set(day.to_string()),
            Asked::New(_) | Asked::Edit(_) => {}
        }
        self.moment.set_value(self.day_and_time());
    }

    fn day_and_time(self) -> (String, String) {
        (self.day.get_untracked(), self.time.get_untracked())
    }

    /// All that can be typed or chosen but day and time.
    fn texts(self) -> Vec<String> {
        let texts = [
            self.kind,
            self.subject,
            self.words,
            self.minutes,
            self.priority,
            self.repeat,
            self.remind,
            self.body,
        ];
        texts.map(|text| text.get_untracked()).to_vec()
    }

    /// Whether day or time are others than it began with.
    pub fn is_moved(self) -> bool {
        self.moment.get_value() != self.day_and_time()
    }

    /// Whether anything was typed or chosen since it began.
    pub fn is_typed(self) -> bool {
        self.is_moved() || self.begun.get_value() != self.texts()
    }

    /// Day and time of a moment, on the reader's clock.
    fn at(self, app: App, at: Instant) {
        let time = app
            .page()
            .host()
            .intl(app.page().locale_now())
            .wall_time(at);
        self.day.set(time.date.to_string());
        self.time
            .set(format!("{:02}:{:02}", time.hour, time.minute));
    }

    /// What an activity says.
    fn take(self, app: App, id: RecordId) {
        let live = app.live();
        let workspace = live.peek();
        let Some(record) = workspace.record(id) else {
            return;
        };
        let instant = |field| match record.value(field) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        let text = |field| record.text(field).to_owned();
        self.kind.set(text(activity::KIND));
        self.subject.set(text(activity::SUBJECT));
        self.body.set(text(activity::BODY));
        self.repeat.set(text(activity::REPEAT));
        let priority = Some(text(activity::PRIORITY)).filter(|code| !code.is_empty());
        self.priority
            .set(priority.unwrap_or_else(|| "normal".to_owned()));
        let minutes = record.value(activity::DURATION).and_then(Value::as_number);
        self.minutes
            .set(minutes.map(|number| number.to_string()).unwrap_or_default());
        let about = record.value(activity::ABOUT).and_then(Value::as_ref_id);
        self.about.set(about);
        if let Some(customer) = about.filter(|id| id.kind == RecordKind::Customer) {
            self.words.set(workspace.name(customer).into_owned());
            self.picked.set(Picked::Known(customer));
        }
        self.span
            .set_value((instant(activity::AT), instant(activity::END)));
        if let Some(at) = instant(activity::AT) {
            self.at(app, at);
        }
        if let Some(due) = record.value(activity::DUE).and_then(Value::as_date) {
            self.day.set(due.to_string());
        }
        if let Some(remind) = instant(activity::REMIND_AT) {
            let before = self.basis(app).map(|at| remind.ms_until(at) / 60_000);
            match before.filter(|before| REMINDERS.contains(before)) {
                Some(before) => self.remind.set(before.to_string()),
                None => {
                    self.reminded.set(Some(remind));
                    self.remind.set("kept".to_owned());
                }
            }
        }
    }

    /// The moment that reminders count back from.
    fn basis(self, app: App) -> Option<Instant> {
        let day = Date::parse(&self.day.read_untracked()).ok()?;
        let (hour, minute) = time(&self.time.read_untracked()).unwrap_or(MORNING);
        Some(instant(app, day, (hour, minute)))
    }

    /// The registers that it becomes; those of empty fields are taken away.
    ///
    /// # Errors
    /// All that is wrong with what was typed.
    pub fn fields(self, app: App, customer: Option<RecordId>) -> Result<Fields, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut fields: Fields = Vec::new();
        let mut put = |field, value: Option<Value>| fields.push((Key::one(field), value));
        let text = |signal: RwSignal<String>| {
            let text = signal.get_untracked().trim().to_owned();
            (!text.is_empty()).then(|| Value::text(text))
        };
        let kind = self.kind.get_untracked();
        let is_task = kind == "task";
        let words = self.words.get_untracked();
        let kept = self
            .about
            .get_untracked()
            .filter(|id| id.kind != RecordKind::Customer);
        if kept.is_none() && customer.is_none() && !words.trim().is_empty() {
            problems.push(Problem::new("about", Rule::NoSuchRecord { value: words }));
        }
        put(activity::ABOUT, kept.or(customer).map(Value::Ref));
        put(activity::KIND, Some(Value::text(kind)));
        let has_subject = text(self.subject).is_some();
        if is_task && !has_subject {
            problems.push(Problem::new("subject", Rule::Required));
        }
        if !is_task && !has_subject && text(self.body).is_none() {
            problems.push(Problem::new("body", Rule::Required));
        }
        put(activity::SUBJECT, text(self.subject));
        put(activity::BODY, text(self.body));
        let day_name = if is_task { "due" } else { "at" };
        let typed = self.day.get_untracked();
        let day = match Date::parse(&typed) {
            Ok(day) => Some(day),
            Err(_) if typed.trim().is_empty() => None,
            Err(rule) => {
                problems.push(Problem::new(day_name, rule));
                None
            }
        };
        let clock = time(&self.time.read_untracked());
        let at = day.zip(clock).map(|(day, time)| instant(app, day, time));
        if is_task {
            if clock.is_some() && day.is_none() {
                problems.push(Problem::new("due", Rule::Required));
            }
            put(activity::DUE, day.map(Value::Date));
            put(activity::AT, at.map(Value::Instant));
            put(activity::PRIORITY, text(self.priority));
            put(activity::REPEAT, text(self.repeat));
            if !self.repeat.read_untracked().is_empty() && day.is_none() {
                problems.push(Problem::new("due", Rule::Required));
            }
            put(activity::REMIND_AT, self.reminder(app).map(Value::Instant));
        } else {
            // What was written down has a moment, of which the time may be left open.
            let at = at.or_else(|| day.map(|day| instant(app, day, MORNING)));
            if at.is_none() {
                problems.push(Problem::new("at", Rule::Required));
            }
            put(activity::AT, at.map(Value::Instant));
            let minutes = self.minutes.get_untracked();
            let minutes = match Number::parse(minutes.trim()) {
                Ok(minutes) => Some(minutes),
                Err(_) if minutes.trim().is_empty() => None,
                Err(rule) => {
                    problems.push(Problem::new("duration", rule));
                    None
                }
            };
            put(activity::DURATION, minutes.map(Value::Number));
        }
        let (from, end) = self.span.get_value();
        let to = fields.iter().find_map(|(key, value)| match value {
            Some(Value::Instant(at)) if *key == Key::one(activity::AT) => Some(*at),
            _ => None,
        });
        if let Some(end) = end {
            let end = activity::end_moved(end, from, to);
            fields.push((Key::one(activity::END), end.map(Value::Instant)));
        }
        if problems.is_empty() {
            Ok(fields)
        } else {
            Err(problems)
        }
    }

    fn reminder(self, app: App) -> Option<Instant> {
        match self.remind.get_untracked().as_str() {
            "" => None,
            "kept" => self.reminded.get_untracked(),
            minutes => {
                let minutes: i64 = minutes.parse().ok()?;
                Some(self.basis(app)?.add_ms(-minutes * 60_000))
            }
        }
    }
}

/// A time as a native field gives it: `14:30`.
fn time(text: &str) -> Option<(u8, u8)> {
    let (hour, rest) = text.split_once(':')?;
    let minute = rest.get(..2)?;
    Some((hour.parse().ok()?, minute.parse().ok()?))
}

/// The moment at which the reader's clock shows this.
fn instant(app: App, date: Date, (hour, minute): (u8, u8)) -> Instant {
    let intl = app.page().host().intl(app.page().locale_now());
    intl.instant(WallTime { date, hour, minute })
}
