//! The analyses of customers over REST, on the published data: the purchases of CDNOW's customers come
//! in as a file and the reports have the figures of the papers.

use super::house::{House, id_of};
use crate::query::address::write;
use serde_json::{Value as Json, json};

/// The purchases of 2,357 customers of CDNOW (tests/data/README.md).
const PURCHASES: &str = include_str!("../../../../tests/data/cdnow-transactions.csv");
/// Their x, t_x, T in weeks as published, those without repeats counted by T.
const SUMMARY: &str = include_str!("../../../stats/data/cdnow.csv");

fn cdnow() -> House {
    let house = House::new();
    let mapping = r#"{"Id":"customer","Date":"date","Price":"amount","CDs":null}"#;
    let mapping = mapping.replace('"', "%22").replace(':', "%3A");
    let query = format!(
        "record=transactions&on_reference=create&currency=USD&name=cdnow.csv&mapping={mapping}"
    );
    let answer = house.asks("POST", &format!("/api/import?{query}"), PURCHASES);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json["read"], 6696, "{}", answer.text);
    assert_eq!(answer.json["created"], 6696, "{}", answer.text);
    let dollars = house.asks("PATCH", "/api/settings", r#"{"currency":"USD"}"#);
    assert_eq!(dollars.status, 200, "{}", dollars.text);
    house
}

fn near(found: &Json, published: f64, within: f64) {
    let found = found.as_f64().unwrap();
    assert!(
        (found - published).abs() <= within,
        "{found}, not {published}"
    );
}

/// What customers are by x, t_x and T, in hundredths of a week.
fn sorted(mut all: Vec<(u64, i64, i64)>) -> Vec<(u64, i64, i64)> {
    all.sort_unstable();
    all
}

#[test]
fn the_reports_on_cdnow_have_the_published_figures() {
    let house = cdnow();
    let report = house.gets("/api/reports/clv?as_of=1997-09-30&unit=week&horizon=39");
    let rows = report["rows"].as_array().unwrap();
    let hundredths = |number: &Json| (number.as_f64().unwrap() * 100.0).round() as i64;
    let found = rows.iter().map(|row| {
        (
            row["x"].as_u64().unwrap(),
            hundredths(&row["t_x"]),
            hundredths(&row["T"]),
        )
    });
    let mut published = Vec::new();
    for line in SUMMARY.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        let hundredths = |number: f64| (number * 100.0).round() as i64;
        let count = if cells[0] > 0.0 { 1 } else { cells[3] as usize };
        let history = (cells[0] as u64, hundredths(cells[1]), hundredths(cells[2]));
        published.extend(std::iter::repeat_n(history, count));
    }
    assert_eq!(published.len(), 2357);
    assert_eq!(sorted(found.collect()), sorted(published));

    // Fader, Hardie and Lee (2005), table 2.
    let model = &report["purchases_model"];
    for (name, value) in [("r", 0.243), ("alpha", 4.414), ("a", 0.793), ("b", 2.426)] {
        near(&model[name], value, value * 0.005);
    }
    near(&model["log_likelihood"], -9582.4, 0.05);
    let first = rows.iter().find(|row| row["name"] == "1").unwrap();
    assert_eq!(first["x"], 2);
    near(&first["t_x"], 30.43, 0.005);
    near(&first["T"], 38.86, 0.005);
    near(&first["alive"], 0.72658, 2e-4);
    near(&first["expected_purchases"], 1.2260, 5e-4);
    near(&first["spend"], 22.35, 0.01);

    // Fader and Hardie (2013), section 4.
    let spend = &report["spend_model"];
    for (name, value) in [("p", 6.25), ("q", 3.74), ("gamma", 15.44)] {
        near(&spend[name], value, value * 0.005);
    }
    near(&spend["mean"], 35.17, 0.05);
    assert_eq!(spend["customers"], 946);
}

