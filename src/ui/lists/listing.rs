//! A list as signals: what is asked of it stands in the address, what it finds comes from the
//! query, and what is selected or edited is its own. How it is drawn is [`super::table`]'s and
//! [`super::toolbar`]'s.

use super::address::ListState;
use super::asking;
use super::cell::Editing;
use super::columns;
use super::field::{self, ListField};
use super::groups::{Line, Lines};
use crate::domain::{RecordId, RecordKind};
use crate::query::Filter;
use crate::query::list::{Totals, is_totalled};
use crate::query::sum::{Group, Sum};
use crate::ui::app::App;
use crate::ui::follow::whenever;
use crate::ui::parts;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The condition that a tab of a list stands for; whose tickets are mine the app knows.
pub type TabFilter = fn(App, &str) -> Option<Filter>;

/// What a list is of, and how it begins.
#[derive(Debug)]
pub struct ListOf {
    /// The kind of its records.
    pub kind: RecordKind,
    /// The columns that it begins with; the first always shows and takes the room that is left.
    pub usual: &'static [&'static str],
    /// The order that it begins with.
    pub order: &'static str,
    /// The tabs that are always there.
    pub tabs: &'static [&'static str],
    /// The condition that a tab stands for; of no name, the first one's.
    pub tab: TabFilter,
    /// How wide a column of its own is where nobody said.
    pub width: fn(&str) -> Option<u16>,
    /// The column that a phone shows beside the first, and its width there.
    pub phone: (&'static str, u16),
    /// Whether its records have pages; else opening one edits its first cell.
    pub has_pages: bool,
}

/// A list on a page. Copying it is free.
#[derive(Clone, Copy)]
pub struct Listing {
    /// The app.
    pub app: App,
    /// What it is of.
    pub of: &'static ListOf,
    /// What is asked of it.
    pub state: ListState,
    /// The fields it offers.
    pub fields: Memo<Vec<ListField>>,
    /// The words that are looked for, as they are typed: no letter waits for the address.
    pub search: RwSignal<String>,
    /// What it finds, in order.
    pub ids: Memo<Arc<Vec<RecordId>>>,
    /// The groups that it is in, in order; none where it is in none.
    pub groups: Memo<Arc<Vec<Group>>>,
    /// The keys of the groups whose records do not show.
    pub closed: RwSignal<BTreeSet<String>>,
    /// What its lines show.
    pub lines: Memo<Lines>,
    /// What the amounts of all it finds come to.
    pub sums: Memo<Vec<Sum>>,
    /// What all that it finds comes to in what was worked out and is shown.
    pub totals: Memo<Totals>,
    /// Whether it is known what it finds: what answers may be on its way.
    pub is_known: Memo<bool>,
    /// How many records there are, whatever is asked.
    pub total: Memo<usize>,
    /// What is selected.
    pub selected: RwSignal<BTreeSet<RecordId>>,
    /// Whether a phone shows what is selected.
    pub selecting: RwSignal<bool>,
    /// The first line in view, and how many are.
    pub shown: RwSignal<(usize, usize)>,
    /// The record one is at, by its place among those found.
    pub active: RwSignal<Option<usize>>,
    /// The cell that is being edited.
    pub editing: Editing,
}

impl Listing {
    /// The list at its collection's address.
    #[must_use]
    pub fn new(app: App, of: &'static ListOf) -> Self {
        let kind = of.kind;
        let slug = app.page().host().slug();
        let state = ListState::at(format!("/w/{slug}/{}", kind.collection()));
        let address = state.read();
        let search = RwSignal::new(state.peek().search);
        whenever(move || {
            let typed = search.get();
            state.change(true, |address| address.search = typed);
        });
        whenever(move || {
            let told = address.read().search.clone();
            if *search.read_untracked() != told {
                search.set(told);
            }
        });
        let totalled = Memo::new(move |_| {
            let shown = columns::shown(app, kind, state, of.usual).into_iter();
            let paths = shown.map(|column| column.path);
            paths
                .filter(|path| is_totalled(kind, path))
                .collect::<Vec<_>>()
        });
        let found = Memo::new(move |_| asking::find(app, of, &address.read()));
        let ids = Memo::new(move |_| {
            let found = found.read();
            found
                .as_ref()
                .map(|found| Arc::clone(&found.ids))
                .unwrap_or_default()
        });
        let groups = Memo::new(move |_| {
            let found = found.read();
            found
                .as_ref()
                .map(|found| Arc::clone(&found.groups))
                .unwrap_or_default()
        });
        let closed = RwSignal::new(BTreeSet::new());
        // Other groups are all open at first.
        let group = Memo::new(move |_| address.read().group.clone());
        whenever(move || {
            group.track();
            if !closed.read_untracked().is_empty() {
                closed.set(BTreeSet::new());
            }
        });
        Self {
            app,
            of,
            state,
            fields: Memo::new(move |_| field::fields(app, kind)),
            search,
            ids,
            groups,
            closed,
            lines: Memo::new(move |_| Lines::of(ids.read().len(), &groups.read(), &closed.read())),
            sums: Memo::new(move |_| {
                let found = found.read();
                found
                    .as_ref()
                    .map(|found| found.sums.clone())
                    .unwrap_or_default()
            }),
            totals: Memo::new(move |_| match totalled.get() {
                fields if fields.is_empty() => Totals::default(),
                fields => asking::totals(app, kind, ids.get(), fields),
            }),
            is_known: Memo::new(move |_| found.read().is_some()),
            total: Memo::new(move |_| app.live().kind(kind).table(kind).live()),
            selected: RwSignal::new(BTreeSet::new()),
            selecting: RwSignal::new(false),
            shown: RwSignal::new((0, 0)),
            active: RwSignal::new(None),
            editing: RwSignal::new(None),
        }
    }

    /// How many it finds.
    #[must_use]
    pub fn count(self) -> usize {
        self.ids.read().len()
    }

    /// The record that a line shows; none where it is the head of a group.
    #[must_use]
    pub fn at(self, line: usize) -> Option<RecordId> {
        match self.lines.read().at(line)? {
            Line::Record(at) => self.ids.read().get(at).copied(),
            Line::Head(_) => None,
        }
    }

    /// The group whose head a line is.
    #[must_use]
    pub fn head_at(self, line: usize) -> Option<usize> {
        match self.lines.read().at(line)? {
            Line::Head(group) => Some(group),
            Line::Record(_) => None,
        }
    }

    /// How many it finds, of how many there are: the note beside its title.
    #[must_use]
    pub fn note(self) -> Signal<String> {
        Signal::derive(move || {
            let (count, total) = (self.count(), self.total.get());
            if count == total || !self.is_known.get() {
                return self.counted(total);
            }
            let message = crate::message!("list-count-of", count = count, total = total);
            self.app.page().text(&message)
        })
    }

    /// A count as it is written.
    #[must_use]
    pub fn counted(self, count: usize) -> String {
        let format = self.app.format();
        format.map(|format| format.count(count)).unwrap_or_default()
    }

    /// Gives some of its records as a file, in the columns that show.
    pub fn export(self, ids: &[RecordId]) {
        let columns =
            untrack(|| super::columns::shown(self.app, self.of.kind, self.state, self.of.usual));
        let paths: Vec<String> = columns.into_iter().map(|column| column.path).collect();
        parts::export(
            self.app,
            ids.to_vec(),
            Some(paths),
            self.fields.get_untracked(),
        );
    }

    /// Gives some of its records as a file, with all their fields.
    pub fn export_all(self, ids: &[RecordId]) {
        parts::export(self.app, ids.to_vec(), None, self.fields.get_untracked());
    }
}
