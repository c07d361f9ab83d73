//! What follows from a deal's stage: its outcome, its weighted amount, how long it has stood there
//! and whether that is too long. Nobody writes these; they are worked out from columns. How far along
//! it is, and how a forecast counts it, is [`course`]'s matter.

mod course;

pub(super) use course::{begun, days_to_close, forecast, has_outcome, stage_orders};

use super::Now;
use crate::document::value::{float_of, ordered_bits};
use crate::domain::{
    Key, Money, Number, Record, RecordId, RecordKind, Value, deal, field, pipeline,
};
use crate::workspace::columns::{Codes, Ints};
use crate::workspace::derived::{Fields, Source};
use crate::workspace::{Stage, Workspace};
use std::rc::Rc;

/// The outcomes of a deal, in order.
pub const OUTCOMES: &[&str] = pipeline::CATEGORIES;

/// What an outcome is while a deal can still be won.
pub const OPEN: &str = "open";
/// What an outcome is when a deal was won.
pub const WON: &str = "won";
/// What an outcome is when a deal was lost.
pub const LOST: &str = "lost";

/// A chance as hundredths of a percent, so that weighting is exact to two decimal places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chance(i64);

impl Chance {
    pub(super) fn of_percent(percent: f64) -> Self {
        Self((percent.clamp(0.0, 100.0) * 100.0).round() as i64)
    }

    /// Hundredths of a percent.
    pub(super) const fn parts(self) -> i64 {
        self.0
    }

    /// So much of an amount, halves rounded away from zero.
    pub(super) fn of(self, minor: i64) -> i64 {
        let product = i128::from(minor) * i128::from(self.0);
        ((product + 5000 * product.signum()) / 10_000) as i64
    }
}

/// The stages of every pipeline, as the columns of deals refer to them.
pub(super) struct Stages {
    /// By the code of the pipeline, then by the code of the stage.
    stages: Vec<Option<Stage>>,
    /// The same, how far along each is.
    orders: Vec<Option<i64>>,
    width: usize,
    pipelines: Rc<Codes<RecordId>>,
    codes: Rc<Codes<Box<str>>>,
}

impl Stages {
    pub(super) fn of(workspace: &Workspace) -> Self {
        let table = workspace.table(RecordKind::Deal);
        let pipelines = table.refs(&Key::one(deal::PIPELINE));
        let codes = table.texts(&Key::one(deal::STAGE));
        let width = codes.values().len() + 1;
        let mut stages = vec![None; width];
        let mut orders = vec![None; width];
        for pipeline in pipelines.values() {
            let known = workspace.stages(*pipeline);
            let far = course::orders(&known);
            stages.push(None);
            orders.push(None);
            for code in codes.values() {
                let at = known.iter().position(|stage| *stage.id == **code);
                stages.push(at.and_then(|at| known.get(at).cloned()));
                orders.push(at.and_then(|at| far.get(at).copied().flatten()));
            }
        }
        Self {
            stages,
            orders,
            width,
            pipelines,
            codes,
        }
    }

    fn place(&self, row: u32) -> usize {
        let code = |codes: &[u32]| codes.get(row as usize).map_or(0, |code| *code as usize);
        code(self.pipelines.as_slice()) * self.width + code(self.codes.as_slice())
    }

    /// The stage in which the deal of a row is.
    pub(super) fn at(&self, row: u32) -> Option<&Stage> {
        self.stages.get(self.place(row))?.as_ref()
    }

    /// How far along the deal of a row is.
    fn order(&self, row: u32) -> Option<i64> {
        self.orders.get(self.place(row)).copied().flatten()
    }
}

/// A value of each deal's stage, worked out once for each stage of each pipeline; none where a deal is
/// at a stage that its pipeline has not.
pub(super) fn by_stage<T: Copy>(
    workspace: &Workspace,
    value: impl Fn(RecordId, &Stage) -> T,
) -> impl Fn(u32) -> Option<T> {
    let stages = Stages::of(workspace);
    let pipeline = |place: usize| stages.pipelines.value((place / stages.width) as u32);
    let places = stages.stages.iter().enumerate();
    let values: Vec<Option<T>> = places
        .map(|(place, stage)| Some(value(*pipeline(place)?, stage.as_ref()?)))
        .collect();
    move |row| values.get(stages.place(row)).copied().flatten()
}

