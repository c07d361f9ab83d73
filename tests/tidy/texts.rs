//! Rules about files as texts: what they open with, how long they are, and what must not be left in
//! them.

use crate::source::Source;
use crate::tree::{File, Tree};

/// Lines that a file may have without saying why it has more.
const LINES_MAX: usize = 600;
/// The words of a header that give the reason for more.
const REASON: &str = "600 lines";
const ARCHITECTURE_LINES_MAX: usize = 200;

fn rust(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.files.iter().filter(|file| file.path.ends_with(".rs"))
}

/// The module comment that a file opens with.
fn header(file: &File) -> String {
    file.text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .collect()
}

/// Rust files that do not open with what they are.
pub fn headers(tree: &Tree) -> Vec<String> {
    rust(tree)
        .filter(|file| header(file).len() < 20)
        .map(|file| format!("{}: opens without //! and a sentence", file.path))
        .collect()
}

/// Modules in the old place.
pub fn no_mod_rs(tree: &Tree) -> Vec<String> {
    rust(tree)
        .filter(|file| file.path.ends_with("/mod.rs"))
        .map(|file| format!("{}: is named after its folder, beside it", file.path))
        .collect()
}

/// Calls in `src` that stop the program. Clippy denies them too, but can be told to look away.
pub fn no_panics(tree: &Tree) -> Vec<String> {
    let stops = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
    ];
    let mut findings = Vec::new();
    for file in tree
        .under("src")
        .filter(|file| file.path.ends_with(".rs") && tree.ships(&file.path))
    {
        let code = Source::shipped(&file.text).code;
        for (number, line) in code.lines().enumerate() {
            for stop in stops.iter().filter(|stop| line.contains(**stop)) {
                findings.push(format!("{}:{}: {stop}", file.path, number + 1));
            }
        }
    }
    findings
}

/// The files that take parts out of the program, which `unsafe` declarations do (docs/adr/0011).
const SPLITS: [&str; 2] = ["src/ui/parts.rs", "src/main/parts.rs"];

/// Places that allow themselves `unsafe`, or use it. Cargo.toml only denies it, since what takes
/// parts out of the program needs it.
pub fn no_unsafe(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in rust(tree).filter(|file| file.path.starts_with("src/")) {
        let code = Source::whole(&file.text).code;
        for (number, line) in code.lines().enumerate() {
            let is_allowed = SPLITS.contains(&file.path.as_str()) && !has_word(line, "unsafe");
            let is_found = has_word(line, "unsafe") || line.contains("unsafe_code");
            if is_found && !is_allowed {
                findings.push(format!("{}:{}: unsafe", file.path, number + 1));
            }
        }
    }
    findings
}

/// Notes to oneself, and promises to the user.
pub fn no_leftovers(tree: &Tree) -> Vec<String> {
    // Put together here, so that this file does not find itself. Three X are a currency code.
    let notes = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("HA", "CK"),
    ];
    let promises = [concat!("coming ", "soon"), concat!("lorem ", "ipsum")];
    let mut findings = Vec::new();
    for file in &tree.files {
        for (number, line) in file.text.lines().enumerate() {
            let lower = line.to_lowercase();
            let note = notes.iter().find(|note| has_word(line, note));
            let promise = promises.iter().find(|promise| lower.contains(**promise));
            if let Some(word) = note.or(promise) {
                findings.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    findings
}

fn has_word(line: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        !part(line[..at].chars().next_back()) && !part(line[at + word.len()..].chars().next())
    })
}

/// Files that have grown past reading.
pub fn lengths(tree: &Tree) -> Vec<String> {
    let mut findings: Vec<String> = rust(tree)
        .map(|file| (file, file.text.lines().count()))
        .filter(|(file, lines)| *lines > LINES_MAX && !header(file).contains(REASON))
        .map(|(file, lines)| {
            format!(
                "{}: {lines} lines; split it, or say in its header why it has more than {REASON}",
                file.path
            )
        })
        .collect();
    if let Some(file) = tree.get("ARCHITECTURE.md")
        && file.text.lines().count() > ARCHITECTURE_LINES_MAX
    {
        findings.push(format!(
            "ARCHITECTURE.md: over {ARCHITECTURE_LINES_MAX} lines"
        ));
    }
    findings
}

