//! A filter as the sentence above a list: conditions that all hold, and groups of each of which one
//! is enough. What does not fit into that, since it came by an address, stays as it is.

use super::field::Of;
use crate::domain::Number;
use crate::i18n::Message;
use crate::message;
use crate::query::filter::{Condition, Filter, Operand, Test};
use crate::query::period::Period;

/// How a field is compared, as people choose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words explain themselves")]
pub enum Op {
    Is,
    IsNot,
    In,
    NotIn,
    Contains,
    Starts,
    Gt,
    Gte,
    Lt,
    Lte,
    Between,
    Within,
    Empty,
    NotEmpty,
}

impl Op {
    const ALL: [(&'static str, Self); 14] = [
        ("is", Self::Is),
        ("is-not", Self::IsNot),
        ("in", Self::In),
        ("not-in", Self::NotIn),
        ("contains", Self::Contains),
        ("starts", Self::Starts),
        ("gt", Self::Gt),
        ("gte", Self::Gte),
        ("lt", Self::Lt),
        ("lte", Self::Lte),
        ("between", Self::Between),
        ("within", Self::Within),
        ("empty", Self::Empty),
        ("not-empty", Self::NotEmpty),
    ];

    /// The word for it in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, op)| *op == self);
        found.map_or("is", |(code, _)| code)
    }

    /// What a word in a form means.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == code);
        found.map(|(_, op)| *op)
    }

    /// The comparisons that suit a field, the commonest first.
    #[must_use]
    pub const fn suiting(of: Of) -> &'static [Self] {
        match of {
            Of::Text => &[
                Self::Contains,
                Self::Starts,
                Self::Is,
                Self::IsNot,
                Self::Empty,
                Self::NotEmpty,
            ],
            Of::Number | Of::Money => &[
                Self::Gte,
                Self::Lte,
                Self::Gt,
                Self::Lt,
                Self::Is,
                Self::Between,
                Self::Empty,
                Self::NotEmpty,
            ],
            Of::Date | Of::Instant => &[
                Self::Within,
                Self::Gte,
                Self::Lte,
                Self::Gt,
                Self::Lt,
                Self::Between,
                Self::Empty,
                Self::NotEmpty,
            ],
            Of::Choice => &[Self::In, Self::NotIn, Self::Empty, Self::NotEmpty],
            Of::Bool => &[Self::Is],
        }
    }

    /// How many values it compares with; several for any number.
    #[must_use]
    pub const fn values(self) -> usize {
        match self {
            Self::Empty | Self::NotEmpty => 0,
            Self::Between => 2,
            _ => 1,
        }
    }

    /// The words of the sentence.
    #[must_use]
    pub fn message(self, of: Of) -> Message {
        let is_day = matches!(of, Of::Date | Of::Instant);
        match self {
            Self::Is => message!("op-is"),
            Self::IsNot => message!("op-is-not"),
            Self::In => message!("op-in"),
            Self::NotIn => message!("op-not-in"),
            Self::Contains => message!("op-contains"),
            Self::Starts => message!("op-starts"),
            Self::Gt if is_day => message!("op-after"),
            Self::Gt => message!("op-gt"),
            Self::Gte if is_day => message!("op-on-or-after"),
            Self::Gte => message!("op-gte"),
            Self::Lt if is_day => message!("op-before"),
            Self::Lt => message!("op-lt"),
            Self::Lte if is_day => message!("op-on-or-before"),
            Self::Lte => message!("op-lte"),
            Self::Between => message!("op-between"),
            Self::Within => message!("op-within"),
            Self::Empty => message!("op-empty"),
            Self::NotEmpty => message!("op-not-empty"),
        }
    }
}

/// One condition, as it is shown and edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The field's path.
    pub field: String,
    /// How it is compared.
    pub op: Op,
    /// With what, as text.
    pub values: Vec<String>,
}

impl Clause {
    /// The filter that says it.
    #[must_use]
    pub fn filter(&self, of: Of) -> Filter {
        let operand = |text: &String| match of {
            Of::Number => match Number::parse(text) {
                Ok(number) => Operand::Number(number),
                Err(_) => Operand::text(text),
            },
            Of::Bool => Operand::Bool(text == "true"),
            _ => Operand::text(text),
        };
        let first = self.values.first().cloned().unwrap_or_default();
        let second = self.values.get(1).cloned().unwrap_or_default();
        let list = || self.values.iter().map(operand).collect();
        let test = match self.op {
            Op::Is | Op::IsNot => Test::Is(operand(&first)),
            Op::In | Op::NotIn => Test::In(list()),
            Op::Contains => Test::Contains(first.into()),
            Op::Starts => Test::Starts(first.into()),
            Op::Gt => Test::Gt(operand(&first)),
            Op::Gte => Test::Gte(operand(&first)),
            Op::Lt => Test::Lt(operand(&first)),
            Op::Lte => Test::Lte(operand(&first)),
            Op::Between => Test::Between(operand(&first), operand(&second)),
            Op::Empty => Test::Empty(true),
            Op::NotEmpty => Test::Empty(false),
            Op::Within => match Period::parse(&first) {
                Ok(period) => Test::Within(period),
                Err(_) => Test::Is(operand(&first)),
            },
        };
        let filter = Filter::test(&self.field, test);
        match self.op {
            Op::IsNot | Op::NotIn => Filter::Not(Box::new(filter)),
            _ => filter,
        }
    }

