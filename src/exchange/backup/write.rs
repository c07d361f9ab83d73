//! Writes a backup record by record; what is ready is taken in pieces.

use super::{BackupHeader, Counts, FORMAT, hex};
use crate::document::hash;
use crate::document::json::{JsonWriter, write_replica};
use crate::domain::{Key, Record, RecordKind, Standing, field};
use std::borrow::Cow;
use xxhash_rust::xxh3::Xxh3;

/// A backup in the making.
pub struct BackupWriter {
    out: JsonWriter,
    checksum: Xxh3,
    counts: Counts,
    content_hash: u128,
}

impl BackupWriter {
    /// Begins a backup with its header.
    #[must_use]
    pub fn begin(header: &BackupHeader) -> Self {
        let mut out = JsonWriter::default();
        out.object().name("satchel_backup").literal(FORMAT);
        out.name("workspace").text(&header.workspace);
        out.name("at").show(&header.at);
        write_counts(&mut out, &header.counts);
        out.end_object().line();
        Self {
            out,
            checksum: Xxh3::new(),
            counts: Counts::default(),
            content_hash: 0,
        }
    }

    /// Adds a record. Of one that is gone only that it is: what was erased or undone must not
    /// come back by way of a file.
    pub fn push(&mut self, record: &Record) {
        let standing = record.standing();
        self.counts.add(record.id.kind, standing);
        if let Some(hash) = hash::content(record) {
            self.content_hash = self.content_hash.wrapping_add(hash);
        }
        let record = if standing == Standing::Gone {
            Cow::Owned(tombstone(record))
        } else {
            Cow::Borrowed(record)
        };
        write_replica(&mut self.out, &record);
        self.out.line();
    }

    /// How many bytes are ready.
    #[must_use]
    pub const fn ready(&self) -> usize {
        self.out.len()
    }

    /// Takes the bytes that are ready.
    pub fn take(&mut self) -> Vec<u8> {
        let bytes = std::mem::take(&mut self.out).finish().into_bytes();
        self.checksum.update(&bytes);
        bytes
    }

    /// Ends the backup with its footer and takes the last bytes.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let mut bytes = self.take();
        let mut out = JsonWriter::default();
        out.object().name("satchel_backup_end").literal(FORMAT);
        write_counts(&mut out, &self.counts);
        out.name("content_hash").text(&hex(self.content_hash));
        let checksum = format!("{:016x}", self.checksum.digest());
        out.name("checksum").text(&checksum);
        out.end_object().line();
        bytes.extend(out.finish().into_bytes());
        bytes
    }
}

fn write_counts(out: &mut JsonWriter, counts: &Counts) {
    out.name("records").literal(counts.all());
    out.name("counts").object();
    for kind in RecordKind::ALL {
        out.name(kind.collection()).literal(counts.of(kind));
    }
    out.end_object();
    out.name("trashed").literal(counts.trashed());
    out.name("gone").literal(counts.gone());
}

/// What remains of a record that is gone.
fn tombstone(record: &Record) -> Record {
    let mut tombstone = Record::new(record.id, record.created);
    let gone = Key::one(field::GONE);
    let register = record.register(&gone).cloned();
    tombstone.put(gone, register);
    tombstone
}
