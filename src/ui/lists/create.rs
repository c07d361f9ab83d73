//! The form that makes a record of a few plain fields, the name first. Kinds that ask more have forms
//! of their own.

use crate::domain::{FieldIx, Key, RecordKind};
use crate::i18n::Message;
use crate::ui::app::App;
use crate::ui::components::TextField;
use crate::ui::records::form::{FormDialog, Sending, Typed, parse_all};
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
    let sending = Sending::new(app);
    let submit = move || {
        let id = app.live().writer().new_id(kind);
        let command = move || {
            Ok(Command::Create {
                id,
                fields: parse_all(app, kind, &typed.read_value())?,
            })
        };
        sending.make(id, command, move || {
            typed
                .read_value()
                .iter()
                .for_each(|(_, text)| text.set(String::new()));
            open.set(false);
        });
    };
    let field = move |(key, text): Typed| {
        let of = kind.field(key.field);
        let (name, is_required) = of.map_or(("", false), |field| (field.name, field.is_required));
        view! {
            <TextField
                label=Signal::derive(move || page.messages().field(kind.code(), name))
                value=text
                error=sending.error(name)
                reveal=sending.sent
                required=is_required
            />
        }
    };
    view! {
        <FormDialog sending=sending open=open title=title on_submit=move |()| submit()>
            {typed.get_value().into_iter().map(field).collect_view()}
        </FormDialog>
    }
}
