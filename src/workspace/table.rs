//! A table: all records of one kind. Those that came from pages stay packed as on disk and are
//! decoded when somebody looks at one; those that changed since stand unpacked over them. What
//! queries touch is in columns and in the search arena, made when first asked for and kept in step
//! by every write. Which writes there are is `apply`'s matter. Over 600 lines because writes, the
//! columns and the search arena must stay in step, and are kept so in one place.

mod scan;

pub use scan::Glance;

use super::arena::{Arena, UNIT};
use super::change::PageRef;
use super::columns::{Bits, Codes, Column, Columns, Ints};
use super::fold::fold_into;
use super::written::Written;
use crate::document::page::Page;
use crate::document::page::{PageBuilder, ROWS_MAX};
use crate::document::value::Tag;
use crate::domain::{
    Currency, FieldIx, Key, Record, RecordId, RecordKind, Register, Stamp, Standing, Uuid, Value,
    field,
};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

/// All records of one kind, by row. Rows are given in the order of arrival and never reused.
pub struct Table {
    kind: RecordKind,
    segments: Vec<Segment>,
    changed: HashMap<u32, Record>,
    uuids: Vec<Uuid>,
    rows_by_uuid: HashMap<Uuid, u32, UuidHash>,
    standings: Vec<Standing>,
    live: usize,
    trashed: usize,
    withdrawals: Vec<Withdrawal>,
    written: Written,
    columns: RefCell<Columns>,
    arena: RefCell<Option<Arena>>,
}

/// A page with its first row in the table.
struct Segment {
    page: Page,
    reference: PageRef,
    start: u32,
}

/// A step of packing a table anew, in the order of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackStep {
    /// A page that nothing changed in stays.
    Keep(PageRef),
    /// These rows go into a new page.
    Pack(Range<u32>),
}

/// A register that a withdrawal wrote in many rows at once.
struct Withdrawal {
    rows: Bits,
    register: Register,
}

/// Identities of version 7 are random at their end: their last bytes are hash enough.
#[derive(Clone, Default)]
struct UuidHash;

/// See [`UuidHash`].
#[derive(Default)]
struct UuidHasher(u64);

impl std::hash::BuildHasher for UuidHash {
    type Hasher = UuidHasher;
    fn build_hasher(&self) -> UuidHasher {
        UuidHasher::default()
    }
}

impl std::hash::Hasher for UuidHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.last_chunk::<8>() {
            self.0 ^= u64::from_le_bytes(*last).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
}

impl Table {
    /// An empty table of a kind.
    #[must_use]
    pub fn new(kind: RecordKind) -> Self {
        Self {
            kind,
            segments: Vec::new(),
            changed: HashMap::new(),
            uuids: Vec::new(),
            rows_by_uuid: HashMap::default(),
            standings: Vec::new(),
            live: 0,
            trashed: 0,
            withdrawals: Vec::new(),
            written: Written::default(),
            columns: RefCell::default(),
            arena: RefCell::default(),
        }
    }

    /// The kind of its records.
    #[must_use]
    pub const fn kind(&self) -> RecordKind {
        self.kind
    }

