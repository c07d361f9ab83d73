//! Fields as models look at them: one value a row, as numbers or as levels. The queries read them and
//! the scoring learns from them, so that neither needs the other; this is what they hand over.

use super::columns::Bits;
use crate::domain::{Currency, Problem, RecordKind, Rule};

/// What the values of a feature are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Plain numbers.
    Number,
    /// Amounts in whole units of a currency.
    Money(Currency),
    /// Days from a date to the day of the analysis; below 0 where it is still to come.
    Days,
    /// 1 for yes, 0 for no.
    YesNo,
    /// How many there are of something.
    Count,
    /// Options.
    Choice,
    /// Records.
    Record,
}

/// What a row may be: an option, a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its stable word: the code of an option, the id of a record.
    pub code: Box<str>,
    /// What people call it, where that is another word.
    pub name: Option<Box<str>>,
}

/// The values of a feature by row.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// A number, or none where it is not known.
    Numbers(Vec<Option<f64>>),
    /// The place of a level in the list plus 1, or 0 where it is not known.
    Levels(Vec<u32>, Vec<Level>),
}

/// A field of some rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its path, as filters write it.
    pub path: Box<str>,
    /// What its values are.
    pub meaning: Meaning,
    /// The values, in the order of the rows that were asked for.
    pub values: Values,
    /// How many rows have an amount in another currency, which is not known here.
    pub other_currency: usize,
}

/// Reads what models ask of records.
pub trait Reader {
    /// The live records of a kind that pass a filter, written in JSON; all of them without one.
    ///
    /// # Errors
    /// What is wrong with the filter.
    fn select(&self, kind: RecordKind, filter: Option<&str>) -> Result<Bits, Vec<Problem>>;

    /// The fields that a filter names.
    fn fields_named(&self, filter: &str) -> Vec<String>;

    /// A field of some rows.
    ///
    /// # Errors
    /// [`Rule::UnknownField`] where there is none, [`Rule::NotAllowed`] where nothing can be learnt of
    /// it, as of an id.
    fn feature(&self, kind: RecordKind, path: &str, rows: &[u32]) -> Result<Feature, Rule>;

    /// The words of the formula that a path's values are worked out by; none of other fields.
    fn formula_words(&self, kind: RecordKind, path: &str) -> Vec<String>;
}
