//! Devices that work apart and sync with one server, or with two that replicate, at random: edits, rounds
//! that run at the same time, harm on the way, devices killed at any step, lost for good, with wrong
//! clocks, and another program that writes as PouchDB does. At the end all is well again and everybody
//! syncs; whether anybody lost an edit is left to `judge`.

use super::super::client::Parts;
use super::super::seal::tests::{seal, unlocked};
use super::super::{Client, Http, Ledger, Round, Store, Trouble};
use super::device::{Device, skew};
use super::link::{DATABASE, Link, Turns, Way};
use crate::domain::random::Random;
use crate::domain::{Key, RecordId, RecordKind, Register, Stamp, Uuid, Value, customer, field};
use satchel_couch::{Flavour, Request, Server, Snapshot, replicate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// What can happen in a world.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) devices: u64,
    pub(super) steps: u64,
    /// There are no more records than these: the fewer, the more often they meet.
    pub(super) records_max: usize,
    /// So many registers of the user's own each has.
    pub(super) registers: u64,
    /// Out of a hundred requests so many come to harm.
    pub(super) faults: u64,
    /// Out of a thousand steps of rounds so many are the last of theirs.
    pub(super) kills: u64,
    /// How many days clocks may be wrong, and jump.
    pub(super) skew_days: u64,
    pub(super) flavour: Flavour,
    /// So many devices may be lost.
    pub(super) losses: usize,
    /// So many rounds of one device may run at the same time.
    pub(super) tabs: usize,
    /// Whether the server is put back to an older state, or made anew.
    pub(super) has_rewinds: bool,
    pub(super) peer: Peer,
    /// When the addresses of devices lead to the other server.
    pub(super) turns: Turns,
    /// Whether the database is encrypted.
    pub(super) is_sealed: bool,
}

/// What replicates with the server, so that documents branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    Nobody,
    /// A server with devices of its own.
    Server,
    /// A program that knows nothing of stamps.
    Foreign,
}

type Running = Pin<Box<dyn Future<Output = Result<Round, Trouble>>>>;

/// A device with what runs on it.
pub(super) struct Post {
    pub(super) device: Device,
    way: Way,
    /// How often it was connected anew.
    moves: u64,
    offset_ms: i64,
    running: Vec<Running>,
    is_sealed: bool,
}

/// What a world came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) edits: u64,
    pub(super) harmed: u64,
    pub(super) kills: u64,
    pub(super) lost: u64,
    pub(super) turns: u64,
    pub(super) moves: u64,
    pub(super) requests: u64,
    pub(super) rounds_to_rest: u64,
    pub(super) leaves_max: u64,
}

/// What was written to a register.
pub(super) struct Edit {
    pub(super) register: Register,
    /// The stamp of what its author had before their eyes.
    pub(super) seen: Option<Stamp>,
    /// Whether it was only on a device that is lost.
    pub(super) may_go: bool,
}

/// After so many rounds of everybody nothing may be left to exchange.
const ROUNDS_MAX: u64 = 6;

/// Out of so many steps of a round one is the last before the device's address leads to the other server.
const TURN_ODDS: u64 = 12;

/// When worlds begin.
const BEGINNING_MS: u64 = 1_700_000_000_000;

pub(super) struct World {
    random: Random,
    pub(super) plan: Plan,
    /// The ways to the server, and to what replicates with it.
    pub(super) links: Vec<Link>,
    pub(super) posts: Vec<Post>,
    now_ms: u64,
    /// The edits of each register.
    pub(super) edits: BTreeMap<(RecordId, Key), Vec<Edit>>,
    /// What the other program wrote.
    pub(super) foreign: BTreeSet<(RecordId, String)>,
    ids: Vec<RecordId>,
    /// The server as it once was.
    older: Option<Snapshot>,
    pub(super) tally: Tally,
}

/// Puts the keys into a database, as whoever encrypts it does first.
fn put_keys(server: &mut Server) {
    let document = serde_json::from_str(&unlocked().document()).unwrap();
    let request = Request::put(&format!("/{DATABASE}/meta:keys")).with_json(&document);
    assert!(matches!(server.answer(&request).status(), 201 | 202));
}

