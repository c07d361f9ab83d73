//! What all forms that make a record have in common: the dialog with its answers, reading what was
//! typed, and saying what was made. Which fields there are is each form's own.

use crate::domain::{Key, Problem, RecordId, RecordKind, Rule, Value};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Dialog, Notice, Tone};
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{InputContext, parse, path, type_of};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Registers with what was typed into them.
pub type Typed = (Key, RwSignal<String>);

/// Values of registers, as a command takes them.
pub type Fields = Vec<(Key, Option<Value>)>;

/// Reads all that was typed at once.
///
/// # Errors
/// All that is wrong with it.
pub fn parse_all(app: App, kind: RecordKind, typed: &[Typed]) -> Result<Fields, Vec<Problem>> {
    let live = app.live();
    let workspace = live.peek();
    let context = InputContext::of(&workspace);
    let (mut fields, mut problems) = (Vec::new(), Vec::new());
    for (key, text) in typed {
        let Some(of) = type_of(&workspace, kind, key) else {
            continue;
        };
        match parse(of, &text.get_untracked(), &context) {
            Ok(value) => fields.push((key.clone(), value)),
            Err(rule) => problems.push(Problem::new(path(kind, key), rule)),
        }
    }
    if problems.is_empty() {
        Ok(fields)
    } else {
        Err(problems)
    }
}

/// How sending a form goes: what is wrong with it, whether it is on its way, why it came back.
#[derive(Clone, Copy)]
pub struct Sending {
    app: App,
    /// What is wrong with its fields.
    problems: RwSignal<Vec<Problem>>,
    /// Whether it was sent as it is: then what is wrong shows at once.
    pub sent: RwSignal<bool>,
    failure: RwSignal<Option<Message>>,
    is_saving: StoredValue<bool>,
}

impl Sending {
    /// Of a form that was not sent yet.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            problems: RwSignal::new(Vec::new()),
            sent: RwSignal::new(false),
            failure: RwSignal::new(None),
            is_saving: StoredValue::new(false),
        }
    }

    /// Makes a record by the command that the form is, says so once it is on the disk, and does
    /// what then follows. What was typed stays until then, which takes no longer than a blink.
    pub fn make(
        self,
        id: RecordId,
        command: impl FnOnce() -> Result<Command, Vec<Problem>>,
        done: impl FnOnce() + 'static,
    ) {
        if self.is_saving.get_value() {
            return;
        }
        let app = self.app;
        self.failure.set(None);
        self.sent.set(true);
        let begun = command().and_then(|command| {
            app.begin(&command).map_err(|error| match error {
                CommandError::Invalid(problems) => problems,
                // Any other refusal was said.
                _ => Vec::new(),
            })
        });
        let change = match begun {
            Ok(change) => change,
            Err(problems) => return self.problems.set(problems),
        };
        self.problems.set(Vec::new());
        self.is_saving.set_value(true);
        spawn_local(async move {
            let saved = app.saved(change).await;
            self.is_saving.try_set_value(false);
            match saved {
                Ok(()) => {
                    let name = app.live().peek().name(id).into_owned();
                    app.say(&message!("toast-created", name = name), true);
                    self.sent.set(false);
                    done();
                }
                Err(error) => self.failure.set(Some(app.taken_back(&error))),
            }
        });
    }

    /// What is wrong with a field; those of lists are found by their list's name.
    #[must_use]
    pub fn rule(self, field: &str) -> Option<Rule> {
        let problems = self.problems.read();
        let problem = problems.iter().find(|problem| {
            problem.field == field || problem.field.split('.').next() == Some(field)
        })?;
        Some(problem.rule.clone())
    }

    /// The same as a sentence.
    #[must_use]
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        let messages = move || self.app.page().messages();
        Signal::derive(move || self.rule(field).map(|rule| messages().rule(&rule)))
    }
}

/// The dialog around the fields.
#[component]
pub fn FormDialog(
    /// How sending it goes.
    sending: Sending,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it makes.
    title: fn() -> Message,
    /// Makes it.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The fields.
    children: ChildrenFn,
) -> impl IntoView {
    let page = sending.app.page();
    let failure = sending.failure;
    let children = StoredValue::new(children);
    view! {
        <Dialog
            open=open
            title=say(page, title)
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button label=say(page, || message!("action-cancel")) on_press=move |()| open.set(false) />
                <Button
                    label=say(page, || message!("action-add"))
                    kind=ButtonKind::Primary
                    on_press=on_submit
                />
            }
        >
            <form
                class="record-form"
                // Enter is a new line in some fields; with Ctrl it is the main button in all.
                on:keydown=move |event| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                        event.prevent_default();
                        on_submit.run(());
                    }
                }
                on:submit=move |event| {
                    event.prevent_default();
                    on_submit.run(());
                }
            >
                {children.with_value(|children| children())}
                {move || failure.get().map(|failure| view! {
                    <Notice tone=Tone::Negative urgent=true>
                        <p>{page.text(&failure)}</p>
                    </Notice>
                })}
                // Enter submits only where there is a button for it inside.
                <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}
