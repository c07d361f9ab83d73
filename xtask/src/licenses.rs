//! The licences of what ships: which crates are in the program, under which terms, with their texts,
//! as one file beside the site. Which terms are accepted is `deny.toml`'s matter.

use crate::run::root;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// The name of the file.
pub(crate) const FILE: &str = "licenses.txt";

/// What the names of files with terms begin with.
const TEXTS: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];

/// A crate in the program.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
    terms: String,
    /// The folder of its sources.
    folder: String,
}

/// Writes the file into a folder.
pub(crate) fn write(out: &Path) -> Result<()> {
    let path = out.join(FILE);
    std::fs::write(&path, text(&shipped()?)?)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// The crates that are linked into the program, by Cargo's own account: what only builds or tests
/// it, or runs while it is compiled, is not in it.
fn shipped() -> Result<BTreeSet<Crate>> {
    let target = "wasm32-unknown-unknown";
    // The tree knows which features the program alone has; of the workspace's others there are more.
    let tree = cargo(&[
        "tree",
        "--package=satchel",
        "--locked",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        &format!("--target={target}"),
    ])?;
    let platform = format!("--filter-platform={target}");
    let metadata = cargo(&["metadata", "--format-version=1", "--locked", &platform])?;
    linked(&tree, &serde_json::from_str(&metadata)?)
}

fn cargo(words: &[&str]) -> Result<String> {
    let told = Command::new("cargo")
        .args(words)
        .current_dir(root())
        .output()
        .context("cargo does not run")?;
    if !told.status.success() {
        bail!("cargo {words:?}: {}", String::from_utf8_lossy(&told.stderr));
    }
    Ok(String::from_utf8(told.stdout)?)
}

/// The crates of a tree that are not ours, with what is told of all packages.
fn linked(tree: &str, metadata: &Value) -> Result<BTreeSet<Crate>> {
    let mut crates = BTreeSet::new();
    for line in tree.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let (name, version) = (words.next(), words.next());
        let version = version.and_then(|version| version.strip_prefix('v'));
        let package = list(&metadata["packages"]).find(|package| {
            package["name"].as_str() == name && package["version"].as_str() == version
        });
        let package = package.with_context(|| format!("cargo says nothing of {line}"))?;
        // Ours have no source but this folder.
        if !package["source"].is_null() {
            crates.insert(read(package)?);
        }
    }
    Ok(crates)
}

fn read(package: &Value) -> Result<Crate> {
    let text = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
    let (name, terms) = (text("name"), text("license"));
    if terms.is_empty() {
        bail!("{name} names no licence");
    }
    let manifest = text("manifest_path");
    let folder = Path::new(&manifest).parent().unwrap_or(Path::new(""));
    Ok(Crate {
        name,
        version: text("version"),
        terms,
        folder: folder.to_string_lossy().into_owned(),
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The crates with their terms, and each text once with the crates that bring it.
fn text(crates: &BTreeSet<Crate>) -> Result<String> {
    let mut out = String::from(
        "Satchel's program is made of its own source (MIT OR Apache-2.0) and of these crates, \
         each under the terms it names. The texts that they bring follow.\n\n",
    );
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in crates {
        let called = format!("{} {}", one.name, one.version);
        writeln!(out, "{called}: {}", one.terms)?;
        for entry in std::fs::read_dir(&one.folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = name.to_ascii_uppercase();
            if path.is_file() && TEXTS.iter().any(|text| name.starts_with(text)) {
                let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
                let text = text.trim().replace("\r\n", "\n");
                texts.entry(text).or_default().push(called.clone());
            }
        }
    }
    for (text, mut bringing) in texts {
        bringing.dedup();
        write!(
            out,
            "\n{}\n{}\n\n{text}\n",
            "-".repeat(80),
            bringing.join(", ")
        )?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_ships_is_listed_with_its_terms_and_texts() {
        let crates = shipped().unwrap();
        let has = |name: &str| crates.iter().any(|one| one.name == name);
        for linked in ["leptos", "wasm-bindgen", "indexed_db_futures", "memchr"] {
            assert!(has(linked), "{linked}");
        }
        // Tests, tasks and what runs in the compiler do not ship.
        for other in [
            "fluent-bundle",
            "wasm-bindgen-test",
            "leptos_macro",
            "satchel",
            "xtask",
        ] {
            assert!(!has(other), "{other}");
        }
        let text = text(&crates).unwrap();
        assert!(text.contains("Permission is hereby granted"));
        assert!(text.lines().any(|line| line.starts_with("leptos 0.8")));
    }

    #[test]
    fn a_crate_without_terms_is_refused() {
        let package = |name: &str, source: Value, license: Value| {
            json!({"name": name, "version": "1.0.0", "source": source, "license": license,
                "manifest_path": "/x/Cargo.toml"})
        };
        let with = |license: Value| {
            let own = package("satchel", Value::Null, json!("MIT"));
            json!({"packages": [own, package("other", json!("registry"), license)]})
        };
        let tree = "satchel v1.0.0 (/x)\nother v1.0.0\nother v1.0.0 (*)\n";
        assert_eq!(linked(tree, &with(json!("MIT"))).unwrap().len(), 1);
        let error = linked(tree, &with(Value::Null)).unwrap_err();
        assert_eq!(error.to_string(), "other names no licence");
    }
}
