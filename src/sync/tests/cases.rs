//! What the client does case by case: with what other programs write, what a server refuses, and what
//! two wrote at the same time.

use super::super::{Client, Round, Trouble};
use super::device::Device;
use super::link::{DATABASE, Link};
use super::world::{in_small_parts, run};
use crate::document::conflict::conflicts;
use crate::domain::random::Random;
use crate::domain::{Key, RecordId, RecordKind, Standing, Uuid, Value, customer};
use satchel_couch::{Flavour, Request, Server};
use serde_json::{Value as Json, json};
use std::future::Future as _;
use std::sync::Arc;
use std::task::{Context, Waker};

pub(super) const NOW_MS: u64 = 1_700_000_000_000;

/// A server with devices.
pub(super) struct Desk {
    pub(super) link: Link,
}

impl Desk {
    pub(super) fn new() -> Self {
        let mut server = Server::new(Flavour::Couch, 1, NOW_MS);
        server.answer(&Request::put(&format!("/{DATABASE}")));
        Self {
            link: Link::new(server, Random::seeded(1), 0),
        }
    }

    pub(super) fn client(&self, device: &Device) -> Client<Link, Device> {
        let name = format!("device-{}", device.replica.0);
        run(Client::open(self.link.clone(), device.clone(), &name)).unwrap()
    }

    pub(super) fn sync(&self, device: &Device) -> Round {
        run(self.client(device).round()).unwrap()
    }

    /// What another program reads.
    pub(super) fn get(&self, id: RecordId) -> Json {
        let path = format!("/{DATABASE}/{id}");
        self.link
            .server
            .borrow_mut()
            .answer(&Request::get(&path))
            .json()
    }

    /// What PouchDB replicates: a revision that follows another, whatever stands there by now.
    fn graft(&self, id: RecordId, parent: &str, hash: &str, body: &Json) {
        let (generation, before) = parent.split_once('-').unwrap();
        let generation = generation.parse::<u64>().unwrap() + 1;
        let mut document = body.clone();
        document["_id"] = json!(id.to_string());
        document["_rev"] = json!(format!("{generation}-{hash}"));
        document["_revisions"] = json!({ "start": generation, "ids": [hash, before] });
        let body = json!({ "new_edits": false, "docs": [document] });
        let request = Request::post(&format!("/{DATABASE}/_bulk_docs")).with_json(&body);
        let answer = self.link.server.borrow_mut().answer(&request);
        assert_eq!((answer.status(), answer.json()), (201, json!([])));
    }

    /// What another program writes.
    pub(super) fn put(&self, id: RecordId, body: &Json) {
        let path = format!("/{DATABASE}/{id}");
        let request = Request::put(&path).with_json(body);
        let answer = self.link.server.borrow_mut().answer(&request);
        assert_eq!(answer.status(), 201, "{answer:?}");
    }
}

pub(super) fn id(number: u128) -> RecordId {
    RecordId::new(RecordKind::Customer, Uuid::v7(NOW_MS, number))
}

fn write(device: &Device, id: RecordId, minutes: u64, name: &str) {
    let value = Some(Value::text(name));
    device.write(
        id,
        NOW_MS + 60_000 * minutes,
        vec![(Key::one(customer::NAME), value)],
    );
}

fn name(device: &Device, id: RecordId) -> String {
    device.records()[&id].text(customer::NAME).to_owned()
}

#[test]
fn nothing_new_takes_two_requests() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    write(&anna, id(1), 0, "Kanal & Co");
    assert_eq!(desk.sync(&anna).sent, 1);
    let before = desk.link.answered.get();
    assert_eq!(desk.sync(&anna), Round::default());
    assert_eq!(desk.link.answered.get() - before, 2);
}

#[test]
fn while_one_part_is_merged_the_next_is_on_its_way() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    (1..=9).for_each(|number| write(&anna, id(number), 0, "Kanal & Co"));
    assert_eq!(desk.sync(&anna).sent, 9);
    let mut client = in_small_parts(desk.client(&ben));
    let before = desk.link.answered.get();
    let mut asked = Vec::new();
    let mut round = std::pin::pin!(client.round());
    let mut context = Context::from_waker(Waker::noop());
    while round.as_mut().poll(&mut context).is_pending() {
        let come = ben.records().len();
        if come > asked.len() * 3 {
            asked.push(desk.link.answered.get() - before);
        }
    }
    // How far this device came; then of each part its rows and what is in them. When the first three are
    // here, the second were asked for too.
    assert_eq!(asked.len(), 3);
    assert!(asked[0] >= 5, "{asked:?}");
    assert_eq!(ben.records(), anna.records());
}

