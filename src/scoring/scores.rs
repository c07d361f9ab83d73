//! The scores of all customers as columns: made from purchases and assumptions, some thousand customers
//! at a time, and kept in the workspace for lists. When they are made anew is whoever asks' matter.

use super::assumptions::{AHEAD_MAX, Assumptions, WeightBy};
use super::history::Histories;
use super::lifetime::Lifetimes;
use super::making::Making;
use super::outlook::{Nodes, Outlook};
use super::overview::OfPurchases;
use super::rfm::{Rfm, Scoring, Thresholds};
use super::showing::Showing;
use super::value::{Spread, Values, Weight};
use crate::domain::{Date, RecordKind, field, segment, settings};
use crate::workspace::Workspace;
use crate::workspace::columns::Bits;
use crate::workspace::derived::{Fields, Source};
use crate::workspace::engagement::Engagement;
use crate::workspace::purchases::SOURCES;
use crate::workspace::score_rules::ScoreRules;
use crate::workspace::scores::CustomerScores;
use std::cell::OnceCell;
use std::rc::Rc;

/// Who is in which segment that has a weight of its own, with that weight. Who is in a segment is the
/// queries' matter.
pub type SegmentWeights = Vec<(Bits, f64)>;

/// Everything that one analysis of the customers found.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What was assumed.
    pub assumptions: Assumptions,
    /// Who bought what.
    pub histories: Rc<Histories>,
    /// Recency, frequency, monetary value.
    pub rfm: Rc<Rfm>,
    /// The models of what is to come.
    pub lifetimes: Rc<Lifetimes>,
    /// What the lifetime values are combined of; none without models.
    pub nodes: Option<Rc<Nodes>>,
    /// V = R × N × P.
    pub values: Rc<Values>,
    pub(super) of_purchases: Rc<OfPurchases>,
    pub(super) spread: Rc<OnceCell<Spread>>,
    /// Tells it apart from every other.
    mark: Rc<()>,
}

/// What scores are made of beside the purchases: assumptions and weights.
const OF_SETTINGS: Source = Source::new(
    RecordKind::Settings,
    // The rules of the score are read when it is made of all this.
    Fields::ALL.without(&[
        settings::SCORE_POINTS,
        settings::SCORE_OFF,
        settings::SCORE_RULES,
    ]),
);
const OF_SEGMENTS: Source = Source::new(
    RecordKind::Segment,
    Fields::of(&[
        segment::KIND,
        segment::FILTER,
        segment::VALUE_WEIGHT,
        field::GONE,
        field::DELETED_AT,
    ]),
);

/// What the analysis is kept as.
const NAME: &str = "analysis of customers";
/// What one that is half made is kept as.
const HALF: &str = "analysis of customers on its way";

fn sources() -> [Source; 4] {
    let [transactions, _, customers] = SOURCES;
    [transactions, customers, OF_SETTINGS, OF_SEGMENTS]
}

impl Analysis {
    /// The analysis as it is to be today: kept while nothing was written that it depends on. Where only
    /// assumptions changed, what does not follow from them is kept too.
    #[must_use]
    pub fn of(
        workspace: &Workspace,
        today: Date,
        weights: impl Fn() -> SegmentWeights,
    ) -> Rc<Self> {
        let assumed = || {
            let assumed = Assumptions::of(workspace, today);
            let weights = (assumed.weight == WeightBy::Segments).then(&weights);
            (assumed, weights.unwrap_or_default())
        };
        let make = || {
            let (assumed, weights) = assumed();
            Self::make(workspace, assumed, &weights)
        };
        let patch = |analysis: &mut Self, written: &[(RecordKind, u32)]| {
            let assumes = [RecordKind::Settings, RecordKind::Segment];
            let is_assumed = written.iter().all(|(kind, _)| assumes.contains(kind));
            if is_assumed {
                let (assumed, weights) = assumed();
                *analysis = analysis.assuming(workspace, assumed, &weights);
            }
            is_assumed
        };
        let day = i64::from(today.to_days());
        workspace.derived(NAME, day, &sources(), make, patch)
    }

