//! The scores of an analysis as the columns that lists show, made some thousand customers at a time. Who
//! goes on with it, and when they are wanted, is left to others.

use super::lifetime::{Life, Unit};
use super::points;
use super::rfm::Group;
use super::rhythm::{pace, visits};
use super::scores::Analysis;
use crate::document::value::ordered_bits;
use crate::domain::{Currency, Date, RecordKind};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column as _, Ints};
use crate::workspace::engagement::Engagement;
use crate::workspace::score_rules::ScoreRules;
use crate::workspace::scores::CustomerScores;
use std::ops::Range;
use std::rc::Rc;

/// So many customers are done in one step.
const CUSTOMERS_AT_ONCE: usize = if cfg!(test) { 7 } else { 4096 };

/// What is expected of a customer.
type Expectation = Box<dyn FnMut(&Life) -> f64>;

/// Columns on their way.
pub struct Showing<'a> {
    analysis: &'a Analysis,
    stage: Stage,
    /// How many of what the stage is about are done.
    done: usize,
    lifetime_values: Vec<i64>,
    expectation: Option<Expectation>,
    groups: Vec<Box<str>>,
    found: Columns,
    /// All but the points, once they are made.
    scores: Option<CustomerScores>,
    today: Date,
    engagement: Rc<Vec<Engagement>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// What is to come of each who bought.
    Lives,
    /// Recency and frequency.
    Frame,
    Values,
    /// The rules of the score, which may read all that came before.
    Rules,
    /// The points of all.
    Points,
}

impl<'a> Showing<'a> {
    /// Begins with an analysis and how things stand with each customer today.
    #[must_use]
    pub fn of(
        analysis: &'a Analysis,
        workspace: &Workspace,
        today: Date,
        engagement: Rc<Vec<Engagement>>,
    ) -> Self {
        let rows = workspace.table(RecordKind::Customer).rows();
        // What was scored by the same analysis only has other points.
        let kept = workspace.scores().filter(|kept| analysis.is_of(kept));
        let kept = kept.map(|kept| CustomerScores::clone(&kept));
        let ahead = analysis.assumptions.outlook.months * Unit::Month.days()
            / analysis.assumptions.unit.days();
        let expectation = analysis.lifetimes.expectations(ahead);
        Self {
            analysis,
            stage: match kept {
                Some(_) => Stage::Rules,
                None => Stage::Lives,
            },
            done: 0,
            lifetime_values: match kept {
                Some(_) => Vec::new(),
                None => analysis.lifetime_values().unwrap_or_default(),
            },
            expectation: expectation.map(|of_one| Box::new(of_one) as Expectation),
            groups: Group::ALL.iter().map(|group| group.code().into()).collect(),
            found: Columns::empty(if kept.is_some() { 0 } else { rows }),
            scores: kept,
            today,
            engagement,
        }
    }

    /// Does a step on the workspace that all steps are done on; says whether there are more. The rules are
    /// asked for once.
    pub fn step(&mut self, workspace: &Workspace, rules: impl FnOnce() -> Rc<ScoreRules>) -> bool {
        let all = match self.stage {
            Stage::Lives => self.analysis.lifetimes.of.len(),
            Stage::Frame => self.analysis.rfm.of.len(),
            Stage::Values => self.analysis.values.of.len(),
            Stage::Rules => 0,
            Stage::Points => self.engagement.len(),
        };
        let some = self.done..all.min(self.done + CUSTOMERS_AT_ONCE);
        self.done = some.end;
        match self.stage {
            Stage::Lives => self.lives(some),
            Stage::Frame => self.frame(some),
            Stage::Values => {
                for valued in self.analysis.values.of.get(some).unwrap_or_default() {
                    self.found.value.set(valued.row, Some(valued.value()));
                }
            }
            Stage::Rules => self.begin_points(workspace, rules),
            Stage::Points => {
                if let Some(scores) = &mut self.scores {
                    points::fill(scores, some.start as u32..some.end as u32);
                }
            }
        }
        if self.done < all {
            return true;
        }
        self.done = 0;
        self.stage = match self.stage {
            Stage::Lives => Stage::Frame,
            Stage::Frame => Stage::Values,
            Stage::Values => {
                let found = std::mem::replace(&mut self.found, Columns::empty(0));
                self.scores = Some(found.finish(self.analysis));
                Stage::Rules
            }
            Stage::Rules => Stage::Points,
            Stage::Points => return false,
        };
        true
    }

    /// The scores, once there are no more steps.
    #[must_use]
    pub fn finish(self) -> Option<CustomerScores> {
        self.scores
    }

