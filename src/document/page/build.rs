//! Builds pages: takes records one by one and packs their registers into columns.

use super::blobs::BlobsBuilder;
use super::column::WHOLES;
use super::{MAGIC, ROWS_MAX, ints, presence};
use crate::document::bytes::Writer;
use crate::document::value::{Tag, int_of, ref_bytes, write_part, write_value};
use crate::document::{VERSION, stored_name};
use crate::domain::order;
use crate::domain::{
    Currency, FieldIx, Key, Record, RecordKind, Register, ReplicaId, Stamp, Uuid, Value,
};
use std::collections::{BTreeMap, HashMap};

/// An element that fewer rows of a page have goes to the loose ones.
const SHARED_ROWS_MIN: usize = 8;

/// A page in the making.
pub struct PageBuilder {
    kind: RecordKind,
    uuids: Vec<u8>,
    created: Vec<Stamp>,
    columns: Vec<ColumnBuilder>,
    places: HashMap<(Key, Tag), usize>,
    /// Where the next register probably belongs: records of one origin have the same registers in
    /// the same order, so most look-ups are one comparison.
    next: usize,
}

struct ColumnBuilder {
    key: Key,
    tag: Tag,
    rows: Vec<u16>,
    ints: Vec<i64>,
    currencies: Vec<Currency>,
    blobs: BlobsBuilder,
    /// Stamps of those that were written after their record was made: row and stamp.
    late: Vec<(u16, Stamp)>,
}

impl PageBuilder {
    /// An empty page of records of a kind.
    #[must_use]
    pub fn new(kind: RecordKind) -> Self {
        Self {
            kind,
            uuids: Vec::new(),
            created: Vec::new(),
            columns: Vec::new(),
            places: HashMap::new(),
            next: 0,
        }
    }

    /// How many records it holds.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.created.len()
    }

    /// Whether it holds as many as a page may.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.rows() >= ROWS_MAX
    }

    /// Adds a record as the next row. The caller keeps to [`ROWS_MAX`] and to the kind.
    pub fn push(&mut self, record: &Record) {
        self.begin(record.id.uuid, record.created);
        for (key, register) in record.registers() {
            self.register(key, register.value.as_ref(), register.stamp);
        }
    }

    /// Begins the next row; its registers follow. An import goes this way, without records.
    pub fn begin(&mut self, uuid: Uuid, created: Stamp) {
        self.uuids.extend_from_slice(uuid.as_bytes());
        self.created.push(created);
        self.next = 0;
    }

    /// Adds a register to the row that was begun last.
    pub fn register(&mut self, key: &Key, value: Option<&Value>, stamp: Stamp) {
        let row = self.created.len().saturating_sub(1) as u16;
        let is_late = self.created.last() != Some(&stamp);
        let tag = value.map_or(Tag::None, Tag::of);
        let place = self.place(key, tag);
        self.next = place + 1;
        let Some(column) = self.columns.get_mut(place) else {
            return;
        };
        column.rows.push(row);
        if is_late {
            column.late.push((row, stamp));
        }
        match value {
            None => {}
            Some(Value::Text(text) | Value::Unknown(text)) => column.blobs.push(text.as_bytes()),
            Some(Value::Ref(id)) => column.blobs.push(&ref_bytes(*id)),
            Some(Value::Part(part)) => {
                let mut writer = Writer::default();
                write_part(&mut writer, part);
                column.blobs.push(&writer.finish());
            }
            Some(value) => {
                column.ints.push(int_of(value).unwrap_or_default());
                if let Value::Money(money) = value {
                    column.currencies.push(money.currency());
                }
            }
        }
    }

    fn place(&mut self, key: &Key, tag: Tag) -> usize {
        if let Some(column) = self.columns.get(self.next)
            && column.tag == tag
            && column.key == *key
        {
            return self.next;
        }
        let columns = &mut self.columns;
        *self.places.entry((key.clone(), tag)).or_insert_with(|| {
            columns.push(ColumnBuilder {
                key: key.clone(),
                tag,
                rows: Vec::new(),
                ints: Vec::new(),
                currencies: Vec::new(),
                blobs: BlobsBuilder::default(),
                late: Vec::new(),
            });
            columns.len() - 1
        })
    }

    /// Packs the page; `change` is the number of the last change that is in it.
    #[must_use]
    pub fn finish(mut self, change: u64) -> Vec<u8> {
        let rows = self.rows();
        let (columns, scarce): (Vec<_>, Vec<_>) = std::mem::take(&mut self.columns)
            .into_iter()
            .partition(|column| {
                column.key.element.is_none() || column.rows.len() >= SHARED_ROWS_MIN
            });
        let loose = self.loose(scarce);

        let mut replicas: Vec<ReplicaId> = Vec::new();
        let mut replica = |id: ReplicaId| -> i64 {
            let at = replicas
                .iter()
                .position(|other| *other == id)
                .unwrap_or_else(|| {
                    replicas.push(id);
                    replicas.len() - 1
                });
            at as i64
        };
        let created: Vec<i64> = self.created.iter().map(|stamp| stamp.time as i64).collect();
        let created_by: Vec<i64> = self
            .created
            .iter()
            .map(|stamp| replica(stamp.replica))
            .collect();
        let mut late: Vec<(u16, i64, i64, i64)> = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            for (row, stamp) in &column.late {
                late.push((
                    *row,
                    place as i64,
                    stamp.time as i64,
                    replica(stamp.replica),
                ));
            }
        }
        order::sort(&mut late);

        let mut writer = Writer::default();
        writer.bytes(&MAGIC);
        writer.uint(u64::from(VERSION));
        writer.text(self.kind.code());
        writer.uint(rows as u64);
        writer.uint(change);
        writer.uint(replicas.len() as u64);
        replicas.iter().for_each(|id| writer.u64(id.0));
        ints::write(&mut writer, &created);
        ints::write(&mut writer, &created_by);
        writer.bytes(&self.uuids);
        writer.uint(columns.len() as u64);
        for column in &columns {
            column.write(&mut writer, self.kind, rows);
        }
        writer.uint(loose.len() as u64);
        for (field, (rows_of_field, blobs)) in &loose {
            writer.text(stored_name(self.kind, &Key::one(*field)).0);
            presence::write(&mut writer, rows_of_field, rows);
            blobs.write(&mut writer);
        }
        writer.uint(late.len() as u64);
        ints::write(
            &mut writer,
            &late
                .iter()
                .map(|late| i64::from(late.0))
                .collect::<Vec<_>>(),
        );
        ints::write(
            &mut writer,
            &late.iter().map(|late| late.1).collect::<Vec<_>>(),
        );
        ints::write(
            &mut writer,
            &late.iter().map(|late| late.2).collect::<Vec<_>>(),
        );
        ints::write(
            &mut writer,
            &late.iter().map(|late| late.3).collect::<Vec<_>>(),
        );
        writer.finish_checked()
    }

    /// Turns columns that few rows share into one list of elements a field, by row.
    fn loose(&self, scarce: Vec<ColumnBuilder>) -> BTreeMap<FieldIx, (Vec<u16>, BlobsBuilder)> {
        let mut elements: BTreeMap<FieldIx, Vec<(u16, Vec<u8>)>> = BTreeMap::new();
        for column in scarce {
            let ColumnBuilder { key, .. } = &column;
            for (row, register) in column.registers(&self.created) {
                let mut writer = Writer::default();
                writer.text(key.element.as_deref().unwrap_or_default());
                writer.stamp(register.stamp);
                write_value(&mut writer, register.value.as_ref());
                elements
                    .entry(key.field)
                    .or_default()
                    .push((row, writer.finish()));
            }
        }
        elements
            .into_iter()
            .map(|(field, mut list)| {
                order::sort(&mut list);
                let mut blobs = BlobsBuilder::default();
                list.iter().for_each(|(_, blob)| blobs.push(blob));
                (
                    field,
                    (list.into_iter().map(|(row, _)| row).collect(), blobs),
                )
            })
            .collect()
    }
}

