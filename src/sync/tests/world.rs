//! Devices that work apart and sync with one server, at random: edits, rounds that run at the same time,
//! harm on the way, devices killed at any step, lost for good, with wrong clocks. At the end all is
//! well again, everybody syncs, and nobody may have lost an edit.

use super::super::ledger::content;
use super::super::{Client, Round, Trouble};
use super::device::{Device, skew};
use super::link::{DATABASE, Link};
use crate::document::json::read_replica;
use crate::domain::field;
use crate::domain::random::Random;
use crate::domain::{Key, RecordId, RecordKind, Register, Standing, Uuid, Value, customer};
use satchel_couch::{Flavour, Request, Server, Snapshot};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// What can happen in a world.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) devices: u64,
    pub(super) steps: u64,
    /// Out of a hundred requests so many come to harm.
    pub(super) faults: u64,
    /// How many days clocks may be wrong.
    pub(super) skew_days: u64,
    pub(super) flavour: Flavour,
    /// Whether a device is lost.
    pub(super) loses: bool,
    /// Whether several rounds of one device run at the same time.
    pub(super) has_tabs: bool,
    /// Whether the server is put back to an older state, or made anew.
    pub(super) rewinds: bool,
}

type Running = Pin<Box<dyn Future<Output = Result<Round, Trouble>>>>;

/// A device with what runs on it.
struct Post {
    device: Device,
    offset_ms: i64,
    running: Vec<Running>,
    is_lost: bool,
}

/// What a world came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) edits: u64,
    pub(super) harmed: u64,
    pub(super) kills: u64,
    pub(super) rounds_to_rest: u64,
    pub(super) leaves_max: u64,
}

/// What was written to a register.
struct Edit {
    register: Register,
    /// Whether it was only on a device that is lost.
    may_go: bool,
}

/// The edits of each register.
type Edits = BTreeMap<(RecordId, Key), Vec<Edit>>;

/// After so many rounds of everybody nothing may be left to exchange.
const ROUNDS_MAX: u64 = 6;

struct World {
    random: Random,
    plan: Plan,
    link: Link,
    posts: Vec<Post>,
    now_ms: u64,
    edits: Edits,
    /// The server as it once was.
    older: Option<Snapshot>,
    tally: Tally,
}

/// Lives through a world; what went wrong is told with the seed.
pub(super) fn live(seed: u64, plan: Plan) -> Result<Tally, String> {
    let mut world = World::new(seed, plan);
    for _ in 0..plan.steps {
        world.step();
    }
    world
        .rest()
        .map_err(|wrong| format!("seed {seed}, {plan:?}: {wrong}"))
}

impl World {
    fn new(seed: u64, plan: Plan) -> Self {
        let mut random = Random::seeded(seed);
        let mut server = Server::new(plan.flavour, random.next(), 1_700_000_000_000);
        server.answer(&Request::put(&format!("/{DATABASE}")));
        let switches = &mut server.switches;
        switches.shuffle_rows = random.below(2) == 0;
        switches.opaque_sequences = random.below(2) == 0;
        switches.accepted = random.below(4) == 0;
        switches.rewind_max = random.below(2) * 3;
        let link = Link {
            server: Rc::new(RefCell::new(server)),
            random: Rc::new(RefCell::new(Random::seeded(random.next()))),
            faults: Rc::new(Cell::new(plan.faults)),
            harmed: Rc::default(),
            answered: Rc::default(),
        };
        let posts = (0..plan.devices).map(|at| Post {
            device: Device::new(at + 1),
            offset_ms: skew(&mut random, plan.skew_days),
            running: Vec::new(),
            is_lost: false,
        });
        let posts = posts.collect();
        Self {
            random,
            plan,
            link,
            posts,
            now_ms: 1_700_000_000_000,
            edits: Edits::new(),
            older: None,
            tally: Tally::default(),
        }
    }

