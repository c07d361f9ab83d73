//! An encrypted database case by case: what it shows, what harm somebody who has the server can do, and that
//! who has no key sends nothing there.

use super::super::seal::Seal;
use super::super::seal::keys::{Stretching, Unlocked};
use super::super::seal::tests::{seal, unlocked};
use super::super::{Client, Round, Trouble};
use super::cases::{Desk, NOW_MS, id};
use super::device::Device;
use super::link::{DATABASE, Link};
use super::world::{in_small_parts, run};
use crate::domain::{Key, RecordId, RecordKind, Uuid, Value, customer, field, settings};
use satchel_couch::Request;
use serde_json::{Value as Json, json};

const NEEDLE: &str = "Kanal & Co";

fn write(device: &Device, id: RecordId, minutes: u64, name: &str) {
    let ids = Key::of(field::EXTERNAL_IDS, "erp");
    device.write(
        id,
        NOW_MS + 60_000 * minutes,
        vec![
            (Key::one(customer::NAME), Some(Value::text(name))),
            (ids, Some(Value::text("K-1"))),
        ],
    );
}

fn name(device: &Device, id: RecordId) -> String {
    device.records()[&id].text(customer::NAME).to_owned()
}

impl Desk {
    fn sealed(&self, device: &Device) -> Client<Link, Device> {
        self.client(device).sealed(Some(seal()))
    }

    fn sync_sealed(&self, device: &Device) -> Result<Round, Trouble> {
        run(self.sealed(device).round())
    }

    fn ask(&self, request: &Request) -> Json {
        self.link.server.borrow_mut().answer(request).json()
    }

    fn document(&self, name: &str) -> Json {
        self.ask(&Request::get(&format!("/{DATABASE}/{name}")))
    }

    fn write_over(&self, name: &str, change: impl FnOnce(&mut Json)) {
        let mut document = self.document(name);
        change(&mut document);
        let request = Request::put(&format!("/{DATABASE}/{name}")).with_json(&document);
        let answer = self.link.server.borrow_mut().answer(&request);
        assert_eq!(answer.status(), 201, "{answer:?}");
    }

    /// All that stands in the database, as one text.
    fn all(&self) -> String {
        let all = Request::get(&format!("/{DATABASE}/_all_docs?include_docs=true"));
        self.ask(&all).to_string()
    }
}

#[test]
fn what_is_sent_says_nothing_and_comes_to_others_whole() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    write(&anna, id(1), 0, NEEDLE);
    assert_eq!(desk.sync_sealed(&anna).unwrap().sent, 1);
    let all = desk.all();
    for needle in [NEEDLE, "customer", "erp", "K-1", &id(1).uuid.to_string()] {
        assert!(!all.contains(needle), "{needle} in {all}");
    }
    assert!(
        all.contains("meta:keys"),
        "whoever is first puts the keys there"
    );
    assert_eq!(desk.sync_sealed(&ben).unwrap().came, 1);
    assert_eq!(name(&ben, id(1)), NEEDLE);
    // Nobody sends again what is there, though it would be another text.
    assert_eq!(desk.sync_sealed(&ben), Ok(Round::default()));
    assert_eq!(desk.sync_sealed(&anna), Ok(Round::default()));
    // The same, without a key: it is all there to be found.
    let plain = Desk::new();
    write(&anna, id(2), 1, NEEDLE);
    plain.sync(&anna);
    assert!(
        [NEEDLE, "customer", "erp", "K-1"]
            .iter()
            .all(|needle| plain.all().contains(needle))
    );
}

#[test]
fn the_same_record_made_on_two_devices_is_one_document() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    write(&anna, id(1), 0, "Kanal");
    write(&ben, id(1), 1, NEEDLE);
    desk.sync_sealed(&anna).unwrap();
    desk.sync_sealed(&ben).unwrap();
    desk.sync_sealed(&anna).unwrap();
    assert_eq!(
        (name(&anna, id(1)), name(&ben, id(1))),
        (NEEDLE.into(), NEEDLE.into())
    );
    assert_eq!(desk.link.server.borrow().documents(DATABASE).len(), 2);
}

