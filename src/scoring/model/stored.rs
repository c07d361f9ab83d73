//! A fitted model in the fields of its record, and back. Writing is left to whoever commands it, so that
//! the definition and its fit are one change.

use super::ask::Ask;
use super::{Base, Bin, Estimate, INTERCEPT, Model, Quality, Term, Warning};
use crate::domain::{FieldIx, Instant, Key, Number, Part, Record, Value, model};
use std::collections::BTreeSet;

type Fields = Vec<(Key, Option<Value>)>;

fn number(number: f64) -> Option<Value> {
    Number::from_f64(number).map(Value::Number)
}

/// A part of values at their places.
fn part(values: Vec<Option<Value>>) -> Value {
    let values = (0u8..).zip(values);
    Value::Part(Part::new(
        values.filter_map(|(place, value)| Some((place, value?))),
    ))
}

fn text(text: Option<&str>) -> Option<Value> {
    text.map(Value::text)
}

/// Elements that sort as they are counted.
fn list(fields: &mut Fields, field: FieldIx, parts: impl Iterator<Item = Value>) {
    let elements = parts.enumerate();
    fields.extend(elements.map(|(at, value)| (Key::of(field, format!("{at:03}")), Some(value))));
}

/// The fields that say what a model of a name asks for, as [`Ask::of`] reads them.
#[must_use]
pub fn asked(name: &str, ask: &Ask) -> Fields {
    let mut fields: Fields = Vec::new();
    let mut one = |field, value| fields.push((Key::one(field), value));
    one(model::NAME, text(Some(name)));
    one(model::RECORD, text(Some(ask.kind.collection())));
    one(model::TARGET, text(Some(&ask.target)));
    one(model::POPULATION, text(ask.population.as_deref()));
    one(model::RIDGE, ask.ridge.and_then(number));
    let paths = ask.features.iter().map(|path| part(vec![text(Some(path))]));
    list(&mut fields, model::FEATURES, paths);
    fields
}

/// The fields of a fit; of what was fitted before, what is no longer there is taken away.
#[must_use]
pub fn fields(fitted: &Model, at: Instant, before: Option<&Record>) -> Fields {
    let mut fields: Fields = Vec::new();
    let mut one = |field, value| fields.push((Key::one(field), value));
    let quality = fitted.quality.as_ref();
    one(model::FITTED_AT, Some(Value::Instant(at)));
    one(model::N, number(fitted.rows as f64));
    one(model::EVENTS, number(fitted.events as f64));
    one(model::LOG_LIKELIHOOD, number(fitted.log_likelihood));
    one(
        model::NULL_LOG_LIKELIHOOD,
        number(fitted.null_log_likelihood),
    );
    one(model::AUC, quality.and_then(|of| number(of.auc)));
    one(model::BRIER, quality.and_then(|of| number(of.brier)));
    one(model::LOG_LOSS, quality.and_then(|of| number(of.log_loss)));
    one(model::USED_RIDGE, number(fitted.ridge));
    let intercept = std::iter::once(coefficient(INTERCEPT, None, None, fitted.intercept, None));
    let terms = fitted.terms.iter().map(|term| {
        coefficient(
            &term.feature,
            term.level.as_deref(),
            term.level_name.as_deref(),
            term.estimate,
            Some((term.mean, term.deviation)),
        )
    });
    list(&mut fields, model::COEFFICIENTS, intercept.chain(terms));
    let bases = fitted.bases.iter().map(|base| {
        part(vec![
            text(Some(&base.feature)),
            text(Some(&base.level)),
            text(base.level_name.as_deref()),
        ])
    });
    list(&mut fields, model::REFERENCE_LEVELS, bases);
    let bins = quality.into_iter().flat_map(|of| &of.calibration);
    let bins = bins.map(|bin| {
        part(vec![
            number(bin.predicted),
            number(bin.observed),
            number(bin.count as f64),
        ])
    });
    list(&mut fields, model::CALIBRATION, bins);
    let warnings = fitted.warnings.iter().map(|warning| {
        let level = match warning {
            Warning::Redundant { level, .. } => level.as_deref(),
            _ => None,
        };
        part(vec![
            text(Some(warning.code())),
            text(warning.feature()),
            text(level),
            warning.number().and_then(number),
        ])
    });
    list(&mut fields, model::WARNED, warnings);
    take_away(&mut fields, before);
    fields
}

/// The fields of a record that is no longer fitted.
#[must_use]
pub fn cleared(before: &Record) -> Fields {
    let mut fields = Vec::new();
    take_away(&mut fields, Some(before));
    fields
}

