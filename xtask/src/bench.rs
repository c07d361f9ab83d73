//! The command `bench`: what the core takes natively, how scoring stands beside others' programs, how
//! long the engine and the screens hold a page's thread, and where the folder of a storage benchmark is
//! given, how it stands beside other stores in one run. What sync takes is measured by `bench sync`.
//! What is measured is in tests/bench; the benchmark of the others is not part of this project.

mod scoring;
mod sync;

use crate::run::{command, finish, option, root, run};
use crate::{browsers, faults, tools};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program that is measured, an example of the library.
const PROGRAM: &str = "engine";
/// The peers that say something: the limit, the best known library, the reference for the answers.
const PEERS: &str = "product,idb-pages-wasm-2k,dexie,mem-js";
/// The page, its scripts, and the adapter to the benchmark of the others.
const FILES: [&str; 6] = [
    "index.html",
    "tasks.js",
    "data.js",
    "bench.js",
    "scoring.js",
    "peer.js",
];
/// What can be measured alone.
const PARTS: [&str; 4] = ["core", "scoring", "engine", "screens"];

/// Runs the command `bench`.
pub(crate) fn main(words: &[String]) -> Result<()> {
    if let Some(("sync", rest)) = words
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        return sync::main(rest);
    }
    let mut words = words.to_vec();
    let peers = option(&mut words, "--peers")?.map(PathBuf::from);
    let count = option(&mut words, "--n")?.unwrap_or_else(|| "100000".to_owned());
    let reps = option(&mut words, "--reps")?.unwrap_or_else(|| "1".to_owned());
    let only = option(&mut words, "--only")?;
    finish(&words)?;
    if let Some(only) = &only
        && !PARTS.contains(&&**only)
    {
        bail!(
            "`{only}` cannot be measured alone; {} can",
            PARTS.join(", ")
        );
    }
    let wants = |part: &str| only.as_ref().is_none_or(|only| only == part);
    if let Some(folder) = &peers
        && !folder.join("run.mjs").is_file()
    {
        bail!("{} holds no run.mjs", folder.display());
    }
    let largest = count.rsplit(',').next().unwrap_or("100000");
    if wants("core") {
        println!("=== the core, natively ===");
        run(native()
            .args(["--nocapture", "--test-threads=1", "--skip", "analysis::"])
            .env("SATCHEL_BENCH", largest))?;
    }
    if wants("scoring") || wants("engine") || peers.is_some() {
        let folder = program()?;
        browsers::node_modules()?;
        let chromium = browsers::chromium()?.browser;
        if wants("scoring") {
            scoring::run(largest, &folder, &chromium)?;
        }
        if wants("engine") {
            println!("\n=== the engine in a page ===");
            run(&mut node("tasks", &folder, largest, &chromium)?)?;
        }
        if let Some(peers) = &peers {
            beside(peers, &folder, &count, &reps, &chromium)?;
        }
    }
    if wants("screens") {
        println!("\n=== the screens ===");
        browsers::node_modules()?;
        let chromium = browsers::chromium()?.browser;
        let site = faults::site(&mut Vec::new())?;
        for script in ["screens", "paint"] {
            run(&mut node(script, &site, largest, &chromium)?)?;
        }
    }
    if peers.is_none() {
        println!("\nOther stores: not run; --peers <folder> names the benchmark that has them.");
    }
    Ok(())
}

/// The native benchmark, for arguments of the tests.
fn native() -> Command {
    let mut native = command("cargo");
    native.args(["test", "--quiet", "--release", "--locked"]);
    native.args(["--test", "bench", "--"]);
    native
}

/// A script that opens a folder in a browser.
fn node(script: &str, folder: &Path, count: &str, chromium: &Path) -> Result<Command> {
    let mut node = command("node");
    node.arg(format!("tests/bench/{script}.mjs"))
        .arg(folder)
        .arg(count)
        .env("SATCHEL_XTASK", std::env::current_exe()?)
        .env("SATCHEL_CHROMIUM", chromium);
    Ok(node)
}

/// Builds the program that is measured, and returns its folder.
fn program() -> Result<PathBuf> {
    let tools = tools::build_tools()?;
    println!("\nBuilding the engine without screens …");
    run(command("cargo")
        .args([
            "build",
            "--quiet",
            "--release",
            "--locked",
            "--package",
            "satchel",
        ])
        // The screens come in parts, which only Trunk's build puts together.
        .args([
            "--no-default-features",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args(["--example", PROGRAM]))?;
    let folder = root().join("target/bench");
    let wasm = format!("target/wasm32-unknown-unknown/release/examples/{PROGRAM}.wasm");
    run(command(tools.wasm_bindgen.join("wasm-bindgen"))
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(&folder)
        .arg(wasm))?;
    for file in FILES {
        std::fs::copy(root().join("tests/bench").join(file), folder.join(file))
            .with_context(|| format!("cannot copy {file}"))?;
    }
    Ok(folder)
}

/// Runs the benchmark of the others with this program among them: only figures of one run compare.
fn beside(peers: &Path, program: &Path, count: &str, reps: &str, chromium: &Path) -> Result<()> {
    println!("\n=== beside other stores ===");
    let results = root().join("target/bench-results.jsonl");
    let _ = std::fs::remove_file(&results);
    run(command("node")
        .current_dir(peers)
        .args([
            "run.mjs",
            "--peers",
            PEERS,
            "--n",
            count,
            "--reps",
            reps,
            "--product",
        ])
        .arg(program)
        .arg("--out")
        .arg(&results)
        .env("CHROMIUM", chromium))?;
    run(command("node")
        .current_dir(peers)
        .arg("report.mjs")
        .arg(&results)
        .arg("none"))
}
