//! Each figure on customers, purchases and needs against the list that it opens, in workspaces of chance;
//! and conditions made wrong on purpose, which have to be found.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod town;

use super::*;
use crate::domain::money::MoneySums;
use crate::domain::{Number, RecordKind};
use crate::query::engagement::engagement;
use crate::query::list::{Query, run};
use crate::query::own_rule::score_rules;
use crate::query::segment::{members, value_weights};
use crate::scoring::affinity::affinity;
use crate::scoring::cohort::cohorts;
use crate::scoring::lifetime::Life;
use crate::scoring::need::needs;
use crate::scoring::rhythm::{pace, seasons};
use crate::scoring::scores::Analysis;
use crate::workspace::Workspace;
use crate::workspace::desk::repacked;
use std::collections::BTreeMap;
use std::rc::Rc;
use town::{TODAY, Town};

/// A figure as a screen or a report has it, with the list that it opens.
#[derive(Clone, Debug)]
struct Shown {
    what: &'static str,
    kind: RecordKind,
    condition: Filter,
    count: Option<usize>,
    /// What a field comes to, in minor units of the analysis.
    sum: Option<(&'static str, i64)>,
}

fn counted(what: &'static str, kind: RecordKind, condition: Filter, count: usize) -> Shown {
    Shown {
        what,
        kind,
        condition,
        count: Some(count),
        sum: None,
    }
}

impl Shown {
    fn sums(mut self, field: &'static str, minor: i64) -> Self {
        self.sum = Some((field, minor));
        self
    }
}

/// What differs between a figure and its list.
fn difference(workspace: &Workspace, shown: &Shown, currency: Option<Currency>) -> Option<String> {
    // As an address carries it.
    let text = shown.condition.to_json().to_string();
    let mut query = Query::new(shown.kind).and(Filter::parse(&text).unwrap());
    query
        .fields
        .extend(shown.sum.map(|(field, _)| field.to_owned()));
    let answer =
        run(workspace, &query, *TODAY).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    let what = shown.what;
    if let Some(count) = shown.count.filter(|count| *count != answer.total) {
        return Some(format!("{what}: {count}, listed {}: {text}", answer.total));
    }
    let (field, minor) = shown.sum?;
    let listed = answer.sums.into_iter().find(|sum| &*sum.field == field);
    let listed = listed.map(|sum| sum.amounts).unwrap_or_default();
    let mut own = MoneySums::default();
    if let Some(currency) = currency {
        own.add_minor(currency, minor.into());
    }
    (own != listed).then(|| format!("{what}: {field} {own:?}, listed {listed:?}: {text}"))
}

fn of_scores(analysis: &Analysis, all: &mut Vec<Shown>) {
    let customers = |what, condition, count| counted(what, RecordKind::Customer, condition, count);
    let rfm = &analysis.rfm;
    for (row, cells) in rfm.grid().iter().enumerate() {
        for (column, count) in cells.iter().enumerate() {
            let condition = scored(5 - row as u8, column as u8 + 1);
            all.push(customers(
                "recency and frequency",
                condition,
                *count as usize,
            ));
        }
    }
    for of in rfm.groups() {
        let of_group = customers("group", in_group(of.group), of.customers);
        all.push(of_group.sums("revenue", of.minor));
    }
    let mut digits: BTreeMap<i64, (usize, i64)> = BTreeMap::new();
    for (did, scores) in &rfm.of {
        let of = digits.entry(scores.digits()).or_default();
        *of = (of.0 + 1, of.1 + did.minor);
    }
    for (digits, (count, minor)) in digits {
        let of = customers("scores", is("rfm", &digits.to_string()), count);
        all.push(of.sums("revenue", minor));
    }
}

fn of_values(analysis: &Analysis, all: &mut Vec<Shown>) {
    let values = &analysis.values;
    let spread = values.spread();
    let customers = |what, condition, count| counted(what, RecordKind::Customer, condition, count);
    let revenue: i64 = values.of.iter().map(|of| of.revenue).sum();
    let total = i64::try_from(spread.total).unwrap();
    all.push(customers("buyers", bought(), spread.customers).sums("value", total));
    all.push(customers("revenue", bought(), spread.customers).sums("revenue", revenue));
    for bin in &spread.bins {
        let of = values
            .of
            .iter()
            .map(|of| of.value())
            .filter(|value| (bin.from..bin.to).contains(value));
        let condition = valued(bin, values.currency).unwrap();
        all.push(customers("value bar", condition, bin.count).sums("value", of.sum()));
    }
    if let Some(condition) = worth_at_least(spread.top_from, values.currency) {
        let of = values.of.iter().map(|of| of.value());
        let of = || of.clone().filter(|value| *value as f64 >= spread.top_from);
        let top = customers("top fifth", condition, of().count());
        all.push(top.sums("value", of().sum()));
    }
    let lives = &analysis.lifetimes.of;
    let ever = customers("ever bought", ever_bought(), lives.len());
    all.push(match analysis.lifetime_values() {
        Some(values) => ever.sums("lifetime_value", values.iter().sum()),
        None => ever,
    });
}

/// What lists know of each customer's future: the risk by tens of a percent, and whose next purchase is
/// due by now.
fn of_lives(analysis: &Analysis, all: &mut Vec<Shown>) {
    let as_of = analysis.assumptions.frame.as_of;
    let lives = analysis.lifetimes.of.iter();
    let risk = |life| {
        let alive = analysis.lifetimes.alive(life)?;
        Some(((1.0 - alive) * 1000.0).round() as i64)
    };
    let risks: Vec<i64> = lives.clone().filter_map(risk).collect();
    for from in (0..1000).step_by(100) {
        let of = risks
            .iter()
            .filter(|risk| (from..from + 100).contains(*risk));
        let number = |tenths: i64| {
            let number = Number::from_f64(tenths as f64 / 10.0).unwrap();
            Operand::Number(number)
        };
        let band = Test::Between(number(from), number(from + 99));
        let condition = Filter::test("churn_risk", band);
        let kind = RecordKind::Customer;
        all.push(counted("risk of leaving", kind, condition, of.count()));
    }
    let next = |life: &&Life| {
        let pace = pace(&analysis.histories, life.row, as_of);
        pace.and_then(|pace| pace.next(as_of))
    };
    let due = lives.filter(|life| next(life).is_some_and(|day| day <= as_of));
    let test = Test::Lte(Operand::text(&as_of.to_string()));
    let condition = Filter::test("next_purchase", test);
    all.push(counted(
        "silent",
        RecordKind::Customer,
        condition,
        due.count(),
    ));
}

/// Up to a day that is not after that of the analysis, as reports may ask.
fn of_cohorts(analysis: &Analysis, as_of: Date, all: &mut Vec<Shown>) {
    for (width, count, what, later_what) in [
        (Width::Quarter, 8, "cohort by quarter", "bought later"),
        (Width::Month, 14, "cohort by month", "bought later"),
    ] {
        for cohort in cohorts(&analysis.histories, width, count, as_of) {
            let size = cohort.size() as usize;
            all.push(counted(
                what,
                RecordKind::Customer,
                cohort.members(as_of),
                size,
            ));
            for (later, bought) in cohort.bought.iter().enumerate().skip(1) {
                let condition = cohort.bought_later(width, later, as_of);
                let bought = *bought as usize;
                all.push(counted(later_what, RecordKind::Customer, condition, bought));
            }
        }
    }
}

fn of_months(analysis: &Analysis, all: &mut Vec<Shown>) {
    let frame = analysis.assumptions.frame;
    let transactions =
        |what, condition, count| counted(what, RecordKind::Transaction, condition, count);
    let purchased: u64 = analysis
        .values
        .of
        .iter()
        .map(|of| u64::from(of.count))
        .sum();
    all.push(transactions(
        "purchases",
        frame.purchases(),
        purchased as usize,
    ));
    let seasons = seasons(&analysis.histories, frame);
    let by_month: u32 = seasons.months.iter().map(|(_, share)| share.count).sum();
    // Of very long frames the last months are shown.
    if seasons.months.len() < 120 {
        assert_eq!(
            u64::from(by_month),
            purchased,
            "each purchase is in a month"
        );
    }
    for (month, share) in seasons.months {
        let condition = frame.purchases_in(month);
        all.push(transactions(
            "purchases by month",
            condition,
            share.count as usize,
        ));
        all.push(Shown {
            what: "revenue by month",
            kind: RecordKind::Transaction,
            condition: frame.revenue_in(month),
            count: None,
            sum: Some(("revenue", share.minor)),
        });
    }
}

fn of_needs(workspace: &Workspace, as_of: Date, all: &mut Vec<Shown>) {
    let found = needs(workspace, as_of, 12);
    let of_kind = |what, condition, count| counted(what, RecordKind::Need, condition, count);
    for category in &found.categories {
        let condition = category.all(as_of);
        all.push(of_kind("needs of a category", condition, category.total()));
        for (place, count) in category.statuses.iter().enumerate() {
            let condition = category.at_status(place, as_of);
            all.push(of_kind("needs by status", condition, *count));
        }
        for (month, count) in &category.months {
            let condition = category.noted_in(*month, as_of);
            all.push(of_kind("needs by month", condition, *count as usize));
        }
    }
    for together in &found.together {
        let Some(both) = found.both(together) else {
            continue;
        };
        let pair = together.pair;
        for (what, condition, count) in [
            ("needs together", both, pair.both),
            (
                "who may need it",
                together.likely(),
                pair.with_one - pair.both,
            ),
        ] {
            all.push(counted(what, RecordKind::Customer, condition, count));
        }
    }
}

fn of_products(workspace: &Workspace, frame: Frame, all: &mut Vec<Shown>) {
    for together in affinity(workspace, frame).together {
        let (condition, both) = (together.purchases(frame), together.pair.both);
        let kind = RecordKind::Transaction;
        all.push(counted("bought together", kind, condition, both));
    }
}

fn of_segments(workspace: &Workspace, analysis: &Analysis, all: &mut Vec<Shown>) {
    let table = workspace.table(RecordKind::Segment);
    let customers = |what, condition, count| counted(what, RecordKind::Customer, condition, count);
    for id in table.live_rows().filter_map(|row| table.id(row)) {
        let rows = members(workspace, id, *TODAY);
        all.push(customers("segment", in_segment(id), rows.count()));
        let of = || {
            let of = analysis.values.of.iter();
            of.filter(|valued| rows.at(valued.row))
        };
        let value = of().map(|valued| valued.value()).sum();
        let buyers = in_segment(id).and(bought());
        all.push(customers("buyers of a segment", buyers, of().count()).sums("value", value));
    }
}

/// Everything that the screens and reports show and lead from.
fn figures(workspace: &Workspace) -> (Vec<Shown>, Rc<Analysis>) {
    let analysis = Analysis::of(workspace, TODAY.today, || value_weights(workspace, *TODAY));
    let rules = || score_rules(workspace, *TODAY);
    analysis.keep_columns(workspace, TODAY.today, engagement(workspace, *TODAY), rules);
    let mut all = Vec::new();
    of_scores(&analysis, &mut all);
    of_values(&analysis, &mut all);
    of_lives(&analysis, &mut all);
    let as_of = analysis.assumptions.frame.as_of;
    of_cohorts(&analysis, as_of, &mut all);
    of_cohorts(&analysis, as_of.add_days(-75), &mut all);
    of_months(&analysis, &mut all);
    of_needs(workspace, TODAY.today, &mut all);
    of_needs(workspace, as_of, &mut all);
    of_products(workspace, analysis.assumptions.frame, &mut all);
    of_segments(workspace, &analysis, &mut all);
    (all, analysis)
}

#[test]
fn every_figure_is_that_of_the_list_it_opens() {
    let mut kinds: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut differences: Vec<String> = Vec::new();
    let (mut workspaces, mut modelled) = (0, 0);
    for seed in 0..12 {
        let mut town = Town::new(seed);
        for step in 0..5 {
            town.goes_on();
            if step == 3 {
                town.desk.workspace = repacked(&town.desk.workspace);
            }
            let workspace = &town.desk.workspace;
            let (all, analysis) = figures(workspace);
            workspaces += 1;
            modelled += usize::from(analysis.nodes.is_some());
            for shown in &all {
                let of = kinds.entry(shown.what).or_default();
                let found = difference(workspace, shown, analysis.histories.currency);
                let count = shown.count.unwrap_or_default();
                *of = (of.0 + 1, of.1 + count, of.2 + usize::from(found.is_some()));
                let found = found.map(|found| format!("seed {seed}, step {step}: {found}"));
                differences.extend(found);
            }
        }
    }
    let figures: usize = kinds.values().map(|(figures, ..)| figures).sum();
    println!("{figures} figures of {workspaces} workspaces, {modelled} of them with models:");
    for (what, (figures, records, differ)) in &kinds {
        println!("  {what}: {figures}, {records} records, {differ} differ");
    }
    for found in differences.iter().take(40) {
        println!("{found}");
    }
    assert_eq!(differences.len(), 0);
    let is_empty = |(what, (_, records, _)): (&&str, &(usize, usize, usize))| {
        *records == 0 && *what != "revenue by month"
    };
    assert!(!kinds.iter().any(is_empty) && modelled > 3);
}

#[test]
fn a_list_of_customers_sums_amounts_and_averages_scores() {
    let (mut lists, mut empty) = (0, 0);
    for seed in 0..4 {
        let mut town = Town::new(seed);
        town.goes_on();
        let workspace = &town.desk.workspace;
        let (_, analysis) = figures(workspace);
        for group in analysis.rfm.groups() {
            let mut query = Query::new(RecordKind::Customer).and(in_group(group.group));
            let shown = ["name", "rfm", "revenue", "frequency", "value", "purchases"];
            query.fields.extend(shown.map(str::to_owned));
            let answer = run(workspace, &query, *TODAY).unwrap();
            let summed: Vec<&str> = answer.sums.iter().map(|sum| &*sum.field).collect();
            assert_eq!(summed, ["revenue", "value"]);
            let of = || {
                let of = analysis.rfm.of.iter();
                of.filter(|(_, scores)| scores.group() == group.group)
            };
            let mean = |sum: u32| {
                let mean = f64::from(sum) / of().count() as f64;
                (of().count() > 0).then(|| Number::from_f64(mean).unwrap())
            };
            let frequency = mean(of().map(|(_, scores)| u32::from(scores.frequency)).sum());
            let purchases = mean(of().map(|(did, _)| did.count).sum());
            let means: Vec<_> = answer
                .means
                .iter()
                .map(|mean| (&*mean.field, mean.mean, mean.of))
                .collect();
            let count = group.customers;
            assert_eq!(
                means,
                [
                    ("frequency", frequency, count),
                    ("purchases", purchases, count)
                ]
            );
            lists += 1;
            empty += usize::from(count == 0);
        }
    }
    println!("{lists} lists, {empty} of nobody");
    assert!(empty > 0 && empty < lists);
}

/// What the last of several conditions is, alone.
fn last_of(filter: &Filter) -> Filter {
    match filter {
        Filter::All(filters) => filters.last().unwrap().clone(),
        other => other.clone(),
    }
}

/// The same, but that what it says of one field it says of another.
fn renamed(filter: &Filter, from: &str, to: &str) -> Filter {
    let text = filter.to_json().to_string();
    let wrong = text.replace(&format!("\"{from}\""), &format!("\"{to}\""));
    Filter::parse(&wrong).unwrap()
}

/// The same, but that spans end a day or a minor unit later.
fn longer(filter: &Filter) -> Filter {
    let later = |operand: &Operand| match operand {
        Operand::Text(day) => {
            let day = Date::parse(day).unwrap();
            Operand::text(&day.add_days(1).to_string())
        }
        Operand::Money(money) => {
            let money = Money::from_minor(money.minor() + 1, money.currency());
            Operand::Money(money.unwrap())
        }
        other => other.clone(),
    };
    match filter {
        Filter::All(filters) => Filter::All(filters.iter().map(longer).collect()),
        Filter::Test(condition) => match &condition.test {
            Test::Between(from, to) => {
                Filter::test(&condition.field, Test::Between(from.clone(), later(to)))
            }
            _ => filter.clone(),
        },
        other => other.clone(),
    }
}

/// The same, but that spans begin with the month in which they do.
fn whole_months(filter: &Filter) -> Filter {
    let Filter::Test(condition) = filter else {
        return filter.clone();
    };
    let Test::Between(Operand::Text(from), to) = &condition.test else {
        return filter.clone();
    };
    let first = Date::parse(from).unwrap().first_of_month();
    let from = Operand::text(&first.to_string());
    Filter::test(&condition.field, Test::Between(from, to.clone()))
}

/// Any of what should be all.
fn any(filter: &Filter) -> Filter {
    match filter {
        Filter::All(filters) => Filter::Any(filters.clone()),
        other => other.clone(),
    }
}

type Wrong = fn(&Filter) -> Filter;

/// For each kind of figure a condition that one could take for right.
const WRONG: [(&str, Wrong); 18] = [
    ("recency and frequency", |of| last_of(of)),
    ("group", |of| Filter::Not(Box::new(of.clone()))),
    ("scores", |of| renamed(of, "is", "gte")),
    ("buyers", |of| renamed(of, "value", "first_purchase")),
    ("value bar", longer),
    ("top fifth", |of| renamed(of, "gte", "gt")),
    ("ever bought", |of| renamed(of, "first_purchase", "value")),
    ("risk of leaving", |of| Filter::Not(Box::new(of.clone()))),
    ("cohort by quarter", longer),
    ("bought later", |of| last_of(of)),
    ("purchases", |of| renamed(of, "purchased_on", "date")),
    ("purchases by month", whole_months),
    ("revenue by month", |of| {
        renamed(of, "revenue", "purchased_on")
    }),
    ("needs of a category", |of| match of {
        Filter::All(filters) => filters[0].clone(),
        other => other.clone(),
    }),
    ("needs by month", longer),
    ("needs together", any),
    ("who may need it", any),
    ("bought together", |of| renamed(of, "purchased_on", "date")),
];

#[test]
fn a_wrong_condition_is_found() {
    let mut found = [0; WRONG.len()];
    let mut planted = [0; WRONG.len()];
    for seed in 0..6 {
        let mut town = Town::new(seed);
        (0..2).for_each(|_| town.goes_on());
        let workspace = &town.desk.workspace;
        let (all, analysis) = figures(workspace);
        for (at, (what, wrong)) in WRONG.iter().enumerate() {
            for shown in all.iter().filter(|shown| shown.what == *what) {
                let wrong = Shown {
                    condition: wrong(&shown.condition),
                    ..shown.clone()
                };
                let differs = difference(workspace, &wrong, analysis.histories.currency);
                planted[at] += 1;
                found[at] += usize::from(differs.is_some());
            }
        }
    }
    for ((what, _), (found, planted)) in WRONG.iter().zip(found.iter().zip(planted)) {
        println!("  {what}: {planted} wrong conditions, {found} differ");
    }
    assert!(found.iter().all(|found| *found > 0));
}
