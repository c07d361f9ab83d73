//! The site: puts what Trunk made and `public/` together into a folder that can be served under a
//! base path. Every script and program has its hash in its name, is started only under its hash,
//! and is in the service worker's list. Headers are in `headers`.

pub(crate) mod headers;
mod names;

use crate::parts::{self, Hashed, LANGUAGES};
use crate::run::root;
use crate::trunk::{PARTS, copy_folder, files};
use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Whether the program of a part is the words of a language.
fn has_words(program: &str) -> bool {
    let part = program.strip_prefix("split_");
    part.is_some_and(|part| LANGUAGES.contains(&part))
}

/// A folder that is ready to be served.
pub(crate) struct Site {
    /// The path it is for.
    pub(crate) base: String,
    /// What a browser fetches until the page can be used.
    pub(crate) fetched: Vec<String>,
    /// The words of the languages, of which it fetches one as well.
    pub(crate) words: Vec<String>,
    /// What it fetches later.
    pub(crate) later: Vec<String>,
}

/// A file with its hash.
struct Asset {
    path: String,
    integrity: String,
}

impl Asset {
    fn hashed(&self) -> Hashed {
        Hashed {
            file: file_name(self).to_owned(),
            integrity: self.integrity.clone(),
        }
    }
}

/// Makes the site of one build for one base path.
pub(crate) fn assemble(built: &Path, out: &Path, base: &str) -> Result<Site> {
    if out.exists() {
        std::fs::remove_dir_all(out).with_context(|| format!("cannot clear {}", out.display()))?;
    }
    std::fs::create_dir_all(out.join("assets"))?;
    copy_folder(&root().join("public"), out)?;
    if built.join("snippets").exists() {
        bail!(
            "a crate brings JavaScript modules of its own (snippets), which the page's one script cannot carry"
        );
    }

    let read = |name: &str| {
        std::fs::read(built.join(name)).with_context(|| format!("Trunk made no {name}"))
    };
    let named = |program: &str, glue: &str| {
        names::numbered(&read(program)?, std::str::from_utf8(&read(glue)?)?)
    };
    let (worker_wasm, worker_glue) = named("worker_bg.wasm", "worker.js")?;
    let worker_wasm = asset(out, "worker", "wasm", &worker_wasm)?;
    let worker = asset(
        out,
        "worker",
        "js",
        joined(
            &worker_glue,
            include_str!("../web/worker.js"),
            &[("WASM", &worker_wasm)],
        )?
        .as_bytes(),
    )?;
    let sync = include_bytes!("../web/sync-worker.js");
    let sync = asset(out, headers::SYNC_WORKER, "js", sync)?;
    let (wasm, glue) = named("satchel_bg.wasm", "satchel.js")?;
    let wasm = asset(out, "satchel", "wasm", &wasm)?;
    let mut taken = BTreeMap::new();
    let of_words = parts::in_common(&built.join(PARTS), &LANGUAGES)?;
    for file in parts::programs(&built.join(PARTS))? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = name.into_owned();
        let part = asset(out, &name.replace('_', "-"), "wasm", &std::fs::read(&file)?)?;
        taken.insert(name, part);
    }
    let with_words = |name: &str| of_words.iter().any(|of| of == name);
    let hashes_of = |first: bool| {
        let wanted = taken
            .iter()
            .filter(|(name, _)| (has_words(name) || with_words(name)) == first);
        let hashed: Vec<Hashed> = wanted.map(|(_, part)| part.hashed()).collect();
        parts::hashes(hashed.iter())
    };
    let list = asset(out, "parts", "json", hashes_of(false)?.as_bytes())?;
    let glue = parts::joined(
        &glue,
        &built.join(PARTS),
        &hashes_of(true)?,
        &list.hashed(),
        |name| taken.contains_key(name),
    )?;
    let script = asset(
        out,
        "satchel",
        "js",
        joined(
            &glue,
            include_str!("../web/page.js"),
            &[("WASM", &wasm), ("WORKER", &worker), ("SYNC", &sync)],
        )?
        .as_bytes(),
    )?;
    let style = asset(out, "app", "css", &read("app.css")?)?;

    let index = String::from_utf8(read("index.html")?)?;
    let policy = headers::policy(&format!("'{}'", script.integrity));
    let index = filled(
        &index,
        &[
            ("{policy}", &policy),
            ("{wasm}", &format!("{base}{}", wasm.path)),
            ("{script}", &format!("{base}{}", script.path)),
            ("{script-integrity}", &script.integrity),
            (
                "href=\"/app.css\"",
                &format!(
                    "href=\"{base}{}\" integrity=\"{}\"",
                    style.path, style.integrity
                ),
            ),
            ("{base}", base),
        ],
    )?;
    std::fs::write(out.join("index.html"), &index)?;
    // What hosts without rewriting answer for the app's own addresses.
    std::fs::write(out.join("404.html"), &index)?;
    std::fs::write(out.join("_headers"), headers::file(base, &sync.path))?;

    let first = vec!["index.html".to_owned(), script.path.clone()];
    let rest = [&wasm.path, &style.path].map(Clone::clone);
    let plain = ["shell.css", "icon.svg", "manifest.webmanifest"].map(str::to_owned);
    write_service_worker(out, &script)?;
    let (mut words, mut common, mut later) = (Vec::new(), Vec::new(), vec![list.path]);
    for (name, part) in taken {
        match name {
            name if has_words(&name) => words.push(part.path),
            name if with_words(&name) => common.push(part.path),
            _ => later.push(part.path),
        }
    }
    later.extend([worker.path, worker_wasm.path, sync.path]);
    later.extend(["sw.js", "rescue.html", "rescue.js"].map(str::to_owned));
    Ok(Site {
        base: base.to_owned(),
        later,
        fetched: [first, rest.to_vec(), plain.to_vec(), common].concat(),
        words,
    })
}

