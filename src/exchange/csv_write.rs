//! From lists to a CSV file as RFC 4180 has it: a byte-order mark, CRLF, quotes where needed.
//!
//! A spreadsheet runs a cell that begins like a formula. So by default such a cell gets an
//! apostrophe before it, which the reader takes off again: whatever is written and read back is
//! the same. Numbers that are numbers keep their minus. Which columns a list has is left to
//! others.

use super::table::Delimiter;
use crate::domain::{Currency, RecordId, Value, Zone};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteOptions {
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// Whether the file begins with a byte-order mark, by which Excel knows UTF-8.
    pub has_mark: bool,
    /// Whether cells that begin like a formula are guarded.
    pub is_safe: bool,
    /// On which clock moments are written. Each says how far that is from UTC, so that it is the same
    /// moment for whoever reads it.
    pub zone: Zone,
}

impl Default for WriteOptions {
    fn default() -> Self {
        WriteOptions {
            delimiter: Delimiter::Comma,
            has_mark: true,
            is_safe: true,
            zone: Zone::UTC,
        }
    }
}

impl WriteOptions {
    /// For other programs rather than spreadsheets: no mark, nothing guarded.
    pub fn raw() -> Self {
        WriteOptions {
            has_mark: false,
            is_safe: false,
            ..Self::default()
        }
    }
}

/// Writes rows into a text that is taken away in pieces.
///
/// ```
/// use satchel::exchange::csv_write::{WriteOptions, Writer};
/// let mut writer = Writer::new(WriteOptions { has_mark: false, ..WriteOptions::default() });
/// writer.text("=1+1");
/// writer.number("-5");
/// writer.end_row();
/// assert_eq!(writer.take(), "'=1+1,-5\r\n");
/// ```
#[derive(Debug)]
pub struct Writer {
    options: WriteOptions,
    out: String,
    cells: usize,
    /// Where the row began, to see whether it is all empty.
    row_start: usize,
    is_first_row: bool,
}

impl Writer {
    /// Starts a file.
    pub fn new(options: WriteOptions) -> Self {
        let mut out = String::new();
        if options.has_mark {
            out.push('\u{feff}');
        }
        let row_start = out.len();
        Writer {
            options,
            out,
            cells: 0,
            row_start,
            is_first_row: true,
        }
    }

    /// Adds a cell of text.
    pub fn text(&mut self, cell: &str) {
        self.cell(cell, self.options.is_safe && is_risky(cell));
    }

    /// Adds a cell that is known to be a number, a date or a code of ours: never guarded.
    pub fn number(&mut self, cell: &str) {
        self.cell(cell, false);
    }

    /// Adds a cell with a value as it is typed, and an empty one where there is none. `name` says
    /// what a record is called that is referred to. An amount says its currency unless that is
    /// `told`, so that no reader takes it for another.
    pub fn value(
        &mut self,
        value: Option<&Value>,
        told: Option<Currency>,
        name: &dyn Fn(RecordId) -> String,
    ) {
        match value {
            None => self.text(""),
            Some(Value::Ref(id)) => self.text(&name(*id)),
            Some(Value::Instant(at)) => self.number(&self.options.zone.written(*at)),
            Some(Value::Money(money)) if Some(money.currency()) != told => {
                self.number(&format!("{money} {}", money.currency().code()));
            }
            Some(value @ (Value::Text(_) | Value::Part(_) | Value::Unknown(_))) => {
                self.text(&value.typed());
            }
            Some(value) => self.number(&value.typed()),
        }
    }

