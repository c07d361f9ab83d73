//! The list of customers one lives in: what is asked of it stands in the address, the rows come
//! from the query, and each cell reads its own record.

use super::cell::{Editing, Steps, cell};
use super::preview::Preview;
use super::tab_filter;
use crate::domain::{RecordId, RecordKind, customer};
use crate::message;
use crate::query::list::{run, select};
use crate::query::sort::SortKey as QueryKey;
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{
    Align, Button, ButtonKind, Column, EmptyState, Glyph, PageHeader, SearchField, Selecting,
    SortKey, Tab, TableFooter, TableRow, Tabs, VirtualTable, Width,
};
use crate::ui::frame::{Making, is_typing};
use crate::ui::lists::address::{ListAddress, ListState};
use crate::ui::lists::bulk::Bulk;
use crate::ui::lists::columns::{ColumnsButton, set_shown, shown as shown_columns};
use crate::ui::lists::depend;
use crate::ui::lists::empty::FilteredEmpty;
use crate::ui::lists::export::export;
use crate::ui::lists::field::{self, Of};
use crate::ui::lists::filters::FilterBar;
use crate::ui::lists::sorting::{SortMenu, order, set_order};
use crate::ui::lists::trail::{Trail, Trails};
use crate::ui::lists::views::{AddView, ViewState, count as count_view, of_tab, saved};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeSet;
use std::sync::Arc;

const KIND: RecordKind = RecordKind::Customer;
/// The columns that the list begins with.
const USUAL: &[&str] = &[
    "name",
    "lifecycle",
    "open_deals",
    "last_contact",
    "next_step",
    "owner",
    "completeness",
];
/// The order that the list begins with.
const ORDER: &str = "name";
/// The tabs that are always there.
const TABS: [&str; 3] = ["all", "people", "companies"];
/// So many rows beyond those in view have their next steps at hand.
const AHEAD: usize = 32;

/// The page.
#[component]
pub fn CustomersPage() -> impl IntoView {
    use_app().map(|app| view! { <List app=app /> })
}

/// How wide a column is where nobody said.
fn usual_width(path: &str, of: Of) -> u16 {
    match (path, of) {
        ("name", _) => 280,
        ("lifecycle", _) => 116,
        ("open_deals" | "completeness", _) => 92,
        ("next_step", _) => 190,
        ("email", _) => 210,
        (_, Of::Text) => 160,
        (_, Of::Number | Of::Bool) => 92,
        (_, Of::Money) => 120,
        (_, Of::Date | Of::Instant) => 112,
        (_, Of::Choice) => 124,
    }
}

