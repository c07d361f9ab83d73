//! Reads what is new in the database and merges it into the store. How far it was read is told the server
//! only when what was read is on the disk: whatever stops in between is read again, which does no harm.

use super::alias;
use super::both::both;
use super::changes::{Leaf, Leaves, Page, Row, changes, leaves};
use super::client::{BEGINNING, Client, Round};
use super::guard::{is_deletion, kept};
use super::ledger::{Known, Note, Unread};
use super::meet::{Here, Met, meet};
use super::trouble::Trouble;
use super::{Arriving, Http, Store};
use crate::domain::{Record, RecordId};
use std::collections::HashMap;
use std::rc::Rc;

/// A part of the feed, with what stands in the documents that are not known.
struct Part {
    page: Page,
    wanted: Wanted,
    found: Leaves,
}

/// What of a part of the feed is looked at.
struct Wanted {
    /// The documents that are records and not known.
    records: Vec<(RecordId, Row)>,
    /// Those that are none and look like it, with what is wrong.
    strange: Vec<(Row, String)>,
}

impl Wanted {
    fn rows(&self) -> Vec<Row> {
        self.records.iter().map(|(_, row)| row.clone()).collect()
    }

    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.strange.is_empty()
    }
}

/// What came of documents and what there is of them here.
#[derive(Default)]
struct Meeting {
    /// What is to be merged, each with what there is of it here.
    met: Vec<(Option<Record>, Met)>,
    /// How many records would be deleted.
    deletions: u64,
    /// The documents that cannot be read, with why; no why where they can be.
    unread: Vec<(String, Option<Unread>)>,
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
            // Two answers were read, and what is next is to be asked for.
            self.store.rest().await;
            let wanted = self.wanted(&page.rows)?;
            let rows = wanted.rows();
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

    /// Asks once more for the documents that could not be read when they came: the feed tells of them no
    /// more, and this may be a program that reads them.
    pub(super) async fn read_again(&mut self, round: &mut Round) -> Result<(), Trouble> {
        if self.is_read_again {
            return Ok(());
        }
        let unread = self.ledger.unread.iter();
        let rows = unread.map(|(id, unread)| Row {
            id: id.clone(),
            leaves: unread.leaves.clone(),
        });
        let rows: Vec<Row> = rows.collect();
        for some in rows.chunks(self.parts.documents) {
            let wanted = self.wanted(some)?;
            let found = leaves(&*self.http, &wanted.rows()).await?;
            self.take(&wanted, found, round).await?;
        }
        self.is_read_again = true;
        Ok(())
    }

    /// What of the rows of a feed is not known.
    fn wanted(&self, rows: &[Row]) -> Result<Wanted, Trouble> {
        let sorted = self.records_of(rows)?;
        let records = sorted.records.into_iter();
        let records = records.filter(|(id, row)| !self.is_known(*id, row));
        let strange = sorted.strange.into_iter();
        Ok(Wanted {
            records: records.map(|(id, row)| (id, row.clone())).collect(),
            strange: strange.map(|(row, why)| (row.clone(), why)).collect(),
        })
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
        // Another server answers than the one whose feed it is, and has not heard of it yet.
        self.is_short |= found.missing > 0;
        if !wanted.is_empty() {
            self.take(&wanted, found, round).await?;
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
        if !self.ledger.unread.is_empty() || self.seal.is_some() {
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
        wanted: &Wanted,
        found: Leaves,
        round: &mut Round,
    ) -> Result<(), Trouble> {
        let leaves = self.opened(found).await;
        let mut by_id: HashMap<&str, Vec<&Leaf>> = HashMap::new();
        for leaf in &leaves.found {
            by_id.entry(&leaf.id).or_default().push(leaf);
        }
        let wrong = leaves.wrong.iter();
        let wrong = wrong.map(|(id, why)| (id.as_str(), why.as_str())).collect();
        let mut strange = self.strange(&wanted.strange);
        let mut wanted: Vec<&(RecordId, Row)> = wanted.records.iter().collect();
        let mut are_counted = false;
        self.listen().await?;
        loop {
            let Meeting {
                met,
                deletions,
                mut unread,
            } = self.meet(&wanted, &by_id, &wrong).await;
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
            unread.append(&mut strange);
            self.learn(merged.collect(), unread, round).await?;
            if left.is_empty() {
                return Ok(());
            }
            self.listen().await?;
            wanted.retain(|(id, _)| left.contains(id));
        }
    }

    /// What is to be noted of documents that are no records; nothing of those of which that is known.
    fn strange(&self, found: &[(Row, String)]) -> Vec<(String, Option<Unread>)> {
        let unread = found.iter().map(|(row, why)| unread(row, why.clone()));
        let is_news = |(id, unread): &(String, Unread)| self.ledger.unread.get(id) != Some(unread);
        let news = unread.filter(is_news);
        news.map(|(id, unread)| (id, Some(unread))).collect()
    }

    /// Lets documents meet what there is of them here.
    async fn meet(
        &self,
        wanted: &[&(RecordId, Row)],
        by_id: &HashMap<&str, Vec<&Leaf>>,
        wrong: &HashMap<&str, &str>,
    ) -> Meeting {
        let mut meeting = Meeting::default();
        let mut strange = Vec::new();
        let author = self.store.author();
        for (id, row) in wanted {
            if let Some(why) = wrong.get(row.id.as_str()) {
                strange.push((row.clone(), (*why).to_owned()));
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
                    if self.ledger.unread.contains_key(&row.id) {
                        meeting.unread.push((row.id.clone(), None));
                    }
                    if let (Some(ours), Some(met)) = (&ours, &mut one)
                        && is_deletion(ours, &met.record)
                    {
                        meeting.deletions += 1;
                        if self.guard.answer == Some(false) {
                            met.record = kept(ours, &met.record);
                        }
                    }
                    let one = one.filter(|one| !self.is_met(one));
                    meeting.met.extend(one.map(|met| (ours, met)));
                }
                Err(error) => strange.push((row.clone(), error.to_string())),
            }
            self.store.rest().await;
        }
        meeting.unread.extend(self.strange(&strange));
        meeting
    }

    /// Notes what is merged, each with what there was of it before, and what can and cannot be read.
    async fn learn(
        &mut self,
        merged: Vec<(Option<Record>, Met)>,
        unread: Vec<(String, Option<Unread>)>,
        round: &mut Round,
    ) -> Result<(), Trouble> {
        round.came += merged.len() as u64;
        let mut note = Note {
            heard: self.ledger.heard,
            unread,
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

fn unread(row: &Row, why: String) -> (String, Unread) {
    let leaves = row.leaves.clone();
    (row.id.clone(), Unread { leaves, why })
}
