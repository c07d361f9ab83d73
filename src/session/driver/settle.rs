//! Settling: folds the journal into pages, one page at a time with rests between, so that nobody
//! notices. Only one tab at a time does it, and only what is safely on the disk goes into pages.

use super::{Damage, Session};
use crate::document::page::{Page, PageBuilder};
use crate::domain::RecordKind;
use crate::session::machine::Repacked;
use crate::session::ports::Ports;
use crate::storage::manifest::checksum;
use crate::storage::{Manifest, Sequence, Settlement, Storage, StorageError};
use crate::workspace::change::PageRef;
use crate::workspace::table::{PackStep, Table};
use std::ops::Range;
use std::rc::Rc;
use std::task::Poll;

/// How many rows are packed in one task.
const ROWS_AT_ONCE: u32 = 256;

/// After how many entries a fold is due.
const ENTRIES_DUE: u64 = 1000;
/// Or where so many records stand unpacked, each of which takes several times its room in a page.
const UNPACKED_DUE: usize = 20_000;

/// What settling did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Entries were folded; this many pages were made.
    Folded {
        /// How many pages were made anew.
        pages: usize,
    },
    /// There was nothing to fold, or another tab is at it.
    NotNow,
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// Whether a fold is due.
    pub fn is_settling_due(&self) -> bool {
        let machine = self.machine.borrow();
        let entries = machine.heard().saturating_sub(self.folded().1);
        let unpacked: usize = machine.workspace().tables().map(Table::changes).sum();
        entries >= ENTRIES_DUE || unpacked >= UNPACKED_DUE
    }

    /// Folds the journal into pages.
    ///
    /// # Errors
    /// [`StorageError`]; the store is then as before.
    pub async fn settle(&self) -> Result<Settled, StorageError> {
        if self.is_settling.replace(true) {
            return Ok(Settled::NotNow);
        }
        let settled = match self.ports.lock("settle").await {
            Some(_guard) => self.fold().await,
            None => Ok(Settled::NotNow),
        };
        self.is_settling.set(false);
        settled
    }

    async fn fold(&self) -> Result<Settled, StorageError> {
        self.quiet().await;
        // Folded, an entry that cannot be read would be out of sight, and its pages rubbish.
        if self.has_damaged_entry() {
            return Ok(Settled::NotNow);
        }
        if self.storage.manifest().await? != *self.manifest.borrow() {
            // Another tab folded: what this one has packed is not what lies there.
            self.machine.borrow_mut().reload();
            self.wake();
            return Ok(Settled::NotNow);
        }
        let before = self.manifest.borrow().clone();
        let (sequence, packings) = {
            let machine = self.machine.borrow();
            if !machine.is_at_rest() {
                return Ok(Settled::NotNow);
            }
            let packing = |kind| (kind, machine.workspace().table(kind).packing());
            (machine.heard(), RecordKind::ALL.map(packing))
        };
        if sequence <= before.as_ref().map_or(0, |manifest| manifest.sequence) {
            return Ok(Settled::NotNow);
        }
        let mut tables = Vec::with_capacity(packings.len());
        let mut new = Vec::new();
        let stamp = before.as_ref().map(|one| one.stamp).unwrap_or_default();
        for (kind, packing) in packings {
            let mut pages = Vec::with_capacity(packing.steps.len());
            for step in &packing.steps {
                match step {
                    PackStep::Keep(reference) => pages.push((reference.clone(), None)),
                    PackStep::Pack(rows) => {
                        let bytes = self.pack(kind, rows.clone(), sequence).await;
                        let Some((reference, page)) = self.open_packed(&bytes)? else {
                            continue;
                        };
                        new.push((reference.clone(), bytes));
                        pages.push((reference, Some(page)));
                        self.pause().await;
                    }
                }
            }
            tables.push(Repacked {
                kind,
                packing,
                pages,
            });
        }
        let counted = tables.iter().flat_map(|table| &table.pages);
        let mut pages: Vec<PageRef> = counted.map(|(page, _)| page.clone()).collect();
        pages.extend(self.damaged_pages());
        let after = Manifest {
            sequence,
            stamp: stamp.max(self.machine.borrow().history().highest()),
            pages,
        };
        let made = new.len();
        let settlement = Settlement {
            before,
            after: after.clone(),
            pages: new,
        };
        self.storage.settle(&settlement).await?;
        *self.manifest.borrow_mut() = Some(after);
        self.machine.borrow_mut().repacked(tables);
        self.notify();
        self.first_written.set(None);
        // Without it the next start only takes longer.
        let _ = self.write_boot().await;
        self.remember(sequence);
        Ok(Settled::Folded { pages: made })
    }

    /// Packs some rows into a page, a few in one task.
    async fn pack(&self, kind: RecordKind, rows: Range<u32>, sequence: Sequence) -> Rc<[u8]> {
        let mut builder = PageBuilder::new(kind);
        for start in rows.clone().step_by(ROWS_AT_ONCE as usize) {
            // What is on its way to the disk must not get into a page before it is there.
            self.quiet().await;
            let some = start..(start + ROWS_AT_ONCE).min(rows.end);
            self.workspace().table(kind).pack(some, &mut builder);
            self.pause().await;
        }
        builder.finish(sequence).into()
    }

    /// Opens a page that was packed; none where it has no rows.
    fn open_packed(&self, bytes: &Rc<[u8]>) -> Result<Option<(PageRef, Page)>, StorageError> {
        let page = Page::open(Rc::clone(bytes))?;
        let reference = PageRef {
            id: self.new_page_id(),
            kind: page.kind(),
            rows: page.rows() as u32,
            checksum: checksum(bytes),
        };
        Ok((page.rows() > 0).then_some((reference, page)))
    }

    /// The pages that could not be read: they count on, for a later version may read them, or a
    /// browser that finds its disk again.
    pub(super) fn damaged_pages(&self) -> Vec<PageRef> {
        let damages = self.damages.borrow();
        let pages = damages.iter().filter_map(|damage| match damage {
            Damage::Page { page, .. } => Some(page.clone()),
            Damage::Entry { .. } => None,
        });
        pages.collect()
    }

    /// Waits until nothing is on its way to the disk.
    pub async fn quiet(&self) {
        std::future::poll_fn(|context| {
            if self.machine.borrow().waiting() == 0 {
                return Poll::Ready(());
            }
            self.wakers.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
