//! A round of sync: what was written here is heard of, what is new there is met, and what the server
//! does not have is sent, until nothing is refused.

use super::alias::Shown;
use super::changes::whole;
use super::device::is_device;
use super::guard::Guard;
use super::ledger::{Ledger, Note, Unsent};
use super::meet::Replaced;
use super::seal::Seal;
use super::trouble::Trouble;
use super::wire::{Request, Unreachable};
use super::{Http, Sequence, Store, StoreError, changes};
use crate::document::json::{Json, JsonWriter, look, parse};
use crate::domain::{Instant, RecordId};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// So often is it pulled and sent again in a round where others write at the same time.
const TURNS_MAX: u32 = 4;

/// So many documents of devices are passed over while waiting for news, one after the other.
const PASSED_OVER: u32 = 20;

/// Where the feed begins.
pub(super) const BEGINNING: &str = "0";

/// Of what is written here before anything of it is on the server, so many records are noted at once.
const NOTED_AT_ONCE: usize = 2000;

/// In which parts documents are read and sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    /// So many documents at a time.
    pub(super) documents: usize,
    /// After so many parts of the feed the server is told how far it was read.
    pub(super) kept: u64,
}

const PARTS: Parts = Parts {
    documents: 1000,
    kept: 10,
};

/// How far the feed is read, or what is unsent is sent: so many documents, of so many where that is known.
type Progress = Box<dyn Fn(u64, Option<u64>)>;

/// What a round did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// How many documents came that were not known.
    pub came: u64,
    /// How many records were sent.
    pub sent: u64,
    /// Values that did not stay.
    pub replaced: Vec<Replaced>,
    /// Whether others wrote so much meanwhile that something is still to be sent.
    pub has_more: bool,
}

/// What was written here.
pub(super) struct Listened {
    /// Whether anything was.
    is_any: bool,
    /// The records of which single registers were.
    pub(super) ids: BTreeSet<RecordId>,
}

/// A device's side of the conversation with one database.
pub struct Client<H, S> {
    pub(super) http: Rc<H>,
    pub(super) store: S,
    pub(super) ledger: Ledger,
    /// Up to which entry of the journal the notes say that was heard.
    noted: Sequence,
    /// The name under which the server keeps how far this device came.
    device: String,
    /// The session with the server, and the revision of what it was told last.
    pub(super) session: u64,
    revision: Option<String>,
    /// Up to where the feed was read.
    pub(super) since: String,
    /// Whether something on the way there was not to be had: it has to be read again from where it was.
    pub(super) is_short: bool,
    pub(super) parts: Parts,
    pub(super) progress: Progress,
    pub(super) guard: Guard,
    /// Records that the server does not take as they are, with what it says.
    pub(super) refused: BTreeMap<RecordId, (u64, String)>,
    /// Whether the documents that could not be read were asked for again since this was opened.
    pub(super) is_read_again: bool,
    /// How many records were refused in a row, none having been taken between.
    pub(super) refused_in_a_row: usize,
    /// The aliases that the feed showed and nobody looked at yet.
    pub(super) shown: Shown,
    /// Whether something was noted that is not on the disk for good.
    is_on_its_way: bool,
    /// What seals everything that is sent, and opens what comes; none where the database is not encrypted.
    pub(super) seal: Option<Rc<Seal>>,
}

