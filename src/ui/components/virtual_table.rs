//! A table of any length. Only the rows in view are drawn; scrolling gives the same elements
//! other records, so it costs what changes and nothing else. The table has one tab stop and an
//! active row or cell inside (`aria-activedescendant`), so the focus survives that rows come and
//! go. What stands in a cell, how records are ordered, and which are selected is the page's.

mod column;
mod head;
mod keys;
mod measure;
mod rows;
mod window;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::{Tone, element_id};
pub use column::{Align, Column, SortKey, Width};
use column::{phone_tracks, tracks};
use head::Head;
use keys::{Move, Order};
use rows::{Rows, Slot};
use window::View;

/// Free space below the active row while a bar floats over the table's end.
const BAR: f64 = 64.0;

/// What a drawn row shows. It is made once per drawn row and lives on while the row shows other
/// records, so everything in it reads the index it was given.
#[derive(Clone)]
pub struct TableRow {
    cell: Arc<dyn Fn(&str) -> AnyView + Send + Sync>,
    selected: Signal<bool>,
    tone: Signal<Tone>,
}

impl TableRow {
    /// Says what stands in the cell of a column, by the column's key.
    pub fn new(cell: impl Fn(&str) -> AnyView + Send + Sync + 'static) -> Self {
        Self {
            cell: Arc::new(cell),
            selected: Signal::stored(false),
            tone: Signal::stored(Tone::Neutral),
        }
    }

    /// Says whether the record is selected.
    #[must_use]
    pub fn selected(mut self, selected: Signal<bool>) -> Self {
        self.selected = selected;
        self
    }

    /// Gives the row the ground of a tone: a doubtful line of an import.
    #[must_use]
    pub fn tone(mut self, tone: Signal<Tone>) -> Self {
        self.tone = tone;
        self
    }
}

/// What is to be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selecting {
    /// This one, or no longer.
    Toggle(usize),
    /// All from one to the other, both included.
    Range {
        /// Where it began.
        from: usize,
        /// Where it is now.
        to: usize,
    },
    /// Everything in the list.
    All,
    /// Nothing.
    None,
}

