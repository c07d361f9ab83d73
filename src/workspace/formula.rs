//! Formulas with the fields that they name: which there are on a kind of record, and what the formula
//! gives. Reading the text is [`crate::domain::formula`]'s matter, reading the values that of queries.

use super::Workspace;
use crate::domain::custom_field::{self, FORMULA};
use crate::domain::field::CUSTOM;
use crate::domain::formula::{Fault, Formula, Measure, Name};
use crate::domain::{Key, RecordKind, Rule, Shape, Type};

/// A field that a formula names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Its register.
    pub key: Key,
    /// What its values are: numbers, amounts, dates or moments.
    pub of: Type,
}

/// A formula whose fields are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The formula.
    pub formula: Formula,
    /// Its fields, in the order of their names.
    pub operands: Vec<Operand>,
    /// What it gives.
    pub gives: Measure,
}

/// Reads a formula of a kind of record; `type_of` tells the type of a custom field by its key.
///
/// # Errors
/// [`Rule::NotAFormula`] where it cannot be read, or names what is not there or cannot be counted with.
pub fn bind(
    kind: RecordKind,
    text: &str,
    type_of: impl Fn(&str) -> Option<String>,
) -> Result<Bound, Rule> {
    let formula = Formula::parse(text)?;
    let names = formula.names().iter();
    let operands: Result<Vec<Operand>, Rule> =
        names.map(|name| operand(kind, name, &type_of)).collect();
    let operands = operands?;
    let measures: Vec<Measure> = operands
        .iter()
        .filter_map(|operand| measure(operand.of))
        .collect();
    let gives = formula.measure(&measures)?;
    Ok(Bound {
        formula,
        operands,
        gives,
    })
}

/// The same with the custom fields of a workspace.
///
/// # Errors
/// As [`bind`].
pub fn bind_in(workspace: &Workspace, kind: RecordKind, text: &str) -> Result<Bound, Rule> {
    bind(kind, text, |key| {
        let definition = workspace.custom_field(kind, key)?;
        Some(definition.text(custom_field::TYPE).to_owned())
    })
}

/// The paths of the fields of a kind that a formula may name, the kind's own before the user's.
#[must_use]
pub fn operands(workspace: &Workspace, kind: RecordKind) -> Vec<String> {
    let fields = kind.fields().map(|(_, field)| field.name.to_owned());
    let own = workspace.custom_keys(kind).into_iter();
    let paths = fields.chain(own.map(|key| format!("custom.{key}")));
    paths
        .filter(|path| bind_in(workspace, kind, path).is_ok())
        .collect()
}

fn operand(
    kind: RecordKind,
    name: &Name,
    type_of: impl Fn(&str) -> Option<String>,
) -> Result<Operand, Rule> {
    let unknown = || name.fault(Fault::UnknownName);
    let (key, (shape, of)) = if let Some(key) = name.path.strip_prefix("custom.") {
        let code = type_of(key).ok_or_else(unknown)?;
        if code == FORMULA {
            return Err(name.fault(Fault::OfFormula));
        }
        (
            Key::of(CUSTOM, key),
            custom_field::shape_and_type(&code, ""),
        )
    } else {
        let ix = kind.field_named(&name.path).ok_or_else(unknown)?;
        let field = kind.field(ix).filter(|field| !field.is_internal);
        let field = field.ok_or_else(unknown)?;
        (Key::one(ix), (field.shape, field.of))
    };
    match (shape, measure(of)) {
        (Shape::One, Some(_)) => Ok(Operand { key, of }),
        _ => Err(name.fault(Fault::NotCounted)),
    }
}

