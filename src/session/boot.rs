//! The boot record: one small stored value with the first screen of customers, so that they are
//! there before the pages are. It is a cache that names the entry of the journal it reflects; the
//! entries since are applied to it. Where it cannot know (a customer it does not hold was renamed
//! to the top of the list), it says so, and the full load answers.

use crate::document::bytes::{Reader, Writer, checked};
use crate::document::page::{Page, PageBuilder};
use crate::document::{self, DocumentError};
use crate::domain::{Key, Record, RecordKind, Standing, customer};
use crate::storage::Sequence;
use crate::workspace::Workspace;
use crate::workspace::change::{Body, Change};
use crate::workspace::fold::{fold, fold_into};
use crate::workspace::table::Table;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// How many customers it holds: a screen, and some to lose.
const RECORDS: usize = 80;
/// How many names are remembered while they are gathered: some more, since some may go meanwhile.
const NAMES: usize = 2 * RECORDS;
/// How many rows are looked at in one task.
const ROWS_AT_ONCE: u32 = 2048;
/// The first bytes of a boot record, with the version of the form.
const MAGIC: [u8; 4] = *b"SBT\x01";

/// The first screen.
#[derive(Debug)]
pub struct Boot {
    /// The entry of the journal that it reflects.
    pub sequence: Sequence,
    /// How many live records of each kind there were, in the order of kinds.
    pub live: Vec<u64>,
    /// The first customers by name.
    records: Vec<Record>,
    /// Whether there are more than these.
    has_more: bool,
}

impl Boot {
    /// The boot record of a workspace, whose journal was heard up to `sequence` and has nothing on
    /// its way.
    #[must_use]
    pub fn of(workspace: &Workspace, sequence: Sequence) -> Self {
        let mut gathering = Gathering::of(workspace);
        while gathering.step(workspace) {}
        // Nothing was written meanwhile, so that nothing can be unknown.
        gathering.record(workspace, sequence)
    }

    /// Its bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.bytes(&MAGIC);
        writer.uint(u64::from(document::VERSION));
        writer.uint(self.sequence);
        writer.uint(self.live.len() as u64);
        self.live.iter().for_each(|live| writer.uint(*live));
        writer.byte(u8::from(self.has_more));
        let mut builder = PageBuilder::new(RecordKind::Customer);
        self.records.iter().for_each(|record| builder.push(record));
        writer.sized(&builder.finish(self.sequence));
        writer.finish_checked()
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// [`DocumentError`]; a boot record that cannot be read is none.
    pub fn read(bytes: &[u8]) -> Result<Self, DocumentError> {
        let mut reader = Reader::new(checked(bytes)?);
        if reader.bytes(MAGIC.len())? != MAGIC {
            return Err(DocumentError::Malformed);
        }
        document::readable(reader.uint()?)?;
        let sequence = reader.uint()?;
        let live = (0..reader.count()?)
            .map(|_| reader.uint())
            .collect::<Result<_, _>>()?;
        let has_more = reader.byte()? != 0;
        let page = Page::open(reader.sized()?)?;
        let records = (0..page.rows())
            .filter_map(|row| page.record(row))
            .collect();
        Ok(Self {
            sequence,
            live,
            records,
            has_more,
        })
    }

    /// The first `count` customers by name, after the changes since; none where it cannot be known
    /// from these.
    #[must_use]
    pub fn first(&self, since: &[Change], count: usize) -> Option<Vec<Record>> {
        let mut records: BTreeMap<_, Record> = self
            .records
            .iter()
            .map(|record| (record.id, record.clone()))
            .collect();
        let last = self
            .records
            .last()
            .map(|record| fold(record.name()))
            .unwrap_or_default();
        for change in since {
            let Body::Edits(edits) = &change.body else {
                return None;
            };
            for edit in edits
                .iter()
                .filter(|edit| edit.id.kind == RecordKind::Customer)
            {
                if edit.is_new {
                    records
                        .entry(edit.id)
                        .or_insert_with(|| Record::new(edit.id, change.id));
                }
                match records.get_mut(&edit.id) {
                    Some(record) => {
                        for field in &edit.edits {
                            record.merge(field.key.clone(), field.after.clone());
                        }
                    }
                    // Of another customer only the name, and coming back, could matter here.
                    None if edit.edits.iter().any(|field| may_surface(&field.key)) => return None,
                    None => {}
                }
            }
        }
        let mut first: Vec<(String, Record)> = records
            .into_values()
            .filter(|record| record.standing() == Standing::Live)
            .map(|record| (fold(record.name()), record))
            .filter(|(name, _)| !self.has_more || *name <= last)
            .collect();
        first.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
        if first.len() < count && self.has_more {
            return None;
        }
        first.truncate(count);
        Some(first.into_iter().map(|(_, record)| record).collect())
    }
}

