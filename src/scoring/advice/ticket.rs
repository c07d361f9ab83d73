//! The rules for tickets: broken promises first, then those about to be, then who waits, then what is left
//! to do with what is solved.
//!
//! | rule | holds |
//! |---|---|
//! | reply_late | the first reply is owed, and its promise broken |
//! | solve_late | a solution is owed, and its promise broken |
//! | reply_soon | the first reply is owed, and due within four hours |
//! | answer | the customer wrote last, four hours ago or more |
//! | solve_soon | a solution is owed, and due within four hours |
//! | urgent | by a model it becomes urgent with 50 % or more and no less than usual |
//! | satisfaction | solved for a day, and nobody asked how content the customer is; for a week |
//! | close | solved for a week, and the customer said nothing since |

use super::foreseen::foreseen;
use super::{Action, DAY_MS, Foreseen, Rule, Why, ms, read};
use crate::domain::RecordId;
use crate::workspace::Workspace;
use crate::workspace::feature::Reader;
use crate::workspace::situation::TicketSituation;

/// After so many minutes whoever waits has waited for long.
const WAIT_MINUTES: i64 = 240;
/// From this probability on a ticket likely becomes urgent.
const URGENT: f64 = 0.5;
/// So many days after a solution it has shown whether it is one.
const ASK_DAYS: i32 = 1;
/// So many days after a solution nobody has anything to add.
const CLOSE_DAYS: i32 = 7;

/// What is known of a ticket, with what a model says.
pub(super) struct Facts {
    id: RecordId,
    is: TicketSituation,
    urgent: Option<Foreseen>,
}

impl Facts {
    pub(super) fn new(
        workspace: &Workspace,
        reader: &dyn Reader,
        is: TicketSituation,
        id: RecordId,
    ) -> Self {
        let asks = matches!(is.clock, "reply" | "solve") && &*is.priority != "urgent";
        Self {
            id,
            is,
            urgent: asks.then(|| foreseen(workspace, reader, id)).flatten(),
        }
    }

    /// How many minutes are left of the promise of a clock.
    fn left(&self, clock: &str) -> Option<i64> {
        self.is.left_minutes.filter(|_| self.is.clock == clock)
    }

    fn late(&self, clock: &str) -> Option<i64> {
        self.left(clock).filter(|left| *left < 0).map(|left| -left)
    }

    fn soon(&self, clock: &str) -> Option<i64> {
        self.left(clock)
            .filter(|left| *left >= 0 && self.is.is_at_risk)
    }

    /// The days since it was solved.
    fn days_solved(&self) -> Option<i32> {
        let ms = self.is.solved?.ms_until(self.is.at);
        i32::try_from(ms.max(0) / DAY_MS).ok()
    }

    fn promise(&self) -> String {
        read(&[&self.is.clock, &ms(self.is.due)])
    }
}

const fn reply(of: &Facts) -> Option<Action> {
    Some(Action::Reply(of.id))
}

/// The rules, the weightiest first.
pub(super) static RULES: [Rule<Facts>; 8] = [
    Rule {
        code: "reply_late",
        why: |of| of.late("reply").map(Why::ReplyLate),
        reads: Facts::promise,
        action: reply,
    },
    Rule {
        code: "solve_late",
        why: |of| of.late("solve").map(Why::SolveLate),
        reads: Facts::promise,
        action: reply,
    },
    Rule {
        code: "reply_soon",
        why: |of| of.soon("reply").map(Why::ReplySoon),
        reads: Facts::promise,
        action: reply,
    },
    Rule {
        code: "answer",
        why: |of| {
            let minutes = of.is.waits_since?.ms_until(of.is.at) / 60_000;
            (minutes >= WAIT_MINUTES).then_some(Why::Waits(minutes))
        },
        reads: |of| ms(of.is.waits_since),
        action: reply,
    },
    Rule {
        code: "solve_soon",
        why: |of| of.soon("solve").map(Why::SolveSoon),
        reads: Facts::promise,
        action: reply,
    },
    Rule {
        code: "urgent",
        why: |of| {
            let urgent = of.urgent.filter(|of| of.share >= URGENT.max(of.usual));
            urgent.map(Why::Urgent)
        },
        reads: |of| read(&[&of.is.status, &of.is.priority]),
        action: reply,
    },
    Rule {
        code: "satisfaction",
        why: |of| {
            let days = of.days_solved()?;
            let is_asked = of.is.is_marked || of.is.written > of.is.solved;
            let is_time = (ASK_DAYS..CLOSE_DAYS).contains(&days);
            (is_time && !is_asked).then_some(Why::Unmarked(days))
        },
        reads: |of| ms(of.is.solved),
        action: |of| Some(Action::AskSatisfaction(of.id)),
    },
    Rule {
        code: "close",
        why: |of| {
            let days = of.days_solved()?;
            (days >= CLOSE_DAYS).then_some(Why::Solved(days))
        },
        reads: |of| ms(of.is.solved),
        action: |of| Some(Action::Close(of.id)),
    },
];
