//! Inverts changes: undo, and redo, which is the undo of an undo. Only registers that still stand
//! as the change left them are brought back; the others are named and kept.

use super::Workspace;
use super::change::{Body, Change, FieldEdit, Label, RecordEdit, Verb};
use super::clock::above;
use super::command::{CommandError, Context};
use crate::domain::{Key, RecordId, Register, Stamp, Value, field, settings};
use std::collections::{HashMap, HashSet};

/// What undos brought back: for the stamp an undo wrote, the stamp of what it restored. A register
/// that was edited and brought back stands as it stood before.
#[derive(Debug, Default)]
pub struct Origins(HashMap<(RecordId, Key, Stamp), Option<Stamp>>);

impl Origins {
    /// Learns from edits that were applied.
    pub fn learn(&mut self, edits: &[RecordEdit]) {
        for record in edits {
            for edit in &record.edits {
                if let Some(restores) = edit.restores {
                    let origin =
                        restores.and_then(|stamp| self.origin(record.id, &edit.key, stamp));
                    self.0
                        .insert((record.id, edit.key.clone(), edit.after.stamp), origin);
                }
            }
        }
    }

    /// The stamp whose value a register shows again; none where it is as if never written.
    #[must_use]
    pub fn origin(&self, id: RecordId, key: &Key, stamp: Stamp) -> Option<Stamp> {
        if self.0.is_empty() {
            return Some(stamp);
        }
        self.0
            .get(&(id, key.clone(), stamp))
            .copied()
            .unwrap_or(Some(stamp))
    }
}

/// A change that takes another back, and what had to stay.
#[derive(Debug)]
pub struct Inverse {
    /// The change.
    pub change: Change,
    /// Registers that were written since, and stay as they are.
    pub kept: Vec<(RecordId, Key)>,
}

/// What would take a change back.
///
/// # Errors
/// [`CommandError::NotUndoable`] for what erased, made the workspace, or came from others,
/// [`CommandError::NothingToDo`] where all of it was written since.
pub fn invert(
    workspace: &Workspace,
    change: &Change,
    origins: &Origins,
    context: Context,
) -> Result<Inverse, CommandError> {
    let mut inverting = Inverting::of(context);
    let world = (workspace, change, origins);
    while inverting.step(world, usize::MAX)? {}
    inverting.finish(world)
}

/// What an inversion looks at: the workspace, the change, and what undos restored.
pub type World<'a> = (&'a Workspace, &'a Change, &'a Origins);

/// Inverts a change some edits at a time. The workspace may be written to meanwhile: of the records
/// that were, [`Inverting::again`] has to be told.
pub struct Inverting {
    context: Context,
    next: usize,
    edits: Vec<RecordEdit>,
    kept: Vec<(RecordId, Key)>,
}

impl Inverting {
    /// Begins.
    #[must_use]
    pub const fn of(context: Context) -> Self {
        Self {
            context,
            next: 0,
            edits: Vec::new(),
            kept: Vec::new(),
        }
    }

