//! A change as bytes: one entry of the journal, with the version of its form and a checksum.
//! Fields are named, so that an entry outlives a change of the tables.

use super::change::{Body, Change, FieldEdit, Label, PageId, PageRef, RecordEdit, Verb};
use crate::document::bytes::{Reader, Writer, checked};
use crate::document::value::{read_value, ref_bytes, ref_of, write_value};
use crate::document::{self, DocumentError};
use crate::domain::{Instant, Key, Record, RecordId, RecordKind, Register, Stamp};

/// The first bytes of every entry, with the version of the form.
const MAGIC: [u8; 4] = *b"SCH\x01";

/// Which body follows.
const EDITS: u8 = 0;
/// A batch whose records carry its stamp.
const BATCH: u8 = 1;
/// The withdrawal of such a batch.
const WITHDRAWAL: u8 = 2;
/// A batch that names its records, since they bring stamps of their own.
const RESTORATION: u8 = 3;
/// The withdrawal of such a batch.
const UNRESTORATION: u8 = 4;

/// Writes an entry.
#[must_use]
pub fn write(change: &Change) -> Vec<u8> {
    let mut writing = Writing::of(change);
    while writing.step(change, usize::MAX) {}
    writing.finish()
}

/// Writes an entry some edits at a time: they come last in every body.
pub struct Writing {
    writer: Writer,
    next: usize,
}

impl Writing {
    /// Begins the entry of a change.
    #[must_use]
    pub fn of(change: &Change) -> Self {
        let mut writer = head(change);
        writer.uint(change.body.edits().len() as u64);
        Self { writer, next: 0 }
    }

    /// Writes so many more edits of the change; says whether there are others.
    pub fn step(&mut self, change: &Change, count: usize) -> bool {
        let edits = change.body.edits();
        let some = edits.iter().skip(self.next).take(count);
        some.for_each(|edit| write_edit(&mut self.writer, edit, change.id));
        self.next = self.next.saturating_add(count).min(edits.len());
        self.next < edits.len()
    }

    /// The entry.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.writer.finish_checked()
    }
}

/// All of an entry before its edits.
fn head(change: &Change) -> Writer {
    let mut writer = Writer::default();
    writer.bytes(&MAGIC);
    writer.uint(u64::from(document::VERSION));
    writer.stamp(change.id);
    writer.int(change.at.to_ms());
    writer.option(change.author, |writer, id| writer.bytes(&ref_bytes(id)));
    writer.byte(change.label.verb as u8);
    writer.uint(u64::from(change.label.count));
    writer.text(&change.label.name);
    writer.option(change.undoes, Writer::stamp);
    match &change.body {
        Body::Edits(_) => writer.byte(EDITS),
        Body::Batch {
            pages, restored, ..
        } => {
            writer.byte(if restored.is_empty() {
                BATCH
            } else {
                RESTORATION
            });
            writer.uint(pages.len() as u64);
            for page in pages {
                writer.u64(page.id.0);
                writer.text(page.kind.code());
                writer.uint(u64::from(page.rows));
                writer.u64(page.checksum);
            }
            write_restored(&mut writer, restored);
        }
        Body::Withdrawal {
            batch,
            is_gone,
            restored,
            except,
            ..
        } => {
            let is_plain = restored.is_empty();
            writer.byte(if is_plain { WITHDRAWAL } else { UNRESTORATION });
            writer.stamp(*batch);
            writer.byte(u8::from(*is_gone));
            write_restored(&mut writer, restored);
            write_refs(&mut writer, except);
        }
    }
    writer
}

/// Reads an entry.
///
/// # Errors
/// [`DocumentError`], as for pages.
pub fn read(bytes: &[u8]) -> Result<Change, DocumentError> {
    let mut reading = Reading::of(bytes)?;
    while reading.step(usize::MAX)? {}
    Ok(reading.finish())
}

/// Reads an entry some edits at a time.
pub struct Reading<'b> {
    reader: Reader<'b>,
    change: Change,
    version: u32,
    left: usize,
}

impl<'b> Reading<'b> {
    /// Checks an entry and reads it up to its edits.
    ///
    /// # Errors
    /// [`DocumentError`], as for pages.
    pub fn of(bytes: &'b [u8]) -> Result<Self, DocumentError> {
        let mut reader = Reader::new(checked(bytes)?);
        let (change, version) = read_head(&mut reader)?;
        let left = reader.count()?;
        Ok(Self {
            reader,
            change,
            version,
            left,
        })
    }

    /// Reads so many more edits; says whether there are others.
    ///
    /// # Errors
    /// [`DocumentError::Malformed`].
    pub fn step(&mut self, count: usize) -> Result<bool, DocumentError> {
        let some = count.min(self.left);
        let id = self.change.id;
        for _ in 0..some {
            let edit = read_edit(&mut self.reader, id, self.version)?;
            self.change.body.edits_mut().push(edit);
        }
        self.left -= some;
        Ok(self.left > 0)
    }

