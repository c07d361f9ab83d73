//! When a round of sync is tried again: later each time, not with everybody else at once, and not at all
//! where somebody has to do something first. All of it is worked out here; who waits is the keeper's
//! matter.

use super::{StoreError, Trouble};
use crate::domain::Instant;

/// How late a round is tried again first; then twice as late each time.
const RETRY_MS: u32 = 2_000;
/// And no later than so.
pub(super) const RETRY_MAX_MS: u32 = 300_000;
/// How long after an edit a round that failed is tried again, and after how many failures it would have
/// been as late.
pub(super) const EDIT_RETRY_MS: u32 = 5_000;
const EDIT_FAILURES: u32 = 2;
/// How long a server that has nothing to say is left alone where it says so at once.
pub(super) const QUIET_MS: u32 = 10_000;
/// What it says sooner than so it says at once.
const AT_ONCE_MS: i64 = 1_000;
/// After how long records that the server did not take are sent again; then twice as late each time.
const REFUSED_MS: i64 = 600_000;
/// And no later than so.
const REFUSED_MAX_MS: i64 = 6 * 3_600_000;
/// How long a database may be missing before somebody is asked: one that is put back is away a while.
const MISSING_MS: i64 = 600_000;

fn late(failures: u32) -> u32 {
    let late = RETRY_MS.saturating_mul(2u32.saturating_pow(failures.min(16)));
    late.min(RETRY_MAX_MS)
}

/// After how long a round is tried again by itself, `failures` having gone before; none where somebody has
/// to do something first.
pub(super) fn patience(trouble: &Trouble, failures: u32, random: u128) -> Option<u32> {
    let late = late(failures);
    // Up to half sooner, so that not all who were cut off come back at once.
    let sooner = (random % u128::from(late / 2)) as u32;
    match trouble {
        // What it asks for is the least.
        Trouble::TooOften(seconds) => {
            let asked = seconds.unwrap_or(0).saturating_mul(1000);
            Some(asked.saturating_add(late - sooner).min(RETRY_MAX_MS))
        }
        Trouble::Passing(_)
        | Trouble::NoDatabase
        | Trouble::Refused(_)
        | Trouble::Store(StoreError::Other(_)) => Some(late - sooner),
        Trouble::SignIn(_)
        | Trouble::Forbidden(_)
        | Trouble::Deletions(_)
        | Trouble::Locked
        | Trouble::OtherKeys
        | Trouble::Store(StoreError::Full | StoreError::Damaged(_)) => None,
    }
}

/// How many failures count, after an edit: it is tried soon, but whoever writes all the time does not
/// make it be tried all the time.
pub(super) fn after_edit(failures: u32) -> u32 {
    failures.min(EDIT_FAILURES)
}

/// How long the server is left alone that said it has news, where so many rounds in a row found none.
pub(super) fn after_empty(rounds: u32) -> Option<u32> {
    // What was sent is news once.
    rounds.checked_sub(1).filter(|more| *more > 0).map(late)
}

/// Whether a server that was asked to wait for news answered without waiting.
pub(super) fn is_at_once(asked: Instant, answered: Instant) -> bool {
    asked.ms_until(answered) < AT_ONCE_MS
}

/// When what the server did not take is sent again: it may be another server by then, or take more.
#[derive(Default)]
pub(super) struct Refusals {
    since: Option<Instant>,
    times: u32,
}

impl Refusals {
    /// Looks whether there are any.
    pub(super) fn look(&mut self, has_any: bool, now: Instant) {
        if has_any {
            self.since.get_or_insert(now);
        } else {
            *self = Self::default();
        }
    }

    /// In how many milliseconds they are sent again; none where there are none.
    pub(super) fn due_ms(&self, now: Instant) -> Option<u32> {
        let whole = REFUSED_MS.saturating_mul(1 << self.times.min(16));
        let left = whole.min(REFUSED_MAX_MS) - self.since?.ms_until(now);
        Some(u32::try_from(left).unwrap_or(0))
    }

