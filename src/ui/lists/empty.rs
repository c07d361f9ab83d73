//! A list that shows nothing because of what is asked of it: how many are hidden, and which one
//! condition, dropped, would bring most of them back.

use super::address::{Conditions, ListState};
use super::clause::Place;
use super::field::ListField;
use super::filters::sentence;
use super::listing::TabFilter;
use crate::domain::RecordKind;
use crate::message;
use crate::query::list::select;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, EmptyState, Glyph};
use leptos::prelude::*;

/// The condition that hides most, in words, and how many there would be without it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Culprit {
    place: Place,
    words: String,
    count: usize,
}

/// What stands in the place of the rows.
#[component]
pub fn FilteredEmpty(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
    /// What a tab says.
    tab: TabFilter,
) -> impl IntoView {
    let page = app.page();
    let culprit = Memo::new(move |_| {
        let address = state.read().get();
        let clauses = address.clauses();
        let live = app.live();
        let workspace = live.kind(kind);
        let mut best: Option<Culprit> = None;
        for place in clauses.places() {
            let mut other = address.clone();
            other.filter = Conditions::of(clauses.clone().without(place).filter());
            let query = other.query(kind, tab(app, other.tab.as_deref().unwrap_or_default()));
            let found = select(&workspace, &query, app.clock());
            let count = found.map_or(0, |found| found.count());
            if count > best.as_ref().map_or(0, |best| best.count)
                && let Some(filter) = clauses.at(place)
            {
                best = Some(Culprit {
                    place,
                    words: sentence(app, kind, &fields.read(), filter),
                    count,
                });
            }
        }
        best
    });
    let title = Signal::derive(move || {
        let address = state.read();
        let address = address.read();
        let message = match address.clauses().len() {
            0 => message!("empty-search", text = address.search.trim()),
            count => message!("empty-filtered-title", count = count),
        };
        page.text(&message)
    });
    let text = Signal::derive(move || {
        let live = app.live();
        let hidden = live.kind(kind).table(kind).live();
        let message = match culprit.get() {
            Some(culprit) => message!(
                "empty-filtered-body",
                count = hidden,
                filter = culprit.words,
                more = app
                    .format()
                    .map(|format| format.count(culprit.count))
                    .unwrap_or_default()
            ),
            None => message!("list-all-hidden", count = hidden),
        };
        page.text(&message)
    });
    let drop_it = move |()| {
        if let Some(culprit) = culprit.get_untracked() {
            state.change(false, |address| {
                let rest = address.clauses().without(culprit.place).filter();
                address.filter = Conditions::of(rest);
            });
        }
    };
    let clear = move |()| {
        state.change(false, |address| {
            address.search.clear();
            address.filter = Conditions::default();
        });
    };
    let drop_label = say(page, move || {
        let words = culprit.get().map(|culprit| culprit.words);
        message!("empty-filtered-drop", filter = words.unwrap_or_default())
    });
    view! {
        <div class="list-page__empty">
        <EmptyState glyph=Glyph::Filter title=title text=text>
            <Show when=move || culprit.read().is_some()>
                <Button label=drop_label on_press=drop_it />
            </Show>
            <Button
                label=say(page, || message!("action-clear-all"))
                kind=ButtonKind::Quiet
                on_press=clear
            />
        </EmptyState>
        </div>
    }
}
