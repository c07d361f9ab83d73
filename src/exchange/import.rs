//! From the rows of a file to records: first only looked at, then as records to make and fields
//! to write.
//!
//! A file is read three times, each time a batch of rows at once. [`survey::Survey`] collects
//! which names it refers to; what the workspace does not know becomes one question per value
//! (`question`). [`plan::Planner`] then says of each row what would become of it (`new`,
//! `changed`, `same`, `duplicate`, `problem`), writing nothing; and once more, giving the records
//! themselves (`stage` packs them). Nothing here writes into the workspace or waits.

use crate::domain::phone::Region;
use crate::domain::{Currency, Date, Key, RecordId, Rule, Value, Zone};

use super::table::RowFault;

pub mod ask;
pub mod compose;
mod difference;
pub mod draft;
pub mod index;
pub mod plan;
pub mod question;
pub mod report;
pub mod run;
pub mod stage;
pub mod survey;

/// What happens with a row that looks like a record which is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnDuplicate {
    /// The row is passed over.
    Skip,
    /// Its values go into the record.
    Update,
    /// It becomes a record of its own.
    Create,
}

/// What happens with a stage or option that is not known, unless it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnUnknown {
    /// It is added.
    Add,
    /// The row is rejected.
    Reject,
}

/// What happens with a name that no record has, unless it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnReference {
    /// The record whose name is nearly the same is taken, else it is kept as text.
    Suggested,
    /// A record of that name is made.
    Create,
    /// It is kept as text and listed.
    Text,
}

/// What happens where both the file and the record have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnConflict {
    /// The file's is taken.
    File,
    /// Nothing of the record is changed.
    Mine,
    /// Only what is empty is filled.
    Gaps,
}

macro_rules! codes {
    ($type:ident: $($value:ident = $code:literal),+) => {
        impl $type {
            /// The stable name of this value, for parameters and saved mappings.
            pub fn code(self) -> &'static str {
                match self { $($type::$value => $code),+ }
            }

            /// The value with this name.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($type::$value),)+ _ => None }
            }
        }
    };
}
codes!(OnDuplicate: Skip = "skip", Update = "update", Create = "create");
codes!(OnUnknown: Add = "add", Reject = "reject");
codes!(OnReference: Suggested = "suggested", Create = "create", Text = "text");
codes!(OnConflict: File = "file", Mine = "mine", Gaps = "gaps");

/// How a file is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// The currency of amounts that name none.
    pub currency: Currency,
    /// Where numbers without a country code are dialled.
    pub region: Option<Region>,
    /// What times without an offset mean.
    pub zone: Zone,
    /// The day it is for the user.
    pub today: Date,
    /// Who imports.
    pub author: Option<RecordId>,
    /// What happens with duplicates.
    pub on_duplicate: OnDuplicate,
    /// What happens with unknown stages and options.
    pub on_unknown: OnUnknown,
    /// What happens with names that no record has.
    pub on_reference: OnReference,
    /// What happens where both have a value.
    pub on_conflict: OnConflict,
    /// Whether a value that cannot be read is left empty; else its row is rejected.
    pub leaves_empty: bool,
}

impl ImportOptions {
    /// The defaults of REST and of the screens.
    pub fn new(currency: Currency, today: Date) -> Self {
        ImportOptions {
            currency,
            region: None,
            zone: Zone::default(),
            today,
            author: None,
            on_duplicate: OnDuplicate::Update,
            on_unknown: OnUnknown::Add,
            on_reference: OnReference::Text,
            on_conflict: OnConflict::File,
            leaves_empty: false,
        }
    }
}

/// What was decided for one row, over the options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDecision {
    /// What happens if it is a duplicate.
    pub on_duplicate: Option<OnDuplicate>,
    /// Which values count, if it changes a record.
    pub on_conflict: Option<OnConflict>,
    /// Whether values that cannot be read are left empty, and a faulty row taken as it is.
    pub leaves_empty: bool,
    /// Cells as they should be, by column from 0.
    pub corrections: Vec<(usize, String)>,
}

