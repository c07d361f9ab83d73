//! The command `test`: every part that a change has to pass, one after the other, past failures,
//! with counts at the end; only the builds of the site begin before it is their turn. What the parts
//! check is in the tests themselves.

mod beside;

use crate::run::{command, finish, flag, option, root, run, tee};
use crate::trunk::Profile;
use crate::{browsers, dist, site, tools, trunk};
use anyhow::{Result, bail};
use beside::{Beside, behind};
use std::ffi::OsStr;
use std::time::{Duration, Instant};

/// The base path that the end-to-end tests host the site under, beside `/`.
const BASE: &str = "/teams/crm/";

/// The feature that opens the library's contract suites to tests outside of it.
const SUITES: &str = "contract";

/// How many files of end-to-end tests run at once. Each has browsers of its own, and a browser waits more than
/// it works.
const SLOTS: &str = "2";

/// What Chromium needs to run as root, without a screen and without a network.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// What a part found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

impl Counts {
    fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }

    fn of(success: bool) -> Self {
        Self {
            passed: u64::from(success),
            failed: u64::from(!success),
        }
    }
}

struct Part {
    name: &'static str,
    what: &'static str,
    run: fn(&Options) -> Result<Counts>,
}

struct Options {
    filter: Option<String>,
    /// Whether other browsers are wanted later.
    has_smoke: bool,
    /// How the sites that the end-to-end tests open are compiled.
    profile: Profile,
}

/// The name of the part that builds.
const BUILD: &str = "build";
/// The name of the part that other browsers are installed for.
const SMOKE: &str = "smoke";

const PARTS: [Part; 7] = [
    Part {
        name: "format",
        what: "formatting",
        run: |_| check(&["fmt", "--all", "--check"]),
    },
    Part {
        name: "clippy",
        what: "clippy, native and wasm",
        run: clippy,
    },
    Part {
        name: "native",
        what: "native tests",
        run: |_| tests(behind("cargo").args(["test", "--quiet", "--workspace", "--locked"])),
    },
    Part {
        name: "browser",
        what: "browser tests",
        run: browser,
    },
    Part {
        name: BUILD,
        what: "builds of the site",
        run: build,
    },
    Part {
        name: "e2e",
        what: "end-to-end tests",
        run: end_to_end,
    },
    Part {
        name: SMOKE,
        what: "smoke test in other browsers",
        run: smoke,
    },
];

/// Runs the command `test`.
pub(crate) fn main(words: &[String]) -> Result<()> {
    let mut words = words.to_vec();
    let mut only = Vec::new();
    while let Some(part) = option(&mut words, "--only")? {
        only.push(part);
    }
    let options = Options {
        filter: option(&mut words, "--filter")?,
        has_smoke: only.is_empty() || only.iter().any(|name| name == SMOKE),
        profile: if flag(&mut words, "--dev") {
            Profile::Dev
        } else {
            Profile::Release
        },
    };
    finish(&words)?;
    for name in &only {
        if !PARTS.iter().any(|part| part.name == name) {
            bail!("there is no part `{name}`; `cargo xtask` lists them");
        }
    }
    let is_wanted = |part: &&Part| only.is_empty() || only.iter().any(|name| name == part.name);
    let parts: Vec<&Part> = PARTS.iter().filter(is_wanted).collect();
    let mut builds = None;
    if options.profile == Profile::Release && parts.iter().skip(1).any(|part| part.name == BUILD) {
        // Installed once, before two would install them at the same time.
        tools::build_tools()?;
        builds = Some(Beside::start()?);
    }
    let mut results = Vec::new();
    for part in parts {
        println!("\n=== {} ===", part.what);
        let start = Instant::now();
        let counts = match builds.take_if(|_| part.name == BUILD) {
            Some(builds) => builds.finish(),
            None => (part.run)(&options),
        };
        let counts = counts.unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Counts::of(false)
        });
        results.push((part.what, counts, start.elapsed()));
    }
    summary(&results)
}