/// Looks for the first customers by name, some rows at a time: in between, the workspace may be
/// worked on.
pub struct Gathering {
    /// The writes that were there when it began.
    written: u64,
    next: u32,
    /// The first names so far with their rows, the last of them on top; and whether there are more.
    names: BinaryHeap<(String, u32)>,
    has_more: bool,
    folded: Vec<u8>,
}

impl Gathering {
    /// Begins.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Self {
        Self {
            written: workspace.table(RecordKind::Customer).written().now(),
            next: 0,
            names: BinaryHeap::with_capacity(NAMES + 1),
            has_more: false,
            folded: Vec::new(),
        }
    }

    /// Looks at the next rows; says whether there are more.
    pub fn step(&mut self, workspace: &Workspace) -> bool {
        let table = workspace.table(RecordKind::Customer);
        let end = (table.rows() as u32).min(self.next.saturating_add(ROWS_AT_ONCE));
        for row in self.next..end {
            self.see(table, row);
        }
        self.next = end;
        (end as usize) < table.rows()
    }

    fn see(&mut self, table: &Table, row: u32) {
        if table.standing(row) != Standing::Live {
            return;
        }
        self.folded.clear();
        fold_into(&mut self.folded, table.text(row, customer::NAME).as_bytes());
        let is_full = self.names.len() >= NAMES;
        self.has_more |= is_full;
        let last = self.names.peek().filter(|_| is_full);
        let is_first =
            last.is_none_or(|(name, at)| (self.folded.as_slice(), row) < (name.as_bytes(), *at));
        if is_first {
            let name = String::from_utf8_lossy(&self.folded).into_owned();
            self.names.push((name, row));
            if self.names.len() > NAMES {
                self.names.pop();
            }
        }
    }

    /// The boot record; none where so much was written since it began that it cannot be known.
    #[must_use]
    pub fn finish(mut self, workspace: &Workspace, sequence: Sequence) -> Option<Boot> {
        let table = workspace.table(RecordKind::Customer);
        let written: BTreeSet<u32> = table
            .written()
            .since(self.written)?
            .iter()
            .map(|(row, _)| *row)
            .collect();
        let last = self.names.peek().filter(|_| self.has_more).cloned();
        let names = std::mem::take(&mut self.names);
        self.names = names
            .into_iter()
            .filter(|(_, row)| !written.contains(row))
            .collect();
        let has_more = self.has_more;
        for row in written {
            self.see(table, row);
        }
        if let Some(last) = last {
            // Which names come after the last that was known, nobody knows.
            self.names.retain(|name| *name <= last);
            self.has_more = has_more;
            if self.names.len() <= RECORDS {
                return None;
            }
        }
        Some(self.record(workspace, sequence))
    }

    fn record(self, workspace: &Workspace, sequence: Sequence) -> Boot {
        let table = workspace.table(RecordKind::Customer);
        let has_more = self.has_more || self.names.len() > RECORDS;
        let names = self.names.into_sorted_vec();
        let records = names
            .iter()
            .take(RECORDS)
            .filter_map(|(_, row)| table.record(*row))
            .map(Cow::into_owned);
        let live = workspace.tables().map(|table| table.live() as u64);
        Boot {
            sequence,
            live: live.collect(),
            records: records.collect(),
            has_more,
        }
    }
}