    /// How many rows it has, also those whose records are gone.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.uuids.len()
    }

    /// How many live records it has.
    #[must_use]
    pub const fn live(&self) -> usize {
        self.live
    }

    /// How many records are in the trash.
    #[must_use]
    pub const fn trashed(&self) -> usize {
        self.trashed
    }

    /// How many records stand unpacked, because they changed since the pages were made.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.changed.len()
    }

    /// What was written lately.
    #[must_use]
    pub const fn written(&self) -> &Written {
        &self.written
    }

    /// The pages, in the order of their rows.
    pub fn pages(&self) -> impl Iterator<Item = (&PageRef, &Page)> {
        self.segments
            .iter()
            .map(|segment| (&segment.reference, &segment.page))
    }

    /// The row of a record.
    #[must_use]
    pub fn row(&self, uuid: Uuid) -> Option<u32> {
        self.rows_by_uuid.get(&uuid).copied()
    }

    /// The id of the record in a row.
    #[must_use]
    pub fn id(&self, row: u32) -> Option<RecordId> {
        self.uuids
            .get(row as usize)
            .map(|uuid| RecordId::new(self.kind, *uuid))
    }

    /// How the record in a row stands.
    #[must_use]
    pub fn standing(&self, row: u32) -> Standing {
        self.standings
            .get(row as usize)
            .copied()
            .unwrap_or(Standing::Gone)
    }

    /// How each row stands, in order.
    #[must_use]
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// The rows of live records, in order.
    pub fn live_rows(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..)
            .zip(&self.standings)
            .filter(|(_, standing)| **standing == Standing::Live)
            .map(|(row, _)| row)
    }

    /// The record in a row, whatever its standing.
    #[must_use]
    pub fn record(&self, row: u32) -> Option<Cow<'_, Record>> {
        if let Some(record) = self.changed.get(&row) {
            return Some(Cow::Borrowed(record));
        }
        let (segment, place) = self.packed(row)?;
        let mut record = segment.page.record(place)?;
        for withdrawal in self
            .withdrawals
            .iter()
            .filter(|withdrawal| withdrawal.rows.at(row))
        {
            record.merge(Key::one(field::GONE), withdrawal.register.clone());
        }
        Some(Cow::Owned(record))
    }

    /// The page in which a row is packed, and its row there.
    fn packed(&self, row: u32) -> Option<(&Segment, usize)> {
        let at = self
            .segments
            .partition_point(|segment| segment.start <= row)
            .checked_sub(1)?;
        let segment = self.segments.get(at)?;
        let place = (row - segment.start) as usize;
        (place < segment.page.rows()).then_some((segment, place))
    }

    /// The text of a field of a row, without decoding its record.
    #[must_use]
    pub fn text(&self, row: u32, field: FieldIx) -> Cow<'_, str> {
        if let Some(record) = self.changed.get(&row) {
            return Cow::Borrowed(record.text(field));
        }
        let text = self.packed(row).and_then(|(segment, place)| {
            let columns = segment.page.columns().iter();
            columns
                .filter(|column| column.key().field == field && column.key().element.is_none())
                .find_map(|column| column.blob(segment.page.bytes(), place))
                .and_then(|blob| std::str::from_utf8(blob).ok())
        });
        Cow::Borrowed(text.unwrap_or_default())
    }

    /// Appends the records of a page as new rows. Records that the table has already keep their
    /// rows, and the page's registers are merged into them.
    pub fn append_page(&mut self, page: Page, reference: PageRef) {
        let start = self.uuids.len() as u32;
        let mut known = Vec::new();
        self.rows_by_uuid.reserve(page.rows());
        for (row, uuid) in (start..).zip(page.uuids()) {
            match self.rows_by_uuid.entry(uuid) {
                std::collections::hash_map::Entry::Vacant(slot) => {
                    slot.insert(row);
                }
                std::collections::hash_map::Entry::Occupied(slot) => known.push((row, *slot.get())),
            }
            self.uuids.push(uuid);
        }
        self.standings.resize(self.uuids.len(), Standing::Live);
        self.live += page.rows();
        let standing_columns = page
            .columns()
            .iter()
            .filter(|column| matches!(column.key().field, field::GONE | field::DELETED_AT));
        let mut standing_rows = Vec::new();
        for column in standing_columns {
            column.each_row(page.bytes(), |place| standing_rows.push(place));
        }
        for place in standing_rows {
            if let Some(record) = page.record(place) {
                self.set_standing(start + place as u32, record.standing());
            }
        }
        self.segments.push(Segment {
            page,
            reference,
            start,
        });
        for (twin, row) in known {
            // The same record twice, from two replicas' batches: the first row keeps it.
            if let Some(record) = self.record(twin).map(Cow::into_owned) {
                self.set_standing(twin, Standing::Gone);
                for (key, register) in record.registers() {
                    self.merge(row, key.clone(), register.clone());
                }
            }
        }
        *self.columns.borrow_mut() = Columns::default();
        *self.arena.borrow_mut() = None;
        self.written.forget();
    }

    /// The row of a record, made where there is none.
    pub fn row_or_new(&mut self, id: RecordId, created: Stamp) -> (u32, bool) {
        if let Some(row) = self.row(id.uuid) {
            return (row, false);
        }
        let row = self.uuids.len() as u32;
        self.uuids.push(id.uuid);
        self.rows_by_uuid.insert(id.uuid, row);
        self.standings.push(Standing::Live);
        self.live += 1;
        self.changed.insert(row, Record::new(id, created));
        self.written.note(row, field::GONE);
        (row, true)
    }

    /// Takes a row away that [`Table::row_or_new`] made, because its change failed.
    pub fn forget(&mut self, row: u32) {
        if let Some(record) = self.changed.remove(&row) {
            self.rows_by_uuid.remove(&record.id.uuid);
            for (key, _) in record.registers() {
                self.refresh(row, key, None);
                self.written.note(row, key.field);
            }
            self.written.note(row, field::GONE);
            self.set_standing(row, Standing::Gone);
            self.refresh_text(row);
        }
    }

    fn unpack(&mut self, row: u32) -> Option<&mut Record> {
        if !self.changed.contains_key(&row) {
            let record = self.record(row)?.into_owned();
            self.changed.insert(row, record);
        }
        self.changed.get_mut(&row)
    }

    /// Merges a register into a row's record. Returns the register that was there before, in an
    /// outer none where the new one lost.
    pub fn merge(&mut self, row: u32, key: Key, register: Register) -> Option<Option<Register>> {
        let record = self.unpack(row)?;
        let before = record.register(&key).cloned();
        if !record.merge(key.clone(), register) {
            return None;
        }
        self.keep_in_step(row, &key);
        Some(before)
    }

    /// Puts back the register that [`Table::merge`] returned.
    pub fn put_back(&mut self, row: u32, key: &Key, before: Option<Register>) {
        if let Some(record) = self.unpack(row) {
            record.put(key.clone(), before);
            self.keep_in_step(row, key);
        }
    }

    /// Brings everything derived in step with a register that was written.
    fn keep_in_step(&mut self, row: u32, key: &Key) {
        let Some(record) = self.changed.get(&row) else {
            return;
        };
        let value = record.element(key.field, key.element.as_deref()).cloned();
        let standing = record.standing();
        self.set_standing(row, standing);
        self.written.note(row, key.field);
        self.refresh(row, key, value.as_ref());
        if self
            .kind
            .field(key.field)
            .is_some_and(|field| field.is_searched)
        {
            self.refresh_text(row);
        }
    }

    fn refresh(&mut self, row: u32, key: &Key, value: Option<&Value>) {
        self.columns.borrow_mut().write(row, key, value);
    }

    fn refresh_text(&mut self, row: u32) {
        if let Some(arena) = self.arena.borrow_mut().as_mut() {
            let mut text = Vec::new();
            if let Some(record) = self.changed.get(&row) {
                record_text(self.kind, record, &mut text);
            }
            arena.change(row, text);
        }
    }

    fn set_standing(&mut self, row: u32, standing: Standing) {
        let Some(slot) = self.standings.get_mut(row as usize) else {
            return;
        };
        let before = std::mem::replace(slot, standing);
        let count = |of: Standing| (usize::from(standing == of), usize::from(before == of));
        let (live, was_live) = count(Standing::Live);
        let (trashed, was_trashed) = count(Standing::Trashed);
        self.live = self.live + live - was_live;
        self.trashed = self.trashed + trashed - was_trashed;
    }

    /// Writes the register of being gone in all rows that a batch made or restored, but for some.
    pub fn withdraw(
        &mut self,
        batch: Stamp,
        restored: &[RecordId],
        except: &[RecordId],
        register: &Register,
    ) {
        let of_kind = restored.iter().filter(|id| id.kind == self.kind);
        let mut rows: Vec<u32> = of_kind.filter_map(|id| self.row(id.uuid)).collect();
        let except: HashSet<Uuid> = except.iter().map(|id| id.uuid).collect();
        for segment in &self.segments {
            let mut row = segment.start;
            segment.page.each_created(|created| {
                if created == batch {
                    rows.push(row);
                }
                row += 1;
            });
        }
        let mut bits = Bits::default();
        for row in rows {
            let is_excepted = self.id(row).is_none_or(|id| except.contains(&id.uuid));
            if is_excepted {
                continue;
            }
            if self.changed.contains_key(&row) {
                self.merge(row, Key::one(field::GONE), register.clone());
            } else {
                bits.set(row, true);
            }
        }
        self.withdrawals.push(Withdrawal {
            rows: bits,
            register: register.clone(),
        });
        let withdrawn: Vec<u32> = (0..self.uuids.len() as u32)
            .filter(|row| {
                self.withdrawals
                    .last()
                    .is_some_and(|withdrawal| withdrawal.rows.at(*row))
            })
            .collect();
        for row in withdrawn {
            if let Some(standing) = self.record(row).map(|record| record.standing()) {
                self.set_standing(row, standing);
            }
        }
        self.written.forget();
    }

    /// The records that a batch made and somebody wrote to since.
    #[must_use]
    pub fn worked_on(&self, batch: Stamp) -> Vec<Record> {
        let of_batch = |record: &Record| record.created == batch;
        let mut records: Vec<Record> = self
            .changed
            .values()
            .filter(|record| of_batch(record))
            .cloned()
            .collect();
        for segment in &self.segments {
            for place in segment.page.late_rows() {
                let row = segment.start + place as u32;
                if !self.changed.contains_key(&row) {
                    records.extend(self.record(row).map(Cow::into_owned).filter(of_batch));
                }
            }
        }
        records
    }

    /// How the table would be packed anew: pages that nothing changed in stay as they are, small
    /// ones and changed ones are made anew with the rows that came since.
    #[must_use]
    pub fn packing(&self) -> Vec<PackStep> {
        let mut steps = Vec::new();
        let mut open: Option<u32> = None;
        for segment in &self.segments {
            let rows = segment.start..segment.start + segment.page.rows() as u32;
            let is_withdrawn = |row: u32| {
                self.withdrawals
                    .iter()
                    .any(|withdrawal| withdrawal.rows.at(row))
            };
            let is_clean = !rows
                .clone()
                .any(|row| self.changed.contains_key(&row) || is_withdrawn(row));
            if is_clean && segment.page.rows() * 2 >= ROWS_MAX {
                close(&mut steps, open.take(), segment.start);
                steps.push(PackStep::Keep(segment.reference.clone()));
            } else {
                open.get_or_insert(segment.start);
            }
        }
        let packed = self.packed_rows();
        let end = self.rows() as u32;
        if open.is_some() || end > packed {
            close(&mut steps, open.or(Some(packed)), end);
        }
        // A lone clean page that is merely small is no work.
        match steps.as_slice() {
            [PackStep::Pack(rows)]
                if self.segments.len() == 1
                    && self.changed.is_empty()
                    && self.withdrawals.is_empty()
                    && rows.end == packed =>
            {
                self.segments
                    .iter()
                    .map(|segment| PackStep::Keep(segment.reference.clone()))
                    .collect()
            }
            _ => steps,
        }
    }

    fn packed_rows(&self) -> u32 {
        self.segments
            .last()
            .map_or(0, |last| last.start + last.page.rows() as u32)
    }

    /// Packs some rows into a page; rows whose making failed are left out.
    #[must_use]
    pub fn pack(&self, rows: Range<u32>, change: u64) -> Vec<u8> {
        let mut builder = PageBuilder::new(self.kind);
        for record in rows.filter_map(|row| self.record(row)) {
            builder.push(&record);
        }
        builder.finish(change)
    }

    /// Puts packed pages in the place of those before them. They hold the table's rows in the same
    /// order; what changed after a row was packed stays over it.
    pub fn repacked(&mut self, pages: Vec<(PageRef, Page)>) {
        let rows: usize = pages.iter().map(|(_, page)| page.rows()).sum();
        let has_shifted = pages
            .iter()
            .flat_map(|(_, page)| page.uuids())
            .zip(&self.uuids)
            .any(|(a, b)| a != *b);
        let changed = std::mem::take(&mut self.changed);
        if has_shifted {
            // Rows that failed were left out: everything by row is made anew.
            *self = Self::new(self.kind);
            pages
                .into_iter()
                .for_each(|(reference, page)| self.append_page(page, reference));
            for record in changed.into_values() {
                let (row, _) = self.row_or_new(record.id, record.created);
                for (key, register) in record.registers() {
                    self.merge(row, key.clone(), register.clone());
                }
            }
            return;
        }
        let mut start = 0u32;
        self.segments = pages
            .into_iter()
            .map(|(reference, page)| {
                let segment = Segment {
                    start,
                    reference,
                    page,
                };
                start += segment.page.rows() as u32;
                segment
            })
            .collect();
        self.withdrawals.clear();
        for (row, record) in changed {
            let is_packed =
                (row as usize) < rows && self.record(row).is_some_and(|packed| *packed == record);
            if !is_packed {
                self.changed.insert(row, record);
            }
        }
    }

    /// The column of whole numbers of a register.
    #[must_use]
    pub fn ints(&self, key: &Key) -> Rc<Ints> {
        self.column(key, |columns| &mut columns.ints)
    }

    /// The column of repeating texts of a register.
    #[must_use]
    pub fn texts(&self, key: &Key) -> Rc<Codes<Box<str>>> {
        self.column(key, |columns| &mut columns.texts)
    }

    /// The column of references of a register.
    #[must_use]
    pub fn refs(&self, key: &Key) -> Rc<Codes<RecordId>> {
        self.column(key, |columns| &mut columns.refs)
    }

    /// The column of currencies of an amount.
    #[must_use]
    pub fn currencies(&self, key: &Key) -> Rc<Codes<Currency>> {
        self.column(key, |columns| &mut columns.currencies)
    }

    /// The rows in which a register has a value.
    #[must_use]
    pub fn has(&self, key: &Key) -> Rc<Bits> {
        self.column(key, |columns| &mut columns.has)
    }

    /// A column, made from the pages and the changed records where nobody asked for it before.
    fn column<C: Column>(
        &self,
        key: &Key,
        of: impl Fn(&mut Columns) -> &mut HashMap<Key, Rc<C>>,
    ) -> Rc<C> {
        if let Some(column) = of(&mut self.columns.borrow_mut()).get(key) {
            return Rc::clone(column);
        }
        let mut column = C::empty(self.rows());
        for segment in &self.segments {
            let page = &segment.page;
            for packed in page.columns().iter().filter(|packed| packed.key() == key) {
                column.fill(packed, page.bytes(), segment.start);
            }
            if let Some(element) = &key.element {
                page.each_loose(key.field, |place, name, register| {
                    if **element == *name {
                        column.write(segment.start + place as u32, register.value.as_ref());
                    }
                });
            }
        }
        for (row, record) in &self.changed {
            column.write(*row, record.element(key.field, key.element.as_deref()));
        }
        let column = Rc::new(column);
        of(&mut self.columns.borrow_mut()).insert(key.clone(), Rc::clone(&column));
        column
    }

    /// Calls back with every row whose record contains all words, which must be folded, whatever
    /// its standing. Makes the search arena where there is none.
    pub fn search(&self, words: &[&str], visit: impl FnMut(u32)) {
        self.prepare_search();
        if let Some(arena) = self.arena.borrow().as_ref() {
            arena.search(words, visit);
        }
    }

    /// Makes the search arena where there is none, or where too much of it changed.
    pub fn prepare_search(&self) {
        let mut slot = self.arena.borrow_mut();
        if slot.as_ref().is_some_and(|arena| arena.changes() < 4096) {
            return;
        }
        let bytes = self
            .segments
            .iter()
            .map(|segment| segment.page.bytes().len())
            .sum::<usize>();
        let mut arena = Arena::with_capacity(self.rows(), bytes * 2 / 3);
        for segment in &self.segments {
            page_text(self.kind, &segment.page, &mut arena);
        }
        for row in arena.rows() as u32..self.rows() as u32 {
            if let Some(record) = self.changed.get(&row) {
                record_text(self.kind, record, arena.text());
            }
            arena.end_row();
        }
        let packed = self
            .segments
            .last()
            .map_or(0, |last| last.start + last.page.rows() as u32);
        for (row, record) in self.changed.iter().filter(|(row, _)| **row < packed) {
            let mut text = Vec::new();
            record_text(self.kind, record, &mut text);
            arena.change(*row, text);
        }
        *slot = Some(arena);
    }
}

