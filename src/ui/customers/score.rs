//! The score of a customer: the number and how it changed, what makes it, and what would raise it, in
//! words. Its course is drawn by `course`, its rules are changed in the settings.

use super::course::ScoreCourse;
use crate::domain::RecordId;
use crate::i18n::{Message, Messages, WordsApart};
use crate::message;
use crate::scoring::points::{self, About, BASE, Cause, Change, Facts, Score};
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Factor, Factors};
use crate::ui::follow::shown;
use crate::ui::lists::scored::{self, Course};
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

/// A factor in a few words.
fn said(app: App, score: &Score, of: &points::Factor) -> String {
    match of.cause {
        Cause::Rule(about) => app.page().text(&factor(app, about, &score.facts)),
        Cause::Own(at) => {
            let own = score.own.get(at);
            own.map(|own| own.label.to_string()).unwrap_or_default()
        }
    }
}

/// What speaks most for a customer, in a few words.
#[must_use]
pub fn reasons(app: App, score: &Score) -> String {
    Messages::learn_apart(WordsApart::score());
    let factors = score.factors().into_iter();
    let for_them = factors.take_while(|of| of.points > 0).take(REASONS_MAX);
    let words = for_them.map(|of| said(app, score, &of));
    words.collect::<Vec<_>>().join(" · ")
}

/// A change of a score, as it is read, and what is said of it where one cannot see where it stands.
#[must_use]
pub fn changed(app: App, change: i32) -> (String, String) {
    Messages::learn_apart(WordsApart::score());
    let format = app.format();
    let shown = format.map(|format| format.change(change.into()));
    let shown = shown.unwrap_or_default();
    let said = app
        .page()
        .text(&message!("score-change", change = shown.clone()));
    (shown, said)
}

/// For better or worse: how a change looks.
#[must_use]
pub const fn tone(change: i32) -> &'static str {
    match change {
        1.. => "positive",
        0 => "neutral",
        _ => "negative",
    }
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
    Messages::learn_apart(WordsApart::score());
    let page = app.page();
    let score = Memo::new(move |_| scored::score(app, id));
    let course = Memo::new(move |_| scored::courses(app, &[id])?.pop()?);
    let is_known = Memo::new(move |_| score.read().is_some());
    let label = say(page, || message!("score-made"));
    shown(move || {
        let href = app.href("settings/score");
        is_known.get().then(|| {
            view! {
                <Card
                    title=Signal::derive(move || page.messages().field("customer", "score"))
                    actions=move || view! {
                        <a class="link" href=href>{say(page, || message!("score-how"))}</a>
                    }
                >
                    {shown(move || {
                        let course = course.get();
                        score.get().map(|score| summary(app, &score, course.as_ref()))
                    })}
                    <ScoreCourse app=app weeks=Signal::derive(move || {
                        course.get().map(|course| course.weeks).unwrap_or_default()
                    }) />
                    <Factors label=label factors=Signal::derive(move || {
                        score.get().map(|score| bars(app, &score)).unwrap_or_default()
                    }) />
                    <p class="soft small score__base">{say(page, || message!("score-base", base = BASE as usize))}</p>
                    {shown(move || score.get().map(|score| raises(app, &score)))}
                </Card>
            }
        })
    })
}

/// The number, how it changed, and what it says.
fn summary(app: App, score: &Score, course: Option<&Course>) -> impl IntoView + use<> {
    let page = app.page();
    let (value, sum) = (score.value(), score.sum());
    let words = page.text(&verdict(value));
    let change = course.map(|course| {
        let (_, said) = changed(app, course.change);
        view! { <span class="score__change" data-change=tone(course.change)>{said}</span> }
    });
    let buys = course.and_then(|course| course.buys_soon);
    let buys = buys.map(|chance| {
        let words = page.text(&message!("score-buys", share = share(app, chance * 100.0)));
        let hint = page.text(&message!("score-buys-hint"));
        view! { <span class="soft small push" title=hint>{words}</span> }
    });
    let cut = match sum {
        101.. => Some(message!("score-cut-high", sum = sum as usize)),
        0.. => None,
        _ => {
            let format = app.format();
            let sum = format.map(|format| format.change(sum.into()));
            Some(message!("score-cut-low", sum = sum.unwrap_or_default()))
        }
    };
    view! {
        <p class="score__head">
            <span class="worth__total">{value}</span>
            {change}
            {buys}
        </p>
        <p class="soft score__verdict">{words}</p>
        {cut.map(|cut| view! { <p class="soft small">{page.text(&cut)}</p> })}
    }
}

fn bars(app: App, score: &Score) -> Vec<Factor> {
    let format = app.format();
    let bar = |of: points::Factor| Factor {
        text: said(app, score, &of),
        points: of.points.into(),
        shown: format
            .as_ref()
            .map(|format| format.change(of.points.into()))
            .unwrap_or_default(),
        href: None,
    };
    score.factors().into_iter().map(bar).collect()
}

/// What would raise the score.
fn raises(app: App, score: &Score) -> impl IntoView + use<> {
    let page = app.page();
    let format = app.format();
    let changes = score.changes().into_iter().take(CHANGES_MAX);
    let line = |of: Change| {
        let points = format
            .as_ref()
            .map(|format| format.change(of.points.into()));
        view! {
            <li class="score__raise">
                <span>{page.text(&change(app, &of, &score.facts))}</span>
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
