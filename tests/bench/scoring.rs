//! How long the analysis of customers takes, step by step and the same natively and in a page: from the
//! columns of purchases to recency and frequency, values and lifetime values, and what a change of an
//! assumption costs. Who runs it how often, and what it stands beside, is left to others.

use super::buyers::today;
use super::make::load;
use satchel::domain::{Key, RecordKind, transaction};
use satchel::query::Now;
use satchel::query::engagement::{engagement, prepare};
use satchel::query::feature::Features;
use satchel::query::own_rule::score_rules;
use satchel::query::score::SCORED;
use satchel::scoring::assumptions::{Assumptions, WeightBy};
use satchel::scoring::cohort::Width;
use satchel::scoring::history::Histories;
use satchel::scoring::lifetime::{Lifetimes, Unit};
use satchel::scoring::model::ask::Ask;
use satchel::scoring::model::gather::Gathering;
use satchel::scoring::rfm::Rfm;
use satchel::scoring::scores::Analysis;
use satchel::scoring::showing::Showing;
use satchel::scoring::value::{Values, Weight};
use satchel::workspace::Workspace;
use satchel::workspace::purchases::Purchases;
use std::hint::black_box;
use std::rc::Rc;

/// Times by what was done, in milliseconds, by a clock of whoever measures.
pub(crate) struct Figures<'c> {
    clock: &'c dyn Fn() -> f64,
    of: Vec<(String, Vec<f64>)>,
}

impl<'c> Figures<'c> {
    pub(crate) fn new(clock: &'c dyn Fn() -> f64) -> Self {
        Self {
            clock,
            of: Vec::new(),
        }
    }

    pub(crate) fn time<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        let start = (self.clock)();
        let made = black_box(work());
        self.note(what, (self.clock)() - start);
        made
    }

    fn note(&mut self, what: &str, took: f64) {
        match self.of.iter_mut().find(|(name, _)| name == what) {
            Some((_, times)) => times.push(took),
            None => self.of.push((what.to_owned(), vec![took])),
        }
    }

    /// What was done with the time of each, in the order in which it was done first.
    pub(crate) fn times(&self) -> &[(String, Vec<f64>)] {
        &self.of
    }
}

/// What an analysis found, by which two are told to be the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) transactions: usize,
    pub(crate) buyers: usize,
    /// What all values come to, in minor units.
    pub(crate) value: f64,
    /// How many customers have each recency, frequency and monetary score, 111 first.
    pub(crate) cells: Vec<u32>,
    /// What all lifetime values come to, in minor units.
    pub(crate) worth: f64,
}

fn columns(workspace: &Workspace) {
    let table = workspace.table(RecordKind::Transaction);
    black_box(table.ints(&Key::one(transaction::DATE)));
    black_box(table.ints(&Key::one(transaction::AMOUNT)));
    black_box(table.currencies(&Key::one(transaction::AMOUNT)));
    black_box(table.texts(&Key::one(transaction::KIND)));
    black_box(table.texts(&Key::one(transaction::STATUS)));
    black_box(table.refs(&Key::one(transaction::CUSTOMER)));
}

/// Analyses the customers of these pages, loaded anew.
pub(crate) fn round(pages: &[Vec<u8>], figures: &mut Figures<'_>) -> Found {
    let workspace = &load(pages);
    figures.time("columns of purchases", || columns(workspace));
    let start = (figures.clock)();
    figures.time("– which are purchases", || Purchases::of(workspace));
    let histories = figures.time("– purchases by customer", || Histories::of(workspace));
    let assumed = Assumptions::usual(today());
    let rfm = figures.time("– RFM", || {
        Rfm::of(&histories, assumed.frame, |limits| limits)
    });
    let values = figures.time("– V", || {
        Values::of(&rfm, histories.currency, Weight::Constant(1.0))
    });
    let lifetimes = figures.time("– the models fitted", || {
        Lifetimes::of(&histories, today(), Unit::Week)
    });
    let nodes = figures.time("– what is expected of each", || lifetimes.nodes(60.0));
    let worth = figures.time("– lifetime values", || {
        let nodes = nodes.as_ref();
        nodes.map_or(Vec::new(), |nodes| {
            lifetimes.values(nodes, &assumed.outlook)
        })
    });
    figures.note("RFM, V and lifetime values", (figures.clock)() - start);
    let mut cells = vec![0; 125];
    for (_, scores) in &rfm.of {
        let digits = [scores.recency, scores.frequency, scores.monetary];
        let at = digits
            .iter()
            .fold(0, |at, digit| at * 5 + usize::from(*digit) - 1);
        cells[at] += 1;
    }
    Found {
        transactions: workspace.table(RecordKind::Transaction).rows(),
        buyers: lifetimes.of.len(),
        value: values.total() as f64,
        cells,
        worth: worth.iter().map(|value| *value as f64).sum(),
    }
}