fn summary(results: &[(&str, Counts, Duration)]) -> Result<()> {
    println!();
    let mut whole = Counts::default();
    for (what, counts, time) in results {
        println!(
            "{what:<30} {:>6} passed {:>4} failed {:>6} s",
            counts.passed,
            counts.failed,
            time.as_secs()
        );
        whole.passed += counts.passed;
        whole.failed += counts.failed;
    }
    println!("{} passed, {} failed", whole.passed, whole.failed);
    if whole.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn check(words: &[&str]) -> Result<Counts> {
    Ok(Counts::of(run(behind("cargo").args(words)).is_ok()))
}

fn clippy(_: &Options) -> Result<Counts> {
    let native = [
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ];
    let mut wasm = vec![
        "clippy",
        "--quiet",
        "--package",
        "satchel",
        "--lib",
        "--bins",
        "--locked",
    ];
    wasm.extend(["--target", "wasm32-unknown-unknown"]);
    // The unit tests of the screens, which are compiled for no other target.
    let mut screens = wasm.clone();
    screens.retain(|argument| *argument != "--bins");
    screens.extend(["--profile", "test", "--", "-D", "warnings"]);
    if has_browser_tests() {
        wasm.extend(["--test", "browser", "--features", SUITES]);
    }
    wasm.extend(["--", "-D", "warnings"]);
    tools::build_tools()?;
    Ok(check(&native)?.and(check(&wasm)?).and(check(&screens)?))
}

/// Runs tests and reads their counts from what they print. One that does not even compile or that
/// dies has failed once.
fn tests(run: &mut std::process::Command) -> Result<Counts> {
    let (success, text) = tee(run)?;
    let mut counts = counted(&text);
    if !success && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

/// The counts in the lines of cargo's test programs and of Node's.
fn counted(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("test result: ") {
            counts.passed += before(rest, " passed");
            counts.failed += before(rest, " failed");
        } else if let Some(rest) = line.trim_start().strip_prefix(['#', 'ℹ']) {
            let words: Vec<&str> = rest.split_whitespace().collect();
            match words.as_slice() {
                ["pass", number] => counts.passed += number.parse().unwrap_or(0),
                ["fail" | "cancelled", number] => counts.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
    counts
}

fn before(text: &str, word: &str) -> u64 {
    text.split(word)
        .next()
        .and_then(|start| start.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

fn has_browser_tests() -> bool {
    root().join("tests/browser/main.rs").is_file()
}

/// The tests that run as wasm in Chromium.
fn browser(_: &Options) -> Result<Counts> {
    if !has_browser_tests() {
        println!("There is no tests/browser.");
        return Ok(Counts::default());
    }
    let tools = tools::build_tools()?;
    let chromium = browsers::chromium()?;
    let settings = root().join("target/webdriver.json");
    let wanted = serde_json::json!({
        "goog:chromeOptions": { "binary": chromium.browser, "args": FLAGS }
    });
    std::fs::create_dir_all(root().join("target"))?;
    std::fs::write(&settings, wanted.to_string())?;
    let run = |what: &[&str]| {
        tests(
            behind("cargo")
                .args(["test", "--locked", "--package", "satchel"])
                .args(["--target", "wasm32-unknown-unknown"])
                .args(what)
                .env("CHROMEDRIVER", &chromium.driver)
                .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &settings)
                // All tests of a program count as one: beside builds, which go first, they take longer than
                // the usual 20.
                .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
                .env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                    tools.wasm_bindgen.join("wasm-bindgen-test-runner"),
                ),
        )
    };
    // Screens come in parts, which only the build of a site takes out: what is tested as a whole goes
    // without them, and their own unit tests do not come in parts.
    let whole = run(&[
        "--test",
        "browser",
        "--no-default-features",
        "--features",
        SUITES,
    ])?;
    Ok(whole.and(run(&["--lib"])?))
}

/// The site as `serve` has it and as `dist` makes it for a base path.
fn build(options: &Options) -> Result<Counts> {
    let tools = tools::build_tools()?;
    let built = trunk::build(&tools, options.profile)?;
    site::assemble(&built, &root().join("target/site"), "/")?;
    let with_base = root().join("target/site-base");
    let is_within = match options.profile {
        Profile::Release => dist::build(BASE, &with_base)?,
        // Nobody fetches it over a network: compressing it would take longer than it saves.
        Profile::Dev => {
            site::assemble(&built, &with_base, BASE)?;
            true
        }
    };
    // Of a release it also counts that what is fetched first keeps its budget.
    let failed = u64::from(!is_within);
    Ok(Counts { passed: 2, failed })
}

/// Node's own test runner over a folder of specs: in which order is `tests/e2e/run.mjs`'s.
fn specs(options: &Options, folder: &str, variables: &[(&str, &OsStr)]) -> Result<Counts> {
    for site in ["target/site", "target/site-base"] {
        let is_there = root().join(site).join("index.html").is_file();
        if options.profile == Profile::Dev || !is_there {
            build(options)?;
            break;
        }
    }
    browsers::node_modules()?;
    let mut files: Vec<String> = Vec::new();
    for file in trunk::files(&root().join("tests/e2e").join(folder))? {
        let file = file.strip_prefix(root())?.to_string_lossy().into_owned();
        if file.ends_with(".spec.mjs") {
            files.push(file);
        }
    }
    if files.is_empty() {
        bail!("there are no specs in tests/e2e/{folder}");
    }
    // The database that some of them talk to.
    let words = [
        "build",
        "--locked",
        "--package",
        "satchel-couch",
        "--bin",
        "couch",
    ];
    run(command("cargo").args(words))?;
    let mut node = command("node");
    node.args(["tests/e2e/run.mjs", "--slots", SLOTS]);
    if let Some(filter) = &options.filter {
        node.arg(format!("--filter={filter}"));
    }
    node.args(files)
        .env("SATCHEL_XTASK", std::env::current_exe()?)
        .env(
            "SATCHEL_COUCH",
            std::env::current_exe()?.with_file_name("couch"),
        )
        .env("SATCHEL_SITE", root().join("target/site"))
        .env("SATCHEL_SITE_BASE", root().join("target/site-base"))
        .env("SATCHEL_BASE", BASE)
        .envs(variables.iter().copied());
    tests(&mut node)
}

fn end_to_end(options: &Options) -> Result<Counts> {
    // Found before Node starts, so that a missing browser is one sentence.
    let chromium = browsers::headless()?;
    let variables = [("SATCHEL_CHROMIUM", chromium.as_os_str())];
    // Those for the next part are fetched and unpacked while this one waits.
    let others = options
        .has_smoke
        .then(|| std::thread::spawn(browsers::others));
    let counts = specs(options, "specs", &variables);
    // Which are there, that part asks again.
    others.map(std::thread::JoinHandle::join);
    counts
}

/// Opens, creates, reloads in the browsers that are here. One that cannot be had is named as not
/// run, never as passed.
fn smoke(options: &Options) -> Result<Counts> {
    let others = browsers::others();
    let mut variables = Vec::new();
    match &others.firefox {
        Some(firefox) => variables.push(("SATCHEL_FIREFOX", firefox.as_os_str())),
        None => println!("Firefox: not run"),
    }
    match &others.webkit {
        Some(webkit) => variables.extend([
            ("SATCHEL_WEBKIT_DRIVER", webkit.driver.as_os_str()),
            ("SATCHEL_WEBKIT", webkit.browser.as_os_str()),
            ("SATCHEL_XVFB", webkit.display.as_os_str()),
        ]),
        None => println!("WebKit: not run"),
    }
    if variables.is_empty() {
        return Ok(Counts::default());
    }
    specs(options, "smoke", &variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_both_kinds_of_runner() {
        let text = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\
            test result: FAILED. 10 passed; 2 failed; 0 ignored\n\
            \u{2139} pass 4\n\u{2139} fail 1\n# cancelled 1\n\u{2139} tests 6\n";
        assert_eq!(
            counted(text),
            Counts {
                passed: 17,
                failed: 4
            }
        );
    }
}
