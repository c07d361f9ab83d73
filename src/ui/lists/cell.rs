//! What stands in the cells of all lists: the value of a field as it is read, or the editor that
//! it becomes. Each cell reads its own record, so an edit draws one text anew. Cells that say more
//! than a value are each area's own.

use super::asking;
use super::field::{self, ListField, Of};
use super::value;
use crate::domain::{RecordId, RecordKind, customer};
use crate::message;
use crate::ui::app::App;
use crate::ui::components::{CellEditor, Choice};
use crate::ui::follow::shown;
use crate::ui::parts;
use leptos::prelude::*;

/// The cell that is being edited: whose, and which column.
pub type Editing = RwSignal<Option<(RecordId, String)>>;

/// The column of a row that is being edited, and of whom; one for the cells of a row, which would
/// otherwise each look at what is edited anywhere.
#[must_use]
pub fn edited_in(
    app: App,
    id: Memo<Option<RecordId>>,
    editing: Editing,
) -> Memo<Option<(RecordId, String)>> {
    Memo::new(move |_| {
        let editing = editing.read();
        let (of, column) = editing.as_ref()?;
        let is_here = id.get() == Some(*of) && is_editable(app, *of, column);
        is_here.then(|| (*of, column.clone()))
    })
}

/// Whose cell it is, and which column; drawn by an area where it has a form of its own.
pub type CellOf = (Memo<Option<RecordId>>, String);

/// What stands in a cell: the value, or its editor.
///
/// `own` draws what an area draws itself; what it leaves is drawn as it is read.
pub fn cell(
    app: App,
    id: Memo<Option<RecordId>>,
    column: &str,
    fields: Memo<Vec<ListField>>,
    (editing, in_row): (Editing, Memo<Option<(RecordId, String)>>),
    own: Callback<CellOf, Option<AnyView>>,
) -> AnyView {
    let path = column.to_owned();
    let edited = {
        let path = path.clone();
        Memo::new(move |_| {
            let in_row = in_row.read();
            let (of, column) = in_row.as_ref()?;
            (*column == path).then_some(*of)
        })
    };
    let held = StoredValue::new(path);
    shown(move || match edited.get() {
        Some(id) => parts::cell_editor(app.page(), app, id, held.get_value(), fields, editing),
        None => {
            let path = held.get_value();
            let drawn = own.run((id, path.clone()));
            drawn.unwrap_or_else(|| plain_cell(app, id, path))
        }
    })
}

/// Whether a cell can be edited. The name of a person is made of two others; another customer is
/// searched for on the record's page rather than chosen among all; another pipeline has other
/// stages.
#[must_use]
pub fn is_editable(app: App, id: RecordId, path: &str) -> bool {
    let Some(key) = field::writable(app, id.kind, path) else {
        return false;
    };
    if id.kind != RecordKind::Customer {
        return true;
    }
    let live = app.live();
    let workspace = live.peek();
    let Some(record) = workspace.record(id) else {
        return false;
    };
    let parts = [customer::GIVEN_NAME, customer::FAMILY_NAME];
    key.field != customer::NAME || parts.iter().all(|part| record.text(*part).is_empty())
}

/// The editor that a cell becomes.
#[must_use]
pub fn editor(
    app: App,
    id: RecordId,
    path: String,
    fields: Memo<Vec<ListField>>,
    editing: Editing,
) -> AnyView {
    let page = app.page();
    let field = field::named(&fields.read_untracked(), &path).cloned();
    let of = field.as_ref().map_or(Of::Text, |field| field.of);
    let label = field.map(|field| field.label).unwrap_or_default();
    let started = {
        let live = app.live();
        let workspace = live.peek();
        let record = workspace.record(id);
        record
            .and_then(|record| value::at(&record, &path))
            .map(|value| value::draft(app, &value))
            .unwrap_or_default()
    };
    let end = move |()| editing.set(None);
    let choices = match of {
        Of::Choice => Some(field::choices_of(app, id, &path)),
        Of::Bool => Some(vec![
            Choice::new("true", page.text(&message!("value-yes"))),
            Choice::new("false", page.text(&message!("value-no"))),
        ]),
        _ => None,
    };
    let commit = move |text: String| value::write(app, &[id], &path, &text);
    match choices {
        Some(choices) => {
            let none = Choice::new("", page.text(&message!("field-no-choice")));
            let choices: Vec<Choice> = std::iter::once(none).chain(choices).collect();
            view! {
                <CellEditor label=label value=started choices=choices on_commit=commit on_end=end />
            }
            .into_any()
        }
        None => {
            let kind = match of {
                Of::Date => "date",
                Of::Instant => "datetime-local",
                _ => "text",
            };
            view! { <CellEditor label=label value=started kind=kind on_commit=commit on_end=end /> }
                .into_any()
        }
    }
}

/// Any other field, as it is read.
fn plain_cell(app: App, id: Memo<Option<RecordId>>, path: String) -> AnyView {
    let text = Memo::new(move |_| {
        let none = || app.format().map(|format| format.none()).unwrap_or_default();
        let Some(id) = id.get() else {
            return String::new();
        };
        let live = app.live();
        let own = || {
            let workspace = live.record(id);
            let record = workspace.record(id);
            record.and_then(|record| value::at(&record, &path))
        };
        let found = if field::is_worked_out(&live.peek(), id.kind, &path) {
            match asking::worked_out(app, id, &path) {
                Some(found) => found,
                // Not known yet is another thing than none.
                None => return String::new(),
            }
        } else {
            own()
        };
        match found {
            Some(found) => value::show(app, id.kind, &path, &found),
            None => none(),
        }
    });
    view! { <span class="truncate" title=text>{text}</span> }.into_any()
}
