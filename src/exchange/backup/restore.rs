//! What a backup does to a workspace: pages of the records it does not have, edits of those it has.
//! Nothing is written here; whoever commits makes one change of the plan.

use super::PagesBuilder;
use crate::domain::{Key, Record, RecordId, RecordKind, Register, Stamp, Standing, Value, field};
use crate::workspace::Workspace;
use crate::workspace::change::{Body, Change, FieldEdit, Label, PageRef, RecordEdit, Verb};
use crate::workspace::clock::above;
use crate::workspace::command::Context;
use crate::workspace::table::Table;
use std::collections::HashSet;

/// How a backup meets what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestoreMode {
    /// What is missing comes; of two values the one that was written later stays.
    Merge,
    /// The workspace becomes what the backup says; what it does not have goes to the trash.
    Replace,
}

impl RestoreMode {
    /// The words for the modes, as addresses have them.
    pub const CODES: [&'static str; 2] = ["merge", "replace"];

    /// The stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Replace => "replace",
        }
    }
}

/// What became, or would become, of the records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records that are in the backup and not in the workspace.
    pub created: u64,
    /// Records of which something changes.
    pub updated: u64,
    /// Records that stay as they are.
    pub unchanged: u64,
    /// Records of the workspace that go to the trash, since the backup does not have them.
    pub trashed: u64,
    /// Records that are live in the backup, were deleted here, and stay so.
    pub stays_deleted: u64,
}

impl Tally {
    /// How many records change.
    #[must_use]
    pub const fn changes(&self) -> u64 {
        self.created + self.updated + self.trashed
    }
}

/// A plan in the making: takes the records of a backup one by one.
pub struct Restore {
    mode: RestoreMode,
    context: Context,
    /// Whether only the tally is wanted.
    is_preview: bool,
    pages: PagesBuilder,
    restored: Vec<RecordId>,
    edits: Vec<RecordEdit>,
    seen: HashSet<RecordId>,
    others: Others,
    highest: Stamp,
    tally: Tally,
}

/// How far the walk through what the backup may not have has come.
#[derive(Default)]
struct Others {
    kind: usize,
    row: u32,
}

/// What to commit: pages of new records and edits of the others.
#[derive(Debug)]
pub struct RestorePlan {
    /// The pages that were not taken before, as bytes.
    pub pages: Vec<Vec<u8>>,
    /// The records that all pages bring to life.
    pub restored: Vec<RecordId>,
    /// The edits.
    pub edits: Vec<RecordEdit>,
    /// What they do.
    pub tally: Tally,
}

impl Restore {
    /// Begins a plan; the context is that of the change it will be.
    #[must_use]
    pub fn new(mode: RestoreMode, context: Context) -> Self {
        Self {
            mode,
            context,
            is_preview: false,
            pages: PagesBuilder::default(),
            restored: Vec::new(),
            edits: Vec::new(),
            seen: HashSet::new(),
            others: Others::default(),
            highest: Stamp::default(),
            tally: Tally::default(),
        }
    }

    /// Begins a plan of which only the tally is wanted.
    #[must_use]
    pub fn preview(mode: RestoreMode, context: Context) -> Self {
        Self {
            is_preview: true,
            ..Self::new(mode, context)
        }
    }

    /// The highest stamp that new records bring.
    #[must_use]
    pub const fn highest(&self) -> Stamp {
        self.highest
    }

