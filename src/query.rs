//! Everything that a list, a board, a record's page and a REST read ask, as values: filters, sorts,
//! searches, groups, sums, lanes, timelines, duplicates, near names. A query reads the workspace
//! and never writes it; how an answer is drawn or sent is left to others.

mod activity;
pub mod address;
pub mod agenda;
pub mod board;
pub mod campaign;
pub mod cell;
#[cfg(test)]
mod clock;
pub mod column;
pub mod contact;
pub mod customer;
pub mod deal;
pub mod duplicates;
pub mod engagement;
pub mod feature;
pub mod filter;
pub mod formula;
mod link;
pub mod list;
mod mark;
pub mod member;
#[cfg(test)]
mod naive;
pub mod own_rule;
pub mod palette;
pub mod period;
pub mod pinyin;
pub mod plan;
mod purchase;
pub mod quick;
pub mod ready;
pub mod recipient;
pub mod related;
pub mod report;
pub mod sales;
pub mod score;
pub mod segment;
pub mod service;
pub mod situation;
pub mod sort;
pub mod stamp;
pub mod steps;
pub mod suggest;
pub mod sum;
mod text;
pub mod ticket;
pub mod timeline;
pub mod tree;
pub mod version;
pub mod view;

pub use column::Column;
pub use filter::{Condition, Filter, Operand, Test};
pub use list::{Answer, Query, Trash, run};
pub use sort::Sort;
pub use view::View;

use crate::domain::{Date, Instant, Zone};

/// What time it is for the user: the moment, the day, and the zone of their clock, so that each moment
/// belongs to the day they saw on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The moment.
    pub at: Instant,
    /// The day it is.
    pub today: Date,
    /// The zone of the clock.
    pub zone: Zone,
}

impl Now {
    /// A moment, on the clock of a zone.
    #[must_use]
    pub fn of(at: Instant, zone: Zone) -> Self {
        Self {
            at,
            today: zone.day_of(at),
            zone,
        }
    }

    /// The beginning of a day, with the clock at UTC.
    #[must_use]
    pub fn utc(today: Date) -> Self {
        Self::of(Instant::from_date(today), Zone::UTC)
    }

    /// The day, in days since 1970, on which a moment was.
    fn day_of_ms(self, ms: i64) -> i64 {
        self.zone.day_of_ms(ms)
    }

    /// The day on which a moment was, where that is one of the calendar.
    #[must_use]
    pub fn day_of(self, at: Instant) -> Date {
        self.zone.day_of(at)
    }

    /// The moment a day began.
    fn start_of(self, days: i64) -> i64 {
        self.zone.start_of_day_ms(days)
    }

    /// Day and clock in one number, for what is kept as long as neither changes.
    fn parameter(self) -> i64 {
        i64::from(self.today.to_days()) * 10_000 + self.zone.number() as i64
    }
}

impl From<Date> for Now {
    fn from(today: Date) -> Self {
        Self::utc(today)
    }
}
