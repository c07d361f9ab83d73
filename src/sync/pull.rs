//! Reads what is new in the database and merges it into the store. How far it was read is told the server
//! only when what was read is on the disk: whatever stops in between is read again, which does no harm.

use super::alias;
use super::both::both;
use super::changes::{Leaf, Leaves, Page, Row, changes, leaves};
use super::client::{BEGINNING, Client, Round};
use super::guard::{is_deletion, kept};
use super::ledger::{Known, Note};
use super::meet::{Here, Met, meet};
use super::trouble::Trouble;
use super::{Arriving, Http, Store};
use crate::domain::{Record, RecordId};
use std::collections::HashMap;
use std::rc::Rc;

/// A part of the feed, with what stands in the documents that are not known.
struct Part {
    page: Page,
    wanted: Vec<(RecordId, Row)>,
    found: Leaves,
}

impl<H: Http, S: Store> Client<H, S> {
    /// Reads the feed to its end; says whether that took more than one part. While one part is merged, the
    /// next is on its way.
    pub(super) async fn pull(&mut self, round: &mut Round) -> Result<bool, Trouble> {
        let (http, limit) = (Rc::clone(&self.http), self.parts.documents);
        let (mut pages, mut read) = (0u64, 0);
        let mut page = match changes(&*http, &self.since, limit).await {
            // It does not know its own word for how far one came: another is in its place.
            Err(Trouble::Refused(_)) if self.since != BEGINNING => {
                BEGINNING.clone_into(&mut self.since);
                changes(&*http, &self.since, limit).await?
            }
            page => page?,
        };
        let mut before: Option<Part> = None;
        loop {
            let wanted = self.wanted(&page)?;
            let rows: Vec<Row> = wanted.iter().map(|(_, row)| row.clone()).collect();
            let next = (page.rows.len() == limit).then_some(&*page.last);
            let ahead = async {
                let page = async {
                    match next {
                        Some(since) => changes(&*http, since, limit).await.map(Some),
                        None => Ok(None),
                    }
                };
                both(leaves(&*http, &rows), page).await
            };
            let (found, next) = match before.take() {
                Some(part) => {
                    let merging = self.merge(part, &mut read, round);
                    let (merged, ahead) = both(merging, ahead).await;
                    merged?;
                    pages += 1;
                    ahead
                }
                None => ahead.await,
            };
            // What went wrong there ends the round before the server is told anything: it may be another
            // by now than the one that was asked.
            let (found, next) = (found?, next?);
            if pages > 0 && pages.is_multiple_of(self.parts.kept) {
                self.keep().await?;
            }
            let part = Part {
                page,
                wanted,
                found,
            };
            match next {
                Some(next) => (page, before) = (next, Some(part)),
                None => {
                    self.merge(part, &mut read, round).await?;
                    self.store.show().await;
                    self.look_at_aliases().await?;
                    return Ok(pages > 0);
                }
            }
        }
    }

    /// The documents of a part of the feed that are records and not known.
    fn wanted(&mut self, page: &Page) -> Result<Vec<(RecordId, Row)>, Trouble> {
        let records = self.records_of(&page.rows)?.into_iter();
        let records = records.filter(|(id, row)| !self.is_known(*id, row));
        Ok(records.map(|(id, row)| (id, row.clone())).collect())
    }

    /// Merges a part of the feed, and stands behind it then.
    async fn merge(
        &mut self,
        part: Part,
        read: &mut u64,
        round: &mut Round,
    ) -> Result<(), Trouble> {
        let Part {
            page,
            wanted,
            found,
        } = part;
        if !wanted.is_empty() {
            let found = self.opened(found).await;
            // Another server answers than the one whose feed it is, and has not heard of it yet.
            self.is_short |= found.missing > 0;
            self.take(&wanted, &found, round).await?;
        }
        self.shown.extend(alias::shown(&page.rows));
        *read += page.rows.len() as u64;
        let pending = page.pending.map(|pending| *read + pending);
        self.since = page.last;
        (self.progress)(*read, pending);
        Ok(())
    }

    /// Notes the aliases that lead where they should not: only now that all that is new is here, and not
    /// where something could not be read, which others may have followed.
    async fn look_at_aliases(&mut self) -> Result<(), Trouble> {
        if !self.unread.is_empty() || self.seal.is_some() {
            return Ok(());
        }
        let aliases = self.ledger.strange(&self.shown);
        if aliases.is_empty() {
            return Ok(());
        }
        let note = Note {
            heard: self.ledger.heard,
            aliases,
            ..Note::default()
        };
        self.note(note).await
    }

    fn is_known(&self, id: RecordId, row: &Row) -> bool {
        self.ledger.known.get(&id).is_some_and(|known| {
            let is_known = |rev: &String| *rev == known.rev || known.losers.contains(rev);
            row.leaves.len() == known.losers.len() + 1 && row.leaves.iter().all(is_known)
        })
    }

