//! The form that makes a ticket: what it is about, whose it is, how much it matters.

use crate::domain::{FieldIx, RecordKind, field, ticket};
use crate::message;
use crate::ui::app::use_app;
use crate::ui::frame::Making;
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

/// The form, in a dialog. It begins with the customer on whose page it was opened.
#[component]
pub fn CreateTicket(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let making = use_context::<Making>();
    let about = Signal::derive(move || {
        let customer = making.and_then(|making| making.ticket_customer.get());
        customer
            .map(|customer| (ticket::CUSTOMER, customer))
            .into_iter()
            .collect::<Vec<_>>()
    });
    use_app().map(|app| {
        view! {
            <CreateRecord
                app=app
                kind=RecordKind::Ticket
                fields=ASKED
                title=|| message!("tickets-new")
                open=open
                start=START
                about=about
            />
        }
    })
}
