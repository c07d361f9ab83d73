//! Every fault of a server at every request that is made of it, for ten minutes of a device's clock. What
//! has to hold of each pair, and is said with the pair's name where it does not:
//!
//! - What is here stays as it is, and what was written waits until the server has it.
//! - The server is asked no more than once a second, and is asked again, but where somebody has to do
//!   something first: then it is left alone.
//! - One thing is said to be wrong, and it is what is wrong.
//! - Once it is mended everything is there and here by itself, or once somebody has done their part.
//! - No address, message or file has the password in it.

use super::cable::{CUTS, Endpoint, Fault, NOTHING_NEW, SHAPES, Street, Web};
use super::time::Time;
use super::*;
use crate::document::json::read_replica;
use crate::session::sync::keeper::Keeper;
use std::fmt::Write as _;

pub(super) const PASSWORD: &str = "hush-7f3a";
const CHANGED: &str = "hush-9c01";
const ADDRESS: &str = "https://couch.example.org";
const MINUTE_MS: i64 = 60_000;
/// How long it fails.
const FAILING_MS: i64 = 10 * MINUTE_MS;
/// How long it may take after that: a wait that has just begun, and an answer that does not come.
const MENDED_MS: i64 = 8 * MINUTE_MS;
/// The same for records that were refused, which are asked about less often.
const REFUSED_MS: i64 = 20 * MINUTE_MS;

/// Two devices at work, and a server between them.
pub(super) struct Scene {
    pub(super) web: Rc<Web>,
    pub(super) anna: Device,
    pub(super) office: Rc<Keeper<Memory, Tab, Street>>,
    /// Ben's way meets no fault.
    pub(super) wire: Wire,
    pub(super) ben: Device,
    /// What Anna's records are, as she wrote them.
    own: RefCell<BTreeMap<RecordId, Record>>,
    /// What was said to be wrong.
    said: Rc<RefCell<Vec<Trouble>>>,
}

pub(super) fn remote() -> Remote {
    Remote::parse(ADDRESS, "crm", "anna").unwrap()
}

impl Scene {
    pub(super) fn new() -> Self {
        let wire = Wire::new(7);
        let (anna, ben) = (Device::new(1), Device::new(3));
        let web = Rc::new(Web {
            time: Time::of(&anna.world),
            server: Rc::clone(&wire.server),
            planted: Cell::default(),
            log: RefCell::default(),
            password: RefCell::new(PASSWORD),
        });
        let street = Street {
            web: Rc::clone(&web),
            connection: RefCell::default(),
            secret: RefCell::default(),
        };
        let office = Keeper::new(Rc::clone(&anna.session), street);
        let said: Rc<RefCell<Vec<Trouble>>> = Rc::default();
        let (heard, keeper) = (Rc::clone(&said), Rc::downgrade(&office));
        office.watch(Box::new(move || {
            let phase = keeper.upgrade().map(|keeper| keeper.status().phase);
            if let Some(Phase::Waiting { trouble, .. } | Phase::Stopped(trouble)) = phase {
                heard.borrow_mut().push(trouble);
            }
        }));
        Self {
            web,
            anna,
            office,
            wire,
            ben,
            own: RefCell::default(),
            said,
        }
    }

