//! The form that makes a ticket: what it is about, whose it is, how much it matters.

use crate::domain::{FieldIx, RecordKind, field, ticket};
use crate::message;
use crate::ui::app::use_app;
use crate::ui::lists::create::{CreateRecord, Start};
use leptos::prelude::*;

/// What it asks.
const ASKED: &[FieldIx] = &[
    ticket::SUBJECT,
    ticket::CUSTOMER,
    ticket::DESCRIPTION,
    ticket::PRIORITY,
    ticket::TYPE,
    ticket::ORIGIN,
    field::OWNER,
];
/// What it begins with.
const START: Start = &[(ticket::PRIORITY, "normal"), (ticket::ORIGIN, "email")];

/// The form, in a dialog.
#[component]
pub fn CreateTicket(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    use_app().map(|app| {
        view! {
            <CreateRecord
                app=app
                kind=RecordKind::Ticket
                fields=ASKED
                title=|| message!("tickets-new")
                open=open
                start=START
            />
        }
    })
}
