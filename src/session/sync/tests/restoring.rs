//! A server that is lost: the database is gone, somebody is asked, and it is made anew from one device. Nobody
//! loses what only they had, and nothing of an encrypted one goes there as it is.

use super::cable::{Endpoint, Fault};
use super::faults::{PASSWORD, Scene, remote};
use super::*;
use crate::session::ports::Ports;
use crate::session::sync::{Encryption, Hindrance, Secret};
use crate::sync::Seal;
use crate::sync::seal::keys::Unlocked;

const PASSPHRASE: &str = "Über sieben Brücken 静";
const MINUTE_MS: i64 = 60_000;

fn secret() -> Secret {
    Secret::Password(PASSWORD.to_owned())
}

/// Others of the workspace, on the way that meets no fault.
struct Others {
    wire: Wire,
    key: Option<Unlocked>,
    devices: Vec<Device>,
}

impl Others {
    fn of(scene: &Scene, key: Option<Unlocked>) -> Self {
        let wire = Wire {
            server: Rc::clone(&scene.web.server),
            random: Rc::new(RefCell::new(Random::seeded(1))),
            lost_percent: Rc::default(),
        };
        Self {
            wire,
            key,
            devices: vec![Device::new(3), Device::new(5)],
        }
    }

    /// A round of one of them.
    fn round(&self, at: usize) -> Result<Round, Trouble> {
        let device = &self.devices[at];
        let random = Rc::clone(&device.session);
        let seal = self.key.clone();
        let seal = seal.map(|key| Seal::new(key, Box::new(move || random.ports().random())));
        let work = async {
            let desk = Desk(Rc::clone(&device.session));
            let client = Client::open(self.wire.clone(), desk, &device.name).await?;
            client.sealed(seal).round().await
        };
        match block_on(either(work, device.session.run())) {
            Either::First(done) => done,
            Either::Second(()) => panic!("it runs for ever"),
        }
    }

    fn sync(&self) {
        for at in 0..self.devices.len() {
            self.round(at).unwrap();
        }
    }
}

impl Scene {
    fn loses_the_database(&self) {
        let request = couch::Request::new(couch::Method::Delete, "/crm");
        let answer = self.web.server.borrow_mut().answer(&request);
        assert_eq!(answer.status(), 200);
    }

    /// All that stands in the database, with what was deleted.
    fn text(&self) -> String {
        let path = "/crm/_changes?style=all_docs&include_docs=true";
        let answer = self
            .web
            .server
            .borrow_mut()
            .answer(&couch::Request::get(path));
        answer.json().to_string()
    }

    async fn comes(&self, phase: Phase) {
        let is_so = || self.office.status().phase == phase;
        let comes = self.web.time.until(20 * MINUTE_MS, is_so).await;
        assert!(comes, "{phase:?}, not {:?}", self.office.status().phase);
    }

    async fn rests(&self) {
        let is_in_step = || self.is_in_step();
        assert!(self.web.time.until(2 * MINUTE_MS, is_in_step).await);
    }
}

fn standings(device: &Device, ids: &[RecordId]) -> Vec<Option<Standing>> {
    let desk = Desk(Rc::clone(&device.session));
    let standing = |id: &RecordId| desk.record(*id).map(|record| record.standing());
    ids.iter().map(standing).collect()
}

/// Three devices of which one has edits that nobody else has; the database is made anew from another.
fn restored(is_sealed: bool) {
    let scene = Scene::new();
    scene.run(async {
        let key = match is_sealed {
            true => {
                let by = Encryption::New(PASSPHRASE.to_owned());
                Some(scene.office.key(&remote(), &secret(), &by).await.unwrap())
            }
            false => None,
        };
        let others = Others::of(&scene, key.clone());
        let [ben, cara] = &others.devices[..] else {
            panic!("two others");
        };
        let ids: Vec<RecordId> = (0..40)
            .map(|n| scene.anna.makes(&format!("kept {n}")))
            .collect();
        let (remote, secret) = (remote(), secret());
        let connected = scene.office.connect(&remote, &secret, key, true);
        connected.await.unwrap();
        scene.rests().await;
        others.sync();
        assert!(ben.does(&Command::Trash { ids: vec![ids[0]] }));
        others.sync();
        assert!(cara.does(&Command::Trash { ids: vec![ids[1]] }));
        assert!(cara.does(&Command::Erase { ids: vec![ids[1]] }));
        others.sync();
        // Cara does not hear of this one.
        assert!(ben.does(&Command::Trash { ids: vec![ids[5]] }));
        assert!(ben.does(&Command::Erase { ids: vec![ids[5]] }));
        others.round(0).unwrap();
        scene.office.sync_now();
        scene.web.time.wait(MINUTE_MS).await;
        scene.rests().await;
        let before = standings(&scene.anna, &ids);
        assert_eq!(before[..2], [Some(Standing::Trashed), Some(Standing::Gone)]);
        assert_eq!(before[5], Some(Standing::Gone));

        scene.loses_the_database();
        // Cara alone has these, and Anna those.
        assert!(cara.renames(ids[2], "only Cara has it"));
        assert!(cara.does(&Command::Trash { ids: vec![ids[3]] }));
        let own = cara.makes("only Cara made it");
        assert_eq!(others.round(1), Err(Trouble::NoDatabase));
        assert!(scene.anna.renames(ids[4], "only Anna has it"));
        scene.comes(Phase::Stopped(Trouble::NoDatabase)).await;
        // Who tries in vain is asked again at once.
        scene.office.sync_now();
        scene.web.time.wait(MINUTE_MS).await;
        assert_eq!(
            scene.office.status().phase,
            Phase::Stopped(Trouble::NoDatabase)
        );
        let log = scene.web.log.borrow().len();
        let sent_before = scene.office.status().sent;
        assert_eq!(scene.office.restore().await, Ok(()));
        scene.rests().await;
        let asked: Vec<String> = scene.web.log.borrow()[log..]
            .iter()
            .map(|asked| asked.address.clone())
            .collect();
        let keys = asked
            .iter()
            .position(|address| address.ends_with("/meta:keys"));
        let sent = asked
            .iter()
            .position(|address| address.ends_with("/_bulk_docs"));
        assert!(!is_sealed || keys.unwrap() < sent.unwrap(), "{asked:?}");
        // All but those that are erased, which nobody needs to hear of.
        assert_eq!(scene.office.status().sent - sent_before, 40 - 2);

        for _ in 0..3 {
            others.sync();
            scene.office.sync_now();
            scene.web.time.wait(MINUTE_MS).await;
            scene.rests().await;
        }
        let whole = |device: &Device| -> BTreeMap<RecordId, Record> {
            let desk = Desk(Rc::clone(&device.session));
            let records = desk.all().into_iter().filter_map(|id| desk.record(id));
            records.map(|record| (record.id, record)).collect()
        };
        assert_eq!(whole(&scene.anna), whole(ben));
        assert_eq!(whole(&scene.anna), whole(cara));
        let anna = &scene.anna;
        let names = [ids[2], own, ids[4]].map(|id| anna.name(id));
        assert_eq!(
            names,
            ["only Cara has it", "only Cara made it", "only Anna has it"]
        );
        let after = standings(anna, &ids);
        assert_eq!(after[3], Some(Standing::Trashed));
        assert_eq!((&after[..3], &after[4..]), (&before[..3], &before[4..]));
        let text = scene.text();
        assert_eq!(text.contains("only Cara has it"), !is_sealed);
        if is_sealed {
            assert!(text.contains("meta:keys"));
            for needle in ["Cara", "Anna", "kept", "customer", "standing", PASSPHRASE] {
                assert!(!text.contains(needle), "{needle}");
            }
        }
    });
}

