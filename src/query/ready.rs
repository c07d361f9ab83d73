//! What lists need that takes long to make, made some milliseconds at a time before one asks for it:
//! the order of names. When that is done is left to the session.

use super::stamp::IdOrder;
use super::text::{Ordering, TextSource, Texts};
use crate::domain::{Key, RecordKind};
use crate::workspace::Workspace;

/// Makes ready what a list of a kind by name needs.
pub struct ByName {
    kind: RecordKind,
    source: TextSource,
    names: Ordering,
    steps: usize,
}

impl ByName {
    /// Begins with a kind.
    #[must_use]
    pub fn of(kind: RecordKind) -> Self {
        let source = TextSource::Register(Key::one(kind.name_field()));
        Self {
            kind,
            names: Ordering::of(kind, source.clone()),
            source,
            steps: 0,
        }
    }

    /// Does one step; says whether there are more. All are to be done on the same workspace, which
    /// may be written to meanwhile.
    pub fn step(&mut self, workspace: &Workspace) -> bool {
        self.steps += 1;
        match self.steps {
            1 => drop(IdOrder::of(workspace, self.kind)),
            // Kept, so that the next step finds them.
            2 => drop(Texts::of(workspace, self.kind, &self.source)),
            _ => return self.names.step(workspace),
        }
        true
    }
}
