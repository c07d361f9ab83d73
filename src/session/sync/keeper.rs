//! Keeps a workspace in step with its database for as long as the page lives: one tab of a workspace
//! at a time, after every edit, whenever the database has something new, and after trouble later
//! each time. What a round does is `sync`'s.

mod devices;
mod restore;
mod secrets;
mod unsent;

use super::desk::Desk;
use super::devices::{Devices, Farewell, Notice};
use super::pace;
use super::waiting::{Bell, Either, either};
use super::{
    Connection, Encryption, Found, Hindrance, Office, Outside, Phase, Remote, Seal, Secret, Status,
    StoreError, Trouble, Unlocked,
};
use super::{keys, look};
use crate::domain::{Instant, RecordId, order};
use crate::session::Session;
use crate::session::ports::Ports;
use crate::session::writer::Waiting;
use crate::storage::{Storage, StorageError};
use crate::sync::{Client, Ledger, Round, Store};
use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;

/// The lock that the tab holds which does it.
const LOCK: &str = "sync";
/// How often the others look whether it is their turn.
const TURN_MS: u32 = 5_000;
/// How long after an edit a round begins, for more may come.
const EDIT_MS: u32 = 500;
/// How soon a round goes on with what others kept from being sent.
const MORE_MS: u32 = 1_000;
/// How often the database is asked where nobody looks at the page.
const UNSEEN_MS: u32 = 300_000;
/// How long deletions are counted together.
const DELETIONS_MS: i64 = 600_000;

/// What keeps a workspace in step.
pub struct Keeper<S, P, O> {
    session: Rc<Session<S, P>>,
    outside: O,
    status: RefCell<Status>,
    watchers: RefCell<Vec<Rc<dyn Fn()>>>,
    /// Something was written.
    written: Bell,
    /// Somebody wants a round now.
    wanted: Bell,
    /// What it is about changed: it begins anew.
    changed: Bell,
    secret: RefCell<Option<Secret>>,
    /// The data key of an encrypted database.
    key: RefCell<Option<Unlocked>>,
    /// What somebody said about deletions.
    are_meant: Cell<Option<bool>>,
    /// Whether what was refused is to be sent again.
    anew: Cell<bool>,
    /// Since when the database is missing.
    missing: Cell<pace::Missing>,
}

/// What ended a rest.
enum Reason {
    /// The server said that it has something.
    News,
    /// Anything else.
    Other,
}

/// A client of a workspace's session.
type Talk<S, P, O> = Client<<O as Outside>::Line, Desk<S, P>>;

