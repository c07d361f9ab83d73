//! What has been in the trash for long enough is erased, and nothing else.

use super::*;
use crate::domain::{Standing, trash};
use std::future::ready;

const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// So much later.
fn pass(session: &TestSession, ms: i64) {
    let clock = &session.ports().world.ms;
    clock.set(clock.get() + ms);
}

fn throw(session: &TestSession, ids: &[RecordId]) {
    let ids = ids.to_vec();
    session.execute(&Command::Trash { ids }).unwrap();
    idle(session);
}

fn expire(session: &TestSession) -> Vec<RecordId> {
    let erased = finish(session, session.expire(ready(true)));
    idle(session);
    erased
}

fn make(session: &TestSession, count: usize) -> Vec<RecordId> {
    let ids: Vec<RecordId> = (0..count)
        .map(|_| session.new_id(RecordKind::Customer))
        .collect();
    let commands = ids.iter().map(|id| Command::Create {
        id: *id,
        fields: fields("Kanal & Co"),
    });
    session.execute(&Command::All(commands.collect())).unwrap();
    idle(session);
    ids
}

fn standing(session: &TestSession, id: RecordId) -> Standing {
    let workspace = session.workspace();
    let table = workspace.table(id.kind);
    table.standing(table.row(id.uuid).unwrap())
}

fn trashed(session: &TestSession) -> usize {
    session.workspace().table(RecordKind::Customer).trashed()
}

fn session() -> TestSession {
    open(&Memory::default(), Tab::default())
}

#[test]
fn after_thirty_days_it_is_erased_and_not_an_hour_before() {
    let session = session();
    assert!(!session.is_trash_due(), "there is nothing");
    let ids = make(&session, 3);
    throw(&session, &ids[..1]);
    pass(&session, trash::DAYS * DAY_MS - HOUR_MS);
    throw(&session, &ids[1..2]);
    assert!(session.is_trash_due());
    assert_eq!(expire(&session), []);
    assert!(!session.is_trash_due(), "until tomorrow");
    pass(&session, HOUR_MS);
    assert!(!session.is_trash_due());
    assert_eq!(expire(&session), [ids[0]]);
    let expected = [Standing::Gone, Standing::Trashed, Standing::Live];
    let standings = ids.iter().map(|id| standing(&session, *id));
    assert!(standings.eq(expected));
    pass(&session, DAY_MS);
    assert!(session.is_trash_due(), "the next day");

    let machine = session.machine();
    let change = machine.history().changes().last().unwrap();
    assert_eq!((change.label.verb, change.label.count), (Verb::Expire, 1));
    assert_eq!((change.author, change.label.name.as_str()), (None, ""));
    assert!(!format!("{change:?}").contains("Kanal"), "no image is left");
}

#[test]
fn it_stays_erased_when_the_page_is_opened_again() {
    let (store, world) = (Memory::default(), Rc::new(World::default()));
    let session = open(&store, Tab::in_world(&world));
    let ids = make(&session, 2);
    throw(&session, &ids);
    pass(&session, trash::DAYS * DAY_MS);
    assert_eq!(expire(&session).len(), 2);
    let hash = session.workspace().replica_hash();
    drop(session);
    let again = open(&store, Tab::in_world(&world));
    assert_eq!(again.workspace().replica_hash(), hash);
    assert!(!again.is_trash_due());
}

#[test]
fn what_was_taken_out_or_put_back_begins_anew() {
    let session = session();
    let ids = make(&session, 2);
    throw(&session, &ids);
    pass(&session, 10 * DAY_MS);
    session.undo().unwrap();
    idle(&session);
    pass(&session, 15 * DAY_MS);
    session.redo().unwrap();
    idle(&session);
    let restored = Command::Restore { ids: vec![ids[0]] };
    session.execute(&restored).unwrap();
    idle(&session);
    pass(&session, 10 * DAY_MS);
    assert_eq!(
        expire(&session),
        [],
        "thrown away 35 days ago, and again 10"
    );
    pass(&session, 20 * DAY_MS);
    assert_eq!(expire(&session), [ids[1]]);
    assert_eq!(standing(&session, ids[0]), Standing::Live);
}

#[test]
fn undo_and_redo_are_as_they_were() {
    let session = session();
    let ids = make(&session, 2);
    throw(&session, &ids[..1]);
    rename(&session, ids[1], "Kanal");
    session.undo().unwrap();
    idle(&session);
    pass(&session, trash::DAYS * DAY_MS);
    let before = {
        let machine = session.machine();
        (machine.history().undoable(), machine.history().redoable())
    };
    assert_eq!(expire(&session), [ids[0]]);
    let expired = {
        let machine = session.machine();
        let history = machine.history();
        assert_eq!((history.undoable(), history.redoable()), before);
        history.changes().last().unwrap().id
    };
    assert_eq!(
        session.take_back(expired).err(),
        Some(CommandError::NotUndoable)
    );
    session.redo().unwrap();
    idle(&session);
    assert_eq!(name(&session, ids[1]), "Kanal");
    // What threw it away has nothing left to bring back.
    session.undo().unwrap();
    idle(&session);
    assert_eq!(session.undo().err(), Some(CommandError::NothingToDo));
    assert_eq!(standing(&session, ids[0]), Standing::Gone);
}

