//! What is known of the server's side: under which revision and with which content it has each record,
//! and what was written here since. A record is to be sent as long as
//! it is not what the server has: nothing that two tabs note at once can make an edit look sent.
//! The ledger is kept as notes that are only ever added; where they are kept is the store's.

use super::alias::{Alias, Ids};
use super::{Sequence, Store, StoreError, Written};
use crate::document::bytes::{Reader, Writer, checked};
use crate::document::value::{read_value, ref_bytes, ref_of, write_value};
use crate::document::{DocumentError, hash, key_named, stored_name};
use crate::domain::{Key, Record, RecordId, Register, Stamp, Uuid};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// The first bytes of every note, with the version of the form.
const MAGIC: [u8; 4] = *b"SCS\x03";

/// Where there are more notes than these, they become one.
const NOTES_MAX: usize = 64;

/// What the server has of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// The revision of its winner.
    pub(super) rev: String,
    /// The content of that revision, as [`content`] hashes it.
    pub(super) content: u64,
    /// The other leaves, which go once the winner holds what they said.
    pub(super) losers: Vec<String>,
    /// In which session with the server this was learnt.
    pub(super) session: u64,
}

/// Registers that were written here and are not on the server, as far as that is known.
pub(super) type Unsent = BTreeMap<Key, Seen>;

/// What the author of a register saw before writing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// What stood there before anything of this was written; none where nothing did.
    pub(super) before: Option<Register>,
    /// The stamps of what was written here first and over since.
    pub(super) own: Vec<Stamp>,
    /// The entry of the journal up to which it was heard of.
    pub(super) heard: Sequence,
}

/// A document that could not be read when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    /// The revisions at its leaves.
    pub(super) leaves: Vec<String>,
    /// Why not.
    pub(super) why: String,
}

/// What is known of the server's side.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The last entry of the journal that was looked at.
    pub(super) heard: Sequence,
    /// The last session with the server that there was. A server that was made anew knows of none; if
    /// it is put back later, what was learnt meanwhile must not look older than that.
    pub(super) session: u64,
    pub(super) known: HashMap<RecordId, Known>,
    /// The records that may have to be sent.
    pub(super) unsent: BTreeMap<RecordId, Unsent>,
    /// The ids elsewhere of the customers that have some on the server.
    pub(super) ids: HashMap<RecordId, Ids>,
    /// The aliases that changed since they were made.
    pub(super) aliases: BTreeMap<String, Alias>,
    /// The aliases that may not be as they should be, with the least number of what is written over.
    pub(super) stale: BTreeMap<String, u64>,
    /// The documents that could not be read: the feed tells of them no more, and another version of the
    /// program may read them.
    pub(super) unread: BTreeMap<String, Unread>,
}

/// What a note adds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Note {
    /// What was learnt in later sessions than this one does not count.
    pub(super) floor: Option<u64>,
    /// The last entry of the journal that was looked at when the note was made.
    pub(super) heard: Sequence,
    pub(super) known: Vec<(RecordId, Known)>,
    /// Records whose documents are deleted: the next one begins anew.
    pub(super) gone: Vec<RecordId>,
    pub(super) unsent: Vec<(RecordId, Unsent)>,
    /// Customers whose ids elsewhere are others on the server now.
    pub(super) ids: Vec<(RecordId, Ids)>,
    /// Aliases as the server has them.
    pub(super) aliases: Vec<(String, Alias)>,
    /// Aliases that are as they should be.
    pub(super) settled: Vec<String>,
    /// Documents that could not be read; none of those that can be read by now.
    pub(super) unread: Vec<(String, Option<Unread>)>,
}

/// The content of a record as the ledger compares it.
pub(super) fn content(record: &Record) -> u64 {
    hash::registers(record)
}

