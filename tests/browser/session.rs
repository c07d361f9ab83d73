//! Whole sessions over IndexedDB: what was done is there after a reload, in the other tabs, and can
//! still be taken back.

use crate::support::place;
use satchel::browser::{Browser, IndexedDb, Place};
use satchel::domain::{Key, RecordId, RecordKind, Stamp, Value, customer};
use satchel::session::Session;
use satchel::session::ports::Ports;
use satchel::storage::Storage;
use satchel::workspace::command::Command;
use satchel::workspace::entry;
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

type Tab = Rc<Session<IndexedDb, Browser>>;

/// Opens the workspace as a tab does, and lets it work.
async fn tab(place: &Place) -> Tab {
    let store = IndexedDb::open(place, |_| {}).await.expect("opens");
    let browser = Browser::new(place.clone());
    let session = Rc::new(Session::open(store, browser, |_| {}).await.expect("loads"));
    let heard = Rc::downgrade(&session);
    session.ports().listen(move |sequence| {
        if let Some(session) = heard.upgrade() {
            session.told(sequence);
        }
    });
    let running = Rc::clone(&session);
    spawn_local(async move { running.run().await });
    session
}

async fn create(tab: &Tab, name: &str) -> RecordId {
    let id = tab.new_id(RecordKind::Customer);
    let fields = vec![
        (Key::one(customer::KIND), Some(Value::text("company"))),
        (Key::one(customer::NAME), Some(Value::text(name))),
    ];
    let stamp = tab
        .execute(&Command::Create { id, fields })
        .expect("creates");
    tab.saved(stamp).await.expect("saves");
    id
}

fn customers(tab: &Tab) -> usize {
    tab.workspace().table(RecordKind::Customer).live()
}

/// Waits until something holds, or fails: another tab hears of a change a moment later.
async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..400 {
        if holds() {
            return;
        }
        satchel::browser::task::sleep(5).await;
    }
    panic!("never: {what}");
}

#[wasm_bindgen_test]
async fn what_was_saved_is_there_after_a_reload() {
    let place = place();
    let first = tab(&place).await;
    for name in ["Hotel Bellavista", "Kanal & Co", "维也纳咖啡馆"] {
        create(&first, name).await;
    }
    let hash = first.workspace().replica_hash();
    first.storage().close();
    let second = tab(&place).await;
    assert_eq!(customers(&second), 3);
    assert_eq!(second.workspace().replica_hash(), hash);
    assert!(second.damages().is_empty());
}

#[wasm_bindgen_test]
async fn what_was_folded_is_there_after_a_reload_and_can_be_undone() {
    let place = place();
    let first = tab(&place).await;
    create(&first, "Hotel Bellavista").await;
    create(&first, "Kanal & Co").await;
    first.settle().await.expect("settles");
    assert_eq!(first.storage().entries(0).await.expect("reads"), vec![]);
    let hash = first.workspace().replica_hash();
    first.storage().close();

    let second = tab(&place).await;
    assert_eq!(second.workspace().replica_hash(), hash);
    second.load_history().await.expect("reads");
    for left in [1, 0] {
        let undone = second.undo().expect("undoes");
        second.saved(undone.change.id).await.expect("saves");
        assert_eq!(customers(&second), left);
    }
    second.storage().close();
    let third = tab(&place).await;
    assert_eq!(customers(&third), 0);
    let redone = third.redo().expect("does again");
    third.saved(redone.change.id).await.expect("saves");
    assert_eq!(customers(&third), 1);
}

#[wasm_bindgen_test]
async fn tabs_agree_also_when_one_folds_meanwhile() {
    let place = place();
    let one = tab(&place).await;
    let two = tab(&place).await;
    for round in 0..30 {
        let at = if round % 3 == 0 { &two } else { &one };
        create(at, &format!("Customer {round}")).await;
        if round % 10 == 4 {
            one.settle().await.expect("settles");
        }
    }
    until("both have all", || {
        customers(&one) == 30 && customers(&two) == 30
    })
    .await;
    assert_eq!(
        one.workspace().replica_hash(),
        two.workspace().replica_hash()
    );
    one.storage().close();
    two.storage().close();
    let third = tab(&place).await;
    assert_eq!(
        third.workspace().replica_hash(),
        one.workspace().replica_hash()
    );
}

/// Whether undo would take back that a customer was made.
fn would_unmake(tab: &Tab) -> bool {
    let machine = tab.machine();
    let history = machine.history();
    let next = history.undoable().and_then(|id| history.change(id));
    next.is_some_and(|change| change.body.edits().iter().any(|edit| edit.is_new))
}

/// How many random edits two tabs make: few here, many where the environment that compiles this
/// says so.
fn edits() -> u64 {
    let asked = option_env!("SATCHEL_EDITS").and_then(|edits| edits.parse().ok());
    asked.unwrap_or(150)
}

