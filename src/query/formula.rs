//! The values of formulas, as a column of each: worked out of the columns of the fields that they name,
//! and of the rows that were written again. What a formula may name and what it gives is
//! [`crate::workspace::formula`]'s matter.

use super::column::Values;
use super::{Now, stamp};
use crate::document::value::{Tag, float_of, int_of};
use crate::domain::formula::{Measure, Quantity};
use crate::domain::{
    Currency, Date, Key, Money, Number, Record, RecordId, RecordKind, Rule, Type, Value,
    custom_field, field,
};
use crate::workspace::Workspace;
use crate::workspace::columns::{Codes, Column as _, Ints};
use crate::workspace::derived::{Fields, Source};
use crate::workspace::formula::{Bound, Operand, bind_in};
use std::rc::Rc;

/// So many of the latest records are looked at for one that a formula gives something of.
const LOOKED_AT: usize = 2_000;

/// What a formula gave, by row.
#[derive(Clone)]
struct Column {
    ints: Rc<Ints>,
    /// Of amounts; of none in any other.
    currencies: Rc<Codes<Currency>>,
}

/// The values of a field that a formula stands behind; all empty where its fields are no longer there.
pub(super) fn values(
    workspace: &Workspace,
    kind: RecordKind,
    definition: &Record,
    now: Now,
) -> Values {
    let text = definition.text(custom_field::FORMULA_TEXT);
    // One whose field has become another, which only undoing and merging can bring about, gives nothing
    // rather than values of another type than the definition says.
    let said = definition.text(custom_field::RESULT);
    let bound = bind_in(workspace, kind, text).ok();
    let bound = bound.filter(|bound| bound.gives.code() == said);
    let Some(bound) = bound else {
        let rows = workspace.table(kind).rows();
        let (_, of) = custom_field::values_of(definition);
        return match of {
            Type::Money => Values::Money(Rc::new(Ints::empty(rows)), Rc::new(Codes::empty(rows))),
            Type::Date => Values::Ints(Tag::Date, Rc::new(Ints::empty(rows))),
            _ => Values::Ints(Tag::Number, Rc::new(Ints::empty(rows))),
        };
    };
    let key = definition.text(custom_field::KEY);
    let column = column(workspace, kind, key, &bound, now);
    let ints = Rc::clone(&column.ints);
    match bound.gives {
        Measure::Number => Values::Ints(Tag::Number, ints),
        Measure::Date => Values::Ints(Tag::Date, ints),
        Measure::Money => Values::Money(ints, Rc::clone(&column.currencies)),
    }
}

fn column(
    workspace: &Workspace,
    kind: RecordKind,
    key: &str,
    bound: &Bound,
    now: Now,
) -> Rc<Column> {
    let operands = bound.operands.iter();
    let mut fields: Vec<_> = operands.map(|operand| operand.key.field).collect();
    fields.push(field::GONE);
    let sources = [
        Source::new(kind, Fields::of(&fields)),
        // What the formula says, and what the fields that it names are.
        Source::new(RecordKind::CustomField, Fields::ALL),
    ];
    let asks_the_clock = bound.formula.asks_the_day()
        || bound
            .operands
            .iter()
            .any(|operand| operand.of == Type::Instant);
    let parameter = if asks_the_clock { now.parameter() } else { 0 };
    let make = || {
        let rows = workspace.table(kind).rows();
        let (mut ints, mut currencies) = (Ints::empty(rows), Codes::empty(rows));
        let mut reader = Reader::new(workspace, kind, bound, now);
        for row in 0..rows as u32 {
            write(&mut ints, &mut currencies, row, reader.at(row));
        }
        Column {
            ints: Rc::new(ints),
            currencies: Rc::new(currencies),
        }
    };
    let patch = |column: &mut Column, written: &[(RecordKind, u32)]| {
        if written.iter().any(|(of, _)| *of != kind) {
            return false;
        }
        let mut reader = Reader::new(workspace, kind, bound, now);
        let ints = Rc::make_mut(&mut column.ints);
        let currencies = Rc::make_mut(&mut column.currencies);
        for (_, row) in written {
            write(ints, currencies, *row, reader.at(*row));
        }
        true
    };
    let name = format!("formula {key} of {}", kind.code());
    workspace.derived(&name, parameter, &sources, make, patch)
}

fn write(ints: &mut Ints, currencies: &mut Codes<Currency>, row: u32, found: Option<Quantity>) {
    let currency = match found {
        Some(Quantity::Money(money)) => Some(money.currency()),
        _ => None,
    };
    ints.set(row, found.and_then(|found| int_of(&found.into())));
    currencies.set(row, currency.as_ref());
}

