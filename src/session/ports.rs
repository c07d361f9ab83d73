//! What the session needs from outside: time, randomness, the other tabs, a moment's rest, and whoever
//! does what takes long. The
//! browser provides them; tests pass their own, so that nothing there depends on a clock.

use crate::domain::zone::Zones;
use crate::domain::{Date, Instant};
pub use crate::exchange::Confidence;
pub use crate::exchange::encoding::{Decoded, Detection, Encoding, FileKind, FileProblem, Reason};
pub use crate::query::Now;
pub use crate::scoring::model::learn::{Filling, Learnt, Table, Unfit};
pub use crate::scoring::model::wire;
use crate::storage::Sequence;
use thiserror::Error;

/// The outside of a session.
#[allow(async_fn_in_trait, reason = "everything here runs on one thread")]
pub trait Ports {
    /// What holds a lock.
    type Guard: 'static;

    /// The clocks of time zones.
    const ZONES: Zones;

    /// The device's time.
    fn now(&self) -> Instant;

    /// What time it is for the user, in their time zone.
    fn clock(&self) -> Now;

    /// The day it is for the user.
    fn today(&self) -> Date {
        self.clock().today
    }

    /// Random bits.
    fn random(&self) -> u128;

    /// Tells the other tabs that the journal has an entry of this number.
    fn announce(&self, sequence: Sequence);

    /// Lets the thread do other work before going on.
    async fn rest(&self);

    /// Holds a lock of this name while the guard lives, among all tabs of the workspace; none where
    /// another tab holds it.
    async fn lock(&self, name: &str) -> Option<Self::Guard>;

    /// Writes down outside the store how much it holds, so that a store that was emptied is not
    /// taken for a new one.
    fn remember(&self, sentinel: Sentinel);

    /// What was written down outside the store when it was last written to; none where nothing was.
    async fn recall(&self) -> Option<Sentinel>;

    /// Forgets what was written down outside the store.
    async fn forget(&self);

    /// Makes text of the bytes of a file, in the encoding that was chosen or else detected. The
    /// tables of encodings are large: whoever does it need not be the page's program.
    ///
    /// # Errors
    /// [`DecodeError`].
    async fn decode(&self, bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, DecodeError>;

    /// Learns from a table of numbers. It may take seconds: whoever does it need not be the page's
    /// program. Dropped before there is an answer, it is called off.
    ///
    /// # Errors
    /// [`LearnError`].
    async fn learn(&self, table: Table) -> Result<Learnt, LearnError>;
}

/// Why nothing was learnt of a table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LearnError {
    /// There is nothing to learn.
    #[error("nothing can be learnt: {0:?}")]
    Unfit(Unfit),
    /// Who learns did not answer.
    #[error("the worker did not answer: {0}")]
    Worker(String),
}

impl From<Unfit> for LearnError {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

/// Why the bytes of a file did not become text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// They are no text.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// Who decodes did not answer.
    #[error("the worker did not answer: {0}")]
    Worker(String),
}

/// What is remembered outside the store: of how much, up to where, since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentinel {
    /// How many live customers and deals there were.
    pub records: u64,
    /// The last entry that was there.
    pub sequence: Sequence,
    /// When that was.
    pub at: Instant,
}
