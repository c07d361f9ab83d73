//! Pages: the packed form of up to [`ROWS_MAX`] records of one kind, column by column. A page is
//! immutable; it is read where it lies, without being unpacked, and gives single records or whole
//! columns. Its parts are: who wrote (replicas), identities, stamps of making, one column for each
//! register that many rows have, the loose elements of the rest, and the stamps of what was
//! written later than its record. Where pages are kept and when they are made anew is left to
//! `storage` and `workspace`.

mod blobs;
mod build;
mod column;
mod ints;
mod presence;

pub use build::PageBuilder;
pub use column::{Coded, Column};

use super::DocumentError;
use super::bytes::{Reader, checked};
use super::value::read_value;
use crate::domain::order;
use crate::domain::{FieldIx, Key, Record, RecordId, RecordKind, Register, ReplicaId, Stamp, Uuid};
use blobs::Blobs;
use ints::Ints;
use presence::Presence;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// How many records a page holds at most: measured as the best size for one IndexedDB value.
pub const ROWS_MAX: usize = 2048;

/// The first bytes of every page, with the version of the form.
const MAGIC: [u8; 4] = *b"SPG\x01";

/// A page, opened and checked.
#[derive(Clone, Debug)]
pub struct Page {
    bytes: Rc<[u8]>,
    kind: RecordKind,
    rows: usize,
    change: u64,
    replicas: Vec<ReplicaId>,
    created: Ints,
    created_by: Ints,
    uuids: Range<usize>,
    columns: Vec<Column>,
    loose: Vec<Loose>,
    late: Late,
}

/// The elements of one field that too few rows share to be worth columns.
#[derive(Clone, Debug)]
struct Loose {
    field: FieldIx,
    rows: Presence,
    blobs: Blobs,
}

/// The stamps of registers that were written after their record was made, by row.
#[derive(Clone, Debug)]
struct Late {
    rows: Ints,
    columns: Ints,
    times: Ints,
    replicas: Ints,
    count: usize,
}

impl Page {
    /// Opens a page: checks it and finds its parts. Nothing is copied, unless an older version
    /// wrote it: then it is packed anew.
    ///
    /// # Errors
    /// [`DocumentError::Damaged`] where the checksum does not agree, [`DocumentError::TooNew`]
    /// where a newer Satchel wrote it, [`DocumentError::Malformed`] where it makes no sense.
    pub fn open(bytes: impl Into<Rc<[u8]>>) -> Result<Self, DocumentError> {
        let bytes: Rc<[u8]> = bytes.into();
        let body = checked(&bytes)?;
        let mut reader = Reader::new(body);
        if reader.bytes(MAGIC.len())? != MAGIC {
            return Err(DocumentError::Malformed);
        }
        let version = super::readable(reader.uint()?)?;
        let kind = RecordKind::from_code(reader.text()?).ok_or(DocumentError::Malformed)?;
        let rows = reader.count()?;
        if rows > ROWS_MAX {
            return Err(DocumentError::Malformed);
        }
        let change = reader.uint()?;
        let replicas = (0..reader.count()?)
            .map(|_| reader.u64().map(ReplicaId))
            .collect::<Result<Vec<_>, _>>()?;
        let created = Ints::open(&mut reader, rows)?;
        let created_by = Ints::open(&mut reader, rows)?;
        let start = reader.position();
        reader.bytes(rows * 16)?;
        let uuids = start..reader.position();
        let columns = (0..reader.count()?)
            .map(|_| Column::open(&mut reader, kind, rows))
            .collect::<Result<Vec<_>, _>>()?;
        let loose = (0..reader.count()?)
            .map(|_| Loose::open(&mut reader, kind, rows))
            .collect::<Result<Vec<_>, _>>()?;
        let late = Late::open(&mut reader)?;
        let page = Self {
            kind,
            rows,
            change,
            replicas,
            created,
            created_by,
            uuids,
            columns,
            loose,
            late,
            bytes,
        };
        if version < super::VERSION {
            super::upgrade::page(version, page)
        } else {
            Ok(page)
        }
    }

    /// The kind of its records.
    #[must_use]
    pub const fn kind(&self) -> RecordKind {
        self.kind
    }

