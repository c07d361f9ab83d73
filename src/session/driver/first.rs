//! The first screen: written down when there is time, and read before everything else at the next
//! start; and what the first search needs. What it can know is [`Boot`]'s matter.

use super::Session;
use crate::domain::{Record, RecordKind};
use crate::query::ready::ByName;
use crate::session::boot::{Boot, Gathering};
use crate::session::ports::Ports;
use crate::storage::{Cached, Storage, StorageError};
use crate::workspace::entry;

impl<S: Storage, P: Ports> Session<S, P> {
    /// Makes ready what the first search of customers needs, piece by piece with rests between.
    pub async fn prepare_search(&self) {
        let step = || {
            self.workspace()
                .table(RecordKind::Customer)
                .prepare_search_step()
        };
        while step() {
            self.pause().await;
        }
    }

    /// Makes ready what the first list of customers needs, their order by name, piece by piece with
    /// rests between.
    pub async fn prepare_list(&self) {
        let reloads = self.reloads.get();
        let mut by_name = ByName::of(RecordKind::Customer);
        // Where everything was read anew, the list has it made.
        while self.reloads.get() == reloads && by_name.step(&self.workspace()) {
            self.pause().await;
        }
    }

    /// Writes the first screen down, when there is time and nothing on its way; rests between the
    /// rows of one page and the next.
    ///
    /// # Errors
    /// [`StorageError`]; the record before then stays, and is still right.
    pub async fn write_boot(&self) -> Result<(), StorageError> {
        if self.first_written.get() == Some(self.machine.borrow().heard()) {
            return Ok(());
        }
        let reloads = self.reloads.get();
        let mut gathering = Gathering::of(&self.workspace());
        while gathering.step(&self.workspace()) {
            self.pause().await;
        }
        let (sequence, boot) = {
            let machine = self.machine.borrow();
            if !machine.is_at_rest() || self.reloads.get() != reloads {
                return Ok(());
            }
            let sequence = machine.heard();
            match gathering.finish(machine.workspace(), sequence) {
                Some(boot) => (sequence, boot.write()),
                // Too much was written meanwhile: the next time then.
                None => return Ok(()),
            }
        };
        self.storage.set_boot(&boot).await?;
        self.first_written.set(Some(sequence));
        Ok(())
    }
}

/// The first `count` customers by name, from the boot record and the journal's tail alone; none
/// where a full load must answer.
///
/// # Errors
/// [`StorageError`] where the store could not be read.
pub async fn first_customers(
    storage: &impl Storage,
    count: usize,
) -> Result<Option<Vec<Record>>, StorageError> {
    let Some(Cached { boot, mut entries }) = storage.boot().await? else {
        return Ok(None);
    };
    let Ok(boot) = Boot::read(&boot) else {
        return Ok(None);
    };
    entries.retain(|(sequence, _)| *sequence > boot.sequence);
    // The journal was folded past what the record reflects: entries between may be gone from it.
    if entries
        .first()
        .is_some_and(|(sequence, _)| *sequence != boot.sequence + 1)
    {
        return Ok(None);
    }
    let changes: Result<Vec<_>, _> = entries
        .iter()
        .map(|(_, bytes)| entry::read(bytes))
        .collect();
    let Ok(changes) = changes else {
        return Ok(None);
    };
    Ok(boot.first(changes, count))
}
