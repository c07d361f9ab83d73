//! What came from the server meets what is here: the leaves of a document become one record, what another
//! program wrote without stamps gets some, and where two wrote the same register without having seen
//! each other, texts become one line by line, or the value that does not stay is kept beside the other. What
//! is more than a record ever is, is left alone.

use super::changes::Leaf;
use super::ledger::{Known, Seen, Unsent, content};
use super::lines;
use crate::document::json::{ReplicaError, read_replica};
use crate::document::{conflict, hash};
use crate::domain::{
    Instant, Key, Record, RecordId, RecordKind, Register, ReplicaId, Stamp, Standing, Type, Value,
    field,
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
    /// What was written here and stays, all that the server has being seen by then.
    pub(super) unsent: Unsent,
}

/// What is here, for documents to meet.
#[derive(Clone, Copy)]
pub(super) struct Here<'h> {
    /// The record; none where there is none.
    pub(super) record: Option<&'h Record>,
    /// What of it was written here and is not on the server.
    pub(super) unsent: Option<&'h Unsent>,
    /// Who works here.
    pub(super) author: Option<RecordId>,
}

/// Makes one record of the leaves of a document, the server's winner first.
///
/// # Errors
/// [`NotMet`] where a leaf is no record, one of a newer version, or one that means harm: the document is
/// left alone.
pub(super) fn meet(
    id: RecordId,
    here: Here<'_>,
    leaves: &[&Leaf],
    session: u64,
) -> Result<Option<Met>, NotMet> {
    let mut live = leaves.iter().filter(|leaf| !leaf.is_deleted);
    let Some(winner) = live.next() else {
        // What was not found will be told by the feed again; what was deleted is found so.
        let ours = here.record.filter(|_| !leaves.is_empty());
        return Ok(ours.and_then(removed));
    };
    let record = read(winner)?;
    let content_there = content(&record);
    // Each by itself: one may hold the value that was written over in another.
    let mut record = stamped(record, here);
    let mut losers = Vec::new();
    for leaf in live {
        let other = stamped(read(leaf)?, here);
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
    let (replaced, unsent) = settle(here, &mut record);
    Ok(Some(Met {
        known: Some(Known {
            rev: winner.rev.clone(),
            content: content_there,
            losers,
            session,
        }),
        record,
        replaced,
        unsent,
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
fn stamped(mut record: Record, here: Here<'_>) -> Record {
    let is_foreign = record.created == Stamp::default();
    let made = Stamp::new(record.id.uuid.ms().unwrap_or_default(), 0, ReplicaId(0));
    let mut stamped = Vec::new();
    for (key, register) in record.registers() {
        let mut stamp = register.stamp;
        if stamp == Stamp::default() {
            stamp = made;
        }
        // What the other program had before its eyes: what is here, or what was before somebody wrote
        // over it here.
        let seen = here.unsent.and_then(|unsent| unsent.get(key));
        let before = seen.and_then(|seen| seen.before.as_ref());
        let now = here.record.and_then(|record| record.register(key));
        let mut there = before.into_iter().chain(now);
        let is_as_was = there.clone().any(|there| there.value == register.value);
        let is_known = |there: &&Register| stamp == there.stamp || is_foreign && stamp == made;
        if let Some(there) = there.find(is_known).filter(|_| !is_as_was) {
            stamp = over(there.stamp, register);
        }
        if stamp != register.stamp {
            stamped.push((key.clone(), stamp));
        }
    }
    for (key, stamp) in stamped {
        record.restamp(&key, stamp);
    }
    if is_foreign {
        record.created = made;
    }
    record
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
        unsent: Unsent::new(),
    })
}

/// What was written here and there, neither having seen the other: texts of which each changed other
/// lines become one, and of everything else the value that does not stay is kept in the record, and told.
fn settle(here: Here<'_>, theirs: &mut Record) -> (Vec<Replaced>, Unsent) {
    let (mut found, mut stays) = (Vec::new(), Unsent::new());
    let (Some(ours), Some(unsent)) = (here.record, here.unsent) else {
        return (found, stays);
    };
    let kind = ours.id.kind;
    for (key, seen) in unsent {
        let Some(own) = ours.register(key) else {
            continue;
        };
        let Some(other) = theirs.register(key).filter(|other| !seen.has(other.stamp)) else {
            stays.insert(key.clone(), seen.clone());
            continue;
        };
        let both = together(kind, key, seen.before.as_ref(), own, other);
        let seen = Seen {
            before: Some(other.clone()),
            ..seen.clone()
        };
        if let Some(both) = both {
            theirs.put(key.clone(), Some(both));
            stays.insert(key.clone(), seen);
            continue;
        }
        let is_ours_lost = other.wins_over(own);
        let (lost, by) = match is_ours_lost {
            true => (own.clone(), other.clone()),
            false => (other.clone(), own.clone()),
        };
        let is_for_people = kind
            .field(key.field)
            .is_some_and(|field| !field.is_internal);
        if is_for_people && lost.value != by.value {
            let author = here.author.filter(|_| is_ours_lost);
            let (kept, register) = conflict::keep(kind, key, &lost, author);
            theirs.merge(kept, register);
            let (id, key) = (ours.id, key.clone());
            found.push(Replaced { id, key, lost, by });
        }
        if !is_ours_lost {
            stays.insert(key.clone(), seen);
        }
    }
    (found, stays)
}

/// Two long texts as one, above both: what both began with is known, and where one changed lines the
/// other did not.
fn together(
    kind: RecordKind,
    key: &Key,
    before: Option<&Register>,
    own: &Register,
    other: &Register,
) -> Option<Register> {
    kind.field(key.field)
        .filter(|field| field.of == Type::LongText)?;
    let text = |register: &Register| match &register.value {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    let before = text(before?)?;
    let (own_text, other_text) = (text(own)?, text(other)?);
    let merged = lines::merge(&before, &own_text, &other_text)?;
    // Where one of them wrote again what had stood there, nothing says that this was not meant.
    if merged == own_text || merged == other_text {
        return None;
    }
    let mut both = Register {
        value: Some(Value::text(merged)),
        stamp: own.stamp.max(other.stamp),
    };
    both.stamp = over(both.stamp, &both);
    Some(both)
}
