//! Models over REST: published data as own fields of customers give the published coefficients, and what
//! cannot be learnt is refused with its reason.

use super::house::{House, id_of};
use serde_json::{Value as Json, json};

const ORINGS: &str = include_str!("../../../stats/data/orings.csv");
const HOURS: &str = include_str!("../../../stats/data/hours.csv");
const ADMISSIONS: &str = include_str!("../../../stats/data/admissions.csv");

/// Customers with own fields, each with its type, from the lines of a table.
fn customers(fields: &[(&str, &str)], lines: impl Iterator<Item = Vec<String>>) -> House {
    let house = House::new();
    for (key, of) in fields {
        let field = json!({"object": "customer", "key": key, "label": key, "type": of});
        house.makes("custom-fields", field);
    }
    let mut file = String::from("name,kind");
    for (key, _) in fields {
        file += &format!(",{key}");
    }
    for (at, line) in lines.enumerate() {
        file += &format!("\nNumber {at},company,{}", line.join(","));
    }
    let mapping: Vec<String> = fields
        .iter()
        .map(|(key, _)| format!("%22{key}%22%3A%22custom.{key}%22"))
        .collect();
    let mapping = format!("%7B{}%7D", mapping.join(","));
    let path = format!(
        "/api/import?record=customers&name=table.csv&on_duplicate=create&mapping={mapping}"
    );
    let answer = house.asks("POST", &path, &file);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json["rejected"], 0, "{}", answer.text);
    assert_eq!(answer.json["created"], answer.json["read"]);
    house
}

/// The lines of a published table, whose last cell is 1 or 0, with that as yes or no.
fn published(text: &str) -> impl Iterator<Item = Vec<String>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let outcome = cells.pop().unwrap();
        cells.push(if outcome == "1" { "true" } else { "false" }.to_owned());
        cells
    })
}

fn near(found: &Json, published: f64, within: f64) {
    let found = found.as_f64().unwrap();
    assert!(
        (found - published).abs() <= within,
        "{found}, not {published}"
    );
}

fn coefficient<'m>(model: &'m Json, feature: &str, level: Option<&str>) -> &'m Json {
    let all = model["coefficients"].as_array().unwrap();
    let level = level.map_or(Json::Null, Json::from);
    let mut found = all
        .iter()
        .filter(|of| of["feature"] == feature && of["level"] == level);
    found
        .next()
        .unwrap_or_else(|| panic!("{feature} {level}: {model}"))
}

fn orings() -> House {
    customers(
        &[("temperature", "number"), ("damage", "bool")],
        published(ORINGS),
    )
}

fn damage() -> Json {
    json!({"record": "customers", "target": "custom.damage", "features": ["custom.temperature"]})
}

#[test]
fn the_seals_of_the_shuttle_come_out_as_published() {
    let house = orings();
    // Customers of whom nobody says whether there was damage are no part of it.
    house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let model = house.makes("models", damage());
    assert_eq!((&model["n"], &model["events"]), (&json!(23), &json!(7)));
    assert_eq!(model["name"], "custom.damage by custom.temperature");
    let intercept = coefficient(&model, "(intercept)", None);
    near(&intercept["estimate"], 15.0429, 1e-4);
    near(&intercept["standard_error"], 7.3786, 1e-4);
    let slope = coefficient(&model, "custom.temperature", None);
    near(&slope["estimate"], -0.2322, 1e-4);
    near(&slope["standard_error"], 0.1082, 1e-4);
    near(&slope["interval"][0], -0.2322 - 1.959964 * 0.1082, 2e-4);
    near(&slope["interval"][1], -0.2322 + 1.959964 * 0.1082, 2e-4);
    near(&slope["odds_ratio"], 0.7928, 1e-4);
    near(&model["log_likelihood"], -10.1576, 1e-4);
    assert!(model["auc"].as_f64().unwrap() > 0.5);
    assert!(model["calibration"].as_array().unwrap().len() > 2);
    assert_eq!(model["warnings"][0]["code"], "few_events");
    // It is a record like others: read, listed, found, thrown away.
    let path = format!("/api/models/{}", id_of(&model));
    assert_eq!(house.gets(&path), model);
    let page = house.gets("/api/models?q=temperature&fields=name,auc,coefficients");
    assert_eq!(page["items"][0]["coefficients"], model["coefficients"]);
    assert_eq!(house.reopened().gets(&path), model);
}