    /// What the records that were taken do.
    #[must_use]
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// Takes a record of the backup.
    pub fn take(&mut self, workspace: &Workspace, record: &Record) {
        let table = workspace.table(record.id.kind);
        let there = table.row(record.id.uuid).and_then(|row| table.record(row));
        let Some(there) = there else {
            // With its own stamps: restored on a device that lags behind, it must not win over
            // what others wrote since.
            if record.standing() != Standing::Gone {
                self.tally.created += 1;
                self.restored.push(record.id);
            }
            if !self.is_preview {
                self.highest = self.highest.max(record.revision());
                self.pages.push(record);
            }
            return;
        };
        let edits = match self.mode {
            RestoreMode::Merge if was_unmade(&there) && record.standing() != Standing::Gone => {
                let mut edits = RecordEdit::merging(&there, record).edits;
                edits.retain(|edit| edit.key.field != field::GONE);
                edits.push(written(
                    &there,
                    Key::one(field::GONE),
                    None,
                    self.context.stamp,
                ));
                edits
            }
            RestoreMode::Merge => RecordEdit::merging(&there, record).edits,
            RestoreMode::Replace => {
                self.seen.insert(record.id);
                replaced(&there, record, self.context.stamp)
            }
        };
        let stays_deleted = self.mode == RestoreMode::Merge
            && record.standing() == Standing::Live
            && there.standing() != Standing::Live
            && !edits
                .iter()
                .any(|edit| matches!(edit.key.field, field::GONE | field::DELETED_AT));
        self.tally.stays_deleted += u64::from(stays_deleted);
        if edits.is_empty() {
            self.tally.unchanged += u64::from(record.standing() != Standing::Gone);
        } else {
            self.tally.updated += 1;
            self.edit(record.id, edits);
        }
    }

    fn edit(&mut self, id: RecordId, edits: Vec<FieldEdit>) {
        if !self.is_preview {
            self.edits.push(RecordEdit {
                id,
                is_new: false,
                edits,
            });
        }
    }

    /// Takes the pages that are full, so that they can be staged while the rest is read.
    pub fn take_pages(&mut self) -> Vec<Vec<u8>> {
        self.pages.take()
    }

    /// Ends the plan.
    #[must_use]
    pub fn finish(mut self, workspace: &Workspace) -> RestorePlan {
        while self.trash_others(workspace, u32::MAX) {}
        RestorePlan {
            pages: self.pages.finish(),
            restored: self.restored,
            edits: self.edits,
            tally: self.tally,
        }
    }

    /// Looks through the next rows of the workspace for what the backup does not have, once all its
    /// records were taken; where replacing, that goes to the trash. False at the end.
    pub fn trash_others(&mut self, workspace: &Workspace, rows_max: u32) -> bool {
        let Some(kind) = RecordKind::ALL.get(self.others.kind).copied() else {
            return false;
        };
        if self.mode == RestoreMode::Merge {
            self.others.kind = RecordKind::ALL.len();
            return false;
        }
        let table = workspace.table(kind);
        let rows = table.rows() as u32;
        let end = self.others.row.saturating_add(rows_max).min(rows);
        for row in self.others.row..end {
            self.trash(table, row);
        }
        self.others.row = end;
        if end == rows {
            self.others.kind += 1;
            self.others.row = 0;
        }
        true
    }

    fn trash(&mut self, table: &Table, row: u32) {
        let is_other = table.standing(row) == Standing::Live
            && table.kind() != RecordKind::Settings
            && table.id(row).is_some_and(|id| !self.seen.contains(&id));
        if !is_other {
            return;
        }
        let Some(record) = table.record(row) else {
            return;
        };
        let key = Key::one(field::DELETED_AT);
        let value = Some(Value::Instant(self.context.at));
        let edit = written(&record, key, value, self.context.stamp);
        self.edit(record.id, vec![edit]);
        self.tally.trashed += 1;
    }
}

impl RestorePlan {
    /// Whether it would change nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tally.created == 0 && self.pages.is_empty() && self.edits.is_empty()
    }

    /// The change that the plan is, once its pages are staged; `name` is the backup's.
    #[must_use]
    pub fn change(self, context: Context, pages: Vec<PageRef>, name: String) -> Change {
        let count = self.tally.changes();
        Change {
            id: context.stamp,
            at: context.at,
            author: context.author,
            label: Label {
                verb: Verb::RestoreBackup,
                count: u32::try_from(count).unwrap_or(u32::MAX),
                name,
            },
            undoes: None,
            body: Body::Batch {
                pages,
                restored: self.restored,
                edits: self.edits,
            },
        }
    }
}

/// Whether a record is gone because its making was undone: nobody deleted it. Of one that somebody
/// erased no value is left.
fn was_unmade(there: &Record) -> bool {
    let mut registers = there.registers();
    there.standing() == Standing::Gone
        && registers.any(|(key, register)| key.field != field::GONE && register.value.is_some())
}

