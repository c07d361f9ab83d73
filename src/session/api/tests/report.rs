//! Reports over REST: the figures of the screens, and what becomes of a name that none has.

use super::house::{House, id_of};
use serde_json::{Value as Json, json};

fn eur(minor: i64) -> Json {
    json!({"minor": minor, "currency": "EUR"})
}

#[test]
fn the_report_on_campaigns_has_the_figures_of_their_pages_and_what_they_come_to() {
    let house = House::new();
    let campaign = |name: &str, start: &str, cost: i64| {
        house.makes(
            "campaigns",
            json!({"name": name, "type": "email", "status": "active", "start": start,
            "budget": eur(cost * 2), "actual_cost": eur(cost),
            "variants": [{"id": "a", "name": "A", "order": 0, "subject": "Three roasts"},
                {"id": "b", "name": "B", "order": 1}]}),
        )
    };
    let (old, new) = (
        campaign("Spring", "2026-01-05", 20_000),
        campaign("Autumn", "2026-02-05", 10_000),
    );
    for (at, (of, status, variant)) in [
        (&old, "responded", "a"),
        (&old, "sent", "a"),
        (&old, "sent", "b"),
        (&old, "bounced", "b"),
        (&new, "targeted", "a"),
        (&new, "converted", "b"),
    ]
    .into_iter()
    .enumerate()
    {
        let customer = json!({"kind": "company", "name": format!("Kanal {at}")});
        let customer = house.makes("customers", customer);
        house.makes(
            "members",
            json!({"campaign": id_of(of), "customer": id_of(&customer), "status": status,
            "variant": variant}),
        );
    }
    house.makes(
        "deals",
        json!({"name": "Beans", "stage": "won", "campaign": id_of(&old), "amount": eur(50_000)}),
    );
    // Of a deal that is open nothing came yet.
    house.makes(
        "deals",
        json!({"name": "Cups", "stage": "new", "campaign": id_of(&new), "amount": eur(90_000)}),
    );
    let report = house.gets("/api/reports/campaigns");
    assert_eq!(report["report"], "campaigns");
    let rows = report["rows"].as_array().unwrap();
    let of = |name: &str| -> Vec<&Json> { rows.iter().map(|row| &row[name]).collect() };
    assert_eq!(of("name"), ["Autumn", "Spring"], "the latest is first");
    assert_eq!(of("members"), [2, 4]);
    assert_eq!(
        rows[1]["steps"],
        json!([{"step": "targeted", "members": 4, "of_step": 1},
            {"step": "sent", "members": 4, "of_step": 1},
            {"step": "responded", "members": 1, "of_step": 0.25},
            {"step": "converted", "members": 0, "of_step": 0}])
    );
    assert_eq!(
        (&rows[1]["response"], &rows[1]["bounced"]),
        (&json!(0.25), &json!(1))
    );
    assert_eq!(rows[1]["revenue"], json!([eur(50_000)]));
    assert_eq!(
        (&rows[1]["return"], &rows[0]["return"]),
        (&json!(1.5), &json!(-1))
    );
    assert_eq!(rows[1]["budget_used"], json!(0.5));
    let versions = rows[1]["versions"].as_array().unwrap();
    assert_eq!(
        (&versions[0]["subject"], &versions[0]["response"]),
        (&json!("Three roasts"), &json!(0.5))
    );
    let totals = &report["totals"];
    assert_eq!(
        (&totals["campaigns"], &totals["members"]),
        (&json!(2), &json!(6))
    );
    assert_eq!(
        (&totals["responded"], &totals["response"]),
        (&json!(2), &json!(0.4))
    );
    assert_eq!(totals["actual_cost"], json!([eur(30_000)]));
    assert_eq!(totals["revenue"], json!([eur(50_000)]));
    let ratio = totals["return"].as_f64().unwrap();
    assert!((ratio - 2.0 / 3.0).abs() < 1e-9, "{ratio}");
    // A campaign that goes to the trash goes out of the report.
    house.asks("DELETE", &format!("/api/campaigns/{}", id_of(&old)), "");
    let report = house.gets("/api/reports/campaigns");
    assert_eq!(report["totals"]["members"], 2);
    assert_eq!(report["totals"]["revenue"], json!([]));
}

#[test]
fn the_report_on_service_is_answered_too_and_an_unknown_name_lists_those_there_are() {
    let house = House::new();
    assert_eq!(house.gets("/api/reports/service")["totals"]["at_risk"], 0);
    let empty = house.gets("/api/reports/campaigns");
    assert_eq!(
        (&empty["rows"], &empty["totals"]["campaigns"]),
        (&json!([]), &json!(0))
    );
    let refused = house.asks("GET", "/api/reports/profit", "");
    assert_eq!(refused.told().1, "not_found");
    let reason = refused.json["reason"].as_str().unwrap();
    for name in ["profit", "campaigns", "service"] {
        assert!(reason.contains(name), "{reason}");
    }
    let refused = house.asks("GET", "/api/reports/service?since=1", "");
    assert_eq!(refused.status, 400);
    assert_eq!(house.asks("POST", "/api/reports/service", "{}").status, 405);
}
