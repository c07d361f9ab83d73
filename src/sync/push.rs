//! Sends the records that the server does not have as they are. It takes none whose revision is not the
//! one that was met last: what others wrote is met first, and nothing branches. One record that the
//! server refuses does not keep the others.

use super::alias::Ids;
use super::both::both;
use super::changes::text;
use super::client::{Client, Round};
use super::ledger::{Known, Note, content};
use super::trouble::Trouble;
use super::wire::{Answer, Request};
use super::{Http, Store};
use crate::document::json::{JsonWriter, Members, write_replica};
use crate::domain::{RecordId, Standing};
use std::collections::HashMap;
use std::rc::Rc;

/// Up to so many bytes of documents go in one request, where it is more than one document.
const BYTES_MAX: usize = 1_000_000;

/// After so many records in a row that the server refused, it is left alone for a while: where it takes
/// nothing, what is left is not tried one by one.
const REFUSED_IN_A_ROW: usize = 8;

/// A record on its way.
struct Sending {
    id: RecordId,
    /// The id of its document.
    name: String,
    content: u64,
    losers: Vec<String>,
    text: String,
    ids: Option<(RecordId, Ids)>,
}

/// What came of documents that went together.
#[derive(Default)]
struct Sent {
    has_conflicts: bool,
    taken: Vec<RecordId>,
    /// The branches whose content is in what was taken.
    losers: Vec<(RecordId, String)>,
}

/// What the server said of one document.
enum Outcome {
    Taken(String),
    Conflict,
    Refused(String),
}

impl<H: Http, S: Store> Client<H, S> {
    /// Sends all that is unsent; says whether something has to be met first. While some documents are on
    /// their way, the answer to those before is noted and those after are written.
    pub(super) async fn push(&mut self, round: &mut Round) -> Result<bool, Trouble> {
        let http = Rc::clone(&self.http);
        let ids: Vec<RecordId> = self.ledger.unsent.keys().copied().collect();
        let total = ids.len() as u64;
        let mut ids = ids.into_iter();
        let mut left = None;
        let mut has_conflicts = false;
        let mut answered: Option<(Answer, Vec<Sending>)> = None;
        let mut batch = self.batch(&mut ids, &mut left).await;
        let mut body = written(&batch);
        let mut taken = Vec::new();
        while !batch.is_empty() || answered.is_some() {
            if let Some((answer, refused)) = answered.take_if(|(answer, _)| !answer.is_ok()) {
                has_conflicts |= self.refused_together(&answer, refused, round).await?;
            }
            let request = (!batch.is_empty()).then(|| Request::post("_bulk_docs", body));
            let sending = async {
                match request {
                    Some(request) => http.send(request).await.map(Some),
                    None => Ok(None),
                }
            };
            let before = answered.take();
            let settled = std::mem::take(&mut taken);
            let working = async {
                self.settle_sent(settled).await;
                let mut sent = Sent::default();
                if let Some((answer, batch)) = before {
                    sent = self.sent(&answer, batch, round).await?;
                    (self.progress)(round.sent, Some(total));
                }
                let next = self.batch(&mut ids, &mut left).await;
                self.store.rest().await;
                let body = written(&next);
                Ok::<_, Trouble>((sent, next, body))
            };
            let (answer, worked) = both(sending, working).await;
            let (sent, next, text) = worked?;
            let batch_sent = std::mem::replace(&mut batch, next);
            body = text;
            answered = answer?.map(|answer| (answer, batch_sent));
            // Not at the same time: what went wrong there ends the round before this, for the server may be
            // another by now than the one that has it.
            self.prune(sent.losers).await?;
            has_conflicts |= sent.has_conflicts;
            taken = sent.taken;
        }
        self.settle_sent(taken).await;
        Ok(has_conflicts)
    }

    /// The next documents that go together.
    async fn batch(
        &mut self,
        ids: &mut impl Iterator<Item = RecordId>,
        left: &mut Option<Sending>,
    ) -> Vec<Sending> {
        let mut batch: Vec<Sending> = left.take().into_iter().collect();
        let mut bytes: usize = batch.iter().map(|sending| sending.text.len()).sum();
        for id in ids {
            self.store.rest().await;
            let Some(sending) = self.sending(id) else {
                continue;
            };
            bytes += sending.text.len();
            if !batch.is_empty() && bytes > BYTES_MAX {
                *left = Some(sending);
                break;
            }
            batch.push(sending);
            if batch.len() == self.parts.documents {
                break;
            }
        }
        batch
    }

