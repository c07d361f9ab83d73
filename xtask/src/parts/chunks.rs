//! Chunks: the programs that hold what several parts have in common. The splitter makes one for each
//! set of parts that share something, hundreds, most of them smaller than what it takes to ask a server
//! for them. Here all that are small become one, and the large stay as they are. Where the parts come
//! from, and how they are fetched, is `parts`.

use super::{FEATURES, LOADER};
use crate::run::{capture, command};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use wasmparser::{Parser, Payload, TypeRef};

/// The chunk of all those that are small.
const JOINED: &str = "chunk_small";
/// From this size, in bytes before wasm-opt, a chunk is worth a request of its own.
const LARGE: u64 = 32 * 1024;

/// How a chunk names the module that gives it memory, table and globals.
const SHARED: &str = "__wasm_split";
/// How a joined chunk names it, since within it the other name is taken.
const SHARED_BY_JOINED: &str = "__wasm_shared";
/// The loader's line that fills what chunks import.
const FILLED: &str = "Object.assign(sharedImports.__wasm_split, ";

/// A chunk, as the loader has it.
struct Chunk<'a> {
    name: &'a str,
    /// The parts that need it.
    of: Vec<&'a str>,
}

impl Chunk<'_> {
    /// Whether none but these parts need it.
    fn is_only_of(&self, parts: &[&str]) -> bool {
        self.of.iter().all(|part| parts.contains(part))
    }
}

/// The chunks of a loader: a comment says whose one is, and the next line which.
fn chunks(loader: &str) -> Vec<Chunk<'_>> {
    let lines = || loader.lines();
    let found = lines().zip(lines().skip(1)).filter_map(|(comment, line)| {
        let of = parts_of(comment)?;
        let name = declared(line)?;
        Some(Chunk { name, of })
    });
    found.collect()
}

fn parts_of(comment: &str) -> Option<Vec<&str>> {
    let of = comment.strip_prefix("/* ")?.strip_suffix(" */")?;
    Some(of.split(", ").collect())
}

fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("const __")?;
    Some(rest.split_once(" = makeLoad(")?.0)
}

fn loader(folder: &Path) -> Result<String> {
    std::fs::read_to_string(folder.join(LOADER))
        .with_context(|| format!("the splitter wrote no {LOADER}"))
}

/// The chunks that some parts have in common, and no other: they are fetched with each.
pub(crate) fn in_common(folder: &Path, parts: &[&str]) -> Result<Vec<String>> {
    let loader = loader(folder)?;
    let of_these = chunks(&loader)
        .into_iter()
        .filter(|chunk| chunk.is_only_of(parts));
    Ok(of_these.map(|chunk| chunk.name.to_owned()).collect())
}

/// Joins the small chunks in `folder`, in files and loader, but for those that only the parts `apart`
/// have in common. `merge` is the script of wasm-merge.
pub(super) fn join(folder: &Path, apart: &[&str], merge: &Path) -> Result<()> {
    let text = loader(folder)?;
    let mut small = BTreeSet::new();
    for chunk in chunks(&text) {
        let size = std::fs::metadata(folder.join(format!("{}.wasm", chunk.name)))?.len();
        if size < LARGE && !chunk.is_only_of(apart) {
            small.insert(chunk.name);
        }
    }
    if !small.is_empty() {
        merged(folder, &small, merge)?;
        std::fs::write(folder.join(LOADER), renamed(&text, &small)?)?;
    }
    Ok(())
}

/// Writes the program that holds those of `names`, and removes them.
fn merged(folder: &Path, names: &BTreeSet<&str>, merge: &Path) -> Result<()> {
    let file = |name: &str| folder.join(format!("{name}.wasm"));
    let mut shared = BTreeMap::new();
    for name in names {
        imports(&std::fs::read(file(name))?, &mut shared)
            .with_context(|| format!("cannot read {name}.wasm"))?;
    }
    // What all import stands once, in a program that imports it for them.
    let hub = folder.join(format!("{JOINED}.wat"));
    std::fs::write(&hub, hub_of(&shared))?;
    let mut call = command("node");
    call.arg(merge).args(FEATURES).arg(&hub).arg(SHARED);
    for name in names {
        call.arg(file(name)).arg(name);
    }
    capture(call.arg("-o").arg(file(JOINED)))?;
    std::fs::remove_file(&hub)?;
    for name in names {
        std::fs::remove_file(file(name))?;
    }
    Ok(())
}

