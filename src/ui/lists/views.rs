//! Saved views: named addresses of a list, shown as tabs above it and in the sidebar. They are
//! records like others, so they are undone, shared and exported like others.

use super::address::{ListAddress, ListState};
use crate::domain::order;
use crate::domain::{Key, RecordId, RecordKind, Uuid, Value, view};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Glyph, IconButton, Menu, MenuItem, Popover, TextField,
};
use crate::ui::follow::follow;
use crate::ui::parts;
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// The kinds whose views are shown after those of customers and deals.
pub const OTHERS: [RecordKind; 8] = [
    RecordKind::Ticket,
    RecordKind::Campaign,
    RecordKind::Segment,
    RecordKind::Activity,
    RecordKind::Need,
    RecordKind::Transaction,
    RecordKind::Product,
    RecordKind::Owner,
];

/// A saved view, read from its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Its record.
    pub id: RecordId,
    /// What it is called.
    pub name: String,
    /// What it shows.
    pub query: String,
}

impl SavedView {
    /// The address of the list when it shows this view.
    #[must_use]
    pub fn address(&self) -> ListAddress {
        ListAddress {
            view: Some(self.id.uuid),
            ..ListAddress::parse(&self.query)
        }
    }
}

/// The saved views of a kind, in their order.
#[must_use]
pub fn saved(app: App, kind: RecordKind) -> Vec<SavedView> {
    let live = app.live();
    for field in [view::NAME, view::QUERY, view::OBJECT, view::ORDER] {
        drop(live.field(RecordKind::View, field));
    }
    let workspace = live.peek();
    let table = workspace.table(RecordKind::View);
    let mut views: Vec<(Option<i64>, SavedView)> = table
        .live_rows()
        .filter_map(|row| table.record(row))
        .filter(|record| record.text(view::OBJECT) == kind.collection())
        .map(|record| {
            let order = match record.value(view::ORDER) {
                Some(Value::Number(order)) => Some((order.to_f64() * 1000.0) as i64),
                _ => None,
            };
            let saved = SavedView {
                id: record.id,
                name: record.text(view::NAME).to_owned(),
                query: record.text(view::QUERY).to_owned(),
            };
            (order, saved)
        })
        .collect();
    order::sort_by_key(&mut views, |(order, view)| {
        (order.unwrap_or(i64::MAX), view.id)
    });
    views.into_iter().map(|(_, view)| view).collect()
}

/// The view that the list began from.
fn current(app: App, kind: RecordKind, state: ListState) -> Option<SavedView> {
    let uuid = state.read().read().view?;
    saved(app, kind)
        .into_iter()
        .find(|view| view.id.uuid == uuid)
}

/// Whether the list shows something else than its view says; without a view, than nothing.
fn is_changed(app: App, kind: RecordKind, state: ListState) -> bool {
    let layout = state.read().read().layout();
    match current(app, kind, state) {
        Some(view) => ListAddress::parse(&view.query).layout() != layout,
        None => {
            let address = state.read();
            let address = address.read();
            address.filter.read().is_some() || !address.sort.0.is_empty() || address.group.is_some()
        }
    }
}

/// What the name is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// A new view.
    New,
    /// One that has another name.
    Rename(RecordId),
}

/// The button behind the tabs that makes a view of what is shown.
#[component]
pub fn AddView(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
) -> impl IntoView {
    let page = app.page();
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    view! {
        <span node_ref=opener>
            <IconButton
                label=say(page, || message!("list-new-view"))
                glyph=Glyph::Plus
                small=true
                on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
            />
        </span>
        <NamePopover app=app kind=kind state=state anchor=anchor naming=Signal::stored(Naming::New) />
    }
}

/// Asks for a name, where the opener is.
#[component]
fn NamePopover(
    app: App,
    kind: RecordKind,
    state: ListState,
    anchor: RwSignal<Option<Element>, LocalStorage>,
    naming: Signal<Naming>,
) -> impl IntoView {
    let page = app.page();
    view! {
        <Popover anchor=anchor label=say(page, || message!("list-view-name"))>
            {parts::view_form(page, app, kind, state, anchor, naming)}
        </Popover>
    }
}

/// The form of a view's name.
#[component]
pub fn ViewForm(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
    /// Where it stands, until it is done.
    anchor: RwSignal<Option<Element>, LocalStorage>,
    /// Whose name it is.
    naming: Signal<Naming>,
) -> impl IntoView {
    let page = app.page();
    let started = match naming.get_untracked() {
        Naming::New => String::new(),
        Naming::Rename(id) => app.live().peek().name(id).into_owned(),
    };
    let name = RwSignal::new(started);
    let error = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = name.get_untracked().trim().to_owned();
        if typed.is_empty() {
            let rule = page.messages().rule(&crate::domain::Rule::Required);
            return error.set(Some(rule));
        }
        let done = match naming.get_untracked() {
            Naming::New => create(app, kind, state, &typed),
            Naming::Rename(id) => app
                .execute(&Command::Edit {
                    ids: vec![id],
                    fields: vec![(Key::one(view::NAME), Some(Value::text(typed.as_str())))],
                    revision: None,
                })
                .is_ok(),
        };
        if done {
            anchor.set(None);
            app.say(&message!("toast-view-saved", name = typed), true);
        }
    };
    view! {
        <form class="view-form" on:submit=submit>
            <TextField
                label=say(page, || message!("list-view-name"))
                value=name
                error=Signal::derive(move || error.get())
                reveal=Signal::stored(true)
            />
            <Button label=say(page, || message!("action-save")) kind=ButtonKind::Primary submit=true />
        </form>
    }
}

