//! Commands: what a person or another system wants done. They carry parsed values; the text a
//! person typed becomes a value in [`super::input`].

use crate::domain::zone::Zones;
use crate::domain::{Date, Instant, Key, Problem, RecordId, Stamp, Value};
use thiserror::Error;

/// A wish. `decide` says what it would change, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Makes a record. A repeat with the same id changes nothing.
    Create {
        /// Its id, made by whoever wishes.
        id: RecordId,
        /// Its values.
        fields: Vec<(Key, Option<Value>)>,
    },
    /// Writes fields of records: one for an edit in place, many for a bulk edit.
    Edit {
        /// The records.
        ids: Vec<RecordId>,
        /// The values; none takes a value away.
        fields: Vec<(Key, Option<Value>)>,
        /// The revision that was seen, where the edit must not go over a later one.
        revision: Option<Stamp>,
    },
    /// Puts records into the trash.
    Trash {
        /// The records.
        ids: Vec<RecordId>,
    },
    /// Takes records out of the trash.
    Restore {
        /// The records.
        ids: Vec<RecordId>,
    },
    /// Erases records for good: the one thing that cannot be undone.
    Erase {
        /// The records.
        ids: Vec<RecordId>,
    },
    /// Erases those of the records that the trash has kept for long enough by the context's time
    /// ([`crate::domain::trash`]). The program wishes it by itself: what meanwhile came out of the
    /// trash, or is used again, stays, and no person is the author.
    Expire {
        /// The records.
        ids: Vec<RecordId>,
        /// When a backup was restored last.
        restored: Option<Instant>,
    },
    /// Several at once, as one change: later ones see what earlier ones made.
    All(Vec<Command>),
}

impl Command {
    /// The record that it makes in the end, which must have what its kind requires. What comes to be on
    /// the way there, the new customer of a new deal, is asked for no more than what it needs to be.
    #[must_use]
    pub fn makes(&self) -> Option<RecordId> {
        match self {
            Self::Create { id, .. } => Some(*id),
            Self::All(commands) => commands.last().and_then(Self::makes),
            Self::Edit { .. }
            | Self::Trash { .. }
            | Self::Restore { .. }
            | Self::Erase { .. }
            | Self::Expire { .. } => None,
        }
    }

    /// The records that it is about, where it does the same to each.
    #[must_use]
    pub fn ids(&self) -> &[RecordId] {
        match self {
            Self::Edit { ids, .. }
            | Self::Trash { ids }
            | Self::Restore { ids }
            | Self::Erase { ids }
            | Self::Expire { ids, .. } => ids,
            Self::Create { .. } | Self::All(_) => &[],
        }
    }

    /// The same for other records; of what is about none in particular, itself.
    #[must_use]
    pub fn of(&self, ids: &[RecordId]) -> Self {
        let ids = ids.to_vec();
        match self {
            Self::Edit {
                fields, revision, ..
            } => Self::Edit {
                ids,
                fields: fields.clone(),
                revision: *revision,
            },
            Self::Trash { .. } => Self::Trash { ids },
            Self::Restore { .. } => Self::Restore { ids },
            Self::Erase { .. } => Self::Erase { ids },
            Self::Expire { restored, .. } => Self::Expire {
                ids,
                restored: *restored,
            },
            Self::Create { .. } | Self::All(_) => self.clone(),
        }
    }
}

/// What deciding needs from outside: passed in, so that the same command and context always give
/// the same change.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The stamp of the change.
    pub stamp: Stamp,
    /// The device's time.
    pub at: Instant,
    /// The day it is for the user.
    pub today: Date,
    /// Who wishes.
    pub author: Option<RecordId>,
    /// How far the clocks of a time zone are from UTC.
    pub zones: Zones,
}

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CommandError {
    /// Values that the records must not have.
    #[error("{} values are not right", .0.len())]
    Invalid(Vec<Problem>),
    /// A record that is not there.
    #[error("no record {0}")]
    NotFound(RecordId),
    /// The record changed after the revision that was seen.
    #[error("{id} changed since")]
    Stale {
        /// The record.
        id: RecordId,
        /// Its revision now.
        revision: Stamp,
    },
    /// Other records still refer to it.
    #[error("{id} is used by {count} others")]
    InUse {
        /// The record.
        id: RecordId,
        /// How many refer to it.
        count: usize,
    },
    /// Nothing would change.
    #[error("nothing to do")]
    NothingToDo,
    /// It cannot be undone.
    #[error("cannot be undone")]
    NotUndoable,
    /// What would do it is not there yet.
    #[error("not ready to write")]
    NotReady,
}
