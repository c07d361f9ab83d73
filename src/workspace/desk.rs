//! A desk for tests: a workspace with a clock, to which one speaks in commands. Nothing outside
//! tests uses it.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::Workspace;
use super::change::{Body, Change, FieldEdit, Label, PageId, PageRef, RecordEdit, Verb};
use super::clock::{Clock, above};
use super::command::{Command, CommandError, Context};
use super::decide::decide;
use super::invert::{Origins, invert};
use crate::document::page::{Page, PageBuilder};
use crate::domain::{
    FieldIx, Instant, Key, Number, Part, Record, RecordId, RecordKind, Register, ReplicaId, Stamp,
    Uuid, Value, customer, pipeline,
};

/// A workspace with a clock, for tests that speak in commands.
pub(crate) struct Desk {
    pub(crate) workspace: Workspace,
    pub(crate) clock: Clock,
    pub(crate) origins: Origins,
    pub(crate) made: u64,
    pub(crate) ms: u64,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let mut desk = Self {
            workspace: Workspace::default(),
            clock: Clock::new(ReplicaId(1), Stamp::default()),
            origins: Origins::default(),
            made: 0,
            ms: 1_700_000_000_000,
        };
        let stages = pipeline::DEFAULT_STAGES
            .iter()
            .enumerate()
            .map(|(order, stage)| {
                let number = |number: i64| Value::Number(Number::from_f64(number as f64).unwrap());
                let part = Part::new([
                    (0, Value::text(stage.id)),
                    (1, number(order as i64)),
                    (2, number(stage.probability)),
                    (3, Value::text(stage.category)),
                ]);
                (Key::of(pipeline::STAGES, stage.id), Some(Value::Part(part)))
            });
        let mut fields: Vec<_> = stages.collect();
        fields.push((Key::one(pipeline::NAME), Some(Value::text("Sales"))));
        let id = desk.id(RecordKind::Pipeline);
        desk.does(&Command::Create { id, fields });
        desk
    }

    pub(crate) fn context(&mut self) -> Context {
        self.ms += 7;
        let at = Instant::from_ms(self.ms as i64).unwrap();
        Context {
            stamp: self.clock.tick(self.ms),
            at,
            today: at.date(),
            author: None,
            zones: crate::domain::zone::only_utc,
        }
    }

    pub(crate) fn id(&mut self, kind: RecordKind) -> RecordId {
        self.made += 1;
        RecordId::new(kind, Uuid::v7(self.ms, u128::from(self.made)))
    }

    pub(crate) fn tries(&mut self, command: &Command) -> Result<Change, CommandError> {
        let context = self.context();
        let change = decide(&self.workspace, command, context)?;
        self.apply(&change);
        Ok(change)
    }

    pub(crate) fn does(&mut self, command: &Command) -> Change {
        self.tries(command)
            .unwrap_or_else(|error| panic!("{command:?}: {error:?}"))
    }

    pub(crate) fn apply(&mut self, change: &Change) {
        self.workspace.apply(change, Vec::new());
        self.origins.learn(change.body.edits());
    }

    pub(crate) fn undoes(&mut self, change: &Change) -> Result<Change, CommandError> {
        let context = self.context();
        let inverse = invert(&self.workspace, change, &self.origins, context)?.change;
        self.apply(&inverse);
        Ok(inverse)
    }

    pub(crate) fn creates(
        &mut self,
        kind: RecordKind,
        fields: Vec<(Key, Option<Value>)>,
    ) -> RecordId {
        let id = self.id(kind);
        self.does(&Command::Create { id, fields });
        id
    }

    pub(crate) fn company(&mut self, name: &str) -> RecordId {
        self.creates(
            RecordKind::Customer,
            vec![
                (Key::one(customer::KIND), Some(Value::text("company"))),
                (Key::one(customer::NAME), Some(Value::text(name))),
            ],
        )
    }

    /// Imports so many companies as one batch, which also writes the title of a customer that was
    /// there.
    pub(crate) fn imports(&mut self, count: u32, titled: Option<RecordId>) -> Change {
        let context = self.context();
        let mut builder = PageBuilder::new(RecordKind::Customer);
        for _ in 0..count {
            let id = self.id(RecordKind::Customer);
            builder.begin(id.uuid, context.stamp);
            for (field, value) in [(customer::KIND, "company"), (customer::NAME, "Imported n1")] {
                let key = Key::one(field);
                builder.register(&key, text(value).as_ref(), context.stamp);
            }
        }
        let page = Page::open(builder.finish(0)).unwrap();
        let key = Key::one(customer::TITLE);
        let edits = titled.map(|id| {
            let before = self.record(id).register(&key).cloned();
            let stamp = above(context.stamp, before.as_ref().map(|one| one.stamp));
            let value = text("of the file");
            RecordEdit {
                id,
                is_new: false,
                edits: vec![FieldEdit {
                    key,
                    before,
                    after: Register { value, stamp },
                    restores: None,
                }],
            }
        });
        let reference = PageRef {
            id: PageId(self.made),
            kind: RecordKind::Customer,
            rows: count,
            checksum: 0,
        };
        let change = Change {
            id: context.stamp,
            at: context.at,
            author: None,
            label: Label {
                verb: Verb::Import,
                count,
                name: "accounts.csv".into(),
            },
            undoes: None,
            body: Body::Batch {
                pages: vec![reference.clone()],
                restored: Vec::new(),
                edits: edits.into_iter().collect(),
            },
        };
        let table = self.workspace.table(RecordKind::Customer);
        table.prepare_page(reference.id, &page);
        self.workspace.apply(&change, vec![page]);
        self.origins.learn(change.body.edits());
        change
    }

    pub(crate) fn set(&mut self, id: RecordId, field: FieldIx, value: Option<Value>) -> Change {
        self.does(&Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(field), value)],
            revision: None,
        })
    }

    pub(crate) fn record(&self, id: RecordId) -> Record {
        self.workspace.record(id).unwrap().into_owned()
    }
}

pub(crate) fn text(text: &str) -> Option<Value> {
    Some(Value::text(text))
}

/// The same records, packed into pages and loaded again.
pub(crate) fn repacked(workspace: &Workspace) -> Workspace {
    let mut again = Workspace::default();
    for table in workspace.tables() {
        let mut builder = PageBuilder::new(table.kind());
        (0..table.rows() as u32)
            .filter_map(|row| {
                table
                    .record(row)
                    .filter(|record| table.row(record.id.uuid) == Some(row))
            })
            .for_each(|record| builder.push(&record));
        let page = Page::open(builder.finish(0)).unwrap();
        let reference = PageRef {
            id: PageId(0),
            kind: table.kind(),
            rows: page.rows() as u32,
            checksum: 0,
        };
        again.append(page, reference);
    }
    again
}
