//! Trunk's part of the build: compiles both programs and the styles, unless exactly these inputs
//! have been built before, here or in another clone. Turning that into a site is `site`'s part.

use crate::parts;
use crate::run::{root, run};
use crate::tools::{Tools, cache};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// How many earlier builds the tools' folder keeps.
const BUILDS_MAX: usize = 8;
const INPUTS: [&str; 7] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "src",
    "style",
];

/// The folder of the program's parts in a build.
pub(crate) const PARTS: &str = "parts";

/// How to compile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small and fast, as it ships.
    Release,
    /// Quick to compile.
    Dev,
}

/// Builds if needed, and returns the folder of what Trunk made.
pub(crate) fn build(tools: &Tools, profile: Profile) -> Result<PathBuf> {
    let key = stamp(tools, profile)?;
    let output = root().join(match profile {
        Profile::Release => "target/trunk",
        Profile::Dev => "target/trunk-dev",
    });
    let mark = output.with_extension("stamp");
    if std::fs::read_to_string(&mark).is_ok_and(|built| built == key) && output.is_dir() {
        return Ok(output);
    }
    let kept = cache()?.join("builds").join(&key);
    let _ = std::fs::remove_file(&mark);
    if kept.is_dir() {
        let _ = std::fs::remove_dir_all(&output);
        copy_folder(&kept, &output)?;
    } else {
        println!("Building Satchel (the first time about 5 minutes, then less) …");
        let stand_in = root().join("target/stand-in");
        parts::stand_in(&stand_in)?;
        let mut trunk = tools.command("trunk", &stand_in);
        trunk.args(["build", "--color=never", "--log=warn", "--dist"]);
        trunk.arg(&output);
        if profile == Profile::Release {
            trunk.arg("--release").env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                plain_paths(),
            );
        }
        // A colour setting that Trunk reads as a yes-or-no option of its own.
        trunk.env_remove("NO_COLOR");
        let taken = output.with_extension("parts");
        parts::divert(&mut trunk, tools, &taken, profile == Profile::Release)?;
        run(&mut trunk)?;
        copy_folder(&taken, &output.join(PARTS))?;
        if profile == Profile::Release {
            keep(&output, &kept)?;
        }
    }
    std::fs::write(&mark, key)?;
    Ok(output)
}

/// Flags that take this machine's folders out of the programs, where panics name source files. They
/// are added to those of `.cargo/config.toml`; a folder with a blank cannot be said this way.
fn plain_paths() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    [(Some(root()), "satchel"), (home, "cargo")]
        .into_iter()
        .filter_map(|(folder, name)| Some((folder?.into_os_string().into_string().ok()?, name)))
        .filter(|(folder, _)| !folder.contains(char::is_whitespace))
        .map(|(folder, name)| format!("--remap-path-prefix={folder}={name}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The hash of all that a build depends on.
fn stamp(tools: &Tools, profile: Profile) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(&tools.versions);
    hash.update(match profile {
        Profile::Release => "release",
        Profile::Dev => "dev",
    });
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        hash.update(std::env::var(name).unwrap_or_default());
    }
    let root = root();
    for input in INPUTS {
        for file in files(&root.join(input))? {
            let name = file.strip_prefix(&root).unwrap_or(&file);
            let bytes = std::fs::read(&file)?;
            hash.update(name.to_string_lossy().as_bytes());
            hash.update(u64::try_from(bytes.len())?.to_le_bytes());
            hash.update(bytes);
        }
    }
    let mut text = String::new();
    for byte in hash.finalize().iter().take(16) {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}

/// All files below a path, or the file itself, in a fixed order.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    if path.is_dir() {
        let entries =
            std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
        for entry in entries {
            found.extend(files(&entry?.path())?);
        }
    }
    found.sort();
    Ok(found)
}

/// Copies a folder and all below it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from)?);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::copy(&file, &target)
            .with_context(|| format!("cannot copy {} to {}", file.display(), target.display()))?;
    }
    Ok(())
}

/// Puts a build where other clones find it, whole or not at all, and lets the oldest go.
fn keep(output: &Path, kept: &Path) -> Result<()> {
    let part = kept.with_extension(format!("{}.part", std::process::id()));
    copy_folder(output, &part)?;
    if std::fs::rename(&part, kept).is_err() {
        // Another clone was first.
        std::fs::remove_dir_all(&part)?;
    }
    let Some(builds) = kept.parent() else {
        return Ok(());
    };
    let mut all = Vec::new();
    for entry in std::fs::read_dir(builds)? {
        let entry = entry?;
        all.push((entry.metadata()?.modified()?, entry.path()));
    }
    all.sort();
    all.reverse();
    for (_, old) in all.iter().skip(BUILDS_MAX) {
        let _ = std::fs::remove_dir_all(old);
    }
    Ok(())
}