/// Follows the filters of the reports on customers to their lists; says how many there were.
fn follow(house: &House) -> usize {
    let total = |collection: &str, filter: &Json| {
        let query = write([("limit", "0"), ("filter", filter.to_string().as_str())]);
        house.gets(&format!("/api/{collection}?{query}"))["total"].clone()
    };
    let mut figures = 0;
    let mut holds = |collection: &str, filter: &Json, count: &Json| {
        assert!(filter.is_object(), "{filter} of {count}");
        assert_eq!(&total(collection, filter), count, "{collection}: {filter}");
        figures += 1;
    };
    let report = |name: &str| house.gets(&format!("/api/reports/{name}"));
    let all = |of: &Json| of.as_array().unwrap().clone();
    let (rfm, value, clv) = (report("rfm"), report("value"), report("clv"));
    let parts = [&rfm["groups"], &value["histogram"], &value["segments"]];
    let totals = [&rfm["totals"], &value["totals"], &clv["totals"]];
    let parts = parts.into_iter().flat_map(all);
    for of in parts.chain(totals.into_iter().cloned()) {
        holds("customers", &of["filter"], &of["customers"]);
    }
    for by in ["month", "quarter"] {
        for cohort in all(&report(&format!("cohorts?by={by}"))["rows"]) {
            for (filter, count) in all(&cohort["filters"]).iter().zip(all(&cohort["bought"])) {
                holds("customers", filter, &count);
            }
        }
    }
    let needs = report("needs");
    for category in all(&needs["rows"]) {
        let statuses = ["open", "met", "dropped"].map(|status| category[status].as_u64().unwrap());
        let count = json!(statuses.iter().sum::<u64>());
        holds("needs", &category["filter"], &count);
        for month in all(&category["months"]) {
            holds("needs", &month["filter"], &month["needs"]);
        }
    }
    for pair in all(&needs["together"]) {
        holds("customers", &pair["filter"], &pair["customers"]);
    }
    figures
}

