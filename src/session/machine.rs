//! The single writer as a machine: events in, effects out, no waiting. A change is applied at once
//! and announced only when it is on the disk; if that fails, it and all that were made after it are
//! taken back. What other tabs wrote is applied below what is still on its way.

use super::history::History;
use crate::document::page::Page;
use crate::domain::{Date, FieldIx, Instant, RecordId, RecordKind, ReplicaId, Stamp, Uuid};
use crate::storage::{Sequence, StorageError};
use crate::workspace::Workspace;
use crate::workspace::apply::Reversal;
use crate::workspace::change::{Body, Change, PageRef};
use crate::workspace::clock::Clock;
use crate::workspace::command::{Command, CommandError, Context};
use crate::workspace::decide::decide;
use crate::workspace::entry;
use crate::workspace::invert::{Inverse, invert};
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::rc::Rc;

/// The time at which an event happens.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The device's time.
    pub now: Instant,
    /// The day it is for the user.
    pub today: Date,
}

/// What the machine wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Commit this entry, then say [`Machine::saved`] or [`Machine::failed`].
    Commit(Vec<u8>),
    /// Tell the other tabs.
    Announce(Sequence),
    /// Read the journal after this entry, then say [`Machine::read`].
    Read(Sequence),
    /// Read everything again: the journal was folded past what this tab has heard.
    Reload,
}

/// An entry of the journal as it was read: its number, and its change with the opened pages of a
/// batch; none where it could not be read.
pub type Heard = (Sequence, Option<(Change, Vec<Page>)>);

/// What changed since somebody last asked: what may have to be drawn anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Everything may have changed.
    pub all: bool,
    /// Kinds of which many records changed at once.
    pub kinds: BTreeSet<RecordKind>,
    /// Records that changed.
    pub records: BTreeSet<RecordId>,
    /// Fields in which records changed; being made or taken away counts as all of a kind's.
    pub fields: BTreeSet<(RecordKind, FieldIx)>,
}

impl Touched {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.kinds.is_empty() && self.records.is_empty()
    }

    fn change(&mut self, change: &Change) {
        match &change.body {
            Body::Edits(_) => {}
            Body::Batch { pages, .. } => self.kinds.extend(pages.iter().map(|page| page.kind)),
            Body::Withdrawal { .. } => self.all = true,
        }
        for edit in change.body.edits() {
            self.records.insert(edit.id);
            if edit.is_new {
                self.kinds.insert(edit.id.kind);
            }
            self.fields.extend(
                edit.edits
                    .iter()
                    .map(|field| (edit.id.kind, field.key.field)),
            );
        }
    }
}

/// A change on its way to the disk.
struct Pending {
    change: Change,
    /// The pages of a batch.
    pages: Vec<Page>,
    /// What it replaced; none while it is not applied: a batch shows only when it is saved.
    reversal: Option<Reversal>,
}

/// The state of a session.
pub struct Machine {
    workspace: Workspace,
    clock: Clock,
    author: Option<RecordId>,
    history: History,
    pending: VecDeque<Pending>,
    is_committing: bool,
    is_reading: bool,
    heard: Sequence,
    /// The highest entry that is said to be there.
    told: Sequence,
    /// Own changes that are applied, so that the journal does not bring them again.
    own: HashSet<Stamp>,
    effects: Vec<Effect>,
    touched: Touched,
}

impl Machine {
    /// A machine over a loaded workspace whose journal was read up to `heard`.
    #[must_use]
    pub fn new(workspace: Workspace, replica: ReplicaId, highest: Stamp, heard: Sequence) -> Self {
        Self {
            workspace,
            clock: Clock::new(replica, highest),
            author: None,
            history: History::default(),
            pending: VecDeque::new(),
            is_committing: false,
            is_reading: false,
            heard,
            told: heard,
            own: HashSet::new(),
            effects: Vec::new(),
            touched: Touched::default(),
        }
    }

