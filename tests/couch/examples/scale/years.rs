//! How many documents a workspace comes to in years, what they need on the server's disk, and what a new
//! device fetches first. Plain sums: what is measured and what is assumed stands beside each number.

use crate::grouped;

/// A kind of record: its mean size in bytes as JSON, with its id and revision (measured: the sample data
/// as the app sends them), how many a user makes in a working day, and how many were brought along from
/// elsewhere for each user (both assumed).
struct Kind {
    name: &'static str,
    bytes: f64,
    per_day: f64,
    at_first: f64,
}

const fn kind(name: &'static str, bytes: f64, per_day: f64, at_first: f64) -> Kind {
    Kind {
        name,
        bytes,
        per_day,
        at_first,
    }
}

const KINDS: [Kind; 8] = [
    kind("customer", 761.0, 1.0, 500.0),
    kind("activity", 414.0, 8.0, 1_000.0),
    kind("deal", 625.0, 0.5, 100.0),
    kind("ticket", 870.0, 1.0, 100.0),
    kind("message", 419.0, 3.0, 300.0),
    kind("transaction", 467.0, 1.5, 1_000.0),
    kind("member of a campaign", 460.0, 1.0, 200.0),
    kind("need", 502.0, 0.3, 50.0),
];

/// Assumed: working days in a year.
const DAYS: f64 = 230.0;
/// Assumed: of a hundred customers so many have an id elsewhere, with two aliases; an alias is of about
/// this size (`docs/integration.md` shows one).
const ALIASES_PER_CUSTOMER: f64 = 2.0 * 0.5;
const ALIAS_BYTES: f64 = 340.0;
/// Assumed: a user writes so many records in a day, as `assumed` has it.
const EDITS_PER_DAY: f64 = 9.0 * crate::assumed::EDITS_PER_HOUR;
/// Assumed: a field that is written later gets a stamp of its own; so many fields of a record are.
const LATER_FIELDS: f64 = 3.0;
const STAMP_BYTES: f64 = 46.0;
/// Assumed: of a hundred records that were made so many are erased for good.
const ERASED: f64 = 0.1;
/// Measured: an erased customer is a document of 1,169 bytes, of 987 before; of other kinds the ratio is
/// assumed.
const ERASED_BYTES: f64 = 1_169.0 / 987.0;
/// Assumed: what CouchDB keeps of a deleted document, and of each old revision, whose text is gone.
const TOMBSTONE_BYTES: f64 = 150.0;
const REVISION_BYTES: f64 = 24.0;
/// CouchDB keeps the names of so many revisions of a document unless it is told otherwise.
const REVISIONS_MAX: f64 = 1_000.0;
/// Measured before, CouchDB 3.5.0 with 2,004 small documents: `sizes.active` over `sizes.external`.
const ACTIVE: f64 = 0.62;
/// From CouchDB's documentation: it compacts by itself when a file is twice what is in it.
const FILE_MAX: f64 = 2.0;
/// Measured: of each document of a first pull, a row of the feed and the document with what stands around
/// it go down, and its name goes up; what is left of the bytes down in gzip.
const ROW_BYTES: f64 = 123.0;
const FOUND_BYTES: f64 = 592.0 - 520.0;
const ASKED_BYTES: f64 = 99.0;
const GZIP: f64 = 0.16;
/// The client reads so many documents at a time (`src/sync/client.rs`).
const PART: f64 = 500.0;

/// What a database holds.
struct Held {
    documents: f64,
    bytes: f64,
    erased: f64,
    erased_bytes: f64,
    revisions: f64,
}