/// Makes a view of what the list shows, and goes to it.
fn create(app: App, kind: RecordKind, state: ListState, name: &str) -> bool {
    let id = app.live().writer().new_id(RecordKind::View);
    let layout = state.peek().layout();
    // Deals are a board unless the address says otherwise; everything else is a table.
    let is_board = kind == RecordKind::Deal && state.peek().layout.as_deref() != Some("table");
    let fields = vec![
        (Key::one(view::NAME), Some(Value::text(name))),
        (Key::one(view::OBJECT), Some(Value::text(kind.collection()))),
        (
            Key::one(view::LAYOUT),
            Some(Value::text(if is_board { "board" } else { "table" })),
        ),
        (
            Key::one(view::QUERY),
            (!layout.is_empty()).then(|| Value::text(layout)),
        ),
    ];
    let is_made = app.execute(&Command::Create { id, fields }).is_ok();
    if is_made {
        state.change(false, |address| address.view = Some(id.uuid));
    }
    is_made
}

/// What can be done with the view, once the address says anything that could be one.
#[must_use]
pub fn view_state(app: App, kind: RecordKind, state: ListState) -> AnyView {
    let wanted = Signal::derive(move || {
        let address = state.read();
        let address = address.read();
        address.view.is_some()
            || !address.filter.is_empty()
            || !address.sort.0.is_empty()
            || address.group.is_some()
    });
    parts::once_wanted(wanted, move || {
        parts::view_state(app.page(), app, kind, state)
    })
}

/// What can be done with the view, in the toolbar: said and offered only where it changed.
#[component]
pub fn ViewState(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
) -> impl IntoView {
    let page = app.page();
    let view = Memo::new(move |_| current(app, kind, state));
    let changed = Memo::new(move |_| is_changed(app, kind, state));
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let naming = RwSignal::new(Naming::New);
    let opener = NodeRef::<html::Span>::new();
    let ask = move |what: Naming| {
        naming.set(what);
        anchor.set(opener.get_untracked().map(Into::into));
    };
    let save = move |()| match view.get_untracked() {
        None => ask(Naming::New),
        Some(view) => {
            let layout = state.peek().layout();
            let command = Command::Edit {
                ids: vec![view.id],
                fields: vec![(
                    Key::one(view::QUERY),
                    (!layout.is_empty()).then(|| Value::text(layout)),
                )],
                revision: None,
            };
            if app.execute(&command).is_ok() {
                app.say(&message!("toast-view-saved", name = view.name), true);
            }
        }
    };
    let items = Signal::derive(move || {
        let mut items = Vec::new();
        if changed.get() {
            let label = page.text(&message!("list-discard-changes"));
            items.push(MenuItem::new("discard", label));
        }
        items.push(MenuItem::new(
            "rename",
            page.text(&message!("action-rename")),
        ));
        items.push(MenuItem::new(
            "copy",
            page.text(&message!("list-save-view-as")),
        ));
        items.push(
            MenuItem::new("delete", page.text(&message!("list-delete-view")))
                .danger()
                .group(),
        );
        items
    });
    let choose = move |what: String| {
        let Some(view) = view.get_untracked() else {
            return;
        };
        match what.as_str() {
            "discard" => state.change(false, |address| *address = view.address()),
            "rename" => ask(Naming::Rename(view.id)),
            "copy" => ask(Naming::New),
            _ => {
                let command = Command::Trash { ids: vec![view.id] };
                if app.execute(&command).is_ok() {
                    state.change(false, |address| *address = ListAddress::default());
                    app.say(&message!("toast-trashed", name = view.name), true);
                }
            }
        }
    };
    view! {
        <span class="view-state" node_ref=opener>
            <Show when=move || changed.get()>
                <span class="view-state__note">{follow(move || page.text(&message!("list-view-changed")))}</span>
                <Button
                    label=say(page, || message!("list-save-view"))
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=save
                />
            </Show>
            <Show when=move || view.read().is_some()>
                <Menu
                    label=say(page, || message!("kind-view"))
                    icon=Glyph::More
                    icon_only=true
                    kind=ButtonKind::Quiet
                    small=true
                    items=items
                    on_choose=choose
                />
            </Show>
        </span>
        <NamePopover app=app kind=kind state=state anchor=anchor naming=naming.into() />
    }
}

/// Reads the id of a view that a tab names.
#[must_use]
pub fn of_tab(tab: &str) -> Option<Uuid> {
    Uuid::parse(tab).ok()
}
