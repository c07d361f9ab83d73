//! The third step: what would change, as a difference. Problems first; a decision per row and for
//! all; nothing is written before the button is pressed.

use super::answers::Questions;
use super::row::Row;
use super::sheet::{Sheet, Work};
use super::state::Importing;
use super::{Foot, words};
use crate::exchange::import::{ImportCounts, OnConflict, Outcome, RowPlan};
use crate::message;
use crate::session::import::Stage;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, EmptyState, Glyph, Progress, Segment, Segmented, Switch,
};
use leptos::prelude::*;

/// How many rows show at first, and more at each press: more than a window has room for, and few
/// enough to be drawn in one task.
const SHOWN: usize = 40;

/// Which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// All that somebody may want to look at, problems first.
    ToLookAt,
    New,
    Changed,
    Same,
    Duplicate,
    Problem,
}

impl Shown {
    fn has(self, plan: &RowPlan, is_decided: bool) -> bool {
        match (self, &plan.outcome) {
            (
                Self::ToLookAt,
                Outcome::Problem | Outcome::Duplicate { .. } | Outcome::Changed { .. },
            )
            | (Self::New, Outcome::New)
            | (Self::Changed, Outcome::Changed { .. })
            | (Self::Same, Outcome::Same { .. } | Outcome::Deleted)
            | (Self::Duplicate, Outcome::Duplicate { .. })
            | (Self::Problem, Outcome::Problem) => true,
            // What was decided can be decided otherwise.
            (Self::ToLookAt, _) => is_decided || !plan.problems.is_empty(),
            _ => false,
        }
    }
}

/// Which rows come first.
fn rank(plan: &RowPlan) -> u8 {
    match plan.outcome {
        Outcome::Problem => 0,
        Outcome::Duplicate { .. } => 1,
        Outcome::Changed { .. } => 2,
        _ => 3,
    }
}

/// The step.
#[component]
pub(super) fn CheckStep(app: App, importing: Importing) -> impl IntoView {
    let page = app.page();
    let current = Memo::new(move |_| importing.current().map(|sheet| sheet.id));
    let body = move || {
        current.get();
        let sheet = untrack(|| importing.current())?;
        Some(view! { <Checked app=app importing=importing sheet=sheet /> })
    };
    let next = Signal::derive(move || {
        let count = importing.current().map_or(0, Sheet::to_write);
        page.text(&if count == 0 && importing.has_more() {
            message!("import-next-file")
        } else {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            message!("import-run", count = count)
        })
    });
    let note = Signal::derive(move || {
        let Some(sheet) = importing.current() else {
            return String::new();
        };
        if sheet.planned.read().is_none() {
            return String::new();
        }
        let count = usize::try_from(sheet.to_write()).unwrap_or(usize::MAX);
        page.text(&match count {
            0 => message!("import-nothing-to-import"),
            count => message!("import-will-change", count = count),
        })
    });
    view! {
        {body}
        <Foot
            app=app
            importing=importing
            next=next
            note=note
            disabled=Signal::derive(move || !importing.can_go_on())
        />
    }
}

#[component]
fn Checked(app: App, importing: Importing, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let chosen = RwSignal::new(None::<Shown>);
    // Where nothing needs a look, what comes in new is shown.
    let shown = Memo::new(move |_| {
        let planned = sheet.planned.read();
        let decisions = sheet.decisions.read();
        let rows = planned
            .as_ref()
            .map(|planned| &*planned.rows)
            .unwrap_or_default();
        let is_due = |plan: &RowPlan| Shown::ToLookAt.has(plan, decisions.contains_key(&plan.row));
        chosen.get().unwrap_or(if rows.iter().any(is_due) {
            Shown::ToLookAt
        } else {
            Shown::New
        })
    });
    let has_plan = Memo::new(move |_| sheet.planned.read().is_some());
    let is_busy = Memo::new(move |_| sheet.work.read().is_some());
    let turn = move || {
        let (at, of) = importing.turn();
        (of > 1).then(|| {
            let file = sheet.name();
            page.text(&message!(
                "import-file-of",
                file = file,
                at = at,
                total = of
            ))
        })
    };
    view! {
        <div class="page__scroll">
            <p class="import__turn medium">{turn}</p>
            <Show when=move || is_busy.get()>
                <Working app=app sheet=sheet />
            </Show>
            <Show when=move || !is_busy.get() && !has_plan.get()>
                <EmptyState
                    glyph=Glyph::Table
                    title=say(page, || message!("import-stopped"))
                    text=say(page, || message!("import-nothing-written"))
                >
                    <Button
                        label=say(page, || message!("import-check-all"))
                        kind=ButtonKind::Primary
                        on_press=move |()| sheet.check()
                    />
                </EmptyState>
            </Show>
            <Show when=move || has_plan.get()>
                <Questions app=app sheet=sheet />
                <Tiles app=app sheet=sheet shown=shown chosen=chosen />
                <Bar app=app sheet=sheet shown=shown />
                <Rows app=app sheet=sheet shown=shown />
            </Show>
        </div>
    }
}

