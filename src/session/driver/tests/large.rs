//! Changes of very many records (in tests: of more than a few) while others write, stop them or
//! cannot save.

use super::*;
use crate::domain::FieldIx;

fn set(ids: Vec<RecordId>, field: FieldIx, text: &str) -> Command {
    Command::Edit {
        ids,
        fields: vec![(Key::one(field), Some(Value::text(text)))],
        revision: None,
    }
}

fn titles(session: &TestSession, ids: &[RecordId]) -> Vec<String> {
    let workspace = session.workspace();
    let title = |id: &RecordId| {
        let record = workspace.record(*id);
        record.map(|record| record.text(customer::TITLE).to_owned())
    };
    ids.iter().filter_map(title).collect()
}

fn many(session: &TestSession) -> Vec<RecordId> {
    (0..40)
        .map(|at| create(session, &format!("n{at}")))
        .collect()
}

fn edit(session: &TestSession, command: &Command) -> Stamp {
    let done = block_on(session.execute_in_steps(command, &|_| true));
    done.unwrap().unwrap()
}

#[test]
fn a_large_edit_is_one_change_whatever_is_written_meanwhile() {
    let world = Rc::new(World::default());
    let store = Memory::default();
    let tab = Tab::in_world(&world);
    let session = open(&store, tab.clone());
    let other = open(&store, Tab::in_world(&world));
    let ids = many(&session);
    let (during, first) = (Rc::clone(&session), ids[0]);
    *tab.at_rest.borrow_mut() = Some(Box::new(move || {
        during
            .execute(&set(vec![first], customer::TITLE, "meanwhile"))
            .unwrap();
    }));
    let made = edit(&session, &set(ids.clone(), customer::TITLE, "x"));
    assert!(
        titles(&session, &ids[1..]).iter().all(String::is_empty),
        "shown before it is safe"
    );
    // While it is applied, somebody goes on.
    let (during, last) = (Rc::clone(&session), ids[39]);
    *tab.at_rest.borrow_mut() = Some(Box::new(move || {
        rename(&during, last, "renamed");
    }));
    idle(&session);
    assert!(titles(&session, &ids).iter().all(|title| title == "x"));
    assert_eq!(name(&session, last), "renamed");
    assert_eq!(
        session
            .machine()
            .history()
            .change(made)
            .unwrap()
            .label
            .count,
        40
    );
    other.told(session.machine().heard());
    idle(&other);
    let hash = |session: &TestSession| session.workspace().replica_hash();
    assert_eq!(hash(&other), hash(&session));
    assert_eq!(hash(&open(&store, Tab::in_world(&world))), hash(&session));
    // Taken back, each is as it stood when it was written over.
    let (during, second) = (Rc::clone(&session), ids[1]);
    *tab.at_rest.borrow_mut() = Some(Box::new(move || {
        during
            .execute(&set(vec![second], customer::TITLE, "later"))
            .unwrap();
    }));
    let undone = block_on(session.take_back_in_steps(made, &|_| true))
        .unwrap()
        .unwrap();
    idle(&session);
    assert_eq!((undone.undoes, undone.kept), (Some(made), 1));
    let after = titles(&session, &ids);
    assert_eq!(after[..3], ["meanwhile", "later", ""]);
    assert!(after[3..].iter().all(String::is_empty));
    other.told(session.machine().heard());
    idle(&other);
    assert_eq!(hash(&other), hash(&session));
    assert!(matches!(settle(&session), Settled::Folded { .. }));
    assert_eq!(hash(&open(&store, Tab::in_world(&world))), hash(&session));
}

#[test]
fn a_large_edit_is_undone_and_done_again_as_one_step() {
    let session = open(&Memory::default(), Tab::default());
    let ids = many(&session);
    let made = edit(&session, &Command::Trash { ids: ids.clone() });
    idle(&session);
    assert_eq!(live(&session), 0);
    for expected in [40, 0, 40] {
        let history = || {
            let machine = session.machine();
            let history = machine.history();
            if expected == 0 {
                history.redoable()
            } else {
                history.undoable()
            }
        };
        let id = history().unwrap();
        let undone = block_on(session.take_back_in_steps(id, &|_| true))
            .unwrap()
            .unwrap();
        assert_eq!(undone.kept, 0);
        idle(&session);
        assert_eq!(live(&session), expected);
    }
    assert!(block_on(session.saved(made)).is_ok());
}

#[test]
fn a_large_edit_that_is_stopped_or_cannot_be_saved_changes_nothing() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    let ids = many(&session);
    let before = session.workspace().replica_hash();
    let command = set(ids.clone(), customer::TITLE, "x");
    let half = |share: f64| share < 0.5;
    assert_eq!(
        block_on(session.execute_in_steps(&command, &half)),
        Ok(None)
    );
    idle(&session);
    assert_eq!(session.workspace().replica_hash(), before);
    store.fail_after(0, StorageError::Quota);
    let made = edit(&session, &command);
    idle(&session);
    assert_eq!(session.workspace().replica_hash(), before);
    assert_eq!(session.state(), SaveState::Failed(StorageError::Quota));
    assert_eq!(block_on(session.saved(made)), Err(StorageError::Quota));
    session.try_again();
    idle(&session);
    assert!(titles(&session, &ids).iter().all(|title| title == "x"));
    // What nobody knows cannot be taken back.
    let unknown = Stamp::default();
    let none = block_on(session.take_back_in_steps(unknown, &|_| true));
    assert_eq!(none, Err(CommandError::NothingToDo));
}