/// Where the stage of a deal is read: all that outcome and chance depend on.
const STAGE_FIELDS: Fields = Fields::of(&[deal::PIPELINE, deal::STAGE]);

fn sources(fields: Fields) -> [Source; 2] {
    [
        Source::new(RecordKind::Deal, fields),
        Source::new(
            RecordKind::Pipeline,
            Fields::of(&[pipeline::STAGES, field::GONE]),
        ),
    ]
}

/// Derives a column of deals row by row; made anew where a pipeline changed.
fn derived<C: crate::workspace::columns::Column + 'static>(
    workspace: &Workspace,
    name: &str,
    today: i64,
    fields: Fields,
    value: impl Fn(&mut C, &Stages, u32),
) -> Rc<C> {
    let rows = workspace.table(RecordKind::Deal).rows();
    workspace.derived(
        name,
        today,
        &sources(fields),
        || {
            let stages = Stages::of(workspace);
            let mut column = C::empty(rows);
            (0..rows as u32).for_each(|row| value(&mut column, &stages, row));
            column
        },
        |column, written| {
            let is_deal = |(kind, _): &(RecordKind, u32)| *kind == RecordKind::Deal;
            if !written.iter().all(is_deal) {
                return false;
            }
            let stages = Stages::of(workspace);
            written
                .iter()
                .for_each(|(_, row)| value(column, &stages, *row));
            true
        },
    )
}

/// The outcome of each deal; one at a stage that no pipeline has is open.
pub(super) fn outcomes(workspace: &Workspace) -> Rc<Codes<Box<str>>> {
    let outcomes: Vec<Box<str>> = OUTCOMES.iter().map(|code| Box::from(*code)).collect();
    derived(
        workspace,
        "outcomes of deals",
        0,
        STAGE_FIELDS,
        |column: &mut Codes<Box<str>>, stages, row| {
            let category = stages.at(row).map_or(OPEN, Stage::category);
            let outcome = outcomes.iter().find(|code| ***code == *category);
            column.set(row, outcome.or(outcomes.first()));
        },
    )
}

/// The weighted amount of each deal in minor units; the currency is the amount's.
pub(super) fn weighted(workspace: &Workspace) -> Rc<Ints> {
    let table = workspace.table(RecordKind::Deal);
    let amounts = table.ints(&Key::one(deal::AMOUNT));
    let own = table.ints(&Key::one(deal::PROBABILITY));
    let fields = Fields::of(&[deal::PIPELINE, deal::STAGE, deal::AMOUNT, deal::PROBABILITY]);
    derived(
        workspace,
        "weighted amounts of deals",
        0,
        fields,
        |column: &mut Ints, stages, row| {
            let own = own.at(row).map(float_of);
            let chance = Chance::of_percent(percent(stages.at(row), own));
            column.set(row, amounts.at(row).map(|minor| chance.of(minor)));
        },
    )
}

/// The chance of a deal in percent: while it is open its own, where it has one; else its stage's.
fn percent(stage: Option<&Stage>, own: Option<f64>) -> f64 {
    let of_stage = stage.map_or(0.0, Stage::probability);
    match stage.map(Stage::category) {
        Some("won" | "lost") => of_stage,
        _ => own.unwrap_or(of_stage),
    }
}

/// The chance of the deal of a row, that of [`weighted`].
pub(super) fn chances(workspace: &Workspace) -> impl Fn(u32) -> Chance + use<> {
    let stages = Stages::of(workspace);
    let own = workspace
        .table(RecordKind::Deal)
        .ints(&Key::one(deal::PROBABILITY));
    move |row| chance(stages.at(row), own.at(row).map(float_of))
}

/// The chance of a deal at a stage, by the percent that it has of its own.
pub(super) fn chance(stage: Option<&Stage>, own: Option<f64>) -> Chance {
    Chance::of_percent(percent(stage, own))
}

