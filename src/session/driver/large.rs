//! Changes of very many records: decided and taken back some records at a time with rests between,
//! and still one change. What others write meanwhile is looked at again before it is sent on its
//! way. How a large change is written and applied is the machine's matter.

use super::Session;
use crate::domain::{RecordId, RecordKind, Stamp};
use crate::session::ports::Ports;
use crate::storage::Storage;
use crate::workspace::change::{Change, LARGE_FROM, Label};
use crate::workspace::command::{Command, CommandError, Context};
use crate::workspace::decide::decide;
use crate::workspace::invert::{Inverse, Inverting};
use std::collections::HashSet;

/// How many records are decided in one step.
const RECORDS_AT_ONCE: usize = if cfg!(test) { 4 } else { 128 };
/// How often it is begun anew where so much was written meanwhile that nobody can tell what; then
/// all is done at once.
const ATTEMPTS: usize = 3;

/// Hears how much is done, from 0 to 1, and says whether to go on.
pub type Going<'a> = &'a dyn Fn(f64) -> bool;

/// A change that was taken back or done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The change that was.
    pub undoes: Option<Stamp>,
    /// What it was, for people.
    pub label: Label,
    /// How many registers were written since, and stay as they are.
    pub kept: usize,
}

impl From<&Inverse> for Undone {
    fn from(inverse: &Inverse) -> Self {
        Self {
            undoes: inverse.change.undoes,
            label: inverse.change.label.clone(),
            kept: inverse.kept.len(),
        }
    }
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// Does what a command wants, in steps where it is about very many records. None where it was
    /// stopped: then nothing changed.
    ///
    /// # Errors
    /// Why it was refused.
    pub async fn execute_in_steps(
        &self,
        command: &Command,
        going: Going<'_>,
    ) -> Result<Option<Stamp>, CommandError> {
        let ids = command.ids();
        let kind = ids.first().map(|id| id.kind);
        let is_one_kind = ids.iter().all(|id| Some(id.kind) == kind);
        let Some(kind) = kind.filter(|_| is_one_kind && ids.len() > LARGE_FROM) else {
            return self.execute(command).map(Some);
        };
        for _ in 0..ATTEMPTS {
            let context = self.begin_batch();
            let begun = self.workspace().table(kind).written().now();
            let mut decided = None;
            for (at, some) in ids.chunks(RECORDS_AT_ONCE).enumerate() {
                self.decide_some(&mut decided, command, some, context)?;
                if !going((at * RECORDS_AT_ONCE) as f64 / ids.len() as f64) {
                    return Ok(None);
                }
                self.pause().await;
            }
            let Some(written) = self.written_since(kind, begun) else {
                continue;
            };
            let again = ids.iter().filter(|id| written.contains(id)).copied();
            let again: Vec<RecordId> = again.collect();
            if !again.is_empty() {
                if let Some(change) = &mut decided {
                    let edits = change.body.edits_mut();
                    edits.retain(|edit| !written.contains(&edit.id));
                }
                self.decide_some(&mut decided, command, &again, context)?;
            }
            let mut change = decided.ok_or(CommandError::NothingToDo)?;
            change.label.count = change.body.edits().len() as u32;
            if change.label.count == 0 {
                return Err(CommandError::NothingToDo);
            }
            return Ok(Some(self.submit(change)));
        }
        self.execute(command).map(Some)
    }

    /// Decides a command for some of its records.
    fn decide_some(
        &self,
        decided: &mut Option<Change>,
        command: &Command,
        ids: &[RecordId],
        context: Context,
    ) -> Result<(), CommandError> {
        match decide(&self.workspace(), &command.of(ids), context) {
            Ok(mut some) => match decided {
                Some(change) => change.body.edits_mut().append(some.body.edits_mut()),
                None => *decided = Some(some),
            },
            Err(CommandError::NothingToDo) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Takes one change back, in steps where it is large. None where it was stopped.
    ///
    /// # Errors
    /// [`CommandError`].
    pub async fn take_back_in_steps(
        &self,
        id: Stamp,
        going: Going<'_>,
    ) -> Result<Option<Undone>, CommandError> {
        let count = {
            let machine = self.machine();
            let change = machine.history().change(id);
            change.map_or(0, |change| change.body.edits().len())
        };
        if count <= LARGE_FROM {
            return self.take_back(id).map(|inverse| Some((&inverse).into()));
        }
        for _ in 0..ATTEMPTS {
            let mut inverting = Inverting::of(self.begin_batch());
            let begun = {
                let workspace = self.workspace();
                RecordKind::ALL.map(|kind| (kind, workspace.table(kind).written().now()))
            };
            let mut done = 0;
            while self.invert_some(&mut inverting, id)? {
                done += RECORDS_AT_ONCE;
                if !going(done as f64 / count as f64) {
                    return Ok(None);
                }
                self.pause().await;
            }
            let mut written = Some(HashSet::new());
            for (kind, begun) in begun {
                let of_kind = self.written_since(kind, begun);
                written = written.zip(of_kind).map(|(mut all, some)| {
                    all.extend(some);
                    all
                });
            }
            let Some(written) = written else { continue };
            let inverse = {
                let machine = self.machine();
                let history = machine.history();
                let change = history.change(id).ok_or(CommandError::NothingToDo)?;
                let world = (machine.workspace(), change, history.origins());
                if !written.is_empty() {
                    inverting.again(world, &written);
                }
                inverting.finish(world)
            };
            if inverse.is_err() {
                // Others wrote over all of it: it is out of the way of the undo before it.
                self.machine.borrow_mut().history_mut().pass_over(id);
            }
            let inverse = inverse?;
            let undone = Undone::from(&inverse);
            self.submit(inverse.change);
            return Ok(Some(undone));
        }
        self.take_back(id).map(|inverse| Some((&inverse).into()))
    }

    fn invert_some(&self, inverting: &mut Inverting, id: Stamp) -> Result<bool, CommandError> {
        let machine = self.machine();
        let history = machine.history();
        let change = history.change(id).ok_or(CommandError::NothingToDo)?;
        let world = (machine.workspace(), change, history.origins());
        inverting.step(world, RECORDS_AT_ONCE)
    }

    /// The records that were written to since a number that the table gave; none where nobody can
    /// tell.
    fn written_since(&self, kind: RecordKind, begun: u64) -> Option<HashSet<RecordId>> {
        let workspace = self.workspace();
        let table = workspace.table(kind);
        let written = table.written().since(begun)?.iter();
        Some(written.filter_map(|(row, _)| table.id(*row)).collect())
    }

    /// Sends a change without pages on its way.
    pub(in crate::session) fn submit(&self, change: Change) -> Stamp {
        let id = self.machine.borrow_mut().submit(change, Vec::new());
        self.after(true);
        id
    }
}