    fn cell(&mut self, cell: &str, guards: bool) {
        if self.cells > 0 {
            self.out.push(char::from(self.options.delimiter.byte()));
        }
        let is_first = self.cells == 0;
        self.cells += 1;
        let needs_quotes = cell.bytes().any(|byte| {
            matches!(byte, b'"' | b'\r' | b'\n' | b'\t' | b',' | b';' | b'|')
                || byte == self.options.delimiter.byte()
        }) || cell.starts_with(char::is_whitespace)
            || cell.ends_with(char::is_whitespace)
            // At the start of the file these would be a mark and a line for Excel.
            || (is_first && cell.starts_with('\u{feff}'))
            || (is_first && self.is_first_row && starts_like_separator_line(cell));
        if !needs_quotes {
            if guards {
                self.out.push('\'');
            }
            self.out.push_str(cell);
            return;
        }
        self.out.push('"');
        if guards {
            self.out.push('\'');
        }
        for (at, part) in cell.split('"').enumerate() {
            if at > 0 {
                self.out.push_str("\"\"");
            }
            self.out.push_str(part);
        }
        self.out.push('"');
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        // A row of one empty cell would be a blank line, which is no row.
        if self.out.len() == self.row_start {
            self.out.push_str("\"\"");
        }
        self.out.push_str("\r\n");
        self.cells = 0;
        self.is_first_row = false;
        self.row_start = self.out.len();
    }

    /// Adds a whole row of text.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) {
        for cell in cells {
            self.text(cell);
        }
        self.end_row();
    }

    /// How much text waits to be taken, in bytes.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether no text waits.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Takes what was written so far; between rows only.
    pub fn take(&mut self) -> String {
        self.row_start = 0;
        std::mem::take(&mut self.out)
    }
}

fn starts_like_separator_line(cell: &str) -> bool {
    cell.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("sep="))
}

/// Whether spreadsheets may run a cell that begins so; the full-width forms count, since some
/// fold them.
fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'
    )
}

/// Whether a cell is to be guarded. One that begins like a guarded one is guarded once more, so
/// that taking the guard off gives back exactly what was written.
fn is_risky(cell: &str) -> bool {
    let rest = cell.trim_start_matches('\'');
    rest.starts_with(begins_formula) || (rest.len() < cell.len() && is_digits(rest))
}

/// Takes the guard off a cell that has one.
///
/// ```
/// use satchel::exchange::csv_write::unguard;
/// assert_eq!(unguard("'=1+1"), "=1+1");
/// assert_eq!(unguard("'tis"), "'tis");
/// ```
///
/// Spreadsheets and the programs that write for them have two more ways to say that digits are
/// text: `'00123` and `="00123"`.
pub fn unguard(cell: &str) -> &str {
    if let Some(digits) = text_formula(cell) {
        return digits;
    }
    match cell.strip_prefix('\'') {
        Some(rest) if is_risky(rest) || is_digits(rest) => rest,
        _ => cell,
    }
}

