//! The page of a ticket: where it stands, what is known, what happened.

use crate::domain::{FieldIx, RecordId, RecordKind, field, ticket};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::Glyph;
use crate::ui::records::customer_fact::CustomerFact;
use crate::ui::records::facts::{FieldFacts, OwnFacts, Seldom};
use crate::ui::records::head::RecordHead;
use crate::ui::records::page::{RecordPage, RecordRoute};
use leptos::prelude::*;

const FIRST: &[FieldIx] = &[
    ticket::SUBJECT,
    ticket::STATUS,
    ticket::PRIORITY,
    ticket::TYPE,
    ticket::ORIGIN,
    field::OWNER,
    ticket::PRODUCT,
];
/// What most tickets leave empty.
const SELDOM: &[FieldIx] = &[ticket::REASON, ticket::RESOLUTION, ticket::DESCRIPTION];

/// The page.
#[component]
pub fn TicketPage() -> impl IntoView {
    view! {
        <RecordRoute
            kind=RecordKind::Ticket
            glyph=Glyph::Ticket
            title=|| message!("tickets-title")
            missing=|| message!("ticket-page-missing")
            draw=ticket_page
        />
    }
}

fn ticket_page(app: App, id: RecordId) -> AnyView {
    let page = app.page();
    view! {
        <RecordPage
            app=app
            id=id
            head=move || view! {
                <RecordHead app=app id=id lead=|| () beside=|| () below=|| ()>""</RecordHead>
            }
            facts=move || view! {
                <h2 class="record__head">{move || page.text(&message!("customer-details"))}</h2>
                <div class="facts">
                    <CustomerFact app=app id=id field=ticket::CUSTOMER />
                    <FieldFacts app=app id=id fields=FIRST />
                    <OwnFacts app=app id=id />
                </div>
                <Seldom app=app>
                    <FieldFacts app=app id=id fields=SELDOM />
                </Seldom>
            }
            related=|| ()
        />
    }
    .into_any()
}
