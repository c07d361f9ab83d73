//! Backups: a whole workspace as one file that other programs can read. JSON Lines: a header, one
//! record in its replica form a line, a footer with counts and hashes (docs/backup-format.md).
//! Written and read in pieces, so that neither a large workspace nor a large file holds up the
//! page. What a backup does to a workspace is a plan (`restore`); carrying it out is left to
//! others.

mod cursor;
mod pages;
mod read;
mod restore;
mod write;

pub use cursor::{BackupCursor, records};
pub use pages::PagesBuilder;
pub use read::{BackupReader, BackupReport, Item, LINE_BYTES_MAX, LineProblem, LineRule};
pub use restore::{Restore, RestoreMode, RestorePlan, Tally};
pub use write::BackupWriter;

use crate::domain::{Instant, Record, RecordKind, Standing};

/// The version of the file's form; the records say theirs themselves.
pub const FORMAT: u32 = 1;

/// What the first line of a backup says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupHeader {
    /// What the workspace is called.
    pub workspace: String,
    /// When the backup was made.
    pub at: Instant,
    /// How many records it holds.
    pub counts: Counts,
}

/// How many records of each kind there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    live: [u64; RecordKind::ALL.len()],
    trashed: u64,
    gone: u64,
}

impl Counts {
    /// Counts a record.
    pub fn add(&mut self, kind: RecordKind, standing: Standing) {
        match standing {
            Standing::Live => self.set(kind, self.of(kind) + 1),
            Standing::Trashed => self.trashed += 1,
            Standing::Gone => self.gone += 1,
        }
    }

    /// The live records of a kind.
    #[must_use]
    pub fn of(&self, kind: RecordKind) -> u64 {
        self.live.get(kind as usize).copied().unwrap_or_default()
    }

    /// Writes how many live records of a kind there are.
    pub fn set(&mut self, kind: RecordKind, count: u64) {
        if let Some(slot) = self.live.get_mut(kind as usize) {
            *slot = count;
        }
    }

    /// The records in the trash, of all kinds.
    #[must_use]
    pub const fn trashed(&self) -> u64 {
        self.trashed
    }

    /// The records that are gone, of which only their ids remain.
    #[must_use]
    pub const fn gone(&self) -> u64 {
        self.gone
    }

    /// All records, whatever their standing: the lines of a backup.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.live.iter().sum::<u64>() + self.trashed + self.gone
    }

    /// Counts the records that would be written.
    pub fn of_records<'a>(records: impl Iterator<Item = &'a Record>) -> Self {
        let mut counts = Self::default();
        records.for_each(|record| counts.add(record.id.kind, record.standing()));
        counts
    }
}

