//! Saves that fail: what undo would take next is what it was before them.

use super::*;

#[test]
fn undo_goes_on_below_many_edits_that_failed() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    let id = create(&session, "Kept");
    store.fail_after(0, StorageError::Quota);
    for number in 0..60 {
        rename(&session, id, &format!("Lost {number}"));
    }
    idle(&session);
    assert_eq!((session.lost(), name(&session, id).as_str()), (60, "Kept"));
    session.undo().unwrap();
    assert_eq!(live(&session), 0);
}

#[test]
fn an_import_that_was_saved_before_an_edit_failed_can_be_undone() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    let id = create(&session, "Kept");
    let (change, pages) = batch(&session, 3);
    block_on(store.stage(&pages)).unwrap();
    let opened = pages
        .into_iter()
        .map(|(_, bytes)| Page::open(bytes).unwrap());
    let imported = session
        .machine
        .borrow_mut()
        .submit(change, opened.collect());
    // The edit waits behind the import, and its save fails.
    rename(&session, id, "Lost");
    store.fail_after(1, StorageError::Quota);
    idle(&session);
    assert_eq!((session.lost(), live(&session)), (1, 4));
    let undone = session.undo().unwrap();
    assert_eq!(undone.change.undoes, Some(imported));
    idle(&session);
    assert_eq!(live(&session), 1);
}
