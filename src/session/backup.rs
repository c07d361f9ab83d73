//! Backing up an open workspace and restoring a backup into it, beside everything else that goes
//! on: in steps with rests between, with progress, and so that it can be cancelled. What a backup
//! is and what restoring one means is `exchange::backup`'s; where the bytes come from and go to is
//! the caller's.

use super::writer::{Held, Reader, STAGING, Waiting, Writer};
use crate::domain::{Instant, Stamp};
use crate::exchange::backup::{
    BackupCursor, BackupReader, BackupReport, Counts, Item, LineRule, Restore, RestoreMode, Tally,
};
use crate::storage::manifest::page_ref;
use crate::storage::{PageId, PageRef, StorageError};
use crate::workspace::Workspace;
use std::ops::ControlFlow;
use std::rc::Rc;
use thiserror::Error;

/// How many bytes of a file are read in one step.
const STEP_BYTES: usize = 64 * 1024;
/// How many records of the workspace are looked at in one step.
const STEP_ROWS: u32 = 2048;
/// How often the lock is asked for before somebody else is taken to have it.
const LOCK_TRIES: usize = 50;

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records done.
    pub done: u64,
    /// Records there are, as far as that is known.
    pub of: u64,
}

impl Progress {
    fn count(&mut self, item: &Item) {
        match item {
            Item::Header(header) => self.of = header.counts.all(),
            Item::Record { .. } => self.done += 1,
        }
    }
}

/// Hears between two steps how far a run has come, and may break it off.
pub type Watch<'a> = &'a dyn Fn(Progress) -> ControlFlow<()>;

/// Where the bytes of a backup come from. It is read once for the preview and once to restore.
pub trait Source {
    /// The next bytes, however many; none behind the last.
    fn next(&mut self) -> Waiting<'_, Result<Option<Vec<u8>>, String>>;
}

/// A backup that is in memory already.
pub struct InMemory(Option<Vec<u8>>);

impl InMemory {
    /// The bytes of a backup.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(Some(bytes))
    }
}

impl Source for InMemory {
    fn next(&mut self) -> Waiting<'_, Result<Option<Vec<u8>>, String>> {
        Box::pin(std::future::ready(Ok(self.0.take())))
    }
}

/// Why a backup was not made or restored. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BackupError {
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// An import or another restoring is under way in this or another tab.
    #[error("an import is under way in another tab")]
    Busy,
    /// The bytes could not be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// The file is no backup that can be read.
    #[error("{0}")]
    NotABackup(LineRule),
    /// The store did not take it.
    #[error("{0}")]
    Storage(#[from] StorageError),
}

/// What restoring a backup would do, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What was found in the file.
    pub report: BackupReport,
    /// What became of the records.
    pub tally: Tally,
    /// The change that undo takes back; none for a preview, and where nothing changed.
    pub change: Option<Stamp>,
}

/// Writes a backup of the workspace, piece by piece, and says how many records are in it. Records
/// that are made meanwhile are left for the next one.
///
/// # Errors
/// [`BackupError::Cancelled`]; the pieces are then to be thrown away.
pub async fn back_up(
    reader: &dyn Reader,
    at: Instant,
    take: &mut dyn FnMut(Vec<u8>),
    watch: Watch<'_>,
) -> Result<Counts, BackupError> {
    let mut cursor = BackupCursor::new(&reader.workspace(), at);
    loop {
        let piece = cursor.next(&reader.workspace());
        let Some(piece) = piece else {
            return Ok(cursor.counts().clone());
        };
        if !piece.is_empty() {
            take(piece);
        }
        let (done, of) = cursor.progress();
        pause(reader, watch, Progress { done, of }).await?;
    }
}

/// Says what is in a backup, where there is no workspace yet to hold it against. `rest` lets the
/// thread do other work.
///
/// # Errors
/// [`BackupError`].
pub async fn look_into(
    source: &mut dyn Source,
    rest: &dyn Fn() -> Waiting<'static, ()>,
    watch: Watch<'_>,
) -> Result<BackupReport, BackupError> {
    let mut reader = BackupReader::default();
    let mut progress = Progress::default();
    while let Some(bytes) = source.next().await.map_err(BackupError::Unreadable)? {
        for step in bytes.chunks(STEP_BYTES) {
            reader.feed(step, &mut |item| progress.count(&item));
            if watch(progress).is_break() {
                return Err(BackupError::Cancelled);
            }
            rest().await;
        }
    }
    readable(reader.finish(&mut |item| progress.count(&item)))
}

/// The report of what is a backup; else why it is none.
fn readable(report: BackupReport) -> Result<BackupReport, BackupError> {
    if report.is_backup() {
        return Ok(report);
    }
    let why = report.problems.into_iter().next();
    Err(BackupError::NotABackup(
        why.map_or(LineRule::NotABackup, |problem| problem.rule),
    ))
}

/// Says what restoring a backup would do, without doing it.
///
/// # Errors
/// [`BackupError`].
pub async fn preview(
    writer: &dyn Writer,
    source: &mut dyn Source,
    mode: RestoreMode,
    watch: Watch<'_>,
) -> Result<Restored, BackupError> {
    let plan = Restore::preview(mode, writer.begin_batch());
    let mut run = Run::new(writer, plan, watch);
    let report = run.read(source).await?;
    run.look_at_others().await?;
    Ok(Restored {
        report,
        tally: run.plan.tally(),
        change: None,
    })
}

