//! The reports of `public/openapi.json` as schemas.

use super::{Side, count, list, object, of_type, reference, text};
use crate::domain::Type;
use crate::query::campaign;
use serde_json::{Value as Json, json};

pub(super) fn add(add: &mut impl FnMut(&str, Json)) {
    let share = || json!({"type": "number", "minimum": 0, "maximum": 1});
    let step = object(
        json!({"step": {"enum": campaign::STEPS}, "members": count(), "of_step": share()}),
        &["of_step"],
    );
    let version = object(
        json!({"id": text(), "name": text(), "subject": text(), "sent": count(),
        "responded": count(), "response": share(), "low": share(), "high": share()}),
        &["response", "low", "high"],
    );
    let figures = json!({"members": count(), "steps": list(step), "responded": count(),
        "response": share(), "bounced": count(), "opted_out": count(), "deals_won": count(),
        "revenue": list(reference("Money")), "return": {"type": "number"}});
    let mut row = figures.clone();
    let day = of_type(Type::Date, Side::Out);
    for (name, schema) in [
        ("id", text()),
        ("name", text()),
        ("status", text()),
        ("type", text()),
        ("start", day.clone()),
        ("end", day),
        ("budget", reference("Money")),
        ("actual_cost", reference("Money")),
        ("budget_used", json!({"type": "number"})),
        ("versions", list(version)),
    ] {
        row[name] = schema;
    }
    let row = object(
        row,
        &[
            "type",
            "start",
            "end",
            "response",
            "budget",
            "actual_cost",
            "return",
            "budget_used",
        ],
    );
    let mut totals = figures;
    totals["campaigns"] = count();
    for name in ["budget", "actual_cost"] {
        totals[name] = list(reference("Money"));
    }
    let report = |name: &str, more: Json| {
        let mut members =
            json!({"report": {"enum": [name]}, "as_of": of_type(Type::Instant, Side::Out)});
        for (name, schema) in more.as_object().unwrap() {
            members[name] = schema.clone();
        }
        object(members, &[])
    };
    let totals = object(totals, &["response", "return"]);
    add(
        "CampaignsReport",
        report("campaigns", json!({"rows": list(row), "totals": totals})),
    );
    let service = object(
        json!({"at_risk": count(), "late": count(), "late_by_minutes": count(),
        "replied": count(), "first_reply_minutes": count(), "solved": count(),
        "solved_in_time": count(), "in_time": share(), "satisfaction_answers": count(),
        "satisfaction": {"type": "number"}}),
        &["first_reply_minutes", "in_time", "satisfaction"],
    );
    add(
        "ServiceReport",
        report("service", json!({"totals": service})),
    );
    let kinds = ["CampaignsReport", "ServiceReport"];
    add("Report", json!({"anyOf": kinds.map(reference)}));
}
