//! Templates: texts that are used again and again. Each is written with the fields that are filled in
//! where it is used, and shown as it would read for a ticket or a customer that is there.

use crate::domain::template::{BODY, KIND, KINDS, LANGUAGE, NAME, SUBJECT, offered};
use crate::domain::{Key, RecordId, RecordKind, Value};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::campaigns;
use crate::ui::caret;
use crate::ui::components::{
    Button, ButtonKind, Card, Choice, Glyph, IconButton, Menu, MenuItem, SelectField, TextArea,
    TextField,
};
use crate::ui::focus::focus_next_frame;
use crate::ui::settings::naming::SaveOrCancel;
use crate::ui::tickets::{fill, label};
use crate::workspace::command::{Command, CommandError};
use crate::workspace::fold::fold;
use leptos::html;
use leptos::prelude::*;

/// What is open in the form: a template, or one that is not there yet.
type Open = RwSignal<Option<Option<RecordId>>>;

/// The templates, kind by kind, by name.
fn all(app: App) -> Vec<RecordId> {
    let live = app.live();
    let kind = RecordKind::Template;
    for ix in [NAME, KIND] {
        drop(live.field(kind, ix));
    }
    let workspace = live.peek();
    let table = workspace.table(kind);
    let records = table.live_rows().filter_map(|row| table.record(row));
    let mut all: Vec<(Option<usize>, String, RecordId)> = records
        .map(|record| {
            let of = record.text(KIND);
            let place = KINDS.iter().position(|kind| *kind == of);
            (place, fold(record.text(NAME)), record.id)
        })
        .collect();
    all.sort();
    all.into_iter().map(|(_, _, id)| id).collect()
}

/// A text of a template.
fn text_of(app: App, id: RecordId, ix: crate::domain::FieldIx) -> String {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    record
        .map(|record| record.text(ix).to_owned())
        .unwrap_or_default()
}

/// By what a text of a kind is shown: the newest ticket for a reply, else the newest customer.
fn example(app: App, kind: &str) -> Option<RecordId> {
    let of = match kind {
        "reply" => RecordKind::Ticket,
        _ => RecordKind::Customer,
    };
    let live = app.live();
    let workspace = live.kind(of);
    let table = workspace.table(of);
    table.live_rows().filter_map(|row| table.id(row)).max()
}

/// The page.
#[component]
pub(super) fn Templates(app: App) -> impl IntoView {
    let page = app.page();
    let templates = Memo::new(move |_| all(app));
    let open: Open = RwSignal::new(None);
    let is_empty = Memo::new(move |_| templates.read().is_empty());
    let add = move || {
        view! {
            <Button
                label=say(page, || message!("template-add"))
                icon=Glyph::Plus
                small=true
                on_press=move |()| open.set(Some(None))
            />
        }
    };
    view! {
        <div class="settings__cards">
            <Card title=say(page, || message!("settings-templates")) flush=true actions=add>
                <Show when=move || is_empty.get()>
                    <p class="settings__none">{move || page.text(&message!("template-none"))}</p>
                </Show>
                <ul class="settings__items">
                    <For each=move || templates.get() key=|id| *id let(id)>
                        <Line app=app id=id open=open />
                    </For>
                </ul>
            </Card>
            {move || open.get().map(|id| view! { <Form app=app id=id open=open /> })}
        </div>
    }
}

#[component]
fn Line(app: App, id: RecordId, open: Open) -> impl IntoView {
    let page = app.page();
    let name = Signal::derive(move || text_of(app, id, NAME));
    let about = move || {
        let messages = page.messages();
        let kind = messages.option("template", "kind", &text_of(app, id, KIND));
        let language = text_of(app, id, LANGUAGE);
        if language.is_empty() {
            return kind;
        }
        let language = messages.option("template", "language", &language);
        [kind, language].join(page.locale().between_facts())
    };
    let remove = move |()| {
        let name = name.get_untracked();
        if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
            app.say(&message!("toast-trashed", name = name), true);
            if open.get_untracked() == Some(Some(id)) {
                open.set(None);
            }
        }
    };
    view! {
        <li class="settings__item">
            <div class="settings__words">
                <h3>{name}</h3>
                <p>{about}</p>
            </div>
            <IconButton
                label=say(page, move || message!("template-edit", name = name.get()))
                glyph=Glyph::Edit
                small=true
                on_press=move |()| open.set(Some(Some(id)))
            />
            <IconButton
                label=say(page, move || message!("settings-trash-named", name = name.get()))
                glyph=Glyph::Trash
                small=true
                on_press=remove
            />
        </li>
    }
}

