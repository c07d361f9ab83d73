//! A table: all records of one kind. Those that came from pages stay packed as on disk and are
//! decoded when somebody looks at one; those that changed since stand unpacked over them. What
//! queries touch is in columns and in the search text, made when first asked for and kept in step
//! by every write. Which writes there are is `apply`'s matter.

mod half;
mod pack;
mod piece;
mod scan;
mod search;

pub use pack::{PackStep, Packing};
pub use scan::Glance;

use super::change::PageRef;
use super::columns::{Bits, Codes, Column, Columns, Ints};
use super::written::Written;
use crate::document::page::Page;
use crate::document::value::Tag;
use crate::domain::{
    Currency, FieldIx, Key, Record, RecordId, RecordKind, Register, Stamp, Standing, Uuid, Value,
    field,
};
use satchel_scan::Index;
use search::SearchText;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::rc::Rc;

/// All records of one kind, by row. Rows are given in the order of arrival and never reused.
pub struct Table {
    kind: RecordKind,
    segments: Vec<Segment>,
    changed: HashMap<u32, Record, RowHash>,
    uuids: Vec<[u8; 16]>,
    rows_by_uuid: Index,
    standings: Vec<Standing>,
    /// The rows of live records.
    live_bits: Bits,
    live: usize,
    trashed: usize,
    withdrawals: Vec<Withdrawal>,
    written: Written,
    columns: RefCell<Columns>,
    search: RefCell<Option<SearchText>>,
}

/// A page with its first row in the table.
struct Segment {
    page: Page,
    reference: PageRef,
    start: u32,
}

/// A register that a withdrawal wrote in many rows at once.
struct Withdrawal {
    rows: Bits,
    register: Register,
}

/// Rows are small numbers, and nobody has a reason to choose them so that they collide.
type RowHash = BuildHasherDefault<QuickHasher>;

/// See [`RowHash`].
#[derive(Default)]
struct QuickHasher(u64);

impl std::hash::Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u64(u64::from(*byte)));
    }
    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }
    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