    /// The feed tells of branches that were ended too, so that what is known may come again.
    fn is_met(&self, met: &Met) -> bool {
        let there = self
            .ledger
            .known
            .get(&met.record.id)
            .zip(met.known.as_ref());
        there.is_some_and(|(known, now)| {
            (&known.rev, known.content, &known.losers) == (&now.rev, now.content, &now.losers)
        })
    }

    /// Merges what was found, and then notes it. What somebody writes here in between is heard of first.
    async fn take(
        &mut self,
        wanted: &[(RecordId, Row)],
        leaves: &Leaves,
        round: &mut Round,
    ) -> Result<(), Trouble> {
        let mut by_id: HashMap<&str, Vec<&Leaf>> = HashMap::new();
        for leaf in &leaves.found {
            by_id.entry(&leaf.id).or_default().push(leaf);
        }
        let wrong = leaves.wrong.iter();
        let wrong = wrong.map(|(id, why)| (id.as_str(), why.as_str())).collect();
        let mut wanted: Vec<&(RecordId, Row)> = wanted.iter().collect();
        let mut are_counted = false;
        self.listen().await?;
        loop {
            let (met, deletions) = self.meet(&wanted, &by_id, &wrong).await;
            let written = self.listen().await?.ids;
            if wanted.iter().any(|(id, _)| written.contains(id)) {
                continue;
            }
            let records = || self.store.all().len() as u64;
            let deletions = if are_counted { 0 } else { deletions };
            let passed = self.guard.pass(deletions, records);
            passed.map_err(Trouble::Deletions)?;
            are_counted = true;
            let arriving = met.iter().map(|(seen, met)| Arriving {
                seen: seen.clone(),
                record: met.record.clone(),
            });
            let left = match met.is_empty() {
                true => Vec::new(),
                false => self.store.merge(arriving.collect()).await?,
            };
            let merged = met.into_iter();
            let merged = merged.filter(|(_, met)| !left.contains(&met.record.id));
            self.learn(merged.collect(), round).await?;
            if left.is_empty() {
                return Ok(());
            }
            self.listen().await?;
            wanted.retain(|(id, _)| left.contains(id));
        }
    }

    /// What comes of documents and what there is of them here, each with that; and how many of them
    /// would be deleted.
    async fn meet(
        &mut self,
        wanted: &[&(RecordId, Row)],
        by_id: &HashMap<&str, Vec<&Leaf>>,
        wrong: &HashMap<&str, &str>,
    ) -> (Vec<(Option<Record>, Met)>, u64) {
        let (mut all, mut deletions) = (Vec::new(), 0);
        let author = self.store.author();
        for (id, row) in wanted {
            if let Some(why) = wrong.get(row.id.as_str()) {
                self.unread.insert(row.id.clone(), (*why).to_owned());
                continue;
            }
            let leaves = by_id.get(row.id.as_str()).map_or(&[][..], Vec::as_slice);
            let ours = self.store.record(*id);
            let here = Here {
                record: ours.as_ref(),
                unsent: self.ledger.unsent.get(id),
                author,
            };
            match meet(*id, here, leaves, self.session) {
                Ok(mut one) => {
                    self.unread.remove(&row.id);
                    if let (Some(ours), Some(met)) = (&ours, &mut one)
                        && is_deletion(ours, &met.record)
                    {
                        deletions += 1;
                        if self.guard.answer == Some(false) {
                            met.record = kept(ours, &met.record);
                        }
                    }
                    let one = one.filter(|one| !self.is_met(one));
                    all.extend(one.map(|met| (ours, met)));
                }
                Err(error) => {
                    self.unread.insert(row.id.clone(), error.to_string());
                }
            }
            self.store.rest().await;
        }
        (all, deletions)
    }

    /// Notes what is merged, each with what there was of it before.
    async fn learn(
        &mut self,
        merged: Vec<(Option<Record>, Met)>,
        round: &mut Round,
    ) -> Result<(), Trouble> {
        round.came += merged.len() as u64;
        let mut note = Note {
            heard: self.ledger.heard,
            ..Note::default()
        };
        let mut sent = Vec::new();
        for (seen, met) in merged {
            let Met {
                record,
                known,
                replaced,
                unsent,
            } = met;
            round.replaced.extend(replaced);
            note.ids.extend(self.ids_to_note(&record));
            let id = record.id;
            self.store.rest().await;
            let is_there = |known: &Known| {
                // What was not here is here then as it came.
                let came_so = seen.is_none() && known.is(&record);
                came_so || self.store.record(id).is_some_and(|here| known.is(&here))
            };
            if known.as_ref().is_some_and(is_there) {
                sent.push(id);
            } else {
                note.unsent.push((id, unsent));
            }
            match known {
                Some(known) => note.known.push((id, known)),
                None => note.gone.push(id),
            }
        }
        self.note_soon(note).await?;
        for id in sent {
            self.ledger.unsent.remove(&id);
        }
        Ok(())
    }
}
