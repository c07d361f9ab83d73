//! The documents of models and the scores of a record as schemas.

use super::{Side, list, nullable, object, reference, text};
use crate::api::route::kind_of;
use crate::domain::model::WARNINGS;
use crate::query::column::derived_fields;
use crate::query::score::SCORED;
use serde_json::{Map, Value as Json, json};

fn number() -> Json {
    json!({"type": "number"})
}

fn pair() -> Json {
    json!({"type": "array", "items": number(), "description": "The lower and the upper end."})
}

/// What of a model is not as its table of fields says.
pub(super) fn shape(properties: &mut Map<String, Json>, side: Side) {
    if side != Side::In {
        properties.insert("coefficients".into(), list(reference("Coefficient")));
        properties.insert("warnings".into(), list(reference("ModelWarning")));
    }
    if side != Side::Out {
        let filter = json!({"anyOf": [text(), {"type": "object"}],
            "description": "A filter, as JSON or as the text of it; a target also `outcome` of deals, or the path of a yes-or-no field."});
        properties.insert("target".into(), nullable(filter.clone()));
        properties.insert("population".into(), nullable(filter.clone()));
        properties.insert("rules".into(), rules(&filter));
    }
}

/// Rules as they are sent.
fn rules(filter: &Json) -> Json {
    nullable(list(
        json!({"type": "object", "additionalProperties": false, "properties": {
        "id": text(), "label": text(), "condition": filter, "points": number()}}),
    ))
}

/// The same of the settings, whose rules are of customers.
pub(super) fn shape_of_settings(properties: &mut Map<String, Json>, side: Side) {
    if side != Side::Out {
        let filter = json!({"anyOf": [text(), {"type": "object"}],
            "description": "A filter of customers, as JSON or as the text of it."});
        properties.insert("score_rules".into(), rules(&filter));
    }
}

pub(super) fn add(add: &mut impl FnMut(&str, Json)) {
    let level = json!({"type": "string",
        "description": "The level of a choice: (blank) without one, (other) of the rare ones."});
    add(
        "Coefficient",
        object(
            json!({"feature": {"type": "string", "description": "The field; (intercept) is the intercept."},
        "level": level, "level_name": text(), "estimate": number(), "standard_error": number(),
        "interval": pair(), "odds_ratio": number(), "odds_ratio_interval": pair(),
        "mean": number(), "deviation": number()}),
            &["level", "level_name", "mean", "deviation"],
        ),
    );
    add(
        "ModelWarning",
        object(
            json!({"code": {"type": "string", "enum": WARNINGS}, "feature": text(),
        "number": number(), "reason": text()}),
            &["feature", "number"],
        ),
    );
    let value = json!({"anyOf": [text(), number(), {"type": "boolean"}, reference("Money")]});
    let factor = object(
        json!({"feature": text(), "value": value, "value_name": text(),
        "contribution": {"type": "number", "description": "What it adds to the log odds of an average record."},
        "sentence": text()}),
        &["value", "value_name"],
    );
    let change = object(
        json!({"feature": text(), "value": value, "value_name": text(),
        "probability": number(), "sentence": text()}),
        &["value_name"],
    );
    let rule = object(
        json!({"label": text(), "holds": {"type": "boolean"}, "points": number(),
        "sentence": text()}),
        &[],
    );
    let model = object(
        json!({"id": text(), "name": text(), "probability": number(), "baseline": number(),
        "factors": list(factor), "changes": list(change), "rules": list(rule), "points": number()}),
        &["probability", "baseline", "factors", "changes", "points"],
    );
    let customer = kind_of("customers").unwrap();
    let scores: Map<String, Json> = derived_fields(customer)
        .iter()
        .filter(|derived| SCORED.contains(&derived.name))
        .map(|derived| {
            (
                derived.name.to_owned(),
                super::of_type(derived.of, Side::Out),
            )
        })
        .collect();
    let points = object(
        json!({"rule": text(), "label": text(), "points": number(), "sentence": text(),
        "sentence_zh": text()}),
        &["label"],
    );
    let week = object(json!({"date": text(), "score": number()}), &[]);
    let score = object(
        json!({"value": number(), "base": number(), "sum": number(), "factors": list(points.clone()),
        "changes": list(points), "change_7_days": number(), "history": list(week),
        "buys_in_30_days": number()}),
        &["buys_in_30_days"],
    );
    let action = object(json!({"code": text(), "id": text()}), &[]);
    let next = object(
        json!({"code": text(), "sentence": text(), "sentence_zh": text(),
        "reason": text(), "reason_zh": text(), "action": action}),
        &[],
    );
    add(
        "Scores",
        object(
            json!({"id": text(), "record": text(), "name": text(), "models": list(model),
        "score": score, "scores": object(Json::Object(scores), &SCORED), "sentences": list(text()),
        "next": next}),
            &["score", "scores", "sentences", "next"],
        ),
    );
}
