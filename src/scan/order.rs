//! Picking the first of many rows, and sorting rows: numbers by their digits, in time that does not
//! grow with the logarithm; texts eight bytes at a time.

use crate::{NONE, text};

/// Bits of one digit of a sort.
const DIGIT: u32 = 11;
/// Below so many rows putting each in its place is quicker than counting digits.
const PLACED_MAX: usize = 64;

/// The key of a row as a number that sorts upwards, what is missing last.
fn key(keys: &[i64], row: u32, is_descending: bool) -> u64 {
    let key = keys.get(row as usize).copied().unwrap_or(NONE);
    if key == NONE {
        return u64::MAX;
    }
    let upwards = (key as u64) ^ (1 << 63);
    if is_descending { !upwards } else { upwards }
}

/// Of many rows those that are surely among the first `count` by a key, and those that are equal in
/// it to the last of these; both in no order.
#[must_use]
pub fn first(
    rows: &[u32],
    keys: &[i64],
    is_descending: bool,
    count: usize,
) -> (Vec<u32>, Vec<u32>) {
    let mut kept: Vec<(u64, u32)> = Vec::with_capacity(count * 2);
    let mut room = (count * 2).max(64);
    // The worst that may still be among them turns nearly all others away.
    let mut worst = u64::MAX;
    for row in rows {
        let key = key(keys, *row, is_descending);
        if key > worst {
            continue;
        }
        kept.push((key, *row));
        if kept.len() >= room {
            worst = nth(&kept, count);
            kept.retain(|(key, _)| *key <= worst);
            // Many that are equal stay.
            room = room.max(kept.len() * 2);
        }
    }
    if kept.len() <= count {
        return (kept.into_iter().map(|(_, row)| row).collect(), Vec::new());
    }
    worst = nth(&kept, count);
    let of = |holds: fn(&u64, &u64) -> bool| {
        let rows = kept.iter().filter(|(key, _)| holds(key, &worst));
        rows.map(|(_, row)| *row).collect()
    };
    (of(u64::lt), of(u64::eq))
}

/// The key of the last of the first `count`: bit by bit from the highest, those that it is not among
/// are left.
fn nth(kept: &[(u64, u32)], count: usize) -> u64 {
    let Some(mut place) = count.checked_sub(1).filter(|last| *last < kept.len()) else {
        return if count == 0 { 0 } else { u64::MAX };
    };
    let mut keys: Vec<u64> = kept.iter().map(|(key, _)| *key).collect();
    for bit in (0..u64::BITS).rev() {
        let is_low = |key: &u64| key >> bit & 1 == 0;
        let low = keys.iter().filter(|key| is_low(key)).count();
        if place < low {
            keys.retain(is_low);
        } else {
            place -= low;
            keys.retain(|key| !is_low(key));
        }
    }
    keys.first().copied().unwrap_or(u64::MAX)
}

/// Sorts rows by the numbers they come with, keeping the order of equal ones. All sorts of many rows
/// are this one: the standard library's would be compiled for each.
fn sort(pairs: &mut Vec<(u64, u32)>) {
    if pairs.len() < PLACED_MAX {
        return place_each(pairs);
    }
    let numbers = || pairs.iter().map(|(number, _)| *number);
    let (Some(min), Some(max)) = (numbers().min(), numbers().max()) else {
        return;
    };
    let mut other = vec![(0u64, 0u32); pairs.len()];
    let mut shift = 0;
    // Counted from the least, so that there are few digits.
    while shift < u64::BITS && (max - min) >> shift != 0 {
        let digit = |number: u64| ((number - min) >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0u32; 1 << DIGIT];
        for (number, _) in &*pairs {
            if let Some(count) = places.get_mut(digit(*number)) {
                *count += 1;
            }
        }
        let is_same = places.iter().any(|count| *count as usize == pairs.len());
        if !is_same {
            let mut start = 0;
            for place in &mut places {
                start += std::mem::replace(place, start);
            }
            for pair in &*pairs {
                if let Some(place) = places.get_mut(digit(pair.0)) {
                    if let Some(slot) = other.get_mut(*place as usize) {
                        *slot = *pair;
                    }
                    *place += 1;
                }
            }
            std::mem::swap(pairs, &mut other);
        }
        shift += DIGIT;
    }
}

