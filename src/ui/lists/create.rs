//! The form that makes a record of a few plain fields, the name first. Kinds that ask more have forms
//! of their own.

use crate::domain::{FieldIx, Key, Problem, RecordKind, Type, Value};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Dialog, TextField};
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{InputContext, parse, path, type_of};
use leptos::prelude::*;

/// One field, as typed.
type Typed = (FieldIx, RwSignal<String>);

/// All fields at once: values, or what is wrong with them.
fn parse_all(
    app: App,
    kind: RecordKind,
    typed: &[Typed],
) -> Result<Vec<(Key, Option<Value>)>, Vec<Problem>> {
    let live = app.live();
    let workspace = live.peek();
    let context = InputContext::of(&workspace);
    let (mut fields, mut problems) = (Vec::new(), Vec::new());
    for (ix, text) in typed {
        let key = Key::one(*ix);
        let of = type_of(&workspace, kind, &key).unwrap_or(Type::LongText);
        match parse(of, &text.get_untracked(), &context) {
            Ok(value) => fields.push((key, value)),
            Err(rule) => problems.push(Problem::new(path(kind, &key), rule)),
        }
    }
    if problems.is_empty() {
        Ok(fields)
    } else {
        Err(problems)
    }
}

/// The form, in a dialog.
#[component]
pub fn CreateRecord(
    /// The app.
    app: App,
    /// What it makes.
    kind: RecordKind,
    /// What it asks.
    fields: &'static [FieldIx],
    /// Its title.
    title: fn() -> Message,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let page = app.page();
    let typed: Vec<Typed> = fields
        .iter()
        .map(|ix| (*ix, RwSignal::new(String::new())))
        .collect();
    let typed = StoredValue::new(typed);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let submit = move || {
        let id = app.live().writer().new_id(kind);
        let outcome = parse_all(app, kind, &typed.read_value()).and_then(|fields| {
            app.execute(&Command::Create { id, fields })
                .map_err(|error| match error {
                    CommandError::Invalid(problems) => problems,
                    _ => Vec::new(),
                })
        });
        match outcome {
            Ok(()) => {
                let name = app.live().peek().name(id).into_owned();
                app.say(&message!("toast-created", name = name), true);
                typed
                    .read_value()
                    .iter()
                    .for_each(|(_, text)| text.set(String::new()));
                problems.set(Vec::new());
                open.set(false);
            }
            Err(found) => problems.set(found),
        }
    };
    let field = move |(ix, text): Typed| {
        let of = kind.field(ix);
        let (name, is_required) = of.map_or(("", false), |field| (field.name, field.is_required));
        let error = Signal::derive(move || {
            let problems = problems.read();
            let problem = problems.iter().find(|problem| problem.field == name)?;
            Some(page.messages().rule(&problem.rule))
        });
        view! {
            <TextField
                label=Signal::derive(move || page.messages().field(kind.code(), name))
                value=text
                error=error
                reveal=Signal::stored(true)
                required=is_required
            />
        }
    };
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
                    on_press=move |()| submit()
                />
            }
        >
            <form
                class="list-create"
                on:submit=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                {typed.get_value().into_iter().map(field).collect_view()}
                <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}