/// Where one is in the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Active {
    /// The row; none stands for the header.
    row: Option<usize>,
    /// The cell; none stands for the row as a whole.
    column: Option<usize>,
}

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
    /// What E and a double press on a cell do: the row, the column's key.
    #[prop(optional, into)]
    on_edit: Option<Callback<(usize, String)>>,
    /// Whether single letters are keys.
    #[prop(default = Signal::stored(true), into)]
    letters: Signal<bool>,
    /// The row one is at; written by the table, readable by the page.
    #[prop(optional)]
    active_row: RwSignal<Option<usize>>,
    /// The first row in view and how many are; written by the table, readable by the page.
    #[prop(optional)]
    shown: RwSignal<(usize, usize)>,
) -> impl IntoView {
    let id = StoredValue::new(element_id("table"));
    let scroller = NodeRef::<html::Div>::new();
    let probe = NodeRef::<html::Div>::new();
    let rows = Rows::new();
    let view = RwSignal::new(View::default());
    let active = RwSignal::new(Active::default());
    let has_checks = on_select.is_some();
    // Widths while they are dragged, before the page has taken them.
    let dragged = RwSignal::new(None::<(String, u16)>);
    let columns = Memo::new(move |_| {
        let mut columns = columns.get();
        if let Some((key, width)) = dragged.get() {
            if let Some(column) = columns.iter_mut().find(|column| column.key == key) {
                column.width = Width::Fixed(width);
            }
        }
        columns
    });

    let place = move || {
        let (view, count) = (view.get_untracked(), count.get_untracked());
        rows.place(view, count);
        let seen = view.shown(count);
        if shown.get_untracked() != seen {
            shown.set(seen);
        }
    };
    let scrolled = move || {
        let Some(scroller) = scroller.get_untracked() else {
            return;
        };
        let top = f64::from(scroller.scroll_top());
        view.update(|view| view.scroll = top);
        place();
    };
    let measure = move || {
        let (Some(scroller), Some(probe)) = (scroller.get_untracked(), probe.get_untracked())
        else {
            return;
        };
        let row = probe.get_bounding_client_rect().height();
        let head = scroller
            .first_element_child()
            .map_or(0, |head| head.client_height());
        view.set(View {
            row,
            height: f64::from(scroller.client_height() - head),
            scroll: f64::from(scroller.scroll_top()),
        });
        place();
    };
    Effect::new(move |_| {
        if let (Some(scroller), Some(probe)) = (scroller.get(), probe.get()) {
            measure::observe(&[scroller.into(), probe.into()], measure);
        }
    });
    Effect::new(move |_| {
        count.track();
        place();
    });
    Effect::new(move |before: Option<String>| {
        let now = list.get();
        if before.is_some_and(|before| before != now) {
            if let Some(scroller) = scroller.get_untracked() {
                scroller.set_scroll_top(0);
            }
            active.set(Active::default());
            scrolled();
        }
        now
    });
    Effect::new(move |_| active_row.set(active.get().row));

    // Brings the active row into view, and the active cell too.
    let reveal = move || {
        let Some(scroller) = scroller.get_untracked() else {
            return;
        };
        let Active {
            row: Some(row),
            column,
        } = active.get_untracked()
        else {
            return;
        };
        let margin = if selected_count.get_untracked() > 0 {
            BAR
        } else {
            0.0
        };
        if let Some(top) = view.get_untracked().reveal(row, margin) {
            scroller.set_scroll_top(top.round() as i32);
            scrolled();
        }
        let slot = rows
            .showing(row)
            .and_then(|slot| slot.element.get_untracked());
        if let (Some(column), Some(slot)) = (column, slot) {
            let at = u32::try_from(column).unwrap_or_default() + u32::from(has_checks);
            if let Some(cell) = slot.children().item(at) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
                cell.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    };
    let active_id = move || {
        let at = active.get();
        let id = id.get_value();
        let column = at
            .column
            .and_then(|at| columns.read().get(at).map(|column| column.key.clone()));
        match (at.row, column) {
            (Some(row), None) => rows.showing(row).map(|slot| format!("{id}-{}", slot.id)),
            (Some(row), Some(key)) => rows
                .showing(row)
                .map(|slot| format!("{id}-{}-{key}", slot.id)),
            (None, Some(key)) => Some(format!("{id}-head-{key}")),
            (None, None) => None,
        }
    };

    // Where a range of selected rows began.
    let pivot = StoredValue::new(None::<usize>);
    let select = move |what: Selecting| {
        if let Some(on_select) = on_select {
            on_select.run(what);
        }
    };
    let sort = move |at: usize, adds: bool| {
        let column = columns.read_untracked().get(at).cloned();
        let (Some(on_order), Some(column)) = (on_order, column.filter(|held| held.is_sortable))
        else {
            return;
        };
        // Read out first: what is called writes to what was read.
        let next = column::next_order(&order.read_untracked(), &column.key, adds);
        on_order.run(next);
    };
    let resize = move |key: String, width: u16| {
        if let Some(on_resize) = on_resize {
            on_resize.run((key, width));
        }
    };
    let edit = move |row: usize, at: usize| {
        let column = columns.read_untracked().get(at).cloned();
        if let (Some(on_edit), Some(column)) = (on_edit, column) {
            on_edit.run((row, column.key));
        }
    };
    let go = move |to: Active| {
        active.set(to);
        reveal();
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        // Keys in an input or a button of a cell are theirs.
        let is_own = event
            .target()
            .and_then(|node| node.dyn_into::<Element>().ok())
            .is_some_and(|node| node.get_attribute("role").as_deref() == Some("grid"));
        let Some(order) = Order::read(&event, letters.get_untracked()).filter(|_| is_own) else {
            return;
        };
        let at = active.get_untracked();
        let last = count.get_untracked().saturating_sub(1);
        let width = columns.read_untracked().len();
        event.prevent_default();
        match (order, at.row) {
            (Order::Go(step), _) => {
                go(keys::step(
                    at,
                    step,
                    count.get_untracked(),
                    width,
                    view.get_untracked().page(),
                ));
            }
            (Order::Extend(by), Some(row)) if has_checks => {
                let from = pivot.get_value().unwrap_or(row);
                let to = if by {
                    (row + 1).min(last)
                } else {
                    row.saturating_sub(1)
                };
                pivot.set_value(Some(from));
                select(Selecting::Range { from, to });
                go(Active {
                    row: Some(to),
                    ..at
                });
            }
            (Order::Toggle, Some(row)) => {
                pivot.set_value(Some(row));
                select(Selecting::Toggle(row));
            }
            (Order::All, _) => select(Selecting::All),
            (Order::Clear, _) => select(Selecting::None),
            (Order::Open { .. }, Some(row)) => {
                if let Some(on_open) = on_open {
                    on_open.run(row);
                }
            }
            (Order::Open { adds }, None) => sort(at.column.unwrap_or_default(), adds),
            (Order::Preview, Some(row)) => {
                if let Some(on_preview) = on_preview {
                    on_preview.run(row);
                }
            }
            (Order::Edit, Some(row)) => edit(row, at.column.unwrap_or_default()),
            (Order::Wider(by), None) => {
                let column = at
                    .column
                    .and_then(|at| columns.read_untracked().get(at).cloned());
                if let Some(column) = column {
                    resize(
                        column.key,
                        column::bounded(f64::from(column.width.least()) + by),
                    );
                }
            }
            _ => {}
        }
        // A range ends with the first step that is not part of it.
        if matches!(
            order,
            Order::Go(Move::Up | Move::Down | Move::First | Move::Last)
        ) {
            pivot.set_value(None);
        }
    };

    let pressed = move |event: leptos::ev::MouseEvent, index: usize| {
        let node = event
            .target()
            .and_then(|node| node.dyn_into::<Element>().ok());
        let is_check = node
            .as_ref()
            .and_then(|node| node.closest(".virtual-table__select").ok().flatten())
            .is_some();
        active.set(Active {
            row: Some(index),
            column: None,
        });
        if is_check && event.shift_key() {
            let from = pivot.get_value().unwrap_or(index);
            select(Selecting::Range { from, to: index });
        } else if is_check {
            pivot.set_value(Some(index));
            select(Selecting::Toggle(index));
        }
    };
    let pressed_twice = move |event: leptos::ev::MouseEvent, index: usize| {
        let cell = event
            .target()
            .and_then(|node| node.dyn_into::<Element>().ok())
            .and_then(|node| node.closest("[data-column]").ok().flatten())
            .and_then(|cell| cell.get_attribute("data-column"));
        let at = columns
            .read_untracked()
            .iter()
            .position(|column| Some(&column.key) == cell.as_ref());
        if let Some(at) = at {
            active.set(Active {
                row: Some(index),
                column: Some(at),
            });
            edit(index, at);
        }
    };

    let draw = move |slot: Slot| {
        let index = slot.index;
        let TableRow {
            cell,
            selected,
            tone,
        } = row.run(index.into());
        let is_used = Memo::new(move |_| index.get() < count.get());
        let cells = move |column: Column| {
            let key = column.key.clone();
            let cell_id = format!("{}-{}-{key}", id.get_value(), slot.id);
            let at = key.clone();
            let is_active = move || {
                let at_column = active
                    .get()
                    .column
                    .and_then(|at| columns.read().get(at).cloned());
                let is_here = active.get().row == Some(index.get());
                (is_here && at_column.is_some_and(|column| column.key == at)).then_some("")
            };
            view! {
                <div
                    class="virtual-table__cell"
                    role="gridcell"
                    id=cell_id
                    data-column=key.clone()
                    data-align=(column.align == Align::End).then_some("end")
                    data-phone=column.phone.map(|_| "")
                    data-active=is_active
                >
                    {cell(&key)}
                </div>
            }
        };
        view! {
            <div
                class="virtual-table__row"
                node_ref=slot.element
                role="row"
                id=format!("{}-{}", id.get_value(), slot.id)
                hidden=move || !is_used.get()
                aria-rowindex=move || (index.get() + 2).to_string()
                aria-selected=move || has_checks.then(|| if selected.get() { "true" } else { "false" })
                data-active=move || {
                    (active.get() == Active { row: Some(index.get()), column: None }).then_some("")
                }
                data-tone=move || Some(tone.get()).filter(|tone| *tone != Tone::Neutral).map(Tone::code)
                style:transform=move || {
                    format!("translateY({}px)", index.get() as f64 * view.read().row)
                }
                on:click=move |event| pressed(event, index.get_untracked())
                on:dblclick=move |event| pressed_twice(event, index.get_untracked())
            >
                {has_checks.then(|| view! {
                    <div class="virtual-table__select" role="gridcell">
                        <span class="virtual-table__check"></span>
                    </div>
                })}
                <For each=move || columns.get() key=|column| column.key.clone() children=cells />
            </div>
        }
    };

    let tracks = Memo::new(move |_| tracks(&columns.read(), has_checks));
    let phone = move || phone_tracks(&columns.read(), has_checks && selecting.get());
    let height = move || {
        let bar = if selected_count.get() > 0 { BAR } else { 0.0 };
        format!("{}px", count.get() as f64 * view.read().row + bar)
    };
    view! {
        <div
            class="virtual-table"
            node_ref=scroller
            role="grid"
            tabindex="0"
            aria-label=move || label.get()
            aria-rowcount=move || (count.get() + 1).to_string()
            aria-colcount=move || (columns.read().len() + usize::from(has_checks)).to_string()
            aria-multiselectable=has_checks.then_some("true")
            aria-activedescendant=active_id
            data-selecting=move || selecting.get().then_some("")
            style:--table-tracks=move || tracks.get().0
            style:--table-least=move || tracks.get().1
            style:--table-phone=phone
            on:scroll=move |_| scrolled()
            on:keydown=press
        >
            <Head
                id=id
                columns=columns
                order=order
                is_ordered=on_order.is_some()
                is_resized=on_resize.is_some()
                active_column=Signal::derive(move || {
                    let at = active.get();
                    at.column.filter(|_| at.row.is_none())
                })
                has_checks=has_checks
                checked=Signal::derive(move || keys::checked(selected_count.get(), count.get()))
                select_all_label=select_all_label
                dragged=dragged
                on_press=move |at: usize, adds: bool| {
                    active.set(Active { row: None, column: Some(at) });
                    sort(at, adds);
                }
                on_all=move || {
                    let has_all = selected_count.get_untracked() >= count.get_untracked();
                    select(if has_all { Selecting::None } else { Selecting::All });
                }
                on_resize=resize
            />
            <div class="virtual-table__body" role="rowgroup" style:block-size=height>
                <For each=move || rows.made() key=|slot| slot.id children=draw />
            </div>
            <div class="virtual-table__probe" node_ref=probe role="presentation"></div>
        </div>
    }
}
