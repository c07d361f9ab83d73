//! How what is measured is made up: the same records for every program, native or in a page. Which
//! records is left to whoever measures.

use satchel::document::page::{Page, PageBuilder};
use satchel::domain::{Key, Record, RecordId, RecordKind, Register, ReplicaId, Stamp, Uuid, Value};
use satchel::workspace::Workspace;
use satchel::workspace::change::{PageId, PageRef};

const STAMP: Stamp = Stamp::new(1_700_000_000_000, 0, ReplicaId(1));

/// A repeatable number for a row.
pub(crate) fn mix(row: u64) -> u64 {
    let mut mixed = row.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 31)
}

/// The id of the record of a row.
pub(crate) fn id(kind: RecordKind, row: u64) -> RecordId {
    RecordId::new(kind, Uuid::v7(row, u128::from(mix(row))))
}

/// A record with these fields.
pub(crate) fn record(id: RecordId, fields: Vec<(Key, Value)>) -> Record {
    let mut record = Record::new(id, STAMP);
    for (key, value) in fields {
        let register = Register {
            value: Some(value),
            stamp: STAMP,
        };
        drop(record.put(key, Some(register)));
    }
    record
}

/// A page of records of one kind.
pub(crate) fn packed(records: &[Record]) -> Vec<u8> {
    let mut builder = PageBuilder::new(records[0].id.kind);
    records.iter().for_each(|record| builder.push(record));
    builder.finish(0)
}

/// A workspace of pages.
pub(crate) fn load(pages: &[Vec<u8>]) -> Workspace {
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