#[test]
fn assumptions_of_the_settings_are_those_of_lists_and_reports() {
    let house = cdnow();
    let settings =
        json!({"analysis_date": "1997-09-30", "analysis_months": 9, "time_unit": "week"});
    let answer = house.asks("PATCH", "/api/settings", &settings.to_string());
    assert_eq!(answer.status, 200, "{}", answer.text);
    let report = house.gets("/api/reports/value");
    assert_eq!(
        (&report["as_of"], &report["from"]),
        (&json!("1997-09-30"), &json!("1997-01-01"))
    );
    let totals = &report["totals"];
    // With a weight of 1 all values come to all revenue, and the list has the same sum.
    assert_eq!(totals["value"], totals["revenue"]);
    let query = "sort=-value&limit=1000&fields=name,value,revenue,rfm,rfm_group,purchases";
    let mut listed = (0, 0);
    let mut cursor = String::new();
    loop {
        let page = house.gets(&format!("/api/customers?{query}{cursor}"));
        for item in page["items"].as_array().unwrap() {
            listed.0 += item["value"]["minor"].as_i64().unwrap_or_default();
            listed.1 += item["purchases"].as_i64().unwrap_or_default();
        }
        let Some(next) = page["next"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(totals["value"]["minor"], listed.0);
    let rfm = house.gets("/api/reports/rfm");
    assert_eq!(rfm["totals"]["purchases"], listed.1);
    let figures = follow(&house);
    assert!(figures > 60, "{figures} figures");
    // Another weight: half of it all.
    let answer = house.asks("PATCH", "/api/settings", r#"{"value_factor": 0.5}"#);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let half = house.gets("/api/reports/value");
    let half = half["totals"]["value"]["minor"].as_i64().unwrap();
    assert!(
        (half * 2 - listed.0).abs() <= 2357,
        "{half} of {}",
        listed.0
    );
}

#[test]
fn weights_may_be_by_segment_or_the_probability_of_still_being_a_customer() {
    let house = House::new();
    let customer = |name: &str| house.makes("customers", json!({"kind": "company", "name": name}));
    let (one, other) = (customer("Kanal"), customer("Alder"));
    for (of, day, minor) in [
        (&one, "2026-01-05", 1000),
        (&one, "2026-02-05", 3000),
        (&other, "2026-02-06", 500),
    ] {
        house.makes(
            "transactions",
            json!({"kind": "order", "customer": id_of(of), "date": day,
                "amount": {"minor": minor, "currency": "EUR"}}),
        );
    }
    let conditions = json!({"field": "name", "is": "Kanal"}).to_string();
    house.makes(
        "segments",
        json!({"name": "Key", "kind": "dynamic", "filter": conditions, "value_weight": 2}),
    );
    let report = house.gets("/api/reports/value?weight=segments&factor=0.5");
    let of = |name: &str| {
        let rows = report["rows"].as_array().unwrap();
        rows.iter().find(|row| row["name"] == name).unwrap().clone()
    };
    let kanal = of("Kanal");
    assert_eq!(
        (
            &kanal["average"]["minor"],
            &kanal["purchases"],
            &kanal["weight"],
            &kanal["value"]["minor"]
        ),
        (&json!(2000), &json!(2), &json!(2), &json!(8000))
    );
    assert_eq!(of("Alder")["value"]["minor"], 250);
    assert_eq!(report["segments"][0]["value"]["minor"], 8000);
    // Two customers are too few for a model, which is said; by it everybody's weight is nothing.
    let report = house.gets("/api/reports/clv?unit=month&horizon=12");
    let reason = report["purchases_model"]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("Only 1 customers bought again"),
        "{reason}"
    );
    assert_eq!(report["totals"]["lifetime_value"], Json::Null);
    let report = house.gets("/api/reports/value?weight=alive");
    assert_eq!(report["totals"]["value"]["minor"], 0);
}

#[test]
fn cohorts_and_needs_are_reported_and_what_is_asked_wrongly_is_refused() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    for day in ["2025-08-05", "2025-11-05", "2026-02-05"] {
        house.makes(
            "transactions",
            json!({"kind": "order", "customer": id_of(&kanal), "date": day,
                "amount": {"minor": 100, "currency": "EUR"}}),
        );
    }
    house.makes(
        "needs",
        json!({"subject": "Decaf", "category": "beans", "status": "open",
            "customer": id_of(&kanal), "noted_at": "2026-02-01"}),
    );
    let report = house.gets("/api/reports/cohorts?by=quarter");
    let rows = report["rows"].as_array().unwrap();
    let cohort = rows.iter().find(|row| row["from"] == "2025-07-01").unwrap();
    assert_eq!(cohort["bought"], json!([1, 1, 1]));
    let report = house.gets("/api/reports/needs");
    assert_eq!(report["rows"][0]["category"], "beans");
    assert_eq!(report["totals"], json!({"needs": 1, "undated": 0}));
    assert!(follow(&house) > 100);
    // Under other assumptions there is no list of it.
    let other = house.gets("/api/reports/rfm?months=3");
    assert_eq!(other["totals"]["filter"], Json::Null);
    for (path, field, code) in [
        ("clv?unit=year", "unit", "not_an_option"),
        ("clv?horizon=-1", "horizon", "out_of_range"),
        ("clv?horizon=nan", "horizon", "not_a_number"),
        ("rfm?as_of=1997-02-30", "as_of", "does_not_exist"),
        ("rfm?horizon=3", "horizon", "unknown_field"),
        ("value?weight=luck", "weight", "not_an_option"),
        ("cohorts?by=year", "by", "not_an_option"),
    ] {
        let answer = house.asks("GET", &format!("/api/reports/{path}"), "");
        assert_eq!(
            answer.told(),
            (400, "bad_request", vec![(field, code)]),
            "{path}"
        );
    }
}

#[test]
fn the_points_of_the_score_are_the_users_and_their_own_rules_count() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let customer = id_of(&kanal);
    house.makes(
        "needs",
        json!({"subject": "Decaf", "status": "open", "customer": customer}),
    );
    let score = || {
        let told = house.gets(&format!("/api/scores/customers/{customer}"));
        assert_eq!(told["scores"]["score"], told["score"]["value"]);
        let history = told["score"]["history"].as_array().unwrap();
        assert_eq!(history.len(), 13);
        assert_eq!(history[12]["score"], told["score"]["value"]);
        told["score"].clone()
    };
    let first = score();
    assert_eq!((&first["value"], &first["sum"]), (&json!(39), &json!(39)));
    let sets = |body: Json, status: u16| {
        let answer = house.asks("PATCH", "/api/settings", &body.to_string());
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
    };
    sets(
        json!({"score_points": {"needs_1": 20}, "score_off": ["reach"]}),
        200,
    );
    assert_eq!(score()["value"], 60);
    let condition = json!({"field": "name", "starts": "Kan"});
    let rule = json!({"label": "By the canal", "condition": condition, "points": 55});
    sets(json!({"score_rules": [rule]}), 200);
    let now = score();
    assert_eq!((&now["value"], &now["sum"]), (&json!(100), &json!(115)));
    let own = &now["factors"][0];
    assert_eq!(own["rule"], "own");
    assert_eq!(own["label"], "By the canal");
    assert_eq!(own["points"], 55);
    for wrong in [
        json!({"field": "no such", "is": "x"}),
        json!({"field": "score", "gt": 50}),
    ] {
        let rule = json!({"label": "Wrong", "condition": wrong, "points": 1});
        sets(json!({"score_rules": [rule]}), 422);
    }
    sets(
        json!({"score_points": {"needs_1": null}, "score_off": [], "score_rules": []}),
        200,
    );
    assert_eq!(score(), first);
}