    /// The change.
    #[must_use]
    pub fn finish(self) -> Change {
        self.change
    }
}

/// All of an entry before its edits, and the version of its form.
fn read_head(reader: &mut Reader<'_>) -> Result<(Change, u32), DocumentError> {
    if reader.bytes(MAGIC.len())? != MAGIC {
        return Err(DocumentError::Malformed);
    }
    let version = document::readable(reader.uint()?)?;
    let id = reader.stamp()?;
    let at = Instant::from_ms(reader.int()?).ok_or(DocumentError::Malformed)?;
    let author = reader.option(read_ref)?;
    let verb = usize::from(reader.byte()?);
    let label = Label {
        verb: Verb::ALL
            .get(verb)
            .copied()
            .ok_or(DocumentError::Malformed)?,
        count: u32::try_from(reader.uint()?).map_err(|_| DocumentError::Malformed)?,
        name: reader.text()?.to_owned(),
    };
    let undoes = reader.option(Reader::stamp)?;
    let of = reader.byte()?;
    let body = match of {
        EDITS => Body::Edits(Vec::new()),
        BATCH | RESTORATION => Body::Batch {
            pages: (0..reader.count()?)
                .map(|_| read_page(reader))
                .collect::<Result<_, _>>()?,
            restored: read_restored(reader, of == RESTORATION)?,
            edits: Vec::new(),
        },
        WITHDRAWAL | UNRESTORATION => Body::Withdrawal {
            batch: reader.stamp()?,
            is_gone: reader.byte()? != 0,
            restored: read_restored(reader, of == UNRESTORATION)?,
            except: read_refs(reader)?,
            edits: Vec::new(),
        },
        _ => return Err(DocumentError::Malformed),
    };
    let change = Change {
        id,
        at,
        author,
        label,
        undoes,
        body,
    };
    Ok((change, version))
}

fn read_page(reader: &mut Reader<'_>) -> Result<PageRef, DocumentError> {
    Ok(PageRef {
        id: PageId(reader.u64()?),
        kind: RecordKind::from_code(reader.text()?).ok_or(DocumentError::Malformed)?,
        rows: u32::try_from(reader.uint()?).map_err(|_| DocumentError::Malformed)?,
        checksum: reader.u64()?,
    })
}

/// Only the bodies that have restored records say which.
fn write_restored(writer: &mut Writer, restored: &[RecordId]) {
    if !restored.is_empty() {
        write_refs(writer, restored);
    }
}

fn read_restored(reader: &mut Reader<'_>, has_some: bool) -> Result<Vec<RecordId>, DocumentError> {
    if has_some {
        read_refs(reader)
    } else {
        Ok(Vec::new())
    }
}

fn write_refs(writer: &mut Writer, ids: &[RecordId]) {
    writer.uint(ids.len() as u64);
    ids.iter().for_each(|id| writer.bytes(&ref_bytes(*id)));
}

fn read_refs(reader: &mut Reader<'_>) -> Result<Vec<RecordId>, DocumentError> {
    (0..reader.count()?).map(|_| read_ref(reader)).collect()
}

fn read_ref(reader: &mut Reader<'_>) -> Result<RecordId, DocumentError> {
    ref_of(reader.bytes(17)?).ok_or(DocumentError::Malformed)
}

fn write_edit(writer: &mut Writer, record: &RecordEdit, change: Stamp) {
    writer.bytes(&ref_bytes(record.id));
    writer.byte(u8::from(record.is_new));
    writer.uint(record.edits.len() as u64);
    for edit in &record.edits {
        let (name, element) = document::stored_name(record.id.kind, &edit.key);
        writer.text(name);
        writer.option(element, Writer::text);
        writer.option(edit.before.as_ref(), |writer, before| {
            writer.stamp(before.stamp);
            write_value(writer, before.value.as_ref());
        });
        // Nearly every register carries its change's stamp: the rest were bumped above it.
        let bumped = Some(edit.after.stamp).filter(|stamp| *stamp != change);
        writer.option(bumped, Writer::stamp);
        write_value(writer, edit.after.value.as_ref());
        writer.option(edit.restores, |writer, restores| {
            writer.option(restores, Writer::stamp);
        });
    }
}

