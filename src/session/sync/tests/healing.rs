//! What beside single faults may not make a device ask without end, lie, or stop for good: somebody who
//! writes all the time, a server that takes nothing, one that was exchanged; and the looks at a database
//! before it is connected, each request of which meets each fault.

use super::cable::{CUTS, Endpoint, Fault, SHAPES};
use super::faults::{Scene, faults, remote};
use super::*;
use crate::session::sync::Secret;
use std::fmt::Write as _;

const MINUTE_MS: i64 = 60_000;

fn secret() -> Secret {
    Secret::Password(super::faults::PASSWORD.to_owned())
}

#[test]
fn who_writes_all_the_time_does_not_make_it_be_tried_all_the_time() {
    for endpoint in [Endpoint::Greet, Endpoint::Send] {
        let scene = Scene::new();
        scene.run(async {
            scene.makes("Kanal & Co");
            scene.connects().await;
            scene
                .web
                .planted
                .set(Some((Some(endpoint), Fault::Status(503))));
            let begun = scene.web.log.borrow().len();
            for number in 0..300 {
                scene.makes(&format!("n{number}"));
                scene.web.time.wait(1_000).await;
            }
            let asked = scene.web.log.borrow().len() - begun;
            assert!((30..=300).contains(&asked), "{endpoint:?}: {asked}");
            scene.web.planted.set(None);
            let is_over = || scene.is_in_step() && scene.is_all_there();
            assert!(scene.web.time.until(MINUTE_MS, is_over).await);
        });
    }
}

#[test]
fn what_is_written_while_a_round_is_under_way_is_sent_after_it() {
    let scene = Scene::new();
    scene.run(async {
        scene.connects().await;
        for number in 0..40 {
            scene.makes(&format!("before {number}"));
            // The round begins after half a second and takes a third of one.
            scene.web.time.wait(480 + 10 * number).await;
            scene.makes(&format!("meanwhile {number}"));
            let is_over = || scene.is_in_step() && scene.is_all_there();
            assert!(scene.web.time.until(5_000, is_over).await, "{number}");
        }
    });
}

#[test]
fn a_proxy_that_refuses_everything_is_not_asked_about_each_record() {
    let scene = Scene::new();
    scene.run(async {
        scene.connects().await;
        scene.office.pause(true);
        for number in 0..600 {
            scene.makes(&format!("n{number}"));
        }
        scene.web.time.wait(1_000).await;
        let fault = Fault::Status(413);
        scene.web.planted.set(Some((Some(Endpoint::Send), fault)));
        let begun = scene.web.log.borrow().len();
        scene.office.pause(false);
        scene.web.time.wait(10 * MINUTE_MS).await;
        let asked = scene.web.log.borrow().len() - begun;
        assert!((20..=600).contains(&asked), "{asked}");
        assert_eq!(scene.office.status().waiting, 600);
        scene.web.planted.set(None);
        let is_over = || scene.is_in_step() && scene.is_all_there();
        assert!(scene.web.time.until(25 * MINUTE_MS, is_over).await);
    });
}

#[test]
fn what_was_refused_is_sent_at_once_where_somebody_asks_for_it() {
    let scene = Scene::new();
    scene.run(async {
        scene.connects().await;
        let fault = Fault::Status(413);
        scene.web.planted.set(Some((Some(Endpoint::Send), fault)));
        scene.makes("Kanal & Co");
        scene.web.time.wait(MINUTE_MS).await;
        assert_eq!(scene.office.status().refused.len(), 1);
        scene.web.planted.set(None);
        scene.office.sync_now();
        let is_over = || scene.is_in_step() && scene.is_all_there();
        assert!(scene.web.time.until(5_000, is_over).await);
        assert_eq!(scene.office.status().refused, []);
    });
}

#[test]
fn a_server_that_does_not_know_its_own_sequence_any_more_is_read_anew() {
    let scene = Scene::new();
    scene.run(async {
        scene.makes("Kanal & Co");
        scene.connects().await;
        let device = scene.office.outside().connection.borrow().clone();
        let path = format!("/crm/_local/satchel-{}", device.unwrap().device);
        let mut told = scene
            .web
            .server
            .borrow_mut()
            .answer(&couch::Request::get(&path))
            .json();
        told["since"] = "of another server".into();
        let put = couch::Request::put(&path).with_json(&told);
        assert_eq!(scene.web.server.borrow_mut().answer(&put).status(), 201);
        scene.makes("Hotel");
        let is_over = || scene.is_in_step() && scene.is_all_there();
        assert!(scene.web.time.until(MINUTE_MS, is_over).await);
    });
}

