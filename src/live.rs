//! Signals over the workspace: the only thing the screens read. A read inside a reactive
//! computation is remembered with exactly what it depends on (a record, a field of a kind, the
//! list of a kind), and runs again when that changes, whoever changed it. Nothing here writes; the
//! screens write through [`Writer`].

use crate::domain::{FieldIx, RecordId, RecordKind};
pub use crate::session::SaveState;
use crate::session::Session;
pub use crate::session::driver::{Checked, Refused, Shortfall, Undone};
use crate::session::machine::{Machine, Touched};
use crate::session::ports::Ports;
use crate::session::writer::Shut;
pub use crate::session::writer::{Reader, Waiting, Writer};
use crate::storage::Storage;
pub use crate::storage::StorageError;
use crate::workspace::Workspace;
use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::{Notify, Track};
use std::cell::{OnceCell, Ref, RefCell};
use std::collections::HashMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// An open workspace as the screens see it.
#[derive(Clone)]
pub struct Live {
    reader: Rc<dyn Reader>,
    shut: Rc<dyn Writer>,
    writer: Rc<OnceCell<Rc<dyn Writer>>>,
    /// Who waits for it.
    waiting: Rc<RefCell<Vec<Waker>>>,
    triggers: Rc<Triggers>,
}

#[derive(Default)]
struct Triggers {
    kinds: RefCell<HashMap<RecordKind, ArcTrigger>>,
    fields: RefCell<HashMap<(RecordKind, FieldIx), ArcTrigger>>,
    records: RefCell<HashMap<RecordId, ArcTrigger>>,
    state: ArcTrigger,
    history: ArcTrigger,
}

impl Live {
    /// Signals over a session; it tells them what changes. The door for writing stays shut until it
    /// is opened ([`Live::admit`]).
    #[must_use]
    pub fn over<S: Storage + 'static, P: Ports + 'static>(session: Rc<Session<S, P>>) -> Self {
        let triggers = Rc::new(Triggers::default());
        let told = Rc::clone(&triggers);
        session.listen(move |touched| told.notify(touched));
        let reader: Rc<dyn Reader> = session;
        Self {
            shut: Rc::new(Shut(Rc::clone(&reader))),
            reader,
            writer: Rc::default(),
            waiting: Rc::default(),
            triggers,
        }
    }

    /// Opens the door for writing.
    pub fn admit(&self, writer: Rc<dyn Writer>) {
        // It is opened once: the session behind it is the one that is read.
        let _ = self.writer.set(writer);
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Waits until the door for writing is open.
    pub async fn opened(&self) {
        poll_fn(|context| {
            if self.writer.get().is_some() {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// The door for writing.
    #[must_use]
    pub fn writer(&self) -> &Rc<dyn Writer> {
        self.writer.get().unwrap_or(&self.shut)
    }

    /// The workspace, without remembering what is read.
    #[must_use]
    pub fn peek(&self) -> Ref<'_, Workspace> {
        self.reader.workspace()
    }

    /// The workspace, for whatever depends on which records of a kind there are.
    #[must_use]
    #[track_caller]
    pub fn kind(&self, kind: RecordKind) -> Ref<'_, Workspace> {
        self.triggers
            .kinds
            .borrow_mut()
            .entry(kind)
            .or_default()
            .track();
        self.reader.workspace()
    }

    /// The workspace, for whatever depends on a field of all records of a kind, and on which there
    /// are.
    #[must_use]
    #[track_caller]
    pub fn field(&self, kind: RecordKind, field: FieldIx) -> Ref<'_, Workspace> {
        self.triggers
            .fields
            .borrow_mut()
            .entry((kind, field))
            .or_default()
            .track();
        self.kind(kind)
    }

    /// The workspace, for whatever depends on one record.
    #[must_use]
    #[track_caller]
    pub fn record(&self, id: RecordId) -> Ref<'_, Workspace> {
        self.triggers
            .records
            .borrow_mut()
            .entry(id)
            .or_default()
            .track();
        self.reader.workspace()
    }

    /// How the data stand.
    #[must_use]
    #[track_caller]
    pub fn state(&self) -> SaveState {
        self.triggers.state.track();
        self.reader.state()
    }

    /// How many stored pages and entries could not be read.
    #[must_use]
    #[track_caller]
    pub fn damaged(&self) -> usize {
        self.triggers.state.track();
        self.reader.damaged()
    }

    /// Why a model was not fitted anew, where that was tried since it was fitted.
    #[must_use]
    #[track_caller]
    pub fn refused(&self, id: RecordId) -> Option<Refused> {
        self.triggers.state.track();
        self.reader.refused(id)
    }

    /// The machine, for whatever depends on what was done.
    #[must_use]
    #[track_caller]
    pub fn history(&self) -> Ref<'_, Machine> {
        self.triggers.history.track();
        self.reader.machine()
    }
}

