//! Workspaces that are backed up, lost and restored, over a store in memory.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]
use super::*;
use crate::domain::random::Random;
use crate::domain::{
    Key, Part, Record, RecordId, RecordKind, Register, ReplicaId, Uuid, Value, customer, field,
};
use crate::exchange::backup::PagesBuilder;
use crate::query::Now;
use crate::scoring::model::learn::learn;
use crate::session::ports::{
    DecodeError, Decoded, Encoding, LearnError, Learnt, Ports, Sentinel, Table,
};
use crate::session::{Session, block_on};
use crate::storage::memory::Memory;
use crate::storage::{Manifest, Settlement, Storage};
use crate::workspace::any::{any_command, favourite};
use crate::workspace::command::Command;
use crate::workspace::desk::Desk as WalkedDesk;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Duration;

/// Ports without an outside, which time the steps between rests.
#[derive(Clone, Default)]
struct Quiet(Rc<State>);

#[derive(Default)]
struct State {
    random: Cell<u64>,
    step: Cell<Option<Duration>>,
    longest: Cell<Duration>,
    is_locked: Cell<bool>,
}

struct Guard(Quiet);

/// How long this thread has worked, whatever else the machine does meanwhile; where the system does
/// not tell, as the clock has it.
fn worked() -> Duration {
    thread_local! {
        static BEGUN: std::time::Instant = std::time::Instant::now();
    }
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.and_then(|told| told.split(' ').next()?.parse().ok());
    worked.map_or_else(
        || BEGUN.with(std::time::Instant::elapsed),
        Duration::from_nanos,
    )
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.0.is_locked.set(false);
    }
}

impl Ports for Quiet {
    type Guard = Guard;
    const ZONES: crate::domain::zone::Zones = crate::domain::zone::only_utc;
    fn now(&self) -> Instant {
        Instant::from_ms(1_700_000_000_000).unwrap()
    }
    fn clock(&self) -> Now {
        Now::of(self.now(), crate::domain::Zone::UTC)
    }
    fn random(&self) -> u128 {
        self.0.random.set(self.0.random.get() + 1);
        u128::from(self.0.random.get()).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060)
    }
    fn announce(&self, _: u64) {}
    async fn rest(&self) {
        let now = worked();
        if let Some(before) = self.0.step.replace(Some(now)) {
            let step = now.saturating_sub(before);
            self.0.longest.set(self.0.longest.get().max(step));
        }
    }
    async fn lock(&self, _: &str) -> Option<Guard> {
        (!self.0.is_locked.replace(true)).then(|| Guard(self.clone()))
    }
    fn remember(&self, _: Sentinel) {}
    async fn recall(&self) -> Option<Sentinel> {
        None
    }
    async fn forget(&self) {}
    async fn decode(&self, bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, DecodeError> {
        Ok(crate::exchange::encoding::decode(bytes, chosen)?)
    }

    async fn learn(&self, table: Table) -> Result<Learnt, LearnError> {
        Ok(learn(&table)?)
    }
}

type Desk = Session<Memory, Quiet>;

fn open(store: &Memory, ports: &Quiet) -> Desk {
    block_on(Session::open(store.clone(), ports.clone(), |_| {})).unwrap()
}

/// Does work beside the session's own.
fn beside<T>(desk: &Desk, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    block_on(std::future::poll_fn(|context| {
        let done = work.as_mut().poll(context);
        let mut own = std::pin::pin!(desk.run_until_idle());
        let _ = own.as_mut().poll(context);
        done
    }))
}

const ON: Watch<'static> = &|_| ControlFlow::Continue(());

fn company(desk: &Desk, name: &str) -> RecordId {
    let id = desk.new_id(RecordKind::Customer);
    let fields = vec![
        (Key::one(customer::KIND), Some(Value::text("company"))),
        (Key::one(customer::NAME), Some(Value::text(name))),
        (
            Key::one(customer::DOMAIN),
            Some(Value::text("kanal.example")),
        ),
    ];
    desk.execute(&Command::Create { id, fields }).unwrap();
    id
}

