//! The trash keeps its word: what lay there for as long as [`crate::domain::trash`] says is erased for
//! good, in one tab at a time, in steps, as a change like any other. When it is looked through is the
//! page's matter; here it is said when it is due again, and when it must not be.

use super::{SaveState, Session};
use crate::domain::{Instant, RecordId, RecordKind, Stamp, Standing, trash};
use crate::session::ports::Ports;
use crate::session::writer::STAGING;
use crate::storage::Storage;
use crate::workspace::change::LARGE_FROM;
use crate::workspace::command::Command;
use crate::workspace::table::Table;

/// How long after all of it was looked through it is again.
const AGAIN_MS: i64 = 86_400_000;
/// How long after something stood in the way.
const LATER_MS: i64 = 600_000;
/// How many records are looked at between two rests.
const RECORDS_AT_ONCE: usize = if cfg!(test) { 4 } else { 128 };

/// When the trash was looked through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looked {
    at: Instant,
    /// Whether nothing stood in the way.
    is_whole: bool,
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// Whether it is time to look through the trash.
    pub fn is_trash_due(&self) -> bool {
        if self.workspace().tables().all(|table| table.trashed() == 0) {
            return false;
        }
        self.trash.get().is_none_or(|looked| {
            let wait_ms = if looked.is_whole { AGAIN_MS } else { LATER_MS };
            // The clock may have been set back.
            !(0..wait_ms).contains(&looked.at.ms_until(self.ports.now()))
        })
    }

    /// Erases what the trash has kept for long enough, and says what that was. `in_step` is waited for
    /// where there is something: whether what others did is known here, who may have restored it.
    pub async fn expire(&self, in_step: impl Future<Output = bool>) -> Vec<RecordId> {
        let at = self.ports.now();
        let is_whole = false;
        self.trash.set(Some(Looked { at, is_whole }));
        let (erased, is_whole) = match self.expire_all(in_step).await {
            Some(erased) => (erased, true),
            None => (Vec::new(), false),
        };
        self.trash.set(Some(Looked { at, is_whole }));
        erased
    }

    /// None where something stands in the way.
    async fn expire_all(&self, in_step: impl Future<Output = bool>) -> Option<Vec<RecordId>> {
        let _only = self.ports.lock("trash").await?;
        // What cannot be read may be what took a record out of the trash; and what backups were restored
        // is told by the history.
        let is_sound = || self.damages.borrow().is_empty() && self.state() == SaveState::Saved;
        self.load_history().await.ok().filter(|()| is_sound())?;
        if self.shortfall().is_some() || !self.may_clock_be_right().await {
            return None;
        }
        if self.expired().await.is_empty() {
            return Some(Vec::new());
        }
        if !in_step.await {
            return None;
        }
        // Nobody reads in a file or a backup meanwhile.
        let _staging = self.ports.lock(STAGING).await?;
        self.quiet().await;
        let heard = self.machine.borrow().heard();
        if let Some((newest, _)) = self.storage.entries(heard).await.ok()?.last() {
            // Another tab may have restored some, and this one not heard of it yet.
            self.told(*newest);
            return None;
        }
        let due = self.expired().await;
        for command in self.expiring(&due) {
            // What stays has come out of the trash meanwhile, or is used again.
            let _ = self.execute_in_steps(&command, &|_| true).await;
            self.quiet().await;
            if !is_sound() {
                return None;
            }
            self.pause().await;
        }
        let workspace = self.workspace();
        let is_gone = |id: &RecordId| workspace.record(*id).is_none();
        Some(due.into_iter().filter(is_gone).collect())
    }

    /// The records that the trash has kept for long enough.
    async fn expired(&self) -> Vec<RecordId> {
        let restored = self.machine.borrow().history().restored_at();
        let mut due = Vec::new();
        for kind in RecordKind::ALL {
            let trashed = in_trash(self.workspace().table(kind));
            for some in trashed.chunks(RECORDS_AT_ONCE) {
                {
                    let (workspace, now) = (self.workspace(), self.ports.now());
                    let is_due = |id: &&RecordId| {
                        let record = workspace.record(**id);
                        record.is_some_and(|record| trash::is_due(&record, restored, now))
                    };
                    due.extend(some.iter().filter(is_due).copied());
                }
                self.pause().await;
            }
        }
        due
    }

    /// The commands that erase them: one where that is no more than one task does, else one for each
    /// kind, which is done in steps.
    fn expiring(&self, due: &[RecordId]) -> Vec<Command> {
        let restored = self.machine.borrow().history().restored_at();
        let parts = match due.len() {
            ..=LARGE_FROM => due.chunks(LARGE_FROM).collect::<Vec<_>>(),
            _ => due.chunk_by(|one, other| one.kind == other.kind).collect(),
        };
        let command = |ids: &[RecordId]| Command::Expire {
            ids: ids.to_vec(),
            restored,
        };
        parts.into_iter().map(command).collect()
    }

    async fn may_clock_be_right(&self) -> bool {
        let mut newest = Stamp::default();
        for kind in RecordKind::ALL {
            {
                let workspace = self.workspace();
                let table = workspace.table(kind);
                table.each_stamp(|_, _, revised| newest = newest.max(revised));
            }
            self.pause().await;
        }
        trash::may_be_right(self.ports.now(), newest)
    }
}

fn in_trash(table: &Table) -> Vec<RecordId> {
    let rows = (0u32..).zip(table.standings());
    let trashed = rows.filter(|(_, standing)| **standing == Standing::Trashed);
    trashed.filter_map(|(row, _)| table.id(row)).collect()
}
