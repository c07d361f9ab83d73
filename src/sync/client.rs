//! A round of sync: what was written here is heard of, what is new there is met, and what the server
//! does not have is sent, until nothing is refused.

use super::changes::whole;
use super::ledger::{Ledger, Note};
use super::meet::Replaced;
use super::trouble::Trouble;
use super::wire::Request;
use super::{Http, Store, StoreError, changes};
use crate::document::json::{Json, JsonWriter, look, parse};
use crate::domain::RecordId;
use std::collections::BTreeMap;

/// So often is it pulled and sent again in a round where others write at the same time.
const TURNS_MAX: u32 = 4;

/// Where the feed begins.
const BEGINNING: &str = "0";

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

/// A device's side of the conversation with one database.
pub struct Client<H, S> {
    pub(super) http: H,
    pub(super) store: S,
    pub(super) ledger: Ledger,
    /// The name under which the server keeps how far this device came.
    device: String,
    /// The session with the server, and the revision of what it was told last.
    pub(super) session: u64,
    revision: Option<String>,
    /// Up to where the feed was read.
    pub(super) since: String,
    /// Records that the server does not take as they are, with what it says, and documents that are no
    /// records here.
    pub(super) refused: BTreeMap<RecordId, (u64, String)>,
    pub(super) unread: BTreeMap<String, String>,
}

impl<H: Http, S: Store> Client<H, S> {
    /// A client with what its store knows of the server. `device` names it among those of the database.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(http: H, store: S, device: &str) -> Result<Self, StoreError> {
        let ledger = Ledger::read(&store).await?;
        Ok(Self {
            http,
            store,
            ledger,
            device: device.to_owned(),
            session: 1,
            revision: None,
            since: BEGINNING.to_owned(),
            refused: BTreeMap::new(),
            unread: BTreeMap::new(),
        })
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
        self.unread
            .iter()
            .map(|(id, why)| (id.as_str(), why.as_str()))
    }

    /// Exchanges what is new on either side.
    ///
    /// # Errors
    /// [`Trouble`]; what was exchanged before it stays so, and the next round goes on from there.
    pub async fn round(&mut self) -> Result<Round, Trouble> {
        let mut round = Round::default();
        self.hear().await?;
        self.greet().await?;
        for turn in 1..=TURNS_MAX {
            self.pull(&mut round).await?;
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
        if round.came > 0 || round.sent > 0 {
            self.keep().await?;
        }
        Ok(round)
    }

    /// Hears of what was written here since.
    async fn hear(&mut self) -> Result<(), Trouble> {
        let written = self.store.written(self.ledger.heard).await?;
        let is_new = written.up_to > self.ledger.heard || written.everything.is_some();
        if is_new {
            let note = self.ledger.heard(written);
            self.note(note).await?;
        }
        Ok(())
    }

    /// Adds to what is known, on the disk first.
    pub(super) async fn note(&mut self, note: Note) -> Result<(), Trouble> {
        self.store.note(note.write()).await?;
        self.ledger.take(note);
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
        if self.ledger.session < self.session {
            // Nothing was learnt in it, but no other may have its number.
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
        self.revision = members.and_then(|members| changes::text(&members, "rev"));
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
fn is_missing(body: &str) -> bool {
    let said = super::trouble::Said::of(body);
    said.error == "not_found" && matches!(said.reason.as_str(), "missing" | "deleted")
}
