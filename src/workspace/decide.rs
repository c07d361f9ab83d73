//! Decides commands: what a command would change, or why it must not. Pure: the workspace is read
//! and not written. A command first says how the records should be; what follows from that is
//! derived, the result is checked whole, and the difference to what was is the change.

mod check;
mod derive;
mod repeat;
mod ticket;

use super::Workspace;
use super::change::{Body, Change, FieldEdit, Label, RecordEdit, Verb};
use super::clock::above;
use super::command::{Command, CommandError, Context};
use super::formula::{Bound, bind};
use crate::domain::{
    Key, Record, RecordId, RecordKind, Register, Rule, Standing, Value, custom_field, deal, field,
    model, settings, trash,
};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a command would change.
///
/// # Errors
/// Why it must not; the workspace is as before in any case.
pub fn decide(
    workspace: &Workspace,
    command: &Command,
    context: Context,
) -> Result<Change, CommandError> {
    let mut draft = Draft {
        workspace,
        context,
        records: BTreeMap::new(),
        order: Vec::new(),
        is_erasing: false,
    };
    draft.take(command)?;
    draft.finish(command)
}

/// The records as a command wants them.
pub(super) struct Draft<'w> {
    workspace: &'w Workspace,
    context: Context,
    /// What was and what should be, for each record the command touches.
    records: BTreeMap<RecordId, (Option<Record>, Record)>,
    /// In which order they were touched first.
    order: Vec<RecordId>,
    is_erasing: bool,
}

