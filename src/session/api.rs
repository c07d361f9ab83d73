//! Carries out what the REST surface decides: reads from the open workspace, executes commands and
//! answers only when they are on the disk, runs what takes long in steps with rests between. How
//! requests come in is left to the programs.

#[cfg(test)]
mod tests;
mod transfer;

use super::model::{self, FitError, Stop};
use super::ports::Ports;
use super::sync::{Phase, Status};
use super::writer::Waiting;
use super::{SaveState, Session};
use crate::api::{
    self, Desk, Figures, Inversion, Job, Refusal, Reply, Request, Step, SyncFigures, Then, ToFit,
};
use crate::domain::Stamp;
use crate::storage::{Storage, StorageError};
use crate::workspace::command::{Command, CommandError};
use std::rc::Rc;

/// How many records of a file are written in one step.
const RECORDS_A_STEP: usize = 200;

/// Says how many bytes are used, and how many may be.
pub type Measure = Box<dyn Fn() -> Waiting<'static, Option<(f64, f64)>>>;

/// Says how sync stands; none as long as nobody knows.
pub type SyncStands = Box<dyn Fn() -> Option<Status>>;

/// The REST surface of an open workspace.
pub struct Api<S, P> {
    session: Rc<Session<S, P>>,
    slug: String,
    build: String,
    measure: Option<Measure>,
    sync: Option<SyncStands>,
}

impl<S: Storage, P: Ports> Api<S, P> {
    /// The surface of a workspace that has this name in addresses, in a program of this version.
    #[must_use]
    pub fn new(session: Rc<Session<S, P>>, slug: &str, build: &str) -> Self {
        Self {
            session,
            slug: slug.to_owned(),
            build: build.to_owned(),
            measure: None,
            sync: None,
        }
    }

    /// The same, which also tells how much room there is.
    #[must_use]
    pub fn measured_by(self, measure: Measure) -> Self {
        Self {
            measure: Some(measure),
            ..self
        }
    }

    /// The same, of a workspace that is connected to a database; which nobody need know much of yet.
    #[must_use]
    pub fn synced_by(self, sync: SyncStands) -> Self {
        Self {
            sync: Some(sync),
            ..self
        }
    }

    /// Answers a request.
    pub async fn answer(&self, request: Request) -> Reply {
        // The log and undo reach back as far as it is kept; without it they only know less.
        let _ = self.session.load_history().await;
        let figures = self.figures(&request).await;
        let step = self.at_desk(&figures, |desk| api::answer(&request, desk));
        let done = match step {
            Step::Reply(reply) => return reply,
            Step::Write(command, then) => self.write(&command, then).await,
            Step::Fit(to_fit) => self.fit(*to_fit).await,
            Step::Invert(inversion) => self.invert(inversion).await,
            Step::Job(job) => self.run(job, request).await,
        };
        done.unwrap_or_else(Reply::from)
    }

    async fn figures(&self, request: &Request) -> Figures {
        let space = match &self.measure {
            Some(measure) if request.path.starts_with("/api/status") => measure().await,
            _ => None,
        };
        let machine = self.session.machine();
        let (pages, folded) = self.session.folded();
        Figures {
            build: self.build.clone(),
            sequence: machine.heard(),
            state: match self.session.state() {
                SaveState::Saved => "saved",
                SaveState::Saving(_) => "saving",
                SaveState::Failed(_) => "failed",
            },
            waiting: machine.waiting(),
            pages,
            folded,
            damaged: self.session.damages().len(),
            space,
            sync: match &self.sync {
                Some(sync) => sync().map_or_else(starting, |status| stands(&status)),
                None => SyncFigures::default(),
            },
        }
    }

