//! Rules about the messages: both languages have the same keys with the same arguments, and each
//! key is used.

use crate::source::Source;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// What programs read rather than people stands in English alone.
const ENGLISH_ONLY: &str = "reason-";
const LANGUAGES: [&str; 2] = ["src/i18n/en.ftl", "src/i18n/zh-CN.ftl"];

/// The messages of a file with the arguments that they show, and the keys that come twice.
fn messages(text: &str) -> (BTreeMap<String, BTreeSet<String>>, Vec<String>) {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut twice = Vec::new();
    let mut key = None;
    for line in text.lines() {
        let start = line.chars().next();
        if start.is_some_and(|c| c.is_ascii_alphabetic() || c == '-') {
            let name = line.split('=').next().unwrap_or("").trim().to_owned();
            if found.contains_key(&name) {
                twice.push(name.clone());
            }
            found.entry(name.clone()).or_default();
            key = Some(name);
        } else if start == Some('#') {
            key = None;
            continue;
        } else if let Some(attribute) = attribute(line)
            && let Some(whole) = &key
        {
            let base = whole.split('.').next().unwrap_or(whole);
            let name = format!("{base}.{attribute}");
            found.entry(name.clone()).or_default();
            key = Some(name);
        }
        if let Some(arguments) = key.as_ref().and_then(|key| found.get_mut(key)) {
            arguments.extend(line.split('$').skip(1).filter_map(|rest| {
                let end = rest
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
                    .unwrap_or(rest.len());
                // What only chooses a plural is no loss to a language that has none.
                let chooses = rest[end..].trim_start().starts_with("->");
                (!chooses).then(|| rest[..end].to_owned())
            }));
        }
    }
    (found, twice)
}

/// The name in a line like `  .placeholder = …`.
fn attribute(line: &str) -> Option<&str> {
    let (name, _) = line.trim_start().strip_prefix('.')?.split_once('=')?;
    Some(name.trim())
}

/// Keys or arguments that one language has and the other has not.
pub fn same(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    let mut all = Vec::new();
    for path in LANGUAGES {
        let Some(file) = tree.get(path) else {
            continue;
        };
        let (found, twice) = messages(&file.text);
        findings.extend(twice.iter().map(|key| format!("{path}: {key} comes twice")));
        all.push((path, found));
    }
    if let [(_, one), (_, other)] = all.as_slice() {
        for ((path, here), there) in all.iter().zip([other, one]) {
            for (key, arguments) in here {
                match there.get(key) {
                    None if key.starts_with(ENGLISH_ONLY) => {}
                    None => findings.push(format!("{key} is in {path} alone")),
                    Some(others) if arguments != others && *path == LANGUAGES[0] => {
                        findings.push(format!(
                            "{key} takes {arguments:?} in one language and {others:?} in the other"
                        ));
                    }
                    Some(_) => {}
                }
            }
        }
    } else if all.len() == 1 {
        findings.push(format!("{} has no other language beside it", all[0].0));
    }
    findings
}

/// Messages that wait for their screens. The list only shrinks: a message that is used must go from
/// it, and no other may come.
const WAITING: &str = "tests/tidy/unused_messages.txt";

/// Keys that nothing in `src` names.
pub fn used(tree: &Tree) -> Vec<String> {
    let Some(file) = tree.get(LANGUAGES[0]) else {
        return Vec::new();
    };
    let mut literals = BTreeSet::new();
    for file in tree.under("src").filter(|file| file.path.ends_with(".rs")) {
        literals.extend(Source::shipped(&file.text).literals);
    }
    let (found, _) = messages(&file.text);
    let referenced = |key: &str| {
        // A message may stand inside another one.
        file.text
            .match_indices(key)
            .any(|(at, _)| file.text[..at].trim_end().ends_with('{'))
    };
    let waiting: BTreeSet<&str> = tree
        .get(WAITING)
        .map(|list| list.text.lines().collect())
        .unwrap_or_default();
    let unused: BTreeSet<&str> = found
        .keys()
        .map(String::as_str)
        .filter(|key| !key.contains('.'))
        .filter(|key| !literals.iter().any(|literal| names(literal, key)) && !referenced(key))
        .collect();
    let new = unused
        .difference(&waiting)
        .map(|key| format!("{}: {key} is used nowhere", file.path));
    let done = waiting
        .difference(&unused)
        .map(|key| format!("{WAITING}: {key} waits no longer"));
    new.chain(done).collect()
}

/// Whether a literal is a key, or a pattern like `stage-kind-{}` that becomes one. Nothing shorter
/// than a whole word of a key counts, or one pattern would cover everything.
fn names(literal: &str, key: &str) -> bool {
    match literal.split_once('{') {
        None => literal == key,
        Some((start, rest)) => {
            let end = rest.rsplit('}').next().unwrap_or("");
            start.ends_with('-')
                && key.len() > start.len() + end.len()
                && key.starts_with(start)
                && key.ends_with(end)
        }
    }
}

