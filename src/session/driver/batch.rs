//! Batches: pages are put aside where nobody sees or sweeps them, made ready piece by piece with
//! rests between, and become visible all at once. What is in them is the import's matter.

use super::{Outcome, Session};
use crate::document::page::Page;
use crate::session::ports::Ports;
use crate::storage::{Storage, StorageError};
use crate::workspace::change::{Body, Change, PageId};
use std::collections::HashSet;
use std::rc::Rc;

/// The lock that imports share and that a sweep needs alone.
pub(super) const IMPORT_LOCK: &str = "import";

/// Pages that are put aside and that no batch has published yet.
pub(super) struct Staging<G> {
    pages: HashSet<PageId>,
    /// Keeps other tabs from sweeping while there are any. An import that was given up leaves it
    /// held, and its pages to the first tab that is opened after this one is closed.
    guard: Option<G>,
}

impl<G> Default for Staging<G> {
    fn default() -> Self {
        Self {
            pages: HashSet::new(),
            guard: None,
        }
    }
}

impl<G> Staging<G> {
    fn published(&mut self, pages: &[PageId]) {
        self.pages.retain(|id| !pages.contains(id));
        if self.pages.is_empty() {
            self.guard = None;
        }
    }
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// Puts pages aside for a batch.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn stage(&self, pages: &[(PageId, Rc<[u8]>)]) -> Result<(), StorageError> {
        if self.staging.borrow().guard.is_none() {
            let guard = self.ports.share(IMPORT_LOCK).await;
            self.staging.borrow_mut().guard = guard;
        }
        let ids = pages.iter().map(|(id, _)| *id);
        self.staging.borrow_mut().pages.extend(ids);
        self.storage.stage(pages).await
    }

    /// Makes a batch visible whose pages are staged; `pages` are their bytes, in its order.
    ///
    /// # Errors
    /// [`StorageError`] where it could not be saved: nothing of it is then visible.
    pub async fn publish(&self, change: Change, pages: Vec<Rc<[u8]>>) -> Outcome {
        let staged: Vec<PageId> = match &change.body {
            Body::Batch { pages, .. } => pages.iter().map(|page| page.id).collect(),
            Body::Edits(_) | Body::Withdrawal { .. } => Vec::new(),
        };
        let outcome = self.submit(change, pages).await;
        self.staging.borrow_mut().published(&staged);
        outcome
    }

    async fn submit(&self, change: Change, pages: Vec<Rc<[u8]>>) -> Outcome {
        let mut opened = Vec::with_capacity(pages.len());
        for bytes in pages {
            let page = Page::open(bytes);
            opened.push(page.map_err(|error| StorageError::Damaged(error.to_string()))?);
            self.pause().await;
        }
        self.prepare(&change, &opened).await;
        let id = self.machine.borrow_mut().submit(change, opened);
        self.after(true);
        self.saved(id).await
    }

    /// Makes ready what a batch needs to become visible in one task.
    pub(super) async fn prepare(&self, change: &Change, pages: &[Page]) {
        let Body::Batch {
            pages: references, ..
        } = &change.body
        else {
            return;
        };
        for (reference, page) in references.iter().zip(pages) {
            self.workspace()
                .table(page.kind())
                .prepare_page(reference.id, page);
            self.pause().await;
        }
    }
}
