//! The byte level of everything stored: numbers of variable length, texts, checksums. Reading
//! never panics; what is short or wrong is an error. What the bytes mean is left to the callers.

use super::DocumentError;
use crate::domain::{ReplicaId, Stamp};
use xxhash_rust::xxh3::xxh3_64;

/// Appends numbers and texts to a growing run of bytes.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A number in as few bytes as it needs (LEB128).
    pub fn uint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number as u8 & 0x7f) | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A signed number, small where it is near zero (zigzag).
    pub fn int(&mut self, number: i64) {
        self.uint(((number << 1) ^ (number >> 63)) as u64);
    }

    /// Eight bytes, the lowest first.
    pub fn u64(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    /// A length and that many bytes.
    pub fn sized(&mut self, bytes: &[u8]) {
        self.uint(bytes.len() as u64);
        self.bytes(bytes);
    }

    /// A text with its length.
    pub fn text(&mut self, text: &str) {
        self.sized(text.as_bytes());
    }

    /// A stamp: 16 bytes.
    pub fn stamp(&mut self, stamp: Stamp) {
        self.u64(stamp.time);
        self.u64(stamp.replica.0);
    }

    /// Whether there is something, and what.
    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.byte(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    /// The bytes with their checksum behind them: XXH3, 64 bits.
    #[must_use]
    pub fn finish_checked(mut self) -> Vec<u8> {
        let sum = xxh3_64(&self.0);
        self.u64(sum);
        self.0
    }
}

/// Checks and takes off the checksum that [`Writer::finish_checked`] put there.
///
/// # Errors
/// [`DocumentError::Damaged`] where it does not agree.
pub fn checked(bytes: &[u8]) -> Result<&[u8], DocumentError> {
    let (body, sum) = bytes
        .split_last_chunk::<8>()
        .ok_or(DocumentError::Damaged)?;
    if xxh3_64(body) == u64::from_le_bytes(*sum) {
        Ok(body)
    } else {
        Err(DocumentError::Damaged)
    }
}

/// Takes numbers and texts from the front of some bytes.
#[derive(Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
    len: usize,
}

impl<'a> Reader<'a> {
    /// Reads these bytes from their beginning.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            len: bytes.len(),
        }
    }

    /// How many bytes were taken.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.len - self.rest.len()
    }

    /// Whether all were taken.
    #[must_use]
    pub const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// One byte.
    ///
    /// # Errors
    /// This and all below: [`DocumentError::Malformed`] where the bytes end early or are wrong.
    pub fn byte(&mut self) -> Result<u8, DocumentError> {
        let (byte, rest) = self.rest.split_first().ok_or(DocumentError::Malformed)?;
        self.rest = rest;
        Ok(*byte)
    }

    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], DocumentError> {
        let (bytes, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(DocumentError::Malformed)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// A number as [`Writer::uint`] writes it.
    pub fn uint(&mut self) -> Result<u64, DocumentError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(DocumentError::Malformed)
    }

    /// A number that counts something that must fit in memory.
    pub fn count(&mut self) -> Result<usize, DocumentError> {
        usize::try_from(self.uint()?).map_err(|_| DocumentError::Malformed)
    }

    /// A number as [`Writer::int`] writes it.
    pub fn int(&mut self) -> Result<i64, DocumentError> {
        let number = self.uint()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// Eight bytes, the lowest first.
    pub fn u64(&mut self) -> Result<u64, DocumentError> {
        let (bytes, rest) = self
            .rest
            .split_first_chunk::<8>()
            .ok_or(DocumentError::Malformed)?;
        self.rest = rest;
        Ok(u64::from_le_bytes(*bytes))
    }

    /// A length and that many bytes.
    pub fn sized(&mut self) -> Result<&'a [u8], DocumentError> {
        let count = self.count()?;
        self.bytes(count)
    }

    /// A text with its length.
    pub fn text(&mut self) -> Result<&'a str, DocumentError> {
        std::str::from_utf8(self.sized()?).map_err(|_| DocumentError::Malformed)
    }

    /// A stamp: 16 bytes.
    pub fn stamp(&mut self) -> Result<Stamp, DocumentError> {
        Ok(Stamp {
            time: self.u64()?,
            replica: ReplicaId(self.u64()?),
        })
    }

    /// What [`Writer::option`] wrote.
    pub fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DocumentError>,
    ) -> Result<Option<T>, DocumentError> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(DocumentError::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn numbers_read_back() {
        let mut writer = Writer::default();
        let uints = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let ints = [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN];
        uints.iter().for_each(|number| writer.uint(*number));
        ints.iter().for_each(|number| writer.int(*number));
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!(uints.map(|_| reader.uint().unwrap()), uints);
        assert_eq!(ints.map(|_| reader.int().unwrap()), ints);
        assert!(reader.is_at_end());
    }

    #[test]
    fn every_flipped_byte_is_noticed() {
        let mut writer = Writer::default();
        writer.text("Kaffeehaus Brandt, 维也纳");
        let bytes = writer.finish_checked();
        assert!(checked(&bytes).is_ok());
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 0x10;
            assert_eq!(checked(&bad), Err(DocumentError::Damaged), "byte {at}");
        }
    }

    #[test]
    fn what_ends_early_is_an_error() {
        assert!(Reader::new(&[0x80]).uint().is_err());
        assert!(Reader::new(&[0xff; 11]).uint().is_err());
        assert!(Reader::new(&[5, b'a']).text().is_err());
        assert!(Reader::new(&[2, 0xff, 0xfe]).text().is_err());
    }
}
