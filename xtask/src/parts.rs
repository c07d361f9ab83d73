//! The parts of the page's program that are fetched when they are first needed: takes them out of
//! the compiled program before wasm-bindgen sees it, and joins their loader to the page's script.
//!
//! Trunk knows no such step, and its hooks come too early or too late for it. So Trunk finds this
//! program under the name of wasm-bindgen, which splits, and then calls the real one. What becomes
//! a part is said in the source by `wasm_split`.

mod chunks;

pub(crate) use chunks::in_common;

use crate::run::{capture, run};
use crate::tools::Tools;
use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::ffi::{OsStr, OsString};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The program that Trunk takes this one for.
const BINDGEN: &str = "wasm-bindgen";
/// The program whose parts are kept.
const PAGE: &str = "satchel";
/// The loader, as the splitter writes it.
const LOADER: &str = "__wasm_split.js";
/// The parts that are the words of a language: one comes before anything is shown.
pub(crate) const LANGUAGES: [&str; 2] = ["english", "chinese"];

/// Where the stand-in finds what it stands in for.
const ENV_BINDGEN: &str = "SATCHEL_WASM_BINDGEN";
const ENV_SPLIT: &str = "SATCHEL_WASM_SPLIT";
const ENV_OPT: &str = "SATCHEL_WASM_OPT";
const ENV_MERGE: &str = "SATCHEL_WASM_MERGE";
const ENV_PARTS: &str = "SATCHEL_PARTS";

/// Makes Trunk's command split: `parts` is the folder that the parts go to, made small where they
/// ship.
pub(crate) fn divert(trunk: &mut Command, tools: &Tools, parts: &Path, ships: bool) -> Result<()> {
    let _ = std::fs::remove_dir_all(parts);
    std::fs::create_dir_all(parts)?;
    trunk
        .env(ENV_BINDGEN, tools.wasm_bindgen.join(BINDGEN))
        .env(ENV_SPLIT, tools.wasm_split.join("wasm-split-cli"))
        .env(ENV_MERGE, &tools.wasm_merge)
        .env(ENV_PARTS, parts);
    if ships {
        trunk.env(ENV_OPT, tools.wasm_opt.join("wasm-opt"));
    }
    Ok(())
}

/// Puts this program into a folder under the name of wasm-bindgen.
pub(crate) fn stand_in(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let name = folder.join(format!("{BINDGEN}{}", std::env::consts::EXE_SUFFIX));
    let _ = std::fs::remove_file(&name);
    let own = std::env::current_exe()?;
    if std::fs::hard_link(&own, &name).is_err() {
        std::fs::copy(&own, &name)?;
    }
    Ok(())
}

/// What to do where this program was called as wasm-bindgen; nothing where it was not.
pub(crate) fn called() -> Option<Result<()>> {
    let own = PathBuf::from(std::env::args_os().next()?);
    (own.file_stem() == Some(OsStr::new(BINDGEN))).then(|| {
        let real = std::env::var_os(ENV_BINDGEN)
            .with_context(|| format!("{ENV_BINDGEN} does not say where {BINDGEN} is"))?;
        let words: Vec<OsString> = std::env::args_os().skip(1).collect();
        let words = match program(&words) {
            Some(name) => split(words, &name)?,
            // Only its version was asked for.
            None => words,
        };
        run(Command::new(real).args(words))
    })
}

/// The name of the program that wasm-bindgen was called for.
fn program(words: &[OsString]) -> Option<String> {
    let mut words = words.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        if word == "--out-name" {
            return words.next().map(|name| name.into_owned());
        }
        if let Some(name) = word.strip_prefix("--out-name=") {
            return Some(name.to_owned());
        }
    }
    None
}

