//! The score of a customer, 0 to 100, by rules: how much speaks for turning to them now. Each rule gives
//! points for what is known of a customer; the base and the points of all rules make the score exactly.
//! What can be added together is as much as the base lacks of 100, and what can be taken as much as the
//! base has, so that nothing has to be cut off. What the rules read is found elsewhere: the purchases by
//! [`super::scores`], the rest by the queries. Sentences are the matter of whoever shows them.
//!
//! | rule | points |
//! |---|---|
//! | due | +15 from 80 % of the usual interval between purchases on, +7 from 50 % on, while they are not likely lost |
//! | loss | −10 where they have left with a probability of 80 % or more, −6 from 50 % on; without a model −10 after three usual intervals, −6 after two |
//! | recency | +8, +5, +2, −2, −4 for the scores of recency 5 to 1 |
//! | deals | +15 where the likeliest open deal has a chance of 60 % or more, +10 from 30 % on, +6 below |
//! | replies | +12 for three or more in 30 days, +9 for two, +6 for one |
//! | needs | +5 for two open needs or more, +3 for one |
//! | contact | +5 up to 14 days after the last contact; −3 after 60 days, −5 after 90, −8 after 180 |
//! | tickets | −8 where an urgent one is open, −4 for two others or more, −2 for one |
//! | reach | −10 where they want neither calls nor e-mails, −4 where there is no number and no address |
//!
//! The points are a convention of this program and are said beside each score; what makes an outcome
//! likely is learnt by [`super::model`].

use crate::document::value::{float_of, ordered_bits};
use crate::workspace::columns::Ints;
use crate::workspace::engagement::{Engagement, Reach};
use crate::workspace::scores::CustomerScores;
use std::ops::Range;
use std::rc::Rc;

/// The score of a customer of whom nothing is known that gives points.
pub const BASE: i32 = 40;

/// What is known of a customer that gives points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// The usual days between purchases; none who bought once or never.
    pub usual: Option<i32>,
    /// The days since the last purchase.
    pub silent: Option<i32>,
    /// The probability of having left, in percent; none without a model.
    pub risk: Option<f64>,
    /// The score of recency, 1 to 5; none who bought nothing in the frame of the analysis.
    pub recency: Option<u8>,
    /// The days since the last contact.
    pub quiet: Option<i32>,
    /// Deals, tickets, needs and replies, and whether they can be reached.
    pub with: Engagement,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The next purchase is due.
    Due,
    /// They have likely left.
    Loss,
    /// How long ago they bought.
    Recency,
    /// Open deals.
    Deals,
    /// What they wrote and called.
    Replies,
    /// What they need.
    Needs,
    /// How long nobody was in touch.
    Contact,
    /// Open tickets.
    Tickets,
    /// Whether they can be reached.
    Reach,
}

impl About {
    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Loss => "loss",
            Self::Recency => "recency",
            Self::Deals => "deals",
            Self::Replies => "replies",
            Self::Needs => "needs",
            Self::Contact => "contact",
            Self::Tickets => "tickets",
            Self::Reach => "reach",
        }
    }
}

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What it is about.
    pub about: About,
    /// The most that it takes and the most that it adds.
    pub range: (i32, i32),
    /// The points that it gives.
    pub points: fn(&Facts) -> i32,
    /// What would be known if the next thing were done that it rewards; none where nothing can be done.
    pub then: fn(&Facts) -> Option<Facts>,
}

/// The rules.
pub const RULES: [Rule; 9] = [
    Rule {
        about: About::Due,
        range: (0, 15),
        points: due,
        then: when_due,
    },
    Rule {
        about: About::Loss,
        range: (-10, 0),
        points: loss,
        // An order is what recency asks for.
        then: |_| None,
    },
    Rule {
        about: About::Recency,
        range: (-4, 8),
        points: recency,
        then: after_order,
    },
    Rule {
        about: About::Deals,
        range: (0, 15),
        points: deals,
        then: with_deal,
    },
    Rule {
        about: About::Replies,
        range: (0, 12),
        points: replies,
        then: after_reply,
    },
    Rule {
        about: About::Needs,
        range: (0, 5),
        points: needs,
        then: with_need,
    },
    Rule {
        about: About::Contact,
        range: (-8, 5),
        points: contact,
        then: after_contact,
    },
    Rule {
        about: About::Tickets,
        range: (-8, 0),
        points: tickets,
        then: without_tickets,
    },
    Rule {
        about: About::Reach,
        range: (-10, 0),
        points: reach,
        then: in_reach,
    },
];

