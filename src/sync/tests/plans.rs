//! The kinds of worlds that are lived through, each with what can happen there: a few of each in `cargo
//! test`, many in `cargo xtask faults sync`, which also plants faults that they have to find.

use super::link::Turns;
use super::world::{Peer, Plan, Tally, live};
use satchel_couch::Flavour;

const PLAN: Plan = Plan {
    devices: 3,
    steps: 80,
    records_max: 6,
    registers: 1,
    faults: 10,
    kills: 10,
    skew_days: 0,
    flavour: Flavour::Couch,
    losses: 0,
    tabs: 1,
    has_rewinds: false,
    peer: Peer::Nobody,
    turns: Turns::Never,
    is_sealed: false,
};

/// A number that the environment gives, for runs that are longer than those of `cargo test`.
fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn worlds(name: &str, plan: impl Fn(u64) -> Plan) {
    let mut whole = Tally::default();
    let first = number("SATCHEL_SEED", 0);
    let count = number("SATCHEL_SEEDS", 120);
    let mut failed = Vec::new();
    for seed in first..first + count {
        let mut plan = plan(seed);
        // What knows nothing of stamps knows nothing of keys.
        plan.is_sealed |= seed % 3 == 2 && plan.peer != Peer::Foreign;
        match live(seed, plan) {
            Ok(tally) => {
                whole.edits += tally.edits;
                whole.harmed += tally.harmed;
                whole.kills += tally.kills;
                whole.lost += tally.lost;
                whole.turns += tally.turns;
                whole.moves += tally.moves;
                whole.requests += tally.requests;
                whole.rounds_to_rest = whole.rounds_to_rest.max(tally.rounds_to_rest);
                whole.leaves_max = whole.leaves_max.max(tally.leaves_max);
            }
            Err(wrong) => failed.push((seed, wrong)),
        }
    }
    println!(
        "worlds {name}: {count} lived, {} failed, {whole:?}",
        failed.len()
    );
    if let Some((seed, wrong)) = failed.first() {
        panic!("{name}, seed {seed} of {count}: {wrong}");
    }
}

#[test]
fn nobody_loses_an_edit() {
    worlds("plain", |_| PLAN);
}

#[test]
fn nobody_loses_an_edit_where_the_database_is_encrypted() {
    worlds("sealed", |_| Plan {
        is_sealed: true,
        has_rewinds: true,
        skew_days: 400,
        ..PLAN
    });
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
    // Slow tabs beside quick ones that die seldom, and records that nobody writes again: what one of
    // them notes too early is then believed by the next.
    worlds("tabs", |_| Plan {
        devices: 8,
        steps: 120,
        records_max: 20,
        faults: 0,
        kills: 15,
        tabs: 3,
        ..PLAN
    });
}

#[test]
fn what_the_server_took_outlives_the_device() {
    worlds("lost", |_| Plan {
        devices: 8,
        losses: 6,
        steps: 150,
        faults: 3,
        registers: 9,
        records_max: 3,
        ..PLAN
    });
}

#[test]
fn nobody_loses_an_edit_where_the_server_is_put_back() {
    worlds("rewound", |_| Plan {
        has_rewinds: true,
        // What is made after the server was written down is not there afterwards, and nobody else tells.
        records_max: 30,
        ..PLAN
    });
}

#[test]
fn nobody_loses_an_edit_with_pouchdb_server() {
    worlds("pouchdb-server", |seed| Plan {
        flavour: Flavour::PouchServer,
        tabs: 1 + seed as usize % 2,
        devices: 4,
        ..PLAN
    });
}

#[test]
fn nobody_loses_an_edit_where_two_servers_replicate() {
    worlds("replicated", |_| Plan {
        devices: 4,
        records_max: 3,
        peer: Peer::Server,
        ..PLAN
    });
}

#[test]
fn what_a_server_took_outlives_the_device_where_documents_branch() {
    worlds("branches", |seed| Plan {
        devices: 8,
        losses: 6,
        steps: 150,
        faults: 3,
        registers: 9,
        records_max: 3,
        peer: Peer::Server,
        flavour: match seed % 2 {
            0 => Flavour::Couch,
            _ => Flavour::PouchServer,
        },
        ..PLAN
    });
}

#[test]
fn nobody_loses_an_edit_where_an_address_leads_now_to_one_server_and_now_to_another() {
    worlds("endpoints", |seed| {
        // Two whose positions are numbers cannot tell one's from the other's.
        let (flavour, turns) = match seed / 3 % 4 {
            3 => (Flavour::PouchServer, Turns::BetweenRounds),
            _ => (Flavour::Couch, Turns::BetweenRequests),
        };
        Plan {
            devices: 4,
            steps: 120,
            records_max: 8,
            registers: 4,
            losses: seed as usize / 12 % 3,
            peer: Peer::Server,
            flavour,
            turns,
            ..PLAN
        }
    });
}

#[test]
fn nobody_loses_an_edit_where_another_program_writes() {
    worlds("foreign", |_| Plan {
        records_max: 3,
        peer: Peer::Foreign,
        ..PLAN
    });
}
