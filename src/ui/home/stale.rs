//! The deals that have stood for too long, the longest first.

use super::strip::stale;
use crate::domain::{RecordId, Value, deal};
use crate::message;
use crate::query::Now;
use crate::query::deal::DealState;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, CardRow, Glyph, Icon};
use crate::ui::follow::shown;
use leptos::prelude::*;

/// So many show.
const MOST: usize = 6;

/// The card.
#[component]
pub fn Stale(
    /// The app.
    app: App,
    /// What time it is.
    now: Signal<Now>,
) -> impl IntoView {
    let page = app.page();
    let today = Memo::new(move |_| now.read().today);
    let found = Memo::new(move |_| stale().look(app, Now::utc(today.get()), MOST));
    let all = move || {
        shown(move || {
            let count = found.read().count;
            (count > MOST).then(|| {
                let words = page.text(&message!("home-all", count = count));
                view! { <a class="link small" href=stale().href(app)>{words}</a> }
            })
        })
    };
    let rows = move || {
        let ids = found.read().ids.clone();
        if ids.is_empty() {
            let words = page.text(&message!("home-no-stale"));
            return view! { <p class="home__nothing">{words}</p> }.into_any();
        }
        let rows = ids
            .into_iter()
            .map(|id| view! { <StaleDeal app=app id=id today=today.get() /> });
        rows.collect_view().into_any()
    };
    view! {
        <Card
            title=say(page, || message!("home-stale"))
            note=say(page, || message!("home-stale-note"))
            flush=true
            actions=all
        >
            {rows}
        </Card>
    }
}

#[component]
fn StaleDeal(app: App, id: RecordId, today: crate::domain::Date) -> impl IntoView {
    let page = app.page();
    shown(move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let state = DealState::of(&workspace, &record, Now::utc(today));
        let pipeline = record.value(deal::PIPELINE).and_then(Value::as_ref_id)?;
        let stage = workspace.stage(pipeline, record.text(deal::STAGE));
        let stage = stage
            .map(|stage| stage.name().to_owned())
            .unwrap_or_default();
        let customer = record.value(deal::CUSTOMER).and_then(Value::as_ref_id);
        let customer = customer.map(|id| workspace.name(id).into_owned());
        let amount = record.value(deal::AMOUNT).and_then(Value::as_money);
        let amount = amount.and_then(|amount| Some(app.format()?.money(amount)));
        let days = state.days_in_stage.unwrap_or_default();
        let why = page.text(&message!("home-stale-why", stage = stage, days = days));
        let name = record.name().to_owned();
        let row = view! {
            <CardRow>
                <span class="home__stale"><Icon glyph=Glyph::Clock /></span>
                <div class="home__two">
                    <a class="home__name truncate" href=app.record_href(id)>{name}</a>
                    <span class="soft small truncate">{customer}</span>
                </div>
                <div class="home__two home__two--end push">
                    <span class="medium">{amount}</span>
                    <span class="home__why small">{why}</span>
                </div>
            </CardRow>
        };
        Some(row)
    })
}
