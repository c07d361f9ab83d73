//! A device for the tests: records, a journal and a ledger that outlive whoever works on them, so that
//! a client can be killed at any of its steps and opened again over what was on the disk.

use super::super::ledger::{Note, content};
use super::super::{Arriving, Sequence, Store, StoreError, Written};
use crate::domain::random::Random;
use crate::domain::{Key, Record, RecordId, RecordKind, Register, ReplicaId, Stamp, Uuid, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// What a device has on its disk.
#[derive(Default)]
pub(super) struct Disk {
    pub(super) records: BTreeMap<RecordId, Record>,
    journal: Vec<(RecordId, Key, Option<Register>)>,
    notes: Vec<Vec<u8>>,
    /// So many of the last are lost with the power.
    on_their_way: usize,
    clock: u64,
    /// Of each register the last stamp that the server said it has, as the device noted: who lives by
    /// that may take the device for lost.
    pub(super) sent: BTreeMap<(RecordId, Key), Stamp>,
    /// How often an edit that was made here came to be there.
    pub(super) sent_count: u64,
}

/// A device, as whoever works on it sees it.
#[derive(Clone)]
pub(super) struct Device {
    pub(super) replica: ReplicaId,
    pub(super) disk: Rc<RefCell<Disk>>,
}

impl Device {
    pub(super) fn new(replica: u64) -> Self {
        Self {
            replica: ReplicaId(replica),
            disk: Rc::default(),
        }
    }

    /// Writes registers of a record as a person does, by the device's clock; makes the record where there
    /// is none. Gives what was written, each with the stamp that stood there.
    pub(super) fn write(
        &self,
        id: RecordId,
        now_ms: u64,
        values: Vec<(Key, Option<Value>)>,
    ) -> Vec<(Key, Register, Option<Stamp>)> {
        let disk = &mut *self.disk.borrow_mut();
        disk.on_their_way = 0;
        disk.clock = (disk.clock + 1).max(now_ms << 16);
        let tick = Stamp {
            time: disk.clock,
            replica: self.replica,
        };
        let record = disk
            .records
            .entry(id)
            .or_insert_with(|| Record::new(id, tick));
        let mut done = Vec::new();
        for (key, value) in values {
            let before = record.register(&key).cloned();
            let seen = before.as_ref().map(|before| before.stamp);
            let stamp = crate::workspace::clock::above(tick, seen);
            let register = Register { value, stamp };
            record.put(key.clone(), Some(register.clone()));
            disk.journal.push((id, key.clone(), before));
            done.push((key, register, seen));
        }
        done
    }

    /// What was not yet on the disk for good is lost.
    pub(super) fn lose_power(&self) {
        let disk = &mut *self.disk.borrow_mut();
        let left = disk.notes.len() - std::mem::take(&mut disk.on_their_way);
        disk.notes.truncate(left);
    }

    /// The records as they are.
    pub(super) fn records(&self) -> BTreeMap<RecordId, Record> {
        self.disk.borrow().records.clone()
    }
}

impl Store for Device {
    fn record(&self, id: RecordId) -> Option<Record> {
        self.disk.borrow().records.get(&id).cloned()
    }

    fn all(&self) -> Vec<RecordId> {
        self.disk.borrow().records.keys().copied().collect()
    }

    async fn written(&self, after: Sequence) -> Result<Written, StoreError> {
        step().await;
        let disk = self.disk.borrow();
        Ok(Written {
            up_to: disk.journal.len() as u64,
            registers: disk.journal.iter().skip(after as usize).cloned().collect(),
            everything: None,
        })
    }

    fn author(&self) -> Option<RecordId> {
        Some(RecordId::new(
            RecordKind::Owner,
            Uuid::v7(self.replica.0, 0),
        ))
    }

    async fn merge(&self, records: Vec<Arriving>) -> Result<Vec<RecordId>, StoreError> {
        step().await;
        let mut left = Vec::new();
        {
            let disk = &mut *self.disk.borrow_mut();
            disk.on_their_way = 0;
            for Arriving { seen, record } in records {
                if disk.records.get(&record.id) != seen.as_ref() {
                    left.push(record.id);
                    continue;
                }
                let there = disk
                    .records
                    .entry(record.id)
                    .or_insert_with(|| Record::new(record.id, record.created));
                for (key, register) in record.registers() {
                    there.merge(key.clone(), register.clone());
                }
            }
        }
        step().await;
        Ok(left)
    }

    async fn notes(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.disk.borrow().notes.clone())
    }

    async fn note(&self, note: Vec<u8>) -> Result<(), StoreError> {
        self.note_soon(note).await?;
        self.disk.borrow_mut().on_their_way = 0;
        Ok(())
    }

    async fn note_soon(&self, note: Vec<u8>) -> Result<(), StoreError> {
        step().await;
        {
            let disk = &mut *self.disk.borrow_mut();
            for (id, known) in Note::read(&note)?.known {
                let record = disk.records.get(&id);
                if let Some(record) = record.filter(|own| content(own) == known.content) {
                    for (key, register) in record.registers() {
                        let stamp = register.stamp;
                        let before = disk.sent.insert((id, key.clone()), stamp);
                        let is_own = stamp.replica == self.replica;
                        disk.sent_count += u64::from(is_own && before != Some(stamp));
                    }
                }
            }
            disk.notes.push(note);
            disk.on_their_way += 1;
        }
        step().await;
        Ok(())
    }

    async fn fold(&self, note: Vec<u8>) -> Result<(), StoreError> {
        step().await;
        {
            let mut disk = self.disk.borrow_mut();
            (disk.notes, disk.on_their_way) = (vec![note], 0);
        }
        step().await;
        Ok(())
    }

    fn is_writing(&self, _: RecordId) -> bool {
        false
    }

    async fn rest(&self) {}
}

/// Lets others go on, or the one who waits be killed.
pub(super) fn step() -> impl Future<Output = ()> {
    struct Step(bool);
    impl Future for Step {
        type Output = ();
        fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
            match std::mem::replace(&mut self.0, true) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        }
    }
    Step(false)
}

/// So many days before or after.
pub(super) fn skew(random: &mut Random, days: u64) -> i64 {
    let ms = 86_400_000 * days;
    random.below(2 * ms + 1) as i64 - ms as i64
}
