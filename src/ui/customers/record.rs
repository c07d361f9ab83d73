//! The page of a customer: who it is, what is known, what happened, what belongs to it.

use super::facts::Facts;
use super::head::Head;
use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Glyph, IconButton};
use crate::ui::frame::Making;
use crate::ui::records::page::{RecordPage, RecordRoute, RelatedRow};
use crate::ui::records::related::{deals, transactions};
use leptos::prelude::*;

/// So many transactions show at first.
const TRANSACTIONS: usize = 8;

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
                <Deals app=app id=id />
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
        let all = all.get();
        all.into_iter()
            .map(|deal| {
                let format = app.format();
                let amount = deal.amount.zip(format.as_ref());
                let amount = amount.map(|(amount, format)| format.money(amount));
                let closes = deal.closes.filter(|_| deal.is_open).zip(format.as_ref());
                let closes = closes.map(|(date, format)| {
                    let date = format.date(date, app.today());
                    page.text(&message!("customer-closes", date = date))
                });
                view! {
                    <RelatedRow
                        name=deal.name
                        href=app.record_href(deal.id)
                        note=deal.stage
                        amount=amount.unwrap_or_default()
                        amount_note=closes.unwrap_or_default()
                    />
                }
            })
            .collect_view()
    };
    let add = move |()| {
        if let Some(making) = making {
            making.begin_deal(Some(id), None);
        }
    };
    let note = Signal::derive(move || counted(app, all.read().len()));
    view! {
        <Card
            title=say(page, || message!("customer-deals"))
            note=note
            flush=true
            actions=move || view! {
                <IconButton
                    label=say(page, || message!("customer-add-deal"))
                    glyph=Glyph::Plus
                    small=true
                    on_press=add
                />
            }
        >
            {rows}
        </Card>
    }
}

#[component]
fn Transactions(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| transactions(app, id));
    let rows = move || {
        let all = all.get();
        all.into_iter()
            .take(TRANSACTIONS)
            .map(|one| {
                let format = app.format();
                let amount = one.amount.zip(format.as_ref());
                let amount = amount.map(|(amount, format)| format.money(amount));
                let date = one.date.zip(format.as_ref());
                let date = date.map(|(date, format)| format.date(date, app.today()));
                view! {
                    <RelatedRow
                        name=one.number
                        note=page.messages().option("transaction", "kind", &one.kind)
                        amount=amount.unwrap_or_default()
                        amount_note=date.unwrap_or_default()
                    />
                }
            })
            .collect_view()
    };
    let note = Signal::derive(move || counted(app, all.read().len()));
    // They come from files: where there are none, there is nothing to say or to do.
    let has_some = Memo::new(move |_| !all.read().is_empty());
    view! {
        <Show when=move || has_some.get()>
            <Card title=say(page, || message!("customer-transactions")) note=note flush=true>{rows}</Card>
        </Show>
    }
}

fn counted(app: App, count: usize) -> String {
    app.format()
        .map(|format| format.count(count))
        .unwrap_or_default()
}