impl Ledger {
    /// Reads the ledger of a store.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read<S: Store>(store: &S) -> Result<Self, StoreError> {
        let mut ledger = Self::default();
        let notes = store.notes().await?;
        let mut is_readable = true;
        for bytes in &notes {
            let Ok(note) = Note::read(bytes) else {
                // An older form, or damage: whoever knows nothing learns it all again, and loses nothing.
                (ledger, is_readable) = (Self::default(), false);
                break;
            };
            ledger.take(note);
            store.rest().await;
        }
        // What was sent is not told apart from what was not, but by what it is.
        let may_be_sent: Vec<RecordId> = ledger.unsent.keys().copied().collect();
        for id in may_be_sent {
            let known = ledger.known.get(&id);
            let is_sent = known.is_some_and(|known| {
                let record = store.record(id);
                record.is_some_and(|record| known.is(&record))
            });
            if is_sent {
                ledger.unsent.remove(&id);
            }
            store.rest().await;
        }
        if !is_readable || notes.len() > NOTES_MAX {
            store.fold(ledger.whole().write()).await?;
        }
        Ok(ledger)
    }

    /// All that is known, as one note.
    fn whole(&self) -> Note {
        let known = self.known.iter();
        let unsent = self.unsent.iter();
        let ids = self.ids.iter();
        let aliases = self.aliases.iter();
        let unread = self.unread.iter();
        let named = self.ids.values().flat_map(Ids::names);
        let named = named.chain(self.aliases.keys().map(String::as_str));
        let settled = named.filter(|name| !self.stale.contains_key(*name));
        Note {
            // No later session may have the number of one that was, also where nothing was learnt in it.
            floor: Some(self.session),
            heard: self.heard,
            known: known.map(|(id, known)| (*id, known.clone())).collect(),
            gone: Vec::new(),
            unsent: unsent.map(|(id, unsent)| (*id, unsent.clone())).collect(),
            ids: ids.map(|(id, ids)| (*id, ids.clone())).collect(),
            aliases: aliases
                .map(|(name, alias)| (name.clone(), *alias))
                .collect(),
            settled: settled.map(str::to_owned).collect(),
            unread: unread
                .map(|(name, unread)| (name.clone(), Some(unread.clone())))
                .collect(),
        }
    }

    /// A ledger that knows nothing, as a note.
    #[must_use]
    pub fn empty() -> Vec<u8> {
        Note::default().write()
    }

    /// The last entry of the journal that was looked at.
    #[must_use]
    pub const fn up_to(&self) -> Sequence {
        self.heard
    }

    /// The records that may have to be sent.
    pub fn unsent_records(&self) -> impl Iterator<Item = RecordId> {
        self.unsent.keys().copied()
    }

    /// How many records may have to be sent.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.unsent.len()
    }

    pub(super) fn take(&mut self, note: Note) {
        if let Some(floor) = note.floor {
            let (unsent, ids) = (&mut self.unsent, &mut self.ids);
            self.known.retain(|id, known| {
                let counts = known.session <= floor;
                if !counts {
                    unsent.entry(*id).or_default();
                    ids.remove(id);
                }
                counts
            });
        }
        self.heard = self.heard.max(note.heard);
        self.session = self.session.max(note.floor.unwrap_or_default());
        for (id, known) in note.known {
            self.session = self.session.max(known.session);
            // What was heard of later was not in what was sent or met.
            if let Some(unsent) = self.unsent.get_mut(&id) {
                unsent.retain(|_, seen| seen.heard > note.heard);
            }
            self.known.insert(id, known);
        }
        for id in note.gone {
            self.known.remove(&id);
        }
        for (id, registers) in note.unsent {
            let unsent = self.unsent.entry(id).or_default();
            for (key, seen) in registers {
                see(unsent, key, seen);
            }
        }
        for (id, ids) in note.ids {
            let before = self.ids.remove(&id).unwrap_or_default();
            for name in ids.differing(&before) {
                let least = self.stale.entry(name.to_owned()).or_default();
                *least = ids.at.max(*least);
            }
            if !ids.list.is_empty() {
                self.ids.insert(id, ids);
            }
        }
        for (name, alias) in note.aliases {
            self.stale.entry(name.clone()).or_default();
            self.aliases.insert(name, alias);
        }
        for name in note.settled {
            self.stale.remove(&name);
        }
        for (name, unread) in note.unread {
            match unread {
                Some(unread) => drop(self.unread.insert(name, unread)),
                None => drop(self.unread.remove(&name)),
            }
        }
    }

    /// Whether something was learnt in a later session.
    pub(super) fn is_above(&self, floor: u64) -> bool {
        self.known.values().any(|known| known.session > floor)
    }

    /// What is to be noted of the registers that were written.
    pub(super) fn heard(written: Written) -> Note {
        let mut unsent: BTreeMap<RecordId, Unsent> = BTreeMap::new();
        for (id, key, before) in written.registers {
            let seen = Seen {
                before,
                own: Vec::new(),
                heard: written.up_to,
            };
            see(unsent.entry(id).or_default(), key, seen);
        }
        Note {
            heard: written.up_to,
            unsent: unsent.into_iter().collect(),
            ..Note::default()
        }
    }
}

