//! Aliases: case by case, and at random with everything that goes wrong on the way, after which each
//! must lead to the one customer that has the id.

use super::cases::{Desk, NOW_MS, id};
use super::device::Device;
use super::world::run;
use crate::domain::random::Random;
use crate::domain::{Instant, Key, RecordId, Value, customer, field};
use satchel_couch::{Method, Request};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Gives a customer an id elsewhere, or takes it.
fn name(device: &Device, who: RecordId, minutes: u64, system: &str, elsewhere: Option<&str>) {
    let key = Key::of(field::EXTERNAL_IDS, system);
    let value = elsewhere.map(Value::text);
    device.write(who, NOW_MS + 60_000 * minutes, vec![(key, value)]);
}

fn trash(device: &Device, who: RecordId, minutes: u64, is_trashed: bool) {
    let at = Instant::from_ms(NOW_MS as i64).unwrap();
    let value = is_trashed.then_some(Value::Instant(at));
    let key = Key::one(field::DELETED_AT);
    device.write(who, NOW_MS + 60_000 * minutes, vec![(key, value)]);
}

impl Desk {
    /// Where a proxy is led: to what the media type of the alias's file says.
    fn led(&self, alias: &str) -> Option<RecordId> {
        let path = format!("/crm/alias:{alias}/customer");
        let answer = self.link.server.borrow_mut().answer(&Request::get(&path));
        match answer.status() {
            200 => {
                let media = answer.header("content-type").unwrap().to_owned();
                let uuid = media.strip_prefix("application/vnd.satchel.customer.");
                Some(RecordId::parse(&format!("customer:{}", uuid.unwrap())).unwrap())
            }
            404 => None,
            _ => panic!("{answer:?}"),
        }
    }

    /// Syncs, and gives how many requests it took.
    fn requests(&self, device: &Device) -> u64 {
        let before = self.link.answered.get();
        self.sync(device);
        self.link.answered.get() - before
    }

    fn devices() -> (Self, Device, Device) {
        (Self::new(), Device::new(1), Device::new(2))
    }
}

#[test]
fn an_id_elsewhere_leads_to_its_customer_with_its_system_and_without() {
    let (desk, anna, ben) = Desk::devices();
    name(&anna, id(1), 0, "erp", Some("123456"));
    desk.sync(&anna);
    for alias in ["erp:123456", "123456"] {
        assert_eq!(desk.led(alias), Some(id(1)), "{alias}");
    }
    assert_eq!(desk.led("crm:123456"), None);
    // Whoever comes later finds all as it should be and writes nothing.
    assert_eq!(desk.requests(&ben), desk.requests(&Device::new(3)));
    let row = desk.requests(&ben);
    assert_eq!((row, desk.requests(&anna)), (2, 2));
}

#[test]
fn aliases_take_one_request_where_ids_changed_and_none_where_not() {
    let (desk, anna, _) = Desk::devices();
    name(&anna, id(1), 0, "erp", Some("1"));
    desk.sync(&anna);
    let write = |minutes: u64| {
        let key = Key::one(customer::NAME);
        let value = Some(Value::text(format!("{minutes}")));
        anna.write(id(1), NOW_MS + 60_000 * minutes, vec![(key, value)]);
    };
    write(1);
    let without = desk.requests(&anna);
    write(2);
    name(&anna, id(1), 2, "erp", Some("2"));
    name(&anna, id(1), 2, "shop", Some("s/2 +"));
    assert_eq!(desk.requests(&anna), without + 1);
    assert_eq!(desk.requests(&anna), 2);
    assert_eq!(desk.led("shop:s%2F2%20%2B"), Some(id(1)));
    assert_eq!((desk.led("1"), desk.led("2")), (None, Some(id(1))));
}

#[test]
fn an_id_that_moves_is_shared_or_is_in_the_trash_leads_to_who_has_it_alone() {
    let (desk, anna, ben) = Desk::devices();
    name(&anna, id(1), 0, "erp", Some("7"));
    desk.sync(&anna);
    desk.sync(&ben);
    // Shared: neither, but for the system where only one has it.
    name(&ben, id(2), 1, "shop", Some("7"));
    desk.sync(&ben);
    assert_eq!(desk.led("7"), None);
    assert_eq!(
        (desk.led("erp:7"), desk.led("shop:7")),
        (Some(id(1)), Some(id(2)))
    );
    // In the trash, and back.
    desk.sync(&anna);
    trash(&anna, id(1), 2, true);
    desk.sync(&anna);
    assert_eq!((desk.led("7"), desk.led("erp:7")), (Some(id(2)), None));
    trash(&anna, id(1), 3, false);
    desk.sync(&anna);
    assert_eq!((desk.led("7"), desk.led("erp:7")), (None, Some(id(1))));
    // It moves.
    name(&anna, id(1), 4, "erp", None);
    desk.sync(&anna);
    assert_eq!((desk.led("7"), desk.led("erp:7")), (Some(id(2)), None));
    assert_eq!((desk.requests(&anna), desk.requests(&anna)), (2, 2));
}

