//! Packing a table anew: which pages stay, which rows go into new ones, and how these take the place
//! of what was there. Between the two lies a while in which the table is worked on. Writing the
//! pages is the session's matter.

use super::{Segment, Table, Withdrawal};
use crate::document::page::{Page, PageBuilder, ROWS_MAX};
use crate::domain::RecordId;
use crate::workspace::change::{PageId, PageRef};
use crate::workspace::columns::Bits;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A step of packing a table anew, in the order of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackStep {
    /// A page that nothing changed in stays.
    Keep(PageRef),
    /// These rows go into a new page.
    Pack(Range<u32>),
}

/// How a table is packed anew, and how it stood then.
#[derive(Clone, Debug)]
pub struct Packing {
    /// What to do, in this order.
    pub steps: Vec<PackStep>,
    rows: u32,
    withdrawals: usize,
    written: u64,
}

impl Table {
    /// How the table would be packed anew: pages that nothing changed in stay as they are, small
    /// ones and changed ones are made anew with the rows that came since.
    #[must_use]
    pub fn packing(&self) -> Packing {
        Packing {
            steps: self.pack_steps(),
            rows: self.rows() as u32,
            withdrawals: self.withdrawals.len(),
            written: self.written.now(),
        }
    }

    fn pack_steps(&self) -> Vec<PackStep> {
        let is_changed = self.changed_segments();
        let mut steps = Vec::new();
        // Rows may come before a page that have none themselves.
        let begins = self
            .segments
            .first()
            .map_or(self.rows() as u32, |first| first.start);
        let mut open = (begins > 0).then_some(0);
        for (segment, is_changed) in self.segments.iter().zip(is_changed) {
            if !is_changed && segment.page.rows() * 2 >= ROWS_MAX {
                close(&mut steps, open.take(), segment.start);
                steps.push(PackStep::Keep(segment.reference.clone()));
                open = self.loose_after(segment);
            } else {
                open.get_or_insert(segment.start);
            }
        }
        close(&mut steps, open, self.rows() as u32);
        // A lone clean page that is merely small is no work.
        match (steps.as_slice(), self.segments.as_slice()) {
            ([PackStep::Pack(rows)], [segment])
                if self.changed.is_empty()
                    && self.withdrawals.is_empty()
                    && rows.end as usize == segment.page.rows() =>
            {
                vec![PackStep::Keep(segment.reference.clone())]
            }
            _ => steps,
        }
    }

    /// The first row behind a segment, where the next page does not begin with it.
    fn loose_after(&self, segment: &Segment) -> Option<u32> {
        let end = segment.start + segment.page.rows() as u32;
        let next = self.segments.partition_point(|other| other.start < end);
        let begins = self
            .segments
            .get(next)
            .map_or(self.rows() as u32, |next| next.start);
        (begins > end).then_some(end)
    }

    /// Of each segment whether something changed in it.
    fn changed_segments(&self) -> Vec<bool> {
        let mut changed = vec![false; self.segments.len()];
        let withdrawn = self.withdrawals.iter().flat_map(|one| one.rows.rows());
        for row in self.changed.keys().copied().chain(withdrawn) {
            let at = self
                .segments
                .partition_point(|segment| segment.start <= row);
            let Some(at) = at.checked_sub(1) else {
                continue;
            };
            let is_in = |segment: &Segment| ((row - segment.start) as usize) < segment.page.rows();
            if self.segments.get(at).is_some_and(is_in)
                && let Some(is_changed) = changed.get_mut(at)
            {
                *is_changed = true;
            }
        }
        changed
    }

    /// Packs some rows; those whose making failed are left out.
    pub fn pack(&self, rows: Range<u32>, builder: &mut PageBuilder) {
        for record in rows.filter_map(|row| self.record(row)) {
            builder.push(&record);
        }
    }

    /// Puts packed pages in the place of those before them; a page that is none is one that stayed.
    /// What was written, appended or withdrawn since the packing began stays over them. Says whether
    /// rows have moved.
    pub fn repacked(&mut self, packing: &Packing, pages: Vec<(PageRef, Option<Page>)>) -> bool {
        let later = self
            .segments
            .partition_point(|segment| segment.start < packing.rows);
        let later = self.segments.split_off(later);
        let mut stayed: HashMap<PageId, Page> = std::mem::take(&mut self.segments)
            .into_iter()
            .map(|segment| (segment.reference.id, segment.page))
            .collect();
        let pages: Vec<(PageRef, Page)> = pages
            .into_iter()
            .filter_map(|(reference, page)| {
                let page = page.or_else(|| stayed.remove(&reference.id))?;
                Some((reference, page))
            })
            .collect();
        let rows: usize = pages.iter().map(|(_, page)| page.rows()).sum();
        let known = packing.withdrawals.min(self.withdrawals.len());
        let withdrawals = self.withdrawals.split_off(known);
        if rows != packing.rows as usize {
            // Rows whose making failed were left out: everything by row is made anew.
            self.rebuild(pages, later, withdrawals);
            return true;
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
        self.segments.extend(later);
        self.withdrawals = withdrawals;
        self.drop_packed(packing);
        false
    }

    /// Drops the records over the pages that are packed in them as they are.
    fn drop_packed(&mut self, packing: &Packing) {
        let written: Option<HashSet<u32>> = self
            .written
            .since(packing.written)
            .map(|writes| writes.iter().map(|(row, _)| *row).collect());
        if let Some(written) = written {
            self.changed
                .retain(|row, _| *row >= packing.rows || written.contains(row));
            return;
        }
        // Too much was written to know: each is compared.
        for (row, record) in std::mem::take(&mut self.changed) {
            let is_packed =
                row < packing.rows && self.record(row).is_some_and(|packed| *packed == record);
            if !is_packed {
                self.changed.insert(row, record);
            }
        }
    }

    fn rebuild(
        &mut self,
        pages: Vec<(PageRef, Page)>,
        later: Vec<Segment>,
        withdrawals: Vec<Withdrawal>,
    ) {
        let ids = |withdrawal: &Withdrawal| -> Vec<RecordId> {
            let rows = withdrawal.rows.rows();
            rows.filter_map(|row| self.id(row)).collect()
        };
        let withdrawals: Vec<_> = withdrawals
            .iter()
            .map(|withdrawal| (ids(withdrawal), withdrawal.register.clone()))
            .collect();
        let changed = std::mem::take(&mut self.changed);
        // What is derived tells by the count of writes whether it is in step: it goes on rising.
        let mut written = std::mem::take(&mut self.written);
        written.forget();
        *self = Self::new(self.kind);
        let later = later
            .into_iter()
            .map(|segment| (segment.reference, segment.page));
        for (reference, page) in pages.into_iter().chain(later) {
            self.append_page(page, reference);
        }
        for (ids, register) in withdrawals {
            let mut rows = Bits::default();
            ids.iter()
                .filter_map(|id| self.row(id.uuid))
                .for_each(|row| rows.set(row, true));
            self.withdraw_rows(rows, &register);
        }
        for record in changed.into_values() {
            let (row, _) = self.row_or_new(record.id, record.created);
            for (key, register) in record.registers() {
                self.merge(row, key.clone(), register.clone());
            }
        }
        self.written = written;
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