/// Where it stands which messages come with parts of the program.
const BUILD: &str = "src/i18n/build.rs";

/// Words apart that are said in an area of the screens where nothing makes them known: they would show as
/// nothing.
pub fn known(tree: &Tree) -> Vec<String> {
    let Some(build) = tree.get(BUILD) else {
        return Vec::new();
    };
    let table = build.text.split("const APART").nth(1).unwrap_or_default();
    let table = table.split("];").next().unwrap_or_default();
    let apart = table.lines().filter_map(|line| {
        let mut words = line.split('"').skip(1).step_by(2);
        Some((words.next()?, words.next()?))
    });
    // A class of a style sheet may begin like a key.
    let english = tree.get(LANGUAGES[0]).map(|file| messages(&file.text).0);
    let keys = english.unwrap_or_default();
    let mut findings = Vec::new();
    for (name, prefix) in apart {
        let learns = format!("WordsApart::{name}()");
        let mut areas: BTreeMap<&str, (bool, Vec<&str>)> = BTreeMap::new();
        for file in tree.under("src/ui") {
            let area = file.path.trim_start_matches("src/ui/");
            let area = area.split(['/', '.']).next().unwrap_or(area);
            let (is_known, saying) = areas.entry(area).or_default();
            *is_known |= file.text.contains(&learns);
            let literals = Source::shipped(&file.text).literals;
            let mut said = literals
                .iter()
                .filter(|literal| keys.contains_key(*literal));
            if said.any(|key| key.starts_with(prefix)) {
                saying.push(&file.path);
            }
        }
        let unknown = areas.into_values().filter(|(is_known, _)| !is_known);
        let saying = unknown.flat_map(|(_, saying)| saying);
        findings.extend(saying.map(|path| format!("{path} says {prefix}… without {learns}")));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: &str = "# Deals\ndeal-won = Won by { $owner }\n    on { $day }\n    .title = Open { $name }\ndeal-lost = Lost { $n ->\n   *[other] x\n}\nreason-x = x\n-brand = Satchel\n";

    fn both(other: &str) -> Vec<String> {
        same(&Tree::planted(&[(LANGUAGES[0], EN), (LANGUAGES[1], other)]))
    }

    #[test]
    fn a_missing_key_or_argument_is_found() {
        let good = "deal-won = { $day } { $owner }\n    .title = { $name }\ndeal-lost = x\n-brand = Satchel\n";
        assert_eq!(both(good), Vec::<String>::new());
        assert_eq!(both(&good.replace("deal-lost", "deal-gone")).len(), 2);
        assert_eq!(both(&good.replace("$day", "$date")).len(), 1);
        assert_eq!(both(&good.replace(".title", ".label")).len(), 2);
        assert_eq!(both(&format!("{good}deal-lost = y\n")).len(), 1);
        assert_eq!(same(&Tree::planted(&[(LANGUAGES[0], EN)])).len(), 1);
    }

    #[test]
    fn a_message_that_nobody_uses_is_found() {
        let unused =
            |text| used(&Tree::planted(&[(LANGUAGES[0], EN), ("src/ui/a.rs", text)])).len();
        assert_eq!(
            unused("t(\"deal-won\"); t(\"deal-lost\"); t(\"-brand\"; \"reason-x\")"),
            0
        );
        assert_eq!(
            unused("t(\"deal-won\"); t(\"-brand\"; \"reason-x\") // \"deal-lost\""),
            1
        );
        assert_eq!(
            unused("t(&format!(\"deal-{}\", code)); \"-brand\"; \"reason-x\""),
            0
        );
        assert_eq!(
            unused("t(&format!(\"{}\", code)); \"-brand\"; \"reason-x\""),
            2
        );
    }
    #[test]
    fn words_apart_that_nobody_made_known_are_found() {
        let build = "const APART: [(&str, &str); 1] = [\n    (\"sales\", \"sale-\"),\n];\n";
        let of = |page: &str| {
            let line = "t(\"sale-won\"); class=\"sale-line\"";
            let words = "sale-won = Won\nsale-lost = Lost\n";
            let files = [
                (BUILD, build),
                (LANGUAGES[0], words),
                ("src/ui/a/line.rs", line),
                ("src/ui/a.rs", page),
                ("src/ui/b.rs", "class=\"sale-line\""),
            ];
            known(&Tree::planted(&files)).len()
        };
        assert_eq!(of("learn(WordsApart::sales())"), 0);
        assert_eq!(of("learn(WordsApart::other())"), 1);
        assert_eq!(of("t(\"sale-lost\")"), 2);
    }
}
