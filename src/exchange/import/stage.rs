//! Packs what an import writes into one batch: new records into pages, writings into edits.
//!
//! The pages are stored under keys of the caller's before the batch refers to them; nothing is
//! seen of them until then.

use std::collections::BTreeMap;

use crate::document::page::PageBuilder;
use crate::domain::{Key, RecordId, RecordKind, Register, Stamp, Value};
use crate::workspace::Workspace;
use crate::workspace::change::{FieldEdit, RecordEdit};
use crate::workspace::clock::above;

use super::NewRecord;
use super::plan::Action;

/// A page that is full, to be stored.
#[derive(Clone, Debug)]
pub struct StagedPage {
    /// The kind of its records.
    pub kind: RecordKind,
    /// How many.
    pub rows: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Packs actions.
pub struct Stager {
    stamp: Stamp,
    open: BTreeMap<RecordKind, PageBuilder>,
    edits: BTreeMap<RecordId, BTreeMap<Key, Option<Value>>>,
}

impl Stager {
    /// Starts a batch; all its records carry the stamp.
    pub fn new(stamp: Stamp) -> Self {
        Stager {
            stamp,
            open: BTreeMap::new(),
            edits: BTreeMap::new(),
        }
    }

    /// Takes an action; a page, when one is full.
    pub fn take(&mut self, action: Action) -> Option<StagedPage> {
        match action {
            Action::Create(record) => self.create(&record),
            Action::Update { id, fields } => {
                self.edits.entry(id).or_default().extend(fields);
                None
            }
        }
    }

    fn create(&mut self, record: &NewRecord) -> Option<StagedPage> {
        let kind = record.id.kind;
        let builder = self
            .open
            .entry(kind)
            .or_insert_with(|| PageBuilder::new(kind));
        builder.begin(record.id.uuid, self.stamp);
        for (key, value) in &record.fields {
            builder.register(key, Some(value), self.stamp);
        }
        if !builder.is_full() {
            return None;
        }
        let full = self.open.remove(&kind)?;
        Some(close(kind, full))
    }

    /// The last pages, which are not full.
    pub fn close(&mut self) -> Vec<StagedPage> {
        std::mem::take(&mut self.open)
            .into_iter()
            .map(|(kind, builder)| close(kind, builder))
            .collect()
    }

    /// The edits of the next records that were there; none at the end.
    pub fn edits(&mut self, workspace: &Workspace, records_max: usize) -> Option<Vec<RecordEdit>> {
        let mut edits = Vec::new();
        for _ in 0..records_max {
            let Some((id, fields)) = self.edits.pop_first() else {
                break;
            };
            edits.extend(self.edit(workspace, id, fields));
        }
        let has_any = !edits.is_empty() || !self.edits.is_empty();
        has_any.then_some(edits)
    }

    fn edit(
        &self,
        workspace: &Workspace,
        id: RecordId,
        fields: BTreeMap<Key, Option<Value>>,
    ) -> Option<RecordEdit> {
        let record = workspace.record(id)?;
        let edit = |(key, value): (Key, Option<Value>)| {
            let before = record.register(&key).cloned();
            let is_same =
                before.as_ref().and_then(|before| before.value.as_ref()) == value.as_ref();
            if is_same {
                return None;
            }
            let stamp = above(self.stamp, before.as_ref().map(|before| before.stamp));
            Some(FieldEdit {
                key,
                before,
                after: Register { value, stamp },
                restores: None,
            })
        };
        let edits: Vec<FieldEdit> = fields.into_iter().filter_map(edit).collect();
        (!edits.is_empty()).then_some(RecordEdit {
            id,
            is_new: false,
            edits,
        })
    }
}

fn close(kind: RecordKind, builder: PageBuilder) -> StagedPage {
    let rows = u32::try_from(builder.rows()).unwrap_or_default();
    StagedPage {
        kind,
        rows,
        bytes: builder.finish(0),
    }
}
