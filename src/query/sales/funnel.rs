//! The funnel of a pipeline: how far the deals that were begun have come, stage by stage.
//!
//! A deal tells the stage it is at, not those it was at before, so that what is told is what follows
//! from that: an open deal has reached its stage and those before it, a won deal has reached all of
//! them. How far a lost deal had come is not known: lost deals are counted by themselves, are in the
//! win rate, and in no conversion from stage to stage, which is therefore that of the deals that are
//! not lost.

use super::{Figure, Tally, Window, all, in_pipeline, is, median, selected, tallies, whole};
use crate::domain::proportion::Share;
use crate::domain::{Key, Number, RecordId, RecordKind, deal};
use crate::query::deal::{LOST, OPEN, WON, days_to_close, has_outcome, stage_orders};
use crate::query::{Filter, Now, Operand, Test};
use crate::workspace::{Stage, Workspace};

/// A stage of the funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelStage {
    /// The stage.
    pub stage: Stage,
    /// The deals that are there now.
    pub here: Figure,
    /// Those that came there or further and are not lost.
    pub reached: Figure,
    /// The share of those that came to the stage before; of the first, all.
    pub of_before: Share,
    /// The share of those that came to the first stage.
    pub of_all: Share,
    /// The median of the days for which those that are there now have been there.
    pub days: Option<f64>,
}

/// The funnel of a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// The pipeline.
    pub pipeline: RecordId,
    /// All deals that were begun in the window.
    pub begun: Figure,
    /// The open stages in their order.
    pub stages: Vec<FunnelStage>,
    /// Those that are won.
    pub won: Figure,
    /// The won ones' share of those that came to the last open stage.
    pub won_of_before: Share,
    /// Their share of those that came to the first stage.
    pub won_of_all: Share,
    /// Those that are lost, of none of which it is known how far they had come.
    pub lost: Figure,
    /// Those that are open at a stage that the pipeline has not.
    pub astray: Figure,
    /// The won ones of those that are closed.
    pub win_rate: Share,
    /// The median of the days from the beginning of the won ones to their close, where those are known.
    pub days_to_won: Option<f64>,
}

/// The funnel of the live deals of a pipeline that were begun in a window: by the day they say they
/// were started, else by the day they were made.
#[must_use]
pub fn funnel(workspace: &Workspace, pipeline: RecordId, window: Window, now: Now) -> Funnel {
    let stages = workspace.stages(pipeline).into_iter();
    let stages: Vec<Stage> = stages.filter(|stage| stage.category() == OPEN).collect();
    let base = all([Some(in_pipeline(pipeline)), window.condition("begun")]);
    let orders = stage_orders(workspace);
    let (is_won, is_lost) = (has_outcome(workspace, WON), has_outcome(workspace, LOST));
    // Slots: the open stages, then won, lost, astray.
    let open = stages.len() as u32;
    let slot = |row: u32| match () {
        () if is_won(row) => open,
        () if is_lost(row) => open + 1,
        () => match orders.at(row).map(whole) {
            Some(order) => (order - 1) as u32,
            None => open + 2,
        },
    };
    let rows = selected(workspace, &base, now).rows();
    let pairs: Vec<(u32, u32)> = rows.map(|row| (row, slot(row))).collect();
    let tallies = tallies(workspace, &pairs, stages.len() + 3, now);
    let tally = |slot: u32| tallies.get(slot as usize).cloned().unwrap_or_default();
    let with = |more: Filter| base.clone().and(more);

    let mut begun = Tally::default();
    tallies.iter().for_each(|tally| begun.add(tally));
    let (won, lost) = (tally(open), tally(open + 1));
    let reached = reached(&tallies, stages.len());
    let came = |at: usize| reached.get(at).map_or(won.count, |tally| tally.count);
    let mut waits = waits(workspace, &pairs, stages.len(), now).into_iter();
    let steps = stages.into_iter().enumerate().map(|(at, stage)| {
        let share = |of: usize| Share {
            part: came(at),
            of: came(of),
        };
        FunnelStage {
            stage,
            here: tally(at as u32).figure(with(at_order(at + 1))),
            reached: reached
                .get(at)
                .cloned()
                .unwrap_or_default()
                .figure(with(from_order(at + 1))),
            of_before: share(at.saturating_sub(1)),
            of_all: share(0),
            days: waits.next().and_then(median),
        }
    });
    let stages: Vec<FunnelStage> = steps.collect();
    let won_of = |at: usize| Share {
        part: won.count,
        of: came(at),
    };
    Funnel {
        pipeline,
        won_of_before: won_of(stages.len().saturating_sub(1)),
        won_of_all: won_of(0),
        stages,
        win_rate: Share {
            part: won.count,
            of: won.count + lost.count,
        },
        days_to_won: median(days_of(workspace, &pairs, open, now)),
        astray: tally(open + 2).figure(with(all([
            Some(is("outcome", OPEN)),
            Some(Filter::test("stage_order", Test::Empty(true))),
        ]))),
        won: won.figure(with(is("outcome", WON))),
        lost: lost.figure(with(is("outcome", LOST))),
        begun: begun.figure(base),
    }
}

/// What came to each open stage or further: what is there, at those behind it, and what is won.
fn reached(tallies: &[Tally], open: usize) -> Vec<Tally> {
    let won = tallies.get(open).cloned().unwrap_or_default();
    let stages = tallies.iter().take(open).rev();
    let mut reached: Vec<Tally> = stages
        .scan(won, |sum, tally| {
            sum.add(tally);
            Some(sum.clone())
        })
        .collect();
    reached.reverse();
    reached
}

fn order(order: usize) -> Operand {
    Operand::Number(Number::from(order as u32))
}

/// Open at a stage.
fn at_order(at: usize) -> Filter {
    all([
        Some(is("outcome", OPEN)),
        Some(Filter::test("stage_order", Test::Is(order(at)))),
    ])
}

/// At a stage or further.
fn from_order(at: usize) -> Filter {
    Filter::test("stage_order", Test::Gte(order(at)))
}

/// For how many days the deals at each open stage have been there.
fn waits(workspace: &Workspace, pairs: &[(u32, u32)], open: usize, now: Now) -> Vec<Vec<i64>> {
    let since = workspace
        .table(RecordKind::Deal)
        .ints(&Key::one(deal::STAGE_SINCE));
    let today = i64::from(now.today.to_days());
    let mut waits = vec![Vec::new(); open];
    for (row, slot) in pairs {
        if let (Some(since), Some(waits)) = (since.at(*row), waits.get_mut(*slot as usize)) {
            waits.push((today - since).max(0));
        }
    }
    waits
}

/// The days from beginning to close of the deals in a slot.
fn days_of(workspace: &Workspace, pairs: &[(u32, u32)], slot: u32, now: Now) -> Vec<i64> {
    let days = days_to_close(workspace, now);
    let rows = pairs.iter().filter(|(_, of)| *of == slot);
    rows.filter_map(|(row, _)| days.at(*row).map(whole))
        .collect()
}