#[test]
fn nothing_new_takes_two_requests_also_after_much_was_sent() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    (1..=10).for_each(|number| write(&anna, id(number), 0, "Kanal & Co"));
    let round = || run(in_small_parts(desk.client(&anna)).round()).unwrap();
    assert_eq!(round().sent, 10);
    // What was sent comes back in four parts, once.
    round();
    let before = desk.link.answered.get();
    assert_eq!(round(), Round::default());
    assert_eq!(desk.link.answered.get() - before, 2);
}

#[test]
fn what_another_program_makes_without_stamps_is_the_same_everywhere() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    desk.put(
        id(1),
        &json!({ "kind": "company", "name": "Kanal & Co", "tags": ["vip"] }),
    );
    desk.sync(&anna);
    desk.sync(&ben);
    assert_eq!(anna.records(), ben.records());
    assert_eq!(name(&anna, id(1)), "Kanal & Co");
    assert_eq!(anna.records()[&id(1)].created.ms(), NOW_MS);
    // It is written with its stamps, once.
    assert!(desk.get(id(1))["stamps"]["*"].is_string());
    assert_eq!(
        (desk.sync(&anna), desk.sync(&ben)),
        (Round::default(), Round::default())
    );
}

#[test]
fn what_another_program_writes_over_stays() {
    // Whichever value is larger as text.
    for after in ["Aalborg", "Zwolle"] {
        let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
        write(&anna, id(1), 0, "Kanal & Co");
        desk.sync(&anna);
        desk.sync(&ben);
        let mut document = desk.get(id(1));
        document["name"] = json!(after);
        desk.put(id(1), &document);
        desk.sync(&ben);
        desk.sync(&anna);
        desk.sync(&ben);
        assert_eq!(
            (name(&anna, id(1)).as_str(), name(&ben, id(1)).as_str()),
            (after, after)
        );
        assert_eq!(desk.get(id(1))["name"], json!(after));
        assert_eq!(anna.records(), ben.records());
    }
}

#[test]
fn what_another_program_wrote_over_in_a_branch_stays() {
    // Whichever value is larger as text, and whichever branch wins.
    for after in ["Aalborg", "Zwolle"] {
        for hash in ["0".repeat(32), "f".repeat(32)] {
            let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
            write(&anna, id(1), 0, "Kanal & Co");
            desk.sync(&anna);
            desk.sync(&ben);
            let mut document = desk.get(id(1));
            let rev = document["_rev"].as_str().unwrap().to_owned();
            document["name"] = json!(after);
            let values = vec![(Key::one(customer::INDUSTRY), Some(Value::text("boats")))];
            anna.write(id(1), NOW_MS + 60_000, values);
            desk.sync(&anna);
            desk.graft(id(1), &rev, &hash, &document);
            for device in [&ben, &anna, &ben] {
                desk.sync(device);
            }
            let there = desk.get(id(1));
            assert_eq!(
                (&there["name"], &there["industry"]),
                (&json!(after), &json!("boats"))
            );
            assert_eq!(name(&anna, id(1)), after);
            assert_eq!(anna.records(), ben.records());
        }
    }
}

#[test]
fn fields_that_are_not_known_here_stay() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    write(&anna, id(1), 0, "Kanal");
    desk.sync(&anna);
    let mut document = desk.get(id(1));
    document["planet"] = json!({ "name": "Mars", "moons": [1, 2] });
    desk.put(id(1), &document);
    desk.sync(&anna);
    write(&anna, id(1), 1, "Kanal & Co");
    assert_eq!(desk.sync(&anna).sent, 1);
    assert_eq!(desk.get(id(1))["planet"], document["planet"]);
    assert_eq!(desk.get(id(1))["name"], json!("Kanal & Co"));
}

