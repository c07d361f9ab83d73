//! Writes down what happened with a record, or what is to be done: a note, a call, an e-mail, a
//! meeting, a visit, a task. What was typed stays while one switches between them, and over a reload
//! or a crash until it was added and is on the disk.

use crate::domain::{Date, Key, Number, RecordId, RecordKind, Value, activity};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::caret::marked;
use crate::ui::components::{
    Button, ButtonKind, DateField, Glyph, IconButton, Segment, Segmented, TextArea, TextField,
};
use crate::ui::frame::is_typing;
use crate::ui::host::Preference;
use crate::ui::records::form::Fields;
use crate::ui::records::noting::need_of;
use crate::workspace::command::{Command, CommandError};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use std::cell::Cell;

/// What was typed, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    kind: String,
    due: String,
    minutes: String,
    text: String,
}

impl Draft {
    fn empty() -> Self {
        Self {
            kind: "note".to_owned(),
            due: String::new(),
            minutes: String::new(),
            text: String::new(),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.text, &self.due, &self.minutes]
            .into_iter()
            .all(String::is_empty)
    }

    /// The form in which the browser keeps it: only the text may have several lines, so it is last.
    fn write(&self) -> String {
        let Self {
            kind,
            due,
            minutes,
            text,
        } = self;
        format!("{kind}\n{due}\n{minutes}\n{text}")
    }

    fn parse(written: &str) -> Option<Self> {
        let mut lines = written.splitn(4, '\n').map(str::to_owned);
        let mut next = || lines.next();
        Some(Self {
            kind: next()?,
            due: next()?,
            minutes: next()?,
            text: next()?,
        })
    }
}

/// The form's fields.
#[derive(Clone, Copy)]
struct Typed {
    kind: RwSignal<String>,
    due: RwSignal<String>,
    minutes: RwSignal<String>,
    text: RwSignal<String>,
}

impl Typed {
    fn new(draft: Draft) -> Self {
        Self {
            kind: RwSignal::new(draft.kind),
            due: RwSignal::new(draft.due),
            minutes: RwSignal::new(draft.minutes),
            text: RwSignal::new(draft.text),
        }
    }

    fn get(self) -> Draft {
        Draft {
            kind: self.kind.get(),
            due: self.due.get(),
            minutes: self.minutes.get(),
            text: self.text.get(),
        }
    }

    /// The same without following it; none where the record's page is gone.
    fn peek(self) -> Option<Draft> {
        Some(Draft {
            kind: self.kind.try_get_untracked()?,
            due: self.due.try_get_untracked()?,
            minutes: self.minutes.try_get_untracked()?,
            text: self.text.try_get_untracked()?,
        })
    }

    /// Shows a draft; the record's page may be gone by now.
    fn put(self, draft: Draft) {
        let _ = self.kind.try_set(draft.kind);
        let _ = self.due.try_set(draft.due);
        let _ = self.minutes.try_set(draft.minutes);
        let _ = self.text.try_set(draft.text);
    }
}

