//! The sequences of `_changes` as text. CouchDB's are opaque: whoever reads the number in front, or
//! compares two of them, is wrong in a cluster. pouchdb-server's are integers. Which changes a
//! sequence stands for is left to the database.

use serde_json::Value;

use crate::random::mix;
use crate::switches::Flavour;

/// What every sequence of CouchDB goes on with after its number.
const MARK: &str = "g1AAAA";

/// How a database writes its sequences.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub(crate) flavour: Flavour,
    /// The database's epoch, which its sequences carry.
    pub(crate) epoch: u64,
    /// Other than zero, the same position is written in another way.
    pub(crate) salt: u32,
}

impl Scale {
    pub(crate) fn write(self, position: u64) -> Value {
        match self.flavour {
            Flavour::PouchServer => Value::from(position),
            Flavour::Couch => Value::from(self.text(position)),
        }
    }

    fn text(self, position: u64) -> String {
        let hidden = position ^ mix(u64::from(self.salt));
        let tag = self.tag();
        // With a salt the number in front is of no use either, as after shards have moved.
        let shown = position + u64::from(self.salt % 97);
        format!("{shown}-{MARK}{hidden:016x}{tag:08x}{:08x}", self.salt)
    }

    fn tag(self) -> u32 {
        (mix(self.epoch) >> 32) as u32
    }

    /// Reads a sequence back: its position, 0 where it is from a database that is no more, `None`
    /// where it is no sequence.
    pub(crate) fn parse(self, text: &str) -> Option<u64> {
        let text = text.trim_matches('"');
        if self.flavour == Flavour::PouchServer || text == "0" {
            return text.parse().ok();
        }
        let (_, opaque) = text.split_once('-')?;
        let digits = opaque.strip_prefix(MARK)?;
        if digits.len() != 32 || !digits.is_ascii() {
            return None;
        }
        let (hidden, rest) = digits.split_at(16);
        let (tag, salt) = rest.split_at(8);
        let hidden = u64::from_str_radix(hidden, 16).ok()?;
        let tag = u32::from_str_radix(tag, 16).ok()?;
        let salt = u32::from_str_radix(salt, 16).ok()?;
        if tag != self.tag() {
            // The shards that it names are gone, so all is told again.
            return Some(0);
        }
        Some(hidden ^ mix(u64::from(salt)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn scale(flavour: Flavour, epoch: u64, salt: u32) -> Scale {
        Scale {
            flavour,
            epoch,
            salt,
        }
    }

    #[test]
    fn a_sequence_reads_back_whatever_its_salt() {
        for salt in [0, 1, 7, u32::MAX] {
            for position in [0, 1, 42, 1 << 40] {
                let text = scale(Flavour::Couch, 5, salt).write(position);
                let text = text.as_str().unwrap().to_owned();
                assert_eq!(scale(Flavour::Couch, 5, 3).parse(&text), Some(position));
            }
        }
    }

    #[test]
    fn a_sequence_of_another_epoch_starts_over_and_a_number_is_none() {
        let text = scale(Flavour::Couch, 5, 0).write(9);
        assert_eq!(
            scale(Flavour::Couch, 6, 0).parse(text.as_str().unwrap()),
            Some(0)
        );
        assert_eq!(scale(Flavour::Couch, 5, 0).parse("9"), None);
        assert_eq!(scale(Flavour::Couch, 5, 0).parse("9-g1AAAAxyz"), None);
        assert_eq!(scale(Flavour::PouchServer, 5, 0).parse("9"), Some(9));
    }
}
