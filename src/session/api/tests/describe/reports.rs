//! The reports of `public/openapi.json` as schemas.

use super::{Side, count, list, object, of_type, reference, text};
use crate::domain::{Type, settings};
use crate::query::campaign;
use crate::query::sales::forecast::CATEGORIES;
use crate::workspace::scores::GROUPS;
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
    let totals = object(totals, &["response", "return"]);
    add(
        "CampaignsReport",
        report(
            "campaigns",
            json!({"rows": list(row), "totals": totals}),
            &[],
        ),
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
        report("service", json!({"totals": service}), &[]),
    );
    add_customers(add);
    add_sales(add);
    let kinds = [
        "CampaignsReport",
        "ForecastReport",
        "FunnelReport",
        "ServiceReport",
        "WonLostReport",
        "RfmReport",
        "ValueReport",
        "ClvReport",
        "CohortsReport",
        "NeedsReport",
        "AffinityReport",
    ];
    add("Report", json!({"anyOf": kinds.map(reference)}));
}

fn number() -> Json {
    json!({"type": "number"})
}

fn day() -> Json {
    of_type(Type::Date, Side::Out)
}

/// A report on customers. What is left out for want of data may be absent.
fn of_customers(name: &str, members: Json, optional: &[&str]) -> Json {
    let mut all = json!({"report": {"enum": [name]}, "as_of": day()});
    let counted = ["order", "invoice", "payment"];
    if name != "needs" {
        all["counted"] = json!({"enum": counted});
        let left_out = json!({"other_currency": count(), "no_customer": count(),
            "cancelled": count()});
        all["left_out"] = object(left_out, &[]);
    }
    for (name, schema) in members.as_object().unwrap() {
        all[name] = schema.clone();
    }
    object(all, optional)
}

fn add_customers(add: &mut impl FnMut(&str, Json)) {
    let money = || reference("Money");
    let share = || json!({"type": "number", "minimum": 0, "maximum": 1});
    let score = || json!({"type": "integer", "minimum": 1, "maximum": 5});
    let group = || json!({"enum": GROUPS});
    let row = json!({"id": text(), "name": text(), "days": count(), "purchases": count(),
        "revenue": money(), "recency": score(), "frequency": score(), "monetary": score(),
        "rfm": {"type": "integer", "minimum": 111, "maximum": 555}, "group": group()});
    let limits = || list(number());
    let thresholds = json!({"recency": limits(), "frequency": limits(),
        "monetary_minor": limits()});
    let filter = || json!({"type": "object"});
    let of_group = json!({"group": group(), "customers": count(), "revenue": money(),
        "filter": filter()});
    let totals = json!({"customers": count(), "purchases": count(), "revenue": money(),
        "filter": filter()});
    add(
        "RfmReport",
        of_customers(
            "rfm",
            json!({"from": day(), "thresholds": object(thresholds, &[]),
            "rows": list(object(row, &["revenue"])),
            "groups": list(object(of_group, &["revenue", "filter"])),
            "totals": object(totals, &["revenue", "filter"])}),
            &[],
        ),
    );
    let row = json!({"id": text(), "name": text(), "average": money(), "purchases": count(),
        "weight": number(), "value": money()});
    let of_segment = json!({"id": text(), "name": text(), "customers": count(),
        "buyers": count(), "value": money(), "filter": filter()});
    let totals = json!({"customers": count(), "value": money(), "median": money(),
        "top_fifth": share(), "gini": share(), "revenue": money(), "filter": filter()});
    let point = json!({"customers": share(), "value": share()});
    let bar = json!({"from_minor": {"type": "integer"}, "to_minor": {"type": "integer"},
        "customers": count(), "filter": filter()});
    add(
        "ValueReport",
        of_customers(
            "value",
            json!({"from": day(), "weight": {"enum": settings::VALUE_WEIGHTS},
            "rows": list(object(row, &["average", "value"])),
            "segments": list(object(of_segment, &["value"])),
            "totals": object(totals, &["value", "median", "top_fifth", "gini", "revenue", "filter"]),
            "lorenz": list(object(point, &[])),
            "histogram": list(object(bar, &["filter"]))}),
            &[],
        ),
    );
    add_clv(add);
    let cohort = json!({"from": day(), "to": day(), "customers": count(),
        "bought": list(count()), "filters": list(filter())});
    add(
        "CohortsReport",
        of_customers(
            "cohorts",
            json!({"by": {"enum": ["month", "quarter"]}, "rows": list(object(cohort, &["filters"]))}),
            &[],
        ),
    );
    let month = json!({"month": day(), "needs": count(), "filter": filter()});
    let trend = json!({"growth": number(), "low": number(), "high": number(), "chance": share()});
    let category = json!({"category": text(), "open": count(), "met": count(),
        "dropped": count(), "months": list(object(month, &[])), "trend": object(trend, &[]),
        "filter": filter()});
    let together = json!({"one": text(), "other": text(), "customers": count(),
        "lift": number(), "chance": share(), "filter": filter()});
    let totals = json!({"needs": count(), "undated": count()});
    add(
        "NeedsReport",
        of_customers(
            "needs",
            json!({"rows": list(object(category, &["category", "trend"])),
            "together": list(object(together, &["filter"])), "totals": object(totals, &[])}),
            &[],
        ),
    );
    let product = || object(json!({"id": text(), "name": text()}), &[]);
    let pair = json!({"one": product(), "other": product(), "purchases": count(),
        "share": share(), "share_back": share(), "lift": number(), "chance": share(),
        "filter": filter()});
    let known = ["share", "share_back", "lift", "chance", "filter"];
    let totals = json!({"purchases": count(), "products": count()});
    let members = json!({"report": {"enum": ["affinity"]}, "as_of": day(), "from": day(),
        "rows": list(object(pair, &known)), "totals": object(totals, &[])});
    add("AffinityReport", object(members, &[]));
}

