//! Finds a customer by any of its words, as one types.

use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::query::Query;
use crate::query::list::run;
use crate::ui::app::{App, say};
use crate::ui::components::SearchField;
use crate::ui::customers::{about, tab_filter};
use leptos::prelude::*;

/// So many are offered.
const OFFERED: usize = 8;

/// The customers that some words find, of a tab of their list.
#[must_use]
pub fn find(app: App, words: &str, tab: &str) -> Vec<RecordId> {
    let mut query = Query::new(RecordKind::Customer);
    query.search = words.to_owned();
    query.limit = Some(OFFERED);
    if let Some(filter) = tab_filter(tab) {
        query = query.and(filter);
    }
    let live = app.live();
    let workspace = live.peek();
    let table = workspace.table(RecordKind::Customer);
    let rows = run(&workspace, &query, app.today()).map_or(Vec::new(), |answer| answer.rows);
    rows.into_iter().filter_map(|row| table.id(row)).collect()
}

/// Finds a customer by any of its words.
#[component]
pub fn Finder(
    /// The app.
    app: App,
    /// The tab of the customers that are offered.
    tab: &'static str,
    /// Those that are not.
    held: Vec<RecordId>,
    /// Takes the one that was chosen.
    #[prop(into)]
    on_choose: Callback<RecordId>,
) -> impl IntoView {
    let page = app.page();
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let mut found = find(app, &search.read(), tab);
        found.retain(|id| !held.contains(id));
        found
    });
    let offered = move || {
        let found = found.get();
        found
            .into_iter()
            .map(|id| {
                let name = app.live().peek().name(id).into_owned();
                view! {
                    <li>
                        <button class="links__choice" type="button" on:click=move |_| on_choose.run(id)>
                            <span class="truncate">{name}</span>
                            <span class="soft small truncate">{about(app, id)}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="links__finder">
            <SearchField
                label=say(page, || message!("field-search-record"))
                clear_label=say(page, || message!("action-clear-all"))
                value=search
            />
            <ul class="links__lines">{offered}</ul>
        </div>
    }
}
