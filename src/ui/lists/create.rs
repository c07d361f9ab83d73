//! The form that makes a record of a few plain fields, the name first. Kinds that ask more have forms
//! of their own.

use crate::domain::{FieldIx, Key, Problem, RecordKind};
use crate::i18n::Message;
use crate::ui::app::App;
use crate::ui::components::TextField;
use crate::ui::records::form::{FormDialog, Typed, make, parse_all};
use crate::workspace::command::Command;
use leptos::prelude::*;

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
        .map(|ix| (Key::one(*ix), RwSignal::new(String::new())))
        .collect();
    let typed = StoredValue::new(typed);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let submit = move || {
        let id = app.live().writer().new_id(kind);
        let outcome = parse_all(app, kind, &typed.read_value())
            .and_then(|fields| make(app, id, &Command::Create { id, fields }));
        match outcome {
            Ok(()) => {
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
    let field = move |(key, text): Typed| {
        let of = kind.field(key.field);
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
        <FormDialog app=app open=open title=title on_submit=move |()| submit()>
            {typed.get_value().into_iter().map(field).collect_view()}
        </FormDialog>
    }
}