#[test]
fn the_hours_of_study_and_the_admissions_come_out_as_published() {
    let house = customers(&[("hours", "number"), ("passed", "bool")], published(HOURS));
    let model = house.makes(
        "models",
        json!({"record": "customers", "features": ["custom.hours"],
        "target": {"field": "custom.passed", "is": true},
        "population": {"field": "custom.passed", "empty": false}}),
    );
    // Wikipedia, “Logistic regression”.
    near(
        &coefficient(&model, "(intercept)", None)["estimate"],
        -4.0777,
        1e-4,
    );
    near(
        &coefficient(&model, "custom.hours", None)["estimate"],
        1.5046,
        1e-4,
    );

    let fields = [
        ("gre", "number"),
        ("gpa", "number"),
        ("rank", "choice"),
        ("admitted", "bool"),
    ];
    let house = customers(&fields, published(ADMISSIONS));
    let model = house.makes(
        "models",
        json!({"record": "customers", "target": "custom.admitted",
        "features": ["custom.gre", "custom.gpa", "custom.rank"]}),
    );
    assert_eq!((&model["n"], &model["events"]), (&json!(400), &json!(127)));
    near(
        &coefficient(&model, "custom.gre", None)["estimate"],
        0.002264,
        1e-6,
    );
    near(
        &coefficient(&model, "custom.gpa", None)["estimate"],
        0.804038,
        1e-5,
    );
    near(&model["log_likelihood"], -229.2587, 1e-4);
    assert_eq!(model["warnings"], json!([]));
    // UCLA compare with the first rank, this with the second, which most have.
    assert_eq!(model["reference_levels"][0]["level"], "2");
    let first = &coefficient(&model, "custom.rank", Some("1"))["estimate"];
    near(first, 0.675443, 1e-5);
    for (rank, published) in [("3", -1.340204), ("4", -1.551464)] {
        let level = &coefficient(&model, "custom.rank", Some(rank))["estimate"];
        near(level, published + first.as_f64().unwrap(), 1e-5);
    }
}

#[test]
fn a_number_that_is_one_or_nought_is_a_target_and_any_other_is_none() {
    let lines = HOURS.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.map(|line| line.split(',').map(str::to_owned).collect());
    let house = customers(&[("hours", "number"), ("passed", "number")], lines);
    let ask = |target: &str, feature: &str| {
        let ask = json!({"record": "customers", "target": target, "features": [feature]});
        house.asks("POST", "/api/models", &ask.to_string())
    };
    let model = ask("custom.passed", "custom.hours");
    assert_eq!(model.status, 201, "{}", model.text);
    let slope = coefficient(&model.json, "custom.hours", None);
    near(&slope["estimate"], 1.5046, 1e-4);
    let refused = ask("custom.hours", "custom.passed");
    assert_eq!(
        refused.told(),
        (422, "invalid", vec![("target", "wrong_type")])
    );
}

