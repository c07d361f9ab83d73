//! What makes a record right: every value of its field's type, required fields there, references
//! to records that exist. Only what the change touches is held against it, so that old data never
//! stands in the way of an edit.

use super::Draft;
use super::derive::has_changed;
use crate::document;
use crate::domain::problem::quoted;
use crate::domain::{
    Key, Part, Problem, Record, RecordId, RecordKind, Rule, Shape, Standing, Type, Value,
    custom_field, customer, deal, field, pipeline,
};
use crate::workspace::input;
use std::borrow::Cow;

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
        if field.of == Type::Custom {
            continue;
        }
        if !field.is_single() && after.elements(ix).count() > ELEMENTS_MAX {
            problems.push(too_many(field.name));
        }
    }
    check_own_count(after, &mut problems);
    match kind {
        RecordKind::Customer => check_not_itself(after, customer::PARENT, &mut problems),
        RecordKind::Deal => check_stage(draft, after, &mut problems),
        RecordKind::Pipeline => check_stages_kept(draft, before, after, &mut problems),
        RecordKind::CustomField => check_custom_field(draft, before, after, &mut problems),
        _ => {}
    }
    problems
}

fn too_many(field: impl Into<String>) -> Problem {
    Problem::new(field, Rule::TooMany { max: ELEMENTS_MAX })
}

/// Of custom fields each counts once, and of each the members count.
fn check_own_count(after: &Record, problems: &mut Vec<Problem>) {
    let elements = after.elements(field::CUSTOM);
    let keys: Vec<&str> = elements
        .map(|(element, _)| custom_field::split(element).0)
        .collect();
    let fields = keys.chunk_by(|one, other| one == other);
    if fields.clone().count() > ELEMENTS_MAX {
        problems.push(too_many("custom"));
    }
    for key in fields.filter(|members| members.len() > ELEMENTS_MAX) {
        problems.extend(key.first().map(|key| too_many(format!("custom.{key}"))));
    }
}

/// What the user requires of new records. Records that are there stay as they are.
pub(super) fn check_required(draft: &Draft<'_>, made: &Record, problems: &mut Vec<Problem>) {
    let keys = input::required_own(draft.workspace, made.id.kind).into_iter();
    let missing = keys.filter(|key| !custom_field::has_value(made, key));
    problems.extend(missing.map(|key| Problem::new(format!("custom.{key}"), Rule::Required)));
}

fn is_blank(value: &Value) -> bool {
    value.as_text().is_some_and(|text| text.trim().is_empty())
}

fn check_value(draft: &Draft<'_>, id: RecordId, key: &Key, value: &Value) -> Result<(), Rule> {
    let field = id.kind.field(key.field).ok_or(Rule::UnknownField)?;
    match (field.shape, key.element.as_deref()) {
        (Shape::One, None) => {}
        (Shape::Set, Some(member)) => return check_member(field.of, member, value),
        (Shape::Map, Some(element)) if field.of == Type::Custom => {
            return check_own(draft, id, element, value);
        }
        (Shape::List | Shape::Map, Some(element))
            if !element.is_empty() && element.len() <= 120 => {}
        _ => return Err(Rule::WrongType),
    }
    input::check(field.of, value)?;
    check_refs(draft, id, value)
}

/// A member of a set is there, or has no value.
fn check_member(of: Type, member: &str, value: &Value) -> Result<(), Rule> {
    match value {
        Value::Bool(true) => input::check(of, &Value::text(member)),
        _ => Err(Rule::WrongType),
    }
}

