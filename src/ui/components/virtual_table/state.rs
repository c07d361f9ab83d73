//! What happens in a table: it scrolls and is measured, the active row moves, rows are selected,
//! opened, edited, ordered by and made wider. The elements only tell what was pressed.

use crate::ui::follow::whenever;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event};

use super::column::{self, Column, SortKey};
use super::keys::{self, Move, Order};
use super::rows::Rows;
use super::window::View;
use crate::ui::measure;

/// Free space below the active row while a bar floats over the table's end.
pub(super) const BAR: f64 = 64.0;

/// What the active row or cell is marked by, for the style.
const MARK: &str = "data-active";

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
pub(super) struct Active {
    /// The row; none stands for the header.
    pub(super) row: Option<usize>,
    /// The cell; none stands for the row as a whole.
    pub(super) column: Option<usize>,
}

/// What the page wants to hear of.
#[derive(Clone, Copy)]
pub(super) struct Wishes {
    pub(super) on_order: Option<Callback<Vec<SortKey>>>,
    pub(super) on_resize: Option<Callback<(String, u16)>>,
    pub(super) on_select: Option<Callback<Selecting>>,
    pub(super) on_open: Option<Callback<usize>>,
    pub(super) on_preview: Option<Callback<usize>>,
    pub(super) on_edit: Option<Callback<(usize, Option<String>)>>,
}

/// The table's signals, and what is done to them.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// What the ids of its elements begin with.
    pub(super) id: StoredValue<String>,
    /// The element that scrolls.
    pub(super) scroller: NodeRef<html::Div>,
    /// An element as high as a row.
    pub(super) probe: NodeRef<html::Div>,
    /// The drawn rows.
    pub(super) rows: Rows,
    /// What can be seen.
    pub(super) view: RwSignal<View>,
    /// Where one is.
    pub(super) active: RwSignal<Active>,
    /// The columns, with widths as they are dragged.
    pub(super) columns: Memo<Vec<Column>>,
    /// How many rows there are.
    pub(super) count: Signal<usize>,
    /// How many are selected.
    pub(super) selected_count: Signal<usize>,
    /// How many can be selected.
    pub(super) selectable: Signal<usize>,
    /// The order.
    pub(super) order: Signal<Vec<SortKey>>,
    /// What the page wants to hear of.
    pub(super) wishes: Wishes,
    /// Whether single letters are keys.
    pub(super) letters: Signal<bool>,
    /// The rows in view, for the page.
    pub(super) shown: RwSignal<(usize, usize)>,
    /// Where a range of selected rows began.
    pub(super) pivot: StoredValue<Option<usize>>,
    /// The row to begin at, until the table is there.
    pub(super) start: StoredValue<usize>,
}

impl State {
    /// Says whether rows can be selected.
    pub(super) fn has_checks(self) -> bool {
        self.wishes.on_select.is_some()
    }

    /// Gives the drawn rows what can be seen.
    fn place(self) {
        let (view, count) = (self.view.get_untracked(), self.count.get_untracked());
        self.rows.place(view, count);
        let shown = view.shown(count);
        if self.shown.get_untracked() != shown {
            self.shown.set(shown);
        }
    }

    /// The table was scrolled.
    pub(super) fn scrolled(self) {
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let top = f64::from(scroller.scroll_top());
        self.view.update(|view| view.scroll = top);
        self.place();
    }

    /// The table, its text or its rows may have another size.
    fn measure(self) {
        let (scroller, probe) = (self.scroller.get_untracked(), self.probe.get_untracked());
        let (Some(scroller), Some(probe)) = (scroller, probe) else {
            return;
        };
        let head = scroller
            .first_element_child()
            .map_or(0, |head| head.client_height());
        self.view.set(View {
            row: probe.get_bounding_client_rect().height(),
            height: f64::from(scroller.client_height() - head),
            scroll: f64::from(scroller.scroll_top()),
        });
        self.place();
        self.begin();
    }

    /// Goes to the row to begin at, as soon as the body is as high as its rows.
    fn begin(self) {
        let start = self
            .start
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        if start == 0 {
            return;
        }
        leptos::task::spawn_local(async move {
            leptos::task::tick().await;
            let scroller = self.scroller.try_get_untracked().flatten();
            if let Some(scroller) = scroller {
                let row = self.view.get_untracked().row;
                scroller.set_scroll_top((start as f64 * row).round() as i32);
                self.scrolled();
            }
        });
    }

