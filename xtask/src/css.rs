//! The style sheets as one file: puts in place of each `@import "file" layer(name);` of
//! `style/app.css` that file's text in its layer, without comments and indents. Files import
//! nothing themselves: one level is all there is.

use crate::run::{finish, root};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Runs the command `css`.
pub(crate) fn main(words: &[String]) -> Result<()> {
    finish(words)?;
    let root = root();
    let text = flatten(&root.join("style"))?;
    let target = root.join("target/style");
    std::fs::create_dir_all(&target)?;
    std::fs::write(target.join("app.css"), text)?;
    Ok(())
}

fn flatten(folder: &Path) -> Result<String> {
    let entry = folder.join("app.css");
    let text = std::fs::read_to_string(&entry)
        .with_context(|| format!("cannot read {}", entry.display()))?;
    let mut flat = String::new();
    for statement in compact(&text).lines() {
        let Some((file, layer)) = import(statement)? else {
            flat.push_str(statement);
            flat.push('\n');
            continue;
        };
        let path = folder.join(file);
        let part = std::fs::read_to_string(&path)
            .with_context(|| format!("app.css imports {file}, which cannot be read"))?;
        let part = compact(&part);
        if part.contains("@import") {
            bail!("style/{file} imports: only app.css does");
        }
        match layer {
            Some(layer) => flat.push_str(&format!("@layer {layer} {{\n{part}}}\n")),
            None => flat.push_str(&part),
        }
    }
    Ok(flat)
}

/// The file and the layer of an import, or nothing where the line is none.
fn import(line: &str) -> Result<Option<(&str, Option<&str>)>> {
    let Some(rest) = line.strip_prefix("@import") else {
        return Ok(None);
    };
    let parsed = (|| {
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("url(").unwrap_or(rest);
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (file, rest) = rest.strip_prefix(quote)?.split_once(quote)?;
        let rest = rest.trim_start_matches(')').trim();
        let rest = rest.strip_suffix(';')?.trim();
        if rest.is_empty() {
            return Some((file, None));
        }
        let layer = rest.strip_prefix("layer(")?.strip_suffix(')')?;
        Some((file, Some(layer.trim())))
    })();
    match parsed {
        Some(found) => Ok(Some(found)),
        None => bail!(
            "app.css: `{line}` is not of the form @import \"file.css\" layer(name); on one line"
        ),
    }
}

/// Without comments, indents and empty lines; strings stay as they are.
fn compact(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        match quote {
            Some(open) => {
                bare.push(c);
                if c == '\\' {
                    bare.extend(rest.next());
                } else if c == open {
                    quote = None;
                }
            }
            None if c == '/' && rest.peek() == Some(&'*') => {
                rest.next();
                let mut before = ' ';
                for c in rest.by_ref() {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
                // A comment separates words.
                bare.push(' ');
            }
            None => {
                if matches!(c, '"' | '\'') {
                    quote = Some(c);
                }
                bare.push(c);
            }
        }
    }
    let mut text = String::with_capacity(bare.len());
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indents_go_and_strings_stay() {
        let css = "/* a */\n.a { /* b */\n    content: \"/* not */ 'x'\";\n\n}\n";
        assert_eq!(compact(css), ".a {\ncontent: \"/* not */ 'x'\";\n}\n");
    }

    #[test]
    fn an_import_names_a_file_and_perhaps_a_layer() {
        assert_eq!(
            import("@import \"components/button.css\" layer(components);").unwrap(),
            Some(("components/button.css", Some("components")))
        );
        assert_eq!(
            import("@import url('print.css');").unwrap(),
            Some(("print.css", None))
        );
        assert_eq!(import("@layer reset, base;").unwrap(), None);
        assert!(import("@import \"a.css\" print;").is_err());
    }
}