#[test]
fn what_a_model_says_of_a_record_is_told_with_what_it_is_made_of() {
    let house = orings();
    let model = house.makes("models", damage());
    let cold = house.makes(
        "customers",
        json!({"kind": "company", "name": "Challenger", "custom": {"temperature": 31}}),
    );
    let scores = house.gets(&format!("/api/scores/customers/{}", id_of(&cold)));
    let said = &scores["models"][0];
    assert_eq!(said["id"], model["id"]);
    // Dalal and others: at 31 °F damage was all but certain.
    near(&said["probability"], 0.99961, 1e-5);
    let factor = &said["factors"][0];
    assert_eq!(
        (&factor["feature"], &factor["value"]),
        (&json!("custom.temperature"), &json!(31))
    );
    let slope = &coefficient(&model, "custom.temperature", None);
    let added = slope["estimate"].as_f64().unwrap() * (31.0 - slope["mean"].as_f64().unwrap());
    near(&factor["contribution"], added, 1e-9);
    let sentence = factor["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("custom.temperature is 31, which multiplies the odds by"));
    // Warmer were less likely; nothing makes it more so.
    let warm = house.makes(
        "customers",
        json!({"kind": "company", "name": "Warm", "custom": {"temperature": 75}}),
    );
    let scores = house.gets(&format!("/api/scores/customers/{}", id_of(&warm)));
    let change = &scores["models"][0]["changes"][0];
    let deviation = slope["deviation"].as_f64().unwrap();
    near(&change["value"], 75.0 - deviation, 1e-6);
    assert!(change["probability"].as_f64() > scores["models"][0]["probability"].as_f64());
    // A record without the value is an average one.
    let plain = house.makes("customers", json!({"kind": "company", "name": "Plain"}));
    let scores = house.gets(&format!("/api/scores/customers/{}", id_of(&plain)));
    let said = &scores["models"][0];
    assert_eq!(said["probability"], said["baseline"]);
    assert_eq!(said["factors"][0].get("value"), None);
    assert_eq!(house.asks("GET", "/api/scores/settings/1", "").status, 404);
}

#[test]
fn a_fit_is_one_change_that_undo_takes_back() {
    let house = orings();
    let model = house.makes("models", damage());
    let path = format!("/api/models/{}", id_of(&model));
    for at in 0..30 {
        let custom = json!({"temperature": 40 + at, "damage": at % 2 == 0});
        let customer = json!({"kind": "company", "name": format!("New {at}"), "custom": custom});
        house.makes("customers", customer);
    }
    // Renamed it is the same model; fitted anew, and with other fields, another one.
    let renamed = house.asks("PATCH", &path, r#"{"name":"Seals"}"#);
    assert_eq!(renamed.json["coefficients"], model["coefficients"]);
    let fitted = house.asks("POST", &format!("{path}/fit"), "");
    assert_eq!(
        (fitted.status, &fitted.json["n"]),
        (200, &json!(53)),
        "{}",
        fitted.text
    );
    assert_ne!(fitted.json["coefficients"], model["coefficients"]);
    let undone = house.asks("POST", "/api/undo", "");
    assert_eq!(undone.status, 200, "{}", undone.text);
    let back = house.gets(&path);
    for name in [
        "n",
        "coefficients",
        "log_likelihood",
        "auc",
        "calibration",
        "warnings",
    ] {
        assert_eq!(back[name], model[name], "{name}");
    }
    let other = house.asks(
        "PATCH",
        &path,
        r#"{"features":["custom.temperature","kind"]}"#,
    );
    assert_eq!(
        (other.status, &other.json["n"]),
        (200, &json!(53)),
        "{}",
        other.text
    );
    let codes = other.json["warnings"].as_array().unwrap().iter();
    let codes: Vec<&Json> = codes.map(|warning| &warning["code"]).collect();
    assert!(codes.contains(&&json!("constant")), "{codes:?}");
    // What was read may be sent back, also when it is no longer the latest; what was fitted may not be
    // written.
    assert_eq!(house.asks("PATCH", &path, &other.text).json, other.json);
    assert_eq!(house.asks("PATCH", &path, &other.text).status, 200);
    let mut forged = other.json.clone();
    forged["coefficients"][0]["estimate"] = json!(1);
    let answer = house.asks("PATCH", &path, &forged.to_string());
    assert_eq!(
        answer.told(),
        (422, "invalid", vec![("coefficients", "not_allowed")])
    );
    let answer = house.asks("PATCH", &path, r#"{"auc":1}"#);
    assert_eq!(
        answer.told(),
        (422, "invalid", vec![("auc", "not_allowed")])
    );
}

#[test]
fn what_cannot_be_learnt_is_refused_with_its_reason() {
    let house = orings();
    let refused = |change: Json| -> (u16, Vec<(String, String)>) {
        let mut model = damage();
        for (name, value) in change.as_object().unwrap() {
            model[name] = value.clone();
        }
        let answer = house.asks("POST", "/api/models", &model.to_string());
        let (status, error, problems) = answer.told();
        assert_eq!(error, "invalid", "{}", answer.text);
        let problems = problems.into_iter();
        (
            status,
            problems
                .map(|(field, code)| (field.into(), code.into()))
                .collect(),
        )
    };
    let one = |field: &str, code: &str| (422, vec![(field.to_owned(), code.to_owned())]);
    let temperature = |test: Json| {
        let mut condition = json!({"field": "custom.temperature"});
        condition["gt"] = test;
        condition
    };
    let industry = json!({"features": ["industry"]});
    assert_eq!(
        refused(json!({"target": temperature(json!(500)), "features": ["industry"]})),
        one("target", "one_outcome")
    );
    assert_eq!(
        refused(json!({"target": temperature(json!(0)), "features": ["industry"]})),
        one("target", "one_outcome")
    );
    assert_eq!(
        refused(json!({"target": temperature(json!(77)), "features": ["industry"]})),
        one("target", "too_few_outcomes")
    );
    assert_eq!(
        refused(json!({"population": temperature(json!(500))})),
        one("population", "no_records")
    );
    assert_eq!(refused(industry), one("features", "no_usable_feature"));
    assert_eq!(
        refused(json!({"features": []})),
        one("features", "required")
    );
    assert_eq!(
        refused(json!({"features": ["custom.damage", "custom.temperature"]})),
        one("features", "known_after_outcome")
    );
    assert_eq!(
        refused(json!({"features": ["custom.pressure"]})),
        one("features.custom.pressure", "unknown_field")
    );
    assert_eq!(
        refused(json!({"features": ["id"]})),
        one("features.id", "not_allowed")
    );
    assert_eq!(
        refused(json!({"target": "industry"})),
        one("target", "wrong_type")
    );
    assert_eq!(
        refused(json!({"target": "custom.no"})),
        one("target", "unknown_field")
    );
    assert_eq!(
        refused(json!({"target": {"field": "custom.no", "is": 1}})),
        one("target.custom.no", "unknown_field")
    );
    assert_eq!(refused(json!({"ridge": -1})), one("ridge", "out_of_range"));
    assert_eq!(
        refused(json!({"record": "settings"})),
        one("record", "not_an_option")
    );
    // Nothing of it was saved.
    assert_eq!(house.gets("/api/models")["total"], 0);
}

#[test]
fn deals_are_told_by_what_was_known_before_they_closed() {
    let house = House::new();
    let customer = |name: &str, industry: &str| {
        let customer = json!({"kind": "company", "name": name, "industry": industry});
        id_of(&house.makes("customers", customer)).to_owned()
    };
    let (food, media) = (customer("Kanal", "food"), customer("Rot", "media"));
    for at in 0..60 {
        // Of food two in three are won, of media one in three.
        let is_food = at % 2 == 0;
        let is_won = (at / 2 % 3 == 0) != is_food;
        let currency = if at < 3 { "USD" } else { "EUR" };
        let mut deal = json!({"name": format!("Deal {at}"),
            "customer": if is_food { &food } else { &media },
            "stage": if is_won { "won" } else { "lost" },
            "amount": {"minor": 100_000 + at % 7 * 10_000, "currency": currency}});
        if at % 10 == 0 {
            deal.as_object_mut().unwrap().remove("amount");
        }
        house.makes("deals", deal);
    }
    let open = json!({"name": "Open", "customer": food, "stage": "new", "amount": "1200 EUR"});
    let open = house.makes("deals", open);
    let ask =
        |features: Json| json!({"record": "deals", "target": "outcome", "features": features});
    let model = house.makes("models", ask(json!(["customer.industry", "amount"])));
    assert_eq!((&model["n"], &model["events"]), (&json!(60), &json!(30)));
    assert_eq!(model["target"], r#"{"field":"outcome","is":"won"}"#);
    // The odds of food are 2, those of media a half: twice ln 2 apart, but for the amounts.
    let level = &model["reference_levels"][0]["level"];
    let (other, sign) = if level == "food" {
        ("media", -1.0)
    } else {
        ("food", 1.0)
    };
    let industry = &coefficient(&model, "customer.industry", Some(other))["estimate"];
    near(industry, sign * 2.0 * 2_f64.ln(), 0.25);
    let of = |code: &str| {
        let mut warnings = model["warnings"].as_array().unwrap().iter();
        let found = warnings.find(|warning| warning["code"] == code);
        found.unwrap_or_else(|| panic!("{code}: {model}"))["number"].clone()
    };
    assert_eq!(of("other_currency"), 2, "one of three has no amount");
    near(&of("missing"), 8.0 / 60.0, 1e-9);
    let scores = house.gets(&format!("/api/scores/deals/{}", id_of(&open)));
    assert!(
        scores["models"][0]["probability"].as_f64().unwrap() > 0.5,
        "{scores}"
    );
    let factors = scores["models"][0]["factors"].as_array().unwrap();
    let amount = factors.iter().find(|of| of["feature"] == "amount").unwrap();
    assert_eq!(
        amount["value"],
        json!({"minor": 120_000, "currency": "EUR"})
    );

    // What a short target asks for goes with a population that is sent.
    let mut of_amounts = ask(json!(["customer.industry"]));
    of_amounts["population"] = json!({"field": "amount", "empty": false});
    let of_amounts = house.makes("models", of_amounts);
    assert_eq!((&of_amounts["n"], &model["n"]), (&json!(54), &json!(60)));

    // A formula leaks what it names.
    let formula = json!({"object": "deal", "key": "late", "label": "Late", "type": "formula",
        "formula": "closed_at - expected_close"});
    house.makes("custom-fields", formula);
    for leaking in [
        "closed_at",
        "stage",
        "weighted",
        "days_in_stage",
        "lost_reason",
        "custom.late",
    ] {
        let answer = house.asks(
            "POST",
            "/api/models",
            &ask(json!(["amount", leaking])).to_string(),
        );
        assert_eq!(
            answer.told(),
            (422, "invalid", vec![("features", "known_after_outcome")]),
            "{leaking}"
        );
        let reason = answer.json["problems"][0]["reason"].as_str().unwrap();
        assert!(reason.ends_with(&format!("{leaking}.")), "{reason}");
    }
}

#[test]
fn what_parts_the_outcomes_gets_a_ridge_unless_none_is_wanted() {
    let lines = (0..40).map(|at| vec![at.to_string(), (at > 19).to_string()]);
    let house = customers(&[("size", "number"), ("left", "bool")], lines);
    let ask = json!({"record": "customers", "target": "custom.left", "features": ["custom.size"]});
    let model = house.makes("models", ask.clone());
    assert_eq!(model["warnings"][0]["code"], "separated");
    assert!(model["used_ridge"].as_f64().unwrap() > 0.0);
    let mut plain = ask;
    plain["ridge"] = json!(0);
    let answer = house.asks("POST", "/api/models", &plain.to_string());
    assert_eq!(
        answer.told(),
        (422, "invalid", vec![("ridge", "separated")])
    );
}

#[test]
fn points_by_rules_stand_beside_the_fit_or_alone() {
    let house = orings();
    let rules = json!([
        {"label": "Cold", "condition": {"field": "custom.temperature", "lt": 60}, "points": 40},
        {"label": "Food", "condition": {"field": "industry", "is": "food"}, "points": 2.5}]);
    let mut both = damage();
    both["rules"] = rules.clone();
    let model = house.makes("models", both);
    let alone = json!({"record": "customers", "name": "Points", "method": "rules", "rules": rules});
    let alone = house.makes("models", alone);
    assert_eq!(alone.get("coefficients"), None);
    let cold = json!({"kind": "company", "name": "Cold", "industry": "food",
        "custom": {"temperature": 31}});
    let cold = house.makes("customers", cold);
    let scores = house.gets(&format!("/api/scores/customers/{}", id_of(&cold)));
    let points = |at: usize| &scores["models"][at]["points"];
    assert_eq!((points(0), points(1)), (&json!(42.5), &json!(42.5)));
    assert_eq!(scores["models"][1].get("probability"), None);
    // Without a fit, what was fitted goes.
    let path = format!("/api/models/{}", id_of(&model));
    let answer = house.asks("PATCH", &path, r#"{"method":"rules"}"#);
    assert_eq!(
        (answer.status, answer.json.get("auc")),
        (200, None),
        "{}",
        answer.text
    );
    let answer = house.asks("POST", &format!("{path}/fit"), "");
    assert_eq!(
        answer.told(),
        (422, "invalid", vec![("method", "not_allowed")])
    );
    let wrong =
        json!({"rules": [{"label": "No", "condition": {"field": "no", "is": 1}, "points": 1}]});
    let answer = house.asks("PATCH", &path, &wrong.to_string());
    assert_eq!(
        answer.told(),
        (422, "invalid", vec![("rules.no", "unknown_field")])
    );
}

#[test]
fn a_backup_has_models_with_what_was_fitted() {
    let house = orings();
    let model = house.makes("models", damage());
    let file = house.asks("GET", "/api/backup", "").text;
    let other = House::new();
    let answer = other.asks("POST", "/api/restore?mode=replace", &file);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(other.gets(&format!("/api/models/{}", id_of(&model))), model);
}

#[test]
fn features_may_be_worked_out_lists_and_what_belongs_to_a_customer() {
    let house = House::new();
    let field = json!({"object": "customer", "key": "left", "label": "Left", "type": "bool"});
    house.makes("custom-fields", field);
    let mut first = None;
    for at in 0..40 {
        let tags = if at % 3 == 0 {
            json!(["key"])
        } else {
            json!([])
        };
        let customer = json!({"kind": "company", "name": format!("Number {at}"), "tags": tags,
            "custom": {"left": at % 4 == 0 || at % 7 == 0}});
        let customer = house.makes("customers", customer);
        for deal in 0..at % 3 {
            let deal = json!({"name": format!("Deal {deal}"), "customer": id_of(&customer)});
            house.makes("deals", deal);
        }
        for month in 0..at % 5 {
            let date = format!("2026-0{}-10", month % 3 + 1);
            let bought = json!({"kind": "order", "customer": id_of(&customer), "date": date,
                "amount": "20 EUR"});
            house.makes("transactions", bought);
        }
        first.get_or_insert(id_of(&customer).to_owned());
    }
    let features = [
        "purchases",
        "tags",
        "deals.name",
        "first_purchase",
        "owner",
        "created_at",
    ];
    let ask = json!({"record": "customers", "target": "custom.left", "features": features,
        "ridge": 1});
    let model = house.makes("models", ask);
    // What is dated after today, as every third purchase is, is none yet.
    for (feature, mean) in [
        ("purchases", 2.0),
        ("tags", 14.0 / 40.0),
        ("deals.name", 39.0 / 40.0),
    ] {
        near(&coefficient(&model, feature, None)["mean"], mean, 1e-9);
    }
    // Who bought nothing has neither purchases nor a day, so that one blank says both.
    near(
        &coefficient(&model, "purchases", Some("(blank)"))["mean"],
        0.2,
        1e-9,
    );
    let warnings = model["warnings"].as_array().unwrap().iter();
    let mut redundant = warnings.filter(|warning| warning["code"] == "redundant");
    assert_eq!(redundant.next().unwrap()["feature"], "first_purchase");
    let left_out = model["warnings"].as_array().unwrap().iter();
    let left_out = left_out.filter(|warning| warning["code"] == "constant");
    let left_out: Vec<&Json> = left_out.map(|warning| &warning["feature"]).collect();
    assert!(left_out.contains(&&json!("owner")), "{left_out:?}");
    let scores = house.gets(&format!("/api/scores/customers/{}", first.unwrap()));
    let factors = scores["models"][0]["factors"].as_array().unwrap();
    let of = |feature: &str| factors.iter().find(|of| of["feature"] == feature).unwrap();
    assert_eq!(of("tags")["value"], json!(true));
    assert_eq!(of("deals.name")["value"], json!(0));
    // The purchases of this one are none, and so are its scores but for those of no purchase.
    assert_eq!(scores["scores"].get("last_purchase"), None, "{scores}");
}
