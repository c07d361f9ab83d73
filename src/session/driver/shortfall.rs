//! What should be in the store and is not. A browser that has lost a part of its files says nothing
//! of it; what was noted outside the store does, and the numbers of the journal, which have no gaps.
//! What is done about it is chosen on the recovery screen: until then nothing is swept or written.

use super::Session;
use super::load::Loaded;
use crate::domain::{RecordKind, settings};
use crate::session::ports::{Ports, Sentinel};
use crate::storage::Storage;

/// How far a store stands behind what should be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// What was noted outside the store when it was last written to.
    pub noted: Option<Sentinel>,
    /// What is there.
    pub found: Sentinel,
    /// How many changes are missing.
    pub missing: u64,
}

impl<S: Storage, P: Ports> Session<S, P> {
    /// How far what was found when the store was opened stands behind what should be there; none
    /// where all of it is.
    pub const fn shortfall(&self) -> Option<Shortfall> {
        self.shortfall.get()
    }

    /// The same where only the settings are missing, so that what is there is no workspace.
    pub fn unfounded(&self) -> Option<Shortfall> {
        let found = self.stands();
        let has_settings = self.workspace().record(settings::ID).is_some();
        (found.sequence > 0 && !has_settings).then_some(Shortfall {
            noted: None,
            found,
            missing: (self.damages().len() as u64).max(1),
        })
    }

    /// Takes what is here for all there is: what is missing is not asked for again.
    pub async fn accept(&self) {
        self.shortfall.set(None);
        if self.gaps.get() > 0 {
            // Folded, the journal has no gap any more. Where it cannot be, it is asked again.
            let _ = self.settle().await;
        }
        self.ports.forget().await;
        self.note();
    }

    /// Writes down outside the store how much it holds.
    pub fn note(&self) {
        self.remember(0);
    }

    /// How many changes are missing from what was read.
    pub(super) fn missing(&self, loaded: &Loaded, noted: Option<Sentinel>) -> u64 {
        let noted = noted.map_or(0, |noted| noted.sequence);
        self.gaps.get() + noted.saturating_sub(loaded.heard)
    }

    /// Writes down how far the store stands behind what was noted.
    pub(super) fn measure(&self, missing: u64, noted: Option<Sentinel>) {
        let found = self.stands();
        self.shortfall.set((missing > 0).then_some(Shortfall {
            noted,
            found,
            missing,
        }));
    }

    /// How much there is here.
    pub(super) fn stands(&self) -> Sentinel {
        let machine = self.machine.borrow();
        let live = |kind| machine.workspace().table(kind).live() as u64;
        Sentinel {
            records: live(RecordKind::Customer) + live(RecordKind::Deal),
            sequence: machine.heard(),
            at: self.ports.now(),
        }
    }
}
