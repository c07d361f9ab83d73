//! Which rows of a page a column has values for: all, those of a bitmap, or a short list (in
//! which a row may stand more than once, for loose elements).

use super::ints::{self, Ints};
use crate::document::DocumentError;
use crate::document::bytes::{Reader, Writer};
use std::ops::Range;

/// The rows of a column.
#[derive(Clone, Debug)]
pub(super) enum Presence {
    All(usize),
    Bits { bits: Range<usize>, count: usize },
    List { rows: Ints, count: usize },
}

/// Writes which of the page's rows there are, given in order.
pub(super) fn write(writer: &mut Writer, rows: &[u16], rows_of_page: usize) {
    let is_strict = rows.is_sorted_by(|a, b| a < b);
    if is_strict && rows.len() == rows_of_page {
        writer.byte(0);
    } else if is_strict && rows.len() * 12 > rows_of_page {
        writer.byte(1);
        writer.uint(rows.len() as u64);
        let mut bits = vec![0u8; rows_of_page.div_ceil(8)];
        for row in rows {
            if let Some(byte) = bits.get_mut(usize::from(*row) / 8) {
                *byte |= 1 << (row % 8);
            }
        }
        writer.bytes(&bits);
    } else {
        writer.byte(2);
        writer.uint(rows.len() as u64);
        ints::write(
            writer,
            &rows.iter().map(|row| i64::from(*row)).collect::<Vec<_>>(),
        );
    }
}

impl Presence {
    pub(super) fn open(
        reader: &mut Reader<'_>,
        rows_of_page: usize,
    ) -> Result<Self, DocumentError> {
        Ok(match reader.byte()? {
            0 => Self::All(rows_of_page),
            1 => {
                let count = reader.count()?;
                let start = reader.position();
                reader.bytes(rows_of_page.div_ceil(8))?;
                Self::Bits {
                    bits: start..reader.position(),
                    count,
                }
            }
            2 => {
                let count = reader.count()?;
                Self::List {
                    rows: Ints::open(reader, count)?,
                    count,
                }
            }
            _ => return Err(DocumentError::Malformed),
        })
    }

    /// How many values the column has.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::All(count) | Self::Bits { count, .. } | Self::List { count, .. } => *count,
        }
    }

    /// The place of a row's value among the column's values.
    pub(super) fn place(&self, page: &[u8], row: usize) -> Option<usize> {
        match self {
            Self::All(count) => (row < *count).then_some(row),
            Self::Bits { bits, .. } => {
                let bits = page.get(bits.clone())?;
                let (before, rest) = bits.split_at_checked(row / 8)?;
                let byte = rest.first()?;
                if byte & (1 << (row % 8)) == 0 {
                    return None;
                }
                let ones: u32 = before.iter().map(|byte| byte.count_ones()).sum();
                Some((ones + (byte & ((1u8 << (row % 8)) - 1)).count_ones()) as usize)
            }
            Self::List { .. } => self.places(page, row).next(),
        }
    }

    /// The places of all values of a row; only a list has more than one.
    pub(super) fn places(&self, page: &[u8], row: usize) -> Range<usize> {
        let Self::List { rows, count } = self else {
            return self.place(page, row).map_or(0..0, |place| place..place + 1);
        };
        let row = row as i64;
        let find = |above: bool| {
            let (mut low, mut high) = (0, *count);
            while low < high {
                let middle = low.midpoint(high);
                let at = rows.at(page, middle).unwrap_or(i64::MAX);
                if at < row || (above && at == row) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            low
        };
        find(false)..find(true)
    }

    /// The row of each value, in order.
    pub(super) fn list(&self, page: &[u8]) -> Vec<usize> {
        let mut list = Vec::with_capacity(self.count());
        match self {
            Self::All(count) => list.extend(0..*count),
            Self::Bits { bits, .. } => {
                for (at, byte) in page
                    .get(bits.clone())
                    .unwrap_or_default()
                    .iter()
                    .enumerate()
                {
                    let mut rest = *byte;
                    while rest != 0 {
                        list.push(at * 8 + rest.trailing_zeros() as usize);
                        rest &= rest - 1;
                    }
                }
            }
            Self::List { rows, .. } => rows.each(page, |row| list.push(row as usize)),
        }
        list
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(rows: &[u16], rows_of_page: usize) {
        let mut writer = Writer::default();
        write(&mut writer, rows, rows_of_page);
        let bytes = writer.finish();
        let presence = Presence::open(&mut Reader::new(&bytes), rows_of_page).unwrap();
        let each: Vec<u16> = presence
            .list(&bytes)
            .into_iter()
            .map(|row| row as u16)
            .collect();
        assert_eq!(each, rows);
        assert_eq!(presence.count(), rows.len());
        for row in 0..rows_of_page {
            let places: Vec<usize> = presence.places(&bytes, row).collect();
            let wanted: Vec<usize> = rows
                .iter()
                .enumerate()
                .filter(|(_, at)| usize::from(**at) == row)
                .map(|(place, _)| place)
                .collect();
            assert_eq!(places, wanted, "row {row}");
            assert_eq!(presence.place(&bytes, row), wanted.first().copied());
        }
    }

    #[test]
    fn rows_read_back_in_every_form() {
        check(&(0..100).collect::<Vec<_>>(), 100);
        check(
            &(0..2000).filter(|row| row % 3 == 1).collect::<Vec<_>>(),
            2048,
        );
        check(&[5, 9, 2047], 2048);
        check(&[5, 5, 5, 9, 9], 2048);
        check(&[], 17);
        check(&[], 0);
    }
}
