//! What a model's record asks for: of which records, what counts as the outcome, which fields. Read from
//! the record, looked up through a [`Reader`] and fitted. A target may be written in short: `outcome` of
//! deals that are closed, or a yes-or-no field of records that say either.

use super::gather::Gathering;
use super::learn::learn;
use super::predict::{Prediction, Reading};
use super::{Model, Refusal};
use crate::domain::problem::quoted;
use crate::domain::{Number, Problem, Record, RecordKind, Rule, Value, model};
use crate::workspace::feature::{Feature, Meaning, Reader, Values};

/// What a model is asked to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The kind of its records.
    pub kind: RecordKind,
    /// What counts as the outcome: a filter.
    pub target: String,
    /// Of which records: a filter; of all where there is none.
    pub population: Option<String>,
    /// The paths of the fields that it looks at.
    pub features: Vec<String>,
    /// The ridge; where there is none, the fit chooses.
    pub ridge: Option<f64>,
}

/// Why a model was not fitted.
#[derive(Clone, Debug, PartialEq)]
pub enum Unfitted {
    /// What it asks for cannot be.
    Problems(Vec<Problem>),
    /// It can, but the records do not give it.
    Refused(Refusal),
}

/// A target that was written in short, spelled out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// The filter.
    pub target: String,
    /// The records of which it is known whether it holds; all of them where there is none.
    pub population: Option<String>,
}

/// The paths that a model's record looks at.
#[must_use]
pub fn features(record: &Record) -> Vec<String> {
    let parts = record.elements(model::FEATURES);
    let paths = parts.filter_map(|(_, value)| value.as_part()?.value(0)?.as_text());
    paths.map(str::to_owned).collect()
}

impl Ask {
    /// What a record asks for; none of one that scores by rules only.
    ///
    /// # Errors
    /// What is missing.
    pub fn of(record: &Record) -> Result<Option<Self>, Vec<Problem>> {
        if record.text(model::METHOD) == model::RULES_ONLY {
            return Ok(None);
        }
        let mut problems = Vec::new();
        let kind = model::kind_of(record.text(model::RECORD));
        let target = record.text(model::TARGET).trim();
        let features = features(record);
        let ridge = record.value(model::RIDGE).and_then(Value::as_number);
        let ridge = ridge.map(Number::to_f64);
        if target.is_empty() {
            problems.push(Problem::new("target", Rule::Required));
        }
        if features.is_empty() {
            problems.push(Problem::new("features", Rule::Required));
        }
        for (at, path) in features.iter().enumerate() {
            if features.iter().take(at).any(|other| other == path) {
                let value = quoted(path);
                problems.push(Problem::new("features", Rule::NotUnique { value }));
            }
        }
        if ridge.is_some_and(|ridge| ridge < 0.0) {
            let range = Rule::OutOfRange {
                min: "0".into(),
                max: "999999999999999".into(),
            };
            problems.push(Problem::new("ridge", range));
        }
        let population = record.text(model::POPULATION).trim();
        match kind {
            None => problems.push(Problem::new("record", Rule::Required)),
            Some(kind) if problems.is_empty() => {
                return Ok(Some(Self {
                    kind,
                    target: target.to_owned(),
                    population: (!population.is_empty()).then(|| population.to_owned()),
                    features,
                    ridge,
                }));
            }
            Some(_) => {}
        }
        Err(problems)
    }

    /// Every path that must be read, of filters too.
    pub fn paths(&self, reader: &dyn Reader) -> Vec<String> {
        let mut paths = self.features.clone();
        paths.extend(reader.fields_named(&self.target));
        let population = self.population.as_deref().unwrap_or_default();
        paths.extend(reader.fields_named(population));
        paths
    }

    /// Fits the model, all at once; what it may be done in is [`super::gather`]'s.
    ///
    /// # Errors
    /// Filters and fields that are not right, or why the records give no model.
    pub fn fit(&self, reader: &dyn Reader) -> Result<Model, Unfitted> {
        let mut gathering = Gathering::of(self);
        while gathering.step(reader)? {}
        let (table, gathered) = gathering.finish()?;
        gathered.model(learn(&table))
    }
}

/// A target as a filter, with the records that it can be told of.
///
/// # Errors
/// A field that is not there or is neither yes nor no.
pub fn spelled(reader: &dyn Reader, kind: RecordKind, target: &str) -> Result<Spelled, Problem> {
    let target = target.trim();
    if target.starts_with('{') {
        return Ok(Spelled {
            target: target.to_owned(),
            population: None,
        });
    }
    if (kind, target) == (RecordKind::Deal, "outcome") {
        return Ok(Spelled {
            target: r#"{"field":"outcome","is":"won"}"#.into(),
            population: Some(r#"{"field":"outcome","in":["won","lost"]}"#.into()),
        });
    }
    let found = reader.feature(kind, target, &[]);
    let meaning = found.map_err(|rule| Problem::new("target", rule))?.meaning;
    let said = format!(r#"{{"field":"{target}","empty":false}}"#);
    let yes = match meaning {
        Meaning::YesNo => "true",
        // Files write yes and no as 1 and 0.
        Meaning::Number if is_one_or_nought(reader, kind, target, &said) => "1",
        _ => return Err(Problem::new("target", Rule::WrongType)),
    };
    let spelled = Spelled {
        target: format!(r#"{{"field":"{target}","is":{yes}}}"#),
        population: Some(said),
    };
    // Of a text there is only whether it is there, which is no yes or no that it says.
    match reader.select(kind, Some(&spelled.target)) {
        Ok(_) => Ok(spelled),
        Err(_) => Err(Problem::new("target", Rule::WrongType)),
    }
}

fn is_one_or_nought(reader: &dyn Reader, kind: RecordKind, path: &str, said: &str) -> bool {
    let rows = reader.select(kind, Some(said)).unwrap_or_default().list();
    match reader.feature(kind, path, &rows).map(|found| found.values) {
        Ok(Values::Numbers(numbers)) => numbers
            .iter()
            .flatten()
            .all(|number| number.abs() < f64::EPSILON || (number - 1.0).abs() < f64::EPSILON),
        _ => false,
    }
}

/// Both of two filters.
#[must_use]
pub fn both(one: Option<&str>, other: Option<&str>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(format!(r#"{{"and":[{one},{other}]}}"#)),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

/// What a model says of the record at a row. Fields that are no longer there are as if empty.
#[must_use]
pub fn predict(
    reader: &dyn Reader,
    model: &Model,
    kind: RecordKind,
    features: &[String],
    row: u32,
) -> Prediction {
    let found: Vec<Feature> = features
        .iter()
        .filter_map(|path| reader.feature(kind, path, &[row]).ok())
        .collect();
    Reading::new(model, &found).prediction(0)
}
