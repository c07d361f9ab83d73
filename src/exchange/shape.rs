//! The shape of a table: what stands between its cells, where its header is, how wide it is.
//!
//! Decided on the first part of a file by how evenly each delimiter splits its rows, and by how
//! a header differs from what stands below it. What the columns mean is left to `column` and
//! `mapping`.

use super::Confidence;
use super::column::{ColumnKind, ColumnProfile};
use super::table::{Batch, COLUMNS_MAX, Delimiter, ReadOptions, Reader};

/// How much of a file is looked at, in bytes; a file's first rows tell its shape.
const SAMPLE_BYTES: usize = 128 * 1024;

/// How many rows are looked at.
const SAMPLE_ROWS: usize = 200;

/// How far down a header may stand below titles.
const TITLE_ROWS: usize = 12;

/// Why a header was or was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderReason {
    /// Names that are known as headers stand there.
    KnownNames,
    /// Words stand above numbers, dates or addresses.
    WordsAboveValues,
    /// Nothing but words everywhere: the first row is taken for the header.
    OnlyWords,
    /// The first row holds values like those below it.
    ValuesInFirstRow,
}

impl HeaderReason {
    /// The stable name of this reason, for messages.
    pub fn code(self) -> &'static str {
        match self {
            HeaderReason::KnownNames => "known-names",
            HeaderReason::WordsAboveValues => "words-above-values",
            HeaderReason::OnlyWords => "only-words",
            HeaderReason::ValuesInFirstRow => "values-in-first-row",
        }
    }
}

/// The shape of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// How sure the delimiter is.
    pub delimiter_confidence: Confidence,
    /// The row of the header as a spreadsheet numbers it; `None` where there is none.
    pub header_row: Option<u32>,
    /// How sure that is.
    pub header_confidence: Confidence,
    /// Why.
    pub header_reason: HeaderReason,
    /// The names of the columns, trimmed; empty where the header has none. Names may repeat.
    pub names: Vec<String>,
    /// How many columns the file has beyond those that are offered for matching.
    pub left_out: usize,
    /// The first row below the header.
    pub first_row: u32,
}

impl Shape {
    /// How the rows below the header are read.
    pub fn read_options(&self) -> ReadOptions {
        ReadOptions {
            first_row: self.first_row,
            columns: Some(self.names.len() + self.left_out),
            ..ReadOptions::new(self.delimiter)
        }
    }

    /// The same table with the header at another row, or with none.
    #[must_use]
    pub fn with_header(&self, text: &str, header_row: Option<u32>) -> Shape {
        let rows = sample(text, self.delimiter);
        let at = header_row.and_then(|number| rows.rows().position(|row| row.number() == number));
        let mut shape = build(&rows, self.delimiter, at);
        shape.delimiter_confidence = self.delimiter_confidence;
        shape.header_confidence = Confidence::Sure;
        shape
    }

    /// The same table split by another delimiter.
    #[must_use]
    pub fn with_delimiter(
        text: &str,
        delimiter: Delimiter,
        is_known: &dyn Fn(&str) -> bool,
    ) -> Shape {
        let mut shape = shape_of(text, delimiter, is_known);
        shape.delimiter_confidence = Confidence::Sure;
        shape
    }
}

/// The name of a column as spreadsheets have it: A, B, … Z, AA; for columns without a header.
pub fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Finds the shape of a table. `is_known` tells which headers are known from CRMs.
pub fn detect(text: &str, is_known: &dyn Fn(&str) -> bool) -> Shape {
    if let Some((delimiter, _)) = super::table::separator_line(text) {
        let mut shape = shape_of(text, delimiter, is_known);
        shape.delimiter_confidence = Confidence::Sure;
        return shape;
    }
    let mut best: Option<(Delimiter, Evenness)> = None;
    let mut has_rival = false;
    for delimiter in Delimiter::ALL {
        let evenness = evenness(&sample(text, delimiter));
        if evenness.width < 2 {
            continue;
        }
        let is_better = best.is_none_or(|(_, other)| evenness.score > other.score + 1e-9);
        has_rival |= best.is_some();
        if is_better {
            best = Some((delimiter, evenness));
        }
    }
    let (delimiter, confidence) = match best {
        None => (Delimiter::Comma, Confidence::Doubtful),
        Some((delimiter, evenness)) if evenness.share < 0.7 => (delimiter, Confidence::Doubtful),
        Some((delimiter, evenness)) if has_rival && evenness.share < 0.95 => {
            (delimiter, Confidence::Likely)
        }
        Some((delimiter, _)) => (delimiter, Confidence::Sure),
    };
    let mut shape = shape_of(text, delimiter, is_known);
    shape.delimiter_confidence = confidence;
    shape
}