/// Sorts a few: each goes before those that are greater.
fn place_each(pairs: &mut [(u64, u32)]) {
    for end in 1..pairs.len() {
        let Some((next, sorted)) = pairs.get_mut(..=end).and_then(<[_]>::split_last_mut) else {
            return;
        };
        let greater = sorted.iter().rev().take_while(|pair| pair.0 > next.0);
        let greater = greater.count();
        if let Some(turned) = pairs.get_mut(end - greater..=end) {
            turned.rotate_right(1);
        }
    }
}

/// Sorts rows by a key, keeping the order of equal ones: digit by digit from the lowest.
#[must_use]
pub fn by_digits(rows: Vec<u32>, keys: &[i64], is_descending: bool) -> Vec<u32> {
    let mut pairs: Vec<(u64, u32)> = rows
        .into_iter()
        .map(|row| (key(keys, row, is_descending), row))
        .collect();
    // What is missing comes right behind the greatest, so that there are few digits.
    let present = pairs.iter().map(|(key, _)| *key);
    if let Some(max) = present.filter(|key| *key != u64::MAX).max() {
        let keys = pairs.iter_mut().map(|(key, _)| key);
        keys.for_each(|key| *key = (*key).min(max.saturating_add(1)));
    }
    sort(&mut pairs);
    pairs.into_iter().map(|(_, row)| row).collect()
}

/// The rows sorted by a key of each, equal ones in their own order.
#[must_use]
pub fn by_key(keys: &[u64]) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = keys.iter().copied().zip(0..).collect();
    sort(&mut keyed);
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// Sorts rows by their own numbers.
pub fn sort_rows(rows: &mut Vec<u32>) {
    if !rows.is_sorted() {
        let mut pairs: Vec<(u64, u32)> = rows.iter().map(|row| (u64::from(*row), *row)).collect();
        sort(&mut pairs);
        rows.clear();
        rows.extend(pairs.into_iter().map(|(_, row)| row));
    }
}

/// Texts of rows that lie behind each other; of those with several entries the first counts.
#[derive(Clone, Copy)]
pub struct Texts<'t> {
    /// All texts.
    pub bytes: &'t [u8],
    /// Where the text of each row ends in them.
    pub ends: &'t [u32],
    /// What ends an entry.
    pub unit: u8,
}

impl<'t> Texts<'t> {
    fn first(&self, row: u32) -> &'t [u8] {
        let text = text(self.bytes, self.ends, row as usize);
        let end = memchr::memchr(self.unit, text).unwrap_or(text.len());
        text.get(..end).unwrap_or_default()
    }
}

/// Sorts rows by their texts, some at a time: by the first eight bytes first, then those that are
/// equal in these by the next.
pub struct ByText {
    keyed: Vec<(u64, u32)>,
    next: usize,
    sorted: Vec<(u32, bool)>,
}

impl ByText {
    /// Begins with the rows that have a text.
    #[must_use]
    pub fn of(texts: Texts<'_>) -> Self {
        let mut keyed = Vec::with_capacity(texts.ends.len());
        for row in 0..texts.ends.len() as u32 {
            let first = texts.first(row);
            if !first.is_empty() {
                keyed.push((eight(first, 0), row));
            }
        }
        sort(&mut keyed);
        Self {
            sorted: Vec::with_capacity(keyed.len()),
            keyed,
            next: 0,
        }
    }

    /// Sorts some more rows, and says whether there are more.
    pub fn step(&mut self, texts: Texts<'_>, rows: usize) -> bool {
        let until = (self.next + rows).min(self.keyed.len());
        while self.next < until {
            let rest = self.keyed.get(self.next..).unwrap_or_default();
            let Some(run) = rest.chunk_by(|a, b| a.0 == b.0).next() else {
                return false;
            };
            self.next += run.len();
            match run {
                [(_, row)] => self.sorted.push((*row, true)),
                run => equal_so_far(texts, run.to_vec(), &mut self.sorted),
            }
        }
        self.next < self.keyed.len()
    }

    /// The rows by their texts, equal ones in their own order; each with whether its text is
    /// another than that of the row before.
    #[must_use]
    pub fn finish(self) -> Vec<(u32, bool)> {
        self.sorted
    }
}