    /// The record as it is to be sent; none where the server has it, or does not take it.
    fn sending(&mut self, id: RecordId) -> Option<Sending> {
        // What is not on the disk here is nobody's to have: it is heard of when it is.
        if self.store.is_writing(id) {
            return None;
        }
        let known = self.ledger.known.get(&id);
        let record = self.store.record(id);
        // What was made and taken back before anybody heard of it.
        let record = record.filter(|own| known.is_some() || own.standing() != Standing::Gone);
        let Some(record) = record else {
            self.ledger.unsent.remove(&id);
            return None;
        };
        let content = content(&record);
        if known.is_some_and(|known| known.is(&record)) {
            self.ledger.unsent.remove(&id);
            return None;
        }
        let name = self.name_of(id);
        let is_refused = self
            .refused
            .get(&id)
            .is_some_and(|(what, _)| *what == content);
        if is_refused || self.ledger.unread.contains_key(&name) {
            return None;
        }
        let mut out = JsonWriter::default();
        write_replica(&mut out, &record);
        let text = self.document(id, out.finish(), known.map(|known| &*known.rev))?;
        Some(Sending {
            id,
            name,
            content,
            losers: known.map(|known| known.losers.clone()).unwrap_or_default(),
            text,
            ids: self.ids_to_note(&record),
        })
    }

    /// Sends documents again that were refused together, fewer at a time.
    async fn refused_together(
        &mut self,
        answer: &Answer,
        batch: Vec<Sending>,
        round: &mut Round,
    ) -> Result<bool, Trouble> {
        let mut has_conflicts = false;
        let mut left = self.halves(answer, batch)?;
        while let Some(batch) = left.pop() {
            let request = Request::post("_bulk_docs", written(&batch));
            let answer = self.http.send(request).await?;
            if answer.is_ok() {
                let sent = self.sent(&answer, batch, round).await?;
                self.prune(sent.losers).await?;
                has_conflicts |= sent.has_conflicts;
                self.settle_sent(sent.taken).await;
            } else {
                left.extend(self.halves(&answer, batch)?);
            }
        }
        Ok(has_conflicts)
    }

    /// What is sent instead of documents that were refused together; nothing instead of a single one.
    fn halves(
        &mut self,
        answer: &Answer,
        mut batch: Vec<Sending>,
    ) -> Result<Vec<Vec<Sending>>, Trouble> {
        match (Trouble::of(answer), batch.as_slice()) {
            (Trouble::Refused(why), [one]) => {
                self.refused.insert(one.id, (one.content, why.clone()));
                self.refused_in_a_row += 1;
                match self.refused_in_a_row == REFUSED_IN_A_ROW {
                    true => Err(Trouble::Refused(why)),
                    false => Ok(Vec::new()),
                }
            }
            (Trouble::Refused(_), _) => {
                let half = batch.split_off(batch.len() / 2);
                Ok(vec![half, batch])
            }
            (trouble, _) => Err(trouble),
        }
    }

    /// What the server said of each.
    async fn sent(
        &mut self,
        answer: &Answer,
        batch: Vec<Sending>,
        round: &mut Round,
    ) -> Result<Sent, Trouble> {
        let outcomes = outcomes(&answer.body).ok_or_else(Trouble::unexpected)?;
        let mut has_conflicts = false;
        let mut note = Note {
            heard: self.ledger.heard,
            ..Note::default()
        };
        let mut losers = Vec::new();
        for sending in batch {
            // By its id: the rows may come in another order, or not all.
            match outcomes.get(&sending.name) {
                Some(Outcome::Taken(rev)) => {
                    round.sent += 1;
                    self.refused_in_a_row = 0;
                    self.refused.remove(&sending.id);
                    losers.extend(sending.losers.iter().map(|rev| (sending.id, rev.clone())));
                    let known = Known {
                        rev: rev.clone(),
                        content: sending.content,
                        losers: sending.losers,
                        session: self.session,
                    };
                    note.known.push((sending.id, known));
                    note.ids.extend(sending.ids);
                }
                Some(Outcome::Conflict) | None => has_conflicts = true,
                Some(Outcome::Refused(why)) => {
                    self.refused
                        .insert(sending.id, (sending.content, why.clone()));
                }
            }
        }
        let taken: Vec<RecordId> = note.known.iter().map(|(id, _)| *id).collect();
        self.note_soon(note).await?;
        Ok(Sent {
            has_conflicts,
            taken,
            losers,
        })
    }

