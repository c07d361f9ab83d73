//! The boot record: one small stored value with the first screen of customers, so that they are
//! there before the pages are. It is a cache that names the entry of the journal it reflects; the
//! entries since are applied to it. Where it cannot know (a customer it does not hold was renamed
//! to the top of the list), it says so, and the full load answers. Its records are written as the
//! edits that would make them: what reads them is what reads the entries since, and a browser that
//! has just started has no second form to compile the reading of.

use crate::document::bytes::{Reader, Writer, checked};
use crate::document::value::{ref_bytes, ref_of};
use crate::document::{self, DocumentError};
use crate::domain::{Key, Record, RecordId, RecordKind, Standing, customer, order};
use crate::storage::Sequence;
use crate::workspace::Workspace;
use crate::workspace::change::{Body, Change};
use crate::workspace::entry::{read_record, write_record};
use crate::workspace::fold::{fold, fold_into};
use crate::workspace::table::Table;
use std::collections::{BTreeSet, BinaryHeap};

/// How many customers it holds: a screen, and some to lose.
const RECORDS: usize = 80;
/// How many names are remembered while they are gathered: some more, since some may go meanwhile.
const NAMES: usize = 2 * RECORDS;
/// How many rows are looked at in one task.
const ROWS_AT_ONCE: u32 = 2048;
/// The first bytes of a boot record, with the version of the form.
const MAGIC: [u8; 4] = *b"SBT\x02";

/// The first screen.
#[derive(Debug)]
pub struct Boot {
    /// The entry of the journal that it reflects.
    pub sequence: Sequence,
    /// The first customers by name.
    customers: Vec<Packed>,
    /// Whether there are more than these.
    has_more: bool,
}

/// A customer that is unpacked only where it is shown or was edited since.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Packed {
    id: RecordId,
    /// Its name, folded.
    name: String,
    bytes: Vec<u8>,
}

impl Packed {
    fn of(record: &Record) -> Self {
        let mut writer = Writer::default();
        write_record(&mut writer, record);
        Self {
            id: record.id,
            name: fold(record.name()),
            bytes: writer.finish(),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DocumentError> {
        Ok(Self {
            id: ref_of(reader.bytes(17)?).ok_or(DocumentError::Malformed)?,
            name: reader.text()?.to_owned(),
            bytes: reader.sized()?.to_owned(),
        })
    }

    fn write(&self, writer: &mut Writer) {
        writer.bytes(&ref_bytes(self.id));
        writer.text(&self.name);
        writer.sized(&self.bytes);
    }

    fn record(&self) -> Option<Record> {
        read_record(&mut Reader::new(&self.bytes)).ok()
    }
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
        writer.byte(u8::from(self.has_more));
        writer.uint(self.customers.len() as u64);
        for customer in &self.customers {
            customer.write(&mut writer);
        }
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
        if reader.uint()? != u64::from(document::VERSION) {
            return Err(DocumentError::Malformed);
        }
        let sequence = reader.uint()?;
        let has_more = reader.byte()? != 0;
        let customers = (0..reader.count()?)
            .map(|_| Packed::read(&mut reader))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            sequence,
            customers,
            has_more,
        })
    }

    /// The first `count` customers by name, after the changes since; none where it cannot be known
    /// from these.
    #[must_use]
    pub fn first(self, since: Vec<Change>, count: usize) -> Option<Vec<Record>> {
        let mut packed = self.customers;
        let last = packed
            .last()
            .map(|last| last.name.clone())
            .unwrap_or_default();
        let mut edited: Vec<Record> = Vec::new();
        for change in since {
            let Body::Edits(edits) = change.body else {
                return None;
            };
            for edit in edits {
                if edit.id.kind != RecordKind::Customer {
                    continue;
                }
                if let Some(place) = packed.iter().position(|it| it.id == edit.id) {
                    edited.push(packed.remove(place).record()?);
                }
                let mut place = edited.iter().position(|it| it.id == edit.id);
                if edit.is_new && place.is_none() {
                    place = Some(edited.len());
                    edited.push(Record::new(edit.id, change.id));
                }
                match place.and_then(|place| edited.get_mut(place)) {
                    Some(record) => {
                        for field in edit.edits {
                            record.merge(field.key, field.after);
                        }
                    }
                    // Of another customer only the name, and coming back, could matter here.
                    None if edit.edits.iter().any(|field| may_surface(&field.key)) => return None,
                    None => {}
                }
            }
        }
        edited.retain(|record| {
            record.standing() == Standing::Live && !(self.has_more && fold(record.name()) > last)
        });
        packed.extend(edited.iter().map(Packed::of));
        order::sort_by(&mut packed, |a, b| {
            a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id))
        });
        if packed.len() < count && self.has_more {
            return None;
        }
        packed.iter().take(count).map(Packed::record).collect()
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
        let first = names.iter().take(RECORDS);
        let records = first.filter_map(|(_, row)| table.record(*row));
        Boot {
            sequence,
            customers: records.map(|record| Packed::of(&record)).collect(),
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
    use crate::domain::{FieldIx, Instant, ReplicaId, Stamp, Uuid, Value};
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
                    assert_eq!(boot.customers, at_once.customers, "seed {seed}");
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
                    zones: crate::domain::zone::only_utc,
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
            match boot.unwrap().first(changes, 50) {
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