fn add_clv(add: &mut impl FnMut(&str, Json)) {
    let share = || json!({"type": "number", "minimum": 0, "maximum": 1});
    let purchases = ["r", "alpha", "a", "b", "log_likelihood"];
    let spend = ["p", "q", "gamma", "mean", "log_likelihood"];
    let model = |names: [&str; 5], more: Option<&str>| {
        let mut members = json!({"reason": text()});
        for name in names {
            members[name] = number();
        }
        let mut optional = vec!["reason"];
        optional.extend(names);
        if let Some(more) = more {
            members[more] = count();
            optional.push(more);
        }
        object(members, &optional)
    };
    let row = json!({"id": text(), "name": text(), "x": count(), "t_x": number(), "T": number(),
        "spend": number(), "alive": share(), "expected_purchases": number(),
        "expected_spend": number(), "lifetime_value": reference("Money")});
    let unknown = [
        "alive",
        "expected_purchases",
        "expected_spend",
        "lifetime_value",
    ];
    let totals = json!({"customers": count(), "expected_purchases": number(),
        "lifetime_value": reference("Money"), "filter": {"type": "object"}});
    add(
        "ClvReport",
        of_customers(
            "clv",
            json!({"unit": {"enum": settings::TIME_UNITS}, "horizon": number(),
            "discount": number(), "margin": number(), "fitted_to": count(),
            "purchases_model": model(purchases, None), "spend_model": model(spend, Some("customers")),
            "rows": list(object(row, &unknown)),
            "totals": object(totals, &["expected_purchases", "lifetime_value", "filter"])}),
            &[],
        ),
    );
}

/// A report; `optional` may be absent.
fn report(name: &str, more: Json, optional: &[&str]) -> Json {
    let mut members =
        json!({"report": {"enum": [name]}, "as_of": of_type(Type::Instant, Side::Out)});
    for (name, schema) in more.as_object().unwrap() {
        members[name] = schema.clone();
    }
    object(members, optional)
}

