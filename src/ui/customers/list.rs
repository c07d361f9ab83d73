//! The list of customers: search as you type, order, selection, the trash.

use super::{city, company, shape};
use crate::domain::{RecordId, RecordKind, Standing, Value, customer, field};
use crate::live::Live;
use crate::message;
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{
    AvatarShape, BulkBar, Button, ButtonKind, Chip, Column, EmptyState, Glyph, NameCell,
    PageHeader, SearchField, Selecting, SortKey, Tab, TableFooter, TableRow, Tabs, Tone,
    VirtualTable,
};
use crate::ui::frame::Making;
use crate::workspace::Workspace;
use crate::workspace::command::Command;
use crate::workspace::fold::fold;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which customers a tab shows.
fn kind_of_tab(tab: &str) -> Option<&'static str> {
    match tab {
        "people" => Some("person"),
        "companies" => Some("company"),
        _ => None,
    }
}

/// The rows of the list: those whose text has all words, of the tab's kind, by name.
fn rows(workspace: &Workspace, tab: &str, search: &str, is_descending: bool) -> Vec<RecordId> {
    let table = workspace.table(RecordKind::Customer);
    let kinds = table.texts(&crate::domain::Key::one(customer::KIND));
    let kind = kind_of_tab(tab);
    let is_listed = |row: u32| {
        table.standing(row) == Standing::Live
            && kind.is_none_or(|kind| kinds.at(row).is_some_and(|of| **of == *kind))
    };
    let folded = fold(search);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut rows: Vec<u32> = Vec::new();
    if words.is_empty() {
        rows.extend(table.live_rows().filter(|row| is_listed(*row)));
    } else {
        table.search(&words, |row| {
            if is_listed(row) {
                rows.push(row);
            }
        });
    }
    rows.sort_by_cached_key(|row| fold(&table.text(*row, customer::NAME)));
    if is_descending {
        rows.reverse();
    }
    rows.into_iter().filter_map(|row| table.id(row)).collect()
}

/// The page.
#[component]
pub fn CustomersPage() -> impl IntoView {
    use_app().map(|app| view! { <List app=app /> })
}