#[test]
fn very_many_go_in_steps_and_as_one_change() {
    let session = session();
    let (change, pages) = batch(&session, 5000);
    block_on(session.storage().stage(&pages)).unwrap();
    let bytes = pages.into_iter().map(|(_, bytes)| bytes).collect();
    finish(&session, session.publish(change, bytes)).unwrap();
    let ids: Vec<RecordId> = {
        let workspace = session.workspace();
        let table = workspace.table(RecordKind::Customer);
        table.live_rows().filter_map(|row| table.id(row)).collect()
    };
    throw(&session, &ids[..4999]);
    pass(&session, trash::DAYS * DAY_MS);
    let (rests, changes) = (session.ports().rests.get(), changes(&session));
    assert_eq!(expire(&session).len(), 4999);
    assert_eq!((live(&session), trashed(&session)), (1, 0));
    assert_eq!(self::changes(&session), changes + 1);
    let rests = session.ports().rests.get() - rests;
    assert!(rests > 3 * 4999 / 4, "{rests} rests");
}

fn changes(session: &TestSession) -> usize {
    session.machine().history().changes().len()
}

#[test]
fn kinds_go_each_by_itself_where_there_are_many() {
    let session = session();
    let ids = make(&session, 9);
    throw(&session, &ids);
    let tags: Vec<RecordId> = (0..2).map(|_| session.new_id(RecordKind::Tag)).collect();
    for (at, id) in tags.iter().enumerate() {
        let fields = vec![(
            Key::one(crate::domain::tag::NAME),
            Some(Value::text(format!("t{at}"))),
        )];
        session
            .execute(&Command::Create { id: *id, fields })
            .unwrap();
    }
    throw(&session, &tags);
    pass(&session, trash::DAYS * DAY_MS);
    let before = changes(&session);
    assert_eq!(expire(&session).len(), 11);
    assert_eq!(changes(&session), before + 2);
}

#[test]
fn what_another_tab_restores_meanwhile_stays() {
    let (store, world) = (Memory::default(), Rc::new(World::default()));
    let one = open(&store, Tab::in_world(&world));
    let ids = make(&one, 20);
    throw(&one, &ids);
    let other = open(&store, Tab::in_world(&world));
    pass(&one, trash::DAYS * DAY_MS);
    let restore = |session: &TestSession, id| {
        let ids = vec![id];
        session.execute(&Command::Restore { ids }).unwrap();
        idle(session);
    };
    // Not heard of yet when it is begun: it is looked at later, when it was.
    restore(&other, ids[3]);
    assert_eq!(expire(&one), []);
    assert_eq!(standing(&one, ids[3]), Standing::Live);
    assert!(!one.is_trash_due());
    pass(&one, HOUR_MS);
    assert!(one.is_trash_due(), "sooner than the next day");
    // While it is decided, step by step.
    let here = Rc::downgrade(&one);
    let last = ids[19];
    let count = Cell::new(0);
    *one.ports().at_every_rest.borrow_mut() = Some(Box::new(move || {
        count.set(count.get() + 1);
        let here = here.upgrade().unwrap();
        let is_held = is_held(&here.ports().world.locks, STAGING);
        if is_held && standing(&here, last) == Standing::Trashed && count.get() > 16 {
            let ids = vec![last];
            here.execute(&Command::Restore { ids }).unwrap();
        }
    }));
    assert_eq!(expire(&one).len(), 18);
    assert_eq!(standing(&one, last), Standing::Live);
    assert_eq!(standing(&one, ids[3]), Standing::Live);
}

#[test]
fn a_second_tab_has_nothing_to_do() {
    let (store, world) = (Memory::default(), Rc::new(World::default()));
    let one = open(&store, Tab::in_world(&world));
    let ids = make(&one, 3);
    throw(&one, &ids);
    pass(&one, trash::DAYS * DAY_MS);
    let other = open(&store, Tab::in_world(&world));
    // At the same time: the one that has the lock does it.
    let held = block_on(one.ports().lock("trash")).unwrap();
    assert_eq!(expire(&other), []);
    drop(held);
    assert_eq!(expire(&one).len(), 3);
    // Later: it has heard of it, or has not.
    let entries = store.entry_count();
    assert_eq!(expire(&other), []);
    assert_eq!(expire(&other), []);
    assert_eq!(store.entry_count(), entries);
    assert_eq!(
        one.workspace().replica_hash(),
        other.workspace().replica_hash()
    );
}

/// A session with a record that is due.
fn due() -> (TestSession, RecordId) {
    let session = session();
    let id = make(&session, 1)[0];
    throw(&session, &[id]);
    pass(&session, trash::DAYS * DAY_MS);
    (session, id)
}

