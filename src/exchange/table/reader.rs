//! The reading itself: csv-core splits, this bounds it, numbers rows and mends open quotes.
//!
//! It knows nothing of what stands in the cells. It has more than 600 lines
//! for its tests: there are many ways to be malformed.

use crate::exchange::cell::number::NumberText;

use super::{
    Batch, CELLS_MAX, Delimiter, ROW_BYTES_MAX, ReadOptions, RowFault, RowMark, RowProblem,
};

/// How much text a batch holds before it ends early, in bytes.
const BATCH_BYTES: usize = 512 * 1024;

/// How many unclosed quotes are forgiven before the rest of a file is read without quotes.
const RECOVERIES_MAX: u32 = 100;

/// Reads the rows of a text.
pub struct Reader<'t> {
    text: &'t str,
    at: usize,
    row: u32,
    line: u32,
    options: ReadOptions,
    core: csv_core::Reader,
    recoveries: u32,
    /// The text and the cell ends of the row being read; kept to spare allocations.
    output: Vec<u8>,
    ends: Vec<usize>,
}

/// How the reading of one row ended.
enum Outcome {
    Row { length: usize, cells: usize },
    Unclosed,
    TooLong,
    TooManyCells,
}

impl<'t> Reader<'t> {
    /// Starts at the first row of `text`. A line `sep=;`, which Excel writes, is no row but counts.
    pub fn new(text: &'t str, options: ReadOptions) -> Self {
        let mut reader = Reader {
            text,
            at: 0,
            row: 0,
            line: 1,
            options,
            core: core_reader(options.delimiter, true),
            recoveries: 0,
            output: vec![0; 4096],
            ends: vec![0; 64],
        };
        if let Some((_, length)) = separator_line(text) {
            reader.at = length;
            reader.row = 1;
            reader.line = 2;
        }
        reader
    }

    /// How far the text is read, from 0 to 1.
    pub fn progress(&self) -> f64 {
        if self.text.is_empty() {
            1.0
        } else {
            self.at as f64 / self.text.len() as f64
        }
    }

    /// The next rows, at most `rows_max`; `None` at the end.
    pub fn next_batch(&mut self, rows_max: usize) -> Option<Batch> {
        let mut bytes: Vec<u8> = Vec::new();
        let mut batch = Batch {
            unguards: self.options.unguards,
            ..Batch::default()
        };
        let mut is_end = false;
        while batch.rows.len() < rows_max && bytes.len() < BATCH_BYTES {
            let before = (self.at, batch.problems.len());
            if !self.next_row(&mut batch, &mut bytes) {
                is_end = true;
                break;
            }
            debug_assert!(
                (self.at, batch.problems.len()) != before,
                "a row must be consumed"
            );
        }
        if is_end && batch.rows.is_empty() && batch.problems.is_empty() {
            return None;
        }
        // Only whole ASCII characters were taken out of valid text.
        batch.text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        Some(batch)
    }

    /// Reads one row into the batch; false at the end.
    fn next_row(&mut self, batch: &mut Batch, bytes: &mut Vec<u8>) -> bool {
        if !self.skip_blank_lines() {
            return false;
        }
        let (start, line) = (self.at, self.line);
        self.row += 1;
        let keeps = self.row >= self.options.first_row;
        let row = self.row;
        let problem = |column, fault| RowProblem {
            row,
            line,
            column,
            fault,
        };
        match self.read_row(start) {
            Outcome::Row { length, cells } => {
                self.keep(batch, bytes, line, length, cells);
            }
            Outcome::TooLong => {
                if keeps {
                    let fault = RowFault::RowTooLong {
                        limit: ROW_BYTES_MAX,
                    };
                    batch.problems.push(problem(None, fault));
                }
                self.skip_line(start);
            }
            Outcome::TooManyCells => {
                if keeps {
                    let column = u32::try_from(CELLS_MAX).ok().map(|limit| limit + 1);
                    let fault = RowFault::TooManyCells { limit: CELLS_MAX };
                    batch.problems.push(problem(column, fault));
                }
                self.skip_line(start);
            }
            Outcome::Unclosed => {
                let raw = self.text.as_bytes().get(start..).unwrap_or_default();
                let column = quote_fault(raw, self.options.delimiter.byte());
                if keeps {
                    batch
                        .problems
                        .push(problem(column, RowFault::UnclosedQuote));
                }
                self.recover(start, batch, bytes, line);
            }
        }
        true
    }

