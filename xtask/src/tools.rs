//! The tools of the build: finds each in the cache folder in its right version, or installs it
//! there and says how long that may take. Browsers and what only tests need are in `browsers`.

use crate::run::{self, capture, command, find, run};
use anyhow::{Context, Result, anyhow, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const TRUNK: &str = "0.21.14";
/// Made for the version of `wasm_split_helpers` in Cargo.lock; both change together.
const WASM_SPLIT: &str = "0.2.4";
const TARGET: &str = "wasm32-unknown-unknown";

/// Where the tools of the build are.
pub(crate) struct Tools {
    folders: Vec<PathBuf>,
    /// The folder of wasm-bindgen's programs, which hold the runner of browser tests too.
    pub(crate) wasm_bindgen: PathBuf,
    /// The folder of the program that takes parts out of a program.
    pub(crate) wasm_split: PathBuf,
    /// The folder of wasm-opt.
    pub(crate) wasm_opt: PathBuf,
    /// The script of wasm-merge, which Node runs.
    pub(crate) wasm_merge: PathBuf,
    /// Names the tools and their versions: part of what a build depends on.
    pub(crate) versions: String,
}

impl Tools {
    /// A command that finds these tools before any others, and what is in `first` before them.
    pub(crate) fn command(&self, program: &str, first: &Path) -> Command {
        let mut command = command(program);
        let mut folders = vec![first.to_path_buf()];
        folders.extend(self.folders.clone());
        if let Some(path) = std::env::var_os("PATH") {
            folders.extend(std::env::split_paths(&path));
        }
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        command
    }
}

/// Runs the command `setup`.
pub(crate) fn main(words: &[String]) -> Result<()> {
    run::finish(words)?;
    build_tools()?;
    crate::browsers::chromium()?;
    crate::browsers::headless()?;
    crate::browsers::others();
    crate::browsers::node_modules()?;
    println!("The tools are in {}", cache()?.display());
    Ok(())
}

/// Everything a build needs, installed if it is not there yet.
pub(crate) fn build_tools() -> Result<Tools> {
    wasm_target()?;
    let trunk = cargo_tool("trunk", TRUNK, "trunk", &["--locked"], "4 to 8 minutes")?;
    let version = locked_version("wasm-bindgen")?;
    // Not --locked: its lock file names a withdrawn dependency.
    let wasm_bindgen = cargo_tool(
        "wasm-bindgen-cli",
        &version,
        "wasm-bindgen",
        &[],
        "2 to 4 minutes",
    )?;
    let wasm_split = cargo_tool(
        "wasm_split_cli_support",
        WASM_SPLIT,
        "wasm-split-cli",
        &["--locked", "--features", "build-binary"],
        "about a minute",
    )?;
    let (wasm_opt, binaryen) = wasm_opt()?;
    run(command("cargo").args(["fetch", "--quiet", "--locked"]))
        .context("cannot fetch the crates of Cargo.lock")?;
    let rustc = capture(command("rustc").arg("--version"))?;
    Ok(Tools {
        versions: format!(
            "trunk {TRUNK}, wasm-bindgen {version}, wasm-split {WASM_SPLIT}, binaryen {binaryen}, {}",
            rustc.trim()
        ),
        folders: vec![trunk, wasm_bindgen.clone(), wasm_opt.clone()],
        wasm_bindgen,
        wasm_split,
        wasm_merge: wasm_opt.join("../node_modules/binaryen/bin/wasm-merge"),
        wasm_opt,
    })
}

/// The folder that all clones of a user share.
pub(crate) fn cache() -> Result<PathBuf> {
    let folder = std::env::var_os("SATCHEL_CACHE")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("XDG_CACHE_HOME").map(|home| Path::new(&home).join("satchel")))
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/satchel")))
        .ok_or_else(|| anyhow!("no home folder: set SATCHEL_CACHE to a folder for the tools"))?;
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the tools' folder {}", folder.display()))?;
    Ok(folder)
}

/// Says what is about to be installed.
pub(crate) fn say(what: &str, how_long: &str) {
    println!("Installing {what} (once; {how_long}) …");
}

fn wasm_target() -> Result<()> {
    let folder =
        capture(command("rustc").args(["--print", "target-libdir", "--target", TARGET]))
            .context("Satchel is built with Rust: install it with rustup (https://rustup.rs)")?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    if find("rustup").is_none() {
        bail!(
            "this Rust has no {TARGET} target and there is no rustup to add it: install Rust with rustup (https://rustup.rs)"
        );
    }
    say("Rust's WebAssembly target", "some seconds");
    run(command("rustup").args(["target", "add", TARGET]))
}