/// What makes a record say what the backup's says, written now.
fn replaced(there: &Record, record: &Record, stamp: Stamp) -> Vec<FieldEdit> {
    if record.standing() == Standing::Gone {
        let gone = Key::one(field::GONE);
        return match there.standing() {
            Standing::Gone => Vec::new(),
            _ => vec![written(there, gone, Some(Value::Bool(true)), stamp)],
        };
    }
    let mut keys: Vec<&Key> = there
        .registers()
        .chain(record.registers())
        .map(|(key, _)| key)
        .collect();
    keys.sort();
    keys.dedup();
    let value_of = |record: &Record, key: &Key| {
        let value = record.element(key.field, key.element.as_deref()).cloned();
        // Not gone is not gone, whether it says so or not.
        value.filter(|value| key.field != field::GONE || value.is_yes())
    };
    keys.into_iter()
        .filter_map(|key| {
            let value = value_of(record, key);
            (value_of(there, key) != value).then(|| written(there, key.clone(), value, stamp))
        })
        .collect()
}

fn written(there: &Record, key: Key, value: Option<Value>, stamp: Stamp) -> FieldEdit {
    let before = there.register(&key).cloned();
    let stamp = above(stamp, before.as_ref().map(|before| before.stamp));
    FieldEdit {
        key,
        before,
        after: Register { value, stamp },
        restores: None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::document::page::Page;
    use crate::domain::{Instant, ReplicaId, Uuid, customer};
    use crate::exchange::backup::{BackupCursor, BackupReader, Item};
    use crate::workspace::change::PageId;
    use crate::workspace::clock::Clock;
    use crate::workspace::command::Command;
    use crate::workspace::decide::decide;

    /// A workspace with a clock.
    struct Desk {
        workspace: Workspace,
        clock: Clock,
        ms: u64,
    }

    impl Desk {
        fn new(replica: u64) -> Self {
            Self {
                workspace: Workspace::default(),
                clock: Clock::new(ReplicaId(replica), Stamp::default()),
                ms: 1_700_000_000_000,
            }
        }

        fn context(&mut self) -> Context {
            self.ms += 5;
            let at = Instant::from_ms(self.ms as i64).unwrap();
            Context {
                stamp: self.clock.tick(self.ms),
                at,
                today: at.date(),
                author: None,
                zones: crate::domain::zone::only_utc,
            }
        }

        fn does(&mut self, command: &Command) {
            let context = self.context();
            let change = decide(&self.workspace, command, context).unwrap();
            self.workspace.apply(&change, Vec::new());
        }

        fn company(&mut self, name: &str) -> RecordId {
            let id = RecordId::new(RecordKind::Customer, Uuid::v7(self.ms, 1));
            self.does(&Command::Create {
                id,
                fields: vec![
                    (Key::one(customer::KIND), Some(Value::text("company"))),
                    (Key::one(customer::NAME), Some(Value::text(name))),
                    (Key::of(field::TAGS, "vip"), Some(Value::Bool(true))),
                ],
            });
            id
        }

        fn names(&mut self, id: RecordId, name: &str) {
            self.does(&Command::Edit {
                ids: vec![id],
                fields: vec![(Key::one(customer::NAME), Some(Value::text(name)))],
                revision: None,
            });
        }

        fn backup(&self) -> Vec<u8> {
            let at = Instant::from_ms(self.ms as i64).unwrap();
            let mut cursor = BackupCursor::new(&self.workspace, at);
            let mut bytes = Vec::new();
            while let Some(piece) = cursor.next(&self.workspace) {
                bytes.extend(piece);
            }
            assert_eq!(cursor.progress().0, cursor.progress().1);
            bytes
        }

        fn restores(&mut self, bytes: &[u8], mode: RestoreMode) -> Tally {
            let context = self.context();
            let mut reader = BackupReader::default();
            let mut restore = Restore::new(mode, context);
            let mut take = |item| {
                if let Item::Record { record, .. } = item {
                    restore.take(&self.workspace, &record);
                }
            };
            reader.feed(bytes, &mut take);
            let report = reader.finish(&mut take);
            assert_eq!(report.problems, []);
            let plan = restore.finish(&self.workspace);
            let pages: Vec<Page> = plan
                .pages
                .iter()
                .map(|bytes| Page::open(bytes.clone()).unwrap())
                .collect();
            let refs = pages.iter().map(|page| PageRef {
                id: PageId(1),
                kind: page.kind(),
                rows: page.rows() as u32,
                checksum: 0,
            });
            let (refs, tally) = (refs.collect(), plan.tally);
            let change = plan.change(context, refs, String::new());
            self.workspace.apply(&change, pages);
            tally
        }
    }

    fn desk() -> (Desk, RecordId, RecordId) {
        let mut desk = Desk::new(1);
        let (kanal, hotel) = (desk.company("Kanal"), desk.company("Hotel"));
        let gone = desk.company("Secret");
        let trashed = desk.company("Old");
        desk.does(&Command::Erase { ids: vec![gone] });
        desk.does(&Command::Trash { ids: vec![trashed] });
        (desk, kanal, hotel)
    }

    #[test]
    fn an_empty_workspace_becomes_the_one_that_was_backed_up() {
        let (desk, _, _) = desk();
        let bytes = desk.backup();
        assert!(!String::from_utf8(bytes.clone()).unwrap().contains("Secret"));
        for mode in [RestoreMode::Merge, RestoreMode::Replace] {
            let mut empty = Desk::new(2);
            let tally = empty.restores(&bytes, mode);
            assert_eq!((tally.created, tally.updated), (3, 0));
            assert_eq!(
                empty.workspace.content_hash(),
                desk.workspace.content_hash()
            );
            assert_eq!(empty.workspace.table(RecordKind::Customer).trashed(), 1);
        }
    }

    #[test]
    fn a_second_restore_changes_nothing() {
        let (mut desk, _, _) = desk();
        let bytes = desk.backup();
        let before = desk.workspace.replica_hash();
        for mode in [RestoreMode::Merge, RestoreMode::Replace] {
            let tally = desk.restores(&bytes, mode);
            assert_eq!((tally.created, tally.updated, tally.trashed), (0, 0, 0));
            assert_eq!(desk.workspace.replica_hash(), before);
        }
    }

    #[test]
    fn merging_keeps_what_was_written_later_and_brings_back_nothing_deleted() {
        let (mut desk, kanal, hotel) = desk();
        let old = desk.backup();
        desk.names(kanal, "Kanal & Co");
        desk.does(&Command::Trash { ids: vec![hotel] });
        let after = desk.workspace.replica_hash();
        desk.restores(&old, RestoreMode::Merge);
        assert_eq!(desk.workspace.replica_hash(), after);
        // The other way round, a newer backup brings what is newer.
        let newer = desk.backup();
        let mut behind = Desk::new(2);
        behind.restores(&old, RestoreMode::Merge);
        let tally = behind.restores(&newer, RestoreMode::Merge);
        assert_eq!((tally.created, tally.updated), (0, 2));
        assert_eq!(
            behind.workspace.content_hash(),
            desk.workspace.content_hash()
        );
    }

    #[test]
    fn replacing_makes_the_workspace_what_the_backup_says() {
        let (mut desk, kanal, hotel) = desk();
        let before = desk.workspace.content_hash();
        let old = desk.backup();
        desk.names(kanal, "Kanal & Co");
        desk.does(&Command::Edit {
            ids: vec![kanal],
            fields: vec![
                (Key::of(field::TAGS, "vip"), None),
                (Key::one(customer::TITLE), Some(Value::text("x"))),
            ],
            revision: None,
        });
        desk.does(&Command::Erase { ids: vec![hotel] });
        desk.company("New");
        let tally = desk.restores(&old, RestoreMode::Replace);
        assert_eq!((tally.created, tally.updated, tally.trashed), (0, 2, 1));
        assert_eq!(desk.workspace.content_hash(), before);
    }
}