#[test]
fn a_database_that_is_gone_for_long_is_asked_about_and_not_asked_for() {
    let scene = Scene::new();
    scene.run(async {
        scene.makes("Kanal & Co");
        scene.connects().await;
        scene.web.planted.set(Some((None, Fault::Status(404))));
        scene.makes("Hotel");
        scene.web.time.wait(20 * MINUTE_MS).await;
        let phase = scene.office.status().phase;
        assert_eq!(phase, Phase::Stopped(Trouble::NoDatabase));
        let asked = scene.web.log.borrow().len();
        scene.makes("Inn");
        scene.web.time.wait(20 * MINUTE_MS).await;
        assert_eq!(scene.web.log.borrow().len(), asked);
        assert_eq!(scene.office.status().waiting, 2);
        scene.web.planted.set(None);
        scene.office.sync_now();
        let is_over = || scene.is_in_step() && scene.is_all_there();
        assert!(scene.web.time.until(5_000, is_over).await);
    });
}

/// Looks at a database, makes it, or reads its first records, with every fault at every endpoint.
#[test]
fn a_look_at_a_database_says_one_thing_and_takes_no_fault_for_an_answer() {
    let (mut wrong, mut count) = (String::new(), 0);
    let endpoints = [
        Endpoint::Welcome,
        Endpoint::Database,
        Endpoint::Permission,
        Endpoint::Settings,
        Endpoint::Create,
        Endpoint::First,
    ];
    for endpoint in endpoints {
        for fault in faults() {
            count += 1;
            if let Err(what) = looks(endpoint, fault) {
                let _ = writeln!(wrong, "{endpoint:?} x {fault:?}: {what}");
            }
        }
    }
    assert!(wrong.is_empty(), "of {count} pairs:\n{wrong}");
}

/// What does no harm where it is taken for an answer: a server that greets nobody before they sign in, a
/// request whose answer nobody reads, a slow one, and a list that says it is empty.
fn is_answer(endpoint: Endpoint, fault: Fault) -> bool {
    match (endpoint, fault) {
        (_, Fault::Drip) | (Endpoint::Welcome, Fault::Status(401 | 403) | Fault::Page(403)) => true,
        (Endpoint::Permission, Fault::Truncated(_) | Fault::Shape(_) | Fault::Empty) => true,
        (Endpoint::Settings, Fault::Status(404) | Fault::Page(404)) => true,
        (Endpoint::Database, Fault::Status(404)) => true,
        (Endpoint::Create, Fault::Shape(shape)) => shape == r#"{"ok":true}"#,
        (Endpoint::First, Fault::Shape(shape)) => shape.contains(r#""rows":[]"#),
        _ => false,
    }
}

fn looks(endpoint: Endpoint, fault: Fault) -> Result<(), String> {
    let scene = Scene::new();
    scene.run(async {
        let path = format!("/crm/{}", crate::domain::settings::ID);
        let named = couch::Request::put(&path).with_json(&serde_json::json!({ "name": "Acme" }));
        assert_eq!(scene.web.server.borrow_mut().answer(&named).status(), 201);
        scene.makes("Kanal & Co");
        scene.connects().await;
        scene.office.disconnect().await.unwrap();
        let before = scene.anna.replica();
        scene.web.log.borrow_mut().clear();
        scene.web.planted.set(Some((Some(endpoint), fault)));
        let asked = scene.asks(endpoint).await;
        let count = scene.web.log.borrow().len();
        if count > 8 {
            return Err(format!("{count} requests"));
        }
        if asked.is_ok() != is_answer(endpoint, fault) {
            // A slow answer may be too slow.
            if fault != Fault::Drip {
                return Err(format!("it is said: {asked:?}"));
            }
        }
        let said = format!("{asked:?}");
        if said.contains(super::faults::PASSWORD) {
            return Err("the password is said".to_owned());
        }
        if scene.anna.replica() != before {
            return Err("what is here changed".to_owned());
        }
        scene.web.planted.set(None);
        scene.asks(endpoint).await
    })
}

impl Scene {
    /// Asks what has an endpoint in it, as the screens do.
    async fn asks(&self, endpoint: Endpoint) -> Result<(), String> {
        let (remote, secret) = (remote(), secret());
        let office = &self.office;
        match endpoint {
            Endpoint::Create => {
                let made = office.create(&remote, &secret).await;
                made.map_err(|hindrance| format!("{hindrance:?}"))
            }
            Endpoint::First => {
                let line = office.outside().line(&remote, &secret);
                let desk = Desk(Rc::clone(&self.anna.session));
                let mut client = Client::open(line, desk, "another").await.unwrap();
                client.first().await.map_err(|trouble| trouble.to_string())
            }
            _ => {
                let found = office.look(&remote, &secret).await;
                found
                    .map(drop)
                    .map_err(|hindrance| format!("{hindrance:?}"))
            }
        }
    }
}

#[test]
fn an_answer_is_cut_off_at_every_kind_of_byte() {
    let answer = "{\"id\":\"静\",\"n\":[12,true]}\n";
    let cut = CUTS.map(|cut| cut.of(answer));
    assert_eq!(cut[0], "{");
    assert_eq!(Some(cut[7].as_str()), answer.strip_suffix("}\n"));
    assert!(cut.iter().all(|part| part.len() < answer.len()));
    assert_eq!(SHAPES.len(), 14);
}
