//! The hashes of one record: *content* is what it says, *replica* all that it is. What they are
//! summed over is left to the workspace and to backups, which must agree on them.

use super::bytes::Writer;
use super::stored_name;
use super::value::{ref_bytes, write_value};
use crate::domain::{Key, Record, Standing, Value, field};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// The hash of a live record's own values: no stamps, no revision; none for what is not live.
#[must_use]
pub fn content(record: &Record) -> Option<u128> {
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
    Some(xxh3_128(&writer.finish()))
}

/// The hash of all that a record is.
#[must_use]
pub fn replica(record: &Record) -> u128 {
    let mut writer = Writer::default();
    writer.bytes(&ref_bytes(record.id));
    writer.stamp(record.created);
    write_registers(&mut writer, record);
    xxh3_128(&writer.finish())
}

/// The hash of what merging looks at: all that a record is, but for the stamp of its making, which two
/// who made the same record have each their own of.
#[must_use]
pub fn registers(record: &Record) -> u64 {
    let mut writer = Writer::default();
    writer.bytes(&ref_bytes(record.id));
    write_registers(&mut writer, record);
    xxh3_64(&writer.finish())
}

fn write_registers(writer: &mut Writer, record: &Record) {
    for (key, register) in record.registers() {
        write_name(writer, record, key);
        writer.stamp(register.stamp);
        write_value(writer, register.value.as_ref());
    }
}

/// The hash of one value, or of there being none.
#[must_use]
pub fn value(value: Option<&Value>) -> u64 {
    let mut writer = Writer::default();
    write_value(&mut writer, value);
    xxh3_64(&writer.finish())
}

fn write_name(writer: &mut Writer, record: &Record, key: &Key) {
    let (name, element) = stored_name(record.id.kind, key);
    writer.text(name);
    writer.text(element.unwrap_or_default());
}
