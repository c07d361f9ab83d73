//! Filters: trees of conditions, as the address bar, REST and saved views write them. Here is what
//! a filter is and how it is read and written; what it means for the fields of a kind is
//! [`super::plan`]'s matter.

use super::period::Period;
use crate::domain::problem::quoted;
use crate::domain::{Currency, Money, Number, Problem, Rule};
use serde_json::{Map, Value as Json};

/// How deep conditions may stand in each other.
const DEPTH_MAX: usize = 16;
/// How many conditions, and how many values in a list, a filter may have.
const TESTS_MAX: usize = 2000;

/// A tree of conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All of these hold; of none, everything does.
    All(Vec<Filter>),
    /// At least one of these holds; of none, nothing does.
    Any(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
    /// What a field must be.
    Test(Condition),
}

/// What a field must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The field: `amount`, `custom.machine`, `addresses.city`, `customer.industry`.
    pub field: Box<str>,
    /// What it must be.
    pub test: Test,
}

/// A condition's operator with its values. A value that is missing passes only `empty`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Is this; of several values, one is. Texts are compared without case, marks and width.
    Is(Operand),
    /// Is one of these.
    In(Vec<Operand>),
    /// Contains this text.
    Contains(Box<str>),
    /// Starts with this text.
    Starts(Box<str>),
    /// Is greater, or later.
    Gt(Operand),
    /// Is greater, later or the same.
    Gte(Operand),
    /// Is less, or earlier.
    Lt(Operand),
    /// Is less, earlier or the same.
    Lte(Operand),
    /// Lies between two, both included.
    Between(Operand, Operand),
    /// Has no value; or, with no, has one.
    Empty(bool),
    /// Lies in a span of days.
    Within(Period),
}

/// The operators, as they are written.
pub const OPERATORS: [&str; 11] = [
    "is", "in", "contains", "starts", "gt", "gte", "lt", "lte", "between", "empty", "within",
];

/// A value that a condition compares with: what it means depends on the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A text: also a date, an id, or an amount with its currency (`1000 EUR`).
    Text(Box<str>),
    /// A number.
    Number(Number),
    /// Yes or no.
    Bool(bool),
    /// An amount: `{"minor": 120000, "currency": "EUR"}`.
    Money(Money),
}

impl Filter {
    /// A filter of one condition.
    #[must_use]
    pub fn test(field: &str, test: Test) -> Self {
        Self::Test(Condition {
            field: field.into(),
            test,
        })
    }

    /// The filter under which both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All(mut filters), Self::All(others)) => {
                filters.extend(others);
                Self::All(filters)
            }
            (Self::All(mut filters), other) => {
                filters.push(other);
                Self::All(filters)
            }
            (one, other) => Self::All(vec![one, other]),
        }
    }

    /// Reads JSON: `{"and": […]}`, `{"or": […]}`, `{"not": …}`, `{"field": …, "is": …}`.
    ///
    /// # Errors
    /// What is wrong, by field and operator (`amount.gt`); of the tree itself, `filter`.
    pub fn from_json(json: &Json) -> Result<Self, Vec<Problem>> {
        let mut reading = Reading::default();
        let filter = reading.filter(json, 0);
        match filter {
            Some(filter) if reading.problems.is_empty() => Ok(filter),
            _ => Err(reading.problems),
        }
    }

    /// Reads the text of the JSON form.
    ///
    /// # Errors
    /// As [`Filter::from_json`].
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        match serde_json::from_str(text) {
            Ok(json) => Self::from_json(&json),
            Err(_) => Err(vec![Problem::new("filter", Rule::WrongType)]),
        }
    }

    /// The JSON form, which [`Filter::from_json`] reads.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let list = |filters: &[Self]| Json::Array(filters.iter().map(Self::to_json).collect());
        // Put in one by one: made of a list they would be sorted, by a sort of their own.
        let one = |name: &str, json| {
            let mut map = Map::new();
            map.insert(name.to_owned(), json);
            Json::Object(map)
        };
        match self {
            Self::All(filters) => one("and", list(filters)),
            Self::Any(filters) => one("or", list(filters)),
            Self::Not(filter) => one("not", filter.to_json()),
            Self::Test(Condition { field, test }) => {
                let (name, value) = test.to_json();
                let mut map = Map::new();
                map.insert("field".to_owned(), Json::from(&**field));
                map.insert(name.to_owned(), value);
                Json::Object(map)
            }
        }
    }

    /// Calls back with every condition of the tree.
    pub fn each_condition<'a>(&'a self, visit: &mut impl FnMut(&'a Condition)) {
        match self {
            Self::All(filters) | Self::Any(filters) => {
                filters
                    .iter()
                    .for_each(|filter| filter.each_condition(visit));
            }
            Self::Not(filter) => filter.each_condition(visit),
            Self::Test(condition) => visit(condition),
        }
    }
}

