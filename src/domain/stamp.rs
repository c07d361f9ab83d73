//! Stamps: when, and in which open tab, a value was written. They order the edits of all
//! replicas, so that merging needs no server. The clock that makes them is the workspace's.

use std::fmt;

/// A replica: one open tab, by a random number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ReplicaId(pub u64);

/// A hybrid logical time stamp: 48 bits of milliseconds since 1970, a 16-bit counter, and the
/// replica. The larger stamp wins a merge (Kulkarni et al. 2014, without adopting remote time:
/// an edit only rises above the value it saw).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Stamp {
    /// Milliseconds in the upper 48 bits, counter in the lower 16.
    pub time: u64,
    /// Who wrote.
    pub replica: ReplicaId,
}

impl Stamp {
    /// A stamp from its parts; milliseconds beyond 48 bits are cut off.
    #[must_use]
    pub const fn new(ms: u64, counter: u16, replica: ReplicaId) -> Self {
        Self {
            time: (ms << 16) | counter as u64,
            replica,
        }
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn ms(self) -> u64 {
        self.time >> 16
    }

    /// The text form, fixed in width, that sorts as the stamps do:
    /// `0192f0a7b0000000-7c1e000000000001`.
    ///
    /// # Errors
    /// `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (time, replica) = text.split_once('-')?;
        if time.len() != 16 || replica.len() != 16 {
            return None;
        }
        Some(Self {
            time: u64::from_str_radix(time, 16).ok()?,
            replica: ReplicaId(u64::from_str_radix(replica, 16).ok()?),
        })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}-{:016x}", self.time, self.replica.0)
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_sorts_as_stamps_do() {
        let mut stamps = [
            Stamp::new(5, 1, ReplicaId(9)),
            Stamp::new(5, 0, ReplicaId(u64::MAX)),
            Stamp::new(0xffff_ffff_ffff, u16::MAX, ReplicaId(0)),
            Stamp::new(5, 1, ReplicaId(8)),
        ];
        let mut texts: Vec<String> = stamps.iter().map(ToString::to_string).collect();
        stamps.sort();
        texts.sort();
        assert_eq!(texts, stamps.map(|stamp| stamp.to_string()));
        for stamp in stamps {
            assert_eq!(Stamp::parse(&stamp.to_string()), Some(stamp));
        }
    }

    #[test]
    fn what_is_no_stamp_is_refused() {
        for text in [
            "",
            "-",
            "1-2",
            "0192f0a7b0000000",
            "0192f0a7b000000g-7c1e000000000001",
        ] {
            assert_eq!(Stamp::parse(text), None, "{text}");
        }
    }
}
