//! How long the core takes, natively: packing, loading, searching, filtering, applying. With few
//! records it is a test that never rots; `SATCHEL_BENCH=100000` makes it print (`cargo xtask
//! bench` does, in release). Times are for reading side by side, never asserted.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use satchel::document::page::{Page, PageBuilder};
use satchel::domain::{
    Key, Number, Part, Record, RecordId, RecordKind, Register, ReplicaId, Stamp, Uuid, Value,
    customer, field,
};
use satchel::workspace::Workspace;
use satchel::workspace::change::{PageId, PageRef};
use std::hint::black_box;
use std::time::Instant;

/// How many customers: a few in a test, as many as asked for in a benchmark.
fn count() -> usize {
    std::env::var("SATCHEL_BENCH")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(1000)
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    if std::env::var("SATCHEL_BENCH").is_ok() {
        println!(
            "{what:<44} {:>9.2} ms",
            start.elapsed().as_secs_f64() * 1000.0
        );
    }
    result
}

/// A repeatable number for a row.
fn mix(row: u64) -> u64 {
    let mut mixed = row.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 31)
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

fn load(pages: &[Vec<u8>]) -> Workspace {
    let mut workspace = Workspace::default();
    for bytes in pages {
        let page = Page::open(bytes.as_slice()).unwrap();
        let reference = PageRef {
            id: PageId(0),
            kind: page.kind(),
            rows: page.rows() as u32,
            checksum: 0,
        };
        workspace.append(page, reference);
    }
    workspace
}

#[test]
fn customers_pack_load_and_answer() {
    let count = count();
    let stamp = Stamp::new(1_700_000_000_000, 0, ReplicaId(1));
    let records: Vec<Record> = (0..count as u64).map(|row| customer(row, stamp)).collect();
    let pages: Vec<Vec<u8>> = timed("pack records into pages", || {
        records
            .chunks(2048)
            .map(|chunk| {
                let mut builder = PageBuilder::new(RecordKind::Customer);
                chunk.iter().for_each(|record| builder.push(record));
                builder.finish(1)
            })
            .collect()
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
}
