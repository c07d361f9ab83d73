//! How long the core takes, natively: packing, loading, searching, filtering, applying, analysing
//! customers. With few records it is a test that never rots; `SATCHEL_BENCH=100000` makes it print
//! (`cargo xtask bench` does, in release). Times are for reading side by side, never asserted. What
//! is measured of scoring is measured in a page too (`program`), beside peer.js and peers.py; lines
//! that begin with `figure` are for `cargo xtask bench --only scoring` to put into one table.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod analysis;
mod buyers;
mod deals;
mod make;
mod models;
mod scoring;

use make::{load, mix};

use satchel::document::page::PageBuilder;
use satchel::domain::{
    Currency, Date, Instant, Key, Number, Part, Record, RecordId, RecordKind, Register, ReplicaId,
    Stamp, Uuid, Value, customer, field,
};
use satchel::exchange::import::index::Index;
use satchel::exchange::import::question::{Answers, Known};
use satchel::exchange::import::run::Import;
use satchel::exchange::import::stage::Stager;
use satchel::exchange::import::{ImportOptions, OnReference};
use satchel::exchange::inspect::Inspector;
use satchel::exchange::mapping::suggest;
use satchel::query::{Query, run};
use satchel::workspace::clock::Clock;
use satchel::workspace::command::{Command, Context};
use satchel::workspace::decide::decide;
use satchel::workspace::table::PackStep;
use satchel::workspace::{Workspace, entry};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::rc::Rc;

/// How many customers: a few in a test, as many as asked for in a benchmark.
fn count() -> usize {
    std::env::var("SATCHEL_BENCH")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(1000)
}

fn is_bench() -> bool {
    std::env::var("SATCHEL_BENCH").is_ok()
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = std::time::Instant::now();
    let result = work();
    if is_bench() {
        println!(
            "{what:<44} {:>9.2} ms",
            start.elapsed().as_secs_f64() * 1000.0
        );
    }
    result
}

fn pick<'a>(row: u64, salt: u64, from: &[&'a str]) -> &'a str {
    from[(mix(row ^ (salt << 48)) % from.len() as u64) as usize]
}

/// A customer like those of the field: name, company, e-mail, phone, country, tags, a note.
fn customer(row: u64, stamp: Stamp) -> Record {
    let mut record = Record::new(
        RecordId::new(RecordKind::Customer, Uuid::v7(row, u128::from(mix(row)))),
        stamp,
    );
    let first = pick(
        row,
        1,
        &[
            "Anna", "Hannah", "Joanna", "Liam", "Noah", "Emma", "Olivia", "Wei", "Priya", "Omar",
        ],
    );
    let last = if row % 5003 == 77 {
        "Qvistgaard"
    } else {
        pick(
            row,
            2,
            &["Smith", "Kowalski", "Tanaka", "Zhang", "Dubois", "Novak"],
        )
    };
    let company = pick(
        row,
        3,
        &[
            "Northwind Logistics Inc",
            "Acme Foods GmbH",
            "Globex Media Ltd",
            "Initech Energy SA",
        ],
    );
    let name = format!(
        "{first} {}. {last}",
        char::from(b'A' + (mix(row) % 26) as u8)
    );
    let email = format!(
        "{first}.{last}{}@{}.example",
        row % 1000,
        company.split(' ').next().unwrap().to_lowercase()
    );
    let phone = format!(
        "+{} {} {}",
        1 + mix(row) % 98,
        100 + mix(row ^ 9) % 900,
        1_000_000 + mix(row ^ 5) % 9_000_000
    );
    let mut put = |key: Key, value: Value| {
        drop(record.put(
            key,
            Some(Register {
                value: Some(value),
                stamp,
            }),
        ))
    };
    put(Key::one(customer::KIND), Value::text("person"));
    put(Key::one(customer::NAME), Value::text(name));
    put(
        Key::of(customer::EMAILS, "1"),
        Value::Part(Part::new([(0, Value::text(email))])),
    );
    put(
        Key::of(customer::PHONES, "1"),
        Value::Part(Part::new([(0, Value::text(phone))])),
    );
    put(
        Key::one(customer::LIFECYCLE),
        Value::text(pick(row, 4, customer::LIFECYCLES)),
    );
    put(Key::of(field::CUSTOM, "company"), Value::text(company));
    put(
        Key::of(field::CUSTOM, "country"),
        Value::text(pick(row, 5, &["US", "DE", "GB", "FR", "IN", "CN"])),
    );
    put(
        Key::of(field::CUSTOM, "updated"),
        Value::Number(
            Number::from_f64((1_700_000_000_000 + mix(row) % 100_000_000_000) as f64).unwrap(),
        ),
    );
    put(
        Key::of(field::TAGS, pick(row, 6, &["vip", "newsletter", "partner"])),
        Value::Bool(true),
    );
    put(
        Key::of(
            field::TAGS,
            pick(row, 7, &["trial", "inbound", "renewal", "press"]),
        ),
        Value::Bool(true),
    );
    put(
        Key::one(customer::DESCRIPTION),
        Value::text("asked for a demo call again in spring prefers email signed nda"),
    );
    record
}