/// Takes the parts out of the program that wasm-bindgen was called for, and returns the call for
/// the rest. The worker has no parts; splitting only takes away what parts are taken out by.
fn split(mut words: Vec<OsString>, name: &str) -> Result<Vec<OsString>> {
    let folder = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .with_context(|| format!("{name} is not set"))
    };
    let parts = folder(ENV_PARTS)?;
    let taken = match name {
        PAGE => parts.clone(),
        other => parts.with_extension(other),
    };
    let input = words
        .iter_mut()
        .find(|word| Path::new(word).extension() == Some(OsStr::new("wasm")))
        .context("wasm-bindgen was called without a program")?;
    // Captured, since it says a line for each part about names that it leaves out.
    capture(
        Command::new(folder(ENV_SPLIT)?)
            .arg(&*input)
            .arg(&taken)
            .args(["--out-name", name]),
    )?;
    let rest = parts.with_extension("rest").join(format!("{name}.wasm"));
    std::fs::create_dir_all(rest.parent().unwrap_or(&parts))?;
    std::fs::rename(taken.join(format!("{name}.wasm")), &rest)?;
    *input = rest.into_os_string();
    words.extend(["--keep-lld-exports", "--no-demangle"].map(OsString::from));
    if name != PAGE {
        std::fs::remove_dir_all(&taken)?;
        return Ok(words);
    }
    chunks::join(&parts, &LANGUAGES, &folder(ENV_MERGE)?)?;
    if let Some(wasm_opt) = std::env::var_os(ENV_OPT) {
        make_small(&programs(&parts)?, &wasm_opt)?;
    }
    Ok(words)
}

/// Runs wasm-opt over programs, as many at once as there are processors: it uses one.
fn make_small(programs: &[PathBuf], wasm_opt: &OsStr) -> Result<()> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some(part) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            capture(
                Command::new(wasm_opt)
                    .arg("-Oz")
                    .args(FEATURES)
                    .arg(part)
                    .arg("-o")
                    .arg(part),
            )?;
            // What it reads while another build writes it is a program with nothing in it.
            if std::fs::metadata(part)?.len() <= EMPTY {
                bail!(
                    "{} came out empty; is another build going on?",
                    part.display()
                );
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| bail!("a thread of the build stopped"))
        })
    })
}

/// The size of a program with nothing in it: its magic number and version.
const EMPTY: u64 = 8;

/// What browsers can, as index.html says it for the rest of the program.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];

/// The parts in a folder, in a fixed order.
pub(crate) fn programs(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = crate::trunk::files(folder)?;
    found.retain(|file| file.extension() == Some(OsStr::new("wasm")));
    Ok(found)
}

/// A file of the site and its hash.
pub(crate) struct Hashed {
    /// Its name, which ends with the first digits of its hash.
    pub(crate) file: String,
    /// Its hash, as `integrity` takes it.
    pub(crate) integrity: String,
}

/// The hashes of parts by their names, as the script reads them: `{"split-a": "…="}`.
pub(crate) fn hashes<'a>(parts: impl Iterator<Item = &'a Hashed>) -> Result<String> {
    let mut named = serde_json::Map::new();
    for part in parts {
        let (name, hash) = named_by_hash(part, "wasm")?;
        named.insert(name.to_owned(), hash.into());
    }
    Ok(serde_json::Value::Object(named).to_string())
}

/// The glue with the loader of the parts in it, so that one hash covers both. `first` are the hashes
/// that the script holds itself, and `list` is the file with those of all other parts.
pub(crate) fn joined(
    glue: &str,
    folder: &Path,
    first: &str,
    list: &Hashed,
    is_part: impl Fn(&str) -> bool,
) -> Result<String> {
    let loader = std::fs::read_to_string(folder.join(LOADER))
        .with_context(|| format!("the splitter wrote no {LOADER}"))?;
    join(glue, &loader, first, list, is_part)
}

