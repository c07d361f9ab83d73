//! The versions of a campaign on its page: one is made, named, given another text or subject line, or
//! removed, and members who wait for a mail are dealt out among them. How they compare is
//! [`super::test`]'s.

use crate::domain::{Problem, RecordId, Rule, template};
use crate::message;
use crate::query::version::{Version, free_name, put, remove, version, versions};
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Dialog, Glyph, Notice, SelectField, TextField, Tone,
};
use crate::ui::lists::field::templates;
use crate::workspace::command::CommandError;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the form is asked for: a version that is there, by its element, or a new one.
pub(super) type Asked = RwSignal<Option<Option<String>>>;

/// The kind of templates that mails are made of.
const MAIL: &str = "email";

/// The subject line of a template.
fn subject_of(app: App, id: &str) -> Option<String> {
    let id = RecordId::parse(id).ok()?;
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    Some(record.text(template::SUBJECT).to_owned()).filter(|subject| !subject.is_empty())
}

/// Takes a version away; what was sent stays sent.
pub(super) fn take_away(app: App, id: RecordId, element: &str, name: &str) {
    let (command, count) = remove(&app.live().peek(), id, element);
    if app.execute(&command).is_ok() {
        let said = message!("campaign-version-removed", name = name, count = count);
        app.say(&said, true);
    }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    template: RwSignal<String>,
    subject: RwSignal<String>,
}

impl Draft {
    /// As a version is; of a new one as it begins.
    fn new(app: App, id: RecordId, element: Option<&str>) -> Self {
        let live = app.live();
        let workspace = live.peek();
        let record = workspace.live(id);
        let record = record.as_deref();
        let held = element.and_then(|element| version(record?, element));
        let all = record.map(versions).unwrap_or_default();
        let start = match held {
            Some(held) => held,
            None => Version {
                name: free_name(&all).into(),
                // Two subject lines of one text are what is compared most.
                template: all.last().and_then(|last| last.template).or_else(|| {
                    let first = untrack(|| templates(app, MAIL)).into_iter().next();
                    first.and_then(|choice| RecordId::parse(&choice.value).ok())
                }),
                ..Version::default()
            },
        };
        let template = start.template.map(|id| id.to_string());
        Self {
            name: RwSignal::new(start.name.into()),
            template: RwSignal::new(template.unwrap_or_default()),
            subject: RwSignal::new(start.subject.map(String::from).unwrap_or_default()),
        }
    }

    /// The version as it is typed, or what is wrong with it.
    fn read(self, all: &[Version], element: &str) -> Result<Version, Vec<Problem>> {
        let name = self.name.get_untracked();
        let (name, subject) = (name.trim(), self.subject.get_untracked());
        let (mut problems, subject) = (Vec::new(), subject.trim());
        let is_taken = |of: &Version| *of.name == *name && *of.element != *element;
        if name.is_empty() {
            problems.push(Problem::new("name", Rule::Required));
        } else if all.iter().any(is_taken) {
            let value = name.to_owned();
            problems.push(Problem::new("name", Rule::NotUnique { value }));
        }
        let template = RecordId::parse(&self.template.get_untracked()).ok();
        if template.is_none() {
            problems.push(Problem::new("template", Rule::Required));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Version {
            element: element.into(),
            name: name.into(),
            template,
            subject: (!subject.is_empty()).then(|| subject.into()),
            ..Version::default()
        })
    }
}