    fn at_desk<T>(&self, figures: &Figures, work: impl FnOnce(&Desk<'_>) -> T) -> T {
        let ports = self.session.ports();
        let fresh = self.session.new_uuid();
        let machine = self.session.machine();
        let history = machine.history();
        work(&Desk {
            workspace: machine.workspace(),
            slug: &self.slug,
            changes: history.changes(),
            undoable: history.undoable(),
            redoable: history.redoable(),
            now: ports.clock(),
            fresh,
            figures,
        })
    }

    async fn write(&self, command: &Command, then: Then) -> Result<Reply, Refusal> {
        let change = match self.session.execute(command) {
            Ok(change) => {
                self.saved(change).await?;
                Some(change)
            }
            // It says already what was wanted, perhaps by a change that is still on its way.
            Err(CommandError::NothingToDo) => {
                self.session.quiet().await;
                None
            }
            Err(error) => return Err(Refusal::command(&error)),
        };
        Ok(self.at_desk(&Figures::default(), |desk| api::done(desk, then, change)))
    }

    /// Fits a model beside everything else, and writes it.
    async fn fit(&self, to_fit: ToFit) -> Result<Reply, Refusal> {
        let (session, now) = (&*self.session, self.session.ports().clock());
        let (stop, tell) = (Stop::default(), |_| {});
        let model = match model::fit(session, now, to_fit.ask(), &stop, &tell).await {
            Ok(model) => Ok(model),
            Err(FitError::Unfitted(why)) => Err(why),
            Err(FitError::Stopped) => return Err(Refusal::missing("it was stopped")),
            Err(FitError::Worker(why)) => return Err(Refusal::missing(&why)),
        };
        let (command, then) = to_fit.fitted(model, now.at)?;
        self.write(&command, then).await
    }

    async fn invert(&self, inversion: Inversion) -> Result<Reply, Refusal> {
        let inverse = self.session.take_back(inversion.change);
        let inverse = inverse.map_err(|error| Refusal::command(&error))?;
        self.saved(inverse.change.id).await?;
        Ok(self.at_desk(&Figures::default(), |desk| {
            api::history::inverted(desk, inversion, &inverse)
        }))
    }

    /// Waits until a change is on the disk.
    async fn saved(&self, change: Stamp) -> Result<(), Refusal> {
        let saved = self.session.saved(change).await;
        saved.map(drop).map_err(|error| refused(&error))
    }

    async fn run(&self, job: Job, request: Request) -> Result<Reply, Refusal> {
        match job {
            Job::Status => {
                let hashes = self.session.hashes().await;
                // What else is said stands as it does when they are known.
                let figures = self.figures(&request).await;
                Ok(self.at_desk(&figures, |desk| api::stands(desk, hashes)))
            }
            Job::Export(mut export) => {
                while export.step(&self.session.workspace(), RECORDS_A_STEP) {
                    self.session.ports().rest().await;
                }
                Ok(export.finish(self.session.ports().today()))
            }
            Job::Import(ask) => transfer::import(&*self.session, *ask, &request.body).await,
            Job::Backup => {
                let ports = self.session.ports();
                let file = transfer::back_up(&*self.session, ports.now()).await?;
                let name = format!("{}-{}.satchel.jsonl", self.slug, ports.today());
                Ok(Reply::file("application/jsonl", file).named(&name))
            }
            Job::Restore(mode) => transfer::restore(&*self.session, mode, request.body).await,
        }
    }
}

/// What is said where there is a database and what keeps the workspace in step is on its way.
fn starting() -> SyncFigures {
    SyncFigures {
        state: "starting",
        ..SyncFigures::default()
    }
}

/// How sync stands, for programs.
fn stands(status: &Status) -> SyncFigures {
    let (state, reason) = match &status.phase {
        Phase::Off => ("off", None),
        Phase::Paused => ("paused", None),
        Phase::Elsewhere => ("elsewhere", None),
        Phase::Syncing { .. } => ("syncing", None),
        Phase::InStep => ("in_step", None),
        Phase::Waiting { trouble, .. } => ("waiting", Some(api::as_sentence(&trouble.to_string()))),
        Phase::Stopped(trouble) => ("stopped", Some(api::as_sentence(&trouble.to_string()))),
        Phase::Asking { deletions } => {
            let why = format!(
                "{deletions} records were deleted elsewhere; somebody is to say whether they go here too."
            );
            ("asking", Some(why))
        }
    };
    SyncFigures {
        state,
        reason,
        // The address alone: who signs in, and by what, is nobody's business.
        database: status.remote.as_ref().map(|remote| remote.address("")),
        pending: status.waiting,
        oldest: status.oldest,
        last: status.last,
        left: (status.refused.len(), status.unread.len()),
    }
}

fn refused(error: &StorageError) -> Refusal {
    Refusal::storage(*error == StorageError::Quota, &error.to_string())
}
