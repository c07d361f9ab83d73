//! Formulas: what an own field is worked out by. A small language of numbers, fields by their paths
//! (`amount`, `custom.margin`), `+ - * /`, parentheses, `min`, `max`, `round`, `days_between` and
//! `today`, read into steps that follow one another and worked out on a stack, so that neither reading
//! nor working out can go too deep. Which fields there are is [`crate::workspace::formula`]'s matter.
//!
//! What is empty makes the whole empty, and so do division by nought, amounts of two currencies, and
//! what is too large to be a value.

mod read;
#[cfg(test)]
mod tests;

use super::problem::{Rule, quoted};
use super::{Currency, Date, Money, Number, Value};
use std::fmt;

/// What is wrong with a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Something stands where it cannot.
    Unexpected,
    /// The text ends too early.
    Unfinished,
    /// There is no such field.
    UnknownName,
    /// There is no such function.
    UnknownFunction,
    /// The field is worked out by a formula itself.
    OfFormula,
    /// The field is neither a number nor an amount nor a date.
    NotCounted,
    /// Values are joined that do not go together: an amount and a date.
    Mixed,
    /// A function has too few or too many values.
    Arguments,
    /// What a number is rounded to is no whole number from 0 to 10.
    Digits,
    /// Parentheses stand in parentheses too often.
    TooDeep,
}

impl Fault {
    /// Every fault, for tables and tests.
    pub const ALL: [Self; 10] = [
        Self::Unexpected,
        Self::Unfinished,
        Self::UnknownName,
        Self::UnknownFunction,
        Self::OfFormula,
        Self::NotCounted,
        Self::Mixed,
        Self::Arguments,
        Self::Digits,
        Self::TooDeep,
    ];

    /// The stable name of this fault, for messages and answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unexpected => "formula_unexpected",
            Self::Unfinished => "formula_unfinished",
            Self::UnknownName => "formula_unknown_name",
            Self::UnknownFunction => "formula_unknown_function",
            Self::OfFormula => "formula_of_formula",
            Self::NotCounted => "formula_not_counted",
            Self::Mixed => "formula_mixed",
            Self::Arguments => "formula_arguments",
            Self::Digits => "formula_digits",
            Self::TooDeep => "formula_too_deep",
        }
    }

    /// The fault with what stands there, and at which of the formula's characters.
    fn at(self, place: usize, value: &str) -> Rule {
        Rule::NotAFormula {
            fault: self,
            place,
            value: quoted(value),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unexpected => "does not belong there",
            Self::Unfinished => "is the end, but something is missing",
            Self::UnknownName => "is no field",
            Self::UnknownFunction => "is no function",
            Self::OfFormula => "is worked out by a formula itself",
            Self::NotCounted => "is neither a number nor an amount nor a date",
            Self::Mixed => "joins values that do not go together",
            Self::Arguments => "has too few or too many values",
            Self::Digits => "is no whole number from 0 to 10",
            Self::TooDeep => "stands in too many parentheses",
        })
    }
}

/// What a value of a formula is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A number.
    Number,
    /// An amount of money.
    Money,
    /// A date.
    Date,
}

impl Measure {
    /// The type of own fields with such values, by its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
        }
    }
}

/// A value of a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// A number.
    Number(Number),
    /// An amount of money.
    Money(Money),
    /// A date.
    Date(Date),
}

impl From<Quantity> for Value {
    fn from(quantity: Quantity) -> Self {
        match quantity {
            Quantity::Number(number) => Self::Number(number),
            Quantity::Money(money) => Self::Money(money),
            Quantity::Date(date) => Self::Date(date),
        }
    }
}

/// A field that a formula names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its path.
    pub path: String,
    /// At which character it stands, from 1.
    pub place: usize,
}

impl Name {
    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self, fault: Fault) -> Rule {
        fault.at(self.place, &self.path)
    }
}

