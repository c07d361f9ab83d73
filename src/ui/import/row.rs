//! One row of the check: what becomes of it, and what can be decided for it alone.

use super::change::change;
use super::sheet::Sheet;
use super::words;
use crate::exchange::import::{OnConflict, OnDuplicate, Outcome, RowPlan, Wrong};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Chip, Segment, Segmented, TextField, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How many cells can be corrected where no single one is to blame.
const CELLS_MAX: usize = 12;

/// What can be decided for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    Correct,
    Duplicate,
    Conflict,
    None,
}

/// A cell that is being corrected.
#[derive(Clone)]
struct Cell {
    column: usize,
    name: String,
    before: String,
    text: RwSignal<String>,
}

/// The row with this number.
#[component]
pub(super) fn Row(app: App, sheet: Sheet, row: u32) -> impl IntoView {
    let page = app.page();
    let plan = Memo::new(move |_| {
        let planned = sheet.planned.read();
        let rows = &planned.as_ref()?.rows;
        let at = rows.binary_search_by_key(&row, |plan| plan.row).ok()?;
        rows.get(at).cloned()
    });
    let editing = RwSignal::new(None::<Vec<Cell>>);
    let decision = Memo::new(move |_| {
        plan.read().as_ref().map_or(Decision::None, |plan| {
            let has_decision = sheet.decisions.read().contains_key(&row);
            match &plan.outcome {
                Outcome::Problem if is_correctable(plan) => Decision::Correct,
                Outcome::Duplicate { .. } => Decision::Duplicate,
                Outcome::Changed { .. } => Decision::Conflict,
                Outcome::Same { .. } if has_decision => Decision::Conflict,
                _ => Decision::None,
            }
        })
    });
    let name = move || {
        let name = plan.get().map(|plan| plan.name).unwrap_or_default();
        if name.is_empty() {
            page.text(&message!("import-no-name"))
        } else {
            name
        }
    };
    let place = move || {
        let plan = plan.get()?;
        let number = words::count(app, u64::from(row));
        let column = plan
            .problems
            .first()
            .and_then(|problem| words::column(sheet, problem));
        Some(page.text(&match column {
            Some(column) => message!("import-row-column", row = number, column = column),
            None => message!("import-row", row = number),
        }))
    };
    let decide = move || match decision.get() {
        Decision::Correct => view! {
            <Button
                label=say(page, || message!("action-correct"))
                small=true
                on_press=move |()| spawn_local(correct(sheet, plan, editing))
            />
        }
        .into_any(),
        Decision::Duplicate => {
            view! { <OfDuplicate app=app sheet=sheet plan=plan row=row /> }.into_any()
        }
        Decision::Conflict => view! { <OfConflict app=app sheet=sheet row=row /> }.into_any(),
        Decision::None => ().into_any(),
    };
    view! {
        <tr>
            <td>{move || plan.get().map(|plan| result(app, &plan.outcome))}</td>
            <td>
                <span class="medium">{name}</span>
                " "
                <span class="soft small">{place}</span>
            </td>
            <td class="import__change">{move || plan.get().map(|plan| change(app, sheet, &plan))}</td>
            <td class="import__decision">{decide}</td>
        </tr>
        {move || editing.get().map(|cells| view! {
            <Correction
                app=app
                sheet=sheet
                row=row
                is_fault=is_fault(plan)
                cells=cells
                editing=editing
            />
        })}
    }
}

/// Whether something in a row can be put right here: not in one that could not be read.
fn is_correctable(plan: &RowPlan) -> bool {
    !plan
        .problems
        .iter()
        .any(|problem| matches!(problem.what, Wrong::Row(fault) if fault.is_row_lost()))
}

/// Whether the row itself is faulty rather than a value of it.
fn is_fault(plan: Memo<Option<RowPlan>>) -> bool {
    let plan = plan.read_untracked();
    let problems = plan.as_ref().map(|plan| &*plan.problems);
    let mut problems = problems.unwrap_or_default().iter();
    problems.any(|problem| matches!(problem.what, Wrong::Row(_)))
}

fn result(app: App, outcome: &Outcome) -> impl IntoView + use<> {
    let (tone, message) = match outcome {
        Outcome::New => (Tone::Positive, message!("import-result-new")),
        Outcome::Changed { .. } => (Tone::Info, message!("import-result-changed")),
        Outcome::Same { .. } | Outcome::Deleted => (Tone::Neutral, message!("import-result-same")),
        Outcome::Duplicate { .. } => (Tone::Warning, message!("import-result-duplicate")),
        Outcome::Problem => (Tone::Negative, message!("import-result-problem")),
    };
    view! { <Chip label=app.page().text(&message) tone=tone /> }
}

