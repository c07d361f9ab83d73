//! Packs the records of a backup into pages, as a store keeps them.

use crate::document::page::PageBuilder;
use crate::domain::{Record, RecordKind};
use std::collections::BTreeMap;

/// Pages in the making, one of each kind at a time.
#[derive(Default)]
pub struct PagesBuilder {
    open: BTreeMap<RecordKind, PageBuilder>,
    ready: Vec<Vec<u8>>,
}

impl PagesBuilder {
    /// Adds a record with its stamps.
    pub fn push(&mut self, record: &Record) {
        let kind = record.id.kind;
        let builder = self
            .open
            .entry(kind)
            .or_insert_with(|| PageBuilder::new(kind));
        builder.push(record);
        if builder.is_full()
            && let Some(full) = self.open.remove(&kind)
        {
            self.ready.push(full.finish(0));
        }
    }

    /// Takes the pages that are full, so that they can be stored while the rest is read.
    pub fn take(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.ready)
    }

    /// All pages that were not taken, in the order of their kinds but for the full ones.
    #[must_use]
    pub fn finish(mut self) -> Vec<Vec<u8>> {
        let open = std::mem::take(&mut self.open);
        self.ready
            .extend(open.into_values().map(|builder| builder.finish(0)));
        self.ready
    }
}
