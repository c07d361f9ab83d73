//! Why a round of sync ended early, and what is to be done about it: the one table of answers that no
//! caller has to read again.

use super::wire::{Answer, Unreachable};
use super::{StoreError, wire};
use crate::document::json::{Json, look, parse};
use thiserror::Error;

/// Why a round ended early. What was written on the device stays, and is sent when it can be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Trouble {
    /// It may pass by itself: the round is tried again, later each time.
    #[error("the server does not answer as it should: {0}")]
    Passing(String),
    /// The server asks for patience, for so many seconds where it says so.
    #[error("the server is asked too often")]
    TooOften(Option<u32>),
    /// There is no such database, or not yet again.
    #[error("there is no such database")]
    NoDatabase,
    /// Whoever signed in is not known, or no longer.
    #[error("not signed in: {0}")]
    SignIn(String),
    /// Whoever signed in may not read or write here.
    #[error("not allowed: {0}")]
    Forbidden(String),
    /// One request is more than the server takes.
    #[error("too large, or not as the server wants it: {0}")]
    Refused(String),
    /// So many records were deleted elsewhere that somebody has to say whether that is meant.
    #[error("{0} records were deleted elsewhere")]
    Deletions(u64),
    /// The database is encrypted, and its key is not here: somebody has to give the passphrase.
    #[error("the database is encrypted")]
    Locked,
    /// The keys of the database are not those it was encrypted with.
    #[error("the keys of the database are others")]
    OtherKeys,
    /// The store of the device did not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Trouble {
    /// What an answer that is not what was asked for means.
    pub(super) fn of(answer: &Answer) -> Self {
        let said = Said::of(&answer.body);
        let reason = said.reason.clone();
        match answer.status {
            401 => Self::SignIn(reason),
            // A proxy's page is no database's word.
            403 if !said.error.is_empty() => Self::Forbidden(reason),
            404 if said.error == "not_found" => Self::NoDatabase,
            429 => Self::TooOften(answer.retry_after_s),
            400 | 413 | 415 if !said.error.is_empty() => Self::Refused(reason),
            status => Self::Passing(format!("{status} {}", said.error)),
        }
    }

    /// What an answer means that is JSON of another shape than was asked for, or none: the page of a
    /// network that wants a password, an answer that was cut off.
    pub(crate) fn unexpected() -> Self {
        Self::Passing("not the answer of a database".to_owned())
    }
}

impl From<&Answer> for Trouble {
    fn from(answer: &Answer) -> Self {
        Self::of(answer)
    }
}

impl From<Unreachable> for Trouble {
    fn from(unreachable: Unreachable) -> Self {
        Self::Passing(match unreachable {
            wire::Unreachable::Network => "cannot be reached".to_owned(),
            wire::Unreachable::TimedOut => "took too long".to_owned(),
            wire::Unreachable::Redirected => "sent elsewhere".to_owned(),
            wire::Unreachable::TooLarge => "answered with too much".to_owned(),
        })
    }
}

/// What a database says is wrong.
pub(super) struct Said {
    pub(super) error: String,
    pub(super) reason: String,
}

impl Said {
    /// Nothing where it is not a database's answer.
    pub(super) fn of(body: &str) -> Self {
        let mut said = Self {
            error: String::new(),
            reason: String::new(),
        };
        if let Ok(Ok(Json::Object(members))) = parse(body).map(look) {
            let text = |name: &str| match members.get(name).map(look) {
                Some(Ok(Json::Text(text))) => text,
                _ => String::new(),
            };
            said.error = text("error");
            said.reason = text("reason");
        }
        said
    }
}
