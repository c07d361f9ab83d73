//! Walks through a workspace to back it up, some records at a time, so that the page can do other
//! things in between. Records that are made meanwhile are left for the next backup.

use super::{BackupHeader, BackupWriter, Counts};
use crate::domain::{Instant, Record, RecordKind, settings};
use crate::workspace::Workspace;
use crate::workspace::table::Table;
use std::borrow::Cow;

/// How many records are written at most before a piece is given: few milliseconds' work.
const RECORDS_MAX: u32 = 128;
/// How many are counted in one step.
const COUNTED_MAX: u32 = 8192;

/// A walk through a workspace: once to count, for the header, once to write.
pub struct BackupCursor {
    at: Instant,
    counts: Counts,
    writer: Option<BackupWriter>,
    is_counting: bool,
    /// The kinds left to walk through, the next one last, with their rows when the walk began.
    left: Vec<(RecordKind, u32)>,
    row: u32,
    written: u64,
}

impl BackupCursor {
    /// Begins a backup of a workspace as it is now.
    #[must_use]
    pub fn new(workspace: &Workspace, at: Instant) -> Self {
        Self {
            at,
            counts: Counts::default(),
            writer: None,
            is_counting: true,
            left: all_rows(workspace),
            row: 0,
            written: 0,
        }
    }

    /// How many records are written, and of how many; of none as long as they are counted.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.written, self.counts.all().max(self.written))
    }

    /// How many records of each kind are written.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The next piece of the file, empty while the records are counted; none behind its end.
    pub fn next(&mut self, workspace: &Workspace) -> Option<Vec<u8>> {
        if self.is_counting {
            if !self.count(workspace) {
                self.begin(workspace);
            }
            return Some(Vec::new());
        }
        let mut writer = self.writer.take()?;
        for _ in 0..RECORDS_MAX {
            let Some((kind, row)) = self.next_row() else {
                return Some(writer.finish());
            };
            let table = workspace.table(kind);
            if is_own(table, row)
                && let Some(record) = table.record(row)
            {
                writer.push(&record);
                self.written += 1;
            }
        }
        let piece = writer.take();
        self.writer = Some(writer);
        Some(piece)
    }

    /// Counts the next records; false at the end.
    fn count(&mut self, workspace: &Workspace) -> bool {
        for _ in 0..COUNTED_MAX {
            let Some((kind, row)) = self.next_row() else {
                return false;
            };
            let table = workspace.table(kind);
            if is_own(table, row) {
                self.counts.add(kind, table.standing(row));
            }
        }
        true
    }

    fn begin(&mut self, workspace: &Workspace) {
        let settings = workspace.record(settings::ID);
        let header = BackupHeader {
            workspace: settings.map_or_else(String::new, |record| record.name().to_owned()),
            at: self.at,
            counts: self.counts.clone(),
        };
        self.writer = Some(BackupWriter::begin(&header));
        self.is_counting = false;
        self.left = all_rows(workspace);
        self.row = 0;
    }

    fn next_row(&mut self) -> Option<(RecordKind, u32)> {
        loop {
            let (kind, rows) = self.left.last().copied()?;
            if self.row < rows {
                self.row += 1;
                return Some((kind, self.row - 1));
            }
            self.left.pop();
            self.row = 0;
        }
    }
}

/// The kinds with their rows, the first one last.
fn all_rows(workspace: &Workspace) -> Vec<(RecordKind, u32)> {
    let tables = workspace.tables();
    let mut rows: Vec<_> = tables
        .map(|table| (table.kind(), table.rows() as u32))
        .collect();
    rows.reverse();
    rows
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
