//! Advice on a customer, a deal or a ticket: the one thing most worth doing now, or none. Each kind has a
//! table of rules, the weightiest first. A rule says why, with figures, what it has read, and what to do;
//! the first that holds and was not answered away speaks. What is known of a record the queries find
//! ([`crate::workspace::situation`]); sentences are the matter of whoever shows them.

mod customer;
mod deal;
mod foreseen;
mod step;
mod ticket;

use crate::domain::advice::{self, DONE, LATER, WRONG};
use crate::domain::{Date, Instant, Key, Money, Part, Record, RecordId, RecordKind, Value};
use crate::workspace::Workspace;
use crate::workspace::command::Command;
use crate::workspace::feature::Reader;
use crate::workspace::situation::{Calls, Situation};
pub use foreseen::{Foreseen, reads};

/// After so many days what was put off is said again.
pub const LATER_DAYS: i64 = 7;
const DAY_MS: i64 = 24 * 3_600_000;
/// So many letters of what a rule has read are kept.
const FACTS_MAX: usize = 255;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Call a customer.
    Call(RecordId),
    /// Write to a customer.
    Email(RecordId),
    /// Answer on a ticket.
    Reply(RecordId),
    /// Note a task about a record.
    Plan(RecordId),
    /// Open a record: a task that is due, a deal that waits.
    Open(RecordId),
    /// Begin a deal with a customer.
    AddDeal(RecordId),
    /// Note how a customer can be reached.
    AddNumber(RecordId),
    /// Say anew when a deal is to close, or close it.
    SetClose(RecordId),
    /// Ask on a ticket how content the customer is.
    AskSatisfaction(RecordId),
    /// Close a ticket.
    Close(RecordId),
}

impl Action {
    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Call(_) => "call",
            Self::Email(_) => "email",
            Self::Reply(_) => "reply",
            Self::Plan(_) => "plan",
            Self::Open(_) => "open",
            Self::AddDeal(_) => "add_deal",
            Self::AddNumber(_) => "add_number",
            Self::SetClose(_) => "set_close",
            Self::AskSatisfaction(_) => "ask_satisfaction",
            Self::Close(_) => "close",
        }
    }

    /// The record that it is done with.
    #[must_use]
    pub const fn record(self) -> RecordId {
        match self {
            Self::Call(id)
            | Self::Email(id)
            | Self::Reply(id)
            | Self::Plan(id)
            | Self::Open(id)
            | Self::AddDeal(id)
            | Self::AddNumber(id)
            | Self::SetClose(id)
            | Self::AskSatisfaction(id)
            | Self::Close(id) => id,
        }
    }
}

/// Why, with the figures of the sentence. Days and minutes are whole ones that have passed or are left.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// The first reply was due so many minutes ago.
    ReplyLate(i64),
    /// The first reply is due in so many minutes.
    ReplySoon(i64),
    /// The solution was due so many minutes ago.
    SolveLate(i64),
    /// The solution is due in so many minutes.
    SolveSoon(i64),
    /// The customer wrote last, so many minutes ago.
    Waits(i64),
    /// A model says that the ticket will be urgent.
    Urgent(Foreseen),
    /// Solved so many days ago, and nobody asked how content the customer is.
    Unmarked(i32),
    /// Solved so many days ago, and the customer said nothing since.
    Solved(i32),
    /// The customer wrote so many times, the last time so many days ago, and nobody answered.
    Asked {
        /// How often since the last answer.
        times: u32,
        /// How many days ago the last time.
        days: i32,
    },
    /// What was planned for a day is due for so many days, 0 of today.
    StepDue {
        /// For which day.
        on: Date,
        /// For how many days.
        days: i32,
        /// What it is; empty where nobody said.
        words: Box<str>,
    },
    /// The deal was to close on a day that has passed.
    CloseDue {
        /// On which day.
        on: Date,
        /// How many days ago.
        days: i32,
    },
    /// A model says that the deal is likely won, and nobody was in touch for so many days.
    LikelyWon(Foreseen, i32),
    /// The deal has been at its stage for too long.
    Stale {
        /// At which stage.
        stage: Box<str>,
        /// For how many days.
        days: i32,
        /// How many are usual at most.
        limit_days: u32,
        /// What calls did for closed deals, where that is more than chance.
        calls: Option<Calls>,
    },
    /// Nothing is planned for the deal, which has been at its stage for so many days.
    Unplanned(i32),
    /// Nobody was in touch for so many days while a deal is open.
    Quiet {
        /// For how many days.
        days: i32,
        /// Which deal; empty on the deal's own page.
        deal: Box<str>,
    },
    /// What was promised on a ticket of theirs was due so many minutes ago.
    TicketLate {
        /// Which ticket.
        ticket: Box<str>,
        /// How many minutes ago.
        minutes: i64,
    },
    /// They have likely left, and were of value.
    Leaving {
        /// With which probability, in percent.
        risk: f64,
        /// What they are worth by the model of value.
        value: Option<Money>,
        /// How many days ago they bought last.
        silent: i32,
    },
    /// The next purchase is due.
    PurchaseDue {
        /// The usual days between purchases.
        usual: i32,
        /// The day since the last one.
        silent: i32,
    },
    /// A deal of theirs was to close on a day that has passed.
    DealDue {
        /// Which deal.
        deal: Box<str>,
        /// On which day it was to close.
        on: Date,
        /// How many days ago.
        days: i32,
    },
    /// They need what a product would give.
    Need {
        /// What they need.
        need: Box<str>,
        /// Which product.
        product: Box<str>,
    },
    /// There is neither a number nor an address.
    Unreachable,
}