/// What the form is asked to begin: an activity of a kind, with words where nothing was typed yet.
pub type Begun = (&'static str, String);

/// The form.
#[component]
pub fn Composer(
    /// The app.
    app: App,
    /// About which record.
    id: RecordId,
    /// What the page asks it to begin.
    asked: RwSignal<Option<Begun>>,
) -> impl IntoView {
    let page = app.page();
    let kept = page.host().preference(Preference::Draft(id));
    let kept = kept.and_then(|written| Draft::parse(&written));
    let typed = Typed::new(kept.unwrap_or_else(Draft::empty));
    let Typed {
        kind,
        due,
        minutes,
        text,
    } = typed;
    // What was added and is on its way to the disk.
    let pending = RwSignal::new(None::<Draft>);
    Effect::new(move |_| {
        let draft = Some(typed.get()).filter(|draft| !draft.is_empty());
        let written = draft.or_else(|| pending.get()).map(|draft| draft.write());
        page.host()
            .set_preference(Preference::Draft(id), written.as_deref());
    });
    let error = RwSignal::new(None::<String>);
    let is = move |of: &'static str| Signal::derive(move || *kind.read() == of);
    let (is_task, is_note) = (is("task"), is("note"));
    let make = move |draft: &Draft, need: Option<Command>| {
        let new = app.live().writer().new_id(RecordKind::Activity);
        let fields = fields(app, id, draft)?;
        let written = Command::Create { id: new, fields };
        let begun = app.begin(&match need {
            Some(need) => Command::All(vec![written, need]),
            None => written,
        });
        begun.map_err(|refused| match refused {
            CommandError::Invalid(problems) => {
                let first = problems.first();
                first.map(|problem| page.messages().rule(&problem.rule))
            }
            // Any other refusal was said.
            _ => None,
        })
    };
    let field = NodeRef::<html::Textarea>::new();
    // With it, what is marked of it is noted as a need; where nothing is, its first sentence.
    let add = move |is_need: bool| {
        let Some(draft) = typed.peek().filter(|draft| !draft.text.trim().is_empty()) else {
            return;
        };
        let (need, noted) = if is_need {
            let part = field.get_untracked().and_then(|field| marked(&field));
            let (need, noted) = need_of(app, id, part.as_deref(), draft.text.trim());
            (Some(need), Some(noted))
        } else {
            (None, None)
        };
        let change = match make(&draft, need) {
            Ok(change) => change,
            Err(refused) => return error.set(refused),
        };
        error.set(None);
        pending.set(Some(draft.clone()));
        typed.put(Draft {
            kind: draft.kind.clone(),
            ..Draft::empty()
        });
        spawn_local(async move {
            let saved = app.saved(change).await;
            match saved {
                Ok(()) => {
                    let said = match noted {
                        Some(noted) => message!("need-noted", need = noted),
                        None => message!("toast-activity-logged"),
                    };
                    app.say(&said, true);
                }
                Err(failed) => {
                    app.say_failure(&app.taken_back(&failed));
                    // It comes back, unless something else was begun meanwhile.
                    if typed.peek().is_some_and(|now| now.is_empty()) {
                        typed.put(draft);
                    }
                }
            }
            let _ = pending.try_set(None);
        });
    };
    let begin = move |of: &'static str| {
        kind.set(of.to_owned());
        if let Some(field) = field.get_untracked() {
            // Where it cannot take the focus, it is still what one comes to next.
            let _ = field.focus();
        }
    };
    Effect::new(move |_| {
        if let Some((of, words)) = asked.get() {
            asked.set(None);
            if typed.peek().is_some_and(|draft| draft.is_empty()) {
                text.set(words);
            }
            begin(of);
        }
    });
    begin_by_address(begin);
    begin_by_keys(begin);
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            add(event.shift_key() && !is_task.get_untracked());
        }
    };
    let segments = Signal::derive(move || {
        let segment = |code, glyph| {
            Segment::new(code, page.messages().option("activity", "kind", code)).glyph(glyph)
        };
        vec![
            segment("note", Glyph::Note),
            segment("call", Glyph::Phone),
            segment("email", Glyph::Mail),
            segment("meeting", Glyph::People),
            segment("visit", Glyph::Visit),
            segment("task", Glyph::Task),
        ]
    });
    let label = say(page, move || hint(&kind.read()));
    let refusal = Signal::derive(move || error.get());
    view! {
        <div class="composer" on:keydown=on_key>
            <div class="composer__kinds">
                <Segmented
                    label=say(page, || message!("field-activity-kind"))
                    value=kind
                    segments=segments
                    small=true
                    on_change=move |to| kind.set(to)
                />
            </div>
            <div class="composer__write">
                <div class="composer__text">
                    <TextArea label=label value=text lines=1 node_ref=field />
                </div>
                <Show when=move || is_task.get()>
                    <DateField
                        label=say(page, || message!("composer-due"))
                        value=due
                        error=refusal
                        reveal=Signal::stored(true)
                    />
                </Show>
                <Show when=move || !is_task.get() && !is_note.get()>
                    <div class="composer__minutes">
                        <TextField
                            label=say(page, || message!("composer-minutes"))
                            value=minutes
                            input_mode="numeric"
                            error=refusal
                            reveal=Signal::stored(true)
                        />
                    </div>
                </Show>
                <Show when=move || !is_task.get()>
                    <IconButton
                        label=say(page, || message!("composer-add-need"))
                        glyph=Glyph::Need
                        on_press=move |()| add(true)
                    />
                </Show>
                <Button
                    label=say(page, || message!("action-add"))
                    kind=ButtonKind::Primary
                    key="Ctrl Enter"
                    on_press=move |()| add(false)
                />
            </div>
        </div>
    }
}

