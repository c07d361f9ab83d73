//! The trash: how long it keeps a record, and when one is due to be erased for good. Who erases, and
//! when, is the session's matter; that a record is in the trash at all is its standing's.

use super::field;
use super::instant::Instant;
use super::record::{Key, Record, Register, Standing};
use super::stamp::Stamp;
use super::value::Value;

/// For how many days the trash keeps what lies in it.
pub const DAYS: i64 = 30;

const DAY_MS: i64 = 86_400_000;
/// How far the newest of what is written may lie ahead of the device's clock: devices differ.
const AHEAD_MS: i64 = DAY_MS;
/// How far the device's clock may lie ahead of it: a workspace may not be opened for years.
const BEHIND_MS: i64 = 5 * 366 * DAY_MS;

/// Since when a record lies in the trash; none where it does not, or does not say since when.
///
/// It is the later of what it says and of when that was written: a device whose clock is behind says
/// too early a moment, and what was taken out and put back by undo says the first one again.
#[must_use]
pub fn since(record: &Record) -> Option<Instant> {
    if record.standing() != Standing::Trashed {
        return None;
    }
    let Register { value, stamp } = record.register(&Key::one(field::DELETED_AT))?;
    match value {
        Some(Value::Instant(at)) => Some((*at).max(moment(*stamp))),
        _ => None,
    }
}

/// Until when the trash keeps a record. What a backup brought into the trash counts from the moment at
/// which it was restored, so that whoever looks for it there finds it.
#[must_use]
pub fn kept_until(record: &Record, restored: Option<Instant>) -> Option<Instant> {
    let since = since(record)?.max(restored.unwrap_or(Instant::MIN));
    Some(since.add_ms(DAYS * DAY_MS))
}

/// Whether the trash has kept a record for long enough.
#[must_use]
pub fn is_due(record: &Record, restored: Option<Instant>, now: Instant) -> bool {
    kept_until(record, restored).is_some_and(|until| until <= now)
}

/// Whether a device's clock may be right, by the newest that is written in the workspace. One that is
/// not says nothing about what is due.
#[must_use]
pub fn may_be_right(now: Instant, newest: Stamp) -> bool {
    let ahead_ms = now.ms_until(moment(newest));
    (-BEHIND_MS..=AHEAD_MS).contains(&ahead_ms)
}

fn moment(stamp: Stamp) -> Instant {
    Instant::from_clock_ms(i64::try_from(stamp.ms()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{RecordId, RecordKind, ReplicaId, Uuid};

    const NOW_MS: i64 = 1_700_000_000_000;

    fn now() -> Instant {
        Instant::from_ms(NOW_MS).unwrap()
    }

    fn stamp(ms: i64) -> Stamp {
        Stamp::new(ms as u64, 0, ReplicaId(1))
    }

    /// A record that says that it was thrown away so long ago, written so long ago.
    fn record(deleted: Option<i64>, written_ms: i64) -> Record {
        let id = RecordId::new(RecordKind::Customer, Uuid::v7(1, 1));
        let mut record = Record::new(id, stamp(1));
        let at = deleted.map(|ago_ms| Value::Instant(now().add_ms(-ago_ms)));
        let register = Register {
            value: at,
            stamp: stamp(NOW_MS - written_ms),
        };
        record.put(Key::one(field::DELETED_AT), Some(register));
        record
    }

    fn check(deleted: Option<i64>, written_ms: i64, expected: bool) {
        let record = record(deleted, written_ms);
        assert_eq!(
            is_due(&record, None, now()),
            expected,
            "{deleted:?} {written_ms}"
        );
    }

    #[test]
    fn what_lies_there_for_thirty_days_is_due_and_nothing_earlier() {
        let whole = DAYS * DAY_MS;
        check(Some(whole), whole, true);
        check(Some(whole + DAY_MS), whole + DAY_MS, true);
        check(Some(whole - 1), whole - 1, false);
        check(Some(whole - 3_600_000), whole - 3_600_000, false);
        check(Some(0), 0, false);
        // Restored: the register stands without a value.
        check(None, 2 * whole, false);
        // A clock that was ahead.
        check(Some(-DAY_MS), 2 * whole, false);
        // A clock that was behind, and an undo that was done again.
        check(Some(10 * whole), DAY_MS, false);
    }

    #[test]
    fn what_is_not_in_the_trash_is_never_due() {
        let id = RecordId::new(RecordKind::Customer, Uuid::v7(1, 1));
        assert_eq!(kept_until(&Record::new(id, stamp(1)), None), None);
        let mut gone = record(Some(2 * DAYS * DAY_MS), 2 * DAYS * DAY_MS);
        let register = Register {
            value: Some(Value::Bool(true)),
            stamp: stamp(NOW_MS),
        };
        gone.put(Key::one(field::GONE), Some(register));
        assert!(!is_due(&gone, None, now()));
    }

    #[test]
    fn a_backup_that_is_restored_begins_anew() {
        let old = record(Some(2 * DAYS * DAY_MS), 2 * DAYS * DAY_MS);
        assert!(is_due(&old, None, now()));
        assert!(!is_due(&old, Some(now().add_ms(-DAY_MS)), now()));
        assert!(is_due(&old, Some(now().add_ms(-DAYS * DAY_MS)), now()));
    }

    #[test]
    fn a_clock_that_cannot_be_right_is_told() {
        let check = |newest_ms: i64, expected| {
            assert_eq!(
                may_be_right(now(), stamp(newest_ms)),
                expected,
                "{newest_ms}"
            );
        };
        check(NOW_MS, true);
        check(NOW_MS + DAY_MS, true);
        check(NOW_MS + DAY_MS + 1, false);
        check(NOW_MS - 4 * 365 * DAY_MS, true);
        check(NOW_MS - 6 * 365 * DAY_MS, false);
    }
}