impl<S: Storage + 'static, P: Ports + 'static, O: Outside + 'static> Keeper<S, P, O> {
    /// What keeps a session's workspace in step, once it runs.
    pub fn new(session: Rc<Session<S, P>>, outside: O) -> Rc<Self> {
        let keeper = Rc::new(Self {
            session,
            outside,
            status: RefCell::default(),
            watchers: RefCell::default(),
            written: Bell::default(),
            wanted: Bell::default(),
            changed: Bell::default(),
            secret: RefCell::default(),
            key: RefCell::default(),
            are_meant: Cell::default(),
            anew: Cell::default(),
            missing: Cell::default(),
        });
        let told = Rc::downgrade(&keeper);
        keeper.session.listen(move |_| {
            if let Some(keeper) = told.upgrade() {
                keeper.written.ring();
            }
        });
        keeper
    }

    /// What is outside of it.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) const fn outside(&self) -> &O {
        &self.outside
    }

    /// Does it for as long as it is polled.
    pub async fn run(self: Rc<Self>) {
        loop {
            self.changed.hush();
            // What breaks off in the middle goes on from there: the disk knows how far it came.
            either(self.serve(), self.changed.heard()).await;
            self.session.show().await;
        }
    }

    fn tell(&self, change: impl FnOnce(&mut Status)) {
        let before = self.status.borrow().clone();
        change(&mut self.status.borrow_mut());
        if *self.status.borrow() != before {
            let watchers = self.watchers.borrow().clone();
            watchers.iter().for_each(|watcher| watcher());
        }
    }

    fn phase(&self, phase: Phase) {
        self.tell(|status| status.phase = phase);
    }

    async fn serve(self: &Rc<Self>) {
        let Some(connection) = self.outside.connection() else {
            self.tell(|status| *status = Status::default());
            return pending().await;
        };
        self.tell(|status| {
            status.remote = Some(connection.remote.clone());
            status.is_sealed = connection.is_sealed;
            status.last = connection.last;
        });
        let _lead = loop {
            match self.session.ports().lock(LOCK).await {
                Some(guard) => break guard,
                None => self.phase(Phase::Elsewhere),
            }
            self.outside.wait(TURN_MS).await;
        };
        self.remind().await;
        let (secret, key) = (self.secret.borrow().clone(), self.key.borrow().clone());
        let is_anonymous = connection.remote.user().is_empty();
        let has_secret = secret.is_some() || is_anonymous;
        let secret = secret.unwrap_or(Secret::Password(String::new()));
        let line = self.outside.line(&connection.remote, &secret);
        let desk = Desk(Rc::clone(&self.session));
        let told = Rc::downgrade(self);
        let opened = Client::open(line, desk, &connection.device).await;
        // Where the key is not here, nothing is sent.
        let is_locked = connection.is_sealed && key.is_none();
        let random = Rc::clone(&self.session);
        let seal = key.map(|key| Seal::new(key, Box::new(move || random.ports().random())));
        let mut client = match opened {
            Ok(client) => client.sealed(seal).watched(move |done, of| {
                if let Some(keeper) = told.upgrade() {
                    keeper.phase(Phase::Syncing { done, of });
                }
            }),
            Err(error) => {
                self.phase(Phase::Stopped(Trouble::Store(error)));
                return pending().await;
            }
        };
        if connection.is_paused {
            self.phase(Phase::Paused);
            return self.count_only(&mut client).await;
        }
        if !has_secret {
            self.phase(Phase::Stopped(Trouble::SignIn(String::new())));
            return self.count_only(&mut client).await;
        }
        if is_locked {
            self.phase(Phase::Stopped(Trouble::Locked));
            return self.count_only(&mut client).await;
        }
        self.keep(connection, &mut client).await;
    }

    /// Only hears of what is written, and counts it.
    async fn count_only(&self, client: &mut Talk<S, P, O>) {
        loop {
            self.hear(client).await;
            self.written.heard().await;
        }
    }

    /// Hears of what was written; says whether there is a reason for a round.
    async fn hear(&self, client: &mut Talk<S, P, O>) -> bool {
        // What cannot be heard of now is heard of by the next round, which says what is wrong.
        let is_any = client.hear().await.unwrap_or(true);
        self.count(client);
        is_any
    }

    fn count(&self, client: &Talk<S, P, O>) {
        self.tell(|status| {
            status.waiting = client.ledger().waiting() as u64;
            status.oldest = client.oldest();
            let refused = client.refused();
            status.refused = refused.map(|(id, why)| (id, why.to_owned())).collect();
            let unread = client.unread();
            status.unread = unread
                .map(|(id, why)| (id.to_owned(), why.to_owned()))
                .collect();
        });
    }

    async fn keep(&self, mut connection: Connection, client: &mut Talk<S, P, O>) {
        self.missing.set(self.missing.get().begun());
        let mut failures = 0;
        let mut calm_since = self.now();
        let mut refusals = pace::Refusals::default();
        let mut notice = Notice::default();
        // How many rounds in a row found nothing, though the server said that there is something.
        let mut empty = 0u32;
        let mut reason = Reason::Other;
        loop {
            self.wanted.hush();
            if refusals.are_due(self.now()) | self.anew.take() {
                client.forget_refusals();
            }
            if let Some(are_meant) = self.are_meant.take() {
                client.answer_deletions(are_meant);
            } else if calm_since.ms_until(self.now()) > DELETIONS_MS {
                client.forget_deletions();
                calm_since = self.now();
            }
            self.phase(Phase::Syncing { done: 0, of: None });
            let outcome = match self.outside.is_online() {
                true => client.round().await,
                false => Err(Trouble::Passing("no network".to_owned())),
            };
            self.session.show().await;
            self.count(client);
            refusals.look(client.refused().next().is_some(), self.now());
            match outcome.and_then(moving) {
                Ok(round) => {
                    failures = 0;
                    self.missing.take();
                    client.forget_answer();
                    connection.last = Some(self.now());
                    self.outside.set_connection(Some(&connection));
                    self.tell(|status| {
                        status.last = connection.last;
                        status.came += round.came;
                        status.sent += round.sent;
                        status.phase = Phase::InStep;
                    });
                    let is_empty = matches!(reason, Reason::News) && round.came + round.sent == 0;
                    empty = if is_empty { empty + 1 } else { 0 };
                    notice.sent(round.sent);
                    if round.has_more {
                        self.outside.wait(MORE_MS).await;
                        reason = Reason::Other;
                    } else {
                        self.say(client, &connection, &mut notice).await;
                        let again = refusals.due_ms(self.now());
                        reason = self.rest(client, pace::after_empty(empty), again).await;
                    }
                }
                Err(trouble) => {
                    reason = Reason::Other;
                    let missing = self.missing.get().after(&trouble, self.now());
                    self.missing.set(missing);
                    let random = self.session.ports().random();
                    match pace::patience(&trouble, failures, random) {
                        Some(ms) if !missing.is_asked() => {
                            failures = self.wait_out(client, trouble, ms, failures + 1).await;
                        }
                        _ => self.stop(client, trouble).await,
                    }
                }
            }
        }
    }

    fn now(&self) -> Instant {
        self.session.ports().now()
    }

    /// Waits until there is something to do: an edit, news, or somebody who wants a round. The server is
    /// left alone for `pause_ms` first; `again_ms` is when it is time for a round all the same.
    async fn rest(
        &self,
        client: &mut Talk<S, P, O>,
        mut pause_ms: Option<u32>,
        again_ms: Option<u32>,
    ) -> Reason {
        let end = again_ms.map(|ms| self.now().add_ms(i64::from(ms)));
        loop {
            let news = self.news(client, pause_ms);
            let due = async {
                match end {
                    Some(end) => {
                        let left = self.now().ms_until(end).max(0);
                        self.outside.wait(u32::try_from(left).unwrap_or(0)).await;
                    }
                    None => pending().await,
                }
            };
            let asked = either(self.written.heard(), either(self.wanted.heard(), due));
            match either(asked, news).await {
                Either::First(Either::First(())) => {
                    // Also what was written while the last round was under way; what that round
                    // brought is no news to send.
                    if self.hear(client).await {
                        either(self.outside.wait(EDIT_MS), self.wanted.heard()).await;
                        return Reason::Other;
                    }
                }
                Either::First(Either::Second(_)) => return Reason::Other,
                Either::Second(reason) => match reason {
                    Some(reason) => return reason,
                    None => pause_ms = None,
                },
            }
        }
    }

    /// Asks the database for news; none where there are none.
    async fn news(&self, client: &mut Talk<S, P, O>, pause_ms: Option<u32>) -> Option<Reason> {
        if !self.outside.is_seen() {
            self.outside.wait(UNSEEN_MS).await;
            return Some(Reason::Other);
        }
        if let Some(ms) = pause_ms {
            self.outside.wait(ms).await;
        }
        let asked = self.now();
        match client.news().await {
            Ok(true) => Some(Reason::News),
            Ok(false) => {
                // One that does not wait would be asked without end.
                if pace::is_at_once(asked, self.now()) {
                    self.outside.wait(pace::QUIET_MS).await;
                }
                None
            }
            Err(_) => {
                // The next round says what is wrong, if anything still is.
                self.outside.wait(pace::QUIET_MS).await;
                Some(Reason::Other)
            }
        }
    }

    /// Waits before a round is tried again; says how many failures count by then: none where something
    /// happened that makes it worth trying at once.
    async fn wait_out(
        &self,
        client: &mut Talk<S, P, O>,
        trouble: Trouble,
        ms: u32,
        mut failures: u32,
    ) -> u32 {
        let mut left_ms = i64::from(ms);
        loop {
            let again = self.now().add_ms(left_ms);
            self.phase(Phase::Waiting {
                trouble: trouble.clone(),
                again,
            });
            let time = self
                .outside
                .wait(u32::try_from(left_ms).unwrap_or(u32::MAX));
            match either(either(self.written.heard(), self.wanted.heard()), time).await {
                Either::First(Either::First(())) => {
                    let before = client.ledger().waiting();
                    self.hear(client).await;
                    left_ms = self.now().ms_until(again).max(1);
                    // Where the server said for how long, that stays.
                    let may_ask = !matches!(trouble, Trouble::TooOften(_));
                    if may_ask && client.ledger().waiting() > before {
                        failures = pace::after_edit(failures);
                        left_ms = left_ms.min(i64::from(pace::EDIT_RETRY_MS));
                    }
                }
                Either::First(Either::Second(())) => return 0,
                Either::Second(()) if self.now() < again => return 0,
                Either::Second(()) => return failures,
            }
        }
    }

    /// Waits for somebody to do something about it.
    async fn stop(&self, client: &mut Talk<S, P, O>, trouble: Trouble) {
        self.phase(match trouble {
            Trouble::Deletions(deletions) => Phase::Asking { deletions },
            trouble => Phase::Stopped(trouble),
        });
        loop {
            match either(self.wanted.heard(), self.written.heard()).await {
                Either::First(()) => return,
                Either::Second(()) => drop(self.hear(client).await),
            }
        }
    }

    fn reconnect(&self, change: impl FnOnce(&mut Connection)) {
        if let Some(mut connection) = self.outside.connection() {
            change(&mut connection);
            self.outside.set_connection(Some(&connection));
            self.changed.ring();
        }
    }
}

