//! What all forms that make a record have in common: the dialog with its answers, reading what was
//! typed, and saying what was made. Which fields there are is each form's own.

use crate::domain::{Key, Problem, RecordId, RecordKind, Value};
use crate::i18n::Message;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Dialog};
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{InputContext, parse, path, type_of};
use leptos::prelude::*;

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

/// Makes a record by a command, and says so.
///
/// # Errors
/// What is wrong with its fields; nothing where the refusal was said already.
pub fn make(app: App, id: RecordId, command: &Command) -> Result<(), Vec<Problem>> {
    app.execute(command).map_err(|error| match error {
        CommandError::Invalid(problems) => problems,
        _ => Vec::new(),
    })?;
    let name = app.live().peek().name(id).into_owned();
    app.say(&message!("toast-created", name = name), true);
    Ok(())
}

/// The dialog around the fields.
#[component]
pub fn FormDialog(
    /// The app.
    app: App,
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
    let page = app.page();
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
                on:submit=move |event| {
                    event.prevent_default();
                    on_submit.run(());
                }
            >
                {children.with_value(|children| children())}
                // Enter submits only where there is a button for it inside.
                <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}