    /// The condition that a filter is, where it is one.
    #[must_use]
    pub fn of(filter: &Filter) -> Option<Self> {
        let (condition, is_not) = match filter {
            Filter::Test(condition) => (condition, false),
            Filter::Not(inner) => match &**inner {
                Filter::Test(condition) => (condition, true),
                _ => return None,
            },
            _ => return None,
        };
        let Condition { field, test } = condition;
        let (op, values) = match test {
            Test::Is(one) if is_not => (Op::IsNot, vec![text(one)]),
            Test::In(list) if is_not => (Op::NotIn, list.iter().map(text).collect()),
            _ if is_not => return None,
            Test::Is(one) => (Op::Is, vec![text(one)]),
            Test::In(list) => (Op::In, list.iter().map(text).collect()),
            Test::Contains(part) => (Op::Contains, vec![part.to_string()]),
            Test::Starts(part) => (Op::Starts, vec![part.to_string()]),
            Test::Gt(one) => (Op::Gt, vec![text(one)]),
            Test::Gte(one) => (Op::Gte, vec![text(one)]),
            Test::Lt(one) => (Op::Lt, vec![text(one)]),
            Test::Lte(one) => (Op::Lte, vec![text(one)]),
            Test::Between(low, high) => (Op::Between, vec![text(low), text(high)]),
            Test::Empty(true) => (Op::Empty, Vec::new()),
            Test::Empty(false) => (Op::NotEmpty, Vec::new()),
            Test::Within(period) => (Op::Within, vec![period.to_string()]),
        };
        Some(Self {
            field: field.to_string(),
            op,
            values,
        })
    }
}

fn text(operand: &Operand) -> String {
    match operand {
        Operand::Text(text) => text.to_string(),
        Operand::Number(number) => number.to_string(),
        Operand::Bool(is_yes) => is_yes.to_string(),
        Operand::Money(money) => money.to_string(),
    }
}

/// A filter as a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clauses {
    /// These hold, whatever form they have.
    pub all: Vec<Filter>,
    /// Of each of these groups one holds.
    pub any: Vec<Vec<Filter>>,
}

/// Where in the sentence a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among those that hold.
    All(usize),
    /// In a group of which one holds: which group, and where in it.
    Any(usize, usize),
}

/// How a condition is joined to the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// It holds as well.
    And,
    /// It or the condition at this place holds, or another of that one's group.
    Or(Place),
}

impl Clauses {
    /// The sentence of a filter.
    #[must_use]
    pub fn of(filter: Option<&Filter>) -> Self {
        let mut clauses = Self::default();
        let parts: Vec<Filter> = match filter {
            None => Vec::new(),
            Some(Filter::All(filters)) => filters.clone(),
            Some(other) => vec![other.clone()],
        };
        for part in parts {
            match part {
                // A group of single conditions can be edited; others stay as they are.
                Filter::Any(filters)
                    if !filters.is_empty()
                        && filters.iter().all(|filter| Clause::of(filter).is_some()) =>
                {
                    clauses.any.push(filters);
                }
                part => clauses.all.push(part),
            }
        }
        clauses
    }

