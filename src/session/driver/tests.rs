//! Sessions over the store in memory, with the faults that a browser has: tabs that come in between,
//! pages that are damaged or gone, answers that nobody asked for in time.
//! Over 600 lines, since each fault of the store is played through here.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
mod failed;
mod hashes;
mod interrupted;
mod large;
mod refit;
mod scored;
mod shortfall;
mod trash;

use super::settle::Settled;
use super::*;
use crate::document::page::{Page, PageBuilder};
use crate::domain::{Instant, Key, Record, Register, Value, customer};
use crate::query::Now;
use crate::scoring::model::learn::learn;
use crate::session::block_on;
use crate::session::ports::{DecodeError, Decoded, Encoding, LearnError, Learnt, Sentinel, Table};
use crate::session::writer::STAGING;
use crate::storage::manifest::page_ref;
use crate::storage::memory::Memory;
use crate::workspace::change::{Body, Label, PageRef, Verb};
use interrupted::Interrupted;
use std::pin::pin;
use std::task::Context as TaskContext;

/// What all tabs of a test share: a clock, a source of numbers, locks.
#[derive(Default)]
pub(in crate::session) struct World {
    pub(in crate::session) ms: Cell<i64>,
    pub(in crate::session) random: Cell<u64>,
    locks: RefCell<HashMap<String, Rc<()>>>,
    /// What is written down outside the store.
    note: Cell<Option<Sentinel>>,
}

/// Something that happens once.
type Happening = Rc<RefCell<Option<Box<dyn FnOnce()>>>>;
/// Something that happens again and again.
type Custom = Rc<RefCell<Option<Box<dyn Fn()>>>>;
/// Pages with their keys.
type Pages = Vec<(PageId, Rc<[u8]>)>;

/// The ports of one tab.
#[derive(Clone, Default)]
pub(in crate::session) struct Tab {
    world: Rc<World>,
    at_rest: Happening,
    at_every_rest: Custom,
    rests: Rc<Cell<u32>>,
    /// Before what is noted is read.
    at_recall: Happening,
    announced: Rc<Cell<Sequence>>,
}

impl Tab {
    pub(in crate::session) fn in_world(world: &Rc<World>) -> Self {
        Self {
            world: Rc::clone(world),
            ..Self::default()
        }
    }
}

fn is_held(locks: &RefCell<HashMap<String, Rc<()>>>, name: &str) -> bool {
    locks
        .borrow()
        .get(name)
        .is_some_and(|lock| Rc::strong_count(lock) > 1)
}

fn hold(locks: &RefCell<HashMap<String, Rc<()>>>, name: &str) -> Rc<()> {
    Rc::clone(locks.borrow_mut().entry(name.to_owned()).or_default())
}

impl Ports for Tab {
    type Guard = Rc<()>;
    const ZONES: crate::domain::zone::Zones = crate::domain::zone::only_utc;

    fn now(&self) -> Instant {
        // So slow that every pause is a rest.
        self.world.ms.set(self.world.ms.get() + 10);
        Instant::from_ms(1_700_000_000_000 + self.world.ms.get()).unwrap()
    }

    fn clock(&self) -> Now {
        Now::of(self.now(), crate::domain::Zone::UTC)
    }