/// The reports on selling.
fn add_sales(add: &mut impl FnMut(&str, Json)) {
    let share = || json!({"type": "number", "minimum": 0, "maximum": 1});
    let days = || json!({"type": "number", "minimum": 0});
    let day = || of_type(Type::Date, Side::Out);
    let amounts = || list(reference("Money"));
    let figure = || reference("DealFigure");
    add(
        "DealFigure",
        object(
            json!({"deals": count(), "amount": amounts(), "weighted": amounts(),
            "filter": {"type": "object"}}),
            &[],
        ),
    );
    let rates = ["rate", "low", "high"];
    let stage = object(
        json!({"stage": text(), "name": text(), "reached": figure(), "of_stage": share(),
        "of_all": share(), "here": figure(), "days": days()}),
        &["of_stage", "of_all", "days"],
    );
    let funnel = json!({"pipeline": text(), "name": text(), "begun": figure(),
        "stages": list(stage), "won": figure(), "won_of_stage": share(), "won_of_all": share(),
        "lost": figure(), "unknown": count(), "astray": figure(), "rate": share(),
        "low": share(), "high": share(), "days_to_won": days()});
    let optional = [&rates[..], &["won_of_stage", "won_of_all", "days_to_won"]].concat();
    add("FunnelReport", report("funnel", funnel, &optional));

    let group = json!({"won": figure(), "lost": figure(), "rate": share(), "low": share(),
        "high": share(), "average": amounts(), "days_to_won": days(), "difference": share()});
    let optional = [&rates[..], &["days_to_won", "difference"]].concat();
    let totals = object(group.clone(), &optional);
    let mut group = group;
    group["value"] = json!({"type": ["string", "number", "boolean"]});
    group["name"] = text();
    let group = object(group, &[&optional[..], &["value", "name"]].concat());
    let reason = object(
        json!({"value": text(), "lost": figure(), "share": share()}),
        &["value"],
    );
    add("DealGroup", group);
    let groups = || list(reference("DealGroup"));
    let outcomes = json!({"rows": groups(), "quarters": groups(), "months": groups(),
        "reasons": list(reason), "totals": totals});
    add("WonLostReport", report("won-lost", outcomes, &[]));

    let likely = object(
        json!({"expected": reference("Money"), "low": reference("Money"),
        "high": reference("Money")}),
        &[],
    );
    let deal = object(
        json!({"id": text(), "name": text(), "amount": reference("Money")}),
        &[],
    );
    let largest = object(
        json!({"deals": list(deal), "share": share(), "weighted_without": reference("Money")}),
        &[],
    );
    let spans = ["overdue", "month", "later", "no_date", "all"];
    let mut row = json!({"span": {"enum": spans}, "month": day(), "counted": figure(),
        "by_history": amounts(), "likely": list(likely.clone()), "won": figure(),
        "largest": list(largest)});
    for code in CATEGORIES {
        row[code] = figure();
    }
    add("ForecastRow", object(row, &["month", "won"]));
    let quarter = object(
        json!({"first": day(), "last": day(), "won": figure(), "open": figure(),
        "likely": list(likely), "target": reference("Money"), "chance": share()}),
        &["target", "chance"],
    );
    let stage = object(
        json!({"stage": text(), "name": text(), "chance": share(), "by_history": share()}),
        &[],
    );
    let history = object(
        json!({"pipeline": text(), "name": text(), "won": count(), "closed": count(),
        "rate": share(), "stages": list(stage)}),
        &[],
    );
    let mut forecast = json!({"rows": list(reference("ForecastRow")),
        "totals": reference("ForecastRow"), "quarter": quarter, "history": list(history)});
    forecast["as_of"] = day();
    add("ForecastReport", report("forecast", forecast, &[]));
}
