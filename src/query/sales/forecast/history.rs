//! What became of earlier deals, and the chance that it gives those that are open.
//!
//! The percentages of stages are set by hand, and say how much surer a deal becomes from stage to stage
//! better than how often deals are won at all. The latter is known from those that are closed. The
//! chance of the first stage is taken for ten deals of which nothing was seen; the closed deals of the
//! pipeline are added to them (the mean of a beta distribution):
//!
//! > rate = (10 · first + won) / (10 + won + lost)
//!
//! and the odds of every stage are moved by as much as those of the first
//! (M. Saerens, P. Latinne, C. Decaestecker, “Adjusting the outputs of a classifier to new a priori
//! probabilities”, Neural Computation 14, 2002):
//!
//! > odds of the stage = odds of its own chance · odds of the rate / odds of the first stage's chance
//!
//! Without closed deals it is the chances of the stages. A deal's own chance is left aside. Which stage
//! a lost deal was lost from is not known, so that no stage has a rate of its own.

use super::super::{in_pipeline, selected};
use crate::domain::RecordId;
use crate::domain::proportion::Share;
use crate::query::deal::{Chance, LOST, OPEN, WON, by_stage, has_outcome};
use crate::query::{Filter, Now, Operand, Test};
use crate::workspace::{Stage, Workspace};

/// How many deals the chance of the first stage is taken for.
const PRIOR: f64 = 10.0;
/// No chance is taken for certain, so that its odds are a number.
const NEARLY: f64 = 0.005;

/// What became of the closed deals of a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The pipeline.
    pub pipeline: RecordId,
    /// The won ones of those that are closed.
    pub closed: Share,
    /// The rate that new deals are expected to be won at, 0 to 1.
    pub rate: f64,
    /// The open stages, each with the chance that this gives its deals, 0 to 1.
    pub stages: Vec<(Stage, f64)>,
}

impl History {
    fn of(pipeline: RecordId, stages: Vec<Stage>, closed: Share) -> Self {
        let own = |stage: &Stage| (stage.probability() / 100.0).clamp(0.0, 1.0);
        let first = stages.first().map_or(0.0, own);
        let seen = closed.of as f64;
        let rate = (PRIOR * first + closed.part as f64) / (PRIOR + seen);
        let factor = if closed.of == 0 {
            1.0
        } else {
            odds(rate) / odds(first)
        };
        let stages = stages.into_iter().map(|stage| {
            let chance = moved(own(&stage), factor);
            (stage, chance)
        });
        Self {
            pipeline,
            closed,
            rate,
            stages: stages.collect(),
        }
    }
}

fn odds(chance: f64) -> f64 {
    let chance = chance.clamp(NEARLY, 1.0 - NEARLY);
    chance / (1.0 - chance)
}

/// A chance whose odds are so many times as high.
fn moved(chance: f64, factor: f64) -> f64 {
    chance * factor / (1.0 - chance + chance * factor)
}

/// What became of the deals of a pipeline, or of each.
pub(super) fn histories(
    workspace: &Workspace,
    pipeline: Option<RecordId>,
    now: Now,
) -> Vec<History> {
    let pipelines = pipeline.map_or_else(|| workspace.pipelines(), |one| vec![one]);
    let (is_won, is_lost) = (has_outcome(workspace, WON), has_outcome(workspace, LOST));
    let history = |pipeline: RecordId| {
        let closed = Test::In(vec![Operand::text(WON), Operand::text(LOST)]);
        let closed = in_pipeline(pipeline).and(Filter::test("outcome", closed));
        let mut share = Share::default();
        for row in selected(workspace, &closed, now).rows() {
            share.part += usize::from(is_won(row));
            share.of += usize::from(is_won(row) || is_lost(row));
        }
        let stages = workspace.stages(pipeline).into_iter();
        let stages = stages.filter(|stage| stage.category() == OPEN);
        History::of(pipeline, stages.collect(), share)
    };
    pipelines.into_iter().map(history).collect()
}

/// The chance that history gives the open deal of a row; one in a pipeline without a history has that
/// of its stage, one at a stage that its pipeline has not has none.
pub(super) fn chances(workspace: &Workspace, history: &[History]) -> impl Fn(u32) -> Chance {
    let of = |pipeline: RecordId, stage: &Stage| {
        let history = history.iter().find(|one| one.pipeline == pipeline);
        let mut stages = history.into_iter().flat_map(|one| &one.stages);
        let known = stages.find(|(known, _)| known.id == stage.id);
        let percent = known.map_or(stage.probability(), |(_, chance)| chance * 100.0);
        Chance::of_percent(percent)
    };
    let chance = by_stage(workspace, of);
    move |row| chance(row).unwrap_or(Chance::of_percent(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_closed_deals_chances_are_those_of_the_stages_and_with_many_odds_move_alike() {
        // Odds 1 : 9 become 1 : 1, ninefold: 80 % is 4 : 1, then 36 : 1.
        let factor = odds(0.5) / odds(0.1);
        for (own, then) in [(0.1, 0.5), (0.8, 36.0 / 37.0), (0.0, 0.0), (1.0, 1.0)] {
            assert!((moved(own, factor) - then).abs() < 1e-12, "{own}");
            assert!((moved(own, 1.0) - own).abs() < 1e-12, "{own}");
        }
        assert!(moved(0.8, odds(0.0) / odds(1.0)) < 0.001);
    }
}