#[test]
fn who_has_no_key_stops_before_anything_is_sent() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    write(&anna, id(1), 0, NEEDLE);
    desk.sync_sealed(&anna).unwrap();
    write(&ben, id(2), 0, "secret of Ben");
    for _ in 0..2 {
        let before = desk.link.writes.get();
        assert_eq!(run(desk.client(&ben).round()), Err(Trouble::Locked));
        assert_eq!(desk.link.writes.get(), before);
    }
    // Also where it has been there before, and where the keys alone or the documents alone are shown.
    let (desk, cleo) = (Desk::new(), Device::new(3));
    write(&cleo, id(3), 0, "Cleo");
    desk.sync(&cleo);
    let keys = serde_json::from_str(&unlocked().document()).unwrap();
    desk.ask(&Request::put(&format!("/{DATABASE}/meta:keys")).with_json(&keys));
    write(&cleo, id(3), 1, "secret of Cleo");
    assert_eq!(
        run(in_small_parts(desk.client(&cleo)).round()),
        Err(Trouble::Locked)
    );
    assert!(!desk.all().contains("secret of"));
    let (desk, dora) = (Desk::new(), Device::new(4));
    desk.ask(&Request::put(&format!("/{DATABASE}/r:00")).with_json(&json!({ "e": 1 })));
    write(&dora, id(4), 0, "secret of Dora");
    assert_eq!(run(desk.client(&dora).round()), Err(Trouble::Locked));
    assert!(!desk.all().contains("secret of"));
}

#[test]
fn who_has_the_key_sends_nothing_else_whatever_becomes_of_the_keys() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    write(&anna, id(1), 0, NEEDLE);
    desk.sync_sealed(&anna).unwrap();
    // Taken away, they are put back.
    let rev = desk.document("meta:keys")["_rev"]
        .as_str()
        .unwrap()
        .to_owned();
    let gone = json!({ "_id": "meta:keys", "_rev": rev, "_deleted": true });
    let body = json!({ "docs": [gone] });
    desk.ask(&Request::post(&format!("/{DATABASE}/_bulk_docs")).with_json(&body));
    write(&anna, id(1), 1, "Kanal");
    assert_eq!(desk.sync_sealed(&anna).unwrap().sent, 1);
    assert!(desk.document("meta:keys")["slots"].is_array());
    // Others in their place stop it.
    let other = Unlocked::new(Stretching::new(1), &[1; 32], || 5).unwrap();
    let other: Json = serde_json::from_str(&other.document()).unwrap();
    desk.write_over("meta:keys", |keys| keys["slots"] = other["slots"].clone());
    write(&anna, id(1), 2, "secret of Anna");
    let before = desk.link.writes.get();
    assert_eq!(desk.sync_sealed(&anna), Err(Trouble::OtherKeys));
    desk.write_over("meta:keys", |keys| keys["e"] = json!(2));
    assert_eq!(desk.sync_sealed(&anna), Err(Trouble::OtherKeys));
    assert_eq!(desk.link.writes.get(), before);
    assert!(!desk.all().contains("secret of"));
    // One more way to the same key is another's matter.
    let own: Json = serde_json::from_str(&unlocked().document()).unwrap();
    desk.write_over("meta:keys", |keys| {
        keys["e"] = json!(1);
        keys["slots"] = json!([other["slots"][0], { "kdf": "new" }, own["slots"][0]]);
    });
    assert_eq!(desk.sync_sealed(&anna).unwrap().sent, 1);
}