/// Everything that the page of insights into customers works out of an analysis.
fn overview(analysis: &Analysis) -> impl Sized + use<> {
    let best = analysis.values.best(10);
    let alive = best.iter().filter_map(|of| {
        let life = analysis.lifetimes.life(of.row)?;
        analysis.lifetimes.alive(life)
    });
    let of = &analysis.values.of;
    let sums = of
        .iter()
        .fold((0, 0), |(n, sum), of| (n + of.count, sum + of.revenue));
    (
        (analysis.spread().clone(), sums, alive.sum::<f64>()),
        (analysis.rfm.grid(), analysis.rfm.groups(), analysis.ahead()),
        analysis.seasons().clone(),
        analysis.intervals().quantile(0.5),
        analysis.cohorts(Width::Month).to_vec(),
        analysis.last_day(),
    )
}

/// Changes one assumption after the other, and works out all that the page shows of each.
pub(crate) fn assumptions(workspace: &Workspace, times: usize, figures: &mut Figures<'_>) {
    let none = Vec::new();
    let analysis = Analysis::make(workspace, Assumptions::usual(today()), &none);
    figures.time("the page of insights, the first time", || {
        overview(&analysis)
    });
    let mut analysis = analysis;
    for time in 0..times {
        let part = (time + 1) as f64 / 100.0;
        let mut change = |what: &str, change: &dyn Fn(&mut Assumptions)| {
            let mut assumed = analysis.assumptions;
            change(&mut assumed);
            analysis = figures.time(what, || {
                let found = analysis.assuming(workspace, assumed, &none);
                black_box(overview(&found));
                found
            });
        };
        change("another discount", &|assumed| {
            assumed.outlook.discount = part
        });
        change("another horizon", &|assumed| {
            assumed.outlook.months = 12.0 + part
        });
        change("another margin", &|assumed| assumed.outlook.margin = part);
        change("another weight of all", &|assumed| {
            assumed.weight = WeightBy::Constant;
            assumed.factor = part;
        });
        change("weighted by who is left", &|assumed| {
            assumed.weight = WeightBy::Alive
        });
    }
}

/// The fields of lists, made of an analysis.
pub(crate) fn fields(workspace: &Workspace, times: usize, figures: &mut Figures<'_>) {
    for _ in 0..times {
        let assumed = Assumptions::usual(today());
        let analysis = figures.time("an analysis of the same purchases", || {
            Analysis::make(workspace, assumed, &Vec::new())
        });
        let rules = || score_rules(workspace, Now::utc(today()));
        let standing = figures.time("how things stand with each customer", || {
            engagement(workspace, Now::utc(today()))
        });
        figures.time("as fields of lists", || {
            analysis.keep_columns(workspace, today(), Rc::clone(&standing), rules);
        });
        let standing = Rc::new(standing.to_vec());
        figures.time("the scores again", || {
            analysis.keep_columns(workspace, today(), standing, rules);
        });
    }
}

/// What a model looks at beside all that is scored: twenty fields of customers together.
const FEATURES: [&str; 5] = [
    "kind",
    "last_contact",
    "open_deals",
    "completeness",
    "transactions.amount",
];

/// Analyses them some thousand rows at a time, loaded anew, makes the fields of lists, and gathers what a
/// model of as many fields learns from; and notes the longest step of each.
pub(crate) fn steps(pages: &[Vec<u8>], figures: &mut Figures<'_>) {
    let workspace = &load(pages);
    let now = Now::utc(today());
    let mut each = |all: &str, longest: &str, step: &mut dyn FnMut() -> bool| {
        let clock = figures.clock;
        let (start, mut most) = (clock(), 0.0_f64);
        loop {
            let begun = clock();
            let has_more = step();
            most = most.max(clock() - begun);
            if !has_more {
                break;
            }
        }
        figures.note(all, clock() - start);
        figures.note(longest, most);
    };
    each(
        "an analysis in steps, with the columns",
        "the longest step",
        &mut || Analysis::prepare(workspace, today(), Vec::new),
    );
    each(
        "how things stand with each, in steps",
        "the longest step of that",
        &mut || prepare(workspace, now),
    );
    let analysis = Analysis::of(workspace, today(), Vec::new);
    let standing = engagement(workspace, now);
    let mut showing = Showing::of(&analysis, workspace, today(), standing);
    each(
        "the fields of lists, in steps",
        "the longest of these steps",
        &mut || showing.step(workspace, || score_rules(workspace, now)),
    );
    workspace.keep_scores(showing.finish().map(Rc::new));
    let ask = Ask {
        kind: RecordKind::Customer,
        target: r#"{"field":"name","contains":"1"}"#.into(),
        population: None,
        features: FEATURES
            .into_iter()
            .chain(SCORED)
            .map(str::to_owned)
            .collect(),
        ridge: None,
    };
    let mut gathering = Gathering::of(&ask);
    let reader = Features::new(workspace, now);
    each(
        "what a model of 20 fields learns from, gathered",
        "the longest step of gathering",
        &mut || gathering.step(&reader).unwrap(),
    );
    let (table, _) = gathering.finish().unwrap();
    assert_eq!(
        table.outcomes.len(),
        workspace.table(RecordKind::Customer).live()
    );
}