#[test]
fn two_who_gave_one_id_to_two_customers_come_to_nobody_whoever_comes_first() {
    for turned in [false, true] {
        let (desk, anna, ben) = Desk::devices();
        let (first, second) = if turned { (&ben, &anna) } else { (&anna, &ben) };
        name(&anna, id(1), 5, "erp", Some("7"));
        name(&ben, id(2), 0, "erp", Some("7"));
        desk.sync(first);
        desk.sync(second);
        assert_eq!((desk.led("7"), desk.led("erp:7")), (None, None), "{turned}");
        desk.sync(first);
        assert_eq!((desk.led("7"), desk.led("erp:7")), (None, None), "{turned}");
        // The one that gives it up leaves it to the other, however old its writing is.
        name(&ben, id(2), 1, "erp", None);
        desk.sync(&ben);
        assert_eq!(desk.led("erp:7"), Some(id(1)), "{turned}");
    }
}

#[test]
fn what_another_program_names_gets_aliases_too() {
    let (desk, anna, _) = Desk::devices();
    desk.put(
        id(1),
        &json!({ "name": "Kanal", "external_ids": { "erp": "9" } }),
    );
    desk.sync(&anna);
    assert_eq!(desk.led("9"), Some(id(1)));
    // Another id in a document that has stamps, which nobody here has to send.
    let mut document = desk.get(id(1));
    document["external_ids"]["shop"] = json!("10");
    desk.put(id(1), &document);
    desk.sync(&anna);
    assert_eq!((desk.led("10"), desk.led("9")), (Some(id(1)), Some(id(1))));
    // And deleted.
    let rev = desk.get(id(1))["_rev"].as_str().unwrap().to_owned();
    let path = format!("/crm/{}?rev={rev}", id(1));
    let request = Request::new(Method::Delete, &path);
    assert_eq!(desk.link.server.borrow_mut().answer(&request).status(), 200);
    desk.sync(&anna);
    assert_eq!((desk.led("10"), desk.led("9")), (None, None));
}

#[test]
fn aliases_are_no_records_and_one_that_leads_astray_is_put_right() {
    let (desk, anna, ben) = Desk::devices();
    name(&anna, id(1), 0, "erp", Some("7"));
    desk.sync(&anna);
    let astray = json!({ "_id": "alias:7", "_rev": "9999999999999-0192f0a7111172228333444455556666",
        "_attachments": { "customer": { "data": "LQ==",
        "content_type": "application/vnd.satchel.customer.0192f0a7-1111-7222-8333-444455556666" } } });
    let request = Request::post("/crm/_bulk_docs");
    let request = request.with_json(&json!({ "new_edits": false, "docs": [astray] }));
    assert_eq!(desk.link.server.borrow_mut().answer(&request).status(), 201);
    assert_ne!(desk.led("7"), Some(id(1)));
    let mut client = desk.client(&ben);
    run(client.round()).unwrap();
    assert_eq!((client.unread().count(), client.refused().count()), (0, 0));
    assert_eq!(ben.records().len(), 1);
    assert_eq!(desk.led("7"), Some(id(1)));
    assert_eq!(desk.requests(&anna), 2);
}

#[test]
fn a_server_that_wants_no_aliases_gets_its_records_and_is_not_asked_again() {
    let (desk, anna, _) = Desk::devices();
    let forbids = |_: &str, document: &serde_json::Value| match document["_id"].as_str() {
        Some(id) if id.starts_with("alias:") => Err("no aliases".to_owned()),
        _ => Ok(()),
    };
    desk.link
        .server
        .borrow_mut()
        .set_validation(Some(Arc::new(forbids)));
    name(&anna, id(1), 0, "erp", Some("7"));
    assert_eq!(desk.sync(&anna).sent, 1);
    assert_eq!((desk.requests(&anna), desk.led("7")), (2, None));
}