/// The form: of one that is there, or of a new one.
#[component]
fn Form(app: App, id: Option<RecordId>, open: Open) -> impl IntoView {
    let page = app.page();
    let start = move |ix, otherwise: &str| {
        let text = id.map_or_else(
            || otherwise.to_owned(),
            |id| untrack(|| text_of(app, id, ix)),
        );
        RwSignal::new(text)
    };
    let (name, kind, subject) = (start(NAME, ""), start(KIND, "reply"), start(SUBJECT, ""));
    let (body, language) = (start(BODY, ""), start(LANGUAGE, page.locale_now().code()));
    let problem = RwSignal::new(None::<(String, String)>);
    let error = move |field: &'static str| {
        Signal::derive(move || {
            let problem = problem.read();
            let (of, words) = problem.as_ref()?;
            (of == field).then(|| words.clone())
        })
    };
    let reveal = Signal::stored(true);
    let text = NodeRef::<html::Textarea>::new();
    let first = NodeRef::<html::Input>::new();
    focus_next_frame(move || first.try_get_untracked().flatten().map(Into::into));
    let labelled =
        move |name: &'static str| Signal::derive(move || page.messages().field("template", name));
    let choices = move |field: &'static str, codes: &'static [&'static str], has_none: bool| {
        Signal::derive(move || {
            let none = has_none.then(|| Choice::new("", page.text(&message!("field-no-choice"))));
            let of =
                |code: &&str| Choice::new(*code, page.messages().option("template", field, code));
            none.into_iter()
                .chain(codes.iter().map(of))
                .collect::<Vec<_>>()
        })
    };
    let save = move || {
        // What is blank is no value: the form then says what is missing.
        let value = |text: RwSignal<String>| {
            let text = text.get_untracked();
            (!text.trim().is_empty()).then(|| Value::text(text.trim()))
        };
        let is_letter = kind.get_untracked() == "email";
        let fields = vec![
            (Key::one(NAME), value(name)),
            (Key::one(KIND), value(kind)),
            (Key::one(SUBJECT), value(subject).filter(|_| is_letter)),
            (Key::one(BODY), value(body)),
            (Key::one(LANGUAGE), value(language)),
        ];
        let command = match id {
            Some(id) => Command::Edit {
                ids: vec![id],
                fields,
                revision: None,
            },
            None => Command::Create {
                id: app.live().writer().new_id(RecordKind::Template),
                fields,
            },
        };
        match app.execute(&command) {
            Ok(()) => {
                app.say(
                    &message!("template-saved", name = name.get_untracked()),
                    true,
                );
                open.set(None);
            }
            Err(CommandError::Invalid(problems)) => problem.set(problems.first().map(|problem| {
                let words = page.messages().rule(&problem.rule);
                (problem.field.to_string(), words)
            })),
            // Any other refusal was said.
            Err(_) => {}
        }
    };
    let items = Signal::derive(move || {
        let of = |path: &&str| MenuItem::new(*path, label(app, path));
        offered(&kind.read()).iter().map(of).collect::<Vec<_>>()
    });
    let insert = move |path: String| caret::insert(text, body, |_, _| format!("{{{{{path}}}}}"));
    let is_letter = Memo::new(move |_| *kind.read() == "email");
    let example = Memo::new(move |_| example(app, &kind.read()));
    let preview = move || {
        let body = body.read();
        let id = example.get().filter(|_| !body.trim().is_empty())?;
        let name = app.live().record(id).name(id).into_owned();
        let head = page.text(&message!("template-preview", name = name));
        let filled = match id.kind {
            RecordKind::Ticket => fill(app, id, &body),
            _ => campaigns::preview(app, id, &body),
        };
        Some(view! {
            <div class="settings__preview">
                <h3>{head}</h3>
                <p>{filled}</p>
            </div>
        })
    };
    let title = Signal::derive(move || match id {
        Some(id) => text_of(app, id, NAME),
        None => page.text(&message!("template-new")),
    });
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            save();
        }
        _ => {}
    };
    view! {
        <Card title=title>
            <form
                class="record-form"
                on:keydown=keys
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <TextField
                    label=labelled("name")
                    value=name
                    error=error("name")
                    reveal=reveal
                    required=true
                    node_ref=first
                />
                <div class="settings__form">
                    <SelectField
                        label=labelled("kind")
                        value=kind
                        choices=choices("kind", KINDS, false)
                        on_change=move |to| kind.set(to)
                    />
                    <SelectField
                        label=labelled("language")
                        value=language
                        choices=choices("language", &["en", "zh-CN"], true)
                        on_change=move |to| language.set(to)
                    />
                </div>
                <Show when=move || is_letter.get()>
                    <TextField label=labelled("subject") value=subject error=error("subject") reveal=reveal />
                </Show>
                <TextArea
                    label=labelled("body")
                    value=body
                    lines=8
                    hint=say(page, || message!("template-hint"))
                    error=error("body")
                    reveal=reveal
                    node_ref=text
                />
                <div>
                    <Menu
                        label=say(page, || message!("template-insert"))
                        icon=Glyph::Plus
                        kind=ButtonKind::Quiet
                        small=true
                        items=items
                        on_choose=insert
                    />
                </div>
                {preview}
                <SaveOrCancel page=page on_cancel=move |()| open.set(None) />
            </form>
        </Card>
    }
}
