//! The layers of the library and what each may import. This table is the one place where it stands
//! for machines; ARCHITECTURE.md tells it to people.

use crate::source::Source;
use crate::tree::{File, Tree};

/// Each layer with what it may import, in the order of `src/lib.rs`. A name with `::` allows that
/// part only. Code for tests may import what it likes: it does not ship.
const LAYERS: [(&str, &[&str]); 14] = [
    ("domain", &[]),
    ("document", &["domain"]),
    ("workspace", &["domain", "document"]),
    // Columns hold whole numbers; which value each stands for is the document's.
    ("query", &["domain", "document::value", "workspace"]),
    // A figure says under which conditions the list behind it stands.
    (
        "scoring",
        &["domain", "document::value", "workspace", "query::filter"],
    ),
    // A file is planned against what is there: docs/adr/0010.
    ("exchange", &["domain", "document", "workspace"]),
    (
        "api",
        &[
            "domain",
            "document",
            "workspace",
            "query",
            "scoring",
            "exchange",
        ],
    ),
    ("sync", &["domain", "document", "workspace::change"]),
    ("storage", &["domain", "document", "workspace::change"]),
    (
        "session",
        &[
            "domain",
            "document",
            "workspace",
            "query",
            "scoring",
            "exchange",
            "api",
            "sync",
            "storage",
        ],
    ),
    (
        "live",
        &[
            "domain",
            "workspace",
            "query",
            "scoring",
            // A session is of some store, and its errors reach the screens.
            "storage::Storage",
            "storage::StorageError",
            "session",
        ],
    ),
    ("i18n", &["domain"]),
    (
        "browser",
        &[
            "domain",
            "storage",
            "sync::Http",
            "sync::wire",
            "session::ports",
            "session::sync",
            "i18n::format",
            "i18n::Locale",
        ],
    ),
    (
        "ui",
        &[
            "domain",
            // To read through `live`; writing goes by commands.
            "workspace",
            "query",
            "scoring",
            "exchange",
            // What there is to ask, for the page that asks it; the asking goes by the page's own door.
            "api::example",
            "api::parameter",
            "api::report::REPORTS",
            "api::route",
            "api::snippet",
            "session::backup",
            "session::found",
            "session::import",
            "session::model",
            "session::sample",
            "session::scored",
            "session::sync",
            "live",
            "i18n",
        ],
    ),
];

/// Crates of the browser, and the layers that may name them.
const FOREIGN: [(&str, &[&str]); 9] = [
    ("leptos", &["ui"]),
    ("leptos_router", &["ui"]),
    ("web_sys", &["browser", "ui"]),
    ("js_sys", &["browser", "ui"]),
    ("wasm_bindgen", &["browser", "ui"]),
    ("wasm_bindgen_futures", &["browser", "ui"]),
    ("gloo_storage", &["browser"]),
    ("indexed_db_futures", &["browser"]),
    ("reactive_graph", &["live", "ui"]),
];

/// The layer that a file belongs to; the programs and `lib.rs` belong to none, nor do the crates
/// of the scans and of the statistics, which know nothing of the library.
fn layer(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    let name = inside.split('/').next()?;
    let name = name.strip_suffix(".rs").unwrap_or(name);
    (!matches!(name, "lib" | "main" | "bin" | "scan" | "stats") && path.ends_with(".rs"))
        .then_some(name)
}

/// Imports that the table does not allow.
pub fn imports(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree.under("src") {
        let Some(own) = layer(&file.path) else {
            continue;
        };
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == own) else {
            findings.push(format!("{}: `{own}` is no layer of the table", file.path));
            continue;
        };
        if !tree.ships(&file.path) {
            continue;
        }
        let code = Source::shipped(&file.text).code;
        if (file.path.matches('/').count()..9).any(|steps| code.contains(&"super::".repeat(steps)))
        {
            findings.push(format!(
                "{}: super:: leads out of the layer; write crate::…",
                file.path
            ));
        }
        for path in crate_paths(&code) {
            // Macros stand at the crate's root, whatever layer they are of.
            let path = match path.as_str() {
                "message" => "i18n::message",
                path => path,
            };
            let within = |name: &str| path == name || path.starts_with(&format!("{name}::"));
            // `use crate::workspace;` would open the whole of a layer that is open in part.
            if !within(own) && !allowed.iter().any(|name| within(name)) {
                findings.push(format!("{}: {own} may not use crate::{path}", file.path));
            }
        }
    }
    findings
}

/// Layers that `lib.rs` names in another order than the table's.
pub fn order(tree: &Tree) -> Vec<String> {
    let Some(lib) = tree.get("src/lib.rs") else {
        return Vec::new();
    };
    let code = Source::whole(&lib.text).code;
    let named: Vec<&str> = code
        .lines()
        .filter_map(|line| {
            let line = line.trim().trim_start_matches("pub ");
            line.strip_prefix("mod ")?.strip_suffix(';')
        })
        .collect();
    let wanted: Vec<&str> = LAYERS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| named.contains(name))
        .collect();
    if named == wanted {
        Vec::new()
    } else {
        vec![format!(
            "src/lib.rs names {named:?}, the order is {wanted:?}"
        )]
    }
}

