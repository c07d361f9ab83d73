//! The score of a customer: the number, what makes it, and what would raise it, in words.

use crate::domain::RecordId;
use crate::i18n::Message;
use crate::message;
use crate::scoring::points::{self, About, BASE, Change, Facts};
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Factor, Factors};
use crate::ui::follow::shown;
use crate::ui::lists::scored;
use crate::workspace::engagement::Reach;
use leptos::prelude::*;

/// From this score on it is a good time to turn to a customer.
pub const HOT: i32 = 60;
/// From this score on it is worth a look.
const WARM: i32 = 45;
/// So many ways to raise a score show.
const CHANGES_MAX: usize = 4;

/// A probability in percent, as it is read.
fn share(app: App, percent: f64) -> String {
    let format = app.format();
    format
        .map(|format| format.percent(percent))
        .unwrap_or_default()
}

/// What a rule gives points for, in a few words.
fn factor(app: App, about: About, facts: &Facts) -> Message {
    let days = |days: Option<i32>| days.unwrap_or_default() as usize;
    let with = &facts.with;
    let (usual, silent) = (days(facts.usual), days(facts.silent));
    match about {
        About::Due => message!("score-due", usual = usual, silent = silent),
        About::Loss => match facts.risk {
            Some(risk) => message!("score-risk", share = share(app, risk)),
            None => message!("score-silent", usual = usual, silent = silent),
        },
        About::Recency => message!("score-recency", days = silent),
        About::Deals => message!(
            "score-deals",
            count = with.deals as usize,
            share = share(app, with.chance.into())
        ),
        About::Replies => message!("score-replies", count = with.incoming as usize),
        About::Needs => message!("score-needs", count = with.needs as usize),
        About::Contact => message!("score-contact", days = days(facts.quiet)),
        About::Tickets if with.urgent > 0 => {
            message!("score-urgent", count = with.urgent as usize)
        }
        About::Tickets => message!("score-tickets", count = with.tickets as usize),
        About::Reach if with.reach == Reach::Refused => message!("score-refused"),
        About::Reach => message!("score-unreachable"),
    }
}

/// What would raise the score, in a few words.
fn change(app: App, change: &Change, facts: &Facts) -> Message {
    match change.about {
        About::Due => {
            let silent = |facts: &Facts| facts.silent.unwrap_or_default();
            let days = silent(&change.then) - silent(facts);
            message!("score-then-due", days = days as usize)
        }
        About::Loss | About::Recency => message!("score-then-order"),
        About::Deals if facts.with.deals == 0 => message!("score-then-deal"),
        About::Deals => {
            let chance = share(app, change.then.with.chance.into());
            message!("score-then-likely", share = chance)
        }
        About::Replies => message!("score-then-reply"),
        About::Needs => message!("score-then-need"),
        About::Contact => message!("score-then-contact"),
        About::Tickets => message!("score-then-solved"),
        About::Reach if facts.with.reach == Reach::Refused => message!("score-then-consent"),
        About::Reach => message!("score-then-reach"),
    }
}

/// So many reasons are told where there is little room.
const REASONS_MAX: usize = 2;

/// What speaks most for a customer, in a few words.
#[must_use]
pub fn reasons(app: App, facts: &Facts) -> String {
    let factors = points::factors(facts).into_iter();
    let for_them = factors.take_while(|of| of.points > 0).take(REASONS_MAX);
    let words = for_them.map(|of| app.page().text(&factor(app, of.about, facts)));
    words.collect::<Vec<_>>().join(" · ")
}

/// What the score says on the whole.
fn verdict(score: i32) -> Message {
    match score {
        HOT.. => message!("score-hot"),
        WARM.. => message!("score-warm"),
        _ => message!("score-cool"),
    }
}

/// The card; absent while nothing was scored.
#[component]
pub(super) fn ScoreCard(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let facts = Memo::new(move |_| scored::facts(app, id));
    let is_known = Memo::new(move |_| facts.read().is_some());
    let label = say(page, || message!("score-made"));
    shown(move || {
        let href = app.href("insights/customers");
        is_known.get().then(|| {
            view! {
                <Card
                    title=Signal::derive(move || page.messages().field("customer", "score"))
                    actions=move || view! {
                        <a class="link" href=href>{say(page, || message!("score-how"))}</a>
                    }
                >
                    {shown(move || facts.get().map(|facts| summary(app, &facts)))}
                    <Factors label=label factors=Signal::derive(move || {
                        facts.get().map(|facts| bars(app, &facts)).unwrap_or_default()
                    }) />
                    <p class="soft small score__base">{say(page, || message!("score-base", base = BASE as usize))}</p>
                    {shown(move || facts.get().map(|facts| raises(app, &facts)))}
                </Card>
            }
        })
    })
}

/// The number and what it says.
fn summary(app: App, facts: &Facts) -> impl IntoView + use<> {
    let score = points::score(facts);
    let words = app.page().text(&verdict(score));
    view! {
        <p class="worth__value">
            <span class="worth__total">{score}</span>
            <span class="soft">{words}</span>
        </p>
    }
}

fn bars(app: App, facts: &Facts) -> Vec<Factor> {
    let format = app.format();
    let bar = |of: points::Factor| Factor {
        text: app.page().text(&factor(app, of.about, facts)),
        points: of.points.into(),
        shown: format
            .as_ref()
            .map(|format| format.change(of.points.into()))
            .unwrap_or_default(),
        href: None,
    };
    points::factors(facts).into_iter().map(bar).collect()
}

/// What would raise the score.
fn raises(app: App, facts: &Facts) -> impl IntoView + use<> {
    let page = app.page();
    let format = app.format();
    let changes = points::changes(facts).into_iter().take(CHANGES_MAX);
    let line = |of: Change| {
        let points = format
            .as_ref()
            .map(|format| format.change(of.points.into()));
        view! {
            <li class="score__raise">
                <span>{page.text(&change(app, &of, facts))}</span>
                <span class="medium">{points}</span>
            </li>
        }
    };
    let lines: Vec<_> = changes.map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h3 class="medium score__sub">{say(page, || message!("score-raises"))}</h3>
            <ul class="score__raises">{lines}</ul>
        }
    })
}
