//! A funnel, a forecast and what became of deals, small enough to be worked out by hand.

use super::*;
use crate::domain::{Currency, Date, FieldIx, Money, Number, settings};
use crate::query::sales::forecast::{Question, Span};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn money(minor: i64, currency: &str) -> Money {
    Money::from_minor(minor * 100, Currency::parse(currency).unwrap()).unwrap()
}

fn eur(minor: i64) -> Money {
    money(minor, "EUR")
}

fn sums(amounts: &[Money]) -> MoneySums {
    amounts.iter().copied().collect()
}

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.does(&Command::Create {
        id: settings::ID,
        fields: vec![
            (Key::one(settings::NAME), text("Office")),
            (Key::one(settings::CURRENCY), text("EUR")),
        ],
    });
    desk
}

fn day(field: FieldIx, text: &str) -> (FieldIx, Option<Value>) {
    (field, (!text.is_empty()).then(|| Value::Date(date(text))))
}

fn at(stage: &str) -> (FieldIx, Option<Value>) {
    (deal::STAGE, text(stage))
}

fn amount(money: Money) -> (FieldIx, Option<Value>) {
    (deal::AMOUNT, Some(Value::Money(money)))
}

#[test]
fn a_funnel_counts_what_came_to_a_stage_or_further_and_leaves_lost_deals_out_of_it() {
    let mut desk = desk();
    let pipeline = desk.workspace.default_pipeline().unwrap();
    for (stage, started, since) in [
        ("new", "2026-02-01", "2026-02-23"),
        ("new", "2026-02-01", "2026-02-13"),
        ("qualified", "2026-01-10", "2026-02-28"),
        ("negotiation", "2026-01-10", "2026-03-05"),
        ("new", "2025-01-01", "2025-01-01"),
    ] {
        let fields = [
            at(stage),
            day(deal::STARTED_AT, started),
            day(deal::STAGE_SINCE, since),
            amount(eur(100)),
        ];
        desk.creates(RecordKind::Deal, deal_of(&fields));
    }
    for (stage, started, closed) in [
        ("won", "2026-01-01", "2026-01-11"),
        ("won", "2026-01-01", "2026-01-31"),
        // Nobody said when it began: it was made in 2023 by the clock, which is before the window.
        ("won", "", "2026-01-31"),
        // Closed before it was begun: the days are not known.
        ("won", "2026-02-02", "2026-01-31"),
        ("lost", "2026-01-01", "2026-02-01"),
        ("lost", "2026-01-01", "2026-02-02"),
    ] {
        let fields = [
            at(stage),
            day(deal::STARTED_AT, started),
            day(deal::CLOSED_AT, closed),
            amount(eur(1000)),
        ];
        desk.creates(RecordKind::Deal, deal_of(&fields));
    }
    let window = Window {
        from: Some(date("2026-01-01")),
        to: Some(date("2026-03-31")),
    };
    let now = Now::utc(date("2026-03-05"));
    let of = funnel(&desk.workspace, pipeline, window, now);
    let stages: Vec<_> = of
        .stages
        .iter()
        .map(|stage| {
            let before = stage.of_before;
            (
                &*stage.stage.id,
                stage.here.count,
                stage.reached.count,
                before.part,
                before.of,
            )
        })
        .collect();
    assert_eq!(
        stages,
        [
            ("new", 2, 7, 7, 7),
            ("qualified", 1, 5, 5, 7),
            ("value_proposed", 0, 4, 4, 5),
            ("proposal", 0, 4, 4, 4),
            ("negotiation", 1, 4, 4, 4),
        ]
    );
    let days: Vec<_> = of.stages.iter().map(|stage| stage.days).collect();
    assert_eq!(days, [Some(15.0), Some(5.0), None, None, Some(0.0)]);
    assert_eq!((of.begun.count, of.won.count, of.lost.count), (9, 3, 2));
    assert_eq!(of.won.amounts, sums(&[eur(3000)]));
    assert_eq!(of.stages[1].reached.amounts, sums(&[eur(3200)]));
    assert_eq!(of.win_rate.rate(), Some(0.6));
    assert_eq!((of.won_of_before.part, of.won_of_before.of), (3, 4));
    assert_eq!(of.won_of_all.of, 7);
    assert_eq!(of.days_to_won, Some(20.0));
    let all = funnel(&desk.workspace, pipeline, Window::default(), now);
    assert_eq!(
        (all.begun.count, all.stages[0].here.count, all.won.count),
        (11, 3, 4)
    );
}