/// Addresses of other hosts in what the browser gets: nothing is loaded from a third party.
pub fn no_foreign_hosts(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    let served = ["public", "style", "index.html", "xtask/web"];
    for file in served.iter().flat_map(|place| tree.under(place)) {
        for scheme in ["http://", "https://", "url(//", "src=\"//"] {
            for (at, _) in file.text.match_indices(scheme) {
                let host: String = file.text[at + scheme.len()..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
                    .collect();
                // The name of SVG's language, which nobody fetches.
                if !host.is_empty() && host != "www.w3.org" {
                    findings.push(format!("{}: {scheme}{host}", file.path));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, text: &str) -> Tree {
        Tree::planted(&[(path, text)])
    }

    #[test]
    fn a_file_without_a_header_is_found() {
        assert_eq!(headers(&one("src/a.rs", "use std::fmt;\n")).len(), 1);
        assert_eq!(headers(&one("src/a.rs", "//!\nuse std::fmt;\n")).len(), 1);
        let good = "//! Dates of the calendar; instants are elsewhere.\n";
        assert_eq!(headers(&one("src/a.rs", good)).len(), 0);
    }

    #[test]
    fn a_module_in_the_old_place_is_found() {
        assert_eq!(no_mod_rs(&one("src/domain/mod.rs", "")).len(), 1);
        assert_eq!(no_mod_rs(&one("src/domain.rs", "")).len(), 0);
    }

    #[test]
    fn a_panic_outside_of_tests_is_found() {
        assert_eq!(no_panics(&one("src/a.rs", "let x = y.unwrap();")).len(), 1);
        assert_eq!(no_panics(&one("src/a.rs", "todo!()")).len(), 1);
        let allows = "#![allow(unsafe_code)]";
        assert_eq!(no_unsafe(&one("src/a.rs", allows)).len(), 1);
        assert_eq!(no_unsafe(&one("src/main/parts.rs", allows)).len(), 0);
        assert_eq!(
            no_unsafe(&one("src/main/parts.rs", "unsafe { x() }")).len(),
            1
        );
        let fine =
            "y.unwrap_or(0); // .unwrap()\n#[cfg(test)]\nmod tests { fn t() { y.unwrap(); } }";
        assert_eq!(no_panics(&one("src/a.rs", fine)).len(), 0);
    }

    #[test]
    fn a_note_for_later_is_found() {
        let note = concat!("// TO", "DO: later");
        assert_eq!(no_leftovers(&one("src/a.rs", note)).len(), 1);
        let promise = concat!("Coming", " soon");
        assert_eq!(no_leftovers(&one("README.md", promise)).len(), 1);
        assert_eq!(
            no_leftovers(&one("src/a.rs", "MASTODON, todo list")).len(),
            0
        );
    }

    #[test]
    fn a_long_file_without_a_reason_is_found() {
        let long = "//! Long.\n".to_owned() + &"\n".repeat(LINES_MAX);
        assert_eq!(lengths(&one("src/a.rs", &long)).len(), 1);
        let reason = format!("//! One table, read as one: more than {REASON}.\n{long}");
        assert_eq!(lengths(&one("src/a.rs", &reason)).len(), 0);
        let tall = "\n".repeat(ARCHITECTURE_LINES_MAX + 1);
        assert_eq!(lengths(&one("ARCHITECTURE.md", &tall)).len(), 1);
    }

    #[test]
    fn a_foreign_host_is_found() {
        let font = "@import url('https://fonts.example/x.css');";
        assert_eq!(no_foreign_hosts(&one("style/app.css", font)).len(), 1);
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\">";
        assert_eq!(no_foreign_hosts(&one("public/icon.html", svg)).len(), 0);
    }
}