    /// Whether they are sent now.
    pub(super) fn are_due(&mut self, now: Instant) -> bool {
        let are_due = self.due_ms(now) == Some(0);
        if are_due {
            self.since = None;
            self.times += 1;
        }
        are_due
    }
}

/// A database that is missing. Once somebody was asked about it they are asked again at once, until it is
/// there.
#[derive(Clone, Copy, Default)]
pub(super) struct Missing {
    since: Option<Instant>,
    is_asked: bool,
}

impl Missing {
    /// What it is before the first round, who knows how long after the last.
    pub(super) const fn begun(self) -> Self {
        Self {
            since: None,
            ..self
        }
    }

    /// What it is after a round that ended early.
    pub(super) fn after(self, trouble: &Trouble, now: Instant) -> Self {
        let since = match trouble {
            Trouble::NoDatabase => Some(self.since.unwrap_or(now)),
            _ => None,
        };
        let is_long = since.is_some_and(|since| since.ms_until(now) >= MISSING_MS);
        Self {
            since,
            is_asked: self.is_asked || is_long,
        }
    }

    /// Whether somebody is to be asked now.
    pub(super) const fn is_asked(self) -> bool {
        self.is_asked && self.since.is_some()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn waits(trouble: &Trouble, failures: u32) -> (u32, u32) {
        let of = |random| patience(trouble, failures, random).unwrap();
        (of(u128::from(late(failures) / 2 - 1)), of(0))
    }

    #[test]
    fn it_is_tried_later_each_time_and_within_five_minutes() {
        let passing = Trouble::Passing(String::new());
        assert_eq!(waits(&passing, 0), (1_001, 2_000));
        assert_eq!(waits(&passing, 3), (8_001, 16_000));
        assert_eq!(waits(&passing, 99), (150_001, 300_000));
        let busy = |seconds| Trouble::TooOften(Some(seconds));
        assert_eq!(waits(&busy(7), 0), (8_001, 9_000));
        assert_eq!(waits(&busy(u32::MAX), 0), (300_000, 300_000));
        assert_eq!(patience(&Trouble::SignIn(String::new()), 0, 0), None);
    }

    #[test]
    fn news_that_is_none_is_asked_for_less_and_less() {
        assert_eq!((after_empty(0), after_empty(1)), (None, None));
        assert_eq!(after_empty(2), Some(4_000));
        assert_eq!(after_empty(99), Some(RETRY_MAX_MS));
    }

    #[test]
    fn what_was_refused_is_sent_again_less_and_less() {
        let at = |minutes: i64| Instant::from_ms(minutes * 60_000).unwrap();
        let mut refusals = Refusals::default();
        assert_eq!(refusals.due_ms(at(0)), None);
        refusals.look(true, at(0));
        refusals.look(true, at(4));
        assert_eq!(refusals.due_ms(at(4)), Some(360_000));
        assert!(!refusals.are_due(at(9)) && refusals.are_due(at(10)));
        refusals.look(true, at(10));
        assert!(!refusals.are_due(at(29)) && refusals.are_due(at(30)));
        refusals.look(false, at(30));
        refusals.look(true, at(30));
        assert!(refusals.are_due(at(40)), "it begins anew");
    }

    #[test]
    fn a_database_that_is_missing_is_asked_about_after_ten_minutes_and_then_at_once() {
        let at = |minutes: i64| Instant::from_ms(minutes * 60_000).unwrap();
        let passing = Trouble::Passing(String::new());
        let gone = |missing: Missing, minutes| missing.after(&Trouble::NoDatabase, at(minutes));
        let missing = gone(Missing::default(), 0);
        assert!(!missing.is_asked() && !gone(missing, 9).is_asked());
        assert!(gone(missing, 10).is_asked());
        // Whoever does not answer meanwhile may have it again.
        let away = gone(missing, 9).after(&passing, at(10));
        assert!(!gone(away, 11).is_asked() && gone(gone(away, 11), 21).is_asked());
        let away = gone(missing, 10).after(&passing, at(11));
        assert!(!away.is_asked() && gone(away, 12).is_asked());
        // Nor is it known how it was while nobody looked.
        assert!(!gone(missing.begun(), 99).is_asked());
    }
}
