//! From text to rows: a bounded CSV reader that never fails as a whole.
//!
//! It yields batches, so that the caller can draw, stop or cancel between them, and keeps the
//! cells of a batch in one buffer. What goes wrong is told with row and column: a quote that is
//! never closed costs its own row, not the rest of the file. Which delimiter and which header a
//! file has is found by `shape`; what cells mean by `column` and `cell`.

use thiserror::Error;

use super::csv_write::unguard;

mod reader;

pub use reader::Reader;
pub(super) use reader::separator_line;

/// The most cells a row may have: the width of an Excel sheet.
pub const CELLS_MAX: usize = 16_384;

/// The most text a row may hold, in bytes.
pub const ROW_BYTES_MAX: usize = 1024 * 1024;

/// The most columns that are offered for matching; the others are named and left out.
pub const COLUMNS_MAX: usize = 1_000;

/// The character between the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
    /// `^`
    Caret,
}

impl Delimiter {
    /// All delimiters, in the order in which they are preferred when nothing else decides:
    /// those first that hardly ever stand within text.
    pub const ALL: [Delimiter; 5] = [
        Delimiter::Tab,
        Delimiter::Pipe,
        Delimiter::Semicolon,
        Delimiter::Comma,
        Delimiter::Caret,
    ];

    /// The character itself, which is always ASCII.
    pub fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
            Delimiter::Caret => b'^',
        }
    }

    /// The stable name of this delimiter, for messages.
    pub fn code(self) -> &'static str {
        match self {
            Delimiter::Comma => "comma",
            Delimiter::Semicolon => "semicolon",
            Delimiter::Tab => "tab",
            Delimiter::Pipe => "pipe",
            Delimiter::Caret => "caret",
        }
    }

    /// The delimiter that is this character.
    pub fn of(byte: u8) -> Option<Delimiter> {
        Delimiter::ALL
            .into_iter()
            .find(|delimiter| delimiter.byte() == byte)
    }
}

/// What is wrong with the form of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RowFault {
    /// A quote opens and is not closed properly; the row ends at the end of its line.
    #[error("a quote is opened and never closed")]
    UnclosedQuote,
    /// The row is longer than [`ROW_BYTES_MAX`] and was passed over.
    #[error("the row is longer than {limit} bytes")]
    RowTooLong {
        /// The longest row that is read, in bytes.
        limit: usize,
    },
    /// The row has more cells than [`CELLS_MAX`] and was passed over.
    #[error("the row has more than {limit} cells")]
    TooManyCells {
        /// The most cells that are read.
        limit: usize,
    },
    /// The row has something in cells that no column stands above.
    #[error("the row has {cells} cells for {columns} columns")]
    ExtraCells {
        /// Its cells, empty ones at the end not counted.
        cells: usize,
        /// The columns of the table.
        columns: usize,
    },
    /// A cell holds a zero character, which no text has.
    #[error("a cell holds a zero character")]
    ZeroCharacter,
    /// It is the last and adds up those above it.
    #[error("the row is a sum of the others")]
    Sum,
}

impl RowFault {
    /// The stable name of this fault, for messages and answers.
    pub fn code(self) -> &'static str {
        match self {
            RowFault::UnclosedQuote => "unclosed_quote",
            RowFault::RowTooLong { .. } => "row_too_long",
            RowFault::TooManyCells { .. } => "too_many_cells",
            RowFault::ExtraCells { .. } => "extra_cells",
            RowFault::ZeroCharacter => "zero_character",
            RowFault::Sum => "sum",
        }
    }

    /// Whether the row could not be read, so that it is not among the rows of its batch.
    pub fn is_row_lost(self) -> bool {
        matches!(
            self,
            RowFault::RowTooLong { .. } | RowFault::TooManyCells { .. }
        )
    }
}

/// A fault with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The row as a spreadsheet numbers it: from 1, with titles, header and blank rows.
    pub row: u32,
    /// The line of a text editor on which the row begins, from 1.
    pub line: u32,
    /// The column, from 1, where one is to blame.
    pub column: Option<u32>,
    /// What is wrong.
    pub fault: RowFault,
}

/// How rows are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// The first row to yield; those before are read but not kept.
    pub first_row: u32,
    /// How many columns the table has, for telling rows that have more. `None`: any number.
    pub columns: Option<usize>,
    /// Whether the first blank line ends the table, as in reports of Salesforce.
    pub stops_at_blank: bool,
    /// Whether the mark is taken off that a safe export puts before formulas.
    pub unguards: bool,
}

impl ReadOptions {
    /// Reads everything from the first row on.
    pub fn new(delimiter: Delimiter) -> Self {
        ReadOptions {
            delimiter,
            first_row: 1,
            columns: None,
            stops_at_blank: false,
            unguards: true,
        }
    }
}

/// Rows that were read together; their cells lie in one buffer.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    text: String,
    ends: Vec<u32>,
    rows: Vec<RowMark>,
    unguards: bool,
    /// What was wrong with rows of this batch and with those passed over, in their order.
    pub problems: Vec<RowProblem>,
}

#[derive(Clone, Copy, Debug)]
struct RowMark {
    number: u32,
    line: u32,
    text_start: u32,
    cells_start: u32,
    cells_end: u32,
    width: u32,
}

impl Batch {
    /// The rows, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|mark| Row {
            batch: self,
            mark: *mark,
        })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of cells of each row, with the empty ones at the end.
    pub(super) fn widths(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().map(|mark| mark.width as usize)
    }

    /// The rows that say something of their own: not blank, and no sum of the others.
    pub fn records(&self) -> impl Iterator<Item = Row<'_>> {
        let is_sum = |row: &Row<'_>| {
            let mut problems = self.problems.iter();
            problems.any(|problem| problem.row == row.number() && problem.fault == RowFault::Sum)
        };
        self.rows()
            .filter(move |row| !row.is_empty() && !is_sum(row))
    }

    /// The rows that were passed over because they could not be read.
    pub fn lost(&self) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.fault.is_row_lost())
            .count()
    }
}

/// One row of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Row<'b> {
    batch: &'b Batch,
    mark: RowMark,
}

impl<'b> Row<'b> {
    /// The row as a spreadsheet numbers it, from 1.
    pub fn number(&self) -> u32 {
        self.mark.number
    }

    /// The line of a text editor on which the row begins, from 1.
    pub fn line(&self) -> u32 {
        self.mark.line
    }

    /// How many cells it has; empty ones at the end are not counted.
    pub fn len(&self) -> usize {
        (self.mark.cells_end - self.mark.cells_start) as usize
    }

    /// Whether all its cells are empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell at `index`, from 0; empty where the row has none.
    pub fn cell(&self, index: usize) -> &'b str {
        if index >= self.len() {
            return "";
        }
        let at = self.mark.cells_start as usize + index;
        let end_of = |at: usize| self.batch.ends.get(at).copied().unwrap_or_default() as usize;
        let start = if index == 0 {
            self.mark.text_start as usize
        } else {
            end_of(at - 1)
        };
        let cell = self.batch.text.get(start..end_of(at)).unwrap_or_default();
        if self.batch.unguards {
            unguard(cell)
        } else {
            cell
        }
    }

    /// All its cells.
    pub fn cells(&self) -> impl Iterator<Item = &'b str> {
        let row = *self;
        (0..self.len()).map(move |index| row.cell(index))
    }
}