    /// Does something while the device does its work.
    pub(super) fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let device = either(Rc::clone(&self.office).run(), self.anna.session.run());
        match self.web.time.run(either(device, work)) {
            Either::Second(done) => done,
            Either::First(_) => panic!("a device works for ever"),
        }
    }

    pub(super) fn makes(&self, name: &str) -> RecordId {
        let id = self.anna.makes(name);
        self.wrote(id);
        id
    }

    fn renames(&self, id: RecordId, name: &str) {
        assert!(self.anna.renames(id, name));
        self.wrote(id);
    }

    fn wrote(&self, id: RecordId) {
        let record = self.record(id).unwrap();
        self.own.borrow_mut().insert(id, record);
    }

    fn record(&self, id: RecordId) -> Option<Record> {
        Desk(Rc::clone(&self.anna.session)).record(id)
    }

    /// The record as the server has it.
    fn there(&self, id: RecordId) -> Option<Record> {
        let request = couch::Request::get(&format!("/crm/{id}"));
        let answer = self.web.server.borrow_mut().answer(&request);
        let body = String::from_utf8(answer.reply()?.body.clone()).ok()?;
        read_replica(&body).ok()
    }

    pub(super) fn is_all_there(&self) -> bool {
        let own = self.own.borrow();
        own.iter()
            .all(|(id, record)| self.there(*id).as_ref() == Some(record))
    }

    pub(super) fn is_in_step(&self) -> bool {
        let status = self.office.status();
        status.phase == Phase::InStep && status.waiting == 0
    }

    pub(super) async fn connects(&self) {
        let secret = Secret::Password(PASSWORD.to_owned());
        self.office
            .connect(&remote(), &secret, None, true)
            .await
            .unwrap();
        let is_in_step = || self.is_in_step() && self.is_all_there();
        assert!(self.web.time.until(MINUTE_MS, is_in_step).await);
    }

    /// Another program branches a record of Ben's, so that there is a branch to end.
    fn branches(&self, id: RecordId) {
        let path = format!("/crm/{id}");
        let mut server = self.web.server.borrow_mut();
        let mut document = server.answer(&couch::Request::get(&path)).json();
        document["domain"] = "branch.example".into();
        document["_rev"] = "1-ffffffffffffffffffffffffffffffff".into();
        let body = serde_json::json!({ "new_edits": false, "docs": [document] });
        let request = couch::Request::post("/crm/_bulk_docs").with_json(&body);
        assert_eq!(server.answer(&request).status(), 201);
    }
}

fn kind(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Passing(_) => "passing",
        Trouble::TooOften(_) => "too often",
        Trouble::NoDatabase => "no database",
        Trouble::SignIn(_) => "sign in",
        Trouble::Forbidden(_) => "forbidden",
        Trouble::Refused(_) => "refused",
        Trouble::Deletions(_) => "deletions",
        Trouble::Locked => "locked",
        Trouble::OtherKeys => "other keys",
        Trouble::Store(_) => "store",
    }
}

/// What a fault has to be called.
fn called(fault: Fault) -> &'static str {
    match fault {
        Fault::Status(401) => "sign in",
        Fault::Status(403) => "forbidden",
        Fault::Status(404) => "no database",
        Fault::Status(413) => "refused",
        Fault::Status(429) => "too often",
        _ => "passing",
    }
}

/// Whether it has to be said that something is wrong. What only waits for news, or tells the server how
/// far one is, keeps nothing from going on; a byte each second is slow; that there is nothing
/// new nobody can doubt; and where it is one record's fault that is said of the record.
fn is_said(endpoint: Option<Endpoint>, fault: Fault) -> bool {
    match (endpoint, fault) {
        (Some(Endpoint::Longpoll | Endpoint::Keep | Endpoint::Prune), _) | (_, Fault::Drip) => {
            false
        }
        (Some(Endpoint::Feed), Fault::Shape(shape)) => shape != NOTHING_NEW,
        (Some(Endpoint::Send), Fault::Status(413)) => false,
        _ => true,
    }
}

/// Whether somebody has to do something about it.
fn is_stopping(fault: Fault) -> bool {
    matches!(fault, Fault::Status(401 | 403))
}

/// Whether what was asked is done though the answer does not come.
fn is_done(fault: Fault) -> bool {
    matches!(fault, Fault::Truncated(_) | Fault::Lost | Fault::Drip)
}

pub(super) fn faults() -> Vec<Fault> {
    let statuses = [401, 403, 404, 409, 412, 413, 429, 500, 502, 503];
    let mut faults: Vec<Fault> = statuses.map(Fault::Status).to_vec();
    faults.extend(CUTS.map(Fault::Truncated));
    faults.extend(SHAPES.map(Fault::Shape));
    faults.extend([
        Fault::Page(403),
        Fault::Page(404),
        Fault::Login,
        Fault::Empty,
        Fault::Gzip,
        Fault::Drip,
        Fault::Hang,
        Fault::Reset,
        Fault::Lost,
        Fault::Dns,
        Fault::Tls,
        Fault::Cors,
    ]);
    faults
}

