//! The open workspace as sync sees it: its records, what was written to them, and the door through
//! which what others wrote comes in, as a change like any other.

use crate::domain::{Record, RecordId, Standing};
use crate::exchange::backup::PagesBuilder;
use crate::session::Session;
use crate::session::ports::Ports;
use crate::session::writer::STAGING;
use crate::storage::manifest::page_ref;
use crate::storage::{PageId, Sequence, Storage, StorageError};
use crate::sync::{Arriving, Store, StoreError, Written};
use crate::workspace::change::{Body, Change, LARGE_FROM, Label, PageRef, RecordEdit, Verb};
use std::rc::Rc;

/// So often is the lock of all that stages pages asked for before somebody else is taken to have it.
const LOCK_TRIES: usize = 50;

/// A session, as sync sees it.
pub struct Desk<S, P>(pub Rc<Session<S, P>>);

impl<S, P> Clone for Desk<S, P> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl From<StorageError> for StoreError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Quota => Self::Full,
            error => Self::Other(error.to_string()),
        }
    }
}

impl<S: Storage, P: Ports> Store for Desk<S, P> {
    fn record(&self, id: RecordId) -> Option<Record> {
        let workspace = self.0.workspace();
        let table = workspace.table(id.kind);
        let record = table.record(table.row(id.uuid)?)?;
        Some(record.into_owned())
    }

    fn all(&self) -> Vec<RecordId> {
        let workspace = self.0.workspace();
        let rows = workspace
            .tables()
            .flat_map(|table| (0..table.rows() as u32).filter_map(|row| table.id(row)));
        rows.collect()
    }

    async fn written(&self, after: Sequence) -> Result<Written, StoreError> {
        // What is taken back again was never written.
        self.0.quiet().await;
        let up_to = self.0.machine().heard();
        if after >= up_to {
            return Ok(Written {
                up_to: after,
                ..Written::default()
            });
        }
        let mut written = Written {
            up_to,
            ..Written::default()
        };
        match self.since(after, up_to).await? {
            Some(entries) => {
                for (_, bytes) in entries {
                    // An entry that cannot be read is not in the workspace either.
                    if let Ok(change) = self.0.read_entry(&bytes).await {
                        gather(&mut written, change);
                    }
                }
            }
            None => written.everything = Some(Vec::new()),
        }
        if written.everything.is_some() {
            written.everything = Some(self.all());
        }
        Ok(written)
    }

    fn author(&self) -> Option<RecordId> {
        self.0.machine().author()
    }

    async fn merge(&self, records: Vec<Arriving>) -> Result<Vec<RecordId>, StoreError> {
        let session = &self.0;
        let (new, known): (Vec<_>, Vec<_>) = records
            .into_iter()
            .partition(|one| one.seen.is_none() && self.record(one.record.id).is_none());
        if !new.is_empty() {
            self.add(new).await?;
        }
        let mut before = self.written_so_far();
        let (mut edits, mut left) = self.edits(&known, true).await;
        while before != self.written_so_far() {
            // Somebody wrote meanwhile, and what was worked out may no longer be so.
            before = self.written_so_far();
            (edits, left) = self.edits(&known, false).await;
        }
        // All at once, and none of them so large that somebody could write in between.
        let mut changes = Vec::new();
        while !edits.is_empty() {
            let rest = edits.split_off(edits.len().min(LARGE_FROM));
            let some = std::mem::replace(&mut edits, rest);
            let count = some.len();
            changes.push(session.submit(self.change(Body::Edits(some), count)));
        }
        for id in changes {
            session.saved(id).await?;
        }
        Ok(left)
    }

    async fn show(&self) {
        self.0.show().await;
    }

    async fn notes(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.0.storage().notes().await?)
    }

    async fn note(&self, note: Vec<u8>) -> Result<(), StoreError> {
        Ok(self.0.storage().note(&note, false).await?)
    }

    async fn note_soon(&self, note: Vec<u8>) -> Result<(), StoreError> {
        Ok(self.0.storage().note_soon(&note).await?)
    }

    async fn fold(&self, note: Vec<u8>) -> Result<(), StoreError> {
        Ok(self.0.storage().note(&note, true).await?)
    }

    fn is_writing(&self, id: RecordId) -> bool {
        self.0.machine().is_writing(id)
    }

    async fn rest(&self) {
        self.0.pause().await;
    }
}

impl<S: Storage, P: Ports> Desk<S, P> {
    /// What changes whenever somebody writes.
    fn written_so_far(&self) -> (Sequence, usize) {
        let machine = self.0.machine();
        (machine.heard(), machine.waiting())
    }

