//! What a column holds, guessed from all its values: numbers or dates, in which order and with
//! which marks, a choice among few, ids that Excel has damaged.
//!
//! Guesses are made over the whole column, since a single `3/5/2024` tells nothing; where the
//! whole column tells nothing either, there is a question instead of a guess. Which field a
//! column belongs to is decided in `mapping`.

use super::Confidence;
use super::cell::date::DateOrder;
use super::cell::number::DecimalMark;

mod profile;

pub use profile::ColumnProfile;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Nothing stands in it.
    Empty,
    /// Text.
    Text,
    /// One of a few texts.
    Choice,
    /// Codes and ids: digits that are no amount, since zeros lead or Excel has damaged them.
    Code,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Amounts with a currency.
    Money,
    /// Days.
    Date,
    /// Days with times.
    Instant,
    /// Yes or no.
    Bool,
    /// E-mail addresses.
    Email,
    /// Phone numbers.
    Phone,
    /// Web addresses.
    Url,
}

impl ColumnKind {
    /// The stable name of this kind, for messages.
    pub fn code(self) -> &'static str {
        match self {
            ColumnKind::Empty => "empty",
            ColumnKind::Text => "text",
            ColumnKind::Choice => "choice",
            ColumnKind::Code => "code",
            ColumnKind::Integer => "integer",
            ColumnKind::Number => "number",
            ColumnKind::Money => "money",
            ColumnKind::Date => "date",
            ColumnKind::Instant => "instant",
            ColumnKind::Bool => "bool",
            ColumnKind::Email => "email",
            ColumnKind::Phone => "phone",
            ColumnKind::Url => "url",
        }
    }
}

/// What stands first in the dates of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderGuess {
    /// This order; some day above 12 proves it, or every day is certain by its form.
    Proven(DateOrder),
    /// This order by its form: points stand between the numbers.
    Likely(DateOrder),
    /// Every day would be one in both orders: ask.
    Ambiguous,
    /// Some days are only possible with the day first, others with the month first: ask.
    Mixed {
        /// Days that need the day first.
        day_first: u32,
        /// Days that need the month first.
        month_first: u32,
    },
}

impl OrderGuess {
    /// The order, where nobody needs to be asked.
    pub fn order(self) -> Option<DateOrder> {
        match self {
            OrderGuess::Proven(order) | OrderGuess::Likely(order) => Some(order),
            OrderGuess::Ambiguous | OrderGuess::Mixed { .. } => None,
        }
    }
}

/// Which mark is the decimal one in the numbers of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkGuess {
    /// This mark: some number proves it, or there is no mark at all.
    Proven(DecimalMark),
    /// Each number has one mark with three digits behind it: ask.
    Ambiguous(DecimalMark),
    /// Some numbers need a point, others a comma: ask.
    Mixed,
}

impl MarkGuess {
    /// The mark, where nobody needs to be asked.
    pub fn mark(self) -> Option<DecimalMark> {
        match self {
            MarkGuess::Proven(mark) => Some(mark),
            MarkGuess::Ambiguous(_) | MarkGuess::Mixed => None,
        }
    }
}

/// What a spreadsheet has done to values, with how many it did it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Long ids have become `1.3E+11`; their last digits are lost.
    Scientific(u32),
    /// Some codes are shorter than the others: zeros before them seem lost.
    LostZeros(u32),
    /// Days have become numbers as Excel counts them; they can be read.
    ExcelSerials(u32),
}

impl Damage {
    /// The stable name of this damage, for messages.
    pub fn code(self) -> &'static str {
        match self {
            Damage::Scientific(_) => "scientific",
            Damage::LostZeros(_) => "lost-zeros",
            Damage::ExcelSerials(_) => "excel-serials",
        }
    }

    /// How many values it happened to.
    pub fn count(self) -> u32 {
        match self {
            Damage::Scientific(count) | Damage::LostZeros(count) | Damage::ExcelSerials(count) => {
                count
            }
        }
    }
}

/// What is guessed of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnGuess {
    /// What its values are.
    pub kind: ColumnKind,
    /// How sure that is.
    pub confidence: Confidence,
    /// How many cells have a value.
    pub filled: u32,
    /// How many cells are empty.
    pub empty: u32,
    /// How many values are not of this kind, and the first row with one.
    pub misfits: u32,
    /// The row of the first value that is not of this kind.
    pub first_misfit: Option<u32>,
    /// How many values are e-mail addresses.
    pub emails: u32,
    /// How many values are written as dates.
    pub dates: u32,
    /// How many values are numbers.
    pub numbers: u32,
    /// Where there are dates: what stands first.
    pub order: Option<OrderGuess>,
    /// Where there are numbers: the decimal mark.
    pub mark: Option<MarkGuess>,
    /// For money: the currency sign or code that stands with most values.
    pub currency: Option<String>,
    /// Whether no other currency stands with any of them.
    pub has_one_currency: bool,
    /// What a spreadsheet has done to its values.
    pub damage: Option<Damage>,
    /// Whether no value comes twice.
    pub is_unique: bool,
    /// The different values with how often they occur, most frequent first; `None` if they are
    /// too many.
    pub distinct: Option<Vec<(String, u32)>>,
    /// Some values, as they stand.
    pub samples: Vec<String>,
}
