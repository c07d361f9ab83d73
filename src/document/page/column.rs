//! One column of a page: the values that one register has in its rows, all of one type.

use super::blobs::Blobs;
use super::ints::Ints;
use super::presence::Presence;
use crate::document::DocumentError;
use crate::document::bytes::Reader;
use crate::document::value::{Tag, ordered_bits, read_currency, read_part, ref_of, value_of_int};
use crate::domain::{Currency, Key, Money, RecordKind, Value};

/// A column: where it lies in the page and how to read it.
#[derive(Clone, Debug)]
pub struct Column {
    key: Key,
    tag: Tag,
    rows: Presence,
    values: Values,
}

#[derive(Clone, Debug)]
enum Values {
    /// The value was taken away in these rows.
    None,
    /// Numbers, dates, moments, yes and no.
    Ints(Ints),
    /// Numbers that are all whole: packed as such.
    Wholes(Ints),
    Money {
        minor: Ints,
        currencies: Ints,
        codes: Vec<Currency>,
    },
    Blobs(Blobs),
}

/// A column with a dictionary, as [`Column::coded`] gives it.
pub struct Coded<'p> {
    /// The distinct values' bytes.
    pub entries: Vec<&'p [u8]>,
    codes: &'p Ints,
    rows: &'p Presence,
    page: &'p [u8],
}

impl Coded<'_> {
    /// Calls back with each row and the number of its entry.
    pub fn each(&self, mut visit: impl FnMut(usize, usize)) {
        let mut rows = self.rows.list(self.page).into_iter();
        self.codes.each(self.page, |code| {
            if let Some(row) = rows.next() {
                visit(row, code as usize);
            }
        });
    }
}

impl Column {
    pub(super) fn open(
        reader: &mut Reader<'_>,
        kind: RecordKind,
        rows_of_page: usize,
    ) -> Result<Self, DocumentError> {
        let name = reader.text()?;
        let element = if reader.byte()? == 0 {
            None
        } else {
            Some(reader.text()?)
        };
        let key = crate::document::key_named(kind, name, element);
        let number = reader.byte()?;
        let tag = if number == WHOLES {
            Tag::Number
        } else {
            Tag::from_number(number)?
        };
        let rows = Presence::open(reader, rows_of_page)?;
        let count = rows.count();
        let values = match tag {
            Tag::None => Values::None,
            _ if number == WHOLES => Values::Wholes(Ints::open(reader, count)?),
            Tag::Bool | Tag::Number | Tag::Date | Tag::Instant => {
                Values::Ints(Ints::open(reader, count)?)
            }
            Tag::Money => Values::Money {
                codes: (0..reader.count()?)
                    .map(|_| read_currency(reader))
                    .collect::<Result<Vec<_>, _>>()?,
                currencies: Ints::open(reader, count)?,
                minor: Ints::open(reader, count)?,
            },
            Tag::Ref | Tag::Text | Tag::Part | Tag::Unknown => {
                Values::Blobs(Blobs::open(reader, count)?)
            }
        };
        Ok(Self {
            key,
            tag,
            rows,
            values,
        })
    }

    /// The register it holds.
    #[must_use]
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// The type of its values.
    #[must_use]
    pub const fn tag(&self) -> Tag {
        self.tag
    }

    /// The value of a row: none where the column has none, an inner none where it was taken away.
    #[must_use]
    pub(super) fn value(&self, page: &[u8], row: usize) -> Option<Option<Value>> {
        let place = self.rows.place(page, row)?;
        Some(match &self.values {
            Values::None => None,
            Values::Ints(ints) => Some(value_of_int(self.tag, ints.at(page, place)?)?),
            Values::Wholes(ints) => Some(value_of_int(
                Tag::Number,
                ordered_bits(ints.at(page, place)? as f64),
            )?),
            Values::Money {
                minor,
                currencies,
                codes,
            } => {
                let code = codes.get(usize::try_from(currencies.at(page, place)?).ok()?)?;
                Some(Value::Money(
                    Money::from_minor(minor.at(page, place)?, *code).ok()?,
                ))
            }
            Values::Blobs(blobs) => Some(value_of_blob(self.tag, blobs.at(page, place)?)?),
        })
    }

