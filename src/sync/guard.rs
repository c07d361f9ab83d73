//! The guard over deletions that come from elsewhere: somebody who deletes very many records, or
//! a program gone wrong, is asked about before it happens here too.

use crate::domain::{Record, Standing};

/// So many deletions are never asked about.
const FEW: u64 = 20;
/// Of so many records one may go without being asked about.
const ONE_OF: u64 = 20;

/// Counts the deletions that came.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Guard {
    /// How many came.
    count: u64,
    /// Whether somebody said that they are meant.
    pub(super) is_open: bool,
}

impl Guard {
    /// Lets deletions pass; else says how many there are by now. `records` counts those of the device.
    pub(super) fn pass(
        &mut self,
        deletions: u64,
        records: impl FnOnce() -> u64,
    ) -> Result<(), u64> {
        let count = self.count + deletions;
        if deletions > 0 && !self.is_open && count > FEW && count > records() / ONE_OF {
            return Err(count);
        }
        self.count = count;
        Ok(())
    }
}

/// Whether a record would no longer be among the live ones once merged with what came.
pub(super) fn is_deletion(ours: &Record, theirs: &Record) -> bool {
    if ours.standing() != Standing::Live || theirs.standing() == Standing::Live {
        return false;
    }
    let mut merged = ours.clone();
    for (key, register) in theirs.registers() {
        merged.merge(key.clone(), register.clone());
    }
    merged.standing() != Standing::Live
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_or_one_in_twenty_may_go() {
        let mut guard = Guard::default();
        assert_eq!(guard.pass(20, || 100), Ok(()));
        assert_eq!(guard.pass(1, || 100), Err(21));
        assert_eq!(guard.pass(0, || 100), Ok(()), "what deletes nothing passes");
        assert_eq!(guard.pass(30, || 1000), Ok(()));
        assert_eq!(guard.pass(1, || 1000), Err(51));
        guard.is_open = true;
        assert_eq!(guard.pass(500, || 1000), Ok(()));
    }
}