    /// Skips lines with nothing on them; false at the end of the table.
    fn skip_blank_lines(&mut self) -> bool {
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let skipped = match rest {
                [] => return false,
                [b'\r', b'\n', ..] => 2,
                [b'\r' | b'\n', ..] => 1,
                _ => return true,
            };
            if self.options.stops_at_blank && self.row + 1 >= self.options.first_row {
                self.at = self.text.len();
                return false;
            }
            self.at += skipped;
            self.row += 1;
            self.line += 1;
        }
    }

    /// Runs the parser over one row and moves behind it.
    fn read_row(&mut self, start: usize) -> Outcome {
        use csv_core::ReadRecordResult;
        let text = self.text.as_bytes();
        let (mut length, mut cells, mut is_over) = (0, 0, false);
        loop {
            let input: &[u8] = if is_over {
                b"\n"
            } else {
                text.get(self.at..).unwrap_or_default()
            };
            let output = self.output.get_mut(length..).unwrap_or_default();
            let ends = self.ends.get_mut(cells..).unwrap_or_default();
            let (result, read, written, ended) = self.core.read_record(input, output, ends);
            length += written;
            cells += ended;
            if !is_over {
                self.at += read;
            }
            match result {
                ReadRecordResult::Record => break,
                // At the end of the text one more line end is offered: a closed row ends by it,
                // within an open quote it is text.
                ReadRecordResult::InputEmpty if is_over => {
                    restart(&mut self.core);
                    return Outcome::Unclosed;
                }
                ReadRecordResult::InputEmpty => is_over = true,
                ReadRecordResult::OutputFull => {
                    if self.output.len() >= ROW_BYTES_MAX {
                        restart(&mut self.core);
                        return self.overlong(start);
                    }
                    self.output
                        .resize((self.output.len() * 2).min(ROW_BYTES_MAX), 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if self.ends.len() > CELLS_MAX {
                        restart(&mut self.core);
                        return Outcome::TooManyCells;
                    }
                    self.ends
                        .resize((self.ends.len() * 2).min(CELLS_MAX + 1), 0);
                }
                ReadRecordResult::End => {
                    restart(&mut self.core);
                    return Outcome::Unclosed;
                }
            }
        }
        if cells > CELLS_MAX {
            return Outcome::TooManyCells;
        }
        let raw = text.get(start..self.at).unwrap_or_default();
        if raw.ends_with(b"\r") && text.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
        let breaks = line_breaks(raw);
        let is_whole = matches!(raw.last(), Some(b'\r' | b'\n'));
        let spans = breaks - u32::from(is_whole);
        // A quote that swallowed lines until the next quote shows by what follows that quote.
        if spans > 0 && quote_fault(raw, self.options.delimiter.byte()).is_some() {
            return Outcome::Unclosed;
        }
        self.line += breaks;
        Outcome::Row { length, cells }
    }

    /// A row beyond the limit: one endless line, or an open quote that swallows the rest.
    fn overlong(&self, start: usize) -> Outcome {
        let raw = self.text.as_bytes().get(start..self.at).unwrap_or_default();
        if line_breaks(raw) > 0 {
            Outcome::Unclosed
        } else {
            Outcome::TooLong
        }
    }

    /// Moves behind the line that begins at `start`.
    fn skip_line(&mut self, start: usize) {
        let (_, after) = line_at(self.text, start);
        self.at = after;
        self.line += 1;
    }

    /// Reads the line at `start` again, with quotes as plain characters, and goes on behind it.
    fn recover(&mut self, start: usize, batch: &mut Batch, bytes: &mut Vec<u8>, line: u32) {
        self.recoveries += 1;
        if self.recoveries == RECOVERIES_MAX {
            // Quotes mean something else in this file; reading on with them could take forever.
            self.core = core_reader(self.options.delimiter, false);
        }
        let (end, after) = line_at(self.text, start);
        let raw = self.text.as_bytes().get(start..end).unwrap_or_default();
        let mut plain = core_reader(self.options.delimiter, false);
        self.output
            .resize(self.output.len().max(raw.len() + 1).min(ROW_BYTES_MAX), 0);
        self.ends.resize(CELLS_MAX + 1, 0);
        let (result, _, length, cells) = plain.read_record(raw, &mut self.output, &mut self.ends);
        let (last_result, _, last_length, last_cells) = plain.read_record(
            b"\n",
            self.output.get_mut(length..).unwrap_or_default(),
            self.ends.get_mut(cells..).unwrap_or_default(),
        );
        self.at = after;
        self.line += 1;
        use csv_core::ReadRecordResult::{InputEmpty, Record};
        if result == InputEmpty && last_result == Record {
            self.keep(batch, bytes, line, length + last_length, cells + last_cells);
        }
    }

    /// Adds what stands in the buffers to the batch as a row.
    fn keep(&self, batch: &mut Batch, bytes: &mut Vec<u8>, line: u32, length: usize, cells: usize) {
        if self.row < self.options.first_row {
            return;
        }
        let text = self.output.get(..length).unwrap_or_default();
        let ends = self.ends.get(..cells).unwrap_or_default();
        let filled = (0..cells).rev().find(|&cell| {
            let start = cell
                .checked_sub(1)
                .and_then(|before| ends.get(before))
                .copied();
            ends.get(cell).copied().unwrap_or_default() > start.unwrap_or_default()
        });
        let filled = filled.map_or(0, |last| last + 1);
        let problem = |column, fault| RowProblem {
            row: self.row,
            line,
            column,
            fault,
        };
        if let Some(columns) = self.options.columns.filter(|&columns| filled > columns) {
            let column = u32::try_from(columns).ok().map(|columns| columns + 1);
            batch.problems.push(problem(
                column,
                RowFault::ExtraCells {
                    cells: filled,
                    columns,
                },
            ));
        }
        if let Some(at) = memchr::memchr(0, text) {
            let column = ends.iter().position(|&end| end > at).unwrap_or_default();
            let column = u32::try_from(column).ok().map(|column| column + 1);
            batch
                .problems
                .push(problem(column, RowFault::ZeroCharacter));
        }
        if self.is_sum(text, ends) {
            batch.problems.push(problem(None, RowFault::Sum));
        }
        // A batch ends at half a megabyte and a row at one, so that 32 bits are plenty.
        let text_start = bytes.len();
        let cells_start = batch.ends.len();
        bytes.extend_from_slice(text);
        batch.ends.extend(
            ends.iter()
                .take(filled)
                .map(|end| (text_start + end) as u32),
        );
        batch.rows.push(RowMark {
            number: self.row,
            line,
            text_start: text_start as u32,
            cells_start: cells_start as u32,
            cells_end: batch.ends.len() as u32,
            width: cells as u32,
        });
    }

    /// Whether a row adds up those above it, as spreadsheets have at their ends: it says so, holds
    /// nothing else but numbers, and nothing follows.
    fn is_sum(&self, text: &[u8], ends: &[usize]) -> bool {
        let mut from = 0;
        let mut cells = ends.iter().filter_map(|&end| {
            let cell = text.get(std::mem::replace(&mut from, end)..end)?;
            std::str::from_utf8(cell).ok()
        });
        let mut filled = cells
            .by_ref()
            .map(str::trim)
            .filter(|cell| !cell.is_empty());
        let Some(first) = filled.next().filter(|first| first.len() <= 40) else {
            return false;
        };
        let word = first
            .trim_end_matches([':', '：'])
            .trim_end()
            .to_lowercase();
        if !SUM_WORDS.contains(&word.as_str()) {
            return false;
        }
        let mut numbers = 0;
        let is_number = |cell: &str| NumberText::scan(cell).is_some();
        let has_others = filled
            .inspect(|_| numbers += 1)
            .any(|cell| !is_number(cell));
        let rest = self.text.get(self.at..).unwrap_or_default();
        !has_others && numbers > 0 && rest.bytes().all(|byte| b" \t\r\n,;|".contains(&byte))
    }
}