/// One step of working a formula out: puts a value on the stack, or takes some and puts one back.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Number(Number),
    Today,
    Field(usize),
    Negate,
    Join(Operator),
    Least(usize),
    Greatest(usize),
    Round(u8),
    DaysBetween,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operator {
    const fn mark(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

/// A formula that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// Each with the character that it stands at.
    steps: Vec<(Step, usize)>,
    names: Vec<Name>,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// [`Rule::NotAFormula`], with the place of what is wrong; [`Rule::Required`] where there is none.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        read::formula(text)
    }

    /// The fields that it names, each once.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Whether it gives something else every day.
    #[must_use]
    pub fn asks_the_day(&self) -> bool {
        self.steps.iter().any(|(step, _)| *step == Step::Today)
    }

    /// What it gives where its fields, in the order of their names, are these.
    ///
    /// # Errors
    /// [`Fault::Mixed`] where values do not go together.
    pub fn measure(&self, of_names: &[Measure]) -> Result<Measure, Rule> {
        use Measure::{Date, Money, Number};
        let mut stack: Vec<Measure> = Vec::new();
        for (step, place) in &self.steps {
            let mixed = |mark| Fault::Mixed.at(*place, mark);
            let measure = match step {
                Step::Number(_) => Some(Number),
                Step::Today => Some(Date),
                Step::Field(name) => of_names.get(*name).copied(),
                Step::Negate => {
                    let of = stack.pop().filter(|of| *of != Date);
                    Some(of.ok_or_else(|| mixed("-"))?)
                }
                Step::Join(operator) => {
                    let (right, left) = (stack.pop(), stack.pop());
                    let joined = left
                        .zip(right)
                        .and_then(|(left, right)| joined(*operator, left, right));
                    Some(joined.ok_or_else(|| mixed(operator.mark()))?)
                }
                Step::Least(count) | Step::Greatest(count) => {
                    let among = stack.split_off(stack.len().saturating_sub(*count));
                    let first = among.first().copied();
                    let name = if matches!(step, Step::Least(_)) {
                        "min"
                    } else {
                        "max"
                    };
                    if among.iter().any(|of| Some(*of) != first) {
                        return Err(mixed(name));
                    }
                    first
                }
                Step::Round(_) => {
                    let of = stack.pop().filter(|of| matches!(of, Number | Money));
                    Some(of.ok_or_else(|| mixed("round"))?)
                }
                Step::DaysBetween => {
                    if (stack.pop(), stack.pop()) != (Some(Date), Some(Date)) {
                        return Err(mixed("days_between"));
                    }
                    Some(Number)
                }
            };
            stack.extend(measure);
        }
        stack.pop().ok_or(Rule::Required)
    }

    /// What it gives where its fields, in the order of their names, have these values; none where
    /// that is nothing. What is on the stack is of no account: it is lent, since a column is worked
    /// out row by row.
    #[must_use]
    pub fn work_out(
        &self,
        of_names: &[Quantity],
        today: Date,
        stack: &mut Vec<Quantity>,
    ) -> Option<Quantity> {
        use Quantity::{Date, Money, Number};
        stack.clear();
        for (step, _) in &self.steps {
            let quantity = match step {
                Step::Number(number) => Number(*number),
                Step::Today => Date(today),
                Step::Field(name) => *of_names.get(*name)?,
                Step::Negate => match stack.pop()? {
                    Number(number) => Number(counted(-number.to_f64())?),
                    Money(money) => {
                        Money(of_minor(money.minor().checked_neg()?, money.currency())?)
                    }
                    Date(_) => return None,
                },
                Step::Join(operator) => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    join(*operator, left, right)?
                }
                Step::Least(count) | Step::Greatest(count) => {
                    let first = stack.len().checked_sub(*count)?;
                    let found = extreme(stack.get(first..)?, matches!(step, Step::Greatest(_)))?;
                    stack.truncate(first);
                    found
                }
                Step::Round(digits) => match stack.pop()? {
                    Number(number) => Number(rounded(number, *digits)?),
                    Money(money) => Money(rounded_money(money, *digits)?),
                    Date(_) => return None,
                },
                Step::DaysBetween => match (stack.pop()?, stack.pop()?) {
                    (Date(to), Date(from)) => Number(days(from, to)?),
                    _ => return None,
                },
            };
            stack.push(quantity);
        }
        stack.pop()
    }
}

/// What two values joined give; none where they do not go together.
fn joined(operator: Operator, left: Measure, right: Measure) -> Option<Measure> {
    use Measure::{Date, Money, Number};
    use Operator::{Add, Divide, Multiply, Subtract};
    Some(match (operator, left, right) {
        (_, Number, Number) | (Subtract, Date, Date) | (Divide, Money, Money) => Number,
        (Add | Subtract, Money, Money)
        | (Multiply | Divide, Money, Number)
        | (Multiply, Number, Money) => Money,
        (Add | Subtract, Date, Number) | (Add, Number, Date) => Date,
        _ => return None,
    })
}

