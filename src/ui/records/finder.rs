//! Finds a customer, or a record of another kind, by any of its words, as one types, or offers to make
//! the one who is not there.

use crate::domain::{RecordId, RecordKind, Value};
use crate::message;
use crate::query::Query;
use crate::query::list::run;
use crate::ui::app::{App, say};
use crate::ui::components::{Glyph, Icon, SearchField};
use crate::ui::customers::{about, tab_filter};
use crate::workspace::fold::fold;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement};

/// So many are offered.
const OFFERED: usize = 8;

/// The customers that some words find, of a tab of their list.
#[must_use]
pub fn find(app: App, words: &str, tab: &str) -> Vec<RecordId> {
    let mut query = Query::new(RecordKind::Customer);
    if let Some(filter) = tab_filter(app, tab) {
        query = query.and(filter);
    }
    found(app, query, words)
}

/// The records of a kind that some words find.
#[must_use]
pub fn find_of(app: App, kind: RecordKind, words: &str) -> Vec<RecordId> {
    match kind {
        RecordKind::Customer => find(app, words, ""),
        kind => found(app, Query::new(kind), words),
    }
}

/// The first records of a query that some words find.
fn found(app: App, mut query: Query, words: &str) -> Vec<RecordId> {
    query.search = words.to_owned();
    query.limit = Some(OFFERED);
    let live = app.live();
    let workspace = live.peek();
    let table = workspace.table(query.kind);
    let rows = run(&workspace, &query, app.clock()).map_or(Vec::new(), |answer| answer.rows);
    rows.into_iter().filter_map(|row| table.id(row)).collect()
}

/// The quiet words beside a name: of what belongs to a customer, whose it is.
pub fn beside(app: App, id: RecordId) -> String {
    if id.kind == RecordKind::Customer {
        return about(app, id);
    }
    let live = app.live();
    let workspace = live.peek();
    let customer = id.kind.field_named("customer").and_then(|customer| {
        let record = workspace.record(id)?;
        record.value(customer).and_then(Value::as_ref_id)
    });
    customer.map_or_else(String::new, |id| workspace.name(id).into_owned())
}

fn is_in_field(event: &leptos::ev::KeyboardEvent) -> bool {
    let target = event.target();
    target.is_some_and(|target| target.dyn_into::<HtmlInputElement>().is_ok())
}

/// Moves the focus among the field and those who are offered.
fn go(frame: &Element, step: i32) {
    let Ok(nodes) = frame.query_selector_all("input, li > button") else {
        return;
    };
    let held = document().active_element();
    let is_held = |at: &u32| nodes.item(*at).as_ref() == held.as_deref();
    let at = (0..nodes.length()).find(is_held).unwrap_or_default();
    let to = at.saturating_add_signed(step);
    let node = nodes
        .item(to)
        .and_then(|node| node.dyn_into::<HtmlElement>().ok());
    if let Some(node) = node {
        let _ = node.focus();
    }
}

/// What the keys do where something is found as one types: Enter takes who is found first; arrows lead
/// from the words to the others.
pub fn walk(frame: &Element, event: &leptos::ev::KeyboardEvent, take_first: impl FnOnce()) {
    if event.is_composing() {
        return;
    }
    let step = match event.key().as_str() {
        "Enter" if is_in_field(event) => {
            event.prevent_default();
            return take_first();
        }
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    go(frame, step);
}

/// Finds a customer, or a record of another kind, by any of its words.
#[component]
pub fn Finder(
    /// The app.
    app: App,
    /// What is found.
    #[prop(default = RecordKind::Customer)]
    kind: RecordKind,
    /// The tab of the customers that are offered.
    #[prop(default = "")]
    tab: &'static str,
    /// Those that are not.
    held: Vec<RecordId>,
    /// Takes the one that was chosen.
    #[prop(into)]
    on_choose: Callback<RecordId>,
    /// Makes one of the name that was typed, where nobody has it.
    #[prop(optional, into)]
    on_make: Option<Callback<String>>,
) -> impl IntoView {
    let page = app.page();
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let words = search.read();
        let mut found = match kind {
            RecordKind::Customer => find(app, &words, tab),
            kind => self::found(app, Query::new(kind), &words),
        };
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
                            <span class="soft small truncate">{beside(app, id)}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    let new = Memo::new(move |_| {
        let name = search.read().trim().to_owned();
        let is_there = || {
            let live = app.live();
            let workspace = live.peek();
            let mut found = found.get().into_iter();
            found.any(|id| fold(&workspace.name(id)) == fold(&name))
        };
        (on_make.is_some() && !name.is_empty() && !is_there()).then_some(name)
    });
    let make = move || {
        if let (Some(on_make), Some(name)) = (on_make, new.get_untracked()) {
            on_make.run(name);
        }
    };
    let another = move || {
        new.get().map(|name| {
            view! {
                <li>
                    <button class="links__choice links__new" type="button" on:click=move |_| make()>
                        <Icon glyph=Glyph::Plus />
                        <span>{page.text(&message!("field-create-record", name = name))}</span>
                    </button>
                </li>
            }
        })
    };
    // Enter makes one where nobody is found.
    let frame = NodeRef::<html::Div>::new();
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if let Some(frame) = frame.get_untracked() {
            walk(&frame, &event, || {
                let first = found.read_untracked().first().copied();
                match first {
                    Some(first) => on_choose.run(first),
                    None => make(),
                }
            });
        }
    };
    view! {
        <div class="links__finder" node_ref=frame on:keydown=keys>
            <SearchField
                label=say(page, || message!("field-search-record"))
                clear_label=say(page, || message!("action-clear-all"))
                value=search
            />
            <ul class="links__lines">{offered}{another}</ul>
        </div>
    }
}