impl<H: Http, S: Store> Client<H, S> {
    /// A client with what its store knows of the server. `device` names it among those of the database.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(http: H, store: S, device: &str) -> Result<Self, StoreError> {
        let ledger = Ledger::read(&store).await?;
        Ok(Self {
            http: Rc::new(http),
            store,
            noted: ledger.heard,
            ledger,
            device: device.to_owned(),
            session: 1,
            revision: None,
            since: BEGINNING.to_owned(),
            is_short: false,
            parts: PARTS,
            progress: Box::new(|_, _| ()),
            guard: Guard::default(),
            refused: BTreeMap::new(),
            is_read_again: false,
            refused_in_a_row: 0,
            shown: Shown::new(),
            is_on_its_way: false,
            seal: None,
        })
    }

    /// Sends nothing but sealed documents from now on, and reads no others.
    #[must_use]
    pub fn sealed(mut self, seal: Option<Seal>) -> Self {
        self.seal = seal.map(Rc::new);
        self
    }

    /// Calls back with how far a round is.
    #[must_use]
    pub fn watched(mut self, progress: impl Fn(u64, Option<u64>) + 'static) -> Self {
        self.progress = Box::new(progress);
        self
    }

    /// Says whether the deletions that a round was stopped for are meant. What is not is kept, here and
    /// for everybody.
    pub const fn answer_deletions(&mut self, are_meant: bool) {
        self.guard.answer = Some(are_meant);
    }

    /// What comes after what was answered about is asked about again.
    pub const fn forget_answer(&mut self) {
        if self.guard.answer.is_some() {
            self.guard.forget();
        }
    }

    /// Counts deletions anew: those that came belong to what is over.
    pub const fn forget_deletions(&mut self) {
        self.guard.forget();
    }

    /// Sends what was refused again: the server may take it by now.
    pub fn forget_refusals(&mut self) {
        self.refused.clear();
    }

    /// What is known of the server.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The records that the server does not take, with what it says.
    pub fn refused(&self) -> impl Iterator<Item = (RecordId, &str)> {
        self.refused
            .iter()
            .map(|(id, (_, why))| (*id, why.as_str()))
    }

    /// The documents of records that cannot be read here, with why.
    pub fn unread(&self) -> impl Iterator<Item = (&str, &str)> {
        let unread = self.ledger.unread.iter();
        unread.map(|(id, unread)| (id.as_str(), unread.why.as_str()))
    }

    /// Exchanges what is new on either side.
    ///
    /// # Errors
    /// [`Trouble`]; what was exchanged before it stays so, and the next round goes on from there.
    pub async fn round(&mut self) -> Result<Round, Trouble> {
        let mut round = Round::default();
        self.refused_in_a_row = 0;
        self.hear().await?;
        self.greet().await?;
        self.look_at_keys().await?;
        self.read_again(&mut round).await?;
        let mut is_long = false;
        for turn in 1..=TURNS_MAX {
            is_long |= self.pull(&mut round).await?;
            round.has_more = self.push(&mut round).await?;
            if !round.has_more {
                break;
            }
            if turn + 1 == TURNS_MAX {
                // It is refused, and the feed does not say why: what is known may be wrong.
                self.drop_above(0).await?;
                BEGINNING.clone_into(&mut self.since);
            }
        }
        self.settle().await?;
        if self.is_short {
            let said = "not all is there that the feed tells of";
            return Err(Trouble::Passing(said.to_owned()));
        }
        if round.came > 0 {
            // What came is in the journal too: whoever opens this next need not look through all there is.
            round.has_more |= self.hear().await?;
        }
        // What was sent comes back in the feed: where that is much, it is not read a third time.
        if round.came > 0 || round.sent > 0 || is_long {
            self.keep().await?;
        }
        Ok(round)
    }

    /// Hears of what was written here since; says whether anything was. Nothing is sent.
    ///
    /// # Errors
    /// [`Trouble::Store`].
    pub async fn hear(&mut self) -> Result<bool, Trouble> {
        let written = self.listen().await?;
        if self.ledger.heard > self.noted {
            let heard = self.ledger.heard;
            self.note(Note {
                heard,
                ..Note::default()
            })
            .await?;
        }
        Ok(written.is_any)
    }

    /// Hears of what was written here since; says of which records single registers were.
    pub(super) async fn listen(&mut self) -> Result<Listened, Trouble> {
        let mut written = self.store.written(self.ledger.heard).await?;
        let all = written.everything.take();
        let is_any = all.is_some() || !written.registers.is_empty();
        for some in all.iter().flat_map(|all| all.chunks(NOTED_AT_ONCE)) {
            // Up to where was heard is noted last: what breaks off before is heard of again.
            let note = Note {
                heard: self.ledger.heard,
                unsent: some.iter().map(|id| (*id, Unsent::new())).collect(),
                ..Note::default()
            };
            self.note(note).await?;
            self.store.rest().await;
        }
        let ids = written.registers.iter().map(|(id, ..)| *id).collect();
        if is_any {
            self.note(Ledger::heard(written)).await?;
        } else {
            // What sync itself wrote is no news; the next note says so.
            self.ledger.heard = self.ledger.heard.max(written.up_to);
        }
        Ok(Listened { is_any, ids })
    }

    /// When the oldest of what is not on the server was written; none where nothing is, or so much that
    /// nobody looks through it.
    #[must_use]
    pub fn oldest(&self) -> Option<Instant> {
        const LOOKED_AT: usize = 1000;
        let unsent = &self.ledger.unsent;
        if unsent.len() > LOOKED_AT {
            return None;
        }
        let stamps = unsent.iter().filter_map(|(id, registers)| {
            let record = self.store.record(*id)?;
            let written = registers.keys().filter_map(|key| record.register(key));
            let first = written.map(|register| register.stamp).min();
            Some(first.unwrap_or_else(|| record.revision()))
        });
        Instant::from_ms(i64::try_from(stamps.min()?.ms()).ok()?)
    }

    /// Waits until the database has something that was not read, as long as the server lets one wait;
    /// says whether it has. That a device was heard of is no news.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn news(&mut self) -> Result<bool, Trouble> {
        for _ in 0..PASSED_OVER {
            let page = match self.http.send(changes::waiting(&self.since)).await {
                Ok(answer) => changes::found(&answer)?,
                // A server that says nothing has nothing to say.
                Err(Unreachable::TimedOut) => return Ok(false),
                Err(error) => return Err(error.into()),
            };
            if !page.rows.iter().all(|row| is_device(&row.id)) {
                return Ok(true);
            }
            if page.rows.is_empty() {
                return Ok(false);
            }
            // A round that begins asks the server how far this device came, and reads it again.
            self.since = page.last;
        }
        Ok(true)
    }

    /// Adds to what is known, on the disk first.
    pub(super) async fn note(&mut self, note: Note) -> Result<(), Trouble> {
        self.store.note(note.write()).await?;
        self.noted = self.noted.max(note.heard);
        self.ledger.take(note);
        self.is_on_its_way = false;
        Ok(())
    }

    /// The same, on the disk with the next that has to be there: lost before, it is learnt again, as
    /// long as the server was not told so.
    pub(super) async fn note_soon(&mut self, note: Note) -> Result<(), Trouble> {
        self.store.note_soon(note.write()).await?;
        self.noted = self.noted.max(note.heard);
        self.ledger.take(note);
        self.is_on_its_way = true;
        Ok(())
    }

    fn path(&self) -> String {
        format!("_local/satchel-{}", changes::encoded(&self.device))
    }

    /// Asks how far this device came, as the server knows it. What was learnt later was not told the
    /// server, or the server was put back to an older state or made anew: it is learnt again, and what
    /// the server turns out not to have is sent.
    async fn greet(&mut self) -> Result<(), Trouble> {
        let answer = self.http.send(Request::get(self.path())).await?;
        let mut told = Told::default();
        if answer.is_ok() {
            told = Told::read(&answer.body).ok_or_else(Trouble::unexpected)?;
        } else if !is_missing(&answer.body) {
            return Err(Trouble::of(&answer));
        }
        self.drop_above(told.session).await?;
        self.session = told.session.max(self.ledger.session) + 1;
        self.since = told.since;
        self.is_short = false;
        self.revision = told.revision;
        Ok(())
    }

    /// Takes nothing for known that was learnt after a session.
    async fn drop_above(&mut self, floor: u64) -> Result<(), Trouble> {
        match self.ledger.is_above(floor) {
            true => self.floor(floor).await,
            false => Ok(()),
        }
    }

    async fn floor(&mut self, floor: u64) -> Result<(), Trouble> {
        let note = Note {
            floor: Some(floor),
            heard: self.ledger.heard,
            ..Note::default()
        };
        self.note(note).await
    }

    /// Tells the server how far this device came: all that was learnt so far is in it, and on the disk.
    pub(super) async fn keep(&mut self) -> Result<(), Trouble> {
        if self.is_short {
            return Ok(());
        }
        if self.ledger.session < self.session || self.is_on_its_way {
            // Nothing was learnt in it, but no other may have its number. What was is on the disk with it.
            self.floor(self.session).await?;
        }
        let mut body = JsonWriter::default();
        body.object();
        if let Some(revision) = &self.revision {
            body.name("_rev").text(revision);
        }
        body.name("session").literal(self.session);
        body.name("since").text(&self.since).end_object();
        let request = Request::put(self.path(), body.finish());
        let answer = self.http.send(request).await?;
        // Another tab of this device was here: the next round sees how far it came.
        if answer.status == 409 {
            return Ok(());
        }
        whole(&answer)?;
        let members = parse(&answer.body).ok().and_then(changes::object);
        let revision = members.and_then(|members| changes::text(&members, "rev"));
        self.revision = Some(revision.ok_or_else(Trouble::unexpected)?);
        self.session += 1;
        Ok(())
    }
}

/// What the server was told.
struct Told {
    session: u64,
    since: String,
    revision: Option<String>,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            session: 0,
            since: BEGINNING.to_owned(),
            revision: None,
        }
    }
}

impl Told {
    fn read(body: &str) -> Option<Self> {
        let members = changes::object(parse(body).ok()?)?;
        let session = match look(members.get("session")?) {
            Ok(Json::Number(number)) => number.parse().ok()?,
            _ => return None,
        };
        Some(Self {
            session,
            since: changes::text(&members, "since")?,
            revision: changes::text(&members, "_rev"),
        })
    }
}

/// Whether there is the database, but not the document.
pub(super) fn is_missing(body: &str) -> bool {
    let said = super::trouble::Said::of(body);
    said.error == "not_found" && matches!(said.reason.as_str(), "missing" | "deleted")
}
