//! The project's files as text, read once per rule, or planted by a rule's own test.

use crate::source::FOR_TESTS;
use std::io::Write;
use std::path::Path;

/// Folders and files that the rules look at.
const PLACES: [&str; 10] = [
    "src",
    "style",
    "public",
    "tests",
    "xtask",
    "index.html",
    "README.md",
    "ARCHITECTURE.md",
    "STYLE.md",
    "CHANGELOG.md",
];
const KINDS: [&str; 10] = [
    "txt",
    "rs",
    "css",
    "ftl",
    "html",
    "js",
    "mjs",
    "cjs",
    "md",
    "webmanifest",
];

pub struct File {
    /// Relative to the project's folder, with `/`.
    pub path: String,
    pub text: String,
}

pub struct Tree {
    pub files: Vec<File>,
}

impl Tree {
    /// The project itself.
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        for place in PLACES {
            read(root, &root.join(place), &mut files);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// A made-up tree, for the tests of the rules.
    pub fn planted(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self {
            files: files.iter().map(file).collect(),
        }
    }

    /// The files of a folder, or the one file.
    pub fn under<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| {
            file.path
                .strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether a Rust file is part of the product: not where its module stands in the file above
    /// behind a mark that keeps it for tests.
    pub fn ships(&self, path: &str) -> bool {
        let Some((folder, name)) = path
            .strip_suffix(".rs")
            .and_then(|path| path.rsplit_once('/'))
        else {
            return true;
        };
        let Some(above) = self.get(&format!("{folder}.rs")) else {
            return true;
        };
        let mut kept = false;
        for line in above.text.lines().map(str::trim) {
            if FOR_TESTS.iter().any(|mark| line.starts_with(mark)) {
                kept = true;
            } else if line.ends_with(&format!("mod {name};")) {
                return !kept && self.ships(&above.path);
            } else if !line.starts_with("#[") {
                kept = false;
            }
        }
        self.ships(&above.path)
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

fn read(root: &Path, at: &Path, files: &mut Vec<File>) {
    if at.is_dir() {
        let skipped = ["node_modules", "target", "fixtures"];
        if at.is_symlink() || skipped.iter().any(|name| at.ends_with(name)) {
            return;
        }
        for entry in std::fs::read_dir(at).expect("a folder lists") {
            read(root, &entry.expect("an entry").path(), files);
        }
        return;
    }
    let kind = at.extension().and_then(|kind| kind.to_str()).unwrap_or("");
    if at.is_file() && KINDS.contains(&kind) {
        let path = at.strip_prefix(root).expect("below the root");
        files.push(File {
            path: path.to_string_lossy().replace('\\', "/"),
            text: std::fs::read_to_string(at)
                .unwrap_or_else(|error| panic!("{}: {error}", at.display())),
        });
    }
}

/// Prints past the test runner, which swallows what passing tests print.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[test]
fn a_module_that_tests_alone_see_does_not_ship() {
    let tree = Tree::planted(&[
        (
            "src/storage.rs",
            "#[cfg(any(test, feature = \"x\"))]\npub mod contract;\npub mod memory;\n",
        ),
        ("src/storage/contract.rs", "mod part;"),
        ("src/storage/contract/part.rs", ""),
    ]);
    assert!(!tree.ships("src/storage/contract.rs"));
    assert!(!tree.ships("src/storage/contract/part.rs"));
    assert!(tree.ships("src/storage/memory.rs"));
    assert!(tree.ships("src/storage.rs"));
}
