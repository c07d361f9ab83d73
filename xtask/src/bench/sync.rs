//! The benchmark of sync: documents pulled and pushed beside PouchDB and beside the wire alone, in one
//! run and one table of ratios. What is measured is in tests/bench/sync.

use crate::run::{command, finish, option, root, run};
use crate::tools::{cache, npm_install, say};
use crate::{browsers, faults};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::PathBuf;

/// How many documents.
const COUNTS: &str = "10000,100000";
/// The servers.
const SERVERS: &str = "couch,pouchdb-server";

/// Runs the command `bench sync`.
pub(super) fn main(words: &[String]) -> Result<()> {
    let mut words = words.to_vec();
    let counts = option(&mut words, "--n")?.unwrap_or_else(|| COUNTS.to_owned());
    let servers = option(&mut words, "--server")?.unwrap_or_else(|| SERVERS.to_owned());
    if let Some(other) = servers.split(',').find(|one| {
        let mut known = SERVERS.split(',');
        known.all(|name| name != *one)
    }) {
        bail!("there is no server `{other}`: {SERVERS}");
    }
    let site = faults::site(&mut words)?;
    finish(&words)?;
    browsers::node_modules()?;
    let chromium = browsers::chromium()?.browser;
    run(command("cargo").args([
        "build",
        "--quiet",
        "--release",
        "--locked",
        "--package",
        "satchel-couch",
        "--bin",
        "couch",
    ]))?;
    println!("=== sync ===");
    run(command("node")
        .arg("tests/bench/sync.mjs")
        .arg(site)
        .args([counts, servers])
        .env("SATCHEL_XTASK", std::env::current_exe()?)
        .env("SATCHEL_COUCH", couch()?)
        .env("SATCHEL_BENCH_MODULES", modules()?)
        .env("SATCHEL_CHROMIUM", chromium))
}

/// The program `couch` as it was built: beside this one, but for the profile.
fn couch() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let target = own.parent().and_then(|profile| profile.parent());
    let target = target.context("this program lies in no target folder")?;
    Ok(target
        .join("release/couch")
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// The folder of the packages that sync is measured beside, installed once.
fn modules() -> Result<PathBuf> {
    let source = root().join("tests/bench/sync");
    let lock = std::fs::read(source.join("package-lock.json"))
        .context("cannot read tests/bench/sync/package-lock.json")?;
    let mut name = String::from("pouchdb-");
    for byte in Sha256::digest(&lock).iter().take(6) {
        write!(name, "{byte:02x}")?;
    }
    let folder = cache()?.join(name);
    let done = folder.join("done");
    if !done.is_file() {
        say("PouchDB", "some seconds");
        npm_install(&source, &folder)?;
        std::fs::write(&done, "")?;
    }
    Ok(folder.join("node_modules"))
}
