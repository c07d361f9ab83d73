//! What every store must do, as one suite: the store in memory passes it natively, IndexedDB in a
//! browser. A store that fails panics with what it did not do.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a suite of tests"
)]

use super::manifest::page_ref;
use super::{Found, Manifest, Settlement, Storage, StorageError};
use crate::document::page::PageBuilder;
use crate::domain::{Key, Record, RecordId, RecordKind, Register, Stamp, Uuid, Value, customer};
use crate::workspace::change::{PageId, PageRef};
use std::rc::Rc;

/// A page with one customer of a name.
fn page(id: u64, name: &str) -> (PageRef, Rc<[u8]>) {
    let mut record = Record::new(
        RecordId::new(RecordKind::Customer, Uuid::v7(id, 1)),
        Stamp::default(),
    );
    record.put(
        Key::one(customer::NAME),
        Some(Register {
            value: Some(Value::text(name)),
            stamp: Stamp::default(),
        }),
    );
    let mut builder = PageBuilder::new(RecordKind::Customer);
    builder.push(&record);
    let bytes: Rc<[u8]> = builder.finish(0).into();
    (page_ref(PageId(id), &bytes).expect("a page"), bytes)
}

#[derive(Default)]
struct Everything {
    manifest: Option<Manifest>,
    pages: Vec<(PageRef, Rc<[u8]>)>,
    entries: Vec<(u64, Vec<u8>)>,
}

async fn everything(store: &impl Storage) -> Everything {
    let mut found = Everything::default();
    store
        .load(&mut |piece| match piece {
            Found::Manifest(manifest) => found.manifest = manifest,
            Found::Page(page, bytes) => found.pages.push((page, bytes)),
            Found::Entry(sequence, entry) => found.entries.push((sequence, entry)),
        })
        .await
        .expect("loads");
    found
}

/// Checks a store; `open` gives an empty one each time.
pub async fn check<S: Storage>(open: impl AsyncFn() -> S) {
    an_empty_store_has_nothing(&open().await).await;
    entries_come_back_in_the_order_of_commits(&open().await).await;
    staged_pages_count_only_when_settled(&open().await).await;
    settling_folds_and_is_refused_from_an_old_state(&open().await).await;
    a_sweep_takes_only_what_nothing_refers_to(&open().await).await;
    notes_stand_in_their_order_until_one_takes_their_place(&open().await).await;
}

async fn an_empty_store_has_nothing(store: &impl Storage) {
    let found = everything(store).await;
    assert!(found.manifest.is_none() && found.pages.is_empty() && found.entries.is_empty());
    assert_eq!(store.boot().await, Ok(None));
    assert_eq!(store.history(u64::MAX).await, Ok(vec![]));
}

async fn entries_come_back_in_the_order_of_commits(store: &impl Storage) {
    let mut last = 0;
    for entry in [b"a", b"b", b"c"] {
        let sequence = store.commit(entry, &[]).await.expect("commits");
        assert!(sequence > last, "sequences rise");
        last = sequence;
    }
    let entries: Vec<Vec<u8>> = everything(store)
        .await
        .entries
        .into_iter()
        .map(|(_, entry)| entry)
        .collect();
    assert_eq!(entries, [b"a", b"b", b"c"]);
    let first = everything(store)
        .await
        .entries
        .first()
        .map(|(sequence, _)| *sequence)
        .expect("three");
    let after: Vec<Vec<u8>> = store
        .entries(first)
        .await
        .expect("reads")
        .into_iter()
        .map(|(_, entry)| entry)
        .collect();
    assert_eq!(after, [b"b", b"c"]);
    store.set_boot(b"first screen").await.expect("writes");
    let cached = store.boot().await.expect("reads").expect("is there");
    assert_eq!(cached.boot, b"first screen");
    assert_eq!(cached.entries, everything(store).await.entries);
}

async fn staged_pages_count_only_when_settled(store: &impl Storage) {
    let (reference, bytes) = page(1, "Hotel Bellavista");
    store
        .stage(&[(reference.id, Rc::clone(&bytes))])
        .await
        .expect("stages");
    assert!(
        everything(store).await.pages.is_empty(),
        "a staged page is not seen"
    );
    assert_eq!(
        store.pages(std::slice::from_ref(&reference)).await,
        Ok(vec![Some(bytes)])
    );
    let (missing, _) = page(2, "Nobody");
    assert_eq!(
        store.pages(std::slice::from_ref(&missing)).await,
        Ok(vec![None])
    );
    let refused = store
        .commit(b"an import", &[reference.id, missing.id])
        .await;
    assert!(
        matches!(refused, Err(StorageError::Damaged(_))),
        "one of its pages is not there"
    );
    assert_eq!(store.entries(0).await, Ok(vec![]));
    assert!(store.commit(b"an import", &[reference.id]).await.is_ok());
}