fn sample(text: &str, delimiter: Delimiter) -> Batch {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text.get(..end).unwrap_or(text);
    // The last row of a part is likely cut; it is left out unless it is all there is.
    let whole = match start.rfind('\n') {
        Some(at) if end < text.len() => start.get(..=at).unwrap_or(start),
        _ => start,
    };
    Reader::new(whole, ReadOptions::new(delimiter))
        .next_batch(SAMPLE_ROWS)
        .unwrap_or_default()
}

#[derive(Clone, Copy)]
struct Evenness {
    width: usize,
    share: f64,
    score: f64,
}

/// How evenly a delimiter splits the rows: most rows have the same width, and many columns are
/// less likely by chance than two.
fn evenness(rows: &Batch) -> Evenness {
    let mut widths: Vec<usize> = rows.widths().filter(|width| *width > 1).collect();
    let all = rows.rows().filter(|row| !row.is_empty()).count();
    widths.sort_unstable();
    let (mut width, mut count) = (1, 0);
    for group in widths.chunk_by(|a, b| a == b) {
        if group.len() >= count {
            (width, count) = (group.first().copied().unwrap_or(1), group.len());
        }
    }
    let share = if all == 0 {
        0.0
    } else {
        (count as f64 / all as f64).min(1.0)
    };
    // The eighth power: a mark within text misses a row now and then, a delimiter never does.
    let score = share.powi(8) * (1.0 - 1.0 / width as f64);
    Evenness {
        width,
        share,
        score,
    }
}

fn shape_of(text: &str, delimiter: Delimiter, is_known: &dyn Fn(&str) -> bool) -> Shape {
    let rows = sample(text, delimiter);
    let width = usual_width(&rows);
    let known = |at: usize| {
        rows.rows().nth(at).map_or(0, |row| {
            row.cells().filter(|cell| is_known(cell.trim())).count()
        })
    };
    let filled = |at: usize| {
        rows.rows().nth(at).map_or(0, |row| {
            row.cells().filter(|cell| !cell.trim().is_empty()).count()
        })
    };
    let few = rows.len().min(TITLE_ROWS);
    // Titles stand in one cell or two; the header fills most of the width.
    let first_wide =
        (0..few).find(|&at| filled(at) * 5 >= width * 3 && (filled(at) > 1 || width == 1));
    let best_known = (0..few)
        .map(|at| (known(at), at))
        .max_by_key(|&(known, at)| (known, few - at));
    let (at, reason) = match (best_known, first_wide) {
        (Some((count, at)), _) if count >= 2 || (count == 1 && filled(at) <= 2) => {
            (Some(at), HeaderReason::KnownNames)
        }
        (_, None) => (None, HeaderReason::ValuesInFirstRow),
        (_, Some(at)) => judge(&rows, at),
    };
    let mut shape = build(&rows, delimiter, at);
    shape.header_reason = reason;
    shape.header_confidence = match reason {
        HeaderReason::KnownNames | HeaderReason::WordsAboveValues => Confidence::Sure,
        HeaderReason::ValuesInFirstRow => Confidence::Likely,
        HeaderReason::OnlyWords => Confidence::Doubtful,
    };
    shape
}