fn read_edit(
    reader: &mut Reader<'_>,
    change: Stamp,
    version: u32,
) -> Result<RecordEdit, DocumentError> {
    let id = read_ref(reader)?;
    let is_new = reader.byte()? != 0;
    let mut fields = Vec::new();
    for _ in 0..reader.count()? {
        let name = reader.text()?;
        let element = reader.option(|reader| reader.text())?;
        let key: Key = document::key_named(id.kind, name, element);
        let before = reader.option(|reader| {
            Ok(Register {
                stamp: reader.stamp()?,
                value: read_value(reader)?,
            })
        })?;
        let stamp = reader.option(Reader::stamp)?.unwrap_or(change);
        let after = Register {
            value: read_value(reader)?,
            stamp,
        };
        let restores = reader.option(|reader| reader.option(Reader::stamp))?;
        let edit = FieldEdit {
            key,
            before,
            after,
            restores,
        };
        if version < document::VERSION {
            upgrade(version, id.kind, edit, &mut fields);
        } else {
            fields.push(edit);
        }
    }
    Ok(RecordEdit {
        id,
        is_new,
        edits: fields,
    })
}

/// Writes a whole record, as the edit that would make it.
pub fn write_record(writer: &mut Writer, record: &Record) {
    let registers = record.registers();
    let edits = registers.map(|(key, register)| FieldEdit {
        key: key.clone(),
        before: None,
        after: register.clone(),
        restores: None,
    });
    let edit = RecordEdit {
        id: record.id,
        is_new: true,
        edits: edits.collect(),
    };
    writer.stamp(record.created);
    write_edit(writer, &edit, record.created);
}

/// Reads a record that this version of the form wrote.
///
/// # Errors
/// [`DocumentError::Malformed`].
pub fn read_record(reader: &mut Reader<'_>) -> Result<Record, DocumentError> {
    let created = reader.stamp()?;
    let edit = read_edit(reader, created, document::VERSION)?;
    let mut record = Record::new(edit.id, created);
    for field in edit.edits {
        record.put(field.key, Some(field.after));
    }
    Ok(record)
}

/// Brings what an older version wrote to today's fields, which may be more than one.
fn upgrade(version: u32, kind: RecordKind, edit: FieldEdit, fields: &mut Vec<FieldEdit>) {
    let registers = |register| document::upgrade::keyed(version, kind, vec![register]);
    let mut befores = edit
        .before
        .map(|before| registers((edit.key.clone(), before)))
        .unwrap_or_default();
    for (key, after) in registers((edit.key, edit.after)) {
        let at = befores.iter().position(|(other, _)| *other == key);
        fields.push(FieldEdit {
            before: at.map(|at| befores.swap_remove(at).1),
            restores: edit.restores,
            key,
            after,
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::{ReplicaId, Uuid, Value, customer};

    fn change(body: Body) -> Change {
        Change {
            id: Stamp::new(5, 1, ReplicaId(3)),
            at: Instant::from_ms(5).unwrap(),
            author: Some(RecordId::new(RecordKind::Owner, Uuid::v7(1, 1))),
            label: Label {
                verb: Verb::Edit,
                count: 1,
                name: "Kanal & Co".into(),
            },
            undoes: Some(Stamp::new(4, 0, ReplicaId(3))),
            body,
        }
    }

    fn edits() -> Vec<RecordEdit> {
        let stamp = Stamp::new(9, 0, ReplicaId(1));
        vec![RecordEdit {
            id: RecordId::new(RecordKind::Customer, Uuid::v7(1, 2)),
            is_new: false,
            edits: vec![
                FieldEdit {
                    key: Key::one(customer::NAME),
                    before: Some(Register {
                        value: Some(Value::text("Kanal")),
                        stamp,
                    }),
                    after: Register {
                        value: Some(Value::text("Kanal & Co")),
                        stamp: Stamp::new(5, 1, ReplicaId(3)),
                    },
                    restores: Some(None),
                },
                FieldEdit {
                    key: Key::of(crate::domain::field::TAGS, "vip"),
                    before: None,
                    after: Register { value: None, stamp },
                    restores: None,
                },
            ],
        }]
    }

    #[test]
    fn entries_of_every_body_read_back() {
        let page = PageRef {
            id: PageId(7),
            kind: RecordKind::Deal,
            rows: 2048,
            checksum: u64::MAX,
        };
        let except = vec![RecordId::new(RecordKind::Deal, Uuid::v7(3, 3))];
        for body in [
            Body::Edits(edits()),
            Body::Batch {
                pages: vec![page.clone()],
                restored: vec![],
                edits: edits(),
            },
            Body::Batch {
                pages: vec![page],
                restored: except.clone(),
                edits: edits(),
            },
            Body::Withdrawal {
                batch: Stamp::default(),
                is_gone: true,
                restored: vec![],
                except: except.clone(),
                edits: vec![],
            },
            Body::Withdrawal {
                batch: Stamp::default(),
                is_gone: true,
                restored: except.clone(),
                except,
                edits: vec![],
            },
        ] {
            let change = change(body);
            assert_eq!(read(&write(&change)), Ok(change));
        }
    }

    #[test]
    fn a_damaged_entry_is_refused() {
        let bytes = write(&change(Body::Edits(edits())));
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 4;
            assert_eq!(read(&bad), Err(DocumentError::Damaged), "byte {at}");
        }
    }
}