/// Layers that name a crate of the browser and may not.
pub fn foreign(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree.under("src") {
        let Some(own) = layer(&file.path) else {
            continue;
        };
        let code = Source::whole(&file.text).code;
        for (name, layers) in FOREIGN {
            if !layers.contains(&own) && names_crate(&code, name) {
                findings.push(format!("{}: {own} may not know {name}", file.path));
            }
        }
    }
    findings
}

fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::")).any(|(at, _)| {
        !code[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

/// Every path after `crate::`, groups opened up.
fn crate_paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, word) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        expand(&code[at + word.len()..], "", &mut paths);
    }
    paths
}

/// Reads one path or group at the start of `rest`, and returns what follows it.
fn expand<'a>(rest: &'a str, prefix: &str, paths: &mut Vec<String>) -> &'a str {
    let rest = rest.trim_start();
    let join = |name: &str| {
        if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}::{name}")
        }
    };
    if let Some(mut group) = rest.strip_prefix('{') {
        loop {
            group = group.trim_start();
            if let Some(after) = group.strip_prefix('}') {
                return after;
            }
            if group.is_empty() {
                return group;
            }
            let after = expand(group, prefix, paths);
            let end = after.find([',', '}']).unwrap_or(after.len());
            group = after[end..].strip_prefix(',').unwrap_or(&after[end..]);
            if after.len() == group.len() && !group.starts_with('}') {
                return group;
            }
        }
    }
    let end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*'))
        .unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if name == "self" {
        paths.push(prefix.to_owned());
        return after;
    }
    match after.strip_prefix("::") {
        Some(more)
            if more
                .trim_start()
                .starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '{' || c == '*') =>
        {
            expand(more, &join(name), paths)
        }
        _ => {
            paths.push(join(name));
            after
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        imports(&Tree::planted(&[(path, text)])).len()
    }

    #[test]
    fn an_import_upwards_is_found_in_every_spelling() {
        for text in [
            "use crate::workspace::Workspace;",
            "use crate::{domain::Money, workspace};",
            "use crate::{\n    domain::{Date, Money},\n    session::{self, run},\n};",
            "fn f() { crate::query::run() }",
            "use crate::sync::wire;",
        ] {
            let expected = 1 + usize::from(text.contains("session"));
            assert_eq!(found("src/document/json.rs", text), expected, "{text}");
        }
        assert_eq!(
            found(
                "src/document.rs",
                "use crate::domain::{Date, Money as Sum};"
            ),
            0
        );
        assert_eq!(
            found("src/document.rs", "use crate::document::binary::*;"),
            0
        );
        assert_eq!(
            found(
                "src/domain/date.rs",
                "// crate::workspace\nlet s = \"crate::ui\";"
            ),
            0
        );
        let test = "#[cfg(test)]\nmod tests { use crate::session::Session; }";
        assert_eq!(found("src/domain/date.rs", test), 0);
    }

    #[test]
    fn a_layer_that_is_open_in_part_is_open_in_that_part_only() {
        assert_eq!(
            found(
                "src/storage/memory.rs",
                "use crate::workspace::change::Change;"
            ),
            0
        );
        assert_eq!(
            found(
                "src/storage/memory.rs",
                "use crate::workspace::table::Table;"
            ),
            1
        );
        assert_eq!(found("src/storage/memory.rs", "use crate::workspace;"), 1);
        assert_eq!(
            found("src/ui/deals/board.rs", "use crate::storage::Storage;"),
            1
        );
        assert_eq!(found("src/ui/deals.rs", "use crate::message;"), 0);
        assert_eq!(found("src/domain/deal.rs", "use crate::message;"), 1);
        assert_eq!(found("src/utils.rs", ""), 1);
        for (path, steps, expected) in [
            ("src/domain.rs", 1, 1),
            ("src/domain/date.rs", 1, 0),
            ("src/domain/date.rs", 2, 1),
            ("src/exchange/table/reader.rs", 2, 0),
            ("src/exchange/table/reader.rs", 3, 1),
        ] {
            let text = format!("use {}workspace::X;", "super::".repeat(steps));
            assert_eq!(found(path, &text), expected, "{path} {text}");
        }
    }

    #[test]
    fn a_wrong_order_and_a_browser_crate_in_the_core_are_found() {
        let lib = |text| order(&Tree::planted(&[("src/lib.rs", text)])).len();
        assert_eq!(lib("pub mod domain;\npub mod document;\nmod ui;\n"), 0);
        assert_eq!(lib("pub mod document;\npub mod domain;\n"), 1);
        assert_eq!(lib("pub mod domain;\npub mod helpers;\n"), 1);
        let core = |text| foreign(&Tree::planted(&[("src/query/sort.rs", text)])).len();
        assert_eq!(core("use leptos::prelude::*;"), 1);
        assert_eq!(core("use crate::my_leptos::x;"), 0);
    }

    #[test]
    fn every_layer_of_the_table_imports_layers_of_the_table() {
        for (at, (name, allowed)) in LAYERS.iter().enumerate() {
            for other in *allowed {
                let base = other.split("::").next().unwrap();
                let place = LAYERS.iter().position(|(known, _)| *known == base);
                assert!(place.is_some_and(|place| place < at), "{name} → {other}");
            }
        }
    }

    #[test]
    fn programs_may_use_everything() {
        let file = File {
            path: "src/main.rs".into(),
            text: String::new(),
        };
        assert_eq!(layer(&file.path), None);
        assert_eq!(layer("src/bin/worker.rs"), None);
        assert_eq!(layer("src/ui.rs"), Some("ui"));
    }
}