    /// Makes the analysis of a day some thousand rows at a time; says whether there is more to do. After
    /// that [`Analysis::of`] has it, as long as nothing is written that it depends on; what is half made
    /// then is begun anew.
    pub fn prepare(
        workspace: &Workspace,
        today: Date,
        weights: impl Fn() -> SegmentWeights,
    ) -> bool {
        if Self::is_kept(workspace, today) {
            return false;
        }
        let day = i64::from(today.to_days());
        let [transactions, customers, ..] = sources();
        if workspace.has_derived(NAME, day, &[transactions, customers]) {
            // Only assumptions changed, which takes a few milliseconds.
            drop(Self::of(workspace, today, weights));
            return false;
        }
        let making = workspace.take_derived::<Making>(HALF, day, &sources());
        let mut making = making.unwrap_or_else(|| {
            let assumed = Assumptions::of(workspace, today);
            let weights = (assumed.weight == WeightBy::Segments).then(weights);
            Making::of(assumed, weights.unwrap_or_default())
        });
        let seen = workspace.writes_of(&sources());
        if making.step(workspace) {
            workspace.keep_derived(HALF, day, seen, making);
            return true;
        }
        if let Some(analysis) = making.finish() {
            workspace.keep_derived(NAME, day, seen, analysis);
        }
        false
    }

    /// Whether the analysis of a day is kept, and nothing was written since that it depends on.
    #[must_use]
    pub fn is_kept(workspace: &Workspace, today: Date) -> bool {
        workspace.has_derived(NAME, i64::from(today.to_days()), &sources())
    }

    /// Sees to it that lists have the scores of the analysis, with the points for how things stand with
    /// each customer today. What did not change is kept. The user's rules are asked for last: what they
    /// hold of may be read of the analysis.
    pub fn keep_columns(
        &self,
        workspace: &Workspace,
        today: Date,
        engagement: Rc<Vec<Engagement>>,
        rules: impl Fn() -> Rc<ScoreRules>,
    ) {
        if self.has_columns(workspace, &engagement, &rules) {
            return;
        }
        let mut showing = Showing::of(self, workspace, today, engagement);
        while showing.step(workspace, &rules) {}
        workspace.keep_scores(showing.finish().map(Rc::new));
    }

    /// Whether lists have just these scores.
    #[must_use]
    pub fn has_columns(
        &self,
        workspace: &Workspace,
        engagement: &Rc<Vec<Engagement>>,
        rules: impl FnOnce() -> Rc<ScoreRules>,
    ) -> bool {
        let kept = workspace.scores().filter(|kept| self.is_of(kept));
        kept.is_some_and(|kept| {
            let is_same = Rc::ptr_eq(&kept.engagement, engagement);
            // The rules may read what is kept, so they are asked for last.
            is_same && kept.rules == rules()
        })
    }

    /// Whether scores are of this analysis.
    pub(super) fn is_of(&self, scores: &CustomerScores) -> bool {
        Rc::ptr_eq(&scores.analysis, &self.mark)
    }

    /// What tells it apart from every other.
    pub(super) fn mark(&self) -> Rc<()> {
        Rc::clone(&self.mark)
    }

    /// Analyses all customers under assumptions.
    #[must_use]
    pub fn make(workspace: &Workspace, assumptions: Assumptions, weights: &SegmentWeights) -> Self {
        let histories = Histories::of(workspace);
        let lifetimes = Lifetimes::of(&histories, assumptions.frame.as_of, assumptions.unit);
        let most = assumptions.outlook.months.max(AHEAD_MAX);
        let nodes = lifetimes.nodes(most).map(Rc::new);
        let mut scoring = Scoring::of(assumptions.frame);
        while scoring.step(&histories) {}
        let lifetimes = Rc::new(lifetimes);
        Self {
            nodes,
            ..Self::of_parts(assumptions, weights, histories, lifetimes, scoring)
        }
    }

