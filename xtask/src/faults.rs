//! The command `faults`: kills browsers and cuts the power of a disk under them, at random moments,
//! and counts what was lost of what had been acknowledged. The trials are in `tests/e2e/faults`;
//! this finds them a site and a browser, and cleans up behind them whatever happens. What is broken in
//! the conversation with a server is `sync`'s, and with a server outside of the browser `flapping`'s.

mod flapping;
mod mutants;
mod sync;

use crate::run::{command, finish, flag, named, number, option, root};
use crate::server::Server;
use crate::trunk::Profile;
use crate::{browsers, serve};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// How the trials say that this machine does not let them happen.
const NOT_RUN: i32 = 3;

/// A folder of this run's own, with the profiles, the ledger, and the disk if there is one.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        let name = format!("satchel-faults-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let mounted = self.0.join("mounted");
        if is_mounted(&mounted) {
            // Its loop device goes with it.
            let _ = Command::new("umount").arg("--lazy").arg(&mounted).status();
        }
        if !is_mounted(&mounted) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

fn is_mounted(path: &Path) -> bool {
    let path = path.to_string_lossy();
    std::fs::read_to_string("/proc/mounts").is_ok_and(|mounts| {
        mounts
            .lines()
            .any(|line| line.split(' ').nth(1) == Some(&*path))
    })
}

/// Runs the command `faults`.
pub(crate) fn main(words: &[String]) -> Result<()> {
    let Some((fault, words)) = words.split_first() else {
        bail!(
            "which faults? `kill`, `power`, `sync` or `sync-browser`; `cargo xtask` says what they do"
        );
    };
    let runs_by_itself = match fault.as_str() {
        "kill" => "50",
        "power" => "20",
        "sync" => return sync::main(words.to_vec()),
        "sync-browser" => return flapping::main(words.to_vec()),
        other => bail!("there is no fault `{other}`: `kill`, `power`, `sync` or `sync-browser`"),
    };
    let mut words = words.to_vec();
    let runs = match number(&mut words, "--runs")? {
        Some(runs) => runs.to_string(),
        None => runs_by_itself.to_owned(),
    };
    let seed = seed(&mut words)?;
    let mutant = option(&mut words, "--mutant")?;
    if let Some(mutant) = &mutant
        && mutant != "relaxed"
    {
        bail!("there is no planted fault `{mutant}`: `relaxed`");
    }
    let is_again = flag(&mut words, "--again");
    let site = site(&mut words)?;
    finish(&words)?;

    let mut given = vec![fault.as_str(), "--runs", &runs, "--seed", &seed];
    if let Some(mutant) = &mutant {
        given.extend(["--mutant", mutant]);
    }
    if is_again {
        given.push("--again");
    }
    let chromium = browsers::chromium()?.browser;
    trials(fault, "faults/main.mjs", &given, site, &chromium)
}

/// Runs a program of `tests/e2e` beside a site that is served, with a folder that goes behind it.
fn trials(
    fault: &str,
    program: &str,
    words: &[&str],
    site: PathBuf,
    chromium: &Path,
) -> Result<()> {
    browsers::node_modules()?;
    let server = Server::bind(0, site, "/".into(), true)?;
    let url = server.address();
    std::thread::spawn(move || server.run());
    let scratch = Scratch::new()?;
    let mut trials = command("node");
    trials
        .arg(root().join("tests/e2e").join(program))
        .args(words)
        .env("SATCHEL_URL", url)
        .env("SATCHEL_FAULTS_FOLDER", &scratch.0)
        .env("SATCHEL_CHROMIUM", chromium);
    let status = trials.status().context("cannot run node")?;
    match status.code() {
        Some(0) => Ok(()),
        Some(NOT_RUN) => {
            bail!("the {fault} trials were not run on this machine, so they say nothing")
        }
        _ => bail!("the {fault} trials failed"),
    }
}

/// The seed that was asked for, or one of the moment.
fn seed(words: &mut Vec<String>) -> Result<String> {
    Ok(match number(words, "--seed")? {
        Some(seed) => seed.to_string(),
        None => SystemTime::now()
            .duration_since(UNIX_EPOCH)?
            .subsec_micros()
            .to_string(),
    })
}

/// The site to try: one that `SATCHEL_SITE` names, or one that is built now.
pub(crate) fn site(words: &mut Vec<String>) -> Result<PathBuf> {
    let profile = if flag(words, "--dev") {
        Profile::Dev
    } else {
        Profile::Release
    };
    match named("SATCHEL_SITE") {
        Some(site) if site.join("index.html").is_file() => Ok(site),
        Some(site) => bail!("{} holds no index.html", site.display()),
        None => serve::build(profile, "/"),
    }
}
