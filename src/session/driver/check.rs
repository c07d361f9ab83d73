//! Checking: reads everything that is stored once more and says whether it is whole, and hashes
//! what is in memory. It changes nothing; what is damaged is set aside when the workspace is opened.

use super::Session;
use crate::document::page::Page;
use crate::session::ports::Ports;
use crate::storage::manifest::checksum;
use crate::storage::{Found, Storage, StorageError};
use crate::workspace::change::PageRef;
use crate::workspace::entry;
use std::rc::Rc;

/// What a check found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Pages that were read, those of batches too.
    pub pages: u64,
    /// Entries of the journal that were read.
    pub entries: u64,
    /// How many of both are damaged or missing.
    pub damaged: u64,
}

/// How many records are hashed in one task.
const RECORDS_AT_ONCE: u32 = 128;
/// How often hashing begins anew where somebody writes meanwhile, before it is done in one task.
const HASHINGS_MAX: usize = 3;

impl<S: Storage, P: Ports> Session<S, P> {
    /// The hash of the content and that of the replica, worked out with rests between.
    pub async fn hashes(&self) -> (u128, u128) {
        for _ in 0..HASHINGS_MAX {
            let reloads = self.reloads.get();
            let mut hashing = self.workspace().hashing();
            while hashing.step(&self.workspace(), RECORDS_AT_ONCE) {
                self.pause().await;
            }
            if self.reloads.get() == reloads
                && let Some(hashes) = hashing.finish(&self.workspace())
            {
                return hashes;
            }
        }
        let workspace = self.workspace();
        (workspace.content_hash(), workspace.replica_hash())
    }

    /// Reads everything that is stored and counts what is damaged.
    ///
    /// # Errors
    /// [`StorageError`] where the store cannot be read at all.
    pub async fn check(&self) -> Result<Checked, StorageError> {
        let mut checked = Checked::default();
        let mut batches: Vec<PageRef> = Vec::new();
        self.storage
            .load(&mut |found| match found {
                Found::Manifest(_) => {}
                Found::Page(reference, bytes) => {
                    checked.pages += 1;
                    let is_whole =
                        checksum(&bytes) == reference.checksum && Page::open(bytes).is_ok();
                    checked.damaged += u64::from(!is_whole);
                }
                Found::Entry(_, bytes) => {
                    checked.entries += 1;
                    match entry::read(&bytes) {
                        Ok(change) => batches.extend_from_slice(change.body.pages()),
                        Err(_) => checked.damaged += 1,
                    }
                }
            })
            .await?;
        for reference in batches {
            checked.pages += 1;
            let pages = self.storage.pages(std::slice::from_ref(&reference)).await;
            let is_whole = pages.is_ok_and(|pages| {
                let is_right = |bytes: Rc<[u8]>| {
                    checksum(&bytes) == reference.checksum && Page::open(bytes).is_ok()
                };
                pages.into_iter().all(|bytes| bytes.is_some_and(is_right))
            });
            checked.damaged += u64::from(!is_whole);
            self.ports.rest().await;
        }
        Ok(checked)
    }
}