/// The fields that the conditions of a written filter name, without reading it: the reader of JSON is
/// not in the part of the program that comes first. In JSON a quotation mark within a text has a
/// backslash before it, so that what looks like a condition's field is one.
pub fn fields_named(text: &str) -> impl Iterator<Item = &str> {
    text.split(r#""field""#).skip(1).filter_map(|rest| {
        let value = rest.trim_start().strip_prefix(':')?.trim_start();
        Some(value.strip_prefix('"')?.split_once('"')?.0)
    })
}

impl Test {
    /// The operator, as it is written.
    #[must_use]
    pub const fn operator(&self) -> &'static str {
        match self {
            Self::Is(_) => "is",
            Self::In(_) => "in",
            Self::Contains(_) => "contains",
            Self::Starts(_) => "starts",
            Self::Gt(_) => "gt",
            Self::Gte(_) => "gte",
            Self::Lt(_) => "lt",
            Self::Lte(_) => "lte",
            Self::Between(..) => "between",
            Self::Empty(_) => "empty",
            Self::Within(_) => "within",
        }
    }

    fn to_json(&self) -> (&'static str, Json) {
        let list = |operands: &[&Operand]| operands.iter().map(|one| one.to_json()).collect();
        let value = match self {
            Self::Is(one) | Self::Gt(one) | Self::Gte(one) | Self::Lt(one) | Self::Lte(one) => {
                one.to_json()
            }
            Self::In(operands) => Json::Array(operands.iter().map(Operand::to_json).collect()),
            Self::Contains(text) | Self::Starts(text) => Json::from(&**text),
            Self::Between(low, high) => Json::Array(list(&[low, high])),
            Self::Empty(is_empty) => Json::from(*is_empty),
            Self::Within(period) => Json::from(period.to_string()),
        };
        (self.operator(), value)
    }

    fn from_json(operator: &str, json: &Json) -> Result<Self, Rule> {
        let one = || Operand::from_json(json);
        let text = || json.as_str().map(Box::from).ok_or(Rule::WrongType);
        Ok(match operator {
            "is" => Self::Is(one()?),
            "in" => {
                let list = json.as_array().ok_or(Rule::WrongType)?;
                if list.len() > TESTS_MAX {
                    return Err(Rule::TooMany { max: TESTS_MAX });
                }
                let operands = list.iter().map(Operand::from_json);
                Self::In(operands.collect::<Result<_, _>>()?)
            }
            "contains" => Self::Contains(text()?),
            "starts" => Self::Starts(text()?),
            "gt" => Self::Gt(one()?),
            "gte" => Self::Gte(one()?),
            "lt" => Self::Lt(one()?),
            "lte" => Self::Lte(one()?),
            "between" => match json.as_array().map(Vec::as_slice) {
                Some([low, high]) => {
                    Self::Between(Operand::from_json(low)?, Operand::from_json(high)?)
                }
                _ => return Err(Rule::WrongType),
            },
            "empty" => Self::Empty(json.as_bool().ok_or(Rule::WrongType)?),
            "within" => Self::Within(Period::parse(json.as_str().ok_or(Rule::WrongType)?)?),
            other => {
                return Err(Rule::NotAnOperator {
                    value: quoted(other),
                });
            }
        })
    }
}