#[test]
fn the_score_of_a_customer_is_told_with_its_factors_in_both_languages() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let customer = id_of(&kanal);
    for day in ["2025-12-10", "2026-01-09", "2026-02-08"] {
        house.makes(
            "transactions",
            json!({"kind": "order", "customer": customer, "date": day,
                "amount": {"minor": 100, "currency": "EUR"}}),
        );
    }
    house.makes(
        "needs",
        json!({"subject": "Decaf", "status": "open", "customer": customer}),
    );
    house.makes(
        "tickets",
        json!({"subject": "Leak", "status": "new", "priority": "urgent", "customer": customer}),
    );
    let told = house.gets(&format!("/api/scores/customers/{customer}"));
    let score = &told["score"];
    let factors = score["factors"].as_array().unwrap();
    let sum: i64 = factors
        .iter()
        .map(|of| of["points"].as_i64().unwrap())
        .sum();
    let value = score["base"].as_i64().unwrap() + sum;
    assert_eq!(score["value"], value, "{score}");
    assert_eq!(told["scores"]["score"], value);
    let said = |rule: &str, list: &str| {
        let all = score[list].as_array().unwrap().iter();
        let of = all.clone().find(|of| of["rule"] == rule).unwrap();
        let text = |name: &str| of[name].as_str().unwrap().to_owned();
        (
            of["points"].as_i64().unwrap(),
            text("sentence"),
            text("sentence_zh"),
        )
    };
    let (points, english, chinese) = said("due", "factors");
    assert_eq!(points, 15, "{score}");
    assert!(
        english.starts_with("Usually buys every 30 days; this is day "),
        "{english}"
    );
    assert!(chinese.starts_with("通常每 30 天购买一次"), "{chinese}");
    assert_eq!(
        said("tickets", "factors"),
        (
            -8,
            "Has 1 open ticket, 1 urgent.".to_owned(),
            "有 1 张未解决的工单，其中 1 张紧急。".to_owned()
        )
    );
    assert_eq!(
        said("tickets", "changes"),
        (
            8,
            "No open ticket: +8.".to_owned(),
            "解决所有工单：+8 分。".to_owned()
        )
    );
    assert_eq!(said("needs", "factors").0, 3);
    assert_eq!(said("reach", "factors").0, -4);

    // It is a field of lists as others are.
    house.makes("customers", json!({"kind": "company", "name": "Alder"}));
    let list = house.gets("/api/customers?sort=-score&fields=name,score");
    let listed: Vec<(&str, i64)> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            (
                item["name"].as_str().unwrap(),
                item["score"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(listed, [("Kanal", value), ("Alder", 36)]);
    let filter = "%7B%22field%22:%22score%22,%22gte%22:40%7D";
    let found = house.gets(&format!("/api/customers?filter={filter}"));
    assert_eq!(found["total"], 1, "{found}");
    // Solving the ticket is what it was said to be.
    let ticket = house.gets("/api/tickets?fields=id");
    let id = ticket["items"][0]["id"].as_str().unwrap().to_owned();
    let solved = house.asks(
        "PATCH",
        &format!("/api/tickets/{id}"),
        r#"{"status":"resolved"}"#,
    );
    assert_eq!(solved.status, 200, "{}", solved.text);
    let told = house.gets(&format!("/api/scores/customers/{customer}"));
    assert_eq!(told["score"]["value"], value + 8);
}
