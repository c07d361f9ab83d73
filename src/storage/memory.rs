//! A store in memory, for tests: it can be told to fail, and several tabs can share one.

use super::{Cached, Found, Manifest, Sequence, Settlement, Storage, StorageError};
use crate::workspace::change::{PageId, PageRef};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::RangeBounds;
use std::rc::Rc;

/// What is in the store.
#[derive(Clone, Default)]
struct State {
    manifest: Option<Manifest>,
    pages: BTreeMap<PageId, Rc<[u8]>>,
    journal: BTreeMap<Sequence, Vec<u8>>,
    history: BTreeMap<Sequence, Vec<u8>>,
    last: Sequence,
    boot: Option<Vec<u8>>,
    notes: Vec<Vec<u8>>,
    fails: Option<(u64, StorageError)>,
}

/// A store in memory. Clones are other tabs on the same store.
#[derive(Clone, Default)]
pub struct Memory(Rc<RefCell<State>>);

impl Memory {
    /// Makes the writes after the next `after` fail, once, with an error.
    pub fn fail_after(&self, after: u64, error: StorageError) {
        self.0.borrow_mut().fails = Some((after, error));
    }

    /// Damages a page, and returns what it was.
    pub fn damage_page(&self, id: PageId) -> Rc<[u8]> {
        let mut state = self.0.borrow_mut();
        let whole = state.pages.get(&id).cloned().unwrap_or_default();
        state
            .pages
            .insert(id, whole.iter().map(|byte| !byte).collect());
        whole
    }

    /// Puts a page back as it was; one that is no longer there stays away.
    pub fn repair(&self, id: PageId, whole: Rc<[u8]>) {
        if let Some(page) = self.0.borrow_mut().pages.get_mut(&id) {
            *page = whole;
        }
    }

    /// Damages an entry of the journal, and returns what it was.
    pub fn damage_entry(&self, sequence: Sequence) -> Vec<u8> {
        let mut state = self.0.borrow_mut();
        state
            .journal
            .insert(sequence, b"?".to_vec())
            .unwrap_or_default()
    }

    /// Puts an entry back as it was; one that is no longer there stays away.
    pub fn repair_entry(&self, sequence: Sequence, whole: Vec<u8>) {
        if let Some(entry) = self.0.borrow_mut().journal.get_mut(&sequence) {
            *entry = whole;
        }
    }

    /// Loses entries of the journal without a word, as a browser does whose files are damaged; the
    /// numbers of the last are given again.
    pub fn lose(&self, entries: impl RangeBounds<Sequence>) {
        let mut state = self.0.borrow_mut();
        state
            .journal
            .retain(|sequence, _| !entries.contains(sequence));
        state.last = state
            .journal
            .keys()
            .next_back()
            .copied()
            .unwrap_or_default();
    }

    /// How many pages are there, staged ones too.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.0.borrow().pages.len()
    }

    /// How many entries the journal has.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.0.borrow().journal.len()
    }

    /// Flips a bit in an entry of the journal.
    pub fn damage(&self, sequence: Sequence) {
        if let Some(entry) = self.0.borrow_mut().journal.get_mut(&sequence) {
            let middle = entry.len() / 2;
            if let Some(byte) = entry.get_mut(middle) {
                *byte ^= 1;
            }
        }
    }

    fn write<T>(
        &self,
        write: impl FnOnce(&mut State) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let mut state = self.0.borrow_mut();
        match state.fails.take() {
            Some((0, error)) => return Err(error),
            Some((after, error)) => state.fails = Some((after - 1, error)),
            None => {}
        }
        write(&mut state)
    }
}

impl Storage for Memory {
    async fn load(&self, each: &mut dyn FnMut(Found)) -> Result<(), StorageError> {
        let state = self.0.borrow().clone();
        each(Found::Manifest(state.manifest.clone()));
        for page in state.manifest.iter().flat_map(|manifest| &manifest.pages) {
            let bytes = state.pages.get(&page.id).cloned().unwrap_or_default();
            each(Found::Page(page.clone(), bytes));
        }
        for (sequence, entry) in state.journal {
            each(Found::Entry(sequence, entry));
        }
        Ok(())
    }