/// Adds what was seen before something was written, maybe over what is unsent itself.
fn see(unsent: &mut Unsent, key: Key, seen: Seen) {
    match unsent.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(seen);
        }
        Entry::Occupied(mut entry) => {
            let first = entry.get_mut();
            let before = seen.before.map(|before| before.stamp);
            first.own.extend(before.into_iter().chain(seen.own));
            first.heard = first.heard.max(seen.heard);
        }
    }
}

impl Seen {
    /// Whether a stamp stood there, or below what stood there, when this was written.
    pub(super) fn has(&self, stamp: Stamp) -> bool {
        let before = self.before.as_ref().map(|before| before.stamp);
        before.is_some_and(|seen| stamp <= seen) || self.own.contains(&stamp)
    }
}

impl Known {
    /// Whether the server has a record as it is.
    pub(super) fn is(&self, record: &Record) -> bool {
        self.losers.is_empty() && self.content == content(record)
    }
}

impl Note {
    /// The note as bytes.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.bytes(&MAGIC);
        writer.option(self.floor, Writer::uint);
        writer.uint(self.heard);
        writer.uint(self.known.len() as u64);
        for (id, known) in &self.known {
            writer.bytes(&ref_bytes(*id));
            writer.text(&known.rev);
            writer.u64(known.content);
            writer.uint(known.session);
            writer.uint(known.losers.len() as u64);
            known.losers.iter().for_each(|rev| writer.text(rev));
        }
        writer.uint(self.gone.len() as u64);
        for id in &self.gone {
            writer.bytes(&ref_bytes(*id));
        }
        writer.uint(self.unsent.len() as u64);
        for (id, registers) in &self.unsent {
            writer.bytes(&ref_bytes(*id));
            writer.uint(registers.len() as u64);
            for (key, seen) in registers {
                let (name, element) = stored_name(id.kind, key);
                writer.text(name);
                writer.option(element, Writer::text);
                writer.option(seen.before.as_ref(), write_register);
                writer.uint(seen.own.len() as u64);
                seen.own.iter().for_each(|stamp| writer.stamp(*stamp));
                writer.uint(seen.heard);
            }
        }
        writer.uint(self.ids.len() as u64);
        for (id, ids) in &self.ids {
            writer.bytes(&ref_bytes(*id));
            writer.uint(ids.at);
            writer.uint(ids.list.len() as u64);
            ids.list.iter().for_each(|id| writer.text(id));
        }
        writer.uint(self.aliases.len() as u64);
        for (name, alias) in &self.aliases {
            writer.text(name);
            writer.uint(alias.at);
            writer.option(alias.to, |writer, to| writer.bytes(to.as_bytes()));
        }
        writer.uint(self.settled.len() as u64);
        self.settled.iter().for_each(|name| writer.text(name));
        writer.uint(self.unread.len() as u64);
        for (name, unread) in &self.unread {
            writer.text(name);
            writer.option(unread.as_ref(), |writer, unread| {
                writer.uint(unread.leaves.len() as u64);
                unread.leaves.iter().for_each(|rev| writer.text(rev));
                writer.text(&unread.why);
            });
        }
        writer.finish_checked()
    }

    /// Reads what [`Note::write`] wrote.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, DocumentError> {
        let mut reader = Reader::new(checked(bytes)?);
        let reader = &mut reader;
        if reader.bytes(MAGIC.len())? != MAGIC {
            return Err(DocumentError::Malformed);
        }
        let mut note = Self {
            floor: reader.option(Reader::uint)?,
            heard: reader.uint()?,
            ..Self::default()
        };
        for _ in 0..reader.count()? {
            let id = read_id(reader)?;
            let (rev, content) = (read_text(reader)?, reader.u64()?);
            let session = reader.uint()?;
            let losers = read_texts(reader)?;
            let known = Known {
                rev,
                content,
                losers,
                session,
            };
            note.known.push((id, known));
        }
        for _ in 0..reader.count()? {
            note.gone.push(read_id(reader)?);
        }
        for _ in 0..reader.count()? {
            let id = read_id(reader)?;
            let mut registers = Unsent::new();
            for _ in 0..reader.count()? {
                let name = reader.text()?;
                let element = reader.option(Reader::text)?;
                let seen = Seen {
                    before: reader.option(read_register)?,
                    own: (0..reader.count()?)
                        .map(|_| reader.stamp())
                        .collect::<Result<_, _>>()?,
                    heard: reader.uint()?,
                };
                registers.insert(key_named(id.kind, name, element), seen);
            }
            note.unsent.push((id, registers));
        }
        for _ in 0..reader.count()? {
            let (id, at) = (read_id(reader)?, reader.uint()?);
            let list = read_texts(reader)?;
            note.ids.push((id, Ids { list, at }));
        }
        for _ in 0..reader.count()? {
            let (name, at) = (read_text(reader)?, reader.uint()?);
            let to = reader.option(read_uuid)?;
            note.aliases.push((name, Alias { at, to }));
        }
        note.settled = read_texts(reader)?;
        for _ in 0..reader.count()? {
            let name = read_text(reader)?;
            note.unread.push((name, reader.option(read_unread)?));
        }
        Ok(note)
    }
}

