//! Beside the thread: whose ticket it is and how we stand with them, and what else is known of it.

use super::clock::instant;
use crate::domain::{FieldIx, RecordId, RecordKind, Value, field, need, ticket};
use crate::message;
use crate::query::stamp::created_at;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, AvatarSize, Card, Notice, Tone};
use crate::ui::customers::{about, shape_of};
use crate::ui::records::facts::{FieldFacts, OwnFacts, Seldom};
use crate::ui::records::ref_fact::customer_of;
use crate::ui::records::related::{RelatedDeal, deals, referring};
use leptos::prelude::*;

const FIRST: &[FieldIx] = &[
    ticket::STATUS,
    ticket::PRIORITY,
    ticket::TYPE,
    ticket::ORIGIN,
    ticket::PRODUCT,
    ticket::DEAL,
];
/// What most tickets leave empty.
const SELDOM: &[FieldIx] = &[
    ticket::SUBJECT,
    ticket::REASON,
    ticket::RESOLUTION,
    ticket::SLA_POLICY,
];

const YEAR_MS: i64 = 365 * 86_400_000;

/// How a customer's tickets went: how many in twelve months, and how content they were.
fn tickets_of(app: App, customer: RecordId) -> (usize, Option<f64>) {
    let live = app.live();
    drop(live.field(RecordKind::Ticket, ticket::CSAT));
    let since = app.minute().add_ms(-YEAR_MS);
    let ids = referring(app, RecordKind::Ticket, ticket::CUSTOMER, customer);
    let workspace = live.peek();
    let (mut count, mut sum, mut answers) = (0, 0.0, 0.0);
    for id in ids {
        let Some(record) = workspace.record(id) else {
            continue;
        };
        count += usize::from(created_at(&record) >= since);
        if let Some(mark) = record.value(ticket::CSAT).and_then(Value::as_number) {
            sum += mark.to_f64();
            answers += 1.0;
        }
    }
    (count, (answers > 0.0).then(|| sum / answers))
}

/// Whose ticket it is.
#[component]
pub(super) fn CustomerCard(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let customer = Memo::new(move |_| customer_of(app, id, ticket::CUSTOMER));
    let card = move |customer: RecordId| {
        let name = Signal::derive(move || app.live().record(customer).name(customer).into_owned());
        let known = move || about(app, customer);
        let open = Memo::new(move |_| {
            let mut deals = deals(app, customer);
            deals.retain(|deal| deal.is_open);
            deals
        });
        let count_and_mark = Memo::new(move |_| tickets_of(app, customer));
        let deal = move |deal: RelatedDeal| {
            view! { <a class="record__link truncate" href=app.record_href(deal.id)>{deal.name}</a> }
        };
        let stage = move || {
            let open = open.read();
            let first = open.first()?;
            let words = page.text(&message!(
                "ticket-deal-depends",
                stage = first.stage.clone()
            ));
            Some(view! {
                <Notice tone=Tone::Warning><p>{words}</p></Notice>
            })
        };
        let count = move || {
            let format = app.format();
            format.map(|format| format.count(count_and_mark.get().0))
        };
        let mark = move || {
            let mark = count_and_mark.get().1?;
            let words = page.text(&message!("ticket-of-five", mark = format!("{mark:.1}")));
            Some(view! {
                <div><dt>{page.messages().field("ticket", "csat")}</dt><dd>{words}</dd></div>
            })
        };
        view! {
            <div class="ticket__customer">
                <Avatar
                    name=name
                    seed=customer.to_string()
                    shape=shape_of(app, customer)
                    size=AvatarSize::Large
                />
                <span class="record__two">
                    <a class="record__link medium truncate" href=app.record_href(customer)>{name}</a>
                    <span class="soft small truncate">{known}</span>
                </span>
            </div>
            <dl class="ticket__facts">
                {move || {
                    let open = open.get();
                    (!open.is_empty()).then(|| view! {
                        <div>
                            <dt>{page.text(&message!("ticket-open-deals"))}</dt>
                            <dd>{open.into_iter().take(3).map(deal).collect_view()}</dd>
                        </div>
                    })
                }}
                <div>
                    <dt>{move || page.text(&message!("ticket-in-a-year"))}</dt>
                    <dd>{count}</dd>
                </div>
                {mark}
            </dl>
            {stage}
        }
    };
    view! {
        <Card title=Signal::derive(move || page.messages().field("ticket", "customer"))>
            {move || match customer.get() {
                Some(customer) => card(customer).into_any(),
                None => view! {
                    <p class="soft">{page.text(&message!("ticket-no-customer"))}</p>
                }
                .into_any(),
            }}
        </Card>
    }
}

/// What else is known.
#[component]
pub(super) fn Details(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let opened = move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let format = app.format()?;
        Some(format.date_and_time(created_at(&record), app.today()))
    };
    let solved = move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let at = instant(&record, ticket::RESOLVED_AT)?;
        let words = app.format()?.date_and_time(at, app.today());
        Some(view! {
            <div><dt>{page.messages().field("ticket", "resolved_at")}</dt><dd>{words}</dd></div>
        })
    };
    view! {
        <Card title=say(page, || message!("customer-details"))>
            <div class="ticket__details">
            <div class="facts">
                <FieldFacts app=app id=id fields=&[ticket::CUSTOMER, ticket::PERSON] />
                <div data-field="owner"><FieldFacts app=app id=id fields=&[field::OWNER] /></div>
                <FieldFacts app=app id=id fields=FIRST />
                <OwnFacts app=app id=id />
            </div>
            <Seldom app=app id=id fields=SELDOM />
            </div>
            <dl class="ticket__facts">
                <div>
                    <dt>{move || page.text(&message!("ticket-opened"))}</dt>
                    <dd>{opened}</dd>
                </div>
                {solved}
            </dl>
        </Card>
    }
}

/// What was noted that the customer needs, from this ticket.
#[component]
pub(super) fn Needs(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| {
        let live = app.live();
        let ids = referring(app, RecordKind::Need, need::TICKET, id);
        let name = |id: RecordId| (id, live.record(id).name(id).into_owned());
        ids.into_iter().map(name).collect::<Vec<_>>()
    });
    let has_some = Memo::new(move |_| !all.read().is_empty());
    view! {
        <Show when=move || has_some.get()>
            <Card title=say(page, || message!("needs-title"))>
                <ul class="ticket__needs">
                    {move || all.get().into_iter().map(|(_, name)| view! { <li>{name}</li> }).collect_view()}
                </ul>
            </Card>
        </Show>
    }
}