#[component]
fn List(app: App) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let tab = RwSignal::new("all".to_owned());
    let search = RwSignal::new(String::new());
    let order = RwSignal::new(vec![SortKey {
        column: "name".to_owned(),
        is_descending: false,
    }]);
    let selected = RwSignal::new(BTreeSet::<RecordId>::new());
    let shown = RwSignal::new((0, 0));

    let ids = Memo::new(move |_| {
        let live = app.live();
        let is_descending = order.read().first().is_some_and(|key| key.is_descending);
        // What the list depends on is named, so that an edit of anything else leaves it alone.
        let searched = [
            customer::EMAILS,
            customer::PHONES,
            customer::TITLE,
            customer::DESCRIPTION,
        ];
        if !search.read().trim().is_empty() {
            searched
                .into_iter()
                .for_each(|field| drop(live.field(RecordKind::Customer, field)));
        }
        drop(live.field(RecordKind::Customer, customer::KIND));
        let workspace = live.field(RecordKind::Customer, customer::NAME);
        Arc::new(rows(&workspace, &tab.read(), &search.read(), is_descending))
    });
    let count = Signal::derive(move || ids.read().len());
    let id_at = move |index: usize| ids.read().get(index).copied();
    let of_tab = move |tab: &str| {
        let live = app.live();
        let workspace = live.field(RecordKind::Customer, customer::KIND);
        let table = workspace.table(RecordKind::Customer);
        match kind_of_tab(tab) {
            None => table.live(),
            Some(kind) => {
                let kinds = table.texts(&crate::domain::Key::one(customer::KIND));
                table
                    .live_rows()
                    .filter(|row| kinds.at(*row).is_some_and(|of| **of == *kind))
                    .count()
            }
        }
    };
    let counted = move |count: usize| {
        app.format()
            .map(|format| format.count(count))
            .unwrap_or_default()
    };
    let tabs = Signal::derive(move || {
        [
            ("all", page.text(&message!("customers-tab-all"))),
            ("people", page.text(&message!("customers-tab-people"))),
            ("companies", page.text(&message!("customers-tab-companies"))),
        ]
        .into_iter()
        .map(|(key, label)| Tab::new(key, label).count(counted(of_tab(key))))
        .collect::<Vec<_>>()
    });
    let columns = Signal::derive(move || {
        let label = |name: &str| page.messages().field("customer", name);
        vec![
            Column::new("name", label("name"), 224).rest(),
            Column::new("lifecycle", label("lifecycle"), 110).unsorted(),
            Column::new("email", label("emails"), 220).unsorted(),
            Column::new("phone", label("phones"), 150).unsorted(),
            Column::new("owner", label("owner"), 120).unsorted(),
        ]
    });
    let row = move |index: Signal<usize>| {
        let id = Memo::new(move |_| id_at(index.get()));
        let is_selected =
            Signal::derive(move || id.get().is_some_and(|id| selected.read().contains(&id)));
        TableRow::new(move |column| cell(app, id, column)).selected(is_selected)
    };
    let select = move |what: Selecting| {
        let ids = ids.get();
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
        if let Some(id) = id_at(at) {
            navigate(
                &format!("/w/{}/customer/{}", page.host().slug(), id.uuid),
                Default::default(),
            );
        }
    };
    let trash = move |()| {
        let ids: Vec<RecordId> = selected.get_untracked().into_iter().collect();
        let count = ids.len();
        let name = ids
            .first()
            .map(|id| app.live().peek().name(*id).into_owned())
            .unwrap_or_default();
        if app.execute(&Command::Trash { ids }).is_ok() {
            selected.set(BTreeSet::new());
            let message = match count {
                1 => message!("toast-trashed", name = name),
                count => message!("toast-trashed-many", count = count),
            };
            app.say(&message, true);
        }
    };
    let selected_count = Signal::derive(move || selected.read().len());
    let is_empty = move || {
        app.live()
            .kind(RecordKind::Customer)
            .table(RecordKind::Customer)
            .live()
            == 0
    };
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
    let create = move |()| {
        if let Some(making) = making {
            making.customer.set(true);
        }
    };
    view! {
        <div class="page customers">
            <PageHeader
                title=say(page, || message!("customers-title"))
                note=Signal::derive(move || counted(count.get()))
                in_bar=true
            >
                <Button label=say(page, || message!("customers-new")) icon=Glyph::Plus on_press=create />
            </PageHeader>
            <Tabs
                label=say(page, || message!("customers-title"))
                value=tab
                tabs=tabs
                on_change=move |to| tab.set(to)
            />
            <div class="toolbar">
                <SearchField
                    label=say(page, || message!("customers-search"))
                    clear_label=say(page, || message!("action-clear-all"))
                    value=search
                />
            </div>
            <Show
                when=move || !is_empty()
                fallback=move || view! {
                    <EmptyState
                        glyph=Glyph::People
                        title=say(page, || message!("empty-customers-title"))
                        text=say(page, || message!("empty-customers-body"))
                    >
                        <Button
                            label=say(page, || message!("customers-new"))
                            kind=ButtonKind::Primary
                            icon=Glyph::Plus
                            on_press=create
                        />
                    </EmptyState>
                }
            >
                <VirtualTable
                    label=say(page, || message!("customers-title"))
                    columns=columns
                    count=count
                    row=row
                    order=order
                    on_order=move |to| order.set(to)
                    on_select=select
                    selected_count=selected_count
                    select_all_label=say(page, || message!("action-select-all"))
                    shown=shown
                    on_open=open.clone()
                />
                <Show when=move || { selected_count.get() > 0 }>
                    <BulkBar
                        label=say(page, || message!("landmark-selection"))
                        count=say(page, move || message!("list-selected", count = selected_count.get()))
                        clear_label=say(page, || message!("list-clear-selection"))
                        on_clear=move |()| selected.set(BTreeSet::new())
                    >
                        <Button
                            label=say(page, || message!("action-delete"))
                            icon=Glyph::Trash
                            kind=ButtonKind::Quiet
                            small=true
                            on_press=trash
                        />
                    </BulkBar>
                </Show>
            </Show>
            <TableFooter rows=rows_text />
        </div>
    }
}

