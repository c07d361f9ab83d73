//! Applies changes: writes their registers, each if its stamp wins, and cannot fail. What was
//! there before is returned, so that a change whose commit failed can be taken back exactly.

use super::Workspace;
use super::change::{Body, Change, PageRef, RecordEdit};
use crate::document::page::Page;
use crate::domain::{Key, RecordId, RecordKind, Register, Value};
use std::ops::Range;

/// What applying a change replaced, in the order it was replaced.
#[derive(Debug, Default)]
pub struct Reversal(Vec<Step>);

#[derive(Debug)]
enum Step {
    Made {
        id: RecordId,
        row: u32,
    },
    Wrote {
        id: RecordId,
        row: u32,
        key: Key,
        before: Option<Register>,
    },
}

impl Reversal {
    /// The registers that were written: where something may have to be drawn anew.
    pub fn written(&self) -> impl Iterator<Item = (RecordId, Option<&Key>)> {
        self.0.iter().map(|step| match step {
            Step::Made { id, .. } => (*id, None),
            Step::Wrote { id, key, .. } => (*id, Some(key)),
        })
    }
}

impl Workspace {
    /// Applies a change. `pages` are the opened pages of a batch, in its order; other changes have
    /// none.
    pub fn apply(&mut self, change: &Change, pages: Vec<Page>) -> Reversal {
        self.apply_rest(change, pages, 0)
    }

    /// Applies some edits of a change, which are to be on the disk: in which order registers are
    /// written makes no difference, for stamps decide.
    pub fn apply_some(&mut self, change: &Change, edits: Range<usize>) {
        let mut reversal = Reversal::default();
        for edit in change.body.edits().get(edits).unwrap_or_default() {
            self.apply_edit(change, edit, &mut reversal);
        }
    }

    /// Applies what is left of a change of which so many edits are applied.
    pub fn apply_rest(&mut self, change: &Change, pages: Vec<Page>, done: usize) -> Reversal {
        if let Body::Batch {
            pages: references, ..
        } = &change.body
        {
            if !pages.is_empty() {
                self.reserve(references);
            }
            for (page, reference) in pages.into_iter().zip(references) {
                self.append(page, reference.clone());
            }
        }
        if let Body::Withdrawal {
            batch,
            is_gone,
            restored,
            except,
            ..
        } = &change.body
        {
            let register = Register {
                value: Some(Value::Bool(*is_gone)),
                stamp: change.id,
            };
            for table in &mut self.tables {
                table.withdraw(*batch, restored, except, &register);
            }
        }
        let mut reversal = Reversal::default();
        for edit in change.body.edits().iter().skip(done) {
            self.apply_edit(change, edit, &mut reversal);
        }
        reversal
    }

    /// Makes room for the records of pages that are going to be appended.
    pub fn reserve(&mut self, pages: &[PageRef]) {
        for kind in RecordKind::ALL {
            let of_kind = pages.iter().filter(|page| page.kind == kind);
            let rows = of_kind.map(|page| page.rows as usize).sum();
            if rows > 0 {
                self.table_mut(kind).reserve(rows);
            }
        }
    }

    /// Appends a page of records: at load, or when a batch becomes visible.
    pub fn append(&mut self, page: Page, reference: PageRef) {
        self.table_mut(page.kind()).append_page(page, reference);
    }

    fn apply_edit(&mut self, change: &Change, edit: &RecordEdit, reversal: &mut Reversal) {
        let table = self.table_mut(edit.id.kind);
        let (row, is_made) = table.row_or_new(edit.id, change.id);
        if is_made {
            reversal.0.push(Step::Made { id: edit.id, row });
        }
        for field in &edit.edits {
            if let Some(before) = table.merge(row, field.key.clone(), field.after.clone()) {
                reversal.0.push(Step::Wrote {
                    id: edit.id,
                    row,
                    key: field.key.clone(),
                    before,
                });
            }
        }
    }

    /// Takes back what a change did, exactly: only for a change that nothing was applied after, or
    /// that what was applied after is taken back first.
    pub fn take_back(&mut self, reversal: Reversal) {
        for step in reversal.0.into_iter().rev() {
            match step {
                Step::Made { id, row } => self.table_mut(id.kind).forget(row),
                Step::Wrote {
                    id,
                    row,
                    key,
                    before,
                } => {
                    self.table_mut(id.kind).put_back(row, &key, before);
                }
            }
        }
    }
}