#[test]
fn what_another_program_deletes_is_in_the_trash() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    write(&anna, id(1), 0, "Kanal & Co");
    desk.sync(&anna);
    desk.sync(&ben);
    let rev = desk.get(id(1))["_rev"].as_str().unwrap().to_owned();
    let path = format!("/{DATABASE}/{}?rev={rev}", id(1));
    let request = Request::new(satchel_couch::Method::Delete, &path);
    assert_eq!(desk.link.server.borrow_mut().answer(&request).status(), 200);
    for device in [&anna, &ben, &anna] {
        desk.sync(device);
    }
    assert_eq!(anna.records()[&id(1)].standing(), Standing::Trashed);
    assert_eq!(anna.records(), ben.records());
    assert_eq!(name(&ben, id(1)), "Kanal & Co");
}

#[test]
fn the_value_that_does_not_stay_is_told() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    write(&anna, id(1), 0, "Kanal");
    desk.sync(&anna);
    desk.sync(&ben);
    write(&anna, id(1), 1, "Kanal & Co");
    write(&ben, id(1), 2, "Kanal & Sons");
    desk.sync(&anna);
    let met = desk.sync(&ben);
    let [replaced] = met.replaced.as_slice() else {
        panic!("{met:?}");
    };
    assert_eq!(replaced.lost.value, Some(Value::text("Kanal & Co")));
    assert_eq!(replaced.by.value, Some(Value::text("Kanal & Sons")));
    // Who wrote it sees what stays; nobody has seen both and nothing more is told.
    assert_eq!(desk.sync(&anna).replaced, []);
    assert_eq!(name(&anna, id(1)), "Kanal & Sons");
    // Two writings of one's own are none of others, whether the server answered or not.
    write(&ben, id(1), 3, "Kanal");
    write(&ben, id(1), 4, "Kanal & Daughters");
    assert_eq!(desk.sync(&ben).replaced, []);
}

#[test]
fn what_another_program_writes_at_the_same_time_is_a_conflict_too() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    write(&anna, id(1), 0, "Kanal");
    desk.sync(&anna);
    let mut document = desk.get(id(1));
    document["name"] = json!("Kanal GmbH");
    desk.put(id(1), &document);
    write(&anna, id(1), 1, "Kanal & Co");
    let round = desk.sync(&anna);
    assert_eq!(round.replaced.len(), 1);
    assert_eq!(
        round.replaced[0].lost.value,
        Some(Value::text("Kanal GmbH"))
    );
    let kept: Vec<_> = conflicts(&anna.records()[&id(1)]).collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].lost.value, Some(Value::text("Kanal GmbH")));
    // What it leaves as it was is no conflict.
    let mut document = desk.get(id(1));
    document["industry"] = json!("hotels");
    document["stamps"] = json!({});
    desk.put(id(1), &document);
    write(&anna, id(1), 2, "Kanal & Sons");
    assert_eq!(desk.sync(&anna).replaced, []);
    assert_eq!(name(&anna, id(1)), "Kanal & Sons");
}

#[test]
fn texts_of_which_each_wrote_other_lines_are_one() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    let key = Key::one(customer::DESCRIPTION);
    let says = |device: &Device, ms: u64, text: &str| {
        let values = vec![(key.clone(), Some(Value::text(text)))];
        let _ = device.write(id(1), NOW_MS + ms, values);
    };
    says(&anna, 0, "a hotel\nby the lake\nsince 1920");
    desk.sync(&anna);
    desk.sync(&ben);
    says(&anna, 1, "a grand hotel\nby the lake\nsince 1920");
    says(&ben, 2, "a hotel\nby the lake\nsince 1912");
    desk.sync(&anna);
    assert_eq!(desk.sync(&ben).replaced, []);
    desk.sync(&anna);
    for device in [&anna, &ben] {
        let record = &device.records()[&id(1)];
        assert_eq!(
            record.text(customer::DESCRIPTION),
            "a grand hotel\nby the lake\nsince 1912"
        );
        assert_eq!(conflicts(record).count(), 0);
    }
    assert_eq!(desk.sync(&ben), Round::default());
    // The same line is nobody's to decide.
    says(&anna, 3, "an inn\nby the lake\nsince 1912");
    says(&ben, 4, "a palace\nby the lake\nsince 1912");
    desk.sync(&anna);
    assert_eq!(desk.sync(&ben).replaced.len(), 1);
}

