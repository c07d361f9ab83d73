//! Models that are fitted beside everything else, and anew by themselves.

use super::*;
use crate::query::feature::Features;
use crate::scoring::model::Refusal;
use crate::scoring::model::ask::{Ask, Unfitted};
use crate::scoring::model::due::DAYS;
use crate::scoring::model::stored::{asked, fields as fitted_fields, model_of};
use crate::session::model::{FitError, Progress, Stop, fit};
use crate::workspace::invert::Inverse;

const DAY_MS: i64 = 86_400_000;

/// Which customers buy, by what they do.
fn ask() -> Ask {
    Ask {
        kind: RecordKind::Customer,
        target: r#"{"field":"lifecycle","is":"customer"}"#.into(),
        population: Some(r#"{"field":"lifecycle","empty":false}"#.into()),
        features: vec!["industry".into(), "source".into()],
        ridge: None,
    }
}

/// So many more customers: one of two industries more often buys.
fn add(session: &TestSession, count: usize) {
    let from = session.workspace().table(RecordKind::Customer).rows();
    let commands = (from..from + count).map(|at| {
        let word = |field, one: bool, yes: &str, no: &str| {
            (
                Key::one(field),
                Some(Value::text(if one { yes } else { no })),
            )
        };
        let mut all = fields(&format!("No {at}"));
        let is_shop = at % 2 == 0;
        let buys = at % 5 < if is_shop { 3 } else { 1 };
        all.extend([
            word(customer::INDUSTRY, is_shop, "retail", "hospitality"),
            word(customer::SOURCE, at % 3 == 0, "web", "event"),
            word(customer::LIFECYCLE, buys, "customer", "lead"),
        ]);
        let id = session.new_id(RecordKind::Customer);
        Command::Create { id, fields: all }
    });
    session.execute(&Command::All(commands.collect())).unwrap();
    idle(session);
}

fn learn_now(session: &TestSession) -> Result<crate::scoring::model::Model, FitError> {
    let now = session.ports().clock();
    block_on(fit(&**session, now, &ask(), &Stop::default(), &|_| {}))
}

/// A model of all customers that there are.
fn make(session: &TestSession) -> RecordId {
    let model = learn_now(session).unwrap();
    let mut all = asked("Who buys", &ask());
    all.extend(fitted_fields(&model, session.ports().now(), None));
    let id = session.new_id(RecordKind::Model);
    session
        .execute(&Command::Create { id, fields: all })
        .unwrap();
    idle(session);
    id
}

fn rows(session: &TestSession, id: RecordId) -> usize {
    model_of(&session.workspace().record(id).unwrap())
        .unwrap()
        .rows
}

fn refit(session: &TestSession) -> usize {
    let mut refit = pin!(session.refit());
    let mut context = TaskContext::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(refitted) = refit.as_mut().poll(&mut context) {
            idle(session);
            return refitted.unwrap();
        }
        // It waits for what is on its way to the disk.
        idle(session);
    }
}

fn undo(session: &TestSession) -> Inverse {
    let undone = session.undo().unwrap();
    idle(session);
    undone
}

fn session() -> TestSession {
    let session = open(&Memory::default(), Tab::default());
    add(&session, 100);
    session
}

#[test]
fn beside_everything_else_a_model_is_what_it_is_at_once() {
    let session = session();
    let steps = Rc::new(Cell::new(0));
    let told = Rc::clone(&steps);
    let now = session.ports().clock();
    let tell = move |progress| {
        told.set(told.get() + u32::from(matches!(progress, Progress::Gathering(_))));
    };
    let beside = block_on(fit(&*session, now, &ask(), &Stop::default(), &tell)).unwrap();
    let workspace = session.workspace();
    let at_once = ask().fit(&Features::new(&workspace, now)).unwrap();
    assert_eq!(beside, at_once);
    assert!(steps.get() > 4, "{}", steps.get());
}

#[test]
fn what_is_written_while_it_is_gathered_is_in_it() {
    let session = session();
    let added = Rc::downgrade(&session);
    let at_rest = Rc::clone(&session.ports().at_rest);
    *at_rest.borrow_mut() = Some(Box::new(move || add(&added.upgrade().unwrap(), 7)));
    assert_eq!(learn_now(&session).unwrap().rows, 107);
}

#[test]
fn a_fit_that_is_stopped_comes_to_nothing() {
    let session = session();
    let stop = Stop::default();
    let stopping = stop.clone();
    *session.ports().at_rest.borrow_mut() = Some(Box::new(move || stopping.stop()));
    let now = session.ports().clock();
    let last = Cell::new(None);
    let tell = |progress| last.set(Some(progress));
    let model = block_on(fit(&*session, now, &ask(), &stop, &tell));
    assert_eq!(model, Err(FitError::Stopped));
    assert!(matches!(last.get(), Some(Progress::Gathering(_))));
}