/// All faults at an endpoint, or at all of them.
fn play_all(endpoint: Option<Endpoint>) {
    let mut wrong = String::new();
    let mut count = 0;
    for fault in faults() {
        count += 1;
        if let Err(what) = play(endpoint, fault) {
            let _ = writeln!(wrong, "{endpoint:?} x {fault:?}: {what}");
        }
    }
    assert!(wrong.is_empty(), "of {count} faults:\n{wrong}");
}

fn play(endpoint: Option<Endpoint>, fault: Fault) -> Result<(), String> {
    let scene = Scene::new();
    scene.run(scene.plays(endpoint, fault))
}

fn hold(is_so: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    is_so.then_some(()).ok_or_else(what)
}

impl Scene {
    async fn plays(&self, endpoint: Option<Endpoint>, fault: Fault) -> Result<(), String> {
        let time = Rc::clone(&self.web.time);
        let first = self.makes("Kanal & Co 静");
        self.makes("Hotel");
        let his = self.ben.makes("Ben's");
        self.ben.syncs(&self.wire);
        self.connects().await;
        self.said.borrow_mut().clear();

        let begun = self.web.log.borrow().len();
        let begun_ms = time.now_ms();
        self.web.planted.set(Some((endpoint, fault)));
        self.renames(first, "Kanal");
        self.makes("Made meanwhile");
        self.ben.makes("Ben's, made meanwhile");
        self.ben.syncs(&self.wire);
        if endpoint == Some(Endpoint::Prune) {
            self.branches(his);
        }
        time.wait(FAILING_MS / 2).await;
        self.makes("Made later");
        let last = self.ben.makes("Ben's, made later");
        self.ben.syncs(&self.wire);
        // A database that is away for ten minutes is asked about.
        let is_missing = fault == Fault::Status(404);
        time.wait(FAILING_MS / 2 - i64::from(is_missing) * MINUTE_MS)
            .await;

        self.holds().await?;
        self.was_asked(endpoint, fault, begun, time.now_ms() - begun_ms)?;
        self.was_told(endpoint, fault)?;

        self.web.planted.set(None);
        if fault == Fault::Status(401) {
            *self.web.password.borrow_mut() = CHANGED;
            let secret = Secret::Password(CHANGED.to_owned());
            let _ = self.office.sign_in(&secret, true).await;
        } else if is_stopping(fault) {
            self.office.sync_now();
        }
        let most_ms = match fault {
            Fault::Status(413) => REFUSED_MS,
            _ => MENDED_MS,
        };
        let is_over = || self.is_in_step() && self.is_all_there() && self.record(last).is_some();
        let is_mended = time.until(most_ms, is_over).await;
        hold(is_mended, || {
            let status = self.office.status();
            let (phase, waiting) = (status.phase, status.waiting);
            format!(
                "not over when mended: {phase:?}, {waiting} wait, of {}",
                self.own.borrow().len()
            )
        })?;
        self.holds().await?;
        self.ben.syncs(&self.wire);
        let (ours, theirs) = (self.anna.records(&self.wire), self.ben.records(&self.wire));
        hold(ours == theirs, || {
            "the devices differ in the end".to_owned()
        })
    }