#[test]
fn an_own_value_whose_answer_was_lost_is_no_others() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    write(&anna, id(1), 0, "Kanal");
    desk.sync(&anna);
    write(&anna, id(1), 1, "Kanal & Co");
    // The tab is closed when the server has it and nobody here knows.
    let mut client = desk.client(&anna);
    let mut round = Box::pin(client.round());
    let mut context = Context::from_waker(Waker::noop());
    while desk.get(id(1))["name"] != json!("Kanal & Co") {
        assert!(round.as_mut().poll(&mut context).is_pending());
    }
    drop(round);
    write(&anna, id(1), 2, "Kanal & Sons");
    let round = desk.sync(&anna);
    assert_eq!((round.replaced.len(), round.sent), (0, 1));
    assert_eq!(desk.get(id(1))["name"], json!("Kanal & Sons"));
}

#[test]
fn one_document_that_is_refused_keeps_no_other() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    for number in 1..=9 {
        write(&anna, id(number), 0, &format!("customer {number}"));
    }
    write(&anna, id(4), 0, &"x".repeat(3000));
    desk.link.server.borrow_mut().switches.document_bytes_max = Some(2000);
    let forbids = |_: &str, document: &Json| match document["name"] == json!("customer 7") {
        true => Err("no sevens".to_owned()),
        false => Ok(()),
    };
    desk.link
        .server
        .borrow_mut()
        .set_validation(Some(Arc::new(forbids)));
    let mut client = desk.client(&anna);
    let round = run(client.round()).unwrap();
    assert_eq!(round.sent, 7);
    let refused: Vec<(RecordId, String)> = client
        .refused()
        .map(|(id, why)| (id, why.to_owned()))
        .collect();
    assert_eq!(refused.len(), 2);
    assert_eq!(refused[0].0, id(4));
    assert_eq!(refused[1], (id(7), "no sevens".to_owned()));
    assert_eq!(client.ledger().waiting(), 2);
    // As long as they are as they were they are not sent again; changed, they are.
    assert_eq!(run(client.round()).unwrap().sent, 0);
    write(&anna, id(7), 1, "customer seven");
    write(&anna, id(4), 1, "four");
    assert_eq!(run(client.round()).unwrap().sent, 2);
    assert_eq!(
        (client.refused().count(), client.ledger().waiting()),
        (0, 0)
    );
}

#[test]
fn what_a_newer_version_wrote_is_left_alone() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    write(&anna, id(1), 0, "Kanal");
    desk.sync(&anna);
    let mut document = desk.get(id(1));
    document["v"] = json!(99);
    desk.put(id(1), &document);
    write(&anna, id(1), 1, "Kanal & Co");
    write(&anna, id(2), 1, "Verde");
    let mut client = desk.client(&anna);
    let round = run(client.round()).unwrap();
    assert_eq!(round.sent, 1);
    assert_eq!(client.unread().count(), 1);
    assert_eq!(desk.get(id(1))["name"], json!("Kanal"));
    assert_eq!(client.ledger().waiting(), 1);
}

#[test]
fn a_document_that_cannot_be_read_keeps_no_other() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    let many: Json = (0..10_001).map(|at| (format!("k{at}"), json!(1))).collect();
    let stamp = "ffffffffffff0000-0000000000000001";
    let bad = [
        (
            json!({ "name": "x".repeat(400_000) }),
            "larger than what is read",
        ),
        (json!({ "name": "x", "@half@": 1 }), "not a document"),
        (json!({ "name": "x", "custom": many }), "more values"),
        (
            json!({ "name": "x", "stamps": { "*": stamp } }),
            "at no time",
        ),
    ];
    desk.link.bytes_max.set(300_000);
    for number in 0..40 {
        desk.put(id(number), &json!({ "name": "Kanal" }));
    }
    let again = |number: u128, document: &Json| {
        let mut document = document.clone();
        document["_rev"] = desk.get(id(number))["_rev"].clone();
        desk.put(id(number), &document);
    };
    for (number, (document, _)) in (10..).step_by(7).zip(&bad) {
        again(number, document);
    }
    let mut client = desk.client(&anna);
    let round = run(client.round()).unwrap();
    assert_eq!(round.came, 36);
    let unread: Vec<(&str, &str)> = client.unread().collect();
    assert_eq!(unread.len(), bad.len());
    for ((found, why), (number, (_, wanted))) in unread.iter().zip((10..).step_by(7).zip(&bad)) {
        assert_eq!(*found, id(number).to_string());
        assert!(why.contains(wanted), "{why}");
    }
    // What is written here of one of them waits until it can be read again.
    write(&anna, id(24), 1, "Verde");
    run(client.round()).unwrap();
    assert_eq!(client.ledger().waiting(), 1);
    again(24, &json!({ "name": "Kanal" }));
    run(client.round()).unwrap();
    assert_eq!(desk.get(id(24))["name"], json!(name(&anna, id(24))));
    assert_eq!((client.unread().count(), client.ledger().waiting()), (3, 0));
}