fn write_register(writer: &mut Writer, register: &Register) {
    writer.stamp(register.stamp);
    write_value(writer, register.value.as_ref());
}

fn read_register(reader: &mut Reader<'_>) -> Result<Register, DocumentError> {
    Ok(Register {
        stamp: reader.stamp()?,
        value: read_value(reader)?,
    })
}

fn read_id(reader: &mut Reader<'_>) -> Result<RecordId, DocumentError> {
    ref_of(reader.bytes(17)?).ok_or(DocumentError::Malformed)
}

fn read_uuid(reader: &mut Reader<'_>) -> Result<Uuid, DocumentError> {
    let bytes = reader.bytes(16)?.try_into();
    bytes
        .map(Uuid::from_bytes)
        .map_err(|_| DocumentError::Malformed)
}

fn read_text(reader: &mut Reader<'_>) -> Result<String, DocumentError> {
    reader.text().map(str::to_owned)
}

fn read_texts(reader: &mut Reader<'_>) -> Result<Vec<String>, DocumentError> {
    (0..reader.count()?).map(|_| read_text(reader)).collect()
}

fn read_unread(reader: &mut Reader<'_>) -> Result<Unread, DocumentError> {
    Ok(Unread {
        leaves: read_texts(reader)?,
        why: read_text(reader)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{RecordKind, ReplicaId, Uuid, Value, customer};

    #[test]
    fn a_ledger_that_became_one_note_knows_what_it_knew() {
        let id = |number| RecordId::new(RecordKind::Customer, Uuid::v7(1, number));
        let known = |session| Known {
            rev: "1-a".to_owned(),
            content: 7,
            losers: vec!["1-0".to_owned()],
            session,
        };
        let seen = Seen {
            before: Some(Register {
                value: Some(Value::text("before")),
                stamp: Stamp::new(1, 0, ReplicaId(1)),
            }),
            own: vec![Stamp::new(2, 0, ReplicaId(1))],
            heard: 9,
        };
        let mut ledger = Ledger::default();
        ledger.take(Note {
            heard: 9,
            known: vec![(id(1), known(2)), (id(2), known(3))],
            unsent: vec![
                (id(2), Unsent::from([(Key::one(customer::NAME), seen)])),
                (id(3), Unsent::new()),
            ],
            unread: vec![(
                "customer:x".to_owned(),
                Some(Unread {
                    leaves: vec!["2-b".to_owned()],
                    why: "of a newer version".to_owned(),
                }),
            )],
            ..Note::default()
        });
        // A session in which nothing was learnt.
        ledger.take(Note {
            floor: Some(5),
            heard: 12,
            ..Note::default()
        });
        let mut folded = Ledger::default();
        folded.take(Note::read(&ledger.whole().write()).unwrap());
        assert_eq!((folded.session, folded.heard), (5, 12));
        assert_eq!(folded.session, ledger.session);
        assert_eq!(folded.known, ledger.known);
        assert_eq!(folded.unsent, ledger.unsent);
        assert_eq!((folded.unread.len(), &folded.unread), (1, &ledger.unread));
    }
}
