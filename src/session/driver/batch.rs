//! Batches: made ready piece by piece with rests between, and visible all at once. What is in them,
//! and that nobody sweeps their pages meanwhile, is the import's matter.

use super::{Outcome, Session};
use crate::document::page::Page;
use crate::session::ports::Ports;
use crate::storage::{Storage, StorageError};
use crate::workspace::change::{Body, Change};
use std::rc::Rc;

impl<S: Storage, P: Ports> Session<S, P> {
    /// Makes a batch visible whose pages are staged; `pages` are their bytes, in its order.
    ///
    /// # Errors
    /// [`StorageError`] where it could not be saved: nothing of it is then visible.
    pub async fn publish(&self, change: Change, pages: Vec<Rc<[u8]>>) -> Outcome {
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
