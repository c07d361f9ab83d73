//! Founding a workspace: its settings, its first owner and its first pipeline, as one command.

use super::sample::Language;
use crate::domain::pipeline::{self, DEFAULT_STAGES};
use crate::domain::{Currency, Key, Number, Part, RecordId, RecordKind, Value, owner, settings};
use crate::workspace::command::Command;

/// What a new workspace begins with; the words are in the user's language.
#[derive(Clone, Debug)]
pub struct Founding {
    /// What the workspace is called.
    pub name: String,
    /// The currency of amounts that name none.
    pub currency: Currency,
    /// Where telephone numbers without a country code are dialled.
    pub region: String,
    /// What the first owner is called: "Me".
    pub owner: String,
    /// What the pipeline is called.
    pub pipeline: String,
    /// What the stages are called, in the order of [`DEFAULT_STAGES`].
    pub stages: Vec<String>,
    /// The language of the sample data that it is to hold, if any.
    pub sample: Option<Language>,
}

/// The changes that a workspace with sample data begins with: its founding, and the data. Where there
/// are more, somebody has worked in it.
pub const SAMPLE_CHANGES: u64 = 2;

impl Founding {
    /// The command that founds the workspace, with new ids for its owner and pipeline.
    #[must_use]
    pub fn command(&self, owner: RecordId, pipeline: RecordId) -> Command {
        debug_assert_eq!(
            (owner.kind, pipeline.kind),
            (RecordKind::Owner, RecordKind::Pipeline),
            "kinds"
        );
        let text = |text: &str| Some(Value::text(text));
        Command::All(vec![
            Command::Create {
                id: owner,
                fields: vec![(Key::one(owner::NAME), text(&self.owner))],
            },
            Command::Create {
                id: settings::ID,
                fields: vec![
                    (Key::one(settings::NAME), text(&self.name)),
                    (Key::one(settings::CURRENCY), text(self.currency.code())),
                    (
                        Key::one(settings::REGION),
                        Some(Value::text(&*self.region)).filter(|_| !self.region.is_empty()),
                    ),
                    (
                        Key::one(settings::SAMPLE),
                        self.sample.map(|_| Value::Bool(true)),
                    ),
                ],
            },
            Command::Create {
                id: pipeline,
                fields: self.pipeline_fields(),
            },
        ])
    }

    fn pipeline_fields(&self) -> Vec<(Key, Option<Value>)> {
        let number = |number: i64| Number::from_f64(number as f64).map(Value::Number);
        let mut fields = vec![
            (Key::one(pipeline::NAME), Some(Value::text(&*self.pipeline))),
            (Key::one(pipeline::DEFAULT), Some(Value::Bool(true))),
        ];
        for (order, stage) in (0i64..).zip(DEFAULT_STAGES) {
            let name = self
                .stages
                .get(order as usize)
                .map_or(stage.id, String::as_str);
            let values = [
                (0, Some(Value::text(name))),
                (1, number(order)),
                (2, number(stage.probability)),
                (3, Some(Value::text(stage.category))),
                (5, stage.rot_days.and_then(number)),
            ];
            let part = Part::new(
                values
                    .into_iter()
                    .filter_map(|(place, value)| Some((place, value?))),
            );
            fields.push((Key::of(pipeline::STAGES, stage.id), Some(Value::Part(part))));
        }
        fields
    }
}