impl ColumnBuilder {
    fn write(&self, writer: &mut Writer, kind: RecordKind, rows: usize) {
        let (name, element) = stored_name(kind, &self.key);
        writer.text(name);
        writer.byte(u8::from(element.is_some()));
        if let Some(element) = element {
            writer.text(element);
        }
        let wholes = self.wholes();
        writer.byte(if wholes.is_some() {
            WHOLES
        } else {
            self.tag as u8
        });
        presence::write(writer, &self.rows, rows);
        match self.tag {
            Tag::None => {}
            Tag::Money => {
                let mut codes: Vec<Currency> = Vec::new();
                let places: Vec<i64> = self
                    .currencies
                    .iter()
                    .map(|currency| {
                        let at = codes
                            .iter()
                            .position(|code| code == currency)
                            .unwrap_or_else(|| {
                                codes.push(*currency);
                                codes.len() - 1
                            });
                        at as i64
                    })
                    .collect();
                writer.uint(codes.len() as u64);
                codes.iter().for_each(|code| writer.text(code.code()));
                ints::write(writer, &places);
                ints::write(writer, &self.ints);
            }
            Tag::Bool | Tag::Number | Tag::Date | Tag::Instant => {
                ints::write(writer, wholes.as_ref().unwrap_or(&self.ints));
            }
            Tag::Ref | Tag::Text | Tag::Part | Tag::Unknown => self.blobs.write(writer),
        }
    }

    /// The numbers as whole numbers, where all are.
    fn wholes(&self) -> Option<Vec<i64>> {
        if self.tag != Tag::Number {
            return None;
        }
        self.ints
            .iter()
            .map(|bits| {
                let float = crate::document::value::float_of(*bits);
                (float.fract() == 0.0).then_some(float as i64)
            })
            .collect()
    }

    /// Its registers again, with their rows.
    fn registers(&self, created: &[Stamp]) -> Vec<(u16, Register)> {
        let mut blobs = self.blobs.iter();
        let mut ints = self.ints.iter();
        let mut currencies = self.currencies.iter();
        let mut late = self.late.iter().peekable();
        self.rows
            .iter()
            .map(|row| {
                let value = match self.tag {
                    Tag::None => None,
                    Tag::Money => {
                        ints.next()
                            .zip(currencies.next())
                            .and_then(|(minor, currency)| {
                                crate::domain::Money::from_minor(*minor, *currency)
                                    .ok()
                                    .map(Value::Money)
                            })
                    }
                    Tag::Bool | Tag::Number | Tag::Date | Tag::Instant => ints
                        .next()
                        .and_then(|int| crate::document::value::value_of_int(self.tag, *int)),
                    _ => blobs
                        .next()
                        .and_then(|blob| super::column::value_of_blob(self.tag, blob)),
                };
                let stamp = match late.next_if(|(at, _)| at == row) {
                    Some((_, stamp)) => *stamp,
                    None => created.get(usize::from(*row)).copied().unwrap_or_default(),
                };
                (*row, Register { value, stamp })
            })
            .collect()
    }
}