/// What is wrong in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportProblem {
    /// The row as a spreadsheet numbers it.
    pub row: u32,
    /// The line of a text editor on which it begins.
    pub line: u32,
    /// The column from 0, where one is to blame.
    pub column: Option<usize>,
    /// The path of the field, where one is to blame.
    pub field: Option<String>,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A value breaks a rule of its field.
    Value(Rule),
    /// The row itself is malformed.
    Row(RowFault),
}

impl Wrong {
    /// The stable name, for messages and answers.
    pub fn code(&self) -> &'static str {
        match self {
            Wrong::Value(rule) => rule.code(),
            Wrong::Row(fault) => fault.code(),
        }
    }
}

/// By what a row was found to be a record that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// Its id here or in the system it came from.
    Id,
    /// A name, number or code that only one record has: of an owner, a product, an invoice.
    Key,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// The name.
    Name,
}

impl Evidence {
    /// The stable name of this evidence, for messages.
    pub fn code(self) -> &'static str {
        match self {
            Evidence::Id => "id",
            Evidence::Key => "key",
            Evidence::Email => "email",
            Evidence::Phone => "phone",
            Evidence::Name => "name",
        }
    }
}

/// A value that a row would write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The register.
    pub key: Key,
    /// What stands there.
    pub before: Option<Value>,
    /// What would stand there; none where a value is taken away.
    pub after: Option<Value>,
}

/// A record to be made, with all its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// Its id.
    pub id: RecordId,
    /// Its values, in the order of their keys.
    pub fields: Vec<(Key, Value)>,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is a record that is not there yet.
    New,
    /// It is a record that is there and differs from it.
    Changed {
        /// The record.
        id: RecordId,
        /// What differs.
        changes: Vec<FieldChange>,
    },
    /// It is a record that is there and says the same, or nothing that counts.
    Same {
        /// The record.
        id: RecordId,
    },
    /// It looks like a record that is there, or like an earlier row of the file.
    Duplicate {
        /// The record.
        id: RecordId,
        /// The earlier row, where it is one.
        of_row: Option<u32>,
        /// By what.
        evidence: Evidence,
        /// What differs.
        changes: Vec<FieldChange>,
        /// What happens with it.
        action: OnDuplicate,
    },
    /// It was deleted in its source.
    Deleted,
    /// It cannot be a record.
    Problem,
}

/// What is planned for one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// The row as a spreadsheet numbers it.
    pub row: u32,
    /// The name that its record has or would have.
    pub name: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is wrong, also where it is not rejected for it.
    pub problems: Vec<ImportProblem>,
}

/// How many rows become what. What was read is always the sum of what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Rows of the table, blank ones not counted.
    pub read: u64,
    /// Rows that become records.
    pub created: u64,
    /// Rows whose values go into records that are there.
    pub updated: u64,
    /// Rows that change nothing: the same, deleted, duplicates passed over.
    pub skipped: u64,
    /// Rows that cannot be records.
    pub rejected: u64,
    /// Of these by what they are: changed.
    pub changed: u64,
    /// The same.
    pub same: u64,
    /// Duplicates.
    pub duplicates: u64,
}

impl ImportCounts {
    /// Counts one row.
    pub fn add(&mut self, outcome: &Outcome) {
        self.read += 1;
        match outcome {
            Outcome::New => self.created += 1,
            Outcome::Changed { .. } => {
                self.changed += 1;
                self.updated += 1;
            }
            Outcome::Same { .. } => {
                self.same += 1;
                self.skipped += 1;
            }
            Outcome::Duplicate { action, .. } => {
                self.duplicates += 1;
                match action {
                    OnDuplicate::Skip => self.skipped += 1,
                    OnDuplicate::Update => self.updated += 1,
                    OnDuplicate::Create => self.created += 1,
                }
            }
            Outcome::Deleted => self.skipped += 1,
            Outcome::Problem => self.rejected += 1,
        }
    }

    /// Whether the sum agrees.
    pub fn is_exact(&self) -> bool {
        self.read == self.created + self.updated + self.skipped + self.rejected
    }
}
