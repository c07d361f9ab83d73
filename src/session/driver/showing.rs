//! When what comes from a database in many parts is shown: the first part at once, later ones less often
//! the longer showing takes, and the last when whoever brings them says so. Making the list ready takes
//! as long as there are records, however few of them came.

use super::Session;
use crate::domain::Instant;
use crate::session::ports::Ports;
use crate::storage::Storage;
use std::cell::Cell;

/// So long at least between two parts that are shown.
const SHOWN_MS: i64 = 500;
/// Showing takes no more than one part in so many of the time.
const ONE_IN: i64 = 10;

/// What was shown, and what was not yet.
#[derive(Default)]
pub(super) struct Showing {
    /// When something was shown last, and how many milliseconds that took.
    last: Cell<Option<(Instant, i64)>>,
    has_more: Cell<bool>,
}

impl Showing {
    fn is_due(&self, now: Instant) -> bool {
        self.last.get().is_none_or(|(last, took_ms)| {
            let since_ms = last.ms_until(now);
            // The clock may be set back meanwhile.
            !(0..SHOWN_MS.max(took_ms * ONE_IN)).contains(&since_ms)
        })
    }
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// Shows what came in parts and was not shown yet.
    pub async fn show(&self) {
        if self.showing.has_more.take() {
            self.show_many().await;
        }
    }

    /// Shows a part, or leaves that to a later one.
    pub(super) async fn show_part(&self) {
        if self.showing.is_due(self.ports.now()) {
            self.showing.has_more.set(false);
            self.show_many().await;
        } else {
            self.showing.has_more.set(true);
        }
    }

    async fn show_many(&self) {
        let begun = self.ports.now();
        self.prepare_list().await;
        self.notify();
        let now = self.ports.now();
        let took_ms = begun.ms_until(now).max(0);
        self.showing.last.set(Some((now, took_ms)));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_first_part_is_shown_at_once_and_others_less_often_the_longer_that_takes() {
        let at = |ms| Instant::from_ms(ms).unwrap();
        let showing = Showing::default();
        assert!(showing.is_due(at(1000)));
        showing.last.set(Some((at(1000), 7)));
        assert!(!showing.is_due(at(1499)));
        assert!(showing.is_due(at(1500)));
        assert!(showing.is_due(at(10)), "the clock was set back");
        showing.last.set(Some((at(1000), 200)));
        assert!(!showing.is_due(at(2999)));
        assert!(showing.is_due(at(3000)));
    }
}