impl Table {
    /// An empty table of a kind.
    #[must_use]
    pub fn new(kind: RecordKind) -> Self {
        Self {
            kind,
            segments: Vec::new(),
            changed: HashMap::default(),
            uuids: Vec::new(),
            rows_by_uuid: Index::default(),
            standings: Vec::new(),
            live_bits: Bits::default(),
            live: 0,
            trashed: 0,
            withdrawals: Vec::new(),
            written: Written::default(),
            columns: RefCell::default(),
            search: RefCell::default(),
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
        self.rows_by_uuid.row(&self.uuids, uuid.as_bytes())
    }

    /// The id of the record in a row.
    #[must_use]
    pub fn id(&self, row: u32) -> Option<RecordId> {
        self.uuids
            .get(row as usize)
            .map(|uuid| RecordId::new(self.kind, Uuid::from_bytes(*uuid)))
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

    /// The rows of live records, as a set.
    #[must_use]
    pub const fn live_bits(&self) -> &Bits {
        &self.live_bits
    }

    /// The rows of live records, in order.
    pub fn live_rows(&self) -> impl Iterator<Item = u32> + use<> {
        self.live_bits.rows()
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

    /// Makes room for so many more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.uuids.reserve(rows);
        self.standings.reserve(rows);
        self.rows_by_uuid.reserve(&self.uuids, rows);
    }

    /// Appends the records of a page as new rows. Records that the table has already keep their
    /// rows, and the page's registers are merged into them.
    pub fn append_page(&mut self, page: Page, reference: PageRef) {
        let start = self.uuids.len() as u32;
        let uuids = page.uuids().map(|uuid| *uuid.as_bytes());
        self.uuids.extend(uuids);
        let known = self.rows_by_uuid.extend(&self.uuids, start);
        self.standings.resize(self.uuids.len(), Standing::Live);
        self.live_bits.set_from(start, self.uuids.len() as u32);
        self.live += page.rows();
        let mut standing_rows = Vec::new();
        each_standing(&page, |place| standing_rows.push(place));
        for place in standing_rows {
            if let Some(record) = page.record(place) {
                self.set_standing(start + place as u32, record.standing());
            }
        }
        if let Some(text) = self.search.borrow_mut().as_mut() {
            text.append(reference.id, start);
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
        self.written.forget();
    }

    /// The row of a record, made where there is none.
    pub fn row_or_new(&mut self, id: RecordId, created: Stamp) -> (u32, bool) {
        if let Some(row) = self.row(id.uuid) {
            return (row, false);
        }
        let row = self.uuids.len() as u32;
        self.uuids.push(*id.uuid.as_bytes());
        self.rows_by_uuid.extend(&self.uuids, row);
        self.standings.push(Standing::Live);
        self.live_bits.set(row, true);
        self.live += 1;
        self.changed.insert(row, Record::new(id, created));
        self.written.note(row, field::GONE);
        (row, true)
    }

    /// Takes a row away that [`Table::row_or_new`] made, because its change failed.
    pub fn forget(&mut self, row: u32) {
        if let Some(record) = self.changed.remove(&row) {
            let uuid = record.id.uuid;
            self.rows_by_uuid.remove(&self.uuids, uuid.as_bytes());
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
        if let Some(search) = self.search.borrow_mut().as_mut() {
            let mut text = Vec::new();
            if let Some(record) = self.changed.get(&row) {
                piece::record_text(self.kind, record, &mut text);
            }
            search.change(row, text);
        }
    }

    fn set_standing(&mut self, row: u32, standing: Standing) {
        let Some(slot) = self.standings.get_mut(row as usize) else {
            return;
        };
        let before = std::mem::replace(slot, standing);
        self.live_bits.set(row, standing == Standing::Live);
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
        let except: HashSet<Uuid> = except.iter().map(|id| id.uuid).collect();
        let mut rows = Bits::default();
        let restored = restored.iter().filter(|id| id.kind == self.kind);
        restored
            .filter(|id| !except.contains(&id.uuid))
            .filter_map(|id| self.row(id.uuid))
            .for_each(|row| rows.set(row, true));
        for segment in &self.segments {
            let mut uuids = segment.page.uuids();
            let mut row = segment.start;
            segment.page.each_created(|created| {
                let is_excepted = uuids.next().is_none_or(|uuid| except.contains(&uuid));
                if created == batch && !is_excepted {
                    rows.set(row, true);
                }
                row += 1;
            });
        }
        self.withdraw_rows(rows, register);
        self.written.forget();
    }

    /// Writes a register of being gone in many rows at once.
    fn withdraw_rows(&mut self, mut rows: Bits, register: &Register) {
        let unpacked: Vec<u32> = self
            .changed
            .keys()
            .copied()
            .filter(|row| rows.at(*row))
            .collect();
        for row in unpacked {
            rows.set(row, false);
            self.merge(row, Key::one(field::GONE), register.clone());
        }
        self.withdrawals.push(Withdrawal {
            rows,
            register: register.clone(),
        });
        let standings: Vec<(u32, Standing)> = self
            .segments
            .iter()
            .flat_map(|segment| self.withdrawn_standings(segment))
            .collect();
        for (row, standing) in standings {
            self.set_standing(row, standing);
        }
    }

    /// How the records of a page stand that the last withdrawal was written in.
    fn withdrawn_standings(&self, segment: &Segment) -> Vec<(u32, Standing)> {
        let Some(last) = self.withdrawals.last() else {
            return Vec::new();
        };
        // Only where a record says of itself how it stands has it to be unpacked.
        let mut says = Bits::default();
        each_standing(&segment.page, |place| says.set(place as u32, true));
        let end = segment.start + segment.page.rows() as u32;
        (segment.start..end)
            .filter(|row| last.rows.at(*row))
            .filter_map(|row| {
                if says.at(row - segment.start) {
                    return Some((row, self.record(row)?.standing()));
                }
                let written = self.withdrawals.iter().filter(|one| one.rows.at(row));
                let latest = written.max_by_key(|one| one.register.stamp)?;
                let is_gone = latest.register.value.as_ref().is_some_and(Value::is_yes);
                let standing = if is_gone {
                    Standing::Gone
                } else {
                    Standing::Live
                };
                Some((row, standing))
            })
            .collect()
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

    /// Whether a register's texts repeat so much in every page that a column of codes holds them.
    #[must_use]
    pub fn repeats(&self, key: &Key) -> bool {
        let mut pages = self.segments.iter().map(|segment| &segment.page);
        let of_key = |page: &Page| {
            let columns = page.columns().iter();
            let mut columns = columns.filter(|column| column.key() == key);
            columns.all(|column| column.tag() != Tag::Text || column.is_coded())
        };
        !self.segments.is_empty() && pages.all(of_key)
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

    /// Takes the values that a page has for a column.
    fn fill<C: Column>(&self, column: &mut C, key: &Key, segment: &Segment) {
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
            self.fill(&mut column, key, segment);
        }
        for (row, record) in &self.changed {
            column.write(*row, record.element(key.field, key.element.as_deref()));
        }
        let column = Rc::new(column);
        of(&mut self.columns.borrow_mut()).insert(key.clone(), Rc::clone(&column));
        column
    }
}

/// Calls back with the rows of a page whose records say of themselves that they are in the trash or
/// gone, or were.
fn each_standing(page: &Page, mut visit: impl FnMut(usize)) {
    let columns = page.columns().iter();
    for column in columns.filter(|one| matches!(one.key().field, field::GONE | field::DELETED_AT)) {
        column.each_row(page.bytes(), &mut visit);
    }
}