#[test]
fn customers_pack_load_and_answer() {
    let count = count();
    let stamp = Stamp::new(1_700_000_000_000, 0, ReplicaId(1));
    let records: Vec<Record> = (0..count as u64).map(|row| customer(row, stamp)).collect();
    let pages: Vec<Vec<u8>> = timed("pack records into pages", || {
        records.chunks(2048).map(packed).collect()
    });
    let bytes: usize = pages.iter().map(Vec::len).sum();
    println!(
        "{count} customers: {} pages, {:.1} MB, {} B each",
        pages.len(),
        bytes as f64 / 1e6,
        bytes / count
    );
    let workspace = timed("load pages", || load(&pages));
    let table = workspace.table(RecordKind::Customer);
    timed("make the search arena", || table.prepare_search());
    let search = |word: &str| {
        let mut found = 0;
        table.search(&[word], |_| found += 1);
        found
    };
    let anns = timed("search 'ann', all hits", || search("ann"));
    let rare = timed("search 'qvistg'", || search("qvistg"));
    assert!(anns > 0);
    assert_eq!(rare, (0..count).filter(|row| row % 5003 == 77).count());
    timed("column of a number", || {
        black_box(table.ints(&Key::of(field::CUSTOM, "updated")))
    });
    timed("column of a choice", || {
        black_box(table.texts(&Key::of(field::CUSTOM, "country")))
    });
    let tagged = timed("rows with a tag", || {
        table.has(&Key::of(field::TAGS, "vip")).count()
    });
    assert!(tagged > 0);
    timed("decode 50 records", || {
        (0..50).for_each(|row| drop(black_box(table.record(row))))
    });
    for (row, record) in records.iter().enumerate().step_by(97) {
        assert_eq!(table.record(row as u32).as_deref(), Some(record));
    }
    timed("content hash", || black_box(workspace.content_hash()));
    let today = Date::parse("2026-11-19").unwrap();
    let ask = |query: &str| {
        let query = Query::parse(RecordKind::Customer, query).unwrap();
        run(&workspace, &query, today).unwrap().total
    };
    timed("list by name, the first time", || ask("sort=name&limit=50"));
    timed("list by name", || ask("sort=name&limit=50"));
    timed("search 'ann' by name, top 50", || {
        ask("q=ann&sort=name&limit=50")
    });
    let filter = "filter={\"field\":\"lifecycle\",\"is\":\"lead\"}&sort=-created_at&limit=50";
    timed("filter and order, the first time", || ask(filter));
    timed("filter and order", || ask(filter));
}

/// A workspace in which commands are decided.
struct Desk {
    workspace: Workspace,
    clock: Clock,
}

impl Desk {
    fn does(&mut self, command: &Command) {
        let at = Instant::from_ms(1_800_000_000_000).unwrap();
        let context = Context {
            stamp: self.clock.tick(at.to_ms() as u64),
            at,
            today: at.date(),
            author: None,
            zones: satchel::domain::zone::only_utc,
        };
        let change = decide(&self.workspace, command, context).unwrap();
        black_box(entry::write(&change));
        self.workspace.apply(&change, Vec::new());
    }
}

#[test]
fn customers_are_edited_and_packed_anew() {
    let count = count();
    let stamp = Stamp::new(1_700_000_000_000, 0, ReplicaId(1));
    let records: Vec<Record> = (0..count as u64).map(|row| customer(row, stamp)).collect();
    let pages: Vec<Vec<u8>> = records.chunks(2048).map(packed).collect();
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let mut desk = Desk {
        workspace: load(&pages),
        clock: Clock::new(ReplicaId(2), stamp),
    };
    let table = |desk: &Desk| desk.workspace.table(RecordKind::Customer).packing();
    desk.workspace.table(RecordKind::Customer).prepare_search();
    let edit = |ids: Vec<RecordId>, title: &str| Command::Edit {
        ids,
        fields: vec![(Key::one(customer::TITLE), Some(Value::text(title)))],
        revision: None,
    };
    let scattered: Vec<RecordId> = records
        .iter()
        .step_by((count / 1000).max(1))
        .map(|record| record.id)
        .collect();
    timed("1,000 scattered edits", || {
        for id in &scattered {
            desk.does(&edit(vec![*id], "edited"));
        }
    });
    timed("1,000 edits as one command", || {
        desk.does(&edit(scattered.clone(), "edited at once"));
    });
    let packing = timed("what is to be packed anew", || table(&desk));
    timed("pack all of it", || {
        for step in &packing.steps {
            if let PackStep::Pack(rows) = step {
                let mut builder = PageBuilder::new(RecordKind::Customer);
                let table = desk.workspace.table(RecordKind::Customer);
                table.pack(rows.clone(), &mut builder);
                black_box(builder.finish(1));
            }
        }
    });
    // What stamps cost: three fields of every tenth record written by others at other times.
    let late: Vec<Vec<u8>> = records
        .chunks(2048)
        .map(|chunk| {
            let edited: Vec<Record> = chunk.iter().enumerate().map(edited_later).collect();
            packed(&edited)
        })
        .collect();
    let with_stamps: usize = late.iter().map(Vec::len).sum();
    if is_bench() {
        println!(
            "three fields of every tenth record written later: {:.2} MB, without {:.2} MB",
            with_stamps as f64 / 1e6,
            bytes as f64 / 1e6
        );
    }
}

