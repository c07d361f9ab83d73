//! The rows of a list: the table with what its keys do, the selection and what can be done with
//! it, the foot with sums, and what stands there while nothing is found.

use super::cell::{CellOf, cell, edited_in, is_editable};
use super::columns::{set_shown, shown as shown_columns};
use super::field::{self, ListField, Of};
use super::groups::{Line, members, turn};
use super::listing::Listing;
use super::sorting::{order, set_order};
use super::trail::{Places, Trail, Trails};
use super::value;
use crate::domain::RecordId;
use crate::message;
use crate::query::sort::SortKey as QueryKey;
use crate::ui::app::say;
use crate::ui::components::{
    Align, Column, Selecting, SortKey, TableFooter, TableRow, VirtualTable, Width,
};
use crate::ui::follow::{follow, whenever};
use crate::ui::parts;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// How wide a column is where neither the list nor anybody said.
const fn usual_width(of: Of) -> u16 {
    match of {
        Of::Text => 160,
        Of::Number | Of::Bool => 92,
        Of::Money => 120,
        Of::Date | Of::Instant => 112,
        Of::Choice => 124,
    }
}

/// The columns as the table draws them.
fn columns(list: Listing) -> Vec<Column> {
    let of = list.of;
    let fields = list.fields.read();
    let shown = shown_columns(list.app, of.kind, list.state, of.usual);
    let column = |column: super::address::Shown| {
        let field: &ListField = field::named(&fields, &column.path)?;
        let usual = (of.width)(&column.path).unwrap_or_else(|| usual_width(field.of));
        let width = column.width.unwrap_or(usual);
        let mut shown = Column::new(column.path.clone(), field.label.clone(), width);
        if of.usual.first() == Some(&column.path.as_str()) {
            shown.width = Width::Rest(width);
        }
        // What is drawn with a bar, or is no amount, begins where the others of its column do.
        let is_drawn = ["completeness", "minutes_left", "score", "rfm"];
        let is_drawn = is_drawn.contains(&column.path.as_str());
        if matches!(field.of, Of::Number | Of::Money) && !is_drawn {
            shown.align = Align::End;
        }
        shown.is_sortable = field.is_sortable;
        shown.phone = (column.path == of.phone.0).then_some(of.phone.1);
        Some(shown)
    };
    shown.into_iter().filter_map(column).collect()
}

/// Selects the records of lines, or no longer; of the head of a group all of the group.
fn select(list: Listing, what: Selecting) {
    let ids = list.ids.get_untracked();
    let lines = list.lines.get_untracked();
    let of_line = |line: usize| match lines.at(line) {
        Some(Line::Record(at)) => at..at + 1,
        Some(Line::Head(group)) => lines.records_of(group),
        None => 0..0,
    };
    let meant = |line: usize| ids.get(of_line(line)).unwrap_or_default();
    list.selected.update(|selected| match what {
        Selecting::Toggle(at) => {
            let meant = meant(at);
            if meant.iter().all(|id| selected.contains(id)) {
                for id in meant {
                    selected.remove(id);
                }
            } else {
                selected.extend(meant);
            }
        }
        Selecting::Range { from, to } => {
            let range = from.min(to)..=from.max(to);
            // The head that a range begins or ends with stands for no more than itself.
            let records = range.filter(|line| matches!(lines.at(*line), Some(Line::Record(_))));
            selected.extend(records.flat_map(meant));
        }
        Selecting::All => selected.extend(ids.iter()),
        Selecting::None => selected.clear(),
    });
}

/// Keeps the selection among what is found, and the way through the list for the records' pages.
fn keep_in_step(list: Listing) {
    // What is selected and no longer found is no longer meant.
    whenever(move || {
        let ids = list.ids.read();
        if !list.selected.read_untracked().is_empty() {
            let found: std::collections::HashSet<&RecordId> = ids.iter().collect();
            list.selected
                .update(|selected| selected.retain(|id| found.contains(id)));
        }
    });
    if let Some(Trails(trail)) = use_context::<Trails>() {
        let address = list.state.read();
        whenever(move || {
            trail.set(Trail::of(list.of.kind, list.ids.get(), &address.read()));
        });
    }
}

