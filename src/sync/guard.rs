//! The guard over deletions that come from elsewhere: somebody who deletes very many records, or
//! a program gone wrong, is asked about before it happens here too.

use super::meet::over;
use crate::domain::{Record, Standing, field};

/// So many deletions are never asked about.
const FEW: u64 = 20;
/// Of so many records one may go without being asked about.
const ONE_OF: u64 = 20;

/// Counts the deletions that came.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Guard {
    /// How many came.
    count: u64,
    /// What somebody said: whether they are meant.
    pub(super) answer: Option<bool>,
}

impl Guard {
    /// Counts anew, and asks again.
    pub(super) const fn forget(&mut self) {
        self.count = 0;
        self.answer = None;
    }

    /// Lets deletions pass; else says how many there are by now. `records` counts those of the device.
    pub(super) fn pass(
        &mut self,
        deletions: u64,
        records: impl FnOnce() -> u64,
    ) -> Result<(), u64> {
        let count = self.count + deletions;
        if deletions > 0 && self.answer.is_none() && count > FEW && count > records() / ONE_OF {
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

/// What came, but for the deletion, which what is here is written over. Of what was erased nothing is
/// left there, so all of it stays as it is here.
pub(super) fn kept(ours: &Record, theirs: &Record) -> Record {
    let is_erased = theirs.standing() == Standing::Gone;
    let mut out = Record::new(theirs.id, theirs.created);
    for (key, register) in theirs.registers() {
        let there = ours.register(key);
        let is_later = there.is_none_or(|there| register.wins_over(there));
        let is_deleting = matches!(key.field, field::DELETED_AT | field::GONE);
        let mut register = register.clone();
        if is_later && (is_erased || is_deleting) {
            register.value = there.and_then(|there| there.value.clone());
            register.stamp = over(register.stamp, &register);
        }
        out.put(key.clone(), Some(register));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Instant, Key, RecordId, RecordKind, Register, ReplicaId, Stamp, Uuid, Value, customer,
    };

    #[test]
    fn twenty_or_one_in_twenty_may_go() {
        let mut guard = Guard::default();
        assert_eq!(guard.pass(20, || 100), Ok(()));
        assert_eq!(guard.pass(1, || 100), Err(21));
        assert_eq!(guard.pass(0, || 100), Ok(()), "what deletes nothing passes");
        assert_eq!(guard.pass(30, || 1000), Ok(()));
        assert_eq!(guard.pass(1, || 1000), Err(51));
        guard.answer = Some(true);
        assert_eq!(guard.pass(500, || 1000), Ok(()));
    }

    fn record(values: &[(Key, Option<Value>, u64)]) -> Record {
        let id = RecordId::new(RecordKind::Customer, Uuid::v7(1, 1));
        let mut record = Record::new(id, Stamp::new(1, 0, ReplicaId(1)));
        for (key, value, ms) in values {
            let register = Register {
                value: value.clone(),
                stamp: Stamp::new(*ms, 0, ReplicaId(1)),
            };
            record.put(key.clone(), Some(register));
        }
        record
    }

    #[test]
    fn what_is_erased_out_of_the_trash_is_no_deletion() {
        let (trash, gone) = (Key::one(field::DELETED_AT), Key::one(field::GONE));
        let at = || Instant::from_ms(5).map(Value::Instant);
        let live = record(&[(Key::one(customer::NAME), Some(Value::text("Kanal")), 1)]);
        let trashed = record(&[(trash.clone(), at(), 5)]);
        let erased = record(&[(trash, None, 9), (gone, Some(Value::Bool(true)), 9)]);
        assert!(!is_deletion(&trashed, &erased));
        assert!(
            is_deletion(&live, &erased),
            "who never heard of the trash is asked"
        );
    }

    #[test]
    fn what_is_kept_is_as_it_was_and_wins_over_the_deletion() {
        let name = Key::one(customer::NAME);
        let (trash, gone) = (Key::one(field::DELETED_AT), Key::one(field::GONE));
        let at = Instant::from_ms(5).map(Value::Instant);
        let ours = record(&[(name.clone(), Some(Value::text("Kanal")), 1)]);
        let trashed = record(&[
            (name.clone(), Some(Value::text("Hotel")), 4),
            (trash, at, 5),
        ]);
        let erased = record(&[(name.clone(), None, 5), (gone, Some(Value::Bool(true)), 5)]);
        for (theirs, shown) in [(trashed, "Hotel"), (erased, "Kanal")] {
            assert!(is_deletion(&ours, &theirs));
            let mut merged = ours.clone();
            let kept = kept(&ours, &theirs);
            for from in [&theirs, &kept] {
                for (key, register) in from.registers() {
                    merged.merge(key.clone(), register.clone());
                }
            }
            assert_eq!(merged.standing(), Standing::Live);
            assert_eq!(merged.text(customer::NAME), shown);
        }
    }
}