impl Operand {
    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    fn from_json(json: &Json) -> Result<Self, Rule> {
        match json {
            Json::String(text) => Ok(Self::text(text)),
            Json::Bool(is_yes) => Ok(Self::Bool(*is_yes)),
            Json::Number(number) => {
                let number = number.as_f64().and_then(Number::from_f64);
                number.map(Self::Number).ok_or_else(|| Rule::NotANumber {
                    value: quoted(&json.to_string()),
                })
            }
            Json::Object(map) => {
                let minor = map.get("minor").and_then(Json::as_i64);
                let currency = map.get("currency").and_then(Json::as_str);
                match (minor, currency, map.len()) {
                    (Some(minor), Some(currency), 2) => {
                        let currency = Currency::parse(currency)?;
                        Ok(Self::Money(Money::from_minor(minor, currency)?))
                    }
                    _ => Err(Rule::WrongType),
                }
            }
            Json::Null | Json::Array(_) => Err(Rule::WrongType),
        }
    }

    fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => Json::from(&**text),
            Self::Bool(is_yes) => Json::from(*is_yes),
            Self::Number(number) => number_json(*number),
            Self::Money(money) => {
                let mut map = Map::new();
                map.insert("minor".to_owned(), Json::from(money.minor()));
                map.insert("currency".to_owned(), Json::from(money.currency().code()));
                Json::Object(map)
            }
        }
    }
}

/// A number in JSON, without a fraction where it has none.
fn number_json(number: Number) -> Json {
    let float = number.to_f64();
    if float.fract() == 0.0 {
        Json::from(float as i64)
    } else {
        Json::from(float)
    }
}

/// What was found wrong so far, and how many conditions there are.
#[derive(Default)]
struct Reading {
    problems: Vec<Problem>,
    tests: usize,
}

impl Reading {
    fn refuse<T>(&mut self, field: impl Into<String>, rule: Rule) -> Option<T> {
        self.problems.push(Problem::new(field, rule));
        None
    }

    fn filter(&mut self, json: &Json, depth: usize) -> Option<Filter> {
        let Some(map) = json.as_object() else {
            return self.refuse("filter", Rule::WrongType);
        };
        if depth > DEPTH_MAX {
            return self.refuse("filter", Rule::TooMany { max: DEPTH_MAX });
        }
        if let Some(field) = map.get("field") {
            return self.condition(field, map);
        }
        let mut entries = map.iter();
        match (entries.next(), entries.next()) {
            (Some((name, json)), None) => match name.as_str() {
                "and" => self.filters(json, depth).map(Filter::All),
                "or" => self.filters(json, depth).map(Filter::Any),
                "not" => {
                    let filter = self.filter(json, depth + 1)?;
                    Some(Filter::Not(Box::new(filter)))
                }
                other => {
                    let value = quoted(other);
                    self.refuse("filter", Rule::NotAnOperator { value })
                }
            },
            _ => self.refuse("filter", Rule::WrongType),
        }
    }

    fn filters(&mut self, json: &Json, depth: usize) -> Option<Vec<Filter>> {
        let Some(list) = json.as_array() else {
            return self.refuse("filter", Rule::WrongType);
        };
        // All are read, so that all that is wrong is told.
        let filters: Vec<Option<Filter>> = list
            .iter()
            .map(|json| self.filter(json, depth + 1))
            .collect();
        filters.into_iter().collect()
    }