#[test]
fn a_forecast_counts_by_category_month_and_currency() {
    let mut desk = desk();
    let probability = |percent: f64| {
        let number = Number::from_f64(percent).unwrap();
        (deal::PROBABILITY, Some(Value::Number(number)))
    };
    let counted = |code: &str| (deal::FORECAST_CATEGORY, text(code));
    let mut deals = Vec::new();
    for (stage, amount_of, expected, more) in [
        ("negotiation", eur(1000), "2026-03-10", None),
        ("proposal", eur(500), "2026-03-31", None),
        // Its own chance weighs it; its category is that of its stage.
        ("new", eur(200), "2026-04-02", Some(probability(50.0))),
        ("negotiation", money(300, "USD"), "2026-03-20", None),
        ("qualified", eur(400), "2026-03-04", None),
        ("proposal", eur(900), "2026-03-15", Some(counted("omitted"))),
        // An open deal is not closed, whoever says so.
        ("new", eur(100), "", Some(counted("closed"))),
        ("negotiation", eur(700), "2027-01-01", None),
    ] {
        let mut fields = vec![
            at(stage),
            amount(amount_of),
            day(deal::EXPECTED_CLOSE, expected),
        ];
        fields.extend(more);
        deals.push(desk.creates(RecordKind::Deal, deal_of(&fields)));
    }
    for (stage, amount_of, closed) in [
        ("won", eur(1500), "2026-03-02"),
        ("won", eur(250), "2026-02-10"),
        ("lost", eur(5000), "2026-01-20"),
    ] {
        let fields = [at(stage), amount(amount_of), day(deal::CLOSED_AT, closed)];
        desk.creates(RecordKind::Deal, deal_of(&fields));
    }
    let now = Now::utc(date("2026-03-05"));
    let question = Question {
        months: 3,
        target: Some(eur(2500)),
        ..Question::new(now)
    };
    let of = forecast(&desk.workspace, &question, now);
    let rows: Vec<_> = of
        .rows
        .iter()
        .map(|row| (row.span, row.counted.count))
        .collect();
    let month = |text: &str| Span::Month(date(text));
    assert_eq!(
        rows,
        [
            (Span::Overdue, 1),
            (month("2026-03-01"), 3),
            (month("2026-04-01"), 1),
            (month("2026-05-01"), 0),
            (Span::Later, 1),
            (Span::Undated, 1),
        ]
    );
    let march = &of.rows[1];
    assert_eq!(march.counted.amounts, sums(&[eur(1500), money(300, "USD")]));
    assert_eq!(
        march.counted.weighted,
        sums(&[eur(1100), money(240, "USD")])
    );
    let cells: Vec<_> = march
        .categories
        .iter()
        .map(|(code, cell)| (*code, cell.count))
        .collect();
    assert_eq!(
        cells,
        [
            ("commit", 2),
            ("best_case", 1),
            ("pipeline", 0),
            ("omitted", 1)
        ]
    );
    assert_eq!(march.won.as_ref().unwrap().amounts, sums(&[eur(1500)]));
    assert_eq!(of.rows[2].counted.weighted, sums(&[eur(100)]));
    assert_eq!(of.rows[2].categories[2].1.count, 1);
    assert_eq!(of.rows[5].categories[2].1.count, 1, "closed says nothing");
    assert_eq!(
        (of.totals.counted.count, of.totals.categories[3].1.count),
        (7, 1)
    );

    // rate = (10 · 0.1 + 2) / (10 + 3); its odds are 2.7 times those of the first stage.
    let history = &of.history[0];
    assert_eq!((history.closed.part, history.closed.of), (2, 3));
    assert!((history.rate - 3.0 / 13.0).abs() < 1e-12);
    assert!((history.stages[4].1 - 10.8 / 11.8).abs() < 1e-12);
    let by_history = Money::from_minor(91_530 + 40_100, Currency::parse("EUR").unwrap());
    assert_eq!(march.by_history.of(eur(0).currency()), by_history.unwrap());

    // 0 with 8 %, 500 with 12 %, 1000 with 32 %, 1500 with 48 %.
    let euros = march.likely[0];
    assert_eq!((euros.low, euros.high), (eur(500), eur(1500)));
    assert!((euros.expected.to_f64() - 1100.0).abs() < 15.0, "{euros:?}");
    assert_eq!(
        march.likely[1].expected.currency(),
        Currency::parse("USD").unwrap()
    );
    let quarter = &of.quarter;
    assert_eq!(
        (quarter.first, quarter.last),
        (date("2026-01-01"), date("2026-03-31"))
    );
    assert_eq!(quarter.won.amounts, sums(&[eur(1750)]));
    assert_eq!(
        (quarter.likely[0].low, quarter.likely[0].high),
        (eur(2250), eur(3250))
    );
    let chance = quarter.chance.unwrap();
    assert!((chance - 0.8).abs() < 0.015, "{chance}");

    let largest = &march.largest[0];
    assert_eq!(largest.deals, [(deals[0], eur(1000)), (deals[1], eur(500))]);
    assert!((largest.share - 1.0).abs() < 1e-12);
    assert_eq!(largest.weighted_without, eur(300));
    assert_eq!(
        forecast(&desk.workspace, &question, now),
        of,
        "asked again it is the same"
    );
}

#[test]
fn an_empty_workspace_has_a_forecast_of_nothing() {
    let desk = desk();
    let now = Now::utc(date("2026-03-05"));
    let question = Question {
        target: Some(eur(1)),
        ..Question::new(now)
    };
    let of = forecast(&desk.workspace, &question, now);
    assert_eq!((of.rows.len(), of.totals.counted.count), (9, 0));
    assert_eq!(of.quarter.chance, Some(0.0));
    assert!(of.totals.likely.is_empty() && of.totals.largest.is_empty());
    let none = outcomes(&desk.workspace, &outcome::Question::default(), now);
    assert_eq!((none.totals.rate().of, none.months.len()), (0, 0));
}
