//! Properties: a document that comes back as it was read changes nothing, and a walk over a
//! collection meets each record once, whatever else is written meanwhile.

use super::house::{House, id_of};
use crate::api::route::COLLECTIONS;
use crate::domain::random::Random;
use crate::session::sample::{Language, Sample};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// A house with the sample's records.
fn full() -> House {
    let house = House::new();
    let context = house.session.begin_batch();
    let pipeline = house.session.workspace().default_pipeline().unwrap();
    let sample = Sample {
        language: Language::English,
        today: context.today,
        at: context.at,
        zone: crate::domain::Zone::UTC,
        stamp: context.stamp,
        pipeline,
        customers: 60,
    };
    house.publishes(&sample.records(), context);
    house
}

#[test]
fn a_document_that_comes_back_unchanged_changes_nothing() {
    let house = full();
    let before = house.gets("/api/status");
    for kind in COLLECTIONS {
        let collection = kind.collection();
        let page = house.gets(&format!("/api/{collection}?limit=200&trash=with"));
        for item in page["items"].as_array().unwrap() {
            let path = format!("/api/{collection}/{}", id_of(item));
            let document = house.gets(&path);
            assert_eq!(&document, item);
            let back = house.asks("PATCH", &path, &document.to_string());
            assert_eq!((back.status, &back.json), (200, &document), "{}", back.text);
        }
    }
    let after = house.gets("/api/status");
    assert_eq!(before, after);
    assert!(before["records"]["customers"].as_u64().unwrap() >= 60);
}

#[test]
fn a_walk_by_cursors_meets_each_record_once() {
    for seed in 0..6 {
        let house = full();
        let mut random = Random::seeded(seed);
        let sort = *random.pick(&[
            "",
            "name",
            "-name",
            "lifecycle,-created_at",
            "owner,name",
            "-completeness",
        ]);
        let whole = house.gets(&format!("/api/customers?limit=1000&sort={sort}"));
        let mut met: BTreeMap<String, u32> = BTreeMap::new();
        let mut touched: Vec<String> = Vec::new();
        let mut cursor = String::new();
        loop {
            let limit = 1 + random.below(20);
            let page = house.gets(&format!("/api/customers?limit={limit}&sort={sort}{cursor}"));
            let items = page["items"].as_array().unwrap();
            for item in items {
                *met.entry(id_of(item).to_owned()).or_default() += 1;
            }
            let Json::String(next) = &page["next"] else {
                break;
            };
            cursor = format!("&cursor={next}");
            // The record that the page ended with goes, or becomes the first or last of all.
            let last = id_of(items.last().unwrap()).to_owned();
            let path = format!("/api/customers/{last}");
            match random.below(3) {
                0 => drop(house.asks("DELETE", &path, "")),
                1 => drop(house.asks("PATCH", &path, &json!({"name": "Aaa"}).to_string())),
                _ => drop(house.asks(
                    "PATCH",
                    &path,
                    &json!({"name": "Zzz", "given_name": null, "family_name": null}).to_string(),
                )),
            }
            touched.push(last);
            house.makes(
                "customers",
                json!({"kind": "company", "name": format!("M{}", random.below(100))}),
            );
        }
        let items = whole["items"].as_array().unwrap();
        assert!(items.len() > 50 && touched.len() > 2);
        for item in items {
            let id = id_of(item);
            if !touched.iter().any(|other| other == id) {
                assert_eq!(met.get(id), Some(&1), "seed {seed}, {sort}: {id}");
            }
        }
    }
}
