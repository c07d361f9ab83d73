//! What a team of any size asks of a CouchDB, by simulation: prints the tables of `docs/scale.md`.
//! `cargo run -p satchel-couch --example scale` prints them all, with a word (`day`, `workspace`,
//! `outage`, `years`) one of them; a number is the seed. The same seed prints the same tables. What is
//! assumed stands in `assumed`, what a device does in `device`; no request is sent to anybody.

mod assumed;
mod day;
mod device;
mod dice;
mod load;
mod play;
mod years;

use assumed::TEAM;
use day::{Away, Day};
use load::Load;

const HOUR_MS: u64 = 3_600_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let seed = words.iter().find_map(|word| word.parse().ok()).unwrap_or(1);
    let named: Vec<&String> = words
        .iter()
        .filter(|word| word.parse::<u64>().is_err())
        .collect();
    let is_wanted = |table: &str| named.is_empty() || named.iter().any(|word| *word == table);
    if is_wanted("day") {
        by_users(seed);
    }
    if is_wanted("workspace") {
        by_workspace(seed);
    }
    if is_wanted("outage") {
        after_outages(seed);
    }
    if is_wanted("years") {
        println!("{}", years::tables());
    }
}

/// A working day by the number of users, in teams of ten.
fn by_users(seed: u64) {
    println!("A working day, {TEAM} users in each workspace (seed {seed})\n");
    println!(
        "| users | requests | of that long polls | requests/s, busiest hour \
         | busiest second | long polls at once | edits | refused with 409 | MB to devices | MB from devices |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for users in [10, 100, 1_000, 10_000] {
        let load = Day::working(seed).run(users, TEAM);
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            grouped(users as f64),
            grouped(load.requests() as f64),
            grouped(load.waiting as f64),
            grouped(load.busiest_hour()),
            grouped(load.busiest_second().into()),
            grouped(load.most_waiting() as f64),
            grouped(load.edits as f64),
            load.refused,
            grouped(load.bytes_down as f64 / 1e6),
            grouped(load.bytes_up as f64 / 1e6),
        );
    }
    println!();
}

/// The busiest hour of a thousand users by the size of their workspaces.
fn by_workspace(seed: u64) {
    println!("The busiest hour of 1,000 users, by users in one workspace (seed {seed})\n");
    println!(
        "| users in each | workspaces | requests/s | of that rounds for others' edits \
         | busiest second | requests for each edit | refused with 409 |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|");
    for team in [1, 5, 10, 20, 50, 100, 250, 1_000] {
        let load = Day::busy_hour(seed).run(1_000, team);
        println!(
            "| {} | {} | {} | {:.0} % | {} | {} | {} |",
            grouped(team as f64),
            grouped((1_000 / team) as f64),
            grouped(load.mean()),
            100.0 * load.for_others as f64 / load.requests() as f64,
            grouped(load.busiest_second().into()),
            grouped(load.requests() as f64 / load.edits as f64),
            load.refused,
        );
    }
    println!();
}

/// How a thousand users come back when the server, or the network of their office, was away.
fn after_outages(seed: u64) {
    println!(
        "1,000 users after 20 minutes of work, when something is away (10 in each workspace, seed {seed})\n"
    );
    println!(
        "| away | for | requests/s before | meanwhile | busiest second after | \
         requests/s in the first minute after | half in step after | 9 of 10 | 99 of 100 |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    let second = 1_000;
    for (what, away, ms) in [
        ("the server", Away::Server, 5 * second),
        ("the server", Away::Server, 60 * second),
        ("the server", Away::Server, 600 * second),
        ("the server", Away::Server, 3_600 * second),
        ("all devices' network", Away::Network, 60 * second),
        ("all devices' network", Away::Network, 600 * second),
        (
            "the server, were the wait of 10 s spread over 20 s",
            Away::ServerSpread,
            5 * second,
        ),
    ] {
        let from = HOUR_MS / 3;
        let day = Day::outage(seed, away, from, from + ms);
        let load = day.run(1_000, TEAM);
        let at = |ms: u64| (ms / 1_000) as usize;
        let back = at(from + ms);
        let [half, nine, all] = [0.5, 0.9, 0.99].map(|share| load.back_after_s(share, from + ms));
        println!(
            "| {what} | {} s | {:.0} | {:.0} | {} | {:.0} | {half} s | {nine} s | {all} s |",
            grouped(ms as f64 / 1e3),
            Load::mean_of(&load.per_second, 600..at(from)),
            Load::mean_of(&load.per_second, at(from)..back),
            grouped(load.most_of(back..back + 900).into()),
            Load::mean_of(&load.per_second, back..back + 60),
        );
    }
    println!();
}

/// A number without fraction, its thousands apart.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
