//! Reads a backup piece by piece, as it comes from a file. It never fails as a whole: what is wrong
//! is told with its line, and the rest is read.

use super::{BackupHeader, Counts, FORMAT, hex};
use crate::document::hash;
use crate::document::json::{Json, Members, ReplicaError, look, parse, read_replica};
use crate::domain::{Instant, Record, RecordId, RecordKind};
use std::collections::HashSet;
use thiserror::Error;
use xxhash_rust::xxh3::Xxh3;

/// The most bytes a line may have: a record with every text at its longest fits.
pub const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How many problems are kept; the others are counted.
const PROBLEMS_MAX: usize = 1000;

/// What stands in a line.
#[derive(Debug)]
pub enum Item {
    /// The first line.
    Header(BackupHeader),
    /// A record.
    Record {
        /// Its line, from 1.
        line: u64,
        /// The record.
        record: Record,
    },
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong.
    pub rule: LineRule,
}

/// Why a line was not taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LineRule {
    /// The file does not begin as a backup does.
    #[error("this is not a Satchel backup")]
    NotABackup,
    /// A newer Satchel wrote the file.
    #[error("a newer Satchel wrote this backup (form {version})")]
    TooNew {
        /// The version of its form.
        version: u64,
    },
    /// More bytes than a line may have.
    #[error("the line is longer than {LINE_BYTES_MAX} bytes")]
    LineTooLong,
    /// No record.
    #[error("{0}")]
    Record(#[from] ReplicaError),
    /// The same record stood in an earlier line.
    #[error("the record stood in an earlier line")]
    Duplicate,
    /// Something stands behind the footer.
    #[error("something stands behind the end of the backup")]
    AfterEnd,
    /// There is no footer.
    #[error("the file ends before the backup does")]
    CutOff,
    /// The footer counts other records.
    #[error("the backup says it has {said} records, and {found} were read")]
    CountsDiffer {
        /// What the footer says.
        said: u64,
        /// What was there.
        found: u64,
    },
    /// The records are not those that were written.
    #[error("the records are not those that were backed up")]
    HashDiffers,
    /// The bytes are not those that were written.
    #[error("the file was changed after it was written")]
    ChecksumDiffers,
}

impl LineRule {
    /// The stable name, as in answers and messages.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotABackup => "not_a_backup",
            Self::TooNew { .. } => "too_new",
            Self::LineTooLong => "line_too_long",
            Self::Record(error) => error.code(),
            Self::Duplicate => "duplicate",
            Self::AfterEnd => "after_end",
            Self::CutOff => "cut_off",
            Self::CountsDiffer { .. } => "counts_differ",
            Self::HashDiffers => "hash_differs",
            Self::ChecksumDiffers => "checksum_differs",
        }
    }
}

/// What was found in a backup, for its preview and for the report of its restoring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupReport {
    /// What the first line says; none where the file is no backup.
    pub header: Option<BackupHeader>,
    /// The records that were read.
    pub counts: Counts,
    /// The content hash of the live ones: that of a workspace with just these.
    pub content_hash: u128,
    /// What is wrong, the first thousand.
    pub problems: Vec<LineProblem>,
    /// How many things are wrong.
    pub problem_count: u64,
    has_footer: bool,
}

impl BackupReport {
    /// Whether the file is what was written, to the last byte.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.header.is_some() && self.has_footer && self.problem_count == 0
    }

    /// Whether there is something to restore.
    #[must_use]
    pub const fn is_backup(&self) -> bool {
        self.header.is_some()
    }
}

/// Takes the bytes of a file and gives its records.
#[derive(Default)]
pub struct BackupReader {
    /// The line that is not at its end yet.
    rest: Vec<u8>,
    /// Whether that line is too long and only its end is looked for.
    is_skipping: bool,
    line: u64,
    /// Whether the file is no backup that can be read.
    is_refused: bool,
    checksum: Xxh3,
    seen: HashSet<RecordId>,
    report: BackupReport,
}

