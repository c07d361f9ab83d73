//! Two hashes that tell whether states are equal: *content* for undo and restore, *replica* for
//! tabs and sync. Each is a sum over records, so neither the order of rows nor of pages matters.

use super::Workspace;
use crate::document::bytes::Writer;
use crate::document::stored_name;
use crate::document::value::{ref_bytes, write_value};
use crate::domain::{Record, Standing, field};
use xxhash_rust::xxh3::xxh3_128;

impl Workspace {
    /// The hash of the live records' own values: no stamps, no revisions, nothing of the trash.
    #[must_use]
    pub fn content_hash(&self) -> u128 {
        self.sum(|record| {
            if record.standing() != Standing::Live {
                return None;
            }
            let mut writer = Writer::default();
            writer.bytes(&ref_bytes(record.id));
            for (key, register) in record.registers() {
                let is_own = !matches!(key.field, field::GONE | field::DELETED_AT);
                if let (true, Some(value)) = (is_own, &register.value) {
                    write_name(&mut writer, record, key);
                    write_value(&mut writer, Some(value));
                }
            }
            Some(writer)
        })
    }

    /// The hash of everything: two replicas that have heard the same have the same.
    #[must_use]
    pub fn replica_hash(&self) -> u128 {
        self.sum(|record| {
            let mut writer = Writer::default();
            writer.bytes(&ref_bytes(record.id));
            writer.stamp(record.created);
            for (key, register) in record.registers() {
                write_name(&mut writer, record, key);
                writer.stamp(register.stamp);
                write_value(&mut writer, register.value.as_ref());
            }
            Some(writer)
        })
    }

    fn sum(&self, bytes_of: impl Fn(&Record) -> Option<Writer>) -> u128 {
        let mut sum = 0u128;
        for table in self.tables() {
            for row in 0..table.rows() as u32 {
                let Some(record) = table
                    .record(row)
                    .filter(|record| table.row(record.id.uuid) == Some(row))
                else {
                    continue;
                };
                if let Some(writer) = bytes_of(&record) {
                    sum = sum.wrapping_add(xxh3_128(&writer.finish()));
                }
            }
        }
        sum
    }
}

fn write_name(writer: &mut Writer, record: &Record, key: &crate::domain::Key) {
    let (name, element) = stored_name(record.id.kind, key);
    writer.text(&name);
    writer.text(element.as_deref().unwrap_or_default());
}
