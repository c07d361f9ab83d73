//! What a client does otherwise where the database is encrypted: which documents are records, how they are
//! opened and sealed, and that the keys stay where everybody finds them. One without a key stops at the
//! first sign that the database is encrypted, before it sends anything.

use super::alias::Ids;
use super::changes::{Leaves, Row, whole};
use super::client::{Client, is_missing};
use super::seal::keys::{KEYS, Keys, NoKeys};
use super::seal::{Named, PREFIX};
use super::trouble::Trouble;
use super::wire::Request;
use super::{Http, Store};
use crate::document::json::JsonWriter;
use crate::domain::{Record, RecordId};
use std::rc::Rc;

/// The documents of a part of the feed.
#[derive(Debug, Default)]
pub(super) struct Sorted<'r> {
    /// Those that are records.
    pub(super) records: Vec<(RecordId, &'r Row)>,
    /// Those that look like one and are none, or are not encrypted where all are, with what is wrong.
    pub(super) strange: Vec<(&'r Row, String)>,
}

/// Whether only an encrypted database has a document of this id.
pub(super) fn is_sign(id: &str) -> bool {
    id == KEYS || id.starts_with(PREFIX)
}

impl<H: Http, S: Store> Client<H, S> {
    /// The id of a record's document.
    pub(super) fn name_of(&self, id: RecordId) -> String {
        match &self.seal {
            Some(seal) => seal.name(id),
            None => id.to_string(),
        }
    }

    /// Which documents are records. What is not encrypted in an encrypted database is none: anybody who
    /// can write there could have made it.
    pub(super) fn records_of<'r>(&self, rows: &'r [Row]) -> Result<Sorted<'r>, Trouble> {
        let mut sorted = Sorted::default();
        sorted.records.reserve(rows.len());
        for row in rows {
            let Some(seal) = &self.seal else {
                if is_sign(&row.id) {
                    return Err(Trouble::Locked);
                }
                let record = RecordId::parse(&row.id).map(|id| (id, row));
                sorted.records.extend(record);
                continue;
            };
            match seal.named(&row.id) {
                Named::Record(id) => sorted.records.push((id, row)),
                Named::Nothing => {}
                Named::Not(why) => sorted.strange.push((row, why.to_string())),
            }
        }
        Ok(sorted)
    }

    /// The documents as they are inside. One of which a leaf cannot be opened is left alone as a whole.
    pub(super) async fn opened(&self, leaves: Leaves) -> Leaves {
        let Some(seal) = &self.seal else {
            return leaves;
        };
        let Leaves {
            found,
            mut wrong,
            missing,
        } = leaves;
        let mut opened = Vec::with_capacity(found.len());
        for mut leaf in found {
            // What says that a document is deleted says nothing else.
            if !leaf.is_deleted {
                match seal.open(&leaf.id, &leaf.text) {
                    Ok(text) => leaf.text = text,
                    Err(why) => {
                        wrong.push((leaf.id, why.to_string()));
                        continue;
                    }
                }
            }
            opened.push(leaf);
            self.store.rest().await;
        }
        Leaves {
            found: opened,
            wrong,
            missing,
        }
    }

    /// A record's document as it is sent.
    pub(super) fn document(&self, id: RecordId, text: String, rev: Option<&str>) -> Option<String> {
        if let Some(seal) = &self.seal {
            return seal.seal(id, text, rev);
        }
        let mut text = text;
        if let Some(rev) = rev {
            let mut out = JsonWriter::default();
            out.text(rev);
            text.insert_str(1, &format!("\"_rev\":{},", out.finish()));
        }
        Some(text)
    }

    /// The ids by which other programs find a customer: an encrypted database has no aliases, which would
    /// tell them.
    pub(super) fn ids_to_note(&self, record: &Record) -> Option<(RecordId, Ids)> {
        match self.seal {
            Some(_) => None,
            None => self.ledger.ids(record),
        }
    }

    /// Looks whether the way to the data key is in the database. Where there is none, as after the
    /// database was made anew, it is put there, so that nobody is kept out of what is sent.
    pub(super) async fn look_at_keys(&self) -> Result<(), Trouble> {
        let Some(seal) = self.seal.as_ref().map(Rc::clone) else {
            return Ok(());
        };
        let answer = self.http.send(Request::get(KEYS)).await?;
        if answer.is_ok() {
            return match Keys::read(&answer.body) {
                Ok(keys) if keys.has(seal.unlocked()) => Ok(()),
                Ok(_) | Err(NoKeys::Unread) => Err(Trouble::OtherKeys),
                Err(NoKeys::NoDocument) => Err(Trouble::unexpected()),
            };
        }
        if !is_missing(&answer.body) {
            return Err(Trouble::of(&answer));
        }
        let request = Request::put(KEYS, seal.unlocked().document());
        let answer = self.http.send(request).await?;
        // Somebody else did: the next round looks at it.
        match answer.status {
            409 => Err(Trouble::Passing("keys were written meanwhile".to_owned())),
            _ => whole(&answer),
        }
    }
}