/// A packed customer as the field has them, with a stamp of another device.
fn packed(number: u64) -> Record {
    let stamp = Stamp::new(1_600_000_000_000 + number, 0, ReplicaId(7));
    // Random at its end, as identities are.
    let random = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let uuid = Uuid::v7(number, random >> 32);
    let mut record = Record::new(RecordId::new(RecordKind::Customer, uuid), stamp);
    let email = format!("person{number}@kanal.example");
    let values = [
        (Key::one(customer::KIND), Value::text("person")),
        (
            Key::one(customer::NAME),
            Value::text(format!("Person {number}")),
        ),
        (Key::one(customer::LIFECYCLE), Value::text("lead")),
        (
            Key::of(customer::EMAILS, "1"),
            Value::Part(Part::new([(0, Value::text(email))])),
        ),
        (Key::of(field::TAGS, "vip"), Value::Bool(true)),
        (Key::one(customer::TITLE), Value::text("Head of F&B")),
    ];
    for (key, value) in values {
        let value = Some(value);
        record.put(key, Some(Register { value, stamp }));
    }
    record
}

/// A session over a store that holds these records, packed.
fn packed_desk(records: impl Iterator<Item = Record>) -> (Memory, Quiet, Desk) {
    let (store, ports) = (Memory::default(), Quiet::default());
    let mut pages = Vec::new();
    let mut builder = PagesBuilder::default();
    records.for_each(|record| builder.push(&record));
    for (bytes, id) in builder.finish().into_iter().zip(1000..) {
        let bytes: Rc<[u8]> = bytes.into();
        pages.push((page_ref(PageId(id), &bytes).unwrap(), bytes));
    }
    let after = Manifest {
        pages: pages.iter().map(|(page, _)| page.clone()).collect(),
        ..Manifest::default()
    };
    let before = None;
    block_on(store.settle(&Settlement {
        before,
        after,
        pages,
    }))
    .unwrap();
    let desk = open(&store, &ports);
    (store, ports, desk)
}

/// A workspace with as many customers, nearly all of them packed.
fn desk(customers: u64) -> (Memory, Quiet, Desk) {
    let (store, ports, desk) = packed_desk((3..customers).map(packed));
    for number in 0..customers.min(3) {
        company(&desk, &format!("Company {number}"));
    }
    block_on(desk.run_until_idle());
    (store, ports, desk)
}

fn backup(desk: &Desk) -> Vec<u8> {
    let mut parts = Vec::new();
    let at = desk.ports().now();
    let made = block_on(back_up(desk, at, &mut |piece| parts.push(piece), ON)).unwrap();
    let table = desk.workspace().table(RecordKind::Customer).live() as u64;
    assert_eq!(made.of(RecordKind::Customer), table);
    parts.concat()
}

fn restores(desk: &Desk, bytes: &[u8], mode: RestoreMode) -> Result<Restored, BackupError> {
    let mut source = InMemory::new(bytes.to_vec());
    let told = beside(desk, preview(desk, &mut source, mode, ON));
    let mut source = InMemory::new(bytes.to_vec());
    let done = beside(desk, restore(desk, &mut source, mode, ON));
    match (&told, &done) {
        (Ok(told), Ok(done)) => {
            assert_eq!((told.tally, &told.report), (done.tally, &done.report));
        }
        _ => assert_eq!(told.as_ref().err(), done.as_ref().err()),
    }
    done
}

#[test]
fn what_was_backed_up_and_erased_comes_back_and_goes_by_one_undo() {
    let customers = std::env::var("SATCHEL_BENCH")
        .ok()
        .and_then(|count| count.parse().ok());
    let is_bench = customers.is_some();
    let print = |what: &str, ports: &Quiet, begun: Duration| {
        // What came after the last rest is a step too.
        block_on(ports.rest());
        if is_bench {
            println!(
                "{what:<24} {:>9.1} ms, longest step {:>7.1} ms",
                (worked() - begun).as_secs_f64() * 1000.0,
                ports.0.longest.take().as_secs_f64() * 1000.0
            );
        }
        ports.0.longest.take();
        ports.0.step.take();
    };
    let (_, ports, full) = desk(customers.unwrap_or(2500));
    let before = full.workspace().content_hash();
    ports.0.longest.take();
    ports.0.step.take();
    let begun = worked();
    let bytes = backup(&full);
    print("back up", &ports, begun);
    drop(full);
    let store = Memory::default();
    let empty = open(&store, &ports);
    assert_eq!(empty.workspace().table(RecordKind::Customer).live(), 0);
    for mode in [RestoreMode::Merge, RestoreMode::Replace] {
        let begun = worked();
        let mut source = InMemory::new(bytes.clone());
        beside(&empty, preview(&empty, &mut source, mode, ON)).unwrap();
        print("preview", &ports, begun);
        let begun = worked();
        let mut source = InMemory::new(bytes.clone());
        let done = beside(&empty, restore(&empty, &mut source, mode, ON)).unwrap();
        print("restore", &ports, begun);
        assert!(done.report.is_whole());
        assert_eq!(empty.workspace().content_hash(), before, "{mode:?}");
        // Also for whoever opens the store next.
        assert_eq!(open(&store, &ports).workspace().content_hash(), before);
        let begun = worked();
        empty.undo().unwrap();
        block_on(empty.run_until_idle());
        print("undo", &ports, begun);
        assert_eq!(empty.workspace().table(RecordKind::Customer).live(), 0);
        empty.redo().unwrap();
        block_on(empty.run_until_idle());
        assert_eq!(empty.workspace().content_hash(), before);
        block_on(empty.settle()).unwrap();
        empty.undo().unwrap();
        block_on(empty.run_until_idle());
        ports.0.step.take();
        assert_eq!(empty.workspace().table(RecordKind::Customer).live(), 0);
    }
}