fn held(users: f64, years: f64) -> Held {
    let mut held = Held {
        documents: 0.0,
        bytes: 0.0,
        erased: 0.0,
        erased_bytes: 0.0,
        revisions: 0.0,
    };
    let days = years * DAYS;
    let mut made_later = 0.0;
    for Kind {
        name,
        bytes,
        per_day,
        at_first,
    } in &KINDS
    {
        let later = users * per_day * days;
        let made = later + users * at_first;
        let bytes = bytes + LATER_FIELDS * STAMP_BYTES;
        made_later += later;
        held.documents += made;
        held.bytes += made * bytes * (1.0 - ERASED);
        held.erased += made * ERASED;
        held.erased_bytes += made * ERASED * bytes * ERASED_BYTES;
        if *name == "customer" {
            held.documents += made * ALIASES_PER_CUSTOMER;
            held.bytes += made * ALIASES_PER_CUSTOMER * ALIAS_BYTES;
        }
    }
    let edits = users * EDITS_PER_DAY * days - made_later;
    held.revisions = edits.max(0.0).min(held.documents * REVISIONS_MAX);
    held
}

impl Held {
    /// What CouchDB calls active, on one node that has all of it.
    fn active(&self) -> f64 {
        (self.bytes + self.erased_bytes) * ACTIVE + self.revisions * REVISION_BYTES
    }

    /// The same where what was erased longer than 90 days ago has been deleted from the database.
    fn active_swept(&self, years: f64) -> f64 {
        let fresh = (90.0 / (365.0 * years)).min(1.0);
        let swept = self.erased * (1.0 - fresh);
        self.bytes * ACTIVE
            + self.erased_bytes * fresh * ACTIVE
            + swept * TOMBSTONE_BYTES
            + self.revisions * REVISION_BYTES
    }
}

/// The tables, as `docs/scale.md` shows them.
pub(crate) fn tables() -> String {
    let mut out =
        String::from("Documents and disk of one node that holds everything once (n = 1)\n\n");
    out += "| users | years | documents | of these erased | JSON, MB | active, MB | \
        active where erased ones are deleted after 90 days, MB | disk to provide, MB |\n";
    out += "|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for users in [10.0, 100.0, 1_000.0, 10_000.0] {
        for years in [1.0, 3.0] {
            let held = held(users, years);
            let mb = |bytes: f64| grouped(bytes / 1e6);
            out += &format!(
                "| {} | {years} | {} | {} | {} | {} | {} | {} |\n",
                grouped(users),
                grouped(held.documents),
                grouped(held.erased),
                mb(held.bytes + held.erased_bytes),
                mb(held.active()),
                mb(held.active_swept(years)),
                // A file grows to twice what is in it, and is written anew beside itself.
                mb(held.active() * (FILE_MAX + 1.0)),
            );
        }
    }
    out += "\nThe first pull of a new device\n\n";
    out += "| users of the workspace | years | documents | requests | MB up | MB down | MB down in gzip |\n";
    out += "|---:|---:|---:|---:|---:|---:|---:|\n";
    for users in [5.0, 10.0, 50.0, 100.0] {
        for years in [1.0, 3.0] {
            let held = held(users, years);
            let parts = (held.documents / PART).ceil();
            // The wizard's and the first records' requests, two for each part, and how far it came.
            let requests = 16.0 + 2.0 * parts + (parts / 10.0).floor() + 1.0;
            let around = held.documents * (ROW_BYTES + FOUND_BYTES);
            let down = held.bytes + held.erased_bytes + around;
            out += &format!(
                "| {users} | {years} | {} | {} | {} | {} | {} |\n",
                grouped(held.documents),
                grouped(requests),
                grouped(held.documents * ASKED_BYTES / 1e6),
                grouped(down / 1e6),
                grouped(down * GZIP / 1e6),
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_what_is_worked_out_here() {
        let page = include_str!("../../../../docs/scale.md");
        let tables = tables();
        let missing = tables
            .lines()
            .filter(|line| line.starts_with('|') && !page.contains(line));
        assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn what_is_deleted_after_it_was_erased_needs_less() {
        let held = held(100.0, 3.0);
        assert!(held.active_swept(3.0) < held.active());
        assert!(held.erased < held.documents && held.revisions > held.documents);
    }
}
