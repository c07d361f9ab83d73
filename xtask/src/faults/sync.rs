//! The fault `sync`: lives through many worlds of devices that sync (`src/sync/tests`), and plants faults
//! in copies of the source, each of which the worlds of `cargo test` have to find.

use super::mutants::{MUTANTS, Mutant, planted};
use crate::run::{command, finish, number, option, root};
use crate::trunk::files;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Where the worlds are.
const WORLDS: &str = "sync::tests::plans";

/// What the tests of the library are compiled from.
const SOURCES: [&str; 6] = ["Cargo.toml", "Cargo.lock", "docs", "src", "tests", "xtask"];

/// Layers that sync does not know (`tests/tidy` sees to that), and copies need not compile.
const LEFT_OUT: [&str; 8] = [
    "query", "scoring", "exchange", "api", "storage", "session", "live", "i18n",
];

/// What the worlds of one plan came to.
#[derive(Debug, PartialEq, Eq)]
struct Plan {
    name: String,
    lived: u64,
    failed: u64,
    /// The first seed whose world failed.
    seed: Option<u64>,
}

/// Runs the fault `sync`.
pub(super) fn main(mut words: Vec<String>) -> Result<()> {
    let seeds: u64 = number(&mut words, "--seeds")?.unwrap_or(100_000);
    let seed: u64 = number(&mut words, "--seed")?.unwrap_or(0);
    let mutant = option(&mut words, "--mutant")?;
    finish(&words)?;
    let wanted: Vec<&Mutant> = MUTANTS
        .iter()
        .filter(|known| mutant.as_deref().is_none_or(|name| name == known.name))
        .collect();
    if wanted.is_empty() {
        let names: Vec<&str> = MUTANTS.iter().map(|known| known.name).collect();
        bail!(
            "there is no such planted fault; there are `{}`",
            names.join("`, `")
        );
    }
    if mutant.is_none() && seeds > 0 {
        long_run(seeds, seed)?;
    }
    let mut survivors = Vec::new();
    for mutant in wanted {
        if !is_found(mutant)? {
            survivors.push(mutant.name);
        }
    }
    if !survivors.is_empty() {
        bail!("the worlds do not find `{}`", survivors.join("`, `"));
    }
    Ok(())
}

/// Lives through many worlds; each plan's tests run on a core of their own.
fn long_run(seeds: u64, seed: u64) -> Result<()> {
    let tree = copy()?;
    let listed = test(&tree, Speed::Fast, &["--list"], &[])?;
    let plans = listed
        .lines()
        .filter(|line| line.ends_with(": test"))
        .count() as u64;
    if plans == 0 {
        bail!("there are no worlds at {WORLDS}");
    }
    let each = seeds.div_ceil(plans);
    println!("{each} worlds of each of {plans} plans, from seed {seed}");
    let begin = Instant::now();
    let text = test(
        &tree,
        Speed::Fast,
        &[],
        &[("SATCHEL_SEEDS", each), ("SATCHEL_SEED", seed)],
    )?;
    let found = plans_of(&text);
    for line in text.lines().filter(|line| line.contains("worlds ")) {
        println!("{line}");
    }
    let lived: u64 = found.iter().map(|plan| plan.lived).sum();
    let failed: u64 = found.iter().map(|plan| plan.failed).sum();
    let time_s = begin.elapsed().as_secs();
    println!("{lived} worlds in {time_s} s, {failed} failed");
    if failed > 0 || found.len() as u64 != plans {
        bail!("not all worlds came to rest:\n{}", told(&text));
    }
    Ok(())
}

/// Whether the worlds of `cargo test` find a planted fault.
fn is_found(mutant: &Mutant) -> Result<bool> {
    let tree = copy()?;
    let mut edited: BTreeMap<&str, String> = BTreeMap::new();
    for (file, from, to) in mutant.edits {
        let text = match edited.remove(file) {
            Some(text) => text,
            None => read(&root().join(file))?,
        };
        edited.insert(
            file,
            planted(&text, from, to).with_context(|| format!("{}: {file}", mutant.name))?,
        );
    }
    for (file, text) in &edited {
        std::fs::write(tree.join(file), text)?;
    }
    let text = test(&tree, Speed::Quick, &[], &[])?;
    let found = plans_of(&text);
    let lived: u64 = found.iter().map(|plan| plan.lived).sum();
    let failed: u64 = found.iter().map(|plan| plan.failed).sum();
    if lived == 0 {
        bail!("`{}` did not come to live:\n{text}", mutant.name);
    }
    let first = found
        .iter()
        .filter_map(|plan| Some((plan.seed?, plan.name.as_str())))
        .min();
    match first {
        Some((seed, plan)) => println!(
            "{:<44} found by {failed} of {lived} worlds, first by seed {seed} of {plan} ({})",
            mutant.name,
            by_plan(&found)
        ),
        None => println!("{:<44} NOT FOUND by {lived} worlds", mutant.name),
    }
    Ok(first.is_some())
}

fn by_plan(found: &[Plan]) -> String {
    let failed = found.iter().filter(|plan| plan.failed > 0);
    let parts: Vec<String> = failed
        .map(|plan| format!("{} {}", plan.name, plan.failed))
        .collect();
    parts.join(", ")
}

