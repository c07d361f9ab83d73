//! Aliases: small documents by which a proxy that reads no JSON finds a customer under an id from
//! elsewhere. For every id there are two, with its system and without, and each leads to the one live
//! customer that has the id, or to nobody. That follows from the ids that customers have on the server,
//! which the ledger knows; only what differs from what the feed shows is written. Why they look as they
//! do stands in `docs/adr/0018-aliases.md`.

use super::changes::{Row, array, object, text};
use super::client::Client;
use super::ledger::{Ledger, Note};
use super::trouble::Trouble;
use super::wire::Request;
use super::{Http, Store};
use crate::document::json::{JsonWriter, parse};
use crate::domain::{Key, Record, RecordId, RecordKind, Standing, Uuid, field};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the names of these documents begin with.
const PREFIX: &str = "alias:";

/// The name of the file in them, whose media type a proxy reads.
const FILE: &str = "customer";

/// What that media type begins with; the customer's identity follows.
const MEDIA_TYPE: &str = "application/vnd.satchel.customer.";

/// Nobody, as a revision: above every customer, so that of two that are equally new it stays.
const NOBODY: Uuid = Uuid::from_bytes([0xff; 16]);

/// About so many bytes of aliases go in one request.
const BYTES_MAX: usize = 1_000_000;

/// The ids that a customer has elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ids {
    /// Each with its system, `salesforce:001…`; none where the customer is not live.
    pub(super) list: Vec<String>,
    /// The last moment at which something about them was written, in milliseconds since 1970.
    pub(super) at: u64,
}

/// Where an alias leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alias {
    /// The number of its revision: the larger stays.
    pub(super) at: u64,
    /// The customer; none for nobody.
    pub(super) to: Option<Uuid>,
}

impl Ids {
    fn of(record: &Record) -> Self {
        let decides = |key: &Key| {
            matches!(
                key.field,
                field::EXTERNAL_IDS | field::DELETED_AT | field::GONE
            )
        };
        let written = record.registers().filter(|(key, _)| decides(key));
        let at = written.map(|(_, register)| register.stamp.ms()).max();
        let mut list = Vec::new();
        if record.standing() == Standing::Live {
            list.extend(pairs(record).map(|(system, id)| format!("{system}:{id}")));
        }
        Self {
            list,
            at: at.unwrap_or_else(|| record.created.ms()),
        }
    }

    /// The names that lead here, or did and no longer do, where they differ from those of before.
    pub(super) fn differing<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a str> {
        let new = self.list.iter().filter(|id| !before.list.contains(id));
        let old = before.list.iter().filter(|id| !self.list.contains(id));
        new.chain(old).flat_map(|id| names(id))
    }

    /// All names that lead here.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().flat_map(|id| names(id))
    }

    fn has(&self, id: &str) -> bool {
        self.list.iter().any(|one| one == id)
    }

    fn leads_here(&self, name: &str) -> bool {
        self.list.iter().any(|id| names(id).any(|one| one == name))
    }
}

/// Both names of an id.
fn names(id: &str) -> impl Iterator<Item = &str> {
    let alone = id.split_once(':').map(|(_, alone)| alone);
    std::iter::once(id).chain(alone)
}

/// The ids of a record with their systems. A system whose name has a colon in it cannot be asked for.
fn pairs(record: &Record) -> impl Iterator<Item = (&str, &str)> {
    record
        .elements(field::EXTERNAL_IDS)
        .filter_map(|(system, value)| Some((&**system, value.as_text()?)))
        .filter(|(system, id)| !system.contains(':') && !id.is_empty())
}

/// A live customer with its ids.
type Holder<'a> = (Uuid, &'a Ids);

