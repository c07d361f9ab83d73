//! How the workspace stands: how much there is, where the journal is, what its state hashes to.

use super::reply::{Refusal, Reply};
use super::request::Query;
use super::route::COLLECTIONS;
use super::{Desk, Job, Step};
use crate::document::json::JsonWriter;
use crate::domain::Instant;
use crate::workspace::table::Table;

/// What only the session knows of how things stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// The version of the program.
    pub build: String,
    /// The last entry of the journal that is applied.
    pub sequence: u64,
    /// `saved`, `saving` or `failed`.
    pub state: &'static str,
    /// How many changes are on their way to the disk.
    pub waiting: usize,
    /// How many pages there are.
    pub pages: usize,
    /// The entry up to which the journal is folded into them.
    pub folded: u64,
    /// How many stored pieces could not be read.
    pub damaged: usize,
    /// Bytes that the origin uses, and that the browser says it may.
    pub space: Option<(f64, f64)>,
    /// How sync stands.
    pub sync: SyncFigures,
}

/// How sync stands, without anything secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncFigures {
    /// One of [`SYNC_STATES`].
    pub state: &'static str,
    /// Why nothing goes on, where it does not.
    pub reason: Option<String>,
    /// The address of the database; none where the workspace is on this device alone.
    pub database: Option<String>,
    /// How many records were written here and are not there.
    pub pending: u64,
    /// When the oldest of them was written.
    pub oldest: Option<Instant>,
    /// When the last round came to its end.
    pub last: Option<Instant>,
    /// How many records the server does not take, and how many of its documents cannot be read here.
    pub left: (usize, usize),
}

/// How sync may stand: there is no database; somebody paused it; another tab does it; it is under way;
/// here and there is the same; it is tried again by itself; somebody has to do something, or to answer;
/// it is not known yet.
pub const SYNC_STATES: [&str; 9] = [
    "off",
    "paused",
    "elsewhere",
    "syncing",
    "in_step",
    "waiting",
    "stopped",
    "asking",
    "starting",
];

/// Answers at once where no hashes are wanted: they take long.
pub(super) fn status(desk: &Desk<'_>, mut query: Query) -> Result<Step, Refusal> {
    let is_hashed = query.take_flag("hash")?.unwrap_or(true);
    Ok(if is_hashed {
        Step::Job(Job::Status)
    } else {
        Step::Reply(reply(desk, None))
    })
}

pub(super) fn reply(desk: &Desk<'_>, hashes: Option<(u128, u128)>) -> Reply {
    let workspace = desk.workspace;
    let mut out = JsonWriter::default();
    out.object().name("workspace").text(desk.slug);
    out.name("name")
        .text(&workspace.name(crate::domain::settings::ID));
    out.name("build").text(&desk.figures.build);
    out.name("records").object();
    for kind in COLLECTIONS {
        out.name(kind.collection())
            .literal(workspace.table(kind).live());
    }
    out.end_object();
    let trashed = workspace.tables().map(Table::trashed);
    out.name("trashed").literal(trashed.sum::<usize>());
    out.name("sequence").literal(desk.figures.sequence);
    if let Some((content, replica)) = hashes {
        out.name("content_hash").text(&format!("{content:032x}"));
        out.name("replica_hash").text(&format!("{replica:032x}"));
    }
    write_storage(&mut out, desk.figures);
    write_sync(&mut out, &desk.figures.sync);
    out.end_object();
    Reply::json(200, out.finish())
}

fn write_sync(out: &mut JsonWriter, sync: &SyncFigures) {
    out.name("sync").object();
    let state = match sync.state {
        "" => "off",
        state => state,
    };
    out.name("state").text(state);
    if let Some(database) = &sync.database {
        out.name("database").text(database);
        out.name("pending").literal(sync.pending);
        let (refused, unread) = sync.left;
        out.name("refused").literal(refused);
        out.name("unread").literal(unread);
    }
    for (name, at) in [("pending_since", sync.oldest), ("last_success", sync.last)] {
        if let Some(at) = at {
            out.name(name).show(&at);
        }
    }
    if let Some(reason) = &sync.reason {
        out.name("reason").text(reason);
    }
    out.end_object();
}

fn write_storage(out: &mut JsonWriter, figures: &Figures) {
    out.name("storage").object();
    out.name("state").text(figures.state);
    out.name("waiting").literal(figures.waiting);
    out.name("pages").literal(figures.pages);
    out.name("folded").literal(figures.folded);
    out.name("damaged").literal(figures.damaged);
    if let Some((used, granted)) = figures.space {
        out.name("used_bytes").literal(used);
        out.name("granted_bytes").literal(granted);
    }
    out.end_object();
}
