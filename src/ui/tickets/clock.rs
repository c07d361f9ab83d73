//! How much time a ticket has left, in words and as a share: for rows, cards and the ticket's page. It
//! follows the app's minute.

use crate::domain::{FieldIx, Instant, Record, RecordId, Value, ticket};
use crate::message;
use crate::query::stamp::created_at;
use crate::query::ticket::TicketState;
use crate::ui::app::App;
use crate::ui::components::Tone;
use leptos::prelude::*;

/// From so many minutes before it is due a promise is told in red.
const NEAR: i64 = 60;

/// A promise, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeLeft {
    /// Which clock it is: reply, solve; empty where nothing is left to do.
    pub clock: String,
    /// How much is left, in words: "38 min", "Late 1 h 10", "Paused", "Solved in 4 h 12".
    pub words: String,
    /// How much of the time has gone, from 0 to 1; none where nothing runs out.
    pub share: Option<f64>,
    /// How near it is.
    pub tone: Tone,
}

/// The moment in a field of a record.
pub(super) fn instant(record: &Record, field: FieldIx) -> Option<Instant> {
    match record.value(field) {
        Some(Value::Instant(at)) => Some(*at),
        _ => None,
    }
}

/// A length of time in words.
pub(super) fn span(app: App, minutes: i64) -> String {
    let format = app.format();
    let minutes = u32::try_from(minutes.max(0)).unwrap_or(u32::MAX);
    format
        .map(|format| format.span(minutes))
        .unwrap_or_default()
}

/// How near a promise is that has so many minutes left.
pub(super) fn tone(minutes: i64, is_at_risk: bool) -> Tone {
    match minutes {
        ..=NEAR => Tone::Negative,
        _ if is_at_risk => Tone::Warning,
        _ => Tone::Positive,
    }
}

/// How much of the time between two moments has gone.
pub(super) fn share(from: Instant, due: Instant, now: Instant) -> f64 {
    let whole = from.ms_until(due);
    if whole <= 0 {
        return 1.0;
    }
    (from.ms_until(now) as f64 / whole as f64).clamp(0.0, 1.0)
}

/// The promise of a ticket that counts now; none where none was made and nothing was solved.
#[must_use]
pub fn time_left(app: App, id: RecordId) -> Option<TimeLeft> {
    let page = app.page();
    let now = app.minute();
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    let state = TicketState::of(&record);
    let asked = created_at(&record);
    if state.clock == "done" {
        let solved = instant(&record, ticket::RESOLVED_AT)?;
        let took = span(app, asked.ms_until(solved) / 60_000);
        return Some(TimeLeft {
            clock: String::new(),
            words: page.text(&message!("ticket-solved-in", span = took)),
            share: None,
            tone: Tone::Neutral,
        });
    }
    let (minutes, due) = (state.minutes_left(now)?, state.due?);
    let is_replied = record.value(ticket::FIRST_RESPONSE_AT).is_some();
    let owed = if is_replied { "solve" } else { "reply" };
    let clock = page.messages().option("ticket", "clock", owed);
    let is_paused = state.clock == "paused";
    let (words, tone) = if is_paused {
        let paused = page.messages().option("ticket", "clock", "paused");
        (paused, Tone::Neutral)
    } else {
        let words = if minutes < 0 {
            page.text(&message!("ticket-late", span = span(app, -minutes)))
        } else {
            span(app, minutes)
        };
        (words, tone(minutes, state.is_at_risk(now)))
    };
    // What is paused stands where it stood.
    let since = instant(&record, ticket::PAUSED_SINCE).filter(|_| is_paused);
    Some(TimeLeft {
        clock,
        words,
        share: Some(share(asked, due, since.unwrap_or(now))),
        tone,
    })
}

/// The bar of a promise; the words stand beside it.
pub(super) fn bar(share: f64, tone: Tone) -> impl IntoView {
    view! {
        <span class="time-left__bar" aria-hidden="true" data-tone=tone.code()>
            <span style:inline-size=format!("{:.1}%", share * 100.0)></span>
        </span>
    }
}
