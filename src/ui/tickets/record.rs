//! The page of a ticket: the thread with the form that goes on with it, and beside it what was
//! promised, to whom, and what else is known.

use super::composer::{Begun, TicketComposer};
use super::details::{CustomerCard, Details, Needs};
use super::head::TicketHead;
use super::promise::Promises;
use super::satisfaction::Satisfaction;
use super::status::set_status;
use super::thread::Thread;
use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::ui::advice::{AdvicePanel, Begin};
use crate::ui::app::{App, say};
use crate::ui::components::Glyph;
use crate::ui::foretold::Foretold;
use crate::ui::records::page::RecordRoute;
use leptos::prelude::*;

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
    let asked = RwSignal::new(None::<Begun>);
    let begin = move |what: Begin| match what {
        Begin::Reply => asked.set(Some(Begun::Reply)),
        Begin::AskSatisfaction => asked.set(Some(Begun::AskSatisfaction)),
        Begin::Close => set_status(app, id, "closed"),
        // What only the pages of customers and deals are asked for.
        Begin::Note(..) | Begin::Field(_) => {}
    };
    view! {
        <div class="page ticket">
            <TicketHead app=app id=id />
            <div class="ticket__columns">
                <section class="ticket__thread" aria-label=say(page, || message!("ticket-thread"))>
                    <Thread app=app id=id />
                    <AdvicePanel app=app id=id on_begin=begin />
                    <TicketComposer app=app id=id asked=asked />
                </section>
                <section class="ticket__side" aria-label=say(page, || message!("ticket-about"))>
                    <Promises app=app id=id />
                    <CustomerCard app=app id=id />
                    <Details app=app id=id />
                    <Satisfaction app=app id=id />
                    <Foretold app=app id=id />
                    <Needs app=app id=id />
                </section>
            </div>
        </div>
    }
    .into_any()
}
