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
