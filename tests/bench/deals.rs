//! How long the figures of selling take: many deals of some sellers, half of them open.

use super::make::{id, load, mix, packed, record};
use super::{count, pick, timed};
use satchel::domain::{
    Currency, Date, Key, Money, Number, Part, Record, RecordKind, Value, deal, field, owner,
    pipeline,
};
use satchel::query::Now;
use satchel::query::sales::Window;
use satchel::query::sales::forecast::{Question, forecast};
use satchel::query::sales::funnel::funnel;
use satchel::query::sales::outcome::{self, By, outcomes};
use satchel::workspace::Workspace;

fn path() -> Record {
    let number = |number: i64| Value::Number(Number::from_f64(number as f64).unwrap());
    let stages = pipeline::DEFAULT_STAGES
        .iter()
        .zip(0..)
        .map(|(stage, order)| {
            let part = Part::new([
                (0, Value::text(stage.id)),
                (1, number(order)),
                (2, number(stage.probability)),
                (3, Value::text(stage.category)),
            ]);
            (Key::of(pipeline::STAGES, stage.id), Value::Part(part))
        });
    let mut fields: Vec<_> = stages.collect();
    fields.push((Key::one(pipeline::NAME), Value::text("Sales")));
    record(id(RecordKind::Pipeline, 0), fields)
}

fn of_row(row: u64, today: Date) -> Record {
    let stages = [
        "new",
        "qualified",
        "value_proposed",
        "proposal",
        "negotiation",
        "won",
        "won",
        "won",
        "lost",
        "lost",
    ];
    let currency = Currency::parse(pick(row, 2, &["EUR", "EUR", "EUR", "USD"])).unwrap();
    let amount = Money::from_minor((mix(row) % 10_000_000) as i64, currency).unwrap();
    let day = |salt: u64, from: i32| {
        Value::Date(today.add_days((mix(row ^ (salt << 40)) % 300) as i32 + from))
    };
    let fields = vec![
        (Key::one(deal::NAME), Value::text(format!("Deal {row}"))),
        (
            Key::one(deal::PIPELINE),
            Value::Ref(id(RecordKind::Pipeline, 0)),
        ),
        (Key::one(deal::STAGE), Value::text(pick(row, 1, &stages))),
        (Key::one(deal::AMOUNT), Value::Money(amount)),
        (Key::one(deal::STAGE_SINCE), day(3, -300)),
        (Key::one(deal::STARTED_AT), day(4, -900)),
        (Key::one(deal::CLOSED_AT), day(5, -500)),
        (Key::one(deal::EXPECTED_CLOSE), day(6, -50)),
        (
            Key::one(field::OWNER),
            Value::Ref(id(RecordKind::Owner, 1 + row % 35)),
        ),
    ];
    record(id(RecordKind::Deal, 100 + row), fields)
}

fn workspace(count: usize, today: Date) -> Workspace {
    let owners: Vec<Record> = (1..36)
        .map(|row| {
            let name = Value::text(format!("Seller {row}"));
            record(
                id(RecordKind::Owner, row),
                vec![(Key::one(owner::NAME), name)],
            )
        })
        .collect();
    let deals: Vec<Record> = (0..count as u64).map(|row| of_row(row, today)).collect();
    let mut pages = vec![packed(&[path()]), packed(&owners)];
    pages.extend(deals.chunks(2048).map(packed));
    load(&pages)
}

#[test]
fn deals_have_their_figures() {
    let today = Date::parse("2026-11-19").unwrap();
    let now = Now::utc(today);
    let workspace = &workspace(count(), today);
    let pipeline = workspace.default_pipeline().unwrap();
    let by = |path: &str| outcome::Question {
        by: Some(By::parse(workspace, path, now).unwrap()),
        ..outcome::Question::default()
    };
    for time in ["the first time", "again"] {
        let of = timed(&format!("funnel, {time}"), || {
            funnel(workspace, pipeline, Window::default(), now)
        });
        assert_eq!(of.begun.count, count());
        let of = timed(&format!("won and lost by owner, {time}"), || {
            outcomes(workspace, &by("owner"), now)
        });
        assert_eq!(of.groups.len(), 35);
        let of = timed(&format!("won and lost by quarter, {time}"), || {
            outcomes(workspace, &by("closed_at.quarter"), now)
        });
        assert!(of.totals.rate().of > count() / 3);
        let of = timed(&format!("forecast, {time}"), || {
            forecast(workspace, &Question::new(now), now)
        });
        assert!(of.totals.counted.count > count() / 3);
    }
}