    fn random(&self) -> u128 {
        let next = self.world.random.get() + 1;
        self.world.random.set(next);
        u128::from(next.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn announce(&self, sequence: Sequence) {
        self.announced.set(sequence);
    }

    async fn rest(&self) {
        self.rests.set(self.rests.get() + 1);
        let then = self.at_rest.borrow_mut().take();
        if let Some(then) = then {
            then();
        }
        if let Some(then) = &*self.at_every_rest.borrow() {
            then();
        }
    }

    async fn lock(&self, name: &str) -> Option<Rc<()>> {
        let is_free = !is_held(&self.world.locks, name);
        is_free.then(|| hold(&self.world.locks, name))
    }

    fn remember(&self, sentinel: Sentinel) {
        self.world.note.set(Some(sentinel));
    }

    async fn recall(&self) -> Option<Sentinel> {
        let then = self.at_recall.borrow_mut().take();
        if let Some(then) = then {
            then();
        }
        self.world.note.get()
    }

    async fn forget(&self) {
        self.world.note.set(None);
    }

    async fn decode(&self, _: &[u8], _: Option<Encoding>) -> Result<Decoded, DecodeError> {
        Err(DecodeError::Worker("nobody decodes here".into()))
    }

    async fn learn(&self, table: Table) -> Result<Learnt, LearnError> {
        Ok(learn(&table)?)
    }
}

type TestSession = Rc<Session<Memory, Tab>>;

fn open(store: &Memory, tab: Tab) -> TestSession {
    Rc::new(block_on(Session::open(store.clone(), tab, |_| {})).unwrap())
}

fn idle(session: &TestSession) {
    block_on(session.run_until_idle());
}

fn fields(name: &str) -> Vec<(Key, Option<Value>)> {
    vec![
        (Key::one(customer::KIND), Some(Value::text("company"))),
        (Key::one(customer::NAME), Some(Value::text(name))),
    ]
}

fn create(session: &TestSession, name: &str) -> RecordId {
    let id = session.new_id(RecordKind::Customer);
    let fields = fields(name);
    session.execute(&Command::Create { id, fields }).unwrap();
    idle(session);
    id
}

fn rename(session: &TestSession, id: RecordId, name: &str) -> Stamp {
    let fields = vec![(Key::one(customer::NAME), Some(Value::text(name)))];
    let edit = Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    };
    session.execute(&edit).unwrap()
}

fn name(session: &TestSession, id: RecordId) -> String {
    session.workspace().name(id).into_owned()
}

fn live(session: &TestSession) -> usize {
    session.workspace().table(RecordKind::Customer).live()
}

/// A batch of so many customers, in pages of two thousand, made but not yet staged.
fn batch(session: &TestSession, count: usize) -> (Change, Pages) {
    let context = session.begin_batch();
    let mut pages = Vec::new();
    let mut references = Vec::new();
    let mut left = count;
    while left > 0 {
        let mut builder = PageBuilder::new(RecordKind::Customer);
        for _ in 0..left.min(2000) {
            let mut record = Record::new(session.new_id(RecordKind::Customer), context.stamp);
            for (key, value) in fields(&format!("Imported {left}")) {
                let stamp = context.stamp;
                record.put(key, Some(Register { value, stamp }));
            }
            builder.push(&record);
        }
        left -= builder.rows();
        let bytes: Rc<[u8]> = builder.finish(0).into();
        let reference: PageRef = page_ref(session.new_page_id(), &bytes).unwrap();
        pages.push((reference.id, bytes));
        references.push(reference);
    }
    let change = Change {
        id: context.stamp,
        at: context.at,
        author: None,
        label: Label {
            verb: Verb::Import,
            count: count as u32,
            name: "accounts.csv".into(),
        },
        undoes: None,
        body: Body::Batch {
            pages: references,
            restored: Vec::new(),
            edits: Vec::new(),
        },
    };
    (change, pages)
}

/// Polls until it is done, doing the session's work between.
fn finish<T>(session: &TestSession, future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = TaskContext::from_waker(Waker::noop());
    for _ in 0..100 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        idle(session);
    }
    panic!("it waits for ever");
}

fn import(session: &TestSession, count: usize) -> Stamp {
    let (change, pages) = batch(session, count);
    let id = change.id;
    block_on(session.storage().stage(&pages)).unwrap();
    let bytes = pages.into_iter().map(|(_, bytes)| bytes).collect();
    finish(session, session.publish(change, bytes)).unwrap();
    idle(session);
    id
}

fn settle(session: &TestSession) -> Settled {
    block_on(session.settle()).unwrap()
}

#[test]
fn what_was_made_before_an_import_outlives_a_fold() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    let first = create(&session, "Before all imports");
    import(&session, 4000);
    let between = create(&session, "Between two imports");
    import(&session, 2000);
    let last = create(&session, "After all imports");
    let hash = session.workspace().replica_hash();
    settle(&session);
    assert_eq!(session.workspace().replica_hash(), hash);
    let again = open(&store, Tab::default());
    for (id, said) in [
        (first, "Before all imports"),
        (between, "Between two imports"),
        (last, "After all imports"),
    ] {
        assert_eq!(name(&again, id), said);
    }
    assert_eq!(again.workspace().replica_hash(), hash);
}

#[test]
fn a_damaged_page_stays_in_the_manifest_whatever_is_folded() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    import(&session, 4000);
    settle(&session);
    let page = session.manifest.borrow().as_ref().unwrap().pages[0].clone();
    let whole = store.damage_page(page.id);
    drop(session);

    let session = open(&store, Tab::default());
    assert_eq!(live(&session), 2000);
    assert_eq!(session.damages().len(), 1);
    create(&session, "Meanwhile");
    assert!(matches!(settle(&session), Settled::Folded { .. }));
    drop(open(&store, Tab::default()));
    store.repair(page.id, whole);
    let again = open(&store, Tab::default());
    assert_eq!((live(&again), again.damages()), (4001, vec![]));
}