    /// What records bring to those that are as they were seen, and the others.
    async fn edits(
        &self,
        records: &[Arriving],
        may_pause: bool,
    ) -> (Vec<RecordEdit>, Vec<RecordId>) {
        let (mut edits, mut left) = (Vec::new(), Vec::new());
        for Arriving { seen, record } in records {
            match self.record(record.id) {
                there if there != *seen => left.push(record.id),
                Some(there) => {
                    let edit = RecordEdit::merging(&there, record);
                    if !edit.edits.is_empty() {
                        edits.push(edit);
                    }
                }
                None => {}
            }
            if may_pause {
                self.0.pause().await;
            }
        }
        (edits, left)
    }

    fn change(&self, body: Body, count: usize) -> Change {
        // The clock stays this device's own: another's may be years off.
        let context = self.0.begin_batch();
        Change {
            id: context.stamp,
            at: context.at,
            author: None,
            label: Label {
                verb: Verb::Sync,
                count: u32::try_from(count).unwrap_or(u32::MAX),
                name: String::new(),
            },
            undoes: None,
            body,
        }
    }

    /// Adds records that are not here.
    async fn add(&self, records: Vec<Arriving>) -> Result<(), StoreError> {
        let session = &self.0;
        let mut pages = PagesBuilder::default();
        let mut count = 0;
        for Arriving { record, .. } in &records {
            count += usize::from(record.standing() != Standing::Gone);
            pages.push(record);
            session.pause().await;
        }
        let _lock = self.hold().await?;
        let (references, bytes) = self.stage(pages.finish()).await?;
        let ids: Vec<PageId> = references.iter().map(|page| page.id).collect();
        let body = Body::Batch {
            pages: references,
            // Nobody takes back what others made.
            restored: Vec::new(),
            edits: Vec::new(),
        };
        if let Err(error) = session.publish(self.change(body, count), bytes).await {
            // What stays behind here is swept when the workspace is opened next.
            let _ = session.storage().discard(&ids).await;
            return Err(error.into());
        }
        Ok(())
    }

    /// The entries after one, up to another, also where the journal was folded since; none where
    /// some are no longer there.
    async fn since(
        &self,
        after: Sequence,
        up_to: Sequence,
    ) -> Result<Option<Vec<(Sequence, Vec<u8>)>>, StoreError> {
        if after == 0 {
            // Everything there is was written since: it need not be read entry by entry.
            return Ok(None);
        }
        let storage = self.0.storage();
        let mut entries = storage.entries(after).await?;
        let first = entries.first().map_or(up_to + 1, |(first, _)| *first);
        if first > after + 1 {
            let folded = storage.history(first).await?;
            entries.extend(folded.into_iter().filter(|(at, _)| *at > after));
        }
        entries.retain(|(at, _)| *at <= up_to);
        entries.sort_by_key(|(at, _)| *at);
        let is_whole = entries.len() as u64 == up_to - after;
        Ok(is_whole.then_some(entries))
    }

    /// Takes the lock of all that stages pages.
    async fn hold(&self) -> Result<P::Guard, StoreError> {
        let ports = self.0.ports();
        for _ in 0..LOCK_TRIES {
            if let Some(guard) = ports.lock(STAGING).await {
                return Ok(guard);
            }
            ports.rest().await;
        }
        Err(StoreError::Other("an import is under way".to_owned()))
    }

    /// Puts pages aside.
    async fn stage(
        &self,
        pages: Vec<Vec<u8>>,
    ) -> Result<(Vec<PageRef>, Vec<Rc<[u8]>>), StoreError> {
        let (mut references, mut staged, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
        for page in pages {
            let page: Rc<[u8]> = page.into();
            let reference = page_ref(self.0.new_page_id(), &page)?;
            staged.push((reference.id, Rc::clone(&page)));
            references.push(reference);
            bytes.push(page);
        }
        self.0.storage().stage(&staged).await?;
        Ok((references, bytes))
    }
}

/// Adds what a change wrote here. What sync brought is no news to it.
fn gather(written: &mut Written, change: Change) {
    if change.label.verb == Verb::Sync {
        return;
    }
    if !matches!(change.body, Body::Edits(_)) {
        // Of which records a batch is, its pages say; whatever is as the server has it is not sent.
        written.everything = Some(Vec::new());
    }
    for edit in change.body.edits() {
        for field in &edit.edits {
            let key = field.key.clone();
            written.registers.push((edit.id, key, field.before.clone()));
        }
    }
}
