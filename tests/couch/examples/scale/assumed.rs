//! What the tables stand on, each with where it is from: the client's own waits (by their place in the
//! code), what was measured over loopback, and what is only assumed. Whoever knows better changes it here
//! and runs the program again.

// The client's own waits.

/// A long poll is let wait so long (`src/sync/changes.rs`).
pub(crate) const LONGPOLL_MS: u64 = 25_000;
/// After an edit a round begins so much later (`src/session/sync/keeper.rs`, as all below).
pub(crate) const EDIT_MS: u64 = 500;
/// A page that nobody looks at asks so often.
pub(crate) const UNSEEN_MS: u64 = 300_000;
/// After a long poll that failed.
pub(crate) const NEWS_FAILED_MS: u64 = 10_000;
/// After a round that failed, and then twice as late each time, up to twice as long by chance.
pub(crate) const RETRY_MS: u64 = 1_000;
pub(crate) const RETRY_MAX_MS: u64 = 300_000;
/// After an edit meanwhile it is tried again no later than so.
pub(crate) const RETRY_EDIT_MS: u64 = 2_000;
/// Turns of one round in which others write at the same time (`src/sync/client.rs`).
pub(crate) const TURNS_MAX: u32 = 4;

// Measured over loopback: bytes of one request and its answer with their headers, under the site's own
// origin (`tests/e2e/couch/traffic.mjs`).

/// Up and down, of each kind of request.
pub(crate) const BYTES_WAITING: (u64, u64) = (558, 408);
pub(crate) const BYTES_GREET: (u64, u64) = (495, 254);
pub(crate) const BYTES_CHANGES: (u64, u64) = (564, 380);
pub(crate) const BYTES_GET: (u64, u64) = (679, 1_091);
pub(crate) const BYTES_SEND: (u64, u64) = (1_443, 248);
pub(crate) const BYTES_KEEP: (u64, u64) = (660, 200);

// Assumed.

/// Users of one workspace.
pub(crate) const TEAM: usize = 10;
/// A working day, and how busy each of its hours is.
pub(crate) const HOURS: [f64; 9] = [0.6, 1.2, 1.4, 1.2, 0.5, 1.0, 1.3, 1.2, 0.6];
/// The busiest of them.
pub(crate) const BUSIEST: f64 = 1.4;
/// Records that somebody writes in a mean hour, all while looking at the page.
pub(crate) const EDITS_PER_HOUR: f64 = 12.0;
/// How long somebody looks at the page, and then at something else.
pub(crate) const SEEN_MS: f64 = 240_000.0;
pub(crate) const ELSEWHERE_MS: f64 = 360_000.0;
/// How often a device loses its network in an hour, and for how long.
pub(crate) const LOST_PER_HOUR: f64 = 0.05;
pub(crate) const LOST_MS: f64 = 2_400_000.0;
/// How many edits meet records that all of a team write, and how many of those there are: the rest
/// meets records of one's own.
pub(crate) const HOT_SHARE: f64 = 0.1;
pub(crate) const HOT: u64 = 5;
/// From a request to its answer: between these.
pub(crate) const ANSWER_MS: (u64, u64) = (30, 80);

/// Of the time at work, so much is spent looking at the page.
pub(crate) const fn seen() -> f64 {
    SEEN_MS / (SEEN_MS + ELSEWHERE_MS)
}