/// Restores a backup as one change, which undo takes back as one. A file that is cut off or damaged
/// in places gives what can be read of it: whether that is wanted, the preview asks.
///
/// # Errors
/// [`BackupError`]; nothing of it is then visible or left behind.
pub async fn restore(
    writer: &dyn Writer,
    source: &mut dyn Source,
    mode: RestoreMode,
    watch: Watch<'_>,
) -> Result<Restored, BackupError> {
    let _lock = hold(writer).await.ok_or(BackupError::Busy)?;
    let context = writer.begin_batch();
    let mut run = Run::new(writer, Restore::new(mode, context), watch);
    let read = match run.read(source).await {
        Ok(report) => run.look_at_others().await.map(|()| report),
        error => error,
    };
    match read {
        Ok(report) => run.publish(report).await,
        Err(error) => {
            run.staged.discard(writer).await;
            Err(error)
        }
    }
}

/// Takes the lock of all that stages pages. A workspace that was opened a moment ago has just given
/// it back, which takes the browser a while to know.
async fn hold(writer: &dyn Writer) -> Option<Held<'_>> {
    for _ in 0..LOCK_TRIES {
        if let Some(lock) = writer.lock(STAGING).await {
            return Some(lock);
        }
        writer.rest().await;
    }
    None
}

/// Tells how far it has come, and lets the thread do other work.
async fn pause(
    reader: &dyn Reader,
    watch: Watch<'_>,
    progress: Progress,
) -> Result<(), BackupError> {
    if watch(progress).is_break() {
        return Err(BackupError::Cancelled);
    }
    reader.rest().await;
    Ok(())
}

/// Pages that are put aside until the change that refers to them is made.
#[derive(Default)]
struct Staged {
    references: Vec<PageRef>,
    bytes: Vec<Rc<[u8]>>,
}

impl Staged {
    async fn add(&mut self, writer: &dyn Writer, bytes: Vec<u8>) -> Result<(), BackupError> {
        let bytes: Rc<[u8]> = bytes.into();
        let reference = page_ref(writer.new_page_id(), &bytes).map_err(StorageError::from)?;
        let page = [(reference.id, Rc::clone(&bytes))];
        self.references.push(reference);
        self.bytes.push(bytes);
        Ok(writer.stage(&page).await?)
    }

    async fn discard(&self, writer: &dyn Writer) {
        let ids: Vec<PageId> = self.references.iter().map(|page| page.id).collect();
        if !ids.is_empty() {
            // What stays behind here is swept when the workspace is opened next.
            let _ = writer.discard(&ids).await;
        }
    }
}

/// One reading of a backup against a workspace.
struct Run<'a> {
    writer: &'a dyn Writer,
    watch: Watch<'a>,
    plan: Restore,
    staged: Staged,
    progress: Progress,
}

impl<'a> Run<'a> {
    fn new(writer: &'a dyn Writer, plan: Restore, watch: Watch<'a>) -> Self {
        Self {
            writer,
            watch,
            plan,
            staged: Staged::default(),
            progress: Progress::default(),
        }
    }

    async fn read(&mut self, source: &mut dyn Source) -> Result<BackupReport, BackupError> {
        let mut reader = BackupReader::default();
        while let Some(bytes) = source.next().await.map_err(BackupError::Unreadable)? {
            for step in bytes.chunks(STEP_BYTES) {
                let (plan, progress) = (&mut self.plan, &mut self.progress);
                reader.feed(step, &mut |item| {
                    take(plan, progress, &self.writer.workspace(), item);
                });
                for page in self.plan.take_pages() {
                    self.staged.add(self.writer, page).await?;
                }
                pause(self.writer, self.watch, self.progress).await?;
            }
        }
        let (plan, progress) = (&mut self.plan, &mut self.progress);
        let report = reader.finish(&mut |item| {
            take(plan, progress, &self.writer.workspace(), item);
        });
        readable(report)
    }

    /// What the backup does not have goes to the trash where it replaces.
    async fn look_at_others(&mut self) -> Result<(), BackupError> {
        loop {
            let is_more = self.plan.trash_others(&self.writer.workspace(), STEP_ROWS);
            pause(self.writer, self.watch, self.progress).await?;
            if !is_more {
                return Ok(());
            }
        }
    }

    async fn publish(mut self, report: BackupReport) -> Result<Restored, BackupError> {
        let writer = self.writer;
        // The edits carry the stamp that the plan began with; the change is later than all it brings.
        let context = writer.begin_batch_above(self.plan.highest());
        let mut plan = self.plan.finish(&writer.workspace());
        for page in std::mem::take(&mut plan.pages) {
            if let Err(error) = self.staged.add(writer, page).await {
                self.staged.discard(writer).await;
                return Err(error);
            }
        }
        let tally = plan.tally;
        if self.staged.references.is_empty() && plan.is_empty() {
            return Ok(Restored {
                report,
                tally,
                change: None,
            });
        }
        let name = report
            .header
            .as_ref()
            .map(|header| header.workspace.clone());
        let references = self.staged.references.clone();
        let change = plan.change(context, references, name.unwrap_or_default());
        let pages = std::mem::take(&mut self.staged.bytes);
        if let Err(error) = writer.publish(change, pages).await {
            self.staged.discard(writer).await;
            return Err(error.into());
        }
        Ok(Restored {
            report,
            tally,
            change: Some(context.stamp),
        })
    }
}

fn take(plan: &mut Restore, progress: &mut Progress, workspace: &Workspace, item: Item) {
    progress.count(&item);
    if let Item::Record { record, .. } = item {
        plan.take(workspace, &record);
    }
}

#[cfg(test)]
mod tests;
