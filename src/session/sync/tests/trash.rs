//! What the trash has kept for long enough is erased on one device and then on all, unasked, and not before
//! it is known whether somebody took it out meanwhile.

use super::cable::Fault;
use super::faults::Scene;
use super::*;
use crate::domain::trash::DAYS;
use crate::session::ports::Ports;
use crate::session::sync::step::{LOOK_MS, in_step};
use std::future::ready;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

fn expired(device: &Device) -> usize {
    let work = device.session.expire(ready(true));
    match block_on(either(work, device.session.run())) {
        Either::First(erased) => erased.len(),
        Either::Second(()) => panic!("it runs for ever"),
    }
}

fn standing(device: &Device, id: RecordId) -> Standing {
    let desk = Desk(Rc::clone(&device.session));
    desk.record(id).unwrap().standing()
}

#[test]
fn what_is_erased_out_of_the_trash_is_asked_about_nowhere() {
    let wire = Wire::new(6);
    let (anna, ben) = (Device::new(3), Device::new(6));
    let ids: Vec<RecordId> = (0..60).map(|n| anna.makes(&format!("n{n}"))).collect();
    anna.syncs(&wire);
    ben.syncs(&wire);
    // So few at once are not asked about.
    for some in ids.chunks(15) {
        assert!(anna.does(&Command::Trash { ids: some.to_vec() }));
        anna.syncs(&wire);
        ben.syncs(&wire);
    }
    anna.world.ms.set(anna.world.ms.get() + DAYS * DAY_MS);
    assert_eq!(expired(&anna), 60);
    anna.syncs(&wire);
    assert_eq!(ben.syncs(&wire).came, 60);
    let is_gone = |id: &RecordId| standing(&ben, *id) == Standing::Gone;
    assert!(ids.iter().all(is_gone));
    rest(&wire, &[anna, ben]);
}

#[test]
fn two_that_erase_the_same_come_to_the_same() {
    let wire = Wire::new(8);
    let devices = [Device::new(3), Device::new(6)];
    let [anna, ben] = &devices;
    let id = anna.makes("Kanal & Co");
    anna.does(&Command::Trash { ids: vec![id] });
    anna.syncs(&wire);
    ben.syncs(&wire);
    for device in &devices {
        let clock = &device.world.ms;
        clock.set(clock.get() + DAYS * DAY_MS);
        assert_eq!(expired(device), 1);
    }
    rest(&wire, &devices);
    let [anna, ben] = &devices;
    assert_eq!(anna.replica(), ben.replica());
    assert_eq!(standing(anna, id), Standing::Gone);
}

#[test]
fn what_was_restored_elsewhere_is_heard_of_before_anything_is_erased() {
    let scene = Scene::new();
    let time = Rc::clone(&scene.web.time);
    scene.run(async {
        let (restored, left) = (scene.makes("Kanal & Co"), scene.makes("Hotel"));
        scene.connects().await;
        let ids = vec![restored, left];
        assert!(scene.anna.session.execute(&Command::Trash { ids }).is_ok());
        scene.anna.session.quiet().await;
        time.wait(MINUTE_MS).await;
        scene.ben.syncs(&scene.wire);
        // The device is off while another takes one of them out.
        scene.web.planted.set(Some((None, Fault::Reset)));
        let ids = vec![restored];
        assert!(scene.ben.does(&Command::Restore { ids }));
        scene.ben.syncs(&scene.wire);
        let clock = &scene.anna.world.ms;
        clock.set(clock.get() + DAYS * DAY_MS);
        let session = &scene.anna.session;
        let office: &dyn Office = &*scene.office;
        let in_step = || {
            let wait = async || time.wait(i64::from(LOOK_MS)).await;
            in_step(office, || session.ports().now(), wait)
        };
        assert_eq!(session.expire(in_step()).await, [], "nobody is heard");
        assert_eq!(standing(&scene.anna, restored), Standing::Trashed);
        office.pause(true);
        time.wait(MINUTE_MS).await;
        assert_eq!(session.expire(in_step()).await, [], "paused");
        office.pause(false);
        scene.web.planted.set(None);
        time.wait(10 * MINUTE_MS).await;
        assert_eq!(session.expire(in_step()).await, [left]);
        assert_eq!(standing(&scene.anna, restored), Standing::Live);
    });
}