    /// The workspace as this tab shows it: with what is still on its way.
    #[must_use]
    pub const fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// What was done, for undo and the timeline.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// For the loader, which knows the changes of the journal's tail.
    pub fn history_mut(&mut self) -> &mut History {
        &mut self.history
    }

    /// Who the changes of this tab are by.
    #[must_use]
    pub const fn author(&self) -> Option<RecordId> {
        self.author
    }

    /// Says who the changes of this tab are by.
    pub const fn set_author(&mut self, author: Option<RecordId>) {
        self.author = author;
    }

    /// The last entry of the journal that is applied here.
    #[must_use]
    pub const fn heard(&self) -> Sequence {
        self.heard
    }

    /// How many changes are on their way to the disk.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.pending.len()
    }

    /// The change that is committed next.
    #[must_use]
    pub fn next_id(&self) -> Option<Stamp> {
        self.pending.front().map(|pending| pending.change.id)
    }

    /// Takes what changed since this was last asked.
    #[must_use]
    pub fn touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }

    /// Takes what is to be done.
    #[must_use]
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// A new identity.
    #[must_use]
    pub fn new_uuid(moment: Moment, random: u128) -> Uuid {
        Uuid::v7(moment.now.to_ms().max(0) as u64, random)
    }

    /// The stamp and context of a change made at a moment.
    pub fn context(&mut self, moment: Moment) -> Context {
        let stamp = self.clock.tick(moment.now.to_ms().max(0) as u64);
        Context {
            stamp,
            at: moment.now,
            today: moment.today,
            author: self.author,
        }
    }

    /// Decides a command, applies its change and sends it on its way.
    ///
    /// # Errors
    /// Why the command was refused; nothing changed then.
    pub fn execute(&mut self, command: &Command, moment: Moment) -> Result<Stamp, CommandError> {
        let context = self.context(moment);
        let change = decide(&self.workspace, command, context)?;
        Ok(self.submit(change, Vec::new()))
    }

    /// Takes back the change that was done last, or does again what was taken back last.
    ///
    /// # Errors
    /// [`CommandError::NothingToDo`] where there is none.
    pub fn undo(&mut self, moment: Moment) -> Result<Inverse, CommandError> {
        let id = self.history.undoable().ok_or(CommandError::NothingToDo)?;
        self.invert(id, moment)
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// [`CommandError::NothingToDo`] where there is none.
    pub fn redo(&mut self, moment: Moment) -> Result<Inverse, CommandError> {
        let id = self.history.redoable().ok_or(CommandError::NothingToDo)?;
        self.invert(id, moment)
    }

    /// Takes one change back, wherever it stands in the history.
    ///
    /// # Errors
    /// [`CommandError`]: it is not known, cannot be undone, or nothing of it is left.
    pub fn invert(&mut self, id: Stamp, moment: Moment) -> Result<Inverse, CommandError> {
        let context = self.context(moment);
        let change = self.history.change(id).ok_or(CommandError::NothingToDo)?;
        let inverse = match invert(&self.workspace, change, self.history.origins(), context) {
            Err(CommandError::NothingToDo) => {
                // Others wrote over all of it: it is out of the way of the undo before it.
                self.history.pass_over(id);
                return Err(CommandError::NothingToDo);
            }
            inverse => inverse?,
        };
        self.submit(inverse.change.clone(), Vec::new());
        Ok(inverse)
    }

    /// Sends a change on its way, with the opened pages of a batch.
    pub fn submit(&mut self, change: Change, pages: Vec<Page>) -> Stamp {
        let id = change.id;
        self.own.insert(id);
        let reversal = match change.body {
            Body::Edits(_) => {
                self.history.add(change.clone(), true);
                self.touched.change(&change);
                Some(self.workspace.apply(&change, Vec::new()))
            }
            // Thousands of records: shown when they are safe, so that nothing has to take them back.
            Body::Batch { .. } | Body::Withdrawal { .. } => None,
        };
        self.pending.push_back(Pending {
            change,
            pages,
            reversal,
        });
        self.commit_next();
        id
    }

    fn commit_next(&mut self) {
        if self.is_committing {
            return;
        }
        if let Some(next) = self.pending.front() {
            self.is_committing = true;
            self.effects
                .push(Effect::Commit(entry::write(&next.change)));
        }
    }

    /// The entry that was committed last is on the disk.
    pub fn saved(&mut self, sequence: Sequence) {
        self.is_committing = false;
        if let Some(mut saved) = self.pending.pop_front()
            && saved.reversal.is_none()
        {
            let pages = std::mem::take(&mut saved.pages);
            self.touched.change(&saved.change);
            self.below_pending(|workspace, history| {
                workspace.apply(&saved.change, pages);
                history.add(saved.change, true);
            });
        }
        self.effects.push(Effect::Announce(sequence));
        // The journal's numbers have no gaps in time: where this one is not the next, other tabs
        // wrote the ones between.
        if sequence == self.heard + 1 {
            self.heard = sequence;
        }
        self.told(sequence);
        self.commit_next();
    }

    /// The entry that was to be committed is not on the disk: it and all that were made after it are
    /// taken back. Returns their changes, oldest first, so that nothing that was typed is lost.
    pub fn failed(&mut self, _: &StorageError) -> Vec<Change> {
        self.is_committing = false;
        let mut changes = Vec::new();
        while let Some(pending) = self.pending.pop_back() {
            if let Some(reversal) = pending.reversal {
                self.workspace.take_back(reversal);
                self.history.forget(pending.change.id);
                self.touched.change(&pending.change);
            }
            self.own.remove(&pending.change.id);
            changes.push(pending.change);
        }
        changes.reverse();
        changes
    }

    /// Another tab, or this one, says that the journal has an entry of this number.
    pub fn told(&mut self, sequence: Sequence) {
        self.told = self.told.max(sequence);
        if self.told > self.heard && !self.is_reading {
            self.is_reading = true;
            self.effects.push(Effect::Read(self.heard));
        }
    }

    /// The entries after the one that [`Effect::Read`] named, each with the opened pages of a batch.
    /// An entry that could not be read is none: it counts as heard and is reported elsewhere.
    pub fn read(&mut self, entries: Vec<Heard>) {
        self.is_reading = false;
        let has_gap = match entries.first() {
            Some((first, _)) => *first > self.heard + 1,
            None => self.told > self.heard,
        };
        // Failed commits leave no gaps, so a gap means that somebody folded the journal meanwhile.
        if has_gap {
            self.effects.push(Effect::Reload);
            return;
        }
        let last = entries.last().map_or(self.heard, |(sequence, _)| *sequence);
        let news: Vec<(Change, Vec<Page>)> = entries
            .into_iter()
            .filter_map(|(_, entry)| entry)
            .filter(|(change, _)| !self.own.contains(&change.id))
            .collect();
        if !news.is_empty() {
            news.iter()
                .for_each(|(change, _)| self.touched.change(change));
            self.below_pending(|workspace, history| {
                for (change, pages) in news {
                    workspace.apply(&change, pages);
                    history.add(change, false);
                }
            });
        }
        self.heard = self.heard.max(last);
        self.told(self.told);
    }

    /// Puts a freshly loaded workspace in the place of this one, with what is still on its way on
    /// top of it.
    pub fn reloaded(&mut self, workspace: Workspace, heard: Sequence) {
        self.is_reading = false;
        for pending in &mut self.pending {
            pending.reversal = None;
        }
        self.workspace = workspace;
        for pending in &mut self.pending {
            if matches!(pending.change.body, Body::Edits(_)) {
                pending.reversal = Some(self.workspace.apply(&pending.change, Vec::new()));
            }
        }
        self.heard = heard;
        self.told = self.told.max(heard);
        self.touched.all = true;
    }

    /// Writes to the workspace as if what is on its way had not been applied yet: takes it back,
    /// writes, applies it again. So a failed commit can always be taken back exactly, and nothing
    /// that was heard meanwhile goes with it.
    fn below_pending(&mut self, write: impl FnOnce(&mut Workspace, &mut History)) {
        for pending in self.pending.iter_mut().rev() {
            if let Some(reversal) = pending.reversal.take() {
                self.workspace.take_back(reversal);
            }
        }
        write(&mut self.workspace, &mut self.history);
        for pending in &mut self.pending {
            if matches!(pending.change.body, Body::Edits(_)) {
                pending.reversal = Some(self.workspace.apply(&pending.change, Vec::new()));
            }
        }
    }

    /// Puts pages that were packed anew in the place of those before; a page without bytes is one
    /// that stayed.
    pub fn repacked(&mut self, pages: Vec<(PageRef, Option<Rc<[u8]>>)>) {
        self.below_pending(|workspace, _| {
            for kind in RecordKind::ALL {
                let table = workspace.table_mut(kind);
                let stayed: Vec<(PageRef, Page)> = table
                    .pages()
                    .map(|(reference, page)| (reference.clone(), page.clone()))
                    .collect();
                let of_kind = pages.iter().filter(|(reference, _)| reference.kind == kind);
                let opened: Vec<(PageRef, Page)> = of_kind
                    .filter_map(|(reference, bytes)| {
                        let page = match bytes {
                            Some(bytes) => Page::open(Rc::clone(bytes)).ok()?,
                            None => stayed
                                .iter()
                                .find(|(other, _)| other.id == reference.id)?
                                .1
                                .clone(),
                        };
                        Some((reference.clone(), page))
                    })
                    .collect();
                table.repacked(opened);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;
    use crate::domain::random::Random;
    use crate::domain::{Key, RecordKind, Value, customer};
    use crate::session::block_on;
    use crate::storage::manifest::page_ref;
    use crate::storage::memory::Memory;
    use crate::storage::{Found, Manifest, Settlement, Storage};
    use crate::workspace::change::PageId;
    use crate::workspace::table::PackStep;

    /// A tab in a simulation: a machine, and the effects it waits for.
    struct Tab {
        machine: Machine,
        effects: VecDeque<Effect>,
        manifest: Option<Manifest>,
        made: u64,
        replica: u64,
    }

    fn load(store: &Memory) -> (Workspace, Option<Manifest>, Sequence, Stamp) {
        let (mut workspace, mut manifest, mut heard) = (Workspace::default(), None, 0);
        let mut highest = Stamp::default();
        block_on(store.load(&mut |found| match found {
            Found::Manifest(found) => {
                heard = found
                    .as_ref()
                    .map_or(0, |manifest: &Manifest| manifest.sequence);
                highest = found
                    .as_ref()
                    .map(|manifest| manifest.stamp)
                    .unwrap_or_default();
                manifest = found;
            }
            Found::Page(reference, bytes) => {
                workspace.append(Page::open(bytes).unwrap(), reference)
            }
            Found::Entry(sequence, bytes) => {
                let change = entry::read(&bytes).unwrap();
                highest = highest.max(change.id);
                workspace.apply(&change, Vec::new());
                heard = sequence;
            }
        }))
        .unwrap();
        (workspace, manifest, heard, highest)
    }

    impl Tab {
        fn open(store: &Memory, replica: u64) -> Self {
            let (workspace, manifest, heard, highest) = load(store);
            let machine = Machine::new(workspace, ReplicaId(replica), highest, heard);
            Self {
                machine,
                effects: VecDeque::new(),
                manifest,
                made: 0,
                replica,
            }
        }

        fn moment(random: &mut Random) -> Moment {
            let now = Instant::from_ms(1_700_000_000_000 + random.below(50) as i64).unwrap();
            Moment {
                now,
                today: now.date(),
            }
        }

        fn does(&mut self, random: &mut Random) {
            let moment = Self::moment(random);
            let table = self.machine.workspace().table(RecordKind::Customer);
            let ids: Vec<RecordId> = table.live_rows().filter_map(|row| table.id(row)).collect();
            let field = *random.pick(&[customer::NAME, customer::TITLE, customer::DOMAIN]);
            let value = Some(Value::text(format!("v{}", random.below(1000))));
            let command = match random.below(8) {
                0 | 1 => {
                    self.made += 1;
                    let uuid = Uuid::v7(
                        self.replica,
                        u128::from(self.made) | u128::from(self.replica) << 32,
                    );
                    let fields = vec![
                        (Key::one(customer::KIND), Some(Value::text("company"))),
                        (Key::one(customer::NAME), value),
                    ];
                    Command::Create {
                        id: RecordId::new(RecordKind::Customer, uuid),
                        fields,
                    }
                }
                2 => return drop(self.machine.undo(moment)),
                3 => return drop(self.machine.redo(moment)),
                4 if ids.len() > 2 => Command::Trash {
                    ids: vec![*random.pick(&ids)],
                },
                _ if !ids.is_empty() => Command::Edit {
                    ids: vec![*random.pick(&ids)],
                    fields: vec![(Key::one(field), value)],
                    revision: None,
                },
                _ => return,
            };
            let _ = self.machine.execute(&command, moment);
        }

        /// Does one thing that the machine waits for; a commit fails now and then.
        fn performs(
            &mut self,
            store: &Memory,
            random: &mut Random,
            tally: &mut Tally,
        ) -> Option<Sequence> {
            self.effects.extend(self.machine.effects());
            match self.effects.pop_front()? {
                Effect::Commit(bytes) => {
                    if random.below(6) == 0 {
                        store.fail_after(0, StorageError::Quota);
                    }
                    match block_on(store.commit(&bytes)) {
                        Ok(sequence) => {
                            tally.acknowledged += 1;
                            self.machine.saved(sequence);
                        }
                        Err(error) => {
                            let lost = self.machine.failed(&error);
                            tally.failed.extend(lost.iter().map(|change| change.id));
                        }
                    }
                    None
                }
                Effect::Announce(sequence) => Some(sequence),
                Effect::Read(after) => {
                    let entries = block_on(store.entries(after)).unwrap();
                    let opened = entries.into_iter().map(|(sequence, bytes)| {
                        (sequence, Some((entry::read(&bytes).unwrap(), Vec::new())))
                    });
                    self.machine.read(opened.collect());
                    None
                }
                Effect::Reload => {
                    let (workspace, manifest, heard, _) = load(store);
                    self.machine.reloaded(workspace, heard);
                    self.manifest = manifest;
                    tally.reloads += 1;
                    None
                }
            }
        }

        /// Folds what this tab has heard, as the driver does it.
        fn settles(&mut self, store: &Memory, random: &mut Random, tally: &mut Tally) {
            let sequence = self.machine.heard();
            let folded = self
                .manifest
                .as_ref()
                .map_or(0, |manifest| manifest.sequence);
            if self.machine.waiting() > 0 || sequence <= folded {
                return;
            }
            let mut pages = Vec::new();
            for step in self
                .machine
                .workspace()
                .table(RecordKind::Customer)
                .packing()
            {
                match step {
                    PackStep::Keep(reference) => pages.push((reference, None)),
                    PackStep::Pack(rows) => {
                        let table = self.machine.workspace().table(RecordKind::Customer);
                        let bytes: Rc<[u8]> = table.pack(rows, sequence).into();
                        pages.push((
                            page_ref(PageId(random.next()), &bytes).unwrap(),
                            Some(bytes),
                        ));
                    }
                }
            }
            let after = Manifest {
                sequence,
                stamp: Stamp::new(1_700_000_100_000, 0, ReplicaId(0)),
                pages: pages.iter().map(|(page, _)| page.clone()).collect(),
            };
            let new = pages
                .iter()
                .filter_map(|(page, bytes)| Some((page.clone(), bytes.clone()?)))
                .collect();
            let settlement = Settlement {
                before: self.manifest.clone(),
                after: after.clone(),
                pages: new,
            };
            if block_on(store.settle(&settlement)).is_ok() {
                self.machine.repacked(pages);
                self.manifest = Some(after);
                tally.folds += 1;
            }
        }
    }

    #[derive(Default)]
    struct Tally {
        acknowledged: u64,
        failed: Vec<Stamp>,
        reloads: u64,
        folds: u64,
    }

    /// Lets three tabs work on one store in a random order of steps, and compares them at rest.
    fn simulate(seed: u64, tally: &mut Tally) {
        let mut random = Random::seeded(seed);
        let store = Memory::default();
        let mut tabs: Vec<Tab> = (1..=3).map(|replica| Tab::open(&store, replica)).collect();
        let mut mail: Vec<(usize, Sequence)> = Vec::new();
        for step in 0..120 {
            let at = random.below(3) as usize;
            match random.below(10) {
                0..4 if step < 80 => tabs[at].does(&mut random),
                4 if !mail.is_empty() => {
                    let (to, sequence) = mail.swap_remove(random.below(mail.len() as u64) as usize);
                    tabs[to].machine.told(sequence);
                }
                5 if random.below(3) == 0 => tabs[at].settles(&store, &mut random, tally),
                _ => {
                    if let Some(sequence) = tabs[at].performs(&store, &mut random, tally) {
                        mail.extend((0..3).filter(|to| *to != at).map(|to| (to, sequence)));
                    }
                }
            }
        }
        // To rest: all mail is delivered, all effects are done.
        loop {
            let mut is_busy = false;
            for (to, sequence) in std::mem::take(&mut mail) {
                tabs[to].machine.told(sequence);
                is_busy = true;
            }
            for (at, tab) in tabs.iter_mut().enumerate() {
                tab.effects.extend(tab.machine.effects());
                while !tab.effects.is_empty() {
                    is_busy = true;
                    if let Some(sequence) = tab.performs(&store, &mut random, tally) {
                        mail.extend((0..3).filter(|to| *to != at).map(|to| (to, sequence)));
                    }
                    tab.effects.extend(tab.machine.effects());
                }
            }
            if !is_busy {
                break;
            }
        }
        let (truth, ..) = load(&store);
        for tab in &tabs {
            assert_eq!(tab.machine.waiting(), 0, "seed {seed}");
            assert_eq!(
                tab.machine.workspace().replica_hash(),
                truth.replica_hash(),
                "seed {seed}, tab {}",
                tab.replica
            );
        }
        let mut entries = block_on(store.entries(0)).unwrap();
        entries.extend(block_on(store.history(Sequence::MAX)).unwrap());
        let written: Vec<Stamp> = entries
            .iter()
            .map(|(_, bytes)| entry::read(bytes).unwrap().id)
            .collect();
        assert!(
            !tally.failed.iter().any(|id| written.contains(id)),
            "seed {seed}: a failed change is on the disk"
        );
        tally.failed.clear();
    }

    #[test]
    fn tabs_on_one_store_agree_whatever_the_order_and_whatever_fails() {
        let seeds = std::env::var("SATCHEL_SEEDS")
            .ok()
            .and_then(|seeds| seeds.parse().ok())
            .unwrap_or(500);
        let mut tally = Tally::default();
        (0..seeds).for_each(|seed| simulate(seed, &mut tally));
        println!(
            "{seeds} seeds, {} acknowledged changes, {} folds, {} reloads: 0 lost, 0 differences",
            tally.acknowledged, tally.folds, tally.reloads
        );
        assert!(
            tally.folds > seeds / 4 && tally.reloads > 0,
            "the simulation must fold and reload"
        );
    }
}
