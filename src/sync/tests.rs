//! The client against a server in memory: at random, with everything that goes wrong, and case by case.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod aliases;
mod cases;
mod device;
mod documents;
mod link;
mod world;

use satchel_couch::Flavour;
use world::{Plan, Tally, live};

/// So many worlds of each plan in `cargo test`; more by the environment.
fn seeds() -> u64 {
    let wanted = std::env::var("SATCHEL_SEEDS").ok();
    wanted.and_then(|count| count.parse().ok()).unwrap_or(170)
}

const PLAN: Plan = Plan {
    devices: 3,
    steps: 80,
    faults: 20,
    skew_days: 0,
    flavour: Flavour::Couch,
    loses: false,
    has_tabs: false,
    rewinds: false,
};

fn worlds(name: &str, plan: impl Fn(u64) -> Plan) {
    let mut whole = Tally::default();
    let count = seeds();
    let mut failed = Vec::new();
    for seed in 0..count {
        match live(seed, plan(seed)) {
            Ok(tally) => {
                whole.edits += tally.edits;
                whole.harmed += tally.harmed;
                whole.kills += tally.kills;
                whole.rounds_to_rest = whole.rounds_to_rest.max(tally.rounds_to_rest);
                whole.leaves_max = whole.leaves_max.max(tally.leaves_max);
            }
            Err(wrong) => failed.push(wrong),
        }
    }
    println!("{name}: {count} worlds, {} failed, {whole:?}", failed.len());
    assert!(
        failed.is_empty(),
        "{} of {count} failed; {}",
        failed.len(),
        failed[0]
    );
}

#[test]
fn nobody_loses_an_edit() {
    worlds("plain", |_| PLAN);
}

#[test]
fn nobody_loses_an_edit_where_clocks_are_wrong() {
    worlds("skewed", |_| Plan {
        skew_days: 400,
        ..PLAN
    });
}

#[test]
fn nobody_loses_an_edit_where_tabs_sync_at_once() {
    worlds("tabs", |_| Plan {
        has_tabs: true,
        ..PLAN
    });
}

#[test]
fn what_the_server_took_outlives_the_device() {
    worlds("lost", |_| Plan {
        loses: true,
        devices: 4,
        ..PLAN
    });
}

#[test]
fn nobody_loses_an_edit_where_the_server_is_put_back() {
    worlds("rewound", |_| Plan {
        rewinds: true,
        steps: 120,
        ..PLAN
    });
}

#[test]
fn nobody_loses_an_edit_with_pouchdb_server() {
    worlds("pouchdb-server", |seed| Plan {
        flavour: Flavour::PouchServer,
        has_tabs: seed % 2 == 0,
        devices: 4,
        ..PLAN
    });
}