/// What the last row says that adds up the others.
const SUM_WORDS: [&str; 17] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "total général",
    "total general",
    "totale",
    "totaal",
    "suma",
    "итого",
    "合计",
    "总计",
    "共计",
    "总和",
];

fn core_reader(delimiter: Delimiter, quoting: bool) -> csv_core::Reader {
    let mut core = csv_core::ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .quoting(quoting)
        .build();
    restart(&mut core);
    core
}

/// Back to the start of a row. The blank line keeps the parser from taking the first bytes for
/// the start of a file and a byte-order mark off them.
fn restart(core: &mut csv_core::Reader) {
    core.reset();
    core.read_record(b"\n", &mut [0], &mut [0]);
}

/// The delimiter that a first line `sep=;` names, and the length of that line.
pub(in crate::exchange) fn separator_line(text: &str) -> Option<(Delimiter, usize)> {
    let (end, after) = line_at(text, 0);
    let line = text.get(..end)?;
    let (name, value) = line.split_at_checked(4)?;
    match value.as_bytes() {
        [byte] if name.eq_ignore_ascii_case("sep=") => Some((Delimiter::of(*byte)?, after)),
        _ => None,
    }
}

/// Where the line that begins at `start` ends, without and with its line end.
fn line_at(text: &str, start: usize) -> (usize, usize) {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    match memchr::memchr2(b'\n', b'\r', rest) {
        None => (text.len(), text.len()),
        Some(at) => {
            let is_pair = rest.get(at..at + 2) == Some(b"\r\n");
            (start + at, start + at + if is_pair { 2 } else { 1 })
        }
    }
}

