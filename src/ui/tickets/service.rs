//! How the service does, in a row above the queue: each figure is of the tickets, and leads to those
//! that it counts.

use super::clock::span;
use crate::domain::{RecordKind, field, ticket};
use crate::i18n::Message;
use crate::message;
use crate::query::service::{LATELY, Service};
use crate::query::sort::Sort;
use crate::query::{Filter, Operand, Test};
use crate::ui::app::App;
use crate::ui::components::Tone;
use crate::ui::lists::address::{Conditions, ListAddress};
use crate::ui::lists::depend;
use leptos::prelude::*;

/// One figure.
#[derive(Clone, PartialEq)]
struct Figure {
    name: String,
    figure: Option<String>,
    note: String,
    tone: Tone,
    href: String,
}

/// The figures, at this minute.
fn read(app: App) -> Service {
    app.minute();
    let live = app.live();
    let kind = RecordKind::Ticket;
    for path in ["sla", "minutes_left"] {
        depend::on_path(&live, kind, path);
    }
    for ix in [ticket::CSAT, ticket::FIRST_RESPONSE_AT, field::CREATED_AT] {
        drop(live.field(kind, ix));
    }
    Service::of(&live.peek(), app.clock())
}

/// The address of the tickets of a tab under a condition.
fn address(app: App, tab: Option<&str>, filter: Filter, sort: &str) -> String {
    let address = ListAddress {
        tab: tab.map(str::to_owned),
        filter: Conditions::of(Some(filter)),
        sort: Sort::parse(sort).unwrap_or_default(),
        ..ListAddress::default()
    };
    app.href(&format!("tickets?{}", address.write()))
}

fn lately(field: &str) -> Filter {
    Filter::test(field, Test::Within(LATELY))
}

fn figures(app: App, service: &Service) -> Vec<Figure> {
    let page = app.page();
    let Some(format) = app.format() else {
        return Vec::new();
    };
    let say = |message: Message| page.text(&message);
    let share = (service.solved > 0)
        .then(|| format.percent(100.0 * service.in_time as f64 / service.solved as f64));
    let mark = service.satisfaction.map(|mark| format!("{mark:.1}"));
    let toned = |count: usize, tone| if count > 0 { tone } else { Tone::Neutral };
    let yes = |path: &str| Filter::test(path, Test::Is(Operand::Bool(true)));
    vec![
        Figure {
            name: say(message!("tickets-at-risk")),
            figure: Some(format.count(service.at_risk)),
            note: say(message!("tickets-at-risk-note")),
            tone: toned(service.at_risk, Tone::Warning),
            href: address(app, None, yes("is_at_risk"), "minutes_left"),
        },
        Figure {
            name: say(message!("tickets-late")),
            figure: Some(format.count(service.late)),
            note: if service.late > 0 {
                say(message!(
                    "tickets-late-note",
                    span = span(app, service.late_by)
                ))
            } else {
                say(message!("tickets-none-late"))
            },
            tone: toned(service.late, Tone::Negative),
            href: address(
                app,
                None,
                Filter::test("sla", Test::Is(Operand::text("late"))),
                "minutes_left",
            ),
        },
        Figure {
            name: say(message!("tickets-first-reply")),
            figure: service.first_reply.map(|minutes| span(app, minutes)),
            note: say(message!("tickets-replied-note", count = service.replied)),
            tone: Tone::Neutral,
            href: address(
                app,
                Some("all"),
                lately("first_response_at"),
                "-first_response_at",
            ),
        },
        Figure {
            name: say(message!("tickets-in-time")),
            figure: share,
            note: say(message!("tickets-solved-note", count = service.solved)),
            tone: Tone::Neutral,
            href: address(
                app,
                Some("resolved"),
                lately("resolved_at").and(Filter::test("resolve_due", Test::Empty(false))),
                "-resolved_at",
            ),
        },
        Figure {
            name: page.messages().field("ticket", "csat"),
            figure: mark,
            note: say(message!("tickets-answers-note", count = service.answers)),
            tone: Tone::Neutral,
            href: address(
                app,
                Some("all"),
                Filter::test("csat", Test::Empty(false)),
                "-resolved_at",
            ),
        },
    ]
}

/// The row.
#[component]
pub(super) fn ServiceRow(app: App) -> impl IntoView {
    let page = app.page();
    let figures = Memo::new(move |_| figures(app, &read(app)));
    let draw = move |figure: Figure| {
        let none = figure.figure.is_none();
        let words = figure
            .figure
            .or_else(|| app.format().map(|format| format.none()));
        view! {
            <li>
                <a class="service__figure" href=figure.href data-tone=figure.tone.code()>
                    <span class="service__name">{figure.name}</span>
                    <b data-none=none.then_some("")>{words}</b>
                    <span class="service__note">{figure.note}</span>
                </a>
            </li>
        }
    };
    view! {
        <ul class="service" aria-label=move || page.text(&message!("tickets-service"))>
            {move || figures.get().into_iter().map(draw).collect_view()}
        </ul>
    }
}
