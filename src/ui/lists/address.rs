//! The state of a list, which is its address: what is looked for, in which order, in which
//! columns, and the view it began from. Going back and sending the address both work because
//! there is no other state.

use super::clause::Clauses;
use crate::domain::{RecordId, RecordKind, Uuid};
use crate::query::address::{pairs, write};
use crate::query::sort::Sort;
use crate::query::{Filter, Operand, Query, Test};
use crate::ui::follow::whenever;
use leptos::prelude::*;
use leptos::web_sys::js_sys::JSON;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// A column that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The field's path.
    pub path: String,
    /// Its width, where somebody chose one.
    pub width: Option<u16>,
}

impl Shown {
    /// A column of its usual width.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            width: None,
        }
    }

    /// Reads `name:224,owner`.
    #[must_use]
    pub fn parse_all(text: &str) -> Vec<Self> {
        let columns = text.split(',').filter(|column| !column.is_empty());
        columns
            .map(|column| match column.split_once(':') {
                Some((path, width)) => Self {
                    path: path.to_owned(),
                    width: width.parse().ok(),
                },
                None => Self::new(column),
            })
            .collect()
    }

    /// Writes what [`Shown::parse_all`] reads.
    #[must_use]
    pub fn write_all(columns: &[Self]) -> String {
        let columns: Vec<String> = columns
            .iter()
            .map(|column| match column.width {
                Some(width) => format!("{}:{width}", column.path),
                None => column.path.clone(),
            })
            .collect();
        columns.join(",")
    }
}

/// The conditions of a list, as its address has them. What reads them is in a part of the program, so
/// that an address without any needs no part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions(String);

impl Conditions {
    /// The text of conditions; none is empty.
    #[must_use]
    pub fn of(filter: Option<Filter>) -> Self {
        let text = filter.map(|filter| filter.to_json().to_string());
        Self(text.unwrap_or_default())
    }

    /// What an address says; nothing where that is not even JSON.
    fn told(text: String) -> Self {
        if JSON::parse(&text).is_ok() {
            Self(text)
        } else {
            Self::default()
        }
    }

    /// What they are. What is wrong in them is left out: an address is typed by hand, too.
    #[must_use]
    pub fn read(&self) -> Option<Filter> {
        if self.is_empty() {
            return None;
        }
        Filter::parse(&self.0).ok()
    }

    /// Whether the address says none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListAddress {
    /// The tab, where it is not the first.
    pub tab: Option<String>,
    /// How it is drawn, where there are several ways: `board`, `table`.
    pub layout: Option<String>,
    /// The pipeline, where it shows the deals of one.
    pub pipeline: Option<Uuid>,
    /// The saved view it began from.
    pub view: Option<Uuid>,
    /// The words that are looked for.
    pub search: String,
    /// The conditions.
    pub filter: Conditions,
    /// The order; empty for the list's own.
    pub sort: Sort,
    /// The field that its rows are grouped by.
    pub group: Option<String>,
    /// The columns; empty for the list's own.
    pub columns: Vec<Shown>,
}

impl ListAddress {
    /// Reads a query string. What is wrong in it is left out: an address is typed by hand, too.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in pairs(query) {
            match name.as_str() {
                "tab" if !value.is_empty() => address.tab = Some(value),
                "layout" if !value.is_empty() => address.layout = Some(value),
                "pipeline" => address.pipeline = Uuid::parse(&value).ok(),
                "view" => address.view = Uuid::parse(&value).ok(),
                "q" => address.search = value,
                "filter" => address.filter = Conditions::told(value),
                "sort" => address.sort = Sort::parse(&value).unwrap_or_default(),
                "group_by" if !value.is_empty() => address.group = Some(value),
                "columns" => address.columns = Shown::parse_all(&value),
                _ => {}
            }
        }
        address
    }

    /// The query string.
    #[must_use]
    pub fn write(&self) -> String {
        let view = self.view.map(|view| view.to_string());
        let pipeline = self.pipeline.map(|pipeline| pipeline.to_string());
        let sort = self.sort.to_string();
        let columns = Shown::write_all(&self.columns);
        let pairs = [
            ("tab", self.tab.as_deref().unwrap_or_default()),
            ("layout", self.layout.as_deref().unwrap_or_default()),
            ("pipeline", pipeline.as_deref().unwrap_or_default()),
            ("view", view.as_deref().unwrap_or_default()),
            ("q", self.search.as_str()),
            ("filter", self.filter.0.as_str()),
            ("sort", sort.as_str()),
            ("group_by", self.group.as_deref().unwrap_or_default()),
            ("columns", columns.as_str()),
        ];
        write(pairs.into_iter().filter(|(_, value)| !value.is_empty()))
    }

    /// What a saved view keeps of it: all but which view it began from, and what is wrong in it.
    #[must_use]
    pub fn layout(&self) -> String {
        let kept = Self {
            view: None,
            filter: Conditions::of(self.filter.read()),
            ..self.clone()
        };
        kept.write()
    }

    /// What it asks, without how that is drawn: another list when it changes.
    #[must_use]
    pub fn asked(&self) -> String {
        let asked = Self {
            view: None,
            layout: None,
            columns: Vec::new(),
            ..self.clone()
        };
        asked.write()
    }

    /// The conditions as a sentence.
    #[must_use]
    pub fn clauses(&self) -> Clauses {
        Clauses::of(self.filter.read().as_ref())
    }

    /// The query that it asks, under the conditions of its tab and pipeline.
    #[must_use]
    pub fn query(&self, kind: RecordKind, tab: Option<Filter>) -> Query {
        let mut query = Query::new(kind);
        query.search.clone_from(&self.search);
        query.filter = self.filter.read();
        query.sort = self.sort.clone();
        query.group_by.clone_from(&self.group);
        let pipeline = self.pipeline.filter(|_| kind == RecordKind::Deal);
        let pipeline = pipeline.map(|uuid| {
            let id = RecordId::new(RecordKind::Pipeline, uuid);
            Filter::test("pipeline", Test::Is(Operand::text(&id.to_string())))
        });
        let conditions = tab.into_iter().chain(pipeline);
        conditions.fold(query, Query::and)
    }
}

