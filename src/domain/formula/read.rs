//! Reads formulas: takes a text apart and puts the steps of working it out one after the other, what
//! is joined before what joins it.

use super::{Fault, Formula, Name, Operator, Step};
use crate::domain::{Number, Rule};

/// Parentheses within parentheses, at most.
const DEPTH_MAX: usize = 32;

/// Decimal places that a number is rounded to, at most.
const DIGITS_MAX: u8 = 10;

/// Reads a formula.
pub(super) fn formula(text: &str) -> Result<Formula, Rule> {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return Err(Rule::Required);
    }
    let mut reader = Reader {
        tokens,
        at: 0,
        end: text.chars().count() + 1,
        depth: 0,
        formula: Formula {
            steps: Vec::new(),
            names: Vec::new(),
        },
    };
    reader.sum()?;
    match reader.peek() {
        Some(_) => Err(reader.unexpected()),
        None => Ok(reader.formula),
    }
}

/// A word, number or mark of a formula, and the character it stands at, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    text: String,
    place: usize,
}

impl Token {
    fn is(&self, mark: &str) -> bool {
        self.text == mark
    }

    fn starts(&self, is_so: fn(char) -> bool) -> bool {
        self.text.chars().next().is_some_and(is_so)
    }

    fn is_name(&self) -> bool {
        self.starts(|first| first.is_alphabetic() || first == '_')
    }

    fn is_number(&self) -> bool {
        self.starts(|first| first.is_ascii_digit())
    }
}

/// The characters that names are made of, points between those of a path among them.
fn is_in_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '.'
}

/// Takes a text apart. Capital letters are as good as small ones, and the marks of Chinese keyboards
/// and of schoolbooks as good as those of programs.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut is_open = false;
    for (at, character) in text.chars().enumerate() {
        let character = match character {
            '（' => '(',
            '）' => ')',
            '，' => ',',
            '×' | '＊' => '*',
            '÷' | '／' => '/',
            '−' | '－' => '-',
            '＋' => '+',
            other => other.to_ascii_lowercase(),
        };
        if character.is_whitespace() {
            is_open = false;
        } else if is_in_name(character) {
            match tokens.last_mut().filter(|_| is_open) {
                Some(token) => token.text.push(character),
                None => tokens.push(Token {
                    text: character.to_string(),
                    place: at + 1,
                }),
            }
            is_open = true;
        } else {
            tokens.push(Token {
                text: character.to_string(),
                place: at + 1,
            });
            is_open = false;
        }
    }
    tokens
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// The place behind the last character.
    end: usize,
    depth: usize,
    formula: Formula,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Takes a mark if it stands there, and says where.
    fn take_mark(&mut self, mark: &str) -> Option<usize> {
        let place = self.peek().filter(|token| token.is(mark))?.place;
        self.at += 1;
        Some(place)
    }

    fn require(&mut self, mark: &str) -> Result<(), Rule> {
        self.take_mark(mark)
            .map(drop)
            .ok_or_else(|| self.unexpected())
    }

    fn unexpected(&self) -> Rule {
        match self.peek() {
            Some(token) => Fault::Unexpected.at(token.place, &token.text),
            None => Fault::Unfinished.at(self.end, ""),
        }
    }

    fn push(&mut self, step: Step, place: usize) {
        self.formula.steps.push((step, place));
    }

    /// Reads something that holds others, which must not go on for ever.
    fn deeper<T>(
        &mut self,
        place: usize,
        mark: &str,
        read: impl FnOnce(&mut Self) -> Result<T, Rule>,
    ) -> Result<T, Rule> {
        if self.depth == DEPTH_MAX {
            return Err(Fault::TooDeep.at(place, mark));
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn sum(&mut self) -> Result<(), Rule> {
        self.joined(&[Operator::Add, Operator::Subtract], |reader| {
            reader.product()
        })
    }

    fn product(&mut self) -> Result<(), Rule> {
        self.joined(&[Operator::Multiply, Operator::Divide], |reader| {
            reader.signed()
        })
    }

    fn joined(
        &mut self,
        operators: &[Operator],
        read: fn(&mut Self) -> Result<(), Rule>,
    ) -> Result<(), Rule> {
        read(self)?;
        loop {
            let found = operators
                .iter()
                .find_map(|operator| Some((*operator, self.take_mark(operator.mark())?)));
            let Some((operator, place)) = found else {
                return Ok(());
            };
            read(self)?;
            self.push(Step::Join(operator), place);
        }
    }

    fn signed(&mut self) -> Result<(), Rule> {
        let Some(place) = self.take_mark("-") else {
            return self.single();
        };
        self.deeper(place, "-", Self::signed)?;
        self.push(Step::Negate, place);
        Ok(())
    }

    fn single(&mut self) -> Result<(), Rule> {
        if let Some(place) = self.take_mark("(") {
            return self.deeper(place, "(", |reader| {
                reader.sum()?;
                reader.require(")")
            });
        }
        let is_value = |token: &&Token| token.is_name() || token.is_number();
        let Some(token) = self.peek().filter(is_value).cloned() else {
            return Err(self.unexpected());
        };
        self.at += 1;
        if token.is_number() {
            let number = Number::parse(&token.text)
                .map_err(|_| Fault::Unexpected.at(token.place, &token.text))?;
            self.push(Step::Number(number), token.place);
            return Ok(());
        }
        if self.take_mark("(").is_some() {
            return self.deeper(token.place, &token.text, |reader| reader.function(&token));
        }
        if token.is("today") {
            self.push(Step::Today, token.place);
            return Ok(());
        }
        let names = &mut self.formula.names;
        let known = names.iter().position(|name| name.path == token.text);
        let name = known.unwrap_or_else(|| {
            names.push(Name {
                path: token.text,
                place: token.place,
            });
            names.len() - 1
        });
        self.push(Step::Field(name), token.place);
        Ok(())
    }

    /// Reads what stands between the parentheses of a function.
    fn function(&mut self, name: &Token) -> Result<(), Rule> {
        if !["min", "max", "round", "days_between", "today"].contains(&name.text.as_str()) {
            return Err(Fault::UnknownFunction.at(name.place, &name.text));
        }
        let (mut count, mut digits) = (0_usize, 0);
        while self.take_mark(")").is_none() {
            if count > 0 {
                self.require(",")?;
            }
            if name.is("round") && count == 1 {
                digits = self.digits()?;
            } else {
                self.sum()?;
            }
            count += 1;
        }
        let step = match (name.text.as_str(), count) {
            ("today", 0) => Step::Today,
            ("min", 1..) => Step::Least(count),
            ("max", 1..) => Step::Greatest(count),
            ("round", 1..=2) => Step::Round(digits),
            ("days_between", 2) => Step::DaysBetween,
            _ => return Err(Fault::Arguments.at(name.place, &name.text)),
        };
        self.push(step, name.place);
        Ok(())
    }

    /// Reads the decimal places that a number is rounded to.
    fn digits(&mut self) -> Result<u8, Rule> {
        let token = self.take().ok_or_else(|| self.unexpected())?;
        let digits = token
            .text
            .parse()
            .ok()
            .filter(|digits| *digits <= DIGITS_MAX);
        digits.ok_or_else(|| Fault::Digits.at(token.place, &token.text))
    }
}
