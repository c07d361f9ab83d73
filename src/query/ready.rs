//! What lists need that takes long to make, made some milliseconds at a time before one asks for it:
//! the order of names. When that is done is left to the session.

use super::stamp::IdOrder;
use super::text::{Ordering, TextSource};
use crate::domain::{Key, RecordKind};
use crate::workspace::Workspace;

/// Makes ready what a list of a kind by name needs.
pub struct ByName {
    kind: RecordKind,
    names: Ordering,
    has_ids: bool,
}

impl ByName {
    /// Begins with a kind.
    #[must_use]
    pub fn of(kind: RecordKind) -> Self {
        Self {
            kind,
            names: Ordering::of(kind, TextSource::Register(Key::one(kind.name_field()))),
            has_ids: false,
        }
    }

    /// Does one step; says whether there are more. All are to be done on the same workspace, which
    /// may be written to meanwhile.
    pub fn step(&mut self, workspace: &Workspace) -> bool {
        if !std::mem::replace(&mut self.has_ids, true) {
            IdOrder::of(workspace, self.kind);
            return true;
        }
        self.names.step(workspace)
    }
}