    /// Keeps the drawn rows in step with sizes, the number of rows, and the list they are of.
    pub(super) fn keep_in_step(self, list: Signal<String>) {
        whenever(move || {
            if let (Some(scroller), Some(probe)) = (self.scroller.get(), self.probe.get()) {
                measure::observe(&[scroller.into(), probe.into()], move || self.measure());
            }
        });
        whenever(move || {
            self.count.track();
            self.place();
        });
        let before = StoredValue::new(None::<String>);
        whenever(move || {
            let now = list.get();
            let before = before.try_update_value(|before| before.replace(now.clone()));
            if before.flatten().is_some_and(|before| before != now) {
                if let Some(scroller) = self.scroller.get_untracked() {
                    scroller.set_scroll_top(0);
                }
                self.active.set(Active::default());
                self.scrolled();
            }
        });
    }

    /// Names the active row or cell, for the reader.
    pub(super) fn active_id(self) -> Option<String> {
        let at = self.active.get();
        let id = self.id.get_value();
        let columns = self.columns.read();
        let key = at
            .column
            .and_then(|at| columns.get(at))
            .map(|column| &column.key);
        let slot = at.row.and_then(|row| self.rows.showing(row));
        match (slot, key) {
            (Some(slot), None) => Some(format!("{id}-{}", slot.id)),
            (Some(slot), Some(key)) => Some(format!("{id}-{}-{key}", slot.id)),
            (None, Some(key)) if at.row.is_none() => Some(format!("{id}-head-{key}")),
            (None, _) => None,
        }
    }

    /// Marks the row or cell that one is at. One effect does it for all: each of some four hundred
    /// cells that looked whether it is the one would cost as much as what stands in it.
    pub(super) fn mark_active(self) {
        Effect::new(move |before: Option<Option<Element>>| {
            let id = self
                .active_id()
                .filter(|_| self.active.read().row.is_some());
            let now = id.and_then(|id| document().get_element_by_id(&id));
            let before = before.flatten();
            if before != now {
                if let Some(before) = before {
                    // It fails only for names that no attribute can have.
                    let _ = before.remove_attribute(MARK);
                }
                if let Some(now) = &now {
                    let _ = now.set_attribute(MARK, "");
                }
            }
            now
        });
    }