    fn inverter<'a>(&mut self, (workspace, change, origins): World<'a>) -> Inverter<'a> {
        Inverter {
            workspace,
            change,
            origins,
            context: self.context,
            kept: std::mem::take(&mut self.kept),
        }
    }

    /// Inverts so many more edits; says whether there are others.
    ///
    /// # Errors
    /// [`CommandError::NotUndoable`] for what erased and for what made the workspace.
    pub fn step(&mut self, world: World<'_>, count: usize) -> Result<bool, CommandError> {
        let (_, change, _) = world;
        if matches!(
            change.label.verb,
            Verb::Erase | Verb::Expire | Verb::Found | Verb::Sync
        ) {
            return Err(CommandError::NotUndoable);
        }
        let mut inverter = self.inverter(world);
        let all = change.body.edits();
        let some = all.iter().skip(self.next).take(count);
        let edits = some.filter_map(|edit| inverter.record(edit));
        self.edits.extend(edits);
        self.kept = inverter.kept;
        self.next = self.next.saturating_add(count).min(all.len());
        Ok(self.next < all.len())
    }

    /// Inverts the edits of some records again, since they were written to meanwhile.
    pub fn again(&mut self, world: World<'_>, ids: &HashSet<RecordId>) {
        self.edits.retain(|edit| !ids.contains(&edit.id));
        self.kept.retain(|(id, _)| !ids.contains(id));
        let mut inverter = self.inverter(world);
        let (_, change, _) = world;
        let some = change.body.edits().iter();
        let some = some.filter(|edit| ids.contains(&edit.id));
        self.edits
            .extend(some.filter_map(|edit| inverter.record(edit)));
        self.kept = inverter.kept;
    }

    /// The inverse.
    ///
    /// # Errors
    /// [`CommandError::NothingToDo`] where all of it was written since.
    pub fn finish(mut self, world: World<'_>) -> Result<Inverse, CommandError> {
        let inverter = self.inverter(world);
        inverted(
            world,
            self.context,
            std::mem::take(&mut self.edits),
            inverter,
        )
    }
}

fn inverted(
    (_, change, _): World<'_>,
    context: Context,
    edits: Vec<RecordEdit>,
    mut inverter: Inverter<'_>,
) -> Result<Inverse, CommandError> {
    let body = match &change.body {
        Body::Edits(_) if edits.is_empty() => return Err(CommandError::NothingToDo),
        Body::Edits(_) => Body::Edits(edits),
        Body::Batch { restored, .. } => {
            let mut except = inverter.edited_since(change.id);
            except.extend(inverter.restored_and_edited(restored));
            // Without its settings a workspace is none, whoever brought them.
            except.push(settings::ID);
            Body::Withdrawal {
                batch: change.id,
                is_gone: true,
                restored: restored.clone(),
                except,
                edits,
            }
        }
        Body::Withdrawal {
            batch,
            is_gone,
            restored,
            except,
            ..
        } => Body::Withdrawal {
            batch: *batch,
            is_gone: !is_gone,
            restored: restored.clone(),
            except: except.clone(),
            edits,
        },
    };
    let verb = if change.label.verb == Verb::Undo {
        Verb::Redo
    } else {
        Verb::Undo
    };
    let label = Label {
        verb,
        ..change.label.clone()
    };
    let kept = inverter.kept;
    let change = Change {
        id: context.stamp,
        at: context.at,
        author: context.author,
        label,
        undoes: Some(change.id),
        body,
    };
    Ok(Inverse { change, kept })
}

struct Inverter<'a> {
    workspace: &'a Workspace,
    change: &'a Change,
    origins: &'a Origins,
    context: Context,
    kept: Vec<(RecordId, Key)>,
}