/// Sorts rows whose texts are equal in their first eight bytes.
fn equal_so_far(texts: Texts<'_>, run: Vec<(u64, u32)>, sorted: &mut Vec<(u32, bool)>) {
    let mut runs = vec![(run, 8)];
    while let Some((mut run, depth)) = runs.pop() {
        let may_end = run.first().is_none_or(|(key, _)| key & 0xff == 0);
        let has_ended = |row: u32| texts.first(row).len() <= depth;
        if let [(_, row)] = run.as_slice() {
            sorted.push((*row, true));
        } else if may_end && run.iter().all(|(_, row)| has_ended(*row)) {
            // They differ in how many bytes of nought they end in, if at all.
            for (key, row) in &mut run {
                *key = texts.first(*row).len() as u64;
            }
            sort(&mut run);
            for same in run.chunk_by(|a, b| a.0 == b.0) {
                let rows = same.iter().enumerate();
                sorted.extend(rows.map(|(at, (_, row))| (*row, at == 0)));
            }
        } else {
            for (key, row) in &mut run {
                *key = eight(texts.first(*row), depth);
            }
            sort(&mut run);
            let parts = run.chunk_by(|a, b| a.0 == b.0).rev();
            runs.extend(parts.map(|part| (part.to_vec(), depth + 8)));
        }
    }
}

/// Eight bytes of a text as a number that sorts as they do, with noughts behind its end.
fn eight(text: &[u8], from: usize) -> u64 {
    let rest = text.get(from..).unwrap_or_default();
    if let Some(bytes) = rest.first_chunk::<8>() {
        return u64::from_be_bytes(*bytes);
    }
    let mut bytes = [0u8; 8];
    for (slot, byte) in bytes.iter_mut().zip(rest) {
        *slot = *byte;
    }
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_sort_as_they_compare() {
        let texts: Vec<&[u8]> = vec![
            b"",
            b"anna",
            b"anna maria",
            b"anna maria schmidt",
            b"anna maria schmidt-a",
            b"anna",
            b"anna\0",
            b"anna\0\0",
            b"anna mar\0a",
            b"anna mar",
            b"\xe7\x8e\x8b",
            b"anna maria",
            b"b",
            b"anna maria schmidt",
        ];
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for text in &texts {
            bytes.extend_from_slice(text);
            if !text.is_empty() {
                bytes.push(0x1f);
            }
            ends.push(bytes.len() as u32);
        }
        let mut plain: Vec<(&[u8], u32)> = texts.iter().copied().zip(0..).collect();
        plain.retain(|(text, _)| !text.is_empty());
        plain.sort_unstable();
        let texts = Texts {
            bytes: &bytes,
            ends: &ends,
            unit: 0x1f,
        };
        let mut sorting = ByText::of(texts);
        while sorting.step(texts, 2) {}
        let sorted = sorting.finish();
        let rows: Vec<u32> = sorted.iter().map(|(row, _)| *row).collect();
        let expected: Vec<u32> = plain.iter().map(|(_, row)| *row).collect();
        assert_eq!(rows, expected);
        let is_new: Vec<bool> = sorted.iter().map(|(_, is_new)| *is_new).collect();
        let before = std::iter::once(None).chain(plain.iter().map(|(text, _)| Some(*text)));
        let expected: Vec<bool> = plain
            .iter()
            .zip(before)
            .map(|((text, _), before)| before != Some(*text))
            .collect();
        assert_eq!(is_new, expected);
    }

    #[test]
    fn the_first_are_told_from_their_equals() {
        let keys: Vec<i64> = (0..1000).map(|at| (at * 7919) % 13).collect();
        let rows: Vec<u32> = (0..1000).collect();
        for count in [0, 1, 50, 76, 77, 78, 999, 1000, 2000] {
            for is_descending in [false, true] {
                let (before, equal) = first(&rows, &keys, is_descending, count);
                let sorted = by_digits(rows.clone(), &keys, is_descending);
                let place = |row: &u32| keys.get(*row as usize).copied().unwrap_or(NONE);
                assert!(before.len() <= count && before.len() + equal.len() >= count.min(1000));
                let mut found: Vec<i64> = before.iter().chain(&equal).map(place).collect();
                found.sort_unstable();
                if is_descending {
                    found.reverse();
                }
                found.truncate(count);
                let expected: Vec<i64> = sorted.iter().take(count).map(place).collect();
                assert_eq!(found, expected, "{count}");
            }
        }
    }
}