/// Lives through a world; says what went wrong.
pub(super) fn live(seed: u64, plan: Plan) -> Result<Tally, String> {
    let mut world = World::new(seed, plan);
    for _ in 0..plan.steps {
        world.step();
    }
    world.rest()?;
    world.judge()?;
    Ok(world.tally)
}

impl World {
    fn new(seed: u64, plan: Plan) -> Self {
        let mut random = Random::seeded(seed);
        let servers = if plan.peer == Peer::Nobody { 1 } else { 2 };
        let links: Vec<Link> = (0..servers)
            .map(|at| {
                // No two are of the same age.
                let mut server = Server::new(plan.flavour, random.next(), BEGINNING_MS + 1000 * at);
                server.answer(&Request::put(&format!("/{DATABASE}")));
                let switches = &mut server.switches;
                switches.shuffle_rows = random.below(4) > 0;
                switches.opaque_sequences = random.below(2) == 0;
                switches.accepted = random.below(4) == 0;
                switches.rewind_max = random.below(2) * 3;
                if plan.is_sealed {
                    put_keys(&mut server);
                }
                Link::new(server, Random::seeded(random.next()), plan.faults)
            })
            .collect();
        let of_devices = if plan.peer == Peer::Server { 2 } else { 1 };
        let posts = (0..plan.devices).map(|at| Post {
            device: Device::new(at + 1),
            way: Way::new(&links, at as usize % of_devices, plan.turns),
            moves: 0,
            offset_ms: skew(&mut random, plan.skew_days),
            running: Vec::new(),
            is_sealed: plan.is_sealed,
        });
        let posts = posts.collect();
        Self {
            random,
            plan,
            links,
            posts,
            now_ms: BEGINNING_MS,
            edits: BTreeMap::new(),
            foreign: BTreeSet::new(),
            ids: Vec::new(),
            older: None,
            tally: Tally::default(),
        }
    }

    fn step(&mut self) {
        self.now_ms += self.random.below(20_000);
        let at = self.random.below(self.posts.len() as u64) as usize;
        match self.random.below(100) {
            // Several at a time, so that they go together.
            0..20 => {
                for _ in 0..=self.random.below(4) {
                    self.edit(at);
                }
            }
            20..90 => {
                if self.posts[at].running.len() < self.plan.tabs && self.random.below(2) == 0 {
                    self.begin(at);
                }
                // One goes on alone, or all in turn, so that they write at the same time.
                let is_alone = self.random.below(3) == 0;
                let mut at = at;
                for _ in 0..self.random.below(30) {
                    if self.poll(at) || !is_alone {
                        at = self.random.below(self.posts.len() as u64) as usize;
                    }
                }
            }
            90..93 if self.plan.skew_days > 0 => {
                let skew_days = self.plan.skew_days;
                self.posts[at].offset_ms = skew(&mut self.random, skew_days);
            }
            90..97 if self.plan.has_rewinds => self.rewind(),
            90..93 if self.plan.turns != Turns::Never => self.move_to_other(at),
            93..98 if self.plan.peer != Peer::Nobody => {
                if self.plan.peer == Peer::Foreign && self.random.below(2) == 0 {
                    self.edit_elsewhere();
                } else {
                    let way = *self.random.pick(&[(0, 1), (1, 0)]);
                    self.replicate(way);
                }
            }
            98 => {
                self.links[0].server.borrow_mut().switches.nodedown = 1;
            }
            99 => {
                self.links[0].server.borrow_mut().switches.missing_database = 1;
            }
            _ => {}
        }
    }

    fn edit(&mut self, at: usize) {
        let now_ms = (self.now_ms as i64 + self.posts[at].offset_ms).max(0) as u64;
        let here: Vec<RecordId> = self.posts[at].device.records().into_keys().collect();
        let may_make = self.ids.len() < self.plan.records_max;
        let id = if may_make && (here.is_empty() || self.random.below(4) == 0) {
            let bits = u128::from(self.random.next()) << 64 | u128::from(self.random.next());
            let id = RecordId::new(RecordKind::Customer, Uuid::v7(now_ms, bits));
            self.ids.push(id);
            id
        } else if here.is_empty() {
            return;
        } else {
            *self.random.pick(&here)
        };
        let count = 1 + self.random.below(2);
        let mut values: BTreeMap<Key, Option<Value>> = BTreeMap::new();
        for _ in 0..count {
            let (key, value) = self.value();
            values.insert(key, value);
        }
        let done = self.posts[at]
            .device
            .write(id, now_ms, values.into_iter().collect());
        self.tally.edits += done.len() as u64;
        for (key, register, seen) in done {
            let edit = Edit {
                register,
                seen,
                may_go: false,
            };
            self.edits.entry((id, key)).or_default().push(edit);
        }
    }

