//! The list of customers one lives in: its columns, its tabs, and the cells that say more than a
//! value. The rest is what all lists have in common.

use super::cell::{Steps, own_cell};
use super::preview::{put_away, use_wide};
use super::tab_filter;
use crate::domain::RecordKind;
use crate::message;
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{Button, ButtonKind, EmptyState, Glyph, PageHeader};
use crate::ui::frame::Making;
use crate::ui::lists::asking;
use crate::ui::lists::cell::CellOf;
use crate::ui::lists::export_menu::ExportMenu;
use crate::ui::lists::listing::{ListOf, Listing};
use crate::ui::lists::table::ListTable;
use crate::ui::lists::tabs::{ListTabs, label as list_label};
use crate::ui::lists::toolbar::ListToolbar;
use crate::ui::parts;
use leptos::prelude::*;
use std::sync::Arc;

static CUSTOMERS: ListOf = ListOf {
    kind: RecordKind::Customer,
    usual: &[
        "name",
        "lifecycle",
        "score",
        "value",
        "rfm",
        "last_contact",
        "next_step",
        "owner",
        "completeness",
    ],
    order: "name",
    tabs: &["all", "people", "companies"],
    tab: tab_filter,
    width,
    phone: ("lifecycle", 192),
    has_pages: true,
};

/// So many rows beyond those in view have their next steps at hand.
const AHEAD: usize = 32;

/// The page.
#[component]
pub fn CustomersPage() -> impl IntoView {
    use_app().map(|app| view! { <List app=app /> })
}

fn width(path: &str) -> Option<u16> {
    Some(match path {
        "name" => 208,
        "lifecycle" | "value" => 92,
        "score" => 84,
        "rfm" => 52,
        "last_contact" => 104,
        "next_step" => 164,
        "owner" => 96,
        "open_deals" | "completeness" => 92,
        "email" => 210,
        _ => return None,
    })
}

/// The next steps with the customers near those in view.
fn steps_near(list: Listing) -> Steps {
    let chunk = Memo::new(move |_| {
        let (first, rows) = list.shown.get();
        let first = list.lines.read().record_from(first);
        (first / AHEAD * AHEAD, rows.div_ceil(AHEAD) * AHEAD)
    });
    Memo::new(move |_| {
        let (first, rows) = chunk.get();
        let ids = list.ids.read();
        let near = first.saturating_sub(AHEAD)..(first + rows + 2 * AHEAD).min(ids.len());
        let near = ids.get(near).unwrap_or_default();
        asking::next_steps(list.app, near).map(Arc::new)
    })
}

#[component]
fn List(app: App) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let list = Listing::new(app, &CUSTOMERS);
    let steps = steps_near(list);
    let create = move |()| {
        if let Some(making) = making {
            making.customer.set(true);
        }
    };
    let tab_label = move |tab: &'static str| {
        page.text(&match tab {
            "people" => message!("customers-tab-people"),
            "companies" => message!("customers-tab-companies"),
            _ => message!("customers-tab-all"),
        })
    };
    let title = say(page, || message!("customers-title"));
    let wide = use_wide();
    let asked = RwSignal::new(None::<bool>);
    let is_previewed = Memo::new(move |_| asked.get().unwrap_or_else(|| wide.get()));
    let preview = move |()| asked.set(Some(!is_previewed.get_untracked()));
    // Esc takes away what lies over the list before it takes away the selection.
    let escape = move |event: leptos::ev::KeyboardEvent| {
        let is_over = asked.get_untracked() == Some(true) && !wide.get_untracked();
        if event.key() == "Escape" && is_over && list.active.get_untracked().is_some() {
            event.prevent_default();
            event.stop_propagation();
            put_away(asked);
        }
    };
    view! {
        <div class="page list-page" on:keydown:capture=escape>
            <div class="list-page__list">
                <PageHeader
                    title=title
                    note=list.note()
                    in_bar=true
                    // On a phone the round button makes customers, and a selection is exported from its bar.
                    narrow=move || view! {
                        <Button
                            label=say(page, || message!("action-import"))
                            icon=Glyph::Download
                            small=true
                            href=app.href("import")
                        />
                    }
                >
                    <Button
                        label=say(page, || message!("action-import"))
                        icon=Glyph::Download
                        href=app.href("import")
                    />
                    <ExportMenu list=list />
                    <Button label=say(page, || message!("customers-new")) icon=Glyph::Plus on_press=create />
                </PageHeader>
                <ListTabs list=list label=tab_label />
                <ListToolbar list=list search=|| message!("customers-search") />
                <ListTable
                    list=list
                    label=list_label(list, title, tab_label)
                    own=move |(id, path): CellOf| own_cell(app, id, &path, steps)
                    on_preview=preview
                    empty=move || view! {
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
                />
            </div>
            {parts::once_wanted(is_previewed.into(), move || {
                parts::preview(page, app, list.active, list.ids, steps, asked)
            })}
        </div>
    }
}
