//! The page of a customer: who it is, what is known, what happened, what belongs to it. On a phone
//! the three columns are tabs.

use super::composer::Composer;
use super::facts::Facts;
use super::head::Head;
use super::related::{deals, transactions};
use super::timeline::Happened;
use crate::domain::{RecordId, RecordKind, Uuid};
use crate::message;
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{Button, Card, CardRow, EmptyState, Glyph, Tab, Tabs};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// So many transactions show at first.
const TRANSACTIONS: usize = 8;

/// The page.
#[component]
pub fn CustomerPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let uuid = Uuid::parse(&params.read().get("id")?).ok()?;
        Some(RecordId::new(RecordKind::Customer, uuid))
    });
    let there = Memo::new(move |_| {
        let app = use_app()?;
        let id = id.get()?;
        let live = app.live();
        drop(live.record(id));
        let is_live = live.kind(RecordKind::Customer).live(id).is_some();
        is_live.then_some(id)
    });
    move || {
        let app = use_app()?;
        let page = app.page();
        Some(match there.get() {
            Some(id) => view! { <Customer app=app id=id /> }.into_any(),
            None => view! {
                <EmptyState
                    glyph=Glyph::People
                    title=say(page, || message!("customers-title"))
                    text=say(page, || message!("customer-page-missing"))
                >
                    <Button label=say(page, || message!("nav-customers")) href=app.href("customers") />
                </EmptyState>
            }
            .into_any(),
        })
    }
}

#[component]
fn Customer(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let part = RwSignal::new("timeline".to_owned());
    let tabs = Signal::derive(move || {
        vec![
            Tab::new("timeline", page.text(&message!("customer-timeline"))),
            Tab::new("details", page.text(&message!("customer-details"))),
            Tab::new("related", page.text(&message!("customer-related"))),
        ]
    });
    view! {
        <div class="page customer">
            <Head app=app id=id />
            <div class="customer__tabs">
                <Tabs
                    label=say(page, || message!("kind-customer"))
                    value=part
                    tabs=tabs
                    on_change=move |to| part.set(to)
                />
            </div>
            <div class="customer__columns" data-part=move || part.get()>
                <section class="customer__facts" aria-label=say(page, || message!("customer-details"))>
                    <Facts app=app id=id />
                </section>
                <section class="customer__timeline" aria-label=say(page, || message!("customer-timeline"))>
                    <Composer app=app id=id />
                    <Happened app=app id=id />
                </section>
                <section class="customer__related" aria-label=say(page, || message!("customer-related"))>
                    <Deals app=app id=id />
                    <Transactions app=app id=id />
                </section>
            </div>
        </div>
    }
}

#[component]
fn Deals(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
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
                    <CardRow>
                        <span class="customer__two">
                            <span class="medium truncate">{deal.name}</span>
                            <span class="soft small truncate">{deal.stage}</span>
                        </span>
                        <span class="customer__two customer__two--end push">
                            <span class="medium">{amount}</span>
                            <span class="soft small">{closes}</span>
                        </span>
                    </CardRow>
                }
            })
            .collect_view()
    };
    let note = Signal::derive(move || counted(app, all.read().len()));
    view! {
        <Card title=say(page, || message!("customer-deals")) note=note>{rows}</Card>
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
                let kind = page.messages().option("transaction", "kind", &one.kind);
                view! {
                    <CardRow>
                        <span class="customer__two">
                            <span class="medium truncate">{one.number}</span>
                            <span class="soft small">{kind}</span>
                        </span>
                        <span class="customer__two customer__two--end push">
                            <span class="medium">{amount}</span>
                            <span class="soft small">{date}</span>
                        </span>
                    </CardRow>
                }
            })
            .collect_view()
    };
    let note = Signal::derive(move || counted(app, all.read().len()));
    view! {
        <Card title=say(page, || message!("customer-transactions")) note=note>{rows}</Card>
    }
}

fn counted(app: App, count: usize) -> String {
    app.format()
        .map(|format| format.count(count))
        .unwrap_or_default()
}
