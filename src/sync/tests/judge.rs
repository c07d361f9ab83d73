//! What must hold of a world that came to rest: everybody has the same, and nobody lost an edit.

use super::super::seal::tests::seal;
use super::link::DATABASE;
use super::world::{Peer, World};
use crate::document::conflict::conflicts;
use crate::document::json::read_replica;
use crate::domain::{Record, RecordId, Stamp, Value};
use satchel_couch::Server;
use std::collections::{BTreeMap, BTreeSet};

impl World {
    /// Says what does not hold.
    pub(super) fn judge(&mut self) -> Result<(), String> {
        let Some(first) = self.posts.first() else {
            return Ok(());
        };
        let records = first.device.records();
        for post in &self.posts {
            same(&records, &post.device.records())?;
        }
        for link in &self.links {
            let server = link.server.borrow();
            self.is_hidden(&server)?;
            for record in records.values() {
                self.on_server(&server, record)?;
                let leaves = server.tree(DATABASE, &self.name(record.id));
                let leaves = leaves.map_or(0, |tree| tree.leaves().count() as u64);
                self.tally.leaves_max = self.tally.leaves_max.max(leaves);
            }
        }
        // Where nobody brings branches none begins.
        if self.plan.peer == Peer::Nobody && self.tally.leaves_max > 1 {
            return Err("a tree has branched".to_owned());
        }
        self.no_edit_is_lost(&records)?;
        self.no_value_is_forgotten(&records)
    }

    fn name(&self, id: RecordId) -> String {
        match self.plan.is_sealed {
            true => seal().name(id),
            false => id.to_string(),
        }
    }

    /// Of an encrypted database nobody reads anything but ids that say nothing and what is sealed.
    fn is_hidden(&self, server: &Server) -> Result<(), String> {
        let documents = server.documents(DATABASE);
        if self.plan.is_sealed && !documents.contains_key("meta:keys") {
            return Err("nobody finds the keys".to_owned());
        }
        let ids = documents.into_keys();
        for id in ids.filter(|_| self.plan.is_sealed) {
            if id == "meta:keys" {
                continue;
            }
            let leaves = server.leaves(DATABASE, &id);
            let fields = leaves.iter().flat_map(|leaf| leaf.body.fields.keys());
            let fields: BTreeSet<&str> = fields.map(String::as_str).collect();
            if !id.starts_with("r:") || fields != BTreeSet::from(["c", "e", "k"]) {
                return Err(format!("{id} says {fields:?}"));
            }
        }
        Ok(())
    }

    /// The server has the record as it is, once.
    fn on_server(&self, server: &Server, record: &Record) -> Result<(), String> {
        let id = self.name(record.id);
        let leaves = server.leaves(DATABASE, &id);
        let [leaf] = leaves.as_slice() else {
            return Err(format!("{id} has {} leaves", leaves.len()));
        };
        let mut body = leaf.body.fields.clone();
        body.insert("_id".to_owned(), id.clone().into());
        let mut text = serde_json::Value::Object(body).to_string();
        if self.plan.is_sealed {
            let opened = seal().open(&id, &text);
            text = opened.map_err(|error| format!("{id}: {error}"))?;
        }
        let there = read_replica(&text).map_err(|error| error.to_string())?;
        if there != *record {
            return Err(format!(
                "{id} is {there:?} on the server, {record:?} on the devices"
            ));
        }
        Ok(())
    }

    fn no_edit_is_lost(&self, records: &BTreeMap<RecordId, Record>) -> Result<(), String> {
        for ((id, key), edits) in &self.edits {
            let needed = edits.iter().filter(|edit| !edit.may_go);
            let seen: Vec<Stamp> = needed.clone().filter_map(|edit| edit.seen).collect();
            let Some(latest) = needed.map(|edit| edit.register.stamp).max() else {
                continue;
            };
            let stays = records.get(id).and_then(|record| record.register(key));
            let Some(stays) = stays.filter(|stays| stays.stamp >= latest) else {
                return Err(format!("{id} {key:?} lost {latest}, has {stays:?}"));
            };
            if seen.contains(&stays.stamp) {
                return Err(format!("{id} {key:?} is {stays:?}, which was written over"));
            }
            let is_theirs = stays.value.as_ref().is_some_and(|value| {
                let mut foreign = self.foreign.iter().filter(|(of, _)| of == id);
                foreign.any(|(_, text)| *value == Value::text(text.as_str()))
            });
            if !is_theirs && !edits.iter().any(|edit| edit.register == *stays) {
                return Err(format!("{id} {key:?} is {stays:?}, which nobody wrote"));
            }
        }
        Ok(())
    }

    /// Every value is the one that stays, or was seen by whoever wrote over it, or is kept beside. Which of
    /// the values that a server forgets, or that branches hold, was seen by whom, nobody knows.
    fn no_value_is_forgotten(&self, records: &BTreeMap<RecordId, Record>) -> Result<(), String> {
        if self.plan.peer != Peer::Nobody || self.plan.has_rewinds {
            return Ok(());
        }
        for ((id, key), edits) in &self.edits {
            let Some(record) = records.get(id) else {
                continue;
            };
            let stays = record.register(key);
            let kept = conflicts(record).filter(|conflict| conflict.key == *key);
            let kept: Vec<Option<Value>> = kept.map(|conflict| conflict.lost.value).collect();
            // Who wrote the same as another did not take it from them.
            let is_seen = |value: &Option<Value>| {
                let mut same = edits.iter().filter(|edit| edit.register.value == *value);
                same.any(|edit| {
                    let stamp = Some(edit.register.stamp);
                    edits.iter().any(|other| other.seen == stamp)
                })
            };
            for edit in edits.iter().filter(|edit| !edit.may_go) {
                let register = &edit.register;
                let value = &register.value;
                let stays_so = stays.is_some_and(|stays| stays.value == *value);
                if !stays_so && !kept.contains(value) && !is_seen(value) {
                    return Err(format!(
                        "{id} {key:?}: {register:?} was forgotten for {stays:?}, kept is {kept:?}"
                    ));
                }
            }
        }
        Ok(())
    }
}

fn same(
    one: &BTreeMap<RecordId, Record>,
    other: &BTreeMap<RecordId, Record>,
) -> Result<(), String> {
    for (id, record) in one {
        let there = other.get(id);
        if there != Some(record) {
            return Err(format!(
                "{id} is {record:?} on one device, {there:?} on another"
            ));
        }
    }
    match one.len() == other.len() {
        true => Ok(()),
        false => Err("a device has records that another has not".to_owned()),
    }
}