/// What can be written down, with the letter that begins it after `L`.
pub const LOGS: [(&str, &str); 6] = [
    ("note", "N"),
    ("call", "C"),
    ("email", "E"),
    ("meeting", "M"),
    ("visit", "V"),
    ("task", "T"),
];

/// Begins what the address asks for: `?log=call`. Then the address forgets it, so that neither going
/// back nor loading the page anew asks again.
fn begin_by_address(begin: impl Fn(&'static str) + Copy + 'static) {
    let query = use_query_map();
    let path = use_location().pathname;
    let navigate = use_navigate();
    Effect::new(move |_| {
        let asked = query.read().get("log");
        let found = LOGS
            .iter()
            .find(|(kind, _)| asked.as_deref() == Some(*kind));
        if let Some((kind, _)) = found {
            let here = path.get_untracked();
            let forget = navigate.clone();
            // The page moves the focus to its title first.
            request_animation_frame(move || {
                let options = NavigateOptions {
                    replace: true,
                    scroll: false,
                    ..NavigateOptions::default()
                };
                forget(&here, options);
                request_animation_frame(move || begin(kind));
            });
        }
    });
}

/// Begins one of them by `L` and its letter.
fn begin_by_keys(begin: impl Fn(&'static str) + Copy + 'static) {
    let is_asked = Cell::new(false);
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let was_asked = is_asked.take();
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        let key = event.key().to_ascii_uppercase();
        let found = LOGS.iter().find(|(_, letter)| was_asked && *letter == key);
        match found {
            Some((kind, _)) => {
                event.prevent_default();
                begin(kind);
            }
            None => is_asked.set(key == "L"),
        }
    });
    on_cleanup(move || press.remove());
}

fn hint(kind: &str) -> Message {
    match kind {
        "call" => message!("composer-call-hint"),
        "email" => message!("composer-email-hint"),
        "meeting" => message!("composer-meeting-hint"),
        "visit" => message!("composer-visit-hint"),
        "task" => message!("composer-task-hint"),
        _ => message!("composer-note"),
    }
}

/// The registers of the activity; or why what was typed is none.
fn fields(app: App, id: RecordId, draft: &Draft) -> Result<Fields, Option<String>> {
    let messages = app.page().messages();
    let (kind, body) = (draft.kind.as_str(), draft.text.trim());
    let (due, minutes) = (draft.due.trim(), draft.minutes.trim());
    let mut fields = vec![
        (Key::one(activity::KIND), Some(Value::text(kind))),
        (Key::one(activity::ABOUT), Some(Value::Ref(id))),
    ];
    if kind == "task" {
        // The first line is what is to be done; what follows explains it.
        let (subject, rest) = body.split_once('\n').unwrap_or((body, ""));
        fields.push((
            Key::one(activity::SUBJECT),
            Some(Value::text(subject.trim())),
        ));
        if !rest.trim().is_empty() {
            fields.push((Key::one(activity::BODY), Some(Value::text(rest.trim()))));
        }
        fields.push((Key::one(activity::STATUS), Some(Value::text("not_started"))));
        if !due.is_empty() {
            let due = Date::parse(due).map_err(|rule| Some(messages.rule(&rule)))?;
            fields.push((Key::one(activity::DUE), Some(Value::Date(due))));
        }
        return Ok(fields);
    }
    fields.push((Key::one(activity::BODY), Some(Value::text(body))));
    fields.push((
        Key::one(activity::AT),
        Some(Value::Instant(app.page().host().now())),
    ));
    if kind != "note" && !minutes.is_empty() {
        let minutes = Number::parse(minutes).map_err(|rule| Some(messages.rule(&rule)))?;
        fields.push((Key::one(activity::DURATION), Some(Value::Number(minutes))));
    }
    Ok(fields)
}
