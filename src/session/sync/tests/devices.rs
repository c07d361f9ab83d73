//! The list of the devices: each writes its own document, seldom, sealed where the database is, and takes it
//! away when it leaves; nobody is kept from anything by what becomes of it or stands in it.

use super::cable::{Endpoint, Fault};
use super::faults::{PASSWORD, Scene, faults, remote};
use super::*;
use crate::session::ports::Ports;
use crate::session::sync::{Devices, Encryption, Farewell, Hindrance};
use serde_json::json;
use std::fmt::Write as _;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

impl Scene {
    fn put(&self, id: &str, body: &serde_json::Value) {
        let request = couch::Request::put(&format!("/crm/{id}")).with_json(body);
        let answer = self.web.server.borrow_mut().answer(&request);
        assert_eq!(answer.status(), 201, "{id}");
    }

    /// The documents of devices, as they stand there.
    fn documents(&self) -> Vec<serde_json::Value> {
        let path =
            "/crm/_all_docs?include_docs=true&startkey=%22device%3A%22&endkey=%22device%3B%22";
        let answer = self
            .web
            .server
            .borrow_mut()
            .answer(&couch::Request::get(path));
        let rows = answer.json()["rows"].as_array().unwrap().clone();
        rows.into_iter().map(|row| row["doc"].clone()).collect()
    }

    /// How many requests had this in their address, of those after so many.
    fn asked(&self, after: usize, part: &str) -> usize {
        let log = self.web.log.borrow();
        let asked = log[after..].iter();
        asked.filter(|asked| asked.address.contains(part)).count()
    }

    fn log(&self) -> usize {
        self.web.log.borrow().len()
    }

    /// Connects, and waits until all that comes of it is over.
    async fn settles(&self) {
        self.connects().await;
        self.web.time.wait(MINUTE_MS).await;
    }

    async fn writes_one(&self, name: &str) {
        self.makes(name);
        let is_over = || self.is_in_step() && self.is_all_there();
        assert!(self.web.time.until(MINUTE_MS, is_over).await);
        self.web.time.wait(MINUTE_MS).await;
    }
}

/// What a device wrote that was heard of so many days ago, by the clock of the first.
fn document(days: i64) -> serde_json::Value {
    let now = Tab::in_world(&Device::new(1).world).now();
    json!({
        "v": 1, "browser": "Chrome", "system": "Windows", "waiting": 3,
        "first": "2023-01-01T00:00:00Z", "last": now.add_ms(-days * 24 * HOUR_MS).to_string(),
    })
}

#[test]
fn a_device_says_that_it_is_there_once_then_hourly_at_most_and_no_quiet_round_has_more_requests() {
    let scene = Scene::new();
    scene.run(async {
        scene.settles().await;
        // It asked for its document, and wrote it.
        assert_eq!(scene.asked(0, "device%3A"), 2);
        let [own] = scene.documents().try_into().unwrap();
        assert_eq!(own["browser"], "Firefox");
        assert_eq!(own["first"], own["last"]);

        for number in 0..20 {
            scene.writes_one(&format!("n{number}")).await;
        }
        assert_eq!(scene.asked(0, "device%3A"), 2, "within the hour");
        let quiet = scene.log();
        scene.web.time.wait(HOUR_MS).await;
        let polls = scene.asked(quiet, "longpoll");
        assert_eq!(scene.log() - quiet, polls, "it wakes itself");

        let round = scene.log();
        scene.office.sync_now();
        scene.web.time.wait(1_000).await;
        assert_eq!(scene.log() - round - scene.asked(round, "longpoll"), 2);

        scene.writes_one("after an hour").await;
        assert_eq!(scene.asked(quiet, "device%3A"), 1);
        let [later] = scene.documents().try_into().unwrap();
        assert_eq!(later["first"], own["first"]);
        assert!(later["last"].as_str() > own["last"].as_str());

        // Where nothing is sent, a week later.
        for days in [6, 1] {
            assert_eq!(scene.asked(quiet, "device%3A"), 1, "{days}");
            scene.web.time.wait(days * 24 * HOUR_MS).await;
            scene.office.sync_now();
            scene.web.time.wait(MINUTE_MS).await;
        }
        assert_eq!(scene.asked(quiet, "device%3A"), 2);
    });
}

#[test]
fn that_another_device_is_there_begins_no_round() {
    let scene = Scene::new();
    scene.run(async {
        scene.settles().await;
        let begun = scene.log();
        for number in 0..5 {
            scene.put(&format!("device:{number}"), &document(2));
            scene.web.time.wait(MINUTE_MS).await;
        }
        assert_eq!(scene.asked(begun, "longpoll"), scene.log() - begun);
        // And what is news behind it is.
        let ben = Device::new(5);
        let id = ben.makes("Ben's");
        let wire = Wire {
            server: Rc::clone(&scene.web.server),
            random: Rc::new(RefCell::new(Random::seeded(1))),
            lost_percent: Rc::default(),
        };
        scene.put("device:last", &document(2));
        ben.syncs(&wire);
        let is_here = || scene.anna.session.workspace().record(id).is_some();
        assert!(scene.web.time.until(MINUTE_MS, is_here).await);
    });
}

