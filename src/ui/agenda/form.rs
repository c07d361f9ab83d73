//! The form for an activity, from everywhere: something to do, or what was said, written or met about; and
//! the same form for one that is there. What was typed becomes registers in [`super::draft`].

use super::doing::{name, throw_away};
use super::draft::{Draft, REMINDERS};
use super::export::export;
use crate::domain::repeat::{Repeat, UNITS};
use crate::domain::{Key, Problem, RecordId, RecordKind, Value, activity, customer};
use crate::i18n::Message;
use crate::message;
use crate::ui::agenda::reading::glyph;
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{
    Button, ButtonKind, Choice, DateField, Dialog, Notice, Segment, Segmented, SelectField,
    TextArea, TextField, Tone,
};
use crate::ui::follow::{shown, whenever};
use crate::ui::frame::Asked;
use crate::ui::records::record_field::{Picked, RecordField};
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What can be written down beside tasks.
const LOGGED: [&str; 5] = ["call", "meeting", "email", "visit", "note"];

/// How sending it goes.
#[derive(Clone, Copy)]
struct Going {
    problems: RwSignal<Vec<Problem>>,
    failure: RwSignal<Option<Message>>,
    is_saving: StoredValue<bool>,
}

impl Going {
    fn new() -> Self {
        Self {
            problems: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            is_saving: StoredValue::new(false),
        }
    }

    fn error(self, app: App, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let problems = self.problems.read();
            let problem = problems.iter().find(|problem| problem.field == field)?;
            Some(app.page().messages().rule(&problem.rule))
        })
    }
}

/// The form, in a dialog.
#[component]
pub fn ActivityForm(
    /// Which activity is asked for; none while none is.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    use_app().map(|app| view! { <Form app=app asked=asked /> })
}

#[component]
fn Form(app: App, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let page = app.page();
    let draft = Draft::new();
    let going = Going::new();
    let open = RwSignal::new(false);
    // What was typed for a new one stays when the dialog is closed, until one of another kind is begun.
    // One that is there may have changed meanwhile: it is read anew each time.
    let held = StoredValue::new(None::<Asked>);
    whenever(move || {
        let now = asked.get();
        if let Some(now) = now {
            if !stays(held.get_value(), now, draft.is_typed()) {
                held.set_value(Some(now));
                going.problems.set(Vec::new());
                going.failure.set(None);
                draft.begin(app, now);
            } else if !draft.is_moved() {
                draft.set_moment(app, now);
            }
        }
        open.set(now.is_some());
    });
    whenever(move || {
        if !open.get() && asked.get_untracked().is_some() {
            asked.set(None);
        }
    });
    let edited = Memo::new(move |_| match asked.get() {
        Some(Asked::Edit(id)) => Some(id),
        _ => None,
    });
    let done = move || {
        held.set_value(None);
        asked.set(None);
    };
    let submit = Callback::new(move |()| send(app, draft, edited.get_untracked(), going, done));
    let title = say(page, move || {
        title(edited.get().is_some(), &draft.kind.read())
    });
    let remove = move |()| {
        if let Some(id) = edited.get_untracked() {
            throw_away(app, id);
            done();
        }
    };
    view! {
        <Dialog
            open=open
            title=title
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Show when=move || edited.get().is_some()>
                    <span class="activity-form__remove">
                        <Button
                            label=say(page, || message!("action-delete"))
                            kind=ButtonKind::Quiet
                            on_press=remove
                        />
                        <Button
                            label=say(page, || message!("agenda-export"))
                            kind=ButtonKind::Quiet
                            on_press=move |()| {
                                if let Some(id) = edited.get_untracked() {
                                    export(app, &[id]);
                                }
                            }
                        />
                    </span>
                </Show>
                <Button label=say(page, || message!("action-cancel")) on_press=move |()| open.set(false) />
                <Button
                    label=say(page, move || if edited.get().is_some() {
                        message!("action-save")
                    } else {
                        message!("action-add")
                    })
                    kind=ButtonKind::Primary
                    on_press=submit
                />
            }
        >
            <form
                class="record-form"
                on:keydown=move |event| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                        event.prevent_default();
                        submit.run(());
                    }
                }
                on:submit=move |event| {
                    event.prevent_default();
                    submit.run(());
                }
            >
                <Fields app=app draft=draft going=going />
                {shown(move || going.failure.get().map(|failure| view! {
                    <Notice tone=Tone::Negative urgent=true>
                        <p>{page.text(&failure)}</p>
                    </Notice>
                }))}
                // Enter submits only where there is a button for it inside.
                <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}