/// A value of a custom field.
fn check_own(draft: &Draft<'_>, id: RecordId, element: &str, value: &Value) -> Result<(), Rule> {
    let (key, member) = custom_field::split(element);
    let known = draft.workspace.custom_field(id.kind, key);
    // The definition may come with the same change.
    let known = known.or_else(|| draft.custom_field(id.kind, key).map(Cow::Borrowed));
    let known = known.ok_or(Rule::UnknownField)?;
    if custom_field::is_formula(&known) {
        return Err(Rule::NotAllowed);
    }
    match (custom_field::values_of(&known), member) {
        // Files put a semicolon between members.
        ((Shape::Set, _), Some(member)) if member.trim().is_empty() || member.contains(';') => {
            Err(Rule::NotAnOption {
                value: quoted(member),
            })
        }
        ((Shape::Set, of), Some(member)) => check_member(of, member, value),
        ((Shape::Set, _), None) | (_, Some(_)) => Err(Rule::WrongType),
        ((_, of), None) => {
            input::check(of, value)?;
            check_refs(draft, id, value)
        }
    }
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

fn check_custom_field(
    draft: &Draft<'_>,
    before: Option<&Record>,
    after: &Record,
    problems: &mut Vec<Problem>,
) {
    let is_relation = after.text(custom_field::TYPE) == custom_field::RELATION;
    if is_relation && after.text(custom_field::TARGET).is_empty() {
        problems.push(Problem::new("target", Rule::Required));
    }
    check_values_kept(draft, before, after, problems);
    check_fits_formulas(draft, before, after, problems);
    let kind = RecordKind::from_code(after.text(custom_field::OBJECT));
    let is_asked = kind.is_none_or(|kind| custom_field::ASKED.contains(&kind));
    if custom_field::is_required(after) && !is_asked {
        problems.push(Problem::new("required", Rule::NotAllowed));
    }
    let key = after.text(custom_field::KEY);
    if custom_field::is_formula(after) {
        check_formula(draft, before, after, problems);
    }
    // That there is one is asked of all required fields, and that it is not too long of all texts.
    if !key.is_empty() && key.len() <= 60 && !custom_field::is_key(key) {
        problems.push(Problem::new(
            "key",
            Rule::NotAnOption { value: quoted(key) },
        ));
    }
    let twin = kind
        .and_then(|kind| draft.workspace.custom_field(kind, key))
        .filter(|twin| twin.id != after.id);
    if twin.is_some() && after.value(field::DELETED_AT).is_none() {
        problems.push(Problem::new("key", Rule::NotUnique { value: quoted(key) }));
    }
}

/// Whether a record is made, or comes back.
fn comes(before: Option<&Record>) -> bool {
    before.is_none_or(|before| before.standing() != Standing::Live)
}

/// The kind of record that a definition adds a field to, while it is live.
fn kind_of_live(definition: &Record) -> Option<RecordKind> {
    let kind = RecordKind::from_code(definition.text(custom_field::OBJECT));
    kind.filter(|_| definition.standing() == Standing::Live)
}

/// A formula can be read and names fields that are there, and nothing stands where its values would.
fn check_formula(
    draft: &Draft<'_>,
    before: Option<&Record>,
    after: &Record,
    problems: &mut Vec<Problem>,
) {
    let comes = comes(before);
    let said = [
        custom_field::FORMULA_TEXT,
        custom_field::TYPE,
        custom_field::OBJECT,
        custom_field::KEY,
    ];
    let mut said = said.into_iter();
    let is_said = comes || said.any(|ix| has_changed(before, after, ix));
    let Some(kind) = kind_of_live(after).filter(|_| is_said) else {
        return;
    };
    if let Err(rule) = draft.formula(kind, after) {
        problems.push(Problem::new("formula", rule));
    }
    // What another field of this key left in the records would be taken for what is worked out.
    let key = after.text(custom_field::KEY);
    let is_new = comes || has_changed(before, after, custom_field::KEY);
    if is_new && draft.workspace.uses_custom_field(kind, key) {
        let value = quoted(key);
        problems.push(Problem::new("key", Rule::StillUsed { value }));
    }
}

/// What says which values a field has stays while records have some, or a formula reads them.
fn check_values_kept(
    draft: &Draft<'_>,
    before: Option<&Record>,
    after: &Record,
    problems: &mut Vec<Problem>,
) {
    let Some(before) = before else { return };
    let is_other = |ix| before.text(ix) != after.text(ix);
    let is_wider = custom_field::widens(
        before.text(custom_field::TYPE),
        after.text(custom_field::TYPE),
    );
    let mut changed = vec![
        (custom_field::OBJECT, is_other(custom_field::OBJECT)),
        (custom_field::KEY, is_other(custom_field::KEY)),
        (custom_field::TYPE, !is_wider),
    ];
    if before.text(custom_field::TYPE) == custom_field::RELATION && is_wider {
        changed.push((custom_field::TARGET, is_other(custom_field::TARGET)));
    }
    changed.retain(|(_, is_changed)| *is_changed);
    let kind = RecordKind::from_code(before.text(custom_field::OBJECT));
    let key = before.text(custom_field::KEY);
    let is_used = || {
        kind.is_some_and(|kind| {
            draft.workspace.uses_custom_field(kind, key)
                || !formulas_with(draft, kind, key).is_empty()
        })
    };
    if changed.is_empty() || !is_used() {
        return;
    }
    for (ix, _) in changed {
        let name = after.id.kind.field(ix).map_or("", |field| field.name);
        let value = quoted(before.text(custom_field::LABEL));
        problems.push(Problem::new(name, Rule::StillUsed { value }));
    }
}

/// A field that comes, or comes back, under a key that formulas read leaves them what they give.
fn check_fits_formulas(
    draft: &Draft<'_>,
    before: Option<&Record>,
    after: &Record,
    problems: &mut Vec<Problem>,
) {
    let Some(kind) = kind_of_live(after).filter(|_| comes(before)) else {
        return;
    };
    let changes = |formula: &Record| {
        let bound = draft.formula(kind, formula);
        bound.is_ok_and(|bound| bound.gives.code() != formula.text(custom_field::RESULT))
    };
    let formulas = formulas_with(draft, kind, after.text(custom_field::KEY));
    if formulas.iter().any(|formula| changes(formula)) {
        let value = quoted(after.text(custom_field::LABEL));
        problems.push(Problem::new("type", Rule::StillUsed { value }));
    }
}

/// The formulas of the kind that name an own field.
fn formulas_with<'d>(draft: &Draft<'d>, kind: RecordKind, key: &str) -> Vec<Cow<'d, Record>> {
    let path = format!("custom.{key}");
    let table = draft.workspace.table(RecordKind::CustomField);
    let definitions = table.live_rows().filter_map(|row| table.record(row));
    let formulas = definitions.filter(|definition| {
        definition.text(custom_field::OBJECT) == kind.code() && custom_field::is_formula(definition)
    });
    let names = |formula: &Cow<'_, Record>| {
        let text = formula.text(custom_field::FORMULA_TEXT);
        custom_field::words(text).any(|word| word == path)
    };
    formulas.filter(names).collect()
}
