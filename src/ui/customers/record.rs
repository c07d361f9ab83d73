//! The page of a customer: who it is, what is known, what happened, what belongs to it.

use super::facts::Facts;
use super::head::Head;
use super::needs::Needs;
use super::score::ScoreCard;
use super::transactions::Transactions;
use super::worth::WorthCard;
use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Glyph, IconButton};
use crate::ui::foretold::Foretold;
use crate::ui::frame::Making;
use crate::ui::records::page::{RecordPage, RecordRoute, Related, RelatedCard};
use crate::ui::records::related::{RelatedDeal, RelatedTicket, deals, tickets};
use leptos::prelude::*;

/// So many tickets show, the open ones first.
const TICKETS: usize = 8;

/// The page.
#[component]
pub fn CustomerPage() -> impl IntoView {
    view! {
        <RecordRoute
            kind=RecordKind::Customer
            glyph=Glyph::People
            title=|| message!("nav-customers")
            missing=|| message!("customer-page-missing")
            draw=customer
        />
    }
}

fn customer(app: App, id: RecordId) -> AnyView {
    view! {
        <RecordPage
            app=app
            id=id
            head=move || view! { <Head app=app id=id /> }
            facts=move || view! { <Facts app=app id=id /> }
            related=move || view! {
                <ScoreCard app=app id=id />
                <WorthCard app=app id=id />
                <Foretold app=app id=id />
                <Deals app=app id=id />
                <Tickets app=app id=id />
                <Needs app=app id=id />
                <Transactions app=app id=id />
            }
        />
    }
    .into_any()
}

#[component]
fn Deals(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let all = Memo::new(move |_| deals(app, id));
    let rows = move || {
        let Some(format) = app.format() else {
            return Vec::new();
        };
        let row = |deal: RelatedDeal| {
            let closes = deal.closes.filter(|_| deal.is_open).map(|date| {
                let date = format.date(date, app.today());
                page.text(&message!("customer-closes", date = date))
            });
            Related {
                name: deal.name,
                href: Some(app.record_href(deal.id)),
                note: deal.stage,
                amount: deal
                    .amount
                    .map(|amount| format.money(amount))
                    .unwrap_or_default(),
                amount_note: closes.unwrap_or_default(),
            }
        };
        all.get().into_iter().map(row).collect()
    };
    let add = move |()| {
        if let Some(making) = making {
            making.begin_deal(Some(id), None);
        }
    };
    view! {
        <RelatedCard
            app=app
            title=say(page, || message!("customer-deals"))
            count=Signal::derive(move || all.read().len())
            rows=Signal::derive(rows)
            actions=move || view! {
                <IconButton
                    label=say(page, || message!("customer-add-deal"))
                    glyph=Glyph::Plus
                    small=true
                    on_press=add
                />
            }
        />
    }
}

#[component]
fn Tickets(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let all = Memo::new(move |_| tickets(app, id));
    let rows = move || {
        let Some(format) = app.format() else {
            return Vec::new();
        };
        let row = |one: RelatedTicket| Related {
            name: one.name,
            href: Some(app.record_href(one.id)),
            note: page.messages().option("ticket", "status", &one.status),
            amount: one
                .due
                .map(|due| format.date_and_time(due, app.today()))
                .unwrap_or_default(),
            amount_note: one
                .due
                .map(|_| page.messages().option("ticket", "clock", one.clock))
                .unwrap_or_default(),
        };
        all.get().into_iter().take(TICKETS).map(row).collect()
    };
    let add = move |()| {
        if let Some(making) = making {
            making.begin_ticket(Some(id));
        }
    };
    view! {
        <RelatedCard
            app=app
            title=say(page, || message!("tickets-title"))
            count=Signal::derive(move || all.read().len())
            rows=Signal::derive(rows)
            actions=move || view! {
                <IconButton
                    label=say(page, || message!("customer-add-ticket"))
                    glyph=Glyph::Plus
                    small=true
                    on_press=add
                />
            }
        />
    }
}
