//! What follows from a record's values: how it begins, a person's name from its parts, a deal's
//! first stage and closing day from its stage. Written with the change that causes it, so that undoing takes both.

use super::Draft;
use crate::domain::{
    Key, Record, RecordId, RecordKind, Standing, Value, campaign, custom_field, customer, deal,
    field, member, model, need, product, sla_policy,
};
use crate::workspace::Stage;

/// What a stage is that is neither won nor lost.
const OPEN: &str = "open";

/// The values that follow.
pub(super) fn derive(
    draft: &Draft<'_>,
    before: Option<&Record>,
    after: &Record,
) -> Vec<(Key, Option<Value>)> {
    let mut fields = Vec::new();
    if before.is_none() {
        begin(after, &mut fields);
    }
    match after.id.kind {
        RecordKind::Customer => customer_name(before, after, &mut fields),
        RecordKind::Deal => deal_stage(draft, before, after, &mut fields),
        RecordKind::Ticket => super::ticket::of_ticket(draft, before, after, &mut fields),
        RecordKind::CustomField => formula_result(draft, after, &mut fields),
        _ => {}
    }
    let has_owner = matches!(
        after.id.kind,
        RecordKind::Customer
            | RecordKind::Deal
            | RecordKind::Ticket
            | RecordKind::Activity
            | RecordKind::Campaign
            | RecordKind::Need
    );
    if has_owner && before.is_none() && after.value(field::OWNER).is_none() {
        let is_open_question = after.element(field::UNRESOLVED, Some("owner")).is_some();
        let owner = draft
            .workspace
            .owner(draft.context.author)
            .filter(|_| !is_open_question);
        fields.push((Key::one(field::OWNER), owner.map(Value::Ref)));
    }
    fields
}

/// How a record begins where the command does not say.
fn begin(after: &Record, fields: &mut Vec<(Key, Option<Value>)>) {
    let (ix, value) = match after.id.kind {
        RecordKind::Product => (product::ACTIVE, Value::Bool(true)),
        RecordKind::SlaPolicy => (sla_policy::ACTIVE, Value::Bool(true)),
        RecordKind::Need => (need::STATUS, Value::text("open")),
        RecordKind::Campaign => (campaign::STATUS, Value::text("planned")),
        RecordKind::Member => (member::STATUS, Value::text("targeted")),
        RecordKind::Model => (model::METHOD, Value::text("logistic")),
        _ => return,
    };
    if after.value(ix).is_none() {
        fields.push((Key::one(ix), Some(value)));
    }
}

/// Whether a field has another value than before.
pub(super) fn has_changed(
    before: Option<&Record>,
    after: &Record,
    ix: crate::domain::FieldIx,
) -> bool {
    before.and_then(|before| before.value(ix)) != after.value(ix)
}

fn customer_name(before: Option<&Record>, after: &Record, fields: &mut Vec<(Key, Option<Value>)>) {
    if after.text(customer::KIND) != "person" {
        return;
    }
    let parts = [
        customer::GIVEN_NAME,
        customer::FAMILY_NAME,
        customer::DISPLAY_ORDER,
    ];
    if !parts
        .into_iter()
        .any(|part| has_changed(before, after, part))
    {
        return;
    }
    let is_family_first = after.text(customer::DISPLAY_ORDER) == "family_first";
    let name = customer::person_name(
        after.text(customer::GIVEN_NAME),
        after.text(customer::FAMILY_NAME),
        is_family_first,
    );
    if !name.is_empty() {
        fields.push((Key::one(customer::NAME), Some(Value::text(name))));
    }
}

/// What a formula gives; one that no longer can be worked out gave it last.
fn formula_result(draft: &Draft<'_>, after: &Record, fields: &mut Vec<(Key, Option<Value>)>) {
    let key = Key::one(custom_field::RESULT);
    if !custom_field::is_formula(after) {
        fields.push((key, None));
        return;
    }
    let kind = RecordKind::from_code(after.text(custom_field::OBJECT));
    let bound = kind.and_then(|kind| draft.formula(kind, after).ok());
    if let Some(bound) = bound {
        fields.push((key, Some(Value::text(bound.gives.code()))));
    }
}

fn deal_stage(
    draft: &Draft<'_>,
    before: Option<&Record>,
    after: &Record,
    fields: &mut Vec<(Key, Option<Value>)>,
) {
    let is_back = before.is_some_and(|before| before.standing() == Standing::Trashed)
        && after.standing() == Standing::Live;
    let is_live = |id: &RecordId| {
        let record = draft.record(*id);
        record.is_some_and(|record| record.standing() == Standing::Live)
    };
    // Out of the trash a deal comes also where its pipeline or stage went meanwhile.
    let held = after.value(deal::PIPELINE).and_then(Value::as_ref_id);
    let pipeline = held
        .filter(|id| !is_back || is_live(id))
        .or_else(|| draft.workspace.default_pipeline());
    let Some(pipeline) = pipeline else { return };
    if held != Some(pipeline) {
        fields.push((Key::one(deal::PIPELINE), Some(Value::Ref(pipeline))));
    }
    let Some(stage) = stage_in(draft.workspace.stages(pipeline), after, is_back) else {
        return;
    };
    if after.text(deal::STAGE) != &*stage.id {
        fields.push((Key::one(deal::STAGE), Some(Value::text(&*stage.id))));
    }
    let held = before.map(|before| before.text(deal::STAGE));
    if held == Some(&*stage.id) {
        return;
    }
    let is_closed = stage.category() != OPEN;
    // What is won stays won on the day it was, whatever pipeline it moves to.
    let was = before.and_then(|before| stage_of(draft, before));
    if is_closed && was.is_some_and(|was| was.category() == stage.category()) {
        return;
    }
    let today = Some(Value::Date(draft.context.today));
    let closing_day = after
        .value(deal::CLOSED_AT)
        .filter(|_| has_changed(before, after, deal::CLOSED_AT))
        .cloned();
    if is_closed {
        let day = closing_day.or_else(|| today.clone());
        fields.push((Key::one(deal::CLOSED_AT), day.clone()));
        fields.push((Key::one(deal::STAGE_SINCE), day));
    } else {
        fields.push((Key::one(deal::CLOSED_AT), None));
        if !has_changed(before, after, deal::STAGE_SINCE) {
            fields.push((Key::one(deal::STAGE_SINCE), today));
        }
    }
    if stage.category() != "lost" {
        fields.push((Key::one(deal::LOST_REASON), None));
    }
}

/// The stage of a pipeline that a deal is in, or comes to by itself; none where it names one that
/// is not there.
fn stage_in(stages: Vec<Stage>, deal: &Record, is_back: bool) -> Option<Stage> {
    let held = deal.text(deal::STAGE);
    if held.is_empty() {
        return stages.into_iter().next();
    }
    let named = stages.iter().find(|stage| &*stage.id == held);
    if named.is_some() || !is_back {
        return named.cloned();
    }
    let category = match (deal.value(deal::CLOSED_AT), deal.text(deal::LOST_REASON)) {
        (None, _) => OPEN,
        (Some(_), "") => "won",
        (Some(_), _) => "lost",
    };
    let like = stages.iter().find(|stage| stage.category() == category);
    like.or_else(|| stages.first()).cloned()
}

/// The stage that a deal is in.
fn stage_of(draft: &Draft<'_>, deal: &Record) -> Option<Stage> {
    let pipeline = deal.value(deal::PIPELINE).and_then(Value::as_ref_id)?;
    draft.workspace.stage(pipeline, deal.text(deal::STAGE))
}