#[wasm_bindgen_test]
async fn two_tabs_that_edit_at_random_lose_nothing_and_agree() {
    let place = place();
    let tabs = [tab(&place).await, tab(&place).await];
    let mut ids = Vec::new();
    for round in 0..10 {
        ids.push(create(&tabs[round % 2], &format!("Customer {round}")).await);
    }
    let all = || tabs.iter().all(|tab| customers(tab) == 10);
    until("both have all", all).await;
    let mut random = 0x5eed_u64;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    let (mut acknowledged, mut waiting) = (Vec::new(), Vec::new());
    for round in 0..edits() {
        let at = &tabs[next(2) as usize];
        let id = ids[next(10) as usize];
        let fields = vec![if next(2) == 0 {
            (
                Key::one(customer::TITLE),
                Some(Value::text(format!("T{round}"))),
            )
        } else {
            let tag = format!("t{}", next(20));
            let is_there = (next(3) > 0).then_some(Value::Bool(true));
            (Key::of(satchel::domain::field::TAGS, &*tag), is_there)
        }];
        let edit = Command::Edit {
            ids: vec![id],
            fields,
            revision: None,
        };
        // Several are on their way at once, in both.
        match at.execute(&edit) {
            Ok(stamp) => waiting.push((Rc::clone(at), stamp)),
            // It says so already: something else then, but nobody is undone.
            Err(_) if !would_unmake(at) => drop(at.undo()),
            Err(_) => {}
        }
        if next(4) == 0 {
            for (tab, stamp) in waiting.drain(..) {
                tab.saved(stamp).await.expect("saves");
                acknowledged.push(stamp);
            }
        }
        if round % 40 == 39 {
            at.settle().await.expect("settles or leaves it");
        }
    }
    for (tab, stamp) in waiting {
        tab.saved(stamp).await.expect("saves");
        acknowledged.push(stamp);
    }
    let hash = |tab: &Tab| tab.workspace().replica_hash();
    let rest = || tabs.iter().all(|tab| tab.machine().is_at_rest());
    until("they agree", || rest() && hash(&tabs[0]) == hash(&tabs[1])).await;
    let third = tab(&place).await;
    assert_eq!(hash(&third), hash(&tabs[0]));
    assert_eq!(customers(&third), 10);
    // What is stored tells it all; the history in memory ends somewhere.
    let store = third.storage();
    let mut stored = store.entries(0).await.expect("reads");
    let mut before = u64::MAX;
    loop {
        let folded = store.history(before).await.expect("reads");
        let Some(first) = folded.iter().map(|(sequence, _)| *sequence).min() else {
            break;
        };
        before = first;
        stored.extend(folded);
    }
    let known: HashSet<Stamp> = stored
        .iter()
        .map(|(_, bytes)| entry::read(bytes).expect("is whole").id)
        .collect();
    let lost = acknowledged.iter().filter(|id| !known.contains(id)).count();
    assert_eq!(lost, 0, "of {}", acknowledged.len());
    let (edits, count) = (edits(), acknowledged.len());
    wasm_bindgen_test::console_log!(
        "{edits} rounds, {count} acknowledged, {lost} lost, replica hashes equal"
    );
}

#[wasm_bindgen_test]
async fn work_goes_on_over_dying_connections() {
    let place = place();
    let one = tab(&place).await;
    for round in 0..12 {
        if round % 4 == 1 {
            one.storage().sever();
        }
        create(&one, &format!("Customer {round}")).await;
    }
    one.storage().sever();
    one.settle().await.expect("settles");
    one.storage().close();
    let again = tab(&place).await;
    assert_eq!(customers(&again), 12);
    assert_eq!(
        again.workspace().replica_hash(),
        one.workspace().replica_hash()
    );
}

#[wasm_bindgen_test]
async fn a_lock_is_held_once_and_released() {
    let place = place();
    let one = Browser::new(place.clone());
    let two = Browser::new(place.clone());
    let elsewhere = Browser::new(crate::support::place());
    let held = one.lock("settle").await.expect("nobody has it");
    assert!(two.lock("settle").await.is_none());
    assert!(two.lock("import").await.is_some());
    assert!(elsewhere.lock("settle").await.is_some());
    drop(held);
    until("it is free", || true).await;
    satchel::browser::task::sleep(50).await;
    assert!(two.lock("settle").await.is_some());
}

#[wasm_bindgen_test]
async fn resting_lets_others_work_and_is_quick() {
    let worked = Rc::new(std::cell::Cell::new(0));
    let browser = Browser::new(place());
    let start = js_sys::Date::now();
    for round in 1..=200 {
        let worked = Rc::clone(&worked);
        let counting = Rc::clone(&worked);
        let work = wasm_bindgen::closure::Closure::once_into_js(move || {
            counting.set(counting.get() + 1);
        });
        let _ = js_sys::Function::new_with_args("work", "queueMicrotask(work)")
            .call1(&wasm_bindgen::JsValue::NULL, &work);
        browser.rest().await;
        assert_eq!(worked.get(), round);
    }
    let took = js_sys::Date::now() - start;
    assert!(
        took < 400.0,
        "200 rests in {took} ms: timers would take 800"
    );
}

#[wasm_bindgen_test]
fn the_clock_and_the_day_agree_with_the_device() {
    let browser = Browser::new(place());
    let now = js_sys::Date::now() as i64;
    assert!((browser.now().to_ms() - now).abs() < 1000);
    let date = js_sys::Date::new_0();
    let (year, month, day) = browser.today().to_ymd();
    assert_eq!(
        (year as u32, u32::from(month), u32::from(day)),
        (date.get_full_year(), date.get_month() + 1, date.get_date())
    );
    assert_ne!(browser.random(), browser.random());
}