    /// Looks what of that which was taken is sent by that.
    async fn settle_sent(&mut self, taken: Vec<RecordId>) {
        for id in taken {
            let is_sent = self.ledger.known.get(&id).zip(self.store.record(id));
            if is_sent.is_some_and(|(known, record)| known.is(&record)) {
                self.ledger.unsent.remove(&id);
            }
            self.store.rest().await;
        }
    }

    /// Ends the branches whose content is in the winner by now: in a request of its own, for of two
    /// writings of one document in one request only one is taken.
    async fn prune(&mut self, losers: Vec<(RecordId, String)>) -> Result<(), Trouble> {
        if losers.is_empty() {
            return Ok(());
        }
        // One of each document at a time, for the same reason.
        let mut left = losers;
        while !left.is_empty() {
            let mut now: Vec<(RecordId, String)> = Vec::new();
            let mut later = Vec::new();
            for loser in left {
                if now.iter().any(|(id, _)| *id == loser.0) {
                    later.push(loser);
                } else {
                    now.push(loser);
                }
            }
            let named = now.iter().map(|(id, rev)| (self.name_of(*id), rev));
            let texts: Vec<String> = named.map(|(name, rev)| tombstone(&name, rev)).collect();
            let body = documents(texts.iter().map(String::as_str));
            let answer = self.http.send(Request::post("_bulk_docs", body)).await?;
            super::changes::whole(&answer)?;
            let outcomes = outcomes(&answer.body).ok_or_else(Trouble::unexpected)?;
            if now
                .iter()
                .any(|(id, _)| !outcomes.contains_key(&self.name_of(*id)))
            {
                return Err(Trouble::unexpected());
            }
            let mut note = Note {
                heard: self.ledger.heard,
                ..Note::default()
            };
            for (id, rev) in &now {
                if let Some(known) = self.ledger.known.get(id) {
                    let mut known = known.clone();
                    known.losers.retain(|other| other != rev);
                    note.known.push((*id, known));
                }
            }
            self.note(note).await?;
            left = later;
        }
        Ok(())
    }
}

/// The body of a request that sends records.
fn written(batch: &[Sending]) -> String {
    documents(batch.iter().map(|sending| sending.text.as_str()))
}

/// The body of a request that writes documents, which are JSON already.
fn documents<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<&str> = texts.collect();
    format!("{{\"docs\":[{}]}}", texts.join(","))
}

fn tombstone(name: &str, rev: &str) -> String {
    let mut out = JsonWriter::default();
    out.object().name("_id").text(name);
    out.name("_rev").text(rev);
    out.name("_deleted").literal(true).end_object();
    out.finish()
}

fn outcomes(body: &str) -> Option<HashMap<String, Outcome>> {
    let rows: Vec<Members<'_>> = serde_json::from_str(body).ok()?;
    let mut outcomes = HashMap::with_capacity(rows.len());
    for row in rows {
        let outcome = match text(&row, "error").as_deref() {
            Some("conflict") => Outcome::Conflict,
            Some(error) => {
                let reason = text(&row, "reason").unwrap_or_default();
                // What is no refusal of the document passes by itself.
                match error {
                    "forbidden" | "unauthorized" | "bad_request" | "doc_validation"
                    | "document_too_large" => Outcome::Refused(reason),
                    _ => Outcome::Conflict,
                }
            }
            None => Outcome::Taken(text(&row, "rev")?),
        };
        outcomes.insert(text(&row, "id")?, outcome);
    }
    Some(outcomes)
}
