//! Rust text taken apart just far enough for the rules: code without comments, its string
//! literals, and without what is compiled for tests only. No parser: the rules need words, not
//! syntax, and a rule must keep working while a file is half written.

/// What marks code that is compiled for tests only.
pub const FOR_TESTS: [&str; 2] = ["#[cfg(test)]", "#[cfg(any(test,"];

/// A file's code.
pub struct Source {
    /// The code, comments gone, each string literal as `"<number>"`, lines kept.
    pub code: String,
    /// The literals' texts by number.
    pub literals: Vec<String>,
}

impl Source {
    /// Takes a file apart, tests and all.
    pub fn whole(text: &str) -> Self {
        let mut source = Self {
            code: String::with_capacity(text.len()),
            literals: Vec::new(),
        };
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let next = chars.get(at + 1);
            match chars[at] {
                '/' if next == Some(&'/') => {
                    while at < chars.len() && chars[at] != '\n' {
                        at += 1;
                    }
                }
                '/' if next == Some(&'*') => at = source.comment(&chars, at),
                '"' => at = source.literal(&chars, at, None),
                'r' | 'b' | 'c' if !source.ends_in_word() => {
                    let (marks, hashes) = raw_start(&chars, at);
                    match hashes {
                        Some(hashes) => at = source.literal(&chars, at + marks, Some(hashes)),
                        None => {
                            source.code.push(chars[at]);
                            at += 1;
                        }
                    }
                }
                '\'' if next == Some(&'\\') => {
                    // An escaped character: to its closing quote.
                    at += 3;
                    while at < chars.len() && chars[at] != '\'' {
                        at += 1;
                    }
                    at += 1;
                    source.code.push_str("' '");
                }
                '\'' if chars.get(at + 2) == Some(&'\'') => {
                    source.code.push_str("' '");
                    at += 3;
                }
                other => {
                    source.code.push(other);
                    at += 1;
                }
            }
        }
        source
    }

    /// The same without what `#[cfg(test)]` and its kin keep for tests.
    pub fn shipped(text: &str) -> Self {
        let mut source = Self::whole(text);
        while let Some(start) = FOR_TESTS.iter().find_map(|mark| source.code.find(mark)) {
            let rest = &source.code[start..];
            let end = match rest.find(['{', ';']) {
                Some(open) if rest.as_bytes()[open] == b'{' => start + closing(rest, open),
                Some(semicolon) => start + semicolon + 1,
                None => source.code.len(),
            };
            let lines = source.code[start..end].matches('\n').count();
            source.code.replace_range(start..end, &"\n".repeat(lines));
        }
        // Literals of the removed code must not count as the product's.
        let kept: Vec<bool> = (0..source.literals.len())
            .map(|number| source.code.contains(&format!("\"{number}\"")))
            .collect();
        for (literal, kept) in source.literals.iter_mut().zip(kept) {
            if !kept {
                literal.clear();
            }
        }
        source
    }

    /// The literal that starts at this place of the code, if one does.
    pub fn literal_at(&self, at: usize) -> Option<&str> {
        let rest = self.code.get(at..)?.strip_prefix('"')?;
        let number: usize = rest.split('"').next()?.parse().ok()?;
        self.literals.get(number).map(String::as_str)
    }

    fn ends_in_word(&self) -> bool {
        self.code
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '_')
    }

    fn comment(&mut self, chars: &[char], start: usize) -> usize {
        let mut depth = 0;
        let mut at = start;
        while at < chars.len() {
            match (chars[at], chars.get(at + 1)) {
                ('/', Some('*')) => {
                    depth += 1;
                    at += 2;
                }
                ('*', Some('/')) => {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        return at;
                    }
                }
                (c, _) => {
                    if c == '\n' {
                        self.code.push('\n');
                    }
                    at += 1;
                }
            }
        }
        at
    }

    /// Reads a literal whose quote is at `start`; raw ones end with their hashes.
    fn literal(&mut self, chars: &[char], start: usize, hashes: Option<usize>) -> usize {
        let mut text = String::new();
        let mut at = start + 1;
        let mut lines = 0;
        while at < chars.len() {
            let c = chars[at];
            let closes = match hashes {
                None => c == '"',
                Some(count) => c == '"' && (0..count).all(|n| chars.get(at + 1 + n) == Some(&'#')),
            };
            if closes {
                at += 1 + hashes.unwrap_or(0);
                break;
            }
            lines += usize::from(c == '\n');
            text.push(c);
            at += 1;
            if c == '\\' && hashes.is_none() && at < chars.len() {
                lines += usize::from(chars[at] == '\n');
                text.push(chars[at]);
                at += 1;
            }
        }
        self.code.push_str(&format!("\"{}\"", self.literals.len()));
        self.code.push_str(&"\n".repeat(lines));
        self.literals.push(text);
        at
    }
}

/// How many characters stand before the quote of a raw (or byte) literal, and its hashes.
fn raw_start(chars: &[char], start: usize) -> (usize, Option<usize>) {
    let mut at = start;
    while matches!(chars.get(at), Some('b' | 'c')) && at - start < 1 {
        at += 1;
    }
    let raw = chars.get(at) == Some(&'r');
    at += usize::from(raw);
    let hashes = chars[at.min(chars.len())..]
        .iter()
        .take_while(|c| **c == '#')
        .count();
    at += hashes;
    if chars.get(at) != Some(&'"') || (!raw && hashes > 0) {
        return (0, None);
    }
    // A byte literal that is not raw has escapes; it is read as a raw one without hashes would
    // be, which differs only for an escaped quote, and no rule looks into bytes.
    (at - start, Some(hashes))
}

/// The end of the block whose brace opens at `open`.
fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return open + at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

#[test]
fn comments_literals_and_tests_are_told_from_code() {
    let text = "//! a.unwrap()\nfn f<'a>(x: &'a str) -> char { /* b /* c */ d */ g(\"h // \\\" i\"); '\"' }\n\
                let r = r#\"raw \" text\"#;\n#[cfg(test)]\nmod tests { fn t() { x.unwrap(); \"gone\" } }\nfn after() {}\n";
    let source = Source::shipped(text);
    assert!(!source.code.contains("unwrap"), "{}", source.code);
    assert!(source.code.contains("fn f<'a>(x: &'a str)"));
    assert!(source.code.contains("fn after"));
    assert!(!source.code.contains("b /*"));
    assert_eq!(source.literals[..2], ["h // \\\" i", "raw \" text"]);
    assert_eq!(source.literals[2], "");
    assert_eq!(source.code.lines().count(), text.lines().count());
    let at = source.code.find("g(").unwrap() + 2;
    assert_eq!(source.literal_at(at), Some("h // \\\" i"));
}
