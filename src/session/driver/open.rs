//! Opening entries of the journal, with the pages of batches. What is damaged is told apart from what
//! is no longer there because another tab folded it, and takes nothing else with it.

use super::Session;
use crate::document::DocumentError;
use crate::document::page::Page;
use crate::session::ports::Ports;
use crate::storage::manifest::checksum;
use crate::storage::{Manifest, Sequence, Storage, StorageError};
use crate::workspace::change::{Body, Change, PageRef};
use crate::workspace::entry;
use std::rc::Rc;

/// How many edits of an entry are read in one step.
const EDITS_AT_ONCE: usize = 512;

/// Something stored that could not be read: it stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A page, with how many records it held.
    Page {
        /// The page.
        page: PageRef,
        /// What is wrong.
        error: DocumentError,
    },
    /// An entry of the journal.
    Entry {
        /// Its number.
        sequence: Sequence,
        /// What is wrong.
        error: StorageError,
    },
}

/// An entry of the journal, opened.
pub(super) enum Opened {
    /// Its change with the pages of a batch that could be read; those that could not are not in
    /// the change any more, and among the damages.
    Whole(Change, Vec<Page>),
    /// It could not be read.
    Damaged(Damage),
    /// Its pages are no longer there, for another tab folded the journal meanwhile.
    Folded,
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// Opens an entry that was read while a manifest counted: `counted` says which.
    pub(super) async fn open_entry(
        &self,
        sequence: Sequence,
        bytes: &[u8],
        counted: impl Fn() -> Option<Manifest>,
    ) -> Result<Opened, StorageError> {
        let mut change = match self.read_entry(bytes).await {
            Ok(change) => change,
            Err(error) => {
                let error = StorageError::Damaged(error.to_string());
                return Ok(Opened::Damaged(Damage::Entry { sequence, error }));
            }
        };
        let mut opened = Vec::new();
        if let Body::Batch { pages, .. } = &mut change.body {
            let stored = self.storage.pages(pages).await?;
            let is_any_missing = stored.iter().any(Option::is_none);
            if is_any_missing && self.storage.manifest().await? != counted() {
                return Ok(Opened::Folded);
            }
            let mut readable = Vec::with_capacity(pages.len());
            for (page, bytes) in std::mem::take(pages).into_iter().zip(stored) {
                match open_page(&page, bytes) {
                    Ok(one) => {
                        readable.push(page);
                        opened.push(one);
                    }
                    Err(error) => self.damages.borrow_mut().push(Damage::Page { page, error }),
                }
                self.pause().await;
            }
            *pages = readable;
        }
        Ok(Opened::Whole(change, opened))
    }

    /// Reads an entry, a large one with rests between.
    pub(in crate::session) async fn read_entry(
        &self,
        bytes: &[u8],
    ) -> Result<Change, DocumentError> {
        let mut reading = entry::Reading::of(bytes)?;
        while reading.step(EDITS_AT_ONCE)? {
            self.pause().await;
        }
        Ok(reading.finish())
    }
}

fn open_page(reference: &PageRef, bytes: Option<Rc<[u8]>>) -> Result<Page, DocumentError> {
    let bytes = bytes.filter(|bytes| checksum(bytes) == reference.checksum);
    Page::open(bytes.ok_or(DocumentError::Damaged)?)
}