/// Random commands over every kind, some of them undone, then packed.
fn wandered(seed: u64) -> WalkedDesk {
    let mut random = Random::seeded(seed);
    let mut walked = WalkedDesk::new();
    for _ in 0..400 {
        if let Some((_, _, command)) = any_command(&mut walked, &mut random, favourite(seed)) {
            let _ = walked.tries(&command);
        }
    }
    walked
}

#[test]
fn every_kind_comes_back_from_a_backup_after_everything_was_erased() {
    let mut records = BTreeMap::new();
    for seed in 0..RecordKind::ALL.len() as u64 {
        let walked = wandered(seed);
        let all = walked.workspace.tables().flat_map(|table| {
            let rows = 0..table.rows() as u32;
            rows.filter_map(|row| table.record(row).map(Cow::into_owned))
        });
        let (_, _, full) = packed_desk(all);
        for kind in RecordKind::ALL {
            *records.entry(kind).or_default() += full.workspace().table(kind).live();
        }
        let before = full.workspace().content_hash();
        assert_eq!(before, walked.workspace.content_hash());
        let mut parts = Vec::new();
        let at = full.ports().now();
        block_on(back_up(&full, at, &mut |piece| parts.push(piece), ON)).unwrap();
        drop(full);
        let (store, ports) = (Memory::default(), Quiet::default());
        let empty = open(&store, &ports);
        let done = restores(&empty, &parts.concat(), RestoreMode::Replace).unwrap();
        assert!(done.report.is_whole());
        drop(empty);
        // What counts is what whoever opens the store next finds there.
        let again = open(&store, &ports);
        assert_eq!(again.workspace().content_hash(), before, "seed {seed}");
    }
    let fewest = records.values().min();
    assert!(fewest.is_some_and(|fewest| *fewest > 5), "{records:?}");
    println!(
        "{} records of {} kinds backed up, erased and restored, 0 differences",
        records.values().sum::<usize>(),
        records.len()
    );
}

#[test]
fn what_a_restoring_brought_and_undo_took_comes_back_by_restoring_again() {
    let (_, _, full) = desk(2500);
    let (bytes, before) = (backup(&full), full.workspace().content_hash());
    let (store, ports) = (Memory::default(), Quiet::default());
    let mut other = open(&store, &ports);
    for _ in 0..2 {
        let done = restores(&other, &bytes, RestoreMode::Merge).unwrap();
        assert_eq!(done.tally.stays_deleted, 0);
        assert_eq!(other.workspace().content_hash(), before);
        other.undo().unwrap();
        block_on(other.run_until_idle());
        assert_eq!(other.workspace().table(RecordKind::Customer).live(), 0);
        // Also once it was folded into pages and opened anew.
        block_on(other.settle()).unwrap();
        other = open(&store, &ports);
        assert_eq!(other.workspace().table(RecordKind::Customer).live(), 0);
    }
}

