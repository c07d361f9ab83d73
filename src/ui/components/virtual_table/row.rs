//! One drawn row of a table, and what a page puts into it.

use std::sync::Arc;

use crate::ui::follow::{follow, shown};
use leptos::prelude::*;
use leptos::web_sys::Element;

use super::column::{Align, Column, each_column};
use super::rows::Slot;
use super::state::State;
use crate::ui::components::Tone;

/// What a drawn row shows. It is made once per drawn row and lives on while the row shows other
/// records, so everything in it reads the index it was given.
#[derive(Clone)]
pub struct TableRow {
    cell: Arc<dyn Fn(&str) -> AnyView + Send + Sync>,
    selected: Signal<bool>,
    tone: Signal<Tone>,
    head: Option<Head>,
}

/// What stands over a whole row that is the head of a group; none where the row is none.
type Head = Arc<dyn Fn() -> Option<AnyView> + Send + Sync>;

impl TableRow {
    /// Says what stands in the cell of a column, by the column's key.
    pub fn new(cell: impl Fn(&str) -> AnyView + Send + Sync + 'static) -> Self {
        let (selected, tone) = (Signal::stored(false), Signal::stored(Tone::Neutral));
        Self {
            cell: Arc::new(cell),
            selected,
            tone,
            head: None,
        }
    }

    /// Says what stands over the whole row while it is the head of a group.
    #[must_use]
    pub fn head(mut self, head: impl Fn() -> Option<AnyView> + Send + Sync + 'static) -> Self {
        self.head = Some(Arc::new(head));
        self
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

/// Gives a cell its attributes, once and all together: hundreds of cells come and go with a table,
/// and each attribute that Leptos keeps is something more to be made and dropped.
fn dress(cell: Element, (row, column): (String, Column)) {
    let set = |name, value: &str| {
        // Only a name with a blank could be refused.
        let _ = cell.set_attribute(name, value);
    };
    set("class", "virtual-table__cell");
    set("role", "gridcell");
    set("id", &format!("{row}-{}", column.key));
    set("data-column", &column.key);
    if column.align == Align::End {
        set("data-align", "end");
    }
    if column.phone.is_some() {
        set("data-phone", "");
    }
}

/// One of the drawn rows.
#[component]
pub(super) fn Row(state: State, drawn: Slot, content: TableRow) -> impl IntoView {
    let TableRow {
        cell,
        selected,
        tone,
        head,
    } = content;
    let index = drawn.index;
    let has_checks = state.has_checks();
    let id = format!("{}-{}", state.id.get_value(), drawn.id);
    let cell_id = id.clone();
    let draw = move |column: Column| {
        let content = cell(&column.key);
        view! { <div use:dress=(cell_id.clone(), column)>{content}</div> }.into_any()
    };
    let is_used = Memo::new(move |_| index.get() < state.count.get());
    let chosen = follow(move || has_checks.then(|| if selected.get() { "true" } else { "false" }));
    let tone = follow(move || {
        Some(tone.get())
            .filter(|tone| *tone != Tone::Neutral)
            .map(Tone::code)
    });
    let place = follow(move || {
        format!(
            "translateY({}px)",
            index.get() as f64 * state.view.read().row
        )
    });
    view! {
        <div
            class="virtual-table__row"
            node_ref=drawn.element
            role="row"
            id=id
            hidden=follow(move || !is_used.get())
            // The header is the first row.
            aria-rowindex=follow(move || (index.get() + 2).to_string())
            aria-selected=chosen
            data-tone=tone
            style:transform=place
        >
            {has_checks.then(|| view! {
                <div class="virtual-table__select" role="gridcell">
                    <span class="virtual-table__check"></span>
                </div>
            })}
            {each_column(state.columns, Arc::new(draw))}
            {head.map(|head| shown(move || {
                let columns = state.columns.read().len().to_string();
                head().map(|head| view! {
                    <div class="virtual-table__group" role="gridcell" aria-colspan=columns>{head}</div>
                })
            }))}
        </div>
    }
}