    /// Calls back with the row and the bytes of each value of texts, references and parts.
    pub fn each_blob<'p>(&self, page: &'p [u8], mut visit: impl FnMut(usize, &'p [u8])) {
        self.blobs_to(page, &mut visit);
    }

    fn blobs_to<'p>(&self, page: &'p [u8], visit: &mut dyn FnMut(usize, &'p [u8])) {
        if let Values::Blobs(blobs) = &self.values {
            match &self.rows {
                // The common case, spared the list of rows.
                Presence::All(_) => {
                    let mut row = 0;
                    blobs.each(page, |blob| {
                        visit(row, blob);
                        row += 1;
                    });
                }
                rows => {
                    let mut list = rows.list(page).into_iter();
                    blobs.each(page, |blob| {
                        if let Some(row) = list.next() {
                            visit(row, blob);
                        }
                    });
                }
            }
        }
    }

    /// The bytes of the value of a row of texts, references and parts.
    #[must_use]
    pub fn blob<'p>(&self, page: &'p [u8], row: usize) -> Option<&'p [u8]> {
        match &self.values {
            Values::Blobs(blobs) => blobs.at(page, self.rows.place(page, row)?),
            _ => None,
        }
    }

    /// Calls back with the row and the whole number of each value that has one
    /// ([`crate::document::value::int_of`]); of money the minor units.
    pub fn each_int(&self, page: &[u8], mut visit: impl FnMut(usize, i64)) {
        let (ints, is_whole) = match &self.values {
            Values::Ints(ints) | Values::Money { minor: ints, .. } => (ints, false),
            Values::Wholes(ints) => (ints, true),
            Values::None | Values::Blobs(_) => return,
        };
        let mut rows = self.rows.list(page).into_iter();
        ints.each(page, |int| {
            if let Some(row) = rows.next() {
                visit(
                    row,
                    if is_whole {
                        ordered_bits(int as f64)
                    } else {
                        int
                    },
                );
            }
        });
    }

    /// Calls back with the row and the currency of each amount.
    pub fn each_currency(&self, page: &[u8], mut visit: impl FnMut(usize, Currency)) {
        if let Values::Money {
            currencies, codes, ..
        } = &self.values
        {
            let mut rows = self.rows.list(page).into_iter();
            currencies.each(page, |code| {
                if let (Some(row), Some(code)) = (rows.next(), codes.get(code as usize)) {
                    visit(row, *code);
                }
            });
        }
    }

    /// Calls back with every row that has a value here, or had one that was taken away.
    pub fn each_row(&self, page: &[u8], visit: impl FnMut(usize)) {
        self.rows.list(page).into_iter().for_each(visit);
    }

    /// Whether its values are texts or references that repeat, so that they lie in a dictionary.
    #[must_use]
    pub const fn is_coded(&self) -> bool {
        matches!(&self.values, Values::Blobs(blobs) if blobs.is_coded())
    }

    /// The column as a dictionary and codes, where it has one.
    #[must_use]
    pub fn coded<'p>(&'p self, page: &'p [u8]) -> Option<Coded<'p>> {
        let Values::Blobs(blobs) = &self.values else {
            return None;
        };
        let (entries, codes) = blobs.coded(page)?;
        Some(Coded {
            entries,
            codes,
            rows: &self.rows,
            page,
        })
    }
}

/// The number that marks a column of numbers that are all whole.
pub(super) const WHOLES: u8 = 10;

/// The value that bytes of a column say.
#[must_use]
pub(super) fn value_of_blob(tag: Tag, blob: &[u8]) -> Option<Value> {
    Some(match tag {
        Tag::Text => Value::text(std::str::from_utf8(blob).ok()?),
        Tag::Unknown => Value::Unknown(std::str::from_utf8(blob).ok()?.into()),
        Tag::Ref => Value::Ref(ref_of(blob)?),
        Tag::Part => Value::Part(read_part(&mut Reader::new(blob)).ok()?),
        _ => return None,
    })
}
