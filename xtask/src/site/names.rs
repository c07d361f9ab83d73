//! The names by which a program and its glue know each other. wasm-bindgen ends each with a hash,
//! which stands in both files and cannot be compressed: here each becomes its place in the list.

use anyhow::{Context, Result, bail};
use std::collections::HashMap;

/// The module that a program imports its glue as ends so.
const GLUE: &str = "_bg.js";
/// What stands before a program's sections: its magic number and version.
const HEAD: usize = 8;
/// The section of imports.
const IMPORTS: u8 = 2;

/// A program and its glue with numbers for names.
pub(crate) fn numbered(program: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let mut reader = Reader(program);
    let mut out = reader.take(HEAD)?.to_vec();
    let mut numbers = HashMap::new();
    while let Some(&id) = reader.0.first() {
        reader.take(1)?;
        let length = reader.number()?;
        let section = reader.take(length)?;
        out.push(id);
        if id == IMPORTS {
            let section = imports(section, &mut numbers)
                .context("the program's imports have a form that is not known")?;
            write_number(&mut out, section.len());
            out.extend(section);
        } else {
            write_number(&mut out, length);
            out.extend(section);
        }
    }
    let glue = renamed(glue, &numbers)?;
    Ok((out, glue))
}

/// The section of imports with numbers; `numbers` gets the name that each stands for.
fn imports(section: &[u8], numbers: &mut HashMap<String, usize>) -> Result<Vec<u8>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut out = Vec::with_capacity(section.len());
    write_number(&mut out, count);
    for _ in 0..count {
        let (module, name) = (reader.text()?, reader.text()?);
        write_text(&mut out, module);
        if module.ends_with(GLUE) {
            let next = numbers.len();
            let number = *numbers.entry(name.to_owned()).or_insert(next);
            write_text(&mut out, &number.to_string());
        } else {
            write_text(&mut out, name);
        }
        let before = reader.0;
        reader.skip_kind()?;
        out.extend(&before[..before.len() - reader.0.len()]);
    }
    Ok(out)
}

/// The glue, whose functions for the program stand a line each: `name: function(…) {`.
fn renamed(glue: &str, numbers: &HashMap<String, usize>) -> Result<String> {
    let mut text = String::with_capacity(glue.len());
    let mut found = 0;
    for line in glue.lines() {
        let bare = line.trim_start();
        let number = bare
            .split_once(": ")
            .and_then(|(name, rest)| Some((numbers.get(name)?, rest)));
        match number {
            Some((number, rest)) => {
                found += 1;
                text.push_str(&format!("{number}: {rest}"));
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    if found != numbers.len() {
        bail!(
            "wasm-bindgen's glue has changed its form: of {} names that the program imports, {found} stand in it",
            numbers.len()
        );
    }
    Ok(text)
}

/// The rest of what is read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .context("the program ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned number in seven bits a byte.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        bail!("the program has a number that is too long")
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(std::str::from_utf8(self.take(length)?)?)
    }

    /// Passes over what kind of thing is imported.
    fn skip_kind(&mut self) -> Result<()> {
        match self.byte()? {
            // A function, by its type.
            0 => drop(self.number()?),
            // A table: what it holds, and how many.
            1 => {
                self.byte()?;
                self.skip_limits()?;
            }
            2 => self.skip_limits()?,
            // A global: its type, and whether it changes.
            3 => drop(self.take(2)?),
            other => bail!("kind {other}"),
        }
        Ok(())
    }

    fn skip_limits(&mut self) -> Result<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    write_number(out, text.len());
    out.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that imports two functions of its glue, a table and a function of its parts.
    fn program() -> Vec<u8> {
        let mut section = vec![4];
        for (module, name, kind) in [
            ("./a_bg.js", "__wbg_log_00ff", &[0_u8, 1][..]),
            ("./parts.js", "load_x", &[0, 2]),
            ("./a_bg.js", "table", &[1, 0x70, 1, 2, 3]),
            ("./a_bg.js", "__wbg_new_11ee", &[0, 3]),
        ] {
            write_text(&mut section, module);
            write_text(&mut section, name);
            section.extend(kind);
        }
        let mut program = b"\0asm\x01\0\0\0".to_vec();
        program.extend([1, 2, 9, 9, IMPORTS]);
        write_number(&mut program, section.len());
        program.extend(section);
        program.extend([10, 1, 7]);
        program
    }

    #[test]
    fn names_become_numbers_in_the_program_and_in_its_glue() {
        let glue = "const import0 = {\n    __wbg_log_00ff: function(a) {\n    },\n    \
            __wbg_new_11ee: function() {},\n    table: t,\n};\n";
        let (program, glue) = numbered(&program(), glue).unwrap();
        assert_eq!(
            glue,
            "const import0 = {\n0: function(a) {\n    },\n2: function() {},\n1: t,\n};\n"
        );
        let mut again = HashMap::new();
        let mut reader = Reader(&program[HEAD..]);
        assert_eq!(reader.take(5).unwrap(), [1, 2, 9, 9, IMPORTS]);
        let length = reader.number().unwrap();
        imports(reader.take(length).unwrap(), &mut again).unwrap();
        assert_eq!(
            again,
            HashMap::from(["0", "1", "2"].map(|name| (name.to_owned(), name.parse().unwrap())))
        );
        assert_eq!(reader.0, [10, 1, 7]);
    }

    #[test]
    fn glue_of_another_form_is_refused() {
        assert!(numbered(&program(), "const import0 = { table: t };\n").is_err());
        assert!(numbered(&program()[..30], "").is_err());
    }
}