/// A rule for what is known of a record.
pub struct Rule<F: 'static> {
    /// Its word, which no other rule of the kind has; answers are kept by it.
    pub code: &'static str,
    /// Why something is to be done; nothing where the rule does not hold.
    pub why: fn(&F) -> Option<Why>,
    /// What the rule has read, without the passing of days: when this changes, what was answered before
    /// was answered to something else.
    pub reads: fn(&F) -> String,
    /// What to do; nothing where that cannot be done.
    pub action: fn(&F) -> Option<Action>,
}

/// The one thing most worth doing.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// On which record.
    pub of: RecordId,
    /// The rule that gives it.
    pub rule: &'static str,
    /// Why.
    pub why: Why,
    /// What to do.
    pub action: Action,
    /// What the rule has read.
    pub facts: String,
}

/// The advice on a live record by what is known of it. Models are asked through the reader; scores count
/// where they were made before.
#[must_use]
pub fn advice_of(
    workspace: &Workspace,
    reader: &dyn Reader,
    situation: Situation,
    id: RecordId,
) -> Option<Advice> {
    let record = workspace.live(id)?;
    match situation {
        Situation::Customer(of) => {
            let at = of.at;
            let facts = customer::Facts::new(workspace, of, id);
            first(&customer::RULES, &facts, &record, at)
        }
        Situation::Deal(of) => {
            let at = of.at;
            let facts = deal::Facts::new(workspace, reader, of, &record);
            first(&deal::RULES, &facts, &record, at)
        }
        Situation::Ticket(of) => {
            let at = of.at;
            let facts = ticket::Facts::new(workspace, reader, of, id);
            first(&ticket::RULES, &facts, &record, at)
        }
    }
}

/// The words of the rules of a kind, the weightiest first.
#[must_use]
pub fn codes(kind: RecordKind) -> Vec<&'static str> {
    fn of<F>(rules: &[Rule<F>]) -> Vec<&'static str> {
        rules.iter().map(|rule| rule.code).collect()
    }
    match kind {
        RecordKind::Customer => of(&customer::RULES),
        RecordKind::Deal => of(&deal::RULES),
        RecordKind::Ticket => of(&ticket::RULES),
        _ => Vec::new(),
    }
}

/// What the first of the rules says that holds and was not answered away.
fn first<F>(rules: &[Rule<F>], facts: &F, record: &Record, at: Instant) -> Option<Advice> {
    rules.iter().find_map(|rule| {
        let why = (rule.why)(facts)?;
        let action = (rule.action)(facts)?;
        let read: String = (rule.reads)(facts).chars().take(FACTS_MAX).collect();
        (!is_answered(record, rule.code, &read, at)).then_some(Advice {
            of: record.id,
            rule: rule.code,
            why,
            action,
            facts: read,
        })
    })
}

/// Whether what a rule says was answered, so that it is not said: what is of no use never again, what was
/// done until something else is read, what was put off until then or for a week.
fn is_answered(record: &Record, rule: &str, facts: &str, at: Instant) -> bool {
    let field = advice::field_of(record.id.kind);
    let given = field.and_then(|field| record.element(field, Some(rule))?.as_part());
    let Some(given) = given else {
        return false;
    };
    let text = |place: u8| given.value(place).and_then(Value::as_text);
    let is_same = text(1).unwrap_or_default() == facts;
    match text(0) {
        Some(WRONG) => true,
        Some(DONE) => is_same,
        Some(LATER) => {
            let since = match given.value(2) {
                Some(Value::Instant(then)) => then.ms_until(at),
                _ => i64::MAX,
            };
            is_same && since < LATER_DAYS * DAY_MS
        }
        _ => false,
    }
}

/// Writes down an answer to advice: one of [`advice::ANSWERS`]. None of a record of which none is given.
#[must_use]
pub fn answer(of: &Advice, answer: &str, at: Instant) -> Option<Command> {
    let field = advice::field_of(of.of.kind)?;
    let part = Part::new([
        (0, Value::text(answer)),
        (1, Value::text(of.facts.as_str())),
        (2, Value::Instant(at)),
    ]);
    Some(Command::Edit {
        ids: vec![of.of],
        fields: vec![(Key::of(field, of.rule), Some(Value::Part(part)))],
        revision: None,
    })
}

/// The days from one to another, none where the other is not yet over.
fn days_since(day: Option<Date>, today: Date) -> Option<i32> {
    day.map(|day| day.days_until(today))
        .filter(|days| *days >= 0)
}

/// Several values as what a rule has read.
fn read(values: &[&dyn std::fmt::Display]) -> String {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    values.join(" ")
}

/// A day as what a rule has read.
fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A moment as what a rule has read.
fn ms(at: Option<Instant>) -> String {
    at.map(|at| at.to_ms().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
