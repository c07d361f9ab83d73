//! What went wrong in IndexedDB, as the storage's errors, and whether trying again can help. Who
//! tries again is the caller's matter.

use crate::storage::StorageError;
use indexed_db_futures::error::{Error, OpenDbError};
use web_sys::DomException;

/// What can be done about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Nothing here: it would fail again.
    None,
    /// Trying again, on a new connection: this one is gone, or the browser had a bad moment.
    Again,
    /// Leaving out what could not be read.
    Skip,
}

/// An operation that failed.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) error: StorageError,
    pub(super) remedy: Remedy,
}

impl Fault {
    pub(super) const fn last(error: StorageError) -> Self {
        Self {
            error,
            remedy: Remedy::None,
        }
    }
}

impl From<StorageError> for Fault {
    fn from(error: StorageError) -> Self {
        Self::last(error)
    }
}

impl From<DomException> for Fault {
    fn from(exception: DomException) -> Self {
        let name = exception.name();
        let message = || format!("{name}: {}", exception.message());
        let (error, remedy) = match name.as_str() {
            "QuotaExceededError" => (StorageError::Quota, Remedy::None),
            "VersionError" => (StorageError::TooNew, Remedy::None),
            "SecurityError" | "NotAllowedError" => {
                (StorageError::Unavailable(message()), Remedy::None)
            }
            // The value's file is gone or unreadable; the browser says so for good.
            "NotReadableError" | "NotFoundError" => {
                (StorageError::Damaged(message()), Remedy::Skip)
            }
            "DataError" | "DataCloneError" | "ConstraintError" | "ReadOnlyError" => {
                (StorageError::Aborted(message()), Remedy::None)
            }
            // `InvalidStateError` where the connection died, `AbortError` for what was under way
            // then, `UnknownError` where the browser's own disk access failed.
            _ => (StorageError::Aborted(message()), Remedy::Again),
        };
        Self { error, remedy }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(exception) => DomException::from(exception).into(),
            // A transaction that ended without saying why: its connection was closed.
            error @ Error::MissingData(_) => Self {
                error: StorageError::Aborted(error.to_string()),
                remedy: Remedy::Again,
            },
            error => Self::last(StorageError::Aborted(error.to_string())),
        }
    }
}

impl From<OpenDbError> for Fault {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::Base(error) => error.into(),
            error => Self::last(StorageError::Unavailable(error.to_string())),
        }
    }
}
