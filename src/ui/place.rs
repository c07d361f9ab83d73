//! A figure of a screen: what a list finds at an address, and that address. One question answers both, so a
//! figure is always that of the list it opens.

use crate::domain::{RecordId, RecordKind};
use crate::query::list::{Query, run};
use crate::query::sum::Sum;
use crate::query::{Filter, Now};
use crate::ui::app::App;
use crate::ui::lists::address::{Conditions, ListAddress};
use crate::ui::lists::depend;
use crate::ui::lists::listing::TabFilter;
use std::fmt::Write;

/// A list at an address.
#[derive(Clone, Debug)]
pub struct Place {
    kind: RecordKind,
    address: ListAddress,
    tab: TabFilter,
}

/// What it finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// How many.
    pub count: usize,
    /// The first of them.
    pub ids: Vec<RecordId>,
    /// What the amounts of all of them come to.
    pub sums: Vec<Sum>,
}

impl Figure {
    /// The sum of a field, in words.
    #[must_use]
    pub fn sum(&self, app: App, field: &str) -> String {
        let sum = self.sums.iter().find(|sum| &*sum.field == field);
        let amounts = sum.map(|sum| sum.amounts.clone()).unwrap_or_default();
        crate::ui::lists::value::sums(app, &amounts)
    }
}

impl Place {
    /// A list of a kind under conditions, with the filter of its tabs.
    #[must_use]
    pub fn new(kind: RecordKind, tab: TabFilter, filter: Option<Filter>) -> Self {
        let address = ListAddress {
            filter: Conditions::of(filter),
            ..ListAddress::default()
        };
        Self { kind, address, tab }
    }

    /// The same with something else in the address.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut ListAddress)) -> Self {
        change(&mut self.address);
        self
    }

    /// Where it is.
    #[must_use]
    pub fn href(&self, app: App) -> String {
        let mut href = app.href(self.kind.collection());
        let query = self.address.write();
        if !query.is_empty() {
            // Writing to a string does not fail.
            let _ = write!(href, "?{query}");
        }
        href
    }

    /// What is there, with the first so many; remembers what that depends on.
    #[must_use]
    pub fn look(&self, app: App, now: Now, most: usize) -> Figure {
        let tab = (self.tab)(app, self.address.tab.as_deref().unwrap_or_default());
        let mut query: Query = self.address.query(self.kind, tab);
        query.limit = Some(most);
        let live = app.live();
        depend::on_query(&live, &query);
        for field in crate::query::list::summed_fields(self.kind) {
            depend::on_path(&live, self.kind, field);
        }
        let workspace = live.peek();
        let table = workspace.table(self.kind);
        let Ok(answer) = run(&workspace, &query, now) else {
            return Figure::default();
        };
        let ids = answer.rows.iter().filter_map(|row| table.id(*row));
        Figure {
            count: answer.total,
            ids: ids.collect(),
            sums: answer.sums,
        }
    }
}