/// How far the work has come, with the way out.
#[component]
fn Working(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let share = Signal::derive(move || match sheet.work.get() {
        Some(Work::Stage(_, share)) => share,
        _ => 0.0,
    });
    let label = Signal::derive(move || {
        let message = match sheet.work.get() {
            Some(Work::Stage(Stage::Writing, _)) => message!("busy-importing"),
            Some(Work::Stage(Stage::Saving, _)) => message!("save-saving"),
            _ => message!("import-checking"),
        };
        page.text(&message)
    });
    let text = Signal::derive(move || {
        let rows = sheet.inspection.get().map_or(0, |found| found.rows);
        let done = words::count(app, (rows as f64 * share.get()) as u64);
        let total = words::count(app, rows);
        page.text(&message!("import-progress", done = done, total = total))
    });
    // What is on its way to the disk cannot be stopped any more; it can be undone.
    let can_stop =
        Memo::new(move |_| !matches!(sheet.work.get(), Some(Work::Stage(Stage::Saving, _))));
    view! {
        <div class="import__working">
            {move || if can_stop.get() {
                view! {
                    <Progress
                        label=label
                        share=share
                        text=text
                        cancel_label=say(page, || message!("action-cancel"))
                        on_cancel=move |()| sheet.stop()
                    />
                }
                .into_any()
            } else {
                view! { <Progress label=label share=Signal::derive(|| 1.0) text=text /> }.into_any()
            }}
        </div>
    }
}

/// How many rows become what; pressing one shows them.
#[component]
fn Tiles(
    app: App,
    sheet: Sheet,
    shown: Memo<Shown>,
    chosen: RwSignal<Option<Shown>>,
) -> impl IntoView {
    let page = app.page();
    let counts = Memo::new(move |_| {
        let planned = sheet.planned.read();
        planned
            .as_ref()
            .map(|planned| planned.counts)
            .unwrap_or_default()
    });
    let new =
        |counts: &ImportCounts| counts.read - counts.changed - counts.duplicates - counts.rejected;
    // What was deleted in its source is among those that change nothing.
    let same = |counts: &ImportCounts| counts.same;
    let tile = move |which: Shown, tone, count: u64| {
        let (name, hint) = match which {
            Shown::New => (
                message!("import-result-new"),
                message!("import-result-new-hint"),
            ),
            Shown::Changed => (
                message!("import-result-changed"),
                message!("import-result-changed-hint"),
            ),
            Shown::Same => (
                message!("import-result-same"),
                message!("import-result-same-hint"),
            ),
            Shown::Duplicate => (
                message!("import-result-duplicate"),
                message!("import-result-duplicate-hint"),
            ),
            Shown::Problem | Shown::ToLookAt => (
                message!("import-result-problem"),
                message!("import-result-problem-hint"),
            ),
        };
        let press = move |_| {
            let is_chosen = chosen.get_untracked() == Some(which);
            chosen.set((!is_chosen).then_some(which));
        };
        view! {
            <button
                class="card import__tile"
                type="button"
                data-tone=tone
                aria-pressed=move || if shown.get() == which { "true" } else { "false" }
                on:click=press
            >
                <span class="import__tile-name soft small medium">{page.text(&name)}</span>
                <span class="import__tile-count">{words::count(app, count)}</span>
                <span class="faint small">{page.text(&hint)}</span>
            </button>
        }
    };
    view! {
        <div class="import__tiles">
            {move || {
                let counts = counts.get();
                let new = new(&counts) - same(&counts) - deleted(sheet);
                vec![
                    tile(Shown::New, "positive", new),
                    tile(Shown::Changed, "info", counts.changed),
                    tile(Shown::Same, "neutral", same(&counts) + deleted(sheet)),
                    tile(Shown::Duplicate, "warning", counts.duplicates),
                    tile(Shown::Problem, "negative", counts.rejected),
                ]
            }}
        </div>
    }
}

/// How many rows were deleted in their source.
fn deleted(sheet: Sheet) -> u64 {
    let planned = sheet.planned.read();
    let rows = planned
        .as_ref()
        .map(|planned| &*planned.rows)
        .unwrap_or_default();
    rows.iter()
        .filter(|plan| plan.outcome == Outcome::Deleted)
        .count() as u64
}