#[test]
fn nothing_goes_while_a_file_is_read_in_or_others_are_not_heard() {
    let (session, id) = due();
    let held = block_on(session.ports().lock(STAGING)).unwrap();
    assert_eq!(expire(&session), []);
    drop(held);
    assert_eq!(finish(&session, session.expire(ready(false))), []);
    assert_eq!(standing(&session, id), Standing::Trashed);
    assert_eq!(expire(&session), [id]);
}

#[test]
fn nobody_is_asked_for_others_where_nothing_is_due() {
    let session = session();
    throw(&session, &make(&session, 1));
    let asked = Cell::new(false);
    let in_step = async {
        asked.set(true);
        true
    };
    assert_eq!(finish(&session, session.expire(in_step)), []);
    assert!(!asked.get());
}

#[test]
fn nothing_goes_by_a_clock_that_cannot_be_right() {
    let (session, id) = due();
    rename(&session, make(&session, 1)[0], "Kanal");
    idle(&session);
    pass(&session, 6 * 366 * DAY_MS);
    assert_eq!(expire(&session), [], "years ahead");
    pass(&session, -8 * 366 * DAY_MS);
    assert_eq!(expire(&session), [], "years behind");
    pass(&session, 2 * 366 * DAY_MS);
    assert_eq!(expire(&session), [id]);
}

#[test]
fn a_device_whose_clock_was_behind_has_thirty_days_too() {
    let (store, world) = (Memory::default(), Rc::new(World::default()));
    let session = open(&store, Tab::in_world(&world));
    let ids = make(&session, 1);
    pass(&session, -400 * DAY_MS);
    throw(&session, &ids);
    pass(&session, 401 * DAY_MS);
    assert_eq!(expire(&session), []);
    pass(&session, 30 * DAY_MS);
    assert_eq!(expire(&session), ids);
}

#[test]
fn nothing_goes_where_something_is_damaged_or_was_not_saved() {
    let (store, world) = (Memory::default(), Rc::new(World::default()));
    let session = open(&store, Tab::in_world(&world));
    let ids = make(&session, 1);
    throw(&session, &ids);
    rename(&session, make(&session, 1)[0], "Kanal");
    idle(&session);
    pass(&session, trash::DAYS * DAY_MS);
    store.fail_after(0, StorageError::Quota);
    make(&session, 1);
    assert_eq!(expire(&session), [], "not saved");
    session.try_again();
    idle(&session);
    drop(session);
    store.damage(3);
    let again = open(&store, Tab::in_world(&world));
    assert_eq!(again.damages().len(), 1);
    assert_eq!(expire(&again), [], "what is damaged may have restored it");
    assert_eq!(standing(&again, ids[0]), Standing::Trashed);
}

#[test]
fn a_save_that_fails_leaves_it_in_the_trash() {
    let (session, id) = due();
    session.storage().fail_after(0, StorageError::Quota);
    assert_eq!(expire(&session), []);
    assert_eq!(standing(&session, id), Standing::Trashed);
    session.try_again();
    idle(&session);
    assert_eq!(standing(&session, id), Standing::Gone);
}

#[test]
fn a_pipeline_that_is_used_again_stays_and_keeps_nothing_else() {
    use crate::domain::{deal, pipeline};
    let session = session();
    let pipeline = session.new_id(RecordKind::Pipeline);
    let mut stages: Vec<(Key, Option<Value>)> = crate::workspace::desk::Desk::new()
        .workspace
        .table(RecordKind::Pipeline)
        .record(0)
        .unwrap()
        .registers()
        .filter(|(key, _)| key.field == pipeline::STAGES)
        .map(|(key, register)| (key.clone(), register.value.clone()))
        .collect();
    stages.push((Key::one(pipeline::NAME), Some(Value::text("Sales"))));
    let make_pipeline = Command::Create {
        id: pipeline,
        fields: stages,
    };
    session.execute(&make_pipeline).unwrap();
    let customer = make(&session, 1)[0];
    let deal = session.new_id(RecordKind::Deal);
    let fields = vec![
        (Key::one(deal::NAME), Some(Value::text("Roaster"))),
        (Key::one(deal::CUSTOMER), Some(Value::Ref(customer))),
        (Key::one(deal::PIPELINE), Some(Value::Ref(pipeline))),
        (
            Key::one(deal::STAGE),
            Some(Value::text(pipeline::DEFAULT_STAGES[0].id)),
        ),
    ];
    session
        .execute(&Command::Create { id: deal, fields })
        .unwrap();
    idle(&session);
    throw(&session, &[deal]);
    throw(&session, &[pipeline]);
    throw(&session, &[customer]);
    let restored = Command::Restore { ids: vec![deal] };
    session.execute(&restored).unwrap();
    idle(&session);
    pass(&session, trash::DAYS * DAY_MS);
    assert_eq!(expire(&session), [customer]);
    assert_eq!(standing(&session, pipeline), Standing::Trashed);
}
