//! The hashes of all records are worked out in steps, and are right whatever is done in between.

use super::*;

/// A session with so many records that they take several steps, and its tab.
fn full() -> (TestSession, Tab) {
    let tab = Tab::default();
    let session = open(&Memory::default(), tab.clone());
    for number in 0..300 {
        let id = session.new_id(RecordKind::Customer);
        let fields = fields(&format!("Company {number}"));
        session.execute(&Command::Create { id, fields }).unwrap();
    }
    idle(&session);
    (session, tab)
}

fn at_once(session: &TestSession) -> (u128, u128) {
    let workspace = session.workspace();
    (workspace.content_hash(), workspace.replica_hash())
}

#[test]
fn they_are_worked_out_with_rests_between() {
    let (session, tab) = full();
    let before = tab.rests.get();
    assert_eq!(block_on(session.hashes()), at_once(&session));
    let rests = tab.rests.get() - before;
    assert!(rests > 3, "{rests} rests");
}

#[test]
fn an_edit_or_a_reload_in_between_is_in_them() {
    let (session, tab) = full();
    let some = session
        .workspace()
        .table(RecordKind::Customer)
        .id(0)
        .unwrap();
    let before = at_once(&session);
    let editing = Rc::clone(&session);
    *tab.at_rest.borrow_mut() = Some(Box::new(move || {
        rename(&editing, some, "Renamed");
    }));
    let hashes = block_on(session.hashes());
    assert_eq!(name(&session, some), "Renamed");
    assert_ne!(hashes, before);
    assert_eq!(hashes, at_once(&session));

    idle(&session);
    let reading = Rc::clone(&session);
    *tab.at_rest.borrow_mut() = Some(Box::new(move || {
        reading.machine.borrow_mut().reload();
        idle(&reading);
    }));
    let reloads = session.reloads.get();
    assert_eq!(block_on(session.hashes()), hashes);
    assert_eq!(session.reloads.get(), reloads + 1);
}

#[test]
fn somebody_who_never_stops_writing_does_not_keep_them_waiting() {
    let (session, tab) = full();
    let id = session
        .workspace()
        .table(RecordKind::Customer)
        .id(0)
        .unwrap();
    let writing = Rc::clone(&session);
    let count = Cell::new(0);
    *tab.at_every_rest.borrow_mut() = Some(Box::new(move || {
        count.set(count.get() + 1);
        rename(&writing, id, &format!("Name {}", count.get()));
    }));
    assert_eq!(block_on(session.hashes()), at_once(&session));
}