fn take_away(fields: &mut Fields, before: Option<&Record>) {
    let written: BTreeSet<Key> = fields.iter().map(|(key, _)| key.clone()).collect();
    let there = before.into_iter().flat_map(Record::registers);
    let gone = there.filter(|(key, register)| {
        model::FITTED.contains(&key.field) && register.value.is_some() && !written.contains(key)
    });
    fields.extend(gone.map(|(key, _)| (key.clone(), None)));
}

fn coefficient(
    feature: &str,
    level: Option<&str>,
    level_name: Option<&str>,
    estimate: Estimate,
    spread: Option<(f64, f64)>,
) -> Value {
    let (low, high) = estimate.interval();
    part(vec![
        text(Some(feature)),
        text(level),
        text(level_name),
        number(estimate.value),
        number(estimate.error),
        number(low),
        number(high),
        spread.and_then(|(mean, _)| number(mean)),
        spread.and_then(|(_, deviation)| number(deviation)),
    ])
}

/// The parts of a list, in their order.
fn parts(record: &Record, field: FieldIx) -> impl Iterator<Item = &Part> {
    record
        .elements(field)
        .filter_map(|(_, value)| value.as_part())
}

fn number_at(part: &Part, place: u8) -> Option<f64> {
    part.value(place)
        .and_then(Value::as_number)
        .map(Number::to_f64)
}

fn text_at(part: &Part, place: u8) -> Option<Box<str>> {
    part.value(place).and_then(Value::as_text).map(Box::from)
}

/// The model that is fitted in a record; none of one that is not.
#[must_use]
pub fn model_of(record: &Record) -> Option<Model> {
    let number = |field| {
        record
            .value(field)
            .and_then(Value::as_number)
            .map(Number::to_f64)
    };
    let mut intercept = None;
    let mut terms = Vec::new();
    for part in parts(record, model::COEFFICIENTS) {
        let feature = text_at(part, 0)?;
        let estimate = Estimate {
            value: number_at(part, 3)?,
            error: number_at(part, 4).unwrap_or(0.0),
        };
        if &*feature == INTERCEPT {
            intercept = Some(estimate);
            continue;
        }
        terms.push(Term {
            feature,
            level: text_at(part, 1),
            level_name: text_at(part, 2),
            estimate,
            mean: number_at(part, 7).unwrap_or(0.0),
            deviation: number_at(part, 8).unwrap_or(0.0),
        });
    }
    let bases = parts(record, model::REFERENCE_LEVELS).filter_map(|part| {
        Some(Base {
            feature: text_at(part, 0)?,
            level: text_at(part, 1)?,
            level_name: text_at(part, 2),
        })
    });
    let quality = || {
        let bins = parts(record, model::CALIBRATION).filter_map(|part| {
            Some(Bin {
                predicted: number_at(part, 0)?,
                observed: number_at(part, 1)?,
                count: number_at(part, 2)? as usize,
            })
        });
        Some(Quality {
            auc: number(model::AUC)?,
            brier: number(model::BRIER)?,
            log_loss: number(model::LOG_LOSS)?,
            calibration: bins.collect(),
        })
    };
    Some(Model {
        intercept: intercept?,
        terms,
        bases: bases.collect(),
        rows: number(model::N)? as usize,
        events: number(model::EVENTS)? as usize,
        log_likelihood: number(model::LOG_LIKELIHOOD)?,
        null_log_likelihood: number(model::NULL_LOG_LIKELIHOOD)?,
        quality: quality(),
        ridge: number(model::USED_RIDGE).unwrap_or(0.0),
        warnings: parts(record, model::WARNED).filter_map(warning).collect(),
    })
}

/// The warning that a part of a record is.
#[must_use]
pub fn warning(part: &Part) -> Option<Warning> {
    let feature = || text_at(part, 1);
    let number = || number_at(part, 3);
    Some(match &*text_at(part, 0)? {
        "few_events" => Warning::FewEvents {
            for_each: number()?,
        },
        "ridge_for_few_events" => Warning::RidgeForFewEvents {
            for_each: number()?,
        },
        "separated" => Warning::Separated,
        "constant" => Warning::Constant {
            feature: feature()?,
        },
        "redundant" => Warning::Redundant {
            feature: feature()?,
            level: text_at(part, 2),
        },
        "pooled" => Warning::Pooled {
            feature: feature()?,
            levels: number()? as usize,
        },
        "other_currency" => Warning::OtherCurrency {
            feature: feature()?,
            rows: number()? as usize,
        },
        "missing" => Warning::Missing {
            feature: feature()?,
            share: number()?,
        },
        "checked_on_part" => Warning::CheckedOnPart {
            rows: number()? as usize,
        },
        "not_checked" => Warning::NotChecked,
        _ => return None,
    })
}