/// Whether the form keeps what is in it when it is asked for once more.
fn stays(held: Option<Asked>, now: Asked, is_typed: bool) -> bool {
    let is_new = !matches!(now, Asked::Edit(_));
    is_new && is_typed && held == Some(now)
}

fn title(is_edited: bool, kind: &str) -> Message {
    match kind {
        "task" if is_edited => message!("activity-edit-task"),
        "task" => message!("palette-new-task"),
        _ if is_edited => message!("activity-edit"),
        "call" => message!("composer-log-call"),
        "meeting" => message!("composer-log-meeting"),
        "email" => message!("composer-log-email"),
        "visit" => message!("composer-log-visit"),
        _ => message!("composer-add-note"),
    }
}

/// The fields, as the kind asks for them.
#[component]
fn Fields(app: App, draft: Draft, going: Going) -> impl IntoView {
    let page = app.page();
    let is_task = Memo::new(move |_| *draft.kind.read() == "task");
    let label =
        move |name: &'static str| Signal::derive(move || page.messages().field("activity", name));
    let kinds = Signal::derive(move || {
        let of = |kind: &'static str| {
            Segment::new(kind, page.messages().option("activity", "kind", kind)).glyph(glyph(kind))
        };
        LOGGED.map(of).to_vec()
    });
    let error = move |field| going.error(app, field);
    let sent = Signal::stored(true);
    let whom = Signal::derive(move || {
        let problems = going.problems.read();
        let problem = problems.iter().find(|problem| problem.field == "about");
        problem.map(|problem| problem.rule.clone())
    });
    let about = move || match draft.about.get() {
        // What belongs to a deal or a ticket stays there.
        Some(id) if id.kind != RecordKind::Customer => {
            let name = app.live().record(id).name(id).into_owned();
            view! {
                <p class="activity-form__about">
                    <span class="soft">{label("about")}</span>
                    <a class="link" href=app.record_href(id)>{name}</a>
                </p>
            }
            .into_any()
        }
        _ => view! {
            <RecordField
                app=app
                label=label("customer")
                words=draft.words
                picked=draft.picked
                error=whom
            />
        }
        .into_any(),
    };
    let task = move || {
        view! {
            <TextField
                label=label("subject")
                value=draft.subject
                error=error("subject")
                reveal=sent
                required=true
            />
            {shown(about)}
            <div class="activity-form__pair">
                <DateField label=label("due") value=draft.day error=error("due") reveal=sent />
                <TextField
                    label=say(page, || message!("activity-time"))
                    value=draft.time
                    kind="time"
                    error=error("at")
                    reveal=sent
                />
                <Select label=say(page, || message!("field-activity-priority")) value=draft.priority choices=move || {
                    let of = |code: &&str| Choice::new(*code, page.messages().option("activity", "priority", code));
                    activity::PRIORITIES.iter().map(of).collect()
                } />
                <Select label=say(page, || message!("field-activity-remind_at")) value=draft.remind choices=move || reminders(app, draft) />
                <Select label=say(page, || message!("field-activity-repeat")) value=draft.repeat choices=move || repeats(app, draft) />
            </div>
            <TextArea label=label("body") value=draft.body />
        }
    };
    let logged = move || {
        let is_note = Memo::new(move |_| *draft.kind.read() == "note");
        view! {
            // Whoever logs something has said what it is; whom it was with comes first.
            {shown(about)}
            <TextField
                label=label("subject")
                value=draft.subject
                error=error("subject")
                reveal=sent
            />
            <TextArea label=label("body") value=draft.body error=error("body") reveal=sent />
            <Segmented
                label=label("kind")
                value=draft.kind
                segments=kinds
                small=true
                on_change=move |to| draft.kind.set(to)
            />
            <div class="activity-form__pair">
                <DateField
                    label=say(page, || message!("activity-day"))
                    value=draft.day
                    error=error("at")
                    reveal=sent
                />
                <TextField
                    label=say(page, || message!("activity-time"))
                    value=draft.time
                    kind="time"
                />
                <Show when=move || !is_note.get()>
                    <TextField
                        label=label("duration")
                        value=draft.minutes
                        input_mode="numeric"
                        error=error("duration")
                        reveal=sent
                    />
                </Show>
            </div>
        }
    };
    shown(move || {
        if is_task.get() {
            task().into_any()
        } else {
            logged().into_any()
        }
    })
}

/// A choice among some.
#[component]
fn Select(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    choices: impl Fn() -> Vec<Choice> + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <SelectField
            label=label
            value=value
            choices=Signal::derive(choices)
            on_change=move |to| value.set(to)
        />
    }
}