#[test]
fn what_could_not_be_read_is_told_again_and_asked_for_once_more_when_opened_next() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    let bytes_max = desk.link.bytes_max.replace(300_000);
    desk.put(id(1), &json!({ "name": "x".repeat(400_000) }));
    desk.put(id(2), &json!({ "name": "Verde", "v": 99 }));
    desk.put(id(3), &json!({ "name": "Kanal" }));
    assert_eq!(desk.sync(&anna).came, 1);
    let told = |client: &Client<Link, Device>| -> Vec<String> {
        client.unread().map(|(id, _)| id.to_owned()).collect()
    };
    let mut client = desk.client(&anna);
    assert_eq!(told(&client), [id(1).to_string(), id(2).to_string()]);
    let asked = desk.link.answered.get();
    assert_eq!(run(client.round()).unwrap(), Round::default());
    let first = desk.link.answered.get() - asked;
    run(client.round()).unwrap();
    // In halves, since it is too large for one answer; and not again as long as this is open.
    assert_eq!(first, 2 + 3);
    assert_eq!(desk.link.answered.get() - asked - first, 2);
    // What opens it next reads more.
    desk.link.bytes_max.set(bytes_max);
    let mut client = desk.client(&anna);
    assert_eq!(run(client.round()).unwrap().came, 1);
    assert_eq!(told(&client), [id(2).to_string()]);
    assert_eq!(anna.records().len(), 2);
    // What is gone meanwhile cannot be read and need not.
    let rev = desk.get(id(2))["_rev"].clone();
    desk.put(id(2), &json!({ "_rev": rev, "_deleted": true }));
    let mut client = desk.client(&anna);
    run(client.round()).unwrap();
    assert_eq!(told(&client).len(), 0);
    assert_eq!(told(&desk.client(&anna)).len(), 0);
}

#[test]
fn a_server_that_was_made_anew_and_then_put_back_gets_what_it_lacks() {
    let (desk, anna, ben) = (Desk::new(), Device::new(1), Device::new(2));
    for number in 1..=4 {
        write(&anna, id(number), 0, "Kanal");
        desk.sync(&anna);
        desk.sync(&ben);
    }
    let older = desk.link.server.borrow().snapshot();
    desk.link.server.borrow_mut().recreate(DATABASE);
    write(&anna, id(1), 1, "Kanal & Co");
    write(&anna, id(9), 1, "Verde");
    desk.sync(&anna);
    desk.sync(&ben);
    desk.link.server.borrow_mut().restore(&older);
    for device in [&anna, &ben, &anna] {
        desk.sync(device);
    }
    assert_eq!(desk.get(id(1))["name"], json!("Kanal & Co"));
    assert_eq!(desk.get(id(9))["name"], json!("Verde"));
    assert_eq!(anna.records(), ben.records());
}

#[test]
fn answers_mean_what_is_to_be_done() {
    let (desk, anna) = (Desk::new(), Device::new(1));
    write(&anna, id(1), 0, "Kanal");
    let round = || run(desk.client(&anna).round()).unwrap_err();
    desk.link.server.borrow_mut().switches.busy = 1;
    assert!(matches!(round(), Trouble::TooOften(_)));
    desk.link.server.borrow_mut().switches.missing_database = 1;
    assert_eq!(round(), Trouble::NoDatabase);
    desk.link.server.borrow_mut().switches.nodedown = 1;
    assert!(matches!(round(), Trouble::Passing(_)));
    desk.link.server.borrow_mut().switches.read_only = Some("closed".to_owned());
    assert!(matches!(round(), Trouble::Forbidden(_)));
    desk.link.server.borrow_mut().switches.read_only = None;
    assert_eq!(desk.sync(&anna).sent, 1);
}
