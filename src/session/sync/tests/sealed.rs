//! An encrypted database as a person meets it: a passphrase makes it, opens it on another device, and is
//! asked for where it is not remembered; without it nothing is sent.

use super::cable::Street;
use super::faults::{PASSWORD, Scene, remote};
use super::*;
use crate::session::sync::{Encryption, Hindrance, Seal, keys};
use crate::sync::seal::keys::Unlocked;

const PASSPHRASE: &str = "Über sieben Brücken 静";
/// The same with its accents typed apart.
const APART: &str = "U\u{308}ber sieben Bru\u{308}cken 静";
const MINUTE_MS: i64 = 60_000;

fn secret() -> Secret {
    Secret::Password(PASSWORD.to_owned())
}

fn chance() -> Box<dyn Fn() -> u128> {
    let count = Cell::new(1u128);
    Box::new(move || {
        count.set(count.get().wrapping_mul(0x2545_f491_4f6c_dd1d) + 1);
        count.get()
    })
}

impl Scene {
    async fn key(&self, by: Encryption) -> Result<Unlocked, Hindrance> {
        self.office.key(&remote(), &secret(), &by).await
    }

    /// All that stands in the database, as one text.
    fn all(&self) -> String {
        let request = couch::Request::get("/crm/_all_docs?include_docs=true");
        let answer = self.web.server.borrow_mut().answer(&request);
        answer.json().to_string()
    }

    async fn connects_by(&self, key: Option<Unlocked>, is_kept: bool) {
        let (remote, secret) = (remote(), secret());
        let connected = self.office.connect(&remote, &secret, key, is_kept);
        connected.await.unwrap();
    }

    async fn comes_to(&self, phase: &Phase) -> bool {
        let is_so = || self.office.status().phase == *phase;
        self.web.time.until(MINUTE_MS, is_so).await
    }
}

#[test]
fn what_is_sent_opens_by_the_passphrase_alone() {
    let scene = Scene::new();
    let key = scene.run(async {
        let key = scene.key(Encryption::New(PASSPHRASE.to_owned())).await;
        scene.makes("Kanal & Co");
        scene.connects_by(Some(key.unwrap()), true).await;
        assert!(scene.comes_to(&Phase::InStep).await);
        assert!(scene.office.status().is_sealed);
        let all = scene.all();
        assert!(all.contains("meta:keys") && all.contains("\"r:"), "{all}");
        for needle in ["Kanal", "customer", PASSPHRASE, "Brücken"] {
            assert!(!all.contains(needle), "{needle}");
        }
        let found = scene.office.look(&remote(), &secret()).await.unwrap();
        assert!(found.is_sealed && found.workspace.is_none());
        let twice = scene.key(Encryption::New(PASSPHRASE.to_owned())).await;
        assert_eq!(twice, Err(Hindrance::NotEmpty));
        let wrong = Encryption::Known("Über sieben Brücken".to_owned());
        assert_eq!(scene.key(wrong).await, Err(Hindrance::Passphrase));
        scene
            .key(Encryption::Known(APART.to_owned()))
            .await
            .unwrap()
    });
    let ben = Device::new(9);
    let desk = Desk(Rc::clone(&ben.session));
    let line = Wire {
        server: Rc::clone(&scene.web.server),
        random: Rc::new(RefCell::new(Random::seeded(1))),
        lost_percent: Rc::default(),
    };
    let seal = Seal::new(key, chance());
    let work = async {
        let client = Client::open(line, desk, "ben").await.unwrap();
        client.sealed(Some(seal)).round().await.unwrap()
    };
    match block_on(either(work, ben.session.run())) {
        Either::First(round) => assert_eq!(round.came, 1),
        Either::Second(()) => panic!("it runs for ever"),
    }
    assert_eq!(ben.replica(), scene.anna.replica());
}

#[test]
fn who_meets_an_encrypted_database_without_its_key_sends_nothing_until_it_is_unlocked() {
    let scene = Scene::new();
    scene.run(async {
        scene.makes("Kanal & Co");
        scene.connects_by(None, true).await;
        assert!(scene.comes_to(&Phase::InStep).await);
        // Somebody else encrypts a database of that name.
        scene.web.server.borrow_mut().recreate("crm");
        let key = scene.key(Encryption::New(PASSPHRASE.to_owned())).await;
        scene.makes("secret");
        assert!(scene.comes_to(&Phase::Stopped(Trouble::Locked)).await);
        let wrong = scene.office.unlock("not the passphrase").await;
        assert_eq!(wrong, Err(Hindrance::Passphrase));
        scene.office.sync_now();
        scene.web.time.wait(MINUTE_MS).await;
        let phase = scene.office.status().phase;
        assert_eq!(phase, Phase::Stopped(Trouble::Locked));
        assert!(!scene.all().contains("customer"));
        assert_eq!(scene.office.unlock(APART).await, Ok(()));
        assert!(scene.comes_to(&Phase::InStep).await);
        let all = scene.all();
        assert_eq!(all.matches("\"id\":\"r:").count(), 2, "{all}");
        assert!(!all.contains("customer") && !all.contains("secret"));
        let kept = scene.office.outside().secret.borrow().clone();
        assert_eq!(kept.and_then(|kept| kept.key), key.ok());
    });
    // And so it is where the page is opened again.
    let scene = scene.reopened();
    scene.run(async {
        assert!(scene.comes_to(&Phase::InStep).await);
        assert!(scene.office.status().is_sealed);
    });
}