    /// An analysis of its parts, as yet without what is expected of each.
    pub(super) fn of_parts(
        assumptions: Assumptions,
        weights: &SegmentWeights,
        histories: Rc<Histories>,
        lifetimes: Rc<Lifetimes>,
        scoring: Scoring,
    ) -> Self {
        let rfm = scoring.finish(|quintiles| limits(quintiles, &assumptions, &histories));
        let (rows, currency) = (histories.rows(), histories.currency);
        let values = weighted(&assumptions, weights, &lifetimes, rows, |weight| {
            Values::of(&rfm, currency, weight)
        });
        Self {
            rfm: Rc::new(rfm),
            values: Rc::new(values),
            nodes: None,
            lifetimes,
            assumptions,
            histories,
            of_purchases: Rc::default(),
            spread: Rc::default(),
            mark: Rc::default(),
        }
    }

    /// The same purchases under other assumptions; what does not follow from what changed is kept.
    #[must_use]
    pub fn assuming(
        &self,
        workspace: &Workspace,
        assumptions: Assumptions,
        weights: &SegmentWeights,
    ) -> Self {
        let (now, then) = (&assumptions, &self.assumptions);
        let histories = Histories::of(workspace);
        let is_same_past = Rc::ptr_eq(&histories, &self.histories)
            && (now.frame, now.unit) == (then.frame, then.unit);
        if !is_same_past {
            return Self::make(workspace, assumptions, weights);
        }
        let mut found = self.looking_ahead(assumptions.outlook);
        if now.limits != then.limits {
            let limits = |quintiles| limits(quintiles, now, &histories);
            found.rfm = Rc::new(Rfm::of(&histories, now.frame, limits));
        }
        // Who is in which segment may have changed since.
        let is_same_weight = now.weight != WeightBy::Segments
            && (now.weight, now.factor.to_bits()) == (then.weight, then.factor.to_bits());
        if !is_same_weight {
            let values = weighted(now, weights, &self.lifetimes, histories.rows(), |weight| {
                self.values.weighted(weight)
            });
            found.values = Rc::new(values);
            found.spread = Rc::default();
        }
        found.assumptions = assumptions;
        found
    }

    /// The same customers looked ahead of in another way, without fitting anew.
    #[must_use]
    pub fn looking_ahead(&self, outlook: Outlook) -> Self {
        let nodes = if outlook.months <= AHEAD_MAX.max(self.assumptions.outlook.months) {
            self.nodes.clone()
        } else {
            self.lifetimes.nodes(outlook.months).map(Rc::new)
        };
        let assumptions = Assumptions {
            outlook,
            ..self.assumptions
        };
        Self {
            assumptions,
            nodes,
            mark: Rc::default(),
            ..self.clone()
        }
    }

    /// The lifetime values in minor units, in the order of [`Lifetimes::of`]; none without models.
    #[must_use]
    pub fn lifetime_values(&self) -> Option<Vec<i64>> {
        let nodes = self.nodes.as_ref()?;
        Some(self.lifetimes.values(nodes, &self.assumptions.outlook))
    }

    /// The lifetime value of one customer in minor units, by their place in [`Lifetimes::of`].
    #[must_use]
    pub fn lifetime_value(&self, place: usize) -> Option<i64> {
        let nodes = self.nodes.as_ref()?;
        self.lifetimes
            .value_at(nodes, &self.assumptions.outlook, place)
    }
}

/// The limits of the user where there are any, else quintiles. Monetary limits are set in whole units.
fn limits(quintiles: Thresholds, assumptions: &Assumptions, histories: &Histories) -> Thresholds {
    let set = &assumptions.limits;
    let units = super::lifetime::minor_units(histories.currency);
    let monetary = set.monetary.map(|limits| limits.map(|limit| limit * units));
    Thresholds {
        recency: set.recency.unwrap_or(quintiles.recency),
        frequency: set.frequency.unwrap_or(quintiles.frequency),
        monetary: monetary.unwrap_or(quintiles.monetary),
    }
}

/// Values by the weight that is assumed.
fn weighted(
    assumptions: &Assumptions,
    weights: &SegmentWeights,
    lifetimes: &Lifetimes,
    rows: u32,
    values: impl FnOnce(Weight<'_>) -> Values,
) -> Values {
    match assumptions.weight {
        WeightBy::Constant => values(Weight::Constant(assumptions.factor)),
        WeightBy::Segments => values(Weight::Segments {
            of: weights,
            others: assumptions.factor,
        }),
        WeightBy::Alive => values(Weight::Alive(&lifetimes.alive_by_row(rows))),
    }
}
