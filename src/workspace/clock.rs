//! The clock that stamps edits: the device's time where it moves on, a counter where it does not.
//! It never adopts another replica's time and never refuses an edit; an edit rises above the
//! value it saw instead (`above`).

use crate::domain::{ReplicaId, Stamp};

/// One replica's clock.
#[derive(Clone, Debug)]
pub struct Clock {
    replica: ReplicaId,
    last: u64,
}

impl Clock {
    /// A clock of a replica that ticks above every stamp of its own journal: `highest` is the
    /// journal's highest time.
    #[must_use]
    pub const fn new(replica: ReplicaId, highest: Stamp) -> Self {
        Self {
            replica,
            last: highest.time,
        }
    }

    /// Ticks from now on lie above a stamp that comes into this journal, as those of a clock that
    /// begins after it would.
    pub const fn rise(&mut self, highest: Stamp) {
        if highest.time > self.last {
            self.last = highest.time;
        }
    }

    /// Whose clock it is.
    #[must_use]
    pub const fn replica(&self) -> ReplicaId {
        self.replica
    }

    /// The next stamp: of the given time where that is later than the last stamp, else just after
    /// the last. A clock set back counts on from where it was.
    pub fn tick(&mut self, now_ms: u64) -> Stamp {
        let now = (now_ms & 0xffff_ffff_ffff) << 16;
        self.last = now.max(self.last.saturating_add(1));
        Stamp {
            time: self.last,
            replica: self.replica,
        }
    }
}

/// A stamp that lies above the one an edit saw, so that it wins over what its author had before
/// their eyes, however wrong the other's clock.
#[must_use]
pub fn above(stamp: Stamp, seen: Option<Stamp>) -> Stamp {
    match seen {
        Some(seen) if seen >= stamp => Stamp {
            time: seen.time.saturating_add(1),
            ..stamp
        },
        _ => stamp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_rise_whatever_the_clock_does() {
        let mut clock = Clock::new(ReplicaId(1), Stamp::default());
        let times = [1000, 1000, 1001, 5, 0, 1002, u64::MAX, 1003];
        let stamps: Vec<Stamp> = times.iter().map(|ms| clock.tick(*ms)).collect();
        assert!(stamps.is_sorted_by(|a, b| a < b), "{stamps:?}");
    }

    #[test]
    fn an_edit_wins_over_what_it_saw() {
        let mut clock = Clock::new(ReplicaId(1), Stamp::default());
        let far = Stamp::new(99_999_999, 7, ReplicaId(2));
        let stamp = clock.tick(1000);
        assert!(above(stamp, Some(far)) > far);
        assert_eq!(above(stamp, None), stamp);
        // The far stamp was not adopted: the next tick is near the device's time.
        assert!(clock.tick(1001) < far);
    }
}