impl Triggers {
    fn notify(&self, touched: &Touched) {
        // A trigger runs computations that may ask for more triggers: none is borrowed meanwhile.
        let mut due = vec![self.state.clone()];
        if !touched.is_empty() {
            due.push(self.history.clone());
        }
        for (kind, trigger) in self.kinds.borrow().iter() {
            let has_standing = [crate::domain::field::GONE, crate::domain::field::DELETED_AT]
                .into_iter()
                .any(|field| touched.fields.contains(&(*kind, field)));
            if touched.all || has_standing || touched.kinds.contains(kind) {
                due.push(trigger.clone());
            }
        }
        for (place, trigger) in self.fields.borrow().iter() {
            if touched.all || touched.fields.contains(place) || touched.kinds.contains(&place.0) {
                due.push(trigger.clone());
            }
        }
        let records = self.records.borrow();
        if touched.all || !touched.kinds.is_empty() {
            for (id, trigger) in records.iter() {
                if touched.all || touched.records.contains(id) || touched.kinds.contains(&id.kind) {
                    due.push(trigger.clone());
                }
            }
        } else {
            // Of a hundred thousand rows that were once in sight an edit asks for one.
            let read = touched.records.iter().filter_map(|id| records.get(id));
            due.extend(read.cloned());
        }
        drop(records);
        due.iter().for_each(ArcTrigger::notify);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Instant, Key, Value, customer};
    use crate::exchange::encoding::decode;
    use crate::query::Now;
    use crate::scoring::model::learn::learn;
    use crate::session::block_on;
    use crate::session::ports::{
        DecodeError, Decoded, Encoding, LearnError, Learnt, Sentinel, Table,
    };
    use crate::storage::memory::Memory;
    use crate::workspace::command::Command;
    use reactive_graph::computed::Memo;
    use reactive_graph::owner::Owner;
    use reactive_graph::traits::GetUntracked;
    use std::cell::Cell;

    /// Ports without an outside.
    #[derive(Default)]
    struct Nowhere(Cell<u64>);

    impl Ports for Nowhere {
        type Guard = ();
        const ZONES: crate::domain::zone::Zones = crate::domain::zone::only_utc;
        fn now(&self) -> Instant {
            self.0.set(self.0.get() + 1);
            Instant::from_ms(1_700_000_000_000 + self.0.get() as i64).unwrap()
        }
        fn clock(&self) -> Now {
            Now::of(self.now(), crate::domain::Zone::UTC)
        }
        fn random(&self) -> u128 {
            self.0.set(self.0.get() + 1);
            u128::from(self.0.get())
        }
        fn announce(&self, _: u64) {}
        async fn rest(&self) {}
        async fn lock(&self, _: &str) -> Option<()> {
            Some(())
        }
        fn remember(&self, _: Sentinel) {}
        async fn recall(&self) -> Option<Sentinel> {
            None
        }
        async fn forget(&self) {}
        async fn decode(
            &self,
            bytes: &[u8],
            chosen: Option<Encoding>,
        ) -> Result<Decoded, DecodeError> {
            Ok(decode(bytes, chosen)?)
        }
        async fn learn(&self, table: Table) -> Result<Learnt, LearnError> {
            Ok(learn(&table)?)
        }
    }