    fn step(&mut self) {
        self.now_ms += self.random.below(20_000);
        let at = self.random.below(self.posts.len() as u64) as usize;
        if self.posts[at].is_lost {
            return;
        }
        match self.random.below(100) {
            0..40 => self.edit(at),
            40..60 => self.begin(at),
            60..93 => {
                for _ in 0..self.random.below(40) {
                    self.poll(at);
                }
            }
            93..97 if !self.posts[at].running.is_empty() => {
                self.posts[at].running.clear();
                self.tally.kills += 1;
            }
            97 if self.plan.rewinds => self.rewind(),
            98 => {
                self.link.server.borrow_mut().switches.nodedown = 1;
            }
            99 => {
                self.link.server.borrow_mut().switches.missing_database = 1;
            }
            _ => {}
        }
    }

    fn edit(&mut self, at: usize) {
        let now_ms = (self.now_ms as i64 + self.posts[at].offset_ms).max(0) as u64;
        let here: Vec<RecordId> = self.posts[at].device.records().into_keys().collect();
        let is_new = here.is_empty() || self.random.below(6) == 0;
        let id = if is_new {
            let bits = u128::from(self.random.next()) << 64 | u128::from(self.random.next());
            RecordId::new(RecordKind::Customer, Uuid::v7(now_ms, bits))
        } else {
            *self.random.pick(&here)
        };
        let count = 1 + self.random.below(3);
        let mut values: BTreeMap<Key, Option<Value>> = BTreeMap::new();
        for _ in 0..count {
            let (key, value) = self.value();
            values.insert(key, value);
        }
        let done = self.posts[at]
            .device
            .write(id, now_ms, values.into_iter().collect());
        self.tally.edits += done.len() as u64;
        for (key, register) in done {
            let edit = Edit {
                register,
                may_go: false,
            };
            self.edits.entry((id, key)).or_default().push(edit);
        }
    }

    /// A register of a customer and what to write there: few registers, so that they meet.
    fn value(&mut self) -> (Key, Option<Value>) {
        let text = format!("v{}", self.random.below(1_000_000));
        let is_taken = self.random.below(8) == 0;
        let (key, value) = match self.random.below(6) {
            0 | 1 => (Key::one(customer::NAME), Value::text(text)),
            2 => (Key::one(customer::DESCRIPTION), Value::text(text)),
            3 => {
                let tag = format!("t{}", self.random.below(3));
                (Key::of(field::TAGS, tag), Value::Bool(true))
            }
            4 => {
                let own = format!("own_{}", self.random.below(2));
                (Key::of(field::CUSTOM, own), Value::text(text))
            }
            _ => (Key::one(customer::INDUSTRY), Value::text(text)),
        };
        (key, (!is_taken).then_some(value))
    }

    fn begin(&mut self, at: usize) {
        let runs_max = if self.plan.has_tabs { 2 } else { 1 };
        let post = &mut self.posts[at];
        if post.running.len() < runs_max {
            let (device, link) = (post.device.clone(), self.link.clone());
            post.running.push(Box::pin(round(device, link)));
        }
    }

    fn poll(&mut self, at: usize) {
        let count = self.posts[at].running.len() as u64;
        if count == 0 {
            return;
        }
        let which = self.random.below(count) as usize;
        let mut context = Context::from_waker(Waker::noop());
        let running = &mut self.posts[at].running;
        let is_done = running[which].as_mut().poll(&mut context).is_ready();
        if is_done {
            drop(running.swap_remove(which));
        }
        // Also in the middle of a round: what the server said it has must not be lost.
        if self.plan.loses && self.random.below(if is_done { 4 } else { 60 }) == 0 {
            self.lose(at);
        }
    }

    /// The server is put back to an older state of its own, or made anew.
    fn rewind(&mut self) {
        let mut server = self.link.server.borrow_mut();
        match (self.random.below(3), &self.older) {
            (0, Some(older)) => server.restore(older),
            (1, _) => server.recreate(DATABASE),
            _ => self.older = Some(server.snapshot()),
        }
    }