/// How many lines end within `raw`; `\r\n` ends one.
fn line_breaks(raw: &[u8]) -> u32 {
    let mut breaks = 0;
    for at in memchr::memchr2_iter(b'\n', b'\r', raw) {
        let is_second_half =
            raw.get(at) == Some(&b'\n') && at > 0 && raw.get(at - 1) == Some(&b'\r');
        breaks += u32::from(!is_second_half);
    }
    breaks
}

/// The column, from 1, of the first cell of a row whose quote is not closed, or is closed by a
/// quote after which the cell goes on.
fn quote_fault(raw: &[u8], delimiter: u8) -> Option<u32> {
    #[derive(PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        Closing,
    }
    let (mut at, mut column) = (At::Start, 1);
    for &byte in raw {
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, _) => At::Quoted,
            (At::Closing, b'"') => At::Quoted,
            (At::Start, b'"') => At::Quoted,
            (_, byte) if byte == delimiter => {
                column += 1;
                At::Start
            }
            (_, b'\r' | b'\n') => return None,
            (At::Closing, _) => return Some(column),
            (At::Start | At::Plain, _) => At::Plain,
        };
    }
    (at == At::Quoted).then_some(column)
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

    fn read(text: &str, options: ReadOptions) -> (Vec<Vec<String>>, Vec<RowProblem>) {
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        let mut reader = Reader::new(text, options);
        while let Some(batch) = reader.next_batch(3) {
            rows.extend(
                batch
                    .rows()
                    .map(|row| row.cells().map(String::from).collect()),
            );
            problems.extend_from_slice(&batch.problems);
        }
        assert_eq!(reader.progress(), 1.0);
        (rows, problems)
    }

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let (rows, problems) = read(text, ReadOptions::new(Delimiter::Comma));
        assert_eq!(rows, expected);
        assert_eq!(problems, []);
    }

    fn numbers(text: &str) -> Vec<(u32, u32)> {
        let mut reader = Reader::new(text, ReadOptions::new(Delimiter::Comma));
        let mut numbers = Vec::new();
        while let Some(batch) = reader.next_batch(2) {
            numbers.extend(batch.rows().map(|row| (row.number(), row.line())));
        }
        numbers
    }

    // The cases of csv-spectrum.
    #[test]
    fn the_spectrum_of_csv_is_read() {
        check(
            "first,last,address,city,zip\nJohn,Doe,120 any st.,\"Anytown, WW\",08123",
            &[
                &["first", "last", "address", "city", "zip"],
                &["John", "Doe", "120 any st.", "Anytown, WW", "08123"],
            ],
        );
        check(
            "a,b,c\n1,\"\",\"\"\n2,3,4",
            &[&["a", "b", "c"], &["1"], &["2", "3", "4"]],
        );
        check(
            "a,b,c\r\n1,\"\",\"\"\r\n2,3,4",
            &[&["a", "b", "c"], &["1"], &["2", "3", "4"]],
        );
        check(
            "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n",
            &[&["a", "b"], &["1", "ha \"ha\" ha"], &["3", "4"]],
        );
        check(
            "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"coordinates\"\": [102.0, 0.5]}\"\n",
            &[
                &["key", "val"],
                &["1", "{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}"],
            ],
        );
        check(
            "Phone,Coordinates\n2095257564,37°36'37.8\"N 121°2'17.9\"W",
            &[
                &["Phone", "Coordinates"],
                &["2095257564", "37°36'37.8\"N 121°2'17.9\"W"],
            ],
        );
        check(
            "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n",
            &[
                &["a", "b", "c"],
                &["1", "2", "3"],
                &["Once upon \na time", "5", "6"],
                &["7", "8", "9"],
            ],
        );
        check(
            "a,b,c\r\n1,2,3\r\n\"Once upon \r\na time\",5,6\r\n7,8,9\r\n",
            &[
                &["a", "b", "c"],
                &["1", "2", "3"],
                &["Once upon \r\na time", "5", "6"],
                &["7", "8", "9"],
            ],
        );
        check(
            "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n",
            &[&["a", "b"], &["1", "ha \n\"ha\" \nha"], &["3", "4"]],
        );
        check("a,b,c\r\n1,2,3\r\n", &[&["a", "b", "c"], &["1", "2", "3"]]);
        check(
            "a,b,c\n1,2,3\n4,5,ʤ",
            &[&["a", "b", "c"], &["1", "2", "3"], &["4", "5", "ʤ"]],
        );
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_and_lines_as_an_editor_does() {
        let text = "a,b\r\n\r\n\"two\r\nlines\",1\r\n,\r\nx,y";
        assert_eq!(numbers(text), [(1, 1), (3, 3), (4, 5), (5, 6)]);
        assert_eq!(numbers("a\r\rb\rc"), [(1, 1), (3, 3), (4, 4)]);
        assert_eq!(numbers("sep=,\na\nb"), [(2, 2), (3, 3)]);
    }

    #[test]
    fn an_unclosed_quote_costs_its_own_row_alone() {
        let expected: &[&[&str]] = &[&["a", "b", "c"], &["1", "\"open", "3"], &["4", "5", "6"]];
        let (rows, problems) = read(
            "a,b,c\n1,\"open,3\n4,5,6\n",
            ReadOptions::new(Delimiter::Comma),
        );
        assert_eq!(rows, expected);
        let fault = RowFault::UnclosedQuote;
        assert_eq!(
            problems,
            [RowProblem {
                row: 2,
                line: 2,
                column: Some(2),
                fault
            }]
        );
        // Also where a later quote seems to close it.
        let text = "a,b,c\n1,\"open,3\n4,5,6\n7,\"closed\",9\n10,11,12\n";
        let (rows, problems) = read(text, ReadOptions::new(Delimiter::Comma));
        assert_eq!(
            rows[1..],
            [
                vec!["1", "\"open", "3"],
                vec!["4", "5", "6"],
                vec!["7", "closed", "9"],
                vec!["10", "11", "12"],
            ]
        );
        assert_eq!(
            problems,
            [RowProblem {
                row: 2,
                line: 2,
                column: Some(2),
                fault
            }]
        );
        // On the last line, and at the very end.
        let (rows, problems) = read("a,b\n1,\"", ReadOptions::new(Delimiter::Comma));
        assert_eq!(rows, [vec!["a", "b"], vec!["1", "\""]]);
        assert_eq!(
            problems,
            [RowProblem {
                row: 2,
                line: 2,
                column: Some(2),
                fault
            }]
        );
    }

    #[test]
    fn an_unclosed_quote_before_much_text_is_found_too() {
        let text = format!("a,b\n1,\"open\n{}", "some,row\n".repeat(200_000));
        let (rows, problems) = read(&text, ReadOptions::new(Delimiter::Comma));
        assert_eq!(rows.len(), 200_002);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (problems[0].row, problems[0].fault),
            (2, RowFault::UnclosedQuote)
        );
    }

    #[test]
    fn many_open_quotes_do_not_take_forever() {
        let text = "a,\"b\"x\n\"".repeat(20_000);
        let (rows, problems) = read(&text, ReadOptions::new(Delimiter::Comma));
        assert!(rows.len() >= 20_000);
        assert!(problems.len() <= RECOVERIES_MAX as usize);
    }

    #[test]
    fn twenty_megabytes_on_one_line_are_passed_over_and_told() {
        let fault = RowFault::RowTooLong {
            limit: ROW_BYTES_MAX,
        };
        for long in [
            "x".repeat(20_000_000),
            format!("\"{}\"", "x".repeat(20_000_000)),
        ] {
            let text = format!("a,b\n1,{long}\n3,4\n");
            let (rows, problems) = read(&text, ReadOptions::new(Delimiter::Comma));
            assert_eq!(rows, [vec!["a", "b"], vec!["3", "4"]]);
            assert_eq!(
                problems,
                [RowProblem {
                    row: 2,
                    line: 2,
                    column: None,
                    fault
                }]
            );
        }
        let (rows, problems) = read(&"x".repeat(20_000_000), ReadOptions::new(Delimiter::Comma));
        assert!(rows.is_empty());
        assert_eq!(
            problems,
            [RowProblem {
                row: 1,
                line: 1,
                column: None,
                fault
            }]
        );
        let (rows, problems) = read(&",".repeat(20_000_000), ReadOptions::new(Delimiter::Comma));
        assert!(rows.is_empty());
        assert_eq!(
            problems[0].fault,
            RowFault::TooManyCells { limit: CELLS_MAX }
        );
    }

    #[test]
    fn the_widest_sheet_is_read_and_a_wider_one_told() {
        let wide = |cells: usize| vec!["x"; cells].join(",");
        let text = format!("{}\n{}\na,b\n", wide(CELLS_MAX), wide(CELLS_MAX + 1));
        let (rows, problems) = read(&text, ReadOptions::new(Delimiter::Comma));
        assert_eq!(
            rows.iter().map(Vec::len).collect::<Vec<_>>(),
            [CELLS_MAX, 2]
        );
        let fault = RowFault::TooManyCells { limit: CELLS_MAX };
        let column = Some(CELLS_MAX as u32 + 1);
        assert_eq!(
            problems,
            [RowProblem {
                row: 2,
                line: 2,
                column,
                fault
            }]
        );
        // Empty cells of a sheet saved whole cost nothing.
        let (rows, _) = read(
            &",".repeat(CELLS_MAX - 1),
            ReadOptions::new(Delimiter::Comma),
        );
        assert_eq!(rows, [Vec::<String>::new()]);
    }

    #[test]
    fn ragged_rows_are_kept_and_extra_cells_told() {
        let options = ReadOptions {
            columns: Some(2),
            first_row: 2,
            ..ReadOptions::new(Delimiter::Comma)
        };
        let (rows, problems) = read("a,b\n1\n1,2,,\n1,2,,4\n", options);
        assert_eq!(rows, [vec!["1"], vec!["1", "2"], vec!["1", "2", "", "4"]]);
        let fault = RowFault::ExtraCells {
            cells: 4,
            columns: 2,
        };
        assert_eq!(
            problems,
            [RowProblem {
                row: 4,
                line: 4,
                column: Some(3),
                fault
            }]
        );
    }

    #[test]
    fn a_report_ends_at_its_first_blank_line() {
        let options = ReadOptions {
            first_row: 2,
            stops_at_blank: true,
            ..ReadOptions::new(Delimiter::Comma)
        };
        let text = "\"A\",\"B\"\n\"1\",\"2\"\n\n\"Won this year\"\n\"Copyright\"\n";
        assert_eq!(read(text, options).0, [["1", "2"]]);
    }

    #[test]
    fn a_zero_character_is_kept_and_told() {
        let (rows, problems) = read("a,b\n1,x\0y\n", ReadOptions::new(Delimiter::Comma));
        assert_eq!(rows[1], ["1", "x\0y"]);
        let fault = RowFault::ZeroCharacter;
        assert_eq!(
            problems,
            [RowProblem {
                row: 2,
                line: 2,
                column: Some(2),
                fault
            }]
        );
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        let mut seed: u64 = 0x2545_f491_4f6c_dd1d;
        let alphabet = [
            "a", ",", "\"", "\n", "\r", "\"\"", "客", "\0", ";", "'=", "\u{feff}",
        ];
        for _ in 0..3_000 {
            let mut text = String::new();
            for _ in 0..seed % 40 {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                text.push_str(alphabet[(seed % alphabet.len() as u64) as usize]);
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (rows, problems) = read(&text, ReadOptions::new(Delimiter::Comma));
            let letters = |text: &str| text.matches(['a', '客']).count();
            let kept: usize = rows.iter().flatten().map(|cell| letters(cell)).sum();
            assert_eq!(kept, letters(&text), "{text:?} {problems:?}");
        }
    }
}
