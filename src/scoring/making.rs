//! An analysis on its way: made some thousand rows at a time, so that the page is never held while many
//! customers are analysed (docs/adr/0012). What is half made stands in the workspace, and is begun anew
//! where anything was written that it depends on. Who goes on with it, and when, is left to others.

use super::assumptions::{AHEAD_MAX, Assumptions};
use super::cohort::Width;
use super::history::{Gathering, Histories};
use super::lifetime::{Expecting, Fitting, Lifetimes};
use super::rfm::Scoring;
use super::scores::{Analysis, SegmentWeights};
use crate::workspace::Workspace;
use crate::workspace::purchases::{self, Judging};
use std::rc::Rc;

/// An analysis on its way.
pub(super) struct Making {
    assumptions: Assumptions,
    weights: SegmentWeights,
    stage: Stage,
}

enum Stage {
    /// The columns of what was bought.
    Columns,
    /// Which transactions are purchases.
    Judging(Box<Judging>),
    /// The purchases by customer.
    Gathering(Box<Gathering>),
    /// The models.
    Fitting(Rc<Histories>, Box<Fitting>),
    /// Recency and frequency.
    Scoring(Rc<Histories>, Rc<Lifetimes>, Scoring),
    /// What is expected of each.
    Expecting(Box<Analysis>, Box<Expecting>),
    /// So many parts of the overview are there.
    Looking(Box<Analysis>, usize),
    Made(Box<Analysis>),
}

/// What an overview shows that takes long with many purchases.
const OVERVIEW: [fn(&Analysis); 7] = [
    |analysis| _ = analysis.lifetimes.alive_in_all(),
    |analysis| _ = analysis.seasons(),
    |analysis| _ = analysis.intervals(),
    |analysis| _ = analysis.cohorts(Width::Month),
    |analysis| _ = analysis.cohorts(Width::Quarter),
    |analysis| _ = analysis.spread(),
    |analysis| _ = analysis.last_day(),
];

impl Making {
    /// Begins with the transactions.
    pub(super) const fn of(assumptions: Assumptions, weights: SegmentWeights) -> Self {
        Self {
            assumptions,
            weights,
            stage: Stage::Columns,
        }
    }

    /// Does a step on the tables that all steps are done on; says whether there are more.
    pub(super) fn step(&mut self, workspace: &Workspace) -> bool {
        let stage = std::mem::replace(&mut self.stage, Stage::Columns);
        self.stage = self.next(stage, workspace);
        !matches!(self.stage, Stage::Made(_))
    }

    /// The analysis, once there are no more steps.
    pub(super) fn finish(self) -> Option<Analysis> {
        match self.stage {
            Stage::Made(analysis) => Some(*analysis),
            _ => None,
        }
    }

