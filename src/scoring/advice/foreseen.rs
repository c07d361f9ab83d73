//! What a fitted model of the user says of a record, where it is of the outcome that a rule is about and
//! tells more than chance.

use crate::domain::{Record, RecordId, RecordKind, model};
use crate::query::filter::{Filter, Operand, Test};
use crate::scoring::model::ask::{features, predict};
use crate::scoring::model::stored::model_of;
use crate::workspace::Workspace;
use crate::workspace::feature::Reader;

/// Below this area under the curve a model tells hardly more than chance, and no rule listens to it.
const AUC_MIN: f64 = 0.6;

/// A probability that a model tells, and that of an average record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foreseen {
    /// The probability, 0 to 1.
    pub share: f64,
    /// That of an average record, 0 to 1.
    pub usual: f64,
}

/// The outcome that the rules of a kind ask models for: a field and its value.
const fn outcome(kind: RecordKind) -> Option<(&'static str, &'static str)> {
    match kind {
        RecordKind::Deal => Some(("outcome", "won")),
        RecordKind::Ticket => Some(("priority", "urgent")),
        _ => None,
    }
}

/// The newest fitted model of that outcome which tells more than chance.
fn listened_to(workspace: &Workspace, kind: RecordKind) -> Option<Record> {
    let (field, value) = outcome(kind)?;
    let wanted = Filter::test(field, Test::Is(Operand::text(value)));
    let table = workspace.table(RecordKind::Model);
    let models = table.live_rows().filter_map(|row| table.record(row));
    let of_outcome = models.filter(|record| {
        model::kind_of(record.text(model::RECORD)) == Some(kind)
            && Filter::parse(record.text(model::TARGET)).is_ok_and(|target| target == wanted)
    });
    let good = of_outcome.filter(|record| {
        let auc = record
            .value(model::AUC)
            .and_then(crate::domain::Value::as_number);
        auc.is_some_and(|auc| auc.to_f64() >= AUC_MIN)
    });
    good.max_by_key(|record| record.id)
        .map(std::borrow::Cow::into_owned)
}

/// The fields that the model reads which the rules of a kind listen to.
#[must_use]
pub fn reads(workspace: &Workspace, kind: RecordKind) -> Vec<String> {
    let model = listened_to(workspace, kind);
    model.map(|record| features(&record)).unwrap_or_default()
}

/// What that model says of a record.
pub(super) fn foreseen(
    workspace: &Workspace,
    reader: &dyn Reader,
    id: RecordId,
) -> Option<Foreseen> {
    let record = listened_to(workspace, id.kind)?;
    let fitted = model_of(&record)?;
    let row = workspace.table(id.kind).row(id.uuid)?;
    let prediction = predict(reader, &fitted, id.kind, &features(&record), row);
    Some(Foreseen {
        share: prediction.probability,
        usual: prediction.baseline,
    })
}
