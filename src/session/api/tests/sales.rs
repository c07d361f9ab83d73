//! Reports on selling over REST: their figures, the filters behind these, and what is refused.

use super::house::{House, encoded, id_of};
use serde_json::{Value as Json, json};

fn eur(minor: i64) -> Json {
    json!({"minor": minor, "currency": "EUR"})
}

/// A house on 5 March 2026 that has sold for a while.
fn selling() -> House {
    let house = House::new();
    let owner = |name: &str| house.makes("owners", json!({"name": name}));
    let (mara, tom) = (owner("Mara"), owner("Tom"));
    for (stage, amount, more) in [
        (
            "new",
            10_000,
            json!({"expected_close": "2026-03-20", "started_at": "2026-02-01"}),
        ),
        (
            "proposal",
            20_000,
            json!({"expected_close": "2026-04-20", "started_at": "2026-02-01"}),
        ),
        (
            "negotiation",
            30_000,
            json!({"expected_close": "2026-03-01", "started_at": "2026-01-01"}),
        ),
        (
            "negotiation",
            40_000,
            json!({"expected_close": "2026-03-31", "started_at": "2025-01-01"}),
        ),
        (
            "won",
            50_000,
            json!({"closed_at": "2026-03-02", "started_at": "2026-02-20"}),
        ),
        (
            "won",
            70_000,
            json!({"closed_at": "2025-12-02", "started_at": "2025-11-02"}),
        ),
        (
            "lost",
            60_000,
            json!({"closed_at": "2026-02-02", "started_at": "2026-01-02",
            "lost_reason": "price"}),
        ),
    ] {
        let of = if amount < 60_000 { &mara } else { &tom };
        let mut deal = json!({"name": format!("Deal of {amount}"), "stage": stage,
            "amount": eur(amount), "owner": id_of(of)});
        for (name, value) in more.as_object().unwrap() {
            deal[name] = value.clone();
        }
        house.makes("deals", deal);
    }
    house
}

/// Holds every figure of a report against the list under its filter; says how many there were.
fn holds_figures(house: &House, json: &Json) -> usize {
    match json {
        Json::Array(items) => items.iter().map(|item| holds_figures(house, item)).sum(),
        Json::Object(members) if members.contains_key("filter") => {
            let path = format!(
                "/api/deals?limit=1000&filter={}",
                encoded(&members["filter"])
            );
            let list = house.gets(&path);
            assert_eq!(list["total"], members["deals"], "{json}");
            let amounts = list["items"].as_array().unwrap().iter();
            let sum: i64 = amounts
                .map(|deal| deal["amount"]["minor"].as_i64().unwrap())
                .sum();
            let sums: Vec<Json> = (sum != 0).then(|| eur(sum)).into_iter().collect();
            assert_eq!(members["amount"], json!(sums), "{json}");
            1
        }
        Json::Object(members) => members
            .values()
            .map(|item| holds_figures(house, item))
            .sum(),
        _ => 0,
    }
}

#[test]
fn the_funnel_over_rest_has_its_stages_and_what_stands_behind_them() {
    let house = selling();
    let of = house.gets("/api/reports/funnel?from=2025-11-01");
    assert_eq!(holds_figures(&house, &of), 4 + 5 * 2);
    assert_eq!(
        (&of["begun"]["deals"], &of["unknown"]),
        (&json!(6), &json!(1))
    );
    let stages = of["stages"].as_array().unwrap();
    let came: Vec<&Json> = stages
        .iter()
        .map(|stage| &stage["reached"]["deals"])
        .collect();
    assert_eq!(came, [5, 4, 4, 4, 3]);
    assert_eq!(
        (&stages[0]["stage"], &stages[1]["of_stage"]),
        (&json!("new"), &json!(0.8))
    );
    assert_eq!(of["won_of_all"], json!(0.4));
    assert_eq!(of["days_to_won"], json!(20));
    let rate = of["rate"].as_f64().unwrap();
    assert!((rate - 2.0 / 3.0).abs() < 1e-9 && of["low"].as_f64().unwrap() < rate);
    let same = house.gets("/api/reports/funnel?pipeline=sales&from=2025-11-01&to=today");
    assert_eq!(same["begun"]["deals"], 6);
}

