//! Columns in memory: one value a row, as queries touch them. A column is made the first time a
//! query names it and kept in step by every change; it must always equal one made anew.

use crate::document::page::Column as Packed;
use crate::document::value::{Tag, int_of, ref_of};
use crate::domain::{Currency, Key, RecordId, Value};
use std::any::Any;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

/// The whole number that stands for "no value" in an [`Ints`] column.
pub use satchel_scan::NONE;

/// Whole numbers by row: numbers, dates, moments, minor units, yes and no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ints(Vec<i64>);

impl Ints {
    /// The number of a row.
    #[must_use]
    pub fn at(&self, row: u32) -> Option<i64> {
        self.0.get(row as usize).copied().filter(|int| *int != NONE)
    }

    /// All numbers by row, with [`NONE`] where there is none.
    #[must_use]
    pub fn as_slice(&self) -> &[i64] {
        &self.0
    }

    /// The rows whose number lies in a range, both ends included.
    #[must_use]
    pub fn within(&self, low: i64, high: i64) -> Bits {
        Bits(satchel_scan::in_range(&self.0, low.max(NONE + 1), high))
    }

    /// Writes the number of a row; the column grows to hold it.
    pub fn set(&mut self, row: u32, int: Option<i64>) {
        let row = row as usize;
        if row >= self.0.len() {
            self.0.resize(row + 1, NONE);
        }
        if let Some(slot) = self.0.get_mut(row) {
            *slot = int.unwrap_or(NONE);
        }
    }
}

