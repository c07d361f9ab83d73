//! The change: the one value that the disk journals, the other tabs read, undo inverts, the
//! timeline shows and sync uploads. Nothing else writes. How it is decided and applied is
//! `decide`'s and `apply`'s matter; its bytes are [`super::entry`]'s.

use crate::domain::{Instant, Key, Record, RecordId, RecordKind, Register, Stamp};

/// What one command, import or undo does to the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The stamp of its making, which names it: no two changes have the same.
    pub id: Stamp,
    /// When it was made, by the clock of the device.
    pub at: Instant,
    /// Who made it.
    pub author: Option<RecordId>,
    /// What it was, for people.
    pub label: Label,
    /// The change that this one takes back or, where that was an undo, does again.
    pub undoes: Option<Stamp>,
    /// What it does.
    pub body: Body,
}

/// A change with more edits is large: it is decided, written, read and applied some edits at a time.
pub const LARGE_FROM: usize = if cfg!(test) { 6 } else { 500 };

/// What a change does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Writes registers of records, field by field.
    Edits(Vec<RecordEdit>),
    /// Makes staged pages of new records visible, and writes registers of records that were there.
    Batch {
        /// The pages, which hold only records that the batch made.
        pages: Vec<PageRef>,
        /// The records of the pages that bring stamps of their own, as those of a backup do; of all
        /// others the stamp of making is the batch's.
        restored: Vec<RecordId>,
        /// Of records that were there before.
        edits: Vec<RecordEdit>,
    },
    /// Takes back the records that a batch made, or brings them back.
    Withdrawal {
        /// The batch, which is also the stamp of making of its records.
        batch: Stamp,
        /// Whether they go; else they come back.
        is_gone: bool,
        /// The batch's records that do not carry its stamp.
        restored: Vec<RecordId>,
        /// Records of the batch that stay as they are, since they were edited later.
        except: Vec<RecordId>,
        /// The batch's edits, inverted.
        edits: Vec<RecordEdit>,
    },
}

impl Body {
    /// Whether it is too much for one task.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.edits().len() > LARGE_FROM
    }

    /// The edits of single records, to add to them.
    pub const fn edits_mut(&mut self) -> &mut Vec<RecordEdit> {
        match self {
            Self::Edits(edits) | Self::Batch { edits, .. } | Self::Withdrawal { edits, .. } => {
                edits
            }
        }
    }

    /// The staged pages it makes visible.
    #[must_use]
    pub fn pages(&self) -> &[PageRef] {
        match self {
            Self::Batch { pages, .. } => pages,
            Self::Edits(_) | Self::Withdrawal { .. } => &[],
        }
    }

    /// The edits of single records, whichever body has them.
    #[must_use]
    pub fn edits(&self) -> &[RecordEdit] {
        match self {
            Self::Edits(edits) | Self::Batch { edits, .. } | Self::Withdrawal { edits, .. } => {
                edits
            }
        }
    }
}

/// What a change does to one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordEdit {
    /// The record.
    pub id: RecordId,
    /// Whether the change makes the record; its stamp of making is then the change's.
    pub is_new: bool,
    /// The registers it writes.
    pub edits: Vec<FieldEdit>,
}

impl RecordEdit {
    /// What a record brings to what there is of it: the registers that win.
    #[must_use]
    pub fn merging(there: &Record, record: &Record) -> Self {
        let wins = |key: &Key, register: &Register| {
            let there = there.register(key);
            there.is_none_or(|there| register.wins_over(there))
        };
        let edits = record
            .registers()
            .filter(|(key, register)| wins(key, register))
            .map(|(key, register)| FieldEdit {
                key: key.clone(),
                before: there.register(key).cloned(),
                after: register.clone(),
                restores: None,
            });
        Self {
            id: there.id,
            is_new: false,
            edits: edits.collect(),
        }
    }
}

/// What a change does to one register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldEdit {
    /// The register.
    pub key: Key,
    /// What stood there when the change was decided; none where nothing was ever written.
    pub before: Option<Register>,
    /// What it writes.
    pub after: Register,
    /// Where an undo brings a register back: the stamp that register had, or none where nothing
    /// had been written. So a chain of undos knows what it stands on again.
    pub restores: Option<Option<Stamp>>,
}

/// A stored page, as a batch refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRef {
    /// Its key in the store.
    pub id: PageId,
    /// The kind of its records.
    pub kind: RecordKind,
    /// How many they are.
    pub rows: u32,
    /// The checksum at its end, so that no other page is taken for it.
    pub checksum: u64,
}

/// The key of a stored page: random, so that two tabs never stage under the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageId(pub u64);

/// What a change was, for people: a verb with what it was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What was done.
    pub verb: Verb,
    /// To how many records.
    pub count: u32,
    /// A name that helps: the record's, the file's, the stage's.
    pub name: String,
}

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Verb {
    /// Made records.
    Create = 0,
    /// Edited fields.
    Edit = 1,
    /// Moved a deal to another stage.
    Move = 2,
    /// Put records into the trash.
    Trash = 3,
    /// Took records out of the trash.
    Restore = 4,
    /// Erased records for good.
    Erase = 5,
    /// Imported a file.
    Import = 6,
    /// Restored a backup.
    RestoreBackup = 7,
    /// Took a change back.
    Undo = 8,
    /// Did a change again.
    Redo = 9,
    /// Made the workspace.
    Found = 10,
    /// Fitted a model anew.
    Refit = 11,
    /// Brought what others wrote, by sync.
    Sync = 12,
    /// Erased records that were in the trash for long enough: the program did it by itself.
    Expire = 13,
}

impl Verb {
    /// Every verb, in the order of their numbers.
    pub const ALL: [Self; 14] = [
        Self::Create,
        Self::Edit,
        Self::Move,
        Self::Trash,
        Self::Restore,
        Self::Erase,
        Self::Import,
        Self::RestoreBackup,
        Self::Undo,
        Self::Redo,
        Self::Found,
        Self::Refit,
        Self::Sync,
        Self::Expire,
    ];

    /// The stable word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Move => "move",
            Self::Trash => "trash",
            Self::Restore => "restore",
            Self::Erase => "erase",
            Self::Import => "import",
            Self::RestoreBackup => "restore-backup",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Found => "found",
            Self::Refit => "refit",
            Self::Sync => "sync",
            Self::Expire => "expire",
        }
    }
}
