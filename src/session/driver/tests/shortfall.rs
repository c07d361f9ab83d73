//! Stores of which the browser has lost a part: that it is told, that nothing of the rest is thrown
//! away, and that it can be gone on with.

use super::*;
use crate::domain::settings;
use crate::session::driver::Shortfall;

/// A store with three companies, and the world in which it was written.
fn written() -> (Memory, Rc<World>) {
    let (store, world) = (Memory::default(), Rc::new(World::default()));
    let session = open(&store, Tab::in_world(&world));
    for name in ["A", "B", "C"] {
        create(&session, name);
    }
    (store, world)
}

fn names(session: &TestSession) -> Vec<String> {
    let workspace = session.workspace();
    let table = workspace.table(RecordKind::Customer);
    let rows = table.live_rows();
    rows.map(|row| table.text(row, customer::NAME).into_owned())
        .collect()
}

/// What a shortfall says: records noted and found, the last entries noted and found, how many
/// changes are missing.
fn told(session: &TestSession) -> Option<(u64, u64, u64, u64, u64)> {
    session.shortfall().map(|shortfall| {
        let Shortfall {
            noted,
            found,
            missing,
        } = shortfall;
        let noted = noted.unwrap();
        (
            noted.records,
            found.records,
            noted.sequence,
            found.sequence,
            missing,
        )
    })
}

#[test]
fn a_store_that_has_all_that_was_noted_falls_short_of_nothing() {
    let (store, world) = written();
    assert_eq!(told(&open(&store, Tab::in_world(&world))), None);
    // Nobody noted anything, or an older state.
    world.note.set(None);
    assert_eq!(told(&open(&store, Tab::in_world(&world))), None);
}

#[test]
fn a_lost_tail_of_the_journal_is_told_until_it_is_accepted() {
    let (store, world) = written();
    store.lose(2..);
    for _ in 0..2 {
        let session = open(&store, Tab::in_world(&world));
        assert_eq!(told(&session), Some((3, 1, 3, 1, 2)));
        assert_eq!(names(&session), ["A"]);
    }
    let session = open(&store, Tab::in_world(&world));
    block_on(session.accept());
    assert_eq!(session.shortfall(), None);
    assert_eq!(told(&open(&store, Tab::in_world(&world))), None);
    create(&session, "D");
    let again = open(&store, Tab::in_world(&world));
    assert_eq!(
        (told(&again), names(&again)),
        (None, vec!["A".into(), "D".into()])
    );
}

#[test]
fn a_gap_in_the_journal_is_told_until_it_is_accepted() {
    let (store, world) = written();
    store.lose(2..3);
    let session = open(&store, Tab::in_world(&world));
    assert_eq!(told(&session), Some((3, 2, 3, 3, 1)));
    assert_eq!(names(&session), ["A", "C"]);
    block_on(session.accept());
    create(&session, "D");
    let again = open(&store, Tab::in_world(&world));
    assert_eq!(told(&again), None);
    assert_eq!(names(&again), ["A", "C", "D"]);
}

#[test]
fn an_emptied_store_falls_short_of_everything() {
    let (_, world) = written();
    let session = open(&Memory::default(), Tab::in_world(&world));
    assert_eq!(told(&session), Some((3, 0, 3, 0, 3)));
}

#[test]
fn a_store_with_records_and_no_settings_is_no_workspace() {
    let (store, world) = written();
    let session = open(&store, Tab::in_world(&world));
    let unfounded = session.unfounded().unwrap();
    assert_eq!((unfounded.found.records, unfounded.missing), (3, 1));
    assert_eq!(open(&Memory::default(), Tab::default()).unfounded(), None);
    let fields = vec![
        (Key::one(settings::NAME), Some(Value::text("Kaffeehaus"))),
        (Key::one(settings::CURRENCY), Some(Value::text("EUR"))),
    ];
    let id = settings::ID;
    session.execute(&Command::Create { id, fields }).unwrap();
    idle(&session);
    assert_eq!(session.unfounded(), None);
}

#[test]
fn nothing_is_swept_while_something_is_missing() {
    let (store, world) = written();
    let session = open(&store, Tab::in_world(&world));
    let page = (session.new_page_id(), Rc::from([1, 2, 3]));
    block_on(store.stage(&[page])).unwrap();
    store.lose(3..);
    // The entry that is lost may have been the one that refers to the page.
    let again = open(&store, Tab::in_world(&world));
    assert_eq!(store.page_count(), 1);
    block_on(again.accept());
    open(&store, Tab::in_world(&world));
    assert_eq!(store.page_count(), 0);
}

#[test]
fn what_another_tab_writes_while_this_one_opens_is_not_missing() {
    let (store, world) = written();
    let other = open(&store, Tab::in_world(&world));
    let tab = Tab {
        at_recall: Happening::new(RefCell::new(Some(Box::new(move || {
            create(&other, "D");
        })))),
        ..Tab::in_world(&world)
    };
    let session = open(&store, tab);
    assert_eq!(told(&session), None);
    assert_eq!(names(&session), ["A", "B", "C", "D"]);
}

#[test]
fn a_tab_that_writes_before_it_has_read_what_others_wrote_notes_the_last_entry() {
    let (store, world) = written();
    let session = open(&store, Tab::in_world(&world));
    create(&open(&store, Tab::in_world(&world)), "D");
    create(&session, "E");
    assert_eq!(world.note.get().unwrap().sequence, 5);
}