    /// How many records it holds.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The number of the last change that is in it.
    #[must_use]
    pub const fn change(&self) -> u64 {
        self.change
    }

    /// Its bytes, as they are stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The identities of its records, in order.
    pub fn uuids(&self) -> impl ExactSizeIterator<Item = Uuid> + '_ {
        let bytes = self.bytes.get(self.uuids.clone()).unwrap_or_default();
        bytes
            .as_chunks::<16>()
            .0
            .iter()
            .map(|bytes| Uuid::from_bytes(*bytes))
    }

    /// Calls back with the stamp of making of each record, in order.
    pub fn each_created(&self, mut visit: impl FnMut(Stamp)) {
        let mut replicas = Vec::with_capacity(self.rows);
        self.created_by
            .each(&self.bytes, |at| replicas.push(self.replica(at)));
        let mut replicas = replicas.into_iter();
        self.created.each(&self.bytes, |time| {
            visit(Stamp {
                time: time as u64,
                replica: replicas.next().unwrap_or_default(),
            });
        });
    }

    /// The highest stamp in the page.
    #[must_use]
    pub fn stamp_max(&self) -> Stamp {
        let mut max = Stamp::default();
        self.each_created(|stamp| max = max.max(stamp));
        for at in 0..self.late.count {
            max = max.max(self.late_stamp(at).unwrap_or_default());
        }
        for loose in &self.loose {
            loose.blobs.each(&self.bytes, |blob| {
                if let Some((_, register)) = read_loose(blob) {
                    max = max.max(register.stamp);
                }
            });
        }
        max
    }

    /// The rows that were written to after their record was made, each once, in order.
    #[must_use]
    pub fn late_rows(&self) -> Vec<usize> {
        let mut rows = Vec::new();
        self.late
            .rows
            .each(&self.bytes, |row| rows.push(row as usize));
        self.loose
            .iter()
            .for_each(|loose| rows.extend(loose.rows.list(&self.bytes)));
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    fn replica(&self, at: i64) -> ReplicaId {
        usize::try_from(at)
            .ok()
            .and_then(|at| self.replicas.get(at))
            .copied()
            .unwrap_or_default()
    }

    fn created_at(&self, row: usize) -> Option<Stamp> {
        Some(Stamp {
            time: self.created.at(&self.bytes, row)? as u64,
            replica: self.replica(self.created_by.at(&self.bytes, row)?),
        })
    }

    fn late_stamp(&self, at: usize) -> Option<Stamp> {
        Some(Stamp {
            time: self.late.times.at(&self.bytes, at)? as u64,
            replica: self.replica(self.late.replicas.at(&self.bytes, at)?),
        })
    }

    /// The identity of the record in a row.
    #[must_use]
    pub fn id(&self, row: usize) -> Option<RecordId> {
        let start = self.uuids.start + row.checked_mul(16)?;
        if start >= self.uuids.end {
            return None;
        }
        let uuid = self.bytes.get(start..start + 16)?.first_chunk::<16>()?;
        Some(RecordId::new(self.kind, Uuid::from_bytes(*uuid)))
    }

    /// Unpacks the record in a row.
    #[must_use]
    pub fn record(&self, row: usize) -> Option<Record> {
        let created = self.created_at(row)?;
        let mut registers = Vec::with_capacity(self.columns.len());
        let late = self.late.of_row(&self.bytes, row);
        for (place, column) in self.columns.iter().enumerate() {
            let Some(value) = column.value(&self.bytes, row) else {
                continue;
            };
            let at = late
                .clone()
                .find(|at| self.late.columns.at(&self.bytes, *at) == Some(place as i64));
            let stamp = at.and_then(|at| self.late_stamp(at)).unwrap_or(created);
            registers.push((column.key().clone(), Register { value, stamp }));
        }
        for loose in &self.loose {
            for place in loose.rows.places(&self.bytes, row) {
                let blob = loose.blobs.at(&self.bytes, place)?;
                let (element, register) = read_loose(blob)?;
                registers.push((Key::of(loose.field, element), register));
            }
        }
        order::sort_by(&mut registers, |a, b| a.0.cmp(&b.0));
        registers.dedup_by(|a, b| a.0 == b.0);
        Some(Record::from_sorted(self.id(row)?, created, registers))
    }

    /// Calls back with the row, element and value of each loose element of a field.
    pub fn each_loose(&self, field: FieldIx, mut visit: impl FnMut(usize, &str, Register)) {
        self.loose_to(field, &mut visit);
    }

    fn loose_to(&self, field: FieldIx, visit: &mut dyn FnMut(usize, &str, Register)) {
        for loose in self.loose.iter().filter(|loose| loose.field == field) {
            let mut rows = loose.rows.list(&self.bytes).into_iter();
            loose.blobs.each(&self.bytes, |blob| {
                if let (Some(row), Some((element, register))) = (rows.next(), read_loose(blob)) {
                    visit(row, &element, register);
                }
            });
        }
    }

    /// Calls back with the row and the stamp of every register that may have been written after
    /// its record was made, in no order.
    pub fn each_written(&self, mut visit: impl FnMut(usize, Stamp)) {
        self.written_to(&mut visit);
    }

    fn written_to(&self, visit: &mut dyn FnMut(usize, Stamp)) {
        let mut at = 0;
        self.late.rows.each(&self.bytes, |row| {
            if let Some(stamp) = self.late_stamp(at) {
                visit(row as usize, stamp);
            }
            at += 1;
        });
        for loose in &self.loose {
            let mut rows = loose.rows.list(&self.bytes).into_iter();
            loose.blobs.each(&self.bytes, |blob| {
                let mut reader = Reader::new(blob);
                let stamp = reader.text().and_then(|_| reader.stamp());
                if let (Some(row), Ok(stamp)) = (rows.next(), stamp) {
                    visit(row, stamp);
                }
            });
        }
    }

    /// The fields that have loose elements.
    pub fn loose_fields(&self) -> impl Iterator<Item = FieldIx> + '_ {
        self.loose.iter().map(|loose| loose.field)
    }
}

