//! Walks through a workspace to back it up, some records at a time, so that the page can do other
//! things in between. Records that are made meanwhile are left for the next backup.

use super::{BackupHeader, BackupWriter, Counts};
use crate::domain::{Instant, Record, RecordKind, settings};
use crate::workspace::Workspace;
use crate::workspace::table::Table;
use std::borrow::Cow;

/// How many records are written at most before a piece is given: few milliseconds' work.
const RECORDS_MAX: u32 = 512;

/// A walk through a workspace.
pub struct BackupCursor {
    writer: Option<BackupWriter>,
    /// The kinds left to write, the next one last, with their rows when the walk began.
    left: Vec<(RecordKind, u32)>,
    row: u32,
    written: u64,
    all: u64,
}

impl BackupCursor {
    /// Begins a backup of a workspace as it is now.
    #[must_use]
    pub fn new(workspace: &Workspace, at: Instant) -> Self {
        let mut counts = Counts::default();
        for table in workspace.tables() {
            for row in 0..table.rows() as u32 {
                if is_own(table, row) {
                    counts.add(table.kind(), table.standing(row));
                }
            }
        }
        let settings = workspace.record(settings::ID);
        let header = BackupHeader {
            workspace: settings.map_or_else(String::new, |record| record.name().to_owned()),
            at,
            counts,
        };
        let tables = workspace.tables();
        let mut left: Vec<_> = tables
            .map(|table| (table.kind(), table.rows() as u32))
            .collect();
        left.reverse();
        Self {
            all: header.counts.all(),
            writer: Some(BackupWriter::begin(&header)),
            left,
            row: 0,
            written: 0,
        }
    }

    /// How many records are written, and of how many.
    #[must_use]
    pub const fn progress(&self) -> (u64, u64) {
        (self.written, self.all)
    }

    /// The next piece of the file; none behind its end.
    pub fn next(&mut self, workspace: &Workspace) -> Option<Vec<u8>> {
        let writer = self.writer.as_mut()?;
        for _ in 0..RECORDS_MAX {
            let Some((kind, rows)) = self.left.last().copied() else {
                return self.writer.take().map(BackupWriter::finish);
            };
            if self.row >= rows {
                self.left.pop();
                self.row = 0;
                continue;
            }
            let table = workspace.table(kind);
            if is_own(table, self.row)
                && let Some(record) = table.record(self.row)
            {
                writer.push(&record);
                self.written += 1;
            }
            self.row += 1;
        }
        Some(writer.take())
    }
}

/// Whether a row is its record's: one that came twice has its record elsewhere.
fn is_own(table: &Table, row: u32) -> bool {
    table
        .id(row)
        .is_some_and(|id| table.row(id.uuid) == Some(row))
}

/// All records of a workspace, whatever their standing.
pub fn records(workspace: &Workspace) -> impl Iterator<Item = Cow<'_, Record>> {
    workspace.tables().flat_map(|table| {
        let rows = (0..table.rows() as u32).filter(|row| is_own(table, *row));
        rows.filter_map(|row| table.record(row))
    })
}