#[test]
fn a_damaged_page_of_an_import_takes_nothing_with_it() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    let (change, pages) = batch(&session, 4000);
    block_on(session.storage().stage(&pages)).unwrap();
    let (damaged, bytes) = pages[0].clone();
    let all = pages.into_iter().map(|(_, bytes)| bytes).collect();
    finish(&session, session.publish(change, all)).unwrap();
    drop(session);
    let whole = store.damage_page(damaged);

    let session = open(&store, Tab::default());
    assert_eq!(live(&session), 2000, "the other page is there");
    create(&session, "Meanwhile");
    settle(&session);
    drop(open(&store, Tab::default()));
    assert_eq!(whole, bytes);
    store.repair(damaged, whole);
    let again = open(&store, Tab::default());
    assert_eq!((live(&again), again.damages()), (4001, vec![]));
}

#[test]
fn nothing_is_folded_or_swept_while_an_entry_cannot_be_read() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    import(&session, 2000);
    create(&session, "Hotel Bellavista");
    drop(session);
    let whole = store.damage_entry(1);
    let session = open(&store, Tab::default());
    assert_eq!((live(&session), session.damages().len()), (1, 1));
    assert_eq!(settle(&session), Settled::NotNow);
    drop(session);
    store.repair_entry(1, whole);
    let again = open(&store, Tab::default());
    assert_eq!((live(&again), again.damages()), (2001, vec![]));
}

#[test]
fn opening_does_not_sweep_what_another_tab_is_staging() {
    let world = Rc::new(World::default());
    let store = Memory::default();
    let importing = open(&store, Tab::in_world(&world));
    let held = block_on(importing.ports().lock(STAGING)).unwrap();
    let (change, pages) = batch(&importing, 4000);
    block_on(importing.storage().stage(&pages)).unwrap();
    let other = open(&store, Tab::in_world(&world));
    assert_eq!(store.page_count(), 2, "nothing was swept");
    let bytes = pages.into_iter().map(|(_, bytes)| bytes).collect();
    finish(&importing, importing.publish(change, bytes)).unwrap();
    drop(held);
    other.told(1);
    idle(&other);
    assert_eq!(
        other.workspace().replica_hash(),
        importing.workspace().replica_hash()
    );
    // What nobody is about to publish goes.
    let (_, left) = batch(&other, 10);
    block_on(other.storage().stage(&left)).unwrap();
    drop((importing, other));
    let again = open(&store, Tab::in_world(&world));
    assert_eq!((live(&again), store.page_count()), (4000, 2));
}

#[test]
fn a_batch_whose_pages_are_gone_is_refused() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    let (change, pages) = batch(&session, 10);
    let bytes = pages.into_iter().map(|(_, bytes)| bytes).collect();
    let refused = finish(&session, session.publish(change, bytes));
    assert!(
        matches!(refused, Err(StorageError::Damaged(_))),
        "{refused:?}"
    );
    assert_eq!((live(&session), store.entry_count()), (0, 0));
}

#[test]
fn a_batch_that_comes_during_a_fold_stays() {
    let world = Rc::new(World::default());
    let store = Memory::default();
    let tab = Tab::in_world(&world);
    let session = open(&store, tab.clone());
    let kept = create(&session, "Hotel Bellavista");
    import(&session, 3000);
    rename(&session, kept, "Bellavista");
    idle(&session);
    let (change, pages) = batch(&session, 1500);
    block_on(session.storage().stage(&pages)).unwrap();
    let opened: Vec<Page> = pages
        .iter()
        .map(|(_, page)| Page::open(Rc::clone(page)).unwrap())
        .collect();
    let during = Rc::clone(&session);
    *tab.at_rest.borrow_mut() = Some(Box::new(move || {
        during.machine.borrow_mut().submit(change, opened);
        idle(&during);
    }));
    assert!(matches!(settle(&session), Settled::Folded { .. }));
    assert_eq!(live(&session), 4501);
    let hash = session.workspace().replica_hash();
    let again = open(&store, Tab::in_world(&world));
    assert_eq!(again.workspace().replica_hash(), hash);
    settle(&session);
    assert_eq!(session.workspace().replica_hash(), hash);
}

