//! A small generator of repeatable random values for the tests of this crate's
//! core; nothing outside tests uses it.

/// SplitMix64: the same seed gives the same values on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A value from 0 to `limit` - 1.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub(crate) fn digit(&mut self) -> char {
        char::from(b'0' + self.below(10) as u8)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let index = self.below(from.len() as u64) as usize;
        from.get(index)
            .unwrap_or_else(|| unreachable!("the index is below the length"))
    }

    /// Text of up to `length_max` characters of an alphabet, for feeding
    /// parsers with nonsense that is near to sense.
    pub(crate) fn text(&mut self, alphabet: &[char], length_max: u64) -> String {
        (0..self.below(length_max + 1))
            .map(|_| *self.pick(alphabet))
            .collect()
    }
}