#[test]
fn what_a_page_knows_of_its_device_is_asked_for_when_it_is_opened_anew() {
    let scene = Scene::new();
    scene.run(scene.settles());
    let before = scene.documents();
    let scene = scene.reopened();
    let begun = scene.log();
    scene.run(async { scene.web.time.wait(MINUTE_MS).await });
    assert_eq!(scene.asked(begun, "device%3A"), 1);
    assert_eq!(scene.documents(), before);
}

#[test]
fn the_devices_are_listed_by_one_request_this_one_first() {
    let scene = Scene::new();
    scene.run(async {
        let author = Some(scene.anna.session.new_id(RecordKind::Owner));
        scene.anna.session.set_author(author);
        scene.settles().await;
        scene.put("device:0000", &document(2));
        scene.put("device:ffff", &document(1));
        scene.put("device:gone", &document(91));
        let begun = scene.log();
        let Devices {
            own,
            others,
            has_more,
        } = scene.office.devices().await.unwrap();
        assert_eq!((scene.log() - begun, has_more), (1, false));
        assert_eq!((own.author, own.kind.system.as_str()), (author, "Linux"));
        let names: Vec<&str> = others.iter().map(|device| device.name.as_str()).collect();
        assert_eq!(names, ["ffff", "0000"]);
        assert_eq!((others[0].waiting, others[0].author), (3, None));
    });
}

#[test]
fn what_is_not_as_a_device_writes_it_is_left_out_and_keeps_no_other() {
    let scene = Scene::new();
    scene.run(async {
        scene.settles().await;
        scene.put("device:good", &document(2));
        let owner = "owner:018bcfe5-6800-7000-8000-000000000000";
        let customer = "customer:018bcfe5-6800-7000-8000-000000000000";
        for (number, (name, value)) in [
            ("v", json!(2)),
            ("v", json!("1")),
            ("browser", json!("x".repeat(41))),
            ("browser", json!("a\nb")),
            ("browser", json!("a\u{202e}b")),
            ("browser", json!(7)),
            ("browser", json!(null)),
            ("system", json!({ "name": "Linux" })),
            ("author", json!(customer)),
            ("author", json!("Anna")),
            ("author", json!(["owner"])),
            ("author", json!(null)),
            ("first", json!("+10000-01-01T00:00:00Z")),
            ("first", json!("10000-01-01T00:00:00Z")),
            ("last", json!(1_700_000_000_000_u64)),
            (
                "last",
                json!(format!("2023-11-14T00:00:00.{}Z", "0".repeat(1000))),
            ),
            ("last", json!("now")),
            ("waiting", json!(-1)),
            ("waiting", json!(1.5)),
            ("waiting", json!("7")),
            ("waiting", json!(1e300)),
            ("waiting", json!(null)),
        ]
        .into_iter()
        .enumerate()
        {
            let mut bad = document(2);
            bad[name] = value;
            scene.put(&format!("device:bad-{number}"), &bad);
        }
        let long = "x".repeat(65);
        scene.put(&format!("device:{long}"), &document(2));
        scene.put("device:", &document(2));
        let mut named = document(2);
        named["author"] = owner.into();
        named["more"] = json!("of a newer one");
        scene.put("device:named", &named);
        let others = scene.office.devices().await.unwrap().others;
        let names: Vec<&str> = others.iter().map(|device| device.name.as_str()).collect();
        assert_eq!(names, ["good", "named"]);
        assert_eq!(others[1].author, RecordId::parse(owner).ok());
        // Nor are there so many that it is never shown.
        for number in 0..250 {
            scene.put(&format!("device:a{number:03}"), &document(2));
        }
        let devices = scene.office.devices().await.unwrap();
        // The one without a name is among those that came, and its own may be.
        assert!((198..=199).contains(&devices.others.len()) && devices.has_more);
    });
}