    /// The device is gone, with what it had not sent; one is always left.
    fn lose(&mut self, at: usize) {
        if self.posts.iter().filter(|post| !post.is_lost).count() < 2 {
            return;
        }
        let post = &mut self.posts[at];
        post.is_lost = true;
        post.running.clear();
        let Ok(client) = run(Client::open(self.link.clone(), post.device.clone(), "lost")) else {
            return;
        };
        // What the server said it has must not be lost; of the rest nobody knows.
        let ledger = client.ledger();
        let mut is_sent = BTreeMap::new();
        for (id, record) in post.device.records() {
            let known = ledger.known.get(&id);
            is_sent.insert(
                id,
                known.is_some_and(|known| known.content == content(&record)),
            );
        }
        for ((id, _), edits) in &mut self.edits {
            for edit in edits {
                let is_own = edit.register.stamp.replica == post.device.replica;
                edit.may_go |= is_own && is_sent.get(id) != Some(&true);
            }
        }
    }

    /// All is well again: everybody syncs until there is nothing to exchange, and then nobody may lack
    /// anything.
    fn rest(mut self) -> Result<Tally, String> {
        self.link.faults.set(0);
        {
            let mut server = self.link.server.borrow_mut();
            let switches = &mut server.switches;
            switches.nodedown = 0;
            switches.missing_database = 0;
        }
        self.posts.retain(|post| !post.is_lost);
        for post in &mut self.posts {
            post.running.clear();
        }
        let mut rounds = 0;
        loop {
            rounds += 1;
            let mut is_quiet = true;
            for post in &self.posts {
                let done = run(round(post.device.clone(), self.link.clone()));
                let done = done.map_err(|trouble| format!("a round failed: {trouble}"))?;
                is_quiet &= done.came == 0 && done.sent == 0 && !done.has_more;
            }
            if is_quiet {
                break;
            }
            if rounds > ROUNDS_MAX {
                return Err(format!("no rest after {rounds} rounds"));
            }
        }
        self.tally.rounds_to_rest = rounds;
        self.tally.harmed = self.link.harmed.get();
        self.judge()?;
        Ok(self.tally)
    }

    fn judge(&mut self) -> Result<(), String> {
        let Some(first) = self.posts.first() else {
            return Ok(());
        };
        let records = first.device.records();
        for post in &self.posts {
            let others = post.device.records();
            for (id, record) in &records {
                let other = others.get(id);
                if other != Some(record) {
                    return Err(format!(
                        "{id} is {record:?} on one device, {other:?} on another"
                    ));
                }
            }
            if others.len() != records.len() {
                return Err("a device has records that another has not".to_owned());
            }
        }
        let server = self.link.server.borrow();
        for (id, record) in &records {
            if record.standing() == Standing::Gone {
                continue;
            }
            let leaves = server.leaves(DATABASE, &id.to_string());
            self.tally.leaves_max = self.tally.leaves_max.max(leaves.len() as u64);
            let [leaf] = leaves.as_slice() else {
                return Err(format!("{id} has {} leaves", leaves.len()));
            };
            let mut body = leaf.body.fields.clone();
            body.insert("_id".to_owned(), id.to_string().into());
            let text = serde_json::Value::Object(body).to_string();
            let there = read_replica(&text).map_err(|error| error.to_string())?;
            if there != *record {
                return Err(format!(
                    "{id} is {there:?} on the server, {record:?} on the devices"
                ));
            }
        }
        for ((id, key), edits) in &self.edits {
            let needed = edits.iter().filter(|edit| !edit.may_go);
            let Some(needed) = needed.map(|edit| edit.register.stamp).max() else {
                continue;
            };
            let stays = records.get(id).and_then(|record| record.register(key));
            let Some(stays) = stays.filter(|stays| stays.stamp >= needed) else {
                return Err(format!("{id} {key:?} lost {needed}, has {stays:?}"));
            };
            if !edits.iter().any(|edit| edit.register == *stays) {
                return Err(format!("{id} {key:?} is {stays:?}, which nobody wrote"));
            }
        }
        Ok(())
    }
}

/// A client is opened over what is on the disk, and takes part in one round.
async fn round(device: Device, link: Link) -> Result<Round, Trouble> {
    let name = format!("device-{}", device.replica.0);
    let mut client = Client::open(link, device, &name).await?;
    client.round().await
}

/// Runs to the end what waits for nobody.
pub(super) fn run<T>(work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
    }
}