/// How long before one can be reminded; and the moment itself where it was set elsewhere.
fn reminders(app: App, draft: Draft) -> Vec<Choice> {
    let page = app.page();
    let words = |minutes: i64| match minutes {
        0 => page.text(&message!("remind-at-time")),
        minutes if minutes < 60 => page.text(&message!("remind-minutes", count = minutes)),
        minutes if minutes < 1_440 => page.text(&message!("remind-hours", count = minutes / 60)),
        minutes => page.text(&message!("remind-days", count = minutes / 1_440)),
    };
    let mut choices = vec![Choice::new("", page.text(&message!("remind-none")))];
    choices.extend(REMINDERS.map(|minutes| Choice::new(minutes.to_string(), words(minutes))));
    if let (Some(at), Some(format)) = (draft.reminded.get(), app.format()) {
        choices.push(Choice::new("kept", format.date_and_time(at, app.today())));
    }
    choices
}

/// After which rules it can come again; and its own where that says more.
fn repeats(app: App, draft: Draft) -> Vec<Choice> {
    let page = app.page();
    let words = |unit: &str| match unit {
        "DAILY" => message!("repeat-daily"),
        "WEEKLY" => message!("repeat-weekly"),
        "MONTHLY" => message!("repeat-monthly"),
        _ => message!("repeat-yearly"),
    };
    let own = draft.repeat.get();
    let said = Repeat::parse(&own);
    // After a short month the rule also says which day is meant.
    let rule = |unit: &str| match said {
        Some(said) if said.is_each(unit) => own.clone(),
        _ => format!("FREQ={unit}"),
    };
    let mut choices = vec![Choice::new("", page.text(&message!("repeat-never")))];
    choices.extend(UNITS.map(|unit| Choice::new(rule(unit), page.text(&words(unit)))));
    if !choices.iter().any(|choice| choice.value == own) {
        choices.push(Choice::new(own.clone(), own));
    }
    choices
}

/// Writes it. What was typed stays until it is on the disk.
fn send(app: App, draft: Draft, edited: Option<RecordId>, going: Going, done: impl Fn() + 'static) {
    if going.is_saving.get_value() {
        return;
    }
    going.failure.set(None);
    let mut made = None;
    let about = match draft.picked.get_untracked() {
        Picked::New(name) => {
            let id = app.live().writer().new_id(RecordKind::Customer);
            let fields = vec![
                (Key::one(customer::KIND), Some(Value::text("company"))),
                (Key::one(customer::NAME), Some(Value::text(name))),
            ];
            made = Some(Command::Create { id, fields });
            Some(id)
        }
        Picked::Known(id) => Some(id),
        Picked::None => None,
    };
    let fields = match draft.fields(app, about) {
        Ok(fields) => fields,
        Err(problems) => return going.problems.set(problems),
    };
    let id = edited.unwrap_or_else(|| app.live().writer().new_id(RecordKind::Activity));
    let written = match edited {
        Some(id) => Command::Edit {
            ids: vec![id],
            fields,
            revision: None,
        },
        None => Command::Create {
            id,
            fields: fields
                .into_iter()
                .filter(|(_, value)| value.is_some())
                .collect(),
        },
    };
    let command = match made {
        Some(made) => Command::All(vec![made, written]),
        None => written,
    };
    let change = match app.begin(&command) {
        Ok(change) => change,
        Err(CommandError::NothingToDo) => return done(),
        Err(CommandError::Invalid(problems)) => return going.problems.set(problems),
        // Any other refusal was said.
        Err(_) => return,
    };
    going.problems.set(Vec::new());
    going.is_saving.set_value(true);
    let is_task = *draft.kind.read_untracked() == "task";
    spawn_local(async move {
        let saved = app.saved(change).await;
        going.is_saving.try_set_value(false);
        match saved {
            Ok(()) => {
                let name = name(app, id);
                let said = match (edited.is_some(), is_task) {
                    (true, _) => message!("toast-saved", name = name),
                    (false, true) => message!("toast-created", name = name),
                    (false, false) => message!("toast-activity-logged"),
                };
                app.say(&said, true);
                done();
            }
            Err(error) => going.failure.set(Some(app.taken_back(&error))),
        }
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn what_was_typed_for_a_new_one_stays_and_one_that_is_there_is_read_anew() {
        let (call, task) = (Asked::New("call"), Asked::New("task"));
        let id = "activity:0192f0a7-1111-7222-8333-444455556666";
        let edit = Asked::Edit(RecordId::parse(id).unwrap());
        for (held, now, is_typed, expected) in [
            (None, call, false, false),
            (Some(call), call, true, true),
            (Some(call), call, false, false),
            (Some(task), call, true, false),
            (Some(edit), edit, true, false),
            (Some(edit), edit, false, false),
        ] {
            assert_eq!(stays(held, now, is_typed), expected, "{held:?} {now:?}");
        }
    }
}
