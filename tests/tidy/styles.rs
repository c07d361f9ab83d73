//! Rules about style sheets: each belongs to a component or a feature, what is styled exists and
//! what exists is styled, and colours and sizes come from the tokens.

use crate::source::Source;
use crate::tree::{File, Tree};
use std::collections::BTreeSet;

fn sheets(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.under("style")
        .filter(|file| file.path.ends_with(".css"))
}

/// The names directly below a folder, with an ending or as folders.
fn names(tree: &Tree, folder: &str, ending: &str) -> BTreeSet<String> {
    tree.under(folder)
        .filter_map(|file| {
            let inside = file.path.strip_prefix(folder)?.strip_prefix('/')?;
            match inside.split_once('/') {
                Some((name, _)) if ending == "/" => Some(name.to_owned()),
                None => inside.strip_suffix(ending).map(str::to_owned),
                Some(_) => None,
            }
        })
        .collect()
}

/// Components without a style sheet, features without one, and the reverse.
pub fn pairs(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    let components = names(tree, "src/ui/components", ".rs");
    let styled = names(tree, "style/components", ".css");
    for name in components.difference(&styled) {
        findings.push(format!(
            "src/ui/components/{name}.rs has no style/components/{name}.css"
        ));
    }
    for name in styled.difference(&components) {
        findings.push(format!(
            "style/components/{name}.css has no src/ui/components/{name}.rs"
        ));
    }
    let mut features = names(tree, "src/ui", "/");
    features.remove("components");
    let files = names(tree, "src/ui", ".rs");
    let mut styled = names(tree, "style/features", ".css");
    styled.extend(names(tree, APART, ".css"));
    for name in features.difference(&styled) {
        findings.push(format!("src/ui/{name}/ has no style/features/{name}.css"));
    }
    for name in styled
        .iter()
        .filter(|name| !features.contains(*name) && !files.contains(*name))
    {
        findings.push(format!("style/features/{name}.css has no src/ui/{name}"));
    }
    findings
}

/// The sheets of screens that bring their own: the screen includes it.
const APART: &str = "style/apart";

/// Style sheets that `app.css` imports never or twice, and sheets apart that no screen brings.
pub fn imported(tree: &Tree) -> Vec<String> {
    let Some(app) = tree.get("style/app.css") else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for file in tree.under(APART) {
        let brings = format!("{}\"))", file.path);
        let mut screens = tree.under("src/ui");
        if !screens.any(|screen| screen.text.contains(&brings)) {
            findings.push(format!("no screen brings {}", file.path));
        }
    }
    let apart = format!("{APART}/");
    for file in
        sheets(tree).filter(|file| file.path != "style/app.css" && !file.path.starts_with(&apart))
    {
        let name = file.path.trim_start_matches("style/");
        let times = app.text.matches(&format!("\"{name}\"")).count();
        if times != 1 {
            findings.push(format!("style/app.css imports {name} {times} times"));
        }
    }
    findings
}

/// Classes that the screens use and no sheet defines, and the reverse.
pub fn classes(tree: &Tree) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut mentioned = BTreeSet::new();
    for file in tree.under("src/ui") {
        let source = Source::shipped(&file.text);
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        for (at, start) in source.code.match_indices("class=") {
            let mut at = at + start.len();
            at += usize::from(source.code[at..].starts_with('('));
            for word in source.literal_at(at).map(words).unwrap_or_default() {
                used.insert((word, file.path.clone()));
            }
        }
        for (at, start) in source.code.match_indices("class:") {
            let word: String = source.code[at + start.len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            if !word.is_empty() {
                used.insert((word, file.path.clone()));
            }
        }
        // Markup that is given to the browser as one text.
        for text in &source.literals {
            let markup = text.split("class=\"").skip(1);
            let classes = markup.filter_map(|rest| Some(rest.split_once('"')?.0));
            used.extend(
                classes
                    .flat_map(words)
                    .map(|word| (word, file.path.clone())),
            );
        }
        mentioned.extend(source.literals.iter().flat_map(|text| words(text)));
    }
    mentioned.extend(used.iter().map(|(word, _)| word.clone()));
    let mut defined = BTreeSet::new();
    for file in sheets(tree) {
        for class in defined_in(&file.text) {
            defined.insert((class, file.path.clone()));
        }
    }
    let mut findings = Vec::new();
    for (word, path) in &used {
        if !defined.iter().any(|(class, _)| matches(word, class)) {
            findings.push(format!("{path}: .{word} is defined nowhere"));
        }
    }
    for (class, path) in &defined {
        if !mentioned.iter().any(|word| matches(word, class)) {
            findings.push(format!("{path}: .{class} is used nowhere"));
        }
    }
    findings
}