impl Draft<'_> {
    /// A record as the command would leave it.
    pub(super) fn record(&self, id: RecordId) -> Option<Cow<'_, Record>> {
        match self.records.get(&id) {
            Some((_, record)) => Some(Cow::Borrowed(record)),
            None => self.workspace.record(id),
        }
    }

    /// The definition of a custom field among what the command touches.
    fn custom_field(&self, kind: RecordKind, key: &str) -> Option<&Record> {
        let mut records = self.records.values().map(|(_, record)| record);
        records.find(|record| {
            record.id.kind == RecordKind::CustomField
                && record.text(custom_field::OBJECT) == kind.code()
                && record.text(custom_field::KEY) == key
                && record.standing() == Standing::Live
        })
    }

    /// The formula of a custom field, with the fields of its kind as the command would leave them.
    fn formula(&self, kind: RecordKind, definition: &Record) -> Result<Bound, Rule> {
        bind(kind, definition.text(custom_field::FORMULA_TEXT), |key| {
            let held = self.workspace.custom_field(kind, key);
            let held = held.filter(|held| !self.records.contains_key(&held.id));
            let found = self.custom_field(kind, key).map(Cow::Borrowed).or(held)?;
            Some(found.text(custom_field::TYPE).to_owned())
        })
    }

    fn take(&mut self, command: &Command) -> Result<(), CommandError> {
        match command {
            Command::All(commands) => commands.iter().try_for_each(|command| self.take(command)),
            Command::Create { id, fields } => {
                if self.record(*id).is_some() {
                    return Ok(());
                }
                let mut record = Record::new(*id, self.context.stamp);
                self.write(&mut record, fields);
                self.write(
                    &mut record,
                    &[(
                        Key::one(field::CREATED_BY),
                        self.context.author.map(Value::Ref),
                    )],
                );
                let answered = match id.kind {
                    RecordKind::Message => ticket::of_message(self, &record),
                    _ => None,
                };
                self.order.push(*id);
                self.records.insert(*id, (None, record));
                match answered {
                    Some((ticket, fields)) => self.edit(ticket, &fields),
                    None => Ok(()),
                }
            }
            Command::Edit {
                ids,
                fields,
                revision,
            } => ids.iter().try_for_each(|id| {
                if let Some(seen) = revision {
                    let now = self.existing(*id)?.revision();
                    if now != *seen {
                        return Err(CommandError::Stale {
                            id: *id,
                            revision: now,
                        });
                    }
                }
                self.edit(*id, fields)
            }),
            Command::Trash { ids } => ids.iter().try_for_each(|id| {
                self.check_unused(*id)?;
                self.edit(
                    *id,
                    &[(
                        Key::one(field::DELETED_AT),
                        Some(Value::Instant(self.context.at)),
                    )],
                )
            }),
            Command::Restore { ids } => ids
                .iter()
                .try_for_each(|id| self.edit(*id, &[(Key::one(field::DELETED_AT), None)])),
            Command::Erase { ids } => {
                self.is_erasing = true;
                ids.iter().try_for_each(|id| {
                    self.check_unused(*id)?;
                    self.erase(*id)
                })
            }
            Command::Expire { ids, restored } => {
                self.is_erasing = true;
                self.context.author = None;
                let at = self.context.at;
                ids.iter().try_for_each(|id| {
                    let record = self.record(*id);
                    let is_due = record.is_some_and(|record| trash::is_due(&record, *restored, at));
                    if is_due && self.check_unused(*id).is_ok() {
                        self.erase(*id)?;
                    }
                    Ok(())
                })
            }
        }
    }

    fn erase(&mut self, id: RecordId) -> Result<(), CommandError> {
        let record = self.existing(id)?.into_owned();
        let mut fields: Vec<_> = record
            .registers()
            .map(|(key, _)| (key.clone(), None))
            .collect();
        fields.push((Key::one(field::GONE), Some(Value::Bool(true))));
        self.edit(id, &fields)
    }

    fn existing(&self, id: RecordId) -> Result<Cow<'_, Record>, CommandError> {
        self.record(id)
            .filter(|record| record.standing() != Standing::Gone)
            .ok_or(CommandError::NotFound(id))
    }

    fn edit(&mut self, id: RecordId, fields: &[(Key, Option<Value>)]) -> Result<(), CommandError> {
        let mut record = self.existing(id)?.into_owned();
        self.write(&mut record, fields);
        let before = self.workspace.record(id).map(Cow::into_owned);
        match self.records.get_mut(&id) {
            Some((_, draft)) => *draft = record,
            None => {
                self.order.push(id);
                self.records.insert(id, (before, record));
            }
        }
        Ok(())
    }

    /// Writes values into a record of the draft. The stamp is each register's own, above the one
    /// that the author saw.
    fn write(&self, record: &mut Record, fields: &[(Key, Option<Value>)]) {
        for (key, value) in fields {
            let there = record.register(key);
            if there.and_then(|register| register.value.as_ref()) == value.as_ref() {
                continue;
            }
            let stamp = above(self.context.stamp, there.map(|register| register.stamp));
            record.put(
                key.clone(),
                Some(Register {
                    value: value.clone(),
                    stamp,
                }),
            );
        }
    }

    /// A pipeline that deals are in cannot go.
    fn check_unused(&self, id: RecordId) -> Result<(), CommandError> {
        let count = match id.kind {
            RecordKind::Pipeline => self.deals_in(id, None),
            _ => 0,
        };
        if count == 0 {
            Ok(())
        } else {
            Err(CommandError::InUse { id, count })
        }
    }

    /// How many live deals would be in a pipeline, or in one of its stages.
    pub(super) fn deals_in(&self, pipeline: RecordId, stage: Option<&str>) -> usize {
        let there = self.workspace.deals_in(pipeline, stage);
        let stay = there.iter().filter(|id| !self.records.contains_key(id));
        let drafts = self.records.values().map(|(_, record)| record);
        let come = drafts.filter(|record| {
            let is_there = record.value(deal::PIPELINE) == Some(&Value::Ref(pipeline))
                && stage.is_none_or(|stage| record.text(deal::STAGE) == stage);
            record.id.kind == RecordKind::Deal && record.standing() == Standing::Live && is_there
        });
        stay.count() + come.count()
    }

    fn finish(mut self, command: &Command) -> Result<Change, CommandError> {
        for (id, fields) in repeat::of_done(&self) {
            match self.record(id) {
                Some(_) => self.edit(id, &fields)?,
                None => self.take(&Command::Create { id, fields })?,
            }
        }
        let ids = std::mem::take(&mut self.order);
        let mut problems = Vec::new();
        if !self.is_erasing {
            for id in &ids {
                let Some((before, mut record)) = self.records.get(id).cloned() else {
                    continue;
                };
                let derived = derive::derive(&self, before.as_ref(), &record);
                self.write(&mut record, &derived);
                problems.extend(check::check(&self, before.as_ref(), &record));
                if before.is_none() && command.makes() == Some(*id) {
                    check::check_required(&self, &record, &mut problems);
                }
                self.records.insert(*id, (before, record));
            }
        }
        if !problems.is_empty() {
            return Err(CommandError::Invalid(problems));
        }
        let edits: Vec<RecordEdit> = ids
            .iter()
            .filter_map(|id| {
                let (before, after) = self.records.get(id)?;
                difference(before.as_ref(), after, self.is_erasing)
            })
            .collect();
        if edits.is_empty() {
            return Err(CommandError::NothingToDo);
        }
        let label = self.label(command, &ids, edits.len());
        Ok(Change {
            id: self.context.stamp,
            at: self.context.at,
            author: self.context.author,
            label,
            undoes: None,
            body: Body::Edits(edits),
        })
    }

    fn label(&self, command: &Command, ids: &[RecordId], count: usize) -> Label {
        let founds = |command: &Command| matches!(command, Command::Create { id, .. } if *id == settings::ID);
        let verb = match command {
            command if founds(command) => Verb::Found,
            Command::All(commands) if commands.iter().any(founds) => Verb::Found,
            Command::All(commands) => match commands.first() {
                Some(Command::Create { .. }) => Verb::Create,
                _ => Verb::Edit,
            },
            Command::Create { .. } => Verb::Create,
            Command::Edit { fields, .. } => {
                let is_move = ids.iter().all(|id| id.kind == RecordKind::Deal)
                    && fields.iter().any(|(key, _)| key.field == deal::STAGE);
                let is_refit = fields.iter().any(|(key, _)| key.field == model::FITTED_AT)
                    && fields
                        .iter()
                        .all(|(key, _)| model::FITTED.contains(&key.field));
                match ids {
                    _ if is_move => Verb::Move,
                    [id] if is_refit && id.kind == RecordKind::Model => Verb::Refit,
                    _ => Verb::Edit,
                }
            }
            Command::Trash { .. } => Verb::Trash,
            Command::Restore { .. } => Verb::Restore,
            Command::Erase { .. } => Verb::Erase,
            Command::Expire { .. } => Verb::Expire,
        };
        // An erased record's name must not live on in the label.
        let named = ids
            .first()
            .filter(|_| !self.is_erasing)
            .and_then(|id| self.record(*id));
        let name = named
            .map(|record| record.name().to_owned())
            .unwrap_or_default();
        Label {
            verb,
            count: count as u32,
            name,
        }
    }
}

/// The registers in which two versions of a record differ.
fn difference(before: Option<&Record>, after: &Record, is_erasing: bool) -> Option<RecordEdit> {
    let edits: Vec<FieldEdit> = after
        .registers()
        .filter_map(|(key, register)| {
            let there = before.and_then(|before| before.register(key));
            let is_same = there.is_some_and(|there| {
                there.stamp == register.stamp || there.value == register.value
            });
            let is_nothing = there.is_none() && register.value.is_none();
            (!is_same && !is_nothing).then(|| FieldEdit {
                key: key.clone(),
                // What is erased leaves no image of itself.
                before: there.filter(|_| !is_erasing).cloned(),
                after: register.clone(),
                restores: None,
            })
        })
        .collect();
    let is_new = before.is_none();
    (is_new || !edits.is_empty()).then_some(RecordEdit {
        id: after.id,
        is_new,
        edits,
    })
}
