//! How the workspace stands: how much there is, where the journal is, what its state hashes to.

use super::Desk;
use super::reply::{Refusal, Reply};
use super::request::Query;
use super::route::COLLECTIONS;
use crate::document::json::JsonWriter;
use crate::domain::Standing;

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
}

pub(super) fn status(desk: &Desk<'_>, mut query: Query) -> Result<Reply, Refusal> {
    let is_hashed = query.take_flag("hash")?.unwrap_or(true);
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
    let trashed = workspace.tables().map(|table| {
        let rows = 0..table.rows() as u32;
        rows.filter(|row| table.standing(*row) == Standing::Trashed)
            .count()
    });
    out.name("trashed").literal(trashed.sum::<usize>());
    out.name("sequence").literal(desk.figures.sequence);
    if is_hashed {
        out.name("content_hash")
            .text(&format!("{:032x}", workspace.content_hash()));
        out.name("replica_hash")
            .text(&format!("{:032x}", workspace.replica_hash()));
    }
    write_storage(&mut out, desk.figures);
    out.end_object();
    Ok(Reply::json(200, out.finish()))
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
