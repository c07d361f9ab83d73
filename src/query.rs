//! Everything that a list, a board, a record's page and a REST read ask, as values: filters, sorts,
//! searches, groups, sums, lanes, timelines, duplicates, near names. A query reads the workspace
//! and never writes it; how an answer is drawn or sent is left to others.

mod activity;
pub mod address;
pub mod agenda;
pub mod board;
pub mod campaign;
pub mod cell;
pub mod column;
pub mod customer;
pub mod deal;
pub mod duplicates;
pub mod filter;
mod link;
pub mod list;
mod mark;
pub mod member;
#[cfg(test)]
mod naive;
pub mod palette;
pub mod period;
pub mod pinyin;
pub mod plan;
pub mod quick;
pub mod ready;
pub mod recipient;
pub mod related;
pub mod report;
pub mod segment;
pub mod service;
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

use crate::domain::{Date, Instant};

const MS_PER_DAY: i64 = 86_400_000;
const MS_PER_MINUTE: i64 = 60_000;

/// What time it is for the user: the moment, the day, and how far their clock is from UTC, so that a
/// moment belongs to the day they saw on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The moment.
    pub at: Instant,
    /// The day it is.
    pub today: Date,
    /// Minutes that the clock is ahead of UTC: 480 in Shanghai.
    pub offset_minutes: i32,
}

impl Now {
    /// A moment, on a clock so many minutes ahead of UTC.
    #[must_use]
    pub fn of(at: Instant, offset_minutes: i32) -> Self {
        Self {
            at,
            today: at.add_ms(i64::from(offset_minutes) * MS_PER_MINUTE).date(),
            offset_minutes,
        }
    }

    /// The beginning of a day, with the clock at UTC.
    #[must_use]
    pub fn utc(today: Date) -> Self {
        Self {
            at: Instant::from_date(today),
            today,
            offset_minutes: 0,
        }
    }

    /// The day, in days since 1970, on which a moment was.
    fn day_of_ms(self, ms: i64) -> i64 {
        (ms + i64::from(self.offset_minutes) * MS_PER_MINUTE).div_euclid(MS_PER_DAY)
    }

    /// The day on which a moment was, where that is one of the calendar.
    #[must_use]
    pub fn day_of(self, at: Instant) -> Date {
        at.add_ms(i64::from(self.offset_minutes) * MS_PER_MINUTE)
            .date()
    }

    /// The moment a day began.
    fn start_of(self, days: i64) -> i64 {
        days * MS_PER_DAY - i64::from(self.offset_minutes) * MS_PER_MINUTE
    }

    /// Day and clock in one number, for what is kept as long as neither changes.
    fn parameter(self) -> i64 {
        i64::from(self.today.to_days()) * 10_000 + i64::from(self.offset_minutes)
    }
}

impl From<Date> for Now {
    fn from(today: Date) -> Self {
        Self::utc(today)
    }
}