/// The one customer that a name leads to, among all that have it with a system or without.
fn leads_to(name: &str, having: &[Holder<'_>]) -> Option<Uuid> {
    let with_system = having.iter().filter(|(_, ids)| ids.has(name));
    let mut found: Vec<Uuid> = with_system.map(|(uuid, _)| *uuid).collect();
    if found.is_empty() {
        found = having.iter().map(|(uuid, _)| *uuid).collect();
    }
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

impl Alias {
    /// An alias as the feed tells it.
    fn read(rev: &str) -> Option<Self> {
        let (at, to) = rev.split_once('-')?;
        let to = Uuid::parse(to).ok()?;
        Some(Self {
            at: at.parse().ok()?,
            to: Some(to).filter(|to| *to != NOBODY),
        })
    }

    fn rev(self) -> String {
        let to = self.to.unwrap_or(NOBODY).to_string();
        format!("{}-{}", self.at, to.replace('-', ""))
    }

    fn write(self, name: &str) -> String {
        let mut out = JsonWriter::default();
        out.object().name("_id").text(&format!("{PREFIX}{name}"));
        out.name("_rev").text(&self.rev());
        if let Some(to) = self.to {
            out.name(FILE)
                .show(&RecordId::new(RecordKind::Customer, to));
            out.name("_attachments").object().name(FILE).object();
            out.name("content_type").text(&format!("{MEDIA_TYPE}{to}"));
            // One byte: not every server keeps a file of none.
            out.name("data").text("LQ==").end_object().end_object();
        }
        out.end_object();
        out.finish()
    }
}

impl Ledger {
    /// What is to be noted of the ids that a customer has on the server: nothing where it is known.
    pub(super) fn ids(&self, record: &Record) -> Option<(RecordId, Ids)> {
        if record.id.kind != RecordKind::Customer {
            return None;
        }
        let ids = Ids::of(record);
        let known = self.ids.get(&record.id).map_or(&[][..], |ids| &ids.list);
        (known != ids.list.as_slice()).then_some((record.id, ids))
    }

    /// The aliases of the feed that are not as they are known to be and lead where they should not.
    pub(super) fn strange(&self, shown: &Shown) -> Vec<(String, Alias)> {
        let is_right = |name: &str, alias: &Alias, is_alone: bool| {
            let id = alias.to.map(|to| RecordId::new(RecordKind::Customer, to));
            let ids = id.and_then(|id| self.ids.get(&id));
            is_alone && ids.is_some_and(|ids| ids.leads_here(name))
        };
        let mut strange = Vec::new();
        for (name, (alias, is_alone)) in shown {
            let is_as_known = self.aliases.get(name) == Some(alias);
            if !is_as_known && !is_right(name, alias, *is_alone) {
                strange.push((name.clone(), *alias));
            }
        }
        strange
    }
}

/// Aliases by name as the feed showed them, each with whether no other revision stands beside it.
pub(super) type Shown = BTreeMap<String, (Alias, bool)>;

/// The aliases of a part of the feed.
pub(super) fn shown(rows: &[Row]) -> impl Iterator<Item = (String, (Alias, bool))> {
    rows.iter().filter_map(|row| {
        let name = row.id.strip_prefix(PREFIX)?;
        let alias = Alias::read(row.leaves.first()?)?;
        Some((name.to_owned(), (alias, row.leaves.len() == 1)))
    })
}

/// An alias to be written.
struct Writing {
    name: String,
    alias: Alias,
    /// What the server has.
    there: Option<Alias>,
    text: String,
}

impl<H: Http, S: Store> Client<H, S> {
    /// Writes the aliases that are not as they should be: no request where none is.
    pub(super) async fn settle(&mut self) -> Result<(), Trouble> {
        let shown = std::mem::take(&mut self.shown);
        if self.ledger.stale.is_empty() {
            return Ok(());
        }
        let writings = self.writings(&shown);
        let mut note = Note {
            heard: self.ledger.heard,
            settled: self.ledger.stale.keys().cloned().collect(),
            ..Note::default()
        };
        let mut left = writings.as_slice();
        while !left.is_empty() {
            let mut bytes = 0;
            let fits = left.iter().take_while(|writing| {
                bytes += writing.text.len();
                bytes <= BYTES_MAX
            });
            let (now, later) = left.split_at(fits.count().max(1));
            left = later;
            let refused = self.write(now).await?;
            for Writing {
                name, alias, there, ..
            } in now
            {
                // What begins as it should is most of them, and is known without a note.
                let is_first = there.is_none() && alias.to.is_some();
                let has = match refused.contains(name) {
                    true => *there,
                    false => Some(*alias).filter(|_| !is_first),
                };
                note.aliases.extend(has.map(|has| (name.clone(), has)));
            }
        }
        self.note(note).await
    }

    /// What is to be written so that every alias that may be wrong is right.
    fn writings(&self, shown: &Shown) -> Vec<Writing> {
        let stale = &self.ledger.stale;
        let mut having: HashMap<&str, Vec<Holder<'_>>> = HashMap::new();
        for (id, ids) in &self.ledger.ids {
            let all = ids.list.iter().flat_map(|id| names(id));
            for name in all.filter(|name| stale.contains_key(*name)) {
                let having = having.entry(name).or_default();
                if having.last().is_none_or(|(last, _)| *last != id.uuid) {
                    having.push((id.uuid, ids));
                }
            }
        }
        let mut writings = Vec::new();
        for (name, least) in stale {
            let having = having.get(name.as_str()).map_or(&[][..], Vec::as_slice);
            let to = leads_to(name, having);
            let there = shown.get(name).map(|(alias, _)| *alias);
            let there = there.or_else(|| self.ledger.aliases.get(name).copied());
            if there.is_some_and(|there| there.to == to) {
                continue;
            }
            let held = having.iter().map(|(_, ids)| ids.at).max();
            // No revision has a number below one.
            let above = there.map_or(1, |there| there.at.saturating_add(1));
            let at = (*least).max(held.unwrap_or(0)).max(above);
            let alias = Alias { at, to };
            writings.push(Writing {
                name: name.clone(),
                alias,
                there,
                text: alias.write(name),
            });
        }
        writings
    }

    /// Writes aliases, and gives the names of those that the server does not want: it goes without,
    /// records do not wait for it.
    async fn write(&self, writings: &[Writing]) -> Result<BTreeSet<String>, Trouble> {
        let mut body = JsonWriter::default();
        body.object().name("new_edits").literal(false);
        body.name("docs").array();
        for writing in writings {
            body.raw(&writing.text);
        }
        body.end_array().end_object();
        let request = Request::post("_bulk_docs", body.finish());
        let answer = self.http.send(request).await?;
        if !answer.is_ok() {
            return match Trouble::of(&answer) {
                Trouble::Refused(_) => Ok(writings
                    .iter()
                    .map(|writing| writing.name.clone())
                    .collect()),
                trouble => Err(trouble),
            };
        }
        let rows = parse(&answer.body).ok().and_then(array);
        let rows = rows.ok_or_else(Trouble::unexpected)?;
        // Rows only tell of what was not taken.
        let refused = rows.into_iter().filter_map(|row| {
            let row = object(row)?;
            text(&row, "error")?;
            Some(text(&row, "id")?.strip_prefix(PREFIX)?.to_owned())
        });
        Ok(refused.collect())
    }
}