/// Adds what a program imports, by name, as the text format has its type.
fn imports(program: &[u8], found: &mut BTreeMap<String, String>) -> Result<()> {
    for payload in Parser::new(0).parse_all(program) {
        let Payload::ImportSection(section) = payload? else {
            continue;
        };
        for import in section.into_imports() {
            let import = import?;
            let of = match import.ty {
                TypeRef::Memory(memory) => format!("(memory {})", memory.initial),
                TypeRef::Table(table) => {
                    format!("(table {} {})", table.initial, table.element_type)
                }
                TypeRef::Global(global) if global.mutable => {
                    format!("(global (mut {}))", global.content_type)
                }
                TypeRef::Global(global) => format!("(global {})", global.content_type),
                _ => bail!("it imports {}, which no chunk did", import.name),
            };
            if import.module != SHARED {
                bail!("it imports from {}", import.module);
            }
            let before = found.insert(import.name.to_owned(), of.clone());
            if before.is_some_and(|before| before != of) {
                bail!("it imports {} as something else than another", import.name);
            }
        }
    }
    Ok(())
}

/// The program that imports what chunks share, and exports it to them.
fn hub_of(shared: &BTreeMap<String, String>) -> String {
    let mut text = String::from("(module\n");
    for (name, of) in shared {
        let named = of.replacen(' ', &format!(" ${name} "), 1);
        let _ = writeln!(text, "(import \"{SHARED_BY_JOINED}\" \"{name}\" {named})");
    }
    for (name, of) in shared {
        let kind = of.trim_start_matches('(').split(' ').next().unwrap_or(of);
        let _ = writeln!(text, "(export \"{name}\" ({kind} ${name}))");
    }
    text.push_str(")\n");
    text
}

/// The loader with the joined chunk in the place of those of `small`.
fn renamed(loader: &str, small: &BTreeSet<&str>) -> Result<String> {
    let mut text = String::with_capacity(loader.len());
    let mut comment = None;
    // The small chunk whose lines these are: those of the first become the joined chunk's.
    let mut within = None;
    let mut first = None;
    for line in loader.lines() {
        if parts_of(line).is_some() {
            comment = Some(line);
            continue;
        }
        if let Some(name) = declared(line) {
            within = small.get(name).copied();
            first = first.or(within);
        }
        let of = comment.take().map(|comment| format!("{comment}\n"));
        let is_end = line.starts_with(", [");
        if within.is_none() || within == first {
            let line = match within {
                _ if is_end => needed(line, small)?,
                Some(name) => line.replace(name, JOINED),
                None => line.to_owned(),
            };
            let _ = writeln!(text, "{}{line}", of.unwrap_or_default());
            if line.trim_start().starts_with(FILLED) {
                let _ = writeln!(
                    text,
                    "sharedImports.{SHARED_BY_JOINED} = sharedImports.{SHARED};"
                );
            }
        }
        if is_end {
            within = None;
        }
    }
    if !text.contains(FILLED) {
        bail!("the splitter's loader fills what chunks import in another way");
    }
    Ok(text)
}

