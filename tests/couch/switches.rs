//! Which server is played, and what goes wrong with it. The switches are read at each request, so a
//! test may turn them at any time; what they do is left to the modules that answer.

/// The server that is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// Apache CouchDB 3.5.
    Couch,
    /// pouchdb-server 4.2.
    PouchServer,
}

/// What is different from a good day. [`Switches::of`] is the good day.
#[derive(Clone, Debug)]
pub struct Switches {
    /// The rows of `_bulk_docs` come in another order than the documents went.
    pub shuffle_rows: bool,
    /// `_bulk_docs` with `new_edits=false` answers a row for what it took, as the specification
    /// shows, where both servers answer `[]`.
    pub ok_rows: bool,
    /// Writes answer 202 where they would answer 200 or 201: stored, but not by enough nodes yet.
    pub accepted: bool,
    /// How many of the next `_changes` answer `412 nodedown`.
    pub nodedown: u32,
    /// How many of the next requests for a database answer `404 Database does not exist.`, as from
    /// a node that just joined again.
    pub missing_database: u32,
    /// How many of the next requests answer 429 with `retry-after`, as Cloudant and proxies do.
    pub busy: u32,
    /// The seconds that a 429 asks to wait.
    pub retry_after_s: u32,
    /// The same position is written as another sequence at each request.
    pub opaque_sequences: bool,
    /// A `since` may be answered from up to so many changes earlier.
    pub rewind_max: u64,
    /// A longpoll with nothing to tell gets no answer at all. pouchdb-server's always does that.
    pub hang_longpoll: bool,
    /// The longest body of a document, in bytes of JSON.
    pub document_bytes_max: Option<usize>,
    /// The longest request, in bytes, as a proxy may limit it.
    pub request_bytes_max: Option<usize>,
    /// Writes are refused with 403 and this reason.
    pub read_only: Option<String>,
    /// `_local` documents refuse a stale `_rev` with 409. pouchdb-server does; CouchDB 3 does not
    /// look at it and counts on from whatever number is given.
    pub strict_local: bool,
    /// How many revisions are kept behind each leaf, CouchDB's `_revs_limit`.
    pub revisions_max: usize,
    /// The pages that may read across origins in CouchDB; pouchdb-server lets any.
    pub cors_origins: Vec<String>,
    /// The headers that such pages see beside those that any may.
    pub cors_exposed: Vec<String>,
}

impl Switches {
    /// A server on a good day.
    pub fn of(flavour: Flavour) -> Self {
        let is_couch = flavour == Flavour::Couch;
        Self {
            shuffle_rows: false,
            ok_rows: false,
            accepted: false,
            nodedown: 0,
            missing_database: 0,
            busy: 0,
            retry_after_s: 1,
            opaque_sequences: false,
            rewind_max: 0,
            hang_longpoll: !is_couch,
            document_bytes_max: is_couch.then_some(8_000_000),
            request_bytes_max: None,
            read_only: None,
            strict_local: !is_couch,
            revisions_max: 1000,
            cors_origins: Vec::new(),
            cors_exposed: Vec::new(),
        }
    }
}

/// Counts a switch down; says whether it was on.
pub(crate) fn spend(left: &mut u32) -> bool {
    let is_on = *left > 0;
    *left = left.saturating_sub(1);
    is_on
}