/// Whether a word of the code can become a class: a word with `{…}` is filled in at run time.
fn matches(word: &str, class: &str) -> bool {
    let Some((start, rest)) = word.split_once('{') else {
        return word == class;
    };
    let end = rest.rsplit('}').next().unwrap_or("");
    // What is filled in alone could be anything, and would make the rule blind.
    start.len() + end.len() > 2
        && class.len() > start.len() + end.len()
        && class.starts_with(start)
        && class.ends_with(end)
}

/// The classes in a sheet's selectors.
fn defined_in(css: &str) -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    for (kind, text) in statements(css) {
        if kind != '{' || text.starts_with('@') && !text.starts_with("@scope") {
            continue;
        }
        for (at, _) in text.match_indices('.') {
            let name: String = text[at + 1..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            if name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '-') {
                classes.insert(name);
            }
        }
    }
    classes
}

/// What stands before each `{`, `;` and `}`, comments and strings gone.
fn statements(css: &str) -> Vec<(char, String)> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '"' | '\'' => rest = rest.split_once(c).map_or("", |(_, after)| after),
            '{' | ';' | '}' => {
                parts.push((c, part.trim().to_owned()));
                part.clear();
            }
            c => part.push(c),
        }
    }
    parts
}

/// Colours by number and font sizes in pixels, outside of the tokens.
pub fn tokens(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in sheets(tree).filter(|file| file.path != "style/tokens.css") {
        for (kind, text) in statements(&file.text) {
            let Some((property, value)) = text.split_once(':').filter(|_| kind != '{') else {
                continue;
            };
            if has_hex(value) {
                findings.push(format!("{}: {text}: a colour by number", file.path));
            }
            if matches!(property.trim(), "font" | "font-size") && has_pixels(value) {
                findings.push(format!("{}: {text}: a font size in pixels", file.path));
            }
        }
    }
    findings
}

fn has_hex(value: &str) -> bool {
    value.match_indices('#').any(|(at, _)| {
        let digits = value[at + 1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>();
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit())
    })
}

fn has_pixels(value: &str) -> bool {
    value.match_indices("px").any(|(at, _)| {
        value[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_without_its_sheet_and_the_reverse_are_found() {
        let tree = Tree::planted(&[
            ("src/ui/components/button.rs", ""),
            ("src/ui/components/table.rs", ""),
            ("src/ui/deals/board.rs", ""),
            ("src/ui/tasks.rs", ""),
            ("style/components/button.css", ""),
            ("style/components/ghost.css", ""),
            ("style/features/tasks.css", ""),
            ("style/features/gone.css", ""),
        ]);
        let found = pairs(&tree).join("\n");
        for name in ["table.rs", "ghost.css", "src/ui/deals/", "gone.css"] {
            assert!(found.contains(name), "{name} in {found}");
        }
        assert_eq!(found.lines().count(), 4);
    }

    #[test]
    fn a_sheet_that_nobody_imports_is_found() {
        let tree = Tree::planted(&[
            ("style/app.css", "@import \"reset.css\" layer(reset);"),
            ("style/reset.css", ""),
            ("style/print.css", ""),
        ]);
        assert_eq!(imported(&tree).len(), 1);
    }

    #[test]
    fn a_sheet_apart_that_no_screen_brings_is_found() {
        let tree = Tree::planted(&[
            ("style/app.css", ""),
            ("style/apart/api.css", ""),
            ("style/apart/gone.css", ""),
            (
                "src/ui/api.rs",
                "fn x() { wear(include_str!(\"../../style/apart/api.css\")); }",
            ),
        ]);
        assert_eq!(imported(&tree), ["no screen brings style/apart/gone.css"]);
    }

    #[test]
    fn a_class_on_one_side_only_is_found() {
        let view = r##"view! { <p class="card card__head">{x}</p> <p class:card--stale=stale/>
            <p class=("ghost", on)/> <b class=move || format!("badge badge--{}", kind.code())/>
            {inert(r#"<i class="card shade"></i>"#)} }"##;
        let css = ".card { color: red; .card__head & { margin: .5rem } &.card--stale {} }\n\
                   @media (width > 40.5rem) { .badge, .badge--won { } }\n\
                   /* .not */ .lonely { background: url(\"a.png\") }";
        let tree = Tree::planted(&[("src/ui/a.rs", view), ("style/a.css", css)]);
        let found = classes(&tree);
        assert_eq!(
            found,
            [
                "src/ui/a.rs: .ghost is defined nowhere",
                "src/ui/a.rs: .shade is defined nowhere",
                "style/a.css: .lonely is used nowhere"
            ]
        );
    }

    #[test]
    fn a_colour_by_number_and_a_size_in_pixels_are_found() {
        let css = "a { color: #a1b2c3; font-size: 13px; border: 1px solid; fill: url(#abcxyz) }";
        let tree = |path| Tree::planted(&[(path, css)]);
        assert_eq!(tokens(&tree("style/base.css")).len(), 2);
        assert_eq!(tokens(&tree("style/tokens.css")).len(), 0);
    }
}