#[component]
fn List(app: App) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let state = ListState::at(format!("/w/{}/customers", page.host().slug()));
    let address = state.read();
    let fields = Memo::new(move |_| field::fields(app, KIND));
    let selected = RwSignal::new(BTreeSet::<RecordId>::new());
    let selecting = RwSignal::new(false);
    let shown = RwSignal::new((0_usize, 0_usize));
    let active = RwSignal::new(None::<usize>);
    let editing: Editing = RwSignal::new(None);

    // A search is typed into its own signal, so that no letter waits for the address.
    let search = RwSignal::new(state.peek().search);
    Effect::new(move |_| {
        let typed = search.get();
        state.change(true, |address| address.search = typed);
    });
    Effect::new(move |_| {
        let told = address.read().search.clone();
        if *search.read_untracked() != told {
            search.set(told);
        }
    });

    let query = Memo::new(move |_| {
        let keys = order(state, ORDER);
        let address = address.read();
        let tab = address.tab.as_deref().and_then(tab_filter);
        let mut query = address.query(KIND, tab);
        query.sort.0 = keys;
        query
    });
    let ids = Memo::new(move |_| {
        let live = app.live();
        let query = query.read();
        depend::on_query(&live, &query);
        let workspace = live.peek();
        let table = workspace.table(KIND);
        let rows = match run(&workspace, &query, app.today()) {
            Ok(answer) => answer.rows,
            Err(_) => Vec::new(),
        };
        Arc::new(
            rows.into_iter()
                .filter_map(|row| table.id(row))
                .collect::<Vec<RecordId>>(),
        )
    });
    let count = Signal::derive(move || ids.read().len());
    let id_at = move |index: usize| ids.read().get(index).copied();
    let total = Memo::new(move |_| app.live().kind(KIND).table(KIND).live());

    // What is selected and no longer found is no longer meant.
    Effect::new(move |_| {
        let ids = ids.read();
        if !selected.read_untracked().is_empty() {
            let found: BTreeSet<RecordId> = ids.iter().copied().collect();
            selected.update(|selected| selected.retain(|id| found.contains(id)));
        }
    });
    if let Some(Trails(trail)) = use_context::<Trails>() {
        Effect::new(move |_| {
            let query = address.read().write();
            trail.set(Trail {
                ids: ids.get(),
                path: if query.is_empty() {
                    KIND.collection().to_owned()
                } else {
                    format!("{}?{query}", KIND.collection())
                },
            });
        });
    }

    let chunk = Memo::new(move |_| {
        let (first, rows) = shown.get();
        (first / AHEAD * AHEAD, rows.div_ceil(AHEAD) * AHEAD)
    });
    let steps: Steps = Memo::new(move |_| {
        let live = app.live();
        depend::on_path(&live, KIND, "next_step");
        let (first, rows) = chunk.get();
        let ids = ids.read();
        let near = first.saturating_sub(AHEAD)..(first + rows + 2 * AHEAD).min(ids.len());
        let near = ids.get(near).unwrap_or_default();
        Arc::new(crate::query::customer::next_steps_of(&live.peek(), near))
    });

    let counted = move |count: usize| {
        app.format()
            .map(|format| format.count(count))
            .unwrap_or_default()
    };
    let tab_counts = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.field(KIND, customer::KIND);
        TABS.map(|tab| {
            let address = ListAddress::default();
            let query = address.query(KIND, tab_filter(tab));
            let found = select(&workspace, &query, app.today().into());
            found.map_or(0, |found| found.count())
        })
    });
    let tabs = Signal::derive(move || {
        let labels = [
            page.text(&message!("customers-tab-all")),
            page.text(&message!("customers-tab-people")),
            page.text(&message!("customers-tab-companies")),
        ];
        let fixed = TABS.into_iter().zip(labels).zip(tab_counts.get());
        let mut tabs: Vec<Tab> = fixed
            .map(|((key, label), count)| Tab::new(key, label).count(counted(count)))
            .collect();
        for view in saved(app, KIND) {
            let found = count_view(app, KIND, &view.address(), tab_filter);
            let tab = Tab::new(view.id.uuid.to_string(), view.name);
            tabs.push(match found {
                Some(found) => tab.count(counted(found)),
                None => tab,
            });
        }
        tabs
    });
    let open_tab = Signal::derive(move || {
        let address = address.read();
        match (address.view, address.tab.as_deref()) {
            (Some(view), _) => view.to_string(),
            (None, Some(tab)) => tab.to_owned(),
            (None, None) => "all".to_owned(),
        }
    });
    let choose_tab = move |to: String| match of_tab(&to) {
        Some(uuid) => {
            let view = untrack(|| saved(app, KIND));
            if let Some(view) = view.into_iter().find(|view| view.id.uuid == uuid) {
                state.change(false, |address| *address = view.address());
            }
        }
        None => state.change(false, |address| {
            // What a view asked is the view's; what was asked by hand stays.
            if address.view.is_some() {
                *address = ListAddress::default();
            }
            address.tab = (to != "all").then_some(to);
        }),
    };
    let columns = Signal::derive(move || {
        let fields = fields.read();
        let columns = shown_columns(app, KIND, state, USUAL);
        columns
            .into_iter()
            .filter_map(|column| {
                let field = field::named(&fields, &column.path)?;
                let width = column
                    .width
                    .unwrap_or_else(|| usual_width(&column.path, field.of));
                let mut shown = Column::new(column.path.clone(), field.label.clone(), width);
                if column.path == "name" {
                    shown.width = Width::Rest(width);
                }
                if matches!(field.of, Of::Number | Of::Money) && column.path != "completeness" {
                    shown.align = Align::End;
                }
                shown.is_sortable = field.is_sortable;
                shown.phone = (column.path == "lifecycle").then_some(116);
                Some(shown)
            })
            .collect::<Vec<_>>()
    });
    let table_order = Signal::derive(move || {
        order(state, ORDER)
            .into_iter()
            .map(|key| SortKey {
                column: key.field.to_string(),
                is_descending: key.is_descending,
            })
            .collect::<Vec<_>>()
    });
    let on_order = move |keys: Vec<SortKey>| {
        let keys = keys.into_iter().map(|key| QueryKey {
            field: key.column.into(),
            is_descending: key.is_descending,
        });
        set_order(state, ORDER, keys.collect());
    };
    let on_resize = move |(path, width): (String, u16)| {
        let mut columns = untrack(|| shown_columns(app, KIND, state, USUAL));
        if let Some(column) = columns.iter_mut().find(|column| column.path == path) {
            column.width = Some(width);
        }
        set_shown(app, KIND, state, USUAL, columns);
    };
    let row = move |index: Signal<usize>| {
        let id = Memo::new(move |_| id_at(index.get()));
        let is_selected =
            Signal::derive(move || id.get().is_some_and(|id| selected.read().contains(&id)));
        TableRow::new(move |column| cell(app, id, column, fields, editing, steps))
            .selected(is_selected)
    };
    let on_select = move |what: Selecting| {
        let ids = ids.get_untracked();
        selected.update(|selected| match what {
            Selecting::Toggle(at) => {
                if let Some(id) = ids.get(at)
                    && !selected.remove(id)
                {
                    selected.insert(*id);
                }
            }
            Selecting::Range { from, to } => {
                let range = from.min(to)..=from.max(to);
                selected.extend(range.filter_map(|at| ids.get(at)));
            }
            Selecting::All => selected.extend(ids.iter()),
            Selecting::None => selected.clear(),
        });
    };
    let navigate = use_navigate();
    let open = move |at: usize| {
        if let Some(id) = untrack(|| id_at(at)) {
            navigate(
                &format!("/w/{}/customer/{}", page.host().slug(), id.uuid),
                Default::default(),
            );
        }
    };
    let edit = move |(at, path): (usize, String)| {
        if let Some(id) = untrack(|| id_at(at)) {
            editing.set(Some((id, path)));
        }
    };
    let give = move |ids: Vec<RecordId>| {
        let columns = untrack(|| shown_columns(app, KIND, state, USUAL));
        let paths: Vec<String> = columns.into_iter().map(|column| column.path).collect();
        export(app, &ids, &paths, &fields.get_untracked());
    };
    let note = Signal::derive(move || {
        let (count, total) = (count.get(), total.get());
        if count == total {
            counted(count)
        } else {
            page.text(&message!("list-count-of", count = count, total = total))
        }
    });
    let found = Signal::derive(move || {
        let is_asked = {
            let address = address.read();
            !address.search.trim().is_empty() || address.filter.is_some()
        };
        if is_asked {
            page.text(&message!("list-results", count = count.get()))
        } else {
            String::new()
        }
    });
    let rows_text = Signal::derive(move || {
        let (first, rows) = shown.get();
        let message = message!(
            "list-rows",
            from = (first + 1).min(count.get()),
            to = (first + rows).min(count.get()),
            total = count.get()
        );
        page.text(&message)
    });
    let keys = Signal::derive(move || {
        let hint = |keys: &str, message| (keys.to_owned(), page.text(&message));
        vec![
            hint("J K", message!("list-keys-move")),
            hint("X", message!("list-keys-select")),
            hint("Enter", message!("list-keys-open")),
            hint("E", message!("list-keys-edit")),
        ]
    });
    let create = move |()| {
        if let Some(making) = making {
            making.customer.set(true);
        }
    };
    // F and S open the filter and the order, as their buttons do.
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        let opener = match event.key().as_str() {
            "f" => "[data-filter-opener] button",
            "s" => "[data-sort-opener] button",
            "v" => ".customers__tabs [aria-selected=true]",
            _ => return,
        };
        event.prevent_default();
        press_button(opener);
    });
    on_cleanup(move || press.remove());
    let is_filled = Memo::new(move |_| total.get() > 0);
    let is_found = Memo::new(move |_| count.get() > 0);
    let label = Signal::derive(move || {
        let open = open_tab.get();
        let tabs = tabs.get();
        let tab = tabs.into_iter().find(|tab| tab.value == open);
        let title = page.text(&message!("customers-title"));
        match tab.filter(|tab| tab.value != "all") {
            Some(tab) => page.text(&message!("list-label", list = title, view = tab.label)),
            None => title,
        }
    });
    let identity = Signal::derive(move || {
        let query = query.read();
        query.to_query_string()
    });
    let open_row = open.clone();
    view! {
        <div class="page customers">
            <div class="customers__list">
                <PageHeader
                    title=say(page, || message!("customers-title"))
                    note=note
                    in_bar=true
                >
                    <Button
                        label=say(page, || message!("action-import"))
                        icon=Glyph::Download
                        href=app.href("import")
                    />
                    <Button
                        label=say(page, || message!("action-export"))
                        icon=Glyph::Upload
                        on_press=move |()| give(ids.get_untracked().to_vec())
                    />
                    <Button label=say(page, || message!("customers-new")) icon=Glyph::Plus on_press=create />
                </PageHeader>
                <div class="customers__tabs">
                    <Tabs
                        label=say(page, || message!("landmark-saved-views"))
                        value=open_tab
                        tabs=tabs
                        on_change=choose_tab
                    >
                        <AddView app=app kind=KIND state=state />
                    </Tabs>
                </div>
                <div class="toolbar customers__toolbar">
                    <SearchField
                        label=say(page, || message!("customers-search"))
                        clear_label=say(page, || message!("action-clear-all"))
                        value=search
                    />
                    <FilterBar app=app kind=KIND state=state fields=fields />
                    <span class="push customers__tools">
                        <ViewState app=app kind=KIND state=state />
                        <span class="customers__select">
                            <Button
                                label=say(page, || message!("list-select"))
                                icon=Glyph::Check
                                kind=ButtonKind::Quiet
                                small=true
                                on_press=move |()| selecting.update(|is_on| *is_on = !*is_on)
                            />
                        </span>
                        <span data-sort-opener="">
                            <SortMenu app=app state=state fields=fields usual=ORDER />
                        </span>
                        <ColumnsButton app=app kind=KIND state=state fields=fields usual=USUAL />
                    </span>
                </div>
                <p class="visually-hidden" role="status">{move || found.get()}</p>
                <Show
                    when=move || is_filled.get()
                    fallback=move || view! {
                        <EmptyState
                            glyph=Glyph::People
                            title=say(page, || message!("empty-customers-title"))
                            text=say(page, || message!("empty-customers-body"))
                        >
                            <Button
                                label=say(page, || message!("action-import"))
                                kind=ButtonKind::Primary
                                icon=Glyph::Download
                                href=app.href("import")
                            />
                            <Button
                                label=say(page, || message!("customers-new"))
                                icon=Glyph::Plus
                                on_press=create
                            />
                        </EmptyState>
                    }
                >
                    <Show when=move || !is_found.get()>
                        <FilteredEmpty app=app kind=KIND state=state fields=fields tab=tab_filter />
                    </Show>
                    <div class="customers__table" data-empty=move || (!is_found.get()).then_some("")>
                        <VirtualTable
                            label=label
                            columns=columns
                            count=count
                            list=identity
                            row=row
                            order=table_order
                            on_order=on_order
                            on_resize=on_resize
                            on_select=on_select
                            selected_count=Signal::derive(move || selected.read().len())
                            select_all_label=say(page, || message!("action-select-all"))
                            selecting=selecting
                            shown=shown
                            active_row=active
                            on_open=open_row.clone()
                            on_edit=edit
                        />
                    </div>
                    <Bulk
                        app=app
                        kind=KIND
                        fields=fields
                        selected=selected
                        ids=ids
                        on_export=give
                    />
                </Show>
                <TableFooter rows=rows_text keys=keys />
            </div>
            <Preview app=app row=active ids=ids steps=steps />
        </div>
    }
}

/// Presses the first element that a selector finds, as the pointer would.
fn press_button(selector: &str) {
    use leptos::wasm_bindgen::JsCast;
    let button = document().query_selector(selector).ok().flatten();
    if let Some(button) =
        button.and_then(|button| button.dyn_into::<leptos::web_sys::HtmlElement>().ok())
    {
        // What cannot take the focus is still pressed.
        let _ = button.focus();
        button.click();
    }
}