/// The glue that wasm-bindgen wrote, then our start of it with names and hashes filled in.
fn joined(glue: &str, start: &str, assets: &[(&str, &Asset)]) -> Result<String> {
    if !glue.contains("__wbg_init as default") {
        bail!("wasm-bindgen's glue has changed its form: its start is not named __wbg_init");
    }
    if glue.lines().any(|line| line.starts_with("import ")) {
        bail!("wasm-bindgen's glue imports another file, which would run unchecked");
    }
    let mut start = start.to_owned();
    for (name, asset) in assets {
        start = start
            .replace(&format!("%{name}%"), file_name(asset))
            .replace(&format!("%{name}_INTEGRITY%"), &asset.integrity);
    }
    Ok(format!("{}\n{}", glue.trim_end(), start.trim_start()))
}

/// The name of an asset in its folder.
fn file_name(asset: &Asset) -> &str {
    asset.path.trim_start_matches("assets/")
}

fn asset(out: &Path, name: &str, kind: &str, bytes: &[u8]) -> Result<Asset> {
    let digest = Sha256::digest(bytes);
    let path = format!("assets/{name}-{}.{kind}", short(&digest)?);
    std::fs::write(out.join(&path), bytes)?;
    Ok(Asset {
        path,
        integrity: integrity(&digest),
    })
}

fn integrity(digest: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(digest))
}

fn short(digest: &[u8]) -> Result<String> {
    let mut text = String::new();
    for byte in digest.iter().take(8) {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}

/// Replaces each mark, and refuses a page that lacks one.
fn filled(page: &str, marks: &[(&str, &str)]) -> Result<String> {
    let mut page = page.to_owned();
    for (mark, value) in marks {
        if !page.contains(mark) {
            bail!("index.html has no {mark} to fill");
        }
        page = page.replace(mark, value);
    }
    Ok(page)
}

/// Writes the list of the shell's files into the service worker, the page's script first.
fn write_service_worker(out: &Path, script: &Asset) -> Result<()> {
    let mut shell = Vec::new();
    let mut build = Sha256::new();
    for file in files(out)? {
        let path = file.strip_prefix(out)?.to_string_lossy().replace('\\', "/");
        let bytes = std::fs::read(&file)?;
        let digest = Sha256::digest(&bytes);
        build.update(&path);
        build.update(digest);
        if matches!(
            path.as_str(),
            "404.html" | "_headers" | "robots.txt" | "sw.js"
        ) {
            continue;
        }
        // Some hosts touch pages (a banner, a comment), so pages are checked by what they name.
        let checked = !path.ends_with(".html");
        let mut entry = serde_json::json!({ "path": path });
        if checked {
            entry["integrity"] = integrity(&digest).into();
        }
        let first = path == script.path;
        shell.insert(if first { 0 } else { shell.len() }, entry);
    }
    let source = std::fs::read_to_string(out.join("sw.js"))?;
    let text = filled(
        &source,
        &[
            (
                "const SHELL = [];",
                &format!("const SHELL = {};", serde_json::Value::Array(shell)),
            ),
            (
                "const BUILD = \"none\";",
                &format!("const BUILD = \"{}\";", short(&build.finalize())?),
            ),
        ],
    )?;
    std::fs::write(out.join("sw.js"), text)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_mark_is_refused() {
        let page = filled("<a href=\"{base}x\">", &[("{base}", "/crm/")]).unwrap();
        assert_eq!(page, "<a href=\"/crm/x\">");
        assert!(filled("<a>", &[("{base}", "/")]).is_err());
    }

    #[test]
    fn glue_that_would_load_more_is_refused() {
        let wasm = Asset {
            path: "assets/a.wasm".into(),
            integrity: "sha256-x".into(),
        };
        let good = "let a;\nexport { initSync, __wbg_init as default };\n";
        let text = joined(
            good,
            "\n// start\n\"%WASM%\" \"%WASM_INTEGRITY%\"",
            &[("WASM", &wasm)],
        );
        assert!(text.unwrap().ends_with("// start\n\"a.wasm\" \"sha256-x\""));
        let loads = "import x from './x.js';\nexport { __wbg_init as default };\n";
        assert!(joined(loads, "", &[]).is_err());
        assert!(joined("export { start as default };", "", &[]).is_err());
    }
}