/// Whether the row at `at` is a header, by what stands in it and below it.
fn judge(rows: &Batch, at: usize) -> (Option<usize>, HeaderReason) {
    let Some(header) = rows.rows().nth(at) else {
        return (None, HeaderReason::ValuesInFirstRow);
    };
    let is_value = |cell: &str| {
        let mut profile = ColumnProfile::new();
        profile.see(1, cell);
        let kind = profile.guess("").kind;
        !matches!(
            kind,
            ColumnKind::Text | ColumnKind::Empty | ColumnKind::Choice
        )
    };
    let (mut for_header, mut against) = (0, 0);
    for (index, cell) in header.cells().enumerate() {
        let mut below = ColumnProfile::new();
        for row in rows.rows().skip(at + 1) {
            below.see(row.number(), row.cell(index));
        }
        let below = below.guess("");
        let below_is_value = !matches!(
            below.kind,
            ColumnKind::Text | ColumnKind::Empty | ColumnKind::Choice
        );
        let occurs_below = below
            .distinct
            .as_ref()
            .is_some_and(|values| values.iter().any(|(value, _)| value == cell.trim()));
        match (cell.trim().is_empty(), is_value(cell), below_is_value) {
            (true, _, _) => {}
            (_, true, _) => against += 1,
            (_, false, true) => for_header += 1,
            (_, false, false) => against += u32::from(occurs_below),
        }
    }
    match (for_header, against) {
        (0, 0) => (Some(at), HeaderReason::OnlyWords),
        (yes, no) if yes > no => (Some(at), HeaderReason::WordsAboveValues),
        _ => (None, HeaderReason::ValuesInFirstRow),
    }
}

fn usual_width(rows: &Batch) -> usize {
    let mut widths: Vec<usize> = rows
        .rows()
        .map(|row| row.len())
        .filter(|len| *len > 0)
        .collect();
    widths.sort_unstable();
    let (mut width, mut count) = (1, 0);
    for group in widths.chunk_by(|a, b| a == b) {
        if group.len() >= count {
            (width, count) = (group.first().copied().unwrap_or(1), group.len());
        }
    }
    width
}

