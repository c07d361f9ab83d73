//! The parameters of reports as values.

use crate::api::reply::Refusal;
use crate::api::request::Query;
use crate::domain::problem::quoted;
use crate::domain::{Date, Rule};
use crate::scoring::assumptions::{Assumptions, MONTHS_MAX, WeightBy};
use crate::scoring::frame::Frame;
use crate::scoring::lifetime::Unit;

/// The longest horizon, in days: a hundred years of them.
const HORIZON_DAYS_MAX: f64 = 36_525.0;

fn not_an_option(word: &str) -> Rule {
    Rule::NotAnOption {
        value: quoted(word),
    }
}

/// A day.
pub(super) fn date(query: &mut Query, name: &str) -> Result<Option<Date>, Refusal> {
    query.take_as(name, Date::parse)
}

/// A number between two others.
pub(super) fn number(
    query: &mut Query,
    name: &str,
    low: f64,
    high: f64,
) -> Result<Option<f64>, Refusal> {
    query.take_as(name, |text| {
        let number: Option<f64> = text.parse().ok();
        let number = number.filter(|number| number.is_finite());
        let number = number.ok_or_else(|| Rule::NotANumber {
            value: quoted(text),
        })?;
        if (low..=high).contains(&number) {
            Ok(number)
        } else {
            Err(Rule::OutOfRange {
                min: low.to_string(),
                max: high.to_string(),
            })
        }
    })
}

/// How many units of time a report looks ahead.
pub(super) fn horizon(query: &mut Query) -> Result<Option<f64>, Refusal> {
    number(query, "horizon", 0.0, HORIZON_DAYS_MAX)
}

/// The assumptions of a report: those of the settings, but for what is asked for.
pub(super) fn assumptions(query: &mut Query, usual: &Assumptions) -> Result<Assumptions, Refusal> {
    let mut asked = *usual;
    let as_of = date(query, "as_of")?;
    let months = number(query, "months", 1.0, MONTHS_MAX)?;
    asked.months = months.map_or(usual.months, |months| months.round() as i32);
    asked.frame = Frame::months(as_of.unwrap_or(usual.frame.as_of), asked.months);
    let unit = query.take_as("unit", |word| {
        Unit::parse(word).ok_or_else(|| not_an_option(word))
    })?;
    asked.unit = unit.unwrap_or(usual.unit);
    let weight = query.take_as("weight", |word| {
        WeightBy::parse(word).ok_or_else(|| not_an_option(word))
    })?;
    asked.weight = weight.unwrap_or(usual.weight);
    if let Some(factor) = number(query, "factor", 0.0, 1e6)? {
        asked.factor = factor;
    }
    if let Some(percent) = number(query, "discount", 0.0, 1e4)? {
        asked.outlook.discount = percent / 100.0;
    }
    if let Some(percent) = number(query, "margin", 0.0, 1e4)? {
        asked.outlook.margin = percent / 100.0;
    }
    Ok(asked)
}
