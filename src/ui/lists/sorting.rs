//! The menus of a list's order: by which field, which way, and in groups of which.

use super::address::{ListAddress, ListState};
use super::field::ListField;
use crate::message;
use crate::query::sort::{Sort, SortKey};
use crate::ui::app::{App, say};
use crate::ui::components::{ButtonKind, Glyph, Menu, MenuItem};
use leptos::prelude::*;

/// The order that a list has: its own, where the address names none.
#[must_use]
pub fn order(state: ListState, usual: &'static str) -> Vec<SortKey> {
    order_of(&state.read().read(), usual)
}

/// The order of an address: the list's own, where it names none.
#[must_use]
pub fn order_of(address: &ListAddress, usual: &'static str) -> Vec<SortKey> {
    if address.sort.0.is_empty() {
        Sort::parse(usual).unwrap_or_default().0
    } else {
        address.sort.0.clone()
    }
}

/// Lets a list have another order.
pub fn set_order(state: ListState, usual: &'static str, keys: Vec<SortKey>) {
    let usual = Sort::parse(usual).unwrap_or_default();
    let sort = Sort(keys);
    state.change(false, |address| {
        address.sort = if sort == usual { Sort::default() } else { sort };
    });
}

/// The menu.
#[component]
pub fn SortMenu(
    /// The app.
    app: App,
    /// The list.
    state: ListState,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
    /// Its own order.
    usual: &'static str,
) -> impl IntoView {
    let page = app.page();
    let items = Signal::derive(move || {
        let first = order(state, usual).into_iter().next();
        let is_descending = first.as_ref().is_some_and(|key| key.is_descending);
        let fields = fields.read();
        let mut items: Vec<MenuItem> = fields
            .iter()
            .filter(|field| field.is_sortable && field.is_column)
            .map(|field| {
                let is_on = first.as_ref().is_some_and(|key| *key.field == *field.path);
                MenuItem::new(field.path.clone(), field.label.clone()).chosen(is_on)
            })
            .collect();
        let ways = [
            (
                "+",
                page.text(&message!("list-sort-ascending")),
                !is_descending,
            ),
            (
                "-",
                page.text(&message!("list-sort-descending")),
                is_descending,
            ),
        ];
        for (at, (value, label, is_on)) in ways.into_iter().enumerate() {
            let item = MenuItem::new(value, label).chosen(is_on);
            items.push(if at == 0 { item.group() } else { item });
        }
        items
    });
    let choose = move |what: String| {
        let mut keys = untrack(|| order(state, usual));
        match what.as_str() {
            "+" | "-" => {
                if let Some(key) = keys.first_mut() {
                    key.is_descending = what == "-";
                }
            }
            path => {
                keys = vec![SortKey {
                    field: path.into(),
                    is_descending: false,
                }];
            }
        }
        set_order(state, usual, keys);
    };
    view! {
        <Menu
            label=say(page, || message!("list-sort"))
            icon=Glyph::Sort
            kind=ButtonKind::Quiet
            small=true
            items=items
            on_choose=choose
        />
    }
}

/// The menu of the field that rows are grouped by.
#[component]
pub fn GroupMenu(
    /// The app.
    app: App,
    /// The list.
    state: ListState,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
) -> impl IntoView {
    let page = app.page();
    let items = Signal::derive(move || {
        let group = state.read().read().group.clone();
        let none = MenuItem::new("", page.text(&message!("list-group-no"))).chosen(group.is_none());
        let fields = fields.read();
        let by = fields.iter().filter(|field| field.is_group()).map(|field| {
            let is_on = group.as_ref() == Some(&field.path);
            MenuItem::new(field.path.clone(), field.label.clone()).chosen(is_on)
        });
        std::iter::once(none).chain(by).collect::<Vec<_>>()
    });
    let choose = move |path: String| {
        state.change(false, |address| {
            address.group = Some(path).filter(|path| !path.is_empty());
        });
    };
    view! {
        <Menu
            label=say(page, || message!("list-group-by"))
            icon=Glyph::Rows
            kind=ButtonKind::Quiet
            small=true
            items=items
            on_choose=choose
        />
    }
}
