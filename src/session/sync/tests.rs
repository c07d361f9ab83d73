//! Devices with whole sessions over stores in memory, and a server in memory: what a person writes on
//! one of them is on all, whatever breaks off in between.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod cable;
mod devices;
mod faults;
mod healing;
mod restoring;
mod sealed;
mod time;
mod trash;

use super::desk::Desk;
use super::waiting::{Either, either};
use super::*;
use crate::document::conflict::{Conflict, conflicts};
use crate::domain::random::Random;
use crate::domain::{Key, Record, RecordId, RecordKind, Standing, Value, customer, field};
use crate::session::driver::tests::{Tab, World};
use crate::session::{Session, block_on};
use crate::storage::memory::Memory;
use crate::sync::wire::{self, Request};
use crate::sync::{Client, Round, Store};
use crate::workspace::change::Verb;
use crate::workspace::command::Command;
use satchel_couch::{self as couch, Flavour, Server};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

const NOW_MS: u64 = 1_700_000_000_000;

/// The way to a server, on which some requests or their answers are lost.
#[derive(Clone)]
struct Wire {
    server: Rc<RefCell<Server>>,
    random: Rc<RefCell<Random>>,
    lost_percent: Rc<Cell<u64>>,
}

impl Wire {
    fn new(seed: u64) -> Self {
        let mut server = Server::new(Flavour::Couch, seed, NOW_MS);
        server.answer(&couch::Request::put("/crm"));
        Self {
            server: Rc::new(RefCell::new(server)),
            random: Rc::new(RefCell::new(Random::seeded(seed))),
            lost_percent: Rc::default(),
        }
    }

    fn has(&self, id: RecordId) -> bool {
        let request = couch::Request::get(&format!("/crm/{id}"));
        self.server.borrow_mut().answer(&request).status() == 200
    }

    fn is_lost(&self) -> bool {
        self.random.borrow_mut().below(100) < self.lost_percent.get()
    }
}

impl Http for Wire {
    async fn send(&self, request: Request) -> Result<Answer, Unreachable> {
        turn().await;
        if self.is_lost() {
            return Err(Unreachable::Network);
        }
        let method = match request.method {
            wire::Method::Get => couch::Method::Get,
            wire::Method::Put => couch::Method::Put,
            wire::Method::Post => couch::Method::Post,
        };
        let mut asked = couch::Request::new(method, &format!("/crm/{}", request.path));
        let json = ("content-type".to_owned(), "application/json".to_owned());
        asked.headers.push(json);
        asked.body = request.body.unwrap_or_default().into_bytes();
        let answer = self.server.borrow_mut().answer(&asked);
        turn().await;
        match answer {
            couch::Answer::Reply(reply) if !self.is_lost() => Ok(Answer {
                status: reply.status,
                body: String::from_utf8_lossy(&reply.body).into_owned(),
                retry_after_s: None,
            }),
            _ => Err(Unreachable::TimedOut),
        }
    }
}