impl Loose {
    fn open(reader: &mut Reader<'_>, kind: RecordKind, rows: usize) -> Result<Self, DocumentError> {
        let (field, _) = super::field_named(kind, reader.text()?, true);
        let rows = Presence::open(reader, rows)?;
        let blobs = Blobs::open(reader, rows.count())?;
        Ok(Self { field, rows, blobs })
    }
}

/// Takes a loose element apart.
fn read_loose(blob: &[u8]) -> Option<(Arc<str>, Register)> {
    let mut reader = Reader::new(blob);
    let element = Arc::from(reader.text().ok()?);
    let stamp = reader.stamp().ok()?;
    let value = read_value(&mut reader).ok()?;
    Some((element, Register { value, stamp }))
}

impl Late {
    fn open(reader: &mut Reader<'_>) -> Result<Self, DocumentError> {
        let count = reader.count()?;
        Ok(Self {
            rows: Ints::open(reader, count)?,
            columns: Ints::open(reader, count)?,
            times: Ints::open(reader, count)?,
            replicas: Ints::open(reader, count)?,
            count,
        })
    }

    /// The places of a row's stamps.
    fn of_row(&self, page: &[u8], row: usize) -> Range<usize> {
        let row = row as i64;
        let find = |above: bool| {
            let (mut low, mut high) = (0, self.count);
            while low < high {
                let middle = low.midpoint(high);
                let at = self.rows.at(page, middle).unwrap_or(i64::MAX);
                if at < row || (above && at == row) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            low
        };
        find(false)..find(true)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::random::Random;
    use crate::domain::{Currency, Date, Instant, Money, Number, Part, Value};

    /// A value of any type, with the awkward ones among them.
    fn any_value(random: &mut Random) -> Option<Value> {
        let text = [
            "",
            "a",
            "Grão & Filhos",
            "王雪",
            "\u{0}\u{1f}",
            "=1+1",
            "long ".repeat(40).leak(),
        ];
        Some(match random.next() % 10 {
            0 => return None,
            1 => Value::Bool(random.next().is_multiple_of(2)),
            2 => Value::Number(Number::from_f64(random.next() as i32 as f64 / 100.0).unwrap()),
            3 => Value::Date(Date::from_days(random.next() as i32 % 90_000).unwrap()),
            4 => {
                Value::Instant(Instant::from_ms(random.next() as i64 % 1_000_000_000_000).unwrap())
            }
            5 => {
                let currency =
                    Currency::parse(["EUR", "JPY", "USD"][random.next() as usize % 3]).unwrap();
                Value::Money(Money::from_minor(random.next() as i32 as i64, currency).unwrap())
            }
            6 => Value::Ref(RecordId::new(
                RecordKind::Owner,
                Uuid::v7(random.next() % 9, 0),
            )),
            7 => Value::text(text[random.next() as usize % text.len()]),
            8 => Value::Part(Part::new([
                (0, Value::text("x@y.example")),
                (2, Value::Bool(true)),
            ])),
            _ => Value::Unknown("{\"a\":[1,2]}".into()),
        })
    }

    fn any_record(random: &mut Random, kind: RecordKind, row: u64) -> Record {
        let stamp =
            |random: &mut Random| Stamp::new(random.next() % 1000, 0, ReplicaId(random.next() % 3));
        let created = stamp(random);
        let mut record = Record::new(
            RecordId::new(kind, Uuid::v7(row, u128::from(random.next()))),
            created,
        );
        let fields: Vec<_> = kind.fields().collect();
        for _ in 0..random.next() % 20 {
            let (ix, field) = fields[random.next() as usize % fields.len()];
            let key = if field.is_single() {
                Key::one(ix)
            } else {
                Key::of(
                    ix,
                    ["a", "b", "vip", "数", "z9"][random.next() as usize % 5],
                )
            };
            let stamp = if random.next().is_multiple_of(3) {
                stamp(random)
            } else {
                created
            };
            record.put(
                key,
                Some(Register {
                    value: any_value(random),
                    stamp,
                }),
            );
        }
        record
    }

    #[test]
    fn random_records_read_back_from_a_page() {
        for seed in 0..60 {
            let mut random = Random::seeded(seed);
            let kind = RecordKind::ALL[random.next() as usize % RecordKind::ALL.len()];
            let count = random.next() % 300;
            let records: Vec<Record> = (0..count)
                .map(|row| any_record(&mut random, kind, row))
                .collect();
            let mut builder = PageBuilder::new(kind);
            records.iter().for_each(|record| builder.push(record));
            let page = Page::open(builder.finish(7)).unwrap();
            assert_eq!(
                (page.rows(), page.kind(), page.change()),
                (records.len(), kind, 7)
            );
            for (row, record) in records.iter().enumerate() {
                assert_eq!(
                    page.record(row).as_ref(),
                    Some(record),
                    "seed {seed}, row {row}"
                );
            }
            assert_eq!(page.record(records.len()), None);
            let max = records
                .iter()
                .map(Record::revision)
                .max()
                .unwrap_or_default();
            assert_eq!(page.stamp_max(), max, "seed {seed}");
        }
    }

    #[test]
    fn any_flipped_bit_of_a_page_is_noticed() {
        let mut random = Random::seeded(5);
        let mut builder = PageBuilder::new(RecordKind::Customer);
        (0..20).for_each(|row| builder.push(&any_record(&mut random, RecordKind::Customer, row)));
        let bytes = builder.finish(1);
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << (at % 8);
            assert!(Page::open(bad).is_err(), "byte {at}");
        }
        for len in 0..bytes.len() {
            assert!(Page::open(&bytes[..len]).is_err(), "cut at {len}");
        }
    }

    #[test]
    fn what_a_newer_version_named_is_kept_as_it_came() {
        // A field this version does not know, as a page of a newer one would name it.
        let mut record = Record::new(
            RecordId::new(RecordKind::Tag, Uuid::v7(1, 1)),
            Stamp::default(),
        );
        let unknown = Key::of(crate::domain::field::UNKNOWN, "mood");
        record.put(
            unknown.clone(),
            Some(Register {
                value: Some(Value::text("sunny")),
                stamp: Stamp::default(),
            }),
        );
        let mut builder = PageBuilder::new(RecordKind::Tag);
        builder.push(&record);
        let page = Page::open(builder.finish(0)).unwrap();
        let read = page.record(0).unwrap();
        assert_eq!(
            read.register(&unknown)
                .and_then(|register| register.value.clone()),
            Some(Value::text("sunny"))
        );
    }
}
