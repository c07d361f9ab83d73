//! When a model is to be fitted anew: when so much came since that it may have learnt something else. It is
//! measured by the records that it can learn from, those of its population. Who looks, and what was tried
//! before, is left to others.

use crate::domain::Instant;

/// So large a share of the records that it was fitted to must have come or gone, …
pub const SHARE: f64 = 0.1;
/// … and at least so many; …
pub const RECORDS_MIN: usize = 20;
/// … or so many days must have passed, and anything have changed.
pub const DAYS: i64 = 30;

const DAY_MS: i64 = 86_400_000;

/// What a model was fitted to, or was tried to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// How many records; none where that is no longer known.
    pub records: Option<usize>,
    /// When.
    pub at: Instant,
}

/// How things stand now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many records there are to learn from.
    pub records: usize,
    /// When any record of their kind was last written.
    pub written: Option<Instant>,
    /// What time it is.
    pub now: Instant,
}

impl Basis {
    /// Whether enough changed since.
    #[must_use]
    pub fn is_outdated(&self, standing: &Standing) -> bool {
        let changed = self
            .records
            .map_or(0, |records| records.abs_diff(standing.records));
        let share = SHARE * self.records.unwrap_or_default() as f64;
        if changed >= RECORDS_MIN && changed as f64 >= share {
            return true;
        }
        let is_old = self.at.ms_until(standing.now) >= DAYS * DAY_MS;
        is_old && (changed > 0 || standing.written.is_some_and(|at| at > self.at))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(day: i64) -> Instant {
        Instant::from_ms(1_700_000_000_000 + day * DAY_MS).unwrap()
    }

    fn outdated(then: Option<usize>, records: usize, written: i64, now: i64) -> bool {
        let basis = Basis {
            records: then,
            at: at(0),
        };
        basis.is_outdated(&Standing {
            records,
            written: Some(at(written)),
            now: at(now),
        })
    }

    #[test]
    fn a_tenth_and_at_least_twenty_must_have_come_or_gone() {
        assert!(!outdated(Some(50), 69, 1, 1) && outdated(Some(50), 70, 1, 1));
        assert!(outdated(Some(50), 30, 1, 1) && !outdated(Some(50), 31, 1, 1));
        assert!(!outdated(Some(1000), 1099, 1, 1) && outdated(Some(1000), 1100, 1, 1));
    }

    #[test]
    fn after_a_month_any_change_is_enough_and_none_is_not() {
        assert!(!outdated(Some(50), 51, 20, 29) && outdated(Some(50), 51, 20, 30));
        assert!(outdated(Some(50), 50, 20, 30) && !outdated(Some(50), 50, -1, 300));
    }

    #[test]
    fn of_how_many_it_was_may_be_forgotten() {
        assert!(!outdated(None, 500, 20, 29) && outdated(None, 500, 20, 30));
    }
}