/// What values of a type are to a formula; a moment is the day that it was on.
const fn measure(of: Type) -> Option<Measure> {
    match of {
        Type::Number => Some(Measure::Number),
        Type::Money => Some(Measure::Money),
        Type::Date | Type::Instant => Some(Measure::Date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::domain::{RecordId, Value, deal};
    use crate::workspace::command::{Command, CommandError};
    use crate::workspace::desk::{Desk, text};

    fn definition(key: &str, of: &str, formula: &str) -> Vec<(Key, Option<Value>)> {
        vec![
            (Key::one(custom_field::OBJECT), text("deal")),
            (Key::one(custom_field::KEY), text(key)),
            (Key::one(custom_field::LABEL), text(key)),
            (Key::one(custom_field::TYPE), text(of)),
            (Key::one(custom_field::FORMULA_TEXT), text(formula)),
        ]
    }

    fn adds(desk: &mut Desk, key: &str, of: &str, formula: &str) -> RecordId {
        desk.creates(RecordKind::CustomField, definition(key, of, formula))
    }

    fn beans(desk: &mut Desk) -> RecordId {
        let kanal = desk.company("Kanal");
        let fields = vec![
            (Key::one(deal::NAME), text("Beans")),
            (Key::one(deal::CUSTOMER), Some(Value::Ref(kanal))),
        ];
        desk.creates(RecordKind::Deal, fields)
    }

    /// The field and code of what is wrong with making a field, or with writing one.
    fn refused(desk: &mut Desk, command: &Command) -> (String, &'static str) {
        match desk.tries(command) {
            Err(CommandError::Invalid(problems)) => {
                let first = problems.first().unwrap();
                (first.field.clone(), first.rule.code())
            }
            other => panic!("{other:?}"),
        }
    }

    fn making(desk: &mut Desk, key: &str, of: &str, formula: &str) -> (String, &'static str) {
        let id = desk.id(RecordKind::CustomField);
        let fields = definition(key, of, formula);
        refused(desk, &Command::Create { id, fields })
    }

    fn editing(id: RecordId, key: Key, value: Option<Value>) -> Command {
        Command::Edit {
            ids: vec![id],
            fields: vec![(key, value)],
            revision: None,
        }
    }

    #[test]
    fn a_definition_knows_what_its_formula_gives() {
        let mut desk = Desk::new();
        adds(&mut desk, "cost", "money", "");
        for (formula, gives) in [
            ("amount - custom.cost", "money"),
            ("amount / custom.cost", "number"),
            ("expected_close - 30", "date"),
            ("days_between(created_at, today)", "number"),
        ] {
            let id = adds(&mut desk, "margin", FORMULA, formula);
            let record = desk.workspace.record(id).unwrap().into_owned();
            assert_eq!(record.text(custom_field::RESULT), gives, "{formula}");
            desk.does(&Command::Trash { ids: vec![id] });
        }
        let id = adds(&mut desk, "margin", FORMULA, "amount");
        desk.set(id, custom_field::FORMULA_TEXT, text("today"));
        let result = |desk: &Desk| {
            let record = desk.workspace.record(id).unwrap();
            record.text(custom_field::RESULT).to_owned()
        };
        assert_eq!(result(&desk), "date");
        desk.set(id, custom_field::TYPE, text("text"));
        assert_eq!(result(&desk), "");
    }

    #[test]
    fn a_formula_that_cannot_be_worked_out_is_refused() {
        let mut desk = Desk::new();
        adds(&mut desk, "cost", "money", "");
        adds(&mut desk, "colour", "choice", "");
        adds(&mut desk, "colours", "multi", "");
        adds(&mut desk, "margin", FORMULA, "amount - custom.cost");
        for (formula, code) in [
            ("", "required"),
            ("amount -", "formula_unfinished"),
            ("amount + 1", "formula_mixed"),
            ("price", "formula_unknown_name"),
            ("custom.gone", "formula_unknown_name"),
            ("custom.share", "formula_of_formula"),
            ("custom.margin * 2", "formula_of_formula"),
            ("custom.colour", "formula_not_counted"),
            ("custom.colours", "formula_not_counted"),
            ("name", "formula_not_counted"),
            ("tags", "formula_not_counted"),
            ("deleted_at", "formula_unknown_name"),
        ] {
            let expected = ("formula".to_owned(), code);
            assert_eq!(
                making(&mut desk, "share", FORMULA, formula),
                expected,
                "{formula}"
            );
        }
    }

    #[test]
    fn nobody_writes_what_is_worked_out() {
        let mut desk = Desk::new();
        adds(&mut desk, "cost", "money", "");
        adds(&mut desk, "twice", FORMULA, "probability * 2");
        let beans = beans(&mut desk);
        let six = Some(Value::Number(6.into()));
        let writing = editing(beans, Key::of(CUSTOM, "twice"), six.clone());
        assert_eq!(
            refused(&mut desk, &writing),
            ("custom.twice".into(), "not_allowed")
        );
        let member = editing(
            beans,
            custom_field::member("twice", "Red"),
            Some(Value::Bool(true)),
        );
        assert_eq!(refused(&mut desk, &member).1, "not_allowed");
    }

    #[test]
    fn what_a_formula_reads_stays_what_it_is() {
        let mut desk = Desk::new();
        let cost = adds(&mut desk, "cost", "money", "");
        let margin = adds(&mut desk, "margin", FORMULA, "amount - custom.Cost");
        let number = editing(cost, Key::one(custom_field::TYPE), text("number"));
        assert_eq!(refused(&mut desk, &number), ("type".into(), "still_used"));
        desk.does(&Command::Trash { ids: vec![margin] });
        desk.does(&number);
        // Back from the trash it would add a number to an amount.
        let restoring = Command::Restore { ids: vec![margin] };
        assert_eq!(
            refused(&mut desk, &restoring),
            ("formula".into(), "formula_mixed")
        );
    }

    #[test]
    fn a_field_that_comes_back_leaves_a_formula_what_it_gives() {
        let mut desk = Desk::new();
        let cost = adds(&mut desk, "cost", "money", "");
        let twice = adds(&mut desk, "twice", FORMULA, "custom.cost * 2");
        desk.does(&Command::Trash { ids: vec![cost] });
        let number = making(&mut desk, "cost", "number", "");
        assert_eq!(number, ("type".into(), "still_used"));
        adds(&mut desk, "cost", "money", "");
        let record = desk.workspace.record(twice).unwrap();
        assert_eq!(record.text(custom_field::RESULT), "money");
    }

    #[test]
    fn values_of_another_field_are_not_taken_for_what_is_worked_out() {
        let mut desk = Desk::new();
        let twice = adds(&mut desk, "twice", "number", "");
        let beans = beans(&mut desk);
        desk.does(&editing(
            beans,
            Key::of(CUSTOM, "twice"),
            Some(Value::Number(6.into())),
        ));
        desk.does(&Command::Trash { ids: vec![twice] });
        let made = making(&mut desk, "twice", FORMULA, "probability * 2");
        assert_eq!(made, ("key".into(), "still_used"));
    }

    #[test]
    fn a_field_and_the_formula_of_it_come_with_one_change() {
        let mut desk = Desk::new();
        let (cost, margin) = (
            desk.id(RecordKind::CustomField),
            desk.id(RecordKind::CustomField),
        );
        desk.does(&Command::All(vec![
            Command::Create {
                id: margin,
                fields: definition("margin", FORMULA, "amount - custom.cost"),
            },
            Command::Create {
                id: cost,
                fields: definition("cost", "money", ""),
            },
        ]));
        assert_eq!(
            operands(&desk.workspace, RecordKind::Deal),
            [
                "created_at",
                "amount",
                "stage_since",
                "probability",
                "expected_close",
                "closed_at",
                "started_at",
                "next_follow_up",
                "position",
                "custom.cost"
            ]
        );
        // Without its field it stands there and can still be renamed.
        desk.does(&Command::Trash { ids: vec![cost] });
        desk.set(margin, custom_field::LABEL, text("Margin"));
    }
}