#[test]
fn a_customer_that_is_not_on_the_server_takes_no_id_from_one_that_is() {
    let (desk, anna, ben) = Desk::devices();
    name(&anna, id(1), 0, "erp", Some("7"));
    desk.sync(&anna);
    let forbids = |_: &str, document: &serde_json::Value| match document["_id"].as_str() {
        Some(there) if there == id(2).to_string() => Err("not this one".to_owned()),
        _ => Ok(()),
    };
    desk.link
        .server
        .borrow_mut()
        .set_validation(Some(Arc::new(forbids)));
    name(&ben, id(2), 1, "erp", Some("7"));
    name(&ben, id(3), 1, "erp", Some("8"));
    let mut client = desk.client(&ben);
    run(client.round()).unwrap();
    assert_eq!(client.refused().count(), 1);
    assert_eq!((desk.led("7"), desk.led("8")), (Some(id(1)), Some(id(3))));
}

#[test]
fn an_identity_that_tells_no_time_has_aliases_too() {
    let (desk, anna, _) = Desk::devices();
    let old = RecordId::parse("customer:886313e1-3b8a-5372-9b90-0c9aee199e5d").unwrap();
    desk.put(
        old,
        &json!({ "name": "Kanal", "external_ids": { "erp": "9" } }),
    );
    desk.sync(&anna);
    assert_eq!(desk.led("9"), Some(old));
}

/// Devices name, rename and throw away customers and sync, while requests get lost; then all is well
/// again.
fn live(seed: u64) -> Result<(), String> {
    let (desk, anna, ben) = Desk::devices();
    let devices = [anna, ben, Device::new(3)];
    // Each is made once, as people do.
    for number in 1..=3 {
        name(&devices[0], id(number), 0, "made", Some("once"));
    }
    devices.iter().for_each(|device| {
        desk.sync(device);
    });
    let mut random = Random::seeded(seed);
    *desk.link.random.borrow_mut() = Random::seeded(seed + 1);
    desk.link.faults.set(20);
    for _ in 0..40 {
        let device = random.pick(&devices).clone();
        // Clocks are up to an hour wrong.
        let minutes = 60 + random.below(60);
        match random.below(10) {
            0..5 => {
                let system = *random.pick(&["erp", "shop"][..]);
                let elsewhere = *random.pick(&[None, Some("7"), Some("8"), Some("shop:7")][..]);
                let who = id(1 + u128::from(random.below(3)));
                name(&device, who, minutes, system, elsewhere);
            }
            5 => {
                let who = id(1 + u128::from(random.below(3)));
                trash(&device, who, minutes, random.below(2) == 0);
            }
            _ => {
                let _ = run(desk.client(&device).round());
            }
        }
    }
    desk.link.faults.set(0);
    for _ in 0..6 {
        devices.iter().for_each(|device| {
            desk.sync(device);
        });
    }
    let mut having: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
    let mut alone = having.clone();
    for record in devices[0].records().values() {
        for (system, value) in record.elements(field::EXTERNAL_IDS) {
            if record.standing() == crate::domain::Standing::Live {
                let elsewhere = value.as_text().unwrap();
                let whole = format!("{system}:{elsewhere}");
                having.entry(whole).or_default().push(record.id);
                let alone = alone.entry(elsewhere.to_owned()).or_default();
                if !alone.contains(&record.id) {
                    alone.push(record.id);
                }
            }
        }
    }
    for alias in [
        "7",
        "8",
        "erp:7",
        "erp:8",
        "shop:7",
        "shop:8",
        "erp:shop:7",
        "shop:shop:7",
    ] {
        let found = having.get(alias).or_else(|| alone.get(alias));
        let wanted = match found.map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        };
        if desk.led(alias) != wanted {
            let led = desk.led(alias);
            return Err(format!(
                "seed {seed}: {alias} leads to {led:?}, not {wanted:?}"
            ));
        }
    }
    for device in &devices {
        let requests = desk.requests(device);
        if requests != 2 {
            return Err(format!(
                "seed {seed}: {requests} requests where nothing is new"
            ));
        }
    }
    Ok(())
}

/// How many worlds.
const SEEDS: u64 = 170;

#[test]
fn aliases_lead_where_the_records_say_whatever_went_wrong() {
    let failed: Vec<String> = (0..SEEDS).filter_map(|seed| live(seed).err()).collect();
    assert!(failed.is_empty(), "{} failed; {}", failed.len(), failed[0]);
}
