//! Which row a key of sixteen bytes is in: a table of row numbers, since the keys themselves lie in
//! the order of rows elsewhere.

/// A place that no row has taken.
const FREE: u32 = u32::MAX;
/// A place whose row was taken away.
const LEFT: u32 = u32::MAX - 1;

/// Finds rows by their keys, which are passed in.
#[derive(Default)]
pub struct Index {
    /// Rows at the places that their keys hash to, or behind; at least half of them free.
    places: Vec<u32>,
    taken: usize,
}

impl Index {
    /// The row of a key.
    #[must_use]
    pub fn row(&self, keys: &[[u8; 16]], key: &[u8; 16]) -> Option<u32> {
        let (_, row) = self.place(keys, key)?;
        row
    }

    /// Takes the keys in from a row on. Of a key that has a row already, that row stays; the later
    /// one is returned, with it.
    pub fn extend(&mut self, keys: &[[u8; 16]], from: u32) -> Vec<(u32, u32)> {
        let new = keys.get(from as usize..).unwrap_or_default();
        self.reserve(keys, new.len());
        let rows = new.iter().zip(from..);
        rows.filter_map(|(key, row)| Some((row, self.put(keys, key, row)?)))
            .collect()
    }

    /// Makes room for so many more keys: growing by and by, each key would be put several times.
    pub fn reserve(&mut self, keys: &[[u8; 16]], more: usize) {
        let needed = (self.taken + more) * 2;
        if needed > self.places.len() {
            let before = std::mem::take(&mut self.places);
            self.places.resize(needed.next_power_of_two().max(64), FREE);
            self.taken = 0;
            for row in before.into_iter().filter(|row| *row < LEFT) {
                if let Some(key) = keys.get(row as usize) {
                    self.put(keys, key, row);
                }
            }
        }
    }

    /// Takes a key out.
    pub fn remove(&mut self, keys: &[[u8; 16]], key: &[u8; 16]) {
        if let Some((place, Some(_))) = self.place(keys, key)
            && let Some(slot) = self.places.get_mut(place)
        {
            *slot = LEFT;
        }
    }

    /// Puts a row where its key belongs, or returns the row that has it.
    fn put(&mut self, keys: &[[u8; 16]], key: &[u8; 16], row: u32) -> Option<u32> {
        let (place, found) = self.place(keys, key)?;
        if found.is_none()
            && let Some(slot) = self.places.get_mut(place)
        {
            *slot = row;
            self.taken += 1;
        }
        found
    }

    /// Where a key is, with its row, or where it would be.
    fn place(&self, keys: &[[u8; 16]], key: &[u8; 16]) -> Option<(usize, Option<u32>)> {
        let mask = self.places.len().checked_sub(1)?;
        // Identities are random at their end, so that their last bytes are hash enough; nor has
        // anybody a reason to choose them so that they collide.
        let end = key.last_chunk::<8>().copied().unwrap_or_default();
        let mixed = u64::from_le_bytes(end).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut place = (mixed >> 32) as usize & mask;
        loop {
            let row = *self.places.get(place)?;
            if row == FREE {
                return Some((place, None));
            }
            if row != LEFT && keys.get(row as usize) == Some(key) {
                return Some((place, Some(row)));
            }
            place = (place + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn keys_are_found_until_they_are_taken_out() {
        let key = |number: u32| {
            let mut key = [0u8; 16];
            key[8..12].copy_from_slice(&(number / 3).to_le_bytes());
            key[0] = (number % 3) as u8;
            key
        };
        let mut keys: Vec<[u8; 16]> = (0..700).map(key).collect();
        let mut index = Index::default();
        assert_eq!(index.row(&keys, &key(5)), None);
        assert_eq!(index.extend(&keys[..300], 0), []);
        assert_eq!(index.extend(&keys, 300), []);
        keys.push(key(12));
        assert_eq!(index.extend(&keys, 700), [(700, 12)]);
        for number in 0..700 {
            assert_eq!(index.row(&keys, &key(number)), Some(number));
        }
        index.remove(&keys, &key(40));
        assert_eq!(index.row(&keys, &key(40)), None);
        assert_eq!(index.row(&keys, &key(41)), Some(41));
        keys.push(key(40));
        assert_eq!(index.extend(&keys, 701), []);
        assert_eq!(index.row(&keys, &key(40)), Some(701));
        assert_eq!(index.row(&keys, &key(900)), None);
    }
}