#[test]
fn an_import_taken_back_during_a_fold_stays_taken_back() {
    let world = Rc::new(World::default());
    let store = Memory::default();
    let tab = Tab::in_world(&world);
    let session = open(&store, tab.clone());
    create(&session, "Hotel Bellavista");
    let imported = import(&session, 3000);
    create(&session, "Kanal & Co");
    let during = Rc::clone(&session);
    *tab.at_rest.borrow_mut() = Some(Box::new(move || {
        during.take_back(imported).unwrap();
        idle(&during);
    }));
    assert!(matches!(settle(&session), Settled::Folded { .. }));
    assert_eq!(live(&session), 2);
    let hash = session.workspace().replica_hash();
    let again = open(&store, Tab::in_world(&world));
    assert_eq!((live(&again), again.workspace().replica_hash()), (2, hash));
    // Done again, and folded, it is all there.
    session.redo().unwrap();
    idle(&session);
    settle(&session);
    assert_eq!(live(&session), 3002);
    assert_eq!(live(&open(&store, Tab::in_world(&world))), 3002);
}

#[test]
fn what_is_taken_back_and_done_again_keeps_its_name() {
    let session = open(&Memory::default(), Tab::default());
    create(&session, "Hotel Bellavista");
    let imported = import(&session, 10);
    for is_undo in [true, false, true, false] {
        let inverse = is_undo.then(|| session.undo().unwrap());
        let inverse = inverse.unwrap_or_else(|| session.redo().unwrap());
        idle(&session);
        let machine = session.machine();
        let about = machine.history().about(inverse.change.id).unwrap();
        assert_eq!((about.id, about.label.verb), (imported, Verb::Import));
    }
}

#[test]
fn a_tab_that_slept_over_a_fold_goes_on_with_its_clock_and_its_history() {
    let world = Rc::new(World::default());
    let store = Memory::default();
    let sleeper = open(&store, Tab::in_world(&world));
    let own = create(&sleeper, "Mine");
    let other = open(&store, Tab::in_world(&world));
    world.ms.set(90_000_000);
    let theirs = create(&other, "Theirs");
    let renamed = rename(&other, theirs, "Theirs, renamed");
    idle(&other);
    let undone = other.undo().unwrap().change.id;
    idle(&other);
    settle(&other);
    let last = create(&other, "Behind the fold");
    // The sleeper's clock is far behind.
    world.ms.set(10);
    sleeper.told(other.machine().heard());
    idle(&sleeper);
    assert_eq!(
        sleeper.workspace().replica_hash(),
        other.workspace().replica_hash()
    );
    assert_eq!(name(&sleeper, last), "Behind the fold");
    let highest = other.machine().history().highest();
    let made = rename(&sleeper, own, "Mine, renamed");
    assert!(made > highest, "the clock stands above what was read");
    idle(&sleeper);
    for id in [renamed, undone] {
        assert!(
            sleeper.machine().history().change(id).is_some(),
            "the timeline has it"
        );
    }
    // Undo takes its own, and knows what undos of the other tab restored.
    sleeper.undo().unwrap();
    assert_eq!(name(&sleeper, own), "Mine");
    sleeper.undo().unwrap();
    assert_eq!(live(&sleeper), 2);
    idle(&sleeper);
    let of_theirs = other.machine().history().of(theirs).next().unwrap().id;
    sleeper.take_back(of_theirs).unwrap();
    assert_eq!(
        live(&sleeper),
        1,
        "what was renamed and renamed back stands as it was made"
    );
}

#[test]
fn a_tab_whose_pages_another_tab_folded_can_fold_again() {
    let world = Rc::new(World::default());
    let store = Memory::default();
    let one = open(&store, Tab::in_world(&world));
    create(&one, "A");
    let two = open(&store, Tab::in_world(&world));
    settle(&two);
    create(&one, "B");
    assert_eq!(settle(&one), Settled::NotNow);
    idle(&one);
    assert!(matches!(settle(&one), Settled::Folded { .. }));
    assert_eq!(store.entry_count(), 0);
    assert_eq!(live(&one), 2);
    assert_eq!(live(&open(&store, Tab::in_world(&world))), 2);
}

#[test]
fn nobody_waits_for_an_outcome_that_is_forgotten() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    let id = create(&session, "Hotel Bellavista");
    let stamps: Vec<Stamp> = (0..600)
        .map(|round| {
            let stamp = rename(&session, id, &format!("Hotel {round}"));
            idle(&session);
            stamp
        })
        .collect();
    assert!(finish(&session, session.saved(stamps[0])).is_ok());
    // Two may ask.
    assert!(finish(&session, session.saved(stamps[599])).is_ok());
    assert!(finish(&session, session.saved(stamps[599])).is_ok());
    store.fail_after(0, StorageError::Quota);
    let failed = rename(&session, id, "Too much");
    idle(&session);
    assert_eq!(
        finish(&session, session.saved(failed)),
        Err(StorageError::Quota)
    );
    let never = Stamp::new(1, 0, crate::domain::ReplicaId(7));
    assert!(finish(&session, session.saved(never)).is_err());
}