/// A folder for copies of the source and what is compiled from them.
fn copies() -> Result<PathBuf> {
    let target = crate::run::named("CARGO_TARGET_DIR").unwrap_or_else(|| root().join("target"));
    let folder = target.join("mutants");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A file of the source as copies have it.
fn copied(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = std::fs::read(file)?;
    if file == root().join("src/lib.rs") {
        let text = String::from_utf8(bytes)?;
        let is_left_out = |line: &&str| {
            let name = line
                .strip_prefix("pub mod ")
                .and_then(|rest| rest.strip_suffix(';'));
            name.is_some_and(|name| LEFT_OUT.contains(&name))
        };
        let kept: Vec<&str> = text.lines().filter(|line| !is_left_out(line)).collect();
        bytes = kept.join("\n").into_bytes();
    }
    Ok(bytes)
}

/// A copy of the source without a fault in it.
fn copy() -> Result<PathBuf> {
    let tree = copies()?.join("tree");
    mirror(&tree)?;
    Ok(tree)
}

/// Makes a folder what the source is. Files that are so already keep their times: what is compiled
/// from them needs not be compiled anew.
fn mirror(tree: &Path) -> Result<()> {
    let source = root();
    let is_wanted = |file: &PathBuf| {
        !file
            .components()
            .any(|part| part.as_os_str() == "node_modules")
    };
    for name in SOURCES {
        let (from, to) = (source.join(name), tree.join(name));
        for file in files(&to)?.iter().filter(|file| is_wanted(file)) {
            if !from.join(file.strip_prefix(&to)?).exists() {
                std::fs::remove_file(file)?;
            }
        }
        for file in files(&from)?.iter().filter(|file| is_wanted(file)) {
            let copy = tree.join(file.strip_prefix(&source)?);
            let bytes = copied(file)?;
            if std::fs::read(&copy).is_ok_and(|there| there == bytes) {
                continue;
            }
            if let Some(folder) = copy.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&copy, bytes)
                .with_context(|| format!("cannot write {}", copy.display()))?;
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// How the worlds are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speed {
    /// In little time: for few worlds.
    Quick,
    /// For many worlds.
    Fast,
}

/// Runs the worlds of a copy and gives what was printed, whether they failed or not.
fn test(tree: &Path, speed: Speed, words: &[&str], variables: &[(&str, u64)]) -> Result<String> {
    let mut cargo = command("cargo");
    cargo.args([
        "test",
        "--quiet",
        "--package",
        "satchel",
        "--lib",
        "--locked",
    ]);
    if speed == Speed::Fast {
        cargo.args(["--config", "profile.dev.package.satchel.opt-level=2"]);
    }
    cargo.env("CARGO_TARGET_DIR", copies()?.join("target"));
    cargo.args([WORLDS, "--", "--nocapture"]).args(words);
    for (name, value) in variables {
        cargo.env(name, value.to_string());
    }
    cargo.current_dir(tree).env("RUST_BACKTRACE", "0");
    let output = cargo.output().context("cannot run cargo")?;
    let printed = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&printed).into_owned();
    if text.contains("could not compile") {
        bail!("{text}");
    }
    Ok(text)
}

/// What failed worlds say.
fn told(text: &str) -> String {
    let told = text.lines().filter(|line| line.contains(", seed "));
    told.collect::<Vec<&str>>().join("\n")
}

/// Reads what the tests print of each plan.
fn plans_of(text: &str) -> Vec<Plan> {
    let mut found: Vec<Plan> = Vec::new();
    for line in text.lines() {
        // Before it may stand the dots of the tests that are through.
        let Some((name, rest)) = line
            .split_once("worlds ")
            .and_then(|(_, rest)| rest.split_once(": "))
        else {
            continue;
        };
        let mut numbers = rest.split([' ', ',']).filter_map(|word| word.parse().ok());
        let (Some(lived), Some(failed)) = (numbers.next(), numbers.next()) else {
            continue;
        };
        let start = format!("{name}, seed ");
        let seed = text
            .lines()
            .find_map(|line| line.strip_prefix(&start)?.split(' ').next()?.parse().ok());
        found.push(Plan {
            name: name.to_owned(),
            lived,
            failed,
            seed,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_worlds_print_is_read() {
        let text = "running 2 tests\n\
            worlds plain: 120 lived, 0 failed, Tally { edits: 9, harmed: 8 }\n\
            .worlds lost: 120 lived, 2 failed, Tally { edits: 9, harmed: 8 }\n\
            lost, seed 17 of 120: no rest after 6 rounds\n\
            test result: FAILED. 1 passed; 1 failed\n";
        let plan = |name: &str, failed, seed| Plan {
            name: name.to_owned(),
            lived: 120,
            failed,
            seed,
        };
        assert_eq!(
            plans_of(text),
            [plan("plain", 0, None), plan("lost", 2, Some(17))]
        );
        assert_eq!(told(text), "lost, seed 17 of 120: no rest after 6 rounds");
    }
}
