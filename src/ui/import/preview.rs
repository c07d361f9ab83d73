//! The first rows of a file as a table: shows at once what another encoding, delimiter or header
//! makes of it.

use super::sheet::Sheet;
use crate::exchange::shape::column_letters;
use crate::message;
use crate::ui::app::App;
use leptos::prelude::*;

/// How many rows and columns are shown.
const ROWS: usize = 5;
const COLUMNS: usize = 30;

/// The table.
#[component]
pub(super) fn Preview(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let names = move || {
        let found = sheet.inspection.get();
        let names = found.map(|found| found.shape.names.clone());
        let names = names.unwrap_or_default().into_iter().take(COLUMNS);
        names
            .enumerate()
            .map(|(at, name)| {
                let name = if name.is_empty() {
                    column_letters(at)
                } else {
                    name
                };
                view! { <th scope="col">{name}</th> }
            })
            .collect_view()
    };
    let rows = move || {
        let width = sheet
            .inspection
            .get()
            .map_or(0, |found| found.shape.names.len().min(COLUMNS));
        sheet
            .first_rows(ROWS)
            .into_iter()
            .map(|cells| {
                let cells = (0..width).map(|at| {
                    let cell = cells.get(at).cloned().unwrap_or_default();
                    view! { <td>{cell}</td> }
                });
                view! { <tr>{cells.collect_view()}</tr> }
            })
            .collect_view()
    };
    let label = move || page.text(&message!("import-preview", file = sheet.name()));
    view! {
        <div class="import__preview" role="region" tabindex="0" aria-label=label>
            <table class="import__table">
                <thead><tr>{names}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