impl Inverter<'_> {
    fn record(&mut self, edit: &RecordEdit) -> Option<RecordEdit> {
        let table = self.workspace.table(edit.id.kind);
        let record = table.record(table.row(edit.id.uuid)?)?;
        if edit.is_new && edit.id == settings::ID {
            return None;
        }
        if edit.is_new {
            return self.unmake(&record, edit);
        }
        let mut edits = Vec::new();
        for field in &edit.edits {
            let now = record.register(&field.key);
            let origin = now.and_then(|now| self.origins.origin(edit.id, &field.key, now.stamp));
            // Both sides may themselves be what an undo brought back.
            if now.is_some()
                && origin == self.origins.origin(edit.id, &field.key, field.after.stamp)
            {
                edits.push(self.bring_back(field, now));
            } else {
                self.kept.push((edit.id, field.key.clone()));
            }
        }
        (!edits.is_empty()).then_some(RecordEdit {
            id: edit.id,
            is_new: false,
            edits,
        })
    }

    fn bring_back(&self, field: &FieldEdit, now: Option<&Register>) -> FieldEdit {
        let stamp = above(self.context.stamp, now.map(|now| now.stamp));
        FieldEdit {
            key: field.key.clone(),
            before: now.cloned(),
            after: Register {
                value: field
                    .before
                    .as_ref()
                    .and_then(|before| before.value.clone()),
                stamp,
            },
            restores: Some(field.before.as_ref().map(|before| before.stamp)),
        }
    }

    /// Takes back the making of a record, unless somebody worked on it since.
    fn unmake(&mut self, record: &crate::domain::Record, edit: &RecordEdit) -> Option<RecordEdit> {
        let later: Vec<Key> = record
            .registers()
            .filter(|(key, register)| {
                let origin = self.origins.origin(edit.id, key, register.stamp);
                let is_own = edit
                    .edits
                    .iter()
                    .any(|own| own.key == **key && Some(own.after.stamp) == origin);
                !is_own && origin.is_some()
            })
            .map(|(key, _)| key.clone())
            .collect();
        if !later.is_empty() {
            self.kept
                .extend(later.into_iter().map(|key| (edit.id, key)));
            return None;
        }
        let gone = Key::one(field::GONE);
        let now = record.register(&gone).cloned();
        let stamp = above(self.context.stamp, now.as_ref().map(|now| now.stamp));
        Some(RecordEdit {
            id: edit.id,
            is_new: false,
            edits: vec![FieldEdit {
                key: gone,
                restores: now.as_ref().map(|_| None),
                before: now,
                after: Register {
                    value: Some(Value::Bool(true)),
                    stamp,
                },
            }],
        })
    }

    /// The records of a batch that somebody worked on since: they stay.
    fn edited_since(&mut self, batch: Stamp) -> Vec<RecordId> {
        let mut edited = Vec::new();
        for table in self.workspace.tables() {
            for record in table.worked_on(batch) {
                let later: Vec<Key> = record
                    .registers()
                    .filter(|(key, register)| {
                        let origin = self.origins.origin(record.id, key, register.stamp);
                        origin.is_some_and(|origin| origin != batch)
                    })
                    .map(|(key, _)| key.clone())
                    .collect();
                if !later.is_empty() {
                    edited.push(record.id);
                    self.kept
                        .extend(later.into_iter().map(|key| (record.id, key)));
                }
            }
        }
        debug_assert_eq!(batch, self.change.id, "a batch's records carry its stamp");
        edited
    }

    /// The restored records that somebody worked on since. What they brought is older than their
    /// restoring; where a clock ran ahead it looks like later work, and they stay, named.
    fn restored_and_edited(&mut self, restored: &[RecordId]) -> Vec<RecordId> {
        let mut edited = Vec::new();
        let restored: HashSet<RecordId> = restored.iter().copied().collect();
        if restored.is_empty() {
            return edited;
        }
        // What the restoring itself wrote is bumped above what was there: it stands in its edits.
        let own: HashSet<(RecordId, &Key)> = self
            .change
            .body
            .edits()
            .iter()
            .flat_map(|edit| edit.edits.iter().map(|field| (edit.id, &field.key)))
            .collect();
        for table in self.workspace.tables() {
            let mut rows = Vec::new();
            table.each_stamp(|row, _, revised| {
                if revised > self.change.id {
                    rows.push(row);
                }
            });
            for record in rows.into_iter().filter_map(|row| table.record(row)) {
                if !restored.contains(&record.id) {
                    continue;
                }
                let later: Vec<Key> = record
                    .registers()
                    .filter(|(key, register)| {
                        let origin = self.origins.origin(record.id, key, register.stamp);
                        !own.contains(&(record.id, *key))
                            && origin.is_some_and(|origin| origin > self.change.id)
                    })
                    .map(|(key, _)| key.clone())
                    .collect();
                if !later.is_empty() {
                    edited.push(record.id);
                    self.kept
                        .extend(later.into_iter().map(|key| (record.id, key)));
                }
            }
        }
        edited
    }
}
