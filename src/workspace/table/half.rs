//! Columns that are made some pages at a time, with rests between, where a table is so large that one
//! would hold the page. What is half made is kept beside the columns; who asks for the next pages, and
//! when, is left to others.

use super::{Segment, Table};
use crate::domain::Key;
use crate::workspace::columns::{Column, Columns, Half};
use std::collections::HashMap;
use std::rc::Rc;

/// So many pages of a column are read at a time.
const PAGES_AT_ONCE: usize = 8;

impl Table {
    /// Makes the column of whole numbers of a register some pages at a time; says whether there is
    /// more to do.
    #[must_use]
    pub fn prepare_ints(&self, key: &Key) -> bool {
        self.prepare(key, |columns| &mut columns.ints)
    }

    /// The same for its column of repeating texts.
    #[must_use]
    pub fn prepare_texts(&self, key: &Key) -> bool {
        self.prepare(key, |columns| &mut columns.texts)
    }

    /// The same for its column of references.
    #[must_use]
    pub fn prepare_refs(&self, key: &Key) -> bool {
        self.prepare(key, |columns| &mut columns.refs)
    }

    /// The same for its column of currencies.
    #[must_use]
    pub fn prepare_currencies(&self, key: &Key) -> bool {
        self.prepare(key, |columns| &mut columns.currencies)
    }

    fn prepare<C: Column + 'static>(
        &self,
        key: &Key,
        of: impl Fn(&mut Columns) -> &mut HashMap<Key, Rc<C>>,
    ) -> bool {
        let mut columns = self.columns.borrow_mut();
        if of(&mut columns).contains_key(key) {
            return false;
        }
        let half = columns.take_half(key);
        let mut half = half.unwrap_or_else(|| Half {
            column: C::empty(self.rows()),
            next: 0,
        });
        let end = |segment: &Segment| segment.start + segment.page.rows() as u32;
        let first = self.segments.partition_point(|of| end(of) <= half.next);
        let segments = self.segments.iter().skip(first);
        for segment in segments.take(PAGES_AT_ONCE) {
            self.fill(&mut half.column, key, segment);
            half.next = end(segment);
        }
        // Each time, as what is folded meanwhile is no longer among them.
        for (row, record) in &self.changed {
            let value = record.element(key.field, key.element.as_deref());
            half.column.write(*row, value);
        }
        if self
            .segments
            .last()
            .is_some_and(|last| half.next < end(last))
        {
            columns.keep_half(key, half);
            return true;
        }
        of(&mut columns).insert(key.clone(), Rc::new(half.column));
        false
    }
}