/// Works a formula out row by row.
struct Reader<'b> {
    bound: &'b Bound,
    operands: Vec<Read>,
    now: Now,
    /// The values of a row, and what is worked out of them: lent from row to row.
    values: Vec<Quantity>,
    stack: Vec<Quantity>,
}

/// The columns of a field that a formula names.
enum Read {
    Number(Rc<Ints>),
    Date(Rc<Ints>),
    Moment(Rc<Ints>),
    Money(Rc<Ints>, Rc<Codes<Currency>>),
}

impl Read {
    fn of(workspace: &Workspace, kind: RecordKind, operand: &Operand) -> Self {
        let table = workspace.table(kind);
        let key = &operand.key;
        match operand.of {
            Type::Money => Self::Money(table.ints(key), table.currencies(key)),
            Type::Date => Self::Date(table.ints(key)),
            Type::Instant if *key == Key::one(field::CREATED_AT) => {
                Self::Moment(stamp::created(workspace, kind))
            }
            Type::Instant => Self::Moment(table.ints(key)),
            _ => Self::Number(table.ints(key)),
        }
    }

    fn at(&self, row: u32, now: Now) -> Option<Quantity> {
        let date = |days: i64| Date::from_days(i32::try_from(days).ok()?).map(Quantity::Date);
        match self {
            Self::Number(ints) => Number::from_f64(float_of(ints.at(row)?)).map(Quantity::Number),
            Self::Date(ints) => date(ints.at(row)?),
            Self::Moment(ints) => date(now.day_of_ms(ints.at(row)?)),
            Self::Money(minor, currencies) => {
                let money = Money::from_minor(minor.at(row)?, *currencies.at(row)?);
                money.ok().map(Quantity::Money)
            }
        }
    }
}

impl<'b> Reader<'b> {
    fn new(workspace: &Workspace, kind: RecordKind, bound: &'b Bound, now: Now) -> Self {
        let operands = bound.operands.iter();
        Self {
            bound,
            operands: operands.map(|of| Read::of(workspace, kind, of)).collect(),
            now,
            values: Vec::new(),
            stack: Vec::new(),
        }
    }

    /// What the formula gives of a row; nothing where one of its fields is empty.
    fn at(&mut self, row: u32) -> Option<Quantity> {
        self.values.clear();
        for operand in &self.operands {
            self.values.push(operand.at(row, self.now)?);
        }
        let formula = &self.bound.formula;
        formula.work_out(&self.values, self.now.today, &mut self.stack)
    }
}

