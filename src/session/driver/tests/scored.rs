//! Scores of customers that are made beside everything else.

use super::*;
use crate::domain::{Currency, Money, Number, Part, settings, transaction};
use crate::query::engagement::engagement;
use crate::query::own_rule::score_rules;
use crate::scoring::scores::Analysis;
use crate::session::scored::{is_there, prepare};
use crate::workspace::score_rules::ScoreRules;
use crate::workspace::scores::CustomerScores;

/// Customers who bought, each another number of times.
fn house() -> TestSession {
    let session = open(&Memory::default(), Tab::default());
    let ids: Vec<RecordId> = (0..30)
        .map(|at| create(&session, &format!("No {at}")))
        .collect();
    for (at, id) in ids.iter().enumerate() {
        for time in 0..=at % 6 {
            buy(
                &session,
                *id,
                &format!("2023-{:02}-11", time + 3),
                at as i64 * 700 + 900,
            );
        }
    }
    session
}

fn buy(session: &TestSession, customer: RecordId, day: &str, minor: i64) {
    let amount = Money::from_minor(minor, Currency::parse("EUR").unwrap()).unwrap();
    let fields = vec![
        (Key::one(transaction::KIND), Some(Value::text("order"))),
        (Key::one(transaction::CUSTOMER), Some(Value::Ref(customer))),
        (
            Key::one(transaction::DATE),
            Some(Value::Date(crate::domain::Date::parse(day).unwrap())),
        ),
        (Key::one(transaction::AMOUNT), Some(Value::Money(amount))),
    ];
    let id = session.new_id(RecordKind::Transaction);
    session.execute(&Command::Create { id, fields }).unwrap();
    idle(session);
}

fn told(scores: &CustomerScores) -> Vec<Vec<Option<i64>>> {
    let columns = [
        &scores.score,
        &scores.purchases,
        &scores.revenue,
        &scores.rfm,
        &scores.value,
        &scores.next_purchase,
        &scores.lifetime_value,
    ];
    let rows = 0..scores.engagement.len() as u32;
    rows.map(|row| columns.map(|column| column.at(row)).to_vec())
        .collect()
}

/// What is worked out at once.
fn at_once(session: &TestSession) -> Vec<Vec<Option<i64>>> {
    let again = open(session.storage(), Tab::default());
    let (workspace, now) = (again.workspace(), session.ports().clock());
    let analysis = Analysis::of(&workspace, now.today, Vec::new);
    let rules = || score_rules(&workspace, now);
    analysis.keep_columns(&workspace, now.today, engagement(&workspace, now), rules);
    told(&workspace.scores().unwrap())
}

#[test]
fn made_in_steps_they_are_what_is_worked_out_at_once() {
    let session = house();
    let now = session.ports().clock();
    assert!(!is_there(&session.workspace(), now));
    let rests = session.ports().rests.get();
    block_on(prepare(&*session, now));
    assert!(session.ports().rests.get() > rests + 20);
    assert!(is_there(&session.workspace(), now));
    let found = told(&session.workspace().scores().unwrap());
    assert_eq!(found, at_once(&session));
    assert!(found.iter().all(|of| of[0].is_some() && of[3].is_some()));
    // Asked again it has nothing to do.
    let rests = session.ports().rests.get();
    block_on(prepare(&*session, now));
    assert_eq!(session.ports().rests.get(), rests);
}

#[test]
fn what_is_bought_meanwhile_counts_whenever_it_is() {
    let mut at = 0;
    loop {
        let session = house();
        let (now, rests) = (session.ports().clock(), Rc::clone(&session.ports().rests));
        let (buying, start) = (Rc::downgrade(&session), rests.get());
        let has_bought = Rc::new(Cell::new(false));
        let bought = Rc::clone(&has_bought);
        *session.ports().at_every_rest.borrow_mut() = Some(Box::new(move || {
            if rests.get() >= start + at && !bought.replace(true) {
                let session = buying.upgrade().unwrap();
                let first = session
                    .workspace()
                    .table(RecordKind::Customer)
                    .id(0)
                    .unwrap();
                buy(&session, first, "2023-10-30", 99_900);
            }
        }));
        block_on(prepare(&*session, now));
        let is_over = !has_bought.get();
        *session.ports().at_every_rest.borrow_mut() = None;
        assert!(is_there(&session.workspace(), now), "{at}");
        let found = told(&session.workspace().scores().unwrap());
        assert_eq!(found, at_once(&session), "{at}");
        if is_over {
            break;
        }
        at += 9;
    }
    assert!(at > 20, "{at}");
}

#[test]
fn by_other_rules_they_are_made_anew() {
    let session = house();
    let founded = Command::Create {
        id: settings::ID,
        fields: vec![(Key::one(settings::NAME), Some(Value::text("House")))],
    };
    session.execute(&founded).unwrap();
    idle(&session);
    let now = session.ports().clock();
    block_on(prepare(&*session, now));
    let own = |condition: &str, points: f64| {
        let part = Part::new([
            (0, Value::text("Own")),
            (1, Value::text(condition)),
            (2, Value::Number(Number::from_f64(points).unwrap())),
        ]);
        (
            Key::of(settings::SCORE_RULES, "own"),
            Some(Value::Part(part)),
        )
    };
    let points = |points: f64| {
        let key = Key::of(settings::SCORE_POINTS, "reach_unknown");
        (key, Number::from_f64(points).map(Value::Number))
    };
    let first = r#"{"field":"name","contains":"1"}"#;
    for changed in [
        points(-9.0),
        own(first, 7.0),
        own(first, 8.0),
        own("{}", 8.0),
    ] {
        let before = session.workspace().scores().unwrap();
        let set = ScoreRules::of(&session.workspace());
        assert!(before.rules.is_set_as(&set) && is_there(&session.workspace(), now));
        let edit = Command::Edit {
            ids: vec![settings::ID],
            fields: vec![changed],
            revision: None,
        };
        session.execute(&edit).unwrap();
        idle(&session);
        let set = ScoreRules::of(&session.workspace());
        assert!(!before.rules.is_set_as(&set) && !is_there(&session.workspace(), now));
        block_on(prepare(&*session, now));
        let found = told(&session.workspace().scores().unwrap());
        assert_ne!(found, told(&before));
        assert_eq!(found, at_once(&session));
    }
}