/// Whether an edit of this register may bring a customer onto the first screen.
fn may_surface(key: &Key) -> bool {
    matches!(
        key.field,
        customer::NAME | crate::domain::field::GONE | crate::domain::field::DELETED_AT
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::random::Random;
    use crate::domain::{FieldIx, Instant, RecordId, ReplicaId, Stamp, Uuid, Value};
    use crate::workspace::clock::Clock;
    use crate::workspace::command::{Command, Context};
    use crate::workspace::decide::decide;

    #[test]
    fn gathered_in_steps_while_others_write_it_is_as_if_made_at_once() {
        use crate::workspace::desk::Desk;
        let (mut known, mut unknown) = (0, 0);
        for seed in 0..60 {
            let mut random = Random::seeded(seed);
            let mut desk = Desk::new();
            let count = 100 + random.below(200);
            let mut ids: Vec<RecordId> = (0..count)
                .map(|_| desk.company(&format!("n{}", random.below(999))))
                .collect();
            let mut gathering = Gathering::of(&desk.workspace);
            // All rows fit into one step: what is written between it and the end counts.
            gathering.step(&desk.workspace);
            for _ in 0..random.below(400) {
                let id = *random.pick(&ids);
                match if seed % 3 == 0 { 1 } else { random.below(4) } {
                    0 => ids.push(desk.company(&format!("n{}", random.below(999)))),
                    1 => drop(desk.tries(&Command::Trash { ids: vec![id] })),
                    _ => {
                        let name = Value::text(format!("n{}", random.below(999)));
                        drop(desk.tries(&Command::Edit {
                            ids: vec![id],
                            fields: vec![(Key::one(customer::NAME), Some(name))],
                            revision: None,
                        }));
                    }
                }
            }
            match gathering.finish(&desk.workspace, 7) {
                Some(boot) => {
                    known += 1;
                    let at_once = Boot::of(&desk.workspace, 7);
                    assert_eq!(boot.records, at_once.records, "seed {seed}");
                    assert_eq!(boot.has_more, at_once.has_more, "seed {seed}");
                }
                None => unknown += 1,
            }
        }
        assert!(known > 20 && unknown > 0, "{known} known, {unknown} not");
    }

    #[test]
    fn it_shows_what_a_full_load_would_or_says_that_it_cannot_know() {
        let (mut known, mut unknown) = (0, 0);
        for seed in 0..120 {
            let mut random = Random::seeded(seed);
            let mut workspace = Workspace::default();
            let mut clock = Clock::new(ReplicaId(1), Stamp::default());
            let mut ids: Vec<RecordId> = Vec::new();
            let mut changes = Vec::new();
            let mut boot = None;
            for step in 0..170u64 {
                if step == 160 {
                    boot = Some(Boot::read(&Boot::of(&workspace, 0).write()).unwrap());
                    changes.clear();
                }
                let text =
                    |field: FieldIx, text: String| (Key::one(field), Some(Value::text(text)));
                let any = ids
                    .get(random.below(ids.len().max(1) as u64) as usize)
                    .copied();
                let command = match (random.below(6), any) {
                    (0, Some(id)) if step >= 160 => Command::Trash { ids: vec![id] },
                    (1, Some(id)) if step >= 160 && random.below(3) == 0 => Command::Edit {
                        ids: vec![id],
                        fields: vec![text(customer::NAME, format!("n{}", random.below(999)))],
                        revision: None,
                    },
                    (2 | 3, Some(id)) if step >= 160 => Command::Edit {
                        ids: vec![id],
                        fields: vec![text(customer::DOMAIN, format!("d{step}"))],
                        revision: None,
                    },
                    _ => {
                        let id = RecordId::new(
                            RecordKind::Customer,
                            Uuid::v7(step, u128::from(random.next())),
                        );
                        ids.push(id);
                        let name = format!("n{}", random.below(999));
                        Command::Create {
                            id,
                            fields: vec![
                                text(customer::KIND, "company".into()),
                                text(customer::NAME, name),
                            ],
                        }
                    }
                };
                let at = Instant::from_ms(1_700_000_000_000 + step as i64).unwrap();
                let context = Context {
                    stamp: clock.tick(at.to_ms() as u64),
                    at,
                    today: at.date(),
                    author: None,
                    zones: crate::domain::worktime::utc,
                };
                if let Ok(change) = decide(&workspace, &command, context) {
                    workspace.apply(&change, Vec::new());
                    changes.push(change);
                }
            }
            let table = workspace.table(RecordKind::Customer);
            let mut all: Vec<Record> = table
                .live_rows()
                .filter_map(|row| table.record(row))
                .map(|record| record.into_owned())
                .collect();
            all.sort_by(|a, b| {
                fold(a.name())
                    .cmp(&fold(b.name()))
                    .then_with(|| a.id.cmp(&b.id))
            });
            all.truncate(50);
            match boot.unwrap().first(&changes, 50) {
                Some(first) => {
                    known += 1;
                    assert_eq!(first, all, "seed {seed}");
                }
                None => unknown += 1,
            }
        }
        assert!(
            known > 30 && unknown > 0,
            "{known} known, {unknown} unknown"
        );
    }
}
