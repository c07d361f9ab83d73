//! The tickets whose promises are broken or soon will be, the most pressing first.

use crate::domain::{Instant, RecordId, RecordKind, Value, ticket};
use crate::message;
use crate::query::ticket::TicketState;
use crate::query::{Filter, Now, Operand, Sort, Test};
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Meter, MeterPart, MeterSize, Series};
use crate::ui::follow::shown;
use crate::ui::place::Place;
use leptos::prelude::*;

/// So many show.
const MOST: usize = 5;

/// The list of them.
fn at_risk() -> Place {
    let filter = Filter::test("is_at_risk", Test::Is(Operand::Bool(true)));
    Place::new(RecordKind::Ticket, |_, _| None, Some(filter)).with(|address| {
        address.tab = Some("all".to_owned());
        address.sort = Sort::parse("next_due").unwrap_or_default();
    })
}

/// The card.
#[component]
pub fn AtRisk(
    /// The app.
    app: App,
    /// What time it is.
    now: Signal<Now>,
) -> impl IntoView {
    let page = app.page();
    let found = Memo::new(move |_| at_risk().look(app, now.get(), MOST));
    let all = move || {
        shown(move || {
            let count = found.read().count;
            (count > 0).then(|| {
                let words = page.text(&message!("home-all", count = count));
                view! { <a class="link small" href=at_risk().href(app)>{words}</a> }
            })
        })
    };
    let rows = move || {
        let ids = found.read().ids.clone();
        if ids.is_empty() {
            let words = page.text(&message!("home-no-risk"));
            return view! { <p class="home__nothing">{words}</p> }.into_any();
        }
        let rows = ids
            .into_iter()
            .map(|id| view! { <Pressing app=app id=id now=now /> });
        rows.collect_view().into_any()
    };
    view! {
        <Card title=say(page, || message!("home-risk")) flush=true actions=all>
            {rows}
        </Card>
    }
}

/// One ticket with the time that is left.
#[component]
fn Pressing(app: App, id: RecordId, now: Signal<Now>) -> impl IntoView {
    let page = app.page();
    shown(move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let now = now.get();
        let state = TicketState::of(&record);
        let due = state.due?;
        let format = app.format()?;
        let minutes = now.at.ms_until(due) / 60_000;
        let span = format.span(minutes.unsigned_abs().min(u64::from(u32::MAX)) as u32);
        let is_late = minutes < 0;
        let words = if is_late {
            page.text(&message!("home-late", span = span))
        } else {
            span
        };
        let priority = record.text(ticket::PRIORITY);
        let priority = page.messages().option("ticket", "priority", priority);
        let customer = record.value(ticket::CUSTOMER).and_then(Value::as_ref_id);
        let customer = customer.map(|id| workspace.name(id).into_owned());
        let clock = match state.clock {
            "reply" => page.text(&message!("home-left-to-reply")),
            _ => page.text(&message!("home-left-to-solve")),
        };
        let share = used(&record, due, now.at);
        let series = if is_late {
            Series::Fourth
        } else {
            Series::Second
        };
        let said = words.clone();
        let name = record.name().to_owned();
        let row = view! {
            <a class="home-risk" href=app.record_href(id) data-late=is_late.then_some("")>
                <span class="home-risk__line">
                    <span class="medium truncate">{name}</span>
                    <span class="home-risk__left">{words}</span>
                </span>
                <span class="home-risk__line small soft">
                    <span class="truncate">{customer}</span>
                    <span class="push">{priority}</span>
                </span>
                <Meter
                    label=clock
                    text=said
                    parts=Signal::stored(vec![MeterPart { share, series }])
                    size=MeterSize::Thin
                />
            </a>
        };
        Some(row)
    })
}

/// Which part of the time is gone since the ticket came.
fn used(record: &crate::domain::Record, due: Instant, now: Instant) -> f64 {
    let begun = match record.value(crate::domain::field::CREATED_AT) {
        Some(Value::Instant(at)) => *at,
        _ => Instant::from_clock_ms(record.created.ms() as i64),
    };
    let whole = begun.ms_until(due).max(1) as f64;
    (begun.ms_until(now) as f64 / whole).clamp(0.02, 1.0)
}
