//! Whole numbers packed as their distance from the smallest (frame of reference), in one, two,
//! four or eight bytes each, or in none where all are equal.

use crate::document::DocumentError;
use crate::document::bytes::{Reader, Writer};
use std::ops::Range;

/// Where a run of packed numbers lies in a page, and how to read it.
#[derive(Clone, Debug)]
pub(super) struct Ints {
    min: i64,
    width: usize,
    data: Range<usize>,
    count: usize,
}

/// Packs numbers.
pub(super) fn write(writer: &mut Writer, numbers: &[i64]) {
    let min = numbers.iter().copied().min().unwrap_or(0);
    let max = numbers.iter().copied().max().unwrap_or(0);
    let spread = max.wrapping_sub(min) as u64;
    let width: usize = match spread {
        0 => 0,
        1..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    writer.int(min);
    writer.byte(width as u8);
    for number in numbers {
        let offset = (number.wrapping_sub(min) as u64).to_le_bytes();
        writer.bytes(offset.get(..width).unwrap_or_default());
    }
}

impl Ints {
    /// Finds `count` packed numbers at the reader.
    pub(super) fn open(reader: &mut Reader<'_>, count: usize) -> Result<Self, DocumentError> {
        let min = reader.int()?;
        let width = usize::from(reader.byte()?);
        if !matches!(width, 0 | 1 | 2 | 4 | 8) {
            return Err(DocumentError::Malformed);
        }
        let start = reader.position();
        reader.bytes(count.checked_mul(width).ok_or(DocumentError::Malformed)?)?;
        Ok(Self {
            min,
            width,
            data: start..reader.position(),
            count,
        })
    }

    /// The number at a place.
    pub(super) fn at(&self, page: &[u8], place: usize) -> Option<i64> {
        if place >= self.count {
            return None;
        }
        if self.width == 0 {
            return Some(self.min);
        }
        let start = self.data.start + place * self.width;
        let mut offset = [0u8; 8];
        for (to, from) in offset.iter_mut().zip(page.get(start..start + self.width)?) {
            *to = *from;
        }
        Some(self.min.wrapping_add(u64::from_le_bytes(offset) as i64))
    }

    /// Calls back with every number in order.
    pub(super) fn each(&self, page: &[u8], mut visit: impl FnMut(i64)) {
        let data = page.get(self.data.clone()).unwrap_or_default();
        let mut block = [0; BLOCK];
        for from in (0..self.count).step_by(BLOCK) {
            let read = self.read(data, from, &mut block);
            block.iter().take(read).for_each(|number| visit(*number));
        }
    }

    /// Reads as many numbers from a place on as a block holds, and says how many. The widths are
    /// unrolled, since loading a workspace goes through here for every value; and apart from what
    /// is done with the numbers, which would be compiled for each width.
    #[inline(never)]
    fn read(&self, data: &[u8], from: usize, block: &mut [i64; BLOCK]) -> usize {
        let min = self.min;
        let count = (self.count - from).min(BLOCK);
        let start = (from * self.width).min(data.len());
        let data = data.get(start..).unwrap_or_default();
        let slots = block.iter_mut().take(count);
        match self.width {
            0 => slots.map(|slot| *slot = min).count(),
            1 => slots
                .zip(data)
                .map(|(slot, byte)| *slot = min.wrapping_add(i64::from(*byte)))
                .count(),
            2 => slots
                .zip(data.as_chunks::<2>().0)
                .map(|(slot, bytes)| {
                    *slot = min.wrapping_add(i64::from(u16::from_le_bytes(*bytes)));
                })
                .count(),
            4 => slots
                .zip(data.as_chunks::<4>().0)
                .map(|(slot, bytes)| {
                    *slot = min.wrapping_add(i64::from(u32::from_le_bytes(*bytes)));
                })
                .count(),
            _ => slots
                .zip(data.as_chunks::<8>().0)
                .map(|(slot, bytes)| *slot = min.wrapping_add(i64::from_le_bytes(*bytes)))
                .count(),
        }
    }
}

/// How many numbers are read at once.
const BLOCK: usize = 64;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn packed_numbers_read_back_at_every_width() {
        for numbers in [
            vec![],
            vec![7; 5],
            vec![-3, 0, 200],
            vec![0, 65_535],
            vec![-1, 70_000, 5],
            vec![i64::MIN, i64::MAX, 0],
            vec![0, 1 << 40],
            (0..200).collect(),
            vec![3; 129],
        ] {
            let mut writer = Writer::default();
            write(&mut writer, &numbers);
            let bytes = writer.finish();
            let ints = Ints::open(&mut Reader::new(&bytes), numbers.len()).unwrap();
            let mut each = Vec::new();
            ints.each(&bytes, |number| each.push(number));
            assert_eq!(each, numbers);
            let at: Vec<_> = (0..numbers.len())
                .map(|place| ints.at(&bytes, place).unwrap())
                .collect();
            assert_eq!(at, numbers);
            assert_eq!(ints.at(&bytes, numbers.len()), None);
        }
    }
}
