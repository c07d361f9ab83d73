//! The score of a customer, 0 to 100, by rules: how much speaks for turning to them now. Each rule gives
//! the points of the step that what is known of a customer has come to; the base and the points of all
//! rules make the score. The points of every step, which rules count, and further rules are in the user's
//! hand ([`Scorecard`]); as they come, what can be added together is as much as the base lacks of 100, and
//! what can be taken as much as the base has, so that nothing has to be cut off. With other points the sum
//! is held to 0 and 100, and whoever shows it says so. What the rules read is found elsewhere: the
//! purchases by [`super::scores`], the rest by the queries, as is whom a rule of the user's own holds of.
//! Sentences are the matter of whoever shows them.
//!
//! | rule | points as they come |
//! |---|---|
//! | due | +15 from 80 % of the usual interval between purchases on, +7 from 50 % on, while they are not likely lost |
//! | loss | −10 where they have left with a probability of 80 % or more, −6 from 50 % on; without a model −10 after three usual intervals, −6 after two |
//! | recency | +8, +5, +2, −2, −4 for the scores of recency 5 to 1 |
//! | deals | +15 where the likeliest open deal has a chance of 60 % or more, +10 from 30 % on, +6 below |
//! | replies | +12 for three or more in 30 days, +9 for two, +6 for one |
//! | needs | +5 for two open needs or more, +3 for one |
//! | contact | +5 up to 14 days after the last contact, 0 up to 60; −3 after 60 days, −5 after 90, −8 after 180 |
//! | tickets | −8 where an urgent one is open, −4 for two others or more, −2 for one |
//! | reach | −10 where they want neither calls nor e-mails, −4 where there is no number and no address |
//!
//! The points are a convention of this program and are said beside each score; what makes an outcome
//! likely is learnt by [`super::model`].

mod card;
mod past;

pub use card::{POINTS_MAX, Scorecard, key};
pub use past::{AHEAD_DAYS, CHANGE_DAYS, WEEKS};

use crate::document::value::{float_of, ordered_bits};
use crate::workspace::columns::Ints;
use crate::workspace::engagement::{Engagement, Reach};
use crate::workspace::scores::CustomerScores;
use std::ops::Range;
use std::rc::Rc;

/// The score of a customer of whom nothing is known that gives points.
pub const BASE: i32 = 40;

/// What is known of a customer that gives points by the rules that every workspace has.
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

/// A step of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The word for it, among the steps of its rule: mostly the number that it begins at.
    pub code: &'static str,
    /// The points that it gives where the user has not said otherwise.
    pub points: i32,
}

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What it is about.
    pub about: About,
    /// The steps, at most [`STEPS_MAX`].
    pub steps: &'static [Step],
    /// The place of the step that holds; none where the rule gives nothing.
    step: fn(&Facts) -> Option<usize>,
    /// What would be known if the next thing were done that it rewards; none where nothing can be done.
    then: fn(&Facts) -> Option<Facts>,
}

/// The most steps that a rule has.
pub const STEPS_MAX: usize = 5;

const fn step(code: &'static str, points: i32) -> Step {
    Step { code, points }
}

const fn rule(
    about: About,
    steps: &'static [Step],
    step: fn(&Facts) -> Option<usize>,
    then: fn(&Facts) -> Option<Facts>,
) -> Rule {
    Rule {
        about,
        steps,
        step,
        then,
    }
}

/// The rules.
pub const RULES: [Rule; 9] = [
    rule(About::Due, &[step("80", 15), step("50", 7)], due, when_due),
    // An order is what recency asks for.
    rule(
        About::Loss,
        &[step("80", -10), step("50", -6)],
        loss,
        |_| None,
    ),
    rule(
        About::Recency,
        &[
            step("5", 8),
            step("4", 5),
            step("3", 2),
            step("2", -2),
            step("1", -4),
        ],
        recency,
        after_order,
    ),
    rule(
        About::Deals,
        &[step("60", 15), step("30", 10), step("0", 6)],
        deals,
        with_deal,
    ),
    rule(
        About::Replies,
        &[step("3", 12), step("2", 9), step("1", 6)],
        replies,
        after_reply,
    ),
    rule(
        About::Needs,
        &[step("2", 5), step("1", 3)],
        needs,
        with_need,
    ),
    rule(
        About::Contact,
        &[
            step("0", 5),
            step("15", 0),
            step("61", -3),
            step("91", -5),
            step("181", -8),
        ],
        contact,
        after_contact,
    ),
    rule(
        About::Tickets,
        &[step("urgent", -8), step("2", -4), step("1", -2)],
        tickets,
        without_tickets,
    ),
    rule(
        About::Reach,
        &[step("refused", -10), step("unknown", -4)],
        reach,
        in_reach,
    ),
];

