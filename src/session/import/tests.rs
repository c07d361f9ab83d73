//! Whole imports through a session on the store in memory: what is saved, what a failure, a cancel
//! or an undo leaves, and what happens when others work on the same store meanwhile.

#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;
use crate::domain::{Instant, Key, Value, customer};
use crate::exchange::encoding;
use crate::exchange::import::{OnReference, Wrong};
use crate::query::Now;
use crate::scoring::model::learn::learn;
use crate::session::found::Founding;
use crate::session::ports::{LearnError, Learnt, Ports, Sentinel, Table};
use crate::session::{Session, block_on};
use crate::storage::Sequence;
use crate::storage::memory::Memory;
use crate::workspace::command::Command;
use std::cell::RefCell;
use std::collections::HashSet;
use std::pin::pin;
use std::task::Poll;

/// The locks of all tabs.
type Locks = Rc<RefCell<HashSet<String>>>;

struct Guard(Locks, String);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.borrow_mut().remove(&self.1);
    }
}

/// The outside of a tab: locks are among all of them, and others may do something just before one
/// is granted.
#[derive(Default)]
struct Tab {
    locks: Locks,
    made: Cell<u64>,
    number: u64,
    before_lock: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Ports for Tab {
    type Guard = Guard;
    const ZONES: crate::domain::zone::Zones = crate::domain::zone::only_utc;
    fn now(&self) -> Instant {
        self.made.set(self.made.get() + 1);
        Instant::from_ms(1_700_000_000_000 + self.made.get() as i64).unwrap()
    }
    fn clock(&self) -> Now {
        Now::of(self.now(), crate::domain::Zone::UTC)
    }
    fn random(&self) -> u128 {
        self.made.set(self.made.get() + 1);
        u128::from(self.number << 32 | self.made.get())
    }
    fn announce(&self, _: Sequence) {}
    async fn rest(&self) {}
    async fn lock(&self, name: &str) -> Option<Guard> {
        if let Some(first) = self.before_lock.take() {
            first();
        }
        let is_free = self.locks.borrow_mut().insert(name.to_owned());
        is_free.then(|| Guard(Rc::clone(&self.locks), name.to_owned()))
    }
    fn remember(&self, _: Sentinel) {}
    async fn recall(&self) -> Option<Sentinel> {
        None
    }
    async fn forget(&self) {}
    async fn decode(&self, bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, DecodeError> {
        Ok(encoding::decode(bytes, chosen)?)
    }

    async fn learn(&self, table: Table) -> Result<Learnt, LearnError> {
        Ok(learn(&table)?)
    }
}

type Open = Rc<Session<Memory, Tab>>;

fn open(store: &Memory, locks: &Locks, number: u64) -> Open {
    open_after(store, locks, number, None)
}

fn open_after(
    store: &Memory,
    locks: &Locks,
    number: u64,
    before_lock: Option<Box<dyn FnOnce()>>,
) -> Open {
    let tab = Tab {
        locks: Rc::clone(locks),
        made: Cell::new(number * 1_000_000),
        number,
        before_lock: RefCell::new(before_lock),
    };
    Rc::new(block_on(Session::open(store.clone(), tab, |_| {})).unwrap())
}

fn founded(store: &Memory, locks: &Locks) -> Open {
    let session = open(store, locks, 1);
    let founding = Founding {
        name: "Test".into(),
        currency: Currency::parse("USD").unwrap(),
        region: "US".into(),
        owner: "Me".into(),
        pipeline: "Sales".into(),
        stages: Vec::new(),
        sample: None,
    };
    let (owner, pipeline) = (
        session.new_id(RecordKind::Owner),
        session.new_id(RecordKind::Pipeline),
    );
    session.execute(&founding.command(owner, pipeline)).unwrap();
    block_on(session.run_until_idle());
    session
}

/// Does the session's work while a future needs it.
fn drive<T>(session: &Open, future: impl Future<Output = T>) -> T {
    let mut run = pin!(session.run());
    let mut future = pin!(future);
    block_on(std::future::poll_fn(|context| {
        let Poll::Pending = run.as_mut().poll(context) else {
            panic!("a session runs for as long as its tab lives")
        };
        future.as_mut().poll(context)
    }))
}

/// Everything up to the plan.
async fn prepare(writer: &dyn Writer, name: &str, bytes: &[u8]) -> (Job, Planned) {
    let watch = Watch::nobody();
    let text = decode(writer, bytes, None).await.unwrap().text;
    let inspection = inspect(writer, &text, name, None, None, &watch)
        .await
        .unwrap();
    let mapping = suggest(writer, &inspection, inspection.source.subject.unwrap());
    let job = Job {
        name: name.into(),
        text: Rc::new(text),
        inspection,
        mapping,
        options: ImportOptions {
            on_reference: OnReference::Suggested,
            ..options(writer)
        },
    };
    let surveyed = survey(writer, &job, &watch).await.unwrap();
    let planned = plan(
        writer,
        &job,
        &surveyed,
        &Answers::new(),
        BTreeMap::new(),
        &watch,
    )
    .await
    .unwrap();
    (job, planned)
}

async fn import(
    writer: &dyn Writer,
    name: &str,
    text: &str,
    watch: &Watch,
) -> Result<Imported, ImportError> {
    let (job, planned) = prepare(writer, name, text.as_bytes()).await;
    commit(writer, &job, planned, watch).await
}

fn contacts(rows: usize) -> String {
    let row = |row| format!("Person {row},p{row}@firm.example,Clerk\n");
    let rows: String = (0..rows).map(row).collect();
    format!("Name,Email,Title\n{rows}")
}

/// A watch that does something once, at a stage.
fn at_stage(stage: Stage, act: impl FnOnce(&Watch) + 'static) -> Watch {
    let own: Rc<RefCell<Option<Watch>>> = Rc::default();
    let (act, inner) = (RefCell::new(Some(act)), Rc::clone(&own));
    let watch = Watch::new(move |at, _| {
        if at == stage
            && let Some(act) = act.take()
            && let Some(watch) = inner.borrow().as_ref()
        {
            act(watch);
        }
    });
    *own.borrow_mut() = Some(watch.clone());
    watch
}

#[test]
fn an_import_is_one_change_that_undo_takes_back_whole() {
    let (store, locks) = (Memory::default(), Locks::default());
    let session = founded(&store, &locks);
    let writer: &dyn Writer = &*session;
    drive(
        &session,
        import(
            writer,
            "contacts.csv",
            "Name,Email,Title\nAnn,ann@b.example,\n",
            &Watch::nobody(),
        ),
    )
    .unwrap();
    let before = session.workspace().content_hash();
    let text = format!("{}Ann,ann@b.example,CEO\n", contacts(5_000));
    let done = drive(
        &session,
        import(writer, "contacts.csv", &text, &Watch::nobody()),
    )
    .unwrap();
    assert_eq!(
        (done.counts.read, done.counts.created, done.counts.updated),
        (5_001, 5_000, 1)
    );
    let table = |session: &Open| session.workspace().table(RecordKind::Customer).live();
    assert_eq!(table(&session), 5_001);
    let machine = session.machine();
    let change = machine.history().change(done.batch.unwrap()).unwrap();
    assert_eq!(
        (
            change.label.verb,
            change.label.count,
            change.label.name.as_str()
        ),
        (Verb::Import, 5_001, "contacts.csv")
    );
    drop(machine);
    // Another start finds the same.
    let again = open(&store, &locks, 2);
    assert_eq!(
        again.workspace().content_hash(),
        session.workspace().content_hash()
    );
    session.take_back(done.batch.unwrap()).unwrap();
    block_on(session.run_until_idle());
    assert_eq!(session.workspace().content_hash(), before);
    assert_eq!(table(&session), 1);
    session.redo().unwrap();
    block_on(session.run_until_idle());
    assert_eq!(
        session.workspace().content_hash(),
        again.workspace().content_hash()
    );
}

#[test]
fn nothing_stays_of_an_import_that_was_cancelled_or_could_not_be_saved() {
    let (store, locks) = (Memory::default(), Locks::default());
    let session = founded(&store, &locks);
    let writer: &dyn Writer = &*session;
    let (before, entries) = (session.workspace().replica_hash(), store.entry_count());
    for stage in [Stage::Writing, Stage::Saving] {
        let watch = at_stage(stage, Watch::cancel);
        let done = drive(&session, import(writer, "c.csv", &contacts(5_000), &watch));
        assert_eq!(done.unwrap_err(), ImportError::Cancelled);
    }
    // The first page, the last, and the entry that would make them visible.
    for after in [0, 2, 3] {
        let (job, planned) = drive(
            &session,
            prepare(writer, "c.csv", contacts(5_000).as_bytes()),
        );
        store.fail_after(after, StorageError::Quota);
        let done = drive(&session, commit(writer, &job, planned, &Watch::nobody()));
        assert_eq!(
            done.unwrap_err(),
            ImportError::Storage(StorageError::Quota),
            "{after}"
        );
    }
    assert_eq!(session.workspace().replica_hash(), before);
    assert_eq!((store.page_count(), store.entry_count()), (0, entries));
    assert!(locks.borrow().is_empty());
    // And it can be tried again.
    let done = drive(
        &session,
        import(writer, "c.csv", &contacts(5_000), &Watch::nobody()),
    );
    assert_eq!(done.unwrap().counts.created, 5_000);
    assert_eq!(store.page_count(), 3);
}

#[test]
fn one_import_is_written_at_a_time() {
    let (store, locks) = (Memory::default(), Locks::default());
    let session = founded(&store, &locks);
    let writer: &dyn Writer = &*session;
    let other = open(&store, &locks, 2);
    let held = block_on(Writer::lock(&*other, STAGING)).unwrap();
    let done = drive(
        &session,
        import(writer, "c.csv", &contacts(10), &Watch::nobody()),
    );
    assert_eq!(done.unwrap_err(), ImportError::Busy);
    drop(held);
    assert!(
        drive(
            &session,
            import(writer, "c.csv", &contacts(10), &Watch::nobody())
        )
        .is_ok()
    );
}

#[test]
fn a_tab_that_opens_meanwhile_sweeps_nothing_of_an_import() {
    let (store, locks) = (Memory::default(), Locks::default());
    let session = founded(&store, &locks);
    let writer: &dyn Writer = &*session;
    // While pages are staged that nothing refers to yet.
    let (other_store, other_locks) = (store.clone(), Rc::clone(&locks));
    let watch = at_stage(Stage::Saving, move |_| {
        assert_eq!(other_store.page_count(), 2);
        open(&other_store, &other_locks, 2);
    });
    drive(&session, import(writer, "c.csv", &contacts(3_000), &watch)).unwrap();
    assert_eq!(store.page_count(), 2);
    // And between that tab's reading of the journal and its sweep.
    let importing = Rc::clone(&session);
    let late = open_after(
        &store,
        &locks,
        3,
        Some(Box::new(move || {
            let writer: &dyn Writer = &*importing;
            let text = "Name,Email\nBo,bo@b.example\n";
            drive(&importing, import(writer, "d.csv", text, &Watch::nobody())).unwrap();
        })),
    );
    drop(late);
    let last = open(&store, &locks, 4);
    assert_eq!(last.damages(), []);
    assert_eq!(last.workspace().table(RecordKind::Customer).live(), 3_001);
}

#[test]
fn what_is_edited_while_an_import_is_written_is_kept() {
    let (store, locks) = (Memory::default(), Locks::default());
    let session = founded(&store, &locks);
    let writer: &dyn Writer = &*session;
    let text = "Name,Email,Title\nAnn,ann@b.example,Clerk\n";
    drive(&session, import(writer, "c.csv", text, &Watch::nobody())).unwrap();
    let ann = {
        let workspace = session.workspace();
        let table = workspace.table(RecordKind::Customer);
        table.id(table.live_rows().next().unwrap()).unwrap()
    };
    let editing = Rc::clone(&session);
    let watch = at_stage(Stage::Saving, move |_| {
        let edit = Command::Edit {
            ids: vec![ann],
            fields: vec![(Key::one(customer::TITLE), Some(Value::text("Owner")))],
            revision: None,
        };
        editing.execute(&edit).unwrap();
    });
    let text = "Name,Email,Title,Department\nAnn,ann@b.example,CEO,Board\n";
    drive(&session, import(writer, "c.csv", text, &watch)).unwrap();
    let workspace = session.workspace();
    let record = workspace.record(ann).unwrap();
    assert_eq!(
        (
            record.text(customer::TITLE),
            record.text(customer::DEPARTMENT)
        ),
        ("Owner", "Board")
    );
}

#[test]
fn a_file_in_another_encoding_with_faults_says_where_they_are() {
    let (store, locks) = (Memory::default(), Locks::default());
    let session = founded(&store, &locks);
    let writer: &dyn Writer = &*session;
    let bytes = b"Name;Email;Geburtstag\nJ\xfcrgen M\xfcller;j@m.example;31.02.1979\n\
        Grete Wei\xdf;g@w.example;14.05.1984\n";
    let (job, planned) = drive(&session, prepare(writer, "kunden.csv", bytes));
    assert!(job.text.contains("Jürgen Müller"));
    let problems: Vec<_> = planned
        .problems()
        .map(|problem| (problem.row, problem.column, problem.what.code()))
        .collect();
    assert_eq!(problems, [(2, Some(2), "does_not_exist")]);
    assert!(matches!(
        planned.problems().next().unwrap().what,
        Wrong::Value(_)
    ));
    let done = drive(&session, commit(writer, &job, planned, &Watch::nobody())).unwrap();
    assert_eq!(
        (done.counts.read, done.counts.created, done.counts.rejected),
        (2, 1, 1)
    );
    // The same file again has nothing to write, and makes no change.
    let (job, planned) = drive(&session, prepare(writer, "kunden.csv", bytes));
    let done = drive(&session, commit(writer, &job, planned, &Watch::nobody())).unwrap();
    assert_eq!((done.counts.skipped, done.batch), (1, None));
    let empty = block_on(decode(writer, b"", None));
    assert!(matches!(
        empty,
        Err(DecodeError::File(encoding::FileProblem::Empty))
    ));
}

#[test]
fn rows_that_are_not_taken_come_back_with_their_reasons() {
    let (store, locks) = (Memory::default(), Locks::default());
    let session = founded(&store, &locks);
    let writer: &dyn Writer = &*session;
    let long = "x".repeat(1_100_000);
    let text = format!(
        "Name,Email,Birthday\nAnn,ann@b.example,31.02.1979\n{long}\nBo,bo@b.example,14.05.1984\n=1,c@b.example,x\n"
    );
    let (job, planned) = drive(&session, prepare(writer, "c.csv", text.as_bytes()));
    let reasons: BTreeMap<u32, String> = planned
        .problems()
        .map(|problem| (problem.row, problem.what.code().to_owned()))
        .collect();
    let watch = Watch::nobody();
    let report = drive(&session, report(writer, &job, &reasons, "Reason", &watch)).unwrap();
    assert_eq!(
        report,
        "\u{feff}Name,Email,Birthday,Reason\r\nAnn,ann@b.example,31.02.1979,does_not_exist\r\n\
         ,,,row_too_long\r\n'=1,c@b.example,x,not_a_date\r\n"
    );
    let row = drive(&session, cells(writer, &job, 2, &watch)).unwrap();
    assert_eq!(row, ["Ann", "ann@b.example", "31.02.1979"]);
}
