//! Two hashes that tell whether states are equal: *content* for undo and restore, *replica* for
//! tabs and sync. Each is a sum over records, so neither the order of rows nor of pages matters.

use super::Workspace;
use super::table::Table;
use crate::document::hash;
use crate::domain::Record;
use std::borrow::Cow;

impl Workspace {
    /// The hash of the live records' own values: no stamps, no revisions, nothing of the trash.
    #[must_use]
    pub fn content_hash(&self) -> u128 {
        self.sum(hash::content)
    }

    /// The hash of everything: two replicas that have heard the same have the same.
    #[must_use]
    pub fn replica_hash(&self) -> u128 {
        self.sum(|record| Some(hash::replica(record)))
    }

    /// Both hashes, some records at a time.
    #[must_use]
    pub fn hashing(&self) -> Hashing {
        Hashing {
            written: self.written(),
            kind: 0,
            row: 0,
            content: 0,
            replica: 0,
        }
    }

    fn written(&self) -> Vec<u64> {
        self.tables().map(|table| table.written().now()).collect()
    }

    fn sum(&self, hash_of: impl Fn(&Record) -> Option<u128>) -> u128 {
        let mut sum = 0u128;
        for table in self.tables() {
            for row in 0..table.rows() as u32 {
                let Some(record) = counted(table, row) else {
                    continue;
                };
                if let Some(hash) = hash_of(&record) {
                    sum = sum.wrapping_add(hash);
                }
            }
        }
        sum
    }
}

/// The record of a row, but where the same record has another row.
fn counted(table: &Table, row: u32) -> Option<Cow<'_, Record>> {
    let is_its_row = |record: &Cow<'_, Record>| table.row(record.id.uuid) == Some(row);
    table.record(row).filter(is_its_row)
}

/// Both hashes in the making: in between, the workspace may be worked on.
pub struct Hashing {
    written: Vec<u64>,
    kind: usize,
    row: u32,
    content: u128,
    replica: u128,
}

impl Hashing {
    /// Takes some records in, and says whether there are more.
    pub fn step(&mut self, workspace: &Workspace, records: u32) -> bool {
        let Some(table) = workspace.tables().nth(self.kind) else {
            return false;
        };
        let rows = table.rows() as u32;
        let end = rows.min(self.row.saturating_add(records));
        for record in (self.row..end).filter_map(|row| counted(table, row)) {
            let content = hash::content(&record).unwrap_or_default();
            self.content = self.content.wrapping_add(content);
            self.replica = self.replica.wrapping_add(hash::replica(&record));
        }
        self.row = end;
        if end == rows {
            self.kind += 1;
            self.row = 0;
        }
        true
    }

    /// The hash of the content and that of the replica; none where something was written since.
    #[must_use]
    pub fn finish(self, workspace: &Workspace) -> Option<(u128, u128)> {
        (self.written == workspace.written()).then_some((self.content, self.replica))
    }
}