/// The place of the first limit that a number comes up to; none below all of them.
fn first(number: f64, limits: &[f64]) -> Option<usize> {
    limits.iter().position(|limit| number >= *limit)
}

/// From this share of the usual interval on the next purchase is due.
const DUE_FROM: f64 = 0.8;

/// How much of the usual interval is over, as a share of it.
fn elapsed(facts: &Facts) -> Option<f64> {
    let (silent, usual) = facts.silent.zip(facts.usual)?;
    Some(f64::from(silent) / f64::from(usual.max(1)))
}

fn due(facts: &Facts) -> Option<usize> {
    let share = elapsed(facts).filter(|_| loss(facts).is_none())?;
    first(share, &[DUE_FROM, 0.5])
}

fn when_due(facts: &Facts) -> Option<Facts> {
    let days = (f64::from(facts.usual?) * DUE_FROM).ceil() as i32;
    let is_ahead = facts.silent? < days;
    is_ahead.then_some(Facts {
        silent: Some(days),
        ..*facts
    })
}

fn loss(facts: &Facts) -> Option<usize> {
    match facts.risk {
        Some(risk) => first(risk, &[80.0, 50.0]),
        None => first(elapsed(facts)?, &[3.0, 2.0]),
    }
}

fn recency(facts: &Facts) -> Option<usize> {
    let score = usize::from(facts.recency?);
    Some(5 - score.clamp(1, 5))
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

fn deals(facts: &Facts) -> Option<usize> {
    match facts.with {
        Engagement { deals: 0, .. } => None,
        Engagement { chance, .. } => first(f64::from(chance), &[f64::from(LIKELY), 30.0, 0.0]),
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

fn replies(facts: &Facts) -> Option<usize> {
    first(f64::from(facts.with.incoming), &[3.0, 2.0, 1.0])
}

fn after_reply(facts: &Facts) -> Option<Facts> {
    let facts = facts.having(|with| with.incoming += 1);
    after_contact(&facts)
}

fn needs(facts: &Facts) -> Option<usize> {
    first(f64::from(facts.with.needs), &[2.0, 1.0])
}

fn with_need(facts: &Facts) -> Option<Facts> {
    Some(facts.having(|with| with.needs += 1))
}

fn contact(facts: &Facts) -> Option<usize> {
    // Days are told upwards, the longest silence last.
    let beyond = first(f64::from(facts.quiet?), &[181.0, 91.0, 61.0, 15.0, 0.0])?;
    Some(4 - beyond)
}

fn after_contact(facts: &Facts) -> Option<Facts> {
    Some(Facts {
        quiet: Some(0),
        ..*facts
    })
}

fn tickets(facts: &Facts) -> Option<usize> {
    match facts.with {
        Engagement { urgent: 1.., .. } => Some(0),
        Engagement { tickets, .. } => first(f64::from(tickets), &[2.0, 1.0]).map(|at| at + 1),
    }
}

fn without_tickets(facts: &Facts) -> Option<Facts> {
    Some(facts.having(|with| (with.tickets, with.urgent) = (0, 0)))
}

fn reach(facts: &Facts) -> Option<usize> {
    match facts.with.reach {
        Reach::Open => None,
        Reach::Unknown => Some(1),
        Reach::Refused => Some(0),
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

/// What gives points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A rule that every workspace has.
    Rule(About),
    /// A rule of the user's own, by its place among those that hold of the customer.
    Own(usize),
}

/// What a rule adds to a score or takes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// The rule.
    pub cause: Cause,
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

/// A rule of the user's own that holds of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// What it is called.
    pub label: Box<str>,
    /// The points that it gives.
    pub points: i32,
}

/// The score of a customer with all that makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What is known of the customer.
    pub facts: Facts,
    /// The points of the steps.
    pub card: Scorecard,
    /// The rules of the user's own that hold.
    pub own: Vec<Own>,
}

impl Score {
    /// The score of the customer of a row.
    #[must_use]
    pub fn of(scores: &CustomerScores, row: u32) -> Self {
        let own = scores.rules.own.iter().filter(|rule| rule.rows.at(row));
        Self {
            facts: Facts::of(scores, row),
            card: Scorecard::of(&scores.rules),
            own: own
                .map(|rule| Own {
                    label: rule.label.clone(),
                    points: rule.points,
                })
                .collect(),
        }
    }

    fn own_points(&self) -> i32 {
        self.own.iter().map(|own| own.points).sum()
    }

    /// What base and points come to, however much that is.
    #[must_use]
    pub fn sum(&self) -> i32 {
        self.sum_of(&self.facts)
    }

    fn sum_of(&self, facts: &Facts) -> i32 {
        self.card.sum(facts) + self.own_points()
    }

    /// The score, 0 to 100.
    #[must_use]
    pub fn value(&self) -> i32 {
        held(self.sum())
    }

    /// What the score would be if other things were known of the customer. Whether the user's own rules
    /// would still hold is not known: they count as they do.
    #[must_use]
    pub fn value_of(&self, facts: &Facts) -> i32 {
        held(self.sum_of(facts))
    }

    /// What makes the score: what adds to it, the most first, then what takes from it, the most first.
    #[must_use]
    pub fn factors(&self) -> Vec<Factor> {
        let rules = RULES.iter().map(|rule| Factor {
            cause: Cause::Rule(rule.about),
            points: self.card.points(rule, &self.facts),
        });
        let own = self.own.iter().enumerate().map(|(at, own)| Factor {
            cause: Cause::Own(at),
            points: own.points,
        });
        let all = rules.chain(own);
        let mut factors: Vec<Factor> = all.filter(|factor| factor.points != 0).collect();
        factors.sort_by_key(|factor| (factor.points < 0, -factor.points.abs()));
        factors
    }

    /// What would raise the score, the most first: of every rule that could give more the next thing
    /// that it rewards, with all that it would do.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let now = self.value();
        let all = RULES.iter().filter_map(|rule| {
            let could_give = self.card.most(rule) > self.card.points(rule, &self.facts);
            let then = (rule.then)(&self.facts).filter(|_| could_give)?;
            Some(Change {
                about: rule.about,
                points: self.value_of(&then) - now,
                then,
            })
        });
        let mut changes: Vec<Change> = all.filter(|change| change.points > 0).collect();
        changes.sort_by_key(|change| -change.points);
        changes
    }
}

/// A sum of points as a score.
fn held(sum: i32) -> i32 {
    sum.clamp(0, 100)
}

/// Scores some customers by row, by what is known of them and the rules that are kept with it.
pub(super) fn fill(scores: &mut CustomerScores, rows: Range<u32>) {
    let card = Scorecard::of(&scores.rules);
    let mut column = std::mem::take(&mut scores.score);
    let points = Rc::make_mut(&mut column);
    for row in rows {
        let own = scores.rules.own.iter().filter(|rule| rule.rows.at(row));
        let own = own.map(|rule| rule.points).sum::<i32>();
        let score = held(card.sum(&Facts::of(scores, row)) + own);
        points.set(row, Some(ordered_bits(f64::from(score))));
    }
    scores.score = column;
}

/// How many customers of some rows have another score than the rules would give as they come.
#[must_use]
pub fn moved(scores: &CustomerScores, rows: impl Iterator<Item = u32>) -> usize {
    let usual = Scorecard::default();
    let is_moved = |row: &u32| {
        let own = held(usual.sum(&Facts::of(scores, *row)));
        scores.score.at(*row) != Some(ordered_bits(f64::from(own)))
    };
    rows.filter(is_moved).count()
}

#[cfg(test)]
mod tests;