    fn next(&self, stage: Stage, workspace: &Workspace) -> Stage {
        match stage {
            Stage::Columns if purchases::prepare(workspace) => Stage::Columns,
            Stage::Columns => Stage::Judging(Box::new(Judging::of(workspace))),
            Stage::Judging(mut judging) => {
                if judging.step(workspace) {
                    return Stage::Judging(judging);
                }
                judging.keep(workspace);
                Stage::Gathering(Box::new(Gathering::of(workspace)))
            }
            Stage::Gathering(mut gathering) => {
                if gathering.step() {
                    return Stage::Gathering(gathering);
                }
                gathering.keep(workspace);
                let histories = Histories::of(workspace);
                let (as_of, unit) = (self.assumptions.frame.as_of, self.assumptions.unit);
                let fitting = Fitting::of(&histories, as_of, unit);
                Stage::Fitting(histories, Box::new(fitting))
            }
            Stage::Fitting(histories, mut fitting) => {
                if fitting.step(&histories) {
                    return Stage::Fitting(histories, fitting);
                }
                let scoring = Scoring::of(self.assumptions.frame);
                Stage::Scoring(histories, Rc::new(fitting.finish()), scoring)
            }
            Stage::Scoring(histories, lifetimes, mut scoring) => {
                if scoring.step(&histories) {
                    return Stage::Scoring(histories, lifetimes, scoring);
                }
                let most = self.assumptions.outlook.months.max(AHEAD_MAX);
                let expecting = Expecting::of(&lifetimes, most);
                let (assumed, weights) = (self.assumptions, &self.weights);
                let analysis = Analysis::of_parts(assumed, weights, histories, lifetimes, scoring);
                match expecting {
                    Some(expecting) => Stage::Expecting(Box::new(analysis), Box::new(expecting)),
                    None => Stage::Looking(Box::new(analysis), 0),
                }
            }
            Stage::Expecting(mut analysis, mut expecting) => {
                if expecting.step(&analysis.lifetimes) {
                    return Stage::Expecting(analysis, expecting);
                }
                analysis.nodes = Some(Rc::new(expecting.finish()));
                Stage::Looking(analysis, 0)
            }
            Stage::Looking(analysis, at) => match OVERVIEW.get(at) {
                Some(look) => {
                    look(&analysis);
                    Stage::Looking(analysis, at + 1)
                }
                None => Stage::Made(analysis),
            },
            Stage::Made(analysis) => Stage::Made(analysis),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Currency, Date, Money, Value, transaction};
    use crate::scoring::house::House;
    use crate::scoring::overview::tests::house;
    use std::cell::Cell;

    fn prepare(house: &House, today: Date) -> bool {
        Analysis::prepare(&house.desk.workspace, today, Vec::new)
    }

    fn kept(house: &House, today: Date) -> Rc<Analysis> {
        Analysis::of(&house.desk.workspace, today, Vec::new)
    }

    #[test]
    fn made_in_steps_it_is_what_it_is_made_at_once() {
        let today = Date::parse("2025-06-30").unwrap();
        let in_steps = house();
        let steps = Cell::new(0);
        while prepare(&in_steps, today) {
            steps.set(steps.get() + 1);
        }
        assert!(steps.get() > 10, "{}", steps.get());
        assert!(Analysis::is_kept(&in_steps.desk.workspace, today));
        let (one, other) = (kept(&in_steps, today), kept(&house(), today));
        assert_eq!((&one.rfm, &one.values), (&other.rfm, &other.values));
        assert_eq!(one.lifetimes.of, other.lifetimes.of);
        assert_eq!(one.lifetimes.purchases, other.lifetimes.purchases);
        assert_eq!(one.lifetimes.spend, other.lifetimes.spend);
        assert_eq!(one.lifetime_values(), other.lifetime_values());
        assert_eq!(
            (one.ahead(), one.seasons()),
            (other.ahead(), other.seasons())
        );
        assert!(one.lifetime_values().is_some());
    }

    #[test]
    fn what_is_written_meanwhile_is_in_it() {
        let today = Date::parse("2025-06-30").unwrap();
        let mut steps = 0;
        loop {
            let mut house = house();
            let sold = house.trades("customer 7", "order", "2025-05-01", 50);
            let is_on_its_way = (0..steps).all(|_| prepare(&house, today));
            let amount = Money::from_minor(12_345, Currency::parse("EUR").unwrap());
            let amount = Some(Value::Money(amount.unwrap()));
            house.desk.set(sold, transaction::AMOUNT, amount);
            while prepare(&house, today) {}
            let revenue: i64 = kept(&house, today)
                .values
                .of
                .iter()
                .map(|of| of.revenue)
                .sum();
            let histories = Histories::of(&crate::workspace::desk::repacked(&house.desk.workspace));
            let each = (0..histories.rows()).flat_map(|row| histories.at(row).to_vec());
            let all: i64 = each.map(|purchase| purchase.minor).sum();
            assert_eq!(revenue, all, "after {steps} steps");
            assert!(revenue > 12_345);
            if !is_on_its_way {
                break;
            }
            steps += 4;
        }
        assert!(steps > 10);
    }
}
