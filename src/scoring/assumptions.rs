//! What an analysis assumes: the day it is as of, how far it looks back and ahead, what it weighs by.
//! The user sets it in the workspace's settings, so that every list, page and report assumes the same;
//! what is not set, or set to what cannot be, is as usual.

use super::frame::{Frame, MONTHS};
use super::lifetime::Unit;
use super::outlook::{Outlook, USUAL};
use super::rfm::Limits;
use crate::domain::{Date, FieldIx, Number, Record, Value, settings};
use crate::workspace::Workspace;

/// What values are weighted by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeightBy {
    /// The same for all.
    Constant,
    /// By segment.
    Segments,
    /// The probability of still being a customer.
    Alive,
}

impl WeightBy {
    /// Its stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Segments => "segments",
            Self::Alive => "alive",
        }
    }

    /// The weight of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let all = [Self::Constant, Self::Segments, Self::Alive];
        all.into_iter().find(|weight| weight.code() == word)
    }
}

/// The limits that the user set; where none are set they are quintiles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SetLimits {
    /// In days.
    pub recency: Option<Limits>,
    /// In purchases.
    pub frequency: Option<Limits>,
    /// In whole units of the currency.
    pub monetary: Option<Limits>,
}

/// What an analysis assumes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumptions {
    /// How many months it looks back.
    pub months: i32,
    /// The days that it looks back over.
    pub frame: Frame,
    /// What values are weighted by.
    pub weight: WeightBy,
    /// The weight that is the same for all, and that of customers in no segment with one.
    pub factor: f64,
    /// The unit of time of the models of purchases.
    pub unit: Unit,
    /// How lifetime values look ahead.
    pub outlook: Outlook,
    /// The limits between the scores.
    pub limits: SetLimits,
}

/// The longest an analysis looks back, in months.
pub const MONTHS_MAX: f64 = 240.0;
/// The longest it looks ahead, in months.
pub const AHEAD_MAX: f64 = 60.0;

/// A number of the settings, where it is one that can be.
fn number(record: &Record, field: FieldIx, low: f64, high: f64) -> Option<f64> {
    let number = record.value(field).and_then(Value::as_number)?;
    let number = Number::to_f64(number);
    (low..=high).contains(&number).then_some(number)
}

/// Four numbers that rise, or stay the same: `30, 60, 90, 180`.
#[must_use]
pub fn read_limits(text: &str) -> Option<Limits> {
    let numbers = text.split([',', ';', ' ', '，', '、']).map(str::trim);
    let numbers: Option<Vec<f64>> = numbers
        .filter(|number| !number.is_empty())
        .map(|number| {
            number
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
        })
        .collect();
    let limits: Limits = numbers?.try_into().ok()?;
    limits.is_sorted().then_some(limits)
}

/// Limits as [`read_limits`] reads them.
#[must_use]
pub fn write_limits(limits: &Limits) -> String {
    limits.map(|limit| limit.to_string()).join(", ")
}

impl Assumptions {
    /// What is assumed where nothing is set.
    #[must_use]
    pub fn usual(today: Date) -> Self {
        Self {
            months: MONTHS,
            frame: Frame::months(today, MONTHS),
            weight: WeightBy::Constant,
            factor: 1.0,
            unit: Unit::default(),
            outlook: USUAL,
            limits: SetLimits::default(),
        }
    }

    /// What the workspace's settings say.
    #[must_use]
    pub fn of(workspace: &Workspace, today: Date) -> Self {
        let usual = Self::usual(today);
        let Some(record) = workspace.record(settings::ID) else {
            return usual;
        };
        let number = |field, low, high| number(&record, field, low, high);
        let as_of = record
            .value(settings::ANALYSIS_DATE)
            .and_then(Value::as_date);
        let months = number(settings::ANALYSIS_MONTHS, 1.0, MONTHS_MAX);
        let months = months.map_or(MONTHS, |months| months.round() as i32);
        let limits = |field| read_limits(record.text(field));
        Self {
            months,
            frame: Frame::months(as_of.unwrap_or(today), months),
            weight: WeightBy::parse(record.text(settings::VALUE_WEIGHT)).unwrap_or(usual.weight),
            factor: number(settings::VALUE_FACTOR, 0.0, 1e6).unwrap_or(usual.factor),
            unit: Unit::parse(record.text(settings::TIME_UNIT)).unwrap_or_default(),
            outlook: Outlook {
                months: number(settings::LIFETIME_MONTHS, 0.0, AHEAD_MAX).unwrap_or(USUAL.months),
                discount: number(settings::DISCOUNT, 0.0, 1e4)
                    .map_or(USUAL.discount, |percent| percent / 100.0),
                margin: number(settings::MARGIN, 0.0, 1e4)
                    .map_or(USUAL.margin, |percent| percent / 100.0),
            },
            limits: SetLimits {
                recency: limits(settings::RECENCY_LIMITS),
                frequency: limits(settings::FREQUENCY_LIMITS),
                monetary: limits(settings::MONETARY_LIMITS),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Key, RecordKind};
    use crate::workspace::command::Command;
    use crate::workspace::desk::{Desk, text};

    #[test]
    fn limits_are_four_numbers_that_rise() {
        assert_eq!(
            read_limits("30, 60,90 180"),
            Some([30.0, 60.0, 90.0, 180.0])
        );
        assert_eq!(read_limits("1 1 2.5 3"), Some([1.0, 1.0, 2.5, 3.0]));
        for wrong in ["", "1,2,3", "1,2,3,4,5", "4,3,2,1", "1,2,x,4", "1,2,3,inf"] {
            assert_eq!(read_limits(wrong), None, "{wrong}");
        }
        let limits = [30.0, 60.5, 90.0, 180.0];
        assert_eq!(read_limits(&write_limits(&limits)), Some(limits));
    }

    #[test]
    fn the_settings_say_what_is_assumed_and_what_cannot_be_is_as_usual() {
        let mut desk = Desk::new();
        let today = Date::parse("2026-03-05").unwrap();
        assert_eq!(
            Assumptions::of(&desk.workspace, today),
            Assumptions::usual(today)
        );
        let number = |number: f64| Some(Value::Number(Number::from_f64(number).unwrap()));
        let fields = vec![
            (Key::one(settings::NAME), text("Kanal")),
            (
                Key::one(settings::ANALYSIS_DATE),
                Some(Value::Date(Date::parse("1997-09-30").unwrap())),
            ),
            (Key::one(settings::ANALYSIS_MONTHS), number(9.0)),
            (Key::one(settings::VALUE_WEIGHT), text("alive")),
            (Key::one(settings::DISCOUNT), number(15.0)),
            (Key::one(settings::MARGIN), number(-3.0)),
            (Key::one(settings::RECENCY_LIMITS), text("1,2,3,4")),
            (Key::one(settings::FREQUENCY_LIMITS), text("4,3,2,1")),
        ];
        let id = settings::ID;
        desk.does(&Command::Create { id, fields });
        assert_eq!(id.kind, RecordKind::Settings);
        let found = Assumptions::of(&desk.workspace, today);
        assert_eq!(found.frame.as_of.to_string(), "1997-09-30");
        assert_eq!(found.frame.from.to_string(), "1997-01-01");
        assert_eq!(found.weight, WeightBy::Alive);
        assert!((found.outlook.discount - 0.15).abs() < 1e-12);
        assert!((found.outlook.margin - USUAL.margin).abs() < 1e-12);
        assert_eq!(found.limits.recency, Some([1.0, 2.0, 3.0, 4.0]));
        assert_eq!(found.limits.frequency, None);
    }
}
