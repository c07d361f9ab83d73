//! Pipelines and stages: their order, and what becomes of their deals when they go.

use crate::domain::{Date, Key, Number, Part, RecordId, RecordKind, Value, deal, pipeline};
use crate::workspace::command::{Command, CommandError};
use crate::workspace::desk::{Desk, text};

fn number(text: &str) -> Option<Value> {
    Some(Value::Number(Number::parse(text).unwrap()))
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A second pipeline with an open stage, "due", and one that is won, "renewed".
fn renewals(desk: &mut Desk) -> RecordId {
    let stage = |id: &str, order: &str, category: &str| {
        let part = Part::new([
            (0, Value::text(id)),
            (1, number(order).unwrap()),
            (3, Value::text(category)),
        ]);
        (Key::of(pipeline::STAGES, id), Some(Value::Part(part)))
    };
    desk.creates(
        RecordKind::Pipeline,
        vec![
            (Key::one(pipeline::NAME), text("Renewals")),
            (Key::one(pipeline::ORDER), number("-1")),
            stage("due", "0", "open"),
            stage("renewed", "1", "won"),
        ],
    )
}

fn deal_in(desk: &mut Desk, pipeline: RecordId, stage: &str) -> RecordId {
    desk.creates(
        RecordKind::Deal,
        vec![
            (Key::one(deal::NAME), text("Lobby bar")),
            (Key::one(deal::PIPELINE), Some(Value::Ref(pipeline))),
            (Key::one(deal::STAGE), text(stage)),
        ],
    )
}

fn edit(ids: Vec<RecordId>, fields: Vec<(Key, Option<Value>)>) -> Command {
    Command::Edit {
        ids,
        fields,
        revision: None,
    }
}

#[test]
fn pipelines_stand_in_their_order_whichever_new_deals_take() {
    let mut desk = Desk::new();
    let sales = desk.workspace.default_pipeline().unwrap();
    desk.set(sales, pipeline::DEFAULT, Some(Value::Bool(true)));
    let renewals = renewals(&mut desk);
    assert_eq!(desk.workspace.pipelines(), [renewals, sales]);
    assert_eq!(desk.workspace.default_pipeline(), Some(sales));
    desk.set(renewals, pipeline::ORDER, None);
    assert_eq!(desk.workspace.pipelines(), [sales, renewals]);
}

#[test]
fn a_pipeline_goes_with_the_command_that_moves_its_deals_and_both_come_back() {
    let mut desk = Desk::new();
    let sales = desk.workspace.default_pipeline().unwrap();
    let renewals = renewals(&mut desk);
    let (open, won) = (
        deal_in(&mut desk, renewals, "due"),
        deal_in(&mut desk, renewals, "renewed"),
    );
    desk.set(won, deal::CLOSED_AT, Some(Value::Date(day("2026-01-31"))));
    let since = desk.record(won).value(deal::STAGE_SINCE).cloned();
    let trash = Command::Trash {
        ids: vec![renewals],
    };
    assert!(matches!(
        desk.tries(&trash),
        Err(CommandError::InUse { count: 2, .. })
    ));
    let to = |deal, stage| {
        let fields = vec![
            (Key::one(deal::PIPELINE), Some(Value::Ref(sales))),
            (Key::one(deal::STAGE), text(stage)),
        ];
        edit(vec![deal], fields)
    };
    let one = Command::All(vec![to(open, "qualified"), trash.clone()]);
    assert!(matches!(
        desk.tries(&one),
        Err(CommandError::InUse { count: 1, .. })
    ));
    let all = Command::All(vec![to(open, "qualified"), to(won, "won"), trash]);
    let gone = desk.does(&all);
    assert_eq!(desk.workspace.pipelines(), [sales]);
    assert_eq!(desk.record(open).text(deal::STAGE), "qualified");
    // It was won on the day it was, also in another pipeline.
    let record = desk.record(won);
    assert_eq!(record.text(deal::STAGE), "won");
    assert_eq!(
        record.value(deal::CLOSED_AT),
        Some(&Value::Date(day("2026-01-31")))
    );
    assert_eq!(record.value(deal::STAGE_SINCE), since.as_ref());
    desk.undoes(&gone).unwrap();
    assert_eq!(desk.workspace.deals_in(renewals, None).len(), 2);
    assert_eq!(desk.workspace.deals_in(renewals, Some("due")), [open]);
}

#[test]
fn a_stage_goes_with_the_command_that_moves_its_deals() {
    let mut desk = Desk::new();
    let sales = desk.workspace.default_pipeline().unwrap();
    let deal = deal_in(&mut desk, sales, "qualified");
    let remove = edit(
        vec![sales],
        vec![(Key::of(pipeline::STAGES, "qualified"), None)],
    );
    assert!(matches!(desk.tries(&remove), Err(CommandError::Invalid(_))));
    let moved = edit(vec![deal], vec![(Key::one(deal::STAGE), text("new"))]);
    desk.does(&Command::All(vec![moved, remove]));
    assert_eq!(desk.record(deal).text(deal::STAGE), "new");
    assert!(desk.workspace.stage(sales, "qualified").is_none());
}

#[test]
fn a_deal_comes_out_of_the_trash_where_its_stage_or_pipeline_went_meanwhile() {
    let mut desk = Desk::new();
    let sales = desk.workspace.default_pipeline().unwrap();
    let renewals = renewals(&mut desk);
    let open = deal_in(&mut desk, sales, "qualified");
    let won = deal_in(&mut desk, renewals, "renewed");
    let both = vec![open, won];
    desk.does(&Command::Trash { ids: both.clone() });
    desk.does(&Command::Trash {
        ids: vec![renewals],
    });
    let stage = (Key::of(pipeline::STAGES, "qualified"), None);
    desk.does(&edit(vec![sales], vec![stage]));
    desk.does(&Command::Restore { ids: both });
    assert_eq!(desk.workspace.deals_in(sales, Some("new")), [open]);
    assert_eq!(desk.workspace.deals_in(sales, Some("won")), [won]);
}