    /// The filter of the sentence.
    #[must_use]
    pub fn filter(&self) -> Option<Filter> {
        let mut parts = self.all.clone();
        for group in &self.any {
            match group.as_slice() {
                [] => {}
                [one] => parts.push(one.clone()),
                _ => parts.push(Filter::Any(group.clone())),
            }
        }
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Filter::All(parts)),
        }
    }

    /// How many conditions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len() + self.any.iter().map(Vec::len).sum::<usize>()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places of all conditions, in the order they are read.
    #[must_use]
    pub fn places(&self) -> Vec<Place> {
        let all = (0..self.all.len()).map(Place::All);
        let any = self.any.iter().enumerate().flat_map(|(group, filters)| {
            let places = 0..filters.len();
            places.map(move |at| Place::Any(group, at))
        });
        all.chain(any).collect()
    }

    /// The condition at a place.
    #[must_use]
    pub fn at(&self, place: Place) -> Option<&Filter> {
        match place {
            Place::All(at) => self.all.get(at),
            Place::Any(group, at) => self.any.get(group)?.get(at),
        }
    }

    /// The sentence without one condition.
    #[must_use]
    pub fn without(mut self, place: Place) -> Self {
        let (list, at) = match place {
            Place::All(at) => (Some(&mut self.all), at),
            Place::Any(group, at) => (self.any.get_mut(group), at),
        };
        if let Some(list) = list.filter(|list| at < list.len()) {
            list.remove(at);
        }
        self
    }

    /// The sentence with a condition: in place of another, or added.
    #[must_use]
    pub fn with(mut self, filter: Filter, over: Option<Place>, join: Join) -> Self {
        let stays = match (over, join) {
            (Some(Place::All(_)), Join::And) => true,
            (Some(Place::Any(group, _)), Join::Or(Place::Any(other, _))) => group == other,
            _ => false,
        };
        let slot = over.filter(|_| stays).and_then(|place| match place {
            Place::All(at) => self.all.get_mut(at),
            Place::Any(group, at) => self.any.get_mut(group)?.get_mut(at),
        });
        if let Some(slot) = slot {
            *slot = filter;
            return self;
        }
        // It goes to its new place first: what it leaves would let the places after it move up.
        let mut over = over;
        match join {
            Join::And => self.all.push(filter),
            Join::Or(Place::Any(group, _)) => {
                if let Some(group) = self.any.get_mut(group) {
                    group.push(filter);
                }
            }
            Join::Or(Place::All(at)) if at < self.all.len() => {
                let other = self.all.remove(at);
                self.any.push(vec![other, filter]);
                if let Some(Place::All(own)) = &mut over
                    && *own > at
                {
                    *own -= 1;
                }
            }
            Join::Or(Place::All(_)) => self.all.push(filter),
        }
        match over {
            Some(place) => self.without(place),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn clause(field: &str, op: Op, values: &[&str]) -> Clause {
        Clause {
            field: field.to_owned(),
            op,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    #[wasm_bindgen_test]
    fn a_condition_becomes_a_filter_and_is_read_again() {
        for (of, one) in [
            (Of::Text, clause("name", Op::Contains, &["a"])),
            (Of::Text, clause("name", Op::IsNot, &["a"])),
            (Of::Choice, clause("lifecycle", Op::NotIn, &["lead", "mql"])),
            (Of::Number, clause("size", Op::Between, &["3", "7.5"])),
            (Of::Date, clause("birthday", Op::Within, &["last 30 days"])),
            (Of::Bool, clause("do_not_call", Op::Is, &["true"])),
            (Of::Money, clause("annual_revenue", Op::Gte, &["1000 EUR"])),
            (Of::Text, clause("website", Op::Empty, &[])),
        ] {
            let read = Filter::parse(&one.filter(of).to_json().to_string()).unwrap();
            assert_eq!(Clause::of(&read), Some(one));
        }
    }

    #[wasm_bindgen_test]
    fn a_sentence_keeps_what_it_cannot_show() {
        let of = |field| clause(field, Op::Empty, &[]).filter(Of::Text);
        let odd = Filter::Not(Box::new(Filter::All(vec![of("a"), of("b")])));
        let filter = Filter::All(vec![odd.clone(), Filter::Any(vec![of("c"), of("d")])]);
        let clauses = Clauses::of(Some(&filter));
        assert_eq!((clauses.all.len(), clauses.len()), (1, 3));
        assert_eq!(clauses.filter(), Some(filter));
        let rest = clauses.without(Place::Any(0, 0)).without(Place::All(0));
        assert_eq!(rest.filter(), Some(of("d")));
        let moved = rest.with(of("e"), Some(Place::Any(0, 0)), Join::And);
        assert_eq!(moved.filter(), Some(of("e")));
    }

    #[wasm_bindgen_test]
    fn groups_of_which_one_holds_are_made_filled_and_left() {
        let of = |field: &str| clause(field, Op::Empty, &[]).filter(Of::Text);
        let any = |fields: &[&str]| Filter::Any(fields.iter().map(|field| of(field)).collect());
        let none = Clauses::default();
        let all = none
            .with(of("a"), None, Join::And)
            .with(of("b"), None, Join::And);
        let one = all.with(of("c"), None, Join::Or(Place::All(0)));
        let two = one.with(of("d"), None, Join::Or(Place::All(0)));
        let both = Filter::All(vec![any(&["a", "c"]), any(&["b", "d"])]);
        assert_eq!(two.filter(), Some(both.clone()));
        assert_eq!(Clauses::of(Some(&both)).filter(), Some(both));
        // From one group to the other, and out of it again.
        let moved = two
            .clone()
            .with(of("c"), Some(Place::Any(0, 1)), Join::Or(Place::Any(1, 0)));
        assert_eq!(
            moved.filter(),
            Some(Filter::All(vec![of("a"), any(&["b", "d", "c"])]))
        );
        let out = two.with(of("e"), Some(Place::Any(1, 0)), Join::And);
        let rest = Filter::All(vec![of("e"), any(&["a", "c"]), of("d")]);
        assert_eq!(out.filter(), Some(rest));
        // What stands before the one it joins moves it up.
        let three = Clauses::of(Some(&Filter::All(vec![of("a"), of("b"), of("c")])));
        let joined = three.with(of("x"), Some(Place::All(2)), Join::Or(Place::All(0)));
        assert_eq!(
            joined.filter(),
            Some(Filter::All(vec![of("b"), any(&["a", "x"])]))
        );
    }
}
