//! What forms of the settings share: the form that makes something by its name, a pipeline, a policy; and
//! the buttons below one that is opened to write in. What else there is in a form is whoever's it is.

use crate::domain::Rule;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, Glyph, TextField};
use crate::ui::page::Page;
use crate::workspace::command::{Command, CommandError};
use leptos::html;
use leptos::prelude::*;

/// The form, in a card.
#[component]
pub(super) fn MakeByName(
    /// The app.
    app: App,
    /// What it makes.
    title: Signal<String>,
    /// What the name is called.
    label: Signal<String>,
    /// What makes one of a name.
    #[prop(into)]
    command: Callback<String, Command>,
    /// The field, for giving it the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let page = app.page();
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = name.get_untracked().trim().to_owned();
        if typed.is_empty() {
            return error.set(Some(page.messages().rule(&Rule::Required)));
        }
        match app.execute(&command.run(typed.clone())) {
            Ok(()) => {
                app.say(&message!("toast-created", name = typed), true);
                name.set(String::new());
                error.set(None);
            }
            Err(CommandError::Invalid(problems)) => {
                let first = problems.first();
                error.set(first.map(|problem| page.messages().rule(&problem.rule)));
            }
            // Any other refusal was said.
            Err(_) => {}
        }
    };
    view! {
        <Card title=title>
            <form class="settings__form" on:submit=add>
                <TextField
                    label=label
                    value=name
                    error=error
                    reveal=Signal::derive(move || error.read().is_some())
                    node_ref=node_ref
                />
                <Button label=say(page, || message!("action-add")) icon=Glyph::Plus submit=true />
            </form>
        </Card>
    }
}

/// The buttons below a form that was opened to write in: one leaves it, the other sends it.
#[component]
pub(super) fn SaveOrCancel(
    page: Page,
    /// Leaves the form.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="settings__act">
            <Button label=say(page, || message!("action-cancel")) on_press=on_cancel />
            <Button
                label=say(page, || message!("action-save"))
                kind=ButtonKind::Primary
                submit=true
            />
        </div>
    }
}