/// Ends a run of rows that are packed anew, page by page.
fn close(steps: &mut Vec<PackStep>, open: Option<u32>, end: u32) {
    let Some(mut start) = open else { return };
    while start < end {
        let next = (start + ROWS_MAX as u32).min(end);
        steps.push(PackStep::Pack(start..next));
        start = next;
    }
}

/// Appends the folded text of a record: every searched field, and of telephone numbers also the
/// bare digits.
fn record_text(kind: RecordKind, record: &Record, out: &mut Vec<u8>) {
    for (key, register) in record.registers() {
        let is_searched = kind.field(key.field).is_some_and(|field| field.is_searched);
        if let (true, Some(value)) = (is_searched, &register.value) {
            value_text(key, value, out);
        }
    }
}

fn value_text(key: &Key, value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) => unit(text.as_bytes(), out),
        Value::Part(part) => {
            for (_, value) in part.iter() {
                if let Value::Text(text) = value {
                    unit(text.as_bytes(), out);
                    digits(text.as_bytes(), out);
                }
            }
        }
        // A tag is its element.
        Value::Bool(true) if key.field == field::TAGS => {
            unit(key.element.as_deref().unwrap_or_default().as_bytes(), out);
        }
        _ => {}
    }
}

fn unit(text: &[u8], out: &mut Vec<u8>) {
    fold_into(out, text);
    out.push(UNIT);
}

