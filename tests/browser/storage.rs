//! The store in IndexedDB: the contract that every store keeps, and what only a browser does to one:
//! connections that die, several tabs, quotas, an emptied origin.

use crate::support::{page, place};
use satchel::browser::{Browser, IndexedDb, StoreEvent, idb};
use satchel::domain::Instant;
use satchel::session::ports::{Ports, Sentinel};
use satchel::storage::{Found, Manifest, Settlement, Storage, StorageError, contract};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

async fn open(place: &satchel::browser::Place) -> IndexedDb {
    IndexedDb::open(place, |_| {}).await.expect("opens")
}

#[wasm_bindgen_test]
async fn indexeddb_keeps_the_contract() {
    contract::check(async || open(&place()).await).await;
}

#[wasm_bindgen_test]
async fn two_connections_share_one_journal() {
    let place = place();
    let one = open(&place).await;
    let two = open(&place).await;
    assert!(one.is_new() && !two.is_new());
    let mut sequences = Vec::new();
    for round in 0..10u8 {
        let store = if round % 2 == 0 { &one } else { &two };
        sequences.push(store.commit(&[round], &[]).await.expect("commits"));
    }
    assert!(sequences.is_sorted(), "{sequences:?}");
    let read = two.entries(0).await.expect("reads");
    assert_eq!(read, one.entries(0).await.expect("reads"));
    assert_eq!(read.len(), 10);
    assert_eq!(one.newest().await, Ok(*sequences.last().unwrap()));
}

#[wasm_bindgen_test]
async fn a_dead_connection_is_opened_anew_and_nothing_is_lost_or_doubled() {
    let place = place();
    let events = Rc::new(RefCell::new(Vec::new()));
    let store = IndexedDb::open(&place, {
        let events = Rc::clone(&events);
        move |event| events.borrow_mut().push(event)
    })
    .await
    .expect("opens");
    for round in 0..20u8 {
        if round % 3 == 0 {
            store.sever();
        }
        store.commit(&[round], &[]).await.expect("commits");
    }
    store.sever();
    let entries: Vec<u8> = store
        .entries(0)
        .await
        .expect("reads")
        .iter()
        .map(|(_, entry)| entry[0])
        .collect();
    assert_eq!(entries, (0..20).collect::<Vec<u8>>());
    assert!(
        events
            .borrow()
            .starts_with(&[StoreEvent::Lost, StoreEvent::Restored])
    );
}

#[wasm_bindgen_test]
async fn an_emptied_store_is_not_filled_again() {
    let place = place();
    let events = Rc::new(RefCell::new(Vec::new()));
    let store = IndexedDb::open(&place, {
        let events = Rc::clone(&events);
        move |event| events.borrow_mut().push(event)
    })
    .await
    .expect("opens");
    store.commit(b"a", &[]).await.expect("commits");
    // What a browser does that finds damage, seen from a tab: dead, and gone at the next look.
    store.sever();
    idb::delete(&place).await.expect("deletes");
    let refused = store.commit(b"b", &[]).await;
    assert!(
        matches!(refused, Err(StorageError::Damaged(_))),
        "{refused:?}"
    );
    assert_eq!(events.borrow().last(), Some(&StoreEvent::Deleted));
    assert!(idb::names(&place.name()).await.is_empty(), "none was made");
}

#[wasm_bindgen_test]
async fn a_store_deleted_in_another_tab_is_let_go() {
    let place = place();
    let events = Rc::new(RefCell::new(Vec::new()));
    let store = IndexedDb::open(&place, {
        let events = Rc::clone(&events);
        move |event| events.borrow_mut().push(event)
    })
    .await
    .expect("opens");
    assert_eq!(idb::names(&place.name()).await, [place.name()]);
    idb::delete(&place).await.expect("deletes");
    assert_eq!(*events.borrow(), [StoreEvent::Deleted]);
    assert!(matches!(
        store.boot().await,
        Err(StorageError::Unavailable(_))
    ));
}

#[wasm_bindgen_test]
async fn a_closed_store_says_so() {
    let store = open(&place()).await;
    store.close();
    assert!(matches!(
        store.commit(b"a", &[]).await,
        Err(StorageError::Unavailable(_))
    ));
}

#[wasm_bindgen_test]
async fn a_store_of_a_newer_version_is_not_touched() {
    let place = place();
    crate::support::make_database(&place.name(), 99).await;
    let opened = IndexedDb::open(&place, |_| {}).await.err();
    assert_eq!(opened, Some(StorageError::TooNew));
}

#[wasm_bindgen_test]
async fn a_newer_version_gets_the_store() {
    let place = place();
    let events = Rc::new(RefCell::new(Vec::new()));
    let store = IndexedDb::open(&place, {
        let events = Rc::clone(&events);
        move |event| events.borrow_mut().push(event)
    })
    .await
    .expect("opens");
    crate::support::make_database(&place.name(), 99).await;
    assert_eq!(*events.borrow(), [StoreEvent::Superseded]);
    assert_eq!(store.commit(b"a", &[]).await, Err(StorageError::TooNew));
}