fn join(
    glue: &str,
    loader: &str,
    first: &str,
    list: &Hashed,
    is_part: impl Fn(&str) -> bool,
) -> Result<String> {
    let own = format!(" from \"./{LOADER}\"");
    let mut names = Vec::new();
    let mut text = String::with_capacity(glue.len() + loader.len());
    for line in glue.lines() {
        match line
            .strip_prefix("import * as ")
            .and_then(|rest| rest.split_once(&own))
        {
            Some((name, _)) => names.push(name),
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    let (list, hash) = named_by_hash(list, "json")?;
    text.push_str("const satchelParts = (() => {\nconst parts = {};\n");
    text.push_str(&format!("const FIRST = {first};\n"));
    text.push_str(&format!("const LIST = [\"{list}\", \"{hash}\"];\n"));
    text.push_str(FETCH_PART);
    for line in loader.lines() {
        if line.starts_with("import { initSync }") {
            continue;
        }
        let line = match line.strip_prefix("export const ") {
            Some(rest) => format!("parts.{rest}"),
            None => line.to_owned(),
        };
        text.push_str(&fetched(&line, &is_part)?);
        text.push('\n');
    }
    text.push_str("return parts;\n})();\n");
    for name in names {
        text.push_str(&format!("const {name} = satchelParts;\n"));
    }
    Ok(text)
}

/// A line of the loader that fetches its part under its hash.
fn fetched(line: &str, is_part: &impl Fn(&str) -> bool) -> Result<String> {
    const BEFORE: &str = "fetch(new URL(\"./";
    const AFTER: &str = ".wasm\", import.meta.url))";
    let Some((start, rest)) = line.split_once(BEFORE) else {
        if line.contains("fetch(") {
            bail!("the splitter's loader has changed its form: {line}");
        }
        return Ok(line.to_owned());
    };
    let (name, end) = rest
        .split_once(AFTER)
        .with_context(|| format!("the splitter's loader has changed its form: {line}"))?;
    if !is_part(name) {
        bail!("the loader names a part that is not there: {name}");
    }
    Ok(format!(
        "{start}fetchPart(\"{}\"){end}",
        name.replace('_', "-")
    ))
}

/// What fetches a part: its address follows from its hash. The script holds the hashes of what the
/// first screen needs; those of all others, of which hardly a bit can be compressed, are in a list
/// that it fetches, under a hash as well, when it needs the first of them.
const FETCH_PART: &str = r#"const fetchHashed = (name, kind, hash) => {
    const digits = [...atob(hash)].slice(0, 8).map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"));
    const file = `${name}-${digits.join("")}.${kind}`;
    return fetch(new URL(file, import.meta.url), { integrity: `sha256-${hash}` });
};
let list;
const listed = () => list ??= (async () => {
    try {
        const response = await fetchHashed(LIST[0], "json", LIST[1]);
        return await response.json();
    } catch (error) {
        // Whoever asks again fetches it again.
        list = undefined;
        throw error;
    }
})();
const fetchPart = async (name) => fetchHashed(name, "wasm", FIRST[name] ?? (await listed())[name]);
"#;

/// The name that a file has before its digits, and its hash, as [`FETCH_PART`] puts them together.
fn named_by_hash<'a>(of: &'a Hashed, kind: &str) -> Result<(&'a str, &'a str)> {
    let Hashed { file, integrity } = of;
    let hash = integrity
        .strip_prefix("sha256-")
        .context("the parts' hashes are no longer SHA-256")?;
    let bytes = STANDARD.decode(hash)?;
    let digits: String = bytes
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = file
        .strip_suffix(&format!("-{digits}.{kind}"))
        .with_context(|| format!("{file} is not named by its hash"))?;
    Ok((name, hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_is_joined_and_fetches_each_part_under_its_hash() {
        let glue = "import * as import1 from \"./__wasm_split.js\"\n\
            import * as import2 from \"./__wasm_split.js\"\nlet wasm;\n";
        let loader = "import { initSync } from \"./satchel.js\";\n\
            export const load_a = makeLoad(() => {\n\
            const src = fetch(new URL(\"./split_a.wasm\", import.meta.url));\n});\n";
        let hashed = |name: &str, kind: &str| Hashed {
            file: format!("{name}-{}.{kind}", "ab".repeat(8)),
            integrity: format!("sha256-{}", STANDARD.encode([0xab; 32])),
        };
        let hash = STANDARD.encode([0xab; 32]);
        let list = hashed("parts", "json");
        let first = hashes([hashed("split-b", "wasm")].iter()).unwrap();
        assert_eq!(first, format!("{{\"split-b\":\"{hash}\"}}"));
        let text = join(glue, loader, &first, &list, |name| name == "split_a").unwrap();
        assert!(!text.contains("import * as") && !text.contains("initSync }"));
        let call = "const src = fetchPart(\"split-a\");";
        assert!(text.contains(call), "{text}");
        assert!(text.find("const fetchPart") < text.find(call));
        assert!(text.contains(&format!("const LIST = [\"parts\", \"{hash}\"];")));
        assert!(text.contains(&format!("const FIRST = {first};")));
        assert!(join(glue, loader, &first, &list, |_| false).is_err());
        assert!(text.contains("parts.load_a = makeLoad("));
        assert!(text.ends_with("const import1 = satchelParts;\nconst import2 = satchelParts;\n"));
        let misnamed = Hashed {
            file: "split-a-12.wasm".into(),
            ..hashed("", "wasm")
        };
        assert!(
            hashes([misnamed].iter()).is_err(),
            "the script would ask for another file"
        );
        let changed = loader.replace("new URL", "otherwise");
        assert!(
            join(glue, &changed, &first, &list, |_| true).is_err(),
            "it would fetch unchecked"
        );
    }
}
