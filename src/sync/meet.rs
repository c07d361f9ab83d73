//! What came from the server meets what is here: the leaves of a document become one record, what another
//! program wrote without stamps gets some, and where two wrote the same register without having seen
//! each other, the value that does not stay is told. What is more than a record ever is, is left alone.

use super::changes::Leaf;
use super::ledger::{Known, Unsent, content};
use crate::document::hash;
use crate::document::json::{ReplicaError, read_replica};
use crate::domain::{
    Instant, Key, Record, RecordId, Register, ReplicaId, Stamp, Standing, Value, field,
};
use thiserror::Error;

/// So many bytes a document may have: no more is what CouchDB takes itself, where nobody told it otherwise
/// (`max_document_size`).
const BYTES_MAX: usize = 8_000_000;
/// So many values a record may have. A page that draws and searches more of one record stands still.
const VALUES_MAX: usize = 10_000;
/// The end of the year 9999, in milliseconds since 1970. Of a later time a stamp would leave no room for
/// those of the edits that come after it.
const LATEST_MS: u64 = 253_402_300_799_999;

/// Why a document is left alone.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum NotMet {
    /// It is no record, or one of a newer version.
    #[error(transparent)]
    NotRead(#[from] ReplicaError),
    /// It has more bytes than any record.
    #[error("larger than what is read: {0} bytes")]
    TooLarge(usize),
    /// It has more values than any record.
    #[error("more values than are read: {0}")]
    TooMany(usize),
    /// It says that it was written later than anything is.
    #[error("written at no time: {0}")]
    TooLate(Stamp),
}

/// A value that did not stay, since somebody else wrote there too without having seen it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The record.
    pub id: RecordId,
    /// The register.
    pub key: Key,
    /// What stood there.
    pub lost: Register,
    /// What stays.
    pub by: Register,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(super) struct Met {
    /// What the server has, as one record, with stamps.
    pub(super) record: Record,
    /// Under which revision, and with which content; none where the document is deleted.
    pub(super) known: Option<Known>,
    /// What does not stay of either.
    pub(super) replaced: Vec<Replaced>,
}

/// Makes one record of the leaves of a document, the server's winner first.
///
/// # Errors
/// [`NotMet`] where a leaf is no record, one of a newer version, or one that means harm: the document is
/// left alone.
pub(super) fn meet(
    id: RecordId,
    ours: Option<&Record>,
    unsent: Option<&Unsent>,
    leaves: &[&Leaf],
    session: u64,
) -> Result<Option<Met>, NotMet> {
    let mut live = leaves.iter().filter(|leaf| !leaf.is_deleted);
    let Some(winner) = live.next() else {
        // What was not found will be told by the feed again; what was deleted is found so.
        return Ok(ours.filter(|_| !leaves.is_empty()).and_then(removed));
    };
    let record = read(winner)?;
    let content_there = content(&record);
    // Each by itself: one may hold the value that was written over in another.
    let mut record = stamped(record, ours);
    let mut losers = Vec::new();
    for leaf in live {
        let other = stamped(read(leaf)?, ours);
        record.created = record.created.max(other.created);
        for (key, register) in other.registers() {
            record.merge(key.clone(), register.clone());
        }
        losers.push(leaf.rev.clone());
    }
    if record.id != id {
        // The id in the address is the one that counts.
        record.id = id;
    }
    let replaced = match (ours, unsent) {
        (Some(ours), Some(unsent)) => replaced(ours, &record, unsent),
        _ => Vec::new(),
    };
    Ok(Some(Met {
        known: Some(Known {
            rev: winner.rev.clone(),
            content: content_there,
            losers,
            session,
        }),
        record,
        replaced,
    }))
}

/// Reads the record of a leaf, within what a record can be.
fn read(leaf: &Leaf) -> Result<Record, NotMet> {
    let bytes = leaf.text.len();
    if bytes > BYTES_MAX {
        return Err(NotMet::TooLarge(bytes));
    }
    let record = read_replica(&leaf.text)?;
    let values = record.registers().count();
    if values > VALUES_MAX {
        return Err(NotMet::TooMany(values));
    }
    let stamps = record.registers().map(|(_, register)| register.stamp);
    match stamps.chain([record.created]).max() {
        Some(last) if last.ms() > LATEST_MS => Err(NotMet::TooLate(last)),
        _ => Ok(record),
    }
}

/// Gives stamps to what another program wrote without: a record that has none is made when its id says,
/// and a value that differs under a stamp that is known here was written over it. All devices come
/// to the same stamps.
fn stamped(record: Record, ours: Option<&Record>) -> Record {
    let is_foreign = record.created == Stamp::default();
    let made = Stamp::new(record.id.uuid.ms().unwrap_or_default(), 0, ReplicaId(0));
    let created = if is_foreign { made } else { record.created };
    let mut out = Record::new(record.id, created);
    for (key, register) in record.registers() {
        let mut register = register.clone();
        if register.stamp == Stamp::default() {
            register.stamp = made;
        }
        if let Some(there) = ours.and_then(|ours| ours.register(key)) {
            let is_known = register.stamp == there.stamp || is_foreign && register.stamp == made;
            if is_known && register.value != there.value {
                register.stamp = over(there.stamp, &register);
            }
        }
        out.put(key.clone(), Some(register));
    }
    out
}

/// A stamp just above the one that was written over, the same wherever it is worked out.
pub(super) fn over(stamp: Stamp, register: &Register) -> Stamp {
    Stamp {
        time: stamp.time.saturating_add(1),
        replica: ReplicaId(hash::value(register.value.as_ref())),
    }
}

/// A document that was deleted on the server, as another program does: the record goes to the trash,
/// from where it can come back.
fn removed(ours: &Record) -> Option<Met> {
    let mut record = Record::new(ours.id, ours.created);
    if ours.standing() == Standing::Live {
        let last = ours.revision();
        let at = Instant::from_ms(i64::try_from(last.ms()).ok()?)?;
        let mut register = Register {
            value: Some(Value::Instant(at)),
            stamp: last,
        };
        register.stamp = over(last, &register);
        record.put(Key::one(field::DELETED_AT), Some(register));
    }
    Some(Met {
        record,
        known: None,
        replaced: Vec::new(),
    })
}

/// What was written here and there, neither having seen the other: of each register the value that
/// loses.
fn replaced(ours: &Record, theirs: &Record, unsent: &Unsent) -> Vec<Replaced> {
    let mut found = Vec::new();
    for (key, seen) in unsent {
        let (Some(own), Some(other)) = (ours.register(key), theirs.register(key)) else {
            continue;
        };
        if seen.has(other.stamp) || other.value == own.value {
            continue;
        }
        let (lost, by) = if other.wins_over(own) {
            (own, other)
        } else {
            (other, own)
        };
        found.push(Replaced {
            id: ours.id,
            key: key.clone(),
            lost: lost.clone(),
            by: by.clone(),
        });
    }
    found
}