fn build(rows: &Batch, delimiter: Delimiter, header_at: Option<usize>) -> Shape {
    let header = header_at.and_then(|at| rows.rows().nth(at));
    let widest = rows.rows().map(|row| row.len()).max().unwrap_or_default();
    let width = match &header {
        // A column without a name counts where something stands below it.
        Some(header) => {
            let with_empty = header_at.and_then(|at| rows.widths().nth(at));
            widest.min(with_empty.unwrap_or_default()).max(header.len())
        }
        None => widest,
    };
    let clean = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        words.join(" ").trim_matches('\u{feff}').to_owned()
    };
    let offered = width.min(COLUMNS_MAX);
    let names = match &header {
        Some(header) => (0..offered).map(|at| clean(header.cell(at))).collect(),
        None => vec![String::new(); offered],
    };
    let header_row = header.map(|header| header.number());
    let first = rows.rows().next().map_or(1, |row| row.number());
    Shape {
        delimiter,
        delimiter_confidence: Confidence::Likely,
        header_row,
        header_confidence: Confidence::Likely,
        header_reason: HeaderReason::OnlyWords,
        names,
        left_out: width - offered,
        first_row: header_row.map_or(first, |row| row + 1),
    }
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

    fn detected(text: &str) -> Shape {
        detect(text, &|name| {
            matches!(name, "First Name" | "Email" | "姓名")
        })
    }

    #[track_caller]
    fn check(text: &str, delimiter: Delimiter, header_row: Option<u32>, names: &[&str]) {
        let shape = detected(text);
        assert_eq!(
            (shape.delimiter, shape.header_row),
            (delimiter, header_row),
            "{text}"
        );
        assert_eq!(shape.names, names, "{text}");
    }

    #[test]
    fn delimiters_are_told_by_how_evenly_they_split() {
        check(
            "a,b,c\n1,2,3\n4,5,6\n",
            Delimiter::Comma,
            Some(1),
            &["a", "b", "c"],
        );
        check(
            "a;b;c\n1;2,5;3\n4;5,5;6\n",
            Delimiter::Semicolon,
            Some(1),
            &["a", "b", "c"],
        );
        check(
            "a\tb\n1\tx, y\n2\tz\n",
            Delimiter::Tab,
            Some(1),
            &["a", "b"],
        );
        check("a|b\n1|2\n", Delimiter::Pipe, Some(1), &["a", "b"]);
        check("a^b\n1^2\n", Delimiter::Caret, Some(1), &["a", "b"]);
        check(
            "sep=;\na;b\n1;2\n",
            Delimiter::Semicolon,
            Some(2),
            &["a", "b"],
        );
        // Decimal commas in every row, and no header to tell.
        check(
            "x;1,5\ny;2,5\nz;3,5\n",
            Delimiter::Semicolon,
            None,
            &["", ""],
        );
        // Lists of several values within quoted and unquoted cells.
        check(
            "name,tags,n\nA,x;y,1\nB,\"p, q\",2\nC,,3\n",
            Delimiter::Comma,
            Some(1),
            &["name", "tags", "n"],
        );
        let one = detected("name\nAnn\nBo\n");
        assert_eq!(
            (one.delimiter, one.delimiter_confidence),
            (Delimiter::Comma, Confidence::Doubtful)
        );
        assert_eq!(one.names, ["name"]);
    }

    #[test]
    fn headers_are_found_below_titles_and_told_from_values() {
        check(
            "Sales report\nMarch 2024\n\nname,n\nA,1\nB,2\n",
            Delimiter::Comma,
            Some(4),
            &["name", "n"],
        );
        check(
            ",订单号,数量\n0,A1,10\n1,A2,5\n",
            Delimiter::Comma,
            Some(1),
            &["", "订单号", "数量"],
        );
        check(
            "1234567891,SHQP,SZWW,200,2.01807E+11,1\n",
            Delimiter::Comma,
            None,
            &["", "", "", "", "", ""],
        );
        check(
            "Ann,2024-01-01\nBo,2024-01-02\n",
            Delimiter::Comma,
            None,
            &["", ""],
        );
        check(
            "red,Ann\nblue,Bo\nred,Cy\n",
            Delimiter::Comma,
            None,
            &["", ""],
        );
        let known = detected("First Name,Email,x\nAnn,b@c.de,y\n");
        assert_eq!(
            (known.header_row, known.header_reason),
            (Some(1), HeaderReason::KnownNames)
        );
        let words = detected("sym,name\nx,中国宝安\ny,德赛电池\n");
        assert_eq!(
            (words.header_row, words.header_confidence),
            (Some(1), Confidence::Doubtful)
        );
    }

    #[test]
    fn empty_columns_at_the_end_are_dropped() {
        check(
            "客户id,年龄,姓名,,,,,\n001,55,Tom,,,,,\n002,34,Lesley,,,,,\n",
            Delimiter::Comma,
            Some(1),
            &["客户id", "年龄", "姓名"],
        );
    }

    #[test]
    fn columns_beyond_the_limit_are_counted() {
        let header: Vec<String> = (0..16_384).map(|number| format!("c{number}")).collect();
        let row = vec!["1"; 16_384].join(",");
        let shape = detected(&format!("{}\n{row}\n{row}\n", header.join(",")));
        assert_eq!(
            (shape.names.len(), shape.left_out),
            (COLUMNS_MAX, 16_384 - COLUMNS_MAX)
        );
        assert_eq!(shape.header_row, Some(1));
    }

    #[test]
    fn a_header_can_be_chosen_or_denied() {
        let text = "x,y\nname,n\nA,1\nB,2\n";
        let shape = detected(text);
        let chosen = shape.with_header(text, Some(2));
        assert_eq!((chosen.header_row, chosen.first_row), (Some(2), 3));
        assert_eq!(chosen.names, ["name", "n"]);
        let denied = shape.with_header(text, None);
        assert_eq!(
            (denied.header_row, denied.first_row, denied.names.len()),
            (None, 1, 2)
        );
        let other = Shape::with_delimiter(text, Delimiter::Tab, &|_| false);
        assert_eq!((other.delimiter, other.names.len()), (Delimiter::Tab, 1));
    }

    #[test]
    fn hostile_text_has_a_shape_too() {
        for text in [
            "",
            "\n\n",
            "\"",
            ",",
            "\"a",
            "a\n\"",
            &"x".repeat(3_000_000),
            &",".repeat(3_000_000),
            "\u{feff}",
        ] {
            let shape = detected(text);
            assert!(shape.names.len() <= COLUMNS_MAX);
        }
    }

    #[test]
    fn columns_without_a_name_have_letters() {
        for (index, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letters(index), letters);
        }
    }
}
