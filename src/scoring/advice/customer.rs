//! The rules for customers. Who waits comes first, then what was promised, then who may be lost, then what
//! may be sold, then what is missing.
//!
//! | rule | holds |
//! |---|---|
//! | ticket | a promise on one of their tickets is broken |
//! | answer | they wrote, and nobody answered for a day; for thirty at most |
//! | step | what was planned with them is due |
//! | leaving | they have left with a probability of 50 % or more, and their monetary score is 4 or 5 |
//! | purchase | the usual interval between purchases is over, of three purchases or more |
//! | deal | an open deal of theirs was to close on a day that has passed |
//! | quiet | a deal is open, and nobody was in touch for 21 days |
//! | need | an open need would be met by a product, and no deal is open |
//! | reach | there is neither a number nor an address |

use super::{Action, Rule, Why, day, days_since, ms, read, step};
use crate::document::value::float_of;
use crate::domain::{Date, Money, RecordId};
use crate::scoring::points;
use crate::workspace::Workspace;
use crate::workspace::columns::Ints;
use crate::workspace::engagement::{INCOMING_DAYS, Reach};
use crate::workspace::situation::{CustomerSituation, OpenDeal, Ways};

/// After so many days without an answer somebody has to answer.
pub(super) const ANSWER_DAYS: i32 = 1;
/// From this probability of having left on they are likely lost, in percent.
const RISK_MIN: f64 = 50.0;
/// From this monetary score on they are of value.
const MONETARY_MIN: f64 = 4.0;
/// Of so many purchases on an interval is usual.
const PURCHASES_MIN: f64 = 3.0;
/// Without a model, so many usual intervals without a purchase are too many to be late with one.
const INTERVALS_MAX: i32 = 2;
/// So many days without contact are too many while a deal is open.
pub(super) const QUIET_DAYS: i32 = 21;

/// What is known of a customer, with what was scored.
pub(super) struct Facts {
    id: RecordId,
    is: CustomerSituation,
    points: Option<points::Facts>,
    monetary: Option<f64>,
    purchases: Option<f64>,
    value: Option<Money>,
    /// The day of the last purchase.
    bought: Option<Date>,
}

impl Facts {
    pub(super) fn new(workspace: &Workspace, is: CustomerSituation, id: RecordId) -> Self {
        let scores = workspace.scores();
        let row = workspace.table(id.kind).row(id.uuid);
        let found = scores.as_ref().zip(row);
        let number = |column: &Ints, row| column.at(row).map(float_of);
        Self {
            id,
            is,
            points: found.map(|(scores, row)| points::Facts::of(scores, row)),
            monetary: found.and_then(|(scores, row)| number(&scores.monetary, row)),
            purchases: found.and_then(|(scores, row)| number(&scores.purchases, row)),
            value: found.and_then(|(scores, row)| {
                let currency = scores.currencies.at(row)?;
                Money::from_minor(scores.value.at(row)?, *currency).ok()
            }),
            bought: found.and_then(|(scores, row)| {
                let day = scores.last_purchase.at(row)?;
                Date::from_days(i32::try_from(day).ok()?)
            }),
        }
    }

    fn overdue(&self) -> Option<(&OpenDeal, Date, i32)> {
        let deal = self.is.deals.iter().find(|deal| {
            let closes = deal.closes;
            closes.is_some_and(|closes| closes < self.is.today)
        })?;
        let closes = deal.closes?;
        Some((deal, closes, closes.days_until(self.is.today)))
    }
}

/// Calls whoever can be called, else writes.
pub(super) fn turn_to(ways: Option<Ways>) -> Option<Action> {
    let ways = ways?;
    Some(if ways.can_call {
        Action::Call(ways.who)
    } else {
        Action::Email(ways.who)
    })
}

/// Answers by the way it came, a letter, else by the other.
pub(super) fn answer_to(ways: Option<Ways>) -> Option<Action> {
    let ways = ways?;
    Some(if ways.can_write {
        Action::Email(ways.who)
    } else {
        Action::Call(ways.who)
    })
}