/// What stands in a cell; it reads the record anew when that changes.
fn cell(app: App, id: Memo<Option<RecordId>>, column: &str) -> AnyView {
    let text = move |read: fn(&Live, RecordId) -> String| {
        Signal::derive(move || id.get().map(|id| read(&app.live(), id)).unwrap_or_default())
    };
    match column {
        "name" => {
            let meta = move || {
                let (Some(id), live) = (id.get(), app.live()) else {
                    return String::new();
                };
                let workspace = live.record(id);
                let Some(record) = workspace.record(id) else {
                    return String::new();
                };
                let company = company(&record).map(|id| workspace.name(id).into_owned());
                match (record.text(customer::TITLE), company) {
                    ("", None) => city(&record),
                    ("", Some(company)) => company,
                    (title, None) => title.to_owned(),
                    (title, Some(company)) => app.page().text(&message!(
                        "customer-person-at",
                        title = title,
                        company = company
                    )),
                }
            };
            let shape = Signal::derive(move || {
                let record = id.get().and_then(|id| {
                    app.live()
                        .record(id)
                        .record(id)
                        .map(|record| shape(&record))
                });
                record.unwrap_or(AvatarShape::Company)
            });
            let name = text(|live, id| live.record(id).name(id).into_owned());
            let seed =
                Signal::derive(move || id.get().map(|id| id.to_string()).unwrap_or_default());
            let href =
                Signal::derive(move || id.get().map(|id| app.record_href(id)).unwrap_or_default());
            view! { <NameCell name=name meta=Signal::derive(meta) seed=seed shape=shape href=href /> }.into_any()
        }
        "lifecycle" => {
            let code = text(|live, id| {
                let workspace = live.record(id);
                workspace
                    .record(id)
                    .map(|record| record.text(customer::LIFECYCLE).to_owned())
                    .unwrap_or_default()
            });
            let label = Signal::derive(move || {
                app.page()
                    .messages()
                    .option("customer", "lifecycle", &code.read())
            });
            let tone = Signal::derive(move || match code.read().as_str() {
                "customer" | "evangelist" => Tone::Positive,
                "opportunity" => Tone::Accent,
                "lead" | "mql" | "sql" | "subscriber" => Tone::Info,
                _ => Tone::Neutral,
            });
            let chip =
                move || (!code.read().is_empty()).then(|| view! { <Chip label=label tone=tone /> });
            chip.into_any()
        }
        "email" => {
            let email = text(|live, id| first_text(live, id, customer::EMAILS));
            (move || email.get()).into_any()
        }
        "phone" => {
            let phone = text(|live, id| first_text(live, id, customer::PHONES));
            (move || phone.get()).into_any()
        }
        "owner" => {
            let owner = text(|live, id| {
                let owner = {
                    let workspace = live.record(id);
                    workspace
                        .record(id)
                        .and_then(|record| record.value(field::OWNER).and_then(Value::as_ref_id))
                };
                owner
                    .map(|owner| live.record(owner).name(owner).into_owned())
                    .unwrap_or_default()
            });
            (move || owner.get()).into_any()
        }
        _ => ().into_any(),
    }
}

/// The first address or number of a customer.
fn first_text(live: &Live, id: RecordId, list: crate::domain::FieldIx) -> String {
    let workspace = live.record(id);
    let Some(record) = workspace.record(id) else {
        return String::new();
    };
    let text = record
        .elements(list)
        .find_map(|(_, value)| value.as_part()?.value(0)?.as_text().map(str::to_owned));
    text.unwrap_or_default()
}