/// What each error of the browser becomes for the rest of the program: a write that fails in the
/// middle leaves nothing and says why.
#[wasm_bindgen_test]
async fn a_full_disk_is_told_and_leaves_nothing() {
    let store = open(&place()).await;
    store.commit(b"before", &[]).await.expect("commits");
    let _full = crate::support::FullDisk::simulate();
    assert_eq!(
        store.commit(b"too much", &[]).await,
        Err(StorageError::Quota)
    );
    assert_eq!(store.stage(&[page(7, "x")]).await, Err(StorageError::Quota));
    drop(_full);
    assert_eq!(store.entries(0).await.expect("reads").len(), 1);
    let next = store.commit(b"after", &[]).await.expect("commits");
    let sequences: Vec<u64> = store
        .entries(0)
        .await
        .expect("reads")
        .iter()
        .map(|(sequence, _)| *sequence)
        .collect();
    assert_eq!(sequences, [next - 1, next], "a failed commit leaves no gap");
}

#[wasm_bindgen_test]
async fn a_missing_page_is_named_and_the_rest_loads() {
    let place = place();
    let store = open(&place).await;
    let kept = page(1, "Hotel Bellavista");
    let lost = page(2, "Kanal & Co");
    let after = Manifest {
        pages: vec![
            satchel::storage::manifest::page_ref(lost.0, &lost.1).unwrap(),
            satchel::storage::manifest::page_ref(kept.0, &kept.1).unwrap(),
        ],
        ..Manifest::default()
    };
    let pages = after
        .pages
        .iter()
        .cloned()
        .zip([lost.1.clone(), kept.1.clone()])
        .collect();
    store
        .settle(&Settlement {
            before: None,
            after,
            pages,
        })
        .await
        .expect("settles");
    store.commit(b"a", &[]).await.expect("commits");
    crate::support::delete_value(&place.name(), "pages", "0000000000000002").await;
    let mut found = Vec::new();
    store
        .load(&mut |piece| match piece {
            Found::Manifest(_) => found.push("manifest"),
            Found::Page(_, bytes) if bytes.is_empty() => found.push("nothing"),
            Found::Page(..) => found.push("page"),
            Found::Entry(..) => found.push("entry"),
        })
        .await
        .expect("loads");
    assert_eq!(found, ["manifest", "nothing", "page", "entry"]);
}

#[wasm_bindgen_test]
async fn a_sweep_waits_where_another_tab_has_written() {
    let place = place();
    let one = open(&place).await;
    let two = open(&place).await;
    one.load(&mut |_| {}).await.expect("loads");
    two.stage(&[page(1, "of an import")]).await.expect("stages");
    two.commit(b"refers to it", &[]).await.expect("commits");
    assert_eq!(one.sweep(&[]).await, Ok(0), "it may be referred to");
    one.load(&mut |_| {}).await.expect("loads");
    assert_eq!(one.sweep(&[]).await, Ok(1));
}

#[wasm_bindgen_test]
async fn a_page_that_was_swept_while_a_fold_was_made_is_put_again() {
    let place = place();
    let one = open(&place).await;
    let two = open(&place).await;
    let (id, bytes) = page(1, "Hotel Bellavista");
    let reference = satchel::storage::manifest::page_ref(id, &bytes).unwrap();
    let settlement = Settlement {
        before: None,
        after: Manifest {
            pages: vec![reference.clone()],
            ..Manifest::default()
        },
        pages: vec![(reference.clone(), bytes.clone())],
    };
    // The sweep's transaction falls between the staging and the flip.
    let (settled, swept) = crate::support::both(one.settle(&settlement), async {
        let mut swept = 0;
        for _ in 0..20 {
            swept += two.sweep(&[]).await.expect("sweeps");
        }
        swept
    })
    .await;
    settled.expect("settles");
    assert!(swept > 0, "the sweep came in between");
    assert_eq!(two.pages(&[reference]).await, Ok(vec![Some(bytes)]));
}

#[wasm_bindgen_test]
async fn history_comes_fold_by_fold_the_newest_first() {
    let store = open(&place()).await;
    let mut before = None;
    for round in 0..3u8 {
        store.commit(&[round, 0], &[]).await.expect("commits");
        let sequence = store.commit(&[round, 1], &[]).await.expect("commits");
        let after = Manifest {
            sequence,
            ..Manifest::default()
        };
        store
            .settle(&Settlement {
                before,
                after: after.clone(),
                pages: vec![],
            })
            .await
            .expect("settles");
        before = Some(after);
    }
    let folds = |entries: Vec<(u64, Vec<u8>)>| -> Vec<Vec<u8>> {
        entries.into_iter().map(|(_, entry)| entry).collect()
    };
    let all = folds(store.history(u64::MAX).await.expect("reads"));
    assert_eq!(all, [[2, 0], [2, 1], [1, 0], [1, 1], [0, 0], [0, 1]]);
    let fourth = folds(store.history(4).await.expect("reads"));
    assert_eq!(
        fourth,
        [[1, 0], [0, 0], [0, 1]],
        "what comes before an entry"
    );
}

#[wasm_bindgen_test]
async fn the_sentinel_outlives_the_database() {
    let place = place();
    let browser = Browser::new(place.clone());
    assert_eq!(browser.recall().await, None);
    let sentinel = Sentinel {
        records: 85,
        sequence: 12,
        at: Instant::from_clock_ms(1_700_000_000_000),
    };
    browser.remember(sentinel);
    // The first copy is a task behind the edit, the second some seconds.
    satchel::browser::task::sleep(20).await;
    assert_eq!(browser.recall().await, Some(sentinel));
    satchel::browser::task::sleep(2500).await;
    crate::support::clear_local_storage();
    assert_eq!(browser.recall().await, Some(sentinel), "the second copy");
    browser.forget().await;
    assert_eq!(browser.recall().await, None);
}
