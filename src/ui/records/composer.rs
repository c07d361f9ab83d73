//! Writes down what happened with a record, or what is to be done: a note, a call, an e-mail, a
//! meeting, a visit, a task. What was typed stays while one switches between them.

use crate::domain::{Date, Key, Number, RecordId, RecordKind, Value, activity};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, DateField, Glyph, Segment, Segmented, TextArea, TextField,
};
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;

/// The form.
#[component]
pub fn Composer(
    /// The app.
    app: App,
    /// About which record.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let kind = RwSignal::new("note".to_owned());
    let text = RwSignal::new(String::new());
    let due = RwSignal::new(String::new());
    let minutes = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let is = move |of: &'static str| Signal::derive(move || *kind.read() == of);
    let (is_task, is_note) = (is("task"), is("note"));
    let add = move || {
        let typed = text.get_untracked();
        let body = typed.trim();
        if body.is_empty() {
            return;
        }
        match fields(
            app,
            id,
            &kind.get_untracked(),
            body,
            &due.get_untracked(),
            &minutes.get_untracked(),
        ) {
            Err(refused) => error.set(Some(refused)),
            Ok(fields) => {
                let new = app.live().writer().new_id(RecordKind::Activity);
                match app.execute(&Command::Create { id: new, fields }) {
                    Ok(()) => {
                        for typed in [text, due, minutes] {
                            typed.set(String::new());
                        }
                        error.set(None);
                        app.say(&message!("toast-activity-logged"), true);
                    }
                    Err(CommandError::Invalid(problems)) => {
                        let first = problems.first();
                        error.set(first.map(|problem| page.messages().rule(&problem.rule)));
                    }
                    Err(_) => {}
                }
            }
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            add();
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
            <TextArea label=label value=text />
            <div class="composer__foot">
                <Show when=move || is_task.get()>
                    <DateField
                        label=say(page, || message!("composer-due"))
                        value=due
                        error=refusal
                        reveal=Signal::stored(true)
                    />
                </Show>
                <Show when=move || !is_task.get() && !is_note.get()>
                    <TextField
                        label=say(page, || message!("composer-minutes"))
                        value=minutes
                        input_mode="numeric"
                        error=refusal
                        reveal=Signal::stored(true)
                    />
                </Show>
                <span class="push">
                    <Button
                        label=say(page, || message!("action-add"))
                        kind=ButtonKind::Primary
                        key="Ctrl Enter"
                        on_press=move |()| add()
                    />
                </span>
            </div>
        </div>
    }
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
fn fields(
    app: App,
    id: RecordId,
    kind: &str,
    body: &str,
    due: &str,
    minutes: &str,
) -> Result<Vec<(Key, Option<Value>)>, String> {
    let messages = app.page().messages();
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
        if !due.trim().is_empty() {
            let due = Date::parse(due.trim()).map_err(|rule| messages.rule(&rule))?;
            fields.push((Key::one(activity::DUE), Some(Value::Date(due))));
        }
        return Ok(fields);
    }
    fields.push((Key::one(activity::BODY), Some(Value::text(body))));
    fields.push((
        Key::one(activity::AT),
        Some(Value::Instant(app.page().host().now())),
    ));
    if kind != "note" && !minutes.trim().is_empty() {
        let minutes = Number::parse(minutes.trim()).map_err(|rule| messages.rule(&rule))?;
        fields.push((Key::one(activity::DURATION), Some(Value::Number(minutes))));
    }
    Ok(fields)
}