#[test]
fn the_forecast_over_rest_has_its_months_and_the_quarter_beside_its_target() {
    let house = selling();
    let of = house.gets("/api/reports/forecast?months=3&target=500");
    assert!(holds_figures(&house, &of) > 30);
    let rows = of["rows"].as_array().unwrap();
    let spans: Vec<&Json> = rows.iter().map(|row| &row["span"]).collect();
    assert_eq!(
        spans,
        ["overdue", "month", "month", "month", "later", "no_date"]
    );
    let march = &rows[1];
    assert_eq!(march["month"], "2026-03-01");
    assert_eq!(march["counted"]["weighted"], json!([eur(1000 + 32_000)]));
    assert_eq!(march["commit"]["amount"], json!([eur(40_000)]));
    assert_eq!(march["won"]["amount"], json!([eur(50_000)]));
    assert_eq!(march["likely"][0]["high"], eur(40_000));
    assert_eq!(march["largest"][0]["weighted_without"], eur(1000));
    assert_eq!(march["largest"][0]["deals"][0]["name"], "Deal of 40000");
    assert_eq!(rows[0]["commit"]["deals"], 1);
    let quarter = &of["quarter"];
    assert_eq!(
        (&quarter["target"], &quarter["chance"]),
        (&eur(50_000), &json!(1))
    );
    assert_eq!(quarter["last"], "2026-03-31");
    assert_eq!(of["history"][0]["closed"], 3);
    // Seen from another day other deals are overdue.
    let later = house.gets("/api/reports/forecast?as_of=2026-04-02");
    assert_eq!(
        (&later["as_of"], later["rows"].as_array().unwrap().len()),
        (&json!("2026-04-02"), 9)
    );
    assert_eq!(later["rows"][0]["counted"]["deals"], 3);
}

#[test]
fn what_was_won_and_lost_over_rest_is_grouped_by_what_one_asks_for() {
    let house = selling();
    let of = house.gets("/api/reports/won-lost?by=owner");
    assert!(holds_figures(&house, &of) > 10);
    assert_eq!(
        (
            &of["totals"]["won"]["deals"],
            &of["totals"]["lost"]["deals"]
        ),
        (&json!(2), &json!(1))
    );
    let names = |of: &Json| -> Vec<String> {
        let rows = of["rows"].as_array().unwrap().iter();
        rows.map(|row| row["name"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(names(&of), ["Tom", "Mara"], "the most money first");
    assert_eq!(of["rows"][0]["rate"], json!(0.5));
    assert_eq!(of["rows"][1]["days_to_won"], json!(10));
    assert_eq!(of["reasons"][0]["value"], "price");
    let quarters = house.gets("/api/reports/won-lost?by=closed_at.quarter&order=count");
    let values: Vec<&Json> = quarters["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["value"])
        .collect();
    assert_eq!(
        values,
        ["2025-10-01", "2026-01-01"],
        "time goes on, whatever the order"
    );
    let some = house.gets("/api/reports/won-lost?by=product&from=2026-01-01&to=2026-12-31");
    assert_eq!(
        (&some["totals"]["won"]["deals"], &some["rows"][0]["value"]),
        (&json!(1), &Json::Null)
    );
}

#[test]
fn what_reports_on_selling_cannot_be_asked_is_told() {
    let house = House::new();
    for (path, field, code) in [
        ("won-lost?by=colour", "by", "unknown_field"),
        ("won-lost?by=amount", "by", "not_an_option"),
        ("won-lost?by=stage", "by", "not_an_option"),
        ("won-lost?order=name", "order", "not_an_option"),
        ("won-lost?from=2026-02-30", "from", "does_not_exist"),
        (
            "won-lost?from=2026-02-01&to=2026-01-01",
            "to",
            "out_of_range",
        ),
        ("won-lost?pipeline=None", "pipeline", "no_such_record"),
        ("won-lost?as_of=today", "as_of", "unknown_field"),
        ("funnel?by=owner", "by", "unknown_field"),
        ("funnel?from=soon", "from", "not_a_date"),
        (
            "funnel?pipeline=0192f0a7-1111-7222-8333-444455556666",
            "pipeline",
            "no_such_record",
        ),
        ("funnel?from=today&from=today", "from", "not_unique"),
        ("forecast?months=2", "months", "out_of_range"),
        ("forecast?months=x", "months", "not_a_number"),
        ("forecast?target=much", "target", "not_an_amount"),
        ("forecast?as_of=", "as_of", "not_a_date"),
    ] {
        let refused = house.asks("GET", &format!("/api/reports/{path}"), "");
        assert_eq!(
            refused.told(),
            (400, "bad_request", vec![(field, code)]),
            "{path}"
        );
    }
}
