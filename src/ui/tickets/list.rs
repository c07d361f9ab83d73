//! The tickets as a queue, the most urgent promise first, or as a board by status. Which it is stands
//! in the address like all that is asked of a list.

use super::board::TicketBoard;
use super::cell::own_cell;
use super::service::ServiceRow;
use super::status::set_status;
use super::tab_filter;
use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{Button, ButtonKind, EmptyState, Glyph, PageHeader};
use crate::ui::frame::{Making, is_typing};
use crate::ui::lists::cell::CellOf;
use crate::ui::lists::export_menu::ExportMenu;
use crate::ui::lists::layout::{Layout, LayoutSwitch, layout};
use crate::ui::lists::listing::{ListOf, Listing};
use crate::ui::lists::table::ListTable;
use crate::ui::lists::tabs::{ListTabs, label as list_label};
use crate::ui::lists::toolbar::ListToolbar;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

static LAYOUTS: [Layout; 2] = [
    ("queue", || message!("tickets-queue"), Glyph::Table),
    ("board", || message!("tickets-board"), Glyph::Deals),
];

static TICKETS: ListOf = ListOf {
    kind: RecordKind::Ticket,
    usual: &[
        "subject",
        "priority",
        "customer",
        "status",
        "minutes_left",
        "owner",
        "csat",
    ],
    order: "minutes_left",
    tabs: &[
        "deadline",
        "mine",
        "unassigned",
        "waiting",
        "recent",
        "resolved",
        "all",
    ],
    tab: tab_filter,
    width,
    phone: ("minutes_left", 128),
    has_pages: true,
};

fn width(path: &str) -> Option<u16> {
    Some(match path {
        "subject" => 236,
        "priority" => 96,
        "customer" => 144,
        "status" => 148,
        "minutes_left" => 212,
        "owner" => 108,
        "csat" => 88,
        _ => return None,
    })
}

/// The page.
#[component]
pub fn TicketsPage() -> impl IntoView {
    use_app().map(|app| {
        view! { <Tickets app=app /> }
    })
}

/// A tab in words.
fn tab_label(app: App, tab: &'static str) -> String {
    let page = app.page();
    page.text(&match tab {
        "mine" => message!("tickets-tab-mine"),
        "unassigned" => message!("tickets-tab-unassigned"),
        "waiting" => message!("tickets-tab-waiting"),
        "recent" => message!("tickets-tab-recent"),
        "resolved" => message!("tickets-tab-resolved"),
        "all" => message!("list-all"),
        _ => message!("tickets-tab-deadline"),
    })
}

/// The keys of the queue: T makes a ticket; R answers the one that one is at, A gives it to somebody,
/// Shift R says that it is solved.
fn listen(list: Listing, create: impl Fn(()) + 'static) {
    let app = list.app;
    let navigate = use_navigate();
    let at = move || -> Option<RecordId> { untrack(|| list.at(list.active.get()?)) };
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        match (event.key().as_str(), at()) {
            ("t", _) => create(()),
            ("r", Some(id)) => {
                let path = format!("{}?reply", app.record_path(id));
                navigate(&path, Default::default());
            }
            ("R", Some(id)) => set_status(app, id, "resolved"),
            ("a", Some(id)) => list.editing.set(Some((id, "owner".to_owned()))),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || press.remove());
}

#[component]
fn Tickets(app: App) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let list = Listing::new(app, &TICKETS);
    let state = list.state;
    let is_board = Memo::new(move |_| layout(state, &LAYOUTS) == "board");
    let is_queue = Memo::new(move |_| !is_board.get());
    let create = move |()| {
        if let Some(making) = making {
            making.begin_ticket(None);
        }
    };
    listen(list, create);
    let switch = move || {
        view! { <LayoutSwitch app=app state=state label=|| message!("tickets-layout") layouts=&LAYOUTS /> }
    };
    let title = say(page, || message!("tickets-title"));
    let empty = move || {
        view! {
            <EmptyState
                glyph=Glyph::Ticket
                title=say(page, || message!("empty-tickets-title"))
                text=say(page, || message!("empty-tickets-body"))
            >
                <Button
                    label=say(page, || message!("tickets-new"))
                    kind=ButtonKind::Primary
                    icon=Glyph::Plus
                    on_press=create
                />
            </EmptyState>
        }
    };
    let keys = Signal::derive(move || {
        let hint = |keys: &str, message| (keys.to_owned(), page.text(&message));
        vec![
            hint("R", message!("ticket-reply")),
            hint("A", message!("ticket-assign")),
        ]
    });
    let body = move || {
        if is_board.get() {
            return view! {
                <Show when=move || { list.total.get() > 0 } fallback=empty>
                    <TicketBoard list=list />
                </Show>
            }
            .into_any();
        }
        view! {
            <ListTable
                list=list
                label=list_label(list, title, move |tab| tab_label(app, tab))
                own=move |(id, path): CellOf| own_cell(app, id, &path)
                own_keys=keys
                empty=empty
            />
        }
        .into_any()
    };
    view! {
        <div class="page list-page">
            <div class="list-page__list">
                <PageHeader
                    title=title
                    note=list.note()
                    in_bar=true
                    narrow=move || switch()
                >
                    {switch()}
                    <ExportMenu list=list />
                    <Button
                        label=say(page, || message!("tickets-service-hours"))
                        icon=Glyph::Clock
                        href=app.href("settings/service")
                    />
                    <Button label=say(page, || message!("tickets-new")) icon=Glyph::Plus key="T" on_press=create />
                </PageHeader>
                <Show when=move || { list.total.get() > 0 }>
                    <ServiceRow app=app />
                </Show>
                <Show when=move || is_queue.get()>
                    <ListTabs list=list label=move |tab| tab_label(app, tab) />
                </Show>
                <ListToolbar list=list search=|| message!("tickets-search") rows=is_queue />
                {body}
            </div>
        </div>
    }
}