#[test]
fn what_is_not_remembered_is_asked_for_and_nothing_goes_before() {
    let scene = Scene::new();
    scene.run(async {
        let key = scene.key(Encryption::New(PASSPHRASE.to_owned())).await;
        scene.connects_by(key.ok(), false).await;
        scene.makes("Kanal & Co");
        assert!(scene.comes_to(&Phase::InStep).await);
    });
    let scene = scene.reopened();
    scene.run(async {
        let sign_in = Phase::Stopped(Trouble::SignIn(String::new()));
        assert!(scene.comes_to(&sign_in).await);
        scene.makes("secret");
        scene.office.sign_in(&secret(), false).await.unwrap();
        assert!(scene.comes_to(&Phase::Stopped(Trouble::Locked)).await);
        scene.web.time.wait(MINUTE_MS).await;
        assert_eq!(scene.office.status().waiting, 1);
        assert_eq!(scene.all().matches("\"id\":\"r:").count(), 1);
        assert_eq!(scene.office.unlock(PASSPHRASE).await, Ok(()));
        assert!(scene.comes_to(&Phase::InStep).await);
        let all = scene.all();
        assert_eq!(all.matches("\"id\":\"r:").count(), 2);
        assert!(!all.contains("secret"));
        assert!(scene.office.outside().secret.borrow().is_none());
    });
}

#[test]
fn another_passphrase_is_given_by_a_device_and_the_others_go_on() {
    const LATER: &str = "acht Brücken sind genug";
    let scene = Scene::new();
    scene.run(async {
        let key = scene.key(Encryption::New(PASSPHRASE.to_owned())).await;
        let before = key.clone().unwrap();
        scene.makes("Kanal & Co");
        scene.connects_by(key.ok(), true).await;
        assert!(scene.comes_to(&Phase::InStep).await);
        assert_eq!(scene.office.change_passphrase(LATER).await, Ok(()));
        assert!(scene.comes_to(&Phase::InStep).await);
        let (known, later) = (PASSPHRASE.to_owned(), LATER.to_owned());
        let former = scene.key(Encryption::Known(known)).await;
        assert_eq!(former, Err(Hindrance::Passphrase));
        let joined = scene.key(Encryption::Known(later)).await.unwrap();
        assert_eq!(joined.key_id(), before.key_id());
        let kept = scene.office.outside().secret.borrow().clone();
        assert_eq!(kept.and_then(|kept| kept.key), Some(joined));
        // One that came by the former passphrase, where nothing was sealed anew.
        let sent = scene.office.status().sent;
        scene.connects_by(Some(before), true).await;
        scene.makes("Verde");
        assert!(scene.comes_to(&Phase::InStep).await);
        assert_eq!(scene.office.status().sent, sent + 1);
        assert!(!scene.all().contains("Brücken"));
        // What leads to another key is no passphrase of this one.
        scene.web.server.borrow_mut().recreate("crm");
        let other = scene.key(Encryption::New(PASSPHRASE.to_owned())).await;
        assert!(other.is_ok());
        let refused = scene.office.change_passphrase(LATER).await;
        assert_eq!(refused, Err(Hindrance::NoKeys));
    });
}

#[test]
fn keys_that_are_hidden_are_no_empty_database() {
    let scene = Scene::new();
    scene.run(async {
        let sealed = couch::Request::put("/crm/r:00").with_json(&serde_json::json!({ "e": 1 }));
        scene.web.server.borrow_mut().answer(&sealed);
        let look = scene.office.look(&remote(), &secret()).await;
        assert_eq!(look, Err(Hindrance::NoKeys));
        let unlock = scene.key(Encryption::Known(PASSPHRASE.to_owned())).await;
        assert_eq!(unlock, Err(Hindrance::NoKeys));
        let other = couch::Request::put("/crm/meta:keys").with_json(&serde_json::json!({ "e": 9 }));
        scene.web.server.borrow_mut().answer(&other);
        let look = scene.office.look(&remote(), &secret()).await;
        assert_eq!(look, Err(Hindrance::NoKeys));
    });
}

#[test]
fn what_a_workspace_is_called_is_read_before_it_is_joined() {
    let scene = Scene::new();
    scene.run(async {
        let key = scene.key(Encryption::New(PASSPHRASE.to_owned())).await;
        let key = key.unwrap();
        let line = scene.office.outside().line(&remote(), &secret());
        let seal = Seal::new(key.clone(), chance());
        assert_eq!(keys::workspace(&line, &seal).await, Ok(None));
        let named = vec![(
            Key::one(crate::domain::settings::NAME),
            Some(Value::text("Verde")),
        )];
        assert!(scene.anna.does(&Command::Create {
            id: crate::domain::settings::ID,
            fields: named,
        }));
        scene.connects_by(Some(key), true).await;
        assert!(scene.comes_to(&Phase::InStep).await);
        let name = keys::workspace(&line, &seal).await;
        assert_eq!(name, Ok(Some("Verde".to_owned())));
    });
}

/// What a device remembers is all that there is of it.
fn kept(street: &Street) -> Street {
    Street {
        web: Rc::clone(&street.web),
        connection: street.connection.clone(),
        secret: street.secret.clone(),
    }
}

impl Scene {
    /// The page is gone and opened again.
    pub(super) fn reopened(mut self) -> Self {
        let street = kept(self.office.outside());
        let session = Rc::clone(&self.anna.session);
        self.office = keeper::Keeper::new(session, street);
        self
    }
}