/// Lets others go on.
async fn turn() {
    let mut has_turned = false;
    poll_fn(|_| {
        if std::mem::replace(&mut has_turned, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

type TestSession = Rc<Session<Memory, Tab>>;

/// A device: its disk, and whoever works on it.
struct Device {
    name: String,
    store: Memory,
    world: Rc<World>,
    session: TestSession,
}

impl Device {
    fn new(number: u64) -> Self {
        let world = Rc::new(World::default());
        world.random.set(number << 40);
        // Whose clock is off by years neither wins nor loses by it.
        world.ms.set(number as i64 % 3 * 400 * 86_400_000);
        let store = Memory::default();
        let session = open(&store, &world);
        Self {
            name: format!("device-{number}"),
            store,
            world,
            session,
        }
    }

    /// The page is gone, and opened again over what was on the disk.
    fn reopen(&mut self) {
        self.session = open(&self.store, &self.world);
    }

    fn does(&self, command: &Command) -> bool {
        let done = self.session.execute(command).is_ok();
        block_on(self.session.run_until_idle());
        done
    }

    fn makes(&self, name: &str) -> RecordId {
        let id = self.session.new_id(RecordKind::Customer);
        let fields = vec![
            (Key::one(customer::KIND), Some(Value::text("company"))),
            (Key::one(customer::NAME), Some(Value::text(name))),
        ];
        assert!(self.does(&Command::Create { id, fields }));
        id
    }

    fn writes(&self, id: RecordId, key: Key, value: &str) -> bool {
        self.does(&Command::Edit {
            ids: vec![id],
            fields: vec![(key, Some(Value::text(value)))],
            revision: None,
        })
    }

    fn renames(&self, id: RecordId, name: &str) -> bool {
        self.writes(id, Key::one(customer::NAME), name)
    }

    /// A round that is broken off after so many turns; none where it was.
    fn round(&self, wire: &Wire, turns: u64) -> Option<Result<Round, Trouble>> {
        let work = async {
            let desk = Desk(Rc::clone(&self.session));
            let mut client = Client::open(wire.clone(), desk, &self.name).await?;
            client.round().await
        };
        let ticking = async {
            for _ in 0..turns {
                turn().await;
            }
        };
        match block_on(either(either(work, self.session.run()), ticking)) {
            Either::First(Either::First(done)) => Some(done),
            Either::First(Either::Second(())) | Either::Second(()) => None,
        }
    }

    fn syncs(&self, wire: &Wire) -> Round {
        self.round(wire, u64::MAX).unwrap().unwrap()
    }

    fn name(&self, id: RecordId) -> String {
        self.session.workspace().name(id).into_owned()
    }

    fn replica(&self) -> u128 {
        self.session.workspace().replica_hash()
    }

    /// The records, but for those that were taken back before anybody heard of them.
    fn records(&self, wire: &Wire) -> BTreeMap<RecordId, Record> {
        let desk = Desk(Rc::clone(&self.session));
        let records = desk.all().into_iter().filter_map(|id| desk.record(id));
        let is_known = |record: &Record| record.standing() != Standing::Gone || wire.has(record.id);
        let known = records.filter(is_known);
        known.map(|record| (record.id, record)).collect()
    }
}

fn open(store: &Memory, world: &Rc<World>) -> TestSession {
    let tab = Tab::in_world(world);
    Rc::new(block_on(Session::open(store.clone(), tab, |_| {})).unwrap())
}

/// Syncs until nobody has anything to say; how often that took.
fn rest(wire: &Wire, devices: &[Device]) -> usize {
    wire.lost_percent.set(0);
    for round in 1..=6 {
        // Everybody, also after one who had something to say.
        let rounds: Vec<Round> = devices.iter().map(|device| device.syncs(wire)).collect();
        if rounds.iter().all(|round| *round == Round::default()) {
            return round;
        }
    }
    panic!("no rest after six rounds");
}

#[test]
fn what_one_device_writes_is_on_the_other_also_after_its_page_was_left() {
    let wire = Wire::new(1);
    let (anna, mut ben) = (Device::new(1), Device::new(2));
    let id = anna.makes("Kanal & Co");
    assert_eq!(anna.syncs(&wire).sent, 1);
    assert_eq!(ben.syncs(&wire).came, 1);
    assert_eq!(ben.name(id), "Kanal & Co");
    ben.reopen();
    assert_eq!(ben.name(id), "Kanal & Co");
    assert!(ben.renames(id, "Kanal"));
    // What came is no news to send, and what is written is.
    assert_eq!((ben.syncs(&wire).sent, anna.syncs(&wire).came), (1, 1));
    assert_eq!(anna.name(id), "Kanal");
    assert_eq!(anna.replica(), ben.replica());
}

#[test]
fn what_came_is_a_change_that_undo_passes_over() {
    let wire = Wire::new(2);
    let (anna, ben) = (Device::new(1), Device::new(2));
    let id = anna.makes("Kanal");
    anna.syncs(&wire);
    let own = ben.makes("Hotel");
    ben.syncs(&wire);
    let machine = ben.session.machine();
    let last = machine.history().changes().last().unwrap();
    assert_eq!((last.label.verb, last.author), (Verb::Sync, None));
    drop(machine);
    ben.session.undo().unwrap();
    block_on(ben.session.run_until_idle());
    assert_eq!((ben.name(id), ben.name(own)), ("Kanal".into(), "".into()));
}

#[test]
fn a_clock_that_is_years_ahead_is_not_taken_over() {
    let wire = Wire::new(3);
    let (ahead, mut ben) = (Device::new(2), Device::new(3));
    let id = ahead.makes("Kanal");
    ahead.syncs(&wire);
    ben.syncs(&wire);
    ben.reopen();
    let own = ben.makes("Hotel");
    let stamp = |device: &Device, id| {
        let workspace = device.session.workspace();
        workspace.record(id).unwrap().revision()
    };
    assert!(stamp(&ben, own) < stamp(&ben, id));
    // And yet what it writes over wins.
    assert!(ben.renames(id, "Kanal & Co"));
    ben.syncs(&wire);
    ahead.syncs(&wire);
    assert_eq!(ahead.name(id), "Kanal & Co");
    // Neither what rose above it nor a fold makes it this device's time.
    for name in ["Verde", "Aria"] {
        ben.reopen();
        let own = ben.makes(name);
        assert!(stamp(&ben, own) < stamp(&ben, id), "{name}");
        block_on(ben.session.settle()).unwrap();
        assert_eq!(ben.store.entry_count(), 0);
    }
}

#[test]
fn records_that_a_fold_has_taken_from_the_journal_are_sent_all_the_same() {
    let wire = Wire::new(4);
    let anna = Device::new(1);
    let id = anna.makes("Kanal");
    anna.syncs(&wire);
    assert!(anna.renames(id, "Kanal & Co"));
    let _ = anna.makes("Hotel");
    block_on(anna.session.settle()).unwrap();
    assert_eq!(anna.store.entry_count(), 0);
    assert_eq!(anna.syncs(&wire).sent, 2);
}

#[test]
fn what_is_not_on_the_disk_yet_is_not_sent() {
    let wire = Wire::new(5);
    let anna = Device::new(1);
    let id = anna.makes("Kanal");
    anna.syncs(&wire);
    let desk = Desk(Rc::clone(&anna.session));
    let fields = vec![(Key::one(customer::NAME), Some(Value::text("Kanal & Co")))];
    let edit = Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    };
    anna.session.execute(&edit).unwrap();
    assert!(desk.is_writing(id));
    block_on(anna.session.run_until_idle());
    assert!(!desk.is_writing(id));
}

#[test]
fn both_values_of_a_conflict_are_on_all_devices_until_one_is_chosen() {
    let wire = Wire::new(7);
    let (anna, ben) = (Device::new(1), Device::new(4));
    let id = anna.makes("Kanal");
    anna.syncs(&wire);
    ben.syncs(&wire);
    let author = Some(ben.session.new_id(RecordKind::Owner));
    ben.session.set_author(author);
    assert!(ben.renames(id, "Kanal & Sons"));
    anna.world.ms.set(anna.world.ms.get() + 60_000);
    assert!(anna.renames(id, "Kanal & Co"));
    anna.syncs(&wire);
    ben.syncs(&wire);
    anna.syncs(&wire);
    let kept = |device: &Device| -> Vec<Conflict> {
        let workspace = device.session.workspace();
        let record = workspace.record(id).unwrap();
        conflicts(&record).collect()
    };
    assert_eq!(
        (anna.name(id), ben.name(id)),
        ("Kanal & Co".into(), "Kanal & Co".into())
    );
    let [conflict] = kept(&anna).try_into().unwrap();
    assert_eq!(conflict.key, Key::one(customer::NAME));
    assert_eq!(conflict.lost.value, Some(Value::text("Kanal & Sons")));
    assert_eq!(conflict.author, author);
    // Taking the other is an edit like any other, which settles it for everybody.
    let fields = vec![(conflict.key, conflict.lost.value), (conflict.kept, None)];
    assert!(anna.does(&Command::Edit {
        ids: vec![id],
        fields,
        revision: None,
    }));
    let devices = [anna, ben];
    assert!(rest(&wire, &devices) < 4);
    let [anna, ben] = &devices;
    for device in &devices {
        assert_eq!(
            (device.name(id), kept(device)),
            ("Kanal & Sons".into(), vec![])
        );
    }
    assert_eq!(anna.replica(), ben.replica());
    anna.session.undo().unwrap();
    block_on(anna.session.run_until_idle());
    assert_eq!((anna.name(id), kept(anna).len()), ("Kanal & Co".into(), 1));
}

#[test]
fn very_many_deletions_are_asked_about() {
    [true, false].into_iter().for_each(deletions_that);
}

fn deletions_that(are_meant: bool) {
    let wire = Wire::new(6);
    let (anna, ben) = (Device::new(1), Device::new(2));
    let ids: Vec<RecordId> = (0..30).map(|n| anna.makes(&format!("n{n}"))).collect();
    anna.syncs(&wire);
    ben.syncs(&wire);
    assert!(anna.does(&Command::Trash { ids: ids.clone() }));
    anna.syncs(&wire);
    let live = |device: &Device| {
        let workspace = device.session.workspace();
        workspace.table(RecordKind::Customer).live()
    };
    let stopped = ben.round(&wire, u64::MAX).unwrap();
    assert_eq!(stopped, Err(Trouble::Deletions(30)));
    assert_eq!(live(&ben), 30);
    let desk = Desk(Rc::clone(&ben.session));
    let work = async {
        let mut client = Client::open(wire.clone(), desk, "device-2").await?;
        client.answer_deletions(are_meant);
        client.round().await
    };
    match block_on(either(work, ben.session.run())) {
        Either::First(done) => assert_eq!(done.unwrap().came, 30),
        Either::Second(()) => panic!("it runs for ever"),
    }
    anna.syncs(&wire);
    assert_eq!(anna.replica(), ben.replica());
    let left = if are_meant { 0 } else { 30 };
    assert_eq!((live(&anna), live(&ben)), (left, left));
}

/// A record that is not there, or in the trash, refuses.
fn is_done(_: bool) {}

/// One step of somebody at a device.
fn step(random: &mut Random, device: &mut Device, ids: &mut Vec<RecordId>, number: u64) {
    let any = ids
        .get(random.below(ids.len().max(1) as u64) as usize)
        .copied();
    match (random.below(10), any) {
        (0, _) | (_, None) => ids.push(device.makes(&format!("n{number}"))),
        (1, Some(id)) => is_done(device.does(&Command::Trash { ids: vec![id] })),
        (2, Some(id)) => is_done(device.does(&Command::Restore { ids: vec![id] })),
        (3, _) => {
            let _ = device.session.undo();
            block_on(device.session.run_until_idle());
        }
        (4, _) => device.reopen(),
        (5, _) => drop(block_on(device.session.settle())),
        (6, Some(id)) => {
            let tag = Key::of(field::TAGS, format!("t{}", random.below(4)));
            is_done(device.does(&Command::Edit {
                ids: vec![id],
                fields: vec![(tag, Some(Value::Bool(true)))],
                revision: None,
            }));
        }
        (7, Some(id)) => is_done(device.writes(
            id,
            Key::one(customer::DOMAIN),
            &format!("d{number}.example"),
        )),
        (_, Some(id)) => is_done(device.renames(id, &format!("r{number}"))),
    }
}

#[test]
fn whole_sessions_come_to_the_same_whatever_breaks_off() {
    let (mut rounds, mut broken, mut count) = (0u64, 0u64, 0);
    for seed in 0..40 {
        let wire = Wire::new(seed);
        let mut random = Random::seeded(seed);
        let mut devices: Vec<Device> = (1..=3).map(Device::new).collect();
        let mut ids = Vec::new();
        for number in 0..60 {
            let at = random.below(3) as usize;
            wire.lost_percent.set(10);
            step(&mut random, &mut devices[at], &mut ids, number);
            if random.below(3) == 0 {
                rounds += 1;
                let turns = 1 + random.below(60);
                let done = devices[at].round(&wire, turns);
                if !matches!(done, Some(Ok(_))) {
                    broken += 1;
                    devices[at].reopen();
                }
            }
        }
        rest(&wire, &devices);
        let whole = devices[0].records(&wire);
        count += whole.len();
        for device in &mut devices {
            assert_eq!(device.records(&wire), whole, "seed {seed}, {}", device.name);
            // And so it is on the disk.
            let shown = device.replica();
            device.reopen();
            assert_eq!(device.replica(), shown, "seed {seed}, {}", device.name);
        }
    }
    assert!(
        rounds > 500 && broken > 100 && count > 200,
        "{rounds} rounds, {broken} broken off, {count} records"
    );
}