/// Another tab that folds a small import away, so that its page is no longer there.
fn fold_elsewhere(store: &Memory, world: &Rc<World>) {
    let other = open(store, Tab::in_world(world));
    create(&other, "So that there is something to fold");
    assert!(matches!(settle(&other), Settled::Folded { .. }));
    drop(other);
    // The next one that opens sweeps what the fold left.
    drop(open(store, Tab::in_world(world)));
    assert_eq!(store.page_count(), 1);
}

#[test]
fn a_page_that_was_folded_while_loading_is_no_damage() {
    let world = Rc::new(World::default());
    let store = Memory::default();
    import(&open(&store, Tab::in_world(&world)), 10);
    let between = Interrupted {
        store: store.clone(),
        ..Interrupted::default()
    };
    *between.before_pages.borrow_mut() = Some(Box::new({
        let (store, world) = (store.clone(), Rc::clone(&world));
        move || {
            // The loading tab's lock does not keep others from folding, only from importing.
            world.locks.borrow_mut().clear();
            fold_elsewhere(&store, &world);
        }
    }));
    let loading = Session::open(between, Tab::in_world(&world), |_| {});
    let session = block_on(loading).unwrap();
    assert_eq!(session.damages(), []);
    let live = session.workspace().table(RecordKind::Customer).live();
    assert_eq!(live, 11);
}

#[test]
fn a_page_that_was_folded_before_it_was_heard_of_is_no_damage() {
    let world = Rc::new(World::default());
    let store = Memory::default();
    let between = Interrupted {
        store: store.clone(),
        ..Interrupted::default()
    };
    let listening = Session::open(between.clone(), Tab::in_world(&world), |_| {});
    let listening = block_on(listening).unwrap();
    import(&open(&store, Tab::in_world(&world)), 10);
    *between.before_pages.borrow_mut() = Some(Box::new({
        let (store, world) = (store.clone(), Rc::clone(&world));
        move || fold_elsewhere(&store, &world)
    }));
    listening.told(1);
    block_on(listening.run_until_idle());
    assert_eq!(listening.damages(), []);
    let live = listening.workspace().table(RecordKind::Customer).live();
    assert_eq!(live, 11);
}

#[test]
fn a_page_that_is_missing_is_damage_and_ends_the_waiting() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    import(&session, 2500);
    let listening = open(&store, Tab::default());
    drop(listening);
    let references = session.machine().history().changes()[0].clone();
    let Body::Batch { pages, .. } = references.body else {
        panic!("a batch");
    };
    block_on(store.sweep(&[pages[0].id])).unwrap();
    let again = open(&store, Tab::default());
    assert_eq!((live(&again), again.damages().len()), (2000, 1));
}

#[test]
fn what_could_not_be_read_in_a_bad_moment_is_read_in_the_next() {
    let world = Rc::new(World::default());
    let store = Interrupted::default();
    let listening = Session::open(store.clone(), Tab::in_world(&world), |_| {});
    let listening = block_on(listening).unwrap();
    let other = open(&store.store, Tab::in_world(&world));
    create(&other, "Hotel Bellavista");
    store.failing.set(1);
    listening.told(1);
    block_on(listening.run_until_idle());
    let live = || listening.workspace().table(RecordKind::Customer).live();
    assert_eq!(live(), 0);
    listening.told(1);
    block_on(listening.run_until_idle());
    assert_eq!(live(), 1);
}

#[test]
fn what_cannot_be_written_yet_is_said_until_it_is() {
    let session = open(&Memory::default(), Tab::default());
    let missing = || StorageError::Unavailable("what writes is not there".into());
    session.hold_up(missing());
    assert_eq!(session.state(), SaveState::Saved, "nothing waits");
    let id = session.new_id(RecordKind::Customer);
    let fields = fields("Hotel Bellavista");
    session.execute(&Command::Create { id, fields }).unwrap();
    session.hold_up(missing());
    assert_eq!(session.state(), SaveState::Failed(missing()));
    idle(&session);
    assert_eq!(session.state(), SaveState::Saved);
}
