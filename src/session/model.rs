//! Fits a model beside everything else that goes on: gathers what it asks for some records at a time with
//! rests between, has it learnt by whoever the ports name, and can be stopped at any time. Nothing is
//! written here; what becomes of the model is the caller's matter.

use super::ports::LearnError;
use super::scored;
use super::writer::{Reader, Writer};
use crate::domain::RecordKind;
use crate::query::feature::Features;
use crate::query::score::reads_scores;
use crate::query::{Now, Query};
use crate::scoring::model::Model;
use crate::scoring::model::ask::{Ask, Unfitted};
use crate::scoring::model::gather::{Gathered, Gathering};
use crate::scoring::model::learn::Table;
use crate::workspace::Workspace;
use crate::workspace::derived::{Fields, Source};
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// How far a fit has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// What it asks for is gathered; this much of it, 0 to 1.
    Gathering(f64),
    /// It is learnt from so many records.
    Learning(usize),
}

/// Why no model came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum FitError {
    /// It was stopped.
    Stopped,
    /// The records give none.
    Unfitted(Unfitted),
    /// Who learns did not answer.
    Worker(String),
}

impl From<Unfitted> for FitError {
    fn from(why: Unfitted) -> Self {
        Self::Unfitted(why)
    }
}

/// What whoever watches a fit may stop it by. Clones stop the same.
#[derive(Clone, Default)]
pub struct Stop(Rc<Stopping>);

#[derive(Default)]
struct Stopping {
    is_stopped: Cell<bool>,
    waiting: RefCell<Option<Waker>>,
}

impl Stop {
    /// Stops what is watched.
    pub fn stop(&self) {
        self.0.is_stopped.set(true);
        if let Some(waker) = self.0.waiting.take() {
            waker.wake();
        }
    }

    /// What work comes to, unless it is stopped before.
    async fn unless<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        std::future::poll_fn(|context| {
            if self.0.is_stopped.get() {
                return Poll::Ready(None);
            }
            *self.0.waiting.borrow_mut() = Some(context.waker().clone());
            work.as_mut().poll(context).map(Some)
        })
        .await
    }
}

/// Fits what a model asks for; `tell` hears between two steps how far it has come.
///
/// # Errors
/// [`FitError`].
pub async fn fit(
    writer: &dyn Writer,
    now: Now,
    ask: &Ask,
    stop: &Stop,
    tell: &dyn Fn(Progress),
) -> Result<Model, FitError> {
    let work = async {
        let (table, gathered) = gather(writer, now, ask, stop, tell).await?;
        tell(Progress::Learning(table.outcomes.len()));
        let answer = match writer.learn(table).await {
            Ok(learnt) => Ok(learnt),
            Err(LearnError::Unfit(unfit)) => Err(unfit),
            Err(LearnError::Worker(why)) => return Err(FitError::Worker(why)),
        };
        Ok(gathered.model(answer)?)
    };
    stop.unless(work).await.unwrap_or(Err(FitError::Stopped))
}

/// Gathers, and begins anew where anything was written meanwhile: rows of different times are no table.
async fn gather(
    writer: &dyn Writer,
    now: Now,
    ask: &Ask,
    stop: &Stop,
    tell: &dyn Fn(Progress),
) -> Result<(Table, Gathered), FitError> {
    loop {
        let paths = ask.paths(&Features::new(&writer.workspace(), now));
        ready(writer, now, ask.kind, paths).await;
        let seen = writes(&writer.workspace());
        let mut gathering = Gathering::of(ask);
        let mut is_same = true;
        while is_same && gathering.step(&Features::new(&writer.workspace(), now))? {
            tell(Progress::Gathering(gathering.share()));
            writer.rest().await;
            if stop.0.is_stopped.get() {
                return Err(FitError::Stopped);
            }
            is_same = writes(&writer.workspace()) == seen;
        }
        if is_same {
            return Ok(gathering.finish()?);
        }
    }
}

/// Sees to it that what is read of scores is there.
async fn ready(reader: &(impl Reader + ?Sized), now: Now, kind: RecordKind, paths: Vec<String>) {
    let mut query = Query::new(kind);
    query.fields = paths;
    let reads = reads_scores(&reader.workspace(), &query);
    if reads {
        scored::prepare(reader, now).await;
    }
}

/// How far all tables are written.
#[must_use]
pub fn writes(workspace: &Workspace) -> Vec<u64> {
    workspace.writes_of(&RecordKind::ALL.map(|kind| Source::new(kind, Fields::ALL)))
}
