//! The REST surface as values: a request becomes a reply, or a command with how to answer once it
//! is done, or a long job. Everything is read from the workspace it is given; nothing here waits or
//! writes, and where requests come from and what carries out commands and jobs is left to the
//! session. What the surface is stands in docs/rest.md and public/openapi.json.

pub mod collection;
pub mod customer;
pub mod document;
pub mod example;
pub mod history;
mod model;
pub mod parameter;
pub mod reply;
pub mod report;
pub mod request;
pub mod route;
mod scored;
mod scores;
mod sentence;
pub mod snippet;
pub mod status;
mod terms;
pub mod transfer;

use crate::domain::{RecordId, RecordKind, Stamp, Uuid, settings};
use crate::query::Now;
use crate::workspace::Workspace;
use crate::workspace::change::Change;
use crate::workspace::command::Command;
pub use model::ToFit;
pub use reply::{Finding, Refusal, Reply};
pub use request::Request;
use route::Action;
pub use sentence::{as_sentence, sentence};
pub use status::{Figures, SyncFigures};
pub use transfer::{ImportAsk, ImportDone};

/// What requests are answered from.
pub struct Desk<'a> {
    /// The records.
    pub workspace: &'a Workspace,
    /// What the workspace is called in addresses.
    pub slug: &'a str,
    /// The known changes, oldest first.
    pub changes: &'a [Change],
    /// The change that undo takes back next.
    pub undoable: Option<Stamp>,
    /// The undo that redo takes back next.
    pub redoable: Option<Stamp>,
    /// What time it is for the user.
    pub now: Now,
    /// A new identity, for a record that this request makes.
    pub fresh: Uuid,
    /// What only the session knows of how things stand.
    pub figures: &'a Figures,
}

/// What is to be done about a request.
#[derive(Debug)]
pub enum Step {
    /// This is the answer.
    Reply(Reply),
    /// Do this; [`done`] makes the answer once it is safe.
    Write(Command, Then),
    /// Take something back, or do it again.
    Invert(Inversion),
    /// Fit a model, then do what writes it.
    Fit(Box<model::ToFit>),
    /// Do what takes long.
    Job(Job),
}

/// How a command is answered once it is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// A record was made.
    Created(RecordId),
    /// A record was written.
    Written(RecordId),
    /// A record was erased.
    Erased,
}

/// What is to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inversion {
    /// The change.
    pub change: Stamp,
    /// Whether that was an undo, so that something is done again.
    pub is_redo: bool,
}

/// What takes long.
#[derive(Debug)]
pub enum Job {
    /// Say how things stand, with the hashes of all records.
    Status,
    /// Write a list into a file.
    Export(Box<collection::Export>),
    /// Import a file, the request's body.
    Import(Box<ImportAsk>),
    /// Write a backup.
    Backup,
    /// Read a backup, the request's body.
    Restore(crate::exchange::backup::RestoreMode),
}

/// What is to be done about a request; what is wrong with it is an answer too.
#[must_use]
pub fn answer(request: &Request, desk: &Desk<'_>) -> Step {
    let mut step = step(request, desk).unwrap_or_else(|refusal| Step::Reply(refusal.into()));
    if let Step::Reply(reply) = &mut step
        && (request.method.as_str(), reply.status) == ("OPTIONS", 405)
    {
        // Asking what an address answers to is no mistake.
        let allowed = reply.headers.iter().find(|(name, _)| name == "Allow");
        let allowed = allowed.map(|(_, methods)| methods.clone());
        *reply = Reply::empty(204).with("Allow", allowed.unwrap_or_default());
    }
    step
}

fn step(request: &Request, desk: &Desk<'_>) -> Result<Step, Refusal> {
    let route::Found {
        action,
        kind,
        id,
        mut query,
    } = route::find(request)?;
    if let Some(slug) = query.take("workspace")
        && slug != desk.slug
    {
        return Err(Refusal::no_workspace(&slug));
    }
    let kind = kind.unwrap_or(RecordKind::Settings);
    let id = id.unwrap_or_default();
    let step = match action {
        Action::Customer => Step::Reply(customer::read(desk, request, &id)?),
        Action::List => Step::Reply(collection::list(desk, kind, query)?),
        Action::Create => document::create(desk, request, kind)?,
        Action::Read => Step::Reply(document::read(desk, request, kind, &id)?),
        Action::Patch => document::patch(desk, request, kind, &id)?,
        Action::Delete => document::delete(desk, request, kind, &id, query)?,
        Action::ReadSettings => Step::Reply(document::read(desk, request, kind, &settings_id())?),
        Action::PatchSettings => document::patch(desk, request, kind, &settings_id())?,
        Action::Undo => Step::Invert(history::undo(desk, request)?),
        Action::Redo => Step::Invert(history::redo(desk, request)?),
        Action::Changes => Step::Reply(history::list(desk, query)?),
        Action::Report => Step::Reply(report::read(desk, &id, query)?),
        Action::Status => status::status(desk, query)?,
        Action::Export => Step::Job(collection::export(desk, kind, query)?),
        Action::Backup => Step::Job(Job::Backup),
        Action::Restore => Step::Job(transfer::restore(request, query)?),
        Action::Import => Step::Job(transfer::import(request, query)?),
        Action::Fit => model::fit(desk, request, &id)?,
        Action::Scores => Step::Reply(scores::read(desk, kind, &id)?),
    };
    Ok(step)
}

fn settings_id() -> String {
    settings::ID.to_string()
}

/// The answer to [`Job::Status`]: how things stand, with the hash of the content and that of the
/// replica.
#[must_use]
pub fn stands(desk: &Desk<'_>, hashes: (u128, u128)) -> Reply {
    status::reply(desk, Some(hashes))
}

/// The answer to a command that is safe: what was written, and by which change.
#[must_use]
pub fn done(desk: &Desk<'_>, then: Then, change: Option<Stamp>) -> Reply {
    document::done(desk, then, change).unwrap_or_else(Reply::from)
}