#[test]
fn an_encrypted_database_tells_nothing_of_its_devices_and_believes_no_other() {
    let scene = Scene::new();
    scene.run(async {
        let by = Encryption::New("a passphrase of some words".to_owned());
        let secret = Secret::Password(PASSWORD.to_owned());
        let key = scene.office.key(&remote(), &secret, &by).await.unwrap();
        let author = scene.anna.session.new_id(RecordKind::Owner);
        scene.anna.session.set_author(Some(author));
        let remote = remote();
        let connected = scene.office.connect(&remote, &secret, Some(key), true);
        connected.await.unwrap();
        scene.web.time.wait(MINUTE_MS).await;
        let [own] = scene.documents().try_into().unwrap();
        let text = own.to_string();
        let uuid = author.uuid.to_string();
        for needle in [
            "Firefox", "Linux", "owner", &uuid, "browser", "waiting", "2024-12",
        ] {
            assert!(!text.contains(needle), "{needle} in {text}");
        }
        // What is in clear text there, or in the place of another, anybody could have put there.
        scene.put("device:plain", &document(2));
        let mut moved = own.clone();
        moved.as_object_mut().unwrap().remove("_rev");
        moved["_id"] = "device:moved".into();
        scene.put("device:moved", &moved);
        let devices = scene.office.devices().await.unwrap();
        assert_eq!((devices.others, devices.own.author), (vec![], Some(author)));
        // Its own is what it wrote, and no other is taken for it.
        let name = own["_id"].as_str().unwrap().to_owned();
        let mut plain = document(-9_999);
        plain["_rev"] = own["_rev"].clone();
        scene.put(&name, &plain);
    });
    let scene = scene.reopened();
    scene.run(async { scene.web.time.wait(MINUTE_MS).await });
    let sealed = |document: &&serde_json::Value| document["c"].is_string();
    assert_eq!(scene.documents().iter().filter(sealed).count(), 2);
    // Where the key is not here nothing is asked.
    *scene.office.outside().secret.borrow_mut() = None;
    let scene = scene.reopened();
    scene.run(async {
        let begun = scene.log();
        let listed = scene.office.devices().await;
        assert!(matches!(listed, Err(Hindrance::Other(_))), "{listed:?}");
        assert_eq!(scene.log(), begun);
    });
}

#[test]
fn who_leaves_is_taken_off_the_list_and_leaves_also_where_the_server_does_not_answer() {
    for (fault, farewell, takes_ms) in [
        (None, Farewell::Unlisted, 1_000),
        (Some(Fault::Reset), Farewell::Listed, 1_000),
        (Some(Fault::Hang), Farewell::Listed, 6_000),
        (Some(Fault::Status(403)), Farewell::Listed, 1_000),
    ] {
        let scene = Scene::new();
        scene.run(async {
            scene.settles().await;
            scene.put("device:other", &document(2));
            scene.web.planted.set(fault.map(|fault| (None, fault)));
            let begun_ms = scene.web.time.now_ms();
            assert_eq!(scene.office.disconnect().await, Ok(farewell), "{fault:?}");
            let took_ms = scene.web.time.now_ms() - begun_ms;
            assert!(took_ms < takes_ms, "{fault:?}: {took_ms} ms");
            assert_eq!(scene.office.outside().connection(), None);
            assert_eq!(scene.office.outside().secret.borrow().clone(), None);
            let left = 1 + usize::from(farewell == Farewell::Listed);
            assert_eq!(scene.documents().len(), left, "{fault:?}");
            // And does not come back by itself.
            scene.web.planted.set(None);
            scene.makes("alone");
            scene.web.time.wait(2 * HOUR_MS).await;
            assert_eq!(scene.documents().len(), left, "{fault:?}");
        });
    }
}

#[test]
fn whatever_becomes_of_a_devices_document_nothing_else_is_kept_by_it() {
    let mut wrong = String::new();
    for fault in faults() {
        if let Err(what) = kept_by(fault) {
            let _ = writeln!(wrong, "{fault:?}: {what}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn kept_by(fault: Fault) -> Result<(), String> {
    let scene = Scene::new();
    let told = Rc::new(Cell::new(0));
    let (heard, keeper) = (Rc::clone(&told), Rc::downgrade(&scene.office));
    scene.office.watch(Box::new(move || {
        let phase = keeper.upgrade().map(|keeper| keeper.status().phase);
        if matches!(phase, Some(Phase::Waiting { .. } | Phase::Stopped(_))) {
            heard.set(heard.get() + 1);
        }
    }));
    scene.run(async {
        scene.web.planted.set(Some((Some(Endpoint::Device), fault)));
        scene.connects().await;
        for number in 0..60 {
            scene.makes(&format!("n{number}"));
            let is_over = || scene.is_in_step() && scene.is_all_there();
            if !scene.web.time.until(30_000, is_over).await {
                return Err(format!("record {number} is not there"));
            }
            scene.web.time.wait(30_000).await;
        }
        let asked = scene.asked(0, "device%3A");
        if asked > 24 {
            return Err(format!("asked {asked} times in an hour"));
        }
        if told.get() > 0 {
            return Err("it is said to be wrong".to_owned());
        }
        scene.web.planted.set(None);
        scene.web.time.wait(11 * MINUTE_MS).await;
        scene.makes("mended");
        let is_there = || scene.documents().len() == 1;
        let is_mended = scene.web.time.until(MINUTE_MS, is_there).await;
        is_mended
            .then_some(())
            .ok_or_else(|| "it is not there in the end".to_owned())
    })
}