#[test]
fn a_database_is_made_anew_from_one_device_and_nobody_loses_what_only_they_have() {
    restored(false);
}

#[test]
fn an_encrypted_one_has_its_keys_before_anything_else_and_nothing_as_it_is() {
    restored(true);
}

#[test]
fn a_database_that_somebody_else_makes_at_that_moment_is_the_one() {
    let scene = Scene::new();
    scene.run(async {
        scene.makes("Kanal & Co");
        scene.connects().await;
        scene.loses_the_database();
        scene.comes(Phase::Stopped(Trouble::NoDatabase)).await;
        // It answers that there is none, and then that there is one.
        let made = either(scene.office.restore(), async {
            scene.web.time.wait(30).await;
            let request = couch::Request::put("/crm");
            assert_eq!(scene.web.server.borrow_mut().answer(&request).status(), 201);
            std::future::pending::<()>().await;
        });
        let Either::First(made) = made.await else {
            panic!("it waits for ever");
        };
        assert_eq!(made, Ok(()));
        let is_over = || scene.is_in_step() && scene.is_all_there();
        assert!(scene.web.time.until(MINUTE_MS, is_over).await);
    });
}

#[test]
fn what_keeps_it_from_being_made_is_said_and_it_is_asked_again() {
    let scene = Scene::new();
    scene.run(async {
        scene.makes("Kanal & Co");
        scene.connects().await;
        scene.loses_the_database();
        let gone = Phase::Stopped(Trouble::NoDatabase);
        scene.comes(gone.clone()).await;
        let (create, database) = (Endpoint::Create, Endpoint::Database);
        let cases = [
            (create, Fault::Status(401), "MayNotCreate"),
            (create, Fault::Status(403), "MayNotCreate"),
            (create, Fault::Lost, "NoAnswer"),
            (create, Fault::Shape("{}"), "Other"),
            (database, Fault::Status(403), "Forbidden"),
            (database, Fault::Reset, "NoAnswer"),
            (database, Fault::Cors, "NotAllowed"),
            (database, Fault::Shape("[]"), "NotCouch"),
            (database, Fault::Login, "NotCouch"),
        ];
        for (endpoint, fault, expected) in cases {
            scene.web.planted.set(Some((Some(endpoint), fault)));
            let made = scene.office.restore().await;
            let said = format!("{made:?}");
            assert!(said.contains(expected), "{endpoint:?} x {fault:?}: {said}");
            assert!(!said.contains(PASSWORD));
            assert_eq!(
                scene.office.status().phase,
                gone,
                "{endpoint:?} x {fault:?}"
            );
            scene.web.planted.set(None);
            // What was made before its answer was lost is there.
            if fault == Fault::Lost {
                scene.loses_the_database();
            }
        }
        // Who is not let in any more is asked for what signs in, and then about the database, at once.
        *scene.web.password.borrow_mut() = "another";
        let made = scene.office.restore().await;
        assert!(matches!(made, Err(Hindrance::SignIn(_))), "{made:?}");
        let is_signed_out = || {
            matches!(
                scene.office.status().phase,
                Phase::Stopped(Trouble::SignIn(_))
            )
        };
        assert!(scene.web.time.until(MINUTE_MS, is_signed_out).await);
        let another = Secret::Password("another".to_owned());
        scene.office.sign_in(&another, true).await.unwrap();
        scene.web.time.wait(MINUTE_MS).await;
        assert_eq!(scene.office.status().phase, gone);
        assert_eq!(scene.office.restore().await, Ok(()));
        let is_over = || scene.is_in_step() && scene.is_all_there();
        assert!(scene.web.time.until(MINUTE_MS, is_over).await);
    });
}