fn cargo_tool(
    package: &str,
    version: &str,
    program: &str,
    options: &[&str],
    how_long: &str,
) -> Result<PathBuf> {
    let name = package.strip_suffix("-cli").unwrap_or(package);
    let folder = cache()?.join(format!("{name}-{version}"));
    let programs = folder.join("bin");
    if programs.join(program).is_file() {
        return Ok(programs);
    }
    say(&format!("{package} {version}"), how_long);
    let mut install = Command::new("cargo");
    // Away from the project, whose cargo settings are not the tools'. Where another run is
    // installing the same, cargo waits for it here and then finds it done.
    install
        .current_dir(cache()?)
        .args([
            "install",
            "--quiet",
            package,
            "--version",
            version,
            "--root",
        ])
        .arg(&folder)
        .args(options);
    run(&mut install)?;
    if !programs.join(program).is_file() {
        bail!("{package} {version} installed, but there is no {program} in it");
    }
    Ok(programs)
}

/// wasm-opt runs on Node: a launcher in the cache folder, which also keeps what it has made, since
/// a change of styles alone should not pay for it again.
fn wasm_opt() -> Result<(PathBuf, String)> {
    let source = run::root().join("xtask/tools/binaryen");
    let version = package_version(&source.join("package.json"), "binaryen")?;
    let folder = cache()?.join(format!("binaryen-{version}"));
    let programs = folder.join("bin");
    let launcher = programs.join("wasm-opt");
    let text = launcher_text(&folder.join("node_modules/binaryen/bin/wasm-opt"), &version);
    if std::fs::read_to_string(&launcher).is_ok_and(|kept| kept == text) {
        return Ok((programs, version));
    }
    node()?;
    say(&format!("wasm-opt {version}"), "about a minute");
    npm_install(&source, &folder)?;
    std::fs::create_dir_all(&programs)?;
    // The launcher last: it stands for a whole installation.
    std::fs::write(&launcher, text)?;
    make_executable(&launcher)?;
    Ok((programs, version))
}

fn launcher_text(script: &Path, version: &str) -> String {
    include_str!("../tools/binaryen/wasm-opt.cjs")
        .replace("%SCRIPT%", &script.display().to_string())
        .replace("%VERSION%", version)
}

#[cfg(unix)]
fn make_executable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(
        file,
        std::fs::Permissions::from_mode(0o755),
    )?)
}

#[cfg(not(unix))]
fn make_executable(_file: &Path) -> Result<()> {
    Ok(())
}

/// Refuses a Node that is missing or too old, in one sentence.
pub(crate) fn node() -> Result<()> {
    let version = capture(command("node").arg("--version"))
        .context("Satchel's build needs Node 20 or newer (https://nodejs.org)")?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|text| text.parse::<u32>().ok());
    match major {
        Some(20..) => Ok(()),
        _ => bail!(
            "this is Node {}; Satchel needs 20 or newer (https://nodejs.org)",
            version.trim()
        ),
    }
}

/// Installs exactly what a lock file says into `folder/node_modules`.
pub(crate) fn npm_install(source: &Path, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for name in ["package.json", "package-lock.json"] {
        std::fs::copy(source.join(name), folder.join(name))
            .with_context(|| format!("cannot copy {name} of {}", source.display()))?;
    }
    run(Command::new("npm").current_dir(folder).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--silent",
    ]))
}

/// Python with what the benchmark's models stand beside, in an environment of its own.
///
/// # Errors
/// There is no Python, or it cannot install them.
pub(crate) fn python() -> Result<PathBuf> {
    let wanted = run::root().join("xtask/tools/python/requirements.txt");
    let text = std::fs::read_to_string(&wanted)?;
    let folder = cache()?.join("python");
    let python = folder.join("bin/python");
    let installed = folder.join("installed.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|kept| kept == text) {
        return Ok(python);
    }
    let found = find("python3").context("there is no python3 in the search path")?;
    say("Python's programs", "a minute or two");
    run(Command::new(found).args(["-m", "venv"]).arg(&folder))?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(&wanted))?;
    // What was asked for last: it stands for a whole installation.
    std::fs::write(&installed, text)?;
    Ok(python)
}

fn package_version(file: &Path, package: &str) -> Result<String> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let json: serde_json::Value = serde_json::from_str(&text)?;
    json["dependencies"][package]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| anyhow!("{} does not name {package}", file.display()))
}

fn locked_version(package: &str) -> Result<String> {
    let lock = std::fs::read_to_string(run::root().join("Cargo.lock"))?;
    version_in_lock(&lock, package)
        .ok_or_else(|| anyhow!("Cargo.lock has no {package}: what would build the page?"))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_tool_is_the_one_in_the_lock() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            version_in_lock(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }
}