/// The rules, the weightiest first.
pub(super) static RULES: [Rule<Facts>; 9] = [
    Rule {
        code: "ticket",
        why: |of| {
            let late = of.is.late.as_ref()?;
            Some(Why::TicketLate {
                ticket: late.name.clone(),
                // A minute that has begun counts, as it does on the ticket's page.
                minutes: -of.is.at.ms_until(late.due).div_euclid(60_000),
            })
        },
        reads: |of| {
            let late = of.is.late.as_ref();
            let id = late.map(|late| late.id.to_string());
            read(&[&id.unwrap_or_default(), &ms(late.map(|late| late.due))])
        },
        action: |of| of.is.late.as_ref().map(|late| Action::Reply(late.id)),
    },
    Rule {
        code: "answer",
        why: |of| {
            let asked = of.is.asked?;
            let days = days_since(Some(asked.on), of.is.today)?;
            let is_waiting = (ANSWER_DAYS..=INCOMING_DAYS).contains(&days);
            is_waiting.then_some(Why::Asked {
                times: asked.times,
                days,
            })
        },
        reads: |of| ms(of.is.asked.map(|asked| asked.at)),
        action: |of| answer_to(of.is.ways),
    },
    Rule {
        code: "step",
        why: |of| step::why(of.is.step.as_ref(), of.is.today),
        reads: |of| step::reads(of.is.step.as_ref()),
        action: |of| step::action(of.is.step.as_ref(), of.id, of.is.ways),
    },
    Rule {
        code: "leaving",
        why: |of| {
            let points = of.points?;
            let risk = points.risk.filter(|risk| *risk >= RISK_MIN)?;
            let is_of_value = of.monetary? >= MONETARY_MIN && !of.is.is_former;
            is_of_value.then_some(Why::Leaving {
                risk,
                value: of.value,
                silent: points.silent?,
            })
        },
        reads: |of| day(of.bought),
        action: |of| turn_to(of.is.ways),
    },
    Rule {
        code: "purchase",
        why: |of| {
            let points = of.points?;
            let (usual, silent) = points.usual.zip(points.silent)?;
            let is_lost = match points.risk {
                Some(risk) => risk >= RISK_MIN,
                None => silent >= usual * INTERVALS_MAX,
            };
            let is_usual = of.purchases? >= PURCHASES_MIN && usual > 0;
            let is_due = is_usual && silent >= usual && !is_lost && !of.is.is_former;
            is_due.then_some(Why::PurchaseDue { usual, silent })
        },
        reads: |of| day(of.bought),
        action: |of| turn_to(of.is.ways),
    },
    Rule {
        code: "deal",
        why: |of| {
            let (deal, on, days) = of.overdue()?;
            Some(Why::DealDue {
                deal: deal.name.clone(),
                on,
                days,
            })
        },
        reads: |of| {
            let due = of.overdue();
            let id = due.map(|(deal, ..)| deal.id.to_string());
            read(&[&id.unwrap_or_default(), &day(due.map(|(_, on, _)| on))])
        },
        action: |of| of.overdue().map(|(deal, ..)| Action::Open(deal.id)),
    },
    Rule {
        code: "quiet",
        why: |of| {
            let days = days_since(of.is.contact, of.is.today)?;
            let deal = of.is.deals.first().filter(|_| days >= QUIET_DAYS)?;
            Some(Why::Quiet {
                days,
                deal: deal.name.clone(),
            })
        },
        reads: |of| day(of.is.contact),
        action: |of| turn_to(of.is.ways),
    },
    Rule {
        code: "need",
        why: |of| {
            let need = of.is.need.as_ref()?;
            Some(Why::Need {
                need: need.subject.clone(),
                product: need.product.clone(),
            })
        },
        reads: |of| {
            let need = of.is.need.as_ref();
            need.map(|need| need.id.to_string()).unwrap_or_default()
        },
        action: |of| Some(Action::AddDeal(of.id)),
    },
    Rule {
        code: "reach",
        why: |of| {
            let is_nobody = of.is.ways.is_none() && of.is.reach == Reach::Unknown;
            (is_nobody && !of.is.is_former).then_some(Why::Unreachable)
        },
        reads: |_| String::new(),
        action: |of| Some(Action::AddNumber(of.id)),
    },
];
