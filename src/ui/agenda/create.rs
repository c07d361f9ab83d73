//! The form for something to do: what, with whom, by when.

use crate::domain::{FieldIx, RecordKind, activity, field};
use crate::message;
use crate::ui::app::use_app;
use crate::ui::lists::create::{CreateRecord, Start};
use leptos::prelude::*;

/// What it asks.
const ASKED: &[FieldIx] = &[
    activity::SUBJECT,
    activity::KIND,
    activity::DUE,
    activity::PRIORITY,
    activity::BODY,
    field::OWNER,
];
/// What it begins with.
const START: Start = &[(activity::KIND, "task"), (activity::PRIORITY, "normal")];

/// The form, in a dialog.
#[component]
pub fn CreateTask(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    use_app().map(|app| {
        view! {
            <CreateRecord
                app=app
                kind=RecordKind::Activity
                fields=ASKED
                title=|| message!("palette-new-task")
                open=open
                start=START
            />
        }
    })
}
