//! How things stand with each customer today: contact, replies, deals, tickets, needs, and whether they
//! can be reached. The queries find it and scoring gives points for it, so that neither needs the other.

/// Replies count for so many days.
pub const INCOMING_DAYS: i32 = 30;

/// Whether somebody can be called or written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// There is a number or an address, and no word against using it.
    Open,
    /// There is neither a number nor an address.
    #[default]
    Unknown,
    /// There are, but the customer wants neither calls nor e-mails.
    Refused,
}

/// A deal on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastDeal {
    /// The day it was begun.
    pub from: i32,
    /// The chances that it had in percent, each from a day on, the earliest first; none while closed.
    pub chances: Vec<(i32, Option<u8>)>,
}

/// A ticket on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PastTicket {
    /// The day it was opened.
    pub from: i32,
    /// The first day on which it was no longer open; none while it is.
    pub until: Option<i32>,
    /// Whether it is urgent.
    pub is_urgent: bool,
}

/// What tells how things stood with one customer on each day up to today. Days are since 1970-01-01.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The days of all contacts.
    pub contacts: Vec<i32>,
    /// The days on which the customer wrote, called or came, each as often as they did.
    pub incoming: Vec<i32>,
    /// The deals that are or were open.
    pub deals: Vec<PastDeal>,
    /// The tickets that are or were open.
    pub tickets: Vec<PastTicket>,
    /// The days since which needs are open.
    pub needs: Vec<i32>,
    /// Whether the customer can be reached, as of today.
    pub reach: Reach,
}

impl Past {
    /// How things stood at the end of a day.
    #[must_use]
    pub fn on(&self, day: i32) -> Engagement {
        let recent = day - INCOMING_DAYS + 1..=day;
        let deals = self.deals.iter().filter(|deal| deal.from <= day);
        let chances = deals.filter_map(|deal| {
            let had = deal.chances.iter().rev().find(|(from, _)| *from <= day);
            had.and_then(|(_, chance)| *chance)
        });
        let tickets = self.tickets.iter();
        let tickets = tickets.filter(|ticket| {
            let is_over = ticket.until.is_some_and(|until| until <= day);
            ticket.from <= day && !is_over
        });
        let contacts = self.contacts.iter().copied();
        let count = |days: &[i32], is_counted: &dyn Fn(&i32) -> bool| {
            days.iter().filter(|day| is_counted(day)).count() as u32
        };
        Engagement {
            last_contact: contacts.filter(|met| *met <= day).max(),
            incoming: count(&self.incoming, &|of| recent.contains(of)),
            deals: chances.clone().count() as u32,
            chance: chances.max().unwrap_or_default(),
            tickets: tickets.clone().count() as u32,
            urgent: tickets.filter(|ticket| ticket.is_urgent).count() as u32,
            needs: count(&self.needs, &|noted| *noted <= day),
            reach: self.reach,
        }
    }
}

/// How things stand with one customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Engagement {
    /// The day of the last contact, in days since 1970-01-01. What was done with a person counts for
    /// their company too.
    pub last_contact: Option<i32>,
    /// How often the customer wrote, called or came in the last [`INCOMING_DAYS`].
    pub incoming: u32,
    /// How many deals are open.
    pub deals: u32,
    /// The chance of the likeliest of them, in percent.
    pub chance: u8,
    /// How many tickets are open.
    pub tickets: u32,
    /// How many of them are urgent.
    pub urgent: u32,
    /// How many needs are open.
    pub needs: u32,
    /// Whether the customer can be reached.
    pub reach: Reach,
}
