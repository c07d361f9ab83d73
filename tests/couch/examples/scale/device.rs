//! A device as the keeper and the client have it (`src/session/sync/keeper.rs`, `src/sync/client.rs`),
//! without records: when it asks, what for, and what it does with the answer. When events come, and what
//! the server knows, is `day`'s.

use crate::assumed::{self, HOT, TURNS_MAX};
use crate::dice::Dice;

/// What a device is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// A long poll waits.
    Polling,
    /// A round begins at the end of this: after an edit, or since nobody looks.
    #[default]
    Resting,
    /// A round did not come to its end: the next begins later.
    Waiting,
    /// A request of a round is on its way.
    Asking(Step),
}

/// The requests of a round, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Greet,
    Changes,
    Get,
    Send,
    Keep,
}

/// A device of a workspace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Device {
    pub(crate) state: State,
    /// Counts what it was at, so that what was to come of it before does not.
    pub(crate) turn: u64,
    /// Whether somebody looks at the page, and for which time.
    pub(crate) is_seen: bool,
    pub(crate) looks: u64,
    pub(crate) is_offline: bool,
    /// Up to where the feed was read, and what the server was told of that.
    pub(crate) since: usize,
    pub(crate) told: usize,
    /// Records that wait to be sent: a hot one, or none of those.
    pub(crate) unsent: Vec<Option<u64>>,
    /// The revision that is known of each hot record.
    pub(crate) known: [u64; HOT as usize],
    /// Of the round: what came, what was sent, and how often it was turned.
    pub(crate) came: usize,
    pub(crate) sent: usize,
    pub(crate) turns: u32,
    /// Whether the round was begun by others' news.
    pub(crate) is_for_others: bool,
    pub(crate) failures: u32,
    /// Somebody looked at it when what was away came back, and it is not in step yet.
    pub(crate) is_missed: bool,
}

impl Device {
    /// What was at work no longer is.
    pub(crate) fn becomes(&mut self, state: State) -> u64 {
        self.state = state;
        self.turn += 1;
        self.turn
    }

    /// Begins a round: gives its first request.
    pub(crate) fn begin(&mut self, is_for_others: bool) -> Step {
        (self.came, self.sent, self.turns) = (0, 0, 1);
        self.is_for_others = is_for_others;
        Step::Greet
    }

    /// What follows on a request that was answered; none at the round's end. `has_conflicts` says whether
    /// something that was sent was refused.
    pub(crate) fn next(&mut self, step: Step, has_conflicts: bool) -> Option<Step> {
        let send = |device: &Self| (!device.unsent.is_empty()).then_some(Step::Send);
        let keep = |device: &Self| (device.came > 0 || device.sent > 0).then_some(Step::Keep);
        match step {
            Step::Greet => Some(Step::Changes),
            Step::Changes if self.came > 0 => Some(Step::Get),
            Step::Changes | Step::Get => send(self).or_else(|| keep(self)),
            Step::Send if has_conflicts && self.turns < TURNS_MAX => {
                self.turns += 1;
                Some(Step::Changes)
            }
            Step::Send => keep(self),
            Step::Keep => None,
        }
    }

    /// How long a round that failed is waited out.
    pub(crate) fn patience_ms(&mut self, dice: &mut Dice) -> u64 {
        let late = assumed::RETRY_MS << self.failures.min(16);
        let late = late.min(assumed::RETRY_MAX_MS);
        self.failures += 1;
        late + dice.below(late)
    }
}

impl Step {
    /// Bytes up and down.
    pub(crate) const fn bytes(self) -> (u64, u64) {
        match self {
            Self::Greet => assumed::BYTES_GREET,
            Self::Changes => assumed::BYTES_CHANGES,
            Self::Get => assumed::BYTES_GET,
            Self::Send => assumed::BYTES_SEND,
            Self::Keep => assumed::BYTES_KEEP,
        }
    }
}
