//! Identities: 128-bit numbers that name a record for ever, written `customer:0192f0a7-…`.
//! Where new ones come from (clock and randomness) is left to the session's ports.

use super::kind::RecordKind;
use super::problem::{Rule, quoted};
use std::fmt;

/// A 128-bit identity, version 7 where Satchel made it: it sorts by the time it was made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid([u8; 16]);

impl Uuid {
    /// The identity with these bytes, the most significant first.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes, the most significant first.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Makes a version 7 identity (RFC 9562, 5.7) from milliseconds since 1970 and 74 random bits.
    #[must_use]
    pub const fn v7(ms: u64, random: u128) -> Self {
        let time = (ms as u128 & 0xffff_ffff_ffff) << 80;
        let rand_a = ((random >> 64) & 0x0fff) << 64;
        let rand_b = random & 0x3fff_ffff_ffff_ffff;
        let bits = time | (0x7 << 76) | rand_a | (0b10 << 62) | rand_b;
        Self(bits.to_be_bytes())
    }

    /// The milliseconds since 1970 that an identity of version 7 begins with; none of any other.
    #[must_use]
    pub const fn ms(&self) -> Option<u64> {
        let [a, b, c, d, e, f, version, ..] = self.0;
        if version >> 4 == 7 {
            Some(u64::from_be_bytes([0, 0, a, b, c, d, e, f]))
        } else {
            None
        }
    }

    /// The identity of what follows from the thing with this one, always the same: made twice, it is
    /// there once.
    #[must_use]
    pub const fn successor(self) -> Self {
        let bits = u128::from_be_bytes(self.0);
        // SplitMix64 scatters the random bits.
        let mut low = (bits as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
        low = (low ^ (low >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        low = (low ^ (low >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low ^= low >> 31;
        Self::v7(
            (bits >> 80) as u64,
            (bits & !(u64::MAX as u128)) | low as u128,
        )
    }

    /// Reads the usual form: 32 hexadecimal digits, with or without the four hyphens.
    ///
    /// # Errors
    /// [`Rule::NotAnId`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let not_an_id = || Rule::NotAnId {
            value: quoted(text),
        };
        let mut bits: u128 = 0;
        let mut digits = 0u32;
        for (at, letter) in text.bytes().enumerate() {
            match letter {
                b'-' if matches!(at, 8 | 13 | 18 | 23) && text.len() == 36 => {}
                _ => {
                    let digit = (letter as char).to_digit(16).ok_or_else(not_an_id)?;
                    if digits == 32 {
                        return Err(not_an_id());
                    }
                    bits = (bits << 4) | u128::from(digit);
                    digits += 1;
                }
            }
        }
        if digits == 32 {
            Ok(Self(bits.to_be_bytes()))
        } else {
            Err(not_an_id())
        }
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                out.write_str("-")?;
            }
            write!(out, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// What names a record: its kind and its identity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId {
    /// The kind of the record.
    pub kind: RecordKind,
    /// Its identity within the kind.
    pub uuid: Uuid,
}

impl RecordId {
    /// Names a record.
    #[must_use]
    pub const fn new(kind: RecordKind, uuid: Uuid) -> Self {
        Self { kind, uuid }
    }

    /// Reads `customer:0192f0a7-…`.
    ///
    /// # Errors
    /// [`Rule::NotAnId`] where the kind is unknown or the rest is no identity.
    ///
    /// ```
    /// # use satchel::domain::{RecordId, RecordKind};
    /// let id = RecordId::parse("deal:0192f0a7-1111-7222-8333-444455556666").unwrap();
    /// assert_eq!(id.kind, RecordKind::Deal);
    /// assert_eq!(id.to_string(), "deal:0192f0a7-1111-7222-8333-444455556666");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let not_an_id = || Rule::NotAnId {
            value: quoted(text),
        };
        let (kind, uuid) = text.split_once(':').ok_or_else(not_an_id)?;
        Ok(Self {
            kind: RecordKind::from_code(kind).ok_or_else(not_an_id)?,
            uuid: Uuid::parse(uuid)?,
        })
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.kind.code(), self.uuid)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_identity_reads_back_what_it_writes() {
        for bits in [0u128, u128::MAX, 0x0192_f0a7_1111_7222_8333_4444_5555_6666] {
            let uuid = Uuid::from_bytes(bits.to_be_bytes());
            assert_eq!(Uuid::parse(&uuid.to_string()), Ok(uuid));
        }
    }

    #[test]
    fn what_is_no_identity_is_refused() {
        for text in [
            "",
            "0192",
            "0192f0a7-1111-7222-8333-44445555666",
            "zz92f0a7-1111-7222-8333-444455556666",
            "0192f0a71111-7222-8333-444455556666-",
            "0192f0a7-1111-7222-8333-4444555566667",
            "客户",
        ] {
            assert!(
                matches!(Uuid::parse(text), Err(Rule::NotAnId { .. })),
                "{text}"
            );
        }
        assert!(RecordId::parse("person:0192f0a7-1111-7222-8333-444455556666").is_err());
    }

    #[test]
    fn version_seven_sorts_by_time_and_says_so() {
        let early = Uuid::v7(1_700_000_000_000, u128::MAX);
        let late = Uuid::v7(1_700_000_000_001, 0);
        assert!(early < late);
        let text = late.to_string();
        assert_eq!(text.chars().nth(14), Some('7'));
        assert_eq!(text.chars().nth(19), Some('8'));
    }
}
