//! Working time: hours of the week in a time zone, without holidays. Adds working minutes to a
//! moment and counts those between two. What is promised in them is `sla`'s.

use super::{Date, Instant, Zone};
use std::collections::BTreeSet;

const MINUTE_MS: i64 = 60_000;
const DAY_MINUTES: i64 = 24 * 60;
/// Whoever works less than once in so many days does not keep promises by the hour.
const HORIZON_DAYS: i32 = 3_660;

/// Hours of the week, without holidays, in a time zone.
#[derive(Clone, Debug)]
pub struct WorkTime {
    /// Spans of each day from Monday on, in minutes after midnight, in order and apart. None
    /// anywhere means around the clock.
    week: [Vec<(i64, i64)>; 7],
    holidays: BTreeSet<Date>,
    zone: Zone,
}

impl WorkTime {
    /// Working time of these spans: the day of the week counted from Monday, the minute it begins
    /// and the minute it ends. Spans that overlap count once; what is empty or outside of a day is
    /// left out.
    #[must_use]
    pub fn new(
        spans: impl IntoIterator<Item = (u8, i64, i64)>,
        holidays: impl IntoIterator<Item = Date>,
        zone: Zone,
    ) -> Self {
        let mut week: [Vec<(i64, i64)>; 7] = Default::default();
        for (day, from, to) in spans {
            let (from, to) = (from.clamp(0, DAY_MINUTES), to.clamp(0, DAY_MINUTES));
            if let Some(day) = week.get_mut(usize::from(day))
                && from < to
            {
                day.push((from, to));
            }
        }
        for day in &mut week {
            day.sort_unstable();
            let mut joined: Vec<(i64, i64)> = Vec::with_capacity(day.len());
            for (from, to) in day.drain(..) {
                match joined.last_mut() {
                    Some(last) if from <= last.1 => last.1 = last.1.max(to),
                    _ => joined.push((from, to)),
                }
            }
            *day = joined;
        }
        Self {
            week,
            holidays: holidays.into_iter().collect(),
            zone,
        }
    }

    /// The moment at which so many minutes of working time have passed since another; `None`
    /// where that is not within ten years.
    #[must_use]
    pub fn after(&self, start: Instant, minutes: i64) -> Option<Instant> {
        let mut left = minutes.max(0).checked_mul(MINUTE_MS)?;
        if self.is_always() {
            return Some(start.add_ms(left));
        }
        let first = self.zone.day_of(start);
        for day in 0..HORIZON_DAYS {
            for (from, to) in self.spans(first.add_days(day)) {
                let from = from.max(start);
                let there = from.ms_until(to);
                if there >= left && there > 0 {
                    return Some(from.add_ms(left));
                }
                left -= there.max(0);
            }
        }
        None
    }