/// What is decided for all rows at once.
#[component]
fn Bar(app: App, sheet: Sheet, shown: Memo<Shown>) -> impl IntoView {
    let page = app.page();
    let count = move || {
        let planned = sheet.planned.read();
        let decisions = sheet.decisions.read();
        let rows = planned
            .as_ref()
            .map(|planned| &*planned.rows)
            .unwrap_or_default();
        let wanted = shown.get();
        rows.iter()
            .filter(|plan| wanted.has(plan, decisions.contains_key(&plan.row)))
            .count()
    };
    let policies = Signal::derive(move || {
        [
            (OnConflict::File, message!("import-take-file")),
            (OnConflict::Mine, message!("import-keep-mine")),
            (OnConflict::Gaps, message!("import-fill-gaps")),
        ]
        .into_iter()
        .map(|(policy, message)| Segment::new(policy.code(), page.text(&message)))
        .collect::<Vec<_>>()
    });
    let has_problems = Memo::new(move |_| {
        let planned = sheet.planned.read();
        planned
            .as_ref()
            .is_some_and(|planned| planned.problems().next().is_some())
    });
    let choose = move |code: String| {
        if let Some(policy) = OnConflict::from_code(&code) {
            sheet.options.update(|options| options.on_conflict = policy);
            sheet.check_again();
        }
    };
    let leave_empty = move |is_on: bool| {
        sheet.options.update(|options| options.leaves_empty = is_on);
        sheet.check_again();
    };
    let report = move |()| {
        let rows: Vec<RowPlan> = {
            let planned = sheet.planned.read_untracked();
            let rows = planned
                .as_ref()
                .map(|planned| &*planned.rows)
                .unwrap_or_default();
            let wrong = rows.iter().filter(|plan| !plan.problems.is_empty());
            wrong.cloned().collect()
        };
        sheet.give_report(&rows);
    };
    view! {
        <div class="toolbar import__bar">
            <span class="medium">
                {move || match shown.get() {
                    Shown::ToLookAt => page.text(&message!("import-rows-to-look-at", count = count())),
                    _ => page.text(&message!("import-value-rows", count = count())),
                }}
            </span>
            <span class="import__policy">
                <span class="soft small">{move || page.text(&message!("import-both-values"))}</span>
                <Segmented
                    label=say(page, || message!("import-both-values"))
                    value=Signal::derive(move || sheet.options.read().on_conflict.code().to_owned())
                    segments=policies
                    small=true
                    on_change=choose
                />
            </span>
            <span class="push import__tools">
                <Show when=move || has_problems.get()>
                    <Switch
                        label=say(page, || message!("import-leave-empty"))
                        on=Signal::derive(move || sheet.options.read().leaves_empty)
                        on_change=leave_empty
                    />
                    <Button
                        label=say(page, || message!("action-download-report"))
                        icon=Glyph::Download
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=report
                    />
                </Show>
            </span>
        </div>
    }
}

#[component]
fn Rows(app: App, sheet: Sheet, shown: Memo<Shown>) -> impl IntoView {
    let page = app.page();
    let limit = RwSignal::new(SHOWN);
    let wanted = Memo::new(move |_| {
        let planned = sheet.planned.read();
        let decisions = sheet.decisions.read();
        let rows = planned
            .as_ref()
            .map(|planned| &*planned.rows)
            .unwrap_or_default();
        let which = shown.get();
        let mut wanted: Vec<(u8, u32)> = rows
            .iter()
            .filter(|plan| which.has(plan, decisions.contains_key(&plan.row)))
            .map(|plan| (rank(plan), plan.row))
            .collect();
        wanted.sort_unstable();
        wanted.into_iter().map(|(_, row)| row).collect::<Vec<u32>>()
    });
    let rest = Memo::new(move |_| wanted.read().len().saturating_sub(limit.get()));
    let each = move || {
        let wanted = wanted.read();
        let first = wanted.iter().take(limit.get());
        first.copied().collect::<Vec<_>>()
    };
    view! {
        <Show
            when=move || !wanted.read().is_empty()
            fallback=move || view! {
                <p class="import__nothing soft">{move || page.text(&message!("import-no-rows-here"))}</p>
            }
        >
            <table class="import__table import__rows-table">
                <thead>
                    <tr>
                        <th scope="col">{move || page.text(&message!("import-col-result"))}</th>
                        <th scope="col">{move || page.text(&message!("import-col-record"))}</th>
                        <th scope="col">{move || page.text(&message!("import-col-change"))}</th>
                        <th scope="col">{move || page.text(&message!("import-col-decision"))}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=each key=|row| *row let:row>
                        <Row app=app sheet=sheet row=row />
                    </For>
                </tbody>
            </table>
            <Show when=move || { rest.get() > 0 }>
                <p class="import__rest">
                    <Button
                        label=say(page, move || message!("import-show-more", count = rest.get()))
                        on_press=move |()| limit.update(|limit| *limit += SHOWN)
                    />
                </p>
            </Show>
        </Show>
    }
}