    /// Puts the columns where rules read them, beside the points of before, and takes the rules.
    fn begin_points(&mut self, workspace: &Workspace, rules: impl FnOnce() -> Rc<ScoreRules>) {
        let Some(scores) = &mut self.scores else {
            return;
        };
        let kept = workspace.scores();
        if !kept.as_ref().is_some_and(|kept| self.analysis.is_of(kept)) {
            let before = kept.map(|kept| Rc::clone(&kept.score));
            scores.score = before.unwrap_or_default();
            workspace.keep_scores(Some(Rc::new(scores.clone())));
        }
        scores.rules = rules();
        scores.today = self.today.to_days();
        scores.score = Rc::new(Ints::empty(self.engagement.len()));
        scores.engagement = Rc::clone(&self.engagement);
    }

    fn lives(&mut self, some: Range<usize>) {
        let Analysis {
            lifetimes,
            histories,
            assumptions,
            ..
        } = self.analysis;
        let as_of = assumptions.frame.as_of;
        let found = &mut self.found;
        let lives = lifetimes.of.iter().enumerate();
        for (at, life) in lives.skip(some.start).take(some.len()) {
            let row = life.row;
            let days = visits(histories.until(row, as_of.to_days()));
            found.first.set(row, days.clone().next().map(i64::from));
            found.last.set(row, days.last().map(i64::from));
            let next = pace(histories, row, as_of).and_then(|pace| pace.next(as_of));
            found
                .next
                .set(row, next.map(|day| i64::from(day.to_days())));
            let number = |number: Option<f64>| number.map(ordered_bits);
            let risk = lifetimes.alive(life).map(|alive| (1.0 - alive) * 100.0);
            found.churn.set(row, number(risk.map(tenths)));
            let expected = self.expectation.as_mut().map(|of_one| of_one(life));
            found.expected.set(row, number(expected.map(tenths)));
            if let Some(value) = self.lifetime_values.get(at) {
                found.lifetime.set(row, Some(*value));
                found.has_money(row, histories.currency);
            }
        }
    }

    fn frame(&mut self, some: Range<usize>) {
        let found = &mut self.found;
        for (did, scores) in self.analysis.rfm.of.get(some).unwrap_or_default() {
            let number = |number: i64| Some(ordered_bits(number as f64));
            found.purchases.set(did.row, number(did.count.into()));
            found.revenue.set(did.row, Some(did.minor));
            let digits = [
                scores.recency.into(),
                scores.frequency.into(),
                scores.monetary.into(),
                scores.digits(),
            ];
            for (column, digit) in found.scores.iter_mut().zip(digits) {
                column.set(did.row, number(digit));
            }
            let group = Group::ALL.iter().position(|group| *group == scores.group());
            found
                .group
                .set(did.row, group.and_then(|at| self.groups.get(at)));
            found.has_money(did.row, self.analysis.histories.currency);
        }
    }
}

/// To one decimal place, as lists show it.
pub(super) fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

struct Columns {
    first: Ints,
    last: Ints,
    next: Ints,
    purchases: Ints,
    revenue: Ints,
    /// Recency, frequency, monetary value and all three.
    scores: [Ints; 4],
    group: Codes<Box<str>>,
    value: Ints,
    churn: Ints,
    expected: Ints,
    lifetime: Ints,
    currencies: Codes<Currency>,
}

impl Columns {
    fn empty(rows: usize) -> Self {
        let empty = || Ints::empty(rows);
        Self {
            first: empty(),
            last: empty(),
            next: empty(),
            purchases: empty(),
            revenue: empty(),
            scores: [empty(), empty(), empty(), empty()],
            group: Codes::empty(rows),
            value: empty(),
            churn: empty(),
            expected: empty(),
            lifetime: empty(),
            currencies: Codes::empty(rows),
        }
    }

    fn has_money(&mut self, row: u32, currency: Option<Currency>) {
        self.currencies.set(row, currency.as_ref());
    }

    /// The columns without the points, which are made of them.
    fn finish(self, analysis: &Analysis) -> CustomerScores {
        let [recency, frequency, monetary, rfm] = self.scores.map(Rc::new);
        let as_of = analysis.assumptions.frame.as_of;
        CustomerScores {
            analysis: analysis.mark(),
            as_of: as_of.to_days(),
            today: as_of.to_days(),
            engagement: Rc::default(),
            rules: Rc::default(),
            score: Rc::default(),
            first_purchase: Rc::new(self.first),
            last_purchase: Rc::new(self.last),
            next_purchase: Rc::new(self.next),
            purchases: Rc::new(self.purchases),
            revenue: Rc::new(self.revenue),
            recency,
            frequency,
            monetary,
            rfm,
            group: Rc::new(self.group),
            value: Rc::new(self.value),
            churn_risk: Rc::new(self.churn),
            expected_purchases: Rc::new(self.expected),
            lifetime_value: Rc::new(self.lifetime),
            currencies: Rc::new(self.currencies),
        }
    }
}
