//! What makes a record right: every value of its field's type, required fields there, references
//! to records that exist. Only what the change touches is held against it, so that old data never
//! stands in the way of an edit.

use super::Draft;
use crate::document;
use crate::domain::problem::quoted;
use crate::domain::{
    Key, Part, Problem, Record, RecordId, RecordKind, Rule, Shape, Standing, Type, Value,
    custom_field, customer, deal, field, pipeline,
};
use crate::workspace::input;

/// The most elements of a list, set or map.
const ELEMENTS_MAX: usize = 200;

/// What is wrong with a record as the change would leave it.
pub(super) fn check(draft: &Draft<'_>, before: Option<&Record>, after: &Record) -> Vec<Problem> {
    let mut problems = Vec::new();
    let kind = after.id.kind;
    for (key, register) in after.registers() {
        let there = before.and_then(|before| before.register(key));
        let Some(value) = register.value.as_ref().filter(|_| there != Some(register)) else {
            continue;
        };
        if let Err(rule) = check_value(draft, after.id, key, value) {
            problems.push(Problem::new(document::path(kind, key), rule));
        }
    }
    for (ix, field) in kind.fields() {
        if field.is_required && after.value(ix).is_none_or(is_blank) {
            problems.push(Problem::new(field.name, Rule::Required));
        }
        if !field.is_single() && after.elements(ix).count() > ELEMENTS_MAX {
            problems.push(Problem::new(
                field.name,
                Rule::TooMany { max: ELEMENTS_MAX },
            ));
        }
    }
    match kind {
        RecordKind::Customer => check_not_itself(after, customer::PARENT, &mut problems),
        RecordKind::Deal => check_stage(draft, after, &mut problems),
        RecordKind::Pipeline => check_stages_kept(draft, before, after, &mut problems),
        RecordKind::CustomField => check_custom_field(draft, after, &mut problems),
        _ => {}
    }
    problems
}

fn is_blank(value: &Value) -> bool {
    value.as_text().is_some_and(|text| text.trim().is_empty())
}

fn check_value(draft: &Draft<'_>, id: RecordId, key: &Key, value: &Value) -> Result<(), Rule> {
    let field = id.kind.field(key.field).ok_or(Rule::UnknownField)?;
    match (field.shape, key.element.as_deref()) {
        (Shape::One, None) => {}
        (Shape::Set, Some(member)) if matches!(value, Value::Bool(true)) => {
            return input::check(field.of, &Value::text(member));
        }
        (Shape::List | Shape::Map, Some(element))
            if !element.is_empty() && element.len() <= 120 => {}
        _ => return Err(Rule::WrongType),
    }
    if field.of == Type::Custom {
        let of = input::type_of(draft.workspace, id.kind, key).or_else(|| {
            // The definition may come with the same change.
            let definition = draft
                .records
                .values()
                .map(|(_, record)| record)
                .find(|record| {
                    record.id.kind == RecordKind::CustomField
                        && record.text(custom_field::OBJECT) == id.kind.code()
                        && Some(record.text(custom_field::KEY)) == key.element.as_deref()
                })?;
            Some(input::custom_type(definition.text(custom_field::TYPE)))
        });
        return input::check(of.ok_or(Rule::UnknownField)?, value);
    }
    input::check(field.of, value)?;
    check_refs(draft, id, value)
}

/// References must lead to records that are there, and not to the record itself.
fn check_refs(draft: &Draft<'_>, id: RecordId, value: &Value) -> Result<(), Rule> {
    match value {
        Value::Ref(to) => {
            let is_there = draft
                .record(*to)
                .is_some_and(|record| record.standing() != Standing::Gone);
            if !is_there {
                Err(Rule::NoSuchRecord {
                    value: to.to_string(),
                })
            } else if *to == id {
                Err(Rule::Circular)
            } else {
                Ok(())
            }
        }
        Value::Part(part) => part
            .iter()
            .try_for_each(|(_, value)| check_refs(draft, id, value)),
        _ => Ok(()),
    }
}

fn check_not_itself(after: &Record, ix: crate::domain::FieldIx, problems: &mut Vec<Problem>) {
    if after.value(ix).and_then(Value::as_ref_id) == Some(after.id) {
        problems.push(Problem::new("parent", Rule::Circular));
    }
}

fn check_stage(draft: &Draft<'_>, after: &Record, problems: &mut Vec<Problem>) {
    let stage = after.text(deal::STAGE);
    let pipeline = after
        .value(deal::PIPELINE)
        .and_then(Value::as_ref_id)
        .and_then(|id| draft.record(id));
    let is_known =
        pipeline.is_none_or(|pipeline| pipeline.element(pipeline::STAGES, Some(stage)).is_some());
    if !stage.is_empty() && !is_known {
        problems.push(Problem::new(
            "stage",
            Rule::NotAnOption {
                value: quoted(stage),
            },
        ));
    }
}

/// A stage that deals are in cannot go.
fn check_stages_kept(
    draft: &Draft<'_>,
    before: Option<&Record>,
    after: &Record,
    problems: &mut Vec<Problem>,
) {
    let Some(before) = before else { return };
    for (id, part) in before.elements(pipeline::STAGES) {
        let is_removed = after.element(pipeline::STAGES, Some(id)).is_none();
        if is_removed && draft.deals_in(after.id, Some(id)) > 0 {
            let name = part
                .as_part()
                .and_then(|part: &Part| part.value(0))
                .and_then(Value::as_text);
            problems.push(Problem::new(
                format!("stages.{id}"),
                Rule::StillUsed {
                    value: quoted(name.unwrap_or(id)),
                },
            ));
        }
    }
}

fn check_custom_field(draft: &Draft<'_>, after: &Record, problems: &mut Vec<Problem>) {
    let key = after.text(custom_field::KEY);
    // That there is one is asked of all required fields, and that it is not too long of all texts.
    if !key.is_empty() && key.len() <= 60 && !custom_field::is_key(key) {
        problems.push(Problem::new(
            "key",
            Rule::NotAnOption { value: quoted(key) },
        ));
    }
    let kind = RecordKind::from_code(after.text(custom_field::OBJECT));
    let twin = kind
        .and_then(|kind| draft.workspace.custom_field(kind, key))
        .filter(|twin| twin.id != after.id);
    if twin.is_some() && after.value(field::DELETED_AT).is_none() {
        problems.push(Problem::new("key", Rule::NotUnique { value: quoted(key) }));
    }
}