impl BackupReader {
    /// Takes the next bytes and calls back with what stands in the lines that they end.
    pub fn feed(&mut self, mut bytes: &[u8], visit: &mut dyn FnMut(Item)) {
        while let Some(at) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at_checked(at + 1).unwrap_or((bytes, &[]));
            bytes = rest;
            if self.rest.is_empty() {
                self.end_line(line, visit);
            } else {
                self.keep(line);
                let line = std::mem::take(&mut self.rest);
                self.end_line(&line, visit);
            }
        }
        self.keep(bytes);
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.rest.len() + bytes.len() > LINE_BYTES_MAX || self.is_refused {
            // One byte stays, so that the line's end is known to be one.
            self.is_skipping = !self.is_refused;
            self.rest = vec![b' '];
        } else {
            self.rest.extend_from_slice(bytes);
        }
    }

    /// How many records were read so far.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.report.counts.all()
    }

    /// Ends the file: the last line may have no end of its own.
    pub fn finish(mut self, visit: &mut dyn FnMut(Item)) -> BackupReport {
        if !self.rest.is_empty() {
            let line = std::mem::take(&mut self.rest);
            self.end_line(&line, visit);
        }
        if self.report.header.is_none() && !self.is_refused {
            self.line = 1;
            self.problem(LineRule::NotABackup);
        } else if !self.report.has_footer && !self.is_refused {
            self.problem(LineRule::CutOff);
        }
        self.report
    }

    fn problem(&mut self, rule: impl Into<LineRule>) {
        self.report.problem_count += 1;
        if self.report.problems.len() < PROBLEMS_MAX {
            self.report.problems.push(LineProblem {
                line: self.line,
                rule: rule.into(),
            });
        }
    }

    fn end_line(&mut self, bytes: &[u8], visit: &mut dyn FnMut(Item)) {
        self.line += 1;
        if self.is_refused {
            return;
        }
        if std::mem::take(&mut self.is_skipping) {
            if self.report.header.is_none() {
                self.refuse(LineRule::NotABackup);
            } else {
                self.problem(LineRule::LineTooLong);
            }
            return;
        }
        let checksum = self.checksum.digest();
        self.checksum.update(bytes);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let line = match std::str::from_utf8(bytes).map(str::trim) {
            Ok("") => return,
            Ok(line) => line,
            Err(_) => "",
        };
        if self.report.header.is_none() {
            match read_header(line) {
                Ok(header) => {
                    visit(Item::Header(header.clone()));
                    self.report.header = Some(header);
                }
                Err(rule) => self.refuse(rule),
            }
        } else if self.report.has_footer {
            self.problem(LineRule::AfterEnd);
        } else if line.starts_with("{\"satchel_backup_end\"") {
            self.footer(line, checksum);
        } else {
            self.record(line, visit);
        }
    }

    fn refuse(&mut self, rule: LineRule) {
        self.line = 1;
        self.problem(rule);
        self.is_refused = true;
    }

    fn record(&mut self, line: &str, visit: &mut dyn FnMut(Item)) {
        match read_replica(line) {
            Err(error) => self.problem(error),
            Ok(record) if !self.seen.insert(record.id) => self.problem(LineRule::Duplicate),
            Ok(record) => {
                self.report.counts.add(record.id.kind, record.standing());
                if let Some(hash) = hash::content(&record) {
                    self.report.content_hash = self.report.content_hash.wrapping_add(hash);
                }
                let line = self.line;
                visit(Item::Record { line, record });
            }
        }
    }

    fn footer(&mut self, line: &str, checksum: u64) {
        let Ok(Ok(Json::Object(members))) = parse(line).map(look) else {
            return self.problem(LineRule::CutOff);
        };
        self.report.has_footer = true;
        let (said, found) = (read_counts(&members), self.report.counts.clone());
        if said != found {
            self.problem(LineRule::CountsDiffer {
                said: said.all(),
                found: found.all(),
            });
        }
        let is = |name: &str, value: String| text_of(&members, name) == Some(value);
        let has_hash = is("content_hash", hex(self.report.content_hash));
        let has_checksum = is("checksum", format!("{checksum:016x}"));
        if !has_hash {
            self.problem(LineRule::HashDiffers);
        }
        if !has_checksum {
            self.problem(LineRule::ChecksumDiffers);
        }
    }
}

fn text_of(members: &Members<'_>, name: &str) -> Option<String> {
    match look(members.get(name)?) {
        Ok(Json::Text(text)) => Some(text),
        _ => None,
    }
}

fn number_of(members: &Members<'_>, name: &str) -> Option<u64> {
    members.get(name)?.get().parse().ok()
}

fn read_header(line: &str) -> Result<BackupHeader, LineRule> {
    let Ok(Ok(Json::Object(members))) = parse(line).map(look) else {
        return Err(LineRule::NotABackup);
    };
    let version = number_of(&members, "satchel_backup").ok_or(LineRule::NotABackup)?;
    if version > u64::from(FORMAT) {
        return Err(LineRule::TooNew { version });
    }
    let at = text_of(&members, "at").and_then(|text| Instant::parse(&text).ok());
    Ok(BackupHeader {
        workspace: text_of(&members, "workspace").unwrap_or_default(),
        at: at.ok_or(LineRule::NotABackup)?,
        counts: read_counts(&members),
    })
}

fn read_counts(members: &Members<'_>) -> Counts {
    let mut counts = Counts {
        trashed: number_of(members, "trashed").unwrap_or_default(),
        gone: number_of(members, "gone").unwrap_or_default(),
        ..Counts::default()
    };
    if let Some(Ok(Json::Object(by_kind))) = members.get("counts").map(look) {
        for kind in RecordKind::ALL {
            counts.set(
                kind,
                number_of(&by_kind, kind.collection()).unwrap_or_default(),
            );
        }
    }
    counts
}
