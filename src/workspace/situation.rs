//! What is known today of one customer, deal or ticket that may call for something to be done. The queries
//! find it and scoring advises by it, so that neither needs the other.

use super::engagement::Reach;
use crate::domain::{Date, Instant, RecordId};

/// Somebody who can be reached, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// Who: the customer, or a person of the company.
    pub who: RecordId,
    /// Whether there is a number, and no word against calling.
    pub can_call: bool,
    /// Whether there is an address, and no word against writing.
    pub can_write: bool,
}

/// What a customer wrote and nobody has answered since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// When, the last time.
    pub at: Instant,
    /// The day of that.
    pub on: Date,
    /// How often since they were last answered.
    pub times: u32,
    /// Who it was.
    pub who: RecordId,
}

/// Something that is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// For which day.
    pub due: Date,
    /// The task; or the customer or deal whose next follow-up it is.
    pub record: RecordId,
    /// What it is, in the words of whoever planned it; empty where nothing was said.
    pub words: Box<str>,
}

/// An open deal of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDeal {
    /// The deal.
    pub id: RecordId,
    /// What it is called.
    pub name: Box<str>,
    /// The day it is expected to close.
    pub closes: Option<Date>,
}

/// A ticket of a customer whose promise is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateTicket {
    /// The ticket.
    pub id: RecordId,
    /// What it is about.
    pub name: Box<str>,
    /// When what was promised was due.
    pub due: Instant,
}

/// An open need that a product would meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenNeed {
    /// The need.
    pub id: RecordId,
    /// What is needed.
    pub subject: Box<str>,
    /// What the product is called.
    pub product: Box<str>,
}

/// What is known of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerSituation {
    /// The moment.
    pub at: Instant,
    /// The day it is.
    pub today: Date,
    /// What they are called.
    pub name: Box<str>,
    /// Whether they say of themselves or we say of them that it is over.
    pub is_former: bool,
    /// Whether they can be reached themselves.
    pub reach: Reach,
    /// Whom to turn to, and how; none where nobody can be reached.
    pub ways: Option<Ways>,
    /// What waits for an answer.
    pub asked: Option<Asked>,
    /// The day of the last contact or purchase.
    pub contact: Option<Date>,
    /// What is planned next.
    pub step: Option<Step>,
    /// Their open deals, the one that is to close first first.
    pub deals: Vec<OpenDeal>,
    /// Of their tickets with a broken promise, the one that was due first.
    pub late: Option<LateTicket>,
    /// Of their open needs that a product would meet, the most important.
    pub need: Option<OpenNeed>,
}

/// What is known of a deal.
#[derive(Clone, Debug, PartialEq)]
pub struct DealSituation {
    /// The moment.
    pub at: Instant,
    /// The day it is.
    pub today: Date,
    /// Whether it can still be won.
    pub is_open: bool,
    /// Whom to turn to, and how; none where nobody can be reached.
    pub ways: Option<Ways>,
    /// What the customer wants to know about it and waits for.
    pub asked: Option<Asked>,
    /// The day of the last contact with the customer.
    pub contact: Option<Date>,
    /// Its stage, by what people call it.
    pub stage: Box<str>,
    /// The day it came to its stage.
    pub since: Option<Date>,
    /// How many days are usual there at most.
    pub limit_days: Option<u32>,
    /// The day it is expected to close.
    pub closes: Option<Date>,
    /// What is planned next.
    pub step: Option<Step>,
    /// Whether anything at all is planned, be it without a day.
    pub is_planned: bool,
    /// What a call did for deals of the same pipeline that are closed by now.
    pub calls: Calls,
}

/// Closed deals of a pipeline, by whether there was a call, meeting or visit about them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// How many had one.
    pub with: u32,
    /// How many of them were won.
    pub with_won: u32,
    /// How many had none.
    pub without: u32,
    /// How many of them were won.
    pub without_won: u32,
}

impl Calls {
    /// How many times as often deals with a call were won: the ratio of both shares. Not a number, or
    /// endless, where none without a call was.
    #[must_use]
    pub fn times(self) -> f64 {
        let share = |won: u32, all: u32| f64::from(won) / f64::from(all);
        share(self.with_won, self.with) / share(self.without_won, self.without)
    }
}

/// What is known of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketSituation {
    /// The moment.
    pub at: Instant,
    /// How far it has come: one of [`crate::domain::ticket::STATUSES`].
    pub status: Box<str>,
    /// How much it matters: one of [`crate::domain::ticket::PRIORITIES`].
    pub priority: Box<str>,
    /// The clock that counts: `reply`, `solve`, `paused` or `done`.
    pub clock: &'static str,
    /// When the promise of that clock is due.
    pub due: Option<Instant>,
    /// How many minutes are left until then; below zero where it is broken.
    pub left_minutes: Option<i64>,
    /// Whether it is broken or about to be.
    pub is_at_risk: bool,
    /// Since when the customer waits for our answer.
    pub waits_since: Option<Instant>,
    /// When it was solved, while it is.
    pub solved: Option<Instant>,
    /// When something was last written to the customer.
    pub written: Option<Instant>,
    /// Whether the customer said how content they are.
    pub is_marked: bool,
}

/// What is known of a record of a kind of which advice is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Situation {
    /// Of a customer.
    Customer(CustomerSituation),
    /// Of a deal.
    Deal(DealSituation),
    /// Of a ticket.
    Ticket(TicketSituation),
}