    /// A register of a customer and what to write there: few registers, so that they meet.
    fn value(&mut self) -> (Key, Option<Value>) {
        let text = format!("v{}", self.random.below(1_000_000));
        let is_taken = self.random.below(8) == 0;
        let (key, value) = match self.random.below(3 + self.plan.registers) {
            0 => (Key::one(customer::NAME), Value::text(text)),
            1 => (Key::one(customer::DESCRIPTION), Value::text(text)),
            2 => (Key::of(field::TAGS, "t"), Value::Bool(true)),
            _ => {
                // Some that nobody else writes, so that what is lost there is missed.
                let own = format!("own_{}", self.random.below(self.plan.registers));
                (Key::of(field::CUSTOM, own), Value::text(text))
            }
        };
        (key, (!is_taken).then_some(value))
    }

    /// The tab stays open for some rounds.
    fn begin(&mut self, at: usize) {
        let count = 1 + self.random.below(3);
        let post = &mut self.posts[at];
        let rounds = rounds_of(post, count);
        post.running.push(Box::pin(rounds));
    }

    /// Goes on with what runs; says whether the device is gone by then.
    fn poll(&mut self, at: usize) -> bool {
        let count = self.posts[at].running.len() as u64;
        if count == 0 {
            return false;
        }
        let which = self.random.below(count) as usize;
        let is_killed = self.random.below(1000) < self.plan.kills;
        self.tally.kills += u64::from(is_killed);
        let sent = |post: &Post| post.device.disk.borrow().sent_count;
        let before = sent(&self.posts[at]);
        let mut context = Context::from_waker(Waker::noop());
        let running = &mut self.posts[at].running;
        if is_killed || running[which].as_mut().poll(&mut context).is_ready() {
            drop(running.swap_remove(which));
        }
        if is_killed && self.random.below(2) == 0 {
            // Not the tab alone: the power fails, for all of them.
            self.posts[at].running.clear();
            self.posts[at].device.lose_power();
        }
        if self.plan.turns != Turns::Never && self.random.below(TURN_ODDS) == 0 {
            self.tally.turns += 1;
            self.posts[at].way.turn();
        }
        // At any moment, and above all when the server just said that it has something.
        let odds = match sent(&self.posts[at]) > before {
            true => 6,
            false => 300,
        };
        let is_lost = (self.tally.lost as usize) < self.plan.losses && self.random.below(odds) == 0;
        if is_lost {
            self.lose(at);
        }
        is_lost
    }

    /// Somebody connects the device to the other server: what it knows is of the first.
    fn move_to_other(&mut self, at: usize) {
        self.tally.moves += 1;
        let post = &mut self.posts[at];
        post.running.clear();
        post.way = post.way.moved();
        post.moves += 1;
        run(post.device.fold(Ledger::empty())).unwrap();
    }

    /// The device is gone, with what it had not sent.
    fn lose(&mut self, at: usize) {
        self.tally.lost += 1;
        let lost = self.posts.swap_remove(at).device;
        let sent = &lost.disk.borrow().sent;
        for (register, edits) in &mut self.edits {
            let sent = sent.get(register);
            for edit in edits {
                let stamp = edit.register.stamp;
                edit.may_go |=
                    stamp.replica == lost.replica && sent.is_none_or(|sent| stamp > *sent);
            }
        }
    }

    /// The server is put back to an older state of its own, or made anew.
    fn rewind(&mut self) {
        let link = &self.links[0];
        let mut server = link.server.borrow_mut();
        match (self.random.below(8), &self.older) {
            (0..4, Some(older)) => server.restore(older),
            (4, _) => server.recreate(DATABASE),
            _ => self.older = Some(server.snapshot()),
        }
        // It was down meanwhile: no round goes on over it, and no network holds anything back so long.
        link.downs.set(link.downs.get() + 1);
        link.held.borrow_mut().clear();
    }