#[test]
fn a_model_is_fitted_anew_once_enough_came_and_that_can_be_taken_back() {
    let session = session();
    let id = make(&session);
    add(&session, 19);
    assert_eq!((refit(&session), rows(&session, id)), (0, 100));
    add(&session, 1);
    assert_eq!((refit(&session), rows(&session, id)), (1, 120));
    let last = session.machine().history().changes().last().cloned();
    let label = last.unwrap().label;
    assert_eq!((label.verb, &*label.name), (Verb::Refit, "Who buys"));
    assert_eq!(refit(&session), 0);
    // Taken back, it does not come back for the same records, …
    undo(&session);
    assert_eq!((refit(&session), rows(&session, id)), (0, 100));
    add(&session, 19);
    assert_eq!((refit(&session), rows(&session, id)), (0, 100));
    // … but for more.
    add(&session, 1);
    assert_eq!((refit(&session), rows(&session, id)), (1, 140));
}

#[test]
fn after_a_month_any_change_is_enough() {
    let session = session();
    let id = make(&session);
    let pass = |days: i64| {
        let ms = &session.ports().world.ms;
        ms.set(ms.get() + days * DAY_MS);
    };
    pass(DAYS);
    assert_eq!(refit(&session), 0, "nothing changed");
    add(&session, 1);
    assert_eq!((refit(&session), rows(&session, id)), (1, 101));
    add(&session, 1);
    pass(DAYS - 1);
    assert_eq!(refit(&session), 0);
    pass(1);
    assert_eq!((refit(&session), rows(&session, id)), (1, 102));
}

#[test]
fn where_the_records_give_no_model_the_earlier_stands_and_it_is_said() {
    let session = session();
    let id = make(&session);
    let ids: Vec<RecordId> = {
        let workspace = session.workspace();
        let table = workspace.table(RecordKind::Customer);
        let buys = table
            .live_rows()
            .filter(|row| &*table.text(*row, customer::LIFECYCLE) == "customer");
        buys.filter_map(|row| table.id(row)).skip(3).collect()
    };
    assert!(ids.len() > 20);
    for id in ids {
        session.execute(&Command::Trash { ids: vec![id] }).unwrap();
    }
    idle(&session);
    assert_eq!((refit(&session), rows(&session, id)), (0, 100));
    let refused = session.refused(id).unwrap();
    assert!(matches!(
        refused.why,
        Unfitted::Refused(Refusal::TooFew { events: 3, .. })
    ));
    // It is not tried again and again.
    let rests = session.ports().rests.get();
    add(&session, 1);
    assert_eq!(refit(&session), 0);
    assert!(session.ports().rests.get() < rests + 4);
    add(&session, 60);
    assert_eq!(refit(&session), 1);
    assert_eq!(session.refused(id), None);
}

#[test]
fn only_one_tab_fits_and_the_other_hears_of_it() {
    let store = Memory::default();
    let world = Rc::default();
    let one = open(&store, Tab::in_world(&world));
    add(&one, 100);
    let id = make(&one);
    let other = open(&store, Tab::in_world(&world));
    add(&one, 30);
    let held = hold(&world.locks, "refit");
    assert_eq!(refit(&one), 0);
    drop(held);
    assert_eq!(refit(&one), 1);
    // It has not heard of it, and does not do it again.
    assert_eq!(refit(&other), 0);
    assert_eq!(rows(&other, id), 130);
    assert_eq!(refit(&other), 0);
    let changes = other.machine().history().changes().len();
    assert_eq!(changes, one.machine().history().changes().len());
}

#[test]
fn what_was_taken_back_in_a_forgotten_past_rests_for_a_month() {
    let store = Memory::default();
    let session = open(&store, Tab::default());
    add(&session, 100);
    let id = make(&session);
    let ms = session.ports().world.ms.get();
    session.ports().world.ms.set(ms + 2 * DAY_MS);
    add(&session, 40);
    assert_eq!(refit(&session), 1);
    undo(&session);
    assert_eq!(block_on(session.settle()), Ok(Settled::Folded { pages: 2 }));
    let ports = Tab::in_world(&session.ports().world);
    let again = open(&store, ports);
    assert!(again.machine().history().changes().is_empty());
    assert_eq!((refit(&again), rows(&again, id)), (0, 100));
    let ms = again.ports().world.ms.get();
    again.ports().world.ms.set(ms + DAYS * DAY_MS);
    add(&again, 1);
    assert_eq!((refit(&again), rows(&again, id)), (1, 141));
}