#[test]
fn what_was_changed_or_moved_on_the_server_is_named_and_left_as_it_is() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    for number in 1..=4 {
        write(&anna, id(number), 0, &format!("n{number}"));
    }
    desk.sync_sealed(&anna).unwrap();
    desk.sync_sealed(&ben).unwrap();
    let names: Vec<String> = (1..=4).map(|number| seal().name(id(number))).collect();
    let moved = desk.document(&names[1])["c"].clone();
    desk.write_over(&names[0], |document| document["c"] = moved);
    desk.write_over(&names[2], |document| {
        document["k"] = json!("0123456789abcdef")
    });
    let damaged = [desk.document(&names[0]), desk.document(&names[2])];
    // A plain record is anybody's, also under the id of one that is here.
    desk.put(
        id(4),
        &json!({ "name": "forged", "stamps": { "*": "ffffffffffff0000-0000000000000001" } }),
    );
    for device in [&anna, &ben, &Device::new(3)] {
        let mut client = desk.sealed(device);
        let _ = run(client.round()).unwrap();
        let mut unread: Vec<&str> = client.unread().map(|(id, _)| id).collect();
        unread.sort_unstable();
        let plain = id(4).to_string();
        let mut expected = vec![names[0].as_str(), &names[2], &plain];
        expected.sort_unstable();
        assert_eq!(unread, expected);
        assert_eq!(name(device, id(2)), "n2");
        assert_eq!(name(device, id(4)), "n4");
    }
    assert_eq!(
        (name(&ben, id(1)), name(&ben, id(3))),
        ("n1".into(), "n3".into())
    );
    // What is written here waits, and nothing is written over.
    write(&ben, id(1), 5, "of Ben");
    let mut client = desk.sealed(&ben);
    let _ = run(client.round());
    assert_eq!(client.ledger().waiting(), 1);
    assert_eq!(
        damaged,
        [desk.document(&names[0]), desk.document(&names[2])]
    );
}

#[test]
fn an_older_text_that_is_put_back_changes_nothing() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    write(&anna, id(1), 0, "older");
    desk.sync_sealed(&anna).unwrap();
    let document = seal().name(id(1));
    let older = desk.document(&document)["c"].clone();
    write(&anna, id(1), 1, "newer");
    desk.sync_sealed(&anna).unwrap();
    desk.sync_sealed(&ben).unwrap();
    desk.write_over(&document, |document| document["c"] = older);
    desk.sync_sealed(&ben).unwrap();
    assert_eq!(name(&ben, id(1)), "newer");
    // And the server has it again.
    let cleo = Device::new(3);
    desk.sync_sealed(&cleo).unwrap();
    assert_eq!(name(&cleo, id(1)), "newer");
}

#[test]
fn what_a_workspace_needs_first_is_found_among_all_names() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    let named = Key::one(settings::NAME);
    anna.write(
        settings::ID,
        NOW_MS,
        vec![(named, Some(Value::text("Verde")))],
    );
    let owner = RecordId::new(RecordKind::Owner, Uuid::v7(NOW_MS, 5));
    anna.write(
        owner,
        NOW_MS,
        vec![(
            Key::one(crate::domain::owner::NAME),
            Some(Value::text("Anna")),
        )],
    );
    for number in 1..=30 {
        write(&anna, id(number), 0, "customer");
    }
    desk.sync_sealed(&anna).unwrap();
    run(desk.sealed(&ben).first()).unwrap();
    let first: Vec<RecordId> = ben.records().into_keys().collect();
    assert_eq!(first.len(), 2);
    assert!(first.contains(&settings::ID) && first.contains(&owner));
    assert_eq!(desk.sync_sealed(&ben).unwrap().came, 32);
}

#[test]
fn a_seal_of_another_key_reads_nothing() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    write(&anna, id(1), 0, NEEDLE);
    desk.sync_sealed(&anna).unwrap();
    let other = Unlocked::new(Stretching::new(1), &[1; 32], || 5).unwrap();
    let other = Seal::new(other, Box::new(|| 7));
    let mut client = desk.client(&ben).sealed(Some(other));
    assert_eq!(run(client.round()), Err(Trouble::OtherKeys));
    assert!(ben.records().is_empty());
}
