//! Moments near midnight in both halves of the year and on both sides of a change of the clocks, in
//! zones of every sort: filters, the calendar, groups and sums put each on the day that its clock
//! showed.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::filter::{Filter, Operand, Test};
use super::list::{Query, run};
use super::{Now, agenda};
use crate::domain::zone::known::{berlin, kolkata, lord_howe, santiago, shanghai, sydney};
use crate::domain::{Date, Instant, Key, RecordId, RecordKind, Value, Zone, activity};
use crate::workspace::desk::Desk;

/// A zone, a moment, and the day that it shows there.
fn cases() -> [(Zone, &'static str, &'static str); 24] {
    [
        // North, asked in winter: a summer's evening belongs to the day before midnight there.
        (berlin(), "2026-01-14T22:59:59.999Z", "2026-01-14"),
        (berlin(), "2026-01-14T23:00:00Z", "2026-01-15"),
        (berlin(), "2026-07-14T21:59:59.999Z", "2026-07-14"),
        (berlin(), "2026-07-14T22:00:00Z", "2026-07-15"),
        (berlin(), "2026-03-28T23:00:00Z", "2026-03-29"),
        (berlin(), "2026-03-29T21:59:00Z", "2026-03-29"),
        (berlin(), "2026-03-29T22:00:00Z", "2026-03-30"),
        (berlin(), "2026-10-24T22:00:00Z", "2026-10-25"),
        (berlin(), "2026-10-25T22:59:00Z", "2026-10-25"),
        (berlin(), "2026-10-25T23:00:00Z", "2026-10-26"),
        (sydney(), "2026-01-14T12:59:00Z", "2026-01-14"),
        (sydney(), "2026-01-14T13:00:00Z", "2026-01-15"),
        (sydney(), "2026-07-14T13:59:00Z", "2026-07-14"),
        (sydney(), "2026-07-14T14:00:00Z", "2026-07-15"),
        (sydney(), "2026-10-04T12:59:00Z", "2026-10-04"),
        (shanghai(), "2026-01-14T15:59:00Z", "2026-01-14"),
        (shanghai(), "2026-07-14T16:00:00Z", "2026-07-15"),
        (kolkata(), "2026-01-31T18:29:00Z", "2026-01-31"),
        (kolkata(), "2026-01-31T18:30:00Z", "2026-02-01"),
        (lord_howe(), "2026-07-14T13:30:00Z", "2026-07-15"),
        (lord_howe(), "2026-12-31T12:59:00Z", "2026-12-31"),
        (santiago(), "2026-09-06T03:59:00Z", "2026-09-05"),
        (berlin(), "2026-06-30T22:00:00Z", "2026-07-01"),
        (sydney(), "2026-12-31T13:00:00Z", "2027-01-01"),
    ]
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Asked on days in both halves of the year, since the answer is not to depend on when one asks.
fn asked(zone: Zone) -> [Now; 2] {
    ["2026-01-20T10:00:00Z", "2026-08-20T10:00:00Z"]
        .map(|at| Now::of(Instant::parse(at).unwrap(), zone))
}

fn call(desk: &mut Desk, at: &str) -> RecordId {
    let at = Instant::parse(at).unwrap();
    let fields = vec![
        (Key::one(activity::KIND), Some(Value::text("call"))),
        (Key::one(activity::SUBJECT), Some(Value::text("Call"))),
        (Key::one(activity::AT), Some(Value::Instant(at))),
    ];
    desk.creates(RecordKind::Activity, fields)
}

#[test]
fn a_moment_is_found_on_the_day_that_its_clock_showed_and_on_no_other() {
    for (zone, at, day) in cases() {
        let mut desk = Desk::new();
        let id = call(&mut desk, at);
        for now in asked(zone) {
            let find = |path: &str, test: Test| {
                let mut query = Query::new(RecordKind::Activity);
                query.filter = Some(Filter::test(path, test));
                run(&desk.workspace, &query, now).unwrap().total
            };
            let on = |day: Date| Operand::Text(day.to_string().into());
            let (before, after) = (date(day).add_days(-1), date(day).add_days(1));
            let place = format!("{at} in {zone:?} asked on {}", now.today);
            for (asked, found) in [(before, 0), (date(day), 1), (after, 0)] {
                let is = Test::Is(on(asked));
                assert_eq!(find("at", is.clone()), found, "{place}: at {asked}");
                assert_eq!(find("day", is), found, "{place}: day {asked}");
                let shown = agenda::calendar(&desk.workspace, (asked, asked), now);
                assert_eq!(shown.len(), found, "{place}: the calendar of {asked}");
            }
            let [entry] = &agenda::calendar(&desk.workspace, (date(day), date(day)), now)[..]
            else {
                panic!("{place}: one entry");
            };
            assert_eq!((entry.id, entry.day), (id, Some(date(day))), "{place}");
            assert!(entry.at.is_some(), "{place}: its time is told");
            assert_eq!(find("at", Test::Lt(on(date(day)))), 0, "{place}");
            assert_eq!(find("at", Test::Gt(on(before))), 1, "{place}");
            let between = Test::Between(on(date(day)), on(date(day)));
            assert_eq!(find("at", between), 1, "{place}");
        }
    }
}

#[test]
fn moments_are_grouped_by_the_month_that_their_clock_showed() {
    for (zone, at, day) in cases() {
        let mut desk = Desk::new();
        call(&mut desk, at);
        for now in asked(zone) {
            let mut query = Query::new(RecordKind::Activity);
            query.group_by = Some("at".into());
            let answer = run(&desk.workspace, &query, now).unwrap();
            let groups = answer.groups.into_iter();
            let months: Vec<_> = groups.map(|group| group.value).collect();
            let first = date(day).first_of_month();
            let place = format!("{at} in {zone:?} asked on {}", now.today);
            assert_eq!(months, [Some(Value::Date(first))], "{place}");
        }
    }
}
