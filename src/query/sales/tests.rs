//! How selling goes, held against the lists that stand behind each figure, against examples worked
//! out by hand, and against the known figures of public data.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod example;
mod known;

use super::forecast::{self, forecast};
use super::funnel::funnel;
use super::outcome::{By, Group, Order, Outcomes, outcomes};
use super::{Figure, Window, outcome};
use crate::domain::money::MoneySums;
use crate::domain::{
    Currency, Key, Money, Number, Part, RecordId, RecordKind, Value, customer, deal, pipeline,
    product,
};
use crate::query::list::{Query, run};
use crate::query::naive::{NOW, Office};
use crate::query::{Filter, Now};
use crate::workspace::Workspace;
use crate::workspace::command::Command;
use crate::workspace::desk::{Desk, repacked, text};

/// A stage: its id, chance, category, and how a forecast counts it.
type Stage = (&'static str, f64, &'static str, Option<&'static str>);

/// A pipeline of stages in this order.
pub(super) fn pipeline_of(desk: &mut Desk, name: &str, stages: &[Stage]) -> RecordId {
    let number = |number: f64| Value::Number(Number::from_f64(number).unwrap());
    let stages = stages
        .iter()
        .zip(0..)
        .map(|((id, chance, category, counted), order)| {
            let mut part = Part::new([
                (0, Value::text(*id)),
                (1, number(f64::from(order))),
                (2, number(*chance)),
                (3, Value::text(*category)),
            ]);
            part.set(4, counted.map(Value::text));
            (Key::of(pipeline::STAGES, *id), Some(Value::Part(part)))
        });
    let mut fields: Vec<_> = stages.collect();
    fields.push((Key::one(pipeline::NAME), text(name)));
    desk.creates(RecordKind::Pipeline, fields)
}

/// What a list finds: how many, and the sums of amount and weighted amount.
fn listed(workspace: &Workspace, condition: &Filter, now: Now) -> (usize, MoneySums, MoneySums) {
    // As an address carries it.
    let condition = Filter::parse(&condition.to_json().to_string()).unwrap();
    let query = Query::new(RecordKind::Deal).and(condition.clone());
    let answer =
        run(workspace, &query, now).unwrap_or_else(|found| panic!("{condition:?} {found:?}"));
    let sum = |field: &str| {
        let sum = answer.sums.iter().find(|sum| &*sum.field == field);
        sum.unwrap().amounts.clone()
    };
    (answer.total, sum("amount"), sum("weighted"))
}

/// Holds figures against their lists; says how many there were and how many deals stood in them.
#[derive(Default)]
struct Held {
    figures: usize,
    deals: usize,
    empty: usize,
}

impl Held {
    fn holds(&mut self, workspace: &Workspace, figure: &Figure, what: &str) {
        let list = listed(workspace, &figure.condition, *NOW);
        let own = (
            figure.count,
            figure.amounts.clone(),
            figure.weighted.clone(),
        );
        assert_eq!(own, list, "{what}: {}", figure.condition.to_json());
        self.figures += 1;
        self.deals += figure.count;
        self.empty += usize::from(figure.count == 0);
    }

    fn groups(&mut self, workspace: &Workspace, groups: &[Group], what: &str) {
        for group in groups {
            let what = format!("{what} {:?}", group.value);
            self.holds(workspace, &group.won, &what);
            self.holds(workspace, &group.lost, &what);
        }
    }
}

/// A second way of selling, products, and moves, in a workspace of chance.
fn sells(office: &mut Office) -> Vec<RecordId> {
    let desk = &mut office.desk;
    let direct = pipeline_of(
        desk,
        "Direct",
        &[
            ("first", 20.0, "open", None),
            // The name of another pipeline's stage, in capitals.
            ("NEW", 75.0, "open", Some("omitted")),
            ("signed", 100.0, "won", None),
            ("last", 50.0, "open", Some("closed")),
            ("no", 0.0, "lost", None),
            ("gone", 0.0, "lost", None),
        ],
    );
    let products = ["Beans", "Cups", "beans"].map(|name| {
        desk.creates(
            RecordKind::Product,
            vec![(Key::one(product::NAME), text(name))],
        )
    });
    let ids = |office: &Office, kind: RecordKind| -> Vec<RecordId> {
        let table = office.desk.workspace.table(kind);
        table.live_rows().filter_map(|row| table.id(row)).collect()
    };
    let mut customers: Vec<Option<RecordId>> = vec![None];
    customers.extend(ids(office, RecordKind::Customer).into_iter().map(Some));
    let owners = ids(office, RecordKind::Owner);
    for _ in 0..100 {
        let random = &mut office.random;
        let currency = *random.pick(&["EUR", "EUR", "USD"]);
        let money = Money::from_minor(
            random.below(90_000) as i64,
            Currency::parse(currency).unwrap(),
        );
        let customer = random.pick(&customers).map(Value::Ref);
        let owner = Value::Ref(*random.pick(&owners));
        let fields = deal_of(&[
            (deal::AMOUNT, money.ok().map(Value::Money)),
            (deal::CUSTOMER, customer),
            (crate::domain::field::OWNER, Some(owner)),
        ]);
        office.desk.creates(RecordKind::Deal, fields);
    }
    let deals = ids(office, RecordKind::Deal);
    let stages = ["first", "NEW", "signed", "last", "no", "gone"];
    for id in deals {
        let random = &mut office.random;
        let day = |random: &mut crate::domain::random::Random| {
            Value::Date(NOW.today.add_days(random.below(400) as i32 - 200))
        };
        let mut fields: Vec<(Key, Option<Value>)> = Vec::new();
        if random.below(2) == 0 {
            fields.push((Key::one(deal::PIPELINE), Some(Value::Ref(direct))));
            let stage = *random.pick(&stages);
            fields.push((Key::one(deal::STAGE), text(stage)));
        } else {
            let stage = *random.pick(&["new", "proposal", "negotiation", "won", "won", "lost"]);
            fields.push((Key::one(deal::STAGE), text(stage)));
        }
        if random.below(3) > 0 {
            fields.push((Key::one(deal::EXPECTED_CLOSE), Some(day(random))));
        }
        if random.below(3) > 0 {
            fields.push((Key::one(deal::CLOSED_AT), Some(day(random))));
        }
        if random.below(3) == 0 {
            fields.push((Key::one(deal::STARTED_AT), Some(day(random))));
        }
        for element in ["1", "2", "3"] {
            if random.below(2) == 0 {
                let of = Value::Ref(*random.pick(&products));
                let part = Value::Part(Part::new([(0, of)]));
                fields.push((Key::of(deal::LINES, element), Some(part)));
            }
        }
        let edit = Command::Edit {
            ids: vec![id],
            fields,
            revision: None,
        };
        let _ = office.desk.tries(&edit);
    }
    vec![office.desk.workspace.default_pipeline().unwrap(), direct]
}

const BY: [&str; 28] = [
    "owner",
    "owner.name",
    "customer",
    "customer.lifecycle",
    "customer.owner",
    "customer.do_not_call",
    "customer.created_at.quarter",
    "customer.birthday",
    "customer.custom.tier",
    "product",
    "lines",
    "tags",
    "pipeline",
    "lost_reason",
    "type",
    "name",
    "next_step",
    "closed_at",
    "closed_at.quarter",
    "closed_at.year",
    "created_at.month",
    "begun.quarter",
    "expected_close.year",
    "custom.seats",
    "custom.pilot",
    "days_to_close",
    "is_stale",
    "forecast_category",
];

#[test]
fn every_figure_is_that_of_the_list_behind_it() {
    let mut held = Held::default();
    for seed in 0..8 {
        let mut office = Office::new(seed);
        (0..200).for_each(|_| office.works());
        let pipelines = sells(&mut office);
        for step in 0..6 {
            (0..10).for_each(|_| office.works());
            if step == 3 {
                office.desk.workspace = repacked(&office.desk.workspace);
            }
            let random = &mut office.random;
            let workspace = &office.desk.workspace;
            let mut day = || {
                let day = NOW.today.add_days(random.below(300) as i32 - 150);
                (random.below(3) > 0).then_some(day)
            };
            let window = Window {
                from: day(),
                to: day(),
            };
            let as_of = day().unwrap_or(NOW.today);
            let one = *random.pick(&pipelines);
            let of = funnel(workspace, one, window, *NOW);
            let what = format!("seed {seed}, step {step}: funnel {window:?}");
            for figure in [&of.begun, &of.won, &of.lost, &of.astray] {
                held.holds(workspace, figure, &what);
            }
            for stage in &of.stages {
                held.holds(workspace, &stage.here, &what);
                held.holds(workspace, &stage.reached, &what);
            }
            let here: usize = of.stages.iter().map(|stage| stage.here.count).sum();
            let parts = here + of.won.count + of.lost.count + of.astray.count;
            assert_eq!(parts, of.begun.count, "{what}");

            let pipeline = (random.below(2) == 0).then_some(one);
            let question = forecast::Question {
                as_of,
                pipeline,
                months: 3 + random.below(4) as usize,
                target: None,
            };
            let of = forecast(workspace, &question, *NOW);
            let what = format!("seed {seed}, step {step}: {question:?}");
            for row in of.rows.iter().chain([&of.totals]) {
                held.holds(workspace, &row.counted, &what);
                for (_, figure) in &row.categories {
                    held.holds(workspace, figure, &what);
                }
                if let Some(won) = &row.won {
                    held.holds(workspace, won, &what);
                }
            }
            held.holds(workspace, &of.quarter.won, &what);
            held.holds(workspace, &of.quarter.open, &what);
            let counts = of.rows.iter().map(|row| row.counted.count);
            assert_eq!(counts.sum::<usize>(), of.totals.counted.count, "{what}");

            for path in [*random.pick(&BY), *random.pick(&BY)] {
                let by = By::parse(workspace, path, *NOW)
                    .unwrap_or_else(|rule| panic!("{path}: {rule}"));
                let question = outcome::Question {
                    by: Some(by),
                    pipeline,
                    closed: window,
                    order: Order::Sum,
                };
                let of = outcomes(workspace, &question, *NOW);
                let what = format!("seed {seed}, step {step}: by {path} {window:?}");
                held.groups(workspace, std::slice::from_ref(&of.totals), &what);
                held.groups(workspace, &of.groups, &what);
                held.groups(workspace, &of.quarters, &what);
                held.groups(workspace, &of.months, &what);
                for reason in &of.reasons {
                    held.holds(workspace, &reason.lost, &what);
                }
                let all = of.totals.rate().of;
                for groups in [&of.groups, &of.quarters, &of.months] {
                    let closed: usize = groups.iter().map(|group| group.rate().of).sum();
                    assert!(closed >= all, "{what}: each deal is in a group");
                }
                let lost: usize = of.reasons.iter().map(|reason| reason.lost.count).sum();
                assert_eq!(lost, of.totals.lost.count, "{what}");
            }
        }
    }
    println!(
        "{} figures, {} deals in them, {} of none, 0 differences",
        held.figures, held.deals, held.empty
    );
    assert!(held.figures > 2000 && held.deals > 3 * held.figures);
}

#[test]
fn a_field_that_makes_no_groups_is_refused() {
    let office = Office::new(1);
    let workspace = &office.desk.workspace;
    for (path, code) in [
        ("colour", "unknown_field"),
        ("amount", "not_an_option"),
        ("weighted", "not_an_option"),
        ("id", "not_an_option"),
        ("stage", "not_an_option"),
        ("outcome", "not_an_option"),
        ("owner.quarter", "not_an_option"),
        ("closed_at.week", "unknown_field"),
        ("closed_at.fortnight", "unknown_field"),
        ("custom.none", "unknown_field"),
        ("quarter", "unknown_field"),
        ("", "unknown_field"),
    ] {
        let refused = By::parse(workspace, path, *NOW);
        assert_eq!(refused.map_err(|rule| rule.code()), Err(code), "{path}");
    }
}

/// Fields of a deal, for tests that make many.
pub(super) fn deal_of(
    fields: &[(crate::domain::FieldIx, Option<Value>)],
) -> Vec<(Key, Option<Value>)> {
    let mut all: Vec<(Key, Option<Value>)> = vec![(Key::one(deal::NAME), text("Beans"))];
    all.extend(
        fields
            .iter()
            .map(|(field, value)| (Key::one(*field), value.clone())),
    );
    all
}

pub(super) fn company(desk: &mut Desk, name: &str) -> RecordId {
    desk.creates(
        RecordKind::Customer,
        vec![
            (Key::one(customer::KIND), text("company")),
            (Key::one(customer::NAME), text(name)),
        ],
    )
}

pub(super) fn by<'a>(of: &'a Outcomes, value: &Value) -> &'a Group {
    let found = of
        .groups
        .iter()
        .find(|group| group.value.as_ref() == Some(value));
    found.unwrap_or_else(|| panic!("{value:?}"))
}
