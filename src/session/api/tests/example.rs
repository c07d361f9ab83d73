//! The worked examples of the page that tries each call: each works as it stands where the records that
//! it needs are there, and is answered as described where nothing is.

use super::house::House;
use crate::api::example::{Example, example};
use crate::api::report::REPORTS;
use crate::api::route::{Action, Body, COLLECTIONS, ROUTES, Route};
use crate::api::snippet;
use crate::domain::{Date, RecordKind, model};

/// The kinds that a route is tried with.
fn kinds(route: &Route) -> Vec<RecordKind> {
    match route.action {
        Action::Scores => model::RECORDS
            .iter()
            .filter_map(|of| model::kind_of(of))
            .collect(),
        Action::Fit => vec![RecordKind::Model],
        _ if route.path.contains("{collection}") => COLLECTIONS.to_vec(),
        _ => vec![RecordKind::Customer],
    }
}

/// Tries a route as the page does: the address, what comes back, and whether it had its record.
fn tried(house: &House, route: &Route, kind: RecordKind, name: &str) -> (String, u16, bool) {
    let today = Date::parse("2026-03-05").unwrap();
    let example = example(route.action, kind, &house.session.workspace(), today);
    let Example { id, query, body } = example;
    let is_whole = id.is_some() || !route.path.contains("{id}");
    let id = id.map_or_else(|| "none".to_owned(), |id| id.to_string());
    let names = [
        ("collection", kind.collection()),
        ("record", kind.collection()),
        ("id", id.as_str()),
        ("name", name),
    ];
    let query = query.iter().map(|(name, value)| (*name, value.as_str()));
    let path = snippet::path(route.path, &names, query);
    let body = match (route.action, body) {
        (Action::Restore, _) => house.asks("GET", "/api/backup", "").text,
        (_, body) => body.unwrap_or_default(),
    };
    assert_eq!(
        body.is_empty(),
        route.action.takes() == Body::None,
        "{path}"
    );
    let answer = house.asks(route.method, &path, &body);
    (
        format!("{} {path} {}", route.method, answer.text),
        answer.status,
        is_whole,
    )
}

fn all(house: &House, check: impl Fn(&Route, RecordKind, String, u16, bool)) {
    for route in &ROUTES {
        for kind in kinds(route) {
            let names: Vec<&str> = match route.action {
                Action::Report => REPORTS.iter().map(|report| report.name).collect(),
                _ => vec![""],
            };
            for name in names {
                let (told, status, is_whole) = tried(house, route, kind, name);
                check(route, kind, told, status, is_whole);
            }
        }
    }
}

#[test]
fn every_example_works_where_the_records_are() {
    let house = House::new();
    let create = ROUTES.iter().find(|route| route.action == Action::Create);
    // Each refers to those before it.
    for kind in COLLECTIONS {
        let (told, status, _) = tried(&house, create.unwrap(), kind, "");
        assert_eq!(status, 201, "{told}");
    }
    all(&house, |route, kind, told, status, is_whole| {
        assert!(is_whole, "there is no {}: {told}", kind.code());
        let is_done = (200..300).contains(&status);
        // The newest model may be one of points alone, which nothing is fitted for.
        let is_fit = route.action == Action::Fit && [200, 422].contains(&status);
        // What the others use stays.
        let is_used = route.action == Action::Delete && status == 409;
        assert!(is_done || is_fit || is_used, "{status} {told}");
    });
}

#[test]
fn every_example_is_answered_as_described_where_nothing_is() {
    let house = House::new();
    // The judge of the house holds each answer against the description.
    all(&house, |_, _, told, status, is_whole| {
        let expected: &[u16] = match is_whole {
            true => &[200, 201, 409, 422],
            false => &[404],
        };
        assert!(expected.contains(&status), "{status} {told}");
    });
}
