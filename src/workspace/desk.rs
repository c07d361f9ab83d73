//! A desk for tests: a workspace with a clock, to which one speaks in commands. Nothing outside
//! tests uses it.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::Workspace;
use super::change::{Change, PageId, PageRef};
use super::clock::Clock;
use super::command::{Command, CommandError, Context};
use super::decide::decide;
use super::invert::{Origins, invert};
use crate::document::page::{Page, PageBuilder};
use crate::domain::{
    FieldIx, Instant, Key, Number, Part, Record, RecordId, RecordKind, ReplicaId, Stamp, Uuid,
    Value, customer, pipeline,
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
        self.origins.learn(change);
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