/// The state of the list on this page, in step with the browser's address.
#[derive(Clone, Copy)]
pub struct ListState {
    address: RwSignal<ListAddress>,
    /// What was written and has not come back yet: the router tells of an address a moment later,
    /// when there may already be a newer one.
    ahead: StoredValue<Vec<String>>,
    go: Callback<(String, bool)>,
}

impl ListState {
    /// The state of the list at `path`, an address inside the app (`/w/…/customers`).
    #[must_use]
    pub fn at(path: String) -> Self {
        let location = use_location();
        let navigate = use_navigate();
        let search = location.search;
        let address = RwSignal::new(ListAddress::parse(&search.read_untracked()));
        let go = Callback::new(move |(query, replace): (String, bool)| {
            let to = if query.is_empty() {
                path.clone()
            } else {
                format!("{path}?{query}")
            };
            let options = NavigateOptions {
                replace,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&to, options);
        });
        let state = Self {
            address,
            ahead: StoredValue::new(Vec::new()),
            go,
        };
        whenever(move || {
            let told = ListAddress::parse(&search.read());
            let text = told.write();
            let own = state
                .ahead
                .with_value(|ahead| ahead.iter().position(|written| *written == text));
            match own {
                Some(at) => state.ahead.update_value(|ahead| drop(ahead.drain(..=at))),
                None => {
                    state.ahead.update_value(Vec::clear);
                    if *address.read_untracked() != told {
                        address.set(told);
                    }
                }
            }
        });
        state
    }

    /// What the list shows.
    #[must_use]
    pub fn read(self) -> Signal<ListAddress> {
        self.address.into()
    }

    /// What the list shows, without remembering that it was asked.
    #[must_use]
    pub fn peek(self) -> ListAddress {
        self.address.get_untracked()
    }

    /// Changes what the list shows. `replace` keeps the step out of the browser's history: every
    /// letter of a search would be one.
    pub fn change(self, replace: bool, change: impl FnOnce(&mut ListAddress)) {
        let before = self.address.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return;
        }
        let query = after.write();
        self.address.set(after);
        self.ahead.update_value(|ahead| ahead.push(query.clone()));
        self.go.run((query, replace));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn an_address_is_read_as_it_was_written() {
        let text = "tab=people&layout=table&q=a%20b&filter=%7B%22field%22:%22name%22,%22contains%22:%22x%22%7D\
                    &sort=-name,owner&group_by=owner&columns=name:240,owner";
        let address = ListAddress::parse(text);
        assert_eq!(address.search, "a b");
        assert!(address.filter.read().is_some());
        assert_eq!(address.columns.len(), 2);
        assert_eq!(address.group.as_deref(), Some("owner"));
        assert_eq!(ListAddress::parse(&address.write()), address);
    }

    #[wasm_bindgen_test]
    fn what_is_wrong_in_an_address_is_left_out() {
        let address = ListAddress::parse("filter=%7B&sort=,&view=none&odd=1&q=x");
        let expected = ListAddress {
            search: "x".to_owned(),
            ..ListAddress::default()
        };
        assert_eq!(address, expected);
    }

    #[wasm_bindgen_test]
    fn what_is_no_condition_is_not_kept_by_a_view() {
        let address = ListAddress::parse("filter=%7B%22field%22:%22name%22%7D&q=x");
        assert_eq!(address.filter.read(), None);
        assert_eq!(address.layout(), "q=x");
        assert!(address.clauses().places().is_empty());
    }
}