    /// What is here is as it was written, and waits where the server does not have it.
    async fn holds(&self) -> Result<(), String> {
        let unsent = self.office.unsent(100).await;
        let counted = self.office.status().waiting as usize;
        let file = self
            .office
            .pending()
            .await
            .map_err(|error| error.to_string())?;
        let file = String::from_utf8(file).map_err(|error| error.to_string())?;
        let mut away = 0;
        for (id, record) in &*self.own.borrow() {
            hold(self.record(*id).as_ref() == Some(record), || {
                format!("{id} is not as it was written")
            })?;
            if self.there(*id).as_ref() == Some(record) {
                continue;
            }
            away += 1;
            hold(unsent.contains(id), || format!("{id} does not wait"))?;
            hold(file.contains(&id.to_string()), || {
                format!("{id} is not in the file of what waits")
            })?;
        }
        hold(counted >= away, || {
            format!("{counted} are said to wait of {away}")
        })?;
        let status = format!("{:?}", self.office.status());
        let connection = format!("{:?}", self.office.status().remote);
        let log = self.web.log.borrow();
        let texts = log.iter().map(|asked| asked.address.as_str());
        let texts = texts.chain([file.as_str(), status.as_str(), connection.as_str()]);
        let secrets = [PASSWORD, CHANGED, "aHVzaC", "h1c2gt", "odXNoL"];
        let leaked = texts
            .filter(|text| secrets.iter().any(|secret| text.contains(secret)))
            .count();
        hold(leaked == 0, || {
            format!("{leaked} texts have the password in them")
        })
    }

    fn was_asked(
        &self,
        endpoint: Option<Endpoint>,
        fault: Fault,
        begun: usize,
        took_ms: i64,
    ) -> Result<(), String> {
        let log = self.web.log.borrow();
        let asked = &log[begun..];
        let count = asked.len();
        hold(count as i64 <= took_ms / 1000, || {
            format!("{count} requests in {} s", took_ms / 1000)
        })?;
        let struck = asked.iter().filter(|asked| asked.is_struck).count();
        hold(struck > 0, || "no request met it".to_owned())?;
        let is_in_round = !matches!(
            endpoint,
            Some(Endpoint::Longpoll | Endpoint::Keep | Endpoint::Prune)
        );
        if is_stopping(fault) && is_in_round {
            let late = |asked: &&super::cable::Asked| {
                asked.at_ms > self.web.time.now_ms() - took_ms + 2 * MINUTE_MS
            };
            let late = asked.iter().filter(late).count();
            return hold(late == 0, || {
                format!("{late} requests after it was stopped")
            });
        }
        let is_one =
            endpoint == Some(Endpoint::Send) && (is_done(fault) || fault == Fault::Status(413));
        hold(struck >= 3 || is_one || !is_in_round, || {
            format!("asked {struck} times in all")
        })
    }

    fn was_told(&self, endpoint: Option<Endpoint>, fault: Fault) -> Result<(), String> {
        let said = self.said.borrow();
        let mut kinds: Vec<&str> = said.iter().map(kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.is_empty() && !is_said(endpoint, fault) {
            return Ok(());
        }
        hold(kinds == [called(fault)], || {
            format!("it is called {kinds:?}, and is {:?}", called(fault))
        })?;
        let is_asked = said.iter().all(|trouble| match trouble {
            Trouble::TooOften(seconds) => *seconds == Some(7),
            _ => true,
        });
        hold(is_asked, || "how long to wait was not heard".to_owned())
    }
}

#[test]
fn nothing_is_lost_whatever_all_requests_meet() {
    play_all(None);
}

#[test]
fn nothing_is_lost_whatever_happens_to_the_question_how_far_one_came() {
    play_all(Some(Endpoint::Greet));
}

#[test]
fn nothing_is_lost_whatever_happens_to_the_note_of_how_far_one_came() {
    play_all(Some(Endpoint::Keep));
}

#[test]
fn nothing_is_lost_whatever_happens_to_the_feed() {
    play_all(Some(Endpoint::Feed));
}

#[test]
fn nothing_is_lost_whatever_happens_to_the_wait_for_news() {
    play_all(Some(Endpoint::Longpoll));
}

#[test]
fn nothing_is_lost_whatever_happens_to_the_documents_behind_the_feed() {
    play_all(Some(Endpoint::Leaves));
}

#[test]
fn nothing_is_lost_whatever_happens_to_what_is_sent() {
    play_all(Some(Endpoint::Send));
}

#[test]
fn nothing_is_lost_whatever_happens_to_the_end_of_branches() {
    play_all(Some(Endpoint::Prune));
}
