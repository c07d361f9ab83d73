//! Two hashes that tell whether states are equal: *content* for undo and restore, *replica* for
//! tabs and sync. Each is a sum over records, so neither the order of rows nor of pages matters.

use super::Workspace;
use crate::document::hash;
use crate::domain::Record;

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

    fn sum(&self, hash_of: impl Fn(&Record) -> Option<u128>) -> u128 {
        let mut sum = 0u128;
        for table in self.tables() {
            for row in 0..table.rows() as u32 {
                let Some(record) = table
                    .record(row)
                    .filter(|record| table.row(record.id.uuid) == Some(row))
                else {
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