/// What a formula would give: the latest live record of which it gives something, with that.
///
/// # Errors
/// [`Rule::NotAFormula`], or [`Rule::Required`] where there is no formula.
pub fn preview(
    workspace: &Workspace,
    kind: RecordKind,
    text: &str,
    now: Now,
) -> Result<Option<(RecordId, Value)>, Rule> {
    let bound = bind_in(workspace, kind, text)?;
    let table = workspace.table(kind);
    let mut reader = Reader::new(workspace, kind, &bound, now);
    let live: Vec<u32> = table.live_rows().collect();
    let mut latest = live.into_iter().rev().take(LOOKED_AT);
    Ok(latest.find_map(|row| Some((table.id(row)?, reader.at(row)?.into()))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::domain::field::CUSTOM;
    use crate::domain::random::Random;
    use crate::domain::{Instant, deal};
    use crate::query::cell::Cells;
    use crate::query::{Column as OfPath, Filter, Query, Sort, Test, run};
    use crate::workspace::command::Command;
    use crate::workspace::desk::{Desk, repacked, text};

    fn now() -> Now {
        Now::utc(Date::parse("2026-11-28").unwrap())
    }

    fn defines(desk: &mut Desk, key: &str, of: &str, formula: &str) -> RecordId {
        let fields = vec![
            (Key::one(custom_field::OBJECT), text("deal")),
            (Key::one(custom_field::KEY), text(key)),
            (Key::one(custom_field::LABEL), text(key)),
            (Key::one(custom_field::TYPE), text(of)),
            (Key::one(custom_field::FORMULA_TEXT), text(formula)),
        ];
        desk.creates(RecordKind::CustomField, fields)
    }

    fn money(amount: &str, currency: &str) -> Option<Value> {
        let currency = Currency::parse(currency).unwrap();
        Some(Value::Money(Money::parse(amount, currency).unwrap()))
    }

    fn deal(desk: &mut Desk, name: &str, amount: Option<Value>, cost: Option<Value>) -> RecordId {
        let of = desk.company(name);
        let fields = vec![
            (Key::one(deal::NAME), text(name)),
            (Key::one(deal::CUSTOMER), Some(Value::Ref(of))),
            (Key::one(deal::AMOUNT), amount),
            (Key::of(CUSTOM, "cost"), cost),
        ];
        desk.creates(RecordKind::Deal, fields)
    }

    fn value(desk: &Desk, id: RecordId, path: &str) -> Option<Value> {
        let column = OfPath::find(&desk.workspace, id.kind, path, now()).unwrap();
        let row = desk.workspace.table(id.kind).row(id.uuid).unwrap();
        column.value(&desk.workspace, row)
    }

    #[test]
    fn a_formula_follows_what_it_reads() {
        let mut desk = Desk::new();
        let cost = defines(&mut desk, "cost", "money", "");
        let margin = defines(&mut desk, "margin", "formula", "amount - custom.cost");
        let beans = deal(&mut desk, "Beans", money("100", "EUR"), money("60", "EUR"));
        assert_eq!(value(&desk, beans, "custom.margin"), money("40", "EUR"));
        desk.set(beans, deal::AMOUNT, money("90", "EUR"));
        assert_eq!(value(&desk, beans, "custom.margin"), money("30", "EUR"));
        let mut write = |key: Key, value| {
            desk.does(&Command::Edit {
                ids: vec![beans],
                fields: vec![(key, value)],
                revision: None,
            });
            value_of(&desk, beans)
        };
        fn value_of(desk: &Desk, id: RecordId) -> Option<Value> {
            value(desk, id, "custom.margin")
        }
        assert_eq!(write(Key::of(CUSTOM, "cost"), money("5", "CNY")), None);
        assert_eq!(write(Key::of(CUSTOM, "cost"), None), None);
        assert_eq!(
            write(Key::of(CUSTOM, "cost"), money("5", "EUR")),
            money("85", "EUR")
        );
        // A row that comes later is worked out too, and so is another formula.
        let more = deal(&mut desk, "More", money("7", "JPY"), money("9", "JPY"));
        assert_eq!(value(&desk, more, "custom.margin"), money("-2", "JPY"));
        let ratio = text("custom.cost / amount * 100");
        desk.set(margin, custom_field::FORMULA_TEXT, ratio);
        let percent = Number::parse("128.571428571429").unwrap();
        assert_eq!(
            value(&desk, more, "custom.margin"),
            Some(Value::Number(percent))
        );
        // Without the field that it reads nothing is left of it, until that is back.
        desk.does(&Command::Trash { ids: vec![cost] });
        assert_eq!(value(&desk, more, "custom.margin"), None);
        desk.does(&Command::Restore { ids: vec![cost] });
        assert!(value(&desk, more, "custom.margin").is_some());
    }

    #[test]
    fn days_are_counted_on_the_readers_clock() {
        let mut desk = Desk::new();
        defines(
            &mut desk,
            "age",
            "formula",
            "days_between(created_at, today)",
        );
        defines(&mut desk, "due", "formula", "expected_close - 30");
        let beans = deal(&mut desk, "Beans", None, None);
        let made = Instant::parse("2026-11-20T23:30:00Z").unwrap();
        desk.set(beans, field::CREATED_AT, Some(Value::Instant(made)));
        desk.set(
            beans,
            deal::EXPECTED_CLOSE,
            Some(Value::Date(Date::parse("2027-01-10").unwrap())),
        );
        let number = |count: u32| Some(Value::Number(count.into()));
        assert_eq!(value(&desk, beans, "custom.age"), number(8));
        assert_eq!(
            value(&desk, beans, "custom.due"),
            Some(Value::Date(Date::parse("2026-12-11").unwrap()))
        );
        let berlin = Now::of(now().at, crate::domain::zone::known::berlin());
        let column = OfPath::find(&desk.workspace, RecordKind::Deal, "custom.age", berlin).unwrap();
        let row = desk
            .workspace
            .table(RecordKind::Deal)
            .row(beans.uuid)
            .unwrap();
        assert_eq!(column.value(&desk.workspace, row), number(7));
    }

    #[test]
    fn lists_filter_sort_sum_and_export_what_is_worked_out() {
        let mut desk = Desk::new();
        defines(&mut desk, "cost", "money", "");
        defines(&mut desk, "margin", "formula", "amount - custom.cost");
        let a = deal(&mut desk, "A", money("100", "EUR"), money("60", "EUR"));
        let b = deal(&mut desk, "B", money("100", "EUR"), money("10", "EUR"));
        let c = deal(&mut desk, "C", money("100", "EUR"), None);
        let mut query = Query::new(RecordKind::Deal);
        query.sort = Sort::parse("-custom.margin").unwrap();
        query.fields = vec!["custom.margin".to_owned()];
        let table = desk.workspace.table(RecordKind::Deal);
        let ids = |rows: &[u32]| -> Vec<RecordId> {
            rows.iter().filter_map(|row| table.id(*row)).collect()
        };
        let answer = run(&desk.workspace, &query, now()).unwrap();
        assert_eq!(ids(&answer.rows), [b, a, c]);
        let sum = answer
            .sums
            .iter()
            .find(|sum| &*sum.field == "custom.margin")
            .unwrap();
        assert_eq!(
            sum.amounts.iter().map(Value::Money).next(),
            money("130", "EUR")
        );
        query.filter = Some(Filter::test("custom.margin", Test::Empty(true)));
        assert_eq!(ids(&run(&desk.workspace, &query, now()).unwrap().rows), [c]);
        let whole = crate::query::cell::paths(&desk.workspace, RecordKind::Deal);
        assert!(whole.contains(&"custom.margin".to_owned()));
        let paths = ["name".to_owned(), "custom.margin".to_owned()];
        let cells = Cells::new(&desk.workspace, RecordKind::Deal, &paths, now()).unwrap();
        let row = table.row(a.uuid).unwrap();
        assert_eq!(cells.row(row), [text("A"), money("40", "EUR")]);
        assert!(
            crate::query::cell::register(&desk.workspace, RecordKind::Deal, "custom.margin")
                .is_none()
        );
    }

    #[test]
    fn a_preview_tells_the_latest_record_that_has_an_answer() {
        let mut desk = Desk::new();
        defines(&mut desk, "cost", "money", "");
        let a = deal(&mut desk, "A", money("100", "EUR"), money("60", "EUR"));
        deal(&mut desk, "B", None, None);
        let ask = |formula| preview(&desk.workspace, RecordKind::Deal, formula, now());
        let found = ask("amount - custom.cost").unwrap();
        assert_eq!(found, Some((a, money("40", "EUR").unwrap())));
        assert_eq!(ask("amount / (custom.cost - custom.cost)"), Ok(None));
        assert_eq!(ask("amount -").unwrap_err().code(), "formula_unfinished");
        assert_eq!(ask(" "), Err(Rule::Required));
    }

    #[test]
    fn columns_kept_in_step_are_those_made_anew() {
        let formulas = [
            "amount - custom.cost",
            "custom.cost / amount",
            "round(probability * 3 / 7, 2)",
            "min(expected_close, today)",
            "days_between(created_at, expected_close)",
        ];
        for seed in 0..4 {
            let mut desk = Desk::new();
            defines(&mut desk, "cost", "money", "");
            for (at, formula) in formulas.iter().enumerate() {
                defines(&mut desk, &format!("f{at}"), "formula", formula);
            }
            let mut random = Random::seeded(seed);
            let mut deals: Vec<RecordId> = Vec::new();
            let mut given = 0;
            for _ in 0..120 {
                let some_money = |random: &mut Random| {
                    let currency = *random.pick(&["EUR", "EUR", "CNY"][..]);
                    let amount = random.below(900).to_string();
                    money(&amount, currency).filter(|_| random.below(6) > 0)
                };
                let (amount, cost) = (some_money(&mut random), some_money(&mut random));
                match random.below(4) {
                    0 => deals.push(deal(&mut desk, "D", amount, cost)),
                    1 if !deals.is_empty() => {
                        let id = *random.pick(&deals);
                        let day = Date::from_days(20_000 + random.below(900) as i32).unwrap();
                        desk.set(id, deal::EXPECTED_CLOSE, Some(Value::Date(day)));
                    }
                    2 if deals.len() > 3 && random.below(4) == 0 => {
                        let id = deals.swap_remove(random.below(deals.len() as u64) as usize);
                        desk.does(&Command::Erase { ids: vec![id] });
                    }
                    _ if !deals.is_empty() => {
                        let id = *random.pick(&deals);
                        let percent = Value::Number((random.below(100) as u32).into());
                        let fields = vec![
                            (Key::one(deal::AMOUNT), amount),
                            (Key::of(CUSTOM, "cost"), cost),
                            (Key::one(deal::PROBABILITY), Some(percent)),
                        ];
                        let (ids, revision) = (vec![id], None);
                        let _ = desk.tries(&Command::Edit {
                            ids,
                            fields,
                            revision,
                        });
                    }
                    _ => {}
                }
                let anew = (random.below(20) == 0).then(|| repacked(&desk.workspace));
                for at in 0..formulas.len() {
                    let path = format!("custom.f{at}");
                    let found = |workspace: &Workspace| -> Vec<Option<Value>> {
                        let column =
                            OfPath::find(workspace, RecordKind::Deal, &path, now()).unwrap();
                        let table = workspace.table(RecordKind::Deal);
                        let rows = deals.iter().filter_map(|id| table.row(id.uuid));
                        rows.map(|row| column.value(workspace, row)).collect()
                    };
                    let kept = found(&desk.workspace);
                    given += kept.iter().flatten().count();
                    if let Some(anew) = &anew {
                        assert_eq!(kept, found(anew), "{path}, seed {seed}");
                    }
                }
            }
            assert!(given > 1000, "{given}");
        }
    }
}
