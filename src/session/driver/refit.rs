//! Refitting: fits models anew by itself where enough changed since they were fitted
//! ([`crate::scoring::model::due`]), one after the other, beside everything else. Only one tab at a time
//! does it. A fit that somebody took back does not come back for the same records, nor is one tried again
//! that the records did not give.

use super::Session;
use crate::domain::{Instant, Key, Number, Record, RecordId, RecordKind, Value, model};
use crate::query::feature::Features;
use crate::query::stamp::{last_written, moment};
use crate::scoring::model::ask::{Ask, Unfitted};
use crate::scoring::model::due::{Basis, Standing};
use crate::scoring::model::stored::fields;
use crate::session::model::{FitError, Stop, fit, writes};
use crate::session::ports::Ports;
use crate::storage::{Storage, StorageError};
use crate::workspace::change::Change;
use crate::workspace::command::Command;
use crate::workspace::feature::Reader as _;
use std::collections::BTreeMap;

/// A fit is written so soon after it was made; what is written to it later is something else.
const WRITTEN_WITHIN_MS: i64 = 600_000;

/// What is known of refits that the store does not hold.
#[derive(Default)]
pub(super) struct Refits {
    is_under_way: bool,
    /// How far the tables were written when nothing was to be done.
    rested: Option<(Vec<u64>, Instant)>,
    refused: BTreeMap<RecordId, Refused>,
}

/// A refit that the records did not give: the earlier fit stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// What it was tried on.
    pub basis: Basis,
    /// Why not.
    pub why: Unfitted,
}

/// A model that is to be fitted.
struct Due {
    record: Record,
    ask: Ask,
    records: usize,
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// Fits all models anew that are outdated; says how many were.
    ///
    /// # Errors
    /// [`StorageError`] where what other tabs wrote cannot be read.
    pub async fn refit(&self) -> Result<usize, StorageError> {
        if self.refits.borrow().is_under_way || self.is_refitting_idle() {
            return Ok(0);
        }
        self.refits.borrow_mut().is_under_way = true;
        let refitted = match self.ports.lock("refit").await {
            Some(_guard) => self.refit_all().await,
            None => Ok(0),
        };
        self.refits.borrow_mut().is_under_way = false;
        refitted
    }

    /// Why a model was not fitted anew, where that was tried since it was fitted.
    pub fn refused(&self, id: RecordId) -> Option<Refused> {
        self.refits.borrow().refused.get(&id).cloned()
    }

    /// Whether nothing was written since there was nothing to do, and it was not long ago.
    fn is_refitting_idle(&self) -> bool {
        let refits = self.refits.borrow();
        refits.rested.as_ref().is_some_and(|(seen, at)| {
            (0..3_600_000).contains(&at.ms_until(self.ports.now()))
                && *seen == writes(&self.workspace())
        })
    }

    async fn refit_all(&self) -> Result<usize, StorageError> {
        let mut refitted = 0;
        loop {
            self.quiet().await;
            // Another tab may have fitted them, and this one not heard of it yet.
            let heard = self.machine.borrow().heard();
            if let Some((newest, _)) = self.storage.entries(heard).await?.last() {
                self.told(*newest);
                return Ok(refitted);
            }
            let seen = writes(&self.workspace());
            let Some(due) = self.next_due().await else {
                self.refits.borrow_mut().rested = Some((seen, self.ports.now()));
                return Ok(refitted);
            };
            let id = due.record.id;
            match fit(
                self,
                self.ports.clock(),
                &due.ask,
                &Stop::default(),
                &|_| {},
            )
            .await
            {
                Ok(model) => {
                    let command = Command::Edit {
                        ids: vec![id],
                        fields: fields(&model, self.ports.now(), Some(&due.record)),
                        revision: Some(due.record.revision()),
                    };
                    // Where somebody wrote to it meanwhile, it is looked at anew.
                    if self.execute(&command).is_ok() {
                        refitted += 1;
                        self.refits.borrow_mut().refused.remove(&id);
                    }
                }
                Err(FitError::Unfitted(why)) => {
                    let basis = Basis {
                        records: Some(due.records),
                        at: self.ports.now(),
                    };
                    let refused = Refused { basis, why };
                    self.refits.borrow_mut().refused.insert(id, refused);
                    self.notify();
                }
                // Whoever learns may be there the next time.
                Err(FitError::Worker(_) | FitError::Stopped) => return Ok(refitted),
            }
        }
    }

    /// The first model that is outdated.
    async fn next_due(&self) -> Option<Due> {
        let ids: Vec<RecordId> = {
            let workspace = self.workspace();
            let table = workspace.table(RecordKind::Model);
            table.live_rows().filter_map(|row| table.id(row)).collect()
        };
        for id in ids {
            if let Some(due) = self.due(id) {
                return Some(due);
            }
            self.pause().await;
        }
        None
    }

    fn due(&self, id: RecordId) -> Option<Due> {
        let machine = self.machine.borrow();
        let workspace = machine.workspace();
        let record = workspace.record(id)?.into_owned();
        let ask = Ask::of(&record).ok().flatten()?;
        let tried = self.refits.borrow().refused.get(&id).map(|one| one.basis);
        let basis = basis_of(&record, machine.history().changes());
        let basis = basis
            .into_iter()
            .chain(tried)
            .max_by_key(|basis| basis.at)
            .filter(|_| record.value(model::N).is_some())?;
        let reader = Features::new(workspace, self.ports.clock());
        let population = reader.select(ask.kind, ask.population.as_deref()).ok()?;
        let records = population.count();
        let standing = Standing {
            records,
            written: last_written(workspace, ask.kind),
            now: self.ports.now(),
        };
        basis.is_outdated(&standing).then_some(Due {
            record,
            ask,
            records,
        })
    }
}

/// What a model was fitted to last, as far as that is known: what its record says, or what was taken back
/// since.
fn basis_of(record: &Record, changes: &[Change]) -> Option<Basis> {
    let own = basis(record.value(model::N), record.value(model::FITTED_AT))?;
    let edits = changes
        .iter()
        .filter(|change| change.undoes.is_none())
        .flat_map(|change| change.body.edits())
        .filter(|edit| edit.id == record.id);
    let fits = edits.filter_map(|edit| {
        let value = |field| {
            let key = Key::one(field);
            let edit = edit.edits.iter().find(|edit| edit.key == key)?;
            edit.after.value.as_ref()
        };
        basis(value(model::N), value(model::FITTED_AT))
    });
    let last = fits.chain([own]).max_by_key(|basis| basis.at)?;
    // What was taken back in a past that is no longer told.
    let written = record.register(&Key::one(model::FITTED_AT))?.stamp;
    let written = moment(written);
    if last == own && own.at.ms_until(written) > WRITTEN_WITHIN_MS {
        return Some(Basis {
            records: None,
            at: written,
        });
    }
    Some(last)
}

fn basis(records: Option<&Value>, at: Option<&Value>) -> Option<Basis> {
    let Some(Value::Instant(at)) = at else {
        return None;
    };
    let records = records.and_then(Value::as_number).map(Number::to_f64)?;
    Some(Basis {
        records: Some(records as usize),
        at: *at,
    })
}
