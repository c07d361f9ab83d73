//! A checker for the part of JSON Schema that `openapi.json` uses. A keyword it does not know fails
//! the test, so that nothing in the description goes unread.

use serde_json::Value as Json;

/// Keywords that only tell people something.
const ANNOTATIONS: [&str; 5] = ["description", "examples", "default", "title", "format"];

/// What does not fit, each with its place.
pub(super) fn check(root: &Json, schema: &Json, value: &Json, at: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let Some(keywords) = schema.as_object() else {
        return match schema.as_bool() {
            Some(true) => findings,
            _ => vec![format!("{at}: nothing may stand here")],
        };
    };
    for (keyword, rule) in keywords {
        let found = match keyword.as_str() {
            "$ref" => check(root, resolve(root, rule.as_str().unwrap()), value, at),
            "type" => of_type(rule, value, at),
            "enum" => {
                let is_one = rule.as_array().unwrap().contains(value);
                told(is_one, || format!("{at}: {value} is none of {rule}"))
            }
            "pattern" => {
                let fits = value
                    .as_str()
                    .is_none_or(|text| matches(rule.as_str().unwrap(), text));
                told(fits, || format!("{at}: {value} does not fit {rule}"))
            }
            "maxLength" => {
                let length = value.as_str().map_or(0, |text| text.chars().count() as u64);
                told(length <= rule.as_u64().unwrap(), || {
                    format!("{at}: too long")
                })
            }
            "minimum" => {
                let number = value.as_f64();
                told(
                    number.is_none_or(|number| number >= rule.as_f64().unwrap()),
                    || format!("{at}: {value} is less than {rule}"),
                )
            }
            "maximum" => {
                let number = value.as_f64();
                told(
                    number.is_none_or(|number| number <= rule.as_f64().unwrap()),
                    || format!("{at}: {value} is more than {rule}"),
                )
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                let items = items.map(|(n, item)| check(root, rule, item, &format!("{at}[{n}]")));
                items.flatten().collect()
            }
            "uniqueItems" => {
                let items = value.as_array().map_or(&[][..], Vec::as_slice);
                let is_twice = |(n, item): (usize, &Json)| items[..n].contains(item);
                told(!items.iter().enumerate().any(is_twice), || {
                    format!("{at}: repeats")
                })
            }
            "required" => {
                let names = rule.as_array().unwrap().iter().filter_map(Json::as_str);
                let missing = names.filter(|name| value.is_object() && value.get(name).is_none());
                missing.map(|name| format!("{at}: no {name}")).collect()
            }
            "properties" | "additionalProperties" | "patternProperties" => Vec::new(),
            "anyOf" => {
                let ways: Vec<_> = rule.as_array().unwrap().iter().collect();
                let tries: Vec<_> = ways.iter().map(|way| check(root, way, value, at)).collect();
                told(tries.iter().any(Vec::is_empty), || {
                    format!("{at}: {value} fits none: {tries:?}")
                })
            }
            known if ANNOTATIONS.contains(&known) => Vec::new(),
            other => vec![format!("{at}: the checker does not know {other}")],
        };
        findings.extend(found);
    }
    findings.extend(members(root, schema, value, at));
    findings
}

fn told(fits: bool, finding: impl FnOnce() -> String) -> Vec<String> {
    if fits { Vec::new() } else { vec![finding()] }
}

/// The part of the description that a reference names.
pub(super) fn resolve<'r>(root: &'r Json, reference: &str) -> &'r Json {
    let path = reference.strip_prefix('#').unwrap();
    root.pointer(path)
        .unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

fn of_type(rule: &Json, value: &Json, at: &str) -> Vec<String> {
    let one = |rule: &Json| match rule.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type {other}"),
    };
    let fits = rule
        .as_array()
        .map_or_else(|| one(rule), |all| all.iter().any(one));
    told(fits, || format!("{at}: {value} is no {rule}"))
}

/// Members by name, then by a part of their name, then the others.
fn members(root: &Json, schema: &Json, value: &Json, at: &str) -> Vec<String> {
    let (Some(members), Some(_)) = (
        value.as_object(),
        schema
            .get("properties")
            .or_else(|| schema.get("additionalProperties")),
    ) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (name, member) in members {
        let at = format!("{at}.{name}");
        let own = schema.get("properties").and_then(|own| own.get(name));
        let patterns = schema.get("patternProperties").and_then(Json::as_object);
        let by_pattern = || {
            let mut patterns = patterns?.iter();
            patterns
                .find(|(pattern, _)| matches(pattern, name))
                .map(|(_, rule)| rule)
        };
        let rule = own
            .or_else(by_pattern)
            .or_else(|| schema.get("additionalProperties"));
        if let Some(rule) = rule {
            findings.extend(check(root, rule, member, &at));
        }
    }
    findings
}

/// The few patterns that the description has: ids, currencies, revisions, days, paths.
fn matches(pattern: &str, text: &str) -> bool {
    let hex = |text: &str, count: usize| {
        text.len() == count && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    match pattern {
        "^[A-Z]{3}$" => text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        "^[0-9a-f]{32}$" => hex(text, 32),
        "^[0-9a-f]{16}-[0-9a-f]{16}$" => {
            let parts = text.split_once('-');
            parts.is_some_and(|(time, replica)| hex(time, 16) && hex(replica, 16))
        }
        r"\." => text.contains('.'),
        other => {
            let kinds = other
                .strip_prefix("^(")
                .and_then(|rest| rest.split_once("):"));
            let (kinds, rest) = kinds.unwrap_or_else(|| panic!("no pattern {other}"));
            assert_eq!(rest, "[0-9a-f-]{36}$", "{other}");
            let id = text.split_once(':');
            id.is_some_and(|(kind, uuid)| {
                kinds.split('|').any(|one| one == kind) && uuid.len() == 36
            })
        }
    }
}

#[test]
fn what_does_not_fit_is_found() {
    let root = serde_json::json!({"s": {"type": "object", "required": ["id"],
        "properties": {"id": {"type": "string", "pattern": "^(deal):[0-9a-f-]{36}$"},
            "n": {"type": ["number", "null"], "minimum": 0}},
        "patternProperties": {r"\.": {"type": "string"}}, "additionalProperties": false}});
    let findings = |value: Json| check(&root, &root["s"], &value, "it").len();
    let id = "deal:0192f0a7-1111-7222-8333-444455556666";
    assert_eq!(
        findings(serde_json::json!({"id": id, "n": null, "a.b": "x"})),
        0
    );
    assert_eq!(
        findings(serde_json::json!({"n": -1, "a.b": 1, "extra": 1})),
        4
    );
    assert_eq!(findings(serde_json::json!({"id": "customer:1"})), 1);
    assert_eq!(findings(serde_json::json!([])), 1);
    let strange = serde_json::json!({"oneOf": []});
    assert_eq!(check(&root, &strange, &root, "it").len(), 1);
}