/// Codes by row with the values they stand for: choices, references, currencies.
#[derive(Clone, Debug)]
pub struct Codes<T> {
    codes: Vec<u32>,
    values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Codes<T> {
    fn with_rows(rows: usize) -> Self {
        Self {
            codes: vec![0; rows],
            values: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// The code of a value, made where there is none yet. Codes begin at 1; 0 is no value.
    pub fn code_for(&mut self, value: &T) -> u32 {
        if let Some(code) = self.numbers.get(value) {
            return *code;
        }
        self.values.push(value.clone());
        let code = self.values.len() as u32;
        self.numbers.insert(value.clone(), code);
        code
    }

    /// The code of a value, if any row ever had it.
    #[must_use]
    pub fn code(&self, value: &T) -> Option<u32> {
        self.numbers.get(value).copied()
    }

    /// The value of a code.
    #[must_use]
    pub fn value(&self, code: u32) -> Option<&T> {
        code.checked_sub(1)
            .and_then(|at| self.values.get(at as usize))
    }

    /// The value of a row.
    #[must_use]
    pub fn at(&self, row: u32) -> Option<&T> {
        self.value(self.codes.get(row as usize).copied().unwrap_or(0))
    }

    /// All codes by row, 0 where there is no value.
    #[must_use]
    pub fn as_slice(&self) -> &[u32] {
        &self.codes
    }

    /// The rows whose code passes a test, which is asked once for each code.
    #[must_use]
    pub fn with(&self, passes: impl Fn(usize) -> bool) -> Bits {
        let passes: Vec<bool> = (0..=self.values.len()).map(passes).collect();
        Bits(satchel_scan::passing(&self.codes, &passes))
    }

    /// The values that rows have or had, in the order of their codes from 1.
    #[must_use]
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Writes the code of a row; the column grows to hold it.
    pub fn set_code(&mut self, row: u32, code: u32) {
        let row = row as usize;
        if row >= self.codes.len() {
            self.codes.resize(row + 1, 0);
        }
        if let Some(slot) = self.codes.get_mut(row) {
            *slot = code;
        }
    }

    /// Writes the value of a row.
    pub fn set(&mut self, row: u32, value: Option<&T>) {
        let code = value.map_or(0, |value| self.code_for(value));
        self.set_code(row, code);
    }
}

/// One bit a row: whether it has a tag, is of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Whether a row's bit is set.
    #[must_use]
    pub fn at(&self, row: u32) -> bool {
        self.0
            .get(row as usize / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Writes a row's bit.
    pub fn set(&mut self, row: u32, is_set: bool) {
        let word = row as usize / 64;
        if word >= self.0.len() {
            if !is_set {
                return;
            }
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits = if is_set {
                *bits | 1 << (row % 64)
            } else {
                *bits & !(1 << (row % 64))
            };
        }
    }

    /// Sets the bits of rows that come behind all others.
    pub fn set_from(&mut self, start: u32, end: u32) {
        let next = start.next_multiple_of(64).min(end);
        (start..next).for_each(|row| self.set(row, true));
        let words = |row: u32, have: usize| have.max(row as usize / 64);
        self.0.resize(words(next, self.0.len()), 0);
        self.0.resize(words(end, self.0.len()), u64::MAX);
        (next.max(end / 64 * 64)..end).for_each(|row| self.set(row, true));
    }

    /// A bit for each item, set where the test holds.
    #[must_use]
    pub fn of<T>(items: &[T], test: impl Fn(&T) -> bool) -> Self {
        let word = |items: &[T]| {
            let bits = items.iter().enumerate();
            bits.fold(0, |word, (at, item)| word | u64::from(test(item)) << at)
        };
        Self(items.chunks(64).map(word).collect())
    }

    /// All bits of so many rows.
    #[must_use]
    pub fn all(rows: usize) -> Self {
        Self::default().not(rows)
    }

    /// Keeps only the bits that are set in both.
    pub fn and(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Adds the bits of the other.
    pub fn or(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// The bits of so many rows that are not set.
    #[must_use]
    pub fn not(mut self, rows: usize) -> Self {
        self.0.resize(rows.div_ceil(64), 0);
        self.0.iter_mut().for_each(|word| *word = !*word);
        if let (Some(last), rest @ 1..) = (self.0.last_mut(), rows % 64) {
            *last &= (1 << rest) - 1;
        }
        self
    }

    /// The rows whose bits are set, in order.
    pub fn rows(&self) -> impl Iterator<Item = u32> + use<> {
        self.list().into_iter()
    }

    /// The rows whose bits are set, in order, as a list.
    #[must_use]
    pub fn list(&self) -> Vec<u32> {
        satchel_scan::rows(&self.0)
    }

    /// How many bits are set.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

/// A column of some type: how it is made and kept in step.
pub trait Column: Clone {
    /// A column of so many rows without values.
    fn empty(rows: usize) -> Self;

    /// Takes the values of a packed column whose first row is `start`.
    fn fill(&mut self, packed: &Packed, page: &[u8], start: u32);

    /// Brings the column in step with a row's new value.
    fn write(&mut self, row: u32, value: Option<&Value>);
}

impl Column for Ints {
    fn empty(rows: usize) -> Self {
        Self(vec![NONE; rows])
    }

    fn fill(&mut self, packed: &Packed, page: &[u8], start: u32) {
        packed.each_int(page, |place, int| self.set(start + place as u32, Some(int)));
    }

    fn write(&mut self, row: u32, value: Option<&Value>) {
        self.set(row, value.and_then(int_of));
    }
}

impl Column for Codes<Box<str>> {
    fn empty(rows: usize) -> Self {
        Self::with_rows(rows)
    }

    fn fill(&mut self, packed: &Packed, page: &[u8], start: u32) {
        if packed.tag() != Tag::Text {
            return;
        }
        match packed.coded(page) {
            Some(coded) => {
                let text = |entry: &&[u8]| String::from_utf8_lossy(entry).into();
                let codes: Vec<u32> = coded
                    .entries
                    .iter()
                    .map(|entry| self.code_for(&text(entry)))
                    .collect();
                coded.each(|place, code| {
                    self.set_code(start + place as u32, codes.get(code).copied().unwrap_or(0));
                });
            }
            None => packed.each_blob(page, |place, blob| {
                let code = self.code_for(&String::from_utf8_lossy(blob).into());
                self.set_code(start + place as u32, code);
            }),
        }
    }

    fn write(&mut self, row: u32, value: Option<&Value>) {
        self.set(row, value.and_then(Value::as_text).map(Box::from).as_ref());
    }
}

impl Column for Codes<RecordId> {
    fn empty(rows: usize) -> Self {
        Self::with_rows(rows)
    }

    fn fill(&mut self, packed: &Packed, page: &[u8], start: u32) {
        if packed.tag() == Tag::Ref {
            packed.each_blob(page, |place, blob| {
                self.set(start + place as u32, ref_of(blob).as_ref())
            });
        }
    }

    fn write(&mut self, row: u32, value: Option<&Value>) {
        self.set(row, value.and_then(Value::as_ref_id).as_ref());
    }
}

impl Column for Codes<Currency> {
    fn empty(rows: usize) -> Self {
        Self::with_rows(rows)
    }

    fn fill(&mut self, packed: &Packed, page: &[u8], start: u32) {
        packed.each_currency(page, |place, currency| {
            self.set(start + place as u32, Some(&currency))
        });
    }

    fn write(&mut self, row: u32, value: Option<&Value>) {
        self.set(
            row,
            value
                .and_then(Value::as_money)
                .map(|money| money.currency())
                .as_ref(),
        );
    }
}

impl Column for Bits {
    fn empty(_: usize) -> Self {
        Self::default()
    }

    fn fill(&mut self, packed: &Packed, page: &[u8], start: u32) {
        if packed.tag() != Tag::None {
            packed.each_row(page, |place| self.set(start + place as u32, true));
        }
    }

    fn write(&mut self, row: u32, value: Option<&Value>) {
        self.set(row, value.is_some());
    }
}

/// The columns that a table has made, by register.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) ints: HashMap<Key, Rc<Ints>>,
    pub(super) texts: HashMap<Key, Rc<Codes<Box<str>>>>,
    pub(super) refs: HashMap<Key, Rc<Codes<RecordId>>>,
    pub(super) currencies: HashMap<Key, Rc<Codes<Currency>>>,
    pub(super) has: HashMap<Key, Rc<Bits>>,
    half: Option<(Key, Box<dyn Any>)>,
}

/// A column that is made some pages at a time.
pub(super) struct Half<C> {
    pub(super) column: C,
    /// The first row of the page that comes next.
    pub(super) next: u32,
}

impl Columns {
    /// Takes the half of a column out that is being made.
    pub(super) fn take_half<C: 'static>(&mut self, key: &Key) -> Option<Half<C>> {
        let (of, half) = self.half.take()?;
        let half = half.downcast::<Half<C>>().ok().filter(|_| of == *key)?;
        Some(*half)
    }

    /// Keeps the half of a column, in the place of any other.
    pub(super) fn keep_half<C: 'static>(&mut self, key: &Key, half: Half<C>) {
        self.half = Some((key.clone(), Box::new(half)));
    }

    /// Brings the columns of a register in step with a row's new value.
    pub(super) fn write(&mut self, row: u32, key: &Key, value: Option<&Value>) {
        // What is half made does not know what it has missed.
        self.half.take_if(|(of, _)| of == key);
        fn write<C: Column>(
            columns: &mut HashMap<Key, Rc<C>>,
            row: u32,
            key: &Key,
            value: Option<&Value>,
        ) {
            if let Some(column) = columns.get_mut(key) {
                Rc::make_mut(column).write(row, value);
            }
        }
        write(&mut self.ints, row, key, value);
        write(&mut self.texts, row, key, value);
        write(&mut self.refs, row, key, value);
        write(&mut self.currencies, row, key, value);
        write(&mut self.has, row, key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_a_set_of_rows() {
        for rows in [0usize, 1, 63, 64, 65, 200] {
            let items: Vec<usize> = (0..rows).collect();
            let thirds = Bits::of(&items, |item| item % 3 == 0);
            let odd = Bits::of(&items, |item| item % 2 == 1);
            let listed = |bits: &Bits| bits.rows().map(|row| row as usize).collect::<Vec<_>>();
            let expected = |test: &dyn Fn(usize) -> bool| {
                items
                    .iter()
                    .copied()
                    .filter(|item| test(*item))
                    .collect::<Vec<_>>()
            };
            assert_eq!(listed(&thirds), expected(&|item| item % 3 == 0));
            assert_eq!(
                listed(&thirds.clone().not(rows)),
                expected(&|item| item % 3 != 0)
            );
            assert_eq!(Bits::all(rows).count(), rows);
            for start in [0, rows / 3, rows] {
                let mut set = Bits::default();
                set.set_from(0, start as u32);
                set.set_from(start as u32, rows as u32);
                assert_eq!(listed(&set), items);
            }
            let (mut both, mut either) = (thirds.clone(), thirds.clone());
            both.and(&odd);
            either.or(&odd);
            assert_eq!(listed(&both), expected(&|item| item % 6 == 3));
            assert_eq!(
                listed(&either),
                expected(&|item| item % 3 == 0 || item % 2 == 1)
            );
            assert!(thirds.rows().all(|row| thirds.at(row)));
        }
    }
}