    #[test]
    fn a_computation_runs_again_only_when_what_it_read_changes() {
        let owner = Owner::new();
        owner.set();
        let session =
            block_on(Session::open(Memory::default(), Nowhere::default(), |_| {})).unwrap();
        let session = Rc::new(session);
        let live = Live::over(Rc::clone(&session));
        let (a, b) = (make(&session, "A"), make(&session, "B"));
        let runs = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
        let counted = std::sync::Arc::clone(&runs);
        let reader = send_wrapper::SendWrapper::new(live);
        let name = Memo::new(move |_| {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            reader.record(a).name(a).into_owned()
        });
        assert_eq!(name.get_untracked(), "A");
        let rename = |id, name: &str| {
            let fields = vec![(Key::one(customer::NAME), Some(Value::text(name)))];
            session
                .execute(&Command::Edit {
                    ids: vec![id],
                    fields,
                    revision: None,
                })
                .unwrap();
        };
        rename(b, "Other");
        assert_eq!(name.get_untracked(), "A");
        assert_eq!(
            runs.load(std::sync::atomic::Ordering::Relaxed),
            1,
            "another record changed"
        );
        rename(a, "Renamed");
        assert_eq!(name.get_untracked(), "Renamed");
        assert_eq!(runs.load(std::sync::atomic::Ordering::Relaxed), 2);
        session.undo().unwrap();
        assert_eq!(name.get_untracked(), "A");
        block_on(session.run_until_idle());
        assert_eq!(session.state(), SaveState::Saved);
    }

    fn open(store: &Memory) -> Session<Memory, Nowhere> {
        block_on(Session::open(store.clone(), Nowhere::default(), |_| {})).unwrap()
    }

    fn make(session: &Session<Memory, Nowhere>, name: &str) -> RecordId {
        let id = session.new_id(RecordKind::Customer);
        let fields = vec![
            (Key::one(customer::KIND), Some(Value::text("company"))),
            (Key::one(customer::NAME), Some(Value::text(name))),
        ];
        session.execute(&Command::Create { id, fields }).unwrap();
        id
    }

    fn names(session: &Session<Memory, Nowhere>) -> Vec<String> {
        let workspace = session.workspace();
        let table = workspace.table(RecordKind::Customer);
        let mut names: Vec<String> = table
            .live_rows()
            .map(|row| table.text(row, customer::NAME).into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_failed_save_stands_until_it_is_tried_again() {
        let store = Memory::default();
        let session = open(&store);
        store.fail_after(0, StorageError::Quota);
        make(&session, "A");
        make(&session, "B");
        block_on(session.run_until_idle());
        assert_eq!(names(&session), Vec::<String>::new());
        assert_eq!(session.state(), SaveState::Failed(StorageError::Quota));
        assert_eq!(session.lost(), 2);

        // What is saved meanwhile does not hide that something is not.
        make(&session, "C");
        block_on(session.run_until_idle());
        assert_eq!(session.state(), SaveState::Failed(StorageError::Quota));

        store.fail_after(0, StorageError::Quota);
        session.try_again();
        block_on(session.run_until_idle());
        assert_eq!(session.lost(), 2);
        session.try_again();
        block_on(session.run_until_idle());
        assert_eq!(session.state(), SaveState::Saved);
        assert_eq!(names(&session), ["A", "B", "C"]);
        assert_eq!(names(&open(&store)), ["A", "B", "C"]);
    }

    #[test]
    fn a_change_whose_maker_still_has_it_is_not_tried_again() {
        let store = Memory::default();
        let session = open(&store);
        store.fail_after(0, StorageError::Quota);
        make(&session, "A");
        let id = session.machine().next_id().unwrap();
        block_on(session.run_until_idle());
        session.forget_lost(id);
        assert_eq!(session.state(), SaveState::Saved);
        session.try_again();
        block_on(session.run_until_idle());
        assert_eq!(names(&session), Vec::<String>::new());
    }

    #[test]
    fn a_damaged_entry_is_told_and_nothing_is_thrown_away() {
        let store = Memory::default();
        let session = open(&store);
        for name in ["A", "B", "C"] {
            make(&session, name);
        }
        block_on(session.run_until_idle());
        let page = (session.new_page_id(), Rc::from([1, 2, 3]));
        block_on(store.stage(&[page])).unwrap();
        store.damage(2);

        let again = open(&store);
        assert_eq!(names(&again), ["A", "C"]);
        assert_eq!(again.damages().len(), 1);
        // The entry may have been the one that refers to the page.
        assert_eq!(store.page_count(), 1);
        // A fold would put what is damaged out of the way.
        block_on(again.settle()).unwrap();
        assert_eq!(store.entry_count(), 3);
    }
}
