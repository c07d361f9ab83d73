//! Conflicts, for those who look for them: which records have some, and which values of a record did not
//! stay. How they come to be is told in `document/conflict.rs`.

pub use crate::document::conflict::{Conflict, conflicts};
use crate::domain::{RecordId, RecordKind, field};
use crate::workspace::Workspace;
use std::collections::BTreeSet;

/// The live records of a kind in which a value did not stay and nobody has said which is right.
#[must_use]
pub fn in_conflict(workspace: &Workspace, kind: RecordKind) -> BTreeSet<RecordId> {
    let table = workspace.table(kind);
    let mut found = BTreeSet::new();
    table.each_element(field::CONFLICTS, |row, _, _| found.extend(table.id(row)));
    found.retain(|id| workspace.live(*id).is_some());
    found
}