    /// How many whole minutes of working time lie between two moments; less than none where the
    /// second is before the first.
    #[must_use]
    pub fn between(&self, from: Instant, to: Instant) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        if self.is_always() {
            return from.ms_until(to) / MINUTE_MS;
        }
        let (first, last) = (self.zone.day_of(from), self.zone.day_of(to));
        let mut ms = 0;
        for day in 0..=first.days_until(last).min(HORIZON_DAYS) {
            for (begin, end) in self.spans(first.add_days(day)) {
                ms += begin.max(from).ms_until(end.min(to)).max(0);
            }
        }
        ms / MINUTE_MS
    }

    /// Whether somebody works at a moment.
    #[must_use]
    pub fn is_working(&self, at: Instant) -> bool {
        self.is_always()
            || self
                .spans(self.zone.day_of(at))
                .any(|(from, to)| from <= at && at < to)
    }

    fn is_always(&self) -> bool {
        self.week.iter().all(Vec::is_empty) && self.holidays.is_empty()
    }

    /// The spans of a day as moments. A day without hours of the week is worked around the clock
    /// only where no day has any.
    fn spans(&self, date: Date) -> impl Iterator<Item = (Instant, Instant)> {
        const WHOLE: &[(i64, i64)] = &[(0, DAY_MINUTES)];
        let is_unlimited = self.week.iter().all(Vec::is_empty);
        let of_week = self
            .week
            .get(usize::from(date.weekday().days_since_monday()))
            .map_or(&[][..], Vec::as_slice);
        let spans = match (self.holidays.contains(&date), is_unlimited) {
            (true, _) => &[],
            (false, true) => WHOLE,
            (false, false) => of_week,
        };
        spans
            .iter()
            .map(move |(from, to)| (self.moment(date, *from), self.moment(date, *to)))
    }

    /// When clocks of the zone show a minute of a day.
    fn moment(&self, date: Date, minute: i64) -> Instant {
        self.zone
            .start(Instant::from_date(date).add_ms(minute * MINUTE_MS))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::zone::known;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn zone(name: &str) -> Zone {
        match name {
            "Europe/Berlin" => known::berlin(),
            "Asia/Shanghai" => known::shanghai(),
            "Asia/Kolkata" => known::kolkata(),
            _ => Zone::UTC,
        }
    }

    /// Monday to Friday, 9:00 to 12:00 and 13:00 to 17:00.
    fn office(name: &str, holidays: &[&str]) -> WorkTime {
        let spans = (0..5).flat_map(|day| [(day, 540, 720), (day, 780, 1020)]);
        WorkTime::new(spans, holidays.iter().map(|day| date(day)), zone(name))
    }

    #[test]
    fn a_promise_runs_in_working_time_only() {
        let (berlin, shanghai) = ("Europe/Berlin", "Asia/Shanghai");
        // Zone, holidays, made at, minutes, due: Friday 27 November 2026 and around.
        let cases: &[(&str, &[&str], &str, i64, &str)] = &[
            (
                "UTC",
                &[],
                "2026-11-27T10:00:00Z",
                60,
                "2026-11-27T11:00:00Z",
            ),
            // Over the lunch break.
            (
                "UTC",
                &[],
                "2026-11-27T11:30:00Z",
                60,
                "2026-11-27T13:30:00Z",
            ),
            // Exactly to the end of a span, and one minute more.
            (
                "UTC",
                &[],
                "2026-11-27T16:00:00Z",
                60,
                "2026-11-27T17:00:00Z",
            ),
            (
                "UTC",
                &[],
                "2026-11-27T16:00:00Z",
                61,
                "2026-11-30T09:01:00Z",
            ),
            // Over the weekend.
            (
                "UTC",
                &[],
                "2026-11-27T16:30:00Z",
                60,
                "2026-11-30T09:30:00Z",
            ),
            (
                "UTC",
                &[],
                "2026-11-28T12:00:00Z",
                60,
                "2026-11-30T10:00:00Z",
            ),
            // Over a weekend with a holiday behind it.
            (
                "UTC",
                &["2026-11-30"],
                "2026-11-27T16:30:00Z",
                60,
                "2026-12-01T09:30:00Z",
            ),
            // A holiday that is a Saturday changes nothing.
            (
                "UTC",
                &["2026-11-28"],
                "2026-11-27T16:30:00Z",
                60,
                "2026-11-30T09:30:00Z",
            ),
            // Before anybody is there.
            (
                "UTC",
                &[],
                "2026-11-27T03:00:00Z",
                30,
                "2026-11-27T09:30:00Z",
            ),
            // In a zone: 16:30 in Berlin is 15:30 UTC in winter, 14:30 in summer.
            (
                berlin,
                &[],
                "2026-11-27T15:30:00Z",
                60,
                "2026-11-30T08:30:00Z",
            ),
            (
                berlin,
                &[],
                "2026-07-03T14:30:00Z",
                60,
                "2026-07-06T07:30:00Z",
            ),
            // Over the change to summer time and back: the hours of the clock hold.
            (
                berlin,
                &[],
                "2026-03-27T15:30:00Z",
                60,
                "2026-03-30T07:30:00Z",
            ),
            (
                berlin,
                &[],
                "2026-10-23T14:30:00Z",
                60,
                "2026-10-26T08:30:00Z",
            ),
            // A day there begins while it is still the day before in UTC.
            (
                shanghai,
                &[],
                "2026-11-26T23:00:00Z",
                30,
                "2026-11-27T01:30:00Z",
            ),
            (
                shanghai,
                &["2026-11-27"],
                "2026-11-26T23:00:00Z",
                30,
                "2026-11-30T01:30:00Z",
            ),
            (
                "Asia/Kolkata",
                &[],
                "2026-11-27T03:00:00Z",
                60,
                "2026-11-27T04:30:00Z",
            ),
            // Nothing to wait for: the next working minute.
            (
                "UTC",
                &[],
                "2026-11-27T10:00:00Z",
                0,
                "2026-11-27T10:00:00Z",
            ),
            (
                "UTC",
                &[],
                "2026-11-28T10:00:00Z",
                0,
                "2026-11-30T09:00:00Z",
            ),
        ];
        for (zone, holidays, made, minutes, due) in cases {
            let time = office(zone, holidays);
            assert_eq!(
                time.after(at(made), *minutes),
                Some(at(due)),
                "{minutes} minutes after {made} in {zone} without {holidays:?}"
            );
            // And back: between the two lie just as many.
            assert_eq!(time.between(at(made), at(due)), *minutes, "{made} to {due}");
            assert_eq!(time.between(at(due), at(made)), -*minutes);
        }
    }

    #[test]
    fn around_the_clock_an_hour_that_clocks_jump_over_does_not_count() {
        // Nights from 22:00 to 24:00 and 0:00 to 6:00, every day, in Berlin.
        let spans = (0..7).flat_map(|day| [(day, 0, 360), (day, 1320, 1440)]);
        let night = WorkTime::new(spans, [], zone("Europe/Berlin"));
        // The night of 28 to 29 March has seven hours, that of 24 to 25 October nine.
        assert_eq!(
            night.between(at("2026-03-28T12:00:00Z"), at("2026-03-29T12:00:00Z")),
            7 * 60
        );
        assert_eq!(
            night.between(at("2026-10-24T12:00:00Z"), at("2026-10-25T12:00:00Z")),
            9 * 60
        );
        // A span that begins in the hour that is left out begins when clocks have jumped.
        let early = WorkTime::new([(6, 150, 240)], [], zone("Europe/Berlin"));
        assert_eq!(
            early.after(at("2026-03-28T12:00:00Z"), 30),
            Some(at("2026-03-29T01:30:00Z"))
        );
        // Without hours everything counts, but for holidays.
        let always = WorkTime::new([], [], zone("Europe/Berlin"));
        assert_eq!(
            always.after(at("2026-03-28T12:00:00Z"), 24 * 60),
            Some(at("2026-03-29T12:00:00Z"))
        );
        let but_sunday = WorkTime::new([], [date("2026-03-29")], zone("Europe/Berlin"));
        assert_eq!(
            but_sunday.between(at("2026-03-28T12:00:00Z"), at("2026-03-30T12:00:00Z")),
            (11 + 14) * 60
        );
    }

    #[test]
    fn hours_that_make_no_sense_neither_hang_nor_count() {
        let none = WorkTime::new([(7, 0, 60), (0, 600, 540)], [], Zone::UTC);
        assert_eq!(
            none.after(at("2026-11-27T10:00:00Z"), 60),
            Some(at("2026-11-27T11:00:00Z"))
        );
        let overlapping = WorkTime::new([(4, 540, 720), (4, 600, 780)], [], Zone::UTC);
        assert_eq!(
            overlapping.between(at("2026-11-27T00:00:00Z"), at("2026-11-28T00:00:00Z")),
            240
        );
        let all = (0..4_000).map(|day| date("2026-01-01").add_days(day));
        let never = WorkTime::new([(0, 540, 600)], all, Zone::UTC);
        assert_eq!(never.after(at("2026-01-01T00:00:00Z"), 1), None);
    }
}