/// Keeps in mind which row was the first in view; gives back which it was the last time.
fn keep_place(list: Listing) -> usize {
    let Some(places) = use_context::<Places>() else {
        return 0;
    };
    let kind = list.of.kind.code();
    let address = move || format!("{kind}?{}", list.state.peek().write());
    let start = places.at(&address());
    Effect::new(move |_| {
        let (first, rows) = list.shown.get();
        if rows > 0 {
            places.note(address(), first);
        }
    });
    start
}

/// The rows.
#[component]
pub fn ListTable(
    /// The list.
    list: Listing,
    /// What it lists, for the reader.
    #[prop(into)]
    label: Signal<String>,
    /// Draws the cells that say more than a value.
    #[prop(into)]
    own: Callback<CellOf, Option<AnyView>>,
    /// What stands there while there are no records at all.
    #[prop(into)]
    empty: ViewFn,
    /// The keys that do something with a row beyond what they do in all lists.
    #[prop(optional, into)]
    own_keys: Signal<Vec<(String, String)>>,
    /// What Space does, where rows can be told in more detail.
    #[prop(optional, into)]
    on_preview: Option<Callback<()>>,
) -> impl IntoView {
    let Listing {
        app,
        of,
        state,
        fields,
        ids,
        ..
    } = list;
    let (page, kind) = (app.page(), of.kind);
    keep_in_step(list);
    let start = keep_place(list);
    let count = Signal::derive(move || list.count());
    let line = RwSignal::new(None::<usize>);
    whenever(move || {
        let line = line.get();
        let at = line.and_then(|line| match list.lines.read().at(line)? {
            Line::Record(at) => Some(at),
            Line::Head(_) => None,
        });
        list.active.set(at);
    });
    let table_order = Signal::derive(move || {
        let keys = order(state, of.order).into_iter();
        keys.map(|key| SortKey {
            column: key.field.to_string(),
            is_descending: key.is_descending,
        })
        .collect::<Vec<_>>()
    });
    let on_order = move |keys: Vec<SortKey>| {
        let keys = keys.into_iter().map(|key| QueryKey {
            field: key.column.into(),
            is_descending: key.is_descending,
        });
        set_order(state, of.order, keys.collect());
    };
    let on_resize = move |(path, width): (String, u16)| {
        let mut columns = untrack(|| shown_columns(app, kind, state, of.usual));
        if let Some(column) = columns.iter_mut().find(|column| column.path == path) {
            column.width = Some(width);
        }
        set_shown(app, kind, state, of.usual, columns);
    };
    let row = move |index: Signal<usize>| {
        let id = Memo::new(move |_| list.at(index.get()));
        let group = Memo::new(move |_| list.head_at(index.get()));
        let is_selected = Signal::derive(move || {
            let selected = list.selected.read();
            match (id.get(), group.get()) {
                (Some(id), _) => selected.contains(&id),
                (None, Some(group)) if !selected.is_empty() => {
                    let members = members(list, group);
                    members.iter().all(|id| selected.contains(id))
                }
                _ => false,
            }
        });
        let editing = (list.editing, edited_in(app, id, list.editing));
        TableRow::new(move |column| cell(app, id, column, fields, editing, own))
            .selected(is_selected)
            .head(move || {
                group
                    .get()
                    .map(|group| parts::group_head(page, list, group))
            })
    };
    let navigate = use_navigate();
    let open = move |at: usize| {
        let Some(id) = untrack(|| list.at(at)) else {
            if let Some(group) = untrack(|| list.head_at(at)) {
                turn(list, group);
            }
            return;
        };
        if of.has_pages {
            navigate(&app.record_path(id), Default::default());
        } else if let Some(first) = of.usual.first() {
            list.editing.set(Some((id, (*first).to_owned())));
        }
    };
    // Of a row as a whole, the first cell that can be edited is; of one that cannot it is said.
    let edit = move |(at, path): (usize, Option<String>)| {
        let Some(id) = untrack(|| list.at(at)) else {
            return;
        };
        let shown = untrack(|| shown_columns(app, kind, state, of.usual));
        let first = || {
            let mut paths = shown.into_iter().map(|column| column.path);
            paths.find(|path| is_editable(app, id, path))
        };
        let Some(path) = path.or_else(first) else {
            return;
        };
        if is_editable(app, id, &path) {
            return list.editing.set(Some((id, path)));
        }
        let fields = fields.read_untracked();
        let label = field::named(&fields, &path).map_or(path.as_str(), |field| &*field.label);
        app.say(&message!("list-cell-fixed", field = label), false);
    };
    let found = Signal::derive(move || {
        let is_asked = {
            let address = state.read();
            let address = address.read();
            !address.search.trim().is_empty() || !address.filter.is_empty()
        };
        if is_asked {
            page.text(&message!("list-results", count = count.get()))
        } else {
            String::new()
        }
    });
    let rows_text = Signal::derive(move || {
        let (first, rows) = list.shown.get();
        let lines = list.lines.read();
        let (from, to) = (lines.record_from(first), lines.record_from(first + rows));
        let message = message!(
            "list-rows",
            from = (from + 1).min(count.get()),
            to = to.min(count.get()),
            total = count.get()
        );
        page.text(&message)
    });
    let sums = Signal::derive(move || {
        let totals = list.totals.get();
        let sums = list.sums.get().into_iter().chain(totals.sums).map(|sum| {
            let label = page.messages().field(kind.code(), &sum.field);
            (label, value::sums(app, &sum.amounts))
        });
        let means = totals.means.into_iter().filter_map(|mean| {
            let label = match &*mean.field {
                "score" => message!("list-average-score"),
                field => {
                    let field = page.messages().field(kind.code(), field);
                    message!("list-average-of", field = field)
                }
            };
            let label = page.text(&label);
            Some((label, value::mean(app, mean.mean?)))
        });
        sums.chain(means).collect::<Vec<_>>()
    });
    let keys = Signal::derive(move || {
        let hint = |keys: &str, message| (keys.to_owned(), page.text(&message));
        let mut keys = vec![
            hint("J K", message!("list-keys-move")),
            hint("X", message!("list-keys-select")),
            hint("Enter", message!("list-keys-open")),
            hint("E", message!("list-keys-edit")),
        ];
        keys.extend(own_keys.get());
        keys
    });
    let give = Callback::new(move |ids: Vec<RecordId>| list.export(&ids));
    let is_selected = Signal::derive(move || !list.selected.read().is_empty());
    let is_filled = Memo::new(move |_| list.total.get() > 0);
    let is_found = Memo::new(move |_| count.get() > 0);
    let is_known = list.is_known;
    let identity = Signal::derive(move || state.read().read().asked());
    view! {
        <p class="visually-hidden" role="status">{found}</p>
        <Show when=move || is_filled.get() fallback=move || empty.run()>
            <Show when=move || !is_known.get()>{parts::answering(page)}</Show>
            <Show when=move || is_known.get() && !is_found.get()>
                {parts::filtered_empty(page, app, kind, state, fields, of.tab)}
            </Show>
            <div class="list-page__table" data-empty=follow(move || (!is_found.get()).then_some(""))>
                <VirtualTable
                    label=label
                    columns=Signal::derive(move || columns(list))
                    count=Signal::derive(move || list.lines.read().len())
                    selectable=count
                    list=identity
                    row=row
                    order=table_order
                    on_order=on_order
                    on_resize=on_resize
                    on_select=move |what| select(list, what)
                    selected_count=Signal::derive(move || list.selected.read().len())
                    select_all_label=say(page, || message!("action-select-all"))
                    selecting=list.selecting
                    shown=list.shown
                    active_row=line
                    start=start
                    on_open=open.clone()
                    on_edit=edit
                    on_preview=move |_| {
                        if let Some(on_preview) = on_preview {
                            on_preview.run(());
                        }
                    }
                />
            </div>
            {parts::once_wanted(is_selected, move || {
                parts::bulk(page, app, kind, fields, list.selected, ids, give)
            })}
        </Show>
        <Show when=move || is_found.get()>
            <TableFooter rows=rows_text sums=sums keys=keys />
        </Show>
    }
}