    fn replicate(&self, (from, to): (usize, usize)) -> usize {
        let from = self.links[from].server.borrow();
        let mut to = self.links[to].server.borrow_mut();
        replicate(&from, &mut to, DATABASE)
    }

    /// Another program writes over what it has, or something new.
    fn edit_elsewhere(&mut self) {
        let mut server = self.links[1].server.borrow_mut();
        let there: Vec<String> = server.documents(DATABASE).into_keys().collect();
        let text = format!("v{}", self.random.below(1_000_000));
        let is_new = there.is_empty() || self.random.below(6) == 0;
        let (id, mut fields) = if is_new {
            let bits = u128::from(self.random.next()) << 64 | u128::from(self.random.next());
            let id = RecordId::new(RecordKind::Customer, Uuid::v7(self.now_ms, bits));
            (id.to_string(), serde_json::Map::new())
        } else {
            let id = self.random.pick(&there).clone();
            let leaf = server.leaves(DATABASE, &id).swap_remove(0);
            let mut fields = leaf.body.fields.clone();
            fields.insert("_rev".to_owned(), leaf.revision.into());
            (id, fields)
        };
        let name = *self.random.pick(&["name", "description", "planet"]);
        fields.insert(name.to_owned(), text.clone().into());
        let request = Request::put(&format!("/{DATABASE}/{id}")).with_json(&fields.into());
        let answer = server.answer(&request);
        assert!(matches!(answer.status(), 201 | 202), "{answer:?}");
        self.foreign.insert((RecordId::parse(&id).unwrap(), text));
    }

    /// All is well again: everybody syncs until there is nothing to exchange.
    fn rest(&mut self) -> Result<(), String> {
        for link in &self.links {
            self.tally.harmed += link.harmed.get();
            link.faults.set(0);
            link.held.borrow_mut().clear();
            let switches = &mut link.server.borrow_mut().switches;
            switches.nodedown = 0;
            switches.missing_database = 0;
        }
        for post in &mut self.posts {
            post.running.clear();
        }
        let mut last = String::new();
        for rounds in 1..=ROUNDS_MAX {
            last.clear();
            let written = |links: &[Link]| links.iter().map(|link| link.writes.get()).sum::<u64>();
            let before = written(&self.links);
            let mut is_quiet = true;
            for post in &self.posts {
                let done = run(rounds_of(post, 1));
                let done = done.map_err(|trouble| format!("a round failed: {trouble}"))?;
                is_quiet &= done == Round::default();
                let _ = write!(last, "; {done:?}");
            }
            if self.links.len() > 1 {
                let copied = self.replicate((0, 1)) + self.replicate((1, 0));
                is_quiet &= copied == 0;
                let _ = write!(last, "; {copied} copied");
            }
            if is_quiet {
                self.tally.rounds_to_rest = rounds;
                self.tally.requests = self.links.iter().map(|link| link.answered.get()).sum();
                return match written(&self.links) == before {
                    true => Ok(()),
                    false => Err("something was written where nothing was new".to_owned()),
                };
            }
        }
        Err(format!("no rest after {ROUNDS_MAX} rounds{last}"))
    }
}

fn rounds_of(post: &Post, count: u64) -> impl Future<Output = Result<Round, Trouble>> + use<> {
    let name = format!("device-{}-{}", post.device.replica.0, post.moves);
    let (device, way) = (post.device.clone(), post.way.clone());
    rounds(device, way, name, count, post.is_sealed)
}

/// A client is opened over what is on the disk, and takes part in some rounds, whatever comes of them.
async fn rounds(
    device: Device,
    way: Way,
    name: String,
    count: u64,
    is_sealed: bool,
) -> Result<Round, Trouble> {
    let client = Client::open(way.anew(), device, &name).await?;
    let mut client = in_small_parts(client.sealed(is_sealed.then(seal)));
    for _ in 1..count {
        let _ = client.round().await;
    }
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

/// So few documents at a time that what comes between parts comes here too.
pub(super) fn in_small_parts<H: Http, S: Store>(mut client: Client<H, S>) -> Client<H, S> {
    client.parts = Parts {
        documents: 3,
        kept: 1,
    };
    client
}