    fn condition(&mut self, field: &Json, map: &Map<String, Json>) -> Option<Filter> {
        let Some(field) = field.as_str() else {
            return self.refuse("filter.field", Rule::WrongType);
        };
        self.tests += 1;
        if self.tests > TESTS_MAX {
            return self.refuse("filter", Rule::TooMany { max: TESTS_MAX });
        }
        let mut others = map.iter().filter(|(name, _)| *name != "field");
        match (others.next(), others.next()) {
            (Some((operator, json)), None) => match Test::from_json(operator, json) {
                Ok(test) => Some(Filter::test(field, test)),
                Err(rule) => self.refuse(format!("{field}.{operator}"), rule),
            },
            (None, _) => self.refuse(field, Rule::Required),
            _ => self.refuse(field, Rule::TooMany { max: 1 }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_operator_is_written_as_it_is_read() {
        let text = r#"{"and":[
            {"field":"name","contains":"grão"},{"field":"name","starts":"G"},
            {"or":[{"field":"amount","gt":1000.5},{"field":"amount","gte":{"minor":5,"currency":"EUR"}},
                   {"field":"amount","lt":"12 EUR"},{"field":"size","lte":-3},{"field":"size","between":[1,20]}]},
            {"not":{"field":"stage","in":["won","lost"]}},
            {"field":"owner","empty":false},{"field":"do_not_call","is":true},
            {"field":"closed_at","within":"last 30 days"}]}"#;
        let filter = Filter::parse(text).unwrap();
        let json: Json = serde_json::from_str(text).unwrap();
        assert_eq!(filter.to_json(), json);
        assert_eq!(Filter::from_json(&filter.to_json()), Ok(filter.clone()));
        let mut operators = Vec::new();
        filter.each_condition(&mut |condition| operators.push(condition.test.operator()));
        operators.sort_unstable();
        let mut all = OPERATORS;
        all.sort_unstable();
        assert_eq!(operators, all);
    }

    #[test]
    fn the_fields_of_a_written_filter_are_those_of_its_conditions() {
        let naughty = r#"{"and":[{"field":"name","is":"\"field\":\"size\""},
            {"field" : "custom.field","in":["field","a \\\"field\""]},{"not":{"is":"field","field":"stage"}}]}"#;
        let filter = Filter::parse(naughty).unwrap();
        let mut read = Vec::new();
        filter.each_condition(&mut |condition| read.push(condition.field.to_string()));
        assert_eq!(read, ["name", "custom.field", "stage"]);
        let read = || read.iter().map(String::as_str);
        assert!(fields_named(naughty).eq(read()));
        assert!(fields_named(&filter.to_json().to_string()).eq(["name", "custom.field", "stage"]));
        assert_eq!(fields_named("lifecycle is lead").count(), 0);
    }

    #[test]
    fn what_is_wrong_is_named_and_all_of_it() {
        for (text, field, code) in [
            ("[]", "filter", "wrong_type"),
            ("{", "filter", "wrong_type"),
            ("{}", "filter", "wrong_type"),
            (r#"{"xor":[]}"#, "filter", "not_an_operator"),
            (r#"{"and":{}}"#, "filter", "wrong_type"),
            (r#"{"and":[],"or":[]}"#, "filter", "wrong_type"),
            (r#"{"field":5,"is":1}"#, "filter.field", "wrong_type"),
            (r#"{"field":"name"}"#, "name", "required"),
            (r#"{"field":"name","is":1,"in":[]}"#, "name", "too_many"),
            (
                r#"{"field":"name","like":"x"}"#,
                "name.like",
                "not_an_operator",
            ),
            (r#"{"field":"name","is":null}"#, "name.is", "wrong_type"),
            (r#"{"field":"size","is":1e300}"#, "size.is", "not_a_number"),
            (
                r#"{"field":"size","between":[1]}"#,
                "size.between",
                "wrong_type",
            ),
            (
                r#"{"field":"due","within":"soon"}"#,
                "due.within",
                "not_an_option",
            ),
            (
                r#"{"field":"amount","is":{"minor":1}}"#,
                "amount.is",
                "wrong_type",
            ),
            (
                r#"{"field":"amount","is":{"minor":1,"currency":"E"}}"#,
                "amount.is",
                "not_a_currency",
            ),
        ] {
            let problems = Filter::parse(text).unwrap_err();
            let said: Vec<_> = problems
                .iter()
                .map(|problem| (problem.field.as_str(), problem.rule.code()))
                .collect();
            assert_eq!(said, [(field, code)], "{text}");
        }
        let two = r#"{"or":[{"field":"a","like":1},{"field":"b","empty":"x"}]}"#;
        assert_eq!(Filter::parse(two).unwrap_err().len(), 2);
        let mut deep = Json::from(true);
        for _ in 0..100 {
            deep = Json::Object(Map::from_iter([("not".to_owned(), deep)]));
        }
        let refused = Filter::from_json(&deep).unwrap_err();
        assert_eq!(
            refused,
            [Problem::new("filter", Rule::TooMany { max: DEPTH_MAX })]
        );
    }
}