/// A round that got on. What the server refuses, again and again and without a word why, is no news of
/// others that is met once more: it is asked less often.
fn moving(round: Round) -> Result<Round, Trouble> {
    let is_stuck = round.has_more && round.sent == 0;
    let said = || Trouble::Passing("does not take what is sent".to_owned());
    (!is_stuck).then_some(round).ok_or_else(said)
}

impl<S: Storage + 'static, P: Ports + 'static, O: Outside + 'static> Office for Keeper<S, P, O> {
    fn status(&self) -> Status {
        self.status.borrow().clone()
    }

    fn watch(&self, listener: Box<dyn Fn()>) {
        self.watchers.borrow_mut().push(listener.into());
    }

    fn look<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
    ) -> Waiting<'a, Result<Found, Hindrance>> {
        let line = self.outside.line(remote, secret);
        Box::pin(async move { look::look(&line, self.outside.is_online()).await })
    }

    fn create<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
    ) -> Waiting<'a, Result<(), Hindrance>> {
        let line = self.outside.line(remote, secret);
        Box::pin(async move { look::create(&line).await })
    }

    fn key<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
        by: &'a Encryption,
    ) -> Waiting<'a, Result<Unlocked, Hindrance>> {
        let line = self.outside.line(remote, secret);
        let random = || self.session.ports().random();
        Box::pin(async move {
            match by {
                Encryption::New(passphrase) => {
                    keys::make(&self.outside, &line, random, passphrase).await
                }
                Encryption::Known(passphrase) => {
                    keys::unlock(&self.outside, &line, passphrase).await
                }
            }
        })
    }

    fn connect<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
        key: Option<Unlocked>,
        is_kept: bool,
    ) -> Waiting<'a, Result<(), StorageError>> {
        Box::pin(async move {
            let before = self.outside.connection();
            let is_sealed = key.is_some();
            let is_other =
                |before: Connection| before.remote != *remote || before.is_sealed != is_sealed;
            if before.is_some_and(is_other) {
                // What is known is of another database.
                self.missing.take();
                self.session.storage().note(&Ledger::empty(), true).await?;
            }
            // What is remembered of a secret is bound to the connection.
            self.outside.set_connection(Some(&Connection {
                remote: remote.clone(),
                device: format!("{:016x}", self.session.ports().random() as u64),
                is_paused: false,
                is_sealed,
                last: None,
            }));
            *self.key.borrow_mut() = key;
            let remembered = self.remember(secret, is_kept).await;
            self.changed.ring();
            remembered
        })
    }

    fn sign_in<'a>(
        &'a self,
        secret: &'a Secret,
        is_kept: bool,
    ) -> Waiting<'a, Result<(), StorageError>> {
        Box::pin(async move {
            let remembered = self.remember(secret, is_kept).await;
            self.changed.ring();
            remembered
        })
    }

    fn unlock<'a>(&'a self, passphrase: &'a str) -> Waiting<'a, Result<(), Hindrance>> {
        Box::pin(self.open(passphrase))
    }

    fn change_passphrase<'a>(&'a self, passphrase: &'a str) -> Waiting<'a, Result<(), Hindrance>> {
        Box::pin(Self::change_passphrase(self, passphrase))
    }

    fn restore(&self) -> Waiting<'_, Result<(), Hindrance>> {
        Box::pin(self.make_anew())
    }

    fn sync_now(&self) {
        self.anew.set(true);
        self.wanted.ring();
    }

    fn pause(&self, is_paused: bool) {
        self.reconnect(|connection| connection.is_paused = is_paused);
    }

    fn answer(&self, may_delete: bool) {
        self.are_meant.set(Some(may_delete));
        self.wanted.ring();
    }

    fn devices(&self) -> Waiting<'_, Result<Devices, Hindrance>> {
        Box::pin(self.list())
    }

    fn disconnect(&self) -> Waiting<'_, Result<Farewell, StorageError>> {
        Box::pin(self.leave())
    }

    fn unsent(&self, most: usize) -> Waiting<'_, Vec<RecordId>> {
        Box::pin(async move {
            let desk = Desk(Rc::clone(&self.session));
            // What cannot be read is said by the state that stands beside it.
            let mut ids = self.waiting(&desk).await.unwrap_or_default();
            let since = |id: &RecordId| desk.record(*id).map(|record| record.revision());
            order::sort_by(&mut ids, |a, b| since(a).cmp(&since(b)));
            ids.truncate(most);
            ids
        })
    }

    fn pending(&self) -> Waiting<'_, Result<Vec<u8>, StoreError>> {
        Box::pin(self.export())
    }
}