fn join(operator: Operator, left: Quantity, right: Quantity) -> Option<Quantity> {
    use Operator::{Add, Divide, Multiply, Subtract};
    use Quantity::{Date, Money, Number};
    Some(match (operator, left, right) {
        (_, Number(left), Number(right)) => {
            let (left, right) = (left.to_f64(), right.to_f64());
            Number(counted(match operator {
                Add => left + right,
                Subtract => left - right,
                Multiply => left * right,
                Divide => left / right,
            })?)
        }
        (Add, Money(left), Money(right)) => Money(left.checked_add(right)?),
        (Subtract, Money(left), Money(right)) if left.currency() == right.currency() => {
            let minor = left.minor().checked_sub(right.minor())?;
            Money(of_minor(minor, left.currency())?)
        }
        (Divide, Money(left), Money(right)) if left.currency() == right.currency() => {
            Number(counted(left.minor() as f64 / right.minor() as f64)?)
        }
        (Multiply, Money(money), Number(number)) | (Multiply, Number(number), Money(money)) => {
            Money(of_float(
                money.minor() as f64 * number.to_f64(),
                money.currency(),
            )?)
        }
        (Divide, Money(money), Number(number)) => Money(of_float(
            money.minor() as f64 / number.to_f64(),
            money.currency(),
        )?),
        (Subtract, Date(to), Date(from)) => Number(days(from, to)?),
        (Add, Date(date), Number(number)) | (Add, Number(number), Date(date)) => {
            Date(later(date, number.to_f64())?)
        }
        (Subtract, Date(date), Number(number)) => Date(later(date, -number.to_f64())?),
        _ => return None,
    })
}

/// A number; none of what is divided by nought or too large.
fn counted(float: f64) -> Option<Number> {
    Number::from_f64(float)
}

fn of_minor(minor: i64, currency: Currency) -> Option<Money> {
    Money::from_minor(minor, currency).ok()
}

/// An amount, halves of its smallest unit rounded away from zero. Rounding to fifteen digits first
/// makes 1.005 times 100 the half that it is on paper.
fn of_float(minor: f64, currency: Currency) -> Option<Money> {
    of_minor(counted(minor)?.to_f64().round() as i64, currency)
}

fn days(from: Date, to: Date) -> Option<Number> {
    counted(f64::from(to.to_days()) - f64::from(from.to_days()))
}

/// So many days later, in whole days.
fn later(date: Date, days: f64) -> Option<Date> {
    let day = i64::from(date.to_days()) + days.round() as i64;
    Date::from_days(i32::try_from(day).ok()?)
}

fn extreme(among: &[Quantity], is_greatest: bool) -> Option<Quantity> {
    use Quantity::{Date, Money, Number};
    let (first, rest) = among.split_first()?;
    rest.iter().try_fold(*first, |held, other| {
        let order = match (held, other) {
            (Number(held), Number(other)) => other.cmp(&held),
            (Date(held), Date(other)) => other.cmp(&held),
            (Money(held), Money(other)) if held.currency() == other.currency() => {
                other.minor().cmp(&held.minor())
            }
            _ => return None,
        };
        let is_other = if is_greatest {
            order.is_gt()
        } else {
            order.is_lt()
        };
        Some(if is_other { *other } else { held })
    })
}

/// Rounded to some decimal places, halves away from zero.
fn rounded(number: Number, digits: u8) -> Option<Number> {
    let power = 10_f64.powi(i32::from(digits));
    match counted(number.to_f64() * power) {
        Some(scaled) => counted(scaled.to_f64().round() / power),
        // So large a number has no such places.
        None => Some(number),
    }
}

fn rounded_money(money: Money, digits: u8) -> Option<Money> {
    let dropped = money
        .currency()
        .minor_digits()
        .saturating_sub(usize::from(digits));
    let unit = 10_i64.pow(dropped as u32);
    let minor = money.minor();
    let whole = (minor + minor.signum() * (unit / 2)) / unit;
    of_minor(whole.checked_mul(unit)?, money.currency())
}