#[test]
fn undo_keeps_what_was_written_on_a_restored_customer_since() {
    let (_, _, full) = desk(20);
    let bytes = backup(&full);
    let (store, ports) = (Memory::default(), Quiet::default());
    let other = open(&store, &ports);
    restores(&other, &bytes, RestoreMode::Merge).unwrap();
    let id = {
        let workspace = other.workspace();
        let table = workspace.table(RecordKind::Customer);
        table.id(3).unwrap()
    };
    let name = Some(Value::text("Edited since"));
    other
        .execute(&Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(customer::NAME), name)],
            revision: None,
        })
        .unwrap();
    block_on(other.run_until_idle());
    let restoring = other.machine().history().changes()[0].id;
    let inverse = other.take_back(restoring).unwrap();
    block_on(other.run_until_idle());
    assert!(inverse.kept.iter().all(|(kept, _)| *kept == id));
    assert!(!inverse.kept.is_empty());
    assert_eq!(other.workspace().table(RecordKind::Customer).live(), 1);
    assert_eq!(other.workspace().name(id), "Edited since");
}

#[test]
fn what_was_deleted_since_is_told_and_only_replacing_brings_it_back() {
    let (_, _, desk) = desk(4);
    let bytes = backup(&desk);
    let before = desk.workspace().content_hash();
    let ids: Vec<RecordId> = {
        let workspace = desk.workspace();
        let table = workspace.table(RecordKind::Customer);
        (0..2).filter_map(|row| table.id(row)).collect()
    };
    desk.execute(&Command::Trash { ids: vec![ids[0]] }).unwrap();
    desk.execute(&Command::Erase { ids: vec![ids[1]] }).unwrap();
    company(&desk, "New");
    block_on(desk.run_until_idle());
    let merged = restores(&desk, &bytes, RestoreMode::Merge).unwrap();
    assert_eq!(merged.change, None);
    assert_eq!((merged.tally.stays_deleted, merged.tally.changes()), (2, 0));
    let replaced = restores(&desk, &bytes, RestoreMode::Replace).unwrap();
    assert_eq!((replaced.tally.updated, replaced.tally.trashed), (2, 1));
    assert_eq!(desk.workspace().content_hash(), before);
}

#[test]
fn a_damaged_file_is_told_by_line_and_what_can_be_read_is_restored() {
    let (_, _, full) = desk(30);
    let bytes = backup(&full);
    let text = String::from_utf8(bytes).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[4] = "oops";
    lines.truncate(20);
    let empty = open(&Memory::default(), &Quiet::default());
    let done = restores(&empty, lines.join("\n").as_bytes(), RestoreMode::Merge).unwrap();
    let said: Vec<(u64, &str)> = done
        .report
        .problems
        .iter()
        .map(|problem| (problem.line, problem.rule.code()))
        .collect();
    assert_eq!(said, [(5, "not_json"), (20, "cut_off")]);
    assert_eq!(empty.workspace().table(RecordKind::Customer).live(), 18);
    let refused = restores(&empty, b"Name\nAnn\n", RestoreMode::Replace);
    assert_eq!(refused, Err(BackupError::NotABackup(LineRule::NotABackup)));
}

#[test]
fn cancelling_and_failing_leave_nothing_behind() {
    let (_, _, full) = desk(2500);
    let bytes = backup(&full);
    let (store, ports) = (Memory::default(), Quiet::default());
    let empty = open(&store, &ports);
    let late: Watch<'_> = &|progress| {
        if progress.done > 2400 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let mut source = InMemory::new(bytes.clone());
    let work = restore(&empty, &mut source, RestoreMode::Replace, late);
    assert_eq!(beside(&empty, work), Err(BackupError::Cancelled));
    assert_eq!((store.page_count(), store.entry_count()), (0, 0));
    // The disk is full at the second page, and at the commit.
    for writes in [1, 2] {
        store.fail_after(writes, StorageError::Quota);
        let mut source = InMemory::new(bytes.clone());
        let work = restore(&empty, &mut source, RestoreMode::Merge, ON);
        assert_eq!(
            beside(&empty, work),
            Err(BackupError::Storage(StorageError::Quota))
        );
        assert_eq!((store.page_count(), store.entry_count()), (0, 0));
        assert_eq!(empty.workspace().table(RecordKind::Customer).live(), 0);
    }
    let cancelled = block_on(back_up(&full, full.ports().now(), &mut |_| {}, &|_| {
        ControlFlow::Break(())
    }));
    assert_eq!(cancelled, Err(BackupError::Cancelled));
    // The lock was given back each time, and holds off a second run.
    let lock = block_on(Writer::lock(&empty, STAGING));
    assert!(lock.is_some());
    let mut source = InMemory::new(bytes);
    let work = restore(&empty, &mut source, RestoreMode::Merge, ON);
    assert_eq!(beside(&empty, work), Err(BackupError::Busy));
}