/// What `="00123"` says. A formula that works something out is left as it stands.
fn text_formula(cell: &str) -> Option<&str> {
    let text = cell.strip_prefix("=\"")?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;
    use crate::exchange::encoding;
    use crate::exchange::table::{ReadOptions, Reader};

    #[test]
    fn digits_that_a_spreadsheet_was_told_are_text_lose_their_mark_only() {
        for (cell, text) in [
            ("'00123", "00123"),
            ("=\"0041446681800\"", "0041446681800"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("'tis", "'tis"),
            ("''00123", "'00123"),
        ] {
            assert_eq!(unguard(cell), text, "{cell}");
        }
        for text in ["'00123", "=\"00123\"", "00123", "''7"] {
            let written = write(WriteOptions::default(), &[vec![text.to_owned()]]);
            assert_eq!(read(&written, WriteOptions::default(), 1), [[text]]);
        }
    }

    fn write(options: WriteOptions, rows: &[Vec<String>]) -> String {
        let mut writer = Writer::new(options);
        let mut text = String::new();
        for row in rows {
            writer.row(row.iter().map(String::as_str));
            text.push_str(&writer.take());
        }
        text
    }

    fn read(text: &str, options: WriteOptions, width: usize) -> Vec<Vec<String>> {
        let mut decoded = String::new();
        encoding::Decoder::new(encoding::Encoding::Utf8).decode(
            text.as_bytes(),
            true,
            &mut decoded,
        );
        let options = ReadOptions {
            unguards: options.is_safe,
            ..ReadOptions::new(options.delimiter)
        };
        let mut reader = Reader::new(&decoded, options);
        let mut rows = Vec::new();
        while let Some(batch) = reader.next_batch(10) {
            for row in batch.rows() {
                rows.push((0..width).map(|index| row.cell(index).to_owned()).collect());
            }
        }
        rows
    }

    #[test]
    fn the_file_is_as_rfc_4180_and_excel_want_it() {
        let row = ["a", "b,c", "say \"hi\"", "two\nlines", ""]
            .map(String::from)
            .to_vec();
        assert_eq!(
            write(WriteOptions::default(), &[row]),
            "\u{feff}a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n"
        );
    }

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for cell in [
            "=1+1", "+49 30 1", "-5", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "'=x", "''-x",
        ] {
            let text = write(
                WriteOptions {
                    has_mark: false,
                    ..Default::default()
                },
                &[vec![cell.into()]],
            );
            assert_eq!(text, format!("'{cell}\r\n"));
            assert_eq!(
                write(WriteOptions::raw(), &[vec![cell.into()]]),
                format!("{cell}\r\n")
            );
        }
        for cell in ["a=b", "'tis", "", "5", "a-b"] {
            assert!(!is_risky(cell), "{cell}");
        }
        let mut writer = Writer::new(WriteOptions {
            has_mark: false,
            ..Default::default()
        });
        writer.number("-5");
        writer.text("\ttab");
        writer.end_row();
        assert_eq!(writer.take(), "-5,\"'\ttab\"\r\n");
    }

    const NAUGHTY: [&str; 40] = [
        "",
        " ",
        "a",
        "  padded  ",
        "\"",
        "\"\"",
        "\"quoted\"",
        ",",
        ";",
        "\t",
        "|",
        "^",
        "\n",
        "\r",
        "\r\n",
        "'",
        "''",
        "'=1",
        "''=1",
        "=1+1",
        "=HYPERLINK(\"http://x.example\",\"y\")",
        "+1",
        "-1",
        "@x",
        "＝1",
        "－5",
        "\0",
        "sep=;",
        "SEP=,",
        "\u{feff}",
        "\u{feff}x",
        "客户",
        "Ω≈ç√",
        "👩‍👩‍👧",
        "\u{202e}rtl",
        "NULL",
        "1E+11",
        "'; DROP TABLE customers; --",
        "\u{a0}",
        "\\",
    ];

    #[test]
    fn what_is_written_reads_back_the_same() {
        let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut next = |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below as u64) as usize
        };
        for round in 0..300 {
            let (width, height) = (1 + next(5), 1 + next(6));
            let mut cell = || {
                (0..1 + next(3))
                    .map(|_| NAUGHTY[next(NAUGHTY.len())])
                    .collect::<String>()
            };
            let rows: Vec<Vec<String>> = (0..height)
                .map(|_| (0..width).map(|_| cell()).collect())
                .collect();
            for delimiter in Delimiter::ALL {
                for options in [
                    WriteOptions {
                        delimiter,
                        ..WriteOptions::default()
                    },
                    WriteOptions {
                        delimiter,
                        ..WriteOptions::raw()
                    },
                ] {
                    let text = write(options, &rows);
                    let back = read(&text, options, width);
                    assert_eq!(back, rows, "round {round} with {options:?}: {text:?}");
                }
            }
        }
    }

    #[test]
    fn every_naughty_string_alone_reads_back_the_same() {
        for cell in NAUGHTY {
            let rows = vec![vec![cell.to_owned()], vec![cell.to_owned()]];
            for options in [WriteOptions::default(), WriteOptions::raw()] {
                let text = write(options, &rows);
                assert_eq!(read(&text, options, 1), rows, "{text:?}");
            }
        }
    }
}
