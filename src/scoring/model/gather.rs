//! What a model asks for, gathered from the records a field at a time, so that whoever does it can rest
//! between: first whether it can be, then of which records and what became of them, then the numbers. The
//! records must not be written to meanwhile; that is the caller's matter, and so is who learns from the
//! table.

use super::ask::{Ask, Unfitted};
use super::design::Design;
use super::fit::{check_outcomes, model, table};
use super::leak::leaks;
use super::learn::{Learnt, Table, Unfit};
use super::{Model, Refusal};
use crate::domain::Problem;
use crate::domain::problem::quoted;
use crate::workspace::columns::Bits;
use crate::workspace::feature::Reader;

/// What is gathered of a model.
pub struct Gathering<'a> {
    ask: &'a Ask,
    steps: usize,
    problems: Vec<Problem>,
    /// Of which records it is, once that was looked up.
    population: Bits,
    rows: Vec<u32>,
    outcomes: Vec<bool>,
    design: Design,
}

/// What is looked up before fields are.
const BEFORE: usize = 2;

impl<'a> Gathering<'a> {
    /// Begins with what is asked.
    #[must_use]
    pub fn of(ask: &'a Ask) -> Self {
        Self {
            ask,
            steps: 0,
            problems: Vec::new(),
            population: Bits::default(),
            rows: Vec::new(),
            outcomes: Vec::new(),
            design: Design::default(),
        }
    }

    /// How much of it is done, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.steps as f64 / self.all() as f64
    }

    /// Each field is asked for twice: whether it is there, and what it holds.
    fn all(&self) -> usize {
        BEFORE + 1 + 2 * self.ask.features.len()
    }

    /// Does one step; says whether there are more.
    ///
    /// # Errors
    /// Filters and fields that are not right, or why there is nothing to learn.
    pub fn step(&mut self, reader: &dyn Reader) -> Result<bool, Unfitted> {
        let (ask, count) = (self.ask, self.ask.features.len());
        match self.steps {
            0 => match reader.select(ask.kind, ask.population.as_deref()) {
                Ok(population) => self.population = population,
                Err(problems) => self.problems.extend(within("population", &problems)),
            },
            1 => match reader.select(ask.kind, Some(&ask.target)) {
                Ok(with) => {
                    self.rows = std::mem::take(&mut self.population).list();
                    self.outcomes = self.rows.iter().map(|row| with.at(*row)).collect();
                }
                Err(problems) => self.problems.extend(within("target", &problems)),
            },
            step if step < BEFORE + count => {
                // Asked of no rows, a field says whether it is there.
                let path = ask.features.get(step - BEFORE).map(String::as_str);
                let path = path.unwrap_or_default();
                if let Err(rule) = reader.feature(ask.kind, path, &[]) {
                    let field = format!("features.{}", quoted(path));
                    self.problems.push(Problem::new(field, rule));
                }
            }
            step if step == BEFORE + count => self.check(reader)?,
            step => {
                let path = ask.features.get(step - BEFORE - count - 1);
                let found = path.map(|path| reader.feature(ask.kind, path, &self.rows));
                if let Some(Ok(feature)) = found {
                    self.design.add(&feature);
                }
            }
        }
        self.steps += 1;
        Ok(self.steps < self.all())
    }

    /// Whether there is anything to learn, and from nothing that is known only afterwards.
    fn check(&mut self, reader: &dyn Reader) -> Result<(), Unfitted> {
        if !self.problems.is_empty() {
            return Err(Unfitted::Problems(std::mem::take(&mut self.problems)));
        }
        let Ask {
            kind,
            target,
            features,
            ..
        } = self.ask;
        let leaking = leaks(reader, *kind, target, features);
        if !leaking.is_empty() {
            let leaking = leaking.into_iter().map(Box::from).collect();
            return Err(Unfitted::Refused(Refusal::Leak(leaking)));
        }
        check_outcomes(&self.outcomes).map_err(Unfitted::Refused)
    }

    /// The table, once there are no more steps, and what is to be made of what is learnt from it.
    ///
    /// # Errors
    /// Too many columns, or none.
    pub fn finish(mut self) -> Result<(Table, Gathered), Unfitted> {
        let table = table(&mut self.design, self.outcomes, self.ask.ridge);
        let table = table.map_err(Unfitted::Refused)?;
        Ok((table, Gathered(self.design)))
    }
}

/// What the columns of a table are.
#[derive(Clone, Debug)]
pub struct Gathered(Design);

impl Gathered {
    /// The model that was learnt.
    ///
    /// # Errors
    /// Why the records give none.
    pub fn model(self, answer: Result<Learnt, Unfit>) -> Result<Model, Unfitted> {
        model(self.0, answer).map_err(Unfitted::Refused)
    }
}

/// What is wrong within a field that holds a filter.
fn within<'p>(field: &'p str, problems: &'p [Problem]) -> impl Iterator<Item = Problem> + 'p {
    problems
        .iter()
        .map(move |problem| match problem.field.as_str() {
            "filter" => Problem::new(field, problem.rule.clone()),
            of => Problem::new(format!("{field}.{of}"), problem.rule.clone()),
        })
}