/// The points of the first step whose limit a number comes up to; 0 below all of them.
fn step(number: f64, steps: &[(f64, i32)]) -> i32 {
    let found = steps.iter().find(|(limit, _)| number >= *limit);
    found.map_or(0, |(_, points)| *points)
}

/// From this share of the usual interval on the next purchase is due.
const DUE_FROM: f64 = 0.8;

/// How much of the usual interval is over, as a share of it.
fn elapsed(facts: &Facts) -> Option<f64> {
    let (silent, usual) = facts.silent.zip(facts.usual)?;
    Some(f64::from(silent) / f64::from(usual.max(1)))
}

fn due(facts: &Facts) -> i32 {
    let is_lost = loss(facts) < 0;
    let share = elapsed(facts).filter(|_| !is_lost);
    share.map_or(0, |share| step(share, &[(DUE_FROM, 15), (0.5, 7)]))
}

fn when_due(facts: &Facts) -> Option<Facts> {
    let days = (f64::from(facts.usual?) * DUE_FROM).ceil() as i32;
    let is_ahead = facts.silent? < days;
    is_ahead.then_some(Facts {
        silent: Some(days),
        ..*facts
    })
}

fn loss(facts: &Facts) -> i32 {
    match facts.risk {
        Some(risk) => step(risk, &[(80.0, -10), (50.0, -6)]),
        None => elapsed(facts).map_or(0, |share| step(share, &[(3.0, -10), (2.0, -6)])),
    }
}

fn recency(facts: &Facts) -> i32 {
    match facts.recency {
        Some(5..) => 8,
        Some(4) => 5,
        Some(3) => 2,
        Some(2) => -2,
        Some(_) => -4,
        None => 0,
    }
}

/// After an order nothing is due, and no model takes them for lost.
fn after_order(facts: &Facts) -> Option<Facts> {
    Some(Facts {
        silent: Some(0),
        risk: Some(0.0),
        recency: Some(5),
        ..*facts
    })
}

/// From this chance on a deal counts as likely, in percent.
const LIKELY: u8 = 60;

fn deals(facts: &Facts) -> i32 {
    match facts.with {
        Engagement { deals: 0, .. } => 0,
        Engagement { chance, .. } => step(
            f64::from(chance),
            &[(f64::from(LIKELY), 15), (30.0, 10), (0.0, 6)],
        ),
    }
}

/// A first deal; one that is open, brought on.
fn with_deal(facts: &Facts) -> Option<Facts> {
    let chance = if facts.with.deals == 0 { 0 } else { LIKELY };
    Some(facts.having(|with| {
        with.deals = with.deals.max(1);
        with.chance = with.chance.max(chance);
    }))
}

fn replies(facts: &Facts) -> i32 {
    step(
        f64::from(facts.with.incoming),
        &[(3.0, 12), (2.0, 9), (1.0, 6)],
    )
}

fn after_reply(facts: &Facts) -> Option<Facts> {
    let facts = facts.having(|with| with.incoming += 1);
    after_contact(&facts)
}

fn needs(facts: &Facts) -> i32 {
    step(f64::from(facts.with.needs), &[(2.0, 5), (1.0, 3)])
}

fn with_need(facts: &Facts) -> Option<Facts> {
    Some(facts.having(|with| with.needs += 1))
}

fn contact(facts: &Facts) -> i32 {
    facts.quiet.map_or(0, |days| {
        let days = f64::from(days);
        step(
            days,
            &[(181.0, -8), (91.0, -5), (61.0, -3), (15.0, 0), (0.0, 5)],
        )
    })
}