/// How many days each open deal has been at its stage.
pub(super) fn days_in_stage(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let since = workspace
        .table(RecordKind::Deal)
        .ints(&Key::one(deal::STAGE_SINCE));
    let today = i64::from(now.today.to_days());
    derived(
        workspace,
        "days of deals in their stages",
        today,
        Fields::of(&[deal::PIPELINE, deal::STAGE, deal::STAGE_SINCE]),
        |column: &mut Ints, stages, row| {
            let days = days(stages.at(row), since.at(row), today);
            column.set(row, days.map(|days| ordered_bits(days as f64)));
        },
    )
}

/// Whether each deal has been at its stage for longer than the stage allows.
pub(super) fn is_stale(workspace: &Workspace, now: Now) -> Rc<Ints> {
    let since = workspace
        .table(RecordKind::Deal)
        .ints(&Key::one(deal::STAGE_SINCE));
    let today = i64::from(now.today.to_days());
    derived(
        workspace,
        "stale deals",
        today,
        Fields::of(&[deal::PIPELINE, deal::STAGE, deal::STAGE_SINCE]),
        |column: &mut Ints, stages, row| {
            let days = days(stages.at(row), since.at(row), today);
            let limit = stages.at(row).and_then(Stage::rot_days);
            let is_stale = days
                .zip(limit)
                .is_some_and(|(days, limit)| days as f64 > limit);
            column.set(row, Some(i64::from(is_stale)));
        },
    )
}

/// The days an open deal has been at its stage; none where it is closed or nobody knows.
fn days(stage: Option<&Stage>, since: Option<i64>, today: i64) -> Option<i64> {
    let is_open = stage.is_none_or(|stage| stage.category() == OPEN);
    since
        .filter(|_| is_open)
        .map(|since| (today - since).max(0))
}

/// What follows from the stage of one deal, for its page and card.
#[derive(Clone, Debug, PartialEq)]
pub struct DealState {
    /// `open`, `won` or `lost`.
    pub outcome: Box<str>,
    /// The chance in percent that counts.
    pub probability: f64,
    /// Amount by chance.
    pub weighted: Option<Money>,
    /// How many days it has been at its stage, while it is open.
    pub days_in_stage: Option<i64>,
    /// Whether that is longer than the stage allows.
    pub is_stale: bool,
}

impl DealState {
    /// Of a deal's record.
    #[must_use]
    pub fn of(workspace: &Workspace, record: &Record, now: Now) -> Self {
        let pipeline = record.value(deal::PIPELINE).and_then(Value::as_ref_id);
        let stage = pipeline.and_then(|id| workspace.stage(id, record.text(deal::STAGE)));
        let stage = stage.as_ref();
        let own = record.value(deal::PROBABILITY).and_then(Value::as_number);
        let probability = percent(stage, own.map(Number::to_f64));
        let amount = record.value(deal::AMOUNT).and_then(Value::as_money);
        let weighted = amount.and_then(|amount| {
            let minor = Chance::of_percent(probability).of(amount.minor());
            Money::from_minor(minor, amount.currency()).ok()
        });
        let since = record.value(deal::STAGE_SINCE).and_then(Value::as_date);
        let since = since.map(|day| i64::from(day.to_days()));
        let days_in_stage = days(stage, since, i64::from(now.today.to_days()));
        let limit = stage.and_then(Stage::rot_days);
        let category = stage.map_or(OPEN, Stage::category);
        Self {
            outcome: OUTCOMES
                .iter()
                .find(|code| **code == category)
                .map_or(OPEN, |code| code)
                .into(),
            probability,
            weighted,
            days_in_stage,
            is_stale: days_in_stage
                .zip(limit)
                .is_some_and(|(days, limit)| days as f64 > limit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighting_rounds_halves_away_from_zero_and_knows_fractions_of_a_percent() {
        for (percent, minor, weighted) in [
            (50.0, 101, 51),
            (50.0, -101, -51),
            (12.5, 1000, 125),
            (33.33, 10_000, 3333),
            (0.0, 99, 0),
            (100.0, 9_007_199_254_740_991, 9_007_199_254_740_991),
            (250.0, 10, 10),
        ] {
            assert_eq!(
                Chance::of_percent(percent).of(minor),
                weighted,
                "{percent} {minor}"
            );
        }
    }
}
