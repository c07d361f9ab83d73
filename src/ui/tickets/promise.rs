//! What is promised for a ticket: the first reply and the solution, with what is left, or how it went.

use super::clock::{instant, share, span, tone};
use crate::domain::{FieldIx, RecordId, ticket};
use crate::message;
use crate::query::stamp::created_at;
use crate::query::ticket::TicketState;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Meter, MeterPart, Series, Tone};
use crate::ui::records::head::named;
use leptos::prelude::*;

/// From so many minutes before it is due it is said aloud, once.
const SAID: i64 = 30;

/// A promise, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
struct Promise {
    name: String,
    /// What is left, or how it went.
    words: String,
    /// When it is due.
    due: String,
    share: f64,
    tone: Tone,
    /// Whether it is so near that it is said.
    is_said: bool,
}

/// A promise of a ticket: when it is due, and when it was kept.
fn promise(app: App, id: RecordId, due: FieldIx, done: FieldIx) -> Option<Promise> {
    let page = app.page();
    let now = app.minute();
    let format = app.format()?;
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    let due = instant(&record, due)?;
    let asked = created_at(&record);
    let state = TicketState::of(&record);
    let done_at = instant(&record, done);
    let name = page.text(&if done == ticket::RESOLVED_AT {
        message!("ticket-promise-solution")
    } else {
        message!("ticket-promise-reply")
    });
    let day = format.date_and_time_within(due, app.today());
    let whole = span(app, asked.ms_until(due) / 60_000);
    let due_words = page.text(&message!("ticket-due", day = day, span = whole));
    // What is over without a reply was answered by its end.
    let done_at = done_at.or_else(|| instant(&record, ticket::RESOLVED_AT));
    if let Some(done) = done_at {
        let took = span(app, asked.ms_until(done) / 60_000);
        let is_kept = done <= due;
        return Some(Promise {
            name,
            words: page.text(&if is_kept {
                message!("ticket-kept", span = took)
            } else {
                message!("ticket-broken", span = took)
            }),
            due: due_words,
            share: share(asked, due, done),
            tone: if is_kept {
                Tone::Positive
            } else {
                Tone::Negative
            },
            is_said: false,
        });
    }
    let since = instant(&record, ticket::PAUSED_SINCE).filter(|_| state.clock == "paused");
    let left = since.unwrap_or(now).ms_until(due).div_euclid(60_000);
    let is_at_risk = left <= 240;
    let (words, tone) = match since {
        Some(_) => (
            page.messages().option("ticket", "clock", "paused"),
            Tone::Neutral,
        ),
        None if left < 0 => (
            page.text(&message!("ticket-late", span = span(app, -left))),
            Tone::Negative,
        ),
        None => (
            page.text(&message!("ticket-left", span = span(app, left))),
            tone(left, is_at_risk),
        ),
    };
    Some(Promise {
        name,
        words,
        due: due_words,
        share: share(asked, due, since.unwrap_or(now)),
        tone,
        is_said: since.is_none() && left <= SAID,
    })
}

const fn series(tone: Tone) -> Series {
    match tone {
        Tone::Negative => Series::Late,
        Tone::Warning => Series::Near,
        Tone::Positive => Series::Third,
        _ => Series::Quiet,
    }
}

/// The card.
#[component]
pub(super) fn Promises(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let promises = Memo::new(move |_| {
        let reply = promise(
            app,
            id,
            ticket::FIRST_RESPONSE_DUE,
            ticket::FIRST_RESPONSE_AT,
        );
        let solution = promise(app, id, ticket::RESOLVE_DUE, ticket::RESOLVED_AT);
        reply.into_iter().chain(solution).collect::<Vec<_>>()
    });
    let policy = Memo::new(move |_| named(app, id, ticket::SLA_POLICY).map(|(_, name)| name));
    // Not each minute: once when it comes near, and once when it is broken.
    let said = Memo::new(move |_| {
        let promises = promises.read();
        let near = promises.iter().find(|promise| promise.is_said)?;
        let is_late = near.tone == Tone::Negative && near.share >= 1.0;
        Some((near.name.clone(), is_late))
    });
    let alarm = move || {
        let (name, is_late) = said.get()?;
        Some(page.text(&if is_late {
            message!("ticket-said-late", promise = name)
        } else {
            message!("ticket-said-near", promise = name, minutes = SAID)
        }))
    };
    let draw = |promise: Promise| {
        let part = MeterPart {
            share: promise.share,
            series: series(promise.tone),
        };
        view! {
            <div class="promise">
                <span>{promise.name.clone()}</span>
                <b class="push" data-tone=promise.tone.code()>{promise.words.clone()}</b>
                <Meter label=promise.name text=promise.words parts=vec![part] />
                <span class="promise__due soft small">{promise.due}</span>
            </div>
        }
    };
    let has_some = Memo::new(move |_| !promises.read().is_empty());
    view! {
        <Card title=say(page, || message!("ticket-promise")) note=policy>
            <p class="visually-hidden" role="status">{alarm}</p>
            <Show
                when=move || has_some.get()
                fallback=move || view! {
                    <p class="soft">
                        {move || page.text(&message!("ticket-no-promise"))} " "
                        <a class="link" href=app.href("settings/service")>
                            {move || page.text(&message!("tickets-service-hours"))}
                        </a>
                    </p>
                }
            >
                {move || promises.get().into_iter().map(draw).collect_view()}
            </Show>
        </Card>
    }
}