fn packed(records: &[Record]) -> Vec<u8> {
    let mut builder = PageBuilder::new(RecordKind::Customer);
    records.iter().for_each(|record| builder.push(record));
    builder.finish(1)
}

/// Every tenth record with three fields that were written later, their values the same.
fn edited_later((row, record): (usize, &Record)) -> Record {
    let mut record = record.clone();
    if row.is_multiple_of(10) {
        let registers: Vec<(Key, Register)> = record
            .registers()
            .take(3)
            .map(|(key, register)| (key.clone(), register.clone()))
            .collect();
        for (key, register) in registers {
            let at = 1_750_000_000_000 + mix(row as u64) % 10_000_000_000;
            let stamp = Stamp::new(at, 0, ReplicaId(2 + row as u64 % 3));
            record.put(
                key,
                Some(Register {
                    value: register.value,
                    stamp,
                }),
            );
        }
    }
    record
}

/// A file as people export it, with as many rows.
fn file(count: usize) -> String {
    let mut text = String::from("First Name,Last Name,Company,Email,Phone,Country,Tags,Notes\n");
    for row in 0..count as u64 {
        let first = pick(row, 1, &["Anna", "Hannah", "Liam", "Wei", "Priya"]);
        let last = pick(row, 2, &["Smith", "Kowalski", "Tanaka", "Zhang", "Dubois"]);
        let company = pick(row, 3, &["Northwind", "Acme", "Globex", "Initech"]);
        let country = pick(row, 5, &["US", "DE", "GB", "FR", "IN", "CN"]);
        let line = format!(
            "{first},{last}{row},\"{company} {}, Inc\",{first}.{last}{row}@{company}.example,+49 30 {},{country},vip,asked for a demo call again in spring prefers email signed nda\n",
            mix(row) % 20_000,
            1_000_000 + row,
        );
        text.push_str(&line);
    }
    text
}

#[test]
fn a_file_is_imported() {
    let count = count();
    let text = file(count);
    let mut ids = 0u128;
    let mut new_id = |kind| {
        ids += 1;
        RecordId::new(kind, Uuid::v7(1_700_000_000_000, ids))
    };
    let workspace = Workspace::default();
    let mut options = ImportOptions::new(
        Currency::parse("EUR").unwrap(),
        Date::parse("2026-11-19").unwrap(),
    );
    options.on_reference = OnReference::Create;
    let inspection = timed("import: look at the file", || {
        Inspector::new(&text, "customers.csv", None).run()
    });
    let subject = inspection.source.subject.unwrap();
    let mapping = suggest(
        &inspection.shape.names,
        &inspection.guesses,
        &inspection.source,
        subject,
        &[],
    );
    let import = Import::new(&text, &inspection, mapping, options.clone());
    let survey = timed("import: survey", || {
        let mut pass = import.survey();
        while pass.step(500).is_some() {}
        pass.finish()
    });
    let survey = Rc::new(survey);
    let kinds = survey.kinds().into_iter();
    let indexes = kinds
        .map(|kind| (kind, Index::of(&workspace, kind)))
        .collect();
    let known = Known {
        workspace: &workspace,
        indexes: &indexes,
    };
    let resolutions = timed("import: resolve", || {
        let mut resolving = known.resolving(&survey);
        while resolving.step(&known, &Answers::new(), &options, 500, &mut new_id) {}
        resolving.finish()
    });
    let mut pass = import.plan(Rc::clone(&survey), resolutions, BTreeMap::new());
    timed("import: dry run", || {
        while let Some(step) = pass.step(&known, 500, &mut new_id) {
            black_box(step);
        }
    });
    assert_eq!(pass.counts().created, count as u64);
    let mut pass = import.again(pass.into_planner());
    let stamp = Stamp::new(1_700_000_000_000, 0, ReplicaId(1));
    let rows = timed("import: records into pages", || {
        let mut stager = Stager::new(stamp);
        let mut pages = Vec::new();
        let preface = pass.preface(&mut new_id);
        pages.extend(preface.into_iter().filter_map(|one| stager.take(one)));
        while let Some((_, actions)) = pass.step(&known, 500, &mut new_id) {
            pages.extend(actions.into_iter().filter_map(|one| stager.take(one)));
        }
        while let Some(last) = pass.finish(500) {
            pages.extend(last.into_iter().filter_map(|one| stager.take(one)));
        }
        pages.extend(stager.close());
        pages.iter().map(|page| page.rows as usize).sum::<usize>()
    });
    assert!(rows >= count);
}
