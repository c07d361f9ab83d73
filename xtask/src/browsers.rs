//! What only tests need: a Chromium and its driver, other browsers for the smoke test, and the
//! packages of the end-to-end tests. Looks for what is there first, and installs from the system's
//! packages only where it may.

use crate::run::{capture, command, find, named, root, run};
use crate::tools::{cache, node, npm_install, say};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A Chromium and the program that drives it.
pub(crate) struct Chromium {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds or installs Chromium: `SATCHEL_CHROMIUM` names another, `CHROMEDRIVER` its driver.
pub(crate) fn chromium() -> Result<Chromium> {
    let browser = || {
        named("SATCHEL_CHROMIUM").or_else(|| {
            [
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
                "chrome",
            ]
            .into_iter()
            .find_map(find)
        })
    };
    let driver = || {
        named("CHROMEDRIVER").or_else(|| {
            ["chromedriver", "chromium.chromedriver"]
                .into_iter()
                .find_map(find)
        })
    };
    if browser().is_none() || driver().is_none() {
        install(
            &["chromium", "chromium-driver", "fonts-noto-cjk"],
            "about 2 minutes",
        )
        .context("the tests need Chromium and its driver: install both, or name them with SATCHEL_CHROMIUM and CHROMEDRIVER")?;
    }
    match (browser(), driver()) {
        (Some(browser), Some(driver)) => Ok(Chromium { browser, driver }),
        _ => bail!("no Chromium with its driver: name them with SATCHEL_CHROMIUM and CHROMEDRIVER"),
    }
}

/// The Chromium that many tests start one after the other: the shell without a window of its own, which is
/// there in half the time, where there is one and nobody named another; else any.
pub(crate) fn headless() -> Result<PathBuf> {
    const SHELL: &str = "chromium-headless-shell";
    if named("SATCHEL_CHROMIUM").is_none() {
        if find(SHELL).is_none() {
            try_install(&[SHELL]);
        }
        if let Some(shell) = find(SHELL) {
            return Ok(shell);
        }
    }
    Ok(chromium()?.browser)
}

/// The browsers of the smoke test: what is here of them, or can be installed.
pub(crate) struct Others {
    pub(crate) firefox: Option<PathBuf>,
    pub(crate) webkit: Option<WebKit>,
}

/// WebKit's driver and the small browser that it drives, under a display of their own.
pub(crate) struct WebKit {
    pub(crate) driver: PathBuf,
    pub(crate) browser: PathBuf,
    pub(crate) display: PathBuf,
}

/// Finds or installs Firefox and WebKitGTK. One that cannot be had is left out.
pub(crate) fn others() -> Others {
    let firefox =
        || named("SATCHEL_FIREFOX").or_else(|| find("firefox-esr").or_else(|| find("firefox")));
    let webkit = || {
        Some(WebKit {
            driver: find("WebKitWebDriver")?,
            browser: mini_browser()?,
            display: find("Xvfb")?,
        })
    };
    // One after the other: where one cannot be had, the other still can.
    if firefox().is_none() {
        try_install(&["firefox-esr"]);
    }
    if webkit().is_none() {
        try_install(&["webkit2gtk-driver", "xvfb"]);
    }
    Others {
        firefox: firefox(),
        webkit: webkit(),
    }
}

fn try_install(packages: &[&str]) {
    if let Err(error) = install(packages, "about 2 minutes") {
        println!("{error:#}");
    }
}

fn mini_browser() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?;
    folders
        .filter_map(|entry| Some(entry.ok()?.path()))
        .flat_map(|folder| {
            ["webkit2gtk-4.1", "webkit2gtk-4.0"].map(|name| folder.join(name).join("MiniBrowser"))
        })
        .find(|file| file.is_file())
}

/// Installs the packages of the end-to-end tests, once for all clones with the same lock, and
/// links them to where Node looks.
pub(crate) fn node_modules() -> Result<()> {
    node()?;
    let source = root().join("tests/e2e");
    let lock = std::fs::read(source.join("package-lock.json"))
        .context("cannot read tests/e2e/package-lock.json")?;
    let mut name = String::from("e2e-");
    for byte in Sha256::digest(&lock).iter().take(6) {
        write!(name, "{byte:02x}")?;
    }
    let folder = cache()?.join(name);
    let modules = folder.join("node_modules");
    let done = folder.join("done");
    if !done.is_file() {
        say("the packages of the end-to-end tests", "some seconds");
        npm_install(&source, &folder)?;
        std::fs::write(&done, "")?;
    }
    link(&modules, &source.join("node_modules"))
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> Result<()> {
    if std::fs::read_link(at).is_ok_and(|now| now == to) {
        return Ok(());
    }
    if at.is_symlink() || at.is_file() {
        std::fs::remove_file(at)?;
    } else if at.is_dir() {
        std::fs::remove_dir_all(at)?;
    }
    std::os::unix::fs::symlink(to, at).with_context(|| format!("cannot link {}", at.display()))
}

#[cfg(not(unix))]
fn link(to: &Path, at: &Path) -> Result<()> {
    if at.is_dir() {
        return Ok(());
    }
    crate::trunk::copy_folder(to, at)
}

/// Installs packages of the system: as root, and in continuous integration also where root may be
/// had without asking. Nobody's own machine is changed behind their back.
fn install(packages: &[&str], how_long: &str) -> Result<()> {
    let list = packages.join(" ");
    let is_root = capture(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let may_become_root = || {
        std::env::var_os("CI").is_some() && capture(command("sudo").args(["-n", "true"])).is_ok()
    };
    if find("apt-get").is_none() || !(is_root || may_become_root()) {
        bail!("not installed: {list} (on Debian, as root: apt-get install {list})");
    }
    say(&list, how_long);
    let quiet = |words: &[&str]| {
        let mut apt = command(if is_root { "env" } else { "sudo" });
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
        // Another run may be installing just now.
        apt.args(["-o=Dpkg::Use-Pty=0", "-o=DPkg::Lock::Timeout=300"]);
        apt.args(words).stdout(std::process::Stdio::null());
        run(&mut apt)
    };
    quiet(&["update"])?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    quiet(&words)
}