async fn settling_folds_and_is_refused_from_an_old_state(store: &impl Storage) {
    for entry in [b"a", b"b", b"c"] {
        store.commit(entry, &[]).await.expect("commits");
    }
    let sequences: Vec<u64> = everything(store)
        .await
        .entries
        .iter()
        .map(|(sequence, _)| *sequence)
        .collect();
    let second = *sequences.get(1).expect("three");
    let first_page = page(1, "Hotel Bellavista");
    let after = Manifest {
        sequence: second,
        pages: vec![first_page.0.clone()],
        ..Manifest::default()
    };
    let settlement = Settlement {
        before: None,
        after: after.clone(),
        pages: vec![first_page.clone()],
    };
    store.set_boot(b"first screen").await.expect("writes");
    store.settle(&settlement).await.expect("settles");
    assert_eq!(
        store.boot().await,
        Ok(None),
        "the first screen is of before"
    );
    assert_eq!(store.manifest().await, Ok(Some(after.clone())));
    let found = everything(store).await;
    assert_eq!(found.manifest, Some(after.clone()));
    assert_eq!(found.pages, [first_page]);
    assert_eq!(
        found.entries.len(),
        1,
        "what was folded is not in the journal"
    );
    let history = store.history(u64::MAX).await.expect("reads");
    assert_eq!(
        history
            .iter()
            .map(|(_, entry)| entry.clone())
            .collect::<Vec<_>>(),
        [b"a", b"b"]
    );

    assert!(
        matches!(
            store.settle(&settlement).await,
            Err(StorageError::Aborted(_))
        ),
        "from an old state"
    );
    let second_page = page(2, "Kanal & Co");
    let last = *sequences.last().expect("three");
    let next = Manifest {
        sequence: last,
        pages: vec![second_page.0.clone()],
        ..Manifest::default()
    };
    store
        .settle(&Settlement {
            before: Some(after),
            after: next,
            pages: vec![second_page.clone()],
        })
        .await
        .expect("settles");
    let found = everything(store).await;
    assert_eq!(found.pages, [second_page]);
    assert!(found.entries.is_empty());
    assert!(
        store.pages(&[page(1, "").0]).await == Ok(vec![None]),
        "old pages are gone"
    );
    let sequence = store.commit(b"d", &[]).await.expect("commits");
    assert!(sequence > last, "sequences rise over a fold");
}

async fn a_sweep_takes_only_what_nothing_refers_to(store: &impl Storage) {
    let pages = [
        page(1, "in the manifest"),
        page(2, "of an import"),
        page(3, "of a crash"),
    ];
    let staged: Vec<(PageId, Rc<[u8]>)> = pages
        .iter()
        .map(|(page, bytes)| (page.id, Rc::clone(bytes)))
        .collect();
    let after = Manifest {
        pages: vec![page(1, "in the manifest").0],
        ..Manifest::default()
    };
    store
        .settle(&Settlement {
            before: None,
            after,
            pages: vec![page(1, "in the manifest")],
        })
        .await
        .expect("settles");
    store
        .stage(staged.get(1..).unwrap_or_default())
        .await
        .expect("stages");
    assert_eq!(store.sweep(&[PageId(2)]).await, Ok(1));
    let [kept, referred, left] = pages;
    let all = [kept.0, referred.0, left.0];
    let kept = Some(kept.1);
    assert_eq!(
        store.pages(&all).await,
        Ok(vec![kept.clone(), Some(referred.1), None])
    );
    store.discard(&[PageId(2), PageId(9)]).await.expect("goes");
    assert_eq!(store.pages(&all).await, Ok(vec![kept, None, None]));
}

async fn notes_stand_in_their_order_until_one_takes_their_place(store: &impl Storage) {
    assert_eq!(store.notes().await, Ok(vec![]));
    let mut made = Vec::new();
    // More than ten: their order is that of numbers, not of digits.
    for note in 0..12u8 {
        store.note(&[note], false).await.expect("notes");
        made.push(vec![note]);
    }
    assert_eq!(store.notes().await, Ok(made));
    store.note(b"all", true).await.expect("notes");
    store.note(b"more", false).await.expect("notes");
    let left = vec![b"all".to_vec(), b"more".to_vec()];
    assert_eq!(store.notes().await, Ok(left));
    assert_eq!(store.manifest().await, Ok(None), "what stands beside them");
}