/// The form, in a dialog.
#[component]
pub(super) fn VersionForm(
    /// The app.
    app: App,
    /// The campaign.
    id: RecordId,
    /// What it is asked for.
    asked: Asked,
) -> impl IntoView {
    let page = app.page();
    let open = RwSignal::new(false);
    let draft = RwSignal::new(None::<Draft>);
    let problems = RwSignal::new(Vec::<Problem>::new());
    Effect::new(move |_| {
        if let Some(element) = asked.get() {
            problems.set(Vec::new());
            draft.set(Some(untrack(|| Draft::new(app, id, element.as_deref()))));
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            asked.set(None);
        }
    });
    let is_new = move || asked.with(|asked| matches!(asked, Some(None)));
    let submit = move |()| {
        let (Some(draft), Some(element)) = (draft.get_untracked(), asked.get_untracked()) else {
            return;
        };
        let is_new = element.is_none();
        let element =
            element.unwrap_or_else(|| app.live().writer().new_id(id.kind).uuid.to_string());
        let read = {
            let live = app.live();
            let workspace = live.peek();
            let all = workspace.live(id).map(|record| versions(&record));
            draft.read(&all.unwrap_or_default(), &element)
        };
        let version = match read {
            Ok(version) => version,
            Err(found) => return problems.set(found),
        };
        let name = version.name.to_string();
        let (command, count) = put(&app.live().peek(), id, version);
        let change = match app.begin(&command) {
            Ok(change) => change,
            Err(CommandError::NothingToDo) => return open.set(false),
            Err(CommandError::Invalid(found)) => return problems.set(found),
            // Any other refusal was said.
            Err(_) => return,
        };
        spawn_local(async move {
            match app.saved(change).await {
                Ok(()) => {
                    let _ = open.try_set(false);
                    let said = if is_new {
                        message!("campaign-version-added", name = name, count = count)
                    } else {
                        message!("campaign-version-saved", name = name)
                    };
                    app.say(&said, true);
                }
                // The form is still there with what was typed.
                Err(failed) => app.say_failure(&app.taken_back(&failed)),
            }
        });
    };
    let title = say(page, move || {
        if is_new() {
            message!("campaign-version-add")
        } else {
            message!("campaign-version-edit")
        }
    });
    let error = move |field: &'static str| {
        Signal::derive(move || {
            let problems = problems.read();
            let found = problems.iter().find(|problem| {
                let last = problem.field.rsplit('.').next();
                problem.field == field || last == Some(field)
            })?;
            Some(page.messages().rule(&found.rule))
        })
    };
    let fields = move || {
        let draft = draft.get()?;
        let offered = Signal::derive(move || templates(app, MAIL));
        let has_some = move || !offered.read().is_empty();
        let own = Signal::derive(move || {
            let subject = subject_of(app, &draft.template.read());
            subject.map(|subject| {
                page.text(&message!("campaign-version-own-subject", subject = subject))
            })
        });
        let reveal = Signal::stored(true);
        Some(view! {
            <TextField
                label=Signal::derive(move || page.messages().part("variants", "name"))
                value=draft.name
                error=error("name")
                reveal=reveal
                required=true
            />
            <Show
                when=has_some
                fallback=move || view! {
                    <Notice tone=Tone::Info>
                        <p>{page.text(&message!("campaign-version-no-template"))}</p>
                        <a class="link" href=app.href("settings/templates")>{page.text(&message!("settings-templates"))}</a>
                    </Notice>
                }
            >
                <SelectField
                    label=Signal::derive(move || page.messages().part("variants", "template"))
                    value=draft.template
                    choices=offered
                    error=error("template")
                    reveal=reveal
                    on_change=move |to| draft.template.set(to)
                />
            </Show>
            <TextField
                label=Signal::derive(move || page.messages().part("variants", "subject"))
                value=draft.subject
                hint=own
                error=error("subject")
                reveal=reveal
            />
        })
    };
    view! {
        <Dialog
            open=open
            title=title
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button label=say(page, || message!("action-cancel")) on_press=move |()| open.set(false) />
                <Button
                    label=say(page, move || if is_new() { message!("action-add") } else { message!("action-save") })
                    kind=ButtonKind::Primary
                    on_press=submit
                />
            }
        >
            <form
                class="record-form"
                on:submit=move |event| {
                    event.prevent_default();
                    submit(());
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                        event.prevent_default();
                        submit(());
                    }
                }
            >
                {fields}
                // Enter submits only where there is a button for it inside.
                <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}

/// The button that adds one.
#[component]
pub(super) fn AddVersion(app: App, asked: Asked) -> impl IntoView {
    view! {
        <Button
            label=say(app.page(), || message!("campaign-version-add"))
            icon=Glyph::Plus
            kind=ButtonKind::Quiet
            small=true
            on_press=move |()| asked.set(Some(None))
        />
    }
}
