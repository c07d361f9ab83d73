//! The head of a table: names to order by, edges to drag, and the check for everything.

use crate::ui::follow::{follow, shown};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;
use leptos::web_sys::js_sys::parse_float;
use std::sync::Arc;

use crate::ui::components::{Glyph, Icon};

use super::column::{Align, Column, bounded, each_column};
use super::keys;
use super::state::State;

/// The header row. Its cells are reached from the first row by Arrow Up.
#[component]
pub(super) fn Head(
    state: State,
    active_column: Signal<Option<usize>>,
    select_all_label: MaybeProp<String>,
    dragged: RwSignal<Option<(String, u16)>>,
) -> impl IntoView {
    let State {
        id, columns, order, ..
    } = state;
    let is_ordered = state.wishes.on_order.is_some();
    let is_resized = state.wishes.on_resize.is_some();
    let checked = follow(move || keys::checked(state.selected_count.get(), state.selectable.get()));
    let cell = move |column: Column| {
        let Column {
            key,
            label,
            align,
            is_sortable,
            phone,
            ..
        } = column;
        let key = StoredValue::new(key);
        let at = move || {
            let columns = columns.read();
            let mut columns = columns.iter();
            columns.position(|column| column.key == key.read_value().as_str())
        };
        // The place of this column in the order, and its direction.
        let place = move || {
            let order = order.read();
            let place = order
                .iter()
                .position(|held| held.column == key.read_value().as_str())?;
            order.get(place).map(|held| (place, held.is_descending))
        };
        let sorted = follow(move || match place() {
            Some((_, true)) => Some("descending"),
            Some((_, false)) => Some("ascending"),
            None => is_sortable.then_some("none"),
        });
        let mark = shown(move || {
            place().map(|(place, is_descending)| {
                let glyph = if is_descending {
                    Glyph::ArrowDown
                } else {
                    Glyph::ArrowUp
                };
                // With several keys their order counts, and is written.
                let number = (order.read().len() > 1)
                    .then(|| view! { <span class="virtual-table__place">{place + 1}</span> });
                view! { <Icon glyph=glyph /> {number} }
            })
        });
        let name = if is_ordered && is_sortable {
            view! {
                <button
                    class="virtual-table__sort"
                    type="button"
                    tabindex="-1"
                    on:click=move |event| {
                        if let Some(at) = untrack(at) {
                            state.sort(at, event.shift_key());
                        }
                    }
                >
                    <span class="virtual-table__label">{label}</span>
                    {mark}
                </button>
            }
            .into_any()
        } else {
            view! { <span class="virtual-table__label">{label}</span> }.into_any()
        };
        view! {
            <div
                class="virtual-table__head-cell"
                role="columnheader"
                id=format!("{}-head-{}", id.get_value(), key.get_value())
                aria-sort=sorted
                data-align=(align == Align::End).then_some("end")
                data-phone=phone.map(|_| "")
                data-active=follow(move || {
                    (active_column.get().is_some() && active_column.get() == at()).then_some("")
                })
            >
                {name}
                {is_resized.then(|| view! { <Edge of=key dragged=dragged state=state /> })}
            </div>
        }
        .into_any()
    };
    view! {
        <div class="virtual-table__head" role="rowgroup">
            <div class="virtual-table__row virtual-table__row--head" role="row" aria-rowindex="1">
                {state.has_checks().then(|| view! {
                    <div class="virtual-table__select" role="columnheader">
                        <button
                            class="virtual-table__check"
                            type="button"
                            role="checkbox"
                            tabindex="-1"
                            aria-checked=checked
                            aria-label=select_all_label
                            on:click=move |_| state.select_all()
                        ></button>
                    </div>
                })}
                {each_column(columns, Arc::new(cell))}
            </div>
        </div>
    }
}

/// The edge between two heads: dragged, it makes the column before it wider. Keys do the same
/// from the header, so it is for the pointer alone.
#[component]
fn Edge(
    of: StoredValue<String>,
    dragged: RwSignal<Option<(String, u16)>>,
    state: State,
) -> impl IntoView {
    // Where the drag began, and how wide the column was.
    let start = StoredValue::new(None::<(f64, f64)>);
    let edge_of = |event: &leptos::ev::PointerEvent| {
        event
            .current_target()
            .and_then(|node| node.dyn_into::<Element>().ok())
    };
    let grab = move |event: leptos::ev::PointerEvent| {
        let Some(edge) = edge_of(&event) else { return };
        event.prevent_default();
        let Some(cell) = edge.parent_element() else {
            return;
        };
        // Without the capture a quick pointer would leave the edge behind.
        let _ = edge.set_pointer_capture(event.pointer_id());
        let content = cell.get_bounding_client_rect().width() - 16.0 * root_scale();
        start.set_value(Some((f64::from(event.client_x()), content / root_scale())));
    };
    let drag = move |event: leptos::ev::PointerEvent| {
        let Some((x, width)) = start.get_value() else {
            return;
        };
        let by = (f64::from(event.client_x()) - x) / root_scale();
        dragged.set(Some((of.get_value(), bounded(width + by))));
    };
    let drop = move |_| {
        start.set_value(None);
        if let Some((key, width)) = dragged.get_untracked() {
            state.resize(key, width);
        }
        dragged.set(None);
    };
    view! {
        <span
            class="virtual-table__edge"
            aria-hidden="true"
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=drop
            on:pointercancel=move |_| {
                start.set_value(None);
                dragged.set(None);
            }
        ></span>
    }
}

/// How much larger than normal the reader has set the text.
fn root_scale() -> f64 {
    let root = document().document_element();
    let size = root
        .and_then(|root| window().get_computed_style(&root).ok().flatten())
        .and_then(|style| style.get_property_value("font-size").ok())
        .map(|size| parse_float(&size))
        .filter(|size| size.is_finite());
    size.unwrap_or(16.0) / 16.0
}