#[component]
fn OfDuplicate(app: App, sheet: Sheet, plan: Memo<Option<RowPlan>>, row: u32) -> impl IntoView {
    let page = app.page();
    let value = Signal::derive(move || {
        let plan = plan.read();
        match plan.as_ref().map(|plan| &plan.outcome) {
            Some(Outcome::Duplicate { action, .. }) => action.code().to_owned(),
            _ => String::new(),
        }
    });
    let segments = Signal::derive(move || {
        [
            (OnDuplicate::Update, message!("import-decide-merge")),
            (OnDuplicate::Create, message!("import-decide-add")),
            (OnDuplicate::Skip, message!("import-decide-skip")),
        ]
        .into_iter()
        .map(|(action, message)| Segment::new(action.code(), page.text(&message)))
        .collect::<Vec<_>>()
    });
    view! {
        <Segmented
            label=say(page, move || message!("import-decision-row", row = row))
            value=value
            segments=segments
            small=true
            on_change=move |code: String| {
                sheet.decide(row, |decision| decision.on_duplicate = OnDuplicate::from_code(&code));
            }
        />
    }
}

#[component]
fn OfConflict(app: App, sheet: Sheet, row: u32) -> impl IntoView {
    let page = app.page();
    let value = Signal::derive(move || {
        let decisions = sheet.decisions.read();
        let decided = decisions
            .get(&row)
            .and_then(|decision| decision.on_conflict);
        let policy = decided.unwrap_or(sheet.options.read().on_conflict);
        policy.code().to_owned()
    });
    let segments = Signal::derive(move || {
        [
            (OnConflict::File, message!("import-decide-file")),
            (OnConflict::Mine, message!("import-decide-mine")),
        ]
        .into_iter()
        .map(|(policy, message)| Segment::new(policy.code(), page.text(&message)))
        .collect::<Vec<_>>()
    });
    view! {
        <Segmented
            label=say(page, move || message!("import-decision-row", row = row))
            value=value
            segments=segments
            small=true
            on_change=move |code: String| {
                sheet.decide(row, |decision| decision.on_conflict = OnConflict::from_code(&code));
            }
        />
    }
}

/// Reads the cells of a row that can be corrected: those to blame, or else all that count.
async fn correct(sheet: Sheet, plan: Memo<Option<RowPlan>>, editing: RwSignal<Option<Vec<Cell>>>) {
    let Some(plan) = plan.get_untracked() else {
        return;
    };
    let cells = sheet.cells(plan.row).await;
    let mapping = sheet.mapping.get_untracked();
    let columns = mapping.map(|mapping| mapping.columns).unwrap_or_default();
    let to_blame: Vec<usize> = plan
        .problems
        .iter()
        .filter_map(|problem| problem.column)
        .filter(|column| *column < columns.len())
        .collect();
    let corrected = sheet
        .decisions
        .read_untracked()
        .get(&plan.row)
        .map(|decision| decision.corrections.clone())
        .unwrap_or_default();
    let wanted = |column: &usize| {
        let is_blamed = to_blame.contains(column);
        let is_mapped = columns
            .get(*column)
            .is_some_and(|column| column.target.is_some());
        is_blamed || (to_blame.is_empty() && is_mapped)
    };
    let cell = |column: usize| {
        let before = cells.get(column).cloned().unwrap_or_default();
        let now = corrected.iter().find(|(at, _)| *at == column);
        Cell {
            column,
            name: columns
                .get(column)
                .map(|column| column.name.clone())
                .unwrap_or_default(),
            text: RwSignal::new(now.map_or_else(|| before.clone(), |(_, text)| text.clone())),
            before,
        }
    };
    let cells = (0..columns.len()).filter(wanted).take(CELLS_MAX).map(cell);
    editing.set(Some(cells.collect()));
}

#[component]
fn Correction(
    app: App,
    sheet: Sheet,
    row: u32,
    is_fault: bool,
    cells: Vec<Cell>,
    editing: RwSignal<Option<Vec<Cell>>>,
) -> impl IntoView {
    let page = app.page();
    let fields = cells
        .iter()
        .map(|cell| view! { <TextField label=cell.name.clone() value=cell.text /> })
        .collect_view();
    let save = move || {
        let corrections: Vec<(usize, String)> = cells
            .iter()
            .map(|cell| (cell.column, cell.text.get_untracked(), &cell.before))
            .filter(|(_, text, before)| text != *before)
            .map(|(column, text, _)| (column, text))
            .collect();
        sheet.decide(row, |decision| {
            for (column, text) in corrections {
                decision.corrections.retain(|(other, _)| *other != column);
                decision.corrections.push((column, text));
            }
        });
        editing.set(None);
    };
    let leave_empty = move |()| {
        sheet.decide(row, |decision| decision.leaves_empty = true);
        editing.set(None);
    };
    view! {
        <tr class="import__correction">
            <td colspan="4">
                <form
                    class="import__form"
                    aria-label=page.text(&message!("import-correct-row", row = row))
                    on:submit=move |event| {
                        event.prevent_default();
                        save();
                    }
                >
                    {fields}
                    <span class="import__form-actions">
                        <Button
                            label=say(page, || message!("action-save"))
                            kind=ButtonKind::Primary
                            submit=true
                        />
                        <Button
                            label=say(page, move || if is_fault {
                                message!("import-take-row")
                            } else {
                                message!("import-leave-field-empty")
                            })
                            on_press=leave_empty
                        />
                        <Button
                            label=say(page, || message!("action-cancel"))
                            kind=ButtonKind::Quiet
                            on_press=move |()| editing.set(None)
                        />
                    </span>
                </form>
            </td>
        </tr>
    }
}