/// Appends the digits of something that looks like a telephone number typed with spaces or signs.
fn digits(text: &[u8], out: &mut Vec<u8>) {
    let is_number = text
        .iter()
        .all(|byte| byte.is_ascii_digit() || b" +-()./".contains(byte));
    if is_number && text.iter().any(|byte| !byte.is_ascii_digit()) {
        out.extend(text.iter().filter(|byte| byte.is_ascii_digit()));
        out.push(UNIT);
    }
}

/// Appends the folded text of every record of a page, row by row.
fn page_text(kind: RecordKind, page: &Page, arena: &mut Arena) {
    let bytes = page.bytes();
    let searched: Vec<_> = page
        .columns()
        .iter()
        .filter(|column| {
            kind.field(column.key().field)
                .is_some_and(|field| field.is_searched)
        })
        .collect();
    // Column by column into lists of slices, then row by row into the arena: each column's
    // dictionary and presence are resolved once, not once a row.
    let rows = page.rows();
    let mut texts: Vec<(&Key, Tag, Vec<&[u8]>)> = Vec::with_capacity(searched.len());
    for column in searched {
        let mut slots: Vec<&[u8]> = vec![&[]; rows];
        match column.tag() {
            Tag::Text | Tag::Part => column.each_blob(bytes, |row, blob| {
                if let Some(slot) = slots.get_mut(row) {
                    *slot = blob;
                }
            }),
            Tag::Bool if column.key().field == field::TAGS => {
                let name = column
                    .key()
                    .element
                    .as_deref()
                    .unwrap_or_default()
                    .as_bytes();
                column.each_int(bytes, |row, is_set| {
                    if let (Some(slot), true) = (slots.get_mut(row), is_set != 0) {
                        *slot = name;
                    }
                });
            }
            _ => continue,
        }
        texts.push((column.key(), column.tag(), slots));
    }
    let mut loose: HashMap<usize, Vec<u8>> = HashMap::new();
    for field in page
        .loose_fields()
        .filter(|field| kind.field(*field).is_some_and(|field| field.is_searched))
    {
        page.each_loose(field, |row, element, register| {
            if let Some(value) = &register.value {
                value_text(
                    &Key::of(field, element),
                    value,
                    loose.entry(row).or_default(),
                );
            }
        });
    }
    for row in 0..rows {
        for (_, tag, slots) in &texts {
            match slots.get(row).copied() {
                Some([]) | None => {}
                Some(blob) if *tag == Tag::Part => part_text(blob, arena.text()),
                Some(blob) => unit(blob, arena.text()),
            }
        }
        if let Some(text) = loose.get(&row) {
            arena.text().extend_from_slice(text);
        }
        arena.end_row();
    }
}

/// Appends the texts of a packed part.
fn part_text(blob: &[u8], out: &mut Vec<u8>) {
    crate::document::value::each_text(blob, |text| {
        unit(text, out);
        digits(text, out);
    });
}