/// The line that says which chunks are needed, each named once.
fn needed(line: &str, small: &BTreeSet<&str>) -> Result<String> {
    let (names, end) = line
        .strip_prefix(", [")
        .and_then(|rest| rest.split_once(']'))
        .with_context(|| format!("the splitter's loader has changed its form: {line}"))?;
    let mut kept: Vec<&str> = Vec::new();
    for name in names.split(", ").filter(|name| !name.is_empty()) {
        let own = name.strip_prefix("__").unwrap_or(name);
        let name = if small.contains(own) { JOINED } else { own };
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    let kept: Vec<String> = kept.iter().map(|name| format!("__{name}")).collect();
    Ok(format!(", [{}]{end}", kept.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADS: &str = "function getSharedImports() {
        Object.assign(sharedImports.__wasm_split, { memory });
}
/* deals, first */
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL(\"./chunk_1.wasm\", import.meta.url));
}
, []);
/* deals, work */
const __chunk_2 = makeLoad(() => {
    const src = fetch(new URL(\"./chunk_2.wasm\", import.meta.url));
}
, []);
/* first, work */
const __chunk_10 = makeLoad(() => {
    const src = fetch(new URL(\"./chunk_10.wasm\", import.meta.url));
}
, []);
/* chinese, english */
const __chunk_3 = makeLoad(() => {
    const src = fetch(new URL(\"./chunk_3.wasm\", import.meta.url));
}
, []);
export const __wasm_split_load_first = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL(\"./split_first.wasm\", import.meta.url));
}
, [__chunk_1, __chunk_2, __chunk_10]));
";

    #[test]
    fn the_loader_names_the_joined_chunk_once_and_each_part_needs_it_once() {
        let small = BTreeSet::from(["chunk_1", "chunk_10"]);
        let text = renamed(LOADS, &small).unwrap();
        let declared = "/* deals, first */\nconst __chunk_small = makeLoad(";
        assert_eq!(text.matches(declared).count(), 1, "{text}");
        assert_eq!(text.matches("./chunk_small.wasm").count(), 1, "{text}");
        for gone in ["chunk_1.", "__chunk_1 ", "chunk_10", "/* first, work */"] {
            assert!(!text.contains(gone), "{text}");
        }
        let kept = "/* deals, work */\nconst __chunk_2 = ";
        assert!(text.contains(kept), "{text}");
        assert!(
            text.ends_with(", [__chunk_small, __chunk_2]));\n"),
            "{text}"
        );
        let filled = "{ memory });\nsharedImports.__wasm_shared = sharedImports.__wasm_split;\n";
        assert!(text.contains(filled), "{text}");
        let changed = LOADS.replace("Object.assign", "fill");
        assert!(renamed(&changed, &small).is_err(), "nothing to import");
    }

    #[test]
    fn what_only_some_parts_have_in_common_is_known() {
        let of_words = |chunk: &Chunk| chunk.is_only_of(&["english", "chinese"]);
        let found = chunks(LOADS);
        let names: Vec<_> = found
            .iter()
            .map(|chunk| (chunk.name, of_words(chunk)))
            .collect();
        let others = ["chunk_1", "chunk_2", "chunk_10"].map(|name| (name, false));
        assert_eq!(names, [others.as_slice(), &[("chunk_3", true)]].concat());
    }

    #[test]
    fn what_chunks_share_stands_once_in_the_program_that_joins_them() {
        // (import "__wasm_split" "m" (memory 3)) (import "__wasm_split" "g" (global (mut i32)))
        let program = |pages: u8| {
            let mut section = vec![2];
            for (name, of) in [(b'm', [2, 0, pages]), (b'g', [3, 0x7f, 1])] {
                section.push(12);
                section.extend(SHARED.as_bytes());
                section.extend([1, name]);
                section.extend(of);
            }
            let mut bytes = b"\0asm\x01\0\0\0".to_vec();
            bytes.extend([2, u8::try_from(section.len()).unwrap()]);
            bytes.extend(section);
            bytes
        };
        let mut shared = BTreeMap::new();
        imports(&program(3), &mut shared).unwrap();
        imports(&program(3), &mut shared).unwrap();
        assert_eq!(
            hub_of(&shared),
            "(module\n\
             (import \"__wasm_shared\" \"g\" (global $g (mut i32)))\n\
             (import \"__wasm_shared\" \"m\" (memory $m 3))\n\
             (export \"g\" (global $g))\n\
             (export \"m\" (memory $m))\n)\n"
        );
        assert!(imports(&program(4), &mut shared).is_err());
    }
}
