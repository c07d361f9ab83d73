//! Reads what is new in the database and merges it into the store. How far it was read is told the server
//! only when what was read is on the disk: whatever stops in between is read again, which does no harm.

use super::alias;
use super::changes::{Leaf, Leaves, Row};
use super::client::{Client, Round};
use super::guard::{is_deletion, kept};
use super::ledger::{Note, Unsent};
use super::meet::{Met, meet};
use super::trouble::Trouble;
use super::{Http, Store};
use crate::domain::RecordId;
use std::collections::HashMap;

impl<H: Http, S: Store> Client<H, S> {
    /// Reads the feed to its end; says whether that took more than one part.
    pub(super) async fn pull(&mut self, round: &mut Round) -> Result<bool, Trouble> {
        let (mut pages, mut read) = (0u64, 0);
        loop {
            let page = self.changes(&self.since).await?;
            let wanted: Vec<(RecordId, Row)> = page
                .rows
                .iter()
                .filter_map(|row| Some((RecordId::parse(&row.id).ok()?, row.clone())))
                .filter(|(id, row)| !self.is_known(*id, row))
                .collect();
            let found = match wanted.is_empty() {
                true => Leaves::default(),
                false => {
                    let rows: Vec<Row> = wanted.iter().map(|(_, row)| row.clone()).collect();
                    self.leaves(&rows).await?
                }
            };
            let is_last = page.rows.len() < self.parts.documents;
            if !wanted.is_empty() {
                self.take(&wanted, &found, round).await?;
            }
            self.shown.extend(alias::shown(&page.rows));
            self.since = page.last;
            read += page.rows.len() as u64;
            (self.progress)(read, page.pending.map(|pending| read + pending));
            if is_last {
                self.look_at_aliases().await?;
                return Ok(pages > 0);
            }
            pages += 1;
            if pages.is_multiple_of(self.parts.kept) {
                self.keep().await?;
            }
        }
    }

    /// Notes the aliases that lead where they should not: only now that all that is new is here, and not
    /// where something could not be read, which others may have followed.
    async fn look_at_aliases(&mut self) -> Result<(), Trouble> {
        if !self.unread.is_empty() {
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

    /// Merges what was found, and then notes it.
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
        let wrong: HashMap<&str, &str> = leaves
            .wrong
            .iter()
            .map(|(id, why)| (id.as_str(), why.as_str()))
            .collect();
        let mut met: Vec<Met> = Vec::new();
        let mut deletions = 0;
        for (id, row) in wanted {
            if let Some(why) = wrong.get(row.id.as_str()) {
                self.unread.insert(row.id.clone(), (*why).to_owned());
                continue;
            }
            let leaves = by_id.get(row.id.as_str()).map_or(&[][..], Vec::as_slice);
            let ours = self.store.record(*id);
            let unsent = self.ledger.unsent.get(id);
            match meet(*id, ours.as_ref(), unsent, leaves, self.session) {
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
                    met.extend(one.filter(|one| !self.is_met(one)));
                }
                Err(error) => {
                    self.unread.insert(row.id.clone(), error.to_string());
                }
            }
            self.store.rest().await;
        }
        let records = || self.store.all().len() as u64;
        let passed = self.guard.pass(deletions, records);
        passed.map_err(Trouble::Deletions)?;
        round.came += met.len() as u64;
        let records = met.iter().map(|met| met.record.clone()).collect();
        if !met.is_empty() {
            self.store.merge(records).await?;
        }
        let mut note = Note {
            heard: self.ledger.heard,
            ..Note::default()
        };
        let mut sent = Vec::new();
        for Met {
            record,
            known,
            replaced,
        } in met
        {
            round.replaced.extend(replaced);
            note.ids.extend(self.ledger.ids(&record));
            let id = record.id;
            let here = self.store.record(id);
            self.store.rest().await;
            let is_there = known.as_ref().zip(here);
            if is_there.is_some_and(|(known, here)| known.is(&here)) {
                sent.push(id);
            } else {
                note.unsent.push((id, Unsent::new()));
            }
            match known {
                Some(known) => note.known.push((id, known)),
                None => note.gone.push(id),
            }
        }
        self.note(note).await?;
        for id in sent {
            self.ledger.unsent.remove(&id);
        }
        Ok(())
    }
}
