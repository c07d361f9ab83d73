//! How sync stands, for people: what is on its way, what stands in the way, and since when. What
//! these are in words is the screens'.

use super::{Remote, Trouble};
use crate::domain::{Instant, RecordId};

/// How sync stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The database; none where the workspace is on this device alone.
    pub remote: Option<Remote>,
    /// Whether what is sent is encrypted end to end.
    pub is_sealed: bool,
    /// What is being done, or why nothing is.
    pub phase: Phase,
    /// How many records were written here and are not on the server.
    pub waiting: u64,
    /// When the oldest of them was written, where that is known.
    pub oldest: Option<Instant>,
    /// When the last round came to its end.
    pub last: Option<Instant>,
    /// How many documents came since this page was opened.
    pub came: u64,
    /// How many records were sent since.
    pub sent: u64,
    /// Records that the server does not take, with what it says.
    pub refused: Vec<(RecordId, String)>,
    /// Documents of records that cannot be read here, with why.
    pub unread: Vec<(String, String)>,
}

/// What is being done, or why nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// There is no database.
    #[default]
    Off,
    /// Somebody paused it.
    Paused,
    /// Another tab does it.
    Elsewhere,
    /// It is under way: so many documents came, or were sent, of so many where that is known.
    Syncing {
        /// Documents read or sent so far.
        done: u64,
        /// How many there will be.
        of: Option<u64>,
    },
    /// Here and there is the same.
    InStep,
    /// It will be tried again by itself.
    Waiting {
        /// Why.
        trouble: Trouble,
        /// When it is tried again.
        again: Instant,
    },
    /// It waits for somebody to do something about it.
    Stopped(Trouble),
    /// More records than usual were deleted elsewhere: somebody is to say whether they go here too.
    Asking {
        /// How many would go to the trash.
        deletions: u64,
    },
}

/// What a look at a database found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What the server calls itself: `CouchDB 3.5.0`.
    pub server: String,
    /// Whether there is the database.
    pub has_database: bool,
    /// How many documents are in it.
    pub documents: u64,
    /// What the workspace in it is called; none where there is none in it.
    pub workspace: Option<String>,
    /// Whether it is encrypted: what is in it is told after the passphrase.
    pub is_sealed: bool,
}

/// Why a database cannot be used, as far as it can be told from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// This device has no network.
    Offline,
    /// Nothing answers at the address.
    NoAnswer,
    /// Something answers, and the browser may not read it: the server does not allow this page.
    NotAllowed,
    /// The page came by https, and the server's address is http: browsers refuse that.
    Mixed,
    /// What answers is no CouchDB.
    NotCouch,
    /// The name, password or token is not right; with what the server says.
    SignIn(String),
    /// Who signed in may not read or write there; with what the server says.
    Forbidden(String),
    /// There is no workspace in the database that could be joined.
    Empty,
    /// The database is encrypted, and the passphrase is not its.
    Passphrase,
    /// The database is encrypted, and its keys are missing or cannot be read.
    NoKeys,
    /// Something was written there meanwhile, so that it cannot be encrypted from the beginning.
    NotEmpty,
    /// There is no such database, and who signed in may not make one.
    MayNotCreate(String),
    /// Anything else, as it was said.
    Other(String),
}
