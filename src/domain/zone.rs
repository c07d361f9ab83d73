//! The clock of a time zone: how far it is from UTC at each moment, and so which day and time it
//! shows. The domain has no table of zones; whoever has one makes a [`Zone`] of it once.

use super::{Date, Instant, order};
use std::fmt;
use std::sync::{Mutex, PoisonError};

const MS_PER_DAY: i64 = 86_400_000;
const MS_PER_MINUTE: i64 = 60_000;

/// The clock of a time zone. Copying it is free, and two of the same changes are equal: each table is
/// kept once, as long as the program runs, since a reader has one zone and a policy perhaps another.
#[derive(Clone, Copy)]
pub struct Zone(&'static Table);

/// The offsets of a zone.
#[derive(PartialEq, Eq)]
struct Table {
    /// Minutes ahead of UTC before the first change.
    first: i32,
    /// From which moment on it is how many minutes, in order.
    changes: Vec<(i64, i32)>,
}

static UTC: Table = Table {
    first: 0,
    changes: Vec::new(),
};

/// All tables but [`UTC`], which is number 0.
static TABLES: Mutex<Vec<&'static Table>> = Mutex::new(Vec::new());

/// The zone of an IANA name, or the reader's own where that is empty; `None` where the platform does
/// not know the zone. The domain has no table of zones: the browser has one.
pub type Zones = fn(name: &str) -> Option<Zone>;

/// No zone but UTC, for where there is no table of them.
#[must_use]
pub fn only_utc(_: &str) -> Option<Zone> {
    Some(Zone::UTC)
}

impl Zone {
    /// Clocks that show UTC.
    pub const UTC: Self = Self(&UTC);

    /// A clock that is so many minutes ahead of UTC, and never changes: 480 in Shanghai.
    #[must_use]
    pub fn fixed(minutes: i32) -> Self {
        Self::new(minutes, Vec::new())
    }

    /// A clock that is `first` minutes ahead of UTC, and from each of the moments on (milliseconds
    /// since 1970) so many.
    #[must_use]
    pub fn new(first: i32, mut changes: Vec<(i64, i32)>) -> Self {
        order::sort(&mut changes);
        let table = Table { first, changes };
        if table == UTC {
            return Self::UTC;
        }
        // Nothing that panics is done while it is held, so that it is whole even if poisoned.
        let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = tables.iter().find(|known| ***known == table) {
            return Self(known);
        }
        let table: &'static Table = Box::leak(Box::new(table));
        tables.push(table);
        Self(table)
    }

    /// A number by which what is kept for a zone is told apart, as long as the program runs.
    #[must_use]
    pub fn number(self) -> usize {
        let tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
        let found = tables.iter().position(|table| std::ptr::eq(*table, self.0));
        found.map_or(0, |place| place + 1)
    }

    /// How many minutes the clock is ahead of UTC at a moment.
    #[must_use]
    pub fn offset_at(self, ms: i64) -> i32 {
        let after = self.0.changes.partition_point(|(from, _)| *from <= ms);
        let change = after.checked_sub(1).and_then(|at| self.0.changes.get(at));
        change.map_or(self.0.first, |(_, minutes)| *minutes)
    }

    /// What the clock shows at a moment, as milliseconds as if it were that of UTC.
    fn shown_ms(self, ms: i64) -> i64 {
        ms + i64::from(self.offset_at(ms)) * MS_PER_MINUTE
    }

    /// What the clock shows at a moment, as the moment at which that of UTC does.
    #[must_use]
    pub fn shown(self, at: Instant) -> Instant {
        Instant::from_clock_ms(self.shown_ms(at.to_ms()))
    }

    /// The day on which a moment was.
    #[must_use]
    pub fn day_of(self, at: Instant) -> Date {
        self.shown(at).date()
    }

    /// The day, in days since 1970, on which a moment was.
    #[must_use]
    pub fn day_of_ms(self, ms: i64) -> i64 {
        self.shown_ms(ms).div_euclid(MS_PER_DAY)
    }

    /// A moment as the clock shows it with how far it is ahead, after RFC 3339:
    /// `2026-11-19T15:00:00+01:00`.
    #[must_use]
    pub fn written(self, at: Instant) -> String {
        let minutes = self.offset_at(at.to_ms());
        let text = self.shown(at).to_string();
        let clock = match text.strip_suffix('Z') {
            Some(clock) if minutes != 0 => clock,
            _ => return text,
        };
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        format!("{clock}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The moment at which the clock shows this, given as the moment at which that of UTC does. Of a
    /// time that comes twice it is the first. A time that is left out is taken for what a clock
    /// would show that nobody had put forward: 2:30 for 3:30.
    #[must_use]
    pub fn moment(self, shown: Instant) -> Instant {
        Instant::from_clock_ms(self.moment_ms(shown.to_ms()).0)
    }

    /// As [`Zone::moment`], but a time that is left out is the moment at which clocks jump over it:
    /// what begins then begins there.
    #[must_use]
    pub fn start(self, shown: Instant) -> Instant {
        Instant::from_clock_ms(self.start_ms(shown.to_ms()))
    }

    /// The moment at which a day begins, by its number of days since 1970.
    #[must_use]
    pub fn start_of_day_ms(self, day: i64) -> i64 {
        self.start_ms(day.saturating_mul(MS_PER_DAY))
    }

    fn start_ms(self, shown: i64) -> i64 {
        let (moment, jump) = self.moment_ms(shown);
        jump.unwrap_or(moment)
    }

    /// The moment at which the clock shows a time, and the jump that leaves it out, if one does.
    fn moment_ms(self, shown: i64) -> (i64, Option<i64>) {
        let at = |minutes: i32| shown - i64::from(minutes) * MS_PER_MINUTE;
        let mut before = self.0.first;
        // The changes are in order, and so are the times they lead to but for hours: those a day away
        // decide nothing.
        let near = (self.0.changes).partition_point(|(from, _)| *from < shown - 2 * MS_PER_DAY);
        if let Some((_, minutes)) = near.checked_sub(1).and_then(|at| self.0.changes.get(at)) {
            before = *minutes;
        }
        for (from, minutes) in self.0.changes.iter().skip(near) {
            if at(before) < *from {
                break;
            }
            if at(*minutes) < *from {
                return (at(before), Some(*from));
            }
            before = *minutes;
        }
        (at(before), None)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || self.0 == other.0
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    /// Names it by its first offset and how many changes it has: a table would fill a page.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Table { first, changes } = self.0;
        write!(out, "Zone({first} min, {} changes)", changes.len())
    }
}

/// Zones of which tests know the clocks, by the law of 2026.
#[cfg(test)]
pub(crate) mod known {
    #![allow(clippy::unwrap_used)]
    use super::{Instant, Zone};

    /// A clock by its first offset and its changes.
    pub(crate) fn zone(first: i32, changes: &[(&str, i32)]) -> Zone {
        let changes = changes.iter();
        let changes = changes.map(|(at, minutes)| (Instant::parse(at).unwrap().to_ms(), *minutes));
        Zone::new(first, changes.collect())
    }

    /// North: summer time from the end of March to the end of October.
    pub(crate) fn berlin() -> Zone {
        let changes = [
            ("2025-03-30T01:00:00Z", 120),
            ("2025-10-26T01:00:00Z", 60),
            ("2026-03-29T01:00:00Z", 120),
            ("2026-10-25T01:00:00Z", 60),
            ("2027-03-28T01:00:00Z", 120),
            ("2027-10-31T01:00:00Z", 60),
        ];
        zone(60, &changes)
    }

    /// South: summer time from the beginning of October to the beginning of April.
    pub(crate) fn sydney() -> Zone {
        let changes = [
            ("2025-10-04T16:00:00Z", 660),
            ("2026-04-04T16:00:00Z", 600),
            ("2026-10-03T16:00:00Z", 660),
            ("2027-04-03T16:00:00Z", 600),
        ];
        zone(600, &changes)
    }

    /// Without any change.
    pub(crate) fn shanghai() -> Zone {
        Zone::fixed(480)
    }

    /// With half an hour, and without any change.
    pub(crate) fn kolkata() -> Zone {
        Zone::fixed(330)
    }

    /// With half an hour, by which it changes too.
    pub(crate) fn lord_howe() -> Zone {
        let changes = [("2026-04-04T15:00:00Z", 630), ("2026-10-03T15:30:00Z", 660)];
        zone(660, &changes)
    }

    /// Where clocks change at midnight: a day there begins at one o'clock.
    pub(crate) fn santiago() -> Zone {
        let changes = [
            ("2026-04-05T03:00:00Z", -240),
            ("2026-09-06T04:00:00Z", -180),
        ];
        zone(-180, &changes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::known::*;
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_moment_belongs_to_the_day_that_its_clock_shows() {
        // Each a minute before and at midnight, in both halves of the year and beside both changes.
        for (zone, moment, shown) in [
            (berlin(), "2026-01-14T22:59:00Z", "2026-01-14T23:59:00Z"),
            (berlin(), "2026-01-14T23:00:00Z", "2026-01-15T00:00:00Z"),
            (berlin(), "2026-07-14T21:59:00Z", "2026-07-14T23:59:00Z"),
            (berlin(), "2026-07-14T22:00:00Z", "2026-07-15T00:00:00Z"),
            (berlin(), "2026-03-28T22:59:59Z", "2026-03-28T23:59:59Z"),
            (berlin(), "2026-03-29T00:59:59Z", "2026-03-29T01:59:59Z"),
            (berlin(), "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z"),
            (berlin(), "2026-03-29T21:59:59Z", "2026-03-29T23:59:59Z"),
            (berlin(), "2026-10-25T00:59:59Z", "2026-10-25T02:59:59Z"),
            (berlin(), "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"),
            (berlin(), "2026-10-25T22:59:59Z", "2026-10-25T23:59:59Z"),
            (sydney(), "2026-01-14T12:59:00Z", "2026-01-14T23:59:00Z"),
            (sydney(), "2026-07-14T13:59:00Z", "2026-07-14T23:59:00Z"),
            (sydney(), "2026-07-14T14:00:00Z", "2026-07-15T00:00:00Z"),
            (sydney(), "2026-10-03T16:00:00Z", "2026-10-04T03:00:00Z"),
            (sydney(), "2026-04-04T16:00:00Z", "2026-04-05T02:00:00Z"),
            (shanghai(), "2026-01-14T15:59:00Z", "2026-01-14T23:59:00Z"),
            (shanghai(), "2026-07-14T16:00:00Z", "2026-07-15T00:00:00Z"),
            (kolkata(), "2026-01-14T18:29:00Z", "2026-01-14T23:59:00Z"),
            (kolkata(), "2026-07-14T18:30:00Z", "2026-07-15T00:00:00Z"),
            (lord_howe(), "2026-07-14T13:29:00Z", "2026-07-14T23:59:00Z"),
            (lord_howe(), "2026-12-14T13:00:00Z", "2026-12-15T00:00:00Z"),
            (santiago(), "2026-09-06T03:59:59Z", "2026-09-05T23:59:59Z"),
            (santiago(), "2026-09-06T04:00:00Z", "2026-09-06T01:00:00Z"),
        ] {
            let (moment, shown) = (at(moment), at(shown));
            assert_eq!(zone.shown(moment), shown, "{moment} in {zone:?}");
            assert_eq!(zone.day_of(moment), shown.date());
            let day = i64::from(shown.date().to_days());
            assert_eq!(zone.day_of_ms(moment.to_ms()), day);
        }
    }

    #[test]
    fn a_time_of_the_clock_is_one_moment() {
        for (zone, shown, moment, start) in [
            (berlin(), "2026-01-15T12:00:00Z", "2026-01-15T11:00:00Z", ""),
            (berlin(), "2026-07-15T12:00:00Z", "2026-07-15T10:00:00Z", ""),
            // The hour that is left out, and what lies beside it.
            (berlin(), "2026-03-29T01:59:00Z", "2026-03-29T00:59:00Z", ""),
            (
                berlin(),
                "2026-03-29T02:30:00Z",
                "2026-03-29T01:30:00Z",
                "2026-03-29T01:00:00Z",
            ),
            (berlin(), "2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z", ""),
            // The hour that comes twice is the first.
            (berlin(), "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z", ""),
            (berlin(), "2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z", ""),
            (sydney(), "2026-04-05T02:30:00Z", "2026-04-04T15:30:00Z", ""),
            (
                sydney(),
                "2026-10-04T02:30:00Z",
                "2026-10-03T16:30:00Z",
                "2026-10-03T16:00:00Z",
            ),
            (
                shanghai(),
                "2026-03-29T02:30:00Z",
                "2026-03-28T18:30:00Z",
                "",
            ),
            (
                kolkata(),
                "2026-03-29T02:30:00Z",
                "2026-03-28T21:00:00Z",
                "",
            ),
            (
                lord_howe(),
                "2026-10-04T02:15:00Z",
                "2026-10-03T15:45:00Z",
                "2026-10-03T15:30:00Z",
            ),
            // The day that begins at one o'clock.
            (
                santiago(),
                "2026-09-06T00:00:00Z",
                "2026-09-06T04:00:00Z",
                "",
            ),
        ] {
            let start = if start.is_empty() { moment } else { start };
            assert_eq!(zone.moment(at(shown)), at(moment), "{shown} in {zone:?}");
            assert_eq!(zone.start(at(shown)), at(start), "{shown} in {zone:?}");
        }
    }

    #[test]
    fn a_day_goes_from_its_first_moment_to_the_next_ones() {
        let zones = [
            berlin(),
            sydney(),
            shanghai(),
            kolkata(),
            lord_howe(),
            santiago(),
            // An island that once left a whole day out.
            zone(-600, &[("2026-12-30T10:00:00Z", 840)]),
        ];
        let first = i64::from(Date::parse("2025-12-01").unwrap().to_days());
        for zone in zones {
            let mut is_left_out = false;
            for day in first..first + 450 {
                let (start, end) = (zone.start_of_day_ms(day), zone.start_of_day_ms(day + 1));
                if start == end {
                    is_left_out = true;
                    continue;
                }
                assert_eq!(zone.day_of_ms(start), day, "{zone:?}");
                assert_eq!(zone.day_of_ms(end - 1), day, "{zone:?}");
                assert!(zone.day_of_ms(start - 1) < day, "{zone:?}");
            }
            assert_eq!(is_left_out, zone.offset_at(0) == -600, "{zone:?}");
        }
    }

    #[test]
    fn a_moment_that_is_written_out_is_read_as_the_same() {
        for (zone, moment, written) in [
            (Zone::UTC, "2026-11-19T14:00:00Z", "2026-11-19T14:00:00Z"),
            (
                berlin(),
                "2026-11-19T14:00:00Z",
                "2026-11-19T15:00:00+01:00",
            ),
            (
                berlin(),
                "2026-07-19T22:30:00.125Z",
                "2026-07-20T00:30:00.125+02:00",
            ),
            (
                santiago(),
                "2026-11-19T02:00:00Z",
                "2026-11-18T23:00:00-03:00",
            ),
            (
                kolkata(),
                "2026-11-19T14:00:00Z",
                "2026-11-19T19:30:00+05:30",
            ),
        ] {
            assert_eq!(zone.written(at(moment)), written);
            assert_eq!(at(written), at(moment));
        }
    }

    #[test]
    fn zones_are_equal_by_their_clocks() {
        assert_eq!(berlin(), berlin());
        assert_eq!(berlin().number(), berlin().number());
        assert_ne!(berlin().number(), sydney().number());
        assert_ne!(berlin(), Zone::fixed(60));
        assert_eq!(Zone::fixed(0), Zone::UTC);
        assert_eq!(Zone::UTC.number(), 0);
    }
}
