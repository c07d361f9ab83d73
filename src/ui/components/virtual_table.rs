//! A table of any length. Only the rows in view are drawn; scrolling gives the same elements
//! other records, so it costs what changes and nothing else. The table has one tab stop and an
//! active row or cell inside (`aria-activedescendant`), so the focus survives that rows come and
//! go. What stands in a cell, how records are ordered, and which are selected is the page's.

mod column;
mod head;
mod keys;

mod row;
mod rows;
mod state;
mod window;

use crate::ui::follow::{follow, whenever};
use leptos::html;
use leptos::prelude::*;

use super::element_id;
pub use column::{Align, Column, SortKey, Width, bounded};
use column::{phone_tracks, tracks};
use head::Head;
use row::Row;
pub use row::TableRow;
use rows::{Rows, Slot};
pub use state::Selecting;
use state::{Active, BAR, State, Wishes};
use window::View;

/// The table.
#[component]
pub fn VirtualTable(
    /// What it lists.
    #[prop(into)]
    label: Signal<String>,
    /// The columns that show, the name first.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// What identifies the list: when it changes, the table goes back to its top.
    #[prop(optional, into)]
    list: Signal<String>,
    /// Makes a drawn row; called some forty times, not once per record.
    #[prop(into)]
    row: Callback<Signal<usize>, TableRow>,
    /// The order.
    #[prop(optional, into)]
    order: Signal<Vec<SortKey>>,
    /// What pressing a header does. Without it nothing can be ordered by.
    #[prop(optional, into)]
    on_order: Option<Callback<Vec<SortKey>>>,
    /// What a new width does: the column's key, the width in pixels.
    #[prop(optional, into)]
    on_resize: Option<Callback<(String, u16)>>,
    /// What selecting does. Without it there are no checks.
    #[prop(optional, into)]
    on_select: Option<Callback<Selecting>>,
    /// How many are selected.
    #[prop(optional, into)]
    selected_count: Signal<usize>,
    /// How many can be, where that is not all rows: heads of groups are none.
    #[prop(optional, into)]
    selectable: Option<Signal<usize>>,
    /// What the check in the header does, as its name.
    #[prop(optional, into)]
    select_all_label: MaybeProp<String>,
    /// Whether checks show on a phone too.
    #[prop(optional, into)]
    selecting: Signal<bool>,
    /// What Enter does.
    #[prop(optional, into)]
    on_open: Option<Callback<usize>>,
    /// What Space does.
    #[prop(optional, into)]
    on_preview: Option<Callback<usize>>,
    /// What E and a double press on a cell do: the row, the key of the cell's column; without one
    /// where one is at the row as a whole.
    #[prop(optional, into)]
    on_edit: Option<Callback<(usize, Option<String>)>>,
    /// Whether single letters are keys.
    #[prop(default = Signal::stored(true), into)]
    letters: Signal<bool>,
    /// The first row in view at the beginning.
    #[prop(optional)]
    start: usize,
    /// The row one is at; written by the table, readable by the page.
    #[prop(optional)]
    active_row: RwSignal<Option<usize>>,
    /// The first row in view and how many are; written by the table, readable by the page.
    #[prop(optional)]
    shown: RwSignal<(usize, usize)>,
    /// The table itself, for moving the focus there.
    #[prop(optional)]
    node_ref: NodeRef<html::Div>,
) -> impl IntoView {
    // A width while it is dragged, before the page has taken it.
    let dragged = RwSignal::new(None::<(String, u16)>);
    let columns = Memo::new(move |_| {
        let mut columns = columns.get();
        if let Some((key, width)) = dragged.get()
            && let Some(column) = columns.iter_mut().find(|column| column.key == key)
        {
            column.width = Width::Fixed(width);
        }
        columns
    });
    let wishes = Wishes {
        on_order,
        on_resize,
        on_select,
        on_open,
        on_preview,
        on_edit,
    };
    let state = State {
        id: StoredValue::new(element_id("table")),
        scroller: node_ref,
        probe: NodeRef::new(),
        rows: Rows::new(),
        view: RwSignal::new(View::default()),
        active: RwSignal::new(Active::default()),
        columns,
        count,
        selected_count,
        selectable: selectable.unwrap_or(count),
        order,
        wishes,
        letters,
        shown,
        pivot: StoredValue::new(None),
        start: StoredValue::new(start),
    };
    state.keep_in_step(list);
    state.mark_active();
    whenever(move || active_row.set(state.active.get().row));

    let has_checks = state.has_checks();
    let tracks = move || tracks(&columns.read(), has_checks);
    let phone = follow(move || phone_tracks(&columns.read(), has_checks && selecting.get()));
    // While a bar floats over the end, the last row can be scrolled out from under it.
    let height = follow(move || {
        let bar = if selected_count.get() > 0 { BAR } else { 0.0 };
        format!("{}px", count.get() as f64 * state.view.read().row + bar)
    });
    let active_column = Signal::derive(move || {
        let at = state.active.get();
        at.column.filter(|_| at.row.is_none())
    });
    let draw = move |slot: Slot| {
        let content = row.run(slot.index.into());
        view! { <Row state=state drawn=slot content=content /> }
    };
    view! {
        <div
            class="virtual-table"
            node_ref=state.scroller
            role="grid"
            tabindex="0"
            aria-label=label
            aria-rowcount=follow(move || (count.get() + 1).to_string())
            aria-colcount=follow(move || (columns.read().len() + usize::from(has_checks)).to_string())
            aria-multiselectable=has_checks.then_some("true")
            aria-activedescendant=follow(move || state.active_id())
            data-selecting=follow(move || selecting.get().then_some(""))
            style:--table-tracks=follow(move || tracks().0)
            style:--table-least=follow(move || tracks().1)
            style:--table-phone=phone
            on:scroll=move |_| state.scrolled()
            on:keydown=move |event| state.press(&event)
        >
            <Head
                state=state
                active_column=active_column
                select_all_label=select_all_label
                dragged=dragged
            />
            <div
                class="virtual-table__body"
                role="rowgroup"
                style:block-size=height
                on:click=move |event| state.press_row(&event)
                on:dblclick=move |event| state.press_row_twice(&event)
            >
                <For each=move || state.rows.made() key=|slot| slot.id children=draw />
            </div>
            <div class="virtual-table__probe" node_ref=state.probe role="presentation"></div>
        </div>
    }
}