    async fn entries(&self, after: Sequence) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError> {
        let state = self.0.borrow();
        Ok(state
            .journal
            .range(after + 1..)
            .map(|(sequence, entry)| (*sequence, entry.clone()))
            .collect())
    }

    async fn manifest(&self) -> Result<Option<Manifest>, StorageError> {
        Ok(self.0.borrow().manifest.clone())
    }

    async fn pages(&self, pages: &[PageRef]) -> Result<Vec<Option<Rc<[u8]>>>, StorageError> {
        let state = self.0.borrow();
        let stored = pages.iter().map(|page| state.pages.get(&page.id).cloned());
        Ok(stored.collect())
    }

    async fn commit(&self, entry: &[u8], pages: &[PageId]) -> Result<Sequence, StorageError> {
        self.write(|state| {
            if pages.iter().any(|id| !state.pages.contains_key(id)) {
                return Err(StorageError::Damaged("a page is missing".into()));
            }
            state.last += 1;
            state.journal.insert(state.last, entry.to_vec());
            Ok(state.last)
        })
    }

    async fn stage(&self, pages: &[(PageId, Rc<[u8]>)]) -> Result<(), StorageError> {
        self.write(|state| {
            state.pages.extend(pages.iter().cloned());
            Ok(())
        })
    }

    async fn settle(&self, settlement: &Settlement) -> Result<(), StorageError> {
        self.write(|state| {
            if state.manifest != settlement.before {
                return Err(StorageError::Aborted("somebody else settled first".into()));
            }
            let before: Vec<PageId> = state
                .manifest
                .iter()
                .flat_map(|manifest| &manifest.pages)
                .map(|page| page.id)
                .collect();
            state.pages.extend(
                settlement
                    .pages
                    .iter()
                    .map(|(page, bytes)| (page.id, Rc::clone(bytes))),
            );
            for id in before {
                if !settlement.after.pages.iter().any(|page| page.id == id) {
                    state.pages.remove(&id);
                }
            }
            let rest = state.journal.split_off(&(settlement.after.sequence + 1));
            let folded = std::mem::replace(&mut state.journal, rest);
            state.history.extend(folded);
            state.manifest = Some(settlement.after.clone());
            state.boot = None;
            Ok(())
        })
    }

    async fn sweep(&self, referred: &[PageId]) -> Result<usize, StorageError> {
        self.write(|state| {
            let before = state.pages.len();
            let manifest = state.manifest.clone().unwrap_or_default();
            state.pages.retain(|id, _| {
                referred.contains(id) || manifest.pages.iter().any(|page| page.id == *id)
            });
            Ok(before - state.pages.len())
        })
    }

    async fn discard(&self, pages: &[PageId]) -> Result<(), StorageError> {
        self.write(|state| {
            state.pages.retain(|id, _| !pages.contains(id));
            Ok(())
        })
    }

    async fn history(&self, before: Sequence) -> Result<Vec<(Sequence, Vec<u8>)>, StorageError> {
        let state = self.0.borrow();
        Ok(state
            .history
            .range(..before)
            .map(|(sequence, entry)| (*sequence, entry.clone()))
            .collect())
    }

    async fn boot(&self) -> Result<Option<Cached>, StorageError> {
        let entries = self.entries(0).await?;
        let boot = self.0.borrow().boot.clone();
        Ok(boot.map(|boot| Cached { boot, entries }))
    }

    async fn notes(&self) -> Result<Vec<Vec<u8>>, StorageError> {
        Ok(self.0.borrow().notes.clone())
    }

    async fn note(&self, note: &[u8], is_only: bool) -> Result<(), StorageError> {
        self.write(|state| {
            if is_only {
                state.notes.clear();
            }
            state.notes.push(note.to_vec());
            Ok(())
        })
    }

    async fn set_boot(&self, boot: &[u8]) -> Result<(), StorageError> {
        self.write(|state| {
            state.boot = Some(boot.to_vec());
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::block_on;

    #[test]
    fn the_store_in_memory_keeps_the_contract() {
        block_on(crate::storage::contract::check(async || Memory::default()));
    }
}
