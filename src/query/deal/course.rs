//! The course of a deal: when it was begun, how far along it is, how a forecast counts it, how long
//! it took to close. Columns, worked out like those of [`super`].

use super::{LOST, OPEN, Stages, WON, derived, outcomes};
use crate::document::value::ordered_bits;
use crate::domain::{Key, RecordKind, deal, field};
use crate::query::{Now, stamp};
use crate::workspace::columns::{Codes, Ints};
use crate::workspace::derived::Fields;
use crate::workspace::{Stage, Workspace};
use std::rc::Rc;

/// From this chance on, in percent, a stage that says nothing else is counted as commit.
const COMMIT_FROM: f64 = 75.0;
/// From this chance on, in percent, as best case.
const BEST_CASE_FROM: f64 = 50.0;

/// How far along the stages of a pipeline are: the open ones 1, 2, 3 … in their order, those of won
/// deals one more than the last of them. How far a lost deal had come, its stage does not tell.
pub(super) fn orders(stages: &[Stage]) -> Vec<Option<i64>> {
    let open = stages.iter().filter(|stage| stage.category() == OPEN);
    let (last, mut next) = (open.count() as i64, 0);
    let order = |stage: &Stage| match stage.category() {
        WON => Some(last + 1),
        LOST => None,
        _ => {
            next += 1;
            Some(next)
        }
    };
    stages.iter().map(order).collect()
}

/// How far along each deal is; none where it is lost, or at a stage that its pipeline has not.
pub(in crate::query) fn stage_orders(workspace: &Workspace) -> Rc<Ints> {
    derived(
        workspace,
        "how far along deals are",
        0,
        super::STAGE_FIELDS,
        |column: &mut Ints, stages: &Stages, row| {
            let order = stages.order(row);
            column.set(row, order.map(|order| ordered_bits(order as f64)));
        },
    )
}

/// The day each deal was begun: the one it says, else the one it was made.
pub(in crate::query) fn begun(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let kind = RecordKind::Deal;
    let started = workspace.table(kind).ints(&Key::one(deal::STARTED_AT));
    let made = stamp::created(workspace, kind);
    workspace.derived_rows(
        "days deals were begun",
        now.parameter(),
        kind,
        Fields::of(&[deal::STARTED_AT, field::CREATED_AT, field::GONE]),
        |column: &mut Ints, row| {
            let made = || made.at(row).map(|ms| now.day_of_ms(ms));
            column.set(row, started.at(row).or_else(made));
        },
    )
}

/// The days from the beginning of each closed deal to its close; none where it closed before it was
/// begun, which a deal does that was written down later and does not say when it began.
pub(in crate::query) fn days_to_close(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let closed = workspace
        .table(RecordKind::Deal)
        .ints(&Key::one(deal::CLOSED_AT));
    let begun = begun(workspace, now);
    derived(
        workspace,
        "days of deals to their close",
        now.parameter(),
        Fields::of(&[
            deal::PIPELINE,
            deal::STAGE,
            deal::STARTED_AT,
            deal::CLOSED_AT,
            field::CREATED_AT,
            field::GONE,
        ]),
        |column: &mut Ints, stages: &Stages, row| {
            let is_closed = stages.at(row).is_some_and(|stage| stage.category() != OPEN);
            let days = closed.at(row).zip(begun.at(row));
            let days = days.map(|(closed, begun)| closed - begun);
            let days = days.filter(|days| is_closed && *days >= 0);
            column.set(row, days.map(|days| ordered_bits(days as f64)));
        },
    )
}

/// How a forecast counts each deal. Of one that is open its own category, else that of its stage, else
/// by the chance of its stage: commit from 75 %, best case from 50 %, else pipeline. One that is won is
/// closed, one that is lost omitted. That an open deal were closed says nothing.
pub(in crate::query) fn forecast(workspace: &Workspace) -> Rc<Codes<Box<str>>> {
    let own = workspace
        .table(RecordKind::Deal)
        .texts(&Key::one(deal::FORECAST_CATEGORY));
    let codes: Vec<Box<str>> = deal::FORECAST_CATEGORIES
        .iter()
        .map(|code| Box::from(*code))
        .collect();
    derived(
        workspace,
        "how a forecast counts deals",
        0,
        Fields::of(&[deal::PIPELINE, deal::STAGE, deal::FORECAST_CATEGORY]),
        |column: &mut Codes<Box<str>>, stages: &Stages, row| {
            let own = own.at(row).map(|code| &**code);
            let category = category(stages.at(row), own);
            column.set(row, codes.iter().find(|code| ***code == *category));
        },
    )
}

fn category<'a>(stage: Option<&'a Stage>, own: Option<&'a str>) -> &'a str {
    match stage.map_or(OPEN, Stage::category) {
        WON => return "closed",
        LOST => return "omitted",
        _ => {}
    }
    let of_stage = stage.and_then(Stage::forecast_category);
    let is_open = |code: &&str| {
        let mut known = deal::FORECAST_CATEGORIES.iter();
        *code != "closed" && known.any(|known| known == code)
    };
    let said = own.filter(is_open).or_else(|| of_stage.filter(is_open));
    said.unwrap_or_else(|| match stage.map_or(0.0, Stage::probability) {
        COMMIT_FROM.. => "commit",
        BEST_CASE_FROM.. => "best_case",
        _ => "pipeline",
    })
}

/// The outcomes of deals as a test of a row.
pub(in crate::query) fn has_outcome(
    workspace: &Workspace,
    outcome: &str,
) -> impl Fn(u32) -> bool + use<> {
    let outcomes = outcomes(workspace);
    let code = outcomes.code(&Box::from(outcome));
    move |row| code.is_some() && outcomes.as_slice().get(row as usize).copied() == code
}
