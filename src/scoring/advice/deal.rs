//! The rules for open deals: who waits first, then what no longer is as it says, then what could be won,
//! then what lies still.
//!
//! | rule | holds |
//! |---|---|
//! | answer | the customer wrote about it, and nobody answered for a day |
//! | close | the day it was to close has passed |
//! | step | what was planned for it is due |
//! | likely | by a model it is won with 60 % or more and no less than usual, and nobody was in touch for 7 days |
//! | stale | it has been at its stage for longer than the stage allows |
//! | plan | nothing is planned, two days after it came to its stage |
//! | quiet | nobody was in touch for 21 days |

use super::customer::{ANSWER_DAYS, QUIET_DAYS, answer_to, turn_to};
use super::foreseen::foreseen;
use super::{Action, Foreseen, Rule, Why, day, days_since, ms, read, step};
use crate::domain::{Record, RecordId, deal};
use crate::workspace::Workspace;
use crate::workspace::feature::Reader;
use crate::workspace::situation::{Calls, DealSituation};
use satchel_stats::normal::Z95;

/// From this probability on a deal is likely won.
const LIKELY: f64 = 0.6;
/// What is likely won has not to wait for longer than so many days.
const LIKELY_QUIET_DAYS: i32 = 7;
/// So many days after a deal came to a stage something should be planned.
const PLAN_DAYS: i32 = 2;
/// Of fewer deals on either side nothing is told.
const CALLS_MIN: u32 = 10;

/// What is known of a deal, with what a model says.
pub(super) struct Facts {
    id: RecordId,
    stage: String,
    is: DealSituation,
    won: Option<Foreseen>,
}

impl Facts {
    pub(super) fn new(
        workspace: &Workspace,
        reader: &dyn Reader,
        is: DealSituation,
        record: &Record,
    ) -> Self {
        let asks = is.is_open;
        Self {
            id: record.id,
            stage: record.text(deal::STAGE).to_owned(),
            is,
            won: asks
                .then(|| foreseen(workspace, reader, record.id))
                .flatten(),
        }
    }

    /// What is known while it can still be won.
    fn open(&self) -> Option<&DealSituation> {
        Some(&self.is).filter(|is| is.is_open)
    }
}

/// The calls, where deals with one were won more often than deals without and that is more than chance:
/// by the z test of two proportions with a pooled variance, of ten deals or more on either side (Fleiss,
/// Levin and Paik, Statistical Methods for Rates and Proportions, 2003, chapter 3).
pub(super) fn telling(calls: Calls) -> Option<Calls> {
    if calls.with.min(calls.without) < CALLS_MIN || calls.without_won == 0 {
        return None;
    }
    let [with, with_won, without, without_won] =
        [calls.with, calls.with_won, calls.without, calls.without_won].map(f64::from);
    let pooled = (with_won + without_won) / (with + without);
    let error = (pooled * (1.0 - pooled) * (1.0 / with + 1.0 / without)).sqrt();
    let difference = with_won / with - without_won / without;
    (error > 0.0 && difference / error >= Z95).then_some(calls)
}

/// The rules, the weightiest first.
pub(super) static RULES: [Rule<Facts>; 7] = [
    Rule {
        code: "answer",
        why: |of| {
            let asked = of.open()?.asked?;
            let days = days_since(Some(asked.on), of.is.today)?;
            (days >= ANSWER_DAYS).then_some(Why::Asked {
                times: asked.times,
                days,
            })
        },
        reads: |of| ms(of.is.asked.map(|asked| asked.at)),
        action: |of| answer_to(of.is.ways),
    },
    Rule {
        code: "close",
        why: |of| {
            let on = of.open()?.closes?;
            let days = on.days_until(of.is.today);
            (days > 0).then_some(Why::CloseDue { on, days })
        },
        reads: |of| day(of.is.closes),
        action: |of| Some(Action::SetClose(of.id)),
    },
    Rule {
        code: "step",
        why: |of| step::why(of.open()?.step.as_ref(), of.is.today),
        reads: |of| step::reads(of.is.step.as_ref()),
        action: |of| step::action(of.is.step.as_ref(), of.id, of.is.ways),
    },
    Rule {
        code: "likely",
        why: |of| {
            let won = of.won.filter(|won| won.share >= LIKELY.max(won.usual))?;
            let days = days_since(of.open()?.contact, of.is.today)?;
            (days >= LIKELY_QUIET_DAYS).then_some(Why::LikelyWon(won, days))
        },
        reads: |of| day(of.is.contact),
        action: |of| turn_to(of.is.ways),
    },
    Rule {
        code: "stale",
        why: |of| {
            let days = days_since(of.open()?.since, of.is.today)?;
            let limit_days = of.is.limit_days?;
            let is_stale = i64::from(days) > i64::from(limit_days);
            is_stale.then(|| Why::Stale {
                stage: of.is.stage.clone(),
                days,
                limit_days,
                calls: telling(of.is.calls),
            })
        },
        reads: |of| read(&[&of.stage, &day(of.is.since)]),
        action: |of| Some(turn_to(of.is.ways).unwrap_or(Action::Plan(of.id))),
    },
    Rule {
        code: "plan",
        why: |of| {
            let days = days_since(of.open()?.since, of.is.today)?;
            let is_bare = !of.is.is_planned && days >= PLAN_DAYS;
            is_bare.then_some(Why::Unplanned(days))
        },
        reads: |of| read(&[&of.stage, &of.is.is_planned]),
        action: |of| Some(Action::Plan(of.id)),
    },
    Rule {
        code: "quiet",
        why: |of| {
            let days = days_since(of.open()?.contact, of.is.today)?;
            (days >= QUIET_DAYS).then(|| Why::Quiet {
                days,
                deal: "".into(),
            })
        },
        reads: |of| day(of.is.contact),
        action: |of| turn_to(of.is.ways),
    },
];
