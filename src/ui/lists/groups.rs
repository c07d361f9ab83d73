//! The lines of a list that is grouped: a head for each group, and its records where it is open. The
//! table knows lines only; which record a line shows is said here. How a head looks is here too.

use super::field::{self, Of};
use super::listing::Listing;
use super::value;
use crate::domain::{RecordId, Value};
use crate::message;
use crate::query::sum::Group;
use crate::ui::components::{Glyph, Icon};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// What a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The head of a group.
    Head(usize),
    /// A record, by its place among those found.
    Record(usize),
}

/// A group's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Band {
    /// The line of its head.
    head: usize,
    /// Its first record.
    first: usize,
    /// How many records it has.
    count: usize,
    /// Whether they show.
    is_open: bool,
}

/// The lines of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    bands: Vec<Band>,
    len: usize,
}

impl Lines {
    /// The lines of so many records, in these groups; `closed` are the keys of those that do not show
    /// their records.
    #[must_use]
    pub fn of(records: usize, groups: &[Group], closed: &BTreeSet<String>) -> Self {
        let mut lines = Self::default();
        if groups.is_empty() {
            lines.len = records;
            return lines;
        }
        let mut first = 0;
        for group in groups {
            let is_open = !closed.contains(&key(group.value.as_ref()));
            lines.bands.push(Band {
                head: lines.len,
                first,
                count: group.count,
                is_open,
            });
            lines.len += 1 + if is_open { group.count } else { 0 };
            first += group.count;
        }
        lines
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What a line shows.
    #[must_use]
    pub fn at(&self, line: usize) -> Option<Line> {
        if line >= self.len {
            return None;
        }
        let after = self.bands.partition_point(|band| band.head <= line);
        let Some(at) = after.checked_sub(1) else {
            return Some(Line::Record(line));
        };
        let band = self.bands.get(at)?;
        Some(match line - band.head {
            0 => Line::Head(at),
            within => Line::Record(band.first + within - 1),
        })
    }

    /// The record that a line shows, or the one that comes next where it is a head.
    #[must_use]
    pub fn record_from(&self, line: usize) -> usize {
        match self.at(line) {
            Some(Line::Record(at)) => at,
            Some(Line::Head(group)) => self.records_of(group).start,
            None => self
                .bands
                .last()
                .map_or(line, |band| band.first + band.count),
        }
    }

    /// The records of a group.
    #[must_use]
    pub fn records_of(&self, group: usize) -> Range<usize> {
        let band = self.bands.get(group);
        band.map_or(0..0, |band| band.first..band.first + band.count)
    }

    /// Whether a group shows its records.
    #[must_use]
    pub fn is_open(&self, group: usize) -> bool {
        self.bands.get(group).is_some_and(|band| band.is_open)
    }
}

/// What tells a group from the others.
fn key(value: Option<&Value>) -> String {
    value.map(Value::typed).unwrap_or_default()
}

/// Shows the records of a group, or no longer.
pub fn turn(list: Listing, group: usize) {
    let groups = list.groups.get_untracked();
    let Some(group) = groups.get(group) else {
        return;
    };
    let key = key(group.value.as_ref());
    list.closed.update(|closed| {
        if !closed.remove(&key) {
            closed.insert(key);
        }
    });
}

/// The records of a group.
#[must_use]
pub fn members(list: Listing, group: usize) -> Vec<RecordId> {
    let range = list.lines.read_untracked().records_of(group);
    let ids = list.ids.read_untracked();
    ids.get(range).unwrap_or_default().to_vec()
}

/// The head of a group: its value, how many records it has, what their amounts come to.
#[component]
pub fn GroupHead(
    /// The list.
    list: Listing,
    /// Which of its groups.
    group: usize,
) -> impl IntoView {
    let Listing { app, of, .. } = list;
    let page = app.page();
    // What it says follows the records; the button stays, and with it the focus.
    let found = Memo::new(move |_| list.groups.read().get(group).cloned());
    let path = Memo::new(move |_| list.state.read().read().group.clone().unwrap_or_default());
    let is_open = Memo::new(move |_| list.lines.read().is_open(group));
    let words = move || {
        let (found, path) = (found.read(), path.read());
        let is_day = {
            let fields = list.fields.read();
            let of = field::named(&fields, &path).map(|field| field.of);
            matches!(of, Some(Of::Date | Of::Instant))
        };
        match found.as_ref().and_then(|group| group.value.as_ref()) {
            None => page.text(&message!("list-group-none")),
            Some(Value::Date(month)) if is_day => app
                .format()
                .map(|format| format.month_and_year(*month))
                .unwrap_or_default(),
            Some(value) => value::show(app, of.kind, &path, value),
        }
    };
    let count = move || {
        let count = found.read().as_ref().map_or(0, |group| group.count);
        page.messages().count(of.kind.code(), count)
    };
    let sums = move || {
        let found = found.get();
        let sums = found.map(|group| group.sums).unwrap_or_default();
        let sums = sums
            .into_iter()
            .filter(|sum| sum.amounts.iter().next().is_some());
        let sums = sums.map(|sum| {
            let label = page.messages().field(of.kind.code(), &sum.field);
            view! {
                <span class="list-group__sum">{label} " " <b>{value::sums(app, &sum.amounts)}</b></span>
            }
        });
        sums.collect_view()
    };
    let glyph = move || {
        let glyph = if is_open.get() {
            Glyph::ChevronDown
        } else {
            Glyph::ChevronRight
        };
        view! { <Icon glyph=glyph /> }
    };
    view! {
        <button
            class="list-group"
            type="button"
            tabindex="-1"
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| turn(list, group)
        >
            {glyph}
            <span class="list-group__name">{words}</span>
            <span class="list-group__count">{count}</span>
            {sums}
        </button>
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn group(value: Option<&str>, count: usize) -> Group {
        Group {
            value: value.map(Value::text),
            count,
            sums: Vec::new(),
        }
    }

    #[wasm_bindgen_test]
    fn without_groups_each_line_is_a_record() {
        let lines = Lines::of(3, &[], &BTreeSet::new());
        let all: Vec<_> = (0..4).map(|line| lines.at(line)).collect();
        let record = |at| Some(Line::Record(at));
        assert_eq!(all, [record(0), record(1), record(2), None]);
    }

    #[wasm_bindgen_test]
    fn each_group_has_a_head_and_its_records_where_it_is_open() {
        let groups = [group(Some("a"), 2), group(Some("b"), 3), group(None, 1)];
        let closed = BTreeSet::from(["b".to_owned()]);
        let lines = Lines::of(6, &groups, &closed);
        let all: Vec<_> = (0..lines.len()).filter_map(|line| lines.at(line)).collect();
        let (head, record) = (Line::Head, Line::Record);
        assert_eq!(
            all,
            [head(0), record(0), record(1), head(1), head(2), record(5)]
        );
        assert_eq!(lines.records_of(1), 2..5);
        assert_eq!((lines.record_from(3), lines.record_from(5)), (2, 5));
        assert!(lines.is_open(0) && !lines.is_open(1));
        // None has a key of its own.
        let closed = BTreeSet::from([String::new()]);
        assert_eq!(Lines::of(6, &groups, &closed).len(), 8);
    }
}