/// A hash as the file has it: 32 hexadecimal digits.
fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice
    )]
    use super::*;
    use crate::document::hash;
    use crate::domain::{
        Key, RecordId, Register, ReplicaId, Stamp, Uuid, Value, customer, field, owner,
    };

    fn record(kind: RecordKind, number: u64, standing: Standing) -> Record {
        let stamp = Stamp::new(number, 0, ReplicaId(1));
        let id = RecordId::new(kind, Uuid::v7(number, 7));
        let mut record = Record::new(id, stamp);
        let mut put = |field, value| {
            let value = Some(value);
            record.put(Key::one(field), Some(Register { value, stamp }));
        };
        put(
            kind.name_field(),
            Value::text(format!("Nº {number}\n\"客户\"")),
        );
        if kind == RecordKind::Customer {
            put(customer::KIND, Value::text("company"));
        }
        match standing {
            Standing::Live => {}
            Standing::Trashed => put(field::DELETED_AT, Value::Instant(Instant::MIN)),
            Standing::Gone => put(field::GONE, Value::Bool(true)),
        }
        record
    }

    fn records() -> Vec<Record> {
        let mut records: Vec<Record> = (1..40)
            .map(|number| record(RecordKind::Customer, number, Standing::Live))
            .collect();
        records.push(record(RecordKind::Owner, 50, Standing::Live));
        records.push(record(RecordKind::Customer, 51, Standing::Trashed));
        records.push(record(RecordKind::Customer, 52, Standing::Gone));
        records
    }

    fn header(records: &[Record]) -> BackupHeader {
        BackupHeader {
            workspace: "Café \"Nord\"".to_owned(),
            at: Instant::parse("2026-03-05T08:30:00Z").unwrap(),
            counts: Counts::of_records(records.iter()),
        }
    }

    fn written(records: &[Record]) -> Vec<u8> {
        let mut writer = BackupWriter::begin(&header(records));
        let mut bytes = Vec::new();
        for record in records {
            writer.push(record);
            bytes.extend(writer.take());
        }
        bytes.extend(writer.finish());
        bytes
    }

    fn read(bytes: &[u8], piece: usize) -> (Vec<Record>, BackupReport) {
        let mut reader = BackupReader::default();
        let mut records = Vec::new();
        for piece in bytes.chunks(piece) {
            reader.feed(piece, &mut |item| {
                if let Item::Record { record, .. } = item {
                    records.push(record);
                }
            });
        }
        let report = reader.finish(&mut |item| {
            if let Item::Record { record, .. } = item {
                records.push(record);
            }
        });
        (records, report)
    }

    fn said(report: &BackupReport) -> Vec<(u64, &'static str)> {
        let problems = report.problems.iter();
        problems
            .map(|problem| (problem.line, problem.rule.code()))
            .collect()
    }

    #[test]
    fn a_backup_reads_back_however_it_is_cut() {
        let records = records();
        let bytes = written(&records);
        for piece in [1, 7, 1000, bytes.len()] {
            let (read, report) = read(&bytes, piece);
            assert_eq!(said(&report), [], "{piece}");
            assert_eq!(read[..41], records[..41], "{piece}");
            // Of a record that is gone, only that it is.
            assert_eq!(read[41].registers().len(), 1);
            assert_eq!(read[41].standing(), Standing::Gone);
            assert_eq!(report.header, Some(header(&records)));
            assert_eq!(report.counts, header(&records).counts);
            assert!(report.is_whole());
            let sum = records
                .iter()
                .filter_map(hash::content)
                .fold(0u128, u128::wrapping_add);
            assert_eq!(report.content_hash, sum);
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line_and_the_rest_is_read() {
        let records = records();
        let text = String::from_utf8(written(&records)).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        lines[3] = "{\"_id\":\"customer:1\"}";
        lines[5] = "oops";
        let twin = lines[7];
        lines[8] = twin;
        let robot = lines[9].replace("customer:", "robot:");
        lines[9] = &robot;
        lines.insert(2, "");
        let (read, report) = read(lines.join("\r\n").as_bytes(), 100);
        assert_eq!(read.len(), records.len() - 4);
        assert_eq!(
            said(&report),
            [
                (5, "not_an_id"),
                (7, "not_json"),
                (10, "duplicate"),
                (11, "not_an_id"),
                (45, "counts_differ"),
                (45, "hash_differs"),
                (45, "checksum_differs"),
            ]
        );
        assert!(!report.is_whole());
    }

    #[test]
    fn a_file_that_ends_early_says_so_and_keeps_what_it_has() {
        let bytes = written(&records());
        let (read, report) = read(&bytes[..bytes.len() / 2], 64);
        assert!(read.len() > 15, "{}", read.len());
        let said = said(&report);
        assert_eq!(said.last().unwrap().1, "cut_off");
    }

    #[test]
    fn a_changed_letter_is_noticed() {
        let text = String::from_utf8(written(&records())).unwrap();
        let changed = text.replacen("Nº 7", "Nº 8", 1);
        let (_, report) = read(changed.as_bytes(), 4096);
        assert_eq!(
            said(&report),
            [(44, "hash_differs"), (44, "checksum_differs")]
        );
    }

    #[test]
    fn what_is_no_backup_is_refused_at_its_first_line() {
        let png: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR";
        for (bytes, code) in [
            (&b""[..], "not_a_backup"),
            (b"\n\n", "not_a_backup"),
            (png, "not_a_backup"),
            (b"Name,E-mail\nAnn,ann@x.example\n", "not_a_backup"),
            (b"{\"satchel_backup\":\"x\"}", "not_a_backup"),
            (b"{\"satchel_backup\":2,\"at\":\"\"}", "too_new"),
        ] {
            let (read, report) = read(bytes, 3);
            assert_eq!(read, []);
            assert_eq!(said(&report), [(1, code)], "{bytes:?}");
        }
        // Twenty megabytes on one line are not kept.
        let long = vec![b'x'; LINE_BYTES_MAX + 1_000_000];
        let (_, report) = read(&long, 1 << 16);
        assert_eq!(said(&report), [(1, "not_a_backup")]);
    }

    #[test]
    fn a_line_that_is_too_long_costs_only_itself() {
        let records = records();
        let text = String::from_utf8(written(&records)).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let long = "x".repeat(LINE_BYTES_MAX + 5);
        lines.insert(4, &long);
        let (read, report) = read(lines.join("\n").as_bytes(), 1 << 16);
        assert_eq!(read.len(), records.len());
        assert_eq!(said(&report)[0], (5, "line_too_long"));
    }

    #[test]
    fn pages_of_a_backup_hold_its_records() {
        let records = records();
        let mut pages = PagesBuilder::default();
        records.iter().for_each(|record| pages.push(record));
        let mut read: Vec<Record> = pages
            .finish()
            .into_iter()
            .flat_map(|bytes| {
                let page = crate::document::page::Page::open(bytes).unwrap();
                (0..page.rows()).filter_map(move |row| page.record(row))
            })
            .collect();
        let mut records = records;
        records.sort_by_key(|record| record.id);
        read.sort_by_key(|record| record.id);
        assert_eq!(read, records);
        assert_eq!(owner::NAME, RecordKind::Owner.name_field());
    }
}
