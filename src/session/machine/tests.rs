//! Three tabs on one store in a random order of steps: whatever happens, they agree at rest.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
use super::*;
use crate::document::page::PageBuilder;
use crate::domain::random::Random;
use crate::domain::{Key, RecordKind, Value, customer};
use crate::session::block_on;
use crate::storage::manifest::page_ref;
use crate::storage::memory::Memory;
use crate::storage::{Found, Manifest, Settlement, Storage};
use crate::workspace::change::PageId;
use crate::workspace::table::PackStep;
use std::rc::Rc;

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
        Found::Page(reference, bytes) => workspace.append(Page::open(bytes).unwrap(), reference),
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
            zones: crate::domain::zone::only_utc,
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
                // Of all, it is a large change where they are some.
                ids: if random.below(4) == 0 {
                    ids
                } else {
                    vec![*random.pick(&ids)]
                },
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
            Effect::Commit(bytes, pages) => {
                if random.below(6) == 0 {
                    store.fail_after(0, StorageError::Quota);
                }
                match block_on(store.commit(&bytes, &pages)) {
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
            Effect::CommitLarge(pages) => {
                let mut writing = self.machine.begin_entry().unwrap();
                while self.machine.write_entry(&mut writing) {
                    if random.below(4) == 0 {
                        self.does(random);
                    }
                }
                if random.below(6) == 0 {
                    store.fail_after(0, StorageError::Quota);
                }
                match block_on(store.commit(&writing.finish(), &pages)) {
                    Ok(sequence) => {
                        tally.acknowledged += 1;
                        tally.large += 1;
                        while self.machine.spread() {
                            if random.below(4) == 0 {
                                self.does(random);
                            }
                        }
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
                let mut opened = Vec::new();
                for (sequence, bytes) in entries {
                    let change = entry::read(&bytes).unwrap();
                    if change.body.is_large() && !opened.is_empty() {
                        self.machine.read(std::mem::take(&mut opened), true);
                    }
                    // All of it, some of it or nothing is applied before.
                    let mut steps = random.below(9);
                    while steps > 0 && self.machine.spread_heard(sequence, &change) {
                        steps -= 1;
                        if random.below(4) == 0 {
                            self.does(random);
                        }
                    }
                    opened.push((sequence, Some((change, Vec::new()))));
                }
                self.machine.read(opened, false);
                None
            }
            Effect::Reload => {
                let (workspace, manifest, heard, highest) = load(store);
                self.machine.reloaded(Reading {
                    workspace,
                    heard,
                    highest,
                    missed: Vec::new(),
                });
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
        let table = self.machine.workspace().table(RecordKind::Customer);
        let packing = table.packing();
        let (mut pages, mut new) = (Vec::new(), Vec::new());
        for step in &packing.steps {
            match step {
                PackStep::Keep(reference) => pages.push((reference.clone(), None)),
                PackStep::Pack(rows) => {
                    let mut builder = PageBuilder::new(RecordKind::Customer);
                    table.pack(rows.clone(), &mut builder);
                    let bytes: Rc<[u8]> = builder.finish(sequence).into();
                    let reference = page_ref(PageId(random.next()), &bytes).unwrap();
                    let page = Page::open(Rc::clone(&bytes)).unwrap();
                    new.push((reference.clone(), bytes));
                    pages.push((reference, Some(page)));
                }
            }
        }
        let after = Manifest {
            sequence,
            stamp: Stamp::new(1_700_000_100_000, 0, ReplicaId(0)),
            pages: pages.iter().map(|(page, _)| page.clone()).collect(),
        };
        let settlement = Settlement {
            before: self.manifest.clone(),
            after: after.clone(),
            pages: new,
        };
        if block_on(store.settle(&settlement)).is_ok() {
            let kind = RecordKind::Customer;
            let table = Repacked {
                kind,
                packing,
                pages,
            };
            self.machine.repacked(vec![table]);
            self.manifest = Some(after);
            tally.folds += 1;
        }
    }
}

#[derive(Default)]
struct Tally {
    acknowledged: u64,
    large: u64,
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