    /// Goes somewhere and brings it into view.
    pub(super) fn go(self, to: Active) {
        self.active.set(to);
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let Active {
            row: Some(row),
            column,
        } = to
        else {
            return;
        };
        let margin = if self.selected_count.get_untracked() > 0 {
            BAR
        } else {
            0.0
        };
        if let Some(top) = self.view.get_untracked().reveal(row, margin) {
            scroller.set_scroll_top(top.round() as i32);
            self.scrolled();
        }
        let slot = self
            .rows
            .showing(row)
            .and_then(|slot| slot.element.get_untracked());
        if let (Some(column), Some(slot)) = (column, slot) {
            let at = u32::try_from(column).unwrap_or_default() + u32::from(self.has_checks());
            if let Some(cell) = slot.children().item(at) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
                cell.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    }

    /// Asks for a selection.
    pub(super) fn select(self, what: Selecting) {
        if let Some(on_select) = self.wishes.on_select {
            on_select.run(what);
        }
    }

    /// Selects everything, or nothing where everything is.
    pub(super) fn select_all(self) {
        let has_all = self.selected_count.get_untracked() >= self.selectable.get_untracked();
        self.select(if has_all {
            Selecting::None
        } else {
            Selecting::All
        });
    }

    fn column(self, at: usize) -> Option<Column> {
        self.columns.read_untracked().get(at).cloned()
    }

    /// Orders by a column, alone or with Shift as a further key.
    pub(super) fn sort(self, at: usize, adds: bool) {
        let column = self.column(at).filter(|column| column.is_sortable);
        let (Some(on_order), Some(column)) = (self.wishes.on_order, column) else {
            return;
        };
        // Read out first: what is called writes to what was read.
        let next = column::next_order(&self.order.read_untracked(), &column.key, adds);
        on_order.run(next);
    }

    /// Gives a column another width.
    pub(super) fn resize(self, key: String, width: u16) {
        if let Some(on_resize) = self.wishes.on_resize {
            on_resize.run((key, width));
        }
    }

    fn edit(self, row: usize, at: Option<usize>) {
        if let Some(on_edit) = self.wishes.on_edit {
            let column = at.and_then(|at| self.column(at));
            on_edit.run((row, column.map(|column| column.key)));
        }
    }

    /// A key in the table.
    pub(super) fn press(self, event: &KeyboardEvent) {
        // Keys in an input or a button of a cell are theirs.
        let target = event
            .target()
            .and_then(|node| node.dyn_into::<Element>().ok());
        let is_own =
            target.is_some_and(|node| node.get_attribute("role").as_deref() == Some("grid"));
        let order = Order::read(event, self.letters.get_untracked()).filter(|_| is_own);
        let Some(order) = order else { return };
        event.prevent_default();
        let at = self.active.get_untracked();
        match at.row {
            Some(row) => self.obey_in_row(order, at, row),
            None => self.obey_in_head(order, at),
        }
        match order {
            Order::Go(step) => {
                let (count, width) = (
                    self.count.get_untracked(),
                    self.columns.read_untracked().len(),
                );
                self.go(keys::step(
                    at,
                    step,
                    count,
                    width,
                    self.view.get_untracked().page(),
                ));
                // A range ends with the first step that is not part of it.
                if !matches!(step, Move::Left | Move::Right) {
                    self.pivot.set_value(None);
                }
            }
            Order::All => self.select(Selecting::All),
            Order::Clear => self.select(Selecting::None),
            _ => {}
        }
    }

    fn obey_in_row(self, order: Order, at: Active, row: usize) {
        let Wishes {
            on_open,
            on_preview,
            ..
        } = self.wishes;
        match order {
            Order::Extend(down) if self.has_checks() => {
                let from = self.pivot.get_value().unwrap_or(row);
                let last = self.count.get_untracked().saturating_sub(1);
                let to = if down {
                    (row + 1).min(last)
                } else {
                    row.saturating_sub(1)
                };
                self.pivot.set_value(Some(from));
                self.select(Selecting::Range { from, to });
                self.go(Active {
                    row: Some(to),
                    ..at
                });
            }
            Order::Toggle => {
                self.pivot.set_value(Some(row));
                self.select(Selecting::Toggle(row));
            }
            Order::Open { .. } => {
                if let Some(on_open) = on_open {
                    on_open.run(row);
                }
            }
            Order::Preview => {
                if let Some(on_preview) = on_preview {
                    on_preview.run(row);
                }
            }
            Order::Edit => self.edit(row, at.column),
            _ => {}
        }
    }

    fn obey_in_head(self, order: Order, at: Active) {
        match order {
            Order::Open { adds } => self.sort(at.column.unwrap_or_default(), adds),
            Order::Wider(by) => {
                if let Some(column) = at.column.and_then(|at| self.column(at)) {
                    let width = column::bounded(f64::from(column.width.least()) + by);
                    self.resize(column.key, width);
                }
            }
            _ => {}
        }
    }

    /// The row that an event happened on. The table listens for all of them.
    fn row_under(self, event: &MouseEvent) -> Option<usize> {
        let element = closest(event, "[role='row']")?;
        self.rows.index_of(&element)
    }

    /// A press on a row: it becomes the active one, and its check is for selecting.
    pub(super) fn press_row(self, event: &MouseEvent) {
        let Some(row) = self.row_under(event) else {
            return;
        };
        self.active.set(Active {
            row: Some(row),
            column: None,
        });
        if closest(event, ".virtual-table__select").is_none() {
            return;
        }
        if event.shift_key() {
            let from = self.pivot.get_value().unwrap_or(row);
            self.select(Selecting::Range { from, to: row });
        } else {
            self.pivot.set_value(Some(row));
            self.select(Selecting::Toggle(row));
        }
    }

    /// A double press on a row: the cell under it is edited.
    pub(super) fn press_row_twice(self, event: &MouseEvent) {
        let Some(row) = self.row_under(event) else {
            return;
        };
        let key =
            closest(event, "[data-column]").and_then(|cell| cell.get_attribute("data-column"));
        let columns = self.columns.get_untracked();
        if let Some(at) = columns
            .iter()
            .position(|column| Some(&column.key) == key.as_ref())
        {
            self.active.set(Active {
                row: Some(row),
                column: Some(at),
            });
            self.edit(row, Some(at));
        }
    }
}

/// The element around what an event happened on that a selector finds.
fn closest(event: &Event, selector: &str) -> Option<Element> {
    let node = event.target()?.dyn_into::<Element>().ok()?;
    node.closest(selector).ok().flatten()
}