fn after_contact(facts: &Facts) -> Option<Facts> {
    Some(Facts {
        quiet: Some(0),
        ..*facts
    })
}

fn tickets(facts: &Facts) -> i32 {
    match facts.with {
        Engagement { urgent: 1.., .. } => -8,
        Engagement { tickets, .. } => step(f64::from(tickets), &[(2.0, -4), (1.0, -2)]),
    }
}

fn without_tickets(facts: &Facts) -> Option<Facts> {
    Some(facts.having(|with| (with.tickets, with.urgent) = (0, 0)))
}

fn reach(facts: &Facts) -> i32 {
    match facts.with.reach {
        Reach::Open => 0,
        Reach::Unknown => -4,
        Reach::Refused => -10,
    }
}

fn in_reach(facts: &Facts) -> Option<Facts> {
    Some(facts.having(|with| with.reach = Reach::Open))
}

impl Facts {
    /// What is known of the customer of a row.
    #[must_use]
    pub fn of(scores: &CustomerScores, row: u32) -> Self {
        let int = |column: &Ints| column.at(row).and_then(|int| i32::try_from(int).ok());
        let (last, next) = (int(&scores.last_purchase), int(&scores.next_purchase));
        let recency = scores.recency.at(row).map(float_of);
        let with = scores.engagement.get(row as usize).copied();
        let with = with.unwrap_or_default();
        let days = |until: i32, day: Option<i32>| day.map(|day| (until - day).max(0));
        Self {
            usual: next.zip(last).map(|(next, last)| next - last),
            silent: days(scores.as_of, last),
            risk: scores.churn_risk.at(row).map(float_of),
            recency: recency.map(|score| score as u8),
            quiet: days(scores.today, with.last_contact),
            with,
        }
    }

    fn having(&self, change: impl FnOnce(&mut Engagement)) -> Self {
        let mut facts = *self;
        change(&mut facts.with);
        facts
    }
}

/// What a rule adds to a score or takes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// What the rule is about.
    pub about: About,
    /// Its points, never 0.
    pub points: i32,
}

/// What would raise a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What the rule is about that asks for it.
    pub about: About,
    /// By how much.
    pub points: i32,
    /// What would be known then.
    pub then: Facts,
}

/// The score, 0 to 100.
#[must_use]
pub fn score(facts: &Facts) -> i32 {
    let points = RULES.iter().map(|rule| (rule.points)(facts));
    BASE + points.sum::<i32>()
}

/// What makes the score: what adds to it, the most first, then what takes from it, the most first.
#[must_use]
pub fn factors(facts: &Facts) -> Vec<Factor> {
    let all = RULES.iter().map(|rule| Factor {
        about: rule.about,
        points: (rule.points)(facts),
    });
    let mut factors: Vec<Factor> = all.filter(|factor| factor.points != 0).collect();
    factors.sort_by_key(|factor| (factor.points < 0, -factor.points.abs()));
    factors
}

/// What would raise the score, the most first: of every rule that could give more the next thing that
/// it rewards, with all that it would do.
#[must_use]
pub fn changes(facts: &Facts) -> Vec<Change> {
    let now = score(facts);
    let all = RULES.iter().filter_map(|rule| {
        let then = (rule.then)(facts).filter(|_| (rule.points)(facts) < rule.range.1)?;
        Some(Change {
            about: rule.about,
            points: score(&then) - now,
            then,
        })
    });
    let mut changes: Vec<Change> = all.filter(|change| change.points > 0).collect();
    changes.sort_by_key(|change| -change.points);
    changes
}

/// Scores some customers by row, by what is known of them.
pub(super) fn fill(scores: &mut CustomerScores, rows: Range<u32>) {
    let mut column = std::mem::take(&mut scores.score);
    let points = Rc::make_mut(&mut column);
    for row in rows {
        let score = score(&Facts::of(scores, row));
        points.set(row, Some(ordered_bits(f64::from(score))));
    }
    scores.score = column;
}

#[cfg(test)]
mod tests;
