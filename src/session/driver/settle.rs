//! Settling: folds the journal into pages, one page at a time with rests between, so that nobody
//! notices. Only one tab at a time does it, and only what is safely on the disk goes into pages.

use super::Session;
use crate::document::page::Page;
use crate::domain::{RecordKind, Stamp};
use crate::session::ports::Ports;
use crate::storage::manifest::page_ref;
use crate::storage::{Manifest, Settlement, Storage, StorageError};
use crate::workspace::change::PageRef;
use crate::workspace::table::PackStep;
use std::rc::Rc;

/// After how many entries a fold is due.
const ENTRIES_DUE: u64 = 1000;

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
        let folded = self
            .manifest
            .borrow()
            .as_ref()
            .map_or(0, |manifest| manifest.sequence);
        self.machine.borrow().heard().saturating_sub(folded) >= ENTRIES_DUE
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
        if !self.damages.borrow().is_empty() {
            // A fold throws away the pages it replaces. What is damaged now may be read by a later
            // version, or by a browser that finds its disk again.
            return Ok(Settled::NotNow);
        }
        self.quiet().await;
        let sequence = self.machine.borrow().heard();
        let before = self.manifest.borrow().clone();
        let folded = before.as_ref().map_or(0, |manifest| manifest.sequence);
        if sequence <= folded {
            return Ok(Settled::NotNow);
        }
        let mut pages: Vec<(PageRef, Option<Rc<[u8]>>)> = Vec::new();
        let mut stamp = before
            .as_ref()
            .map(|manifest| manifest.stamp)
            .unwrap_or_default();
        for kind in RecordKind::ALL {
            let steps = self.workspace().table(kind).packing();
            for step in steps {
                match step {
                    PackStep::Keep(reference) => pages.push((reference, None)),
                    PackStep::Pack(rows) => {
                        // What is on its way to the disk must not get into a page before it is there.
                        self.quiet().await;
                        let bytes: Rc<[u8]> =
                            self.workspace().table(kind).pack(rows, sequence).into();
                        let damaged = |error: crate::document::DocumentError| {
                            StorageError::Damaged(error.to_string())
                        };
                        let reference = page_ref(self.new_page_id(), &bytes).map_err(damaged)?;
                        if reference.rows > 0 {
                            let highest =
                                Page::open(Rc::clone(&bytes)).map_err(damaged)?.stamp_max();
                            stamp = stamp.max(highest);
                            pages.push((reference, Some(bytes)));
                        }
                        self.ports.rest().await;
                    }
                }
            }
        }
        let stamp: Stamp = stamp.max(self.machine.borrow().history().highest());
        let after = Manifest {
            sequence,
            stamp,
            pages: pages
                .iter()
                .map(|(reference, _)| reference.clone())
                .collect(),
        };
        let new: Vec<(PageRef, Rc<[u8]>)> = pages
            .iter()
            .filter_map(|(page, bytes)| Some((page.clone(), Rc::clone(bytes.as_ref()?))))
            .collect();
        let made = new.len();
        self.storage
            .settle(&Settlement {
                before,
                after: after.clone(),
                pages: new,
            })
            .await?;
        *self.manifest.borrow_mut() = Some(after);
        self.machine.borrow_mut().repacked(pages);
        // Without it the next start only takes longer.
        let _ = self.write_boot().await;
        self.remember();
        Ok(Settled::Folded { pages: made })
    }

    /// Waits until nothing is on its way to the disk.
    pub async fn quiet(&self) {
        while self.machine.borrow().waiting() > 0 {
            self.ports.rest().await;
        }
    }
}
