//! The rows of a file that an import does not take, as a file of the same columns with the reason
//! behind them: to be corrected and imported again. What a reason says is the caller's.

use std::collections::BTreeMap;

use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::exchange::table::Reader;

/// Writes the report, step by step.
pub struct Report<'t> {
    reader: Reader<'t>,
    columns: usize,
    writer: Writer,
}

impl<'t> Report<'t> {
    pub(super) fn new<'n>(
        reader: Reader<'t>,
        names: impl Iterator<Item = &'n str>,
        header: &str,
    ) -> Self {
        let mut writer = Writer::new(WriteOptions::default());
        let mut columns = 0;
        for name in names {
            writer.text(name);
            columns += 1;
        }
        writer.text(header);
        writer.end_row();
        Report {
            reader,
            columns,
            writer,
        }
    }

    /// Looks at the next rows, and takes those that have a reason; false at the end.
    pub fn step(&mut self, rows_max: usize, reasons: &BTreeMap<u32, String>) -> bool {
        let Some(batch) = self.reader.next_batch(rows_max) else {
            return false;
        };
        let lost = batch
            .problems
            .iter()
            .filter(|problem| problem.fault.is_row_lost());
        let mut lost: Vec<u32> = lost.map(|problem| problem.row).collect();
        for row in batch.rows() {
            self.take_lost(&mut lost, row.number(), reasons);
            if let Some(reason) = reasons.get(&row.number()) {
                (0..self.columns).for_each(|column| self.writer.text(row.cell(column)));
                self.writer.text(reason);
                self.writer.end_row();
            }
        }
        self.take_lost(&mut lost, u32::MAX, reasons);
        true
    }

    /// Of a row that could not be read there is only the reason.
    fn take_lost(&mut self, lost: &mut Vec<u32>, before: u32, reasons: &BTreeMap<u32, String>) {
        lost.retain(|row| {
            let is_due = *row < before;
            if let Some(reason) = reasons.get(row).filter(|_| is_due) {
                (0..self.columns).for_each(|_| self.writer.text(""));
                self.writer.text(reason);
                self.writer.end_row();
            }
            !is_due
        });
    }

    /// The file.
    pub fn finish(mut self) -> String {
        self.writer.take()
    }
}
